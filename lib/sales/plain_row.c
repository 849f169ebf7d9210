// SPDX-License-Identifier: GPL-3.0-or-later
// One plain record: its figures, and its row.
#include "sales/plain_state.h"
#include "table/digits.h"
#include "table/writer.h"

// ---- Figures ----

// Without the zeros at the end of a fraction.
static struct ka_str cut_zeros(struct ka_str text, int64_t value)
{
    if (value % KA_DECIMAL_ONE == 0) {
        const char *point = text.n > 2 ? memchr(text.p, '.', text.n) : NULL;
        return (struct ka_str){text.p, point ? (size_t)(point - text.p) : text.n};
    }
    while (text.p[text.n - 1] == '0')
        text.n--;
    return text;
}

static bool read_amount(struct ka_str cell, struct ka_plain_amount *amount)
{
    static const int64_t limit = KA_DECIMAL_ONE * INT64_C(100000000000000);
    enum { LONGEST = 18 };
    int64_t value;
    *amount = (struct ka_plain_amount){KA_DECIMAL_NONE, cell};
    if (cell.n == 0)
        return true;
    if (cell.n > LONGEST || !ka_decimal_parse(cell, &value))
        return false;
    bool minus = *cell.p == '-';
    bool leads = cell.p[minus] == '0' && cell.n > (size_t)minus + 1 && cell.p[minus + 1] != '.';
    if (leads || (minus && value == 0) || value >= limit || value <= -limit)
        return false;
    amount->value = value;
    amount->text = cut_zeros(cell, value);
    return true;
}

static bool read_amounts(const struct ka_plain *plain, struct ka_plain_row *row)
{
    for (int k = 0; k < plain->read_count; k++) {
        int i = plain->read[k];
        if (!read_amount(ka_plain_cell(plain, plain->layout->place[ka_plain_amounts[i]]),
                         &row->amounts[i]))
            return false;
    }
    return true;
}

static ka_int128 size_of(ka_int128 value)
{
    return value < 0 ? -value : value;
}

// Price × quantity is the revenue within half a cent, or is not known.
static bool is_price_right(const struct ka_plain_amount *a)
{
    if (a[KA_AMOUNT_UNIT_PRICE].value == KA_DECIMAL_NONE ||
        a[KA_AMOUNT_QTY].value == KA_DECIMAL_NONE)
        return true;
    ka_int128 product = (ka_int128)a[KA_AMOUNT_UNIT_PRICE].value * a[KA_AMOUNT_QTY].value;
    ka_int128 off =
        size_of(product) - size_of((ka_int128)a[KA_AMOUNT_REVENUE].value * KA_DECIMAL_ONE);
    return size_of(off) <= KA_DECIMAL_ONE * KA_DECIMAL_ONE / 200;
}

// The kind's signs, and a margin that is revenue less cost or is to be made.
static bool figures_stay(const struct ka_plain *plain, struct ka_plain_row *row)
{
    struct ka_plain_amount *a = row->amounts;
    bool has_cost = a[KA_AMOUNT_COST].value != KA_DECIMAL_NONE;
    if (a[KA_AMOUNT_REVENUE].value == KA_DECIMAL_NONE || !is_price_right(a))
        return false;
    if (row->kind->number == KA_RETURN
            ? a[KA_AMOUNT_REVENUE].value >= 0 || a[KA_AMOUNT_QTY].value > 0 ||
                  (has_cost && a[KA_AMOUNT_COST].value > 0)
            : a[KA_AMOUNT_REVENUE].value <= 0 ||
                  (ka_plain_has(plain, KA_SALE_QTY) && a[KA_AMOUNT_QTY].value <= 0))
        return false;
    int64_t margin =
        has_cost ? a[KA_AMOUNT_REVENUE].value - a[KA_AMOUNT_COST].value : KA_DECIMAL_NONE;
    bool right =
        a[KA_AMOUNT_MARGIN].value == KA_DECIMAL_NONE || a[KA_AMOUNT_MARGIN].value == margin;
    a[KA_AMOUNT_MARGIN].value = margin;
    return right;
}

