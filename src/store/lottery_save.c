/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lottery, kept: panels, the rows of tickets that draw them, and what was found out about them.
 *
 * The panels, rows and classes come first and the lottery's own row last: it seals them.
 */
#include "store/finding.h"
#include "store/members.h"
#include "store/settled.h"
#include "store/statement.h"

static lot_status save_panels(lot_assembly *assembly, uint32_t number, const lot_panels *panels,
                              lot_error *error)
{
    lot_statement *insert = NULL;
    lot_text members = LOT_TEXT_EMPTY;
    lot_status status;
    TRY(lot_statement_new(&insert, assembly,
                          "INSERT INTO panels (lottery, panel, tickets, members)"
                          " VALUES (?, ?, ?, ?)",
                          error));
    for (uint32_t p = 0; p < panels->count; p++) {
        lot_members_put(&members, panels->members + (size_t)p * panels->seats, panels->seats);
        TRY(lot_text_check(&members, error));
        lot_bind_number(insert, number);
        lot_bind_number(insert, p);
        lot_bind_number(insert, panels->tickets[p]);
        lot_bind_text(insert, members.bytes);
        TRY(lot_statement_run(insert, error));
    }
done:
    lot_text_free(&members);
    lot_statement_free(insert);
    return status;
}

/* What is kept, and under which number. */
struct numbered {
    uint32_t number;
    const lot_lottery *lottery;
};

static void bind_row(lot_statement *insert, uint32_t row, const void *context)
{
    const struct numbered *kept = context;
    lot_bind_number(insert, kept->number);
    lot_bind_number(insert, row);
    lot_bind_number(insert, kept->lottery->first[row]);
    lot_bind_number(insert, kept->lottery->first[row + 1] - 1);
    lot_bind_number(insert, kept->lottery->panel[row]);
}

static lot_status save_no_panel(lot_assembly *assembly, uint32_t number, const bool *no_panel,
                                uint32_t classes_count, lot_error *error)
{
    lot_statement *insert = NULL;
    lot_status status;
    TRY(lot_statement_new(&insert, assembly,
                          "INSERT INTO no_panel_classes (lottery, class) VALUES (?, ?)", error));
    for (uint32_t c = 0; c < classes_count; c++) {
        if (!no_panel[c])
            continue;
        lot_bind_number(insert, number);
        lot_bind_number(insert, c);
        TRY(lot_statement_run(insert, error));
    }
done:
    lot_statement_free(insert);
    return status;
}

static lot_status save_finding(lot_assembly *assembly, uint32_t number, const lot_lottery *lottery,
                               const lot_finding *finding, const lot_classes *classes,
                               lot_error *error)
{
    lot_statement *insert = NULL;
    lot_status status;
    TRY(lot_statement_new(&insert, assembly,
                          "INSERT INTO lotteries (number, tickets, seats, people, classes,"
                          " objective, path, cuts, levels, bound_numerator, bound_denominator,"
                          " distance_millitickets) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                          error));
    lot_bind_number(insert, number);
    lot_bind_number(insert, lottery->tickets);
    lot_bind_number(insert, lottery->panels->seats);
    lot_bind_number(insert, classes->people_count);
    lot_bind_number(insert, classes->count);
    lot_bind_text(insert, lot_objective_name(finding->objective));
    lot_bind_text(insert, lot_path_name(finding->path));
    lot_bind_number(insert, finding->cuts_count);
    lot_bind_number(insert, finding->levels_count);
    lot_bind_decimal(insert, finding->bound.numerator);
    lot_bind_decimal(insert, finding->bound.denominator);
    lot_bind_number(insert, finding->distance_millitickets);
    TRY(lot_statement_run(insert, error));
done:
    lot_statement_free(insert);
    return status;
}

static lot_status find_number(uint32_t *number, lot_assembly *assembly, lot_error *error)
{
    return lot_statement_count(number, assembly,
                               "SELECT coalesce(max(number), 0) + 1 FROM lotteries", 0, error);
}

static lot_status save(lot_assembly *assembly, uint32_t number, const lot_saved_lottery *saved,
                       const lot_classes *classes, lot_error *error)
{
    lot_status status;
    const lot_lottery *lottery = saved->lottery;
    TRY(save_panels(assembly, number, lottery->panels, error));
    TRY(lot_insert(assembly, "lottery_rows (lottery, row, first, last, panel)", "(?, ?, ?, ?, ?)",
                   lottery->rows_count, bind_row, &(struct numbered){number, lottery}, error));
    TRY(save_no_panel(assembly, number, saved->no_panel, classes->count, error));
    TRY(lot_finding_save(assembly, number, saved, error));
    TRY(save_finding(assembly, number, lottery, &saved->finding, classes, error));
done:
    return status;
}

lot_status lot_assembly_save_lottery(lot_assembly *assembly, const lot_saved_lottery *saved,
                                     const lot_classes *classes, uint32_t *number, lot_error *error)
{
    lot_status status;
    TRY(find_number(number, assembly, error));
    TRY(save(assembly, *number, saved, classes, error));
    TRY(lot_statement_execute(
        assembly, "UPDATE assembly SET current_lottery = (SELECT max(number) FROM lotteries)",
        error));
done:
    return status;
}

lot_status lot_assembly_save_replacement(lot_assembly *assembly, const lot_saved_lottery *saved,
                                         const lot_settled *settled, const lot_classes *classes,
                                         uint32_t *number, lot_error *error)
{
    lot_status status;
    TRY(find_number(number, assembly, error));
    TRY(lot_settled_save(assembly, *number, settled, error));
    TRY(save(assembly, *number, saved, classes, error));
done:
    return status;
}
