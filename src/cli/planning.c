/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Planning: options, then files, then what follows from both. */
#include "cli/planning.h"

#include "civiclot/dropouts.h"
#include "civiclot/worksheet.h"
#include "cli/amounts.h"
#include "cli/learnt.h"
#include "core/array.h"
#include "core/wide.h"
#include "desk/counted.h"
#include "desk/input.h"
#include "talk/words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* How far beyond the largest plan letters are looked at. */
enum { HORIZON_TIMES = 20, HORIZON_LEAST = 100000 };

void lot_planning_clear(lot_planning *planning)
{
    free(planning->rows);
    free(planning->leaves);
    free(planning->letters);
    free(planning->seed);
    lot_mailings_free(planning->mailings);
    lot_response_free(planning->response);
    lot_rates_free(planning->rates);
    lot_rates_free(planning->leaving);
    lot_quotas_free(planning->quotas);
    lot_population_free(planning->population);
    lot_text_free(&planning->notices);
    *planning = (lot_planning){0};
}

/* Does it look like a number, right or wrong, and not like a file? */
static bool is_numeric(const char *text)
{
    return *text != '\0' && strspn(text, "0123456789.,% ") == strlen(text);
}

static lot_status read_rate(uint32_t *rate, const char *what, const char *text, lot_error *error)
{
    if (lot_rate_parse(rate, false, text))
        return LOT_OK;
    return LOT_FAIL(error, LOT_USAGE, "%s '%s' is no rate: write 4%% or 0.04", what, text);
}

/* A rate, or two with .. between. */
static lot_status read_rates(lot_planning *p, const char *text, lot_error *error)
{
    lot_status status = LOT_OK;
    char *copy = lot_string_copy(text);
    if (copy == NULL)
        return LOT_NO_MEMORY(error);
    char *between = strstr(copy, "..");
    if (between != NULL)
        *between = '\0';
    TRY(read_rate(&p->low, "--response", copy, error));
    p->high = p->low;
    if (between != NULL)
        TRY(read_rate(&p->high, "--response", between + 2, error));
    if (p->high < p->low)
        TRY(LOT_FAIL(error, LOT_USAGE, "--response '%s': the lower rate comes first", text));
    if (p->high == 0)
        TRY(LOT_FAIL(error, LOT_USAGE, "--response '%s': then no letter is ever answered", text));
done:
    free(copy);
    return status;
}

/* *given: a rate is, and no file of them, or files to learn from. */
static lot_status read_response(bool *given, lot_planning *p, lot_error *error)
{
    const char *text = lot_argument_text(p->arguments, "response");
    bool learnt = lot_argument_is_given(p->arguments, "learn");
    *given = text != NULL && is_numeric(text);
    if (learnt == (text != NULL))
        return LOT_FAIL(error, LOT_USAGE, "plan needs either --response or --learn");
    return *given ? read_rates(p, text, error) : LOT_OK;
}

static lot_status read_spread(lot_planning *p, lot_error *error)
{
    const char *text = lot_argument_text(p->arguments, "dispersion");
    p->spread_told = text != NULL;
    if (text == NULL)
        return LOT_OK;
    uint32_t rate;
    lot_status status = read_rate(&rate, "--dispersion", text, error);
    if (status != LOT_OK)
        return status;
    p->spread = rate / (LOT_RATES_ONE / 100);
    if (rate % (LOT_RATES_ONE / 100) == 0 && (p->spread == 0 || p->spread >= LOT_SPREAD_LEAST))
        return LOT_OK;
    return LOT_FAIL(error, LOT_USAGE, "--dispersion is 0%% or from %d%% to %d%%, whole per cent",
                    LOT_SPREAD_LEAST, LOT_SPREAD_MOST);
}

static lot_status read_amount(uint64_t *parts, const lot_planning *p, const char *name,
                              const lot_amount_form *form, lot_error *error)
{
    const char *text = lot_argument_text(p->arguments, name);
    return text == NULL ? LOT_OK : lot_amount_parse(parts, form, text, error);
}

