/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Classes, checked: whether what was sorted anew is what was kept.
 *
 * Classes come from the records, panels name people by position, pids name them in public: who
 * changes one of these in the file, but not all, would make a lottery mean others. The tables are
 * read in the order in which classes.c writes them.
 */
#include "core/array.h"
#include "store/statement.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* The next row must be there and begin with these [count] numbers. */
static lot_status expect_row(lot_statement *query, const uint32_t *numbers, int count,
                             lot_error *error)
{
    bool there;
    lot_status status = lot_statement_next(&there, query, error);
    for (int column = 0; column < count; column++)
        lot_column_expect(query, column, numbers[column]);
    return status == LOT_OK ? lot_statement_end(query, error) : status;
}
#define LENGTH(array) ((int)(sizeof(array) / sizeof *(array)))

static lot_status expect_end(lot_assembly *assembly, lot_statement *query, lot_error *error)
{
    bool more;
    lot_status status = lot_statement_next(&more, query, error);
    return status == LOT_OK && more ? lot_assembly_damaged(assembly, "a row too many", error)
                                    : status;
}

static lot_status compare_ids(lot_assembly *assembly, const lot_pool *pool, lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT position, row, id FROM people ORDER BY position", error));
    for (uint32_t p = 0; p < pool->people_count; p++) {
        const uint32_t expected[] = {p, pool->rows[p]};
        TRY(expect_row(query, expected, LENGTH(expected), error));
        if (strcmp(lot_column_text(query, 2), pool->ids[p]) != 0)
            TRY(lot_assembly_damaged(assembly, "another id", error));
    }
    TRY(expect_end(assembly, query, error));
done:
    lot_statement_free(query);
    return status;
}

static lot_status compare_people(lot_assembly *assembly, const lot_pool *pool,
                                 const lot_classes *classes, const lot_pseudonyms *pseudonyms,
                                 lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT person, household, class, pid FROM people_classes"
                          " ORDER BY person",
                          error));
    for (uint32_t p = 0; p < pool->people_count; p++) {
        const uint32_t expected[] = {p, pool->households[p], classes->of_person[p]};
        TRY(expect_row(query, expected, LENGTH(expected), error));
        if (strcmp(lot_column_text(query, 3), pseudonyms->pids[p].text) != 0)
            TRY(lot_assembly_damaged(assembly, "another pid", error));
    }
    TRY(expect_end(assembly, query, error));
done:
    lot_statement_free(query);
    return status;
}

static lot_status compare_kinds(lot_assembly *assembly, const lot_classes *classes,
                                lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT number, copies, seat_limit FROM kinds ORDER BY number", error));
    for (uint32_t k = 0; k < classes->kinds_count; k++) {
        const uint32_t expected[] = {k, classes->kinds[k].copies, classes->kinds[k].limit};
        TRY(expect_row(query, expected, LENGTH(expected), error));
    }
    TRY(expect_end(assembly, query, error));
done:
    lot_statement_free(query);
    return status;
}

static lot_status compare_class_rows(lot_assembly *assembly, const lot_classes *classes,
                                     lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT number, kind, size, per_copy, cap FROM classes ORDER BY number",
                          error));
    for (uint32_t c = 0; c < classes->count; c++) {
        const uint32_t expected[] = {c, classes->kind[c], classes->size[c], classes->per_copy[c],
                                     classes->cap[c]};
        TRY(expect_row(query, expected, LENGTH(expected), error));
    }
    TRY(expect_end(assembly, query, error));
done:
    lot_statement_free(query);
    return status;
}

static lot_status compare_values(lot_assembly *assembly, const lot_classes *classes,
                                 lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT class, feature, quota FROM class_values ORDER BY class, feature",
                          error));
    for (uint32_t c = 0; c < classes->count; c++)
        for (uint32_t f = 0; f < classes->features_count; f++) {
            const uint32_t expected[] = {c, f, lot_classes_value(classes, c, f)};
            TRY(expect_row(query, expected, LENGTH(expected), error));
        }
    TRY(expect_end(assembly, query, error));
done:
    lot_statement_free(query);
    return status;
}

static lot_status compare_classes(lot_assembly *assembly, const lot_pool *pool,
                                  const lot_classes *classes, const lot_pseudonyms *pseudonyms,
                                  lot_error *error)
{
    lot_status status;
    TRY(compare_people(assembly, pool, classes, pseudonyms, error));
    TRY(compare_kinds(assembly, classes, error));
    TRY(compare_class_rows(assembly, classes, error));
    TRY(compare_values(assembly, classes, error));
done:
    return status;
}

/*
 * Where somebody is erased, the pool was not read from the records: then it must be the one that
 * the registrations closed with.
 */
static lot_status compare_root(lot_assembly *assembly, const lot_pseudonyms *pseudonyms,
                               lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    bool more;
    char root[LOT_HEX_BYTES];
    lot_digest_hex(root, &pseudonyms->root);
    TRY(lot_statement_new(&query, assembly,
                          "SELECT payload ->> 'root' FROM log WHERE kind = 'close'", error));
    TRY(lot_statement_next(&more, query, error));
    if (!more || strcmp(lot_column_text(query, 0), root) != 0)
        TRY(lot_assembly_damaged(assembly, "another root", error));
    TRY(lot_statement_end(query, error));
done:
    lot_statement_free(query);
    return status;
}

lot_status lot_assembly_check_classes(lot_assembly *assembly, const lot_pool *pool,
                                      const lot_classes *classes, const lot_pseudonyms *pseudonyms,
                                      lot_error *error)
{
    assert((classes == NULL) == (pseudonyms == NULL));
    lot_status status = compare_ids(assembly, pool, error);
    if (status == LOT_OK && classes != NULL)
        status = compare_classes(assembly, pool, classes, pseudonyms, error);
    if (status == LOT_OK && pseudonyms != NULL && pseudonyms->erased != NULL)
        status = compare_root(assembly, pseudonyms, error);
    if (status != LOT_BAD_INPUT)
        return status;
    return lot_assembly_damaged(
        assembly, "its people, quotas or classes were changed, so that they no longer fit together",
        error);
}
