/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The page for citizens, in a real browser: what it answers, and what of it can be read on the
 * screen.
 */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/browse.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_LONGEST = 1024 };

/* What is given to the page, and what must come of it: an array of texts. */
struct trial {
    lot_text cases;
    json_t *expected;
};

static void read_given(lot_text *cases, const char *folder, char *words)
{
    lot_text_put(cases, folder);
    for (char *word = strtok(words, " "); word != NULL; word = strtok(NULL, " ")) {
        if (strncmp(word, "receipt=", 8) == 0)
            lot_text_format(cases, "\treceipt=%s", lot_browse_place(word + 8));
        else if (strncmp(word, "public-key=", 11) == 0)
            lot_text_format(cases, "\tkey=%s", word + 11);
        else
            lot_text_format(cases, "\t%s", word);
    }
    lot_text_put(cases, "\n");
}

/* A line of an .expected file without what stands behind its #. */
static bool read_line(char line[LINE_LONGEST], FILE *file)
{
    if (fgets(line, LINE_LONGEST, file) == NULL)
        return false;
    line[strcspn(line, "#\n")] = '\0';
    for (size_t end = strlen(line); end > 0 && line[end - 1] == ' '; end--)
        line[end - 1] = '\0';
    return true;
}

static void read_expected(struct trial *trial, const char *path)
{
    char line[LINE_LONGEST], folder[4096];
    lot_text verdicts = LOT_TEXT_EMPTY;
    (void)snprintf(folder, sizeof folder, "%.*s", (int)(strlen(path) - strlen(".expected")), path);
    (void)snprintf(folder, sizeof folder, "%s", lot_browse_place(folder));
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (read_line(line, file)) {
        if (strncmp(line, "given", 5) == 0)
            read_given(&trial->cases, folder, line + 5);
        else if (line[0] != '\0')
            lot_text_format(&verdicts, "%s\n", line);
        if (strncmp(line, "exit ", 5) == 0) {
            (void)json_array_append_new(trial->expected, json_string(lot_text_string(&verdicts)));
            lot_text_free(&verdicts);
        }
    }
    (void)fclose(file);
    lot_text_free(&verdicts);
}

/* Many cases take long in a browser: VECTORS=all reads them all, else one folder of `stride`. */
static bool is_passed_over(const char *path, size_t number)
{
    static const struct {
        const char *start;
        size_t stride;
    } kinds[] = {{"replace-", 3}, {"forged-", 3}, {"reserve-", 5}, {"callup-", 5}};
    const char *wanted = getenv("VECTORS");
    const char *name = strrchr(path, '/') + 1;
    bool all = wanted != NULL && strcmp(wanted, "all") == 0;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0] && !all; i++)
        if (strncmp(name, kinds[i].start, strlen(kinds[i].start)) == 0)
            return number % kinds[i].stride != 0;
    return false;
}

static void read_vectors(struct trial *trial, const char *pattern)
{
    glob_t found;
    *trial = (struct trial){.expected = json_array()};
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++)
        if (!is_passed_over(found.gl_pathv[i], i))
            read_expected(trial, found.gl_pathv[i]);
    globfree(&found);
    assert_true(json_array_size(trial->expected) > 0);
}

static void free_trial(struct trial *trial)
{
    lot_text_free(&trial->cases);
    json_decref(trial->expected);
}

/* What stands on the screen: each statement once and in order, with its verdict in words. */
static void assert_shown(const json_t *answer)
{
    const json_t *rows = json_object_get(answer, "rows");
    const json_t *statements = json_object_get(answer, "statements");
    const json_t *failure = json_object_get(answer, "failure");
    size_t i, count = json_array_size(statements);
    json_t *row;
    assert_int_equal(json_array_size(rows), count + json_is_array(failure));
    json_array_foreach(rows, i, row)
    {
        if (i < count)
            assert_true(json_equal(row, json_array_get(statements, i)));
        else
            assert_string_equal(json_string_value(json_array_get(row, 1)), "FAILED");
    }
}

static unsigned count_verdicts(const json_t *answer, const char *verdict)
{
    size_t i;
    json_t *pair;
    unsigned count = 0;
    json_array_foreach(json_object_get(answer, "statements"), i, pair)
    {
        count += strcmp(json_string_value(json_array_get(pair, 1)), verdict) == 0;
    }
    return count;
}

/* The headline counts what is not proven, too; of a failure it says nothing else. */
static void assert_headline(const json_t *answer)
{
    const char *headline = lot_browse_text(answer, "headline");
    char sums[128];
    (void)snprintf(sums, sizeof sums, "%u proven, %u not proven, %u not checked.",
                   count_verdicts(answer, "PROVEN"), count_verdicts(answer, "NOT PROVEN"),
                   count_verdicts(answer, "NOT CHECKED"));
    if (json_is_true(json_object_get(answer, "verified")))
        assert_non_null(strstr(headline, sums));
    else
        assert_null(strstr(headline, "proven"));
}

