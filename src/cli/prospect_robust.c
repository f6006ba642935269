/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prospect: what the pool can bear, told. */
#include "cli/prospect.h"

#include "report/numbers.h"

#include <inttypes.h>

enum { LINES_MOST = 20 };

static uint32_t row_of(const lot_workbench *bench, uint32_t class, uint32_t member)
{
    const lot_classes *classes = bench->classes;
    return bench->pool->rows[classes->members[classes->first_member[class] + member]];
}

static void put_fatal(lot_text *words, const lot_robust *robust, const lot_workbench *bench)
{
    uint64_t people = 0;
    for (uint32_t i = 0; i < robust->fatal_count; i++)
        people += bench->classes->size[robust->fatal[i].class];
    if (people == 0) {
        lot_text_put(words, "Whoever withdraws, a panel remains.\n");
        return;
    }
    lot_count_put(words, people, "person is", "people are");
    lot_text_put(words, " on every panel: without any one of them there is none.\n");
    for (uint32_t i = 0; i < robust->fatal_count && i < LINES_MOST; i++) {
        const lot_indispensable *fatal = &robust->fatal[i];
        uint32_t size = bench->classes->size[fatal->class];
        lot_text_put(words, size == 1 ? "  row" : "  rows");
        for (uint32_t m = 0; m < size && m < LINES_MOST; m++)
            lot_text_format(words, "%s %" PRIu32, m == 0 ? "" : ",",
                            row_of(bench, fatal->class, m));
        if (fatal->priced && fatal->relaxed) {
            lot_text_put(words,
                         ": without one of them, changes of the quotas would cost at least ");
            lot_decimal_put(words, fatal->cost, 1000000, 6);
        } else if (fatal->priced) {
            lot_text_put(words, ": without one of them, no change of the quotas would help");
        }
        lot_text_put(words, "\n");
    }
    if (robust->fatal_count > LINES_MOST)
        lot_text_format(words, "  and %" PRIu32 " more such groups\n",
                        robust->fatal_count - LINES_MOST);
}

static void put_dearest(lot_text *words, const lot_robust *robust, const lot_workbench *bench)
{
    if (!robust->has_dearest)
        return;
    lot_text_format(words, "Dearest of the others: without row %" PRIu32 " the least chance falls ",
                    row_of(bench, robust->dearest, 0));
    lot_text_put(words, "from at most ");
    lot_bound_put(words, robust->before.numerator, robust->before.denominator);
    lot_text_put(words, " to at most ");
    lot_bound_put(words, robust->after.numerator, robust->after.denominator);
    lot_text_put(words, ".\n");
}

/* So many trials of a hundred bore at most this. */
static uint32_t quantile(const lot_robust *robust, uint32_t per_cent)
{
    return robust->borne[(uint64_t)(robust->simulations - 1) * per_cent / 100];
}

void lot_prospect_describe_robust(lot_text *words, const lot_robust *robust,
                                  const lot_workbench *bench)
{
    uint32_t people = bench->pool->people_count;
    put_fatal(words, robust, bench);
    put_dearest(words, robust, bench);
    lot_text_format(words,
                    "When people drop out by lot (%" PRIu32 " trials, seed %" PRIu64 "), a panel "
                    "remains until\n  %" PRIu32 " of %" PRIu32 " in the worst trial, %" PRIu32
                    " in one of ten, %" PRIu32 " in the middle one have gone.\n",
                    robust->simulations, robust->seed, robust->borne[0], people,
                    quantile(robust, 10), quantile(robust, 50));
}

static json_t *fraction_json(lot_fraction fraction)
{
    return json_pack("{s:I, s:I}", "numerator", (json_int_t)fraction.numerator, "denominator",
                     (json_int_t)fraction.denominator);
}

static json_t *fatal_json(const lot_robust *robust, const lot_workbench *bench)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < robust->fatal_count; i++) {
        const lot_indispensable *fatal = &robust->fatal[i];
        json_t *rows = json_array();
        for (uint32_t m = 0; m < bench->classes->size[fatal->class]; m++)
            (void)json_array_append_new(rows,
                                        json_integer((json_int_t)row_of(bench, fatal->class, m)));
        (void)json_array_append_new(list, json_pack("{s:o, s:o}", "rows", rows, "cost",
                                                    fatal->priced && fatal->relaxed
                                                        ? json_real((double)fatal->cost / 1e6)
                                                        : json_null()));
    }
    return list;
}

void lot_prospect_json_robust(json_t *object, const lot_robust *robust, const lot_workbench *bench)
{
    json_t *borne = json_array();
    for (uint32_t i = 0; i < robust->simulations; i++)
        (void)json_array_append_new(borne, json_integer((json_int_t)robust->borne[i]));
    json_t *dearest = robust->has_dearest ? json_pack("{s:I, s:o, s:o}", "row",
                                                      (json_int_t)row_of(bench, robust->dearest, 0),
                                                      "before", fraction_json(robust->before),
                                                      "after", fraction_json(robust->after))
                                          : json_null();
    (void)json_object_set_new(object, "robust",
                              json_pack("{s:o, s:o, s:o, s:I}", "indispensable",
                                        fatal_json(robust, bench), "dearest", dearest, "borne",
                                        borne, "seed", (json_int_t)robust->seed));
}
