// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/ledger.h"

#include <stdlib.h>

#include "base/mem.h"
#include "sales/ledger_parts.h"
#include "table/date.h"

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

static void take_text(struct ka_ledger *ledger, struct ka_newest *newest, struct ka_str text)
{
    bool is_new;
    size_t number = ka_near_put(&ledger->near->texts, &ledger->texts, text, &is_new);
    newest->p = ledger->texts.keys[number].p;
    newest->n = (uint32_t)text.n;
}

static inline __attribute__((always_inline)) void update_newest(struct ka_ledger *ledger,
                                                                struct ka_newest *newest,
                                                                struct ka_str text,
                                                                int32_t date)
{
    if (ka_newest_yields(newest, text, date))
        take_text(ledger, newest, text);
}

void ka_newest_update(struct ka_ledger *ledger, struct ka_newest *newest, struct ka_str text,
                      int32_t date)
{
    update_newest(ledger, newest, text, date);
}

static uint32_t put_place(struct ka_shelf *shelf, uint32_t number)
{
    KA_ROOM(shelf->key, shelf->count, shelf->cap);
    shelf->key[shelf->count] = number;
    return (uint32_t)shelf->count++;
}

uint32_t ka_ledger_put_key(struct ka_ledger *ledger, struct ka_str key, uint64_t hash)
{
    bool is_new;
    size_t number = ka_map_put_hashed(&ledger->keys.map, key, hash, &is_new);
    if (!is_new)
        return (uint32_t)number;
    struct ka_key_tally *tally = ka_ledger_new_tally(ledger, number);
    tally->shelf = (uint32_t)(hash >> 32) % KA_SHELVES;
    tally->place = put_place(&ledger->shelf[tally->shelf], (uint32_t)number);
    return (uint32_t)number;
}

