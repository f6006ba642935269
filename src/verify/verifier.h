/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Verifier: what has been found true so far, from one statement to the next.
 *
 *   F1  digests[f] is of the bytes of file f when it was hashed for `files`, and final.txt has it;
 *       whatever is read later must have it again, so that what was hashed is what was parsed;
 *   F2  a part is filled by the step that checks it (see verify.c) and never changes after;
 *   F3  a number in a file says how many lines must follow, never how much is allocated: that
 *       grows with bytes that were read, or with people who are in pool.csv.
 */
#ifndef CIVICLOT_VERIFY_VERIFIER_H
#define CIVICLOT_VERIFY_VERIFIER_H

#include "audit/callup_file.h"
#include "audit/hash.h"
#include "audit/lines.h"

#include "civiclot/certificate.h"
#include "civiclot/openings.h"
#include "civiclot/signature.h"
#include "civiclot/source.h"
#include "civiclot/standing.h"
#include "civiclot/verify.h"

enum { LOT_LOG_MOST = 1 << 26 }; /* bytes of log.txt */

/* final.txt: what it says of the process is compared as it stands there. */
typedef struct lot_final_said {
    char *process;
    char *attempt;
    char *draw;
    lot_digest log; /* the digest of the last entry */
    lot_digest digests[LOT_FINAL_FILES];
} lot_final_said;

/* process.txt: what of it anything depends on. */
typedef struct lot_terms {
    lot_pid process_id;
    uint32_t attempt;
    bool test;
    bool one_run;
    char *title;
    uint32_t seats;
    uint32_t per_household;
    lot_objective objective;
    uint64_t gamma_millionths;
    uint64_t tickets;
    uint32_t people_count;
    lot_digest pool_root;
    lot_digest replaces; /* of a replacement */
    bool with_reserves;
    uint32_t reserves; /* how many at most; 0 without */
    uint32_t samples;
    uint32_t dropout_rate; /* of a million */
    char *version;         /* of civiclot, and of its solver: as it says */
    char *solver;
    lot_source *sources; /* [sources_count] with values from seed.txt, once it is read */
    uint32_t sources_count;
    bool has_certificate;
    lot_digest certificate;
    bool has_previous;
    lot_digest previous;
    bool has_key;
    lot_public_key key;
} lot_terms;

/* pool.csv */
typedef struct lot_listed {
    lot_text text;
    uint32_t count;
    lot_pid *pids;      /* [count] ascending */
    lot_digest *leaves; /* [count] */
} lot_listed;

/* A row of lottery.csv that was found in its place. */
typedef struct lot_row {
    uint64_t first;
    lot_digest panel; /* of its people: the hash of section 3 without a piece */
} lot_row;

/* draw.txt */
typedef struct lot_draw_said {
    uint64_t rejected;
    uint64_t ticket;
    uint64_t first, last;
    char *pids;       /* [seats][LOT_PID_LENGTH], no NULs */
    uint32_t *people; /* [seats] their places in pool.csv, ascending */
} lot_draw_said;

/* People in an order, by their places in pool.csv. */
typedef struct lot_people {
    uint32_t *places; /* [count] */
    uint32_t count;
} lot_people;

typedef enum lot_entry_kind {
    LOT_ENTRY_OTHER,
    LOT_ENTRY_COMMIT,
    LOT_ENTRY_REVEAL,
    LOT_ENTRY_DRAW,
    LOT_ENTRY_TEST_DRAW,
    LOT_ENTRY_CALLUP
} lot_entry_kind;

typedef struct lot_entry {
    lot_entry_kind kind;
    uint64_t seconds; /* Unix time */
    lot_digest payload;
    lot_digest digest;
} lot_entry;

/* log.txt; entries are told by their index. */
typedef struct lot_history {
    lot_entry *entries; /* [count] */
    size_t count;
    size_t own;    /* the attempt's commit or test draw; of a call-up its own */
    size_t reveal; /* its reveal; count: none */
    size_t draw;   /* its draw; count: none yet */
} lot_history;

/* The newest folder that was drawn. */
typedef struct lot_seated {
    lot_pid process_id;
    uint32_t attempt;
    bool test;
    uint32_t seats;
    uint32_t per_household;
    uint32_t people_count;
    lot_objective objective;
    uint64_t gamma_millionths;
    lot_digest pool_root;
    lot_digest pool;     /* of pool.csv */
    lot_digest manifest; /* M */
    lot_quotas *quotas;
    lot_people reserves; /* in their order */
} lot_seated;

/* The panel that a replacement or a call-up mends: of the newest folder with a draw or a call-up.
 */
