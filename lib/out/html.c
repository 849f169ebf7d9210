// SPDX-License-Identifier: GPL-3.0-or-later
#include "out/html.h"

#include <math.h>

#include "out/escape.h"
#include "out/gnuplot.h"
#include "out/plot.h"
#include "out/sorting.h"
#include "out/style.h"

struct page {
    struct ka_buf *out;
    bool mail;
    enum ka_lang lang;
    struct ka_error *err;
    size_t tables; // seen, for their ids
};

static void raw(struct page *page, const char *markup)
{
    ka_buf_add_text(page->out, markup);
}

static void data(struct page *page, struct ka_str text)
{
    ka_escape_xml(page->out, text);
}

static void element(struct page *page, const char *open, struct ka_str text, const char *close)
{
    raw(page, open);
    data(page, text);
    raw(page, close);
}

static const char *tone_class(enum ka_tone tone)
{
    return tone == KA_GOOD ? " good" : tone == KA_BAD ? " bad" : "";
}

static void write_figures(struct page *page, const struct ka_item *item)
{
    size_t count = 0, most = 5;
    for (const struct ka_item *i = item; i; i = i->next)
        count++;
    ka_buf_addf(page->out, "<dl class=\"figures\" style=\"--columns:%zu\">\n",
                count > most ? (count + 1) / 2 : count);
    for (; item; item = item->next) {
        element(page, "<div><dt>", item->label, "</dt>");
        element(page, "<dd class=\"value\">", item->value, "</dd>");
        if (item->detail.n > 0) {
            ka_buf_addf(page->out, "<dd class=\"detail%s\">", tone_class(item->tone));
            element(page, "", item->detail, "</dd>");
        }
        raw(page, "</div>\n");
    }
    raw(page, "</dl>\n");
}

static void write_terms(struct page *page, const struct ka_item *item)
{
    raw(page, "<dl class=\"terms\">\n");
    for (; item; item = item->next) {
        element(page, "<dt>", item->label, "</dt>");
        element(page, "<dd>", item->value, "</dd>\n");
    }
    raw(page, "</dl>\n");
}

static bool write_picture(struct page *page, const struct ka_chart *chart)
{
    if (!page->mail)
        return ka_chart_svg(chart, page->lang, page->out, page->err);
    element(page, "<img class=\"chart\" src=\"cid:", chart->id, "\"");
    ka_buf_addf(page->out, " width=\"%d\" ", KA_PLOT_WIDTH);
    element(page, "alt=\"", chart->description, "\">\n");
    return true;
}

static bool write_chart(struct page *page, const struct ka_chart *chart)
{
    element(page, "<figure>\n<figcaption><h3>", chart->title, "</h3>");
    if (chart->note.n > 0)
        element(page, "<p>", chart->note, "</p>");
    raw(page, "</figcaption>\n");
    if (!write_picture(page, chart))
        return false;
    raw(page, "</figure>\n");
    return true;
}

static const char *cell_class(enum ka_cell_kind kind)
{
    switch (kind) {
    case KA_CELL_NUMBER:
    case KA_CELL_MONEY:
    case KA_CELL_SHARE:
        return "n";
    case KA_CELL_TICK:
        return "t";
    case KA_CELL_DATE:
        return "d";
    default:
        return "text";
    }
}

static void write_tick(struct page *page, enum ka_tick tick, struct ka_str text)
{
    if (tick == KA_TICK_OTHER) {
        data(page, text);
        return;
    }
    bool yes = tick == KA_TICK_YES;
    ka_buf_addf(page->out, "<span role=\"img\" aria-label=\"%s\"%s>%s</span>",
                ka_phrase(page->lang, yes ? "yes" : "no"), yes ? " class=\"good\"" : "",
                yes ? "✓" : "✗");
}

static void write_cell(struct page *page, const struct ka_cell *cell, enum ka_cell_kind kind)
{
    ka_buf_addf(page->out, "<td class=\"%s%s", cell_class(kind), tone_class(cell->tone));
    if (isfinite(cell->bar))
        ka_buf_addf(page->out, " bar\" style=\"--bar:%.1f%%",
                    100 * fmin(1, fmax(0, cell->bar)));
    else if (isfinite(cell->heat))
        ka_buf_addf(page->out, " heat%s\" style=\"--heat:%.0f%%", cell->heat < 0 ? " cold" : "",
                    100 * fmin(1, fabs(cell->heat)));
    raw(page, "\">");
    if (cell->text.n == 0)
        raw(page, "–");
    else if (kind == KA_CELL_TICK)
        write_tick(page, ka_cell_tick(cell), cell->text);
    else
        data(page, cell->text);
    raw(page, "</td>");
}

static void write_row(struct page *page, const struct ka_table *table, size_t row)
{
    const struct ka_cell *cells = table->cells + row * table->width;
    element(page, "<tr><th scope=\"row\">", cells[0].text, "</th>");
    for (size_t i = 1; i < table->width; i++)
        write_cell(page, &cells[i], table->columns[i].kind);
    raw(page, "</tr>\n");
}

static void write_head(struct page *page, const struct ka_table *table)
{
    raw(page, "<thead><tr>");
    for (size_t i = 0; i < table->width; i++) {
        const char *kind = i == 0 ? "text" : cell_class(table->columns[i].kind);
        ka_buf_addf(page->out, "<th scope=\"col\" class=\"%s\">", kind);
        element(page, "", table->columns[i].title, "</th>");
    }
    raw(page, "</tr></thead>\n");
}

