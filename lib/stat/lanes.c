// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/lanes.h"

#include <stdlib.h>

#include "base/mem.h"

void ka_lanes_init(struct ka_lanes *lanes, const double *x, const size_t *order, size_t n,
                   size_t d)
{
    size_t blocks = (n + KA_LANES - 1) / KA_LANES;
    *lanes = (struct ka_lanes){ka_zalloc(blocks * d * KA_PAIRS, sizeof(ka_pair)), n, d, blocks};
    for (size_t i = 0; i < n; i++) {
        const double *point = x + (order ? order[i] : i) * d;
        ka_pair *pair = lanes->x + i / KA_LANES * d * KA_PAIRS + i % KA_LANES / 2;
        for (size_t j = 0; j < d; j++)
            pair[j * KA_PAIRS][i % 2] = point[j];
    }
}

void ka_lanes_clear(struct ka_lanes *lanes)
{
    free(lanes->x);
    *lanes = (struct ka_lanes){0};
}
