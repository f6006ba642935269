/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Made-up assemblies: people first, then a panel of them, then quotas around that panel.
 */
#include "support/generate.h"

#include "core/array.h"

#include <assert.h>
#include <stdlib.h>

typedef struct case_maker {
    const lot_test_shape *shape;
    uint64_t state;
    uint32_t *household; /* [people_count] */
    uint32_t *value;     /* [people_count][features_count] below values_per_feature */
    uint32_t *tally;     /* [features_count][values_per_feature] of the witness */
} case_maker;

uint64_t lot_test_random(uint64_t *state)
{
    *state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t mixed = *state;
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ (mixed >> 31);
}

uint32_t lot_test_random_below(uint64_t *state, uint32_t limit)
{
    assert(limit >= 1);
    return (uint32_t)((lot_test_random(state) >> 32) % limit);
}

void lot_test_shuffle(uint64_t *state, uint32_t *numbers, uint32_t count)
{
    for (uint32_t left = count; left > 1; left--) {
        uint32_t chosen = lot_test_random_below(state, left);
        uint32_t number = numbers[chosen];
        numbers[chosen] = numbers[left - 1];
        numbers[left - 1] = number;
    }
}

static void *array(size_t count, size_t bytes)
{
    void *made = lot_array_new(count, bytes);
    assert(made != NULL);
    return made;
}

static uint32_t *everyone_shuffled(case_maker *maker)
{
    uint32_t count = maker->shape->people_count;
    uint32_t *people = array(count, sizeof *people);
    for (uint32_t p = 0; p < count; p++)
        people[p] = p;
    lot_test_shuffle(&maker->state, people, count);
    return people;
}

/* Households of two to four until enough people share one; everyone else is alone. */
static void make_households(case_maker *maker)
{
    const lot_test_shape *shape = maker->shape;
    uint32_t *people = everyone_shuffled(maker);
    uint64_t sharing = (uint64_t)shape->people_count * shape->household_percent / 100;
    uint32_t spare = shape->people_count - shape->seats; /* households that G2 can do without */
    uint32_t household = 0;
    for (uint32_t p = 0; p < shape->people_count; household++) {
        uint32_t size = p < sharing ? 2 + lot_test_random_below(&maker->state, 3) : 1;
        if (size - 1 > spare || size > shape->people_count - p)
            size = 1;
        spare -= size - 1;
        for (uint32_t end = p + size; p < end; p++)
            maker->household[people[p]] = household;
    }
    free(people);
}

/* v1 is the most frequent: weights fall as (number of values - v) to the power of skew. */
static uint32_t weight(const lot_test_shape *shape, uint32_t value)
{
    uint32_t product = 1;
    for (uint32_t i = 0; i < shape->skew; i++)
        product *= shape->values_per_feature - value;
    return product;
}

static uint32_t random_value(case_maker *maker)
{
    uint32_t sum = 0;
    for (uint32_t value = 0; value < maker->shape->values_per_feature; value++)
        sum += weight(maker->shape, value);
    uint32_t left = lot_test_random_below(&maker->state, sum);
    uint32_t value = 0;
    while (left >= weight(maker->shape, value))
        left -= weight(maker->shape, value++);
    return value;
}

/* The first `seats` people of a random order whose household has no seat yet. */
static uint32_t *choose_witness(case_maker *maker)
{
    const lot_test_shape *shape = maker->shape;
    uint32_t *people = everyone_shuffled(maker);
    bool *taken = array(shape->people_count, sizeof *taken); /* by household */
    bool *seated = array(shape->people_count, sizeof *seated);
    uint32_t count = 0;
    for (uint32_t i = 0; i < shape->people_count && count < shape->seats; i++) {
        if (taken[maker->household[people[i]]])
            continue;
        taken[maker->household[people[i]]] = true;
        seated[people[i]] = true;
        count++;
    }
    assert(count == shape->seats);
    uint32_t *witness = array(shape->seats, sizeof *witness);
    count = 0;
    for (uint32_t p = 0; p < shape->people_count; p++)
        if (seated[p])
            witness[count++] = p;
    free(people);
    free(taken);
    free(seated);
    return witness;
}

