/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * civiclot plan: how many letters, to whom, for a panel that meets its quotas.
 *
 * Of several copies that work together (plan/ranks.h) all come to the same results; only the first
 * tells them.
 */
#include "civiclot/file.h"
#include "civiclot/unreachable.h"
#include "cli/plan_json.h"
#include "cli/planning.h"
#include "core/array.h"
#include "desk/output.h"
#include "desk/results.h"
#include "plan/ranks.h"
#include "talk/command.h"
#include "talk/option_lines.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const lot_option options[] = {
    {.name = "population",
     .kind = LOT_OPTION_NAMES,
     .value = "FILE[,FILE...]",
     .help = "how many people there are: feature,value,count, or cross-tables",
     .required = true},
    {.name = "features",
     .kind = LOT_OPTION_NAMES,
     .value = "NAME[,...]",
     .help = "of the population, only these; all if not given"},
    LOT_OPTION_SEATS(true),
    LOT_OPTION_QUOTAS(false),
    {.name = "letters",
     .kind = LOT_OPTION_NAMES,
     .value = "L[,L...]",
     .help = "plans to try: numbers, or ranges like 5000..15000:1000"},
    {.name = "response",
     .kind = LOT_OPTION_TEXT,
     .value = "R|A..B|FILE",
     .help = "registrations a letter: 4%, 1.15%..6%, or a file of rates by value"},
    {.name = "learn",
     .kind = LOT_OPTION_LIST,
     .value = "FILE:LETTERS",
     .help = "or as in past assembly files, each with how many letters were sent"},
    {.name = "by-value",
     .kind = LOT_OPTION_TEXT,
     .value = "FILE",
     .help = "feature,value,ratio: who answers how often next to others"},
    {.name = "dispersion",
     .kind = LOT_OPTION_TEXT,
     .value = "PERCENT",
     .help = "how much mailings differ: 0%, or 5% to 100% (40% for one rate, 0% for several)"},
    {.name = "strata",
     .kind = LOT_OPTION_TEXT,
     .value = "FILE",
     .help = "where letters go: stratum,share,feature,value; everywhere if not given"},
    {.name = "household-size",
     .kind = LOT_OPTION_TEXT,
     .value = "N",
     .help = "people at an address, on average (1 if not given); one letter an address"},
    {.name = "dropouts",
     .kind = LOT_OPTION_TEXT,
     .value = "R|FILE",
     .help = "how many who registered would not come: 10%, or a file of rates by value"},
    {.name = "cost",
     .kind = LOT_OPTION_TEXT,
     .value = "AMOUNT",
     .help = "what a letter costs: 0.95"},
    {.name = "seat-cost",
     .kind = LOT_OPTION_TEXT,
     .value = "AMOUNT",
     .help = "what a seat costs, the payment to a member: 330"},
    {.name = "budget",
     .kind = LOT_OPTION_TEXT,
     .value = "AMOUNT",
     .help = "for letters and seats; with --strata: find their best shares of the letters"},
    {.name = "best-split",
     .kind = LOT_OPTION_FLAG,
     .help = "find the strata's best shares of the letters of the first plan"},
    {.name = "simulations",
     .kind = LOT_OPTION_NUMBER,
     .value = "S",
     .help = "simulated pools",
     .least = 10,
     .greatest = LOT_SIMULATED_MOST,
     .standard = 2000},
    {.name = "seed",
     .kind = LOT_OPTION_TEXT,
     .value = "TEXT",
     .help = "of the simulations: the same gives the same numbers"},
    {.name = "jobs",
     .kind = LOT_OPTION_NUMBER,
     .value = "N",
     .help = "processes at once; else one for each core",
     .least = 1,
     .greatest = LOT_WORKERS_MOST},
    {.name = "out",
     .kind = LOT_OPTION_TEXT,
     .value = "FILE",
     .help = "and write a report there, an HTML page with pictures"},
    LOT_OPTION_FORCE,
    LOT_OPTIONS_END,
};

