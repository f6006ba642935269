/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Interrupt: Ctrl-C asks the work to stop, and never ends it in the middle.
 */
#ifndef CIVICLOT_TALK_INTERRUPT_H
#define CIVICLOT_TALK_INTERRUPT_H

#include <stdbool.h>

/*
 * From now on SIGINT, SIGTERM and SIGHUP only set a flag, however often they come, and SIGPIPE and
 * SIGXFSZ are ignored: the write fails. A signal that was ignored before stays ignored. Cannot
 * fail.
 */
void lot_interrupt_catch(void);

/*
 * Let the signals end the program at once, with exit code 130: for waits during which nothing can
 * be left half done. Until lot_interrupt_catch(). Cannot fail.
 */
void lot_interrupt_release(void);

/* Was the program asked to stop? Cannot fail. */
bool lot_interrupt_asked(void);

#endif
