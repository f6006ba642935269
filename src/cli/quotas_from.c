/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Quotas from a population: made, checked against it, and only then written.
 *
 * Within a feature the sums always admit the seats; whether the features go together depends on the
 * population. First only whole people count, and if these cannot fill a panel, everybody who is
 * thought to exist.
 */
#include "cli/quotas_from.h"

#include "civiclot/everybody.h"
#include "civiclot/file.h"
#include "cli/making.h"
#include "desk/advice.h"
#include "desk/counted.h"
#include "desk/output.h"
#include "desk/results.h"
#include "talk/interrupt.h"

#include <inttypes.h>
#include <string.h>

static const struct {
    const char *name;
    lot_apportion_method method;
} methods[] = {{"bounds", LOT_APPORTION_BOUNDS},
               {"largest-remainder", LOT_APPORTION_LARGEST_REMAINDER},
               {"sainte-lague", LOT_APPORTION_SAINTE_LAGUE}};

static lot_status take_method(lot_apportion_method *method, const lot_arguments *arguments,
                              lot_error *error)
{
    const char *name = lot_argument_text(arguments, "method");
    *method = LOT_APPORTION_BOUNDS;
    if (name == NULL)
        return LOT_OK;
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        if (strcmp(methods[i].name, name) == 0) {
            *method = methods[i].method;
            return LOT_OK;
        }
    }
    return LOT_FAIL(error, LOT_USAGE,
                    "--method is bounds, largest-remainder or sainte-lague, not '%s'", name);
}

lot_status lot_quotas_from_refuse(const lot_arguments *arguments, lot_error *error)
{
    static const char *const own[] = {"seats", "features", "method", "band",      "at-least",
                                      "other", "out",      "force",  "worksheet", "apply"};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        if (lot_argument_is_given(arguments, own[i]))
            return LOT_FAIL(error, LOT_USAGE, "--%s goes with --from", own[i]);
    return LOT_OK;
}

/* Where the quotas go: beside --out, to standard output or into an assembly file. */
static lot_status check_target(const lot_making *run, lot_error *error)
{
    const lot_arguments *arguments = run->arguments;
    if (lot_argument_operand(arguments, 1) != NULL)
        return LOT_FAIL(error, LOT_USAGE, "--from makes the quotas: there is no file of them");
    if (lot_argument_is_given(arguments, "from-shares"))
        return LOT_FAIL(error, LOT_USAGE, "--from-shares does not go with --from");
    if (run->kept && lot_argument_is_given(arguments, "seats"))
        return LOT_FAIL(error, LOT_USAGE,
                        "--seats does not go with an assembly file: it has its own");
    if (!run->kept && !lot_argument_is_given(arguments, "seats"))
        return LOT_FAIL(error, LOT_USAGE, "--from needs --seats N, or an assembly FILE");
    if (!lot_argument_is_given(arguments, "apply"))
        return LOT_OK;
    if (run->kept)
        return LOT_FAIL(error, LOT_USAGE,
                        "--apply writes a file: it does not go with an assembly file");
    return lot_argument_is_given(arguments, "out")
               ? LOT_OK
               : LOT_FAIL(error, LOT_USAGE, "--apply needs --out");
}

static lot_status check_arguments(const lot_making *run, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_arguments *arguments = run->arguments;
    const char *const paths[] = {lot_argument_text(arguments, "out"),
                                 lot_argument_text(arguments, "worksheet")};
    const char *assembly = run->kept ? lot_argument_operand(arguments, 0) : "";
    bool force = lot_argument_is_given(arguments, "force");
    uint32_t streams = run->talk->json || (paths[0] == NULL && !run->kept) ? 1 : 0;
    TRY(check_target(run, error));
    for (size_t i = 0; i < 2; i++) {
        if (paths[i] == NULL)
            continue;
        streams += lot_output_is_stream(paths[i]);
        TRY(lot_output_allow(paths[i], assembly, force, error));
    }
    if (streams > 1)
        TRY(LOT_FAIL(error, LOT_USAGE, "only one thing can go to standard output"));
    if (paths[0] != NULL && paths[1] != NULL)
        TRY(lot_output_distinct(paths, 2, error));
done:
    return status;
}

/* Is a result to be written onto a file that is read? Then the next run would read that. */
static lot_status check_inputs(const lot_making *run, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *const *files;
    uint32_t count = lot_argument_list(&files, run->arguments, "from");
    static const char *const names[] = {"out", "worksheet"};
    for (size_t i = 0; i < 2; i++) {
        const char *path = lot_argument_text(run->arguments, names[i]);
        for (uint32_t f = 0; path != NULL && f < count; f++)
            TRY(lot_output_is_stream(path) ? LOT_OK
                                           : lot_output_allow(path, files[f], true, error));
    }
done:
    if (status == LOT_BAD_INPUT)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "a result cannot be written onto a file that --from reads");
    return status;
}

