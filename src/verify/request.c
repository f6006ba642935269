/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Request: what a verifier is given beside the folder, as its programs take it. */
#include "civiclot/file.h"
#include "civiclot/receipt.h"
#include "civiclot/verify.h"

lot_status lot_verify_read_receipt(lot_text *bytes, const char *path, lot_error *error)
{
    return lot_file_read_short(bytes, path, LOT_RECEIPT_MOST, error);
}

lot_status lot_verify_parse_known(lot_digest *out, const char *word, lot_error *error)
{
    if (lot_digest_parse(out, word))
        return LOT_OK;
    return LOT_FAIL(error, LOT_USAGE,
                    "--known must be 64 hexadecimal digits: M, or an entry's digest from the log");
}
