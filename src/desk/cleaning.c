/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cleaning: the texts, then the rules made of them, then the pool read by these. */
#include "desk/cleaning.h"

#include "civiclot/file.h"
#include "core/array.h"
#include "core/control.h"
#include "desk/homes.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Texts are kept, and read again by every command: no table of places is as long. */
enum { TEXT_MOST = 256 << 20 };

static void forget(lot_workbench *bench)
{
    lot_rules_free(bench->rules);
    lot_kept_texts_free(bench->texts, bench->texts_count);
    bench->rules = NULL;
    bench->texts = NULL;
    bench->texts_count = 0;
}

/* Add the file at `path` to the texts, under the name that it was given by. */
static lot_status add_text(lot_workbench *bench, lot_kept_kind kind, const char *name,
                           const char *path, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_kept_text text = {.kind = kind, .name = lot_string_copy(name)};
    lot_kept_text *texts =
        lot_array_resize(bench->texts, (size_t)bench->texts_count + 1, sizeof *texts);
    if (text.name == NULL || texts == NULL) {
        bench->texts = texts != NULL ? texts : bench->texts;
        free(text.name);
        return LOT_NO_MEMORY(error);
    }
    bench->texts = texts;
    bench->texts[bench->texts_count++] = text;
    TRY(lot_file_read_short(&bench->texts[bench->texts_count - 1].bytes, path, TEXT_MOST, error));
done:
    return status;
}

/* The path of a file that is named in another: beside it, unless its name is a path from the root.
 */
static char *path_beside(const char *file, const char *name)
{
    const char *slash = strrchr(file, '/');
    lot_text path = LOT_TEXT_EMPTY;
    if (slash != NULL && name[0] != '/')
        lot_text_add(&path, file, (size_t)(slash - file) + 1);
    lot_text_put(&path, name);
    return path.failed ? NULL : path.bytes;
}

static lot_status give(lot_workbench *bench, uint32_t file, const lot_kept_text *text,
                       lot_problems *problems, lot_error *error)
{
    return lot_rules_give(bench->rules, file, lot_text_string(&text->bytes), text->bytes.length,
                          problems, error);
}

/* A file that is not there is a problem of the rules, as others are. */
static lot_status take_file(lot_workbench *bench, uint32_t file, const char *rules_path,
                            lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *name = lot_rules_file(bench->rules, file);
    char *path = path_beside(rules_path, name);
    if (path == NULL)
        return LOT_NO_MEMORY(error);
    if (add_text(bench, LOT_KEPT_TABLE, name, path, error) != LOT_OK) {
        lot_problems_add(problems, "%s names a file: %s", rules_path, error->message);
        TRY(LOT_BAD_INPUT);
    }
    TRY(give(bench, file, &bench->texts[bench->texts_count - 1], problems, error));
done:
    free(path);
    return status;
}

/* Parse the rules that stand first among the texts. */
static lot_status parse(lot_workbench *bench, lot_problems *problems, lot_error *error)
{
    const lot_kept_text *text = &bench->texts[0];
    return lot_rules_parse(&bench->rules, text->name, lot_text_string(&text->bytes),
                           text->bytes.length, problems, error);
}

/* What was asked for by itself comes before what the rules say. */
static void take_columns(lot_workbench *bench)
{
    lot_pool_columns named;
    lot_rules_columns(&named, bench->rules);
    if (bench->columns.id == NULL)
        bench->columns.id = named.id;
    if (bench->columns.household_count == 0) {
        bench->columns.household = named.household;
        bench->columns.household_count = named.household_count;
    }
}

