/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Flow with bounds on rows and columns.
 *
 * A row or column has a surplus (its sum above its most), a need (below its least), or slack.
 * Starting from the empty table, the sums are raised along augmenting paths:
 *
 *   first each row in need, then each column in need, until every least is met:
 *   a path raises cells row -> column and lowers cells column -> row in turn, and ends at a line
 *   whose sum may still change: a column (or row) with room, or a row (column) above its least.
 *
 * No line that has met its least falls below it again, and none rises above its most, so each path
 * brings the table nearer; paths are found breadth first, lines in order, so the result is the same
 * everywhere. Source: Ford and Fulkerson 1962; Edmonds and Karp 1972.
 */
#include "lottery/flow.h"

#include "core/array.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

lot_status lot_flow_start(lot_flow *flow, size_t rows_count, size_t columns_count, lot_error *error)
{
    *flow = (lot_flow){.rows_count = rows_count, .columns_count = columns_count};
    flow->most = lot_array_new(rows_count * columns_count, sizeof *flow->most);
    flow->row_least = lot_array_new(rows_count, sizeof *flow->row_least);
    flow->row_most = lot_array_new(rows_count, sizeof *flow->row_most);
    flow->column_least = lot_array_new(columns_count, sizeof *flow->column_least);
    flow->column_most = lot_array_new(columns_count, sizeof *flow->column_most);
    if (flow->most == NULL || flow->row_least == NULL || flow->row_most == NULL ||
        flow->column_least == NULL || flow->column_most == NULL) {
        lot_flow_free(flow);
        return LOT_NO_MEMORY(error);
    }
    return LOT_OK;
}

void lot_flow_free(lot_flow *flow)
{
    free(flow->most);
    free(flow->row_least);
    free(flow->row_most);
    free(flow->column_least);
    free(flow->column_most);
    *flow = (lot_flow){0};
}

/* A search over lines: rows are 0 .. rows-1, columns rows .. rows+columns-1. */
typedef struct search {
    const lot_flow *flow;
    uint64_t *cell;
    uint64_t *sum;  /* [lines] */
    size_t *parent; /* [lines] the line before on the path; lines: not reached */
    size_t *queue;  /* [lines] */
    size_t lines;
} search;

static size_t cell_index(const search *s, size_t row, size_t column)
{
    return row * s->flow->columns_count + (column - s->flow->rows_count);
}

static uint64_t least(const search *s, size_t line)
{
    size_t rows = s->flow->rows_count;
    return line < rows ? s->flow->row_least[line] : s->flow->column_least[line - rows];
}

static uint64_t most(const search *s, size_t line)
{
    size_t rows = s->flow->rows_count;
    return line < rows ? s->flow->row_most[line] : s->flow->column_most[line - rows];
}

/*
 * By how much the step from `from` to `to` can change its cell: steps away from a line of the
 * start's side raise, steps back lower.
 */
static uint64_t step_room(const search *s, size_t from, size_t to, bool raises)
{
    bool from_row = from < s->flow->rows_count;
    size_t index = from_row ? cell_index(s, from, to) : cell_index(s, to, from);
    return raises ? s->flow->most[index] - s->cell[index] : s->cell[index];
}

/* By how much the path may end at `line`: reached by a raise it must grow, by a lowering shrink. */
static uint64_t end_room(const search *s, size_t line, bool raised)
{
    if (raised)
        return s->sum[line] < most(s, line) ? most(s, line) - s->sum[line] : 0;
    return s->sum[line] > least(s, line) ? s->sum[line] - least(s, line) : 0;
}

/* Breadth first from `start`; returns the end of a path, or `lines` when there is none. */
static size_t find_path(search *s, size_t start)
{
    size_t rows = s->flow->rows_count;
    bool start_row = start < rows;
    for (size_t line = 0; line < s->lines; line++)
        s->parent[line] = s->lines;
    size_t head = 0;
    size_t tail = 0;
    s->parent[start] = start;
    s->queue[tail++] = start;
    while (head < tail) {
        size_t from = s->queue[head++];
        bool raises = (from < rows) == start_row;
        size_t begin = from < rows ? rows : 0;
        size_t end = from < rows ? s->lines : rows;
        for (size_t to = begin; to < end; to++) {
            if (s->parent[to] != s->lines || step_room(s, from, to, raises) == 0)
                continue;
            s->parent[to] = from;
            if (end_room(s, to, raises) > 0)
                return to;
            s->queue[tail++] = to;
        }
    }
    return s->lines;
}

/* Change the cells of the path by as much as all of it allows. */
static void augment(search *s, size_t start, size_t end)
{
    size_t rows = s->flow->rows_count;
    bool start_row = start < rows;
    bool end_raised = (end < rows) != start_row;
    uint64_t amount = end_room(s, end, end_raised);
    uint64_t need = least(s, start) - s->sum[start];
    if (need < amount)
        amount = need;
    for (size_t to = end; to != start; to = s->parent[to]) {
        size_t from = s->parent[to];
        uint64_t room = step_room(s, from, to, (from < rows) == start_row);
        if (room < amount)
            amount = room;
    }
    for (size_t to = end; to != start; to = s->parent[to]) {
        size_t from = s->parent[to];
        size_t index = from < rows ? cell_index(s, from, to) : cell_index(s, to, from);
        if ((from < rows) == start_row)
            s->cell[index] += amount;
        else
            s->cell[index] -= amount;
    }
    s->sum[start] += amount;
    s->sum[end] = end_raised ? s->sum[end] + amount : s->sum[end] - amount;
}

lot_status lot_flow_solve(uint64_t *cell, const lot_flow *flow, lot_error *error)
{
    lot_status status = LOT_OK;
    search s = {.flow = flow, .cell = cell, .lines = flow->rows_count + flow->columns_count};
    memset(cell, 0, flow->rows_count * flow->columns_count * sizeof *cell);
    s.sum = lot_array_new(s.lines, sizeof *s.sum);
    s.parent = lot_array_new(s.lines, sizeof *s.parent);
    s.queue = lot_array_new(s.lines, sizeof *s.queue);
    if (s.sum == NULL || s.parent == NULL || s.queue == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    for (size_t line = 0; line < s.lines; line++) {
        while (s.sum[line] < least(&s, line)) {
            size_t end = find_path(&s, line);
            if (end == s.lines) {
                status = LOT_FAIL(error, LOT_FAILURE, "internal: seats cannot be shared evenly");
                goto done;
            }
            augment(&s, line, end);
        }
    }
done:
    free(s.sum);
    free(s.parent);
    free(s.queue);
    return status;
}
