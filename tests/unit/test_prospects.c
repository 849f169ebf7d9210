// SPDX-License-Identifier: GPL-3.0-or-later
#include "given.h"

#include "base/mem.h"
#include "sales/prospects_check.h"
#include "stat/auc.h"
#include "stat/stat.h"

static const char header[] =
    "account_id,account,channel,region,industry,industry_size,verdict\n";

static bool make(struct ka_prospects *p, const char *accounts, const char *prospects,
                 struct ka_error *err)
{
    char path[] = KA_GIVEN, leads[] = KA_GIVEN;
    struct ka_frame rows = {0};
    struct ka_prospects_options options = {.key = "verdict=key"};
    if (prospects)
        options.prospects = given(leads, prospects);
    *p = (struct ka_prospects){0};
    assert_true(
        ka_frame_load(&rows, given(path, accounts), &(struct ka_reader_options){0}, err));
    bool good = ka_prospects_make(p, &rows, &options, NULL, err);
    remove(path);
    if (prospects)
        remove(leads);
    return good;
}

// R: daisy(data.frame(a, b, c, log1p(size)), metric = "gower") of package cluster: rows 1 and 2
// are key, 4 is the prospect, of whom two traits are unknown.
static void gower_as_in_r(void **state)
{
    (void)state;
    struct ka_prospects p;
    struct ka_error err = {0};
    assert_true(make(&p,
                     "account_id,account,channel,region,industry,industry_size,verdict\n"
                     "1,A,x,p,1,10,key\n2,B,x,q,1,250,key\n3,C,y,q,2,4000,ordinary\n",
                     "prospect_id,name,channel,region,industry,size\n4,D,,q,2,\n", &err));
    struct ka_likeness like = ka_prospects_compare(&p, &p.prospects[0], false);
    assert_int_equal(like.near_count, 2);
    near(like.near[0].distance, .5, 1e-12);
    assert_int_equal(like.near[0].point, 1);
    near(like.near[1].distance, 1, 1e-12);
    like = ka_prospects_compare(&p, &p.accounts[0], true); // to the other key account alone
    assert_int_equal(like.near_count, 1);
    near(like.distance, .382604443661, 1e-11);
    like = ka_prospects_compare(&p, &p.accounts[2], true);
    near(like.near[0].distance, .617395556339, 1e-11);
    near(like.near[1].distance, 1, 1e-12);
    ka_prospects_clear(&p);
}

// n accounts, k of them key and in channel x; of the others every third is there.
static void put_market(struct ka_buf *text, size_t n, size_t k, bool turned)
{
    ka_buf_add_text(text, header);
    for (size_t m = 0; m < n; m++) {
        size_t i = turned ? n - 1 - m : m;
        bool key = i < k, there = key || i % 3 == 0;
        ka_buf_addf(text, "c%03zu,N,%s,r%zu,,%zu,%s\n", i, there ? "x" : "y", i % 4, 10 + i,
                    key ? "key" : "ordinary");
    }
}

// P(x | key) / P(x) drawn towards 1 by the weight of one key account: all 10 key accounts are
// in x, where 40 of 100 accounts are: (10 * 100 / 40 + 1) / 11.  A key account leaves itself
// out: (9 * 99 / 39 + 1) / 10; another one of x: (10 * 99 / 39 + 1) / 11.
static void lifts(void **state)
{
    (void)state;
    struct ka_prospects p;
    struct ka_error err = {0};
    struct ka_buf text = {0};
    put_market(&text, 100, 10, false);
    assert_true(make(&p, text.p, "prospect_id,name,channel\nP,P,x\nQ,Q,y\nR,R,new\n", &err));
    assert_int_equal(p.counts[KA_TRAIT_CHANNEL][p.prospects[0].code[KA_TRAIT_CHANNEL]].all, 40);
    struct ka_likeness like = ka_prospects_compare(&p, &p.prospects[0], false);
    near(like.lift[KA_TRAIT_CHANNEL], 26. / 11, 1e-12);
    near(like.log_lift, log(26. / 11), 1e-12);
    assert_int_equal(like.known, 1);
    near(ka_prospects_compare(&p, &p.prospects[1], false).lift[KA_TRAIT_CHANNEL], 1. / 11,
         1e-12);
    like =
        ka_prospects_compare(&p, &p.prospects[2], false); // nobody is there: it tells nothing
    assert_int_equal(like.known, 0);
    near(ka_prospects_compare(&p, &p.accounts[0], true).lift[KA_TRAIT_CHANNEL],
         (9. * 99 / 39 + 1) / 10, 1e-12);
    near(ka_prospects_compare(&p, &p.accounts[12], true).lift[KA_TRAIT_CHANNEL],
         (10. * 99 / 39 + 1) / 11, 1e-12);
    ka_prospects_clear(&p);
    ka_buf_clear(&text);
}

