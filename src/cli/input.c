/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Input: two files, all their problems at once. */
#include "cli/input.h"

#include "civiclot/file.h"
#include "cli/interrupt.h"
#include "cli/unpack.h"
#include "core/control.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* What is wrong with the two files so far. */
struct findings {
    lot_problems *problems;
    lot_talk *talk;
    bool unreadable; /* some of it is no wrong content: a file could not be read at all */
};

/* A file may be a pipe that never ends, so Ctrl-C ends the wait at once: see I2. */
static lot_status read_bytes(lot_text *bytes, const char *path, lot_error *error)
{
    lot_interrupt_release();
    lot_status status = lot_file_read(bytes, path, error);
    lot_interrupt_catch();
    return status;
}

/* A spreadsheet may take seconds: see I2. */
static lot_status unpack(lot_text *bytes, lot_input_file *file, const char *name,
                         struct findings *findings, lot_error *error)
{
    lot_interrupt_release();
    lot_status status =
        lot_unpack(bytes, &file->form, name, file->sheet,
                   file->option != NULL ? file->option : "--sheet", findings->talk, error);
    lot_interrupt_catch();
    return status;
}

/* A file that cannot be read is a problem as others are: see I1. */
static lot_status read_table(lot_table **out, lot_input_file *file, const char *path,
                             struct findings *findings, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    lot_text bytes = LOT_TEXT_EMPTY;
    if (read_bytes(&bytes, path, error) != LOT_OK) {
        findings->unreadable = true;
        lot_problems_add(findings->problems, "%s", error->message);
        TRY(LOT_BAD_INPUT);
    }
    lot_sha256(&file->digest, lot_text_string(&bytes), bytes.length);
    TRY(unpack(&bytes, file, name, findings, error));
    TRY(lot_table_parse(out, name, lot_text_string(&bytes), bytes.length, findings->problems,
                        error));
done:
    lot_text_free(&bytes);
    return status;
}

/*
 * Wrong input does not end the reading: see I1. before: how many problems there were.
 * A refusal that came without problems becomes one.
 */
static lot_status go_on(lot_status status, size_t before, lot_problems *problems,
                        const lot_error *error)
{
    if (status != LOT_BAD_INPUT)
        return status;
    if (lot_problems_count(problems) == before)
        lot_problems_add(problems, "%s", error->message);
    return LOT_OK;
}

static lot_status read_quotas(lot_workbench *bench, const char *path, struct findings *findings,
                              lot_error *error)
{
    lot_status status = LOT_OK;
    lot_table *table = NULL;
    lot_problems *problems = findings->problems;
    size_t before = lot_problems_count(problems);
    lot_quotas_free(bench->quotas);
    bench->quotas = NULL;
    TRY(read_table(&table, &bench->quotas_file, path, findings, error));
    TRY((bench->from_shares ? lot_quotas_read_shares : lot_quotas_read)(
        &bench->quotas, table, bench->info.seats, problems, error));
done:
    lot_table_free(table);
    return go_on(status, before, problems, error);
}

static lot_status read_people(lot_workbench *bench, const char *path, struct findings *findings,
                              lot_error *error)
{
    size_t before = lot_problems_count(findings->problems);
    lot_table_free(bench->people);
    bench->people = NULL;
    return go_on(read_table(&bench->people, &bench->people_file, path, findings, error), before,
                 findings->problems, error);
}

static lot_status read_pool(lot_workbench *bench, lot_problems *problems, lot_error *error)
{
    size_t before = lot_problems_count(problems);
    lot_pool_free(bench->pool);
    bench->pool = NULL;
    if (bench->people == NULL)
        return LOT_OK;
    return go_on(
        lot_pool_read(&bench->pool, bench->people, bench->quotas, &bench->columns, problems, error),
        before, problems, error);
}

/* With both files at hand, too few people are one more problem of theirs. */
static void compare_with_seats(const lot_workbench *bench, lot_problems *problems)
{
    if (bench->people != NULL && lot_table_rows_count(bench->people) < bench->info.seats)
        lot_workbench_tell_few_people(bench, lot_table_rows_count(bench->people), problems);
}

