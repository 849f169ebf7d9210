// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/lifetime_tail.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/order.h"

// With p = r + x, q = s + 1, A = p + q - 1 and either of m = max(alpha, beta) + t and
// z = |alpha - beta| / m, the integral is that of Fader and Hardie (2005), "A note on deriving
// the Pareto/NBD model":
//   h = (alpha + t)^(p - 1) (beta + t)^q ∫ (alpha + u)^-p (beta + u)^-q du
//     = F / A where alpha < beta, else (1 - z) F / A,
//   F = 2F1(1, k; A + 1; z), k = q where alpha < beta, else p.
// By parts, z p h(p + 1) = 1 - (1 - z) A h(p) where alpha < beta, which is stable as long as
// what is taken from 1 is less than a half, that is near z = 1, where F is slow; and else
// A h(p) = 1 - z + z p h(p + 1), whose terms are all positive.

enum { VALUE, BY_P, BY_Q, BY_Z, WAYS };

// A value and its derivatives.
struct jet {
    double of[WAYS];
};

// ---- 2F1 ----

struct fraction { // before and now: numerators and denominators
    struct jet p0, p, q0, q;
};

enum { BY_K = BY_P, BY_C = BY_Q };

// next = b now - a before, where a has derivatives, and b one by c, which is 1.
static inline struct jet step(const struct jet *now, const struct jet *before, double b,
                              const double *a, int ways)
{
    struct jet next = {{0}};
    next.of[VALUE] = b * now->of[VALUE] - a[VALUE] * before->of[VALUE];
    for (int i = 1; i < ways; i++)
        next.of[i] = b * now->of[i] - a[VALUE] * before->of[i] - a[i] * before->of[VALUE];
    if (ways > BY_C)
        next.of[BY_C] += now->of[VALUE];
    return next;
}

static inline void rescale(struct fraction *f, int ways)
{
    double by = 1 / f->p.of[VALUE];
    for (int i = 0; i < ways; i++) {
        f->p0.of[i] *= by;
        f->p.of[i] *= by;
        f->q0.of[i] *= by;
        f->q.of[i] *= by;
    }
}

// 2F1(1, k; c + 1; z) for 0 < k <= c + 1, 0 <= z < 1, and with `ways` its derivatives: Gauss's
// continued fraction (DLMF 15.7.5), c / F = c - u0 z / (c + 1 - u1 z / (c + 2 - …)).  It
// converges faster than the series, and no step divides.
static inline struct jet gauss(double k, double c, double z, int ways)
{
    enum { TERMS = 100000, CHECK = 4 };
    struct fraction f = {{{1}}, {{c, 0, 1}}, {{0}}, {{1}}};
    double last = 0, ratio = c;
    for (int i = 0; i < TERMS && fabs(ratio - last) > 1e-14 * ratio; i++) {
        double n = (i + 1) / 2, left = i % 2 ? n : k + n, right = c + n - (i % 2 ? k : 0);
        double u = left * right;
        const double a[WAYS] = {u * z, (i % 2 ? -n : right) * z, left * z, u};
        struct jet p = step(&f.p, &f.p0, c + i + 1, a, ways);
        struct jet q = step(&f.q, &f.q0, c + i + 1, a, ways);
        f = (struct fraction){f.p, p, f.q, q};
        if (i % CHECK != CHECK - 1)
            continue;
        last = ratio;
        ratio = p.of[VALUE] / q.of[VALUE];
        if (p.of[VALUE] > 1e100)
            rescale(&f, ways);
    }
    struct jet value = {{c / ratio}};
    for (int i = 1; i < ways; i++)
        value.of[i] = value.of[VALUE] *
                      (f.q.of[i] / f.q.of[VALUE] - f.p.of[i] / f.p.of[VALUE] + (i == BY_C) / c);
    return value;
}

// ---- The tail ----

struct place {
    bool rising;           // alpha < beta
    double alpha, beta, s; // alpha + t, beta + t
    double z, log_alpha, log_beta;
};

