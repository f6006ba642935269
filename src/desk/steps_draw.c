/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Steps of the draw: the commit, which binds everything in a manifest, and the draw that rests on
 * it.
 *
 * An operator's value and nonce derive from the assembly's key and the number of the attempt, so
 * that they are fixed before the manifest is, and can be told after the draw without being kept.
 */
#include "desk/steps.h"

#include "core/array.h"
#include "desk/announced.h"
#include "desk/journal.h"
#include "desk/level.h"
#include "desk/reserving.h"
#include "desk/signing.h"
#include "desk/terms.h"
#include "talk/json.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* What the operator puts in for an attempt: value and nonce in hex, and the announced name. */
static lot_status derive_operator(lot_source *out, const lot_key *key, uint32_t attempt,
                                  lot_error *error)
{
    lot_digest value, nonce, commitment;
    char value_hex[LOT_HEX_BYTES], nonce_hex[LOT_HEX_BYTES], hex[LOT_HEX_BYTES];
    lot_pid process_id;
    lot_text name = LOT_TEXT_EMPTY;
    lot_key_derive(&value, key, "civiclot/operator/v1", attempt);
    lot_key_derive(&nonce, key, "civiclot/operator-nonce/v1", attempt);
    lot_digest_hex(value_hex, &value);
    lot_digest_hex(nonce_hex, &nonce);
    lot_process_id(&process_id, key);
    lot_contribution_commit(&commitment, process_id.text, "operator", &nonce, value_hex);
    lot_digest_hex(hex, &commitment);
    lot_text_format(&name, LOT_OPERATOR_PREFIX "%s", hex);
    *out = (lot_source){name.bytes, lot_string_copy(value_hex), lot_string_copy(nonce_hex)};
    return name.failed || out->value == NULL || out->nonce == NULL ? LOT_NO_MEMORY(error) : LOT_OK;
}

/* Make the operator's commitment, in the place that was kept for it. */
static lot_status name_operators(lot_attempt *attempt, const lot_key *key, lot_error *error)
{
    for (uint32_t i = 0; i < attempt->sources_count; i++) {
        if (!lot_source_is(&attempt->sources[i], LOT_SOURCE_OPERATOR))
            continue;
        lot_source derived;
        lot_status status = derive_operator(&derived, key, attempt->number, error);
        if (status == LOT_OK) {
            free(attempt->sources[i].name);
            attempt->sources[i].name = derived.name;
            derived.name = NULL;
        }
        lot_source_clear(&derived);
        if (status != LOT_OK)
            return status;
    }
    return LOT_OK;
}

/* Of what a commit rests on, the plan. */
static json_t *describe_plan(const lot_reserve_plan *plan)
{
    if (plan->count == 0)
        return NULL;
    return json_pack("{s:I, s:I, s:I}", "most", (json_int_t)plan->count, "samples",
                     (json_int_t)plan->samples, "rate", (json_int_t)plan->rates.overall);
}

/* What the commit rests on, for who holds the file; then what everyone can check. */
static lot_status log_commit(lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_attempt *attempt = &bench->attempt;
    TRY(lot_journal(bench, "prepare",
                    json_pack("{s:I, s:I, s:s, s:o, s:o*}", "attempt", (json_int_t)attempt->number,
                              "lottery", (json_int_t)attempt->lottery, "level",
                              lot_level_name(attempt->full), "sources",
                              lot_json_sources(attempt->sources, attempt->sources_count),
                              "reserves", describe_plan(&attempt->plan)),
                    error));
    TRY(lot_journal(bench, "commit",
                    json_pack("{s:I, s:o}", "attempt", (json_int_t)attempt->number, "manifest",
                              lot_json_digest(&attempt->manifest)),
                    error));
done:
    return status;
}

lot_status lot_step_commit(lot_workbench *bench, lot_attempt *wish, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_attempt *attempt = &bench->attempt;
    lot_announced announced;
    uint32_t count;
    lot_attempt_free(attempt);
    *attempt = *wish;
    *wish = (lot_attempt){0};
    attempt->lottery = bench->lottery.number;
    attempt->replacement = bench->mended.standing != NULL;
    TRY(lot_assembly_count_attempts(&count, bench->assembly, error));
    attempt->number = count + 1;
    TRY(name_operators(attempt, &bench->info.key, error));
    TRY(lot_announced_make(&announced, bench, error));
    const lot_publication_basis basis = lot_announced_basis(bench);
    TRY(lot_publication_make(&bench->publication, &announced.process, &basis, error));
    if (attempt->full)
        TRY(lot_level_open(bench, error));
    attempt->manifest = bench->publication.digest;
    attempt->process_text = lot_string_copy(lot_text_string(&bench->publication.process));
    if (attempt->process_text == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_assembly_add_commit(bench->assembly, attempt, error));
    TRY(lot_signing_manifest(bench, error));
    TRY(lot_signing_keep(bench, &bench->publication.manifest, &bench->publication.signature,
                         error));
    if (!attempt->test)
        TRY(log_commit(bench, error));
done:
    return status;
}

