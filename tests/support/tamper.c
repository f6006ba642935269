/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tamper: the triggers are taken out, kept in memory and put back. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/tamper.h"

#include <sqlite3.h>

static void execute(sqlite3 *database, const char *sql)
{
    if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(database));
}

/* One text made of a column of all triggers' rows; free it with sqlite3_free(). */
static char *of_triggers(sqlite3 *database, const char *column)
{
    char *sql = sqlite3_mprintf("SELECT %s FROM sqlite_schema WHERE type = 'trigger'", column);
    char *all = sqlite3_mprintf("%s", "");
    sqlite3_stmt *query = NULL;
    assert_int_equal(sqlite3_prepare_v2(database, sql, -1, &query, NULL), SQLITE_OK);
    while (sqlite3_step(query) == SQLITE_ROW)
        all = sqlite3_mprintf("%z%s;\n", all, sqlite3_column_text(query, 0));
    (void)sqlite3_finalize(query);
    sqlite3_free(sql);
    return all;
}

void lot_test_tamper(const char *path, const char *sql)
{
    sqlite3 *database = NULL;
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    char *drop = of_triggers(database, "'DROP TRIGGER ' || name");
    char *create = of_triggers(database, "sql");
    execute(database, "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON");
    execute(database, drop);
    execute(database, sql);
    execute(database, create);
    sqlite3_free(drop);
    sqlite3_free(create);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
}

void lot_test_tamper_schema(const char *path, const char *sql)
{
    sqlite3 *database = NULL;
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    execute(database, sql);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
}
