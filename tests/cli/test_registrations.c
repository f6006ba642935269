/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From registrations as they came to a pool: read by rules, added to, withdrawn from, closed. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/run.h"
#include "support/tamper.h"

#include <stdio.h>
#include <string.h>

static const char people[] = "id,\"What is your gender?\",Born,Postcode,Agreed\n"
                             "007,M,1990-05-01,E17 4AB,Yes\n"
                             "8,woman,2001-01-01,E17 4AC,yes\n"
                             "9,Female,2015-03-04,E17 5AB,Yes\n"
                             "10,,1950-02-28,E4 1AA,Yes\n"
                             "11,f,1960-02-29,E4 1AB,Yes\n"
                             "12,man,1981-06-07,E10 1AA,No\n"
                             "13,Male,1985-06-07,E10 1AA,Yes\n";

static const char quotas[] = "feature,value,min,max\n"
                             "gender,Male,0,2\n"
                             "gender,Female,0,2\n"
                             "gender,Prefer not to say,0,1\n"
                             "age,16-34,0,2\n"
                             "age,35+,0,2\n"
                             "area,North,0,2\n"
                             "area,South,0,2\n";

static const char rules[] = "civiclot-map: 1\n"
                            "id: id\n"
                            "feature gender\n"
                            "  from: \"What is your gender?\"\n"
                            "  Male = M, man\n"
                            "  Female = F, woman\n"
                            "  missing: Prefer not to say\n"
                            "feature age\n"
                            "  from: Born\n"
                            "  age at: 2024-02-03\n"
                            "  brackets: 16-34, 35+\n"
                            "feature area\n"
                            "  from: Postcode\n"
                            "  lookup: wards.csv\n"
                            "  match: postcode\n"
                            "require consent: Agreed is Yes\n"
                            "exclude under-16: Born is younger than 16 at 2024-02-03\n";

static const char wards[] = "Postcode,Area\nE17,North\nE4,South\nE10,South\n";

/* The files, and an assembly file with the quotas. */
static void prepare(const lot_run_folder *folder)
{
    lot_run_write(folder, "people.csv", people);
    lot_run_write(folder, "quotas.csv", quotas);
    lot_run_write(folder, "rules.txt", rules);
    lot_run_write(folder, "wards.csv", wards);
    EXPECT(folder, 0, "new", "file", "--title", "T", "--seats", "2");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
}

static void import(const lot_run_folder *folder)
{
    prepare(folder);
    EXPECT(folder, 0, "import", "file", "people.csv", "--map", "rules.txt");
}

static void draw(const lot_run_folder *folder)
{
    EXPECT(folder, 0, "solve", "file", "--tickets", "10");
    EXPECT(folder, 0, "close", "file");
    EXPECT(folder, 0, "commit", "file", "--publish", "public");
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
}

/* Do the bytes stand anywhere in the file? */
static bool holds(const lot_run_folder *folder, const char *name, const char *bytes)
{
    lot_text file = lot_run_read(folder, name);
    size_t length = strlen(bytes);
    bool found = false;
    for (size_t at = 0; at + length <= file.length && !found; at++)
        found = memcmp(file.bytes + at, bytes, length) == 0;
    lot_text_free(&file);
    return found;
}

static void rules_read_and_exclude_and_the_report_says_how_many(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    lot_ran ran = RUN(folder, "import", "file", "people.csv", "--map", "rules.txt");
    assert_int_equal(ran.code, 0);
    assert_string_equal(lot_text_string(&ran.out),
                        "Imported 5 people.\n"
                        "Excluded: 2 of 7 registered: under-16 1, consent 1\n"
                        "In the pool: 5\n"
                        "The answers of those in the pool were read by the rules:\n"
                        "  gender: 1 as written, 3 by a synonym, 1 blank, filled in\n"
                        "  age: 5 put into brackets\n"
                        "  area: 5 looked up\n");
    lot_ran_free(&ran);
    ran = RUN(folder, "import", "file", "people.csv", "--map", "rules.txt", "--json");
    lot_run_assert_has(&ran.out, "\"excluded\":{\"consent\":1,\"under-16\":1}");
    lot_run_assert_has(&ran.out, "\"filled\":1");
    lot_ran_free(&ran);
    EXPECT(folder, 0, "report", "file", "--out", "page.html");
    assert_true(holds(folder, "page.html", "How the registrations were read"));
    assert_true(holds(folder, "page.html", "under-16"));
    assert_true(holds(folder, "page.html", "<dt>rules.txt</dt><dd><code>"));
    /* a digest of few addresses can be guessed */
    assert_true(holds(folder, "page.html", "<dt>wards.csv</dt>\n"));
    assert_false(holds(folder, "page.html", "E17"));
}

