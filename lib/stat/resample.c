// SPDX-License-Identifier: GPL-3.0-or-later
//
// A sample is reduced to prefix sums over the sorted amounts and to a few sums.  From these
// every figure follows in O(log n), for a bootstrap sample as well as for the population
// in which one member weighs less.  concentration.c computes the figures themselves, with
// compensated sums; here speed counts, and a thirteenth digit does not.
#include "stat/resample.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/parallel.h"
#include "stat/random.h"

#define EQUAL 1e-10 // relative difference that may be rounding

enum { BLOCK = 32 }; // replicates that share a stream of random numbers

// Functions of an amount whose sums figures are made of.
enum { ABSOLUTE, SQUARE, X_LOG_X, LOG, POWER, TERMS = POWER + KA_ATKINSON_MAX };

// The population, amounts in units of their mean size so that the sums cancel least.
struct base {
    const struct ka_population *population;
    double *x;
    double *term[TERMS]; // NULL: not needed
    size_t positive;     // the first amount above 0
};

// Prefix sums over a sample: of weight and of amount, before[j] that of x[0..j-1].
struct prefix {
    double weight, amount;
};

struct sample {
    const struct base *base;
    struct prefix *before; // n + 1
    double sum[TERMS];
    double ranked; // sum w x (weight before and behind it): 2 w x (C - w/2)
    // The member that has lost weight, how much (0: none has), and by what factor all weights
    // grow to make up for it.
    size_t light;
    double lost, scale;
};

static double power_of(double x, double epsilon)
{
    if (epsilon == 1)
        return log(x);
    return epsilon == .5 ? sqrt(x) : epsilon == 2 ? 1 / x : pow(x, 1 - epsilon);
}

static double term(const struct base *base, int which, double x)
{
    if (which == ABSOLUTE)
        return fabs(x);
    if (which == SQUARE)
        return x * x;
    // Where amounts are not positive the figure is 1, unknown, or their term is 0.
    if (x <= 0)
        return 0;
    if (which == X_LOG_X)
        return x * log(x);
    return which == LOG ? log(x) : power_of(x, base->population->epsilon[which - POWER]);
}

static void base_init(struct base *base, const struct ka_population *population)
{
    size_t n = population->n;
    double size = 0;
    for (size_t i = 0; i < n; i++)
        size += fabs(population->x[i]) / (double)n;
    *base = (struct base){.population = population, .x = ka_alloc(n, sizeof(double))};
    for (size_t i = 0; i < n; i++) {
        base->x[i] = population->x[i] / (size > 0 ? size : 1);
        base->positive += !(base->x[i] > 0);
    }
    for (int t = 0; t < POWER + (int)population->epsilons; t++) {
        base->term[t] = ka_alloc(n, sizeof(double));
        for (size_t i = 0; i < n; i++)
            base->term[t][i] = term(base, t, base->x[i]);
    }
}

static void base_clear(struct base *base)
{
    free(base->x);
    for (int t = 0; t < TERMS; t++)
        free(base->term[t]);
}

// ---- A sample ----

static double weight_of(const struct base *base, size_t i)
{
    return base->population->weight ? base->population->weight[i] : 1;
}

static void sample_init(struct sample *sample, const struct base *base)
{
    *sample = (struct sample){.base = base, .scale = 1};
    sample->before = ka_alloc(base->population->n + 1, sizeof *sample->before);
}

