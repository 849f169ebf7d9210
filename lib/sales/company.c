// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/company.h"

#include <stdlib.h>

#include "base/mem.h"
#include "sales/ledger_parts.h"
#include "table/date.h"

enum figure {
    ASOF,
    FIRST,
    LAST,
    LINES,
    REVENUE,
    HAS_MARGIN,
    HAS_QTY,
    PRODUCT_REVENUE,
    PRODUCT_COSTED, // revenue of lines with a margin
    PRODUCT_MARGIN,
    PRODUCT_FLAG,
    TRADE_PAID,
    TRADE_QTY,
    FIGURES
};

// What stands in the column date: nothing, a day or a month.
static const struct {
    const char *name;
    bool product, day, month;
} figures[FIGURES] = {
    [ASOF] = {"asof", .day = true},
    [FIRST] = {"first", .day = true},
    [LAST] = {"last", .day = true},
    [LINES] = {"lines"},
    [REVENUE] = {"revenue"},
    [HAS_MARGIN] = {"has_margin"},
    [HAS_QTY] = {"has_qty"},
    [PRODUCT_REVENUE] = {"product_revenue", .product = true},
    [PRODUCT_COSTED] = {"product_costed_revenue", .product = true},
    [PRODUCT_MARGIN] = {"product_margin", .product = true},
    [PRODUCT_FLAG] = {"product_high_margin", .product = true, .day = true},
    [TRADE_PAID] = {"paid", .product = true, .month = true},
    [TRADE_QTY] = {"qty", .product = true, .month = true},
};

enum { FIGURE, PRODUCT, DATE, VALUE, COLUMNS };
static const char *const columns[COLUMNS] = {"figure", "product", "date", "value"};

// ---- Making ----

static void put(struct ka_frame *frame, enum figure figure, struct ka_str product, int32_t date,
                struct ka_str value)
{
    struct ka_buf text = {0};
    if (figures[figure].month)
        ka_month_format(&text, date);
    else if (figures[figure].day)
        ka_date_format(&text, date);
    ka_column_add(&frame->columns[FIGURE], ka_str(figures[figure].name));
    ka_column_add(&frame->columns[PRODUCT], product);
    ka_column_add(&frame->columns[DATE], ka_buf_str(&text));
    ka_column_add(&frame->columns[VALUE], value);
    frame->rows++;
    ka_buf_clear(&text);
}

static void put_sum(struct ka_frame *frame, enum figure figure, struct ka_str product,
                    int32_t month, ka_int128 value)
{
    struct ka_buf text = {0};
    ka_decimal_format_sum(&text, value);
    put(frame, figure, product, month, ka_buf_str(&text));
    ka_buf_clear(&text);
}

static void put_day(struct ka_frame *frame, enum figure figure, int32_t day)
{
    if (day != KA_DATE_NONE)
        put(frame, figure, KA_STR(""), day, KA_STR(""));
}

// Over all keys, by item.
static struct ka_item_sums *sum_items(const struct ka_ledger *ledger)
{
    struct ka_item_sums *sums = ka_zalloc(ledger->items.count, sizeof *sums);
    for (size_t key = 0; key < ledger->keys.count; key++) {
        struct ka_ledger_walk walk = ka_ledger_begin(ledger, key);
        for (struct ka_trail_line line; ka_ledger_next(&walk, &line);)
            if (line.has_goods) {
                sums[line.item].paid += line.revenue;
                sums[line.item].qty += line.qty;
            }
    }
    return sums;
}

static void put_whole(const struct ka_ledger *ledger, struct ka_frame *frame)
{
    ka_int128 lines = 0, revenue = 0;
    for (size_t key = 0; key < ledger->keys.count; key++) {
        lines += ka_ledger_sums(ledger, key)->lines;
        revenue += ka_ledger_sums(ledger, key)->totals.revenue;
    }
    put_sum(frame, LINES, KA_STR(""), 0, lines * KA_DECIMAL_ONE);
    put_sum(frame, REVENUE, KA_STR(""), 0, revenue);
    if (ledger->has_margin)
        put(frame, HAS_MARGIN, KA_STR(""), 0, KA_STR("1"));
    if (ledger->has_qty)
        put(frame, HAS_QTY, KA_STR(""), 0, KA_STR("1"));
}

static void put_product(const struct ka_ledger *ledger, size_t rank, ka_int128 revenue,
                        struct ka_frame *frame)
{
    size_t number = ledger->products.number[rank];
    struct ka_str name = ka_names_at(&ledger->products, rank);
    const struct ka_newest *flag = &ledger->high_margin[number];
    put_sum(frame, PRODUCT_REVENUE, name, 0, revenue);
    put_sum(frame, PRODUCT_COSTED, name, 0, ledger->product[number].revenue);
    put_sum(frame, PRODUCT_MARGIN, name, 0, ledger->product[number].margin);
    if (flag->n)
        put(frame, PRODUCT_FLAG, name, flag->date, ka_newest_text(flag));
}