static lot_status make(lot_making *run, lot_error *error)
{
    static const lot_counted_options options = {"from", "features", "sheet"};
    lot_status status = LOT_OK;
    lot_text notices = LOT_TEXT_EMPTY;
    lot_worksheet_wish wish = {.rule = {.seats = run->bench.info.seats}};
    wish.rule.band = (uint32_t)lot_argument_number(run->arguments, "band");
    wish.rule.at_least = (uint32_t)lot_argument_number(run->arguments, "at-least");
    TRY(take_method(&wish.rule.method, run->arguments, error));
    TRY(lot_counted_read(&run->population, &options, run->arguments, &run->notices, run->talk,
                         error));
    TRY(lot_others_read(&run->others, run->arguments, run->population, error));
    wish.population = run->population;
    wish.uncounted = run->others.list;
    wish.uncounted_count = run->others.count;
    TRY(lot_worksheet_new(&run->worksheet, &wish, &notices, run->talk->problems, error));
    TRY(lot_text_check(&notices, error));
    lot_counted_say(run->talk, lot_text_string(&notices));
    lot_text_put(&run->notices, lot_text_string(&notices));
    TRY(lot_worksheet_quotas(&run->bench.quotas, run->worksheet, error));
done:
    lot_text_free(&notices);
    return status;
}

/* Put everybody on the bench; *there is false where they are too many. */
static lot_status gather(bool *there, lot_making *run, lot_everybody_parts parts, uint32_t sample,
                         lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench *bench = &run->bench;
    const lot_everybody_wish wish = {run->population, bench->quotas, bench->info.seats, sample,
                                     parts};
    lot_classes_free(bench->classes);
    bench->classes = NULL;
    lot_pool_free(bench->pool);
    TRY(lot_everybody_new(&bench->pool, &wish, error));
    *there = bench->pool != NULL;
    if (*there)
        TRY(lot_classes_new(&bench->classes, bench->pool, 1, error));
done:
    return status;
}

/* Is there a panel of everybody? The bench's conflict tells why not. */
static lot_status ask(bool *asked, lot_making *run, lot_everybody_parts parts, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench *bench = &run->bench;
    lot_conflict_free(bench->conflict);
    bench->conflict = NULL;
    TRY(gather(asked, run, parts, 0, error));
    if (*asked)
        TRY(lot_find_conflict(&bench->conflict, bench->quotas, bench->classes, bench->info.seats,
                              &run->talk->progress, error));
done:
    return status;
}

/* A panel of a few of all is a panel of all, and found much faster. */
static lot_status ask_some(bool *exists, lot_making *run, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench *bench = &run->bench;
    bool there;
    *exists = false;
    TRY(gather(&there, run, LOT_PARTS_ARE_NOBODY, LOT_EVERYBODY_SAMPLE, error));
    if (there && bench->pool->people_count >= bench->info.seats)
        TRY(lot_panel_exists(exists, bench->quotas, bench->classes, bench->info.seats,
                             &run->talk->progress, error));
done:
    return status;
}

static lot_status check(lot_making *run, lot_error *error)
{
    lot_status status = LOT_OK;
    bool asked;
    bool exists;
    run->found = LOT_FOUND_WHOLE;
    TRY(ask_some(&exists, run, error));
    if (exists)
        goto done;
    TRY(ask(&asked, run, LOT_PARTS_ARE_NOBODY, error));
    if (asked && run->bench.conflict == NULL)
        goto done;
    TRY(ask(&asked, run, LOT_PARTS_ARE_ONE, error));
    run->found = !asked                        ? LOT_FOUND_OUT_NOTHING
                 : run->bench.conflict != NULL ? LOT_FOUND_NONE
                                               : LOT_FOUND_PARTS;
    if (run->found == LOT_FOUND_NONE)
        TRY(lot_find_changes(&run->changes, run->bench.quotas, run->bench.classes,
                             run->bench.info.seats, &run->talk->progress, error));
done:
    return status;
}

static const char *found_words(lot_panel_found what)
{
    switch (what) {
    case LOT_FOUND_WHOLE:
        return "The population has a panel that meets them all.\n";
    case LOT_FOUND_PARTS:
        return "warning: every panel that meets them needs people with values of which the "
               "population has less than one person: registrations may well have none\n";
    case LOT_FOUND_OUT_NOTHING:
        return "warning: too many combinations of values to find out whether the population has a "
               "panel that meets them all\n";
    case LOT_FOUND_NONE:
        break;
    }
    return "";
}

/* The changes of quotas: nobody can be recruited beyond everybody. */
static lot_changes of_quotas(const lot_changes *changes)
{
    lot_changes own = *changes;
    own.count = lot_advice_of_quotas(changes);
    return own;
}

