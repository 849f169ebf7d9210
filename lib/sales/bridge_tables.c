// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/bridge_tables.h"

#include <stdlib.h>

#include "base/mem.h"
#include "sales/ledger.h"
#include "stat/abc.h"

// ---- Classes ----

struct ranked {
    ka_int128 revenue;
    size_t account;
};

static int compare_revenue(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    return x->revenue != y->revenue ? KA_COMPARE(y->revenue, x->revenue)
                                    : KA_COMPARE(x->account, y->account);
}

// The nearest amount: what is beyond all amounts is of class A anyhow.
static int64_t to_amount(ka_int128 sum)
{
    return sum > INT64_MAX ? INT64_MAX : sum < -INT64_MAX ? -INT64_MAX : (int64_t)sum;
}

static char *classify(const struct ka_bridge *bridge, bool after)
{
    size_t n = ka_journal_accounts(bridge->journal);
    struct ranked *ranked = ka_alloc(n, sizeof *ranked);
    int64_t *revenue = ka_alloc(n, sizeof *revenue);
    struct ka_abc_item *item = ka_alloc(n, sizeof *item);
    char *class = ka_alloc(n, 1);
    for (size_t a = 0; a < n; a++)
        ranked[a] = (struct ranked){after ? bridge->rows[a].after : bridge->rows[a].before, a};
    qsort(ranked, n, sizeof *ranked, compare_revenue);
    for (size_t i = 0; i < n; i++)
        revenue[i] = to_amount(ranked[i].revenue);
    ka_abc_fixed(revenue, n, .8, .95, item);
    for (size_t i = 0; i < n; i++)
        class[ranked[i].account] = item[i].class ? item[i].class : 'N';
    free(ranked);
    free(revenue);
    free(item);
    return class;
}

void ka_bridge_view_init(struct ka_bridge_view *view, const struct ka_bridge *bridge,
                         enum ka_bridge_level level)
{
    *view = (struct ka_bridge_view){
        bridge, level, {classify(bridge, false), classify(bridge, true)}};
}

void ka_bridge_view_clear(struct ka_bridge_view *view)
{
    free(view->class[0]);
    free(view->class[1]);
    *view = (struct ka_bridge_view){0};
}

// ---- Rows ----

static void put_sum(struct ka_writer *w, ka_int128 sum)
{
    struct ka_buf text = {0};
    ka_decimal_format_sum(&text, sum);
    ka_writer_put(w, ka_buf_str(&text));
    ka_buf_clear(&text);
}

static void put_figures(struct ka_writer *w, const struct ka_bridge_row *row)
{
    put_sum(w, row->before);
    put_sum(w, row->after);
    put_sum(w, row->after - row->before);
    for (int p = 0; p < KA_BRIDGE_PARTS; p++)
        put_sum(w, row->part[p]);
    ka_writer_end(w);
}

static void put_header(struct ka_writer *w, const struct ka_bridge_view *view)
{
    const char *group = ka_sale_column_name(view->bridge->journal->group);
    if (view->level == KA_BRIDGE_ACCOUNT) {
        ka_writer_put_text(w, "account_id");
        ka_writer_put_text(w, "account");
    }
    if (view->level != KA_BRIDGE_TOTAL)
        ka_writer_put_text(w, group);
    if (view->level == KA_BRIDGE_ACCOUNT) {
        ka_writer_put_text(w, "fate");
        ka_writer_put_text(w, "class_before");
        ka_writer_put_text(w, "class_after");
    } else {
        ka_writer_put_text(w, "accounts");
    }
    ka_writer_put_text(w, "revenue_before");
    ka_writer_put_text(w, "revenue_after");
    ka_writer_put_text(w, "change");
    for (int p = 0; p < KA_BRIDGE_PARTS; p++)
        ka_writer_put_text(w, ka_part_names[p]);
    ka_writer_end(w);
}

static void put_account(struct ka_writer *w, const struct ka_bridge_view *view, size_t a)
{
    const struct ka_journal *journal = view->bridge->journal;
    const struct ka_bridge_row *row = &view->bridge->rows[a];
    ka_writer_put(w, ka_journal_id(journal, a));
    ka_writer_put(w, ka_journal_text(journal, a, KA_JOURNAL_ACCOUNT));
    ka_writer_put(w, ka_journal_text(journal, a, KA_JOURNAL_GROUP));
    ka_writer_put_text(w, ka_fate_names[row->fate]);
    ka_writer_put(w, (struct ka_str){&view->class[0][a], 1});
    ka_writer_put(w, (struct ka_str){&view->class[1][a], 1});
    put_figures(w, row);
}

