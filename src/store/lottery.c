/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lottery, loaded: checked as if a stranger had written it, as others index arrays with it. How it
 * is kept: lottery_save.c.
 */
#include "core/array.h"
#include "store/finding.h"
#include "store/members.h"
#include "store/statement.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const lot_path paths[] = {LOT_PATH_DIRECT, LOT_PATH_CUTS, LOT_PATH_ROUNDED,
                                 LOT_PATH_SIMULATED};

void lot_saved_lottery_free(lot_saved_lottery *saved)
{
    if (saved == NULL)
        return;
    lot_lottery_free(saved->lottery);
    free(saved->no_panel);
    lot_proof_free(saved->proof);
    free(saved->certificate);
    *saved = (lot_saved_lottery){0};
}

/* What a lottery's own row says of its size. */
typedef struct lottery_size {
    uint64_t tickets;
    uint32_t seats;
    uint32_t people_count;
    uint32_t classes_count;
} lottery_size;

static bool parse_names(lot_finding *finding, const char *objective, const char *path)
{
    bool objective_known = false;
    bool path_known = false;
    for (unsigned o = 0; o < LOT_OBJECTIVES_COUNT; o++) {
        if (strcmp(objective, lot_objective_name((lot_objective)o)) != 0)
            continue;
        finding->objective = (lot_objective)o;
        objective_known = true;
    }
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        if (strcmp(path, lot_path_name(paths[i])) != 0)
            continue;
        finding->path = paths[i];
        path_known = true;
    }
    return objective_known && path_known;
}

/*
 * What bounds a chance is not above 1, but for what rounding up may have added to it; what bounds
 * the value of an objective may be.
 */
static bool is_bound(const lot_finding *finding)
{
    bool of_value = finding->objective == LOT_NASH || finding->objective == LOT_GOLDILOCKS;
    uint64_t denominator = finding->bound.denominator;
    return denominator > 0 && (of_value || finding->bound.numerator / denominator <= 1);
}

static lot_status load_finding(bool *found, lottery_size *size, lot_finding *finding,
                               lot_assembly *assembly, uint32_t number, lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT tickets, seats, people, classes, objective, path, cuts, levels,"
                          " bound_numerator, bound_denominator, distance_millitickets"
                          " FROM lotteries WHERE number = ?",
                          error));
    lot_bind_number(query, number);
    TRY(lot_statement_next(found, query, error));
    if (!*found)
        goto done;
    size->tickets = lot_column_between(query, 0, 1, LOT_TICKETS_MAX);
    size->people_count = lot_column_index(query, 2, UINT32_MAX);
    size->seats = (uint32_t)lot_column_between(query, 1, 1, size->people_count);
    size->classes_count = (uint32_t)lot_column_between(query, 3, 1, size->people_count);
    finding->cuts_count = lot_column_index(query, 6, UINT32_MAX);
    finding->levels_count = lot_column_index(query, 7, UINT32_MAX);
    finding->bound.numerator = lot_column_decimal(query, 8);
    finding->bound.denominator = lot_column_decimal(query, 9);
    finding->distance_millitickets = lot_column_number(query, 10, size->tickets * 1000);
    if (!parse_names(finding, lot_column_text(query, 4), lot_column_text(query, 5)))
        status = lot_assembly_damaged(assembly, "a lottery's objective or path is unknown", error);
    else if (!is_bound(finding))
        status = lot_assembly_damaged(assembly, "a lottery's bound is no chance", error);
    else
        TRY(lot_statement_end(query, error));
done:
    lot_statement_free(query);
    return status;
}