static bool is_trade(const struct ka_ledger_item *a, const struct ka_ledger_item *b)
{
    return a->product == b->product && a->month == b->month;
}

// Items stand by product and month.
static void put_trades(const struct ka_ledger *ledger, const struct ka_item_sums *sums,
                       size_t from, size_t to, struct ka_frame *frame)
{
    struct ka_str name = ka_names_at(&ledger->products, ledger->item[from].product);
    for (size_t i = from; i < to;) {
        const struct ka_ledger_item *first = &ledger->item[i];
        struct ka_item_sums trade = {0};
        for (; i < to && is_trade(first, &ledger->item[i]); i++)
            if (ledger->item[i].is_priced) {
                trade.paid += sums[i].paid;
                trade.qty += sums[i].qty;
            }
        if (trade.qty == 0)
            continue;
        put_sum(frame, TRADE_PAID, name, first->month, trade.paid);
        put_sum(frame, TRADE_QTY, name, first->month, trade.qty);
    }
}

void ka_company_make(const struct ka_ledger *ledger, int32_t asof, struct ka_frame *frame)
{
    struct ka_item_sums *sums = sum_items(ledger);
    for (size_t i = 0; i < COLUMNS; i++)
        ka_frame_append(frame, columns[i]);
    put_day(frame, ASOF, asof);
    put_day(frame, FIRST, ledger->first);
    put_day(frame, LAST, ledger->last);
    put_whole(ledger, frame);
    for (size_t from = 0, to; from < ledger->items.count; from = to) {
        uint32_t product = ledger->item[from].product;
        ka_int128 revenue = 0;
        for (to = from; to < ledger->items.count && ledger->item[to].product == product; to++)
            revenue += sums[to].paid;
        if (product == KA_LEDGER_NONE)
            continue;
        put_product(ledger, product, revenue, frame);
        put_trades(ledger, sums, from, to, frame);
    }
    free(sums);
}

// ---- Reading ----

struct row {
    enum figure figure;
    struct ka_str product, text;
    int32_t date;
    ka_int128 value;
};

static bool parse_row(const struct ka_frame *frame, const size_t *place, size_t i,
                      struct row *row, struct ka_error *err)
{
    struct ka_str name = ka_frame_cell(frame, place[FIGURE], i);
    struct ka_str date = ka_frame_cell(frame, place[DATE], i);
    int figure = 0;
    while (figure < FIGURES && !ka_str_eq(name, ka_str(figures[figure].name)))
        figure++;
    if (figure == FIGURES)
        return ka_frame_refuse(frame, place[FIGURE], i, "is no figure of a company", err);
    *row = (struct row){.figure = (enum figure)figure,
                        .product = ka_frame_cell(frame, place[PRODUCT], i),
                        .text = ka_frame_cell(frame, place[VALUE], i)};
    if (figures[figure].product && row->product.n == 0)
        return ka_frame_refuse(frame, place[PRODUCT], i, "is no product", err);
    if (figures[figure].day && (!ka_date_parse(date, &row->date) || date.n == 0))
        return ka_frame_refuse(frame, place[DATE], i, "is not a date (YYYY-MM-DD)", err);
    if (figures[figure].month && !ka_month_parse(date, &row->date))
        return ka_frame_refuse(frame, place[DATE], i, "is not a month (YYYY-MM)", err);
    return figure <= LAST || figure == PRODUCT_FLAG ||
           ka_decimal_parse_sum(row->text, &row->value) ||
           ka_frame_refuse(frame, place[VALUE], i, "is not an amount", err);
}

static size_t put_name(struct ka_company *company, struct ka_str name)
{
    bool is_new;
    size_t number = ka_map_put(&company->products, name, &is_new);
    company->product =
        ka_grow(company->product, &company->product_cap, number + 1, sizeof *company->product);
    if (is_new)
        company->product[number] = (struct ka_company_product){0};
    return number;
}

static struct ka_company_product *product_of(struct ka_company *company, struct ka_str name)
{
    size_t number = put_name(company, name); // moves product
    return &company->product[number];
}

// A product, by its number, and a month as one key.
struct trade_key {
    uint32_t product;
    int32_t month;
};

static struct ka_item_sums *trade_of(struct ka_company *company, const struct row *row)
{
    bool is_new;
    struct trade_key key = {(uint32_t)put_name(company, row->product), row->date};
    size_t number = ka_map_put(&company->trades, KA_KEY(key), &is_new);
    company->trade =
        ka_grow(company->trade, &company->trade_cap, number + 1, sizeof *company->trade);
    if (is_new)
        company->trade[number] = (struct ka_item_sums){0};
    return &company->trade[number];
}

