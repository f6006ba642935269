/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbered panels, and the numbers of one person. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/markup.h"
#include "support/sample.h"

#include <string.h>

static void assert_tickets_of(const lot_sample *sample, uint32_t person, const char *expected)
{
    lot_text text = LOT_TEXT_EMPTY;
    assert_int_equal(lot_report_tickets_of(&text, &sample->report, person, NULL), LOT_OK);
    assert_string_equal(lot_text_string(&text), expected);
    lot_text_free(&text);
}

static void a_person_s_neighbouring_tickets_are_joined(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    assert_tickets_of(sample, 0, "0-1, 6");
    assert_tickets_of(sample, 1, "2-4");
    assert_tickets_of(sample, 3, "0-1, 5-6");
    assert_tickets_of(sample, 4, "5");
    assert_tickets_of(sample, 5, "");
    lot_sample_free(sample);
}

/* The page of a sample whose lottery is stretched to `tickets`, all new ones in the last row. */
static void make_page(lot_text *page, lot_sample *sample, uint64_t tickets)
{
    sample->lottery->tickets = tickets;
    sample->lottery->first[4] = tickets;
    assert_int_equal(lot_report_panels(page, &sample->report, NULL), LOT_OK);
    lot_test_assert_well_formed(lot_text_string(page));
    lot_test_assert_stands_alone(lot_text_string(page));
}

static void panels_stand_under_their_tickets_with_every_digit(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    make_page(&page, sample, 1000);
    const char *html = lot_text_string(&page);
    assert_int_equal(lot_test_count(html, "<section class=\"panel\">"), 4);
    assert_non_null(strstr(html, "<h2>000&ndash;001</h2>"));
    assert_non_null(strstr(html, "<h2>005</h2>"));
    assert_non_null(strstr(html, "<h2>006&ndash;999</h2>"));
    assert_non_null(strstr(html, "<code>a</code> <code>b</code> <code>c</code> are ticket "
                                 "<code>abc</code>."));
    assert_null(strstr(html, "draw all digits again"));
    lot_text_free(&page);
    lot_sample_free(sample);
}

static void digits_that_spell_no_ticket_are_drawn_again(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    make_page(&page, sample, 7);
    assert_non_null(strstr(lot_text_string(&page), "no ticket above <code>6</code>"));
    assert_non_null(strstr(lot_text_string(&page), "draw all digits again"));
    assert_non_null(strstr(lot_text_string(&page), "one ten-sided die"));
    lot_text_free(&page);
    make_page(&page, sample, LOT_TICKETS_MAX);
    assert_non_null(strstr(lot_text_string(&page), "<code>abcdefghi</code>"));
    lot_text_free(&page);
    lot_sample_free(sample);
}

static void panels_name_people_by_ascending_pids_alone(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    lot_text pair = LOT_TEXT_EMPTY;
    make_page(&page, sample, 7);
    const char *html = lot_text_string(&page);
    assert_null(strstr(html, "ID-"));
    assert_null(strstr(html, "Quux"));
    const char *a = sample->pseudonyms->pids[0].text;
    const char *b = sample->pseudonyms->pids[3].text;
    bool ascends = strcmp(a, b) < 0;
    lot_text_format(&pair, "%s %s", ascends ? a : b, ascends ? b : a);
    assert_int_equal(lot_test_count(html, lot_text_string(&pair)), 2);
    lot_text_free(&pair);
    lot_text_free(&page);
    lot_sample_free(sample);
}

static void a_list_without_manifest_is_marked(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    make_page(&page, sample, 7);
    assert_non_null(strstr(lot_text_string(&page), "Fixed by manifest M"));
    lot_text_free(&page);
    sample->report.manifest = NULL;
    make_page(&page, sample, 7);
    assert_non_null(strstr(lot_text_string(&page), "NOT FIXED YET."));
    lot_text_free(&page);
    lot_sample_free(sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_person_s_neighbouring_tickets_are_joined),
        cmocka_unit_test(panels_stand_under_their_tickets_with_every_digit),
        cmocka_unit_test(digits_that_spell_no_ticket_are_drawn_again),
        cmocka_unit_test(panels_name_people_by_ascending_pids_alone),
        cmocka_unit_test(a_list_without_manifest_is_marked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
