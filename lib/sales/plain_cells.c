// SPDX-License-Identifier: GPL-3.0-or-later
// The cells of a record that were met before, and what they stand for.
#include "sales/plain_state.h"
#include "base/mem.h"
#include "sales/kind.h"
#include "table/date.h"
#include "table/guard.h"
#include "table/writer.h"

bool ka_plain_bare(const struct ka_plain_batch *batch, struct ka_str raw, struct ka_str *cell,
                   bool *is_as_is)
{
    size_t quoted = raw.n > 0 && raw.p[0] == '"';
    struct ka_str inside = {raw.p + quoted, raw.n - 2 * quoted};
    *cell = ka_str_trim(inside);
    *is_as_is = cell->n == inside.n && (!quoted || ka_cell_needs_quotes(inside));
    return !(quoted && batch->doubled_quotes && memchr(inside.p, '"', inside.n));
}

// ---- What is met for the first time ----

static struct ka_buf *empty_text(struct ka_plain *plain)
{
    ka_buf_reset(&plain->text);
    return &plain->text;
}

// The cells of those columns of two that rows have, with the commas behind them.
static void format_pair(struct ka_buf *out, const struct ka_plain *plain,
                        enum ka_sale_column id_column, struct ka_str id,
                        enum ka_sale_column name_column, struct ka_str name)
{
    if (ka_sale_shape_has(plain->job->shape, id_column)) {
        ka_cell_format(out, id);
        ka_buf_add_char(out, ',');
    }
    if (ka_sale_shape_has(plain->job->shape, name_column)) {
        ka_cell_format(out, name);
        ka_buf_add_char(out, ',');
    }
}

// What the reader makes of a cell with doubled quotes.
static struct ka_str undouble(struct ka_buf *out, struct ka_str raw)
{
    ka_buf_reset(out);
    for (size_t i = 1; i + 1 < raw.n; i++) {
        ka_buf_add_char(out, raw.p[i]);
        i += raw.p[i] == '"';
    }
    return ka_str_trim((struct ka_str){out->p, ka_guard_take_off(out->p, out->n)});
}

// The cell of a column of record i; room: for one that had doubled quotes.
static struct ka_str cell_of(const struct ka_plain *plain, size_t i, enum ka_sale_column column,
                             struct ka_buf *room)
{
    struct ka_str cell, raw = ka_plain_raw(&plain->batch, i, plain->layout->place[column]);
    bool ignored, good = ka_plain_cell(&plain->batch, raw, &cell, &ignored);
    return good ? cell : undouble(room, raw);
}

// A key: the cells by which a pair of record i is looked up, and their hash.
struct key {
    uint64_t hash;
    struct ka_str cells, other;
};

// The columns that keys are made of.
struct key_columns {
    struct ka_plain_column cells, other;
};

KA_INLINE struct key_columns key_columns(const struct ka_plain_batch *batch,
                                         struct ka_plain_key places)
{
    return (struct key_columns){ka_plain_column(batch, places.first, places.last),
                                ka_plain_column(batch, places.other, places.other)};
}

KA_INLINE struct key next_key(const struct ka_plain *plain, struct key_columns *columns)
{
    struct key key = {.cells = ka_plain_next(&columns->cells),
                      .other = ka_plain_next(&columns->other)};
    key.hash = ka_pair_hash(plain->secret, key.cells, key.other);
    return key;
}

// NULL: text or a cell is too long.
static struct ka_pair *add(struct ka_pairs *pairs, const struct key *key,
                           const struct ka_buf *text, bool is_plain)
{
    struct ka_pair *pair =
        ka_pairs_add(pairs, key->hash, key->cells, key->other, ka_buf_str(text));
    if (pair)
        pair->is_plain = is_plain;
    return pair;
}

static struct ka_pair *meet_party(struct ka_plain *plain, size_t i, const struct key *key)
{
    struct ka_side *side = &plain->convert->side;
    struct ka_str code = cell_of(plain, i, KA_SALE_ACCOUNT_ID, &plain->unquoted[0]);
    struct ka_str name = cell_of(plain, i, KA_SALE_ACCOUNT, &plain->unquoted[1]);
    const struct ka_party *party = ka_side_party(side, code, name);
    struct ka_buf *text = empty_text(plain);
    format_pair(text, plain, KA_SALE_ACCOUNT_ID, party->id, KA_SALE_ACCOUNT, party->name);
    struct ka_pair *pair = add(&plain->parties, key, text, party->master == KA_NONE);
    if (!pair)
        return NULL;
    pair->number = (uint32_t)(party - side->parties);
    pair->last = KA_DATE_NONE;
    pair->has_id = party->id.n > 0 && (code.n > 0 || !ka_plain_has(plain, KA_SALE_ACCOUNT_ID));
    pair->has_name = party->name.n > 0;
    pair->is_total = party->is_total;
    return pair;
}

