/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report.html at every station. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "core/array.h"
#include "report/page.h"
#include "support/markup.h"
#include "support/sample.h"

#include <stdlib.h>
#include <string.h>

/* Make the page, which must be sound whatever the station, and return its text. */
static const char *page_of(lot_text *page, const lot_sample *sample)
{
    lot_error error;
    if (lot_report_html(page, &sample->report, &error) != LOT_OK)
        fail_msg("%s", error.message);
    const char *html = lot_text_string(page);
    lot_test_assert_well_formed(html);
    lot_test_assert_stands_alone(html);
    assert_null(strstr(html, "ID-"));
    assert_null(strstr(html, "Quux"));
    assert_null(strstr(html, "High Street"));
    return html;
}

static void assert_holds(const char *html, const char *words)
{
    if (strstr(html, words) == NULL)
        fail_msg("the page does not hold: %s", words);
}

static void the_page_is_one_for_phones_and_paper(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    const char *html = page_of(&page, sample);
    assert_holds(html, "<html lang=\"en\">");
    assert_holds(html, "<meta name=\"viewport\"");
    assert_holds(html, "@media print");
    assert_holds(html, "<title>An Assembly</title>");
    lot_text_free(&page);
    lot_sample_free(sample);
}

static void the_summary_is_plain_words(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    assert_holds(page_of(&page, sample),
                 "<p class=\"lead\">2 people were drawn by lot from 6 volunteers. In this lottery "
                 "everybody who can sit on a panel had a chance of at least 14.3&nbsp;%; it is "
                 "proven that no lottery can give everybody who can sit on a panel more than "
                 "14.286&nbsp;% (1/7). Ticket 1 of 7 decided.");
    lot_text_free(&page);
    lot_sample_free(sample);
}

static void every_picture_has_its_words(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    const char *html = page_of(&page, sample);
    unsigned pictures = 0;
    for (const char *at = strstr(html, "<svg"); at != NULL; at = strstr(at + 1, "<svg")) {
        const char *end = strchr(at, '>');
        const char *hidden = strstr(at, "aria-hidden=\"true\"");
        if (hidden != NULL && hidden < end)
            continue;
        const char *role = strstr(at, "role=\"img\"");
        assert_true(role != NULL && role < end);
        assert_memory_equal(end + 1, "<title>", strlen("<title>"));
        const char *words = strstr(end, "</title><desc>");
        assert_true(words != NULL && words < strstr(at, "</svg>"));
        pictures++;
    }
    assert_int_equal(pictures, 5 + 1); /* a bar for each value, and the curve */
    assert_holds(html, "<title>gender: f</title><desc>1 seat drawn; quota 1; the pool&#39;s share "
                       "as seats 1.0</desc>");
    lot_text_free(&page);
    lot_sample_free(sample);
}

static void the_bars_numbers_stand_in_a_table(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    const char *html = page_of(&page, sample);
    assert_holds(html, "<h3>gender</h3>");
    assert_holds(html, "<th scope=\"row\">x</th>");
    assert_holds(html, "<td class=\"drawn\">0</td><td>0&ndash;1</td><td>0.3</td><td>1</td></tr>");
    lot_text_free(&page);
    lot_sample_free(sample);
}

static void the_curve_steps_up_person_by_person(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    const char *html = page_of(&page, sample);
    /* chances 0, 1, 3, 3, 3, 4 sevenths on an axis up to 60 % */
    assert_holds(html, "viewBox=\"0 0 6 10000\"");
    assert_holds(html, "d=\"M0 10000H1V7620H2V2858H5V477H6\"");
    assert_holds(html, "the same for everybody: 33.33&nbsp;%");
    assert_holds(html, "half have at most</th><td>3</td><td>42.9&nbsp;%</td>");
    lot_text_free(&page);
    lot_sample_free(sample);
}

static void hostile_words_are_escaped(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    static const char hostile[] = "</title><script>alert('x')</script>\"&<b";
    static const char escaped[] = "&lt;/title&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"
                                  "&quot;&amp;&lt;b";
    char **const places[] = {&sample->quotas->features[0].name, &sample->quotas->rows[1].value,
                             &sample->source.name, &sample->source.value};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        free(*places[i]);
        *places[i] = lot_string_copy(hostile);
    }
    free(sample->source.name);
    sample->source.name = lot_string_copy("text:</title><script>alert('x')</script>\"&<b");
    sample->report.title = hostile;
    lot_sample_draw(sample);
    const char *html = page_of(&page, sample);
    assert_true(lot_test_count(html, escaped) >= 6);
    lot_text_free(&page);
    lot_html_put(&page, "a\x01\tb\x7f");
    assert_string_equal(lot_text_string(&page), "a\xef\xbf\xbd\tb\xef\xbf\xbd");
    lot_text_free(&page);
    lot_sample_free(sample);
}

