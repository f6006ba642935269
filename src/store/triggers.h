/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Triggers: how the database refuses what never changes, in the words that it says. */
#ifndef CIVICLOT_STORE_TRIGGERS_H
#define CIVICLOT_STORE_TRIGGERS_H

/* A trigger that refuses what `event` says. */
#define REFUSE(name, event, words)                                                                 \
    "CREATE TRIGGER " name " BEFORE " event " BEGIN SELECT RAISE(ABORT, '" words "'); END;\n"

#define APPEND_ONLY(table, words)                                                                  \
    REFUSE(table "_update", "UPDATE ON " table, words)                                             \
    REFUSE(table "_delete", "DELETE ON " table, words)

/* The rows of `table` that belong to a row of `parent` come first; once it is there, no more. */
#define SEALED_BY(parent, number, column, table, words)                                            \
    REFUSE(table "_insert",                                                                        \
           "INSERT ON " table " WHEN EXISTS "                                                      \
           "(SELECT 1 FROM " parent " WHERE " number " = NEW." column ")",                         \
           words)                                                                                  \
    APPEND_ONLY(table, words)

#define NEXT_NUMBER(table, column)                                                                 \
    REFUSE(table "_insert",                                                                        \
           "INSERT ON " table " WHEN NEW." column " IS NOT (SELECT coalesce(max(" column           \
           "), 0) + 1 FROM " table ")",                                                            \
           table ": this number is not the next one")

#define COMMIT_WORDS "a commit never changes once it was made"
#define DRAW_WORDS "this attempt was drawn already: a draw never changes"

#endif
