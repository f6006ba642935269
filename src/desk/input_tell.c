/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Input: what is said of the files that were read. */
#include "core/control.h"
#include "desk/homes.h"
#include "desk/input.h"
#include "desk/twice.h"
#include "report/cleaned.h"

#include <inttypes.h>

void lot_input_tell_formulas(lot_talk *talk, const lot_workbench *bench)
{
    const lot_formulas *formulas = &bench->formulas;
    lot_text words = LOT_TEXT_EMPTY;
    if (formulas->count == 0)
        return;
    lot_text_format(&words, "%s: a spreadsheet would run %" PRIu64 " cell%s as a formula:",
                    lot_table_name(bench->people), formulas->count,
                    formulas->count == 1 ? "" : "s");
    for (uint64_t i = 0; i < formulas->count && i < LOT_FORMULAS_SHOWN; i++) {
        lot_text_format(&words, "%s row %" PRIu32 ", column '", i == 0 ? "" : ";",
                        formulas->first[i].row_number);
        lot_text_put_escaped(&words, lot_table_header(bench->people, formulas->first[i].column));
        lot_text_put(&words, "'");
    }
    if (formulas->count > LOT_FORMULAS_SHOWN)
        lot_text_put(&words, "; ...");
    lot_text_put(&words, ": open there only what was written with --spreadsheet, or as XLSX");
    lot_talk_say(talk, "%s", lot_text_string(&words));
    lot_text_free(&words);
}

void lot_input_tell_people(lot_talk *talk, const lot_workbench *bench)
{
    const lot_pool *pool = bench->pool;
    const char *name = lot_table_name(bench->people);
    lot_text form = LOT_TEXT_EMPTY;
    lot_workbench_describe_people(&form, bench);
    lot_talk_say(talk, "%s: %" PRIu32 " people (%s)", name, pool->people_count,
                 lot_text_string(&form));
    if (pool->ids_are_rows)
        lot_talk_say(talk,
                     "%s: no column 'id': the row numbers serve as ids; --id COLUMN names another",
                     name);
    else
        lot_talk_say(talk, "%s: the column '%s' holds the ids", name,
                     lot_table_header(bench->people, pool->id_column));
    if (bench->columns.household_count > 0)
        lot_talk_say(talk, "%s: %" PRIu32 " households", name, pool->households_count);
    lot_twice_tell_ids(talk, bench);
    lot_homes_tell(talk, bench);
    lot_twice_tell(talk, bench);
    lot_input_tell_formulas(talk, bench);
    lot_text_free(&form);
}

void lot_input_tell_quotas(lot_talk *talk, const lot_workbench *bench)
{
    const lot_text *form = &bench->quotas_file.form;
    lot_talk_say(talk, "quotas: %" PRIu32 " features, %" PRIu32 " values%s%s%s",
                 bench->quotas->features_count, bench->quotas->count, form->length > 0 ? " (" : "",
                 lot_text_string(form), form->length > 0 ? ")" : "");
    if (bench->from_shares)
        lot_talk_say(talk,
                     "quotas: shares became seats: min is its share of %" PRIu32
                     " seats rounded down, max its share rounded up",
                     bench->info.seats);
}

void lot_input_tell_cleaned(lot_talk *talk, const lot_workbench *bench)
{
    lot_report report;
    lot_pid process_id;
    lot_text words = LOT_TEXT_EMPTY;
    lot_workbench_report(&report, &process_id, bench);
    lot_cleaned_put_text(&words, &report);
    if (words.length > 0)
        lot_talk_say(talk, "%.*s", (int)words.length - 1, words.bytes);
    lot_text_free(&words);
}
