// SPDX-License-Identifier: GPL-3.0-or-later
// One plain record: its figures, and its row.
#include "sales/plain_state.h"
#include "table/amounts.h"
#include "table/date.h"
#include "table/source.h"

// ---- Figures ----

// An amount of that many characters has less than 10^14 and can be added up.
enum { LONGEST = 14 };

// Without the zeros at the end of a fraction.
static struct ka_str cut_zeros(struct ka_str text, int64_t value)
{
    if (value % KA_DECIMAL_ONE == 0) {
        const char *point = memchr(text.p, '.', text.n);
        return (struct ka_str){text.p, point ? (size_t)(point - text.p) : text.n};
    }
    while (text.p[text.n - 1] == '0')
        text.n--;
    return text;
}

// "1,234.50" and its like, without a currency: exactly what ka_number_parse takes it for.
static bool read_as_people_write(struct ka_str cell, int64_t *value)
{
    struct ka_number number;
    bool rounded = false;
    return ka_number_parse(cell, '.', &number) && !number.percent && !number.currency &&
           number.digits >= 0 && number.digits <= KA_DECIMAL_DIGITS &&
           ka_number_scale(&number, KA_DECIMAL_DIGITS, value, &rounded) &&
           !(number.has_sign && *value == 0);
}

// Written as the contract writes it but for zeros at the end, or as people write it, or empty.
static bool read_any_amount(const struct ka_plain_batch *batch, struct ka_str raw,
                            int64_t *value, bool *is_as_is)
{
    struct ka_str cell;
    *value = KA_DECIMAL_NONE;
    if (!ka_plain_cell(batch, raw, &cell, is_as_is) || cell.n == 0)
        return cell.n == 0;
    if (cell.n > LONGEST)
        return false;
    if (!ka_decimal_parse(cell, value)) {
        *is_as_is = false;
        return read_as_people_write(cell, value);
    }
    bool minus = *cell.p == '-';
    bool leads = cell.p[minus] == '0' && cell.n > (size_t)minus + 1 && cell.p[minus + 1] != '.';
    *is_as_is &= cut_zeros(cell, *value).n == cell.n;
    return !leads && !(minus && *value == 0);
}

static void read_amounts(struct ka_plain_batch *batch, size_t place, int64_t *values)
{
    uint64_t odd = 0, changed = 0;
    uint64_t rest = ka_amounts_in_short(batch->text, batch->bounds + place, batch->stride,
                                        batch->n, values);
    for (; rest; rest &= rest - 1) {
        size_t i = (size_t)__builtin_ctzll(rest);
        bool stays;
        odd |= ka_plain_unless(
            read_any_amount(batch, ka_plain_span(batch, i, place, place), &values[i], &stays),
            i);
        changed |= ka_plain_unless(stays, i);
    }
    ka_plain_exclude(batch, odd, changed);
}

static ka_int128 size_of(ka_int128 value)
{
    return value < 0 ? -value : value;
}

// Price × quantity is the revenue within half a cent, or is not known.
static inline bool is_price_right(int64_t price, int64_t qty, int64_t revenue)
{
    if (price == KA_DECIMAL_NONE || qty == KA_DECIMAL_NONE)
        return true;
    ka_int128 off =
        size_of((ka_int128)price * qty) - size_of((ka_int128)revenue * KA_DECIMAL_ONE);
    return size_of(off) <= KA_DECIMAL_ONE * KA_DECIMAL_ONE / 200;
}

// The kind's signs, and a margin that is revenue less cost or is to be made.
static bool figures_stay(struct ka_plain_batch *batch, size_t i, bool has_qty)
{
    int64_t revenue = batch->amount[KA_AMOUNT_REVENUE][i];
    int64_t qty = batch->amount[KA_AMOUNT_QTY][i], cost = batch->amount[KA_AMOUNT_COST][i];
    int64_t margin = batch->amount[KA_AMOUNT_MARGIN][i];
    bool has_cost = cost != KA_DECIMAL_NONE;
    if (revenue == KA_DECIMAL_NONE ||
        !is_price_right(batch->amount[KA_AMOUNT_UNIT_PRICE][i], qty, revenue))
        return false;
    if (batch->kind[i]->number == KA_RETURN ? revenue >= 0 || qty > 0 || (has_cost && cost > 0)
                                            : revenue <= 0 || (has_qty && qty <= 0))
        return false;
    batch->margin[i] = has_cost ? revenue - cost : KA_DECIMAL_NONE;
    return margin == KA_DECIMAL_NONE || margin == batch->margin[i];
}