// The container scrolls, not the page; it can be reached with the keyboard for that.
static void write_table(struct page *page, const struct ka_table *table)
{
    size_t rows = ka_table_rows(table), body = table->total && rows > 0 ? rows - 1 : rows;
    size_t id = ++page->tables;
    ka_buf_addf(page->out,
                "<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
                "aria-labelledby=\"table-%zu\">\n",
                id);
    ka_buf_addf(page->out, "<table><caption><span id=\"table-%zu\">", id);
    element(page, "", table->caption, "</span></caption>\n");
    write_head(page, table);
    raw(page, "<tbody>\n");
    for (size_t row = 0; row < body; row++)
        write_row(page, table, row);
    raw(page, "</tbody>\n");
    if (body < rows) {
        raw(page, "<tfoot>\n");
        write_row(page, table, body);
        raw(page, "</tfoot>\n");
    }
    raw(page, "</table></div>\n");
}

static void write_text(struct page *page, const struct ka_block *block)
{
    const char *open = block->kind == KA_BLOCK_LEAD   ? "<p class=\"lead\">"
                       : block->kind == KA_BLOCK_NOTE ? "<p class=\"note\">"
                                                      : "<p>";
    element(page, open, block->text, "</p>\n");
}

static void write_section(struct page *page, const struct ka_block *block)
{
    element(page, "<section aria-labelledby=\"", block->id, "\">\n");
    element(page, "<h2 id=\"", block->id, "\">");
    element(page, "", block->text, "</h2>\n");
}

// A run of charts; returns its last block, NULL when a chart could not be drawn.
static const struct ka_block *write_charts(struct page *page, const struct ka_block *block)
{
    raw(page, "<div class=\"charts\">\n");
    for (;; block = block->next) {
        if (!write_chart(page, block->chart))
            return NULL;
        if (!block->next || block->next->kind != KA_BLOCK_CHART)
            break;
    }
    raw(page, "</div>\n");
    return block;
}

static void write_block(struct page *page, const struct ka_block *block)
{
    switch (block->kind) {
    case KA_BLOCK_FIGURES:
        write_figures(page, block->items);
        break;
    case KA_BLOCK_TERMS:
        write_terms(page, block->items);
        break;
    case KA_BLOCK_TABLE:
        write_table(page, block->table);
        break;
    default:
        write_text(page, block);
    }
}

static size_t count_sections(const struct ka_document *doc)
{
    size_t count = 0;
    for (const struct ka_block *block = doc->blocks; block; block = block->next)
        count += block->kind == KA_BLOCK_SECTION;
    return count;
}

static void write_contents(struct page *page, const struct ka_document *doc)
{
    ka_buf_addf(page->out, "<nav aria-label=\"%s\"><ul>\n", ka_phrase(page->lang, "contents"));
    for (const struct ka_block *block = doc->blocks; block; block = block->next)
        if (block->kind == KA_BLOCK_SECTION) {
            element(page, "<li><a href=\"#", block->id, "\">");
            element(page, "", block->text, "</a></li>\n");
        }
    raw(page, "</ul></nav>\n");
}

// The contents stand behind the headline and its figures, which are what is read first.
static bool write_main(struct page *page, const struct ka_document *doc)
{
    bool in_section = false;
    raw(page, "<main>\n");
    for (const struct ka_block *block = doc->blocks; block; block = block->next) {
        if (block->kind == KA_BLOCK_SECTION) {
            if (!in_section && !page->mail && count_sections(doc) > 1)
                write_contents(page, doc);
            raw(page, in_section ? "</section>\n" : "");
            write_section(page, block);
            in_section = true;
        } else if (block->kind == KA_BLOCK_CHART) {
            block = write_charts(page, block);
            if (!block)
                return false;
        } else {
            write_block(page, block);
        }
    }
    raw(page, in_section ? "</section>\n</main>\n" : "</main>\n");
    return true;
}

static void write_logo(struct page *page, const struct ka_logo *logo)
{
    if (!logo->type)
        return;
    raw(page, "<img class=\"logo\" alt=\"\" src=\"");
    if (page->mail) {
        raw(page, "cid:logo");
    } else {
        ka_buf_addf(page->out, "data:%s;base64,", logo->type);
        ka_escape_base64(page->out, logo->bytes, true);
    }
    raw(page, "\">\n");
}

static void write_begin(struct page *page, const struct ka_document *doc)
{
    ka_buf_addf(page->out,
                "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
                page->lang == KA_ZH ? "zh-CN" : "en");
    raw(page, "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
              "<meta name=\"color-scheme\" content=\"light dark\">\n");
    if (!page->mail)
        raw(page, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                  "style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n");
    element(page, "<title>", doc->title, "</title>\n<style>\n");
    ka_style_css(page->out);
    raw(page, "</style>\n</head>\n<body>\n");
    raw(page, "<header>\n");
    write_logo(page, &doc->logo);
    element(page, "<h1>", doc->title, "</h1>\n");
    if (doc->subtitle.n > 0)
        element(page, "<p class=\"sub\">", doc->subtitle, "</p>\n");
    raw(page, "</header>\n");
}

bool ka_html_write(const struct ka_document *doc, struct ka_buf *out, struct ka_error *err)
{
    struct page page = {.out = out, .lang = doc->lang, .err = err};
    if (doc->has_charts && !ka_gnuplot_has_font(err))
        return false;
    write_begin(&page, doc);
    if (!write_main(&page, doc))
        return false;
    ka_sorting_script(out, doc->lang);
    raw(&page, "</body>\n</html>\n");
    return true;
}

void ka_html_write_mail(const struct ka_document *doc, struct ka_buf *out)
{
    struct page page = {.out = out, .mail = true, .lang = doc->lang};
    write_begin(&page, doc);
    write_main(&page, doc);
    raw(&page, "</body>\n</html>\n");
}
