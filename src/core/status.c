/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Status and error: the one place that writes a message. */
#include "civiclot/status.h"

#include "core/utf8.h"

#include <stdarg.h>
#include <stdio.h>

lot_status lot_fail(lot_error *error, lot_status status, const char *file, int line,
                    const char *format, ...)
{
    if (error != NULL) {
        va_list arguments;
        va_start(arguments, format);
        int length = vsnprintf(error->message, sizeof error->message, format, arguments);
        va_end(arguments);
        if (length >= LOT_MESSAGE_BYTES)
            lot_utf8_mend_cut(error->message);
        error->file = file;
        error->line = line;
    }
    return status;
}
