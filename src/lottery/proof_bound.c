/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bounds: is  sum_t weight[t] c[t] <= upper  true of every panel's composition c?
 *
 * The tree is walked in the order in which it is written, and the way from the root is kept with
 * the end of a box that each turn changed:
 *
 *   T1  low and high are the boxes of the node at hand; undoing all turns gives 0 .. cap;
 *   T2  what follows from `below` ends just before the node `above`, leaves are numbered as they
 *       come, and nothing is left over at the end. So every node is visited once, and every
 *       composition is in the boxes of one leaf.
 */
#include "lottery/proof_bound.h"

#include "core/array.h"
#include "core/wide.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* What a class of a household kind would take, and what each of its seats adds to a leaf's sum. */
typedef struct lot_offer {
    lot_wide each; /* above 0 */
    uint64_t seats;
} lot_offer;

typedef struct lot_turn {
    uint64_t before; /* the end of the box that the turn changed */
    uint32_t node;
    bool above;
} lot_turn;

struct leaf {
    uint64_t scale;
    int64_t size;         /* the multiplier of the seats */
    const int64_t *quota; /* [quotas->count] those of the quotas */
};

lot_status lot_bound_checker_start(lot_bound_checker *checker, const lot_quotas *quotas,
                                   const lot_classes *classes, uint32_t seats, lot_error *error)
{
    uint32_t most = 0;
    for (uint32_t h = 0; h < classes->kinds_count; h++)
        if (classes->kinds[h].classes_count > most)
            most = classes->kinds[h].classes_count;
    *checker = (lot_bound_checker){.quotas = quotas, .classes = classes, .seats = seats};
    checker->weight = lot_array_new(classes->count, sizeof *checker->weight);
    checker->cap = lot_array_new(classes->count, sizeof *checker->cap);
    checker->low = lot_array_new(classes->count, sizeof *checker->low);
    checker->high = lot_array_new(classes->count, sizeof *checker->high);
    checker->offers = lot_array_new(most, sizeof *checker->offers);
    if (checker->weight == NULL || checker->cap == NULL || checker->low == NULL ||
        checker->high == NULL || checker->offers == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t t = 0; t < classes->count; t++)
        checker->cap[t] = classes->cap[t];
    return LOT_OK;
}

void lot_bound_checker_free(lot_bound_checker *checker)
{
    free(checker->weight);
    free(checker->cap);
    free(checker->low);
    free(checker->high);
    free(checker->offers);
    free(checker->turns);
}

/* *sum += factor * count; false when it is too large. */
static bool add(lot_wide *sum, lot_wide factor, uint64_t count)
{
    lot_wide product;
    return !__builtin_mul_overflow(factor, (lot_wide)count, &product) &&
           !__builtin_add_overflow(*sum, product, sum);
}