static lot_status read_money(lot_planning *p, lot_error *error)
{
    static const uint64_t most = UINT64_C(100000000000);
    lot_status status;
    const lot_amount_form letter = {"--cost", 2, 1, most};
    const lot_amount_form seat = {"--seat-cost", 2, 1, most};
    const lot_amount_form budget = {"--budget", 2, 1, most};
    const lot_amount_form home = {"--household-size", 6, LOT_POPULATION_PARTS,
                                  20 * LOT_POPULATION_PARTS};
    p->household = LOT_POPULATION_PARTS;
    TRY(read_amount(&p->letter_cost, p, "cost", &letter, error));
    TRY(read_amount(&p->seat_cost, p, "seat-cost", &seat, error));
    TRY(read_amount(&p->budget, p, "budget", &budget, error));
    TRY(read_amount(&p->household, p, "household-size", &home, error));
    if (p->budget > 0 && p->letter_cost == 0)
        TRY(LOT_FAIL(error, LOT_USAGE, "--budget needs --cost, what a letter costs"));
done:
    return status;
}

/* What is left of the budget for letters, and for how many. */
static lot_status count_budget(lot_planning *p, uint32_t seats, lot_error *error)
{
    uint64_t panel = p->seat_cost * seats;
    uint64_t letters = p->budget > panel ? (p->budget - panel) / p->letter_cost : 0;
    if (letters == 0)
        return LOT_FAIL(error, LOT_USAGE, "--budget does not even pay for one letter%s",
                        panel > 0 ? " once the seats are paid" : "");
    p->budget_letters = letters < LOT_PLANNED_MOST ? (uint32_t)letters : LOT_PLANNED_MOST;
    return LOT_OK;
}

static lot_status read_letters(lot_planning *p, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *const *items;
    uint32_t count = lot_argument_list(&items, p->arguments, "letters");
    if (count == 0 && p->budget_letters == 0)
        TRY(LOT_FAIL(error, LOT_USAGE, "plan needs --letters, or --budget and --cost"));
    TRY(lot_letters_parse(&p->letters, &p->letters_count, items, count, error));
    if (count == 0)
        p->letters[p->letters_count++] = p->budget_letters;
done:
    return status;
}

static lot_status read_options(lot_planning *p, bool *rate_given, lot_error *error)
{
    lot_status status;
    const char *seed = lot_argument_text(p->arguments, "seed");
    const char *leaving = lot_argument_text(p->arguments, "dropouts");
    uint32_t seats = (uint32_t)lot_argument_number(p->arguments, "seats");
    TRY(read_response(rate_given, p, error));
    if (!*rate_given && lot_argument_is_given(p->arguments, "by-value"))
        TRY(LOT_FAIL(error, LOT_USAGE,
                     "--by-value goes with a rate; a --response file, or --learn, tells rates by "
                     "value itself"));
    TRY(read_spread(p, error));
    if (leaving != NULL && is_numeric(leaving))
        TRY(read_rate(&p->stay_away, "--dropouts", leaving, error));
    TRY(read_money(p, error));
    if (p->budget > 0)
        TRY(count_budget(p, seats, error));
    TRY(read_letters(p, error));
    TRY(lot_words_tidy(&p->seed, "--seed", seed != NULL ? seed : "civiclot", error));
    p->workers = (uint32_t)lot_argument_number(p->arguments, "jobs");
    if (p->workers == 0) {
        long cores = sysconf(_SC_NPROCESSORS_ONLN);
        p->workers = cores < 1 ? 1 : cores > LOT_WORKERS_MOST ? LOT_WORKERS_MOST : (uint32_t)cores;
    }
done:
    return status;
}

/* Bad input becomes problems, and reading goes on: P1. */
static lot_status go_on(lot_status status, size_t before, const lot_planning *p,
                        const lot_error *error)
{
    if (status != LOT_BAD_INPUT)
        return status;
    if (lot_problems_count(p->talk->problems) == before)
        lot_problems_add(p->talk->problems, "%s", error->message);
    return LOT_OK;
}

static lot_status read_file_of_rates(lot_rates **out, lot_planning *p, const char *path,
                                     lot_error *error)
{
    lot_table *table = NULL;
    lot_input_file file = {0};
    size_t before = lot_problems_count(p->talk->problems);
    lot_status status = lot_input_any(&table, &file, path, p->talk, error);
    if (status == LOT_OK)
        status = lot_rates_read(out, table, p->population, p->talk->problems, error);
    lot_table_free(table);
    lot_text_free(&file.form);
    return go_on(status, before, p, error);
}

