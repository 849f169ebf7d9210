// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>

#include "sales/watch.h"

static struct ka_str name_of(const struct ka_watch *watch, const struct ka_alert *alert)
{
    if (alert->account == KA_NONE)
        return alert->subject;
    struct ka_str name = ka_journal_text(watch->journal, alert->account, KA_JOURNAL_ACCOUNT);
    return name.n ? name : ka_journal_id(watch->journal, alert->account);
}

void ka_alert_zh(const struct ka_watch *watch, const struct ka_alert *a, struct ka_buf *out)
{
    struct ka_str name = name_of(watch, a), subject = a->subject;
    switch (a->rule) {
    case KA_WATCH_OVERDUE:
        ka_buf_addf(out, "%.*s已%.0f天没有下单，平常约%.0f天一次，最多%.0f天。", KA_ARG(name),
                    a->value, a->expected, a->hi);
        break;
    case KA_WATCH_DROP:
        ka_buf_addf(out, "%.*s %.*s销售额降到%.0f，平常约%.0f，不低于%.0f。", KA_ARG(name),
                    KA_ARG(subject), a->value, a->expected, a->lo);
        break;
    case KA_WATCH_SPIKE:
        ka_buf_addf(out, "%.*s %.*s销售额升到%.0f，平常约%.0f，不高于%.0f。", KA_ARG(name),
                    KA_ARG(subject), a->value, a->expected, a->hi);
        break;
    case KA_WATCH_FAMILY:
        ka_buf_addf(out, "%.*s已%.0f天没有买%.*s，平常约%.0f天一次，最多%.0f天。", KA_ARG(name),
                    a->value, KA_ARG(subject), a->expected, a->hi);
        break;
    case KA_WATCH_PRICE:
        ka_buf_addf(out, "%.*s近三个月的成交价比前一年低%.1f%%，界限为%.1f%%。", KA_ARG(name),
                    -100 * a->value, -100 * a->lo);
        break;
    case KA_WATCH_SHARE:
        ka_buf_addf(out, "%.*s占近一年销售额的%.1f%%，界限为%.1f%%。", KA_ARG(name),
                    100 * a->value, 100 * a->hi);
        break;
    default:
        ka_buf_addf(out, "业务员%.*s负责近一年销售额的%.1f%%，界限为%.1f%%。", KA_ARG(name),
                    100 * a->value, 100 * a->hi);
    }
}

void ka_alert_en(const struct ka_watch *watch, const struct ka_alert *a, struct ka_buf *out)
{
    struct ka_str name = name_of(watch, a), subject = a->subject;
    switch (a->rule) {
    case KA_WATCH_OVERDUE:
        ka_buf_addf(out,
                    "%.*s has not ordered for %.0f days; every %.0f is usual, %.0f the most.",
                    KA_ARG(name), a->value, a->expected, a->hi);
        break;
    case KA_WATCH_DROP:
        ka_buf_addf(out, "%.*s: revenue of %.*s fell to %.0f; %.0f is usual, %.0f the least.",
                    KA_ARG(name), KA_ARG(subject), a->value, a->expected, a->lo);
        break;
    case KA_WATCH_SPIKE:
        ka_buf_addf(out, "%.*s: revenue of %.*s rose to %.0f; %.0f is usual, %.0f the most.",
                    KA_ARG(name), KA_ARG(subject), a->value, a->expected, a->hi);
        break;
    case KA_WATCH_FAMILY:
        ka_buf_addf(
            out, "%.*s has not bought %.*s for %.0f days; every %.0f is usual, %.0f the most.",
            KA_ARG(name), KA_ARG(subject), a->value, a->expected, a->hi);
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
    default:
        ka_buf_addf(out,
                    "Manager %.*s has %.1f %% of the revenue of the last year; the limit is "
                    "%.1f %%.",
                    KA_ARG(name), 100 * a->value, 100 * a->hi);
    }
}
