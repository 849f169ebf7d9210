// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/sale.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "table/date.h"
#include "table/decimal.h"
#include "table/names.h"

// type: s text, i integer, d decimal, D date, e kind, b "1", "0" or empty.
// place: where a decimal stands in struct ka_sale.
struct column {
    const char *name;
    char type;
    bool required;
    size_t place;
};

#define TEXT(name)                                                                             \
    {                                                                                          \
        name, 's', false, 0                                                                    \
    }
#define DECIMAL(member)                                                                        \
    {                                                                                          \
#member, 'd', false, offsetof(struct ka_sale, member)                                  \
    }

static const struct column columns[KA_SALE_COLUMNS] = {
    [KA_SALE_DATE] = {"date", 'D', true, 0},
    [KA_SALE_ORDER_ID] = TEXT("order_id"),
    [KA_SALE_ACCOUNT_ID] = {"account_id", 's', true, 0},
    [KA_SALE_ACCOUNT] = TEXT("account"),
    [KA_SALE_PARENT_ID] = TEXT("parent_id"),
    [KA_SALE_CHANNEL] = TEXT("channel"),
    [KA_SALE_GROUP] = TEXT("group"),
    [KA_SALE_AXIS] = TEXT("axis"),
    [KA_SALE_REGION] = TEXT("region"),
    [KA_SALE_INDUSTRY] = TEXT("industry"),
    [KA_SALE_MANAGER] = TEXT("manager"),
    [KA_SALE_PRODUCT_ID] = TEXT("product_id"),
    [KA_SALE_PRODUCT] = TEXT("product"),
    [KA_SALE_FAMILY] = TEXT("family"),
    [KA_SALE_HIGH_MARGIN] = {"high_margin", 'b', false, 0},
    [KA_SALE_KIND] = {"kind", 'e', true, 0},
    [KA_SALE_QTY] = DECIMAL(qty),
    [KA_SALE_LIST_PRICE] = DECIMAL(list_price),
    [KA_SALE_UNIT_PRICE] = DECIMAL(unit_price),
    [KA_SALE_DISCOUNT_RATE] = DECIMAL(discount_rate),
    [KA_SALE_CURRENCY] = TEXT("currency"),
    [KA_SALE_REVENUE] = {"revenue", 'd', true, offsetof(struct ka_sale, revenue)},
    [KA_SALE_COST] = DECIMAL(cost),
    [KA_SALE_MARGIN] = DECIMAL(margin),
    [KA_SALE_SRC] = TEXT("src"),
    [KA_SALE_SRC_LINE] = {"src_line", 'i', false, 0},
};

static const struct ka_str kinds[] = {{"sale", 4}, {"return", 6}, {"adjust", 6}, {"free", 4}};

const char *ka_sale_column_name(enum ka_sale_column column)
{
    return columns[column].name;
}

enum ka_sale_column ka_sale_column_named(struct ka_str name)
{
    int column = 0;
    while (column < KA_SALE_COLUMNS && !ka_str_eq(name, ka_str(columns[column].name)))
        column++;
    return (enum ka_sale_column)column;
}

bool ka_sale_column_required(enum ka_sale_column column)
{
    return columns[column].required;
}

char ka_sale_column_type(enum ka_sale_column column)
{
    return columns[column].type;
}

const char *ka_sale_kind_name(enum ka_sale_kind kind)
{
    return kinds[kind].p;
}

static int64_t *decimal_of(struct ka_sale *sale, enum ka_sale_column column)
{
    return (int64_t *)(void *)((char *)sale + columns[column].place);
}

int64_t ka_sale_decimal(const struct ka_sale *sale, enum ka_sale_column column)
{
    return *(const int64_t *)(const void *)((const char *)sale + columns[column].place);
}

bool ka_sale_has(const struct ka_sale *sale, enum ka_sale_column column)
{
    switch (columns[column].type) {
    case 'D':
        return sale->date != KA_DATE_NONE;
    case 'e':
        return true;
    case 'd':
        return ka_sale_decimal(sale, column) != KA_DECIMAL_NONE;
    case 'i':
        return sale->src_line != 0;
    default:
        return sale->text[column].n > 0;
    }
}

struct ka_str ka_sale_bytes(const struct ka_sale *sale, enum ka_sale_column column)
{
    switch (columns[column].type) {
    case 'D':
        return KA_KEY(sale->date);
    case 'e':
        return KA_KEY(sale->kind);
    case 'd':
        return (struct ka_str){(const char *)sale + columns[column].place, sizeof(int64_t)};
    case 'i':
        return KA_KEY(sale->src_line);
    default:
        return sale->text[column];
    }
}