static const uint32_t percents[] = {90, 95, 99};

enum { PERCENTS = sizeof percents / sizeof percents[0] };

/* What came out, and what is told of it. */
typedef struct results {
    lot_trials *trials;
    lot_outlook **outlooks; /* [scenario.letters_count] */
    uint32_t *enough;
    uint32_t enough_count;
    lot_needed needed[PERCENTS];
    lot_split *split;
    lot_text reasons; /* why the plan is unreachable */
} results;

static void clear_results(results *r, const lot_planning *p)
{
    for (uint32_t k = 0; r->outlooks != NULL && k < p->scenario.letters_count; k++)
        lot_outlook_free(r->outlooks[k]);
    free(r->outlooks);
    free(r->enough);
    lot_split_free(r->split);
    lot_trials_free(r->trials);
    lot_text_free(&r->reasons);
}

/* What is read is not written onto, --force or not. */
static lot_status keep_file(const char *out, const char *read, lot_error *error)
{
    if (read == NULL || lot_output_is_stream(read) ||
        lot_output_allow(out, read, true, NULL) == LOT_OK)
        return LOT_OK;
    return LOT_FAIL(error, LOT_BAD_INPUT, "--out %s is a file that the plan is read from", out);
}

static lot_status keep_inputs(const char *out, const lot_arguments *arguments, lot_error *error)
{
    static const char *const names[] = {"response", "by-value", "dropouts", "strata", "quotas"};
    lot_status status = LOT_OK;
    const char *const *files;
    char *path = NULL;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        TRY(keep_file(out, lot_argument_text(arguments, names[i]), error));
    uint32_t count = lot_argument_list(&files, arguments, "population");
    for (uint32_t i = 0; i < count; i++)
        TRY(keep_file(out, files[i], error));
    count = lot_argument_list(&files, arguments, "learn");
    for (uint32_t i = 0; i < count; i++) { /* FILE:LETTERS */
        free(path);
        path = lot_string_copy(files[i]);
        if (path == NULL)
            TRY(LOT_NO_MEMORY(error));
        char *colon = strrchr(path, ':');
        if (colon != NULL)
            *colon = '\0';
        TRY(keep_file(out, path, error));
    }
done:
    free(path);
    return status;
}

static lot_status check_arguments(const lot_arguments *arguments, lot_error *error)
{
    const char *out = lot_argument_text(arguments, "out");
    bool strata = lot_argument_is_given(arguments, "strata");
    if (lot_argument_is_given(arguments, "best-split") && !strata)
        return LOT_FAIL(error, LOT_USAGE, "--best-split needs --strata: what is to be divided");
    if (lot_argument_is_given(arguments, "force") && out == NULL)
        return LOT_FAIL(error, LOT_USAGE, "--force goes with --out");
    if (out != NULL && lot_output_is_stream(out))
        return LOT_FAIL(error, LOT_USAGE, "--out is a file: standard output has the text or JSON");
    if (out == NULL)
        return LOT_OK;
    /* that its folder is there is better known before the simulations than after them */
    lot_status status = lot_output_distinct(&out, 1, error);
    bool force = lot_argument_is_given(arguments, "force");
    if (status == LOT_OK)
        status = lot_output_allow(out, "", force, error);
    return status == LOT_OK ? keep_inputs(out, arguments, error) : status;
}

static lot_status simulate(results *r, const lot_planning *p, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_scenario *scenario = &p->scenario;
    const lot_progress *progress = &p->talk->progress;
    TRY(lot_trials_run(&r->trials, scenario, p->workers, progress, error));
    r->outlooks = lot_array_new(scenario->letters_count, sizeof(lot_outlook *));
    if (r->outlooks == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t k = 0; k < scenario->letters_count; k++)
        TRY(lot_outlook_new(&r->outlooks[k], r->trials, k, error));
    TRY(lot_trials_enough(&r->enough, &r->enough_count, r->trials, error));
    for (size_t i = 0; i < PERCENTS; i++)
        r->needed[i] =
            lot_letters_needed(r->enough, r->enough_count, scenario->simulations, percents[i]);
done:
    return status;
}

