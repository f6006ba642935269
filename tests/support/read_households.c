/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readers of households: pairs that a person decided on, and registrations with almost the same. */
#include "civiclot/duplicates.h"
#include "civiclot/review.h"
#include "support/readers.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const char fixed_people[] = "id,address,postcode\n"
                                   "007,10 High Lane,E17 4AB\n"
                                   "=b,10 High Ln,E17 4AB\n"
                                   "c,\"10, High Lain\",E17 4AB\n"
                                   "d,5 Park Road,N1 9GU\n"
                                   "07,5 Parc Road,N1 9GU\n"
                                   "f,10 high lane,E174AB\n";

static lot_table *parse(const char *bytes, size_t length)
{
    lot_table *table;
    lot_problems *problems = lot_problems_new();
    assert(problems != NULL);
    lot_status status = lot_table_parse(&table, "file", bytes, length, problems, NULL);
    assert((status == LOT_OK) == (table != NULL));
    lot_problems_free(problems);
    return table;
}

static const char *const fixed_names[] = {"address", "postcode"};
static const lot_pool_columns fixed_columns = {
    .id = "id", .household = fixed_names, .household_count = 2};

static lot_pool *fixed_pool(const lot_table *people)
{
    lot_pool *pool;
    lot_problems *problems = lot_problems_new();
    assert(problems != NULL);
    lot_status status = lot_pool_read(&pool, people, NULL, &fixed_columns, problems, NULL);
    assert(status == LOT_OK);
    lot_problems_free(problems);
    return pool;
}

/* P3, and V2: who is told apart is no household. */
static void check_joined(const lot_pool *pool, const lot_review *review)
{
    uint32_t next = 0;
    for (uint32_t p = 0; p < pool->people_count; p++) {
        assert(pool->households[p] <= next);
        next += pool->households[p] == next;
    }
    assert(next == pool->households_count);
    for (uint32_t i = 0; i < review->count; i++) {
        const lot_decision *decision = &review->decisions[i];
        bool one = pool->households[decision->a] == pool->households[decision->b];
        assert(decision->same != LOT_SAME || one);
    }
}

/* What is kept of a review makes the same households. */
static void keep_and_restore(const lot_pool *joined, const lot_table *people,
                             const lot_review *review)
{
    lot_text kept = LOT_TEXT_EMPTY;
    lot_review *restored;
    lot_pool *pool = fixed_pool(people);
    lot_review_keep(&kept, review, pool);
    lot_status status = lot_review_restore(&restored, kept.bytes, kept.length, pool, NULL);
    assert(status == LOT_OK);
    status = lot_review_apply(pool, restored, NULL);
    assert(status == LOT_OK);
    for (uint32_t p = 0; p < pool->people_count; p++)
        assert(pool->households[p] == joined->households[p]);
    lot_review_free(restored);
    lot_pool_free(pool);
    lot_text_free(&kept);
}

void lot_test_read_households(const char *bytes, size_t length)
{
    lot_table *people = parse(fixed_people, strlen(fixed_people));
    lot_table *table = parse(bytes, length);
    lot_pool *pool = fixed_pool(people);
    lot_problems *problems = lot_problems_new();
    lot_review *review = NULL;
    lot_status status = LOT_BAD_INPUT;
    assert(problems != NULL);
    if (table != NULL) {
        status = lot_review_read(&review, table, pool, people, &fixed_columns, problems, NULL);
        assert((status == LOT_OK) == (lot_problems_count(problems) == 0));
        assert((status == LOT_OK) == (review != NULL));
    }
    if (review != NULL) {
        status = lot_review_apply(pool, review, NULL);
        assert(status == LOT_OK);
        check_joined(pool, review);
        for (uint32_t i = 0; i < review->count; i++) {
            const lot_decision *decision = &review->decisions[i];
            bool one = pool->households[decision->a] == pool->households[decision->b];
            assert(decision->same != LOT_NOT_SAME || !one);
        }
        keep_and_restore(pool, people, review);
    }
    lot_review_free(review);
    lot_problems_free(problems);
    lot_pool_free(pool);
    lot_table_free(table);
    lot_table_free(people);
}

void lot_test_read_kept_households(const char *bytes, size_t length)
{
    lot_table *people = parse(fixed_people, strlen(fixed_people));
    lot_pool *pool = fixed_pool(people);
    lot_review *review;
    lot_status status = lot_review_restore(&review, bytes, length, pool, NULL);
    assert((status == LOT_OK) == (review != NULL));
    if (review != NULL) {
        status = lot_review_apply(pool, review, NULL);
        assert(status == LOT_OK);
        check_joined(pool, review);
        keep_and_restore(pool, people, review);
    }
    lot_review_free(review);
    lot_pool_free(pool);
    lot_table_free(people);
}

/* Pairs are of different people in order, each once, and what is written of them can be read. */
static void check_pairs(const lot_table *table, const lot_pool *pool,
                        const lot_pool_columns *columns)
{
    lot_near_homes *pairs;
    lot_text file = LOT_TEXT_EMPTY;
    lot_status status = lot_near_homes_find(&pairs, pool, table, columns, NULL, NULL, NULL);
    assert(status == LOT_OK);
    for (uint32_t i = 0; i < pairs->count; i++) {
        const lot_near_pair *pair = &pairs->pairs[i];
        assert(pair->a < pair->b && pair->reasons != 0);
        assert(pool->households[pair->a] != pool->households[pair->b]);
        assert(i == 0 || pair[-1].cost <= pair->cost);
    }
    status = lot_review_write(&file, pairs, pool, table, columns, NULL);
    assert(status == LOT_OK);
    lot_table *again = parse(file.bytes, file.length);
    assert(again != NULL && lot_table_rows_count(again) == pairs->count);
    lot_problems *problems = lot_problems_new();
    lot_review *review;
    assert(problems != NULL);
    status = lot_review_read(&review, again, pool, table, columns, problems, NULL);
    assert(status == LOT_OK && review->count == pairs->count && review->mended == 0);
    lot_review_free(review);
    lot_problems_free(problems);
    lot_table_free(again);
    lot_near_homes_free(pairs);
    lot_text_free(&file);
}

void lot_test_read_addresses(const char *bytes, size_t length)
{
    lot_table *table = parse(bytes, length);
    lot_duplicates *twice;
    lot_pool *pool;
    const char *names[3];
    if (table == NULL)
        return;
    uint32_t count = lot_table_columns_count(table);
    count = count < 3 ? count : 3;
    for (uint32_t c = 0; c < count; c++)
        names[c] = lot_table_header(table, c);
    const lot_pool_columns columns = {.household = names, .household_count = count};
    lot_problems *problems = lot_problems_new();
    assert(problems != NULL);
    if (lot_pool_read(&pool, table, NULL, &columns, problems, NULL) == LOT_OK)
        check_pairs(table, pool, &columns);
    lot_status status = lot_duplicates_find(&twice, table, NULL, 0, NULL);
    assert(status == LOT_OK);
    for (uint32_t i = 0; i < twice->keys_count; i++)
        assert(twice->found[i].rows_count >= 2 * twice->found[i].groups_count);
    lot_duplicates_free(twice);
    lot_pool_free(pool);
    lot_problems_free(problems);
    lot_table_free(table);
}
