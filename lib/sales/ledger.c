// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/ledger.h"

#include <stdlib.h>

#include "base/mem.h"
#include "table/date.h"

void ka_ledger_init(struct ka_ledger *ledger, const enum ka_sale_column *attributes,
                    size_t attribute_count)
{
    *ledger = (struct ka_ledger){.attributes = attributes,
                                 .attribute_count = attribute_count,
                                 .first = KA_DATE_NONE,
                                 .last = KA_DATE_NONE};
}

// ---- Adding rows ----

static void update(struct ka_newest *newest, struct ka_map *texts, struct ka_str text,
                   int32_t date)
{
    if (text.n == 0 || (newest->text.n && date < newest->date))
        return;
    bool newer = newest->text.n == 0 || date > newest->date;
    newest->date = date;
    if (ka_str_eq(text, newest->text))
        return;
    if (newer || ka_str_cmp(text, newest->text) > 0) {
        size_t number = ka_map_put(texts, text, NULL); // moves keys
        newest->text = texts->keys[number];
    }
}

// Number of name among names; a new one gets `width` empty slots in *newest.
static uint32_t put_name(struct ka_map *names, struct ka_str name, struct ka_newest **newest,
                         size_t *cap, size_t width)
{
    bool is_new;
    size_t number = ka_map_put(names, name, &is_new);
    if (is_new && width) {
        *newest = ka_grow(*newest, cap, (number + 1) * width, sizeof **newest);
        for (size_t i = 0; i < width; i++)
            (*newest)[number * width + i] = (struct ka_newest){0};
    }
    return (uint32_t)number;
}

static uint32_t put_key(struct ka_ledger *ledger, struct ka_str key)
{
    return put_name(&ledger->keys.map, key, &ledger->newest, &ledger->newest_cap,
                    ledger->attribute_count);
}

static uint32_t put_optional(struct ka_map *map, struct ka_str name)
{
    return name.n ? (uint32_t)ka_map_put(map, name, NULL) : KA_LEDGER_NONE;
}

static uint32_t put_product(struct ka_ledger *ledger, const struct ka_sale *sale)
{
    struct ka_str id = sale->text[KA_SALE_PRODUCT_ID];
    struct ka_str name = id.n ? id : sale->text[KA_SALE_PRODUCT];
    if (name.n == 0)
        return KA_LEDGER_NONE;
    uint32_t product = put_name(&ledger->products.map, name, &ledger->high_margin,
                                &ledger->high_margin_cap, 1);
    update(&ledger->high_margin[product], &ledger->texts, sale->text[KA_SALE_HIGH_MARGIN],
           sale->date);
    return product;
}

static void keep_newest(struct ka_ledger *ledger, const struct ka_sale *sale, struct ka_str key,
                        uint32_t number)
{
    struct ka_newest *newest = ledger->newest + number * ledger->attribute_count;
    for (size_t i = 0; i < ledger->attribute_count; i++)
        update(&newest[i], &ledger->texts, sale->text[ledger->attributes[i]], sale->date);
    uint32_t account = put_name(&ledger->accounts, sale->text[KA_SALE_ACCOUNT_ID],
                                &ledger->account_key, &ledger->account_cap, 1);
    update(&ledger->account_key[account], &ledger->texts, key, sale->date);
}

// The optional columns that the figures rest on.
static uint8_t count_filled(const struct ka_sale *sale)
{
    static const enum ka_sale_column texts[] = {
        KA_SALE_ORDER_ID, KA_SALE_ACCOUNT,    KA_SALE_CHANNEL, KA_SALE_REGION,
        KA_SALE_MANAGER,  KA_SALE_PRODUCT_ID, KA_SALE_PRODUCT, KA_SALE_FAMILY};
    const int64_t decimals[] = {sale->qty, sale->unit_price, sale->cost, sale->margin};
    _Static_assert(sizeof texts / sizeof *texts + sizeof decimals / sizeof *decimals ==
                       KA_LEDGER_OPTIONAL,
                   "the share of filled columns is taken of this many");
    uint8_t filled = 0;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        filled += sale->text[texts[i]].n > 0;
    for (size_t i = 0; i < sizeof decimals / sizeof *decimals; i++)
        filled += decimals[i] != KA_DECIMAL_NONE;
    return filled;
}

