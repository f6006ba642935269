/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Condition: asked of the number of a row, where there is no column `row`. */
#include "civiclot/fold.h"
#include "clean/condition_inside.h"
#include "clean/plain_cell.h"
#include "pool/column.h"
#include "pool/message.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_BYTES = 16, FIRST_ROW = 2, ROW_DIGITS = 10 };

lot_status lot_condition_find_rows(lot_condition *condition, const lot_table *people,
                                   lot_error *error)
{
    lot_condition_kind kind = condition->kind;
    bool exists = true;
    condition->of_rows = false;
    if (kind != LOT_CONDITION_VALUES && kind != LOT_CONDITION_UNDER && kind != LOT_CONDITION_OVER)
        return LOT_OK;
    char *name = lot_fold(condition->columns[0]);
    if (name == NULL)
        return LOT_NO_MEMORY(error);
    lot_status status = LOT_OK;
    if (strcmp(name, "row") == 0)
        status = lot_column_exists(&exists, people, "row", error);
    condition->of_rows = !exists;
    free(name);
    return status;
}

/* A number as messages write it: without zeros in front. */
static bool is_row_number(const char *text)
{
    uint32_t number;
    const char *at = text;
    return *text != '0' && lot_plain_digits(&number, &at, ROW_DIGITS - 1) > 0 && *at == '\0' &&
           number >= FIRST_ROW;
}

lot_status lot_condition_check_rows(const lot_condition *condition, const lot_table *people,
                                    lot_problems *problems, lot_error *error)
{
    for (uint32_t i = 0; i < condition->texts_count; i++) {
        lot_text words = LOT_TEXT_EMPTY;
        if (condition->kind != LOT_CONDITION_VALUES || is_row_number(condition->texts[i]))
            continue;
        lot_text_format(&words,
                        "%s, line %" PRIu32 ": %s has no column 'row', so that `row` is the number "
                        "of a row, 2 or more, and '",
                        condition->rules, condition->line, lot_table_name(people));
        lot_message_put_cell(&words, condition->texts[i]);
        lot_text_put(&words, "' is none: write them like `row is 17, 203`");
        lot_problems_take(problems, &words);
        return LOT_FAIL(error, LOT_BAD_INPUT, "%s: no number of a row", condition->rules);
    }
    return LOT_OK;
}

lot_answer lot_condition_ask_row(const lot_condition *condition, uint32_t row_number)
{
    char text[NUMBER_BYTES];
    lot_number number;
    bool holds = false;
    (void)snprintf(text, sizeof text, "%" PRIu32, row_number);
    if (condition->kind != LOT_CONDITION_VALUES) {
        (void)lot_number_read(&number, text);
        int order = lot_number_compare(&number, &condition->number);
        holds = condition->kind == LOT_CONDITION_UNDER ? order < 0 : order > 0;
    }
    for (uint32_t i = 0; i < condition->texts_count && !holds; i++)
        holds = strcmp(text, condition->texts[i]) == 0;
    return holds ? LOT_ANSWER_YES : LOT_ANSWER_NO;
}