static void the_page_says_of_vectors_what_the_protocol_has(void **state)
{
    struct trial trial;
    json_t *answers = NULL, *answer;
    size_t i, wrong = 0;
    read_vectors(&trial, "tests/vectors/*.expected");
    struct trial whole;
    read_vectors(&whole, "tests/vectors/folders/*.expected");
    lot_text_put(&trial.cases, lot_text_string(&whole.cases));
    (void)json_array_extend(trial.expected, whole.expected);
    free_trial(&whole);
    lot_browse(&answers, *state, &trial.cases);
    assert_int_equal(json_array_size(answers), json_array_size(trial.expected));
    json_array_foreach(answers, i, answer)
    {
        lot_text said = LOT_TEXT_EMPTY;
        const char *expected = json_string_value(json_array_get(trial.expected, i));
        lot_browse_verdicts(&said, answer);
        if (strcmp(lot_text_string(&said), expected) != 0) {
            print_error("%s, case %zu:\n%s%s\nexpected:\n%s\n", lot_browse_text(answer, "folder"),
                        i, lot_text_string(&said), lot_browse_text(answer, "text"), expected);
            wrong++;
        }
        lot_text_free(&said);
        assert_shown(answer);
        assert_headline(answer);
    }
    json_decref(answers);
    free_trial(&trial);
    assert_int_equal(wrong, 0);
}

static void a_test_draw_is_marked_across_the_page_and_no_real_one_is(void **state)
{
    lot_text cases = LOT_TEXT_EMPTY;
    json_t *answers = NULL;
    lot_text_format(&cases, "%s\n", lot_browse_place("tests/vectors/folders/rehearsal"));
    lot_text_format(&cases, "%s\n", lot_browse_place("tests/vectors/folders/dice"));
    lot_browse(&answers, *state, &cases);
    const json_t *rehearsal = json_array_get(answers, 0);
    assert_true(json_is_true(json_object_get(rehearsal, "test")));
    assert_non_null(strstr(lot_browse_text(rehearsal, "headline"), "A test draw."));
    assert_true(json_is_false(json_object_get(json_array_get(answers, 1), "test")));
    json_decref(answers);
    lot_text_free(&cases);
}

/* Each of `told` stands in `text`, one behind the other; NULL ends them. */
static void assert_told(const char *text, const char *const *told)
{
    for (; *told != NULL; told++) {
        const char *found = strstr(text, *told);
        if (found == NULL)
            fail_msg("'%s' is not told in: %s", *told, text);
        text = found;
    }
}

/* The numbers themselves, as the folder has them. */
static void the_draw_is_told_step_by_step_with_its_numbers(void **state)
{
    static const char *const told[] = {
        "M: the lottery, fixed",
        "A public value: Lottozahlen",
        "3 7 21 — 9",
        "The seed",
        "6611a330eacf73a08a83d39e26201ec767c447b7f41437f4b1e1aed21c8244cc",
        "remainder",
        "The ticket",
        "The panel that it draws",
        "The panel and the quotas",
        "Find my ticket numbers",
        NULL};
    lot_text cases = LOT_TEXT_EMPTY;
    json_t *answers = NULL;
    lot_text_format(&cases, "%s\n", lot_browse_place("tests/vectors/publication"));
    lot_browse(&answers, *state, &cases);
    assert_told(lot_browse_text(json_array_get(answers, 0), "story"), told);
    json_decref(answers);
    lot_text_free(&cases);
}