static void count_tally(case_maker *maker, const uint32_t *witness)
{
    const lot_test_shape *shape = maker->shape;
    for (uint32_t s = 0; s < shape->seats; s++)
        for (uint32_t f = 0; f < shape->features_count; f++) {
            uint32_t value = maker->value[(size_t)witness[s] * shape->features_count + f];
            maker->tally[(size_t)f * shape->values_per_feature + value]++;
        }
}

/* Housemates write the same address in different ways; the reader must see through it. */
static void write_people(lot_text *csv, const case_maker *maker)
{
    const lot_test_shape *shape = maker->shape;
    lot_text_put(csv, "id,address,postcode");
    for (uint32_t f = 0; f < shape->features_count; f++)
        lot_text_format(csv, ",trait_%u", f + 1);
    lot_text_put(csv, "\n");
    for (uint32_t p = 0; p < shape->people_count; p++) {
        uint32_t household = maker->household[p];
        if (p % 2 == 0)
            lot_text_format(csv, "p%u,\"Flat %u, 10 High St\",E17 4AB", p, household);
        else
            lot_text_format(csv, "p%u,flat %u/10 HIGH ST.,e174ab", p, household);
        for (uint32_t f = 0; f < shape->features_count; f++)
            lot_text_format(csv, ",v%u", maker->value[(size_t)p * shape->features_count + f] + 1);
        lot_text_put(csv, "\n");
    }
    assert(!csv->failed);
}

static void write_quotas(lot_text *csv, const case_maker *maker)
{
    const lot_test_shape *shape = maker->shape;
    lot_text_put(csv, "feature,value,min,max\n");
    for (uint32_t f = 0; f < shape->features_count; f++)
        for (uint32_t v = 0; v < shape->values_per_feature; v++) {
            uint32_t seats = maker->tally[(size_t)f * shape->values_per_feature + v];
            lot_text_format(csv, "trait_%u,v%u,%u,%u\n", f + 1, v + 1,
                            seats > shape->band ? seats - shape->band : 0, seats + shape->band);
        }
    assert(!csv->failed);
}

/* G3. */
static void read_back(lot_test_case *made)
{
    static const char *const address[] = {"address", "postcode"};
    made->columns = (lot_pool_columns){.id = "id", .household = address, .household_count = 2};
    lot_problems *problems = lot_problems_new();
    assert(problems != NULL);
    lot_table *quotas = NULL;
    lot_status status = lot_table_parse(&quotas, "quotas.csv", made->quotas_csv.bytes,
                                        made->quotas_csv.length, problems, NULL);
    assert(status == LOT_OK);
    status = lot_table_parse(&made->people, "people.csv", made->people_csv.bytes,
                             made->people_csv.length, problems, NULL);
    assert(status == LOT_OK);
    status = lot_quotas_read(&made->quotas, quotas, made->shape.seats, problems, NULL);
    assert(status == LOT_OK);
    status = lot_pool_read(&made->pool, made->people, made->quotas, &made->columns, problems, NULL);
    assert(status == LOT_OK);
    lot_table_free(quotas);
    lot_problems_free(problems);
}

lot_test_case *lot_test_case_make(const lot_test_shape *shape)
{
    assert(shape->seats >= 1 && shape->seats <= shape->people_count);
    assert(shape->values_per_feature >= 2);
    size_t values_count = (size_t)shape->people_count * shape->features_count;
    size_t quotas_count = (size_t)shape->features_count * shape->values_per_feature;
    lot_test_case *made = array(1, sizeof *made);
    case_maker maker = {.shape = shape, .state = shape->seed};
    made->shape = *shape;
    maker.household = array(shape->people_count, sizeof *maker.household);
    maker.value = array(values_count, sizeof *maker.value);
    maker.tally = array(quotas_count, sizeof *maker.tally);
    make_households(&maker);
    for (size_t i = 0; i < values_count; i++)
        maker.value[i] = random_value(&maker);
    made->witness = choose_witness(&maker);
    count_tally(&maker, made->witness);
    write_people(&made->people_csv, &maker);
    write_quotas(&made->quotas_csv, &maker);
    read_back(made);
    free(maker.household);
    free(maker.value);
    free(maker.tally);
    return made;
}

void lot_test_case_free(lot_test_case *made)
{
    if (made == NULL)
        return;
    lot_text_free(&made->people_csv);
    lot_text_free(&made->quotas_csv);
    lot_table_free(made->people);
    lot_quotas_free(made->quotas);
    lot_pool_free(made->pool);
    free(made->witness);
    free(made);
}
