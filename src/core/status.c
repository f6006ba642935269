/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Status and error: the one place that writes a message. */
#include "civiclot/status.h"

#include <stdarg.h>
#include <stdio.h>

lot_status lot_fail(lot_error *error, lot_status status, const char *file, int line,
                    const char *format, ...)
{
    if (error != NULL) {
        va_list arguments;
        va_start(arguments, format);
        (void)vsnprintf(error->message, sizeof error->message, format, arguments);
        va_end(arguments);
        error->file = file;
        error->line = line;
    }
    return status;
}
