/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Seating: the people of a panel in small groups, anew in every session.
 *
 * What is sought, each point before the next, all of it in whole numbers:
 *   E1  the groups of a session differ by at most one person: the first `people mod groups` of them
 *       have one more. This always holds;
 *   E2  who is to sit together does so in every session, who is to sit apart never meets. This
 *       always holds, or there is no seating;
 *   E3  every group mirrors the panel: of a group of s people, between the floor and the ceiling of
 *       s * n(v) / n have value v, which n(v) of all n people have. What is missing or too much,
 *       summed over values, groups and sessions, is the deviation, to be as small as can be;
 *   E4  as many pairs of people as possible meet at least once. A session has a fixed number of
 *       meetings, so that is to say: as few meetings as possible are repeats;
 *   E5  repeats are spread: the number of (pair of people, pair of sessions in which they meet) is
 *       as small as can be. It is the sum of w (w - 1) / 2 over the pairs, of w meetings each; the
 *       sum of squares is twice that and the fixed number of meetings.
 * With E1 and E4 alone it is the social golfer problem, for which no fast way to the optimum is
 * known, so there is a search (search.c), and bounds which say how far off it may be at most.
 *
 * Source: Barrett, Gal, Goelz, Hong, Procaccia: Now We're Talking: Better Deliberation Groups
 * through Submodular Optimization, AAAI 2023, for what is sought; Barrett, Verpoort, Gal: A New
 * Heuristic Algorithm for Balanced Deliberation Groups, 2024, for searching it by swaps.
 */
#ifndef CIVICLOT_SEATING_H
#define CIVICLOT_SEATING_H

#include "civiclot/progress.h"

#include <stddef.h>
#include <stdint.h>

enum {
    LOT_SEATING_PEOPLE_MOST = 5000,
    LOT_SEATING_SESSIONS_MOST = 100,
    LOT_SEATING_SPLITS = 100 /* random splits that a seating is compared with */
};

/* Two people who sit together in every session, or in none. */
typedef struct lot_seating_rule {
    uint32_t a;
    uint32_t b; /* not a */
    bool together;
} lot_seating_rule;

typedef struct lot_seating_task {
    uint32_t people_count; /* 1 .. LOT_SEATING_PEOPLE_MOST */
    uint32_t features_count;
    uint32_t values_count;         /* of all features: a value belongs to one of them */
    const uint32_t *values;        /* [people_count][features_count] each below values_count */
    const lot_seating_rule *rules; /* [rules_count] */
    uint32_t rules_count;
    uint32_t groups_count;   /* 1 .. people_count */
    uint32_t sessions_count; /* 1 .. LOT_SEATING_SESSIONS_MOST */
    const char *seed;        /* the same task and seed give the same seating everywhere */
    uint64_t steps;          /* of each search; 0: as many as the size of the task asks for */
    const lot_progress *progress;
} lot_seating_task;

/* How good a seating is. */
typedef struct lot_seating_measure {
    uint64_t deviation;    /* E3 */
    uint64_t met;          /* E4: pairs of people who meet at least once */
    uint64_t repeats;      /* meetings that are not the pair's first */
    uint64_t spread;       /* E5 */
    uint32_t fewest;       /* others that somebody meets who meets fewest */
    uint32_t fewest_count; /* people who meet so few */
    uint32_t most;         /* meetings of a pair that meets most and is not kept together */
} lot_seating_measure;

/* What no seating of this task can better. That one reaches it is not said. */
typedef struct lot_seating_bound {
    uint64_t deviation; /* at least */
    uint64_t met;       /* at most */
    uint64_t repeats;   /* at least */
    uint64_t spread;    /* at least */
    uint32_t fewest;    /* at most */
} lot_seating_bound;

/* Sums over random splits, which know neither rules nor values. */
typedef struct lot_seating_splits {
    uint32_t count;
    uint64_t deviation;
    uint64_t met;
    uint64_t repeats;
    uint64_t fewest;
} lot_seating_splits;

typedef struct lot_seating {
    uint32_t people_count;
    uint32_t groups_count;
    uint32_t sessions_count;
    uint32_t *groups; /* [sessions_count][people_count] from 0 */
    lot_seating_measure measure;
    lot_seating_bound bound;
    lot_seating_splits splits;
} lot_seating;

typedef enum lot_clash_reason {
    LOT_CLASH_BOTH,     /* two people are kept together and apart */
    LOT_CLASH_SIZE,     /* more are kept together than a group has */
    LOT_CLASH_APART,    /* those kept apart need more groups */
    LOT_CLASH_PACKING,  /* all of them cannot be kept at once with these groups */
    LOT_CLASH_UNDECIDED /* neither a seating nor a reason was found: all rules are listed */
} lot_clash_reason;

/* Rules that cannot all be kept; without any one of them, the others could. */
typedef struct lot_clash {
    lot_clash_reason reason;
    uint32_t *rules; /* [count] indices into the task's, ascending */
    uint32_t count;
    uint32_t size; /* LOT_CLASH_SIZE: how many are kept together */
} lot_clash;

/* Free what it holds, not itself. */
void lot_clash_free(lot_clash *clash);

/*
 * Seat the people. *out is NULL where no seating can keep the rules, an answer: then *clash says
 * why; free both with lot_seating_free() and lot_clash_free().
 * LOT_INTERRUPTED; LOT_FAILURE: no memory. *out is NULL on failure.
 */
lot_status lot_seating_new(lot_seating **out, lot_clash *clash, const lot_seating_task *task,
                           lot_error *error);

/* Free the seating. NULL is fine. */
void lot_seating_free(lot_seating *seating);

/* How many people group `group` has: E1. Cannot fail. */
uint32_t lot_seating_size(uint32_t people_count, uint32_t groups_count, uint32_t group);

/* Person `person`'s group in session `session`. Cannot fail. */
static inline uint32_t lot_seating_group(const lot_seating *seating, uint32_t session,
                                         uint32_t person)
{
    return seating->groups[(size_t)session * seating->people_count + person];
}

#endif
