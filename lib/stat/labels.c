// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/labels.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/sum.h"

struct cluster {
    struct ka_sum weight;
    size_t first; // member
};

static bool comes_before(const struct cluster *a, const struct cluster *b)
{
    double x = ka_sum_value(&a->weight), y = ka_sum_value(&b->weight);
    return x != y ? x > y : a->first < b->first;
}

void ka_labels_number(const int *label, size_t n, size_t k, const double *weight, int *number,
                      double *total)
{
    struct cluster *cluster = ka_zalloc(k, sizeof *cluster);
    for (size_t c = 0; c < k; c++)
        cluster[c].first = n + c;
    for (size_t i = n; i-- > 0;) {
        cluster[label[i]].first = i;
        ka_sum_add(&cluster[label[i]].weight, weight ? weight[i] : 1);
    }
    for (size_t c = 0; c < k; c++) {
        number[c] = 0;
        for (size_t other = 0; other < k; other++)
            number[c] += comes_before(&cluster[other], &cluster[c]);
        total[number[c]] = ka_sum_value(&cluster[c].weight);
    }
    free(cluster);
}
