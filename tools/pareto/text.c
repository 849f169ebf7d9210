// SPDX-License-Identifier: GPL-3.0-or-later
// Rankings and stats as plain text.
#include <math.h>
#include <stdio.h>
#include <string.h>

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

static struct ka_str word(const struct ka_pareto *p, const char *phrase)
{
    return ka_str(ka_phrase(p->lang, phrase));
}

// A measure inside a sentence.
static struct ka_str measure_of(const struct ka_pareto *p, const char *measure)
{
    char key[64];
    snprintf(key, sizeof key, "the_%s", measure);
    const char *found = ka_phrase(p->lang, key);
    return found == key ? word(p, measure) : ka_str(found);
}

// The phrase with {1} filled in; good until text is used again.
static struct ka_str fill(const struct ka_pareto *p, struct ka_buf *text, const char *phrase,
                          struct ka_str value)
{
    ka_buf_reset(text);
    for (const char *c = ka_phrase(p->lang, phrase); *c; c++)
        if (strncmp(c, "{1}", 3) == 0) {
            ka_buf_add(text, value);
            c += 2;
        } else {
            ka_buf_add_char(text, *c);
        }
    return ka_buf_str(text);
}

static void list_accounts(const struct ka_pareto *p, struct ka_document *doc)
{
    const struct ka_ranking *r = &p->rankings[0];
    size_t name = ka_frame_find(&p->accounts, "account");
    struct ka_buf text = {0};
    struct ka_table *table =
        ka_document_table(doc, fill(p, &text, "largest_by", measure_of(p, r->measure)));
    ka_table_column(table, word(p, "account"), KA_CELL_TEXT);
    ka_table_column(table, word(p, r->measure), KA_CELL_NUMBER);
    ka_table_column(table, word(p, "share"), KA_CELL_SHARE);
    ka_table_column(table, word(p, "cum_share"), KA_CELL_SHARE);
    ka_table_column(table, word(p, "class"), KA_CELL_TEXT);
    if (p->p_top)
        ka_table_column(table, word(p, "p_top"), KA_CELL_NUMBER);
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

// ---- Figures ----

static struct ka_str name_stat(const struct ka_pareto *p, struct ka_buf *text,
                               struct ka_str stat)
{
    struct ka_str prefix = KA_STR("atkinson_");
    if (ka_str_has_prefix(stat, prefix))
        return fill(p, text, "atkinson", (struct ka_str){stat.p + prefix.n, stat.n - prefix.n});
    ka_buf_reset(text);
    ka_buf_add(text, stat);
    return word(p, strcmp(text->p, "unknown") == 0 ? "unknown_accounts" : text->p);
}

// What the note of a row says, in words; a note that none is known for (a name) as it is.
static struct ka_str tell_note(const struct ka_pareto *p, struct ka_buf *text,
                               const struct ka_stat *row)
{
    static const struct {
        const char *begins, *phrase;
    } notes[] = {{"too narrow", "note_narrow"},       {"so many of simulated", ""},
                 {"with the top 25 %", ""}, // its name says so
                 {"above 25 %", "note_key_person"},   {"given tail_x_min", "note_given"},
                 {"not defined in", "note_undefined"}};
    if (ka_str_eq(row->stat, KA_STR("loss"))) // the name of the account
        return row->note;
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        if (ka_str_has_prefix(row->note, ka_str(notes[i].begins)))
            return word(p, notes[i].phrase);
    ka_buf_reset(text);
    ka_buf_add(text, row->note);
    if (!ka_str_has_prefix(row->note, KA_STR("by ")))
        return row->note.n ? word(p, text->p) : row->note;
    struct ka_str column = word(p, text->p + 3);
    struct ka_buf filled = {0};
    fill(p, &filled, "note_by", column);
    ka_buf_clear(text);
    *text = filled;
    return ka_buf_str(text);
}

// One table a measure; a row that has no value says nothing to people.
static void list_stats(const struct ka_pareto *p, const char *measure, struct ka_document *doc)
{
    static const char *const columns[] = {"statistic",   "of_group",    "value",
                                          "interval_lo", "interval_hi", "note"};
    struct ka_buf text = {0};
    struct ka_table *table = ka_document_table(doc, word(p, measure));
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        ka_table_column(table, word(p, columns[i]),
                        i >= 2 && i <= 4 ? KA_CELL_NUMBER : KA_CELL_TEXT);
    for (size_t i = 0; i < p->stats.count; i++) {
        const struct ka_stat *row = &p->stats.row[i];
        if (!ka_str_eq(row->measure, ka_str(measure)) || isnan(row->value))
            continue;
        ka_table_cell(table, name_stat(p, &text, row->stat), NAN);
        bool none = ka_str_eq(row->group, KA_STR("(none)"));
        ka_table_cell(table, none ? word(p, "(none)") : row->group, NAN);
        put(table, &text, row->value);
        put(table, &text, row->lo);
        put(table, &text, row->hi);
        ka_table_cell(table, tell_note(p, &text, row), NAN);
    }
    ka_buf_clear(&text);
}

static void tell(const struct ka_pareto *p, struct ka_buf *text)
{
    struct ka_document doc = {0};
    ka_document_begin(&doc, p->lang, word(p, "concentration"), KA_STR(""));
    ka_document_section(&doc, KA_STR("ranking"), word(p, "ranking"));
    list_accounts(p, &doc);
    ka_document_section(&doc, KA_STR("figures"), word(p, "figures"));
    for (size_t i = 0; i < p->count; i++)
        list_stats(p, p->rankings[i].measure, &doc);
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
