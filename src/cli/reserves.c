/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * civiclot reserves: how many reserves are worth having.
 *
 * Before the draw it looks at some panels of the lottery, drawn by a seed of its own: nobody knows
 * the panel yet. After it, at the panel that was drawn.
 */
#include "core/array.h"
#include "desk/outcome.h"
#include "desk/reserving.h"
#include "desk/results.h"
#include "desk/terms.h"
#include "talk/command.h"
#include "talk/json.h"
#include "talk/option_lines.h"

#include <inttypes.h>
#include <stdlib.h>

enum { PANELS_MOST = 100, PANELS_USUAL = 5, WORK = 2500000, SEATS_A_RESERVE = 4 };

static const lot_option options[] = {
    {.name = "most",
     .kind = LOT_OPTION_NUMBER,
     .value = "N",
     .help = "up to so many reserves; one for four seats if not given",
     .least = 1,
     .greatest = LOT_RESERVES_MOST},
    LOT_OPTIONS_DROPOUTS,
    LOT_OPTION_SAMPLES,
    {.name = "panels",
     .kind = LOT_OPTION_NUMBER,
     .value = "K",
     .help = "before the draw: over so many panels of the lottery (5 if not given, or as few as "
             "take long)",
     .least = 1,
     .greatest = PANELS_MOST},
    LOT_OPTION_ATTEMPT,
    LOT_OPTIONS_END,
};

/* What is looked at. */
struct look {
    lot_dropout_choice choice;
    bool announced; /* the rates are those of the attempt's own plan */
    lot_reserve_plan plan;
    bool drawn;      /* the panel is */
    uint32_t panels; /* looked at */
    lot_reserve_curve *curve;
};

static void look_free(struct look *look)
{
    if (!look->announced)
        lot_dropout_choice_free(&look->choice);
    lot_reserve_curve_free(look->curve);
}

/* As the attempt announced, where nothing else is asked for. */
static lot_status take_rates(struct look *look, const lot_workbench *bench,
                             const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    const lot_reserve_plan *plan = &bench->attempt.plan;
    bool asked = lot_argument_is_given(arguments, "dropouts") ||
                 lot_argument_is_given(arguments, "dropouts-from");
    look->announced = plan->rates.of_value != NULL && !asked;
    if (look->announced) {
        look->plan.rates = plan->rates;
        return LOT_OK;
    }
    lot_status status = lot_dropout_options_take(&look->choice, lot_terms_of(bench).published,
                                                 arguments, talk, error);
    look->plan.rates = look->choice.rates;
    return status;
}

static lot_status take_look(struct look *look, const lot_workbench *bench,
                            const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_reserve_plan *plan = &bench->attempt.plan;
    uint32_t seats = bench->info.seats;
    uint32_t most = (seats + SEATS_A_RESERVE - 1) / SEATS_A_RESERVE;
    TRY(take_rates(look, bench, arguments, talk, error));
    look->drawn = bench->attempt.drawn;
    look->plan.samples = lot_reserving_samples(arguments);
    if (plan->count > 0 && !lot_argument_is_given(arguments, "samples"))
        look->plan.samples = plan->samples;
    if (plan->count > most)
        most = plan->count;
    if (lot_argument_is_given(arguments, "most"))
        most = (uint32_t)lot_argument_number(arguments, "most");
    look->plan.count = most < LOT_RESERVES_MOST ? most : LOT_RESERVES_MOST;
    uint64_t work = (uint64_t)look->plan.count * seats * look->plan.samples;
    uint64_t fit = WORK / (work > 0 ? work : 1);
    look->panels = fit < 1 ? 1 : fit < PANELS_USUAL ? (uint32_t)fit : PANELS_USUAL;
    if (lot_argument_is_given(arguments, "panels"))
        look->panels = (uint32_t)lot_argument_number(arguments, "panels");
    if (look->drawn)
        look->panels = 1;
done:
    return status;
}

/* Sum what is left over one panel more; where there are fewer people, the curve ends sooner. */
static void add_curve(lot_reserve_curve *sum, const lot_reserve_curve *more)
{
    sum->most = sum->most < more->most ? sum->most : more->most;
    sum->samples += more->samples;
    for (uint32_t n = 0; n <= sum->most; n++) {
        sum->deviation[n] += more->deviation[n];
        sum->proven[n] = sum->proven[n] && more->proven[n];
        sum->exact[n] = sum->exact[n] && more->exact[n];
    }
}

