/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * civiclot contribute: put a part into somebody's draw, from one's own machine.
 *
 * The organiser gets the commitment now and the file after the commit, so that nobody, the
 * contributor neither, can fit their part to what is known by then.
 */
#include "desk/output.h"
#include "desk/results.h"
#include "talk/command.h"
#include "talk/json.h"
#include "talk/option_lines.h"
#include "talk/words.h"

#include "civiclot/file.h"
#include "civiclot/reveal.h"

#include <stdlib.h>

static const lot_option options[] = {
    {.name = "process",
     .kind = LOT_OPTION_TEXT,
     .value = "ID",
     .required = true,
     .help = "the process id, which the organiser tells"},
    {.name = "name",
     .kind = LOT_OPTION_TEXT,
     .value = "NAME",
     .required = true,
     .help = "who contributes; it is published"},
    {.name = "value",
     .kind = LOT_OPTION_TEXT,
     .value = "TEXT",
     .help = "the part itself, which is published later; random if not given"},
    {.name = "out",
     .kind = LOT_OPTION_TEXT,
     .value = "FILE",
     .required = true,
     .help = "a new file, to keep secret until the organiser has committed"},
    LOT_OPTIONS_END,
};

static lot_status make(lot_reveal *reveal, const lot_arguments *arguments, lot_error *error)
{
    lot_status status = LOT_OK;
    char *name = NULL;
    char *value = NULL;
    const char *typed = lot_argument_text(arguments, "value");
    TRY(lot_words_tidy(&name, "--name", lot_argument_text(arguments, "name"), error));
    if (typed != NULL)
        TRY(lot_words_tidy(&value, "--value", typed, error));
    TRY(lot_reveal_make(reveal, lot_argument_text(arguments, "process"), name, value, error));
done:
    free(name);
    free(value);
    return status;
}

static lot_status write_file(const lot_reveal *reveal, const char *path, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text text = LOT_TEXT_EMPTY;
    lot_reveal_put(&text, reveal);
    TRY(lot_text_check(&text, error));
    TRY(lot_file_create(path, text.bytes, text.length, LOT_MODE_PERSONAL, error));
done:
    lot_text_free(&text);
    return status;
}

static lot_status tell(const lot_reveal *reveal, const char *path, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text line = LOT_TEXT_EMPTY;
    char *source = lot_reveal_source(reveal);
    if (source == NULL)
        TRY(LOT_NO_MEMORY(error));
    lot_text_format(&line, "%s\n", source);
    TRY(lot_talk_text(talk, &line, error));
    TRY(lot_talk_json(talk,
                      json_pack("{s:o, s:s, s:o}", "source", lot_json_string(source), "process",
                                reveal->process.text, "file", lot_json_string(path)),
                      error));
    lot_talk_say(talk, "Send this line to the organiser, who announces it: civiclot commit "
                       "--source");
    lot_talk_say(talk,
                 "Keep %s secret until you are given the manifest M; then send it, before the "
                 "public value appears. Without it your part is ABSENT.",
                 path);
done:
    free(source);
    lot_text_free(&line);
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_reveal reveal = {.name = NULL};
    const char *path = lot_argument_text(arguments, "out");
    if (lot_output_is_stream(path))
        TRY(LOT_FAIL(error, LOT_USAGE, "--out must be a file: what is in it is secret"));
    TRY(make(&reveal, arguments, error));
    TRY(write_file(&reveal, path, error));
    TRY(tell(&reveal, path, talk, error));
done:
    lot_reveal_free(&reveal);
    return status;
}

const lot_command lot_command_contribute = {
    .name = "contribute",
    .purpose = "put a part into somebody's draw, under a commitment",
    .operands = "",
    .options = options,
    .notes = "Prints the source for the organiser to announce. Needs no assembly file.",
    .run = run,
};
