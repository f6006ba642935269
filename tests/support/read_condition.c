/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readers of what rules ask: the line of a condition, a list of past members, a date. */
#include "support/readers.h"

#include "clean/condition.h"
#include "clean/past.h"
#include "core/array.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char fixed_people[] = "Answer,Born,n\nYes,03/04/1990,16\n,,\nno,29 Feb 2000,1.5\n"
                                   "x,2024-01-20T10:00,-3\nblank,soon,many\n";

static char *string_of(const char *bytes, size_t length)
{
    char *string = lot_array_new(length + 1, 1);
    assert(string != NULL);
    memcpy(string, bytes, length);
    return string;
}

static lot_table *people_of(void)
{
    lot_table *people;
    lot_problems *problems = lot_problems_new();
    lot_status status = lot_table_parse(&people, "people.csv", fixed_people,
                                        sizeof fixed_people - 1, problems, NULL);
    assert(status == LOT_OK);
    lot_problems_free(problems);
    return people;
}

/* Asked twice, every row has the same answer. */
static void ask(lot_condition *condition, const lot_table *people, lot_date_order order)
{
    lot_problems *problems = lot_problems_new();
    lot_status status = lot_condition_bind(condition, people, order, problems, NULL);
    assert(status == LOT_OK || status == LOT_BAD_INPUT);
    for (uint32_t row = 0; status == LOT_OK && row < lot_table_rows_count(people); row++) {
        bool first, again;
        assert(lot_condition_holds(&first, condition, row, NULL) == LOT_OK);
        assert(lot_condition_holds(&again, condition, row, NULL) == LOT_OK);
        assert(first == again);
    }
    if (status == LOT_OK)
        lot_condition_tell(condition, problems);
    lot_problems_free(problems);
}

/* The first line is the condition, the others are the file that it names. */
void lot_test_read_condition(const char *bytes, size_t length)
{
    const char *end = length > 0 ? memchr(bytes, '\n', length) : NULL;
    size_t line = end != NULL ? (size_t)(end - bytes) : length;
    size_t rest = end != NULL ? line + 1 : length;
    char *words = string_of(bytes, line);
    char *file = string_of(bytes + rest, length - rest);
    lot_table *people = people_of();
    lot_condition *condition;
    lot_rule_place place = {"rules.txt", 7};
    lot_problems *problems = lot_problems_new();
    lot_status status = lot_condition_parse(&condition, words, &place, problems, NULL);
    assert(status == LOT_OK && (condition != NULL) == (lot_problems_count(problems) == 0));
    assert(lot_problems_count(problems) <= 1);
    if (condition != NULL && lot_condition_file(condition) != NULL)
        status = lot_condition_give(condition, file, length - rest, problems, NULL);
    assert((status == LOT_OK) == (condition == NULL || lot_problems_count(problems) == 0));
    if (condition != NULL && status == LOT_OK) {
        ask(condition, people, LOT_DATE_UNSAID);
        ask(condition, people, LOT_DATE_DAY_FIRST);
    }
    lot_condition_free(condition);
    lot_problems_free(problems);
    lot_table_free(people);
    free(file);
    free(words);
}

/* A list that is taken is written as the same bytes. */
void lot_test_read_past(const char *bytes, size_t length)
{
    lot_past *past;
    lot_problems *problems = lot_problems_new();
    lot_status status = lot_past_parse(&past, "list.txt", bytes, length, problems, NULL);
    assert(status == LOT_OK || status == LOT_BAD_INPUT);
    assert(lot_problems_count(problems) == (status == LOT_OK ? 0 : 1));
    if (status == LOT_OK) {
        lot_text file = LOT_TEXT_EMPTY;
        assert(lot_past_is_list(bytes, length));
        lot_past_put(&file, past);
        assert(file.length == length && memcmp(file.bytes, bytes, length) == 0);
        lot_text_free(&file);
    }
    lot_past_free(past);
    lot_problems_free(problems);
}

/* What is a date is one that can be written, and is that day however it is read then. */
static void check_date(const lot_date *date)
{
    lot_text iso = LOT_TEXT_EMPTY;
    assert(date->year >= 1 && date->year <= 9999);
    assert(date->month >= 1 && date->month <= 12 && date->day >= 1 && date->day <= 31);
    lot_text_format(&iso, "%04" PRId32 "-%02" PRIu32 "-%02" PRIu32, date->year, date->month,
                    date->day);
    for (int order = LOT_DATE_UNSAID; order <= LOT_DATE_MONTH_FIRST; order++) {
        lot_date again;
        assert(lot_date_read(&again, lot_text_string(&iso), (lot_date_order)order) ==
               LOT_DATE_SOUND);
        assert(lot_date_compare(date, &again) == 0);
    }
    assert(lot_date_age(date, date) == 0);
    lot_text_free(&iso);
}

/* The order that is said never changes what is a date without it, and settles what is doubtful. */
void lot_test_read_date(const char *bytes, size_t length)
{
    char *cell = string_of(bytes, length);
    lot_date unsaid, by_day, by_month;
    lot_date_fault fault = lot_date_read(&unsaid, cell, LOT_DATE_UNSAID);
    lot_date_fault day = lot_date_read(&by_day, cell, LOT_DATE_DAY_FIRST);
    lot_date_fault month = lot_date_read(&by_month, cell, LOT_DATE_MONTH_FIRST);
    if (fault == LOT_DATE_SOUND) {
        assert(day == LOT_DATE_SOUND && lot_date_compare(&unsaid, &by_day) == 0);
        assert(month == LOT_DATE_SOUND && lot_date_compare(&unsaid, &by_month) == 0);
    }
    if (day == LOT_DATE_SOUND)
        check_date(&by_day);
    if (month == LOT_DATE_SOUND)
        check_date(&by_month);
    assert((fault == LOT_DATE_AMBIGUOUS) ==
           (fault != LOT_DATE_SOUND && (day == LOT_DATE_SOUND || month == LOT_DATE_SOUND)));
    assert(day != LOT_DATE_AMBIGUOUS && month != LOT_DATE_AMBIGUOUS);
    free(cell);
}
