/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Remarks: a line each. */
#include "sheet/remarks.h"

#include "core/control.h"

#include <inttypes.h>

enum { SHOWN = 5 };

static const struct {
    bool is_problem;
    const char *one;
    const char *many;
    const char *advice;
} kinds[LOT_REMARKS_COUNT] = {
    [LOT_REMARK_NO_RESULT] = {true, "formula without a result", "formulas without a result",
                              "open the file in a spreadsheet, which calculates, and save it"},
    [LOT_REMARK_TWICE] = {true, "cell that the file holds twice", "cells that the file holds twice",
                          "the file is damaged: open it in a spreadsheet, check it, save it anew"},
    [LOT_REMARK_BEYOND] = {true, "cell where no sheet has one", "cells where no sheet has one",
                           "the file is damaged: open it in a spreadsheet, check it, save it anew"},
    [LOT_REMARK_DAMAGED] = {true, "cell that cannot be read", "cells that cannot be read",
                            "the file is damaged: open it in a spreadsheet, check it, save it "
                            "anew"},
    [LOT_REMARK_ERROR] = {false, "error such as #N/A", "errors such as #N/A",
                          "read as these words"},
    [LOT_REMARK_LONG_NUMBER] = {false, "number of 16 digits or more",
                                "numbers of 16 digits or more",
                                "a spreadsheet keeps 15 of them and makes the others 0: what was "
                                "an id or a card's number is lost unless the cell is text"},
    [LOT_REMARK_NO_DATE] = {false, "cell formatted as a date that is none",
                            "cells formatted as dates that are none",
                            "read as it stands in the file"},
    [LOT_REMARK_MERGED] = {false, "range of merged cells", "ranges of merged cells",
                           "the first cell of each has the value, the others are blank"},
    [LOT_REMARK_HIDDEN_ROW] = {false, "row that is hidden or filtered out",
                               "rows that are hidden or filtered out",
                               "read like the others: remove what should not count"},
};

void lot_remarks_free(lot_remarks *remarks)
{
    for (int kind = 0; kind < LOT_REMARKS_COUNT; kind++)
        lot_text_free(&remarks->kinds[kind].first);
}

void lot_put_cell_name(lot_text *text, uint32_t row, uint32_t column)
{
    char letters[8];
    size_t at = sizeof letters;
    for (; column > 0 && at > 0; column = (column - 1) / 26)
        letters[--at] = (char)('A' + (column - 1) % 26);
    lot_text_add(text, letters + at, sizeof letters - at);
    lot_text_format(text, "%" PRIu32, row);
}

/* Count one more; where its place is to be put, NULL: enough are shown. */
static lot_text *count(lot_remarks *remarks, lot_remark kind)
{
    uint64_t number = ++remarks->kinds[kind].count;
    if (number > SHOWN)
        return NULL;
    if (number > 1)
        lot_text_put(&remarks->kinds[kind].first, ", ");
    return &remarks->kinds[kind].first;
}

void lot_remark_cell(lot_remarks *remarks, lot_remark kind, uint32_t row, uint32_t column)
{
    lot_text *place = count(remarks, kind);
    if (place != NULL)
        lot_put_cell_name(place, row, column);
}

void lot_remark_place(lot_remarks *remarks, lot_remark kind, const char *place)
{
    lot_text *words = count(remarks, kind);
    if (words != NULL)
        lot_text_put_escaped(words, place);
}

void lot_remarks_tell(lot_remarks *remarks, const char *name, lot_text *notices,
                      lot_problems *problems)
{
    for (int kind = 0; kind < LOT_REMARKS_COUNT; kind++) {
        uint64_t number = remarks->kinds[kind].count;
        lot_text line = LOT_TEXT_EMPTY;
        if (number == 0)
            continue;
        lot_text_format(&line, "%s: %" PRIu64 " %s (%s%s): %s", name, number,
                        number == 1 ? kinds[kind].one : kinds[kind].many,
                        lot_text_string(&remarks->kinds[kind].first), number > SHOWN ? ", ..." : "",
                        kinds[kind].advice);
        if (kinds[kind].is_problem) {
            lot_problems_take(problems, &line);
            continue;
        }
        lot_text_put(notices, lot_text_string(&line));
        lot_text_put(notices, "\n");
        lot_text_free_part(notices, &line);
    }
}
