// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/headers.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "sales/input.h"
#include "sales/schema.h"

// What a column of any side table may be called, folded, parted by |.
static const struct header {
    const char *column, *headers;
} headers[] = {
    {"period", "期间|月份|年月|会计期间|目标期间"},
    {"date", "日期|推荐日期|介绍日期"},
    {"account_id", "客户编码|客户编号|客户代码|客户id|客户号"},
    {"account", "客户名称|客户|客户全称"},
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
    {"amount", "金额|销售额|销售金额"},
    {"stock_end", "期末库存|库存|库存数量|月末库存"},
    {"wallet", "采购总额|年采购额|总采购额|钱包"},
    {"from_id", "推荐人|介绍人|推荐客户|推荐客户编码|介绍人编码"},
    {"to_id", "被推荐人|被介绍人|被推荐客户|被推荐客户编码|被介绍人编码"},
    {"prospect_id", "准客户编码|准客户编号|潜在客户编码|潜在客户编号"},
    {"name", "准客户名称|潜在客户名称|名称|公司名称"},
    {"size", "规模|营业额|年营业额|企业规模"},
};

static bool means(const struct header *header, struct ka_str folded)
{
    struct ka_str rest = ka_str(header->headers), word;
    while (ka_str_next(&rest, '|', &word))
        if (ka_str_eq(word, folded))
            return true;
    return false;
}

// The table's column that a header means, NULL: none.
static const char *column_of(const char *table, const char *text)
{
    const char *column = NULL;
    struct ka_buf folded = {0};
    ka_text_fold(&folded, ka_str(text));
    for (size_t i = 0; i < sizeof headers / sizeof *headers && !column; i++)
        if (means(&headers[i], ka_buf_str(&folded)) && ka_schema_find(table, headers[i].column))
            column = headers[i].column;
    ka_buf_clear(&folded);
    return column;
}

bool ka_side_table_load(struct ka_frame *frame, const char *table, const char *path,
                        struct ka_meta *meta, struct ka_error *err)
{
    if (!ka_input_load(frame, path, meta, err))
        return false;
    for (size_t i = 0; i < frame->width; i++) {
        const char *column = column_of(table, frame->columns[i].name);
        if (!column || ka_frame_find(frame, column) != KA_NONE)
            continue;
        free(frame->columns[i].name);
        frame->columns[i].name = ka_strdup(column);
    }
    return true;
}
