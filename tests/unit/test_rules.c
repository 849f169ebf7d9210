// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sales/rules.h"

#define HEADER "criterion,column,op,limit,weight,needed\n"

// Writes text to a file and loads it as rules; the file is gone behind.
static bool load(struct ka_rules *rules, const char *text, struct ka_error *err)
{
    char path[] = "/tmp/ka-test-rules-XXXXXX";
    FILE *file = fdopen(mkstemp(path), "w");
    fputs(text, file);
    fclose(file);
    bool ok = ka_rules_load(rules, path, err);
    remove(path);
    return ok;
}

// The message ends so.
static void refuses(const char *text, const char *message)
{
    struct ka_rules rules;
    struct ka_error err = {0};
    assert_false(load(&rules, text, &err));
    assert_int_equal(err.code, KA_BAD_DATA);
    if (!ka_str_has_suffix(ka_str(err.text), ka_str(message)))
        fail_msg("\"%s\" does not end in \"%s\"", err.text, message);
    ka_rules_clear(&rules);
}

static void table_as_it_stands(void **state)
{
    (void)state;
    struct ka_rules rules;
    struct ka_error err = {0};
    assert_true(load(&rules,
                     "needed,weight,limit,op,column,criterion,why\n"
                     "any, 2 ,1e3,>=, revenue ,size,because\n"
                     "must,.5,-0.25,<,x,other,\n"
                     "any,1,0,<=,margin,size,\n",
                     &err));
    assert_int_equal(rules.count, 3);
    assert_int_equal(rules.criterion_count, 2);
    assert_string_equal(rules.criteria[0].name, "size");
    assert_int_equal(rules.criteria[0].needed, KA_ANY);
    assert_int_equal(rules.criteria[1].needed, KA_MUST);
    assert_int_equal(rules.rules[2].criterion, 0);
    assert_string_equal(rules.rules[0].column, "revenue");
    assert_int_equal(rules.rules[1].op, KA_BELOW);
    near(rules.rules[0].limit, 1000, 0);
    near(rules.rules[0].weight, 2, 0);
    near(rules.rules[1].limit, -.25, 0);
    assert_int_equal(rules.rules[2].line, 4);
    ka_rules_clear(&rules);
    ka_rules_clear(&rules); // twice is fine
}

static void lines_are_named(void **state)
{
    (void)state;
    refuses("", "the input is empty, a header line was expected");
    refuses(HEADER, "no rule below the header");
    refuses("criterion,column\n", "no column 'op'; there are: criterion, column");
    refuses(HEADER "a,x,>,1,1,must\nb,y,=,1,1,must\n",
            ":3: column 'op': '=' is not one of >= > <= <");
    refuses(HEADER "A,x,>,1,1,must\n",
            ":2: column 'criterion': 'A' is not a name (a-z, 0-9, _)");
    refuses(HEADER "a,,>,1,1,must\n", ":2: column 'column': '' is no column");
    refuses(HEADER "a,x,>,,1,must\n", ":2: column 'limit': '' is not a number");
    refuses(HEADER "a,x,>,1,-0,must\n", ":2: column 'weight': '-0' is not a number above 0");
    refuses(HEADER "a,x,>,1,1e-7,must\n",
            ":2: column 'weight': '1e-7' is not between 1e-6 and 1e6");
    refuses(HEADER "a,x,>,1,1,\n", ":2: column 'needed': '' is not one of must|any|info");
    refuses(HEADER "a,x,>,1,1,must\na,y,>,1,1,info\n",
            ":3: column 'needed': 'info' is not what the criterion has above");
    refuses(HEADER "a,x,>,1,1\n", ":2: 5 cells, the header has 6");
}

static void passing(void **state)
{
    (void)state;
    static const bool expected[KA_RULE_OPS][3] = {[KA_AT_LEAST] = {false, true, true},
                                                  [KA_ABOVE] = {false, false, true},
                                                  [KA_AT_MOST] = {true, true, false},
                                                  [KA_BELOW] = {true, false, false}};
    for (int op = 0; op < KA_RULE_OPS; op++) {
        const struct ka_rule rule = {.op = (enum ka_rule_op)op, .limit = 5};
        for (int i = 0; i < 3; i++)
            assert_int_equal(ka_rule_passes(&rule, 4 + i), expected[op][i]);
        assert_false(ka_rule_passes(&rule, NAN));
    }
}

// What is printed, loaded again, is what was shipped.
static void shipped_round_trip(void **state)
{
    (void)state;
    struct ka_rules shipped, loaded;
    struct ka_error err = {0};
    struct ka_output out;
    struct ka_writer writer;
    char path[] = "/tmp/ka-test-rules-XXXXXX";
    close(mkstemp(path));
    ka_rules_ship(&shipped);
    if (!ka_output_open(&out, path, &err))
        fail_msg("%s", err.text);
    ka_writer_init(&writer, &out);
    ka_rules_write(&shipped, &writer);
    assert_true(ka_output_commit(&out, &err));
    ka_output_discard(&out);
    assert_true(ka_rules_load(&loaded, path, &err));
    remove(path);
    assert_int_equal(loaded.count, shipped.count);
    assert_int_equal(loaded.criterion_count, shipped.criterion_count);
    for (size_t i = 0; i < loaded.count; i++) {
        assert_string_equal(loaded.rules[i].column, shipped.rules[i].column);
        assert_int_equal(loaded.rules[i].op, shipped.rules[i].op);
        near(loaded.rules[i].limit, shipped.rules[i].limit, 0);
        near(loaded.rules[i].weight, shipped.rules[i].weight, 0);
        assert_int_equal(loaded.rules[i].criterion, shipped.rules[i].criterion);
    }
    for (size_t c = 0; c < loaded.criterion_count; c++)
        assert_int_equal(loaded.criteria[c].needed, shipped.criteria[c].needed);
    ka_rules_clear(&loaded);
    ka_rules_clear(&shipped);
}

static void columns_that_no_tool_makes(void **state)
{
    (void)state;
    struct ka_rules rules;
    struct ka_error err = {0};
    struct ka_frame frame = {.rows = 0};
    ka_frame_append(&frame, "mine");
    assert_true(load(&rules, HEADER "a,mine,>,1,1,must\nb,p_alive,>,1,1,must\n", &err));
    assert_true(ka_rules_check(&rules, &frame, &err));
    ka_rules_clear(&rules);
    assert_true(load(&rules, HEADER "a,mine,>,1,1,must\nb,yours,>,1,1,must\n", &err));
    assert_false(ka_rules_check(&rules, &frame, &err));
    assert_non_null(strstr(err.text, ":3: column 'column': 'yours' is in neither"));
    ka_rules_clear(&rules);
    ka_frame_clear(&frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_round_trip), // first: no file that was read may be written
        cmocka_unit_test(table_as_it_stands),
        cmocka_unit_test(lines_are_named),
        cmocka_unit_test(passing),
        cmocka_unit_test(columns_that_no_tool_makes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
