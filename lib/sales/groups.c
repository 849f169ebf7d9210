// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/groups.h"

#include <stdlib.h>

#include "base/mem.h"

static int compare_names(const void *a, const void *b, void *context)
{
    const struct ka_map *names = context;
    return ka_str_cmp(names->keys[*(const size_t *)a], names->keys[*(const size_t *)b]);
}

void ka_groups_init(struct ka_groups *g, const struct ka_frame *frame, size_t column)
{
    *g = (struct ka_groups){.of = ka_alloc(frame->rows, sizeof *g->of)};
    for (size_t i = 0; i < frame->rows; i++)
        g->of[i] = ka_map_put(&g->names, ka_frame_cell(frame, column, i), NULL);
    g->count = g->names.count;
    g->order = ka_alloc(g->count, sizeof *g->order);
    size_t *place = ka_alloc(g->count, sizeof *place);
    for (size_t i = 0; i < g->count; i++)
        g->order[i] = i;
    qsort_r(g->order, g->count, sizeof *g->order, compare_names, &g->names);
    for (size_t i = 0; i < g->count; i++)
        place[g->order[i]] = i;
    for (size_t i = 0; i < frame->rows; i++)
        g->of[i] = place[g->of[i]];
    free(place);
}

void ka_groups_clear(struct ka_groups *g)
{
    ka_map_clear(&g->names);
    free(g->order);
    free(g->of);
    *g = (struct ka_groups){0};
}

struct ka_str ka_groups_name(const struct ka_groups *g, size_t i)
{
    struct ka_str name = g->names.keys[g->order[i]];
    return name.n > 0 ? name : KA_STR("(none)");
}
