/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Schema: every table of the assembly file, in the order of the data's way through the program.
 * The comments inside the SQL stay in the file: `sqlite3 FILE .schema` shows them.
 *
 * A file's user_version says how many of the migrations below it has been through. One that was
 * released is never edited again: a change of the schema is one more at the end.
 */
#include "store/schema.h"

#include "store/schema_7.h"
#include "store/statement.h"
#include "store/triggers.h"

#include <assert.h>

#define COMMITTED "EXISTS (SELECT 1 FROM commits WHERE test = 0)"
#define CLOSED "EXISTS (SELECT 1 FROM assembly WHERE closed = 1)"
#define DRAWN "EXISTS (SELECT 1 FROM draws JOIN commits USING (attempt) WHERE test = 0)"

#define FROZEN_WHEN(state, condition, table, words)                                                \
    REFUSE(table "_insert_" state, "INSERT ON " table " WHEN " condition, words)                   \
    REFUSE(table "_update_" state, "UPDATE ON " table " WHEN " condition, words)                   \
    REFUSE(table "_delete_" state, "DELETE ON " table " WHEN " condition, words)

#define ASSEMBLY_WORDS "title, seats and key of an assembly never change"
#define OPEN_WORDS "registration is still open: who withdraws is taken out of the people"
#define COMMITTED_WORDS "a draw was committed to: people and quotas do not change any more"
#define CLOSED_WORDS "registration is closed: the people do not change any more"
#define LOTTERY_WORDS "a lottery never changes once it was kept"
#define REVEAL_WORDS "what a contributor told never changes"
#define SIGNATURE_WORDS "a signature never changes once it was made"
#define EVENT_WORDS "what somebody did never changes: it is told anew"
#define ERASED_WORDS "what is erased stays erased"

static const char assembly_table[] =
    "CREATE TABLE assembly ( -- one row: what the assembly is\n"
    "    one INTEGER PRIMARY KEY CHECK (one = 1),\n"
    "    title TEXT NOT NULL,\n"
    "    seats INTEGER NOT NULL CHECK (seats >= 1),\n"
    "    per_household INTEGER NOT NULL CHECK (per_household >= 1), -- most of one household\n"
    "    key BLOB NOT NULL CHECK (length(key) = 32), -- SECRET: links pids to people\n"
    "    closed INTEGER NOT NULL CHECK (closed IN (0, 1)), -- no more registrations\n"
    "    current_lottery INTEGER REFERENCES lotteries (number), -- NULL: none yet\n"
    "    stale_lotteries INTEGER NOT NULL DEFAULT 0 -- up to this number they rest on people or\n"
    "        -- quotas that were replaced since\n"
    ") STRICT;\n";

static const char people_tables[] =
    "CREATE TABLE people_file ( -- one row: how the registrations came in\n"
    "    one INTEGER PRIMARY KEY CHECK (one = 1),\n"
    "    name TEXT NOT NULL, -- of the file, as it was given\n"
    "    encoding INTEGER NOT NULL CHECK (encoding BETWEEN 0 AND 3), -- UTF-8, UTF-16 little\n"
    "        -- endian, UTF-16 big endian, Windows-1252\n"
    "    byte_order_mark INTEGER NOT NULL CHECK (byte_order_mark IN (0, 1)),\n"
    "    delimiter TEXT NOT NULL CHECK (length(delimiter) = 1),\n"
    "    line_end INTEGER NOT NULL CHECK (line_end BETWEEN 0 AND 2), -- LF, CRLF, CR\n"
    "    header TEXT NOT NULL, -- the first record, as it stood in the file\n"
    "    id_column TEXT -- NULL: a column `id`, or else the row number\n"
    ") STRICT;\n"
    "CREATE TABLE household_columns ( -- which columns make up an address\n"
    "    position INTEGER PRIMARY KEY,\n"
    "    name TEXT NOT NULL\n"
    ") STRICT;\n"
    "CREATE TABLE people ( -- who registered, in the order of the file\n"
    "    position INTEGER PRIMARY KEY, -- from 0\n"
    "    row INTEGER NOT NULL, -- as a spreadsheet numbers it; the header is row 1\n"
    "    id TEXT NOT NULL UNIQUE,\n"
    "    record TEXT NOT NULL, -- all of the person's row, as it stood in the file\n"
    "    pid TEXT UNIQUE CHECK (length(pid) = 16), -- the pseudonym; this and the next two are\n"
    "        -- NULL until the classes were made\n"
    "    household INTEGER REFERENCES households (number) DEFERRABLE INITIALLY DEFERRED,\n"
    "    class INTEGER REFERENCES classes (number) DEFERRABLE INITIALLY DEFERRED\n"
    ") STRICT;\n"
    "CREATE INDEX people_by_household ON people (household);\n"
    "CREATE INDEX people_by_class ON people (class);\n";

