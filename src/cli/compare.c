/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * civiclot compare: objectives side by side, on one pool. Nothing is written.
 *
 * Compared are chances before they are rounded to tickets. How long each took is measured: it is
 * all that differs from run to run.
 */
#include "cli/comparing.h"
#include "cli/misreport.h"
#include "core/array.h"
#include "desk/input.h"
#include "desk/outcome.h"
#include "desk/results.h"
#include "report/numbers.h"
#include "report/optimum.h"
#include "report/spread.h"
#include "talk/command.h"
#include "talk/option_lines.h"
#include "talk/words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const lot_option options[] = {
    LOT_OPTION_PEOPLE(false),
    LOT_OPTION_SHEET("people in XLSX or ODS: the sheet to read; else the first"),
    LOT_OPTION_QUOTAS(false),
    LOT_OPTION_QUOTAS_SHEET,
    LOT_OPTION_SEATS(false),
    LOT_OPTION_ID,
    LOT_OPTION_HOUSEHOLD,
    LOT_OPTION_MAP,
    LOT_OPTION_PER_HOUSEHOLD,
    {.name = "objective",
     .kind = LOT_OPTION_NAMES,
     .value = "NAME[,...]",
     .help = "which ones; all if not given; with --misreport leximin"},
    LOT_OPTION_GAMMA,
    LOT_OPTION_TICKETS,
    LOT_OPTION_TIME_LIMIT,
    {.name = "misreport",
     .kind = LOT_OPTION_FLAG,
     .help = "what one person could gain by misreporting one feature"},
    {.name = "seed",
     .kind = LOT_OPTION_TEXT,
     .value = "TEXT",
     .help = "of the sample, where there are too many misreports to try"},
    LOT_OPTIONS_END,
};

/* What came out for one objective. */
struct outcome {
    bool failed;
    char reason[LOT_MESSAGE_BYTES]; /* where it failed: "legacy: why"; then only the objective of
                                       `finding` is there */
    lot_finding finding;
    lot_spread spread;
    uint64_t tickets;
    uint32_t panels_count;
    int64_t milliseconds;
};

struct outcomes {
    uint32_t count;
    struct outcome items[LOT_OBJECTIVES_COUNT];
    bool *no_panel; /* [classes->count] as proven for an objective before; NULL: for none yet */
};

/* The first that did not fail; NULL: all did. */
static const struct outcome *first_done(const struct outcomes *outcomes)
{
    for (uint32_t i = 0; i < outcomes->count; i++)
        if (!outcomes->items[i].failed)
            return &outcomes->items[i];
    return NULL;
}

static lot_status measure(struct outcomes *outcomes, const lot_solution *solution,
                          const lot_comparing *all, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_classes *classes = all->bench->classes;
    struct outcome *outcome = &outcomes->items[outcomes->count];
    outcome->finding = solution->finding;
    outcome->tickets = solution->tickets;
    if (solution->finding.objective != LOT_LEGACY && outcomes->no_panel == NULL) {
        outcomes->no_panel = lot_array_new(classes->count, sizeof *outcomes->no_panel);
        if (outcomes->no_panel == NULL)
            TRY(LOT_NO_MEMORY(error));
        memcpy(outcomes->no_panel, solution->no_panel, classes->count * sizeof *solution->no_panel);
    }
    TRY(lot_spread_measure(&outcome->spread, solution->chance,
                           outcomes->no_panel != NULL ? outcomes->no_panel : solution->no_panel,
                           classes, all->bench->info.seats, error));
    TRY(lot_compare_count_panels(&outcome->panels_count, solution, classes, error));
    outcomes->count++;
done:
    return status;
}

/* One objective that fails does not lose the others. LOT_OK: it stands among the outcomes. */
static lot_status note_failure(struct outcomes *outcomes, lot_objective objective,
                               const lot_error *error)
{
    struct outcome *outcome = &outcomes->items[outcomes->count++];
    *outcome = (struct outcome){.failed = true, .finding = {.objective = objective}};
    memcpy(outcome->reason, error->message, sizeof outcome->reason);
    return LOT_OK;
}

