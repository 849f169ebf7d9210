// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/alias.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"

// Headers of one field, rank and meaning, parted by |.  Case, width, blanks and
// joiners do not matter (ka_text_fold).  Rank 0 is the contract's own name.
struct row {
    int field, rank;
    unsigned traits;
    const char *headers;
};

static const struct row rows[] = {
    // The date of the order tells demand; later dates tell logistics or payment.
    {KA_SALE_DATE, 1, 0,
     "订单日期|订单时间|下单日期|下单时间|订购日期|订货日期|订单创建时间|拍下时间|order date|"
     "order time|ordered at|date ordered|purchase date|created at|po date"},
    {KA_SALE_DATE, 2, 0,
     "销售日期|销售时间|业务日期|交易日期|交易时间|成交日期|成交时间|sale date|sales date|"
     "transaction date|trans date|date of sale"},
    {KA_SALE_DATE, 3, 0,
     "日期|单据日期|制单日期|录单日期|凭证日期|时间|document date|doc date|entry date|datum"},
    {KA_SALE_DATE, 4, 0,
     "开票日期|发票日期|开票时间|账单日期|invoice date|billing date|bill date|"
     "invoiced on|posting date|记账日期|过账日期"},
    {KA_SALE_DATE, 5, 0,
     "付款日期|付款时间|订单付款时间|支付时间|收款日期|paid at|payment date|payments date"},
    {KA_SALE_DATE, 6, 0,
     "发货日期|发货时间|出库日期|出货日期|交货日期|送货日期|审核日期|ship date|shipped date|"
     "shipping date|delivery date|goods issue date"},
    {KA_SALE_DATE, 7, 0, "月份|年月|期间|会计期间|month|period"},

    {KA_SALE_ORDER_ID, 1, 0,
     "订单编号|订单号|订单号码|订单id|订单|订单代码|销售订单号|销售订单编号|order id|order no|"
     "order number|order|order code|order ref|sales order|sales order no|amazon order id"},
    {KA_SALE_ORDER_ID, 2, 0,
     "单据编号|单据号|单据号码|单号|单据代码|销售单号|编号|document no|document number|doc no|"
     "sales document|transaction id|transaction no|receipt no|receipt number|小票号|流水号"},
    {KA_SALE_ORDER_ID, 3, 0,
     "发票号|发票号码|发票编号|invoice no|invoice number|invoice id|invoice|bill no|"
     "billing document|bill number"},
    {KA_SALE_ORDER_ID, 4, 0,
     "出库单号|出库单编号|发货单号|送货单号|delivery no|delivery note|delivery number"},

    {KA_SALE_ACCOUNT_ID, 1, 0,
     "客户编码|客户编号|客户代码|客户id|客户号|客户账号|客户码|客户代号|customer id|customer "
     "no|"
     "customer number|customer code|client id|client no|client code|account no|"
     "account number|account code|cust id|cust no|cust code|customerkey"},
    {KA_SALE_ACCOUNT_ID, 2, 0,
     "购货单位编码|购货单位代码|购货方编码|往来单位编码|往来单位编号|单位编码|单位编号|"
     "经销商编码|经销商代码|sold to party|sold to|ship to party|buyer id|bill to|payer|debtor "
     "no|"
     "dealer code|会员编号|会员id|会员卡号|会员号|member id|user id|买家id|用户id"},
    {KA_SALE_ACCOUNT_ID, 3, 0, "email|buyer email|customer email|邮箱|买家账号"},

    {KA_SALE_ACCOUNT, 1, 0,
     "客户名称|客户全称|客户名|客户姓名|顾客名称|顾客姓名|购货单位|购货单位名称|购货方|"
     "购货方名称|购买方|购买方名称|购方名称|往来单位|往来单位名称|单位名称|往来单位全名|"
     "customer name|client name|account name|company name|buyer name|name 1|sold to name|"
     "cust name"},
    {KA_SALE_ACCOUNT, 2, 0, "客户|顾客|customer|client|company|buyer|kunde"},
    {KA_SALE_ACCOUNT, 3, 0,
     "客户简称|收货单位|收货单位名称|经销商|经销商名称|代理商|代理商名称|商户名称|门店|"
     "门店名称|"
     "会员名称|会员名|买家会员名|买家昵称|收货人|收货人姓名|dealer|dealer name|reseller|store|"
     "store name|billing name|shipping name|member name|user name"},

    {KA_SALE_PARENT_ID, 1, 0,
     "上级客户|上级客户编码|母公司|母公司编码|集团编码|集团客户|所属集团|客户总公司|总公司|"
     "总部|parent|parent account|parent company|head office|corporate group"},

    {KA_SALE_CHANNEL, 1, 0,
     "渠道|销售渠道|渠道名称|渠道类型|渠道类别|channel name|sales channel|distribution channel|"
     "channel type|dist channel|trade channel"},
    {KA_SALE_CHANNEL, 2, 0,
     "客户类别|客户类型|客户分类|客户组|客户性质|业态|customer type|customer group|"
     "customer class|customer category|account type|销售平台|平台|platform"},
    {KA_SALE_CHANNEL, 3, 0, "细分|客户细分|细分市场|segment|customer segment|market segment"},

    {KA_SALE_REGION, 1, 0,
     "地区|区域|大区|销售区域|销售地区|所属区域|区域名称|地区名称|片区|sales region|territory|"
     "area|sales area|sales territory|region name|sales district"},
    {KA_SALE_REGION, 2, 0,
     "省份|省|省市|省自治区|省区|省/市/自治区|所在省份|收货省份|province|state|"
     "state province|ship state|shipping province"},
    {KA_SALE_REGION, 3, 0,
     "城市|市|所在城市|收货城市|地级市|city|ship city|shipping city|town"},
    {KA_SALE_REGION, 4, 0,
     "国家|国家地区|country|country/region|ship country|shipping country"},

    {KA_SALE_INDUSTRY, 1, 0,
     "行业|客户行业|所属行业|行业名称|行业分类|industry name|sector|line of business|branch"},

    {KA_SALE_MANAGER, 1, 0,
     "业务员|业务员名称|业务员姓名|销售员|销售人员|业务人员|销售代表|业务代表|客户经理|"
     "大客户经理|销售经理|account manager|key account manager|salesperson|"
     "sales rep|sales representative|salesman|sales employee|rep|account owner"},
    {KA_SALE_MANAGER, 2, 0,
     "经手人|负责人|跟进人|职员|制单人|销售顾问|employee|employee name|employee id|owner|"
     "seller|业务员编码|业务员编号|handled by"},

    {KA_SALE_PRODUCT_ID, 1, 0,
     "产品编码|产品编号|产品代码|产品id|产品号|商品编码|商品编号|商品代码|商品id|存货编码|"
     "存货编号|存货代码|物料编码|物料编号|物料代码|物料号|物料|货品编码|货品编号|货号|款号|"
     "product code|product no|product number|item id|item no|item number|item code|sku|"
     "sku id|sku code|sku编码|stock code|stock item|material|material number|material no|"
     "material code|part no|part number|article|article no|article number|lineitem sku|"
     "productkey"},
    {KA_SALE_PRODUCT_ID, 2, 0,
     "条码|条形码|商品条码|产品条码|国际条码|商家编码|外部编码|barcode|bar "
     "code|ean|upc|gtin|asin"},

    {KA_SALE_PRODUCT, 1, 0,
     "产品名称|产品名|产品|商品名称|商品名|商品|商品全名|品名|存货名称|存货|物料名称|物料描述|"
     "货品名称|货品|货物名称|宝贝标题|宝贝名称|商品标题|product name|item name|item|"
     "product title|material description|lineitem name|article name|stock name"},
    {KA_SALE_PRODUCT, 2, 0,
     "产品描述|商品描述|货物或应税劳务名称|description|item description|product description|"
     "short text|article description"},
    {KA_SALE_PRODUCT, 3, 0,
     "规格型号|型号|规格|产品型号|产品规格|商品规格|model|model no|specification|spec"},

    {KA_SALE_FAMILY, 1, 0,
     "产品类别|产品分类|产品大类|产品系列|产品线|产品族|产品种类|商品类别|商品分类|商品大类|"
     "商品类目|存货分类|存货类别|存货大类|物料组|物料分类|物料类别|货品分类|品类|类别|大类|"
     "类目|"
     "系列|category|category name|product category|product family|product line|product group|"
     "product type|material group|item category|item group|department|line"},
    {KA_SALE_FAMILY, 2, 0,
     "子类别|小类|中类|二级类目|产品小类|sub category|product "
     "subcategory"},
    {KA_SALE_FAMILY, 3, 0, "品牌|brand|brand name"},

    {KA_SALE_HIGH_MARGIN, 1, 0, "高毛利|高毛利产品|high margin product"},

    {KA_SALE_KIND, 1, 0,
     "单据类型|单据类别|业务类型|交易类型|订单类型|发票类型|销售类型|出库类型|红蓝字|红蓝标志|"
     "document type|doc type|transaction type|order type|billing type|invoice type|sales type|"
     "sale type"},
    {KA_SALE_KIND, 2, KA_RETURN_FLAG, "退货标志|是否退货|退货|is return|return flag|returned"},
    {KA_SALE_KIND, 3, KA_FREE_FLAG, "赠品|是否赠品|赠品标志|free of charge|is gift|gift"},
    {KA_SALE_KIND, 4, 0, "类型|type|行类型|line type|item type"},

    {KA_SALE_QTY, 1, 0,
     "数量|销售数量|销量|订货数量|订购数量|购买数量|订单数量|开票数量|宝贝总数量|基本数量|"
     "quantity|quantity ordered|order quantity|order qty|ordered qty|qty ordered|sales qty|"
     "sales quantity|quantity sold|units sold|units|qty sold|billing quantity|billed quantity|"
     "invoiced quantity|quantity purchased|lineitem quantity|menge"},
    {KA_SALE_QTY, 2, 0,
     "实发数量|发货数量|出库数量|实出数量|主数量|件数|个数|pcs|pieces|shipped qty|"
     "delivered quantity|quantity shipped|delivery quantity"},

    {KA_SALE_LIST_PRICE, 1, 0,
     "标价|牌价|吊牌价|原价|标准价|标准售价|目录价|零售价|市场价|建议零售价|原单价|折前单价|"
     "报价|"
     "standard price|catalog price|catalogue price|retail price|msrp|rrp|original price|"
     "gross price"},

    {KA_SALE_UNIT_PRICE, 1, KA_NET,
     "无税单价|不含税单价|未税单价|除税单价|net price|net unit price|unit price excl tax|"
     "unit price ex vat|price excl vat"},
    {KA_SALE_UNIT_PRICE, 1, KA_NET | KA_LOCAL, "本币无税单价|本币单价"},
    {KA_SALE_UNIT_PRICE, 2, 0,
     "单价|销售单价|销售价|销售价格|售价|价格|成交价|成交单价|实际单价|商品单价|产品单价|"
     "订单单价|price|price each|unit selling price|selling price|sales price|sale price|"
     "item price|lineitem price|price per unit|unit value|preis"},
    {KA_SALE_UNIT_PRICE, 3, KA_TAXED,
     "含税单价|含税价|含税售价|价税单价|unit price incl tax|unit price inc vat|price incl vat|"
     "price incl tax"},

    {KA_SALE_DISCOUNT_RATE, 1, 0, "折扣|折扣率|折率|销售折扣|整单折扣率|商业折扣率"},
    {KA_SALE_DISCOUNT_RATE, 1, KA_OFF,
     "discount|disc|discount pct|discount percent|discount percentage|disc pct|rebate rate|"
     "rabatt|优惠率|让利率|折让率|降价率"},
    {KA_SALE_DISCOUNT_RATE, 1, KA_PAID, "扣率|折后率|实付折扣|price factor"},

    {KA_FIELD_DISCOUNT_AMOUNT, 1, 0,
     "折扣额|折扣金额|优惠金额|优惠额|优惠|让利|让利金额|让利额|折让金额|折让额|discount value|"
     "discount amt|amount off|rebate amount"},

    {KA_SALE_CURRENCY, 1, 0,
     "币种|币别|货币|币制|币种名称|交易币种|结算币种|订单币种|外币|currency code|"
     "document currency|order currency|transaction currency|curr|ccy|crcy"},

    // Net before plain before tax-included; the books' currency before the order's.
    {KA_SALE_REVENUE, 1, KA_NET | KA_LOCAL,
     "本币无税金额|本币不含税金额|无税金额本币|无税金额本位币|不含税金额本位币|"
     "net value in local currency|net amount local currency|local net amount"},
    {KA_SALE_REVENUE, 2, KA_NET,
     "无税金额|不含税金额|未税金额|除税金额|不含税销售额|不含税收入|未税销售额|销售净额|净额|"
     "净销售额|net amount|net value|net sales|net revenue|net sales amount|amount excl tax|"
     "amount ex vat|amount excl vat|sales excl tax|netto|nettobetrag|原币无税金额"},
    {KA_SALE_REVENUE, 3, KA_LOCAL,
     "本币金额|金额本币|金额本位币|本位币金额|local amount|amount in local currency|"
     "amount in lc|base amount"},
    {KA_SALE_REVENUE, 4, 0,
     "金额|销售额|销售金额|销售收入|营业额|营业收入|收入|主营业务收入|成交金额|成交额|业绩|"
     "折后金额|amount|sales|sales amount|sales value|sales revenue|turnover|sale amount|"
     "line amount|line total|line value|extended price|extended amount|umsatz|monetary|spend|"
     "item amount|原币金额|开票金额|发货金额|出库金额"},
    {KA_SALE_REVENUE, 5, 0,
     "总额|总价|总金额|合计金额|小计|合计|实付金额|实付款|支付金额|实收金额|实收|应收金额|"
     "买家实际支付金额|买家应付货款|订单金额|订单总额|total|total price|total amount|"
     "total sales|total value|total revenue|subtotal|order total|order amount|order value|"
     "invoice amount|value|paid amount|payment amount|payment"},
    {KA_SALE_REVENUE, 6, KA_TAXED | KA_LOCAL,
     "本币价税合计|价税合计本币|价税合计本位币|本币含税金额"},
    {KA_SALE_REVENUE, 7, KA_TAXED,
     "价税合计|价税合计金额|含税金额|含税销售额|含税收入|含税总额|原币价税合计|gross amount|"
     "gross sales|gross value|amount incl tax|amount inc vat|amount incl vat|"
     "amount including tax|total incl tax|total inc vat|brutto"},

    {KA_FIELD_TAX, 1, 0,
     "税额|税金|增值税|增值税额|销项税|销项税额|tax amount|vat|vat amount|sales tax|gst"},

    {KA_SALE_COST, 1, 0,
     "成本|成本金额|成本额|销售成本|总成本|主营业务成本|营业成本|成本合计|出库成本|结转成本|"
     "cogs|cost of goods|cost of goods sold|cost of sales|total cost|cost amount|cost value|"
     "sales cost|product cost"},
    {KA_FIELD_UNIT_COST, 1, 0,
     "成本单价|单位成本|成本价|成本价格|进价|进货价|采购价|采购单价|出厂价|unit cost|"
     "cost price|cost per unit|purchase price|standard cost|cost each|buying price"},
    {KA_SALE_MARGIN, 1, 0,
     "毛利|毛利额|毛利润|销售毛利|毛利金额|gross profit|gross margin|gross profit amount|"
     "margin amount|contribution|contribution margin"},
    {KA_SALE_MARGIN, 2, 0, "利润|利润额|销售利润|利润金额|profit|net profit|profit amount"},
};

