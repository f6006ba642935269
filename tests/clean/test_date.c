/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Date: every way to write one, and every day of two centuries beside a calendar of day numbers.
 *
 * That calendar is Fliegel and Van Flandern's (CACM 11, 1968), which has no table of months and no
 * leap years in it.
 */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "clean/date.h"

#include <stdio.h>
#include <string.h>

enum { FIRST_DAY = 2415021, LAST_DAY = 2488434 }; /* 1900-01-01, 2100-12-31 */

static lot_date of_day_number(int32_t number)
{
    int32_t l = number + 68569;
    int32_t n = 4 * l / 146097;
    l -= (146097 * n + 3) / 4;
    int32_t i = 4000 * (l + 1) / 1461001;
    l -= 1461 * i / 4 - 31;
    int32_t j = 80 * l / 2447;
    int32_t day = l - 2447 * j / 80;
    l = j / 11;
    return (lot_date){100 * (n - 49) + i + l, (uint32_t)(j + 2 - 12 * l), (uint32_t)day};
}

static void assert_date_by(const char *cell, lot_date_order order, const lot_date *expected)
{
    lot_date date = {0};
    lot_date_fault fault = lot_date_read(&date, cell, order);
    if (fault != LOT_DATE_SOUND || lot_date_compare(&date, expected) != 0)
        fail_msg("'%s': %s, %d-%u-%u", cell, lot_date_fault_words(fault), date.year, date.month,
                 date.day);
}

static void assert_date(const char *cell, int32_t year, uint32_t month, uint32_t day)
{
    lot_date expected = {year, month, day};
    assert_date_by(cell, LOT_DATE_DAY_FIRST, &expected);
}

static void assert_fault_by(const char *cell, lot_date_order order, lot_date_fault expected)
{
    lot_date date = {7, 7, 7};
    lot_date_fault fault = lot_date_read(&date, cell, order);
    if (fault != expected)
        fail_msg("'%s': %s, not: %s", cell, lot_date_fault_words(fault),
                 lot_date_fault_words(expected));
    assert_int_equal(date.year, 7);
}

static void assert_none(const char *cell)
{
    assert_fault_by(cell, LOT_DATE_UNSAID, LOT_DATE_NONE);
    assert_fault_by(cell, LOT_DATE_DAY_FIRST, LOT_DATE_NONE);
    assert_fault_by(cell, LOT_DATE_MONTH_FIRST, LOT_DATE_NONE);
}

static void every_day_of_two_centuries_is_read_in_every_way(void **state)
{
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
    (void)state;
    for (int32_t number = FIRST_DAY; number <= LAST_DAY; number++) {
        lot_date d = of_day_number(number);
        char cell[64];
        (void)snprintf(cell, sizeof cell, "%04d-%02u-%02u", d.year, d.month, d.day);
        assert_date_by(cell, LOT_DATE_UNSAID, &d);
        assert_date_by(cell, LOT_DATE_MONTH_FIRST, &d);
        (void)snprintf(cell, sizeof cell, "%u/%u/%04d", d.day, d.month, d.year);
        assert_date_by(cell, LOT_DATE_DAY_FIRST, &d);
        (void)snprintf(cell, sizeof cell, "%02u.%02u.%04d", d.month, d.day, d.year);
        assert_date_by(cell, LOT_DATE_MONTH_FIRST, &d);
        assert_fault_by(cell, LOT_DATE_UNSAID, LOT_DATE_AMBIGUOUS);
        (void)snprintf(cell, sizeof cell, "%u %s %d", d.day, names[d.month - 1], d.year);
        assert_date_by(cell, LOT_DATE_UNSAID, &d);
        (void)snprintf(cell, sizeof cell, "%.3s %u, %d", names[d.month - 1], d.day, d.year);
        assert_date_by(cell, LOT_DATE_DAY_FIRST, &d);
    }
    lot_date first = of_day_number(FIRST_DAY);
    lot_date last = of_day_number(LAST_DAY);
    assert_true(first.year == 1900 && first.month == 1 && first.day == 1);
    assert_true(last.year == 2100 && last.month == 12 && last.day == 31);
}

/* What the calendar of day numbers never gives. */
static void days_that_the_calendar_does_not_have_are_no_dates(void **state)
{
    static bool there[201][100][100];
    (void)state;
    memset(there, 0, sizeof there);
    for (int32_t number = FIRST_DAY; number <= LAST_DAY; number++) {
        lot_date d = of_day_number(number);
        there[d.year - 1900][d.month][d.day] = true;
    }
    for (int32_t year = 1900; year <= 2100; year++) {
        for (uint32_t i = 0; i < 100 * 100; i++) {
            char cell[64];
            uint32_t month = i / 100, day = i % 100;
            (void)snprintf(cell, sizeof cell, "%d-%02u-%02u", year, month, day);
            if (!there[year - 1900][month][day])
                assert_fault_by(cell, LOT_DATE_UNSAID, LOT_DATE_NONE);
        }
    }
    assert_fault_by("31/4/1990", LOT_DATE_DAY_FIRST, LOT_DATE_NONE);
    assert_fault_by("4/31/1990", LOT_DATE_MONTH_FIRST, LOT_DATE_NONE);
    assert_none("29 February 1900");
    assert_none("Feb 30, 2000");
    assert_date("0001-01-01", 1, 1, 1);
    assert_date("9999-12-31", 9999, 12, 31);
    assert_none("0000-01-01");
    assert_none("10000-01-01");
}

