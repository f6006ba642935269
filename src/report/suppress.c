/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Suppress: small counts first, then whatever would tell them. */
#include "report/suppress.h"

enum {
    POOL = LOT_KNOWN_POOL,
    PANEL = LOT_KNOWN_PANEL,
    COLUMNS = LOT_KNOWN_COLUMNS,
    FAR = LOT_SMALL_GROUP - 1, /* moves are no larger */
    POOL_BIT = 1U << POOL,
    PANEL_BIT = 1U << PANEL
};

/* One feature at work. */
typedef struct work {
    const lot_known *known;
    lot_mark *marks;
} work;

/* What must not be found of a value: a cell, or how many are off the panel. */
typedef enum secret { SECRET_POOL = POOL, SECRET_PANEL = PANEL, SECRET_OFF, SECRETS } secret;

/* People who come to a value, in all and on the panel, while as many leave another one. */
typedef struct move {
    uint32_t to;
    uint32_t from;
    int32_t people[COLUMNS];
} move;

static int64_t at(const uint32_t *cells, uint32_t value, uint32_t column)
{
    return cells[(size_t)value * COLUMNS + column];
}

static lot_mark *mark_at(const work *w, uint32_t value, uint32_t column)
{
    return &w->marks[(size_t)value * COLUMNS + column];
}

/* What everybody knows before leaves only one number. */
static bool is_fixed(const work *w, uint32_t value, uint32_t column)
{
    return at(w->known->least, value, column) == at(w->known->most, value, column);
}

/* May the cell be that many, for who reads the table and knows how it is made? */
static bool may_be(const work *w, uint32_t value, uint32_t column, lot_mark mark, int64_t count)
{
    if (count < at(w->known->least, value, column) || count > at(w->known->most, value, column))
        return false;
    switch (mark) {
    case LOT_MARK_SHOWN:
        return count == at(w->known->counts, value, column);
    case LOT_MARK_SMALL:
        return count < LOT_SMALL_GROUP;
    case LOT_MARK_WITHHELD:
        return count >= LOT_SMALL_GROUP;
    case LOT_MARK_LOOSE:
        break;
    }
    return true;
}

/* The mark that a cell would have, were the columns of `hidden` withheld. */
static lot_mark mark_with(const work *w, uint32_t value, uint32_t column, unsigned hidden)
{
    lot_mark mark = *mark_at(w, value, column);
    bool withheld = (hidden >> column & 1U) == 1 && !is_fixed(w, value, column);
    return mark == LOT_MARK_SHOWN && withheld ? LOT_MARK_WITHHELD : mark;
}

/* Does one of the two values stay possible? */
static bool stays_possible(const work *w, uint32_t value, const int32_t *people, int32_t sign,
                           unsigned hidden)
{
    int64_t counts[COLUMNS];
    for (uint32_t c = 0; c < COLUMNS; c++) {
        counts[c] = at(w->known->counts, value, c) + sign * people[c];
        if (w->known->shown[c] && !may_be(w, value, c, mark_with(w, value, c, hidden), counts[c]))
            return false;
    }
    return !w->known->shown[POOL] || !w->known->shown[PANEL] || counts[PANEL] <= counts[POOL];
}

static bool is_possible(const work *w, const move *m, unsigned hidden)
{
    for (uint32_t c = 0; c < COLUMNS; c++)
        if (!w->known->shown[c] && m->people[c] != 0)
            return false;
    return stays_possible(w, m->to, m->people, 1, hidden) &&
           stays_possible(w, m->from, m->people, -1, hidden);
}

/* How a move changes the secret. */
static int32_t change_of(const move *m, secret what)
{
    return what == SECRET_OFF ? m->people[POOL] - m->people[PANEL] : m->people[what];
}

/* Could the secret be so many more, or anything else for 0, by people from `from`? */
static bool can_move(const work *w, uint32_t value, uint32_t from, secret what, int32_t wanted,
                     unsigned hidden)
{
    move m = {.to = value, .from = from};
    for (m.people[POOL] = -FAR; m.people[POOL] <= FAR; m.people[POOL]++) {
        for (m.people[PANEL] = -FAR; m.people[PANEL] <= FAR; m.people[PANEL]++) {
            int32_t change = change_of(&m, what);
            bool fits = wanted != 0 ? change == wanted : change != 0;
            if (fits && is_possible(w, &m, hidden))
                return true;
        }
    }
    return false;
}

static bool is_secret(const work *w, uint32_t value, secret what)
{
    if (what != SECRET_OFF)
        return w->known->shown[what] && *mark_at(w, value, what) != LOT_MARK_SHOWN;
    return w->known->shown[POOL] && w->known->shown[PANEL] &&
           at(w->known->counts, value, POOL) - at(w->known->counts, value, PANEL) <
               LOT_SMALL_GROUP &&
           !(is_fixed(w, value, POOL) && is_fixed(w, value, PANEL));
}

/*
 * What a secret must be able to be, after `change`: P2, all that "fewer than 5" says, or else 0 for
 * anything. False: no more.
 */
static bool next_wanted(int32_t *change, const work *w, uint32_t value, secret what)
{
    bool small = what != SECRET_OFF && *mark_at(w, value, what) == LOT_MARK_SMALL;
    if (!small) {
        *change = *change < 0 ? 0 : 1;
        return *change == 0;
    }
    int64_t count = at(w->known->counts, value, what);
    do
        ++*change;
    while (*change <= FAR &&
           (*change == 0 || !may_be(w, value, what, LOT_MARK_SMALL, count + *change)));
    return *change <= FAR;
}

enum { BEFORE = -LOT_SMALL_GROUP }; /* any change that is wanted */

