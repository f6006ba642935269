/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Condition: asked of one row after the other. */
#include "clean/condition.h"

#include "civiclot/fold.h"
#include "clean/condition_inside.h"
#include "core/array.h"
#include "pool/column.h"
#include "pool/message.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { REMEMBERED = 65536 };

void lot_condition_free(lot_condition *condition)
{
    if (condition == NULL)
        return;
    for (uint32_t i = 0; i < condition->columns_count; i++)
        free(condition->columns[i]);
    for (uint32_t i = 0; i < condition->texts_count; i++)
        free(condition->texts[i]);
    free(condition->texts);
    free(condition->rules);
    free(condition->file);
    lot_names_free(condition->list);
    lot_past_free(condition->past);
    lot_names_free(condition->cells);
    free(condition->answers);
    free(condition);
}

const char *lot_condition_file(const lot_condition *condition)
{
    return condition->file;
}

/*
 * What cells are looked for by in a table: each folded, its length before it. *blank: one of them
 * is. LOT_FAILURE: no memory.
 */
static lot_status make_key(lot_text *key, bool *blank, const char *const *cells, uint32_t count,
                           lot_error *error)
{
    *blank = false;
    for (uint32_t i = 0; i < count; i++) {
        char *folded = lot_fold(cells[i]);
        if (folded == NULL)
            return LOT_NO_MEMORY(error);
        *blank = *blank || *folded == '\0';
        lot_text_format(key, "%zu:", strlen(folded));
        lot_text_put(key, folded);
        free(folded);
    }
    return lot_text_check(key, error);
}

static lot_status list_cells(lot_condition *condition, const char *const *cells, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text key = LOT_TEXT_EMPTY;
    bool blank;
    uint32_t number;
    TRY(make_key(&key, &blank, cells, condition->columns_count, error));
    if (!blank && !lot_names_add(&number, condition->list, lot_text_string(&key)))
        TRY(LOT_NO_MEMORY(error));
done:
    lot_text_free(&key);
    return status;
}

/* The header too: a list may have none, and nobody's cell is a header's. */
static lot_status list_rows(lot_condition *condition, const lot_table *table, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *cells[LOT_PAST_PARTS_MOST];
    for (uint32_t i = 0; i < condition->columns_count; i++)
        cells[i] = lot_table_header(table, i);
    TRY(list_cells(condition, cells, error));
    for (uint32_t row = 0; row < lot_table_rows_count(table); row++) {
        for (uint32_t i = 0; i < condition->columns_count; i++)
            cells[i] = lot_table_cell(table, row, i);
        TRY(list_cells(condition, cells, error));
    }
done:
    return status;
}

/* As many columns as the line of the rules names. */
static lot_status check_parts(const lot_condition *condition, uint32_t parts, const char *what,
                              lot_problems *problems, lot_error *error)
{
    bool exact = condition->past != NULL;
    uint32_t columns = condition->columns_count;
    if (exact ? parts == columns : parts >= columns)
        return LOT_OK;
    lot_problems_add(problems,
                     "%s, line %" PRIu32 ": %s has %" PRIu32 " %s%s, and the line names %" PRIu32
                     " column%s: name as many, with + between them",
                     condition->rules, condition->line, condition->file, parts, what,
                     parts == 1 ? "" : "s", columns, columns == 1 ? "" : "s");
    return LOT_FAIL(error, LOT_BAD_INPUT, "%s: not as many columns as asked for", condition->file);
}

