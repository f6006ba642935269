/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Receipts, end to end: given out by the program, checked with nothing but the published folder. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/run.h"

#include "civiclot/receipt.h"
#include "support/input.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* Ids with a comma, in two normal forms, and with white space around; three live together. */
static const char people[] = "id,sex,age,home\n"
                             "\"a,1\",f,old,x\n"
                             "Zo\xc3\xab,f,young,x\n"
                             "  c ,m,old,\n"
                             "d,m,young,x\n"
                             "e,f,old,\n"
                             "Jose\xcc\x81,m,\"young, or so\",\n"
                             "g,f,old,\n";
static const char quotas[] = "feature,value,min,max\n"
                             "sex,f,1,1\nsex,m,1,1\n"
                             "age,old,0,2\nage,young,0,2\nage,\"young, or so\",0,2\n";

enum { PEOPLE = 7 };

/* An assembly file, open for registrations. */
static void prepare(const lot_run_folder *folder, const char *file)
{
    lot_run_write(folder, "people.csv", people);
    lot_run_write(folder, "quotas.csv", quotas);
    EXPECT(folder, 0, "new", file, "--title", "Receipts", "--seats", "2");
    EXPECT(folder, 0, "import", file, "people.csv", "--household", "home");
    EXPECT(folder, 0, "quotas", file, "quotas.csv");
}

static void publish(const lot_run_folder *folder, const char *file, const char *public)
{
    EXPECT(folder, 0, "solve", file, "--tickets", "100");
    EXPECT(folder, 0, "commit", file, "--publish", public);
}

/* What a stranger reads in the folder `public`. */
typedef struct stranger {
    lot_pid process_id;
    lot_quotas *quotas;
    lot_pid *pids;
    lot_digest *leaves;
    lot_receipt_basis basis;
} stranger;

static lot_table *table_of(const lot_run_folder *folder, const char *public, const char *name)
{
    lot_text path = LOT_TEXT_EMPTY;
    lot_text_format(&path, "%s/%s", public, name);
    lot_text bytes = lot_run_read(folder, path.bytes);
    lot_table *table = lot_test_table(name, lot_text_string(&bytes));
    lot_text_free(&bytes);
    lot_text_free(&path);
    return table;
}

static void read_process(stranger *out, const lot_run_folder *folder, const char *public)
{
    lot_text path = LOT_TEXT_EMPTY;
    char hex[LOT_HEX_BYTES] = "";
    lot_text_format(&path, "%s/process.txt", public);
    lot_text text = lot_run_read(folder, path.bytes);
    const char *process = strstr(text.bytes, "\nprocess: ");
    const char *root = strstr(text.bytes, "\npool-root: ");
    assert_true(process != NULL && root != NULL);
    memcpy(out->process_id.text, process + strlen("\nprocess: "), LOT_PID_LENGTH);
    memcpy(hex, root + strlen("\npool-root: "), LOT_HEX_BYTES - 1);
    assert_true(lot_digest_parse(&out->basis.pool_root, hex));
    lot_text_free(&text);
    lot_text_free(&path);
}

static void arrive(stranger *out, const lot_run_folder *folder, const char *public)
{
    lot_problems *problems = lot_problems_new();
    *out = (stranger){.quotas = NULL};
    read_process(out, folder, public);
    lot_table *pool = table_of(folder, public, "pool.csv");
    lot_table *terms = table_of(folder, public, "quotas.csv");
    assert_int_equal(lot_quotas_read(&out->quotas, terms, 2, problems, NULL), LOT_OK);
    uint32_t count = lot_table_rows_count(pool);
    out->pids = calloc(count, sizeof *out->pids);
    out->leaves = calloc(count, sizeof *out->leaves);
    assert_true(out->pids != NULL && out->leaves != NULL);
    for (uint32_t i = 0; i < count; i++) {
        memcpy(out->pids[i].text, lot_table_cell(pool, i, 0), LOT_PID_LENGTH);
        assert_true(lot_digest_parse(&out->leaves[i], lot_table_cell(pool, i, 1)));
    }
    out->basis.process_id = out->process_id.text;
    out->basis.people_count = count;
    out->basis.pids = out->pids;
    out->basis.leaves = out->leaves;
    out->basis.quotas = out->quotas;
    lot_table_free(pool);
    lot_table_free(terms);
    lot_problems_free(problems);
}

static void leave(stranger *who)
{
    lot_quotas_free(who->quotas);
    free(who->pids);
    free(who->leaves);
}