static lot_status find_split(results *r, const lot_planning *p, lot_error *error)
{
    bool wanted = lot_argument_is_given(p->arguments, "best-split") || p->budget_letters > 0;
    uint32_t letters = p->budget_letters > 0 ? p->budget_letters : p->letters[0];
    uint64_t household = p->population->sized ? p->household : 1;
    if (!wanted || p->mailings->count < 2)
        return LOT_OK;
    const lot_split_wish wish = {&p->scenario, letters, household, p->workers};
    return lot_split_find(&r->split, &wish, &p->talk->progress, error);
}

/* What an option was given, of a file only its name: where it lies is nobody's business. */
static const char *shown(const lot_planning *p, const char *option)
{
    const char *given = lot_argument_text(p->arguments, option);
    return given != NULL ? lot_path_last(given) : NULL;
}

static void set_report(lot_plan_report *report, const results *r, const lot_planning *p)
{
    bool learnt = lot_argument_is_given(p->arguments, "learn");
    bool by_value = p->rates != NULL && lot_rates_by_value(p->rates, p->population);
    const char *response = learnt ? "past assemblies" : shown(p, "response");
    *report = (lot_plan_report){
        .scenario = &p->scenario,
        .seed = p->seed,
        .response = response,
        .by_value = !by_value     ? NULL
                    : p->high > 0 ? shown(p, "by-value")
                                  : response,
        .dropouts = shown(p, "dropouts"),
        .made = lot_argument_is_given(p->arguments, "quotas") ? NULL : "bounds",
        .notices = lot_text_string(&p->notices),
        .household = p->household,
        .addresses_known = p->population->sized,
        .room = p->room,
        .letter_cost = p->letter_cost,
        .seat_cost = p->seat_cost,
        .outlooks = r->outlooks,
        .beyond = p->letters + p->scenario.letters_count,
        .beyond_count = p->beyond_count,
        .enough = r->enough,
        .enough_count = r->enough_count,
        .needed = r->needed,
        .needed_count = r->outlooks != NULL ? PERCENTS : 0,
        .split = r->split,
    };
}

static lot_status write_page(const lot_plan_report *report, const lot_planning *p, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text page = LOT_TEXT_EMPTY;
    const char *path = lot_argument_text(p->arguments, "out");
    if (path == NULL || lot_ranks_now().rank > 0)
        return LOT_OK;
    TRY(lot_plan_put_page(&page, report, error));
    TRY(lot_file_write(path, page.bytes, page.length, LOT_MODE_PUBLIC, error));
    lot_talk_say(p->talk, "Written: %s", path);
done:
    lot_text_free(&page);
    return status;
}

/* The plan is told; whether it is one is the exit code. */
static lot_status judge(const results *r, const lot_planning *p, lot_error *error)
{
    uint32_t feasible = 0;
    for (uint32_t k = 0; k < p->scenario.letters_count; k++)
        feasible += r->outlooks[k]->feasible;
    if (feasible > 0 || (r->split != NULL && r->split->feasible > 0))
        return LOT_OK;
    if (p->scenario.letters_count == 0)
        return LOT_FAIL(error, LOT_NO_PANEL,
                        "the plan is unreachable: there are addresses for %" PRIu32
                        " letters at most",
                        p->room);
    lot_text most = LOT_TEXT_EMPTY;
    lot_plan_put_obstacle(&most, p->quotas, r->outlooks[p->scenario.letters_count - 1]);
    lot_status status = LOT_FAIL(error, LOT_NO_PANEL,
                                 "the plan is unreachable: in none of %" PRIu32
                                 " simulations was there a panel; with most letters it most often "
                                 "fails for: %s",
                                 p->scenario.simulations, lot_text_string(&most));
    lot_text_free(&most);
    return status;
}

