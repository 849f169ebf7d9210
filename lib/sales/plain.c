// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/plain.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "sales/pairs.h"
#include "table/date.h"
#include "table/decimal.h"
#include "table/digits.h"
#include "table/writer.h"

// How a column of the row comes about.
enum source {
    FROM_NOTHING,
    FROM_DAY,
    FROM_TEXT, // a cell
    FROM_PARTY,
    FROM_ARTICLE,
    FROM_KIND,
    FROM_AMOUNT, // a cell that is a figure
    FROM_MARGIN,
    FROM_CURRENCY,
    FROM_END, // src and src_line
};

struct step {
    enum source source;
    enum ka_sale_column column;
    size_t place;   // of the cell, KA_NONE; of an amount: its number
    bool is_joined; // filled by the accounts table when it is empty
};

enum { AMOUNTS = 6 };
static const enum ka_sale_column amounts[AMOUNTS] = {KA_SALE_QTY,        KA_SALE_LIST_PRICE,
                                                     KA_SALE_UNIT_PRICE, KA_SALE_REVENUE,
                                                     KA_SALE_COST,       KA_SALE_MARGIN};
enum { QTY, LIST_PRICE, UNIT_PRICE, REVENUE, COST, MARGIN };

// A figure that is written as the contract has it, but for zeros at its end.
struct amount {
    int64_t value; // KA_DECIMAL_NONE: the cell is empty
    struct ka_str text;
};

// All that a row is made of.
struct row {
    const struct ka_record *record;
    const struct ka_day *day;
    struct ka_pair *party;
    const struct ka_pair *article, *kind, *currency;
    struct amount amounts[AMOUNTS];
};

struct ka_plain {
    const struct ka_bulk_job *job;
    const struct ka_layout *layout;
    struct ka_convert *convert;
    struct step steps[KA_SALE_COLUMNS];
    size_t step_count;
    struct ka_str text; // of the records, which may be read beyond (see put)
    struct ka_pairs parties, articles, kinds, currencies;
    const struct ka_pair *last_kind, *last_currency; // rows that are alike stand together
    struct ka_str *cells;                            // of the record in hand, trimmed
    struct row blank;                                // with no amount known
    int read[AMOUNTS], read_count;                   // amounts that there are cells of
    struct ka_buf end;                               // the cell src and the comma behind it
    struct ka_buf quoted;                            // a cell that needs quotes
};

// ---- Which files have plain records ----

static bool has(const struct ka_layout *layout, int field)
{
    return layout->place[field] != KA_NONE;
}

static bool amounts_stay(const struct ka_layout *layout)
{
    for (int i = 0; i < AMOUNTS; i++)
        if (layout->traits[amounts[i]] & (KA_THOUSANDS | KA_TEN_THOUSANDS) ||
            layout->currency[amounts[i]])
            return false;
    return true;
}

static bool is_suited(const struct ka_layout *layout, const struct ka_measure_rules *rules)
{
    return has(layout, KA_SALE_REVENUE) && !has(layout, KA_SALE_HIGH_MARGIN) &&
           !has(layout, KA_SALE_DISCOUNT_RATE) && !has(layout, KA_FIELD_UNIT_COST) &&
           !has(layout, KA_FIELD_DISCOUNT_AMOUNT) && !rules->tax && !rules->return_prefix &&
           rules->decimal_mark == '.' && amounts_stay(layout);
}

static enum source source_of(enum ka_sale_column column)
{
    static const enum source sources[KA_SALE_COLUMNS] = {
        [KA_SALE_DATE] = FROM_DAY,
        [KA_SALE_ORDER_ID] = FROM_TEXT,
        [KA_SALE_ACCOUNT_ID] = FROM_PARTY,
        [KA_SALE_PARENT_ID] = FROM_TEXT,
        [KA_SALE_CHANNEL] = FROM_TEXT,
        [KA_SALE_GROUP] = FROM_TEXT,
        [KA_SALE_AXIS] = FROM_TEXT,
        [KA_SALE_REGION] = FROM_TEXT,
        [KA_SALE_INDUSTRY] = FROM_TEXT,
        [KA_SALE_MANAGER] = FROM_TEXT,
        [KA_SALE_PRODUCT_ID] = FROM_ARTICLE,
        [KA_SALE_PRODUCT] = FROM_ARTICLE,
        [KA_SALE_FAMILY] = FROM_TEXT,
        [KA_SALE_KIND] = FROM_KIND,
        [KA_SALE_QTY] = FROM_AMOUNT,
        [KA_SALE_LIST_PRICE] = FROM_AMOUNT,
        [KA_SALE_UNIT_PRICE] = FROM_AMOUNT,
        [KA_SALE_CURRENCY] = FROM_CURRENCY,
        [KA_SALE_REVENUE] = FROM_AMOUNT,
        [KA_SALE_COST] = FROM_AMOUNT,
        [KA_SALE_MARGIN] = FROM_MARGIN,
        [KA_SALE_SRC] = FROM_END}; // all else: FROM_NOTHING
    return sources[column];
}

