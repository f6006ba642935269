/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reports: what a run was, for people: CSV files, a text summary, and HTML pages.
 */
#ifndef CIVICLOT_REPORT_H
#define CIVICLOT_REPORT_H

#include "civiclot/excluded.h"
#include "civiclot/kept_text.h"
#include "civiclot/proof.h"
#include "civiclot/publication.h"
#include "civiclot/reserve_draw.h"
#include "civiclot/rules.h"

/* One attempt, as a report lists it. */
typedef struct lot_report_attempt {
    uint32_t number;
    bool test;
    bool drawn;
    bool replacement;
    uint64_t ticket;     /* where drawn */
    lot_digest manifest; /* M */
} lot_report_attempt;

/* One call-up. Nothing is owned. */
typedef struct lot_report_callup {
    uint32_t number;
    uint32_t attempt;       /* of whose reserves */
    const uint32_t *called; /* [called_count] people */
    uint32_t called_count;
    uint64_t deviation;
    bool proven;
} lot_report_callup;

/*
 * Everything about one selection. Nothing is owned. Fields that are NULL are not there yet:
 * the lottery before solve, the draw before draw.
 */
typedef struct lot_report {
    const char *title;
    uint32_t seats;
    uint32_t per_household;
    const lot_table *people;
    lot_excluded excluded;      /* who registered and is not in the pool */
    lot_cleaned cleaned;        /* how the people's answers were read */
    const lot_kept_text *texts; /* [texts_count] by which rules; none: as they are written */
    uint32_t texts_count;
    const char *form;          /* of the people's file, in words; NULL: that of `people` */
    uint64_t withdrawn_before; /* registrations, before they were closed */
    uint32_t same_homes;       /* pairs of addresses that a person decided are one household, */
    uint32_t other_homes;      /* and that are not */
    const lot_quotas *quotas;
    const lot_pool *pool;
    const lot_classes *classes;   /* with the standing, where there is one */
    const lot_standing *standing; /* of a replacement; or NULL */
    const bool *withdrawn;        /* [people_count] who withdrew by now; or NULL: nobody */
    const bool *called;           /* [people_count] who was called up to it; or NULL: nobody */
    const lot_pseudonyms *pseudonyms;
    const lot_lottery *lottery; /* or NULL */
    bool outdated;              /* lottery NULL, as people or quotas changed since it was solved */
    const lot_finding *finding; /* with lottery */
    const lot_proof *proof;     /* of the computed chances; or NULL: nothing is proven */
    const bool *no_panel;       /* [classes->count] with lottery */
    const uint64_t *tickets;    /* [people_count] each person's, with lottery */
    const char *process_id;
    uint32_t attempt; /* 0 before the first commit */
    bool test;
    bool one_run;
    bool spreadsheet;           /* CSV files: no cell is run as a formula (spreadsheet.h) */
    bool full;                  /* published at level `full`: answers and certificate as well */
    const lot_digest *manifest; /* or NULL before commit */
    const lot_source *sources;  /* [sources_count] */
    uint32_t sources_count;
    const lot_digest *seed;             /* or NULL before the draw */
    const lot_drawn *draw;              /* or NULL before the draw */
    uint32_t attempts_before;           /* real draws made before this one */
    uint32_t attempts_undrawn;          /* real commits before this one that were never drawn */
    const lot_reserve_plan *plan;       /* of a draw with reserves; or NULL */
    const lot_reserve_list *reserves;   /* who was drawn; or NULL */
    const lot_report_attempt *attempts; /* [attempts_count] all there are, rehearsals too; of this
                                           one, what is above counts */
    uint32_t attempts_count;
    const lot_report_callup *callups; /* [callups_count] all there are */
    uint32_t callups_count;
} lot_report;

/* The lists for the organiser. */
typedef enum lot_list {
    LOT_LIST_SELECTED,
    LOT_LIST_REMAINING,
    LOT_LIST_CHANCES,
    LOT_LIST_LOTTERY,
    LOT_LIST_RESERVES
} lot_list;

/* Numbers that several reports show. */
typedef struct lot_figures {
    uint64_t least_tickets; /* among those who are in some panel */
    uint64_t greatest_tickets;
    uint64_t called_tickets;  /* the greatest of those who could be called: of all but the kept */
    double geometric_mean;    /* of the chances of those who could be called; for show only */
    uint32_t people_count;    /* who are in some panel */
    uint32_t no_panel_count;  /* people */
    uint32_t no_ticket_count; /* people who are in some panel, and have no ticket */
    uint32_t no_chance_count; /* of those, whose computed chance is 0 already, by the proof */
    uint32_t certain_count;   /* people with every ticket, but those who are kept */
    uint32_t kept_count;      /* of a replacement: who stays, and so has every ticket */
} lot_figures;

