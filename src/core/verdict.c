/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verdict: its words. */
#include "civiclot/verdict.h"

#include <assert.h>

const char *lot_verdict_name(lot_verdict verdict)
{
    static const char *const names[] = {"PROVEN", "NOT PROVEN", "NOT CHECKED"};
    return names[verdict];
}
