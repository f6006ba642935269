/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goldilocks, piece by piece.
 *
 * M(L), the smallest greatest chance when everybody has at least L, is convex and made of straight
 * pieces between L = 0 and the largest least chance. The duals at one L give a line that touches M
 * there and is nowhere above it. Two lines that touch at a and b cross at some c: either M(c) lies
 * on both, and c is the corner between them, or the line at c splits the question in two.
 * Source: Eisner, Severance: Mathematical techniques for efficient record segmentation in large
 * shared databases, Journal of the ACM 23 (1976).
 *
 * On a piece M = start + slope L, with R = n / k, the value is
 *
 *     f(L) = R (start + slope L) + gamma / (R L)      least where R R slope L L = gamma,
 *                                                     and then  R start + 2 sqrt(gamma slope)
 *
 * and f is convex, so the first piece on whose end f rises holds the best L.
 */
#include "oracle/fairest.h"
#include "oracle/levels.h"

#include <assert.h>

enum { PIECES_MAX = 64, ROOT_BITS = 64 };

/* A line that touches M at `at`. */
typedef struct line {
    mpq_t at;
    mpq_t value; /* M(at) */
    mpq_t slope;
    mpq_t start; /* its height at L = 0 */
} line;

/* Pieces of M from L = 0; each ends at `end`, where the next one starts. */
typedef struct curve {
    lot_mix *mix;
    uint32_t count;
    line *lines[PIECES_MAX]; /* one a piece */
    mpq_ptr end;             /* [PIECES_MAX] */
    uint32_t lines_count;
    line all[2 * PIECES_MAX];
} curve;

static void touch(line *l, lot_mix *mix)
{
    lot_levels_set_floors(mix, l->at);
    lot_levels_set_ceilings(mix, NULL);
    bool found = lot_mix_lower(mix);
    assert(found);
    mpq_set(l->value, mix->z);
    for (uint32_t p = 0; p < mix->brute->people_count; p++)
        mpq_add(l->slope, l->slope, mix->floor[p].weight);
    mpq_mul(l->start, l->slope, l->at);
    mpq_sub(l->start, l->value, l->start);
}

static line *new_line(curve *c)
{
    assert(c->lines_count < 2 * PIECES_MAX);
    line *l = &c->all[c->lines_count++];
    mpq_inits(l->at, l->value, l->slope, l->start, NULL);
    return l;
}

static void add_piece(curve *c, line *l, mpq_srcptr end)
{
    assert(c->count < PIECES_MAX);
    c->lines[c->count] = l;
    mpq_set(c->end + c->count++, end);
}

static bool lies_on(mpq_srcptr value, const line *l, mpq_srcptr at)
{
    mpq_t height;
    mpq_init(height);
    mpq_mul(height, l->slope, at);
    mpq_add(height, height, l->start);
    bool same = mpq_equal(height, value);
    mpq_clear(height);
    return same;
}

/* Add the pieces that end between two lines: all from `left` on, but not that of `right`. */
static void split(curve *c, line *left, line *right)
{
    if (mpq_equal(left->slope, right->slope))
        return;
    mpq_t rise;
    mpq_init(rise);
    line *middle = new_line(c);
    mpq_sub(middle->at, left->start, right->start);
    mpq_sub(rise, right->slope, left->slope);
    mpq_div(middle->at, middle->at, rise);
    mpq_clear(rise);
    touch(middle, c->mix);
    if (lies_on(middle->value, left, middle->at)) {
        add_piece(c, left, middle->at);
        return;
    }
    split(c, left, middle);
    split(c, middle, right);
}

/* The whole of M. */
static void draw(curve *c)
{
    line *first = new_line(c);
    touch(first, c->mix);
    line *last = new_line(c);
    mpq_set_si(last->at, 1, 1);
    lot_levels_set_floors(c->mix, NULL);
    lot_levels_set_ceilings(c->mix, last->at);
    bool found = lot_mix_raise(c->mix);
    assert(found);
    mpq_set(last->at, c->mix->z);
    touch(last, c->mix);
    split(c, first, last);
    add_piece(c, last, last->at);
}

/* low <= sqrt(of) <= high, equal when the root is rational. */
static void root(mpq_ptr low, mpq_ptr high, mpq_srcptr of)
{
    mpz_t square;
    mpz_t rest;
    mpz_inits(square, rest, NULL);
    mpz_mul(square, mpq_numref(of), mpq_denref(of));
    mpz_mul_2exp(square, square, 2 * ROOT_BITS);
    mpz_sqrtrem(mpq_numref(low), rest, square);
    mpz_mul_2exp(mpq_denref(low), mpq_denref(of), ROOT_BITS);
    mpz_add_ui(mpq_numref(high), mpq_numref(low), mpz_sgn(rest) != 0);
    mpz_set(mpq_denref(high), mpq_denref(low));
    mpq_canonicalize(low);
    mpq_canonicalize(high);
    mpz_clears(square, rest, NULL);
}

