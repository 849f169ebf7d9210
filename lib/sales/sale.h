// SPDX-License-Identifier: GPL-3.0-or-later
// One row of the sales table, typed; reading and writing it as the contract has it.
#ifndef KA_SALES_SALE_H
#define KA_SALES_SALE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"
#include "table/date.h"
#include "table/reader.h"
#include "table/writer.h"

enum ka_sale_kind {
    KA_SALE,   // goods for money
    KA_RETURN, // goods or money back; revenue and quantity are negative
    KA_ADJUST, // money without goods: a rebate note, a price correction
    KA_FREE,   // goods without money
};

// The columns of the table in their order.
enum ka_sale_column {
    KA_SALE_DATE,
    KA_SALE_ORDER_ID,
    KA_SALE_ACCOUNT_ID,
    KA_SALE_ACCOUNT,
    KA_SALE_PARENT_ID,
    KA_SALE_CHANNEL,
    KA_SALE_GROUP, // group … industry: from the master data, when joined
    KA_SALE_AXIS,
    KA_SALE_REGION,
    KA_SALE_INDUSTRY,
    KA_SALE_MANAGER,
    KA_SALE_PRODUCT_ID,
    KA_SALE_PRODUCT,
    KA_SALE_FAMILY,
    KA_SALE_HIGH_MARGIN, // 1, 0 or empty: what the product table says
    KA_SALE_KIND,
    KA_SALE_QTY,
    KA_SALE_LIST_PRICE,
    KA_SALE_UNIT_PRICE,
    KA_SALE_DISCOUNT_RATE,
    KA_SALE_CURRENCY,
    KA_SALE_REVENUE,
    KA_SALE_COST,
    KA_SALE_MARGIN,
    KA_SALE_SRC,
    KA_SALE_SRC_LINE,
    KA_SALE_COLUMNS,
};

// "date", "order_id" …
const char *ka_sale_column_name(enum ka_sale_column column);
enum ka_sale_column ka_sale_column_named(struct ka_str name); // or KA_SALE_COLUMNS
bool ka_sale_column_required(enum ka_sale_column column);     // date account_id kind revenue
char ka_sale_column_type(enum ka_sale_column column);         // DESIGN's letter: s i d D e

const char *ka_sale_kind_name(enum ka_sale_kind kind);
bool ka_sale_kind_parse(struct ka_str cell, enum ka_sale_kind *kind);

// What may stand in high_margin.
static inline bool ka_sale_is_flag(struct ka_str cell)
{
    return cell.n == 0 || (cell.n == 1 && (cell.p[0] | 1) == '1');
}

// Text columns stand in text[column]; the typed ones in their own members
// (their text slot is unused).  Unknown: empty text, KA_DECIMAL_NONE, KA_DATE_NONE.
struct ka_sale {
    struct ka_str text[KA_SALE_COLUMNS];
    int32_t date;
    char day[10]; // its text, or zeros when that was not made
    enum ka_sale_kind kind;
    int64_t qty, list_price, unit_price, revenue, cost, margin; // ten-thousandths
    int64_t discount_rate;                                      // ten-thousandths
    uint64_t src_line;
};

// False when the row does not know this column.
bool ka_sale_has(const struct ka_sale *sale, enum ka_sale_column column);

// The column's value as bytes that are equal when the values are; borrowed from sale.
struct ka_str ka_sale_bytes(const struct ka_sale *sale, enum ka_sale_column column);

// The value of a decimal column.
int64_t ka_sale_decimal(const struct ka_sale *sale, enum ka_sale_column column);

// Which columns rows have, and how many cells are passed through behind them.
struct ka_sale_shape {
    enum ka_sale_column columns[KA_SALE_COLUMNS];
    size_t count, extras;
};

// Those in `filled` and the required ones.
void ka_sale_shape_init(struct ka_sale_shape *shape, const bool filled[KA_SALE_COLUMNS],
                        size_t extras);

bool ka_sale_shape_has(const struct ka_sale_shape *shape, enum ka_sale_column column);

// Append a line as the contract has it.  extra: names (header) or cells (row) of what is
// passed through.
void ka_sale_format_header(struct ka_buf *out, const struct ka_sale_shape *shape,
                           const struct ka_str *extra);
void ka_sale_format(struct ka_buf *out, const struct ka_sale_shape *shape,
                    const struct ka_sale *sale, const struct ka_str *extra);

// Reads sales rows as ka-import writes them: columns by name in any order,
// unknown ones passed over.
struct ka_sale_reader {
    struct ka_reader *reader;      // borrowed
    size_t place[KA_SALE_COLUMNS]; // index in the record's cells, KA_NONE: not wanted
    enum ka_sale_column wanted[KA_SALE_COLUMNS];
    size_t wanted_count;
    struct ka_sale_cells { // what is wanted of a record of a run, by type
        struct ka_sale_cell {
            uint32_t column, cell; // cell: of the record
            bool required;
        } texts[KA_SALE_COLUMNS], amounts[KA_SALE_COLUMNS], others[KA_SALE_COLUMNS];
        size_t text_count, amount_count, other_count;
    } cells;
    size_t picked[KA_SALE_COLUMNS + 1]; // columns of the record
    struct ka_str *names;               // the header as it came
    size_t width;
    struct ka_arena arena;
};

// True when this header has the required columns of sales rows; account rows do
// not (they have no date).
bool ka_sale_header_fits(const struct ka_record *header);

// Takes the header record that was read from `reader`.
bool ka_sale_reader_init(struct ka_sale_reader *sales, struct ka_reader *reader,
                         const struct ka_record *header, struct ka_error *err);

// From now on only the needed columns are typed, the others stay unknown, and records have
// these cells only, that of column `key` behind them: its place is returned.
size_t ka_sale_reader_pick(struct ka_sale_reader *sales, const bool needed[KA_SALE_COLUMNS],
                           size_t key);

// Types a record.  sale's text lives as long as the record.  Errors name file, line,
// column and value.  An empty margin is revenue − cost where the cost is known.
bool ka_sale_read(const struct ka_sale_reader *sales, const struct ka_record *record,
                  struct ka_sale *sale, struct ka_error *err);

// The same into a sale that was read before, so that only what the reader wants is written
// again.
bool ka_sale_reread(const struct ka_sale_reader *sales, const struct ka_record *record,
                    struct ka_sale *sale, struct ka_error *err);

// All unknown, as a sale is to be before the first ka_sale_reread.
void ka_sale_clear(struct ka_sale *sale);

// One cell alone: its date into a sale that is read again and again.  Rows of one day stand
// together, so that it is parsed once.
bool ka_sale_parse_date(struct ka_sale *sale, struct ka_str cell);

static inline bool ka_sale_read_date(struct ka_sale *sale, struct ka_str cell)
{
    bool same = cell.n == sizeof sale->day && sale->date != KA_DATE_NONE &&
                memcmp(cell.p, sale->day, sizeof sale->day) == 0;
    return same || ka_sale_parse_date(sale, cell);
}

void ka_sale_reader_clear(struct ka_sale_reader *sales);

#endif
