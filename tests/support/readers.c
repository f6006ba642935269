/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readers: found by the name of what they read. */
#include "support/readers.h"

#include <string.h>

static const lot_test_reader readers[] = {
    {"people", lot_test_read_people},
    {"quotas", lot_test_read_quotas},
    {"population", lot_test_read_population},
    {"condition", lot_test_read_condition},
    {"past", lot_test_read_past},
    {"date", lot_test_read_date},
    {"addresses", lot_test_read_addresses},
    {"households", lot_test_read_households},
    {"kept-households", lot_test_read_kept_households},
    {"standing", lot_test_read_standing},
    {"dropouts", lot_test_read_dropouts},
    {"reserves", lot_test_read_reserves},
    {"callup", lot_test_read_callup},
    {"sheet_file", lot_test_read_sheet_file},
    {"sheet_links", lot_test_read_sheet_links},
    {"sheet_book", lot_test_read_sheet_book},
    {"sheet_cells", lot_test_read_sheet_cells},
    {"sheet_strings", lot_test_read_sheet_strings},
    {"sheet_styles", lot_test_read_sheet_styles},
    {"sheet_content", lot_test_read_sheet_content},
    {"rules", lot_test_read_rules},
    {"suggest", lot_test_read_suggest},
};

const lot_test_reader *lot_test_reader_find(const char *name)
{
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        if (strcmp(readers[i].name, name) == 0)
            return &readers[i];
    return NULL;
}
