/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Run: the real program, in a folder of its own, as a person would run it.
 *
 * The program is the environment's CIVICLOT, or build/civiclot. Whatever goes wrong here fails the
 * test.
 */
#ifndef CIVICLOT_SUPPORT_RUN_H
#define CIVICLOT_SUPPORT_RUN_H

#include "civiclot/text.h"

#include <stdint.h>

/* The program's absolute path. Static. */
const char *lot_run_program(void);

/* A folder under TMPDIR; paths of files in it are relative, and the program runs in it. */
typedef struct lot_run_folder {
    char path[256];
} lot_run_folder;

/* cmocka's setup and teardown: *state is a lot_run_folder, removed with everything in it. */
int lot_run_setup(void **state);
int lot_run_teardown(void **state);

/* What a run left behind. Free with lot_ran_free(). */
typedef struct lot_ran {
    int code; /* exit code; 128 + signal where a signal ended it */
    lot_text out;
    lot_text err;
} lot_ran;

void lot_ran_free(lot_ran *ran);

/*
 * Run civiclot with these words, ended by NULL, and wait for it.
 * Leading words of the form NAME=value go into its environment.
 */
lot_ran lot_run(const lot_run_folder *folder, const char *const *words);
#define RUN(folder, ...) lot_run((folder), (const char *const[]){__VA_ARGS__, NULL})

/* The same, with `input` as standard input. */
lot_ran lot_run_with_input(const lot_run_folder *folder, const char *input,
                           const char *const *words);

/*
 * The same, and send the signal `times` times as soon as a file or folder whose name begins with
 * `sign` is in the folder.
 */
lot_ran lot_run_and_signal(const lot_run_folder *folder, int signal, unsigned times,
                           const char *sign, const char *const *words);

/* Run another program, found in PATH, with its words, in the folder `inside` the folder. */
lot_ran lot_run_other(const lot_run_folder *folder, const char *inside, const char *const *words);

/* Run, fail the test unless it ends with `code`, and forget what it printed. */
void lot_run_expect(const lot_run_folder *folder, int code, const char *const *words);
#define EXPECT(folder, code, ...)                                                                  \
    lot_run_expect((folder), (code), (const char *const[]){__VA_ARGS__, NULL})

/* The same, and these words must be in what it says on stderr. */
void lot_run_expect_words(const lot_run_folder *folder, int code, const char *has,
                          const char *const *words);
#define WORDS(folder, code, has, ...)                                                              \
    lot_run_expect_words((folder), (code), (has), (const char *const[]){__VA_ARGS__, NULL})

/* Run a line of the shell, in which "$0" is the program. */
lot_ran lot_run_shell(const lot_run_folder *folder, const char *line);
void lot_run_expect_shell(const lot_run_folder *folder, int code, const char *line);

/* The bytes of a file in the folder; free them with lot_text_free(). */
lot_text lot_run_read(const lot_run_folder *folder, const char *name);

void lot_run_write(const lot_run_folder *folder, const char *name, const char *bytes);

bool lot_run_is_there(const lot_run_folder *folder, const char *name);

/* The permission bits of a file or folder. */
unsigned lot_run_mode(const lot_run_folder *folder, const char *name);

/* How many entries the folder `name` has ("." is the folder itself), hidden ones too. */
unsigned lot_run_count(const lot_run_folder *folder, const char *name);

/* Fail unless both hold the same names with the same bytes and modes, folders all the way down. */
void lot_run_assert_same(const lot_run_folder *folder, const char *a, const char *b);

/* Fail unless `part` is in the text. */
void lot_run_assert_has(const lot_text *text, const char *part);

#endif
