/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Standing: a feature more, behind all others, that settles who is on every panel and on none. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/standing.h"
#include "support/sample.h"

/* Of the sample's six people: 0 is kept, 3 withdrew. */
static lot_standing *settle(void)
{
    lot_standing *standing;
    assert_int_equal(lot_standing_new(&standing, 6, NULL), LOT_OK);
    standing->places[0] = LOT_KEPT;
    standing->places[3] = LOT_WITHDRAWN;
    return standing;
}

static void quotas_settle_who_is_kept_and_who_withdrew(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_standing *standing = settle();
    lot_quotas *more;
    const lot_quotas *own = sample->quotas;
    assert_int_equal(lot_standing_quotas(&more, standing, own, 2, NULL), LOT_OK);
    assert_int_equal(more->features_count, own->features_count + 1);
    assert_int_equal(more->count, own->count + 3);
    assert_string_equal(more->rows[0].value, own->rows[0].value);
    const lot_quota *places = more->rows + own->count;
    const uint32_t exact[] = {1, 0, 1};
    for (int i = 0; i < 3; i++) {
        assert_string_equal(places[i].value, lot_place_name((lot_place)i));
        assert_int_equal(places[i].min, exact[i]);
        assert_int_equal(places[i].max, exact[i]);
        assert_int_equal(places[i].feature, own->features_count);
    }
    assert_int_equal(more->features[own->features_count].first, own->count);
    lot_quotas_free(more);
    lot_standing_free(standing);
    lot_sample_free(sample);
}

static void the_pool_has_the_standing_as_last_value(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_standing *standing = settle();
    lot_pool *more;
    const lot_pool *own = sample->pool;
    const lot_quotas *quotas = sample->quotas;
    assert_int_equal(lot_standing_pool(&more, standing, own, quotas, NULL), LOT_OK);
    for (uint32_t p = 0; p < own->people_count; p++) {
        for (uint32_t f = 0; f < own->features_count; f++)
            assert_int_equal(lot_pool_value(more, p, f), lot_pool_value(own, p, f));
        uint32_t place = p == 0 ? 0 : p == 3 ? 1 : 2;
        assert_int_equal(lot_pool_value(more, p, own->features_count), quotas->count + place);
        assert_int_equal(more->households[p], own->households[p]);
        assert_string_equal(more->ids[p], own->ids[p]);
    }
    lot_pool_free(more);
    lot_standing_free(standing);
    lot_sample_free(sample);
}

static void a_reason_is_a_short_code(void **state)
{
    (void)state;
    assert_true(lot_reason_is_code("no-answer"));
    assert_true(lot_reason_is_code("abcdefghijklmnopqrstuvwxyz012345"));
    assert_false(lot_reason_is_code("abcdefghijklmnopqrstuvwxyz0123456"));
    assert_false(lot_reason_is_code(""));
    assert_false(lot_reason_is_code("Ill"));
    assert_false(lot_reason_is_code("moved away"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotas_settle_who_is_kept_and_who_withdrew),
        cmocka_unit_test(the_pool_has_the_standing_as_last_value),
        cmocka_unit_test(a_reason_is_a_short_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