static lot_status verify(const stranger *who, const char *text, lot_error *error)
{
    lot_receipt receipt;
    error->message[0] = '\0';
    lot_status status = lot_receipt_read(&receipt, "receipt", text, strlen(text), error);
    if (status != LOT_OK)
        return status;
    status = lot_receipt_check(&receipt, "receipt", &who->basis, error);
    lot_receipt_free(&receipt);
    return status;
}

/* The receipt that the program prints. Free it with lot_text_free(). */
static lot_text receipt_of(const lot_run_folder *folder, const char *file, const char *id)
{
    lot_ran ran = RUN(folder, "receipt", file, "--id", id);
    if (ran.code != 0)
        fail_msg("ended %d: %s", ran.code, lot_text_string(&ran.err));
    lot_text_free(&ran.err);
    return ran.out;
}

static void everyones_receipt_is_in_one_file_and_holds(void **state)
{
    const lot_run_folder *folder = *state;
    stranger who;
    lot_error error;
    prepare(folder, "file");
    EXPECT(folder, 0, "close", "file");
    EXPECT(folder, 0, "receipt", "file", "--all", "--out", "all.csv");
    assert_int_equal(lot_run_mode(folder, "all.csv"), 0600);
    publish(folder, "file", "public");
    arrive(&who, folder, "public");
    lot_table *all = table_of(folder, ".", "all.csv");
    static const char *const ids[PEOPLE] = {"a,1", "Zo\xc3\xab", "c", "d", "e", "Jos\xc3\xa9", "g"};
    assert_int_equal(lot_table_rows_count(all), PEOPLE);
    for (uint32_t p = 0; p < PEOPLE; p++) {
        const char *receipt = lot_table_cell(all, p, 3);
        lot_text alone = receipt_of(folder, "file", ids[p]);
        assert_string_equal(lot_table_cell(all, p, 0), ids[p]);
        assert_string_equal(receipt, alone.bytes);
        unsigned long index = strtoul(lot_table_cell(all, p, 2), NULL, 10);
        assert_true(index < PEOPLE);
        assert_string_equal(lot_table_cell(all, p, 1), who.pids[index].text);
        if (verify(&who, receipt, &error) != LOT_OK)
            fail_msg("%s", error.message);
        lot_text_free(&alone);
    }
    lot_table_free(all);
    leave(&who);
}

static void ids_that_a_spreadsheet_would_run_are_told_and_made_safe(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", "id,sex\na;=1,f\n=SECRET(),m\nc,f\n");
    lot_run_write(folder, "quotas.csv", "feature,value,min,max\nsex,f,1,1\nsex,m,1,1\n");
    EXPECT(folder, 0, "new", "file", "--title", "Formulas", "--seats", "2");
    EXPECT(folder, 0, "import", "file", "people.csv");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    EXPECT(folder, 0, "close", "file");
    lot_ran ran = RUN(folder, "receipt", "file", "--all", "--out", "plain.csv", "--json");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "\"formulas\":2");
    lot_run_assert_has(&ran.err, "would run 2 of the ids as formulas, the first in row 2: open");
    assert_null(strstr(lot_text_string(&ran.err), "SECRET"));
    lot_ran_free(&ran);
    ran = RUN(folder, "receipt", "file", "--all", "--spreadsheet", "--out", "safe.csv");
    assert_int_equal(ran.code, 0);
    assert_null(strstr(lot_text_string(&ran.err), "would run 2"));
    lot_run_assert_has(&ran.err, "1 of the receipts, the first in row 2, must stay as they are");
    lot_ran_free(&ran);
    lot_table *plain = table_of(folder, ".", "plain.csv");
    lot_table *safe = table_of(folder, ".", "safe.csv");
    assert_true(lot_table_get_form(safe)->byte_order_mark);
    assert_false(lot_table_get_form(plain)->byte_order_mark);
    assert_string_equal(lot_table_cell(plain, 1, 0), "=SECRET()");
    assert_string_equal(lot_table_cell(safe, 0, 0), "a;'=1");
    assert_string_equal(lot_table_cell(safe, 1, 0), "'=SECRET()");
    for (uint32_t p = 0; p < 3; p++)
        assert_string_equal(lot_table_cell(safe, p, 3), lot_table_cell(plain, p, 3));
    lot_table_free(plain);
    lot_table_free(safe);
    WORDS(folder, 2, "--spreadsheet needs --all", "receipt", "file", "--id", "c", "--spreadsheet");
}

