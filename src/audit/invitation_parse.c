/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Invitation: its two texts read, line by line.
 *
 * Whoever wrote them may mean harm. What is taken is written again and compared, so that no line
 * can be written in two ways: I1.
 */
#include "civiclot/invitation.h"

#include "audit/lines.h"
#include "core/array.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static bool take_string(lot_lines *lines, const char *key, char **out, bool *no_memory)
{
    if (!lot_lines_key_words(lines, key, out))
        return false;
    *no_memory = *no_memory || *out == NULL;
    return true;
}

static bool take_time(lot_lines *lines, lot_invitation *out, bool *no_memory)
{
    char time[LOT_TIME_BYTES];
    uint64_t seconds;
    if (!lot_lines_word(lines, "time: ") || !lot_lines_time(lines, time, &seconds) ||
        !lot_lines_word(lines, "\n"))
        return false;
    out->time = lot_string_copy(time);
    *no_memory = *no_memory || out->time == NULL;
    return true;
}

static bool take_order(lot_lines *lines, lot_invitation *out)
{
    out->one_run = lot_lines_word(lines, "order: one run\n");
    return out->one_run || lot_lines_word(lines, "order: commit first\n");
}

static bool take_rule(lot_lines *lines, lot_invitation *out)
{
    if (!lot_lines_word(lines, "rule: "))
        return false;
    for (unsigned rule = 0; rule < LOT_LETTERS_RULES; rule++) {
        lot_lines before = *lines;
        out->rule = (lot_letters_rule)rule;
        if (lot_lines_word(lines, lot_letters_rule_name(out->rule)) && lot_lines_word(lines, "\n"))
            return true;
        *lines = before;
    }
    return false;
}

/* The numbers from `letters` to `strata`. Returns what is wrong, or NULL. */
static const char *take_numbers(lot_lines *lines, lot_invitation *out)
{
    if (!lot_lines_key_index(lines, "letters: ", &out->letters, 1, LOT_LETTERS_MOST))
        return "here must be how many letters";
    if (!lot_lines_key_index(lines, "extra: ", &out->extra, 0,
                             out->rule < LOT_LETTERS_GIVEN ? out->letters : 0))
        return "here must be how many of the letters are extra";
    bool staged = out->rule == LOT_LETTERS_TWO_STAGE;
    if (!lot_lines_key_index(lines, "portions: ", &out->portions, staged,
                             staged ? out->letters : 0))
        return "here must be how many portions";
    if (!lot_lines_key_index(lines, "rows: ", &out->rows, 1, UINT32_MAX - 1))
        return "here must be how many rows";
    if (!lot_lines_key_index(lines, "same-address: ", &out->same_address, 0, out->rows))
        return "here must be how many rows have the address of another";
    if (!lot_lines_key_index(lines, "earlier: ", &out->earlier, 0, out->rows))
        return "here must be how many rows have an address of an earlier mailing";
    if (!lot_lines_key_index(lines, "left-out: ", &out->left_out, 0, out->rows))
        return "here must be how many rows were left out";
    if (!lot_lines_key_index(lines, "addresses: ", &out->addresses, 1, out->rows) ||
        (uint64_t)out->same_address + out->earlier + out->left_out + out->addresses != out->rows)
        return "here must be how many addresses: with the three numbers before, all rows";
    if (!lot_lines_key_index(lines, "strata: ", &out->strata_count, 1, LOT_STRATA_MOST))
        return "here must be how many strata";
    return NULL;
}

static lot_status take_sources(lot_lines *lines, lot_invitation *out, lot_error *error)
{
    lot_status status = LOT_OK;
    size_t room = 0;
    lot_error why = {.message = ""};
    for (char *name; out->sources_count < LOT_SOURCES_MOST;) {
        lot_lines before = *lines;
        if (!lot_lines_key_words(lines, "source: ", &name))
            break;
        if (name == NULL || lot_array_grow((void **)&out->sources, &room, out->sources_count,
                                           sizeof *out->sources) != 0) {
            free(name);
            return LOT_NO_MEMORY(error);
        }
        out->sources[out->sources_count++] = (lot_source){.name = name};
        if (lot_invitation_check_source(name, &why) != LOT_OK)
            return lot_lines_refuse(&before, "this source is none that decides an invitation",
                                    error);
    }
    if (lot_sources_check(out->sources, out->sources_count, &why) != LOT_OK)
        TRY(lot_lines_refuse(lines, "before this line the sources must stand, all different",
                             error));
done:
    return status;
}