static void the_excluded_are_in_remaining_with_their_reason_and_nowhere_else(void **state)
{
    const lot_run_folder *folder = *state;
    import(folder);
    draw(folder);
    EXPECT(folder, 0, "export", "file", "--selected", "s.csv", "--remaining", "r.csv", "--chances",
           "c.csv");
    assert_true(holds(folder, "r.csv", "\n9,Female,2015-03-04,E17 5AB,Yes,excluded: under-16\n"));
    assert_true(holds(folder, "r.csv", "\n12,man,1981-06-07,E10 1AA,No,excluded: consent\n"));
    assert_false(holds(folder, "s.csv", "2015-03-04"));
    assert_false(holds(folder, "c.csv", "\n9,"));
    assert_true(holds(folder, "public/process.txt", "\npool: 5\n"));
}

/* One run with rules gives the panel that the steps give. */
static void select_reads_by_the_same_rules(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    lot_ran ran = RUN(folder, "select", "--people", "people.csv", "--quotas", "quotas.csv",
                      "--seats", "2", "--map", "rules.txt", "--seed", "x", "--out", "result");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, " 2 of 7 registered: under-16 1, consent 1\n");
    lot_run_assert_has(&ran.out, "The answers of those in the pool were read by the rules:\n"
                                 "  gender: 1 as written, 3 by a synonym, 1 blank, filled in\n");
    lot_ran_free(&ran);
    ran = RUN(folder, "select", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "2",
              "--map", "rules.txt", "--out", "other", "--json");
    lot_run_assert_has(&ran.out, "\"excluded\":{\"consent\":1,\"under-16\":1}");
    lot_ran_free(&ran);
    assert_true(holds(folder, "result/remaining.csv", "excluded: consent"));
    assert_true(holds(folder, "result/publish/process.txt", "\npool: 5\n"));
    EXPECT(folder, 0, "report", "result/assembly.civiclot");
    ran = RUN(folder, "check", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "2",
              "--map", "rules.txt");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.err, "Excluded: 2 of 7 registered: under-16 1, consent 1\n"
                                 "In the pool: 5\n");
    lot_run_assert_has(&ran.err, "  age: 5 put into brackets\n");
    lot_ran_free(&ran);
    ran = RUN(folder, "check", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "2",
              "--map", "rules.txt", "--json");
    lot_run_assert_has(&ran.out, "\"filled\":1");
    lot_ran_free(&ran);
}

/* Where there are no rules, too, it is told who was read and who is left. */
static void without_rules_the_report_says_so(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    lot_run_write(folder, "plain.csv", "id,gender,age,area\n1,Male,16-24,N\n2,Female,16-24,N\n");
    lot_run_write(folder, "plain-quotas.csv",
                  "feature,value,min,max\ngender,Male,0,1\ngender,Female,0,1\n");
    EXPECT(folder, 0, "quotas", "file", "plain-quotas.csv");
    lot_ran ran = RUN(folder, "import", "file", "plain.csv");
    assert_string_equal(lot_text_string(&ran.out),
                        "Imported 2 people.\n"
                        "Excluded: 0 of 2 registered\n"
                        "In the pool: 2\n"
                        "There are no rules: answers count as they are written.\n");
    lot_ran_free(&ran);
    EXPECT(folder, 0, "report", "file", "--out", "page.html");
    assert_true(holds(folder, "page.html",
                      "2 people registered, and all of them are in the pool that is drawn from. "
                      "Nobody was excluded, and answers count as they were written."));
    assert_false(holds(folder, "page.html", "SHA-256:"));
}

