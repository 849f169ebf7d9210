// SPDX-License-Identifier: GPL-3.0-or-later
// Reading sales and sell-through into cells of account, product and month.
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "sales/each.h"
#include "sales/flow.h"
#include "sales/headers.h"
#include "table/date.h"
#include "table/decimal.h"

static const enum ka_sale_column attributes[] = {
    [KA_FLOW_NAME] = KA_SALE_ACCOUNT, [KA_FLOW_CHANNEL] = KA_SALE_CHANNEL};

struct sold {
    uint32_t account, product;
    int32_t month;
    int64_t qty, revenue;
};

struct book {
    struct ka_flow *flow;
    struct sold *sold;
    size_t sold_count, sold_cap, row_cap;
    int32_t asof, last_sale;
    struct ka_map cells; // pairs of account and product
};

// ---- Sell-in ----

static bool take_sale(const struct ka_sale *sale, void *context, struct ka_error *err)
{
    struct book *book = context;
    struct ka_flow *flow = book->flow;
    (void)err;
    if (book->asof != KA_DATE_NONE && sale->date > book->asof)
        return true;
    flow->sales++;
    size_t account = ka_roster_add(&flow->roster, sale);
    book->last_sale = sale->date > book->last_sale ? sale->date : book->last_sale;
    if (sale->qty == KA_DECIMAL_NONE || sale->kind == KA_ADJUST) {
        flow->no_qty++;
        return true;
    }
    KA_ROOM(book->sold, book->sold_count, book->sold_cap);
    book->sold[book->sold_count++] = (struct sold){
        .account = (uint32_t)account,
        .product = (uint32_t)ka_map_put(&flow->products, sale->text[KA_SALE_PRODUCT_ID], NULL),
        .month = ka_date_month(sale->date),
        .qty = sale->qty,
        .revenue = sale->revenue};
    return true;
}

// ---- Sell-through ----

enum { PERIOD, ACCOUNT, PRODUCT, SEGMENT, CUSTOMER, QTY, AMOUNT, STOCK, COLUMNS };

struct table {
    struct ka_frame frame;
    size_t place[COLUMNS]; // KA_NONE: not there
};

static struct ka_str cell_of(const struct table *t, int column, size_t row)
{
    return t->place[column] == KA_NONE
               ? KA_STR("")
               : ka_str_trim(ka_frame_cell(&t->frame, t->place[column], row));
}

static bool refuse(const struct table *t, int column, size_t row, const char *says,
                   struct ka_error *err)
{
    return ka_frame_refuse(&t->frame, t->place[column], row, says, err);
}

static bool open_table(struct table *t, const char *path, struct ka_meta *meta,
                       struct ka_error *err)
{
    static const char *const names[COLUMNS] = {"period",      "account_id",   "product_id",
                                               "end_segment", "end_customer", "qty",
                                               "amount",      "stock_end"};
    if (!ka_side_table_load(&t->frame, "sellthrough", path, meta, err))
        return false;
    for (int c = 0; c < COLUMNS; c++) {
        t->place[c] = ka_frame_find(&t->frame, names[c]);
        bool needed = c == PERIOD || c == ACCOUNT || c == SEGMENT || c == QTY;
        if (needed && !ka_frame_need(&t->frame, names[c], &t->place[c], err))
            return false;
    }
    return true;
}

static bool parse_row(const struct table *t, size_t row, struct ka_flow_row *into,
                      struct ka_error *err)
{
    struct {
        int column;
        int64_t *value;
    } amounts[] = {{QTY, &into->qty}, {AMOUNT, &into->amount}, {STOCK, &into->stock}};
    if (!ka_month_parse_form(cell_of(t, PERIOD, row), &into->month))
        return refuse(t, PERIOD, row, "is not a month (YYYY-MM)", err);
    if (cell_of(t, ACCOUNT, row).n == 0)
        return refuse(t, ACCOUNT, row, "is no id", err);
    if (cell_of(t, SEGMENT, row).n == 0)
        return refuse(t, SEGMENT, row, "is no segment", err);
    for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++)
        if (!ka_decimal_parse(cell_of(t, amounts[i].column, row), amounts[i].value))
            return refuse(t, amounts[i].column, row, "is not an amount", err);
    return into->stock == KA_DECIMAL_NONE || into->stock >= 0 ||
           refuse(t, STOCK, row, "is below 0", err);
}

