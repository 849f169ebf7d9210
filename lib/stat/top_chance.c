// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/top_chance.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/threads.h"
#include "stat/random.h"

enum { BLOCK = 32 }; // replicates that share a stream of random numbers

struct draws {
    const struct ka_parts *parts;
    size_t top, replicates;
    uint64_t *seed;      // of each block
    atomic_size_t *hits; // of each member; counts do not depend on the order of the blocks
};

static double draw_total(struct ka_random *random, const struct ka_parts *parts, size_t i)
{
    const double *part = parts->part + parts->start[i];
    size_t n = parts->start[i + 1] - parts->start[i];
    double total = parts->fixed ? parts->fixed[i] : 0;
    for (size_t k = 0; k < n; k++)
        total += part[n > 1 ? ka_random_index(random, (uint32_t)n) : 0];
    return total;
}

// The k-th largest of x, 1 <= k <= n, whose order changes (Hoare 1961, FIND).
static double kth_largest(double *x, size_t n, size_t k)
{
    ptrdiff_t low = 0, high = (ptrdiff_t)n - 1, wanted = (ptrdiff_t)k - 1;
    while (low < high) {
        double pivot = x[wanted];
        ptrdiff_t i = low, j = high;
        while (i <= j) {
            while (x[i] > pivot)
                i++;
            while (x[j] < pivot)
                j--;
            if (i > j)
                break;
            double swapped = x[i];
            x[i++] = x[j];
            x[j--] = swapped;
        }
        if (j < wanted)
            low = i;
        if (wanted < i)
            high = j;
    }
    return x[wanted];
}

static void run_block(size_t block, void *context)
{
    struct draws *d = context;
    const size_t n = d->parts->n;
    struct ka_random *random = ka_random_new(d->seed[block]);
    double *total = ka_alloc(n, sizeof *total), *copy = ka_alloc(n, sizeof *copy);
    for (size_t r = block * BLOCK; r < (block + 1) * BLOCK && r < d->replicates; r++) {
        for (size_t i = 0; i < n; i++)
            total[i] = draw_total(random, d->parts, i);
        memcpy(copy, total, n * sizeof *copy);
        double cut = kth_largest(copy, n, d->top);
        for (size_t i = 0; i < n; i++)
            if (total[i] >= cut && total[i] > 0)
                atomic_fetch_add_explicit(&d->hits[i], 1, memory_order_relaxed);
    }
    free(copy);
    free(total);
    ka_random_free(random);
}

void ka_top_chance(const struct ka_parts *parts, unsigned percent,
                   const struct ka_bootstrap *bootstrap, double *chance)
{
    const size_t n = parts->n, blocks = (bootstrap->replicates + BLOCK - 1) / BLOCK;
    struct draws d = {parts, ka_top_count(n, percent), bootstrap->replicates,
                      ka_alloc(blocks, sizeof *d.seed), ka_zalloc(n, sizeof *d.hits)};
    struct ka_random *seeds = ka_random_new(bootstrap->seed);
    for (size_t i = 0; i < blocks; i++)
        d.seed[i] = ka_random_seed(seeds);
    ka_random_free(seeds);
    if (n > 0)
        ka_run_blocks(blocks, bootstrap->threads, run_block, &d);
    for (size_t i = 0; i < n; i++)
        chance[i] = blocks ? (double)d.hits[i] / (double)d.replicates : (double)NAN;
    free(d.hits);
    free(d.seed);
}