// What may stand behind a name: 金额(万元) folds to 金额万元.  Longer ones first.
static const struct unit {
    const char *suffix;
    unsigned traits;
    const char *currency;
} units[] = {
    {"万美元", KA_TEN_THOUSANDS, "USD"},
    {"万元", KA_TEN_THOUSANDS, NULL},
    {"千元", KA_THOUSANDS, NULL},
    {"人民币", 0, "CNY"},
    {"人民币元", 0, "CNY"},
    {"百分比", KA_PERCENT, NULL},
    {"本位币", KA_LOCAL, NULL},
    {"本币", KA_LOCAL, NULL},
    {"美元", 0, "USD"},
    {"美金", 0, "USD"},
    {"欧元", 0, "EUR"},
    {"港元", 0, "HKD"},
    {"港币", 0, "HKD"},
    {"日元", 0, "JPY"},
    {"英镑", 0, "GBP"},
    {"元", 0, NULL}, // of whatever currency
    {"rmb", 0, "CNY"},
    {"cny", 0, "CNY"},
    {"usd", 0, "USD"},
    {"eur", 0, "EUR"},
    {"hkd", 0, "HKD"},
    {"jpy", 0, "JPY"},
    {"gbp", 0, "GBP"},
    {"￥", 0, "CNY"},
    {"¥", 0, "CNY"},
    {"us$", 0, "USD"},
    {"hk$", 0, "HKD"},
    {"$", 0, "USD"},
    {"€", 0, "EUR"},
    {"£", 0, "GBP"},
    {"%", KA_PERCENT, NULL},
};