static lot_status read_mailings(lot_planning *p, lot_error *error)
{
    const char *path = lot_argument_text(p->arguments, "strata");
    if (path == NULL)
        return lot_mailings_even(&p->mailings, p->population, error);
    lot_table *table = NULL;
    lot_input_file file = {0};
    size_t before = lot_problems_count(p->talk->problems);
    lot_status status = lot_input_any(&table, &file, path, p->talk, error);
    if (status == LOT_OK)
        status = lot_mailings_read(&p->mailings, table, p->population, p->talk->problems, error);
    lot_table_free(table);
    lot_text_free(&file.form);
    return go_on(status, before, p, error);
}

/* Of each value its share of the seats, rounded down and up, as `quotas --from` has it. */
static lot_status make_quotas(lot_planning *p, uint32_t seats, lot_error *error)
{
    lot_worksheet *sheet;
    const lot_worksheet_wish wish = {.population = p->population,
                                     .rule = {.method = LOT_APPORTION_BOUNDS, .seats = seats}};
    lot_status status = lot_worksheet_new(&sheet, &wish, &p->notices, p->talk->problems, error);
    if (status == LOT_OK)
        status = lot_worksheet_quotas(&p->quotas, sheet, error);
    lot_worksheet_free(sheet);
    return status;
}

static lot_status read_quotas(lot_planning *p, lot_error *error)
{
    const char *path = lot_argument_text(p->arguments, "quotas");
    uint32_t seats = (uint32_t)lot_argument_number(p->arguments, "seats");
    size_t before = lot_problems_count(p->talk->problems);
    lot_table *table = NULL;
    lot_input_file file = {0};
    lot_status status = LOT_OK;
    if (path == NULL)
        TRY(make_quotas(p, seats, error));
    if (path != NULL) {
        TRY(lot_input_any(&table, &file, path, p->talk, error));
        TRY(lot_quotas_read(&p->quotas, table, seats, p->talk->problems, error));
    }
    TRY(lot_match_rows(&p->rows, p->population, p->quotas, p->talk->problems, error));
done:
    lot_table_free(table);
    lot_text_free(&file.form);
    return go_on(status, before, p, error);
}

static lot_status check_streams(const lot_planning *p, lot_error *error)
{
    static const char *const names[] = {"response", "by-value", "dropouts", "strata", "quotas"};
    const char *const *files;
    uint32_t count = lot_argument_list(&files, p->arguments, "population");
    uint32_t streams = 0;
    for (uint32_t i = 0; i < count; i++)
        streams += strcmp(files[i], "-") == 0;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *path = lot_argument_text(p->arguments, names[i]);
        streams += path != NULL && strcmp(path, "-") == 0;
    }
    if (streams < 2)
        return LOT_OK;
    return LOT_FAIL(error, LOT_USAGE, "two files cannot both come from standard input");
}

static lot_status read_files(lot_planning *p, bool rate_given, lot_error *error)
{
    static const lot_counted_options counted = {.files = "population", .features = "features"};
    lot_status status;
    const char *response = lot_argument_text(p->arguments, rate_given ? "by-value" : "response");
    const char *leaving = lot_argument_text(p->arguments, "dropouts");
    const char *const *past;
    uint32_t past_count = lot_argument_list(&past, p->arguments, "learn");
    TRY(check_streams(p, error));
    TRY(lot_talk_step(p->talk, "reading", error));
    TRY(lot_counted_read(&p->population, &counted, p->arguments, &p->notices, p->talk, error));
    if (response != NULL)
        TRY(read_file_of_rates(&p->rates, p, response, error));
    if (past_count > 0)
        TRY(lot_learnt_read(&p->rates, past, past_count, p->population, p->talk, error));
    if (leaving != NULL && !is_numeric(leaving))
        TRY(read_file_of_rates(&p->leaving, p, leaving, error));
    TRY(read_mailings(p, error));
    TRY(read_quotas(p, error));
    size_t count = lot_problems_count(p->talk->problems);
    if (count > 0)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT, "%zu problem%s in the input: nothing was planned", count,
                     count == 1 ? "" : "s"));
done:
    return status;
}

