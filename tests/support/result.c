/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Result: counted again, in the plainest way. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/result.h"

#include "civiclot/file.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Lines and cells of a text, cut at LF and commas. */
struct sheet {
    size_t rows_count; /* with the header */
    size_t columns_count;
    char **lines;  /* [rows_count] */
    char ***cells; /* [rows_count][columns_count of that row, then NULL] */
};

/* Parts that are told apart by `at`, where it does not stand inside quotes. Quotes stay. */
static char **cut(const char *text, char at)
{
    size_t count = 1;
    for (const char *c = text; *c != '\0'; c++)
        count += *c == at;
    char **parts = calloc(count + 1, sizeof *parts);
    assert_non_null(parts);
    for (size_t i = 0; text != NULL; i++) {
        bool quoted = false;
        const char *end = text;
        for (; *end != '\0' && (quoted || *end != at); end++)
            quoted ^= *end == '"';
        parts[i] = strndup(text, (size_t)(end - text));
        text = *end == '\0' ? NULL : end + 1;
    }
    return parts;
}

static size_t count_parts(char **parts)
{
    size_t count = 0;
    while (parts[count] != NULL)
        count++;
    return count;
}

static void free_parts(char **parts)
{
    for (size_t i = 0; parts[i] != NULL; i++)
        free(parts[i]);
    free(parts);
}

static struct sheet read_sheet(const char *text)
{
    struct sheet sheet = {.lines = cut(text, '\n')};
    size_t parts = count_parts(sheet.lines);
    /* the last line has its end, too, and so there is an empty part after it */
    assert_true(parts > 1 && *sheet.lines[parts - 1] == '\0');
    sheet.rows_count = parts - 1;
    sheet.cells = calloc(parts, sizeof *sheet.cells);
    assert_non_null(sheet.cells);
    for (size_t row = 0; row < sheet.rows_count; row++)
        sheet.cells[row] = cut(sheet.lines[row], ',');
    sheet.columns_count = count_parts(sheet.cells[0]);
    return sheet;
}

static void free_sheet(struct sheet *sheet)
{
    for (size_t row = 0; row < sheet->rows_count; row++)
        free_parts(sheet->cells[row]);
    free(sheet->cells);
    free_parts(sheet->lines);
}

static lot_text read_result(const lot_result *result, const char *name)
{
    char *path = lot_path_join(result->out, name);
    lot_text text = lot_run_read(result->folder, path);
    free(path);
    return text;
}

static struct sheet read_file(const lot_result *result, const char *name)
{
    lot_text text = read_result(result, name);
    struct sheet sheet = read_sheet(lot_text_string(&text));
    lot_text_free(&text);
    return sheet;
}

static size_t find_column(const struct sheet *sheet, const char *name)
{
    for (size_t column = 0; column < sheet->columns_count; column++) {
        if (strcmp(sheet->cells[0][column], name) == 0)
            return column;
    }
    return SIZE_MAX;
}

/* Who stands in which row of the people file. */
struct place {
    const char *id;
    size_t row;
};

/* Everything the checks share: the people, and who of them has which tickets. */
struct reading {
    const lot_result *result;
    struct sheet people;
    struct sheet quotas;
    struct place *places; /* [people rows - 1] by id; NULL: the row number serves */
    uint64_t *tickets;    /* [people rows] by row of the people file */
    bool *selected;
};

static int by_id(const void *a, const void *b)
{
    const struct place *first = a;
    const struct place *second = b;
    return strcmp(first->id, second->id);
}

static struct place *sort_ids(const struct sheet *people)
{
    size_t column = find_column(people, "id");
    if (column == SIZE_MAX)
        return NULL;
    struct place *places = calloc(people->rows_count, sizeof *places);
    assert_non_null(places);
    for (size_t row = 1; row < people->rows_count; row++)
        places[row - 1] = (struct place){people->cells[row][column], row};
    qsort(places, people->rows_count - 1, sizeof *places, by_id);
    return places;
}