static struct place find_place(const double *p, double t)
{
    struct place at = {.rising = p[1] < p[3], .alpha = p[1] + t, .beta = p[3] + t, .s = p[2]};
    at.z = fabs(p[1] - p[3]) / fmax(at.alpha, at.beta);
    at.log_alpha = log(at.alpha);
    at.log_beta = log(at.beta);
    return at;
}

static struct jet find_h(const struct place *at, double p)
{
    double A = p + at->s;
    struct jet f = gauss(at->rising ? at->s + 1 : p, A, at->z, WAYS), h;
    double scale = (at->rising ? 1 : 1 - at->z) / A;
    for (int i = 0; i < WAYS; i++)
        h.of[i] = f.of[i] * scale;
    // k is q or p, c is A.
    h.of[BY_P] = (at->rising ? 0 : f.of[BY_K]) * scale + f.of[BY_C] * scale;
    h.of[BY_Q] = (at->rising ? f.of[BY_K] : 0) * scale + f.of[BY_C] * scale;
    h.of[BY_P] -= h.of[VALUE] / A;
    h.of[BY_Q] -= h.of[VALUE] / A;
    h.of[BY_Z] -= at->rising ? 0 : f.of[VALUE] / A;
    return h;
}

// h(p + 1) from h(p), alpha < beta.  False: not stable.
static bool rise(const struct place *at, double p, struct jet *h)
{
    double A = p + at->s, other = 1 - at->z, by = 1 / (at->z * p), from = h->of[VALUE];
    double next = (1 - other * A * from) * by;
    if (!(other * A * from < .5))
        return false;
    h->of[BY_P] = -other * (from + A * h->of[BY_P]) * by - next / p;
    h->of[BY_Q] = -other * (from + A * h->of[BY_Q]) * by;
    h->of[BY_Z] = A * (from - other * h->of[BY_Z]) * by - next / at->z;
    h->of[VALUE] = next;
    return true;
}

// h(p) from h(p + 1), alpha >= beta.
static void fall(const struct place *at, double p, struct jet *h)
{
    double by = 1 / (p + at->s), from = h->of[VALUE];
    double next = (1 - at->z + at->z * p * from) * by;
    h->of[BY_P] = (at->z * (from + p * h->of[BY_P]) - next) * by;
    h->of[BY_Q] = (at->z * p * h->of[BY_Q] - next) * by;
    h->of[BY_Z] = (-1 + p * (from + at->z * h->of[BY_Z])) * by;
    h->of[VALUE] = next;
}

static struct ka_lifetime_tail make_tail(const struct place *at, double p, const struct jet *h)
{
    double q = at->s + 1, A = p + at->s, by = 1 / h->of[VALUE];
    double m = at->rising ? at->beta : at->alpha, z = h->of[BY_Z] * by / m;
    struct ka_lifetime_tail tail = {.log = log(A * h->of[VALUE]) - (p - 1) * at->log_alpha -
                                           q * at->log_beta,
                                    .log_alpha = at->log_alpha,
                                    .log_beta = at->log_beta};
    tail.slope[0] = 1 / A + h->of[BY_P] * by - at->log_alpha;
    tail.slope[1] = (at->rising ? -z : z * (1 - at->z)) - (p - 1) / at->alpha;
    tail.slope[2] = 1 / A + h->of[BY_Q] * by - at->log_beta;
    tail.slope[3] = (at->rising ? z * (1 - at->z) : -z) - q / at->beta;
    return tail;
}

double ka_lifetime_tail_log(const double *p, uint32_t x, double t)
{
    struct place at = find_place(p, t);
    double shape = p[0] + x, A = shape + p[2];
    struct jet f = gauss(at.rising ? p[2] + 1 : shape, A, at.z, 1);
    return log(f.of[VALUE] * (at.rising ? 1 : 1 - at.z)) - (shape - 1) * at.log_alpha -
           (p[2] + 1) * at.log_beta;
}

enum { STEPS = 64 }; // that cost as much as a continued fraction

