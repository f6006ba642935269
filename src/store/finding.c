/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding: the certificate is kept as it is published, so that what is drawn up of it is what was
 * checked. It is read again as a stranger's, against the people and classes in the file.
 */
#include "store/finding.h"

#include "civiclot/certificate.h"
#include "core/array.h"
#include "store/statement.h"

#include <stdlib.h>
#include <string.h>

#define NOT_ITS_OWN "a certificate is not one of its lottery"

lot_status lot_finding_save(lot_assembly *assembly, uint32_t number, const lot_saved_lottery *saved,
                            lot_error *error)
{
    lot_statement *insert = NULL;
    lot_status status;
    const lot_finding *finding = &saved->finding;
    TRY(lot_statement_new(&insert, assembly,
                          "INSERT INTO findings (lottery, gamma_millionths, gap, late, certificate)"
                          " VALUES (?, ?, ?, ?, ?)",
                          error));
    lot_bind_number(insert, number);
    lot_bind_number(insert, finding->gamma_millionths);
    lot_bind_decimal(insert, finding->gap);
    lot_bind_number(insert, finding->late);
    lot_bind_text(insert, saved->certificate);
    TRY(lot_statement_run(insert, error));
done:
    lot_statement_free(insert);
    return status;
}

static lot_status load_row(lot_saved_lottery *saved, lot_assembly *assembly, uint32_t number,
                           lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    bool found;
    lot_finding *finding = &saved->finding;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT gamma_millionths, gap, late, certificate FROM findings"
                          " WHERE lottery = ?",
                          error));
    lot_bind_number(query, number);
    TRY(lot_statement_next(&found, query, error));
    finding->gap = UINT64_MAX;
    if (!found)
        goto done;
    finding->gamma_millionths = lot_column_number(query, 0, INT64_MAX);
    finding->gap = lot_column_decimal(query, 1);
    finding->late = lot_column_truth(query, 2);
    if (!lot_column_is_null(query, 3))
        saved->certificate = lot_column_copy(query, 3);
    TRY(lot_statement_end(query, error));
done:
    lot_statement_free(query);
    return status;
}

static lot_status count(lot_membership *members, lot_assembly *assembly, lot_error *error)
{
    lot_status status;
    TRY(lot_statement_count(&members->people_count, assembly, "SELECT count(*) FROM people_classes",
                            0, error));
    TRY(lot_statement_count(&members->per_household, assembly, "SELECT per_household FROM assembly",
                            0, error));
    TRY(lot_statement_count(&members->kinds_count, assembly, "SELECT count(*) FROM kinds", 0,
                            error));
    TRY(lot_statement_count(&members->classes_count, assembly, "SELECT count(*) FROM classes", 0,
                            error));
    members->kind = lot_array_new(members->classes_count, sizeof *members->kind);
    members->first = lot_array_new((size_t)members->classes_count + 1, sizeof *members->first);
    members->pids = lot_array_new(members->people_count, sizeof *members->pids);
    if (members->kind == NULL || members->first == NULL || members->pids == NULL)
        status = LOT_NO_MEMORY(error);
done:
    return status;
}

static lot_status load_kinds(lot_membership *members, lot_assembly *assembly, lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    bool more;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT number, kind, size FROM classes ORDER BY number", error));
    for (uint32_t t = 0; t < members->classes_count; t++) {
        TRY(lot_statement_next(&more, query, error));
        lot_column_expect(query, 0, t);
        members->kind[t] = lot_column_index(query, 1, UINT32_MAX);
        members->first[t + 1] =
            members->first[t] +
            lot_column_index(query, 2, members->people_count - members->first[t]);
    }
    TRY(lot_statement_end(query, error));
done:
    lot_statement_free(query);
    return status;
}

static lot_status load_pids(lot_membership *members, lot_assembly *assembly, lot_error *error)
{
    lot_statement *query = NULL;
    lot_status status;
    bool more;
    uint32_t class = 0;
    TRY(lot_statement_new(&query, assembly,
                          "SELECT class, pid FROM people_classes ORDER BY class, pid", error));
    for (uint32_t i = 0; i < members->people_count; i++) {
        TRY(lot_statement_next(&more, query, error));
        while (class < members->classes_count && i >= members->first[class + 1])
            class ++;
        lot_column_expect(query, 0, class);
        const char *pid = lot_column_text(query, 1);
        if (strlen(pid) == LOT_PID_LENGTH)
            memcpy(members->pids[i].text, pid, LOT_PID_LENGTH);
    }
    TRY(lot_statement_end(query, error));
done:
    lot_statement_free(query);
    return status;
}

/* Who is of which class in the file. Free *out with lot_membership_free(). */
static lot_status load_members(lot_membership **out, lot_assembly *assembly, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_membership *members = lot_array_new(1, sizeof *members);
    *out = members;
    if (members == NULL)
        return LOT_NO_MEMORY(error);
    TRY(count(members, assembly, error));
    TRY(load_kinds(members, assembly, error));
    TRY(load_pids(members, assembly, error));
done:
    return status;
}

/* Is the proof about what the lottery is about? */
static bool is_its_own(const lot_saved_lottery *saved, uint32_t seats)
{
    const lot_proof *proof = saved->proof;
    bool own = proof->objective == saved->finding.objective && proof->seats == seats &&
               proof->gamma_millionths == saved->finding.gamma_millionths;
    for (uint32_t t = 0; t < proof->classes_count; t++)
        own = own && (proof->round[t] == LOT_NO_ROUND) == saved->no_panel[t];
    return own;
}

static lot_status read_certificate(lot_saved_lottery *saved, lot_assembly *assembly,
                                   const lot_scope *scope, lot_error *error)
{
    lot_error reason;
    const lot_text text = {.bytes = saved->certificate, .length = strlen(saved->certificate)};
    lot_status status =
        lot_certificate_read(&saved->proof, &text, scope->members, scope->quotas_count, &reason);
    if (status == LOT_NOT_VERIFIED)
        return lot_assembly_damaged(assembly, reason.message, error);
    return status == LOT_OK ? LOT_OK : LOT_NO_MEMORY(error);
}

/* The same, of the people, classes and quotas in the file. */
static lot_status read_its_own(lot_saved_lottery *saved, lot_assembly *assembly, lot_error *error)
{
    lot_status status;
    lot_membership *members = NULL;
    uint32_t quotas_count;
    TRY(lot_statement_count(&quotas_count, assembly, "SELECT count(*) FROM quotas", 0, error));
    TRY(load_members(&members, assembly, error));
    TRY(read_certificate(saved, assembly, &(lot_scope){members, quotas_count}, error));
done:
    lot_membership_free(members);
    return status;
}

lot_status lot_finding_load(lot_saved_lottery *saved, lot_assembly *assembly, uint32_t number,
                            uint32_t seats, const lot_scope *scope, lot_error *error)
{
    lot_status status;
    TRY(load_row(saved, assembly, number, error));
    bool has_gamma = saved->finding.objective == LOT_GOLDILOCKS;
    if (!has_gamma && saved->finding.gamma_millionths != 0)
        TRY(lot_assembly_damaged(assembly, "a lottery's objective has no parameter", error));
    if (saved->certificate == NULL)
        goto done;
    TRY(scope != NULL ? read_certificate(saved, assembly, scope, error)
                      : read_its_own(saved, assembly, error));
    if (!is_its_own(saved, seats))
        TRY(lot_assembly_damaged(assembly, NOT_ITS_OWN, error));
done:
    return status;
}