static void a_date_stands_in_many_forms(void **state)
{
    static const char *const forms[] = {
        "1990-04-03",
        "1990-4-3",
        "1990/04/03",
        "1990.04.03",
        "1990. 4. 3.",
        "03/04/1990",
        "3/4/1990",
        "3.4.1990",
        "3. 4. 1990",
        "3-4-1990",
        "03 / 04 / 1990",
        "3 April 1990",
        "3 APR 1990",
        "3 Apr. 1990",
        "3. April 1990",
        "3-Apr-1990",
        "3/Apr/1990",
        "03APR1990",
        "3rd April 1990",
        "3rd of April, 1990",
        "April 3, 1990",
        "April 3 1990",
        "Apr. 3rd, 1990",
        "april 3rd 1990",
        "1990 April 3",
        "1990-Apr-03",
        "Tuesday 3 April 1990",
        "Tue, 3 Apr 1990",
        "Tues. 03/04/1990",
        "Tue 1990-04-03",
        "  3  April\t1990 ",
        "3 Apr, 1990",
        "3.April.1990",
        "Tuesday, April 3, 1990",
    };
    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        assert_date(forms[i], 1990, 4, 3);
    assert_none("the3 April 1990");
    assert_date("1st May 2000", 2000, 5, 1);
    assert_date("2nd May 2000", 2000, 5, 2);
    assert_date("22nd Sept 2000", 2000, 9, 22);
    assert_date("Thurs 21st Sep. 2000", 2000, 9, 21);
    assert_date("May. 4, 2000", 2000, 5, 4);
    assert_date("Thu Sep 21 2000", 2000, 9, 21);
}

static void spaces_and_dashes_of_any_alphabet_are_spaces_and_dashes(void **state)
{
    (void)state;
    assert_date("1990\xe2\x80\x93"
                "04\xe2\x80\x93"
                "03",
                1990, 4, 3); /* en dash */
    assert_date("1990\xe2\x88\x92"
                "04\xe2\x80\x91"
                "03",
                1990, 4, 3); /* minus, non-breaking hyphen */
    assert_date("3\xc2\xa0"
                "April\xe2\x80\xaf"
                "1990",
                1990, 4, 3); /* non-breaking spaces */
    assert_date("\xe2\x80\x8e"
                "03\xe2\x80\x8e/\xe2\x80\x8e"
                "04\xe2\x80\x8e/\xe2\x80\x8e"
                "1990",
                1990, 4, 3); /* marks of direction */
    assert_none("1990\xff"
                "04\xff"
                "03"); /* no UTF-8 */
    assert_none("3 \xc3\xa9"
                "April 1990");
}

static void a_time_of_day_behind_is_passed_over(void **state)
{
    static const char *const times[] = {
        " 14:33",
        " 14:33:05",
        ", 14:33:05",
        " 00:00:00",
        " 23:59:60",
        "T14:33:05",
        "T14:33:05.123Z",
        "T14:33:05,5+01:00",
        "T14:33+0100",
        "T14:33-08",
        " 14:33:05 +0100",
        " 14:33:05 UTC",
        " 14:33:05 Europe/London",
        " 2:33 pm",
        " 2:33:05 PM",
        " 2:33pm",
        " 2:33 p.m.",
        " 2:33:05 PM GMT+1",
        " 14:33:05 GMT+0100 (British Summer Time)",
        " at 14:33",
        " 2:33:05\xe2\x80\xafPM",
    };
    static const char *const wrong[] = {" 24:00",    " 14:60",    " 14:5",    " 14",   "T",
                                        " 14:33:61", " x",        "x",        "T14",   ":",
                                        " -",        " 14:33 (x", " 14:33 +", " 1990", "-05"};
    (void)state;
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        char cell[128];
        (void)snprintf(cell, sizeof cell, "2024-01-20%s", times[i]);
        assert_date(cell, 2024, 1, 20);
        (void)snprintf(cell, sizeof cell, "20/01/2024%s", times[i]);
        assert_date(cell, 2024, 1, 20);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        char cell[128];
        (void)snprintf(cell, sizeof cell, "2024-01-20%s", wrong[i]);
        assert_none(cell);
    }
}

static void day_and_month_are_never_guessed(void **state)
{
    (void)state;
    static const lot_date april = {1990, 4, 3};
    static const lot_date march = {1990, 3, 4};
    assert_date_by("03/04/1990", LOT_DATE_DAY_FIRST, &april);
    assert_date_by("03/04/1990", LOT_DATE_MONTH_FIRST, &march);
    assert_fault_by("03/04/1990", LOT_DATE_UNSAID, LOT_DATE_AMBIGUOUS);
    assert_fault_by("13/04/1990", LOT_DATE_UNSAID, LOT_DATE_AMBIGUOUS);
    assert_fault_by("13/04/1990", LOT_DATE_MONTH_FIRST, LOT_DATE_NONE);
    assert_fault_by("04/13/1990", LOT_DATE_DAY_FIRST, LOT_DATE_NONE);
    assert_fault_by("13/13/1990", LOT_DATE_UNSAID, LOT_DATE_NONE);
    assert_fault_by("03/04/1990 14:99", LOT_DATE_UNSAID, LOT_DATE_NONE);
}

