/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kept: an assembly and its file for tests. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/kept.h"
#include "civiclot/certificate.h"
#include "core/array.h"
#include "support/made_proof.h"

#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* `seats` of the people, ascending: each is taken when the seats left ask for it. */
static void choose(uint32_t *members, uint32_t seats, uint32_t people_count, uint64_t *random)
{
    uint32_t taken = 0;
    for (uint32_t person = 0; person < people_count && taken < seats; person++) {
        if (lot_test_random_below(random, people_count - person) < seats - taken)
            members[taken++] = person;
    }
    assert_int_equal(taken, seats);
}

lot_lottery *lot_kept_lottery(uint32_t panels_count, uint32_t rows_count, uint32_t seats,
                              uint32_t people_count)
{
    uint64_t random = 7;
    lot_panels *panels = lot_array_new(1, sizeof *panels);
    panels->count = panels_count;
    panels->seats = seats;
    panels->members = lot_array_new((size_t)panels_count * seats, sizeof *panels->members);
    panels->tickets = lot_array_new(panels_count, sizeof *panels->tickets);
    for (uint32_t p = 0; p < panels_count; p++)
        choose(panels->members + (size_t)p * seats, seats, people_count, &random);
    uint32_t *panel = lot_array_new(rows_count, sizeof *panel);
    uint64_t *tickets = lot_array_new(rows_count, sizeof *tickets);
    for (uint32_t r = 0; r < rows_count; r++) {
        panel[r] = (rows_count - r) % panels_count;
        tickets[r] = 1 + r % 4;
        panels->tickets[panel[r]] += tickets[r];
    }
    lot_lottery *lottery = NULL;
    assert_int_equal(lot_lottery_new(&lottery, panels, panel, tickets, rows_count, NULL), LOT_OK);
    free(panel);
    free(tickets);
    return lottery;
}

static void make_certificate(lot_kept *kept)
{
    lot_membership *members;
    lot_text text = LOT_TEXT_EMPTY;
    kept->proof = lot_test_proof_make(&(lot_test_proof){.seed = 5,
                                                        .objective = kept->finding.objective,
                                                        .seats = 8,
                                                        .quotas_count = kept->made->quotas->count,
                                                        .classes_count = kept->classes->count,
                                                        .no_panel = kept->no_panel,
                                                        .splits_most = 3});
    assert_int_equal(lot_membership_new(&members, kept->classes, kept->pseudonyms->pids, NULL),
                     LOT_OK);
    lot_certificate_put(&text, kept->proof, members);
    assert_int_equal(lot_text_check(&text, NULL), LOT_OK);
    kept->certificate = text.bytes;
    lot_membership_free(members);
}

lot_saved_lottery lot_kept_lottery_of(const lot_kept *kept)
{
    return (lot_saved_lottery){.lottery = kept->lottery,
                               .finding = kept->finding,
                               .no_panel = kept->no_panel,
                               .proof = kept->proof,
                               .certificate = kept->certificate};
}

static void make_attempt(lot_kept *kept)
{
    lot_attempt *attempt = &kept->attempt;
    attempt->number = 1;
    attempt->lottery = 1;
    attempt->full = true;
    memset(attempt->manifest.bytes, 0xab, sizeof attempt->manifest.bytes);
    attempt->process_text = lot_string_copy("civiclot-process: 2\nprocess: made up\n");
    attempt->folder = lot_string_copy("/somewhere/publish");
    attempt->sources_count = 2;
    attempt->sources = lot_array_new(2, sizeof *attempt->sources);
    attempt->sources[0] = (lot_source){lot_string_copy("text:football results"),
                                       lot_string_copy("3:1, 0:0 \xe2\x9a\xbd"), NULL};
    attempt->sources[1] = (lot_source){lot_string_copy("operator:00ff"), lot_string_copy("secret"),
                                       lot_string_copy("0123abcd")};
    attempt->drawn = true;
    memset(attempt->seed.bytes, 0xcd, sizeof attempt->seed.bytes);
    attempt->draw = (lot_drawn){.attempt = 1, .rejected = 2, .ticket = 4, .row = 2};
    assert_int_equal(lot_lottery_row(kept->lottery, attempt->draw.ticket), attempt->draw.row);
}

