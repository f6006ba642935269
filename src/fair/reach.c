/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reach. A class is in no panel when max c[t] over all panels is 0; it is then shut out, and
 * fairness is measured among the others.
 *
 * Over Q: maximise the seats of all classes not yet seen with any; those that get some are seen;
 * when the maximum is 0, nobody else is in Q. Each class left is proven absent on its own, or a
 * panel that has it is found: by branch and bound, over Q at the root. Quickly: with a limit of
 * nodes, and after guesses; what is left then is unsure, and not shut out.
 */
#include "fair/reach.h"

#include "core/array.h"
#include "fair/swap.h"

#include <stdlib.h>
#include <string.h>

/* Quickly: nodes of a class, and squares of columns of all nodes, as an LP takes so long. */
enum { NODES_EACH = 500, NODES_TOGETHER = 50, SQUARES_MOST = 40000000 };

/* Less than this of a seat is the solver's noise. */
static const double noise = 1e-7;

void lot_absences_clear(lot_absences *absences)
{
    for (uint32_t i = 0; i < absences->count; i++)
        lot_bound_clear(&absences->bounds[i]);
    free(absences->classes);
    free(absences->bounds);
    *absences = (lot_absences){0};
}

/* Takes the bound. */
static lot_status add_absence(lot_absences *absences, uint32_t class, lot_bound *bound,
                              lot_error *error)
{
    void *classes = absences->classes;
    void *bounds = absences->bounds;
    if (lot_array_grow(&classes, &absences->classes_room, absences->count,
                       sizeof *absences->classes) != 0)
        return LOT_NO_MEMORY(error);
    absences->classes = classes;
    if (lot_array_grow(&bounds, &absences->bounds_room, absences->count,
                       sizeof *absences->bounds) != 0)
        return LOT_NO_MEMORY(error);
    absences->bounds = bounds;
    absences->classes[absences->count] = class;
    absences->bounds[absences->count++] = *bound;
    *bound = (lot_bound){0};
    return LOT_OK;
}

/* What is asked of one class after the other. */
typedef struct search {
    lot_absences *absences;
    lot_model *model;
    lot_branch *branch;
    lot_hull *hull; /* gets the panels that are found; may be NULL */
    bool *seen;     /* [classes] is in some panel */
    int64_t *weight;
    int64_t *seats;
    const lot_progress *progress;
    bool quick;
    bool unsure;    /* some class could not be decided quickly */
    uint32_t nodes; /* left, where quick */
} search;

static lot_status search_start(search *s, lot_error *error)
{
    uint32_t count = s->model->classes->count;
    s->seen = lot_array_new(count, sizeof *s->seen);
    s->weight = lot_array_new(count, sizeof *s->weight);
    s->seats = lot_array_new(count, sizeof *s->seats);
    return s->seen == NULL || s->weight == NULL || s->seats == NULL ? LOT_NO_MEMORY(error) : LOT_OK;
}

static void search_clear(search *s)
{
    free(s->seen);
    free(s->weight);
    free(s->seats);
}

/* The panel in s->seats was found. */
static lot_status see_panel(search *s, bool *news, lot_error *error)
{
    if (s->quick)
        return lot_swap_see(s->seen, news, s->model, s->seats, error);
    for (uint32_t t = 0; t < s->model->classes->count; t++)
        s->seen[t] = s->seen[t] || s->seats[t] > 0;
    return LOT_OK;
}

static void take_nodes(search *s, uint32_t nodes)
{
    s->nodes -= nodes < s->nodes ? nodes : s->nodes;
}

/* Find a panel with class t, or shut it out. */
static lot_status decide(search *s, uint32_t t, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_decision decision;
    lot_bound bound = {0};
    bool news;
    s->weight[t] = 1;
    if (s->quick)
        lot_branch_limit(s->branch, s->nodes < NODES_EACH ? s->nodes : NODES_EACH);
    status =
        lot_branch_decide(s->branch, &decision, s->seats, &bound, s->weight, 0, s->progress, error);
    s->weight[t] = 0;
    if (status != LOT_OK)
        return status;
    take_nodes(s, 1 + lot_branch_nodes(s->branch));
    switch (decision) {
    case LOT_DECISION_PANEL:
        status = see_panel(s, &news, error);
        if (status == LOT_OK && s->hull != NULL)
            status = lot_hull_add(s->hull, s->seats, error);
        break;
    case LOT_DECISION_BOUND:
        s->model->cap[t] = 0;
        status = add_absence(s->absences, t, &bound, error);
        break;
    case LOT_DECISION_LIMIT:
        s->unsure = true;
        if (!s->quick)
            status =
                LOT_FAIL(error, LOT_FAILURE,
                         "finding out whether some people can sit on a panel took too many steps");
    }
    lot_bound_clear(&bound);
    return status;
}

static uint32_t count_unseen(const search *s)
{
    uint32_t unseen = 0;
    for (uint32_t t = 0; t < s->model->classes->count; t++)
        unseen += !s->seen[t] && s->model->cap[t] > 0;
    return unseen;
}

static lot_status decide_unseen(search *s, lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t t = 0; t < s->model->classes->count; t++)
        if (!s->seen[t] && s->model->cap[t] > 0)
            TRY(decide(s, t, error));
done:
    return status;
}

