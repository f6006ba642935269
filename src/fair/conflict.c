/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Conflict: when no panel exists, quotas and households that cannot be met together, none of which
 * can be left out.
 *
 * By deletion: leave out one part after the other; if there is still no panel, it stays out for
 * good. What remains has no panel, and has one as soon as any part goes, since a part that was
 * needed among more parts is needed among fewer. Maxima are tried before minima, so that the reason
 * is told in minima where it can be. A proof also says at once what it does not need: that is left
 * out together, and asked once.
 *
 * Households come last. By then most values are merged (question.h), so that most households look
 * alike; of those that do, how many are needed is found by halving.
 */
#include "fair/conflict.h"
#include "civiclot/fair.h"
#include "core/array.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void lot_conflict_free(lot_conflict *conflict)
{
    if (conflict == NULL)
        return;
    free(conflict->parts);
    free(conflict->people);
    lot_bound_clear(&conflict->proof);
    free(conflict);
}

/* A question without a panel, and the last proof of it. */
typedef struct search {
    lot_question *question;
    lot_bound proof;
    lot_quota *kept_rows; /* [quotas] as they were before a trial */
    bool *kept_apart;     /* [people] */
} search;

static void keep(search *s)
{
    lot_question *q = s->question;
    memcpy(s->kept_rows, q->quotas.rows, q->quotas.count * sizeof *s->kept_rows);
    memcpy(s->kept_apart, q->apart, q->everyone.people_count * sizeof *s->kept_apart);
}

/* Ask what was changed since keep(): where there is a panel now, it is changed back. */
static lot_status try_without(search *s, bool *needed, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_question *q = s->question;
    lot_bound proof = {0};
    lot_decision answer;
    TRY(lot_question_sort(q, error));
    TRY(lot_question_ask(q, &answer, &proof, error));
    *needed = answer != LOT_DECISION_BOUND; /* a part that took too many steps stays */
    if (*needed) {
        memcpy(q->quotas.rows, s->kept_rows, q->quotas.count * sizeof *s->kept_rows);
        memcpy(q->apart, s->kept_apart, q->everyone.people_count * sizeof *s->kept_apart);
        TRY(lot_question_sort(q, error));
    } else {
        lot_bound_clear(&s->proof);
        s->proof = proof;
    }
done:
    return status;
}

/* Does the proof use the minimum (or maximum) of the quota at any leaf? */
static bool proof_uses(const search *s, uint32_t quota, bool min)
{
    size_t width = (size_t)s->question->quotas.count + 1;
    for (uint32_t leaf = 0; leaf < s->proof.leaves_count; leaf++) {
        int64_t times = s->proof.multipliers[leaf * width + 1 + quota];
        if (min ? times < 0 : times > 0)
            return true;
    }
    return false;
}

/* Leave out the quotas that the proof does not use. */
static lot_status drop_unused(search *s, lot_error *error)
{
    lot_question *q = s->question;
    bool dropped = false;
    bool needed;
    keep(s);
    for (uint32_t quota = 0; quota < q->quotas.count; quota++) {
        if (lot_question_has_min(q, quota) && !proof_uses(s, quota, true)) {
            lot_question_free_min(q, quota);
            dropped = true;
        }
        if (lot_question_has_max(q, quota) && !proof_uses(s, quota, false)) {
            lot_question_free_max(q, quota);
            dropped = true;
        }
    }
    return dropped ? try_without(s, &needed, error) : LOT_OK;
}

static lot_status drop_all_households(search *s, lot_error *error)
{
    bool needed;
    keep(s);
    for (uint32_t h = 0; h < s->question->everyone.households_count; h++)
        s->question->apart[h] = true;
    return try_without(s, &needed, error);
}

static bool has(const lot_question *q, uint32_t quota, bool min)
{
    return min ? lot_question_has_min(q, quota) : lot_question_has_max(q, quota);
}