/* n / k */
static void find_ratio(mpq_ptr ratio, const lot_brute *brute)
{
    mpq_set_ui(ratio, lot_brute_reached_count(brute),
               (unsigned long)__builtin_popcount(brute->panels[0]));
    mpq_canonicalize(ratio);
}

/* Does the value rise at `at` along the line?  R R slope at at > gamma. */
static int rise(const line *l, mpq_srcptr at, mpq_srcptr ratio, mpq_srcptr gamma)
{
    mpq_t product;
    mpq_init(product);
    mpq_mul(product, ratio, at);
    mpq_mul(product, product, product);
    mpq_mul(product, product, l->slope);
    int order = mpq_cmp(product, gamma);
    mpq_clear(product);
    return order;
}

static void value_at(mpq_ptr value, mpq_srcptr least, mpq_srcptr greatest, mpq_srcptr ratio,
                     mpq_srcptr gamma)
{
    mpq_t second;
    mpq_init(second);
    mpq_mul(second, ratio, least);
    mpq_div(second, gamma, second);
    mpq_mul(value, ratio, greatest);
    mpq_add(value, value, second);
    mpq_clear(second);
}

/* The best L inside a piece, and the value there. */
static void best_inside(mpq_ptr best, lot_goldilocks *value, const line *l, mpq_srcptr ratio,
                        mpq_srcptr gamma)
{
    mpq_t number;
    mpq_t high;
    mpq_inits(number, high, NULL);
    mpq_div(number, gamma, l->slope);
    root(best, high, number);
    mpq_div(best, best, ratio);
    mpq_mul(number, gamma, l->slope);
    root(value->low, value->high, number);
    mpq_mul_2exp(value->low, value->low, 1);
    mpq_mul_2exp(value->high, value->high, 1);
    mpq_mul(number, ratio, l->start);
    mpq_add(value->low, value->low, number);
    mpq_add(value->high, value->high, number);
    mpq_clears(number, high, NULL);
}

/* The best L. */
static void choose(mpq_ptr best, lot_goldilocks *value, const curve *c, mpq_srcptr gamma)
{
    mpq_t ratio;
    mpq_t greatest;
    mpq_inits(ratio, greatest, NULL);
    find_ratio(ratio, c->mix->brute);
    uint32_t i = 0;
    while (i + 1 < c->count && rise(c->lines[i], c->end + i, ratio, gamma) <= 0)
        i++;
    const line *l = c->lines[i];
    if (rise(l, c->end + i, ratio, gamma) <= 0)
        mpq_set(best, c->end + i);
    else if (i > 0 && rise(l, c->end + i - 1, ratio, gamma) >= 0)
        mpq_set(best, c->end + i - 1);
    else
        best_inside(best, value, l, ratio, gamma);
    mpq_mul(greatest, l->slope, best);
    mpq_add(greatest, greatest, l->start);
    if (mpq_sgn(value->low) == 0) {
        value_at(value->low, best, greatest, ratio, gamma);
        mpq_set(value->high, value->low);
    }
    mpq_clears(ratio, greatest, NULL);
}

void lot_fairest_goldilocks(mpq_ptr chance, lot_goldilocks *value, const lot_brute *brute,
                            mpq_srcptr gamma)
{
    static curve c;
    lot_mix mix;
    mpq_t best;
    assert(mpq_sgn(gamma) > 0);
    mpq_init(best);
    lot_mix_start(&mix, brute);
    c = (curve){.mix = &mix, .end = lot_fractions_new(PIECES_MAX)};
    mpq_set_si(value->low, 0, 1);
    draw(&c);
    choose(best, value, &c, gamma);
    lot_levels_set_floors(&mix, best);
    lot_levels_set_ceilings(&mix, NULL);
    bool found = lot_mix_lower(&mix);
    assert(found);
    lot_levels_set_ceilings(&mix, mix.z);
    lot_levels_raise(chance, &mix);
    for (uint32_t i = 0; i < c.lines_count; i++)
        mpq_clears(c.all[i].at, c.all[i].value, c.all[i].slope, c.all[i].start, NULL);
    lot_fractions_free(c.end, PIECES_MAX);
    lot_mix_end(&mix);
    mpq_clear(best);
}

void lot_goldilocks_value(mpq_ptr value, mpq_srcptr chance, const lot_brute *brute,
                          mpq_srcptr gamma)
{
    mpq_t ratio;
    mpq_init(ratio);
    find_ratio(ratio, brute);
    mpq_srcptr least = NULL;
    mpq_srcptr greatest = NULL;
    for (uint32_t p = 0; p < brute->people_count; p++) {
        if (!brute->reached[p])
            continue;
        if (least == NULL || mpq_cmp(chance + p, least) < 0)
            least = chance + p;
        if (greatest == NULL || mpq_cmp(chance + p, greatest) > 0)
            greatest = chance + p;
    }
    value_at(value, least, greatest, ratio, gamma);
    mpq_clear(ratio);
}
