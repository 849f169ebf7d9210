// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/schema.h"

// What people write for the values of enums, folded, parted by |.
static const struct word {
    const char *value, *words;
} words[] = {
    {"visit", "拜访|走访|上门|上门拜访|实地拜访"},
    {"call", "电话|通话|去电|电话沟通"},
    {"mail", "邮件|电邮|电子邮件|email"},
    {"meeting", "会议|会谈|例会|开会"},
    {"event", "活动|展会|联谊"},
    {"training", "培训"},
    {"service_least", "服务费率下限|最低服务费率"},
    {"service_most", "服务费率上限|最高服务费率"},
    {"sales", "销售|销售部"},
    {"purchasing", "采购|采购部"},
    {"finance", "财务|财务部"},
    {"logistics", "物流|物流部|仓储"},
    {"rnd", "研发|研发部|技术|技术部|r&d"},
    {"marketing", "市场|市场部"},
    {"gm", "总经理|总经办|总裁"},
    {"board", "董事会|董事|董事长"},
    {"ordinary", "普通|一般|普通型"},
    {"partner", "伙伴|伙伴式|伙伴型|合作伙伴"},
    {"strategic", "战略|战略性|战略型|战略合作|战略伙伴"},
    {"supermarket", "商超|超市|大卖场"},
    {"electronics", "电器|家电|电子卖场|电器连锁"},
    {"stationery", "文具|办公用品"},
    {"oem", "原厂|原厂oem"},
    {"other", "其他|其它|别的"},
    {"horizontal", "横向"},
    {"vertical", "纵向"},
    {"rebate", "返利"},
    {"slotting", "进场费"},
    {"barcode", "条码费"},
    {"display", "堆头|陈列费"},
    {"promoter", "促销员"},
    {"freight", "运费"},
    {"returns", "退货"},
    {"credit", "账期"},
    {"service", "服务|服务费"},
    {"value_over_price", "重价值|重价值轻价格"},
    {"loyalty", "忠诚|忠诚度"},
    {"culture", "文化|认同文化"},
    {"willingness", "意愿|合作意愿"},
    {"potential", "潜力"},
    {"satisfaction", "满意度"},
    {"company", "公司|全公司|企业"},
    {"manager", "客户经理|大客户经理|经理|业务员"},
    {"channel", "渠道"},
    {"account", "客户"},
    {"revenue", "销售额|收入|销售收入"},
    {"margin", "毛利|毛利额"},
    {"qty", "数量|销量"},
    {"person", "人工|手工|本人"},
    {"proposed", "建议|系统建议"},
    {"1", "是|上班|y|yes"},
    {"0", "否|休息|放假|n|no"},
};
enum { WORDS = sizeof words / sizeof *words };

const char *ka_schema_words(struct ka_str value)
{
    for (size_t i = 0; i < WORDS; i++)
        if (ka_str_eq(value, ka_str(words[i].value)))
            return words[i].words;
    return "";
}
