/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goldilocks: nobody's chance too low or too high. With n people who can sit on k seats, r = n / k,
 * F the least chance and M the greatest,
 *
 *     min  r M + gamma / (r F)
 *
 * depends on F and M alone. Let M(F) be the least M given the floor F: one level (GREATEST, limited
 * by F). It is convex and piecewise linear, and the bound of each level is a line below it,
 *
 *     down M  >=  up F - upper,       up, down: sums of the bound's weights over people,
 *
 * as are the bound of the largest F there is (LEAST; down = 0) and that of the mean (up = 0). So:
 * find the F that is best for the lines known, ask the level there for another line, until it gives
 * no new one. The best F is where two lines meet, or where one line's slope up / down is that of
 * the hyperbola, gamma / (r F)^2: then F is not rational, and the nearest 2^-30 is taken, which
 * costs its square. One or two lines, taken so often that their slopes together are the
 * hyperbola's, prove the optimum.
 *
 * With F and M found, M is a ceiling, and the chances below it are leximin.
 */
#include "core/array.h"
#include "fair/exact.h"
#include "fair/objective.h"

#include <math.h>
#include <stdlib.h>

enum { LINES_MAX = 100, FLOOR_BITS = 30, TIMES_BITS = 40 };

/* Lines that raise M by less than this are the solver's noise. */
static const double noise = 1e-12;

/* Slopes nearer than this part are the same. */
static const double near = 1e-9;

typedef struct line {
    lot_bound bound;
    mpq_t up;
    mpq_t down; /* 0 in the line of the largest floor, which is the first */
    mpq_t upper;
} line;

typedef struct search {
    lot_rounds *rounds;
    const lot_domain *domain;
    line lines[LINES_MAX];
    uint32_t count;
    double ratio; /* r */
    double gamma;
    mpq_t floor;            /* at hand */
    uint32_t first, second; /* the lines that hold it; the same where there is one */
} search;

/* Take the level's bound as a line. */
static void add_line(search *s, lot_level *level)
{
    line *added = &s->lines[s->count++];
    added->bound = level->bound;
    level->bound = (lot_bound){0};
    mpq_inits(added->up, added->down, added->upper, NULL);
    lot_bound_weigh(added->up, added->down, &added->bound, 1, s->rounds->levels.model);
    mpq_set_si(added->upper, added->bound.upper, 1);
}

/* The greatest chance is at least the mean: everyone weighs -1. */
static lot_status prove_mean(lot_bound *bound, const lot_model *model, lot_error *error)
{
    lot_status status = LOT_OK;
    mpq_t *weight = lot_rationals_new(model->classes->count);
    mpq_t *dual = lot_rationals_new(model->rows_count);
    lot_bound_clear(bound);
    if (weight == NULL || dual == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t t = 0; t < model->classes->count; t++)
        if (model->cap[t] > 0)
            mpq_set_si(weight[t], -1, 1);
    mpq_set_si(dual[0], -1, 1);
    TRY(lot_bound_prove(bound, model, weight, dual, error));
done:
    lot_rationals_free(weight, model->classes->count);
    lot_rationals_free(dual, model->rows_count);
    return status;
}

static void search_clear(search *s)
{
    for (uint32_t i = 0; i < s->count; i++) {
        lot_bound_clear(&s->lines[i].bound);
        mpq_clears(s->lines[i].up, s->lines[i].down, s->lines[i].upper, NULL);
    }
    mpq_clear(s->floor);
}

static double quotient(mpq_srcptr over, mpq_srcptr under)
{
    return mpq_get_d(over) / mpq_get_d(under);
}

/* The greatest chance that line i asks for at a floor. */
static double line_at(const search *s, uint32_t i, double floor)
{
    const line *l = &s->lines[i];
    return (mpq_get_d(l->up) * floor - mpq_get_d(l->upper)) / mpq_get_d(l->down);
}

/* The least greatest chance that all lines allow at a floor. */
static double greatest_at(const search *s, double floor)
{
    double most = 0;
    for (uint32_t i = 1; i < s->count; i++)
        most = fmax(most, line_at(s, i, floor));
    return most;
}

static double value_at(const search *s, double floor)
{
    return s->ratio * greatest_at(s, floor) + s->gamma / (s->ratio * floor);
}