// From x = from, whose h is given, to x = to; false: not by steps.
static bool walk(const struct place *at, double r, uint32_t from, uint32_t to, struct jet *h)
{
    if ((to > from ? to - from : from - to) > STEPS)
        return false;
    for (; from < to; from++)
        if (!rise(at, r + from, h))
            return false;
    for (; from > to; from--)
        fall(at, r + from - 1, h);
    return true;
}

void ka_lifetime_tails(const double *p, const struct ka_lifetime_moments *moments, size_t time,
                       struct ka_lifetime_tail *tail)
{
    struct place at = find_place(p, moments->t[time]);
    size_t begin = moments->start[time], n = moments->start[time + 1] - begin;
    struct jet h = {{0}};
    uint32_t last = 0;
    for (size_t k = 0; k < n; k++) {
        size_t i = begin + (at.rising ? k : n - 1 - k);
        uint32_t x = moments->x[i];
        if (k == 0 || !walk(&at, p[0], last, x, &h))
            h = find_h(&at, p[0] + x);
        tail[i] = make_tail(&at, p[0] + x, &h);
        last = x;
    }
}

// ---- Moments ----

// rank[2 i], rank[2 i + 1]: the numbers of t_x and T of history i among all distinct times,
// which are found too.
static void rank_times(struct ka_lifetime_moments *m, const struct ka_histories *h,
                       uint32_t *rank)
{
    size_t n = 2 * h->n;
    int64_t *bits = ka_alloc(n, sizeof *bits); // of times >= 0, which are in their order
    size_t *order = ka_alloc(n, sizeof *order);
    for (size_t i = 0; i < h->n; i++) {
        memcpy(&bits[2 * i], &h->of[i].t_x, sizeof *bits);
        memcpy(&bits[2 * i + 1], &h->of[i].T, sizeof *bits);
    }
    ka_order_descending(bits, n, order);
    m->t = ka_alloc(n, sizeof *m->t);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || bits[order[i]] != bits[order[i - 1]])
            memcpy(&m->t[m->times++], &bits[order[i]], sizeof *m->t);
        rank[order[i]] = (uint32_t)(m->times - 1);
    }
    free(bits);
    free(order);
}

// Of histories by x: the number within its time of each one's moments, whose counts are found.
static void count_moments(struct ka_lifetime_moments *m, const struct ka_histories *h,
                          const uint32_t *rank)
{
    uint32_t *newest = ka_alloc(m->times, sizeof *newest); // x
    m->start = ka_zalloc(m->times + 1, sizeof *m->start);
    for (size_t i = 0; i < 2 * h->n; i++) {
        uint32_t x = h->of[i / 2].x, time = rank[i];
        if (m->start[time + 1] == 0 || newest[time] != x)
            m->start[time + 1]++;
        newest[time] = x;
        m->at[i / 2][i % 2] = (uint32_t)m->start[time + 1] - 1;
    }
    free(newest);
}

void ka_lifetime_moments_make(struct ka_lifetime_moments *m, const struct ka_histories *h)
{
    uint32_t *rank = ka_alloc(2 * h->n, sizeof *rank);
    *m = (struct ka_lifetime_moments){.at = ka_alloc(h->n, sizeof *m->at)};
    rank_times(m, h, rank);
    count_moments(m, h, rank);
    for (size_t time = 0; time < m->times; time++)
        m->start[time + 1] += m->start[time];
    m->n = m->start[m->times];
    m->x = ka_alloc(m->n, sizeof *m->x);
    for (size_t i = 0; i < 2 * h->n; i++) {
        uint32_t *at = &m->at[i / 2][i % 2];
        *at += (uint32_t)m->start[rank[i]];
        m->x[*at] = h->of[i / 2].x;
    }
    free(rank);
}

void ka_lifetime_moments_clear(struct ka_lifetime_moments *m)
{
    free(m->x);
    free(m->t);
    free(m->start);
    free(m->at);
    *m = (struct ka_lifetime_moments){0};
}
