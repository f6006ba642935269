/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read standing: standing.csv of anyone, which is written in one way only. */
#include "support/readers.h"

#include "audit/standing_file.h"

#include <assert.h>
#include <string.h>

enum { PEOPLE = 4, SEATS = 3 };

/* Those of the corpus. */
static const lot_pid corpus[PEOPLE] = {
    {"aaaaaaaaaaaaaaaa"}, {"bbbbbbbbbbbbbbbb"}, {"cccccccccccccccc"}, {"dddddddddddddddd"}};

static void check_standing(const lot_standing *standing)
{
    assert(lot_standing_count(standing, LOT_WITHDRAWN) > 0);
    assert(lot_standing_count(standing, LOT_KEPT) < SEATS);
    for (uint32_t p = 0; p < PEOPLE; p++)
        assert((standing->reasons[p] != NULL) == (standing->places[p] == LOT_WITHDRAWN));
}

void lot_test_read_standing(const char *bytes, size_t length)
{
    uint32_t order[PEOPLE];
    lot_pid pids[PEOPLE];
    lot_standing *standing;
    lot_text text = LOT_TEXT_EMPTY, again = LOT_TEXT_EMPTY;
    lot_error error = {.message = ""};
    for (uint32_t p = 0; p < PEOPLE; p++)
        order[p] = p;
    memcpy(pids, corpus, sizeof pids);
    lot_text_add(&text, bytes, length);
    lot_status status = lot_standing_read(&standing, &text, pids, PEOPLE, SEATS, &error);
    if (status == LOT_OK) {
        const lot_pseudonyms people = {.people_count = PEOPLE, .pids = pids, .by_pid = order};
        check_standing(standing);
        lot_standing_put(&again, standing, &people);
        assert(again.length == length && memcmp(again.bytes, bytes, length) == 0);
    } else
        assert(status == LOT_NOT_VERIFIED && standing == NULL &&
               strstr(error.message, "standing.csv, line ") != NULL);
    lot_standing_free(standing);
    lot_text_free(&text);
    lot_text_free(&again);
}
