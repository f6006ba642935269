/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificate: written. A leaf has only the numbers that are not 0: most quotas have no part. */
#include "civiclot/certificate.h"

#include "audit/certificate.h"
#include "audit/objective.h"
#include "core/array.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

const char *const lot_certificate_rounds[LOT_CERTIFICATE_ROUNDS] = {
    [LOT_ROUND_LEAST] = "least",     [LOT_ROUND_GREATEST] = "greatest", [LOT_ROUND_FLOOR] = "floor",
    [LOT_ROUND_CEILING] = "ceiling", [LOT_ROUND_MEAN] = "mean",         [LOT_ROUND_BAND] = "band",
};

static int compare_pids(const void *a, const void *b)
{
    const lot_pid *left = a;
    const lot_pid *right = b;
    return memcmp(left->text, right->text, LOT_PID_LENGTH);
}

static lot_membership *allocate(const lot_classes *classes)
{
    lot_membership *members = lot_array_new(1, sizeof *members);
    if (members == NULL)
        return NULL;
    members->kind = lot_array_new(classes->count, sizeof *members->kind);
    members->first = lot_array_new((size_t)classes->count + 1, sizeof *members->first);
    members->pids = lot_array_new(classes->people_count, sizeof *members->pids);
    if (members->kind != NULL && members->first != NULL && members->pids != NULL)
        return members;
    lot_membership_free(members);
    return NULL;
}

lot_status lot_membership_new(lot_membership **out, const lot_classes *classes, const lot_pid *pids,
                              lot_error *error)
{
    lot_membership *members = allocate(classes);
    *out = members;
    if (members == NULL)
        return LOT_NO_MEMORY(error);
    members->people_count = classes->people_count;
    members->per_household = classes->per_household;
    members->kinds_count = classes->kinds_count;
    members->classes_count = classes->count;
    for (uint32_t i = 0; i < classes->people_count; i++)
        members->pids[i] = pids[classes->members[i]];
    for (uint32_t t = 0; t < classes->count; t++) {
        uint32_t first = classes->first_member[t];
        members->kind[t] = classes->kind[t];
        members->first[t + 1] = classes->first_member[t + 1];
        qsort(members->pids + first, classes->size[t], sizeof *members->pids, compare_pids);
    }
    return LOT_OK;
}

void lot_membership_free(lot_membership *members)
{
    if (members == NULL)
        return;
    free(members->kind);
    free(members->first);
    free(members->pids);
    free(members);
}

static void put_head(lot_text *text, const lot_proof *proof, const lot_membership *members)
{
    lot_text_put(text, "civiclot-certificate: 1\nobjective: ");
    lot_objective_put(text, proof->objective, proof->gamma_millionths);
    lot_text_format(text, "\nseats: %" PRIu32 "\nper-household: %" PRIu32 "\npeople: %" PRIu32 "\n",
                    proof->seats, members->per_household, members->people_count);
    lot_text_format(text,
                    "quotas: %" PRIu32 "\nkinds: %" PRIu32 "\nclasses: %" PRIu32
                    "\nabsent: %" PRIu32 "\nrounds: %" PRIu32 "\n",
                    proof->quotas_count, members->kinds_count, proof->classes_count,
                    proof->absent_count, proof->rounds_count);
}

static void put_class(lot_text *text, const lot_proof *proof, const lot_membership *members,
                      uint32_t class)
{
    uint32_t end = members->first[class + 1];
    lot_text_format(text, "class %" PRIu32 " kind %" PRIu32 " round ", class, members->kind[class]);
    if (proof->round[class] == LOT_NO_ROUND)
        lot_text_put(text, "none");
    else
        lot_text_format(text, "%" PRIu32, proof->round[class]);
    lot_text_format(text, " chance %" PRIu64 "/%" PRIu64 " people %" PRIu32 "\n",
                    proof->chance[class].numerator, proof->chance[class].denominator,
                    end - members->first[class]);
    for (uint32_t i = members->first[class]; i < end; i++)
        lot_text_format(text, "pid %s\n", members->pids[i].text);
}

static void put_leaf(lot_text *text, const lot_bound *bound, uint32_t leaf, uint32_t quotas_count)
{
    assert(leaf < bound->leaves_count);
    const int64_t *multipliers = bound->multipliers + (size_t)leaf * (1 + (size_t)quotas_count);
    uint32_t count = 0;
    for (uint32_t q = 0; q < quotas_count; q++)
        count += multipliers[1 + q] != 0;
    lot_text_format(text, "leaf scale %" PRIu64 " seats %" PRId64 " quotas %" PRIu32 "\n",
                    bound->scales[leaf], multipliers[0], count);
    for (uint32_t q = 0; q < quotas_count; q++) {
        if (multipliers[1 + q] != 0)
            lot_text_format(text, "quota %" PRIu32 " %" PRId64 "\n", q, multipliers[1 + q]);
    }
}

/* Where a node's `above` begins is clear from the order of the nodes. */
static void put_bound(lot_text *text, const lot_bound *bound, uint32_t quotas_count)
{
    lot_text_format(text, "bound upper %" PRId64 " weights %" PRIu32 "\n", bound->upper,
                    bound->weights_count);
    for (uint32_t w = 0; w < bound->weights_count; w++)
        lot_text_format(text, "weight %" PRIu32 " %" PRId64 "\n", bound->weights[w].class,
                        bound->weights[w].weight);
    for (uint32_t n = 0; n < bound->nodes_count; n++) {
        const lot_proof_node *node = &bound->nodes[n];
        if (node->class == LOT_NO_CLASS)
            put_leaf(text, bound, node->leaf, quotas_count);
        else
            lot_text_format(text, "split class %" PRIu32 " at %" PRIu32 "\n", node->class,
                            node->at);
    }
}

void lot_certificate_put(lot_text *text, const lot_proof *proof, const lot_membership *members)
{
    assert(proof->classes_count == members->classes_count);
    put_head(text, proof, members);
    for (uint32_t t = 0; t < proof->classes_count; t++)
        put_class(text, proof, members, t);
    for (uint32_t i = 0; i < proof->absent_count; i++) {
        lot_text_format(text, "absent %" PRIu32 "\n", proof->absent[i]);
        put_bound(text, &proof->absences[i], proof->quotas_count);
    }
    for (uint32_t r = 0; r < proof->rounds_count; r++) {
        lot_text_format(text, "round %" PRIu32 " %s times %" PRIu64 "\n", r,
                        lot_certificate_rounds[proof->rounds[r].kind], proof->rounds[r].times);
        put_bound(text, &proof->rounds[r].bound, proof->quotas_count);
    }
}
