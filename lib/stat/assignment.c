// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/assignment.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"

// A problem with n <= m, and the duals of its linear program.
struct assignment {
    const double *gain;
    size_t n, m, row_step, column_step;
    double *row_price, *column_price; // n, m
    size_t *row_of;                   // m; KA_UNASSIGNED: free
    double *distance;                 // m: of the shortest path to a column
    size_t *from;                     // m: the column before it; KA_UNASSIGNED: the first row
    bool *done;                       // m
};

static double reduced_cost(const struct assignment *a, size_t row, size_t column)
{
    return -a->gain[row * a->row_step + column * a->column_step] - a->row_price[row] -
           a->column_price[column];
}

// Looks from a row, reached by way of column `before`, for shorter paths; returns the nearest
// column that is not done.
static size_t look_around(struct assignment *a, size_t row, size_t before, double so_far)
{
    size_t nearest = KA_UNASSIGNED;
    for (size_t c = 0; c < a->m; c++) {
        if (a->done[c])
            continue;
        double distance = so_far + reduced_cost(a, row, c);
        if (distance < a->distance[c]) {
            a->distance[c] = distance;
            a->from[c] = before;
        }
        if (nearest == KA_UNASSIGNED || a->distance[c] < a->distance[nearest])
            nearest = c;
    }
    return nearest;
}

static void update_prices(struct assignment *a, size_t first, double length)
{
    a->row_price[first] += length;
    for (size_t c = 0; c < a->m; c++) {
        if (!a->done[c])
            continue;
        a->column_price[c] -= length - a->distance[c];
        a->row_price[a->row_of[c]] += length - a->distance[c];
    }
}

// Assigns one more row along the shortest path to a free column.
static void add_row(struct assignment *a, size_t first)
{
    for (size_t c = 0; c < a->m; c++) {
        a->distance[c] = INFINITY;
        a->done[c] = false;
    }
    size_t column = look_around(a, first, KA_UNASSIGNED, 0);
    while (a->row_of[column] != KA_UNASSIGNED) {
        a->done[column] = true;
        column = look_around(a, a->row_of[column], column, a->distance[column]);
    }
    update_prices(a, first, a->distance[column]);
    while (a->from[column] != KA_UNASSIGNED) {
        a->row_of[column] = a->row_of[a->from[column]];
        column = a->from[column];
    }
    a->row_of[column] = first;
}

static void solve(struct assignment *a)
{
    a->row_price = ka_zalloc(a->n, sizeof *a->row_price);
    a->column_price = ka_zalloc(a->m, sizeof *a->column_price);
    a->row_of = ka_alloc(a->m, sizeof *a->row_of);
    a->distance = ka_alloc(a->m, sizeof *a->distance);
    a->from = ka_alloc(a->m, sizeof *a->from);
    a->done = ka_alloc(a->m, sizeof *a->done);
    for (size_t c = 0; c < a->m; c++)
        a->row_of[c] = KA_UNASSIGNED;
    for (size_t row = 0; row < a->n; row++)
        add_row(a, row);
    free(a->row_price);
    free(a->column_price);
    free(a->distance);
    free(a->from);
    free(a->done);
}

double ka_assignment_best(const double *gain, size_t rows, size_t columns, size_t *column_of)
{
    bool turned = rows > columns;
    struct assignment a = {
        .gain = gain, .n = rows, .m = columns, .row_step = columns, .column_step = 1};
    if (turned)
        a = (struct assignment){
            .gain = gain, .n = columns, .m = rows, .row_step = 1, .column_step = columns};
    solve(&a);
    double sum = 0;
    for (size_t row = 0; row < rows; row++)
        column_of[row] = KA_UNASSIGNED;
    for (size_t c = 0; c < a.m; c++) {
        if (a.row_of[c] == KA_UNASSIGNED)
            continue;
        size_t row = turned ? c : a.row_of[c], column = turned ? a.row_of[c] : c;
        column_of[row] = column;
        sum += gain[row * columns + column];
    }
    free(a.row_of);
    return sum;
}
