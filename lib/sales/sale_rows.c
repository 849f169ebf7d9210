// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/sale_rows.h"

#include "table/decimal.h"

void ka_sale_rows_init(struct ka_sale_rows *rows)
{
    *rows = (struct ka_sale_rows){.last_date = KA_DATE_NONE};
    for (int column = 0; column < KA_SALE_COLUMNS; column++)
        for (size_t i = 0; i < KA_SALE_ROWS; i++) {
            rows->text[column][i] = KA_STR("");
            rows->amount[column][i] = KA_DECIMAL_NONE;
        }
}

// ---- Reading a run ----

// Goes along one column of a run: the bounds of its records stand side by side.
struct column {
    const char *text;
    const uint32_t *bounds;
    size_t width, n;
};

static struct column column_of(const struct ka_run *run, size_t width, size_t cell)
{
    return (struct column){run->text, run->bounds + run->first[0] + cell, width, run->n};
}

// By value, for what is written could be any part of it otherwise.
static inline __attribute__((always_inline)) struct ka_str next_cell(struct column *column)
{
    const uint32_t *bounds = column->bounds;
    column->bounds += column->width;
    return ka_cut_cell(column->text, bounds[0] + 1, bounds[1]);
}

// Bit i of what is returned says that something is wrong in row i.
static uint64_t read_texts(struct ka_str *text, struct column column, bool required)
{
    uint64_t empty = 0;
    for (size_t i = 0; i < column.n; i++)
        text[i] = next_cell(&column);
    for (size_t i = 0; required && i < column.n; i++)
        empty |= (uint64_t)(text[i].n == 0) << i;
    return empty;
}

static uint64_t read_amounts(int64_t *amount, struct column column, bool required)
{
    uint64_t wrong = 0;
    for (size_t i = 0; i < column.n; i++) {
        struct ka_str text = next_cell(&column);
        if (!ka_decimal_parse_ahead(text, &amount[i]))
            wrong |= UINT64_C(1) << i;
    }
    for (size_t i = 0; required && i < column.n; i++)
        wrong |= (uint64_t)(amount[i] == KA_DECIMAL_NONE) << i; // an empty one
    return wrong;
}

// Rows of one day stand together.
static uint64_t read_dates(struct ka_sale_rows *rows, struct column column)
{
    uint64_t wrong = 0;
    for (size_t i = 0; i < column.n; i++) {
        struct ka_str text = next_cell(&column);
        bool is_whole = text.n == sizeof rows->last_day;
        bool same = is_whole && rows->last_date != KA_DATE_NONE &&
                    ka_same_ends(text.p, rows->last_day, sizeof rows->last_day, 8);
        if (!same && is_whole && ka_date_parse(text, &rows->last_date)) {
            memcpy(rows->last_day, text.p, sizeof rows->last_day);
        } else if (!same) {
            rows->last_date = KA_DATE_NONE;
            wrong |= UINT64_C(1) << i;
        }
        rows->date[i] = rows->last_date;
    }
    return wrong;
}

// Most are of the kind of the row before.
static uint64_t read_kinds(struct ka_sale_rows *rows, struct column column)
{
    enum ka_sale_kind kind = KA_SALE;
    uint64_t wrong = 0;
    struct ka_str last = KA_STR("");
    for (size_t i = 0; i < column.n; i++) {
        struct ka_str text = next_cell(&column);
        if (text.n == 0 || !ka_str_eq(text, last))
            wrong |= (uint64_t)!ka_sale_kind_parse(text, &kind) << i;
        last = text;
        rows->kind[i] = (uint8_t)kind;
    }
    return wrong;
}

static uint64_t read_flags(struct ka_str *text, struct column column)
{
    uint64_t wrong = 0;
    for (size_t i = 0; i < column.n; i++) {
        text[i] = next_cell(&column);
        wrong |= (uint64_t)!ka_sale_is_flag(text[i]) << i;
    }
    return wrong;
}

