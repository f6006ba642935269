/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Column generation over people.
 *
 * The master, an LP over the panels P that are known so far:
 *
 *     maximise z
 *     sum_{P with i} share[P] - z >= 0            for every open person i       dual -weight[i]
 *     sum_{P with i} share[P]     >= fixed[i]     for every fixed person i      dual -weight[i]
 *     sum_P share[P] = 1, share >= 0                                            dual bound
 *
 * The pricing problem, an integer program with one 0-1 column a person:
 *
 *     maximise sum_i weight[i] x[i]     x a panel: seats, quotas, households
 *
 * A panel of more weight than the bound joins the master. When there is none, z is the least chance
 * of the open people, and those whose weight is positive cannot have more: they are fixed at z.
 * Then the next level, until nobody is open.
 *
 * The first panels are found greedily: each one seats as many as can be of those who are in none
 * yet. Who is left then is in no panel at all.
 */
#include "oracle/peers.h"

#include "core/array.h"

#include <assert.h>
#include <glpk.h>
#include <stdlib.h>

/* A person of less weight than this is not fixed, unless nobody has more. */
static const double weight_min = 5e-4;

/* Less than this is the LP solver's noise. */
static const double noise = 1e-9;

/* GLPK counts rows, columns and entries from 1: person p is p + 1 throughout. */
typedef struct generation {
    int people;
    glp_prob *master;  /* rows: people, then the sum of shares; column 1 is z, then the panels */
    glp_prob *pricing; /* columns: people */
    double *weight;    /* [people + 1] */
    int *panel;        /* [people + 1] rows of a new column */
    double *ones;      /* [people + 1] */
    bool *open;        /* [people + 1] */
    lot_peers *out;
} generation;

static void *array(size_t count, size_t bytes)
{
    void *made = lot_array_new(count, bytes);
    assert(made != NULL);
    return made;
}

/* min <= the sum of some people <= max. */
static void add_rule(generation *g, int count, double min, double max)
{
    int row = glp_add_rows(g->pricing, 1);
    glp_set_row_bnds(g->pricing, row, min < max ? GLP_DB : GLP_FX, min, max);
    glp_set_mat_row(g->pricing, row, count, g->panel, g->ones);
}

static void add_quotas(generation *g, const lot_pool *pool, const lot_quotas *quotas)
{
    for (uint32_t q = 0; q < quotas->count; q++) {
        int count = 0;
        for (uint32_t p = 0; p < pool->people_count; p++)
            if (lot_pool_value(pool, p, quotas->rows[q].feature) == q)
                g->panel[++count] = (int)p + 1;
        add_rule(g, count, quotas->rows[q].min, quotas->rows[q].max);
    }
}

static void add_households(generation *g, const lot_pool *pool, uint32_t per_household)
{
    for (uint32_t household = 0; household < pool->households_count; household++) {
        int count = 0;
        for (uint32_t p = 0; p < pool->people_count; p++)
            if (pool->households[p] == household)
                g->panel[++count] = (int)p + 1;
        if (count > (int)per_household)
            add_rule(g, count, 0, per_household);
    }
}

static void make_pricing(generation *g, const lot_pool *pool, const lot_quotas *quotas,
                         uint32_t seats, uint32_t per_household)
{
    g->pricing = glp_create_prob();
    glp_set_obj_dir(g->pricing, GLP_MAX);
    glp_add_cols(g->pricing, g->people);
    for (int p = 1; p <= g->people; p++) {
        glp_set_col_kind(g->pricing, p, GLP_BV);
        g->panel[p] = p;
    }
    add_rule(g, g->people, seats, seats);
    add_quotas(g, pool, quotas);
    add_households(g, pool, per_household);
}

static void make_master(generation *g)
{
    int all = g->people + 1;
    g->master = glp_create_prob();
    glp_set_obj_dir(g->master, GLP_MAX);
    glp_add_rows(g->master, all);
    for (int p = 1; p <= g->people; p++)
        glp_set_row_bnds(g->master, p, GLP_LO, 0, 0);
    glp_set_row_bnds(g->master, all, GLP_FX, 1, 1);
    glp_add_cols(g->master, 1);
    glp_set_col_bnds(g->master, 1, GLP_FR, 0, 0);
    glp_set_obj_coef(g->master, 1, 1);
}

/* Find the panel of most weight: its weight; g->panel holds its people, `seats` of them. */
static double best_panel(generation *g, int *seats)
{
    glp_smcp simplex;
    glp_iocp search;
    glp_init_smcp(&simplex);
    glp_init_iocp(&search);
    simplex.msg_lev = search.msg_lev = GLP_MSG_OFF;
    for (int p = 1; p <= g->people; p++)
        glp_set_obj_coef(g->pricing, p, g->weight[p]);
    g->out->programs_count++;
    if (glp_simplex(g->pricing, &simplex) != 0 || glp_get_status(g->pricing) != GLP_OPT) {
        glp_adv_basis(g->pricing, 0);
        (void)glp_simplex(g->pricing, &simplex);
    }
    int failed = glp_intopt(g->pricing, &search);
    assert(failed == 0 && glp_mip_status(g->pricing) == GLP_OPT);
    *seats = 0;
    for (int p = 1; p <= g->people; p++)
        if (glp_mip_col_val(g->pricing, p) > 0.5)
            g->panel[++*seats] = p;
    return glp_mip_obj_val(g->pricing);
}