/* Try to leave out the minima (or maxima) of quotas first .. end - 1 together. */
static lot_status drop_range(search *s, uint32_t first, uint32_t end, bool min, lot_error *error)
{
    lot_question *q = s->question;
    bool any = false;
    bool needed;
    keep(s);
    for (uint32_t quota = first; quota < end && quota < q->quotas.count; quota++) {
        any = any || has(q, quota, min);
        if (min)
            lot_question_free_min(q, quota);
        else
            lot_question_free_max(q, quota);
    }
    return any ? try_without(s, &needed, error) : LOT_OK;
}

/* All of them, halves, quarters, down to each on its own: most are not needed. */
static lot_status drop_bounds(search *s, bool min, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = s->question->quotas.count;
    for (uint32_t size = count; size > 0; size = size > 1 ? (size + 1) / 2 : 0) {
        for (uint32_t first = 0; first < count; first += size) {
            TRY(lot_progress_report(s->question->progress, "finding out why there is no panel",
                                    first, count, error));
            TRY(drop_range(s, first, first + size, min, error));
        }
    }
done:
    return status;
}

/* A kind of several people: its copies' households bind. */
static bool is_binding(const lot_classes *classes, const lot_kind *kind)
{
    uint64_t people = 0;
    for (uint32_t t = kind->first; t < kind->first + kind->classes_count; t++)
        people += classes->size[t];
    return people > kind->limit;
}

/* Of households [copies] that look alike, hold only as many as are needed. */
static lot_status halve(search *s, const uint32_t *households, uint32_t copies, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t least = 0;
    uint32_t most = copies; /* with so many there is no panel */
    while (least < most) {
        uint32_t middle = least + (most - least) / 2;
        bool needed;
        keep(s);
        for (uint32_t i = middle; i < copies; i++)
            s->question->apart[households[i]] = true;
        TRY(try_without(s, &needed, error));
        if (needed)
            least = middle + 1;
        else
            most = middle;
    }
done:
    return status;
}

/* The households of the question's kinds that bind, kind after kind; ends: where each kind ends. */
static uint32_t list_households(uint32_t *households, uint32_t *ends, const lot_question *q)
{
    const lot_classes *classes = q->classes;
    uint32_t count = 0;
    uint32_t kinds = 0;
    for (uint32_t h = 0; h < classes->kinds_count; h++) {
        const lot_kind *kind = &classes->kinds[h];
        if (!is_binding(classes, kind))
            continue;
        const uint32_t *members = classes->members + classes->first_member[kind->first];
        for (uint32_t i = 0; i < kind->copies; i++) {
            uint32_t person = q->place[members[(size_t)i * classes->per_copy[kind->first]]];
            households[count++] = q->everyone.households[person];
        }
        ends[kinds++] = count;
    }
    return kinds;
}

/* Most kinds are not needed at all: try so many of them at once. */
static lot_status drop_chunks(search *s, const uint32_t *households, const uint32_t *ends,
                              uint32_t kinds, uint32_t size, lot_error *error)
{
    lot_status status = LOT_OK;
    bool *apart = s->question->apart;
    for (uint32_t k = 0; k < kinds; k += size) {
        uint32_t first = k > 0 ? ends[k - 1] : 0;
        uint32_t end = ends[size < kinds - k ? k + size - 1 : kinds - 1];
        bool needed;
        if (apart[households[first]])
            continue;
        keep(s);
        for (uint32_t i = first; i < end; i++)
            apart[households[i]] = true;
        TRY(try_without(s, &needed, error));
    }
done:
    return status;
}

