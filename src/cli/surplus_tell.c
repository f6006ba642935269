/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Surplus, told: how often enough is left, by how many people more. */
#include "cli/surplus_tell.h"

#include "desk/advice.h"
#include "report/numbers.h"
#include "talk/json.h"

#include <inttypes.h>

static void put_head(lot_text *words, const lot_surplus_wish *wish)
{
    lot_text_put(words, "Drop-outs: ");
    lot_dropout_choice_describe(words, &wish->dropouts);
    lot_text_format(words,
                    ".\nA panel of %" PRIu32 " instead of %" PRIu32 ": %" PRIu32 " more%s.\n",
                    wish->seats + wish->more, wish->seats, wish->more,
                    wish->usual ? ", as many as leave all seats filled on average" : "");
}

static void put_row(lot_text *words, const lot_surplus_wish *wish, uint32_t r)
{
    static const int wide = 7;
    const lot_surplus_row *row = &wish->rows[r];
    const lot_surplus_result *result = &row->result;
    const uint32_t counts[] = {result->filled, result->minima, result->quotas};
    lot_text_format(words, "%s%5" PRIu32 "  +%-4" PRIu32, r == 1 ? "> " : "  ",
                    wish->seats + row->more, row->more);
    if (!row->exists) {
        lot_text_put(words, "  no panel of this pool meets the quotas\n");
        return;
    }
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        lot_text part = LOT_TEXT_EMPTY;
        lot_percent_put(&part, counts[i], result->samples, 1);
        lot_text_format(words, " %*s", wide, lot_text_string(&part));
        lot_text_free_part(words, &part);
    }
    const uint64_t sums[] = {result->people, result->deviation};
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++) {
        lot_text part = LOT_TEXT_EMPTY;
        lot_decimal_put(&part, sums[i], result->samples, i == 0 ? 1 : 2);
        lot_text_format(words, " %*s", wide, lot_text_string(&part));
        lot_text_free_part(words, &part);
    }
    lot_text_put(words, "\n");
}

static void put_table(lot_text *words, const lot_surplus_wish *wish)
{
    lot_text_put(words, "\nIn ");
    lot_number_put(words, wish->samples);
    lot_text_format(words,
                    " samples of a panel drawn from the fairest lottery, and of who of it leaves "
                    "(seed: %s):\n\n"
                    "  people  more  seats  minima  quotas  people  mean de-\n"
                    "                 full    hold    hold    left  viation\n",
                    wish->seed);
    for (uint32_t r = 0; r < wish->rows_count; r++)
        put_row(words, wish, r);
    lot_text_format(words,
                    "\nSeats full: %" PRIu32 " people or more are left. Minima and quotas are "
                    "those of %" PRIu32 "; where more are\nleft, maxima grow with them. Deviation "
                    "is in seats: what minima lack, maxima exceed, and\nvacant seats.\n",
                    wish->seats, wish->seats);
}

static void put_quotas(lot_text *words, const lot_surplus_wish *wish, const lot_quotas *chosen)
{
    lot_text_format(words, "\nThe quotas of %" PRIu32 " and of %" PRIu32 ":\n", wish->seats,
                    wish->seats + wish->more);
    for (uint32_t q = 0; q < chosen->count; q++) {
        const lot_quota *small = &wish->quotas->rows[q];
        const lot_quota *large = &chosen->rows[q];
        lot_text_format(words, "  %3" PRIu32 "-%-3" PRIu32 "  %3" PRIu32 "-%-3" PRIu32 "  %s %s\n",
                        small->min, small->max, large->min, large->max,
                        chosen->features[large->feature].name, large->value);
    }
}

static json_t *rows_json(const lot_surplus_wish *wish)
{
    json_t *list = json_array();
    for (uint32_t r = 0; r < wish->rows_count; r++) {
        const lot_surplus_row *row = &wish->rows[r];
        json_t *object =
            json_pack("{s:I, s:I, s:b}", "more", (json_int_t)row->more, "people",
                      (json_int_t)(wish->seats + row->more), "feasible", (int)row->exists);
        if (object != NULL && row->exists) {
            const lot_surplus_result *result = &row->result;
            double samples = result->samples;
            json_t *counts = json_pack(
                "{s:I, s:I, s:I, s:f, s:f}", "filled", (json_int_t)result->filled, "minima",
                (json_int_t)result->minima, "quotas", (json_int_t)result->quotas, "people_left",
                (double)result->people / samples, "deviation", (double)result->deviation / samples);
            (void)json_object_update(object, counts);
            json_decref(counts);
        }
        (void)json_array_append_new(list, object);
    }
    return list;
}

