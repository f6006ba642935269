/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Watched: in words and as JSON. Shares and expectations are rounded, nothing else. */
#include "cli/watched.h"

#include "talk/json.h"

#include <inttypes.h>

static void put_tenths(lot_text *words, uint64_t hundredths)
{
    uint64_t tenths = (hundredths + 5) / 10;
    lot_text_format(words, "%" PRIu64 ".%" PRIu64, tenths / 10, tenths % 10);
}

static void put_date(lot_text *words, const char *before, const lot_date *date)
{
    lot_text_put(words, before);
    lot_date_put(words, date);
}

/* Today, the mailing, how many, and what is assumed. */
static void put_head(lot_text *words, const lot_watched *w)
{
    const lot_pace *pace = &w->pace;
    uint64_t rate =
        ((uint64_t)w->watch->registered * 10000 + w->letters.total / 2) / w->letters.total;
    put_date(words, "Until ", &pace->today);
    lot_text_format(words, ", day %" PRIu32 " after the %s of ", pace->days,
                    pace->sent_is_first ? "first registration" : "mailing");
    lot_date_put(words, &pace->sent);
    lot_text_format(
        words, ", %" PRIu32 " registered, of %" PRIu64 " letters %" PRIu64 ".%02" PRIu64 "%%. ",
        w->watch->registered, w->letters.total, rate / 100, rate % 100);
    if (pace->days_left == 0) {
        put_date(words, "Registration closed on ", &pace->close);
        lot_text_put(words, ": this is the pool.\n");
        return;
    }
    put_date(words, "Registration closes on ", &pace->close);
    lot_text_format(words, ", in %" PRIu32 " day%s.\n", pace->days_left,
                    pace->days_left == 1 ? "" : "s");
    lot_pace_describe(words, pace);
    lot_text_put(words, "\nSo about ");
    lot_text_format(words, "%" PRIu64, (w->watch->expected + 50) / 100);
    lot_text_format(words,
                    " will have registered by then (in eight of ten simulations %" PRIu32
                    " to %" PRIu32 ").\n",
                    w->watch->people.low, w->watch->people.high);
}

static void put_value(lot_text *words, const lot_watched *w, uint32_t quota, size_t width)
{
    enum { SEATS_WIDTH = 9, RANGE_WIDTH = 11 };
    const lot_quota *row = &w->bench.quotas->rows[quota];
    const lot_watched_value *value = &w->watch->values[quota];
    lot_text part = LOT_TEXT_EMPTY;
    lot_text_put(words, "  ");
    lot_text_put_padded(words, row->value, width);
    lot_text_format(&part, "%" PRIu32 "-%" PRIu32, row->min, row->max);
    lot_text_format(words, "%*s%12" PRIu32, SEATS_WIDTH, lot_text_string(&part), value->registered);
    lot_text_begin_again(&part);
    put_tenths(&part, value->expected);
    lot_text_format(words, "%10s", lot_text_string(&part));
    lot_text_begin_again(&part);
    lot_text_format(&part, "%" PRIu32 "-%" PRIu32, value->range.low, value->range.high);
    lot_text_format(words, "%*s", RANGE_WIDTH, lot_text_string(&part));
    lot_text_free_part(words, &part);
    if (value->missed > 0)
        lot_text_format(words, "%8" PRIu32 "%%",
                        (uint32_t)(((uint64_t)value->missed * 100 + w->watch->simulations - 1) /
                                   w->watch->simulations));
    lot_text_put(words, "\n");
}

static void put_values(lot_text *words, const lot_watched *w)
{
    size_t width = 0;
    const lot_quotas *quotas = w->bench.quotas;
    for (uint32_t q = 0; q < quotas->count; q++) {
        size_t now = lot_text_places(quotas->rows[q].value);
        width = now > width ? now : width;
    }
    for (uint32_t f = 0; f < quotas->features_count; f++) {
        size_t now = lot_text_places(quotas->features[f].name);
        width = now > width + 2 ? now - 2 : width;
    }
    for (uint32_t f = 0; f < quotas->features_count; f++) {
        const lot_feature *feature = &quotas->features[f];
        lot_text_put(words, "\n");
        lot_text_put_padded(words, feature->name, width + 2);
        lot_text_put(words, "    seats  registered  expected     range   missed\n");
        for (uint32_t q = feature->first; q < feature->first + feature->values_count; q++)
            put_value(words, w, q, width);
    }
}

