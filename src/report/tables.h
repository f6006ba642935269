/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables: a seating for people: who sits where as a CSV file and as a page to print, and in a few
 * lines how good it is. Groups and sessions are numbered from 1.
 */
#ifndef CIVICLOT_REPORT_TABLES_H
#define CIVICLOT_REPORT_TABLES_H

#include "civiclot/pool.h"
#include "civiclot/seating.h"

/* Nothing is owned. */
typedef struct lot_tables_report {
    const char *title; /* or NULL */
    const char *seed;
    const lot_seating *seating;
    const lot_table *people;
    const lot_pool *pool;
    const uint32_t *members; /* [seating->people_count] people of the pool who are seated */
    const uint32_t *columns; /* [columns_count] of the people file that the page shows */
    uint32_t columns_count;
    uint32_t absent_count;
    uint32_t rules_count; /* that are kept */
    bool spreadsheet;     /* no cell of the CSV file is run as a formula (spreadsheet.h) */
} lot_tables_report;

/* id,session_1,session_2,... with the numbers of groups, in the order of the people file. */
lot_status lot_tables_csv(lot_text *file, const lot_tables_report *tables, lot_error *error);

/* A summary for the terminal: this seating beside random splits and bounds. */
lot_status lot_tables_summary(lot_text *text, const lot_tables_report *tables, lot_error *error);

/* One self-contained page: a list for each table of each session, then where each person sits. */
lot_status lot_tables_page(lot_text *page, const lot_tables_report *tables, lot_error *error);

/* Add how many groups of how many people: "7 groups of 6 to 7". */
void lot_tables_put_groups(lot_text *text, uint32_t people_count, uint32_t groups_count);

#endif