const char *ka_field_name(int field)
{
    static const char *const names[] = {"unit_cost", "tax", "discount_amount"};
    return field >= KA_SALE_COLUMNS ? names[field - KA_SALE_COLUMNS]
                                    : ka_sale_column_name((enum ka_sale_column)field);
}

int ka_field_named(struct ka_str name)
{
    for (int field = 0; field < KA_FIELDS; field++)
        if (field != KA_SALE_SRC && field != KA_SALE_SRC_LINE &&
            ka_str_eq(name, ka_str(ka_field_name(field))))
            return field;
    return KA_FIELDS;
}

bool ka_field_is_money(int field)
{
    return field == KA_SALE_LIST_PRICE || field == KA_SALE_UNIT_PRICE ||
           field == KA_SALE_REVENUE || field == KA_SALE_COST || field == KA_SALE_MARGIN ||
           field >= KA_SALE_COLUMNS;
}

static void add(struct ka_alias_index *index, struct ka_str header, struct ka_alias alias)
{
    struct ka_buf folded = {0};
    ka_text_fold(&folded, header);
    bool is_new;
    size_t number = ka_map_put(&index->names, ka_buf_str(&folded), &is_new);
    ka_buf_clear(&folded);
    if (!is_new)
        return; // 订单id and "order id" fold apart, "sub category" and "sub-category" do not
    index->aliases = ka_grow(index->aliases, &index->cap, number + 1, sizeof *index->aliases);
    index->aliases[number] = alias;
}