/* How many answer overall must be told somewhere. */
static lot_status make_response(lot_planning *p, lot_error *error)
{
    bool learnt = lot_argument_is_given(p->arguments, "learn");
    bool one = p->high > 0 ? p->high == p->low : p->rates->cases_count < 2;
    if (!p->spread_told && one)
        p->spread = LOT_SPREAD_USUAL;
    const lot_response_wish wish = {
        .low = p->low, .high = p->high, .rates = p->rates, .spread = p->spread};
    lot_status status = lot_response_new(&p->response, &wish, p->population, error);
    if (status != LOT_OK)
        return status;
    if (p->response->mean == 0)
        return LOT_FAIL(error, LOT_BAD_INPUT, "%s: %s",
                        learnt ? "--learn" : lot_argument_text(p->arguments, "response"),
                        p->rates->cases_count > 0
                            ? "by it nobody ever answers a letter"
                            : "it does not tell how many answer overall: add a row with a rate, "
                              "and feature and value empty");
    if (p->response->cut)
        lot_talk_say(p->talk,
                     "Some people would answer more than every letter by these rates: they answer "
                     "every letter.");
    return LOT_OK;
}

/* Rates by value are combined as those of replacements are. */
static lot_status find_leaves(lot_planning *p, lot_error *error)
{
    const lot_population *population = p->population;
    lot_dropout_rates rates = {.overall = p->stay_away};
    if (p->leaving == NULL && p->stay_away == 0)
        return LOT_OK;
    rates.of_value = lot_array_new(population->values_count, sizeof *rates.of_value);
    p->leaves = lot_array_new(population->cells_count, sizeof *p->leaves);
    if (rates.of_value == NULL || p->leaves == NULL) {
        free(rates.of_value);
        return LOT_NO_MEMORY(error);
    }
    if (p->leaving != NULL) {
        uint32_t overall = lot_rates_overall(p->leaving, population);
        rates.overall = overall == LOT_NO_RATE ? LOT_RATE_USUAL : overall;
    }
    for (uint32_t v = 0; v < population->values_count; v++) {
        uint32_t told = p->leaving != NULL ? p->leaving->of_value[v] : LOT_NO_RATE;
        uint64_t rate = told == LOT_NO_RATE ? rates.overall : told;
        if (told != LOT_NO_RATE && p->leaving->ratios)
            rate = (uint64_t)rates.overall * told / LOT_RATES_ONE;
        rates.of_value[v] = rate < LOT_RATES_ONE ? (uint32_t)rate : LOT_RATES_ONE;
    }
    for (uint32_t c = 0; c < population->cells_count; c++)
        p->leaves[c] =
            lot_dropout_rate(&rates, population->cells + (size_t)c * population->features_count,
                             population->features_count);
    free(rates.of_value);
    return LOT_OK;
}

static void set_scenario(lot_planning *p)
{
    p->room = p->population->sized ? lot_mailings_room(p->mailings, p->population, p->household)
                                   : LOT_PLANNED_MOST;
    uint32_t within = 0;
    while (within < p->letters_count && p->letters[within] <= p->room)
        within++;
    p->beyond_count = p->letters_count - within;
    p->scenario = (lot_scenario){
        .population = p->population,
        .quotas = p->quotas,
        .seats = (uint32_t)lot_argument_number(p->arguments, "seats"),
        .rows = p->rows,
        .response = p->response,
        .mailings = p->mailings,
        .leaves = p->leaves,
        .seed = lot_trials_seed(p->seed),
        .simulations = (uint32_t)lot_argument_number(p->arguments, "simulations"),
        .letters = p->letters,
        .letters_count = within,
    };
    uint64_t horizon = within > 0 ? (uint64_t)p->letters[within - 1] * HORIZON_TIMES : 0;
    horizon = horizon > HORIZON_LEAST ? horizon : HORIZON_LEAST;
    p->scenario.horizon = horizon < p->room ? (uint32_t)horizon : p->room;
}

lot_status lot_planning_read(lot_planning *planning, const lot_arguments *arguments, lot_talk *talk,
                             lot_error *error)
{
    lot_status status;
    bool rate_given;
    *planning = (lot_planning){.arguments = arguments, .talk = talk};
    TRY(read_options(planning, &rate_given, error));
    TRY(read_files(planning, rate_given, error));
    TRY(make_response(planning, error));
    TRY(find_leaves(planning, error));
    set_scenario(planning);
done:
    return status;
}
