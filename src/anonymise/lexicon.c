/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lexicon: names numbered as they come; values and ids under the feature or kin they belong to. */
#include "anonymise/lexicon.h"

#include "anonymise/copy.h"
#include "civiclot/fold.h"
#include "core/array.h"
#include "pool/names.h"

#include <stdlib.h>
#include <string.h>

/* Texts that are numbered within the groups they belong to. */
typedef struct grouped {
    lot_names *names;  /* "GROUP\tTEXT" */
    uint32_t *numbers; /* [names count] each one's in its group, from 1 */
    size_t numbers_room;
    uint32_t *sizes; /* [groups_count] */
    uint32_t groups_count;
    size_t sizes_room;
} grouped;

struct lot_lexicon {
    lot_names *features; /* folded */
    lot_names *spelled;  /* "GROUP\tTEXT" tidy: features (group 0) and values (feature + 1) as the
                            quotas first spell them */
    grouped values;      /* of each feature, folded */
    grouped unknown;     /* of each feature, folded */
    lot_names *kin;      /* ids folded, without leading zeros */
    grouped ids;         /* of each kin, tidy */
};

static bool grouped_begin(grouped *texts)
{
    texts->names = lot_names_new();
    return texts->names != NULL;
}

static void grouped_end(grouped *texts)
{
    lot_names_free(texts->names);
    free(texts->numbers);
    free(texts->sizes);
}

static char *join(uint32_t group, const char *text)
{
    lot_text joined = LOT_TEXT_EMPTY;
    lot_text_format(&joined, "%u\t%s", group, text);
    if (!joined.failed)
        return joined.bytes;
    lot_text_free(&joined);
    return NULL;
}

/* Make room for groups up to `group`, all empty. */
static bool make_groups(grouped *texts, uint32_t group)
{
    while (texts->groups_count <= group) {
        void *sizes = texts->sizes;
        if (lot_array_grow(&sizes, &texts->sizes_room, texts->groups_count, sizeof *texts->sizes) !=
            0)
            return false;
        texts->sizes = sizes;
        texts->sizes[texts->groups_count++] = 0;
    }
    return true;
}

/* The number of a text in its group, which is the next where it is new. False: no memory. */
static bool grouped_add(uint32_t *number, grouped *texts, uint32_t group, const char *text)
{
    uint32_t count = lot_names_count(texts->names);
    uint32_t index = 0;
    void *numbers = texts->numbers;
    char *name = join(group, text);
    bool good = name != NULL && lot_names_add(&index, texts->names, name) &&
                make_groups(texts, group) &&
                lot_array_grow(&numbers, &texts->numbers_room, count, sizeof(uint32_t)) == 0;
    free(name);
    if (!good)
        return false;
    texts->numbers = numbers;
    if (index == count)
        texts->numbers[index] = ++texts->sizes[group];
    *number = texts->numbers[index];
    return true;
}

/* The same of one that is there already; 0: it is not. False: no memory. */
static bool grouped_find(uint32_t *number, const grouped *texts, uint32_t group, const char *text)
{
    char *name = join(group, text);
    if (name == NULL)
        return false;
    uint32_t index = lot_names_find(texts->names, name);
    *number = index != LOT_NO_NAME ? texts->numbers[index] : 0;
    free(name);
    return true;
}

lot_lexicon *lot_lexicon_new(void)
{
    lot_lexicon *lexicon = lot_array_new(1, sizeof *lexicon);
    if (lexicon == NULL)
        return NULL;
    lexicon->features = lot_names_new();
    lexicon->spelled = lot_names_new();
    lexicon->kin = lot_names_new();
    bool good = lexicon->features != NULL && lexicon->spelled != NULL && lexicon->kin != NULL;
    good &= grouped_begin(&lexicon->values);
    good &= grouped_begin(&lexicon->unknown);
    good &= grouped_begin(&lexicon->ids);
    if (good)
        return lexicon;
    lot_lexicon_free(lexicon);
    return NULL;
}

void lot_lexicon_free(lot_lexicon *lexicon)
{
    if (lexicon == NULL)
        return;
    lot_names_free(lexicon->features);
    lot_names_free(lexicon->spelled);
    lot_names_free(lexicon->kin);
    grouped_end(&lexicon->values);
    grouped_end(&lexicon->unknown);
    grouped_end(&lexicon->ids);
    free(lexicon);
}

