/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Advice: changes told, and one of them taken. */
#include "desk/advice.h"

#include "civiclot/file.h"
#include "desk/journal.h"
#include "desk/output.h"
#include "report/numbers.h"
#include "talk/json.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint64_t MILLION = 1000000;

static const char *kind_name(lot_change_kind kind)
{
    static const char *const names[LOT_CHANGE_KINDS] = {"quotas",    "minima", "maxima",
                                                        "household", "seats",  "recruit"};
    return names[kind];
}

static void put_target(lot_text *words, const lot_shift *target, const lot_quotas *quotas)
{
    const lot_quota *quota = &quotas->rows[target->quota];
    bool min = target->part == LOT_PART_MIN;
    lot_text_format(words, "%s the %s of %s %s from %" PRIu32 " to %" PRIu32,
                    min ? "lower" : "raise", min ? "minimum" : "maximum",
                    quotas->features[quota->feature].name, quota->value, target->from, target->to);
}

static void put_of_quotas(lot_text *words, const lot_change *change, const lot_quotas *quotas)
{
    for (uint32_t i = 0; i < change->targets_count; i++) {
        lot_text_put(words, i == 0 ? "" : ",\n     ");
        put_target(words, &change->targets[i], quotas);
    }
    lot_text_put(words, " (cost ");
    lot_decimal_put(words, change->cost, MILLION, 6);
    if (change->gap > 0) {
        lot_text_put(words, ", proven but for ");
        lot_decimal_put(words, change->gap, MILLION, 6);
    }
    lot_text_put(words, ")");
}

static void put_recruits(lot_text *words, const lot_change *change, const lot_quotas *quotas)
{
    lot_text_format(words, "recruit %" PRIu32 " more %s: ", change->number,
                    change->number == 1 ? "person" : "people, all alike");
    for (uint32_t f = 0; f < quotas->features_count; f++)
        lot_text_format(words, "%s%s %s", f == 0 ? "" : ", ", quotas->features[f].name,
                        quotas->rows[change->values[f]].value);
}

/* True: there are none. */
static bool put_unsearched(lot_text *words, const lot_changes *changes)
{
    static const char *const plain[LOT_CHANGE_KINDS] = {"minima and maxima", "minima alone",
                                                        "maxima alone",      "households",
                                                        "one seat fewer",    "recruits"};
    bool none = true;
    for (uint32_t kind = 0; kind < LOT_CHANGE_KINDS; kind++) {
        if (!changes->unsearched[kind])
            continue;
        lot_text_format(words, "%s%s",
                        none ? "\nTook too many steps to be looked at, and may help too: " : ", ",
                        plain[kind]);
        none = false;
    }
    lot_text_put(words, none ? "" : ".\n");
    return none;
}

/* Those of quotas come first. */
uint32_t lot_advice_of_quotas(const lot_changes *changes)
{
    uint32_t count = 0;
    while (count < changes->count && changes->list[count].kind <= LOT_CHANGE_MAXIMA)
        count++;
    return count;
}

