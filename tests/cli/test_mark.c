/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who confirmed, withdrew or was there: what may be, what may not, and that nobody is named. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/mending.h"

#include <stdio.h>
#include <string.h>

/* Somebody who is not on the panel and lives alone. */
static const char *outsider(const lot_mending_panel *panel)
{
    static char id[LOT_MENDING_ID];
    for (unsigned i = 59; i >= 20; i--) {
        (void)snprintf(id, sizeof id, "V%03u", i);
        if (!lot_mending_has(panel, id))
            return id;
    }
    return NULL;
}

#define MARK(code, words, id, ...)                                                                 \
    WORDS(folder, code, words, "mark", "file", "--id", (id), "--as", __VA_ARGS__)

static void the_states_become_what_they_may(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw(folder);
    lot_mending_panel panel = lot_mending_selected(folder, "file");
    const char *member = panel.ids[0], *other = outsider(&panel);
    MARK(3, "is not on the panel: nobody drew them", other, "confirmed");
    MARK(3, "is not on the panel", other, "attended");
    MARK(3, "did not withdraw: there is nothing to mend", member, "reinstated");
    MARK(0, "", member, "confirmed");
    MARK(0, "", member, "confirmed");
    MARK(0, "", member, "attended");
    MARK(3, "was there: that they confirmed says nothing more", member, "confirmed");
    MARK(0, "Seats without anybody: 1", member, "withdrawn", "--reason", "ill");
    MARK(3, "withdrew already", member, "withdrawn", "--reason", "ill");
    MARK(3, "--as reinstated comes first", member, "attended");
    MARK(0, "", member, "reinstated");
    lot_ran ran = RUN(folder, "mark", "file", "--list");
    lot_text line = LOT_TEXT_EMPTY;
    lot_text_format(&line, "%s  attended  20", member);
    lot_run_assert_has(&ran.out, lot_text_string(&line));
    lot_text_free(&line);
    lot_ran_free(&ran);
    MARK(0, "", other, "withdrawn", "--reason", "moved-away");
    ran = RUN(folder, "mark", "file", "--json");
    lot_run_assert_has(&ran.out, "\"states\":{\"attended\":1,\"confirmed\":0,\"pool\":51,"
                                 "\"replaced\":0,\"selected\":7,\"withdrawn\":1}");
    lot_ran_free(&ran);
}

static void a_wrong_command_line_changes_nothing(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw(folder);
    lot_run_expect_shell(folder, 0, "cp file before");
    MARK(2, "--reason is missing", "V001", "withdrawn");
    MARK(2, "--reason goes with who withdraws", "V001", "confirmed", "--reason", "ill");
    MARK(2, "it is published, so it never tells a story", "V001", "withdrawn", "--reason",
         "Broke a leg");
    MARK(2, "not 'drawn': who is selected or replaced, a draw says", "V001", "drawn");
    MARK(2, "--date must be a day", "V001", "confirmed", "--date", "2025-02-29");
    MARK(2, "is still to come", "V001", "confirmed", "--date", "9999-01-01");
    WORDS(folder, 2, "--as says what they are", "mark", "file", "--id", "V001");
    WORDS(folder, 2, "--as needs --id or --from, and not both", "mark", "file", "--as",
          "confirmed");
    lot_run_expect_shell(folder, 0, "cmp file before");
}

static void one_wrong_id_keeps_the_whole_list_out(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw(folder);
    lot_mending_panel panel = lot_mending_selected(folder, "file");
    lot_text list = LOT_TEXT_EMPTY;
    lot_text_format(&list, "%s,nobody,%s", panel.ids[0], outsider(&panel));
    lot_ran ran = RUN(folder, "mark", "file", "--id", lot_text_string(&list), "--as", "confirmed");
    assert_int_equal(ran.code, 3);
    lot_run_assert_has(&ran.err, "nobody has the id 'nobody'");
    lot_run_assert_has(&ran.err, "is not on the panel");
    lot_ran_free(&ran);
    ran = RUN(folder, "mark", "file");
    lot_run_assert_has(&ran.out, "confirmed  0");
    lot_ran_free(&ran);
    lot_text_free(&list);
}

static void a_list_is_read_from_a_file_and_twice_is_once(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw(folder);
    lot_mending_panel panel = lot_mending_selected(folder, "file");
    lot_text list = LOT_TEXT_EMPTY;
    lot_text_format(&list, "name;ID\nx;%s\ny;%s\nz;%s\n", panel.ids[0], panel.ids[1], panel.ids[0]);
    lot_run_write(folder, "there.csv", lot_text_string(&list));
    lot_text_free(&list);
    EXPECT(folder, 0, "mark", "file", "--from", "there.csv", "--as", "attended");
    lot_ran ran = RUN(folder, "mark", "file", "--from", "there.csv", "--as", "attended");
    lot_run_assert_has(&ran.out, "Marked: 0, the others were that already");
    lot_run_assert_has(&ran.out, "attended   2");
    lot_ran_free(&ran);
    lot_run_write(folder, "other.csv", "name\nx\n");
    WORDS(folder, 3, "there is no column 'id' with who it is about", "mark", "file", "--from",
          "other.csv", "--as", "attended");
    ran = RUN(folder, "log", "file");
    assert_null(strstr(lot_text_string(&ran.out), "failed"));
    lot_ran_free(&ran);
}

static void the_log_tells_how_many_and_never_who(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw(folder);
    lot_mending_panel panel = lot_mending_selected(folder, "file");
    MARK(0, "", panel.ids[3], "withdrawn", "--reason", "ill", "--date", "2020-01-02");
    lot_ran ran = RUN(folder, "log", "file");
    lot_run_assert_has(&ran.out, "{\"as\":\"withdrawn\",\"date\":\"2020-01-02\",\"people\":1,"
                                 "\"reason\":\"ill\"}");
    assert_null(strstr(lot_text_string(&ran.out), panel.ids[3]));
    lot_ran_free(&ran);
}

static void while_registration_is_open_nobody_is_marked(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", "id,sex\na,f\nb,m\n");
    lot_run_write(folder, "quotas.csv", "feature,value,min,max\nsex,f,0,1\nsex,m,0,1\n");
    EXPECT(folder, 0, "new", "file", "--title", "T", "--seats", "1");
    EXPECT(folder, 0, "import", "file", "people.csv");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    MARK(3, "taken out with civiclot withdraw", "a", "withdrawn", "--reason", "ill");
    EXPECT(folder, 0, "solve", "file");
    EXPECT(folder, 0, "close", "file");
    MARK(0, "", "a", "withdrawn", "--reason", "ill");
    WORDS(folder, 3, "nothing is drawn yet, so there is nobody to replace", "replace", "file");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_states_become_what_they_may),
        TEST(a_wrong_command_line_changes_nothing),
        TEST(one_wrong_id_keeps_the_whole_list_out),
        TEST(a_list_is_read_from_a_file_and_twice_is_once),
        TEST(the_log_tells_how_many_and_never_who),
        TEST(while_registration_is_open_nobody_is_marked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
