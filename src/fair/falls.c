/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Falls: learnt and weighed. */
#include "fair/falls.h"

#include <math.h>

static const double unknown = 1e-3; /* where nothing was seen yet */
static const double slight = 1e-4; /* a side that does not fall does not make the other worthless */
static const double nearest = 0.01; /* values nearer to whole tell too little */

void lot_fall_learn(lot_fall *fall, double value, bool up, double fell)
{
    if (up) {
        fall->up += fell / fmax(ceil(value) - value, nearest);
        fall->ups++;
    } else {
        fall->down += fell / fmax(value - floor(value), nearest);
        fall->downs++;
    }
}

double lot_fall_score(const lot_fall *fall, double value)
{
    double down = unknown;
    double up = unknown;
    if (fall->downs > 0)
        down = fall->down / fall->downs * (value - floor(value));
    if (fall->ups > 0)
        up = fall->up / fall->ups * (ceil(value) - value);
    return fmax(down, slight) * fmax(up, slight);
}
