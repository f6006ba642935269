/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Workbench: everything one run holds in memory, from the people file to the draw.
 *
 * It fills from left to right, from files or from the assembly file:
 *
 *   info -> people, texts, quotas -> pool -> classes, pseudonyms -> lottery -> attempt, publication
 *
 *   K1  what stands on the bench was made from what stands to its left;
 *   K2  pool->values are read only when quotas are there; classes and pseudonyms only then, too.
 */
#ifndef CIVICLOT_DESK_WORKBENCH_H
#define CIVICLOT_DESK_WORKBENCH_H

#include "civiclot/callups.h"
#include "civiclot/duplicates.h"
#include "civiclot/fair.h"
#include "civiclot/ids_alike.h"
#include "civiclot/report.h"
#include "civiclot/rules.h"
#include "civiclot/secret_key.h"
#include "civiclot/spreadsheet.h"

/* Which addresses are one home, as a person says: see homes.h. */
typedef struct lot_homes {
    bool looks;         /* pairs of addresses are looked for */
    const char *path;   /* of --households, not owned; NULL: not given */
    bool was_there;     /* it was read */
    bool had_decisions; /* there were some before */
    uint32_t same;      /* rows of the file, or of what was kept */
    uint32_t not_same;
    uint32_t undecided;
    uint32_t mended; /* rows with an id that was not quite there */
    uint32_t pairs;  /* that no row is about */
    uint64_t more;   /* and that are not listed, at least */
    lot_text file;   /* of the pairs */
    char *target;    /* where it belongs; NULL: nowhere */
    bool written;    /* it is there */
    bool created;    /* by this run */
} lot_homes;

/* What a replacement's lottery is over: see terms.h. standing NULL: it is no replacement's. */
typedef struct lot_mended {
    lot_standing *standing;
    lot_quotas *published; /* with the numbers that hold for it */
    lot_quotas *quotas;    /* the same with the standing as a feature more, as the next two */
    lot_pool *pool;
    lot_classes *classes;
} lot_mended;

/* A file that was read in this run. */
typedef struct lot_input_file {
    const char *sheet;  /* asked for by name, in a spreadsheet; NULL: the first. Not owned */
    const char *option; /* that names it, where it is not --sheet. Static */
    lot_text form;      /* of a spreadsheet: what was read of it; or what the log says; or empty */
    lot_digest digest;  /* of its bytes */
} lot_input_file;

typedef struct lot_workbench {
    lot_assembly *assembly; /* NULL: without an assembly file */
    const char *path;       /* of the assembly file that was opened; not owned */
    lot_assembly_info info;
    lot_table *people;
    lot_ids_alike alike;   /* ids of the people file, where it was read in this run */
    lot_formulas formulas; /* in the people file, where they were counted */
    lot_input_file people_file;
    lot_saved_columns saved; /* holds `columns` where they come from the assembly file */
    lot_pool_columns columns;
    lot_kept_text *texts; /* [texts_count] how the people are read: rules first, where there are */
    uint32_t texts_count;
    lot_rules *rules;          /* made of the texts; NULL: none */
    uint64_t withdrawn_before; /* registrations, where the log was asked */
    lot_excluded excluded;     /* who is not in the pool; their rows are not in `people` */
    lot_cleaned cleaned;       /* what the rules did when the pool was read last */
    lot_homes homes;
    lot_duplicates *duplicates; /* in the people file, where it was read in this run; or NULL */
    bool from_shares;           /* the quotas file's bounds are shares: set it before it is read */
    bool values_only; /* of the quotas file only features and values are read: set it before */
    lot_quotas *quotas;
    lot_input_file quotas_file;
    bool takes_erased;  /* the command has a use for a file whose people are all erased */
    lot_erased *erased; /* whose records are gone; NULL: nobody's, of the excluded neither */
    lot_pool *pool;
    lot_classes *classes;
    lot_pseudonyms *pseudonyms;
    lot_conflict *conflict; /* why there is no panel, where that came out */
    lot_saved_lottery lottery;
    lot_mended mended;            /* of that lottery */
    bool *withdrawn;              /* [people_count] by now; NULL: of the attempt's panel nobody */
    bool *called;                 /* [people_count] called up to it by now; NULL: nobody */
    uint64_t *tickets;            /* [people_count] each person's, with the lottery */
    lot_report_attempt *attempts; /* [attempts_count] all, in order */
    uint32_t attempts_count;
    lot_callup *callups;          /* [callups_count] all, in order */
    lot_report_callup *called_up; /* [callups_count] the same for reports */
    uint32_t callups_count;
    uint32_t draws_before;   /* real ones; of a replacement, those whose panel it does not mend */
    uint32_t undrawn_before; /* real ones */
    lot_attempt attempt;     /* number 0: none */
    lot_publication publication;
    lot_secret_key *signer; /* that --key gave; NULL: none */
} lot_workbench;

/* Free everything on the bench and close the assembly file; what was not committed is forgotten. */
void lot_workbench_clear(lot_workbench *bench);