/* The person's row in the people file. */
static size_t find_person(const struct reading *reading, const char *id)
{
    if (reading->places == NULL) {
        /* row numbers are a spreadsheet's: the header is row 1 */
        size_t row = (size_t)strtoul(id, NULL, 10) - 1;
        assert_in_range(row, 1, reading->people.rows_count - 1);
        return row;
    }
    const struct place wanted = {id, 0};
    const struct place *found = bsearch(&wanted, reading->places, reading->people.rows_count - 1,
                                        sizeof *reading->places, by_id);
    if (found == NULL)
        fail_msg("nobody is called %s", id);
    assert_non_null(found);
    return found->row;
}

static void check_names(const lot_result *result)
{
    static const char *const personal[] = {"selected.csv", "remaining.csv", "chances.csv",
                                           "lottery.csv",  "report.html",   "assembly.civiclot"};
    static const char *const published[] = {"process.txt", "quotas.csv",   "pool.csv",
                                            "lottery.csv", "manifest.txt", "seed.txt",
                                            "draw.txt",    "log.txt",      "final.txt"};
    char *publish = lot_path_join(result->out, "publish");
    for (size_t i = 0; i < sizeof personal / sizeof personal[0]; i++) {
        char *path = lot_path_join(result->out, personal[i]);
        assert_int_equal(lot_run_mode(result->folder, path), 0600);
        free(path);
    }
    for (size_t i = 0; i < sizeof published / sizeof published[0]; i++) {
        char *path = lot_path_join(publish, published[i]);
        assert_int_equal(lot_run_mode(result->folder, path), 0644);
        free(path);
    }
    assert_int_equal(lot_run_count(result->folder, result->out), 7);
    assert_int_equal(lot_run_count(result->folder, publish), 9);
    static const char *const lists[] = {"manifest.txt", "final.txt"};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        lot_ran ran = lot_run_other(result->folder, publish,
                                    (const char *const[]){"sha256sum", "-c", lists[i], NULL});
        assert_int_equal(ran.code, 0);
        lot_ran_free(&ran);
    }
    free(publish);
}

static void check_selected(struct reading *reading)
{
    struct sheet selected = read_file(reading->result, "selected.csv");
    assert_int_equal(selected.rows_count, reading->result->seats + 1);
    assert_string_equal(selected.lines[0], reading->people.lines[0]);
    size_t at = 1;
    for (size_t row = 1; row < reading->people.rows_count && at < selected.rows_count; row++) {
        /* without an id two people may have the same line, so the draw decides who it is */
        if (!reading->selected[row])
            continue;
        assert_string_equal(selected.lines[at], reading->people.lines[row]);
        at++;
    }
    assert_int_equal(at, selected.rows_count);
    free_sheet(&selected);
}

static void check_remaining(struct reading *reading)
{
    struct sheet remaining = read_file(reading->result, "remaining.csv");
    size_t at = 1;
    assert_int_equal(remaining.rows_count + reading->result->seats, reading->people.rows_count);
    for (size_t row = 1; row < reading->people.rows_count; row++) {
        if (reading->selected[row])
            continue;
        size_t length = strlen(reading->people.lines[row]);
        assert_memory_equal(remaining.lines[at], reading->people.lines[row], length);
        const char *status = remaining.lines[at++] + length;
        assert_true(strcmp(status, ",eligible") == 0 || strcmp(status, ",housemate") == 0 ||
                    strcmp(status, ",no_panel") == 0);
        if (strcmp(status, ",no_panel") == 0)
            assert_int_equal(reading->tickets[row], 0);
    }
    free_sheet(&remaining);
}

static void check_chances(struct reading *reading)
{
    struct sheet chances = read_file(reading->result, "chances.csv");
    uint64_t all = 0;
    assert_int_equal(chances.rows_count, reading->people.rows_count);
    assert_string_equal(chances.lines[0], "id,tickets,chance");
    for (size_t row = 1; row < chances.rows_count; row++) {
        uint64_t tickets = strtoull(chances.cells[row][1], NULL, 10);
        assert_int_equal(find_person(reading, chances.cells[row][0]), row);
        assert_int_equal(tickets, reading->tickets[row]);
        double chance = strtod(chances.cells[row][2], NULL);
        double exact = (double)tickets / (double)reading->result->tickets;
        assert_true(chance - exact < 1e-12 && exact - chance < 1e-12);
        all += tickets;
    }
    assert_int_equal(all, reading->result->tickets * reading->result->seats);
    free_sheet(&chances);
}

