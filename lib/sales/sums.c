// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/sums.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/order.h"
#include "base/threads.h"
#include "sales/fields.h"
#include "sales/ledger.h"
#include "sales/remarks.h"
#include "sales/sale.h"
#include "sales/sums_table.h"
#include "table/amounts.h"
#include "table/date.h"
#include "table/parallel.h"

// ---- What can be added up row by row ----

static int64_t take_returns(const struct ka_sale *sale)
{
    return sale->kind == KA_RETURN ? -sale->revenue : 0;
}

// A line of kind adjust moves no goods: see ka_ledger_add.
static int64_t take_margin(const struct ka_sale *sale)
{
    bool adjusts = sale->kind == KA_ADJUST && sale->margin == KA_DECIMAL_NONE;
    return adjusts ? sale->revenue : sale->margin;
}

static int64_t take_qty(const struct ka_sale *sale)
{
    return sale->kind == KA_ADJUST && sale->qty == KA_DECIMAL_NONE ? 0 : sale->qty;
}

static const struct sum {
    const char *name;
    int64_t (*take)(const struct ka_sale *sale);
    enum ka_sale_column columns[2]; // that it needs, revenue and kind apart
    size_t known;                   // what some line must have, or all are unknown
} sums[] = {
    {"returns",
     take_returns,
     {KA_SALE_REVENUE, KA_SALE_REVENUE},
     offsetof(struct ka_sale, revenue)},
    {"margin", take_margin, {KA_SALE_MARGIN, KA_SALE_COST}, offsetof(struct ka_sale, margin)},
    {"qty", take_qty, {KA_SALE_QTY, KA_SALE_QTY}, offsetof(struct ka_sale, qty)},
};

enum { SUMS = sizeof sums / sizeof *sums };

static const struct sum *find_sum(const char *name)
{
    for (size_t i = 0; i < SUMS; i++)
        if (strcmp(sums[i].name, name) == 0)
            return &sums[i];
    return NULL;
}

static bool is_always_there(const char *name)
{
    return strcmp(name, "revenue") == 0 || strcmp(name, "lines") == 0;
}

bool ka_sums_fits(const struct ka_profile_options *options)
{
    size_t further = 0;
    for (const char *const *name = options->sums; name && *name; name++) {
        if (!is_always_there(*name) && !find_sum(*name))
            return false;
        further += !is_always_there(*name);
    }
    return options->sums && !options->costs && further < KA_SUMS_MAX;
}

// ---- One thread's part ----

struct plan {
    const struct ka_profile_options *options;
    const struct sum *further[KA_SUMS_MAX];
    size_t further_count;
    enum ka_sale_column name; // KA_SALE_COLUMNS: none
    size_t key;               // among the columns that are picked
    bool plain;               // revenue and lines by account or product, all days
    struct places {           // when it is plain: in a record
        size_t key, name, date, revenue;
    } at;
};

struct part {
    const struct plan *plan;
    const struct ka_sale_reader *sales;
    struct ka_sums_table table;
    bool known[KA_SUMS_MAX];
    struct ka_row_counts counts;
    struct ka_sale sale; // the last row
    bool begun;          // it is whole
};

static bool is_known(const struct ka_sale *sale, const struct sum *sum)
{
    return *(const int64_t *)(const void *)((const char *)sale + sum->known) != KA_DECIMAL_NONE;
}

static void fill_row(struct part *part, const struct ka_sale *sale, struct ka_str key,
                     struct ka_sums_row *row)
{
    const struct plan *plan = part->plan;
    row->key = key;
    row->date = sale->date;
    row->name = plan->name < KA_SALE_COLUMNS ? sale->text[plan->name] : KA_STR("");
    row->value[0] = sale->revenue;
    for (size_t i = 0; i < plan->further_count; i++) {
        row->value[i + 1] = plan->further[i]->take(sale);
        part->known[i] |= is_known(sale, plan->further[i]);
    }
}

