// SPDX-License-Identifier: GPL-3.0-or-later
// The cells of a record that were met before, and what they stand for.
#include "sales/plain_state.h"
#include "table/date.h"
#include "table/writer.h"

static struct ka_str cell_of(const struct ka_plain *plain, enum ka_sale_column column)
{
    return ka_plain_cell(plain, plain->layout->place[column]);
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

static struct ka_pair *meet_party(struct ka_plain *plain, uint64_t hash, struct ka_str code,
                                  struct ka_str name)
{
    struct ka_side *side = &plain->convert->side;
    const struct ka_party *party = ka_side_party(side, code, name);
    struct ka_buf text = {0};
    format_pair(&text, plain, KA_SALE_ACCOUNT_ID, party->id, KA_SALE_ACCOUNT, party->name);
    struct ka_pair *pair = ka_pairs_add(&plain->parties, hash, code, name, ka_buf_str(&text));
    ka_buf_clear(&text);
    pair->number = (uint32_t)(party - side->parties);
    pair->last = KA_DATE_NONE;
    pair->has_id = party->id.n > 0 && (code.n > 0 || !ka_plain_has(plain, KA_SALE_ACCOUNT_ID));
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

static void set_kind(struct ka_plain *plain, struct ka_plain_row *row)
{
    struct ka_str cell = cell_of(plain, KA_SALE_KIND);
    if (!is_last(plain->last_kind, cell))
        plain->last_kind = find_kind(plain, cell);
    row->kind = plain->last_kind;
}

static void set_currency(struct ka_plain *plain, struct ka_plain_row *row)
{
    struct ka_str cell = cell_of(plain, KA_SALE_CURRENCY);
    if (!is_last(plain->last_currency, cell))
        plain->last_currency = find_currency(plain, cell, row->record->line);
    row->currency = plain->last_currency;
}

void ka_plain_meet(struct ka_plain *plain, struct ka_plain_row *row, uint64_t hash)
{
    plain->cells = row->record->cells;
    row->party = find_party(plain, hash);
    row->article = find_article(plain);
    set_kind(plain, row);
    set_currency(plain, row);
}
