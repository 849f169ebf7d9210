// SPDX-License-Identifier: GPL-3.0-or-later
// Reading the side tables, each row of which is checked once.
#include "sales/side.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "sales/alias.h"
#include "sales/currency.h"
#include "sales/headers.h"
#include "sales/schema.h"
#include "table/date.h"

// Headers of side tables only; all others are those of exports.
static const char *own_name(struct ka_str folded)
{
    static const struct header {
        const char *name, *headers;
    } headers[] = {
        {"alias", "别名|曾用名|其他名称|又名|aliasname|othername"},
        {"period", "期间|月份|年月|会计期间|month"},
        {"rate", "汇率|折算汇率|兑换率|exchangerate|fxrate"},
        {"high_margin", "是否高毛利"},
        {"cost", "成本|成本价|单位成本|成本单价|进价|unitcost"},
        {"list_price", "单价|售价|price"},
    };
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        struct ka_str rest = ka_str(headers[i].headers), header;
        while (ka_str_next(&rest, '|', &header))
            if (ka_str_eq(header, folded))
                return headers[i].name;
    }
    return NULL;
}

static const char *contract_name(const struct ka_alias_index *index, const char *header,
                                 int *rank)
{
    struct ka_buf folded = {0};
    struct ka_alias alias;
    ka_text_fold(&folded, ka_str(header));
    const char *name = own_name(ka_buf_str(&folded));
    ka_buf_clear(&folded);
    *rank = 0;
    if (name || !ka_alias_find(index, ka_str(header), &alias))
        return name;
    *rank = alias.rank;
    return alias.field == KA_FIELD_UNIT_COST ? "cost" : ka_field_name(alias.field);
}

// Gives columns their names in the contract; of several for one the best header's, and
// none where one has that name already.
static void name_columns(struct ka_frame *frame, const char *table)
{
    struct ka_alias_index index;
    ka_alias_index_init(&index);
    int rank, best = 1;
    for (int wanted = 0; wanted <= best; wanted++)
        for (size_t i = 0; i < frame->width; i++) {
            const char *name = contract_name(&index, frame->columns[i].name, &rank);
            best = name && rank > best ? rank : best;
            if (!name || rank != wanted || !ka_schema_find(table, name) ||
                ka_schema_find(table, frame->columns[i].name) ||
                ka_frame_find(frame, name) != KA_NONE)
                continue;
            free(frame->columns[i].name);
            frame->columns[i].name = ka_strdup(name);
        }
    ka_alias_index_clear(&index);
}

static bool load_table(struct ka_frame *frame, const char *table, const char *path,
                       struct ka_error *err)
{
    static const struct ka_reader_options any = {.kind = KA_INPUT_ANY};
    if (!ka_frame_load(frame, path, &any, err))
        return false;
    name_columns(frame, table);
    ka_side_table_translate(frame, table);
    return true;
}

// A cell of a table that people keep in a spreadsheet: without the apostrophe that
// guards a name like =A from being taken for a formula.
static struct ka_str table_cell(struct ka_side *side, const struct ka_frame *frame,
                                size_t column, size_t row)
{
    struct ka_str cell = ka_frame_cell(frame, column, row);
    if (cell.n > 1 && cell.p[0] == '\'' && memchr("=+-@", cell.p[1], 4))
        cell = (struct ka_str){cell.p + 1, cell.n - 1};
    return ka_side_canonical(side, cell);
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
            return fail_at(frame, row, column, key, "stands twice", err);
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
    if (!load_table(&side->accounts, "accounts", path, err) ||
        !index_ids(side, frame, "account_id", &side->account_ids, err) ||
        !check_enum(frame, "accounts", "group", err) ||
        !check_enum(frame, "accounts", "axis", err))
        return false;
    index_names(side, frame, "account", &side->account_names, &side->account_rows,
                &side->account_cap);
    return true;
}

// An amount as people write it; *value is KA_DECIMAL_NONE for nothing.
static bool read_amount(const struct ka_frame *frame, const char *column, size_t row,
                        int64_t *value, struct ka_error *err)
{
    size_t place = ka_frame_find(frame, column);
    struct ka_number number;
    bool rounded = false;
    *value = KA_DECIMAL_NONE;
    struct ka_str cell =
        place == KA_NONE ? KA_STR("") : ka_str_trim(ka_frame_cell(frame, place, row));
    if (cell.n == 0)
        return true;
    if (!ka_number_parse(cell, '.', &number) || number.percent ||
        !ka_number_scale(&number, KA_DECIMAL_DIGITS, value, &rounded))
        return fail_at(frame, row, column, cell, "is not an amount", err);
    if (number.currency && strcmp(number.currency, "CNY") != 0)
        return fail_at(frame, row, column, cell, "is not in the base currency", err);
    return *value >= 0 || fail_at(frame, row, column, cell, "is below 0", err);
}

static bool read_goods(const struct ka_frame *frame, size_t row, struct ka_goods *goods,
                       struct ka_error *err)
{
    size_t place = ka_frame_find(frame, "high_margin");
    struct ka_str flag = place == KA_NONE ? KA_STR("") : ka_frame_cell(frame, place, row);
    if (!ka_side_flag(flag, &goods->high_margin))
        return fail_at(frame, row, "high_margin", flag, "is not yes or no", err);
    return read_amount(frame, "list_price", row, &goods->list_price, err) &&
           read_amount(frame, "cost", row, &goods->cost, err);
}

