// SPDX-License-Identifier: GPL-3.0-or-later
// Reading sales into months of accounts, and these into those of managers and channels.
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "sales/each.h"
#include "sales/headers.h"
#include "sales/plan.h"
#include "table/date.h"
#include "table/decimal.h"

static const enum ka_sale_column attributes[KA_PLAN_ATTRIBUTES] = {
    [KA_PLAN_NAME] = KA_SALE_ACCOUNT,
    [KA_PLAN_CHANNEL] = KA_SALE_CHANNEL,
    [KA_PLAN_MANAGER] = KA_SALE_MANAGER};

struct book {
    struct ka_plan *plan;
    int32_t newest;
};

// ---- Sales ----

static struct ka_plan_cell *find_cell(struct ka_plan_account *account, int32_t month)
{
    for (size_t i = account->count; i-- > 0;) // rows mostly come by date
        if (account->cells[i].month == month)
            return &account->cells[i];
    KA_ROOM(account->cells, account->count, account->cap);
    account->cells[account->count] = (struct ka_plan_cell){.month = month};
    return &account->cells[account->count++];
}

// What is unknown makes the sum unknown.
static bool add(int64_t *sum, int64_t value)
{
    if (*sum == KA_DECIMAL_NONE || value == KA_DECIMAL_NONE) {
        *sum = KA_DECIMAL_NONE;
        return true;
    }
    return !__builtin_add_overflow(*sum, value, sum);
}

static bool take_sale(const struct ka_sale *sale, void *context, struct ka_error *err)
{
    struct book *book = context;
    struct ka_plan *plan = book->plan;
    if (plan->options.asof != KA_DATE_NONE && sale->date > plan->options.asof) {
        plan->later++;
        return true;
    }
    size_t known = plan->roster.ids.count, number = ka_roster_add(&plan->roster, sale);
    plan->accounts =
        ka_grow(plan->accounts, &plan->account_cap, number + 1, sizeof *plan->accounts);
    struct ka_plan_account *account = &plan->accounts[number];
    if (number == known)
        *account = (struct ka_plan_account){.first = sale->date, .row = KA_NONE};
    account->first = sale->date < account->first ? sale->date : account->first;
    book->newest = sale->date > book->newest ? sale->date : book->newest;
    int64_t qty = sale->qty == KA_DECIMAL_NONE && sale->kind == KA_ADJUST ? 0 : sale->qty;
    const int64_t value[KA_GOALS] = {sale->revenue, sale->margin, qty};
    struct ka_plan_cell *cell = find_cell(account, ka_date_month(sale->date));
    for (int g = 0; g < KA_GOALS; g++)
        if (!add(&cell->sum[g], value[g]))
            return ka_fail(err, KA_BAD_DATA, "account %s: the %s of a month is out of range",
                           KA_QUOTE(sale->text[KA_SALE_ACCOUNT_ID]), ka_goal_names[g]);
    return true;
}

// ---- The table of accounts ----

static bool join_rows(struct ka_plan *plan, size_t key, struct ka_error *err)
{
    struct ka_map seen = {0};
    struct ka_buf id = {0};
    bool good = true;
    for (size_t row = 0; good && row < plan->table.rows; row++) {
        bool is_new;
        ka_buf_reset(&id);
        ka_text_nfkc(&id, ka_frame_cell(&plan->table, key, row));
        ka_map_put(&seen, ka_buf_str(&id), &is_new);
        size_t number = ka_map_find(&plan->roster.ids, ka_buf_str(&id));
        if (number != KA_NONE)
            plan->accounts[number].row = row;
        if (id.n == 0 || !is_new)
            good = ka_frame_refuse(&plan->table, key, row, id.n ? "stands twice" : "is no id",
                                   err);
    }
    ka_buf_clear(&id);
    ka_map_clear(&seen);
    return good;
}

static bool read_accounts(struct ka_plan *plan, struct ka_meta *meta, struct ka_error *err)
{
    static const char *const names[KA_PLAN_ATTRIBUTES] = {"account", "channel", "manager"};
    size_t key;
    if (!plan->options.accounts)
        return true;
    if (!ka_side_table_load(&plan->table, "accounts", plan->options.accounts, meta, err) ||
        !ka_frame_need(&plan->table, "account_id", &key, err))
        return false;
    for (int i = 0; i < KA_PLAN_ATTRIBUTES; i++)
        plan->place[i] = ka_frame_find(&plan->table, names[i]);
    return join_rows(plan, key, err);
}

