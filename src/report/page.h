/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Page: the frame of an HTML page that stands alone: no network, no script, its style inside.
 * Every string that is not ours goes through lot_html_put().
 */
#ifndef CIVICLOT_REPORT_PAGE_H
#define CIVICLOT_REPORT_PAGE_H

#include "civiclot/text.h"

/* Add text of any content, escaped for elements and attributes; control characters as U+FFFD. */
void lot_html_put(lot_text *page, const char *string);

/* As lot_html_put(), and a number is never parted from its percent sign at a line's end. */
void lot_html_put_sentence(lot_text *page, const char *sentence);

/* Open the page, up to and with <main>. kicker: the small line above the title. */
void lot_page_open(lot_text *page, const char *title, const char *kicker);

/* Add the banner of a rehearsal. */
void lot_page_put_rehearsal(lot_text *page);

/* Close what lot_page_open() opened. */
void lot_page_close(lot_text *page);

#endif
