// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/ward.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

// Clusters on their way: each goes by one of its points.
struct chain {
    double *squared; // of each pair i > j, at i (i - 1) / 2 + j
    size_t n;
    size_t *size; // 0: merged into another
    size_t *link; // the chain, each the nearest neighbour of the one before
    size_t length;
};

static double *pair(const struct chain *c, size_t i, size_t j)
{
    return i > j ? &c->squared[i * (i - 1) / 2 + j] : &c->squared[j * (j - 1) / 2 + i];
}

static void measure(struct chain *c, const double *x, size_t d)
{
    for (size_t i = 1; i < c->n; i++)
        for (size_t j = 0; j < i; j++) {
            double squared = 0;
            for (size_t f = 0; f < d; f++)
                squared += (x[i * d + f] - x[j * d + f]) * (x[i * d + f] - x[j * d + f]);
            *pair(c, i, j) = squared;
        }
}

// The nearest neighbour of the last link; of equals the link before it, so that the chain
// ends, else the first.
static size_t find_neighbour(const struct chain *c)
{
    size_t last = c->link[c->length - 1], nearest = c->n;
    double least = INFINITY;
    if (c->length > 1) {
        nearest = c->link[c->length - 2];
        least = *pair(c, last, nearest);
    }
    for (size_t i = 0; i < c->n; i++) {
        if (c->size[i] == 0 || i == last)
            continue;
        double squared = *pair(c, last, i);
        if (squared < least || nearest == c->n) {
            least = squared;
            nearest = i;
        }
    }
    return nearest;
}

// Merges cluster b into a.
static void merge(struct chain *c, size_t a, size_t b)
{
    double of_a = (double)c->size[a], of_b = (double)c->size[b], between = *pair(c, a, b);
    for (size_t i = 0; i < c->n; i++) {
        double of_i = (double)c->size[i];
        if (c->size[i] == 0 || i == a || i == b)
            continue;
        double *squared = pair(c, a, i);
        *squared =
            ((of_a + of_i) * *squared + (of_b + of_i) * *pair(c, b, i) - of_i * between) /
            (of_a + of_b + of_i);
    }
    c->size[a] += c->size[b];
    c->size[b] = 0;
}

// A merge by points that stand for the clusters, in the order of the chain.
struct step {
    size_t a, b, at;
    double squared;
};

static void follow_chain(struct chain *c, struct step *step)
{
    size_t start = 0;
    for (size_t done = 0; done + 1 < c->n;) {
        while (c->length == 0 && c->size[start] == 0)
            start++;
        if (c->length == 0)
            c->link[c->length++] = start;
        size_t last = c->link[c->length - 1], next = find_neighbour(c);
        if (c->length < 2 || next != c->link[c->length - 2]) {
            c->link[c->length++] = next;
            continue;
        }
        size_t a = last < next ? last : next, b = last < next ? next : last;
        step[done] = (struct step){a, b, done, *pair(c, a, b)};
        merge(c, a, b);
        c->length -= 2;
        done++;
    }
}

static int compare_steps(const void *p, const void *q)
{
    const struct step *x = p, *y = q;
    int order = (x->squared > y->squared) - (x->squared < y->squared);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

static size_t find_root(size_t *parent, size_t i)
{
    while (parent[i] != i)
        i = parent[i] = parent[parent[i]];
    return i;
}

// Names the clusters that the sorted steps merge.
static void name_merges(const struct step *step, struct ka_ward *out)
{
    size_t n = out->n;
    size_t *parent = ka_alloc(n, sizeof *parent), *name = ka_alloc(n, sizeof *name);
    size_t *size = ka_alloc(n, sizeof *size);
    for (size_t i = 0; i < n; i++) {
        parent[i] = name[i] = i;
        size[i] = 1;
    }
    for (size_t i = 0; i + 1 < n; i++) {
        size_t a = find_root(parent, step[i].a), b = find_root(parent, step[i].b);
        size_t low = name[a] < name[b] ? a : b, high = low == a ? b : a;
        parent[b] = a;
        size[a] += size[b];
        out->merge[i] =
            (struct ka_merge){name[low], name[high], sqrt(fmax(0, step[i].squared)), size[a]};
        name[a] = n + i;
    }
    free(parent);
    free(name);
    free(size);
}

bool ka_ward_build(const double *x, size_t n, size_t d, struct ka_ward *out,
                   struct ka_error *err)
{
    *out = (struct ka_ward){.n = n};
    if (n == 0)
        return ka_fail(err, KA_NOT_ESTIMABLE, "no points to cluster");
    if (n > KA_WARD_MAX)
        return ka_fail(err, KA_NOT_ESTIMABLE,
                       "Ward's method takes up to %d points; there are %zu", KA_WARD_MAX, n);
    struct chain c = {.n = n};
    c.squared = ka_alloc(n * (n - 1) / 2, sizeof *c.squared);
    c.size = ka_alloc(n, sizeof *c.size);
    c.link = ka_alloc(n, sizeof *c.link);
    struct step *step = ka_alloc(n, sizeof *step);
    out->merge = ka_alloc(n, sizeof *out->merge);
    for (size_t i = 0; i < n; i++)
        c.size[i] = 1;
    measure(&c, x, d);
    follow_chain(&c, step);
    qsort(step, n - 1, sizeof *step, compare_steps);
    name_merges(step, out);
    free(step);
    free(c.link);
    free(c.size);
    free(c.squared);
    return true;
}

void ka_ward_cut(const struct ka_ward *ward, size_t k, int *label)
{
    size_t n = ward->n, merges = n - k, next = 0;
    size_t *above = ka_alloc(n + merges, sizeof *above);
    int *number = ka_alloc(n + merges, sizeof *number);
    for (size_t i = 0; i < n + merges; i++) {
        above[i] = i;
        number[i] = -1;
    }
    for (size_t i = 0; i < merges; i++)
        above[ward->merge[i].a] = above[ward->merge[i].b] = n + i;
    for (size_t i = n + merges; i-- > 0;) // what is above has a higher number
        above[i] = above[above[i]];
    for (size_t i = 0; i < n; i++) {
        if (number[above[i]] < 0)
            number[above[i]] = (int)next++;
        label[i] = number[above[i]];
    }
    free(above);
    free(number);
}

void ka_ward_clear(struct ka_ward *ward)
{
    free(ward->merge);
    *ward = (struct ka_ward){0};
}
