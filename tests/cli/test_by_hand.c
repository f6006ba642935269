/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands of docs/verification.md, as an auditor would paste them, on published folders. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/file.h"
#include "support/run.h"

#include <stdio.h>
#include <string.h>

/* The lines of the document from the one that begins with `from` to the one with `to`. */
static lot_text take_commands(const char *from, const char *to)
{
    lot_text page = LOT_TEXT_EMPTY;
    lot_text commands = LOT_TEXT_EMPTY;
    assert_int_equal(lot_file_read(&page, "docs/verification.md", NULL), LOT_OK);
    const char *at = strstr(lot_text_string(&page), from);
    assert_non_null(at);
    for (bool last = false; !last; at += strcspn(at, "\n") + 1) {
        assert_int_equal(strncmp(at, "    ", 4), 0);
        at += 4;
        last = strncmp(at, to, strlen(to)) == 0;
        lot_text_add(&commands, at, strcspn(at, "\n") + 1);
    }
    lot_text_free(&page);
    return commands;
}

/* What a file has behind `key`, to the end of its line. */
static void find_value(char value[128], const lot_run_folder *folder, const char *file,
                       const char *key)
{
    lot_text bytes = lot_run_read(folder, file);
    const char *at = strstr(lot_text_string(&bytes), key);
    assert_non_null(at);
    at += strlen(key);
    (void)snprintf(value, 128, "%.*s", (int)strcspn(at, "\n"), at);
    lot_text_free(&bytes);
}

/* Paste the commands in the folder `public`: they must tell its seed, ticket and panel. */
static void follow(const lot_run_folder *folder)
{
    char seed[128], ticket[128], panel[128], pid[128];
    lot_text commands = take_commands("    M=$(", "awk -F, -v t=");
    lot_ran ran =
        lot_run_other(folder, "public", (const char *const[]){"sh", "-ec", commands.bytes, NULL});
    assert_int_equal(ran.code, 0);
    assert_int_equal(ran.err.length, 0);
    find_value(seed, folder, "public/seed.txt", "\nseed: ");
    find_value(ticket, folder, "public/draw.txt", "\nticket: ");
    find_value(panel, folder, "public/draw.txt", "\npanel: ");
    find_value(pid, folder, "public/draw.txt", "\npid: ");
    lot_text expected = LOT_TEXT_EMPTY;
    char *dash = strchr(panel, '-');
    assert_non_null(dash);
    *dash = ',';
    lot_text_format(&expected, "seed %s\nticket %s\n%s,%s", seed, ticket, panel, pid);
    lot_run_assert_has(&ran.out, lot_text_string(&expected));
    lot_text_free(&expected);
    lot_ran_free(&ran);
    lot_text_free(&commands);
}

static void the_commands_for_auditors_redo_a_draw(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv",
                  "id,sex\na,f\nb,f\nc,m\nd,m\ne,f\nf,m\ng,f\nh,m\ni,f\nj,m\n");
    lot_run_write(folder, "quotas.csv", "feature,value,min,max\nsex,f,1,2\nsex,m,1,2\n");
    EXPECT(folder, 0, "new", "file", "--title", "source: a \"title\"", "--seats", "3");
    EXPECT(folder, 0, "import", "file", "people.csv");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    EXPECT(folder, 0, "solve", "file", "--tickets", "1000000000");
    EXPECT(folder, 0, "close", "file");
    EXPECT(folder, 0, "commit", "file", "--publish", "public", "--source", "text:value: \\n fog",
           "--source", "operator");
    EXPECT(folder, 0, "draw", "file", "--seed", "source: \"3\", d\xc3\xa9j\xc3\xa0 $vu -n");
    follow(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_commands_for_auditors_redo_a_draw, lot_run_setup,
                                        lot_run_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
