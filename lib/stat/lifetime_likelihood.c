// SPDX-License-Identifier: GPL-3.0-or-later
// Likelihoods of the models and their gradients.
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/threads.h"
#include "stat/lifetime_parts.h"
#include "stat/lifetime_tail.h"

// What depends on x alone, in the order of the parameters: lnΓ(r + x) - lnΓ(r), and for the
// beta distribution lnΓ(a + b) + lnΓ(b + y) - lnΓ(b) - lnΓ(a + b + y) of the y chances
// survived, as sums: no difference of large numbers.
struct rise {
    double value, slope[4];
};

static struct rise *make_rises(enum ka_lifetime_model model, const double *p, uint32_t max)
{
    struct rise *rise = ka_alloc((size_t)max + 1, sizeof *rise), sum = {0};
    uint32_t y = 0;
    for (uint32_t x = 0; x <= max; x++) {
        bool beta = model == KA_BGNBD || model == KA_MBGNBD;
        for (; beta && y < ka_lifetime_chances(model, x); y++) {
            double b = p[3] + y, a_b = p[2] + b;
            sum.value += log(b / a_b);
            sum.slope[2] -= 1 / a_b;
            sum.slope[3] += 1 / b - 1 / a_b;
        }
        rise[x] = sum;
        sum.value += log(p[0] + x);
        sum.slope[0] += 1 / (p[0] + x);
    }
    return rise;
}

enum { BLOCK = 4096 }; // histories that one thread takes at a time

struct likelihood {
    enum ka_lifetime_model model;
    const double *p;
    const struct ka_histories *histories;
    const struct rise *rise;
    struct ka_lifetime_tail *tail; // of the Pareto/NBD, by moment
    struct rise *part;             // by block
};

// The BG family and the NBD.  Gradient: w is the chance to be gone.
static void add_beta(const struct likelihood *l, size_t i, struct rise *sum)
{
    const struct ka_history *h = &l->histories->of[i];
    const double *p = l->p;
    double count = l->histories->count[i], shape = p[0] + h->x;
    double log_now = log(p[1] + h->T), odds = -INFINITY, w = 0;
    uint32_t survived = ka_lifetime_chances(l->model, h->x);
    if (l->model != KA_NBD && survived > 0) {
        double log_span = log_now - log(p[1] + h->t_x);
        odds = log(p[2] / (p[3] + survived - 1)) + shape * log_span;
        w = ka_logistic(odds);
        sum->slope[0] += count * w * log_span;
        sum->slope[1] += count * shape * w * (1 / (p[1] + h->T) - 1 / (p[1] + h->t_x));
        sum->slope[2] += count * w / p[2];
        sum->slope[3] -= count * w / (p[3] + survived - 1);
    }
    sum->value += count * (ka_softplus(odds) - shape * log_now);
    sum->slope[0] -= count * log_now;
    sum->slope[1] -= count * shape / (p[1] + h->T);
}

// The Pareto/NBD.
static void add_pareto(const struct likelihood *l, size_t i, struct rise *sum)
{
    const struct ka_history *h = &l->histories->of[i];
    const uint32_t *at = l->histories->moments->at[i];
    const struct ka_lifetime_tail *from = &l->tail[at[0]], *to = &l->tail[at[1]];
    const double *p = l->p;
    double count = l->histories->count[i], shape = p[0] + h->x, c = shape + p[2];
    double left = exp(to->log - from->log), odds = -INFINITY, w = 0;
    if (left < 1) {
        odds = log(p[2] / c) + from->log + log1p(-left) + shape * to->log_alpha +
               p[2] * to->log_beta;
        w = ka_logistic(odds);
    }
    const double more[] = {to->log_alpha - 1 / c, shape / (p[1] + h->T),
                           to->log_beta + 1 / p[2] - 1 / c, p[2] / (p[3] + h->T)};
    for (int j = 0; j < 4 && w > 0; j++)
        sum->slope[j] +=
            count * w * ((from->slope[j] - left * to->slope[j]) / (1 - left) + more[j]);
    sum->value +=
        count * (ka_softplus(odds) - shape * to->log_alpha + p[2] * (log(p[3]) - to->log_beta));
    sum->slope[0] -= count * to->log_alpha;
    sum->slope[1] -= count * more[1];
    sum->slope[2] += count * (log(p[3]) - to->log_beta);
    sum->slope[3] += count * (p[2] / p[3] - more[3]);
}

static void add_block(size_t block, void *context)
{
    struct likelihood *l = context;
    struct rise sum = {0};
    size_t end = (block + 1) * BLOCK;
    end = end < l->histories->n ? end : l->histories->n;
    for (size_t i = block * BLOCK; i < end; i++) {
        const struct rise *rise = &l->rise[l->histories->of[i].x];
        double count = l->histories->count[i];
        sum.value += count * rise->value;
        for (int j = 0; j < 4; j++)
            sum.slope[j] += count * rise->slope[j];
        (l->model == KA_PARETONBD ? add_pareto : add_beta)(l, i, &sum);
    }
    l->part[block] = sum;
}

enum { TIMES = 32 }; // of which one thread finds the tails at a time

static void find_tails(size_t block, void *context)
{
    struct likelihood *l = context;
    const struct ka_lifetime_moments *moments = l->histories->moments;
    size_t end = (block + 1) * TIMES < moments->times ? (block + 1) * TIMES : moments->times;
    for (size_t time = block * TIMES; time < end; time++)
        ka_lifetime_tails(l->p, moments, time, l->tail);
}

static struct rise sum_up(enum ka_lifetime_model model, const double *p,
                          const struct ka_histories *histories)
{
    size_t blocks = (histories->n + BLOCK - 1) / BLOCK;
    struct rise *rise = make_rises(model, p, histories->of[histories->n - 1].x);
    struct likelihood l = {model, p, histories, rise, NULL, ka_alloc(blocks, sizeof *l.part)};
    if (model == KA_PARETONBD) {
        l.tail = ka_alloc(histories->moments->n, sizeof *l.tail);
        ka_run_blocks((histories->moments->times + TIMES - 1) / TIMES, histories->threads,
                      find_tails, &l);
    }
    ka_run_blocks(blocks, histories->threads, add_block, &l);
    struct rise all = {0};
    for (size_t b = 0; b < blocks; b++) {
        all.value += l.part[b].value;
        for (int j = 0; j < 4; j++)
            all.slope[j] += l.part[b].slope[j];
    }
    all.value += histories->total * p[0] * log(p[1]);
    all.slope[0] += histories->total * log(p[1]);
    all.slope[1] += histories->total * p[0] / p[1];
    free(rise);
    free(l.tail);
    free(l.part);
    return all;
}

double ka_lifetime_ll(enum ka_lifetime_model model, const double *parameter,
                      const struct ka_histories *histories, double *gradient)
{
    if (model == KA_NAIVE)
        return NAN;
    struct ka_histories with = *histories;
    struct ka_lifetime_moments moments = {0};
    if (model == KA_PARETONBD && !histories->moments) {
        ka_lifetime_moments_make(&moments, histories);
        with.moments = &moments;
    }
    struct rise all = sum_up(model, parameter, &with);
    if (gradient)
        memcpy(gradient, all.slope, ka_lifetime_dimension(model) * sizeof *gradient);
    ka_lifetime_moments_clear(&moments);
    return all.value;
}
