/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sealed: a published folder in memory, changed as somebody would who makes all digests again.
 *
 * So a check deep inside is what fails, and not the first digest. Whatever goes wrong here fails
 * the test.
 */
#ifndef CIVICLOT_SUPPORT_SEALED_H
#define CIVICLOT_SUPPORT_SEALED_H

#include "civiclot/verify.h"

enum { SEALED_FILES_MOST = 18, SEALED_LINE_BYTES = 128 };

typedef struct lot_sealed {
    size_t count;
    char *names[SEALED_FILES_MOST];    /* [count] */
    lot_text files[SEALED_FILES_MOST]; /* [count] */
} lot_sealed;

/* Every file of a folder; its replacements are folders of their own. */
void lot_sealed_load(lot_sealed *out, const char *folder);
void lot_sealed_free(lot_sealed *sealed);

/* The file's bytes. */
lot_text *lot_sealed_file(lot_sealed *sealed, const char *name);

void lot_sealed_put(lot_sealed *sealed, const char *name, const char *bytes, size_t length);
void lot_sealed_drop(lot_sealed *sealed, const char *name);

/* Replace the first `from` of a file. It must be there. */
void lot_sealed_change(lot_sealed *sealed, const char *name, const char *from, const char *to);

/* The first line of a file that has `part` in it, with its end. It must be there. */
void lot_sealed_line(char line[SEALED_LINE_BYTES], lot_sealed *sealed, const char *name,
                     const char *part);

/* Put another in its place, or nothing: "". */
void lot_sealed_replace_line(lot_sealed *sealed, const char *name, const char *part,
                             const char *line);

/* Make final.txt again: which files there are, their digests, and the log's last entry. */
void lot_sealed_final(lot_sealed *sealed);

/* Make manifest.txt again. */
void lot_sealed_manifest(lot_sealed *sealed);

/*
 * Make everything again that hangs on what was changed: the manifest, the payloads of the last
 * commit and draw, the chain of the log, final.txt. Numbers and seeds stay as they are.
 * Of a call-up: the digest of standing.csv in callup.txt, and the payload of its entry.
 */
void lot_sealed_seal(lot_sealed *sealed);

/* What the verifier says. Free checks. */
lot_status lot_sealed_verify(lot_checks *checks, const lot_sealed *sealed,
                             const lot_verify_request *request, lot_error *error);

#endif
