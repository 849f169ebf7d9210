// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/random.h"

#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "base/mem.h"
#include "stat/describe.h"

struct ka_random {
    gsl_rng gsl;
};

// The state is allocated here, not by gsl_rng_alloc, so that memory that runs out
// is answered as everywhere.
struct ka_random *ka_random_new(uint64_t seed)
{
    struct ka_random *random = ka_zalloc(1, sizeof *random);
    random->gsl.type = gsl_rng_mt19937;
    random->gsl.state = ka_zalloc(1, gsl_rng_mt19937->size);
    gsl_rng_set(&random->gsl, (unsigned long)((seed ^ seed >> 32) & 0xffffffff));
    return random;
}

void ka_random_free(struct ka_random *random)
{
    if (!random)
        return;
    free(random->gsl.state);
    free(random);
}

uint64_t ka_random_seed(struct ka_random *random)
{
    return gsl_rng_get(&random->gsl);
}

double ka_random_uniform(struct ka_random *random)
{
    return gsl_rng_uniform(&random->gsl);
}

size_t ka_random_below(struct ka_random *random, size_t n)
{
    return gsl_rng_uniform_int(&random->gsl, n);
}

double ka_random_normal(struct ka_random *random, double mean, double sd)
{
    return mean + gsl_ran_gaussian(&random->gsl, sd);
}

double ka_random_gamma(struct ka_random *random, double shape, double scale)
{
    return gsl_ran_gamma(&random->gsl, shape, scale);
}

double ka_random_exponential(struct ka_random *random, double mean)
{
    return gsl_ran_exponential(&random->gsl, mean);
}

double ka_random_beta(struct ka_random *random, double a, double b)
{
    return gsl_ran_beta(&random->gsl, a, b);
}

unsigned ka_random_poisson(struct ka_random *random, double mean)
{
    return gsl_ran_poisson(&random->gsl, mean);
}

void ka_random_dirichlet(struct ka_random *random, const double *alpha, size_t n, double *share)
{
    gsl_ran_dirichlet(&random->gsl, n, alpha, share);
}

size_t ka_random_choice(struct ka_random *random, const double *weight, size_t n)
{
    double left = ka_random_uniform(random) * ka_total(weight, n);
    size_t chosen = 0;
    for (size_t i = 0; i < n; i++) {
        if (weight[i] == 0)
            continue;
        chosen = i;
        if (left < weight[i])
            break;
        left -= weight[i];
    }
    return chosen;
}

void ka_random_shuffle(struct ka_random *random, void *elements, size_t n, size_t size)
{
    if (n > 1)
        gsl_ran_shuffle(&random->gsl, elements, n, size);
}

// An unbiased draw below n from 32 random bits by multiplication (Lemire 2019).
uint32_t ka_random_index(struct ka_random *random, uint32_t n)
{
    const gsl_rng *gsl = &random->gsl;
    uint64_t product = (uint64_t)gsl_rng_get(gsl) * n;
    if ((uint32_t)product < n)
        for (uint32_t reject = -n % n; (uint32_t)product < reject;)
            product = (uint64_t)gsl_rng_get(gsl) * n;
    return (uint32_t)(product >> 32);
}

void ka_random_counts(struct ka_random *random, size_t n, size_t draws, uint32_t *count)
{
    memset(count, 0, n * sizeof *count);
    for (size_t i = 0; i < draws; i++)
        count[ka_random_index(random, (uint32_t)n)]++;
}

// Selection sampling (Knuth, TAOCP 2, algorithm S).
void ka_random_sample(struct ka_random *random, size_t n, size_t m, size_t *index)
{
    size_t taken = 0;
    for (size_t i = 0; taken < m; i++)
        if (ka_random_uniform(random) * (double)(n - i) < (double)(m - taken))
            index[taken++] = i;
}

double *ka_random_rows(const double *x, size_t n, size_t d, size_t m, uint64_t seed)
{
    size_t *index = ka_alloc(m, sizeof *index);
    double *rows = ka_alloc(m * d, sizeof *rows);
    struct ka_random *random = ka_random_new(seed);
    ka_random_sample(random, n, m, index);
    ka_random_free(random);
    for (size_t i = 0; i < m; i++)
        memcpy(rows + i * d, x + index[i] * d, d * sizeof *rows);
    free(index);
    return rows;
}
