/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Learnt: of each file only how many registered with each value. */
#include "cli/learnt.h"

#include "civiclot/mailings.h"
#include "core/array.h"
#include "desk/workbench.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A past assembly, with what keeps its names. */
typedef struct past {
    lot_workbench bench;
    uint32_t *registered;
    char *path;
} past;

static void clear_past(past *p)
{
    lot_workbench_clear(&p->bench);
    free(p->registered);
    free(p->path);
}

/* FILE:LETTERS; the last colon parts them. */
static lot_status read_form(past *p, uint32_t *letters, const char *given, lot_error *error)
{
    const char *colon = strrchr(given, ':');
    const char *digits = colon != NULL ? colon + 1 : "";
    uint64_t number = 0;
    if (*digits == '\0' || colon == given || strlen(digits) > 9 ||
        strspn(digits, "0123456789") != strlen(digits))
        return LOT_FAIL(error, LOT_USAGE,
                        "--learn '%s' is not FILE:LETTERS, as past.civiclot:10000", given);
    for (const char *c = digits; *c != '\0'; c++)
        number = number * 10 + (uint64_t)(*c - '0');
    *letters = (uint32_t)number;
    p->path = lot_string_copy(given);
    if (p->path == NULL)
        return LOT_NO_MEMORY(error);
    p->path[colon - given] = '\0';
    return LOT_OK;
}

static lot_status read_past(past *p, lot_past_response *out, const char *given, lot_error *error)
{
    lot_status status;
    TRY(read_form(p, &out->letters, given, error));
    TRY(lot_workbench_open(&p->bench, p->path, false, error));
    TRY(lot_workbench_need_pool(&p->bench, error));
    const lot_pool *pool = p->bench.pool;
    p->registered = lot_array_new(p->bench.quotas->count, sizeof *p->registered);
    if (p->registered == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t person = 0; person < pool->people_count; person++)
        for (uint32_t f = 0; f < pool->features_count; f++)
            p->registered[lot_pool_value(pool, person, f)]++;
    out->quotas = p->bench.quotas;
    out->registered = p->registered;
    out->people = pool->people_count;
    if (out->letters < out->people)
        TRY(LOT_FAIL(error, LOT_USAGE,
                     "--learn %s: %" PRIu32 " people registered, more than %" PRIu32 " letters",
                     p->path, out->people, out->letters));
done:
    return status;
}

lot_status lot_learnt_read(lot_rates **out, const char *const *given, uint32_t count,
                           const lot_population *population, lot_talk *talk, lot_error *error)
{
    *out = NULL;
    lot_status status = LOT_OK;
    past *files = lot_array_new(count, sizeof *files);
    lot_past_response *responses = lot_array_new(count, sizeof *responses);
    if (files == NULL || responses == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t i = 0; i < count; i++) {
        TRY(read_past(&files[i], &responses[i], given[i], error));
        lot_talk_say(talk, "%s: %" PRIu32 " people registered of %" PRIu32 " letters",
                     files[i].path, responses[i].people, responses[i].letters);
    }
    TRY(lot_rates_learn(out, responses, count, population, error));
done:
    for (uint32_t i = 0; files != NULL && i < count; i++)
        clear_past(&files[i]);
    free(files);
    free(responses);
    return status;
}
