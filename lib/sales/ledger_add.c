// SPDX-License-Identifier: GPL-3.0-or-later
// Adding rows to a ledger, batch by batch and column by column.  What stands under their keys
// is far apart in memory: it is called for while the other columns are looked at, first the
// slots, then the tallies.
#include <stdlib.h>

#include "base/mem.h"
#include "sales/ledger.h"
#include "sales/ledger_parts.h"
#include "table/date.h"

// Rows as numbers, column by column.
struct lines {
    uint32_t key[KA_SALE_ROWS], product[KA_SALE_ROWS], item[KA_SALE_ROWS];
    uint32_t filled[KA_SALE_ROWS];
    uint64_t order[KA_SALE_ROWS];
    int64_t margin[KA_SALE_ROWS], qty[KA_SALE_ROWS];
    int32_t month[KA_SALE_ROWS];
    bool is_priced[KA_SALE_ROWS];
};

// ---- Columns ----

static void count_filled(const struct ka_ledger *ledger, const struct ka_sale_rows *rows,
                         struct lines *lines)
{
    const size_t n = rows->n;
    static const enum ka_sale_column amounts[] = {KA_SALE_QTY, KA_SALE_UNIT_PRICE, KA_SALE_COST,
                                                  KA_SALE_MARGIN};
    memset(lines->filled, 0, sizeof lines->filled);
    for (size_t k = 0; k < sizeof amounts / sizeof *amounts; k++)
        for (size_t i = 0; i < n; i++)
            lines->filled[i] += rows->amount[amounts[k]][i] != KA_DECIMAL_NONE;
    for (size_t k = 0; k < ledger->present.texts; k++) {
        const struct ka_str *text = rows->text[ledger->present.filled[k]];
        for (size_t i = 0; i < n; i++)
            lines->filled[i] += text[i].n > 0;
    }
}

// What a line of kind adjust lacks is its revenue and 0.
static void take_amounts(struct ka_ledger *ledger, const struct ka_sale_rows *rows,
                         struct lines *lines)
{
    const size_t n = rows->n;
    const int64_t *margin = rows->amount[KA_SALE_MARGIN], *qty = rows->amount[KA_SALE_QTY];
    for (size_t i = 0; i < n; i++) {
        bool adjusts = rows->kind[i] == KA_ADJUST, has_margin = margin[i] != KA_DECIMAL_NONE,
             has_qty = qty[i] != KA_DECIMAL_NONE;
        lines->margin[i] =
            adjusts && !has_margin ? rows->amount[KA_SALE_REVENUE][i] : margin[i];
        lines->qty[i] = adjusts && !has_qty ? 0 : qty[i];
        ledger->has_margin |= has_margin;
        ledger->has_qty |= has_qty;
    }
}

// Rows of one day stand together.
static void take_dates(struct ka_ledger *ledger, const struct ka_sale_rows *rows,
                       struct lines *lines)
{
    const size_t n = rows->n;
    for (size_t i = 0; i < n; i++) {
        if (rows->date[i] != ledger->last_day.date || ledger->first == KA_DATE_NONE) {
            ledger->last_day.date = rows->date[i];
            ledger->last_day.month = ka_date_month(rows->date[i]);
            ka_ledger_widen(ledger, rows->date[i], rows->date[i]);
        }
        lines->month[i] = ledger->last_day.month;
    }
}

static void take_orders(struct ka_ledger *ledger, const struct ka_sale_rows *rows,
                        struct lines *lines)
{
    const size_t n = rows->n;
    const struct ka_str *order = rows->text[KA_SALE_ORDER_ID];
    for (size_t i = 0; i < n; i++)
        lines->order[i] = order[i].n ? ka_order_code(&ledger->orders, order[i])
                                     : ka_order_code_of_day(rows->date[i]);
}

static void take_products(struct ka_ledger *ledger, const struct ka_sale_rows *rows,
                          struct lines *lines)
{
    const size_t n = rows->n;
    const struct ka_str *id = rows->text[KA_SALE_PRODUCT_ID],
                        *name = rows->text[KA_SALE_PRODUCT],
                        *flag = rows->text[KA_SALE_HIGH_MARGIN];
    for (size_t i = 0; i < n; i++) {
        struct ka_str known_by = id[i].n ? id[i] : name[i];
        uint32_t product =
            known_by.n ? ka_ledger_put_product(ledger, known_by) : KA_LEDGER_NONE;
        lines->product[i] = product;
        lines->is_priced[i] =
            rows->kind[i] == KA_SALE && known_by.n > 0 && rows->amount[KA_SALE_QTY][i] > 0;
        if (known_by.n && flag[i].n)
            ka_newest_update(ledger, &ledger->high_margin[product], flag[i], rows->date[i]);
    }
}

