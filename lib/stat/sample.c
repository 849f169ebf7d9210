// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/sample.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

#define EQUAL 1e-10 // relative difference that may be rounding

static double power_of(double x, double epsilon)
{
    if (epsilon == 1)
        return log(x);
    return epsilon == .5 ? sqrt(x) : epsilon == 2 ? 1 / x : pow(x, 1 - epsilon);
}

static double term(const struct ka_base *base, int which, double x)
{
    if (which == KA_TERM_ABSOLUTE)
        return fabs(x);
    if (which == KA_TERM_SQUARE)
        return x * x;
    // Where amounts are not positive the figure is 1, unknown, or their term is 0.
    if (x <= 0)
        return 0;
    if (which == KA_TERM_X_LOG_X)
        return x * log(x);
    return which == KA_TERM_LOG ? log(x)
                                : power_of(x, base->population->epsilon[which - KA_TERM_POWER]);
}

void ka_base_init(struct ka_base *base, const struct ka_population *population)
{
    size_t n = population->n;
    double size = 0;
    for (size_t i = 0; i < n; i++)
        size += fabs(population->x[i]) / (double)n;
    *base = (struct ka_base){.population = population, .x = ka_alloc(n, sizeof(double))};
    for (size_t i = 0; i < n; i++) {
        base->x[i] = population->x[i] / (size > 0 ? size : 1);
        base->positive += !(base->x[i] > 0);
    }
    for (int t = 0; t < KA_TERM_POWER + (int)population->epsilons; t++) {
        base->term[t] = ka_alloc(n, sizeof(double));
        for (size_t i = 0; i < n; i++)
            base->term[t][i] = term(base, t, base->x[i]);
    }
}

void ka_base_clear(struct ka_base *base)
{
    free(base->x);
    for (int t = 0; t < KA_TERMS; t++)
        free(base->term[t]);
}

// ---- A sample ----

double ka_base_weight(const struct ka_base *base, size_t i)
{
    return base->population->weight ? base->population->weight[i] : 1;
}

void ka_sample_init(struct ka_sample *sample, const struct ka_base *base)
{
    *sample = (struct ka_sample){.base = base, .scale = 1};
    sample->before = ka_alloc(base->population->n + 1, sizeof *sample->before);
}

void ka_sample_clear(struct ka_sample *sample)
{
    free(sample->before);
    sample->before = NULL;
}

void ka_sample_fill(struct ka_sample *sample, const double *weight)
{
    const struct ka_base *base = sample->base;
    const size_t n = base->population->n;
    struct ka_prefix sum = {0, 0};
    double ranked = 0;
    for (size_t i = 0; i < n; i++) {
        double amount = weight[i] * base->x[i];
        sample->before[i] = sum;
        ranked += amount * (2 * sum.weight + weight[i]);
        sum.weight += weight[i];
        sum.amount += amount;
    }
    sample->before[n] = sum;
    sample->ranked = ranked;
    for (int t = 0; t < KA_TERMS && base->term[t]; t++) {
        const double *value = base->term[t];
        double even = 0, odd = 0; // two chains of additions are twice as fast as one
        size_t i = 0;
        for (; i + 1 < n; i += 2) {
            even += weight[i] * value[i];
            odd += weight[i + 1] * value[i + 1];
        }
        sample->sum[t] = even + odd + (i < n ? weight[i] * value[i] : 0);
    }
}

static struct ka_prefix before(const struct ka_sample *s, size_t j)
{
    struct ka_prefix sum = s->before[j];
    double lost = j > s->light ? s->lost : 0;
    sum.weight = (sum.weight - lost) * s->scale;
    sum.amount = (sum.amount - lost * s->base->x[s->light]) * s->scale;
    return sum;
}

static struct ka_prefix all(const struct ka_sample *s)
{
    return before(s, s->base->population->n);
}

static double sum_of(const struct ka_sample *s, int t)
{
    return (s->sum[t] - s->lost * s->base->term[t][s->light]) * s->scale;
}

// What the light member has lost goes from its own part, and every larger amount has so much
// less weight before it.
static double ranked(const struct ka_sample *s)
{
    const struct ka_prefix *own = &s->before[s->light];
    double x = s->base->x[s->light], w = own[1].weight - own[0].weight;
    double above = s->before[s->base->population->n].amount - own[1].amount;
    double gone = x * s->lost * 2 * (own->weight + w - s->lost / 2) + 2 * s->lost * above;
    return (s->ranked - gone) * s->scale * s->scale;
}

// ---- Its figures ----

