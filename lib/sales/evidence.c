// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/evidence.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/groups.h"
#include "stat/coverage.h"
#include "stat/pareto_tail.h"
#include "table/decimal.h"

#define ACCOUNTS_LEAST 5    // of fewer, 20 % are not one
#define COVERAGE_LEAST 0.93 // below it a 95 % interval is called too narrow

bool ka_evidence_parse_epsilon(const char *text, struct ka_evidence *evidence,
                               struct ka_error *err)
{
    struct ka_str rest = ka_str(text), piece;
    evidence->epsilons = 0;
    bool good = rest.n > 0;
    while (good && ka_str_next(&rest, ',', &piece)) {
        double value;
        good = ka_real_parse(piece, &value) && value >= 0 && value <= 100 &&
               evidence->epsilons < KA_ATKINSON_MAX;
        if (good)
            evidence->epsilon[evidence->epsilons++] = value;
    }
    return good || ka_fail(err, KA_USAGE,
                           "option '--atkinson': %s is not a list of at most %d numbers from 0 "
                           "to 100",
                           KA_QUOTE(ka_str(text)), KA_ATKINSON_MAX);
}

// ---- The figures of one population ----

// Amounts of some accounts, ascending, in ten-thousandths and in units.
struct amounts {
    const struct ka_evidence *evidence;
    const char *measure;
    struct ka_str group;
    int64_t *exact;
    double *x, *weight; // weight NULL: 1 each
    size_t n;
};

static void amounts_init(struct amounts *a, const struct ka_evidence *evidence,
                         const char *measure, struct ka_str group, size_t room)
{
    *a = (struct amounts){.evidence = evidence, .measure = measure, .group = group};
    a->exact = ka_alloc(room, sizeof *a->exact);
    a->x = ka_alloc(room, sizeof *a->x);
    if (evidence->weight)
        a->weight = ka_alloc(room, sizeof *a->weight);
}

static void amounts_clear(struct amounts *a)
{
    free(a->exact);
    free(a->x);
    free(a->weight);
}

static void amounts_add(struct amounts *a, int64_t exact, double weight)
{
    a->exact[a->n] = exact;
    if (a->weight)
        a->weight[a->n] = weight;
    a->x[a->n++] = ka_decimal_real(exact);
}

static struct ka_stat *add(struct ka_stats *stats, const struct amounts *a, const char *stat,
                           double value)
{
    return ka_stats_add(stats, a->measure, stat, a->group, value);
}

static void add_total(struct ka_stats *stats, const struct amounts *a)
{
    ka_int128 total = 0;
    double weighted = 0;
    for (size_t i = 0; i < a->n; i++) {
        total += a->exact[i];
        weighted += a->weight ? a->weight[i] * a->x[i] : 0;
    }
    if (a->weight)
        add(stats, a, "total", weighted);
    else
        ka_stats_add_amount(stats, a->measure, "total", a->group, total);
}

static void set_interval(struct ka_stats *stats, struct ka_stat *row,
                         const struct ka_interval *interval, const struct ka_bootstrap *boot)
{
    if (boot->replicates == 0 || isnan(row->value))
        return;
    if (interval->undefined > 0)
        row->note = ka_stats_text(stats, "not defined in %zu of %zu resamples",
                                  interval->undefined, boot->replicates);
    if (isnan(interval->lo))
        return;
    row->lo = interval->lo;
    row->hi = interval->hi;
    row->level = boot->level;
    row->method = interval->method == KA_BCA ? KA_STR("bca") : KA_STR("boot-t");
}

static void add_asymmetry(struct ka_stats *stats, const struct amounts *a,
                          const struct ka_interval *interval)
{
    struct ka_concentration c;
    ka_concentration_sorted(a->x, a->weight, a->n, &c);
    struct ka_stat *row =
        add(stats, a, "lorenz_asymmetry", (c.asymmetry_lo + c.asymmetry_hi) / 2);
    set_interval(stats, row, interval, &a->evidence->bootstrap);
    if (row->method.n > 0 || isnan(row->value))
        return;
    row->lo = c.asymmetry_lo;
    row->hi = c.asymmetry_hi;
    row->method = KA_STR("range");
}

static void add_verdict(struct ka_stats *stats, const struct amounts *a, double share,
                        const struct ka_interval *interval)
{
    if (isnan(share))
        return;
    struct ka_stat *row = add(stats, a, "verdict_8020", share);
    set_interval(stats, row, interval, &a->evidence->bootstrap);
    bool decidable = a->n >= ACCOUNTS_LEAST;
    row->note = decidable && row->lo >= .8  ? KA_STR("holds")
                : decidable && row->hi < .8 ? KA_STR("fails")
                                            : KA_STR("not decidable");
}

