/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Page: the bytes of verify.html, built into the program from src/page. */
#ifndef CIVICLOT_CLI_PAGE_H
#define CIVICLOT_CLI_PAGE_H

#include <stddef.h>

extern const unsigned char lot_page[]; /* [lot_page_bytes] */
extern const size_t lot_page_bytes;

#endif
