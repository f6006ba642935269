/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * civiclot surplus: a panel of more people than seats, so that enough are left when some drop out.
 *
 * It only reads, but for --out. The usual number of people more, or --people-more, is held against
 * the pool by the solver, as check does; then it and those around it are tried in many samples.
 */
#include "civiclot/surplus.h"

#include "civiclot/file.h"
#include "cli/surplus_tell.h"
#include "core/random.h"
#include "desk/advice.h"
#include "desk/dropout_options.h"
#include "desk/input.h"
#include "desk/outcome.h"
#include "desk/output.h"
#include "talk/command.h"
#include "talk/interrupt.h"
#include "talk/option_lines.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

enum { MORE_MOST = 10000, SAMPLES_MOST = 100000, SAMPLES_STANDARD = 1000, STEPS_DOWN = 20 };

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
    LOT_OPTIONS_DROPOUTS,
    {.name = "people-more",
     .kind = LOT_OPTION_NUMBER,
     .value = "M",
     .help = "how many more than seats; if not given, as many as leave the seats full on average",
     .least = 1,
     .greatest = MORE_MOST},
    {.name = "samples",
     .kind = LOT_OPTION_NUMBER,
     .value = "S",
     .help = "in how many samples people leave by lot",
     .least = 1,
     .greatest = SAMPLES_MOST,
     .standard = SAMPLES_STANDARD},
    {.name = "seed",
     .kind = LOT_OPTION_TEXT,
     .value = "TEXT",
     .help = "of the samples; the same gives the same (1 if not given)"},
    {.name = "apply",
     .kind = LOT_OPTION_NUMBER,
     .value = "K",
     .help = "where there is no panel: take change K of those that are told",
     .least = 1,
     .greatest = LOT_CHANGE_KINDS},
    {.name = "out",
     .kind = LOT_OPTION_TEXT,
     .value = "FILE",
     .help = "write the quotas of the larger panel to this new file"},
    LOT_OPTIONS_END,
};

static uint64_t next_number(void *context)
{
    return lot_random(context);
}

/* Every number of people more is tried with the same stream, so that they differ by little else. */
static uint64_t seed_of(const char *text)
{
    lot_digest digest;
    uint64_t seed = 0;
    lot_sha256(&digest, text, strlen(text));
    for (size_t i = 0; i < sizeof seed; i++)
        seed = seed << 8 | digest.bytes[i];
    return seed;
}

/* Put the larger panel on the bench, where others look for quotas and seats. */
static lot_status enlarge(lot_workbench *bench, const lot_surplus_wish *wish, uint32_t more,
                          lot_error *error)
{
    lot_quotas *larger;
    lot_status status =
        lot_surplus_quotas(&larger, wish->quotas, wish->seats, more, &wish->dropouts.rates, error);
    if (status != LOT_OK)
        return status;
    if (bench->quotas != wish->quotas)
        lot_quotas_free(bench->quotas);
    bench->quotas = larger;
    bench->info.seats = wish->seats + more;
    return LOT_OK;
}

/*
 * Is there a panel that meets the quotas on the bench? If so: what is left of those that the
 * fairest lottery draws.
 */
static lot_status try_bench(lot_surplus_row *row, lot_conflict **conflict,
                            const lot_workbench *bench, const lot_surplus_wish *wish,
                            lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_solution *solution = NULL;
    uint64_t seed = seed_of(wish->seed);
    const lot_stream stream = {next_number, &seed};
    const lot_surplus_question question = {wish->quotas, wish->seats, &wish->dropouts.rates,
                                           wish->samples};
    const lot_fair_options fair = {
        .objective = LOT_LEXIMIN, .tickets = LOT_TICKETS_STANDARD, .progress = &talk->progress};
    TRY(lot_solve(&solution, conflict, bench->quotas, bench->classes, bench->info.seats, &fair,
                  error));
    row->exists = solution != NULL;
    if (row->exists)
        TRY(lot_surplus_simulate(&row->result, &question, solution->compositions, bench->classes,
                                 &stream, error));
done:
    lot_solution_free(solution);
    return status;
}

