/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A conflict in words. The reason is read off its proof, where that is a single leaf: with whole
 * multipliers a of the seats and b[q] of the quotas, which sum up to less than nothing,
 *
 *     sum of -b min over the minima  >  a seats + sum of b max over the maxima + extra
 *
 * where `extra` is what volunteers can add who count for more minima than maxima. For the usual
 * conflicts of one or two quotas that is said in a sentence of its own.
 */
#include "fair/conflict.h"

#include "civiclot/standing.h"

#include "core/array.h"
#include "fair/leaf.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

/* The sums of a proof of one leaf. */
typedef struct reason {
    const lot_question *question;
    uint32_t standing; /* the feature of a replacement; as many as there are: none */
    int64_t *times;    /* [1 + quotas] */
    uint32_t minima;
    uint32_t maxima;
    uint32_t min_quota; /* the first of each */
    uint32_t max_quota;
    bool plain;     /* all multipliers of quotas are 1 or -1 */
    bool household; /* the household rule takes part */
    int64_t demand; /* of the minima */
    int64_t room;   /* of the maxima */
    int64_t extra;
} reason;

static lot_status find_extra(reason *r, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_question *q = r->question;
    uint32_t count = q->classes->count;
    lot_model *model = NULL;
    int64_t *weight = lot_array_new(count, sizeof *weight);
    uint32_t *low = lot_array_new(count, sizeof *low);
    lot_wide *rest = lot_array_new(count, sizeof *rest);
    lot_wide sum = 0;
    if (weight == NULL || low == NULL || rest == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_model_new(&model, &q->quotas, q->classes, q->seats, true, error));
    const lot_leaf leaf = {model, weight, low, model->cap, rest};
    (void)lot_leaf_sum(&sum, &leaf, 1, r->times);
    r->extra = (int64_t)(sum - (lot_wide)r->times[0] * q->seats - r->room + r->demand);
done:
    free(weight);
    free(low);
    free(rest);
    lot_model_free(model);
    return status;
}

static lot_status find_reason(reason *r, const lot_conflict *conflict, lot_error *error)
{
    const lot_quotas *quotas = &r->question->quotas;
    r->times = lot_array_new((size_t)quotas->count + 1, sizeof *r->times);
    if (r->times == NULL)
        return LOT_NO_MEMORY(error);
    r->plain = true;
    for (uint32_t i = 0; i <= quotas->count; i++)
        r->times[i] = conflict->proof.multipliers[i];
    for (uint32_t quota = quotas->count; quota-- > 0;) {
        int64_t times = r->times[1 + quota];
        r->plain = r->plain && times >= -1 && times <= 1;
        if (times < 0) {
            r->minima++;
            r->min_quota = quota;
            r->demand -= times * quotas->rows[quota].min;
        } else if (times > 0) {
            r->maxima++;
            r->max_quota = quota;
            r->room += times * quotas->rows[quota].max;
        }
    }
    for (uint32_t i = 0; i < conflict->count; i++)
        r->household = r->household || conflict->parts[i].part == LOT_PART_HOUSEHOLD;
    return find_extra(r, error);
}

/* The standing reads as what people are, not as a column of theirs. */
static void put_value(lot_text *words, const reason *r, uint32_t quota)
{
    const lot_quotas *quotas = &r->question->quotas;
    static const char *const places[LOT_PLACES_COUNT] = {
        [LOT_KEPT] = "staying", [LOT_WITHDRAWN] = "withdrawn", [LOT_OPEN] = "newly drawn"};
    uint32_t feature = quotas->rows[quota].feature;
    if (feature == r->standing) {
        lot_text_put(words, places[quota - quotas->features[feature].first]);
        return;
    }
    lot_text_format(words, "%s %s", quotas->features[quotas->rows[quota].feature].name,
                    quotas->rows[quota].value);
}

/* All values of the minima (or maxima): "age 16-29 or area North". */
static void put_values(lot_text *words, const reason *r, bool min, const char *between)
{
    const lot_quotas *quotas = &r->question->quotas;
    uint32_t left = min ? r->minima : r->maxima;
    for (uint32_t quota = 0; quota < quotas->count; quota++) {
        int64_t times = r->times[1 + quota];
        if (min ? times >= 0 : times <= 0)
            continue;
        put_value(words, r, quota);
        left--;
        if (left > 0)
            lot_text_put(words, left == 1 ? between : ", ");
    }
}

/* "only 2 volunteers are", or how many can sit where households send only some of them. */
static void put_only(lot_text *words, const reason *r, int64_t count)
{
    const char *plural = count == 1 ? "" : "s";
    if (count == 0)
        lot_text_put(words, "no volunteer is");
    else if (r->household)
        lot_text_format(words,
                        "with at most %" PRIu32 " of a household, only %" PRId64
                        " volunteer%s can sit that %s",
                        r->question->per_household, count, plural, count == 1 ? "is" : "are");
    else
        lot_text_format(words, "only %" PRId64 " volunteer%s %s", count, plural,
                        count == 1 ? "is" : "are");
}

