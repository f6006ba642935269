/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Suggest: what the texts of a column count for. Certain are M and F, yes and no, and a slip of one
 * letter within a long word; what else is alike is a comment.
 */
#include "clean/suggest.h"

#include "civiclot/fold.h"
#include "clean/suggest_ways.h"
#include "clean/suggest_writing.h"
#include "core/array.h"
#include "core/distance.h"
#include "pool/near.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN = 50, WORD_LEAST = 5 };

/* How a text of the column and the feature's values go together. */
typedef enum match { SAME, OBVIOUS, SLIP, LIKE, NOTHING, HIDDEN } match;

typedef struct matched {
    match match;
    uint32_t value; /* quota row; with SAME to LIKE */
} matched;

typedef struct matcher {
    const lot_suggester *s;
    const lot_feature *feature;
    const lot_look *look;
    matched *of_seen;    /* [seen] */
    const char **folded; /* [values_count] the feature's */
} matcher;

static bool find_obvious(uint32_t *value, const matcher *m, const char *folded)
{
    for (size_t line = 0; line < LOT_WAYS_LINES; line++)
        for (size_t way = 0; way < LOT_WAYS_EACH; way++)
            if (strcmp(folded, lot_ways_word(line, way)) == 0)
                return lot_ways_value(value, m->folded, m->feature->values_count, line);
    return false;
}

/* Do words differ in one letter: one added, dropped or changed, or two that changed places? */
static bool is_one_slip(const char *a, size_t a_length, const char *b, size_t b_length)
{
    uint32_t left[LOT_WORD_MOST];
    uint32_t right[LOT_WORD_MOST];
    if (a_length < WORD_LEAST || b_length < WORD_LEAST || a_length > LOT_WORD_MOST ||
        b_length > LOT_WORD_MOST || a[0] != b[0])
        return false;
    for (size_t i = 0; i < a_length; i++)
        left[i] = (unsigned char)a[i];
    for (size_t i = 0; i < b_length; i++)
        right[i] = (unsigned char)b[i];
    return lot_slips(left, a_length, right, b_length) == 1;
}

/*
 * Is one the other with one slip, within one word of at least five letters, not its first, and in
 * no digit? Then it can hardly be meant to be something else: North is not South, Ward 1 not Ward
 * 2, and illegal not legal.
 */
static bool is_slip(const char *a, const char *b)
{
    bool slipped = false;
    while (*a != '\0' && *b != '\0') {
        size_t a_length = strcspn(a, " ");
        size_t b_length = strcspn(b, " ");
        bool digits = strcspn(a, "0123456789") < a_length || strcspn(b, "0123456789") < b_length;
        if (a_length != b_length || memcmp(a, b, a_length) != 0) {
            if (slipped || digits || !is_one_slip(a, a_length, b, b_length))
                return false;
            slipped = true;
        }
        a += a_length + (a[a_length] == ' ' ? 1 : 0);
        b += b_length + (b[b_length] == ' ' ? 1 : 0);
    }
    return slipped && *a == '\0' && *b == '\0';
}

/* The one value that the text is a slip of. */
static bool find_slip(uint32_t *value, const matcher *m, const char *folded)
{
    uint32_t count = 0;
    for (uint32_t v = 0; v < m->feature->values_count; v++) {
        if (!is_slip(folded, m->folded[v]))
            continue;
        *value = v;
        count++;
    }
    return count == 1;
}

/* The one value that is near, or that one of the two begins as the other. */
static bool find_like(uint32_t *value, const matcher *m, const char *folded)
{
    uint32_t count = 0;
    lot_near_find(value, folded, m->folded, m->feature->values_count);
    if (*value != LOT_NONE_NEAR)
        return true;
    for (uint32_t v = 0; v < m->feature->values_count; v++) {
        size_t typed = strlen(folded);
        size_t meant = strlen(m->folded[v]);
        if (strncmp(folded, m->folded[v], typed < meant ? typed : meant) != 0)
            continue;
        *value = v;
        count++;
    }
    return count == 1;
}

static lot_status match_text(matched *out, const matcher *m, const char *cell, lot_error *error)
{
    bool possible;
    uint32_t value = LOT_NO_NAME;
    char *folded = lot_fold(cell);
    if (folded == NULL)
        return LOT_NO_MEMORY(error);
    lot_status status = lot_writing_is_possible(&possible, cell, error);
    *out = (matched){.match = NOTHING};
    for (uint32_t v = 0; v < m->feature->values_count; v++)
        if (strcmp(folded, m->folded[v]) == 0)
            *out = (matched){SAME, v};
    if (out->match == SAME)
        goto done;
    if (!possible || !lot_writing_may_show(cell))
        out->match = HIDDEN;
    else if (find_obvious(&value, m, folded))
        *out = (matched){OBVIOUS, value};
    else if (find_slip(&value, m, folded))
        *out = (matched){SLIP, value};
    else if (find_like(&value, m, folded))
        *out = (matched){LIKE, value};
done:
    free(folded);
    return status;
}

