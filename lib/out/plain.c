// SPDX-License-Identifier: GPL-3.0-or-later
#include "out/plain.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "out/axis.h"
#include "out/wrap.h"

#define BAR 10       // columns of a full bar in a cell
#define ROW_BAR 40   // and of one in a chart
#define NARROWEST 10 // a column of text is not made narrower
#define NAME_MOST 32 // columns of a name beside a bar
#define TITLE_LEAST 6
#define GAP 2 // between columns

static size_t min(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t max(size_t a, size_t b)
{
    return a > b ? a : b;
}

static void repeat(struct ka_buf *out, const char *what, size_t times)
{
    while (times-- > 0)
        ka_buf_add_text(out, what);
}

static void end_line(struct ka_buf *out)
{
    while (out->n > 0 && out->p[out->n - 1] == ' ')
        out->n--;
    ka_buf_add_char(out, '\n');
}

// text in a field of `width` columns.
static void add_field(struct ka_buf *out, struct ka_str text, size_t width, bool at_right)
{
    size_t used = ka_text_width(text), room = used < width ? width - used : 0;
    repeat(out, " ", at_right ? room : 0);
    ka_line_isolate(out, text);
    repeat(out, " ", at_right ? 0 : room);
}

// A bar of eighths of a column, at least one eighth for what is more than nothing.
static void add_bar(struct ka_buf *out, double fraction, size_t width)
{
    static const char *const parts[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    size_t eighths = 0;
    if (fraction > 0)
        eighths = (size_t)fmax(1, round(fmin(1, fraction) * 8 * (double)width));
    repeat(out, "█", eighths / 8);
    ka_buf_add_text(out, parts[eighths % 8]);
    repeat(out, " ", width - eighths / 8 - (eighths % 8 > 0));
}

static void add_paragraph(struct ka_buf *out, struct ka_str text, size_t indent)
{
    struct ka_str line;
    while (ka_wrap_next(&text, KA_PLAIN_WIDTH - indent, &line)) {
        ka_buf_add(out, line);
        end_line(out);
        repeat(out, " ", text.n > 0 ? indent : 0);
    }
}

static void add_heading(struct ka_buf *out, struct ka_str text, const char *underline)
{
    struct ka_str first = text, line;
    add_paragraph(out, text, 0);
    size_t width = ka_wrap_next(&first, KA_PLAIN_WIDTH, &line) ? ka_text_width(line) : 0;
    repeat(out, underline, width);
    ka_buf_add_text(out, "\n\n");
}

static size_t widest_label(const struct ka_item *item)
{
    size_t widest = 0;
    for (; item; item = item->next)
        widest = max(widest, ka_text_width(item->label));
    return min(widest, KA_PLAIN_WIDTH / 2);
}

static size_t widest_value(const struct ka_item *item)
{
    size_t widest = 0;
    for (; item; item = item->next)
        widest = max(widest, ka_text_width(item->value));
    return widest;
}

static void add_figures(struct ka_buf *out, const struct ka_item *items)
{
    size_t labels = widest_label(items), values = widest_value(items);
    for (const struct ka_item *item = items; item; item = item->next) {
        add_field(out, item->label, labels + GAP, false);
        add_field(out, item->value, values, true);
        repeat(out, " ", GAP);
        add_paragraph(out, item->detail, labels + values + 2 * GAP);
        if (item->detail.n == 0)
            end_line(out);
    }
    ka_buf_add_char(out, '\n');
}

static void add_terms(struct ka_buf *out, const struct ka_item *items)
{
    size_t labels = widest_label(items);
    for (const struct ka_item *item = items; item; item = item->next) {
        add_field(out, item->label, labels + GAP, false);
        add_paragraph(out, item->value, labels + GAP);
        if (item->value.n == 0)
            end_line(out);
    }
    ka_buf_add_char(out, '\n');
}

struct column {
    size_t width, least; // of the text; least: when the line is too long
    bool has_bar, at_right, spare, hidden;
    struct ka_str rest; // of the cell that is being written
};

static struct ka_str cell_text(const struct ka_cell *cell, enum ka_cell_kind kind)
{
    if (cell->text.n == 0)
        return KA_STR("–");
    enum ka_tick tick = kind == KA_CELL_TICK ? ka_cell_tick(cell) : KA_TICK_OTHER;
    return tick == KA_TICK_YES ? KA_STR("✓") : tick == KA_TICK_NO ? KA_STR("✗") : cell->text;
}

static size_t line_width(const struct column *columns, size_t n)
{
    size_t width = 0;
    for (size_t i = 0; i < n; i++)
        if (!columns[i].hidden)
            width += columns[i].width + (i ? GAP : 0) + (columns[i].has_bar ? 1 + BAR : 0);
    return width;
}

// Until the line fits: the bars go, then the spare columns from the right, then texts and
// titles are wrapped, the one with the most room to give first.
static void narrow(struct column *columns, size_t n)
{
    for (size_t i = 0; i < n && line_width(columns, n) > KA_PLAIN_WIDTH; i++)
        columns[i].has_bar = false;
    for (size_t i = n; i-- > 1 && line_width(columns, n) > KA_PLAIN_WIDTH;)
        columns[i].hidden = columns[i].spare;
    while (line_width(columns, n) > KA_PLAIN_WIDTH) {
        struct column *widest = columns;
        for (size_t i = 1; i < n; i++)
            if (!columns[i].hidden &&
                columns[i].width - columns[i].least > widest->width - widest->least)
                widest = &columns[i];
        if (widest->width == widest->least)
            return;
        widest->width--;
    }
}

static void measure_cell(struct column *column, const struct ka_cell *cell,
                         enum ka_cell_kind kind)
{
    size_t width = ka_text_width(cell_text(cell, kind));
    column->width = max(width, column->width);
    column->least = max(kind == KA_CELL_TEXT ? min(width, NARROWEST) : width, column->least);
    column->has_bar |= isfinite(cell->bar);
}

static struct column *measure(const struct ka_table *table)
{
    struct column *columns = ka_zalloc(table->width, sizeof *columns);
    for (size_t i = 0; i < table->width; i++) {
        enum ka_cell_kind kind = table->columns[i].kind;
        columns[i].at_right =
            kind == KA_CELL_NUMBER || kind == KA_CELL_MONEY || kind == KA_CELL_SHARE;
        columns[i].spare = table->columns[i].spare;
        columns[i].width = ka_text_width(table->columns[i].title);
        columns[i].least = min(columns[i].width, TITLE_LEAST);
    }
    for (size_t i = 0; i < table->count; i++)
        measure_cell(&columns[i % table->width], &table->cells[i],
                     table->columns[i % table->width].kind);
    narrow(columns, table->width);
    return columns;
}

// The texts set in `columns`, in as many lines as the longest needs; cells holds the bars
// (NULL: none).
static void add_row(struct ka_buf *out, struct column *columns, size_t n,
                    const struct ka_cell *cells)
{
    for (bool more = true; more; cells = NULL) {
        more = false;
        for (size_t i = 0; i < n; i++) {
            struct ka_str line = KA_STR("");
            if (columns[i].hidden)
                continue;
            ka_wrap_next(&columns[i].rest, columns[i].width, &line);
            repeat(out, " ", i ? GAP : 0);
            add_field(out, line, columns[i].width, columns[i].at_right);
            if (columns[i].has_bar) {
                ka_buf_add_char(out, ' ');
                add_bar(out, cells && isfinite(cells[i].bar) ? cells[i].bar : 0, BAR);
            }
            more |= ka_str_trim(columns[i].rest).n > 0;
        }
        end_line(out);
    }
}

static void add_table(struct ka_buf *out, const struct ka_table *table)
{
    struct column *columns = measure(table);
    size_t width = line_width(columns, table->width), rows = ka_table_rows(table);
    add_paragraph(out, table->caption, 0);
    ka_buf_add_char(out, '\n');
    for (size_t i = 0; i < table->width; i++)
        columns[i].rest = table->columns[i].title;
    add_row(out, columns, table->width, NULL);
    for (size_t row = 0; row < rows; row++) {
        const struct ka_cell *cells = table->cells + row * table->width;
        if (row == 0 || (table->total && row + 1 == rows)) {
            repeat(out, "─", width);
            ka_buf_add_char(out, '\n');
        }
        for (size_t i = 0; i < table->width; i++)
            columns[i].rest = cell_text(&cells[i], table->columns[i].kind);
        add_row(out, columns, table->width, cells);
    }
    ka_buf_add_char(out, '\n');
    free(columns);
}

// Lying bars are as clear in text as in a picture, and tell what the description does.
static void add_rows(struct ka_buf *out, const struct ka_chart *chart, enum ka_lang lang)
{
    const struct ka_series *series = chart->series;
    size_t names = 0;
    double most = 0;
    for (size_t i = 0; i < series->count; i++) {
        names = max(names, ka_text_width(series->points[i].label));
        most = fmax(most, fabs(series->points[i].x));
    }
    names = min(names, NAME_MOST);
    for (size_t i = 0; i < series->count; i++) {
        struct ka_str name = series->points[i].label, line = KA_STR("");
        ka_wrap_next(&name, names, &line);
        add_field(out, line, names + GAP, false);
        add_bar(out, most > 0 ? series->points[i].x / most : 0, ROW_BAR);
        repeat(out, " ", GAP);
        ka_axis_format(out, &chart->x, series->points[i].x, lang);
        end_line(out);
    }
    ka_buf_add_char(out, '\n');
}

static void add_chart(struct ka_buf *out, const struct ka_chart *chart, enum ka_lang lang)
{
    add_paragraph(out, chart->title, 0);
    bool has_rows = chart->series && chart->series->style == KA_STYLE_ROWS;
    if (!has_rows)
        add_paragraph(out, chart->description, 0);
    ka_buf_add_char(out, '\n');
    if (has_rows)
        add_rows(out, chart, lang);
}

static void add_block(struct ka_buf *out, const struct ka_block *block, enum ka_lang lang)
{
    switch (block->kind) {
    case KA_BLOCK_SECTION:
        ka_buf_add_char(out, '\n');
        add_heading(out, block->text, "─");
        break;
    case KA_BLOCK_FIGURES:
        add_figures(out, block->items);
        break;
    case KA_BLOCK_TERMS:
        add_terms(out, block->items);
        break;
    case KA_BLOCK_TABLE:
        add_table(out, block->table);
        break;
    case KA_BLOCK_CHART:
        add_chart(out, block->chart, lang);
        break;
    default:
        add_paragraph(out, block->text, 0);
        ka_buf_add_char(out, '\n');
    }
}

void ka_plain_write(const struct ka_document *doc, struct ka_buf *out)
{
    add_heading(out, doc->title, "═");
    if (doc->subtitle.n > 0) {
        add_paragraph(out, doc->subtitle, 0);
        ka_buf_add_char(out, '\n');
    }
    for (const struct ka_block *block = doc->blocks; block; block = block->next)
        add_block(out, block, doc->lang);
    while (out->n > 1 && out->p[out->n - 1] == '\n' && out->p[out->n - 2] == '\n')
        out->p[--out->n] = '\0';
}
