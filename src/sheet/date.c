/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Date: whole days and whole seconds. */
#include "sheet/date.h"

#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

enum {
    DAY_SECONDS = 86400,
    DAYS_1970 = 25569,   /* from 1899-12-30, where Excel's days from March 1900 on count from */
    DAYS_1904 = 1462,    /* of 1904-01-01 from there */
    NO_SUCH_DAY = 60,    /* see D2 */
    DAYS_9999 = 2958465, /* of 9999-12-31 from there */
    HOURS_MOST = 1000000
};

/* The date of a day counted from 1970-01-01. Source: the Gregorian calendar, in eras of 400 years
 * that begin on 1 March. */
static void civil(int64_t *year, int *month, int *day, int64_t days)
{
    int64_t shifted = days + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t in_era = shifted - era * 146097;
    int64_t y = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int64_t in_year = in_era - (365 * y + y / 4 - y / 100);
    int64_t m = (5 * in_year + 2) / 153;
    *day = (int)(in_year - (153 * m + 2) / 5 + 1);
    *month = (int)(m < 10 ? m + 3 : m - 9);
    *year = y + era * 400 + (*month <= 2);
}

static int64_t days_of(int64_t year, int month, int day)
{
    int64_t y = year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t in_era = y - era * 400;
    int64_t in_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719468;
}

/* days: counted from 1970-01-01. */
static void put_date(lot_text *text, int64_t days)
{
    int64_t year;
    int month;
    int day;
    civil(&year, &month, &day, days);
    lot_text_format(text, "%04" PRId64 "-%02d-%02d", year, month, day);
}

static void put_time(lot_text *text, int64_t seconds)
{
    lot_text_format(text, "%02" PRId64 ":%02d:%02d", seconds / 3600, (int)(seconds / 60 % 60),
                    (int)(seconds % 60));
}

static void put_both(lot_text *text, int64_t days, int64_t seconds, bool with_midnight)
{
    put_date(text, days);
    if (seconds == 0 && !with_midnight)
        return;
    lot_text_put(text, " ");
    put_time(text, seconds);
}

bool lot_sheet_put_serial(lot_text *text, double serial, lot_format_kind kind, bool from_1904)
{
    if (!(serial >= 0) || serial > DAYS_9999 + 1)
        return false;
    int64_t days = (int64_t)floor(serial);
    int64_t seconds = (int64_t)floor((serial - (double)days) * DAY_SECONDS + 0.5);
    if (kind == LOT_FORMAT_ELAPSED) {
        put_time(text, days * DAY_SECONDS + seconds);
        return true;
    }
    bool is_time =
        days == 0 && (kind == LOT_FORMAT_TIME || (kind == LOT_FORMAT_DATE_TIME && !from_1904));
    if (is_time && seconds < DAY_SECONDS) {
        put_time(text, seconds);
        return true;
    }
    days += seconds / DAY_SECONDS;
    seconds %= DAY_SECONDS;
    if (from_1904)
        days += DAYS_1904;
    else if (days == 0 || days == NO_SUCH_DAY)
        return false;
    else if (days < NO_SUCH_DAY)
        days++;
    if (days > DAYS_9999)
        return false;
    put_both(text, days - DAYS_1970, seconds, kind != LOT_FORMAT_DATE);
    return true;
}

/* Read exactly `count` digits. */
static bool read_digits(int *number, const char **words, int count)
{
    *number = 0;
    for (int i = 0; i < count; i++, (*words)++) {
        if (**words < '0' || **words > '9')
            return false;
        *number = *number * 10 + (**words - '0');
    }
    return true;
}

static bool read_sign(const char **words, char sign)
{
    bool is_there = **words == sign;
    *words += is_there;
    return is_there;
}

/* Read what stands behind the point of seconds; *seconds is one more where that is half or more. */
static void round_seconds(int64_t *seconds, const char **words)
{
    if (**words != '.' && **words != ',')
        return;
    (*words)++;
    *seconds += **words >= '5' && **words <= '9';
    *words += strspn(*words, "0123456789");
}

static bool read_clock(int64_t *seconds, const char **words)
{
    int hour;
    int minute;
    int second = 0;
    if (!read_digits(&hour, words, 2) || !read_sign(words, ':') || !read_digits(&minute, words, 2))
        return false;
    if (read_sign(words, ':') && !read_digits(&second, words, 2))
        return false;
    *seconds = hour * 3600 + minute * 60 + second;
    round_seconds(seconds, words);
    (void)read_sign(words, 'Z');
    return hour < 24 && minute < 60 && second < 60;
}

static int month_days(int year, int month)
{
    return (int)(days_of(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1) -
                 days_of(year, month, 1));
}

bool lot_sheet_put_iso(lot_text *text, const char *words, lot_format_kind kind)
{
    int year;
    int month;
    int day;
    int64_t seconds = 0;
    if (!read_digits(&year, &words, 4) || !read_sign(&words, '-') ||
        !read_digits(&month, &words, 2) || !read_sign(&words, '-') ||
        !read_digits(&day, &words, 2) || month < 1 || month > 12 || day < 1 ||
        day > month_days(year, month))
        return false;
    if (read_sign(&words, 'T') && !read_clock(&seconds, &words))
        return false;
    int64_t days = days_of(year, month, day) + seconds / DAY_SECONDS;
    if (*words != '\0' || days > DAYS_9999 - DAYS_1970)
        return false;
    put_both(text, days, seconds % DAY_SECONDS, kind == LOT_FORMAT_DATE_TIME);
    return true;
}

/* Read a number and its unit, 0 where it is not next; seconds are rounded. */
static int64_t read_unit(const char **words, char unit)
{
    int64_t number = 0;
    const char *at = *words;
    for (; *at >= '0' && *at <= '9'; at++)
        number = number < HOURS_MOST ? number * 10 + (*at - '0') : number;
    if (unit == 'S')
        round_seconds(&number, &at);
    if (at == *words || *at != unit)
        return 0;
    *words = at + 1;
    return number;
}

bool lot_sheet_put_duration(lot_text *text, const char *words)
{
    if (!read_sign(&words, 'P'))
        return false;
    int64_t seconds = read_unit(&words, 'D') * DAY_SECONDS;
    if (!read_sign(&words, 'T'))
        return false;
    seconds += read_unit(&words, 'H') * 3600;
    seconds += read_unit(&words, 'M') * 60;
    seconds += read_unit(&words, 'S');
    if (*words != '\0' || seconds / 3600 > HOURS_MOST)
        return false;
    put_time(text, seconds);
    return true;
}
