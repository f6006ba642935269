/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pace: dates first, then who counts, then how it goes on. */
#include "cli/pace.h"

#include "civiclot/fold.h"
#include "civiclot/log.h"
#include "cli/answer_curve.h"
#include "core/array.h"
#include "pool/column.h"
#include "pool/message.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void lot_pace_clear(lot_pace *pace)
{
    free(pace->people);
    *pace = (lot_pace){0};
}

const char *lot_pace_name(lot_pace_kind kind)
{
    static const char *const names[] = {
        [LOT_PACE_RECENT] = "recent", [LOT_PACE_EVEN] = "even", [LOT_PACE_CURVE] = "curve"};
    return names[kind];
}

/* Days since 1 March of the year 0: months then end where February does. */
static int64_t day_number(const lot_date *date)
{
    int64_t year = date->month > 2 ? date->year : date->year - 1;
    int64_t month = date->month > 2 ? date->month - 3 : date->month + 9;
    return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + date->day - 1;
}

static lot_status take_date(lot_date *out, const char *name, const lot_arguments *arguments,
                            lot_error *error)
{
    const char *words = lot_argument_text(arguments, name);
    if (lot_date_read(out, words, LOT_DATE_UNSAID) == LOT_DATE_SOUND)
        return LOT_OK;
    return LOT_FAIL(error, LOT_USAGE, "--%s: write the date as 2026-03-24, not '%s'", name, words);
}

static lot_status take_today(lot_pace *pace, const lot_arguments *arguments, lot_error *error)
{
    lot_status status = LOT_OK;
    char time[LOT_TIME_BYTES];
    pace->clock = !lot_argument_is_given(arguments, "today");
    if (!pace->clock)
        return take_date(&pace->today, "today", arguments, error);
    TRY(lot_log_time(time, error));
    time[strcspn(time, "T")] = '\0';
    if (lot_date_read(&pace->today, time, LOT_DATE_UNSAID) != LOT_DATE_SOUND)
        TRY(LOT_FAIL(error, LOT_FAILURE, "the clock has no date: give --today"));
done:
    return status;
}

static lot_status take_kind(lot_pace *pace, const lot_arguments *arguments, lot_error *error)
{
    const char *name = lot_argument_text(arguments, "pace");
    bool dated = lot_argument_is_given(arguments, "date-column");
    bool curve = lot_argument_is_given(arguments, "curve");
    pace->kind = curve ? LOT_PACE_CURVE : dated ? LOT_PACE_RECENT : LOT_PACE_EVEN;
    if (!dated && !lot_argument_is_given(arguments, "sent"))
        return LOT_FAIL(error, LOT_USAGE,
                        "watch needs --sent DATE, the day of the mailing, or --date-column, the "
                        "column that tells when somebody registered");
    if (name == NULL)
        return LOT_OK;
    if (curve)
        return LOT_FAIL(error, LOT_USAGE, "--pace and --curve do not go together");
    if (strcmp(name, "even") == 0)
        pace->kind = LOT_PACE_EVEN;
    else if (strcmp(name, "recent") != 0)
        return LOT_FAIL(error, LOT_USAGE, "--pace is recent or even, not '%s'", name);
    else if (!dated)
        return LOT_FAIL(error, LOT_USAGE, "--pace recent needs --date-column");
    return LOT_OK;
}

static lot_status take_order(lot_date_order *order, const lot_arguments *arguments,
                             lot_error *error)
{
    const char *words = lot_argument_text(arguments, "date-order");
    *order = LOT_DATE_UNSAID;
    if (words == NULL || lot_date_order_read(order, words))
        return LOT_OK;
    return LOT_FAIL(error, LOT_USAGE, "--date-order is day/month/year or month/day/year, not '%s'",
                    words);
}

/* What is wrong with the date of a row. */
static void tell_fault(const lot_workbench *bench, uint32_t row, uint32_t column,
                       lot_date_fault fault, lot_problems *problems)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_format(&words, "%s, row %u, column ", lot_table_name(bench->people),
                    lot_table_row_number(bench->people, row));
    lot_message_put_cell(&words, lot_table_header(bench->people, column));
    lot_text_format(&words, ": %s",
                    fault == LOT_DATE_AMBIGUOUS
                        ? "day or month may come first: say so with --date-order day/month/year "
                          "or month/day/year"
                        : lot_date_fault_words(fault));
    lot_problems_take(problems, &words);
}

