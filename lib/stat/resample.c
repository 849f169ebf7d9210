// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/resample.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/threads.h"
#include "stat/random.h"
#include "stat/sample.h"

enum { BLOCK = 32 }; // replicates that share a stream of random numbers

// What is read off a sample: `width` values.
struct reading {
    struct ka_base base;
    const struct ka_bootstrap *bootstrap;
    void (*read)(const struct reading *reading, const struct ka_sample *sample, double *value);
    const double *p;     // of the Lorenz curve
    double logit, error; // of the corrected Gini coefficient, for KA_BOOTSTRAP_T
    size_t width;
    uint64_t *seed; // of each block
    double *value;  // [what][replicate]
};

// ---- Influence of each member ----

static void find_influence(const struct reading *r, struct ka_influence *sums)
{
    const size_t n = r->base.population->n;
    double *weight = ka_alloc(n, sizeof *weight);
    double *whole = ka_alloc(r->width, sizeof *whole),
           *value = ka_alloc(r->width, sizeof *value);
    struct ka_sample sample;
    ka_sample_init(&sample, &r->base);
    for (size_t i = 0; i < n; i++)
        weight[i] = ka_base_weight(&r->base, i);
    ka_sample_fill(&sample, weight);
    double total = sample.before[n].weight;
    sample.lost = 1e-12 * total; // of the first: make80 must not be rounded up here either
    r->read(r, &sample, whole);
    for (size_t i = 0; i < n; i++) {
        sample.light = i;
        sample.lost = weight[i] / 1000;
        sample.scale = total / (total - sample.lost);
        r->read(r, &sample, value);
        for (size_t f = 0; f < r->width; f++)
            ka_influence_add(&sums[f], whole[f] - value[f]);
    }
    ka_sample_clear(&sample);
    free(value);
    free(whole);
    free(weight);
}

// ---- Bootstrap ----

static void draw(struct ka_random *random, const struct ka_base *base, uint32_t *count,
                 double *weight)
{
    const size_t n = base->population->n;
    ka_random_counts(random, n, n, count);
    for (size_t i = 0; i < n; i++)
        weight[i] = count[i] * ka_base_weight(base, i);
}

static void run_block(size_t block, void *context)
{
    const struct reading *r = context;
    const size_t n = r->base.population->n, replicates = r->bootstrap->replicates;
    struct ka_random *random = ka_random_new(r->seed[block]);
    uint32_t *count = ka_alloc(n, sizeof *count);
    double *weight = ka_alloc(n, sizeof *weight), *value = ka_alloc(r->width, sizeof *value);
    struct ka_sample sample;
    ka_sample_init(&sample, &r->base);
    for (size_t i = block * BLOCK; i < (block + 1) * BLOCK && i < replicates; i++) {
        draw(random, &r->base, count, weight);
        ka_sample_fill(&sample, weight);
        r->read(r, &sample, value);
        for (size_t f = 0; f < r->width; f++)
            r->value[f * replicates + i] = value[f];
    }
    ka_sample_clear(&sample);
    free(value);
    free(weight);
    free(count);
    ka_random_free(random);
}

static void run_blocks(struct reading *r)
{
    size_t blocks = (r->bootstrap->replicates + BLOCK - 1) / BLOCK;
    r->seed = ka_alloc(blocks, sizeof *r->seed);
    struct ka_random *seeds = ka_random_new(r->bootstrap->seed);
    for (size_t i = 0; i < blocks; i++)
        r->seed[i] = ka_random_seed(seeds);
    ka_random_free(seeds);
    ka_run_blocks(blocks, r->bootstrap->threads, run_block, r);
    free(r->seed);
}

static void find_intervals(struct reading *r, size_t count, const double *estimate,
                           struct ka_interval *interval)
{
    size_t replicates = r->bootstrap->replicates;
    struct ka_influence *sums = ka_zalloc(r->width, sizeof *sums);
    find_influence(r, sums);
    run_blocks(r);
    for (size_t f = 0; f < count; f++)
        interval[f] = ka_bca(estimate[f], r->value + f * replicates, replicates, &sums[f],
                             r->bootstrap->level);
    free(sums);
}

// False, and there are no intervals, when there is nothing to draw.
static bool begin(struct reading *r, const struct ka_population *population, size_t count,
                  struct ka_interval *interval)
{
    for (size_t f = 0; f < count; f++)
        interval[f] = (struct ka_interval){NAN, NAN, 0, KA_BCA};
    if (population->n < 2 || r->bootstrap->replicates == 0)
        return false;
    ka_base_init(&r->base, population);
    r->value = ka_alloc(r->width * r->bootstrap->replicates, sizeof *r->value);
    return true;
}