/* Count the figures of a report with a lottery. Cannot fail. */
void lot_report_figures(lot_figures *out, const lot_report *report);

/* Is the person drawn? False before the draw. Cannot fail. */
bool lot_report_is_selected(const lot_report *report, uint32_t person);

/*
 * Is the person on the panel as it is by now: drawn or called up, and did not withdraw since? False
 * before the draw. Cannot fail.
 */
bool lot_report_has_seat(const lot_report *report, uint32_t person);

/* The person's place among the reserves who may still be called up, from 1; 0: none. Cannot fail.
 */
uint32_t lot_report_reserve_place(const lot_report *report, uint32_t person);

/* Is the person's place on every panel settled, as a member who stays? Cannot fail. */
bool lot_report_is_kept(const lot_report *report, uint32_t person);

/* Is the person in no panel at all? False before the lottery. Cannot fail. */
bool lot_report_in_no_panel(const lot_report *report, uint32_t person);

/*
 * selected.csv: the records of the panel as it is by now, in the people file's order:
 * byte-identical, unless the report is for a spreadsheet.
 */
lot_status lot_report_selected(lot_text *file, const lot_report *report, lot_error *error);

/*
 * remaining.csv: everyone else's, with a last column `status`: reserve (may still be called up),
 * eligible, withdrawn, housemate (its household has as many on the panel as it may), no_panel (no
 * panel has this person), excluded: REASON.
 */
lot_status lot_report_remaining(lot_text *file, const lot_report *report, lot_error *error);

/*
 * reserves.csv: the records of the reserves who may still be called up, in their order, with a last
 * column `place`, which counts all reserves from 1. Needs reserves that are drawn.
 */
lot_status lot_report_reserves(lot_text *file, const lot_report *report, lot_error *error);

/*
 * How much reserves help, in lines: the mean deviation with 0, 1, 2 ... of them, a bar for each,
 * and where the knee is. curve: of one panel, or summed over several.
 */
lot_status lot_report_loss(lot_text *text, const lot_reserve_curve *curve, lot_error *error);

/* chances.csv: id,tickets,chance (a decimal of 12 digits, rounded half up in integers), file order.
 */
lot_status lot_report_chances(lot_text *file, const lot_report *report, lot_error *error);

/* lottery.csv: first,last,member_1..member_k; members are ids in the people file's order. */
lot_status lot_report_lottery(lot_text *file, const lot_report *report, lot_error *error);

/*
 * Can the list be an XLSX file? A spreadsheet has 1,048,576 rows and 16,384 columns, and its cells
 * hold 32,767 characters: what has more is added to `problems`, with rows and columns, and gives
 * LOT_BAD_INPUT. Before the draw everybody remains: LOT_LIST_REMAINING then stands for all.
 */
lot_status lot_report_xlsx_check(const lot_report *report, lot_list list, lot_problems *problems,
                                 lot_error *error);

/*
 * The list as an XLSX file, with the cells of the CSV file. All are text but tickets and chances,
 * which are numbers: nothing is a formula, a date or a link. The same list has the same bytes.
 * folder: for files that are gone when this returns: one that only its owner can look into.
 * LOT_BAD_INPUT as lot_report_xlsx_check(), then nothing is added to *file.
 */
lot_status lot_report_xlsx(lot_text *file, const lot_report *report, lot_list list,
                           const char *folder, lot_error *error);

/* A summary for the terminal, about 25 lines. */
lot_status lot_report_summary(lot_text *text, const lot_report *report, lot_error *error);

/* report.html: one self-contained page without network. Names nobody but by pid. */
lot_status lot_report_html(lot_text *page, const lot_report *report, lot_error *error);

/* The numbered panels as a printable list for a public ceremony, members by pid. */
lot_status lot_report_panels(lot_text *page, const lot_report *report, lot_error *error);

/*
 * Find the next tickets, first to last, that all have the person on their panel; false: no more.
 * row: where to look on; 0 to begin with. Cannot fail.
 */
bool lot_report_next_tickets(uint64_t *first, uint64_t *last, uint32_t *row,
                             const lot_report *report, uint32_t person);

/* The tickets of one person, as ranges: "3, 17, 20-24". */
lot_status lot_report_tickets_of(lot_text *text, const lot_report *report, uint32_t person,
                                 lot_error *error);

#endif