static bool take_row(struct book *book, const struct table *t, size_t row, struct ka_error *err)
{
    struct ka_flow *flow = book->flow;
    struct ka_flow_row into = {.line = t->frame.lines[row], .customer = UINT32_MAX};
    struct ka_buf id = {0};
    if (!parse_row(t, row, &into, err))
        return false;
    ka_text_nfkc(&id, cell_of(t, ACCOUNT, row));
    size_t account = ka_map_find(&flow->roster.ids, ka_buf_str(&id));
    ka_buf_clear(&id);
    if (account == KA_NONE) {
        flow->strangers++;
        return true;
    }
    into.account = (uint32_t)account;
    into.product = (uint32_t)ka_map_put(&flow->products, cell_of(t, PRODUCT, row), NULL);
    into.segment = (uint32_t)ka_map_put(&flow->segments, cell_of(t, SEGMENT, row), NULL);
    struct ka_str customer = cell_of(t, CUSTOMER, row);
    if (customer.n > 0)
        into.customer = (uint32_t)ka_map_put(&flow->customers, customer, NULL);
    KA_ROOM(flow->rows, flow->row_count, book->row_cap);
    flow->rows[flow->row_count++] = into;
    return true;
}

static bool read_sellthrough(struct book *book, struct table *t, const char *path,
                             struct ka_meta *meta, struct ka_error *err)
{
    bool good = open_table(t, path, meta, err);
    for (size_t row = 0; good && row < t->frame.rows; row++)
        good = take_row(book, t, row, err);
    return good;
}

// ---- The window ----

static bool in_window(const struct ka_flow *flow, int32_t month)
{
    return month >= flow->first_month && month < flow->first_month + (int32_t)flow->months;
}

// Both have a month of the window, or sell-in one before it.
static bool meet(const struct book *book)
{
    const struct ka_flow *flow = book->flow;
    int32_t oldest = INT32_MAX;
    bool any = false;
    for (size_t i = 0; i < book->sold_count; i++)
        oldest = book->sold[i].month < oldest ? book->sold[i].month : oldest;
    for (size_t i = 0; i < flow->row_count && !any; i++)
        any = in_window(flow, flow->rows[i].month);
    return any && oldest < flow->first_month + (int32_t)flow->months;
}

static bool find_window(struct book *book, size_t months, const char *source,
                        struct ka_error *err)
{
    struct ka_flow *flow = book->flow;
    if (flow->sales == 0)
        return ka_fail(err, KA_NOT_ESTIMABLE, "there are no sales rows up to the last day");
    if (book->sold_count == 0)
        return ka_fail(err, KA_NOT_ESTIMABLE, "no sales row has a quantity");
    if (flow->row_count == 0)
        return ka_fail(err, KA_NOT_ESTIMABLE, "%s: no row of an account that has sales",
                       source);
    int32_t newest = INT32_MIN, end = ka_date_month(book->last_sale);
    for (size_t i = 0; i < flow->row_count; i++)
        newest = flow->rows[i].month > newest ? flow->rows[i].month : newest;
    end = newest < end ? newest : end;
    flow->months = months;
    flow->first_month = end - (int32_t)months + 1;
    return meet(book) || ka_fail(err, KA_NOT_ESTIMABLE,
                                 "%s: its months and those of the sales do not meet", source);
}

// Numbers become ranks; what is outside of the window goes.
static void rank_all(struct book *book)
{
    struct ka_flow *flow = book->flow;
    size_t kept = 0;
    ka_roster_close(&flow->roster);
    ka_keys_rank(&flow->products_ranked, &flow->products);
    ka_keys_rank(&flow->segments_ranked, &flow->segments);
    ka_keys_rank(&flow->customers_ranked, &flow->customers);
    for (size_t i = 0; i < book->sold_count; i++) {
        struct sold *sold = &book->sold[i];
        sold->account = (uint32_t)flow->roster.ids_ranked.rank[sold->account];
        sold->product = (uint32_t)flow->products_ranked.rank[sold->product];
    }
    for (size_t i = 0; i < flow->row_count; i++) {
        struct ka_flow_row row = flow->rows[i];
        flow->later += row.month >= flow->first_month + (int32_t)flow->months;
        if (!in_window(flow, row.month))
            continue;
        row.account = (uint32_t)flow->roster.ids_ranked.rank[row.account];
        row.product = (uint32_t)flow->products_ranked.rank[row.product];
        row.segment = (uint32_t)flow->segments_ranked.rank[row.segment];
        if (row.customer != UINT32_MAX)
            row.customer = (uint32_t)flow->customers_ranked.rank[row.customer];
        flow->rows[kept++] = row;
    }
    flow->row_count = kept;
}

