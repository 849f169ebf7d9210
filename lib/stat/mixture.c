// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/mixture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_linalg.h>

#include "base/mem.h"
#include "base/threads.h"
#include "stat/kmeans.h"
#include "stat/labels.h"
#include "stat/random.h"
#include "stat/sum.h"

enum { ROUNDS_MAX = 1000 };

#define RIDGE 1e-6     // of the mean variance of the columns
#define TOLERANCE 1e-7 // rise of the mean log-likelihood of a point that ends EM

// One run of EM.
struct em {
    const double *x;
    size_t n, d, k;
    enum ka_covariance kind;
    double ridge;
    double *probability; // n x k
    double *share, *mean, *covariance;
    double *root;      // k x d x d: lower Cholesky factors of the covariances
    double *constant;  // k: the log of the density times share at the mean
    double likelihood; // log
    size_t degenerate;
};

static void em_init(struct em *em, const double *x, size_t n, size_t d,
                    const struct ka_mixture_options *options, double ridge)
{
    size_t k = options->k;
    *em = (struct em){
        .x = x, .n = n, .d = d, .k = k, .kind = options->covariance, .ridge = ridge};
    em->probability = ka_zalloc(n * k, sizeof *em->probability);
    em->share = ka_alloc(k, sizeof *em->share);
    em->mean = ka_alloc(k * d, sizeof *em->mean);
    em->covariance = ka_alloc(k * d * d, sizeof *em->covariance);
    em->root = ka_alloc(k * d * d, sizeof *em->root);
    em->constant = ka_alloc(k, sizeof *em->constant);
}

static void em_clear(struct em *em)
{
    free(em->probability);
    free(em->share);
    free(em->mean);
    free(em->covariance);
    free(em->root);
    free(em->constant);
    *em = (struct em){0};
}

// ---- M: the parameters that are most likely, given the probabilities ----

// Sets the mean of component c and returns how many points it has.
static double find_mean(struct em *em, size_t c)
{
    double *mean = em->mean + c * em->d, size = 0;
    memset(mean, 0, em->d * sizeof *mean);
    for (size_t i = 0; i < em->n; i++) {
        double p = em->probability[i * em->k + c];
        size += p;
        for (size_t j = 0; j < em->d; j++)
            mean[j] += p * em->x[i * em->d + j];
    }
    for (size_t j = 0; j < em->d; j++)
        mean[j] /= size;
    return size;
}

// Adds the products of the deviations from the mean of component c to the lower half of sum.
static void add_products(const struct em *em, size_t c, double *sum)
{
    const double *mean = em->mean + c * em->d;
    for (size_t i = 0; i < em->n; i++) {
        const double *x = em->x + i * em->d;
        double p = em->probability[i * em->k + c];
        for (size_t a = 0; a < em->d; a++)
            for (size_t b = 0; b <= a; b++)
                sum[a * em->d + b] += p * (x[a] - mean[a]) * (x[b] - mean[b]);
    }
}

// A sum of products to a covariance, with the ridge and the upper half.
static void finish_covariance(const struct em *em, double size, double *covariance)
{
    for (size_t a = 0; a < em->d; a++) {
        for (size_t b = 0; b <= a; b++) {
            covariance[a * em->d + b] /= size;
            covariance[b * em->d + a] = covariance[a * em->d + b];
        }
        covariance[a * em->d + a] += em->ridge;
    }
}

static void maximize(struct em *em)
{
    size_t square = em->d * em->d;
    bool shared = em->kind == KA_COVARIANCE_SHARED;
    memset(em->covariance, 0, em->k * square * sizeof *em->covariance);
    for (size_t c = 0; c < em->k; c++) {
        double size = find_mean(em, c);
        em->share[c] = size / (double)em->n;
        add_products(em, c, em->covariance + (shared ? 0 : c * square));
        if (!shared)
            finish_covariance(em, size, em->covariance + c * square);
    }
    if (shared)
        finish_covariance(em, (double)em->n, em->covariance);
    for (size_t c = 1; c < em->k && shared; c++)
        memcpy(em->covariance + c * square, em->covariance, square * sizeof *em->covariance);
}

// ---- E: the probabilities that follow from the parameters ----

