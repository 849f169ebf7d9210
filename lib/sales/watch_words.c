// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "sales/watch.h"
#include "table/date.h"

// A whole amount with its thousands apart, "-1,234,567".
struct amount {
    char text[48];
};

static struct amount amount(double value)
{
    struct amount grouped = {""};
    char digits[40];
    int n = snprintf(digits, sizeof digits, "%.0f", fabs(value)), at = 0;
    if (value < 0 && strcmp(digits, "0") != 0)
        grouped.text[at++] = '-';
    for (int i = 0; i < n && at + 2 < (int)sizeof grouped.text; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            grouped.text[at++] = ',';
        grouped.text[at++] = digits[i];
    }
    return grouped;
}

// The most whole days that are within a limit: what is past it by less than a day is not said
// to be both.
static double whole(double days)
{
    return floor(days);
}

static struct ka_str name_of(const struct ka_watch *watch, const struct ka_alert *alert)
{
    if (alert->account == KA_NONE && alert->rule == KA_WATCH_TARGET)
        return watch->side->targets[alert->source].id;
    if (alert->account == KA_NONE)
        return alert->subject;
    struct ka_str name = ka_journal_text(watch->journal, alert->account, KA_JOURNAL_ACCOUNT);
    return name.n ? name : ka_journal_id(watch->journal, alert->account);
}

enum language { ZH, EN };

// Whose target it is.
static void add_owner(const struct ka_watch *watch, const struct ka_alert *a,
                      enum language language, struct ka_buf *out)
{
    static const char *const words[][2] = {
        {"全公司", "The company"}, {"业务员", "Manager "}, {"渠道", "Channel "}, {"", ""}};
    enum ka_watch_scope scope = watch->side->targets[a->source].scope;
    struct ka_str name = name_of(watch, a);
    ka_buf_addf(out, "%s%.*s", words[scope][language],
                KA_ARG(scope == KA_SCOPE_COMPANY ? KA_STR("") : name));
}

static void add_target(const struct ka_watch *watch, const struct ka_alert *a,
                       enum language language, struct ka_buf *out)
{
    const struct ka_watch_target *target = &watch->side->targets[a->source];
    add_owner(watch, a, language, out);
    if (language == ZH)
        ka_buf_addf(out, " %.*s%s完成%s，按进度应为%s，不低于%s。", KA_ARG(target->period),
                    target->margin ? "毛利" : "销售额", amount(a->value).text,
                    amount(a->expected).text, amount(a->lo).text);
    else
        ka_buf_addf(out, ": %s of %.*s is %s so far; %s is due by its target, %s the least.",
                    target->margin ? "margin" : "revenue", KA_ARG(target->period),
                    amount(a->value).text, amount(a->expected).text, amount(a->lo).text);
}

static void add_contact(const struct ka_watch *watch, const struct ka_alert *a,
                        enum language language, struct ka_buf *out)
{
    static const char *const words[][2] = {
        {"大客户", "key account"}, {"战略客户", "strategic account"}, {"合作客户", "partner"}};
    const char *kind = words[a->rule - KA_WATCH_CONTACT_KEY][language];
    struct ka_str name = name_of(watch, a);
    if (language == ZH)
        ka_buf_addf(out, "%.*s已%.0f天没有联系，%s不超过%.0f天。", KA_ARG(name), a->value, kind,
                    whole(a->hi));
    else
        ka_buf_addf(out,
                    "%.*s has not been in contact for %.0f days; %.0f is the most for a %s.",
                    KA_ARG(name), a->value, whole(a->hi), kind);
}

// The sentence on what the side tables tell.
static void add_side_zh(const struct ka_watch *watch, const struct ka_alert *a,
                        struct ka_buf *out)
{
    struct ka_str name = name_of(watch, a), subject = a->subject;
    switch (a->rule) {
    case KA_WATCH_LOSS:
        ka_buf_addf(out, "%.*s近三个月净利润为%s，前一年平均每季%s。", KA_ARG(name),
                    amount(a->value).text, amount(a->expected).text);
        break;
    case KA_WATCH_COMPLAINT:
        ka_buf_addf(out, "%.*s的投诉%.*s已%.0f天未结，一半投诉在%.0f天内结，最多%.0f天。",
                    KA_ARG(name), KA_ARG(subject), a->value, a->expected, whole(a->hi));
        break;
    case KA_WATCH_REPEATED:
        ka_buf_addf(out, "%.*s半年内投诉%.*s %.0f次，平常约%.1f次，最多%.0f次。", KA_ARG(name),
                    KA_ARG(subject), a->value, a->expected, a->hi);
        break;
    case KA_WATCH_CONTACT_KEY:
    case KA_WATCH_CONTACT_STRATEGIC:
    case KA_WATCH_CONTACT_PARTNER:
        add_contact(watch, a, ZH, out);
        break;
    case KA_WATCH_TARGET:
        add_target(watch, a, ZH, out);
        break;
    default:
        ka_buf_addf(out, "%.*s逾期未付%s，最久已逾期%d天。", KA_ARG(name),
                    amount(a->value).text, (int)a->days);
    }
}