static lot_status load_panels(lot_panels **out, lot_assembly *assembly, uint32_t number,
                              const lottery_size *size, lot_error *error)
{
    lot_statement *query = NULL;
    bool more;
    lot_status status;
    lot_panels *panels = lot_array_new(1, sizeof *panels);
    *out = panels;
    if (panels == NULL)
        return LOT_NO_MEMORY(error);
    panels->seats = size->seats;
    TRY(lot_statement_count(&panels->count, assembly,
                            "SELECT count(*) FROM panels WHERE lottery = ?", number, error));
    if (panels->count == 0) {
        status = lot_assembly_damaged(assembly, "a lottery has no panels", error);
        goto done;
    }
    panels->members = lot_array_new((size_t)panels->count * size->seats, sizeof *panels->members);
    panels->tickets = lot_array_new(panels->count, sizeof *panels->tickets);
    if (panels->members == NULL || panels->tickets == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    TRY(lot_statement_new(&query, assembly,
                          "SELECT tickets, members, panel FROM panels WHERE lottery = ?"
                          " ORDER BY panel",
                          error));
    lot_bind_number(query, number);
    for (uint32_t p = 0; p < panels->count; p++) {
        uint32_t *members = panels->members + (size_t)p * size->seats;
        TRY(lot_statement_next(&more, query, error));
        panels->tickets[p] = lot_column_between(query, 0, 1, LOT_TICKETS_MAX);
        lot_column_expect(query, 2, p);
        const char *json = lot_column_text(query, 1);
        if (!lot_members_parse(members, size->seats, size->people_count, json)) {
            status = lot_assembly_damaged(assembly, "the members of a panel were changed", error);
            goto done;
        }
    }
    TRY(lot_statement_end(query, error));
done:
    lot_statement_free(query);
    return status;
}

/* Rows of tickets on their way from the file. */
typedef struct ticket_rows {
    uint32_t count;
    uint32_t *panel;
    uint64_t *tickets;
} ticket_rows;

static lot_status load_rows(ticket_rows *rows, lot_assembly *assembly, uint32_t number,
                            const lot_panels *panels, lot_error *error)
{
    lot_statement *query = NULL;
    bool more;
    lot_status status;
    TRY(lot_statement_count(&rows->count, assembly,
                            "SELECT count(*) FROM lottery_rows WHERE lottery = ?", number, error));
    rows->panel = lot_array_new(rows->count, sizeof *rows->panel);
    rows->tickets = lot_array_new(rows->count, sizeof *rows->tickets);
    if (rows->panel == NULL || rows->tickets == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    TRY(lot_statement_new(&query, assembly,
                          "SELECT first, last, panel, row FROM lottery_rows WHERE lottery = ?"
                          " ORDER BY row",
                          error));
    lot_bind_number(query, number);
    uint64_t next = 0;
    for (uint32_t r = 0; r < rows->count; r++) {
        TRY(lot_statement_next(&more, query, error));
        uint64_t first = lot_column_number(query, 0, LOT_TICKETS_MAX);
        uint64_t last = lot_column_number(query, 1, LOT_TICKETS_MAX);
        rows->panel[r] = lot_column_index(query, 2, panels->count - 1);
        lot_column_expect(query, 3, r);
        if (first != next || last < first) {
            status = lot_assembly_damaged(
                assembly, "the tickets of a lottery do not follow each other", error);
            goto done;
        }
        next = last + 1;
        rows->tickets[r] = next - first;
    }
    TRY(lot_statement_end(query, error));
done:
    lot_statement_free(query);
    return status;
}

/* Invariant L3, and that the rows hold as many tickets as the lottery says. */
static lot_status check_tickets(const lot_lottery *lottery, uint64_t tickets,
                                const lot_assembly *assembly, lot_error *error)
{
    uint64_t *held = lot_array_new(lottery->panels->count, sizeof *held);
    if (held == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t r = 0; r < lottery->rows_count; r++)
        held[lottery->panel[r]] += lottery->first[r + 1] - lottery->first[r];
    bool well = lottery->tickets == tickets;
    for (uint32_t p = 0; p < lottery->panels->count; p++)
        well = well && held[p] == lottery->panels->tickets[p];
    free(held);
    return well ? LOT_OK
                : lot_assembly_damaged(assembly,
                                       "the panels do not have the tickets that draw them", error);
}

static lot_status load_no_panel(bool **no_panel, lot_assembly *assembly, uint32_t number,
                                uint32_t classes_count, lot_error *error)
{
    lot_statement *query = NULL;
    bool more;
    lot_status status;
    *no_panel = lot_array_new(classes_count, sizeof **no_panel);
    if (*no_panel == NULL)
        return LOT_NO_MEMORY(error);
    TRY(lot_statement_new(&query, assembly,
                          "SELECT class FROM no_panel_classes WHERE lottery = ? ORDER BY class",
                          error));
    lot_bind_number(query, number);
    TRY(lot_statement_next(&more, query, error));
    while (more) {
        (*no_panel)[lot_column_index(query, 0, classes_count - 1)] = true;
        TRY(lot_statement_next(&more, query, error));
    }
done:
    lot_statement_free(query);
    return status;
}

/* Does it rest on the people, quotas and classes that the file holds now? */
static lot_status check_not_stale(lot_assembly *assembly, uint32_t number, const lottery_size *size,
                                  const lot_scope *scope, lot_error *error)
{
    uint32_t stale, people_count, classes_count, seats;
    lot_status status;
    TRY(lot_statement_count(&stale, assembly, "SELECT stale_lotteries FROM assembly", 0, error));
    TRY(lot_statement_count(&people_count, assembly, "SELECT count(*) FROM people", 0, error));
    TRY(lot_statement_count(&classes_count, assembly, "SELECT count(*) FROM classes", 0, error));
    TRY(lot_statement_count(&seats, assembly, "SELECT seats FROM assembly", 0, error));
    if (scope != NULL)
        classes_count = scope->members->classes_count;
    if (number <= stale)
        status = LOT_FAIL(error, LOT_BAD_INPUT,
                          "%s: lottery %u is out of date: people or quotas were replaced since",
                          assembly->path, (unsigned)number);
    else if (size->people_count != people_count || size->classes_count != classes_count ||
             size->seats != seats)
        status =
            lot_assembly_damaged(assembly, "a lottery is not one of its people and seats", error);
done:
    return status;
}

/* The current lottery's number; 0 when there is none, and whether there was one. */
static lot_status find_current(uint32_t *number, bool *outdated, lot_assembly *assembly,
                               lot_error *error)
{
    uint32_t stale;
    lot_status status;
    TRY(lot_statement_count(number, assembly, "SELECT coalesce(current_lottery, 0) FROM assembly",
                            0, error));
    TRY(lot_statement_count(&stale, assembly, "SELECT stale_lotteries FROM assembly", 0, error));
    *outdated = *number == 0 && stale > 0;
done:
    return status;
}

/* scope: what a replacement's lottery is over; else NULL. */
static lot_status load(lot_saved_lottery *saved, lot_assembly *assembly, uint32_t number,
                       const lot_scope *scope, lot_error *error)
{
    lottery_size size = {0};
    ticket_rows rows = {0};
    lot_panels *panels = NULL;
    lot_status status;
    bool found;
    *saved = (lot_saved_lottery){0};
    if (number == 0)
        TRY(find_current(&number, &saved->outdated, assembly, error));
    TRY(load_finding(&found, &size, &saved->finding, assembly, number, error));
    if (!found)
        goto done;
    TRY(check_not_stale(assembly, number, &size, scope, error));
    saved->number = number;
    TRY(load_panels(&panels, assembly, number, &size, error));
    TRY(load_rows(&rows, assembly, number, panels, error));
    TRY(load_no_panel(&saved->no_panel, assembly, number, size.classes_count, error));
    TRY(lot_finding_load(saved, assembly, number, size.seats, scope, error));
    TRY(lot_lottery_new(&saved->lottery, panels, rows.panel, rows.tickets, rows.count, error));
    panels = NULL;
    TRY(check_tickets(saved->lottery, size.tickets, assembly, error));
done:
    lot_panels_free(panels);
    free(rows.panel);
    free(rows.tickets);
    if (status != LOT_OK)
        lot_saved_lottery_free(saved);
    return status;
}

lot_status lot_assembly_load_lottery(lot_saved_lottery *saved, lot_assembly *assembly,
                                     uint32_t number, lot_error *error)
{
    return load(saved, assembly, number, NULL, error);
}

lot_status lot_assembly_load_replacement(lot_saved_lottery *saved, lot_assembly *assembly,
                                         uint32_t number, const lot_scope *scope, lot_error *error)
{
    assert(number > 0 && scope->members->people_count > 0);
    return load(saved, assembly, number, scope, error);
}
