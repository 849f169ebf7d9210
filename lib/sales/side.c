// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/side.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "sales/schema.h"
#include "table/date.h"

static const struct ka_reader_options any = {.kind = KA_INPUT_ANY};

static struct ka_str canonical(struct ka_side *side, struct ka_str text)
{
    struct ka_buf plain = {0};
    ka_text_nfkc(&plain, text);
    struct ka_str kept = ka_arena_str(&side->arena, ka_buf_str(&plain));
    ka_buf_clear(&plain);
    return kept;
}

// A cell of a table that people keep in a spreadsheet: without the apostrophe that
// guards a name like =A from being taken for a formula.
static struct ka_str table_cell(struct ka_side *side, const struct ka_frame *frame,
                                size_t column, size_t row)
{
    struct ka_str cell = ka_frame_cell(frame, column, row);
    if (cell.n > 1 && cell.p[0] == '\'' && memchr("=+-@", cell.p[1], 4))
        cell = (struct ka_str){cell.p + 1, cell.n - 1};
    return canonical(side, cell);
}

static bool fail_at(const struct ka_frame *frame, size_t row, const char *column,
                    struct ka_str value, const char *says, struct ka_error *err)
{
    return ka_fail(err, KA_BAD_DATA, "%s:%llu: column '%s': %s %s", frame->source,
                   (unsigned long long)frame->lines[row], column, KA_QUOTE(value), says);
}

// Puts the keys of a column, each of which must be there and be there once.
static bool index_ids(struct ka_side *side, const struct ka_frame *frame, const char *column,
                      struct ka_map *map, struct ka_error *err)
{
    size_t place;
    if (!ka_frame_need(frame, column, &place, err))
        return false;
    for (size_t row = 0; row < frame->rows; row++) {
        struct ka_str key = table_cell(side, frame, place, row);
        bool is_new;
        if (key.n == 0)
            return fail_at(frame, row, column, key, "is no id", err);
        ka_map_put(map, key, &is_new);
        if (!is_new)
            return fail_at(frame, row, column, key, "is there twice", err);
    }
    return true;
}

// Rows by name; a name that two rows have leads to none.
static void index_names(struct ka_side *side, const struct ka_frame *frame, const char *column,
                        struct ka_map *map, size_t **rows, size_t *cap)
{
    size_t place = ka_frame_find(frame, column);
    for (size_t row = 0; place != KA_NONE && row < frame->rows; row++) {
        bool is_new;
        struct ka_str name = table_cell(side, frame, place, row);
        size_t number = ka_map_put(map, name, &is_new);
        *rows = ka_grow(*rows, cap, number + 1, sizeof **rows);
        (*rows)[number] = is_new && name.n ? row : KA_NONE;
    }
}

// Every cell of an enum's column is empty or one of its values.
static bool check_enum(const struct ka_frame *frame, const char *table, const char *column,
                       struct ka_error *err)
{
    const struct ka_schema_column *schema = ka_schema_find(table, column);
    size_t place = ka_frame_find(frame, column);
    for (size_t row = 0; place != KA_NONE && row < frame->rows; row++) {
        struct ka_str cell = ka_frame_cell(frame, place, row);
        if (cell.n == 0 || ka_schema_allows(schema, cell))
            continue;
        struct ka_buf says = {0};
        ka_buf_addf(&says, "is not one of %s", schema->values);
        fail_at(frame, row, column, cell, says.p, err);
        ka_buf_clear(&says);
        return false;
    }
    return true;
}

static bool load_accounts(struct ka_side *side, const char *path, struct ka_error *err)
{
    if (!path)
        return true;
    const struct ka_frame *frame = &side->accounts;
    if (!ka_frame_load(&side->accounts, path, &any, err) ||
        !index_ids(side, frame, "account_id", &side->account_ids, err) ||
        !check_enum(frame, "accounts", "group", err) ||
        !check_enum(frame, "accounts", "axis", err))
        return false;
    index_names(side, frame, "account", &side->account_names, &side->account_rows,
                &side->account_cap);
    return true;
}

static bool check_decimals(const struct ka_frame *frame, const char *column,
                           struct ka_error *err)
{
    size_t place = ka_frame_find(frame, column);
    if (place == KA_NONE)
        return true;
    int64_t *values = ka_alloc(frame->rows, sizeof *values);
    bool good = ka_frame_decimals(frame, place, values, err);
    free(values);
    return good;
}

