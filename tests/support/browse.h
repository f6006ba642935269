/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Browse: published folders given to the real page in a headless Chromium, many in one start.
 *
 * The page is the environment's PAGE, or build/verify.html. Tests run from the repository's root.
 */
#ifndef CIVICLOT_SUPPORT_BROWSE_H
#define CIVICLOT_SUPPORT_BROWSE_H

#include "support/run.h"

#include <jansson.h>

/*
 * Give the cases to the page; *answers is an array, one object a case, as tests/page/driver.js
 * has it: free it with json_decref(). cases: lines as tests/page/browse reads them, with paths that
 * are absolute. Skips the test where there is no Chromium, and fails it there where the environment
 * has NEED_CHROMIUM.
 */
void lot_browse(json_t **answers, const lot_run_folder *folder, const lot_text *cases);

/* Run tests/page/browse with another driver, a script of tests/page; its lines as they are. */
void lot_browse_with(lot_text *lines, const lot_run_folder *folder, const char *driver,
                     const lot_text *cases);

/*
 * What a verifier said, as lines: `ID VERDICT` for each statement, `folder replace/N` before those
 * of a replacement, `failed ID` where one does not
 * hold, `exit 0`, `exit 3` or `exit 5`. As in tests/vectors, where it says what is expected.
 */
void lot_browse_verdicts(lot_text *lines, const json_t *answer);

/* A text of an answer. */
const char *lot_browse_text(const json_t *answer, const char *key);

/* The absolute path of a file of the repository. Static: valid until the next call. */
const char *lot_browse_place(const char *path);

#endif
