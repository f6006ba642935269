/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Output: looked at before anything is written, then written whole. */
#include "desk/output.h"

#include "civiclot/file.h"
#include "core/array.h"
#include "core/folder.h"
#include "desk/results.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

bool lot_output_is_stream(const char *path)
{
    return strcmp(path, "-") == 0;
}

bool lot_output_is_xlsx(const char *path)
{
    size_t length = strlen(path);
    return length > strlen(".xlsx") && strcasecmp(path + length - strlen(".xlsx"), ".xlsx") == 0;
}

lot_status lot_output_distinct(const char *const *paths, size_t count, lot_error *error)
{
    lot_status status = LOT_OK;
    char **places = lot_array_new(count, sizeof *places);
    if (places == NULL)
        return LOT_NO_MEMORY(error);
    for (size_t i = 0; i < count; i++) {
        if (lot_output_is_stream(paths[i]))
            continue;
        TRY(lot_folder_place(&places[i], paths[i], error));
        for (size_t j = 0; j < i; j++) {
            if (places[j] != NULL && strcmp(places[j], places[i]) == 0)
                TRY(LOT_FAIL(error, LOT_USAGE, "two results cannot both be written to %s",
                             paths[i]));
        }
    }
done:
    for (size_t i = 0; i < count; i++)
        free(places[i]);
    free(places);
    return status;
}

lot_status lot_output_allow(const char *path, const char *assembly, bool force, lot_error *error)
{
    struct stat there;
    struct stat kept;
    if (lot_output_is_stream(path) || lstat(path, &there) != 0)
        return LOT_OK;
    /* what a link leads to, where it leads somewhere */
    (void)stat(path, &there);
    if (stat(assembly, &kept) == 0 && there.st_dev == kept.st_dev && there.st_ino == kept.st_ino)
        return LOT_FAIL(error, LOT_BAD_INPUT, "%s is the assembly file itself: choose another name",
                        path);
    if (force)
        return LOT_OK;
    return LOT_FAIL(error, LOT_BAD_INPUT, "%s exists already: choose another name, or add --force",
                    path);
}

lot_status lot_output_need_new(const char *path, lot_error *error)
{
    struct stat there;
    if (lstat(path, &there) != 0)
        return LOT_OK;
    return LOT_FAIL(error, LOT_BAD_INPUT, "%s exists already: choose another name", path);
}

lot_status lot_output_write(const char *path, const lot_text *bytes, lot_talk *talk,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_text_check(bytes, error));
    if (lot_output_is_stream(path)) {
        TRY(lot_talk_bytes(talk, lot_text_string(bytes), bytes->length, error));
        goto done;
    }
    TRY(lot_file_write(path, lot_text_string(bytes), bytes->length, LOT_MODE_PERSONAL, error));
    lot_talk_say(talk, "Written: %s", path);
done:
    return status;
}