/* The first that it must be able to be and cannot; false: there is none. */
static bool find_lack(int32_t *lack, const work *w, uint32_t value, secret what)
{
    for (*lack = BEFORE; next_wanted(lack, w, value, what);) {
        bool can = false;
        for (uint32_t from = 0; from < w->known->count && !can; from++)
            can = from != value && can_move(w, value, from, what, *lack, 0);
        if (!can)
            return true;
    }
    return false;
}

/* Withholding more: columns of the value and of another one. */
typedef struct extension {
    uint32_t from;
    unsigned hidden; /* columns */
    uint32_t cells;  /* that are no longer shown */
    uint32_t panel;  /* of these on the panel: what readers look for */
    int64_t bounds;  /* of them, summed: by counts, the choice itself would tell something */
} extension;

static void weigh(extension *e, const work *w, uint32_t value)
{
    const uint32_t values[] = {value, e->from};
    e->cells = 0;
    e->panel = 0;
    e->bounds = 0;
    for (uint32_t c = 0; c < COLUMNS; c++) {
        for (uint32_t side = 0; side < 2; side++) {
            lot_mark mark = *mark_at(w, values[side], c);
            if (mark == mark_with(w, values[side], c, e->hidden))
                continue;
            e->cells++;
            e->panel += c == PANEL;
            e->bounds += at(w->known->least, values[side], c) + at(w->known->most, values[side], c);
        }
    }
}

/* Does it allow what is lacking; with `all`: everything that the secret must be able to be? */
static bool serves(const extension *e, const work *w, uint32_t value, secret what, int32_t lack,
                   bool all)
{
    if (!all)
        return can_move(w, value, e->from, what, lack, e->hidden);
    for (int32_t change = BEFORE; next_wanted(&change, w, value, what);)
        if (!can_move(w, value, e->from, what, change, e->hidden))
            return false;
    return true;
}

/* The fewest cells; of those the fewest of the panel, and then with the smallest bounds. */
static bool is_cheaper(const extension *a, const extension *b)
{
    if (a->cells != b->cells)
        return a->cells < b->cells;
    return a->panel != b->panel ? a->panel < b->panel : a->bounds < b->bounds;
}

/* The cheapest that serves; of several the first. */
static bool find_extension(extension *best, const work *w, uint32_t value, secret what,
                           int32_t lack, bool all)
{
    bool found = false;
    for (uint32_t from = 0; from < w->known->count; from++) {
        for (unsigned hidden = 1; hidden <= (POOL_BIT | PANEL_BIT) && from != value; hidden++) {
            extension e = {.from = from, .hidden = hidden};
            weigh(&e, w, value);
            if (e.cells == 0 || (found && !is_cheaper(&e, best)) ||
                !serves(&e, w, value, what, lack, all))
                continue;
            *best = e;
            found = true;
        }
    }
    return found;
}

static void withhold(const work *w, uint32_t value, const extension *e)
{
    const uint32_t values[] = {value, e->from};
    for (uint32_t c = 0; c < COLUMNS; c++)
        for (uint32_t side = 0; side < 2; side++)
            *mark_at(w, values[side], c) = mark_with(w, values[side], c, e->hidden);
}

/* Withhold a whole column, whatever is in it; false where it is. */
static bool loosen(const work *w, uint32_t column)
{
    bool changed = false;
    for (uint32_t v = 0; v < w->known->count && w->known->shown[column]; v++) {
        lot_mark mark = is_fixed(w, v, column) ? LOT_MARK_SHOWN : LOT_MARK_LOOSE;
        changed = changed || *mark_at(w, v, column) != mark;
        *mark_at(w, v, column) = mark;
    }
    return changed;
}

/* Let the secret be what it must be able to be; false where nothing more can be withheld. */
static bool mend(const work *w, uint32_t value, secret what, int32_t lack)
{
    extension best = {0};
    if (find_extension(&best, w, value, what, lack, true) ||
        find_extension(&best, w, value, what, lack, false)) {
        withhold(w, value, &best);
        return true;
    }
    if (what != SECRET_OFF && *mark_at(w, value, what) == LOT_MARK_SMALL) {
        *mark_at(w, value, what) = LOT_MARK_LOOSE;
        return true;
    }
    uint32_t first = what == SECRET_OFF ? POOL : (uint32_t)what;
    return loosen(w, first) || loosen(w, first == POOL ? PANEL : POOL);
}

/* P1 */
static void mark_small(const work *w)
{
    for (uint32_t v = 0; v < w->known->count; v++) {
        for (uint32_t c = 0; c < COLUMNS; c++) {
            bool small = w->known->shown[c] && !is_fixed(w, v, c) &&
                         at(w->known->counts, v, c) < LOT_SMALL_GROUP;
            /* where quotas leave only 4 of them, "fewer than 5" would say 4 */
            bool says = at(w->known->least, v, c) < FAR;
            *mark_at(w, v, c) = !small ? LOT_MARK_SHOWN : says ? LOT_MARK_SMALL : LOT_MARK_LOOSE;
        }
    }
}

/* What is withheld for one cell helps others, too, and never harms. False: nothing was withheld. */
static bool improve(const work *w)
{
    bool changed = false;
    for (uint32_t v = 0; v < w->known->count; v++) {
        for (int what = 0; what < SECRETS; what++) {
            int32_t lack;
            while (is_secret(w, v, (secret)what) && find_lack(&lack, w, v, (secret)what) &&
                   mend(w, v, (secret)what, lack))
                changed = true;
        }
    }
    return changed;
}

void lot_suppress(lot_mark *marks, const lot_known *known)
{
    const work w = {known, marks};
    mark_small(&w);
    while (improve(&w)) /* what was withheld must not be found, either */
        continue;
}
