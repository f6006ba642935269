/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Classes: who is in which household and class, and under which pseudonym. */
#include "store/classes.h"

#include "core/array.h"
#include "store/schema.h"
#include "store/statement.h"

#include <assert.h>
#include <stdlib.h>

/* The index of pids is made anew, empty: it goes faster than every pid on its own. */
static lot_status delete_classes(lot_assembly *assembly, lot_error *error)
{
    return lot_statement_execute(assembly,
                                 LOT_SCHEMA_DROP_PIDS "DELETE FROM people_classes;" LOT_SCHEMA_PIDS
                                                      "DELETE FROM class_values;"
                                                      "DELETE FROM classes;"
                                                      "DELETE FROM kinds",
                                 error);
}

lot_status lot_assembly_forget_classes(lot_assembly *assembly, lot_error *error)
{
    lot_status status =
        lot_statement_execute(assembly,
                              "UPDATE assembly SET current_lottery = NULL,"
                              " stale_lotteries = (SELECT coalesce(max(number), 0) FROM lotteries)",
                              error);
    return status == LOT_OK ? delete_classes(assembly, error) : status;
}

static lot_status save_kinds(lot_assembly *assembly, const lot_classes *classes, lot_error *error)
{
    lot_statement *insert = NULL;
    lot_status status;
    TRY(lot_statement_new(&insert, assembly,
                          "INSERT INTO kinds (number, copies, seat_limit) VALUES (?, ?, ?)",
                          error));
    for (uint32_t k = 0; k < classes->kinds_count; k++) {
        lot_bind_number(insert, k);
        lot_bind_number(insert, classes->kinds[k].copies);
        lot_bind_number(insert, classes->kinds[k].limit);
        TRY(lot_statement_run(insert, error));
    }
done:
    lot_statement_free(insert);
    return status;
}

static lot_status save_class_rows(lot_assembly *assembly, const lot_classes *classes,
                                  lot_error *error)
{
    lot_statement *insert = NULL;
    lot_status status;
    TRY(lot_statement_new(&insert, assembly,
                          "INSERT INTO classes (number, kind, size, per_copy, cap)"
                          " VALUES (?, ?, ?, ?, ?)",
                          error));
    for (uint32_t c = 0; c < classes->count; c++) {
        lot_bind_number(insert, c);
        lot_bind_number(insert, classes->kind[c]);
        lot_bind_number(insert, classes->size[c]);
        lot_bind_number(insert, classes->per_copy[c]);
        lot_bind_number(insert, classes->cap[c]);
        TRY(lot_statement_run(insert, error));
    }
done:
    lot_statement_free(insert);
    return status;
}

static lot_status save_values(lot_assembly *assembly, const lot_classes *classes, lot_error *error)
{
    lot_statement *insert = NULL;
    lot_status status;
    TRY(lot_statement_new(&insert, assembly,
                          "INSERT INTO class_values (class, feature, quota) VALUES (?, ?, ?)",
                          error));
    for (uint32_t c = 0; c < classes->count; c++) {
        for (uint32_t f = 0; f < classes->features_count; f++) {
            lot_bind_number(insert, c);
            lot_bind_number(insert, f);
            lot_bind_number(insert, lot_classes_value(classes, c, f));
            TRY(lot_statement_run(insert, error));
        }
    }
done:
    lot_statement_free(insert);
    return status;
}

static lot_status save_people_classes(lot_assembly *assembly, const lot_pool *pool,
                                      const lot_classes *classes, const lot_pseudonyms *pseudonyms,
                                      lot_error *error)
{
    lot_statement *insert = NULL;
    lot_status status;
    TRY(lot_statement_execute(assembly, LOT_SCHEMA_DROP_PIDS, error));
    TRY(lot_statement_new(&insert, assembly,
                          "INSERT INTO people_classes (person, pid, household, class)"
                          " VALUES (?, ?, ?, ?)",
                          error));
    for (uint32_t p = 0; p < pool->people_count; p++) {
        lot_bind_number(insert, p);
        lot_bind_text(insert, pseudonyms->pids[p].text);
        lot_bind_number(insert, pool->households[p]);
        lot_bind_number(insert, classes->of_person[p]);
        TRY(lot_statement_run(insert, error));
    }
    TRY(lot_statement_execute(assembly, LOT_SCHEMA_PIDS, error));
done:
    lot_statement_free(insert);
    return status;
}

/* Are the same classes there already? Then there is nothing to do, after a commit neither. */
static lot_status find_same(bool *same, lot_assembly *assembly, const lot_pool *pool,
                            const lot_classes *classes, const lot_pseudonyms *pseudonyms,
                            lot_error *error)
{
    uint32_t any;
    lot_status status = lot_statement_count(
        &any, assembly, "SELECT EXISTS (SELECT 1 FROM people_classes)", 0, error);
    *same = false;
    if (status != LOT_OK || any == 0)
        return status;
    status = lot_assembly_check_classes(assembly, pool, classes, pseudonyms, error);
    *same = status == LOT_OK;
    return status == LOT_BAD_INPUT ? LOT_OK : status;
}

lot_status lot_assembly_save_classes(lot_assembly *assembly, const lot_pool *pool,
                                     const lot_classes *classes, const lot_pseudonyms *pseudonyms,
                                     lot_error *error)
{
    assert(classes->people_count == pool->people_count);
    assert(pseudonyms->people_count == pool->people_count);
    lot_status status;
    bool same;
    TRY(find_same(&same, assembly, pool, classes, pseudonyms, error));
    if (same)
        goto done;
    TRY(delete_classes(assembly, error));
    TRY(save_kinds(assembly, classes, error));
    TRY(save_class_rows(assembly, classes, error));
    TRY(save_values(assembly, classes, error));
    TRY(save_people_classes(assembly, pool, classes, pseudonyms, error));
done:
    return status;
}
