/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Assembly: make, open and close the file; what the assembly is. Transactions: connection.c.
 *
 * A rollback journal, not a write-ahead log: the assembly is one file that can be copied or mailed
 * whole, without -wal and -shm beside it, and may lie on a network drive. synchronous=EXTRA, as a
 * commit that was read out to the public must not be undone by a power cut.
 */
#include "store/connection.h"

#include "civiclot/file.h"
#include "core/array.h"
#include "store/schema.h"
#include "store/sound.h"
#include "store/statement.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATIENCE_MILLISECONDS = 5000 };

/*
 * For every connection, whatever the file or the library's build says. The cache is 64 MB at most:
 * with SQLite's own 2 MB, a million people go to disk and back many times over.
 */
static const char settings[] = "PRAGMA foreign_keys = ON;"
                               "PRAGMA recursive_triggers = ON;"
                               "PRAGMA trusted_schema = OFF;"
                               "PRAGMA cell_size_check = ON;"
                               "PRAGMA secure_delete = ON;"
                               "PRAGMA temp_store = MEMORY;"
                               "PRAGMA cache_size = -65536;"
                               "PRAGMA journal_mode = DELETE;"
                               "PRAGMA synchronous = EXTRA;";

/* The path as SQLite takes it for nothing but a path: not ":memory:", not "file:...". */
static char *plain_path(const char *path)
{
    return path[0] == '/' ? lot_string_copy(path) : lot_path_join(".", path);
}

