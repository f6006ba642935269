/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sample: see the header for the whole of it. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/sample.h"

#include "civiclot/draw.h"
#include "core/array.h"
#include "support/input.h"

#include <stdlib.h>
#include <string.h>

const char lot_sample_people[] = "id,name,gender,area,address\r\n"
                                 "ID-1,Zebulon Quux,f,north,12 High Street\r\n"
                                 "ID-2,\"Quux, Yolanda\",m,north,12 High Street\r\n"
                                 "ID-3,Xaver Quux,f,south,3 Low Road\r\n"
                                 "ID-4, Wilma Quux ,M,south,4 Low Road\r\n"
                                 "ID-5,\"Victor \"\"V\"\" Quux\",f,north,\r\n"
                                 "ID-6,Ulla Quux,x,south,\r\n";

const char lot_sample_manifest[] = "a manifest\n";

static const char quotas_csv[] = "feature,value,min,max\n"
                                 "gender,f,1,1\n"
                                 "gender,m,1,1\n"
                                 "gender,x,0,1\n"
                                 "area,north,1,1\n"
                                 "area,south,1,1\n";

static void read_files(lot_sample *sample)
{
    static const char *const household[] = {"address"};
    const lot_pool_columns columns = {.id = "id", .household = household, .household_count = 1};
    lot_problems *problems = lot_problems_new();
    sample->people = lot_test_table("people.csv", lot_sample_people);
    sample->quotas_table = lot_test_table("quotas.csv", quotas_csv);
    assert_int_equal(lot_quotas_read(&sample->quotas, sample->quotas_table, 2, problems, NULL),
                     LOT_OK);
    assert_int_equal(
        lot_pool_read(&sample->pool, sample->people, sample->quotas, &columns, problems, NULL),
        LOT_OK);
    assert_int_equal(lot_classes_new(&sample->classes, sample->pool, 1, NULL), LOT_OK);
    lot_problems_free(problems);
}

static void make_lottery(lot_sample *sample)
{
    static const uint32_t members[] = {0, 3, 1, 2, 3, 4};
    static const uint64_t tickets[] = {3, 3, 1};
    static const uint32_t row_panels[] = {0, 1, 2, 0};
    static const uint64_t row_tickets[] = {2, 3, 1, 1};
    lot_panels *panels = lot_array_new(1, sizeof *panels);
    panels->count = 3;
    panels->seats = 2;
    panels->members = lot_array_new(6, sizeof *panels->members);
    panels->tickets = lot_array_new(3, sizeof *panels->tickets);
    memcpy(panels->members, members, sizeof members);
    memcpy(panels->tickets, tickets, sizeof tickets);
    assert_int_equal(lot_lottery_new(&sample->lottery, panels, row_panels, row_tickets, 4, NULL),
                     LOT_OK);
    lot_panels_count_tickets(sample->tickets, sample->lottery->panels, 6);
    sample->no_panel = lot_array_new(sample->classes->count, sizeof *sample->no_panel);
    sample->no_panel[sample->classes->of_person[5]] = true;
    sample->finding = (lot_finding){.objective = LOT_LEXIMIN,
                                    .path = LOT_PATH_DIRECT,
                                    .levels_count = 2,
                                    .bound = {4, 28},
                                    .distance_millitickets = 981};
}

void lot_sample_draw(lot_sample *sample)
{
    lot_seed(&sample->seed, &sample->manifest, &sample->source, 1);
    sample->draw.attempt = 1;
    sample->draw.ticket =
        lot_draw_ticket("panel", &sample->manifest, &sample->seed, 7, &sample->draw.rejected);
    sample->draw.row = lot_lottery_row(sample->lottery, sample->draw.ticket);
}

void lot_sample_seal(lot_sample *sample)
{
    lot_digest commitment;
    char nonce[LOT_HEX_BYTES], hex[LOT_HEX_BYTES];
    lot_text name = LOT_TEXT_EMPTY;
    lot_source *source = &sample->source;
    lot_digest_hex(nonce, &sample->manifest);
    free(source->value);
    source->value = lot_string_copy(nonce);
    lot_contribution_commit(&commitment, sample->process_id.text, "operator", &sample->manifest,
                            source->value);
    lot_digest_hex(hex, &commitment);
    lot_text_format(&name, LOT_OPERATOR_PREFIX "%s", hex);
    free(source->name);
    free(source->nonce);
    source->name = name.bytes;
    source->nonce = lot_string_copy(nonce);
    lot_sample_draw(sample);
}

lot_sample *lot_sample_new(void)
{
    lot_key key;
    lot_sample *sample = lot_array_new(1, sizeof *sample);
    assert_non_null(sample);
    assert_int_equal(lot_audit_start(NULL), LOT_OK);
    memset(&key, 7, sizeof key);
    read_files(sample);
    make_lottery(sample);
    assert_int_equal(
        lot_pseudonyms_new(&sample->pseudonyms, &key, sample->pool, sample->quotas, NULL), LOT_OK);
    lot_process_id(&sample->process_id, &key);
    lot_sha256(&sample->manifest, lot_sample_manifest, strlen(lot_sample_manifest));
    sample->source.name = lot_string_copy("text:weather of Friday");
    sample->source.value = lot_string_copy("fog");
    lot_sample_draw(sample);
    sample->report = (lot_report){.title = "An Assembly",
                                  .seats = 2,
                                  .per_household = 1,
                                  .people = sample->people,
                                  .quotas = sample->quotas,
                                  .pool = sample->pool,
                                  .classes = sample->classes,
                                  .pseudonyms = sample->pseudonyms,
                                  .lottery = sample->lottery,
                                  .finding = &sample->finding,
                                  .no_panel = sample->no_panel,
                                  .tickets = sample->tickets,
                                  .process_id = sample->process_id.text,
                                  .attempt = 1,
                                  .manifest = &sample->manifest,
                                  .sources = &sample->source,
                                  .sources_count = 1,
                                  .seed = &sample->seed,
                                  .draw = &sample->draw};
    return sample;
}

void lot_sample_free(lot_sample *sample)
{
    if (sample == NULL)
        return;
    free(sample->source.name);
    free(sample->source.value);
    free(sample->source.nonce);
    free(sample->no_panel);
    lot_lottery_free(sample->lottery);
    lot_pseudonyms_free(sample->pseudonyms);
    lot_classes_free(sample->classes);
    lot_pool_free(sample->pool);
    lot_quotas_free(sample->quotas);
    lot_table_free(sample->quotas_table);
    lot_table_free(sample->people);
    free(sample);
}
