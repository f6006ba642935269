/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reserve files: a rate for each quota, and a pid for each reserve. */
#include "audit/reserve_files.h"

#include "audit/lines.h"
#include "civiclot/csv.h"
#include "core/array.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

static const char dropouts_head[] = "feature,value,rate\n";
static const char reserves_head[] = "civiclot-reserves: 1\n";

/* A row up to its rate. */
static void put_value(lot_text *text, const lot_quotas *quotas, uint32_t q)
{
    lot_csv_put_cell(text, quotas->features[quotas->rows[q].feature].name, ',');
    lot_text_put(text, ",");
    lot_csv_put_cell(text, quotas->rows[q].value, ',');
    lot_text_put(text, ",");
}

void lot_dropouts_csv_put(lot_text *text, const lot_quotas *quotas, const uint32_t *of_value)
{
    lot_text_put(text, dropouts_head);
    for (uint32_t q = 0; q < quotas->count; q++) {
        assert(of_value[q] <= LOT_RATE_ONE);
        put_value(text, quotas, q);
        lot_text_format(text, "%" PRIu32 "\n", of_value[q]);
    }
}

static lot_status take_rate(uint32_t *rate, lot_lines *lines, const lot_quotas *quotas, uint32_t q,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text value = LOT_TEXT_EMPTY;
    put_value(&value, quotas, q);
    TRY(lot_text_check(&value, error));
    if (!lot_lines_word(lines, lot_text_string(&value)))
        TRY(lot_lines_refuse(lines, "here must be the feature and value of the row of quotas.csv",
                             error));
    if (!lot_lines_index(lines, rate, LOT_RATE_ONE) || !lot_lines_word(lines, "\n"))
        TRY(lot_lines_refuse(lines, "here must be how many of a million leave, at most 1000000",
                             error));
done:
    lot_text_free(&value);
    return status;
}

lot_status lot_dropouts_csv_read(uint32_t *of_value, const lot_text *text, const lot_quotas *quotas,
                                 lot_error *error)
{
    lot_status status = LOT_OK;
    lot_lines lines = lot_lines_begin("dropouts.csv", lot_text_string(text), text->length);
    if (!lot_lines_word(&lines, dropouts_head))
        TRY(lot_lines_refuse(&lines, "the columns are not feature,value,rate", error));
    for (uint32_t q = 0; q < quotas->count; q++)
        TRY(take_rate(&of_value[q], &lines, quotas, q, error));
    if (!lot_lines_at_end(&lines))
        TRY(lot_lines_refuse(&lines, "quotas.csv has no row for this", error));
done:
    return status;
}

void lot_reserves_txt_put(lot_text *text, const lot_reserves_txt *reserves)
{
    assert(reserves->attempt > 0 && reserves->count <= LOT_RESERVES_MOST);
    lot_text_format(text, "%sattempt: %" PRIu32 "\n", reserves_head, reserves->attempt);
    for (uint32_t i = 0; i < reserves->count; i++)
        lot_text_format(text, "pid: %s\n", reserves->pids[i].text);
}

lot_status lot_reserves_txt_read(lot_reserves_txt *out, const lot_text *text, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_lines lines = lot_lines_begin("reserves.txt", lot_text_string(text), text->length);
    *out = (lot_reserves_txt){.pids = lot_array_new(LOT_RESERVES_MOST, sizeof *out->pids)};
    if (out->pids == NULL)
        return LOT_NO_MEMORY(error);
    if (!lot_lines_word(&lines, reserves_head))
        TRY(lot_lines_refuse(&lines, "here must be: civiclot-reserves: 1", error));
    if (!lot_lines_key_index(&lines, "attempt: ", &out->attempt, 1, UINT32_MAX))
        TRY(lot_lines_refuse(&lines, "here must be the attempt's number", error));
    while (!lot_lines_at_end(&lines)) {
        if (out->count == LOT_RESERVES_MOST)
            TRY(lot_lines_refuse(&lines, "there are never more than 1000 reserves", error));
        if (!lot_lines_key_pid(&lines, "pid: ", &out->pids[out->count]))
            TRY(lot_lines_refuse(&lines, "here must be the pid of a reserve", error));
        out->count++;
    }
done:
    return status;
}

void lot_reserves_txt_free(lot_reserves_txt *reserves)
{
    free(reserves->pids);
    *reserves = (lot_reserves_txt){.pids = NULL};
}