lot_status lot_cleaning_take(lot_workbench *bench, const char *path, lot_problems *problems,
                             lot_error *error)
{
    lot_status status = LOT_OK;
    size_t before = lot_problems_count(problems);
    forget(bench);
    if (path == NULL)
        return LOT_OK;
    if (!lot_is_one_line(path))
        TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                     "the name of the rules file has a control character: rename it"));
    TRY(add_text(bench, LOT_KEPT_RULES, strcmp(path, "-") == 0 ? "standard input" : path, path,
                 error));
    TRY(parse(bench, problems, error));
    take_columns(bench);
    for (uint32_t f = 0; f < lot_rules_files_count(bench->rules); f++) {
        status = take_file(bench, f, path, problems, error);
        if (status != LOT_OK && status != LOT_BAD_INPUT)
            goto done;
    }
    TRY(lot_problems_refuse(problems, before, path, error));
done:
    return status;
}

/* Rows of the excluded that are also the pool's; both tables' numbers rise. */
static bool share_rows(const lot_table *people, const lot_table *excluded)
{
    uint32_t p = 0;
    uint32_t e = 0;
    while (p < lot_table_rows_count(people) && e < lot_table_rows_count(excluded)) {
        uint32_t pool = lot_table_row_number(people, p);
        uint32_t other = lot_table_row_number(excluded, e);
        if (pool == other)
            return true;
        p += pool < other;
        e += other < pool;
    }
    return false;
}

/* Everyone of them must be taken out by the rules, for the reason that is kept. */
static lot_status check_excluded(lot_workbench *bench, lot_problems *problems, lot_error *error)
{
    static const char wrong[] = "its rules do not exclude whom it keeps as excluded";
    lot_status status = LOT_OK;
    lot_excluded *excluded = &bench->excluded;
    lot_cleaned cleaned = {0};
    uint32_t count = lot_excluded_count(excluded);
    if (count == 0)
        return LOT_OK;
    if (bench->rules == NULL || share_rows(bench->people, excluded->people))
        return LOT_FAIL(error, LOT_BAD_INPUT, "%s", wrong);
    TRY(lot_clean(&cleaned, excluded->people, bench->rules, bench->quotas, problems, error));
    if (cleaned.excluded == NULL || lot_table_rows_count(cleaned.excluded) != count)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT, "%s", wrong));
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(excluded->reasons[i], lot_rules_reason(bench->rules, cleaned.reasons[i])) != 0)
            TRY(LOT_FAIL(error, LOT_BAD_INPUT, "%s", wrong));
    lot_table_free(excluded->people);
    excluded->people = cleaned.excluded;
    cleaned.excluded = NULL;
done:
    /* rows that were moved out and not taken back have no reasons any more */
    for (uint32_t i = lot_excluded_count(excluded); i < count; i++)
        free(excluded->reasons[i]);
    lot_cleaned_free(&cleaned);
    return status;
}

/* Parse the rules that are kept, and give them the tables that they name. */
static lot_status restore_rules(lot_workbench *bench, lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    if (bench->texts_count == 0 || bench->texts[0].kind != LOT_KEPT_RULES)
        return LOT_OK;
    TRY(parse(bench, problems, error));
    uint32_t files_count = lot_rules_files_count(bench->rules);
    uint32_t file = 0;
    for (uint32_t t = 1; t < bench->texts_count; t++) {
        const lot_kept_text *text = &bench->texts[t];
        if (text->kind != LOT_KEPT_TABLE)
            continue;
        if (file == files_count || strcmp(lot_rules_file(bench->rules, file), text->name) != 0)
            TRY(LOT_FAIL(error, LOT_BAD_INPUT, "its rules do not name the tables it keeps"));
        TRY(give(bench, file++, text, problems, error));
    }
    if (file < files_count)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT, "a table is missing that its rules name"));
done:
    return status;
}

lot_status lot_cleaning_restore(lot_workbench *bench, lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(restore_rules(bench, problems, error));
    TRY(check_excluded(bench, problems, error));
done:
    return status;
}