static const char quota_tables[] =
    "CREATE TABLE features ( -- what quotas are about, in the order of the quota file\n"
    "    position INTEGER PRIMARY KEY, -- from 0\n"
    "    name TEXT NOT NULL\n"
    ") STRICT;\n"
    "CREATE TABLE quotas ( -- how many seats each value gets; a feature's values stand together\n"
    "    position INTEGER PRIMARY KEY, -- from 0\n"
    "    feature INTEGER NOT NULL REFERENCES features (position),\n"
    "    value TEXT NOT NULL,\n"
    "    min INTEGER NOT NULL CHECK (min >= 0),\n"
    "    max INTEGER NOT NULL CHECK (max >= min),\n"
    "    min_flex INTEGER NOT NULL CHECK (min_flex >= 0), -- a relaxation never goes below\n"
    "    max_flex INTEGER, -- nor above; NULL: no limit\n"
    "    row INTEGER NOT NULL -- in the quota file\n"
    ") STRICT;\n";

static const char class_tables[] =
    "CREATE TABLE households (\n"
    "    number INTEGER PRIMARY KEY, -- from 0, in order of first appearance\n"
    "    people INTEGER NOT NULL CHECK (people >= 1) -- how many in the pool\n"
    ") STRICT;\n"
    "CREATE TABLE kinds ( -- households alike: the same values among their members\n"
    "    number INTEGER PRIMARY KEY, -- from 0\n"
    "    copies INTEGER NOT NULL, -- households of this kind; people alone: how many\n"
    "    seat_limit INTEGER NOT NULL -- most seats of one panel\n"
    ") STRICT;\n"
    "CREATE TABLE classes ( -- people alike: the same values, in households of one kind\n"
    "    number INTEGER PRIMARY KEY, -- from 0\n"
    "    kind INTEGER NOT NULL REFERENCES kinds (number),\n"
    "    size INTEGER NOT NULL, -- people\n"
    "    per_copy INTEGER NOT NULL, -- people in each household of the kind\n"
    "    cap INTEGER NOT NULL -- most seats of one panel\n"
    ") STRICT;\n"
    "CREATE TABLE class_values ( -- what its people are: one quota row a feature\n"
    "    class INTEGER NOT NULL REFERENCES classes (number),\n"
    "    feature INTEGER NOT NULL REFERENCES features (position),\n"
    "    quota INTEGER NOT NULL REFERENCES quotas (position),\n"
    "    PRIMARY KEY (class, feature)\n"
    ") STRICT, WITHOUT ROWID;\n";

static const char lottery_tables[] =
    "CREATE TABLE lotteries ( -- panels with tickets, of which one is drawn\n"
    "    number INTEGER PRIMARY KEY, -- from 1\n"
    "    tickets INTEGER NOT NULL CHECK (tickets >= 1),\n"
    "    seats INTEGER NOT NULL CHECK (seats >= 1),\n"
    "    people INTEGER NOT NULL, -- how many could be drawn from\n"
    "    classes INTEGER NOT NULL,\n"
    "    objective TEXT NOT NULL, -- what fairest means\n"
    "    path TEXT NOT NULL, -- which way it was found\n"
    "    cuts INTEGER NOT NULL,\n"
    "    levels INTEGER NOT NULL, -- rounds of the objective\n"
    "    bound_numerator TEXT NOT NULL, -- no lottery gives everyone who can sit a chance above\n"
    "    bound_denominator TEXT NOT NULL, -- this fraction; digits, as they may need 64 bits\n"
    "    distance_millitickets INTEGER NOT NULL -- nobody is further from the optimal chance\n"
    ") STRICT;\n"
    "CREATE TABLE panels (\n"
    "    lottery INTEGER NOT NULL REFERENCES lotteries (number) DEFERRABLE INITIALLY DEFERRED,\n"
    "    panel INTEGER NOT NULL, -- from 0\n"
    "    tickets INTEGER NOT NULL CHECK (tickets >= 1),\n"
    "    members TEXT NOT NULL, -- a JSON array of people's positions, ascending\n"
    "    PRIMARY KEY (lottery, panel)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE lottery_rows ( -- tickets first .. last draw the panel\n"
    "    lottery INTEGER NOT NULL REFERENCES lotteries (number) DEFERRABLE INITIALLY DEFERRED,\n"
    "    row INTEGER NOT NULL, -- from 0\n"
    "    first INTEGER NOT NULL CHECK (first >= 0),\n"
    "    last INTEGER NOT NULL CHECK (last >= first),\n"
    "    panel INTEGER NOT NULL,\n"
    "    PRIMARY KEY (lottery, row),\n"
    "    FOREIGN KEY (lottery, panel) REFERENCES panels (lottery, panel)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE no_panel_classes ( -- classes that no panel can seat\n"
    "    lottery INTEGER NOT NULL REFERENCES lotteries (number) DEFERRABLE INITIALLY DEFERRED,\n"
    "    class INTEGER NOT NULL,\n"
    "    PRIMARY KEY (lottery, class)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE VIEW panel_members AS -- one row a seat\n"
    "    SELECT panels.lottery, panels.panel, panels.tickets, member.value AS person\n"
    "    FROM panels, json_each(panels.members) AS member;\n";

