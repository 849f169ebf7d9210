// SPDX-License-Identifier: GPL-3.0-or-later
#include "score/page.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/output.h"
#include "out/document.h"
#include "out/number.h"
#include "out/plain.h"
#include "sales/breakdown.h"
#include "sales/master.h"
#include "sales/orders.h"
#include "stat/top_chance.h"
#include "table/decimal.h"

#define FLIPS_MOST 6
#define TOP 20 // per cent of the accounts that p_top speaks of

// What an account is ranked by.
static const char *const figures[] = {"revenue",       "high_margin_revenue", "margin",
                                      "cost_to_serve", "net_profit",          "orders",
                                      "revenue_prior", "revenue_recent",      "growth_rate",
                                      "families",      "industry_size"};
enum { FIGURES = sizeof figures / sizeof *figures };

struct page {
    const struct ka_words *words;
    const struct ka_ledger *ledger; // NULL: account rows were read
    struct ka_document document;
    size_t key, row;
    double *p_top[FIGURES]; // by row; NULL: not known
};

static struct ka_str phrase(const struct page *page, const char *name)
{
    return ka_str(ka_phrase(page->words->lang, name));
}

static void put(struct ka_table *table, struct ka_buf *text)
{
    ka_table_cell(table, ka_buf_str(text), NAN);
    ka_buf_reset(text);
}

static void put_name(const struct page *page, struct ka_table *table, const char *name)
{
    ka_table_cell(table, phrase(page, name), NAN);
}

static struct ka_str name_of(const struct page *page)
{
    const struct ka_frame *f = page->words->accounts;
    size_t column = ka_frame_find(f, "account");
    return ka_frame_cell(f, column == KA_NONE ? page->key : column, page->row);
}

// ---- Criteria ----

static void put_rule(const struct page *page, struct ka_table *table, size_t number)
{
    const struct ka_words *w = page->words;
    const struct ka_scoring *s = w->scoring;
    const struct ka_rule *rule = &s->rules->rules[number];
    const struct ka_criterion *criterion = &s->rules->criteria[rule->criterion];
    enum ka_answer answer = ka_scoring_rule(s, page->row, number);
    struct ka_buf text = {0};
    char needed[16];
    snprintf(needed, sizeof needed, "needed_%s", ka_needed_names[criterion->needed]);
    put_name(page, table, criterion->name);
    put_name(page, table, needed);
    ka_table_cell(table, ka_str(ka_words_column(w, rule->column)), NAN);
    ka_words_figure(w, &text, rule->column, s->figures[s->figure_of[number]].value[page->row]);
    put(table, &text);
    ka_words_limit(w, &text, rule);
    put(table, &text);
    ka_number_real(&text, rule->weight, rule->weight == round(rule->weight) ? 0 : 2);
    put(table, &text);
    ka_table_cell(table,
                  answer == KA_ANSWER_UNKNOWN ? phrase(page, "unknown")
                                              : ka_str(answer == KA_ANSWER_PASS ? "1" : "0"),
                  NAN);
    ka_buf_clear(&text);
}

static void show_criteria(struct page *page)
{
    static const char *const titles[] = {"criterion", "needed", "measure", "value",
                                         "limit",     "weight", "result"};
    struct ka_table *table = ka_document_table(&page->document, phrase(page, "criterion_all"));
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        ka_table_column(table, phrase(page, titles[i]),
                        i == 6             ? KA_CELL_TICK
                        : i == 3 || i == 5 ? KA_CELL_NUMBER
                                           : KA_CELL_TEXT);
    for (size_t r = 0; r < page->words->scoring->rules->count; r++)
        put_rule(page, table, r);
}

// ---- Figures ----

// "3 of 68": by how many the figure is beaten.
static void put_place(const struct page *page, struct ka_buf *out, const char *column,
                      double value)
{
    size_t above = 0, known = 0;
    for (size_t row = 0; row < page->words->accounts->rows; row++) {
        double other = ka_words_cell(page->words, column, row);
        known += !isnan(other);
        above += other > value;
    }
    struct ka_buf texts[2] = {0};
    ka_number_count(&texts[0], (int64_t)above + 1);
    ka_number_count(&texts[1], (int64_t)known);
    ka_words_fill(page->words, out, "place_of", texts, 2);
    ka_buf_clear(&texts[0]);
    ka_buf_clear(&texts[1]);
}

// The measure that the rows were ranked by before they came here has a p_top of its own.
static double ranked_p_top(const struct page *page, const char *column)
{
    const struct ka_frame *f = page->words->accounts;
    size_t by = ka_frame_find(f, "ranked_by");
    bool is_it = by != KA_NONE && ka_str_eq(ka_frame_cell(f, by, page->row), ka_str(column));
    return is_it ? ka_words_cell(page->words, "p_top", page->row) : (double)NAN;
}

