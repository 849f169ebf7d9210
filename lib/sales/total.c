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

bool ka_total_is(struct ka_str cell)
{
    struct ka_buf folded = {0};
    ka_text_fold(&folded, cell);
    struct ka_str text = ka_buf_str(&folded);
    bool is = is_one_of(text, plain) || is_one_of(text, shy);
    ka_buf_clear(&folded);
    return is;
}

bool ka_total_in(struct ka_str cell)
{
    struct ka_buf folded = {0};
    ka_text_fold(&folded, cell);
    struct ka_str text = ka_buf_str(&folded);
    bool in = is_one_of(text, shy) || has_one_of(text, plain) ||
              ka_str_has_suffix(text, KA_STR("total"));
    ka_buf_clear(&folded);
    return in;
}
