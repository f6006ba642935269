/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Process: process.txt, the terms of the draw, line by line. */
#include "verify/verifier.h"

#include "audit/objective.h"
#include "civiclot/reserve_draw.h"
#include "core/array.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PROCESS_MOST = 1 << 20, TICKETS_MOST = 1000000000, GAMMA_MOST = 1000000000 };

/* One of two lines. */
static bool take_either(lot_lines *lines, bool *first, const char *line, const char *other)
{
    *first = lot_lines_word(lines, line);
    return *first || lot_lines_word(lines, other);
}

static bool take_objective(lot_lines *lines, lot_terms *terms)
{
    return lot_lines_word(lines, "objective: ") &&
           lot_objective_take(lines, &terms->objective, &terms->gamma_millionths) &&
           (terms->objective == LOT_GOLDILOCKS) == (terms->gamma_millionths > 0) &&
           terms->gamma_millionths <= GAMMA_MOST && lot_lines_word(lines, "\n");
}

/* What is wrong, or NULL. */
static const char *take_version(lot_lines *lines, lot_terms *terms, bool replaces)
{
    bool taken = replaces ? take_either(lines, &terms->with_reserves, "civiclot-process: 5\n",
                                        "civiclot-process: 3\n")
                          : take_either(lines, &terms->with_reserves, "civiclot-process: 4\n",
                                        "civiclot-process: 2\n");
    if (taken)
        return NULL;
    return replaces ? "here must be, as this is a replacement: civiclot-process: 3, or with "
                      "reserves 5"
                    : "here must be: civiclot-process: 2, or with reserves 4";
}

/* What is wrong, or NULL. */
static const char *take_announced(lot_lines *lines, lot_terms *terms, bool replaces)
{
    const char *wrong = take_version(lines, terms, replaces);
    if (wrong != NULL)
        return wrong;
    if (!lot_lines_key_pid(lines, "process: ", &terms->process_id))
        return "here must be the process id";
    if (!lot_lines_key_index(lines, "attempt: ", &terms->attempt, 1, UINT32_MAX))
        return "here must be the attempt's number";
    if (replaces && !lot_lines_word(lines, "draw: real\n"))
        return "here must be: draw: real, as a replacement is never a test";
    if (!replaces && !take_either(lines, &terms->test, "draw: test\n", "draw: real\n"))
        return "here must be: draw: real, or: draw: test";
    if (!take_either(lines, &terms->one_run, "order: one run\n", "order: commit first\n"))
        return "here must be: order: commit first, or: order: one run";
    if (!lot_lines_key_words(lines, "title: ", &terms->title))
        return "here must be the title, in one line";
    if (!lot_lines_key_index(lines, "seats: ", &terms->seats, 1, UINT32_MAX))
        return "here must be the number of seats";
    if (!lot_lines_key_index(lines, "per-household: ", &terms->per_household, 1, UINT32_MAX))
        return "here must be how many of one household may sit on a panel";
    if (!take_objective(lines, terms))
        return "here must be the objective";
    if (!lot_lines_key_number(lines, "tickets: ", &terms->tickets, 1, TICKETS_MOST))
        return "here must be the number of tickets, at most 1000000000";
    if (!lot_lines_key_index(lines, "pool: ", &terms->people_count, 1, UINT32_MAX - 1))
        return "here must be how many people are in the pool";
    if (!lot_lines_key_digest(lines, "pool-root: ", &terms->pool_root))
        return "here must be the root of the pool";
    if (replaces && !lot_lines_key_digest(lines, "replaces: ", &terms->replaces))
        return "here must be M of the draw whose panel is mended";
    return NULL;
}

static const char *take_made_by(lot_lines *lines, lot_terms *terms)
{
    if (!lot_lines_key_words(lines, "civiclot: ", &terms->version))
        return "here must be civiclot's version";
    if (!lot_lines_key_words(lines, "solver: ", &terms->solver))
        return "here must be the solver's name and version";
    if (!lot_lines_word(lines, "architecture: x86_64\n") &&
        !lot_lines_word(lines, "architecture: aarch64\n") &&
        !lot_lines_word(lines, "architecture: other\n"))
        return "here must be the architecture: x86_64, aarch64 or other";
    return NULL;
}

static lot_status take_sources(lot_verifier *v, lot_lines *lines)
{
    lot_terms *terms = &v->terms;
    size_t room = 0;
    char *name;
    while (terms->sources_count < LOT_SOURCES_MOST &&
           lot_lines_key_text(lines, "source: ", &name)) {
        if (name == NULL || lot_array_grow((void **)&terms->sources, &room, terms->sources_count,
                                           sizeof *terms->sources) != 0) {
            free(name);
            return LOT_NO_MEMORY(v->error);
        }
        terms->sources[terms->sources_count++] = (lot_source){.name = name};
    }
    return LOT_OK;
}

