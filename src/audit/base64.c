/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Base64: decoded, encoded again, compared. */
#include "audit/base64.h"

#include <assert.h>
#include <sodium.h>

bool lot_base64_read(unsigned char *out, size_t bytes, const char *text)
{
    char again[LOT_BASE64_LENGTH(LOT_BASE64_MOST) + 1];
    size_t length = LOT_BASE64_LENGTH(bytes);
    size_t read = 0;
    assert(bytes <= LOT_BASE64_MOST);
    bool well = sodium_base642bin(out, bytes, text, length, NULL, &read, NULL,
                                  sodium_base64_VARIANT_ORIGINAL) == 0 &&
                read == bytes;
    if (well) {
        lot_base64_put(again, out, bytes);
        well = sodium_memcmp(again, text, length) == 0;
        sodium_memzero(again, sizeof again);
    }
    return well;
}

void lot_base64_put(char *text, const unsigned char *in, size_t bytes)
{
    assert(bytes <= LOT_BASE64_MOST);
    (void)sodium_bin2base64(text, LOT_BASE64_LENGTH(bytes) + 1, in, bytes,
                            sodium_base64_VARIANT_ORIGINAL);
}
