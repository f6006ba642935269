/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words: titles, public values, and objectives from the command line. */
#include "talk/words.h"

#include "civiclot/fair.h"
#include "civiclot/fold.h"
#include "core/control.h"
#include "core/utf8.h"
#include "talk/nearest.h"

#include <string.h>

lot_status lot_words_tidy(char **out, const char *what, const char *text, lot_error *error)
{
    *out = NULL;
    if (!lot_utf8_is_valid(text))
        return LOT_FAIL(error, LOT_USAGE, "%s is not valid UTF-8", what);
    if (!lot_is_one_line(text))
        return LOT_FAIL(error, LOT_USAGE, "%s must be one line without control characters", what);
    if (lot_is_blank(text))
        return LOT_FAIL(error, LOT_USAGE, "%s is empty", what);
    *out = lot_tidy(text);
    return *out != NULL ? LOT_OK : LOT_NO_MEMORY(error);
}

lot_status lot_words_objective(lot_objective *out, const char *name, lot_error *error)
{
    const char *names[LOT_OBJECTIVES_COUNT];
    *out = LOT_LEXIMIN;
    if (name == NULL)
        return LOT_OK;
    for (unsigned i = 0; i < LOT_OBJECTIVES_COUNT; i++) {
        names[i] = lot_objective_name((lot_objective)i);
        if (strcmp(name, names[i]) == 0) {
            *out = (lot_objective)i;
            return LOT_OK;
        }
    }
    lot_text all = LOT_TEXT_EMPTY;
    const char *nearest = lot_nearest_name(name, names, LOT_OBJECTIVES_COUNT);
    for (size_t i = 0; i < LOT_OBJECTIVES_COUNT; i++)
        lot_text_format(&all, "%s%s",
                        i == 0                         ? ""
                        : i + 1 < LOT_OBJECTIVES_COUNT ? ", "
                                                       : " and ",
                        names[i]);
    lot_status status =
        LOT_FAIL(error, LOT_USAGE, "there is no objective '%s'%s%s%s: there are %s", name,
                 nearest != NULL ? " (did you mean " : "", nearest != NULL ? nearest : "",
                 nearest != NULL ? "?)" : "", lot_text_string(&all));
    lot_text_free(&all);
    return status;
}

/* Read digits into *number, which stays below `limit`; how many there were. */
static size_t read_digits(uint64_t *number, const char *digits, uint64_t limit)
{
    size_t count = 0;
    for (; digits[count] >= '0' && digits[count] <= '9'; count++) {
        if (*number < limit)
            *number = *number * 10 + (uint64_t)(digits[count] - '0');
    }
    return count;
}

lot_status lot_words_gamma(uint64_t *millionths, const char *text, lot_error *error)
{
    enum { DIGITS = 6, GREATEST = 1000 };
    uint64_t number = 0;
    const char *at = text;
    size_t whole = read_digits(&number, at, GREATEST + 1);
    size_t digits = 0;
    bool right = whole > 0 && number <= GREATEST;
    at += whole;
    if (right && *at == '.') {
        digits = read_digits(&number, at + 1, UINT64_MAX);
        right = digits > 0 && digits <= DIGITS;
        at += 1 + digits;
    }
    for (; right && digits < DIGITS; digits++)
        number *= 10;
    *millionths = number;
    if (right && *at == '\0' && number > 0 && number <= (uint64_t)GREATEST * LOT_GAMMA_ONE)
        return LOT_OK;
    return LOT_FAIL(error, LOT_USAGE,
                    "--gamma must be a decimal from 0.000001 to 1000 with at most %d digits after "
                    "its point, not '%s'",
                    DIGITS, text);
}
