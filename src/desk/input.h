/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Input: the people file and the quotas file, read onto the workbench.
 *
 *   I1  everything that is wrong in both is told in one pass, as problems;
 *   I2  both are read before anything is written, so Ctrl-C may end the program while it waits.
 */
#ifndef CIVICLOT_DESK_INPUT_H
#define CIVICLOT_DESK_INPUT_H

#include "desk/workbench.h"
#include "talk/options.h"
#include "talk/talk.h"

/* The files that are read; of one that is NULL, what is on the bench is kept. */
typedef struct lot_input {
    const char *people;
    const char *rules; /* how these people are read; NULL: as they are, or those added as those
                          before */
    bool add;          /* the people come behind those on the bench */
    const char *quotas;
    const lot_text *made_quotas; /* quotas that were made, as CSV, in place of a file */
} lot_input;

/*
 * Read people and quotas from files. Needs bench->info.seats, and bench->columns for a people file.
 * LOT_BAD_INPUT with talk's problems, LOT_FAILURE where a file cannot be read; the bench then holds
 * no pool.
 */
lot_status lot_input_read(lot_workbench *bench, const lot_input *input, lot_talk *talk,
                          lot_error *error);

/*
 * Read the people file as a table, with its cells and no pool, for a command that only looks at it.
 * Failures are lot_input_read()'s.
 */
lot_status lot_input_table(lot_workbench *bench, const char *path, lot_talk *talk,
                           lot_error *error);

/*
 * Read any other file as a table, as CSV, XLSX or ODS. file: which sheet, and what was read of it.
 * What is wrong with it is added to talk's problems, and gives LOT_BAD_INPUT, or LOT_FAILURE where
 * it cannot be read at all. *out is NULL on failure; free it with lot_table_free().
 */
lot_status lot_input_any(lot_table **out, lot_input_file *file, const char *path, lot_talk *talk,
                         lot_error *error);

/*
 * Put quotas, pool and classes on the bench from the assembly file that is the first operand, or
 * where there is none from --people, --quotas and --seats, for a command that writes nothing and
 * has the options of all of these. The arguments must outlive the bench.
 * LOT_USAGE when one of the three is missing, or an option goes with files that are not given;
 * else as lot_workbench_open(), lot_workbench_need_seats() and lot_input_read().
 */
lot_status lot_input_take(lot_workbench *bench, const char *command, const lot_arguments *arguments,
                          lot_talk *talk, lot_error *error);

/* Take --id, --household and --sheet, of the people file. The arguments must outlive the bench. */
void lot_input_columns(lot_workbench *bench, const lot_arguments *arguments);

/* Take --quotas-sheet, of a quotas file beside the people's. The arguments must outlive the bench.
 */
void lot_input_quotas_sheet(lot_workbench *bench, const lot_arguments *arguments);

/* Say how the people file was read: its form, whose ids, how many households. */
void lot_input_tell_people(lot_talk *talk, const lot_workbench *bench);

/*
 * Say which cells of the people file a spreadsheet would run, by row and column, and never what
 * they are; nothing where there are none.
 */
void lot_input_tell_formulas(lot_talk *talk, const lot_workbench *bench);

/* Say who is excluded, who is left and how the answers were read, where no result tells of it. */
void lot_input_tell_cleaned(lot_talk *talk, const lot_workbench *bench);

/* Say how many features and values the quotas have. */
void lot_input_tell_quotas(lot_talk *talk, const lot_workbench *bench);

/*
 * The assembly's key: from a file of exactly 32 bytes, or random where path is NULL.
 */
lot_status lot_input_key(lot_key *key, const char *path, lot_error *error);

#endif
