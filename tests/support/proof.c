/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proofs made by hand: reading their text. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/proof.h"

#include "core/array.h"
#include "support/input.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS_MAX = 16 };

void lot_proof_setting_make(lot_proof_setting *setting, const lot_proof_case *made)
{
    static const char *const household[] = {"home"};
    const lot_pool_columns columns = {.id = "id", .household = household, .household_count = 1};
    lot_problems *problems = lot_problems_new();
    lot_table *people = lot_test_table("people.csv", made->people);
    lot_table *table = lot_test_table("quotas.csv", made->quotas);
    *setting = (lot_proof_setting){.quotas = NULL};
    assert_int_equal(lot_quotas_read(&setting->quotas, table, made->seats, problems, NULL), LOT_OK);
    assert_int_equal(
        lot_pool_read(&setting->pool, people, setting->quotas, &columns, problems, NULL), LOT_OK);
    assert_int_equal(lot_classes_new(&setting->classes, setting->pool, made->per_household, NULL),
                     LOT_OK);
    lot_table_free(table);
    lot_table_free(people);
    lot_problems_free(problems);
}

void lot_proof_setting_free(lot_proof_setting *setting)
{
    lot_classes_free(setting->classes);
    lot_pool_free(setting->pool);
    lot_quotas_free(setting->quotas);
}

const lot_proof_case *lot_proof_case_find(const char *name)
{
    for (size_t i = 0; i < lot_proof_cases_count; i++)
        if (strcmp(lot_proof_cases[i].name, name) == 0)
            return &lot_proof_cases[i];
    fail_msg("no proof is called %s", name);
    return NULL;
}

/* Make room for one more item: exactly, so that a sanitizer sees who reads beyond. */
static void *one_more(void *array, uint32_t *count, size_t bytes)
{
    char *grown = lot_array_resize(array, (size_t)*count + 1, bytes);
    assert_non_null(grown);
    memset(grown + *count * bytes, 0, bytes);
    ++*count;
    return grown;
}

static int64_t number(const char *word)
{
    char *end = NULL;
    int64_t read = word[0] == '-' ? strtoll(word, &end, 10) : (int64_t)strtoull(word, &end, 10);
    if (end == word || *end != '\0')
        fail_msg("no number: %s", word);
    return read;
}

static uint32_t small(const char *word)
{
    return (uint32_t)number(word);
}

static uint32_t class_of(const lot_proof_setting *setting, const char *word)
{
    if (word[0] == '#')
        return small(word + 1);
    for (uint32_t person = 0; person < setting->pool->people_count; person++)
        if (strcmp(setting->pool->ids[person], word) == 0)
            return setting->classes->of_person[person];
    fail_msg("nobody is called %s", word);
    return 0;
}

static size_t multiplier_of(const lot_proof_setting *setting, const char *word)
{
    const lot_quotas *quotas = setting->quotas;
    if (strcmp(word, "seats") == 0)
        return 0;
    for (uint32_t q = 0; q < quotas->count; q++) {
        const char *feature = quotas->features[quotas->rows[q].feature].name;
        size_t length = strlen(feature);
        if (strncmp(word, feature, length) == 0 && word[length] == '.' &&
            strcmp(word + length + 1, quotas->rows[q].value) == 0)
            return (size_t)q + 1;
    }
    fail_msg("no quota is called %s", word);
    return 0;
}

static lot_round_kind kind_of(const char *word)
{
    static const char *const kinds[] = {"least", "greatest", "floor", "ceiling", "mean", "band"};
    for (unsigned kind = 0; kind < sizeof kinds / sizeof *kinds; kind++)
        if (strcmp(kinds[kind], word) == 0)
            return (lot_round_kind)kind;
    return (lot_round_kind)small(word);
}

static lot_objective objective_of(const char *word)
{
    for (unsigned objective = 0; objective < LOT_OBJECTIVES_COUNT; objective++)
        if (strcmp(lot_objective_name((lot_objective)objective), word) == 0)
            return (lot_objective)objective;
    return (lot_objective)small(word);
}

static void read_chance(lot_proof *proof, const lot_proof_setting *setting, char **words)
{
    uint32_t class = class_of(setting, words[1]);
    char *denominator = strchr(words[2], '/');
    assert_non_null(denominator);
    *denominator++ = '\0';
    proof->chance[class] =
        (lot_fraction){(uint64_t)number(words[2]), (uint64_t)number(denominator)};
    proof->round[class] = strcmp(words[3], "-") == 0 ? LOT_NO_ROUND : small(words[3]);
}

