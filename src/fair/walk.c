/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The walk moves one class up or down by one at a time. A row outside its bounds pays its price for
 * each seat, a class for each seat what lot_walk.likes says. Of the moves that help the worst
 * row, the cheapest over all is made, the first of those that are equal. Where it is no gain,
 * the prices of all rows out of bounds rise, so that the walk leaves any hollow in the end. A class
 * that moved rests for some moves.
 *
 * Prices start low and rise little at first: so the walk ends near to what classes like.
 *
 * Source: the choice of a violated row from WalkSAT (Selman, Kautz, Cohen 1994), rising prices from
 * the breakout method (Morris 1993).
 */
#include "fair/walk.h"

#include "core/array.h"

#include <stdlib.h>

enum { PRICE = LOT_WALK_SEAT / 16, RISE = LOT_WALK_SEAT / 512, REST = 12 };

/* The rise doubles after so many moves, so often: short walks end near, long ones end somewhere. */
enum { RISE_MOVES = 128, RISE_DOUBLINGS = 10 };

/* An excess counts up to here in choosing a row, so that products fit into 64 bits. */
enum { EXCESS_MAX = 65536 };

typedef struct place {
    uint32_t row;
    int64_t weight;
} place;

/* A row on the walk. */
typedef struct line {
    int64_t held;   /* the sum of the classes that are not open */
    int64_t sum;    /* of all classes */
    int64_t excess; /* how far the sum is out of bounds */
    int64_t price;  /* of one of excess */
    int64_t rise;   /* what it costs to add one to the sum */
    int64_t fall;   /* what it costs to take one off */
    uint32_t first; /* its open classes: [first, end) of lot_walk.open */
    uint32_t end;
} line;

static int64_t greatest(int64_t a, int64_t b, int64_t c)
{
    int64_t ab = a > b ? a : b;
    return ab > c ? ab : c;
}

/* The rows of class t: places[first[t]] .. places[first[t + 1] - 1]. */
static void index_rows(lot_walk *walk)
{
    const lot_model *model = walk->model;
    for (size_t e = 0; e < model->entries_count; e++)
        walk->first[model->entries[e].class + 1]++;
    for (uint32_t t = 0; t < model->classes->count; t++)
        walk->first[t + 1] += walk->first[t];
    uint32_t *placed = walk->rests; /* borrowed: lot_walk_find() clears it */
    for (uint32_t r = 0; r < model->rows_count; r++)
        for (uint32_t e = model->rows[r].first; e < model->rows[r].end; e++) {
            uint32_t t = model->entries[e].class;
            walk->places[walk->first[t] + placed[t]++] = (place){r, model->entries[e].weight};
        }
}

lot_status lot_walk_new(lot_walk **out, const lot_model *model, lot_error *error)
{
    *out = NULL;
    uint32_t count = model->classes->count;
    lot_walk *walk = lot_array_new(1, sizeof *walk);
    if (walk == NULL)
        return LOT_NO_MEMORY(error);
    walk->model = model;
    walk->c = lot_array_new(count, sizeof *walk->c);
    walk->least = lot_array_new(count, sizeof *walk->least);
    walk->most = lot_array_new(count, sizeof *walk->most);
    walk->likes = lot_array_new(count, sizeof *walk->likes);
    walk->low = lot_array_new(model->rows_count, sizeof *walk->low);
    walk->high = lot_array_new(model->rows_count, sizeof *walk->high);
    walk->places = lot_array_new(model->entries_count, sizeof *walk->places);
    walk->first = lot_array_new((size_t)count + 1, sizeof *walk->first);
    walk->open = lot_array_new(model->entries_count, sizeof *walk->open);
    walk->lines = lot_array_new(model->rows_count, sizeof *walk->lines);
    walk->rests = lot_array_new(count, sizeof *walk->rests);
    if (walk->c == NULL || walk->least == NULL || walk->most == NULL || walk->likes == NULL ||
        walk->low == NULL || walk->high == NULL || walk->places == NULL || walk->first == NULL ||
        walk->open == NULL || walk->lines == NULL || walk->rests == NULL) {
        lot_walk_free(walk);
        return LOT_NO_MEMORY(error);
    }
    index_rows(walk);
    *out = walk;
    return LOT_OK;
}

void lot_walk_free(lot_walk *walk)
{
    if (walk == NULL)
        return;
    free(walk->c);
    free(walk->least);
    free(walk->most);
    free(walk->likes);
    free(walk->low);
    free(walk->high);
    free(walk->places);
    free(walk->first);
    free(walk->open);
    free(walk->lines);
    free(walk->rests);
    free(walk);
}

void lot_walk_settle(lot_walk *walk)
{
    const lot_model *model = walk->model;
    uint32_t open = 0;
    for (uint32_t r = 0; r < model->rows_count; r++) {
        line *row = &walk->lines[r];
        *row = (line){.first = open};
        for (uint32_t e = model->rows[r].first; e < model->rows[r].end; e++) {
            lot_entry entry = model->entries[e];
            if (walk->least[entry.class] < walk->most[entry.class])
                walk->open[open++] = entry;
            else
                row->held += entry.weight * walk->least[entry.class];
        }
        row->end = open;
    }
}

