// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/headers.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "sales/input.h"
#include "sales/schema.h"
#include "table/date.h"
#include "table/number.h"

// What a column of any side table may be called, folded, parted by |, the best first.
static const struct header {
    const char *column, *headers;
} headers[] = {
    {"period", "期间|月份|年月|会计期间|目标期间"},
    {"date", "日期|推荐日期|介绍日期|拜访日期|联系日期|评价日期"},
    {"account", "客户名称|客户|客户全称"},
    {"account_id", "客户编码|客户编号|客户代码|客户id|客户号|客户"},
    {"product_id", "产品编码|产品编号|商品编码|商品编号|货号"},
    {"family", "产品系列|系列|品类|产品类别|商品类别|类别"},
    {"region", "地区|区域|大区|所在地区"},
    {"industry", "行业|所属行业"},
    {"channel", "渠道|销售渠道"},
    {"manager", "客户经理|大客户经理|业务员|负责人"},
    {"scope", "范围|目标范围|考核对象|对象类型"},
    {"scope_id", "对象|考核对象编码|对象编码|对象名称"},
    {"measure", "指标|考核指标|目标指标"},
    {"target", "目标|目标值|目标金额|目标额|销售目标"},
    {"source", "来源|目标来源|信息来源"},
    {"working", "是否上班|是否工作日|上班|工作日"},
    {"class", "客户等级|等级|客户级别|分类"},
    {"relationship", "关系|客户关系|合作关系"},
    {"item", "项目|跟进方式"},
    {"limit", "限值|标准|间隔天数|天数"},
    {"end_segment", "终端类型|终端客户类型|最终客户类型|终端"},
    {"end_customer", "终端客户|最终客户|终端客户名称|最终客户名称"},
    {"qty", "数量|销量|销售数量"},
    {"amount", "金额|销售额|销售金额|费用金额|发生额|费用"},
    {"stock_end", "期末库存|库存|库存数量|月末库存"},
    {"wallet", "采购总额|年采购额|总采购额|钱包"},
    {"from_id", "推荐人|介绍人|推荐客户|推荐客户编码|介绍人编码"},
    {"to_id", "被推荐人|被介绍人|被推荐客户|被推荐客户编码|被介绍人编码"},
    {"prospect_id", "准客户编码|准客户编号|潜在客户编码|潜在客户编号"},
    {"name", "准客户名称|潜在客户名称|名称|公司名称"},
    {"size", "规模|营业额|年营业额|企业规模"},
    {"kind", "费用类型|费用类别|费用种类|费用项目|联系方式|接触方式|跟进方式|方式|类型"},
    {"level", "级别|层级|对方级别"},
    {"function", "对方部门|部门|职能"},
    {"our_function", "我方部门"},
    {"criterion", "评价项目|评价指标|项目|指标"},
    {"score", "得分|评分|分数"},
    {"by", "记录人|评价人|跟进人|我方人员"},
    {"note", "备注|说明"},
    {"complaint_id", "投诉编号|投诉单号"},
    {"opened", "投诉日期|受理日期"},
    {"closed", "结案日期|关闭日期"},
    {"severity", "严重程度"},
    {"type", "投诉类型|类型"},
    {"invoice", "发票号|发票号码"},
    {"due", "到期日|到期日期"},
    {"paid", "已付|已付金额|已收金额"},
    {"industry_size", "行业规模"},
};

// The frame's column that is best called as a column of the contract, or KA_NONE.
static size_t find_called(const struct ka_frame *frame, const char *words)
{
    struct ka_str rest = ka_str(words), word;
    struct ka_buf folded = {0};
    size_t found = KA_NONE;
    while (found == KA_NONE && ka_str_next(&rest, '|', &word))
        for (size_t i = 0; i < frame->width && found == KA_NONE; i++) {
            ka_buf_reset(&folded);
            ka_text_fold(&folded, ka_str(frame->columns[i].name));
            if (ka_str_eq(word, ka_buf_str(&folded)))
                found = i;
        }
    ka_buf_clear(&folded);
    return found;
}

static void name_columns(struct ka_frame *frame, const char *table)
{
    for (size_t h = 0; h < sizeof headers / sizeof *headers; h++) {
        const char *column = headers[h].column;
        if (!ka_schema_find(table, column) || ka_frame_find(frame, column) != KA_NONE)
            continue;
        size_t i = find_called(frame, headers[h].headers);
        if (i == KA_NONE)
            continue;
        free(frame->columns[i].name);
        frame->columns[i].name = ka_strdup(column);
    }
}

enum { DAY_LENGTH = 10 }; // 2024-01-05

struct meaning {
    const struct ka_schema_column *schema;
    char day[DAY_LENGTH];
    struct ka_buf amount;
};

static struct ka_str value_of(struct ka_str cell, void *context)
{
    const struct meaning *meaning = context;
    struct ka_str value = ka_schema_value(meaning->schema, cell);
    return value.n > 0 ? value : cell;
}

// A day whose form is plain by itself: 2024/1/5, 2024年1月5日, 20240105.
static struct ka_str day_of(struct ka_str cell, void *context)
{
    struct meaning *meaning = context;
    int32_t day;
    if (ka_date_parse(cell, &day) || ka_month_parse_form(cell, &day) ||
        ka_date_forms(cell) != KA_DATE_YMD || !ka_date_parse_form(cell, KA_DATE_YMD, &day))
        return cell;
    ka_date_text(meaning->day, day);
    return (struct ka_str){meaning->day, DAY_LENGTH};
}

// 1,200.50, ￥1200 or 100万; what has more digits than the contract stays.
static struct ka_str amount_of(struct ka_str cell, void *context)
{
    struct meaning *meaning = context;
    struct ka_number number;
    int64_t amount;
    double plain;
    bool rounded = false;
    if (ka_real_parse(cell, &plain) || !ka_number_parse(ka_str_trim(cell), '.', &number) ||
        number.percent || (number.currency && strcmp(number.currency, "CNY") != 0) ||
        !ka_number_scale(&number, KA_DECIMAL_DIGITS, &amount, &rounded) || rounded)
        return cell;
    ka_buf_reset(&meaning->amount);
    ka_decimal_format(&meaning->amount, amount);
    return ka_buf_str(&meaning->amount);
}

static bool is_amount(const char *type)
{
    return strcmp(type, "decimal") == 0 || strcmp(type, "real") == 0;
}

void ka_side_table_translate(struct ka_frame *frame, const char *table)
{
    for (size_t i = 0; i < frame->width; i++) {
        struct meaning meaning = {ka_schema_find(table, frame->columns[i].name), "", {0}};
        if (meaning.schema && *meaning.schema->values)
            ka_frame_rewrite(frame, i, value_of, &meaning);
        else if (meaning.schema && strcmp(meaning.schema->type, "date") == 0)
            ka_frame_rewrite(frame, i, day_of, &meaning);
        else if (meaning.schema && is_amount(meaning.schema->type))
            ka_frame_rewrite(frame, i, amount_of, &meaning);
        ka_buf_clear(&meaning.amount);
    }
}

bool ka_side_table_load(struct ka_frame *frame, const char *table, const char *path,
                        struct ka_meta *meta, struct ka_error *err)
{
    if (!ka_input_load(frame, path, meta, err))
        return false;
    name_columns(frame, table);
    ka_side_table_translate(frame, table);
    return true;
}
