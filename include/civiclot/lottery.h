/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lottery: panels with tickets, one of which is drawn. Integers only.
 *
 * compositions (seats by class) --lot_deal()--> panels (people) --numbering--> lottery (tickets)
 */
#ifndef CIVICLOT_LOTTERY_H
#define CIVICLOT_LOTTERY_H

#include "civiclot/classes.h"

enum { LOT_TICKETS_MAX = 1000000000 };

/* How many seats each class has, for so many tickets. */
typedef struct lot_compositions {
    uint32_t count;
    uint32_t seats;
    uint32_t *classes; /* [count][seats] ascending; a class with two seats stands twice */
    uint64_t *tickets; /* [count] at least 1 */
} lot_compositions;

/* Who sits, for so many tickets. */
typedef struct lot_panels {
    uint32_t count;
    uint32_t seats;
    uint32_t *members; /* [count][seats] people, ascending */
    uint64_t *tickets; /* [count] at least 1 */
} lot_panels;

/* What makes one lottery fairer than another. */
typedef enum lot_objective {
    LOT_LEXIMIN,    /* the least chance as large as can be, then the next least, and so on */
    LOT_MAXIMIN,    /* the least as large as can be; then the greatest as small, the next, ... */
    LOT_NASH,       /* the largest geometric mean of the chances */
    LOT_GOLDILOCKS, /* nobody's chance too low or too high: see lot_fair_options.gamma_millionths */
    LOT_MINIMAX,    /* the greatest chance as small as can be; then leximin below it */
    LOT_LEGACY      /* the greedy algorithm of older tools: for comparison, nothing is proven */
} lot_objective;

enum { LOT_OBJECTIVES_COUNT = LOT_LEGACY + 1 };

/* A fraction in lowest terms, both parts at most 2^62. */
typedef struct lot_fraction {
    uint64_t numerator;
    uint64_t denominator; /* at least 1 */
} lot_fraction;

/* Which way a lottery was found. */
typedef enum lot_path {
    LOT_PATH_DIRECT,   /* the chances of the relaxation, and panels that give them */
    LOT_PATH_CUTS,     /* the relaxation is wider than the panels: chances over panels themselves */
    LOT_PATH_ROUNDED,  /* chances of the relaxation; tickets rounded from an exact mixture */
    LOT_PATH_SIMULATED /* a panel a ticket, each picked anew: legacy */
} lot_path;

/*
 * What is known of a lottery, and how far it is proven.
 *   F1  `bound` holds for every lottery whatsoever, by an integer proof (proof.h) that was checked:
 *       leximin, maximin: nobody can give everyone who can sit on a panel a chance above it;
 *       minimax: nobody can keep everyone's chance below it;
 *       nash: no geometric mean is larger than `bound` times that of the computed chances;
 *       goldilocks: no lottery has a value below it. legacy: nothing is proven, it is 0.
 *       Where `late`, everybody counts who is not known to be in no panel (lot_solution.no_panel),
 *       of nash the computed chances are those of the tickets, with 0 for nothing known where
 *       somebody has no chance, and the proof is not kept;
 *   F2  nobody's chance is further than distance_millitickets / 1000 tickets from the chance
 *       computed as optimal;
 *   F3  `gap` is what the proof of all rounds leaves open at most, in 2^-60: lot_proof_result.gap.
 */
typedef struct lot_finding {
    lot_objective objective;
    uint64_t gamma_millionths; /* goldilocks; else 0 */
    lot_path path;
    uint32_t cuts_count; /* bounds that needed more than their root: panels are not convex there */
    uint32_t levels_count; /* rounds of the objective */
    lot_fraction bound;
    uint64_t gap;
    uint64_t distance_millitickets;
    bool late; /* the time limit came first: it is the best found, and cannot be repeated */
} lot_finding;

/* The words used on the command line and in process.txt: "leximin". Static. */
const char *lot_objective_name(lot_objective objective);

/* What the objective seeks, in a line for people. Static. */
const char *lot_objective_purpose(lot_objective objective);

/* How the lottery was found, in a word: "direct", "cuts", "rounded", "simulated". Static. */
const char *lot_path_name(lot_path path);

/*
 * Tickets 0 .. tickets-1 in rows without a hole.
 *   L1  first[0] = 0, first rises, first[rows_count] = tickets;
 *   L2  panel[r] is the panel that tickets first[r] .. first[r+1]-1 draw;
 *   L3  a panel's rows hold exactly its tickets.
 */
typedef struct lot_lottery {
    uint32_t rows_count;
    uint64_t tickets;
    uint64_t *first;    /* [rows_count + 1] */
    uint32_t *panel;    /* [rows_count] */
    lot_panels *panels; /* owned */
} lot_lottery;

void lot_compositions_free(lot_compositions *compositions); /* NULL is fine */
void lot_panels_free(lot_panels *panels);                   /* NULL is fine */
void lot_lottery_free(lot_lottery *lottery);                /* NULL is fine */

/*
 * Deal the seats of every composition to people, so that over all tickets everyone of a class sits
 * as often as anyone else of it, to one ticket, and no household sends more than per_household.
 * order: [people_count] the people in the order in which seats are dealt, a permutation: within a
 * class, those who come first get the odd tickets.
 * LOT_FAILURE when there is no memory. *out is NULL on failure; free it with lot_panels_free().
 * Source: equitable edge colouring (de Werra 1971), one household after the other, each taking the
 * floor or ceiling of the average of what is left.
 */
lot_status lot_deal(lot_panels **out, const lot_compositions *compositions,
                    const lot_classes *classes, const uint32_t *order, lot_error *error);

/*
 * Number the tickets: row r draws panel[r] with tickets[r] tickets.
 * Takes `panels` on success only. LOT_FAILURE when there is no memory.
 */
lot_status lot_lottery_new(lot_lottery **out, lot_panels *panels, const uint32_t *panel,
                           const uint64_t *tickets, uint32_t rows_count, lot_error *error);

/* The row that holds `ticket`, below lottery->tickets. Cannot fail. */
uint32_t lot_lottery_row(const lot_lottery *lottery, uint64_t ticket);

/* The people that row `row` draws: [panels->seats], ascending. Cannot fail. */
const uint32_t *lot_lottery_members(const lot_lottery *lottery, uint32_t row);

/* Count everyone's tickets. tickets: [people_count] out. Cannot fail. */
void lot_panels_count_tickets(uint64_t *tickets, const lot_panels *panels, uint32_t people_count);

/*
 * Does every panel have `seats` different people, meet every quota, and seat at most per_household
 * of a household? All in integers; looks at people, not at classes.
 * LOT_FAILURE, naming the first panel and rule, when not: that is a bug of civiclot, never an
 * answer.
 */
lot_status lot_panels_check(const lot_panels *panels, const lot_pool *pool,
                            const lot_quotas *quotas, uint32_t seats, uint32_t per_household,
                            lot_error *error);

#endif
