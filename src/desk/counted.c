/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counted: every file is read before any is found wrong. */
#include "desk/counted.h"

#include "core/array.h"
#include "desk/input.h"
#include "talk/json.h"

#include <stdlib.h>
#include <string.h>

void lot_counted_say(lot_talk *talk, const char *lines)
{
    for (size_t length; *lines != '\0'; lines += length + 1) {
        length = strcspn(lines, "\n");
        lot_talk_say(talk, "%.*s", (int)length, lines);
        if (lines[length] == '\0')
            return;
    }
}

json_t *lot_counted_lines_json(const char *lines)
{
    json_t *list = json_array();
    for (size_t length; *lines != '\0'; lines += length + 1) {
        length = strcspn(lines, "\n");
        lot_text line = LOT_TEXT_EMPTY; /* a path in it need not be UTF-8 */
        lot_text_add(&line, lines, length);
        (void)json_array_append_new(list, lot_json_string(lot_text_string(&line)));
        lot_text_free(&line);
        if (lines[length] == '\0')
            break;
    }
    return list;
}

/* LOT_BAD_INPUT goes on: the problems of the next file are told, too. */
static lot_status read_tables(lot_table **tables, const char *const *paths, uint32_t count,
                              const char *sheet, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    bool stream = false;
    for (uint32_t i = 0; i < count; i++) {
        lot_input_file file = {.sheet = sheet};
        lot_error reason;
        if (strcmp(paths[i], "-") == 0 && stream)
            return LOT_FAIL(error, LOT_USAGE, "two files cannot both come from standard input");
        stream = stream || strcmp(paths[i], "-") == 0;
        lot_status now = lot_input_any(&tables[i], &file, paths[i], talk, &reason);
        if (file.form.length > 0)
            lot_talk_say(talk, "%s: %s", paths[i], file.form.bytes);
        lot_text_free(&file.form);
        if (now != LOT_OK && status != LOT_FAILURE)
            status = now;
    }
    if (status == LOT_OK)
        return LOT_OK;
    return LOT_FAIL(error, status, "the tables of the population cannot be read");
}

lot_status lot_counted_read(lot_population **out, const lot_counted_options *options,
                            const lot_arguments *arguments, lot_text *notices, lot_talk *talk,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    const char *const *paths;
    const char *const *features = NULL;
    const char *sheet =
        options->sheet != NULL ? lot_argument_text(arguments, options->sheet) : NULL;
    uint32_t count = lot_argument_list(&paths, arguments, options->files);
    uint32_t features_count =
        options->features != NULL ? lot_argument_list(&features, arguments, options->features) : 0;
    lot_table **tables = lot_array_new(count, sizeof(lot_table *));
    *out = NULL;
    if (tables == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_talk_step(talk, "reading", error));
    TRY(read_tables(tables, paths, count, sheet, talk, error));
    const lot_population_source source = {(const lot_table *const *)tables, count, features,
                                          features_count};
    TRY(lot_population_read(out, &source, notices, talk->problems, error));
    lot_counted_say(talk, lot_text_string(notices));
done:
    for (uint32_t i = 0; tables != NULL && i < count; i++)
        lot_table_free(tables[i]);
    free(tables);
    return status;
}
