// SPDX-License-Identifier: GPL-3.0-or-later
#include "out/markdown.h"

#include <math.h>

#include "out/axis.h"
#include "out/wrap.h"

// Also "@" and a scheme's colon, which would become a mention or a link.
static void add_text(struct ka_buf *out, struct ka_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool scheme = c == ':' && i + 1 < text.n && text.p[i + 1] == '/';
        if (c == '@' || scheme)
            ka_buf_addf(out, "&#%d;", c);
        else if (c == '<' || c == '>' || c == '&')
            ka_buf_add_text(out, c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;");
        else if (strchr("\\`*_{}[]#|~$!^", c))
            ka_buf_addf(out, "\\%c", c);
        else
            ka_buf_add_char(out, c);
    }
}

// At the start of a line these begin a list or a heading: - + = and "1." or "1)".
static void add_paragraph(struct ka_buf *out, struct ka_str text)
{
    size_t digits = 0;
    while (digits < text.n && text.p[digits] >= '0' && text.p[digits] <= '9')
        digits++;
    if (digits < text.n && strchr(digits > 0 ? ".)" : "-+=", text.p[digits])) {
        ka_buf_addf(out, "%.*s\\%c", (int)digits, text.p, text.p[digits]);
        text = (struct ka_str){text.p + digits + 1, text.n - digits - 1};
    }
    add_text(out, text);
    ka_buf_add_text(out, "\n\n");
}

static void add_line(struct ka_buf *out, const char *before, struct ka_str text,
                     const char *after)
{
    struct ka_buf isolated = {0};
    ka_line_isolate(&isolated, text);
    ka_buf_add_text(out, before);
    add_text(out, ka_buf_str(&isolated));
    ka_buf_add_text(out, after);
    ka_buf_clear(&isolated);
}

static void add_items(struct ka_buf *out, const struct ka_item *item, bool figures)
{
    for (; item; item = item->next) {
        add_line(out, figures ? "- " : "- *", item->label, figures ? ": **" : "*: ");
        add_line(out, "", item->value, figures ? "**" : "");
        if (item->detail.n > 0)
            add_line(out, " (", item->detail, ")");
        ka_buf_add_char(out, '\n');
    }
    ka_buf_add_char(out, '\n');
}

static bool at_right(enum ka_cell_kind kind)
{
    return kind == KA_CELL_NUMBER || kind == KA_CELL_MONEY || kind == KA_CELL_SHARE;
}

static void add_cell(struct ka_buf *out, const struct ka_cell *cell, enum ka_cell_kind kind,
                     bool bold)
{
    enum ka_tick tick = kind == KA_CELL_TICK ? ka_cell_tick(cell) : KA_TICK_OTHER;
    const char *mark = bold && cell->text.n > 0 ? "**" : "";
    if (tick != KA_TICK_OTHER || cell->text.n == 0)
        ka_buf_addf(out, " %s |", tick == KA_TICK_YES ? "✓" : tick == KA_TICK_NO ? "✗" : "–");
    else {
        ka_buf_addf(out, " %s", mark);
        add_line(out, "", cell->text, mark);
        ka_buf_add_text(out, " |");
    }
}

static void add_table(struct ka_buf *out, const struct ka_table *table)
{
    size_t rows = ka_table_rows(table);
    add_line(out, "**", table->caption, "**\n\n|");
    for (size_t c = 0; c < table->width; c++)
        add_line(out, " ", table->columns[c].title, " |");
    ka_buf_add_text(out, "\n|");
    for (size_t c = 0; c < table->width; c++)
        ka_buf_add_text(out, at_right(table->columns[c].kind) ? " ---: |" : " --- |");
    for (size_t i = 0; i < table->count; i++) {
        size_t row = i / table->width, c = i % table->width;
        ka_buf_add_text(out, c == 0 ? "\n|" : "");
        add_cell(out, &table->cells[i], table->columns[c].kind,
                 table->total && row + 1 == rows);
    }
    ka_buf_add_text(out, "\n\n");
}

static void add_rows(struct ka_buf *out, const struct ka_chart *chart, enum ka_lang lang)
{
    const struct ka_series *series = chart->series;
    add_line(out, "| ", chart->title, " | |\n| --- | ---: |\n");
    for (size_t i = 0; i < series->count; i++) {
        add_line(out, "| ", series->points[i].label, " | ");
        ka_axis_format(out, &chart->x, series->points[i].x, lang);
        ka_buf_add_text(out, " |\n");
    }
    ka_buf_add_char(out, '\n');
}

static void add_chart(struct ka_buf *out, const struct ka_chart *chart, enum ka_lang lang)
{
    if (chart->series && chart->series->style == KA_STYLE_ROWS) {
        add_rows(out, chart, lang);
        return;
    }
    add_line(out, "**", chart->title, "**");
    add_line(out, chart->description.n > 0 ? "  \n" : "", chart->description, "\n\n");
}

static void add_block(struct ka_buf *out, const struct ka_block *block, enum ka_lang lang)
{
    switch (block->kind) {
    case KA_BLOCK_SECTION:
        add_line(out, "## ", block->text, "\n\n");
        break;
    case KA_BLOCK_FIGURES:
    case KA_BLOCK_TERMS:
        add_items(out, block->items, block->kind == KA_BLOCK_FIGURES);
        break;
    case KA_BLOCK_TABLE:
        add_table(out, block->table);
        break;
    case KA_BLOCK_CHART:
        add_chart(out, block->chart, lang);
        break;
    default:
        add_paragraph(out, block->text);
    }
}

void ka_markdown_write(const struct ka_document *doc, struct ka_buf *out)
{
    add_line(out, "# ", doc->title, "\n\n");
    if (doc->subtitle.n > 0)
        add_paragraph(out, doc->subtitle);
    for (const struct ka_block *block = doc->blocks; block; block = block->next)
        add_block(out, block, doc->lang);
    while (out->n > 1 && out->p[out->n - 1] == '\n' && out->p[out->n - 2] == '\n')
        out->p[--out->n] = '\0';
}