// The order of rows is nothing, and the threads' answers are those of one by one.
static void same_for_any_order(void **state)
{
    (void)state;
    enum { N = 2000 };
    struct ka_prospects p, q;
    struct ka_error err = {0};
    struct ka_buf text = {0}, turned = {0};
    put_market(&text, N, 50, false);
    put_market(&turned, N, 50, true);
    assert_true(make(&p, text.p, NULL, &err) && make(&q, turned.p, NULL, &err));
    struct ka_likeness *all = ka_prospects_compare_all(&q, q.accounts, N, true);
    for (size_t i = 0; i < N; i++) {
        struct ka_likeness like = ka_prospects_compare(&p, &p.accounts[i], true);
        near(all[i].distance, like.distance, 0);
        near(all[i].log_lift, like.log_lift, 0);
        for (size_t k = 0; k < KA_NEAREST; k++)
            assert_int_equal(all[i].near[k].point, like.near[k].point);
    }
    free(all);
    ka_prospects_clear(&p);
    ka_prospects_clear(&q);
    ka_buf_clear(&text);
    ka_buf_clear(&turned);
}

// By the mean of both ranks; ties keep their order, who has nothing in common comes last.
static void order(void **state)
{
    (void)state;
    const struct ka_likeness like[] = {{.distance = .3, .log_lift = 1},
                                       {.distance = .1, .log_lift = 2},
                                       {.distance = NAN, .log_lift = 0},
                                       {.distance = .3, .log_lift = 1}};
    static const size_t expected[] = {1, 0, 3, 2};
    const double log_lift[] = {1, 2, 0, 1}, distance[] = {.3, .1, NAN, .3};
    double rank[4];
    size_t *found = ka_prospects_order(like, 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(found[i], expected[i]);
    ka_prospects_mean_rank(log_lift, distance, 4, rank);
    near(rank[0], 2.5, 0);
    near(rank[1], 1, 0);
    near(rank[2], 4, 0);
    free(found);
    free(ka_prospects_order(like, 0));
}

// What the check scores are the leads' own scores, each account left out.
static void check(void **state)
{
    (void)state;
    enum { N = 200 };
    struct ka_prospects p;
    struct ka_error err = {0};
    struct ka_buf text = {0};
    struct ka_checked checked[KA_CHECKS];
    double log_lift[N], distance[N];
    bool key[N];
    put_market(&text, N, 30, true);
    assert_true(make(&p, text.p, NULL, &err));
    for (size_t i = 0; i < N; i++) {
        struct ka_likeness like = ka_prospects_compare(&p, &p.accounts[i], true);
        log_lift[i] = like.log_lift;
        distance[i] = -like.distance;
        key[i] = p.accounts[i].key;
    }
    ka_prospects_check(&p, checked);
    near(checked[KA_CHECK_LOG_LIFT].auc, ka_auc(log_lift, key, N), 1e-12);
    near(checked[KA_CHECK_DISTANCE].auc, ka_auc(distance, key, N), 1e-12);
    for (int c = 0; c < KA_CHECKS; c++)
        assert_true(checked[c].lo < checked[c].auc && checked[c].auc < checked[c].hi);
    ka_prospects_clear(&p);
    ka_buf_clear(&text);
}

static void no_key(void **state)
{
    (void)state;
    struct ka_prospects p;
    struct ka_error err = {0};
    struct ka_buf text = {0};
    put_market(&text, 5, 0, false);
    assert_false(make(&p, text.p, NULL, &err));
    assert_int_equal(err.code, KA_NOT_ESTIMABLE);
    ka_prospects_clear(&p);
    ka_buf_clear(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gower_as_in_r),
        cmocka_unit_test(lifts),
        cmocka_unit_test(same_for_any_order),
        cmocka_unit_test(order),
        cmocka_unit_test(check),
        cmocka_unit_test(no_key),
    };
    ka_stat_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
