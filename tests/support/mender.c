/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mender: who there is, and the log of what was done. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/mender.h"

#include "support/input.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { SEATS = LOT_MENDED_SEATS, PEOPLE = LOT_MENDED_PEOPLE };

lot_quotas *lot_world_quotas(lot_table **table, const char *csv)
{
    lot_quotas *quotas;
    lot_problems *problems = lot_problems_new();
    *table = lot_test_table("quotas.csv", csv);
    assert_int_equal(lot_quotas_read(&quotas, *table, SEATS, problems, NULL), LOT_OK);
    lot_problems_free(problems);
    return quotas;
}

void lot_world_begin(lot_world *w)
{
    static const char *const household[] = {"door"};
    const lot_pool_columns columns = {.id = "id", .household = household, .household_count = 1};
    lot_text csv = LOT_TEXT_EMPTY;
    lot_problems *problems = lot_problems_new();
    lot_text_put(&csv, "id,sex,age,door\n");
    for (unsigned p = 0; p < PEOPLE; p++)
        lot_text_format(&csv, "V%02u,%s,%s,%u\n", p, p % 2 == 0 ? "woman" : "man",
                        p % 3 == 0 ? "young" : "old", p % 3 == 1 ? p - 1 : p);
    *w = (lot_world){.people = lot_test_table("people.csv", lot_text_string(&csv))};
    memset(&w->key, 11, sizeof w->key);
    w->quotas = lot_world_quotas(&w->table, lot_mended_quotas);
    assert_int_equal(lot_pool_read(&w->pool, w->people, w->quotas, &columns, problems, NULL),
                     LOT_OK);
    assert_int_equal(lot_pseudonyms_new(&w->pseudonyms, &w->key, w->pool, w->quotas, NULL), LOT_OK);
    lot_process_id(&w->process_id, &w->key);
    lot_problems_free(problems);
    lot_text_free(&csv);
}

void lot_world_end(lot_world *w)
{
    lot_pseudonyms_free(w->pseudonyms);
    lot_pool_free(w->pool);
    lot_quotas_free(w->quotas);
    lot_table_free(w->table);
    lot_table_free(w->people);
}

void lot_mender_log(lot_mender *m, const char *kind, const char *payload)
{
    char time[LOT_TIME_BYTES], words[32];
    (void)snprintf(time, sizeof time, "2026-03-01T10:%02u:00Z", (unsigned)(m->last.sequence % 60));
    (void)snprintf(words, sizeof words, "%s", kind);
    lot_text copy = LOT_TEXT_EMPTY;
    lot_text_put(&copy, payload);
    lot_log_entry entry = {.sequence = m->last.sequence + 1,
                           .time = time,
                           .kind = words,
                           .payload = copy.bytes,
                           .previous = m->last.digest};
    lot_log_seal(&entry);
    lot_log_put_line(&m->log, &entry);
    m->last = (lot_log_entry){.sequence = entry.sequence, .digest = entry.digest};
    lot_text_free(&copy);
}

void lot_mender_log_commit(lot_mender *m, const lot_digest *manifest)
{
    char hex[LOT_HEX_BYTES], words[160];
    lot_digest_hex(hex, manifest);
    m->attempts++;
    (void)snprintf(words, sizeof words, "{\"attempt\":%" PRIu32 ",\"manifest\":\"%s\"}",
                   m->attempts, hex);
    lot_mender_log(m, "commit", words);
    m->has_previous = true;
    m->previous = *manifest;
}

void lot_mender_log_draw(lot_mender *m, const lot_digest *manifest, const lot_digest *seed,
                         uint64_t ticket, const lot_text *reserves)
{
    char hex[LOT_HEX_BYTES], words[480], more[2 * LOT_HEX_BYTES] = "";
    lot_digest digest;
    if (reserves != NULL) {
        lot_sha256(&digest, reserves->bytes, reserves->length);
        lot_digest_hex(hex, &digest);
        (void)snprintf(more, sizeof more, "\"reserves\":\"%s\",", hex);
    }
    char seed_hex[LOT_HEX_BYTES];
    lot_digest_hex(hex, manifest);
    lot_digest_hex(seed_hex, seed);
    (void)snprintf(words, sizeof words,
                   "{\"attempt\":%" PRIu32
                   ",\"manifest\":\"%s\",%s\"seed\":\"%s\",\"ticket\":%" PRIu64 "}",
                   m->attempts, hex, more, seed_hex, ticket);
    lot_mender_log(m, "draw", words);
}

void lot_mender_log_others(lot_mender *m, const lot_mend *how)
{
    lot_digest other;
    if (how->rehearsed) {
        m->attempts++;
        lot_mender_log(m, "test-draw", "of a rehearsal");
    }
    lot_sha256(&other, "other", strlen("other"));
    if (how->lost || how->hidden)
        lot_mender_log_commit(m, &other);
    if (how->hidden)
        lot_mender_log_draw(m, &other, &other, 1, NULL);
    if (how->hidden_call_up)
        lot_mender_log(m, "call-up", "{\"callup\":\"of no folder\"}");
}

void lot_mender_seal(const lot_mender *m, lot_sealed *out, uint32_t attempt)
{
    lot_text final = LOT_TEXT_EMPTY;
    const lot_final head = {.process_id = m->world->process_id.text, .attempt = attempt};
    lot_sealed_put(out, "log.txt", m->log.bytes, m->log.length);
    lot_final_put(&final, &head, NULL, 0);
    lot_sealed_put(out, "final.txt", final.bytes, final.length);
    lot_text_free(&final);
    lot_sealed_final(out);
}