// ---- The row ----

// An empty cell of an account in the master data may be filled from there.
static bool texts_stay(const struct ka_plain *plain, const struct ka_plain_row *row)
{
    if (row->party->is_plain)
        return true;
    for (size_t i = 0; i < plain->step_count; i++)
        if (plain->steps[i].is_joined && ka_plain_cell(plain, plain->steps[i].place).n == 0)
            return false;
    return true;
}

static bool is_plain(struct ka_plain *plain, struct ka_plain_row *row, uint64_t hash)
{
    const struct ka_record *record = row->record;
    if (record->count != plain->layout->width || row->day->problem)
        return false;
    ka_plain_meet(plain, row, hash);
    return row->party->has_id && row->article->is_plain && row->kind->is_plain &&
           row->currency->is_plain && read_amounts(plain, row) && figures_stay(plain, row) &&
           texts_stay(plain, row);
}

static char *put_long(char *to, struct ka_str text)
{
    memcpy(to, text.p, text.n);
    return to + text.n;
}

// What is short is copied with what stands behind it, which the next cell overwrites: that is
// twice as fast as a call.
static char *put(const struct ka_plain *plain, char *to, struct ka_str text)
{
    size_t at = (size_t)((uintptr_t)text.p - (uintptr_t)plain->text.p);
    if (text.n > KA_PIECE_SLACK || at >= plain->text.n)
        return put_long(to, text);
    memcpy(to, text.p, KA_PIECE_SLACK);
    return to + text.n;
}

static char *put_cell(struct ka_plain *plain, char *to, struct ka_str cell)
{
    if (!ka_cell_is_bare(cell)) {
        ka_buf_reset(&plain->quoted);
        ka_cell_format(&plain->quoted, cell);
        cell = ka_buf_str(&plain->quoted);
    }
    to = put(plain, to, cell);
    *to = ',';
    return to + 1;
}

static char *put_pair(char *to, const struct ka_pair *pair)
{
    struct ka_str text = ka_pair_text(pair);
    memcpy(to, text.p, KA_PAIR_SLACK);
    if (text.n > KA_PAIR_SLACK)
        memcpy(to, text.p, text.n);
    return to + text.n;
}

static char *put_end(struct ka_plain *plain, char *to, const struct ka_record *record)
{
    to = put_long(to, ka_buf_str(&plain->end));
    to = ka_put_integer(to, (int64_t)record->line);
    *to++ = ',';
    for (size_t i = 0; i < plain->job->shape->extras; i++) {
        size_t place = plain->job->kept[i];
        to = put_cell(plain, to, place < record->count ? record->cells[place] : KA_STR(""));
    }
    to[-1] = '\n'; // in the place of the last comma
    return to;
}

static char *put_amount(const struct ka_plain *plain, char *to,
                        const struct ka_plain_amount *amount)
{
    to = put(plain, to, amount->text);
    *to = ',';
    return to + 1;
}

static char *put_step(struct ka_plain *plain, char *to, const struct ka_plain_step *step,
                      const struct ka_plain_row *row, struct ka_tally *tally)
{
    struct ka_str cell;
    switch (step->source) {
    case KA_FROM_DAY:
        memcpy(to, row->day->text, sizeof row->day->text);
        to[sizeof row->day->text] = ',';
        return to + sizeof row->day->text + 1;
    case KA_FROM_TEXT:
        cell = ka_plain_cell(plain, step->place);
        tally->filled[step->column] += cell.n > 0;
        return put_cell(plain, to, cell);
    case KA_FROM_PARTY:
        return put_pair(to, row->party);
    case KA_FROM_ARTICLE:
        return put_pair(to, row->article);
    case KA_FROM_KIND:
        return put_pair(to, row->kind);
    case KA_FROM_CURRENCY:
        return put_pair(to, row->currency);
    case KA_FROM_AMOUNT:
        return put_amount(plain, to, &row->amounts[step->place]);
    case KA_FROM_MARGIN:
        to = ka_decimal_put(to, row->amounts[KA_AMOUNT_MARGIN].value);
        *to = ',';
        return to + 1;
    case KA_FROM_END:
        return put_end(plain, to, row->record);
    default:
        *to = ',';
        return to + 1;
    }
}

