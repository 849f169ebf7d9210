// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/watch.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/ledger.h"
#include "stat/describe.h"
#include "stat/gaps.h"
#include "stat/paired.h"
#include "table/date.h"

enum {
    QUARTER = 91,
    YEAR = 365,
    LENT = 3,       // gaps that the channel lends to each account
    LEAST_GAPS = 3, // own ones, or nothing is said
    MONTHS = 24,    // to compare a month with, at most
    LEAST_MONTHS = 12,
    RECENT = 91, // days whose prices are looked at
    LEAST_PRICES = 4,
};

// What the accounts of a group have in common.
struct group {
    double shape, mean;      // of gaps
    double squares, freedom; // Σ (n - 1) cv², Σ (n - 1)
    double sum_of_means, accounts;
};

struct work {
    struct ka_watch *watch;
    struct ka_map names; // of groups
    struct group *groups;
    size_t *group_of; // by account
    double *season;   // [12], NULL: not two years
    double *weight;   // by account: revenue of the last year
    double total;
};

static bool is_purchase(const struct ka_journal_line *line)
{
    return line->kind == KA_SALE || line->kind == KA_FREE;
}

static void raise_alert(struct work *w, const struct ka_alert *alert)
{
    struct ka_watch *watch = w->watch;
    KA_ROOM(watch->alerts, watch->count, watch->cap);
    struct ka_alert *place = &watch->alerts[watch->count++];
    *place = *alert;
    place->subject = ka_arena_str(&watch->texts, alert->subject);
    if (alert->account != KA_NONE) {
        place->key = watch->key && watch->key[alert->account];
        place->weight = w->weight[alert->account];
    }
}

// ---- Gaps ----

// Gaps of the purchase days of an account (of one family of it), up to asof.
struct series {
    double n, sum, squares;
    int32_t last;
};

static struct series find_gaps(const struct work *w, size_t account, uint32_t family)
{
    const struct ka_journal *journal = w->watch->journal;
    struct series s = {.last = KA_DATE_NONE};
    for (size_t i = journal->start[account]; i < journal->start[account + 1]; i++) {
        const struct ka_journal_line *line = &journal->lines[i];
        if (line->date > w->watch->asof || !is_purchase(line) || line->date == s.last ||
            (family != KA_JOURNAL_NONE && line->family != family))
            continue;
        if (s.last != KA_DATE_NONE) {
            double gap = line->date - s.last;
            s.n++;
            s.sum += gap;
            s.squares += gap * gap;
        }
        s.last = line->date;
    }
    return s;
}

static void learn_gaps(struct work *w)
{
    const struct ka_journal *journal = w->watch->journal;
    size_t accounts = ka_journal_accounts(journal), cap = 0;
    w->group_of = ka_alloc(accounts, sizeof *w->group_of);
    for (size_t a = 0; a < accounts; a++) {
        bool is_new;
        size_t g = w->group_of[a] =
            ka_map_put(&w->names, ka_journal_text(journal, a, KA_JOURNAL_GROUP), &is_new);
        w->groups = ka_grow(w->groups, &cap, g + 1, sizeof *w->groups);
        if (is_new)
            w->groups[g] = (struct group){0};
        struct series s = find_gaps(w, a, KA_JOURNAL_NONE);
        if (s.n < LEAST_GAPS)
            continue;
        double mean = s.sum / s.n;
        w->groups[g].squares += (s.squares - s.sum * mean) / (mean * mean);
        w->groups[g].freedom += s.n - 1;
        w->groups[g].sum_of_means += mean;
        w->groups[g].accounts++;
    }
    for (size_t g = 0; g < w->names.count; g++) {
        struct group *group = &w->groups[g];
        double cv2 = group->freedom > 0 ? group->squares / group->freedom : 1;
        group->shape = 1 / fmin(4, fmax(.04, cv2));
        group->mean = group->accounts > 0 ? group->sum_of_means / group->accounts : NAN;
    }
}

