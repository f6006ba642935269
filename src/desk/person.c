/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Person: one after the other is looked at. */
#include "desk/person.h"

#include "civiclot/fold.h"

#include <stdlib.h>
#include <string.h>

static lot_status refuse(const lot_workbench *bench, const char *id, lot_error *error)
{
    if (bench->pool->ids_are_rows)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "nobody has the id '%s': the people file has no column of ids, so that "
                        "they are its row numbers, of which the header is 1",
                        id);
    return LOT_FAIL(error, LOT_BAD_INPUT,
                    "nobody has the id '%s': it must stand in the column '%s' of the people file, "
                    "with the same capitals",
                    id, lot_table_header(bench->people, bench->pool->id_column));
}

lot_status lot_person_find(uint32_t *person, const lot_workbench *bench, const char *id,
                           lot_error *error)
{
    const lot_pool *pool = bench->pool;
    char *tidy = lot_tidy(id);
    if (tidy == NULL)
        return LOT_NO_MEMORY(error);
    *person = 0;
    while (*person < pool->people_count && strcmp(pool->ids[*person], tidy) != 0)
        ++*person;
    free(tidy);
    return *person < pool->people_count ? LOT_OK : refuse(bench, id, error);
}