static json_t *quotas_json(const lot_surplus_wish *wish, const lot_quotas *chosen)
{
    json_t *list = json_array();
    for (uint32_t q = 0; q < chosen->count; q++) {
        const lot_quota *small = &wish->quotas->rows[q];
        const lot_quota *large = &chosen->rows[q];
        (void)json_array_append_new(
            list, json_pack("{s:o, s:o, s:[I,I], s:[I,I]}", "feature",
                            lot_json_string(chosen->features[large->feature].name), "value",
                            lot_json_string(large->value), "of_seats", (json_int_t)small->min,
                            (json_int_t)small->max, "of_people", (json_int_t)large->min,
                            (json_int_t)large->max));
    }
    return list;
}

static json_t *head_json(const lot_surplus_wish *wish, bool feasible)
{
    return json_pack("{s:b, s:I, s:I, s:I, s:b, s:o}", "feasible", (int)feasible, "seats",
                     (json_int_t)wish->seats, "more", (json_int_t)wish->more, "people",
                     (json_int_t)(wish->seats + wish->more), "usual", (int)wish->usual, "dropouts",
                     lot_dropout_choice_json(&wish->dropouts, wish->quotas));
}

lot_status lot_surplus_tell(const lot_surplus_wish *wish, const lot_quotas *chosen, const char *out,
                            lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text words = LOT_TEXT_EMPTY;
    json_t *object = head_json(wish, true);
    json_t *more = json_pack("{s:I, s:o, s:o, s:o}", "samples", (json_int_t)wish->samples, "seed",
                             lot_json_string(wish->seed), "rows", rows_json(wish), "quotas",
                             quotas_json(wish, chosen));
    put_head(&words, wish);
    put_table(&words, wish);
    put_quotas(&words, wish, chosen);
    if (object == NULL || more == NULL || json_object_update(object, more) != 0)
        TRY(LOT_NO_MEMORY(error));
    if (out != NULL)
        (void)json_object_set_new(object, "written", json_pack("[o]", lot_json_string(out)));
    TRY(lot_talk_text(talk, &words, error));
    TRY(lot_talk_json(talk, json_incref(object), error));
done:
    json_decref(more);
    json_decref(object);
    lot_text_free(&words);
    return status;
}

lot_status lot_surplus_tell_conflict(lot_text *words, json_t **object, const lot_workbench *bench,
                                     const lot_changes *changes, const lot_surplus_wish *wish,
                                     lot_error *error)
{
    lot_status status = LOT_OK;
    put_head(words, wish);
    lot_text_put(words, "Its quotas are the scaled ones, which this pool has no panel for.\n\n");
    TRY(lot_conflict_describe(words, bench->conflict, bench->quotas, bench->classes,
                              bench->pool->rows, bench->info.seats, error));
    lot_advice_describe(words, changes, bench);
    *object = head_json(wish, false);
    if (*object == NULL)
        TRY(LOT_NO_MEMORY(error));
    (void)json_object_set_new(*object, "conflict",
                              lot_json_conflict(bench->conflict, bench->quotas, bench->pool));
    (void)json_object_set_new(*object, "proof", lot_json_proof(bench->conflict, bench->quotas));
    (void)json_object_set_new(*object, "changes", lot_advice_json(changes, bench->quotas));
    (void)json_object_set_new(*object, "quotas", quotas_json(wish, bench->quotas));
done:
    return status;
}

void lot_surplus_tell_most(lot_text *words, json_t *object, const lot_surplus_wish *wish)
{
    (void)json_object_set_new(
        object, "most", wish->most_known ? json_integer((json_int_t)wish->most) : json_null());
    if (wish->most_known && wish->most > 0)
        lot_text_format(words,
                        "\nThe most that this pool has a panel for, below that: %" PRIu32
                        " people, --people-more %" PRIu32 ".\n",
                        wish->seats + wish->most, wish->most);
    else if (wish->most_known)
        lot_text_format(
            words,
            "\nOf more than %" PRIu32
            " this pool has no panel in these shares. Reserves instead of a larger panel "
            "need\nno more of any value than the pool has.\n",
            wish->seats);
}

void lot_surplus_say_next(lot_talk *talk, const lot_surplus_wish *wish, const char *path)
{
    uint32_t people = wish->seats + wish->more;
    lot_talk_say(talk,
                 "Written: %s, the quotas of a panel of %" PRIu32 ". To draw it at once:", path,
                 people);
    lot_talk_say(talk, "    civiclot select --people %s --quotas %s --seats %" PRIu32 " ...",
                 wish->people != NULL ? wish->people : "PEOPLE", path, people);
    lot_talk_say(talk, "Or step by step, in an assembly file of its own%s:",
                 wish->file != NULL ? ", as the seats of one never change" : "");
    lot_talk_say(talk, "    civiclot new NEW.civiclot --title TITLE --seats %" PRIu32, people);
    lot_talk_say(talk, "    civiclot quotas NEW.civiclot %s", path);
    lot_talk_say(talk, "    civiclot import NEW.civiclot %s ...",
                 wish->people != NULL ? wish->people : "PEOPLE");
}
