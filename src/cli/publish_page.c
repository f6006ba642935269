/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * civiclot publish-page: the page that checks a published folder in a browser.
 *
 * A page that lies beside the files vouches for nothing, and an unknown file fails the folder: it
 * is never written into one.
 */
#include "cli/page.h"
#include "core/folder.h"
#include "desk/output.h"
#include "desk/results.h"
#include "talk/command.h"
#include "talk/json.h"
#include "talk/option_lines.h"

#include "civiclot/digest.h"
#include "civiclot/file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAGE_NAME "verify.html"

static const lot_option options[] = {
    {.name = "out",
     .kind = LOT_OPTION_TEXT,
     .value = "FILE",
     .help = "write it here, not to " PAGE_NAME "; `-` is standard output"},
    LOT_OPTIONS_END,
};

/* path: absolute, so that what is before its last slash is the folder around it. */
static lot_status refuse_published(char *path, lot_error *error)
{
    lot_status status = LOT_OK;
    char *slash = strrchr(path, '/');
    *slash = '\0';
    char *manifest = lot_path_join(slash == path ? "/" : path, "manifest.txt");
    if (manifest == NULL)
        return LOT_NO_MEMORY(error);
    if (access(manifest, F_OK) == 0)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                     "%s is a published folder, which a file too many makes fail; and a page that "
                     "comes with the files vouches for nothing: publish it somewhere else",
                     slash == path ? "/" : path));
done:
    free(manifest);
    return status;
}

static lot_status check_place(const char *path, lot_error *error)
{
    lot_status status = LOT_OK;
    char *place = NULL;
    TRY(lot_output_need_new(path, error));
    TRY(lot_folder_place(&place, path, error));
    TRY(refuse_published(place, error));
done:
    free(place);
    return status;
}

static lot_status write_page(const char *path, const char *hex, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text line = LOT_TEXT_EMPTY;
    TRY(check_place(path, error));
    TRY(lot_file_write(path, (const char *)lot_page, lot_page_bytes, LOT_MODE_PUBLIC, error));
    lot_talk_say(talk,
                 "Written: %s. Announce its SHA-256, in the minutes say, so that everybody can see "
                 "that they have this very page.",
                 path);
    lot_text_format(&line, "%s  %s\n", hex, path);
    TRY(lot_talk_text(talk, &line, error));
    TRY(lot_talk_json(
        talk, json_pack("{s:[o], s:s}", "written", lot_json_string(path), "sha256", hex), error));
done:
    lot_text_free(&line);
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    const char *path = lot_argument_text(arguments, "out");
    lot_digest digest;
    char hex[LOT_HEX_BYTES];
    lot_sha256(&digest, lot_page, lot_page_bytes);
    lot_digest_hex(hex, &digest);
    if (path == NULL)
        path = PAGE_NAME;
    if (!lot_output_is_stream(path))
        return write_page(path, hex, talk, error);
    if (talk->json)
        return LOT_FAIL(error, LOT_USAGE, "--out - and --json both want standard output");
    lot_talk_say(talk, "SHA-256: %s", hex);
    return lot_talk_bytes(talk, (const char *)lot_page, lot_page_bytes, error);
}

const lot_command lot_command_publish_page = {
    .name = "publish-page",
    .purpose = "write the page that checks a published folder in a browser",
    .operands = "",
    .operands_least = 0,
    .operands_most = 0,
    .options = options,
    .notes =
        "One file, " PAGE_NAME ", that needs no network. Its SHA-256 is printed, to be announced.",
    .run = run,
};