static void put_chance(lot_text *words, const lot_watch *watch)
{
    lot_interval chance = lot_interval_of(watch->feasible, watch->simulations);
    lot_text_format(words,
                    "in %" PRIu32 " of %" PRIu32 " simulations (so the chance is %" PRIu32
                    "%% to %" PRIu32 "%%, as far as simulations go)",
                    watch->feasible, watch->simulations, chance.low / 10000,
                    (chance.high + 9999) / 10000);
}

static lot_status put_panel(lot_text *words, const lot_watched *w, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text_format(words, "\nThe pool of today has %s panel. By the close there is one ",
                    w->watch->panel_now ? "a" : "no");
    put_chance(words, w->watch);
    lot_text_put(words, ".\n");
    if (w->expected.conflict == NULL) {
        lot_text_put(words, "If exactly as many come as are expected, there is a panel.\n");
        return LOT_OK;
    }
    lot_text_put(words, "If exactly as many come as are expected:\n");
    TRY(lot_conflict_describe(words, w->expected.conflict, w->bench.quotas, w->expected.classes,
                              w->expected.rows, w->bench.info.seats, error));
done:
    return status;
}

/* "area Leyton", or nothing where only the total of letters is known. */
static void put_area(lot_text *words, const lot_watched *w, const lot_remedy *remedy)
{
    if (remedy->area == LOT_NO_AREA)
        lot_text_put(words, "as those before");
    else
        lot_text_format(words, "to %s %s", w->bench.quotas->features[w->letters.feature].name,
                        w->bench.quotas->rows[remedy->area].value);
}

static void put_remedy(lot_text *words, const lot_watched *w, const lot_remedy *remedy)
{
    const lot_quota *row = &w->bench.quotas->rows[remedy->quota];
    lot_text_format(words, "  %s %s: ", w->bench.quotas->features[row->feature].name, row->value);
    put_tenths(words, remedy->wanted);
    lot_text_put(words, " more are wanted. ");
    if (remedy->letters == 0) {
        lot_text_put(words, w->watch->values[remedy->quota].registered == 0
                                ? "Nobody of them has registered so far, so that no number of "
                                  "letters can be told: reach them in another way.\n"
                                : "No number of letters brings them by the close.\n");
        return;
    }
    lot_text_format(words, "%" PRIu64 " more letters ", remedy->letters);
    put_area(words, w, remedy);
    lot_text_put(words, ", posted today, would bring about ");
    put_tenths(words, remedy->brings);
    lot_text_format(words, " (%" PRIu32 " of the %" PRIu32 " who registered %s are that)\n",
                    remedy->area_have, remedy->area_all,
                    remedy->area == LOT_NO_AREA ? "so far" : "there");
    if (remedy->far)
        lot_text_put(words, "    That is more than were sent in all: reach them in another way. "
                            "These letters are not among those below.\n");
}

static void put_remedies(lot_text *words, const lot_watched *w)
{
    if (w->remedies_count == 0)
        return;
    if (w->pace.letter_more == 0) {
        lot_text_put(words, "\nLetters posted today come too late.\n");
        return;
    }
    lot_text_put(words,
                 "\nWhat would mend what is missed in a tenth of the simulations or more, by "
                 "the answers so far:\n");
    for (uint32_t r = 0; r < w->remedies_count; r++)
        put_remedy(words, w, &w->remedies[r]);
    if (w->with_letters == NULL)
        return;
    lot_text_format(words, "With these %" PRIu64 " letters there would be a panel ",
                    w->more_letters);
    put_chance(words, w->with_letters);
    lot_text_put(words, ".\n");
}

static json_t *date_json(const lot_date *date)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_date_put(&words, date);
    json_t *string = lot_json_string(lot_text_string(&words));
    lot_text_free(&words);
    return string;
}

