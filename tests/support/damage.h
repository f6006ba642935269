/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Damage: ways in which one published file can be changed, by accident or on purpose. */
#ifndef CIVICLOT_SUPPORT_DAMAGE_H
#define CIVICLOT_SUPPORT_DAMAGE_H

#include "civiclot/text.h"

typedef struct lot_damage {
    const char *name;
    bool (*apply)(lot_text *file); /* false: the file has nothing to damage that way */
} lot_damage;

enum { LOT_DAMAGES_COUNT = 16 };

extern const lot_damage lot_damages[LOT_DAMAGES_COUNT];

#endif
