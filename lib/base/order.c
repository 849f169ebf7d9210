// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/order.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { BITS = 11, BINS = 1 << BITS, PASSES = (64 + BITS - 1) / BITS };

struct item {
    uint64_t rank; // the larger the value, the smaller
    size_t place;
};

static size_t bin_of(uint64_t rank, int pass)
{
    return rank >> (pass * BITS) & (BINS - 1);
}

static void count(const struct item *items, size_t n, size_t counts[PASSES][BINS])
{
    memset(counts, 0, sizeof(size_t[PASSES][BINS]));
    for (size_t i = 0; i < n; i++)
        for (int pass = 0; pass < PASSES; pass++)
            counts[pass][bin_of(items[i].rank, pass)]++;
}

// Moves the items by one digit, those that share it in their order.
static void distribute(const struct item *from, struct item *to, size_t n, int pass,
                       const size_t counts[BINS])
{
    size_t next[BINS], sum = 0;
    for (size_t bin = 0; bin < BINS; bin++) {
        next[bin] = sum;
        sum += counts[bin];
    }
    for (size_t i = 0; i < n; i++)
        to[next[bin_of(from[i].rank, pass)]++] = from[i];
}

static void sort(const int64_t *value, size_t n, size_t *order)
{
    struct item *items = ka_alloc(2 * n, sizeof *items), *from = items, *to = items + n;
    size_t(*counts)[BINS] = ka_alloc(PASSES, sizeof *counts);
    for (size_t i = 0; i < n; i++)
        items[i] = (struct item){(uint64_t)INT64_MAX - (uint64_t)value[i], i};
    count(items, n, counts);
    for (int pass = 0; pass < PASSES; pass++) {
        if (counts[pass][bin_of(from[0].rank, pass)] == n)
            continue; // a digit that all have in common
        distribute(from, to, n, pass, counts[pass]);
        struct item *moved = to;
        to = from;
        from = moved;
    }
    for (size_t i = 0; i < n; i++)
        order[i] = from[i].place;
    free(counts);
    free(items);
}

static bool is_descending(const int64_t *value, size_t n)
{
    size_t i = 1;
    while (i < n && value[i - 1] >= value[i])
        i++;
    return i >= n;
}

void ka_order_descending(const int64_t *value, size_t n, size_t *order)
{
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    if (!is_descending(value, n))
        sort(value, n, order);
}

// ---- Texts ----

static size_t shared_prefix(const struct ka_str *text, size_t n)
{
    size_t shared = n ? text[0].n : 0;
    for (size_t i = 1; i < n; i++) {
        size_t k = 0, most = text[i].n < shared ? text[i].n : shared;
        while (k < most && text[i].p[k] == text[0].p[k])
            k++;
        shared = k;
    }
    return shared;
}

// Eight bytes, as a number that is the larger, the less they are.  Behind a text's end all are
// 0: who has the same number as another may still be less.
static int64_t descending_prefix(struct ka_str text, size_t from)
{
    uint64_t prefix = 0;
    for (size_t i = from; i < from + sizeof prefix; i++)
        prefix = prefix << 8 | (i < text.n ? (unsigned char)text.p[i] : 0);
    return (int64_t)(~prefix ^ UINT64_C(1) << 63);
}

static int compare_texts(const void *a, const void *b, void *texts)
{
    const size_t *x = a, *y = b;
    const struct ka_str *text = *(const struct ka_str **)texts;
    int by_text = ka_str_cmp(text[*x], text[*y]);
    return by_text ? by_text : (*x > *y) - (*x < *y);
}

void ka_order_texts(const struct ka_str *text, size_t n, size_t *order)
{
    int64_t *prefix = ka_alloc(n, sizeof *prefix);
    size_t from = shared_prefix(text, n);
    for (size_t i = 0; i < n; i++)
        prefix[i] = descending_prefix(text[i], from);
    ka_order_descending(prefix, n, order);
    for (size_t first = 0, next; first < n; first = next) {
        for (next = first + 1; next < n && prefix[order[next]] == prefix[order[first]];)
            next++;
        if (next - first > 1)
            qsort_r(order + first, next - first, sizeof *order, compare_texts, &text);
    }
    free(prefix);
}

// ---- Words ----

enum { FEW = 48, BYTE_BINS = 256 };

static void insert_words(uint64_t *word, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint64_t moved = word[i];
        size_t k = i;
        for (; k > 0 && word[k - 1] > moved; k--)
            word[k] = word[k - 1];
        word[k] = moved;
    }
}

static void distribute_words(const uint64_t *from, uint64_t *to, size_t n, unsigned shift)
{
    size_t next[BYTE_BINS] = {0}, sum = 0;
    for (size_t i = 0; i < n; i++)
        next[from[i] >> shift & (BYTE_BINS - 1)]++;
    for (size_t bin = 0; bin < BYTE_BINS; bin++) {
        size_t count = next[bin];
        next[bin] = sum;
        sum += count;
    }
    for (size_t i = 0; i < n; i++)
        to[next[from[i] >> shift & (BYTE_BINS - 1)]++] = from[i];
}

// Bits that all words have alike are left out.
static void radix_words(uint64_t *word, size_t n, uint64_t *room)
{
    uint64_t *from = word, *to = room, changes = 0;
    for (size_t i = 1; i < n; i++)
        changes |= word[i] ^ word[0];
    while (changes) {
        unsigned shift = (unsigned)__builtin_ctzll(changes);
        distribute_words(from, to, n, shift);
        changes &= ~((uint64_t)(BYTE_BINS - 1) << shift);
        uint64_t *moved = to;
        to = from;
        from = moved;
    }
    if (from != word)
        memcpy(word, from, n * sizeof *word);
}

void ka_order_words(uint64_t *word, size_t n, uint64_t *room)
{
    size_t sorted = 1;
    while (sorted < n && word[sorted - 1] <= word[sorted])
        sorted++;
    if (sorted >= n)
        return;
    if (n <= FEW)
        insert_words(word, n);
    else
        radix_words(word, n, room);
}
