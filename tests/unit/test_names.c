// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "table/names.h"

static void a_list_is_one_line(void **state)
{
    (void)state;
    struct ka_buf list = {0};
    ka_names_add(&list, KA_STR("date"));
    ka_names_add(&list, KA_STR("客户\n编码\t"));
    ka_names_add(&list, KA_STR(""));
    ka_names_add(&list, KA_STR("\x1b[2J\x7f"));
    assert_string_equal(list.p, "date, 客户 编码 , ,  [2J ");
    ka_buf_clear(&list);
}

// Whatever the name in front, a long list ends with … behind a whole character, once.
static void a_long_list_is_cut_between_characters(void **state)
{
    (void)state;
    bool cut;
    for (size_t front = 0; front < 12; front++) {
        struct ka_buf list = {0};
        for (size_t i = 0; i < front; i++)
            ka_buf_add_char(&list, 'x');
        for (int i = 0; i < 500; i++)
            ka_names_add(&list, KA_STR("销售额𠀀é"));
        struct ka_str text = ka_buf_str(&list);
        assert_in_range(text.n, 690, 710);
        assert_int_equal(ka_text_utf8_valid(text, &cut), text.n);
        assert_true(ka_str_has_suffix(text, KA_STR("…")));
        assert_false(ka_str_contains((struct ka_str){text.p, text.n - 3}, KA_STR("…")));
        ka_buf_clear(&list);
    }
}

static void one_long_name_is_cut_too(void **state)
{
    (void)state;
    struct ka_buf name = {0}, list = {0};
    bool cut;
    for (int i = 0; i < 1000; i++)
        ka_buf_add_text(&name, "名");
    ka_names_add(&list, ka_buf_str(&name));
    assert_in_range(list.n, 690, 710);
    assert_int_equal(ka_text_utf8_valid(ka_buf_str(&list), &cut), list.n);
    ka_buf_clear(&list);
    ka_buf_clear(&name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_is_one_line),
        cmocka_unit_test(a_long_list_is_cut_between_characters),
        cmocka_unit_test(one_long_name_is_cut_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