static void a_year_of_two_digits_is_refused(void **state)
{
    static const char *const cells[] = {"03/04/90", "3.4.90",    "90-04-03",       "3 April 90",
                                        "3 Apr 90", "Apr 3, 90", "3/4/90 12:30pm", "99/99/99"};
    (void)state;
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        assert_fault_by(cells[i], LOT_DATE_UNSAID, LOT_DATE_SHORT_YEAR);
        assert_fault_by(cells[i], LOT_DATE_DAY_FIRST, LOT_DATE_SHORT_YEAR);
    }
    assert_none("3 April 190");
    assert_none("1/2/3");
}

static void what_is_no_date_is_none(void **state)
{
    static const char *const cells[] = {
        "",
        " ",
        "x",
        "1990",
        "April 1990",
        "19900403",
        "3 4 1990",
        "1990 04 03",
        "3/4-1990",
        "3rd/4/1990",
        "3//4/1990",
        "/3/4/1990",
        "-1990-04-03",
        "3 Avril 1990",
        "3 Ap 1990",
        "3 Apri 19905",
        "April April 1990",
        "1990-April",
        "3 Aprill 1990",
        "Tuesday",
        "Tuesdays 3 April 1990",
        "1990-04-03-",
        "1990-04-03 1990-04-03",
        "+1990-04-03",
        "12345678-01-01",
        "003/04/1990",
        "1990-04-03\x01",
        "32966",
        "3 4 April 1990",
        "Mar 1990 3 4",
        "3 Septe 1990",
    };
    char long_cell[400];
    (void)state;
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
        assert_none(cells[i]);
    memset(long_cell, '1', sizeof long_cell - 1);
    long_cell[sizeof long_cell - 1] = '\0';
    assert_none(long_cell);
    memset(long_cell, ' ', sizeof long_cell - 1);
    memcpy(long_cell + 300, "1990-04-03", 10);
    assert_date(long_cell, 1990, 4, 3);
}

static void days_stand_in_the_order_of_their_numbers(void **state)
{
    (void)state;
    lot_date before = of_day_number(FIRST_DAY);
    for (int32_t number = FIRST_DAY + 1; number <= LAST_DAY; number++) {
        lot_date day = of_day_number(number);
        assert_true(lot_date_compare(&before, &day) < 0);
        assert_true(lot_date_compare(&day, &before) > 0);
        assert_true(lot_date_compare(&day, &day) == 0);
        before = day;
    }
}

/* A birthday is the day of that name, or the day after 28 February where there is none. */
static bool is_birthday(const lot_date *born, const lot_date *day, const lot_date *eve)
{
    if (day->month == born->month && day->day == born->day)
        return true;
    return born->month == 2 && born->day == 29 && day->month == 3 && day->day == 1 &&
           eve->day == 28;
}

static void ages_are_the_birthdays_that_were(void **state)
{
    (void)state;
    for (int32_t birth = 2450084; birth < 2450084 + 9 * 366; birth++) { /* from 1996-01-01 on */
        lot_date born = of_day_number(birth);
        lot_date eve = born;
        int32_t age = 0;
        assert_int_equal(lot_date_age(&born, &born), 0);
        for (int32_t number = birth + 1; number < birth + 3000; number++) {
            lot_date day = of_day_number(number);
            age += is_birthday(&born, &day, &eve);
            if (lot_date_age(&born, &day) != age || lot_date_age(&day, &born) >= 0)
                fail_msg("born %d-%u-%u, age %d", born.year, born.month, born.day, age);
            eve = day;
        }
    }
    lot_date leap = {2008, 2, 29};
    assert_int_equal(lot_date_age(&leap, &(lot_date){2024, 2, 28}), 15);
    assert_int_equal(lot_date_age(&leap, &(lot_date){2024, 2, 29}), 16);
    assert_int_equal(lot_date_age(&leap, &(lot_date){2026, 2, 28}), 17);
    assert_int_equal(lot_date_age(&leap, &(lot_date){2026, 3, 1}), 18);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_two_centuries_is_read_in_every_way),
        cmocka_unit_test(days_that_the_calendar_does_not_have_are_no_dates),
        cmocka_unit_test(a_date_stands_in_many_forms),
        cmocka_unit_test(spaces_and_dashes_of_any_alphabet_are_spaces_and_dashes),
        cmocka_unit_test(a_time_of_day_behind_is_passed_over),
        cmocka_unit_test(day_and_month_are_never_guessed),
        cmocka_unit_test(a_year_of_two_digits_is_refused),
        cmocka_unit_test(what_is_no_date_is_none),
        cmocka_unit_test(days_stand_in_the_order_of_their_numbers),
        cmocka_unit_test(ages_are_the_birthdays_that_were),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
