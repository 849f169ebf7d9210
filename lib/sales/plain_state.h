// SPDX-License-Identifier: GPL-3.0-or-later
// What plain.c, plain_cells.c, plain_figures.c and plain_row.c share; nobody else's business.
#ifndef KA_SALES_PLAIN_STATE_H
#define KA_SALES_PLAIN_STATE_H

#include "base/map.h"
#include "sales/convert.h"
#include "sales/discount_cell.h"
#include "sales/measure.h"
#include "sales/pairs.h"
#include "sales/plain.h"
#include "table/number.h"
#include "table/digits.h"
#include "table/writer.h"

// How a column of the row comes about.
enum ka_plain_source {
    KA_FROM_NOTHING,
    KA_FROM_DAY,
    KA_FROM_TEXT, // a cell
    KA_FROM_PARTY,
    KA_FROM_ARTICLE,
    KA_FROM_KIND,
    KA_FROM_AMOUNT, // a cell that is a figure
    KA_FROM_DISCOUNT,
    KA_FROM_MARGIN,
    KA_FROM_CURRENCY,
    KA_FROM_END, // src and src_line
};

struct ka_plain_step {
    enum ka_plain_source source;
    enum ka_sale_column column;
    size_t first, last; // cells of the record that it stands for, KA_NONE
    size_t amount;      // its number
    bool is_joined;     // filled by the accounts table when it is empty
    size_t run;         // steps from here on whose cells stand side by side in the record
    size_t word_run;    // the same, up to one that is no text, party or article
};

enum {
    KA_AMOUNT_QTY,
    KA_AMOUNT_LIST_PRICE,
    KA_AMOUNT_UNIT_PRICE,
    KA_AMOUNT_REVENUE,
    KA_AMOUNT_COST,
    KA_AMOUNT_MARGIN,
    KA_AMOUNT_UNIT_COST,
    KA_AMOUNT_DISCOUNT,
    KA_AMOUNTS
};

// Two cells by which something is looked up: one span where they stand side by side, which is
// then the first of the two and the other one is empty.
struct ka_plain_key {
    size_t first, last, other; // KA_NONE
};

// A cell of the discount, read.
struct ka_plain_discount {
    struct ka_discount cell;
    struct ka_number off; // when it is known
    bool is_known;
};

// What the rates of a record hang on, but for its currency and month: bits of the amounts that
// are known, and of those that are zero; the codes of their signs, NULL.
struct ka_plain_money {
    uint32_t known;
    const char *sign[KA_AMOUNTS];
};

enum { KA_PLAIN_RATES_BITS = 4 };

// The last one that was asked for.
struct ka_plain_month {
    int32_t date, month;
};
struct ka_plain_day {
    int32_t date;
    char text[10];
};

// Rates that were found for such a record.
struct ka_plain_rates {
    const struct ka_pair *word; // NULL: none
    int32_t month;
    struct ka_plain_money money;
    bool is_good;
    const struct ka_pair *shown; // the currency
    const struct ka_number *rate[KA_AMOUNTS];
    struct ka_number rates[KA_MONEYS];
};

// What is noted of records, see ka_convert_counts.
enum { KA_NOTED_DERIVED, KA_NOTED_ROUNDED, KA_NOTED_MARGIN, KA_NOTED_REVENUE, KA_NOTED };

// Records of a run, column by column.  Bit i of a word stands for record i.
struct ka_plain_batch {
    const char *text;
    const uint32_t *bounds; // of record 0, see struct ka_index
    size_t n, stride;       // bounds from one record to the next
    bool doubled_quotes;    // some cell may hold them
    uint64_t plain;
    uint64_t simple;      // figures that stay are no more than amounts
    uint64_t derived;     // figures do not stay
    uint64_t as_is;       // each cell is written as it stands
    uint64_t words_as_is; // each that is a text, of a party or of an article
    uint64_t noted[KA_NOTED];
    uint64_t filled[KA_SALE_COLUMNS]; // of the steps that are texts
    int32_t date[KA_PLAIN_BATCH];
    struct ka_pair *party[KA_PLAIN_BATCH];
    const struct ka_pair *article[KA_PLAIN_BATCH];
    const struct ka_pair *currency[KA_PLAIN_BATCH];
    uint8_t kind[KA_PLAIN_BATCH];
    const struct ka_plain_discount *discount[KA_PLAIN_BATCH];
    // First what stands in the cells (KA_DECIMAL_NONE: unknown), then what the row has.
    int64_t amount[KA_AMOUNTS][KA_PLAIN_BATCH];
    int64_t margin[KA_PLAIN_BATCH]; // of revenue and cost, where that is known
    int64_t discount_rate[KA_PLAIN_BATCH];
    uint64_t is_signed[KA_AMOUNTS];               // a currency stands beside the amount:
    const char *sign[KA_AMOUNTS][KA_PLAIN_BATCH]; // its code
};

// src and src_line of the row that was written last.
struct ka_plain_end {
    struct ka_buf text; // the cell src and a comma, and from `at` on the number
    size_t at;
    uint64_t line;
};