typedef struct lot_sitting {
    lot_people people;      /* ascending; after a call-up maybe fewer than there are seats */
    lot_standing *standing; /* NULL: it is that of the first draw */
} lot_sitting;

/* What the folders before leave to the one at hand. The first draw has none before. */
typedef struct lot_chain {
    uint32_t attempts, drawn, callups; /* how many folders: those of call-ups are no attempts */
    lot_seated seated;
    lot_sitting sitting;
    lot_listed pool; /* of the first folder, which all others have again; for call-ups */
    lot_openings openings;
    lot_digest log; /* of log.txt in the one just before */
    size_t log_length, log_entries;
    bool has_key; /* it is signed, under this */
    lot_public_key key;
    bool *found; /* [request->known_count] which known digests were in one, this one too */
} lot_chain;

typedef struct lot_verifier {
    uint32_t number; /* of the replacement; 0: the first draw */
    bool is_last;    /* no folder comes behind */
    lot_chain *chain;
    const lot_dossier *dossier;
    const lot_verify_request *request;
    lot_checks *checks;
    const char *id; /* of the statement whose turn it is */
    lot_error *error;
    lot_digest digests[LOT_DOSSIER_FILES]; /* F1 */
    lot_text final_text;
    lot_final_said final;
    lot_terms terms;
    lot_digest manifest; /* M */
    lot_quotas *quotas;  /* of a call-up: lent, as the pool is */
    lot_listed pool;
    lot_row *rows; /* [rows_count] */
    size_t rows_count;
    size_t panels_count; /* different ones */
    uint64_t *tickets;   /* [pool.count] of everyone */
    lot_openings openings;
    lot_standing *standing;     /* of a replacement */
    lot_quotas *settled_quotas; /* the quotas that the lottery was solved with: NULL, or those of */
    lot_openings settled;       /* a replacement, with standing as a feature; pids not owned */
    lot_proof *proof;           /* checked; NULL: none */
    lot_classes *classes;
    lot_digest seed; /* as seed.txt has it */
    lot_draw_said draw;
    uint32_t *dropouts;  /* [quotas->count] rates of dropouts.csv; NULL without */
    lot_people reserves; /* of reserves.txt */
    lot_callup_file callup;
    lot_people called; /* of callup.txt, in its order */
    lot_history history;
    size_t log_length;
} lot_verifier;

/* A step: checks and says one statement, several, or none where it has no turn. */
typedef lot_status lot_verify_step(lot_verifier *v);

lot_verify_step lot_verify_files, lot_verify_process, lot_verify_signature, lot_verify_manifest,
    lot_verify_rehearsal, lot_verify_pool, lot_verify_standing, lot_verify_registrations,
    lot_verify_lottery, lot_verify_panels, lot_verify_fairness, lot_verify_tickets, lot_verify_log,
    lot_verify_known, lot_verify_announced, lot_verify_attempts, lot_verify_undrawn,
    lot_verify_sources, lot_verify_reveals, lot_verify_outcomes, lot_verify_seed, lot_verify_ticket,
    lot_verify_panel, lot_verify_reserves, lot_verify_receipt, lot_verify_rerun;

/* Those of call-ups alone. */
lot_verify_step lot_verify_callup, lot_verify_callup_standing, lot_verify_callup_log,
    lot_verify_callup_attempts, lot_verify_called;