// Factors the covariance of component c; what the ridge alone holds up is degenerate.
static void factor(struct em *em, size_t c)
{
    size_t d = em->d;
    double *root = em->root + c * d * d, log_root = 0;
    memcpy(root, em->covariance + c * d * d, d * d * sizeof *root);
    gsl_matrix_view view = gsl_matrix_view_array(root, d, d);
    bool degenerate = gsl_linalg_cholesky_decomp1(&view.matrix) != 0;
    for (size_t j = 0; j < d; j++) {
        double pivot = root[j * d + j];
        degenerate |= !(pivot * pivot > 10 * em->ridge);
        log_root += log(pivot);
    }
    em->degenerate += degenerate;
    em->constant[c] = log(em->share[c]) - log_root - (double)d / 2 * log(2 * M_PI);
}

// The log of share times density of component c at x; room for d.
static double log_density(const struct em *em, size_t c, const double *x, double *room)
{
    size_t d = em->d;
    const double *root = em->root + c * d * d, *mean = em->mean + c * d;
    double squared = 0;
    for (size_t a = 0; a < d; a++) { // forward substitution
        double rest = x[a] - mean[a];
        for (size_t b = 0; b < a; b++)
            rest -= root[a * d + b] * room[b];
        room[a] = rest / root[a * d + a];
        squared += room[a] * room[a];
    }
    return em->constant[c] - squared / 2;
}

// From logs to probabilities, in place; returns the log of their sum.
static double normalize(double *logs, size_t k)
{
    double highest = logs[0], sum = 0;
    for (size_t c = 1; c < k; c++)
        highest = fmax(highest, logs[c]);
    for (size_t c = 0; c < k; c++) {
        logs[c] = exp(logs[c] - highest);
        sum += logs[c];
    }
    for (size_t c = 0; c < k; c++)
        logs[c] /= sum;
    return highest + log(sum); // cppcheck-suppress invalidFunctionArg // the highest adds 1
}

static void expect(struct em *em)
{
    double *room = ka_alloc(em->d, sizeof *room);
    struct ka_sum likelihood = {0};
    em->degenerate = 0;
    for (size_t c = 0; c < em->k; c++)
        factor(em, c);
    for (size_t i = 0; i < em->n; i++) {
        double *p = em->probability + i * em->k;
        for (size_t c = 0; c < em->k; c++)
            p[c] = log_density(em, c, em->x + i * em->d, room);
        ka_sum_add(&likelihood, normalize(p, em->k));
    }
    em->likelihood = ka_sum_value(&likelihood);
    free(room);
}

static void iterate(struct em *em)
{
    double last = -INFINITY;
    for (int round = 0; round < ROUNDS_MAX; round++) {
        maximize(em);
        expect(em);
        if (em->likelihood - last <= TOLERANCE * (double)em->n)
            break;
        last = em->likelihood;
    }
}

// ---- The starts ----

struct race {
    const double *x;
    size_t n, d;
    const struct ka_mixture_options *options;
    double ridge;
    uint64_t *seed;
    struct em *em;          // of each start
    struct ka_error *error; // of each start
};

static void run_start(size_t i, void *context)
{
    const struct race *r = context;
    struct em *em = &r->em[i];
    struct ka_kmeans_options options = {
        .k = r->options->k, .starts = 1, .seed = r->seed[i], .threads = 1};
    struct ka_kmeans begin;
    if (!ka_kmeans_fit(r->x, r->n, r->d, &options, &begin, &r->error[i]))
        return;
    em_init(em, r->x, r->n, r->d, r->options, r->ridge);
    for (size_t p = 0; p < r->n; p++)
        em->probability[p * em->k + (size_t)begin.label[p]] = 1;
    ka_kmeans_clear(&begin);
    iterate(em);
}

static bool is_better(const struct em *a, const struct em *b)
{
    if (a->degenerate != b->degenerate)
        return a->degenerate < b->degenerate;
    return a->likelihood > b->likelihood;
}

