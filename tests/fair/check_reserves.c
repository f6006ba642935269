/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reserves on recorded assemblies, against other ways to choose them:
 *
 *     check_reserves [SEED [SAMPLES]]
 *
 * One reserve for five seats, drop-outs of 5 to 30 %. Reserves are chosen on SAMPLES samples and
 * compared on as many others, all with the best call-ups. It fails where ours are not below the
 * mean of each rival.
 */
#include "core/array.h"
#include "lottery/crew.h"
#include "support/generate.h"
#include "support/recorded.h"
#include "support/rivals.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { DRAWS = 10, RIVALS = 3, STEPS = 200000 };

static const uint32_t rates[] = {50000, 100000, 200000, 300000};

typedef struct trial {
    const lot_recorded *recorded;
    lot_candidates *candidates;
    uint32_t *panel; /* [seats][features] values */
    uint64_t seed;
    uint32_t samples;
} trial;

static double seconds(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void must(lot_status status)
{
    if (status != LOT_OK)
        abort();
}

static lot_dropouts *draw(const trial *t, uint32_t rate, uint64_t seed)
{
    const lot_quotas *quotas = t->recorded->quotas;
    lot_dropouts *dropouts;
    lot_dropout_rates equal = {rate, lot_array_new(quotas->count, sizeof *equal.of_value)};
    const lot_stream stream = {lot_recorded_number, &seed};
    for (uint32_t q = 0; q < quotas->count; q++)
        equal.of_value[q] = rate;
    must(lot_dropouts_draw(&dropouts, quotas, t->panel, t->recorded->seats, &equal, t->samples,
                           &stream, NULL));
    free(equal.of_value);
    return dropouts;
}

static double mean(const lot_reserve_question *question, const uint32_t *types, uint32_t count)
{
    uint64_t deviation;
    must(lot_reserves_deviation(&deviation, NULL, question, types, count, STEPS, NULL));
    return (double)deviation / question->dropouts->samples;
}

/* How much worse call-ups by exchanges are than the best, in percent. */
static double exchange_excess(const lot_reserve_question *question, const uint32_t *types,
                              uint32_t count)
{
    lot_crew *crew;
    uint64_t least;
    must(lot_crew_new(&crew, question, count, NULL));
    for (uint32_t i = 0; i < count; i++)
        lot_crew_set(crew, i, types[i]);
    lot_crew_settle(crew);
    must(lot_reserves_deviation(&least, NULL, question, types, count, STEPS, NULL));
    double excess = least == 0 ? 0 : 100.0 * (double)crew->now.total / (double)least - 100;
    lot_crew_free(crew);
    return excess;
}

static bool try_rate(const trial *t, uint32_t rate)
{
    static lot_rival *const rivals[RIVALS] = {lot_rival_random, lot_rival_scaled, lot_rival_greedy};
    const lot_recorded *recorded = t->recorded;
    uint32_t count = recorded->seats / 5;
    lot_dropouts *known = draw(t, rate, t->seed * 2 + 1);
    lot_dropouts *fresh = draw(t, rate, t->seed * 2 + 1000001);
    const lot_reserve_question question = {recorded->quotas, recorded->seats, t->candidates, known};
    lot_reserve_question other = question;
    const lot_rival_question asked = {recorded->quotas, recorded->seats, t->candidates, t->panel,
                                      count};
    lot_reserve_curve *curve;
    uint64_t bound;
    bool passed = true;
    other.dropouts = fresh;
    double begin = seconds();
    must(lot_reserves_choose(&curve, &question, count, NULL, NULL));
    double chosen = seconds();
    must(lot_reserves_bound(&bound, &question, curve->types[count], count, LOT_BOUND_ROUNDS, NULL,
                            NULL));
    double bounded = seconds();
    double ours = mean(&other, curve->types[count], count);
    (void)printf("%-10s %3u %3u %3u%% %7.2f %7.3f", recorded->name, recorded->seats, count,
                 rate / 10000, mean(&other, NULL, 0), ours);
    uint64_t random = t->seed;
    for (uint32_t r = 0; r < RIVALS; r++) {
        double sum = 0;
        for (uint32_t d = 0; d < DRAWS; d++) {
            uint32_t *types = rivals[r](&asked, &random);
            sum += mean(&other, types, count);
            free(types);
        }
        (void)printf(" %7.3f", sum / DRAWS);
        passed = passed && ours < sum / DRAWS;
    }
    (void)printf("  %7.3f %7.3f %s%s %5.2f%% %3u %5.1fs %5.1fs %s\n",
                 (double)curve->deviation[count] / known->samples, (double)bound / known->samples,
                 curve->exact[count] ? "e" : "-", curve->proven[count] ? "p" : "-",
                 exchange_excess(&other, curve->types[count], count),
                 lot_reserves_knee(curve, LOT_KNEE_PARTS), chosen - begin, bounded - chosen,
                 passed ? "" : "FAILED");
    lot_reserve_curve_free(curve);
    lot_dropouts_free(known);
    lot_dropouts_free(fresh);
    return passed;
}

static uint32_t try_case(lot_recorded *recorded, uint64_t seed, uint32_t samples)
{
    uint32_t failed = 0;
    size_t features = recorded->quotas->features_count;
    trial t = {.recorded = recorded, .seed = seed, .samples = samples};
    t.panel = lot_array_new(recorded->seats * features, sizeof *t.panel);
    for (uint32_t s = 0; s < recorded->seats; s++)
        memcpy(t.panel + s * features, recorded->pool->values + recorded->panel[s] * features,
               features * sizeof *t.panel);
    const lot_taken taken = {recorded->panel, recorded->seats, NULL};
    must(lot_candidates_new(&t.candidates, recorded->pool, &taken, 1, NULL));
    for (size_t r = 0; r < sizeof rates / sizeof *rates; r++)
        failed += !try_rate(&t, rates[r]);
    lot_candidates_free(t.candidates);
    free(t.panel);
    return failed;
}

int main(int count, char **words)
{
    uint64_t seed = count > 1 ? strtoull(words[1], NULL, 10) : 1;
    uint32_t samples = count > 2 ? (uint32_t)strtoul(words[2], NULL, 10) : 500;
    const char *only = count > 3 ? words[3] : NULL;
    uint32_t failed = 0;
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    (void)printf(
        "                           on other samples                          where chosen\n"
        "case         k   N drop    none    ours  random  scaled  greedy     ours   bound  "
        "  exch. knee\n");
    for (uint32_t i = 0; i < LOT_RECORDED_COUNT; i++) {
        if (only != NULL && strcmp(only, lot_recorded_name(i)) != 0)
            continue;
        lot_recorded *recorded = lot_recorded_make(i, seed);
        if (recorded == NULL) {
            (void)printf("%s: skipped, its files are not there\n", lot_recorded_name(i));
            continue;
        }
        failed += try_case(recorded, seed, samples);
        lot_recorded_free(recorded);
    }
    (void)printf("%u failed\n", failed);
    return failed > 0;
}