/* See the classes that have a seat somewhere in Q. */
static lot_status see_relaxed(search *s, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = s->model->classes->count;
    lot_lp *lp = lot_lp_new(true);
    if (lp == NULL)
        return LOT_NO_MEMORY(error);
    TRY(lot_model_to_lp(lp, s->model, false, 1, error));
    for (uint32_t news = 1; news > 0;) {
        lot_lp_outcome outcome;
        for (uint32_t t = 0; t < count; t++)
            lot_lp_set_cost(lp, t, s->seen[t] ? 0 : 1);
        TRY(lot_lp_solve(lp, &outcome, error));
        news = 0;
        for (uint32_t t = 0; t < count && outcome == LOT_LP_OPTIMAL; t++) {
            if (s->seen[t] || lot_lp_value(lp, t) <= noise)
                continue;
            s->seen[t] = true;
            news++;
        }
    }
done:
    lot_lp_free(lp);
    return status;
}

lot_status lot_reach_relaxed(lot_absences *absences, lot_model *model, const lot_progress *progress,
                             lot_error *error)
{
    lot_status status = LOT_OK;
    search s = {.absences = absences, .model = model, .progress = progress};
    TRY(search_start(&s, error));
    TRY(see_relaxed(&s, error));
    if (count_unseen(&s) > 0) {
        TRY(lot_branch_new(&s.branch, model, error));
        TRY(decide_unseen(&s, error));
    }
done:
    search_clear(&s);
    lot_branch_free(s.branch);
    return status;
}

static void weigh_unseen(search *s)
{
    for (uint32_t t = 0; t < s->model->classes->count; t++)
        s->weight[t] = !s->seen[t] && s->model->cap[t] > 0;
}

/* Shut out all that were not seen, by one proof, where there is one: that none of them sits. */
static lot_status decide_together(search *s, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_decision decision;
    lot_bound bound = {0};
    weigh_unseen(s);
    lot_branch_limit(s->branch, NODES_TOGETHER);
    TRY(lot_branch_decide(s->branch, &decision, s->seats, &bound, s->weight, 0, s->progress,
                          error));
    for (uint32_t t = 0; t < s->model->classes->count && decision == LOT_DECISION_BOUND; t++) {
        if (s->weight[t] == 0)
            continue;
        s->model->cap[t] = 0;
        TRY(add_absence(s->absences, t, &bound, error)); /* the first takes the bound */
    }
done:
    lot_bound_clear(&bound);
    memset(s->weight, 0, s->model->classes->count * sizeof *s->weight);
    return status;
}

/* Guess panels that have classes not yet seen, while they do. */
static lot_status guess_panels(search *s, lot_error *error)
{
    lot_status status = LOT_OK;
    bool news = true;
    while (news && s->nodes > 0 && count_unseen(s) > 0) {
        weigh_unseen(s);
        TRY(lot_progress_report(s->progress, "finding panels", 0, 0, error));
        TRY(lot_branch_guess(s->branch, &news, s->seats, s->weight, error));
        if (news)
            TRY(see_panel(s, &news, error));
        take_nodes(s, 1);
    }
done:
    memset(s->weight, 0, s->model->classes->count * sizeof *s->weight);
    return status;
}

/* See all but those with a value that gets no seat. */
static void see_not_barred(search *s)
{
    for (uint32_t t = 0; t < s->model->classes->count; t++) {
        s->seen[t] = true;
        for (uint32_t f = 0; f < s->model->classes->features_count; f++)
            if (s->model->rows[lot_classes_value(s->model->classes, t, f) + 1].upper == 0)
                s->seen[t] = false;
    }
}

/* Of those that the relaxation gives no seat; in pools too large for its LPs the plain ones. */
static lot_status shut_out_relaxed(search *s, lot_error *error)
{
    lot_status status = LOT_OK;
    if (s->nodes == 0)
        see_not_barred(s);
    else
        TRY(see_relaxed(s, error));
    if (count_unseen(s) > s->nodes)
        TRY(decide_together(s, error));
    else
        TRY(decide_unseen(s, error));
    memset(s->seen, 0, s->model->classes->count * sizeof *s->seen);
    s->unsure = false;
done:
    return status;
}

lot_status lot_reach_quickly(lot_absences *absences, bool *all, lot_model *model, bool relaxed,
                             const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = model->classes->count;
    search s = {.absences = absences, .model = model, .progress = progress, .quick = true};
    s.nodes = (uint32_t)(SQUARES_MOST / ((uint64_t)count * count + 10000));
    *all = false;
    if (s.nodes == 0 && !relaxed)
        return LOT_OK;
    TRY(search_start(&s, error));
    TRY(lot_branch_new(&s.branch, model, error));
    if (relaxed)
        TRY(shut_out_relaxed(&s, error));
    TRY(guess_panels(&s, error));
    TRY(decide_unseen(&s, error));
    *all = !s.unsure;
done:
    search_clear(&s);
    lot_branch_free(s.branch);
    return status;
}

lot_status lot_reach_panels(lot_absences *absences, lot_model *model, lot_hull *hull,
                            const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_compositions *known = hull->compositions;
    search s = {.absences = absences,
                .model = model,
                .branch = hull->branch,
                .hull = hull,
                .progress = progress};
    TRY(search_start(&s, error));
    for (size_t i = 0; i < (size_t)known->count * known->seats; i++)
        s.seen[known->classes[i]] = true;
    TRY(decide_unseen(&s, error));
done:
    search_clear(&s);
    return status;
}
