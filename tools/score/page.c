// SPDX-License-Identifier: GPL-3.0-or-later
#include "score/page.h"

#include <math.h>
#include <stdio.h>

#include "base/output.h"
#include "out/document.h"
#include "out/number.h"
#include "out/plain.h"
#include "sales/master.h"

#define FLIPS_MOST 6

struct page {
    const struct ka_words *words;
    struct ka_document document;
    size_t key, row;
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

static void show_figures(struct page *page)
{
    static const char *const columns[] = {
        "revenue", "margin",      "cost_to_serve", "net_profit",   "high_margin_revenue",
        "orders",  "growth_rate", "families",      "industry_size"};
    static const char *const titles[] = {"measure", "value", "rank"};
    struct ka_table *table = ka_document_table(&page->document, phrase(page, "page_figures"));
    struct ka_buf text = {0};
    for (size_t i = 0; i < 3; i++)
        ka_table_column(table, phrase(page, titles[i]), i ? KA_CELL_NUMBER : KA_CELL_TEXT);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        double value = ka_words_cell(page->words, columns[i], page->row);
        if (isnan(value))
            continue;
        put_name(page, table, columns[i]);
        ka_words_figure(page->words, &text, columns[i], value);
        put(table, &text);
        put_place(page, &text, columns[i], value);
        put(table, &text);
    }
    ka_buf_clear(&text);
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
    static const char *const columns[] = {"score", "evidence", "stability", "p_top"};
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

bool ka_score_page_write(const struct ka_words *words, size_t key, const char *names,
                         const char *path, struct ka_error *err)
{
    struct page page = {.words = words, .key = key};
    struct ka_str rest = ka_str(names), name;
    bool ok = true;
    ka_document_begin(&page.document, words->lang, phrase(&page, "verdict_reasons"),
                      KA_STR(""));
    // A name may hold a comma.
    bool whole = ka_account_find(words->accounts, key, rest, &page.row, &(struct ka_error){0});
    while (ok && ka_str_next(&rest, whole ? '\0' : ',', &name)) {
        ok = ka_account_find(words->accounts, key, ka_str_trim(name), &page.row, err);
        if (ok)
            show_account(&page);
    }
    ok = ok && save(&page, path, err);
    ka_document_clear(&page.document);
    return ok;
}
