/* SPDX-License-Identifier: GPL-3.0-or-later */
/* List file: the records of list.bin, which are what is sorted, too. */
#ifndef CIVICLOT_INVITE_LIST_FILE_H
#define CIVICLOT_INVITE_LIST_FILE_H

#include "invite/list.h"
#include "invite/private_file.h"

#define LOT_LIST_NAME "list.bin"

enum { LOT_LISTED_BYTES = LOT_DIGEST_BYTES + 8 };

void lot_listed_pack(unsigned char record[LOT_LISTED_BYTES], const lot_listed_address *address);
void lot_listed_unpack(lot_listed_address *address, const unsigned char record[LOT_LISTED_BYTES]);

/* By code, then stratum, then row. For qsort(). */
int lot_listed_compare(const void *a, const void *b);

/* Make the file in the folder, with its head. LOT_FAILURE. */
lot_status lot_list_begin(lot_private_file *out, const char *folder, lot_error *error);

#endif