/* Files that were put together by hand; the rest of them is looked through all the same. */
static void the_header_once_more_is_nobody(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    lot_run_write(folder, "merged.csv",
                  "id,gender,age,area\n1,Male,16-34,North\nid,gender,age,area\n2,x,35+,North\n"
                  "\"id\",gender,age,area\n");
    lot_ran ran = RUN(folder, "import", "file", "merged.csv");
    assert_int_equal(ran.code, 3);
    lot_run_assert_has(&ran.err, "merged.csv, rows 3, 5: the header once more, as where files were "
                                 "put together: remove it\n"
                                 "merged.csv, row 4, column gender: 'x'");
    lot_run_assert_has(&ran.err, "civiclot: 2 problems");
    lot_ran_free(&ran);
    /* a column's name may be somebody's, too; one that stands alone tells nothing */
    lot_run_write(folder, "names.csv", "id,gender,age,area,Name\nid,Male,35+,North,Name\n");
    EXPECT(folder, 0, "import", "file", "names.csv");
    lot_run_write(folder, "one.csv", "id\nAnn\nid\n");
    EXPECT(folder, 0, "new", "other", "--title", "T", "--seats", "1");
    EXPECT(folder, 0, "import", "other", "one.csv");
}

/* Their records are gone, so that nobody but a person can know them again. */
static void who_withdrew_may_come_back_with_the_file_and_that_is_told(void **state)
{
    const lot_run_folder *folder = *state;
    import(folder);
    lot_ran ran = RUN(folder, "import", "file", "people.csv", "--map", "rules.txt");
    assert_null(strstr(lot_text_string(&ran.err), "withdrawn"));
    lot_ran_free(&ran);
    EXPECT(folder, 0, "withdraw", "file", "--id", "8");
    ran = RUN(folder, "import", "file", "people.csv", "--map", "rules.txt");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.err, "Note: 1 registration was withdrawn before this import.");
    lot_ran_free(&ran);
}

/* The rules and their table are in the assembly file: those outside are needed no more. */
static void the_rules_are_kept_with_the_people(void **state)
{
    const lot_run_folder *folder = *state;
    static const char other[] = "feature,value,min,max\ngender,Male,1,1\ngender,Female,1,1\n"
                                "gender,Prefer not to say,0,0\n";
    import(folder);
    lot_run_write(folder, "rules.txt", "no rules\n");
    lot_run_write(folder, "wards.csv", "");
    EXPECT(folder, 0, "check", "file");
    lot_run_write(folder, "other.csv", other);
    EXPECT(folder, 0, "quotas", "file", "other.csv");
    EXPECT(folder, 0, "check", "file");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    draw(folder);
}

static void broken_rules_change_nothing(void **state)
{
    const lot_run_folder *folder = *state;
    import(folder);
    lot_text before = lot_run_read(folder, "file");
    WORDS(folder, 1, "missing.txt: cannot be opened", "import", "file", "people.csv", "--map",
          "missing.txt");
    lot_run_write(folder, "bad.txt", "civiclot-map: 1\nfeature gender\n  lookup: no.csv\nfoo\n");
    lot_ran ran = RUN(folder, "import", "file", "people.csv", "--map", "bad.txt");
    assert_int_equal(ran.code, 3);
    lot_run_assert_has(&ran.err, "bad.txt, line 4");
    lot_ran_free(&ran);
    lot_run_write(folder, "all.txt", "civiclot-map: 1\nexclude everybody: id is not blank\n");
    WORDS(folder, 3, "the rules exclude everybody: 7 by everybody", "import", "file", "people.csv",
          "--map", "all.txt");
    WORDS(folder, 2, "standard input", "select", "--people", "-", "--map", "-", "--quotas",
          "quotas.csv", "--seats", "2", "--out", "r");
    lot_text after = lot_run_read(folder, "file");
    assert_int_equal(before.length, after.length);
    assert_memory_equal(before.bytes, after.bytes, before.length);
    lot_text_free(&before);
    lot_text_free(&after);
}

