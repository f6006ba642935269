/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The assembly file: everything about one assembly, in one SQLite database.
 *
 *   B1  every command is one transaction: it begins when the file is opened and is there after
 *       lot_assembly_commit(), or never was;
 *   B2  log, commits and draws are append-only: the database itself refuses the rest (triggers);
 *   B3  people, quotas and lotteries that a commit rests on do not change any more (a rehearsal's
 *       people and quotas may), nor do people after closing: saving them is LOT_FAILURE;
 *   B4  but records and ids may be erased then, and the key with the last of them.
 */
#ifndef CIVICLOT_ASSEMBLY_H
#define CIVICLOT_ASSEMBLY_H

#include "civiclot/certificate.h"
#include "civiclot/erased.h"
#include "civiclot/excluded.h"
#include "civiclot/kept_text.h"
#include "civiclot/log.h"
#include "civiclot/proof.h"
#include "civiclot/publication.h"
#include "civiclot/reserve_draw.h"

typedef struct lot_assembly lot_assembly;

enum { LOT_DATE_BYTES = 11 }; /* YYYY-MM-DD */

/* What an assembly is. Strings are owned; free with lot_assembly_info_free(), which wipes the key.
 */
typedef struct lot_assembly_info {
    char *title;
    uint32_t seats;
    uint32_t per_household;
    lot_key key;
    bool closed;     /* no more registrations */
    lot_pid process; /* the process id, where everybody is erased, and the key too; else empty */
    char erased[LOT_DATE_BYTES]; /* when that was */
} lot_assembly_info;

void lot_assembly_info_free(lot_assembly_info *info);

/*
 * Make a new assembly file, mode 0600, with `info`, open it and begin a transaction.
 * LOT_BAD_INPUT when there is a file already; LOT_FAILURE otherwise. On failure, and when it is
 * closed without a commit, no file is left. *out is NULL on failure.
 */
lot_status lot_assembly_create(lot_assembly **out, const char *path, const lot_assembly_info *info,
                               lot_error *error);

/*
 * Open an assembly file. LOT_FAILURE when it is missing or cannot be opened, LOT_BAD_INPUT when it
 * is no database, of another program, of a newer civiclot (it says which), damaged, or its tables
 * or triggers were changed. Older ones are migrated inside the first transaction.
 * write: begins the transaction at once, and waits at most 5 s for another process.
 */
lot_status lot_assembly_open(lot_assembly **out, const char *path, bool write, lot_error *error);

/*
 * Make everything since the begin lasting; the next call begins the next transaction.
 * LOT_FAILURE when anything failed since the begin: then nothing is kept.
 */
lot_status lot_assembly_commit(lot_assembly *assembly, lot_error *error);

/* Forget everything since the begin; the next call begins the next transaction. */
lot_status lot_assembly_rollback(lot_assembly *assembly, lot_error *error);

/* Close; what was not committed is forgotten. NULL is fine. */
void lot_assembly_close(lot_assembly *assembly);

/* The process id: from the key, or as it was kept without it. Cannot fail. */
void lot_assembly_process_id(lot_pid *out, const lot_assembly_info *info);

/* Read what the assembly is. LOT_FAILURE: I/O, no memory. */
lot_status lot_assembly_get_info(lot_assembly_info *out, lot_assembly *assembly, lot_error *error);

/* No more registrations. */
lot_status lot_assembly_set_closed(lot_assembly *assembly, lot_error *error);

/*
 * Keep the people file: its form, its header, its records and which columns hold id and household.
 * Replaces what was imported before and forgets the current lottery.
 */
lot_status lot_assembly_save_people(lot_assembly *assembly, const lot_table *people,
                                    const lot_pool_columns *columns, const lot_pool *pool,
                                    lot_error *error);

/* The columns as they were given to the import. Strings are owned by this. */
typedef struct lot_saved_columns {
    lot_pool_columns columns;
    char **strings;
    uint32_t strings_count;
} lot_saved_columns;

void lot_saved_columns_free(lot_saved_columns *saved);

/*
 * *people is NULL when nothing was imported yet: an answer. Who is erased has a row of blanks that
 * begins with "erased".
 */
lot_status lot_assembly_load_people(lot_table **people, lot_saved_columns *columns,
                                    lot_assembly *assembly, lot_error *error);

/* How many people are kept, 0 before there are any. */
lot_status lot_assembly_count_people(uint32_t *count, lot_assembly *assembly, lot_error *error);

