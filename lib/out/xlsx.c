// SPDX-License-Identifier: GPL-3.0-or-later
#include "out/xlsx.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/text.h"
#include "out/xlsx_book.h"

#define MADE 315532800  // 1980-01-01, as a time_t
#define EPOCH 25569     // 1970-01-01 in Excel's days
#define CELL_MOST 32767 // characters; so many bytes are never more
#define NAME_MOST 31    // UTF-16 units of a sheet's name
#define A4 9            // among Excel's papers
#define NARROWEST 9     // columns
#define WIDEST 48
#define TEXT_WIDTH 110 // of the first sheet's text column

// ---- What is handed to the library ----

// "_x0041_" would be read as an escape.
static bool is_escape(struct ka_str text)
{
    if (text.n < 7 || text.p[0] != '_' || text.p[1] != 'x' || text.p[6] != '_')
        return false;
    for (int i = 2; i < 6; i++)
        if (!strchr("0123456789abcdefABCDEF", text.p[i]))
            return false;
    return true;
}

const char *ka_xlsx_text(struct ka_book *book, struct ka_str text)
{
    ka_buf_reset(&book->text);
    ka_buf_add_text(&book->text, "");
    for (struct ka_str rest = text; rest.n > 0 && book->text.n < CELL_MOST - 16;) {
        struct ka_str from = rest;
        int32_t c = ka_text_next(&rest);
        if (is_escape(from))
            ka_buf_add_text(&book->text, "_x005F_");
        else if (c == 0xfffd || c == 0xfffe || c == 0xffff)
            ka_buf_add_text(&book->text, "\uFFFD");
        else
            ka_buf_add(&book->text, (struct ka_str){from.p, (size_t)(rest.p - from.p)});
    }
    return book->text.p;
}

static uint32_t tone_colour(enum ka_tone tone)
{
    return ka_palette[tone == KA_BAD    ? KA_ROLE_BAD
                      : tone == KA_GOOD ? KA_ROLE_GOOD
                                        : KA_ROLE_INK]
        .light;
}

static void set_look(lxw_format *format, enum ka_xlsx_look look)
{
    if (look != KA_XLSX_PLAIN && look != KA_XLSX_WRAPPED)
        format_set_bold(format);
    if (look == KA_XLSX_TITLE)
        format_set_font_size(format, 16);
    if (look == KA_XLSX_WRAPPED || look == KA_XLSX_HEAD)
        format_set_text_wrap(format);
    if (look == KA_XLSX_HEAD)
        format_set_bottom(format, LXW_BORDER_THIN);
    format_set_align(format,
                     look == KA_XLSX_HEAD ? LXW_ALIGN_VERTICAL_BOTTOM : LXW_ALIGN_VERTICAL_TOP);
}

lxw_format *ka_xlsx_format(struct ka_book *book, const char *number, enum ka_xlsx_look look,
                           enum ka_tone tone)
{
    char key[sizeof book->formats[0].key];
    size_t i = 0;
    snprintf(key, sizeof key, "%d %d %s", (int)look, (int)tone, number);
    while (i < book->format_count && strcmp(book->formats[i].key, key) != 0)
        i++;
    if (i == KA_XLSX_FORMATS_MOST)
        return NULL; // the workbook's own
    if (i == book->format_count) {
        lxw_format *format = workbook_add_format(book->workbook);
        memcpy(book->formats[i].key, key, sizeof key);
        book->formats[book->format_count++].format = format;
        set_look(format, look);
        if (*number)
            format_set_num_format(format, number);
        if (tone != KA_NEUTRAL)
            format_set_font_color(format, tone_colour(tone));
    }
    return book->formats[i].format;
}

// Without what Excel forbids in a name.
lxw_worksheet *ka_xlsx_sheet(struct ka_book *book, struct ka_str title)
{
    struct ka_buf name = {0};
    int used;
    ka_buf_addf(&name, "%zu ", ++book->sheets);
    used = (int)name.n;
    for (struct ka_str rest = title; rest.n > 0;) {
        const char *start = rest.p;
        int32_t c = ka_text_next(&rest);
        used += c > 0xffff ? 2 : 1;
        if (used > NAME_MOST)
            break;
        if (c == 0xfffd || c == 0xfffe || c == 0xffff || (c < 0x80 && strchr("[]:*?/\\'", c)))
            ka_buf_add_char(&name, ' ');
        else
            ka_buf_add(&name, (struct ka_str){start, (size_t)(rest.p - start)});
    }
    lxw_worksheet *sheet = workbook_add_worksheet(book->workbook, name.p);
    ka_buf_clear(&name);
    return sheet;
}