static void end(struct reading *r)
{
    free(r->value);
    ka_base_clear(&r->base);
}

// ---- The figures ----

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

static double logit(double p)
{
    return log(p / (1 - p));
}

// Of the logit of the corrected Gini coefficient, by the delta method.
static double logit_error(const struct ka_sample *sample, double corrected)
{
    double n = sample->before[sample->base->population->n].weight;
    return ka_sample_gini_error(sample) * n / (n - 1) / (corrected * (1 - corrected));
}

static void read_figures(const struct reading *r, const struct ka_sample *sample, double *value)
{
    ka_sample_figures(sample, value);
    if (r->width == KA_FIGURES)
        return;
    value[KA_FIGURES] = NAN; // without an influence: it would be a pass over all for each
    if (sample->lost > 0)
        return;
    double corrected = value[KA_FIGURE_GINI_CORRECTED];
    bool inside = corrected > 0 && corrected < 1;
    double error = inside ? logit_error(sample, corrected) : 0;
    value[KA_FIGURES] = error > 0 ? (logit(corrected) - r->logit) / error : (double)NAN;
}

// Whether the corrected Gini coefficient has a logit with an error to divide by.
static bool studentise(struct reading *r, double corrected)
{
    struct ka_sample sample;
    const struct ka_population *population = r->base.population;
    if (population->weight || !(corrected > 0 && corrected < 1))
        return false;
    double *weight = ka_alloc(population->n, sizeof *weight);
    for (size_t i = 0; i < population->n; i++)
        weight[i] = 1;
    ka_sample_init(&sample, &r->base);
    ka_sample_fill(&sample, weight);
    r->logit = logit(corrected);
    r->error = logit_error(&sample, corrected);
    ka_sample_clear(&sample);
    free(weight);
    return r->error > 0;
}

// The pivots are the last of the readings.
static void find_gini(const struct reading *r, struct ka_interval interval[KA_FIGURES])
{
    const struct ka_bootstrap *b = r->bootstrap;
    double n = (double)r->base.population->n;
    struct ka_interval t = ka_bootstrap_t(
        r->logit, r->error, r->value + KA_FIGURES * b->replicates, b->replicates, b->level);
    if (isnan(t.lo))
        return;
    t.lo = 1 / (1 + exp(-t.lo));
    t.hi = 1 / (1 + exp(-t.hi));
    interval[KA_FIGURE_GINI_CORRECTED] = t;
    t.lo *= (n - 1) / n;
    t.hi *= (n - 1) / n;
    interval[KA_FIGURE_GINI] = t;
}

void ka_figures_bootstrap(const struct ka_population *p, const struct ka_bootstrap *bootstrap,
                          struct ka_interval interval[KA_FIGURES])
{
    struct reading r = {.bootstrap = bootstrap, .read = read_figures, .width = KA_FIGURES + 1};
    double estimate[KA_FIGURES];
    ka_figures_compute(p, estimate);
    // An index that is 1 because of a zero is a limit, not an estimate.
    for (int f = KA_FIGURE_ATKINSON; f < KA_FIGURES && p->n > 0; f++)
        if (estimate[f] == 1 && p->x[0] == 0)
            estimate[f] = NAN;
    if (!begin(&r, p, KA_FIGURES, interval))
        return;
    if (bootstrap->method == KA_BCA || !studentise(&r, estimate[KA_FIGURE_GINI_CORRECTED]))
        r.width = KA_FIGURES;
    find_intervals(&r, KA_FIGURES, estimate, interval);
    if (r.width > KA_FIGURES)
        find_gini(&r, interval);
    end(&r);
}

// ---- The Lorenz curve ----

static void read_lorenz(const struct reading *r, const struct ka_sample *sample, double *value)
{
    for (size_t i = 0; i < r->width; i++)
        value[i] = ka_sample_lorenz(sample, r->p[i]);
}

void ka_lorenz_bootstrap(const struct ka_population *population, const double *p,
                         const double *y, size_t count, const struct ka_bootstrap *bootstrap,
                         struct ka_interval *interval)
{
    struct reading r = {.bootstrap = bootstrap, .read = read_lorenz, .p = p, .width = count};
    if (!begin(&r, population, count, interval))
        return;
    find_intervals(&r, count, y, interval);
    end(&r);
}