static bool load_products(struct ka_side *side, const char *path, struct ka_error *err)
{
    if (!path)
        return true;
    const struct ka_frame *frame = &side->products;
    if (!load_table(&side->products, "products", path, err) ||
        !index_ids(side, frame, "product_id", &side->product_ids, err))
        return false;
    side->goods = ka_alloc(frame->rows, sizeof *side->goods);
    for (size_t row = 0; row < frame->rows; row++)
        if (!read_goods(frame, row, &side->goods[row], err))
            return false;
    index_names(side, frame, "product", &side->product_names, &side->product_rows,
                &side->product_cap);
    return true;
}

// Puts one row of the alias table; false when the alias stands for another account too.
static bool put_alias(struct ka_side *side, struct ka_str alias, struct ka_str id,
                      uint64_t line)
{
    bool is_new;
    size_t number = ka_map_put(&side->aliases, alias, &is_new);
    size_t target = ka_map_put(&side->alias_targets, id, NULL);
    side->alias_to =
        ka_grow(side->alias_to, &side->alias_cap, number + 1, sizeof *side->alias_to);
    side->alias_lines = ka_grow(side->alias_lines, &side->alias_line_cap, number + 1,
                                sizeof *side->alias_lines);
    if (is_new) {
        side->alias_to[number] = target;
        side->alias_lines[number] = line;
    }
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
        if (!put_alias(side, alias, id, frame->lines[row]))
            return fail_at(frame, row, "alias", alias, "stands for two accounts", err);
    }
    return true;
}

// Number of the alias that an alias leads to; KA_NONE: to an account.
static size_t next_alias(const struct ka_side *side, size_t alias)
{
    size_t next = ka_map_find(&side->aliases, side->alias_targets.keys[side->alias_to[alias]]);
    return next == alias ? KA_NONE : next;
}

// The chain from an alias to an account; KA_NONE and an error when it never ends.
static bool follow_chain(const struct ka_side *side, const char *source, size_t alias,
                         size_t *last, struct ka_error *err)
{
    *last = alias;
    for (size_t hops = 0, next; (next = next_alias(side, *last)) != KA_NONE; hops++) {
        if (next == alias || hops > side->aliases.count)
            return ka_fail(err, KA_BAD_DATA,
                           "%s:%llu: column 'alias': %s leads back to itself by line %llu",
                           source, (unsigned long long)side->alias_lines[next],
                           KA_QUOTE(side->aliases.keys[next]),
                           (unsigned long long)side->alias_lines[*last]);
        *last = next;
    }
    return true;
}

static bool resolve_chains(struct ka_side *side, const char *source, struct ka_error *err)
{
    size_t *ends = ka_alloc(side->aliases.count, sizeof *ends), last;
    bool good = true;
    for (size_t i = 0; good && i < side->aliases.count; i++) {
        good = follow_chain(side, source, i, &last, err);
        ends[i] = side->alias_to[last];
    }
    if (good && side->aliases.count)
        memcpy(side->alias_to, ends, side->aliases.count * sizeof *ends);
    free(ends);
    return good;
}

static bool load_aliases(struct ka_side *side, const char *path, struct ka_error *err)
{
    if (!path)
        return true;
    struct ka_frame frame = {0};
    bool good = load_table(&frame, "alias", path, err) && put_aliases(side, &frame, err) &&
                resolve_chains(side, frame.source, err);
    ka_frame_clear(&frame);
    return good;
}

static bool put_rate(struct ka_side *side, const struct ka_frame *frame, size_t row,
                     const size_t places[3], struct ka_error *err)
{
    struct ka_str currency =
        ka_currency_named(&side->arena, table_cell(side, frame, places[0], row));
    struct ka_str period = ka_frame_cell(frame, places[1], row);
    struct ka_str rate = ka_frame_cell(frame, places[2], row);
    struct ka_number number;
    int32_t month;
    if (currency.n == 0)
        return fail_at(frame, row, "currency", currency, "is no currency", err);
    if (!ka_month_parse_form(period, &month))
        return fail_at(frame, row, "period", period, "is not a month such as 2024-01", err);
    if (!ka_number_parse(rate, '.', &number) || number.mantissa <= 0 || number.percent)
        return fail_at(frame, row, "rate", rate, "is not a rate above 0", err);
    struct ka_buf room = {0};
    bool is_new;
    size_t at = ka_map_put(&side->rate_keys, ka_side_rate_key(currency, month, &room), &is_new);
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
    bool good = load_table(&frame, "fx", path, err) &&
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
    bool good = load_accounts(side, paths->accounts, err) &&
                load_aliases(side, paths->alias, err) &&
                load_products(side, paths->products, err) && load_rates(side, paths->fx, err);
    ka_side_find_columns(side);
    return good;
}

void ka_side_clear(struct ka_side *side)
{
    struct ka_map *maps[] = {&side->account_ids,   &side->account_names, &side->aliases,
                             &side->alias_targets, &side->product_ids,   &side->product_names,
                             &side->rate_keys,     &side->party_keys,    &side->article_keys};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        ka_map_clear(maps[i]);
    void *blocks[] = {side->account_rows, side->product_rows, side->alias_to, side->alias_lines,
                      side->rates,        side->goods,        side->parties,  side->articles};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        free(blocks[i]);
    ka_frame_clear(&side->accounts);
    ka_frame_clear(&side->products);
    ka_arena_clear(&side->arena);
    *side = (struct ka_side){0};
}
