/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Publication: the files under the manifest, the manifest, and what is drawn from it. */
#include "civiclot/publication.h"

#include "audit/panel.h"
#include "audit/process.h"
#include "audit/reserve_files.h"
#include "audit/standing_file.h"
#include "civiclot/openings.h"
#include "core/array.h"
#include "core/control.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

static void put_quotas(lot_text *text, const lot_quotas *quotas)
{
    lot_text_put(text, "feature,value,min,max\n");
    for (uint32_t q = 0; q < quotas->count; q++) {
        const lot_quota *quota = &quotas->rows[q];
        lot_csv_put_cell(text, quotas->features[quota->feature].name, ',');
        lot_text_put(text, ",");
        lot_csv_put_cell(text, quota->value, ',');
        lot_text_format(text, ",%" PRIu32 ",%" PRIu32 "\n", quota->min, quota->max);
    }
}

static void put_pool(lot_text *text, const lot_pseudonyms *pseudonyms)
{
    lot_text_put(text, "pid,leaf\n");
    for (uint32_t i = 0; i < pseudonyms->people_count; i++) {
        uint32_t person = pseudonyms->by_pid[i];
        char leaf[LOT_HEX_BYTES];
        lot_digest_hex(leaf, &pseudonyms->leaves[person]);
        lot_text_format(text, "%s,%s\n", pseudonyms->pids[person].text, leaf);
    }
}

lot_status lot_lottery_put(lot_text *text, const lot_lottery *lottery,
                           const lot_pseudonyms *pseudonyms, lot_error *error)
{
    uint32_t seats = lottery->panels->seats;
    lot_pid *pids = lot_array_new(seats, sizeof *pids);
    if (pids == NULL)
        return LOT_NO_MEMORY(error);
    lot_text_put(text, "first,last");
    for (uint32_t s = 1; s <= seats; s++)
        lot_text_format(text, ",member_%" PRIu32, s);
    lot_text_put(text, "\n");
    for (uint32_t r = 0; r < lottery->rows_count; r++) {
        /* sorting many pids takes longer than writing them */
        if (r == 0 || lottery->panel[r] != lottery->panel[r - 1])
            lot_panel_pids(pids, lot_lottery_members(lottery, r), seats, pseudonyms);
        lot_text_format(text, "%" PRIu64 ",%" PRIu64, lottery->first[r], lottery->first[r + 1] - 1);
        for (uint32_t s = 0; s < seats; s++) {
            lot_text_put(text, ",");
            lot_text_put(text, pids[s].text);
        }
        lot_text_put(text, "\n");
    }
    free(pids);
    return lot_text_check(text, error);
}

/* Those that the manifest lists. */
static uint32_t bound_files(lot_published_file files[LOT_PUBLISHED_FILES],
                            const lot_publication *publication)
{
    uint32_t count = 0;
    files[count++] = (lot_published_file){"process.txt", &publication->process};
    files[count++] = (lot_published_file){"quotas.csv", &publication->quotas};
    if (publication->dropouts.length > 0)
        files[count++] = (lot_published_file){"dropouts.csv", &publication->dropouts};
    files[count++] = (lot_published_file){"pool.csv", &publication->pool};
    if (publication->standing.length > 0)
        files[count++] = (lot_published_file){"standing.csv", &publication->standing};
    files[count++] = (lot_published_file){"lottery.csv", &publication->lottery};
    return count;
}

uint32_t lot_publication_files(lot_published_file files[LOT_PUBLISHED_FILES],
                               const lot_publication *publication)
{
    uint32_t count = bound_files(files, publication);
    files[count++] = (lot_published_file){"manifest.txt", &publication->manifest};
    if (publication->signature.length > 0)
        files[count++] = (lot_published_file){"manifest.txt.minisig", &publication->signature};
    if (publication->openings.length > 0)
        files[count++] = (lot_published_file){"openings.csv", &publication->openings};
    if (publication->certificate.length > 0)
        files[count++] = (lot_published_file){"certificate.txt", &publication->certificate};
    return count;
}

/* A line for each file, as sha256sum writes it. */
static void put_digests(lot_text *text, const lot_published_file *files, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        lot_digest digest;
        char hex[LOT_HEX_BYTES];
        lot_sha256(&digest, lot_text_string(files[i].bytes), files[i].bytes->length);
        lot_digest_hex(hex, &digest);
        lot_text_format(text, "%s  %s\n", hex, files[i].name);
    }
}

static void put_manifest(lot_publication *publication)
{
    lot_text *manifest = &publication->manifest;
    lot_published_file files[LOT_PUBLISHED_FILES];
    put_digests(manifest, files, bound_files(files, publication));
    lot_sha256(&publication->digest, lot_text_string(manifest), manifest->length);
}

static lot_status check_texts(const lot_publication *publication, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_published_file files[LOT_PUBLISHED_FILES];
    uint32_t count = lot_publication_files(files, publication);
    for (uint32_t i = 0; i < count; i++)
        TRY(lot_text_check(files[i].bytes, error));
done:
    return status;
}

/* Everything but process.txt, which `out` holds already. Frees `out` when it fails. */
static lot_status complete(lot_publication *out, const lot_publication_basis *basis,
                           lot_error *error)
{
    lot_status status = LOT_OK;
    put_quotas(&out->quotas, basis->quotas);
    if (basis->plan != NULL)
        lot_dropouts_csv_put(&out->dropouts, basis->quotas, basis->plan->rates.of_value);
    put_pool(&out->pool, basis->pseudonyms);
    if (basis->standing != NULL)
        lot_standing_put(&out->standing, basis->standing, basis->pseudonyms);
    TRY(lot_lottery_put(&out->lottery, basis->lottery, basis->pseudonyms, error));
    put_manifest(out);
    TRY(check_texts(out, error));
done:
    if (status != LOT_OK)
        lot_publication_free(out);
    return status;
}