// One of them, whose revenue is read unless it is long; false: a cell is odd.
static inline bool take_plain(struct part *part, const char *text, const uint32_t *bounds,
                              bool is_long, struct ka_sums_row *row)
{
    const struct places *at = &part->plan->at;
    struct ka_str date = ka_cut_cell(text, bounds[at->date] + 1, bounds[at->date + 1]);
    row->key = ka_cut_cell(text, bounds[at->key] + 1, bounds[at->key + 1]);
    row->name = ka_cut_cell(text, bounds[at->name] + 1, bounds[at->name + 1]);
    if (date.n == 0 || !ka_sale_read_date(&part->sale, date))
        return false;
    row->date = part->sale.date;
    if (!is_long)
        return true;
    struct ka_str revenue = ka_cut_cell(text, bounds[at->revenue] + 1, bounds[at->revenue + 1]);
    return revenue.n > 0 && ka_decimal_parse_ahead(revenue, &row->value[0]);
}

// The next rows when no more than revenue and lines are wanted and nothing is odd; 0: what
// comes next is to be read row by row.
static size_t take_run(struct part *part, struct ka_reader *reader, struct ka_sums_row *rows)
{
    struct ka_run run;
    int64_t revenue[KA_SUMS_BATCH];
    size_t width = part->sales->width;
    uint64_t without_key = 0;
    if (!part->plan->plain || !ka_reader_run(reader, &run, width, KA_SUMS_BATCH) ||
        !ka_run_is_simple(&run))
        return 0;
    const uint32_t *bounds = run.bounds + run.first[0];
    uint64_t longer =
        ka_amounts_in_short(run.text, bounds + part->plan->at.revenue, width, run.n, revenue);
    for (size_t i = 0; i < run.n; i++, bounds += width) {
        rows[i].value[0] = revenue[i];
        if (!take_plain(part, run.text, bounds, longer >> i & 1, &rows[i]))
            return 0;
        without_key += rows[i].key.n == 0;
    }
    part->counts.rows += run.n;
    part->counts.without_key += without_key;
    ka_reader_pass(reader, run.n);
    return run.n;
}

// Those of any batch; *count of them are left.
static bool take_each(struct part *part, const struct ka_record *records, size_t n,
                      struct ka_sums_row *rows, size_t *count, struct ka_error *err)
{
    const struct plan *plan = part->plan;
    *count = 0;
    for (size_t i = 0; i < n; i++) {
        struct ka_str key = records[i].cells[plan->key];
        if (!(part->begun ? ka_sale_reread : ka_sale_read)(part->sales, &records[i],
                                                           &part->sale, err))
            return false;
        part->begun = true;
        if (ka_row_counts_take(&part->counts, &part->sale, key, plan->options->asof))
            fill_row(part, &part->sale, key, &rows[(*count)++]);
    }
    return true;
}

static bool read_part(struct ka_reader *reader, void *context, struct ka_error *err)
{
    struct part *part = context;
    struct ka_record records[KA_SUMS_BATCH];
    struct ka_sums_row rows[KA_SUMS_BATCH];
    for (;;) {
        size_t count = take_run(part, reader, rows);
        if (count == 0) {
            size_t n = ka_reader_batch(reader, records, KA_SUMS_BATCH);
            if (n == 0)
                return true;
            if (!take_each(part, records, n, rows, &count, err))
                return false;
        }
        ka_sums_table_add(&part->table, rows, count);
    }
}

// ---- The columns ----

static bool has_names(const struct ka_sums_table *table)
{
    size_t i = 0;
    while (i < table->count && table->entries[i].name_length == 0)
        i++;
    return i < table->count;
}

// By revenue, so that who ranks the rows walks through memory.  Equal ones, and those that
// have outgrown their entries, stand as it comes.
static size_t *order_entries(const struct ka_sums_table *table)
{
    size_t *order = ka_alloc(table->count, sizeof *order);
    int64_t *revenue = ka_alloc(table->count, sizeof *revenue);
    for (size_t i = 0; i < table->count; i++)
        revenue[i] = table->entries[i].revenue;
    ka_order_descending(revenue, table->count, order);
    free(revenue);
    return order;
}