static struct ka_pair *meet_article(struct ka_plain *plain, size_t i, const struct key *key)
{
    struct ka_str code = cell_of(plain, i, KA_SALE_PRODUCT_ID, &plain->unquoted[0]);
    struct ka_str name = cell_of(plain, i, KA_SALE_PRODUCT, &plain->unquoted[1]);
    const struct ka_article *article = ka_side_article(&plain->convert->side, code, name);
    struct ka_buf *text = empty_text(plain);
    format_pair(text, plain, KA_SALE_PRODUCT_ID, article->id, KA_SALE_PRODUCT, article->name);
    struct ka_pair *pair = add(&plain->articles, key, text, article->master == KA_NONE);
    if (!pair)
        return NULL;
    pair->has_id = article->id.n > 0;
    pair->has_name = article->name.n > 0;
    return pair;
}

static struct ka_pair *meet_kind(struct ka_plain *plain, size_t i, const struct key *key)
{
    struct ka_str cell = cell_of(plain, i, KA_SALE_KIND, &plain->unquoted[0]);
    bool known = true;
    enum ka_sale_kind kind = ka_kind_of(cell, plain->layout->traits[KA_SALE_KIND], &known);
    struct ka_buf *text = empty_text(plain);
    ka_buf_addf(text, "%s,", ka_sale_kind_name(kind));
    struct ka_pair *pair = add(&plain->kinds, key, text, known);
    if (pair)
        pair->number = kind;
    return pair;
}

// Simple is what is in the base currency, or names none where that is fine.
static struct ka_pair *meet_currency(struct ka_plain *plain, size_t i, const struct key *key)
{
    struct ka_currencies *currencies = &plain->convert->currencies;
    struct ka_str cell = cell_of(plain, i, KA_SALE_CURRENCY, &plain->unquoted[0]);
    struct ka_str code = cell.n ? ka_currency_code(currencies, cell) : cell;
    struct ka_str shown = ka_currency_shown(currencies, code);
    struct ka_number rate;
    struct ka_error ignored = {0};
    bool needed;
    struct ka_buf *text = empty_text(plain);
    ka_cell_format(text, shown);
    ka_buf_add_char(text, ',');
    bool good =
        ka_currency_rate(currencies, code, 0, plain->job->source, 0, &rate, &needed, &ignored);
    struct ka_pair *pair = add(&plain->currencies, key, text, good && !needed);
    if (pair)
        pair->has_name = shown.n > 0;
    return pair;
}

// Cells are remembered up to so many: they may be as many as rows.
enum { MOST_DISCOUNTS = 4096, MOST_DISCOUNT_DIGITS = 6 };

// Plain is what has few digits, see LARGEST_FACTOR.
static struct ka_pair *meet_discount(struct ka_plain *plain, size_t i, const struct key *key)
{
    const struct ka_survey *survey = plain->job->survey;
    struct ka_str cell = cell_of(plain, i, KA_SALE_DISCOUNT_RATE, &plain->unquoted[0]);
    struct ka_plain_discount discount;
    size_t number = plain->discounts.count;
    if (number == MOST_DISCOUNTS)
        return NULL;
    ka_discount_read(&discount.cell, cell, survey->rules.decimal_mark);
    ka_survey_off(survey, &discount.cell, &discount.off, &discount.is_known);
    int digits = discount.off.digits;
    struct ka_pair *pair =
        add(&plain->discounts, key, empty_text(plain),
            !discount.cell.problem && digits >= 0 && digits <= MOST_DISCOUNT_DIGITS);
    if (!pair)
        return NULL;
    plain->discount =
        ka_grow(plain->discount, &plain->discount_cap, number + 1, sizeof *plain->discount);
    plain->discount[number] = discount;
    pair->number = (uint32_t)number;
    return pair;
}

// ---- The columns of a batch ----

static const struct ka_day *find_day(struct ka_plain *plain, struct ka_str cell)
{
    const struct ka_survey *survey = plain->job->survey;
    const struct ka_day *day = ka_days_find(plain->days, cell);
    if (!day && ka_survey_knows_date(survey, cell))
        day = ka_days_read(plain->days, survey, cell);
    return day;
}