void ka_xlsx_page(lxw_worksheet *sheet)
{
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, A4);
    worksheet_fit_to_pages(sheet, 1, 0);
}

static void put_text(struct ka_book *book, lxw_worksheet *sheet, size_t row, size_t column,
                     struct ka_str text, enum ka_xlsx_look look)
{
    worksheet_write_string(sheet, (lxw_row_t)row, (lxw_col_t)column, ka_xlsx_text(book, text),
                           ka_xlsx_format(book, "", look, KA_NEUTRAL));
}

// ---- Tables ----

static size_t decimals_of(struct ka_str text)
{
    size_t decimals = 0;
    const char *point = text.n ? memchr(text.p, '.', text.n) : NULL;
    while (point && point + 1 + decimals < text.p + text.n && point[1 + decimals] >= '0' &&
           point[1 + decimals] <= '9')
        decimals++;
    return decimals;
}

// The number format under which the figure looks as its text does; a text that is no plain
// number ("12.3万", "flat") leaves the figure its digits.
static void number_format(const struct ka_cell *cell, enum ka_cell_kind kind, char out[24])
{
    static const char zeros[] = "0000";
    bool share = kind == KA_CELL_SHARE || ka_str_has_suffix(cell->text, KA_STR("%"));
    bool plain = share || (cell->text.n > 0 && cell->text.p[cell->text.n - 1] >= '0' &&
                           cell->text.p[cell->text.n - 1] <= '9');
    size_t decimals = decimals_of(cell->text);
    if (decimals >= sizeof zeros)
        decimals = sizeof zeros - 1;
    if (!plain)
        snprintf(out, 24, "#,##0.####");
    else
        snprintf(out, 24, "%s%s%.*s%s", share ? "0" : "#,##0", decimals ? "." : "",
                 (int)decimals, zeros, share ? "%" : "");
}

static struct ka_str tick_text(const struct ka_cell *cell)
{
    enum ka_tick tick = ka_cell_tick(cell);
    return tick == KA_TICK_YES ? KA_STR("✓") : tick == KA_TICK_NO ? KA_STR("✗") : cell->text;
}

static void put_cell(struct ka_book *book, lxw_worksheet *sheet, size_t row, size_t column,
                     const struct ka_cell *cell, enum ka_cell_kind kind, bool total)
{
    enum ka_xlsx_look look = total ? KA_XLSX_BOLD : KA_XLSX_PLAIN;
    lxw_row_t at = (lxw_row_t)row;
    lxw_col_t in = (lxw_col_t)column;
    char number[24];
    if (kind == KA_CELL_DATE && isfinite(cell->value) &&
        cell->text.n == sizeof "2024-01-31" - 1) {
        worksheet_write_number(sheet, at, in, cell->value + EPOCH,
                               ka_xlsx_format(book, "yyyy-mm-dd", look, cell->tone));
    } else if (kind == KA_CELL_TICK) {
        put_text(book, sheet, row, column, tick_text(cell), look);
    } else if (kind != KA_CELL_TEXT && kind != KA_CELL_DATE && isfinite(cell->value)) {
        number_format(cell, kind, number);
        worksheet_write_number(sheet, at, in, cell->value,
                               ka_xlsx_format(book, number, look, cell->tone));
    } else if (cell->text.n > 0) {
        put_text(book, sheet, row, column, cell->text, look);
    }
}

static void set_widths(lxw_worksheet *sheet, const struct ka_table *table)
{
    for (size_t c = 0; c < table->width; c++) {
        size_t widest = NARROWEST;
        for (size_t i = c; i < table->count; i += table->width) {
            size_t width = ka_text_width(table->cells[i].text) + 1;
            widest = width > widest ? width : widest;
        }
        worksheet_set_column(sheet, (lxw_col_t)c, (lxw_col_t)c,
                             (double)(widest < WIDEST ? widest : WIDEST), NULL);
    }
}

#define HEAD 1 // row of the column titles, below the caption

static void add_table(struct ka_book *book, const struct ka_table *table)
{
    lxw_worksheet *sheet = ka_xlsx_sheet(book, table->caption);
    size_t rows = ka_table_rows(table), body = rows - (table->total && rows > 0);
    put_text(book, sheet, 0, 0, table->caption, KA_XLSX_BOLD);
    for (size_t c = 0; c < table->width; c++)
        put_text(book, sheet, HEAD, c, table->columns[c].title, KA_XLSX_HEAD);
    for (size_t i = 0; i < table->count; i++)
        put_cell(book, sheet, HEAD + 1 + i / table->width, i % table->width, &table->cells[i],
                 table->columns[i % table->width].kind, i / table->width >= body);
    set_widths(sheet, table);
    worksheet_freeze_panes(sheet, HEAD + 1, 1);
    if (body > 0)
        worksheet_autofilter(sheet, HEAD, 0, (lxw_row_t)(HEAD + body),
                             (lxw_col_t)(table->width - 1));
    ka_xlsx_page(sheet);
    worksheet_repeat_rows(sheet, HEAD, HEAD);
}