// The smallest j with at least so much weight before it.
static size_t find_weight(const struct ka_sample *s, double weight)
{
    size_t low = 0, high = s->base->population->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (before(s, middle).weight >= weight)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

// The smallest j with x[j] >= value, n when there is none.
static size_t find_amount(const struct ka_sample *s, double value)
{
    size_t low = 0, high = s->base->population->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (s->base->x[middle] >= value)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

// Share of the k largest.
static double top_share(const struct ka_sample *s, double k)
{
    struct ka_prefix total = all(s);
    if (k >= total.weight)
        return 1;
    size_t j = find_weight(s, total.weight - k);
    double rest = k - (total.weight - before(s, j).weight);
    double part = j > 0 ? rest * s->base->x[j - 1] : 0;
    return (total.amount - before(s, j).amount + part) / total.amount;
}

// How many of the largest make up 80 % of the total; a whole number but where the influence of
// a member is asked for, which would be 0.
static double make80(const struct ka_sample *s)
{
    struct ka_prefix total = all(s);
    double needed = .8 * total.amount * (1 - 1e-12);
    // The last j from which on they still reach it; above `positive` the sums are monotone.
    size_t low = s->base->positive, high = s->base->population->n;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (total.amount - before(s, middle).amount >= needed)
            low = middle;
        else
            high = middle;
    }
    struct ka_prefix behind = before(s, low + 1);
    double missing = needed - (total.amount - behind.amount);
    double k = total.weight - behind.weight + missing / s->base->x[low];
    return s->lost > 0 ? k : ceil(k - 1e-9);
}

static void top_figures(const struct ka_sample *s, double value[KA_FIGURES])
{
    double n = all(s).weight;
    value[KA_FIGURE_MAKE80] = make80(s);
    value[KA_FIGURE_MAKE80_SHARE] = value[KA_FIGURE_MAKE80] / n;
    value[KA_FIGURE_TOP20_SHARE] = top_share(s, ka_top_weight(n, 20));
    value[KA_FIGURE_TOP25_SHARE] = top_share(s, ka_top_weight(n, 25));
    value[KA_FIGURE_CR4] = top_share(s, 4);
    value[KA_FIGURE_CR8] = top_share(s, 8);
}

// The Lorenz asymmetry from what lies below the mean, which ends before j, and from what
// equals it, which ends before k.
static double asymmetry(const struct ka_sample *s, double mean, size_t j, size_t k)
{
    struct ka_prefix total = all(s), below = before(s, j);
    double equal = before(s, k).weight - below.weight;
    double middle = below.weight / total.weight + below.amount / total.amount;
    if (equal > 0)
        return middle + equal / total.weight;
    const size_t n = s->base->population->n;
    while (j > 0 && before(s, j - 1).weight == below.weight)
        j--;
    while (k < n && before(s, k + 1).weight == below.weight)
        k++;
    if (j == 0 || k == n) // all are equal but for rounding
        return middle;
    double low = s->base->x[j - 1], high = s->base->x[k];
    double delta = (mean - low) / (high - low);
    return middle + delta / total.weight + delta * high / total.amount;
}

static void mean_figures(const struct ka_sample *s, double value[KA_FIGURES])
{
    struct ka_prefix total = all(s);
    double mean = total.amount / total.weight;
    size_t j = find_amount(s, mean * (1 - EQUAL)), k = find_amount(s, mean * (1 + EQUAL));
    value[KA_FIGURE_HOOVER] = (before(s, j).weight * mean - before(s, j).amount) / total.amount;
    value[KA_FIGURE_ASYMMETRY] = asymmetry(s, mean, j, k);
}

static void index_figures(const struct ka_sample *s, double value[KA_FIGURES])
{
    struct ka_prefix total = all(s);
    double n = total.weight, mean = total.amount / n;
    double hhi = sum_of(s, KA_TERM_SQUARE) / (total.amount * total.amount);
    value[KA_FIGURE_HHI] = hhi;
    value[KA_FIGURE_EFFECTIVE] = 1 / hhi;
    value[KA_FIGURE_HHI_NORMALISED] = n > 1 ? (hhi - 1 / n) / (1 - 1 / n) : (double)NAN;
    value[KA_FIGURE_THEIL_T] = sum_of(s, KA_TERM_X_LOG_X) / total.amount - log(mean);
    value[KA_FIGURE_THEIL_L] = log(mean) - sum_of(s, KA_TERM_LOG) / n;
    for (size_t e = 0; e < s->base->population->epsilons; e++) {
        double epsilon = s->base->population->epsilon[e];
        double average = sum_of(s, KA_TERM_POWER + (int)e) / n;
        double equal = epsilon == 1 ? exp(average) : pow(average, 1 / (1 - epsilon));
        value[KA_FIGURE_ATKINSON + e] = 1 - equal / mean;
    }
}

void ka_sample_figures(const struct ka_sample *s, double value[KA_FIGURES])
{
    struct ka_prefix total = all(s);
    double n = total.weight, absolute = sum_of(s, KA_TERM_ABSOLUTE);
    for (int f = 0; f < KA_FIGURES; f++)
        value[f] = NAN;
    if (absolute > 0)
        value[KA_FIGURE_GINI_RSV] = (ranked(s) / n - total.amount) / absolute;
    if (!(total.amount > 0))
        return;
    top_figures(s, value);
    double gini = value[KA_FIGURE_GINI_RSV];
    value[KA_FIGURE_GINI] = gini;
    value[KA_FIGURE_GINI_CORRECTED] = n > 1 ? gini * n / (n - 1) : (double)NAN;
    value[KA_FIGURE_ROSENBLUTH] = 1 / (n * (1 - gini));
    mean_figures(s, value);
    index_figures(s, value);
}

double ka_sample_gini_error(const struct ka_sample *s)
{
    struct ka_prefix total = all(s);
    double n = total.weight, gini = s->ranked / (n * total.amount) - 1, sum = 0, squares = 0;
    for (size_t i = 0; i < s->base->population->n; i++) {
        const struct ka_prefix *from = &s->before[i], *to = from + 1;
        double rank = (from->weight + to->weight) / n, x = s->base->x[i];
        double influence = (rank - gini - 1) * x - (from->amount + to->amount) / n;
        double weight = to->weight - from->weight;
        sum += weight * influence;
        squares += weight * influence * influence;
    }
    return sqrt(fmax(0, squares - sum * sum / n)) / total.amount;
}

double ka_sample_lorenz(const struct ka_sample *s, double p)
{
    struct ka_prefix total = all(s);
    return total.amount > 0 ? 1 - top_share(s, (1 - p) * total.weight) : (double)NAN;
}
