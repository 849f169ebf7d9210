// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/monthly.h"

#include <stdlib.h>

#include "base/mem.h"
#include "sales/fields.h"
#include "table/date.h"

struct month {
    struct ka_str key, account, channel;
    int32_t month;
    int64_t orders;
    ka_int128 revenue, margin, qty, cost_to_serve, net_profit;
};

struct months {
    const struct ka_ledger *ledger;
    bool with_costs;
    struct ka_order_count orders;
    struct month *row;
    size_t count, cap;
};

static struct ka_str attribute_of(const struct ka_ledger *ledger, size_t key,
                                  enum ka_sale_column column)
{
    for (size_t i = 0; i < ledger->attribute_count; i++)
        if (ledger->attributes[i] == column)
            return ka_ledger_attribute(ledger, key, i);
    return KA_STR("");
}

// A run of lines and one of costs of the same key and month.
static void add_month(struct months *m, size_t key, int32_t month,
                      const struct ka_ledger_line *line, size_t lines,
                      const struct ka_ledger_cost *cost, size_t costs)
{
    struct ka_totals totals = {0};
    ka_int128 cost_to_serve = 0;
    for (size_t i = 0; i < lines; i++)
        ka_totals_add(&totals, &line[i]);
    for (size_t i = 0; i < costs; i++)
        cost_to_serve += cost[i].amount;
    ka_int128 margin = ka_totals_margin(&totals, m->ledger);
    bool has_profit = m->with_costs && margin != KA_SUM_NONE;
    KA_ROOM(m->row, m->count, m->cap);
    m->row[m->count++] = (struct month){
        .key = ka_names_at(&m->ledger->keys, key),
        .account = attribute_of(m->ledger, key, KA_SALE_ACCOUNT),
        .channel = attribute_of(m->ledger, key, KA_SALE_CHANNEL),
        .month = month,
        .orders = (int64_t)ka_order_count_lines(&m->orders, line, lines),
        .revenue = totals.revenue,
        .margin = margin,
        .qty = ka_totals_qty(&totals, m->ledger),
        .cost_to_serve = m->with_costs ? cost_to_serve : KA_SUM_NONE,
        .net_profit = has_profit ? margin - cost_to_serve : KA_SUM_NONE,
    };
}

// Merges the lines and the costs of a key by month; both are sorted.
static void add_key(struct months *m, size_t key)
{
    const struct ka_ledger *ledger = m->ledger;
    const struct ka_ledger_line *line = ledger->lines + ledger->line_start[key];
    const struct ka_ledger_line *line_end = ledger->lines + ledger->line_start[key + 1];
    const struct ka_ledger_cost *cost = ledger->costs + ledger->cost_start[key];
    const struct ka_ledger_cost *cost_end = ledger->costs + ledger->cost_start[key + 1];
    while (line < line_end || cost < cost_end) {
        int32_t month = line < line_end ? ka_date_month(line->date) : cost->month;
        if (cost < cost_end && cost->month < month)
            month = cost->month;
        size_t lines = 0, costs = 0;
        while (line + lines < line_end && ka_date_month(line[lines].date) == month)
            lines++;
        while (cost + costs < cost_end && cost[costs].month == month)
            costs++;
        add_month(m, key, month, line, lines, cost, costs);
        line += lines;
        cost += costs;
    }
}

#define FIELD(member, type, always)                                                            \
    {                                                                                          \
#member, type, offsetof(struct month, member), always                                  \
    }

static void append_fields(const struct months *m, const char *by, struct ka_frame *frame)
{
    const struct ka_field fields[] = {
        {by, KA_FIELD_TEXT, offsetof(struct month, key), true},
        FIELD(account, KA_FIELD_TEXT, false),
        FIELD(channel, KA_FIELD_TEXT, false),
        {"period", KA_FIELD_MONTH, offsetof(struct month, month), true},
        FIELD(revenue, KA_FIELD_SUM, true),
        FIELD(margin, KA_FIELD_SUM, false),
        FIELD(orders, KA_FIELD_COUNT, true),
        FIELD(qty, KA_FIELD_SUM, false),
        FIELD(cost_to_serve, KA_FIELD_SUM, false),
        FIELD(net_profit, KA_FIELD_SUM, false),
    };
    frame->rows = m->count;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        ka_field_append(frame, &fields[i], m->row, sizeof *m->row);
}

void ka_monthly_make(const struct ka_ledger *ledger, const char *by, bool with_costs,
                     struct ka_frame *frame)
{
    struct months m = {.ledger = ledger, .with_costs = with_costs};
    ka_order_count_init(&m.orders, ledger);
    for (size_t key = 0; key < ledger->keys.map.count; key++)
        add_key(&m, key);
    append_fields(&m, by, frame);
    ka_order_count_clear(&m.orders);
    free(m.row);
}
