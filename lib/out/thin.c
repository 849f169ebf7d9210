// SPDX-License-Identifier: GPL-3.0-or-later
#include "out/thin.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"

static size_t keep_column(const double *y, size_t first, size_t last, size_t *kept)
{
    size_t lowest = first, highest = first;
    for (size_t i = first + 1; i <= last; i++) {
        lowest = y[i] < y[lowest] ? i : lowest;
        highest = y[i] > y[highest] ? i : highest;
    }
    const size_t four[4] = {first, lowest < highest ? lowest : highest,
                            lowest < highest ? highest : lowest, last};
    size_t count = 0;
    for (int i = 0; i < 4; i++)
        if (count == 0 || four[i] > kept[count - 1])
            kept[count++] = four[i];
    return count;
}

static size_t keep_columns(const double *x, const double *y, size_t n, size_t *kept)
{
    size_t count = 0;
    for (size_t first = 0, last; first < n; first = last + 1) {
        for (last = first; last + 1 < n && floor(x[last + 1]) == floor(x[first]);)
            last++;
        count += keep_column(y, first, last, kept + count);
    }
    return count;
}

static double distance(const double *x, const double *y, size_t point, size_t a, size_t b)
{
    double dx = x[b] - x[a], dy = y[b] - y[a], length = hypot(dx, dy);
    if (length == 0)
        return hypot(x[point] - x[a], y[point] - y[a]);
    return fabs(dx * (y[point] - y[a]) - dy * (x[point] - x[a])) / length;
}

// Marks what stays of kept[from..to], whose ends stay.
static void simplify(const double *x, const double *y, const size_t *kept, size_t from,
                     size_t to, double tolerance, bool *stays)
{
    double farthest = tolerance;
    size_t at = from;
    for (size_t i = from + 1; i < to; i++) {
        double d = distance(x, y, kept[i], kept[from], kept[to]);
        if (d > farthest) {
            farthest = d;
            at = i;
        }
    }
    if (at == from)
        return;
    stays[at] = true;
    simplify(x, y, kept, from, at, tolerance, stays);
    simplify(x, y, kept, at, to, tolerance, stays);
}

size_t ka_thin_line(const double *x, const double *y, size_t n, double tolerance, size_t *kept)
{
    size_t columns = keep_columns(x, y, n, kept), count = 0;
    if (columns < 3)
        return columns;
    bool *stays = ka_zalloc(columns, sizeof *stays);
    size_t lowest = 0, highest = 0;
    for (size_t i = 0; i < columns; i++) {
        lowest = y[kept[i]] < y[kept[lowest]] ? i : lowest;
        highest = y[kept[i]] > y[kept[highest]] ? i : highest;
    }
    stays[0] = stays[lowest] = stays[highest] = stays[columns - 1] = true;
    for (size_t from = 0, to = 1; to < columns; to++)
        if (stays[to]) { // a mark set by simplify() lies before `to`
            simplify(x, y, kept, from, to, tolerance, stays);
            from = to;
        }
    for (size_t i = 0; i < columns; i++)
        if (stays[i])
            kept[count++] = kept[i];
    free(stays);
    return count;
}

static size_t keep_cells(const double *x, const double *y, size_t n, double cell, size_t most,
                         size_t *kept)
{
    struct ka_map seen = {0};
    size_t count = 0;
    for (size_t i = 0; i < n && count <= most; i++) {
        int32_t place[2] = {(int32_t)floor(x[i] / cell), (int32_t)floor(y[i] / cell)};
        bool is_new;
        ka_map_put(&seen, KA_KEY(place), &is_new);
        if (is_new && count++ < most)
            kept[count - 1] = i;
    }
    ka_map_clear(&seen);
    return count;
}

size_t ka_thin_cloud(const double *x, const double *y, size_t n, double cell, size_t most,
                     size_t *kept)
{
    for (;; cell *= 1.25) {
        size_t count = keep_cells(x, y, n, cell, most, kept);
        if (count <= most)
            return count;
    }
}
