// SPDX-License-Identifier: GPL-3.0-or-later
// Rankings and stats as plain text.
#include <math.h>

#include "base/output.h"
#include "out/number.h"
#include "out/plain.h"
#include "pareto/pareto.h"

enum { LISTED = 10 }; // accounts of the ranking

// A figure to four digits, an amount or a count as it is.
static struct ka_str figure(struct ka_buf *text, double value)
{
    ka_buf_reset(text);
    if (isnan(value))
        return KA_STR("");
    double size = fabs(value);
    if (value == round(value) && size < 1e15)
        ka_number_count(text, (int64_t)value);
    else
        ka_number_real(text, value, size >= 1000 ? 0 : size >= 10 ? 1 : size >= .01 ? 4 : 8);
    return ka_buf_str(text);
}

static void put(struct ka_table *table, struct ka_buf *text, double value)
{
    ka_table_cell(table, figure(text, value), value);
}

static void list_accounts(const struct ka_pareto *p, struct ka_document *doc)
{
    const struct ka_ranking *r = &p->rankings[0];
    size_t name = ka_frame_find(&p->accounts, "account");
    struct ka_buf text = {0};
    ka_buf_addf(&text, "The largest by %s", r->measure);
    struct ka_table *table = ka_document_table(doc, ka_buf_str(&text));
    ka_table_column(table, KA_STR("account"), KA_CELL_TEXT);
    ka_table_column(table, ka_str(r->measure), KA_CELL_NUMBER);
    ka_table_column(table, KA_STR("share"), KA_CELL_SHARE);
    ka_table_column(table, KA_STR("cum_share"), KA_CELL_SHARE);
    ka_table_column(table, KA_STR("class"), KA_CELL_TEXT);
    if (p->p_top)
        ka_table_column(table, KA_STR("p_top"), KA_CELL_NUMBER);
    for (size_t i = 0; i < r->n && i < LISTED; i++) {
        size_t row = r->order[i];
        struct ka_str cell = ka_frame_cell(&p->accounts, name == KA_NONE ? p->key : name, row);
        if (cell.n == 0)
            cell = ka_frame_cell(&p->accounts, p->key, row);
        ka_table_cell(table, cell, NAN);
        put(table, &text, ka_decimal_real(r->value[i]));
        put(table, &text, r->item[i].share);
        put(table, &text, r->item[i].cum_share);
        ka_table_cell(table, (struct ka_str){&r->item[i].class, r->item[i].class != 0}, NAN);
        if (p->p_top)
            put(table, &text, p->p_top[row]);
    }
    ka_buf_clear(&text);
}

// One table a measure; a row that has no value says nothing to people.
static void list_stats(const struct ka_stats *stats, const char *measure,
                       struct ka_document *doc)
{
    static const char *const columns[] = {"stat", "group", "value", "lo", "hi", "note"};
    struct ka_buf text = {0};
    struct ka_table *table = ka_document_table(doc, ka_str(measure));
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        ka_table_column(table, ka_str(columns[i]),
                        i >= 2 && i <= 4 ? KA_CELL_NUMBER : KA_CELL_TEXT);
    for (size_t i = 0; i < stats->count; i++) {
        const struct ka_stat *row = &stats->row[i];
        if (!ka_str_eq(row->measure, ka_str(measure)) || isnan(row->value))
            continue;
        ka_table_cell(table, row->stat, NAN);
        ka_table_cell(table, row->group, NAN);
        put(table, &text, row->value);
        put(table, &text, row->lo);
        put(table, &text, row->hi);
        ka_table_cell(table, row->note, NAN);
    }
    ka_buf_clear(&text);
}

static void tell(const struct ka_pareto *p, struct ka_buf *text)
{
    struct ka_document doc = {0};
    ka_document_begin(&doc, KA_EN, KA_STR("Concentration"), KA_STR(""));
    ka_document_section(&doc, KA_STR("ranking"), KA_STR("Ranking"));
    list_accounts(p, &doc);
    ka_document_section(&doc, KA_STR("figures"), KA_STR("Figures"));
    for (size_t i = 0; i < p->count; i++)
        list_stats(&p->stats, p->rankings[i].measure, &doc);
    ka_plain_write(&doc, text);
    ka_document_clear(&doc);
}

bool ka_pareto_save_text(const struct ka_pareto *p, const char *path, struct ka_error *err)
{
    struct ka_output out;
    if (!ka_output_open(&out, path, err))
        return false;
    struct ka_buf text = {0};
    tell(p, &text);
    ka_output_write(&out, ka_buf_str(&text));
    bool done = ka_output_commit(&out, err);
    ka_output_discard(&out);
    ka_buf_clear(&text);
    return done;
}
