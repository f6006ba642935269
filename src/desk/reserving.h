/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reserving: reserves that a draw has, as every command that commits asks for them: how many, by
 * which rates of drop-outs; then who they are. docs/protocol.md, section 12.
 */
#ifndef CIVICLOT_DESK_RESERVING_H
#define CIVICLOT_DESK_RESERVING_H

#include "desk/dropout_options.h"
#include "desk/workbench.h"

/* Four lines of a table of options. */
/* clang-format off */
#define LOT_OPTIONS_RESERVES                                                                       \
    {.name = "reserves",                                                                           \
     .kind = LOT_OPTION_NUMBER,                                                                    \
     .value = "N",                                                                                 \
     .help = "draw reserves with the panel, N at most, to be called up for who withdraws",         \
     .least = 1,                                                                                   \
     .greatest = LOT_RESERVES_MOST},                                                               \
    LOT_OPTIONS_DROPOUTS,                                                                          \
    LOT_OPTION_SAMPLES
/* clang-format on */

/* How many samples of who leaves they are chosen on. */
#define LOT_OPTION_SAMPLES                                                                         \
    {                                                                                              \
        .name = "samples", .kind = LOT_OPTION_NUMBER, .value = "S",                                \
        .help = "chosen on so many samples of who leaves (500 if not given)", .least = 1,          \
        .greatest = LOT_DROPOUT_SAMPLES_MOST                                                       \
    }

/* Are the options fit for each other? LOT_USAGE if not. To be asked before anything is read. */
lot_status lot_reserving_check(const lot_arguments *arguments, lot_error *error);

/* --samples, or what is usual. Cannot fail. */
uint32_t lot_reserving_samples(const lot_arguments *arguments);

/*
 * Take the options into the plan: count 0 where --reserves is not given. quotas: of the draw.
 * Says by which rates, and what was learnt. Failures are lot_dropout_options_take()'s.
 */
lot_status lot_reserving_take(lot_reserve_plan *plan, const lot_quotas *quotas,
                              const lot_arguments *arguments, lot_talk *talk, lot_error *error);

/* {"most", "samples", "dropout_rate"} of a plan. NULL: no memory. */
json_t *lot_reserving_json(const lot_reserve_plan *plan);

/* Draw the reserves of bench->attempt, whose panel was just drawn; none where it has no plan. */
lot_status lot_reserving_draw(lot_workbench *bench, const lot_progress *progress, lot_error *error);

/* Who withdrew by the standing on the bench: [people_count] for the caller to free. */
lot_status lot_reserving_withdrawn(bool **withdrawn, const lot_workbench *bench, lot_error *error);

/* Load rates and reserves of bench->attempt with its lottery, where they are not there yet. */
lot_status lot_reserving_load(lot_workbench *bench, lot_error *error);

/* Tell the organiser who was drawn, by id, in order; nothing where the draw has no reserves. */
void lot_reserving_tell(lot_text *words, const lot_workbench *bench);

/*
 * Everyone's place among the reserves of attempt `number`, a draw that is no rehearsal, from 1; 0:
 * none. places: [people_count] for the caller to free; NULL where the draw has no reserves.
 */
lot_status lot_reserving_places(uint32_t **places, lot_workbench *bench, uint32_t number,
                                lot_error *error);

/* Add reserves.txt of bench->attempt, which has reserves drawn. */
lot_status lot_reserving_put(lot_text *text, const lot_workbench *bench, lot_error *error);

#endif