static void each_line_of_a_receipt_counts(void **state)
{
    const lot_run_folder *folder = *state;
    stranger who;
    lot_error error;
    prepare(folder, "file");
    EXPECT(folder, 0, "close", "file");
    publish(folder, "file", "public");
    arrive(&who, folder, "public");
    lot_text text = receipt_of(folder, "file", "d");
    assert_int_equal(verify(&who, text.bytes, &error), LOT_OK);
    unsigned lines = 0;
    for (char *end = strchr(text.bytes, '\n'); end != NULL; end = strchr(end + 1, '\n')) {
        char *last = end - 1;
        char kept = *last;
        *last = kept == '2' ? '3' : '2'; /* a digit, of base-32 and of hexadecimal */
        if (verify(&who, text.bytes, &error) != LOT_NOT_VERIFIED)
            fail_msg("line %u may be anything", lines + 1);
        *last = kept;
        lines++;
    }
    assert_true(lines >= 9 + 2 * 2 + 1 + 2);
    lot_text_free(&text);
    leave(&who);
}

static void a_receipt_of_another_assembly_is_worth_nothing(void **state)
{
    const lot_run_folder *folder = *state;
    stranger who;
    lot_error error;
    prepare(folder, "file");
    prepare(folder, "other");
    EXPECT(folder, 0, "close", "file");
    EXPECT(folder, 0, "close", "other");
    publish(folder, "file", "public");
    arrive(&who, folder, "public");
    lot_text text = receipt_of(folder, "other", "d");
    assert_int_equal(verify(&who, text.bytes, &error), LOT_NOT_VERIFIED);
    lot_text told = LOT_TEXT_EMPTY;
    lot_text_put(&told, error.message);
    lot_run_assert_has(&told, "receipt, line 2: the folder is of another process");
    lot_text_free(&told);
    lot_text_free(&text);
    leave(&who);
}

static void before_close_there_are_no_receipts(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder, "file");
    WORDS(folder, 3, "civiclot close comes first", "receipt", "file", "--id", "d");
    WORDS(folder, 3, "civiclot close comes first", "receipt", "file", "--all", "--out", "all.csv");
    assert_false(lot_run_is_there(folder, "all.csv"));
}

static void receipts_only_read_and_stay_the_same_after_the_draw(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder, "file");
    EXPECT(folder, 0, "close", "file");
    lot_text file = lot_run_read(folder, "file");
    EXPECT(folder, 0, "receipt", "file", "--all", "--out", "before.csv");
    EXPECT(folder, 0, "receipt", "file", "--id", "d", "--out", "d.txt");
    WORDS(folder, 3, "nobody has the id", "receipt", "file", "--id", "nobody");
    lot_text after = lot_run_read(folder, "file");
    assert_int_equal(file.length, after.length);
    assert_memory_equal(file.bytes, after.bytes, file.length);
    publish(folder, "file", "public");
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
    EXPECT(folder, 0, "receipt", "file", "--all", "--out", "after.csv");
    lot_text first = lot_run_read(folder, "before.csv");
    lot_text second = lot_run_read(folder, "after.csv");
    assert_string_equal(first.bytes, second.bytes);
    lot_text_free(&file);
    lot_text_free(&after);
    lot_text_free(&first);
    lot_text_free(&second);
}

static void an_id_is_found_as_the_pool_has_it(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder, "file");
    EXPECT(folder, 0, "close", "file");
    lot_text one = receipt_of(folder, "file", " Jose\xcc\x81 ");
    lot_run_assert_has(&one, "\nid: Jos\xc3\xa9\n");
    lot_run_assert_has(&one, "\nvalue: young, or so\n");
    lot_run_assert_has(&one, "\nhousehold: none\n");
    lot_text_free(&one);
    lot_ran ran = RUN(folder, "receipt", "file", "--id", "zo\xc3\xab");
    assert_int_equal(ran.code, 3);
    lot_run_assert_has(&ran.err, "it must stand in the column 'id' of the people file");
    assert_null(strstr(ran.err.bytes, "Zo\xc3\xab"));
    lot_ran_free(&ran);
}

static void row_numbers_serve_as_ids_and_that_is_told(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", "sex,age\nf,old\nm,old\nf,young\n");
    lot_run_write(folder, "quotas.csv", "feature,value,min,max\nsex,f,1,1\nsex,m,1,1\n");
    EXPECT(folder, 0, "new", "file", "--title", "Rows", "--seats", "2");
    EXPECT(folder, 0, "import", "file", "people.csv");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    EXPECT(folder, 0, "close", "file");
    lot_ran ran = RUN(folder, "receipt", "file", "--id", "3");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.err, "its row numbers are the ids");
    lot_run_assert_has(&ran.out, "\nid: 3\n");
    lot_run_assert_has(&ran.out, "\nvalue: m\n");
    lot_ran_free(&ran);
    WORDS(folder, 3, "its row numbers, of which the header is 1", "receipt", "file", "--id", "1");
}

