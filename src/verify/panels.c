/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Panels: at level `full`, every leaf opened, and every panel held against quotas and households.
 */
#include "verify/verifier.h"

#include "core/array.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define OPENINGS_MOST ((size_t)1 << 30)

typedef struct judge {
    const lot_verifier *v;
    uint32_t *tally;  /* [quotas->count] seats of the row at hand; all 0 between rows */
    uint32_t *asking; /* [asking_count] quotas with a min above 0: seats x features at most */
    uint32_t asking_count;
    uint32_t *seated; /* [households_count] of the household that was counted last */
    uint64_t *line;   /* [households_count] in which it was */
} judge;

/* What a row has too many or too few of. */
static lot_status refuse_quota(const judge *j, const lot_drawn_row *row, uint32_t q)
{
    const lot_quotas *quotas = j->v->quotas;
    const lot_quota *quota = &quotas->rows[q];
    return LOT_FAIL(j->v->error, LOT_NOT_VERIFIED,
                    "lottery.csv, line %" PRIu64 ": the panel seats %" PRIu32
                    " with %.100s: %.100s, but quotas.csv, line %" PRIu32 " allows %" PRIu32
                    " to %" PRIu32,
                    row->line, j->tally[q], quotas->features[quota->feature].name, quota->value,
                    q + 2, quota->min, quota->max);
}

static bool fits(const judge *j, uint32_t q)
{
    const lot_quota *quota = &j->v->quotas->rows[q];
    return j->tally[q] >= quota->min && j->tally[q] <= quota->max;
}

/* Only quotas that can be missed are looked at: those of who is seated, and those with a min. */
static lot_status judge_quotas(const judge *j, const lot_drawn_row *row)
{
    const lot_verifier *v = j->v;
    const lot_pool *pool = v->openings.pool;
    uint32_t missed = UINT32_MAX;
    for (uint32_t s = 0; s < v->terms.seats; s++)
        for (uint32_t f = 0; f < pool->features_count; f++) {
            uint32_t q = lot_pool_value(pool, row->members[s], f);
            missed = !fits(j, q) && q < missed ? q : missed;
        }
    for (uint32_t i = 0; i < j->asking_count; i++)
        missed = !fits(j, j->asking[i]) && j->asking[i] < missed ? j->asking[i] : missed;
    return missed < UINT32_MAX ? refuse_quota(j, row, missed) : LOT_OK;
}

static lot_status judge_row(void *context, const lot_drawn_row *row)
{
    const judge *j = context;
    const lot_verifier *v = j->v;
    const lot_pool *pool = v->openings.pool;
    for (uint32_t s = 0; s < v->terms.seats; s++) {
        uint32_t person = row->members[s];
        uint32_t household = pool->households[person];
        for (uint32_t f = 0; f < pool->features_count; f++)
            j->tally[lot_pool_value(pool, person, f)]++;
        j->seated[household] = j->line[household] == row->line ? j->seated[household] + 1 : 1;
        j->line[household] = row->line;
        if (j->seated[household] > v->terms.per_household)
            return LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                            "lottery.csv, line %" PRIu64 ": the panel seats more than %" PRIu32
                            " of the household of %s",
                            row->line, v->terms.per_household, v->pool.pids[person].text);
    }
    lot_status status = judge_quotas(j, row);
    for (uint32_t s = 0; s < v->terms.seats; s++)
        for (uint32_t f = 0; f < pool->features_count; f++)
            j->tally[lot_pool_value(pool, row->members[s], f)] = 0;
    return status;
}

static lot_status judge_panels(lot_verifier *v)
{
    lot_status status = LOT_OK;
    uint32_t households = v->openings.pool->households_count;
    judge j = {.v = v,
               .tally = lot_array_new(v->quotas->count, sizeof *j.tally),
               .asking = lot_array_new(v->quotas->count, sizeof *j.asking),
               .seated = lot_array_new(households, sizeof *j.seated),
               .line = lot_array_new(households, sizeof *j.line)};
    if (j.tally == NULL || j.asking == NULL || j.seated == NULL || j.line == NULL)
        TRY(LOT_NO_MEMORY(v->error));
    for (uint32_t q = 0; q < v->quotas->count; q++)
        if (v->quotas->rows[q].min > 0)
            j.asking[j.asking_count++] = q;
    TRY(lot_verify_walk(v, judge_row, &j));
done:
    free(j.tally);
    free(j.asking);
    free(j.seated);
    free(j.line);
    return status;
}

lot_status lot_verify_panels(lot_verifier *v)
{
    lot_status status = LOT_OK;
    lot_text text = LOT_TEXT_EMPTY;
    if (!v->dossier->present[LOT_FILE_OPENINGS]) {
        TRY(lot_verify_say(v, LOT_NOT_CHECKED,
                           "that every panel meets the %" PRIu32
                           " quota%s and seats at most %" PRIu32
                           " of a household: people's answers are not published. An auditor who "
                           "may see them can check it, in a folder of level full",
                           v->quotas->count, lot_plural(v->quotas->count), v->terms.per_household));
        goto done;
    }
    TRY(lot_verify_load(v, LOT_FILE_OPENINGS, OPENINGS_MOST, &text));
    TRY(lot_openings_read(&v->openings, &text, &v->pool.text, v->quotas, v->error));
    TRY(judge_panels(v));
    TRY(lot_verify_settle(v));
    TRY(lot_verify_say(
        v, LOT_PROVEN,
        "all %" PRIu32 " leaves open to the answers in openings.csv, and each of the "
        "%zu panels meets all %" PRIu32 " quotas and seats at most %" PRIu32 " of a household",
        v->pool.count, v->panels_count, v->quotas->count, v->terms.per_household));
done:
    lot_text_free(&text);
    return status;
}
