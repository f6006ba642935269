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
#include "civiclot/worksheet.h"
#include "cli/advice.h"
#include "cli/counted.h"
#include "cli/interrupt.h"
#include "cli/json.h"
#include "cli/other.h"
#include "cli/output.h"
#include "cli/results.h"
#include "cli/workbench.h"

#include <inttypes.h>
#include <string.h>

/* What is known of panels. */
typedef enum found {
    FOUND_WHOLE, /* one of whole people */
    FOUND_PARTS, /* one that needs people of whom there is less than one */
    FOUND_NONE,
    FOUND_OUT_NOTHING /* the population has too many combinations to ask */
} found;

typedef struct from {
    const lot_arguments *arguments;
    lot_talk *talk;
    lot_population *population;
    lot_others others;
    lot_worksheet *worksheet;
    lot_text notices;
    lot_workbench bench; /* the quotas, and everybody as its pool */
    lot_changes *changes;
    found found;
} from;

static const struct {
    const char *name;
    lot_apportion_method method;
} methods[] = {{"bounds", LOT_APPORTION_BOUNDS},
               {"largest-remainder", LOT_APPORTION_LARGEST_REMAINDER},
               {"sainte-lague", LOT_APPORTION_SAINTE_LAGUE}};

static const char *method_name(lot_apportion_method method)
{
    return methods[method].name;
}

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
    static const char *const own[] = {"seats", "features", "method", "band",     "at-least",
                                      "other", "out",      "force",  "worksheet"};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        if (lot_argument_is_given(arguments, own[i]))
            return LOT_FAIL(error, LOT_USAGE, "--%s goes with --from", own[i]);
    return LOT_OK;
}

static lot_status check_arguments(const from *run, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_arguments *arguments = run->arguments;
    const char *const paths[] = {lot_argument_text(arguments, "out"),
                                 lot_argument_text(arguments, "worksheet")};
    bool force = lot_argument_is_given(arguments, "force");
    uint32_t streams = run->talk->json || paths[0] == NULL ? 1 : 0;
    if (lot_argument_operand(arguments, 0) != NULL)
        TRY(LOT_FAIL(error, LOT_USAGE,
                     "--from makes quotas from tables, and takes no other files: take them into an "
                     "assembly file with civiclot quotas FILE QUOTAS"));
    if (lot_argument_is_given(arguments, "from-shares"))
        TRY(LOT_FAIL(error, LOT_USAGE, "--from-shares does not go with --from"));
    if (!lot_argument_is_given(arguments, "seats"))
        TRY(LOT_FAIL(error, LOT_USAGE, "--from needs --seats N"));
    for (size_t i = 0; i < 2; i++) {
        if (paths[i] == NULL)
            continue;
        streams += lot_output_is_stream(paths[i]);
        TRY(lot_output_allow(paths[i], "", force, error));
    }
    if (streams > 1)
        TRY(LOT_FAIL(error, LOT_USAGE, "only one thing can go to standard output"));
    if (lot_argument_is_given(arguments, "apply") && paths[0] == NULL)
        TRY(LOT_FAIL(error, LOT_USAGE, "--apply needs --out"));
    if (paths[0] != NULL && paths[1] != NULL)
        TRY(lot_output_distinct(paths, 2, error));
done:
    return status;
}

/* Is a result to be written onto a file that is read? Then the next run would read that. */
static lot_status check_inputs(const from *run, lot_error *error)
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

static lot_status make(from *run, lot_error *error)
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

/* Is there a panel of everybody? The bench's conflict tells why not. */
static lot_status ask(bool *asked, from *run, lot_everybody_parts parts, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench *bench = &run->bench;
    lot_classes_free(bench->classes);
    bench->classes = NULL;
    lot_pool_free(bench->pool);
    lot_conflict_free(bench->conflict);
    bench->conflict = NULL;
    TRY(lot_everybody_new(&bench->pool, run->population, bench->quotas, bench->info.seats, parts,
                          error));
    *asked = bench->pool != NULL;
    if (!*asked)
        goto done;
    TRY(lot_classes_new(&bench->classes, bench->pool, 1, error));
    TRY(lot_find_conflict(&bench->conflict, bench->quotas, bench->classes, bench->info.seats,
                          &run->talk->progress, error));
done:
    return status;
}

static lot_status check(from *run, lot_error *error)
{
    lot_status status = LOT_OK;
    bool asked;
    run->found = FOUND_WHOLE;
    TRY(ask(&asked, run, LOT_PARTS_ARE_NOBODY, error));
    if (asked && run->bench.conflict == NULL)
        goto done;
    TRY(ask(&asked, run, LOT_PARTS_ARE_ONE, error));
    run->found = !asked                        ? FOUND_OUT_NOTHING
                 : run->bench.conflict != NULL ? FOUND_NONE
                                               : FOUND_PARTS;
    if (run->found == FOUND_NONE)
        TRY(lot_find_changes(&run->changes, run->bench.quotas, run->bench.classes,
                             run->bench.info.seats, &run->talk->progress, error));
done:
    return status;
}

static const char *found_words(found what)
{
    switch (what) {
    case FOUND_WHOLE:
        return "The population has a panel that meets them all.\n";
    case FOUND_PARTS:
        return "warning: every panel that meets them needs people with values of which the "
               "population has less than one person: registrations may well have none\n";
    case FOUND_OUT_NOTHING:
        return "warning: too many combinations of values to find out whether the population has a "
               "panel that meets them all\n";
    case FOUND_NONE:
        break;
    }
    return "";
}