void ka_ledger_add(struct ka_ledger *ledger, const struct ka_sale *sale, struct ka_str key)
{
    uint32_t number = put_key(ledger, key);
    keep_newest(ledger, sale, key, number);
    KA_ROOM(ledger->lines, ledger->line_count, ledger->line_cap);
    ledger->lines[ledger->line_count++] = (struct ka_ledger_line){
        .key = number,
        .product = put_product(ledger, sale),
        .family = put_optional(&ledger->families.map, sale->text[KA_SALE_FAMILY]),
        .order = put_optional(&ledger->orders, sale->text[KA_SALE_ORDER_ID]),
        .date = sale->date,
        .kind = (uint8_t)sale->kind,
        .filled = count_filled(sale),
        .revenue = sale->revenue,
        .margin = sale->margin,
        .qty = sale->qty,
    };
    ledger->has_margin |= sale->margin != KA_DECIMAL_NONE;
    ledger->has_qty |= sale->qty != KA_DECIMAL_NONE;
    if (ledger->first == KA_DATE_NONE || sale->date < ledger->first)
        ledger->first = sale->date;
    if (ledger->last == KA_DATE_NONE || sale->date > ledger->last)
        ledger->last = sale->date;
}

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
    size_t number = ka_map_find(&ledger->accounts, account);
    bool known = number != KA_NONE;
    uint32_t key = put_key(ledger, known ? ledger->account_key[number].text : orphan_key);
    KA_ROOM(ledger->costs, ledger->cost_count, ledger->cost_cap);
    ledger->costs[ledger->cost_count++] =
        (struct ka_ledger_cost){key, month, amount, (uint8_t)kind};
    return known;
}

// ---- Closing ----

static int compare_names(const void *a, const void *b, void *keys)
{
    const uint32_t *x = a, *y = b;
    const struct ka_str *name = keys;
    return ka_str_cmp(name[*x], name[*y]);
}

static void rank_names(struct ka_names *names)
{
    size_t n = names->map.count;
    names->number = ka_alloc(n, sizeof *names->number);
    names->rank = ka_alloc(n, sizeof *names->rank);
    for (size_t i = 0; i < n; i++)
        names->number[i] = (uint32_t)i;
    if (n > 1)
        qsort_r(names->number, n, sizeof *names->number, compare_names, names->map.keys);
    for (size_t i = 0; i < n; i++)
        names->rank[names->number[i]] = (uint32_t)i;
}

static uint32_t ranked(const struct ka_names *names, uint32_t number)
{
    return number == KA_LEDGER_NONE ? number : names->rank[number];
}

static void settle_adjustment(const struct ka_ledger *ledger, struct ka_ledger_line *line)
{
    if (line->kind != KA_ADJUST)
        return;
    if (ledger->has_margin && line->margin == KA_DECIMAL_NONE)
        line->margin = line->revenue;
    if (ledger->has_qty && line->qty == KA_DECIMAL_NONE)
        line->qty = 0;
}

static int compare_amounts(const struct ka_ledger_line *x, const struct ka_ledger_line *y)
{
    int by_revenue = KA_COMPARE(x->revenue, y->revenue);
    int by_margin = by_revenue ? by_revenue : KA_COMPARE(x->margin, y->margin);
    int by_qty = by_margin ? by_margin : KA_COMPARE(x->qty, y->qty);
    int by_filled = by_qty ? by_qty : KA_COMPARE(x->filled, y->filled);
    return by_filled ? by_filled : KA_COMPARE(x->order, y->order);
}

// The order id, whose number is the one thing that depends on the order of rows, decides
// between lines that are the same otherwise.
static int compare_lines(const void *a, const void *b)
{
    const struct ka_ledger_line *x = a, *y = b;
    int by_key = KA_COMPARE(x->key, y->key);
    int by_date = by_key ? by_key : KA_COMPARE(x->date, y->date);
    int by_product = by_date ? by_date : KA_COMPARE(x->product, y->product);
    int by_family = by_product ? by_product : KA_COMPARE(x->family, y->family);
    int by_kind = by_family ? by_family : KA_COMPARE(x->kind, y->kind);
    return by_kind ? by_kind : compare_amounts(x, y);
}

static int compare_costs(const void *a, const void *b)
{
    const struct ka_ledger_cost *x = a, *y = b;
    int by_key = KA_COMPARE(x->key, y->key);
    int by_month = by_key ? by_key : KA_COMPARE(x->month, y->month);
    return by_month ? by_month : KA_COMPARE(x->amount, y->amount);
}

