// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>

#include "base/mem.h"
#include "sales/plain_state.h"
#include "table/writer.h"

enum { FIGURE = 24, SLACK = 64 }; // bytes: of a figure at most; behind a row, to be overwritten

const int ka_plain_amounts[KA_AMOUNTS] = {
    KA_SALE_QTY,  KA_SALE_LIST_PRICE, KA_SALE_UNIT_PRICE, KA_SALE_REVENUE,
    KA_SALE_COST, KA_SALE_MARGIN,     KA_FIELD_UNIT_COST, KA_FIELD_DISCOUNT_AMOUNT};

// ---- Which files have plain records ----

static bool has(const struct ka_layout *layout, int field)
{
    return layout->place[field] != KA_NONE;
}

static bool amounts_stay(const struct ka_layout *layout)
{
    for (int i = 0; i < KA_AMOUNTS; i++)
        if (layout->traits[ka_plain_amounts[i]] & (KA_THOUSANDS | KA_TEN_THOUSANDS) ||
            layout->currency[ka_plain_amounts[i]])
            return false;
    return true;
}

// Nothing is to be done with the figures of most records.
static bool is_simple(const struct ka_survey *survey, const struct ka_measure_rules *rules)
{
    const struct ka_layout *layout = survey->layout;
    return !ka_survey_weighs_rows(survey) && has(layout, KA_SALE_REVENUE) &&
           !has(layout, KA_SALE_DISCOUNT_RATE) && !has(layout, KA_FIELD_UNIT_COST) &&
           !has(layout, KA_FIELD_DISCOUNT_AMOUNT) && !rules->tax && !rules->return_prefix &&
           amounts_stay(layout);
}

static enum ka_plain_source source_of(enum ka_sale_column column)
{
    static const enum ka_plain_source sources[KA_SALE_COLUMNS] = {
        [KA_SALE_DATE] = KA_FROM_DAY,
        [KA_SALE_ORDER_ID] = KA_FROM_TEXT,
        [KA_SALE_ACCOUNT_ID] = KA_FROM_PARTY,
        [KA_SALE_PARENT_ID] = KA_FROM_TEXT,
        [KA_SALE_CHANNEL] = KA_FROM_TEXT,
        [KA_SALE_GROUP] = KA_FROM_TEXT,
        [KA_SALE_AXIS] = KA_FROM_TEXT,
        [KA_SALE_REGION] = KA_FROM_TEXT,
        [KA_SALE_INDUSTRY] = KA_FROM_TEXT,
        [KA_SALE_MANAGER] = KA_FROM_TEXT,
        [KA_SALE_PRODUCT_ID] = KA_FROM_ARTICLE,
        [KA_SALE_PRODUCT] = KA_FROM_ARTICLE,
        [KA_SALE_FAMILY] = KA_FROM_TEXT,
        [KA_SALE_KIND] = KA_FROM_KIND,
        [KA_SALE_QTY] = KA_FROM_AMOUNT,
        [KA_SALE_LIST_PRICE] = KA_FROM_AMOUNT,
        [KA_SALE_UNIT_PRICE] = KA_FROM_AMOUNT,
        [KA_SALE_DISCOUNT_RATE] = KA_FROM_DISCOUNT,
        [KA_SALE_CURRENCY] = KA_FROM_CURRENCY,
        [KA_SALE_REVENUE] = KA_FROM_AMOUNT,
        [KA_SALE_COST] = KA_FROM_AMOUNT,
        [KA_SALE_MARGIN] = KA_FROM_MARGIN,
        [KA_SALE_SRC] = KA_FROM_END}; // all else: KA_FROM_NOTHING
    return sources[column];
}

static size_t number_of(enum ka_sale_column amount)
{
    size_t i = 0;
    while (ka_plain_amounts[i] != (int)amount)
        i++;
    return i;
}

// The cells that a step writes stand side by side, in the order of the row: then they can be
// copied as one.
static void set_cells(const struct ka_plain *plain, struct ka_plain_step *step)
{
    const struct ka_sale_shape *shape = plain->job->shape;
    const size_t *place = plain->layout->place;
    enum ka_sale_column second =
        step->source == KA_FROM_PARTY ? KA_SALE_ACCOUNT : KA_SALE_PRODUCT;
    bool is_pair = (step->source == KA_FROM_PARTY || step->source == KA_FROM_ARTICLE) &&
                   step->column != second && ka_sale_shape_has(shape, second);
    bool is_copied = step->source != KA_FROM_NOTHING && step->source != KA_FROM_MARGIN &&
                     step->source != KA_FROM_DISCOUNT && step->source != KA_FROM_END;
    step->first = is_copied ? place[step->column] : KA_NONE;
    step->last = is_pair ? place[second] : step->first;
    if (is_pair && (step->first == KA_NONE || step->last != step->first + 1))
        step->first = KA_NONE;
}