/* LOT_FAILURE, with the reason of the first, when all failed. */
static lot_status need_one(const struct outcomes *outcomes, lot_error *error)
{
    if (first_done(outcomes) != NULL)
        return LOT_OK;
    return LOT_FAIL(error, LOT_FAILURE, "%s", outcomes->items[0].reason);
}

/* LOT_NO_PANEL, told, when there is none. */
static lot_status solve_all(struct outcomes *outcomes, const lot_comparing *all, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_solution *solution = NULL;
    for (unsigned i = 0; i < LOT_OBJECTIVES_COUNT; i++) {
        if (!all->wanted[i])
            continue;
        int64_t milliseconds;
        lot_error reason;
        TRY(lot_talk_step(all->talk, lot_objective_name((lot_objective)i), error));
        status = lot_compare_solve(&solution, &milliseconds, all, (lot_objective)i, &reason);
        if (status == LOT_FAILURE) {
            status = note_failure(outcomes, (lot_objective)i, &reason);
            continue;
        }
        if (status != LOT_OK)
            TRY(LOT_FAIL(error, status, "%s", reason.message));
        if (solution == NULL)
            TRY(lot_outcome_no_panel(all->bench, false, all->talk, error));
        outcomes->items[outcomes->count].milliseconds = milliseconds;
        TRY(measure(outcomes, solution, all, error));
        lot_solution_free(solution);
        solution = NULL;
    }
    TRY(need_one(outcomes, error));
done:
    lot_solution_free(solution);
    return status;
}

/* Put a cell that was built, to the right of its column, and free it. */
static void put_cell(lot_text *table, lot_text *cell, size_t width)
{
    lot_text_format(table, "  %*s", (int)width, lot_text_string(cell));
    lot_text_free_part(table, cell);
}

static void put_percent(lot_text *table, uint64_t part, uint64_t whole, unsigned digits)
{
    lot_text cell = LOT_TEXT_EMPTY;
    lot_percent_put(&cell, part, whole, digits);
    put_cell(table, &cell, 10);
}

static void put_number(lot_text *table, uint64_t number)
{
    lot_text cell = LOT_TEXT_EMPTY;
    lot_number_put(&cell, number);
    put_cell(table, &cell, 10);
}

static void put_proven(lot_text *table, const lot_finding *finding)
{
    const uint64_t whole = UINT64_C(1) << 60;
    lot_text_put(table, "  ");
    if (finding->objective == LOT_LEGACY)
        lot_text_put(table, "nothing: simulated, for comparison only");
    else if (finding->late)
        lot_text_put(table, "not the fairest: time limit");
    else if (finding->gap == 0)
        lot_text_put(table, "exactly");
    else if (lot_optimum_is_proven(finding)) {
        lot_text_put(table, "to within ");
        lot_power_put(table, finding->gap, whole);
    } else {
        lot_text_put(table, "only to within ");
        lot_part_put(table, finding->gap, whole);
    }
    lot_text_put(table, "\n");
}

static void put_row(lot_text *table, const struct outcome *outcome)
{
    const lot_spread *spread = &outcome->spread;
    lot_text seconds = LOT_TEXT_EMPTY;
    if (outcome->failed) {
        lot_text_format(table, "%s\n", outcome->reason);
        return;
    }
    lot_text_format(table, "%-10s", lot_objective_name(outcome->finding.objective));
    put_percent(table, spread->least, LOT_BILLIONTHS, 3);
    put_percent(table, spread->greatest, LOT_BILLIONTHS, 3);
    put_percent(table, spread->gini, LOT_BILLIONTHS, 3);
    put_percent(table, spread->mean, LOT_MEAN_WHOLE, 2);
    put_number(table, spread->below_half_count);
    put_number(table, outcome->panels_count);
    lot_decimal_put(&seconds, (uint64_t)outcome->milliseconds, 1000, 3);
    put_cell(table, &seconds, 10);
    put_proven(table, &outcome->finding);
}