/* What came out, and why no panel can meet it; written is only what --apply asks for. */
static lot_status refuse(lot_making *run, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text words = LOT_TEXT_EMPTY;
    const lot_changes changes = of_quotas(run->changes);
    uint32_t number = (uint32_t)lot_argument_number(run->arguments, "apply");
    lot_worksheet_put_text(&words, run->worksheet);
    lot_text_format(&words,
                    "\nEven if everybody volunteered (of each row of values %" PRIu32
                    " people count here, or as many as there are):\n",
                    run->bench.info.seats);
    TRY(lot_conflict_describe(&words, run->bench.conflict, run->bench.quotas, run->bench.classes,
                              run->bench.pool->rows, run->bench.info.seats, error));
    lot_advice_describe(&words, &changes, &run->bench);
    TRY(lot_talk_text(run->talk, &words, error));
    TRY(lot_talk_json(run->talk, lot_making_json(run, &changes), error));
    if (number > 0)
        TRY(lot_advice_apply(&run->bench, &changes, number,
                             lot_argument_text(run->arguments, "out"), run->talk, error));
    else
        TRY(LOT_FAIL(error, LOT_NO_PANEL,
                     "no panel of this population can meet these quotas: "
                     "nothing was written"));
done:
    lot_text_free(&words);
    return status;
}

static lot_status write_file(const char *path, const lot_text *csv, lot_talk *talk,
                             lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_text_check(csv, error));
    if (lot_output_is_stream(path)) {
        TRY(lot_talk_bytes(talk, lot_text_string(csv), csv->length, error));
        goto done;
    }
    TRY(lot_file_write(path, lot_text_string(csv), csv->length, LOT_MODE_PUBLIC, error));
    lot_talk_say(talk, "Written: %s", path);
done:
    return status;
}

/* Both files or none, where they are new. */
static lot_status write_files(const lot_making *run, const lot_text *quotas, const lot_text *csv,
                              lot_error *error)
{
    lot_status status = LOT_OK;
    const char *out = lot_argument_text(run->arguments, "out");
    const char *worksheet = lot_argument_text(run->arguments, "worksheet");
    if (out != NULL)
        TRY(write_file(out, quotas, run->talk, error));
    if (worksheet != NULL)
        TRY(write_file(worksheet, csv, run->talk, error));
done:
    if (status != LOT_OK && out != NULL && !lot_output_is_stream(out) &&
        !lot_argument_is_given(run->arguments, "force"))
        lot_file_remove(out);
    return status;
}

/* The worksheet goes where the quotas do not. */
static lot_status tell(lot_making *run, const lot_text *quotas, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text csv = LOT_TEXT_EMPTY;
    lot_text words = LOT_TEXT_EMPTY;
    const char *out = lot_argument_text(run->arguments, "out");
    bool streamed = out == NULL ? !run->kept : lot_output_is_stream(out);
    if (lot_argument_is_given(run->arguments, "apply"))
        TRY(LOT_FAIL(error, LOT_BAD_INPUT, "a panel exists: there is nothing to apply"));
    lot_worksheet_put_csv(&csv, run->worksheet);
    lot_worksheet_put_text(&words, run->worksheet);
    lot_text_put(&words, found_words(run->found));
    TRY(lot_text_check(&words, error));
    TRY(write_files(run, quotas, &csv, error));
    if (!streamed)
        TRY(lot_talk_text(run->talk, &words, error));
    else if (!run->talk->json)
        lot_counted_say(run->talk, lot_text_string(&words));
    if (out == NULL && !run->kept)
        TRY(lot_talk_text(run->talk, quotas, error));
    if (!run->kept)
        TRY(lot_talk_json(run->talk, lot_making_json(run, NULL), error));
done:
    lot_text_free(&csv);
    lot_text_free(&words);
    return status;
}

/* Make quotas as CSV. */
static lot_status make_all(lot_text *quotas, lot_making *run, lot_error *error)
{
    lot_status status = LOT_OK;
    run->bench.info.per_household = 1;
    TRY(check_arguments(run, error));
    TRY(check_inputs(run, error));
    lot_interrupt_release(); /* nothing is written before the last step, and files whole */
    TRY(make(run, error));
    TRY(check(run, error));
    lot_worksheet_put_quotas(quotas, run->worksheet);
    TRY(lot_text_check(quotas, error));
    TRY(run->found == LOT_FOUND_NONE ? refuse(run, error) : tell(run, quotas, error));
done:
    lot_interrupt_catch();
    lot_changes_free(run->changes);
    lot_text_free(&run->notices);
    lot_worksheet_free(run->worksheet);
    lot_others_free(&run->others);
    lot_population_free(run->population);
    lot_workbench_clear(&run->bench);
    return status;
}

lot_status lot_quotas_from(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_text quotas = LOT_TEXT_EMPTY;
    lot_making run = {.arguments = arguments, .talk = talk};
    run.bench.info.seats = (uint32_t)lot_argument_number(arguments, "seats");
    lot_status status = make_all(&quotas, &run, error);
    lot_text_free(&quotas);
    return status;
}

lot_status lot_quotas_make(lot_text *quotas, uint32_t seats, const lot_arguments *arguments,
                           lot_talk *talk, lot_error *error)
{
    lot_making run = {.arguments = arguments, .talk = talk, .kept = true};
    run.bench.info.seats = seats;
    return make_all(quotas, &run, error);
}
