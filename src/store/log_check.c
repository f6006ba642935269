/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The log, checked: its chain, and that it tells of what the file holds.
 *
 * Who takes a draw out of the file, to make another, has to take its entry out of the log as well,
 * and then the chain ends elsewhere than at the checkpoint that others hold.
 *
 * The entries commit, reveal, draw and call-up hold exactly what everyone can check; what else a
 * commit rests on stands in the entry `prepare` right before it. A commit of before (its
 * process.txt says so) has all of that in its own entry.
 */
#include "store/log_reserves.h"
#include "store/statement.h"

#include <inttypes.h>
#include <string.h>

/* How many rows are in one of two queries, but not in the other. */
#define DIFFERENCES(told, held)                                                                    \
    "SELECT count(*) FROM (SELECT * FROM (" told " EXCEPT " held ")"                               \
    " UNION ALL SELECT * FROM (" held " EXCEPT " told "))"

/* Entries that tell what a commit rests on, of today and of before. */
#define TELLS_BASIS "(kind = 'prepare' OR (kind = 'commit' AND payload -> 'lottery' IS NOT NULL))"

/* Real commits whose entries everyone can check, beside those of before. */
#define COMMITS_OF_TODAY                                                                           \
    " FROM commits WHERE test = 0"                                                                 \
    " AND substr(process, 1, 20) IS NOT 'civiclot-process: 1' || char(10)"

