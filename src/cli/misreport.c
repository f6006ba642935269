/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Misreport: what one person could gain by giving one false answer, while everybody else tells the
 * truth and the quotas stay as they are.
 *
 *   R1  a misreport is a class, a feature, and another of its values: one member of the class
 *       counts for that value, in the same household, and the chances are solved for again. The
 *       members are interchangeable, so one stands for all: a gain counts once for each of them;
 *   R2  where no panel exists with the misreport, there is no gain: it is 0;
 *   R3  above LOT_MISREPORTS_MOST misreports that many are drawn without bias from a seed, each
 *       set of so many as likely as any other (selection sampling: Knuth, TAOCP 2, algorithm S).
 */
#include "cli/misreport.h"

#include "core/array.h"
#include "core/random.h"
#include "desk/outcome.h"
#include "desk/results.h"
#include "report/gains.h"
#include "report/numbers.h"
#include "report/spread.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { LOT_MISREPORTS_MOST = 2000, SOLVE_TICKETS = 10 };

/* All misreports of one objective. */
struct trial {
    const lot_comparing *all;
    lot_objective objective;
    uint64_t *chance; /* [classes->count] of each member, told truly, in billionths */
    lot_gain *gains;  /* [count] of those that were tried */
    uint32_t count;
    uint32_t wanted;     /* how many are to be tried */
    uint64_t total;      /* how many there are */
    uint64_t passed;     /* how many of these were tried or passed over */
    uint64_t random;     /* of core/random.h */
    uint32_t infeasible; /* misreports with which there is no panel */
    uint32_t late;       /* that a time limit ended */
};

/* R3: is the misreport at hand one of those to try? */
static bool is_chosen(struct trial *trial)
{
    uint64_t left = trial->total - trial->passed++;
    uint32_t missing = trial->wanted - trial->count;
    return missing == left || lot_random_below(&trial->random, left) < missing;
}

static uint64_t count_misreports(const lot_classes *classes, const lot_quotas *quotas)
{
    uint64_t changes = 0;
    for (uint32_t f = 0; f < quotas->features_count; f++)
        changes += quotas->features[f].values_count - 1;
    return changes * classes->count;
}

/* The solver's own steps are too many to follow: what counts is how many misreports are done. */
static bool report_trial(void *context, const char *step, uint64_t done, uint64_t total)
{
    (void)step;
    (void)done;
    (void)total;
    const struct trial *trial = context;
    const lot_progress *outer = &trial->all->talk->progress;
    return outer->report(outer->context, "trying misreports", trial->count, trial->wanted);
}

/* The chances for the pool as it is now. *out is NULL when there is no panel. */
static lot_status solve(lot_solution **out, struct trial *trial, lot_error *error)
{
    lot_aim *aim = trial->all->aim;
    lot_progress progress = {report_trial, trial};
    const lot_progress *outer = aim->fair.progress;
    int64_t milliseconds;
    aim->fair.progress = &progress;
    lot_status status = lot_compare_solve(out, &milliseconds, trial->all, trial->objective, error);
    aim->fair.progress = outer;
    return status;
}

/* Solve with bench->pool as it was changed, and see what chance `person` has. */
static lot_status try_pool(lot_gain *gain, struct trial *trial, uint32_t person, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench *bench = trial->all->bench;
    lot_classes *truth = bench->classes;
    lot_solution *solution = NULL;
    bench->classes = NULL;
    TRY(lot_classes_new(&bench->classes, bench->pool, bench->info.per_household, error));
    TRY(solve(&solution, trial, error));
    if (solution == NULL) {
        trial->infeasible++;
        gain->after = gain->before;
        goto done;
    }
    trial->late += solution->finding.late;
    gain->after = lot_billionths(solution->chance[bench->classes->of_person[person]]);
done:
    lot_solution_free(solution);
    lot_conflict_free(bench->conflict);
    bench->conflict = NULL;
    lot_classes_free(bench->classes);
    bench->classes = truth;
    gain->gain = (int64_t)gain->after - (int64_t)gain->before;
    return status;
}