void ka_alias_index_init(struct ka_alias_index *index)
{
    *index = (struct ka_alias_index){0};
    for (int field = 0; field < KA_FIELDS; field++)
        if (ka_field_named(ka_str(ka_field_name(field))) == field)
            add(index, ka_str(ka_field_name(field)),
                (struct ka_alias){field, 0, field == KA_SALE_DISCOUNT_RATE ? KA_OFF : 0, NULL});
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct ka_str rest = ka_str(rows[i].headers), header;
        while (ka_str_next(&rest, '|', &header))
            add(index, header,
                (struct ka_alias){rows[i].field, rows[i].rank, rows[i].traits, NULL});
    }
}

void ka_alias_index_clear(struct ka_alias_index *index)
{
    ka_map_clear(&index->names);
    free(index->aliases);
    *index = (struct ka_alias_index){0};
}

static bool find_folded(const struct ka_alias_index *index, struct ka_str folded,
                        struct ka_alias *alias)
{
    size_t number = ka_map_find(&index->names, folded);
    if (number == KA_NONE)
        return false;
    *alias = index->aliases[number];
    return true;
}

static bool find_with_unit(const struct ka_alias_index *index, struct ka_str folded,
                           struct ka_alias *alias)
{
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct ka_str suffix = ka_str(units[i].suffix);
        struct ka_str stem = {folded.p, folded.n - suffix.n};
        if (!ka_str_has_suffix(folded, suffix) || !find_folded(index, stem, alias))
            continue;
        bool fits = units[i].traits == KA_PERCENT ? alias->field == KA_SALE_DISCOUNT_RATE
                                                  : ka_field_is_money(alias->field);
        alias->traits |= units[i].traits;
        alias->currency = units[i].currency;
        return fits;
    }
    return false;
}

bool ka_alias_find(const struct ka_alias_index *index, struct ka_str header,
                   struct ka_alias *alias)
{
    struct ka_buf folded = {0};
    ka_text_fold(&folded, header);
    struct ka_str name = ka_buf_str(&folded);
    bool found = find_folded(index, name, alias) || find_with_unit(index, name, alias);
    ka_buf_clear(&folded);
    return found;
}
