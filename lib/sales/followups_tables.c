// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of follow-ups.
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/followups.h"
#include "table/date.h"

static void put_header(struct ka_writer *w, const char *columns)
{
    struct ka_str rest = ka_str(columns), name;
    while (ka_str_next(&rest, ',', &name))
        ka_writer_put(w, name);
    ka_writer_end(w);
}

// ---- What is due ----

static void put_due(const struct ka_followups *f, const struct ka_followup *d,
                    struct ka_writer *w)
{
    const struct ka_followed *a = &f->accounts[d->account];
    ka_writer_put_date(w, d->due);
    ka_writer_put_integer(w, d->due < f->asof ? f->asof - d->due : 0);
    ka_writer_put_text(w, ka_followup_findings[ka_followup_finding(f, d)]);
    ka_writer_put(w, a->manager);
    ka_writer_put(w, a->id);
    ka_writer_put(w, a->name);
    ka_writer_put(w, a->account_class);
    ka_writer_put(w, a->relationship);
    ka_writer_put_text(w, ka_cadence_item_names[d->kind]);
    ka_writer_put_integer(w, a->every[d->kind]);
    ka_writer_put_date(w, a->last[d->kind]);
    ka_writer_put_date(w, a->newest);
    ka_writer_end(w);
}

void ka_followups_write(const struct ka_followups *f, const struct ka_followup *due,
                        size_t count, struct ka_writer *w)
{
    put_header(w, "due,overdue_days,finding,manager,account_id,account,class,relationship,kind,"
                  "every_days,last,last_contact");
    for (size_t i = 0; i < count; i++)
        put_due(f, &due[i], w);
}

// ---- By manager ----

struct load {
    size_t accounts, keys, unattended;
    uint64_t due, overdue, contacts;
    int32_t most; // days overdue
    double planned;
};

static void count_accounts(const struct ka_followups *f, const struct ka_map *managers,
                           struct load *of)
{
    for (size_t row = 0; row < f->account_count; row++) {
        const struct ka_followed *a = &f->accounts[row];
        struct load *load = &of[ka_map_find(managers, a->manager)];
        load->accounts++;
        load->keys += a->key;
        load->unattended += a->unattended;
        load->contacts += a->contacts;
        for (int kind = 0; kind < KA_MEET_KINDS; kind++)
            load->planned += a->every[kind] > 0 ? 365. / a->every[kind] : 0;
    }
    for (size_t i = 0; i < f->due_count; i++) {
        const struct ka_followup *d = &f->due[i];
        struct load *load = &of[ka_map_find(managers, f->accounts[d->account].manager)];
        int32_t days = f->asof - d->due;
        load->overdue += days > 0;
        load->due += days <= 0;
        load->most = days > load->most ? days : load->most;
    }
}

static void put_managers(const struct ka_followups *f, struct ka_map *managers)
{
    for (size_t row = 0; row < f->account_count; row++)
        ka_map_put(managers, f->accounts[row].manager, NULL);
}

void ka_followups_managers_make(struct ka_followups_managers *m, const struct ka_followups *f)
{
    struct ka_map managers = {0};
    struct ka_key_ranks ranked;
    put_managers(f, &managers);
    ka_keys_rank(&ranked, &managers);
    size_t *of = ka_alloc(f->account_count, sizeof *of); // rank of the manager, by account
    *m = (struct ka_followups_managers){
        .names = ka_alloc(managers.count, sizeof *m->names),
        .count = managers.count,
        .due = ka_alloc(f->due_count, sizeof *m->due),
        .start = ka_zalloc(managers.count + 2, sizeof *m->start),
    };
    for (size_t row = 0; row < f->account_count; row++) {
        of[row] = ranked.rank[ka_map_find(&managers, f->accounts[row].manager)];
        m->names[of[row]] = f->accounts[row].manager; // outlives the map
    }
    // Two places behind, start[m + 1] is where the next of m goes.
    for (size_t i = 0; i < f->due_count; i++)
        m->start[of[f->due[i].account] + 2]++;
    for (size_t i = 0; i < m->count; i++)
        m->start[i + 2] += m->start[i + 1];
    for (size_t i = 0; i < f->due_count; i++)
        m->due[m->start[of[f->due[i].account] + 1]++] = f->due[i];
    free(of);
    ka_keys_clear(&ranked);
    ka_map_clear(&managers);
}

void ka_followups_managers_clear(struct ka_followups_managers *m)
{
    free(m->names);
    free(m->due);
    free(m->start);
    *m = (struct ka_followups_managers){0};
}

static void put_load(struct ka_str manager, const struct load *load, struct ka_writer *w)
{
    ka_writer_put(w, manager);
    ka_writer_put_integer(w, (int64_t)load->accounts);
    ka_writer_put_integer(w, (int64_t)load->keys);
    ka_writer_put_integer(w, (int64_t)load->unattended);
    ka_writer_put_integer(w, (int64_t)load->overdue);
    ka_writer_put_integer(w, load->most);
    ka_writer_put_integer(w, (int64_t)load->due);
    ka_writer_put_real(w, load->planned);
    ka_writer_put_integer(w, (int64_t)load->contacts);
    ka_writer_put_real(w, load->planned > 0 ? (double)load->contacts / load->planned : NAN);
    ka_writer_end(w);
}

