/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sources: where the seed's values come from. docs/protocol.md, section 4, has every form.
 *
 * A source has a name, announced in process.txt, and later a value. Whoever wrote them may mean
 * harm: what is not exactly of its form is refused, and nothing here allocates.
 *
 *   S1  of a list that lot_sources_check() passed, every name is of its form, no two are equal,
 *       `by-hand` stands alone, and nobody contributes twice;
 *   S2  a value that lot_source_check_value() passed is the one way to write it, and opens the
 *       commitment where its name has one.
 */
#ifndef CIVICLOT_SOURCE_H
#define CIVICLOT_SOURCE_H

#include "civiclot/digest.h"

#include <stdint.h>

typedef enum lot_source_kind {
    LOT_SOURCE_DICE,         /* dice:COUNT */
    LOT_SOURCE_BEACON,       /* beacon:NAME:ROUND */
    LOT_SOURCE_TEXT,         /* text:WHAT */
    LOT_SOURCE_CONTRIBUTION, /* contribution:NAME:COMMITMENT */
    LOT_SOURCE_OPERATOR,     /* operator:COMMITMENT */
    LOT_SOURCE_BY_HAND       /* by-hand */
} lot_source_kind;

enum { LOT_SOURCE_KINDS = LOT_SOURCE_BY_HAND + 1 };

enum {
    LOT_SOURCES_MOST = 1000,     /* of one process */
    LOT_DICE_MOST = 1000,        /* of one source */
    LOT_DICE_ENOUGH = 31,        /* 6^31 is above 2^80 */
    LOT_BEACON_NAME_MOST = 64,   /* characters */
    LOT_BEACON_VALUE_LEAST = 32, /* hexadecimal digits */
    LOT_BEACON_VALUE_MOST = 256
};

/* The value of a contribution that was not told in time. */
#define LOT_ABSENT "ABSENT"

/* How the name of an operator's source begins; its commitment follows in hex. */
#define LOT_OPERATOR_PREFIX "operator:"

/* A source as announced, and its value once it is known. */
typedef struct lot_source {
    char *name;  /* the whole string of process.txt */
    char *value; /* exact UTF-8 bytes, one line; NULL until known */
    char *nonce; /* hex, of a commitment that was opened; else NULL */
} lot_source;

/* What a name announces. `label` points into the name, and ends with no NUL. */
typedef struct lot_source_parts {
    lot_source_kind kind;
    uint32_t dice;     /* how many; 0 of other kinds */
    const char *label; /* NAME of a beacon or contribution, WHAT of a text; else NULL */
    size_t label_bytes;
    uint64_t round;        /* of a beacon; else 0 */
    lot_digest commitment; /* of a contribution and an operator */
} lot_source_parts;

/* `dice`, `beacon`, `text`, `contribution`, `operator`, `by-hand`. Cannot fail. */
const char *lot_source_kind_name(lot_source_kind kind);

/*
 * Is the source of that kind, going by how its name begins? For names that were checked.
 * Cannot fail.
 */
bool lot_source_is(const lot_source *source, lot_source_kind kind);

/* Is it a commitment to a value that somebody keeps until it is told? Cannot fail. */
bool lot_source_is_sealed(const lot_source *source);

/* Was the contribution not told in time? The value may be NULL: no. Cannot fail. */
bool lot_source_is_absent(const lot_source *source);

/* Read an announced name. LOT_NOT_VERIFIED, saying what is wrong with it, when it is none. */
lot_status lot_source_parse(lot_source_parts *out, const char *name, lot_error *error);

/* S1 of `count` names. LOT_NOT_VERIFIED, naming the first that is wrong, when not. */
lot_status lot_sources_check(const lot_source *sources, uint32_t count, lot_error *error);

/*
 * S2 of a source with its value and nonce, under a name that lot_source_parse() takes.
 * process_id: what commitments open with; tickets: of the lottery, at least 1, for `by-hand`.
 * LOT_NOT_VERIFIED, saying what is wrong but not the value, when not.
 */
lot_status lot_source_check_value(const lot_source *source, const char *process_id,
                                  uint64_t tickets, lot_error *error);

/*
 * Is the ticket drawn by hand? *ticket: the value of the only source, which was checked; may be
 * NULL. Cannot fail.
 */
bool lot_sources_by_hand(uint64_t *ticket, const lot_source *sources, uint32_t count);

/* How many values the public sources of a list can have. */
typedef enum lot_outcomes {
    LOT_OUTCOMES_NONE,      /* there is no public source */
    LOT_OUTCOMES_FEW,       /* dice alone, and so few that all values can be tried */
    LOT_OUTCOMES_MANY,      /* dice alone, LOT_DICE_ENOUGH or more */
    LOT_OUTCOMES_UNCOUNTED, /* a text, a beacon or a ticket drawn by hand is among them */
} lot_outcomes;

/* dice: how many there are in all sources together. The names must be checked. Cannot fail. */
lot_outcomes lot_sources_outcomes(uint32_t *dice, const lot_source *sources, uint32_t count);

enum { LOT_OUTCOMES_BYTES = 25 }; /* 6^30 has 24 digits */

/* 6^dice in decimal. dice: below LOT_DICE_ENOUGH. Cannot fail. */
void lot_outcomes_number(char digits[LOT_OUTCOMES_BYTES], uint32_t dice);

/* Is it a beacon whose NAME begins with `family`: `drand`, `nist`? Cannot fail. */
bool lot_beacon_is_of(const lot_source_parts *beacon, const char *family);

/*
 * When is the beacon's round due, in seconds of Unix time? UINT64_MAX where that is beyond all
 * clocks. False of beacons whose rounds have no time known here. Cannot fail.
 * Source: drand's chain information of `quicknet`.
 */
bool lot_beacon_due(uint64_t *seconds, const lot_source_parts *beacon);

/* Free the source's strings, and leave it empty. */
void lot_source_clear(lot_source *source);

/* Free the strings of `count` sources and the array. NULL is fine. */
void lot_sources_free(lot_source *sources, uint32_t count);

/*
 * Commitment to a value: SHA-256("civiclot/contribution/v1\0" || process id || field(name) || nonce
 * || field(value)). Cannot fail.
 */
void lot_contribution_commit(lot_digest *out, const char *process_id, const char *name,
                             const lot_digest *nonce, const char *value);

/*
 * What the log's entry `reveal` binds: SHA-256("civiclot/reveals/v1\0" || for each contribution:
 * field(name) || field(value)). All contributions must have values. Cannot fail.
 */
void lot_reveals_digest(lot_digest *out, const lot_source *sources, uint32_t count);

#endif