static bool take_key(lot_lines *lines, lot_invitation *out)
{
    if (!lot_lines_word(lines, "public-key: "))
        return false;
    if (lot_lines_word(lines, "none\n"))
        return true;
    out->has_key = (size_t)(lines->end - lines->at) > LOT_PUBLIC_KEY_LENGTH &&
                   lot_public_key_parse(&out->key, lines->at, LOT_PUBLIC_KEY_LENGTH);
    if (out->has_key)
        lines->at += LOT_PUBLIC_KEY_LENGTH;
    return out->has_key && lot_lines_word(lines, "\n");
}

/* Returns what is wrong, or NULL. */
static const char *take_head(lot_lines *lines, lot_invitation *out, bool *no_memory)
{
    if (!lot_lines_word(lines, "civiclot-invitation: 1\n"))
        return "here must be: civiclot-invitation: 1";
    if (!lot_lines_key_pid(lines, "process: ", &out->process_id))
        return "here must be the process id";
    if (!take_time(lines, out, no_memory))
        return "here must be the time";
    if (!take_order(lines, out))
        return "here must be the order: one run, or commit first";
    if (!take_string(lines, "title: ", &out->title, no_memory))
        return "here must be the title";
    if (!take_rule(lines, out))
        return "here must be the rule";
    const char *wrong = take_numbers(lines, out);
    if (wrong != NULL)
        return wrong;
    return take_string(lines, "civiclot: ", &out->version, no_memory)
               ? NULL
               : "here must be the version of civiclot";
}

static lot_status take_invitation(lot_invitation *out, lot_lines *lines, lot_error *error)
{
    lot_status status = LOT_OK;
    bool no_memory = false;
    const char *wrong = take_head(lines, out, &no_memory);
    if (no_memory)
        TRY(LOT_NO_MEMORY(error));
    if (wrong != NULL)
        TRY(lot_lines_refuse(lines, wrong, error));
    TRY(take_sources(lines, out, error));
    if (!lot_lines_word(lines, "if-a-source-fails: nothing is drawn; a new invitation is "
                               "announced\n"))
        TRY(lot_lines_refuse(lines, "here must be what happens if a source fails", error));
    if (!take_key(lines, out))
        TRY(lot_lines_refuse(lines, "here must be the public key, or none", error));
    if (!lot_lines_at_end(lines))
        TRY(lot_lines_refuse(lines, "nothing may stand behind the key", error));
done:
    return status;
}

/* The cells behind the name. Returns what is wrong, or NULL. */
static const char *take_cells(lot_lines *lines, const lot_invitation *it, lot_stratum *stratum)
{
    uint64_t of, among;
    bool response = it->rule == LOT_LETTERS_BY_RESPONSE;
    if (!lot_lines_index(lines, &stratum->addresses, it->addresses) || !lot_lines_word(lines, ","))
        return "here must be how many addresses";
    if (lot_letters_has_measure(it->rule) &&
        (!lot_lines_number(lines, &stratum->measure, response ? LOT_RESPONSE_WHOLE : INT64_MAX) ||
         (response && stratum->measure == 0)))
        return "here must be the measure";
    if (!lot_lines_word(lines, ","))
        return "here must be a comma";
    stratum->extra = lot_lines_word(lines, "yes");
    if (!lot_lines_word(lines, ",") || (stratum->extra && it->rule >= LOT_LETTERS_GIVEN))
        return "here must be whether it gets extra letters: yes, or nothing";
    if ((it->rule != LOT_LETTERS_TWO_STAGE &&
         !lot_lines_index(lines, &stratum->letters, stratum->addresses)) ||
        !lot_lines_word(lines, ","))
        return "here must be how many letters: no more than addresses";
    if (!lot_lines_number(lines, &of, UINT32_MAX) || !lot_lines_word(lines, "/") ||
        !lot_lines_number(lines, &among, UINT32_MAX) || !lot_lines_word(lines, ","))
        return "here must be the chance";
    if (!lot_lines_digest(lines, &stratum->root) || !lot_lines_word(lines, "\n"))
        return "here must be the root, and the line's end";
    return NULL;
}