/* A minimum too high, alone or with a maximum of something that most of its people are. */
static void tell_minimum(lot_text *words, const reason *r)
{
    put_only(words, r, r->extra);
    lot_text_put(words, " ");
    put_values(words, r, true, "");
    if (r->maxima > 0) {
        lot_text_put(words, r->maxima == 1 ? " and not " : " and none of ");
        put_values(words, r, false, " or ");
    }
    lot_text_format(words, ", so at most %" PRId64 " seat%s, not %" PRId64 ", can go to ",
                    r->extra + r->room, r->extra + r->room == 1 ? "" : "s", r->demand);
    put_values(words, r, true, "");
    lot_text_put(words, ".\n");
}

/* Maxima too low for all seats to be filled. */
static void tell_maxima(lot_text *words, const reason *r)
{
    if (r->maxima == 0) {
        lot_text_format(
            words, "with at most %" PRIu32 " of a household, only %" PRId64 " volunteer%s can sit",
            r->question->per_household, r->extra, r->extra == 1 ? "" : "s");
    } else if (r->extra == 0) {
        lot_text_put(words, "every volunteer is ");
    } else {
        put_only(words, r, r->extra);
        lot_text_put(words, r->maxima == 1 ? " not " : " none of ");
    }
    put_values(words, r, false, " or ");
    lot_text_format(words, ", so at most %" PRId64 " of the %" PRIu32 " seats can be filled.\n",
                    r->extra + r->room, r->question->seats);
}

/* Minima that together need more seats than there are. */
static void tell_minima(lot_text *words, const reason *r)
{
    put_only(words, r, r->extra);
    lot_text_put(words, r->minima == 2 ? " both " : " more than one of ");
    put_values(words, r, true, " and ");
    if (r->minima > 2)
        lot_text_put(words, ", counted once for each beyond the first");
    lot_text_format(
        words, ", so these need at least %" PRId64 " seats together, and there are %" PRIu32 ".\n",
        r->demand - r->extra, r->question->seats);
}

static void put_times(lot_text *words, const reason *r)
{
    const lot_quotas *quotas = &r->question->quotas;
    bool first = true;
    for (uint32_t quota = 0; quota < quotas->count && !r->plain; quota++) {
        int64_t times = llabs(r->times[1 + quota]);
        if (times < 2)
            continue;
        lot_text_put(words, first ? "counting " : ", ");
        put_value(words, r, quota);
        lot_text_format(words, " %" PRId64 " times", times);
        first = false;
    }
    lot_text_put(words, first ? "" : ", ");
}

/* Any proof of one leaf, as the sum that it is. */
static void tell_sum(lot_text *words, const reason *r)
{
    int64_t seats = r->times[0] * (int64_t)r->question->seats;
    put_times(words, r);
    lot_text_format(words, "the minima ask for %" PRId64, r->demand - (seats < 0 ? seats : 0));
    if (seats < 0)
        lot_text_format(words, " (%" PRId64 " for the seats of the panel)", -seats);
    lot_text_format(words, ". The maxima leave room for %" PRId64, r->room);
    if (seats > 0)
        lot_text_format(words, ", the seats for %" PRId64, seats);
    lot_text_format(words,
                    ", and volunteers who count for more minima than maxima%s add at most %" PRId64
                    ": together %" PRId64 " at most.\n",
                    r->household ? ", of each household as many as may sit," : "", r->extra,
                    r->room + (seats > 0 ? seats : 0) + r->extra);
}

static lot_status tell_reason(lot_text *words, const lot_conflict *conflict,
                              const lot_question *question, uint32_t standing, lot_error *error)
{
    lot_status status = LOT_OK;
    reason r = {.question = question, .standing = standing};
    if (conflict->proof.leaves_count > 1) {
        lot_text_format(words,
                        "On average over fractions of people they can be met, but not with whole "
                        "people: that was proven by telling %" PRIu32 " cases apart.\n",
                        conflict->proof.leaves_count);
        return LOT_OK;
    }
    TRY(find_reason(&r, conflict, error));
    lot_text_put(words, "Why: ");
    if (r.plain && r.minima == 1 && r.times[0] == 0)
        tell_minimum(words, &r);
    else if (r.plain && r.minima == 0 && r.times[0] == -1)
        tell_maxima(words, &r);
    else if (r.plain && r.maxima == 0 && r.times[0] == 1)
        tell_minima(words, &r);
    else
        tell_sum(words, &r);
done:
    free(r.times);
    return status;
}

