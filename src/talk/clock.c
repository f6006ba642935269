/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clock: the monotonic one. */
#include "talk/clock.h"

#include <time.h>

int64_t lot_clock_milliseconds(void)
{
    struct timespec time = {0, 0};
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

void lot_deadline_start(lot_deadline *deadline)
{
    deadline->ends = lot_clock_milliseconds() + (int64_t)deadline->seconds * 1000;
}

bool lot_deadline_is_over(void *deadline)
{
    const lot_deadline *limit = deadline;
    return limit->seconds > 0 && lot_clock_milliseconds() >= limit->ends;
}
