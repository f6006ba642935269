/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Forge: a published folder in memory, changed as somebody would who means harm.
 *
 * Sealing makes the digests anew after a change, as a forger would who has no secret key:
 * manifest.txt of its four files, final.txt of all that it names. Whatever cannot be done fails the
 * test.
 */
#ifndef CIVICLOT_SUPPORT_FORGE_H
#define CIVICLOT_SUPPORT_FORGE_H

#include "civiclot/text.h"

enum { LOT_FORGE_FILES_MOST = 20, LOT_FORGE_NAME_BYTES = 64 };

typedef struct lot_forge {
    size_t count;
    char names[LOT_FORGE_FILES_MOST][LOT_FORGE_NAME_BYTES]; /* with a slash behind: a folder */
    lot_text files[LOT_FORGE_FILES_MOST];
} lot_forge;

/* Read a folder of the repository. Free it with lot_forge_free(). */
void lot_forge_read(lot_forge *forge, const char *path);

/* A copy to be changed; free it, too. */
void lot_forge_copy(lot_forge *out, const lot_forge *forge);

void lot_forge_free(lot_forge *forge);

/* A file's bytes, to be changed; NULL where it is not there. */
lot_text *lot_forge_file(lot_forge *forge, const char *name);

/* Add an empty file, or a folder where the name ends with a slash. */
lot_text *lot_forge_add(lot_forge *forge, const char *name);

void lot_forge_remove(lot_forge *forge, const char *name);

/* Make the digests anew of the files that manifest.txt, or final.txt, names. */
void lot_forge_seal(lot_forge *forge, const char *list);

/* Have both the same files with the same bytes? */
bool lot_forge_equal(const lot_forge *a, const lot_forge *b);

/* Write it as a new folder. */
void lot_forge_write(const lot_forge *forge, const char *path);

#endif
