/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Date: days of the Gregorian calendar, as people write them; no clock and no locale.
 */
#ifndef CIVICLOT_CLEAN_DATE_H
#define CIVICLOT_CLEAN_DATE_H

#include "civiclot/text.h"

#include <stdint.h>

typedef struct lot_date {
    int32_t year;   /* 1 to 9999 */
    uint32_t month; /* 1 to 12 */
    uint32_t day;   /* 1 to what the month has */
} lot_date;

/* How a date of three numbers is to be read. */
typedef enum lot_date_order {
    LOT_DATE_UNSAID, /* only the year first, or the month by its name */
    LOT_DATE_DAY_FIRST,
    LOT_DATE_MONTH_FIRST
} lot_date_order;

typedef enum lot_date_fault {
    LOT_DATE_SOUND,
    LOT_DATE_NONE,      /* no date at all, or none that the calendar has */
    LOT_DATE_AMBIGUOUS, /* 03/04/1990, and the order is not said */
    LOT_DATE_SHORT_YEAR /* 03/04/90 */
} lot_date_fault;

enum { LOT_DATE_FAULTS = LOT_DATE_SHORT_YEAR + 1 };

/* Who would be older has written something else than a date of birth. */
enum { LOT_AGE_MOST = 130 };

/* Is it day/month/year or month/day/year? words: folded. Cannot fail. */
bool lot_date_order_read(lot_date_order *order, const char *words);

/*
 * Read a cell as a date: 1990-04-03, with the order said 03/04/1990, 3.4.1990, 3-4-1990, or 3 April
 * 1990, April 3, 1990 in English, short names, 3rd and the day of the week before it too; a time of
 * day behind it is passed over, with its zone: the day is the one that is written.
 * out: set where it is sound. Cannot fail.
 */
lot_date_fault lot_date_read(lot_date *out, const char *cell, lot_date_order order);

/* Add it as 1990-04-03. */
void lot_date_put(lot_text *text, const lot_date *date);

/* Below 0: `left` is earlier; 0: the same day; above 0: later. Cannot fail. */
int lot_date_compare(const lot_date *left, const lot_date *right);

/*
 * Whole years of age of who was born on `born`, on the day `at`; below 0 before the birth. Who was
 * born on 29 February has a birthday on 1 March in years without that day. Cannot fail.
 */
int32_t lot_date_age(const lot_date *born, const lot_date *at);

/* What is wrong and what to do, for a message behind row and column. Static. Cannot fail. */
const char *lot_date_fault_words(lot_date_fault fault);

#endif