void ka_alert_zh(const struct ka_watch *watch, const struct ka_alert *a, struct ka_buf *out)
{
    struct ka_str name = name_of(watch, a), subject = a->subject;
    switch (a->rule) {
    case KA_WATCH_OVERDUE:
        ka_buf_addf(out, "%.*s已%.0f天没有下单，平常约%.0f天一次，最多%.0f天。", KA_ARG(name),
                    a->value, a->expected, whole(a->hi));
        break;
    case KA_WATCH_DROP:
        ka_buf_addf(out, "%.*s %.*s销售额降到%s，平常约%s，不低于%s。", KA_ARG(name),
                    KA_ARG(subject), amount(a->value).text, amount(a->expected).text,
                    amount(a->lo).text);
        break;
    case KA_WATCH_SPIKE:
        ka_buf_addf(out, "%.*s %.*s销售额升到%s，平常约%s，不高于%s。", KA_ARG(name),
                    KA_ARG(subject), amount(a->value).text, amount(a->expected).text,
                    amount(a->hi).text);
        break;
    case KA_WATCH_FAMILY:
        ka_buf_addf(out, "%.*s已%.0f天没有买%.*s，平常约%.0f天一次，最多%.0f天。", KA_ARG(name),
                    a->value, KA_ARG(subject), a->expected, whole(a->hi));
        break;
    case KA_WATCH_PRICE:
        ka_buf_addf(out, "%.*s近三个月的成交价比前一年低%.1f%%，界限为%.1f%%。", KA_ARG(name),
                    -100 * a->value, -100 * a->lo);
        break;
    case KA_WATCH_SHARE:
        ka_buf_addf(out, "%.*s占近一年销售额的%.1f%%，界限为%.1f%%。", KA_ARG(name),
                    100 * a->value, 100 * a->hi);
        break;
    case KA_WATCH_MANAGER:
        ka_buf_addf(out, "业务员%.*s负责近一年销售额的%.1f%%，界限为%.1f%%。", KA_ARG(name),
                    100 * a->value, 100 * a->hi);
        break;
    default:
        add_side_zh(watch, a, out);
    }
}

// The sentence on what the side tables tell.
static void add_side_en(const struct ka_watch *watch, const struct ka_alert *a,
                        struct ka_buf *out)
{
    struct ka_str name = name_of(watch, a), subject = a->subject;
    switch (a->rule) {
    case KA_WATCH_LOSS:
        ka_buf_addf(out,
                    "%.*s: net profit of the last three months is %s; a quarter of the year "
                    "before had %s.",
                    KA_ARG(name), amount(a->value).text, amount(a->expected).text);
        break;
    case KA_WATCH_COMPLAINT:
        ka_buf_addf(out,
                    "%.*s: complaint %.*s has been open for %.0f days; half of all are closed "
                    "within %.0f, %.0f the most.",
                    KA_ARG(name), KA_ARG(subject), a->value, a->expected, whole(a->hi));
        break;
    case KA_WATCH_REPEATED:
        ka_buf_addf(out,
                    "%.*s has complained of %.*s %.0f times in half a year; %.1f is usual, "
                    "%.0f the most.",
                    KA_ARG(name), KA_ARG(subject.n ? subject : KA_STR("something")), a->value,
                    a->expected, a->hi);
        break;
    case KA_WATCH_CONTACT_KEY:
    case KA_WATCH_CONTACT_STRATEGIC:
    case KA_WATCH_CONTACT_PARTNER:
        add_contact(watch, a, EN, out);
        break;
    case KA_WATCH_TARGET:
        add_target(watch, a, EN, out);
        break;
    default:
        ka_buf_addf(out, "%.*s owes %s over terms, the oldest of it for %d days.", KA_ARG(name),
                    amount(a->value).text, (int)a->days);
    }
}

