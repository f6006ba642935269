/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Feature refused: what is wrong, where, and what to do. */
#include "clean/feature_refused.h"

#include "pool/message.h"

#include <inttypes.h>

void lot_refused_meet(lot_refused *refused, const lot_read_cell *cell, uint32_t row_number)
{
    if (cell->refusal == LOT_REFUSED_NO_BRACKET) {
        bool first = refused->rows[LOT_REFUSED_NO_BRACKET].count == 0;
        refused->least = first || cell->number < refused->least ? cell->number : refused->least;
        refused->most = first || cell->number > refused->most ? cell->number : refused->most;
    }
    lot_rows_meet(&refused->rows[cell->refusal], row_number);
}

static void put_place(lot_text *words, const lot_reading *reading)
{
    const lot_feature_rule *feature = reading->feature;
    bool one = feature->from.count == 1;
    lot_text_format(words, "%s, %s ", lot_table_name(reading->source.people),
                    one ? "column" : "feature");
    lot_message_put_cell(words, one ? feature->from.items[0] : feature->name);
    lot_text_put(words, ": ");
}

/* What is wrong with the rows, before they are told. */
static void put_wrong(lot_text *words, const lot_refused *refused, const lot_reading *reading,
                      lot_refusal refusal)
{
    switch (refusal) {
    case LOT_REFUSED_BLANK:
        lot_text_put(words, "no value");
        break;
    case LOT_REFUSED_NOT_IN_TABLE:
        lot_text_put(words, "not found in ");
        lot_message_put_cell(words, reading->feature->lookup.file);
        break;
    case LOT_REFUSED_NO_DATE:
        lot_text_put(words, lot_date_fault_words(LOT_DATE_NONE));
        break;
    case LOT_REFUSED_AMBIGUOUS:
        lot_text_put(words, lot_date_fault_words(LOT_DATE_AMBIGUOUS));
        break;
    case LOT_REFUSED_SHORT_YEAR:
        lot_text_put(words, lot_date_fault_words(LOT_DATE_SHORT_YEAR));
        break;
    case LOT_REFUSED_UNBORN:
    case LOT_REFUSED_TOO_OLD:
        if (refusal == LOT_REFUSED_UNBORN)
            lot_text_put(words, "born after ");
        else
            lot_text_format(words, "born more than %d years before ", LOT_AGE_MOST);
        lot_date_put(words, &reading->feature->age_at);
        break;
    case LOT_REFUSED_NO_NUMBER:
        lot_text_put(words, "no whole number");
        break;
    case LOT_REFUSED_NO_BRACKET:
        lot_text_format(words, "in no bracket (from %" PRIu32 " to %" PRIu32 ")", refused->least,
                        refused->most);
        break;
    case LOT_REFUSALS:
        break;
    }
}

/* What to do about it, after the rows. */
static void put_help(lot_text *words, const lot_feature_rule *feature, lot_refusal refusal)
{
    static const char *const lines[LOT_REFUSALS] = {
        [LOT_REFUSED_BLANK] = "fill it in, or add a line `missing:`",
        [LOT_REFUSED_NOT_IN_TABLE] =
            "correct it, add it to the table, or add a synonym or a line `other:`",
        [LOT_REFUSED_NO_DATE] = "correct it, or add a synonym or a line `other:`",
        [LOT_REFUSED_AMBIGUOUS] = NULL,
        [LOT_REFUSED_SHORT_YEAR] = NULL,
        [LOT_REFUSED_UNBORN] = "correct it, or the line `age at:`",
        [LOT_REFUSED_TOO_OLD] = "correct it, or the line `age at:`",
        [LOT_REFUSED_NO_NUMBER] = "correct it, or add a synonym, a line `other:`, or a line "
                                  "`age at:` if it is a date of birth,",
        [LOT_REFUSED_NO_BRACKET] = "add a bracket or a line `other:`, or `exclude` these people,",
    };
    if (lines[refusal] == NULL)
        return;
    lot_text_format(words, ": %s in %s, feature ", lines[refusal], feature->place.file);
    lot_message_put_cell(words, feature->name);
}

void lot_refused_tell(const lot_refused *refused, const lot_reading *reading,
                      lot_problems *problems)
{
    for (uint32_t r = 0; r < LOT_REFUSALS; r++) {
        lot_text words = LOT_TEXT_EMPTY;
        if (refused->rows[r].count == 0)
            continue;
        put_place(&words, reading);
        put_wrong(&words, refused, reading, (lot_refusal)r);
        lot_text_put(&words, ": ");
        lot_rows_put(&words, &refused->rows[r]);
        put_help(&words, reading->feature, (lot_refusal)r);
        lot_problems_take(problems, &words);
    }
}