static bool load_products(struct ka_side *side, const char *path, struct ka_error *err)
{
    if (!path)
        return true;
    const struct ka_frame *frame = &side->products;
    if (!ka_frame_load(&side->products, path, &any, err) ||
        !index_ids(side, frame, "product_id", &side->product_ids, err) ||
        !check_enum(frame, "products", "high_margin", err) ||
        !check_decimals(frame, "cost", err) || !check_decimals(frame, "list_price", err))
        return false;
    index_names(side, frame, "product", &side->product_names, &side->product_rows,
                &side->product_cap);
    return true;
}

// Puts one row of the alias table; false when the alias stands for another account too.
static bool put_alias(struct ka_side *side, struct ka_str alias, struct ka_str id)
{
    bool is_new;
    size_t number = ka_map_put(&side->aliases, alias, &is_new);
    size_t target = ka_map_put(&side->alias_targets, id, NULL);
    side->alias_to =
        ka_grow(side->alias_to, &side->alias_cap, number + 1, sizeof *side->alias_to);
    if (is_new)
        side->alias_to[number] = target;
    return side->alias_to[number] == target;
}

static bool put_aliases(struct ka_side *side, const struct ka_frame *frame,
                        struct ka_error *err)
{
    size_t from, to;
    if (!ka_frame_need(frame, "alias", &from, err) ||
        !ka_frame_need(frame, "account_id", &to, err))
        return false;
    for (size_t row = 0; row < frame->rows; row++) {
        struct ka_str alias = table_cell(side, frame, from, row);
        struct ka_str id = table_cell(side, frame, to, row);
        if (alias.n == 0 || id.n == 0)
            return fail_at(frame, row, alias.n ? "account_id" : "alias", KA_STR(""),
                           "names nothing", err);
        if (!put_alias(side, alias, id))
            return fail_at(frame, row, "alias", alias, "stands for two accounts", err);
    }
    return true;
}

static bool load_aliases(struct ka_side *side, const char *path, struct ka_error *err)
{
    if (!path)
        return true;
    struct ka_frame frame = {0};
    bool good = ka_frame_load(&frame, path, &any, err) && put_aliases(side, &frame, err);
    ka_frame_clear(&frame);
    return good;
}

static struct ka_str rate_key(struct ka_str currency, int32_t month, struct ka_buf *room)
{
    ka_buf_reset(room);
    ka_buf_add(room, currency);
    ka_buf_addf(room, " %d", (int)month);
    return ka_buf_str(room);
}

static bool put_rate(struct ka_side *side, const struct ka_frame *frame, size_t row,
                     const size_t places[3], struct ka_error *err)
{
    struct ka_str currency = table_cell(side, frame, places[0], row);
    struct ka_str period = ka_frame_cell(frame, places[1], row);
    struct ka_str rate = ka_frame_cell(frame, places[2], row);
    struct ka_number number;
    int32_t month;
    if (currency.n == 0)
        return fail_at(frame, row, "currency", currency, "is no currency", err);
    if (!ka_month_parse(period, &month))
        return fail_at(frame, row, "period", period, "is not a month (YYYY-MM)", err);
    if (!ka_number_parse(rate, '.', &number) || number.mantissa <= 0 || number.percent)
        return fail_at(frame, row, "rate", rate, "is not a rate above 0", err);
    struct ka_buf room = {0};
    bool is_new;
    size_t at = ka_map_put(&side->rate_keys, rate_key(currency, month, &room), &is_new);
    ka_buf_clear(&room);
    if (!is_new)
        return fail_at(frame, row, "currency", currency, "has two rates in this month", err);
    side->rates = ka_grow(side->rates, &side->rate_cap, at + 1, sizeof *side->rates);
    side->rates[at] = number;
    return true;
}

static bool load_rates(struct ka_side *side, const char *path, struct ka_error *err)
{
    if (!path)
        return true;
    struct ka_frame frame = {0};
    size_t places[3];
    bool good = ka_frame_load(&frame, path, &any, err) &&
                ka_frame_need(&frame, "currency", &places[0], err) &&
                ka_frame_need(&frame, "period", &places[1], err) &&
                ka_frame_need(&frame, "rate", &places[2], err);
    for (size_t row = 0; good && row < frame.rows; row++)
        good = put_rate(side, &frame, row, places, err);
    ka_frame_clear(&frame);
    return good;
}

