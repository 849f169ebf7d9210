// SPDX-License-Identifier: GPL-3.0-or-later
#include "given.h"

#include <string.h>

#include "base/mem.h"
#include "sales/referrals.h"
#include "table/date.h"

enum { ALL = 40 };

// Account rows a00, a01 …, that buy `each`.
static void put_rows(struct ka_frame *rows, size_t n, double each)
{
    struct ka_buf cell = {0};
    *rows = (struct ka_frame){.rows = n};
    struct ka_column *id = ka_frame_append(rows, "account_id");
    for (size_t i = 0; i < n; i++) {
        ka_buf_reset(&cell);
        ka_buf_addf(&cell, "a%02zu", i);
        ka_column_add(id, ka_buf_str(&cell));
    }
    ka_buf_reset(&cell);
    ka_real_format(&cell, each);
    struct ka_column *revenue = ka_frame_append(rows, "revenue");
    for (size_t i = 0; i < n; i++)
        ka_column_add(revenue, ka_buf_str(&cell));
    struct ka_column *margin = ka_frame_append(rows, "margin");
    for (size_t i = 0; i < n; i++)
        ka_column_add(margin, i == n - 1 ? KA_STR("") : ka_buf_str(&cell));
    ka_buf_clear(&cell);
}

static bool read_text(struct ka_referrals *r, const char *text, const struct ka_frame *rows,
                      double decay, struct ka_error *err)
{
    char path[] = KA_GIVEN;
    *r = (struct ka_referrals){0};
    bool good = ka_referrals_read(r, given(path, text), rows, KA_DATE_NONE, decay, NULL, err);
    remove(path);
    return good;
}

static const struct ka_person *person(const struct ka_referrals *r, size_t i)
{
    char id[8];
    snprintf(id, sizeof id, "a%02zu", i);
    size_t at = ka_map_find(&r->ids, ka_str(id));
    assert_true(at != KA_NONE);
    return &r->people[at];
}

// Each brought the next; the last rows first when turned.
static void put_chain(struct ka_buf *text, size_t n, bool turned)
{
    ka_buf_add_text(text, "from_id,to_id\n");
    for (size_t k = 0; k + 1 < n; k++) {
        size_t i = turned ? n - 2 - k : k;
        ka_buf_addf(text, "a%02zu,a%02zu\n", i, i + 1);
    }
}

// A chain of n: of the one with m behind him the geometric sum d (1 - d^m) / (1 - d).
static void a_chain(void **state)
{
    (void)state;
    const double d = .6, each = 250;
    for (int turned = 0; turned < 2; turned++) {
        struct ka_frame rows;
        struct ka_referrals r;
        struct ka_buf text = {0};
        struct ka_error err = {0};
        put_rows(&rows, ALL, each);
        put_chain(&text, ALL, turned);
        if (!read_text(&r, text.p, &rows, d, &err))
            fail_msg("%s", err.text);
        for (size_t i = 0; i < ALL; i++) {
            const struct ka_person *p = person(&r, i);
            double m = (double)(ALL - 1 - i);
            assert_int_equal(p->depth, i);
            assert_int_equal(p->descendants, ALL - 1 - i);
            assert_int_equal(p->direct, i + 1 < ALL);
            near(p->brought, each * d * (1 - pow(d, m)) / (1 - d), 1e-9);
            assert_true(i == ALL - 1 ? p->brought_margin == 0 : isnan(p->brought_margin));
        }
        ka_referrals_clear(&r);
        ka_frame_clear(&rows);
        ka_buf_clear(&text);
    }
}

// A tree where i was brought by i / 2: without decay what all brought is, of each, its revenue
// once for everyone above it, so the total is that of the depths; with decay d^depth sums up.
static void a_tree(void **state)
{
    (void)state;
    for (int step = 1; step <= 4; step++) {
        double d = step / 4., brought = 0, expected = 0;
        struct ka_frame rows;
        struct ka_referrals r;
        struct ka_buf text = {0};
        struct ka_error err = {0};
        put_rows(&rows, ALL, 1);
        ka_buf_add_text(&text, "from_id,to_id\n");
        for (size_t i = ALL - 1; i > 0; i--)
            ka_buf_addf(&text, "a%02zu,a%02zu\n", i / 2, i);
        assert_true(read_text(&r, text.p, &rows, d, &err));
        for (size_t i = 0; i < ALL; i++) {
            brought += person(&r, i)->brought;
            for (size_t up = 1; up <= person(&r, i)->depth; up++)
                expected += pow(d, (double)up);
        }
        near(brought, expected, 1e-9);
        assert_int_equal(person(&r, 0)->descendants, ALL - 1);
        ka_referrals_clear(&r);
        ka_frame_clear(&rows);
        ka_buf_clear(&text);
    }
}

// Named from the bytewise least, whatever the order of rows and whoever hangs below it.
static void a_circle(void **state)
{
    (void)state;
    static const char *const texts[] = {"from_id,to_id\na03,a02\na02,a01\na01,a03\na01,a04\n",
                                        "from_id,to_id\na01,a04\na01,a03\na03,a02\na02,a01\n",
                                        "from_id,to_id\na02,a01\na01,a04\na03,a02\na01,a03\n"};
    struct ka_frame rows;
    put_rows(&rows, 5, 1);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct ka_referrals r;
        struct ka_error err = {0};
        assert_false(read_text(&r, texts[i], &rows, .5, &err));
        assert_int_equal(err.code, KA_BAD_DATA);
        assert_non_null(strstr(err.text, "in a circle (< brought by): a01 < a02 < a03 < a01"));
        ka_referrals_clear(&r);
    }
    ka_frame_clear(&rows);
}

// Who brought himself, who was brought by two, who has no name, who comes later.
static void odd_ones(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "from_id,to_id\na01,a01\n", "from_id,to_id\na01,a02\na03,a02\n",
        "from_id,to_id\n,a02\n", "from_id,date\na01,2024-02-30\n"};
    struct ka_frame rows;
    struct ka_referrals r;
    put_rows(&rows, 5, 1);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct ka_error err = {0};
        assert_false(read_text(&r, bad[i], &rows, .5, &err));
        assert_int_equal(err.code, KA_BAD_DATA);
        ka_referrals_clear(&r);
    }
    char path[] = KA_GIVEN;
    struct ka_error err = {0};
    r = (struct ka_referrals){0};
    assert_true(ka_referrals_read(&r,
                                  given(path, "from_id,to_id,date\na01,a02,2024-02-29\n"
                                              "a02,a03,2024-03-01\n"),
                                  &rows, ka_date_from(2024, 2, 29), 1, NULL, &err));
    remove(path);
    assert_int_equal(r.later, 1);
    near(person(&r, 1)->brought, 1, 0);
    ka_referrals_clear(&r);
    ka_frame_clear(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chain),
        cmocka_unit_test(a_tree),
        cmocka_unit_test(a_circle),
        cmocka_unit_test(odd_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
