/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * LP over GLPK 5.0.
 *
 * Entries are gathered and handed over once, before the first solve after they changed. GLPK's
 * simplex was seen to cycle on degenerate LPs and its warm starts to fail after rows were edited:
 * so each attempt starts from a fresh basis, has a pivot limit, and the next attempt goes another
 * way. Both the return code and the status are checked.
 */
#include "fair/lp.h"

#include "civiclot/fair.h"
#include "core/array.h"

#include <assert.h>
#include <glpk.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct lot_lp {
    glp_prob *problem;
    int *rows;      /* [entries + 1] GLPK numbers from 1 */
    int *columns;   /* [entries + 1] */
    double *values; /* [entries + 1] */
    size_t entries;
    size_t room;
    bool changed; /* entries were added since they were handed over */
    bool warm;    /* the basis is the last solution's, and only bounds or costs changed since */
    bool priced;  /* costs changed since, too: the basis is feasible, but not optimal */
    bool integer; /* the last solution is the branch and bound's */
};

const char *lot_solver_name(void)
{
    assert(GLP_MAJOR_VERSION == 5 && GLP_MINOR_VERSION == 0);
    return "GLPK 5.0";
}

lot_lp *lot_lp_new(bool maximise)
{
    lot_lp *lp = lot_array_new(1, sizeof *lp);
    if (lp == NULL)
        return NULL;
    (void)glp_term_out(GLP_OFF);
    lp->problem = glp_create_prob();
    glp_set_obj_dir(lp->problem, maximise ? GLP_MAX : GLP_MIN);
    return lp;
}

void lot_lp_free(lot_lp *lp)
{
    if (lp == NULL)
        return;
    glp_delete_prob(lp->problem);
    free(lp->rows);
    free(lp->columns);
    free(lp->values);
    free(lp);
}

static int bounds_type(double lower, double upper)
{
    assert(!isnan(lower) && !isnan(upper) && lower <= upper);
    if (isinf(lower) && isinf(upper))
        return GLP_FR;
    if (isinf(lower))
        return GLP_UP;
    if (isinf(upper))
        return GLP_LO;
    return lower < upper ? GLP_DB : GLP_FX;
}

uint32_t lot_lp_add_row(lot_lp *lp, double lower, double upper)
{
    int row = glp_add_rows(lp->problem, 1);
    lp->warm = false;
    glp_set_row_bnds(lp->problem, row, bounds_type(lower, upper), lower, upper);
    return (uint32_t)(row - 1);
}

static int glpk_column(const lot_lp *lp, uint32_t column)
{
    assert(column < (uint32_t)glp_get_num_cols(lp->problem));
    return (int)column + 1;
}

static int glpk_row(const lot_lp *lp, uint32_t row)
{
    assert(row < (uint32_t)glp_get_num_rows(lp->problem));
    return (int)row + 1;
}

uint32_t lot_lp_add_column(lot_lp *lp, double lower, double upper, double cost, bool integer)
{
    assert(!isnan(cost) && !isinf(cost));
    int column = glp_add_cols(lp->problem, 1);
    lp->warm = false;
    glp_set_col_bnds(lp->problem, column, bounds_type(lower, upper), lower, upper);
    glp_set_obj_coef(lp->problem, column, cost);
    glp_set_col_kind(lp->problem, column, integer ? GLP_IV : GLP_CV);
    return (uint32_t)(column - 1);
}

lot_status lot_lp_add_entry(lot_lp *lp, uint32_t row, uint32_t column, double value,
                            lot_error *error)
{
    assert(!isnan(value) && !isinf(value));
    if (lp->entries + 1 >= lp->room) {
        size_t room = lp->room < 64 ? 64 : lp->room * 2;
        int *rows = lot_array_resize(lp->rows, room, sizeof *rows);
        if (rows != NULL)
            lp->rows = rows;
        int *columns = lot_array_resize(lp->columns, room, sizeof *columns);
        if (columns != NULL)
            lp->columns = columns;
        double *values = lot_array_resize(lp->values, room, sizeof *values);
        if (values != NULL)
            lp->values = values;
        if (rows == NULL || columns == NULL || values == NULL || room > INT_MAX)
            return LOT_NO_MEMORY(error);
        lp->room = room;
    }
    lp->entries++;
    lp->rows[lp->entries] = glpk_row(lp, row);
    lp->columns[lp->entries] = glpk_column(lp, column);
    lp->values[lp->entries] = value;
    lp->changed = true;
    return LOT_OK;
}