// ---- The first sheet ----

static size_t add_items(struct ka_book *book, lxw_worksheet *sheet, size_t row,
                        const struct ka_item *item)
{
    for (; item; item = item->next, row++) {
        put_text(book, sheet, row, 0, item->label, KA_XLSX_WRAPPED);
        put_text(book, sheet, row, 1, item->value, KA_XLSX_WRAPPED);
        if (item->detail.n > 0)
            put_text(book, sheet, row, 2, item->detail, KA_XLSX_PLAIN);
    }
    return row;
}

// Of a table or a chart the title, so that one sees where its sheet belongs.
static size_t add_block(struct ka_book *book, lxw_worksheet *sheet, size_t row,
                        const struct ka_block *block)
{
    if (block->items)
        return add_items(book, sheet, row, block->items);
    if (block->kind == KA_BLOCK_SECTION)
        put_text(book, sheet, ++row, 0, block->text, KA_XLSX_BOLD);
    else if (block->kind == KA_BLOCK_TABLE)
        put_text(book, sheet, row, 1, block->table->caption, KA_XLSX_WRAPPED);
    else if (block->kind == KA_BLOCK_CHART)
        put_text(book, sheet, row, 1, block->chart->title, KA_XLSX_WRAPPED);
    else
        put_text(book, sheet, row, 1, block->text, KA_XLSX_WRAPPED);
    return row + 1;
}

static void add_texts(struct ka_book *book, const struct ka_document *doc)
{
    lxw_worksheet *sheet = ka_xlsx_sheet(book, doc->title);
    size_t row = 2;
    worksheet_set_column(sheet, 0, 0, 24, NULL);
    worksheet_set_column(sheet, 1, 1, TEXT_WIDTH, NULL);
    worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
    ka_xlsx_page(sheet);
    put_text(book, sheet, 0, 0, doc->title, KA_XLSX_TITLE);
    put_text(book, sheet, 1, 0, doc->subtitle, KA_XLSX_PLAIN);
    for (const struct ka_block *block = doc->blocks; block; block = block->next)
        row = add_block(book, sheet, row, block);
}

// ---- The file ----

static void add_sheets(struct ka_book *book, const struct ka_document *doc)
{
    struct ka_buf title = {0};
    ka_buf_add_text(&title, ka_xlsx_text(book, doc->title));
    lxw_doc_properties properties = {.title = title.p, .created = MADE};
    workbook_set_properties(book->workbook, &properties);
    ka_buf_clear(&title);
    add_texts(book, doc);
    for (const struct ka_block *block = doc->blocks; block; block = block->next) {
        if (block->kind == KA_BLOCK_TABLE && block->table->width > 0)
            add_table(book, block->table);
        else if (block->kind == KA_BLOCK_CHART)
            ka_xlsx_chart(book, block->chart);
    }
}

static bool read_all(int fd, struct ka_buf *out)
{
    char part[65536];
    ssize_t n;
    while ((n = read(fd, part, sizeof part)) > 0)
        ka_buf_add(out, (struct ka_str){part, (size_t)n});
    return n == 0;
}

// The library writes to a file by name: that of memory which has none.
bool ka_xlsx_write(const struct ka_document *doc, struct ka_buf *out, struct ka_error *err)
{
    char path[40];
    int fd = memfd_create("workbook", MFD_CLOEXEC);
    if (fd < 0)
        return ka_fail_errno(err, "write", "workbook");
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    struct ka_book book = {.workbook = workbook_new(path), .lang = doc->lang};
    bool done = book.workbook != NULL;
    if (done) {
        add_sheets(&book, doc);
        lxw_error failure = workbook_close(book.workbook);
        done = failure == LXW_NO_ERROR && read_all(fd, out);
        if (!done)
            ka_fail(err, KA_SYSTEM, "cannot write the workbook: %s", lxw_strerror(failure));
    } else {
        ka_fail(err, KA_SYSTEM, "cannot begin a workbook");
    }
    ka_buf_clear(&book.text);
    close(fd);
    return done;
}