/* Another delimiter and line end; their rows follow those before. */
static void late_registrations_are_added_and_read_by_the_same_rules(void **state)
{
    static const char late[] = "ID;What is your gender?;Born;Postcode;Agreed\r\n"
                               "20;\"M\";1991-05-01;\"E17; 4AB\";Yes\r\n"
                               "21;F;2020-05-01;E17 4AB;Yes\r\n";
    const lot_run_folder *folder = *state;
    import(folder);
    lot_run_write(folder, "late.csv", late);
    WORDS(folder, 3, "row 9", "import", "file", "late.csv", "--add", "--quiet");
    static const char mended[] = "ID;What is your gender?;Born;Postcode;Agreed\r\n"
                                 "20;\"M\";1991-05-01;E17 4AB;Yes\r\n"
                                 "21;F;2020-05-01;E17 4AB;Yes\r\n";
    lot_run_write(folder, "late.csv", mended);
    lot_ran ran = RUN(folder, "import", "file", "late.csv", "--add");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "Imported 1 people.\nWith those from before they are 6.\n"
                                 "Excluded: 3 of 9 registered: under-16 2, consent 1\n");
    lot_ran_free(&ran);
    WORDS(folder, 3, "is that of row", "import", "file", "late.csv", "--add");
    draw(folder);
    EXPECT(folder, 0, "export", "file", "--selected", "s.csv", "--remaining", "r.csv");
    assert_true(holds(folder, "s.csv", "\n20,M,1991-05-01,E17 4AB,Yes\n") !=
                holds(folder, "r.csv", "\n20,M,1991-05-01,E17 4AB,Yes,eligible\n"));
}

/* Those of messages: counted on where people are added, and the same when they are read again. */
static void people_are_excluded_by_their_row(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    lot_run_write(folder, "rows.txt", "civiclot-map: 1\nexclude duplicate: row is 3, 6\n");
    lot_run_write(folder, "first.csv", "id,gender\n1,a\n2,b\n3,c\n");
    lot_run_write(folder, "late.csv", "id,gender\n4,d\n5,e\n");
    EXPECT(folder, 0, "new", "rows", "--title", "T", "--seats", "1");
    EXPECT(folder, 0, "import", "rows", "first.csv", "--map", "rows.txt");
    lot_ran ran = RUN(folder, "import", "rows", "late.csv", "--add");
    lot_run_assert_has(&ran.out, "Excluded: 2 of 5 registered: duplicate 2\n");
    lot_ran_free(&ran);
    EXPECT(folder, 0, "withdraw", "rows", "--id", "1");
    lot_run_write(folder, "plain-quotas.csv",
                  "feature,value,min,max\ngender,c,0,1\ngender,d,0,1\n");
    EXPECT(folder, 0, "quotas", "rows", "plain-quotas.csv");
    EXPECT(folder, 0, "solve", "rows", "--tickets", "10");
    EXPECT(folder, 0, "close", "rows");
    EXPECT(folder, 0, "commit", "rows", "--publish", "public");
    EXPECT(folder, 0, "draw", "rows", "--seed", "x");
    EXPECT(folder, 0, "export", "rows", "--remaining", "r.csv");
    assert_true(holds(folder, "r.csv", "\n2,b,excluded: duplicate\n"));
    assert_true(holds(folder, "r.csv", "\n5,e,excluded: duplicate\n"));
}

static void the_report_says_how_the_file_was_written_and_how_many_withdrew(void **state)
{
    const lot_run_folder *folder = *state;
    import(folder);
    lot_run_write(folder, "late.csv",
                  "id;What is your gender?;Born;Postcode;Agreed\r\n"
                  "20;M;1991-05-01;E17 4AB;Yes\r\n");
    EXPECT(folder, 0, "import", "file", "late.csv", "--add");
    EXPECT(folder, 0, "withdraw", "file", "--id", "8");
    EXPECT(folder, 0, "withdraw", "file", "--id", "10,20");
    EXPECT(folder, 0, "report", "file", "--out", "page.html");
    assert_true(holds(folder, "page.html",
                      "<p>The file of people was read as: UTF-8, commas, LF.</p>\n<p>Withdrawn "
                      "before the registrations were closed: 3. "));
    assert_false(holds(folder, "page.html", "Pairs of addresses"));
    /* who is replaced is read anew */
    EXPECT(folder, 0, "import", "file", "late.csv", "--map", "rules.txt");
    EXPECT(folder, 0, "report", "file", "--out", "page.html", "--force");
    assert_true(holds(folder, "page.html", "read as: UTF-8, semicolons, CRLF.</p>"));
}