static uint64_t read_others(struct ka_sale_rows *rows, int type, uint32_t text,
                            struct column column)
{
    switch (type) {
    case 'D':
        return read_dates(rows, column);
    case 'e':
        return read_kinds(rows, column);
    case 'b':
        return read_flags(rows->text[text], column);
    default:
        return UINT64_MAX;
    }
}

// As ka_sale_reread does it.
static void derive_margins(struct ka_sale_rows *rows)
{
    const int64_t *revenue = rows->amount[KA_SALE_REVENUE], *cost = rows->amount[KA_SALE_COST];
    int64_t *margin = rows->amount[KA_SALE_MARGIN];
    for (size_t i = 0; i < rows->n; i++)
        if (margin[i] == KA_DECIMAL_NONE && cost[i] != KA_DECIMAL_NONE &&
            __builtin_sub_overflow(revenue[i], cost[i], &margin[i]))
            margin[i] = KA_DECIMAL_NONE;
}

// The texts and the key, which may be one of them.
static uint64_t read_names(struct ka_sale_rows *rows, const struct ka_sale_reader *sales,
                           const struct ka_run *run, size_t key)
{
    const struct ka_sale_cells *cells = &sales->cells;
    uint64_t wrong = 0;
    rows->key = NULL;
    for (size_t k = 0; k < cells->text_count; k++) {
        const struct ka_sale_cell *at = &cells->texts[k];
        struct ka_str *text = rows->text[at->column];
        wrong |= read_texts(text, column_of(run, sales->width, at->cell), at->required);
        rows->key = at->cell == key ? text : rows->key;
    }
    if (!rows->key) {
        read_texts(rows->key_text, column_of(run, sales->width, key), false);
        rows->key = rows->key_text;
    }
    return wrong;
}

void ka_sale_rows_read(struct ka_sale_rows *rows, const struct ka_sale_reader *sales,
                       const struct ka_run *run, size_t key)
{
    const struct ka_sale_cells *cells = &sales->cells;
    uint64_t wrong = read_names(rows, sales, run, key);
    for (size_t i = 0; i < run->n; i++) // those before may have been derived
        rows->amount[KA_SALE_MARGIN][i] = KA_DECIMAL_NONE;
    for (size_t k = 0; k < cells->amount_count; k++) {
        const struct ka_sale_cell *at = &cells->amounts[k];
        wrong |= read_amounts(rows->amount[at->column], column_of(run, sales->width, at->cell),
                              at->required);
    }
    for (size_t k = 0; k < cells->other_count; k++) {
        const struct ka_sale_cell *at = &cells->others[k];
        wrong |= read_others(rows, ka_sale_column_type((enum ka_sale_column)at->column),
                             at->column, column_of(run, sales->width, at->cell));
    }
    rows->n = wrong ? (size_t)__builtin_ctzll(wrong) : run->n;
    rows->n = rows->n < run->n ? rows->n : run->n;
    derive_margins(rows);
}

// ---- Row by row ----

void ka_sale_rows_put(struct ka_sale_rows *rows, size_t i, const struct ka_sale *sale,
                      struct ka_str key)
{
    rows->key = rows->key_text;
    rows->key_text[i] = key;
    rows->date[i] = sale->date;
    rows->kind[i] = (uint8_t)sale->kind;
    for (int c = 0; c < KA_SALE_COLUMNS; c++) {
        enum ka_sale_column column = (enum ka_sale_column)c;
        rows->text[c][i] = sale->text[c];
        if (ka_sale_column_type(column) == 'd')
            rows->amount[c][i] = ka_sale_decimal(sale, column);
    }
}

void ka_sale_rows_move(struct ka_sale_rows *rows, size_t from, size_t to)
{
    rows->key_text[to] = rows->key_text[from];
    rows->date[to] = rows->date[from];
    rows->kind[to] = rows->kind[from];
    for (int column = 0; column < KA_SALE_COLUMNS; column++) {
        rows->text[column][to] = rows->text[column][from];
        rows->amount[column][to] = rows->amount[column][from];
    }
}