/* Fill the operator's own part, and see that it is what was announced. */
static lot_status reveal_operator(lot_source *source, const lot_workbench *bench, lot_error *error)
{
    lot_source derived;
    lot_status status = derive_operator(&derived, &bench->info.key, bench->attempt.number, error);
    if (status == LOT_OK && strcmp(derived.name, source->name) != 0)
        status = LOT_FAIL(error, LOT_NOT_VERIFIED,
                          "the operator's value is not the one that attempt %" PRIu32
                          " announced: the assembly file was changed",
                          bench->attempt.number);
    if (status == LOT_OK) {
        lot_source_clear(source);
        *source = derived;
        return LOT_OK;
    }
    lot_source_clear(&derived);
    return status;
}

static lot_status reveal_operators(lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t i = 0; i < bench->attempt.sources_count; i++) {
        lot_source *source = &bench->attempt.sources[i];
        if (lot_source_is(source, LOT_SOURCE_OPERATOR))
            TRY(reveal_operator(source, bench, error));
    }
done:
    return status;
}

lot_status lot_step_reveal(lot_workbench *bench, lot_digest *reveals, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_attempt *attempt = &bench->attempt;
    lot_reveals_digest(reveals, attempt->sources, attempt->sources_count);
    TRY(lot_assembly_add_reveals(bench->assembly, attempt, error));
    TRY(lot_journal(bench, "reveal",
                    json_pack("{s:I, s:o}", "attempt", (json_int_t)attempt->number, "reveals",
                              lot_json_digest(reveals)),
                    error));
done:
    return status;
}

/* Ticket and row: by the seed, or by hand. */
static void draw_ticket(lot_attempt *attempt, const lot_lottery *lottery)
{
    lot_drawn *draw = &attempt->draw;
    *draw = (lot_drawn){.attempt = attempt->number, .test = attempt->test};
    lot_seed(&attempt->seed, &attempt->manifest, attempt->sources, attempt->sources_count);
    if (!lot_sources_by_hand(&draw->ticket, attempt->sources, attempt->sources_count))
        draw->ticket = lot_draw_ticket("panel", &attempt->manifest, &attempt->seed,
                                       lottery->tickets, &draw->rejected);
    draw->row = lot_lottery_row(lottery, draw->ticket);
}

/* So that the log binds the reserves, too; NULL: there are none. */
static lot_status digest_reserves(json_t **digest, const lot_workbench *bench, lot_error *error)
{
    lot_text text = LOT_TEXT_EMPTY;
    lot_digest of_text;
    *digest = NULL;
    if (bench->attempt.plan.count == 0)
        return LOT_OK;
    lot_status status = lot_reserving_put(&text, bench, error);
    lot_sha256(&of_text, lot_text_string(&text), text.length);
    lot_text_free(&text);
    if (status == LOT_OK)
        *digest = lot_json_digest(&of_text);
    return status;
}

static lot_status log_draw(lot_workbench *bench, lot_error *error)
{
    const lot_attempt *attempt = &bench->attempt;
    json_t *reserves;
    lot_status status = digest_reserves(&reserves, bench, error);
    if (status != LOT_OK)
        return status;
    return lot_journal(
        bench, attempt->test ? "test-draw" : "draw",
        json_pack("{s:I, s:o, s:o, s:I, s:o*}", "attempt", (json_int_t)attempt->number, "manifest",
                  lot_json_digest(&attempt->manifest), "seed", lot_json_digest(&attempt->seed),
                  "ticket", (json_int_t)attempt->draw.ticket, "reserves", reserves),
        error);
}

lot_status lot_step_draw(lot_workbench *bench, const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_attempt *attempt = &bench->attempt;
    lot_pid process_id;
    lot_assembly_process_id(&process_id, &bench->info);
    TRY(reveal_operators(bench, error));
    for (uint32_t s = 0; s < attempt->sources_count; s++)
        TRY(lot_source_check_value(&attempt->sources[s], process_id.text,
                                   bench->lottery.lottery->tickets, error));
    draw_ticket(attempt, bench->lottery.lottery);
    TRY(lot_reserving_draw(bench, progress, error));
    attempt->drawn = true;
    TRY(lot_assembly_add_draw(bench->assembly, attempt, error));
    TRY(log_draw(bench, error));
done:
    return status;
}
