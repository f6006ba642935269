/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Synonyms: found by their folded forms. */
#include "clean/synonyms.h"

#include "civiclot/fold.h"
#include "core/array.h"
#include "pool/message.h"

#include <stdlib.h>

void lot_synonyms_free(lot_synonyms *synonyms)
{
    lot_texts_free(&synonyms->values);
    lot_names_free(synonyms->folded);
    lot_names_free(synonyms->texts);
    free(synonyms->of_text);
    *synonyms = (lot_synonyms){0};
}

static lot_status begin(lot_synonyms *synonyms, lot_error *error)
{
    if (synonyms->folded == NULL)
        synonyms->folded = lot_names_new();
    if (synonyms->texts == NULL)
        synonyms->texts = lot_names_new();
    return synonyms->folded != NULL && synonyms->texts != NULL ? LOT_OK : LOT_NO_MEMORY(error);
}

/* Set *number to a name's own by its folded form. */
static lot_status number_of(uint32_t *number, lot_names *names, const char *text, lot_error *error)
{
    char *folded = lot_fold(text);
    bool added = folded != NULL && lot_names_add(number, names, folded);
    free(folded);
    return added ? LOT_OK : LOT_NO_MEMORY(error);
}

/* Take over a value, unless it is there already; set *number to its own. */
static lot_status add_value(uint32_t *number, lot_synonyms *synonyms, char *value, lot_error *error)
{
    lot_status status = number_of(number, synonyms->folded, value, error);
    if (status == LOT_OK && *number == synonyms->values.count)
        return lot_texts_take(&synonyms->values, value, error);
    free(value);
    return status;
}

/* S1: a text that stands for two values is told. */
static void refuse_second(const lot_synonyms *synonyms, const lot_rule_line *line, const char *text,
                          uint32_t value, uint32_t earlier)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_rule_put_place(&words, line);
    lot_text_put(&words, "'");
    lot_message_put_cell(&words, text);
    lot_text_put(&words, "' is to count for '");
    lot_message_put_cell(&words, synonyms->values.items[value]);
    lot_text_put(&words, "' here, and for '");
    lot_message_put_cell(&words, synonyms->values.items[earlier]);
    lot_text_put(&words, "' in a line above: remove one");
    lot_problems_take(line->problems, &words);
}

static lot_status add_text(lot_synonyms *synonyms, const lot_rule_line *line, const char *text,
                           uint32_t value, lot_error *error)
{
    uint32_t count = lot_names_count(synonyms->texts);
    uint32_t number;
    void *of_text = synonyms->of_text;
    if (lot_array_grow(&of_text, &synonyms->of_text_room, count, sizeof(uint32_t)) != 0)
        return LOT_NO_MEMORY(error);
    synonyms->of_text = of_text;
    lot_status status = number_of(&number, synonyms->texts, text, error);
    if (status != LOT_OK)
        return status;
    if (number == count)
        synonyms->of_text[number] = value;
    else if (synonyms->of_text[number] != value)
        refuse_second(synonyms, line, text, value, synonyms->of_text[number]);
    return LOT_OK;
}

lot_status lot_synonyms_read(lot_synonyms *synonyms, const lot_rule_line *line, const char *at,
                             lot_error *error)
{
    static const lot_phrase_end end = {"=", NULL};
    lot_status status;
    lot_phrase value = {0};
    lot_texts texts = {0};
    uint32_t number;
    TRY(begin(synonyms, error));
    TRY(lot_rule_phrase(&value, line, &at, &end, "the value before =", error));
    if (value.text == NULL || *at != '=')
        goto done;
    TRY(lot_rule_list(&texts, line, at + 1, ",=",
                      "a text that counts for the value (what blanks become is said by a line "
                      "`missing:`)",
                      error));
    status = add_value(&number, synonyms, value.text, error);
    value.text = NULL;
    for (uint32_t t = 0; status == LOT_OK && t < texts.count; t++)
        status = add_text(synonyms, line, texts.items[t], number, error);
done:
    lot_phrase_free(&value);
    lot_texts_free(&texts);
    return status;
}

const char *lot_synonyms_find(const lot_synonyms *synonyms, const char *folded)
{
    uint32_t number =
        synonyms->texts != NULL ? lot_names_find(synonyms->texts, folded) : LOT_NO_NAME;
    return number != LOT_NO_NAME ? synonyms->values.items[synonyms->of_text[number]] : NULL;
}

bool lot_synonyms_has_value(const lot_synonyms *synonyms, const char *folded)
{
    return synonyms->folded != NULL && lot_names_find(synonyms->folded, folded) != LOT_NO_NAME;
}
