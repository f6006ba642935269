/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Solved: what `solve` does, without a solver. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/solved.h"

#include "civiclot/assembly.h"
#include "civiclot/certificate.h"
#include "core/array.h"
#include "support/input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char lot_solved_people[] = "id,name,sex\n"
                                 "w1,Zebulona Quux,woman\n"
                                 "m1,Yvo Quux,man\n"
                                 "w2,Xenia Quux,woman\n"
                                 "w3,Wilma Quux,woman\n"
                                 "m2,Victor Quux,man\n"
                                 "w4,Ulla Quux,woman\n";
const char lot_solved_quotas[] = "feature,value,min,max\nsex,woman,1,1\nsex,man,1,1\n";

enum { CLASSES = 2, QUOTAS = 2, SEATS = 2, PEOPLE = 6, PANELS = 4 };

/* Of class t at most one seat: its quota says so, and the proof is the quota with a 1. */
static void make_bound(lot_bound *bound, uint32_t class)
{
    *bound = (lot_bound){.weights_count = 1,
                         .weights = lot_array_new(1, sizeof *bound->weights),
                         .upper = 1,
                         .nodes_count = 1,
                         .leaves_count = 1,
                         .nodes = lot_array_new(1, sizeof *bound->nodes),
                         .scales = lot_array_new(1, sizeof *bound->scales),
                         .multipliers = lot_array_new(1 + QUOTAS, sizeof *bound->multipliers)};
    bound->weights[0] = (lot_weight){class, 1};
    bound->nodes[0] = (lot_proof_node){.class = LOT_NO_CLASS};
    bound->scales[0] = 1;
    bound->multipliers[1 + class] = 1;
}

lot_proof *lot_solved_proof(void)
{
    static const uint64_t people[] = {4, 2};
    lot_proof *proof = lot_array_new(1, sizeof *proof);
    *proof = (lot_proof){.objective = LOT_LEXIMIN,
                         .seats = SEATS,
                         .classes_count = CLASSES,
                         .quotas_count = QUOTAS,
                         .chance = lot_array_new(CLASSES, sizeof *proof->chance),
                         .round = lot_array_new(CLASSES, sizeof *proof->round),
                         .rounds_count = CLASSES,
                         .rounds = lot_array_new(CLASSES, sizeof *proof->rounds)};
    for (uint32_t t = 0; t < CLASSES; t++) {
        proof->chance[t] = (lot_fraction){1, people[t]};
        proof->round[t] = t;
        proof->rounds[t].kind = LOT_ROUND_LEAST;
        proof->rounds[t].times = 1;
        make_bound(&proof->rounds[t].bound, t);
    }
    return proof;
}

/* What is known of the people, made again from the files. */
typedef struct known {
    lot_table *people_table, *quotas_table;
    lot_quotas *quotas;
    lot_pool *pool;
    lot_classes *classes;
    lot_pseudonyms *pseudonyms;
} known;

static void know(known *all, const lot_key *key)
{
    lot_problems *problems = lot_problems_new();
    all->people_table = lot_test_table("people.csv", lot_solved_people);
    all->quotas_table = lot_test_table("quotas.csv", lot_solved_quotas);
    assert_int_equal(lot_quotas_read(&all->quotas, all->quotas_table, SEATS, problems, NULL),
                     LOT_OK);
    const lot_pool_columns columns = {.id = NULL, .household = NULL, .household_count = 0};
    assert_int_equal(
        lot_pool_read(&all->pool, all->people_table, all->quotas, &columns, problems, NULL),
        LOT_OK);
    assert_int_equal(lot_classes_new(&all->classes, all->pool, 1, NULL), LOT_OK);
    assert_int_equal(lot_pseudonyms_new(&all->pseudonyms, key, all->pool, all->quotas, NULL),
                     LOT_OK);
    lot_problems_free(problems);
}

static void forget(known *all)
{
    lot_pseudonyms_free(all->pseudonyms);
    lot_classes_free(all->classes);
    lot_pool_free(all->pool);
    lot_quotas_free(all->quotas);
    lot_table_free(all->quotas_table);
    lot_table_free(all->people_table);
}

