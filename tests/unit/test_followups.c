// SPDX-License-Identifier: GPL-3.0-or-later
#include "given.h"

#include <string.h>

#include "sales/followups.h"
#include "stat/stat.h"
#include "table/date.h"

// ---- Rules ----

static double limit_of(const struct ka_cadence *cadence, const char *account_class,
                       const char *relationship, enum ka_cadence_item item)
{
    return ka_cadence_limit(cadence, ka_str(account_class), ka_str(relationship), item);
}

static bool load(struct ka_cadence *cadence, const char *text, struct ka_error *err)
{
    char path[] = KA_GIVEN;
    bool good = ka_cadence_load(cadence, given(path, text), err);
    remove(path);
    return good;
}

// Class and relationship before class before relationship before neither, in any order of
// rules.
static void the_nearest_rule(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "class,relationship,item,limit\n,,visit,1\n,s,visit,2\nk,,visit,3\nk,s,visit,4\n",
        "item,limit,relationship,class\nvisit,4,s,k\nvisit,3,,k\nvisit,2,s,\nvisit,1,,\n"};
    for (size_t i = 0; i < 2; i++) {
        struct ka_cadence cadence;
        struct ka_error err = {0};
        assert_true(load(&cadence, texts[i], &err));
        near(limit_of(&cadence, "k", "s", KA_MEET_VISIT), 4, 0);
        near(limit_of(&cadence, "k", "x", KA_MEET_VISIT), 3, 0);
        near(limit_of(&cadence, "x", "s", KA_MEET_VISIT), 2, 0);
        near(limit_of(&cadence, "", "", KA_MEET_VISIT), 1, 0);
        assert_true(isnan(limit_of(&cadence, "k", "s", KA_MEET_CALL)));
        ka_cadence_clear(&cadence);
    }
}

static void bad_rules(void **state)
{
    (void)state;
    static const char *const rows[] = {"k,,visit,1.5", "k,,visit,3651",
                                       "k,,dance,1",   "k,,visit,-1",
                                       "k,,visit,",    "k,,visit,1\nk,,visit,1"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct ka_cadence cadence;
        struct ka_error err = {0};
        struct ka_buf text = {0};
        ka_buf_addf(&text, "class,relationship,item,limit\n%s\n", rows[i]);
        assert_false(load(&cadence, text.p, &err));
        assert_int_equal(err.code, KA_BAD_DATA);
        ka_cadence_clear(&cadence);
        ka_buf_clear(&text);
    }
}

// ---- What is due ----

struct world {
    struct ka_plan plan;
    struct ka_cadence cadence;
    struct ka_followups f;
};

static void make(struct world *w, const char *rules, const char *contacts, int32_t asof)
{
    char sales[] = KA_GIVEN, accounts[] = KA_GIVEN, met[] = KA_GIVEN;
    struct ka_error err = {0};
    *w = (struct world){0};
    struct ka_plan_options options = {
        .accounts = given(accounts, "account_id,verdict,relationship,manager\na,key,s,M\n"
                                    "b,,,M\nc,key,,\n"),
        .asof = asof,
        .months = 6};
    struct ka_followups_options asked = {
        .contacts = given(met, contacts), .key = "verdict=key", .ahead = 14};
    if (!load(&w->cadence, rules, &err) ||
        !ka_plan_read(&w->plan,
                      given(sales, "date,account_id,account,kind,revenue\n"
                                   "2024-01-10,a,A,sale,1\n2024-01-31,b,B,sale,1\n"),
                      &options, NULL, &err) ||
        !ka_followups_make(&w->f, &w->plan, &w->cadence, &asked, NULL, &err))
        fail_msg("%s", err.text);
    remove(sales);
    remove(accounts);
    remove(met);
}

static void clear(struct world *w)
{
    ka_followups_clear(&w->f);
    ka_plan_clear(&w->plan);
    ka_cadence_clear(&w->cadence);
}

// The due day of the account and kind, KA_DATE_NONE: not in the list.
static int32_t due_of(const struct world *w, const char *id, enum ka_cadence_item kind)
{
    for (size_t i = 0; i < w->f.due_count; i++) {
        const struct ka_followup *d = &w->f.due[i];
        if (d->kind == kind && ka_str_eq(w->f.accounts[d->account].id, ka_str(id)))
            return d->due;
    }
    return KA_DATE_NONE;
}