// The columns that every table has.
struct columns {
    struct ka_column *column;
    const struct ka_sums_table *table;
    const size_t *order;
    enum content { KEY, NAME, LINES, REVENUE } content[4];
};

static void add_cell(struct ka_column *column, enum content content,
                     const struct ka_sums_table *table, size_t number)
{
    switch (content) {
    case KEY:
        ka_column_add(column, ka_sums_key(&table->entries[number]));
        break;
    case NAME:
        ka_column_add(column, ka_sums_name(&table->entries[number]));
        break;
    case LINES:
        ka_column_add_integer(column, (int64_t)ka_sums_lines(table, number));
        break;
    case REVENUE:
        ka_column_add_sum(column, ka_sums_revenue(table, number));
        break;
    }
}

static void fill_column(size_t i, void *context)
{
    enum { AHEAD = 16 };
    const struct columns *columns = context;
    const struct ka_sums_table *table = columns->table;
    const size_t *order = columns->order;
    for (size_t k = 0; k < table->count; k++) {
        if (k + AHEAD < table->count)
            __builtin_prefetch(&table->entries[order[k + AHEAD]]);
        add_cell(&columns->column[i], columns->content[i], table, order[k]);
    }
}

static void append_entries(struct ka_frame *frame, const struct plan *plan,
                           const struct ka_sums_table *table, const size_t *order)
{
    struct columns columns = {.table = table, .order = order};
    bool has_name = plan->name < KA_SALE_COLUMNS && has_names(table);
    const char *name = has_name ? ka_sale_column_name(plan->name) : NULL;
    const char *const names[] = {plan->options->by, name, "lines", "revenue"};
    size_t count = 0;
    for (enum content c = KEY; c <= REVENUE; c++) {
        if (!names[c])
            continue;
        ka_frame_append(frame, names[c]);
        columns.content[count++] = c;
    }
    columns.column = frame->columns;
    ka_run_blocks(count, (unsigned)plan->options->threads, fill_column, &columns);
}

static void append_sum(struct ka_frame *frame, const struct ka_sums_table *table,
                       const size_t *order, const char *name, size_t k)
{
    struct ka_column *column = ka_frame_append(frame, name);
    for (size_t i = 0; i < table->count; i++) {
        const struct ka_sums_sum *sum = &table->sums[order[i] * table->further + k];
        if (sum->unknown)
            ka_column_add(column, KA_STR(""));
        else
            ka_column_add_sum(column, sum->value);
    }
}

static void count_unknown(const struct ka_sums_table *table, size_t k,
                          struct ka_margin_counts *counts)
{
    counts->keys = table->count;
    for (size_t i = 0; i < table->count; i++) {
        uint64_t unknown = table->sums[i * table->further + k].unknown;
        counts->rows += unknown;
        counts->unknown += unknown > 0;
    }
}

// ---- The whole ----

static void merge(struct part *parts, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        ka_sums_table_merge(&parts[0].table, &parts[i].table);
        ka_row_counts_merge(&parts[0].counts, &parts[i].counts);
        for (size_t k = 0; k < KA_SUMS_MAX; k++)
            parts[0].known[k] |= parts[i].known[k];
    }
}

static void finish(struct ka_frame *frame, const struct plan *plan, const struct part *all)
{
    struct ka_buf *warnings = plan->options->warnings;
    frame->rows = all->table.count;
    frame->distinct = true;
    size_t *order = order_entries(&all->table);
    append_entries(frame, plan, &all->table, order);
    if (warnings)
        ka_remark_rows(warnings, &all->counts, plan->options->by, plan->options->asof);
    for (size_t k = 0; k < plan->further_count; k++) {
        if (!all->known[k])
            continue;
        append_sum(frame, &all->table, order, plan->further[k]->name, k);
        struct ka_margin_counts counts = {0};
        count_unknown(&all->table, k, &counts);
        if (warnings && plan->further[k]->take == take_margin)
            ka_remark_margins(warnings, &counts, plan->options->by);
    }
    free(order);
}