static bool is_in(const struct ka_sale_shape *shape, enum ka_sale_column column)
{
    for (size_t i = 0; i < shape->count; i++)
        if (shape->columns[i] == column)
            return true;
    return false;
}

static size_t number_of(enum ka_sale_column amount)
{
    size_t i = 0;
    while (amounts[i] != amount)
        i++;
    return i;
}

// The names of accounts and products are written with their ids.
static void add_step(struct ka_plain *plain, enum ka_sale_column column)
{
    const struct ka_sale_shape *shape = plain->job->shape;
    enum source source = source_of(column);
    if (column == KA_SALE_ACCOUNT || column == KA_SALE_SRC_LINE ||
        (column == KA_SALE_PRODUCT && is_in(shape, KA_SALE_PRODUCT_ID)))
        return;
    size_t place = source == FROM_AMOUNT ? number_of(column) : plain->layout->place[column];
    plain->steps[plain->step_count++] =
        (struct step){source, column, place,
                      source == FROM_TEXT && ka_side_fills(&plain->convert->side, column)};
}

static void find_amounts(struct ka_plain *plain)
{
    for (int i = 0; i < AMOUNTS; i++) {
        plain->blank.amounts[i] = (struct amount){KA_DECIMAL_NONE, KA_STR("")};
        if (has(plain->layout, amounts[i]))
            plain->read[plain->read_count++] = i;
    }
}

struct ka_plain *ka_plain_new(const struct ka_bulk_job *job, struct ka_convert *convert)
{
    if (!is_suited(job->survey->layout, &convert->rules))
        return NULL;
    struct ka_plain *plain = ka_zalloc(1, sizeof *plain);
    plain->job = job;
    plain->layout = job->survey->layout;
    plain->convert = convert;
    for (size_t i = 0; i < job->shape->count; i++)
        add_step(plain, job->shape->columns[i]);
    find_amounts(plain);
    plain->cells = ka_alloc(plain->layout->width, sizeof *plain->cells);
    ka_cell_format(&plain->end, ka_str(job->source));
    ka_buf_add_char(&plain->end, ',');
    return plain;
}

void ka_plain_free(struct ka_plain *plain)
{
    if (!plain)
        return;
    for (size_t i = 0; i < plain->parties.slot_count; i++) {
        const struct ka_pair *pair = &plain->parties.slots[i];
        if (pair->lines > 0)
            ka_side_count(&plain->convert->side, pair->number, pair->lines, pair->last);
    }
    ka_pairs_clear(&plain->parties);
    ka_pairs_clear(&plain->articles);
    ka_pairs_clear(&plain->kinds);
    ka_pairs_clear(&plain->currencies);
    free(plain->cells);
    ka_buf_clear(&plain->end);
    ka_buf_clear(&plain->quoted);
    free(plain);
}

// ---- Cells that were met before ----

static struct ka_str cell_at(const struct ka_plain *plain, size_t place)
{
    return place == KA_NONE ? KA_STR("") : plain->cells[place];
}

static struct ka_str cell_of(const struct ka_plain *plain, enum ka_sale_column column)
{
    return cell_at(plain, plain->layout->place[column]);
}

static void trim_cells(struct ka_plain *plain, const struct ka_record *record)
{
    for (size_t i = 0; i < record->count; i++)
        plain->cells[i] = ka_str_trim(record->cells[i]);
}

// The cells of those columns of two that rows have, with the commas behind them.
static void format_pair(struct ka_buf *out, const struct ka_plain *plain,
                        enum ka_sale_column id_column, struct ka_str id,
                        enum ka_sale_column name_column, struct ka_str name)
{
    if (is_in(plain->job->shape, id_column)) {
        ka_cell_format(out, id);
        ka_buf_add_char(out, ',');
    }
    if (is_in(plain->job->shape, name_column)) {
        ka_cell_format(out, name);
        ka_buf_add_char(out, ',');
    }
}

