// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/agreement.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

struct labels {
    int a, b;
};

static int compare_labels(const void *p, const void *q)
{
    const struct labels *x = p, *y = q;
    int by_a = (x->a > y->a) - (x->a < y->a);
    return by_a ? by_a : (x->b > y->b) - (x->b < y->b);
}

static double pairs(size_t n)
{
    return (double)n * ((double)n - 1) / 2;
}

// n ln n, so that the entropy of counts is ln n less their mean of this.
static double log_power(size_t n)
{
    return (double)n * log((double)n);
}

// The sum of f over how many items share both labels.
static double sum_cells(const int *a, const int *b, size_t n, double (*f)(size_t count))
{
    struct labels *label = ka_alloc(n, sizeof *label);
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        label[i] = (struct labels){a[i], b[i]};
    qsort(label, n, sizeof *label, compare_labels);
    for (size_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && compare_labels(&label[end], &label[first]) == 0;)
            end++;
        sum += f(end - first);
    }
    free(label);
    return sum;
}

double ka_adjusted_rand(const int *a, const int *b, size_t n)
{
    if (n < 2)
        return NAN;
    double in_a = sum_cells(a, a, n, pairs), in_b = sum_cells(b, b, n, pairs);
    double in_both = sum_cells(a, b, n, pairs);
    double expected = in_a * in_b / pairs(n), most = (in_a + in_b) / 2;
    return most == expected ? 1 : (in_both - expected) / (most - expected);
}

double ka_normalized_mutual_information(const int *a, const int *b, size_t n)
{
    if (n == 0)
        return NAN;
    double all = log_power(n);
    double of_a = all - sum_cells(a, a, n, log_power),
           of_b = all - sum_cells(b, b, n, log_power);
    double of_both = all - sum_cells(a, b, n, log_power);
    double mutual = fmax(0, of_a + of_b - of_both);
    return of_a + of_b > 0 ? 2 * mutual / (of_a + of_b) : 1;
}