lot_status lot_input_read(lot_workbench *bench, const char *people_path, const char *quotas_path,
                          lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    struct findings findings = {talk->problems, talk, false};
    if (people_path != NULL && quotas_path != NULL && strcmp(people_path, "-") == 0 &&
        strcmp(quotas_path, "-") == 0)
        TRY(LOT_FAIL(error, LOT_USAGE, "people and quotas cannot both come from standard input"));
    TRY(lot_talk_step(talk, "reading", error));
    if (people_path != NULL)
        TRY(read_people(bench, people_path, &findings, error));
    if (quotas_path != NULL)
        TRY(read_quotas(bench, quotas_path, &findings, error));
    TRY(read_pool(bench, talk->problems, error));
    if (bench->people != NULL && people_path != NULL)
        lot_spreadsheet_count(&bench->formulas, bench->people);
    if (bench->people != NULL)
        lot_table_keep_records(bench->people);
    if (people_path != NULL && quotas_path != NULL)
        compare_with_seats(bench, talk->problems);
    size_t count = lot_problems_count(talk->problems);
    if (count > 0)
        TRY(LOT_FAIL(error, findings.unreadable ? LOT_FAILURE : LOT_BAD_INPUT,
                     "%zu problem%s in the input: nothing was changed", count,
                     count == 1 ? "" : "s"));
    TRY(lot_talk_step(talk, "reading", error));
done:
    return status;
}

void lot_input_quotas_sheet(lot_workbench *bench, const lot_arguments *arguments)
{
    bench->quotas_file.option = "--quotas-sheet";
    bench->quotas_file.sheet = lot_argument_text(arguments, "quotas-sheet");
}

void lot_input_columns(lot_workbench *bench, const lot_arguments *arguments)
{
    bench->columns.id = lot_argument_text(arguments, "id");
    bench->columns.household_count =
        lot_argument_list(&bench->columns.household, arguments, "household");
    bench->people_file.sheet = lot_argument_text(arguments, "sheet");
}

/* Where, and never what: it may be anybody's. */
static void tell_formulas(lot_talk *talk, const lot_workbench *bench)
{
    const lot_formulas *formulas = &bench->formulas;
    lot_text words = LOT_TEXT_EMPTY;
    if (formulas->count == 0)
        return;
    lot_text_format(&words, "%s: a spreadsheet would run %" PRIu64 " cell%s as a formula:",
                    lot_table_name(bench->people), formulas->count,
                    formulas->count == 1 ? "" : "s");
    for (uint64_t i = 0; i < formulas->count && i < LOT_FORMULAS_SHOWN; i++) {
        lot_text_format(&words, "%s row %" PRIu32 ", column '", i == 0 ? "" : ";",
                        formulas->first[i].row_number);
        lot_text_put_escaped(&words, lot_table_header(bench->people, formulas->first[i].column));
        lot_text_put(&words, "'");
    }
    if (formulas->count > LOT_FORMULAS_SHOWN)
        lot_text_put(&words, "; ...");
    lot_text_put(&words, ": open there only what was written with --spreadsheet");
    lot_talk_say(talk, "%s", lot_text_string(&words));
    lot_text_free(&words);
}

void lot_input_tell_people(lot_talk *talk, const lot_workbench *bench)
{
    const lot_pool *pool = bench->pool;
    const char *name = lot_table_name(bench->people);
    lot_text form = LOT_TEXT_EMPTY;
    lot_workbench_describe_people(&form, bench);
    lot_talk_say(talk, "%s: %" PRIu32 " people (%s)", name, pool->people_count,
                 lot_text_string(&form));
    if (pool->ids_are_rows)
        lot_talk_say(talk, "%s: no column 'id': the row numbers serve as ids", name);
    else
        lot_talk_say(talk, "%s: the column '%s' holds the ids", name,
                     lot_table_header(bench->people, pool->id_column));
    if (bench->columns.household_count > 0)
        lot_talk_say(talk, "%s: %" PRIu32 " households", name, pool->households_count);
    tell_formulas(talk, bench);
    lot_text_free(&form);
}

