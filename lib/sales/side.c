// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/side.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "sales/schema.h"
#include "sales/total.h"
#include "table/date.h"

struct ka_str ka_side_canonical(struct ka_side *side, struct ka_str text)
{
    struct ka_buf plain = {0};
    if (ka_text_is_nfkc(text))
        return ka_arena_str(&side->arena, text);
    ka_text_nfkc(&plain, text);
    struct ka_str kept = ka_arena_str(&side->arena, ka_buf_str(&plain));
    ka_buf_clear(&plain);
    return kept;
}

struct ka_str ka_side_rate_key(struct ka_str currency, int32_t month, struct ka_buf *room)
{
    ka_buf_reset(room);
    ka_buf_add(room, currency);
    ka_buf_addf(room, " %d", (int)month);
    return ka_buf_str(room);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
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
    if (number == KA_NONE || ka_str_eq(side->alias_targets.keys[side->alias_to[number]], alias))
        return false;
    *id = side->alias_targets.keys[side->alias_to[number]];
    return true;
}

static struct ka_party resolve_party(struct ka_side *side, struct ka_str code,
                                     struct ka_str name)
{
    bool is_sought = code.n == 0 || side->aliases.count > 0; // by its name
    struct ka_str plain = is_sought ? ka_side_canonical(side, name) : KA_STR("");
    struct ka_party party = {.id = code.n ? ka_side_canonical(side, code) : plain,
                             .name = ka_arena_str(&side->arena, ka_str_trim(name)),
                             .last = KA_DATE_NONE,
                             .is_total = ka_total_is(code) || ka_total_is(name)};
    party.is_alias = is_sought && (follow_alias(side, party.id, &party.id) ||
                                   follow_alias(side, plain, &party.id));
    if (party.is_alias) // the other name would become this account's
        party.name = code.n ? KA_STR("") : party.id;
    party.master = ka_map_find(&side->account_ids, party.id);
    if (party.master == KA_NONE && code.n == 0)
        party.master = row_named(&side->account_names, side->account_rows, plain);
    if (party.master == KA_NONE)
        return party;
    size_t names = ka_frame_find(&side->accounts, "account");
    party.id = side->account_ids.keys[party.master];
    if (names != KA_NONE && (party.is_alias || party.name.n == 0))
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
    *article = (struct ka_article){ka_side_canonical(side, code),
                                   ka_arena_str(&side->arena, ka_str_trim(name)), KA_NONE};
    article->master = code.n ? ka_map_find(&side->product_ids, article->id)
                             : row_named(&side->product_names, side->product_rows,
                                         ka_side_canonical(side, name));
    if (article->master != KA_NONE)
        article->id = side->product_ids.keys[article->master];
    return article;
}

// ---- Several at once ----

void ka_side_share(struct ka_side *side, const struct ka_side *tables)
{
    *side = *tables;
    side->party_keys = side->article_keys = (struct ka_map){0};
    side->parties = NULL;
    side->articles = NULL;
    side->party_cap = side->article_cap = 0;
    side->arena = (struct ka_arena){0};
    side->next = NULL;
}

void ka_side_merge(struct ka_side *into, struct ka_side *part)
{
    part->next = into->next;
    into->next = part;
}

void ka_side_count(struct ka_side *side, size_t party, uint64_t lines, int32_t last)
{
    struct ka_party *counted = &side->parties[party];
    counted->lines += lines;
    counted->last = last > counted->last ? last : counted->last;
}

void ka_side_uncount(struct ka_side *side, size_t party, int32_t last)
{
    side->parties[party].lines--;
    side->parties[party].last = last;
}

void ka_side_unshare(struct ka_side *side)
{
    ka_map_clear(&side->party_keys);
    ka_map_clear(&side->article_keys);
    free(side->parties);
    free(side->articles);
    ka_arena_clear(&side->arena);
    *side = (struct ka_side){0};
}

// ---- What the tables add ----

static const enum ka_sale_column account_columns[KA_SIDE_ACCOUNT_COLUMNS] = {
    KA_SALE_PARENT_ID, KA_SALE_CHANNEL,  KA_SALE_GROUP,   KA_SALE_AXIS,
    KA_SALE_REGION,    KA_SALE_INDUSTRY, KA_SALE_MANAGER,
};
static const enum ka_sale_column product_columns[KA_SIDE_PRODUCT_COLUMNS] = {KA_SALE_PRODUCT,
                                                                             KA_SALE_FAMILY};

static void find_columns(const struct ka_frame *frame, const enum ka_sale_column *columns,
                         size_t n, size_t *places)
{
    for (size_t i = 0; i < n; i++)
        places[i] = ka_frame_find(frame, ka_sale_column_name(columns[i]));
}

void ka_side_find_columns(struct ka_side *side)
{
    find_columns(&side->accounts, account_columns, KA_SIDE_ACCOUNT_COLUMNS,
                 side->account_places);
    find_columns(&side->products, product_columns, KA_SIDE_PRODUCT_COLUMNS,
                 side->product_places);
}

static void fill(const struct ka_frame *frame, size_t row, const enum ka_sale_column *columns,
                 const size_t *places, size_t n, struct ka_sale *sale)
{
    for (size_t i = 0; row != KA_NONE && i < n; i++) {
        struct ka_str *cell = &sale->text[columns[i]];
        if (cell->n == 0 && places[i] != KA_NONE)
            *cell = ka_frame_cell(frame, places[i], row);
    }
}

void ka_side_fill_account(const struct ka_side *side, const struct ka_party *party,
                          struct ka_sale *sale)
{
    fill(&side->accounts, party->master, account_columns, side->account_places,
         KA_SIDE_ACCOUNT_COLUMNS, sale);
}

