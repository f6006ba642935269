/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Talk: results on stdout, everything else on stderr. */
#include "talk/talk.h"

#include "talk/clock.h"
#include "talk/interrupt.h"
#include "talk/json.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PROBLEMS_SHOWN = 50, BAR_AFTER = 1000, BAR_EVERY = 100, BAR_WIDTH = 30, LINE_WIDTH = 79 };

static void wipe_bar(lot_talk *talk)
{
    if (talk->drawn)
        (void)fprintf(stderr, "\r%*s\r", LINE_WIDTH, "");
    talk->drawn = false;
}

static void draw_bar(lot_talk *talk, const char *step, uint64_t done, uint64_t total)
{
    char bar[BAR_WIDTH + 1];
    char words[LINE_WIDTH + 1];
    if (total > 0) {
        uint64_t per_cent = done < total ? done * 100 / total : 100;
        for (uint64_t i = 0; i < BAR_WIDTH; i++)
            bar[i] = i * 100 < per_cent * BAR_WIDTH ? '#' : '.';
        bar[BAR_WIDTH] = '\0';
        (void)snprintf(words, sizeof words, "%.30s [%s] %3u %%", step, bar,
                       (unsigned)per_cent % 101);
    } else {
        (void)snprintf(words, sizeof words, "%.60s: %" PRIu64, step, done);
    }
    (void)fprintf(stderr, "\r%-*s", LINE_WIDTH, words);
    (void)fflush(stderr);
    talk->drawn = true;
}

static bool report(void *context, const char *step, uint64_t done, uint64_t total)
{
    lot_talk *talk = context;
    if (talk->terminal && !talk->quiet) {
        int64_t time = lot_clock_milliseconds();
        if (time - talk->started >= BAR_AFTER && time - talk->last >= BAR_EVERY) {
            draw_bar(talk, step, done, total);
            talk->last = time;
        }
    }
    return lot_interrupt_asked();
}

lot_status lot_talk_start(lot_talk *talk, lot_error *error)
{
    const char *terminal = getenv("TERM");
    *talk = (lot_talk){0};
    talk->terminal = isatty(STDERR_FILENO) && (terminal == NULL || strcmp(terminal, "dumb") != 0);
    talk->started = lot_clock_milliseconds();
    talk->progress = (lot_progress){report, talk};
    talk->problems = lot_problems_new();
    return talk->problems != NULL ? LOT_OK : LOT_NO_MEMORY(error);
}

void lot_talk_end(lot_talk *talk)
{
    lot_problems_free(talk->problems);
    talk->problems = NULL;
}

void lot_talk_say(lot_talk *talk, const char *format, ...)
{
    if (talk->quiet)
        return;
    wipe_bar(talk);
    va_list arguments;
    va_start(arguments, format);
    (void)vfprintf(stderr, format, arguments);
    va_end(arguments);
    (void)fputc('\n', stderr);
}

void lot_talk_insist(lot_talk *talk, const char *words)
{
    wipe_bar(talk);
    (void)fputs(words, stderr);
}

lot_status lot_talk_step(lot_talk *talk, const char *step, lot_error *error)
{
    return lot_progress_report(&talk->progress, step, 0, 0, error);
}

lot_status lot_talk_bytes(lot_talk *talk, const char *bytes, size_t length, lot_error *error)
{
    wipe_bar(talk);
    if ((length == 0 || fwrite(bytes, 1, length, stdout) == length) && fflush(stdout) == 0)
        return LOT_OK;
    return LOT_FAIL(error, LOT_FAILURE, "standard output cannot be written: %s", strerror(errno));
}

lot_status lot_talk_text(lot_talk *talk, const lot_text *text, lot_error *error)
{
    lot_status status = lot_text_check(text, error);
    if (status != LOT_OK || talk->json)
        return status;
    return lot_talk_bytes(talk, lot_text_string(text), text->length, error);
}

lot_status lot_talk_json(lot_talk *talk, json_t *object, lot_error *error)
{
    if (!talk->json) {
        json_decref(object);
        return LOT_OK;
    }
    lot_text line = LOT_TEXT_EMPTY;
    lot_status status = lot_json_write(&line, object, error);
    json_decref(object);
    lot_text_put(&line, "\n");
    if (status == LOT_OK)
        status = lot_text_check(&line, error);
    if (status == LOT_OK) {
        talk->answered = true;
        status = lot_talk_bytes(talk, lot_text_string(&line), line.length, error);
    }
    lot_text_free(&line);
    return status;
}

static json_t *problems_as_json(const lot_problems *problems)
{
    json_t *list = json_array();
    for (size_t i = 0; problems != NULL && i < lot_problems_kept(problems); i++)
        (void)json_array_append_new(list, lot_json_string(lot_problems_at(problems, i)));
    return list;
}

static void show_problems(const lot_problems *problems)
{
    if (problems == NULL)
        return;
    size_t shown = lot_problems_kept(problems);
    if (shown > PROBLEMS_SHOWN)
        shown = PROBLEMS_SHOWN;
    for (size_t i = 0; i < shown; i++)
        (void)fprintf(stderr, "%s\n", lot_problems_at(problems, i));
    if (lot_problems_count(problems) > shown)
        (void)fprintf(stderr, "... and %zu more\n", lot_problems_count(problems) - shown);
}

void lot_talk_failure(lot_talk *talk, lot_status status, const lot_error *error)
{
    wipe_bar(talk);
    show_problems(talk->problems);
    (void)fprintf(stderr, "civiclot: %s\n", error->message);
    if (!talk->json || talk->answered)
        return;
    json_t *words =
        json_pack("{s:{s:i, s:o, s:o}}", "error", "status", (int)status, "message",
                  lot_json_string(error->message), "problems", problems_as_json(talk->problems));
    (void)lot_talk_json(talk, words, NULL);
}