// start[key]…start[key + 1] are the places of a key among items that are sorted by key,
// which each begins with.
static size_t *find_starts(const void *items, size_t count, size_t size, size_t keys)
{
    size_t *start = ka_zalloc(keys + 1, sizeof *start);
    for (size_t i = 0; i < count; i++) {
        const uint32_t *key = (const void *)((const char *)items + i * size);
        start[*key + 1] = i + 1;
    }
    for (size_t key = 0; key < keys; key++) // a key without items ends where it begins
        if (start[key + 1] == 0)
            start[key + 1] = start[key];
    return start;
}

static void close_lines(struct ka_ledger *ledger)
{
    for (size_t i = 0; i < ledger->line_count; i++) {
        struct ka_ledger_line *line = &ledger->lines[i];
        line->key = ranked(&ledger->keys, line->key);
        line->product = ranked(&ledger->products, line->product);
        line->family = ranked(&ledger->families, line->family);
        settle_adjustment(ledger, line);
    }
    if (ledger->line_count > 1)
        qsort(ledger->lines, ledger->line_count, sizeof *ledger->lines, compare_lines);
    ledger->line_start = find_starts(ledger->lines, ledger->line_count, sizeof *ledger->lines,
                                     ledger->keys.map.count);
}

static void close_costs(struct ka_ledger *ledger)
{
    for (size_t i = 0; i < ledger->cost_count; i++)
        ledger->costs[i].key = ranked(&ledger->keys, ledger->costs[i].key);
    if (ledger->cost_count > 1)
        qsort(ledger->costs, ledger->cost_count, sizeof *ledger->costs, compare_costs);
    ledger->cost_start = find_starts(ledger->costs, ledger->cost_count, sizeof *ledger->costs,
                                     ledger->keys.map.count);
}

void ka_ledger_close(struct ka_ledger *ledger)
{
    rank_names(&ledger->keys);
    rank_names(&ledger->products);
    rank_names(&ledger->families);
    close_lines(ledger);
    close_costs(ledger);
}

struct ka_str ka_ledger_attribute(const struct ka_ledger *ledger, size_t key, size_t i)
{
    return ledger->newest[ledger->keys.number[key] * ledger->attribute_count + i].text;
}

static void clear_names(struct ka_names *names)
{
    ka_map_clear(&names->map);
    free(names->rank);
    free(names->number);
}

void ka_ledger_clear(struct ka_ledger *ledger)
{
    clear_names(&ledger->keys);
    clear_names(&ledger->products);
    clear_names(&ledger->families);
    ka_map_clear(&ledger->orders);
    ka_map_clear(&ledger->accounts);
    ka_map_clear(&ledger->texts);
    free(ledger->lines);
    free(ledger->costs);
    free(ledger->line_start);
    free(ledger->cost_start);
    free(ledger->newest);
    free(ledger->account_key);
    free(ledger->high_margin);
    *ledger = (struct ka_ledger){0};
}

// ---- Sums and orders ----

void ka_totals_add(struct ka_totals *totals, const struct ka_ledger_line *line)
{
    totals->lines++;
    totals->revenue += line->revenue;
    if (line->margin == KA_DECIMAL_NONE)
        totals->no_margin++;
    else
        totals->margin += line->margin;
    if (line->qty == KA_DECIMAL_NONE)
        totals->no_qty++;
    else
        totals->qty += line->qty;
}

ka_int128 ka_totals_margin(const struct ka_totals *totals, const struct ka_ledger *ledger)
{
    return ledger->has_margin && totals->no_margin == 0 ? totals->margin : KA_SUM_NONE;
}

ka_int128 ka_totals_qty(const struct ka_totals *totals, const struct ka_ledger *ledger)
{
    return ledger->has_qty && totals->no_qty == 0 ? totals->qty : KA_SUM_NONE;
}

void ka_order_count_init(struct ka_order_count *count, const struct ka_ledger *ledger)
{
    *count = (struct ka_order_count){ka_zalloc(ledger->orders.count, sizeof *count->seen), 0};
}

size_t ka_order_count_lines(struct ka_order_count *count, const struct ka_ledger_line *line,
                            size_t n)
{
    size_t orders = 0;
    int32_t day = KA_DATE_NONE;
    count->run++;
    for (size_t i = 0; i < n; i++) {
        if (line[i].kind != KA_SALE)
            continue;
        if (line[i].order == KA_LEDGER_NONE) {
            orders += line[i].date != day;
            day = line[i].date;
        } else if (count->seen[line[i].order] != count->run) {
            count->seen[line[i].order] = count->run;
            orders++;
        }
    }
    return orders;
}

void ka_order_count_clear(struct ka_order_count *count)
{
    free(count->seen);
    *count = (struct ka_order_count){0};
}