// Is the time since the last purchase longer than chance allows, `chance` a quarter?  A quarter
// has as many gaps to be wrong about as fit into it.  regular: the most regular that gaps may
// be, as the shape of their distribution.
static bool is_overdue(const struct work *w, size_t account, const struct series *s,
                       double regular, double chance, struct ka_alert *alert)
{
    const struct group *group = &w->groups[w->group_of[account]];
    if (s->n < LEAST_GAPS)
        return false;
    double own = s->sum / s->n, lent = isnan(group->mean) ? own : fmax(own, group->mean);
    struct ka_gaps gaps = {s->sum + LENT * lent, s->n + LENT, fmin(regular, group->shape)};
    double each = gaps.sum / gaps.n, waited = w->watch->asof - s->last;
    double p = 1 - pow(1 - chance, 1 / fmax(1, QUARTER / own));
    alert->account = account;
    alert->value = waited;
    alert->expected = each;
    alert->lo = NAN;
    alert->hi = ka_gaps_quantile(&gaps, p);
    return waited > 0 && ka_gaps_longer(&gaps, waited) < p;
}

// What is bought now and then of a regular order comes by chance: no more than shape 1.
static void watch_families(struct work *w, size_t account)
{
    const struct ka_journal *journal = w->watch->journal;
    double chance = w->watch->limits.of[KA_WATCH_FAMILY].limit;
    size_t families = journal->families.count, n = 0;
    struct ka_alert *found = ka_alloc(families, sizeof *found);
    size_t bought = 0;
    for (size_t f = 0; f < families; f++) {
        struct series s = find_gaps(w, account, (uint32_t)f);
        bought += s.n >= LEAST_GAPS;
    }
    for (size_t f = 0; f < families; f++) {
        struct series s = find_gaps(w, account, (uint32_t)f);
        struct ka_alert alert = {.rule = KA_WATCH_FAMILY, .subject = journal->families.keys[f]};
        if (is_overdue(w, account, &s, 1, chance / (double)bought, &alert))
            found[n++] = alert;
    }
    for (size_t i = 0; i < n; i++)
        raise_alert(w, &found[i]);
    free(found);
}

static void watch_gaps(struct work *w, size_t account)
{
    const struct ka_watch_limits *limits = &w->watch->limits;
    struct series s = find_gaps(w, account, KA_JOURNAL_NONE);
    struct ka_alert alert = {.rule = KA_WATCH_OVERDUE};
    bool overdue =
        is_overdue(w, account, &s, INFINITY, limits->of[KA_WATCH_OVERDUE].limit, &alert);
    if (overdue && limits->of[KA_WATCH_OVERDUE].on)
        raise_alert(w, &alert);
    else if (!overdue && limits->of[KA_WATCH_FAMILY].on)
        watch_families(w, account);
}

// ---- Months ----

// The last whole month up to asof.
static int32_t last_month(const struct ka_watch *watch)
{
    int32_t month = ka_date_month(watch->asof);
    return ka_month_first(month + 1) - 1 == watch->asof ? month : month - 1;
}

// How much of a year's revenue each calendar month has, 1 on average, from the last 24 months.
static void learn_season(struct work *w)
{
    const struct ka_journal *journal = w->watch->journal;
    int32_t end = last_month(w->watch), begin = end - MONTHS + 1;
    if (ka_date_month(journal->first) >= begin)
        return;
    ka_int128 sum[12] = {0}, all = 0;
    for (size_t i = 0; i < journal->count; i++) {
        int32_t month = ka_date_month(journal->lines[i].date);
        if (month < begin || month > end)
            continue;
        sum[month % 12] += journal->lines[i].revenue;
        all += journal->lines[i].revenue;
    }
    w->season = ka_alloc(12, sizeof *w->season);
    for (int m = 0; m < 12; m++) // half way to 1: one large order is no season
        w->season[m] =
            all > 0 && sum[m] > 0 ? .5 + 6 * ka_decimal_real(sum[m]) / ka_decimal_real(all) : 1;
}

// Square roots, whose spread hardly depends on their size when orders come by chance.
static double to_root(const struct work *w, double revenue, int32_t month)
{
    return sqrt(fmax(0, revenue) / (w->season ? w->season[month % 12] : 1));
}

static double from_root(const struct work *w, double root, int32_t month)
{
    double revenue = root > 0 ? root * root : 0;
    return revenue * (w->season ? w->season[month % 12] : 1);
}

