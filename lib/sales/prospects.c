// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/prospects.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/threads.h"
#include "sales/prospects_read.h"
#include "stat/describe.h"
#include "table/writer.h"

const char *const ka_trait_names[] = {"channel", "region", "industry",    "size",
                                      "group",   "axis",   "relationship"};

// ---- Codes ----

static void cut_sizes(struct ka_prospects *p)
{
    static const double quartile[KA_SIZE_CUTS] = {.25, .5, .75};
    double *size = ka_alloc(p->account_count, sizeof *size);
    size_t n = 0;
    for (size_t i = 0; i < p->account_count; i++)
        if (!isnan(p->accounts[i].size))
            size[n++] = p->accounts[i].size;
    for (size_t c = 0; c < KA_SIZE_CUTS; c++)
        p->cuts[c] = n > 0 ? ka_quantile(size, n, quartile[c]) : NAN;
    free(size);
}

static uint32_t size_code(const struct ka_prospects *p, double size)
{
    uint32_t band = 0;
    if (isnan(size) || isnan(p->cuts[0]))
        return KA_GOWER_NONE;
    while (band < KA_SIZE_CUTS && size > p->cuts[band])
        band++;
    return band;
}

static void code(struct ka_prospects *p, struct ka_candidate *c)
{
    for (int t = 0; t < KA_TRAITS; t++)
        c->code[t] = c->text[t].n > 0 ? (uint32_t)ka_map_put(&p->values[t], c->text[t], NULL)
                                      : KA_GOWER_NONE;
    c->code[KA_TRAIT_SIZE] = size_code(p, c->size);
}

static void count(struct ka_prospects *p)
{
    for (int t = 0; t < KA_TRAITS; t++) {
        p->counted[t] = t == KA_TRAIT_SIZE ? KA_SIZE_CUTS + 1 : p->values[t].count;
        p->counts[t] = ka_zalloc(p->counted[t], sizeof *p->counts[t]);
        for (size_t i = 0; i < p->account_count; i++) {
            const struct ka_candidate *c = &p->accounts[i];
            if (c->code[t] == KA_GOWER_NONE)
                continue;
            p->counts[t][c->code[t]].all++;
            p->counts[t][c->code[t]].key += c->key;
            p->known[t].all++;
            p->known[t].key += c->key;
        }
    }
}

// ---- Distances ----

static struct ka_gower_point point_of(const struct ka_candidate *c)
{
    return (struct ka_gower_point){
        {c->code[KA_TRAIT_CHANNEL], c->code[KA_TRAIT_REGION], c->code[KA_TRAIT_INDUSTRY]},
        log1p(c->size)};
}

static void widen(const struct ka_candidate *c, size_t n, double *least, double *most)
{
    for (size_t i = 0; i < n; i++)
        if (!isnan(c[i].size)) {
            *least = fmin(*least, log1p(c[i].size));
            *most = fmax(*most, log1p(c[i].size));
        }
}

static void index_keys(struct ka_prospects *p)
{
    double least = INFINITY, most = -INFINITY;
    size_t n = 0;
    widen(p->accounts, p->account_count, &least, &most);
    widen(p->prospects, p->prospect_count, &least, &most);
    p->range = most > least ? most - least : 1;
    p->key_points = ka_alloc(p->key_count, sizeof *p->key_points);
    p->key_account = ka_alloc(p->key_count, sizeof *p->key_account);
    for (size_t i = 0; i < p->account_count; i++)
        if (p->accounts[i].key) {
            p->key_points[n] = point_of(&p->accounts[i]);
            p->key_account[n++] = i;
        }
    p->index = ka_gower_index_new(p->key_points, n, p->range);
}

bool ka_prospects_make(struct ka_prospects *p, struct ka_frame *rows,
                       const struct ka_prospects_options *options, struct ka_meta *meta,
                       struct ka_error *err)
{
    p->rows = *rows;
    *rows = (struct ka_frame){0};
    if (!ka_prospects_read(p, options, meta, err))
        return false;
    cut_sizes(p);
    for (size_t i = 0; i < p->account_count; i++)
        code(p, &p->accounts[i]);
    count(p);
    for (size_t i = 0; i < p->prospect_count; i++)
        code(p, &p->prospects[i]);
    index_keys(p);
    return true;
}

void ka_prospects_clear(struct ka_prospects *p)
{
    for (int t = 0; t < KA_TRAITS; t++) {
        ka_map_clear(&p->values[t]);
        free(p->counts[t]);
    }
    ka_gower_index_free(p->index);
    free(p->key_points);
    free(p->key_account);
    ka_arena_clear(&p->arena);
    free(p->accounts);
    free(p->prospects);
    ka_frame_clear(&p->rows);
    ka_frame_clear(&p->master);
    ka_frame_clear(&p->table);
    *p = (struct ka_prospects){0};
}

// ---- A comparison ----

double ka_prospects_lift(struct ka_count with, struct ka_count known)
{
    double all = (double)with.all, key = (double)with.key, total = (double)known.all,
           keys = (double)known.key;
    return all > 0 ? (key * total / all + 1) / (keys + 1) : NAN;
}

