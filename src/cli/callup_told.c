/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Call-up: who is called, by id, and what is missed; what can be done where that is too much. */
#include "desk/callup.h"

#include "core/array.h"
#include "report/numbers.h"
#include "talk/json.h"

#include <inttypes.h>
#include <stdlib.h>

void lot_callup_describe(lot_text *words, const lot_callup *callup)
{
    lot_text_format(words, "call-up %" PRIu32 ": ", callup->number);
    lot_count_put(words, callup->called_count, "person", "people");
    lot_text_format(
        words, " called from the reserves of attempt %" PRIu32 ", deviation %" PRIu64 "%s",
        callup->attempt, callup->deviation, callup->proven ? "" : " (not proven the least)");
}

/* A line for every value that is outside its quota, and for vacant seats. */
static void put_missed(lot_text *words, const lot_callup_plan *plan)
{
    for (uint32_t q = 0; q < plan->quotas->count; q++) {
        const lot_quota *row = &plan->quotas->rows[q];
        if (lot_quota_off(row, plan->held[q]) == 0)
            continue;
        bool low = plan->held[q] < row->min;
        lot_text_format(words, "  %s %s: ", plan->quotas->features[row->feature].name, row->value);
        lot_count_put(words, plan->held[q], "seat", "seats");
        lot_text_format(words, ", %s %" PRIu32 "\n", low ? "at least" : "at most",
                        low ? row->min : row->max);
    }
    if (plan->found.vacant > 0) {
        lot_text_put(words, "  ");
        lot_count_put(words, plan->found.vacant, "seat vacant", "seats vacant");
        lot_text_put(words, "\n");
    }
}

static json_t *missed_json(const lot_callup_plan *plan)
{
    json_t *list = json_array();
    for (uint32_t q = 0; q < plan->quotas->count; q++) {
        const lot_quota *row = &plan->quotas->rows[q];
        if (lot_quota_off(row, plan->held[q]) == 0)
            continue;
        (void)json_array_append_new(
            list, json_pack("{s:s, s:s, s:I, s:I, s:I}", "feature",
                            plan->quotas->features[row->feature].name, "value", row->value, "min",
                            (json_int_t)row->min, "max", (json_int_t)row->max, "held",
                            (json_int_t)plan->held[q]));
    }
    return list;
}

static json_t *ids_json(const lot_callup_plan *plan, const lot_workbench *bench)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < plan->found.count; i++)
        (void)json_array_append_new(list, lot_json_string(bench->pool->ids[plan->found.people[i]]));
    return list;
}

/* What both answers have. `who`: what the list of ids is called. */
static json_t *describe(const lot_callup_plan *plan, const lot_workbench *bench, bool done)
{
    const lot_called *found = &plan->found;
    return json_pack("{s:b, s:o, s:I, s:I, s:b, s:o, s:I, s:I}", "done", (int)done,
                     done ? "called_up" : "best", ids_json(plan, bench), "deviation",
                     (json_int_t)found->deviation, "deviation_before", (json_int_t)found->before,
                     "proven", (int)found->proven, "missed", missed_json(plan), "vacant",
                     (json_int_t)found->vacant, "at_hand",
                     (json_int_t)(found->at_hand - (done ? found->count : 0)));
}

static void put_ways(lot_text *words, bool acceptable)
{
    lot_text_put(words, "What can be done, with the same --dropout and --reason:\n");
    if (acceptable)
        lot_text_put(words, "  civiclot replace FILE --accept-deviation   calls them all the same; "
                            "everybody will see what is missed\n");
    lot_text_put(words, "  civiclot replace FILE --fresh              draws anew from everybody, "
                        "and the list of reserves ends\n");
}

static void put_refusal(lot_text *words, const lot_callup_plan *plan)
{
    const lot_called *found = &plan->found;
    lot_text_put(words, "Reserves at hand: ");
    lot_number_put(words, found->at_hand);
    if (found->count == 0) {
        lot_text_put(words, ". None of them brings the panel nearer to its quotas. It lacks:\n");
    } else {
        lot_text_put(words, ". With the best of them, ");
        lot_count_put(words, found->count, "person", "people");
        lot_text_put(words, ", the panel would miss:\n");
    }
    put_missed(words, plan);
    lot_text_format(words,
                    "Together, in seats: a deviation of %" PRIu64 "; without them it is %" PRIu64
                    ".%s\n",
                    found->deviation, found->before,
                    found->proven ? "" : " The search ended at its limit: others may miss less.");
    put_ways(words, found->count > 0);
}