static void watch_month(struct work *w, size_t account)
{
    const struct ka_journal *journal = w->watch->journal;
    const struct ka_watch_limits *limits = &w->watch->limits;
    size_t begin = journal->start[account], end = journal->start[account + 1];
    int32_t month = last_month(w->watch), first = ka_date_month(journal->lines[begin].date) + 1;
    int32_t from = first > month - MONTHS ? first : month - MONTHS;
    ka_int128 sum[MONTHS + 1] = {0};
    double root[MONTHS];
    if (month - from < LEAST_MONTHS)
        return;
    for (size_t i = begin; i < end; i++) {
        int32_t at = ka_date_month(journal->lines[i].date);
        if (at >= from && at <= month)
            sum[at - from] += journal->lines[i].revenue;
    }
    size_t n = (size_t)(month - from);
    for (size_t i = 0; i < n; i++)
        root[i] = to_root(w, ka_decimal_real(sum[i]), from + (int32_t)i);
    double middle = ka_median(root, n), revenue = ka_decimal_real(sum[n]);
    double now = to_root(w, revenue, month);
    double spread = fmax(1.4826 * ka_mad(root, n), ka_sd(root, n) / 2);
    if (!(spread > 0))
        return;
    struct ka_buf name = {0};
    ka_month_format(&name, month);
    for (int rule = KA_WATCH_DROP; rule <= KA_WATCH_SPIKE; rule++) {
        double z = limits->of[rule].limit, sign = rule == KA_WATCH_DROP ? -1 : 1;
        if (limits->of[rule].on && sign * (now - middle) > z * spread)
            raise_alert(w, &(struct ka_alert){.rule = (enum ka_watch_rule)rule,
                                              .account = account,
                                              .subject = ka_buf_str(&name),
                                              .value = revenue,
                                              .expected = from_root(w, middle, month),
                                              .lo = from_root(w, middle - z * spread, month),
                                              .hi = from_root(w, middle + z * spread, month)});
    }
    ka_buf_clear(&name);
}

// ---- Prices ----

// What an account paid for a product in the year before the recent days.
struct paid {
    ka_int128 revenue, qty;
};

static bool has_price(const struct ka_journal_line *line)
{
    return line->kind == KA_SALE && line->qty != KA_DECIMAL_NONE && line->qty > 0 &&
           line->revenue > 0 && line->product != KA_JOURNAL_NONE;
}

// old: [product], all zero, and again afterwards.  Returns how many changes there are.
static size_t find_price_changes(const struct work *w, size_t account, struct paid *old,
                                 double *change)
{
    const struct ka_journal *journal = w->watch->journal;
    const struct ka_journal_line *line = journal->lines + journal->start[account];
    const struct ka_journal_line *end = journal->lines + journal->start[account + 1], *l;
    int32_t recent = w->watch->asof - RECENT;
    size_t n = 0;
    for (l = line; l < end && l->date <= recent; l++)
        if (has_price(l) && l->date > recent - YEAR) {
            old[l->product].revenue += l->revenue;
            old[l->product].qty += l->qty;
        }
    for (; l < end && l->date <= w->watch->asof; l++)
        if (has_price(l) && old[l->product].qty > 0)
            change[n++] = log((double)l->revenue / (double)l->qty /
                              ((double)old[l->product].revenue / (double)old[l->product].qty));
    for (l = line; l < end; l++)
        if (l->product != KA_JOURNAL_NONE)
            old[l->product] = (struct paid){0};
    return n;
}

static void watch_prices(struct work *w)
{
    const struct ka_journal *journal = w->watch->journal;
    double limit = w->watch->limits.of[KA_WATCH_PRICE].limit;
    struct paid *old = ka_zalloc(journal->products.count, sizeof *old);
    double *change = ka_alloc(journal->count, sizeof *change);
    for (size_t a = 0; a < ka_journal_accounts(journal); a++) {
        size_t n = find_price_changes(w, a, old, change);
        ka_sort_reals(change, n); // so that their sum does not depend on the order of the rows
        struct ka_paired mean = ka_paired(change, n, .99);
        if (n >= LEAST_PRICES && exp(mean.mean) < 1 - limit && mean.hi < 0)
            raise_alert(w, &(struct ka_alert){.rule = KA_WATCH_PRICE,
                                              .account = a,
                                              .value = exp(mean.mean) - 1,
                                              .expected = 0,
                                              .lo = -limit,
                                              .hi = NAN});
    }
    free(old);
    free(change);
}

// ---- Shares ----

static void weigh(struct work *w)
{
    const struct ka_journal *journal = w->watch->journal;
    w->weight = ka_zalloc(ka_journal_accounts(journal), sizeof *w->weight);
    for (size_t a = 0; a < ka_journal_accounts(journal); a++) {
        ka_int128 sum = 0;
        for (size_t i = journal->start[a]; i < journal->start[a + 1]; i++)
            if (journal->lines[i].date <= w->watch->asof &&
                journal->lines[i].date > w->watch->asof - YEAR)
                sum += journal->lines[i].revenue;
        w->weight[a] = ka_decimal_real(sum);
        w->total += w->weight[a];
    }
}

