/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rule line: one line of a rules file while it is read, and what is said of it.
 *
 * What is wrong in a line is told, and gives LOT_OK with nothing in *out, so that the other lines
 * are read too; a status that is not LOT_OK is a failure (no memory).
 */
#ifndef CIVICLOT_CLEAN_RULE_LINE_H
#define CIVICLOT_CLEAN_RULE_LINE_H

#include "civiclot/problems.h"
#include "clean/condition.h"
#include "clean/rule_phrase.h"
#include "clean/texts.h"

typedef struct lot_rule_line {
    lot_rule_place place;
    lot_problems *problems;
    size_t problems_before; /* that there were before this line */
} lot_rule_line;

/* Add a problem of the line: "rules.txt, line 12: ...", in printf's form. Cannot fail. */
void lot_rule_refuse(const lot_rule_line *line, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Begin the problem of a line in words, for lot_problems_take(). */
void lot_rule_put_place(lot_text *words, const lot_rule_line *line);

/* Was anything of the line refused? Cannot fail. */
bool lot_rule_is_refused(const lot_rule_line *line);

/*
 * Read a phrase that must not be blank. what: what it is, for the message: "a column".
 * out: its text is NULL where it was refused.
 */
lot_status lot_rule_phrase(lot_phrase *out, const lot_rule_line *line, const char **at,
                           const lot_phrase_end *end, const char *what, lot_error *error);

/* Read a phrase that the line ends with. */
lot_status lot_rule_last(lot_phrase *out, const lot_rule_line *line, const char *at,
                         const char *what, lot_error *error);

/*
 * Read phrases up to the end of the line, and add them to *out.
 * separator: what stands between them; characters after the first must be in quotes.
 */
lot_status lot_rule_list(lot_texts *out, const lot_rule_line *line, const char *at,
                         const char *separator, const char *what, lot_error *error);

#endif