static size_t find(const struct ka_record *header, const char *name)
{
    for (size_t i = 0; i < header->count; i++)
        if (ka_str_eq(header->cells[i], ka_str(name)))
            return i;
    return KA_NONE;
}

bool ka_sale_header_fits(const struct ka_record *header)
{
    for (int column = 0; column < KA_SALE_COLUMNS; column++)
        if (columns[column].required && find(header, columns[column].name) == KA_NONE)
            return false;
    return true;
}

static bool fail_missing(const struct ka_sale_reader *sales, const struct ka_record *header,
                         int column, struct ka_error *err)
{
    struct ka_buf there = {0};
    for (size_t i = 0; i < header->count; i++)
        ka_names_add(&there, header->cells[i]);
    ka_fail(err, KA_BAD_DATA, "%s:%llu: no column '%s'; these are there: %s",
            ka_reader_name(sales->reader), (unsigned long long)header->line,
            columns[column].name, there.p);
    ka_buf_clear(&there);
    return false;
}

static bool check_twice(const struct ka_sale_reader *sales, const struct ka_record *header,
                        struct ka_error *err)
{
    for (int column = 0; column < KA_SALE_COLUMNS; column++)
        for (size_t i = sales->place[column]; i < header->count; i++)
            if (i > sales->place[column] &&
                ka_str_eq(header->cells[i], ka_str(columns[column].name)))
                return ka_fail(err, KA_BAD_DATA, "%s:%llu: column '%s' stands twice",
                               ka_reader_name(sales->reader), (unsigned long long)header->line,
                               columns[column].name);
    return true;
}

static void list_wanted(struct ka_sale_reader *sales)
{
    sales->wanted_count = 0;
    for (int column = 0; column < KA_SALE_COLUMNS; column++)
        if (sales->place[column] != KA_NONE)
            sales->wanted[sales->wanted_count++] = (enum ka_sale_column)column;
}

bool ka_sale_reader_init(struct ka_sale_reader *sales, struct ka_reader *reader,
                         const struct ka_record *header, struct ka_error *err)
{
    *sales = (struct ka_sale_reader){.reader = reader, .width = header->count};
    for (int column = 0; column < KA_SALE_COLUMNS; column++) {
        sales->place[column] = find(header, columns[column].name);
        if (columns[column].required && sales->place[column] == KA_NONE)
            return fail_missing(sales, header, column, err);
    }
    sales->names = ka_arena_alloc(&sales->arena, header->count, sizeof *sales->names);
    for (size_t i = 0; i < header->count; i++)
        sales->names[i] = ka_arena_str(&sales->arena, header->cells[i]);
    list_wanted(sales);
    return check_twice(sales, header, err);
}

static void put_cell(struct ka_sale_cell *cells, size_t *count, int column, size_t cell)
{
    cells[(*count)++] =
        (struct ka_sale_cell){(uint32_t)column, (uint32_t)cell, columns[column].required};
}

static void sort_cells(struct ka_sale_reader *sales)
{
    struct ka_sale_cells *cells = &sales->cells;
    *cells = (struct ka_sale_cells){0};
    for (size_t i = 0; i < sales->wanted_count; i++) {
        int column = (int)sales->wanted[i];
        char type = columns[column].type;
        if (type == 's')
            put_cell(cells->texts, &cells->text_count, column, sales->picked[i]);
        else if (type == 'd')
            put_cell(cells->amounts, &cells->amount_count, column, sales->picked[i]);
        else
            put_cell(cells->others, &cells->other_count, column, sales->picked[i]);
    }
}

size_t ka_sale_reader_pick(struct ka_sale_reader *sales, const bool needed[KA_SALE_COLUMNS],
                           size_t key)
{
    size_t count = 0;
    for (int column = 0; column < KA_SALE_COLUMNS; column++) {
        size_t place = sales->place[column];
        sales->place[column] = KA_NONE;
        if (!needed[column] || place == KA_NONE)
            continue;
        sales->place[column] = count;
        sales->picked[count++] = place;
    }
    sales->picked[count] = key;
    list_wanted(sales);
    sort_cells(sales);
    ka_reader_pick(sales->reader, sales->picked, count + 1);
    return count;
}

// Most rows are of the first kind.
bool ka_sale_kind_parse(struct ka_str cell, enum ka_sale_kind *kind)
{
    size_t i = 0;
    while (i < sizeof kinds / sizeof *kinds && !ka_str_eq(cell, kinds[i]))
        i++;
    if (i == sizeof kinds / sizeof *kinds)
        return false;
    *kind = (enum ka_sale_kind)i;
    return true;
}