static void only_the_same_header_is_added_to(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    WORDS(folder, 3, "there are no people yet to add to", "import", "file", "people.csv", "--add");
    EXPECT(folder, 0, "import", "file", "people.csv", "--map", "rules.txt");
    lot_run_write(folder, "late.csv",
                  "id,Born,\"What is your gender?\",Postcode,Agreed\n"
                  "20,1991-05-01,M,E17 4AB,Yes\n");
    WORDS(folder, 3, "its columns are not those of the people before", "import", "file", "late.csv",
          "--add");
    WORDS(folder, 2, "leave --id and --household out", "import", "file", "late.csv", "--add",
          "--id", "Born");
}

/* Lists are written in the encoding of the first file, in which nothing may become a question mark.
 */
static void who_withdraws_leaves_not_a_byte(void **state)
{
    const lot_run_folder *folder = *state;
    import(folder);
    assert_true(holds(folder, "file", "2001-01-01"));
    assert_true(holds(folder, "file", "2015-03-04"));
    lot_text before = lot_run_read(folder, "file");
    WORDS(folder, 3, "nobody has the id '99'", "withdraw", "file", "--id", "8,99");
    lot_text after = lot_run_read(folder, "file");
    assert_int_equal(before.length, after.length);
    assert_memory_equal(before.bytes, after.bytes, before.length);
    lot_text_free(&before);
    lot_text_free(&after);
    /* one of the pool, one of the excluded */
    lot_ran ran = RUN(folder, "withdraw", "file", "--id", "8,9");
    assert_int_equal(ran.code, 0);
    assert_string_equal(lot_text_string(&ran.out), "Withdrawn: 2. In the pool: 4 people.\n");
    lot_ran_free(&ran);
    assert_false(holds(folder, "file", "2001-01-01"));
    assert_false(holds(folder, "file", "2015-03-04"));
    ran = RUN(folder, "log", "file");
    lot_run_assert_has(&ran.out, "withdraw");
    lot_ran_free(&ran);
    WORDS(folder, 3, "nobody would be left", "withdraw", "file", "--id", "007,10,11,12,13");
    draw(folder);
    EXPECT(folder, 0, "export", "file", "--selected", "s.csv", "--remaining", "r.csv");
    assert_false(holds(folder, "r.csv", "\n8,"));
}

static void who_withdraws_leaves_by_every_row_with_the_id(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    lot_run_write(folder, "rules.txt", "civiclot-map: 1\nexclude twice: note is Again\n");
    lot_run_write(folder, "quotas.csv", "feature,value,min,max\nsex,f,0,2\nsex,m,0,2\n");
    lot_run_write(folder, "people.csv",
                  "id,sex,note\nV1,f,Zq-first\nV1,f,Again\nV2,m,Zq-kept\nv1,f,Zq-other\n");
    EXPECT(folder, 0, "new", "two", "--title", "T", "--seats", "2");
    EXPECT(folder, 0, "quotas", "two", "quotas.csv");
    EXPECT(folder, 0, "import", "two", "people.csv", "--map", "rules.txt");
    assert_true(holds(folder, "two", "Again\n") || holds(folder, "two", "V1,f,Again"));
    lot_ran ran = RUN(folder, "withdraw", "two", "--id", "V1");
    assert_string_equal(lot_text_string(&ran.out), "Withdrawn: 2. In the pool: 2 people.\n");
    lot_ran_free(&ran);
    assert_false(holds(folder, "two", "V1,f,Again"));
    assert_false(holds(folder, "two", "Zq-first"));
    assert_true(holds(folder, "two", "Zq-other"));
}

