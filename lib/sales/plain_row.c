// SPDX-License-Identifier: GPL-3.0-or-later
// One plain record: its row, and what is counted.
#include "sales/plain_state.h"
#include "table/date.h"
#include "table/source.h"

// ---- The row ----

// Copied with what stands behind it, which the next cell overwrites: that is twice as fast as a
// call.
static inline char *put(char *to, struct ka_str text)
{
    for (size_t i = 0; i < text.n; i += KA_PIECE_SLACK)
        memcpy(to + i, text.p + i, KA_PIECE_SLACK);
    to[text.n] = ',';
    return to + text.n + 1;
}

static char *put_cell(struct ka_plain *plain, char *to, struct ka_str cell)
{
    if (ka_cell_is_bare(cell))
        return put(to, cell);
    ka_buf_reset(&plain->text);
    ka_cell_format(&plain->text, cell);
    memcpy(to, plain->text.p, plain->text.n);
    to[plain->text.n] = ',';
    return to + plain->text.n + 1;
}

static char *put_pair(char *to, const struct ka_pair *pair)
{
    struct ka_str text = ka_pair_text(pair);
    memcpy(to, text.p, KA_PAIR_SLACK);
    if (text.n > KA_PAIR_SLACK)
        memcpy(to, text.p, text.n);
    return to + text.n;
}

// Lines mostly follow each other, and then only the last digits change.
static void count_up(struct ka_plain *plain, uint64_t number)
{
    struct ka_plain_end *end = &plain->end;
    char *digits = end->text.p + end->at;
    size_t i = end->text.n - end->at;
    bool follows = i > 0 && number == end->line + 1;
    end->line = number;
    while (follows && i > 0 && digits[i - 1] == '9')
        digits[--i] = '0';
    if (follows && i > 0)
        digits[i - 1]++;
    else
        end->text.n = (size_t)(ka_put_integer(digits, (int64_t)number) - end->text.p);
}

// Blanks and all; doubled quotes are in quotes, and stay.
static char *put_kept(struct ka_plain *plain, char *to, struct ka_str raw)
{
    size_t quoted = raw.n > 0 && raw.p[0] == '"';
    struct ka_str inside = {raw.p + quoted, raw.n - 2 * quoted};
    bool is_doubled = quoted && plain->batch.doubled_quotes && memchr(inside.p, '"', inside.n);
    return is_doubled ? put(to, raw) : put_cell(plain, to, inside);
}

static char *put_end(struct ka_plain *plain, char *to, size_t i, uint64_t line)
{
    count_up(plain, line + 1);
    to = put(to, ka_buf_str(&plain->end.text));
    for (size_t k = 0; k < plain->job->shape->extras; k++) {
        struct ka_str raw = ka_plain_raw(&plain->batch, i, plain->job->kept[k]);
        to = put_kept(plain, to, raw);
    }
    to[-1] = '\n'; // in the place of the last comma
    return to;
}

static char *put_text(struct ka_plain *plain, char *to, size_t i,
                      const struct ka_plain_step *step)
{
    struct ka_str cell, raw = ka_plain_raw(&plain->batch, i, step->first);
    bool is_as_is;
    ka_plain_cell(&plain->batch, raw, &cell, &is_as_is);
    return is_as_is && plain->is_comma ? put(to, raw) : put_cell(plain, to, cell);
}

// Most rows have the day of the row before.
static char *put_day(struct ka_plain *plain, char *to, int32_t date)
{
    struct ka_plain_day *day = &plain->day;
    if (!day->text[0] || day->date != date) {
        day->date = date;
        ka_date_text(day->text, date);
    }
    memcpy(to, day->text, sizeof day->text);
    return to + sizeof day->text;
}

static char *put_kind(char *to, enum ka_sale_kind kind)
{
    static const char texts[][8] = {"sale,", "return,", "adjust,", "free,"};
    static const uint8_t lengths[] = {5, 7, 7, 5};
    memcpy(to, texts[kind], sizeof texts[kind]);
    return to + lengths[kind];
}