bool lot_walk_has_hope(const lot_walk *walk)
{
    for (uint32_t t = 0; t < walk->model->classes->count; t++)
        if (walk->least[t] > walk->most[t])
            return false;
    for (uint32_t r = 0; r < walk->model->rows_count; r++) {
        const line *row = &walk->lines[r];
        int64_t least = row->held;
        int64_t most = least;
        for (uint32_t e = row->first; e < row->end; e++) {
            lot_entry entry = walk->open[e];
            bool up = entry.weight > 0;
            least += entry.weight * (up ? walk->least : walk->most)[entry.class];
            most += entry.weight * (up ? walk->most : walk->least)[entry.class];
        }
        if (walk->low[r] > walk->high[r] || most < walk->low[r] || least > walk->high[r])
            return false;
    }
    return true;
}

static int64_t excess(const lot_walk *walk, uint32_t r, int64_t sum)
{
    return greatest(0, walk->low[r] - sum, sum - walk->high[r]);
}

/* Bring up to date what follows from a row's sum and price. */
static void update(lot_walk *walk, uint32_t r)
{
    line *row = &walk->lines[r];
    row->excess = excess(walk, r, row->sum);
    row->rise = row->price * (excess(walk, r, row->sum + 1) - row->excess);
    row->fall = row->price * (excess(walk, r, row->sum - 1) - row->excess);
}

static void start(lot_walk *walk)
{
    const lot_model *model = walk->model;
    for (uint32_t t = 0; t < model->classes->count; t++) {
        if (walk->c[t] < walk->least[t])
            walk->c[t] = walk->least[t];
        if (walk->c[t] > walk->most[t])
            walk->c[t] = walk->most[t];
        walk->rests[t] = 0;
    }
    for (uint32_t r = 0; r < model->rows_count; r++) {
        line *row = &walk->lines[r];
        row->sum = row->held;
        for (uint32_t e = row->first; e < row->end; e++)
            row->sum += walk->open[e].weight * walk->c[walk->open[e].class];
        row->price = PRICE;
        update(walk, r);
    }
}

/*
 * The row that pays most for each of its open classes, the first of those; rows_count when none
 * pays. Short rows go first: their moves are quickly compared and help the long ones too.
 */
static uint32_t worst_row(const lot_walk *walk)
{
    int64_t most = 0;
    int64_t most_open = 1;
    uint32_t found = walk->model->rows_count;
    for (uint32_t r = 0; r < walk->model->rows_count; r++) {
        const line *row = &walk->lines[r];
        int64_t pays = row->price * (row->excess < EXCESS_MAX ? row->excess : EXCESS_MAX);
        int64_t open = row->end - row->first;
        if (pays * most_open > most * open) {
            most = pays;
            most_open = open;
            found = r;
        }
    }
    return found;
}

/* What moving class t by one up or down costs it and all its rows. */
static int64_t cost_of(const lot_walk *walk, uint32_t t, int64_t by)
{
    int64_t cost = -by * walk->likes[t];
    for (uint32_t p = walk->first[t]; p < walk->first[t + 1]; p++) {
        uint32_t r = walk->places[p].row;
        const line *row = &walk->lines[r];
        int64_t change = by * walk->places[p].weight;
        if (change == 1)
            cost += row->rise;
        else if (change == -1)
            cost += row->fall;
        else
            cost += row->price * (excess(walk, r, row->sum + change) - row->excess);
    }
    return cost;
}

typedef struct move {
    uint32_t class;
    int64_t by; /* 1 or -1; 0: no move */
    int64_t cost;
} move;

/* The cheapest move that helps row r. */
static move best_move(const lot_walk *walk, uint32_t r, uint32_t now)
{
    move best = {0};
    const line *row = &walk->lines[r];
    bool raise = row->sum < walk->low[r];
    for (uint32_t e = row->first; e < row->end; e++) {
        uint32_t t = walk->open[e].class;
        bool up = (walk->open[e].weight > 0) == raise;
        if (walk->rests[t] > now || walk->c[t] == (up ? walk->most : walk->least)[t])
            continue;
        int64_t by = up ? 1 : -1;
        move this = {t, by, cost_of(walk, t, by)};
        if (best.by == 0 || this.cost < best.cost)
            best = this;
    }
    return best;
}

static void raise_prices(lot_walk *walk, uint32_t now)
{
    uint32_t doublings = now / RISE_MOVES < RISE_DOUBLINGS ? now / RISE_MOVES : RISE_DOUBLINGS;
    int64_t rise = (int64_t)RISE << doublings;
    for (uint32_t r = 0; r < walk->model->rows_count; r++) {
        if (walk->lines[r].excess > 0)
            walk->lines[r].price += rise;
        update(walk, r);
    }
}

static void make_move(lot_walk *walk, const move *next, uint32_t now)
{
    walk->c[next->class] += next->by;
    walk->rests[next->class] = now + REST;
    for (uint32_t p = walk->first[next->class]; p < walk->first[next->class + 1]; p++) {
        uint32_t r = walk->places[p].row;
        walk->lines[r].sum += next->by * walk->places[p].weight;
        update(walk, r);
    }
}

bool lot_walk_find(lot_walk *walk, uint32_t moves_max)
{
    if (!lot_walk_has_hope(walk))
        return false;
    start(walk);
    for (uint32_t now = 1; now <= moves_max; now++) {
        uint32_t r = worst_row(walk);
        if (r == walk->model->rows_count)
            return true;
        move next = best_move(walk, r, now);
        if (next.by == 0 || next.cost >= 0)
            raise_prices(walk, now);
        if (next.by != 0)
            make_move(walk, &next, now);
    }
    return worst_row(walk) == walk->model->rows_count;
}