static bool parse_line(struct ka_str cell, uint64_t *line)
{
    *line = 0;
    for (size_t i = 0; i < cell.n; i++) {
        unsigned digit = (unsigned char)cell.p[i] - (unsigned)'0';
        if (digit > 9 || *line > (UINT64_MAX >> 1) / 10 - 1)
            return false;
        *line = *line * 10 + digit;
    }
    return true;
}

bool ka_sale_parse_date(struct ka_sale *sale, struct ka_str cell)
{
    if (!ka_date_parse(cell, &sale->date))
        return false;
    if (cell.n == sizeof sale->day)
        memcpy(sale->day, cell.p, sizeof sale->day);
    return true;
}

// Reads one cell into sale; NULL or what it should have been.
static const char *read_cell(struct ka_sale *sale, int column, struct ka_str cell)
{
    switch (columns[column].type) {
    case 'D':
        return ka_sale_read_date(sale, cell) ? NULL : "is not a date (YYYY-MM-DD)";
    case 'e':
        return ka_sale_kind_parse(cell, &sale->kind)
                   ? NULL
                   : "is not one of sale, return, adjust, free";
    case 'd':
        return ka_decimal_parse(cell, decimal_of(sale, column)) ? NULL : "is not an amount";
    case 'i':
        return parse_line(cell, &sale->src_line) ? NULL : "is not a line number";
    case 'b':
        sale->text[column] = cell;
        return ka_sale_is_flag(cell) ? NULL : "is not 1 or 0";
    default:
        sale->text[column] = cell;
        return NULL;
    }
}

void ka_sale_clear(struct ka_sale *sale)
{
    *sale = (struct ka_sale){.date = KA_DATE_NONE};
    for (int column = 0; column < KA_SALE_COLUMNS; column++)
        if (columns[column].type == 'd')
            *decimal_of(sale, column) = KA_DECIMAL_NONE;
        else
            sale->text[column] = KA_STR("");
}

static bool check_record(const struct ka_sale_reader *sales, const struct ka_record *record,
                         struct ka_error *err)
{
    const char *name = ka_reader_name(sales->reader);
    unsigned long long line = record->line;
    if (record->problem)
        return ka_fail(err, KA_BAD_DATA, "%s:%llu: %s", name, line, record->problem);
    return record->count == sales->width ||
           ka_fail(err, KA_BAD_DATA, "%s:%llu: %zu cells, the header has %zu", name, line,
                   record->count, sales->width);
}

static void derive_margin(struct ka_sale *sale)
{
    if (sale->margin == KA_DECIMAL_NONE && sale->cost != KA_DECIMAL_NONE &&
        __builtin_sub_overflow(sale->revenue, sale->cost, &sale->margin))
        sale->margin = KA_DECIMAL_NONE;
}

static bool fail_cell(const struct ka_sale_reader *sales, const struct ka_record *record,
                      int column, const char *problem, struct ka_error *err)
{
    struct ka_str cell = record->cells[sales->place[column]];
    return ka_fail(err, KA_BAD_DATA, "%s:%llu: column '%s'%s%s %s",
                   ka_reader_name(sales->reader), (unsigned long long)record->line,
                   columns[column].name, cell.n ? ": " : "", cell.n ? KA_QUOTE(cell) : "",
                   problem);
}

bool ka_sale_read(const struct ka_sale_reader *sales, const struct ka_record *record,
                  struct ka_sale *sale, struct ka_error *err)
{
    ka_sale_clear(sale);
    return ka_sale_reread(sales, record, sale, err);
}

bool ka_sale_reread(const struct ka_sale_reader *sales, const struct ka_record *record,
                    struct ka_sale *sale, struct ka_error *err)
{
    if (!check_record(sales, record, err))
        return false;
    sale->margin = KA_DECIMAL_NONE; // the one before may have been derived
    for (size_t i = 0; i < sales->wanted_count; i++) {
        int column = (int)sales->wanted[i];
        struct ka_str cell = record->cells[sales->place[column]];
        bool missing = cell.n == 0 && columns[column].required;
        const char *problem = missing ? "is empty" : read_cell(sale, column, cell);
        if (problem)
            return fail_cell(sales, record, column, problem, err);
    }
    derive_margin(sale);
    return true;
}

void ka_sale_reader_clear(struct ka_sale_reader *sales)
{
    ka_arena_clear(&sales->arena);
    *sales = (struct ka_sale_reader){0};
}