static void a_rehearsal_and_earlier_draws_are_in_plain_sight(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    const char *html = page_of(&page, sample);
    assert_null(strstr(html, "class=\"banner\""));
    lot_text_free(&page);
    sample->report.test = true;
    sample->report.attempts_before = 1;
    sample->report.one_run = true;
    html = page_of(&page, sample);
    assert_holds(html, "<strong>TEST DRAW.</strong>");
    assert_holds(html, "<strong>NOT THE FIRST DRAW.</strong> 1 real draw was made before");
    assert_holds(html, "Nobody was given M before the public value.");
    lot_text_free(&page);
    lot_sample_free(sample);
}

static void the_bound_says_whom_it_is_about_wherever_it_stands(void **state)
{
    (void)state;
    static const char some[] = "no lottery can give everybody who can sit on a panel more than";
    static const char all[] = "no lottery can give everybody more than";
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    const char *html = page_of(&page, sample); /* lead, curve, claim */
    assert_int_equal(lot_test_count(html, some), 3);
    lot_text_free(&page);
    sample->no_panel[sample->classes->of_person[5]] = false;
    html = page_of(&page, sample);
    assert_int_equal(lot_test_count(html, some), 0);
    assert_int_equal(lot_test_count(html, all), 3);
    lot_text_free(&page);
    lot_sample_free(sample);
}

static void the_page_tells_how_the_lottery_was_found_and_what_is_missing(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    const char *html = page_of(&page, sample);
    assert_holds(html, "the least chance here is 14.3&nbsp;%, just that. The proof is in integers");
    assert_holds(html,
                 "chances first, then panels that give them (direct). Everybody&#39;s chance is "
                 "at most 0.981 tickets from the computed optimum.");
    lot_text_free(&page);
    sample->finding.path = LOT_PATH_ROUNDED;
    sample->finding.cuts_count = 2;
    sample->finding.bound.numerator = 1;
    sample->finding.bound.denominator = 6;
    html = page_of(&page, sample);
    assert_holds(html, "14.3&nbsp;%, below that by at most 0.167 tickets. The proof is in");
    assert_holds(html, "then panels that give them, whose tickets are rounded (rounded).");
    assert_holds(html, "2 of the bounds need a case distinction (branch and bound), written out");
    lot_text_free(&page);
    lot_sample_free(sample);
}

static void the_curve_has_a_line_for_bounds_of_chances_alone(void **state)
{
    (void)state;
    static const char line[] = "<line class=\"bound\"";
    static const char key[] = "<span class=\"key bound\">";
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    for (unsigned i = 0; i < LOT_OBJECTIVES_COUNT; i++) {
        lot_objective objective = (lot_objective)i;
        bool drawn =
            objective == LOT_LEXIMIN || objective == LOT_MAXIMIN || objective == LOT_MINIMAX;
        sample->finding.objective = objective;
        sample->finding.gamma_millionths = objective == LOT_GOLDILOCKS ? 1000000 : 0;
        sample->finding.bound = drawn                     ? (lot_fraction){4, 28}
                                : objective == LOT_LEGACY ? (lot_fraction){0, 1}
                                                          : (lot_fraction){9, 2};
        const char *html = page_of(&page, sample);
        assert_int_equal(lot_test_count(html, line), drawn);
        assert_int_equal(lot_test_count(html, key), drawn);
        /* the axis goes up to the greatest chance, whatever a bound that is no chance may be */
        assert_holds(html, ">60&nbsp;%</text>");
        assert_null(strstr(html, ">80&nbsp;%</text>"));
        lot_text_free(&page);
    }
    lot_sample_free(sample);
}

