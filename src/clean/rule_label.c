/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule label: found before the first colon; a line that begins with a quote has none. */
#include "clean/rule_label.h"

#include "civiclot/fold.h"
#include "pool/message.h"
#include "pool/near.h"

#include <stdlib.h>
#include <string.h>

/* And the words that stand before no colon, to be meant by what is misspelt. */
static const char *const written[] = {
    [LOT_LABEL_FROM] = "from",
    [LOT_LABEL_JOIN] = "join",
    [LOT_LABEL_AGE] = "age at",
    [LOT_LABEL_BRACKETS] = "brackets",
    [LOT_LABEL_LOOKUP] = "lookup",
    [LOT_LABEL_MATCH] = "match",
    [LOT_LABEL_MISSING] = "missing",
    [LOT_LABEL_OTHER] = "other",
    [LOT_LABEL_VERSION] = "civiclot-map",
    [LOT_LABEL_ID] = "id",
    [LOT_LABEL_HOUSEHOLD] = "household",
    [LOT_LABEL_DATES] = "dates",
    [LOT_LABEL_SAME_PERSON] = "same person",
    [LOT_LABELS] = "feature",
    [LOT_LABELS + 1] = "exclude",
    [LOT_LABELS + 2] = "require",
};

/* How the last three go on. */
static const char *const going_on[] = {" NAME", " REASON: COLUMN CONDITION",
                                       " REASON: COLUMN CONDITION"};

enum { WRITTEN_COUNT = sizeof written / sizeof *written, HEAD_BYTES = 64 };

const char *lot_label_words(lot_label label)
{
    return written[label];
}

/* What stands before the colon, folded, or NULL: no colon, or far too much before it. */
static lot_status head_of(char **folded, const char **rest, const char *words, lot_error *error)
{
    char head[HEAD_BYTES];
    size_t length = strcspn(words, ":");
    *folded = NULL;
    if (words[length] == '\0' || length >= sizeof head)
        return LOT_OK;
    memcpy(head, words, length);
    head[length] = '\0';
    *rest = words + length + 1;
    *folded = lot_fold(head);
    return *folded != NULL ? LOT_OK : LOT_NO_MEMORY(error);
}

lot_status lot_label_find(lot_label *label, const char **rest, const char *words, lot_error *error)
{
    char *head;
    lot_status status = head_of(&head, rest, words, error);
    *label = LOT_LABEL_NONE;
    for (uint32_t k = 0; head != NULL && k < LOT_LABELS; k++)
        if (strcmp(head, written[k]) == 0)
            *label = (lot_label)k;
    free(head);
    return status;
}

/* The first word of a line, or what is before its colon: what may be a label misspelt. */
static char *beginning_of(const char *words)
{
    char head[HEAD_BYTES];
    size_t length = strcspn(words, ":");
    if (words[length] == '\0')
        length = strcspn(words, " ");
    if (length >= sizeof head)
        length = sizeof head - 1;
    memcpy(head, words, length);
    head[length] = '\0';
    return lot_fold(head);
}

lot_status lot_label_refuse(const lot_rule_line *line, const char *words, lot_error *error)
{
    lot_text told = LOT_TEXT_EMPTY;
    uint32_t near;
    char *beginning = beginning_of(words);
    if (beginning == NULL)
        return LOT_NO_MEMORY(error);
    lot_near_find(&near, beginning, written, WRITTEN_COUNT);
    for (uint32_t w = 0; w < WRITTEN_COUNT; w++)
        if (strcmp(beginning, written[w]) == 0)
            near = w;
    lot_rule_put_place(&told, line);
    lot_text_put(&told, "'");
    lot_message_put_cell(&told, words);
    lot_text_put(&told, "' is no line of a rules file");
    if (near != LOT_NONE_NEAR)
        lot_text_format(&told, ": did you mean `%s%s`?", written[near],
                        near < LOT_LABELS ? ":" : going_on[near - LOT_LABELS]);
    else
        lot_text_put(&told, ": a comment begins with #, a synonym is VALUE = TEXT");
    lot_problems_take(line->problems, &told);
    free(beginning);
    return LOT_OK;
}
