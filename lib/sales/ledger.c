// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/ledger.h"

#include <stdlib.h>

#include "base/mem.h"
#include "sales/ledger_parts.h"

struct ka_ledger_nears {
    struct ka_near products, families, texts;
};

void ka_ledger_init(struct ka_ledger *ledger, const struct ka_ledger_options *options)
{
    static const struct {
        uint8_t ids, sums;
    } form[KA_TABLES] = {[KA_MONTHS] = {1, KA_MONTH_SUMS}, [KA_PARTS] = {3, 1}};
    *ledger =
        (struct ka_ledger){.options = *options, .first = KA_DATE_NONE, .last = KA_DATE_NONE};
    for (size_t s = 0; s < KA_SHELVES; s++)
        for (size_t t = 0; t < KA_TABLES; t++)
            ka_cells_init(&ledger->shelf[s].table[t], form[t].ids, form[t].sums);
    bool any[KA_SALE_COLUMNS];
    memset(any, true, sizeof any);
    ledger->near = ka_zalloc(1, sizeof *ledger->near);
    ka_ledger_keys_init(&ledger->keys);
    ka_ledger_expect_columns(ledger, any);
}

// The optional columns that the figures rest on.
static const enum ka_sale_column filled_columns[] = {
    KA_SALE_ORDER_ID, KA_SALE_ACCOUNT,    KA_SALE_CHANNEL, KA_SALE_REGION,
    KA_SALE_MANAGER,  KA_SALE_PRODUCT_ID, KA_SALE_PRODUCT, KA_SALE_FAMILY,
    KA_SALE_QTY,      KA_SALE_UNIT_PRICE, KA_SALE_COST,    KA_SALE_MARGIN};
_Static_assert(sizeof filled_columns / sizeof *filled_columns == KA_LEDGER_OPTIONAL,
               "the share of filled columns is taken of this many");

void ka_ledger_columns(const struct ka_ledger_options *options, bool needed[KA_SALE_COLUMNS])
{
    needed[KA_SALE_DATE] = needed[KA_SALE_KIND] = needed[KA_SALE_REVENUE] = true;
    needed[KA_SALE_ACCOUNT_ID] = needed[KA_SALE_HIGH_MARGIN] = true;
    for (size_t i = 0; i < KA_LEDGER_OPTIONAL; i++)
        needed[filled_columns[i]] = true;
    for (size_t i = 0; i < options->attribute_count; i++)
        needed[options->attributes[i]] = true;
}

void ka_ledger_expect_columns(struct ka_ledger *ledger, const bool has[KA_SALE_COLUMNS])
{
    struct ka_ledger_present *present = &ledger->present;
    *present = (struct ka_ledger_present){0};
    for (size_t i = 0; i < ledger->options.attribute_count; i++)
        if (has[ledger->options.attributes[i]])
            present->attribute[present->attributes++] = (uint8_t)i;
    for (size_t i = 0; filled_columns[i] < KA_SALE_QTY; i++)
        if (has[filled_columns[i]])
            present->filled[present->texts++] = (uint8_t)filled_columns[i];
}

// ---- Names ----

uint32_t ka_ledger_put_text(struct ka_ledger *ledger, struct ka_str text)
{
    bool is_new;
    return (uint32_t)ka_near_put(&ledger->near->texts, &ledger->texts, text, &is_new);
}

void ka_newest_update(struct ka_ledger *ledger, struct ka_newest *newest, struct ka_str text,
                      int32_t date)
{
    if (!ka_newest_yields(newest, text, date))
        return;
    uint32_t number = ka_ledger_put_text(ledger, text); // moves keys
    newest->p = ledger->texts.keys[number].p;
    newest->n = (uint32_t)text.n;
}

uint32_t ka_ledger_put_product(struct ka_ledger *ledger, struct ka_str name)
{
    bool is_new;
    size_t number = ka_near_put(&ledger->near->products, &ledger->products.map, name, &is_new);
    if (is_new) {
        ledger->product =
            ka_grow(ledger->product, &ledger->product_cap, number + 1, sizeof *ledger->product);
        ledger->product[number] = (struct ka_product_sums){0};
        ledger->high_margin = ka_grow(ledger->high_margin, &ledger->high_margin_cap, number + 1,
                                      sizeof *ledger->high_margin);
        ledger->high_margin[number] = (struct ka_newest){0};
    }
    return (uint32_t)number;
}