static void make_plan(struct plan *plan, const struct ka_profile_options *options,
                      bool needed[KA_SALE_COLUMNS])
{
    *plan = (struct plan){.options = options, .name = KA_SALE_COLUMNS};
    enum ka_sale_column by = ka_sale_column_named(ka_str(options->by));
    if (by == KA_SALE_ACCOUNT_ID)
        plan->name = KA_SALE_ACCOUNT;
    if (by == KA_SALE_PRODUCT_ID)
        plan->name = KA_SALE_PRODUCT;
    needed[KA_SALE_REVENUE] = true;
    needed[KA_SALE_DATE] = plan->name < KA_SALE_COLUMNS || options->asof != KA_DATE_NONE;
    if (plan->name < KA_SALE_COLUMNS)
        needed[plan->name] = true;
    for (const char *const *name = options->sums; *name; name++) {
        const struct sum *sum = find_sum(*name);
        if (!sum)
            continue;
        plan->further[plan->further_count++] = sum;
        needed[KA_SALE_KIND] = needed[sum->columns[0]] = needed[sum->columns[1]] = true;
    }
}

static void find_places(struct plan *plan, const struct ka_sale_reader *sales, size_t key)
{
    size_t name = plan->name < KA_SALE_COLUMNS ? sales->place[plan->name] : KA_NONE;
    plan->plain =
        plan->further_count == 0 && plan->options->asof == KA_DATE_NONE && name != KA_NONE;
    plan->at =
        (struct places){key, name, sales->place[KA_SALE_DATE], sales->place[KA_SALE_REVENUE]};
}

static bool add_up(struct ka_frame *frame, struct ka_reader *reader, const struct plan *plan,
                   const struct ka_sale_reader *sales, struct ka_error *err)
{
    size_t threads = plan->options->threads ? plan->options->threads : ka_processors();
    struct part *parts = ka_zalloc(threads, sizeof *parts);
    void **contexts = ka_alloc(threads, sizeof *contexts);
    for (size_t i = 0; i < threads; i++) {
        parts[i].plan = plan;
        parts[i].sales = sales;
        parts[i].sale.date = KA_DATE_NONE;
        ka_sums_table_init(&parts[i].table, plan->further_count);
        contexts[i] = &parts[i];
    }
    bool good = ka_read_parallel(reader, read_part, contexts, threads, err);
    if (good)
        merge(parts, threads);
    good = good && ka_row_counts_check(&parts[0].counts, plan->options->asof, err);
    if (good)
        finish(frame, plan, &parts[0]);
    for (size_t i = 0; i < threads; i++)
        ka_sums_table_clear(&parts[i].table);
    free(parts);
    free(contexts);
    return good;
}

bool ka_sums_read(struct ka_frame *frame, struct ka_reader *reader,
                  const struct ka_record *header, const struct ka_profile_options *options,
                  struct ka_error *err)
{
    struct ka_profile_options named = *options;
    struct ka_sale_reader sales = {0};
    struct plan plan;
    bool needed[KA_SALE_COLUMNS] = {0};
    size_t key;
    named.by = options->by ? options->by : "account_id";
    make_plan(&plan, &named, needed);
    bool good = ka_profile_find_key(named.by, reader, header, &key, err) &&
                ka_sale_reader_init(&sales, reader, header, err);
    if (good) {
        find_places(&plan, &sales, key);
        plan.key = ka_sale_reader_pick(&sales, needed, key);
        good = add_up(frame, reader, &plan, &sales, err);
        ka_reader_pick(reader, NULL, 0);
    }
    ka_sale_reader_clear(&sales);
    return good;
}