static char *put_step(struct ka_plain *plain, char *to, size_t i, uint64_t line,
                      const struct ka_plain_step *step)
{
    const struct ka_plain_batch *batch = &plain->batch;
    switch (step->source) {
    case KA_FROM_DAY:
        to = put_day(plain, to, batch->date[i]);
        break;
    case KA_FROM_TEXT:
        return put_text(plain, to, i, step);
    case KA_FROM_PARTY:
        return put_pair(to, batch->party[i]);
    case KA_FROM_ARTICLE:
        return put_pair(to, batch->article[i]);
    case KA_FROM_KIND:
        return put_kind(to, (enum ka_sale_kind)batch->kind[i]);
    case KA_FROM_CURRENCY:
        return put_pair(to, batch->currency[i]);
    case KA_FROM_AMOUNT:
        to = ka_decimal_put(to, batch->amount[step->amount][i]);
        break;
    case KA_FROM_DISCOUNT:
        to = ka_decimal_put(to, batch->discount_rate[i]);
        break;
    case KA_FROM_MARGIN:
        to = ka_decimal_put(to, batch->margin[i]);
        break;
    case KA_FROM_END:
        return put_end(plain, to, i, line);
    case KA_FROM_NOTHING:
        break;
    }
    *to = ',';
    return to + 1;
}

// The most bytes that rows of the batch from `from` on can have: every byte of a cell twice and
// quotes around it.
static size_t room_for(const struct ka_plain *plain, size_t from, size_t n)
{
    const struct ka_plain_batch *batch = &plain->batch;
    const char *start = ka_plain_span(batch, from, 0, 0).p;
    struct ka_str last = ka_plain_span(batch, from + n - 1, 0, plain->layout->width - 1);
    return 2 * plain->copies * (size_t)(last.p + last.n - start) +
           n * (4 * KA_PAIR_TEXT + plain->room);
}

static char *put_row(struct ka_plain *plain, char *to, size_t i, uint64_t line)
{
    bool as_is = plain->batch.as_is >> i & 1, words = plain->batch.words_as_is >> i & 1;
    const struct ka_plain_step *end = plain->steps + plain->step_count;
    for (const struct ka_plain_step *step = plain->steps; step < end;) {
        size_t n = as_is ? step->run : words ? step->word_run : 0;
        to = n ? put(to, ka_plain_span(&plain->batch, i, step->first, step[n - 1].last))
               : put_step(plain, to, i, line, step);
        step += n ? n : 1;
    }
    return to;
}

void ka_plain_put_rows(struct ka_plain *plain, size_t from, size_t n, const uint64_t *lines,
                       struct ka_buf *out)
{
    ka_buf_room(out, room_for(plain, from, n));
    char *to = out->p + out->n;
    for (size_t i = 0; i < n; i++)
        to = put_row(plain, to, from + i, lines[i]);
    out->n = (size_t)(to - out->p);
}

// ---- What is counted ----

// Below 10^18 each, they are added in halves, which do not overflow.
static void count_amounts(ka_int128 *sum, uint64_t *filled, const int64_t *values, size_t n)
{
    int64_t high = 0, low = 0;
    uint64_t known = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t is_known = -(int64_t)(values[i] != KA_DECIMAL_NONE);
        high += values[i] >> 32 & is_known;
        low += values[i] & UINT32_MAX & is_known;
        known -= (uint64_t)is_known;
    }
    *sum += (ka_int128)high * ((int64_t)1 << 32) + low;
    *filled += known;
}

static uint64_t count_known(const int64_t *values, size_t n)
{
    uint64_t known = 0;
    for (size_t i = 0; i < n; i++)
        known += values[i] != KA_DECIMAL_NONE;
    return known;
}

static void count_texts(const struct ka_plain *plain, size_t from, size_t n, uint64_t *filled)
{
    uint64_t rows = ~UINT64_C(0) >> (64 - n) << from;
    for (size_t k = 0; k < plain->step_count; k++)
        if (plain->steps[k].source == KA_FROM_TEXT)
            filled[plain->steps[k].column] +=
                (uint64_t)__builtin_popcountll(plain->batch.filled[k] & rows);
}

