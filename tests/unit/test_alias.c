// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "sales/alias.h"
#include "sales/currency.h"
#include "sales/schema.h"
#include "sales/suggest.h"
#include "sales/total.h"

static struct ka_alias_index names;

static int set_up(void **state)
{
    (void)state;
    ka_alias_index_init(&names);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ka_alias_index_clear(&names);
    return 0;
}

static struct ka_alias found(const char *header)
{
    struct ka_alias alias;
    if (!ka_alias_find(&names, ka_str(header), &alias))
        fail_msg("'%s' is not known", header);
    return alias;
}

static void assert_field(const char *header, int field)
{
    if (found(header).field != field)
        fail_msg("'%s' is %s, expected %s", header, ka_field_name(found(header).field),
                 ka_field_name(field));
}

static void headers_of_erp_systems(void **state)
{
    (void)state;
    assert_field("购货单位", KA_SALE_ACCOUNT);
    assert_field("客户编码", KA_SALE_ACCOUNT_ID);
    assert_field("单据编号", KA_SALE_ORDER_ID);
    assert_field("规格型号", KA_SALE_PRODUCT);
    assert_field("价税合计", KA_SALE_REVENUE);
    assert_field("业务员", KA_SALE_MANAGER);
    assert_field("省/自治区", KA_SALE_REGION);
    assert_field("产品 ID", KA_SALE_PRODUCT_ID);
    assert_field("Invoice Date", KA_SALE_DATE);
    assert_field("Net amount", KA_SALE_REVENUE);
    assert_field("COGS", KA_SALE_COST);
    assert_field("Sold-to party", KA_SALE_ACCOUNT_ID);
    assert_field("成本单价", KA_FIELD_UNIT_COST);
    struct ka_alias alias;
    assert_false(ka_alias_find(&names, KA_STR("单位"), &alias)); // of measure, or a company
    assert_field("税额", KA_FIELD_TAX);
    assert_field("优惠金额", KA_FIELD_DISCOUNT_AMOUNT);
    assert_false(ka_alias_find(&names, KA_STR("Margin %"), &alias));
    assert_false(ka_alias_find(&names, KA_STR(""), &alias));
}

static void width_case_and_spacing_do_not_matter(void **state)
{
    (void)state;
    static const char *const forms[] = {"customer id", "CUSTOMER_ID", "Ｃｕｓｔｏｍｅｒ　ＩＤ",
                                        "Customer-Id:", "customerid"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        assert_field(forms[i], KA_SALE_ACCOUNT_ID);
}

static void assert_before(const char *one, const char *other)
{
    assert_int_equal(found(one).field, found(other).field);
    assert_true(found(one).rank < found(other).rank);
}

static void the_better_header_ranks_before(void **state)
{
    (void)state;
    assert_before("订单日期", "发货日期");
    assert_before("地区", "省份");
    assert_before("省份", "城市");
    assert_before("无税金额", "金额");
    assert_before("金额", "价税合计");
    assert_before("客户名称", "客户简称");
    assert_before("毛利", "利润");
    assert_before("类别", "子类别");
    assert_before("revenue", "amount");
}

static void headers_say_tax_sense_and_unit(void **state)
{
    (void)state;
    assert_int_equal(found("含税单价").traits, KA_TAXED);
    assert_int_equal(found("不含税金额").traits, KA_NET);
    assert_int_equal(found("金额（万元）").traits, KA_TEN_THOUSANDS);
    assert_int_equal(found("销售额(千元)").traits, KA_THOUSANDS);
    assert_int_equal(found("金额(元)").traits, 0);
    assert_int_equal(found("Amount (USD)").traits, 0);
    assert_int_equal(found("Discount %").traits, KA_OFF | KA_PERCENT);
    assert_int_equal(found("扣率").traits, KA_PAID);
    assert_int_equal(found("折扣").traits, 0);
    assert_int_equal(found("折扣(%)").traits, KA_PERCENT);
}

static void contract_names_are_known_first(void **state)
{
    (void)state;
    for (int column = 0; column < KA_SALE_SRC; column++) {
        assert_field(ka_sale_column_name(column), column);
        assert_int_equal(found(ka_sale_column_name(column)).rank, 0);
    }
}

static void totals_are_told_from_names(void **state)
{
    (void)state;
    assert_true(ka_total_is(KA_STR("合 计：")));
    assert_true(ka_total_is(KA_STR("Grand Total")));
    assert_false(ka_total_is(KA_STR("合计数科技")));
    assert_false(ka_total_is(KA_STR("")));
    assert_true(ka_total_in(KA_STR("华东区小计")));
    assert_true(ka_total_in(KA_STR("Acme Total")));
    assert_true(ka_total_in(KA_STR("合计:12行")));
    assert_false(ka_total_in(KA_STR("Total Energies")));
    assert_false(ka_total_in(KA_STR("得力集团")));
}

static void assert_core(const char *name, const char *core)
{
    struct ka_buf got = {0};
    ka_suggest_core(&got, ka_str(name));
    assert_string_equal(got.p ? got.p : "", core);
    ka_buf_clear(&got);
}

static void a_core_is_without_legal_form(void **state)
{
    (void)state;
    assert_core("ABC Trading Co., Ltd.", "abctrading");
    assert_core("ＡＢＣ　Trading", "abctrading");
    assert_core("得力集团股份有限公司", "得力");
    assert_core("沃尔玛（中国）投资有限公司", "沃尔玛中国投资");
    assert_core("Texaco", "texaco"); // "co" is no word of it
    assert_core("Co", "co");         // never nothing
    assert_core("公司", "公司");
    assert_core("有限公司服务部", "有限公司服务部"); // anchored at the end
    assert_core("", "");
}

static void currencies_have_one_code(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"人民币", "CNY"}, {"RMB", "CNY"}, {"￥", "CNY"},  {"¥", "CNY"},    {"cny", "CNY"},
        {"美元", "USD"},   {"$", "USD"},   {"usd", "USD"}, {"EURO", "EUR"}, {"sek", "SEK"}};
    struct ka_side side = {0};
    struct ka_currencies currencies;
    ka_currencies_init(&currencies, &side, NULL, false);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_true(
            ka_str_eq(ka_currency_code(&currencies, ka_str(pairs[i][0])), ka_str(pairs[i][1])));
    ka_currencies_clear(&currencies);
}

static void the_schema_holds_the_sales_table(void **state)
{
    (void)state;
    for (int column = 0; column < KA_SALE_COLUMNS; column++) {
        const struct ka_schema_column *s =
            ka_schema_find("sales", ka_sale_column_name((enum ka_sale_column)column));
        assert_non_null(s);
        assert_int_equal(s->required, ka_sale_column_required((enum ka_sale_column)column));
    }
    assert_null(ka_schema_find("sales", "colour"));
    const struct ka_schema_column *axis = ka_schema_find("accounts", "axis");
    assert_true(ka_schema_allows(axis, KA_STR("vertical")));
    assert_false(ka_schema_allows(axis, KA_STR("vert")));
    assert_false(ka_schema_allows(axis, KA_STR("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers_of_erp_systems),
        cmocka_unit_test(width_case_and_spacing_do_not_matter),
        cmocka_unit_test(the_better_header_ranks_before),
        cmocka_unit_test(headers_say_tax_sense_and_unit),
        cmocka_unit_test(contract_names_are_known_first),
        cmocka_unit_test(totals_are_told_from_names),
        cmocka_unit_test(a_core_is_without_legal_form),
        cmocka_unit_test(currencies_have_one_code),
        cmocka_unit_test(the_schema_holds_the_sales_table),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
