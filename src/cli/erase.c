/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * civiclot erase: personal data leave the file, and what was published stays true.
 *
 * Of one person record and id; of everybody the key too. What is erased is one transaction; then
 * the file is written anew, so that no page of it has a trace. Where that was kept from happening,
 * erasing once more makes up for it, also where nobody is left to be erased.
 */
#include "desk/journal.h"
#include "desk/marks.h"
#include "talk/command.h"
#include "talk/option_lines.h"

#include "civiclot/fold.h"
#include "core/array.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const lot_option options[] = {
    {.name = "id",
     .kind = LOT_OPTION_NAMES,
     .value = "ID[,...]",
     .help = "whom; if not given, everybody, and the key with them"},
    {.name = "undrawn",
     .kind = LOT_OPTION_FLAG,
     .help = "everybody, where nothing is drawn yet and then never can be"},
    LOT_OPTIONS_END,
};

/* Who is to be erased now. */
typedef struct selection {
    bool whole; /* everybody, with the key */
    bool *who;  /* [people_count] */
    uint32_t people;
    uint32_t *excluded; /* [excluded_count] */
    uint32_t excluded_count;
    uint32_t already; /* of the list */
    uint32_t seats;   /* that somebody leaves */
    lot_event event;  /* how they withdraw; its date is that of all */
} selection;

static void free_selection(selection *chosen)
{
    free(chosen->who);
    free(chosen->excluded);
    *chosen = (selection){0};
}

static bool is_gone(const lot_excluded *excluded, uint32_t row)
{
    return excluded->erased != NULL && excluded->erased[row];
}

static lot_status choose_everybody(selection *out, const lot_workbench *bench)
{
    for (uint32_t p = 0; p < bench->pool->people_count; p++) {
        out->who[p] = !lot_pool_is_erased(bench->pool, p);
        out->people += out->who[p];
    }
    for (uint32_t e = 0; e < lot_excluded_count(&bench->excluded); e++)
        if (!is_gone(&bench->excluded, e))
            out->excluded[out->excluded_count++] = e;
    return LOT_OK;
}

/* The id of somebody excluded, as the pool would have it; NULL: no memory. The caller frees it. */
static char *excluded_id(const lot_workbench *bench, uint32_t row)
{
    lot_text number = LOT_TEXT_EMPTY;
    const lot_table *people = bench->excluded.people;
    if (!bench->pool->ids_are_rows)
        return lot_tidy(lot_table_cell(people, row, bench->pool->id_column));
    lot_text_format(&number, "%" PRIu32, lot_table_row_number(people, row));
    return number.failed ? NULL : number.bytes;
}

static bool is_chosen(const selection *chosen, uint32_t row)
{
    for (uint32_t i = 0; i < chosen->excluded_count; i++)
        if (chosen->excluded[i] == row)
            return true;
    return false;
}

static lot_status choose_excluded(bool *found, selection *out, const lot_workbench *bench,
                                  const char *id, lot_error *error)
{
    for (uint32_t e = 0; e < lot_excluded_count(&bench->excluded); e++) {
        if (is_gone(&bench->excluded, e))
            continue;
        char *own = excluded_id(bench, e);
        if (own == NULL)
            return LOT_NO_MEMORY(error);
        bool same = strcmp(own, id) == 0;
        free(own);
        *found = *found || same;
        if (same && !is_chosen(out, e))
            out->excluded[out->excluded_count++] = e;
    }
    return LOT_OK;
}

/* Who had this id and is erased: the key still tells their pid. UINT32_MAX: nobody. */
static uint32_t find_erased(const lot_workbench *bench, const char *id)
{
    lot_pid pid;
    lot_pid_of(&pid, &bench->info.key, id);
    for (uint32_t e = 0; bench->erased != NULL && e < bench->erased->count; e++)
        if (strcmp(bench->erased->pids[e].text, pid.text) == 0)
            return bench->erased->people[e];
    return UINT32_MAX;
}

static lot_status tell_erased(const lot_workbench *bench, uint32_t person, const char *id,
                              lot_talk *talk, lot_error *error)
{
    char date[LOT_DATE_BYTES];
    lot_status status = lot_assembly_erased_on(date, bench->assembly, person, error);
    if (status == LOT_OK)
        lot_talk_say(talk, "'%s' was erased on %s", id, date);
    return status;
}

