/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Status and error: how a function says no.
 *
 * A bug is an assert. A failure is a lot_status, told in words in the caller's
 * lot_error. An answer (no panel meets these quotas, say) is not a failure: it
 * comes back in an out parameter.
 */
#ifndef CIVICLOT_STATUS_H
#define CIVICLOT_STATUS_H

/* The values are the exit codes of the programs. */
typedef enum lot_status {
    LOT_OK = 0,
    LOT_FAILURE = 1,      /* I/O, no memory, internal */
    LOT_USAGE = 2,        /* the command line is wrong */
    LOT_BAD_INPUT = 3,    /* a file's content is wrong */
    LOT_NO_PANEL = 4,     /* no panel can meet the quotas */
    LOT_NOT_VERIFIED = 5, /* a published file does not hold what it claims */
    LOT_INTERRUPTED = 130 /* the user asked to stop */
} lot_status;

enum { LOT_MESSAGE_BYTES = 1024 };

/* What went wrong, for a person; and where in civiclot's source, for a developer. */
typedef struct lot_error {
    char message[LOT_MESSAGE_BYTES];
    const char *file;
    int line;
} lot_error;

/*
 * Write a message and its place into *error and return `status`.
 * error: may be NULL. A message too long is cut between characters.
 * Cannot fail.
 */
lot_status lot_fail(lot_error *error, lot_status status, const char *file, int line,
                    const char *format, ...) __attribute__((format(printf, 5, 6)));

#define LOT_FAIL(error, status, ...) lot_fail((error), (status), __FILE__, __LINE__, __VA_ARGS__)
#define LOT_NO_MEMORY(error) LOT_FAIL((error), LOT_FAILURE, "out of memory")

/*
 * Leave a function on the first failure: needs a local `lot_status status`
 * and a label `done:` that cleans up and returns it.
 */
#define TRY(call)                                                                                  \
    do {                                                                                           \
        status = (call);                                                                           \
        if (status != LOT_OK)                                                                      \
            goto done;                                                                             \
    } while (0)

#endif