static void nobody_who_is_added_loses_a_letter_to_the_encoding_of_those_before(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", "id,sex,name\n1,f,Ren\xE9\n2,m,Bob\n");
    lot_run_write(folder, "euro.csv", "id,sex,name\n3,f,\xE2\x82\xAC\n");
    lot_run_write(folder, "late.csv", "id,sex,name\n4,m,\xD0\x96\xC3\xA9\n");
    lot_run_write(folder, "quotas.csv", "feature,value,min,max\nsex,f,0,2\nsex,m,0,2\n");
    EXPECT(folder, 0, "new", "file", "--title", "T", "--seats", "1");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    EXPECT(folder, 0, "import", "file", "people.csv");
    EXPECT(folder, 0, "import", "file", "euro.csv", "--add");
    WORDS(folder, 0, "lists are written in UTF-8 from now on", "import", "file", "late.csv",
          "--add");
    draw(folder);
    EXPECT(folder, 0, "export", "file", "--selected", "s.csv", "--remaining", "r.csv");
    assert_true(holds(folder, "s.csv", "4,m,\xD0\x96\xC3\xA9\n") ||
                holds(folder, "r.csv", "4,m,\xD0\x96\xC3\xA9,eligible\n"));
    assert_true(holds(folder, "s.csv", "1,f,Ren\xC3\xA9\n") ||
                holds(folder, "r.csv", "1,f,Ren\xC3\xA9,eligible\n"));
    assert_true(holds(folder, "r.csv", "\xEF\xBB\xBFid,"));
}

static void whom_the_rules_do_not_exclude_is_not_kept_as_excluded(void **state)
{
    static const char *const changes[] = {
        "UPDATE excluded SET reason = 'Jane Doe' WHERE position = 0",
        "UPDATE excluded SET reason = 'consent'",
        "UPDATE excluded SET record = replace(record, '2015', '1985') WHERE position = 0",
        "UPDATE excluded SET row = 2 WHERE position = 0",
        "INSERT INTO excluded VALUES (2, 99, '99,M,1990-05-01,E17 4AB,Yes', 'consent')",
        ("UPDATE cleaning SET bytes = CAST(replace(CAST(bytes AS TEXT), 'exclude under-16', "
         "'exclude under-17') AS BLOB) WHERE kind = 0"),
    };
    const lot_run_folder *folder = *state;
    char path[300];
    import(folder);
    draw(folder);
    (void)snprintf(path, sizeof path, "%s/file", folder->path);
    lot_text sound = lot_run_read(folder, "file");
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(sound.bytes, 1, sound.length, file), sound.length);
        assert_int_equal(fclose(file), 0);
        EXPECT(folder, 0, "report", "file", "--out", "-");
        lot_test_tamper(path, changes[i]);
        WORDS(folder, 3, "is damaged: its rules do not exclude whom it keeps as excluded", "report",
              "file", "--out", "-");
    }
    lot_text_free(&sound);
}

static void without_a_header_nobody_is_named(void **state)
{
    static const char *const firsts[] = {
        "7,Zqann,Zqhouse\n",
        "V7,Zqann,zq@x.org\n",
        "V7,Zqann,1990-04-03\n",
        "V7,Zqann,020 7946 0958 (Zqmother)\n",
    };
    const lot_run_folder *folder = *state;
    prepare(folder);
    for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++) {
        lot_run_write(folder, "people.csv", firsts[i]);
        lot_ran ran = RUN(folder, "import", "file", "people.csv", "--household", "Address");
        assert_int_equal(ran.code, 3);
        lot_run_assert_has(&ran.err, "is the header missing, or further down?");
        assert_null(strstr(lot_text_string(&ran.err), "Zq"));
        lot_ran_free(&ran);
    }
    lot_run_write(folder, "people.csv", "Ref,Agree to notice 2 (v12)\n1,y\n");
    WORDS(folder, 3, "the columns found are: Ref, Agree to", "import", "file", "people.csv");
}

static void where_somebody_keeps_the_rules_is_not_published(void **state)
{
    const lot_run_folder *folder = *state;
    char rules_path[400];
    prepare(folder);
    (void)snprintf(rules_path, sizeof rules_path, "%s/rules.txt", folder->path);
    EXPECT(folder, 0, "import", "file", "people.csv", "--map", rules_path);
    EXPECT(folder, 0, "report", "file", "--out", "page.html");
    assert_true(holds(folder, "page.html", "<dt>rules.txt</dt>"));
    assert_false(holds(folder, "page.html", folder->path));
    lot_ran ran = RUN(folder, "log", "file", "--json");
    assert_null(strstr(lot_text_string(&ran.out), folder->path));
    lot_ran_free(&ran);
}