/* id: tidy. */
static lot_status choose(selection *out, const lot_workbench *bench, const char *id, lot_talk *talk,
                         lot_error *error)
{
    lot_status status = LOT_OK;
    bool found = false;
    for (uint32_t p = 0; p < bench->pool->people_count; p++) {
        if (lot_pool_is_erased(bench->pool, p) || strcmp(bench->pool->ids[p], id) != 0)
            continue;
        found = true;
        out->people += !out->who[p];
        out->who[p] = true;
    }
    TRY(choose_excluded(&found, out, bench, id, error));
    if (found)
        goto done;
    uint32_t before = find_erased(bench, id);
    if (before == UINT32_MAX) {
        lot_problems_add(talk->problems, "nobody has the id '%s': %s", id,
                         bench->pool->ids_are_rows
                             ? "there is no column of ids, so that they are the row numbers"
                             : "it must be as in the people file, with the same capitals");
        goto done;
    }
    out->already++;
    TRY(tell_erased(bench, before, id, talk, error));
done:
    return status;
}

static lot_status choose_list(selection *out, const lot_workbench *bench,
                              const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *const *ids;
    uint32_t count = lot_argument_list(&ids, arguments, "id");
    for (uint32_t i = 0; i < count; i++) {
        char *id = lot_tidy(ids[i]);
        if (id == NULL)
            TRY(LOT_NO_MEMORY(error));
        status = choose(out, bench, id, talk, error);
        free(id);
        TRY(status);
    }
    TRY(lot_problems_refuse(talk->problems, 0, "--id", error));
done:
    return status;
}

/* Nobody is drawn again who is erased: they withdraw, unless they did. */
static lot_status withdraw(selection *out, lot_workbench *bench, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_states states = {0};
    lot_marks marks = {0};
    const char **ids = lot_array_new(out->people, sizeof *ids);
    uint32_t count = 0;
    if (ids == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_states_load(&states, bench, error));
    for (uint32_t p = 0; p < states.people_count; p++) {
        lot_state state = states.people[p].state;
        if (!out->who[p] || state == LOT_STATE_WITHDRAWN || state == LOT_STATE_REPLACED)
            continue;
        ids[count++] = bench->pool->ids[p];
        out->seats += states.people[p].seated;
    }
    TRY(lot_marks_take(&marks, &states, bench, &out->event, ids, count, talk->problems, error));
    TRY(lot_marks_keep(&marks, bench, error));
done:
    lot_marks_free(&marks);
    lot_states_free(&states);
    free(ids);
    return status;
}

/* A commit that waits for its draw, or no draw at all, is given up only when that is asked for. */
static lot_status need_drawn(const lot_workbench *bench, bool undrawn, lot_error *error)
{
    if (undrawn || bench->attempt.drawn || lot_workbench_voided_by(bench) > 0)
        return LOT_OK;
    if (bench->attempt.number == 0)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "nothing is drawn yet, and without the people nothing ever can be: "
                        "--undrawn erases them all the same");
    return LOT_FAIL(error, LOT_BAD_INPUT,
                    "attempt %" PRIu32 " is committed and not drawn, and without the people it "
                    "never can be: --undrawn erases them all the same",
                    bench->attempt.number);
}

static lot_status take_out(const selection *chosen, lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_erased *erased = NULL;
    lot_pid process;
    const char *date = chosen->event.date;
    lot_assembly_process_id(&process, &bench->info);
    TRY(lot_erased_make(&erased, &bench->info.key, bench->pool, bench->pseudonyms, chosen->who,
                        error));
    const lot_erasing erasing = {erased, chosen->excluded, chosen->excluded_count, date};
    TRY(lot_assembly_erase(bench->assembly, &erasing, error));
    /* the last entry with a salt of the key */
    TRY(lot_journal(bench, "erase",
                    json_pack("{s:I, s:I, s:b}", "people", (json_int_t)chosen->people, "excluded",
                              (json_int_t)chosen->excluded_count, "key", (int)chosen->whole),
                    error));
    if (chosen->whole)
        TRY(lot_assembly_erase_key(bench->assembly, date, &process, error));
done:
    lot_erased_free(erased);
    return status;
}