static void nothing_that_is_there_is_replaced(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder, "file");
    EXPECT(folder, 0, "close", "file");
    lot_run_write(folder, "minutes", "precious");
    WORDS(folder, 3, "minutes exists already", "receipt", "file", "--id", "d", "--out", "minutes");
    WORDS(folder, 3, "minutes exists already", "receipt", "file", "--all", "--out", "minutes");
    WORDS(folder, 3, "is the assembly file itself", "receipt", "file", "--all", "--out", "./file",
          "--force");
    lot_text minutes = lot_run_read(folder, "minutes");
    assert_string_equal(minutes.bytes, "precious");
    lot_text_free(&minutes);
    EXPECT(folder, 0, "receipt", "file", "--id", "d", "--out", "minutes", "--force");
    assert_int_equal(lot_run_mode(folder, "minutes"), 0600);
    minutes = lot_run_read(folder, "minutes");
    lot_text printed = receipt_of(folder, "file", "d");
    assert_string_equal(minutes.bytes, printed.bytes);
    lot_text_free(&minutes);
    lot_text_free(&printed);
    WORDS(folder, 2, "whose receipt?", "receipt", "file");
    WORDS(folder, 2, "whose receipt?", "receipt", "file", "--id", "d", "--all", "--out", "x");
    WORDS(folder, 2, "--all needs --out", "receipt", "file", "--all");
    WORDS(folder, 2, "both want standard output", "receipt", "file", "--id", "d", "--out", "-",
          "--json");
}

static void an_id_of_two_lines_costs_nobody_else_their_receipt(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", "id,sex\na,f\n\"b\nid: a\",m\nc,f\n");
    lot_run_write(folder, "quotas.csv", "feature,value,min,max\nsex,f,1,1\nsex,m,1,1\n");
    EXPECT(folder, 0, "new", "file", "--title", "Lines", "--seats", "2");
    EXPECT(folder, 0, "import", "file", "people.csv");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    EXPECT(folder, 0, "close", "file");
    WORDS(folder, 3, "row 3: the id has a line end", "receipt", "file", "--id", "b\nid: a");
    WORDS(folder, 0, "1 of 3 people have no receipt, the first in row 3", "receipt", "file",
          "--all", "--out", "all.csv");
    lot_table *all = table_of(folder, ".", "all.csv");
    assert_int_equal(lot_table_rows_count(all), 3);
    assert_string_equal(lot_table_cell(all, 1, 3), "");
    assert_string_not_equal(lot_table_cell(all, 2, 3), "");
    lot_table_free(all);
}

static void a_script_gets_the_receipt_in_its_object(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder, "file");
    EXPECT(folder, 0, "close", "file");
    lot_text text = receipt_of(folder, "file", "d");
    lot_ran ran = RUN(folder, "receipt", "file", "--id", "d", "--json");
    json_t *object = json_loads(lot_text_string(&ran.out), 0, NULL);
    assert_non_null(object);
    assert_string_equal(json_string_value(json_object_get(object, "receipt")), text.bytes);
    assert_int_equal(json_integer_value(json_object_get(object, "people")), PEOPLE);
    json_decref(object);
    lot_ran_free(&ran);
    ran = RUN(folder, "receipt", "file", "--all", "--out", "all.csv", "--json");
    lot_run_assert_has(&ran.out, "\"written\":[\"all.csv\"]");
    lot_run_assert_has(&ran.out, "\"without_receipt\":0");
    lot_ran_free(&ran);
    lot_text_free(&text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(everyones_receipt_is_in_one_file_and_holds),
        TEST(ids_that_a_spreadsheet_would_run_are_told_and_made_safe),
        TEST(each_line_of_a_receipt_counts),
        TEST(a_receipt_of_another_assembly_is_worth_nothing),
        TEST(before_close_there_are_no_receipts),
        TEST(receipts_only_read_and_stay_the_same_after_the_draw),
        TEST(an_id_is_found_as_the_pool_has_it),
        TEST(row_numbers_serve_as_ids_and_that_is_told),
        TEST(nothing_that_is_there_is_replaced),
        TEST(an_id_of_two_lines_costs_nobody_else_their_receipt),
        TEST(a_script_gets_the_receipt_in_its_object),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