/* Where a time limit ended the search: "leximin: the time limit came first ..." */
static void put_late(lot_text *words, const struct outcome *outcome)
{
    const lot_figures figures = {.people_count = outcome->spread.people_count,
                                 .no_panel_count = outcome->spread.no_panel_count};
    if (outcome->failed || !outcome->finding.late || outcome->finding.objective == LOT_LEGACY)
        return;
    lot_text_format(words,
                    "%s: the time limit came first. What was achieved stands above; the bound "
                    "computed by then: ",
                    lot_objective_name(outcome->finding.objective));
    lot_optimum_put_bound(words, &outcome->finding, &figures);
    lot_text_put(words, ". It is NOT PROVEN to outsiders, and cannot be repeated.\n");
}

static void put_notes(lot_text *words, const struct outcomes *outcomes, const lot_comparing *all)
{
    const lot_spread *spread = &first_done(outcomes)->spread;
    lot_text_put(words, "\nChances before they are rounded to tickets, of the ");
    lot_count_put(words, spread->people_count, "person", "people");
    lot_text_put(words, " who can sit on a panel; ");
    lot_count_put(words, spread->no_panel_count, "person", "people");
    lot_text_put(words, " can sit on none.\nBelow half: people with a chance of less than ");
    lot_percent_put(words, all->bench->info.seats, (uint64_t)2 * spread->people_count, 3);
    lot_text_put(words, ", half of seats / people who can sit.\nGini: 0 % when all chances are "
                        "equal, towards 100 % the more a few have "
                        "of them.\nPanels: different ones, with ");
    lot_count_put(words, all->aim->fair.tickets, "ticket", "tickets");
    lot_text_put(words, ". Seconds: measured; they differ from run to run.\n");
    for (uint32_t i = 0; i < outcomes->count; i++) {
        put_late(words, &outcomes->items[i]);
        if (outcomes->items[i].failed || outcomes->items[i].finding.objective != LOT_LEGACY)
            continue;
        lot_text_put(words, "legacy: chances are estimates, from a panel picked anew for each of ");
        lot_count_put(words, outcomes->items[i].tickets, "ticket", "tickets");
        lot_text_put(words, "; for comparison only.\n");
    }
}

static json_t *outcome_as_json(const struct outcome *outcome)
{
    const lot_spread *spread = &outcome->spread;
    const lot_towards near = LOT_TOWARDS_NEAREST;
    const char *name = lot_objective_name(outcome->finding.objective);
    if (outcome->failed) /* without the name that the reason begins with */
        return json_pack("{s:s, s:s}", "objective", name, "failed",
                         outcome->reason + strlen(name) + strlen(": "));
    json_t *object =
        json_pack("{s:s, s:o, s:o, s:o, s:o, s:I, s:I, s:I, s:o}", "objective", name,
                  "least_chance", lot_results_decimal(spread->least, LOT_BILLIONTHS, 9, near),
                  "greatest_chance", lot_results_decimal(spread->greatest, LOT_BILLIONTHS, 9, near),
                  "gini", lot_results_decimal(spread->gini, LOT_BILLIONTHS, 9, near),
                  "geometric_mean", lot_results_decimal(spread->mean, LOT_MEAN_WHOLE, 4, near),
                  "below_half", (json_int_t)spread->below_half_count, "panels",
                  (json_int_t)outcome->panels_count, "tickets", (json_int_t)outcome->tickets,
                  "seconds", lot_results_decimal((uint64_t)outcome->milliseconds, 1000, 3, near));
    json_t *proof = lot_results_proof(&outcome->finding);
    int wrong = json_object_update(object, proof);
    if (outcome->finding.objective == LOT_GOLDILOCKS)
        wrong |= json_object_set_new(
            object, "gamma",
            lot_results_decimal(outcome->finding.gamma_millionths, LOT_GAMMA_ONE, 6, near));
    json_decref(proof);
    if (wrong == 0)
        return object;
    json_decref(object);
    return NULL;
}

static json_t *as_json(const struct outcomes *outcomes, const lot_comparing *all)
{
    const lot_spread *spread = &first_done(outcomes)->spread;
    json_t *list = json_array();
    for (uint32_t i = 0; i < outcomes->count; i++)
        (void)json_array_append_new(list, outcome_as_json(&outcomes->items[i]));
    return json_pack(
        "{s:I, s:I, s:I, s:I, s:o}", "people", (json_int_t)all->bench->pool->people_count, "seats",
        (json_int_t)all->bench->info.seats, "people_in_panels", (json_int_t)spread->people_count,
        "people_in_no_panel", (json_int_t)spread->no_panel_count, "objectives", list);
}