static lot_status drop_households(search *s, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t room = s->question->everyone.people_count;
    uint32_t *households = lot_array_new(room, sizeof *households);
    uint32_t *ends = lot_array_new(room, sizeof *ends);
    if (households == NULL || ends == NULL)
        TRY(LOT_NO_MEMORY(error));
    uint32_t kinds = list_households(households, ends, s->question);
    for (uint32_t size = (kinds + 1) / 2; size > 1; size = (size + 1) / 2)
        TRY(drop_chunks(s, households, ends, kinds, size, error));
    for (uint32_t k = 0; k < kinds; k++) {
        uint32_t first = k > 0 ? ends[k - 1] : 0;
        TRY(lot_progress_report(s->question->progress, "finding out which households collide", k,
                                kinds, error));
        if (!s->question->apart[households[first]])
            TRY(halve(s, households + first, ends[k] - first, error));
    }
done:
    free(households);
    free(ends);
    return status;
}

static void write_quotas(lot_conflict *conflict, const lot_question *q)
{
    for (uint32_t quota = 0; quota < q->quotas.count; quota++) {
        if (lot_question_has_min(q, quota))
            conflict->parts[conflict->count++] =
                (lot_conflict_part){.part = LOT_PART_MIN, .quota = quota};
        if (lot_question_has_max(q, quota))
            conflict->parts[conflict->count++] =
                (lot_conflict_part){.part = LOT_PART_MAX, .quota = quota};
    }
}

/* Households in the order of their first people. */
static lot_status write_households(lot_conflict *conflict, const lot_question *q, lot_error *error)
{
    uint32_t people = q->everyone.people_count;
    uint32_t *part_of = lot_array_new(q->everyone.households_count, sizeof *part_of);
    uint32_t first_part = conflict->count;
    if (part_of == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t p = 0; p < people; p++) {
        uint32_t household = q->everyone.households[p];
        const lot_classes *classes = q->classes;
        if (!is_binding(classes, &classes->kinds[classes->kind[classes->of_person[p]]]))
            continue;
        if (part_of[household] == 0) {
            part_of[household] = ++conflict->count;
            conflict->parts[conflict->count - 1] = (lot_conflict_part){.part = LOT_PART_HOUSEHOLD};
        }
        conflict->parts[part_of[household] - 1].end++; /* how many, for now */
    }
    uint32_t start = 0;
    for (uint32_t i = first_part; i < conflict->count; i++) {
        uint32_t count = conflict->parts[i].end;
        conflict->parts[i].first = conflict->parts[i].end = start;
        start += count;
    }
    for (uint32_t p = 0; p < people; p++) {
        uint32_t part = part_of[q->everyone.households[p]];
        if (part > 0)
            conflict->people[conflict->parts[part - 1].end++] = p;
    }
    free(part_of);
    return LOT_OK;
}

/* A bound without weights stays one when a leaf is divided by what its multipliers share. */
static void simplify(lot_bound *proof, size_t width)
{
    for (uint32_t leaf = 0; leaf < proof->leaves_count; leaf++) {
        int64_t *times = proof->multipliers + leaf * width;
        uint64_t common = 0;
        for (size_t i = 0; i < width; i++)
            common = lot_gcd(common, (uint64_t)llabs(times[i]));
        for (size_t i = 0; i < width && common > 0; i++)
            times[i] /= (int64_t)common;
        proof->scales[leaf] = 1;
    }
}

static lot_status write_conflict(lot_conflict **out, search *s, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_question *q = s->question;
    lot_conflict *conflict = lot_array_new(1, sizeof *conflict);
    if (conflict == NULL)
        return LOT_NO_MEMORY(error);
    size_t room = 2 * (size_t)q->quotas.count + q->everyone.households_count;
    conflict->parts = lot_array_new(room, sizeof *conflict->parts);
    conflict->people = lot_array_new(q->everyone.people_count, sizeof *conflict->people);
    if (conflict->parts == NULL || conflict->people == NULL)
        TRY(LOT_NO_MEMORY(error));
    write_quotas(conflict, q);
    TRY(write_households(conflict, q, error));
    conflict->proof = s->proof;
    s->proof = (lot_bound){0};
    simplify(&conflict->proof, (size_t)q->quotas.count + 1);
    *out = conflict;
    conflict = NULL;
done:
    lot_conflict_free(conflict);
    return status;
}

