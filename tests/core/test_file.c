/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files: read up to a length, and no further. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void a_device_that_never_ends_is_read_up_to_the_limit(void **state)
{
    (void)state;
    lot_text bytes = LOT_TEXT_EMPTY;
    lot_error error = {.message = ""};
    assert_int_equal(lot_file_read_short(&bytes, "/dev/zero", 1 << 20, &error), LOT_FAILURE);
    assert_non_null(strstr(error.message, "/dev/zero: longer than 1048576 bytes"));
    assert_true(bytes.length <= 1 << 20);
    lot_text_free(&bytes);
}

static void a_file_that_is_too_long_is_not_even_read(void **state)
{
    (void)state;
    char path[] = "/tmp/civiclot-test-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    if (ftruncate(file, (off_t)LOT_FILE_MOST + 1) != 0) {
        (void)close(file);
        (void)unlink(path);
        print_message("skipped: no file of 4 GiB can be made here\n");
        skip();
    }
    lot_text bytes = LOT_TEXT_EMPTY;
    assert_int_equal(lot_file_read(&bytes, path, NULL), LOT_FAILURE);
    assert_int_equal(bytes.length, 0);
    assert_int_equal(close(file), 0);
    assert_int_equal(unlink(path), 0);
    lot_text_free(&bytes);
}

static const char *find_foreign(const char *bytes, size_t length)
{
    return length > 0 && bytes[0] == '\0' ? "begins with a NUL" : NULL;
}

static void a_file_is_told_by_its_beginning_before_its_length(void **state)
{
    (void)state;
    lot_text bytes = LOT_TEXT_EMPTY;
    lot_error error = {.message = ""};
    char path[] = "/tmp/civiclot-test-XXXXXX";
    int file = mkstemp(path);
    lot_file_wish wish = {.most = 1 << 20, .advice = "try another", .foreign = find_foreign};
    assert_true(file >= 0);
    assert_int_equal(ftruncate(file, (off_t)1 << 30), 0);
    assert_int_equal(lot_file_read_known(&bytes, path, &wish, &error), LOT_BAD_INPUT);
    assert_non_null(strstr(error.message, ": begins with a NUL"));
    wish.foreign = NULL;
    assert_int_equal(lot_file_read_known(&bytes, path, &wish, &error), LOT_FAILURE);
    assert_non_null(strstr(error.message, ": longer than 1048576 bytes (it has 1073741824): more "
                                          "is not read; try another"));
    assert_int_equal(bytes.length, 0);
    assert_int_equal(close(file), 0);
    assert_int_equal(unlink(path), 0);
    lot_text_free(&bytes);
}

static void a_pipe_or_device_is_never_written_over(void **state)
{
    (void)state;
    char folder[] = "/tmp/civiclot-test-XXXXXX";
    struct stat there;
    lot_error error = {.message = ""};
    assert_non_null(mkdtemp(folder));
    char *path = lot_path_join(folder, "pipe");
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(lot_file_write(path, "x", 1, 0600, &error), LOT_BAD_INPUT);
    assert_non_null(strstr(error.message, "is a device or a pipe"));
    assert_int_equal(lstat(path, &there), 0);
    assert_true(S_ISFIFO(there.st_mode));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
    free(path);
}

static void a_new_file_is_never_made_onto_another(void **state)
{
    (void)state;
    char folder[] = "/tmp/civiclot-test-XXXXXX";
    lot_text bytes = LOT_TEXT_EMPTY;
    struct stat about;
    assert_non_null(mkdtemp(folder));
    char *path = lot_path_join(folder, "key");
    assert_int_equal(lot_file_create(path, "first", 5, 0600, NULL), LOT_OK);
    assert_int_equal(lot_file_create(path, "second", 6, 0644, NULL), LOT_BAD_INPUT);
    assert_int_equal(lot_file_read(&bytes, path, NULL), LOT_OK);
    assert_string_equal(lot_text_string(&bytes), "first");
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    lot_file_remove(path);
    assert_int_equal(rmdir(folder), 0);
    lot_text_free(&bytes);
    free(path);
}

static void a_file_as_long_as_the_limit_is_read(void **state)
{
    (void)state;
    char path[] = "/tmp/civiclot-test-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, "12345", 5), 5);
    lot_text bytes = LOT_TEXT_EMPTY;
    assert_int_equal(lot_file_read_short(&bytes, path, 5, NULL), LOT_OK);
    assert_string_equal(lot_text_string(&bytes), "12345");
    assert_int_equal(lot_file_read_short(&bytes, path, 4, NULL), LOT_FAILURE);
    assert_int_equal(close(file), 0);
    assert_int_equal(unlink(path), 0);
    lot_text_free(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_device_that_never_ends_is_read_up_to_the_limit),
        cmocka_unit_test(a_file_that_is_too_long_is_not_even_read),
        cmocka_unit_test(a_file_is_told_by_its_beginning_before_its_length),
        cmocka_unit_test(a_pipe_or_device_is_never_written_over),
        cmocka_unit_test(a_new_file_is_never_made_onto_another),
        cmocka_unit_test(a_file_as_long_as_the_limit_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
