// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/followups.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "table/date.h"

const char *const ka_followup_findings[] = {"due", "overdue", "unattended"};

enum { YEAR_DAYS = 365 };

// ---- The accounts ----

struct columns {
    size_t key, name, account_class, relationship, manager, first, revenue, cost;
    struct ka_str key_value;
};

// "verdict=key"
static bool find_columns(struct columns *c, const struct ka_frame *f, const char *key,
                         struct ka_error *err)
{
    const char *equals = strchr(key, '=');
    if (!equals || equals == key)
        return ka_fail(err, KA_USAGE, "option '--key': %s is not COLUMN=VALUE",
                       KA_QUOTE(ka_str(key)));
    struct ka_buf column = {0};
    ka_buf_add(&column, (struct ka_str){key, (size_t)(equals - key)});
    bool good = ka_frame_need(f, "account_id", &c->key, err) &&
                ka_frame_need(f, column.p, &c->account_class, err);
    ka_buf_clear(&column);
    c->key_value = ka_str(equals + 1);
    c->name = ka_frame_find(f, "account");
    c->relationship = ka_frame_find(f, "relationship");
    c->manager = ka_frame_find(f, "manager");
    c->first = ka_frame_find(f, "first");
    c->revenue = ka_frame_find(f, "revenue");
    c->cost = ka_frame_find(f, "cost_to_serve");
    return good;
}

static struct ka_str cell_of(const struct ka_frame *f, size_t column, size_t row)
{
    return column == KA_NONE ? KA_STR("") : ka_str_trim(ka_frame_cell(f, column, row));
}

// Sales know what the table leaves empty.
static struct ka_str or_of_sales(const struct ka_plan *plan, struct ka_str cell, size_t rank,
                                 size_t attribute)
{
    return cell.n > 0 || rank == KA_NONE ? cell : ka_plan_attribute(plan, rank, attribute);
}

static void take_account(struct ka_followups *f, const struct ka_plan *plan,
                         const struct columns *c, size_t row)
{
    const struct ka_frame *t = &plan->table;
    struct ka_followed *a = &f->accounts[row];
    struct ka_buf id = {0};
    ka_text_nfkc(&id, ka_frame_cell(t, c->key, row));
    size_t rank = ka_plan_find(plan, KA_OF_ACCOUNT, ka_buf_str(&id));
    *a = (struct ka_followed){
        .id = ka_arena_str(&f->arena, ka_buf_str(&id)),
        .name = or_of_sales(plan, cell_of(t, c->name, row), rank, KA_PLAN_NAME),
        .manager = or_of_sales(plan, cell_of(t, c->manager, row), rank, KA_PLAN_MANAGER),
        .account_class = cell_of(t, c->account_class, row),
        .relationship = cell_of(t, c->relationship, row),
        .since = rank == KA_NONE ? KA_DATE_NONE
                                 : plan->accounts[plan->roster.ids_ranked.number[rank]].first,
        .newest = KA_DATE_NONE};
    a->key = ka_str_eq(a->account_class, c->key_value);
    for (int kind = 0; kind < KA_MEET_KINDS; kind++) {
        double days = ka_cadence_limit(f->cadence, a->account_class, a->relationship,
                                       (enum ka_cadence_item)kind);
        a->every[kind] = isnan(days) ? 0 : (int32_t)days;
        a->last[kind] = KA_DATE_NONE;
    }
    ka_buf_clear(&id);
}

static bool take_money(struct ka_followups *f, const struct ka_frame *t,
                       const struct columns *c, struct ka_error *err)
{
    double *revenue = ka_alloc(t->rows, sizeof *revenue),
           *cost = ka_alloc(t->rows, sizeof *cost);
    bool good = (c->revenue == KA_NONE || ka_frame_reals(t, c->revenue, revenue, err)) &&
                (c->cost == KA_NONE || ka_frame_reals(t, c->cost, cost, err));
    for (size_t row = 0; good && row < t->rows; row++) {
        f->accounts[row].revenue = c->revenue == KA_NONE ? NAN : revenue[row];
        f->accounts[row].cost = c->cost == KA_NONE ? NAN : cost[row];
    }
    free(revenue);
    free(cost);
    return good;
}

// ---- Contacts ----

static size_t kind_of(struct ka_str text)
{
    size_t kind = 0;
    while (kind < KA_MEET_KINDS && !ka_str_eq(text, ka_str(ka_cadence_item_names[kind])))
        kind++;
    return kind;
}

static void keep_newest(int32_t *last, int32_t day)
{
    *last = day > *last ? day : *last;
}

