/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reserving: the plan from options, the reserves from the seed. */
#include "desk/reserving.h"

#include "audit/reserve_files.h"
#include "core/array.h"
#include "desk/results.h"
#include "desk/terms.h"

#include <assert.h>
#include <stdlib.h>

/* Reserves times samples: from here on it is said that a draw may take long. */
enum { LONG_WORK = 50000 };

lot_status lot_reserving_check(const lot_arguments *arguments, lot_error *error)
{
    static const char *const others[] = {"dropouts", "dropouts-from", "samples"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (lot_argument_is_given(arguments, others[i]) &&
            !lot_argument_is_given(arguments, "reserves"))
            return LOT_FAIL(error, LOT_USAGE, "--%s goes with --reserves N", others[i]);
    return lot_dropout_options_check(arguments, error);
}

uint32_t lot_reserving_samples(const lot_arguments *arguments)
{
    return lot_argument_is_given(arguments, "samples")
               ? (uint32_t)lot_argument_number(arguments, "samples")
               : LOT_DROPOUT_SAMPLES_USUAL;
}

static lot_status tell_plan(const lot_reserve_plan *plan, const lot_dropout_choice *choice,
                            lot_talk *talk, lot_error *error)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_format(&words, "Reserves: up to %u, chosen on %u samples of who leaves: ",
                    (unsigned)plan->count, (unsigned)plan->samples);
    lot_dropout_choice_describe(&words, choice);
    lot_text_put(&words, ". Everybody will see these rates.");
    lot_status status = lot_text_check(&words, error);
    if (status == LOT_OK)
        lot_talk_say(talk, "%s", words.bytes);
    if (status == LOT_OK && (uint64_t)plan->count * plan->samples >= LONG_WORK)
        lot_talk_say(talk,
                     "The draw chooses them, and may take long: civiclot reserves FILE --most %u "
                     "--samples %u --panels 1 shows before how long.",
                     (unsigned)plan->count, (unsigned)plan->samples);
    lot_text_free(&words);
    return status;
}

lot_status lot_reserving_take(lot_reserve_plan *plan, const lot_quotas *quotas,
                              const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_dropout_choice choice;
    *plan = (lot_reserve_plan){0};
    if (!lot_argument_is_given(arguments, "reserves"))
        return LOT_OK;
    TRY(lot_dropout_options_take(&choice, quotas, arguments, talk, error));
    plan->count = (uint32_t)lot_argument_number(arguments, "reserves");
    plan->samples = lot_reserving_samples(arguments);
    plan->rates = choice.rates;
    status = tell_plan(plan, &choice, talk, error);
    choice.rates.of_value = NULL;
    lot_dropout_choice_free(&choice);
done:
    return status;
}

json_t *lot_reserving_json(const lot_reserve_plan *plan)
{
    return json_pack(
        "{s:I, s:I, s:o}", "most", (json_int_t)plan->count, "samples", (json_int_t)plan->samples,
        "dropout_rate",
        lot_results_decimal(plan->rates.overall, LOT_RATE_ONE, 6, LOT_TOWARDS_NEAREST));
}

lot_status lot_reserving_withdrawn(bool **withdrawn, const lot_workbench *bench, lot_error *error)
{
    const lot_standing *standing = bench->mended.standing;
    *withdrawn = lot_array_new(bench->pool->people_count, sizeof **withdrawn);
    if (*withdrawn == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t p = 0; standing != NULL && p < bench->pool->people_count; p++)
        (*withdrawn)[p] = standing->places[p] == LOT_WITHDRAWN;
    return LOT_OK;
}

lot_status lot_reserving_draw(lot_workbench *bench, const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_attempt *attempt = &bench->attempt;
    bool *withdrawn = NULL;
    if (attempt->plan.count == 0)
        return LOT_OK;
    TRY(lot_reserving_withdrawn(&withdrawn, bench, error));
    lot_draw_numbers numbers = {"reserve", attempt->manifest, attempt->seed, 0};
    const lot_stream stream = lot_draw_stream(&numbers);
    const lot_reserve_terms terms = {
        .pool = bench->pool,
        .by_pid = bench->pseudonyms->by_pid,
        .quotas = lot_terms_of(bench).published,
        .panel = lot_lottery_members(bench->lottery.lottery, attempt->draw.row),
        .seats = bench->info.seats,
        .per_household = bench->info.per_household,
        .withdrawn = withdrawn,
        .plan = &attempt->plan};
    TRY(lot_reserves_draw(&attempt->reserves, &terms, &stream, progress, error));
done:
    free(withdrawn);
    return status;
}

lot_status lot_reserving_load(lot_workbench *bench, lot_error *error)
{
    lot_attempt *attempt = &bench->attempt;
    if (attempt->plan.count == 0 || attempt->plan.rates.of_value != NULL)
        return LOT_OK;
    return lot_assembly_load_reserves(attempt, bench->assembly, bench->pool->people_count,
                                      bench->quotas->count, error);
}

void lot_reserving_tell(lot_text *words, const lot_workbench *bench)
{
    const lot_attempt *attempt = &bench->attempt;
    if (attempt->test || attempt->reserves.people == NULL)
        return;
    lot_text_put(words, "Reserves, in their order: ");
    for (uint32_t i = 0; i < attempt->reserves.count; i++)
        lot_text_format(words, "%s%s", i > 0 ? ", " : "",
                        bench->pool->ids[attempt->reserves.people[i]]);
    lot_text_put(words, attempt->reserves.count > 0 ? "\n" : "nobody, as nobody is left\n");
    if (attempt->reserves.count < attempt->plan.count && attempt->reserves.count > 0)
        lot_text_format(words, "Fewer than the %u announced: nobody else is left.\n",
                        (unsigned)attempt->plan.count);
}

lot_status lot_reserving_places(uint32_t **places, lot_workbench *bench, uint32_t number,
                                lot_error *error)
{
    lot_status status = LOT_OK;
    lot_attempt attempt = {0};
    *places = NULL;
    if (number == 0)
        return LOT_OK;
    TRY(lot_assembly_load_attempt(&attempt, bench->assembly, number, error));
    if (attempt.plan.count == 0)
        goto done;
    TRY(lot_assembly_load_reserves(&attempt, bench->assembly, bench->pool->people_count,
                                   bench->quotas->count, error));
    *places = lot_array_new(bench->pool->people_count, sizeof **places);
    if (*places == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t i = 0; i < attempt.reserves.count; i++)
        (*places)[attempt.reserves.people[i]] = i + 1;
done:
    lot_attempt_free(&attempt);
    return status;
}

lot_status lot_reserving_put(lot_text *text, const lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_reserve_list *list = &bench->attempt.reserves;
    lot_reserves_txt reserves = {.attempt = bench->attempt.number,
                                 .count = list->count,
                                 .pids = lot_array_new(list->count, sizeof *reserves.pids)};
    if (reserves.pids == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t i = 0; i < list->count; i++)
        reserves.pids[i] = bench->pseudonyms->pids[list->people[i]];
    lot_reserves_txt_put(text, &reserves);
    TRY(lot_text_check(text, error));
done:
    lot_reserves_txt_free(&reserves);
    return status;
}