// ---- Cells ----

struct pair {
    uint32_t account, product;
};

static int compare_cells(const void *left, const void *right)
{
    const struct ka_flow_cell *a = left, *b = right;
    if (a->account != b->account)
        return a->account < b->account ? -1 : 1;
    return (a->product > b->product) - (a->product < b->product);
}

static void put_cell(struct book *book, uint32_t account, uint32_t product)
{
    struct pair pair = {account, product};
    ka_map_put(&book->cells, KA_KEY(pair), NULL);
}

static void make_cells(struct book *book)
{
    struct ka_flow *flow = book->flow;
    for (size_t i = 0; i < book->sold_count; i++)
        if (in_window(flow, book->sold[i].month))
            put_cell(book, book->sold[i].account, book->sold[i].product);
    for (size_t i = 0; i < flow->row_count; i++)
        put_cell(book, flow->rows[i].account, flow->rows[i].product);
    flow->cell_count = book->cells.count;
    flow->cells = ka_zalloc(flow->cell_count, sizeof *flow->cells);
    for (size_t i = 0; i < flow->cell_count; i++) {
        struct pair pair;
        memcpy(&pair, book->cells.keys[i].p, sizeof pair);
        flow->cells[i].account = pair.account;
        flow->cells[i].product = pair.product;
    }
    qsort(flow->cells, flow->cell_count, sizeof *flow->cells, compare_cells);
    size_t all = flow->cell_count * flow->months;
    flow->in = ka_zalloc(all, sizeof *flow->in);
    flow->revenue = ka_zalloc(all, sizeof *flow->revenue);
    flow->out = ka_zalloc(all, sizeof *flow->out);
    flow->stock = ka_alloc(all, sizeof *flow->stock);
    for (size_t i = 0; i < all; i++)
        flow->stock[i] = KA_DECIMAL_NONE;
}

static size_t find_cell(const struct ka_flow *flow, uint32_t account, uint32_t product)
{
    struct ka_flow_cell key = {.account = account, .product = product};
    const struct ka_flow_cell *cell =
        bsearch(&key, flow->cells, flow->cell_count, sizeof key, compare_cells);
    return (size_t)(cell - flow->cells);
}

static bool add_to(int64_t *sum, int64_t amount)
{
    return !__builtin_add_overflow(*sum, amount, sum);
}

static bool add_sold(struct ka_flow *flow, const struct sold *sold, struct ka_error *err)
{
    if (!in_window(flow, sold->month)) {
        flow->outside++;
        return true;
    }
    size_t cell = find_cell(flow, sold->account, sold->product);
    size_t at = cell * flow->months + (size_t)(sold->month - flow->first_month);
    bool fits = add_to(&flow->in[at], sold->qty) && add_to(&flow->revenue[at], sold->revenue) &&
                add_to(&flow->cells[cell].qty, sold->qty) &&
                add_to(&flow->cells[cell].revenue, sold->revenue);
    return fits || ka_fail(err, KA_BAD_DATA, "account %s: its sales do not fit",
                           KA_QUOTE(ka_roster_id(&flow->roster, sold->account)));
}

static bool add_row(struct ka_flow *flow, struct ka_flow_row *row, const struct table *t,
                    struct ka_error *err)
{
    size_t month = (size_t)(row->month - flow->first_month);
    row->cell = find_cell(flow, row->account, row->product);
    size_t at = row->cell * flow->months + month;
    flow->reported[row->account * flow->months + month] = true;
    if (row->stock != KA_DECIMAL_NONE && flow->stock[at] != KA_DECIMAL_NONE &&
        row->stock != flow->stock[at]) {
        struct ka_buf value = {0};
        ka_decimal_format(&value, row->stock);
        ka_fail(err, KA_BAD_DATA,
                "%s:%" PRIu64 ": column 'stock_end': '%s' is not what another row says of this "
                "account, product and month",
                t->frame.source, row->line, value.p);
        ka_buf_clear(&value);
        return false;
    }
    if (row->stock != KA_DECIMAL_NONE) {
        flow->stock[at] = row->stock;
        flow->stocked[row->account * flow->months + month] = true;
    }
    return row->qty == KA_DECIMAL_NONE || add_to(&flow->out[at], row->qty) ||
           ka_fail(err, KA_BAD_DATA, "%s:%" PRIu64 ": the quantities do not fit",
                   t->frame.source, row->line);
}

