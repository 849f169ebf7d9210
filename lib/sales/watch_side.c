// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/watch_side.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "sales/costs.h"
#include "sales/headers.h"
#include "sales/ledger.h"
#include "sales/schema.h"
#include "sales/side.h"
#include "sales/targets.h"
#include "table/date.h"

const char *const ka_watch_tables[] = {"costs",       "contacts", "complaints",
                                       "receivables", "targets",  "accounts"};
const char *const ka_watch_scopes[] = {"company", "manager", "channel", "account"};

struct work {
    struct ka_watch_side *side;
    const struct ka_journal *journal;
    struct ka_side aliases;
    size_t *rank; // of each number in the journal's ids
    int32_t asof;
};

struct table {
    struct work *work;
    enum ka_watch_table which;
    struct ka_frame frame;
};

static size_t find_account(const struct work *w, struct ka_str id)
{
    size_t number = ka_map_find(&w->journal->ids, id);
    return number == KA_NONE ? KA_NONE : w->rank[number];
}

// ---- Cells ----

static bool refuse(const struct table *t, size_t row, const char *column, const char *says,
                   struct ka_error *err)
{
    struct ka_str cell = ka_frame_cell(&t->frame, ka_frame_find(&t->frame, column), row);
    return ka_fail(err, KA_BAD_DATA, "%s:%" PRIu64 ": column '%s': %s %s", t->frame.source,
                   t->frame.lines[row], column, cell.n ? KA_QUOTE(cell) : "the cell",
                   cell.n ? says : "is empty");
}

static struct ka_str keep(const struct table *t, size_t column, size_t row)
{
    return column == KA_NONE
               ? KA_STR("")
               : ka_arena_str(&t->work->side->texts, ka_frame_cell(&t->frame, column, row));
}

// The account of each row, KA_NONE: it has no sales.
static bool read_accounts(struct table *t, size_t *account, struct ka_error *err)
{
    size_t column;
    if (!ka_frame_need(&t->frame, "account_id", &column, err))
        return false;
    for (size_t row = 0; row < t->frame.rows; row++) {
        struct ka_str cell = ka_frame_cell(&t->frame, column, row);
        struct ka_str id = ka_side_party(&t->work->aliases, cell, KA_STR(""))->id;
        if (id.n == 0)
            return refuse(t, row, "account_id", "is no id", err);
        account[row] = find_account(t->work, id);
        t->work->side->strangers[t->which] += account[row] == KA_NONE;
    }
    return true;
}

// A column of dates, each of them known when `required`; a column that is not there is one of
// empty cells.
static bool read_dates(const struct table *t, const char *name, bool required, int32_t *date,
                       struct ka_error *err)
{
    size_t column = ka_frame_find(&t->frame, name);
    if (required && !ka_frame_need(&t->frame, name, &column, err))
        return false;
    for (size_t row = 0; column == KA_NONE && row < t->frame.rows; row++)
        date[row] = KA_DATE_NONE;
    if (column != KA_NONE && !ka_frame_dates(&t->frame, column, date, err))
        return false;
    for (size_t row = 0; required && row < t->frame.rows; row++)
        if (date[row] == KA_DATE_NONE)
            return refuse(t, row, name, "is not a date (YYYY-MM-DD)", err);
    return true;
}

static bool read_amounts(const struct table *t, const char *name, bool required,
                         int64_t *amount, struct ka_error *err)
{
    size_t column = ka_frame_find(&t->frame, name);
    if (required && !ka_frame_need(&t->frame, name, &column, err))
        return false;
    for (size_t row = 0; column == KA_NONE && row < t->frame.rows; row++)
        amount[row] = 0;
    if (column != KA_NONE && !ka_frame_decimals(&t->frame, column, amount, err))
        return false;
    for (size_t row = 0; row < t->frame.rows; row++) {
        if (amount[row] == KA_DECIMAL_NONE && required)
            return refuse(t, row, name, "is not an amount", err);
        if (amount[row] == KA_DECIMAL_NONE)
            amount[row] = 0;
    }
    return true;
}

// ---- Costs ----