void lot_advice_describe(lot_text *words, const lot_changes *changes, const lot_workbench *bench)
{
    bool mends = bench->mended.standing != NULL;
    uint32_t count = mends ? lot_advice_of_quotas(changes) : changes->count;
    bool searched = put_unsearched(words, changes);
    if (count == 0 && searched && mends) {
        lot_text_put(words, "\nNo change of a few numbers of the quotas would help.\n");
        return;
    }
    if (count == 0 && searched) {
        lot_text_put(words, "\nNo change of a few seats, households or recruits would help: the "
                            "quotas need more than that.\n");
        return;
    }
    if (count == 0)
        return;
    lot_text_put(words, "\nAny one of these would help, each the least of its kind:\n");
    for (uint32_t i = 0; i < count; i++) {
        const lot_change *change = &changes->list[i];
        lot_text_format(words, "  %" PRIu32 "  ", i + 1);
        switch (change->kind) {
        case LOT_CHANGE_QUOTAS:
        case LOT_CHANGE_MINIMA:
        case LOT_CHANGE_MAXIMA:
            put_of_quotas(words, change, bench->quotas);
            break;
        case LOT_CHANGE_HOUSEHOLD:
            lot_text_format(words, "allow %" PRIu32 " of a household (--per-household %" PRIu32 ")",
                            change->number, change->number);
            break;
        case LOT_CHANGE_SEATS:
            lot_text_format(words, "a panel of %" PRIu32 ", one seat fewer", change->number);
            break;
        case LOT_CHANGE_RECRUIT:
            put_recruits(words, change, bench->quotas);
        }
        lot_text_put(words, "\n");
    }
    if (mends)
        lot_text_put(words, "Whoever may decide that writes it into a quota file with the same "
                            "rows: civiclot replace FILE --quotas QUOTAS. Everybody will see how "
                            "many numbers changed.\n");
    else if (changes->list[0].kind <= LOT_CHANGE_MAXIMA)
        lot_text_put(words, "To write the quotas so changed into a new file: --apply NUMBER --out "
                            "FILE.\n");
}

static json_t *targets_json(const lot_change *change, const lot_quotas *quotas)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < change->targets_count; i++) {
        const lot_shift *target = &change->targets[i];
        const lot_quota *quota = &quotas->rows[target->quota];
        (void)json_array_append_new(
            list, json_pack("{s:o, s:o, s:s, s:I, s:I}", "feature",
                            lot_json_string(quotas->features[quota->feature].name), "value",
                            lot_json_string(quota->value), "bound",
                            target->part == LOT_PART_MIN ? "min" : "max", "from",
                            (json_int_t)target->from, "to", (json_int_t)target->to));
    }
    return list;
}

static json_t *values_json(const lot_change *change, const lot_quotas *quotas)
{
    json_t *list = json_array();
    for (uint32_t f = 0; f < quotas->features_count; f++)
        (void)json_array_append_new(
            list, json_pack("{s:o, s:o}", "feature", lot_json_string(quotas->features[f].name),
                            "value", lot_json_string(quotas->rows[change->values[f]].value)));
    return list;
}

static json_t *change_json(const lot_change *change, const lot_quotas *quotas)
{
    static const char *const numbers[LOT_CHANGE_KINDS] = {NULL,    NULL,    NULL, "per_household",
                                                          "seats", "people"};
    bool priced = change->kind <= LOT_CHANGE_MAXIMA;
    json_t *object =
        json_pack("{s:s, s:o, s:o}", "kind", kind_name(change->kind), "cost",
                  priced ? json_real((double)change->cost / (double)MILLION) : json_null(),
                  "targets", targets_json(change, quotas));
    if (priced)
        (void)json_object_set_new(object, "proven", json_boolean(change->gap == 0));
    else
        (void)json_object_set_new(object, numbers[change->kind],
                                  json_integer((json_int_t)change->number));
    if (change->kind == LOT_CHANGE_RECRUIT)
        (void)json_object_set_new(object, "values", values_json(change, quotas));
    return object;
}

json_t *lot_advice_json(const lot_changes *changes, const lot_quotas *quotas)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < changes->count; i++)
        (void)json_array_append_new(list, change_json(&changes->list[i], quotas));
    return list;
}

json_t *lot_advice_unsearched_json(const lot_changes *changes)
{
    json_t *list = json_array();
    for (uint32_t kind = 0; kind < LOT_CHANGE_KINDS; kind++)
        if (changes->unsearched[kind])
            (void)json_array_append_new(list, json_string(kind_name((lot_change_kind)kind)));
    return list;
}

static lot_status need_targets(const lot_changes *changes, uint32_t number, lot_error *error)
{
    if (number > changes->count)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "there is no change %" PRIu32 ": they are numbered 1 to %" PRIu32, number,
                        changes->count);
    if (changes->list[number - 1].targets_count == 0)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "change %" PRIu32 " leaves the quotas as they are: there is no file to "
                        "write for it",
                        number);
    return LOT_OK;
}