/* Who was taken out just now joins those who were before. */
static lot_status keep_excluded(lot_workbench *bench, lot_error *error)
{
    lot_cleaned *cleaned = &bench->cleaned;
    if (cleaned->excluded == NULL)
        return LOT_OK;
    if (bench->excluded.people != NULL)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "the rules exclude people now that they did not when they were imported: "
                        "import them again");
    uint32_t count = lot_table_rows_count(cleaned->excluded);
    lot_excluded *excluded = &bench->excluded;
    excluded->reasons = lot_array_new(count, sizeof *excluded->reasons);
    if (excluded->reasons == NULL)
        return LOT_NO_MEMORY(error);
    excluded->people = cleaned->excluded;
    cleaned->excluded = NULL;
    for (uint32_t i = 0; i < count; i++) {
        excluded->reasons[i] = lot_string_copy(lot_rules_reason(bench->rules, cleaned->reasons[i]));
        if (excluded->reasons[i] == NULL)
            return LOT_NO_MEMORY(error);
    }
    return LOT_OK;
}

static void tell_nobody_left(const lot_workbench *bench, lot_problems *problems)
{
    const char *reason;
    uint32_t count;
    uint32_t row = 0;
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_format(&words, "%s: the rules exclude everybody:", lot_table_name(bench->people));
    while (lot_excluded_next_reason(&reason, &count, &row, &bench->excluded))
        lot_text_format(&words, "%s %" PRIu32 " by %s", words.length > 0 && row > 1 ? "," : "",
                        count, reason);
    lot_problems_take(problems, &words);
}

lot_status lot_cleaning_pool(lot_workbench *bench, lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_pool_free(bench->pool);
    bench->pool = NULL;
    lot_cleaned_free(&bench->cleaned);
    if (bench->rules != NULL) {
        lot_table_forget_derived(bench->people);
        TRY(lot_clean(&bench->cleaned, bench->people, bench->rules, bench->quotas, problems,
                      error));
        TRY(keep_excluded(bench, error));
    }
    if (lot_table_rows_count(bench->people) == 0 && lot_excluded_count(&bench->excluded) > 0) {
        tell_nobody_left(bench, problems);
        TRY(LOT_FAIL(error, LOT_BAD_INPUT, "the rules exclude everybody"));
    }
    TRY(lot_pool_read(&bench->pool, bench->people, bench->quotas, &bench->columns, problems,
                      error));
    TRY(lot_homes_join(bench, problems, error));
done:
    if (status != LOT_OK) {
        lot_pool_free(bench->pool);
        bench->pool = NULL;
    }
    return status;
}

/* Another table of everybody takes the place of the one on the bench. */
static void become(lot_workbench *bench, lot_table *everybody)
{
    lot_table_free(bench->people);
    lot_excluded_free(&bench->excluded);
    bench->people = everybody;
}

lot_status lot_cleaning_everybody(lot_workbench *bench, lot_error *error)
{
    lot_table *everybody;
    if (bench->excluded.people == NULL)
        return LOT_OK;
    lot_status status = lot_table_join(&everybody, bench->people, bench->excluded.people, error);
    if (status == LOT_OK)
        become(bench, everybody);
    return status;
}

static uint32_t last_number(const lot_table *table)
{
    uint32_t rows_count = lot_table_rows_count(table);
    return rows_count > 0 ? lot_table_row_number(table, rows_count - 1) : 1;
}

uint32_t lot_cleaning_last_row(const lot_workbench *bench)
{
    uint32_t last = last_number(bench->people);
    uint32_t last_excluded =
        bench->excluded.people != NULL ? last_number(bench->excluded.people) : 0;
    return last > last_excluded ? last : last_excluded;
}

lot_status lot_cleaning_add(lot_workbench *bench, const lot_table *more, lot_problems *problems,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    lot_table *everybody;
    TRY(lot_cleaning_everybody(bench, error));
    TRY(lot_table_follow(&everybody, bench->people, more, lot_cleaning_last_row(bench), problems,
                         error));
    become(bench, everybody);
done:
    return status;
}
