/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settled: a row for everyone who is not open, and for every quota with other numbers. */
#include "store/settled.h"

#include "core/array.h"

#include <string.h>

lot_status lot_settled_write(lot_statement *insert, uint32_t number, const lot_standing *standing,
                             lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t p = 0; p < standing->people_count; p++) {
        if (standing->places[p] == LOT_OPEN)
            continue;
        lot_bind_number(insert, number);
        lot_bind_number(insert, p);
        lot_bind_text(insert, lot_place_name(standing->places[p]));
        lot_bind_text(insert, standing->reasons[p]);
        TRY(lot_statement_run(insert, error));
    }
done:
    return status;
}

static lot_status save_standing(lot_assembly *assembly, uint32_t number,
                                const lot_standing *standing, lot_error *error)
{
    lot_statement *insert = NULL;
    lot_status status;
    TRY(lot_statement_new(&insert, assembly,
                          "INSERT INTO standings (lottery, person, place, reason)"
                          " VALUES (?, ?, ?, ?)",
                          error));
    TRY(lot_settled_write(insert, number, standing, error));
done:
    lot_statement_free(insert);
    return status;
}

/* Only what differs from the quotas that are kept. */
static lot_status save_quotas(lot_assembly *assembly, uint32_t number, const lot_quotas *quotas,
                              lot_error *error)
{
    lot_statement *insert = NULL;
    lot_status status;
    TRY(lot_statement_new(&insert, assembly,
                          "INSERT INTO lottery_quotas (lottery, quota, min, max)"
                          " SELECT ?1, ?2, ?3, ?4 FROM quotas"
                          " WHERE position = ?2 AND (min, max) IS NOT (?3, ?4)",
                          error));
    for (uint32_t q = 0; q < quotas->count; q++) {
        lot_bind_number(insert, number);
        lot_bind_number(insert, q);
        lot_bind_number(insert, quotas->rows[q].min);
        lot_bind_number(insert, quotas->rows[q].max);
        TRY(lot_statement_run(insert, error));
    }
done:
    lot_statement_free(insert);
    return status;
}

lot_status lot_settled_save(lot_assembly *assembly, uint32_t number, const lot_settled *settled,
                            lot_error *error)
{
    lot_status status = save_standing(assembly, number, settled->standing, error);
    return status == LOT_OK ? save_quotas(assembly, number, settled->quotas, error) : status;
}

/* A row onto the standing; false where it is not as it is written. */
static bool take_row(lot_standing *standing, lot_statement *query)
{
    uint32_t person = lot_column_index(query, 0, standing->people_count - 1);
    bool kept = strcmp(lot_column_text(query, 1), lot_place_name(LOT_KEPT)) == 0;
    standing->places[person] = kept ? LOT_KEPT : LOT_WITHDRAWN;
    if (kept)
        return true;
    if (!lot_reason_is_code(lot_column_text(query, 2)))
        return false;
    standing->reasons[person] = lot_column_copy(query, 2);
    return true;
}

lot_status lot_settled_read(lot_standing **out, lot_assembly *assembly, lot_statement *query,
                            uint32_t people_count, lot_error *error)
{
    lot_standing *standing = NULL;
    lot_status status;
    bool more;
    *out = NULL;
    TRY(lot_statement_next(&more, query, error));
    if (!more)
        goto done;
    TRY(lot_standing_new(&standing, people_count, error));
    while (more) {
        if (!take_row(standing, query))
            TRY(lot_assembly_damaged(assembly, "a reason to withdraw is no code", error));
        TRY(lot_statement_next(&more, query, error));
    }
    uint32_t seats;
    TRY(lot_statement_count(&seats, assembly, "SELECT seats FROM assembly", 0, error));
    if (lot_standing_count(standing, LOT_WITHDRAWN) == 0 ||
        lot_standing_count(standing, LOT_KEPT) >= seats)
        TRY(lot_assembly_damaged(assembly, "a replacement leaves no seat to be drawn", error));
    *out = standing;
    standing = NULL;
done:
    lot_standing_free(standing);
    return status;
}

lot_status lot_assembly_load_standing(lot_standing **out, lot_assembly *assembly, uint32_t number,
                                      uint32_t people_count, lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    *out = NULL;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT person, place, reason FROM standings WHERE lottery = ?"
                          " ORDER BY person",
                          error));
    lot_bind_number(query, number);
    TRY(lot_settled_read(out, assembly, query, people_count, error));
done:
    lot_statement_free(query);
    return status;
}

lot_status lot_assembly_settle_quotas(lot_quotas *quotas, lot_assembly *assembly, uint32_t number,
                                      lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    bool more;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT quota, min, max FROM lottery_quotas WHERE lottery = ?"
                          " ORDER BY quota",
                          error));
    lot_bind_number(query, number);
    TRY(lot_statement_next(&more, query, error));
    while (more) {
        lot_quota *row = &quotas->rows[lot_column_index(query, 0, quotas->count - 1)];
        row->min = lot_column_index(query, 1, UINT32_MAX);
        row->max = lot_column_index(query, 2, UINT32_MAX);
        TRY(lot_statement_next(&more, query, error));
    }
done:
    lot_statement_free(query);
    return status;
}
