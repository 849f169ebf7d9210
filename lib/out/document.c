// SPDX-License-Identifier: GPL-3.0-or-later
#include "out/document.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "out/wrap.h"

void ka_document_begin(struct ka_document *doc, enum ka_lang lang, struct ka_str title,
                       struct ka_str subtitle)
{
    doc->lang = lang;
    doc->title = ka_line_keep(&doc->arena, title);
    doc->subtitle = ka_line_keep(&doc->arena, subtitle);
}

void ka_document_clear(struct ka_document *doc)
{
    for (struct ka_block *block = doc->blocks; block; block = block->next) {
        if (block->chart)
            ka_chart_clear(block->chart);
        if (block->table) {
            free(block->table->columns);
            free(block->table->cells);
        }
    }
    ka_arena_clear(&doc->arena);
    *doc = (struct ka_document){.lang = doc->lang};
}

static struct ka_block *add(struct ka_document *doc, enum ka_block_kind kind)
{
    struct ka_block *block = ka_arena_alloc(&doc->arena, 1, sizeof *block);
    block->kind = kind;
    *(doc->last ? &doc->last->next : &doc->blocks) = block;
    return doc->last = block;
}

void ka_document_section(struct ka_document *doc, struct ka_str id, struct ka_str title)
{
    struct ka_block *block = add(doc, KA_BLOCK_SECTION);
    block->id = ka_arena_str(&doc->arena, id);
    block->text = ka_line_keep(&doc->arena, title);
}

void ka_document_text(struct ka_document *doc, enum ka_block_kind kind, struct ka_str text)
{
    add(doc, kind)->text = ka_line_keep(&doc->arena, text);
}

static struct ka_item *add_item(struct ka_document *doc, enum ka_block_kind kind,
                                struct ka_str label, struct ka_str value)
{
    struct ka_block *block = doc->last;
    if (!block || block->kind != kind)
        block = add(doc, kind);
    struct ka_item *item = ka_arena_alloc(&doc->arena, 1, sizeof *item);
    item->label = ka_line_keep(&doc->arena, label);
    item->value = ka_line_keep(&doc->arena, value);
    *(block->last_item ? &block->last_item->next : &block->items) = item;
    return block->last_item = item;
}

void ka_document_figure(struct ka_document *doc, struct ka_str label, struct ka_str value,
                        struct ka_str detail, enum ka_tone tone)
{
    struct ka_item *item = add_item(doc, KA_BLOCK_FIGURES, label, value);
    item->detail = ka_line_keep(&doc->arena, detail);
    item->tone = tone;
}

void ka_document_term(struct ka_document *doc, struct ka_str term, struct ka_str text)
{
    add_item(doc, KA_BLOCK_TERMS, term, text);
}

struct ka_chart *ka_document_chart(struct ka_document *doc, struct ka_str id,
                                   struct ka_str title)
{
    struct ka_chart *chart = ka_arena_alloc(&doc->arena, 1, sizeof *chart);
    ka_chart_name(chart, id, title);
    doc->has_charts = true;
    return add(doc, KA_BLOCK_CHART)->chart = chart;
}

struct ka_table *ka_document_table(struct ka_document *doc, struct ka_str caption)
{
    struct ka_table *table = ka_arena_alloc(&doc->arena, 1, sizeof *table);
    table->caption = ka_line_keep(&doc->arena, caption);
    table->arena = &doc->arena;
    return add(doc, KA_BLOCK_TABLE)->table = table;
}

void ka_table_column(struct ka_table *table, struct ka_str title, enum ka_cell_kind kind)
{
    KA_ROOM(table->columns, table->width, table->width_cap);
    table->columns[table->width++] =
        (struct ka_table_column){ka_line_keep(table->arena, title), kind, false};
}

void ka_table_spare(struct ka_table *table)
{
    table->columns[table->width - 1].spare = true;
}

struct ka_cell *ka_table_cell(struct ka_table *table, struct ka_str text, double value)
{
    KA_ROOM(table->cells, table->count, table->cap);
    struct ka_cell *cell = &table->cells[table->count++];
    *cell = (struct ka_cell){ka_line_keep(table->arena, text), value, NAN, NAN, KA_NEUTRAL};
    return cell;
}