static const char draw_tables[] =
    "CREATE TABLE commits ( -- a manifest that was made before its draw\n"
    "    attempt INTEGER PRIMARY KEY, -- from 1\n"
    "    lottery INTEGER NOT NULL REFERENCES lotteries (number),\n"
    "    test INTEGER NOT NULL CHECK (test IN (0, 1)), -- a rehearsal\n"
    "    one_run INTEGER NOT NULL CHECK (one_run IN (0, 1)), -- its public value was known\n"
    "    manifest BLOB NOT NULL CHECK (length(manifest) = 32), -- M\n"
    "    process TEXT NOT NULL, -- process.txt\n"
    "    folder TEXT -- where it was published; NULL: nowhere\n"
    ") STRICT;\n"
    "CREATE TABLE commit_sources ( -- what the seed is to be made of\n"
    "    attempt INTEGER NOT NULL REFERENCES commits (attempt) DEFERRABLE INITIALLY DEFERRED,\n"
    "    position INTEGER NOT NULL, -- from 0\n"
    "    name TEXT NOT NULL,\n"
    "    PRIMARY KEY (attempt, position)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE draws ( -- what was drawn on a commit\n"
    "    attempt INTEGER PRIMARY KEY REFERENCES commits (attempt),\n"
    "    seed BLOB NOT NULL CHECK (length(seed) = 32),\n"
    "    rejected INTEGER NOT NULL, -- numbers passed over before the ticket\n"
    "    ticket INTEGER NOT NULL,\n"
    "    row INTEGER NOT NULL -- of the commit's lottery\n"
    ") STRICT;\n"
    "CREATE TABLE draw_sources ( -- what the seed was made of\n"
    "    attempt INTEGER NOT NULL REFERENCES draws (attempt) DEFERRABLE INITIALLY DEFERRED,\n"
    "    position INTEGER NOT NULL,\n"
    "    value TEXT NOT NULL,\n"
    "    nonce TEXT, -- of an operator's commitment\n"
    "    PRIMARY KEY (attempt, position),\n"
    "    FOREIGN KEY (attempt, position) REFERENCES commit_sources (attempt, position)\n"
    ") STRICT, WITHOUT ROWID;\n";

static const char log_table[] =
    "CREATE TABLE log ( -- what was done; each entry holds the digest of the one before\n"
    "    sequence INTEGER PRIMARY KEY, -- from 1\n"
    "    time TEXT NOT NULL, -- UTC\n"
    "    kind TEXT NOT NULL,\n"
    "    payload TEXT NOT NULL, -- JSON; names nobody but by pid\n"
    "    salt BLOB NOT NULL CHECK (length(salt) = 32),\n"
    "    payload_digest BLOB NOT NULL CHECK (length(payload_digest) = 32),\n"
    "    previous BLOB NOT NULL CHECK (length(previous) = 32), -- of entry 1: zeros\n"
    "    digest BLOB NOT NULL CHECK (length(digest) = 32)\n"
    ") STRICT;\n";

