/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Suggest: a feature whose values are ticked, each in a column that bears its name. */
#include "clean/suggest.h"
#include "clean/suggest_writing.h"
#include "core/array.h"

#include <stdlib.h>

/* Ticks are written in this many ways at most: Yes, No, x. */
enum { TICKS_MOST = 3 };

/* The only column of ticks that names a value; LOT_NO_COLUMN where none does, or several do. */
static lot_status find_column(uint32_t *column, const lot_suggester *s, const char *value,
                              lot_error *error)
{
    uint32_t count = 0;
    *column = LOT_NO_COLUMN;
    for (uint32_t c = 0; c < lot_table_columns_count(s->people); c++) {
        bool possible;
        if (lot_names_count(s->looks[c].folded) > TICKS_MOST ||
            !lot_suggest_has_word(s->headers[c], value))
            continue;
        lot_status status =
            lot_writing_is_possible(&possible, lot_table_header(s->people, c), error);
        if (status != LOT_OK)
            return status;
        *column = possible && count == 0 ? c : LOT_NO_COLUMN;
        count++;
    }
    return LOT_OK;
}

/* A column that two values name is neither's. */
static void leave_shared(uint32_t *columns, uint32_t count)
{
    for (uint32_t a = 0; a < count; a++) {
        bool shared = false;
        for (uint32_t b = a + 1; b < count && columns[a] != LOT_NO_COLUMN; b++) {
            if (columns[b] != columns[a])
                continue;
            columns[b] = LOT_NO_COLUMN;
            shared = true;
        }
        columns[a] = shared ? LOT_NO_COLUMN : columns[a];
    }
}

static void put_ticks(const lot_suggester *s, const lot_feature *of, const uint32_t *columns)
{
    bool begun = false;
    lot_text_put(s->words, "    # perhaps ticks, each in a column of its own; who ticks several "
                           "needs `other:`:\n    # from: ");
    for (uint32_t v = 0; v < of->values_count; v++) {
        if (columns[v] == LOT_NO_COLUMN)
            continue;
        lot_text_put(s->words, begun ? ", " : "");
        lot_writing_put(s->words, lot_table_header(s->people, columns[v]));
        begun = true;
    }
    lot_text_put(s->words, "\n    # join: ticked\n");
    for (uint32_t v = 0; v < of->values_count; v++) {
        if (columns[v] == LOT_NO_COLUMN)
            continue;
        lot_text_put(s->words, "    # ");
        lot_writing_put(s->words, s->quotas->rows[of->first + v].value);
        lot_text_put(s->words, " = ");
        lot_writing_put(s->words, lot_table_header(s->people, columns[v]));
        lot_text_put(s->words, "\n");
    }
}

lot_status lot_suggest_ticks(bool *found, const lot_suggester *s, uint32_t feature,
                             lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_feature *of = &s->quotas->features[feature];
    uint32_t count = 0;
    uint32_t *columns = lot_array_new(of->values_count, sizeof *columns);
    *found = false;
    if (columns == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t v = 0; v < of->values_count; v++)
        TRY(find_column(&columns[v], s, s->values[of->first + v], error));
    leave_shared(columns, of->values_count);
    for (uint32_t v = 0; v < of->values_count; v++)
        count += columns[v] != LOT_NO_COLUMN;
    *found = count >= 2 && count * 2 >= of->values_count;
    if (*found)
        put_ticks(s, of, columns);
done:
    free(columns);
    return status;
}