void ka_side_fill_product(const struct ka_side *side, const struct ka_article *article,
                          struct ka_sale *sale)
{
    if (article->master == KA_NONE)
        return;
    const struct ka_goods *goods = &side->goods[article->master];
    fill(&side->products, article->master, product_columns, side->product_places,
         KA_SIDE_PRODUCT_COLUMNS, sale);
    if (sale->text[KA_SALE_HIGH_MARGIN].n == 0)
        sale->text[KA_SALE_HIGH_MARGIN] = goods->high_margin;
    if (sale->list_price == KA_DECIMAL_NONE)
        sale->list_price = goods->list_price;
}

int64_t ka_side_unit_cost(const struct ka_side *side, const struct ka_article *article)
{
    return article->master == KA_NONE ? KA_DECIMAL_NONE : side->goods[article->master].cost;
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
    bool of_account =
        among(column, account_columns, KA_SIDE_ACCOUNT_COLUMNS) || column == KA_SALE_ACCOUNT;
    bool of_product = among(column, product_columns, KA_SIDE_PRODUCT_COLUMNS) ||
                      column == KA_SALE_LIST_PRICE || column == KA_SALE_COST ||
                      column == KA_SALE_PRODUCT_ID || column == KA_SALE_HIGH_MARGIN;
    return (of_account && ka_frame_find(&side->accounts, name) != KA_NONE) ||
           (of_product && ka_frame_find(&side->products, name) != KA_NONE);
}

bool ka_side_flag(struct ka_str cell, struct ka_str *flag)
{
    struct ka_buf folded = {0};
    if (cell.n > 0) // most files have no such column
        ka_text_fold(&folded, cell);
    struct ka_str rest = KA_STR("|0|否|no|false|n|1|是|yes|true|y"), word;
    bool found = folded.n == 0;
    *flag = KA_STR("");
    while (!found && ka_str_next(&rest, '|', &word)) {
        if (ka_str_eq(word, KA_STR("0")) || ka_str_eq(word, KA_STR("1")))
            *flag = ka_str_eq(word, KA_STR("0")) ? KA_STR("0") : KA_STR("1");
        found = ka_str_eq(word, ka_buf_str(&folded));
    }
    ka_buf_clear(&folded);
    return found;
}

bool ka_side_rate(const struct ka_side *side, struct ka_str currency, int32_t month,
                  struct ka_number *rate)
{
    struct ka_buf room = {0};
    size_t at = ka_map_find(&side->rate_keys, ka_side_rate_key(currency, month, &room));
    ka_buf_clear(&room);
    if (at != KA_NONE)
        *rate = side->rates[at];
    return at != KA_NONE;
}

// ---- Who has occurred ----

// Distinct ids, and the least of them.
struct ids {
    struct ka_map map;
    struct ka_str least;
};

static void add_id(struct ids *ids, struct ka_str id)
{
    if (ids->map.count == 0 || ka_str_cmp(id, ids->least) < 0)
        ids->least = id;
    ka_map_put(&ids->map, id, NULL);
}

static size_t close_ids(struct ids *ids, struct ka_str *example)
{
    size_t count = ids->map.count;
    if (count > 0)
        *example = ids->least;
    ka_map_clear(&ids->map);
    return count;
}

// Adds the ids of parties with lines of which `counts` holds, but for those of known.
static void add_ids(struct ids *ids, const struct ka_side *side,
                    bool (*counts)(const struct ka_party *), const struct ka_map *known)
{
    for (; side; side = side->next)
        for (size_t i = 0; i < side->party_keys.count; i++) {
            const struct ka_party *party = &side->parties[i];
            if (party->lines && counts(party) && ka_map_find(known, party->id) == KA_NONE)
                add_id(ids, party->id);
        }
}

static const struct ka_map none;

static bool is_stranger(const struct ka_party *party)
{
    return party->id.n > 0 && party->master == KA_NONE;
}

static bool is_stranger_by_alias(const struct ka_party *party)
{
    return party->is_alias && party->master == KA_NONE;
}

static bool is_met_itself(const struct ka_party *party)
{
    return !party->is_alias;
}

static bool is_mangled(const struct ka_party *party)
{
    struct ka_str id = party->id;
    size_t i = 1, exponent;
    if (id.n < 5 || !is_digit(id.p[0]) || id.p[1] != '.')
        return false;
    while (++i < id.n && is_digit(id.p[i]))
        ;
    exponent = i + 2;
    bool has_mark = exponent < id.n && (id.p[i] | 32) == 'e' && id.p[i + 1] == '+';
    for (i = exponent; has_mark && i < id.n; i++)
        has_mark = is_digit(id.p[i]);
    return has_mark;
}

size_t ka_side_mangled(const struct ka_side *side, struct ka_str *example)
{
    struct ids ids = {0};
    add_ids(&ids, side, is_mangled, &none);
    return close_ids(&ids, example);
}

size_t ka_side_strangers(const struct ka_side *side, struct ka_str *example)
{
    struct ids ids = {0};
    if (side->accounts.width)
        add_ids(&ids, side, is_stranger, &none);
    return close_ids(&ids, example);
}

size_t ka_side_unmet_targets(const struct ka_side *side, struct ka_str *example)
{
    struct ids met = {0}, unmet = {0};
    if (side->aliases.count > 0) {
        add_ids(&met, side, is_met_itself, &none);
        add_ids(&unmet, side, is_stranger_by_alias, &met.map);
    }
    ka_map_clear(&met.map);
    return close_ids(&unmet, example);
}