static uint64_t smaller(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* A box is empty, or the low ends of a kind exceed its limit. */
static bool holds_nothing(const lot_bound_checker *checker)
{
    for (uint32_t h = 0; h < checker->classes->kinds_count; h++) {
        const lot_kind *kind = &checker->classes->kinds[h];
        uint64_t low = 0; /* of fewer than 2^32 classes, each at most its cap: below 2^64 */
        for (uint32_t t = kind->first; t < kind->first + kind->classes_count; t++) {
            if (checker->low[t] > checker->high[t])
                return true;
            low += checker->low[t];
        }
        if (low > kind->limit)
            return true;
    }
    return false;
}

/* r of proof.h: what a seat of the class adds beyond what the multipliers count for it. */
static bool find_each(lot_wide *each, const lot_bound_checker *checker, const struct leaf *leaf,
                      uint32_t class)
{
    const lot_classes *classes = checker->classes;
    lot_wide counted = leaf->size; /* fewer than 2^32 features: it stays below 2^96 */
    for (uint32_t feature = 0; feature < classes->features_count; feature++)
        counted += leaf->quota[lot_classes_value(classes, class, feature)];
    lot_wide scaled = 0; /* below 2^64 * 2^63 */
    if (checker->weight[class] != 0)
        scaled = (lot_wide)leaf->scale * checker->weight[class];
    return !__builtin_sub_overflow(scaled, counted, each);
}

static int by_each_falling(const void *a, const void *b)
{
    lot_wide x = ((const lot_offer *)a)->each;
    lot_wide y = ((const lot_offer *)b)->each;
    return (x < y) - (x > y);
}

/* *sum += best(h) of proof.h; false when it is too large. The boxes hold something. */
static bool add_kind(lot_wide *sum, const lot_bound_checker *checker, const struct leaf *leaf,
                     const lot_kind *kind)
{
    uint64_t left = kind->limit;
    uint64_t offered = 0;
    uint32_t count = 0;
    for (uint32_t t = kind->first; t < kind->first + kind->classes_count; t++) {
        lot_wide each;
        if (!find_each(&each, checker, leaf, t) || !add(sum, each, checker->low[t]))
            return false;
        left -= checker->low[t];
        if (each <= 0)
            continue;
        checker->offers[count++] =
            (lot_offer){.each = each, .seats = checker->high[t] - checker->low[t]};
        offered += checker->high[t] - checker->low[t];
    }
    if (count > 1 && offered > left)
        qsort(checker->offers, count, sizeof *checker->offers, by_each_falling);
    for (uint32_t i = 0; i < count; i++) {
        uint64_t taken = smaller(left, checker->offers[i].seats);
        if (!add(sum, checker->offers[i].each, taken))
            return false;
        left -= taken;
    }
    return true;
}

/* The right-hand side of proof.h; false when it is too large. */
static bool find_most(lot_wide *most, const lot_bound_checker *checker, const struct leaf *leaf)
{
    const lot_classes *classes = checker->classes;
    *most = 0;
    if (!add(most, leaf->size, checker->seats))
        return false;
    for (uint32_t q = 0; q < checker->quotas->count; q++) {
        const lot_quota *quota = &checker->quotas->rows[q]; /* min <= max: Q1 of quota.h */
        if (!add(most, leaf->quota[q], leaf->quota[q] < 0 ? quota->min : quota->max))
            return false;
    }
    for (uint32_t h = 0; h < classes->kinds_count; h++)
        if (!add_kind(most, checker, leaf, &classes->kinds[h]))
            return false;
    return true;
}

static lot_status check_leaf(const lot_bound_checker *checker, const lot_bound *bound,
                             uint32_t number, const char *name, lot_error *error)
{
    const int64_t *multipliers =
        bound->multipliers + (size_t)number * ((size_t)checker->quotas->count + 1);
    struct leaf leaf = {
        .scale = bound->scales[number], .size = multipliers[0], .quota = multipliers + 1};
    if (leaf.scale == 0)
        return LOT_FAIL(error, LOT_NOT_VERIFIED,
                        "%s: the scale of leaf %" PRIu32 " of its bound is 0", name, number);
    if (holds_nothing(checker))
        return LOT_OK;
    lot_wide most;
    lot_wide limit;
    if (!find_most(&most, checker, &leaf) ||
        __builtin_mul_overflow((lot_wide)bound->upper + 1, (lot_wide)leaf.scale, &limit) ||
        __builtin_sub_overflow(limit, 1, &limit))
        return LOT_FAIL(error, LOT_NOT_VERIFIED,
                        "%s: a sum of leaf %" PRIu32 " of its bound does not fit into 128 bits",
                        name, number);
    if (most > limit)
        return LOT_FAIL(error, LOT_NOT_VERIFIED,
                        "%s: leaf %" PRIu32 " of its bound does not prove that it holds", name,
                        number);
    return LOT_OK;
}

static lot_status fail_node(uint32_t node, const char *name, lot_error *error)
{
    return LOT_FAIL(error, LOT_NOT_VERIFIED,
                    "%s: the tree of its bound is wrong at node %" PRIu32
                    ": every leaf and every branch must follow in its order",
                    name, node);
}

/* Turn below at inner node `number`: the way becomes one longer than `depth`. */
static lot_status turn_below(lot_bound_checker *checker, const lot_proof_node *node,
                             uint32_t number, size_t depth, lot_error *error)
{
    void *turns = checker->turns;
    int grown = lot_array_grow(&turns, &checker->turns_room, depth, sizeof *checker->turns);
    checker->turns = turns;
    if (grown != 0)
        return LOT_NO_MEMORY(error);
    uint64_t *high = &checker->high[node->class];
    checker->turns[depth] = (lot_turn){.before = *high, .node = number, .above = false};
    *high = smaller(*high, node->at);
    return LOT_OK;
}

/*
 * From a leaf, back to the last turn below, and turn above there; `next` is the node after the
 * leaf. *depth becomes 0 when there is none: the walk is over. False when `above` is not `next`.
 */
static bool turn_above(lot_bound_checker *checker, const lot_bound *bound, size_t *depth,
                       uint32_t next)
{
    while (*depth > 0 && checker->turns[*depth - 1].above) {
        const lot_turn *turn = &checker->turns[--*depth];
        checker->low[bound->nodes[turn->node].class] = turn->before;
    }
    if (*depth == 0)
        return true;
    lot_turn *turn = &checker->turns[*depth - 1];
    const lot_proof_node *node = &bound->nodes[turn->node];
    uint64_t *low = &checker->low[node->class];
    uint64_t above = (uint64_t)node->at + 1;
    checker->high[node->class] = turn->before;
    *turn = (lot_turn){.before = *low, .node = turn->node, .above = true};
    *low = above > *low ? above : *low;
    return node->above == next;
}

static lot_status walk(lot_bound_checker *checker, const lot_bound *bound, const char *name,
                       lot_error *error)
{
    lot_status status = LOT_OK;
    size_t depth = 0;
    uint32_t next = 0;
    uint32_t leaves_count = 0;
    do {
        for (; next < bound->nodes_count && bound->nodes[next].class != LOT_NO_CLASS; next++) {
            if (bound->nodes[next].class >= checker->classes->count)
                TRY(fail_node(next, name, error));
            TRY(turn_below(checker, &bound->nodes[next], next, depth, error));
            depth++;
        }
        if (next >= bound->nodes_count || leaves_count >= bound->leaves_count ||
            bound->nodes[next].leaf != leaves_count)
            TRY(fail_node(next, name, error));
        TRY(check_leaf(checker, bound, leaves_count, name, error));
        next++;
        leaves_count++;
        if (!turn_above(checker, bound, &depth, next))
            TRY(fail_node(next, name, error));
    } while (depth > 0);
    if (next != bound->nodes_count || leaves_count != bound->leaves_count)
        TRY(fail_node(next, name, error));
done:
    return status;
}

lot_status lot_bound_check(lot_bound_checker *checker, const lot_bound *bound, const char *name,
                           lot_error *error)
{
    const lot_classes *classes = checker->classes;
    memset(checker->weight, 0, classes->count * sizeof *checker->weight);
    for (uint32_t i = 0; i < bound->weights_count; i++) {
        const lot_weight *weight = &bound->weights[i];
        if (weight->class >= classes->count || weight->weight == 0 ||
            (i > 0 && weight[-1].class >= weight->class))
            return LOT_FAIL(error, LOT_NOT_VERIFIED,
                            "%s: weight %" PRIu32 " of its bound is 0, or its class unknown or out "
                            "of order",
                            name, i);
        checker->weight[weight->class] = weight->weight;
    }
    for (uint32_t t = 0; t < classes->count; t++) {
        checker->low[t] = 0;
        checker->high[t] = checker->cap[t];
    }
    return walk(checker, bound, name, error);
}
