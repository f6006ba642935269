/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Input: two files, all their problems at once. */
#include "cli/input.h"

#include "civiclot/file.h"
#include "cli/cleaning.h"
#include "cli/homes.h"
#include "cli/interrupt.h"
#include "cli/twice.h"
#include "core/control.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* What is wrong with the two files so far. */
struct findings {
    lot_problems *problems;
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

/* A file that cannot be read is a problem as others are: see I1. */
static lot_status read_table(lot_table **out, lot_digest *digest, const char *path,
                             struct findings *findings, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text bytes = LOT_TEXT_EMPTY;
    if (read_bytes(&bytes, path, error) != LOT_OK) {
        findings->unreadable = true;
        lot_problems_add(findings->problems, "%s", error->message);
        TRY(LOT_BAD_INPUT);
    }
    lot_sha256(digest, lot_text_string(&bytes), bytes.length);
    TRY(lot_table_parse(out, strcmp(path, "-") == 0 ? "standard input" : path,
                        lot_text_string(&bytes), bytes.length, findings->problems, error));
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
    TRY(read_table(&table, &bench->quotas_digest, path, findings, error));
    TRY((bench->from_shares ? lot_quotas_read_shares : lot_quotas_read)(
        &bench->quotas, table, bench->info.seats, problems, error));
done:
    lot_table_free(table);
    return go_on(status, before, problems, error);
}

/* Later messages count its rows on, under the name of the file before. */
static void tell_added(lot_talk *talk, const lot_workbench *bench, const lot_table *more)
{
    lot_text form = LOT_TEXT_EMPTY;
    lot_table_form_describe(&form, lot_table_get_form(more));
    lot_talk_say(talk,
                 "%s: %" PRIu32 " rows more (%s), counted on from those of %s: its row 2 is row "
                 "%" PRIu32,
                 lot_table_name(more), lot_table_rows_count(more), lot_text_string(&form),
                 lot_table_name(bench->people), lot_cleaning_last_row(bench) + 1);
    lot_text_free(&form);
}

static lot_status take_people(lot_workbench *bench, const lot_input *input,
                              struct findings *findings, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_table *table = NULL;
    TRY(read_table(&table, &bench->people_digest, input->people, findings, error));
    if (input->add) {
        tell_added(talk, bench, table);
        TRY(lot_cleaning_add(bench, table, findings->problems, error));
    } else {
        bench->people = table;
        table = NULL;
    }
done:
    lot_table_free(table);
    return status;
}

/* People that are not added take the place of those before. */
static lot_status read_people(lot_workbench *bench, const lot_input *input,
                              struct findings *findings, lot_talk *talk, lot_error *error)
{
    size_t before = lot_problems_count(findings->problems);
    if (!input->add) {
        lot_table_free(bench->people);
        lot_excluded_free(&bench->excluded);
        bench->people = NULL;
    }
    return go_on(take_people(bench, input, findings, talk, error), before, findings->problems,
                 error);
}

static lot_status read_rules(lot_workbench *bench, const lot_input *input,
                             struct findings *findings, lot_error *error)
{
    size_t before = lot_problems_count(findings->problems);
    if (input->add && input->rules == NULL)
        return LOT_OK;
    lot_kept_text homes;
    lot_homes_set_aside(&homes, bench);
    lot_status status = lot_cleaning_take(bench, input->rules, findings->problems, error);
    if (input->add && status == LOT_OK)
        status = lot_homes_put_back(bench, &homes, error);
    lot_homes_forget(&homes);
    findings->unreadable = findings->unreadable || status == LOT_FAILURE;
    return go_on(status == LOT_FAILURE ? LOT_BAD_INPUT : status, before, findings->problems, error);
}

static lot_status read_pool(lot_workbench *bench, lot_problems *problems, lot_error *error)
{
    size_t before = lot_problems_count(problems);
    return go_on(lot_cleaning_pool(bench, problems, error), before, problems, error);
}

/* With both files at hand, too few people are one more problem of theirs. */
static void compare_with_seats(const lot_workbench *bench, lot_problems *problems)
{
    if (bench->people != NULL && lot_table_rows_count(bench->people) < bench->info.seats)
        lot_workbench_tell_few_people(bench, lot_table_rows_count(bench->people), problems);
}

/* Only one of the files can come from there. */
static lot_status check_streams(const lot_input *input, lot_error *error)
{
    const char *const paths[] = {input->people, input->rules, input->quotas};
    int streams = 0;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        streams += paths[i] != NULL && strcmp(paths[i], "-") == 0;
    if (streams < 2)
        return LOT_OK;
    return LOT_FAIL(error, LOT_USAGE, "two files cannot both come from standard input");
}

/* Rules that are broken leave the people unread: what is wrong with them cannot be known. */
static lot_status read_files(lot_workbench *bench, const lot_input *input,
                             struct findings *findings, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    size_t before = lot_problems_count(findings->problems);
    if (input->people != NULL)
        TRY(read_rules(bench, input, findings, error));
    bool rules_broken = lot_problems_count(findings->problems) > before;
    if (input->people != NULL)
        TRY(read_people(bench, input, findings, talk, error));
    if (input->quotas != NULL)
        TRY(read_quotas(bench, input->quotas, findings, error));
    if (bench->people != NULL && !rules_broken)
        TRY(read_pool(bench, findings->problems, error));
done:
    return status;
}

lot_status lot_input_read(lot_workbench *bench, const lot_input *input, lot_talk *talk,
                          lot_error *error)
{
    lot_status status = LOT_OK;
    struct findings findings = {talk->problems, false};
    TRY(check_streams(input, error));
    TRY(lot_talk_step(talk, "reading", error));
    lot_pool_free(bench->pool);
    bench->pool = NULL;
    TRY(read_files(bench, input, &findings, talk, error));
    if (bench->people != NULL && input->people != NULL) {
        lot_spreadsheet_count(&bench->formulas, bench->people);
        TRY(lot_twice_find(bench, talk->problems, error));
    }
    if (bench->people != NULL)
        lot_table_keep_records(bench->people);
    if (input->people != NULL && input->quotas != NULL)
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

void lot_input_columns(lot_workbench *bench, const lot_arguments *arguments)
{
    bench->columns.id = lot_argument_text(arguments, "id");
    bench->columns.household_count =
        lot_argument_list(&bench->columns.household, arguments, "household");
    bench->columns.older_addresses = false;
}

void lot_input_tell_formulas(lot_talk *talk, const lot_workbench *bench)
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
    lot_text_put(&words, ": open there only what was written with --spreadsheet, or as XLSX");
    lot_talk_say(talk, "%s", lot_text_string(&words));
    lot_text_free(&words);
}

void lot_input_tell_people(lot_talk *talk, const lot_workbench *bench)
{
    const lot_pool *pool = bench->pool;
    const char *name = lot_table_name(bench->people);
    lot_text form = LOT_TEXT_EMPTY;
    lot_table_form_describe(&form, lot_table_get_form(bench->people));
    lot_talk_say(talk, "%s: %" PRIu32 " people (%s)", name, pool->people_count,
                 lot_text_string(&form));
    if (pool->ids_are_rows)
        lot_talk_say(talk, "%s: no column 'id': the row numbers serve as ids", name);
    else
        lot_talk_say(talk, "%s: the column '%s' holds the ids", name,
                     lot_table_header(bench->people, pool->id_column));
    if (bench->columns.household_count > 0)
        lot_talk_say(talk, "%s: %" PRIu32 " households", name, pool->households_count);
    lot_homes_tell(talk, bench);
    lot_twice_tell(talk, bench);
    lot_input_tell_formulas(talk, bench);
    lot_text_free(&form);
}

void lot_input_tell_quotas(lot_talk *talk, const lot_workbench *bench)
{
    lot_talk_say(talk, "quotas: %" PRIu32 " features, %" PRIu32 " values",
                 bench->quotas->features_count, bench->quotas->count);
    if (bench->from_shares)
        lot_talk_say(talk,
                     "quotas: shares became seats: min is its share of %" PRIu32
                     " seats rounded down, max its share rounded up",
                     bench->info.seats);
}

/* Everything from two CSV files, without an assembly file. */
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
    const lot_input input = {
        .people = people, .quotas = quotas, .rules = lot_argument_text(arguments, "map")};
    TRY(lot_input_read(bench, &input, talk, error));
    lot_input_tell_people(talk, bench);
    lot_input_tell_quotas(talk, bench);
    TRY(lot_classes_new(&bench->classes, bench->pool, bench->info.per_household, error));
done:
    return status;
}

static lot_status take_assembly(lot_workbench *bench, const lot_arguments *arguments,
                                lot_talk *talk, lot_error *error)
{
    static const char *const own[] = {"people", "quotas",    "seats",        "map",
                                      "id",     "household", "per-household"};
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