static const char *const version_1[] = {
    assembly_table, people_tables, quota_tables, class_tables, lottery_tables, draw_tables,
    log_table,

    REFUSE("assembly_insert", "INSERT ON assembly WHEN EXISTS (SELECT 1 FROM assembly)",
           "a file holds one assembly"),
    REFUSE("assembly_delete", "DELETE ON assembly", "a file holds one assembly"),
    REFUSE("assembly_update", "UPDATE OF one, title, seats, per_household, key ON assembly",
           ASSEMBLY_WORDS),
    REFUSE("assembly_reopen", "UPDATE OF closed ON assembly WHEN NEW.closed < OLD.closed",
           "registration is closed and stays closed"),

    /* B2: append-only. */
    "CREATE TRIGGER log_insert BEFORE INSERT ON log BEGIN\n"
    "    SELECT RAISE(ABORT, 'log: this number is not the next one')\n"
    "        WHERE NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM log);\n"
    "    SELECT RAISE(ABORT, 'log: the entry does not follow the last one')\n"
    "        WHERE NEW.previous IS NOT coalesce(\n"
    "            (SELECT digest FROM log ORDER BY sequence DESC LIMIT 1), zeroblob(32));\n"
    "END;\n",
    APPEND_ONLY("log", "the log only grows"),

    NEXT_NUMBER("commits", "attempt"), APPEND_ONLY("commits", COMMIT_WORDS),
    SEALED_BY("commits", "attempt", "attempt", "commit_sources", COMMIT_WORDS),
    "CREATE TRIGGER draws_insert BEFORE INSERT ON draws BEGIN\n"
    "    SELECT RAISE(ABORT, 'there is no commit to draw on')\n"
    "        WHERE NEW.attempt NOT IN (SELECT attempt FROM commits);\n"
    "    SELECT RAISE(ABORT, '" DRAW_WORDS "')\n"
    "        WHERE NEW.attempt IN (SELECT attempt FROM draws);\n"
    "    SELECT RAISE(ABORT, 'the ticket does not draw this row of the lottery')\n"
    "        WHERE NOT EXISTS (SELECT 1 FROM commits JOIN lottery_rows USING (lottery)\n"
    "            WHERE attempt = NEW.attempt AND lottery_rows.row = NEW.row\n"
    "            AND NEW.ticket BETWEEN first AND last);\n"
    "END;\n",
    APPEND_ONLY("draws", DRAW_WORDS),
    SEALED_BY("draws", "attempt", "attempt", "draw_sources", DRAW_WORDS),

    /* B3: lotteries never change; the others not once a draw, not a rehearsal, was committed to. */
    NEXT_NUMBER("lotteries", "number"), APPEND_ONLY("lotteries", LOTTERY_WORDS),
    SEALED_BY("lotteries", "number", "lottery", "panels", LOTTERY_WORDS),
    SEALED_BY("lotteries", "number", "lottery", "lottery_rows", LOTTERY_WORDS),
    SEALED_BY("lotteries", "number", "lottery", "no_panel_classes", LOTTERY_WORDS),
    FROZEN_WHEN("committed", COMMITTED, "people_file", COMMITTED_WORDS),
    FROZEN_WHEN("committed", COMMITTED, "household_columns", COMMITTED_WORDS),
    FROZEN_WHEN("committed", COMMITTED, "features", COMMITTED_WORDS),
    FROZEN_WHEN("committed", COMMITTED, "quotas", COMMITTED_WORDS),
    REFUSE("people_insert_committed", "INSERT ON people WHEN " COMMITTED, COMMITTED_WORDS),
    REFUSE("people_delete_committed", "DELETE ON people WHEN " COMMITTED, COMMITTED_WORDS),
    /* Solving once more keeps the same classes again, and that is no change. */
    REFUSE("people_update_committed",
           "UPDATE ON people WHEN " COMMITTED
           " AND (OLD.position, OLD.row, OLD.id, OLD.record, OLD.pid, OLD.household, OLD.class)"
           " IS NOT (NEW.position, NEW.row, NEW.id, NEW.record, NEW.pid, NEW.household, NEW.class)",
           COMMITTED_WORDS),

    /* After closing the people stay as they are; quotas may change still, and classes be made. */
    FROZEN_WHEN("closed", CLOSED, "people_file", CLOSED_WORDS),
    FROZEN_WHEN("closed", CLOSED, "household_columns", CLOSED_WORDS),
    REFUSE("people_insert_closed", "INSERT ON people WHEN " CLOSED, CLOSED_WORDS),
    REFUSE("people_delete_closed", "DELETE ON people WHEN " CLOSED, CLOSED_WORDS),
    REFUSE("people_update_closed", "UPDATE OF position, row, id, record ON people WHEN " CLOSED,
           CLOSED_WORDS),
    NULL};

