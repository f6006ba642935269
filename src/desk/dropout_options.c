/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drop-out options: a rate, a file of rates, or what earlier panels tell. */
#include "desk/dropout_options.h"

#include "core/array.h"
#include "desk/journal.h"
#include "desk/states.h"
#include "pool/message.h"
#include "talk/table_file.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void lot_dropout_choice_free(lot_dropout_choice *choice)
{
    lot_dropout_rates_free(&choice->rates);
    free(choice->known_of);
    *choice = (lot_dropout_choice){0};
}

lot_status lot_dropout_options_check(const lot_arguments *arguments, lot_error *error)
{
    uint32_t rate;
    const char *words = lot_argument_text(arguments, "dropouts");
    if (words == NULL)
        return LOT_OK;
    if (lot_argument_is_given(arguments, "dropouts-from"))
        return LOT_FAIL(error, LOT_USAGE,
                        "--dropouts and --dropouts-from say the same: give one of them");
    lot_dropout_rate_kind kind = lot_dropout_rate_parse(&rate, words);
    if (kind == LOT_DROPOUT_RATE_BARE)
        return LOT_FAIL(error, LOT_USAGE,
                        "--dropouts %s may be a percentage or not: write it with a percent sign, "
                        "or as a fraction below 1",
                        words);
    if (kind == LOT_DROPOUT_RATE_NONE && words[0] != '\0' && words[strlen(words) - 1] == '%')
        return LOT_FAIL(error, LOT_USAGE, "--dropouts %s is no rate: write 12%% or 0.12", words);
    if (kind == LOT_DROPOUT_RATE && rate == LOT_RATE_ONE)
        return LOT_FAIL(error, LOT_USAGE,
                        "--dropouts %s: then nobody is left; it must be below 100%%", words);
    return LOT_OK;
}

/* What was read of all earlier files. */
typedef struct past {
    const lot_quotas *quotas; /* the present ones */
    lot_past_member *members; /* [count] */
    uint32_t **values;        /* [files] of the members of each file */
    uint32_t files;
    uint32_t count;
} past;

static void past_clear(past *all)
{
    for (uint32_t f = 0; f < all->files; f++)
        free(all->values[f]);
    free(all->values);
    free(all->members);
}

/* Who attended and is erased since did not leave. */
static bool has_left(const lot_whereabouts *person)
{
    bool withdrew = person->state == LOT_STATE_WITHDRAWN || person->state == LOT_STATE_REPLACED;
    return withdrew &&
           !(strcmp(person->reason, "erased") == 0 && person->before == LOT_STATE_ATTENDED);
}

/* Everybody who ever was on the panel; of who is erased nothing more is told but that. */
static lot_status add_members(past *all, const lot_workbench *bench, const lot_states *states,
                              const uint32_t *match, lot_error *error)
{
    uint32_t features_count = all->quotas->features_count;
    uint32_t count = 0;
    for (uint32_t p = 0; p < states->people_count; p++)
        count += states->people[p].seated || states->people[p].replaced;
    uint32_t *values = lot_array_new((size_t)count * features_count, sizeof *values);
    lot_past_member *members =
        lot_array_resize(all->members, (size_t)all->count + count, sizeof *members);
    if (members != NULL)
        all->members = members;
    if (values == NULL || members == NULL) {
        free(values);
        return LOT_NO_MEMORY(error);
    }
    all->values[all->files++] = values;
    for (size_t v = 0; v < (size_t)count * features_count; v++)
        values[v] = LOT_UNKNOWN_VALUE;
    for (uint32_t p = 0; p < states->people_count; p++) {
        if (!states->people[p].seated && !states->people[p].replaced)
            continue;
        for (uint32_t f = 0; f < bench->pool->features_count; f++) {
            uint32_t row = match[lot_pool_value(bench->pool, p, f)];
            if (row != LOT_UNKNOWN_VALUE && !lot_pool_is_erased(bench->pool, p))
                values[all->quotas->rows[row].feature] = row;
        }
        all->members[all->count++] = (lot_past_member){values, has_left(&states->people[p])};
        values += features_count;
    }
    return LOT_OK;
}

