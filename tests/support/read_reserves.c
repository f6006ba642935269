/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read reserves: dropouts.csv, reserves.txt and callup.txt of anyone, which are written in one way
 * only. */
#include "support/readers.h"

#include "audit/callup_file.h"
#include "audit/reserve_files.h"

#include <assert.h>
#include <string.h>

/* What was read, written again. */
static void compare(lot_text *again, const char *bytes, size_t length)
{
    assert(again->length == length && memcmp(again->bytes, bytes, length) == 0);
    lot_text_free(again);
}

void lot_test_read_dropouts(const char *bytes, size_t length)
{
    char sex[] = "sex", woman[] = "woman", man[] = "man, or \"boy\"";
    lot_feature feature = {sex, 0, 2};
    lot_quota rows[] = {{.value = woman}, {.value = man}};
    const lot_quotas quotas = {1, 2, &feature, rows};
    uint32_t rates[2];
    lot_text text = LOT_TEXT_EMPTY, again = LOT_TEXT_EMPTY;
    lot_error error = {.message = ""};
    lot_text_add(&text, bytes, length);
    lot_status status = lot_dropouts_csv_read(rates, &text, &quotas, &error);
    if (status == LOT_OK) {
        lot_dropouts_csv_put(&again, &quotas, rates);
        compare(&again, bytes, length);
    } else
        assert(status == LOT_NOT_VERIFIED && strstr(error.message, "dropouts.csv, line ") != NULL);
    lot_text_free(&text);
}

void lot_test_read_reserves(const char *bytes, size_t length)
{
    lot_reserves_txt reserves;
    lot_text text = LOT_TEXT_EMPTY, again = LOT_TEXT_EMPTY;
    lot_error error = {.message = ""};
    lot_text_add(&text, bytes, length);
    lot_status status = lot_reserves_txt_read(&reserves, &text, &error);
    if (status == LOT_OK) {
        lot_reserves_txt_put(&again, &reserves);
        compare(&again, bytes, length);
    } else
        assert(status == LOT_NOT_VERIFIED && strstr(error.message, "reserves.txt, line ") != NULL);
    lot_reserves_txt_free(&reserves);
    lot_text_free(&text);
}

void lot_test_read_callup(const char *bytes, size_t length)
{
    lot_callup_file callup;
    lot_text text = LOT_TEXT_EMPTY, again = LOT_TEXT_EMPTY;
    lot_error error = {.message = ""};
    lot_text_add(&text, bytes, length);
    lot_status status = lot_callup_read(&callup, &text, &error);
    if (status == LOT_OK) {
        lot_callup_put(&again, &callup);
        compare(&again, bytes, length);
    } else
        assert(status == LOT_NOT_VERIFIED && strstr(error.message, "callup.txt, line ") != NULL);
    lot_callup_file_free(&callup);
    lot_text_free(&text);
}
