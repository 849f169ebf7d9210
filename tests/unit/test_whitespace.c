// SPDX-License-Identifier: GPL-3.0-or-later
#include "given.h"

#include <string.h>

#include "base/mem.h"
#include "sales/whitespace.h"
#include "sales/whitespace_tables.h"
#include "stat/stat.h"
#include "table/date.h"
#include "table/save.h"

// What seven accounts of a channel bought of toner and of ink; g is the one to judge.
enum { PEERS = 6 };
static const double toner[PEERS] = {0, 10, 40, 0, 25, 7},
                    ink[PEERS] = {100, 80, 300, 50, 120, 90};
static const char header[] = "date,account_id,account,channel,family,kind,revenue\n";

static void add_line(struct ka_buf *text, size_t account, const char *family, double revenue)
{
    ka_buf_addf(text, "2024-12-%02d,%c,A,x,%s,sale,%.4f\n", 31 - (int)account,
                (char)('a' + account), family, revenue);
}

// Each amount `times` as large, in `parts` rows, the last account first when `turned`.
static void put_sales(struct ka_buf *text, double times, int parts, bool turned)
{
    ka_buf_add_text(text, header);
    for (size_t n = 0; n <= PEERS; n++) {
        size_t i = turned ? PEERS - n : n;
        for (int part = 0; part < parts; part++) {
            add_line(text, i, "ink", times * (i < PEERS ? ink[i] : 200) / parts);
            if (i < PEERS && toner[i] > 0)
                add_line(text, i, "toner", times * toner[i] / parts);
        }
    }
}

static void read_text(struct ka_whitespace *ws, const char *text, int64_t min_peers)
{
    const struct ka_whitespace_options options = {.lost_days = 180, .min_peers = min_peers};
    struct ka_error err = {0};
    char path[] = KA_GIVEN;
    *ws = (struct ka_whitespace){0};
    if (!ka_holdings_read(&ws->holdings, given(path, text), KA_DATE_NONE, NULL, &err) ||
        !ka_whitespace_make(ws, &options, NULL, &err))
        fail_msg("%s", err.text);
    remove(path);
}

static struct ka_gap gap_of(double times, int parts, bool turned)
{
    struct ka_buf text = {0};
    struct ka_whitespace ws;
    put_sales(&text, times, parts, turned);
    read_text(&ws, text.p, 5);
    struct ka_gap gap = ka_whitespace_gap(&ws, PEERS, 1); // toner comes after ink
    ka_whitespace_clear(&ws);
    ka_buf_clear(&text);
    return gap;
}

// R: svyratio(~y, ~x, svydesign(~1, weights = rep(1, 6))) of package survey, confint(df = 5);
// prop.test(4, 6, correct = FALSE).
static void as_in_r(void **state)
{
    (void)state;
    struct ka_gap gap = gap_of(1, 1, false);
    assert_int_equal(gap.state, KA_HOLD_NEVER);
    assert_int_equal(gap.level, KA_PEERS_CHANNEL);
    assert_int_equal(gap.peers, 6);
    assert_int_equal(gap.owners, 4);
    near(gap.share.lo, .2999933151, 1e-9);
    near(gap.share.hi, .9032285889, 1e-9);
    near(gap.expected.value / 200, .110810810811, 1e-11);
    near(gap.expected.lo / 200, .0400051947775, 1e-10);
    near(gap.expected.hi / 200, .181616426844, 1e-10);
    near(gap.if_bought, 200 * 82. / 590, 1e-9);
    near(gap.gap, gap.expected.value, 0);
}

static void same_gap(const struct ka_gap *a, const struct ka_gap *b, double times)
{
    near(a->expected.value * times, b->expected.value, 1e-9 * times);
    near(a->expected.lo * times, b->expected.lo, 1e-7 * times);
    near(a->expected.hi * times, b->expected.hi, 1e-7 * times);
    near(a->if_bought * times, b->if_bought, 1e-9 * times);
    near(a->share.lo, b->share.lo, 0);
    assert_int_equal(a->owners, b->owners);
}

static void invariances(void **state)
{
    (void)state;
    struct ka_gap plain = gap_of(1, 1, false), turned = gap_of(1, 1, true);
    struct ka_gap dear = gap_of(100, 1, false), split = gap_of(1, 4, false);
    same_gap(&plain, &turned, 1);
    same_gap(&plain, &dear, 100);
    same_gap(&plain, &split, 1);
}