void ka_alert_en(const struct ka_watch *watch, const struct ka_alert *a, struct ka_buf *out)
{
    struct ka_str name = name_of(watch, a), subject = a->subject;
    switch (a->rule) {
    case KA_WATCH_OVERDUE:
        ka_buf_addf(
            out, "%.*s has not ordered for %.0f days; usual is every %.0f days, %.0f at most.",
            KA_ARG(name), a->value, a->expected, whole(a->hi));
        break;
    case KA_WATCH_DROP:
        ka_buf_addf(out, "%.*s: revenue of %.*s fell to %s; %s is usual, %s the least.",
                    KA_ARG(name), KA_ARG(subject), amount(a->value).text,
                    amount(a->expected).text, amount(a->lo).text);
        break;
    case KA_WATCH_SPIKE:
        ka_buf_addf(out, "%.*s: revenue of %.*s rose to %s; %s is usual, %s the most.",
                    KA_ARG(name), KA_ARG(subject), amount(a->value).text,
                    amount(a->expected).text, amount(a->hi).text);
        break;
    case KA_WATCH_FAMILY:
        ka_buf_addf(
            out,
            "%.*s has not bought %.*s for %.0f days; usual is every %.0f days, %.0f at most.",
            KA_ARG(name), KA_ARG(subject), a->value, a->expected, whole(a->hi));
        break;
    case KA_WATCH_PRICE:
        ka_buf_addf(out,
                    "%.*s pays %.1f %% less than the year before for what it has bought in the "
                    "last three months; the limit is %.1f %%.",
                    KA_ARG(name), -100 * a->value, -100 * a->lo);
        break;
    case KA_WATCH_SHARE:
        ka_buf_addf(out,
                    "%.*s has %.1f %% of the revenue of the last year; the limit is %.1f %%.",
                    KA_ARG(name), 100 * a->value, 100 * a->hi);
        break;
    case KA_WATCH_MANAGER:
        ka_buf_addf(out,
                    "Manager %.*s has %.1f %% of the revenue of the last year; the limit is "
                    "%.1f %%.",
                    KA_ARG(name), 100 * a->value, 100 * a->hi);
        break;
    default:
        add_side_en(watch, a, out);
    }
}

// ---- What is over ----

struct word {
    const char *zh, *en;
};

static const struct word over[KA_WATCH_RULES] = {
    [KA_WATCH_OVERDUE] = {"逾期未下单", "no order for too long"},
    [KA_WATCH_DROP] = {"销售额下降", "a drop in revenue"},
    [KA_WATCH_SPIKE] = {"销售额突增", "a spike in revenue"},
    [KA_WATCH_FAMILY] = {"停购产品系列", "a product family not bought"},
    [KA_WATCH_PRICE] = {"成交价下滑", "lower prices"},
    [KA_WATCH_SHARE] = {"占比过高", "too large a share of revenue"},
    [KA_WATCH_MANAGER] = {"业务员占比过高", "a manager's share of revenue too large"},
    [KA_WATCH_LOSS] = {"净利润转负", "net profit below zero"},
    [KA_WATCH_COMPLAINT] = {"投诉久未结", "a complaint open too long"},
    [KA_WATCH_REPEATED] = {"重复投诉", "repeated complaints"},
    [KA_WATCH_CONTACT_KEY] = {"大客户久未联系", "a key account out of contact"},
    [KA_WATCH_CONTACT_STRATEGIC] = {"战略客户久未联系", "a strategic account out of contact"},
    [KA_WATCH_CONTACT_PARTNER] = {"合作客户久未联系", "a partner out of contact"},
    [KA_WATCH_TARGET] = {"落后于目标", "behind target"},
    [KA_WATCH_OWED] = {"逾期欠款", "money owed over terms"},
};

void ka_said_over(const struct ka_said *said, struct ka_str name, struct ka_buf *zh,
                  struct ka_buf *en)
{
    const struct word *what = &over[said->rule];
    struct ka_str subject = said->subject;
    struct ka_buf day = {0};
    ka_date_format(&day, said->since);
    ka_buf_addf(zh, "%.*s%s%s", KA_ARG(name), name.n ? "：" : "", what->zh);
    ka_buf_addf(en, "%.*s%s%s", KA_ARG(name), name.n ? ": " : "", what->en);
    if (subject.n > 0) {
        ka_buf_addf(zh, "（%.*s）", KA_ARG(subject));
        ka_buf_addf(en, " (%.*s)", KA_ARG(subject));
    }
    ka_buf_addf(zh, "已解除，%.*s提出过。", KA_ARG(ka_buf_str(&day)));
    ka_buf_addf(en, " is over; it was said on %.*s.", KA_ARG(ka_buf_str(&day)));
    ka_buf_clear(&day);
}
