/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Markup: is a page well formed, and does it stand alone? Whatever is not ends the test. */
#ifndef CIVICLOT_SUPPORT_MARKUP_H
#define CIVICLOT_SUPPORT_MARKUP_H

/*
 * Fail unless every element is closed in its turn (but HTML's void ones), every attribute is
 * quoted, and every & begins an entity.
 */
void lot_test_assert_well_formed(const char *html);

/*
 * Fail when anything would be loaded or run: scripts, images, imports, addresses; links lead to
 * places of the page itself.
 */
void lot_test_assert_stands_alone(const char *html);

/* How often `part` is in `whole`. */
unsigned lot_test_count(const char *whole, const char *part);

#endif