static const struct ka_plan_account *account_of(const struct ka_plan *plan, size_t rank)
{
    return &plan->accounts[plan->roster.ids_ranked.number[rank]];
}

struct ka_str ka_plan_attribute(const struct ka_plan *plan, size_t rank, size_t attribute)
{
    size_t row = account_of(plan, rank)->row;
    struct ka_str own = row == KA_NONE || plan->place[attribute] == KA_NONE
                            ? KA_STR("")
                            : ka_frame_cell(&plan->table, plan->place[attribute], row);
    return own.n > 0 ? own : ka_roster_attribute(&plan->roster, rank, attribute);
}

// ---- Groups ----

struct sum {
    ka_int128 value;
    bool unknown;
};

struct sums {
    struct sum *of; // group × goal × month
    size_t cap;
};

// The digit keeps a channel apart from a manager of its name.
static struct ka_str group_key(struct ka_buf *room, enum ka_scope scope, struct ka_str id)
{
    ka_buf_reset(room);
    ka_buf_add_char(room, (char)('0' + scope));
    ka_text_nfkc(room, id);
    return ka_buf_str(room);
}

static void add_account(struct ka_plan *plan, struct sums *sums, size_t group, size_t rank)
{
    size_t all = KA_GOALS * plan->months, had = sums->cap;
    const struct ka_plan_account *account = account_of(plan, rank);
    sums->of = ka_grow(sums->of, &sums->cap, (group + 1) * all, sizeof *sums->of);
    for (; had < sums->cap; had++)
        sums->of[had] = (struct sum){0};
    for (size_t i = 0; i < account->count; i++)
        for (size_t g = 0; g < KA_GOALS; g++) {
            const struct ka_plan_cell *cell = &account->cells[i];
            size_t month = (size_t)(cell->month - plan->first_month);
            struct sum *sum = &sums->of[group * all + g * plan->months + month];
            sum->unknown |= cell->sum[g] == KA_DECIMAL_NONE;
            sum->value += cell->sum[g] == KA_DECIMAL_NONE ? 0 : cell->sum[g];
        }
}

static void make_groups(struct ka_plan *plan)
{
    struct sums sums = {0};
    struct ka_buf room = {0};
    for (size_t i = 0; i < plan->roster.ids.count; i++)
        for (int scope = KA_OF_COMPANY; scope < KA_OF_ACCOUNT; scope++) {
            struct ka_str id = scope == KA_OF_COMPANY ? KA_STR("")
                               : scope == KA_OF_MANAGER
                                   ? ka_plan_attribute(plan, i, KA_PLAN_MANAGER)
                                   : ka_plan_attribute(plan, i, KA_PLAN_CHANNEL);
            struct ka_str key = group_key(&room, (enum ka_scope)scope, id);
            add_account(plan, &sums, ka_map_put(&plan->groups, key, NULL), i);
        }
    size_t n = plan->groups.count * plan->months;
    for (size_t g = 0; g < KA_GOALS; g++) {
        plan->sums[g] = ka_alloc(n, sizeof *plan->sums[g]);
        for (size_t i = 0; i < n; i++) {
            size_t group = i / plan->months, month = i % plan->months;
            struct sum sum = sums.of[(group * KA_GOALS + g) * plan->months + month];
            plan->sums[g][i] = sum.unknown ? NAN : ka_decimal_real(sum.value);
        }
    }
    ka_keys_rank(&plan->groups_ranked, &plan->groups);
    ka_buf_clear(&room);
    free(sums.of);
}

size_t ka_plan_find(const struct ka_plan *plan, enum ka_scope scope, struct ka_str id)
{
    struct ka_buf room = {0};
    size_t number = scope == KA_OF_ACCOUNT
                        ? ka_map_find(&plan->roster.ids, id)
                        : ka_map_find(&plan->groups, group_key(&room, scope, id));
    ka_buf_clear(&room);
    return scope != KA_OF_ACCOUNT || number == KA_NONE ? number
                                                       : plan->roster.ids_ranked.rank[number];
}

