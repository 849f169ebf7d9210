// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/ranking.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/order.h"
#include "table/number.h"
#include "table/writer.h"

bool ka_class_limits_parse(const char *text, struct ka_class_limits *limits,
                           struct ka_error *err)
{
    *limits = (struct ka_class_limits){.computed = strcmp(text, "computed") == 0};
    if (limits->computed)
        return true;
    struct ka_str rest = ka_str(text), a, b;
    int64_t low, high;
    bool two = ka_str_next(&rest, ',', &a) && ka_str_next(&rest, ',', &b) && rest.n == 0 &&
               ka_decimal_parse(a, &low) && ka_decimal_parse(b, &high);
    if (!two || low <= 0 || low >= high || high >= KA_DECIMAL_ONE)
        return ka_fail(err, KA_USAGE,
                       "option '--abc': %s is neither 'computed' nor two shares A,B "
                       "with 0 < A < B < 1",
                       KA_QUOTE(ka_str(text)));
    limits->a = ka_decimal_real(low);
    limits->b = ka_decimal_real(high);
    return true;
}

struct by_key {
    const struct ka_frame *frame;
    size_t key;
};

static int compare_rows(const void *a, const void *b, void *context)
{
    const struct by_key *by = context;
    size_t i = *(const size_t *)a, j = *(const size_t *)b;
    int order =
        ka_str_cmp(ka_frame_cell(by->frame, by->key, i), ka_frame_cell(by->frame, by->key, j));
    return order ? order : (i > j) - (i < j);
}

// Largest first; KA_DECIMAL_NONE is the smallest integer, so unknown comes last.
static void order_rows(size_t *order, size_t n, const int64_t *amount, struct by_key by)
{
    ka_order_descending(amount, n, order);
    for (size_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && amount[order[end]] == amount[order[first]];)
            end++;
        if (end - first > 1)
            qsort_r(order + first, end - first, sizeof *order, compare_rows, &by);
    }
}

static void sort_rows(struct ka_ranking *ranking, const int64_t *amount, struct by_key by)
{
    ranking->order = ka_alloc(ranking->rows, sizeof *ranking->order);
    order_rows(ranking->order, ranking->rows, amount, by);
    while (ranking->n < ranking->rows && amount[ranking->order[ranking->n]] != KA_DECIMAL_NONE)
        ranking->n++;
    ranking->value = ka_alloc(ranking->n, sizeof *ranking->value);
    ranking->rank = ka_alloc(ranking->n, sizeof *ranking->rank);
    for (size_t i = 0; i < ranking->n; i++) {
        ranking->value[i] = amount[ranking->order[i]];
        bool tie = i > 0 && ranking->value[i] == ranking->value[i - 1];
        ranking->rank[i] = tie ? ranking->rank[i - 1] : i + 1;
    }
}

static void classify(struct ka_ranking *ranking, const struct ka_class_limits *limits)
{
    struct ka_abc_limits found;
    ranking->item = ka_zalloc(ranking->n, sizeof *ranking->item);
    if (limits->computed)
        ka_abc_computed(ranking->value, ranking->n, ranking->item, &found);
    else
        ka_abc_fixed(ranking->value, ranking->n, limits->a, limits->b, ranking->item);
}

// A measure with more than four decimals (an average, a ratio) is rounded half to even.
static bool read_amount(struct ka_str cell, int64_t *amount)
{
    struct ka_number number;
    double real;
    bool rounded = false;
    return ka_decimal_parse(cell, amount) ||
           (ka_real_parse(cell, &real) && ka_number_parse(cell, '.', &number) &&
            ka_number_scale(&number, KA_DECIMAL_DIGITS, amount, &rounded));
}

// Of several amounts that are beyond, that of the least key is told: the rows of a table that
// threads made stand as it came.
static bool read_amounts(const struct ka_frame *frame, size_t column, int64_t *amount,
                         struct by_key by, struct ka_error *err)
{
    size_t beyond = KA_NONE;
    for (size_t row = 0; row < frame->rows; row++) {
        struct ka_str cell = ka_frame_cell(frame, column, row);
        double real;
        if (read_amount(cell, &amount[row]))
            continue;
        if (!ka_real_parse(cell, &real))
            return ka_frame_decimals(frame, column, amount, err); // says which cell is none
        if (beyond == KA_NONE || compare_rows(&row, &beyond, &by) < 0)
            beyond = row;
    }
    return beyond == KA_NONE ||
           ka_fail(err, KA_BAD_DATA, "%s: column '%s': %s is beyond ±922337203685477",
                   frame->source, frame->columns[column].name,
                   KA_QUOTE(ka_frame_cell(frame, column, beyond)));
}

bool ka_ranking_make(struct ka_ranking *ranking, const struct ka_frame *frame,
                     const char *measure, size_t key, const struct ka_class_limits *limits,
                     struct ka_error *err)
{
    size_t column;
    ranking->measure = ka_strdup(measure);
    ranking->rows = frame->rows;
    int64_t *amount = ka_alloc(frame->rows, sizeof *amount);
    const struct by_key by = {frame, key};
    bool ok = ka_frame_need(frame, measure, &column, err) &&
              read_amounts(frame, column, amount, by, err);
    if (ok) {
        sort_rows(ranking, amount, by);
        classify(ranking, limits);
    }
    free(amount);
    return ok;
}

void ka_ranking_clear(struct ka_ranking *ranking)
{
    free(ranking->measure);
    free(ranking->order);
    free(ranking->value);
    free(ranking->rank);
    free(ranking->item);
    *ranking = (struct ka_ranking){0};
}