static void add_whole(struct ka_company *company, const struct row *row)
{
    bool begun = company->first != KA_DATE_NONE;
    if (row->figure == FIRST && (!begun || row->date < company->first))
        company->first = row->date;
    else if (row->figure == LAST &&
             (company->last == KA_DATE_NONE || row->date > company->last))
        company->last = row->date;
    else if (row->figure == LINES)
        company->lines += row->value / KA_DECIMAL_ONE;
    else if (row->figure == REVENUE)
        company->revenue += row->value;
    company->has_margin |= row->figure == HAS_MARGIN;
    company->has_qty |= row->figure == HAS_QTY;
}

static void take_flag(struct ka_company *company, struct ka_newest *flag, const struct row *row)
{
    if (!ka_newest_yields(flag, row->text, row->date))
        return;
    size_t number = ka_map_put(&company->texts, row->text, NULL);
    flag->p = company->texts.keys[number].p;
    flag->n = (uint32_t)row->text.n;
}

static void add(struct ka_company *company, const struct row *row)
{
    switch (row->figure) {
    case PRODUCT_REVENUE:
        product_of(company, row->product)->revenue += row->value;
        break;
    case PRODUCT_COSTED:
        product_of(company, row->product)->sums.revenue += row->value;
        break;
    case PRODUCT_MARGIN:
        product_of(company, row->product)->sums.margin += row->value;
        break;
    case PRODUCT_FLAG:
        take_flag(company, &product_of(company, row->product)->high_margin, row);
        break;
    case TRADE_PAID:
        trade_of(company, row)->paid += row->value;
        break;
    case TRADE_QTY:
        trade_of(company, row)->qty += row->value;
        break;
    default:
        add_whole(company, row);
    }
}

static bool read_rows(struct ka_company *company, const struct ka_frame *frame,
                      struct ka_error *err)
{
    size_t place[COLUMNS];
    int32_t asof = KA_DATE_NONE;
    struct row row;
    for (size_t i = 0; i < COLUMNS; i++)
        if (!ka_frame_need(frame, columns[i], &place[i], err))
            return false;
    for (size_t i = 0; i < frame->rows; i++) {
        if (!parse_row(frame, place, i, &row, err))
            return false;
        if (row.figure == ASOF)
            asof = row.date;
        else
            add(company, &row);
    }
    bool same = company->parts++ == 0 || company->asof == asof;
    company->asof = asof;
    return same ||
           ka_fail(err, KA_BAD_DATA,
                   "%s: these figures are as of another day than those before", frame->source);
}

bool ka_company_read(struct ka_company *company, const char *path, struct ka_error *err)
{
    struct ka_frame frame = {0};
    struct ka_reader_options options = {.kind = KA_INPUT_CONTRACT};
    if (company->parts == 0)
        company->first = company->last = KA_DATE_NONE;
    bool good = ka_frame_load(&frame, path, &options, err) && read_rows(company, &frame, err);
    ka_frame_clear(&frame);
    return good;
}

// ---- Use ----

void ka_company_apply(const struct ka_company *company, struct ka_ledger *ledger)
{
    ledger->company = company;
    for (size_t i = 0; i < company->products.count; i++) {
        const struct ka_company_product *all = &company->product[i];
        uint32_t number = ka_ledger_put_product(ledger, company->products.keys[i]);
        ledger->product[number] = all->sums;
        ka_newest_update(ledger, &ledger->high_margin[number],
                         ka_newest_text(&all->high_margin), all->high_margin.date);
    }
    ledger->has_margin |= company->has_margin;
    ledger->has_qty |= company->has_qty;
    ka_ledger_widen(ledger, company->first, company->last);
}

struct ka_item_sums ka_company_trade(const struct ka_company *company, struct ka_str product,
                                     int32_t month)
{
    size_t number = ka_map_find(&company->products, product);
    struct trade_key key = {(uint32_t)number, month};
    size_t trade = number == KA_NONE ? number : ka_map_find(&company->trades, KA_KEY(key));
    const struct ka_item_sums none = {0};
    return trade == KA_NONE ? none : company->trade[trade];
}

ka_int128 ka_company_high_margin(const struct ka_company *company,
                                 const struct ka_ledger *ledger, const bool *high_margin)
{
    ka_int128 revenue = 0;
    for (size_t i = 0; i < company->products.count; i++) {
        size_t number = ka_map_find(&ledger->products.map, company->products.keys[i]);
        if (high_margin[ledger->products.rank[number]])
            revenue += company->product[i].revenue;
    }
    return revenue;
}

void ka_company_clear(struct ka_company *company)
{
    ka_map_clear(&company->products);
    ka_map_clear(&company->trades);
    ka_map_clear(&company->texts);
    free(company->product);
    free(company->trade);
    *company = (struct ka_company){0};
}
