// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include <stdlib.h>

#include "sales/evidence.h"
#include "stat/coverage.h"
#include "stat/stat.h"

// ---- Making rows ----

static void put(struct ka_frame *frame, const char *name, const char *const *cells)
{
    struct ka_column *column = ka_frame_append(frame, name);
    for (size_t row = 0; row < frame->rows; row++)
        ka_column_add(column, ka_str(cells[row]));
}

static const char *const ids[] = {"a", "b", "c", "d", "e", "f"};

static void rank(struct ka_ranking *ranking, const struct ka_frame *frame, const char *measure)
{
    const struct ka_class_limits limits = {.a = .8, .b = .95};
    struct ka_error err = {0};
    *ranking = (struct ka_ranking){0};
    if (!ka_ranking_make(ranking, frame, measure, 0, &limits, &err))
        fail_msg("%s", err.text);
}

static const struct ka_stat *find(const struct ka_stats *stats, const char *stat,
                                  const char *group)
{
    for (size_t i = 0; i < stats->count; i++)
        if (ka_str_eq(stats->row[i].stat, ka_str(stat)) &&
            ka_str_eq(stats->row[i].group, ka_str(group)))
            return &stats->row[i];
    fail_msg("no %s of '%s'", stat, group);
    return NULL;
}

static void assert_note(const struct ka_stat *row, const char *note)
{
    if (!ka_str_eq(row->note, ka_str(note)))
        fail_msg("note \"%.*s\", not \"%s\"", KA_ARG(row->note), note);
}

// ---- Figures ----

// One has 50 of 100, the other nine the rest: corrected Gini 4/9 (Damgaard, Weiner 2000).
static void figures(void **state)
{
    (void)state;
    int64_t amount[11];
    struct ka_stats stats = {0};
    struct ka_evidence evidence = {.epsilon = {1}, .epsilons = 1};
    for (int i = 0; i < 9; i++)
        amount[i] = 55555;
    amount[9] = KA_DECIMAL_NONE;
    amount[10] = 500005;
    ka_evidence_amounts(&evidence, "revenue", KA_STR("2024"), amount, 11, &stats);
    near(find(&stats, "gini_corrected", "2024")->value, 4 / 9., 1e-5);
    near(find(&stats, "n", "2024")->value, 10, 0);
    near(find(&stats, "unknown", "2024")->value, 1, 0);
    assert_true(ka_str_eq(find(&stats, "total", "2024")->exact, KA_STR("100")));
    assert_true(isnan(find(&stats, "gini", "2024")->lo));
    assert_true(isnan(find(&stats, "gini_rsv", "2024")->value)); // no losses: it is the Gini
    assert_note(find(&stats, "verdict_8020", "2024"), "not decidable");
    ka_stats_clear(&stats);
}

static void verdicts(void **state)
{
    (void)state;
    struct ka_stats stats = {0};
    struct ka_evidence evidence = {.bootstrap = {500, .95, 1, 1, KA_BCA}};
    int64_t amount[400];
    for (int i = 0; i < 400; i++)
        amount[i] = i < 80 ? 1000000 : 10000;
    ka_evidence_amounts(&evidence, "x", KA_STR("few"), amount, 400, &stats);
    for (int i = 0; i < 400; i++)
        amount[i] = 10000 * i;
    ka_evidence_amounts(&evidence, "x", KA_STR("many"), amount, 400, &stats);
    ka_evidence_amounts(&evidence, "x", KA_STR("four"), amount + 10, 4, &stats);
    assert_note(find(&stats, "verdict_8020", "few"), "holds");
    assert_note(find(&stats, "verdict_8020", "many"), "fails");
    assert_note(find(&stats, "verdict_8020", "four"), "not decidable");
    ka_stats_clear(&stats);
}

// Its case is the one next below, as the table of stat/coverage.h has it.
static void narrow_intervals(void **state)
{
    (void)state;
    struct ka_stats stats = {0};
    struct ka_evidence evidence = {.bootstrap = {200, .95, 1, 1, KA_BOOTSTRAP_T}};
    int64_t amount[60];
    for (int i = 0; i < 60; i++) // the quantiles of a Pareto distribution of exponent 2.5
        amount[i] = (int64_t)(1e6 * pow((i + .5) / 60, -1 / 2.5));
    ka_evidence_amounts(&evidence, "x", KA_STR(""), amount, 60, &stats);
    const struct ka_stat *coverage = find(&stats, "gini_coverage", "");
    double exponent = find(&stats, "tail_alpha", "")->value - 1;
    near(coverage->value, ka_gini_coverage(KA_BOOTSTRAP_T, 60, exponent).held, 0);
    assert_true(ka_str_has_prefix(coverage->note, KA_STR("too narrow: ")));
    assert_true(ka_str_eq(find(&stats, "gini", "")->method, KA_STR("boot-t")));
    assert_true(ka_str_eq(find(&stats, "hhi", "")->method, KA_STR("bca")));
    ka_stats_clear(&stats);
}