static void take_items(struct ka_ledger *ledger, const struct ka_sale_rows *rows,
                       struct lines *lines)
{
    const size_t n = rows->n;
    const struct ka_str *family = rows->text[KA_SALE_FAMILY];
    for (size_t i = 0; i < n; i++)
        lines->item[i] = ka_ledger_find_item(
            ledger,
            &(struct ka_ledger_item){lines->product[i], ka_ledger_put_family(ledger, family[i]),
                                     lines->month[i], lines->is_priced[i]});
}

// ---- Under the keys ----

static void keep_newest(struct ka_ledger *ledger, const struct ka_sale_rows *rows,
                        const struct lines *lines)
{
    for (size_t k = 0; k < ledger->present.attributes; k++) {
        size_t attribute = ledger->present.attribute[k];
        ka_ledger_update_texts(ledger, attribute, lines->key,
                               rows->text[ledger->options.attributes[attribute]], rows->date,
                               rows->n);
    }
    for (size_t i = 0; i < rows->n && !ledger->options.by_account; i++)
        ka_ledger_meet_account(ledger, rows->text[KA_SALE_ACCOUNT_ID][i], rows->key[i],
                               rows->date[i]);
}

// A line of a key: its amounts, unknown or not; how many of the optional columns it has.
struct tally_line {
    int64_t revenue, margin, qty, returns;
    uint32_t filled;
};

// False, and nothing is added, when it would not fit.
static inline bool tally(struct ka_key_tally *to, const struct tally_line *line)
{
    bool has_margin = line->margin != KA_DECIMAL_NONE, has_qty = line->qty != KA_DECIMAL_NONE;
    int64_t revenue, margin, qty, returns;
    if (__builtin_add_overflow(to->revenue, line->revenue, &revenue) |
        __builtin_add_overflow(to->margin, has_margin ? line->margin : 0, &margin) |
        __builtin_add_overflow(to->qty, has_qty ? line->qty : 0, &qty) |
        __builtin_add_overflow(to->returns, line->returns, &returns) |
        (to->lines >= UINT32_MAX / KA_LEDGER_OPTIONAL))
        return false;
    to->revenue = revenue;
    to->margin = margin;
    to->qty = qty;
    to->returns = returns;
    to->lines++;
    to->filled += line->filled;
    to->no_margin += !has_margin;
    to->no_qty += !has_qty;
    return true;
}

static void add_tallies(struct ka_ledger *ledger, const struct ka_sale_rows *rows,
                        const struct lines *lines)
{
    const int64_t *revenue = rows->amount[KA_SALE_REVENUE];
    const size_t n = rows->n;
    for (size_t i = 0; i < n; i++) {
        const struct tally_line line = {revenue[i], lines->margin[i], lines->qty[i],
                                        rows->kind[i] == KA_RETURN ? -revenue[i] : 0,
                                        lines->filled[i]};
        if (tally(&ledger->keys.tally[lines->key[i]], &line))
            continue;
        ka_ledger_carry_key(ledger, lines->key[i]);
        tally(&ledger->keys.tally[lines->key[i]], &line);
    }
}

static void add_goods(struct ka_ledger *ledger, const struct ka_sale_rows *rows,
                      const struct lines *lines)
{
    const int64_t *revenue = rows->amount[KA_SALE_REVENUE];
    const size_t n = rows->n;
    for (size_t i = 0; i < n; i++)
        if (lines->product[i] != KA_LEDGER_NONE && lines->margin[i] != KA_DECIMAL_NONE) {
            ledger->product[lines->product[i]].revenue += revenue[i];
            ledger->product[lines->product[i]].margin += lines->margin[i];
        }
    for (size_t i = 0; i < n; i++)
        if (lines->is_priced[i]) {
            ledger->item_sums[lines->item[i]].paid += revenue[i];
            ledger->item_sums[lines->item[i]].qty += lines->qty[i];
        }
}

