// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/roster.h"

#include <stdlib.h>

#include "base/mem.h"
#include "table/date.h"

static int compare_keys(const void *a, const void *b, void *context)
{
    const struct ka_map *map = context;
    return ka_str_cmp(map->keys[*(const size_t *)a], map->keys[*(const size_t *)b]);
}

void ka_keys_rank(struct ka_key_ranks *ranking, const struct ka_map *map)
{
    struct ka_map keys = *map; // qsort_r wants what is not const
    ranking->number = ka_alloc(map->count, sizeof *ranking->number);
    ranking->rank = ka_alloc(map->count, sizeof *ranking->rank);
    for (size_t i = 0; i < map->count; i++)
        ranking->number[i] = i;
    qsort_r(ranking->number, map->count, sizeof *ranking->number, compare_keys, &keys);
    for (size_t i = 0; i < map->count; i++)
        ranking->rank[ranking->number[i]] = i;
}

void ka_keys_clear(struct ka_key_ranks *ranking)
{
    free(ranking->number);
    free(ranking->rank);
    *ranking = (struct ka_key_ranks){0};
}

static void take_attribute(struct ka_roster *roster, struct ka_roster_entry *entry, size_t i,
                           const struct ka_sale *sale)
{
    struct ka_str text = sale->text[roster->attributes[i]];
    size_t known = entry->newest[i].text;
    if (text.n == 0 || sale->date < entry->newest[i].date)
        return;
    if (known != KA_NONE && sale->date == entry->newest[i].date &&
        ka_str_cmp(text, roster->texts.keys[known]) <= 0)
        return;
    if (known == KA_NONE || !ka_str_eq(text, roster->texts.keys[known]))
        entry->newest[i].text = ka_map_put(&roster->texts, text, NULL);
    entry->newest[i].date = sale->date;
}

size_t ka_roster_add(struct ka_roster *roster, const struct ka_sale *sale)
{
    bool is_new;
    size_t number = ka_map_put(&roster->ids, sale->text[KA_SALE_ACCOUNT_ID], &is_new);
    if (is_new) {
        roster->entries =
            ka_grow(roster->entries, &roster->cap, number + 1, sizeof *roster->entries);
        for (size_t i = 0; i < roster->attribute_count; i++) {
            roster->entries[number].newest[i].text = KA_NONE;
            roster->entries[number].newest[i].date = KA_DATE_NONE;
        }
    }
    for (size_t i = 0; i < roster->attribute_count; i++)
        take_attribute(roster, &roster->entries[number], i, sale);
    return number;
}

void ka_roster_close(struct ka_roster *roster)
{
    ka_keys_rank(&roster->ids_ranked, &roster->ids);
}

struct ka_str ka_roster_id(const struct ka_roster *roster, size_t rank)
{
    return roster->ids.keys[roster->ids_ranked.number[rank]];
}

struct ka_str ka_roster_attribute(const struct ka_roster *roster, size_t rank, size_t i)
{
    size_t text = roster->entries[roster->ids_ranked.number[rank]].newest[i].text;
    return text == KA_NONE ? KA_STR("") : roster->texts.keys[text];
}

void ka_roster_clear(struct ka_roster *roster)
{
    ka_map_clear(&roster->ids);
    ka_map_clear(&roster->texts);
    ka_keys_clear(&roster->ids_ranked);
    free(roster->entries);
    *roster = (struct ka_roster){0};
}
