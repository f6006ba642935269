/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Journal: payloads in, lines and times out. */
#include "cli/journal.h"

#include "cli/json.h"

#include <stdio.h>
#include <string.h>

lot_status lot_journal(lot_workbench *bench, const char *kind, json_t *payload, lot_error *error)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_status status = lot_json_write(&words, payload, error);
    json_decref(payload);
    if (status == LOT_OK)
        status = lot_assembly_log(bench->assembly, kind, words.bytes, error);
    lot_text_free(&words);
    return status;
}

void lot_journal_failed(lot_workbench *bench, const char *command, lot_status status,
                        const lot_error *error)
{
    if (bench->assembly == NULL || status == LOT_OK || status == LOT_USAGE)
        return;
    if (lot_assembly_rollback(bench->assembly, NULL) != LOT_OK)
        return;
    json_t *payload = json_pack("{s:s, s:i, s:o}", "command", command, "exit", (int)status,
                                "reason", lot_json_string(error->message));
    if (lot_journal(bench, "failed", payload, NULL) == LOT_OK)
        (void)lot_assembly_commit(bench->assembly, NULL);
}

struct reader {
    lot_text *text;
    lot_digest *head;
};

static lot_status put_entry(void *context, const lot_log_entry *entry, lot_error *error)
{
    struct reader *reader = context;
    lot_log_put_line(reader->text, entry);
    if (reader->head != NULL)
        *reader->head = entry->digest;
    return lot_text_check(reader->text, error);
}

lot_status lot_journal_text(lot_text *text, lot_digest *head, lot_assembly *assembly,
                            lot_error *error)
{
    struct reader reader = {text, head};
    return lot_assembly_visit_log(assembly, put_entry, &reader, error);
}

lot_status lot_journal_check(lot_assembly *assembly, lot_error *error)
{
    return lot_assembly_check_log(assembly, error);
}

struct searcher {
    uint32_t attempt;
    char *time; /* [LOT_TIME_BYTES] */
};

static lot_status look_for_draw(void *context, const lot_log_entry *entry, lot_error *error)
{
    (void)error;
    struct searcher *searcher = context;
    if (strcmp(entry->kind, "draw") != 0)
        return LOT_OK;
    json_t *payload = json_loads(entry->payload, 0, NULL);
    json_t *attempt = json_object_get(payload, "attempt");
    if (json_is_integer(attempt) && json_integer_value(attempt) == searcher->attempt)
        (void)snprintf(searcher->time, LOT_TIME_BYTES, "%s", entry->time);
    json_decref(payload);
    return LOT_OK;
}

lot_status lot_journal_draw_time(char time[LOT_TIME_BYTES], lot_assembly *assembly, uint32_t number,
                                 lot_error *error)
{
    struct searcher searcher = {number, time};
    time[0] = '\0';
    return lot_assembly_visit_log(assembly, look_for_draw, &searcher, error);
}