// What a date cell comes to.
struct date {
    int32_t day;
    bool is_plain, is_as_is;
};

static struct date read_date(struct ka_plain *plain, struct ka_str raw)
{
    struct ka_str cell;
    bool as_is, good = ka_plain_cell(&plain->batch, raw, &cell, &as_is);
    const struct ka_day *day = good ? find_day(plain, cell) : NULL;
    return day ? (struct date){day->date, !day->problem, as_is && day->is_as_is}
               : (struct date){0, false, false};
}

// Most rows have the cell of the row before, in this column as in those of words.
static void set_days(struct ka_plain *plain)
{
    struct ka_plain_batch *batch = &plain->batch;
    size_t place = plain->layout->place[KA_SALE_DATE];
    struct ka_plain_column column = ka_plain_column(batch, place, place);
    struct ka_str before = {NULL, SIZE_MAX};
    struct date date = {0, false, false};
    uint64_t odd = 0, changed = 0;
    for (size_t i = 0; i < batch->n; i++) {
        struct ka_str raw = ka_plain_next(&column);
        if (!ka_str_eq(raw, before))
            date = read_date(plain, raw);
        before = raw;
        batch->date[i] = date.day;
        odd |= ka_plain_unless(date.is_plain, i);
        changed |= ka_plain_unless(date.is_as_is, i);
    }
    ka_plain_exclude(batch, odd, changed);
}

static bool may_be_plain(const struct ka_plain_batch *batch, size_t i)
{
    return batch->plain >> i & 1;
}

// Memory is waited for once, not account by account.
static void fetch_parties(const struct ka_plain *plain, struct key *keys)
{
    size_t n = plain->batch.n;
    struct key_columns columns = key_columns(&plain->batch, plain->party_key);
    for (size_t i = 0; i < n; i++) {
        keys[i] = next_key(plain, &columns);
        ka_pairs_fetch_slot(&plain->parties, keys[i].hash);
    }
    for (size_t i = 0; i < n; i++)
        ka_pairs_fetch(&plain->parties, keys[i].hash, keys[i].cells.n);
}

static void set_parties(struct ka_plain *plain)
{
    struct ka_plain_batch *batch = &plain->batch;
    struct key keys[KA_PLAIN_BATCH];
    uint64_t odd = 0, changed = 0;
    fetch_parties(plain, keys);
    for (size_t i = 0; i < batch->n; i++) {
        const struct key *key = &keys[i];
        struct ka_pair *pair =
            ka_pairs_find(&plain->parties, key->hash, key->cells, key->other);
        if (!pair && may_be_plain(batch, i))
            pair = meet_party(plain, i, key);
        batch->party[i] = pair;
        if (pair && pair->has_id & pair->is_as_is)
            continue;
        odd |= ka_plain_unless(pair && pair->has_id, i);
        changed |= ka_plain_unless(pair && pair->is_as_is, i);
    }
    ka_plain_exclude_word(batch, odd, plain->copies_party ? changed : 0);
}

static void set_articles(struct ka_plain *plain)
{
    struct ka_plain_batch *batch = &plain->batch;
    struct key_columns columns = key_columns(batch, plain->article_key);
    uint64_t odd = 0, changed = 0;
    for (size_t i = 0; i < batch->n; i++) {
        struct key key = next_key(plain, &columns);
        struct ka_pair *pair = ka_pairs_find(&plain->articles, key.hash, key.cells, key.other);
        if (!pair && may_be_plain(batch, i))
            pair = meet_article(plain, i, &key);
        batch->article[i] = pair;
        if (pair && pair->is_plain & pair->is_as_is)
            continue;
        odd |= ka_plain_unless(pair && pair->is_plain, i);
        changed |= ka_plain_unless(pair && pair->is_as_is, i);
    }
    ka_plain_exclude_word(batch, odd, plain->copies_article ? changed : 0);
}

typedef struct ka_pair *meet_word(struct ka_plain *plain, size_t i, const struct key *key);

static const struct ka_pair *find_word(struct ka_plain *plain, size_t i, struct ka_str raw,
                                       struct ka_pairs *words, meet_word *meet)
{
    struct key key = {ka_pair_hash(plain->secret, raw, KA_STR("")), raw, KA_STR("")};
    struct ka_pair *pair = ka_pairs_find(words, key.hash, key.cells, KA_STR(""));
    return pair || !may_be_plain(&plain->batch, i) ? pair : meet(plain, i, &key);
}