/*
 * A person's row never changes: what is made of it stands in a table of its own. With a million
 * people, changing every row and its place in four indexes took longer than all the rest.
 */
static const char people_split[] =
    "CREATE TEMP TABLE people_before AS SELECT * FROM people;\n"
    "DROP TABLE people;\n"
    "DROP TABLE households;\n"
    "CREATE TABLE people ( -- who registered, in the order of the file\n"
    "    position INTEGER PRIMARY KEY, -- from 0\n"
    "    row INTEGER NOT NULL, -- as a spreadsheet numbers it; the header is row 1\n"
    "    id TEXT NOT NULL,\n"
    "    record TEXT NOT NULL -- all of the person's row, as it stood in the file\n"
    ") STRICT;\n"
    "CREATE TABLE people_classes ( -- all people, once classes were made\n"
    "    person INTEGER PRIMARY KEY REFERENCES people (position) DEFERRABLE INITIALLY DEFERRED,\n"
    "    pid TEXT NOT NULL CHECK (length(pid) = 16), -- the pseudonym\n"
    "    household INTEGER NOT NULL, -- from 0, in order of first appearance\n"
    "    class INTEGER NOT NULL REFERENCES classes (number) DEFERRABLE INITIALLY DEFERRED\n"
    ") STRICT;\n"
    "INSERT INTO people SELECT position, row, id, record FROM people_before ORDER BY position;\n"
    "INSERT INTO people_classes SELECT position, pid, household, class FROM people_before\n"
    "    WHERE pid IS NOT NULL AND household IS NOT NULL AND class IS NOT NULL ORDER BY position;\n"
    "DROP TABLE people_before;\n" LOT_SCHEMA_IDS LOT_SCHEMA_PIDS "CREATE VIEW households AS\n"
    "    SELECT household AS number, count(*) AS people FROM people_classes GROUP BY household;\n";

static const char *const version_2[] = {
    people_split, FROZEN_WHEN("committed", COMMITTED, "people", COMMITTED_WORDS),
    FROZEN_WHEN("closed", CLOSED, "people", CLOSED_WORDS),
    FROZEN_WHEN("committed", COMMITTED, "people_classes", COMMITTED_WORDS), NULL};

/* A lottery or commit of before has no row here: nothing more was proven, it was level public. */
static const char proof_tables[] =
    "CREATE TABLE findings ( -- what else is known of a lottery\n"
    "    lottery INTEGER PRIMARY KEY\n"
    "        REFERENCES lotteries (number) DEFERRABLE INITIALLY DEFERRED,\n"
    "    gamma_millionths INTEGER NOT NULL CHECK (gamma_millionths >= 0), -- goldilocks; else 0\n"
    "    gap TEXT NOT NULL, -- what the proof leaves open, in units of 2^-60; digits\n"
    "    late INTEGER NOT NULL CHECK (late IN (0, 1)), -- the time limit came first\n"
    "    certificate TEXT -- certificate.txt, the proof; NULL: nothing is proven\n"
    ") STRICT;\n"
    "CREATE TABLE full_commits ( -- commits that were published at level full\n"
    "    attempt INTEGER PRIMARY KEY\n"
    "        REFERENCES commits (attempt) DEFERRABLE INITIALLY DEFERRED\n"
    ") STRICT;\n";

static const char *const version_3[] = {
    proof_tables, SEALED_BY("lotteries", "number", "lottery", "findings", LOTTERY_WORDS),
    SEALED_BY("commits", "attempt", "attempt", "full_commits", COMMIT_WORDS), NULL};

/*
 * Signatures belong to bytes, not to an attempt: they are found by the digest of what they sign.
 * A file of before has none, and no reveals: there were no keys, and nobody but the operator
 * could contribute.
 */
