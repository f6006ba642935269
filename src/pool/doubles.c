/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Doubles: told by their rows. */
#include "pool/doubles.h"

#include "pool/message.h"

#include <string.h>

void lot_doubles_meet(lot_doubles *doubles, uint32_t first, uint32_t person, uint32_t row_number)
{
    uint32_t at = 0;
    while (at < doubles->count && doubles->ids[at].first != first)
        at++;
    if (at == LOT_DOUBLES_SHOWN) {
        lot_rows_meet(&doubles->others, row_number);
        return;
    }
    if (at == doubles->count) {
        doubles->ids[at].first = first;
        doubles->ids[at].again = person;
        doubles->count++;
    }
    lot_rows_meet(&doubles->ids[at].rows, row_number);
}

/* An e-mail address that serves as id is shown to nobody: the rows tell whose it is. */
static void tell_id(const lot_rows *rows, const char *file, const char *id, uint32_t first_row,
                    lot_problems *problems)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_format(&words, "%s, ", file);
    lot_rows_put(&words, rows);
    lot_text_put(&words, ": the id ");
    if (strchr(id, '@') == NULL) {
        lot_text_put(&words, "'");
        lot_message_put_cell(&words, id);
        lot_text_put(&words, "' ");
    }
    lot_text_format(&words,
                    "is that of row %u already: give everyone an id of their own, or remove %s",
                    first_row, rows->count == 1 ? "one of the rows" : "all of the rows but one");
    lot_problems_take(problems, &words);
}

void lot_doubles_tell(const lot_doubles *doubles, const char *file, const lot_pool *pool,
                      lot_problems *problems)
{
    for (uint32_t i = 0; i < doubles->count; i++)
        tell_id(&doubles->ids[i].rows, file, pool->ids[doubles->ids[i].again],
                pool->rows[doubles->ids[i].first], problems);
    if (doubles->others.count == 0)
        return;
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_format(&words, "%s, ", file);
    lot_rows_put(&words, &doubles->others);
    lot_text_put(&words, ": ids that rows before have already, too: give everyone an id of their "
                         "own, or remove the rows");
    lot_problems_take(problems, &words);
}
