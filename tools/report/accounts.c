// SPDX-License-Identifier: GPL-3.0-or-later
// Which accounts: the key ones, and all of them.
#include "report/grid.h"
#include "report/pick.h"
#include "report/say.h"

#define KEY_MOST 40
#define LARGEST_MOST 10
#define ALL_MOST 200

static const char *bar_of(struct ka_report *report)
{
    const char *measure = ka_report_ranked_by(report, KA_TABLE_ACCOUNTS);
    return measure ? measure : "revenue";
}

// "Class A: so many accounts, so much of the total."
static void say_key_share(struct ka_report *report, struct ka_rows key)
{
    const double *cum_share = ka_report_reals(&report->tables[KA_TABLE_ACCOUNTS], "cum_share");
    const double *cum_count = ka_report_reals(&report->tables[KA_TABLE_ACCOUNTS], "cum_count");
    struct ka_rows all = ka_report_ranking(report);
    if (!cum_share || key.count == 0)
        return;
    size_t last = key.at[key.count - 1];
    struct ka_str text = KA_SAY(report, "key_share", ka_report_count(report, (double)key.count),
                                ka_report_percent(report, cum_count[last] / (double)all.count),
                                ka_report_measure(report, bar_of(report)),
                                ka_report_percent(report, cum_share[last]));
    ka_document_text(&report->document, KA_BLOCK_PARAGRAPH, text);
}

void ka_report_key_accounts(struct ka_report *report)
{
    const char *const columns[] = {"account",     "channel",     ka_report_own_measure(report),
                                   "revenue",     "margin",      "cost_to_serve",
                                   "net_profit",  "share",       "cum_share",
                                   "rfm_segment", "growth_rate", NULL};
    struct ka_rows rows = ka_report_ranking(report);
    bool classed = ka_report_has(&report->tables[KA_TABLE_ACCOUNTS], "class");
    struct ka_grid grid = {KA_TABLE_ACCOUNTS, .columns = columns, .bar = bar_of(report),
                           .most = KEY_MOST};
    if (classed)
        rows = ka_report_where(report, KA_TABLE_ACCOUNTS, rows, "class", "A");
    else if (rows.count > LARGEST_MOST)
        rows.count = LARGEST_MOST;
    if (ka_report_has(&report->tables[KA_TABLE_ACCOUNTS], "verdict")) {
        ka_report_verdicts(report);
        return;
    }
    if (rows.count == 0)
        return;
    const char *title = classed ? "key_accounts" : "largest_accounts";
    ka_document_section(&report->document, KA_STR("key-accounts"),
                        ka_report_word(report, title));
    if (classed)
        say_key_share(report, rows);
    grid.caption = ka_report_word(report, classed ? "class_a_accounts" : "by_revenue");
    grid.rows = rows.at;
    grid.count = rows.count;
    ka_report_grid(report, &grid);
}

void ka_report_all_accounts(struct ka_report *report)
{
    const char *const columns[] = {"account",     "account_id", "channel",
                                   "verdict",     "class",      ka_report_own_measure(report),
                                   "revenue",     "share",      "margin",
                                   "net_profit",  "orders",     "recency_days",
                                   "rfm_segment", "cluster",    NULL};
    struct ka_rows rows = ka_report_ranking(report);
    if (rows.count == 0)
        return;
    ka_document_section(&report->document, KA_STR("accounts"),
                        ka_report_word(report, "all_accounts"));
    struct ka_grid grid = {
        KA_TABLE_ACCOUNTS,
        KA_SAY(report, "sorted_by", ka_report_measure(report, bar_of(report))),
        columns,
        bar_of(report),
        rows.at,
        rows.count,
        ALL_MOST,
        false};
    ka_report_grid(report, &grid);
}