/* Neither a panel nor a conflict where the pool is too small. */
static lot_status try_surplus(lot_surplus_row *row, lot_conflict **conflict, lot_workbench *bench,
                              const lot_surplus_wish *wish, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    *conflict = NULL;
    if (wish->seats + row->more > bench->pool->people_count)
        return LOT_OK;
    TRY(enlarge(bench, wish, row->more, error));
    TRY(try_bench(row, conflict, bench, wish, talk, error));
done:
    return status;
}

/* The most people more, below those that were wished, of whom there is a panel. */
static lot_status find_most(lot_surplus_wish *wish, lot_workbench *bench, lot_talk *talk,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t more = wish->more;
    for (uint32_t step = 0; step < STEPS_DOWN && more > 0 && !wish->most_known; step++) {
        lot_conflict *conflict = NULL;
        TRY(enlarge(bench, wish, --more, error));
        TRY(lot_find_conflict(&conflict, bench->quotas, bench->classes, bench->info.seats,
                              &talk->progress, error));
        wish->most_known = conflict == NULL;
        wish->most = more;
        lot_conflict_free(conflict);
    }
done:
    return status;
}

static lot_status no_panel(lot_workbench *bench, lot_surplus_wish *wish, const lot_changes *changes,
                           lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text words = LOT_TEXT_EMPTY;
    json_t *object = NULL;
    TRY(lot_surplus_tell_conflict(&words, &object, bench, changes, wish, error));
    TRY(find_most(wish, bench, talk, error));
    lot_surplus_tell_most(&words, object, wish);
    TRY(lot_talk_text(talk, &words, error));
    TRY(lot_talk_json(talk, json_incref(object), error));
    TRY(LOT_FAIL(error, LOT_NO_PANEL, "no panel of %" PRIu32 " can meet these quotas",
                 wish->seats + wish->more));
done:
    json_decref(object);
    lot_text_free(&words);
    return status;
}

static lot_status check_people(const lot_workbench *bench, const lot_surplus_wish *wish,
                               lot_error *error)
{
    uint32_t wanted = wish->seats + wish->more;
    if (bench->pool->people_count >= wanted)
        return LOT_OK;
    return LOT_FAIL(error, LOT_BAD_INPUT,
                    "a panel of %" PRIu32 " (%" PRIu32 " seats and %" PRIu32
                    " more) needs more people than the %" PRIu32
                    " who registered: --people-more takes a smaller number",
                    wanted, wish->seats, wish->more, bench->pool->people_count);
}

static lot_status write_quotas(const lot_quotas *larger, const lot_surplus_wish *wish,
                               const char *path, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text file = LOT_TEXT_EMPTY;
    lot_advice_put_quotas(&file, larger, NULL);
    TRY(lot_text_check(&file, error));
    TRY(lot_file_create(path, file.bytes, file.length, 0644, error));
    lot_surplus_say_next(talk, wish, path);
done:
    lot_text_free(&file);
    return status;
}

/* Take the change that is wished, and try it; or say why there is no panel. */
static lot_status mend(lot_surplus_row *row, lot_workbench *bench, lot_surplus_wish *wish,
                       lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_changes *changes = NULL;
    lot_conflict *conflict = NULL;
    TRY(lot_find_changes(&changes, bench->quotas, bench->classes, bench->info.seats,
                         &talk->progress, error));
    if (wish->apply == 0)
        TRY(no_panel(bench, wish, changes, talk, error));
    TRY(lot_advice_take(bench->quotas, changes, wish->apply, error));
    TRY(try_bench(row, &conflict, bench, wish, talk, error));
    assert(conflict == NULL);
done:
    lot_changes_free(changes);
    return status;
}

