/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Classes, as this room shares them: they go when what they were made of is replaced.
 */
#ifndef CIVICLOT_STORE_CLASSES_H
#define CIVICLOT_STORE_CLASSES_H

#include "store/connection.h"

/* Forget the classes and the current lottery. All lotteries until now stay, but are stale. */
lot_status lot_assembly_forget_classes(lot_assembly *assembly, lot_error *error);

#endif