static lot_status erase(selection *chosen, lot_workbench *bench, const lot_arguments *arguments,
                        lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    if (!bench->info.closed)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                     "the registrations are still open: civiclot withdraw takes people out; where "
                     "the assembly is given up, remove the file"));
    chosen->who = lot_array_new(bench->pool->people_count, sizeof *chosen->who);
    chosen->excluded =
        lot_array_new(lot_excluded_count(&bench->excluded), sizeof *chosen->excluded);
    if (chosen->who == NULL || chosen->excluded == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_workbench_load_attempt(bench, error));
    if (chosen->whole)
        TRY(need_drawn(bench, lot_argument_is_given(arguments, "undrawn"), error));
    TRY(chosen->whole ? choose_everybody(chosen, bench)
                      : choose_list(chosen, bench, arguments, talk, error));
    if (!chosen->whole && chosen->people + chosen->excluded_count == 0)
        goto done;
    if (!chosen->whole && chosen->people > 0)
        TRY(withdraw(chosen, bench, talk, error));
    TRY(take_out(chosen, bench, error));
    TRY(lot_talk_step(talk, "erasing", error));
    TRY(lot_assembly_commit(bench->assembly, error));
done:
    lot_journal_failed(bench, "erase", status, error);
    return status;
}

/* What is erased stays so, whether this works or not. */
static lot_status rewrite(lot_workbench *bench, lot_error *error)
{
    lot_error reason;
    lot_status status = lot_assembly_rewrite(bench->assembly, &reason);
    if (status == LOT_OK)
        return LOT_OK;
    return LOT_FAIL(error, status,
                    "they are erased, but %s was not written anew, so that traces of them may be "
                    "left in it: run civiclot erase again (%s)",
                    bench->path, reason.message);
}

static void tell_what_is_left(const selection *chosen, const lot_workbench *bench, lot_talk *talk)
{
    lot_talk_say(talk,
                 "Not reached by this: copies and backups of %s, the people file, the lists "
                 "that were exported, receipts",
                 bench->path);
    if (chosen->seats > 0)
        lot_talk_say(talk,
                     "Seats that they leave: %" PRIu32 ". civiclot replace finds people for "
                     "them.",
                     chosen->seats);
    if (!chosen->whole && bench->texts_count > 0)
        lot_talk_say(talk, "The rules and tables by which people were read are gone from the file, "
                           "as they may hold ids; the log has their digests.");
}

static lot_status tell(const selection *chosen, const lot_workbench *bench, lot_talk *talk,
                       lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_format(&words, "Erased: %" PRIu32 " of the pool, %" PRIu32 " of the excluded%s.\n",
                    chosen->people, chosen->excluded_count,
                    chosen->whole ? ", and the key of the pseudonyms" : "");
    TRY(lot_talk_text(talk, &words, error));
    TRY(lot_talk_json(talk,
                      json_pack("{s:I, s:I, s:I, s:b}", "people", (json_int_t)chosen->people,
                                "excluded", (json_int_t)chosen->excluded_count, "already",
                                (json_int_t)chosen->already, "key", (int)chosen->whole),
                      error));
    if (chosen->people + chosen->excluded_count > 0 || chosen->whole)
        tell_what_is_left(chosen, bench, talk);
done:
    lot_text_free(&words);
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {.takes_erased = true};
    selection chosen = {.whole = !lot_argument_is_given(arguments, "id")};
    if (!chosen.whole && lot_argument_is_given(arguments, "undrawn"))
        TRY(LOT_FAIL(error, LOT_USAGE,
                     "--undrawn goes without --id: one person can be erased "
                     "before the draw as after it"));
    TRY(lot_marks_begin(&chosen.event, LOT_WITHDREW, "erased", error));
    TRY(lot_workbench_open(&bench, lot_argument_operand(arguments, 0), true, error));
    TRY(lot_journal_check(bench.assembly, error));
    if (bench.info.erased[0] != '\0') {
        lot_talk_say(talk, "Everybody was erased on %s", bench.info.erased);
        chosen.whole = false;
    } else {
        TRY(erase(&chosen, &bench, arguments, talk, error));
    }
    TRY(rewrite(&bench, error));
    TRY(tell(&chosen, &bench, talk, error));
done:
    free_selection(&chosen);
    lot_workbench_clear(&bench);
    return status;
}

const lot_command lot_command_erase = {
    .name = "erase",
    .purpose = "take personal data out of the file for good; what was published stays true",
    .operands = "FILE",
    .operands_least = 1,
    .operands_most = 1,
    .options = options,
    .notes =
        "With --id, record and id of a person go. Pseudonym and class stay, so that lottery, "
        "panels\n"
        "and publication still verify; the person counts as withdrawn, with the reason `erased`,\n"
        "and is never drawn again. Without --id, all records, ids and the key go: log, report and\n"
        "export --publish still work, nothing else does. It cannot be undone.\n"
        "The file is then written anew, which needs as much room again for a while. Run it once\n"
        "more where it was cut short. Backups and other copies of the file are not reached.",
    .run = run,
};