static void count_amount(ka_int128 *sum, uint64_t *filled, const struct ka_plain_amount *amount)
{
    if (amount->value == KA_DECIMAL_NONE)
        return;
    *sum += amount->value;
    ++*filled;
}

static void count(struct ka_plain *plain, const struct ka_plain_row *row,
                  struct ka_tally *tally)
{
    int32_t date = row->day->date;
    const struct ka_plain_amount *a = row->amounts;
    row->party->lines++;
    row->party->last = date > row->party->last ? date : row->party->last;
    plain->convert->counts.total_names += row->party->is_total;
    ka_tally_add_row(tally, date, (enum ka_sale_kind)row->kind->number);
    tally->filled[KA_SALE_ACCOUNT_ID]++;
    tally->filled[KA_SALE_ACCOUNT] += row->party->has_name;
    tally->filled[KA_SALE_PRODUCT_ID] += row->article->has_id;
    tally->filled[KA_SALE_PRODUCT] += row->article->has_name;
    tally->filled[KA_SALE_CURRENCY] += row->currency->has_name;
    tally->filled[KA_SALE_SRC]++;
    tally->filled[KA_SALE_SRC_LINE]++;
    tally->filled[KA_SALE_LIST_PRICE] += a[KA_AMOUNT_LIST_PRICE].value != KA_DECIMAL_NONE;
    tally->filled[KA_SALE_UNIT_PRICE] += a[KA_AMOUNT_UNIT_PRICE].value != KA_DECIMAL_NONE;
    count_amount(&tally->qty, &tally->filled[KA_SALE_QTY], &a[KA_AMOUNT_QTY]);
    count_amount(&tally->revenue, &tally->filled[KA_SALE_REVENUE], &a[KA_AMOUNT_REVENUE]);
    count_amount(&tally->cost, &tally->filled[KA_SALE_COST], &a[KA_AMOUNT_COST]);
    count_amount(&tally->margin, &tally->filled[KA_SALE_MARGIN], &a[KA_AMOUNT_MARGIN]);
}

// The most bytes that the row can have: every byte of a cell twice and quotes around it.
static size_t room_for(const struct ka_plain *plain, const struct ka_plain_row *row)
{
    enum { FIGURE = 24, FIGURES = (KA_AMOUNTS + 4) * FIGURE, SLACK = KA_PAIR_SLACK };
    size_t cells = plain->step_count + plain->job->shape->extras;
    return 2 * plain->copies * row->record->raw.n + 3 * cells + row->party->text_n +
           row->article->text_n + row->kind->text_n + row->currency->text_n + plain->end.n +
           FIGURES + SLACK; // which is overwritten
}

bool ka_plain_add(struct ka_plain *plain, const struct ka_record *record,
                  const struct ka_day *day, uint64_t hash, struct ka_block *block)
{
    struct ka_plain_row row = plain->blank;
    row.record = record;
    row.day = day;
    struct ka_buf *lines = &block->lines;
    if (!is_plain(plain, &row, hash))
        return false;
    ka_buf_room(lines, room_for(plain, &row));
    char *to = lines->p + lines->n;
    for (size_t i = 0; i < plain->step_count; i++)
        to = put_step(plain, to, &plain->steps[i], &row, &block->tally);
    lines->n = (size_t)(to - lines->p);
    count(plain, &row, &block->tally);
    ka_block_add_sale(block, record, row.party->number);
    return true;
}