static json_t *name_json(const lot_watched *w, uint32_t quota)
{
    const lot_quotas *quotas = w->bench.quotas;
    return json_pack("{s:o, s:o}", "feature",
                     lot_json_string(quotas->features[quotas->rows[quota].feature].name), "value",
                     lot_json_string(quotas->rows[quota].value));
}

static json_t *values_json(const lot_watched *w)
{
    json_t *list = json_array();
    for (uint32_t q = 0; q < w->bench.quotas->count; q++) {
        const lot_watched_value *value = &w->watch->values[q];
        json_t *object = name_json(w, q);
        json_t *numbers =
            json_pack("{s:I, s:I, s:I, s:f, s:I, s:I, s:I, s:I}", "min",
                      (json_int_t)w->bench.quotas->rows[q].min, "max",
                      (json_int_t)w->bench.quotas->rows[q].max, "registered",
                      (json_int_t)value->registered, "expected", (double)value->expected / 100,
                      "p10", (json_int_t)value->range.low, "p50", (json_int_t)value->range.middle,
                      "p90", (json_int_t)value->range.high, "missed", (json_int_t)value->missed);
        (void)json_object_update(object, numbers);
        json_decref(numbers);
        (void)json_array_append_new(list, object);
    }
    return list;
}

static json_t *remedies_json(const lot_watched *w)
{
    json_t *list = json_array();
    for (uint32_t r = 0; r < w->remedies_count; r++) {
        const lot_remedy *remedy = &w->remedies[r];
        (void)json_array_append_new(
            list,
            json_pack("{s:o, s:o, s:I, s:f, s:f, s:b}", "for", name_json(w, remedy->quota), "to",
                      remedy->area == LOT_NO_AREA ? json_null() : name_json(w, remedy->area),
                      "letters", (json_int_t)remedy->letters, "wanted",
                      (double)remedy->wanted / 100, "brings", (double)remedy->brings / 100,
                      "too_many", remedy->far));
    }
    return list;
}

static json_t *people_json(const lot_watch *watch)
{
    return json_pack("{s:I, s:f, s:I, s:I, s:I}", "registered", (json_int_t)watch->registered,
                     "expected", (double)watch->expected / 100, "p10",
                     (json_int_t)watch->people.low, "p50", (json_int_t)watch->people.middle, "p90",
                     (json_int_t)watch->people.high);
}

static json_t *answer_json(const lot_watched *w)
{
    const lot_pace *pace = &w->pace;
    json_t *object = json_pack(
        "{s:o, s:o, s:o, s:I, s:I, s:s, s:I, s:o, s:b, s:b, s:I, s:I, s:o, s:o}", "today",
        date_json(&pace->today), "sent", date_json(&pace->sent), "close", date_json(&pace->close),
        "days", (json_int_t)pace->days, "days_left", (json_int_t)pace->days_left, "pace",
        lot_pace_name(pace->kind), "letters", (json_int_t)w->letters.total, "people",
        people_json(w->watch), "panel_now", w->watch->panel_now, "panel_expected",
        w->expected.conflict == NULL, "simulations", (json_int_t)w->watch->simulations, "feasible",
        (json_int_t)w->watch->feasible, "values", values_json(w), "mailings", remedies_json(w));
    if (w->expected.conflict != NULL && w->expected.conflict->people == NULL)
        (void)json_object_set_new(object, "conflict",
                                  lot_json_conflict(w->expected.conflict, w->bench.quotas, NULL));
    if (w->with_letters != NULL)
        (void)json_object_set_new(object, "with_mailings",
                                  json_pack("{s:I, s:I}", "letters", (json_int_t)w->more_letters,
                                            "feasible", (json_int_t)w->with_letters->feasible));
    return object;
}

lot_status lot_watched_tell(const lot_watched *watched, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text words = LOT_TEXT_EMPTY;
    put_head(&words, watched);
    put_values(&words, watched);
    TRY(put_panel(&words, watched, error));
    put_remedies(&words, watched);
    TRY(lot_talk_text(watched->talk, &words, error));
    TRY(lot_talk_json(watched->talk, answer_json(watched), error));
done:
    lot_text_free(&words);
    return status;
}
