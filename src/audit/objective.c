/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Objective: written and read. */
#include "audit/objective.h"

#include <inttypes.h>

enum { MILLION = 1000000, FRACTION_DIGITS = 6 };

static const char gamma_word[] = " gamma=";

void lot_objective_put(lot_text *text, lot_objective objective, uint64_t gamma_millionths)
{
    lot_text_put(text, lot_objective_name(objective));
    if (objective != LOT_GOLDILOCKS)
        return;
    uint64_t fraction = gamma_millionths % MILLION;
    int digits = FRACTION_DIGITS;
    lot_text_format(text, "%s%" PRIu64, gamma_word, gamma_millionths / MILLION);
    for (; digits > 0 && fraction % 10 == 0; digits--)
        fraction /= 10;
    if (digits > 0)
        lot_text_format(text, ".%0*" PRIu64, digits, fraction);
}

/* The digits behind the point, the last of them not 0, in millionths. */
static bool take_fraction(lot_lines *lines, uint64_t *millionths)
{
    uint64_t digit = 0;
    uint64_t unit = MILLION;
    *millionths = 0;
    while (unit > 1 && lines->at < lines->end && *lines->at >= '0' && *lines->at <= '9') {
        digit = (uint64_t)(*lines->at++ - '0');
        unit /= 10;
        *millionths += digit * unit;
    }
    return digit > 0;
}

static bool take_gamma(lot_lines *lines, uint64_t *millionths)
{
    uint64_t whole;
    uint64_t fraction = 0;
    if (!lot_lines_word(lines, gamma_word) ||
        !lot_lines_number(lines, &whole, UINT64_MAX / MILLION - 1))
        return false;
    if (lot_lines_word(lines, ".") && !take_fraction(lines, &fraction))
        return false;
    *millionths = whole * MILLION + fraction;
    return true;
}

bool lot_objective_take(lot_lines *lines, lot_objective *objective, uint64_t *gamma_millionths)
{
    lot_lines before = *lines;
    *gamma_millionths = 0;
    for (unsigned o = 0; o < LOT_OBJECTIVES_COUNT; o++) {
        if (!lot_lines_word(lines, lot_objective_name((lot_objective)o)))
            continue;
        *objective = (lot_objective)o;
        if (*objective != LOT_GOLDILOCKS || take_gamma(lines, gamma_millionths))
            return true;
        break;
    }
    *lines = before;
    return false;
}