// A column of few words; the records whose word is not plain, or none at all.
static uint64_t set_words(struct ka_plain *plain, enum ka_sale_column column_of,
                          struct ka_pairs *words, const struct ka_pair **found, meet_word *meet)
{
    struct ka_plain_batch *batch = &plain->batch;
    size_t place = plain->layout->place[column_of];
    struct ka_plain_column column = ka_plain_column(batch, place, place);
    struct ka_str before = {NULL, SIZE_MAX};
    const struct ka_pair *pair = NULL;
    uint64_t odd = 0, changed = 0, none = 0;
    for (size_t i = 0; i < batch->n; i++) {
        struct ka_str raw = ka_plain_next(&column);
        if (!pair || !(place == KA_NONE || ka_str_eq(raw, before)))
            pair = find_word(plain, i, raw, words, meet);
        before = raw;
        found[i] = pair;
        if (pair && pair->is_plain & pair->is_as_is)
            continue;
        none |= ka_plain_unless(pair, i);
        odd |= ka_plain_unless(pair && pair->is_plain, i);
        changed |= ka_plain_unless(pair && pair->is_as_is, i);
    }
    ka_plain_exclude(batch, none, place != KA_NONE ? changed : 0);
    return odd;
}

static void set_kinds(struct ka_plain *plain)
{
    struct ka_plain_batch *batch = &plain->batch;
    const struct ka_pair *words[KA_PLAIN_BATCH];
    uint64_t odd = set_words(plain, KA_SALE_KIND, &plain->kinds, words, meet_kind);
    ka_plain_exclude(batch, odd, 0);
    for (size_t i = 0; i < batch->n; i++)
        batch->kind[i] = words[i] ? (uint8_t)words[i]->number : KA_SALE;
}

// A currency that is not the base's takes part in the deriving.
static void set_currencies(struct ka_plain *plain)
{
    struct ka_plain_batch *batch = &plain->batch;
    batch->simple &=
        ~set_words(plain, KA_SALE_CURRENCY, &plain->currencies, batch->currency, meet_currency);
}

static void set_discounts(struct ka_plain *plain)
{
    struct ka_plain_batch *batch = &plain->batch;
    const struct ka_pair *words[KA_PLAIN_BATCH];
    uint64_t odd =
        set_words(plain, KA_SALE_DISCOUNT_RATE, &plain->discounts, words, meet_discount);
    ka_plain_exclude(batch, odd, 0);
    for (size_t i = 0; i < batch->n; i++)
        batch->discount[i] = words[i] ? &plain->discount[words[i]->number] : NULL;
}

void ka_plain_meet(struct ka_plain *plain)
{
    set_days(plain);
    set_parties(plain);
    set_articles(plain);
    set_kinds(plain);
    set_currencies(plain);
    if (ka_plain_has(plain, KA_SALE_DISCOUNT_RATE))
        set_discounts(plain);
}

// An empty cell of an account in the master data may be filled from there.
static bool may_be_joined(const struct ka_plain_batch *batch, size_t i)
{
    return batch->party[i] && !batch->party[i]->is_plain;
}

static void read_text(struct ka_plain *plain, size_t k)
{
    struct ka_plain_batch *batch = &plain->batch;
    const struct ka_plain_step step = plain->steps[k];
    struct ka_plain_column column = ka_plain_column(batch, step.first, step.last);
    uint64_t odd = 0, changed = 0, empty = 0;
    for (size_t i = 0; i < batch->n; i++) {
        struct ka_str cell, raw = ka_plain_next(&column);
        if (ka_plain_is_bare(raw))
            continue;
        bool as_is, good = ka_plain_cell(batch, raw, &cell, &as_is);
        odd |= ka_plain_unless(good || (as_is && ka_plain_copies_quotes(plain, raw)), i);
        changed |= ka_plain_unless(as_is, i);
        empty |= ka_plain_unless(cell.n > 0, i);
        if (step.is_joined && cell.n == 0)
            odd |= ka_plain_unless(!may_be_joined(batch, i), i);
    }
    batch->filled[k] = ~empty;
    ka_plain_exclude_word(batch, odd, changed);
}

void ka_plain_read_texts(struct ka_plain *plain)
{
    for (size_t k = 0; k < plain->step_count; k++)
        if (plain->steps[k].source == KA_FROM_TEXT)
            read_text(plain, k);
}