struct group {
    struct ka_str name;
    struct ka_bridge_row sum;
};

static int compare_names(const void *a, const void *b)
{
    const struct group *x = a, *y = b;
    return ka_str_cmp(x->name, y->name);
}

static void put_groups(struct ka_writer *w, const struct ka_bridge_view *view)
{
    const struct ka_journal *journal = view->bridge->journal;
    struct ka_map names = {0};
    struct group *groups = NULL;
    size_t cap = 0;
    for (size_t a = 0; a < ka_journal_accounts(journal); a++) {
        bool is_new;
        struct ka_str name = ka_journal_text(journal, a, KA_JOURNAL_GROUP);
        size_t g =
            ka_map_put(&names, view->level == KA_BRIDGE_TOTAL ? KA_STR("") : name, &is_new);
        groups = ka_grow(groups, &cap, g + 1, sizeof *groups);
        if (is_new)
            groups[g] = (struct group){.name = name};
        ka_bridge_add(&groups[g].sum, &view->bridge->rows[a]);
    }
    if (names.count > 1)
        qsort(groups, names.count, sizeof *groups, compare_names);
    for (size_t g = 0; g < names.count; g++) {
        if (view->level == KA_BRIDGE_GROUP)
            ka_writer_put(w, groups[g].name);
        ka_writer_put_integer(w, (int64_t)groups[g].sum.accounts);
        put_figures(w, &groups[g].sum);
    }
    ka_map_clear(&names);
    free(groups);
}

bool ka_bridge_write(struct ka_writer *w, const void *context, struct ka_error *err)
{
    (void)err;
    const struct ka_bridge_view *view = context;
    put_header(w, view);
    if (view->level != KA_BRIDGE_ACCOUNT)
        put_groups(w, view);
    else
        for (size_t a = 0; a < ka_journal_accounts(view->bridge->journal); a++)
            put_account(w, view, a);
    return true;
}

// ---- Migration ----

enum { CLASSES = 4, STATES = CLASSES + KA_FATES }; // A B C N, then what became of them

static const char *state_name(size_t state)
{
    static const char *const classes[CLASSES] = {"A", "B", "C", "N"};
    return state < CLASSES ? classes[state] : ka_fate_names[state - CLASSES];
}

static size_t state_of(const struct ka_bridge_view *view, size_t a, bool after)
{
    enum ka_fate fate = view->bridge->rows[a].fate;
    bool here = fate == KA_FATE_KEPT || fate == (after ? KA_FATE_NEW : KA_FATE_LOST) ||
                (after && fate == KA_FATE_BACK);
    if (!here)
        return CLASSES + (size_t)fate;
    char class = view->class[after][a];
    return class == 'N' ? 3 : (size_t)(class - 'A');
}

bool ka_bridge_write_migration(struct ka_writer *w, const void *context, struct ka_error *err)
{
    (void)err;
    const struct ka_bridge_view *view = context;
    struct ka_bridge_row cell[STATES][STATES] = {0};
    for (size_t a = 0; a < ka_journal_accounts(view->bridge->journal); a++)
        ka_bridge_add(&cell[state_of(view, a, false)][state_of(view, a, true)],
                      &view->bridge->rows[a]);
    static const char *const names[] = {"class_from", "class_to", "accounts", "revenue_before",
                                        "revenue_after"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        ka_writer_put_text(w, names[i]);
    ka_writer_end(w);
    for (size_t from = 0; from < STATES; from++)
        for (size_t to = 0; to < STATES; to++) {
            if (cell[from][to].accounts == 0)
                continue;
            ka_writer_put_text(w, state_name(from));
            ka_writer_put_text(w, state_name(to));
            ka_writer_put_integer(w, (int64_t)cell[from][to].accounts);
            put_sum(w, cell[from][to].before);
            put_sum(w, cell[from][to].after);
            ka_writer_end(w);
        }
    return true;
}
