/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Homes: pairs are looked for before households are joined, as they are pairs of addresses. */
#include "desk/homes.h"

#include "civiclot/file.h"
#include "civiclot/review.h"
#include "core/array.h"
#include "core/control.h"
#include "desk/output.h"
#include "desk/results.h"
#include "talk/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { UNASKED_MOST = 200000 /* people */ };

void lot_homes_clear(lot_homes *homes)
{
    lot_text_free(&homes->file);
    free(homes->target);
    *homes = (lot_homes){0};
}

/* The text that keeps decisions, or NULL. */
static lot_kept_text *kept_decisions(const lot_workbench *bench)
{
    for (uint32_t t = 0; t < bench->texts_count; t++)
        if (bench->texts[t].kind == LOT_KEPT_HOUSEHOLDS)
            return &bench->texts[t];
    return NULL;
}

lot_status lot_homes_take(lot_workbench *bench, const lot_arguments *arguments, lot_error *error)
{
    const char *path = lot_argument_text(arguments, "households");
    bench->homes.looks = true;
    bench->homes.had_decisions = kept_decisions(bench) != NULL;
    bench->homes.path = path;
    if (path == NULL)
        return LOT_OK;
    if (lot_output_is_stream(path))
        return LOT_FAIL(error, LOT_USAGE,
                        "--households needs a file: it is written and read again");
    if (!lot_is_one_line(path))
        return LOT_FAIL(error, LOT_USAGE,
                        "--households: the name has a control character: choose another");
    return LOT_OK;
}

static bool is_there(const char *path)
{
    struct stat there;
    return lstat(path, &there) == 0;
}

void lot_homes_forget(lot_kept_text *text)
{
    free(text->name);
    lot_text_free(&text->bytes);
    *text = (lot_kept_text){0};
}

void lot_homes_set_aside(lot_kept_text *aside, lot_workbench *bench)
{
    lot_kept_text *text = kept_decisions(bench);
    *aside = (lot_kept_text){0};
    if (text == NULL)
        return;
    *aside = *text;
    bench->texts_count--;
    memmove(text, text + 1, (size_t)(bench->texts + bench->texts_count - text) * sizeof *text);
}

lot_status lot_homes_put_back(lot_workbench *bench, lot_kept_text *aside, lot_error *error)
{
    if (aside->name == NULL)
        return LOT_OK;
    size_t count = bench->texts_count;
    lot_kept_text *texts = lot_array_resize(bench->texts, count + 1, sizeof *texts);
    if (texts == NULL)
        return LOT_NO_MEMORY(error);
    bench->texts = texts;
    bench->texts[bench->texts_count++] = *aside;
    *aside = (lot_kept_text){0};
    return LOT_OK;
}

/* Keep the decisions under this name in place of those before; none: no text. */
static lot_status keep(lot_workbench *bench, const char *name, const lot_review *review,
                       lot_error *error)
{
    lot_status status = LOT_OK;
    lot_kept_text before;
    lot_kept_text text = {.kind = LOT_KEPT_HOUSEHOLDS, .name = lot_string_copy(name)};
    lot_homes_set_aside(&before, bench);
    lot_homes_forget(&before);
    if (text.name == NULL)
        TRY(LOT_NO_MEMORY(error));
    lot_review_keep(&text.bytes, review, bench->pool);
    TRY(lot_text_check(&text.bytes, error));
    if (lot_review_count(review, LOT_UNDECIDED) < review->count)
        TRY(lot_homes_put_back(bench, &text, error));
done:
    lot_homes_forget(&text);
    return status;
}

/* The file of decisions, which is there. What cannot be read is a problem of it as others are. */
static lot_status read_review(lot_review **review, const lot_workbench *bench,
                              lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *path = bench->homes.path;
    lot_text bytes = LOT_TEXT_EMPTY;
    lot_table *table = NULL;
    if (lot_file_read(&bytes, path, error) != LOT_OK) {
        lot_problems_add(problems, "%s", error->message);
        TRY(LOT_BAD_INPUT);
    }
    TRY(lot_table_parse(&table, path, lot_text_string(&bytes), bytes.length, problems, error));
    TRY(lot_review_read(review, table, bench->pool, bench->people, &bench->columns, problems,
                        error));
done:
    lot_table_free(table);
    lot_text_free(&bytes);
    return status;
}