static void add_trails(struct ka_ledger *ledger, const struct ka_sale_rows *rows,
                       const struct lines *lines)
{
    const size_t n = rows->n;
    for (size_t i = 0; i < n; i++) {
        const struct ka_key_tally *tally = &ledger->keys.tally[lines->key[i]];
        ka_trails_add(&ledger->shelf[tally->shelf].trails, tally->place,
                      &(struct ka_trail_line){.is_purchase = rows->kind[i] == KA_SALE,
                                              .has_goods = true,
                                              .date = rows->date[i],
                                              .order = lines->order[i],
                                              .item = lines->item[i],
                                              .revenue = rows->amount[KA_SALE_REVENUE][i],
                                              .qty = lines->is_priced[i] ? lines->qty[i] : 0});
    }
}

// ---- What only some runs want ----

static uint64_t cell_id(uint32_t place, uint32_t minor)
{
    return (uint64_t)place << 32 | minor;
}

static void add_month(struct ka_cells *months, uint32_t place, const struct lines *lines,
                      size_t i, int64_t revenue)
{
    int64_t margin = lines->margin[i], qty = lines->qty[i];
    bool has_margin = margin != KA_DECIMAL_NONE, has_qty = qty != KA_DECIMAL_NONE;
    const int64_t sums[KA_MONTH_SUMS] = {[KA_MONTH_REVENUE] = revenue,
                                         [KA_MONTH_MARGIN] = has_margin ? margin : 0,
                                         [KA_MONTH_QTY] = has_qty ? qty : 0,
                                         [KA_MONTH_NO_MARGIN] = !has_margin,
                                         [KA_MONTH_NO_QTY] = !has_qty};
    ka_cells_add(months, (uint64_t[]){cell_id(place, ka_time_code(lines->month[i]))}, sums);
}

static void add_part(struct ka_cells *parts, uint32_t place, const struct lines *lines,
                     size_t i, int64_t revenue, enum ka_part_measure measure)
{
    bool by_product = measure == KA_PART_HIGH_MARGIN_REVENUE;
    int64_t value = measure == KA_PART_QTY      ? lines->qty[i]
                    : measure == KA_PART_MARGIN ? lines->margin[i]
                                                : revenue;
    const uint64_t id[] = {cell_id(place, 0), lines->order[i],
                           by_product ? lines->product[i] : KA_LEDGER_NONE};
    ka_cells_add(parts, id, (int64_t[]){value != KA_DECIMAL_NONE ? value : 0});
}

static void add_records(struct ka_ledger *ledger, const struct ka_sale_rows *rows,
                        const struct lines *lines)
{
    const struct ka_ledger_options *options = &ledger->options;
    for (size_t i = 0; i < rows->n && (options->by_month || options->parts); i++) {
        const struct ka_key_tally *tally = &ledger->keys.tally[lines->key[i]];
        struct ka_cells *table = ledger->shelf[tally->shelf].table;
        int64_t revenue = rows->amount[KA_SALE_REVENUE][i];
        if (options->by_month)
            add_month(&table[KA_MONTHS], tally->place, lines, i, revenue);
        if (options->parts)
            add_part(&table[KA_PARTS], tally->place, lines, i, revenue, options->parts);
    }
}

// ---- The whole ----

void ka_ledger_add_rows(struct ka_ledger *ledger, const struct ka_sale_rows *rows)
{
    struct lines lines;
    uint64_t hash[KA_SALE_ROWS];
    ka_ledger_fetch_slots(ledger, rows->key, rows->n, hash);
    take_dates(ledger, rows, &lines);
    take_products(ledger, rows, &lines);
    ka_ledger_fetch_tallies(ledger, hash, rows->n, lines.key);
    take_amounts(ledger, rows, &lines);
    take_orders(ledger, rows, &lines);
    take_items(ledger, rows, &lines);
    ka_ledger_put_keys(ledger, rows->key, hash, rows->n, lines.key);
    count_filled(ledger, rows, &lines);
    add_goods(ledger, rows, &lines);
    add_tallies(ledger, rows, &lines);
    keep_newest(ledger, rows, &lines);
    add_trails(ledger, rows, &lines);
    add_records(ledger, rows, &lines);
}

void ka_ledger_add(struct ka_ledger *ledger, const struct ka_sale *sale, struct ka_str key)
{
    struct ka_sale_rows rows;
    ka_sale_rows_init(&rows);
    ka_sale_rows_put(&rows, 0, sale, key);
    rows.n = 1;
    ka_ledger_add_rows(ledger, &rows);
}
