/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Condition: reading the line, COLUMN [+ COLUMN ...] and what is asked of it.
 *
 * Whatever is wrong is one problem; then nothing more is read of the line.
 */
#include "civiclot/fold.h"
#include "clean/condition_doubt.h"
#include "clean/condition_inside.h"
#include "clean/rule_line.h"
#include "core/array.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define QUOTE_IT "; a value that reads like this is put in double quotes"

enum { AGE_DIGITS = 3 };

static const char *const verbs[] = {"is", "contains", "does not contain", NULL};

/* One line while it is read. */
typedef struct condition_reader {
    lot_condition *condition;
    const char *at;
    lot_rule_line line;
    lot_error *error;
} condition_reader;

static bool is_wrong(const condition_reader *reader)
{
    return lot_rule_is_refused(&reader->line);
}

static lot_status complain(condition_reader *reader, const char *what)
{
    lot_rule_refuse(&reader->line, "%s", what);
    return LOT_OK;
}

/* Read a phrase, which may be a blank one in quotes, or tell what it is that is wrong. */
static lot_status read_phrase(lot_phrase *out, condition_reader *reader, const lot_phrase_end *end,
                              const char *what)
{
    lot_phrase_fault fault;
    lot_status status = lot_phrase_read(out, &fault, &reader->at, end, reader->error);
    if (status == LOT_OK && fault != LOT_PHRASE_SOUND)
        lot_rule_refuse(&reader->line, "%s: %s", what, lot_phrase_fault_words(fault));
    return status;
}

/* What is left of the line as one phrase. */
static lot_status read_rest(lot_phrase *out, condition_reader *reader, const char *what)
{
    static const lot_phrase_end end = {"", NULL};
    return read_phrase(out, reader, &end, what);
}

static lot_status read_columns(condition_reader *reader)
{
    static const lot_phrase_end end = {"+", verbs};
    lot_condition *condition = reader->condition;
    for (;;) {
        lot_phrase phrase;
        lot_status status = read_phrase(&phrase, reader, &end, "the name of a column");
        if (status != LOT_OK || is_wrong(reader))
            return status;
        if (condition->columns_count == LOT_PAST_PARTS_MOST) {
            lot_phrase_free(&phrase);
            return complain(reader, "there are too many columns: 16 are the most");
        }
        condition->columns[condition->columns_count++] = phrase.text;
        if (*reader->at != '+')
            return LOT_OK;
        reader->at++;
    }
}

static lot_status add_text(condition_reader *reader, const char *text)
{
    lot_condition *condition = reader->condition;
    void *texts = condition->texts;
    char *folded = lot_fold(text);
    if (folded == NULL || lot_array_grow(&texts, &condition->texts_room, condition->texts_count,
                                         sizeof folded) != 0) {
        free(folded);
        return LOT_NO_MEMORY(reader->error);
    }
    condition->texts = texts;
    condition->texts[condition->texts_count++] = folded;
    return LOT_OK;
}

/* What an unquoted value can hardly mean; NULL: nothing is wrong with it. */
static const char *doubt_value(const char *text)
{
    if (lot_keyword_is_inside(text, "is") || lot_keyword_is_inside(text, "contains"))
        return "`is` or `contains` stands twice: put the column's name, or the value, in double "
               "quotes";
    const char *at = text;
    if (lot_phrase_word(&at, "blank"))
        return "`blank` stands alone, as in `is blank`" QUOTE_IT;
    at = text;
    if (lot_phrase_word(&at, "not"))
        return "`not` stands once, behind `is`" QUOTE_IT;
    return lot_keyword_doubt(text);
}

static lot_status read_value(condition_reader *reader)
{
    static const lot_phrase_end end = {",", NULL};
    bool contains = reader->condition->kind == LOT_CONDITION_CONTAINS;
    lot_phrase phrase;
    lot_status status = read_phrase(&phrase, reader, &end, contains ? "a text" : "a value");
    if (status != LOT_OK || is_wrong(reader))
        return status;
    const char *doubt = phrase.quoted || contains ? NULL : doubt_value(phrase.text);
    if (contains && lot_is_blank(phrase.text))
        doubt = "every cell contains a blank: for blank cells write `is blank`";
    status = doubt != NULL ? complain(reader, doubt) : add_text(reader, phrase.text);
    lot_phrase_free(&phrase);
    return status;
}

/* VALUE, VALUE, ... */
static lot_status read_values(condition_reader *reader)
{
    for (;;) {
        lot_status status = read_value(reader);
        if (status != LOT_OK || is_wrong(reader) || *reader->at != ',')
            return status;
        reader->at++;
    }
}

static lot_status read_number(condition_reader *reader)
{
    lot_phrase phrase;
    lot_status status = read_rest(&phrase, reader, "a number, behind `under` or `over`");
    if (status != LOT_OK || is_wrong(reader))
        return status;
    if (lot_keyword_is_inside(phrase.text, "at"))
        status = complain(reader, "an age is asked with `younger than 16 at 2024-02-03`, or `at "
                                  "least 16 at 2024-02-03`");
    else if (!lot_number_read(&reader->condition->number, phrase.text))
        status = complain(reader, "behind `under` or `over` a number was expected, like 16 or "
                                  "1.5" QUOTE_IT);
    lot_phrase_free(&phrase);
    return status;
}