/* Open what is there, for writing where it can be, and do not begin yet. */
static lot_status connect(lot_assembly **out, const char *path, bool write, int milliseconds,
                          lot_error *error)
{
    lot_status status = LOT_OK;
    char *name = plain_path(path);
    lot_assembly *assembly = lot_array_new(1, sizeof *assembly);
    *out = assembly;
    if (name == NULL || assembly == NULL || (assembly->path = lot_string_copy(path)) == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    assembly->write = write;
    /* Also to be read only: what a crash left half done has to be undone first. */
    int code = sqlite3_open_v2(name, &assembly->database,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (assembly->database == NULL)
        status = LOT_NO_MEMORY(error);
    else if (code != SQLITE_OK || sqlite3_busy_timeout(assembly->database, milliseconds) ||
             sqlite3_exec(assembly->database, settings, NULL, NULL, NULL) != SQLITE_OK)
        status = lot_assembly_refused(assembly, error);
    else if (write && sqlite3_db_readonly(assembly->database, "main") == 1)
        status = LOT_FAIL(error, LOT_FAILURE, "%s cannot be written: it is read-only", path);
done:
    free(name);
    return status;
}

static lot_status check_path(const char *path, lot_error *error)
{
    struct stat about;
    if (stat(path, &about) != 0)
        return LOT_FAIL(error, LOT_FAILURE,
                        "%s: cannot be opened: %s: check the name; civiclot new makes a new one",
                        path, strerror(errno));
    if (!S_ISREG(about.st_mode))
        return LOT_FAIL(error, LOT_BAD_INPUT, "%s is not a file", path);
    return LOT_OK;
}

lot_status lot_assembly_open_within(lot_assembly **out, const char *path, bool write,
                                    int milliseconds, lot_error *error)
{
    lot_status status;
    *out = NULL;
    TRY(check_path(path, error));
    TRY(connect(out, path, write, milliseconds, error));
    TRY(lot_assembly_begin(*out, error));
    TRY(lot_sound_check(*out, error));
    (void)sqlite3_db_release_memory((*out)->database); /* all of the file was read */
    if (!write)
        TRY(lot_statement_execute(*out, "PRAGMA query_only = ON", error));
done:
    if (status != LOT_OK) {
        lot_assembly_close(*out);
        *out = NULL;
    }
    return status;
}

lot_status lot_assembly_open(lot_assembly **out, const char *path, bool write, lot_error *error)
{
    return lot_assembly_open_within(out, path, write, PATIENCE_MILLISECONDS, error);
}

/* Make an empty file that nobody else can read, whatever the umask. */
static lot_status make_file(const char *path, lot_error *error)
{
    int descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0 && errno == EEXIST)
        return LOT_FAIL(error, LOT_BAD_INPUT, "%s exists already: choose another name", path);
    if (descriptor < 0)
        return LOT_FAIL(error, LOT_FAILURE, "%s cannot be made: %s", path, strerror(errno));
    int result = fchmod(descriptor, 0600);
    int reason = errno;
    (void)close(descriptor);
    if (result == 0)
        return LOT_OK;
    (void)unlink(path);
    return LOT_FAIL(error, LOT_FAILURE, "%s cannot be made: %s", path, strerror(reason));
}

static lot_status insert_info(lot_assembly *assembly, const lot_assembly_info *info,
                              lot_error *error)
{
    lot_statement *insert;
    lot_status status = lot_statement_new(&insert, assembly,
                                          "INSERT INTO assembly (one, title, seats, per_household,"
                                          " key, closed) VALUES (1, ?, ?, ?, ?, ?)",
                                          error);
    if (status != LOT_OK)
        return status;
    lot_bind_text(insert, info->title);
    lot_bind_number(insert, info->seats);
    lot_bind_number(insert, info->per_household);
    lot_bind_bytes(insert, info->key.bytes, sizeof info->key.bytes);
    lot_bind_number(insert, info->closed);
    status = lot_statement_run(insert, error);
    lot_statement_free(insert);
    return status;
}

lot_status lot_assembly_create(lot_assembly **out, const char *path, const lot_assembly_info *info,
                               lot_error *error)
{
    lot_status status;
    bool made = false;
    *out = NULL;
    TRY(make_file(path, error));
    made = true;
    TRY(connect(out, path, true, PATIENCE_MILLISECONDS, error));
    TRY(lot_schema_migrate(*out, 0, LOT_SCHEMA_VERSION, error));
    TRY(insert_info(*out, info, error));
    (*out)->created = true;
done:
    if (status != LOT_OK) {
        lot_assembly_close(*out);
        *out = NULL;
        if (made)
            (void)unlink(path);
    }
    return status;
}

void lot_assembly_close(lot_assembly *assembly)
{
    if (assembly == NULL)
        return;
    int code = sqlite3_close(assembly->database);
    assert(code == SQLITE_OK); /* every statement was freed */
    (void)code;
    if (assembly->created)
        (void)unlink(assembly->path);
    free(assembly->path);
    free(assembly);
}

void lot_assembly_info_free(lot_assembly_info *info)
{
    if (info == NULL)
        return;
    free(info->title);
    lot_key_wipe(&info->key);
    *info = (lot_assembly_info){0};
}

lot_status lot_assembly_get_info(lot_assembly_info *out, lot_assembly *assembly, lot_error *error)
{
    lot_statement *query = NULL;
    bool row;
    lot_status status;
    *out = (lot_assembly_info){0};
    TRY(lot_statement_new(&query, assembly,
                          "SELECT title, seats, per_household, key, closed FROM assembly", error));
    TRY(lot_statement_next(&row, query, error));
    out->title = lot_column_line(query, 0);
    out->seats = (uint32_t)lot_column_between(query, 1, 1, UINT32_MAX);
    out->per_household = (uint32_t)lot_column_between(query, 2, 1, UINT32_MAX);
    lot_column_bytes(query, 3, out->key.bytes, sizeof out->key.bytes);
    out->closed = lot_column_truth(query, 4);
    TRY(lot_statement_end(query, error));
done:
    lot_statement_free(query);
    if (status != LOT_OK)
        lot_assembly_info_free(out);
    return status;
}

lot_status lot_assembly_set_closed(lot_assembly *assembly, lot_error *error)
{
    return lot_statement_execute(assembly, "UPDATE assembly SET closed = 1", error);
}
