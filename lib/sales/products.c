// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/products.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/describe.h"

struct product {
    ka_int128 revenue, margin; // of lines with a known margin
};

static struct product *sum_products(const struct ka_ledger *ledger)
{
    struct product *product = ka_zalloc(ledger->products.map.count, sizeof *product);
    for (size_t i = 0; i < ledger->line_count; i++) {
        const struct ka_ledger_line *line = &ledger->lines[i];
        if (line->product == KA_LEDGER_NONE || line->margin == KA_DECIMAL_NONE)
            continue;
        product[line->product].revenue += line->revenue;
        product[line->product].margin += line->margin;
    }
    return product;
}

static double rate_of(const struct product *product)
{
    return product->revenue > 0 ? (double)product->margin / (double)product->revenue
                                : (double)NAN;
}

// NaN when no product has a rate.
static double find_threshold(const struct product *product, size_t n)
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
    struct product *product = sum_products(ledger);
    double threshold = find_threshold(product, n);
    bool *high = ka_zalloc(n, sizeof *high);
    bool decidable = !isnan(threshold);
    for (size_t i = 0; i < n; i++) {
        struct ka_str flag = ledger->high_margin[ledger->products.number[i]].text;
        high[i] = flag.n ? flag.p[0] == '1' : rate_of(&product[i]) >= threshold;
        decidable |= flag.n > 0;
    }
    free(product);
    if (decidable)
        return high;
    free(high);
    return NULL;
}