static lot_status compare(const lot_comparing *all, lot_error *error)
{
    lot_status status = LOT_OK;
    struct outcomes outcomes = {.count = 0};
    lot_text table = LOT_TEXT_EMPTY;
    TRY(solve_all(&outcomes, all, error));
    lot_text_format(&table, "%-10s  %10s  %10s  %10s  %10s  %10s  %10s  %10s  %s\n", "objective",
                    "least", "greatest", "Gini", "geo. mean", "below half", "panels", "seconds",
                    "proven");
    for (uint32_t i = 0; i < outcomes.count; i++)
        put_row(&table, &outcomes.items[i]);
    put_notes(&table, &outcomes, all);
    TRY(lot_talk_text(all->talk, &table, error));
    TRY(lot_talk_json(all->talk, as_json(&outcomes, all), error));
done:
    lot_text_free(&table);
    free(outcomes.no_panel);
    return status;
}

/* The objectives named, or else all, or of misreports leximin alone. */
static lot_status take_objectives(lot_comparing *all, const lot_arguments *arguments,
                                  lot_error *error)
{
    const char *const *names;
    bool misreport = lot_argument_is_given(arguments, "misreport");
    uint32_t count = lot_argument_list(&names, arguments, "objective");
    for (uint32_t i = 0; i < count; i++) {
        lot_objective objective;
        lot_status status = lot_words_objective(&objective, names[i], error);
        if (status != LOT_OK)
            return status;
        all->wanted[objective] = true;
    }
    for (unsigned i = 0; i < LOT_OBJECTIVES_COUNT && count == 0; i++)
        all->wanted[i] = !misreport || i == LOT_LEXIMIN;
    if (misreport && all->wanted[LOT_LEGACY])
        return LOT_FAIL(error, LOT_USAGE,
                        "--misreport does not go with legacy: its chances are estimates, and what "
                        "one answer changes is lost in their noise");
    if (all->aim->fair.gamma_millionths != 0 && !all->wanted[LOT_GOLDILOCKS])
        return LOT_FAIL(error, LOT_USAGE, "--gamma goes with --objective goldilocks only");
    return LOT_OK;
}

static lot_status take_options(lot_comparing *all, const lot_arguments *arguments, lot_error *error)
{
    lot_status status = LOT_OK;
    bool misreport = lot_argument_is_given(arguments, "misreport");
    const char *seed = lot_argument_text(arguments, "seed");
    TRY(lot_aim_take(all->aim, arguments, all->talk, error));
    TRY(take_objectives(all, arguments, error));
    if (seed != NULL && !misreport)
        TRY(LOT_FAIL(error, LOT_USAGE, "--seed goes with --misreport: nothing else is a sample"));
    if (misreport && lot_argument_is_given(arguments, "tickets"))
        TRY(LOT_FAIL(error, LOT_USAGE,
                     "--tickets does not go with --misreport: it compares chances before they are "
                     "rounded"));
    TRY(lot_words_tidy(&all->sample, "--seed", seed != NULL ? seed : "civiclot", error));
done:
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {0};
    lot_aim aim;
    lot_comparing all = {.bench = &bench, .aim = &aim, .talk = talk};
    TRY(take_options(&all, arguments, error));
    TRY(lot_input_take(&bench, "compare", arguments, talk, error));
    TRY(lot_argument_is_given(arguments, "misreport") ? lot_misreport(&all, error)
                                                      : compare(&all, error));
done:
    lot_workbench_clear(&bench);
    free(all.sample);
    return status;
}

const lot_command lot_command_compare = {
    .name = "compare",
    .purpose = "set objectives side by side, or see what misreporting would gain",
    .operands = "[FILE]",
    .operands_most = 1,
    .options = options,
    .notes = "Either an assembly FILE, or --people, --quotas and --seats. Nothing is written.\n"
             "--time-limit is for each objective; with --misreport, for each misreport.\n"
             "All that is told is the same in every run, but for `seconds`, which are measured,\n"
             "and for what a time limit ended.",
    .run = run,
};