/*
 * Keep, after lot_assembly_save_people(), which forgets those of before, the texts that say how
 * the people are read, and who is excluded.
 */
lot_status lot_assembly_save_cleaning(lot_assembly *assembly, const lot_kept_text *texts,
                                      uint32_t texts_count, const lot_excluded *excluded,
                                      lot_error *error);

/* The texts, in order: free them with lot_kept_texts_free(). */
lot_status lot_assembly_load_texts(lot_kept_text **texts, uint32_t *texts_count,
                                   lot_assembly *assembly, lot_error *error);

/*
 * Who is excluded; people: the table of the others, which came from the same file. Of who is erased
 * the reason stays.
 */
lot_status lot_assembly_load_excluded(lot_excluded *excluded, const lot_table *people,
                                      lot_assembly *assembly, lot_error *error);

/* What is erased now. */
typedef struct lot_erasing {
    const lot_erased *people;
    const uint32_t *excluded; /* [excluded_count] which of those that are loaded, by their places */
    uint32_t excluded_count;
    const char *date; /* YYYY-MM-DD */
} lot_erasing;

/*
 * Take the records and ids of these people out of the file, and all texts by which people are
 * read, as they may hold ids. LOT_FAILURE while the registrations are open.
 */
lot_status lot_assembly_erase(lot_assembly *assembly, const lot_erasing *erasing, lot_error *error);

/* Take the key out of the file: everybody is erased. Nothing can be logged from then on. */
lot_status lot_assembly_erase_key(lot_assembly *assembly, const char *date, const lot_pid *process,
                                  lot_error *error);

/*
 * Write the whole file anew, between two transactions, so that no page has a trace of what was
 * erased. What is not committed is forgotten. LOT_FAILURE: the file is as it was.
 */
lot_status lot_assembly_rewrite(lot_assembly *assembly, lot_error *error);

/* *erased is NULL when nobody is erased, of the pool or of the excluded: an answer. */
lot_status lot_assembly_load_erased(lot_erased **erased, lot_assembly *assembly, lot_error *error);

/* When the person was erased; empty: not. */
lot_status lot_assembly_erased_on(char date[LOT_DATE_BYTES], lot_assembly *assembly,
                                  uint32_t person, lot_error *error);

/*
 * The pool where somebody is erased: ids, values and households as they were kept, not read from
 * the records. lot_assembly_check_classes() holds it against the log. LOT_BAD_INPUT, as damaged.
 */
lot_status lot_assembly_load_kept_pool(lot_pool **pool, lot_assembly *assembly,
                                       const lot_table *people, const lot_pool_columns *columns,
                                       const lot_quotas *quotas, lot_error *error);

/* Keep the quotas. Replaces those before and forgets the current lottery. */
lot_status lot_assembly_save_quotas(lot_assembly *assembly, const lot_quotas *quotas,
                                    lot_error *error);

/* *quotas is NULL when there are none yet: an answer. */
lot_status lot_assembly_load_quotas(lot_quotas **quotas, lot_assembly *assembly, lot_error *error);

/* Keep who is in which household and class, and under which pid. Replaces what was kept before. */
lot_status lot_assembly_save_classes(lot_assembly *assembly, const lot_pool *pool,
                                     const lot_classes *classes, const lot_pseudonyms *pseudonyms,
                                     lot_error *error);

/*
 * Are these the people, households, classes and pids that were kept? What is loaded is read and
 * sorted anew, and lotteries rest on what was kept.
 * classes, pseudonyms: both NULL while there are no quotas. Where somebody is erased, the
 * pseudonyms are sealed, and their root must be the one that the log has of the closing.
 * LOT_BAD_INPUT, as damaged, when anything differs.
 */
lot_status lot_assembly_check_classes(lot_assembly *assembly, const lot_pool *pool,
                                      const lot_classes *classes, const lot_pseudonyms *pseudonyms,
                                      lot_error *error);

/* A lottery as it is kept. Free with lot_saved_lottery_free(). */
typedef struct lot_saved_lottery {
    uint32_t number; /* from 1 */
    lot_lottery *lottery;
    lot_finding finding;
    bool *no_panel;    /* [classes count] as of lot_solution */
    lot_proof *proof;  /* NULL: nothing is proven */
    char *certificate; /* certificate.txt of the proof; NULL as well */
    bool outdated;     /* no lottery, but there was one: people or quotas were replaced since */
} lot_saved_lottery;

