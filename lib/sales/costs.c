// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/costs.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/input.h"
#include "table/date.h"

struct table {
    struct ka_frame frame;
    size_t account, period, kind, amount; // columns
    int64_t *amounts;
};

// KA_COST_KINDS when it is none.
static size_t kind_named(struct ka_str text)
{
    size_t kind = 0;
    while (kind < KA_COST_KINDS && !ka_str_eq(text, ka_str(ka_cost_kind_name(kind))))
        kind++;
    return kind;
}

static bool refuse(const struct table *t, size_t row, const char *column, struct ka_str cell,
                   const char *expected, struct ka_error *err)
{
    bool empty = cell.n == 0;
    return ka_fail(err, KA_BAD_DATA, "%s:%" PRIu64 ": column '%s': %s %s", t->frame.source,
                   t->frame.lines[row], column, empty ? "the cell" : KA_QUOTE(cell),
                   empty ? "is empty" : expected);
}

// Checks a row; its month and kind go to *month and *number.
static bool check_row(const struct table *t, size_t row, int32_t *month, size_t *number,
                      struct ka_error *err)
{
    struct ka_str account = ka_frame_cell(&t->frame, t->account, row);
    struct ka_str period = ka_frame_cell(&t->frame, t->period, row);
    struct ka_str kind = ka_frame_cell(&t->frame, t->kind, row);
    if (account.n == 0)
        return refuse(t, row, "account_id", account, "", err);
    if (!ka_month_parse(period, month))
        return refuse(t, row, "period", period, "is not a month (YYYY-MM)", err);
    *number = kind_named(kind);
    if (*number == KA_COST_KINDS)
        return refuse(t, row, "kind", kind,
                      "is not one of rebate, slotting, barcode, display, promoter, freight, "
                      "returns, credit, service, other",
                      err);
    return t->amounts[row] != KA_DECIMAL_NONE || refuse(t, row, "amount", KA_STR(""), "", err);
}

static bool read_table(struct table *t, const char *path, struct ka_meta *meta,
                       struct ka_error *err)
{
    struct ka_record header;
    struct ka_reader *reader = ka_input_open(path, KA_INPUT_ANY, &header, err);
    if (!reader)
        return false;
    bool good = ka_frame_read_rows(&t->frame, reader, &header, err);
    if (!ka_input_close(reader, meta, good, err))
        return false;
    t->amounts = ka_alloc(t->frame.rows, sizeof *t->amounts);
    return ka_frame_need(&t->frame, "account_id", &t->account, err) &&
           ka_frame_need(&t->frame, "period", &t->period, err) &&
           ka_frame_need(&t->frame, "kind", &t->kind, err) &&
           ka_frame_need(&t->frame, "amount", &t->amount, err) &&
           ka_frame_decimals(&t->frame, t->amount, t->amounts, err);
}

static void add(struct ka_costs *costs, const struct ka_calendar *calendar, bool by_account,
                struct ka_ledger *ledger, struct ka_str account, int32_t month, size_t kind,
                int64_t amount)
{
    costs->rows++;
    if (month < calendar->first_month || month > calendar->last_month) {
        costs->outside++;
        costs->outside_amount += amount;
        return;
    }
    costs->used += amount;
    if (!ka_ledger_add_cost(ledger, account, by_account ? account : KA_STR(""), month, kind,
                            amount))
        ka_map_put(&costs->orphans, account, NULL);
}

bool ka_costs_read(struct ka_costs *costs, const char *path, const struct ka_calendar *calendar,
                   bool by_account, struct ka_ledger *ledger, struct ka_meta *meta,
                   struct ka_error *err)
{
    struct table t = {0};
    bool good = read_table(&t, path, meta, err);
    for (size_t row = 0; good && row < t.frame.rows; row++) {
        int32_t month;
        size_t kind;
        good = check_row(&t, row, &month, &kind, err);
        if (good)
            add(costs, calendar, by_account, ledger, ka_frame_cell(&t.frame, t.account, row),
                month, kind, t.amounts[row]);
    }
    free(t.amounts);
    ka_frame_clear(&t.frame);
    return good;
}

void ka_costs_clear(struct ka_costs *costs)
{
    ka_map_clear(&costs->orphans);
    *costs = (struct ka_costs){0};
}
