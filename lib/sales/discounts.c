// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/discounts.h"

#include <math.h>
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "sales/breakdown.h"
#include "sales/input.h"

struct price_list {
    struct ka_frame frame;
    struct ka_map products; // rows by product
    int64_t *price;         // by row, KA_DECIMAL_NONE: unknown
};

static bool read_prices(struct price_list *list, const char *path, struct ka_meta *meta,
                        struct ka_error *err)
{
    size_t product, price;
    if (!ka_input_load(&list->frame, path, meta, err) ||
        !ka_frame_need(&list->frame, "product_id", &product, err) ||
        !ka_frame_need(&list->frame, "list_price", &price, err))
        return false;
    list->price = ka_alloc(list->frame.rows, sizeof *list->price);
    if (!ka_frame_decimals(&list->frame, price, list->price, err))
        return false;
    for (size_t row = 0; row < list->frame.rows; row++) {
        bool is_new;
        ka_map_put(&list->products, ka_frame_cell(&list->frame, product, row), &is_new);
        if (!is_new)
            return ka_frame_refuse(&list->frame, product, row, "is there twice", err);
        if (list->price[row] != KA_DECIMAL_NONE && list->price[row] < 0)
            return ka_frame_refuse(&list->frame, price, row, "is a price below 0", err);
    }
    return true;
}

static double discount_of(const struct price_list *list, const struct ka_goods *goods,
                          size_t count)
{
    double paid = 0, listed = 0;
    for (size_t i = 0; i < count; i++) {
        size_t row = ka_map_find(&list->products, goods[i].product);
        if (row == KA_NONE || list->price[row] == KA_DECIMAL_NONE || list->price[row] == 0)
            continue;
        paid += ka_decimal_real(goods[i].paid);
        listed += ka_decimal_real(goods[i].qty) * ka_decimal_real(list->price[row]);
    }
    return listed > 0 ? 1 - paid / listed : (double)NAN;
}

bool ka_discounts_join(struct ka_frame *accounts, const struct ka_ledger *ledger,
                       const char *path, struct ka_meta *meta, struct ka_error *err)
{
    struct price_list list = {.price = NULL};
    bool ok = read_prices(&list, path, meta, err);
    if (ok) {
        struct ka_goods *goods = ka_alloc(ledger->products.map.count, sizeof *goods);
        struct ka_column *column = ka_frame_append(accounts, "discount_rate");
        for (size_t row = 0; row < accounts->rows; row++)
            ka_column_add_real(
                column, discount_of(&list, goods, ka_breakdown_goods(ledger, row, goods)));
        free(goods);
    }
    ka_map_clear(&list.products);
    free(list.price);
    ka_frame_clear(&list.frame);
    return ok;
}