static json_t *row_json(const lot_worksheet *worksheet, uint32_t row)
{
    const lot_worksheet_row *of = &worksheet->rows[row];
    json_t *object =
        json_pack("{s:o, s:o, s:I, s:I, s:b, s:b}", "feature",
                  lot_json_string(worksheet->population->features[of->feature].name), "value",
                  lot_json_string(of->value), "min", (json_int_t)of->seats.min, "max",
                  (json_int_t)of->seats.max, "tie", of->seats.tied, "raised", of->seats.raised);
    if (!of->counted)
        return object;
    /* billionths and hundredths: a number that a reader gets as it is */
    (void)json_object_set_new(object, "count", json_real((double)of->count / LOT_COUNT_PARTS));
    (void)json_object_set_new(object, "exact_seats",
                              json_real((double)lot_worksheet_exact(worksheet, row) / 100));
    return object;
}

static json_t *quotas_json(const from *run)
{
    json_t *list = json_array();
    for (uint32_t row = 0; row < run->worksheet->rows_count; row++)
        (void)json_array_append_new(list, row_json(run->worksheet, row));
    return list;
}

static json_t *fit_json(const lot_population *population)
{
    const lot_population_fit *fit = &population->fit;
    return json_pack("{s:I, s:b, s:f, s:o, s:f, s:I}", "rounds", (json_int_t)fit->rounds, "settled",
                     fit->settled, "difference", (double)fit->difference / LOT_POPULATION_PARTS,
                     "table", fit->table != NULL ? lot_json_string(fit->table) : json_null(),
                     "people", (double)population->total / LOT_POPULATION_PARTS, "cells",
                     (json_int_t)population->cells_count);
}

/* changes: NULL where there is a panel. */
static json_t *answer_json(const from *run, const lot_changes *changes)
{
    static const char *const panels[] = {[FOUND_WHOLE] = "exists",
                                         [FOUND_PARTS] = "rare",
                                         [FOUND_NONE] = "none",
                                         [FOUND_OUT_NOTHING] = "unknown"};
    json_t *object =
        json_pack("{s:I, s:s, s:s, s:o, s:o, s:o}", "seats", (json_int_t)run->bench.info.seats,
                  "method", method_name(run->worksheet->rule.method), "panel", panels[run->found],
                  "quotas", quotas_json(run), "fit", fit_json(run->population), "notices",
                  lot_counted_lines_json(lot_text_string(&run->notices)));
    if (run->found != FOUND_OUT_NOTHING)
        (void)json_object_set_new(object, "feasible", json_boolean(run->found != FOUND_NONE));
    if (changes == NULL)
        return object;
    (void)json_object_set_new(
        object, "conflict",
        lot_json_conflict(run->bench.conflict, run->bench.quotas, run->bench.pool));
    (void)json_object_set_new(object, "changes", lot_advice_json(changes, run->bench.quotas));
    return object;
}

/* The changes of quotas: nobody can be recruited beyond everybody. */
static lot_changes of_quotas(const lot_changes *changes)
{
    lot_changes own = *changes;
    own.count = lot_advice_of_quotas(changes);
    return own;
}

/* What came out, and why no panel can meet it; written is only what --apply asks for. */
static lot_status refuse(from *run, lot_error *error)
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
    TRY(lot_talk_json(run->talk, answer_json(run, &changes), error));
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

/* The worksheet goes where the quotas do not. */
static lot_status tell(from *run, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text quotas = LOT_TEXT_EMPTY;
    lot_text csv = LOT_TEXT_EMPTY;
    lot_text words = LOT_TEXT_EMPTY;
    const char *out = lot_argument_text(run->arguments, "out");
    const char *worksheet = lot_argument_text(run->arguments, "worksheet");
    if (lot_argument_is_given(run->arguments, "apply"))
        TRY(LOT_FAIL(error, LOT_BAD_INPUT, "a panel exists: there is nothing to apply"));
    lot_worksheet_put_quotas(&quotas, run->worksheet);
    lot_worksheet_put_csv(&csv, run->worksheet);
    lot_worksheet_put_text(&words, run->worksheet);
    lot_text_put(&words, found_words(run->found));
    TRY(lot_text_check(&words, error));
    if (worksheet != NULL)
        TRY(write_file(worksheet, &csv, run->talk, error));
    if (out != NULL)
        TRY(write_file(out, &quotas, run->talk, error));
    if (out == NULL || lot_output_is_stream(out)) {
        if (!run->talk->json)
            lot_counted_say(run->talk, lot_text_string(&words));
        if (out == NULL)
            TRY(lot_talk_text(run->talk, &quotas, error));
    } else {
        TRY(lot_talk_text(run->talk, &words, error));
    }
    TRY(lot_talk_json(run->talk, answer_json(run, NULL), error));
done:
    lot_text_free(&quotas);
    lot_text_free(&csv);
    lot_text_free(&words);
    return status;
}

lot_status lot_quotas_from(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    from run = {.arguments = arguments, .talk = talk};
    TRY(check_arguments(&run, error));
    TRY(check_inputs(&run, error));
    run.bench.info.seats = (uint32_t)lot_argument_number(arguments, "seats");
    run.bench.info.per_household = 1;
    lot_interrupt_release(); /* nothing is written before the last step, and files whole */
    TRY(make(&run, error));
    TRY(check(&run, error));
    TRY(run.found == FOUND_NONE ? refuse(&run, error) : tell(&run, error));
done:
    lot_changes_free(run.changes);
    lot_text_free(&run.notices);
    lot_worksheet_free(run.worksheet);
    lot_others_free(&run.others);
    lot_population_free(run.population);
    lot_workbench_clear(&run.bench);
    return status;
}