static void watch_managers(struct work *w)
{
    const struct ka_journal *journal = w->watch->journal;
    double limit = w->watch->limits.of[KA_WATCH_MANAGER].limit, *sum = NULL;
    struct ka_map names = {0};
    size_t cap = 0;
    for (size_t a = 0; a < ka_journal_accounts(journal); a++) {
        bool is_new;
        size_t m = ka_map_put(&names, ka_journal_text(journal, a, KA_JOURNAL_MANAGER), &is_new);
        sum = ka_grow(sum, &cap, m + 1, sizeof *sum);
        sum[m] = (is_new ? 0 : sum[m]) + w->weight[a];
    }
    for (size_t m = 0; m < names.count; m++)
        if (names.keys[m].n > 0 && sum[m] > limit * w->total)
            raise_alert(w, &(struct ka_alert){.rule = KA_WATCH_MANAGER,
                                              .account = KA_NONE,
                                              .subject = names.keys[m],
                                              .value = sum[m] / w->total,
                                              .expected = 1 / (double)names.count,
                                              .lo = NAN,
                                              .hi = limit,
                                              .weight = sum[m]});
    ka_map_clear(&names);
    free(sum);
}

static void watch_shares(struct work *w)
{
    size_t accounts = ka_journal_accounts(w->watch->journal);
    double limit = w->watch->limits.of[KA_WATCH_SHARE].limit;
    if (!(w->total > 0))
        return;
    for (size_t a = 0; a < accounts && w->watch->limits.of[KA_WATCH_SHARE].on; a++)
        if (w->weight[a] > limit * w->total)
            raise_alert(w, &(struct ka_alert){.rule = KA_WATCH_SHARE,
                                              .account = a,
                                              .value = w->weight[a] / w->total,
                                              .expected = 1 / (double)accounts,
                                              .lo = NAN,
                                              .hi = limit});
    if (w->watch->limits.of[KA_WATCH_MANAGER].on)
        watch_managers(w);
}

// ---- The whole ----

static int compare_texts(const struct ka_alert *x, const struct ka_alert *y)
{
    return x->rule != y->rule ? KA_COMPARE(x->rule, y->rule)
                              : ka_str_cmp(x->subject, y->subject);
}

struct placed {
    struct ka_alert alert; // first
    int severity;
};

static int compare_alerts(const void *a, const void *b)
{
    const struct placed *p = a, *q = b;
    const struct ka_alert *x = &p->alert, *y = &q->alert;
    if (x->key != y->key)
        return x->key ? -1 : 1;
    if (p->severity != q->severity)
        return KA_COMPARE(q->severity, p->severity);
    if (x->weight != y->weight)
        return KA_COMPARE(y->weight, x->weight);
    return x->account != y->account ? KA_COMPARE(x->account, y->account) : compare_texts(x, y);
}

static void sort_alerts(struct ka_watch *watch)
{
    struct placed *placed = ka_alloc(watch->count, sizeof *placed);
    for (size_t i = 0; i < watch->count; i++)
        placed[i] =
            (struct placed){watch->alerts[i], watch->limits.of[watch->alerts[i].rule].severity};
    if (watch->count > 1)
        qsort(placed, watch->count, sizeof *placed, compare_alerts);
    for (size_t i = 0; i < watch->count; i++)
        watch->alerts[i] = placed[i].alert;
    free(placed);
}

void ka_watch_make(struct ka_watch *watch)
{
    struct work w = {.watch = watch};
    weigh(&w);
    learn_gaps(&w);
    learn_season(&w);
    for (size_t a = 0; a < ka_journal_accounts(watch->journal); a++) {
        watch_gaps(&w, a);
        watch_month(&w, a);
    }
    if (watch->limits.of[KA_WATCH_PRICE].on)
        watch_prices(&w);
    watch_shares(&w);
    sort_alerts(watch);
    ka_map_clear(&w.names);
    free(w.groups);
    free(w.group_of);
    free(w.season);
    free(w.weight);
}

void ka_watch_clear(struct ka_watch *watch)
{
    free(watch->alerts);
    ka_arena_clear(&watch->texts);
    *watch = (struct ka_watch){0};
}