static void take_cost(const struct ka_cost *cost, void *context)
{
    struct work *w = context;
    struct ka_watch_side *side = w->side;
    size_t account = find_account(w, cost->account);
    if (account == KA_NONE) {
        side->strangers[KA_WATCH_COSTS]++;
        return;
    }
    KA_ROOM(side->costs, side->cost_count, side->cost_cap);
    side->costs[side->cost_count++] =
        (struct ka_watch_cost){account, cost->month, cost->amount};
}

static int compare_costs(const void *a, const void *b)
{
    const struct ka_watch_cost *x = a, *y = b;
    return x->account != y->account ? KA_COMPARE(x->account, y->account)
           : x->month != y->month   ? KA_COMPARE(x->month, y->month)
                                    : KA_COMPARE(x->amount, y->amount);
}

static bool load_costs(struct work *w, const struct ka_watch_paths *paths, struct ka_meta *meta,
                       struct ka_error *err)
{
    const struct ka_costs_options options = {
        .path = paths->of[KA_WATCH_COSTS], .alias = paths->alias, .meta = meta};
    if (!ka_costs_each(&options, take_cost, w, err))
        return false;
    if (w->side->cost_count > 1)
        qsort(w->side->costs, w->side->cost_count, sizeof *w->side->costs, compare_costs);
    return true;
}

// ---- Contacts ----

struct contact {
    size_t account;
    int32_t date;
};

static int compare_contacts(const void *a, const void *b)
{
    const struct contact *x = a, *y = b;
    return x->account != y->account ? KA_COMPARE(x->account, y->account)
                                    : KA_COMPARE(x->date, y->date);
}

static bool take_contacts(struct table *t, const size_t *account, struct ka_error *err)
{
    struct ka_watch_side *side = t->work->side;
    size_t n = 0;
    int32_t *date = ka_alloc(t->frame.rows, sizeof *date);
    struct contact *contact = ka_alloc(t->frame.rows, sizeof *contact);
    bool good = read_dates(t, "date", true, date, err);
    side->met = ka_zalloc(ka_journal_accounts(t->work->journal), sizeof *side->met);
    side->log_begin = t->work->asof;
    for (size_t row = 0; good && row < t->frame.rows; row++) {
        if (date[row] < side->log_begin)
            side->log_begin = date[row];
        if (account[row] != KA_NONE && date[row] <= t->work->asof)
            contact[n++] = (struct contact){account[row], date[row]};
    }
    if (n > 1)
        qsort(contact, n, sizeof *contact, compare_contacts);
    for (size_t i = 0; i < n; i++) {
        struct ka_watch_met *met = &side->met[contact[i].account];
        if (met->days == 0)
            met->first = contact[i].date;
        met->days += met->days == 0 || contact[i].date != met->last;
        met->last = contact[i].date;
    }
    free(contact);
    free(date);
    return good;
}

// ---- Complaints ----

static bool take_complaint(const struct table *t, size_t row, struct ka_watch_complaint c,
                           struct ka_error *err)
{
    struct ka_watch_side *side = t->work->side;
    if (c.closed != KA_DATE_NONE && c.closed < c.opened)
        return refuse(t, row, "closed", "is before it was opened", err);
    if (c.opened > t->work->asof)
        return true;
    if (c.closed > t->work->asof)
        c.closed = KA_DATE_NONE;
    KA_ROOM(side->complaints, side->complaint_count, side->complaint_cap);
    side->complaints[side->complaint_count++] = c;
    return true;
}

static bool take_complaints(struct table *t, const size_t *account, struct ka_error *err)
{
    size_t id, type = ka_frame_find(&t->frame, "type");
    struct ka_map ids = {0};
    int32_t *opened = ka_alloc(t->frame.rows, sizeof *opened);
    int32_t *closed = ka_alloc(t->frame.rows, sizeof *closed);
    bool good = ka_frame_need(&t->frame, "complaint_id", &id, err) &&
                read_dates(t, "opened", true, opened, err) &&
                read_dates(t, "closed", false, closed, err);
    for (size_t row = 0; good && row < t->frame.rows; row++) {
        bool is_new;
        ka_map_put(&ids, ka_frame_cell(&t->frame, id, row), &is_new);
        good = is_new
                   ? take_complaint(t, row,
                                    (struct ka_watch_complaint){account[row], keep(t, id, row),
                                                                keep(t, type, row), opened[row],
                                                                closed[row]},
                                    err)
                   : refuse(t, row, "complaint_id", "stands in two rows", err);
    }
    ka_map_clear(&ids);
    free(opened);
    free(closed);
    return good;
}

