/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brackets: written as people write them, a long dash too. */
#include "clean/brackets.h"

#include "clean/number.h"
#include "core/array.h"
#include "pool/message.h"

#include <stdlib.h>
#include <string.h>

void lot_brackets_free(lot_brackets *brackets)
{
    for (uint32_t b = 0; b < brackets->count; b++)
        free(brackets->rows[b].name);
    free(brackets->rows);
    *brackets = (lot_brackets){0};
}

static const char *skip_spaces(const char *at)
{
    while (*at == ' ' || *at == '\t')
        at++;
    return at;
}

/* Read digits at *at, which moves behind them and the spaces after. */
static bool read_digits(uint32_t *number, const char **at)
{
    bool good = lot_number_digits(number, at);
    *at = skip_spaces(*at);
    return good;
}

/* Pass over a hyphen, or a dash that a word processor made of it. */
static bool pass_dash(const char **at)
{
    static const char *const dashes[] = {"-", "\xE2\x80\x90", "\xE2\x80\x91", "\xE2\x80\x93",
                                         "\xE2\x80\x94"};
    for (size_t d = 0; d < sizeof dashes / sizeof *dashes; d++) {
        size_t length = strlen(dashes[d]);
        if (strncmp(*at, dashes[d], length) == 0) {
            *at = skip_spaces(*at + length);
            return true;
        }
    }
    return false;
}

bool lot_bracket_parse(lot_bracket *bracket, const char *words)
{
    const char *at = words;
    *bracket = (lot_bracket){0};
    if (lot_phrase_word(&at, "under")) {
        if (!read_digits(&bracket->most, &at) || *at != '\0' || bracket->most == 0)
            return false;
        bracket->most--;
        return true;
    }
    if (!read_digits(&bracket->least, &at))
        return false;
    bracket->most = *at == '\0' ? bracket->least : UINT32_MAX;
    if (*at == '\0' || strcmp(at, "+") == 0)
        return true;
    return pass_dash(&at) && read_digits(&bracket->most, &at) && *at == '\0' &&
           bracket->least <= bracket->most;
}

static void refuse_bracket(const lot_rule_line *line, const char *words)
{
    lot_text told = LOT_TEXT_EMPTY;
    lot_rule_put_place(&told, line);
    lot_text_put(&told, "'");
    lot_message_put_cell(&told, words);
    lot_text_put(&told, "' is no bracket: write 16-24, 65+ or under 16, with commas between");
    lot_problems_take(line->problems, &told);
}

static lot_status add(lot_brackets *brackets, lot_bracket *bracket, char *name, lot_error *error)
{
    void *rows = brackets->rows;
    if (lot_array_grow(&rows, &brackets->room, brackets->count, sizeof(lot_bracket)) != 0) {
        free(name);
        return LOT_NO_MEMORY(error);
    }
    brackets->rows = rows;
    bracket->name = name;
    brackets->rows[brackets->count++] = *bracket;
    return LOT_OK;
}

/* Read one bracket at *at. *more: another comes; false also where something was refused. */
static lot_status read_bracket(bool *more, lot_brackets *brackets, const lot_rule_line *line,
                               const char **at, lot_error *error)
{
    static const char *const words[] = {"as", NULL};
    static const lot_phrase_end range_end = {",", words};
    static const lot_phrase_end name_end = {",", NULL};
    lot_phrase range = {0};
    lot_phrase name = {0};
    lot_bracket bracket;
    lot_status status;
    *more = false;
    TRY(lot_rule_phrase(&range, line, at, &range_end, "a bracket", error));
    if (range.text == NULL)
        goto done;
    if (lot_phrase_word(at, "as"))
        TRY(lot_rule_phrase(&name, line, at, &name_end, "the name behind `as`", error));
    if (!lot_bracket_parse(&bracket, range.text)) {
        refuse_bracket(line, range.text);
    } else {
        lot_phrase *named = name.text != NULL ? &name : &range;
        char *text = named->text;
        named->text = NULL;
        TRY(add(brackets, &bracket, text, error));
    }
    *more = **at == ',';
    *at += *more ? 1 : 0;
done:
    lot_phrase_free(&range);
    lot_phrase_free(&name);
    return status;
}

static int compare(const void *left, const void *right)
{
    const lot_bracket *a = left;
    const lot_bracket *b = right;
    if (a->least != b->least)
        return a->least < b->least ? -1 : 1;
    return a->most < b->most ? -1 : a->most > b->most;
}

/* B1. One pair is told: the line is to be looked at as a whole. */
static void refuse_overlap(const lot_brackets *brackets, const lot_rule_line *line)
{
    for (uint32_t b = 1; b < brackets->count; b++) {
        const lot_bracket *below = &brackets->rows[b - 1];
        if (brackets->rows[b].least > below->most)
            continue;
        lot_text words = LOT_TEXT_EMPTY;
        lot_rule_put_place(&words, line);
        lot_text_format(&words, "%u is in two brackets, '", brackets->rows[b].least);
        lot_message_put_cell(&words, below->name);
        lot_text_put(&words, "' and '");
        lot_message_put_cell(&words, brackets->rows[b].name);
        lot_text_put(&words, "': both ends of a bracket are in it");
        lot_problems_take(line->problems, &words);
        return;
    }
}

lot_status lot_brackets_read(lot_brackets *brackets, const lot_rule_line *line, const char *at,
                             lot_error *error)
{
    for (bool more = true; more;) {
        lot_status status = read_bracket(&more, brackets, line, &at, error);
        if (status != LOT_OK)
            return status;
    }
    if (brackets->count > 1)
        qsort(brackets->rows, brackets->count, sizeof *brackets->rows, compare);
    refuse_overlap(brackets, line);
    return LOT_OK;
}

const char *lot_brackets_find(const lot_brackets *brackets, uint32_t number)
{
    uint32_t low = 0;
    uint32_t high = brackets->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (brackets->rows[middle].most < number)
            low = middle + 1;
        else
            high = middle;
    }
    bool in = low < brackets->count && brackets->rows[low].least <= number;
    return in ? brackets->rows[low].name : NULL;
}
