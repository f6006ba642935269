/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot anonymise: copies of a people file and its quotas for a bug report. */
#include "civiclot/anonymise.h"

#include "civiclot/file.h"
#include "core/folder.h"
#include "desk/results.h"
#include "talk/command.h"
#include "talk/interrupt.h"
#include "talk/json.h"
#include "talk/option_lines.h"
#include "talk/unpack.h"

#include <inttypes.h>
#include <string.h>

static const lot_option options[] = {
    LOT_OPTION_SHEET("people in XLSX or ODS: the sheet to read; else the first"),
    LOT_OPTION_QUOTAS(false),
    LOT_OPTION_QUOTAS_SHEET,
    {.name = "out",
     .kind = LOT_OPTION_TEXT,
     .value = "DIR",
     .required = true,
     .help = "the folder of the copies: new or empty"},
    LOT_OPTION_ID,
    LOT_OPTION_HOUSEHOLD,
    LOT_OPTIONS_END,
};

/* One of the two files, and which sheet of it is meant. */
struct source {
    const char *path;
    const char *sheet;  /* NULL: the first */
    const char *option; /* that names the sheet */
};

/*
 * A sheet is copied as the CSV that it is read as. A file may be a pipe that never ends, so Ctrl-C
 * ends the wait at once.
 */
static lot_status read_file(lot_original *file, lot_text *bytes, const struct source *source,
                            lot_talk *talk, lot_error *error)
{
    lot_text form = LOT_TEXT_EMPTY;
    file->name = strcmp(source->path, "-") == 0 ? "standard input" : source->path;
    lot_interrupt_release();
    lot_status status = lot_file_read(bytes, source->path, error);
    if (status == LOT_OK)
        status = lot_unpack(bytes, &form, file->name, source->sheet, source->option, talk, error);
    lot_interrupt_catch();
    file->bytes = lot_text_string(bytes);
    file->length = bytes->length;
    lot_text_free(&form);
    return status;
}

static void tell_copy(lot_talk *talk, const char *name, const lot_copy *copy)
{
    if (copy->by_characters)
        lot_talk_say(talk,
                     "%s could not be read as a table, so it was copied character by character: "
                     "letters as x, digits as 9, and everything else as it is",
                     name);
}

/* How the copies are read as the originals were. */
static lot_status tell_use(const lot_copies_made *copies, const char *out, bool quotas,
                           lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_format(&words, "Written: %s/people.csv%s\n", out,
                    quotas ? ", and quotas.csv beside it" : "");
    for (uint32_t a = 0; a < copies->addresses_count; a++)
        lot_text_format(&words, "%saddress-%" PRIu32, a == 0 ? "Use them with --household " : ",",
                        a + 1);
    if (copies->addresses_count > 0)
        lot_text_put(&words, copies->has_ids ? "; the ids are in the column id.\n" : ".\n");
    lot_text_put(&words, "Look through them before you hand them on: nobody's name is in them, but "
                         "how many people\ngave which answers together is as it was.\n");
    TRY(lot_talk_text(talk, &words, error));
done:
    lot_text_free(&words);
    return status;
}

static lot_status tell(const lot_copies_made *copies, const lot_original *people,
                       const lot_original *quotas, const char *out, lot_talk *talk,
                       lot_error *error)
{
    lot_status status;
    bool by_people = copies->people.by_characters;
    tell_copy(talk, people->name, &copies->people);
    if (quotas != NULL)
        tell_copy(talk, quotas->name, &copies->quotas);
    if (quotas == NULL || copies->quotas.by_characters)
        lot_talk_say(talk, "No column is copied as a feature, as no quotas tell which there are");
    if (!by_people && !copies->same_households)
        lot_talk_say(talk, "The copy has other households than the original: say so where you "
                           "report the bug");
    TRY(tell_use(copies, out, quotas != NULL, talk, error));
    TRY(lot_talk_json(talk,
                      json_pack("{s:o, s:b, s:b, s:I, s:I, s:b}", "out", lot_json_string(out),
                                "people_by_characters", (int)by_people, "quotas_by_characters",
                                (int)copies->quotas.by_characters, "people",
                                (json_int_t)copies->people_count, "households",
                                (json_int_t)copies->households_count, "same_households",
                                (int)copies->same_households),
                      error));
done:
    return status;
}

static lot_status write_copies(const lot_copies_made *copies, const char *out, bool quotas,
                               lot_error *error)
{
    lot_status status;
    lot_folder folder = {NULL, NULL};
    TRY(lot_folder_begin(&folder, out, error));
    TRY(lot_folder_write(folder.partial, "people.csv", &copies->people.bytes, LOT_MODE_PERSONAL,
                         error));
    if (quotas)
        TRY(lot_folder_write(folder.partial, "quotas.csv", &copies->quotas.bytes, LOT_MODE_PERSONAL,
                             error));
    TRY(lot_folder_finish(&folder, error));
done:
    lot_folder_abandon(&folder);
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    const struct source people_source = {lot_argument_operand(arguments, 0),
                                         lot_argument_text(arguments, "sheet"), "--sheet"};
    const struct source quotas_source = {lot_argument_text(arguments, "quotas"),
                                         lot_argument_text(arguments, "quotas-sheet"),
                                         "--quotas-sheet"};
    const char *out = lot_argument_text(arguments, "out");
    lot_pool_columns columns = {.id = lot_argument_text(arguments, "id")};
    lot_text people_bytes = LOT_TEXT_EMPTY, quotas_bytes = LOT_TEXT_EMPTY;
    lot_original people, quotas;
    lot_copies_made copies = {0};
    columns.household_count = lot_argument_list(&columns.household, arguments, "household");
    bool has_quotas = quotas_source.path != NULL;
    if (has_quotas && strcmp(people_source.path, "-") == 0 && strcmp(quotas_source.path, "-") == 0)
        TRY(LOT_FAIL(error, LOT_USAGE, "people and quotas cannot both come from standard input"));
    TRY(lot_folder_check(out, error));
    TRY(read_file(&people, &people_bytes, &people_source, talk, error));
    if (has_quotas)
        TRY(read_file(&quotas, &quotas_bytes, &quotas_source, talk, error));
    TRY(lot_talk_step(talk, "copying", error));
    TRY(lot_anonymise(&copies, &people, has_quotas ? &quotas : NULL, &columns, error));
    TRY(lot_talk_step(talk, "writing", error));
    TRY(write_copies(&copies, out, has_quotas, error));
    TRY(tell(&copies, &people, has_quotas ? &quotas : NULL, out, talk, error));
done:
    lot_copies_made_free(&copies);
    lot_text_free(&people_bytes);
    lot_text_free(&quotas_bytes);
    return status;
}

const lot_command lot_command_anonymise = {
    .name = "anonymise",
    .purpose = "copy a people file and its quotas without names, for a bug report",
    .operands = "PEOPLE",
    .operands_least = 1,
    .operands_most = 1,
    .options = options,
    .notes =
        "Ids become P1, P2, ...; features feature-1, ..., their values v1, ..., or unknown-1, ...\n"
        "where no quota has them; addresses home-1, ...; everything else x. Encoding, delimiter,\n"
        "quotes, line ends, blank cells and the numbers of the quotas stay, so that civiclot says\n"
        "of the copies what it says of the originals. A file that is no table is copied character\n"
        "by character, with letters as x and digits as 9. Of XLSX and ODS a sheet is copied, as "
        "the\n"
        "CSV that it is read as.",
    .run = run,
};