static lot_status try_misreport(struct trial *trial, uint32_t class, uint32_t feature, uint32_t to,
                                lot_error *error)
{
    lot_workbench *bench = trial->all->bench;
    const lot_classes *classes = bench->classes;
    uint32_t person = classes->members[classes->first_member[class]];
    lot_gain *gain = &trial->gains[trial->count];
    *gain = (lot_gain){.from = lot_classes_value(classes, class, feature),
                       .to = to,
                       .people = classes->size[class],
                       .before = trial->chance[class]};
    (void)lot_pool_answer(bench->pool, person, feature, to);
    lot_status status = try_pool(gain, trial, person, error);
    (void)lot_pool_answer(bench->pool, person, feature, gain->from);
    trial->count += status == LOT_OK;
    return status;
}

static lot_status try_class(struct trial *trial, uint32_t class, lot_error *error)
{
    const lot_workbench *bench = trial->all->bench;
    const lot_quotas *quotas = bench->quotas;
    for (uint32_t q = 0; q < quotas->count; q++) {
        uint32_t feature = quotas->rows[q].feature;
        if (q == lot_classes_value(bench->classes, class, feature) || !is_chosen(trial))
            continue;
        lot_status status = try_misreport(trial, class, feature, q, error);
        if (status != LOT_OK)
            return status;
    }
    return LOT_OK;
}

/* The truth first, then the misreports. LOT_NO_PANEL, told, when not even the truth has a panel. */
static lot_status try_all(struct trial *trial, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench *bench = trial->all->bench;
    uint32_t classes_count = bench->classes->count;
    lot_solution *truth = NULL;
    TRY(solve(&truth, trial, error));
    if (truth == NULL)
        TRY(lot_outcome_no_panel(bench, false, trial->all->talk, error));
    trial->late += truth->finding.late;
    trial->chance = lot_array_new(classes_count, sizeof *trial->chance);
    trial->gains = lot_array_new(trial->wanted, sizeof *trial->gains);
    if (trial->chance == NULL || trial->gains == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t t = 0; t < classes_count; t++)
        trial->chance[t] = lot_billionths(truth->chance[t]);
    for (uint32_t t = 0; t < classes_count; t++)
        TRY(try_class(trial, t, error));
    assert(trial->count == trial->wanted && trial->passed == trial->total);
done:
    lot_solution_free(truth);
    return status;
}

/* Control characters cannot be in the names: Q5 of quota.h. */
static void put_change(lot_text *words, const lot_gain *gain, const lot_quotas *quotas)
{
    const lot_quota *from = &quotas->rows[gain->from];
    lot_text_format(words, "%s: %s instead of %s", quotas->features[from->feature].name,
                    quotas->rows[gain->to].value, from->value);
}

static void put_counts(lot_text *words, const struct trial *trial)
{
    lot_text_format(words, "%s\n  misreports   ", lot_objective_name(trial->objective));
    lot_number_put(words, trial->count);
    if (trial->count < trial->total) {
        lot_text_put(words, ", a sample of the ");
        lot_number_put(words, trial->total);
        lot_text_format(words, " there are (seed: %s)", trial->all->sample);
    } else
        lot_text_put(words, ", all there are");
    lot_text_put(words, "; ");
    lot_number_put(words, trial->infeasible);
    lot_text_put(words, " leave no panel, and count as no gain\n");
    if (trial->late > 0) {
        lot_text_put(words, "  TIME LIMIT   it came first ");
        lot_count_put(words, trial->late, "time", "times");
        lot_text_put(words, ": those chances are not known to be the fairest, nor these gains\n");
    }
}

/* sum: NULL where there was nothing to try. */
static void put_sum(lot_text *words, const struct trial *trial, const lot_gains *sum)
{
    const lot_quotas *quotas = trial->all->bench->quotas;
    put_counts(words, trial);
    if (sum == NULL) {
        lot_text_put(words, "  nobody has another answer to give\n");
        return;
    }
    lot_text_put(words, "  maximum      ");
    lot_gain_put(words, sum->best.gain);
    lot_text_put(words, ", from ");
    lot_percent_put(words, sum->best.before, LOT_BILLIONTHS, 3);
    lot_text_put(words, " to ");
    lot_percent_put(words, sum->best.after, LOT_BILLIONTHS, 3);
    lot_text_put(words, " (");
    put_change(words, &sum->best, quotas);
    lot_text_put(words, ")\n  95 in 100    ");
    lot_gain_put(words, sum->high);
    lot_text_put(words, " at most\n  mean         ");
    lot_gain_put(words, sum->mean);
    lot_text_put(words, "\n  invites most ");
    put_change(words, &sum->most, quotas);
    lot_text_put(words, ", ");
    lot_gain_put(words, sum->most.gain);
    lot_text_put(words, " in the mean of ");
    lot_count_put(words, sum->most.people, "person", "people");
    lot_text_put(words, "\n");
}

