/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Input: two files, all their problems at once. */
#include "desk/input.h"

#include "desk/cleaning.h"
#include "desk/damage.h"
#include "desk/homes.h"
#include "desk/twice.h"
#include "pool/header_again.h"
#include "talk/interrupt.h"
#include "talk/table_file.h"
#include "talk/unpack.h"

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
    lot_status reading = lot_table_file_bytes(&bytes, path, error); /* see I2 */
    if (reading != LOT_OK) {
        findings->unreadable = findings->unreadable || reading != LOT_BAD_INPUT;
        lot_problems_add(findings->problems, "%s", error->message);
        TRY(LOT_BAD_INPUT);
    }
    lot_sha256(&file->digest, lot_text_string(&bytes), bytes.length);
    TRY(unpack(&bytes, file, name, findings, error));
    TRY(lot_table_take(out, name, &bytes, findings->problems, error));
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

/* The table of the quotas: a file, or what was made of a population. */
static lot_status read_quotas_table(lot_table **out, lot_workbench *bench, const lot_input *input,
                                    struct findings *findings, lot_error *error)
{
    const lot_text *made = input->made_quotas;
    if (made == NULL)
        return read_table(out, &bench->quotas_file, input->quotas, findings, error);
    lot_sha256(&bench->quotas_file.digest, lot_text_string(made), made->length);
    return lot_table_parse(out, "the quotas", lot_text_string(made), made->length,
                           findings->problems, error);
}

static lot_status read_quotas(lot_workbench *bench, const lot_input *input,
                              struct findings *findings, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_table *table = NULL;
    lot_problems *problems = findings->problems;
    size_t before = lot_problems_count(problems);
    lot_quotas_free(bench->quotas);
    bench->quotas = NULL;
    TRY(read_quotas_table(&table, bench, input, findings, error));
    TRY((bench->values_only ? lot_quotas_read_values
         : bench->from_shares
             ? lot_quotas_read_shares
             : lot_quotas_read)(&bench->quotas, table, bench->info.seats, problems, error));
done:
    lot_table_free(table);
    return go_on(status, before, problems, error);
}

/* Later messages count its rows on, under the name of the file before. */
static void tell_added(lot_talk *talk, const lot_workbench *bench, const lot_table *more)
{
    lot_text form = LOT_TEXT_EMPTY;
    if (bench->people_file.form.length > 0)
        lot_text_put(&form, bench->people_file.form.bytes);
    else
        lot_table_form_describe(&form, lot_table_get_form(more));
    lot_talk_say(talk,
                 "%s: %" PRIu32 " row%s more (%s), counted on from those of %s: its row 2 is row "
                 "%" PRIu32,
                 lot_table_name(more), lot_table_rows_count(more),
                 lot_table_rows_count(more) == 1 ? "" : "s", lot_text_string(&form),
                 lot_table_name(bench->people), lot_cleaning_last_row(bench) + 1);
    lot_text_free(&form);
}

static lot_status take_people(lot_workbench *bench, const lot_input *input,
                              struct findings *findings, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_table *table = NULL;
    TRY(read_table(&table, &bench->people_file, input->people, findings, error));
    TRY(lot_header_again_drop(table, findings->problems, error));
    if (input->add) {
        lot_encoding before = lot_table_get_form(bench->people)->encoding;
        tell_added(talk, bench, table);
        TRY(lot_cleaning_add(bench, table, findings->problems, error));
        if (lot_table_get_form(bench->people)->encoding != before)
            lot_talk_say(talk,
                         "%s: has characters that the encoding of the people before lacks: lists "
                         "are written in UTF-8 from now on",
                         lot_table_name(table));
    } else {
        bench->people = table;
        table = NULL;
    }
    TRY(lot_damage_tell(talk, bench, error));
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
    if (input->quotas != NULL || input->made_quotas != NULL)
        TRY(read_quotas(bench, input, findings, error));
    if (bench->people != NULL && !rules_broken)
        TRY(read_pool(bench, findings->problems, error));
done:
    return status;
}

lot_status lot_input_read(lot_workbench *bench, const lot_input *input, lot_talk *talk,
                          lot_error *error)
{
    lot_status status = LOT_OK;
    struct findings findings = {talk->problems, talk, false};
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
    if (bench->pool != NULL && input->people != NULL)
        TRY(lot_ids_alike_find(&bench->alike, bench->pool, error));
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

lot_status lot_input_table(lot_workbench *bench, const char *path, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    struct findings findings = {talk->problems, talk, false};
    const lot_input input = {.people = path};
    TRY(lot_talk_step(talk, "reading", error));
    TRY(read_people(bench, &input, &findings, talk, error));
    if (bench->people == NULL)
        TRY(LOT_FAIL(error, findings.unreadable ? LOT_FAILURE : LOT_BAD_INPUT,
                     "the people file cannot be read: nothing was written"));
    TRY(lot_talk_step(talk, "reading", error));
done:
    return status;
}

lot_status lot_input_any(lot_table **out, lot_input_file *file, const char *path, lot_talk *talk,
                         lot_error *error)
{
    struct findings findings = {talk->problems, talk, false};
    *out = NULL;
    lot_status status = read_table(out, file, path, &findings, error);
    return findings.unreadable ? LOT_FAILURE : status;
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
    bench->columns.older_addresses = false;
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
    const lot_input input = {
        .people = people, .quotas = quotas, .rules = lot_argument_text(arguments, "map")};
    TRY(lot_input_read(bench, &input, talk, error));
    lot_input_tell_people(talk, bench);
    lot_input_tell_cleaned(talk, bench);
    lot_input_tell_quotas(talk, bench);
    TRY(lot_classes_new(&bench->classes, bench->pool, bench->info.per_household, error));
done:
    return status;
}

static lot_status take_assembly(lot_workbench *bench, const lot_arguments *arguments,
                                lot_talk *talk, lot_error *error)
{
    static const char *const own[] = {"sheet", "quotas-sheet", "people",    "quotas",       "seats",
                                      "map",   "id",           "household", "per-household"};
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