static const char signature_tables[] =
    "CREATE TABLE signatures ( -- of published files, as minisign has them\n"
    "    digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32), -- SHA-256 of the file\n"
    "    minisig TEXT NOT NULL -- the signature file\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE reveals ( -- what contributors told between a commit and its public value\n"
    "    attempt INTEGER NOT NULL REFERENCES commits (attempt),\n"
    "    position INTEGER NOT NULL,\n"
    "    value TEXT NOT NULL, -- ABSENT: it was not told in time\n"
    "    nonce TEXT CHECK ((nonce IS NULL) = (value = 'ABSENT')), -- of the commitment\n"
    "    PRIMARY KEY (attempt, position),\n"
    "    FOREIGN KEY (attempt, position) REFERENCES commit_sources (attempt, position)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TRIGGER reveals_insert BEFORE INSERT ON reveals BEGIN\n"
    "    SELECT RAISE(ABORT, 'there is no commit to reveal for')\n"
    "        WHERE NEW.attempt NOT IN (SELECT attempt FROM commits WHERE test = 0);\n"
    "    SELECT RAISE(ABORT, '" DRAW_WORDS "')\n"
    "        WHERE NEW.attempt IN (SELECT attempt FROM draws);\n"
    "    SELECT RAISE(ABORT, 'only contributions are revealed')\n"
    "        WHERE NOT EXISTS (SELECT 1 FROM commit_sources WHERE attempt = NEW.attempt\n"
    "            AND position = NEW.position AND substr(name, 1, 13) = 'contribution:');\n"
    "    SELECT RAISE(ABORT, '" REVEAL_WORDS "')\n"
    "        WHERE EXISTS (SELECT 1 FROM reveals WHERE attempt = NEW.attempt\n"
    "            AND position = NEW.position);\n"
    "END;\n";

/* SQLite keeps this comment only in this form. */
static const char quota_priorities[] =
    "ALTER TABLE quotas ADD COLUMN priority INTEGER NOT NULL DEFAULT 1\n"
    "        CHECK (priority BETWEEN 1 AND 100) /* what a seat costs a relaxation, times */;\n";

static const char *const version_4[] = {
    signature_tables,
    quota_priorities,
    REFUSE("signatures_insert",
           "INSERT ON signatures WHEN EXISTS "
           "(SELECT 1 FROM signatures WHERE digest = NEW.digest)",
           SIGNATURE_WORDS),
    APPEND_ONLY("signatures", SIGNATURE_WORDS),
    APPEND_ONLY("reveals", REVEAL_WORDS),
    NULL};

/*
 * Who is excluded has no row in people: the pool is all of people, and what was made of a person
 * stays as simple as it was. A file of before has nobody there, and compares addresses as before.
 */
static const char cleaning_tables[] =
    "CREATE TABLE cleaning ( -- the texts that say how the people are read, as they were given\n"
    "    position INTEGER PRIMARY KEY, -- from 0\n"
    "    kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 2), -- rules, a table that they name,\n"
    "        -- households as a person decided them\n"
    "    name TEXT NOT NULL, -- of the file, as it was given\n"
    "    bytes BLOB NOT NULL\n"
    ") STRICT;\n"
    "CREATE TABLE excluded ( -- who registered and is not in the pool, in the order of the file\n"
    "    position INTEGER PRIMARY KEY, -- from 0\n"
    "    row INTEGER NOT NULL,\n"
    "    record TEXT NOT NULL,\n"
    "    reason TEXT NOT NULL -- a code\n"
    ") STRICT;\n";

static const char address_rule[] =
    "ALTER TABLE people_file ADD COLUMN address_rule INTEGER NOT NULL DEFAULT 1\n"
    "        CHECK (address_rule BETWEEN 1 AND 2) /* how addresses are compared */;\n";

static const char *const version_5[] = {
    cleaning_tables,
    address_rule,
    FROZEN_WHEN("committed", COMMITTED, "cleaning", COMMITTED_WORDS),
    FROZEN_WHEN("closed", CLOSED, "cleaning", CLOSED_WORDS),
    FROZEN_WHEN("committed", COMMITTED, "excluded", COMMITTED_WORDS),
    FROZEN_WHEN("closed", CLOSED, "excluded", CLOSED_WORDS),
    NULL};

/*
 * What happens after a draw: who confirmed, withdrew, was there; and what a lottery that mends a
 * panel is over, beside the people and quotas that all lotteries are over. Empty in a file of
 * before: every draw was a first one.
 */
