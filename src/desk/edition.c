/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edition: made from the bench, in the order of final.txt. */
#include "desk/edition.h"

#include "desk/announced.h"
#include "desk/journal.h"
#include "desk/reserving.h"
#include "desk/signing.h"

static lot_status put_final(lot_edition *edition, const lot_digest *head,
                            const lot_workbench *bench, lot_error *error)
{
    const lot_attempt *attempt = &bench->attempt;
    lot_published_file files[LOT_PUBLISHED_FILES + LOT_EDITION_FILES];
    lot_pid process_id;
    lot_assembly_process_id(&process_id, &bench->info);
    const lot_final final = {.process_id = process_id.text,
                             .attempt = attempt->number,
                             .test = attempt->test,
                             .head = *head};
    uint32_t count = lot_publication_files(files, &bench->publication);
    if (attempt->drawn) {
        files[count++] = (lot_published_file){"seed.txt", &edition->seed};
        files[count++] = (lot_published_file){"draw.txt", &edition->draw};
    }
    if (edition->reserves.length > 0)
        files[count++] = (lot_published_file){"reserves.txt", &edition->reserves};
    files[count++] = (lot_published_file){"log.txt", &edition->log};
    lot_final_put(&edition->final, &final, files, count);
    return lot_text_check(&edition->final, error);
}

lot_status lot_edition_make(lot_edition *out, const lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_attempt *attempt = &bench->attempt;
    lot_digest head = {{0}};
    *out = (lot_edition){.seed = LOT_TEXT_EMPTY};
    if (attempt->drawn) {
        lot_seed_put(&out->seed, attempt->sources, attempt->sources_count, &attempt->seed);
        TRY(lot_text_check(&out->seed, error));
        TRY(lot_draw_put(&out->draw, &attempt->draw, bench->lottery.lottery, bench->pseudonyms,
                         error));
    }
    if (attempt->drawn && attempt->plan.count > 0)
        TRY(lot_reserving_put(&out->reserves, bench, error));
    TRY(lot_journal_text(&out->log, &head, bench, error));
    TRY(put_final(out, &head, bench, error));
    TRY(lot_signing_find(&out->signature, bench, "final.txt", &out->final, error));
done:
    if (status != LOT_OK)
        lot_edition_free(out);
    return status;
}

void lot_edition_free(lot_edition *edition)
{
    lot_text_free(&edition->seed);
    lot_text_free(&edition->draw);
    lot_text_free(&edition->reserves);
    lot_text_free(&edition->log);
    lot_text_free(&edition->final);
    lot_text_free(&edition->signature);
}

uint32_t lot_edition_files(lot_published_file files[LOT_EDITION_FILES], const lot_edition *edition)
{
    uint32_t count = 0;
    bool drawn = edition->draw.length > 0;
    if (drawn)
        files[count++] = (lot_published_file){"seed.txt", &edition->seed};
    if (edition->reserves.length > 0)
        files[count++] = (lot_published_file){"reserves.txt", &edition->reserves};
    files[count++] = (lot_published_file){"log.txt", &edition->log};
    if (edition->signature.length > 0)
        files[count++] = (lot_published_file){"final.txt.minisig", &edition->signature};
    files[count++] = (lot_published_file){"final.txt", &edition->final};
    if (drawn)
        files[count++] = (lot_published_file){"draw.txt", &edition->draw};
    return count;
}

lot_status lot_edition_sign(const lot_workbench *bench, lot_error *error)
{
    lot_edition edition = {.seed = LOT_TEXT_EMPTY};
    lot_public_key named;
    lot_status status = LOT_OK;
    if (!lot_announced_key(&named, &bench->attempt))
        return LOT_OK;
    TRY(lot_edition_make(&edition, bench, error));
    TRY(lot_signing_keep(bench, &edition.final, &edition.signature, error));
done:
    lot_edition_free(&edition);
    return status;
}
