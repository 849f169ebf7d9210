// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include <stdio.h>
#include <stdlib.h>

#include "sales/bridge.h"
#include "stat/paired.h"
#include "stat/random.h"
#include "stat/stat.h"
#include "table/date.h"

enum { ROWS = 600 };

struct totals {
    ka_int128 before, after;
};

// Sales, returns, corrections, rows without a quantity or a product, three currencies, amounts
// from a cent to the hundred millions; some accounts in one period only.
static void write_random(const char *path, struct ka_random *random, struct totals *totals)
{
    static const char *const kinds[] = {"sale", "sale", "sale", "return", "adjust", "free"};
    static const char *const currencies[] = {"CNY", "USD", "EUR"};
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("date,account_id,channel,product_id,kind,qty,currency,revenue\n", file);
    *totals = (struct totals){0};
    for (int i = 0; i < ROWS; i++) {
        size_t account = ka_random_below(random, 25), kind = ka_random_below(random, 6);
        int year = account % 5 == 0   ? 2024
                   : account % 5 == 1 ? 2023
                                      : 2022 + (int)ka_random_below(random, 3);
        int month = 1 + (int)ka_random_below(random, 12);
        int64_t cents = (int64_t)exp(25 * ka_random_uniform(random));
        cents = kind == 3 ? -cents : kind == 5 ? 0 : cents;
        fprintf(file, "%d-%02d-%02d,a%zu,c%zu,", year, month,
                1 + (int)ka_random_below(random, 28), account, account % 3);
        if (ka_random_below(random, 9) > 0)
            fprintf(file, "p%zu", ka_random_below(random, 6));
        fprintf(file, ",%s,", kinds[kind]);
        if (ka_random_below(random, 9) > 0)
            fprintf(file, "%s%zu", kind == 3 ? "-" : "", 1 + ka_random_below(random, 999));
        fprintf(file, ",%s,%lld.%04d\n", currencies[account % 3], (long long)(cents / 10000),
                (int)llabs(cents % 10000));
        ka_int128 read = cents / 10000 * 10000 +
                         (cents / 10000 < 0 ? -llabs(cents % 10000) : llabs(cents % 10000));
        if (year == 2023)
            totals->before += read;
        if (year == 2024)
            totals->after += read;
    }
    fclose(file);
}

static void write_rates(const char *path)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("currency,period,rate\n", file);
    for (int month = 0; month < 24; month++)
        fprintf(file, "USD,%d-%02d,%d.%03d\nEUR,%d-%02d,8.%03d\n", 2023 + month / 12,
                1 + month % 12, 6 + month % 2, 37 * month, 2023 + month / 12, 1 + month % 12,
                11 * month);
    fclose(file);
}

static void read_journal(struct ka_journal *journal, const char *path)
{
    struct ka_error err = {0};
    const struct ka_journal_options options = {.group = KA_SALE_CHANNEL, .goods = true};
    if (!ka_journal_read(journal, path, &options, &err))
        fail_msg("%s", err.text);
}

// The parts add up to the change, of each account and of all, to the last digit.
static void closure(void **state)
{
    (void)state;
    struct ka_random *random = ka_random_new(1);
    struct ka_rates rates = {0};
    struct ka_error err = {0};
    write_rates("bridge_fx.csv");
    assert_true(ka_rates_load(&rates, "bridge_fx.csv", NULL, &err));
    const struct ka_period periods[] = {{ka_date_from(2023, 1, 1), ka_date_from(2023, 12, 31)},
                                        {ka_date_from(2024, 1, 1), ka_date_from(2024, 12, 31)}};
    size_t fates[KA_FATES] = {0};
    bool used[KA_BRIDGE_PARTS] = {false};
    for (int trial = 0; trial < 60; trial++) {
        struct ka_journal journal = {0};
        struct ka_bridge bridge = {0};
        struct totals totals;
        write_random("bridge.csv", random, &totals);
        read_journal(&journal, "bridge.csv");
        if (!ka_bridge_make(&bridge, &journal, periods, trial % 2 ? &rates : NULL, &err))
            fail_msg("%s", err.text);
        struct ka_bridge_row all = {0};
        for (size_t a = 0; a < ka_journal_accounts(&journal); a++) {
            const struct ka_bridge_row *row = &bridge.rows[a];
            ka_int128 sum = 0;
            for (int p = 0; p < KA_BRIDGE_PARTS; p++) {
                sum += row->part[p];
                used[p] |= row->part[p] != 0;
            }
            assert_true(sum == row->after - row->before);
            fates[row->fate]++;
            ka_bridge_add(&all, row);
        }
        assert_true(all.before == totals.before && all.after == totals.after);
        ka_int128 sum = 0;
        for (int p = 0; p < KA_BRIDGE_PARTS; p++)
            sum += all.part[p];
        assert_true(sum == totals.after - totals.before);
        ka_bridge_clear(&bridge);
        ka_journal_clear(&journal);
    }
    for (int p = 0; p < KA_BRIDGE_PARTS; p++)
        assert_true(used[p]);
    assert_true(fates[KA_FATE_KEPT] > 0 && fates[KA_FATE_NEW] > 0 && fates[KA_FATE_LOST] > 0 &&
                fates[KA_FATE_BACK] > 0);
    ka_rates_clear(&rates);
    ka_random_free(random);
    remove("bridge.csv");
    remove("bridge_fx.csv");
}

static void periods_parse(void **state)
{
    (void)state;
    struct ka_period p;
    struct ka_error err = {0};
    assert_true(ka_period_parse("2024-02", &p, &err));
    assert_int_equal(p.from, ka_date_from(2024, 2, 1));
    assert_int_equal(p.to, ka_date_from(2024, 2, 29));
    assert_true(ka_period_parse("2024-02-10..2024-03", &p, &err));
    assert_int_equal(p.from, ka_date_from(2024, 2, 10));
    assert_int_equal(p.to, ka_date_from(2024, 3, 31));
    assert_false(ka_period_parse("2024-03..2024-02", &p, &err));
    assert_false(ka_period_parse("2024", &p, &(struct ka_error){0}));
    assert_false(ka_period_parse("..", &p, &(struct ka_error){0}));
}

// Student (1908), sleep: 10 pairs, mean 1.58, 95 % interval .7001142 to 2.4598858 (R's t.test).
static void student(void **state)
{
    (void)state;
    const double d[] = {1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, .8, 4.6, 1.4};
    struct ka_paired paired = ka_paired(d, 10, .95);
    near(paired.mean, 1.58, 1e-12);
    near(paired.lo, .7001142, 5e-8);
    near(paired.hi, 2.4598858, 5e-8);
    assert_true(isnan(ka_paired(d, 1, .95).lo) && isnan(ka_paired(d, 0, .95).mean));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(closure),
        cmocka_unit_test(periods_parse),
        cmocka_unit_test(student),
    };
    ka_stat_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