static void read_leaf(lot_bound *bound, const lot_proof_setting *setting, char **words)
{
    size_t row = (size_t)setting->quotas->count + 1;
    uint32_t before = bound->leaves_count;
    lot_proof_node *node;
    bound->nodes = one_more(bound->nodes, &bound->nodes_count, sizeof *node);
    bound->scales = one_more(bound->scales, &bound->leaves_count, sizeof *bound->scales);
    bound->multipliers = one_more(bound->multipliers, &before, row * sizeof *bound->multipliers);
    node = &bound->nodes[bound->nodes_count - 1];
    *node = (lot_proof_node){.class = LOT_NO_CLASS, .leaf = small(words[1])};
    bound->scales[bound->leaves_count - 1] = (uint64_t)number(words[2]);
    for (char **word = words + 3; *word != NULL; word++) {
        char *colon = strchr(*word, ':');
        assert_non_null(colon);
        *colon = '\0';
        bound->multipliers[(bound->leaves_count - 1) * row + multiplier_of(setting, *word)] =
            number(colon + 1);
    }
}

static void read_bound(lot_bound *bound, const lot_proof_setting *setting, char **words)
{
    assert_non_null(bound);
    if (strcmp(words[0], "weight") == 0) {
        bound->weights = one_more(bound->weights, &bound->weights_count, sizeof *bound->weights);
        bound->weights[bound->weights_count - 1] =
            (lot_weight){class_of(setting, words[1]), number(words[2])};
    } else if (strcmp(words[0], "upper") == 0) {
        bound->upper = number(words[1]);
    } else if (strcmp(words[0], "node") == 0) {
        bound->nodes = one_more(bound->nodes, &bound->nodes_count, sizeof *bound->nodes);
        bound->nodes[bound->nodes_count - 1] =
            (lot_proof_node){class_of(setting, words[1]), small(words[2]), small(words[3]), 0};
    } else if (strcmp(words[0], "leaf") == 0) {
        read_leaf(bound, setting, words);
    } else {
        fail_msg("what is %s?", words[0]);
    }
}

/* Read a line. The bound that follows it belongs to. */
static lot_bound *read_line(lot_proof *proof, const lot_proof_setting *setting, lot_bound *bound,
                            char **words)
{
    if (strcmp(words[0], "objective") == 0) {
        proof->objective = objective_of(words[1]);
    } else if (strcmp(words[0], "gamma") == 0) {
        proof->gamma_millionths = (uint64_t)number(words[1]);
    } else if (strcmp(words[0], "seats") == 0) {
        proof->seats = small(words[1]);
    } else if (strcmp(words[0], "chance") == 0) {
        read_chance(proof, setting, words);
    } else if (strcmp(words[0], "absent") == 0) {
        uint32_t before = proof->absent_count;
        proof->absent = one_more(proof->absent, &before, sizeof *proof->absent);
        proof->absences = one_more(proof->absences, &proof->absent_count, sizeof *proof->absences);
        proof->absent[proof->absent_count - 1] = class_of(setting, words[1]);
        return &proof->absences[proof->absent_count - 1];
    } else if (strcmp(words[0], "round") == 0) {
        proof->rounds = one_more(proof->rounds, &proof->rounds_count, sizeof *proof->rounds);
        lot_round *round = &proof->rounds[proof->rounds_count - 1];
        round->kind = kind_of(words[1]);
        round->times = (uint64_t)number(words[2]);
        return &round->bound;
    } else {
        read_bound(bound, setting, words);
    }
    return bound;
}

lot_proof *lot_test_proof(const lot_proof_setting *setting, const char *text)
{
    lot_proof *proof = lot_array_new(1, sizeof *proof);
    char *copy = lot_string_copy(text);
    char *line_state = NULL;
    lot_bound *bound = NULL;
    proof->classes_count = setting->classes->count;
    proof->quotas_count = setting->quotas->count;
    proof->chance = lot_array_new(proof->classes_count, sizeof *proof->chance);
    proof->round = lot_array_new(proof->classes_count, sizeof *proof->round);
    for (char *line = strtok_r(copy, "\n", &line_state); line != NULL;
         line = strtok_r(NULL, "\n", &line_state)) {
        char *words[WORDS_MAX + 1] = {NULL};
        char *word_state = NULL;
        char *word = strtok_r(line, " ", &word_state);
        for (size_t i = 0; i < WORDS_MAX && word != NULL; i++) {
            words[i] = word;
            word = strtok_r(NULL, " ", &word_state);
        }
        if (words[0] != NULL)
            bound = read_line(proof, setting, bound, words);
    }
    free(copy);
    return proof;
}