// The names of accounts and products are written with their ids.
static void add_step(struct ka_plain *plain, enum ka_sale_column column)
{
    const struct ka_sale_shape *shape = plain->job->shape;
    struct ka_plain_step step = {.source = source_of(column), .column = column};
    if (column == KA_SALE_ACCOUNT || column == KA_SALE_SRC_LINE ||
        (column == KA_SALE_PRODUCT && ka_sale_shape_has(shape, KA_SALE_PRODUCT_ID)))
        return;
    set_cells(plain, &step);
    step.is_joined =
        step.source == KA_FROM_TEXT && ka_side_fills(&plain->convert->side, column);
    if (step.source == KA_FROM_AMOUNT)
        step.amount = number_of(column);
    plain->steps[plain->step_count++] = step;
}

static void find_runs(struct ka_plain *plain)
{
    for (size_t i = plain->step_count; i-- > 0;) {
        struct ka_plain_step *step = &plain->steps[i];
        bool goes_on = i + 1 < plain->step_count && step->first != KA_NONE &&
                       step[1].first == step->last + 1;
        bool is_word = step->source == KA_FROM_TEXT || step->source == KA_FROM_PARTY ||
                       step->source == KA_FROM_ARTICLE;
        step->run = step->first == KA_NONE ? 0 : goes_on ? step[1].run + 1 : 1;
        step->word_run = !is_word || step->first == KA_NONE ? 0
                         : goes_on                          ? step[1].word_run + 1
                                                            : 1;
        plain->copies_party |= step->run > 0 && step->source == KA_FROM_PARTY;
        plain->copies_article |= step->run > 0 && step->source == KA_FROM_ARTICLE;
    }
}

// One header may have been mapped to many columns.
static size_t count_copies(const struct ka_plain *plain)
{
    size_t most = 0;
    for (size_t i = 0; i < plain->step_count; i++) {
        size_t count = 0;
        for (size_t k = 0; k <= i; k++)
            count += plain->steps[k].first == plain->steps[i].first;
        most = count > most ? count : most;
    }
    return most + 1 + plain->job->shape->extras;
}

static struct ka_plain_key key_of(const struct ka_layout *layout, int code, int name)
{
    size_t a = layout->place[code], b = layout->place[name];
    if (a != KA_NONE && b == a + 1)
        return (struct ka_plain_key){a, b, KA_NONE};
    return a == KA_NONE ? (struct ka_plain_key){b, b, KA_NONE} : (struct ka_plain_key){a, a, b};
}

struct ka_plain *ka_plain_new(const struct ka_bulk_job *job, struct ka_convert *convert,
                              struct ka_days *days)
{
    if (has(job->survey->layout, KA_SALE_HIGH_MARGIN))
        return NULL;
    struct ka_plain *plain = ka_zalloc(1, sizeof *plain);
    plain->job = job;
    plain->layout = job->survey->layout;
    plain->convert = convert;
    plain->days = days;
    for (size_t i = 0; i < job->shape->count; i++)
        add_step(plain, job->shape->columns[i]);
    for (size_t i = 0; i < job->shape->count; i++)
        plain->fills[job->shape->columns[i]] = true;
    find_runs(plain);
    plain->party_key = key_of(plain->layout, KA_SALE_ACCOUNT_ID, KA_SALE_ACCOUNT);
    plain->article_key = key_of(plain->layout, KA_SALE_PRODUCT_ID, KA_SALE_PRODUCT);
    ka_cell_format(&plain->end.text, ka_str(job->source));
    ka_buf_add_char(&plain->end.text, ',');
    plain->end.at = plain->end.text.n;
    ka_buf_room(&plain->end.text, FIGURE + KA_PIECE_SLACK);
    plain->secret = ka_hash_secret();
    plain->patched =
        ka_alloc(KA_PLAIN_BATCH * (plain->layout->width + 1), sizeof *plain->patched);
    plain->is_simple = is_simple(job->survey, &convert->rules);
    plain->weighs_rows = ka_survey_weighs_rows(job->survey);
    ka_discount_read(&plain->no_discount.cell, KA_STR(""), '.');
    for (size_t i = 0; i < KA_PLAIN_BATCH; i++)
        plain->batch.discount[i] = &plain->no_discount; // where there are no cells of it
    ka_amounts_begin(&plain->amounts, job->survey);
    for (size_t k = 0; k < KA_AMOUNTS; k++)
        if (has(plain->layout, ka_plain_amounts[k]))
            plain->present[plain->present_count++] = k;
    plain->batch.derived = 1; // of no batch: no column has amounts yet
    plain->copies = count_copies(plain);
    plain->room = 3 * (plain->step_count + job->shape->extras) + plain->end.at +
                  (KA_AMOUNTS + 4) * FIGURE + SLACK;
    return plain;
}

