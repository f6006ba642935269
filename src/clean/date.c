/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Date: three pieces, numbers or the name of a month, and what is between them; then, maybe, a
 * time.
 *
 *   D1  which piece is the year is told by its four digits, which is a month by its name or by the
 *       order that was said, never by what would fit the calendar.
 */
#include "clean/date.h"

#include "clean/plain_cell.h"

#include <inttypes.h>
#include <string.h>

enum { PIECES = 3, MONTHS = 12, WEEKDAYS = 7, NAME_SHORTEST = 3, YEAR_DIGITS = 4 };

static const char *const months[MONTHS] = {"january",   "february", "march",    "april",
                                           "may",       "june",     "july",     "august",
                                           "september", "october",  "november", "december"};
static const char *const weekdays[WEEKDAYS] = {"monday", "tuesday",  "wednesday", "thursday",
                                               "friday", "saturday", "sunday"};

typedef struct piece {
    uint32_t digits; /* 0: the name of a month */
    uint32_t number;
    bool ordinal; /* 3rd */
} piece;

static void skip_space(const char **at)
{
    if (**at == ' ')
        ++*at;
}

static bool take(const char **at, char c)
{
    if (**at != c)
        return false;
    ++*at;
    return true;
}

static size_t letters_at(const char *at)
{
    size_t count = 0;
    while (lot_plain_is_letter(at[count]))
        count++;
    return count;
}

/* Take these letters, where no other letter follows. */
static bool take_word(const char **at, const char *word)
{
    size_t length = strlen(word);
    if (letters_at(*at) != length || memcmp(*at, word, length) != 0)
        return false;
    *at += length;
    return true;
}

/*
 * Take a name that is whole or cut to its first 3 letters, or 4 (Sept, Tues), or 5 (Thurs) where
 * `longer` says so, with a dot behind a cut one. Returns its number from 1, or 0.
 */
static uint32_t take_name(const char **at, const char *const *names, uint32_t count, bool longer)
{
    size_t letters = letters_at(*at);
    if (letters < NAME_SHORTEST)
        return 0;
    for (uint32_t i = 0; i < count; i++) {
        size_t whole = strlen(names[i]);
        bool cut = letters == NAME_SHORTEST || letters == NAME_SHORTEST + 1 ||
                   (longer && letters == NAME_SHORTEST + 2);
        if (letters > whole || (letters < whole && !cut) || memcmp(*at, names[i], letters) != 0)
            continue;
        *at += letters;
        if (letters < whole || whole == NAME_SHORTEST)
            (void)take(at, '.');
        return i + 1;
    }
    return 0;
}

static bool take_piece(piece *out, const char **at)
{
    static const char *const suffixes[] = {"st", "nd", "rd", "th"};
    *out = (piece){0};
    if (!lot_plain_is_digit(**at)) {
        out->number = take_name(at, months, MONTHS, false);
        return out->number > 0;
    }
    out->digits = lot_plain_digits(&out->number, at, YEAR_DIGITS);
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0] && out->digits <= 2; i++)
        out->ordinal = out->ordinal || take_word(at, suffixes[i]);
    return out->digits > 0;
}

/* What is between two pieces: one of "-/.", or a space, which a comma or nothing is as well. */
static char take_between(const char **at)
{
    char between = ' ';
    skip_space(at);
    if (**at == '-' || **at == '/' || **at == '.')
        between = *(*at)++;
    else
        (void)take(at, ',');
    skip_space(at);
    if (between == ' ' && take_word(at, "of"))
        skip_space(at);
    return between;
}

