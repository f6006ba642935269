/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Folder: a result folder that is there whole, or not at all.
 *
 *   D1  it is built in `partial`, a fresh neighbour that only its owner can look into;
 *   D2  it appears under its own name in one step, in lot_folder_finish(), after everything in it
 *       is on the disk;
 *   D3  whatever was there before it stays: only an empty folder is ever replaced.
 */
#ifndef CIVICLOT_CORE_FOLDER_H
#define CIVICLOT_CORE_FOLDER_H

#include "civiclot/text.h"

typedef struct lot_folder {
    char *target;  /* absolute */
    char *partial; /* NULL once it is finished or abandoned */
} lot_folder;

/*
 * Begin a folder at `path`. LOT_BAD_INPUT when something is there that is no empty folder, or that
 * no folder can replace: a mount point, a link to nothing; LOT_FAILURE when it cannot be made: the
 * folder around it is missing, say.
 */
lot_status lot_folder_begin(lot_folder *folder, const char *path, lot_error *error);

/*
 * Begin a folder beside the file `path` that is only for work under way: lot_folder_abandon()
 * removes it. LOT_FAILURE when it cannot be made.
 */
lot_status lot_folder_begin_beside(lot_folder *folder, const char *path, lot_error *error);

/* Look at `path` as lot_folder_begin() does, and make nothing: to say no before any work. */
lot_status lot_folder_check(const char *path, lot_error *error);

/*
 * The absolute path, links followed, of what may be at `path` or need not be there yet; the folder
 * around it must. LOT_FAILURE otherwise. The caller frees *out, NULL on failure.
 */
lot_status lot_folder_place(char **out, const char *path, lot_error *error);

/* Make the folder `name` in the folder `inside`, mode 0755. */
lot_status lot_folder_make(const char *inside, const char *name, lot_error *error);

/* Write one file into the folder `inside`. */
lot_status lot_folder_write(const char *inside, const char *name, const lot_text *bytes,
                            unsigned mode, lot_error *error);

/* Make it appear, mode 0755: see D2. */
lot_status lot_folder_finish(lot_folder *folder, lot_error *error);

/* Remove what was not finished, and free what the folder holds. Never begun is fine. */
void lot_folder_abandon(lot_folder *folder);

#endif
