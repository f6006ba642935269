/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The recipe of report.html, pasted into a shell, on folders that are sound and that are not. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/file.h"
#include "support/run.h"
#include "support/sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const files[] = {"process.txt",  "quotas.csv", "pool.csv", "lottery.csv",
                                    "manifest.txt", "seed.txt",   "draw.txt"};

/* The first command of the page that begins with `begin`, as one would paste it. */
static void take_command(lot_text *command, const char *html, const char *begin)
{
    static const char *const entities[][2] = {
        {"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}, {"&quot;", "\""}, {"&#39;", "'"}};
    const char *at = strstr(html, begin);
    assert_non_null(at);
    const char *end = strstr(at, "</pre>");
    while (at < end) {
        size_t e = 0;
        while (e < 5 && strncmp(at, entities[e][0], strlen(entities[e][0])) != 0)
            e++;
        lot_text_add(command, e < 5 ? entities[e][1] : at, 1);
        at += e < 5 ? strlen(entities[e][0]) : 1;
    }
    lot_text_put(command, "\n");
}

/* Run that command of the page in the folder. */
static lot_ran follow(const lot_run_folder *folder, const char *inside, const char *html,
                      const char *begin)
{
    lot_text command = LOT_TEXT_EMPTY;
    take_command(&command, html, begin);
    lot_ran ran = lot_run_other(
        folder, inside, (const char *const[]){"sh", "-ec", lot_text_string(&command), NULL});
    lot_text_free(&command);
    return ran;
}

static void need_python(void)
{
    if (system("command -v python3 >/dev/null") == 0)
        return;
    print_message("skipped: no python3 to try the recipe with\n");
    skip();
}

/* The line of a file that begins with `key`, in the words of the recipe's result. */
static void assert_same_line(const lot_ran *ran, const lot_text *file, const char *key,
                             const char *printed)
{
    char line[128];
    const char *at = strstr(lot_text_string(file), key);
    assert_non_null(at);
    at += strlen(key);
    (void)snprintf(line, sizeof line, "%s %.*s\n", printed, (int)strcspn(at, "\n"), at);
    lot_run_assert_has(&ran->out, line);
}

static void the_recipe_holds_for_a_draw_that_was_made(void **state)
{
    need_python();
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv",
                  "id,sex\na,f\nb,f\nc,m\nd,m\ne,f\nf,m\ng,f\nh,m\ni,f\nj,m\n");
    lot_run_write(folder, "quotas.csv", "feature,value,min,max\nsex,f,1,2\nsex,m,1,2\n");
    EXPECT(folder, 0, "new", "file", "--title", "source: a \"title\"", "--seats", "3");
    EXPECT(folder, 0, "import", "file", "people.csv");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    EXPECT(folder, 0, "solve", "file", "--tickets", "20");
    EXPECT(folder, 0, "close", "file");
    EXPECT(folder, 0, "commit", "file", "--publish", "public", "--source", "text:it's: \\n fog",
           "--source", "operator");
    EXPECT(folder, 0, "draw", "file", "--seed", "value: \"3\", d\xc3\xa9j\xc3\xa0 vu");
    EXPECT(folder, 0, "report", "file", "--out", "report.html");
    lot_text html = lot_run_read(folder, "report.html");
    lot_ran ran = follow(folder, "public", lot_text_string(&html), "sha256sum -c");
    assert_int_equal(ran.code, 0);
    lot_ran_free(&ran);
    ran = follow(folder, "public", lot_text_string(&html), "python3 - ");
    if (ran.code != 0)
        fail_msg("%s", lot_text_string(&ran.err));
    lot_text seed = lot_run_read(folder, "public/seed.txt");
    lot_text draw = lot_run_read(folder, "public/draw.txt");
    assert_same_line(&ran, &seed, "\nseed: ", "seed");
    assert_same_line(&ran, &draw, "\nticket: ", "ticket");
    lot_text_free(&seed);
    lot_text_free(&draw);
    lot_ran_free(&ran);
    lot_text_free(&html);
}

/* The folder at `origin`, with one text in one file replaced, which must be there. */
static void put_folder_of(const lot_run_folder *folder, const char *origin, const char *file,
                          const char *from, const char *to)
{
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        lot_text bytes = LOT_TEXT_EMPTY;
        lot_text changed = LOT_TEXT_EMPTY;
        char *path = lot_path_join(origin, files[i]);
        assert_int_equal(lot_file_read(&bytes, path, NULL), LOT_OK);
        const char *rest = lot_text_string(&bytes);
        if (file != NULL && strcmp(file, files[i]) == 0) {
            const char *at = strstr(rest, from);
            if (at == NULL)
                fail_msg("%s does not hold %s", file, from);
            lot_text_add(&changed, rest, (size_t)(at - rest));
            lot_text_put(&changed, to);
            rest = at + strlen(from);
        }
        lot_text_put(&changed, rest);
        lot_run_write(folder, files[i], lot_text_string(&changed));
        lot_text_free(&changed);
        lot_text_free(&bytes);
        free(path);
    }
}

