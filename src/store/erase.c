/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Erase: records and ids go out of the file, and what was made of them stays.
 *
 * From then on people are not read from their records any more, as some have none: values and
 * households are those that were kept when classes were made. The pool's Merkle root binds them,
 * and the log has it since the registrations closed.
 */
#include "core/array.h"
#include "store/statement.h"

#include <stdio.h>
#include <string.h>

static void bind_person(lot_statement *insert, uint32_t row, const void *context)
{
    const lot_erasing *erasing = context;
    const lot_kept_leaf *leaf = &erasing->people->leaves[row];
    lot_bind_number(insert, erasing->people->people[row]);
    lot_bind_bytes(insert, leaf->salt.bytes, sizeof leaf->salt.bytes);
    lot_bind_bytes(insert, leaf->id_commitment.bytes, sizeof leaf->id_commitment.bytes);
    lot_bind_text(insert, leaf->household.text);
    lot_bind_text(insert, erasing->date);
}

static void bind_excluded(lot_statement *insert, uint32_t row, const void *context)
{
    const lot_erasing *erasing = context;
    lot_bind_number(insert, erasing->excluded[row]);
    lot_bind_text(insert, erasing->date);
}

lot_status lot_assembly_erase(lot_assembly *assembly, const lot_erasing *erasing, lot_error *error)
{
    lot_status status;
    TRY(lot_insert(assembly, "erased (person, salt, id_commitment, household, date)",
                   "(?, ?, ?, ?, ?)", erasing->people->count, bind_person, erasing, error));
    TRY(lot_insert(assembly, "erased_excluded (position, date)", "(?, ?)", erasing->excluded_count,
                   bind_excluded, erasing, error));
    TRY(lot_statement_execute(
        assembly,
        "UPDATE people SET record = '', id = ' ' || (SELECT pid FROM people_classes"
        " WHERE person = position) WHERE record IS NOT ''"
        " AND position IN (SELECT person FROM erased);"
        "UPDATE excluded SET record = '' WHERE record IS NOT ''"
        " AND position IN (SELECT position FROM erased_excluded);"
        "DELETE FROM cleaning",
        error));
done:
    return status;
}

lot_status lot_assembly_erase_key(lot_assembly *assembly, const char *date, const lot_pid *process,
                                  lot_error *error)
{
    lot_status status;
    lot_statement *insert = NULL;
    TRY(lot_statement_new(&insert, assembly,
                          "INSERT INTO erased_key (one, process, date) VALUES (1, ?, ?)", error));
    lot_bind_text(insert, process->text);
    lot_bind_text(insert, date);
    TRY(lot_statement_run(insert, error));
    TRY(lot_statement_execute(assembly, "UPDATE assembly SET key = zeroblob(32)", error));
done:
    lot_statement_free(insert);
    return status;
}

lot_status lot_assembly_rewrite(lot_assembly *assembly, lot_error *error)
{
    lot_status status = lot_assembly_rollback(assembly, error);
    if (status != LOT_OK)
        return status;
    if (sqlite3_exec(assembly->database, "VACUUM", NULL, NULL, NULL) == SQLITE_OK)
        return LOT_OK;
    return lot_assembly_refused(assembly, error);
}

lot_status lot_assembly_erased_on(char date[LOT_DATE_BYTES], lot_assembly *assembly,
                                  uint32_t person, lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    bool found;
    TRY(lot_statement_new(&query, assembly, "SELECT date FROM erased WHERE person = ?", error));
    lot_bind_number(query, person);
    TRY(lot_statement_next(&found, query, error));
    (void)snprintf(date, LOT_DATE_BYTES, "%s", lot_column_text(query, 0));
    TRY(lot_statement_end(query, error));
done:
    lot_statement_free(query);
    return status;
}

/* Each counts what is wrong: what is erased has neither record nor id, and nothing else has none.
 */
static const char *const rules[] = {
    "SELECT count(*) FROM people LEFT JOIN people_classes ON person = position"
    " WHERE (record IS '') + (id IS ' ' || pid)"
    " IS NOT 2 * (position IN (SELECT person FROM erased))",
    "SELECT count(*) FROM excluded WHERE (record IS '')"
    " IS NOT (position IN (SELECT position FROM erased_excluded))",
    "SELECT (SELECT key IS zeroblob(32) FROM assembly) IS NOT EXISTS (SELECT 1 FROM erased_key)",
    "SELECT EXISTS (SELECT 1 FROM erased_key) AND (EXISTS (SELECT 1 FROM people WHERE record IS NOT"
    " '') OR EXISTS (SELECT 1 FROM excluded WHERE record IS NOT ''))",
    "SELECT (EXISTS (SELECT 1 FROM erased) OR EXISTS (SELECT 1 FROM erased_excluded))"
    " AND (EXISTS (SELECT 1 FROM cleaning) OR EXISTS (SELECT 1 FROM assembly WHERE closed = 0)"
    " OR (SELECT count(*) FROM people) IS NOT (SELECT count(*) FROM people_classes))",
};

static lot_status check(lot_assembly *assembly, lot_error *error)
{
    lot_status status = LOT_OK;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        uint32_t wrong;
        TRY(lot_statement_count(&wrong, assembly, rules[i], 0, error));
        if (wrong > 0)
            TRY(lot_assembly_damaged(
                assembly, "its people, its key and who is erased no longer fit together", error));
    }
done:
    return status;
}

/* A text of another length is nobody's. */
static void take_pid(lot_pid *out, lot_statement *query, int column)
{
    const char *text = lot_column_text(query, column);
    if (strlen(text) == LOT_PID_LENGTH)
        memcpy(out->text, text, LOT_PID_LENGTH + 1);
}

static lot_status load_leaves(lot_erased *erased, lot_assembly *assembly, lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    bool more;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT person, pid, salt, id_commitment, erased.household FROM erased"
                          " JOIN people_classes USING (person) ORDER BY person",
                          error));
    for (uint32_t e = 0; e < erased->count; e++) {
        lot_kept_leaf *leaf = &erased->leaves[e];
        TRY(lot_statement_next(&more, query, error));
        erased->people[e] = lot_column_index(query, 0, UINT32_MAX);
        take_pid(&erased->pids[e], query, 1);
        lot_column_bytes(query, 2, leaf->salt.bytes, sizeof leaf->salt.bytes);
        lot_column_bytes(query, 3, leaf->id_commitment.bytes, sizeof leaf->id_commitment.bytes);
        take_pid(&leaf->household, query, 4);
    }
    TRY(lot_statement_end(query, error));
done:
    lot_statement_free(query);
    return status;
}

lot_status lot_assembly_load_erased(lot_erased **out, lot_assembly *assembly, lot_error *error)
{
    lot_status status;
    lot_erased *erased = NULL;
    uint32_t count;
    uint32_t excluded;
    *out = NULL;
    TRY(check(assembly, error));
    TRY(lot_statement_count(&count, assembly, "SELECT count(*) FROM erased", 0, error));
    TRY(lot_statement_count(&excluded, assembly, "SELECT count(*) FROM erased_excluded", 0, error));
    if (count + excluded == 0)
        goto done;
    TRY(lot_erased_new(&erased, count, error));
    TRY(load_leaves(erased, assembly, error));
    *out = erased;
    erased = NULL;
done:
    lot_erased_free(erased);
    return status;
}