static lot_status take_strata(lot_invitation *out, lot_lines *lines, lot_error *error)
{
    lot_status status = LOT_OK;
    uint64_t addresses = 0, letters = 0;
    uint32_t wanted = out->strata_count;
    out->strata_count = 0;
    out->strata = lot_array_new(wanted, sizeof *out->strata);
    if (out->strata == NULL)
        TRY(LOT_NO_MEMORY(error));
    if (!lot_lines_word(lines, "stratum,addresses,measure,extra,letters,chance,root\n"))
        TRY(lot_lines_refuse(lines, "here must be the header", error));
    for (; out->strata_count < wanted; out->strata_count++) {
        lot_stratum *stratum = &out->strata[out->strata_count];
        if (!lot_lines_name(lines, &stratum->name))
            TRY(lot_lines_refuse(lines, "here must be a stratum's name and a comma", error));
        if (stratum->name == NULL)
            TRY(LOT_NO_MEMORY(error));
        const char *wrong = take_cells(lines, out, stratum);
        if (wrong != NULL) {
            out->strata_count++; /* its name is to be freed */
            TRY(lot_lines_refuse(lines, wrong, error));
        }
        addresses += stratum->addresses;
        letters += stratum->letters;
    }
    if (!lot_lines_at_end(lines))
        TRY(lot_lines_refuse(lines, "there are more strata than invitation.txt says", error));
    if (addresses != out->addresses)
        TRY(LOT_FAIL(error, LOT_NOT_VERIFIED,
                     "strata.csv: its addresses are %" PRIu64 ", those of invitation.txt %" PRIu32,
                     addresses, out->addresses));
    if (out->rule != LOT_LETTERS_TWO_STAGE && letters != out->letters)
        TRY(LOT_FAIL(error, LOT_NOT_VERIFIED,
                     "strata.csv: its letters are %" PRIu64 ", those of invitation.txt %" PRIu32,
                     letters, out->letters));
done:
    return status;
}

/* I1: the line in which a text differs from what it is written as. */
static lot_status compare(const char *name, const lot_text *text, const lot_text *again,
                          lot_error *error)
{
    size_t at = 0;
    uint64_t line = 1;
    lot_status status = lot_text_check(again, error);
    if (status != LOT_OK)
        return status;
    for (; at < text->length && at < again->length && text->bytes[at] == again->bytes[at]; at++)
        line += text->bytes[at] == '\n';
    if (at == text->length && at == again->length)
        return LOT_OK;
    return LOT_FAIL(error, LOT_NOT_VERIFIED, "%s, line %" PRIu64 ": not as its content is written",
                    name, line);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static lot_status check_names(const lot_invitation *it, lot_error *error)
{
    lot_status status = LOT_OK;
    char **names = lot_array_new(it->strata_count, sizeof *names);
    if (names == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t h = 0; h < it->strata_count; h++) {
        names[h] = it->strata[h].name;
        if (!lot_lines_can_hold(names[h]))
            TRY(LOT_FAIL(error, LOT_NOT_VERIFIED, "strata.csv, line %" PRIu32 ": no UTF-8", h + 2));
    }
    qsort(names, it->strata_count, sizeof *names, compare_names);
    for (uint32_t h = 1; h < it->strata_count; h++)
        if (strcmp(names[h - 1], names[h]) == 0)
            TRY(LOT_FAIL(error, LOT_NOT_VERIFIED, "strata.csv: two strata have the same name"));
done:
    free(names);
    return status;
}

static lot_status check_words(const lot_invitation *it, lot_error *error)
{
    bool valid = lot_lines_can_hold(it->title) && lot_lines_can_hold(it->version);
    for (uint32_t s = 0; s < it->sources_count; s++)
        valid = valid && lot_lines_can_hold(it->sources[s].name);
    return valid ? LOT_OK : LOT_FAIL(error, LOT_NOT_VERIFIED, "invitation.txt: no UTF-8");
}

lot_status lot_invitation_parse(lot_invitation *out, const lot_text *invitation,
                                const lot_text *strata, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text again = LOT_TEXT_EMPTY;
    lot_lines lines =
        lot_lines_begin("invitation.txt", lot_text_string(invitation), invitation->length);
    *out = (lot_invitation){.strata = NULL};
    TRY(take_invitation(out, &lines, error));
    TRY(check_words(out, error));
    lot_invitation_put(&again, out);
    TRY(compare("invitation.txt", invitation, &again, error));
    lines = lot_lines_begin("strata.csv", lot_text_string(strata), strata->length);
    TRY(take_strata(out, &lines, error));
    TRY(check_names(out, error));
    lot_text_begin_again(&again);
    lot_invitation_put_strata(&again, out);
    TRY(compare("strata.csv", strata, &again, error));
done:
    lot_text_free(&again);
    return status;
}