/* The day of a rule is never read by the order that is said for the cells. */
static lot_status read_date(condition_reader *reader)
{
    lot_phrase phrase;
    lot_status status = read_rest(&phrase, reader, "a date");
    if (status != LOT_OK || is_wrong(reader))
        return status;
    if (lot_date_read(&reader->condition->date, phrase.text, LOT_DATE_UNSAID) != LOT_DATE_SOUND)
        status = complain(reader, "a date was expected, written like 2024-02-03" QUOTE_IT);
    lot_phrase_free(&phrase);
    return status;
}

/* N at DATE */
static lot_status read_age(condition_reader *reader)
{
    static const char *const at_word[] = {"at", NULL};
    static const lot_phrase_end end = {"", at_word};
    lot_phrase phrase;
    lot_status status = read_phrase(&phrase, reader, &end, "an age in years");
    if (status != LOT_OK || is_wrong(reader))
        return status;
    uint32_t age;
    const char *digits = phrase.text;
    bool sound = lot_plain_digits(&age, &digits, AGE_DIGITS) > 0 && *digits == '\0';
    lot_phrase_free(&phrase);
    if (!sound || age > LOT_AGE_MOST)
        return complain(reader, "an age in whole years was expected, like 16, and `at` with a "
                                "date" QUOTE_IT);
    reader->condition->age = (int32_t)age;
    if (!lot_phrase_word(&reader->at, "at"))
        return complain(reader, "the day is missing: write `at` and a date behind the age; for a "
                                "number that is no date of birth write `under`, `over`, `is not "
                                "under` or `is not over`");
    return read_date(reader);
}

static lot_status read_file(condition_reader *reader)
{
    lot_phrase phrase;
    lot_status status = read_rest(&phrase, reader, "the name of a file, behind `in`");
    if (status != LOT_OK || is_wrong(reader))
        return status;
    if (lot_is_blank(phrase.text)) {
        lot_phrase_free(&phrase);
        return complain(reader, "behind `in` the name of a file is missing");
    }
    reader->condition->file = phrase.text;
    return LOT_OK;
}

/* What may stand behind `is` or `is not`, and how what follows is read. */
static const struct question {
    const char *words;
    lot_condition_kind kind;
    lot_status (*read)(condition_reader *reader);
} questions[] = {
    {"under", LOT_CONDITION_UNDER, read_number},
    {"over", LOT_CONDITION_OVER, read_number},
    {"before", LOT_CONDITION_BEFORE, read_date},
    {"after", LOT_CONDITION_AFTER, read_date},
    {"younger than", LOT_CONDITION_YOUNGER, read_age},
    {"at least", LOT_CONDITION_AT_LEAST, read_age},
    {"in", LOT_CONDITION_IN_FILE, read_file},
};

static lot_status read_is(condition_reader *reader)
{
    lot_condition *condition = reader->condition;
    condition->negated = lot_phrase_word(&reader->at, "not");
    const char *behind = reader->at;
    if (lot_phrase_word(&behind, "blank") && *behind == '\0') {
        condition->kind = LOT_CONDITION_BLANK;
        return LOT_OK;
    }
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        if (!lot_phrase_word(&reader->at, questions[i].words))
            continue;
        condition->kind = questions[i].kind;
        return questions[i].read(reader);
    }
    condition->kind = LOT_CONDITION_VALUES;
    return read_values(reader);
}

static lot_status read_question(condition_reader *reader)
{
    lot_condition *condition = reader->condition;
    if (lot_phrase_word(&reader->at, "is"))
        return read_is(reader);
    condition->negated = lot_phrase_word(&reader->at, "does not contain");
    if (condition->negated || lot_phrase_word(&reader->at, "contains")) {
        condition->kind = LOT_CONDITION_CONTAINS;
        return read_values(reader);
    }
    return complain(reader, "behind the column `is`, `is not` or `contains` is missing: write it "
                            "like `Island is Yes`");
}

static lot_status read_line(condition_reader *reader)
{
    lot_condition *condition = reader->condition;
    lot_status status = read_columns(reader);
    if (status == LOT_OK && !is_wrong(reader))
        status = read_question(reader);
    if (status == LOT_OK && !is_wrong(reader) && condition->columns_count > 1 &&
        condition->kind != LOT_CONDITION_IN_FILE)
        status = complain(reader, "several columns go with `is in FILE` alone; a plus sign in a "
                                  "column's name needs double quotes around the name");
    return status;
}

lot_status lot_condition_parse(lot_condition **out, const char *words, const lot_rule_place *place,
                               lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_condition *condition = lot_array_new(1, sizeof *condition);
    condition_reader reader = {
        condition, words, {*place, problems, lot_problems_count(problems)}, error};
    *out = NULL;
    if (condition == NULL)
        return LOT_NO_MEMORY(error);
    condition->line = place->line;
    condition->rules = lot_string_copy(place->file);
    if (condition->rules == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(read_line(&reader));
    if (!is_wrong(&reader)) {
        *out = condition;
        condition = NULL;
    }
done:
    lot_condition_free(condition);
    return status;
}
