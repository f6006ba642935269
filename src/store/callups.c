/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Call-ups: standings and people come before the call-up that they belong to: it seals them. */
#include "civiclot/callups.h"

#include "core/array.h"
#include "core/control.h"
#include "store/settled.h"
#include "store/statement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void lot_callup_free(lot_callup *callup)
{
    if (callup == NULL)
        return;
    lot_standing_free(callup->standing);
    free(callup->called);
    free(callup->text);
    free(callup->folder);
    *callup = (lot_callup){0};
}

static void bind_person(lot_statement *insert, uint32_t row, const void *context)
{
    const lot_callup *callup = context;
    lot_bind_number(insert, callup->number);
    lot_bind_number(insert, row);
    lot_bind_number(insert, callup->called[row]);
}

static void bind_callup(lot_statement *insert, uint32_t row, const void *context)
{
    const lot_callup *callup = context;
    (void)row;
    lot_bind_number(insert, callup->number);
    lot_bind_number(insert, callup->attempt);
    lot_bind_number(insert, callup->behind);
    lot_bind_number(insert, callup->deviation);
    lot_bind_number(insert, callup->proven);
    lot_bind_text(insert, callup->date);
    lot_bind_text(insert, callup->text);
    lot_bind_text(insert, callup->folder);
}

lot_status lot_assembly_add_callup(lot_assembly *assembly, const lot_callup *callup,
                                   lot_error *error)
{
    lot_statement *insert = NULL;
    lot_status status = LOT_OK;
    if (callup->folder != NULL && !lot_is_one_line(callup->folder))
        TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                     "the published folder's path has a control character: choose another"));
    TRY(lot_statement_new(&insert, assembly,
                          "INSERT INTO callup_standings (callup, person, place, reason)"
                          " VALUES (?, ?, ?, ?)",
                          error));
    TRY(lot_settled_write(insert, callup->number, callup->standing, error));
    TRY(lot_insert(assembly, "callup_people (callup, place, person)", "(?, ?, ?)",
                   callup->called_count, bind_person, callup, error));
    TRY(lot_insert(assembly,
                   "callups (number, attempt, behind, deviation, proven, date, callup, folder)",
                   "(?, ?, ?, ?, ?, ?, ?, ?)", 1, bind_callup, callup, error));
done:
    lot_statement_free(insert);
    return status;
}

lot_status lot_assembly_count_callups(uint32_t *count, lot_assembly *assembly, lot_error *error)
{
    return lot_statement_count(count, assembly, "SELECT count(*) FROM callups", 0, error);
}

/* One that is not there reads as damaged. */
static lot_status load_row(lot_callup *callup, lot_assembly *assembly, lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    bool found;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT attempt, behind, deviation, proven, date, callup, folder"
                          " FROM callups WHERE number = ?",
                          error));
    lot_bind_number(query, callup->number);
    TRY(lot_statement_next(&found, query, error));
    callup->attempt = (uint32_t)lot_column_between(query, 0, 1, UINT32_MAX);
    callup->behind = (uint32_t)lot_column_between(query, 1, 1, UINT32_MAX);
    callup->deviation = lot_column_number(query, 2, INT64_MAX);
    callup->proven = lot_column_truth(query, 3);
    (void)snprintf(callup->date, sizeof callup->date, "%s", lot_column_text(query, 4));
    callup->text = lot_column_copy(query, 5);
    callup->folder = lot_column_is_null(query, 6) ? NULL : lot_column_path(query, 6);
    TRY(lot_statement_end(query, error));
    if (!lot_is_lines(callup->text) || strlen(callup->date) + 1 != LOT_DATE_BYTES)
        TRY(lot_assembly_damaged(assembly, "a call-up is not as it is kept", error));
done:
    lot_statement_free(query);
    return status;
}

static lot_status load_standing(lot_callup *callup, lot_assembly *assembly, uint32_t people_count,
                                lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT person, place, reason FROM callup_standings WHERE callup = ?"
                          " ORDER BY person",
                          error));
    lot_bind_number(query, callup->number);
    TRY(lot_settled_read(&callup->standing, assembly, query, people_count, error));
    if (callup->standing == NULL)
        TRY(lot_assembly_damaged(assembly, "a call-up replaces nobody", error));
done:
    lot_statement_free(query);
    return status;
}

static lot_status load_called(lot_callup *callup, lot_assembly *assembly, uint32_t people_count,
                              lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    bool more;
    TRY(lot_statement_count(&callup->called_count, assembly,
                            "SELECT count(*) FROM callup_people WHERE callup = ?", callup->number,
                            error));
    callup->called = lot_array_new(callup->called_count, sizeof *callup->called);
    if (callup->called == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_statement_new(&query, assembly,
                          "SELECT place, person FROM callup_people WHERE callup = ?"
                          " ORDER BY place",
                          error));
    lot_bind_number(query, callup->number);
    for (uint32_t i = 0; i < callup->called_count; i++) {
        TRY(lot_statement_next(&more, query, error));
        lot_column_expect(query, 0, i);
        callup->called[i] = lot_column_index(query, 1, people_count - 1);
    }
    TRY(lot_statement_end(query, error));
done:
    lot_statement_free(query);
    return status;
}

lot_status lot_assembly_load_callup(lot_callup *callup, lot_assembly *assembly, uint32_t number,
                                    uint32_t people_count, lot_error *error)
{
    lot_status status;
    *callup = (lot_callup){.number = number};
    TRY(load_row(callup, assembly, error));
    TRY(load_standing(callup, assembly, people_count, error));
    TRY(load_called(callup, assembly, people_count, error));
done:
    if (status != LOT_OK)
        lot_callup_free(callup);
    return status;
}
