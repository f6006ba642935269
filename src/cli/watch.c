/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot watch: while people register, will there be a panel? */
#include "cli/watched.h"
#include "core/array.h"
#include "desk/input.h"
#include "talk/command.h"
#include "talk/interrupt.h"
#include "talk/option_lines.h"

#include "civiclot/trials.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const lot_option options[] = {
    {.name = "letters",
     .kind = LOT_OPTION_TEXT,
     .value = "N|FILE",
     .required = true,
     .help = "how many were sent; or a table of area and letters"},
    {.name = "close",
     .kind = LOT_OPTION_TEXT,
     .value = "DATE",
     .required = true,
     .help = "the last day of registration"},
    {.name = "sent",
     .kind = LOT_OPTION_TEXT,
     .value = "DATE",
     .help = "the day of the mailing; else that of the first registration"},
    {.name = "date-column",
     .kind = LOT_OPTION_TEXT,
     .value = "COLUMN",
     .help = "the column of the people file that tells when somebody registered"},
    {.name = "date-order",
     .kind = LOT_OPTION_TEXT,
     .value = "ORDER",
     .help = "how its dates are written: day/month/year or month/day/year"},
    {.name = "pace",
     .kind = LOT_OPTION_TEXT,
     .value = "NAME",
     .help = "recent (if there are dates): as in the last 7 days; even: as so far"},
    {.name = "curve",
     .kind = LOT_OPTION_TEXT,
     .value = "FILE",
     .help = "day,share: which share of all answers comes by which day"},
    {.name = "today",
     .kind = LOT_OPTION_TEXT,
     .value = "DATE",
     .help = "the last day that counts; the clock's if not given"},
    {.name = "simulations",
     .kind = LOT_OPTION_NUMBER,
     .value = "S",
     .help = "how often the rest of the registration is simulated",
     .least = 1,
     .greatest = LOT_WATCHED_MOST,
     .standard = 200},
    {.name = "seed",
     .kind = LOT_OPTION_TEXT,
     .value = "TEXT",
     .help = "of the simulations; the same gives the same (1 if not given)"},
    LOT_OPTIONS_END,
};

/* Whole digits are a number of letters, everything else is the path of a table. */
static lot_status take_letters(lot_watched *w, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_table *table = NULL;
    lot_input_file file = {.option = "--letters"};
    const char *words = lot_argument_text(w->arguments, "letters");
    size_t digits = strspn(words, "0123456789");
    w->letters = (lot_letters){.feature = LOT_NO_AREA};
    if (digits > 0 && words[digits] == '\0') {
        w->letters.total = digits <= 10 ? strtoull(words, NULL, 10) : UINT64_MAX;
        if (w->letters.total == 0 || w->letters.total > LOT_LETTERS_SENT_MOST)
            TRY(LOT_FAIL(error, LOT_USAGE, "--letters must be from 1 to %" PRIu64,
                         LOT_LETTERS_SENT_MOST));
        goto done;
    }
    TRY(lot_input_any(&table, &file, words, w->talk, error));
    TRY(lot_letters_read(&w->letters, table, w->bench.quotas, w->talk->problems, error));
done:
    lot_text_free(&file.form);
    lot_table_free(table);
    return status;
}

/* Areas without letters whose people register all the same. */
static void tell_unsent(lot_watched *w)
{
    const lot_letters *letters = &w->letters;
    if (letters->feature == LOT_NO_AREA)
        return;
    const lot_feature *feature = &w->bench.quotas->features[letters->feature];
    for (uint32_t q = feature->first; q < feature->first + feature->values_count; q++) {
        uint32_t count = 0;
        for (uint32_t i = 0; i < w->pace.people_count; i++)
            count +=
                lot_pool_value(w->bench.pool, w->pace.people[i], letters->feature) == q ? 1 : 0;
        if (letters->sent[q] == 0 && count > 0)
            lot_talk_say(w->talk,
                         "%" PRIu32 " registered of %s %s, where no letters went by the table",
                         count, feature->name, w->bench.quotas->rows[q].value);
    }
}

static void tell_pace(lot_watched *w)
{
    const lot_pace *pace = &w->pace;
    if (pace->clock) {
        lot_text words = LOT_TEXT_EMPTY;
        lot_date_put(&words, &pace->today);
        lot_talk_say(w->talk, "Today is %s by the clock: --today says otherwise",
                     lot_text_string(&words));
        lot_text_free(&words);
    }
    if (pace->later > 0)
        lot_talk_say(w->talk, "%" PRIu32 " who registered after that day do not count",
                     pace->later);
    if (pace->undated > 0)
        lot_talk_say(w->talk,
                     "%" PRIu32 " without a date count, but not among those of the last days",
                     pace->undated);
    if (lot_excluded_count(&w->bench.excluded) > 0)
        lot_talk_say(w->talk, "%" PRIu32 " who are excluded do not count",
                     lot_excluded_count(&w->bench.excluded));
}