/* Say the statement whose turn it is. LOT_FAILURE: no memory. */
lot_status lot_verify_say(lot_verifier *v, lot_verdict verdict, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same, with words that may be longer than a line can be. Takes what `whole` holds. */
lot_status lot_verify_say_whole(lot_verifier *v, lot_verdict verdict, const char *words,
                                lot_text *whole);

/* Add words as a terminal may be shown them, whatever is in them. */
void lot_verify_put_clean(lot_text *text, const char *words);

/* Give an error on, as it may have words of the folder in it: made clean. */
void lot_verify_give_error(lot_error *out, const lot_error *own);

/* What a noun has behind so many: "" or "s". */
static inline const char *lot_plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

/* Is it the folder of a call-up? */
bool lot_verifier_is_callup(const lot_verifier *v);

/* Has the draw been made, going by the files that are there? */
bool lot_verifier_is_drawn(const lot_verifier *v);

/* Has the file a place in this folder's manifest? */
bool lot_verifier_is_bound(const lot_verifier *v, lot_dossier_file file);

/* Is there a contribution among the sources? */
bool lot_verifier_has_contributions(const lot_verifier *v);

/* SHA-256 of a file, without holding it. */
lot_status lot_verify_hash(lot_verifier *v, lot_dossier_file file, lot_digest *out);

/*
 * Read a file of at most `most` bytes whole. text: starts empty.
 * LOT_NOT_VERIFIED where it is longer, or other bytes than were hashed: F1. final.txt and its
 * signature have no digest to hold them against.
 */
lot_status lot_verify_load(lot_verifier *v, lot_dossier_file file, size_t most, lot_text *text);

/* LOT_NOT_VERIFIED: "FILE: what". */
lot_status lot_verify_refuse(const lot_verifier *v, lot_dossier_file file, const char *what);

/* Wherever the file's bytes are no UTF-8: LOT_NOT_VERIFIED, naming the line. */
lot_status lot_verify_utf8(const lot_verifier *v, lot_dossier_file file, const lot_text *text);

lot_lines lot_verify_lines(lot_dossier_file file, const lot_text *text);

/* Take the line of sha256sum that has the file's name. */
bool lot_verify_take_sum(lot_lines *lines, lot_dossier_file file, lot_digest *digest);

/* The person's place in pool.csv, from `from` on; v->pool.count where nobody has that pid. */
uint32_t lot_verifier_find(const lot_verifier *v, uint32_t from, const char *pid);

/* quotas.csv, strictly. seats: of process.txt. */
lot_status lot_verify_read_quotas(lot_verifier *v);

/* dropouts.csv, where process.txt has reserves. */
lot_status lot_verify_read_dropouts(lot_verifier *v);

/* reserves.txt must be there where a draw with reserves was made, and nowhere else. */
lot_status lot_verify_find_reserves(const lot_verifier *v);

/* standing.csv, and that it goes on from the panel before. */
lot_status lot_verify_read_standing(lot_verifier *v);

/* The words of `standing`. put: at most so many names; how many there are. */
lot_status lot_verify_say_standing(lot_verifier *v, lot_verdict verdict,
                                   uint32_t (*put)(lot_text *text, const lot_verifier *v,
                                                   const void *context, uint32_t most),
                                   const void *context);

/* Name whoever withdrew since the panel before came about, at most so many. How many there are. */
uint32_t lot_verify_put_withdrawn(lot_text *text, const lot_verifier *v, uint32_t most);

/* log.txt begins with that of the folder before. */
lot_status lot_verify_compare_log(lot_verifier *v);

/* seed.txt and draw.txt, where they are there. */
lot_status lot_verify_read_seed(lot_verifier *v);
lot_status lot_verify_read_draw(lot_verifier *v);

/* A row of lottery.csv, as it is read. */
typedef struct lot_drawn_row {
    uint64_t line;
    uint64_t first, last;
    const uint32_t *members; /* [seats] places in pool.csv, ascending */
    const char *pids;        /* [seats][LOT_PID_LENGTH], no NULs */
} lot_drawn_row;

/*
 * Read lottery.csv from its first row to its last: numbers without a hole up to the last ticket,
 * members in the pool. It is never held whole. Stops where `visit` does not return LOT_OK.
 */
lot_status lot_verify_walk(lot_verifier *v,
                           lot_status (*visit)(void *context, const lot_drawn_row *row),
                           void *context);

/* Begin the hash of section 3: everything but the piece. pids: [seats][LOT_PID_LENGTH]. */
void lot_panel_start(lot_hash *hash, const char *pids, uint32_t seats);

/* What lot_row.panel is. */
void lot_panel_digest(lot_digest *out, const lot_hash *started);

/* Which of these people, from 0; people->count: none of them. */
uint32_t lot_people_find(const lot_people *people, uint32_t place);

/* The row that holds the ticket. rows_count is at least 1. */
size_t lot_verifier_row(const lot_verifier *v, uint64_t ticket);

/*
 * What a lottery is solved with, and its chances proven by: quotas and openings as they are
 * published, or, of a replacement, with standing as one more feature. Openings are there.
 */
const lot_quotas *lot_verifier_quotas(const lot_verifier *v);
const lot_openings *lot_verifier_openings(const lot_verifier *v);

/* Make these of a replacement, once openings.csv is read. */
lot_status lot_verify_settle(lot_verifier *v);

/* Read log.txt into v->history.entries: every entry follows from the one before. */
lot_status lot_verify_read_log(lot_verifier *v);

/* LOT_NOT_VERIFIED where a key was given that is not the one in v->terms. file: that names it. */
lot_status lot_verify_compare_key(const lot_verifier *v, const char *file);

/* The digest of a payload that everyone can check. */
void lot_payload_digest(lot_digest *out, const char *payload);

/* ... of a commit: of this manifest, with this attempt. */
void lot_commit_payload(lot_digest *out, uint64_t attempt, const lot_digest *manifest);

#endif