void ka_followups_write_load(const struct ka_followups *f, struct ka_writer *w)
{
    struct ka_map managers = {0};
    struct ka_key_ranks ranked;
    put_managers(f, &managers);
    ka_keys_rank(&ranked, &managers);
    struct load *of = ka_zalloc(managers.count, sizeof *of);
    count_accounts(f, &managers, of);
    put_header(w, "manager,accounts,key_accounts,unattended_key_accounts,overdue,"
                  "overdue_days_most,due,planned_contacts,contacts,contacts_share");
    for (size_t i = 0; i < managers.count; i++)
        put_load(managers.keys[ranked.number[i]], &of[ranked.number[i]], w);
    ka_keys_clear(&ranked);
    ka_map_clear(&managers);
    free(of);
}

// ---- Service ----

struct service {
    struct ka_str account_class, relationship;
    double least, most;
    size_t accounts, below, above, unknown;
    double revenue, cost; // of those whose both are known
};

static int compare_services(const void *left, const void *right)
{
    const struct service *a = left, *b = right;
    int order = ka_str_cmp(a->account_class, b->account_class);
    return order ? order : ka_str_cmp(a->relationship, b->relationship);
}

static void add_service(struct service *s, const struct ka_followed *a)
{
    s->accounts++;
    if (!(a->revenue > 0) || isnan(a->cost)) {
        s->unknown++;
        return;
    }
    s->revenue += a->revenue;
    s->cost += a->cost;
    s->below += a->cost / a->revenue < s->least;
    s->above += a->cost / a->revenue > s->most;
}

// By id, so that sums do not depend on the order of rows.
static int compare_ids(const void *left, const void *right)
{
    const struct ka_followed *const *a = left, *const *b = right;
    return ka_str_cmp((*a)->id, (*b)->id);
}

static struct service *sum_services(const struct ka_followups *f, struct ka_map *keys)
{
    const struct ka_followed **order = ka_alloc(f->account_count, sizeof *order);
    struct service *of = ka_zalloc(f->account_count, sizeof *of);
    struct ka_buf key = {0};
    for (size_t row = 0; row < f->account_count; row++)
        order[row] = &f->accounts[row];
    qsort(order, f->account_count, sizeof *order, compare_ids);
    for (size_t i = 0; i < f->account_count; i++) {
        const struct ka_followed *a = order[i];
        bool is_new;
        ka_buf_reset(&key);
        ka_buf_addf(&key, "%zu ", a->account_class.n);
        ka_buf_add(&key, a->account_class);
        ka_buf_add(&key, a->relationship);
        struct service *s = &of[ka_map_put(keys, ka_buf_str(&key), &is_new)];
        if (is_new)
            *s = (struct service){.account_class = a->account_class,
                                  .relationship = a->relationship,
                                  .least = ka_cadence_limit(f->cadence, a->account_class,
                                                            a->relationship, KA_SERVICE_LEAST),
                                  .most = ka_cadence_limit(f->cadence, a->account_class,
                                                           a->relationship, KA_SERVICE_MOST)};
        add_service(s, a);
    }
    ka_buf_clear(&key);
    free(order);
    return of;
}

static void put_service(const struct service *s, struct ka_writer *w)
{
    bool known = s->revenue > 0, promised = !isnan(s->least) || !isnan(s->most);
    double share = known ? s->cost / s->revenue : NAN;
    const char *finding = !known || !promised ? ""
                          : share < s->least  ? "below"
                          : share > s->most   ? "above"
                                              : "kept";
    ka_writer_put(w, s->account_class);
    ka_writer_put(w, s->relationship);
    ka_writer_put_integer(w, (int64_t)s->accounts);
    ka_writer_put_real(w, known ? s->revenue : NAN);
    ka_writer_put_real(w, known ? s->cost : NAN);
    ka_writer_put_real(w, share);
    ka_writer_put_real(w, s->least);
    ka_writer_put_real(w, s->most);
    ka_writer_put_text(w, finding);
    ka_writer_put_integer(w, (int64_t)s->below);
    ka_writer_put_integer(w, (int64_t)s->above);
    ka_writer_put_integer(w, (int64_t)s->unknown);
    ka_writer_end(w);
}

void ka_followups_write_service(const struct ka_followups *f, struct ka_writer *w)
{
    struct ka_map keys = {0};
    struct service *of = sum_services(f, &keys);
    put_header(w, "class,relationship,accounts,revenue,cost_to_serve,cost_share,service_least,"
                  "service_most,finding,accounts_below,accounts_above,accounts_unknown");
    qsort(of, keys.count, sizeof *of, compare_services);
    for (size_t i = 0; i < keys.count; i++)
        put_service(&of[i], w);
    ka_map_clear(&keys);
    free(of);
}
