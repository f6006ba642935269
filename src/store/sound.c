/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sound: whose file it is, its shape, and its rows.
 *
 * A trigger in the file would run with civiclot's own statements, and one that is gone would not
 * refuse what it should. So the shape is compared with one made anew, word by word, before the
 * first statement that could wake a trigger. What the shape promises (types, checks, keys) is then
 * looked for in every row: who takes a trigger away to change a row may put it back.
 */
#include "store/sound.h"

#include "store/schema.h"
#include "store/statement.h"

#include <stdlib.h>
#include <string.h>

#define CHANGED "its tables or triggers were changed, so that it can no longer be trusted"

static lot_status find_version(uint32_t *version, lot_assembly *assembly, lot_error *error)
{
    uint32_t application, tables;
    lot_status status;
    const char *path = assembly->path;
    TRY(lot_statement_count(&application, assembly,
                            "SELECT application_id & 0xffffffff FROM pragma_application_id", 0,
                            error));
    TRY(lot_statement_count(version, assembly,
                            "SELECT user_version & 0xffffffff FROM pragma_user_version", 0, error));
    TRY(lot_statement_count(&tables, assembly, "SELECT count(*) FROM sqlite_schema", 0, error));
    if (application == 0 && tables == 0)
        status = LOT_FAIL(error, LOT_BAD_INPUT,
                          "%s is empty, not an assembly file: delete it and make it again", path);
    else if (application != LOT_SCHEMA_APPLICATION)
        status = LOT_FAIL(error, LOT_BAD_INPUT, "%s is a database of another program", path);
    else if (*version > LOT_SCHEMA_VERSION)
        status = LOT_FAIL(error, LOT_BAD_INPUT,
                          "%s needs a newer civiclot: it has format %u, this one knows up to %u",
                          path, (unsigned)*version, (unsigned)LOT_SCHEMA_VERSION);
    else if (*version == 0)
        status = lot_assembly_damaged(assembly, CHANGED, error);
done:
    return status;
}

/* Make the shape of a version in memory. */
static lot_status make_model(lot_assembly *model, uint32_t version, lot_error *error)
{
    static char path[] = "memory";
    *model = (lot_assembly){.path = path, .write = true};
    if (sqlite3_open(":memory:", &model->database) != SQLITE_OK)
        return LOT_NO_MEMORY(error);
    return lot_schema_migrate(model, 0, version, error);
}

/* Step both queries and compare their row of one text. */
static lot_status compare_next(bool *same, bool *more, lot_statement *a, lot_statement *b,
                               lot_error *error)
{
    lot_status status;
    bool more_of_b;
    TRY(lot_statement_next(more, a, error));
    TRY(lot_statement_next(&more_of_b, b, error));
    *same = *more == more_of_b;
    if (*same && *more)
        *same = strcmp(lot_column_text(a, 0), lot_column_text(b, 0)) == 0;
done:
    return status;
}

static lot_status compare_shape(lot_assembly *assembly, lot_assembly *model, lot_error *error)
{
    static const char shape[] = "SELECT type || ' ' || name || ' ' || tbl_name || ' ' ||"
                                " coalesce(sql, '') FROM sqlite_schema ORDER BY type, name";
    lot_statement *found = NULL;
    lot_statement *expected = NULL;
    lot_status status;
    bool same = true;
    bool more = true;
    TRY(lot_statement_new(&found, assembly, shape, error));
    TRY(lot_statement_new(&expected, model, shape, error));
    while (same && more)
        TRY(compare_next(&same, &more, found, expected, error));
    if (!same)
        status = lot_assembly_damaged(assembly, CHANGED, error);
done:
    lot_statement_free(found);
    lot_statement_free(expected);
    return status;
}

static lot_status check_shape(lot_assembly *assembly, uint32_t version, lot_error *error)
{
    lot_assembly model;
    lot_status status = make_model(&model, version, error);
    if (status == LOT_OK)
        status = compare_shape(assembly, &model, error);
    (void)sqlite3_close(model.database);
    return status;
}

/* Everything that SQLite itself can find wrong: pages, indexes, types, checks, keys. */
static lot_status check_rows(lot_assembly *assembly, lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    bool row;
    uint32_t strangers;
    TRY(lot_statement_new(&query, assembly, "PRAGMA integrity_check(1)", error));
    TRY(lot_statement_next(&row, query, error));
    const char *words = lot_column_text(query, 0);
    if (strcmp(words, "ok") != 0) {
        status = lot_assembly_damaged(assembly, words, error);
        goto done;
    }
    TRY(lot_statement_count(&strangers, assembly, "SELECT count(*) FROM pragma_foreign_key_check",
                            0, error));
    if (strangers > 0)
        status = lot_assembly_damaged(assembly, "it lacks rows that others in it name", error);
done:
    lot_statement_free(query);
    return status;
}

lot_status lot_sound_check(lot_assembly *assembly, lot_error *error)
{
    lot_status status;
    uint32_t version;
    TRY(find_version(&version, assembly, error));
    TRY(check_shape(assembly, version, error));
    TRY(check_rows(assembly, error));
    if (version < LOT_SCHEMA_VERSION)
        TRY(lot_schema_migrate(assembly, version, LOT_SCHEMA_VERSION, error));
done:
    return status;
}