static double slope_of(const search *s, uint32_t i)
{
    return quotient(s->lines[i].up, s->lines[i].down);
}

/* Where two lines meet, in doubles; the first line stands upright. */
static double crossing(const search *s, uint32_t i, uint32_t j)
{
    const line *a = &s->lines[i];
    const line *b = &s->lines[j];
    if (i == 0)
        return quotient(a->upper, a->up);
    return (quotient(a->upper, a->down) - quotient(b->upper, b->down)) /
           (slope_of(s, i) - slope_of(s, j));
}

/* The same as a fraction. */
static void set_crossing(search *s)
{
    const line *a = &s->lines[s->first];
    const line *b = &s->lines[s->second];
    mpq_t part;
    mpq_init(part);
    if (s->first == 0) {
        mpq_div(s->floor, a->upper, a->up);
    } else { /* (upper_a down_b - upper_b down_a) / (up_a down_b - up_b down_a) */
        mpq_t under;
        mpq_init(under);
        mpq_mul(s->floor, a->upper, b->down);
        mpq_mul(part, b->upper, a->down);
        mpq_sub(s->floor, s->floor, part);
        mpq_mul(under, a->up, b->down);
        mpq_mul(part, b->up, a->down);
        mpq_sub(under, under, part);
        mpq_div(s->floor, s->floor, under);
        mpq_clear(under);
    }
    mpq_clear(part);
}

/* Is the hyperbola's slope at the floor between those of two lines? Else neither holds it. */
static bool holds(const search *s, uint32_t i, uint32_t j, double floor)
{
    double wanted = s->gamma / (s->ratio * floor * s->ratio * floor);
    double one = i == 0 ? INFINITY : slope_of(s, i);
    double other = slope_of(s, j);
    return fmin(one, other) <= wanted * (1 + near) && fmax(one, other) >= wanted * (1 - near);
}

/* Take the point of lines i and j, where no other is above them, if it is the best so far. */
static void consider(search *s, uint32_t i, uint32_t j, double floor, double *best)
{
    double highest = quotient(s->lines[0].upper, s->lines[0].up);
    if (!(floor > 0) || floor > highest * (1 + noise))
        return;
    double value = value_at(s, fmin(floor, highest));
    if (line_at(s, j, floor) < greatest_at(s, floor) - noise || !holds(s, i, j, floor))
        return;
    if (value >= *best - noise * fabs(*best) && *best > 0)
        return;
    *best = value;
    s->first = i;
    s->second = j;
    if (i == j)
        mpq_set_d(s->floor, floor);
}

/* Choose the floor that is best for the lines known. */
static void choose_floor(search *s)
{
    double best = 0;
    for (uint32_t i = 0; i < s->count; i++)
        for (uint32_t j = i + 1; j < s->count; j++)
            consider(s, i, j, crossing(s, i, j), &best);
    for (uint32_t i = 1; i < s->count; i++)
        consider(s, i, i, sqrt(s->gamma / slope_of(s, i)) / s->ratio, &best);
    if (s->first != s->second) {
        set_crossing(s);
        return;
    }
    mpz_mul_2exp(mpq_numref(s->floor), mpq_numref(s->floor), FLOOR_BITS);
    mpz_fdiv_q(mpq_numref(s->floor), mpq_numref(s->floor), mpq_denref(s->floor));
    mpz_set_ui(mpq_denref(s->floor), 1);
    mpq_div_2exp(s->floor, s->floor, FLOOR_BITS);
}

/* Ask the level at the floor; *news: its line is a new one. */
static lot_status ask(search *s, lot_level *level, bool *news, lot_error *error)
{
    lot_levels *levels = &s->rounds->levels;
    double known = greatest_at(s, mpq_get_d(s->floor));
    levels->least = false;
    levels->limited = true;
    mpq_set(levels->limit, s->floor);
    lot_status status = lot_rounds_level(level, s->rounds, s->domain, error);
    if (status != LOT_OK)
        return status;
    *news = mpq_get_d(level->z) > known + noise && s->count < LINES_MAX;
    if (*news)
        add_line(s, level);
    return LOT_OK;
}