void ka_plain_measure(struct ka_plain *plain)
{
    struct ka_plain_batch *batch = &plain->batch;
    bool has_qty = ka_plain_has(plain, KA_SALE_QTY);
    for (int k = 0; k < KA_AMOUNTS; k++)
        if (ka_plain_has(plain, ka_plain_amounts[k]))
            read_amounts(batch, plain->layout->place[ka_plain_amounts[k]], batch->amount[k]);
    uint64_t odd = 0;
    for (size_t i = 0; i < batch->n; i++)
        if ((batch->plain >> i & 1) && !figures_stay(batch, i, has_qty))
            odd |= ka_plain_unless(false, i);
    ka_plain_exclude(batch, odd, 0);
}

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

static char *put_end(struct ka_plain *plain, char *to, size_t i, uint64_t line)
{
    count_up(plain, line + 1);
    to = put(to, ka_buf_str(&plain->end.text));
    for (size_t k = 0; k < plain->job->shape->extras; k++) {
        struct ka_str raw = ka_plain_raw(&plain->batch, i, plain->job->kept[k]);
        size_t quoted = raw.n > 0 && raw.p[0] == '"';
        to = put_cell(plain, to, (struct ka_str){raw.p + quoted, raw.n - 2 * quoted});
    }
    to[-1] = '\n'; // in the place of the last comma
    return to;
}

static char *put_text(struct ka_plain *plain, char *to, size_t i,
                      const struct ka_plain_step *step)
{
    struct ka_str cell;
    bool ignored;
    ka_plain_cell(&plain->batch, ka_plain_raw(&plain->batch, i, step->first), &cell, &ignored);
    return put_cell(plain, to, cell);
}

static char *put_step(struct ka_plain *plain, char *to, size_t i, uint64_t line,
                      const struct ka_plain_step *step)
{
    const struct ka_plain_batch *batch = &plain->batch;
    switch (step->source) {
    case KA_FROM_DAY:
        ka_date_text(to, batch->date[i]);
        to += 10;
        break;
    case KA_FROM_TEXT:
        return put_text(plain, to, i, step);
    case KA_FROM_PARTY:
        return put_pair(to, batch->party[i]);
    case KA_FROM_ARTICLE:
        return put_pair(to, batch->article[i]);
    case KA_FROM_KIND:
        return put_pair(to, batch->kind[i]);
    case KA_FROM_CURRENCY:
        return put_pair(to, batch->currency[i]);
    case KA_FROM_AMOUNT:
        to = ka_decimal_put(to, batch->amount[step->amount][i]);
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
    bool as_is = plain->batch.as_is >> i & 1;
    const struct ka_plain_step *end = plain->steps + plain->step_count;
    for (const struct ka_plain_step *step = plain->steps; step < end;) {
        size_t n = as_is ? step->run : 0;
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

// A column without cells adds nothing.
static void count_figures(const struct ka_plain *plain, size_t from, size_t n,
                          struct ka_tally *tally)
{
    const struct ka_plain_batch *batch = &plain->batch;
    const int64_t(*amount)[KA_PLAIN_BATCH] = batch->amount;
    uint64_t *filled = tally->filled;
    if (ka_plain_has(plain, KA_SALE_QTY))
        count_amounts(&tally->qty, &filled[KA_SALE_QTY], amount[KA_AMOUNT_QTY] + from, n);
    count_amounts(&tally->revenue, &filled[KA_SALE_REVENUE], amount[KA_AMOUNT_REVENUE] + from,
                  n);
    if (ka_plain_has(plain, KA_SALE_COST)) {
        count_amounts(&tally->cost, &filled[KA_SALE_COST], amount[KA_AMOUNT_COST] + from, n);
        count_amounts(&tally->margin, &filled[KA_SALE_MARGIN], batch->margin + from, n);
    }
    if (ka_plain_has(plain, KA_SALE_LIST_PRICE))
        filled[KA_SALE_LIST_PRICE] += count_known(amount[KA_AMOUNT_LIST_PRICE] + from, n);
    if (ka_plain_has(plain, KA_SALE_UNIT_PRICE))
        filled[KA_SALE_UNIT_PRICE] += count_known(amount[KA_AMOUNT_UNIT_PRICE] + from, n);
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
        tally->kinds[batch->kind[i]->number]++;
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
