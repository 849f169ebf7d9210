// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/abc.h"

#include <math.h>

#include "base/wide.h"
#include "stat/concentration.h"

// One past the tie group that begins at `first`.
static size_t tie_end(const int64_t *amount, size_t n, size_t first)
{
    size_t end = first + 1;
    while (end < n && amount[end] == amount[first])
        end++;
    return end;
}

// Everything but the classes A, B and C; returns the total.
static ka_int128 fill_items(const int64_t *amount, size_t n, struct ka_abc_item *item)
{
    const size_t top20 = ka_top_count(n, 20), top25 = ka_top_count(n, 25);
    ka_int128 total = 0, sum = 0;
    for (size_t i = 0; i < n; i++)
        total += amount[i];
    const double whole = total > 0 ? (double)total : (double)NAN;
    for (size_t first = 0, end; first < n; first = end) {
        end = tie_end(amount, n, first);
        bool positive = amount[first] > 0;
        for (size_t i = first; i < end; i++) {
            sum += amount[i];
            item[i] = (struct ka_abc_item){
                .share = (double)amount[i] / whole,
                .cum_share = (double)sum / whole,
                .class = positive ? 0 : 'N',
                .tie = end - first > 1,
                .top20 = positive && first < top20,
                .top25 = positive && first < top25,
            };
        }
    }
    return total;
}

// Gives the positive items of a tie group their class.
static void classify(struct ka_abc_item *item, size_t first, size_t end, char letter)
{
    for (size_t i = first; i < end; i++)
        if (item[i].class != 'N')
            item[i].class = letter;
}

// A limit of a share: sum / total >= limit is sum * unit >= the limit of sums.
static const int64_t unit = 1000000000;

static ka_int128 limit_of_sums(double limit, ka_int128 total)
{
    return llround(limit * (double)unit) * total;
}

void ka_abc_fixed(const int64_t *descending, size_t n, double limit_a, double limit_b,
                  struct ka_abc_item *item)
{
    ka_int128 total = fill_items(descending, n, item), before = 0;
    const ka_int128 a = limit_of_sums(limit_a, total), b = limit_of_sums(limit_b, total);
    for (size_t first = 0, end; first < n && total > 0; first = end) {
        end = tie_end(descending, n, first);
        classify(item, first, end, before * unit < a ? 'A' : before * unit < b ? 'B' : 'C');
        before += (ka_int128)descending[first] * (ka_int128)(end - first);
    }
}

// The number of items >= from for which the curve comes nearest to (at / n, 1).
static size_t nearest(const struct ka_abc_item *item, size_t n, size_t at, size_t from)
{
    size_t best = from;
    double least = INFINITY;
    for (size_t count = from; count <= n; count++) {
        double dp = ((double)count - (double)at) / (double)n;
        double dy = 1 - item[count - 1].cum_share;
        if (dp * dp + dy * dy < least) {
            least = dp * dp + dy * dy;
            best = count;
        }
    }
    return best;
}

void ka_abc_computed(const int64_t *descending, size_t n, struct ka_abc_item *item,
                     struct ka_abc_limits *limits)
{
    ka_int128 total = fill_items(descending, n, item);
    *limits = (struct ka_abc_limits){0};
    if (total <= 0)
        return;
    while (limits->break_even < n &&
           (ka_int128)descending[limits->break_even] * (ka_int128)n >= total)
        limits->break_even++;
    limits->pareto = nearest(item, n, 0, 1);
    bool pareto_first = limits->pareto < limits->break_even;
    size_t b = pareto_first ? limits->break_even : limits->pareto;
    limits->a = pareto_first ? limits->pareto : limits->break_even;
    limits->c = nearest(item, n, b, b);
    for (size_t first = 0, end; first < n; first = end) {
        end = tie_end(descending, n, first);
        classify(item, first, end, first < limits->a ? 'A' : first < limits->c ? 'B' : 'C');
    }
}