static void epsilons(void **state)
{
    (void)state;
    struct ka_evidence evidence = {0};
    struct ka_error err = {0};
    assert_true(ka_evidence_parse_epsilon("0,0.5,100", &evidence, &err));
    assert_int_equal(evidence.epsilons, 3);
    near(evidence.epsilon[1], .5, 0);
    static const char *const wrong[] = {"", ",", "-1", "101", "x", "1 2", "1,2,3,4,5,6,7,8,9"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        err = (struct ka_error){0};
        if (ka_evidence_parse_epsilon(wrong[i], &evidence, &err))
            fail_msg("'%s' is taken", wrong[i]);
        assert_int_equal(err.code, KA_USAGE);
    }
}

// ---- Groups, managed set, managers ----

// Within each group all are equal: all of Theil's T lies between them.
static void groups(void **state)
{
    (void)state;
    static const char *const channel[] = {"x", "y", "x", "y", "x", ""};
    static const char *const revenue[] = {"1", "3", "1", "3", "1", "5"};
    struct ka_frame frame = {.rows = 6};
    struct ka_ranking ranking;
    struct ka_stats stats = {0};
    struct ka_evidence evidence = {.accounts = &frame};
    put(&frame, "account_id", ids);
    put(&frame, "channel", channel);
    put(&frame, "revenue", revenue);
    rank(&ranking, &frame, "revenue");
    ka_evidence_groups(&evidence, &ranking, 1, &stats);
    near(find(&stats, "theil_within", "")->value, 0, 1e-15);
    near(find(&stats, "theil_between_share", "")->value, 1, 1e-12);
    assert_note(find(&stats, "theil_between", ""), "by channel");
    near(find(&stats, "n", "x")->value, 3, 0);
    near(find(&stats, "n", "(none)")->value, 1, 0); // a group of one
    near(find(&stats, "gini", "(none)")->value, 0, 0);
    ka_ranking_clear(&ranking);
    ka_stats_clear(&stats);
    ka_frame_clear(&frame);
}

static void hands(void **state)
{
    (void)state;
    static const char *const manager[] = {"Li", "Wu", "Li", "Wu", "Xu", ""};
    static const char *const revenue[] = {"50", "15", "10", "10", "10", "5"};
    static const char *const profit[] = {"-9", "8", "7", "1", "1", "1"};
    struct ka_frame frame = {.rows = 6};
    struct ka_ranking ranking, by_profit;
    struct ka_stats stats = {0};
    struct ka_evidence evidence = {.accounts = &frame};
    put(&frame, "account_id", ids);
    put(&frame, "manager", manager);
    put(&frame, "revenue", revenue);
    put(&frame, "net_profit", profit);
    rank(&ranking, &frame, "revenue");
    rank(&by_profit, &frame, "net_profit");
    ka_evidence_managers(&evidence, &ranking, 1, &stats);
    near(find(&stats, "manager_share", "Li")->value, .6, 1e-12);
    assert_note(find(&stats, "manager_share", "Li"), "above 25 %: key-person risk");
    near(find(&stats, "manager_share", "Wu")->value, .25, 1e-12);
    assert_note(find(&stats, "manager_share", "Wu"), ""); // not above
    near(find(&stats, "manager_share", "(none)")->value, .05, 1e-12);
    // A quarter of six accounts is two: a and b; by profit b and c.
    ka_evidence_managed(&ranking, &by_profit, &stats);
    near(find(&stats, "managed", "")->value, 2, 0);
    near(find(&stats, "managed_share", "")->value, .65, 1e-12);
    near(find(&stats, "managed_overlap", "")->value, .5, 1e-12);
    ka_ranking_clear(&ranking);
    ka_ranking_clear(&by_profit);
    ka_stats_clear(&stats);
    ka_frame_clear(&frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures),          cmocka_unit_test(verdicts),
        cmocka_unit_test(narrow_intervals), cmocka_unit_test(epsilons),
        cmocka_unit_test(groups),           cmocka_unit_test(hands),
    };
    ka_stat_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
