/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rules: how an organiser wants the cells of a people file to be read, and who is in the pool:
 * docs/registrations.md, "The rules file".
 *
 * From lot_rules_parse() until lot_rules_free():
 *   R1  every file that the rules name is given with lot_rules_give() before lot_clean();
 *   R2  what the rules do to a row depends on that row and the files alone, and for a line `other`
 *       on the quotas: the same rows give the same values whenever they are read, and whoever stays
 *       once stays when read again.
 */
#ifndef CIVICLOT_RULES_H
#define CIVICLOT_RULES_H

#include "civiclot/pool.h"

typedef struct lot_rules lot_rules;

/*
 * Parse a rules file.
 * name: for messages. bytes: [length], not kept. Wrong content: all of it in `problems`, with line
 * numbers, and LOT_BAD_INPUT. *out is NULL on failure; free it with lot_rules_free().
 */
lot_status lot_rules_parse(lot_rules **out, const char *name, const char *bytes, size_t length,
                           lot_problems *problems, lot_error *error);

/* Free the rules. NULL is fine. */
void lot_rules_free(lot_rules *rules);

/* The id and household columns that the rules name; NULL and 0 where they do not. Cannot fail. */
void lot_rules_columns(lot_pool_columns *out, const lot_rules *rules);

/* The files that the rules name, each once, as they are written there. Cannot fail. */
uint32_t lot_rules_files_count(const lot_rules *rules);
const char *lot_rules_file(const lot_rules *rules, uint32_t file);

/* Take a file's bytes: [length], not kept. Wrong content: problems and LOT_BAD_INPUT. */
lot_status lot_rules_give(lot_rules *rules, uint32_t file, const char *bytes, size_t length,
                          lot_problems *problems, lot_error *error);

/* The codes of why people are taken out, each once, in the order of the file. Cannot fail. */
uint32_t lot_rules_reasons_count(const lot_rules *rules);
const char *lot_rules_reason(const lot_rules *rules, uint32_t reason);

/*
 * The sets of columns that tell the same person, from the lines `same person`: [count] sets, of
 * which `sets[i].columns` is [columns_count]. Cannot fail.
 */
typedef struct lot_columns {
    const char *const *columns;
    uint32_t columns_count;
} lot_columns;
const lot_columns *lot_rules_same_person(const lot_rules *rules, uint32_t *count);

/* What was done to one feature, counted in rows that stayed. */
typedef struct lot_cleaned_feature {
    const char *feature; /* the rules' own */
    uint32_t as_written; /* rows whose cell needed no rule */
    uint32_t synonyms;
    uint32_t looked_up;
    uint32_t bracketed;
    uint32_t filled; /* blank: `missing` gave a value */
    uint32_t other;  /* `other` gave a value */
} lot_cleaned_feature;

/* What cleaning did. */
typedef struct lot_cleaned {
    uint32_t read;                 /* rows that came */
    lot_table *excluded;           /* those that were taken out, or NULL: nobody */
    uint32_t *reasons;             /* [rows of excluded] lot_rules_reason()'s index */
    lot_cleaned_feature *features; /* [features_count] in the order of the rules */
    uint32_t features_count;
} lot_cleaned;

/*
 * Read a table of people by the rules: who is excluded moves out of it, and every feature of the
 * rules becomes a derived column.
 * quotas: to know which texts are values, for `other`; NULL before there are any: `other` then
 * waits. What a rule refuses, and what a condition cannot understand, is added to `problems`, all
 * of it, grouped, and gives LOT_BAD_INPUT. On failure *out is empty. Free it with
 * lot_cleaned_free().
 */
lot_status lot_clean(lot_cleaned *out, lot_table *people, lot_rules *rules,
                     const lot_quotas *quotas, lot_problems *problems, lot_error *error);

/* Free what it holds. */
void lot_cleaned_free(lot_cleaned *cleaned);

/*
 * Write the first rules file for a table, from what stands in it: docs/registrations.md.
 * quotas: or NULL. Adds to *text.
 */
lot_status lot_rules_suggest(lot_text *text, const lot_table *people, const lot_quotas *quotas,
                             const lot_pool_columns *columns, lot_error *error);

#endif