static const char standing_tables[] =
    "CREATE TABLE events ( -- what somebody did, in the order in which it was told\n"
    "    sequence INTEGER PRIMARY KEY, -- from 1\n"
    "    person INTEGER NOT NULL REFERENCES people (position),\n"
    "    state TEXT NOT NULL CHECK (state IN ('confirmed', 'withdrawn', 'attended',\n"
    "        'reinstated')), -- reinstated: the withdrawal before it was a mistake\n"
    "    reason TEXT CHECK ((reason IS NOT NULL) = (state = 'withdrawn')), -- a code\n"
    "    date TEXT NOT NULL CHECK (date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),\n"
    "    attempt INTEGER REFERENCES draws (attempt) -- the newest draw then; NULL: none yet\n"
    ") STRICT;\n"
    "CREATE TABLE standings ( -- whose place is settled on the panels of a lottery\n"
    "    lottery INTEGER NOT NULL REFERENCES lotteries (number) DEFERRABLE INITIALLY DEFERRED,\n"
    "    person INTEGER NOT NULL REFERENCES people (position),\n"
    "    place TEXT NOT NULL CHECK (place IN ('kept', 'withdrawn')),\n"
    "    reason TEXT CHECK ((reason IS NOT NULL) = (place = 'withdrawn')), -- a code\n"
    "    PRIMARY KEY (lottery, person)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE lottery_quotas ( -- the numbers that the organiser changed for a lottery\n"
    "    lottery INTEGER NOT NULL REFERENCES lotteries (number) DEFERRABLE INITIALLY DEFERRED,\n"
    "    quota INTEGER NOT NULL REFERENCES quotas (position),\n"
    "    min INTEGER NOT NULL CHECK (min >= 0),\n"
    "    max INTEGER NOT NULL CHECK (max >= min),\n"
    "    PRIMARY KEY (lottery, quota)\n"
    ") STRICT, WITHOUT ROWID;\n";

/*
 * Whose record and id are gone. A person's row stays, as panels and events name it; what pool.csv
 * has of them is made of what is kept here, without the id.
 */
static const char erased_tables[] =
    "CREATE TABLE erased ( -- people whose records and ids are gone\n"
    "    person INTEGER PRIMARY KEY REFERENCES people (position),\n"
    "    salt BLOB NOT NULL CHECK (length(salt) = 32), -- of the leaf in pool.csv\n"
    "    id_commitment BLOB NOT NULL CHECK (length(id_commitment) = 32), -- what it has of the id\n"
    "    household TEXT NOT NULL CHECK (length(household) IN (0, 16)), -- its tag of the home\n"
    "    date TEXT NOT NULL CHECK (date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')\n"
    ") STRICT;\n"
    "CREATE TABLE erased_excluded ( -- who was excluded, and whose record is gone\n"
    "    position INTEGER PRIMARY KEY REFERENCES excluded (position),\n"
    "    date TEXT NOT NULL CHECK (date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')\n"
    ") STRICT;\n"
    "CREATE TABLE erased_key ( -- one row once everybody is erased, and the key with them\n"
    "    one INTEGER PRIMARY KEY CHECK (one = 1),\n"
    "    process TEXT NOT NULL CHECK (length(process) = 16), -- the process id, made of the key\n"
    "    date TEXT NOT NULL CHECK (date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')\n"
    ") STRICT;\n";

#define ANY_ERASED "(EXISTS (SELECT 1 FROM erased) OR EXISTS (SELECT 1 FROM erased_excluded))"
#define ERASES_PERSON                                                                              \
    "(NEW.position IS OLD.position AND NEW.row IS OLD.row AND NEW.record IS ''"                    \
    " AND NEW.id IS ' ' || (SELECT pid FROM people_classes WHERE person = OLD.position)"           \
    " AND OLD.position IN (SELECT person FROM erased))"
#define ERASES_EXCLUDED                                                                            \
    "(NEW.position IS OLD.position AND NEW.row IS OLD.row AND NEW.reason IS OLD.reason"            \
    " AND NEW.record IS '' AND OLD.position IN (SELECT position FROM erased_excluded))"
#define ANYTHING_LEFT                                                                              \
    "(NOT " CLOSED " OR EXISTS (SELECT 1 FROM people WHERE record IS NOT '')"                      \
    " OR EXISTS (SELECT 1 FROM excluded WHERE record IS NOT '')"                                   \
    " OR EXISTS (SELECT 1 FROM cleaning) OR EXISTS (SELECT 1 FROM erased_key))"

/* A trigger of before, which refuses the same from now on, but for `allowed`. */
#define REFUSE_BUT(name, event, condition, allowed, words)                                         \
    "DROP TRIGGER " name                                                                           \
    ";\n" REFUSE(name, event " WHEN " condition " AND " allowed " IS NOT TRUE", words)
#define BUT_ERASING(table, event, allowed)                                                         \
    REFUSE_BUT(table "_" event "_committed", event " ON " table, COMMITTED, allowed,               \
               COMMITTED_WORDS)                                                                    \
    REFUSE_BUT(table "_" event "_closed", event " ON " table, CLOSED, allowed, CLOSED_WORDS)

