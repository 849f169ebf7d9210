// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include <stdio.h>
#include <stdlib.h>

#include "sales/relations.h"
#include "table/date.h"

// ---- The rule ----

enum { SALES = 1, PURCHASING = 2, FINANCE = 4, BOARD = 128 }; // as the schema has them

static void one_of_each(void **state)
{
    (void)state;
    const unsigned three = SALES | PURCHASING | FINANCE, two = SALES | FINANCE;
    static const enum ka_relation none = KA_RELATION_UNKNOWN;
    const struct {
        struct ka_relation_evidence e;
        enum ka_relation expected;
    } cases[] = {
        {{.contacts = 0}, none},
        {{.contacts = 1}, KA_ORDINARY},
        {{.contacts = 9, .functions = SALES, .our_functions = three}, KA_ORDINARY},
        {{.contacts = 9, .functions = two, .our_functions = three}, KA_ORDINARY},
        {{.contacts = 9, .functions = three, .our_functions = two}, KA_ORDINARY},
        {{.contacts = 9, .functions = three, .our_functions = three}, KA_PARTNER},
        // Functions of ours, once there is one, count and people do not.
        {{.contacts = 9, .functions = three, .our_functions = SALES, .people = 5}, KA_ORDINARY},
        {{.contacts = 9, .functions = three, .people = 2}, KA_ORDINARY},
        {{.contacts = 9, .functions = three, .people = 3}, KA_PARTNER},
        {{.contacts = 9, .functions = three}, KA_PARTNER},
        {{.contacts = 1, .functions = BOARD}, KA_STRATEGIC},
        {{.contacts = 1, .our_functions = BOARD}, KA_ORDINARY},
        {{.contacts = 2, .functions = FINANCE, .joint_months = 2}, KA_ORDINARY},
        {{.contacts = 3, .functions = FINANCE, .joint_months = 3}, KA_STRATEGIC},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (ka_relation_of(&cases[i].e) != cases[i].expected)
            fail_msg("case %zu: %s", i, ka_relation_names[ka_relation_of(&cases[i].e)]);
}

// ---- Reading ----

static bool load(struct ka_relations *relations, const char *text, struct ka_error *err)
{
    char path[] = "/tmp/ka-test-contacts-XXXXXX";
    FILE *file = fdopen(mkstemp(path), "w");
    struct ka_frame accounts = {.rows = 2};
    fputs(text, file);
    fclose(file);
    struct ka_column *ids = ka_frame_append(&accounts, "account_id");
    ka_column_add(ids, KA_STR("a"));
    ka_column_add(ids, KA_STR("b"));
    *relations = (struct ka_relations){0};
    bool ok = ka_relations_load(relations, path, &accounts, 0, ka_date_from(2024, 12, 31), 365,
                                NULL, err);
    remove(path);
    ka_frame_clear(&accounts);
    return ok;
}

static void what_counts(void **state)
{
    (void)state;
    struct ka_relations r;
    struct ka_error err = {0};
    assert_true(load(&r,
                     "date,account_id,kind,level,function,our_function,by\n"
                     "2024-01-01,a,meeting,1,finance,sales,x\n"
                     "2024-01-02,a,meeting,1,finance,sales,x\n" // the same month and person
                     "2024-03-01,a,visit,5,finance,rnd, x \n"   // no meeting
                     "2024-12-31,a,meeting,,sales,,y\n"
                     "2025-01-01,a,meeting,1,board,board,z\n"
                     "2023-12-31,a,meeting,1,board,board,z\n"
                     "2024-05-05,c,meeting,1,board,board,z\n",
                     &err));
    const struct ka_relation_evidence *e = &r.of[0];
    assert_int_equal(e->contacts, 4);
    assert_int_equal(__builtin_popcount(e->functions), 2);
    assert_int_equal(__builtin_popcount(e->our_functions), 2);
    assert_int_equal(__builtin_popcount(e->levels), 2);
    assert_int_equal(e->people, 2);
    assert_int_equal(e->joint_months, 1);
    assert_int_equal(e->last, ka_date_from(2024, 12, 31));
    assert_int_equal(r.later, 1);
    assert_int_equal(r.older, 1);
    assert_int_equal(r.strangers, 1);
    assert_int_equal(r.of[1].contacts, 0);
    assert_int_equal(r.of[1].last, KA_DATE_NONE);
    ka_relations_clear(&r);
}

static void columns_may_be_missing(void **state)
{
    (void)state;
    struct ka_relations r;
    struct ka_error err = {0};
    assert_true(load(&r, "account_id,date,kind\nb,2024-06-01,call\n", &err));
    assert_int_equal(r.of[1].contacts, 1);
    assert_int_equal(ka_relation_of(&r.of[1]), KA_ORDINARY);
    ka_relations_clear(&r);
    assert_false(load(&r, "account_id,date,kind\nb,2024-06-01,lunch\n", &err));
    assert_int_equal(err.code, KA_BAD_DATA);
    ka_relations_clear(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_of_each),
        cmocka_unit_test(what_counts),
        cmocka_unit_test(columns_may_be_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
