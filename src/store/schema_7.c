/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reserves: what a commit announces, who was drawn, how much reserves help; and call-ups. Empty in
 * a file of before. People and quota rows are named by position alone, as those of a rehearsal may
 * be replaced; nobody may replace those of a draw.
 */
#include "store/schema_7.h"

#include "store/triggers.h"

#include <stddef.h>

#define CALLUP_WORDS "a call-up never changes once it was made"

static const char reserve_tables[] =
    "CREATE TABLE reserve_plans ( -- commits to a draw with reserves\n"
    "    attempt INTEGER PRIMARY KEY\n"
    "        REFERENCES commits (attempt) DEFERRABLE INITIALLY DEFERRED,\n"
    "    reserves INTEGER NOT NULL CHECK (reserves BETWEEN 1 AND 1000), -- at most so many\n"
    "    samples INTEGER NOT NULL CHECK (samples BETWEEN 1 AND 100000), -- of who drops out\n"
    "    rate INTEGER NOT NULL CHECK (rate BETWEEN 0 AND 999999) -- of a million who do\n"
    ") STRICT;\n"
    "CREATE TABLE dropout_rates ( -- of the same, for each row of the quotas\n"
    "    attempt INTEGER NOT NULL REFERENCES commits (attempt) DEFERRABLE INITIALLY DEFERRED,\n"
    "    quota INTEGER NOT NULL, -- its position\n"
    "    rate INTEGER NOT NULL CHECK (rate BETWEEN 0 AND 1000000), -- of a million who drop out\n"
    "    PRIMARY KEY (attempt, quota)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE reserves ( -- who is in reserve, in their order\n"
    "    attempt INTEGER NOT NULL REFERENCES draws (attempt) DEFERRABLE INITIALLY DEFERRED,\n"
    "    place INTEGER NOT NULL, -- from 0\n"
    "    person INTEGER NOT NULL, -- their position\n"
    "    PRIMARY KEY (attempt, place),\n"
    "    UNIQUE (attempt, person)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE reserve_curves ( -- what so many reserves leave of the quotas unmet\n"
    "    attempt INTEGER NOT NULL REFERENCES draws (attempt) DEFERRABLE INITIALLY DEFERRED,\n"
    "    reserves INTEGER NOT NULL, -- from 0\n"
    "    deviation INTEGER NOT NULL CHECK (deviation >= 0), -- seats, summed over the samples\n"
    "    proven INTEGER NOT NULL CHECK (proven IN (0, 1)), -- no others leave less\n"
    "    exact INTEGER NOT NULL CHECK (exact IN (0, 1)), -- in each sample the best are called\n"
    "    PRIMARY KEY (attempt, reserves)\n"
    ") STRICT, WITHOUT ROWID;\n";

static const char callup_tables[] =
    "CREATE TABLE callups ( -- reserves called up in the places of who withdrew\n"
    "    number INTEGER PRIMARY KEY, -- from 1\n"
    "    attempt INTEGER NOT NULL REFERENCES draws (attempt), -- whose reserves they are\n"
    "    behind INTEGER NOT NULL REFERENCES commits (attempt), -- the newest attempt by then\n"
    "    deviation INTEGER NOT NULL CHECK (deviation >= 0), -- seats, with who is called\n"
    "    proven INTEGER NOT NULL CHECK (proven IN (0, 1)), -- no other reserves are better\n"
    "    date TEXT NOT NULL CHECK (date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),\n"
    "    callup TEXT NOT NULL, -- callup.txt\n"
    "    folder TEXT -- where it was published; NULL: nowhere\n"
    ") STRICT;\n"
    "CREATE TABLE callup_standings ( -- whose place is settled before reserves are called\n"
    "    callup INTEGER NOT NULL REFERENCES callups (number) DEFERRABLE INITIALLY DEFERRED,\n"
    "    person INTEGER NOT NULL REFERENCES people (position),\n"
    "    place TEXT NOT NULL CHECK (place IN ('kept', 'withdrawn')),\n"
    "    reason TEXT CHECK ((reason IS NOT NULL) = (place = 'withdrawn')), -- a code\n"
    "    PRIMARY KEY (callup, person)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE callup_people ( -- who is called, in the order of the reserves\n"
    "    callup INTEGER NOT NULL REFERENCES callups (number) DEFERRABLE INITIALLY DEFERRED,\n"
    "    place INTEGER NOT NULL, -- from 0\n"
    "    person INTEGER NOT NULL REFERENCES people (position),\n"
    "    PRIMARY KEY (callup, place),\n"
    "    UNIQUE (callup, person)\n"
    ") STRICT, WITHOUT ROWID;\n";

/* The number is the next one, the reserves are those of the newest draw, and it is now. */
static const char callups_insert[] =
    "CREATE TRIGGER callups_insert BEFORE INSERT ON callups BEGIN\n"
    "    SELECT RAISE(ABORT, 'callups: this number is not the next one')\n"
    "        WHERE NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM callups);\n"
    "    SELECT RAISE(ABORT, 'reserves are called of the newest draw alone')\n"
    "        WHERE NEW.attempt IS NOT (SELECT max(draws.attempt) FROM draws\n"
    "            JOIN commits USING (attempt) WHERE test = 0);\n"
    "    SELECT RAISE(ABORT, 'a call-up stands behind the newest attempt')\n"
    "        WHERE NEW.behind IS NOT (SELECT max(attempt) FROM commits);\n"
    "    SELECT RAISE(ABORT, 'only reserves of the draw are called up')\n"
    "        WHERE EXISTS (SELECT 1 FROM callup_people WHERE callup = NEW.number AND person NOT "
    "IN\n"
    "            (SELECT person FROM reserves WHERE attempt = NEW.attempt));\n"
    "END;\n";

const char *const lot_schema_7[] = {
    reserve_tables,
    SEALED_BY("commits", "attempt", "attempt", "reserve_plans", COMMIT_WORDS),
    SEALED_BY("commits", "attempt", "attempt", "dropout_rates", COMMIT_WORDS),
    SEALED_BY("draws", "attempt", "attempt", "reserves", DRAW_WORDS),
    SEALED_BY("draws", "attempt", "attempt", "reserve_curves", DRAW_WORDS),

    callup_tables,
    callups_insert,
    APPEND_ONLY("callups", CALLUP_WORDS),
    SEALED_BY("callups", "number", "callup", "callup_standings", CALLUP_WORDS),
    SEALED_BY("callups", "number", "callup", "callup_people", CALLUP_WORDS),
    NULL};
