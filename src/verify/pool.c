/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pool: pool.csv, everyone's pid and leaf, and the root over all leaves. */
#include "verify/verifier.h"

#include "core/array.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { LEAF_LENGTH = 64 };

static const char head[] = "pid,leaf\n";

static lot_status take_person(lot_verifier *v, lot_lines *lines, size_t *pids_room,
                              size_t *leaves_room)
{
    lot_listed *pool = &v->pool;
    if (lot_array_grow((void **)&pool->pids, pids_room, pool->count, sizeof *pool->pids) != 0 ||
        lot_array_grow((void **)&pool->leaves, leaves_room, pool->count, sizeof *pool->leaves) != 0)
        return LOT_NO_MEMORY(v->error);
    lot_pid *pid = &pool->pids[pool->count];
    if (!lot_lines_pid(lines, pid) || !lot_lines_word(lines, ",") ||
        !lot_lines_digest(lines, &pool->leaves[pool->count]))
        return lot_lines_refuse(lines, "here must be a pid and its leaf", v->error);
    if (pool->count > 0 && memcmp(pid[-1].text, pid->text, LOT_PID_LENGTH) >= 0)
        return lot_lines_refuse(lines, "the pids do not ascend", v->error);
    if (!lot_lines_word(lines, "\n"))
        return lot_lines_refuse(lines, "the line does not end behind the leaf", v->error);
    pool->count++;
    return LOT_OK;
}

lot_status lot_verify_pool(lot_verifier *v)
{
    lot_status status = LOT_OK;
    lot_listed *pool = &v->pool;
    lot_digest root;
    size_t pids_room = 0, leaves_room = 0;
    size_t line = LOT_PID_LENGTH + 1 + LEAF_LENGTH + 1;
    TRY(lot_verify_load(v, LOT_FILE_POOL, strlen(head) + line * v->terms.people_count,
                        &pool->text));
    lot_lines lines = lot_verify_lines(LOT_FILE_POOL, &pool->text);
    if (!lot_lines_word(&lines, head))
        TRY(lot_lines_refuse(&lines, "the columns are not pid,leaf", v->error));
    while (!lot_lines_at_end(&lines))
        TRY(take_person(v, &lines, &pids_room, &leaves_room));
    if (pool->count != v->terms.people_count)
        TRY(LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                     "pool.csv: it has %" PRIu32 " people, but process.txt says %" PRIu32,
                     pool->count, v->terms.people_count));
    lot_merkle_root(&root, pool->leaves, NULL, pool->count);
    if (!lot_digest_equal(&root, &v->terms.pool_root))
        TRY(lot_verify_refuse(v, LOT_FILE_POOL, "its leaves do not have the root of process.txt"));
    TRY(lot_verify_say(v, LOT_PROVEN,
                       "the pool has %" PRIu32 " people, each with a sealed leaf, under the root "
                       "that is fixed in the terms",
                       pool->count));
done:
    return status;
}

lot_status lot_verify_registrations(lot_verifier *v)
{
    return lot_verify_say(v, LOT_NOT_CHECKED,
                          "that the pool holds everybody who registered, once, and nobody else. "
                          "Everybody who has a receipt can check their own: --receipt");
}

uint32_t lot_verifier_find(const lot_verifier *v, uint32_t from, const char *pid)
{
    uint32_t low = from;
    uint32_t high = v->pool.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = memcmp(v->pool.pids[middle].text, pid, LOT_PID_LENGTH);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return v->pool.count;
}