static lot_status look_at(struct look *look, const lot_workbench *bench, uint32_t row,
                          const lot_stream *stream, const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_reserve_curve *curve = NULL;
    bool *withdrawn = NULL;
    TRY(lot_reserving_withdrawn(&withdrawn, bench, error));
    const lot_reserve_terms terms = {.pool = bench->pool,
                                     .by_pid = bench->pseudonyms->by_pid,
                                     .quotas = lot_terms_of(bench).published,
                                     .panel = lot_lottery_members(bench->lottery.lottery, row),
                                     .seats = bench->info.seats,
                                     .per_household = bench->info.per_household,
                                     .withdrawn = withdrawn,
                                     .plan = &look->plan};
    TRY(lot_reserves_curve(&curve, &terms, stream, progress, error));
    if (look->curve == NULL) {
        look->curve = curve;
        curve = NULL;
        goto done;
    }
    add_curve(look->curve, curve);
done:
    free(withdrawn);
    lot_reserve_curve_free(curve);
    return status;
}

/* After the draw the samples are those that the reserves were chosen on, where they are as many. */
static lot_status look_at_all(struct look *look, const lot_workbench *bench, lot_talk *talk,
                              lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_attempt *attempt = &bench->attempt;
    const lot_lottery *lottery = bench->lottery.lottery;
    lot_draw_numbers numbers = {.purpose = "reserve"};
    const lot_stream stream = lot_draw_stream(&numbers);
    if (look->drawn) {
        numbers.manifest = attempt->manifest;
        numbers.seed = attempt->seed;
        return look_at(look, bench, attempt->draw.row, &stream, &talk->progress, error);
    }
    for (uint32_t i = 0; i < look->panels; i++) {
        uint32_t row = lot_lottery_row(lottery, lot_stream_below(&stream, lottery->tickets));
        TRY(lot_talk_step(talk, "looking at a panel", error));
        TRY(look_at(look, bench, row, &stream, &talk->progress, error));
    }
done:
    return status;
}

static void describe(lot_text *words, const struct look *look, const lot_workbench *bench)
{
    lot_text_format(words,
                    "How far a panel is from its quotas after drop-outs and call-ups, in seats, on "
                    "average over\n%" PRIu32 " samples of who drops out",
                    look->plan.samples);
    if (look->drawn)
        lot_text_format(words, ", of the panel of attempt %" PRIu32 ".\n", bench->attempt.number);
    else
        lot_text_format(words,
                        ", of %s%" PRIu32 " panel%s that a seed of its own drew\nfrom the "
                        "lottery, each as likely as its tickets.\n",
                        look->panels == 1 ? "" : "each of ", look->panels,
                        look->panels == 1 ? "" : "s");
    lot_text_put(words, "Drop-outs: ");
    if (look->announced)
        lot_text_format(words, "as attempt %" PRIu32 " announced", bench->attempt.number);
    else
        lot_dropout_choice_describe(words, &look->choice);
    lot_text_put(words, ".\n");
}

static lot_status tell(const struct look *look, const lot_workbench *bench, lot_talk *talk,
                       lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text words = LOT_TEXT_EMPTY;
    json_t *object = lot_results_loss(look->curve);
    describe(&words, look, bench);
    TRY(lot_report_loss(&words, look->curve, error));
    if (look->curve->most < look->plan.count)
        lot_text_put(&words, "There are no more people who could be in reserve.\n");
    (void)json_object_set_new(object, "panels", json_integer(look->panels));
    (void)json_object_set_new(object, "drawn", json_boolean(look->drawn));
    (void)json_object_set_new(object, "samples", json_integer(look->plan.samples));
    (void)json_object_set_new(
        object, "dropouts",
        look->announced ? json_pack("{s:s}", "from", "announced")
                        : lot_dropout_choice_json(&look->choice, lot_terms_of(bench).published));
    TRY(lot_text_check(&words, error));
    TRY(lot_talk_text(talk, &words, error));
    TRY(lot_talk_json(talk, json_incref(object), error));
done:
    json_decref(object);
    lot_text_free(&words);
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {0};
    struct look look = {.curve = NULL};
    TRY(lot_dropout_options_check(arguments, error));
    TRY(lot_outcome_open(&bench, arguments, talk, error));
    TRY(lot_workbench_need_lottery(&bench, error));
    TRY(take_look(&look, &bench, arguments, talk, error));
    TRY(look_at_all(&look, &bench, talk, error));
    TRY(tell(&look, &bench, talk, error));
done:
    look_free(&look);
    lot_workbench_clear(&bench);
    return status;
}

const lot_command lot_command_reserves = {
    .name = "reserves",
    .purpose = "show how much reserves help when members drop out, and how many are worth having",
    .operands = "FILE",
    .operands_least = 1,
    .operands_most = 1,
    .options = options,
    .notes =
        "It changes nothing. Before the draw it tells what number to give to commit --reserves;\n"
        "after it, how much the panel that was drawn needs its reserves.",
    .run = run,
};