static const char rules[] = "class,relationship,item,limit\nkey,,visit,30\nkey,,call,10\n"
                            "key,,meeting,60\n,,event,29\nkey,s,mail,0\n";

// From the last contact of the kind on; a visit is a call, too, a meeting both; not the other
// way round.  What was never done counts from the first purchase, or the oldest contact.
static void what_counts(void **state)
{
    (void)state;
    struct world w;
    make(&w, rules,
         "date,account_id,kind\n2024-01-31,a,visit\n2024-02-05,a,call\n2024-01-01,b,mail\n",
         ka_date_from(2024, 2, 29));
    assert_int_equal(due_of(&w, "a", KA_MEET_VISIT), ka_date_from(2024, 3, 1)); // leap year
    assert_int_equal(due_of(&w, "a", KA_MEET_CALL), ka_date_from(2024, 2, 15));
    assert_int_equal(due_of(&w, "a", KA_MEET_MEETING), ka_date_from(2024, 1, 10) + 60);
    assert_int_equal(due_of(&w, "a", KA_MEET_MAIL), KA_DATE_NONE); // 0 days: never
    assert_int_equal(due_of(&w, "b", KA_MEET_EVENT), ka_date_from(2024, 2, 29));
    assert_int_equal(due_of(&w, "b", KA_MEET_VISIT), KA_DATE_NONE);
    assert_int_equal(due_of(&w, "c", KA_MEET_VISIT), ka_date_from(2024, 2, 29)); // has neither
    clear(&w);
    make(&w, rules, "date,account_id,kind\n2024-02-20,a,meeting\n", ka_date_from(2024, 2, 29));
    assert_int_equal(due_of(&w, "a", KA_MEET_CALL), ka_date_from(2024, 3, 1));
    assert_int_equal(due_of(&w, "a", KA_MEET_VISIT), KA_DATE_NONE); // 2024-03-21 is too far
    assert_int_equal(due_of(&w, "b", KA_MEET_EVENT), KA_DATE_NONE); // from 2024-02-20 on
    clear(&w);
}

// Key, and met by nobody for more than twice the shortest cadence of 10 days.
static void unattended(void **state)
{
    (void)state;
    struct world w;
    make(&w, rules, "date,account_id,kind\n2024-02-09,a,training\n2023-01-01,b,call\n",
         ka_date_from(2024, 2, 29));
    assert_false(w.f.accounts[0].unattended); // 20 days ago
    assert_false(w.f.accounts[1].unattended); // is no key account
    assert_true(w.f.accounts[2].unattended);  // never met, never bought
    clear(&w);
    make(&w, rules, "date,account_id,kind\n2024-02-08,a,training\n2024-03-09,a,visit\n",
         ka_date_from(2024, 2, 29));
    assert_true(w.f.accounts[0].unattended); // 21 days ago; what is to come does not count
    assert_int_equal(w.f.contacts.later, 1);
    assert_int_equal(w.f.accounts[0].contacts, 1);
    clear(&w);
}

// The list does not depend on the order of contacts; one twice is one.
static void any_order(void **state)
{
    (void)state;
    struct world w, turned;
    make(&w, rules,
         "date,account_id,kind\n2024-01-31,a,visit\n2024-02-05,a,call\n2024-02-01,c,event\n",
         ka_date_from(2024, 2, 29));
    make(&turned, rules,
         "kind,date,account_id\nevent,2024-02-01,c\ncall,2024-02-05,a\nvisit,2024-01-31,a\n"
         "visit,2024-01-31,a\n",
         ka_date_from(2024, 2, 29));
    assert_true(w.f.due_count > 3);
    assert_int_equal(w.f.due_count, turned.f.due_count);
    assert_memory_equal(w.f.due, turned.f.due, w.f.due_count * sizeof *w.f.due);
    for (size_t i = 1; i < w.f.due_count; i++)
        assert_true(w.f.due[i - 1].due <= w.f.due[i].due);
    clear(&w);
    clear(&turned);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_rule), cmocka_unit_test(bad_rules),
        cmocka_unit_test(what_counts),      cmocka_unit_test(unattended),
        cmocka_unit_test(any_order),
    };
    ka_stat_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