lot_status lot_advice_take(lot_quotas *quotas, const lot_changes *changes, uint32_t number,
                           lot_error *error)
{
    lot_status status = need_targets(changes, number, error);
    if (status != LOT_OK)
        return status;
    const lot_change *change = &changes->list[number - 1];
    for (uint32_t i = 0; i < change->targets_count; i++) {
        const lot_shift *target = &change->targets[i];
        lot_quota *quota = &quotas->rows[target->quota];
        *(target->part == LOT_PART_MAX ? &quota->max : &quota->min) = target->to;
    }
    return LOT_OK;
}

void lot_advice_put_quotas(lot_text *file, const lot_quotas *quotas, const lot_change *change)
{
    bool flexible = false;
    bool weighed = false;
    for (uint32_t q = 0; q < quotas->count; q++) {
        const lot_quota *quota = &quotas->rows[q];
        flexible = flexible || quota->min_flex > 0 || quota->max_flex != LOT_UNBOUNDED;
        weighed = weighed || quota->priority > 1;
    }
    lot_text_format(file, "feature,value,min,max%s%s\n", flexible ? ",min_flex,max_flex" : "",
                    weighed ? ",priority" : "");
    for (uint32_t q = 0; q < quotas->count; q++) {
        const lot_quota *quota = &quotas->rows[q];
        uint32_t bounds[2] = {quota->min, quota->max};
        for (uint32_t i = 0; change != NULL && i < change->targets_count; i++)
            if (change->targets[i].quota == q)
                bounds[change->targets[i].part == LOT_PART_MAX] = change->targets[i].to;
        lot_csv_put_cell(file, quotas->features[quota->feature].name, ',');
        lot_text_put(file, ",");
        lot_csv_put_cell(file, quota->value, ',');
        lot_text_format(file, ",%" PRIu32 ",%" PRIu32, bounds[0], bounds[1]);
        if (flexible)
            lot_text_format(file, ",%" PRIu32 ",", quota->min_flex);
        if (flexible && quota->max_flex != LOT_UNBOUNDED)
            lot_text_format(file, "%" PRIu32, quota->max_flex);
        if (weighed)
            lot_text_format(file, ",%" PRIu32, quota->priority > 0 ? quota->priority : 1);
        lot_text_put(file, "\n");
    }
}

/* In a transaction of its own: what the bench was read from is let go. */
static lot_status write_and_log(lot_workbench *bench, const lot_change *change, const char *path,
                                const lot_text *file, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench writer = {0};
    lot_digest digest;
    lot_sha256(&digest, lot_text_string(file), file->length);
    TRY(lot_assembly_rollback(bench->assembly, error));
    TRY(lot_workbench_open(&writer, bench->path, true, error));
    TRY(lot_journal(&writer, "relax",
                    json_pack("{s:s, s:o, s:o}", "kind", kind_name(change->kind), "targets",
                              targets_json(change, bench->quotas), "written",
                              lot_json_digest(&digest)),
                    error));
    TRY(lot_file_write(path, file->bytes, file->length, 0644, error));
    status = lot_assembly_commit(writer.assembly, error);
    if (status != LOT_OK)
        (void)remove(path);
done:
    lot_workbench_clear(&writer);
    return status;
}

lot_status lot_advice_apply(lot_workbench *bench, const lot_changes *changes, uint32_t number,
                            const char *path, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text file = LOT_TEXT_EMPTY;
    TRY(need_targets(changes, number, error));
    TRY(lot_output_need_new(path, error));
    lot_advice_put_quotas(&file, bench->quotas, &changes->list[number - 1]);
    TRY(lot_text_check(&file, error));
    if (bench->assembly != NULL)
        TRY(write_and_log(bench, &changes->list[number - 1], path, &file, error));
    else
        TRY(lot_file_write(path, file.bytes, file.length, 0644, error));
    lot_talk_say(talk, "Written: %s, the quotas with change %" PRIu32 "%s", path, number,
                 bench->assembly != NULL ? ": take it in with civiclot quotas" : "");
done:
    lot_text_free(&file);
    return status;
}
