// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>

#include "base/mem.h"
#include "sales/plain_state.h"
#include "table/writer.h"

const enum ka_sale_column ka_plain_amounts[KA_AMOUNTS] = {
    KA_SALE_QTY,     KA_SALE_LIST_PRICE, KA_SALE_UNIT_PRICE,
    KA_SALE_REVENUE, KA_SALE_COST,       KA_SALE_MARGIN};

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

static bool is_suited(const struct ka_layout *layout, const struct ka_measure_rules *rules)
{
    return has(layout, KA_SALE_REVENUE) && !has(layout, KA_SALE_HIGH_MARGIN) &&
           !has(layout, KA_SALE_DISCOUNT_RATE) && !has(layout, KA_FIELD_UNIT_COST) &&
           !has(layout, KA_FIELD_DISCOUNT_AMOUNT) && !rules->tax && !rules->return_prefix &&
           rules->decimal_mark == '.' && amounts_stay(layout);
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
    while (ka_plain_amounts[i] != amount)
        i++;
    return i;
}

// The names of accounts and products are written with their ids.
static void add_step(struct ka_plain *plain, enum ka_sale_column column)
{
    const struct ka_sale_shape *shape = plain->job->shape;
    enum ka_plain_source source = source_of(column);
    if (column == KA_SALE_ACCOUNT || column == KA_SALE_SRC_LINE ||
        (column == KA_SALE_PRODUCT && ka_sale_shape_has(shape, KA_SALE_PRODUCT_ID)))
        return;
    size_t place = source == KA_FROM_AMOUNT ? number_of(column) : plain->layout->place[column];
    plain->steps[plain->step_count++] = (struct ka_plain_step){
        source, column, place,
        source == KA_FROM_TEXT && ka_side_fills(&plain->convert->side, column)};
}

// One header may have been mapped to many columns.
static size_t count_copies(const struct ka_plain *plain)
{
    size_t most = 0;
    for (size_t i = 0; i < plain->step_count; i++) {
        size_t count = 0;
        for (size_t k = 0; k <= i; k++)
            count += plain->steps[k].source == KA_FROM_TEXT &&
                     plain->steps[k].place == plain->steps[i].place;
        most = count > most ? count : most;
    }
    return most + plain->job->shape->extras;
}

static void find_amounts(struct ka_plain *plain)
{
    for (int i = 0; i < KA_AMOUNTS; i++) {
        plain->blank.amounts[i] = (struct ka_plain_amount){KA_DECIMAL_NONE, KA_STR("")};
        if (has(plain->layout, ka_plain_amounts[i]))
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
    plain->copies = count_copies(plain);
    find_amounts(plain);
    ka_cell_format(&plain->end, ka_str(job->source));
    ka_buf_add_char(&plain->end, ',');
    return plain;
}

void ka_plain_free(struct ka_plain *plain)
{
    if (!plain)
        return;
    for (size_t i = 0; i < plain->parties.slot_count; i++) {
        const struct ka_pair *pair = plain->parties.slots[i].pair;
        if (pair && pair->lines > 0)
            ka_side_count(&plain->convert->side, pair->number, pair->lines, pair->last);
    }
    ka_pairs_clear(&plain->parties);
    ka_pairs_clear(&plain->articles);
    ka_pairs_clear(&plain->kinds);
    ka_pairs_clear(&plain->currencies);
    ka_buf_clear(&plain->end);
    ka_buf_clear(&plain->quoted);
    free(plain);
}

// ---- Before a record is added ----

void ka_plain_begin(struct ka_plain *plain, struct ka_str text)
{
    plain->text = text;
}

static struct ka_str cell_in(const struct ka_record *record, size_t place)
{
    return place < record->count ? ka_str_trim(record->cells[place]) : KA_STR("");
}

uint64_t ka_plain_prepare(const struct ka_plain *plain, const struct ka_record *record)
{
    const size_t *place = plain->layout->place;
    uint64_t hash = ka_pair_hash(cell_in(record, place[KA_SALE_ACCOUNT_ID]),
                                 cell_in(record, place[KA_SALE_ACCOUNT]));
    ka_pairs_fetch_slot(&plain->parties, hash);
    return hash;
}

void ka_plain_fetch(const struct ka_plain *plain, uint64_t hash)
{
    ka_pairs_fetch(&plain->parties, hash);
}