static void put_folder(const lot_run_folder *folder, const char *file, const char *from,
                       const char *to)
{
    put_folder_of(folder, "tests/vectors/publication", file, from, to);
}

static void one_changed_word_anywhere_is_loud(void **state)
{
    static const struct {
        const char *file, *from, *to, *told;
    } harms[] = {
        {NULL, NULL, NULL, NULL},
        {"seed.txt", "text:Lotto", "text:lotto", "DIFFERS: source announced: text:Lottozahlen"},
        {"process.txt", "text:Lotto", "text:lotto", "DIFFERS: manifest.txt"},
        {"seed.txt", "3 7 21", "3 7 22", "DIFFERS: the seed in seed.txt"},
        {"seed.txt", "value: ", "value: 0", "DIFFERS: value sealed in operator:"},
        {"seed.txt", "nonce: ", "nonce: 00", "DIFFERS: value sealed in operator:"},
        {"seed.txt", "\nseed: ", "\nseed: 0", "DIFFERS: the seed in seed.txt"},
        {"seed.txt", "\nseed: ", "\nsource: text:more\nvalue: 1\nseed: ", "DIFFERS: seed.txt, at"},
        {"seed.txt", "-seed: 1\n", "-seed: 1\nseed: ", "DIFFERS: seed.txt, at source"},
        {"draw.txt", "ticket: ", "ticket: 1", "DIFFERS: draw.txt"},
        {"draw.txt", "pid: ", "pid: a", "DIFFERS: draw.txt"},
        {"draw.txt", "draw: real", "draw: test", "DIFFERS: draw.txt"},
        {"draw.txt", "panel: ", "panel: 1", "DIFFERS: draw.txt"},
        {"draw.txt", "purpose: panel\n", "purpose: panel\nmore: 1\n", "DIFFERS: draw.txt"},
        {"lottery.csv", "first", "First", "DIFFERS: manifest.txt"},
        {"manifest.txt", "  pool.csv", "  other.csv", "DIFFERS: manifest.txt"},
    };
    need_python();
    const lot_run_folder *folder = *state;
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    assert_int_equal(lot_report_html(&page, &sample->report, NULL), LOT_OK);
    for (size_t i = 0; i < sizeof harms / sizeof *harms; i++) {
        put_folder(folder, harms[i].file, harms[i].from, harms[i].to);
        lot_ran ran = follow(folder, ".", lot_text_string(&page), "python3 - ");
        if (harms[i].told == NULL) {
            assert_int_equal(ran.code, 0);
            lot_text draw = lot_run_read(folder, "draw.txt");
            assert_same_line(&ran, &draw, "\nticket: ", "ticket");
            lot_text_free(&draw);
        } else {
            assert_int_not_equal(ran.code, 0);
            assert_int_equal(ran.out.length, 0);
            lot_run_assert_has(&ran.err, harms[i].told);
        }
        lot_ran_free(&ran);
    }
    lot_text_free(&page);
    lot_sample_free(sample);
}

/* The page of any report has the same recipe: it is tried on folders of the second implementation.
 */
static void the_recipe_holds_for_every_kind_of_source(void **state)
{
    static const char *const names[] = {"dice",    "beacon",       "contributions",
                                        "by-hand", "by-hand-last", "contributions-only"};
    need_python();
    const lot_run_folder *folder = *state;
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    assert_int_equal(lot_report_html(&page, &sample->report, NULL), LOT_OK);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char from[128];
        (void)snprintf(from, sizeof from, "tests/vectors/folders/%s", names[i]);
        put_folder_of(folder, from, NULL, NULL, NULL);
        lot_ran ran = follow(folder, ".", lot_text_string(&page), "python3 - ");
        if (ran.code != 0)
            fail_msg("%s: %s", names[i], lot_text_string(&ran.err));
        lot_text draw = lot_run_read(folder, "draw.txt");
        assert_same_line(&ran, &draw, "\nticket: ", "ticket");
        lot_text_free(&draw);
        lot_ran_free(&ran);
    }
    put_folder_of(folder, "tests/vectors/folders/by-hand", "draw.txt", "ticket: ", "ticket: 1");
    lot_ran ran = follow(folder, ".", lot_text_string(&page), "python3 - ");
    assert_int_not_equal(ran.code, 0);
    lot_ran_free(&ran);
    put_folder_of(folder, "tests/vectors/folders/contributions", "seed.txt",
                  "nonce: ", "nonce: 00");
    ran = follow(folder, ".", lot_text_string(&page), "python3 - ");
    lot_run_assert_has(&ran.err, "DIFFERS: value sealed in contribution:");
    lot_ran_free(&ran);
    lot_text_free(&page);
    lot_sample_free(sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_recipe_holds_for_a_draw_that_was_made, lot_run_setup,
                                        lot_run_teardown),
        cmocka_unit_test_setup_teardown(one_changed_word_anywhere_is_loud, lot_run_setup,
                                        lot_run_teardown),
        cmocka_unit_test_setup_teardown(the_recipe_holds_for_every_kind_of_source, lot_run_setup,
                                        lot_run_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
