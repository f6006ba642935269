/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an earlier civiclot committed is told and exported, and not drawn. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/assembly.h"
#include "support/little.h"
#include "support/run.h"
#include "support/tamper.h"

#include <stdio.h>
#include <string.h>

/* The hexadecimal digits of M, of a folder whose process.txt says that it is of protocol 1. */
static void age_folder(char hex[LOT_HEX_BYTES], const lot_run_folder *folder)
{
    lot_digest digest;
    lot_text process = lot_run_read(folder, "public/process.txt");
    lot_text manifest = lot_run_read(folder, "public/manifest.txt");
    *strchr(process.bytes, '2') = '1'; /* civiclot-process: 2 */
    lot_sha256(&digest, process.bytes, process.length);
    lot_digest_hex(hex, &digest);
    memcpy(manifest.bytes, hex, LOT_HEX_BYTES - 1);
    lot_run_write(folder, "public/process.txt", process.bytes);
    lot_run_write(folder, "public/manifest.txt", manifest.bytes);
    lot_sha256(&digest, manifest.bytes, manifest.length);
    lot_digest_hex(hex, &digest);
    lot_text_free(&process);
    lot_text_free(&manifest);
}

/* Attempt 1 in the file as an earlier civiclot left it: one entry in the log, with all it told. */
static void age_file(const lot_run_folder *folder, const char *hex)
{
    char text[512];
    char path[512];
    lot_assembly *assembly;
    (void)snprintf(path, sizeof path, "%s/file", folder->path);
    (void)snprintf(text, sizeof text,
                   "DELETE FROM log WHERE kind IN ('prepare', 'commit');"
                   "UPDATE commits SET manifest = x'%s',"
                   " process = replace(process, 'civiclot-process: 2', 'civiclot-process: 1')",
                   hex);
    lot_test_tamper(path, text);
    (void)snprintf(text, sizeof text,
                   "{\"attempt\":1,\"level\":\"public\",\"lottery\":1,\"manifest\":\"%s\","
                   "\"sources\":[\"text:seed\"]}",
                   hex);
    assert_int_equal(lot_audit_start(NULL), LOT_OK);
    assert_int_equal(lot_assembly_open(&assembly, path, true, NULL), LOT_OK);
    assert_int_equal(lot_assembly_log(assembly, "commit", text, NULL), LOT_OK);
    assert_int_equal(lot_assembly_commit(assembly, NULL), LOT_OK);
    lot_assembly_close(assembly);
}

static void prepare(const lot_run_folder *folder)
{
    char hex[LOT_HEX_BYTES];
    lot_little_close(folder, "Assembly");
    EXPECT(folder, 0, "commit", "file", "--publish", "public");
    age_folder(hex, folder);
    age_file(folder, hex);
}

static void an_older_commit_is_told_and_exported(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, "log", "file");
    EXPECT(folder, 0, "check", "file");
    EXPECT(folder, 0, "report", "file");
    EXPECT(folder, 0, "export", "file", "--publish", "again");
    lot_run_assert_same(folder, "again/process.txt", "public/process.txt");
    lot_run_assert_same(folder, "again/manifest.txt", "public/manifest.txt");
}

/* The entry right before names a manifest that nobody outside can look up; after it all is well. */
static void an_older_commit_is_not_drawn_but_committed_again(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    WORDS(folder, 3, "attempt 1 was committed by an earlier civiclot: commit again", "draw", "file",
          "--seed", "x");
    WORDS(folder, 0, "was committed by an earlier civiclot", "commit", "file", "--publish",
          "second");
    lot_ran ran = RUN(folder, "commit", "file", "--publish", "third");
    assert_int_equal(ran.code, 0);
    assert_null(strstr(lot_text_string(&ran.err), "earlier civiclot"));
    lot_ran_free(&ran);
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
    EXPECT(folder, 5, "verify", "second");
    EXPECT(folder, 0, "verify", "third");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_older_commit_is_told_and_exported),
        TEST(an_older_commit_is_not_drawn_but_committed_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