bool ka_side_load(struct ka_side *side, const struct ka_side_paths *paths, struct ka_error *err)
{
    *side = (struct ka_side){0};
    return load_accounts(side, paths->accounts, err) && load_aliases(side, paths->alias, err) &&
           load_products(side, paths->products, err) && load_rates(side, paths->fx, err);
}

void ka_side_clear(struct ka_side *side)
{
    struct ka_map *maps[] = {&side->account_ids,   &side->account_names, &side->aliases,
                             &side->alias_targets, &side->product_ids,   &side->product_names,
                             &side->rate_keys,     &side->party_keys,    &side->article_keys};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        ka_map_clear(maps[i]);
    void *blocks[] = {side->account_rows, side->product_rows, side->alias_to,
                      side->rates,        side->parties,      side->articles};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        free(blocks[i]);
    ka_frame_clear(&side->accounts);
    ka_frame_clear(&side->products);
    ka_arena_clear(&side->arena);
    *side = (struct ka_side){0};
}

// ---- Who and what a row is about ----

// Number of the pair of cells in map.
static size_t put_pair(struct ka_map *map, struct ka_str code, struct ka_str name, bool *is_new)
{
    char room[256];
    size_t n = code.n + name.n + 1;
    char *key = n <= sizeof room ? room : ka_alloc(n, 1);
    memcpy(key, code.p, code.n);
    key[code.n] = '\0';
    memcpy(key + code.n + 1, name.p, name.n);
    size_t number = ka_map_put(map, (struct ka_str){key, n}, is_new);
    if (key != room)
        free(key);
    return number;
}

static size_t row_named(const struct ka_map *names, const size_t *rows, struct ka_str name)
{
    size_t number = ka_map_find(names, name);
    return number == KA_NONE ? KA_NONE : rows[number];
}

// The account that an alias stands for; *id stays when it is none.
static bool follow_alias(const struct ka_side *side, struct ka_str alias, struct ka_str *id)
{
    size_t number = ka_map_find(&side->aliases, alias);
    if (number != KA_NONE)
        *id = side->alias_targets.keys[side->alias_to[number]];
    return number != KA_NONE;
}

static struct ka_party resolve_party(struct ka_side *side, struct ka_str code,
                                     struct ka_str name)
{
    struct ka_str plain = canonical(side, name);
    struct ka_party party = {.id = code.n ? canonical(side, code) : plain,
                             .name = ka_arena_str(&side->arena, ka_str_trim(name)),
                             .last = KA_DATE_NONE};
    bool is_alias =
        follow_alias(side, party.id, &party.id) || follow_alias(side, plain, &party.id);
    party.master = ka_map_find(&side->account_ids, party.id);
    if (party.master == KA_NONE && code.n == 0)
        party.master = row_named(&side->account_names, side->account_rows, plain);
    if (party.master == KA_NONE)
        return party;
    size_t names = ka_frame_find(&side->accounts, "account");
    party.id = side->account_ids.keys[party.master];
    if (names != KA_NONE && (is_alias || party.name.n == 0))
        party.name = ka_frame_cell(&side->accounts, names, party.master);
    return party;
}

struct ka_party *ka_side_party(struct ka_side *side, struct ka_str code, struct ka_str name)
{
    bool is_new;
    size_t number = put_pair(&side->party_keys, code, name, &is_new);
    if (is_new) {
        side->parties =
            ka_grow(side->parties, &side->party_cap, number + 1, sizeof *side->parties);
        side->parties[number] = resolve_party(side, code, name);
    }
    return &side->parties[number];
}

const struct ka_article *ka_side_article(struct ka_side *side, struct ka_str code,
                                         struct ka_str name)
{
    bool is_new;
    size_t number = put_pair(&side->article_keys, code, name, &is_new);
    if (!is_new)
        return &side->articles[number];
    side->articles =
        ka_grow(side->articles, &side->article_cap, number + 1, sizeof *side->articles);
    struct ka_article *article = &side->articles[number];
    *article = (struct ka_article){canonical(side, code),
                                   ka_arena_str(&side->arena, ka_str_trim(name)), KA_NONE};
    article->master =
        code.n ? ka_map_find(&side->product_ids, article->id)
               : row_named(&side->product_names, side->product_rows, canonical(side, name));
    if (article->master != KA_NONE)
        article->id = side->product_ids.keys[article->master];
    return article;
}

