// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/kind.h"

#include "base/text.h"
#include "sales/layout.h"

static bool any_in(struct ka_str text, const char *words)
{
    struct ka_str rest = ka_str(words), word;
    while (ka_str_next(&rest, '|', &word))
        if (ka_str_contains(text, word))
            return true;
    return false;
}

static const char no_return[] =
    "不退|未退|无退|非退|支持退|可退|包退|无理由|nonreturn|notreturn|"
    "noreturn|nonrefund|returnable|refundable";
static const char no_gift[] = "不赠|未赠|无赠|非赠|nogift";
static const char sale_words[] =
    "销售|普通|正常|标准|常规|批发|零售|团购|内销|外销|出口|订单|订货|发票|出库|发货|提货|蓝|"
    "赊销|现销|现金|现款|直销|分销|代销|电商|线上|线下|sale|order|invoice|standard|normal|"
    "regular|wholesale|retail|cash|debit|shipment|delivery|purchase";

static bool says_return(struct ka_str text)
{
    return !any_in(text, no_return) &&
           (any_in(text, "退|红字|红冲|冲红|冲销|贷项|return|refund|creditnote|creditmemo") ||
            ka_str_among(text, "红|credit|cr|rma"));
}

static bool says_free(struct ka_str text)
{
    return !any_in(text, no_gift) &&
           (any_in(text, "赠|样品|gift|sample|freeofcharge") || ka_str_among(text, "free|foc"));
}

static enum ka_sale_kind kind_of_flag(struct ka_str text, unsigned traits)
{
    bool is_return = traits & KA_RETURN_FLAG;
    bool says_no = any_in(text, is_return ? no_return : no_gift);
    bool says_yes = ka_str_among(text, "是|y|yes|true|1|√|✓|x|t") || any_in(text, "退|赠");
    return says_no || !says_yes ? KA_SALE : is_return ? KA_RETURN : KA_FREE;
}

static enum ka_sale_kind kind_of_word(struct ka_str text, bool *known)
{
    *known = true;
    if (says_return(text))
        return KA_RETURN;
    if (says_free(text))
        return KA_FREE;
    if (any_in(text, "调整|返利|折让|补差|adjust|rebate"))
        return KA_ADJUST;
    *known = text.n == 0 || any_in(text, sale_words) || any_in(text, no_return) ||
             any_in(text, no_gift);
    return KA_SALE;
}

enum ka_sale_kind ka_kind_of(struct ka_str cell, unsigned traits, bool *known)
{
    struct ka_buf folded = {0};
    bool ignored;
    ka_text_fold(&folded, cell);
    enum ka_sale_kind kind = traits & (KA_RETURN_FLAG | KA_FREE_FLAG)
                                 ? kind_of_flag(ka_buf_str(&folded), traits)
                                 : kind_of_word(ka_buf_str(&folded), known ? known : &ignored);
    ka_buf_clear(&folded);
    return kind;
}