/* Of tests/vectors/folders/replace-two: its three panels, and two who left. */
static void the_panel_after_all_replacements_is_told_and_who_withdrew(void **state)
{
    static const char *const two[] = {"The panel now",
                                      "on the panel after all replacements",
                                      "73i2huvat4qsdfdzsince the first draw",
                                      "nd7vtv6qhlpvcccysince replacement 2",
                                      "sdp3f5zsdi6qo6b3since replacement 1",
                                      "Who withdrew",
                                      "3fqerecwgtsjjoqumoved-awayyesreplacement 1",
                                      "lbcqu2lkso4fzhk3illnessyesreplacement 2",
                                      "The first draw",
                                      "Replacement 1 in replace/1",
                                      "Replacement 2 in replace/2",
                                      NULL};
    static const char *const open[] = {"A replacement is announced and not drawn yet",
                                       "3fqerecwgtsjjoquwithdrew; the place is open",
                                       "73i2huvat4qsdfdzsince the first draw", NULL};
    static const char *const others[] = {"Who withdrew", "no", "replacement 1", NULL};
    static const char *const steps[] = {
        "The draw, step by step",      "Replacement 1, step by step", "seats the 2 people who stay",
        "Replacement 2, step by step", "Find my ticket numbers",      NULL};
    static const char *const folders[] = {"replace-two", "replace-undrawn", "replace-one-others"};
    lot_text cases = LOT_TEXT_EMPTY;
    json_t *answers = NULL;
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        char path[LINE_LONGEST];
        (void)snprintf(path, sizeof path, "tests/vectors/folders/%s", folders[i]);
        lot_text_format(&cases, "%s\n", lot_browse_place(path));
    }
    lot_browse(&answers, *state, &cases);
    assert_told(lot_browse_text(json_array_get(answers, 0), "text"), two);
    assert_told(lot_browse_text(json_array_get(answers, 0), "story"), steps);
    assert_told(lot_browse_text(json_array_get(answers, 1), "text"), open);
    assert_told(lot_browse_text(json_array_get(answers, 2), "text"), others);
    json_decref(answers);
    lot_text_free(&cases);
}

/* Of whoever holds a receipt: in which draw, or withdrawn. */
static void a_person_learns_in_which_draw_they_were_drawn_and_whether_they_left(void **state)
{
    static const struct {
        unsigned person;
        const char *told[6];
    } people[] = {
        {0,
         {"On the panel now", "No: no draw drew them.", "Drawn at firstNo: ticket 8",
          "Replacement 1Not drawn: it was ticket 0. 1 of 2 tickets for them: 1.",
          "Replacement 2Not drawn: it was ticket 1. 1 of 3 tickets for them: 2.", NULL}},
        {2,
         {"On the panel nowYes, since the first draw.", "Drawn at firstYes: ticket 8",
          "Replacement 1Stayed", "Replacement 2Stayed", NULL}},
        {3,
         {"On the panel nowNo: withdrew, as replacement 1 says, for the reason moved-away.",
          "Drawn at firstYes", "Replacement 1Withdrew (moved-away)", NULL}},
        {6,
         {"On the panel nowYes, since replacement 2.", "Drawn at firstNo",
          "Replacement 1Not drawn: it was ticket 0. No ticket draws them.",
          "Replacement 2Drawn, by ticket 1. 1 of 3 tickets for them: 1.", NULL}},
    };
    enum { PEOPLE = sizeof people / sizeof people[0] };
    lot_text cases = LOT_TEXT_EMPTY;
    json_t *answers = NULL;
    for (size_t i = 0; i < PEOPLE; i++) {
        char receipt[LINE_LONGEST];
        (void)snprintf(receipt, sizeof receipt, "tests/vectors/receipts/person-%u.txt",
                       people[i].person);
        lot_text_format(&cases, "%s", lot_browse_place("tests/vectors/folders/replace-two"));
        lot_text_format(&cases, "\treceipt=%s\n", lot_browse_place(receipt));
    }
    lot_browse(&answers, *state, &cases);
    for (size_t i = 0; i < PEOPLE; i++)
        assert_told(lot_browse_text(json_array_get(answers, i), "story"), people[i].told);
    json_decref(answers);
    lot_text_free(&cases);
}

/* Of tests/vectors/folders/callup-two: five seats and four in reserve; three and one withdrew. */
static void who_was_called_up_is_told_and_when_and_why(void **state)
{
    static const char *const now[] = {"call-ups, by their pseudonyms; 1 seat is vacant",
                                      "6a5yi3fe273h6og7since call-up 2",
                                      "szggkileieedyenisince call-up 1",
                                      "27keji2mt6ky6ujpmoved-awayyescall-up 1",
                                      "In reserve",
                                      "v3s7cqpv4vvjn2i3withdrew",
                                      "szggkileieedyenicalled up by call-up 1",
                                      "6a5yi3fe273h6og7called up by call-up 2",
                                      "rmhtct7b6xpdcp4eat hand",
                                      "Call-up 1 in replace/1",
                                      "Call-up 2 in replace/2",
                                      NULL};
    static const char *const steps[] = {"The reserves",
                                        "by 30 made-up cases",
                                        "Call-up 1, step by step",
                                        "27keji2mt6ky6ujpmoved-away",
                                        "Reserves of the first draw",
                                        "szggkileieedyenireserve number 2",
                                        "6a5yi3fe273h6og7reserve number 3",
                                        "Who is called",
                                        "szggkileieedyenireserve number 2",
                                        "meets every quota",
                                        "No others at hand would leave it nearer",
                                        "Seats held",
                                        "Call-up 2, step by step",
                                        "was in reserve",
                                        "is 2 seats off its quotas, vacant seats counted in (1)",
                                        NULL};
    static const char *const unproven[] = {
        "Who is called", "The organisers say that the panel then",
        "Whether others would leave it nearer, is not checked", NULL};
    static const char *const undrawn[] = {"Reserves", "3 people at most", NULL};
    static const char *const folders[] = {"callup-two", "callup-public", "reserve-undrawn"};
    lot_text cases = LOT_TEXT_EMPTY;
    json_t *answers = NULL;
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        char path[LINE_LONGEST];
        (void)snprintf(path, sizeof path, "tests/vectors/folders/%s", folders[i]);
        lot_text_format(&cases, "%s\n", lot_browse_place(path));
    }
    lot_browse(&answers, *state, &cases);
    assert_told(lot_browse_text(json_array_get(answers, 0), "text"), now);
    assert_told(lot_browse_text(json_array_get(answers, 0), "story"), steps);
    assert_told(lot_browse_text(json_array_get(answers, 1), "story"), unproven);
    assert_null(strstr(lot_browse_text(json_array_get(answers, 1), "story"), "nearer; where"));
    assert_told(lot_browse_text(json_array_get(answers, 2), "text"), undrawn);
    assert_null(strstr(lot_browse_text(json_array_get(answers, 2), "text"), "In reserve"));
    json_decref(answers);
    lot_text_free(&cases);
}