/* Remember how a text is spelled. False: no memory. */
static bool spell(lot_lexicon *lexicon, uint32_t group, const char *text)
{
    uint32_t number;
    char *tidy = lot_tidy(text);
    char *name = tidy != NULL ? join(group, tidy) : NULL;
    bool good = name != NULL && lot_names_add(&number, lexicon->spelled, name);
    free(name);
    free(tidy);
    return good;
}

bool lot_lexicon_learn(lot_lexicon *lexicon, const char *feature, const char *value)
{
    uint32_t group, number;
    uint32_t features_count = lot_names_count(lexicon->features);
    char *folded_feature = lot_fold(feature);
    char *folded = lot_fold(value);
    bool good = folded_feature != NULL && folded != NULL &&
                lot_names_add(&group, lexicon->features, folded_feature);
    if (good && group == features_count)
        good = spell(lexicon, 0, feature);
    if (good && folded[0] != '\0') {
        uint32_t before = lot_names_count(lexicon->values.names);
        good = grouped_add(&number, &lexicon->values, group, folded);
        if (good && lot_names_count(lexicon->values.names) > before)
            good = spell(lexicon, group + 1, value);
    }
    free(folded_feature);
    free(folded);
    return good;
}

bool lot_lexicon_find(uint32_t *feature, const lot_lexicon *lexicon, const char *name)
{
    char *folded = lot_fold(name);
    if (folded == NULL)
        return false;
    uint32_t index = lot_names_find(lexicon->features, folded);
    *feature = index != LOT_NO_NAME ? index : LOT_NO_FEATURE;
    free(folded);
    return true;
}

/* Is the cell spelled as in the quotas? *word fails where there is no memory. */
static bool is_spelled(lot_text *word, const lot_lexicon *lexicon, uint32_t group, const char *cell)
{
    char *tidy = lot_tidy(cell);
    char *name = tidy != NULL ? join(group, tidy) : NULL;
    bool spelled = name != NULL && lot_names_find(lexicon->spelled, name) != LOT_NO_NAME;
    word->failed |= name == NULL;
    free(name);
    free(tidy);
    return spelled;
}

/* What goes beyond ASCII still does, in all that folds to the same. */
static void put_beyond(lot_text *word, const char *folded, bool capital)
{
    for (; *folded != '\0'; folded++) {
        if ((unsigned char)*folded >= 0x80) {
            lot_text_put(word, capital ? "\xC3\x89" : LOT_BEYOND_ASCII);
            return;
        }
    }
}

void lot_lexicon_put_feature(lot_text *word, const lot_lexicon *lexicon, uint32_t feature,
                             const char *cell)
{
    bool spelled = is_spelled(word, lexicon, 0, cell);
    char *folded = lot_fold(cell);
    lot_text_format(word, "%s-%u", spelled ? "feature" : "FEATURE", feature + 1);
    if (folded != NULL)
        put_beyond(word, folded, !spelled);
    word->failed |= folded == NULL;
    free(folded);
}

void lot_lexicon_put_value(lot_text *word, lot_lexicon *lexicon, uint32_t feature, const char *cell)
{
    uint32_t number = 0;
    bool spelled = is_spelled(word, lexicon, feature + 1, cell);
    char *folded = lot_fold(cell);
    bool good = folded != NULL && grouped_find(&number, &lexicon->values, feature, folded);
    if (good && number > 0) {
        lot_text_format(word, "%c%u", spelled ? 'v' : 'V', number);
        put_beyond(word, folded, !spelled);
    } else if (good) {
        good = grouped_add(&number, &lexicon->unknown, feature, folded);
        lot_text_format(word, "unknown-%u", number);
        put_beyond(word, folded, false);
    }
    word->failed |= !good;
    free(folded);
}

void lot_lexicon_put_id(lot_text *word, lot_lexicon *lexicon, const char *cell)
{
    uint32_t kin, number;
    char *tidy = lot_tidy(cell);
    char *folded = lot_fold(cell);
    bool good = tidy != NULL && folded != NULL &&
                lot_names_add(&kin, lexicon->kin, folded + strspn(folded, "0")) &&
                grouped_add(&number, &lexicon->ids, kin, tidy);
    /* P5, and its kin P05, P005, ...: no other number begins with a zero */
    lot_text_put(word, "P");
    for (uint32_t i = 1; good && i < number; i++)
        lot_text_put(word, "0");
    if (good) {
        lot_text_format(word, "%u", kin + 1);
        put_beyond(word, folded, false);
    }
    word->failed |= !good;
    free(tidy);
    free(folded);
}