void lot_input_tell_quotas(lot_talk *talk, const lot_workbench *bench)
{
    const lot_text *form = &bench->quotas_file.form;
    lot_talk_say(talk, "quotas: %" PRIu32 " features, %" PRIu32 " values%s%s%s",
                 bench->quotas->features_count, bench->quotas->count, form->length > 0 ? " (" : "",
                 lot_text_string(form), form->length > 0 ? ")" : "");
    if (bench->from_shares)
        lot_talk_say(talk,
                     "quotas: shares became seats: min is its share of %" PRIu32
                     " seats rounded down, max its share rounded up",
                     bench->info.seats);
}

/* Everything from two files, without an assembly file. */
static lot_status take_tables(lot_workbench *bench, const char *command,
                              const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *people = lot_argument_text(arguments, "people");
    const char *quotas = lot_argument_text(arguments, "quotas");
    if (people == NULL || quotas == NULL || !lot_argument_is_given(arguments, "seats"))
        TRY(LOT_FAIL(error, LOT_USAGE,
                     "%s needs an assembly FILE, or else --people, --quotas and --seats", command));
    bench->info.seats = (uint32_t)lot_argument_number(arguments, "seats");
    bench->info.per_household = (uint32_t)lot_argument_number(arguments, "per-household");
    lot_input_columns(bench, arguments);
    lot_input_quotas_sheet(bench, arguments);
    TRY(lot_input_read(bench, people, quotas, talk, error));
    lot_input_tell_people(talk, bench);
    lot_input_tell_quotas(talk, bench);
    TRY(lot_classes_new(&bench->classes, bench->pool, bench->info.per_household, error));
done:
    return status;
}

static lot_status take_assembly(lot_workbench *bench, const lot_arguments *arguments,
                                lot_talk *talk, lot_error *error)
{
    static const char *const own[] = {"people",    "quotas",        "seats", "id",
                                      "household", "per-household", "sheet", "quotas-sheet"};
    lot_status status = LOT_OK;
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        if (lot_argument_is_given(arguments, own[i]))
            TRY(LOT_FAIL(error, LOT_USAGE, "--%s does not go with an assembly file: it has its own",
                         own[i]));
    }
    TRY(lot_workbench_open(bench, lot_argument_operand(arguments, 0), false, error));
    TRY(lot_workbench_need_seats(bench, talk->problems, error));
done:
    return status;
}

lot_status lot_input_take(lot_workbench *bench, const char *command, const lot_arguments *arguments,
                          lot_talk *talk, lot_error *error)
{
    return lot_argument_operand(arguments, 0) != NULL
               ? take_assembly(bench, arguments, talk, error)
               : take_tables(bench, command, arguments, talk, error);
}

lot_status lot_input_key(lot_key *key, const char *path, lot_error *error)
{
    if (path == NULL) {
        lot_key_make(key);
        return LOT_OK;
    }
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return LOT_FAIL(error, LOT_FAILURE,
                        "%s: cannot be opened: %s: check its name and whether you may read it",
                        path, strerror(errno));
    /* no buffer, so that no copy of the key stays behind */
    (void)setvbuf(file, NULL, _IONBF, 0);
    bool exact = fread(key->bytes, 1, LOT_KEY_BYTES, file) == LOT_KEY_BYTES && fgetc(file) == EOF;
    bool unreadable = ferror(file);
    int reason = errno;
    (void)fclose(file);
    if (exact && !unreadable)
        return LOT_OK;
    lot_key_wipe(key);
    if (unreadable)
        return LOT_FAIL(error, LOT_FAILURE, "%s: cannot be read: %s", path, strerror(reason));
    return LOT_FAIL(error, LOT_BAD_INPUT, "%s must hold exactly %d bytes", path, LOT_KEY_BYTES);
}
