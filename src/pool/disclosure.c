/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Disclosure: groups are classes. Where everyone is alone, those of a class have the same values;
 * where one seat is all that a household may have, households of the same values as well.
 */
#include "civiclot/disclosure.h"

#include "civiclot/classes.h"
#include "core/array.h"

#include <stdlib.h>

static lot_status count_groups(lot_groups *groups, const lot_pool *pool, lot_error *error)
{
    lot_classes *classes = NULL;
    lot_status status = lot_classes_new(&classes, pool, 1, error);
    if (status != LOT_OK)
        return status;
    *groups = (lot_groups){.count = classes->count};
    for (uint32_t t = 0; t < classes->count; t++) {
        groups->small += classes->size[t] < LOT_SMALL_GROUP;
        groups->unique += classes->size[t] == 1;
    }
    lot_classes_free(classes);
    return LOT_OK;
}

lot_status lot_disclosure_count(lot_disclosure *out, const lot_pool *pool, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_pool apart = *pool; /* the same people, all alone */
    apart.households_count = pool->people_count;
    apart.households = lot_array_new(pool->people_count, sizeof *apart.households);
    if (apart.households == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t p = 0; p < pool->people_count; p++)
        apart.households[p] = p;
    out->people_count = pool->people_count;
    TRY(count_groups(&out->by_values, &apart, error));
    TRY(count_groups(&out->by_home, pool, error));
done:
    free(apart.households);
    return status;
}
