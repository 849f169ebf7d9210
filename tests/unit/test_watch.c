// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sales/watch.h"
#include "stat/gaps.h"
#include "stat/random.h"
#include "stat/stat.h"
#include "table/date.h"

enum { ACCOUNTS = 400, FIRST = 19358 /* 2023-01-01 */, DAYS = 1096 };

// Accounts that never change: rates from one purchase in four days to one in sixty, regular or
// by chance, order values log-normal, prices within a few hundredths.
static void write_steady(const char *path, struct ka_random *random)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("date,account_id,channel,manager,product_id,family,kind,qty,revenue\n", file);
    for (int a = 0; a < ACCOUNTS; a++) {
        double mean = 4 * exp(log(15) * ka_random_uniform(random));
        double shape = a % 3 ? 1 : 2.5, size = exp(ka_random_normal(random, 5, 1));
        for (double t = mean * ka_random_uniform(random); t < DAYS;
             t += ka_random_gamma(random, shape, mean / shape)) {
            struct ka_buf day = {0};
            ka_date_format(&day, FIRST + (int)t);
            size_t family = ka_random_below(random, 3);
            double qty = 1 + floor(size * exp(ka_random_normal(random, 0, .6)));
            double price = 10 * (1 + (double)family) * (1 + ka_random_normal(random, 0, .03));
            fprintf(file, "%s,a%03d,c%d,m%d,p%zu,f%zu,sale,%.0f,%.2f\n", day.p, a, a % 3,
                    a % 10, family, family, qty, qty * price);
            ka_buf_clear(&day);
        }
    }
    fclose(file);
}

static void read_journal(struct ka_journal *journal, const char *path)
{
    struct ka_error err = {0};
    const struct ka_journal_options options = {.group = KA_SALE_CHANNEL, .goods = true};
    if (!ka_journal_read(journal, path, &options, &err))
        fail_msg("%s", err.text);
}

// How many accounts of whom nothing has changed are spoken of in a quarter that is looked at
// month by month: at most one in twenty.
static void false_alarms(void **state)
{
    (void)state;
    struct ka_random *random = ka_random_new(1);
    struct ka_journal journal = {0};
    size_t quarters = 0, alarms = 0, by_rule[KA_WATCH_RULES] = {0};
    write_steady("watch.csv", random);
    read_journal(&journal, "watch.csv");
    for (int quarter = 0; quarter < 4; quarter++) {
        bool spoken[ACCOUNTS] = {false};
        for (int month = 1; month <= 3; month++) {
            struct ka_watch watch = {.journal = &journal};
            ka_watch_limits_ship(&watch.limits);
            watch.asof = ka_month_first(ka_date_month(FIRST) + 24 + 3 * quarter + month) - 1;
            ka_watch_make(&watch);
            for (size_t i = 0; i < watch.count; i++) {
                by_rule[watch.alerts[i].rule]++;
                if (watch.alerts[i].account != KA_NONE)
                    spoken[watch.alerts[i].account] = true;
            }
            ka_watch_clear(&watch);
        }
        for (int a = 0; a < ACCOUNTS; a++)
            alarms += spoken[a];
        quarters += ACCOUNTS;
    }
    printf("# false alarms: %.4f per account and quarter (", (double)alarms / (double)quarters);
    for (int r = 0; r < KA_WATCH_RULES; r++)
        printf("%s %zu%s", ka_watch_names[r], by_rule[r],
               r + 1 < KA_WATCH_RULES ? ", " : ")\n");
    assert_true((double)alarms <= .05 * (double)quarters);
    ka_journal_clear(&journal);
    ka_random_free(random);
    remove("watch.csv");
}

// With one earlier gap of the same shape 1, P(next > g) = s / (s + g).
static void gap_closed_form(void **state)
{
    (void)state;
    const struct ka_gaps one = {10, 1, 1};
    near(ka_gaps_longer(&one, 30), .25, 1e-14);
    near(ka_gaps_quantile(&one, .25), 30, 1e-10);
    // Many gaps: the exponential distribution itself.
    const struct ka_gaps many = {1e7, 1e6, 1};
    near(ka_gaps_longer(&many, 25), exp(-2.5), 1e-5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(false_alarms),
        cmocka_unit_test(gap_closed_form),
    };
    ka_stat_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
