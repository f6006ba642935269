/* SPDX-License-Identifier: GPL-3.0-or-later */
/* MD5, for the published examples that need it. Nothing of civiclot does. */
#ifndef CIVICLOT_TESTS_SUPPORT_MD5_H
#define CIVICLOT_TESTS_SUPPORT_MD5_H

#include <stddef.h>

enum { LOT_MD5_BYTES = 16, LOT_MD5_TEXT_MOST = 119 };

/* Of at most LOT_MD5_TEXT_MOST bytes: that is two blocks. Cannot fail. */
void lot_md5(unsigned char out[LOT_MD5_BYTES], const void *bytes, size_t count);

#endif
