/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule phrase: quoted or up to what ends it. Only ASCII ends a phrase, so bytes are looked at. */
#include "clean/rule_phrase.h"

#include "civiclot/fold.h"
#include "civiclot/text.h"

#include <stdlib.h>
#include <string.h>

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

static const char *skip_spaces(const char *at)
{
    while (is_space(*at))
        at++;
    return at;
}

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* Where the word ends that begins at `at`, or NULL where it is another. */
static const char *end_of_word(const char *at, const char *word)
{
    for (; *word != '\0'; word++) {
        if (is_space(*word)) {
            if (!is_space(*at))
                return NULL;
            at = skip_spaces(at);
        } else if (small(*at++) != *word) {
            return NULL;
        }
    }
    return *at == '\0' || is_space(*at) ? at : NULL;
}

bool lot_phrase_word(const char **at, const char *word)
{
    const char *end = end_of_word(skip_spaces(*at), word);
    if (end == NULL)
        return false;
    *at = skip_spaces(end);
    return true;
}

/* Does an unquoted phrase end here? start: where it began, which no word of an end can be. */
static bool ends_here(const char *at, const char *start, const lot_phrase_end *end)
{
    if (*at == '\0' || strchr(end->characters, *at) != NULL)
        return true;
    if (end->words == NULL || at == start || !is_space(at[-1]))
        return false;
    for (const char *const *word = end->words; *word != NULL; word++)
        if (end_of_word(at, *word) != NULL)
            return true;
    return false;
}

/* Take the quoted text at *at; what follows must end the phrase. */
static lot_phrase_fault read_quoted(lot_text *text, const char **at, const lot_phrase_end *end)
{
    const char *from = *at + 1;
    for (;; from++) {
        if (*from == '\0')
            return LOT_PHRASE_UNCLOSED;
        if (*from == '"' && *++from != '"')
            break;
        lot_text_add(text, from, 1);
    }
    bool spaced = is_space(*from);
    *at = skip_spaces(from);
    if (!spaced && *from != '\0' && strchr(end->characters, *from) == NULL)
        return LOT_PHRASE_AFTER_QUOTE;
    return ends_here(*at, from, end) ? LOT_PHRASE_SOUND : LOT_PHRASE_AFTER_QUOTE;
}

static lot_phrase_fault read_plain(lot_text *text, const char **at, const lot_phrase_end *end)
{
    const char *start = *at;
    while (!ends_here(*at, start, end))
        (*at)++;
    lot_text_add(text, start, (size_t)(*at - start));
    return lot_is_blank(lot_text_string(text)) ? LOT_PHRASE_MISSING : LOT_PHRASE_SOUND;
}

lot_status lot_phrase_read(lot_phrase *out, lot_phrase_fault *fault, const char **at,
                           const lot_phrase_end *end, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text text = LOT_TEXT_EMPTY;
    *at = skip_spaces(*at);
    *out = (lot_phrase){.quoted = **at == '"'};
    *fault = (out->quoted ? read_quoted : read_plain)(&text, at, end);
    TRY(lot_text_check(&text, error));
    if (*fault == LOT_PHRASE_SOUND) {
        out->text = lot_tidy(lot_text_string(&text));
        if (out->text == NULL)
            TRY(LOT_NO_MEMORY(error));
    }
done:
    lot_text_free(&text);
    return status;
}

void lot_phrase_free(lot_phrase *phrase)
{
    free(phrase->text);
    *phrase = (lot_phrase){0};
}

const char *lot_phrase_fault_words(lot_phrase_fault fault)
{
    switch (fault) {
    case LOT_PHRASE_SOUND:
        break;
    case LOT_PHRASE_MISSING:
        return "something is missing";
    case LOT_PHRASE_UNCLOSED:
        return "a quote is opened and never closed: close or remove it";
    case LOT_PHRASE_AFTER_QUOTE:
        return "text after a closing quote: quote the whole of it, and double the quotes inside";
    }
    return "it is sound";
}
