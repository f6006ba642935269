/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Suggest, look: each way of writing is looked at once, and its rows are counted. */
#include "clean/suggest_look.h"

#include "civiclot/fold.h"
#include "clean/date.h"
#include "clean/number.h"
#include "core/array.h"

#include <stdlib.h>

#define BLANK UINT32_MAX

/* The ways of writing in a column. */
typedef struct writings {
    lot_look *look;
    lot_names *cells;   /* as they stand in the table */
    uint32_t *of_cell;  /* [cells count] which group, or BLANK */
    uint32_t *rows;     /* [cells count] */
    const char **texts; /* [cells count] */
} writings;

void lot_look_free(lot_look *look)
{
    lot_names_free(look->folded);
    free(look->seen);
    *look = (lot_look){0};
}

/* What kind of thing a way of writing is, for all its rows. */
static void count_kind(lot_look *look, const char *cell, uint32_t rows)
{
    lot_date date;
    uint32_t number;
    bool unsaid = lot_date_read(&date, cell, LOT_DATE_UNSAID) == LOT_DATE_SOUND;
    bool day = lot_date_read(&date, cell, LOT_DATE_DAY_FIRST) == LOT_DATE_SOUND;
    bool month = lot_date_read(&date, cell, LOT_DATE_MONTH_FIRST) == LOT_DATE_SOUND;
    look->dates += unsaid || day || month ? rows : 0;
    look->day_first += !unsaid && day && !month ? rows : 0;
    look->month_first += !unsaid && month && !day ? rows : 0;
    look->either += !unsaid && day && month ? rows : 0;
    look->numbers += lot_number_whole(&number, cell) ? rows : 0;
}

/* Find the group of a cell that is seen for the first time. */
static lot_status group(uint32_t *number, lot_look *look, const char *cell, lot_error *error)
{
    uint32_t count = lot_names_count(look->folded);
    void *seen = look->seen;
    *number = BLANK;
    if (lot_is_blank(cell))
        return LOT_OK;
    if (lot_array_grow(&seen, &look->seen_room, count, sizeof(lot_seen)) != 0)
        return LOT_NO_MEMORY(error);
    look->seen = seen;
    char *folded = lot_fold(cell);
    bool added = folded != NULL && lot_names_add(number, look->folded, folded);
    free(folded);
    if (!added)
        return LOT_NO_MEMORY(error);
    if (*number == count)
        look->seen[count] = (lot_seen){.cell = cell};
    return LOT_OK;
}

static lot_status meet(writings *w, const char *cell, lot_error *error)
{
    uint32_t count = lot_names_count(w->cells);
    uint32_t number = count < LOT_LOOK_MOST ? 0 : lot_names_find(w->cells, cell);
    lot_status status = LOT_OK;
    if (number == LOT_NO_NAME) {
        w->look->many = true;
        return LOT_OK;
    }
    if (count < LOT_LOOK_MOST && !lot_names_add(&number, w->cells, cell))
        return LOT_NO_MEMORY(error);
    if (number == count) {
        w->texts[number] = cell;
        status = group(&w->of_cell[number], w->look, cell, error);
    }
    w->rows[number]++;
    return status;
}

/* Put what is known of ways of writing together. */
static void gather(const writings *w)
{
    for (uint32_t c = 0; c < lot_names_count(w->cells); c++) {
        if (w->of_cell[c] == BLANK) {
            w->look->blank += w->rows[c];
            continue;
        }
        w->look->rows += w->rows[c];
        w->look->seen[w->of_cell[c]].rows += w->rows[c];
        count_kind(w->look, w->texts[c], w->rows[c]);
    }
}

lot_status lot_look_at(lot_look *look, const lot_table *table, uint32_t column, lot_error *error)
{
    lot_status status = LOT_OK;
    writings w = {.look = look,
                  .cells = lot_names_new(),
                  .of_cell = lot_array_new(LOT_LOOK_MOST, sizeof *w.of_cell),
                  .rows = lot_array_new(LOT_LOOK_MOST, sizeof *w.rows),
                  .texts = lot_array_new(LOT_LOOK_MOST, sizeof *w.texts)};
    *look = (lot_look){.folded = lot_names_new()};
    if (look->folded == NULL || w.cells == NULL || w.of_cell == NULL || w.rows == NULL ||
        w.texts == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t row = 0; row < lot_table_rows_count(table); row++)
        TRY(meet(&w, lot_table_cell(table, row, column), error));
    gather(&w);
done:
    lot_names_free(w.cells);
    free(w.of_cell);
    free(w.rows);
    free(w.texts);
    return status;
}