// ---- Receivables ----

static bool take_receivables(struct table *t, const size_t *account, struct ka_error *err)
{
    struct ka_watch_side *side = t->work->side;
    int32_t *due = ka_alloc(t->frame.rows, sizeof *due);
    int64_t *amount = ka_alloc(t->frame.rows, sizeof *amount);
    int64_t *paid = ka_alloc(t->frame.rows, sizeof *paid);
    bool good = read_dates(t, "due", true, due, err) &&
                read_amounts(t, "amount", true, amount, err) &&
                read_amounts(t, "paid", false, paid, err);
    for (size_t row = 0; good && row < t->frame.rows; row++) {
        int64_t open;
        if (__builtin_sub_overflow(amount[row], paid[row], &open))
            good = refuse(t, row, "amount", "is too large", err);
        if (!good || open == 0 || account[row] == KA_NONE)
            continue;
        KA_ROOM(side->debts, side->debt_count, side->debt_cap);
        side->debts[side->debt_count++] = (struct ka_watch_debt){account[row], due[row], open};
    }
    free(due);
    free(amount);
    free(paid);
    return good;
}

// ---- Targets ----

static bool parse_scope(struct ka_str text, enum ka_watch_scope *scope)
{
    for (int s = KA_SCOPE_COMPANY; s <= KA_SCOPE_ACCOUNT; s++)
        if (ka_str_eq(text, ka_str(ka_watch_scopes[s]))) {
            *scope = (enum ka_watch_scope)s;
            return true;
        }
    return false;
}

enum { PERIOD, SCOPE, SCOPE_ID, MEASURE, TARGET_COLUMNS };
static const char *const target_columns[] = {"period", "scope", "scope_id", "measure"};

static void place_target(struct work *w, struct ka_watch_target target)
{
    struct ka_watch_side *side = w->side;
    if (target.scope == KA_SCOPE_ACCOUNT) {
        struct ka_str id = ka_side_party(&w->aliases, target.id, KA_STR(""))->id;
        target.account = find_account(w, id);
        if (target.account == KA_NONE) {
            side->strangers[KA_WATCH_TARGETS]++;
            return;
        }
    }
    KA_ROOM(side->targets, side->target_count, side->target_cap);
    side->targets[side->target_count++] = target;
}

static bool take_target(struct table *t, const size_t column[], struct ka_map *seen, size_t row,
                        int64_t amount, struct ka_error *err)
{
    struct ka_watch_target target = {.account = KA_NONE, .target = amount};
    struct ka_target_period period;
    struct ka_str cell[TARGET_COLUMNS];
    struct ka_buf key = {0};
    bool is_new;
    for (int c = 0; c < TARGET_COLUMNS; c++) {
        cell[c] = keep(t, column[c], row);
        ka_cell_format(&key, cell[c]);
        ka_buf_add_char(&key, ',');
    }
    ka_map_put(seen, ka_buf_str(&key), &is_new);
    ka_buf_clear(&key);
    if (!is_new)
        return refuse(t, row, "period", "has this target in two rows", err);
    if (!ka_target_period_parse(cell[PERIOD], &period))
        return refuse(t, row, "period", "is not a period (2025, 2025-H1, 2025-Q2, 2025-06)",
                      err);
    if (!parse_scope(cell[SCOPE], &target.scope))
        return refuse(t, row, "scope", "is not one of company|manager|channel|account", err);
    target.from = ka_month_first(period.from);
    target.to = ka_month_first(period.to + 1) - 1;
    target.period = cell[PERIOD];
    target.id = cell[SCOPE_ID];
    target.margin = ka_str_eq(cell[MEASURE], KA_STR("margin"));
    if (target.margin || ka_str_eq(cell[MEASURE], KA_STR("revenue")))
        place_target(t->work, target);
    else
        t->work->side->unmeasured++;
    return true;
}

