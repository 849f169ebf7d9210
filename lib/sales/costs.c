// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/costs.h"

#include <inttypes.h>

#include "sales/headers.h"
#include "sales/side.h"
#include "table/date.h"

enum { ACCOUNT, PERIOD, KIND, AMOUNT, COLUMNS };

struct table {
    struct ka_frame frame;
    size_t place[COLUMNS];
    struct ka_side side; // of the accounts: the aliases
};

static const char *const names[COLUMNS] = {"account_id", "period", "kind", "amount"};

// KA_COST_KINDS when it is none.
static size_t kind_named(struct ka_str text)
{
    size_t kind = 0;
    while (kind < KA_COST_KINDS && !ka_str_eq(text, ka_str(ka_cost_kind_name(kind))))
        kind++;
    return kind;
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
                   t->frame.lines[row], KA_QUOTE(ka_str(names[column])),
                   cell.n ? KA_QUOTE(cell) : "the cell", cell.n ? expected : "is empty");
}

static struct ka_str cell_of(const struct table *t, size_t row, size_t column)
{
    return ka_str_trim(ka_frame_cell(&t->frame, t->place[column], row));
}

static bool parse_row(struct table *t, size_t row, struct ka_cost *cost, struct ka_error *err)
{
    cost->account = ka_side_party(&t->side, cell_of(t, row, ACCOUNT), KA_STR(""))->id;
    if (cost->account.n == 0)
        return refuse(t, row, ACCOUNT, "is no id", err);
    if (!ka_month_parse_form(cell_of(t, row, PERIOD), &cost->month))
        return refuse(t, row, PERIOD, "is not a month (YYYY-MM)", err);
    cost->kind = kind_named(cell_of(t, row, KIND));
    if (cost->kind == KA_COST_KINDS)
        return refuse(t, row, KIND,
                      "is not one of rebate, slotting, barcode, display, promoter, freight, "
                      "returns, credit, service, other",
                      err);
    return is_amount(cell_of(t, row, AMOUNT), &cost->amount) ||
           refuse(t, row, AMOUNT, "is not an amount", err);
}

static bool read_table(struct table *t, const struct ka_costs_options *options,
                       struct ka_error *err)
{
    bool good = ka_side_table_load(&t->frame, "costs", options->path, options->meta, err);
    for (size_t i = 0; good && i < COLUMNS; i++)
        good = ka_frame_need(&t->frame, names[i], &t->place[i], err);
    return good &&
           ka_side_load(&t->side, &(struct ka_side_paths){.alias = options->alias}, err);
}

bool ka_costs_each(const struct ka_costs_options *options, ka_cost_take *take, void *context,
                   struct ka_error *err)
{
    struct table t = {0};
    bool good = read_table(&t, options, err);
    for (size_t row = 0; good && row < t.frame.rows; row++) {
        struct ka_cost cost;
        good = parse_row(&t, row, &cost, err);
        if (good)
            take(&cost, context);
    }
    ka_side_clear(&t.side);
    ka_frame_clear(&t.frame);
    return good;
}

struct booking {
    struct ka_costs *costs;
    const struct ka_calendar *calendar;
    struct ka_ledger *ledger;
    const struct ka_costs_options *options;
};

static void book(const struct ka_cost *cost, void *context)
{
    struct booking *b = context;
    if (!ka_shard_has(&b->options->shard, cost->account))
        return;
    b->costs->rows++;
    if (cost->month < b->calendar->first_month || cost->month > b->calendar->last_month) {
        b->costs->outside++;
        b->costs->outside_amount += cost->amount;
        return;
    }
    b->costs->used += cost->amount;
    if (!ka_ledger_add_cost(b->ledger, cost->account,
                            b->options->by_account ? cost->account : KA_STR(""), cost->month,
                            cost->kind, cost->amount))
        ka_map_put(&b->costs->orphans, cost->account, NULL);
}

bool ka_costs_read(struct ka_costs *costs, const struct ka_costs_options *options,
                   const struct ka_calendar *calendar, struct ka_ledger *ledger,
                   struct ka_error *err)
{
    struct booking booking = {costs, calendar, ledger, options};
    return ka_costs_each(options, book, &booking, err);
}

void ka_costs_clear(struct ka_costs *costs)
{
    ka_map_clear(&costs->orphans);
    *costs = (struct ka_costs){0};
}