static void put_p_top(const struct page *page, struct ka_table *table, size_t figure)
{
    struct ka_buf text = {0};
    double chance = page->p_top[figure] ? page->p_top[figure][page->row]
                                        : ranked_p_top(page, figures[figure]);
    if (!isnan(chance))
        ka_number_percent(&text, chance, 1);
    put(table, &text);
    ka_buf_clear(&text);
}

static void show_figures(struct page *page)
{
    static const char *const titles[] = {"measure", "value", "rank", "p_top"};
    struct ka_table *table = ka_document_table(&page->document, phrase(page, "page_figures"));
    struct ka_buf text = {0};
    for (size_t i = 0; i < 4; i++)
        ka_table_column(table, phrase(page, titles[i]), i ? KA_CELL_NUMBER : KA_CELL_TEXT);
    for (size_t i = 0; i < FIGURES; i++) {
        double value = ka_words_cell(page->words, figures[i], page->row);
        if (isnan(value))
            continue;
        put_name(page, table, figures[i]);
        ka_words_figure(page->words, &text, figures[i], value);
        put(table, &text);
        put_place(page, &text, figures[i], value);
        put(table, &text);
        put_p_top(page, table, i);
    }
    ka_buf_clear(&text);
}

// How sure a place at the top is, by the measures whose parts the ledger has kept.
static void draw_orders(struct page *page, const struct ka_bootstrap *bootstrap)
{
    for (size_t i = 0; page->ledger && i < FIGURES; i++) {
        struct ka_orders orders;
        if (ka_frame_find(page->words->accounts, figures[i]) == KA_NONE ||
            ka_orders_measure(figures[i]) != page->ledger->options.parts ||
            !ka_orders_make(&orders, page->ledger, figures[i]))
            continue;
        page->p_top[i] = ka_alloc(orders.keys, sizeof *page->p_top[i]);
        ka_top_chance(&(struct ka_parts){orders.value, orders.fixed, orders.start, orders.keys},
                      TOP, bootstrap, page->p_top[i]);
        ka_orders_clear(&orders);
    }
}

// ---- What the figures are made of ----

// Amounts in the order given, with their shares of `whole` and of the revenue.
struct parts {
    const char *caption, *name, *share; // phrases
    struct ka_part *part;
    size_t count;
    double whole, revenue; // revenue NAN: its share is not shown
};

static void put_share(struct ka_table *table, double amount, double whole)
{
    struct ka_buf text = {0};
    if (whole > 0)
        ka_number_percent(&text, amount / whole, 1);
    put(table, &text);
    ka_buf_clear(&text);
}

static struct ka_str name_part(const struct page *page, struct ka_str name, const char *prefix)
{
    struct ka_buf key = {0};
    if (name.n == 0)
        return phrase(page, "family_none");
    ka_buf_addf(&key, "%s%.*s", prefix, KA_ARG(name));
    const char *found = ka_phrase(page->words->lang, key.p);
    struct ka_str text = found == key.p ? name : ka_str(found);
    ka_buf_clear(&key);
    return text;
}

static void show_parts(struct page *page, const struct parts *parts, const char *prefix)
{
    struct ka_buf text = {0};
    if (parts->count == 0)
        return;
    struct ka_table *table = ka_document_table(&page->document, phrase(page, parts->caption));
    ka_table_column(table, phrase(page, parts->name), KA_CELL_TEXT);
    ka_table_column(table, phrase(page, "amount"), KA_CELL_NUMBER);
    ka_table_column(table, phrase(page, parts->share), KA_CELL_NUMBER);
    if (!isnan(parts->revenue))
        ka_table_column(table, phrase(page, "share_of_revenue"), KA_CELL_NUMBER);
    for (size_t i = 0; i < parts->count; i++) {
        double amount = ka_decimal_real(parts->part[i].amount);
        ka_table_cell(table, name_part(page, parts->part[i].name, prefix), NAN);
        ka_words_figure(page->words, &text, "amount", amount);
        put(table, &text);
        put_share(table, amount, parts->whole);
        if (!isnan(parts->revenue))
            put_share(table, amount, parts->revenue);
    }
    ka_buf_clear(&text);
}

static void show_costs(struct page *page)
{
    struct ka_part part[KA_COST_KINDS];
    struct parts parts = {"costs_made_of",
                          "cost_kind",
                          "share_of_costs",
                          part,
                          0,
                          ka_words_cell(page->words, "cost_to_serve", page->row),
                          ka_words_cell(page->words, "revenue", page->row)};
    parts.count = ka_breakdown_costs(page->ledger, page->row, part);
    show_parts(page, &parts, "cost_");
}

static void show_families(struct page *page)
{
    struct parts parts = {"families_bought",
                          "family",
                          "share_of_revenue",
                          NULL,
                          0,
                          ka_words_cell(page->words, "revenue", page->row),
                          NAN};
    if (page->ledger->families.map.count == 0)
        return;
    parts.part = ka_alloc(page->ledger->families.map.count + 1, sizeof *parts.part);
    parts.count = ka_breakdown_families(page->ledger, page->row, parts.part);
    show_parts(page, &parts, "");
    free(parts.part);
}