static struct ka_pair *meet_party(struct ka_plain *plain, uint64_t hash, struct ka_str code,
                                  struct ka_str name)
{
    struct ka_side *side = &plain->convert->side;
    const struct ka_party *party = ka_side_party(side, code, name);
    struct ka_buf text = {0};
    format_pair(&text, plain, KA_SALE_ACCOUNT_ID, party->id, KA_SALE_ACCOUNT, party->name);
    struct ka_pair *pair = ka_pairs_add(&plain->parties, hash, code, name, ka_buf_str(&text));
    ka_buf_clear(&text);
    pair->number = (size_t)(party - side->parties);
    pair->last = KA_DATE_NONE;
    pair->has_id = party->id.n > 0 && (code.n > 0 || !has(plain->layout, KA_SALE_ACCOUNT_ID));
    pair->has_name = party->name.n > 0;
    pair->is_total = party->is_total;
    pair->is_plain = party->master == KA_NONE;
    return pair;
}

static struct ka_pair *find_party(struct ka_plain *plain, uint64_t hash)
{
    struct ka_str code = cell_of(plain, KA_SALE_ACCOUNT_ID);
    struct ka_str name = cell_of(plain, KA_SALE_ACCOUNT);
    struct ka_pair *pair = ka_pairs_find(&plain->parties, hash, code, name);
    return pair ? pair : meet_party(plain, hash, code, name);
}

static const struct ka_pair *find_article(struct ka_plain *plain)
{
    struct ka_str code = cell_of(plain, KA_SALE_PRODUCT_ID);
    struct ka_str name = cell_of(plain, KA_SALE_PRODUCT);
    uint64_t hash = ka_pair_hash(code, name);
    struct ka_pair *pair = ka_pairs_find(&plain->articles, hash, code, name);
    if (pair)
        return pair;
    const struct ka_article *article = ka_side_article(&plain->convert->side, code, name);
    struct ka_buf text = {0};
    format_pair(&text, plain, KA_SALE_PRODUCT_ID, article->id, KA_SALE_PRODUCT, article->name);
    pair = ka_pairs_add(&plain->articles, hash, code, name, ka_buf_str(&text));
    ka_buf_clear(&text);
    pair->has_id = article->id.n > 0;
    pair->has_name = article->name.n > 0;
    pair->is_plain = article->master == KA_NONE;
    return pair;
}

static const struct ka_pair *find_kind(struct ka_plain *plain, struct ka_str cell)
{
    uint64_t hash = ka_pair_hash(cell, KA_STR(""));
    struct ka_pair *pair = ka_pairs_find(&plain->kinds, hash, cell, KA_STR(""));
    if (pair)
        return pair;
    bool known = true;
    enum ka_sale_kind kind = ka_kind_of(cell, plain->layout->traits[KA_SALE_KIND], &known);
    struct ka_buf text = {0};
    ka_buf_addf(&text, "%s,", ka_sale_kind_name(kind));
    pair = ka_pairs_add(&plain->kinds, hash, cell, KA_STR(""), ka_buf_str(&text));
    ka_buf_clear(&text);
    pair->number = kind;
    pair->is_plain = known && (kind == KA_SALE || kind == KA_RETURN);
    return pair;
}

// Plain is what is in the base currency, or names none where that is fine.
static const struct ka_pair *find_currency(struct ka_plain *plain, struct ka_str cell,
                                           uint64_t line)
{
    struct ka_currencies *currencies = &plain->convert->currencies;
    uint64_t hash = ka_pair_hash(cell, KA_STR(""));
    struct ka_pair *pair = ka_pairs_find(&plain->currencies, hash, cell, KA_STR(""));
    if (pair)
        return pair;
    struct ka_str code = cell.n ? ka_currency_code(currencies, cell) : cell;
    struct ka_str shown = ka_currency_shown(currencies, code);
    struct ka_number rate;
    struct ka_error ignored = {0};
    bool needed;
    struct ka_buf text = {0};
    ka_cell_format(&text, shown);
    ka_buf_add_char(&text, ',');
    pair = ka_pairs_add(&plain->currencies, hash, cell, KA_STR(""), ka_buf_str(&text));
    ka_buf_clear(&text);
    pair->has_name = shown.n > 0;
    pair->is_plain = ka_currency_rate(currencies, code, 0, plain->job->source, line, &rate,
                                      &needed, &ignored) &&
                     !needed;
    return pair;
}