static void add_atkinson(struct ka_stats *stats, const struct amounts *a, const double *value,
                         const struct ka_interval *interval)
{
    for (size_t e = 0; e < a->evidence->epsilons; e++) {
        struct ka_str name = ka_stats_text(stats, "atkinson_%g", a->evidence->epsilon[e]);
        set_interval(stats, add(stats, a, name.p, value[KA_FIGURE_ATKINSON + e]),
                     &interval[KA_FIGURE_ATKINSON + e], &a->evidence->bootstrap);
    }
}

// Returns the interval of the Gini coefficient.
static struct ka_interval add_figures(struct ka_stats *stats, const struct amounts *a)
{
    static const struct {
        const char *stat;
        enum ka_figure figure;
    } list[] = {
        {"make80", KA_FIGURE_MAKE80},
        {"make80_share", KA_FIGURE_MAKE80_SHARE},
        {"top20_share", KA_FIGURE_TOP20_SHARE},
        {"top25_share", KA_FIGURE_TOP25_SHARE},
        {"gini", KA_FIGURE_GINI},
        {"gini_corrected", KA_FIGURE_GINI_CORRECTED},
        {"gini_rsv", KA_FIGURE_GINI_RSV},
        {"hhi", KA_FIGURE_HHI},
        {"effective_number", KA_FIGURE_EFFECTIVE},
        {"hhi_normalised", KA_FIGURE_HHI_NORMALISED},
        {"cr4", KA_FIGURE_CR4},
        {"cr8", KA_FIGURE_CR8},
        {"rosenbluth", KA_FIGURE_ROSENBLUTH},
        {"hoover", KA_FIGURE_HOOVER},
        {"theil_t", KA_FIGURE_THEIL_T},
        {"theil_l", KA_FIGURE_THEIL_L},
    };
    const struct ka_evidence *e = a->evidence;
    const struct ka_population population = {a->x, a->weight, a->n, e->epsilon, e->epsilons};
    double value[KA_FIGURES];
    struct ka_interval interval[KA_FIGURES];
    ka_figures_compute(&population, value);
    ka_figures_bootstrap(&population, &e->bootstrap, interval);
    if (a->n == 0 || a->exact[0] >= 0) // it says no more than gini then
        value[KA_FIGURE_GINI_RSV] = NAN;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        set_interval(stats, add(stats, a, list[i].stat, value[list[i].figure]),
                     &interval[list[i].figure], &e->bootstrap);
    add_atkinson(stats, a, value, interval);
    add_asymmetry(stats, a, &interval[KA_FIGURE_ASYMMETRY]);
    add_verdict(stats, a, value[KA_FIGURE_TOP20_SHARE], &interval[KA_FIGURE_TOP20_SHARE]);
    return interval[KA_FIGURE_GINI];
}

// How far the interval of the Gini coefficient can be relied on, by what such intervals held
// in simulation: resamples do not have the accounts that a heavy tail has yet to show.
static void add_coverage(struct ka_stats *stats, const struct amounts *a,
                         const struct ka_interval *gini, double alpha)
{
    if (isnan(gini->lo) || isnan(alpha))
        return;
    struct ka_coverage found = ka_gini_coverage(gini->method, a->n, alpha - 1);
    add(stats, a, "gini_coverage", found.held)->note = ka_stats_text(
        stats, "%sof simulated 95 %% intervals (%zu accounts, exponent %g) hold the true one%s",
        found.held < COVERAGE_LEAST ? "too narrow: so many " : "so many ", found.n,
        found.exponent, found.beyond ? "; here it is less" : "");
}

static void add_tail(struct ka_stats *stats, const struct amounts *a,
                     const struct ka_interval *gini)
{
    struct ka_pareto_tail tail;
    double level = a->evidence->bootstrap.level;
    ka_pareto_tail_fit(a->x, a->n, &tail);
    struct ka_stat *row = add(stats, a, "tail_alpha", tail.alpha);
    if (a->evidence->bootstrap.replicates > 0 && !isnan(tail.alpha)) {
        ka_pareto_tail_interval(&tail, level, &row->lo, &row->hi);
        row->level = level;
        row->method = KA_STR("gamma");
        row->note = KA_STR("given tail_x_min");
    }
    add(stats, a, "tail_x_min", tail.x_min);
    add(stats, a, "tail_n", (double)tail.n_tail);
    add(stats, a, "tail_ks", tail.ks);
    add_coverage(stats, a, gini, tail.alpha);
}

static void add_all(struct ka_stats *stats, const struct amounts *a, size_t unknown)
{
    double n = 0;
    for (size_t i = 0; i < a->n; i++)
        n += a->weight ? a->weight[i] : 1;
    add_total(stats, a);
    add(stats, a, "n", n);
    add(stats, a, "unknown", (double)unknown);
    struct ka_interval gini = add_figures(stats, a);
    if (!a->weight) // a fit to amounts that are not of one weight is another matter
        add_tail(stats, a, &gini);
}

// ---- A ranking ----