static void the_page_says_what_is_sought_and_proven(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    sample->finding.objective = LOT_MINIMAX;
    const char *html = page_of(&page, sample);
    assert_holds(html, "one is sought with the largest chance as small as can be, then the "
                       "smallest as large as can be (minimax).");
    assert_holds(html,
                 "had a chance of at least 14.3&nbsp;% and at most 57.1&nbsp;%; it is proven "
                 "that no lottery can keep everybody&#39;s chance below 14.285&nbsp;% (1/7).");
    lot_text_free(&page);
    sample->finding.objective = LOT_NASH;
    sample->finding.bound = (lot_fraction){1, 1};
    html = page_of(&page, sample);
    assert_holds(html, "becomes as large as can be; the geometric mean here is 36.44&nbsp;%; it is "
                       "proven that no lottery has a larger geometric mean");
    lot_text_free(&page);
    sample->finding.objective = LOT_GOLDILOCKS;
    sample->finding.gamma_millionths = 1500000;
    sample->finding.bound = (lot_fraction){5, 2};
    html = page_of(&page, sample);
    assert_holds(html, "weighs gamma = 1.500000 times as much as a high one; the value here is "
                       "5.628572; it is proven that no lottery has a goldilocks value below "
                       "2.500000.");
    lot_text_free(&page);
    sample->finding.bound = (lot_fraction){1, 7};
    sample->finding.objective = LOT_LEXIMIN;
    sample->finding.late = true;
    html = page_of(&page, sample);
    assert_holds(html, "A time limit ended the search, so a fairer lottery may exist.");
    assert_holds(html, "(1/7): that is NOT PROVEN to outsiders, as no certificate of it is "
                       "published.");
    assert_holds(html, "computed, NOT PROVEN to outsiders: no lottery");
    assert_null(strstr(html, "it is proven"));
    assert_null(strstr(html, ">proven: "));
    lot_text_free(&page);
    lot_sample_free(sample);
}

static void who_has_no_ticket_and_a_single_panel_are_warned_of(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    const char *html = page_of(&page, sample);
    assert_null(strstr(html, "WARNING"));
    assert_null(strstr(html, "no ticket"));
    lot_text_free(&page);
    sample->tickets[4] = 0;
    sample->lottery->panels->count = 1;
    sample->report.draw = NULL;
    html = page_of(&page, sample);
    assert_holds(html, "<strong>WARNING:</strong> there is only one panel: the draw decides "
                       "nothing.</p>");
    assert_holds(html, "<strong>WARNING:</strong> 1 person who can sit on a panel has no ticket: "
                       "use more tickets (--tickets).</p>");
    assert_holds(html, "In this lottery 1 person who can sit on a panel has no ticket, and so no "
                       "chance, and nobody&#39;s chance is above 57.1&nbsp;%");
    lot_text_free(&page);
    sample->lottery->panels->count = 3;
    lot_sample_free(sample);
}

static void legacy_is_for_comparison_only_wherever_one_looks(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    sample->finding = (lot_finding){
        .objective = LOT_LEGACY, .path = LOT_PATH_SIMULATED, .bound = {.denominator = 1}};
    const char *html = page_of(&page, sample);
    assert_holds(html, "<strong>FOR COMPARISON ONLY.</strong>");
    assert_holds(html, "It is a simulation for comparison only: nothing is proven of how fair it");
    assert_holds(html, "These chances are estimates: a simulation picked a panel anew");
    /* ID-6 sits on none */
    assert_holds(html, "Who has no ticket here was never picked by the simulation");
    assert_null(strstr(html, "it is proven"));
    assert_null(strstr(html, "the bound"));
    assert_null(strstr(html, "one is sought"));
    lot_text_free(&page);
    sample->no_panel[sample->classes->of_person[5]] = false;
    sample->tickets[5] = 1;
    html = page_of(&page, sample);
    assert_holds(html, "Everybody sits on some of these panels.");
    lot_text_free(&page);
    lot_sample_free(sample);
}

static void attempts_given_up_are_in_plain_sight(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    lot_report_attempt attempts[] = {
        {.number = 1}, {.number = 2, .test = true, .drawn = true}, {.number = 3}};
    attempts[1].ticket = 5;
    sample->report.attempt = 3;
    sample->report.attempts = attempts;
    sample->report.attempts_count = 3;
    sample->report.attempts_undrawn = 1;
    const char *html = page_of(&page, sample);
    assert_holds(html, "<strong>NOT THE FIRST ATTEMPT.</strong> 1 attempt before this one was "
                       "announced and never drawn. Its result could have been computed");
    assert_holds(html, "1 announced attempt before this one was never drawn: its result could have "
                       "been computed and disliked.");
    assert_holds(html, "<th scope=\"row\">1</th><td>real</td><td>not drawn</td><td><code>0000");
    assert_holds(html, "<th scope=\"row\">2</th><td>test</td><td>5</td>");
    /* drawn after the list was made */
    assert_holds(html, "<th scope=\"row\">3</th><td>real</td><td>1</td>");
    lot_text_free(&page);
    sample->report.attempts_count = 1;
    sample->report.attempts_undrawn = 0;
    html = page_of(&page, sample);
    assert_null(strstr(html, "All attempts"));
    assert_null(strstr(html, "never drawn"));
    lot_text_free(&page);
    lot_sample_free(sample);
}