struct ka_plain {
    const struct ka_bulk_job *job;
    const struct ka_layout *layout;
    struct ka_convert *convert;
    struct ka_days *days;
    struct ka_plain_step steps[KA_SALE_COLUMNS];
    size_t step_count;
    size_t copies, room; // of a cell in a row at most; of a row without its cells
    struct ka_plain_key party_key, article_key;
    bool copies_party, copies_article, is_comma; // cells stand in a row as in a record
    bool is_simple;                              // records may be simple
    bool weighs_rows;                            // figures tell something of the file
    bool fills[KA_SALE_COLUMNS];                 // columns that rows have
    struct ka_pairs parties, articles, kinds, currencies, discounts, shown;
    struct ka_plain_discount *discount; // by the number of the pair
    size_t discount_cap;
    struct ka_plain_discount no_discount; // of a file without
    struct ka_plain_rates rates[1 << KA_PLAIN_RATES_BITS];
    size_t present[KA_AMOUNTS], present_count; // amounts that there are columns of
    struct ka_plain_month month;
    struct ka_plain_day day;
    struct ka_amounts amounts; // of a record that is being derived
    struct ka_sale sale;
    uint64_t secret;
    struct ka_plain_batch batch;
    uint32_t *patched; // bounds of records without the CR at their ends
    struct ka_plain_end end;
    struct ka_buf text;        // of a new pair, of a cell that needs quotes
    struct ka_buf unquoted[2]; // cells of a new pair that had doubled quotes
};

// The columns of the amounts.
extern const int ka_plain_amounts[KA_AMOUNTS];

static inline bool ka_plain_has(const struct ka_plain *plain, int field)
{
    return plain->layout->place[field] != KA_NONE;
}

// Cells first … last of record i as they stand, with what is between them.
static inline struct ka_str ka_plain_span(const struct ka_plain_batch *batch, size_t i,
                                          size_t first, size_t last)
{
    const uint32_t *bounds = batch->bounds + i * batch->stride;
    uint32_t from = bounds[first] + 1;
    return (struct ka_str){batch->text + from, bounds[last + 1] - from};
}

static inline struct ka_str ka_plain_raw(const struct ka_plain_batch *batch, size_t i,
                                         size_t place)
{
    return place == KA_NONE ? KA_STR("") : ka_plain_span(batch, i, place, place);
}

// Cells first … last of one record after the other; empty where there is no such column.
struct ka_plain_column {
    const char *text;
    const uint32_t *bounds; // of the next record
    size_t stride, cells;
};

static inline struct ka_plain_column ka_plain_column(const struct ka_plain_batch *batch,
                                                     size_t first, size_t last)
{
    static const uint32_t none[] = {UINT32_MAX, 0};
    return first == KA_NONE ? (struct ka_plain_column){"", none, 0, 1}
                            : (struct ka_plain_column){batch->text, batch->bounds + first,
                                                       batch->stride, last - first + 1};
}

static inline struct ka_str ka_plain_next(struct ka_plain_column *column)
{
    uint32_t from = column->bounds[0] + 1, to = column->bounds[column->cells];
    column->bounds += column->stride;
    return (struct ka_str){column->text + from, to - from};
}

// Of record i a bit that is 1 where it is not so.
static inline uint64_t ka_plain_unless(bool is_so, size_t i)
{
    return (uint64_t)!is_so << i;
}

// Records of which something is not plain, or not as it stands.
static inline void ka_plain_exclude(struct ka_plain_batch *batch, uint64_t odd,
                                    uint64_t changed)
{
    batch->plain &= ~odd;
    batch->as_is &= ~changed;
}

// The same of a text, a party or an article.
static inline void ka_plain_exclude_word(struct ka_plain_batch *batch, uint64_t odd,
                                         uint64_t changed)
{
    ka_plain_exclude(batch, odd, changed);
    batch->words_as_is &= ~changed;
}

// Most cells are what ka_plain_cell would make of them, and need no closer look.
static inline bool ka_plain_is_bare(struct ka_str raw)
{
    return raw.n > 0 && !((raw.p[0] == '"') | ka_str_blank_bytes[(unsigned char)raw.p[0]] |
                          ka_str_blank_bytes[(unsigned char)raw.p[raw.n - 1]]);
}

// A cell without quotes and blanks around it; false when a doubled quote is within, which is
// left so.  *is_as_is: the row has the cell as it stands.
bool ka_plain_bare(const struct ka_plain_batch *batch, struct ka_str raw, struct ka_str *cell,
                   bool *is_as_is);

// Doubled quotes of a cell stay in a row; a spreadsheet's guard (table/guard.h) does not.
static inline bool ka_plain_copies_quotes(const struct ka_plain *plain, struct ka_str raw)
{
    return plain->is_comma && raw.p[1] != '=';
}

static inline bool ka_plain_cell(const struct ka_plain_batch *batch, struct ka_str raw,
                                 struct ka_str *cell, bool *is_as_is)
{
    *cell = raw;
    *is_as_is = true;
    return raw.n == 0 || ka_plain_is_bare(raw) || ka_plain_bare(batch, raw, cell, is_as_is);
}

// Each sets its columns of the batch, and which records may still be plain and as they stand.
void ka_plain_meet(struct ka_plain *plain);    // day, party, article, kind, currency, discount
void ka_plain_measure(struct ka_plain *plain); // amounts, margin
void ka_plain_read_texts(struct ka_plain *plain);

// Writes n records from `from` on, which are plain; lines: physical ones before each.
void ka_plain_put_rows(struct ka_plain *plain, size_t from, size_t n, const uint64_t *lines,
                       struct ka_buf *out);

// Notes what was derived of n of them from `from` on; lines as above.
void ka_plain_note(struct ka_plain *plain, size_t from, size_t n, const uint64_t *lines);

// Counts n of them from `from` on, one at least.
void ka_plain_count(struct ka_plain *plain, size_t from, size_t n, struct ka_block *block);

#endif
