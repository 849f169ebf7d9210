// SPDX-License-Identifier: GPL-3.0-or-later
// Seeded random draws: the Mersenne Twister (MT19937) and GSL's distributions.  The
// same seed gives the same draws on every machine.
#ifndef KA_STAT_RANDOM_H
#define KA_STAT_RANDOM_H

#include <stddef.h>
#include <stdint.h>

struct ka_random;

// The generator takes 32 bits of the seed; the upper half is folded in.
struct ka_random *ka_random_new(uint64_t seed);
void ka_random_free(struct ka_random *random); // NULL is fine

// Seed of a further generator, so that parallel streams need no shared state.
uint64_t ka_random_seed(struct ka_random *random);

double ka_random_uniform(struct ka_random *random);             // [0, 1)
size_t ka_random_below(struct ka_random *random, size_t n);     // 0..n-1, 1 <= n < 2^32
uint32_t ka_random_index(struct ka_random *random, uint32_t n); // the same, faster; other draws
double ka_random_normal(struct ka_random *random, double mean, double sd);
double ka_random_gamma(struct ka_random *random, double shape, double scale);
double ka_random_exponential(struct ka_random *random, double mean);
double ka_random_beta(struct ka_random *random, double a, double b);
unsigned ka_random_poisson(struct ka_random *random, double mean);

// n shares that add up to 1, Dirichlet with parameters alpha[i] > 0: mean alpha[i] over
// their total, the closer to it the larger the total.
void ka_random_dirichlet(struct ka_random *random, const double *alpha, size_t n,
                         double *share);

// An index with probability weight[i] / total; weights >= 0, not all 0.  O(n).
size_t ka_random_choice(struct ka_random *random, const double *weight, size_t n);

// count[0..n-1]: how often each of n equally likely values comes up in `draws` draws, the
// multinomial counts of a bootstrap sample; 1 <= n < 2^32.
void ka_random_counts(struct ka_random *random, size_t n, size_t draws, uint32_t *count);

// Shuffles n elements of size bytes in place.
void ka_random_shuffle(struct ka_random *random, void *elements, size_t n, size_t size);

// m of the indices 0..n-1 without replacement, ascending; m <= n.
void ka_random_sample(struct ka_random *random, size_t n, size_t m, size_t *index);

// m of the n rows of x (row-major, n x d) without replacement, in their order; the caller
// frees them.
double *ka_random_rows(const double *x, size_t n, size_t d, size_t m, uint64_t seed);

#endif
