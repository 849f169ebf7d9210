// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/total.h"

#include "base/text.h"

// Words that no name of an account begins or ends with.
static const char *const plain[] = {"合计", "小计", "总计",       "总和",     "累计",
                                    "共计", "汇总", "grandtotal", "subtotal", NULL};
// Words that a name may well begin with: Total Energies.
static const char *const shy[] = {"total",  "totals",       "sum", "summe",
                                  "gesamt", "totalgeneral", NULL};

static bool is_one_of(struct ka_str text, const char *const *words)
{
    for (; *words; words++)
        if (ka_str_eq(text, ka_str(*words)))
            return true;
    return false;
}

static bool has_one_of(struct ka_str text, const char *const *words)
{
    for (; *words; words++)
        if (ka_str_has_prefix(text, ka_str(*words)) || ka_str_has_suffix(text, ka_str(*words)))
            return true;
    return false;
}

// With digits behind them: 共5条, 第1页.
static const char *const counted[] = {"共", "第", "page", NULL};
static const char *const footers[] = {"制表",       "制单",        "审核",        "审批",
                                      "复核",       "核准",        "打印",        "导出",
                                      "经办",       "页码",        "记录数",      "备注",
                                      "printedby",  "preparedby",  "exportedby",  "checkedby",
                                      "approvedby", "generatedby", "endofreport", NULL};

static bool is_total(struct ka_str text)
{
    return is_one_of(text, plain) || is_one_of(text, shy);
}

static bool has_total(struct ka_str text)
{
    return is_one_of(text, shy) || has_one_of(text, plain) ||
           ka_str_has_suffix(text, KA_STR("total"));
}

static bool has_footer(struct ka_str text)
{
    for (size_t i = 0; footers[i]; i++)
        if (ka_str_has_prefix(text, ka_str(footers[i])))
            return true;
    for (size_t i = 0; counted[i]; i++) {
        size_t n = strlen(counted[i]);
        if (text.n > n && ka_str_has_prefix(text, ka_str(counted[i])) && text.p[n] >= '0' &&
            text.p[n] <= '9')
            return true;
    }
    return false;
}

static bool folded(struct ka_str cell, bool (*test)(struct ka_str text))
{
    struct ka_buf text = {0};
    ka_text_fold(&text, cell);
    bool holds = test(ka_buf_str(&text));
    ka_buf_clear(&text);
    return holds;
}

// No word of these has a digit, which folding would have kept; most ids and names have one.
static bool has_digit(struct ka_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] >= '0' && text.p[i] <= '9')
            return true;
    return false;
}

bool ka_total_is(struct ka_str cell)
{
    return !has_digit(cell) && folded(cell, is_total);
}

bool ka_total_in(struct ka_str cell)
{
    return folded(cell, has_total);
}

bool ka_footer_in(struct ka_str cell)
{
    return folded(cell, has_footer);
}