void ka_plain_free(struct ka_plain *plain)
{
    if (!plain)
        return;
    for (size_t i = 0; i < plain->parties.count; i++) {
        const struct ka_pair *pair = plain->parties.all[i];
        if (pair->lines > 0)
            ka_side_count(&plain->convert->side, pair->number, pair->lines, pair->last);
    }
    ka_pairs_clear(&plain->parties);
    ka_pairs_clear(&plain->articles);
    ka_pairs_clear(&plain->kinds);
    ka_pairs_clear(&plain->currencies);
    ka_pairs_clear(&plain->discounts);
    ka_pairs_clear(&plain->shown);
    free(plain->discount);
    free(plain->patched);
    ka_buf_clear(&plain->end.text);
    ka_buf_clear(&plain->text);
    ka_buf_clear(&plain->unquoted[0]);
    ka_buf_clear(&plain->unquoted[1]);
    free(plain);
}

// ---- The records of a run ----

// Their bounds, each with its own end, without the CR that stands there.
static const uint32_t *patch(const struct ka_plain *plain, const struct ka_run *run)
{
    size_t width = plain->layout->width;
    uint32_t *out = plain->patched;
    for (size_t i = 0; i < run->n; i++, out += width + 1) {
        memcpy(out, run->bounds + run->first[i], (width + 1) * sizeof *out);
        out[width] -= run->text[out[width] - 1] == '\r';
    }
    return plain->patched;
}

// Where there are no cells of an amount it is unknown, until it is derived.
static void forget_amounts(struct ka_plain *plain)
{
    for (size_t k = 0; k < KA_AMOUNTS; k++)
        for (size_t i = 0; i < KA_PLAIN_BATCH && !has(plain->layout, ka_plain_amounts[k]); i++)
            plain->batch.amount[k][i] = KA_DECIMAL_NONE;
}

static void begin(struct ka_plain *plain, const struct ka_run *run)
{
    struct ka_plain_batch *batch = &plain->batch;
    if (batch->derived)
        forget_amounts(plain);
    batch->derived = 0;
    memset(batch->noted, 0, sizeof batch->noted);
    batch->text = run->text;
    batch->n = run->n;
    batch->bounds = run->crs ? patch(plain, run) : run->bounds + run->first[0];
    batch->stride = plain->layout->width + run->crs;
    batch->doubled_quotes = run->doubled_quotes;
    batch->plain = ~UINT64_C(0) >> (64 - run->n);
    batch->simple = plain->is_simple ? batch->plain : 0;
    batch->as_is = batch->words_as_is = plain->is_comma ? batch->plain : 0;
}

// What is kept may have blanks, and doubled quotes that can be copied.
static void look_at_extras(struct ka_plain *plain)
{
    struct ka_plain_batch *batch = &plain->batch;
    uint64_t odd = 0;
    for (size_t k = 0; batch->doubled_quotes && k < plain->job->shape->extras; k++)
        for (size_t i = 0; i < batch->n; i++) {
            struct ka_str cell, raw = ka_plain_raw(batch, i, plain->job->kept[k]);
            bool ignored, good = ka_plain_cell(batch, raw, &cell, &ignored);
            odd |= ka_plain_unless(good || ka_plain_copies_quotes(plain, raw), i);
        }
    ka_plain_exclude(batch, odd, 0);
}

size_t ka_plain_take(struct ka_plain *plain, struct ka_reader *cutter, struct ka_run *run)
{
    size_t n = ka_reader_run(cutter, run, plain->layout->width, KA_PLAIN_BATCH);
    plain->is_comma = ka_reader_delimiter(cutter) == ',';
    if (n == 0)
        return 0;
    begin(plain, run);
    ka_plain_meet(plain);
    ka_plain_measure(plain);
    ka_plain_read_texts(plain);
    look_at_extras(plain);
    return n;
}

static uint64_t count_lines(const char *p, const char *end)
{
    uint64_t lines = 0;
    for (; (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
        lines++;
    return lines;
}

static const char *start_of(const struct ka_run *run, size_t i)
{
    uint32_t at = run->bounds[run->first[i]] + 1; // wraps
    return run->text + at;
}

// Physical lines before record i of the run.
static uint64_t lines_before(const struct ka_run *run, size_t i)
{
    return run->line +
           (run->quoted_lines ? count_lines(start_of(run, 0), start_of(run, i)) : i);
}

// Of record i, which is not the last of the run.
static uint64_t lines_of(const struct ka_run *run, size_t i)
{
    return run->quoted_lines ? count_lines(start_of(run, i), start_of(run, i + 1)) : 1;
}

size_t ka_plain_add(struct ka_plain *plain, const struct ka_run *run, size_t from,
                    struct ka_block *block)
{
    uint64_t odd = ~(plain->batch.plain >> from);
    size_t n = odd ? (size_t)__builtin_ctzll(odd) : KA_PLAIN_BATCH - from;
    n = n < run->n - from ? n : run->n - from;
    if (n == 0)
        return 0;
    uint64_t lines[KA_PLAIN_BATCH] = {lines_before(run, from)};
    for (size_t i = 1; i < n; i++)
        lines[i] = lines[i - 1] + lines_of(run, from + i - 1);
    ka_plain_put_rows(plain, from, n, lines, &block->lines);
    if (plain->batch.derived)
        ka_plain_note(plain, from, n, lines);
    ka_plain_count(plain, from, n, block);
    return n;
}
