/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signatures: kept by the digest of what they sign, so that a folder can be written anew without
 * the secret key, which is never in the file.
 */
#include "core/control.h"
#include "store/statement.h"

#include <stdlib.h>

lot_status lot_assembly_find_signature(char **minisig, lot_assembly *assembly,
                                       const lot_digest *digest, lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    bool found;
    *minisig = NULL;
    TRY(lot_statement_new(&query, assembly, "SELECT minisig FROM signatures WHERE digest = ?",
                          error));
    lot_bind_bytes(query, digest->bytes, sizeof digest->bytes);
    TRY(lot_statement_next(&found, query, error));
    if (!found)
        goto done;
    *minisig = lot_column_copy(query, 0);
    TRY(lot_statement_end(query, error));
    if (!lot_is_lines(*minisig))
        status = lot_assembly_damaged(assembly, "a signature is no text", error);
done:
    if (status != LOT_OK) {
        free(*minisig);
        *minisig = NULL;
    }
    lot_statement_free(query);
    return status;
}

lot_status lot_assembly_add_signature(lot_assembly *assembly, const lot_digest *digest,
                                      const char *minisig, lot_error *error)
{
    lot_statement *insert = NULL;
    lot_status status;
    char *kept;
    TRY(lot_assembly_find_signature(&kept, assembly, digest, error));
    if (kept != NULL)
        goto done;
    TRY(lot_statement_new(&insert, assembly,
                          "INSERT INTO signatures (digest, minisig) VALUES (?, ?)", error));
    lot_bind_bytes(insert, digest->bytes, sizeof digest->bytes);
    lot_bind_text(insert, minisig);
    TRY(lot_statement_run(insert, error));
done:
    free(kept);
    lot_statement_free(insert);
    return status;
}
