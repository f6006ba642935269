/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Attempts: commits, and what was drawn on them.
 *
 * Sources and reserves come before the commit or draw that they belong to: it seals them.
 */
#include "civiclot/dropout_rates.h"
#include "core/array.h"
#include "core/control.h"
#include "store/members.h"
#include "store/reserve_rows.h"
#include "store/statement.h"

#include <assert.h>
#include <stdlib.h>

void lot_attempt_free(lot_attempt *attempt)
{
    if (attempt == NULL)
        return;
    free(attempt->process_text);
    free(attempt->folder);
    lot_sources_free(attempt->sources, attempt->sources_count);
    lot_dropout_rates_free(&attempt->plan.rates);
    lot_reserve_list_free(&attempt->reserves);
    *attempt = (lot_attempt){0};
}

static lot_status add_names(lot_assembly *assembly, const lot_attempt *attempt, lot_error *error)
{
    lot_statement *insert = NULL;
    lot_status status;
    TRY(lot_statement_new(&insert, assembly,
                          "INSERT INTO commit_sources (attempt, position, name) VALUES (?, ?, ?)",
                          error));
    for (uint32_t s = 0; s < attempt->sources_count; s++) {
        lot_bind_number(insert, attempt->number);
        lot_bind_number(insert, s);
        lot_bind_text(insert, attempt->sources[s].name);
        TRY(lot_statement_run(insert, error));
    }
done:
    lot_statement_free(insert);
    return status;
}

/* The level of a commit: a row for `full`, none for `public`. */
static lot_status add_level(lot_assembly *assembly, const lot_attempt *attempt, lot_error *error)
{
    lot_statement *insert = NULL;
    lot_status status = LOT_OK;
    if (!attempt->full)
        return LOT_OK;
    TRY(lot_statement_new(&insert, assembly, "INSERT INTO full_commits (attempt) VALUES (?)",
                          error));
    lot_bind_number(insert, attempt->number);
    TRY(lot_statement_run(insert, error));
done:
    lot_statement_free(insert);
    return status;
}

lot_status lot_assembly_add_commit(lot_assembly *assembly, const lot_attempt *attempt,
                                   lot_error *error)
{
    lot_statement *insert = NULL;
    lot_status status = LOT_OK;
    if (attempt->folder != NULL && !lot_is_one_line(attempt->folder))
        TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                     "the published folder's path has a control character: choose another"));
    TRY(add_names(assembly, attempt, error));
    TRY(add_level(assembly, attempt, error));
    TRY(lot_plan_save(assembly, attempt, error));
    TRY(lot_statement_new(&insert, assembly,
                          "INSERT INTO commits (attempt, lottery, test, one_run, manifest, process,"
                          " folder) VALUES (?, ?, ?, ?, ?, ?, ?)",
                          error));
    lot_bind_number(insert, attempt->number);
    lot_bind_number(insert, attempt->lottery);
    lot_bind_number(insert, attempt->test);
    lot_bind_number(insert, attempt->one_run);
    lot_bind_bytes(insert, attempt->manifest.bytes, sizeof attempt->manifest.bytes);
    lot_bind_text(insert, attempt->process_text);
    lot_bind_text(insert, attempt->folder);
    TRY(lot_statement_run(insert, error));
done:
    lot_statement_free(insert);
    return status;
}

static lot_status add_values(lot_assembly *assembly, const lot_attempt *attempt, lot_error *error)
{
    lot_statement *insert = NULL;
    lot_status status;
    TRY(lot_statement_new(&insert, assembly,
                          "INSERT INTO draw_sources (attempt, position, value, nonce)"
                          " VALUES (?, ?, ?, ?)",
                          error));
    for (uint32_t s = 0; s < attempt->sources_count; s++) {
        lot_bind_number(insert, attempt->number);
        lot_bind_number(insert, s);
        lot_bind_text(insert, attempt->sources[s].value);
        lot_bind_text(insert, attempt->sources[s].nonce);
        TRY(lot_statement_run(insert, error));
    }
done:
    lot_statement_free(insert);
    return status;
}

lot_status lot_assembly_add_draw(lot_assembly *assembly, const lot_attempt *attempt,
                                 lot_error *error)
{
    assert(attempt->drawn && attempt->draw.attempt == attempt->number);
    assert(attempt->draw.test == attempt->test);
    lot_statement *insert = NULL;
    lot_status status;
    TRY(add_values(assembly, attempt, error));
    TRY(lot_reserve_rows_save(assembly, attempt, error));
    TRY(lot_statement_new(&insert, assembly,
                          "INSERT INTO draws (attempt, seed, rejected, ticket, row)"
                          " VALUES (?, ?, ?, ?, ?)",
                          error));
    lot_bind_number(insert, attempt->number);
    lot_bind_bytes(insert, attempt->seed.bytes, sizeof attempt->seed.bytes);
    lot_bind_number(insert, attempt->draw.rejected);
    lot_bind_number(insert, attempt->draw.ticket);
    lot_bind_number(insert, attempt->draw.row);
    TRY(lot_statement_run(insert, error));
done:
    lot_statement_free(insert);
    return status;
}

lot_status lot_assembly_count_attempts(uint32_t *count, lot_assembly *assembly, lot_error *error)
{
    return lot_statement_count(count, assembly, "SELECT count(*) FROM commits", 0, error);
}