// Below the least number of peers all accounts are; without two there is nothing to say.
static void levels(void **state)
{
    (void)state;
    struct ka_buf text = {0};
    struct ka_whitespace ws;
    put_sales(&text, 1, 1, false);
    read_text(&ws, text.p, 7);
    assert_int_equal(ka_whitespace_gap(&ws, PEERS, 1).level, KA_PEERS_ALL);
    ka_whitespace_clear(&ws);
    read_text(&ws,
              "date,account_id,account,channel,family,kind,revenue\n"
              "2024-12-31,a,A,x,ink,sale,5\n2024-12-31,b,A,x,toner,sale,5\n",
              2);
    struct ka_gap gap = ka_whitespace_gap(&ws, 0, 1);
    assert_int_equal(gap.level, KA_PEER_LEVELS);
    assert_int_equal(gap.peers, 1);
    assert_true(isnan(gap.expected.value) && isnan(gap.gap));
    ka_whitespace_clear(&ws);
    ka_buf_clear(&text);
}

// ---- Tables ----

static bool write_pairs(struct ka_writer *w, const void *context, struct ka_error *err)
{
    (void)err;
    ka_whitespace_write_pairs(context, 1, w);
    return true;
}

static bool write_adoption(struct ka_writer *w, const void *context, struct ka_error *err)
{
    (void)err;
    ka_whitespace_write_adoption(context, w);
    return true;
}

static void write_table(struct ka_frame *frame, ka_write_rows *write,
                        const struct ka_whitespace *ws)
{
    struct ka_error err = {0};
    char path[] = KA_GIVEN;
    remove(given(path, "")); // a name of its own
    *frame = (struct ka_frame){0};
    if (!ka_table_save(path, write, ws, &err) ||
        !ka_frame_load(frame, path, &(struct ka_reader_options){0}, &err))
        fail_msg("%s", err.text);
    remove(path);
}

static double cell(const struct ka_frame *frame, const char *column, size_t row)
{
    double value = NAN;
    size_t at = ka_frame_find(frame, column);
    assert_true(at != KA_NONE);
    assert_true(ka_real_parse(ka_frame_cell(frame, at, row), &value));
    return value;
}

// 4 of 7 bought both, 7 ink, 4 toner: the one tells nothing of the other, and the variance of
// the logarithm 1/4 - 1/7 - 1/4 + (2 - 1) / 7 is 0.
static void lift(void **state)
{
    (void)state;
    struct ka_buf text = {0};
    struct ka_whitespace ws;
    struct ka_frame pairs;
    put_sales(&text, 1, 3, true);
    read_text(&ws, text.p, 5);
    write_table(&pairs, write_pairs, &ws);
    assert_int_equal(pairs.rows, 1);
    near(cell(&pairs, "buyers_both", 0), 4, 0);
    near(cell(&pairs, "support", 0), 4. / 7, 1e-9);
    near(cell(&pairs, "lift", 0), 1, 1e-9);
    near(cell(&pairs, "lift_lo", 0), 1, 1e-7);
    near(cell(&pairs, "lift_hi", 0), 1, 1e-7);
    ka_frame_clear(&pairs);
    ka_whitespace_clear(&ws);
    ka_buf_clear(&text);
}

// One account more each month, until all have taken up the family: adopters add up, the share
// ends at 1, and a return of everything is no purchase.
static void adoption(void **state)
{
    (void)state;
    enum { MONTHS = 5 };
    struct ka_buf text = {0};
    struct ka_whitespace ws;
    struct ka_frame table;
    ka_buf_add_text(&text, header);
    for (int i = 0; i < MONTHS; i++) {
        ka_buf_addf(&text, "2024-01-05,%c,A,x,ink,sale,10\n", 'a' + i);
        ka_buf_addf(&text, "2024-%02d-28,%c,A,x,toner,sale,10\n", MONTHS - i, 'a' + i);
    }
    ka_buf_add_text(&text, "2024-01-05,z,A,x,ink,sale,5\n2024-02-05,z,A,x,toner,sale,5\n"
                           "2024-03-05,z,A,x,toner,return,-5\n");
    read_text(&ws, text.p, 5);
    write_table(&table, write_adoption, &ws);
    assert_int_equal(table.rows, 4 * MONTHS); // two families, of all and of the channel
    for (size_t m = 0; m < MONTHS; m++) {
        size_t row = MONTHS + m; // toner of all
        near(cell(&table, "new_adopters", row), 1, 0);
        near(cell(&table, "adopters", row), (double)m + 1, 0);
        near(cell(&table, "accounts", row), 6, 0);
        near(cell(&table, "adoption_share", row), ((double)m + 1) / 6, 1e-9);
    }
    ka_frame_clear(&table);
    ka_whitespace_clear(&ws);
    ka_buf_clear(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_in_r), cmocka_unit_test(invariances), cmocka_unit_test(levels),
        cmocka_unit_test(lift),    cmocka_unit_test(adoption),
    };
    ka_stat_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
