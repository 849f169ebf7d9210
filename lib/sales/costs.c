// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/costs.h"

#include <inttypes.h>

#include "sales/input.h"
#include "sales/side.h"
#include "table/date.h"

enum { ACCOUNT, PERIOD, KIND, AMOUNT, COLUMNS };

struct table {
    struct ka_frame frame;
    size_t place[COLUMNS];
    struct ka_side side; // of the accounts: the aliases
};

struct cost {
    struct ka_str account;
    int32_t month;
    int64_t amount;
};

// The contract's name first, then what people write.
static const char *const headers[COLUMNS][5] = {
    {"account_id", "客户编码", "客户编号", "客户代码", "客户"},
    {"period", "期间", "月份", "年月", "会计期间"},
    {"kind", "费用类型", "费用类别", "费用种类", "费用项目"},
    {"amount", "金额", "费用金额", "发生额", "费用"},
};

static bool is_kind(struct ka_str text)
{
    static const char *const kinds[] = {"rebate",  "slotting", "barcode", "display", "promoter",
                                        "freight", "returns",  "credit",  "service", "other",
                                        "返利",    "进场费",   "条码费",  "堆头",    "促销员",
                                        "运费",    "退货",     "账期",    "服务",    "其他"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (ka_str_eq(text, ka_str(kinds[i])))
            return true;
    return false;
}

// The books' own currency is not known here: an amount may carry the sign of no other than
// the one that is usual.
static bool is_amount(struct ka_str text, int64_t *amount)
{
    struct ka_number number;
    bool rounded = false;
    return ka_number_parse(text, '.', &number) && !number.percent &&
           (!number.currency || strcmp(number.currency, "CNY") == 0) &&
           ka_number_scale(&number, KA_DECIMAL_DIGITS, amount, &rounded) && !rounded;
}

static bool refuse(const struct table *t, size_t row, size_t column, const char *expected,
                   struct ka_error *err)
{
    struct ka_str cell = ka_str_trim(ka_frame_cell(&t->frame, t->place[column], row));
    return ka_fail(err, KA_BAD_DATA, "%s:%" PRIu64 ": column %s: %s %s", t->frame.source,
                   t->frame.lines[row],
                   KA_QUOTE(ka_str(t->frame.columns[t->place[column]].name)),
                   cell.n ? KA_QUOTE(cell) : "the cell", cell.n ? expected : "is empty");
}

static struct ka_str cell_of(const struct table *t, size_t row, size_t column)
{
    return ka_str_trim(ka_frame_cell(&t->frame, t->place[column], row));
}

static bool parse_row(struct table *t, size_t row, struct cost *cost, struct ka_error *err)
{
    cost->account = ka_side_party(&t->side, cell_of(t, row, ACCOUNT), KA_STR(""))->id;
    if (cost->account.n == 0)
        return refuse(t, row, ACCOUNT, "is no id", err);
    if (!ka_month_parse_form(cell_of(t, row, PERIOD), &cost->month))
        return refuse(t, row, PERIOD, "is not a month (YYYY-MM)", err);
    if (!is_kind(cell_of(t, row, KIND)))
        return refuse(t, row, KIND,
                      "is not one of rebate, slotting, barcode, display, promoter, freight, "
                      "returns, credit, service, other",
                      err);
    return is_amount(cell_of(t, row, AMOUNT), &cost->amount) ||
           refuse(t, row, AMOUNT, "is not an amount", err);
}

static bool find_column(struct table *t, size_t column, struct ka_error *err)
{
    for (size_t i = 0; i < sizeof *headers / sizeof **headers; i++) {
        t->place[column] = ka_frame_find(&t->frame, headers[column][i]);
        if (t->place[column] != KA_NONE)
            return true;
    }
    return ka_frame_need(&t->frame, headers[column][0], &t->place[column], err);
}

static bool read_table(struct table *t, const struct ka_costs_options *options,
                       struct ka_error *err)
{
    bool good = ka_input_load(&t->frame, options->path, options->meta, err);
    for (size_t i = 0; good && i < COLUMNS; i++)
        good = find_column(t, i, err);
    return good &&
           ka_side_load(&t->side, &(struct ka_side_paths){.alias = options->alias}, err);
}

static void add(struct ka_costs *costs, const struct ka_calendar *calendar, bool by_account,
                struct ka_ledger *ledger, const struct cost *cost)
{
    costs->rows++;
    if (cost->month < calendar->first_month || cost->month > calendar->last_month) {
        costs->outside++;
        costs->outside_amount += cost->amount;
        return;
    }
    costs->used += cost->amount;
    if (!ka_ledger_add_cost(ledger, cost->account, by_account ? cost->account : KA_STR(""),
                            cost->month, cost->amount))
        ka_map_put(&costs->orphans, cost->account, NULL);
}

bool ka_costs_read(struct ka_costs *costs, const struct ka_costs_options *options,
                   const struct ka_calendar *calendar, struct ka_ledger *ledger,
                   struct ka_error *err)
{
    struct table t = {0};
    bool good = read_table(&t, options, err);
    for (size_t row = 0; good && row < t.frame.rows; row++) {
        struct cost cost;
        good = parse_row(&t, row, &cost, err);
        if (good)
            add(costs, calendar, options->by_account, ledger, &cost);
    }
    ka_side_clear(&t.side);
    ka_frame_clear(&t.frame);
    return good;
}

void ka_costs_clear(struct ka_costs *costs)
{
    ka_map_clear(&costs->orphans);
    *costs = (struct ka_costs){0};
}