static void add_panel(generation *g, int seats)
{
    int column = glp_add_cols(g->master, 1);
    glp_set_col_bnds(g->master, column, GLP_LO, 0, 0);
    g->panel[seats + 1] = g->people + 1;
    glp_set_mat_col(g->master, column, seats + 1, g->panel, g->ones);
    g->out->panels_count++;
}

/* The first panels. Afterwards those are open who are in one. */
static void cover(generation *g)
{
    for (int p = 1; p <= g->people; p++)
        g->weight[p] = 1;
    for (;;) {
        int seats;
        if (best_panel(g, &seats) < 0.5)
            break;
        add_panel(g, seats);
        for (int s = 1; s <= seats; s++) {
            g->weight[g->panel[s]] = 0;
            g->open[g->panel[s]] = true;
        }
    }
}

/* Column z counts in the rows of open people. False when nobody is open. */
static bool put_level(generation *g)
{
    int count = 0;
    double *minus = array((size_t)g->people + 1, sizeof *minus);
    for (int p = 1; p <= g->people; p++)
        if (g->open[p]) {
            g->panel[++count] = p;
            minus[count] = -1;
        }
    glp_set_mat_col(g->master, 1, count, g->panel, minus);
    free(minus);
    return count > 0;
}

static void solve_master(generation *g)
{
    glp_smcp simplex;
    glp_init_smcp(&simplex);
    simplex.msg_lev = GLP_MSG_OFF;
    simplex.it_lim = 20000; /* or degenerate LPs may cycle */
    if (glp_simplex(g->master, &simplex) != 0 || glp_get_status(g->master) != GLP_OPT) {
        glp_adv_basis(g->master, 0);
        simplex.meth = GLP_DUALP;
        simplex.it_lim = 1000000;
        int failed = glp_simplex(g->master, &simplex);
        assert(failed == 0 && glp_get_status(g->master) == GLP_OPT);
    }
}

/* Generate panels until none has more weight than the bound. */
static void solve_level(generation *g, double tolerance)
{
    for (;;) {
        solve_master(g);
        for (int p = 1; p <= g->people; p++) {
            double dual = glp_get_row_dual(g->master, p);
            g->weight[p] = dual < -noise ? -dual : 0;
        }
        double bound = glp_get_row_dual(g->master, g->people + 1);
        int seats;
        if (best_panel(g, &seats) <= bound + tolerance)
            return;
        add_panel(g, seats);
    }
}

/* Fix the open people of positive weight at z. */
static void fix(generation *g)
{
    double z = glp_get_col_prim(g->master, 1);
    double most = 0;
    for (int p = 1; p <= g->people; p++)
        if (g->open[p] && g->weight[p] > most)
            most = g->weight[p];
    assert(most > 0);
    for (int p = 1; p <= g->people; p++)
        if (g->open[p] && (g->weight[p] >= weight_min || g->weight[p] == most)) {
            g->open[p] = false;
            glp_set_row_bnds(g->master, p, GLP_LO, z, 0);
        }
    g->out->levels_count++;
}

/* The row of an open person holds what they have beyond z. */
static void read_chances(generation *g)
{
    double z = glp_get_col_prim(g->master, 1);
    for (int p = 1; p <= g->people; p++)
        g->out->chance[p - 1] = glp_get_row_prim(g->master, p) + (g->open[p] ? z : 0);
}

void lot_peers_solve(lot_peers *out, const lot_pool *pool, const lot_quotas *quotas, uint32_t seats,
                     uint32_t per_household, double tolerance)
{
    int told = glp_term_out(GLP_OFF);
    size_t room = (size_t)pool->people_count + 2;
    *out = (lot_peers){.people_count = pool->people_count};
    out->chance = array(pool->people_count, sizeof *out->chance);
    generation g = {.people = (int)pool->people_count, .out = out};
    g.weight = array(room, sizeof *g.weight);
    g.panel = array(room, sizeof *g.panel);
    g.ones = array(room, sizeof *g.ones);
    g.open = array(room, sizeof *g.open);
    for (size_t i = 0; i < room; i++)
        g.ones[i] = 1;
    make_pricing(&g, pool, quotas, seats, per_household);
    make_master(&g);
    cover(&g);
    while (put_level(&g)) {
        solve_level(&g, tolerance);
        read_chances(&g);
        fix(&g);
    }
    (void)glp_term_out(told);
    glp_delete_prob(g.master);
    glp_delete_prob(g.pricing);
    free(g.weight);
    free(g.panel);
    free(g.ones);
    free(g.open);
}

void lot_peers_free(lot_peers *peers)
{
    free(peers->chance);
    *peers = (lot_peers){0};
}