static void take_contact(struct ka_followed *a, size_t kind, int32_t day, int32_t asof)
{
    keep_newest(&a->last[kind], day);
    if (kind == KA_MEET_VISIT || kind == KA_MEET_MEETING)
        keep_newest(&a->last[KA_MEET_CALL], day);
    if (kind == KA_MEET_MEETING)
        keep_newest(&a->last[KA_MEET_VISIT], day);
    keep_newest(&a->newest, day);
    a->contacts += asof - day < YEAR_DAYS;
}

// *begin: the oldest contact of any account, KA_DATE_NONE without one.
static bool take_contacts(struct ka_followups *f, int32_t *begin, struct ka_error *err)
{
    size_t column;
    *begin = KA_DATE_NONE;
    if (!ka_frame_need(&f->contacts.frame, "kind", &column, err) ||
        !ka_dated_check(&f->contacts, "contacts", "kind", err))
        return false;
    for (size_t row = 0; row < f->contacts.frame.rows; row++) {
        int32_t day = f->contacts.date[row];
        size_t kind = kind_of(ka_frame_cell(&f->contacts.frame, column, row));
        if (kind == KA_MEET_KINDS)
            return ka_dated_refuse(&f->contacts, row, "kind", "names no kind", err);
        if (day <= f->asof && (*begin == KA_DATE_NONE || day < *begin))
            *begin = day;
        if (ka_dated_counts(&f->contacts, row))
            take_contact(&f->accounts[f->contacts.account[row]], kind, day, f->asof);
    }
    return true;
}

// ---- What is due ----

static int compare(const void *left, const void *right, void *context)
{
    const struct ka_followup *a = left, *b = right;
    const struct ka_followed *accounts = context;
    if (a->due != b->due)
        return a->due < b->due ? -1 : 1;
    int order = ka_str_cmp(accounts[a->account].id, accounts[b->account].id);
    return order ? order : (a->kind > b->kind) - (a->kind < b->kind);
}

static bool is_unattended(const struct ka_followed *a, int32_t asof)
{
    int32_t shortest = INT32_MAX;
    for (int kind = 0; kind < KA_MEET_KINDS; kind++)
        if (a->every[kind] > 0 && a->every[kind] < shortest)
            shortest = a->every[kind];
    int32_t met = a->newest == KA_DATE_NONE ? a->since : a->newest;
    return a->key && shortest < INT32_MAX && (met == KA_DATE_NONE || asof - met > 2 * shortest);
}

static void plan_account(struct ka_followups *f, size_t row, int32_t begin)
{
    struct ka_followed *a = &f->accounts[row];
    if (a->since != KA_DATE_NONE && begin != KA_DATE_NONE && begin > a->since)
        a->since = begin;
    a->unattended = is_unattended(a, f->asof);
    for (int kind = 0; kind < KA_MEET_KINDS; kind++) {
        int32_t from = a->last[kind] == KA_DATE_NONE ? a->since : a->last[kind];
        int32_t due = from == KA_DATE_NONE ? f->asof : from + a->every[kind];
        if (a->every[kind] == 0 || due > f->asof + f->ahead)
            continue;
        KA_ROOM(f->due, f->due_count, f->due_cap);
        f->due[f->due_count++] = (struct ka_followup){row, (enum ka_cadence_item)kind, due};
    }
}

bool ka_followups_make(struct ka_followups *f, const struct ka_plan *plan,
                       const struct ka_cadence *cadence,
                       const struct ka_followups_options *options, struct ka_meta *meta,
                       struct ka_error *err)
{
    struct columns columns;
    int32_t begin;
    f->asof = plan->asof;
    f->ahead = options->ahead;
    f->cadence = cadence;
    if (!find_columns(&columns, &plan->table, options->key, err))
        return false;
    f->account_count = plan->table.rows;
    f->accounts = ka_alloc(f->account_count, sizeof *f->accounts);
    for (size_t row = 0; row < f->account_count; row++)
        take_account(f, plan, &columns, row);
    if (!take_money(f, &plan->table, &columns, err) ||
        !ka_dated_read(&f->contacts, "contacts", options->contacts, &plan->table, columns.key,
                       f->asof, meta, err) ||
        !take_contacts(f, &begin, err))
        return false;
    for (size_t row = 0; row < f->account_count; row++)
        plan_account(f, row, begin);
    if (f->due_count > 0)
        qsort_r(f->due, f->due_count, sizeof *f->due, compare, f->accounts);
    return true;
}

void ka_followups_clear(struct ka_followups *f)
{
    ka_dated_clear(&f->contacts);
    free(f->accounts);
    free(f->due);
    ka_arena_clear(&f->arena);
    *f = (struct ka_followups){0};
}

size_t ka_followup_finding(const struct ka_followups *f, const struct ka_followup *followup)
{
    if (followup->due <= f->asof && f->accounts[followup->account].unattended)
        return 2;
    return followup->due < f->asof;
}