lot_status lot_lp_append_column(lot_lp *lp, double lower, double upper, double cost,
                                const lot_lp_cell *cells, uint32_t count, lot_error *error)
{
    lot_status status = LOT_OK;
    bool changed = lp->changed;
    bool warm = lp->warm;
    uint32_t column = lot_lp_add_column(lp, lower, upper, cost, false);
    size_t first = lp->entries;
    for (uint32_t e = 0; e < count; e++)
        TRY(lot_lp_add_entry(lp, cells[e].row, column, cells[e].value, error));
    if (changed)
        goto done;
    /* arrays of GLPK begin at 1 */
    glp_set_mat_col(lp->problem, glpk_column(lp, column), (int)count, lp->rows + first,
                    lp->values + first);
    lp->changed = false;
    lp->warm = warm;
    lp->priced = true;
done:
    return status;
}

void lot_lp_set_row_bounds(lot_lp *lp, uint32_t row, double lower, double upper)
{
    glp_set_row_bnds(lp->problem, glpk_row(lp, row), bounds_type(lower, upper), lower, upper);
}

void lot_lp_set_column_bounds(lot_lp *lp, uint32_t column, double lower, double upper)
{
    glp_set_col_bnds(lp->problem, glpk_column(lp, column), bounds_type(lower, upper), lower, upper);
}

void lot_lp_set_cost(lot_lp *lp, uint32_t column, double cost)
{
    assert(!isnan(cost) && !isinf(cost));
    glp_set_obj_coef(lp->problem, glpk_column(lp, column), cost);
    lp->priced = true;
}

static void hand_over(lot_lp *lp)
{
    if (!lp->changed)
        return;
    glp_load_matrix(lp->problem, (int)lp->entries, lp->rows, lp->columns, lp->values);
    lp->changed = false;
    lp->warm = false;
}

/* The ways to solve an LP, each tried when the one before gave no answer. */
static const struct way {
    enum { WARM, CRASH, STANDARD } basis; /* to start from: the last, an advanced one, all rows */
    int method;
    int presolve;
} ways[] = {
    {WARM, GLP_DUALP, GLP_OFF},    {CRASH, GLP_DUALP, GLP_OFF},    {STANDARD, GLP_PRIMAL, GLP_OFF},
    {STANDARD, GLP_DUALP, GLP_ON}, {STANDARD, GLP_PRIMAL, GLP_ON},
};

/* One way; true when it gave an answer. */
static bool solve_in(const struct way *way, lot_lp *lp, lot_lp_outcome *outcome)
{
    glp_smcp parameters;
    glp_init_smcp(&parameters);
    parameters.msg_lev = GLP_MSG_OFF;
    parameters.meth = way->method;
    parameters.presolve = way->presolve;
    parameters.it_lim =
        10000 + 50 * (glp_get_num_rows(lp->problem) + glp_get_num_cols(lp->problem));
    if (way->basis == WARM && lp->priced)
        parameters.meth = GLP_PRIMAL;
    if (way->basis == CRASH)
        glp_adv_basis(lp->problem, 0);
    else if (way->basis == STANDARD)
        glp_std_basis(lp->problem);
    int code = glp_simplex(lp->problem, &parameters);
    int status = glp_get_status(lp->problem);
    lp->priced = false;
    lp->warm = code == 0 && status == GLP_OPT;
    *outcome = lp->warm ? LOT_LP_OPTIMAL : LOT_LP_INFEASIBLE;
    return lp->warm || (code == 0 && status == GLP_NOFEAS) || code == GLP_ENOPFS;
}

lot_status lot_lp_solve(lot_lp *lp, lot_lp_outcome *outcome, lot_error *error)
{
    hand_over(lp);
    lp->integer = false;
    int infeasible = 0; /* how many ways found it so: one may err by its tolerances */
    for (size_t w = lp->warm ? 0 : 1; w < sizeof ways / sizeof *ways; w++) {
        if (!solve_in(&ways[w], lp, outcome))
            continue;
        infeasible += *outcome == LOT_LP_INFEASIBLE;
        if (*outcome == LOT_LP_OPTIMAL || infeasible == 2)
            return LOT_OK;
    }
    return LOT_FAIL(error, LOT_FAILURE,
                    "the solver (%s) gave no answer to a linear program of %d rows and %d columns",
                    lot_solver_name(), glp_get_num_rows(lp->problem),
                    glp_get_num_cols(lp->problem));
}

/* What the branch and bound's callback needs. */
typedef struct watch {
    const lot_lp_search *search;
    uint32_t nodes;
    bool found;
    bool interrupted;
    bool limited;
} watch;

static void on_node(glp_tree *tree, void *context)
{
    watch *seen = context;
    int reason = glp_ios_reason(tree);
    if (reason == GLP_IBINGO) {
        seen->found = true;
        if (seen->search->first)
            glp_ios_terminate(tree);
        return;
    }
    if (reason != GLP_ISELECT)
        return;
    seen->nodes++;
    if (seen->nodes > seen->search->nodes_limit) {
        seen->limited = true;
        glp_ios_terminate(tree);
    }
    if (seen->nodes % 64 == 0 && lot_progress_report(seen->search->progress, seen->search->step,
                                                     seen->nodes, 0, NULL) != LOT_OK) {
        seen->interrupted = true;
        glp_ios_terminate(tree);
    }
}