/* review.csv becomes review-2.csv. */
static char *numbered(const char *path, uint32_t number)
{
    lot_text name = LOT_TEXT_EMPTY;
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash != NULL ? slash : path, '.');
    size_t stem =
        dot != NULL && dot != path && dot[-1] != '/' ? (size_t)(dot - path) : strlen(path);
    lot_text_add(&name, path, stem);
    lot_text_format(&name, "-%" PRIu32 "%s", number, path + stem);
    return name.failed ? NULL : name.bytes;
}

/* Does the file hold these bytes? One that cannot be read holds others. */
static bool holds(const char *path, const lot_text *bytes)
{
    lot_text there = LOT_TEXT_EMPTY;
    bool same = lot_file_read(&there, path, NULL) == LOT_OK && there.length == bytes->length &&
                memcmp(lot_text_string(&there), lot_text_string(bytes), bytes->length) == 0;
    lot_text_free(&there);
    return same;
}

/* Where the pairs are to be written: H2. written: they stand there already, word for word. */
static lot_status find_target(lot_homes *homes, lot_error *error)
{
    homes->target = lot_string_copy(homes->path);
    for (uint32_t number = 2; homes->target != NULL && is_there(homes->target); number++) {
        homes->written = number > 2 && holds(homes->target, &homes->file);
        if (homes->written)
            return LOT_OK;
        free(homes->target);
        homes->target = numbered(homes->path, number);
    }
    return homes->target != NULL ? LOT_OK : LOT_NO_MEMORY(error);
}

/* Look for pairs that no decision is about, and make the file of them. */
static lot_status look(lot_workbench *bench, const lot_review *review, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_homes *homes = &bench->homes;
    lot_near_homes *pairs = NULL;
    TRY(lot_near_homes_find(&pairs, bench->pool, bench->people, &bench->columns,
                            review != NULL ? lot_review_knows : NULL, review, error));
    homes->pairs = pairs->count;
    homes->more = pairs->more;
    if (homes->path != NULL && pairs->count > 0) {
        TRY(lot_review_write(&homes->file, pairs, bench->pool, bench->people, &bench->columns,
                             error));
        TRY(find_target(homes, error));
    }
done:
    lot_near_homes_free(pairs);
    return status;
}

/* review: NULL: there is none. */
static void count(lot_homes *homes, const lot_review *review)
{
    bool there = review != NULL;
    homes->same = there ? lot_review_count(review, LOT_SAME) : 0;
    homes->not_same = there ? lot_review_count(review, LOT_NOT_SAME) : 0;
    homes->undecided = there ? lot_review_count(review, LOT_UNDECIDED) : 0;
    homes->mended = there ? review->mended : 0;
}

static lot_status get_review(lot_review **review, lot_workbench *bench, lot_problems *problems,
                             lot_error *error)
{
    lot_status status = LOT_OK;
    lot_homes *homes = &bench->homes;
    const lot_kept_text *text = kept_decisions(bench);
    if (homes->path != NULL && bench->columns.household_count == 0)
        TRY(LOT_FAIL(error, LOT_USAGE,
                     "--households needs --household COLUMN[,...], the columns of the address"));
    homes->was_there = homes->path != NULL && is_there(homes->path);
    if (homes->was_there)
        TRY(read_review(review, bench, problems, error));
    else if (text != NULL)
        TRY(lot_review_restore(review, lot_text_string(&text->bytes), text->bytes.length,
                               bench->pool, error));
done:
    return status;
}

/* Where nobody asked, the search must not take as long as all the rest. */
static bool is_looked_for(const lot_workbench *bench)
{
    const lot_homes *homes = &bench->homes;
    return homes->looks && bench->columns.household_count > 0 &&
           (homes->path != NULL || bench->pool->people_count <= UNASKED_MOST);
}

lot_status lot_homes_join(lot_workbench *bench, lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_homes *homes = &bench->homes;
    lot_review *review = NULL;
    TRY(get_review(&review, bench, problems, error));
    if (is_looked_for(bench))
        TRY(look(bench, review, error));
    count(homes, review);
    if (review != NULL) {
        TRY(keep(bench, homes->was_there ? homes->path : kept_decisions(bench)->name, review,
                 error));
        TRY(lot_review_apply(bench->pool, review, error));
    }
done:
    lot_review_free(review);
    return status;
}

