/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8: where a text may be cut. */
#ifndef CIVICLOT_CORE_UTF8_H
#define CIVICLOT_CORE_UTF8_H

/* Take the last character off a text that was cut inside it. Whole characters stay. */
void lot_utf8_mend_cut(char *text);

#endif
