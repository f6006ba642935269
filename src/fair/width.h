/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many panels there are at most: width.c. */
#ifndef CIVICLOT_FAIR_WIDTH_H
#define CIVICLOT_FAIR_WIDTH_H

#include "fair/model.h"

/* The decimal logarithm of about how many panels there are at most. LOT_FAILURE: no memory. */
lot_status lot_width(double *log10_panels, const lot_model *model, lot_error *error);

#endif
