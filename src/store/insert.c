/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Insert: many rows a statement, as every statement opens and closes a transaction of its own. */
#include "store/statement.h"

#include "civiclot/text.h"

enum { ROWS_A_STATEMENT = 50 };

static lot_status prepare(lot_statement **out, lot_assembly *assembly, const char *table,
                          const char *row, uint32_t rows_count, lot_error *error)
{
    lot_text sql = LOT_TEXT_EMPTY;
    lot_status status;
    lot_text_format(&sql, "INSERT INTO %s VALUES %s", table, row);
    for (uint32_t i = 1; i < rows_count; i++)
        lot_text_format(&sql, ", %s", row);
    TRY(lot_text_check(&sql, error));
    TRY(lot_statement_new(out, assembly, lot_text_string(&sql), error));
done:
    lot_text_free(&sql);
    return status;
}

lot_status lot_insert(lot_assembly *assembly, const char *table, const char *row, uint32_t count,
                      lot_bind_row *bind, const void *context, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_statement *insert = NULL;
    uint32_t prepared = 0;
    for (uint32_t next = 0; next < count;) {
        uint32_t batch = count - next < ROWS_A_STATEMENT ? count - next : ROWS_A_STATEMENT;
        if (batch != prepared) {
            lot_statement_free(insert);
            TRY(prepare(&insert, assembly, table, row, batch, error));
            prepared = batch;
        }
        for (uint32_t end = next + batch; next < end; next++)
            bind(insert, next, context);
        TRY(lot_statement_run(insert, error));
    }
done:
    lot_statement_free(insert);
    return status;
}
