/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changing: files that are other bytes when they are read again. */
#include "civiclot/pseudonym.h"
#include "civiclot/verify.h"
#include "support/sealed.h"

/* clang-format off */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <string.h>

/* From its `from`th reading on, the last byte but one of `file` is another, or all are `other`. */
static struct {
    lot_dossier_file file;
    unsigned from;
    unsigned readings;
    const char *other; /* as long as the file; NULL: none */
} change;

static lot_status read_changing(size_t *count, const lot_dossier *dossier, lot_dossier_file file,
                                uint64_t offset, char *bytes, size_t room, lot_error *error)
{
    const lot_dossier_entry *entry = dossier->memory[file];
    (void)error;
    size_t left = offset < entry->length ? entry->length - (size_t)offset : 0;
    *count = left < room ? left : room;
    memcpy(bytes, entry->bytes + offset, *count);
    if (file != change.file)
        return LOT_OK;
    change.readings += offset == 0;
    if (change.readings >= change.from && change.other != NULL)
        memcpy(bytes, change.other + offset, *count);
    else if (change.readings >= change.from && *count > 1 && offset + *count == entry->length)
        bytes[*count - 2] ^= 1;
    return LOT_OK;
}

/* Verify a good folder whose file changes so. How often the file was read. */
static unsigned verify(lot_dossier_reader *read, lot_dossier_file file, unsigned from,
                       lot_status *status, lot_error *error)
{
    lot_sealed sealed;
    lot_checks checks;
    lot_dossier dossier;
    lot_dossier_entry entries[SEALED_FILES_MOST];
    lot_verify_request request = {.known_count = 0};
    lot_sealed_load(&sealed, "tests/vectors/folders/full-signed");
    for (size_t i = 0; i < sealed.count; i++)
        entries[i] =
            (lot_dossier_entry){sealed.names[i], sealed.files[i].bytes, sealed.files[i].length};
    lot_dossier_hold(&dossier, entries, sealed.count);
    dossier.read = read;
    change.file = file;
    change.from = from;
    change.readings = 0;
    *status = lot_verify(&checks, &dossier, &request, error);
    lot_checks_free(&checks);
    lot_sealed_free(&sealed);
    return change.readings;
}

/* Of replacements, draws with reserves and call-ups alone. */
static bool is_of_others(lot_dossier_file file)
{
    return file == LOT_FILE_STANDING || file == LOT_FILE_CALLUP || file == LOT_FILE_DROPOUTS ||
           file == LOT_FILE_RESERVES;
}

static void a_file_that_is_changed_between_two_readings_is_refused(void **state)
{
    (void)state;
    for (unsigned file = 0; file < LOT_DOSSIER_FILES; file++) {
        if (is_of_others((lot_dossier_file)file))
            continue;
        lot_status status;
        lot_error error = {.message = ""};
        unsigned readings = verify(read_changing, file, UINT32_MAX, &status, &error);
        assert_int_equal(status, LOT_OK);
        assert_true(readings > 0);
        for (unsigned from = 1; from <= readings; from++) {
            (void)verify(read_changing, file, from, &status, &error);
            /* the version is looked at first, and nothing else of that reading */
            if (file == LOT_FILE_PROCESS && from == 1)
                continue;
            if (status != LOT_NOT_VERIFIED)
                fail_msg("%s, changed at reading %u of %u, is let through", lot_dossier_name(file),
                         from, readings);
        }
    }
}

/* As a sparse file has it: nothing but zeros, further than anybody can read. */
static lot_status read_endless(size_t *count, const lot_dossier *dossier, lot_dossier_file file,
                               uint64_t offset, char *bytes, size_t room, lot_error *error)
{
    if (file != change.file)
        return read_changing(count, dossier, file, offset, bytes, room, error);
    memset(bytes, 0, room);
    *count = room;
    return LOT_OK;
}

static void a_file_without_end_is_refused(void **state)
{
    (void)state;
    for (unsigned file = 0; file < LOT_DOSSIER_FILES; file++) {
        if (is_of_others((lot_dossier_file)file))
            continue;
        lot_status status;
        lot_error error = {.message = ""};
        (void)verify(read_endless, file, UINT32_MAX, &status, &error);
        assert_int_equal(status, LOT_NOT_VERIFIED);
        assert_non_null(strstr(error.message, lot_dossier_name(file)));
    }
}

/* Well written, within the quotas, and not what stood in its place when the order was checked. */
static void another_panel_is_refused_though_it_could_be_one(void **state)
{
    (void)state;
    lot_sealed sealed;
    lot_status status;
    lot_error error = {.message = ""};
    lot_sealed_load(&sealed, "tests/vectors/folders/full-signed");
    lot_sealed_change(&sealed, "lottery.csv", "3fqerecwgtsjjoqu,73i2huvat4qsdfdz,lbcqu2lkso4fzhk3",
                      "3fqerecwgtsjjoqu,73i2huvat4qsdfdz,nd7vtv6qhlpvcccy");
    change.other = lot_text_string(lot_sealed_file(&sealed, "lottery.csv"));
    (void)verify(read_changing, LOT_FILE_LOTTERY, 3, &status, &error);
    change.other = NULL;
    assert_int_equal(status, LOT_NOT_VERIFIED);
    assert_string_equal(error.message, "lottery.csv: changed while it was read");
    lot_sealed_free(&sealed);
}

static int start(void **state)
{
    (void)state;
    return lot_audit_start(NULL) == LOT_OK ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_that_is_changed_between_two_readings_is_refused),
        cmocka_unit_test(a_file_without_end_is_refused),
        cmocka_unit_test(another_panel_is_refused_though_it_could_be_one),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