static bool is_last(const struct ka_pair *last, struct ka_str cell)
{
    return last && ka_pair_is(last, cell, KA_STR(""));
}

static void set_kind(struct ka_plain *plain, struct row *row)
{
    struct ka_str cell = cell_of(plain, KA_SALE_KIND);
    if (!is_last(plain->last_kind, cell))
        plain->last_kind = find_kind(plain, cell);
    row->kind = plain->last_kind;
}

static void set_currency(struct ka_plain *plain, struct row *row)
{
    struct ka_str cell = cell_of(plain, KA_SALE_CURRENCY);
    if (!is_last(plain->last_currency, cell))
        plain->last_currency = find_currency(plain, cell, row->record->line);
    row->currency = plain->last_currency;
}

// ---- Figures ----

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool read_amount(struct ka_str cell, struct amount *amount)
{
    static const int units[] = {10000, 1000, 100, 10, 1};
    enum { LONGEST = 14 };
    bool minus = cell.n > 0 && *cell.p == '-';
    const char *start = cell.p + minus, *p = start, *end = cell.p + cell.n;
    int64_t value = 0;
    *amount = (struct amount){KA_DECIMAL_NONE, cell};
    if (cell.n == 0)
        return true;
    while (p < end && is_digit(*p))
        value = value * 10 + (*p++ - '0');
    const char *mark = p;
    if (p < end && *p++ == '.')
        while (p < end && is_digit(*p))
            value = value * 10 + (*p++ - '0');
    ptrdiff_t whole = mark - start, fraction = p > mark ? p - mark - 1 : 0;
    if (p < end || whole == 0 || whole > LONGEST || (whole > 1 && *start == '0') ||
        (p > mark && fraction == 0) || fraction > KA_DECIMAL_DIGITS || (minus && value == 0))
        return false;
    if (fraction > 0)
        while (p[-1] == '0' || p[-1] == '.')
            if (*--p == '.')
                break;
    amount->text.n = (size_t)(p - cell.p);
    amount->value = (minus ? -value : value) * units[fraction];
    return true;
}

static bool read_amounts(const struct ka_plain *plain, struct row *row)
{
    for (int k = 0; k < plain->read_count; k++) {
        int i = plain->read[k];
        if (!read_amount(cell_of(plain, amounts[i]), &row->amounts[i]))
            return false;
    }
    return true;
}

static ka_int128 size_of(ka_int128 value)
{
    return value < 0 ? -value : value;
}

// Price × quantity is the revenue within half a cent, or is not known.
static bool is_price_right(const struct amount *a)
{
    if (a[UNIT_PRICE].value == KA_DECIMAL_NONE || a[QTY].value == KA_DECIMAL_NONE)
        return true;
    ka_int128 product = (ka_int128)a[UNIT_PRICE].value * a[QTY].value;
    ka_int128 off = size_of(product) - size_of((ka_int128)a[REVENUE].value * KA_DECIMAL_ONE);
    return size_of(off) <= KA_DECIMAL_ONE * KA_DECIMAL_ONE / 200;
}

// The kind's signs, and a margin that is revenue less cost or is to be made.
static bool figures_stay(const struct ka_plain *plain, struct row *row)
{
    struct amount *a = row->amounts;
    bool has_cost = a[COST].value != KA_DECIMAL_NONE;
    if (a[REVENUE].value == KA_DECIMAL_NONE || !is_price_right(a))
        return false;
    if (row->kind->number == KA_RETURN
            ? a[REVENUE].value >= 0 || a[QTY].value > 0 || (has_cost && a[COST].value > 0)
            : a[REVENUE].value <= 0 || (has(plain->layout, KA_SALE_QTY) && a[QTY].value <= 0))
        return false;
    int64_t margin = has_cost ? a[REVENUE].value - a[COST].value : KA_DECIMAL_NONE;
    bool right = a[MARGIN].value == KA_DECIMAL_NONE || a[MARGIN].value == margin;
    a[MARGIN].value = margin;
    return right;
}

// ---- The row ----

// An empty cell of an account in the master data may be filled from there.
static bool texts_stay(const struct ka_plain *plain, const struct row *row)
{
    for (size_t i = 0; i < plain->step_count; i++)
        if (plain->steps[i].is_joined && !row->party->is_plain &&
            cell_at(plain, plain->steps[i].place).n == 0)
            return false;
    return true;
}

