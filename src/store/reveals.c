/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reveals: what contributors told after a commit and before its public value.
 *
 *   V1  all contributions of an attempt are revealed at once, the missing ones as ABSENT;
 *   V2  they are revealed once: the draw rests on them.
 */
#include "store/statement.h"

#include <assert.h>

static lot_status count_reveals(uint32_t *count, lot_assembly *assembly, uint32_t attempt,
                                lot_error *error)
{
    return lot_statement_count(count, assembly, "SELECT count(*) FROM reveals WHERE attempt = ?",
                               attempt, error);
}

/* V2, where REPLACE or a second call with other sources would get past the table's own trigger. */
static lot_status need_unrevealed(lot_assembly *assembly, uint32_t attempt, lot_error *error)
{
    uint32_t count;
    lot_status status = count_reveals(&count, assembly, attempt, error);
    if (status == LOT_OK && count > 0)
        return LOT_FAIL(error, LOT_FAILURE,
                        "the contributions of attempt %u were revealed already: that never changes",
                        (unsigned)attempt);
    return status;
}

lot_status lot_assembly_add_reveals(lot_assembly *assembly, const lot_attempt *attempt,
                                    lot_error *error)
{
    lot_statement *insert = NULL;
    lot_status status;
    TRY(need_unrevealed(assembly, attempt->number, error));
    TRY(lot_statement_new(&insert, assembly,
                          "INSERT INTO reveals (attempt, position, value, nonce)"
                          " VALUES (?, ?, ?, ?)",
                          error));
    for (uint32_t s = 0; s < attempt->sources_count; s++) {
        if (attempt->sources[s].value == NULL)
            continue;
        lot_bind_number(insert, attempt->number);
        lot_bind_number(insert, s);
        lot_bind_text(insert, attempt->sources[s].value);
        lot_bind_text(insert, attempt->sources[s].nonce);
        TRY(lot_statement_run(insert, error));
    }
done:
    lot_statement_free(insert);
    return status;
}

lot_status lot_assembly_load_reveals(bool *revealed, lot_attempt *attempt, lot_assembly *assembly,
                                     lot_error *error)
{
    assert(!attempt->drawn);
    lot_statement *query = NULL;
    lot_status status;
    uint32_t count;
    bool more;
    *revealed = false;
    TRY(count_reveals(&count, assembly, attempt->number, error));
    if (count > attempt->sources_count)
        TRY(lot_assembly_damaged(assembly, "more was revealed than there are sources", error));
    TRY(lot_statement_new(&query, assembly,
                          "SELECT position, value, nonce FROM reveals WHERE attempt = ?"
                          " ORDER BY position",
                          error));
    lot_bind_number(query, attempt->number);
    TRY(lot_statement_next(&more, query, error));
    while (more) {
        uint32_t position = lot_column_index(query, 0, attempt->sources_count - 1);
        lot_source *source = &attempt->sources[position];
        if (source->value == NULL) {
            source->value = lot_column_line(query, 1);
            source->nonce = lot_column_is_null(query, 2) ? NULL : lot_column_line(query, 2);
        }
        TRY(lot_statement_next(&more, query, error));
    }
    *revealed = count > 0;
done:
    lot_statement_free(query);
    return status;
}
