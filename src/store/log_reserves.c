/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log, checked: reserves.txt made anew, callup.txt as it is kept, and their digests compared.
 */
#include "store/log_reserves.h"

#include "audit/reserve_files.h"
#include "core/array.h"
#include "store/statement.h"

#include <stdio.h>
#include <string.h>

/* The pids of an attempt's reserves, in their order. */
static lot_status load_pids(lot_reserves_txt *reserves, lot_assembly *assembly, lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    bool more;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT pid FROM reserves LEFT JOIN people_classes USING (person)"
                          " WHERE attempt = ? ORDER BY place",
                          error));
    lot_bind_number(query, reserves->attempt);
    TRY(lot_statement_next(&more, query, error));
    while (more) {
        const char *pid = lot_column_text(query, 0);
        if (reserves->count == LOT_RESERVES_MOST || strlen(pid) + 1 != sizeof reserves->pids->text)
            TRY(lot_assembly_damaged(assembly, "reserves are not as they are kept", error));
        memcpy(reserves->pids[reserves->count++].text, pid, sizeof reserves->pids->text);
        TRY(lot_statement_next(&more, query, error));
    }
done:
    lot_statement_free(query);
    return status;
}

static lot_status check(lot_assembly *assembly, uint32_t attempt, const char *logged,
                        lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text text = LOT_TEXT_EMPTY;
    lot_digest digest;
    char hex[LOT_HEX_BYTES];
    lot_reserves_txt reserves = {.attempt = attempt,
                                 .pids = lot_array_new(LOT_RESERVES_MOST, sizeof *reserves.pids)};
    if (reserves.pids == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(load_pids(&reserves, assembly, error));
    lot_reserves_txt_put(&text, &reserves);
    TRY(lot_text_check(&text, error));
    lot_sha256(&digest, lot_text_string(&text), text.length);
    lot_digest_hex(hex, &digest);
    if (strcmp(hex, logged) != 0)
        TRY(lot_log_refuse("it tells of other reserves than there are", assembly, error));
done:
    lot_text_free(&text);
    lot_reserves_txt_free(&reserves);
    return status;
}

lot_status lot_log_check_reserves(lot_assembly *assembly, lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    bool more;
    /* of a rehearsal people may be others by now */
    TRY(lot_statement_new(&query, assembly,
                          "SELECT attempt, payload ->> 'reserves' FROM reserve_plans JOIN log"
                          " ON kind = 'draw' AND payload ->> 'attempt' = attempt ORDER BY attempt",
                          error));
    TRY(lot_statement_next(&more, query, error));
    while (more) {
        uint32_t attempt = (uint32_t)lot_column_between(query, 0, 1, UINT32_MAX);
        TRY(check(assembly, attempt, lot_column_text(query, 1), error));
        TRY(lot_statement_next(&more, query, error));
    }
done:
    lot_statement_free(query);
    return status;
}

lot_status lot_log_check_callups(lot_assembly *assembly, lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    bool more;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT callup, payload, salt IS zeroblob(32) FROM callups JOIN (SELECT"
                          " row_number() OVER (ORDER BY sequence) AS number, payload, salt FROM log"
                          " WHERE kind = 'call-up') USING (number) ORDER BY number",
                          error));
    TRY(lot_statement_next(&more, query, error));
    while (more) {
        lot_digest digest;
        char hex[LOT_HEX_BYTES], payload[LOT_HEX_BYTES + 16];
        const char *callup = lot_column_text(query, 0);
        lot_sha256(&digest, callup, strlen(callup));
        lot_digest_hex(hex, &digest);
        (void)snprintf(payload, sizeof payload, "{\"callup\":\"%s\"}", hex);
        if (strcmp(payload, lot_column_text(query, 1)) != 0 || !lot_column_truth(query, 2))
            TRY(lot_log_refuse("it tells of another call-up than there is", assembly, error));
        TRY(lot_statement_next(&more, query, error));
    }
done:
    lot_statement_free(query);
    return status;
}