static const char *const version_6[] = {
    standing_tables, NEXT_NUMBER("events", "sequence"),
    REFUSE("events_insert_open", "INSERT ON events WHEN NOT " CLOSED, OPEN_WORDS),
    APPEND_ONLY("events", EVENT_WORDS),
    REFUSE("standings_insert_undrawn", "INSERT ON standings WHEN NOT " DRAWN,
           "nothing is drawn yet: there is no panel to mend"),
    REFUSE("lottery_quotas_insert_undrawn", "INSERT ON lottery_quotas WHEN NOT " DRAWN,
           "nothing is drawn yet: there is no panel to mend"),
    SEALED_BY("lotteries", "number", "lottery", "standings", LOTTERY_WORDS),
    SEALED_BY("lotteries", "number", "lottery", "lottery_quotas", LOTTERY_WORDS),

    erased_tables,
    REFUSE("erased_insert",
           "INSERT ON erased WHEN EXISTS (SELECT 1 FROM erased WHERE person = NEW.person)",
           ERASED_WORDS),
    REFUSE("erased_insert_open", "INSERT ON erased WHEN NOT " CLOSED, OPEN_WORDS),
    REFUSE("erased_insert_unknown",
           "INSERT ON erased WHEN NEW.person NOT IN (SELECT person FROM people_classes)",
           "only who has a pseudonym is erased"),
    APPEND_ONLY("erased", ERASED_WORDS),
    REFUSE("erased_excluded_insert",
           "INSERT ON erased_excluded WHEN EXISTS (SELECT 1 FROM erased_excluded"
           " WHERE position = NEW.position)",
           ERASED_WORDS),
    REFUSE("erased_excluded_insert_open", "INSERT ON erased_excluded WHEN NOT " CLOSED, OPEN_WORDS),
    APPEND_ONLY("erased_excluded", ERASED_WORDS),
    REFUSE("erased_key_insert", "INSERT ON erased_key WHEN " ANYTHING_LEFT,
           "the key goes last, after everybody is erased"),
    APPEND_ONLY("erased_key", ERASED_WORDS),
    /* an entry's salt would come of a key that everybody knows */
    REFUSE("log_insert_erased", "INSERT ON log WHEN EXISTS (SELECT 1 FROM erased_key)",
           "everybody is erased: nothing more is done"),
    BUT_ERASING("people", "update", ERASES_PERSON),
    BUT_ERASING("excluded", "update", ERASES_EXCLUDED),
    BUT_ERASING("cleaning", "delete", ANY_ERASED),
    FROZEN_WHEN("erased", ANY_ERASED, "people_classes", ERASED_WORDS),
    "DROP TRIGGER assembly_update;\n",
    REFUSE("assembly_update", "UPDATE OF one, title, seats, per_household ON assembly",
           ASSEMBLY_WORDS),
    REFUSE("assembly_key",
           "UPDATE OF key ON assembly WHEN NEW.key IS NOT zeroblob(32)"
           " OR NOT EXISTS (SELECT 1 FROM erased_key)",
           ASSEMBLY_WORDS),
    NULL};

/* migrations[v] brings a file of user_version v to v + 1. */
static const char *const *const migrations[] = {version_1, version_2, version_3,   version_4,
                                                version_5, version_6, lot_schema_7};

static_assert(sizeof migrations / sizeof migrations[0] == LOT_SCHEMA_VERSION, "one a version");

lot_status lot_schema_migrate(lot_assembly *assembly, uint32_t from, uint32_t to, lot_error *error)
{
    lot_text pragmas = LOT_TEXT_EMPTY;
    lot_status status = LOT_OK;
    assert(from <= to && to <= LOT_SCHEMA_VERSION);
    for (uint32_t version = from; version < to; version++) {
        for (const char *const *sql = migrations[version]; *sql != NULL; sql++)
            TRY(lot_statement_execute(assembly, *sql, error));
    }
    lot_text_format(&pragmas, "PRAGMA application_id = %d; PRAGMA user_version = %u;",
                    (int)LOT_SCHEMA_APPLICATION, (unsigned)to);
    TRY(lot_text_check(&pragmas, error));
    TRY(lot_statement_execute(assembly, pragmas.bytes, error));
done:
    lot_text_free(&pragmas);
    return status;
}