static bool is_plain(struct ka_plain *plain, struct row *row, uint64_t hash)
{
    const struct ka_record *record = row->record;
    if (record->count != plain->layout->width || row->day->problem)
        return false;
    trim_cells(plain, record);
    row->party = find_party(plain, hash);
    row->article = find_article(plain);
    set_kind(plain, row);
    set_currency(plain, row);
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
    memcpy(to, pair->text, KA_PAIR_SLACK);
    if (pair->text_n > KA_PAIR_SLACK)
        memcpy(to, pair->text, pair->text_n);
    return to + pair->text_n;
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

static char *put_amount(const struct ka_plain *plain, char *to, const struct amount *amount)
{
    to = put(plain, to, amount->text);
    *to = ',';
    return to + 1;
}

static char *put_step(struct ka_plain *plain, char *to, const struct step *step,
                      const struct row *row, struct ka_tally *tally)
{
    struct ka_str cell;
    switch (step->source) {
    case FROM_DAY:
        memcpy(to, row->day->text, sizeof row->day->text);
        to[sizeof row->day->text] = ',';
        return to + sizeof row->day->text + 1;
    case FROM_TEXT:
        cell = cell_at(plain, step->place);
        tally->filled[step->column] += cell.n > 0;
        return put_cell(plain, to, cell);
    case FROM_PARTY:
        return put_pair(to, row->party);
    case FROM_ARTICLE:
        return put_pair(to, row->article);
    case FROM_KIND:
        return put_pair(to, row->kind);
    case FROM_CURRENCY:
        return put_pair(to, row->currency);
    case FROM_AMOUNT:
        return put_amount(plain, to, &row->amounts[step->place]);
    case FROM_MARGIN:
        to = ka_decimal_put(to, row->amounts[MARGIN].value);
        *to = ',';
        return to + 1;
    case FROM_END:
        return put_end(plain, to, row->record);
    default:
        *to = ',';
        return to + 1;
    }
}

static void count_amount(ka_int128 *sum, uint64_t *filled, const struct amount *amount)
{
    if (amount->value == KA_DECIMAL_NONE)
        return;
    *sum += amount->value;
    ++*filled;
}

static void count(struct ka_plain *plain, const struct row *row, struct ka_tally *tally)
{
    int32_t date = row->day->date;
    const struct amount *a = row->amounts;
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
    tally->filled[KA_SALE_LIST_PRICE] += a[LIST_PRICE].value != KA_DECIMAL_NONE;
    tally->filled[KA_SALE_UNIT_PRICE] += a[UNIT_PRICE].value != KA_DECIMAL_NONE;
    count_amount(&tally->qty, &tally->filled[KA_SALE_QTY], &a[QTY]);
    count_amount(&tally->revenue, &tally->filled[KA_SALE_REVENUE], &a[REVENUE]);
    count_amount(&tally->cost, &tally->filled[KA_SALE_COST], &a[COST]);
    count_amount(&tally->margin, &tally->filled[KA_SALE_MARGIN], &a[MARGIN]);
}

// The most bytes that the row can have: every byte of a cell twice and quotes around it.
static size_t room_for(const struct ka_plain *plain, const struct row *row)
{
    enum { FIGURES = 64 + KA_PAIR_SLACK }; // the day, the margin, the line; what is overwritten
    size_t cells = plain->step_count + plain->job->shape->extras;
    return 2 * (1 + plain->job->shape->extras) * row->record->raw.n + 3 * cells +
           row->party->text_n + row->article->text_n + row->kind->text_n +
           row->currency->text_n + plain->end.n + FIGURES;
}

static struct ka_str cell_in(const struct ka_record *record, size_t place)
{
    return place < record->count ? ka_str_trim(record->cells[place]) : KA_STR("");
}

void ka_plain_begin(struct ka_plain *plain, struct ka_str text)
{
    plain->text = text;
}

uint64_t ka_plain_prepare(const struct ka_plain *plain, const struct ka_record *record)
{
    const size_t *place = plain->layout->place;
    uint64_t hash = ka_pair_hash(cell_in(record, place[KA_SALE_ACCOUNT_ID]),
                                 cell_in(record, place[KA_SALE_ACCOUNT]));
    ka_pairs_prefetch(&plain->parties, hash);
    return hash;
}

bool ka_plain_add(struct ka_plain *plain, const struct ka_record *record,
                  const struct ka_day *day, uint64_t hash, struct ka_block *block)
{
    struct row row = plain->blank;
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