/* Do two addresses have the same letters and digits in the same order? Blank ones never. */
static bool is_same_address(const char *a, const char *b)
{
    bool any = false;
    for (;; a++, b++) {
        while (*a != '\0' && !isalnum((unsigned char)*a))
            a++;
        while (*b != '\0' && !isalnum((unsigned char)*b))
            b++;
        if (tolower((unsigned char)*a) != tolower((unsigned char)*b))
            return false;
        if (*a == '\0')
            return any;
        any = true;
    }
}

/* members: [seats] rows of the people file. */
static void check_panel(const struct reading *reading, const size_t *members)
{
    const struct sheet *people = &reading->people;
    const struct sheet *quotas = &reading->quotas;
    unsigned seats = reading->result->seats;
    for (size_t quota = 1; quota < quotas->rows_count; quota++) {
        char *const *cells = quotas->cells[quota];
        size_t column = find_column(people, cells[0]);
        unsigned long count = 0;
        for (unsigned i = 0; i < seats; i++)
            count += strcmp(people->cells[members[i]][column], cells[1]) == 0;
        assert_in_range(count, strtoul(cells[2], NULL, 10), strtoul(cells[3], NULL, 10));
    }
    size_t address =
        reading->result->address != NULL ? find_column(people, reading->result->address) : SIZE_MAX;
    for (unsigned i = 0; i < seats; i++) {
        for (unsigned j = 0; j < i; j++) {
            assert_int_not_equal(members[i], members[j]);
            if (address != SIZE_MAX)
                assert_false(is_same_address(people->cells[members[i]][address],
                                             people->cells[members[j]][address]));
        }
    }
}

static uint64_t drawn_ticket(const lot_result *result)
{
    lot_text draw = read_result(result, "publish/draw.txt");
    const char *line = strstr(lot_text_string(&draw), "\nticket: ");
    assert_non_null(line);
    uint64_t ticket = strtoull(line + strlen("\nticket: "), NULL, 10);
    lot_text_free(&draw);
    return ticket;
}

static void check_lottery(struct reading *reading)
{
    struct sheet lottery = read_file(reading->result, "lottery.csv");
    unsigned seats = reading->result->seats;
    uint64_t next = 0;
    uint64_t drawn = drawn_ticket(reading->result);
    size_t *members = calloc(seats, sizeof *members);
    assert_non_null(members);
    assert_int_equal(lottery.columns_count, seats + 2);
    for (size_t row = 1; row < lottery.rows_count; row++) {
        uint64_t first = strtoull(lottery.cells[row][0], NULL, 10);
        uint64_t last = strtoull(lottery.cells[row][1], NULL, 10);
        assert_int_equal(first, next);
        assert_true(last >= first);
        next = last + 1;
        for (unsigned i = 0; i < seats; i++) {
            members[i] = find_person(reading, lottery.cells[row][i + 2]);
            reading->tickets[members[i]] += last - first + 1;
            if (first <= drawn && drawn <= last)
                reading->selected[members[i]] = true;
        }
        check_panel(reading, members);
    }
    assert_int_equal(next, reading->result->tickets);
    free(members);
    free_sheet(&lottery);
}

void lot_result_check(const lot_result *result)
{
    struct reading reading = {.result = result,
                              .people = read_sheet(result->people),
                              .quotas = read_sheet(result->quotas)};
    reading.places = sort_ids(&reading.people);
    reading.tickets = calloc(reading.people.rows_count, sizeof *reading.tickets);
    reading.selected = calloc(reading.people.rows_count, sizeof *reading.selected);
    assert_true(reading.tickets != NULL && reading.selected != NULL);
    check_names(result);
    check_lottery(&reading);
    check_selected(&reading);
    check_remaining(&reading);
    check_chances(&reading);
    free(reading.places);
    free(reading.tickets);
    free(reading.selected);
    free_sheet(&reading.people);
    free_sheet(&reading.quotas);
}
