/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Passphrase: read byte by byte into memory that is wiped, past every buffer that is not.
 *
 * While the terminal's echo is off, signals only ask to stop: the echo is always put back.
 */
#include "talk/passphrase.h"

#include "civiclot/secret_key.h"
#include "talk/interrupt.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* How a read ended. */
typedef enum ending { ENDED, TOO_LONG, ASKED_TO_STOP, FAILED } ending;

/* The next byte. *there is false at the end of the file. */
static ending read_byte(char *byte, bool *there, int descriptor)
{
    for (;;) {
        /* unlike a read, this ends when a signal comes */
        struct pollfd wait = {.fd = descriptor, .events = POLLIN};
        int ready = poll(&wait, 1, -1);
        ssize_t count = ready > 0 ? read(descriptor, byte, 1) : -1;
        if (lot_interrupt_asked())
            return ASKED_TO_STOP;
        *there = count > 0;
        if (count >= 0)
            return ENDED;
        if (errno != EINTR)
            return FAILED;
    }
}

/* Read until the file ends, or where `line` its first line. buffer: [most + 1]; ended by NUL. */
static ending read_secret(char *buffer, size_t *length, int descriptor, size_t most, bool line)
{
    for (*length = 0;; ++*length) {
        char *byte = &buffer[*length];
        bool there;
        ending how = read_byte(byte, &there, descriptor);
        if (how != ENDED)
            return how;
        if (!there || (line && *byte == '\n')) {
            *byte = '\0';
            return ENDED;
        }
        if (*length == most)
            return TOO_LONG;
    }
}

static lot_status refuse(ending how, const char *name, size_t most, lot_error *error)
{
    switch (how) {
    case ENDED:
        break;
    case TOO_LONG:
        return LOT_FAIL(error, LOT_BAD_INPUT, "%s: longer than %zu bytes: is it the right one?",
                        name, most);
    case ASKED_TO_STOP:
        return LOT_FAIL(error, LOT_INTERRUPTED, "interrupted");
    case FAILED:
        return LOT_FAIL(error, LOT_FAILURE, "%s: cannot be read: %s", name, strerror(errno));
    }
    return LOT_OK;
}

/* Read all of it, or a line, into new memory. */
static lot_status take(char **out, size_t *length, int descriptor, const char *name, size_t most,
                       bool line, lot_error *error)
{
    *out = lot_secret_new(most + 1);
    if (*out == NULL)
        return LOT_NO_MEMORY(error);
    lot_status status =
        refuse(read_secret(*out, length, descriptor, most, line), name, most, error);
    if (status == LOT_OK && line && strlen(*out) != *length)
        status = LOT_FAIL(error, LOT_BAD_INPUT, "%s: a passphrase holds no zero byte", name);
    if (status != LOT_OK) {
        lot_secret_free(*out);
        *out = NULL;
    }
    return status;
}

static lot_status refuse_open(const char *path, lot_error *error)
{
    return LOT_FAIL(error, LOT_FAILURE,
                    "%s: cannot be opened: %s: check its name and whether you may read it", path,
                    strerror(errno));
}

lot_status lot_secret_file_read(char **out, size_t *length, const char *path, size_t most,
                                lot_error *error)
{
    *out = NULL;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return refuse_open(path, error);
    lot_status status = take(out, length, descriptor, path, most, false, error);
    (void)close(descriptor);
    return status;
}

lot_status lot_passphrase_read(char **out, const char *path, lot_error *error)
{
    size_t length;
    *out = NULL;
    bool standard = strcmp(path, "-") == 0;
    int descriptor = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return refuse_open(path, error);
    lot_status status = take(out, &length, descriptor, standard ? "standard input" : path,
                             LOT_PASSPHRASE_MOST, true, error);
    if (!standard)
        (void)close(descriptor);
    /* of a file with the line ends of Windows */
    if (status == LOT_OK && length > 0 && (*out)[length - 1] == '\r')
        (*out)[length - 1] = '\0';
    return status;
}

static void say(int terminal, const char *words)
{
    ssize_t written = write(terminal, words, strlen(words));
    (void)written;
}

lot_status lot_passphrase_ask(char **out, const char *prompt, lot_error *error)
{
    size_t length;
    struct termios before;
    *out = NULL;
    int terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (terminal < 0 || tcgetattr(terminal, &before) != 0) {
        if (terminal >= 0)
            (void)close(terminal);
        return LOT_FAIL(error, LOT_FAILURE,
                        "the passphrase is asked for on a terminal, and there is none: give "
                        "--passphrase-file FILE");
    }
    struct termios silent = before;
    silent.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
    (void)tcsetattr(terminal, TCSAFLUSH, &silent);
    say(terminal, prompt);
    lot_status status =
        take(out, &length, terminal, "the passphrase", LOT_PASSPHRASE_MOST, true, error);
    (void)tcsetattr(terminal, TCSAFLUSH, &before);
    say(terminal, "\n");
    (void)close(terminal);
    return status;
}