/* A commit that is not there reads as damaged. */
static lot_status load_commit(lot_attempt *attempt, lot_assembly *assembly, uint32_t number,
                              lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    bool found;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT lottery, test, one_run, manifest, process, folder,"
                          " attempt IN (SELECT attempt FROM full_commits),"
                          " lottery IN (SELECT lottery FROM standings) FROM commits"
                          " WHERE attempt = ?",
                          error));
    lot_bind_number(query, number);
    TRY(lot_statement_next(&found, query, error));
    attempt->number = number;
    attempt->lottery = (uint32_t)lot_column_between(query, 0, 1, UINT32_MAX);
    attempt->test = lot_column_truth(query, 1);
    attempt->one_run = lot_column_truth(query, 2);
    lot_column_bytes(query, 3, attempt->manifest.bytes, sizeof attempt->manifest.bytes);
    attempt->process_text = lot_column_copy(query, 4);
    attempt->folder =
        attempt->test && lot_column_is_null(query, 5) ? NULL : lot_column_path(query, 5);
    attempt->full = lot_column_truth(query, 6);
    attempt->replacement = lot_column_truth(query, 7);
    TRY(lot_statement_end(query, error));
    if (!lot_is_lines(attempt->process_text))
        status = lot_assembly_damaged(assembly, "the process of an attempt is no text", error);
done:
    lot_statement_free(query);
    return status;
}

/* The draw, if there is one; its row has to be one of the lottery, as others look it up. */
static lot_status load_draw(lot_attempt *attempt, lot_assembly *assembly, lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT seed, rejected, ticket, lottery_rows.row FROM draws"
                          " JOIN commits USING (attempt)"
                          " LEFT JOIN lottery_rows ON lottery_rows.lottery = commits.lottery"
                          " AND lottery_rows.row = draws.row AND ticket BETWEEN first AND last"
                          " WHERE attempt = ?",
                          error));
    lot_bind_number(query, attempt->number);
    TRY(lot_statement_next(&attempt->drawn, query, error));
    if (!attempt->drawn)
        goto done;
    lot_column_bytes(query, 0, attempt->seed.bytes, sizeof attempt->seed.bytes);
    attempt->draw.attempt = attempt->number;
    attempt->draw.test = attempt->test;
    attempt->draw.rejected = lot_column_number(query, 1, INT64_MAX);
    attempt->draw.ticket = lot_column_number(query, 2, LOT_TICKETS_MAX);
    attempt->draw.row = lot_column_index(query, 3, UINT32_MAX);
    TRY(lot_statement_end(query, error));
done:
    lot_statement_free(query);
    return status;
}

static lot_status load_sources(lot_attempt *attempt, lot_assembly *assembly, lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    uint32_t count;
    bool more;
    TRY(lot_statement_count(&count, assembly,
                            "SELECT count(*) FROM commit_sources WHERE attempt = ?",
                            attempt->number, error));
    attempt->sources = lot_array_new(count, sizeof *attempt->sources);
    if (attempt->sources == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    attempt->sources_count = count;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT name, value, nonce, position FROM commit_sources"
                          " LEFT JOIN draw_sources USING (attempt, position)"
                          " WHERE attempt = ? ORDER BY position",
                          error));
    lot_bind_number(query, attempt->number);
    for (uint32_t s = 0; s < count; s++) {
        lot_source *source = &attempt->sources[s];
        TRY(lot_statement_next(&more, query, error));
        source->name = lot_column_line(query, 0);
        source->value = attempt->drawn ? lot_column_line(query, 1) : NULL;
        source->nonce = lot_column_is_null(query, 2) ? NULL : lot_column_line(query, 2);
        lot_column_expect(query, 3, s);
    }
    TRY(lot_statement_end(query, error));
done:
    lot_statement_free(query);
    return status;
}

lot_status lot_assembly_load_attempt(lot_attempt *attempt, lot_assembly *assembly, uint32_t number,
                                     lot_error *error)
{
    lot_status status;
    *attempt = (lot_attempt){0};
    TRY(load_commit(attempt, assembly, number, error));
    TRY(load_draw(attempt, assembly, error));
    TRY(load_sources(attempt, assembly, error));
    TRY(lot_plan_load(attempt, assembly, error));
done:
    if (status != LOT_OK)
        lot_attempt_free(attempt);
    return status;
}

lot_status lot_assembly_load_drawn(uint32_t *members, lot_assembly *assembly, uint32_t number,
                                   uint32_t seats, uint32_t people_count, lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    bool found;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT members FROM draws JOIN commits USING (attempt)"
                          " JOIN lottery_rows ON lottery_rows.lottery = commits.lottery"
                          " AND lottery_rows.row = draws.row"
                          " JOIN panels ON panels.lottery = commits.lottery"
                          " AND panels.panel = lottery_rows.panel WHERE attempt = ?",
                          error));
    lot_bind_number(query, number);
    TRY(lot_statement_next(&found, query, error));
    if (!found || !lot_members_parse(members, seats, people_count, lot_column_text(query, 0)))
        TRY(lot_assembly_damaged(assembly, "the members of a panel were changed", error));
    TRY(lot_statement_end(query, error));
done:
    lot_statement_free(query);
    return status;
}
