/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables read by rules, as tests need them. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/cleaned.h"

#include "support/input.h"

#include <string.h>

static const char version[] = "civiclot-map: 1\n";

lot_rules *lot_test_rules(const char *text)
{
    lot_rules *rules = NULL;
    lot_text bytes = LOT_TEXT_EMPTY;
    lot_problems *problems = lot_problems_new();
    lot_text_put(&bytes, version);
    lot_text_put(&bytes, text);
    lot_status status =
        lot_rules_parse(&rules, "rules.txt", bytes.bytes, bytes.length, problems, NULL);
    lot_test_assert_problems(problems, NULL, 0);
    assert_int_equal(status, LOT_OK);
    lot_problems_free(problems);
    lot_text_free(&bytes);
    return rules;
}

void lot_test_rules_refused(const char *text, const char *const *words, size_t count)
{
    lot_rules *rules = NULL;
    lot_problems *problems = lot_problems_new();
    lot_status status = lot_rules_parse(&rules, "rules.txt", text, strlen(text), problems, NULL);
    lot_test_assert_problems(problems, words, count);
    assert_int_equal(status, LOT_BAD_INPUT);
    assert_null(rules);
    lot_problems_free(problems);
}

lot_quotas *lot_test_quotas(const char *rows)
{
    lot_text csv = LOT_TEXT_EMPTY;
    lot_quotas *quotas = NULL;
    lot_problems *problems = lot_problems_new();
    lot_text_put(&csv, "feature,value,min,max\n");
    for (const char *at = rows; *at != '\0';) {
        size_t length = strcspn(at, "\n");
        lot_text_add(&csv, at, length);
        lot_text_put(&csv, ",0,10\n");
        at += length + (at[length] == '\n' ? 1 : 0);
    }
    lot_table *table = lot_test_table("quotas.csv", lot_text_string(&csv));
    lot_status status = lot_quotas_read(&quotas, table, 10, problems, NULL);
    lot_test_assert_problems(problems, NULL, 0);
    assert_int_equal(status, LOT_OK);
    lot_table_free(table);
    lot_problems_free(problems);
    lot_text_free(&csv);
    return quotas;
}

static lot_status give(lot_rules *rules, const lot_test_file *files, lot_problems *problems)
{
    for (uint32_t f = 0; f < lot_rules_files_count(rules); f++) {
        const lot_test_file *file = files;
        while (file != NULL && file->name != NULL &&
               strcmp(file->name, lot_rules_file(rules, f)) != 0)
            file++;
        assert_true(file != NULL && file->name != NULL);
        lot_status status =
            lot_rules_give(rules, f, file->bytes, strlen(file->bytes), problems, NULL);
        if (status != LOT_OK)
            return status;
    }
    return LOT_OK;
}

lot_test_cleaned lot_test_clean(const char *rules, const char *people, const lot_test_file *files,
                                const char *quotas)
{
    lot_test_cleaned out = {.rules = lot_test_rules(rules),
                            .table = lot_test_table("people.csv", people),
                            .quotas = quotas != NULL ? lot_test_quotas(quotas) : NULL};
    lot_problems *problems = lot_problems_new();
    lot_status status = give(out.rules, files, problems);
    lot_test_assert_problems(problems, NULL, 0);
    assert_int_equal(status, LOT_OK);
    status = lot_clean(&out.cleaned, out.table, out.rules, out.quotas, problems, NULL);
    lot_test_assert_problems(problems, NULL, 0);
    assert_int_equal(status, LOT_OK);
    lot_problems_free(problems);
    return out;
}

void lot_test_clean_refused(const char *rules, const char *people, const lot_test_file *files,
                            const char *const *words, size_t count)
{
    lot_test_cleaned out = {.rules = lot_test_rules(rules),
                            .table = lot_test_table("people.csv", people)};
    uint32_t rows = lot_table_rows_count(out.table);
    lot_problems *problems = lot_problems_new();
    lot_status status = give(out.rules, files, problems);
    if (status == LOT_OK)
        status = lot_clean(&out.cleaned, out.table, out.rules, NULL, problems, NULL);
    lot_test_assert_problems(problems, words, count);
    assert_int_equal(status, LOT_BAD_INPUT);
    assert_null(out.cleaned.excluded);
    assert_null(out.cleaned.features);
    assert_int_equal(lot_table_rows_count(out.table), rows);
    lot_problems_free(problems);
    lot_test_cleaned_free(&out);
}

void lot_test_cleaned_free(lot_test_cleaned *cleaned)
{
    lot_cleaned_free(&cleaned->cleaned);
    lot_table_free(cleaned->table);
    lot_quotas_free(cleaned->quotas);
    lot_rules_free(cleaned->rules);
}

void lot_test_assert_column(const lot_table *table, const char *column, const char *values)
{
    uint32_t number;
    lot_text found = LOT_TEXT_EMPTY;
    assert_int_equal(lot_table_find_derived(&number, table, column, NULL), LOT_OK);
    if (number == LOT_NO_COLUMN)
        assert_int_equal(lot_table_find_column(&number, NULL, table, column, NULL), LOT_OK);
    assert_int_not_equal(number, LOT_NO_COLUMN);
    for (uint32_t row = 0; row < lot_table_rows_count(table); row++) {
        lot_text_put(&found, row > 0 ? "|" : "");
        lot_text_put(&found, lot_table_cell(table, row, number));
    }
    assert_string_equal(lot_text_string(&found), values);
    lot_text_free(&found);
}

void lot_test_assert_excluded(const lot_test_cleaned *cleaned, const char *words)
{
    lot_text found = LOT_TEXT_EMPTY;
    const lot_table *excluded = cleaned->cleaned.excluded;
    uint32_t count = excluded != NULL ? lot_table_rows_count(excluded) : 0;
    for (uint32_t row = 0; row < count; row++)
        lot_text_format(&found, "%s%u %s", row > 0 ? ", " : "", lot_table_row_number(excluded, row),
                        lot_rules_reason(cleaned->rules, cleaned->cleaned.reasons[row]));
    assert_string_equal(lot_text_string(&found), words);
    lot_text_free(&found);
}