lot_status lot_lp_solve_integer(lot_lp *lp, const lot_lp_search *search, lot_lp_outcome *outcome,
                                lot_error *error)
{
    lot_status status = lot_lp_solve(lp, outcome, error);
    if (status != LOT_OK || *outcome == LOT_LP_INFEASIBLE)
        return status;
    watch seen = {.search = search};
    glp_iocp parameters;
    glp_init_iocp(&parameters);
    parameters.msg_lev = GLP_MSG_OFF;
    parameters.cb_func = on_node;
    parameters.cb_info = &seen;
    lp->integer = true;
    int code = glp_intopt(lp->problem, &parameters);
    int state = glp_mip_status(lp->problem);
    if (seen.interrupted)
        return LOT_FAIL(error, LOT_INTERRUPTED, "interrupted while: %s", search->step);
    if (code == 0 && state == GLP_OPT)
        *outcome = LOT_LP_OPTIMAL;
    else if ((code == 0 && state == GLP_NOFEAS) || code == GLP_ENOPFS)
        *outcome = LOT_LP_INFEASIBLE;
    else if (code == GLP_ESTOP && search->first && seen.found)
        *outcome = LOT_LP_OPTIMAL;
    else if (code == GLP_ESTOP && seen.limited)
        *outcome = LOT_LP_LIMIT;
    else
        return LOT_FAIL(error, LOT_FAILURE,
                        "the solver (%s) gave no answer to an integer program (code %d, status %d)",
                        lot_solver_name(), code, state);
    return LOT_OK;
}

double lot_lp_value(const lot_lp *lp, uint32_t column)
{
    int number = glpk_column(lp, column);
    return lp->integer ? glp_mip_col_val(lp->problem, number)
                       : glp_get_col_prim(lp->problem, number);
}

double lot_lp_objective(const lot_lp *lp)
{
    return lp->integer ? glp_mip_obj_val(lp->problem) : glp_get_obj_val(lp->problem);
}

double lot_lp_row_dual(const lot_lp *lp, uint32_t row)
{
    assert(!lp->integer);
    return glp_get_row_dual(lp->problem, glpk_row(lp, row));
}

double lot_lp_reduced_cost(const lot_lp *lp, uint32_t column)
{
    assert(!lp->integer);
    return glp_get_col_dual(lp->problem, glpk_column(lp, column));
}

static lot_lp_state state_of(int status)
{
    if (status == GLP_BS)
        return LOT_LP_BASIC;
    return status == GLP_NU ? LOT_LP_UPPER : LOT_LP_LOWER;
}

lot_lp_state lot_lp_row_state(const lot_lp *lp, uint32_t row)
{
    return state_of(glp_get_row_stat(lp->problem, glpk_row(lp, row)));
}

lot_lp_state lot_lp_column_state(const lot_lp *lp, uint32_t column)
{
    return state_of(glp_get_col_stat(lp->problem, glpk_column(lp, column)));
}

lot_status lot_lp_polish(lot_lp *lp, lot_error *error)
{
    glp_smcp parameters;
    glp_init_smcp(&parameters);
    parameters.msg_lev = GLP_MSG_OFF;
    parameters.it_lim = 5000;
    int code = glp_exact(lp->problem, &parameters);
    if (code != 0 || glp_get_status(lp->problem) != GLP_OPT)
        return LOT_FAIL(error, LOT_FAILURE,
                        "the solver (%s) gave no exact answer to a linear program (code %d)",
                        lot_solver_name(), code);
    return LOT_OK;
}

void lot_lp_name_row(lot_lp *lp, uint32_t row, const char *name)
{
    glp_set_row_name(lp->problem, glpk_row(lp, row), name);
}

void lot_lp_name_column(lot_lp *lp, uint32_t column, const char *name)
{
    glp_set_col_name(lp->problem, glpk_column(lp, column), name);
}

lot_status lot_lp_write(lot_lp *lp, const char *path, lot_error *error)
{
    hand_over(lp);
    if (glp_write_lp(lp->problem, NULL, path) != 0)
        return LOT_FAIL(error, LOT_FAILURE, "%s: the model cannot be written there", path);
    return LOT_OK;
}

size_t lot_lp_entries_count(const lot_lp *lp)
{
    return lp->entries;
}

lot_lp_entry lot_lp_entry_at(const lot_lp *lp, size_t index)
{
    assert(index < lp->entries);
    return (lot_lp_entry){(uint32_t)lp->rows[index + 1] - 1, (uint32_t)lp->columns[index + 1] - 1,
                          lp->values[index + 1]};
}

double lot_lp_cost(const lot_lp *lp, uint32_t column)
{
    return glp_get_obj_coef(lp->problem, glpk_column(lp, column));
}
