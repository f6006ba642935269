/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Amounts. */
#include "cli/amounts.h"

#include "civiclot/mailings.h"
#include "civiclot/trials.h"
#include "core/array.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Digits at *text; false where there are none, or the number is not below 10^15. */
static bool read_number(uint64_t *number, const char **text)
{
    const char *from = *text;
    *number = 0;
    for (; **text >= '0' && **text <= '9' && *number < UINT64_C(100000000000000); (*text)++)
        *number = *number * 10 + (uint64_t)(**text - '0');
    return *text > from && !(**text >= '0' && **text <= '9');
}

static bool read_decimal(uint64_t *parts, unsigned digits, const char *text)
{
    uint64_t whole;
    uint64_t number = 0;
    if (!read_number(&whole, &text) || whole > UINT32_MAX)
        return false;
    unsigned places = 0;
    if (*text == '.') {
        for (text++; *text >= '0' && *text <= '9' && places < digits; text++, places++)
            number = number * 10 + (uint64_t)(*text - '0');
        if (places == 0)
            return false;
    }
    for (unsigned i = 0; i < digits; i++)
        whole *= 10;
    for (; places < digits; places++)
        number *= 10;
    *parts = whole + number;
    return *text == '\0';
}

lot_status lot_amount_parse(uint64_t *parts, const lot_amount_form *form, const char *text,
                            lot_error *error)
{
    if (read_decimal(parts, form->digits, text) && *parts >= form->least && *parts <= form->most)
        return LOT_OK;
    uint64_t one = 1;
    for (unsigned i = 0; i < form->digits; i++)
        one *= 10;
    return LOT_FAIL(error, LOT_USAGE,
                    "%s '%s' is no number from %" PRIu64 ".%0*" PRIu64 " to %" PRIu64
                    " with at most %u digits after its point",
                    form->what, text, form->least / one, (int)form->digits, form->least % one,
                    form->most / one, form->digits);
}

/* A..B:STEP, or one number. */
typedef struct range {
    uint64_t first, last, step;
} range;

static bool read_range(range *out, const char *text)
{
    if (!read_number(&out->first, &text))
        return false;
    out->last = out->first;
    out->step = 1;
    if (*text == '\0')
        return true;
    if (strncmp(text, "..", 2) != 0)
        return false;
    text += 2;
    if (!read_number(&out->last, &text) || *text != ':')
        return false;
    text++;
    return read_number(&out->step, &text) && *text == '\0' && out->step > 0 &&
           out->first <= out->last;
}

static int compare(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

/* Rising, each once. */
static void sort(uint32_t *letters, uint32_t *count)
{
    uint32_t kept = 0;
    qsort(letters, *count, sizeof *letters, compare);
    for (uint32_t i = 0; i < *count; i++)
        if (kept == 0 || letters[kept - 1] != letters[i])
            letters[kept++] = letters[i];
    *count = kept;
}

lot_status lot_letters_parse(uint32_t **letters, uint32_t *letters_count, const char *const *items,
                             uint32_t count, lot_error *error)
{
    lot_status status = LOT_OK;
    *letters_count = 0;
    *letters = lot_array_new(LOT_PLANS_MOST, sizeof **letters);
    if (*letters == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t i = 0; i < count; i++) {
        range r = {0};
        if (!read_range(&r, items[i]) || r.first == 0 || r.last > LOT_PLANNED_MOST)
            TRY(LOT_FAIL(error, LOT_USAGE,
                         "--letters '%s' is no number from 1 to %" PRIu32
                         ", and no range like 5000..15000:1000",
                         items[i], LOT_PLANNED_MOST));
        for (uint64_t at = r.first; at <= r.last; at += r.step) {
            if (*letters_count == LOT_PLANS_MOST)
                TRY(LOT_FAIL(error, LOT_USAGE,
                             "--letters has more than %d numbers: take larger steps",
                             LOT_PLANS_MOST));
            (*letters)[(*letters_count)++] = (uint32_t)at;
        }
    }
    sort(*letters, letters_count);
done:
    return status;
}
