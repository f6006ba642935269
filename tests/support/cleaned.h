/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables read by rules, as tests need them: what is not as expected ends the test. */
#ifndef CIVICLOT_SUPPORT_CLEANED_H
#define CIVICLOT_SUPPORT_CLEANED_H

#include "civiclot/rules.h"

/* A table that rules were done to. */
typedef struct lot_test_cleaned {
    lot_rules *rules;
    lot_table *table;
    lot_quotas *quotas; /* or NULL */
    lot_cleaned cleaned;
} lot_test_cleaned;

/* A file that rules name, and what is in it. */
typedef struct lot_test_file {
    const char *name;
    const char *bytes;
} lot_test_file;

/* The rules of a text without the version's line, which must have no problem. */
lot_rules *lot_test_rules(const char *text);

/* Fail unless the text, all of it, is refused with exactly these [count] problems. */
void lot_test_rules_refused(const char *text, const char *const *words, size_t count);
#define RULES_REFUSED(text, ...)                                                                   \
    lot_test_rules_refused((text), (const char *const[]){__VA_ARGS__},                             \
                           sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

/* Quotas of 10 seats; each row is without its bounds: "gender,Male\ngender,Female\n". */
lot_quotas *lot_test_quotas(const char *rows);

/*
 * Clean people.csv by rules without the version's line. files: ended by a name NULL; or NULL.
 * quotas: as lot_test_quotas() takes them, or NULL. Free it with lot_test_cleaned_free().
 */
lot_test_cleaned lot_test_clean(const char *rules, const char *people, const lot_test_file *files,
                                const char *quotas);

/* The same must be refused with exactly these [count] problems. */
void lot_test_clean_refused(const char *rules, const char *people, const lot_test_file *files,
                            const char *const *words, size_t count);
#define CLEAN_REFUSED(rules, people, files, ...)                                                   \
    lot_test_clean_refused((rules), (people), (files), (const char *const[]){__VA_ARGS__},         \
                           sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

void lot_test_cleaned_free(lot_test_cleaned *cleaned);

/* Fail unless the column, one derived before the file's, has these values, with | between. */
void lot_test_assert_column(const lot_table *table, const char *column, const char *values);

/* Fail unless these, and nobody else, were taken out: "2 under-16, 5 councillor". */
void lot_test_assert_excluded(const lot_test_cleaned *cleaned, const char *words);

#endif