static void a_file_that_never_ends_is_no_table(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    lot_run_write(folder, "rules.txt", "civiclot-map: 1\nexclude x: Born is in /dev/zero\n");
    WORDS(folder, 3, "longer than 268435456 bytes", "import", "file", "people.csv", "--map",
          "rules.txt");
}

/* A feature may be called as the column of ids, or of an address, is. */
static void ids_and_addresses_are_the_files_own_whatever_features_are_called(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    lot_run_write(folder, "wards.txt",
                  "civiclot-map: 1\nhousehold: Postcode\nfeature id\n  1 = 007\n"
                  "feature Postcode\n  lookup: wards.csv\n  match: postcode\n"
                  "exclude under-16: Born is younger than 16 at 2024-02-03\n");
    lot_run_write(folder, "by-ward.csv",
                  "feature,value,min,max\npostcode,North,0,2\npostcode,South,0,2\n");
    EXPECT(folder, 0, "quotas", "file", "by-ward.csv");
    lot_ran ran = RUN(folder, "import", "file", "people.csv", "--map", "wards.txt", "--json");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "\"households\":5,");
    lot_ran_free(&ran);
    EXPECT(folder, 0, "withdraw", "file", "--id", "007");
    EXPECT(folder, 0, "check", "file");
}

static void after_closing_nobody_comes_or_goes_and_the_log_says_who_tried(void **state)
{
    const lot_run_folder *folder = *state;
    import(folder);
    draw(folder);
    WORDS(folder, 3,
          "are closed: the pool is frozen so that the draw can be checked, and nobody "
          "is taken in any more",
          "import", "file", "people.csv", "--add");
    WORDS(folder, 3, "the quotas are frozen", "quotas", "file", "quotas.csv");
    lot_ran ran = RUN(folder, "withdraw", "file", "--id", "8");
    assert_int_equal(ran.code, 3);
    lot_run_assert_has(&ran.err, "the registrations are closed: the pool is frozen so that the "
                                 "draw can be checked");
    lot_run_assert_has(&ran.err, "Before the draw: begin anew");
    lot_run_assert_has(&ran.err, "After the draw: who was drawn can be replaced");
    lot_run_assert_has(&ran.err, "is in the log, which names nobody");
    lot_ran_free(&ran);
    ran = RUN(folder, "log", "file");
    lot_run_assert_has(&ran.out, "failed");
    lot_run_assert_has(&ran.out, "withdraw");
    lot_ran_free(&ran);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rules_read_and_exclude_and_the_report_says_how_many),
        TEST(the_excluded_are_in_remaining_with_their_reason_and_nowhere_else),
        TEST(select_reads_by_the_same_rules),
        TEST(without_rules_the_report_says_so),
        TEST(the_header_once_more_is_nobody),
        TEST(who_withdrew_may_come_back_with_the_file_and_that_is_told),
        TEST(the_rules_are_kept_with_the_people),
        TEST(broken_rules_change_nothing),
        TEST(late_registrations_are_added_and_read_by_the_same_rules),
        TEST(people_are_excluded_by_their_row),
        TEST(the_report_says_how_the_file_was_written_and_how_many_withdrew),
        TEST(only_the_same_header_is_added_to),
        TEST(who_withdraws_leaves_not_a_byte),
        TEST(who_withdraws_leaves_by_every_row_with_the_id),
        TEST(nobody_who_is_added_loses_a_letter_to_the_encoding_of_those_before),
        TEST(whom_the_rules_do_not_exclude_is_not_kept_as_excluded),
        TEST(without_a_header_nobody_is_named),
        TEST(where_somebody_keeps_the_rules_is_not_published),
        TEST(a_file_that_never_ends_is_no_table),
        TEST(ids_and_addresses_are_the_files_own_whatever_features_are_called),
        TEST(after_closing_nobody_comes_or_goes_and_the_log_says_who_tried),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
