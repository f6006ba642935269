/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The linear program, over all panels P:
 *
 *     maximise z (or -z)
 *     sum_{P with p} share[P] - [floor is z] z   - surplus[p] = floor[p]      if not simply 0
 *     sum_{P with p} share[P] - [ceiling is z] z + slack[p]   = ceiling[p]    if not simply 1
 *     sum_P share[P] = 1;  share, z, surplus, slack >= 0
 *
 * A panel's gain is a sum of one number a person, the duals of the person's rows, so the best panel
 * is found by trying them all. The numbers are brought to one denominator first: integers add fast.
 */
#include "oracle/mix.h"

#include <assert.h>
#include <string.h>

enum { HALF_SETS = 1 << LOT_BRUTE_HALF };

/* Row numbers and column numbers; NONE: the bound is not written down. */
#define NONE UINT32_MAX

typedef struct program {
    lot_mix *mix;
    lot_simplex *simplex;
    uint32_t rows_count;
    uint32_t floor_row[LOT_BRUTE_PEOPLE_MAX];
    uint32_t ceiling_row[LOT_BRUTE_PEOPLE_MAX];
    uint32_t z_column;
    uint32_t first_panel_column; /* panels follow in the order of mix->known */
    mpz_t half[2][HALF_SETS];    /* sums over the people of a lower, an upper half */
} program;

void lot_mix_start(lot_mix *mix, const lot_brute *brute)
{
    assert(brute->panels_count > 0);
    memset(mix, 0, sizeof *mix);
    mix->brute = brute;
    mpq_init(mix->z);
    for (uint32_t p = 0; p < LOT_BRUTE_PEOPLE_MAX; p++) {
        mpq_inits(mix->floor[p].at, mix->floor[p].weight, mix->ceiling[p].at,
                  mix->ceiling[p].weight, mix->chance[p], NULL);
        mpq_set_si(mix->ceiling[p].at, 1, 1);
    }
}

void lot_mix_end(lot_mix *mix)
{
    mpq_clear(mix->z);
    for (uint32_t p = 0; p < LOT_BRUTE_PEOPLE_MAX; p++)
        mpq_clears(mix->floor[p].at, mix->floor[p].weight, mix->ceiling[p].at,
                   mix->ceiling[p].weight, mix->chance[p], NULL);
}

/* Number the rows; the last one is the sum of shares. */
static void number_rows(program *lp)
{
    for (uint32_t p = 0; p < LOT_BRUTE_PEOPLE_MAX; p++) {
        const lot_mix_bound *floor = &lp->mix->floor[p];
        const lot_mix_bound *ceiling = &lp->mix->ceiling[p];
        bool binds = floor->is_z || mpq_sgn(floor->at) > 0;
        lp->floor_row[p] = binds ? lp->rows_count++ : NONE;
        binds = ceiling->is_z || mpq_cmp_si(ceiling->at, 1, 1) < 0;
        lp->ceiling_row[p] = binds ? lp->rows_count++ : NONE;
        assert((lp->floor_row[p] == NONE && lp->ceiling_row[p] == NONE) ||
               lp->mix->brute->reached[p]);
    }
    lp->rows_count++;
}

static void add_unit(program *lp, uint32_t row, int sign)
{
    if (row == NONE)
        return;
    mpq_ptr column = lot_fractions_new(lp->rows_count);
    mpq_set_si(column + row, sign, 1);
    (void)lot_simplex_add(lp->simplex, column, 0);
    lot_fractions_free(column, lp->rows_count);
}

static void write_panel(mpq_ptr column, const program *lp, uint32_t panel)
{
    for (uint32_t p = 0; p < LOT_BRUTE_PEOPLE_MAX; p++) {
        if (!(panel >> p & 1))
            continue;
        if (lp->floor_row[p] != NONE)
            mpq_set_si(column + lp->floor_row[p], 1, 1);
        if (lp->ceiling_row[p] != NONE)
            mpq_set_si(column + lp->ceiling_row[p], 1, 1);
    }
    mpq_set_si(column + lp->rows_count - 1, 1, 1);
}

static void write_right_sides(mpq_ptr right, const program *lp)
{
    for (uint32_t p = 0; p < LOT_BRUTE_PEOPLE_MAX; p++) {
        if (lp->floor_row[p] != NONE && !lp->mix->floor[p].is_z)
            mpq_set(right + lp->floor_row[p], lp->mix->floor[p].at);
        if (lp->ceiling_row[p] != NONE && !lp->mix->ceiling[p].is_z)
            mpq_set(right + lp->ceiling_row[p], lp->mix->ceiling[p].at);
    }
    mpq_set_si(right + lp->rows_count - 1, 1, 1);
}

static void add_columns(program *lp, int cost)
{
    mpq_ptr column = lot_fractions_new(lp->rows_count);
    for (uint32_t p = 0; p < LOT_BRUTE_PEOPLE_MAX; p++) {
        if (lp->mix->floor[p].is_z)
            mpq_set_si(column + lp->floor_row[p], -1, 1);
        if (lp->mix->ceiling[p].is_z)
            mpq_set_si(column + lp->ceiling_row[p], -1, 1);
    }
    lp->z_column = lot_simplex_add(lp->simplex, column, cost);
    lot_fractions_free(column, lp->rows_count);
    lp->first_panel_column = lp->z_column + 1;
    for (uint32_t p = 0; p < LOT_BRUTE_PEOPLE_MAX; p++) {
        add_unit(lp, lp->floor_row[p], -1);
        add_unit(lp, lp->ceiling_row[p], 1);
        lp->first_panel_column += lp->floor_row[p] != NONE;
        lp->first_panel_column += lp->ceiling_row[p] != NONE;
    }
    for (uint32_t i = 0; i < lp->mix->known_count; i++) {
        column = lot_fractions_new(lp->rows_count);
        write_panel(column, lp, lp->mix->known[i]);
        (void)lot_simplex_add(lp->simplex, column, 0);
        lot_fractions_free(column, lp->rows_count);
    }
}

