/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Browse: a script of the shell does it, and its lines of JSON are read here. */
#define _XOPEN_SOURCE 700 /* realpath */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/browse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NO_BROWSER = 77 };

const char *lot_browse_place(const char *path)
{
    static char place[4096];
    char *resolved = realpath(path, NULL);
    if (resolved == NULL)
        fail_msg("%s is not there", path);
    (void)snprintf(place, sizeof place, "%s", resolved);
    free(resolved);
    return place;
}

void lot_browse_with(lot_text *lines, const lot_run_folder *folder, const char *driver,
                     const lot_text *cases)
{
    const char *named = getenv("PAGE");
    lot_text command = LOT_TEXT_EMPTY;
    lot_text_format(&command, "'%s' ", lot_browse_place("tests/page/browse"));
    lot_text_format(&command, "'%s' ",
                    lot_browse_place(named != NULL ? named : "build/verify.html"));
    lot_text_format(&command, "%s <cases", driver);
    lot_run_write(folder, "cases", lot_text_string(cases));
    lot_ran ran = lot_run_other(folder, ".",
                                (const char *const[]){"sh", "-c", lot_text_string(&command), NULL});
    lot_text_free(&command);
    if (ran.code == NO_BROWSER && getenv("NEED_CHROMIUM") == NULL) {
        lot_ran_free(&ran);
        print_message("skipped: no Chromium is here: the page was not tried\n");
        skip();
    }
    if (ran.code != 0)
        fail_msg("browse ended %d: %s", ran.code, lot_text_string(&ran.err));
    lot_text_free(&ran.err);
    *lines = ran.out;
}

void lot_browse(json_t **answers, const lot_run_folder *folder, const lot_text *cases)
{
    lot_text lines = LOT_TEXT_EMPTY;
    lot_browse_with(&lines, folder, "driver.js", cases);
    *answers = json_array();
    const char *line = lot_text_string(&lines);
    for (const char *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
        json_t *answer = json_loadb(line, (size_t)(end - line), 0, NULL);
        assert_non_null(answer);
        assert_int_equal(json_array_append_new(*answers, answer), 0);
    }
    lot_text_free(&lines);
}

const char *lot_browse_text(const json_t *answer, const char *key)
{
    const char *text = json_string_value(json_object_get(answer, key));
    return text != NULL ? text : "";
}

static void put_statements(lot_text *lines, const json_t *statements)
{
    size_t i;
    json_t *pair;
    json_array_foreach(statements, i, pair)
    {
        lot_text_format(lines, "%s %s\n", json_string_value(json_array_get(pair, 0)),
                        json_string_value(json_array_get(pair, 1)));
    }
}

void lot_browse_verdicts(lot_text *lines, const json_t *answer)
{
    size_t i;
    json_t *folder;
    const json_t *failure = json_object_get(answer, "failure");
    if (json_is_string(json_object_get(answer, "error")))
        lot_text_format(lines, "error %s\n", lot_browse_text(answer, "error"));
    json_array_foreach(json_object_get(answer, "folders"), i, folder)
    {
        if (i > 0)
            lot_text_format(lines, "folder %s\n", json_string_value(json_array_get(folder, 0)));
        put_statements(lines, json_array_get(folder, 1));
    }
    bool failed = json_is_array(failure);
    if (failed)
        lot_text_format(lines, "failed %s\n", json_string_value(json_array_get(failure, 0)));
    bool verified = json_is_true(json_object_get(answer, "verified"));
    lot_text_format(lines, "exit %d\n", failed ? 5 : verified ? 0 : 3);
}
