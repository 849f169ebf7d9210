// SPDX-License-Identifier: GPL-3.0-or-later
#include "given.h"

#include "base/mem.h"
#include "sales/flow.h"
#include "stat/stat.h"
#include "table/date.h"

enum { MONTHS = 6 };

struct world {
    double price;      // of a piece
    int pieces;        // each row in so many
    bool turned;       // the last row first
    int in, out, rise; // pieces bought and sold on in a month; sold: out - rise × month
    bool stock;        // is reported
};

static void put_row(struct ka_buf *text, const struct world *w, int month, bool sale)
{
    for (int piece = 0; piece < w->pieces; piece++) {
        int qty = sale ? w->in : w->out - w->rise * month;
        int part = qty / w->pieces + (piece < qty % w->pieces);
        if (sale) {
            ka_buf_addf(text, "2024-%02d-15,a,A,p,sale,%d,%.4f\n", month + 1, part,
                        part * w->price);
            continue;
        }
        ka_buf_addf(text, "2024-%02d,a,p,%s,%d,", month + 1, piece % 2 ? "T" : "S", part);
        if (w->stock)
            ka_buf_addf(text, "%d",
                        (w->in - w->out) * (month + 1) + w->rise * month * (month + 1) / 2);
        ka_buf_add_char(text, '\n');
    }
}

static void read_world(struct ka_flow *flow, const struct world *w)
{
    char sales_path[] = KA_GIVEN, through_path[] = KA_GIVEN;
    struct ka_buf sales = {0}, through = {0};
    struct ka_error err = {0};
    ka_buf_add_text(&sales, "date,account_id,account,product_id,kind,qty,revenue\n");
    ka_buf_add_text(&through, "period,account_id,product_id,end_segment,qty,stock_end\n");
    for (int m = 0; m < MONTHS; m++) {
        put_row(&sales, w, w->turned ? MONTHS - 1 - m : m, true);
        put_row(&through, w, w->turned ? MONTHS - 1 - m : m, false);
    }
    const struct ka_flow_options options = {
        .sellthrough = given(through_path, through.p), .asof = KA_DATE_NONE, .months = MONTHS};
    *flow = (struct ka_flow){0};
    if (!ka_flow_read(flow, given(sales_path, sales.p), &options, NULL, &err))
        fail_msg("%s", err.text);
    remove(sales_path);
    remove(through_path);
    ka_buf_clear(&sales);
    ka_buf_clear(&through);
}

static struct ka_flow_figures judge(const struct world *w, bool money)
{
    struct ka_flow flow;
    struct ka_flow_series series;
    read_world(&flow, w);
    if (money)
        ka_flow_account_series(&flow, 0, &series);
    else
        ka_flow_cell_series(&flow, 0, &series);
    struct ka_flow_figures f = ka_flow_judge(&flow, &series);
    ka_flow_clear(&flow);
    return f;
}

static const struct world plain = {
    .price = 12.5, .pieces = 1, .in = 100, .out = 90, .rise = 10, .stock = true};

// 600 bought, 90 + 80 … 40 = 390 sold on; the stock is what stays, 210; a week of April to June
// has 7 / 91 of 60 + 50 + 40.
static void by_hand(void **state)
{
    (void)state;
    struct ka_flow_figures f = judge(&plain, false);
    near(f.in, 600, 0);
    near(f.out, 390, 0);
    near(f.rate, 390. / 600, 1e-15);
    near(f.stock_end, 210, 0);
    near(f.weeks, 210 / (150. * 7 / 91), 1e-12);
    near(f.stock_tau, 1, 1e-15);
    near(f.out_tau, -1, 1e-15);
    assert_int_equal(f.finding, KA_FLOW_STUFFED);
    assert_int_equal(f.reported, MONTHS);
}

static void same(const struct ka_flow_figures *a, const struct ka_flow_figures *b, double times)
{
    near(b->in, a->in * times, 1e-9 * times);
    near(b->out, a->out * times, 1e-9 * times);
    near(b->stock_end, a->stock_end * times, 1e-9 * times);
    near(b->rate, a->rate, 1e-12);
    near(b->weeks, a->weeks, 1e-12);
    near(b->stock_tau, a->stock_tau, 1e-12);
    near(b->out_tau, a->out_tau, 1e-12);
    assert_int_equal(b->finding, a->finding);
}

// The order of rows, rows in parts; and money at our prices is pieces times the price.
static void invariances(void **state)
{
    (void)state;
    struct ka_flow_figures pieces = judge(&plain, false), money = judge(&plain, true);
    same(&pieces, &money, plain.price);
    for (int step = 0; step < 2; step++) {
        struct world other = plain;
        other.turned = true;
        other.pieces = step ? 3 : 1;
        struct ka_flow_figures f = judge(&other, false);
        same(&pieces, &f, 1);
        other.price = 100 * plain.price;
        f = judge(&other, true);
        same(&pieces, &f, other.price);
    }
}

// What comes in is sold on or stays: without reported stock it is derived, and never stuffed by
// a level that nobody knows, but by its growth.
static void derived(void **state)
{
    (void)state;
    struct world w = plain;
    w.stock = false;
    struct ka_flow_figures f = judge(&w, false);
    assert_true(f.derived);
    assert_true(isnan(f.stock_end) && isnan(f.weeks));
    near(f.stock_change, f.in - f.out - (w.in - w.out), 1e-12); // since the end of January
    assert_int_equal(f.finding, KA_FLOW_STUFFED);
}

// Sell-through that grows is clear, and so is one that stands still.
static void clear_channels(void **state)
{
    (void)state;
    struct world w = plain;
    w.rise = 0;
    struct ka_flow_figures f = judge(&w, false);
    near(f.out_tau, 0, 0);
    assert_int_equal(f.finding, KA_FLOW_CLEAR);
    w.rise = -1;
    f = judge(&w, false);
    near(f.out_tau, 1, 1e-15);
    assert_int_equal(f.finding, KA_FLOW_CLEAR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),
        cmocka_unit_test(invariances),
        cmocka_unit_test(derived),
        cmocka_unit_test(clear_channels),
    };
    ka_stat_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