lot_status lot_callup_need_good(const lot_callup_plan *plan, const lot_workbench *bench,
                                bool accept, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text words = LOT_TEXT_EMPTY;
    const lot_called *found = &plan->found;
    if (found->count > 0 && (accept || found->deviation == 0))
        return LOT_OK;
    put_refusal(&words, plan);
    TRY(lot_text_check(&words, error));
    lot_talk_insist(talk, lot_text_string(&words));
    TRY(lot_talk_json(talk, describe(plan, bench, false), error));
    TRY(found->count == 0
            ? LOT_FAIL(error, LOT_NO_PANEL,
                       "no reserve at hand brings the panel nearer to its quotas: nothing is "
                       "changed")
            : LOT_FAIL(error, LOT_NO_PANEL,
                       "with the reserves at hand the panel misses its quotas by %" PRIu64
                       ": nothing is changed",
                       found->deviation));
done:
    lot_text_free(&words);
    return status;
}

static void put_called(lot_text *words, const lot_callup_plan *plan, const lot_workbench *bench)
{
    const lot_called *found = &plan->found;
    lot_text_put(words, "Called up from the reserves, in their order:\n");
    for (uint32_t i = 0; i < found->count; i++)
        lot_text_format(words, "  %s\n", bench->pool->ids[found->people[i]]);
    if (found->deviation == 0)
        lot_text_put(words, "The panel then keeps all its quotas.\n");
    else
        lot_text_format(words, "The panel then misses its quotas by %" PRIu64 ", in seats:\n",
                        found->deviation);
    put_missed(words, plan);
    lot_text_format(words,
                    "Seats that stay vacant: %" PRIu32 ". Reserves still at hand: %" PRIu32 ".\n",
                    found->vacant, found->at_hand - found->count);
}

static void put_minutes(lot_text *words, const lot_callup *callup, const lot_callup_texts *texts,
                        const lot_workbench *bench)
{
    char hex[LOT_HEX_BYTES], head[LOT_HEX_BYTES];
    lot_pid process_id;
    lot_assembly_process_id(&process_id, &bench->info);
    lot_digest_hex(hex, &texts->digest);
    lot_digest_hex(head, &texts->head);
    lot_text_format(words,
                    "For the minutes:\n"
                    "  process id   %s, call-up %" PRIu32 ", of the reserves of attempt %" PRIu32
                    "\n"
                    "  callup.txt   %s\n"
                    "  checkpoint   %s\n",
                    process_id.text, callup->number, callup->attempt, hex, head);
    lot_text_format(words,
                    "Anyone checks it so: civiclot-verify FOLDER --known %s, FOLDER being that of "
                    "the first draw\n"
                    "Published: %s\n",
                    head, callup->folder);
}

static json_t *as_json(const lot_callup_plan *plan, const lot_callup_texts *texts,
                       const lot_workbench *bench)
{
    const lot_callup *callup = &plan->callup;
    json_t *object = describe(plan, bench, true);
    json_t *more =
        json_pack("{s:I, s:I, s:I, s:o, s:o, s:o}", "call_up", (json_int_t)callup->number,
                  "attempt", (json_int_t)callup->attempt, "withdrawn",
                  (json_int_t)lot_standing_count(callup->standing, LOT_WITHDRAWN), "callup",
                  lot_json_digest(&texts->digest), "checkpoint", lot_json_digest(&texts->head),
                  "folder", lot_json_string(callup->folder));
    if (object == NULL || json_object_update(object, more) != 0) {
        json_decref(object);
        object = NULL;
    }
    json_decref(more);
    return object;
}

lot_status lot_callup_tell(const lot_callup_plan *plan, const lot_callup_texts *texts,
                           const lot_workbench *bench, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text words = LOT_TEXT_EMPTY;
    if (!plan->found.proven)
        lot_talk_say(talk, "The search for the best of the reserves ended at its limit: these are "
                           "good, and nobody can say that they are the best.");
    put_called(&words, plan, bench);
    put_minutes(&words, &plan->callup, texts, bench);
    TRY(lot_talk_text(talk, &words, error));
    TRY(lot_talk_json(talk, as_json(plan, texts, bench), error));
    if (bench->signer == NULL)
        lot_talk_say(talk, "Not signed, as no --key was given.");
done:
    lot_text_free(&words);
    return status;
}