static const char *value_name(const matcher *m, uint32_t value)
{
    return m->s->quotas->rows[m->feature->first + value].value;
}

static void put_rows(lot_text *words, uint32_t rows)
{
    lot_text_format(words, "%" PRIu32 " row%s", rows, rows == 1 ? "" : "s");
}

/* One line of the synonyms that are certain, and one for each that was a slip. */
static void put_certain(const matcher *m, uint32_t value)
{
    lot_text *words = m->s->words;
    bool begun = false;
    for (uint32_t t = 0; t < lot_names_count(m->look->folded); t++) {
        if (m->of_seen[t].match != OBVIOUS || m->of_seen[t].value != value)
            continue;
        lot_text_put(words, begun ? ", " : "    ");
        if (!begun) {
            lot_writing_put(words, value_name(m, value));
            lot_text_put(words, " = ");
        }
        lot_writing_put(words, m->look->seen[t].cell);
        begun = true;
    }
    lot_text_put(words, begun ? "\n" : "");
}

/* Lines of one kind of match, what is said above each; [count] told so far, at most SHOWN. */
static void put_matches(const matcher *m, match kind, const char *above, const char *before,
                        uint32_t *told)
{
    lot_text *words = m->s->words;
    for (uint32_t t = 0; t < lot_names_count(m->look->folded); t++) {
        if (m->of_seen[t].match != kind || (*told)++ >= SHOWN)
            continue;
        lot_text_put(words, "    # ");
        put_rows(words, m->look->seen[t].rows);
        lot_text_format(words, ", %s:\n    %s", above, before);
        lot_writing_put(words, value_name(m, m->of_seen[t].value));
        lot_text_put(words, " = ");
        lot_writing_put(words, m->look->seen[t].cell);
        lot_text_put(words, "\n");
    }
}

static void put_unmatched(const matcher *m, uint32_t *told)
{
    lot_text *words = m->s->words;
    for (uint32_t t = 0; t < lot_names_count(m->look->folded); t++) {
        const lot_seen *seen = &m->look->seen[t];
        if (m->of_seen[t].match != NOTHING || (*told)++ >= SHOWN)
            continue;
        lot_text_put(words, "    # ? = ");
        lot_writing_put(words, seen->cell);
        lot_text_put(words, ": ");
        put_rows(words, seen->rows);
        lot_text_put(words, "\n");
    }
}

/* What is not shown is counted. */
static void put_hidden(const matcher *m, uint32_t told)
{
    uint32_t hidden = 0;
    uint32_t rows = 0;
    for (uint32_t t = 0; t < lot_names_count(m->look->folded); t++) {
        bool shown = m->of_seen[t].match != HIDDEN;
        hidden += shown ? 0 : 1;
        rows += shown ? 0 : m->look->seen[t].rows;
    }
    if (hidden > 0)
        lot_text_format(m->s->words,
                        "    # %" PRIu32 " more that may be personal, so they are not shown, in "
                        "%" PRIu32 " row%s\n",
                        hidden, rows, rows == 1 ? "" : "s");
    if (told > SHOWN)
        lot_text_format(m->s->words, "    # and %" PRIu32 " more that are none of the values\n",
                        told - SHOWN);
}

/* Values that nobody has, as far as it is certain what people have. */
static void put_unused(const matcher *m)
{
    for (uint32_t v = 0; v < m->feature->values_count; v++) {
        bool used = false;
        for (uint32_t t = 0; t < lot_names_count(m->look->folded); t++)
            used = used || (m->of_seen[t].match <= SLIP && m->of_seen[t].value == v);
        if (used)
            continue;
        lot_text_put(m->s->words, "    # nobody wrote ");
        lot_writing_put(m->s->words, value_name(m, v));
        lot_text_put(m->s->words, "\n");
    }
}

static void put_all(const matcher *m)
{
    uint32_t told = 0;
    uint32_t never = 0;
    for (uint32_t v = 0; v < m->feature->values_count; v++)
        put_certain(m, v);
    put_matches(m, SLIP, "misspelt, it seems; please check", "", &never);
    put_matches(m, LIKE, "perhaps", "# ", &told);
    put_unmatched(m, &told);
    put_hidden(m, told);
    put_unused(m);
}

lot_status lot_suggest_synonyms(const lot_suggester *s, uint32_t feature, const lot_look *look,
                                lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t texts = lot_names_count(look->folded);
    matcher m = {.s = s, .feature = &s->quotas->features[feature], .look = look};
    m.of_seen = lot_array_new(texts, sizeof *m.of_seen);
    m.folded = lot_array_new(m.feature->values_count, sizeof *m.folded);
    if (m.of_seen == NULL || m.folded == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t v = 0; v < m.feature->values_count; v++)
        m.folded[v] = s->values[m.feature->first + v];
    for (uint32_t t = 0; t < texts; t++)
        TRY(match_text(&m.of_seen[t], &m, look->seen[t].cell, error));
    put_all(&m);
done:
    free(m.of_seen);
    free(m.folded);
    return status;
}
