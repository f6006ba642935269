/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot publish-page: the page as it was built, whole, and never among the files it checks. */
#define _XOPEN_SOURCE 700 /* symlink */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/run.h"

#include "civiclot/digest.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void hex_of(char hex[LOT_HEX_BYTES], const lot_text *bytes)
{
    lot_digest digest;
    lot_sha256(&digest, bytes->bytes, bytes->length);
    lot_digest_hex(hex, &digest);
}

static void the_page_is_written_whole_and_its_sha256_is_told(void **state)
{
    char hex[LOT_HEX_BYTES], line[256];
    lot_ran ran = RUN(*state, "publish-page");
    assert_int_equal(ran.code, 0);
    lot_text page = lot_run_read(*state, "verify.html");
    lot_run_assert_has(&page, "<!DOCTYPE html>");
    assert_string_equal(page.bytes + page.length - strlen("</html>\n"), "</html>\n");
    hex_of(hex, &page);
    (void)snprintf(line, sizeof line, "%s  verify.html\n", hex);
    assert_string_equal(lot_text_string(&ran.out), line);
    assert_int_equal(lot_run_mode(*state, "verify.html"), 0644);
    lot_text_free(&page);
    lot_ran_free(&ran);
}

static void the_page_on_standard_output_is_the_same(void **state)
{
    char hex[LOT_HEX_BYTES];
    EXPECT(*state, 0, "publish-page", "--out", "page");
    lot_ran ran = RUN(*state, "publish-page", "--out", "-");
    lot_text page = lot_run_read(*state, "page");
    assert_int_equal(ran.code, 0);
    assert_int_equal(ran.out.length, page.length);
    assert_memory_equal(ran.out.bytes, page.bytes, page.length);
    hex_of(hex, &page);
    lot_run_assert_has(&ran.err, hex);
    lot_text_free(&page);
    lot_ran_free(&ran);
}

static void json_tells_what_was_written_and_its_digest(void **state)
{
    lot_ran ran = RUN(*state, "publish-page", "--json", "--out", "page");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "\"written\":[\"page\"]");
    lot_run_assert_has(&ran.out, "\"sha256\":\"");
    lot_ran_free(&ran);
    EXPECT(*state, 2, "publish-page", "--json", "--out", "-");
}

static void what_is_there_is_never_written_onto(void **state)
{
    lot_run_write(*state, "page", "mine");
    EXPECT(*state, 3, "publish-page", "--out", "page");
    lot_text kept = lot_run_read(*state, "page");
    assert_string_equal(lot_text_string(&kept), "mine");
    lot_text_free(&kept);
    EXPECT(*state, 1, "publish-page", "--out", "nowhere/page");
}

static void a_published_folder_is_refused_by_any_way_to_it(void **state)
{
    const lot_run_folder *folder = *state;
    char path[512];
    (void)snprintf(path, sizeof path, "%s/publish", folder->path);
    assert_int_equal(mkdir(path, 0755), 0);
    lot_run_write(folder, "publish/manifest.txt", "");
    (void)snprintf(path, sizeof path, "%s/link", folder->path);
    assert_int_equal(symlink("publish", path), 0);
    lot_ran ran = RUN(folder, "publish-page", "--out", "publish/verify.html");
    assert_int_equal(ran.code, 3);
    lot_run_assert_has(&ran.err, "is a published folder, which a file too many makes fail");
    lot_ran_free(&ran);
    EXPECT(folder, 3, "publish-page", "--out", "link/verify.html");
    assert_int_equal(lot_run_count(folder, "publish"), 1);
}

/* The page may ask nothing of anybody: its policy forbids it, and it names no address. */
static void the_page_has_no_way_to_the_network(void **state)
{
    lot_ran ran = RUN(*state, "publish-page", "--out", "-", "--quiet");
    lot_run_assert_has(&ran.out, "content=\"default-src 'none'; script-src 'unsafe-inline'; "
                                 "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
                                 "form-action 'none'; ");
    static const char *const never[] = {"https://", " src=", "@import", "localStorage", "fetch("};
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
        assert_null(strstr(lot_text_string(&ran.out), never[i]));
    lot_ran_free(&ran);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_page_is_written_whole_and_its_sha256_is_told),
        TEST(the_page_on_standard_output_is_the_same),
        TEST(json_tells_what_was_written_and_its_digest),
        TEST(what_is_there_is_never_written_onto),
        TEST(a_published_folder_is_refused_by_any_way_to_it),
        TEST(the_page_has_no_way_to_the_network),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
