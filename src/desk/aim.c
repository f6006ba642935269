/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Aim: options into what lot_solve() is asked for. */
#include "desk/aim.h"

#include "desk/output.h"
#include "talk/words.h"

#include <inttypes.h>

lot_status lot_aim_take(lot_aim *aim, const lot_arguments *arguments, lot_talk *talk,
                        lot_error *error)
{
    lot_status status = LOT_OK;
    const char *gamma = lot_argument_text(arguments, "gamma");
    *aim = (lot_aim){.fair = {.objective = LOT_LEXIMIN,
                              .tickets = lot_argument_number(arguments, "tickets"),
                              .progress = &talk->progress},
                     .deadline = {.seconds = lot_argument_number(arguments, "time-limit")}};
    if (gamma != NULL)
        TRY(lot_words_gamma(&aim->fair.gamma_millionths, gamma, error));
    if (aim->deadline.seconds > 0) {
        aim->fair.late = lot_deadline_is_over;
        aim->fair.late_context = &aim->deadline;
    }
done:
    return status;
}

lot_status lot_aim_choose(lot_aim *aim, const char *objective, lot_error *error)
{
    lot_fair_options *fair = &aim->fair;
    lot_status status = lot_words_objective(&fair->objective, objective, error);
    if (status != LOT_OK)
        return status;
    if (fair->objective != LOT_GOLDILOCKS && fair->gamma_millionths != 0)
        return LOT_FAIL(error, LOT_USAGE, "--gamma goes with --objective goldilocks only");
    if (fair->objective == LOT_LEGACY && fair->tickets > LOT_LEGACY_TICKETS_MAX)
        return LOT_FAIL(error, LOT_USAGE,
                        "--tickets must be at most %d with the objective legacy: it picks a panel "
                        "anew for every ticket",
                        LOT_LEGACY_TICKETS_MAX);
    return LOT_OK;
}

lot_status lot_aim_take_model(lot_aim *aim, const lot_arguments *arguments, lot_error *error)
{
    aim->model = lot_argument_text(arguments, "dump-model");
    if (aim->model == NULL)
        return LOT_OK;
    if (lot_output_is_stream(aim->model))
        return LOT_FAIL(error, LOT_USAGE,
                        "--dump-model needs a file: standard output is for the result");
    return lot_output_need_new(aim->model, error);
}

lot_status lot_aim_dump_model(const lot_aim *aim, const lot_workbench *bench, lot_talk *talk,
                              lot_error *error)
{
    if (aim->model == NULL)
        return LOT_OK;
    lot_status status =
        lot_model_write(aim->model, bench->quotas, bench->classes, bench->info.seats, error);
    if (status == LOT_OK)
        lot_talk_say(talk, "Written: %s", aim->model);
    return status;
}

void lot_aim_start(lot_aim *aim)
{
    lot_deadline_start(&aim->deadline);
}

void lot_aim_tell_late(const lot_finding *finding, lot_talk *talk)
{
    if (finding->late)
        lot_talk_say(talk, "The time limit came first: this is the best lottery that was found, "
                           "beside the bound that was computed by then. No certificate is "
                           "published: the bound is NOT PROVEN to outsiders. It is not known to be "
                           "the fairest, and it cannot be repeated: another run may end with "
                           "another.");
}
