// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/breakdown.h"

#include <stdlib.h>

static int compare_parts(const void *a, const void *b)
{
    const struct ka_part *x = a, *y = b;
    if (x->amount != y->amount)
        return x->amount < y->amount ? 1 : -1;
    return ka_str_cmp(x->name, y->name);
}

// Drops what is 0 and sorts.
static size_t order(struct ka_part *part, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (part[i].amount != 0)
            part[kept++] = part[i];
    if (kept > 1)
        qsort(part, kept, sizeof *part, compare_parts);
    return kept;
}

size_t ka_breakdown_costs(const struct ka_ledger *ledger, size_t key,
                          struct ka_part part[KA_COST_KINDS])
{
    for (size_t k = 0; k < KA_COST_KINDS; k++)
        part[k] = (struct ka_part){ka_str(ka_cost_kind_name(k)), 0};
    for (size_t i = ledger->cost_start[key]; i < ledger->cost_start[key + 1]; i++)
        part[ledger->costs[i].kind].amount += ledger->costs[i].amount;
    return order(part, KA_COST_KINDS);
}

size_t ka_breakdown_families(const struct ka_ledger *ledger, size_t key, struct ka_part *part)
{
    size_t families = ledger->families.map.count;
    for (size_t f = 0; f < families; f++)
        part[f] = (struct ka_part){ka_names_at(&ledger->families, f), 0};
    part[families] = (struct ka_part){KA_STR(""), 0};
    struct ka_ledger_walk walk = ka_ledger_begin(ledger, key);
    for (struct ka_trail_line line; ka_ledger_next(&walk, &line);) {
        uint32_t family = line.has_goods ? ledger->item[line.item].family : KA_LEDGER_NONE;
        part[family != KA_LEDGER_NONE ? family : families].amount += line.revenue;
    }
    return order(part, families + 1);
}

size_t ka_breakdown_goods(const struct ka_ledger *ledger, size_t key, struct ka_goods *goods)
{
    size_t products = ledger->products.map.count, kept = 0;
    for (size_t p = 0; p < products; p++)
        goods[p] = (struct ka_goods){ka_names_at(&ledger->products, p), 0, 0};
    struct ka_ledger_walk walk = ka_ledger_begin(ledger, key);
    for (struct ka_trail_line line; ka_ledger_next(&walk, &line);) {
        if (!line.has_goods || !ledger->item[line.item].is_priced)
            continue;
        goods[ledger->item[line.item].product].paid += line.revenue;
        goods[ledger->item[line.item].product].qty += line.qty;
    }
    for (size_t p = 0; p < products; p++)
        if (goods[p].qty > 0)
            goods[kept++] = goods[p];
    return kept;
}