/* What all duals are multiples of: 1 / unit. */
static void find_unit(mpz_t unit, const program *lp, mpq_srcptr dual)
{
    mpz_set_ui(unit, 1);
    for (uint32_t i = 0; i < lp->rows_count; i++)
        mpz_lcm(unit, unit, mpq_denref(dual + i));
}

static void add_scaled(mpz_t sum, mpq_srcptr dual, const mpz_t unit)
{
    mpz_t times;
    mpz_init(times);
    mpz_divexact(times, unit, mpq_denref(dual));
    mpz_addmul(sum, times, mpq_numref(dual));
    mpz_clear(times);
}

/* Fill the tables: each set is a smaller one and its highest person. */
static void sum_halves(program *lp, mpq_srcptr dual, const mpz_t unit)
{
    for (uint32_t h = 0; h < 2; h++) {
        mpz_set_ui(lp->half[h][0], 0);
        for (uint32_t i = 0; i < LOT_BRUTE_HALF; i++) {
            uint32_t p = h * LOT_BRUTE_HALF + i;
            mpz_t *alone = &lp->half[h][1u << i];
            mpz_set_ui(*alone, 0);
            if (lp->floor_row[p] != NONE)
                add_scaled(*alone, dual + lp->floor_row[p], unit);
            if (lp->ceiling_row[p] != NONE)
                add_scaled(*alone, dual + lp->ceiling_row[p], unit);
            for (uint32_t set = 1; set < 1u << i; set++)
                mpz_add(lp->half[h][1u << i | set], *alone, lp->half[h][set]);
        }
    }
}

/* The panel of the smallest sum of duals, if with the dual of the last row that is below 0. */
static bool find_panel(void *context, mpq_ptr column, mpq_srcptr dual)
{
    program *lp = context;
    const lot_brute *brute = lp->mix->brute;
    mpz_t unit;
    mpz_t sum;
    mpz_t least;
    mpz_inits(unit, sum, least, NULL);
    find_unit(unit, lp, dual);
    sum_halves(lp, dual, unit);
    uint32_t best = 0;
    for (uint32_t j = 0; j < brute->panels_count; j++) {
        uint32_t panel = brute->panels[j];
        mpz_add(sum, lp->half[0][lot_brute_lower(panel)], lp->half[1][lot_brute_upper(panel)]);
        if (j == 0 || mpz_cmp(sum, least) < 0) {
            best = j;
            mpz_swap(least, sum);
        }
    }
    add_scaled(least, dual + lp->rows_count - 1, unit);
    bool found = mpz_sgn(least) < 0;
    if (found) {
        write_panel(column, lp, brute->panels[best]);
        assert(lp->mix->known_count < LOT_BRUTE_PANELS_MAX);
        lp->mix->known[lp->mix->known_count++] = brute->panels[best];
    }
    mpz_clears(unit, sum, least, NULL);
    return found;
}

static void read_weight(lot_mix_bound *bound, const program *lp, uint32_t row, int sign)
{
    mpq_set_si(bound->weight, 0, 1);
    if (row == NONE)
        return;
    mpq_set(bound->weight, lot_simplex_dual(lp->simplex) + row);
    if (sign < 0)
        mpq_neg(bound->weight, bound->weight);
    assert(mpq_sgn(bound->weight) >= 0);
}

static void read_answers(program *lp)
{
    lot_mix *mix = lp->mix;
    mpq_t share;
    mpq_init(share);
    lot_simplex_value(mix->z, lp->simplex, lp->z_column);
    for (uint32_t p = 0; p < LOT_BRUTE_PEOPLE_MAX; p++) {
        mpq_set_si(mix->chance[p], 0, 1);
        read_weight(&mix->floor[p], lp, lp->floor_row[p], -1);
        read_weight(&mix->ceiling[p], lp, lp->ceiling_row[p], 1);
    }
    for (uint32_t i = 0; i < mix->known_count; i++) {
        lot_simplex_value(share, lp->simplex, lp->first_panel_column + i);
        for (uint32_t p = 0; p < LOT_BRUTE_PEOPLE_MAX; p++)
            if (mix->known[i] >> p & 1)
                mpq_add(mix->chance[p], mix->chance[p], share);
    }
    mpq_clear(share);
}

static bool solve(lot_mix *mix, int cost)
{
    program lp = {.mix = mix};
    for (uint32_t set = 0; set < HALF_SETS; set++)
        mpz_inits(lp.half[0][set], lp.half[1][set], NULL);
    number_rows(&lp);
    mpq_ptr right = lot_fractions_new(lp.rows_count);
    write_right_sides(right, &lp);
    lp.simplex = lot_simplex_new(lp.rows_count, right);
    add_columns(&lp, cost);
    lot_simplex_end end = lot_simplex_maximise(lp.simplex, find_panel, &lp);
    assert(end != LOT_SIMPLEX_UNBOUNDED);
    if (end == LOT_SIMPLEX_OPTIMAL)
        read_answers(&lp);
    lot_simplex_free(lp.simplex);
    lot_fractions_free(right, lp.rows_count);
    for (uint32_t set = 0; set < HALF_SETS; set++)
        mpz_clears(lp.half[0][set], lp.half[1][set], NULL);
    return end == LOT_SIMPLEX_OPTIMAL;
}

bool lot_mix_raise(lot_mix *mix)
{
    return solve(mix, 1);
}

bool lot_mix_lower(lot_mix *mix)
{
    return solve(mix, -1);
}