/*
 * Keep a lottery, which becomes the current one; earlier ones stay. Of its proof the certificate is
 * kept. *number: which lottery it is now; that of `lottery` is not looked at.
 */
lot_status lot_assembly_save_lottery(lot_assembly *assembly, const lot_saved_lottery *lottery,
                                     const lot_classes *classes, uint32_t *number,
                                     lot_error *error);

void lot_saved_lottery_free(lot_saved_lottery *saved);

/*
 * Load lottery `number`, which is no replacement's; 0: the current one.
 * saved->lottery is NULL when there is none (yet), or no current one any more (outdated): an
 * answer. LOT_BAD_INPUT when people or quotas that lottery `number` rests on were replaced since:
 * its numbers would mean others; or, as damaged, when the certificate is not one of this lottery,
 * its people and classes. That the proof holds is for lot_proof_check().
 * A lottery of a civiclot that kept no proofs: finding.gap is UINT64_MAX, so nothing is claimed.
 */
lot_status lot_assembly_load_lottery(lot_saved_lottery *saved, lot_assembly *assembly,
                                     uint32_t number, lot_error *error);

/*
 * What is settled of a replacement before it is drawn: who is kept and who withdrew, and the quotas
 * with the numbers that hold for it.
 */
typedef struct lot_settled {
    const lot_standing *standing;
    const lot_quotas *quotas; /* the rows of the assembly's */
} lot_settled;

/*
 * The same for the lottery of a replacement, which never becomes the current one.
 * classes: with the standing as a feature.
 */
lot_status lot_assembly_save_replacement(lot_assembly *assembly, const lot_saved_lottery *lottery,
                                         const lot_settled *settled, const lot_classes *classes,
                                         uint32_t *number, lot_error *error);

/*
 * *standing is NULL where lottery `number` is no replacement's: an answer. people_count: how many
 * are in the pool. LOT_BAD_INPUT, as damaged, when it breaks S2 of standing.h.
 */
lot_status lot_assembly_load_standing(lot_standing **standing, lot_assembly *assembly,
                                      uint32_t number, uint32_t people_count, lot_error *error);

/* Put the numbers that hold for lottery `number` into the assembly's quotas. */
lot_status lot_assembly_settle_quotas(lot_quotas *quotas, lot_assembly *assembly, uint32_t number,
                                      lot_error *error);

/* What a replacement's lottery is over, with the standing as a feature more. */
typedef struct lot_scope {
    const lot_membership *members;
    uint32_t quotas_count;
} lot_scope;

/* As lot_assembly_load_lottery(), the lottery of a replacement. */
lot_status lot_assembly_load_replacement(lot_saved_lottery *saved, lot_assembly *assembly,
                                         uint32_t number, const lot_scope *scope, lot_error *error);

/* What somebody did. */
typedef enum lot_event_kind {
    LOT_CONFIRMED,
    LOT_WITHDREW,
    LOT_ATTENDED,
    LOT_REINSTATED /* the withdrawal before it was a mistake */
} lot_event_kind;

enum { LOT_EVENT_KINDS = 4 };

/* "confirmed", "withdrawn", "attended", "reinstated". Static. Cannot fail. */
const char *lot_event_name(lot_event_kind kind);

typedef struct lot_event {
    uint32_t person;
    lot_event_kind kind;
    char reason[LOT_REASON_MOST + 1]; /* a code, of who withdrew; else empty */
    char date[LOT_DATE_BYTES];        /* YYYY-MM-DD */
    uint32_t attempt;                 /* the newest draw by then; 0: none */
} lot_event;

/* Append events [count]. LOT_FAILURE while the registrations are open. */
lot_status lot_assembly_add_events(lot_assembly *assembly, const lot_event *events, uint32_t count,
                                   lot_error *error);

/* All of them, in order; the caller frees *events. people_count: how many are in the pool. */
lot_status lot_assembly_load_events(lot_event **events, uint32_t *count, lot_assembly *assembly,
                                    uint32_t people_count, lot_error *error);