static bool fill_cells(struct book *book, const struct table *t, struct ka_error *err)
{
    struct ka_flow *flow = book->flow;
    bool good = true;
    flow->reported = ka_zalloc(flow->roster.ids.count * flow->months, sizeof *flow->reported);
    flow->stocked = ka_zalloc(flow->roster.ids.count * flow->months, sizeof *flow->stocked);
    for (size_t i = 0; good && i < book->sold_count; i++)
        good = add_sold(flow, &book->sold[i], err);
    for (size_t i = 0; good && i < flow->row_count; i++)
        good = add_row(flow, &flow->rows[i], t, err);
    return good;
}

// ---- Prices ----

struct paid {
    ka_int128 qty, revenue;
};

static void add_paid(struct paid *paid, const struct ka_flow_cell *cell)
{
    paid->qty += cell->qty;
    paid->revenue += cell->revenue;
}

static double price_of(const struct paid *paid)
{
    return paid->qty > 0 && paid->revenue >= 0 ? (double)paid->revenue / (double)paid->qty
                                               : NAN;
}

// The account's own price of the product, else that of all accounts, else that of the account's
// mean piece.
static void find_prices(struct ka_flow *flow)
{
    struct paid *of_product = ka_zalloc(flow->products.count, sizeof *of_product);
    struct paid *of_account = ka_zalloc(flow->roster.ids.count, sizeof *of_account);
    for (size_t i = 0; i < flow->cell_count; i++) {
        add_paid(&of_product[flow->cells[i].product], &flow->cells[i]);
        add_paid(&of_account[flow->cells[i].account], &flow->cells[i]);
    }
    for (size_t i = 0; i < flow->cell_count; i++) {
        struct ka_flow_cell *cell = &flow->cells[i];
        struct paid own = {cell->qty, cell->revenue};
        cell->price = price_of(&own);
        if (isnan(cell->price))
            cell->price = price_of(&of_product[cell->product]);
        if (isnan(cell->price))
            cell->price = price_of(&of_account[cell->account]);
    }
    free(of_product);
    free(of_account);
}

// ---- Order ----

static int compare_rows(const void *left, const void *right)
{
    const struct ka_flow_row *a = left, *b = right;
    const uint32_t x[] = {a->account, a->segment, a->customer, a->product};
    const uint32_t y[] = {b->account, b->segment, b->customer, b->product};
    for (size_t i = 0; i < sizeof x / sizeof *x; i++)
        if (x[i] != y[i])
            return x[i] < y[i] ? -1 : 1;
    if (a->month != b->month)
        return a->month < b->month ? -1 : 1;
    if (a->qty != b->qty)
        return a->qty < b->qty ? -1 : 1;
    return (a->amount > b->amount) - (a->amount < b->amount);
}

static void index_accounts(struct ka_flow *flow)
{
    size_t accounts = flow->roster.ids.count, cell = 0, row = 0;
    qsort(flow->rows, flow->row_count, sizeof *flow->rows, compare_rows);
    flow->cell_start = ka_alloc(accounts + 1, sizeof *flow->cell_start);
    flow->row_start = ka_alloc(accounts + 1, sizeof *flow->row_start);
    for (size_t i = 0; i <= accounts; i++) {
        while (cell < flow->cell_count && flow->cells[cell].account < i)
            cell++;
        while (row < flow->row_count && flow->rows[row].account < i)
            row++;
        flow->cell_start[i] = cell;
        flow->row_start[i] = row;
    }
}

bool ka_flow_read(struct ka_flow *flow, const char *path, const struct ka_flow_options *options,
                  struct ka_meta *meta, struct ka_error *err)
{
    static const enum ka_sale_column columns[] = {KA_SALE_ACCOUNT, KA_SALE_CHANNEL,
                                                  KA_SALE_PRODUCT_ID, KA_SALE_QTY};
    struct book book = {.flow = flow, .asof = options->asof, .last_sale = KA_DATE_NONE};
    struct table table = {0};
    flow->roster.attributes = attributes;
    flow->roster.attribute_count = sizeof attributes / sizeof *attributes;
    bool good = ka_sales_each(path, meta, columns, sizeof columns / sizeof *columns, take_sale,
                              &book, err) &&
                read_sellthrough(&book, &table, options->sellthrough, meta, err) &&
                find_window(&book, (size_t)options->months, table.frame.source, err);
    if (good) {
        rank_all(&book);
        make_cells(&book);
        good = fill_cells(&book, &table, err);
    }
    if (good) {
        find_prices(flow);
        index_accounts(flow);
    }
    ka_frame_clear(&table.frame);
    ka_map_clear(&book.cells);
    free(book.sold);
    return good;
}
