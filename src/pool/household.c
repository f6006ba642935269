/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Households: who shares an address.
 *
 * An address is compared by its key, the parts of its columns in order. A part is the folded cell
 * with its words, runs of letters and digits, one space apart: "Flat 2/10" and "flat 2, 10" are the
 * same, "1 11" and "11 1" are not. Apostrophes vanish: people write both King's and Kings. A
 * postcode has no spaces at all: E17 4AB is e174ab.
 *
 *   H1  a part holds letters, digits and marks, and ' ' within, so '\n' ends it beyond doubt;
 *   H2  a person without an address has a key that no address is: it starts with '\t'. Without the
 *       first part there is no address: a postcode or a town alone is shared by strangers.
 */
#include "pool/household.h"

#include "civiclot/fold.h"
#include "core/array.h"
#include "pool/names.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unistr.h>

static bool is_ascii(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text >= 0x80)
            return false;
    return true;
}

static bool is_apostrophe(ucs4_t character)
{
    return character == '\'' || character == '`' || character == 0x2018 || character == 0x2019;
}

static bool is_of_word(ucs4_t character)
{
    if (character < 0x80)
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
               (character >= '0' && character <= '9');
    return uc_is_general_category_withtable(character, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M |
                                                           UC_CATEGORY_MASK_N);
}

/* Add the part that a cell is to the key. spaced: is there a space between words? */
static bool put_part(lot_text *key, const char *cell, bool spaced)
{
    /* Folding ASCII only makes letters small, which is done below for a fraction of the time. */
    bool ascii = is_ascii(cell);
    char *folded = ascii ? NULL : lot_fold(cell);
    if (!ascii && folded == NULL)
        return false;
    size_t start = key->length;
    bool gap = false;
    const uint8_t *at = (const uint8_t *)(folded != NULL ? folded : cell);
    const uint8_t *next;
    ucs4_t character;
    for (; (next = u8_next(&character, at)) != NULL; at = next) {
        if (is_apostrophe(character))
            continue;
        if (!is_of_word(character)) {
            gap = true;
            continue;
        }
        if (gap && spaced && key->length > start)
            lot_text_add(key, " ", 1);
        gap = false;
        bool capital = character >= 'A' && character <= 'Z';
        char small = (char)(character + ('a' - 'A'));
        lot_text_add(key, capital ? &small : (const char *)at, (size_t)(next - at));
    }
    free(folded);
    return true;
}

static lot_status is_postcode(bool *postcode, const char *header, lot_error *error)
{
    lot_text part = LOT_TEXT_EMPTY;
    bool good = put_part(&part, header, false) && !part.failed;
    const char *name = lot_text_string(&part);
    *postcode = strstr(name, "postcode") != NULL || strstr(name, "postalcode") != NULL ||
                strstr(name, "zip") != NULL;
    lot_text_free(&part);
    return good ? LOT_OK : LOT_NO_MEMORY(error);
}

/* The columns of an address. */
typedef struct address {
    const lot_table *people;
    const uint32_t *columns; /* [columns_count] */
    bool *postcode;          /* [columns_count] */
    uint32_t columns_count;
} address;

/* Make the key of a row's address, or its own where its first part is blank (H2). */
static lot_status make_key(lot_text *key, const address *parts, uint32_t row, lot_error *error)
{
    key->length = 0;
    for (uint32_t c = 0; c < parts->columns_count; c++) {
        const char *cell = lot_table_cell(parts->people, row, parts->columns[c]);
        if (!put_part(key, cell, !parts->postcode[c]))
            return LOT_NO_MEMORY(error);
        if (key->length == 0) {
            lot_text_format(key, "\t%u", row);
            break;
        }
        lot_text_add(key, "\n", 1);
    }
    return lot_text_check(key, error);
}

lot_status lot_households_group(uint32_t *households, uint32_t *households_count,
                                const lot_table *people, const uint32_t *columns,
                                uint32_t columns_count, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t rows_count = lot_table_rows_count(people);
    if (columns_count == 0) {
        for (uint32_t row = 0; row < rows_count; row++)
            households[row] = row;
        *households_count = rows_count;
        return LOT_OK;
    }
    lot_text key = LOT_TEXT_EMPTY;
    lot_names *keys = lot_names_new();
    bool *postcode = lot_array_new(columns_count, sizeof *postcode);
    address parts = {people, columns, postcode, columns_count};
    if (keys == NULL || postcode == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    for (uint32_t c = 0; c < columns_count; c++)
        TRY(is_postcode(&postcode[c], lot_table_header(people, columns[c]), error));
    for (uint32_t row = 0; row < rows_count; row++) {
        TRY(make_key(&key, &parts, row, error));
        if (!lot_names_add(&households[row], keys, lot_text_string(&key))) {
            status = LOT_NO_MEMORY(error);
            goto done;
        }
    }
    *households_count = lot_names_count(keys);
done:
    free(postcode);
    lot_names_free(keys);
    lot_text_free(&key);
    return status;
}
