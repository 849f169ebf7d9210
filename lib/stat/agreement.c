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

// Pairs of items that both partitions of the labels keep together.
static double pairs_together(struct labels *label, size_t n)
{
    qsort(label, n, sizeof *label, compare_labels);
    double together = 0;
    for (size_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && compare_labels(&label[end], &label[first]) == 0;)
            end++;
        together += pairs(end - first);
    }
    return together;
}

static double pairs_within(const int *a, const int *b, size_t n)
{
    struct labels *label = ka_alloc(n, sizeof *label);
    for (size_t i = 0; i < n; i++)
        label[i] = (struct labels){a[i], b[i]};
    double within = pairs_together(label, n);
    free(label);
    return within;
}

double ka_adjusted_rand(const int *a, const int *b, size_t n)
{
    if (n < 2)
        return NAN;
    double in_a = pairs_within(a, a, n), in_b = pairs_within(b, b, n);
    double in_both = pairs_within(a, b, n);
    double expected = in_a * in_b / pairs(n), most = (in_a + in_b) / 2;
    return most == expected ? 1 : (in_both - expected) / (most - expected);
}