static lot_status reduce(search *s, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_question *q = s->question;
    s->kept_rows = lot_array_new(q->quotas.count, sizeof *s->kept_rows);
    s->kept_apart = lot_array_new(q->everyone.people_count, sizeof *s->kept_apart);
    if (s->kept_rows == NULL || s->kept_apart == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(drop_all_households(s, error));
    TRY(drop_bounds(s, false, error));
    TRY(drop_unused(s, error));
    TRY(drop_bounds(s, true, error));
    TRY(drop_households(s, error));
done:
    free(s->kept_rows);
    free(s->kept_apart);
    return status;
}

static lot_status need_answer(lot_decision answer, lot_error *error)
{
    if (answer != LOT_DECISION_LIMIT)
        return LOT_OK;
    return LOT_FAIL(error, LOT_FAILURE, "finding out whether there is a panel took too many steps");
}

lot_status lot_panel_exists(bool *exists, const lot_quotas *quotas, const lot_classes *classes,
                            uint32_t seats, const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_question *question = NULL;
    lot_decision answer;
    TRY(lot_question_new(&question, quotas, classes, seats, progress, error));
    TRY(lot_question_ask(question, &answer, NULL, error));
    TRY(need_answer(answer, error));
    *exists = answer == LOT_DECISION_PANEL;
done:
    lot_question_free(question);
    return status;
}

lot_status lot_find_conflict(lot_conflict **conflict, const lot_quotas *quotas,
                             const lot_classes *classes, uint32_t seats,
                             const lot_progress *progress, lot_error *error)
{
    *conflict = NULL;
    lot_status status = LOT_OK;
    search s = {0};
    lot_decision answer;
    TRY(lot_question_new(&s.question, quotas, classes, seats, progress, error));
    TRY(lot_question_ask(s.question, &answer, &s.proof, error));
    TRY(need_answer(answer, error));
    if (answer == LOT_DECISION_BOUND) {
        TRY(reduce(&s, error));
        TRY(write_conflict(conflict, &s, error));
        TRY(lot_conflict_check(*conflict, quotas, classes, seats, error));
    }
done:
    if (status != LOT_OK) {
        lot_conflict_free(*conflict);
        *conflict = NULL;
    }
    lot_bound_clear(&s.proof);
    lot_question_free(s.question);
    return status;
}

lot_status lot_conflict_question(lot_question **out, const lot_conflict *conflict,
                                 const lot_quotas *quotas, const lot_classes *classes,
                                 uint32_t seats, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_question *q;
    TRY(lot_question_new(&q, quotas, classes, seats, NULL, error));
    for (uint32_t h = 0; h < q->everyone.households_count; h++)
        q->apart[h] = true;
    for (uint32_t quota = 0; quota < quotas->count; quota++) {
        lot_question_free_min(q, quota);
        lot_question_free_max(q, quota);
    }
    for (uint32_t i = 0; i < conflict->count; i++) {
        const lot_conflict_part *part = &conflict->parts[i];
        if (part->part == LOT_PART_MIN)
            q->quotas.rows[part->quota].min = quotas->rows[part->quota].min;
        else if (part->part == LOT_PART_MAX)
            q->quotas.rows[part->quota].max = quotas->rows[part->quota].max;
        else
            q->apart[q->everyone.households[conflict->people[part->first]]] = false;
    }
    status = lot_question_sort(q, error);
    if (status == LOT_OK) {
        *out = q;
        q = NULL;
    }
    lot_question_free(q);
done:
    return status;
}

lot_status lot_conflict_check(const lot_conflict *conflict, const lot_quotas *quotas,
                              const lot_classes *classes, uint32_t seats, lot_error *error)
{
    lot_question *question = NULL;
    lot_status status = lot_conflict_question(&question, conflict, quotas, classes, seats, error);
    if (status == LOT_OK)
        status = lot_question_check(question, &conflict->proof, error);
    lot_question_free(question);
    return status;
}