static void the_page_tells_how_the_registrations_were_read_by_counts_alone(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    const char *html = page_of(&page, sample);
    assert_holds(html, "<p>The file of people was read as: UTF-8, commas, CRLF.</p>");
    assert_null(strstr(html, "Withdrawn before"));
    assert_null(strstr(html, "Pairs of addresses"));
    lot_text_free(&page);
    sample->report.form = "XLSX, sheet '<A>'";
    sample->report.withdrawn_before = 12;
    sample->report.same_homes = 3;
    sample->report.other_homes = 2;
    html = page_of(&page, sample);
    assert_holds(html, "<p>The file of people was read as: XLSX, sheet &#39;&lt;A&gt;&#39;.</p>");
    assert_holds(html, "<p>Withdrawn before the registrations were closed: 12. Nothing is kept");
    assert_holds(html, "of which a person decided whether they are one household: 5 (3 are, 2 are "
                       "not).</p>");
    lot_text_free(&page);
    lot_sample_free(sample);
}

static void without_quotas_the_page_says_so(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    lot_quotas none = {0};
    uint32_t features = sample->pool->features_count;
    sample->report.quotas = &none;
    sample->pool->features_count = 0;
    const char *html = page_of(&page, sample);
    assert_holds(html, "<p>There are no quotas.</p>");
    assert_null(strstr(html, "seats drawn</li>"));
    lot_text_free(&page);
    sample->pool->features_count = features;
    lot_sample_free(sample);
}

static void every_station_has_a_page(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    sample->report.draw = NULL;
    sample->report.seed = NULL;
    const char *html = page_of(&page, sample);
    assert_holds(html, "Nobody has been drawn yet.");
    assert_holds(html, "<code>civiclot-verify</code> checks the same");
    assert_holds(html, "Everybody who has a receipt can check their own");
    assert_holds(html, "How the draw will be made");
    assert_null(strstr(html, "The panel drawn"));
    assert_null(strstr(html, "python3"));
    lot_text_free(&page);
    sample->report.manifest = NULL;
    sample->report.attempt = 0;
    sample->report.sources_count = 0;
    html = page_of(&page, sample);
    assert_holds(html, "None of this has happened yet.");
    assert_null(strstr(html, "Check it yourself"));
    lot_text_free(&page);
    sample->report.lottery = NULL;
    sample->report.finding = NULL;
    sample->report.no_panel = NULL;
    sample->report.tickets = NULL;
    html = page_of(&page, sample);
    assert_holds(html, "The lottery has not been worked out yet.");
    assert_null(strstr(html, "chance</h2>"));
    lot_text_free(&page);
    lot_sample_free(sample);
}

static void the_drawn_panel_is_named_by_pids(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text page = LOT_TEXT_EMPTY;
    const char *html = page_of(&page, sample);
    for (uint32_t p = 0; p < 6; p++)
        assert_int_equal(lot_test_count(html, sample->pseudonyms->pids[p].text),
                         p == 0 || p == 3 ? 1 : 0);
    lot_text_free(&page);
    lot_sample_free(sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_is_one_for_phones_and_paper),
        cmocka_unit_test(the_summary_is_plain_words),
        cmocka_unit_test(every_picture_has_its_words),
        cmocka_unit_test(the_bars_numbers_stand_in_a_table),
        cmocka_unit_test(the_curve_steps_up_person_by_person),
        cmocka_unit_test(hostile_words_are_escaped),
        cmocka_unit_test(a_rehearsal_and_earlier_draws_are_in_plain_sight),
        cmocka_unit_test(the_bound_says_whom_it_is_about_wherever_it_stands),
        cmocka_unit_test(the_page_tells_how_the_lottery_was_found_and_what_is_missing),
        cmocka_unit_test(the_curve_has_a_line_for_bounds_of_chances_alone),
        cmocka_unit_test(the_page_says_what_is_sought_and_proven),
        cmocka_unit_test(who_has_no_ticket_and_a_single_panel_are_warned_of),
        cmocka_unit_test(legacy_is_for_comparison_only_wherever_one_looks),
        cmocka_unit_test(attempts_given_up_are_in_plain_sight),
        cmocka_unit_test(the_page_tells_how_the_registrations_were_read_by_counts_alone),
        cmocka_unit_test(without_quotas_the_page_says_so),
        cmocka_unit_test(every_station_has_a_page),
        cmocka_unit_test(the_drawn_panel_is_named_by_pids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
