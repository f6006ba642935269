/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Log: entries, each sealed to the one before. The salts derive from the assembly's key, but for
 * the kinds that everyone can check.
 */
#include "core/array.h"
#include "core/control.h"
#include "store/statement.h"

#include <stdlib.h>
#include <string.h>

static const char salt_label[] = "civiclot/log-salt/v1";

static void free_strings(lot_log_entry *entry)
{
    free(entry->time);
    free(entry->kind);
    free(entry->payload);
    *entry = (lot_log_entry){0};
}

static bool is_public(const char *kind)
{
    static const char *const kinds[] = {"commit", "reveal", "draw", "call-up"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kind, kinds[i]) == 0)
            return true;
    }
    return false;
}

/* Fill sequence, previous and salt from what the file holds. */
static lot_status follow_last(lot_log_entry *entry, const char *kind, lot_assembly *assembly,
                              lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    lot_key key = {{0}};
    bool found;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT key, sequence, digest FROM assembly LEFT JOIN log"
                          " ORDER BY sequence DESC LIMIT 1",
                          error));
    TRY(lot_statement_next(&found, query, error));
    lot_column_bytes(query, 0, key.bytes, sizeof key.bytes);
    entry->sequence = 1;
    if (!lot_column_is_null(query, 1)) {
        entry->sequence += lot_column_number(query, 1, INT64_MAX - 1);
        lot_column_bytes(query, 2, entry->previous.bytes, sizeof entry->previous.bytes);
    }
    TRY(lot_statement_end(query, error));
    if (!is_public(kind))
        lot_key_derive(&entry->salt, &key, salt_label, entry->sequence);
done:
    lot_key_wipe(&key);
    lot_statement_free(query);
    return status;
}

static lot_status insert_entry(lot_assembly *assembly, const lot_log_entry *entry, lot_error *error)
{
    lot_statement *insert = NULL;
    lot_status status;
    TRY(lot_statement_new(&insert, assembly,
                          "INSERT INTO log (sequence, time, kind, payload, salt, payload_digest,"
                          " previous, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                          error));
    lot_bind_number(insert, entry->sequence);
    lot_bind_text(insert, entry->time);
    lot_bind_text(insert, entry->kind);
    lot_bind_text(insert, entry->payload);
    lot_bind_bytes(insert, entry->salt.bytes, sizeof entry->salt.bytes);
    lot_bind_bytes(insert, entry->payload_digest.bytes, sizeof entry->payload_digest.bytes);
    lot_bind_bytes(insert, entry->previous.bytes, sizeof entry->previous.bytes);
    lot_bind_bytes(insert, entry->digest.bytes, sizeof entry->digest.bytes);
    TRY(lot_statement_run(insert, error));
done:
    lot_statement_free(insert);
    return status;
}

lot_status lot_assembly_log(lot_assembly *assembly, const char *kind, const char *payload,
                            lot_error *error)
{
    lot_log_entry entry = {0};
    char time[LOT_TIME_BYTES];
    lot_text line = LOT_TEXT_EMPTY;
    lot_status status;
    TRY(lot_log_time(time, error));
    TRY(follow_last(&entry, kind, assembly, error));
    entry.time = lot_string_copy(time);
    entry.kind = lot_string_copy(kind);
    lot_text_put_escaped(&line, payload);
    entry.payload = lot_string_copy(lot_text_string(&line));
    if (entry.time == NULL || entry.kind == NULL || entry.payload == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    lot_log_seal(&entry);
    TRY(lot_text_check(&line, error));
    TRY(insert_entry(assembly, &entry, error));
done:
    lot_text_free(&line);
    free_strings(&entry);
    return status;
}

/* The row that the query stands on. */
static void read_entry(lot_log_entry *entry, lot_statement *query)
{
    entry->sequence = lot_column_number(query, 0, INT64_MAX);
    entry->time = lot_column_line(query, 1);
    entry->kind = lot_column_line(query, 2);
    entry->payload = lot_column_line(query, 3);
    lot_column_bytes(query, 4, entry->salt.bytes, sizeof entry->salt.bytes);
    lot_column_bytes(query, 5, entry->payload_digest.bytes, sizeof entry->payload_digest.bytes);
    lot_column_bytes(query, 6, entry->previous.bytes, sizeof entry->previous.bytes);
    lot_column_bytes(query, 7, entry->digest.bytes, sizeof entry->digest.bytes);
}

lot_status lot_assembly_visit_log(lot_assembly *assembly,
                                  lot_status (*visit)(void *context, const lot_log_entry *entry,
                                                      lot_error *error),
                                  void *context, lot_error *error)
{
    lot_statement *query = NULL;
    lot_log_entry entry = {0};
    lot_status status;
    bool more;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT sequence, time, kind, payload, salt, payload_digest, previous,"
                          " digest FROM log ORDER BY sequence",
                          error));
    TRY(lot_statement_next(&more, query, error));
    while (more) {
        free_strings(&entry);
        read_entry(&entry, query);
        TRY(lot_statement_end(query, error));
        TRY(visit(context, &entry, error));
        TRY(lot_statement_next(&more, query, error));
    }
done:
    free_strings(&entry);
    lot_statement_free(query);
    return status;
}
