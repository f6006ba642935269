/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Condition, doubt: the words in front of a number or a date, and how few slips make others of
 * them. */
#include "clean/condition_doubt.h"

#include "clean/plain_cell.h"
#include "clean/rule_phrase.h"
#include "core/distance.h"

#include <stddef.h>
#include <string.h>

enum { NEAR = 2, LETTERS_A_SLIP = 3 };

#define QUOTES "; a value that reads like this is put in double quotes"
#define NUMBERS "write `under 16`, `over 16`, `is not under 16` or `is not over 16`"
#define AGES "write `younger than 16 at 2024-02-03` or `at least 16 at 2024-02-03`"
#define DATES "write `before 2024-02-03`, `after 2024-02-03`, `is not before` or `is not after`"

/* What organisers may write, and what they are told. Of ours it need only be nearly that. */
static const struct meant {
    bool ours;
    const char *words;
    const char *doubt;
} meant[] = {
    {true, "under", "is `under` meant? For a number " NUMBERS QUOTES},
    {true, "over", "is `over` meant? For a number " NUMBERS QUOTES},
    {false, "below", "for a number " NUMBERS QUOTES},
    {false, "above", "for a number " NUMBERS QUOTES},
    {false, "less than", "for a number " NUMBERS QUOTES},
    {false, "more than", "for a number " NUMBERS QUOTES},
    {false, "greater than", "for a number " NUMBERS QUOTES},
    {false, "at most", "for a number " NUMBERS QUOTES},
    {true, "before", "is `before` meant? For a date " DATES QUOTES},
    {true, "after", "is `after` meant? For a date " DATES QUOTES},
    {false, "earlier than", "for a date " DATES QUOTES},
    {false, "later than", "for a date " DATES QUOTES},
    {false, "since", "for a date " DATES QUOTES},
    {false, "until", "for a date " DATES QUOTES},
    {true, "younger than", "is `younger than` meant? For a date of birth " AGES QUOTES},
    {true, "younger", "is `younger than` meant? For a date of birth " AGES QUOTES},
    {true, "at least", "is `at least` meant? For a date of birth " AGES QUOTES},
    {false, "older than", "for a date of birth " AGES QUOTES},
    {false, "older", "for a date of birth " AGES QUOTES},
    {false, "aged", "for a date of birth " AGES QUOTES},
};

bool lot_keyword_is_inside(const char *phrase, const char *word)
{
    for (const char *at = strchr(phrase, ' '); at != NULL; at = strchr(at + 1, ' ')) {
        const char *behind = at;
        if (lot_phrase_word(&behind, word) && *behind != '\0')
            return true;
    }
    return false;
}

/* The bytes of the first `words` words, single spaces between them; 0: there are too few. */
static size_t first_words(const char *text, size_t words)
{
    const char *at = text;
    for (; words > 0; words--) {
        at = strchr(at, ' ');
        if (at == NULL)
            return 0;
        at++;
    }
    return (size_t)(at - 1 - text);
}

static size_t spell(uint32_t letters[LOT_WORD_MOST], const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++)
        letters[i] = (unsigned char)word[i];
    return length;
}

/* How many slips there are, where the text begins so, with a digit behind; too many: SIZE_MAX. */
static size_t slips(const char *text, const struct meant *meaning)
{
    const char *words = meaning->words;
    uint32_t a[LOT_WORD_MOST];
    uint32_t b[LOT_WORD_MOST];
    size_t length = strlen(words);
    size_t first = first_words(text, strchr(words, ' ') != NULL ? 2 : 1);
    if (first == 0 || first > LOT_WORD_MOST || !lot_plain_is_digit(text[first + 1]))
        return SIZE_MAX;
    size_t near = length / LETTERS_A_SLIP < NEAR ? length / LETTERS_A_SLIP : NEAR;
    size_t most = meaning->ours ? near : 0;
    size_t count = lot_distance(a, spell(a, text, first), b, spell(b, words, length));
    return count <= most ? count : SIZE_MAX;
}

/* < 16, >= 5, = Yes */
static bool is_sign(const char *text)
{
    return *text == '<' || *text == '>' || *text == '=';
}

const char *lot_keyword_doubt(const char *value)
{
    lot_plain plain;
    if (!lot_plain_make(&plain, value))
        return NULL;
    if (is_sign(plain.text))
        return "no `<`, `>` or `=` is understood: " NUMBERS QUOTES;
    const char *doubt = NULL;
    size_t fewest = SIZE_MAX;
    for (size_t i = 0; i < sizeof meant / sizeof meant[0]; i++) {
        size_t count = slips(plain.text, &meant[i]);
        if (count < fewest)
            doubt = meant[i].doubt;
        fewest = count < fewest ? count : fewest;
    }
    return doubt;
}