static lot_status give_table(lot_condition *condition, const char *bytes, size_t length,
                             lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_table *table = NULL;
    TRY(lot_table_parse(&table, condition->file, bytes, length, problems, error));
    TRY(check_parts(condition, lot_table_columns_count(table), "column", problems, error));
    condition->list = lot_names_new();
    if (condition->list == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(list_rows(condition, table, error));
done:
    lot_table_free(table);
    return status;
}

lot_status lot_condition_give(lot_condition *condition, const char *bytes, size_t length,
                              lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    assert(condition->file != NULL);
    lot_names_free(condition->list);
    lot_past_free(condition->past);
    condition->list = NULL;
    condition->past = NULL;
    if (!lot_past_is_list(bytes, length))
        return give_table(condition, bytes, length, problems, error);
    TRY(lot_past_parse(&condition->past, condition->file, bytes, length, problems, error));
    TRY(check_parts(condition, lot_past_parts(condition->past), "part", problems, error));
done:
    return status;
}

lot_status lot_condition_bind(lot_condition *condition, const lot_table *people,
                              lot_date_order order, lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    size_t before = lot_problems_count(problems);
    lot_text why = LOT_TEXT_EMPTY;
    lot_text_format(&why, "line %" PRIu32 " of %s asks for it", condition->line, condition->rules);
    TRY(lot_text_check(&why, error));
    TRY(lot_condition_find_rows(condition, people, error));
    if (condition->of_rows)
        TRY(lot_condition_check_rows(condition, people, problems, error));
    for (uint32_t i = 0; i < condition->columns_count && !condition->of_rows; i++)
        TRY(lot_column_need(&condition->of_column[i], people, condition->columns[i],
                            lot_text_string(&why), problems, error));
    TRY(lot_problems_refuse(problems, before, lot_table_name(people), error));
    condition->people = people;
    condition->order = order;
    memset(condition->faults, 0, sizeof condition->faults);
    lot_names_free(condition->cells);
    condition->cells = lot_names_new();
    if (condition->cells == NULL)
        TRY(LOT_NO_MEMORY(error));
done:
    lot_text_free(&why);
    return status;
}

static lot_answer answer_if(bool holds)
{
    return holds ? LOT_ANSWER_YES : LOT_ANSWER_NO;
}

static lot_answer ask_number(const lot_condition *condition, const char *cell)
{
    lot_number number;
    if (!lot_number_read(&number, cell))
        return LOT_ANSWER_NO_NUMBER;
    int order = lot_number_compare(&number, &condition->number);
    return answer_if(condition->kind == LOT_CONDITION_UNDER ? order < 0 : order > 0);
}

static lot_answer ask_age(const lot_condition *condition, const lot_date *born)
{
    int32_t age = lot_date_age(born, &condition->date);
    if (age < 0)
        return LOT_ANSWER_UNBORN;
    if (age > LOT_AGE_MOST)
        return LOT_ANSWER_TOO_OLD;
    return answer_if((age < condition->age) == (condition->kind == LOT_CONDITION_YOUNGER));
}

static lot_answer ask_date(const lot_condition *condition, const char *cell)
{
    static const lot_answer faults[LOT_DATE_FAULTS] = {
        [LOT_DATE_NONE] = LOT_ANSWER_NO_DATE,
        [LOT_DATE_AMBIGUOUS] = LOT_ANSWER_AMBIGUOUS,
        [LOT_DATE_SHORT_YEAR] = LOT_ANSWER_SHORT_YEAR,
    };
    lot_date date;
    lot_date_fault fault = lot_date_read(&date, cell, condition->order);
    if (fault != LOT_DATE_SOUND)
        return faults[fault];
    if (condition->kind == LOT_CONDITION_BEFORE)
        return answer_if(lot_date_compare(&date, &condition->date) < 0);
    if (condition->kind == LOT_CONDITION_AFTER)
        return answer_if(lot_date_compare(&date, &condition->date) > 0);
    return ask_age(condition, &date);
}

static lot_status ask_text(lot_answer *answer, const lot_condition *condition, const char *cell,
                           lot_error *error)
{
    bool found = false;
    char *folded = lot_fold(cell);
    if (folded == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t i = 0; i < condition->texts_count && !found; i++)
        found = condition->kind == LOT_CONDITION_CONTAINS
                    ? strstr(folded, condition->texts[i]) != NULL
                    : strcmp(folded, condition->texts[i]) == 0;
    free(folded);
    *answer = answer_if(found);
    return LOT_OK;
}

static lot_status ask_past(lot_answer *answer, const lot_condition *condition,
                           const char *const *cells, lot_error *error)
{
    bool has;
    lot_past_reading reading;
    lot_status status =
        lot_past_has(&has, &reading, condition->past, cells, condition->order, error);
    *answer = reading == LOT_PAST_AMBIGUOUS ? LOT_ANSWER_AMBIGUOUS : answer_if(has);
    return status;
}

static lot_status ask_list(lot_answer *answer, const lot_condition *condition,
                           const char *const *cells, lot_error *error)
{
    lot_text key = LOT_TEXT_EMPTY;
    bool blank;
    assert(condition->list != NULL);
    lot_status status = make_key(&key, &blank, cells, condition->columns_count, error);
    if (status == LOT_OK)
        *answer = answer_if(!blank &&
                            lot_names_find(condition->list, lot_text_string(&key)) != LOT_NO_NAME);
    lot_text_free(&key);
    return status;
}

/* Without `not`. cells: [columns_count] */
static lot_status ask(lot_answer *answer, const lot_condition *condition, const char *const *cells,
                      lot_error *error)
{
    *answer = LOT_ANSWER_NO;
    switch (condition->kind) {
    case LOT_CONDITION_VALUES:
    case LOT_CONDITION_CONTAINS:
        return ask_text(answer, condition, cells[0], error);
    case LOT_CONDITION_IN_FILE:
        return (condition->past != NULL ? ask_past : ask_list)(answer, condition, cells, error);
    default:
        break;
    }
    bool blank = lot_is_blank(cells[0]);
    if (condition->kind == LOT_CONDITION_BLANK || blank)
        *answer = answer_if(condition->kind == LOT_CONDITION_BLANK && blank);
    else if (condition->kind == LOT_CONDITION_UNDER || condition->kind == LOT_CONDITION_OVER)
        *answer = ask_number(condition, cells[0]);
    else
        *answer = ask_date(condition, cells[0]);
    return LOT_OK;
}

/* C1: ask, and remember the answer where there is room. */
static lot_status ask_new(lot_answer *answer, lot_condition *condition, const char *const *cells,
                          lot_error *error)
{
    uint32_t number;
    uint32_t count = lot_names_count(condition->cells);
    void *answers = condition->answers;
    lot_status status = ask(answer, condition, cells, error);
    if (status != LOT_OK || count == REMEMBERED)
        return status;
    if (lot_array_grow(&answers, &condition->answers_room, count, 1) != 0)
        return LOT_NO_MEMORY(error);
    condition->answers = answers;
    if (!lot_names_add(&number, condition->cells, cells[0]))
        return LOT_NO_MEMORY(error);
    condition->answers[number] = (unsigned char)*answer;
    return LOT_OK;
}

/* What stands in the columns of a row. */
static lot_status ask_cells(lot_answer *answer, lot_condition *condition, uint32_t row,
                            lot_error *error)
{
    const char *cells[LOT_PAST_PARTS_MOST];
    for (uint32_t i = 0; i < condition->columns_count; i++)
        cells[i] = lot_table_cell(condition->people, row, condition->of_column[i]);
    if (condition->columns_count > 1)
        return ask(answer, condition, cells, error);
    uint32_t known = lot_names_find(condition->cells, cells[0]);
    if (known == LOT_NO_NAME)
        return ask_new(answer, condition, cells, error);
    *answer = condition->answers[known];
    return LOT_OK;
}

lot_status lot_condition_holds(bool *holds, lot_condition *condition, uint32_t row,
                               lot_error *error)
{
    lot_status status = LOT_OK;
    lot_answer answer;
    *holds = false;
    assert(condition->people != NULL);
    uint32_t row_number = lot_table_row_number(condition->people, row);
    if (condition->of_rows)
        answer = lot_condition_ask_row(condition, row_number);
    else
        TRY(ask_cells(&answer, condition, row, error));
    if (answer > LOT_ANSWER_YES)
        lot_rows_meet(&condition->faults[answer], row_number);
    else
        *holds = (answer == LOT_ANSWER_YES) != condition->negated; /* C2 */
done:
    return status;
}

static const char *words_of(lot_answer answer)
{
    switch (answer) {
    case LOT_ANSWER_NO_NUMBER:
        return "no number, like 16 or 1.5, without a comma; where the text itself is meant, put it "
               "in "
               "double quotes there";
    case LOT_ANSWER_NO_DATE:
        return lot_date_fault_words(LOT_DATE_NONE);
    case LOT_ANSWER_AMBIGUOUS:
        return lot_date_fault_words(LOT_DATE_AMBIGUOUS);
    case LOT_ANSWER_SHORT_YEAR:
        return lot_date_fault_words(LOT_DATE_SHORT_YEAR);
    case LOT_ANSWER_UNBORN:
        return "a date of birth after the day that the age is asked for";
    case LOT_ANSWER_TOO_OLD:
        return "a date of birth more than 130 years before the day that the age is asked for";
    default:
        return "";
    }
}

void lot_condition_tell(const lot_condition *condition, lot_problems *problems)
{
    for (lot_answer answer = LOT_ANSWER_NO_NUMBER; answer < LOT_ANSWERS; answer++) {
        lot_text words = LOT_TEXT_EMPTY;
        if (condition->faults[answer].count == 0)
            continue;
        lot_text_format(&words, "%s: ", lot_table_name(condition->people));
        lot_rows_put(&words, &condition->faults[answer]);
        lot_text_put(&words, ", column '");
        for (uint32_t i = 0; i < condition->columns_count; i++) {
            lot_text_put(&words, i > 0 ? " + " : "");
            lot_message_put_cell(&words, condition->columns[i]);
        }
        lot_text_format(&words, "', which line %" PRIu32 " of %s asks for: %s", condition->line,
                        condition->rules, words_of(answer));
        lot_problems_take(problems, &words);
    }
}
