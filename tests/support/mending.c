/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mending: read as a person would read it, from what civiclot exports. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/mending.h"
#include "support/generate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PEOPLE = 60, IN_PAIRS = 20 };

void lot_mending_close(const lot_run_folder *folder)
{
    static const char *const ages[] = {"young", "mid", "old"};
    uint64_t random = 3;
    lot_text people = LOT_TEXT_EMPTY;
    lot_text_put(&people, "id,address,sex,age\n");
    for (uint32_t i = 0; i < PEOPLE; i++)
        lot_text_format(&people, "V%03u,street %u,%s,%s\n", i, i < IN_PAIRS ? i / 2 : i,
                        lot_test_random_below(&random, 2) == 0 ? "f" : "m",
                        ages[lot_test_random_below(&random, 3)]);
    lot_run_write(folder, "people.csv", lot_text_string(&people));
    lot_text_free(&people);
    lot_run_write(folder, "quotas.csv",
                  "feature,value,min,max\nsex,f,3,5\nsex,m,3,5\nage,young,2,3\nage,mid,2,3\n"
                  "age,old,2,4\n");
    EXPECT(folder, 0, "new", "file", "--title", "Mending", "--seats", "8");
    EXPECT(folder, 0, "import", "file", "people.csv", "--household", "address");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    EXPECT(folder, 0, "solve", "file", "--tickets", "120");
    EXPECT(folder, 0, "close", "file");
}

void lot_mending_draw(const lot_run_folder *folder)
{
    lot_mending_close(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "pub");
    EXPECT(folder, 0, "draw", "file", "--seed", "first");
}

void lot_mending_draw_reserves(const lot_run_folder *folder, const char *count)
{
    lot_mending_close(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "pub", "--full", "--accept-disclosure",
           "--reserves", count);
    EXPECT(folder, 0, "draw", "file", "--seed", "first");
}

void lot_mending_draw_tight(const lot_run_folder *folder)
{
    lot_run_write(folder, "people.csv",
                  "id,age,sex\nV000,young,f\nV001,young,f\nV002,young,f\nV003,old,m\nV004,old,m\n"
                  "V005,old,m\nV006,old,m\nV007,old,m\n");
    lot_run_write(folder, "quotas.csv",
                  "feature,value,min,max\nage,young,2,2\nage,old,2,2\nsex,f,2,2\nsex,m,2,2\n");
    EXPECT(folder, 0, "new", "file", "--title", "Tight", "--seats", "4");
    EXPECT(folder, 0, "import", "file", "people.csv");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    EXPECT(folder, 0, "solve", "file", "--tickets", "60");
    EXPECT(folder, 0, "close", "file");
    EXPECT(folder, 0, "commit", "file", "--publish", "pub", "--full", "--accept-disclosure",
           "--reserves", "2");
    EXPECT(folder, 0, "draw", "file", "--seed", "first");
}

static void add(lot_mending_panel *panel, const char *id)
{
    assert_true(panel->count < LOT_MENDING_SEATS);
    memcpy(panel->ids[panel->count++], id, LOT_MENDING_ID - 1);
}

static lot_mending_panel list_of(const lot_run_folder *folder, const char *file, const char *option)
{
    lot_mending_panel panel = {.count = 0};
    lot_ran ran = RUN(folder, "export", file, option, "-");
    assert_int_equal(ran.code, 0);
    for (const char *line = strchr(lot_text_string(&ran.out), '\n'); line != NULL && line[1] == 'V';
         line = strchr(line + 1, '\n'))
        add(&panel, line + 1);
    lot_ran_free(&ran);
    return panel;
}

lot_mending_panel lot_mending_selected(const lot_run_folder *folder, const char *file)
{
    return list_of(folder, file, "--selected");
}

lot_mending_panel lot_mending_reserves(const lot_run_folder *folder, const char *file)
{
    return list_of(folder, file, "--reserves");
}

const char *lot_mending_join(const lot_mending_panel *panel, uint32_t count)
{
    static char list[LOT_MENDING_SEATS * LOT_MENDING_ID];
    list[0] = '\0';
    for (uint32_t i = 0; i < count; i++) {
        strcat(list, i > 0 ? "," : "");
        strcat(list, panel->ids[i]);
    }
    return list;
}

bool lot_mending_has(const lot_mending_panel *panel, const char *id)
{
    for (uint32_t i = 0; i < panel->count; i++)
        if (strncmp(panel->ids[i], id, LOT_MENDING_ID - 1) == 0)
            return true;
    return false;
}

uint32_t lot_mending_both(const lot_mending_panel *a, const lot_mending_panel *b)
{
    uint32_t both = 0;
    for (uint32_t i = 0; i < a->count; i++)
        both += lot_mending_has(b, a->ids[i]);
    return both;
}

static unsigned home(const char *id)
{
    unsigned number = (unsigned)strtoul(id + 1, NULL, 10);
    return number < IN_PAIRS ? number / 2 : number;
}

void lot_mending_assert_panel(const lot_mending_panel *panel, const lot_mending_panel *kept,
                              const lot_mending_panel *gone)
{
    assert_int_equal(panel->count, LOT_MENDING_SEATS);
    assert_int_equal(lot_mending_both(kept, panel), kept->count);
    assert_int_equal(lot_mending_both(gone, panel), 0);
    for (uint32_t a = 0; a < panel->count; a++)
        for (uint32_t b = 0; b < a; b++)
            assert_int_not_equal(home(panel->ids[a]), home(panel->ids[b]));
}

void lot_mending_assert_panels(const lot_run_folder *folder, const lot_mending_panel *kept,
                               const lot_mending_panel *gone)
{
    lot_ran ran = RUN(folder, "export", "file", "--lottery", "-");
    uint32_t rows = 0;
    for (const char *line = strchr(lot_text_string(&ran.out), '\n');
         line != NULL && line[1] != '\0'; line = strchr(line + 1, '\n'), rows++) {
        lot_mending_panel panel = {.count = 0};
        const char *end = strchr(line + 1, '\n');
        for (const char *id = strchr(line, 'V'); id != NULL && id < end; id = strchr(id + 1, 'V'))
            add(&panel, id);
        lot_mending_assert_panel(&panel, kept, gone);
    }
    assert_true(rows > 1);
    lot_ran_free(&ran);
}
