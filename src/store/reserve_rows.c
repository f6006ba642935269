/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reserve rows: kept with the commit and the draw that they belong to, loaded as if a stranger had
 * written them, as others index arrays with them.
 */
#include "store/reserve_rows.h"

#include "civiclot/dropout_rates.h"
#include "core/array.h"
#include "store/statement.h"

#include <assert.h>

static void bind_plan(lot_statement *insert, uint32_t row, const void *context)
{
    const lot_attempt *attempt = context;
    (void)row;
    lot_bind_number(insert, attempt->number);
    lot_bind_number(insert, attempt->plan.count);
    lot_bind_number(insert, attempt->plan.samples);
    lot_bind_number(insert, attempt->plan.rates.overall);
}

static void bind_rate(lot_statement *insert, uint32_t row, const void *context)
{
    const lot_attempt *attempt = context;
    lot_bind_number(insert, attempt->number);
    lot_bind_number(insert, row);
    lot_bind_number(insert, attempt->plan.rates.of_value[row]);
}

lot_status lot_plan_save(lot_assembly *assembly, const lot_attempt *attempt, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t quotas;
    if (attempt->plan.count == 0)
        return LOT_OK;
    TRY(lot_statement_count(&quotas, assembly, "SELECT count(*) FROM quotas", 0, error));
    TRY(lot_insert(assembly, "dropout_rates (attempt, quota, rate)", "(?, ?, ?)", quotas, bind_rate,
                   attempt, error));
    TRY(lot_insert(assembly, "reserve_plans (attempt, reserves, samples, rate)", "(?, ?, ?, ?)", 1,
                   bind_plan, attempt, error));
done:
    return status;
}

lot_status lot_plan_load(lot_attempt *attempt, lot_assembly *assembly, lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    bool found;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT reserves, samples, rate FROM reserve_plans WHERE attempt = ?",
                          error));
    lot_bind_number(query, attempt->number);
    TRY(lot_statement_next(&found, query, error));
    if (!found)
        goto done;
    attempt->plan.count = (uint32_t)lot_column_between(query, 0, 1, LOT_RESERVES_MOST);
    attempt->plan.samples = (uint32_t)lot_column_between(query, 1, 1, LOT_DROPOUT_SAMPLES_MOST);
    attempt->plan.rates.overall = lot_column_index(query, 2, LOT_RATE_ONE - 1);
    TRY(lot_statement_end(query, error));
done:
    lot_statement_free(query);
    return status;
}

static void bind_person(lot_statement *insert, uint32_t row, const void *context)
{
    const lot_attempt *attempt = context;
    lot_bind_number(insert, attempt->number);
    lot_bind_number(insert, row);
    lot_bind_number(insert, attempt->reserves.people[row]);
}

static void bind_point(lot_statement *insert, uint32_t row, const void *context)
{
    const lot_attempt *attempt = context;
    const lot_reserve_curve *curve = attempt->reserves.curve;
    lot_bind_number(insert, attempt->number);
    lot_bind_number(insert, row);
    lot_bind_number(insert, curve->deviation[row]);
    lot_bind_number(insert, curve->proven[row]);
    lot_bind_number(insert, curve->exact[row]);
}

lot_status lot_reserve_rows_save(lot_assembly *assembly, const lot_attempt *attempt,
                                 lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_reserve_list *reserves = &attempt->reserves;
    if (attempt->plan.count == 0)
        return LOT_OK;
    assert(reserves->count <= attempt->plan.count && reserves->curve->most == reserves->count);
    TRY(lot_insert(assembly, "reserves (attempt, place, person)", "(?, ?, ?)", reserves->count,
                   bind_person, attempt, error));
    TRY(lot_insert(assembly, "reserve_curves (attempt, reserves, deviation, proven, exact)",
                   "(?, ?, ?, ?, ?)", reserves->count + 1, bind_point, attempt, error));
done:
    return status;
}

