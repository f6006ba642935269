/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Interrupt: the one variable of the program that changes on its own. */
#include "talk/interrupt.h"

#include "civiclot/status.h"

#include <signal.h>
#include <stddef.h>
#include <unistd.h>

static volatile sig_atomic_t asked;

static const int asking[] = {SIGINT, SIGTERM, SIGHUP};

/* Writes that these would end the program for fail instead, and are told and tidied up after. */
static const int ignored[] = {SIGPIPE, SIGXFSZ};

static void ask(int number)
{
    (void)number;
    asked = 1;
}

static void leave(int number)
{
    (void)number;
    _exit(LOT_INTERRUPTED);
}

static void handle_all(void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    (void)sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof asking / sizeof asking[0]; i++) {
        struct sigaction before;
        /* under nohup, or in the background of a script, the caller wants it ignored */
        if (sigaction(asking[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            (void)sigaction(asking[i], &action, NULL);
    }
}

void lot_interrupt_catch(void)
{
    handle_all(ask);
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    (void)sigemptyset(&ignore.sa_mask);
    for (size_t i = 0; i < sizeof ignored / sizeof ignored[0]; i++)
        (void)sigaction(ignored[i], &ignore, NULL);
}

void lot_interrupt_release(void)
{
    handle_all(leave);
    if (asked)
        leave(0);
}

bool lot_interrupt_asked(void)
{
    return asked != 0;
}
