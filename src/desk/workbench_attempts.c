/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workbench: attempts and call-ups, in the order in which they followed one another. */
#include "desk/workbench.h"

#include "core/array.h"
#include "desk/callup_folder.h"
#include "desk/reserving.h"
#include "desk/states.h"

#include <inttypes.h>
#include <stdlib.h>

void lot_workbench_forget_callups(lot_workbench *bench)
{
    for (uint32_t c = 0; c < bench->callups_count; c++)
        lot_callup_free(&bench->callups[c]);
    free(bench->callups);
    free(bench->called_up);
    bench->callups = NULL;
    bench->called_up = NULL;
    bench->callups_count = 0;
}

static lot_status list_attempts(lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = 0;
    TRY(lot_assembly_count_attempts(&count, bench->assembly, error));
    free(bench->attempts);
    bench->attempts_count = 0;
    bench->attempts = lot_array_new(count, sizeof *bench->attempts);
    if (bench->attempts == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t number = 1; number <= count; number++) {
        lot_attempt attempt;
        TRY(lot_assembly_load_attempt(&attempt, bench->assembly, number, error));
        bench->attempts[bench->attempts_count++] =
            (lot_report_attempt){.number = number,
                                 .test = attempt.test,
                                 .drawn = attempt.drawn,
                                 .replacement = attempt.replacement,
                                 .ticket = attempt.drawn ? attempt.draw.ticket : 0,
                                 .manifest = attempt.manifest};
        lot_attempt_free(&attempt);
    }
done:
    return status;
}

static lot_status list_callups(lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = 0;
    lot_workbench_forget_callups(bench);
    TRY(lot_assembly_count_callups(&count, bench->assembly, error));
    bench->callups = lot_array_new(count, sizeof *bench->callups);
    bench->called_up = lot_array_new(count, sizeof *bench->called_up);
    if (bench->callups == NULL || bench->called_up == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t c = 0; c < count; c++) {
        lot_callup *callup = &bench->callups[c];
        TRY(lot_assembly_load_callup(callup, bench->assembly, c + 1, bench->pool->people_count,
                                     error));
        bench->called_up[c] =
            (lot_report_callup){callup->number,       callup->attempt,   callup->called,
                                callup->called_count, callup->deviation, callup->proven};
        bench->callups_count++;
    }
    TRY(lot_callups_check(bench, error));
done:
    return status;
}

/* The newest attempt that is no rehearsal, among those that were drawn or all; 0: none. */
static uint32_t newest(const lot_workbench *bench, bool drawn)
{
    for (uint32_t i = bench->attempts_count; i-- > 0;) {
        const lot_report_attempt *attempt = &bench->attempts[i];
        if (!attempt->test && (attempt->drawn || !drawn))
            return attempt->number;
    }
    return 0;
}

uint32_t lot_workbench_first_draw(const lot_workbench *bench, uint32_t number)
{
    while (number > 1) {
        const lot_report_attempt *attempt = &bench->attempts[--number - 1];
        if (!attempt->test && attempt->drawn && !attempt->replacement)
            return attempt->number;
    }
    return 0;
}

/* Put attempt `number` on the bench, 0 for none, and count the real ones before it. */
static lot_status choose(lot_workbench *bench, uint32_t number, lot_error *error)
{
    lot_attempt_free(&bench->attempt);
    bench->draws_before = 0;
    bench->undrawn_before = 0;
    /* a replacement is no other draw than the one whose panel it mends */
    bool mends = number > 0 && bench->attempts[number - 1].replacement;
    uint32_t others = mends ? lot_workbench_first_draw(bench, number) : number;
    for (uint32_t i = 0; i + 1 < number; i++) {
        bench->draws_before +=
            i + 1 < others && !bench->attempts[i].test && bench->attempts[i].drawn;
        bench->undrawn_before += !bench->attempts[i].test && !bench->attempts[i].drawn;
    }
    if (number == 0)
        return LOT_OK;
    return lot_assembly_load_attempt(&bench->attempt, bench->assembly, number, error);
}

