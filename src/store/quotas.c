/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quotas: features and their values, in the order of the quota file. */
#include "core/array.h"
#include "store/classes.h"
#include "store/statement.h"

static lot_status save_features(lot_assembly *assembly, const lot_quotas *quotas, lot_error *error)
{
    lot_statement *insert = NULL;
    lot_status status;
    TRY(lot_statement_new(&insert, assembly, "INSERT INTO features (position, name) VALUES (?, ?)",
                          error));
    for (uint32_t f = 0; f < quotas->features_count; f++) {
        lot_bind_number(insert, f);
        lot_bind_text(insert, quotas->features[f].name);
        TRY(lot_statement_run(insert, error));
    }
done:
    lot_statement_free(insert);
    return status;
}

static lot_status save_rows(lot_assembly *assembly, const lot_quotas *quotas, lot_error *error)
{
    lot_statement *insert = NULL;
    lot_status status;
    TRY(lot_statement_new(&insert, assembly,
                          "INSERT INTO quotas (position, feature, value, min, max, min_flex,"
                          " max_flex, row, priority) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                          error));
    for (uint32_t q = 0; q < quotas->count; q++) {
        const lot_quota *row = &quotas->rows[q];
        lot_bind_number(insert, q);
        lot_bind_number(insert, row->feature);
        lot_bind_text(insert, row->value);
        lot_bind_number(insert, row->min);
        lot_bind_number(insert, row->max);
        lot_bind_number(insert, row->min_flex);
        if (row->max_flex == LOT_UNBOUNDED)
            lot_bind_null(insert);
        else
            lot_bind_number(insert, row->max_flex);
        lot_bind_number(insert, row->row);
        lot_bind_number(insert, row->priority > 0 ? row->priority : 1);
        TRY(lot_statement_run(insert, error));
    }
done:
    lot_statement_free(insert);
    return status;
}

lot_status lot_assembly_save_quotas(lot_assembly *assembly, const lot_quotas *quotas,
                                    lot_error *error)
{
    lot_status status;
    TRY(lot_assembly_forget_classes(assembly, error));
    TRY(lot_statement_execute(assembly, "DELETE FROM quotas; DELETE FROM features", error));
    TRY(save_features(assembly, quotas, error));
    TRY(save_rows(assembly, quotas, error));
done:
    return status;
}

static lot_status load_features(lot_quotas *quotas, lot_assembly *assembly, lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    bool more;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT name, min(quotas.position), count(*), features.position"
                          " FROM features"
                          " JOIN quotas ON feature = features.position"
                          " GROUP BY features.position ORDER BY features.position",
                          error));
    for (uint32_t f = 0, first = 0; f < quotas->features_count; f++) {
        lot_feature *feature = &quotas->features[f];
        TRY(lot_statement_next(&more, query, error));
        feature->name = lot_column_line(query, 0);
        feature->first = lot_column_index(query, 1, first);
        feature->values_count = lot_column_index(query, 2, quotas->count - first);
        lot_column_expect(query, 3, f);
        first += feature->values_count;
    }
    TRY(lot_statement_end(query, error));
done:
    lot_statement_free(query);
    return status;
}

/* Q1 too. seats: of a panel. */
static lot_status load_rows(lot_quotas *quotas, lot_assembly *assembly, uint32_t seats,
                            lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    bool more;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT feature, value, min, max, min_flex, max_flex, row, position,"
                          " priority FROM quotas ORDER BY position",
                          error));
    for (uint32_t q = 0; q < quotas->count; q++) {
        lot_quota *row = &quotas->rows[q];
        TRY(lot_statement_next(&more, query, error));
        row->feature = lot_column_index(query, 0, quotas->features_count - 1);
        row->value = lot_column_line(query, 1);
        row->max = lot_column_index(query, 3, seats);
        row->min = lot_column_index(query, 2, row->max);
        row->min_flex = lot_column_index(query, 4, UINT32_MAX);
        row->max_flex =
            lot_column_is_null(query, 5) ? LOT_UNBOUNDED : lot_column_index(query, 5, UINT32_MAX);
        row->row = lot_column_index(query, 6, UINT32_MAX);
        lot_column_expect(query, 7, q);
        row->priority = lot_column_index(query, 8, LOT_PRIORITY_MOST);
    }
    TRY(lot_statement_end(query, error));
done:
    lot_statement_free(query);
    return status;
}

/* Invariant Q3, which the database cannot hold. */
static bool features_stand_together(const lot_quotas *quotas)
{
    uint32_t q = 0;
    for (uint32_t f = 0; f < quotas->features_count; f++) {
        if (quotas->features[f].first != q || quotas->features[f].values_count == 0)
            return false;
        for (uint32_t v = 0; v < quotas->features[f].values_count; v++, q++) {
            if (quotas->rows[q].feature != f)
                return false;
        }
    }
    return q == quotas->count;
}

/* Invariant Q2. */
static bool sums_allow(const lot_quotas *quotas, uint32_t seats)
{
    for (uint32_t f = 0; f < quotas->features_count; f++) {
        const lot_quota *rows = quotas->rows + quotas->features[f].first;
        uint64_t minima = 0;
        uint64_t maxima = 0;
        for (uint32_t v = 0; v < quotas->features[f].values_count; v++) {
            minima += rows[v].min;
            maxima += rows[v].max;
        }
        if (minima > seats || maxima < seats)
            return false;
    }
    return true;
}

lot_status lot_assembly_load_quotas(lot_quotas **quotas, lot_assembly *assembly, lot_error *error)
{
    lot_status status;
    lot_quotas *loaded = lot_array_new(1, sizeof *loaded);
    *quotas = NULL;
    if (loaded == NULL)
        return LOT_NO_MEMORY(error);
    uint32_t features_count, count, seats;
    TRY(lot_statement_count(&features_count, assembly, "SELECT count(*) FROM features", 0, error));
    TRY(lot_statement_count(&count, assembly, "SELECT count(*) FROM quotas", 0, error));
    TRY(lot_statement_count(&seats, assembly, "SELECT seats FROM assembly", 0, error));
    if (count == 0)
        goto done;
    loaded->features = lot_array_new(features_count, sizeof *loaded->features);
    loaded->rows = lot_array_new(count, sizeof *loaded->rows);
    if (loaded->features == NULL || loaded->rows == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    loaded->features_count = features_count;
    loaded->count = count;
    TRY(load_features(loaded, assembly, error));
    TRY(load_rows(loaded, assembly, seats, error));
    if (!features_stand_together(loaded) || !sums_allow(loaded, seats)) {
        status = lot_assembly_damaged(assembly, "its quotas were changed", error);
        goto done;
    }
    *quotas = loaded;
    loaded = NULL;
done:
    lot_quotas_free(loaded);
    return status;
}