/* Of whoever holds a receipt: called up, at hand, withdrawn from the reserves, or none of it. */
static void a_person_learns_whether_they_are_in_reserve_and_were_called_up(void **state)
{
    static const struct {
        unsigned person;
        const char *told[6];
    } people[] = {
        {0,
         {"On the panel nowYes, since call-up 2.", "Drawn at firstNo",
          "In reserve at firstYes: number 3 of 4.",
          "Call-up 1Not called: still at hand, as reserve number 3.", "Call-up 2Called up.", NULL}},
        {7,
         {"On the panel nowNo, but in reserve: number 4 of 4, at hand.",
          "In reserve at firstYes: number 4 of 4.", "Call-up 2Not called: still at hand", NULL}},
        {14,
         {"On the panel nowNo: withdrew, as call-up 2 says",
          "In reserve at firstYes: number 1 of 4.", "Call-up 2Withdrew", NULL}},
        {5, {"No: withdrew, as call-up 1", "In reserve at firstNo: on the panel.", NULL}},
        {1, {"No: no draw drew them.", "In reserve at firstNo.", "Not called: not in", NULL}},
    };
    enum { PEOPLE = sizeof people / sizeof people[0] };
    lot_text cases = LOT_TEXT_EMPTY;
    json_t *answers = NULL;
    for (size_t i = 0; i < PEOPLE; i++) {
        char receipt[LINE_LONGEST];
        (void)snprintf(receipt, sizeof receipt, "tests/vectors/receipts/town-%u.txt",
                       people[i].person);
        lot_text_format(&cases, "%s", lot_browse_place("tests/vectors/folders/callup-two"));
        lot_text_format(&cases, "\treceipt=%s\n", lot_browse_place(receipt));
    }
    lot_browse(&answers, *state, &cases);
    for (size_t i = 0; i < PEOPLE; i++)
        assert_told(lot_browse_text(json_array_get(answers, i), "story"), people[i].told);
    json_decref(answers);
    lot_text_free(&cases);
}

/* Each line of the script is a sentence and its answer, `yes` or what it was instead. */
static void what_is_dropped_or_chosen_is_read_whole_and_wrong_things_are_explained(void **state)
{
    lot_text nothing = LOT_TEXT_EMPTY;
    lot_text lines = LOT_TEXT_EMPTY;
    unsigned sentences = 0;
    lot_browse_with(&lines, *state, "reading.js", &nothing);
    for (char *line = strtok(lines.bytes, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        if (strlen(line) < 5 || strcmp(line + strlen(line) - 5, ": yes") != 0)
            fail_msg("%s", line);
        sentences++;
    }
    assert_true(sentences >= 10);
    lot_text_free(&lines);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_page_says_of_vectors_what_the_protocol_has),
        TEST(a_test_draw_is_marked_across_the_page_and_no_real_one_is),
        TEST(the_draw_is_told_step_by_step_with_its_numbers),
        TEST(the_panel_after_all_replacements_is_told_and_who_withdrew),
        TEST(a_person_learns_in_which_draw_they_were_drawn_and_whether_they_left),
        TEST(who_was_called_up_is_told_and_when_and_why),
        TEST(a_person_learns_whether_they_are_in_reserve_and_were_called_up),
        TEST(what_is_dropped_or_chosen_is_read_whole_and_wrong_things_are_explained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