/* One attempt at a draw: a commit, and what was drawn on it if it was. */
typedef struct lot_attempt {
    uint32_t number; /* from 1 */
    uint32_t lottery;
    bool test;
    bool one_run;
    bool full;           /* published at level `full` */
    bool replacement;    /* it mends the panel of the newest draw before it */
    lot_digest manifest; /* M */
    char *process_text;  /* process.txt */
    char *folder;        /* where it was published; NULL: nowhere */
    lot_source *sources; /* [sources_count] with values once drawn */
    uint32_t sources_count;
    lot_reserve_plan plan; /* without rates of values until they are loaded; count 0: none */
    bool drawn;
    lot_digest seed;
    lot_drawn draw;
    lot_reserve_list reserves; /* with the draw, where there is a plan; see below */
} lot_attempt;

void lot_attempt_free(lot_attempt *attempt); /* frees what it holds, not itself */

/* Append a commit, with its plan; the attempt's number must be the next. */
lot_status lot_assembly_add_commit(lot_assembly *assembly, const lot_attempt *attempt,
                                   lot_error *error);

/* Append what was drawn on the attempt's commit: its sources' values, seed, draw, reserves. */
lot_status lot_assembly_add_draw(lot_assembly *assembly, const lot_attempt *attempt,
                                 lot_error *error);

/*
 * Append what the contributors of the attempt told, or `ABSENT` without a nonce: a row for each of
 * its sources that has a value. Only contributions may have one, and all of them at once; the
 * attempt is committed, no rehearsal, not drawn and not revealed yet: else LOT_FAILURE.
 */
lot_status lot_assembly_add_reveals(lot_assembly *assembly, const lot_attempt *attempt,
                                    lot_error *error);

/*
 * Fill value and nonce of the contributions of a loaded attempt that is not drawn.
 * *revealed is false, and nothing is filled, where they were not told yet: an answer.
 */
lot_status lot_assembly_load_reveals(bool *revealed, lot_attempt *attempt, lot_assembly *assembly,
                                     lot_error *error);

/* Keep the signature file `minisig` of the file with this digest; one that is kept stays. */
lot_status lot_assembly_add_signature(lot_assembly *assembly, const lot_digest *digest,
                                      const char *minisig, lot_error *error);

/* *minisig is NULL when no signature of that file is kept: an answer. The caller frees it. */
lot_status lot_assembly_find_signature(char **minisig, lot_assembly *assembly,
                                       const lot_digest *digest, lot_error *error);

/* How many attempts there are, rehearsals too. */
lot_status lot_assembly_count_attempts(uint32_t *count, lot_assembly *assembly, lot_error *error);

/* Load attempt `number`, 1 .. count. */
lot_status lot_assembly_load_attempt(lot_attempt *attempt, lot_assembly *assembly, uint32_t number,
                                     lot_error *error);

/*
 * Load, of an attempt with a plan whose lottery is not outdated, the rates of values, and, once it
 * is drawn, the reserves in their order, with their curve. Of others nothing.
 * LOT_BAD_INPUT, as damaged, when they do not fit so many people and rows of quotas.
 */
lot_status lot_assembly_load_reserves(lot_attempt *attempt, lot_assembly *assembly,
                                      uint32_t people_count, uint32_t quotas_count,
                                      lot_error *error);

/*
 * Who sits on the panel that attempt `number`, which is drawn, drew: members [seats], ascending.
 * LOT_BAD_INPUT, as damaged, when there is no such panel.
 */
lot_status lot_assembly_load_drawn(uint32_t *members, lot_assembly *assembly, uint32_t number,
                                   uint32_t seats, uint32_t people_count, lot_error *error);

/*
 * Append to the log: sequence, time, salt and digests are filled in here. The salt of the kinds
 * commit, reveal, draw and call-up is 32 zero bytes: everyone can check them.
 * kind: one word. payload: JSON text that names nobody but by pid.
 */
lot_status lot_assembly_log(lot_assembly *assembly, const char *kind, const char *payload,
                            lot_error *error);

/*
 * Give every entry of the log to `visit`, in order, until it fails.
 * The entry is the visitor's until it returns.
 */
lot_status lot_assembly_visit_log(lot_assembly *assembly,
                                  lot_status (*visit)(void *context, const lot_log_entry *entry,
                                                      lot_error *error),
                                  void *context, lot_error *error);

/*
 * Is the log whole, and what the file holds what it tells of? Its chain holds from the entry `new`
 * on, and its lotteries, closing, commits with their sources, reveals, draws with their reserves
 * and call-ups are the file's, no more and no less; what everyone can check is as they can, but in
 * what a civiclot of before wrote.
 * LOT_NOT_VERIFIED, saying what does not agree.
 */
lot_status lot_assembly_check_log(lot_assembly *assembly, lot_error *error);

#endif
