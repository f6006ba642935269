/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Standing file: a line for everyone who is not open. */
#include "audit/standing_file.h"

#include "audit/lines.h"
#include "core/array.h"

#include <string.h>

static const char head[] = "pid,standing,reason\n";

void lot_standing_put(lot_text *text, const lot_standing *standing,
                      const lot_pseudonyms *pseudonyms)
{
    lot_text_put(text, head);
    for (uint32_t i = 0; i < standing->people_count; i++) {
        uint32_t person = pseudonyms->by_pid[i];
        lot_place place = standing->places[person];
        const char *reason = standing->reasons[person];
        if (place != LOT_OPEN)
            lot_text_format(text, "%s,%s,%s\n", pseudonyms->pids[person].text,
                            lot_place_name(place), reason != NULL ? reason : "");
    }
}

/* Take a reason and the line's end; *good is false when there is no memory. */
static bool take_reason(lot_lines *lines, char **reason, bool *good)
{
    char code[LOT_REASON_MOST + 1] = "";
    const char *newline = memchr(lines->at, '\n', (size_t)(lines->end - lines->at));
    size_t length = newline != NULL ? (size_t)(newline - lines->at) : 0;
    if (newline == NULL || length > LOT_REASON_MOST)
        return false;
    memcpy(code, lines->at, length);
    if (strlen(code) != length || !lot_reason_is_code(code))
        return false;
    *reason = lot_string_copy(code);
    *good = *reason != NULL;
    lines->at = newline + 1;
    lines->line++;
    return true;
}

/* The place of the pid in pool.csv, from `from` on; `count` where it has none. */
static uint32_t find(const lot_pid *pids, uint32_t count, uint32_t from, const lot_pid *pid)
{
    while (from < count && memcmp(pids[from].text, pid->text, LOT_PID_LENGTH) < 0)
        from++;
    return from < count && memcmp(pids[from].text, pid->text, LOT_PID_LENGTH) == 0 ? from : count;
}

/* A line; *next: where in pool.csv the next pid may stand. */
static lot_status take_line(lot_lines *lines, lot_standing *standing, const lot_pid *pids,
                            uint32_t *next, lot_error *error)
{
    lot_pid pid;
    bool good = true;
    if (!lot_lines_pid(lines, &pid) || !lot_lines_word(lines, ","))
        return lot_lines_refuse(lines, "here must be a pid and a comma", error);
    uint32_t person = find(pids, standing->people_count, *next, &pid);
    if (person == standing->people_count)
        return lot_lines_refuse(lines, "this pid is not in pool.csv, or not behind the one before",
                                error);
    *next = person + 1;
    if (lot_lines_word(lines, "kept,\n"))
        standing->places[person] = LOT_KEPT;
    else if (lot_lines_word(lines, "withdrawn,") &&
             take_reason(lines, &standing->reasons[person], &good))
        standing->places[person] = LOT_WITHDRAWN;
    else
        return lot_lines_refuse(lines, "here must be: kept, or: withdrawn and a reason", error);
    return good ? LOT_OK : LOT_NO_MEMORY(error);
}

lot_status lot_standing_read(lot_standing **out, const lot_text *text, const lot_pid *pids,
                             uint32_t count, uint32_t seats, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_standing *standing = NULL;
    uint32_t next = 0;
    lot_lines lines = lot_lines_begin("standing.csv", lot_text_string(text), text->length);
    *out = NULL;
    TRY(lot_standing_new(&standing, count, error));
    if (!lot_lines_word(&lines, head))
        TRY(lot_lines_refuse(&lines, "here must be: pid,standing,reason", error));
    while (!lot_lines_at_end(&lines))
        TRY(take_line(&lines, standing, pids, &next, error));
    if (lot_standing_count(standing, LOT_WITHDRAWN) == 0)
        TRY(lot_lines_refuse(&lines, "nobody withdrew", error));
    if (lot_standing_count(standing, LOT_KEPT) >= seats)
        TRY(lot_lines_refuse(&lines, "no fewer are kept than there are seats", error));
    *out = standing;
    standing = NULL;
done:
    lot_standing_free(standing);
    return status;
}