lot_status lot_homes_write(lot_workbench *bench, lot_error *error)
{
    lot_homes *homes = &bench->homes;
    if (homes->target == NULL || homes->written)
        return LOT_OK;
    lot_status status = lot_file_create(homes->target, lot_text_string(&homes->file),
                                        homes->file.length, LOT_MODE_PERSONAL, error);
    homes->written = homes->created = status == LOT_OK;
    return status;
}

void lot_homes_unwrite(lot_workbench *bench)
{
    if (bench->homes.created)
        lot_file_remove(bench->homes.target);
    bench->homes.created = false;
}

static void tell_review(lot_talk *talk, const lot_homes *homes)
{
    const char *path = homes->was_there ? homes->path : "decided before";
    if (homes->same + homes->not_same + homes->undecided == 0)
        return;
    char blank[64] = "";
    if (homes->undecided > 0)
        (void)snprintf(blank, sizeof blank, ", %" PRIu32 " left blank, which is no",
                       homes->undecided);
    lot_talk_say(talk, "%s: pairs of addresses: %" PRIu32 " one household, %" PRIu32 " not%s", path,
                 homes->same, homes->not_same, blank);
    if (homes->mended > 0)
        lot_talk_say(talk,
                     "%s: in %" PRIu32 " row%s a spreadsheet took zeros off an id: it was known "
                     "again, as nobody else's is like it",
                     path, homes->mended, homes->mended == 1 ? "" : "s");
}

static void tell_pairs(lot_talk *talk, const lot_workbench *bench)
{
    const lot_homes *homes = &bench->homes;
    const char *s = homes->pairs == 1 ? "" : "s";
    const char *name = lot_table_name(bench->people);
    char more[96] = "";
    if (homes->more > 0)
        (void)snprintf(more, sizeof more, " (the most alike: at least %" PRIu64 " more were found)",
                       homes->more);
    if (homes->path == NULL)
        lot_talk_say(talk,
                     "%s: %" PRIu32 " pair%s of addresses that are almost the same%s: --households "
                     "FILE lists them, to say which are one household",
                     name, homes->pairs, s, more);
    else if (homes->was_there)
        lot_talk_say(talk,
                     "%s: %" PRIu32 " pair%s of addresses that %s does not have%s: they are in %s: "
                     "put its rows into %s, with yes or no in the last column",
                     name, homes->pairs, s, homes->path, more, homes->target, homes->path);
    else
        lot_talk_say(talk,
                     "%s: %" PRIu32 " pair%s of addresses that are almost the same%s: they are in "
                     "%s: write yes or no into the last column, and give --households %s again",
                     name, homes->pairs, s, more, homes->target, homes->path);
}

void lot_homes_tell(lot_talk *talk, const lot_workbench *bench)
{
    const lot_homes *homes = &bench->homes;
    if (!homes->looks)
        return;
    tell_review(talk, homes);
    if (bench->columns.household_count > 0 && !is_looked_for(bench))
        lot_talk_say(talk,
                     "%s: so many people are not searched for addresses that are almost the same, "
                     "unless --households asks for them",
                     lot_table_name(bench->people));
    if (homes->pairs > 0)
        tell_pairs(talk, bench);
    else if (homes->path != NULL && !homes->was_there)
        lot_talk_say(talk, "%s: no addresses are almost the same: %s is not written",
                     lot_table_name(bench->people), homes->path);
    if (homes->had_decisions && !homes->was_there && kept_decisions(bench) == NULL)
        lot_talk_say(talk, "Note: which addresses are one household was decided before, and is not "
                           "known any more: import with --households again.");
}

json_t *lot_homes_json(const lot_workbench *bench)
{
    const lot_homes *homes = &bench->homes;
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:o}", "same", (json_int_t)homes->same, "not_same",
                     (json_int_t)homes->not_same, "undecided", (json_int_t)homes->undecided,
                     "new_pairs", (json_int_t)homes->pairs, "more_pairs", (json_int_t)homes->more,
                     "file", homes->target != NULL ? lot_json_string(homes->target) : json_null());
}
