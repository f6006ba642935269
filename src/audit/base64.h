/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Base64 as keys and signatures are written: RFC 4648 with padding, and one way only. */
#ifndef CIVICLOT_AUDIT_BASE64_H
#define CIVICLOT_AUDIT_BASE64_H

#include <stdbool.h>
#include <stddef.h>

/* How many characters `bytes` bytes are written in. */
#define LOT_BASE64_LENGTH(bytes) (((bytes) + 2) / 3 * 4)

/* No more bytes than this are read or written at once: a secret key has 158. */
enum { LOT_BASE64_MOST = 192 };

/*
 * Read exactly `bytes` bytes from the LOT_BASE64_LENGTH(bytes) characters at `text`. False where
 * they are written in another way than lot_base64_put() writes them. Leaves no copy behind.
 */
bool lot_base64_read(unsigned char *out, size_t bytes, const char *text);

/* Write them, and a NUL. text: [LOT_BASE64_LENGTH(bytes) + 1]. Cannot fail. */
void lot_base64_put(char *text, const unsigned char *in, size_t bytes);

#endif