/* Each woman on one of four tickets, each man on two. */
static lot_lottery *make_lottery(const known *all)
{
    static const uint32_t members[PANELS * SEATS] = {0, 1, 1, 2, 3, 4, 4, 5};
    lot_lottery *lottery;
    lot_panels *panels = lot_array_new(1, sizeof *panels);
    *panels = (lot_panels){.count = PANELS,
                           .seats = SEATS,
                           .members = lot_array_new(PANELS * SEATS, sizeof *panels->members),
                           .tickets = lot_array_new(PANELS, sizeof *panels->tickets)};
    memcpy(panels->members, members, sizeof members);
    for (uint32_t p = 0; p < PANELS; p++)
        panels->tickets[p] = 1;
    assert_int_equal(lot_panels_check(panels, all->pool, all->quotas, SEATS, 1, NULL), LOT_OK);
    assert_int_equal(lot_number_tickets(&lottery, panels, all->pseudonyms, NULL), LOT_OK);
    return lottery;
}

static char *write_certificate(const lot_proof *proof, const known *all)
{
    lot_membership *members;
    lot_text text = LOT_TEXT_EMPTY;
    assert_int_equal(lot_membership_new(&members, all->classes, all->pseudonyms->pids, NULL),
                     LOT_OK);
    lot_certificate_put(&text, proof, members);
    lot_membership_free(members);
    return text.bytes;
}

static void save(lot_assembly *assembly, const known *all, const lot_proof *proof, uint64_t gap)
{
    uint32_t number;
    lot_digest digest;
    char hex[LOT_HEX_BYTES];
    lot_text payload = LOT_TEXT_EMPTY;
    lot_saved_lottery lottery = {.lottery = make_lottery(all),
                                 .finding = {.objective = LOT_LEXIMIN,
                                             .path = LOT_PATH_DIRECT,
                                             .levels_count = 2,
                                             .bound = {1, 4},
                                             .gap = gap},
                                 .no_panel = lot_array_new(CLASSES, sizeof(bool)),
                                 .certificate = write_certificate(proof, all)};
    assert_int_equal(lot_assembly_save_lottery(assembly, &lottery, all->classes, &number, NULL),
                     LOT_OK);
    lot_sha256(&digest, lottery.certificate, strlen(lottery.certificate));
    lot_digest_hex(hex, &digest);
    lot_text_format(&payload, "{\"lottery\":%u,\"tickets\":%d,\"certificate\":\"%s\"}",
                    (unsigned)number, PANELS, hex);
    assert_int_equal(lot_assembly_log(assembly, "solve", payload.bytes, NULL), LOT_OK);
    lot_text_free(&payload);
    lot_saved_lottery_free(&lottery);
}

void lot_solved_make(const lot_run_folder *folder)
{
    lot_proof *proof = lot_solved_proof();
    lot_solved_make_with(folder, proof, 0);
    lot_proof_free(proof);
}

void lot_solved_make_with(const lot_run_folder *folder, const lot_proof *proof, uint64_t gap)
{
    char path[sizeof folder->path + 8];
    lot_assembly *assembly;
    lot_assembly_info info;
    known all = {0};
    lot_run_write(folder, "people.csv", lot_solved_people);
    lot_run_write(folder, "quotas.csv", lot_solved_quotas);
    EXPECT(folder, 0, "new", "file", "--title", "Assembly", "--seats", "2");
    EXPECT(folder, 0, "import", "file", "people.csv");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    (void)snprintf(path, sizeof path, "%s/file", folder->path);
    assert_int_equal(lot_audit_start(NULL), LOT_OK);
    assert_int_equal(lot_assembly_open(&assembly, path, true, NULL), LOT_OK);
    assert_int_equal(lot_assembly_get_info(&info, assembly, NULL), LOT_OK);
    know(&all, &info.key);
    save(assembly, &all, proof, gap);
    assert_int_equal(lot_assembly_commit(assembly, NULL), LOT_OK);
    lot_assembly_close(assembly);
    lot_assembly_info_free(&info);
    forget(&all);
    EXPECT(folder, 0, "close", "file");
}
