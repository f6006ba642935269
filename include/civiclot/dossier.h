/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Dossier: a published folder, as a verifier reads it. docs/protocol.md, section 6, has its files,
 * section 11 the folders of replacements in it, and section 12 those of call-ups among them.
 *
 * It may be a folder or lie in memory; whoever made it may mean harm.
 *
 *   D1  only regular files of the folder itself are ever read, and of replace/1, replace/2 ... in
 *       it: no link is followed, and nothing that could keep a reader waiting is opened;
 *   D2  bytes may change between two reads. Who reads twice compares digests;
 *   D3  a replacement is opened when its turn comes: however many there are, the files of two
 *       folders at most are open.
 */
#ifndef CIVICLOT_DOSSIER_H
#define CIVICLOT_DOSSIER_H

#include "civiclot/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Every file there can be; those that final.txt names come first, in its order. */
typedef enum lot_dossier_file {
    LOT_FILE_CALLUP, /* of a call-up alone, which else has standing, log and final */
    LOT_FILE_PROCESS,
    LOT_FILE_QUOTAS,
    LOT_FILE_DROPOUTS, /* of a draw with reserves */
    LOT_FILE_POOL,
    LOT_FILE_STANDING, /* of a replacement or call-up */
    LOT_FILE_LOTTERY,
    LOT_FILE_MANIFEST,
    LOT_FILE_MANIFEST_SIGNATURE,
    LOT_FILE_OPENINGS,
    LOT_FILE_CERTIFICATE,
    LOT_FILE_SEED,
    LOT_FILE_DRAW,
    LOT_FILE_RESERVES, /* of a draw with reserves */
    LOT_FILE_LOG,
    LOT_FILE_FINAL,
    LOT_FILE_FINAL_SIGNATURE
} lot_dossier_file;

enum {
    LOT_FINAL_FILES = LOT_FILE_LOG + 1, /* those that final.txt names */
    LOT_DOSSIER_FILES = LOT_FILE_FINAL_SIGNATURE + 1
};

/* "process.txt" and so on. Static. */
const char *lot_dossier_name(lot_dossier_file file);

/* A file in memory. */
typedef struct lot_dossier_entry {
    const char *name;  /* "process.txt", "replace/1/process.txt" */
    const char *bytes; /* [length] */
    size_t length;
} lot_dossier_entry;

typedef struct lot_dossier lot_dossier;

/* How one kind of dossier is read: see lot_dossier_read(). */
typedef lot_status lot_dossier_reader(size_t *count, const lot_dossier *dossier,
                                      lot_dossier_file file, uint64_t offset, char *bytes,
                                      size_t room, lot_error *error);

struct lot_dossier {
    bool present[LOT_DOSSIER_FILES];
    lot_error wrong; /* an entry that no folder has; its message is empty where there is none */
    uint32_t replacements;            /* how many, call-ups too: replace/1 is the first */
    int replace;                      /* the folder `replace`; -1: none, or in memory */
    const lot_dossier_entry *entries; /* [entries_count] in memory: those of replacements, too */
    size_t entries_count;
    lot_dossier_reader *read;
    int descriptor[LOT_DOSSIER_FILES];                  /* of a folder; else -1 */
    const lot_dossier_entry *memory[LOT_DOSSIER_FILES]; /* of one in memory; else NULL */
};

/*
 * Open a folder. LOT_BAD_INPUT when it is none or cannot be read; LOT_FAILURE when one of its files
 * cannot. Close it in either case.
 */
lot_status lot_dossier_open(lot_dossier *out, const char *folder, lot_error *error);

/* One in memory. entries: [count], borrowed until lot_dossier_close(). Cannot fail. */
void lot_dossier_hold(lot_dossier *out, const lot_dossier_entry *entries, size_t count);

/*
 * The folder of a replacement, from 1 to dossier->replacements. It has none in it. Close it before
 * `dossier`, also where it fails: LOT_FAILURE when it or one of its files cannot be read.
 */
lot_status lot_dossier_replacement(lot_dossier *out, const lot_dossier *dossier, uint32_t number,
                                   lot_error *error);

void lot_dossier_close(lot_dossier *dossier);

/*
 * Read from `offset` on, as many bytes as there are and as there is room for: 0 at the end.
 * file: one that is present. LOT_FAILURE when it cannot be read.
 */
static inline lot_status lot_dossier_read(size_t *count, const lot_dossier *dossier,
                                          lot_dossier_file file, uint64_t offset, char *bytes,
                                          size_t room, lot_error *error)
{
    return dossier->read(count, dossier, file, offset, bytes, room, error);
}

#endif