/* "none" or a digest. */
static bool take_optional(lot_lines *lines, const char *key, bool *has, lot_digest *digest)
{
    *has = lot_lines_key_digest(lines, key, digest);
    return *has || (lot_lines_word(lines, key) && lot_lines_word(lines, "none\n"));
}

static bool take_key(lot_lines *lines, lot_terms *terms)
{
    char *text;
    if (!lot_lines_key_text(lines, "public-key: ", &text) || text == NULL)
        return false;
    terms->has_key = strcmp(text, "none") != 0;
    bool well = !terms->has_key || lot_public_key_parse(&terms->key, text, strlen(text));
    free(text);
    return well;
}

/* What is wrong, or NULL. */
static const char *take_reserves(lot_lines *lines, lot_terms *terms)
{
    if (!terms->with_reserves)
        return lot_lines_word(lines, "reserves: none\n") ? NULL : "here must be: reserves: none";
    if (!lot_lines_key_index(lines, "reserves: ", &terms->reserves, 1, LOT_RESERVES_MOST))
        return "here must be how many reserves are drawn, from 1 to 1000";
    if (!lot_lines_key_index(lines, "dropout-samples: ", &terms->samples, 1,
                             LOT_DROPOUT_SAMPLES_MOST))
        return "here must be the number of samples of who leaves, from 1 to 100000";
    if (!lot_lines_key_index(lines, "dropout-rate: ", &terms->dropout_rate, 0, LOT_RATE_ONE - 1))
        return "here must be how many of a million leave, from 0 to 999999";
    if (!lot_lines_word(lines, "call-up: least deviation, most seats, first in order\n"))
        return "here must be: call-up: least deviation, most seats, first in order";
    return NULL;
}

static const char *take_rules(lot_lines *lines, lot_terms *terms)
{
    if (!lot_lines_word(lines, "if-a-source-fails: the attempt ends without a draw; a new attempt "
                               "is announced and numbered\n"))
        return "here must be what happens if a source fails, in the words of the protocol";
    const char *wrong = take_reserves(lines, terms);
    if (wrong != NULL)
        return wrong;
    lot_lines before = *lines;
    if (!take_optional(lines, "certificate: ", &terms->has_certificate, &terms->certificate) ||
        (terms->has_certificate && terms->objective == LOT_LEGACY)) {
        *lines = before;
        return "here must be the digest of the certificate, or none; of legacy, none";
    }
    if (!take_optional(lines, "previous: ", &terms->has_previous, &terms->previous))
        return "here must be M of the attempt before, or none";
    before = *lines;
    if (!take_key(lines, terms)) {
        *lines = before;
        return "here must be the public key, or none";
    }
    return lot_lines_at_end(lines) ? NULL : "nothing may stand behind the public key";
}

static lot_status take_all(lot_verifier *v, lot_lines *lines)
{
    lot_status status = LOT_OK;
    lot_terms *terms = &v->terms;
    const char *wrong = take_announced(lines, terms, v->number > 0);
    if (wrong == NULL)
        wrong = take_made_by(lines, terms);
    if (wrong != NULL)
        TRY(lot_lines_refuse(lines, wrong, v->error));
    uint64_t first_line = lines->line;
    TRY(take_sources(v, lines));
    lot_error why = {.message = ""};
    if (terms->sources_count == 0)
        TRY(lot_lines_refuse(lines, "here must be a source", v->error));
    if (lot_sources_check(terms->sources, terms->sources_count, &why) != LOT_OK)
        TRY(LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                     "process.txt, the sources from line %" PRIu64 " on: %s", first_line,
                     why.message));
    wrong = take_rules(lines, terms);
    if (wrong != NULL)
        TRY(lot_lines_refuse(lines, wrong, v->error));
done:
    return status;
}

lot_status lot_verify_process(lot_verifier *v)
{
    lot_status status = LOT_OK;
    lot_text text = LOT_TEXT_EMPTY;
    TRY(lot_verify_load(v, LOT_FILE_PROCESS, PROCESS_MOST, &text));
    TRY(lot_verify_utf8(v, LOT_FILE_PROCESS, &text));
    lot_lines lines = lot_verify_lines(LOT_FILE_PROCESS, &text);
    TRY(take_all(v, &lines));
done:
    lot_text_free(&text);
    return status;
}

bool lot_verifier_has_contributions(const lot_verifier *v)
{
    for (uint32_t s = 0; s < v->terms.sources_count; s++)
        if (lot_source_is(&v->terms.sources[s], LOT_SOURCE_CONTRIBUTION))
            return true;
    return false;
}