/* The wished number first: without a panel so large nothing else is worth its time. */
static lot_status try_all(lot_workbench *bench, lot_surplus_wish *wish, lot_quotas **chosen,
                          lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_conflict *conflict = NULL;
    for (uint32_t r = 0; r < wish->rows_count; r++) {
        lot_surplus_row *row = &wish->rows[r == 0 ? 1 : r == 1 ? 0 : r];
        TRY(try_surplus(row, &conflict, bench, wish, talk, error));
        if (r == 0 && conflict == NULL && wish->apply > 0)
            TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                         "a panel of %" PRIu32 " exists: there is nothing to apply",
                         bench->info.seats));
        if (r == 0 && conflict != NULL) {
            bench->conflict = conflict;
            TRY(mend(row, bench, wish, talk, error));
        } else {
            lot_conflict_free(conflict);
        }
        if (r == 0) {
            *chosen = bench->quotas;
            bench->quotas = wish->quotas;
        }
    }
done:
    return status;
}

static lot_status surplus(lot_workbench *bench, lot_surplus_wish *wish, const char *out,
                          lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_quotas *chosen = NULL;
    TRY(check_people(bench, wish, error));
    TRY(try_all(bench, wish, &chosen, talk, error));
    TRY(lot_surplus_tell(wish, chosen, out, talk, error));
    if (out != NULL)
        TRY(write_quotas(chosen, wish, out, talk, error));
done:
    lot_quotas_free(chosen);
    return status;
}

static void list_rows(lot_surplus_wish *wish)
{
    /* a change is one of this number more */
    wish->rows_count = wish->apply > 0 ? 2 : LOT_SURPLUS_ROWS;
    for (uint32_t r = 1; r < LOT_SURPLUS_ROWS; r++)
        wish->rows[r].more = wish->more + r - 1;
}

static lot_status take_wish(lot_surplus_wish *wish, lot_workbench *bench,
                            const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *seed = lot_argument_text(arguments, "seed");
    wish->file = lot_argument_operand(arguments, 0);
    wish->people = lot_argument_text(arguments, "people");
    wish->seats = bench->info.seats;
    wish->apply = (uint32_t)lot_argument_number(arguments, "apply");
    wish->samples = (uint32_t)lot_argument_number(arguments, "samples");
    wish->seed = seed != NULL ? seed : "1";
    TRY(lot_dropout_options_take(&wish->dropouts, bench->quotas, arguments, talk, error));
    wish->quotas = bench->quotas;
    wish->usual = !lot_argument_is_given(arguments, "people-more");
    wish->more = wish->usual ? lot_surplus_usual(wish->seats, wish->dropouts.rates.overall)
                             : (uint32_t)lot_argument_number(arguments, "people-more");
    if (wish->more == 0)
        TRY(LOT_FAIL(error, LOT_USAGE,
                     "at this rate nobody leaves, and no more people are needed: --people-more "
                     "tries a number all the same"));
    list_rows(wish);
done:
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {0};
    lot_surplus_wish wish = {0};
    const char *out = lot_argument_text(arguments, "out");
    TRY(lot_dropout_options_check(arguments, error));
    if (out == NULL && lot_argument_is_given(arguments, "apply"))
        TRY(LOT_FAIL(error, LOT_USAGE, "--apply goes with --out"));
    if (out != NULL)
        TRY(lot_output_need_new(out, error));
    TRY(lot_input_take(&bench, "surplus", arguments, talk, error));
    TRY(take_wish(&wish, &bench, arguments, talk, error));
    if (out == NULL)
        lot_interrupt_release(); /* nothing is written, and the search may be long */
    TRY(surplus(&bench, &wish, out, talk, error));
done:
    if (bench.quotas != wish.quotas)
        lot_quotas_free(wish.quotas);
    lot_dropout_choice_free(&wish.dropouts);
    lot_workbench_clear(&bench);
    return status;
}

const lot_command lot_command_surplus = {
    .name = "surplus",
    .purpose = "plan a panel of more people than seats, for when some drop out",
    .operands = "[FILE]",
    .operands_most = 1,
    .options = options,
    .notes = "Either an assembly FILE, or --people, --quotas and --seats, which are those of the\n"
             "panel that is to be left. Quotas are scaled to the larger panel; where no panel of\n"
             "this pool meets them it ends 4 and says why, and what would help; with --apply it "
             "goes on\n"
             "with that. docs/reserves.md says how it is counted.\n"
             "It changes nothing: the larger panel is drawn as any other, from the file of --out.",
    .run = run,
};
