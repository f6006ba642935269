/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Example: a pool made from test vectors. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/example.h"
#include "core/array.h"
#include "support/vectors.h"

#include <stdlib.h>
#include <string.h>

enum { EXAMPLE_MAX = 16 };

static void add_quota(lot_example *example, lot_vectors *vectors)
{
    lot_quotas *quotas = &example->quotas;
    const char *feature = lot_vectors_string(vectors, 1);
    uint32_t last = quotas->features_count - 1;
    if (quotas->features_count == 0 || strcmp(quotas->features[last].name, feature) != 0) {
        last = quotas->features_count++;
        quotas->features[last] = (lot_feature){lot_string_copy(feature), quotas->count, 0};
    }
    quotas->features[last].values_count++;
    assert_true(quotas->count < EXAMPLE_MAX);
    quotas->rows[quotas->count++] =
        (lot_quota){.feature = last,
                    .min = lot_vectors_small(vectors, 3),
                    .max = lot_vectors_small(vectors, 4),
                    .max_flex = LOT_UNBOUNDED,
                    .value = lot_string_copy(lot_vectors_string(vectors, 2))};
}

static void add_person(lot_example *example, lot_vectors *vectors)
{
    lot_pool *pool = &example->pool;
    uint32_t person = pool->people_count++;
    assert_true(pool->people_count <= EXAMPLE_MAX);
    pool->features_count = example->quotas.features_count;
    pool->ids[person] = lot_string_copy(lot_vectors_string(vectors, 1));
    pool->households[person] = lot_vectors_small(vectors, 2);
    if (pool->households[person] >= pool->households_count)
        pool->households_count = pool->households[person] + 1;
    const char *digits = lot_vectors_word(vectors, 3);
    for (uint32_t f = 0; f < pool->features_count; f++) {
        char *end = NULL;
        pool->values[person * pool->features_count + f] = (uint32_t)strtoul(digits, &end, 10);
        digits = *end == ',' ? end + 1 : end;
    }
    example->place[person] = person;
}

/* The people backwards, and households numbered the other way round. */
static void shuffle(lot_example *example)
{
    lot_pool *pool = &example->pool;
    lot_pool before = *pool;
    pool->ids = lot_array_new(EXAMPLE_MAX, sizeof *pool->ids);
    pool->households = lot_array_new(EXAMPLE_MAX, sizeof *pool->households);
    pool->values = lot_array_new((size_t)EXAMPLE_MAX * EXAMPLE_MAX, sizeof *pool->values);
    size_t width = pool->features_count;
    for (uint32_t p = 0; p < pool->people_count; p++) {
        uint32_t place = pool->people_count - 1 - p;
        example->place[p] = place;
        pool->ids[place] = before.ids[p];
        pool->households[place] = pool->households_count - 1 - before.households[p];
        memcpy(pool->values + place * width, before.values + p * width,
               width * sizeof *pool->values);
    }
    free(before.ids);
    free(before.households);
    free(before.values);
}

void lot_example_read(lot_example *example, bool shuffled)
{
    memset(example, 0, sizeof *example);
    example->quotas.features = lot_array_new(EXAMPLE_MAX, sizeof *example->quotas.features);
    example->quotas.rows = lot_array_new(EXAMPLE_MAX, sizeof *example->quotas.rows);
    example->pool.ids = lot_array_new(EXAMPLE_MAX, sizeof *example->pool.ids);
    example->pool.households = lot_array_new(EXAMPLE_MAX, sizeof *example->pool.households);
    example->pool.values =
        lot_array_new((size_t)EXAMPLE_MAX * EXAMPLE_MAX, sizeof *example->pool.values);
    example->place = lot_array_new(EXAMPLE_MAX, sizeof *example->place);
    lot_vectors vectors;
    lot_vectors_open(&vectors, "tests/vectors/pseudonym.txt");
    while (lot_vectors_next(&vectors)) {
        if (lot_vectors_is(&vectors, "key")) {
            lot_digest key = lot_vectors_digest(&vectors, 1);
            memcpy(example->key.bytes, key.bytes, sizeof example->key.bytes);
        } else if (lot_vectors_is(&vectors, "quota")) {
            add_quota(example, &vectors);
        } else if (lot_vectors_is(&vectors, "person")) {
            add_person(example, &vectors);
        }
    }
    lot_vectors_close(&vectors);
    assert_true(example->pool.people_count > 0 && example->quotas.count > 0);
    if (shuffled)
        shuffle(example);
}

void lot_example_free(lot_example *example)
{
    for (uint32_t p = 0; p < example->pool.people_count; p++)
        free(example->pool.ids[p]);
    for (uint32_t q = 0; q < example->quotas.count; q++)
        free(example->quotas.rows[q].value);
    for (uint32_t f = 0; f < example->quotas.features_count; f++)
        free(example->quotas.features[f].name);
    free(example->pool.ids);
    free(example->pool.households);
    free(example->pool.values);
    free(example->quotas.rows);
    free(example->quotas.features);
    free(example->place);
}