void ka_plan_each(const struct ka_plan *plan, enum ka_scope scope, ka_plan_take *take,
                  void *context)
{
    for (size_t i = 0; scope == KA_OF_ACCOUNT && i < plan->roster.ids.count; i++)
        take(i, ka_roster_id(&plan->roster, i), context);
    for (size_t i = 0; scope != KA_OF_ACCOUNT && i < plan->groups.count; i++) {
        struct ka_str key = plan->groups.keys[plan->groups_ranked.number[i]];
        if (key.p[0] == '0' + (int)scope && (key.n > 1 || scope == KA_OF_COMPANY))
            take(plan->groups_ranked.number[i], (struct ka_str){key.p + 1, key.n - 1}, context);
    }
}

void ka_plan_series(const struct ka_plan *plan, enum ka_scope scope, size_t which,
                    enum ka_goal goal, double *series)
{
    for (size_t m = 0; m < plan->months; m++)
        series[m] = which == KA_NONE || scope == KA_OF_ACCOUNT
                        ? 0
                        : plan->sums[goal][which * plan->months + m];
    if (which == KA_NONE || scope != KA_OF_ACCOUNT)
        return;
    const struct ka_plan_account *account = account_of(plan, which);
    for (size_t i = 0; i < account->count; i++) {
        int64_t sum = account->cells[i].sum[goal];
        series[account->cells[i].month - plan->first_month] =
            sum == KA_DECIMAL_NONE ? NAN : ka_decimal_real(sum);
    }
}

// ---- All ----

static bool find_months(struct ka_plan *plan, int32_t newest, struct ka_error *err)
{
    if (plan->roster.ids.count == 0)
        return ka_fail(err, KA_NOT_ESTIMABLE, "there are no sales rows up to the last day");
    plan->asof = plan->options.asof == KA_DATE_NONE ? newest : plan->options.asof;
    plan->first_month = ka_date_month(plan->asof);
    for (size_t i = 0; i < plan->roster.ids.count; i++)
        if (ka_date_month(plan->accounts[i].first) < plan->first_month)
            plan->first_month = ka_date_month(plan->accounts[i].first);
    int32_t month = ka_date_month(plan->asof), end = ka_month_first(month + 1) - 1;
    plan->months = (size_t)(month - plan->first_month) + 1;
    plan->complete =
        month - (ka_workdays_count(&plan->workdays, plan->asof + 1, end) > 0 ? 1 : 0);
    return true;
}

bool ka_plan_read(struct ka_plan *plan, const char *path, const struct ka_plan_options *options,
                  struct ka_meta *meta, struct ka_error *err)
{
    static const enum ka_sale_column columns[] = {KA_SALE_ACCOUNT, KA_SALE_CHANNEL,
                                                  KA_SALE_MANAGER, KA_SALE_QTY,
                                                  KA_SALE_COST,    KA_SALE_MARGIN};
    struct book book = {plan, KA_DATE_NONE};
    plan->options = *options;
    plan->roster.attributes = attributes;
    plan->roster.attribute_count = KA_PLAN_ATTRIBUTES;
    if (!ka_workdays_read(&plan->workdays, options->holidays, meta, err) ||
        !ka_sales_each(path, meta, columns, sizeof columns / sizeof *columns, take_sale, &book,
                       err) ||
        !find_months(plan, book.newest, err) || !read_accounts(plan, meta, err))
        return false;
    ka_roster_close(&plan->roster);
    make_groups(plan);
    return true;
}

void ka_plan_clear(struct ka_plan *plan)
{
    for (size_t i = 0; i < plan->roster.ids.count; i++)
        free(plan->accounts[i].cells);
    free(plan->accounts);
    ka_roster_clear(&plan->roster);
    ka_frame_clear(&plan->table);
    ka_workdays_clear(&plan->workdays);
    ka_map_clear(&plan->groups);
    ka_keys_clear(&plan->groups_ranked);
    for (size_t g = 0; g < KA_GOALS; g++)
        free(plan->sums[g]);
    *plan = (struct ka_plan){0};
}