struct ka_newest *ka_ledger_widen_newest(struct ka_ledger *ledger, size_t i, size_t number)
{
    struct ka_newest_texts *newest = &ledger->newest[i];
    newest->text = ka_grow(newest->text, &newest->cap, number + 1, sizeof *newest->text);
    memset(newest->text + newest->count, 0,
           (number + 1 - newest->count) * sizeof *newest->text);
    newest->count = number + 1;
    return &newest->text[number];
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

// ---- Adding rows ----

static void keep_newest(struct ka_ledger *ledger, const struct ka_sale *sale, struct ka_str key,
                        uint32_t number)
{
    const struct ka_ledger_options *o = &ledger->options;
    for (size_t k = 0; k < ledger->present.attributes; k++) {
        size_t i = ledger->present.attribute[k];
        struct ka_str text = sale->text[o->attributes[i]];
        if (text.n > 0)
            update_newest(ledger, ka_ledger_newest(ledger, i, number), text, sale->date);
    }
    if (!o->by_account)
        ka_ledger_meet_account(ledger, sale->text[KA_SALE_ACCOUNT_ID], key, sale->date);
}

static uint32_t count_filled(const struct ka_ledger *ledger, const struct ka_sale *sale)
{
    unsigned filled = (sale->qty != KA_DECIMAL_NONE) + (sale->unit_price != KA_DECIMAL_NONE) +
                      (sale->cost != KA_DECIMAL_NONE) + (sale->margin != KA_DECIMAL_NONE);
    for (size_t i = 0; i < ledger->present.texts; i++)
        filled += sale->text[ledger->present.filled[i]].n > 0;
    return filled;
}

// A row as numbers.
struct line {
    uint32_t key, product, item;
    int32_t date, month;
    uint64_t order;
    enum ka_sale_kind kind;
    int64_t revenue, margin, qty;
    bool is_priced;
};

static uint32_t put_product(struct ka_ledger *ledger, const struct ka_sale *sale)
{
    struct ka_str id = sale->text[KA_SALE_PRODUCT_ID];
    struct ka_str name = id.n ? id : sale->text[KA_SALE_PRODUCT];
    if (name.n == 0)
        return KA_LEDGER_NONE;
    uint32_t product = ka_ledger_put_product(ledger, name);
    if (sale->text[KA_SALE_HIGH_MARGIN].n > 0)
        ka_newest_update(ledger, &ledger->high_margin[product], sale->text[KA_SALE_HIGH_MARGIN],
                         sale->date);
    return product;
}

// Most rows are of the month that is being gone through, so that its items are at hand
// without a look into the map of all.
struct ka_known_item {
    struct ka_ledger_item item;
    uint32_t number_plus_1;
};
enum { KNOWN_ITEMS = 1024 };

static uint32_t put_item(struct ka_ledger *ledger, const struct ka_sale *sale,
                         const struct line *line)
{
    struct ka_str family = sale->text[KA_SALE_FAMILY];
    struct ka_ledger_item item = {line->product, KA_LEDGER_NONE, line->month, line->is_priced};
    bool is_new;
    if (family.n)
        item.family = (uint32_t)ka_near_put(&ledger->near->families, &ledger->families.map,
                                            family, &is_new);
    if (!ledger->known)
        ledger->known = ka_zalloc(KNOWN_ITEMS, sizeof *ledger->known);
    struct ka_known_item *known =
        &ledger->known[(item.product * 2 + item.is_priced) % KNOWN_ITEMS];
    if (known->number_plus_1 == 0 || memcmp(&known->item, &item, sizeof item) != 0)
        *known = (struct ka_known_item){item, ka_ledger_put_item(ledger, &item) + 1};
    return known->number_plus_1 - 1;
}

// Rows of one day stand together.
static int32_t month_of(struct ka_ledger *ledger, int32_t date)
{
    if (date != ledger->last_day.date) {
        ledger->last_day.date = date;
        ledger->last_day.month = ka_date_month(date);
    }
    return ledger->last_day.month;
}

static void read_line(struct ka_ledger *ledger, const struct ka_sale *sale, struct line *line)
{
    struct ka_str order = sale->text[KA_SALE_ORDER_ID];
    bool adjusts = sale->kind == KA_ADJUST;
    line->product = put_product(ledger, sale);
    line->date = sale->date;
    line->month = month_of(ledger, sale->date);
    line->kind = sale->kind;
    line->revenue = sale->revenue;
    line->margin = adjusts && sale->margin == KA_DECIMAL_NONE ? sale->revenue : sale->margin;
    line->qty = adjusts && sale->qty == KA_DECIMAL_NONE ? 0 : sale->qty;
    line->is_priced = sale->kind == KA_SALE && line->product != KA_LEDGER_NONE && sale->qty > 0;
    line->item = put_item(ledger, sale, line);
    line->order =
        order.n ? ka_order_code(&ledger->orders, order) : ka_order_code_of_day(sale->date);
}

static void add_sums(struct ka_ledger *ledger, const struct line *line, uint32_t filled)
{
    int64_t returns = line->kind == KA_RETURN ? -line->revenue : 0;
    ka_ledger_tally(
        ledger, line->key,
        &(struct ka_tally_line){line->revenue, line->margin, line->qty, returns, filled});
    if (line->product != KA_LEDGER_NONE && line->margin != KA_DECIMAL_NONE) {
        ledger->product[line->product].revenue += line->revenue;
        ledger->product[line->product].margin += line->margin;
    }
    if (line->is_priced) {
        ledger->item_sums[line->item].paid += line->revenue;
        ledger->item_sums[line->item].qty += line->qty;
    }
}

static uint64_t cell_id(uint32_t place, uint32_t minor)
{
    return (uint64_t)place << 32 | minor;
}

static void add_month(struct ka_cells *months, uint32_t place, const struct line *line)
{
    bool has_margin = line->margin != KA_DECIMAL_NONE, has_qty = line->qty != KA_DECIMAL_NONE;
    const int64_t sums[KA_MONTH_SUMS] = {[KA_MONTH_REVENUE] = line->revenue,
                                         [KA_MONTH_MARGIN] = has_margin ? line->margin : 0,
                                         [KA_MONTH_QTY] = has_qty ? line->qty : 0,
                                         [KA_MONTH_NO_MARGIN] = !has_margin,
                                         [KA_MONTH_NO_QTY] = !has_qty};
    ka_cells_add(months, (uint64_t[]){cell_id(place, ka_time_code(line->month))}, sums);
}

static void add_part(struct ka_cells *parts, uint32_t place, const struct line *line,
                     enum ka_part_measure measure)
{
    bool by_product = measure == KA_PART_HIGH_MARGIN_REVENUE;
    int64_t value = measure == KA_PART_QTY      ? line->qty
                    : measure == KA_PART_MARGIN ? line->margin
                                                : line->revenue;
    const uint64_t id[] = {cell_id(place, 0), line->order,
                           by_product ? line->product : KA_LEDGER_NONE};
    ka_cells_add(parts, id, (int64_t[]){value != KA_DECIMAL_NONE ? value : 0});
}

static void add_line(struct ka_ledger *ledger, const struct line *line)
{
    const struct ka_trail_line told = {.is_purchase = line->kind == KA_SALE,
                                       .has_goods = true,
                                       .date = line->date,
                                       .order = line->order,
                                       .item = line->item,
                                       .revenue = line->revenue,
                                       .qty = line->is_priced ? line->qty : 0};
    ka_trail_add(&ledger->trails, &ledger->tally[line->key].trail, &told);
}

// What only some runs want.
static void add_records(struct ka_ledger *ledger, const struct line *line)
{
    const struct ka_key_tally *tally = &ledger->tally[line->key];
    struct ka_cells *table = ledger->shelf[tally->shelf].table;
    if (ledger->options.by_month)
        add_month(&table[KA_MONTHS], tally->place, line);
    if (ledger->options.parts)
        add_part(&table[KA_PARTS], tally->place, line, ledger->options.parts);
}

void ka_ledger_widen(struct ka_ledger *ledger, int32_t first, int32_t last)
{
    if (first != KA_DATE_NONE && (ledger->first == KA_DATE_NONE || first < ledger->first))
        ledger->first = first;
    if (last != KA_DATE_NONE && (ledger->last == KA_DATE_NONE || last > ledger->last))
        ledger->last = last;
}

void ka_ledger_add(struct ka_ledger *ledger, const struct ka_sale *sale, struct ka_str key)
{
    ka_ledger_add_hashed(ledger, sale, key, ka_key_hash(key));
}

void ka_ledger_add_hashed(struct ka_ledger *ledger, const struct ka_sale *sale,
                          struct ka_str key, uint64_t hash)
{
    struct line line;
    line.key = ka_ledger_put_key(ledger, key, hash);
    read_line(ledger, sale, &line);
    keep_newest(ledger, sale, key, line.key);
    add_sums(ledger, &line, count_filled(ledger, sale));
    add_line(ledger, &line);
    add_records(ledger, &line);
    ledger->has_margin |= sale->margin != KA_DECIMAL_NONE;
    ledger->has_qty |= sale->qty != KA_DECIMAL_NONE;
    ka_ledger_widen(ledger, sale->date, sale->date);
}

// A function that does nothing but prefetch is taken for one that does nothing, and left out
// when it is called.
static inline __attribute__((always_inline)) void
fetch_newest(const struct ka_newest_texts *newest, const size_t *number, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (number[i] < newest->count)
            __builtin_prefetch(&newest->text[number[i]], 1);
    for (size_t i = 0; i < count; i++)
        if (number[i] < newest->count && newest->text[number[i]].n > 0) {
            const struct ka_newest *text = &newest->text[number[i]];
            __builtin_prefetch(text->p);
            __builtin_prefetch(text->p + text->n - 1);
        }
}

void ka_ledger_expect(const struct ka_ledger *ledger, const struct ka_str *keys, size_t count,
                      uint64_t *hash)
{
    size_t number[KA_LEDGER_BATCH], known = 0;
    for (size_t i = 0; i < count; i++)
        hash[i] = ka_map_fetch(&ledger->keys.map, keys[i]);
    for (size_t i = 0; i < count; i++) {
        size_t likely = ka_map_likely(&ledger->keys.map, hash[i]);
        if (likely == KA_NONE)
            continue;
        __builtin_prefetch(&ledger->tally[likely].trail, 1);
        __builtin_prefetch(&ledger->tally[likely], 1);
        number[known++] = likely;
    }
    for (size_t i = 0; i < ledger->present.attributes; i++)
        fetch_newest(&ledger->newest[ledger->present.attribute[i]], number, known);
    for (size_t i = 0; i < known; i++) {
        __builtin_prefetch(ledger->tally[number[i]].trail.at, 1);
        __builtin_prefetch(ledger->keys.map.keys[number[i]].p);
    }
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
    size_t number = ka_map_find(by_account ? &ledger->keys.map : &ledger->accounts, account);
    bool known = number != KA_NONE;
    struct ka_str key = by_account ? account
                        : known    ? ka_newest_text(&ledger->account_key[number])
                                   : orphan_key;
    uint32_t place = ka_ledger_put_key(ledger, key, ka_key_hash(key));
    KA_ROOM(ledger->costs, ledger->cost_count, ledger->cost_cap);
    ledger->costs[ledger->cost_count++] =
        (struct ka_ledger_cost){place, month, amount, (uint8_t)kind};
    return known &&
           (!by_account || (number < ledger->summed && ledger->sums[number].lines > 0));
}