/* The day of each person; INT64_MIN where there is none. */
static lot_status read_days(int64_t *days, lot_pace *pace, const lot_workbench *bench,
                            const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *name = lot_argument_text(arguments, "date-column");
    size_t before = lot_problems_count(talk->problems);
    lot_date_order order;
    lot_date first = {0};
    uint32_t column;
    TRY(take_order(&order, arguments, error));
    TRY(lot_column_need(&column, bench->people, name, "--date-column names it", talk->problems,
                        error));
    TRY(lot_problems_refuse(talk->problems, before, lot_table_name(bench->people), error));
    assert(lot_table_rows_count(bench->people) == bench->pool->people_count);
    for (uint32_t p = 0; p < bench->pool->people_count; p++) {
        lot_date date;
        const char *cell = lot_table_cell(bench->people, p, column);
        days[p] = INT64_MIN;
        pace->undated += lot_is_blank(cell) ? 1 : 0;
        if (lot_is_blank(cell))
            continue;
        lot_date_fault fault = lot_date_read(&date, cell, order);
        if (fault != LOT_DATE_SOUND) {
            tell_fault(bench, p, column, fault, talk->problems);
            continue;
        }
        days[p] = day_number(&date);
        if (first.year == 0 || lot_date_compare(&date, &first) < 0)
            first = date;
    }
    TRY(lot_problems_refuse(talk->problems, before, lot_table_name(bench->people), error));
    if (lot_argument_is_given(arguments, "sent"))
        goto done;
    if (first.year == 0)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT, "no registration has a date: give --sent"));
    pace->sent = first;
    pace->sent_is_first = true;
done:
    return status;
}

/* Who registered until today, and of them in the last days. days: NULL where nobody is dated. */
static void count_people(lot_pace *pace, const int64_t *days, uint32_t people_count)
{
    int64_t today = day_number(&pace->today);
    uint32_t recent = 0;
    for (uint32_t p = 0; p < people_count; p++) {
        if (days != NULL && days[p] > today) {
            pace->later++;
            continue;
        }
        recent += days != NULL && days[p] > today - pace->window && days[p] != INT64_MIN;
        pace->people[pace->people_count++] = p;
    }
    pace->seen = pace->kind == LOT_PACE_RECENT ? recent : pace->people_count;
}

static lot_status count_days(lot_pace *pace, lot_error *error)
{
    int64_t since = day_number(&pace->today) - day_number(&pace->sent);
    int64_t left = day_number(&pace->close) - day_number(&pace->today);
    if (day_number(&pace->close) <= day_number(&pace->sent))
        return LOT_FAIL(error, LOT_USAGE, "--close is not after the mailing");
    if (since < 1)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "no day has passed since the mailing: there is nothing to go by yet");
    pace->days = (uint32_t)since;
    pace->days_left = left > 0 ? (uint32_t)left : 0;
    pace->window = pace->days < LOT_PACE_WINDOW ? pace->days : LOT_PACE_WINDOW;
    return LOT_OK;
}

static lot_status take_curve(lot_pace *pace, const lot_arguments *arguments, lot_talk *talk,
                             lot_error *error)
{
    lot_status status = LOT_OK;
    lot_answer_curve curve = {0};
    TRY(lot_answer_curve_read(&curve, lot_argument_text(arguments, "curve"), talk, error));
    pace->per = pace->letter_per = lot_answer_curve_at(&curve, pace->days);
    if (pace->per == 0)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                     "by the curve nobody answers until day %" PRIu32 ", which is today",
                     pace->days));
    pace->more = lot_answer_curve_at(&curve, pace->days + pace->days_left) - pace->per;
    pace->letter_more = lot_answer_curve_at(&curve, pace->days_left);
done:
    lot_answer_curve_clear(&curve);
    return status;
}

static lot_status take_dates(lot_pace *pace, const lot_arguments *arguments, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(take_today(pace, arguments, error));
    TRY(take_date(&pace->close, "close", arguments, error));
    if (lot_argument_is_given(arguments, "sent"))
        TRY(take_date(&pace->sent, "sent", arguments, error));
done:
    return status;
}

lot_status lot_pace_take(lot_pace *pace, const lot_workbench *bench, const lot_arguments *arguments,
                         lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    int64_t *days = NULL;
    uint32_t people_count = bench->pool->people_count;
    TRY(take_kind(pace, arguments, error));
    TRY(take_dates(pace, arguments, error));
    pace->people = lot_array_new(people_count, sizeof *pace->people);
    if (pace->people == NULL)
        TRY(LOT_NO_MEMORY(error));
    if (lot_argument_is_given(arguments, "date-column")) {
        days = lot_array_new(people_count, sizeof *days);
        if (days == NULL)
            TRY(LOT_NO_MEMORY(error));
        TRY(read_days(days, pace, bench, arguments, talk, error));
    }
    TRY(count_days(pace, error));
    count_people(pace, days, people_count);
    pace->more = pace->letter_more = pace->days_left;
    pace->letter_per = pace->days;
    pace->per = pace->kind == LOT_PACE_RECENT ? pace->window : pace->days;
    if (pace->kind == LOT_PACE_CURVE)
        TRY(take_curve(pace, arguments, talk, error));
done:
    free(days);
    return status;
}

void lot_pace_describe(lot_text *words, const lot_pace *pace)
{
    if (pace->kind == LOT_PACE_RECENT)
        lot_text_format(words,
                        "Assumed: it goes on as in the last %" PRIu32 " day%s, in which %" PRIu32
                        " registered.",
                        pace->window, pace->window == 1 ? "" : "s", pace->seen);
    else if (pace->kind == LOT_PACE_EVEN)
        lot_text_format(words,
                        "Assumed: as many a day as in the %" PRIu32
                        " day%s so far. Mostly fewer and fewer answer: then this is too much.",
                        pace->days, pace->days == 1 ? "" : "s");
    else
        lot_text_put(words, "Assumed: answers come by the curve.");
}