static void take(struct amounts *a, const struct ka_ranking *r, size_t place)
{
    amounts_add(a, r->value[place], a->weight ? a->evidence->weight[r->order[place]] : 1);
}

static void take_all(struct amounts *a, const struct ka_ranking *r)
{
    for (size_t i = r->n; i-- > 0;)
        take(a, r, i);
}

static void add_classes(struct ka_stats *stats, const struct ka_ranking *r)
{
    for (const char *class = "ABCN"; *class; class ++) {
        double count = 0, share = 0;
        for (size_t i = 0; i < r->n; i++)
            if (r->item[i].class == *class) {
                count++;
                share += r->item[i].share;
            }
        const struct ka_str name = {class, 1};
        ka_stats_add(stats, r->measure, "class_count", name, count);
        ka_stats_add(stats, r->measure, "class_share", name, share);
    }
}

void ka_evidence_ranking(const struct ka_evidence *evidence, const struct ka_ranking *ranking,
                         struct ka_stats *stats)
{
    struct amounts a;
    amounts_init(&a, evidence, ranking->measure, KA_STR(""), ranking->n);
    take_all(&a, ranking);
    add_all(stats, &a, ranking->rows - ranking->n);
    if (!evidence->weight)
        add_classes(stats, ranking);
    amounts_clear(&a);
}

static int compare_amounts(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

void ka_evidence_amounts(const struct ka_evidence *evidence, const char *measure,
                         struct ka_str group, const int64_t *amount, size_t n,
                         struct ka_stats *stats)
{
    struct amounts a;
    int64_t *sorted = ka_alloc(n, sizeof *sorted);
    size_t known = 0;
    for (size_t i = 0; i < n; i++)
        if (amount[i] != KA_DECIMAL_NONE)
            sorted[known++] = amount[i];
    qsort(sorted, known, sizeof *sorted, compare_amounts);
    amounts_init(&a, evidence, measure, group, known);
    for (size_t i = 0; i < known; i++)
        amounts_add(&a, sorted[i], 1);
    add_all(stats, &a, n - known);
    amounts_clear(&a);
    free(sorted);
}

// ---- Groups ----

static void split_theil(const struct ka_evidence *evidence, const struct ka_ranking *r,
                        const struct ka_groups *g, struct ka_str column, struct ka_stats *stats)
{
    struct amounts a;
    struct ka_theil_split split;
    size_t *of = ka_alloc(r->n, sizeof *of);
    amounts_init(&a, evidence, r->measure, KA_STR(""), r->n);
    take_all(&a, r);
    for (size_t i = 0; i < r->n; i++)
        of[i] = g->of[r->order[r->n - 1 - i]];
    ka_theil_split(a.x, a.weight, of, a.n, g->count, &split);
    struct ka_str note = ka_stats_text(stats, "by %.*s", KA_ARG(column));
    add(stats, &a, "theil_between", split.between)->note = note;
    add(stats, &a, "theil_within", split.within)->note = note;
    add(stats, &a, "theil_between_share", split.between_share)->note = note;
    amounts_clear(&a);
    free(of);
}

// The places of a ranking by the groups of their rows, in each the last one first; those of
// group i begin at start[i].
static size_t *sort_places(const struct ka_ranking *r, const struct ka_groups *g, size_t *start)
{
    size_t *place = ka_alloc(r->n, sizeof *place), end = 0;
    for (size_t i = 0; i < r->n; i++)
        start[g->of[r->order[i]]]++;
    for (size_t i = 0; i <= g->count; i++)
        start[i] = end += start[i];
    for (size_t i = 0; i < r->n; i++)
        place[--start[g->of[r->order[i]]]] = i;
    return place;
}

static size_t *count_rows(const struct ka_groups *g, size_t rows)
{
    size_t *count = ka_zalloc(g->count, sizeof *count);
    for (size_t row = 0; row < rows; row++)
        count[g->of[row]]++;
    return count;
}

void ka_evidence_groups(const struct ka_evidence *evidence, const struct ka_ranking *r,
                        size_t column, struct ka_stats *stats)
{
    struct ka_groups g;
    ka_groups_init(&g, evidence->accounts, column);
    split_theil(evidence, r, &g, ka_str(evidence->accounts->columns[column].name), stats);
    size_t *start = ka_zalloc(g.count + 1, sizeof *start);
    size_t *place = sort_places(r, &g, start);
    size_t *rows = count_rows(&g, evidence->accounts->rows);
    for (size_t i = 0; i < g.count; i++) {
        struct amounts a;
        amounts_init(&a, evidence, r->measure, ka_groups_name(&g, i), start[i + 1] - start[i]);
        for (size_t k = start[i]; k < start[i + 1]; k++)
            take(&a, r, place[k]);
        add_all(stats, &a, rows[i] - a.n);
        amounts_clear(&a);
    }
    free(rows);
    free(place);
    free(start);
    ka_groups_clear(&g);
}