static lot_status read_past(past *all, const char *path, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {.takes_erased = true};
    lot_states states = {0};
    uint32_t *match = NULL;
    TRY(lot_workbench_open(&bench, path, false, error));
    TRY(lot_workbench_need_pool(&bench, error));
    TRY(lot_journal_check(bench.assembly, error));
    TRY(lot_workbench_load_attempt(&bench, error));
    TRY(lot_states_load(&states, &bench, error));
    if (states.newest == 0)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                     "%s: nobody is drawn yet, so nothing can be learnt of it", path));
    match = lot_array_new(bench.quotas->count, sizeof *match);
    if (match == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_quotas_match(match, all->quotas, bench.quotas, error));
    TRY(add_members(all, &bench, &states, match, error));
done:
    free(match);
    lot_states_free(&states);
    lot_workbench_clear(&bench);
    return status;
}

/* All files that are no good are told, not the first only. */
static lot_status read_files(past *all, const char *const *paths, uint32_t count, lot_talk *talk,
                             lot_error *error)
{
    size_t before = lot_problems_count(talk->problems);
    all->values = lot_array_new(count, sizeof *all->values);
    if (all->values == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t f = 0; f < count; f++) {
        lot_error reason;
        lot_status status = read_past(all, paths[f], &reason);
        if (status == LOT_INTERRUPTED)
            return LOT_FAIL(error, status, "%s", reason.message);
        if (status != LOT_OK)
            lot_problems_add(talk->problems, "%s", reason.message);
    }
    return lot_problems_refuse(talk->problems, before, "--dropouts-from", error);
}

static void count_known(lot_dropout_choice *out, const past *all)
{
    for (uint32_t m = 0; m < all->count; m++) {
        out->left += all->members[m].left;
        for (uint32_t f = 0; f < all->quotas->features_count; f++)
            out->known_of[f] += all->members[m].values[f] != LOT_UNKNOWN_VALUE;
    }
    out->members = all->count;
    out->panels = all->files;
}

/* Of which features, or of how many people, nothing could be learnt. */
static void tell_unknown(const lot_dropout_choice *choice, const lot_quotas *quotas, lot_talk *talk)
{
    for (uint32_t f = 0; f < quotas->features_count; f++) {
        lot_text name = LOT_TEXT_EMPTY;
        lot_message_put_cell(&name, quotas->features[f].name);
        if (choice->known_of[f] == 0)
            lot_talk_say(talk,
                         "Nothing was learnt of %s: no earlier panel tells it, so its values have "
                         "the rate of everybody",
                         lot_text_string(&name));
        else if (choice->known_of[f] < choice->members)
            lot_talk_say(talk,
                         "Of %s the values of %" PRIu32 " of %" PRIu32 " members tell nothing: "
                         "they are erased, or not among the quotas'",
                         lot_text_string(&name), choice->members - choice->known_of[f],
                         choice->members);
        lot_text_free(&name);
    }
}

static lot_status learn(lot_dropout_choice *out, const lot_quotas *quotas,
                        const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    past all = {.quotas = quotas};
    const char *const *paths;
    uint32_t count = lot_argument_list(&paths, arguments, "dropouts-from");
    TRY(read_files(&all, paths, count, talk, error));
    out->origin = LOT_DROPOUTS_LEARNT;
    out->known_of = lot_array_new(quotas->features_count, sizeof *out->known_of);
    if (out->known_of == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_dropout_rates_all(&out->rates, quotas, LOT_RATE_USUAL, error));
    lot_dropout_learn(&out->rates, quotas, all.members, all.count);
    count_known(out, &all);
    tell_unknown(out, quotas, talk);
done:
    past_clear(&all);
    return status;
}

static lot_status read_rates(lot_dropout_choice *out, const char *path, const lot_quotas *quotas,
                             lot_talk *talk, lot_error *error)
{
    lot_status status;
    lot_table *table = NULL;
    out->origin = LOT_DROPOUTS_FILE;
    TRY(lot_table_file_read(&table, path, talk, error));
    TRY(lot_dropout_rates_read(&out->rates, table, quotas, talk->problems, error));
done:
    lot_table_free(table);
    return status;
}

