/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Damage: columns get their uses; lines become talk. */
#include "desk/damage.h"

#include "civiclot/spoilt.h"
#include "core/array.h"

#include <stdlib.h>
#include <string.h>

static lot_status mark(lot_column_use *uses, const lot_table *people, const char *name,
                       lot_column_use use, lot_error *error)
{
    uint32_t column;
    lot_status status = lot_table_find_column(&column, NULL, people, name, error);
    if (status == LOT_OK && column != LOT_NO_COLUMN)
        uses[column] = use;
    return status;
}

static lot_status mark_all(lot_column_use *uses, const lot_workbench *bench, lot_error *error)
{
    const lot_pool_columns *columns = &bench->columns;
    lot_status status = LOT_OK;
    for (uint32_t h = 0; h < columns->household_count; h++)
        TRY(mark(uses, bench->people, columns->household[h], LOT_COLUMN_HOUSEHOLD, error));
    TRY(mark(uses, bench->people, columns->id != NULL ? columns->id : "id", LOT_COLUMN_ID, error));
done:
    return status;
}

static void say_lines(lot_talk *talk, const lot_text *lines)
{
    const char *at = lot_text_string(lines);
    while (*at != '\0') {
        size_t length = strcspn(at, "\n");
        lot_talk_say(talk, "%.*s", (int)length, at);
        at += length + (at[length] == '\n');
    }
}

lot_status lot_damage_tell(lot_talk *talk, const lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_spoilt *spoilt = NULL;
    lot_text lines = LOT_TEXT_EMPTY;
    bool from_sheet = bench->people_file.form.length > 0;
    lot_column_use *uses = lot_array_new(lot_table_columns_count(bench->people), sizeof *uses);
    if (uses == NULL)
        return LOT_NO_MEMORY(error);
    TRY(mark_all(uses, bench, error));
    TRY(lot_spoilt_find(&spoilt, bench->people, error));
    TRY(lot_spoilt_put(&lines, spoilt, uses, from_sheet, error));
    say_lines(talk, &lines);
done:
    free(uses);
    lot_spoilt_free(spoilt);
    lot_text_free(&lines);
    return status;
}
