/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbered panels, and the numbers of one person. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "core/array.h"
#include "support/markup.h"
#include "support/sample.h"

#include <stdlib.h>
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

static void assert_holds(const lot_text *page, const char *words)
{
    if (strstr(lot_text_string(page), words) == NULL)
        fail_msg("the page does not hold: %s", words);
}

static void assert_lacks(const lot_text *page, const char *words)
{
    if (strstr(lot_text_string(page), words) != NULL)
        fail_msg("the page holds: %s", words);
}

static void panels_stand_under_their_tickets_with_every_digit(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    sample->report.draw = NULL;
    make_page(&page, sample, 1000);
    assert_int_equal(lot_test_count(lot_text_string(&page), "<section class=\"panel\">"), 4);
    assert_holds(&page, ">000&ndash;001</h3>");
    assert_holds(&page, ">005</h3>");
    assert_holds(&page, ">006&ndash;999</h3>");
    lot_text_free(&page);
    make_page(&page, sample, LOT_TICKETS_MAX);
    assert_holds(&page, ">000000006&ndash;999999999</h3>");
    lot_text_free(&page);
    lot_sample_free(sample);
}

static void before_the_draw_it_says_how_the_ticket_will_be_found(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    lot_source sources[] = {{.name = sample->source.name},
                            {.name = lot_string_copy("operator:0123")}};
    sample->report.draw = NULL;
    sample->report.seed = NULL;
    make_page(&page, sample, 1000);
    assert_holds(&page, "from the manifest and the public value <code>text:weather of Friday</code>"
                        ". Nobody picks it: typing 811 as the public value does not choose ticket "
                        "811.</p>");
    assert_lacks(&page, "dice");
    assert_lacks(&page, "#drawn");
    lot_text_free(&page);
    sample->report.sources = sources;
    sample->report.sources_count = 2;
    make_page(&page, sample, 7);
    assert_holds(&page, "Friday</code> and a value that is kept sealed until then (operator). "
                        "Nobody picks it: typing 6 as");
    lot_text_free(&page);
    free(sources[1].name);
    lot_sample_free(sample);
}

static void a_ticket_by_hand_is_not_computed_and_contributions_have_names(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    free(sample->source.name);
    sample->source.name = lot_string_copy("by-hand");
    sample->report.draw = NULL;
    make_page(&page, sample, 1000);
    assert_holds(&page, "<p>The ticket will be drawn by hand, before witnesses.</p>");
    assert_lacks(&page, "will be computed");
    lot_text_free(&page);
    free(sample->source.name);
    sample->source.name = lot_string_copy(
        "contribution:<A>:0000000000000000000000000000000000000000000000000000000000000000");
    make_page(&page, sample, 1000);
    assert_holds(&page, "from the manifest and the sealed part of &lt;A&gt;. Nobody picks it");
    lot_text_free(&page);
    lot_sample_free(sample);
}

static void the_drawn_panel_is_marked_and_what_is_over_is_left_out(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    make_page(&page, sample, 1000);
    assert_holds(&page, "<strong>TICKET 001 WAS DRAWN.</strong> <a href=\"#drawn\">");
    assert_holds(&page, "<section class=\"panel drawn\" id=\"drawn\"><h3 id=\"row0\">000&ndash;001 "
                        "<strong>DRAWN</strong></h3>");
    assert_int_equal(lot_test_count(lot_text_string(&page), "panel drawn"), 1);
    assert_lacks(&page, "will be computed");
    lot_text_free(&page);
    sample->report.test = true;
    make_page(&page, sample, 1000);
    assert_holds(&page, "<strong>TICKET 001 WAS DRAWN, AS A TEST.</strong>");
    lot_text_free(&page);
    lot_sample_free(sample);
}

static void a_long_list_has_an_index(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    make_page(&page, sample, 50);
    assert_lacks(&page, "class=\"index\"");
    lot_text_free(&page);
    make_page(&page, sample, 51);
    assert_int_equal(lot_test_count(lot_text_string(&page), "href=\"#row"), 26);
    assert_holds(&page, "From ticket <a href=\"#row0\">00</a> <a href=\"#row1\">02</a> "
                        "<a href=\"#row1\">04</a> <a href=\"#row3\">06</a>");
    lot_text_free(&page);
    make_page(&page, sample, 12345);
    assert_int_equal(lot_test_count(lot_text_string(&page), "href=\"#row"), 25);
    assert_holds(&page, "<a href=\"#row3\">00500</a> <a href=\"#row3\">01000</a>");
    lot_text_free(&page);
    lot_sample_free(sample);
}

static void everyone_finds_their_tickets_by_pseudonym(void **state)
{
    (void)state;
    static const char *const tickets[] = {"0&ndash;1 6", "2&ndash;4", "2&ndash;4",
                                          "0&ndash;1 5&ndash;6", "5"};
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    lot_text entry = LOT_TEXT_EMPTY;
    make_page(&page, sample, 7);
    const char *before = lot_text_string(&page);
    for (uint32_t i = 0; i < 6; i++) {
        uint32_t person = sample->pseudonyms->by_pid[i];
        if (person == 5)
            continue;
        lot_text_format(&entry, "<div><dt>%s</dt><dd>%s</dd></div>\n",
                        sample->pseudonyms->pids[person].text, tickets[person]);
        before = strstr(before, lot_text_string(&entry));
        assert_non_null(before);
        lot_text_free(&entry);
    }
    assert_lacks(&page, sample->pseudonyms->pids[5].text);
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
        cmocka_unit_test(before_the_draw_it_says_how_the_ticket_will_be_found),
        cmocka_unit_test(a_ticket_by_hand_is_not_computed_and_contributions_have_names),
        cmocka_unit_test(the_drawn_panel_is_marked_and_what_is_over_is_left_out),
        cmocka_unit_test(a_long_list_has_an_index),
        cmocka_unit_test(everyone_finds_their_tickets_by_pseudonym),
        cmocka_unit_test(panels_name_people_by_ascending_pids_alone),
        cmocka_unit_test(a_list_without_manifest_is_marked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