// ---- What would turn it ----

static void put_flip(const struct page *page, struct ka_table *table,
                     const struct ka_flip *flip)
{
    const struct ka_words *w = page->words;
    const char *column = w->scoring->figures[flip->figure].column;
    struct ka_buf text = {0};
    char judged[32];
    snprintf(judged, sizeof judged, "judged_%s", ka_verdict_names[flip->verdict]);
    ka_table_cell(table, ka_str(ka_words_column(w, column)), NAN);
    ka_words_figure(w, &text, column, flip->from);
    put(table, &text);
    ka_words_flip(w, &text, flip);
    put(table, &text);
    put_name(page, table, judged);
    ka_buf_clear(&text);
}

// The nearest change of each figure, the nearest figures first.
static void show_flips(struct page *page)
{
    static const char *const titles[] = {"flip_column", "flip_from", "flip_to", "flip_verdict"};
    const struct ka_scoring *s = page->words->scoring;
    double last = -1;
    if (s->of[page->row].flip.rule == KA_NONE) {
        ka_document_text(&page->document, KA_BLOCK_PARAGRAPH, phrase(page, "flip_none"));
        return;
    }
    struct ka_table *table = ka_document_table(&page->document, phrase(page, "flip"));
    for (size_t i = 0; i < 4; i++)
        ka_table_column(table, phrase(page, titles[i]), i == 1 ? KA_CELL_NUMBER : KA_CELL_TEXT);
    for (int shown = 0; shown < FLIPS_MOST; shown++) {
        struct ka_flip next = {.rule = KA_NONE};
        for (size_t f = 0; f < s->figure_count; f++) {
            struct ka_flip flip = ka_scoring_flip(s, page->row, f);
            if (flip.rule != KA_NONE && flip.distance > last &&
                (next.rule == KA_NONE || flip.distance < next.distance))
                next = flip;
        }
        if (next.rule == KA_NONE)
            return;
        put_flip(page, table, &next);
        last = next.distance;
    }
}

// ---- The page ----

static void show_numbers(struct page *page)
{
    static const char *const columns[] = {"score", "evidence", "stability"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        double value = ka_words_cell(page->words, columns[i], page->row);
        struct ka_buf text = {0};
        if (isnan(value))
            continue;
        if (i == 0)
            ka_number_real(&text, value, 0);
        else
            ka_number_percent(&text, value, 1);
        ka_document_figure(&page->document, phrase(page, columns[i]), ka_buf_str(&text),
                           KA_STR(""), KA_NEUTRAL);
        ka_buf_clear(&text);
    }
}

static void show_account(struct page *page)
{
    char id[32];
    struct ka_buf reason = {0}, head = {0}, name = {0};
    snprintf(id, sizeof id, "account-%zu", page->row);
    ka_buf_add(&name, name_of(page));
    ka_words_fill(page->words, &head, "page_title", &name, 1);
    ka_document_section(&page->document, ka_str(id), ka_buf_str(&head));
    ka_words_reason(page->words, &reason, page->row);
    ka_document_text(&page->document, KA_BLOCK_LEAD, ka_buf_str(&reason));
    show_numbers(page);
    show_figures(page);
    if (page->ledger) {
        show_costs(page);
        show_families(page);
    }
    show_criteria(page);
    show_flips(page);
    ka_buf_clear(&reason);
    ka_buf_clear(&head);
    ka_buf_clear(&name);
}

static bool save(const struct page *page, const char *path, struct ka_error *err)
{
    struct ka_buf text = {0};
    struct ka_output out;
    if (!ka_output_open(&out, path, err))
        return false;
    ka_plain_write(&page->document, &text);
    ka_output_write(&out, ka_buf_str(&text));
    bool done = ka_output_commit(&out, err);
    ka_output_discard(&out);
    ka_buf_clear(&text);
    return done;
}

bool ka_score_page_write(const struct ka_words *words, size_t key,
                         const struct ka_ledger *ledger, const char *names,
                         const struct ka_bootstrap *bootstrap, const char *path,
                         struct ka_error *err)
{
    struct page page = {.words = words, .key = key, .ledger = ledger};
    struct ka_str rest = ka_str(names), name;
    bool ok = true;
    ka_document_begin(&page.document, words->lang, phrase(&page, "verdict_reasons"),
                      KA_STR(""));
    draw_orders(&page, bootstrap);
    // A name may hold a comma.
    bool whole = ka_account_find(words->accounts, key, rest, &page.row, &(struct ka_error){0});
    while (ok && ka_str_next(&rest, whole ? '\0' : ',', &name)) {
        ok = ka_account_find(words->accounts, key, ka_str_trim(name), &page.row, err);
        if (ok)
            show_account(&page);
    }
    ok = ok && save(&page, path, err);
    for (size_t i = 0; i < FIGURES; i++)
        free(page.p_top[i]);
    ka_document_clear(&page.document);
    return ok;
}
