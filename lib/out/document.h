// SPDX-License-Identifier: GPL-3.0-or-later
// A report before it is drawn: what html.c, plain.c and their like all read.
// Figures are text already, as number.h formats them.
#ifndef KA_OUT_DOCUMENT_H
#define KA_OUT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "out/chart.h"
#include "out/phrase.h"

enum ka_tone { KA_NEUTRAL, KA_GOOD, KA_BAD };

// A key figure (label, value, what it is measured against) or a term and its text.
struct ka_item {
    struct ka_item *next;
    struct ka_str label, value, detail;
    enum ka_tone tone; // of the detail
};

enum ka_cell_kind {
    KA_CELL_TEXT,
    KA_CELL_NUMBER,
    KA_CELL_MONEY,
    KA_CELL_SHARE,
    KA_CELL_DATE,
    KA_CELL_TICK, // see ka_cell_tick
};

struct ka_table_column {
    struct ka_str title;
    enum ka_cell_kind kind;
    bool spare; // plain text leaves it out rather than break names into pieces
};

struct ka_cell {
    struct ka_str text; // as people read it; empty when unknown
    double value;       // the figure behind the text, NAN: none
    double bar;         // 0..1: a bar of that length in the cell, NAN: none
    double heat;        // -1..1: the cell is tinted so much, below 0 in another hue; NAN: not
    enum ka_tone tone;
};

struct ka_table {
    struct ka_str caption;
    struct ka_table_column *columns; // the first names its row
    struct ka_cell *cells;           // row by row
    size_t width, width_cap, count, cap;
    bool total; // the last row is a total
    struct ka_arena *arena;
};

enum ka_block_kind {
    KA_BLOCK_SECTION, // id, text
    KA_BLOCK_LEAD,    // text: the headline sentence
    KA_BLOCK_PARAGRAPH,
    KA_BLOCK_NOTE,
    KA_BLOCK_FIGURES, // items
    KA_BLOCK_TERMS,   // items
    KA_BLOCK_TABLE,
    KA_BLOCK_CHART,
};

struct ka_block {
    struct ka_block *next;
    enum ka_block_kind kind;
    struct ka_str id, text;
    struct ka_item *items, *last_item;
    struct ka_table *table;
    struct ka_chart *chart;
};

// A picture for the head of the report.
struct ka_logo {
    const char *type; // "image/png" and the like; NULL: none
    struct ka_str bytes;
};

struct ka_document {
    enum ka_lang lang;
    struct ka_str title, subtitle;
    struct ka_logo logo; // borrowed
    struct ka_block *blocks, *last;
    bool has_charts;
    struct ka_arena arena;
};

// The document is zero-initialised.  Every text is copied, as one line; everything that is
// returned lives as long as the document.
void ka_document_begin(struct ka_document *doc, enum ka_lang lang, struct ka_str title,
                       struct ka_str subtitle);
void ka_document_clear(struct ka_document *doc);

// A section reaches to the next one.  id: [a-z][a-z0-9-]*, unique in the document.
void ka_document_section(struct ka_document *doc, struct ka_str id, struct ka_str title);

// kind: KA_BLOCK_LEAD, KA_BLOCK_PARAGRAPH or KA_BLOCK_NOTE.
void ka_document_text(struct ka_document *doc, enum ka_block_kind kind, struct ka_str text);

// Figures that follow one another stand side by side.  detail may be empty.
void ka_document_figure(struct ka_document *doc, struct ka_str label, struct ka_str value,
                        struct ka_str detail, enum ka_tone tone);

// Terms that follow one another make one list.
void ka_document_term(struct ka_document *doc, struct ka_str term, struct ka_str text);

// Charts that follow one another stand side by side where there is room.
struct ka_chart *ka_document_chart(struct ka_document *doc, struct ka_str id,
                                   struct ka_str title);

struct ka_table *ka_document_table(struct ka_document *doc, struct ka_str caption);

// All columns before the first cell; then the cells row by row, width × rows of them.
void ka_table_column(struct ka_table *table, struct ka_str title, enum ka_cell_kind kind);
void ka_table_spare(struct ka_table *table); // the newest column is a spare one

// The cell is good until the next one is added; set its bar, tone and heat there.
struct ka_cell *ka_table_cell(struct ka_table *table, struct ka_str text, double value);

// A criterion met or not: text "1", "0"; anything else stands as it is.
enum ka_tick { KA_TICK_OTHER, KA_TICK_YES, KA_TICK_NO };

static inline enum ka_tick ka_cell_tick(const struct ka_cell *cell)
{
    if (ka_str_eq(cell->text, KA_STR("1")))
        return KA_TICK_YES;
    return ka_str_eq(cell->text, KA_STR("0")) ? KA_TICK_NO : KA_TICK_OTHER;
}

static inline size_t ka_table_rows(const struct ka_table *table)
{
    return table->width ? table->count / table->width : 0;
}

#endif