/*
 * Open an assembly file and put on the bench what it holds up to the pseudonyms. `path` must
 * outlive the bench.
 * Failures are lot_assembly_open()'s; and LOT_BAD_INPUT where everybody is erased, unless
 * bench->takes_erased.
 */
lot_status lot_workbench_open(lot_workbench *bench, const char *path, bool write, lot_error *error);

/* Say in words how the people file was written. Adds to *words. */
void lot_workbench_describe_people(lot_text *words, const lot_workbench *bench);

/*
 * Open an assembly file for writing, all of whose people are about to be replaced: only how many
 * there are is read, in *people_count, and the texts that say how. Else as lot_workbench_open().
 */
lot_status lot_workbench_open_to_replace(lot_workbench *bench, const char *path,
                                         uint32_t *people_count, lot_error *error);

/* Sort the pool into classes, and give everyone a pseudonym by the key, without leaves yet. */
lot_status lot_workbench_sort(lot_workbench *bench, lot_error *error);

/* Make the leaves and their root, where they are not there yet: before they are told or shown. */
lot_status lot_workbench_seal(const lot_workbench *bench, lot_error *error);

/* LOT_BAD_INPUT when the registrations are closed. */
lot_status lot_workbench_need_open(const lot_workbench *bench, lot_error *error);

/* LOT_BAD_INPUT, saying which command comes first, where people or quotas are missing. */
lot_status lot_workbench_need_pool(const lot_workbench *bench, lot_error *error);

/* Add the problem that there are more seats than people. */
void lot_workbench_tell_few_people(const lot_workbench *bench, uint32_t people_count,
                                   lot_problems *problems);

/* As lot_workbench_need_pool(), and as many people as seats: else a problem. */
lot_status lot_workbench_need_seats(const lot_workbench *bench, lot_problems *problems,
                                    lot_error *error);

/* LOT_BAD_INPUT, saying that solve comes first, when no lottery is on the bench. */
lot_status lot_workbench_need_lottery(const lot_workbench *bench, lot_error *error);

/* LOT_BAD_INPUT, saying that commit comes first, when no attempt is on the bench. */
lot_status lot_workbench_need_attempt(const lot_workbench *bench, lot_error *error);

/*
 * LOT_BAD_INPUT where the attempt on the bench is a rehearsal: it names nobody and is published
 * nowhere, so that it cannot be mistaken for the draw. option: what was asked, for the message.
 */
lot_status lot_workbench_refuse_rehearsal(const lot_workbench *bench, const char *option,
                                          lot_error *error);

/* The same; and where the attempt is not drawn, saying what came in its place or comes first. */
lot_status lot_workbench_need_draw(const lot_workbench *bench, const char *option,
                                   lot_error *error);

/* Load lottery `number` (0: the current one). LOT_BAD_INPUT: there is none: solve first. */
lot_status lot_workbench_load_lottery(lot_workbench *bench, uint32_t number, lot_error *error);

/* The same, and none is an answer; tickets are not counted. */
lot_status lot_workbench_take_lottery(lot_workbench *bench, uint32_t number, lot_error *error);

/* Free the call-ups on the bench. */
void lot_workbench_forget_callups(lot_workbench *bench);

/* Count everyone's tickets, after the lottery was put on the bench. */
lot_status lot_workbench_count_tickets(lot_workbench *bench, lot_error *error);

/*
 * Load the latest attempt that is no rehearsal; attempt.number stays 0 where there is none.
 * draws_before counts the real draws before it, undrawn_before the real commits before it that
 * were never drawn; attempts lists all, callups those. LOT_NOT_VERIFIED where a call-up is not what
 * was published.
 */
lot_status lot_workbench_load_attempt(lot_workbench *bench, lot_error *error);

/*
 * Load what reports are made of: attempt `number` with its lottery; for 0 the newest attempt that
 * was drawn, else the newest commit, both no rehearsals; else the current lottery, or nothing.
 * LOT_BAD_INPUT when there is no such attempt.
 */
lot_status lot_workbench_load_results(lot_workbench *bench, uint32_t number, lot_error *error);

/*
 * The newest attempt before `number` whose panel is drawn over everybody, where attempts are
 * loaded; 0: none. Cannot fail.
 */
uint32_t lot_workbench_first_draw(const lot_workbench *bench, uint32_t number);

/*
 * The newest commit that is no rehearsal, where it is newer than bench->attempt and can still be
 * drawn; else 0.
 */
uint32_t lot_workbench_newer_commit(const lot_workbench *bench);

/*
 * The call-up that came after the attempt on the bench, which was not drawn by then and so never
 * will be; 0: none. Cannot fail.
 */
uint32_t lot_workbench_voided_by(const lot_workbench *bench);

/* LOT_BAD_INPUT where there is one: the attempt can be neither revealed nor drawn. */
lot_status lot_workbench_need_live(const lot_workbench *bench, lot_error *error);

/* All of it as a report, which owns nothing. process_id: room for it. Cannot fail. */
void lot_workbench_report(lot_report *report, lot_pid *process_id, const lot_workbench *bench);

#endif
