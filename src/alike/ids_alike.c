/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ids alike: ids compared by what is left when capitals and zeros in front are gone. */
#include "civiclot/ids_alike.h"

#include "civiclot/fold.h"
#include "core/array.h"
#include "pool/names.h"

#include <stdlib.h>

/* What the letters and zeros of all ids allow. */
typedef struct spelling {
    bool small;
    bool capital;
    bool zero_first;
} spelling;

static void look_at(spelling *seen, const char *id)
{
    seen->zero_first = seen->zero_first || (id[0] == '0' && id[1] != '\0');
    for (; *id != '\0'; id++) {
        bool foreign = (unsigned char)*id >= 0x80; /* which may be either */
        seen->small = seen->small || foreign || (*id >= 'a' && *id <= 'z');
        seen->capital = seen->capital || foreign || (*id >= 'A' && *id <= 'Z');
    }
}

/* Nearly all files have ids of one form, of which no two can be alike: that takes no memory. */
static bool may_be_alike(const lot_pool *pool)
{
    spelling seen = {false, false, false};
    for (uint32_t p = 0; p < pool->people_count; p++)
        look_at(&seen, pool->ids[p]);
    return seen.zero_first || (seen.small && seen.capital);
}

static void meet(lot_ids_alike *alike, uint32_t row, uint32_t before)
{
    if (alike->count < LOT_IDS_ALIKE_SHOWN) {
        alike->first[alike->count].row = row;
        alike->first[alike->count].before = before;
    }
    alike->count++;
}

/* Give the person's id its number among `keys`. False: no memory. */
static bool number_id(uint32_t *number, lot_names *keys, const char *id)
{
    char *folded = lot_fold(id);
    const char *key = folded;
    if (folded == NULL)
        return false;
    while (key[0] == '0' && key[1] != '\0')
        key++;
    bool added = lot_names_add(number, keys, key);
    free(folded);
    return added;
}

lot_status lot_ids_alike_find(lot_ids_alike *out, const lot_pool *pool, lot_error *error)
{
    *out = (lot_ids_alike){0};
    if (pool->ids_are_rows || !may_be_alike(pool))
        return LOT_OK;
    lot_names *keys = lot_names_new();
    uint32_t *first = lot_array_new(pool->people_count, sizeof *first); /* person with each key */
    bool good = keys != NULL && first != NULL;
    for (uint32_t p = 0; good && p < pool->people_count; p++) {
        uint32_t number;
        uint32_t count = lot_names_count(keys);
        good = number_id(&number, keys, pool->ids[p]);
        if (good && number == count)
            first[number] = p;
        else if (good)
            meet(out, pool->rows[p], pool->rows[first[number]]);
    }
    free(first);
    lot_names_free(keys);
    return good ? LOT_OK : LOT_NO_MEMORY(error);
}
