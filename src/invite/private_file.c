/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private file: buffered, and told when it fails. */
#include "invite/private_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static lot_status refuse(const lot_private_file *out, lot_error *error)
{
    return LOT_FAIL(error, LOT_FAILURE, "%s: cannot be written: %s", lot_text_string(&out->path),
                    strerror(errno));
}

lot_status lot_private_file_make(lot_private_file *out, const char *folder, const char *name,
                                 lot_error *error)
{
    *out = (lot_private_file){.file = NULL};
    lot_text_format(&out->path, "%s/%s", folder, name);
    lot_status status = lot_text_check(&out->path, error);
    if (status != LOT_OK)
        return status;
    int descriptor = open(out->path.bytes, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return refuse(out, error);
    out->file = fdopen(descriptor, "wb");
    if (out->file == NULL) {
        (void)close(descriptor);
        return refuse(out, error);
    }
    return LOT_OK;
}

lot_status lot_private_file_put(lot_private_file *out, const void *bytes, size_t length,
                                lot_error *error)
{
    if (length > 0 && fwrite(bytes, 1, length, out->file) != length)
        return refuse(out, error);
    return LOT_OK;
}

lot_status lot_private_file_finish(lot_private_file *out, lot_error *error)
{
    lot_status status = LOT_OK;
    if (fflush(out->file) != 0 || fsync(fileno(out->file)) != 0)
        status = refuse(out, error);
    if (fclose(out->file) != 0 && status == LOT_OK)
        status = refuse(out, error);
    out->file = NULL;
    lot_text_free(&out->path);
    return status;
}

void lot_private_file_drop(lot_private_file *out)
{
    if (out->file != NULL)
        (void)fclose(out->file);
    lot_text_free(&out->path);
    out->file = NULL;
}
