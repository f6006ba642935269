/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Process: process.txt, line by line. */
#include "audit/process.h"

#include "audit/objective.h"
#include "civiclot/version.h"
#include "core/control.h"

#include <assert.h>
#include <inttypes.h>

/* What the program was compiled for, in the words of `uname -m`. */
#if defined(__x86_64__)
#define ARCHITECTURE "x86_64"
#elif defined(__aarch64__)
#define ARCHITECTURE "aarch64"
#else
#define ARCHITECTURE "other"
#endif

static void put_line(lot_text *text, const char *key, const char *value)
{
    assert(lot_is_one_line(value));
    lot_text_format(text, "%s: %s\n", key, value);
}

static void put_number(lot_text *text, const char *key, uint64_t number)
{
    lot_text_format(text, "%s: %" PRIu64 "\n", key, number);
}

/* digest: NULL is none. */
static void put_digest(lot_text *text, const char *key, const lot_digest *digest)
{
    char hex[LOT_HEX_BYTES] = "none";
    if (digest != NULL)
        lot_digest_hex(hex, digest);
    put_line(text, key, hex);
}

/* key: NULL is none. */
static void put_key(lot_text *text, const lot_public_key *key)
{
    char base64[LOT_PUBLIC_KEY_LENGTH + 1] = "none";
    if (key != NULL)
        lot_public_key_text(base64, key);
    put_line(text, "public-key", base64);
}

int lot_process_version(bool replacement, bool reserves)
{
    if (reserves)
        return replacement ? LOT_REPLACEMENT_RESERVES_VERSION : LOT_RESERVES_VERSION;
    return replacement ? LOT_REPLACEMENT_VERSION : LOT_PROCESS_VERSION;
}

/* plan: NULL is none. */
static void put_reserves(lot_text *text, const lot_reserve_plan *plan)
{
    if (plan == NULL) {
        put_line(text, "reserves", "none");
        return;
    }
    put_number(text, "reserves", plan->count);
    put_number(text, "dropout-samples", plan->samples);
    put_number(text, "dropout-rate", plan->rates.overall);
    put_line(text, "call-up", "least deviation, most seats, first in order");
}

void lot_process_put(lot_text *text, const lot_process *process)
{
    assert(process->replaces == NULL || !process->test);
    put_number(text, "civiclot-process",
               (uint64_t)lot_process_version(process->replaces != NULL, process->reserves != NULL));
    put_line(text, "process", process->process_id);
    put_number(text, "attempt", process->attempt);
    put_line(text, "draw", process->test ? "test" : "real");
    put_line(text, "order", process->one_run ? "one run" : "commit first");
    put_line(text, "title", process->title);
    put_number(text, "seats", process->seats);
    put_number(text, "per-household", process->per_household);
    lot_text_put(text, "objective: ");
    lot_objective_put(text, process->objective, process->gamma_millionths);
    lot_text_put(text, "\n");
    put_number(text, "tickets", process->tickets);
    put_number(text, "pool", process->people_count);
    put_digest(text, "pool-root", &process->pool_root);
    if (process->replaces != NULL)
        put_digest(text, "replaces", process->replaces);
    put_line(text, "civiclot", LOT_VERSION);
    put_line(text, "solver", process->solver);
    put_line(text, "architecture", ARCHITECTURE);
    for (uint32_t s = 0; s < process->sources_count; s++)
        put_line(text, "source", process->sources[s].name);
    put_line(text, "if-a-source-fails",
             "the attempt ends without a draw; a new attempt is announced and numbered");
    put_reserves(text, process->reserves);
    put_digest(text, "certificate", process->certificate);
    put_digest(text, "previous", process->previous);
    put_key(text, process->public_key);
}