lot_status lot_workbench_load_attempt(lot_workbench *bench, lot_error *error)
{
    lot_status status = list_attempts(bench, error);
    if (status == LOT_OK)
        status = list_callups(bench, error);
    return status == LOT_OK ? choose(bench, newest(bench, false), error) : status;
}

/* The first call-up that came after this attempt; 0: none. */
static uint32_t callup_after(const lot_workbench *bench, uint32_t number)
{
    for (uint32_t c = 0; c < bench->callups_count; c++)
        if (bench->callups[c].behind >= number)
            return bench->callups[c].number;
    return 0;
}

uint32_t lot_workbench_newer_commit(const lot_workbench *bench)
{
    uint32_t number = newest(bench, false);
    return number > bench->attempt.number && callup_after(bench, number) == 0 ? number : 0;
}

uint32_t lot_workbench_voided_by(const lot_workbench *bench)
{
    const lot_attempt *attempt = &bench->attempt;
    return attempt->number == 0 || attempt->drawn ? 0 : callup_after(bench, attempt->number);
}

lot_status lot_workbench_need_live(const lot_workbench *bench, lot_error *error)
{
    uint32_t callup = lot_workbench_voided_by(bench);
    if (callup == 0)
        return LOT_OK;
    return LOT_FAIL(error, LOT_BAD_INPUT,
                    "attempt %" PRIu32 " was committed and not drawn when reserves were called up "
                    "(call-up %" PRIu32
                    "): it is over, and stays where it is, for everybody to see. civiclot replace "
                    "mends the panel as it is by now",
                    bench->attempt.number, callup);
}

lot_status lot_workbench_load_results(lot_workbench *bench, uint32_t number, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_workbench_need_pool(bench, error));
    TRY(list_attempts(bench, error));
    TRY(list_callups(bench, error));
    if (number > bench->attempts_count)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                     "there is no attempt %" PRIu32 ": the last one is %" PRIu32, number,
                     bench->attempts_count));
    if (number == 0)
        number = newest(bench, true);
    if (number == 0)
        number = newest(bench, false);
    TRY(choose(bench, number, error));
    TRY(lot_workbench_take_lottery(bench, bench->attempt.lottery, error));
    if (bench->lottery.lottery != NULL) {
        TRY(lot_workbench_count_tickets(bench, error));
        TRY(lot_reserving_load(bench, error));
    }
    TRY(lot_states_place(bench, error));
done:
    return status;
}

lot_status lot_workbench_refuse_rehearsal(const lot_workbench *bench, const char *option,
                                          lot_error *error)
{
    if (!bench->attempt.test)
        return LOT_OK;
    return LOT_FAIL(error, LOT_BAD_INPUT,
                    "--%s: attempt %" PRIu32
                    " is a rehearsal: nobody is selected by it, and it is published nowhere",
                    option, bench->attempt.number);
}

lot_status lot_workbench_need_draw(const lot_workbench *bench, const char *option, lot_error *error)
{
    const lot_attempt *attempt = &bench->attempt;
    uint32_t newer = lot_workbench_newer_commit(bench);
    if (attempt->drawn)
        return lot_workbench_refuse_rehearsal(bench, option, error);
    if (attempt->number == 0)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "--%s: nothing is drawn yet: civiclot draw comes first", option);
    if (lot_workbench_voided_by(bench) > 0)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "--%s: attempt %" PRIu32 " was never drawn: call-up %" PRIu32
                        " came in its place",
                        option, attempt->number, lot_workbench_voided_by(bench));
    if (newer > 0)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "--%s: attempt %" PRIu32 " was never drawn: attempt %" PRIu32
                        " came in its place",
                        option, attempt->number, newer);
    return LOT_FAIL(error, LOT_BAD_INPUT,
                    "--%s: attempt %" PRIu32 " is not drawn yet: civiclot draw comes first", option,
                    attempt->number);
}