// Leaves the best of the starts in *best.
static bool search(struct race *r, struct em *best, struct ka_error *err)
{
    size_t starts = r->options->starts, chosen = 0;
    struct ka_random *seeds = ka_random_new(r->options->seed);
    r->seed = ka_alloc(starts, sizeof *r->seed);
    r->em = ka_zalloc(starts, sizeof *r->em);
    r->error = ka_zalloc(starts, sizeof *r->error);
    for (size_t i = 0; i < starts; i++)
        r->seed[i] = ka_random_seed(seeds);
    ka_random_free(seeds);
    ka_run_blocks(starts, r->options->threads, run_start, r);
    for (size_t i = 0; i < starts; i++) {
        if (ka_failed(&r->error[i]))
            ka_fail(err, r->error[i].code, "%s", r->error[i].text);
        else if (is_better(&r->em[i], &r->em[chosen]))
            chosen = i;
    }
    *best = r->em[chosen];
    r->em[chosen] = (struct em){0};
    for (size_t i = 0; i < starts; i++)
        em_clear(&r->em[i]);
    free(r->seed);
    free(r->em);
    free(r->error);
    return !ka_failed(err);
}

// ---- The result ----

static void label_points(const struct em *em, int *label)
{
    for (size_t i = 0; i < em->n; i++) {
        const double *p = em->probability + i * em->k;
        label[i] = 0;
        for (size_t c = 1; c < em->k; c++)
            if (p[c] > p[label[i]])
                label[i] = (int)c;
    }
}

static double count_parameters(const struct em *em)
{
    double d = (double)em->d, k = (double)em->k;
    double covariances = em->kind == KA_COVARIANCE_SHARED ? 1 : k;
    return k - 1 + k * d + covariances * d * (d + 1) / 2;
}

// Copies what belongs to component c to its place.
static void place_component(const struct em *em, size_t c, size_t place, struct ka_mixture *out)
{
    size_t d = em->d, k = em->k;
    out->share[place] = em->share[c];
    memcpy(out->mean + place * d, em->mean + c * d, d * sizeof *out->mean);
    memcpy(out->covariance + place * d * d, em->covariance + c * d * d,
           d * d * sizeof *out->covariance);
    for (size_t i = 0; i < em->n; i++)
        out->probability[i * k + place] = em->probability[i * k + c];
}

static void take_result(const struct em *em, const double *weight, struct ka_mixture *out)
{
    size_t n = em->n, d = em->d, k = em->k;
    *out = (struct ka_mixture){
        .n = n, .d = d, .k = k, .log_likelihood = em->likelihood, .degenerate = em->degenerate};
    out->bic = count_parameters(em) * log((double)n) - 2 * em->likelihood;
    out->label = ka_alloc(n, sizeof *out->label);
    out->probability = ka_alloc(n * k, sizeof *out->probability);
    out->share = ka_alloc(k, sizeof *out->share);
    out->mean = ka_alloc(k * d, sizeof *out->mean);
    out->covariance = ka_alloc(k * d * d, sizeof *out->covariance);
    out->size = ka_zalloc(k, sizeof *out->size);
    out->weight = ka_alloc(k, sizeof *out->weight);
    int *number = ka_alloc(k, sizeof *number);
    label_points(em, out->label);
    ka_labels_number(out->label, n, k, weight, number, out->weight);
    for (size_t c = 0; c < k; c++)
        place_component(em, c, (size_t)number[c], out);
    for (size_t i = 0; i < n; i++) {
        out->label[i] = number[out->label[i]];
        out->size[out->label[i]]++;
    }
    free(number);
}

bool ka_mixture_fit(const double *x, size_t n, size_t d,
                    const struct ka_mixture_options *options, struct ka_mixture *out,
                    struct ka_error *err)
{
    *out = (struct ka_mixture){0};
    struct ka_kmeans whole;
    struct ka_kmeans_options one = {.k = 1, .starts = 1, .threads = options->threads};
    if (!ka_kmeans_fit(x, n, d, &one, &whole, err))
        return false;
    double variance = whole.inertia / (double)(n * d);
    ka_kmeans_clear(&whole);
    if (!(variance > 0))
        return ka_fail(err, KA_NOT_ESTIMABLE, "all points are the same: no mixture");
    struct race race = {.x = x, .n = n, .d = d, .options = options, .ridge = RIDGE * variance};
    struct em best;
    bool found = search(&race, &best, err);
    if (found)
        take_result(&best, options->weight, out);
    em_clear(&best);
    return found;
}

void ka_mixture_clear(struct ka_mixture *mixture)
{
    free(mixture->label);
    free(mixture->probability);
    free(mixture->share);
    free(mixture->mean);
    free(mixture->covariance);
    free(mixture->size);
    free(mixture->weight);
    *mixture = (struct ka_mixture){0};
}