static bool take_targets(struct table *t, struct ka_error *err)
{
    size_t column[TARGET_COLUMNS];
    struct ka_map seen = {0};
    int64_t *amount = ka_alloc(t->frame.rows, sizeof *amount);
    bool good = read_amounts(t, "target", true, amount, err);
    for (int c = 0; c < TARGET_COLUMNS && good; c++)
        good = ka_frame_need(&t->frame, target_columns[c], &column[c], err);
    for (size_t row = 0; good && row < t->frame.rows; row++)
        good = take_target(t, column, &seen, row, amount[row], err);
    ka_map_clear(&seen);
    free(amount);
    return good;
}

// ---- Relationships ----

static bool take_relationships(struct table *t, const size_t *account, struct ka_error *err)
{
    struct ka_watch_side *side = t->work->side;
    size_t column;
    side->relationship =
        ka_zalloc(ka_journal_accounts(t->work->journal), sizeof *side->relationship);
    side->strangers[KA_WATCH_MASTER] = 0; // an account that has not bought yet is no mistake
    if (!ka_frame_need(&t->frame, "relationship", &column, err))
        return false;
    for (size_t row = 0; row < t->frame.rows; row++) {
        struct ka_str cell = ka_frame_cell(&t->frame, column, row);
        if (cell.n && !ka_schema_allows(ka_schema_find("accounts", "relationship"), cell))
            return refuse(t, row, "relationship", "is not one of ordinary|partner|strategic",
                          err);
        if (account[row] != KA_NONE && cell.n)
            side->relationship[account[row]] = cell.p[0] == 's'   ? KA_STRATEGIC
                                               : cell.p[0] == 'p' ? KA_PARTNER
                                                                  : KA_ORDINARY;
    }
    return true;
}

// ---- The whole ----

static bool load_table(struct work *w, enum ka_watch_table which, const char *path,
                       struct ka_meta *meta, struct ka_error *err)
{
    typedef bool taker(struct table * t, const size_t *account, struct ka_error *err);
    static taker *const take[KA_WATCH_TABLES] = {[KA_WATCH_CONTACTS] = take_contacts,
                                                 [KA_WATCH_COMPLAINTS] = take_complaints,
                                                 [KA_WATCH_RECEIVABLES] = take_receivables,
                                                 [KA_WATCH_MASTER] = take_relationships};
    struct table t = {.work = w, .which = which};
    bool good = ka_side_table_load(&t.frame, ka_watch_tables[which], path, meta, err);
    if (good && which == KA_WATCH_TARGETS) {
        good = take_targets(&t, err);
    } else if (good) {
        size_t *account = ka_alloc(t.frame.rows, sizeof *account);
        good = read_accounts(&t, account, err) && take[which](&t, account, err);
        free(account);
    }
    ka_frame_clear(&t.frame);
    return good;
}

bool ka_watch_side_load(struct ka_watch_side *side, const struct ka_watch_paths *paths,
                        const struct ka_journal *journal, int32_t asof, struct ka_meta *meta,
                        struct ka_error *err)
{
    struct work w = {.side = side, .journal = journal, .asof = asof};
    const struct ka_side_paths aliases = {.alias = paths->alias};
    w.rank = ka_journal_ranks(journal);
    bool good = ka_side_load(&w.aliases, &aliases, err) &&
                (!paths->of[KA_WATCH_COSTS] || load_costs(&w, paths, meta, err));
    for (int t = 0; t < KA_WATCH_TABLES; t++)
        side->there[t] = paths->of[t];
    for (int t = KA_WATCH_CONTACTS; t < KA_WATCH_TABLES && good; t++)
        if (paths->of[t])
            good = load_table(&w, (enum ka_watch_table)t, paths->of[t], meta, err);
    ka_side_clear(&w.aliases);
    free(w.rank);
    return good;
}

void ka_watch_side_clear(struct ka_watch_side *side)
{
    free(side->costs);
    free(side->met);
    free(side->complaints);
    free(side->debts);
    free(side->targets);
    free(side->relationship);
    ka_arena_clear(&side->texts);
    *side = (struct ka_watch_side){0};
}