uint32_t ka_ledger_put_item(struct ka_ledger *ledger, const struct ka_ledger_item *item)
{
    bool is_new;
    size_t number = ka_map_put(&ledger->items, KA_KEY(*item), &is_new);
    if (is_new) {
        ledger->item_sums = ka_grow(ledger->item_sums, &ledger->item_cap, number + 1,
                                    sizeof *ledger->item_sums);
        ledger->item_sums[number] = (struct ka_item_sums){0};
    }
    return (uint32_t)number;
}

void ka_ledger_meet_account(struct ka_ledger *ledger, struct ka_str account, struct ka_str key,
                            int32_t date)
{
    bool is_new;
    size_t number = ka_map_put(&ledger->accounts, account, &is_new);
    ledger->account_key = ka_grow(ledger->account_key, &ledger->account_cap, number + 1,
                                  sizeof *ledger->account_key);
    if (is_new)
        ledger->account_key[number] = (struct ka_newest){0};
    ka_newest_update(ledger, &ledger->account_key[number], key, date);
}

// ---- Items ----

// Most rows are of the month that is being gone through, so that the last item of a product is
// theirs without a look into the map of all.
struct ka_known_item {
    uint32_t family, number_plus_1; // 0: none yet
    int32_t month;
};

static struct ka_known_item *widen_known(struct ka_ledger *ledger, size_t place)
{
    size_t cap = ledger->known_cap;
    ledger->known =
        ka_grow(ledger->known, &ledger->known_cap, place + 1, sizeof *ledger->known);
    memset(ledger->known + cap, 0, (ledger->known_cap - cap) * sizeof *ledger->known);
    return &ledger->known[place];
}

uint32_t ka_ledger_find_item(struct ka_ledger *ledger, const struct ka_ledger_item *item)
{
    size_t product = item->product == KA_LEDGER_NONE ? 0 : (size_t)item->product + 1;
    size_t place = product * 2 + item->is_priced;
    struct ka_known_item *known =
        place < ledger->known_cap ? &ledger->known[place] : widen_known(ledger, place);
    if (known->number_plus_1 == 0 || known->month != item->month ||
        known->family != item->family)
        *known = (struct ka_known_item){item->family, ka_ledger_put_item(ledger, item) + 1,
                                        item->month};
    return known->number_plus_1 - 1;
}

uint32_t ka_ledger_put_family(struct ka_ledger *ledger, struct ka_str family)
{
    bool is_new;
    return family.n ? (uint32_t)ka_near_put(&ledger->near->families, &ledger->families.map,
                                            family, &is_new)
                    : KA_LEDGER_NONE;
}

// ---- Dates ----

void ka_ledger_widen(struct ka_ledger *ledger, int32_t first, int32_t last)
{
    if (first != KA_DATE_NONE && (ledger->first == KA_DATE_NONE || first < ledger->first))
        ledger->first = first;
    if (last != KA_DATE_NONE && (ledger->last == KA_DATE_NONE || last > ledger->last))
        ledger->last = last;
}

// ---- Costs ----

const char *ka_cost_kind_name(size_t kind)
{
    static const char *const names[KA_COST_KINDS] = {
        "rebate",  "slotting", "barcode", "display", "promoter",
        "freight", "returns",  "credit",  "service", "other"};
    return kind < KA_COST_KINDS ? names[kind] : NULL;
}

bool ka_ledger_add_cost(struct ka_ledger *ledger, struct ka_str account,
                        struct ka_str orphan_key, int32_t month, size_t kind, int64_t amount)
{
    bool by_account = ledger->options.by_account;
    size_t number = by_account ? ka_ledger_find_key(ledger, account)
                               : ka_map_find(&ledger->accounts, account);
    bool known = number != KA_NONE;
    struct ka_str key = by_account ? account
                        : known    ? ka_newest_text(&ledger->account_key[number])
                                   : orphan_key;
    uint32_t place = ka_ledger_put_key(ledger, key);
    KA_ROOM(ledger->costs, ledger->cost_count, ledger->cost_cap);
    ledger->costs[ledger->cost_count++] =
        (struct ka_ledger_cost){place, month, amount, (uint8_t)kind};
    return known &&
           (!by_account || (number < ledger->summed && ledger->sums[number].lines > 0));
}
