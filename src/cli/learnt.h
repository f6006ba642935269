/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Learnt: the response that assembly files of past assemblies show, for `civiclot plan --learn`. */
#ifndef CIVICLOT_CLI_LEARNT_H
#define CIVICLOT_CLI_LEARNT_H

#include "civiclot/rates.h"
#include "talk/talk.h"

/*
 * Learn from files given as FILE:LETTERS, [count]. LOT_USAGE where one is not of that form;
 * otherwise as lot_workbench_open() and lot_rates_learn(). Free *out with lot_rates_free().
 */
lot_status lot_learnt_read(lot_rates **out, const char *const *given, uint32_t count,
                           const lot_population *population, lot_talk *talk, lot_error *error);

#endif