// ---- What the tables add ----

static const enum ka_sale_column account_columns[] = {
    KA_SALE_PARENT_ID, KA_SALE_CHANNEL,  KA_SALE_GROUP,   KA_SALE_AXIS,
    KA_SALE_REGION,    KA_SALE_INDUSTRY, KA_SALE_MANAGER,
};
static const enum ka_sale_column product_columns[] = {KA_SALE_PRODUCT, KA_SALE_FAMILY,
                                                      KA_SALE_HIGH_MARGIN};

static void fill(const struct ka_frame *frame, size_t row, const enum ka_sale_column *columns,
                 size_t n, struct ka_sale *sale)
{
    for (size_t i = 0; row != KA_NONE && i < n; i++) {
        struct ka_str *cell = &sale->text[columns[i]];
        size_t place = ka_frame_find(frame, ka_sale_column_name(columns[i]));
        if (cell->n == 0 && place != KA_NONE)
            *cell = ka_frame_cell(frame, place, row);
    }
}

static int64_t decimal_at(const struct ka_frame *frame, const char *column, size_t row)
{
    int64_t value = KA_DECIMAL_NONE;
    size_t place = row == KA_NONE ? KA_NONE : ka_frame_find(frame, column);
    if (place != KA_NONE)
        ka_decimal_parse(ka_frame_cell(frame, place, row), &value);
    return value;
}

void ka_side_fill_account(const struct ka_side *side, const struct ka_party *party,
                          struct ka_sale *sale)
{
    fill(&side->accounts, party->master, account_columns,
         sizeof account_columns / sizeof *account_columns, sale);
}

void ka_side_fill_product(const struct ka_side *side, const struct ka_article *article,
                          struct ka_sale *sale)
{
    fill(&side->products, article->master, product_columns,
         sizeof product_columns / sizeof *product_columns, sale);
    if (sale->list_price == KA_DECIMAL_NONE)
        sale->list_price = decimal_at(&side->products, "list_price", article->master);
}

int64_t ka_side_unit_cost(const struct ka_side *side, const struct ka_article *article)
{
    return decimal_at(&side->products, "cost", article->master);
}

static bool among(enum ka_sale_column column, const enum ka_sale_column *columns, size_t n)
{
    while (n > 0 && columns[n - 1] != column)
        n--;
    return n > 0;
}

bool ka_side_fills(const struct ka_side *side, enum ka_sale_column column)
{
    const char *name = ka_sale_column_name(column);
    bool of_account = among(column, account_columns, 7) || column == KA_SALE_ACCOUNT;
    bool of_product = among(column, product_columns, 3) || column == KA_SALE_LIST_PRICE ||
                      column == KA_SALE_COST || column == KA_SALE_PRODUCT_ID;
    return (of_account && ka_frame_find(&side->accounts, name) != KA_NONE) ||
           (of_product && ka_frame_find(&side->products, name) != KA_NONE);
}

bool ka_side_rate(const struct ka_side *side, struct ka_str currency, int32_t month,
                  struct ka_number *rate)
{
    struct ka_buf room = {0};
    size_t at = ka_map_find(&side->rate_keys, rate_key(currency, month, &room));
    ka_buf_clear(&room);
    if (at != KA_NONE)
        *rate = side->rates[at];
    return at != KA_NONE;
}

size_t ka_side_strangers(const struct ka_side *side, struct ka_str *example)
{
    struct ka_map ids = {0};
    for (size_t i = 0; side->accounts.width && i < side->party_keys.count; i++)
        if (side->parties[i].lines && side->parties[i].master == KA_NONE) {
            struct ka_str id = side->parties[i].id;
            if (ids.count == 0 || ka_str_cmp(id, *example) < 0)
                *example = id;
            ka_map_put(&ids, id, NULL);
        }
    size_t count = ids.count;
    ka_map_clear(&ids);
    return count;
}