static lot_status make_task(lot_watched *w, lot_error *error)
{
    const char *seed = lot_argument_text(w->arguments, "seed");
    const lot_pace *pace = &w->pace;
    w->flows = lot_array_new((size_t)w->bench.quotas->count + 2, sizeof *w->flows);
    if (w->flows == NULL)
        return LOT_NO_MEMORY(error);
    w->flows[0] = (lot_flow){pace->people, pace->people_count, pace->seen, pace->more, pace->per};
    w->task = (lot_watch_task){
        .quotas = w->bench.quotas,
        .pool = w->bench.pool,
        .per_household = w->bench.info.per_household,
        .seats = w->bench.info.seats,
        .flows = w->flows,
        .flows_count = 1,
        .simulations = (uint32_t)lot_argument_number(w->arguments, "simulations"),
        .seed = lot_trials_seed(seed != NULL ? seed : "1"),
    };
    return LOT_OK;
}

/* The letters of the remedies to one area together, once for each area. */
static uint64_t letters_to(const lot_watched *w, uint32_t remedy)
{
    uint64_t sum = 0;
    for (uint32_t r = 0; r < w->remedies_count; r++) {
        if (w->remedies[r].area != w->remedies[remedy].area || w->remedies[r].far)
            continue;
        if (r < remedy)
            return 0;
        sum += w->remedies[r].letters;
    }
    return sum;
}

/* Simulate once more, with all the letters that were found to help. */
static lot_status try_remedies(lot_watched *w, const lot_remedy_task *remedy, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_watch_task task = w->task;
    for (uint32_t r = 0; r < w->remedies_count; r++) {
        uint64_t letters = letters_to(w, r);
        if (letters == 0)
            continue;
        TRY(lot_remedy_flow(&w->flows[task.flows_count++], remedy, w->remedies[r].area, letters,
                            error));
        w->more_letters += letters;
    }
    if (task.flows_count > 1)
        TRY(lot_watch_run(&w->with_letters, &task, &w->talk->progress, error));
done:
    for (uint32_t f = 1; f < task.flows_count; f++)
        free(w->flows[f].people);
    return status;
}

static lot_status look_ahead(lot_watched *w, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_watch_run(&w->watch, &w->task, &w->talk->progress, error));
    TRY(lot_watch_expected(&w->expected, &w->task, &w->talk->progress, error));
    const lot_remedy_task remedy = {&w->task, w->watch, &w->letters, w->pace.letter_more,
                                    w->pace.letter_per};
    TRY(lot_remedies_find(&w->remedies, &w->remedies_count, &remedy, error));
    TRY(try_remedies(w, &remedy, error));
done:
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_watched w = {.arguments = arguments, .talk = talk};
    lot_interrupt_release(); /* nothing is written */
    TRY(lot_workbench_open(&w.bench, lot_argument_operand(arguments, 0), false, error));
    TRY(lot_workbench_need_pool(&w.bench, error));
    TRY(take_letters(&w, error));
    TRY(lot_pace_take(&w.pace, &w.bench, arguments, talk, error));
    tell_pace(&w);
    tell_unsent(&w);
    if (w.pace.people_count == 0)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT, "nobody has registered yet: there is nothing to go by"));
    TRY(make_task(&w, error));
    TRY(look_ahead(&w, error));
    TRY(lot_watched_tell(&w, error));
done:
    lot_watch_free(w.with_letters);
    free(w.remedies);
    lot_expected_pool_clear(&w.expected);
    lot_watch_free(w.watch);
    free(w.flows);
    lot_pace_clear(&w.pace);
    lot_letters_clear(&w.letters);
    lot_workbench_clear(&w.bench);
    return status;
}

const lot_command lot_command_watch = {
    .name = "watch",
    .purpose = "while people register: which quotas will be missed, and what letters would help",
    .operands = "FILE",
    .operands_least = 1,
    .operands_most = 1,
    .options = options,
    .notes =
        "FILE holds the quotas and the registrations so far; import them again as they grow.\n"
        "How it goes on is an assumption, and is told: who is still to come is like those who\n"
        "came, and as many as --pace or --curve say. A table of letters has a column named as a\n"
        "feature of the quotas (area, say) and a column letters: then it tells where more letters\n"
        "would help. Every simulated pool is put to the solver that draws panels. Nothing is\n"
        "written. docs/planning.md",
    .run = run,
};
