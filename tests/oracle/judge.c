/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One judge an objective. */
#include "oracle/judge.h"

#include "oracle/fairest.h"
#include "oracle/simplex.h"

#include <assert.h>
#include <math.h>

static const double chance_noise = 1e-7;
static const double goldilocks_gap = 1e-9;
static const double goldilocks_noise = 1e-3;
static const double nash_gap = 1e-6;

static bool is_same(const lot_fraction *of, mpq_srcptr wanted)
{
    return mpz_cmp_ui(mpq_numref(wanted), of->numerator) == 0 &&
           mpz_cmp_ui(mpq_denref(wanted), of->denominator) == 0;
}

/* noise: when no fractions are claimed. */
static bool compare(lot_text *why, const lot_claim *claim, mpq_srcptr wanted, double noise,
                    const lot_brute *brute)
{
    for (uint32_t p = 0; p < brute->people_count; p++) {
        bool same = claim->fraction != NULL
                        ? is_same(&claim->fraction[p], wanted + p)
                        : fabs(claim->chance[p] - mpq_get_d(wanted + p)) <= noise;
        if (same)
            continue;
        lot_text_format(why, "person %u has %.17g, brute force says %.17g", p, claim->chance[p],
                        mpq_get_d(wanted + p));
        return false;
    }
    return true;
}

typedef void fairest(mpq_ptr chance, const lot_brute *brute);

static bool judge_exact(lot_text *why, const lot_claim *claim, const lot_brute *brute,
                        fairest *objective)
{
    mpq_ptr wanted = lot_fractions_new(brute->people_count);
    objective(wanted, brute);
    bool right = compare(why, claim, wanted, chance_noise, brute);
    lot_fractions_free(wanted, brute->people_count);
    return right;
}

static bool judge_leximin(lot_text *why, const lot_claim *claim, const lot_brute *brute)
{
    return judge_exact(why, claim, brute, lot_fairest_leximin);
}

static bool judge_maximin(lot_text *why, const lot_claim *claim, const lot_brute *brute)
{
    return judge_exact(why, claim, brute, lot_fairest_maximin);
}

static bool judge_minimax(lot_text *why, const lot_claim *claim, const lot_brute *brute)
{
    return judge_exact(why, claim, brute, lot_fairest_minimax);
}

/* Somebody who can sit but has no chance makes goldilocks infinite and nash nothing. */
static bool reaches_all(lot_text *why, const lot_claim *claim, const lot_brute *brute)
{
    for (uint32_t p = 0; p < brute->people_count; p++)
        if (brute->reached[p] && claim->chance[p] <= 0) {
            lot_text_format(why, "person %u can sit on a panel, and never does", p);
            return false;
        }
    return true;
}

static bool judge_goldilocks(lot_text *why, const lot_claim *claim, const lot_brute *brute)
{
    if (!reaches_all(why, claim, brute))
        return false;
    mpq_ptr wanted = lot_fractions_new(brute->people_count);
    mpq_ptr told = lot_fractions_new(brute->people_count);
    mpq_t value;
    lot_goldilocks best;
    mpq_inits(value, best.low, best.high, NULL);
    for (uint32_t p = 0; p < brute->people_count; p++)
        mpq_set_d(told + p, claim->chance[p]);
    lot_goldilocks_value(value, told, brute, claim->gamma);
    lot_fairest_goldilocks(wanted, &best, brute, claim->gamma);
    bool right = mpq_get_d(value) <= mpq_get_d(best.high) * (1 + goldilocks_gap);
    if (!right)
        lot_text_format(why, "worth %.17g, brute force says %.17g", mpq_get_d(value),
                        mpq_get_d(best.high));
    right = right && compare(why, claim, wanted, goldilocks_noise, brute);
    mpq_clears(value, best.low, best.high, NULL);
    lot_fractions_free(wanted, brute->people_count);
    lot_fractions_free(told, brute->people_count);
    return right;
}

static bool judge_nash(lot_text *why, const lot_claim *claim, const lot_brute *brute)
{
    if (!reaches_all(why, claim, brute))
        return false;
    double best[LOT_BRUTE_PEOPLE_MAX];
    (void)lot_fairest_nash(best, brute);
    double logarithms = 0;
    for (uint32_t p = 0; p < brute->people_count; p++)
        if (brute->reached[p])
            logarithms += log(claim->chance[p] / best[p]);
    double mean = exp(logarithms / lot_brute_reached_count(brute));
    if (mean >= 1 - nash_gap)
        return true;
    lot_text_format(why, "the geometric mean is %.9f times the best", mean);
    return false;
}

typedef bool judge(lot_text *why, const lot_claim *claim, const lot_brute *brute);

static judge *find_judge(lot_objective objective)
{
    switch (objective) {
    case LOT_LEXIMIN:
        return judge_leximin;
    case LOT_MAXIMIN:
        return judge_maximin;
    case LOT_MINIMAX:
        return judge_minimax;
    case LOT_GOLDILOCKS:
        return judge_goldilocks;
    case LOT_NASH:
        return judge_nash;
    case LOT_LEGACY:
        break;
    }
    return NULL;
}

bool lot_judge_knows(lot_objective objective)
{
    return find_judge(objective) != NULL;
}

bool lot_judge(lot_text *why, const lot_claim *claim, const lot_brute *brute)
{
    judge *decide = find_judge(claim->objective);
    assert(decide != NULL);
    return decide(why, claim, brute);
}