static bool is_leap(int32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static bool is_day(const lot_date *date)
{
    static const uint32_t lengths[MONTHS] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (date->year < 1 || date->month < 1 || date->month > MONTHS || date->day < 1)
        return false;
    bool longer = date->month == 2 && is_leap(date->year);
    return date->day <= lengths[date->month - 1] + (longer ? 1 : 0);
}

static lot_date_fault settle(lot_date *out, const piece *year, const piece *month, const piece *day)
{
    if (year->digits == 0 || day->digits == 0 || day->digits > 2 || month->digits > 2)
        return LOT_DATE_NONE;
    if (year->digits == 2)
        return LOT_DATE_SHORT_YEAR;
    *out = (lot_date){(int32_t)year->number, month->number, day->number};
    return year->digits == YEAR_DIGITS && is_day(out) ? LOT_DATE_SOUND : LOT_DATE_NONE;
}

/* Three numbers, the year not first. */
static lot_date_fault settle_numbers(lot_date *out, const piece pieces[PIECES],
                                     lot_date_order order)
{
    lot_date_fault day_first = settle(out, &pieces[2], &pieces[1], &pieces[0]);
    if (order == LOT_DATE_DAY_FIRST || day_first == LOT_DATE_SHORT_YEAR)
        return day_first;
    lot_date_fault month_first = settle(out, &pieces[2], &pieces[0], &pieces[1]);
    if (order == LOT_DATE_MONTH_FIRST)
        return month_first;
    bool either = day_first == LOT_DATE_SOUND || month_first == LOT_DATE_SOUND;
    return either ? LOT_DATE_AMBIGUOUS : LOT_DATE_NONE;
}

/* D1. between: [PIECES - 1] */
static lot_date_fault settle_pieces(lot_date *out, const piece pieces[PIECES], const char *between,
                                    lot_date_order order)
{
    bool year_first = pieces[0].digits == YEAR_DIGITS;
    if (pieces[1].digits == 0)
        return year_first ? settle(out, &pieces[0], &pieces[1], &pieces[2])
                          : settle(out, &pieces[2], &pieces[1], &pieces[0]);
    if (pieces[0].digits == 0)
        return settle(out, &pieces[2], &pieces[0], &pieces[1]);
    if (between[0] == ' ' || between[0] != between[1])
        return LOT_DATE_NONE;
    if (pieces[0].ordinal || pieces[1].ordinal || pieces[2].ordinal)
        return LOT_DATE_NONE;
    return year_first ? settle(out, &pieces[0], &pieces[1], &pieces[2])
                      : settle_numbers(out, pieces, order);
}

static lot_date_fault read_day(lot_date *out, const char **at, lot_date_order order)
{
    piece pieces[PIECES];
    char between[PIECES - 1];
    for (size_t i = 0; i < PIECES; i++) {
        if (!take_piece(&pieces[i], at))
            return LOT_DATE_NONE;
        if (i + 1 < PIECES)
            between[i] = take_between(at);
    }
    if (between[1] == '.' && between[0] == '.')
        (void)take(at, '.');
    return settle_pieces(out, pieces, between, order);
}

/* Two digits below `limit`, after a colon. */
static bool take_sixtieths(const char **at, uint32_t limit)
{
    uint32_t number;
    return take(at, ':') && lot_plain_digits(&number, at, 2) == 2 && number < limit;
}

static bool take_clock(const char **at)
{
    uint32_t hour;
    if (lot_plain_digits(&hour, at, 2) == 0 || hour > 23 || !take_sixtieths(at, 60))
        return false;
    if (**at != ':')
        return true;
    if (!take_sixtieths(at, 61)) /* a leap second */
        return false;
    if ((**at == '.' || **at == ',') && lot_plain_is_digit((*at)[1]))
        for (++*at; lot_plain_is_digit(**at);)
            ++*at;
    return true;
}

/* +01:00, +0100, +1, gmt+1, utc, z, europe/london, and what stands in brackets behind that. */
static void take_zone(const char **at)
{
    skip_space(at);
    for (size_t letters; (letters = letters_at(*at)) > 0;) {
        *at += letters;
        if ((**at == '/' || **at == '_') && lot_plain_is_letter((*at)[1]))
            ++*at;
    }
    if ((**at == '+' || **at == '-') && lot_plain_is_digit((*at)[1])) {
        uint32_t number;
        ++*at;
        if (lot_plain_digits(&number, at, 4) > 0 && **at == ':')
            (void)take_sixtieths(at, 60);
    }
    skip_space(at);
    const char *last = *at + strlen(*at);
    if (**at == '(' && last[-1] == ')')
        *at = last;
}

/* A time of day up to the end, or nothing at all. */
static bool take_time(const char *at)
{
    if (*at == '\0')
        return true;
    (void)take(&at, ',');
    skip_space(&at);
    if (*at == 't' && lot_plain_is_digit(at[1]))
        at++;
    else if (take_word(&at, "at"))
        skip_space(&at);
    if (!take_clock(&at))
        return false;
    skip_space(&at);
    if (strncmp(at, "a.m.", 4) == 0 || strncmp(at, "p.m.", 4) == 0)
        at += 4;
    else if (!take_word(&at, "am"))
        (void)take_word(&at, "pm");
    take_zone(&at);
    return *at == '\0';
}

lot_date_fault lot_date_read(lot_date *out, const char *cell, lot_date_order order)
{
    lot_plain plain;
    if (!lot_plain_make(&plain, cell))
        return LOT_DATE_NONE;
    const char *at = plain.text;
    if (take_name(&at, weekdays, WEEKDAYS, true) > 0) {
        (void)take(&at, ',');
        skip_space(&at);
    }
    lot_date date;
    lot_date_fault fault = read_day(&date, &at, order);
    if (fault == LOT_DATE_NONE || !take_time(at))
        return LOT_DATE_NONE;
    if (fault == LOT_DATE_SOUND)
        *out = date;
    return fault;
}

bool lot_date_order_read(lot_date_order *order, const char *words)
{
    bool day_first = strcmp(words, "day/month/year") == 0;
    if (!day_first && strcmp(words, "month/day/year") != 0)
        return false;
    *order = day_first ? LOT_DATE_DAY_FIRST : LOT_DATE_MONTH_FIRST;
    return true;
}

void lot_date_put(lot_text *text, const lot_date *date)
{
    lot_text_format(text, "%04" PRId32 "-%02" PRIu32 "-%02" PRIu32, date->year, date->month,
                    date->day);
}

int lot_date_compare(const lot_date *left, const lot_date *right)
{
    if (left->year != right->year)
        return left->year < right->year ? -1 : 1;
    if (left->month != right->month)
        return left->month < right->month ? -1 : 1;
    return left->day == right->day ? 0 : left->day < right->day ? -1 : 1;
}

int32_t lot_date_age(const lot_date *born, const lot_date *at)
{
    bool had_birthday =
        at->month > born->month || (at->month == born->month && at->day >= born->day);
    return at->year - born->year - (had_birthday ? 0 : 1);
}

const char *lot_date_fault_words(lot_date_fault fault)
{
    switch (fault) {
    case LOT_DATE_SOUND:
        break;
    case LOT_DATE_NONE:
        return "no date that the calendar has: write it like 1990-04-03; where it is a number "
               "such as 32905, format the column as a date in the spreadsheet";
    case LOT_DATE_AMBIGUOUS:
        return "day or month may come first: say so in the rules with `dates: day/month/year` or "
               "`dates: month/day/year`";
    case LOT_DATE_SHORT_YEAR:
        return "the year has two digits: write all four";
    }
    return "it is sound";
}