void lot_kept_make(lot_kept *kept)
{
    const lot_test_shape shape = {.seed = 11,
                                  .people_count = 60,
                                  .seats = 8,
                                  .features_count = 3,
                                  .values_per_feature = 3,
                                  .band = 1,
                                  .household_percent = 40};
    *kept = (lot_kept){0};
    assert_int_equal(lot_audit_start(NULL), LOT_OK);
    (void)strcpy(kept->folder, "/tmp/civiclot-store-XXXXXX");
    assert_non_null(mkdtemp(kept->folder));
    (void)snprintf(kept->path, sizeof kept->path, "%s/assembly.civiclot", kept->folder);
    kept->info = (lot_assembly_info){
        .title = lot_string_copy("Citizens' assembly"), .seats = 8, .per_household = 1};
    memset(kept->info.key.bytes, 0x5a, sizeof kept->info.key.bytes);
    kept->made = lot_test_case_make(&shape);
    assert_int_equal(lot_classes_new(&kept->classes, kept->made->pool, 1, NULL), LOT_OK);
    assert_int_equal(lot_pseudonyms_new(&kept->pseudonyms, &kept->info.key, kept->made->pool,
                                        kept->made->quotas, NULL),
                     LOT_OK);
    kept->lottery = lot_kept_lottery(3, 5, 8, 60);
    kept->finding = (lot_finding){.path = LOT_PATH_ROUNDED,
                                  .cuts_count = 2,
                                  .levels_count = 9,
                                  .bound = {UINT64_MAX - 3, UINT64_MAX},
                                  .gap = UINT64_MAX - 1,
                                  .late = true,
                                  .distance_millitickets = 1250};
    kept->no_panel = lot_array_new(kept->classes->count, sizeof *kept->no_panel);
    kept->no_panel[1] = true;
    kept->no_panel[kept->classes->count - 1] = true;
    make_certificate(kept);
    make_attempt(kept);
}

static void remove_folder(const char *folder)
{
    DIR *entries = opendir(folder);
    assert_non_null(entries);
    for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
        char path[512];
        (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.')
            (void)unlink(path);
    }
    (void)closedir(entries);
    assert_int_equal(rmdir(folder), 0);
}

void lot_kept_free(lot_kept *kept)
{
    remove_folder(kept->folder);
    lot_attempt_free(&kept->attempt);
    free(kept->certificate);
    lot_proof_free(kept->proof);
    free(kept->no_panel);
    lot_lottery_free(kept->lottery);
    lot_pseudonyms_free(kept->pseudonyms);
    lot_classes_free(kept->classes);
    lot_test_case_free(kept->made);
    lot_assembly_info_free(&kept->info);
}

static void check(lot_status status, const lot_error *error)
{
    if (status != LOT_OK)
        fail_msg("%s (%s:%d)", error->message, error->file, error->line);
}

void lot_kept_save(lot_kept *kept)
{
    lot_error error;
    lot_assembly *assembly;
    const lot_test_case *made = kept->made;
    const lot_saved_lottery lottery = lot_kept_lottery_of(kept);
    uint32_t number;
    check(lot_assembly_create(&assembly, kept->path, &kept->info, &error), &error);
    check(lot_assembly_save_people(assembly, made->people, &made->columns, made->pool, &error),
          &error);
    check(lot_assembly_save_quotas(assembly, made->quotas, &error), &error);
    check(lot_assembly_save_classes(assembly, made->pool, kept->classes, kept->pseudonyms, &error),
          &error);
    check(lot_assembly_save_lottery(assembly, &lottery, kept->classes, &number, &error), &error);
    assert_int_equal(number, 1);
    lot_kept_close(assembly);
}

int lot_kept_setup(void **state)
{
    lot_kept *kept = lot_array_new(1, sizeof *kept);
    assert_non_null(kept);
    lot_kept_make(kept);
    *state = kept;
    return 0;
}

int lot_kept_setup_saved(void **state)
{
    (void)lot_kept_setup(state);
    lot_kept_save(*state);
    return 0;
}

int lot_kept_teardown(void **state)
{
    lot_kept_free(*state);
    free(*state);
    return 0;
}

lot_assembly *lot_kept_open(lot_kept *kept, bool write)
{
    lot_error error;
    lot_assembly *assembly;
    check(lot_assembly_open(&assembly, kept->path, write, &error), &error);
    return assembly;
}

void lot_kept_close(lot_assembly *assembly)
{
    lot_error error;
    check(lot_assembly_commit(assembly, &error), &error);
    lot_assembly_close(assembly);
}

const char *lot_kept_sql(lot_kept *kept, const char *sql)
{
    sqlite3 *database;
    assert_int_equal(sqlite3_open(kept->path, &database), SQLITE_OK);
    int code = sqlite3_exec(database, sql, NULL, NULL, NULL);
    (void)snprintf(kept->error, sizeof kept->error, "%s", sqlite3_errmsg(database));
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
    return code == SQLITE_OK ? NULL : kept->error;
}

int64_t lot_kept_number(lot_kept *kept, const char *sql)
{
    sqlite3 *database;
    sqlite3_stmt *query;
    assert_int_equal(sqlite3_open(kept->path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(database, sql, -1, &query, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(query), SQLITE_ROW);
    int64_t number = sqlite3_column_int64(query, 0);
    (void)sqlite3_finalize(query);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
    return number;
}