/* Each query counts what is wrong; all but the first read payloads. */
static const struct rule {
    const char *sql;
    const char *words;
} rules[] = {
    {"SELECT count(*) FROM log WHERE NOT json_valid(payload)", "an entry is not readable"},
    {"SELECT NOT EXISTS (SELECT 1 FROM log, assembly WHERE sequence = 1 AND kind = 'new'"
     " AND payload ->> 'title' = title AND payload ->> 'seats' = seats"
     " AND payload ->> 'per_household' = per_household)",
     "it does not begin with the making of this assembly"},
    {DIFFERENCES("SELECT payload ->> 'lottery', payload ->> 'tickets',"
                 " payload ->> 'certificate' IS NOT NULL FROM log WHERE kind = 'solve'",
                 "SELECT number, tickets, certificate IS NOT NULL"
                 " FROM lotteries LEFT JOIN findings ON lottery = number"),
     "it tells of other lotteries than there are"},
    {"SELECT closed IS NOT EXISTS (SELECT 1 FROM log WHERE kind = 'close') FROM assembly",
     "it tells otherwise whether the registrations are closed"},
    {"SELECT count(*) FROM (SELECT 1 FROM log"
     " WHERE kind IN ('prepare', 'commit', 'reveal', 'draw', 'test-draw')"
     " GROUP BY kind, payload ->> 'attempt' HAVING count(*) > 1)",
     "it tells of the same thing twice"},
    {DIFFERENCES("SELECT payload ->> 'attempt', payload ->> 'manifest' FROM log"
                 " WHERE kind = 'commit'",
                 "SELECT attempt, lower(hex(manifest)) FROM commits WHERE test = 0"),
     "it tells of other commits than there are"},
    {DIFFERENCES("SELECT payload ->> 'attempt', payload ->> 'lottery' FROM log WHERE " TELLS_BASIS,
                 "SELECT attempt, lottery FROM commits WHERE test = 0"),
     "it tells of other lotteries that were committed than there are"},
    {"SELECT count(*)" COMMITS_OF_TODAY " AND NOT EXISTS (SELECT 1 FROM log AS entry"
     " JOIN log AS before ON before.sequence = entry.sequence - 1 WHERE entry.kind = 'commit'"
     " AND entry.salt = zeroblob(32) AND entry.payload = '{\"attempt\":' || attempt ||"
     " ',\"manifest\":\"' || lower(hex(manifest)) || '\"}' AND before.kind = 'prepare'"
     " AND before.payload ->> 'attempt' = attempt)",
     "the entry of a commit is not the one that everyone can check"},
    {DIFFERENCES("SELECT payload ->> 'attempt', key, value"
                 " FROM log, json_each(payload, '$.sources') WHERE " TELLS_BASIS,
                 "SELECT attempt, position, name FROM commit_sources JOIN commits USING (attempt)"
                 " WHERE test = 0"),
     "it tells of other sources than there are"},
    {DIFFERENCES("SELECT kind, payload ->> 'attempt', payload ->> 'manifest', payload ->> 'seed',"
                 " payload ->> 'ticket' FROM log WHERE kind IN ('draw', 'test-draw')",
                 "SELECT iif(test, 'test-draw', 'draw'), attempt, lower(hex(manifest)),"
                 " lower(hex(seed)), ticket FROM draws JOIN commits USING (attempt)"),
     "it tells of other draws than there are"},
    {"SELECT count(*) FROM draws WHERE attempt IN (SELECT attempt" COMMITS_OF_TODAY ")"
     " AND NOT EXISTS (SELECT 1 FROM log JOIN commits ON commits.attempt = draws.attempt"
     " WHERE kind = 'draw' AND salt = zeroblob(32) AND payload = '{\"attempt\":' ||"
     " draws.attempt || ',\"manifest\":\"' || lower(hex(manifest)) ||"
     " iif(draws.attempt IN (SELECT attempt FROM reserve_plans),"
     " '\",\"reserves\":\"' || (payload ->> 'reserves'), '') || '\",\"seed\":\"' ||"
     " lower(hex(seed)) || '\",\"ticket\":' || ticket || '}')",
     "the entry of a draw is not the one that everyone can check"},
    {DIFFERENCES("SELECT payload ->> 'attempt', payload -> 'reserves' ->> 'most',"
                 " payload -> 'reserves' ->> 'samples', payload -> 'reserves' ->> 'rate'"
                 " FROM log WHERE kind = 'prepare' AND payload -> 'reserves' IS NOT NULL",
                 "SELECT attempt, reserves, samples, rate FROM reserve_plans"
                 " JOIN commits USING (attempt) WHERE test = 0"),
     "it tells of other reserves that were announced than there are"},
    {DIFFERENCES("SELECT payload ->> 'attempt' FROM log WHERE kind = 'reveal'",
                 "SELECT attempt FROM reveals"),
     "it tells otherwise which contributions were revealed"},
    {DIFFERENCES("SELECT attempt, position FROM reveals",
                 "SELECT attempt, position FROM commit_sources WHERE"
                 " substr(name, 1, 13) = 'contribution:' AND attempt IN"
                 " (SELECT attempt FROM reveals UNION"
                 " SELECT draws.attempt FROM draws JOIN commits USING (attempt) WHERE test = 0)"),
     "it tells of a reveal that lacks a contribution"},
    {"SELECT count(*) FROM reveals JOIN draw_sources AS drawn USING (attempt, position)"
     " WHERE (drawn.value, drawn.nonce) IS NOT (reveals.value, reveals.nonce)",
     "a draw was made of other contributions than were revealed"},
    {"SELECT count(*) FROM log AS entry WHERE kind = 'reveal' AND (salt IS NOT zeroblob(32)"
     " OR NOT EXISTS (SELECT 1 FROM log WHERE kind = 'commit' AND sequence < entry.sequence"
     " AND payload ->> 'attempt' = entry.payload ->> 'attempt')"
     " OR EXISTS (SELECT 1 FROM log WHERE kind = 'draw' AND sequence < entry.sequence"
     " AND payload ->> 'attempt' = entry.payload ->> 'attempt'))",
     "a reveal does not stand between its commit and its draw"},
    {DIFFERENCES("SELECT payload ->> 'attempt' FROM log"
                 " WHERE " TELLS_BASIS " AND payload ->> 'level' = 'full'",
                 "SELECT attempt FROM full_commits"),
     "it tells otherwise what was published in full"},
    {DIFFERENCES("SELECT payload ->> 'as', sum(payload ->> 'people') FROM log"
                 " WHERE kind = 'mark' GROUP BY 1",
                 "SELECT state, count(*) FROM events GROUP BY 1"),
     "it tells of others who confirmed, withdrew or were there than there are"},
    {DIFFERENCES("SELECT payload ->> 'lottery', payload ->> 'kept', payload ->> 'withdrawn',"
                 " payload ->> 'quotas_changed' FROM log"
                 " WHERE kind = 'solve' AND payload -> 'kept' IS NOT NULL",
                 "SELECT lottery, sum(place = 'kept'), sum(place = 'withdrawn'), (SELECT count(*)"
                 " FROM lottery_quotas AS changed WHERE changed.lottery = standings.lottery)"
                 " FROM standings GROUP BY lottery"),
     "it tells of other replacements than there are"},
    {"SELECT (SELECT count(*) FROM log WHERE kind = 'call-up') IS NOT (SELECT count(*) FROM "
     "callups)",
     "it tells of more or fewer call-ups than there are"},
    {"SELECT count(*) FROM (SELECT row_number() OVER (ORDER BY sequence) AS number, sequence AS "
     "here"
     " FROM log WHERE kind = 'call-up') JOIN callups USING (number) WHERE (SELECT max(payload ->>"
     " 'attempt') FROM log WHERE sequence < here AND kind IN ('commit', 'test-draw')) IS NOT behind"
     " OR (SELECT max(payload ->> 'attempt') FROM log WHERE sequence < here AND kind = 'draw')"
     " IS NOT attempt OR EXISTS (SELECT 1 FROM log WHERE sequence > here"
     " AND kind IN ('reveal', 'draw') AND payload ->> 'attempt' <= behind)",
     "a call-up does not stand where it belongs among commits and draws"},
    {"SELECT (SELECT coalesce(sum(payload ->> 'people'), 0) FROM log WHERE kind = 'erase')"
     " IS NOT (SELECT count(*) FROM erased)"
     " OR (SELECT coalesce(sum(payload ->> 'excluded'), 0) FROM log WHERE kind = 'erase')"
     " IS NOT (SELECT count(*) FROM erased_excluded)"
     " OR (SELECT coalesce(sum(payload ->> 'key'), 0) FROM log WHERE kind = 'erase')"
     " IS NOT (SELECT count(*) FROM erased_key)",
     "it tells of others who were erased than there are"},
    {"SELECT count(*) FROM log AS entry JOIN erased_key WHERE kind = 'new'"
     " AND payload ->> 'process' IS NOT process",
     "it tells of another process"},
    {"SELECT count(*) FROM commits WHERE test = 1 AND attempt NOT IN (SELECT attempt FROM draws)",
     "it does not tell of a rehearsal"},
};