// A column that rows do not have adds nothing.
static void count_figures(const struct ka_plain *plain, size_t from, size_t n,
                          struct ka_tally *tally)
{
    const struct ka_plain_batch *batch = &plain->batch;
    const int64_t(*amount)[KA_PLAIN_BATCH] = batch->amount;
    const bool *fills = plain->fills;
    uint64_t *filled = tally->filled;
    if (fills[KA_SALE_QTY])
        count_amounts(&tally->qty, &filled[KA_SALE_QTY], amount[KA_AMOUNT_QTY] + from, n);
    count_amounts(&tally->revenue, &filled[KA_SALE_REVENUE], amount[KA_AMOUNT_REVENUE] + from,
                  n);
    if (fills[KA_SALE_COST]) {
        count_amounts(&tally->cost, &filled[KA_SALE_COST], amount[KA_AMOUNT_COST] + from, n);
        count_amounts(&tally->margin, &filled[KA_SALE_MARGIN], batch->margin + from, n);
    }
    if (fills[KA_SALE_LIST_PRICE])
        filled[KA_SALE_LIST_PRICE] += count_known(amount[KA_AMOUNT_LIST_PRICE] + from, n);
    if (fills[KA_SALE_UNIT_PRICE])
        filled[KA_SALE_UNIT_PRICE] += count_known(amount[KA_AMOUNT_UNIT_PRICE] + from, n);
    if (fills[KA_SALE_DISCOUNT_RATE])
        filled[KA_SALE_DISCOUNT_RATE] += count_known(batch->discount_rate + from, n);
}

static void count_names(struct ka_plain *plain, size_t from, size_t n, struct ka_block *block)
{
    const struct ka_plain_batch *batch = &plain->batch;
    struct ka_tally *tally = &block->tally;
    struct ka_bulk_count *count = block->parties + block->sale_count;
    uint64_t names = 0, ids = 0, products = 0, currencies = 0, totals = 0;
    for (size_t i = from; i < from + n; i++) {
        struct ka_pair *party = batch->party[i];
        *count++ = (struct ka_bulk_count){.pair = party, .last = party->last};
        party->lines++;
        party->last = batch->date[i] > party->last ? batch->date[i] : party->last;
        totals += party->is_total;
        names += party->has_name;
        ids += batch->article[i]->has_id;
        products += batch->article[i]->has_name;
        currencies += batch->currency[i]->has_name;
        tally->kinds[batch->kind[i]]++;
    }
    plain->convert->counts.total_names += totals;
    tally->filled[KA_SALE_ACCOUNT_ID] += n;
    tally->filled[KA_SALE_ACCOUNT] += names;
    tally->filled[KA_SALE_PRODUCT_ID] += ids;
    tally->filled[KA_SALE_PRODUCT] += products;
    tally->filled[KA_SALE_CURRENCY] += currencies;
    tally->filled[KA_SALE_KIND] += n;
}

static void count_days(const int32_t *dates, size_t n, struct ka_tally *tally)
{
    int32_t first = tally->rows > 0 ? tally->first : dates[0];
    int32_t last = tally->rows > 0 ? tally->last : dates[0];
    for (size_t i = 0; i < n; i++) {
        first = dates[i] < first ? dates[i] : first;
        last = dates[i] > last ? dates[i] : last;
    }
    tally->first = first;
    tally->last = last;
    tally->filled[KA_SALE_DATE] += n;
}

static void note_rows(const struct ka_plain *plain, size_t from, size_t n,
                      struct ka_block *block)
{
    struct ka_plain_column rows = ka_plain_column(&plain->batch, 0, plain->layout->width - 1);
    struct ka_str raw = KA_STR("");
    rows.bounds += from * rows.stride;
    for (size_t i = from; i < from + n; i++) {
        raw = ka_plain_next(&rows);
        block->hashes[block->sale_count++] = ka_twins_hash(raw);
    }
    block->last = raw.p[raw.n - 1];
}

void ka_plain_count(struct ka_plain *plain, size_t from, size_t n, struct ka_block *block)
{
    struct ka_tally *tally = &block->tally;
    ka_block_room(block, n);
    count_days(plain->batch.date + from, n, tally);
    count_names(plain, from, n, block);
    count_figures(plain, from, n, tally);
    count_texts(plain, from, n, tally->filled);
    tally->rows += n;
    tally->filled[KA_SALE_SRC] += n;
    tally->filled[KA_SALE_SRC_LINE] += n;
    note_rows(plain, from, n, block);
}