static lot_status find_band(search *s, lot_level *level, lot_error *error)
{
    lot_status status = LOT_OK;
    bool news = true;
    TRY(lot_rounds_level(level, s->rounds, s->domain, error));
    add_line(s, level);
    TRY(prove_mean(&level->bound, s->rounds->levels.model, error));
    add_line(s, level);
    while (news) {
        choose_floor(s);
        TRY(ask(s, level, &news, error));
    }
done:
    return status;
}

/* (slope down - up) of a line, with the hyperbola's slope at the floor. */
static void set_lack(mpq_t lack, const search *s, uint32_t i, uint64_t gamma, uint64_t people)
{
    mpq_t slope;
    mpq_init(slope);
    mpq_set_ui(lack, s->rounds->levels.model->seats, 1);
    mpq_set_ui(slope, people, 1);
    mpq_mul(slope, slope, s->floor);
    mpq_div(lack, lack, slope); /* 1 / (r F) */
    mpq_mul(lack, lack, lack);
    mpq_set_ui(slope, gamma, LOT_GAMMA_ONE);
    mpq_canonicalize(slope);
    mpq_mul(slope, slope, lack);
    mpq_mul(lack, slope, s->lines[i].down);
    mpq_sub(lack, lack, s->lines[i].up);
    mpq_clear(slope);
}

/* Whole numbers in the proportion of two fractions of one sign. */
static void in_proportion(uint64_t times[2], mpq_t a, mpq_t b)
{
    mpz_t x;
    mpz_t y;
    mpz_inits(x, y, NULL);
    mpz_mul(x, mpq_numref(a), mpq_denref(b));
    mpz_mul(y, mpq_numref(b), mpq_denref(a));
    mpz_abs(x, x);
    mpz_abs(y, y);
    size_t bits = mpz_sizeinbase(mpz_cmp(x, y) > 0 ? x : y, 2);
    if (bits > TIMES_BITS) {
        mpz_fdiv_q_2exp(x, x, bits - TIMES_BITS);
        mpz_fdiv_q_2exp(y, y, bits - TIMES_BITS);
    }
    times[0] = mpz_get_ui(x);
    times[1] = mpz_get_ui(y);
    mpz_clears(x, y, NULL);
}

/* How often the two lines are taken, so that their slope is the hyperbola's. */
static void set_times(uint64_t times[2], const search *s, uint64_t gamma, uint64_t people)
{
    times[0] = 0;
    times[1] = 1;
    if (s->first == s->second)
        return;
    mpq_t first;
    mpq_t second;
    mpq_inits(first, second, NULL);
    set_lack(first, s, s->first, gamma, people);
    set_lack(second, s, s->second, gamma, people);
    in_proportion(times, second, first);
    mpq_clears(first, second, NULL);
}

/* The band's rounds, and the ceiling that they prove. */
static lot_status take_band(search *s, mpq_srcptr ceiling, const uint64_t times[2],
                            lot_error *error)
{
    lot_status status = LOT_OK;
    const uint32_t held[2] = {s->first, s->second};
    for (int i = 0; i < 2; i++)
        if (times[i] > 0)
            TRY(lot_rounds_add(s->rounds, LOT_ROUND_BAND, times[i], &s->lines[held[i]].bound,
                               error));
    mpq_set(s->rounds->levels.limit, ceiling);
    s->rounds->limit_round = (uint32_t)s->rounds->count - 1;
done:
    return status;
}

lot_status lot_rounds_goldilocks(lot_rounds *rounds, uint64_t gamma_millionths,
                                 const lot_domain *domain, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_model *model = rounds->levels.model;
    lot_level level = {0};
    uint64_t times[2];
    uint64_t people = 0;
    search *s = lot_array_new(1, sizeof *s);
    if (s == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t t = 0; t < model->classes->count; t++)
        people += model->cap[t] > 0 ? model->classes->size[t] : 0;
    s->rounds = rounds;
    s->domain = domain;
    s->ratio = (double)people / model->seats;
    s->gamma = (double)gamma_millionths / LOT_GAMMA_ONE;
    mpq_init(s->floor);
    TRY(lot_level_start(&level, model, error));
    TRY(find_band(s, &level, error));
    set_times(times, s, gamma_millionths, people);
    TRY(take_band(s, level.z, times, error));
    rounds->exact = rounds->exact && level.exact && s->first != s->second;
    TRY(lot_rounds_settle(rounds, true, domain, error));
done:
    lot_level_clear(&level);
    search_clear(s);
    free(s);
    return status;
}