static lot_status load_rates(lot_attempt *attempt, lot_assembly *assembly, uint32_t quotas_count,
                             lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status = LOT_OK;
    bool more;
    uint32_t *rates = lot_array_new(quotas_count, sizeof *rates);
    attempt->plan.rates.of_value = rates;
    if (rates == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_statement_new(&query, assembly,
                          "SELECT quota, rate FROM dropout_rates WHERE attempt = ? ORDER BY quota",
                          error));
    lot_bind_number(query, attempt->number);
    for (uint32_t q = 0; q < quotas_count; q++) {
        TRY(lot_statement_next(&more, query, error));
        lot_column_expect(query, 0, q);
        rates[q] = lot_column_index(query, 1, LOT_RATE_ONE);
    }
    TRY(lot_statement_next(&more, query, error));
    if (more)
        TRY(lot_assembly_damaged(assembly, "there are more rates of drop-outs than quotas", error));
done:
    lot_statement_free(query);
    return status;
}

static lot_status load_people(lot_attempt *attempt, lot_assembly *assembly, uint32_t people_count,
                              lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status = LOT_OK;
    bool more;
    lot_reserve_list *list = &attempt->reserves;
    list->people = lot_array_new(attempt->plan.count, sizeof *list->people);
    if (list->people == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_statement_new(&query, assembly,
                          "SELECT place, person FROM reserves WHERE attempt = ? ORDER BY place",
                          error));
    lot_bind_number(query, attempt->number);
    TRY(lot_statement_next(&more, query, error));
    while (more) {
        if (list->count == attempt->plan.count)
            TRY(lot_assembly_damaged(assembly, "there are more reserves than announced", error));
        lot_column_expect(query, 0, list->count);
        list->people[list->count++] = lot_column_index(query, 1, people_count - 1);
        TRY(lot_statement_next(&more, query, error));
    }
done:
    lot_statement_free(query);
    return status;
}

static lot_status load_curve(lot_attempt *attempt, lot_assembly *assembly, lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status = LOT_OK;
    bool more;
    uint32_t most = attempt->reserves.count;
    lot_reserve_curve *curve = lot_array_new(1, sizeof *curve);
    attempt->reserves.curve = curve;
    if (curve == NULL)
        return LOT_NO_MEMORY(error);
    curve->most = most;
    curve->samples = attempt->plan.samples;
    curve->deviation = lot_array_new((size_t)most + 1, sizeof *curve->deviation);
    curve->proven = lot_array_new((size_t)most + 1, sizeof *curve->proven);
    curve->exact = lot_array_new((size_t)most + 1, sizeof *curve->exact);
    if (curve->deviation == NULL || curve->proven == NULL || curve->exact == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_statement_new(&query, assembly,
                          "SELECT reserves, deviation, proven, exact FROM reserve_curves"
                          " WHERE attempt = ? ORDER BY reserves",
                          error));
    lot_bind_number(query, attempt->number);
    for (uint32_t n = 0; n <= most; n++) {
        TRY(lot_statement_next(&more, query, error));
        lot_column_expect(query, 0, n);
        curve->deviation[n] = lot_column_number(query, 1, INT64_MAX);
        curve->proven[n] = lot_column_truth(query, 2);
        curve->exact[n] = lot_column_truth(query, 3);
    }
    TRY(lot_statement_end(query, error));
done:
    lot_statement_free(query);
    return status;
}

lot_status lot_assembly_load_reserves(lot_attempt *attempt, lot_assembly *assembly,
                                      uint32_t people_count, uint32_t quotas_count,
                                      lot_error *error)
{
    lot_status status = LOT_OK;
    if (attempt->plan.count == 0)
        return LOT_OK;
    assert(attempt->plan.rates.of_value == NULL && attempt->reserves.people == NULL);
    TRY(load_rates(attempt, assembly, quotas_count, error));
    if (!attempt->drawn)
        goto done;
    TRY(load_people(attempt, assembly, people_count, error));
    TRY(load_curve(attempt, assembly, error));
done:
    return status;
}
