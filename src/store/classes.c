/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Classes: who is in which household and class, and under which pseudonym. */
#include "store/classes.h"

#include "core/array.h"
#include "store/statement.h"

#include <assert.h>
#include <stdlib.h>

/* People keep theirs until they get new ones: their foreign keys wait for the commit. */
static lot_status delete_classes(lot_assembly *assembly, lot_error *error)
{
    return lot_statement_execute(assembly,
                                 "DELETE FROM class_values;"
                                 "DELETE FROM classes;"
                                 "DELETE FROM kinds;"
                                 "DELETE FROM households",
                                 error);
}

lot_status lot_assembly_forget_classes(lot_assembly *assembly, lot_error *error)
{
    lot_status status =
        lot_statement_execute(assembly,
                              "UPDATE people SET household = NULL, class = NULL, pid = NULL;"
                              "UPDATE assembly SET current_lottery = NULL,"
                              " stale_lotteries = (SELECT coalesce(max(number), 0) FROM lotteries)",
                              error);
    return status == LOT_OK ? delete_classes(assembly, error) : status;
}

static lot_status save_households(lot_assembly *assembly, const lot_pool *pool, lot_error *error)
{
    lot_statement *insert = NULL;
    lot_status status = LOT_OK;
    uint32_t *people = lot_array_new(pool->households_count, sizeof *people);
    if (people == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t p = 0; p < pool->people_count; p++)
        people[pool->households[p]]++;
    TRY(lot_statement_new(&insert, assembly,
                          "INSERT INTO households (number, people) VALUES (?, ?)", error));
    for (uint32_t h = 0; h < pool->households_count; h++) {
        lot_bind_number(insert, h);
        lot_bind_number(insert, people[h]);
        TRY(lot_statement_run(insert, error));
    }
done:
    lot_statement_free(insert);
    free(people);
    return status;
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

static lot_status update_people(lot_assembly *assembly, const lot_pool *pool,
                                const lot_classes *classes, const lot_pseudonyms *pseudonyms,
                                lot_error *error)
{
    lot_statement *update = NULL;
    lot_status status;
    TRY(lot_statement_new(&update, assembly,
                          "UPDATE people SET household = ?, class = ?, pid = ? WHERE position = ?",
                          error));
    for (uint32_t p = 0; p < pool->people_count; p++) {
        lot_bind_number(update, pool->households[p]);
        lot_bind_number(update, classes->of_person[p]);
        lot_bind_text(update, pseudonyms->pids[p].text);
        lot_bind_number(update, p);
        TRY(lot_statement_run(update, error));
    }
done:
    lot_statement_free(update);
    return status;
}

lot_status lot_assembly_save_classes(lot_assembly *assembly, const lot_pool *pool,
                                     const lot_classes *classes, const lot_pseudonyms *pseudonyms,
                                     lot_error *error)
{
    assert(classes->people_count == pool->people_count);
    assert(pseudonyms->people_count == pool->people_count);
    lot_status status;
    TRY(delete_classes(assembly, error));
    TRY(save_households(assembly, pool, error));
    TRY(save_kinds(assembly, classes, error));
    TRY(save_class_rows(assembly, classes, error));
    TRY(save_values(assembly, classes, error));
    TRY(update_people(assembly, pool, classes, pseudonyms, error));
done:
    return status;
}
