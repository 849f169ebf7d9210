// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/products.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/describe.h"

static double rate_of(const struct ka_product_sums *product)
{
    return product->revenue > 0 ? (double)product->margin / (double)product->revenue
                                : (double)NAN;
}

// NaN when no product has a rate.
static double find_threshold(const struct ka_product_sums *product, size_t n)
{
    double *rate = ka_alloc(n, sizeof *rate);
    double *weight = ka_alloc(n, sizeof *weight);
    size_t known = 0;
    for (size_t i = 0; i < n; i++)
        if (product[i].revenue > 0) {
            rate[known] = rate_of(&product[i]);
            weight[known++] = ka_decimal_real(product[i].revenue);
        }
    double threshold = ka_quantile_weighted(rate, weight, known, 0.75);
    free(rate);
    free(weight);
    return threshold;
}

bool *ka_products_high_margin(const struct ka_ledger *ledger)
{
    size_t n = ledger->products.map.count;
    double threshold = ledger->has_margin ? find_threshold(ledger->product, n) : (double)NAN;
    bool *high = ka_zalloc(n, sizeof *high);
    bool decidable = !isnan(threshold);
    for (size_t number = 0; number < n; number++) {
        struct ka_str flag = ka_newest_text(&ledger->high_margin[number]);
        bool is_high =
            flag.n ? flag.p[0] == '1' : rate_of(&ledger->product[number]) >= threshold;
        high[ledger->products.rank[number]] = is_high;
        decidable |= flag.n > 0;
    }
    if (decidable)
        return high;
    free(high);
    return NULL;
}
