/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readers of rules: any rules done to one table, and rules suggested for any table. */
#include "support/readers.h"

#include "civiclot/rules.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { SEATS = 20 };

static const char people_file[] = "id,gender,born,postcode,Asian,Black,White,town,n\n"
                                  "1,M,1990-04-03,E17 4AB,yes,,no,x,17\n"
                                  "2,Female,3/4/1990,E4,,x,,y is z,70\n"
                                  "3,,29 Feb 2000,,,,1,\"a, b\",-1\n"
                                  "4,\xC3\xA9,31.12.1980,nowhere,0,0,0,,0\n";
static const char quotas_file[] = "feature,value,min,max\ngender,Female,0,20\ngender,Male,0,20\n"
                                  "age,16-24,0,20\nage,25+,0,20\nborn,x,0,20\n";
static const char table_file[] = "postcode,ward,id\nE17 4AB,North,1\nE4,South,2\nx,y,9\n";

static lot_table *parse_table(const char *name, const char *bytes, size_t length)
{
    lot_table *table;
    lot_problems *problems = lot_problems_new();
    (void)lot_table_parse(&table, name, bytes, length, problems, NULL);
    lot_problems_free(problems);
    return table;
}

static lot_quotas *fixed_quotas(void)
{
    lot_quotas *quotas;
    lot_problems *problems = lot_problems_new();
    lot_table *table = parse_table("quotas.csv", quotas_file, strlen(quotas_file));
    lot_status status = lot_quotas_read(&quotas, table, SEATS, problems, NULL);
    assert(status == LOT_OK);
    lot_table_free(table);
    lot_problems_free(problems);
    return quotas;
}

/* The same text of a table's rows, derived columns too. */
static lot_text rows_of(const lot_table *table, uint32_t derived)
{
    lot_text text = LOT_TEXT_EMPTY;
    for (uint32_t row = 0; row < lot_table_rows_count(table); row++) {
        for (uint32_t c = 0; c < lot_table_columns_count(table) + derived; c++) {
            lot_text_put(&text, lot_table_cell(table, row, c));
            lot_text_add(&text, "", 1);
        }
    }
    return text;
}

/* R2: who stayed stays, and means the same. */
static void clean_again(lot_rules *rules, const lot_table *people, const lot_quotas *quotas,
                        uint32_t derived)
{
    lot_text file = LOT_TEXT_EMPTY;
    lot_problems *problems = lot_problems_new();
    lot_cleaned cleaned;
    const lot_table_form *form = lot_table_get_form(people);
    lot_table_write_record(&file, form, lot_table_header_record(people), NULL);
    for (uint32_t row = 0; row < lot_table_rows_count(people); row++)
        lot_table_write_row(&file, people, row, NULL);
    lot_table *again = parse_table("people.csv", file.bytes, file.length);
    assert(again != NULL && lot_clean(&cleaned, again, rules, quotas, problems, NULL) == LOT_OK);
    lot_text a = rows_of(people, derived);
    lot_text b = rows_of(again, derived);
    assert(cleaned.excluded == NULL && a.length == b.length);
    assert(a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
    lot_cleaned_free(&cleaned);
    lot_table_free(again);
    lot_text_free(&a);
    lot_text_free(&b);
    lot_text_free(&file);
    lot_problems_free(problems);
}

static void clean(lot_rules *rules, const lot_quotas *quotas)
{
    lot_problems *problems = lot_problems_new();
    lot_cleaned cleaned;
    lot_table *people = parse_table("people.csv", people_file, strlen(people_file));
    uint32_t rows = lot_table_rows_count(people);
    lot_status status = lot_clean(&cleaned, people, rules, quotas, problems, NULL);
    assert(status == LOT_OK || status == LOT_BAD_INPUT);
    assert((status == LOT_OK) == (lot_problems_count(problems) == 0));
    if (status == LOT_OK) {
        uint32_t gone = cleaned.excluded != NULL ? lot_table_rows_count(cleaned.excluded) : 0;
        assert(lot_table_rows_count(people) + gone == rows && cleaned.read == rows);
        for (uint32_t r = 0; r < gone; r++)
            assert(cleaned.reasons[r] < lot_rules_reasons_count(rules));
        if (gone < rows)
            clean_again(rules, people, quotas, cleaned.features_count);
    } else {
        assert(lot_table_rows_count(people) == rows && cleaned.features == NULL);
    }
    lot_cleaned_free(&cleaned);
    lot_table_free(people);
    lot_problems_free(problems);
}

void lot_test_read_rules(const char *bytes, size_t length)
{
    lot_rules *rules;
    lot_pool_columns columns;
    lot_problems *problems = lot_problems_new();
    lot_status status = lot_rules_parse(&rules, "rules.txt", bytes, length, problems, NULL);
    assert(status == LOT_OK || status == LOT_BAD_INPUT);
    assert((status == LOT_OK) == (lot_problems_count(problems) == 0));
    assert((status == LOT_OK) == (rules != NULL));
    for (uint32_t f = 0; rules != NULL && f < lot_rules_files_count(rules); f++)
        if (status == LOT_OK)
            status = lot_rules_give(rules, f, table_file, strlen(table_file), problems, NULL);
    if (status == LOT_OK) {
        lot_quotas *quotas = fixed_quotas();
        lot_rules_columns(&columns, rules);
        clean(rules, NULL);
        clean(rules, quotas);
        lot_quotas_free(quotas);
    }
    lot_rules_free(rules);
    lot_problems_free(problems);
}

void lot_test_read_suggest(const char *bytes, size_t length)
{
    lot_text text = LOT_TEXT_EMPTY;
    lot_rules *rules;
    lot_table *people = parse_table("people.csv", bytes, length);
    if (people == NULL)
        return;
    lot_problems *problems = lot_problems_new();
    lot_quotas *quotas = fixed_quotas();
    const char *household[] = {lot_table_header(people, 0)};
    const lot_pool_columns columns = {
        .id = lot_table_header(people, lot_table_columns_count(people) - 1),
        .household = household,
        .household_count = 1};
    lot_status status = lot_rules_suggest(&text, people, quotas, &columns, NULL);
    assert(status == LOT_OK);
    status = lot_rules_parse(&rules, "rules.txt", text.bytes, text.length, problems, NULL);
    assert(status == LOT_OK);
    lot_rules_free(rules);
    lot_text_free(&text);
    lot_quotas_free(quotas);
    lot_problems_free(problems);
    lot_table_free(people);
}
