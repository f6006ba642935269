/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Verify: is a published folder what it says, and what does that prove?
 *
 * Nothing is trusted: no solver, no database, no clock, no floating point. docs/protocol.md,
 * sections 10 to 12, has every statement, in the order in which they are made. Each says how far it
 * is proven, and "OK" alone is never said.
 */
#ifndef CIVICLOT_VERIFY_H
#define CIVICLOT_VERIFY_H

#include "civiclot/digest.h"
#include "civiclot/dossier.h"
#include "civiclot/lottery.h"
#include "civiclot/openings.h"
#include "civiclot/text.h"
#include "civiclot/verdict.h"

/*
 * What a folder of level `full` says that its lottery was made from, checked but for `version` and
 * `solver`, which anybody may write. Nothing is owned.
 */
typedef struct lot_premises {
    const lot_quotas *quotas;     /* of a replacement: with the rows of standing */
    const lot_openings *openings; /* of a replacement: with the standing as a feature more */
    uint32_t seats;
    uint32_t per_household;
    lot_objective objective;
    uint64_t gamma_millionths;
    uint64_t tickets;
    const uint64_t *tickets_of; /* [openings->pool->people_count] everyone's in lottery.csv */
    const lot_digest *lottery;  /* of lottery.csv */
    const char *version;        /* of the civiclot that made it */
    const char *solver;         /* and its name and version */
} lot_premises;

/*
 * How the lottery is made a second time. A stand-alone verifier has no solver, and does not.
 * again: what comes of it, said in one line; LOT_NOT_VERIFIED when the folder's lottery is not what
 * this very version makes of it.
 */
typedef struct lot_rerun {
    lot_status (*again)(void *context, const lot_premises *premises, lot_verdict *verdict,
                        lot_text *said, lot_error *error);
    void *context;
} lot_rerun;

/* What a verifier is given beside the folder. Nothing is owned. */
typedef struct lot_verify_request {
    const lot_digest *known; /* [known_count] M or digests of log entries, got from elsewhere */
    size_t known_count;
    const char *public_key; /* 56 characters of base64, got from elsewhere; NULL: none */
    const char *receipt;    /* [receipt_length] bytes of a receipt; NULL: none */
    size_t receipt_length;
    const lot_rerun *rerun; /* NULL: the lottery is not made a second time */
} lot_verify_request;

/* One statement. */
typedef struct lot_check {
    const char *id; /* of section 10: "files". Static */
    lot_verdict verdict;
    char *text;  /* plain words, one line, UTF-8 */
    char *whole; /* the same with all that `text` is too short for; NULL: that is nothing */
    uint32_t replacement; /* of the folder replace/N: N; 0: of the first draw */
} lot_check;

/* Those that were made, in order. Free with lot_checks_free(). */
typedef struct lot_checks {
    uint32_t count;
    size_t room;
    lot_check *items;      /* [count] */
    uint32_t replacements; /* how many of their folders were begun */
    const char *failed; /* the id of the statement that does not hold, of the folder that was begun
                           last; NULL: all do. Static */
} lot_checks;

/*
 * Check everything that a published folder claims, and then the replacements and call-ups in it one
 * after the other, and stop at the first thing that is not so.
 * lot_audit_start() comes first.
 * LOT_NOT_VERIFIED, naming the file and the line where there is one, and out->failed;
 * LOT_BAD_INPUT when there is nothing to check; LOT_FAILURE: no memory, or a file cannot be read.
 * In each case `out` has the statements that were made before.
 */
lot_status lot_verify(lot_checks *out, const lot_dossier *dossier,
                      const lot_verify_request *request, lot_error *error);

/* Is there an invitation in the folder, which lot_verify_invitation() checks? Cannot fail. */
bool lot_verify_is_invitation(const char *folder);

/*
 * The same as lot_verify() of a folder with an invitation: docs/protocol-invitations.md, 13.7.
 * request: a receipt is that of an address; nothing is made a second time.
 */
lot_status lot_verify_invitation(lot_checks *out, const char *folder,
                                 const lot_verify_request *request, lot_error *error);

void lot_checks_free(lot_checks *checks);

/*
 * The statements for people: a line each, under the folder's name where it is a replacement's, then
 * the counts of the verdicts, or what failed.
 * failure: its message; read where checks->failed is not NULL.
 */
void lot_checks_put(lot_text *text, const lot_checks *checks, const char *failure);

/* The same as one JSON object, on a line. */
void lot_checks_put_json(lot_text *text, const lot_checks *checks, const char *failure);

/* What a failure without statements is as JSON: the same object as of every other command. */
void lot_verify_put_error_json(lot_text *text, lot_status status, const char *message);

/*
 * Read a receipt for a request. bytes: starts empty.
 * LOT_FAILURE when it cannot be read.
 */
lot_status lot_verify_read_receipt(lot_text *bytes, const char *path, lot_error *error);

/* LOT_USAGE when `word` is not 64 hexadecimal digits. */
lot_status lot_verify_parse_known(lot_digest *out, const char *word, lot_error *error);

#endif