static json_t *gain_as_json(int64_t gain)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_put(&words, gain < 0 ? "-" : "");
    lot_decimal_put(&words, (uint64_t)(gain < 0 ? -gain : gain), LOT_BILLIONTHS, 9);
    json_t *string = words.failed ? NULL : json_string(words.bytes);
    lot_text_free(&words);
    return string;
}

static json_t *change_as_json(const lot_gain *gain, const lot_quotas *quotas)
{
    const lot_quota *from = &quotas->rows[gain->from];
    return json_pack("{s:o, s:o, s:o, s:o, s:I}", "feature",
                     lot_json_string(quotas->features[from->feature].name), "from",
                     lot_json_string(from->value), "to",
                     lot_json_string(quotas->rows[gain->to].value), "gain",
                     gain_as_json(gain->gain), "people", (json_int_t)gain->people);
}

static json_t *sum_as_json(const struct trial *trial, const lot_gains *sum)
{
    const lot_quotas *quotas = trial->all->bench->quotas;
    bool sampled = trial->count < trial->total;
    json_t *object =
        json_pack("{s:s, s:I, s:I, s:I, s:I}", "objective", lot_objective_name(trial->objective),
                  "tried", (json_int_t)trial->count, "misreports", (json_int_t)trial->total,
                  "infeasible", (json_int_t)trial->infeasible, "late", (json_int_t)trial->late);
    int wrong = object == NULL;
    if (sampled)
        wrong |= json_object_set_new(object, "seed", lot_json_string(trial->all->sample));
    if (sum != NULL)
        wrong |= json_object_set_new(object, "maximum", change_as_json(&sum->best, quotas)) |
                 json_object_set_new(object, "percentile_95", gain_as_json(sum->high)) |
                 json_object_set_new(object, "mean", gain_as_json(sum->mean)) |
                 json_object_set_new(object, "invites_most", change_as_json(&sum->most, quotas));
    if (wrong == 0)
        return object;
    json_decref(object);
    return NULL;
}

static lot_status tell_objective(lot_text *words, json_t *list, const lot_comparing *all,
                                 lot_objective objective, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_digest seed;
    struct trial trial = {.all = all,
                          .objective = objective,
                          .total = count_misreports(all->bench->classes, all->bench->quotas)};
    trial.wanted = trial.total < LOT_MISREPORTS_MOST ? (uint32_t)trial.total : LOT_MISREPORTS_MOST;
    lot_sha256(&seed, all->sample, strlen(all->sample));
    for (size_t i = 0; i < sizeof trial.random; i++)
        trial.random = trial.random << 8 | seed.bytes[i];
    TRY(try_all(&trial, error));
    lot_gains sum;
    if (trial.count > 0)
        lot_gains_sum_up(&sum, trial.gains, trial.count);
    put_sum(words, &trial, trial.count > 0 ? &sum : NULL);
    if (json_array_append_new(list, sum_as_json(&trial, trial.count > 0 ? &sum : NULL)) != 0)
        TRY(LOT_NO_MEMORY(error));
done:
    free(trial.chance);
    free(trial.gains);
    return status;
}

lot_status lot_misreport(const lot_comparing *all, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text words = LOT_TEXT_EMPTY;
    json_t *list = json_array();
    all->aim->fair.tickets = SOLVE_TICKETS;
    lot_text_put(&words, "What one person could gain by one false answer, in percentage points of "
                         "chance,\nwhile everybody else tells the truth. Every misreport counts "
                         "once for each person who could make it.\n");
    for (unsigned i = 0; i < LOT_OBJECTIVES_COUNT; i++) {
        if (all->wanted[i])
            TRY(tell_objective(&words, list, all, (lot_objective)i, error));
    }
    TRY(lot_talk_text(all->talk, &words, error));
    TRY(lot_talk_json(all->talk,
                      json_pack("{s:I, s:I, s:O}", "people",
                                (json_int_t)all->bench->pool->people_count, "seats",
                                (json_int_t)all->bench->info.seats, "objectives", list),
                      error));
done:
    json_decref(list);
    lot_text_free(&words);
    return status;
}