lot_status lot_dropout_options_take(lot_dropout_choice *out, const lot_quotas *quotas,
                                    const lot_arguments *arguments, lot_talk *talk,
                                    lot_error *error)
{
    lot_status status;
    uint32_t rate = LOT_RATE_USUAL;
    const char *words = lot_argument_text(arguments, "dropouts");
    *out = (lot_dropout_choice){.origin = LOT_DROPOUTS_USUAL};
    TRY(lot_dropout_options_check(arguments, error));
    if (lot_argument_is_given(arguments, "dropouts-from")) {
        TRY(learn(out, quotas, arguments, talk, error));
    } else if (words != NULL && lot_dropout_rate_parse(&rate, words) == LOT_DROPOUT_RATE_NONE) {
        TRY(read_rates(out, words, quotas, talk, error));
    } else {
        out->origin = words != NULL ? LOT_DROPOUTS_GIVEN : LOT_DROPOUTS_USUAL;
        TRY(lot_dropout_rates_all(&out->rates, quotas, rate, error));
    }
done:
    if (status != LOT_OK)
        lot_dropout_choice_free(out);
    return status;
}

/* Tenths of a percent are what people read. */
static void put_rate(lot_text *words, uint32_t rate)
{
    uint32_t tenths = (rate + LOT_RATE_ONE / 2000) / (LOT_RATE_ONE / 1000);
    lot_text_format(words, tenths % 10 > 0 ? "%" PRIu32 ".%" PRIu32 " %%" : "%" PRIu32 " %%",
                    tenths / 10, tenths % 10);
}

void lot_dropout_choice_describe(lot_text *words, const lot_dropout_choice *choice)
{
    put_rate(words, choice->rates.overall);
    switch (choice->origin) {
    case LOT_DROPOUTS_USUAL:
        lot_text_put(words, " of everybody, which is usual");
        break;
    case LOT_DROPOUTS_GIVEN:
        lot_text_put(words, " of everybody, as given");
        break;
    case LOT_DROPOUTS_FILE:
        lot_text_put(words, " overall, and by value, as the file has them");
        break;
    case LOT_DROPOUTS_LEARNT:
        lot_text_format(words,
                        " overall, and by value, learnt from %" PRIu32 " members of %" PRIu32
                        " panel%s, of whom %" PRIu32 " left",
                        choice->members, choice->panels, choice->panels == 1 ? "" : "s",
                        choice->left);
        break;
    }
}

json_t *lot_dropout_choice_json(const lot_dropout_choice *choice, const lot_quotas *quotas)
{
    static const char *const names[] = {[LOT_DROPOUTS_USUAL] = "usual",
                                        [LOT_DROPOUTS_GIVEN] = "given",
                                        [LOT_DROPOUTS_FILE] = "file",
                                        [LOT_DROPOUTS_LEARNT] = "learnt"};
    json_t *values = json_array();
    for (uint32_t q = 0; q < quotas->count; q++)
        (void)json_array_append_new(values,
                                    json_pack("{s:s, s:s, s:f}", "feature",
                                              quotas->features[quotas->rows[q].feature].name,
                                              "value", quotas->rows[q].value, "rate",
                                              (double)choice->rates.of_value[q] / LOT_RATE_ONE));
    json_t *object = json_pack("{s:s, s:f, s:o}", "from", names[choice->origin], "overall",
                               (double)choice->rates.overall / LOT_RATE_ONE, "values", values);
    if (object == NULL || choice->origin != LOT_DROPOUTS_LEARNT)
        return object;
    (void)json_object_set_new(object, "panels", json_integer((json_int_t)choice->panels));
    (void)json_object_set_new(object, "members", json_integer((json_int_t)choice->members));
    (void)json_object_set_new(object, "left", json_integer((json_int_t)choice->left));
    return object;
}
