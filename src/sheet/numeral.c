/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numeral: digits and an exponent, through binary only where that can change them. */
#include "sheet/numeral.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    EXACT_DIGITS = 15,   /* DBL_DIG */
    LONGEST_DIGITS = 17, /* DBL_DECIMAL_DIG */
    WORDS_MOST = 400,
    EXPONENT_MOST = 340,
    PLAIN_MOST = 21
};

/* A number's digits as they stand in the file, [count], and where the point is. */
struct raw {
    int count;
    int exponent;
    char digits[WORDS_MOST + 1];
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void take_digit(struct raw *raw, char digit, bool behind_point)
{
    if (raw->count > 0 || digit != '0')
        raw->digits[raw->count++] = digit;
    else if (behind_point)
        raw->exponent--;
    if (raw->count > 0 && !behind_point)
        raw->exponent++;
}

/* Read E+12 or nothing, up to the end of the words. */
static bool read_exponent(int *exponent, const char *words)
{
    if (*words == '\0')
        return true;
    if (*words != 'e' && *words != 'E')
        return false;
    words++;
    bool negative = *words == '-';
    if (*words == '-' || *words == '+')
        words++;
    if (!is_digit(*words))
        return false;
    int number = 0;
    for (; is_digit(*words); words++)
        number = number < 100000 ? number * 10 + (*words - '0') : number;
    *exponent += negative ? -number : number;
    return *words == '\0';
}

static bool read_raw(struct raw *raw, const char *words)
{
    bool any = false;
    bool behind_point = false;
    *raw = (struct raw){.count = 0};
    for (; is_digit(*words) || (*words == '.' && !behind_point); words++) {
        if (*words == '.') {
            behind_point = true;
            continue;
        }
        take_digit(raw, *words, behind_point);
        any = true;
    }
    if (!any || !read_exponent(&raw->exponent, words))
        return false;
    while (raw->count > 0 && raw->digits[raw->count - 1] == '0')
        raw->count--;
    raw->digits[raw->count] = '\0';
    return raw->count == 0 || abs(raw->exponent) <= EXPONENT_MOST;
}

static double to_double(const char *digits, int count, int exponent)
{
    char words[WORDS_MOST + 32];
    if (count == 0)
        return 0;
    (void)snprintf(words, sizeof words, "%se%d", digits, exponent - count);
    return strtod(words, NULL);
}

/* The digits of a finite value above 0 to so many places, trailing zeros cut. */
static void round_to(lot_numeral *out, double value, int places)
{
    char words[64];
    (void)snprintf(words, sizeof words, "%.*e", places - 1, value);
    const char *at = words;
    out->digits_count = 0;
    for (; *at != 'e'; at++)
        if (is_digit(*at))
            out->digits[out->digits_count++] = *at;
    out->exponent = (int)strtol(at + 1, NULL, 10) + 1;
    while (out->digits_count > 0 && out->digits[out->digits_count - 1] == '0')
        out->digits_count--;
    out->digits[out->digits_count] = '\0';
}

static bool shorten(lot_numeral *out, const struct raw *raw)
{
    double value = to_double(raw->digits, raw->count, raw->exponent);
    if (!isfinite(value))
        return false;
    out->digits_count = 0;
    out->digits[0] = '\0';
    for (int places = EXACT_DIGITS; value > 0 && places <= LONGEST_DIGITS; places++) {
        round_to(out, value, places);
        if (to_double(out->digits, out->digits_count, out->exponent) == value)
            break;
    }
    return true;
}

bool lot_numeral_read(lot_numeral *out, const char *words)
{
    struct raw raw;
    if (strlen(words) > WORDS_MOST)
        return false;
    *out = (lot_numeral){.negative = *words == '-'};
    if (*words == '-' || *words == '+')
        words++;
    if (!read_raw(&raw, words))
        return false;
    if (raw.count > EXACT_DIGITS) {
        if (!shorten(out, &raw))
            return false;
    } else {
        out->digits_count = raw.count;
        out->exponent = raw.exponent;
        memcpy(out->digits, raw.digits, (size_t)raw.count + 1);
    }
    if (out->digits_count == 0)
        *out = (lot_numeral){.negative = false};
    return isfinite(lot_numeral_double(out));
}

double lot_numeral_double(const lot_numeral *number)
{
    double value = to_double(number->digits, number->digits_count, number->exponent);
    return number->negative ? -value : value;
}

bool lot_numeral_is_whole(const lot_numeral *number)
{
    return number->digits_count <= number->exponent || number->digits_count == 0;
}

static void put_zeros(lot_text *text, int count)
{
    for (int i = 0; i < count; i++)
        lot_text_put(text, "0");
}

static void put_plain(lot_text *text, const lot_numeral *number)
{
    int before = number->exponent < 0 ? 0 : number->exponent; /* places before the point */
    int taken = number->digits_count < before ? number->digits_count : before;
    lot_text_add(text, number->digits, (size_t)taken);
    put_zeros(text, before == 0 ? 1 : before - taken);
    if (taken == number->digits_count)
        return;
    lot_text_put(text, ".");
    put_zeros(text, number->exponent < 0 ? -number->exponent : 0);
    lot_text_put(text, number->digits + taken);
}

void lot_numeral_put(lot_text *text, const lot_numeral *number)
{
    assert(number->digits_count <= LONGEST_DIGITS);
    if (number->negative)
        lot_text_put(text, "-");
    if (abs(number->exponent) <= PLAIN_MOST) {
        put_plain(text, number);
        return;
    }
    lot_text_add(text, number->digits, 1);
    if (number->digits_count > 1)
        lot_text_put(text, ".");
    lot_text_put(text, number->digits + 1);
    lot_text_format(text, "E%+d", number->exponent - 1);
}

void lot_numeral_put_percent(lot_text *text, const lot_numeral *number)
{
    lot_numeral hundredfold = *number;
    if (hundredfold.digits_count > 0)
        hundredfold.exponent += 2;
    lot_numeral_put(text, &hundredfold);
    lot_text_put(text, "%");
}

static int count_places(const char *mask)
{
    int places = 0;
    for (; *mask != '\0'; mask++) {
        if (*mask == '\\')
            mask++;
        else
            places++;
    }
    return places;
}

/* Add digit `at` of those before the point. */
static void put_digit(lot_text *text, const lot_numeral *number, int at)
{
    lot_text_add(text, at < number->digits_count ? number->digits + at : "0", 1);
}

void lot_numeral_put_masked(lot_text *text, const lot_numeral *number, const char *mask)
{
    assert(lot_numeral_is_whole(number) && !number->negative);
    int digits = number->digits_count == 0 ? 0 : number->exponent;
    int places = count_places(mask);
    int next = 0;
    for (; *mask != '\0'; mask++) {
        if (*mask == '\\') {
            lot_text_add(text, ++mask, 1);
            continue;
        }
        for (; digits - next > places; next++) /* more digits than places: before the first */
            put_digit(text, number, next);
        if (digits - next == places)
            put_digit(text, number, next++);
        else if (*mask == '0')
            lot_text_put(text, "0");
        places--;
    }
}