static void begin(lot_publication *out)
{
    *out = (lot_publication){.process = LOT_TEXT_EMPTY,
                             .quotas = LOT_TEXT_EMPTY,
                             .dropouts = LOT_TEXT_EMPTY,
                             .pool = LOT_TEXT_EMPTY,
                             .standing = LOT_TEXT_EMPTY,
                             .lottery = LOT_TEXT_EMPTY,
                             .manifest = LOT_TEXT_EMPTY,
                             .signature = LOT_TEXT_EMPTY,
                             .openings = LOT_TEXT_EMPTY,
                             .certificate = LOT_TEXT_EMPTY};
}

lot_status lot_publication_make(lot_publication *out, const lot_process *process,
                                const lot_publication_basis *basis, lot_error *error)
{
    assert((process->replaces == NULL) == (basis->standing == NULL));
    assert(process->reserves == basis->plan);
    assert(process->people_count == basis->pseudonyms->people_count);
    assert(lot_digest_equal(&process->pool_root, &basis->pseudonyms->root));
    assert(process->tickets == basis->lottery->tickets);
    assert(process->seats == basis->lottery->panels->seats);
    begin(out);
    lot_process_put(&out->process, process);
    return complete(out, basis, error);
}

lot_status lot_publication_remake(lot_publication *out, const char *process_text,
                                  const lot_publication_basis *basis, lot_error *error)
{
    begin(out);
    lot_text_put(&out->process, process_text);
    return complete(out, basis, error);
}

lot_status lot_publication_open(lot_publication *publication, const lot_disclosed *disclosed,
                                lot_error *error)
{
    lot_status status = LOT_OK;
    lot_openings again = {NULL, NULL};
    TRY(lot_openings_put(&publication->openings, disclosed->key, disclosed->pool, disclosed->quotas,
                         disclosed->pseudonyms, error));
    TRY(lot_openings_read(&again, &publication->openings, &publication->pool, disclosed->quotas,
                          error));
    if (disclosed->certificate != NULL)
        lot_text_put(&publication->certificate, disclosed->certificate);
    TRY(lot_text_check(&publication->certificate, error));
done:
    lot_openings_free(&again);
    if (status != LOT_OK) {
        lot_text_free(&publication->openings);
        lot_text_free(&publication->certificate);
    }
    return status;
}

void lot_publication_free(lot_publication *publication)
{
    if (publication == NULL)
        return;
    lot_text_free(&publication->process);
    lot_text_free(&publication->quotas);
    lot_text_free(&publication->dropouts);
    lot_text_free(&publication->pool);
    lot_text_free(&publication->standing);
    lot_text_free(&publication->lottery);
    lot_text_free(&publication->manifest);
    lot_text_free(&publication->signature);
    lot_text_free(&publication->openings);
    lot_text_free(&publication->certificate);
}

void lot_seed_put(lot_text *text, const lot_source *sources, uint32_t count, const lot_digest *seed)
{
    char hex[LOT_HEX_BYTES];
    lot_digest_hex(hex, seed);
    lot_text_put(text, "civiclot-seed: 1\n");
    for (uint32_t s = 0; s < count; s++) {
        assert(lot_is_one_line(sources[s].name) && lot_is_one_line(sources[s].value));
        lot_text_format(text, "source: %s\nvalue: %s\n", sources[s].name, sources[s].value);
        if (sources[s].nonce != NULL)
            lot_text_format(text, "nonce: %s\n", sources[s].nonce);
    }
    lot_text_format(text, "seed: %s\n", hex);
}

void lot_final_put(lot_text *text, const lot_final *final, const lot_published_file *files,
                   uint32_t count)
{
    char head[LOT_HEX_BYTES];
    lot_digest_hex(head, &final->head);
    lot_text_format(text, "civiclot-final: 1\nprocess: %s\nattempt: %" PRIu32 "\ndraw: %s\n",
                    final->process_id, final->attempt, final->test ? "test" : "real");
    lot_text_format(text, "log: %s\n", head);
    put_digests(text, files, count);
}

lot_status lot_draw_put(lot_text *text, const lot_drawn *drawn, const lot_lottery *lottery,
                        const lot_pseudonyms *pseudonyms, lot_error *error)
{
    assert(drawn->row < lottery->rows_count);
    uint64_t first = lottery->first[drawn->row];
    uint64_t last = lottery->first[drawn->row + 1] - 1;
    assert(first <= drawn->ticket && drawn->ticket <= last);
    uint32_t seats = lottery->panels->seats;
    lot_pid *pids = lot_array_new(seats, sizeof *pids);
    if (pids == NULL)
        return LOT_NO_MEMORY(error);
    lot_panel_pids(pids, lot_lottery_members(lottery, drawn->row), seats, pseudonyms);
    lot_text_format(text, "civiclot-draw: 1\nattempt: %" PRIu32 "\ndraw: %s\npurpose: panel\n",
                    drawn->attempt, drawn->test ? "test" : "real");
    lot_text_format(text, "rejected: %" PRIu64 "\nticket: %" PRIu64 "\n", drawn->rejected,
                    drawn->ticket);
    lot_text_format(text, "panel: %" PRIu64 "-%" PRIu64 "\n", first, last);
    for (uint32_t s = 0; s < seats; s++)
        lot_text_format(text, "pid: %s\n", pids[s].text);
    free(pids);
    return lot_text_check(text, error);
}