// weight[i]: of x[i] in this sample.
static void sample_fill(struct sample *sample, const double *weight)
{
    const struct base *base = sample->base;
    const size_t n = base->population->n;
    struct prefix sum = {0, 0};
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
    for (int t = 0; t < TERMS && base->term[t]; t++) {
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

static struct prefix before(const struct sample *s, size_t j)
{
    struct prefix sum = s->before[j];
    double lost = j > s->light ? s->lost : 0;
    sum.weight = (sum.weight - lost) * s->scale;
    sum.amount = (sum.amount - lost * s->base->x[s->light]) * s->scale;
    return sum;
}

static struct prefix all(const struct sample *s)
{
    return before(s, s->base->population->n);
}

static double sum_of(const struct sample *s, int t)
{
    return (s->sum[t] - s->lost * s->base->term[t][s->light]) * s->scale;
}

// What the light member has lost goes from its own part, and every larger amount has so much
// less weight before it.
static double ranked(const struct sample *s)
{
    const struct prefix *own = &s->before[s->light];
    double x = s->base->x[s->light], w = own[1].weight - own[0].weight;
    double above = s->before[s->base->population->n].amount - own[1].amount;
    double gone = x * s->lost * 2 * (own->weight + w - s->lost / 2) + 2 * s->lost * above;
    return (s->ranked - gone) * s->scale * s->scale;
}

// ---- Its figures ----

// The smallest j with at least so much weight before it.
static size_t find_weight(const struct sample *s, double weight)
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
static size_t find_amount(const struct sample *s, double value)
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
static double top_share(const struct sample *s, double k)
{
    struct prefix total = all(s);
    if (k >= total.weight)
        return 1;
    size_t j = find_weight(s, total.weight - k);
    double rest = k - (total.weight - before(s, j).weight);
    double part = j > 0 ? rest * s->base->x[j - 1] : 0;
    return (total.amount - before(s, j).amount + part) / total.amount;
}

// How many of the largest make up 80 % of the total; a whole number but where the influence of
// a member is asked for, which would be 0.
static double make80(const struct sample *s)
{
    struct prefix total = all(s);
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
    struct prefix behind = before(s, low + 1);
    double missing = needed - (total.amount - behind.amount);
    double k = total.weight - behind.weight + missing / s->base->x[low];
    return s->lost > 0 ? k : ceil(k - 1e-9);
}

static void top_figures(const struct sample *s, double value[KA_FIGURES])
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
static double asymmetry(const struct sample *s, double mean, size_t j, size_t k)
{
    struct prefix total = all(s), below = before(s, j);
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

static void mean_figures(const struct sample *s, double value[KA_FIGURES])
{
    struct prefix total = all(s);
    double mean = total.amount / total.weight;
    size_t j = find_amount(s, mean * (1 - EQUAL)), k = find_amount(s, mean * (1 + EQUAL));
    value[KA_FIGURE_HOOVER] = (before(s, j).weight * mean - before(s, j).amount) / total.amount;
    value[KA_FIGURE_ASYMMETRY] = asymmetry(s, mean, j, k);
}

static void index_figures(const struct sample *s, double value[KA_FIGURES])
{
    struct prefix total = all(s);
    double n = total.weight, mean = total.amount / n;
    double hhi = sum_of(s, SQUARE) / (total.amount * total.amount);
    value[KA_FIGURE_HHI] = hhi;
    value[KA_FIGURE_EFFECTIVE] = 1 / hhi;
    value[KA_FIGURE_HHI_NORMALISED] = n > 1 ? (hhi - 1 / n) / (1 - 1 / n) : (double)NAN;
    value[KA_FIGURE_THEIL_T] = sum_of(s, X_LOG_X) / total.amount - log(mean);
    value[KA_FIGURE_THEIL_L] = log(mean) - sum_of(s, LOG) / n;
    for (size_t e = 0; e < s->base->population->epsilons; e++) {
        double epsilon = s->base->population->epsilon[e];
        double average = sum_of(s, POWER + (int)e) / n;
        double equal = epsilon == 1 ? exp(average) : pow(average, 1 / (1 - epsilon));
        value[KA_FIGURE_ATKINSON + e] = 1 - equal / mean;
    }
}

static void figures_of(const struct sample *s, double value[KA_FIGURES])
{
    struct prefix total = all(s);
    double n = total.weight, absolute = sum_of(s, ABSOLUTE);
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

// ---- Influence of each member ----

static void influence(const struct base *base, struct ka_influence sums[KA_FIGURES])
{
    const size_t n = base->population->n;
    double *weight = ka_alloc(n, sizeof *weight), whole[KA_FIGURES], value[KA_FIGURES];
    struct sample sample;
    sample_init(&sample, base);
    for (size_t i = 0; i < n; i++)
        weight[i] = weight_of(base, i);
    sample_fill(&sample, weight);
    double total = sample.before[n].weight;
    sample.lost = 1e-12 * total; // of the first: make80 must not be rounded up here either
    figures_of(&sample, whole);
    for (size_t i = 0; i < n; i++) {
        sample.light = i;
        sample.lost = weight[i] / 1000;
        sample.scale = total / (total - sample.lost);
        figures_of(&sample, value);
        for (int f = 0; f < KA_FIGURES; f++)
            ka_influence_add(&sums[f], whole[f] - value[f]);
    }
    free(sample.before);
    free(weight);
}

// ---- Bootstrap ----

struct replicates {
    const struct base *base;
    uint64_t *seed; // of each block
    double *value;  // [figure][replicate]
    size_t count;
};

static void draw(struct ka_random *random, const struct base *base, uint32_t *count,
                 double *weight)
{
    const size_t n = base->population->n;
    ka_random_counts(random, n, n, count);
    for (size_t i = 0; i < n; i++)
        weight[i] = count[i] * weight_of(base, i);
}

static void run_block(size_t block, void *context)
{
    const struct replicates *r = context;
    const size_t n = r->base->population->n;
    struct ka_random *random = ka_random_new(r->seed[block]);
    uint32_t *count = ka_alloc(n, sizeof *count);
    double *weight = ka_alloc(n, sizeof *weight), value[KA_FIGURES];
    struct sample sample;
    sample_init(&sample, r->base);
    for (size_t i = block * BLOCK; i < (block + 1) * BLOCK && i < r->count; i++) {
        draw(random, r->base, count, weight);
        sample_fill(&sample, weight);
        figures_of(&sample, value);
        for (int f = 0; f < KA_FIGURES; f++)
            r->value[(size_t)f * r->count + i] = value[f];
    }
    free(sample.before);
    free(weight);
    free(count);
    ka_random_free(random);
}

static void run(const struct base *base, const struct ka_bootstrap *bootstrap, double *value)
{
    size_t count = bootstrap->replicates, blocks = (count + BLOCK - 1) / BLOCK;
    struct replicates r = {base, ka_alloc(blocks, sizeof *r.seed), value, count};
    struct ka_random *seeds = ka_random_new(bootstrap->seed);
    for (size_t i = 0; i < blocks; i++)
        r.seed[i] = ka_random_seed(seeds);
    ka_random_free(seeds);
    ka_parallel(blocks, bootstrap->threads, run_block, &r);
    free(r.seed);
}

void ka_figures_compute(const struct ka_population *p, double value[KA_FIGURES])
{
    struct ka_concentration c;
    ka_concentration_sorted(p->x, p->weight, p->n, &c);
    const double list[KA_FIGURE_ATKINSON] = {
        [KA_FIGURE_MAKE80] = c.make80,
        [KA_FIGURE_MAKE80_SHARE] = c.make80_share,
        [KA_FIGURE_TOP20_SHARE] = c.top20_share,
        [KA_FIGURE_TOP25_SHARE] = c.top25_share,
        [KA_FIGURE_CR4] = c.cr4,
        [KA_FIGURE_CR8] = c.cr8,
        [KA_FIGURE_GINI_RSV] = c.gini_rsv,
        [KA_FIGURE_GINI] = c.gini,
        [KA_FIGURE_GINI_CORRECTED] = c.gini_corrected,
        [KA_FIGURE_ASYMMETRY] = (c.asymmetry_lo + c.asymmetry_hi) / 2,
        [KA_FIGURE_HHI] = c.hhi,
        [KA_FIGURE_EFFECTIVE] = c.effective,
        [KA_FIGURE_HHI_NORMALISED] = c.hhi_normalised,
        [KA_FIGURE_ROSENBLUTH] = c.rosenbluth,
        [KA_FIGURE_HOOVER] = c.hoover,
        [KA_FIGURE_THEIL_T] = c.theil_t,
        [KA_FIGURE_THEIL_L] = c.theil_l,
    };
    memcpy(value, list, sizeof list);
    for (size_t e = 0; e < KA_ATKINSON_MAX; e++)
        value[KA_FIGURE_ATKINSON + e] =
            e < p->epsilons ? ka_atkinson(p->x, p->weight, p->n, p->epsilon[e]) : (double)NAN;
}

// An index that is 1 because of a zero is a limit, not an estimate.
static double estimable(const struct ka_population *p, const double *value, int f)
{
    bool limit = f >= KA_FIGURE_ATKINSON && value[f] == 1 && p->x[0] == 0;
    return limit ? (double)NAN : value[f];
}

void ka_figures_bootstrap(const struct ka_population *p, const struct ka_bootstrap *bootstrap,
                          struct ka_interval interval[KA_FIGURES])
{
    struct base base;
    struct ka_influence sums[KA_FIGURES] = {0};
    double estimate[KA_FIGURES];
    size_t count = p->n > 1 ? bootstrap->replicates : 0;
    double *value = ka_alloc(KA_FIGURES * count, sizeof *value);
    ka_figures_compute(p, estimate);
    base_init(&base, p);
    if (count > 0) {
        influence(&base, sums);
        run(&base, bootstrap, value);
    }
    for (int f = 0; f < KA_FIGURES; f++)
        interval[f] = ka_bca(estimable(p, estimate, f), value + (size_t)f * count, count,
                             &sums[f], bootstrap->level);
    base_clear(&base);
    free(value);
}
