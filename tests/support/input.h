/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables and problems as tests need them: what is not as expected ends the test. */
#ifndef CIVICLOT_SUPPORT_INPUT_H
#define CIVICLOT_SUPPORT_INPUT_H

#include "civiclot/table.h"

/* The table of a file's text, which must have no problem. Free it with lot_table_free(). */
lot_table *lot_test_table(const char *name, const char *csv);

/* The same of a file on disk; NULL where there is none. */
lot_table *lot_test_table_at(const char *folder, const char *name);

/* Fail unless exactly these [count] problems were told, in this order. */
void lot_test_assert_problems(const lot_problems *problems, const char *const *words, size_t count);

#endif
