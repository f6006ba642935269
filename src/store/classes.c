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

static void bind_kind(lot_statement *insert, uint32_t row, const void *context)
{
    const lot_classes *classes = context;
    lot_bind_number(insert, row);
    lot_bind_number(insert, classes->kinds[row].copies);
    lot_bind_number(insert, classes->kinds[row].limit);
}

static void bind_class(lot_statement *insert, uint32_t row, const void *context)
{
    const lot_classes *classes = context;
    lot_bind_number(insert, row);
    lot_bind_number(insert, classes->kind[row]);
    lot_bind_number(insert, classes->size[row]);
    lot_bind_number(insert, classes->per_copy[row]);
    lot_bind_number(insert, classes->cap[row]);
}

static void bind_value(lot_statement *insert, uint32_t row, const void *context)
{
    const lot_classes *classes = context;
    lot_bind_number(insert, row / classes->features_count);
    lot_bind_number(insert, row % classes->features_count);
    lot_bind_number(insert, classes->values[row]);
}

static lot_status save_classes(lot_assembly *assembly, const lot_classes *classes, lot_error *error)
{
    lot_status status;
    TRY(lot_insert(assembly, "kinds (number, copies, seat_limit)", "(?, ?, ?)",
                   classes->kinds_count, bind_kind, classes, error));
    TRY(lot_insert(assembly, "classes (number, kind, size, per_copy, cap)", "(?, ?, ?, ?, ?)",
                   classes->count, bind_class, classes, error));
    TRY(lot_insert(assembly, "class_values (class, feature, quota)", "(?, ?, ?)",
                   classes->count * classes->features_count, bind_value, classes, error));
done:
    return status;
}

struct sorted {
    const lot_pool *pool;
    const lot_classes *classes;
    const lot_pseudonyms *pseudonyms;
};

static void bind_person(lot_statement *insert, uint32_t row, const void *context)
{
    const struct sorted *sorted = context;
    lot_bind_number(insert, row);
    lot_bind_text(insert, sorted->pseudonyms->pids[row].text);
    lot_bind_number(insert, sorted->pool->households[row]);
    lot_bind_number(insert, sorted->classes->of_person[row]);
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
    TRY(save_classes(assembly, classes, error));
    TRY(lot_statement_execute(assembly, LOT_SCHEMA_DROP_PIDS, error));
    TRY(lot_insert(assembly, "people_classes (person, pid, household, class)", "(?, ?, ?, ?)",
                   pool->people_count, bind_person, &(struct sorted){pool, classes, pseudonyms},
                   error));
    TRY(lot_statement_execute(assembly, LOT_SCHEMA_PIDS, error));
done:
    return status;
}
