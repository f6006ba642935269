/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Axis: steps that read well, places in percent. */
#include "report/axis.h"

#include "report/numbers.h"

#include <stddef.h>

enum { STEPS_MAX = 6 };

uint64_t lot_axis_step(uint64_t most)
{
    static const uint64_t factors[] = {1, 2, 5};
    uint64_t power = 1;
    size_t i = 0;
    while (factors[i] * power * STEPS_MAX < most) {
        i = (i + 1) % 3;
        if (i == 0)
            power *= 10;
    }
    return factors[i] * power;
}

void lot_axis_put_place(lot_text *page, const char *attribute, uint64_t part, uint64_t whole)
{
    lot_text_format(page, " %s=\"", attribute);
    lot_decimal_put(page, part * 100, whole, 3);
    lot_text_put(page, "%\"");
}