static double lift_of(const struct ka_prospects *p, const struct ka_candidate *c, int trait,
                      bool self)
{
    uint32_t value = c->code[trait];
    if (value >= p->counted[trait]) // unknown, or no account has it
        return NAN;
    return ka_prospects_lift(ka_prospects_less(p->counts[trait][value], self, self && c->key),
                             ka_prospects_less(p->known[trait], self, self && c->key));
}

static size_t find_self(const struct ka_prospects *p, const struct ka_candidate *c)
{
    size_t account = (size_t)(c - p->accounts), first = 0, end = p->key_count;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        if (p->key_account[middle] < account)
            first = middle + 1;
        else
            end = middle;
    }
    return first;
}

size_t ka_prospects_nearest(const struct ka_prospects *p, const struct ka_candidate *candidate,
                            bool self, struct ka_gower_near *near, size_t k)
{
    struct ka_gower_point point = point_of(candidate);
    size_t except = self && candidate->key ? find_self(p, candidate) : KA_NONE;
    size_t count = ka_gower_nearest(p->index, &point, except, near, k);
    for (size_t i = 0; i < count; i++)
        near[i].point = p->key_account[near[i].point];
    return count;
}

struct ka_likeness ka_prospects_compare(const struct ka_prospects *p,
                                        const struct ka_candidate *candidate, bool self)
{
    struct ka_likeness like = {.distance = NAN};
    for (int t = 0; t < KA_LEAD_TRAITS; t++) {
        like.lift[t] = lift_of(p, candidate, t, self);
        if (isnan(like.lift[t]))
            continue;
        like.known++;
        like.log_lift += log(like.lift[t]);
    }
    like.near_count = ka_prospects_nearest(p, candidate, self, like.near, KA_NEAREST);
    if (like.near_count > 0)
        like.distance = like.near[0].distance;
    return like;
}

struct work {
    const struct ka_prospects *p;
    const struct ka_candidate *candidates;
    struct ka_likeness *like;
    size_t n;
    bool self;
};

enum { BLOCK = 512 };

static void compare_block(size_t block, void *context)
{
    struct work *work = context;
    size_t end = (block + 1) * BLOCK < work->n ? (block + 1) * BLOCK : work->n;
    for (size_t i = block * BLOCK; i < end; i++)
        work->like[i] = ka_prospects_compare(work->p, &work->candidates[i], work->self);
}

struct ka_likeness *ka_prospects_compare_all(const struct ka_prospects *p,
                                             const struct ka_candidate *candidates, size_t n,
                                             bool self)
{
    struct work work = {p, candidates, ka_alloc(n, sizeof *work.like), n, self};
    ka_run_blocks((n + BLOCK - 1) / BLOCK, 0, compare_block, &work);
    return work.like;
}

// ---- Order ----

static int compare_placed(const void *left, const void *right, void *context)
{
    const double *rank = context;
    size_t a = *(const size_t *)left, b = *(const size_t *)right;
    if (rank[a] != rank[b])
        return rank[a] < rank[b] ? -1 : 1;
    return (a > b) - (a < b);
}

void ka_prospects_mean_rank(const double *log_lift, const double *distance, size_t n,
                            double *mean_rank)
{
    enum { FARTHER_THAN_ANY = 2 };
    double *value = ka_alloc(n, sizeof *value), *rank = ka_alloc(n, sizeof *rank);
    for (size_t i = 0; i < n; i++)
        value[i] = -log_lift[i];
    ka_rank_reals(value, n, mean_rank);
    for (size_t i = 0; i < n; i++)
        value[i] = isnan(distance[i]) ? FARTHER_THAN_ANY : distance[i];
    ka_rank_reals(value, n, rank);
    for (size_t i = 0; i < n; i++)
        mean_rank[i] = (mean_rank[i] + rank[i]) / 2;
    free(value);
    free(rank);
}

size_t *ka_prospects_order(const struct ka_likeness *likeness, size_t n)
{
    double *log_lift = ka_alloc(n, sizeof *log_lift), *distance = ka_alloc(n, sizeof *distance),
           *rank = ka_alloc(n, sizeof *rank);
    size_t *order = ka_alloc(n, sizeof *order);
    for (size_t i = 0; i < n; i++) {
        log_lift[i] = likeness[i].log_lift;
        distance[i] = likeness[i].distance;
        order[i] = i;
    }
    ka_prospects_mean_rank(log_lift, distance, n, rank);
    if (n > 0)
        qsort_r(order, n, sizeof *order, compare_placed, rank);
    free(log_lift);
    free(distance);
    free(rank);
    return order;
}

void ka_trait_format(const struct ka_prospects *p, enum ka_trait trait, uint32_t value,
                     struct ka_buf *out)
{
    if (trait != KA_TRAIT_SIZE) {
        ka_buf_add(out, p->values[trait].keys[value]);
        return;
    }
    ka_buf_add_text(out, value < KA_SIZE_CUTS ? "<= " : "> ");
    ka_real_format(out, p->cuts[value < KA_SIZE_CUTS ? value : KA_SIZE_CUTS - 1]);
}