lot_status lot_log_refuse(const char *words, const lot_assembly *assembly, lot_error *error)
{
    return LOT_FAIL(error, LOT_NOT_VERIFIED,
                    "the log does not hold: %s: %s was changed, use a copy from before", words,
                    assembly->path);
}

/* Is the certificate of each lottery the one whose digest the log has? */
static lot_status check_certificates(lot_assembly *assembly, lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    bool more;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT certificate, payload ->> 'certificate' FROM findings JOIN log"
                          " ON kind = 'solve' AND payload ->> 'lottery' = findings.lottery"
                          " WHERE certificate IS NOT NULL ORDER BY findings.lottery",
                          error));
    TRY(lot_statement_next(&more, query, error));
    while (more) {
        lot_digest digest;
        char hex[LOT_HEX_BYTES];
        const char *certificate = lot_column_text(query, 0);
        lot_sha256(&digest, certificate, strlen(certificate));
        lot_digest_hex(hex, &digest);
        if (strcmp(hex, lot_column_text(query, 1)) != 0)
            TRY(lot_log_refuse("it tells of another certificate than there is", assembly, error));
        TRY(lot_statement_next(&more, query, error));
    }
done:
    lot_statement_free(query);
    return status;
}

/* The payload that everyone can check of the reveals that are kept. All rules hold already. */
static lot_status put_reveals(lot_text *payload, lot_assembly *assembly, uint32_t number,
                              lot_error *error)
{
    lot_attempt attempt;
    lot_digest digest;
    char hex[LOT_HEX_BYTES];
    bool revealed;
    lot_status status = lot_assembly_load_attempt(&attempt, assembly, number, error);
    if (status != LOT_OK)
        return status;
    if (!attempt.drawn)
        TRY(lot_assembly_load_reveals(&revealed, &attempt, assembly, error));
    lot_reveals_digest(&digest, attempt.sources, attempt.sources_count);
    lot_digest_hex(hex, &digest);
    lot_text_format(payload, "{\"attempt\":%" PRIu32 ",\"reveals\":\"%s\"}", number, hex);
    status = lot_text_check(payload, error);
done:
    lot_attempt_free(&attempt);
    return status;
}

/* Are the reveals those whose digest the log has? */
static lot_status check_reveals(lot_assembly *assembly, lot_error *error)
{
    lot_statement *query = NULL;
    lot_text payload = LOT_TEXT_EMPTY;
    lot_status status;
    bool more;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT payload ->> 'attempt', payload FROM log WHERE kind = 'reveal'"
                          " ORDER BY sequence",
                          error));
    TRY(lot_statement_next(&more, query, error));
    while (more) {
        uint32_t number = (uint32_t)lot_column_between(query, 0, 1, UINT32_MAX);
        lot_text_free(&payload);
        TRY(put_reveals(&payload, assembly, number, error));
        if (strcmp(lot_text_string(&payload), lot_column_text(query, 1)) != 0)
            TRY(lot_log_refuse("it tells of other contributions than were revealed", assembly,
                               error));
        TRY(lot_statement_next(&more, query, error));
    }
done:
    lot_text_free(&payload);
    lot_statement_free(query);
    return status;
}

static lot_status follow(void *context, const lot_log_entry *entry, lot_error *error)
{
    (void)error;
    lot_log_follow(context, entry);
    return LOT_OK;
}

lot_status lot_assembly_check_log(lot_assembly *assembly, lot_error *error)
{
    lot_log_chain chain = {0};
    lot_status status;
    TRY(lot_assembly_visit_log(assembly, follow, &chain, error));
    TRY(lot_log_check(&chain, error));
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        uint32_t wrong;
        TRY(lot_statement_count(&wrong, assembly, rules[i].sql, 0, error));
        if (wrong > 0)
            TRY(lot_log_refuse(rules[i].words, assembly, error));
    }
    TRY(check_certificates(assembly, error));
    TRY(check_reveals(assembly, error));
    TRY(lot_log_check_reserves(assembly, error));
    TRY(lot_log_check_callups(assembly, error));
done:
    return status;
}