/* How many volunteers have the value. */
static uint32_t volunteers(const lot_classes *classes, uint32_t quota, uint32_t feature)
{
    uint32_t count = 0;
    for (uint32_t t = 0; t < classes->count; t++)
        if (lot_classes_value(classes, t, feature) == quota)
            count += classes->size[t];
    return count;
}

static void put_place(lot_text *words, lot_place place, uint32_t seats)
{
    const char *plural = seats == 1 ? "" : "s";
    if (place == LOT_KEPT)
        lot_text_format(words, "  %u member%s stay%s\n", seats, plural, seats == 1 ? "s" : "");
    else if (place == LOT_WITHDRAWN)
        lot_text_put(words, "  nobody is drawn who withdrew\n");
    else
        lot_text_format(words, "  %u seat%s to be drawn\n", seats, plural);
}

static void put_quota(lot_text *words, lot_conflict_part part, const lot_quotas *quotas,
                      const lot_classes *classes)
{
    const lot_quota *quota = &quotas->rows[part.quota];
    bool least = part.part == LOT_PART_MIN;
    uint32_t seats = least ? quota->min : quota->max;
    uint32_t have = volunteers(classes, part.quota, quota->feature);
    if (quota->feature == lot_standing_feature(quotas)) {
        put_place(words, (lot_place)(part.quota - quotas->features[quota->feature].first), seats);
        return;
    }
    lot_text_format(words, "  %s %s: at %s %u seat%s (%u volunteer%s)\n",
                    quotas->features[quota->feature].name, quota->value, least ? "least" : "most",
                    seats, seats == 1 ? "" : "s", have, have == 1 ? "" : "s");
}

enum { ROWS_SHOWN = 20, HOUSEHOLDS_SHOWN = 20 };

/* The rows of a household: "2, 3 and 4". */
static void put_rows(lot_text *words, const uint32_t *people, uint32_t count, const uint32_t *rows)
{
    uint32_t shown = count > ROWS_SHOWN ? ROWS_SHOWN : count;
    for (uint32_t i = 0; i < shown; i++)
        lot_text_format(words, "%s%" PRIu32,
                        i == 0           ? ""
                        : i + 1 == count ? " and "
                                         : ", ",
                        rows[people[i]]);
    if (count > shown)
        lot_text_format(words, " and %" PRIu32 " more", count - shown);
}

/* All households of the conflict in one line. */
static void put_households(lot_text *words, const lot_conflict *conflict,
                           const lot_classes *classes, const uint32_t *rows)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < conflict->count; i++) {
        const lot_conflict_part *part = &conflict->parts[i];
        if (part->part != LOT_PART_HOUSEHOLD || count++ >= HOUSEHOLDS_SHOWN)
            continue;
        if (count == 1)
            lot_text_format(words, "  at most %" PRIu32 " of a household: the rows ",
                            classes->per_household);
        else
            lot_text_put(words, "; ");
        put_rows(words, conflict->people + part->first, part->end - part->first, rows);
    }
    if (count > HOUSEHOLDS_SHOWN)
        lot_text_format(words, "; and %" PRIu32 " more households", count - HOUSEHOLDS_SHOWN);
    if (count > 0)
        lot_text_put(words, "\n");
}

lot_status lot_conflict_describe(lot_text *words, const lot_conflict *conflict,
                                 const lot_quotas *quotas, const lot_classes *classes,
                                 const uint32_t *rows, uint32_t seats, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_question *question = NULL;
    if (conflict->count == 0) {
        lot_text_format(words, "%u volunteers cannot fill %u seats.\n", classes->people_count,
                        seats);
        return LOT_OK;
    }
    if (conflict->count == 1)
        lot_text_format(words, "No panel of %u exists. This cannot be met:\n", seats);
    else
        lot_text_format(words, "No panel of %u exists. These cannot all be met together:\n", seats);
    for (uint32_t i = 0; i < conflict->count; i++)
        if (conflict->parts[i].part != LOT_PART_HOUSEHOLD)
            put_quota(words, conflict->parts[i], quotas, classes);
    put_households(words, conflict, classes, rows);
    TRY(lot_conflict_question(&question, conflict, quotas, classes, seats, error));
    TRY(tell_reason(words, conflict, question, lot_standing_feature(quotas), error));
    if (lot_standing_feature(quotas) < quotas->features_count)
        goto done; /* who stays and who withdrew cannot be loosened, and nobody is recruited */
    lot_text_format(words, "%s\n",
                    conflict->count == 1 ? "Loosen it, or recruit more volunteers."
                                         : "Loosen any one of them, or recruit more volunteers.");
done:
    lot_question_free(question);
    return status;
}