static lot_status tell(const results *r, const lot_planning *p, lot_error *error)
{
    lot_status status;
    lot_plan_report report;
    lot_text words = LOT_TEXT_EMPTY;
    set_report(&report, r, p);
    lot_plan_put_text(&words, &report);
    TRY(lot_talk_text(p->talk, &words, error));
    TRY(lot_talk_json(p->talk, lot_plan_json(&report), error));
    TRY(write_page(&report, p, error));
    TRY(judge(r, p, error));
done:
    lot_text_free(&words);
    return status;
}

/* No number of letters would do. */
static lot_status tell_unreachable(const results *r, const lot_planning *p, lot_error *error)
{
    lot_status status;
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_put(&words, "No number of letters is enough:\n");
    for (const char *c = lot_text_string(&r->reasons); *c != '\0'; c++) {
        if (c == r->reasons.bytes || c[-1] == '\n')
            lot_text_put(&words, "  ");
        lot_text_add(&words, c, 1);
    }
    TRY(lot_talk_text(p->talk, &words, error));
    TRY(lot_talk_json(p->talk, lot_plan_unreachable_json(p, lot_text_string(&r->reasons)), error));
    TRY(LOT_FAIL(error, LOT_NO_PANEL, "the plan is unreachable"));
done:
    lot_text_free(&words);
    return status;
}

static lot_status plan(const lot_planning *p, lot_error *error)
{
    lot_status status;
    results r = {0};
    TRY(lot_ranks_share(
        NULL, 0, lot_find_unreachable(&r.reasons, &p->scenario, &p->talk->progress, error), error));
    if (r.reasons.length > 0)
        TRY(tell_unreachable(&r, p, error));
    if (p->scenario.letters_count > 0)
        TRY(simulate(&r, p, error));
    TRY(find_split(&r, p, error));
    TRY(tell(&r, p, error));
done:
    clear_results(&r, p);
    return status;
}

/* Of several copies only the first speaks; the others' results go nowhere. */
static lot_status hush(lot_error *error)
{
    if (lot_ranks_now().rank == 0)
        return LOT_OK;
    if (freopen("/dev/null", "w", stdout) == NULL || freopen("/dev/null", "w", stderr) == NULL)
        return LOT_FAIL(error, LOT_FAILURE, "/dev/null cannot be opened");
    return LOT_OK;
}

/* What goes wrong on one rank ends all, so that none waits for another. */
static lot_status prepare(lot_planning *planning, const lot_arguments *arguments, lot_talk *talk,
                          lot_error *error)
{
    lot_status status;
    TRY(hush(error));
    TRY(check_arguments(arguments, error));
    TRY(lot_planning_read(planning, arguments, talk, error));
    if (lot_ranks_now().count > 1 && !lot_argument_is_given(arguments, "jobs"))
        planning->workers = 1;
done:
    return lot_ranks_share(NULL, 0, status, error);
}

/* What ended it is rank 0's to tell. */
static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status;
    lot_planning planning = {0};
    bool first = true;
    TRY(lot_ranks_join(error));
    first = lot_ranks_now().rank == 0;
    TRY(prepare(&planning, arguments, talk, error));
    TRY(plan(&planning, error));
done:
    lot_planning_clear(&planning);
    lot_ranks_leave();
    return first ? status : LOT_OK;
}

const lot_command lot_command_plan = {
    .name = "plan",
    .purpose = "find out how many letters a panel takes, and who will be scarce",
    .operands = "",
    .options = options,
    .notes = "Thousands of pools are simulated from the population and the response, and each is\n"
             "put to the solver. It ends 4 when no panel can be had so, and says why.\n"
             "Nothing in it depends on the number of processes. See docs/planning.md.",
    .run = run,
};
