// SPDX-License-Identifier: GPL-3.0-or-later
// Title, headline sentence and key figures.
#include <math.h>

#include "report/pick.h"
#include "report/say.h"

#define NAMED_MOST 3 // accounts called by name in the headline

static void begin_document(struct ka_report *report)
{
    const struct ka_report_table *accounts = &report->tables[KA_TABLE_ACCOUNTS];
    const double *last = ka_report_reals(accounts, "last");
    const double *recency = ka_report_reals(accounts, "recency_days");
    struct ka_rows first = ka_report_sorted(report, KA_TABLE_ACCOUNTS, "first", false);
    struct ka_str subtitle = KA_STR("");
    size_t row = 0;
    while (last && recency && row < accounts->frame.rows && isnan(last[row] + recency[row]))
        row++;
    if (last && recency && row < accounts->frame.rows && first.count > 0) {
        double begin = ka_report_reals(accounts, "first")[first.at[0]];
        subtitle = KA_SAY(report, "report_span", ka_report_date(report, begin),
                          ka_report_date(report, last[row] + recency[row]));
    }
    struct ka_str title = ka_str_trim(ka_str(report->title));
    if (title.n == 0)
        title = ka_report_word(report, "report_title");
    ka_document_begin(&report->document, report->lang, title, subtitle);
}

// ---- The sentence ----

// "A, B and so many more", each with its amount when `amount` is a column.
static struct ka_str name_accounts(struct ka_report *report, struct ka_rows rows,
                                   const char *amount)
{
    const double *amounts =
        amount ? ka_report_reals(&report->tables[KA_TABLE_ACCOUNTS], amount) : NULL;
    struct ka_str list = KA_STR("");
    for (size_t i = 0; i < rows.count && i < NAMED_MOST; i++) {
        struct ka_str name = ka_report_account(report, rows.at[i]);
        name = ka_report_mention(report, name);
        if (amounts)
            name = KA_SAY(report, "name_amount", name,
                          ka_report_compact(report, amounts[rows.at[i]]));
        list = ka_report_join(report, list, name);
    }
    if (rows.count <= NAMED_MOST)
        return list;
    struct ka_str more = ka_report_count(report, (double)(rows.count - NAMED_MOST));
    return KA_SAY(report, "and_more", list, more);
}

static struct ka_str tell_make80(struct ka_report *report)
{
    const char *const measures[] = {"revenue", "margin", "net_profit",
                                    ka_report_own_measure(report)};
    struct ka_str text = KA_STR("");
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
        struct ka_make80 make80 = ka_report_make80(report, measures[i]);
        // Gross margin is of interest only where net profit is not known.
        bool better = i == 1 && !isnan(ka_report_make80(report, "net_profit").accounts);
        if (isnan(make80.accounts) || better)
            continue;
        struct ka_str phrase =
            KA_SAY(report, text.n == 0 ? "make80_first" : "make80_next",
                   ka_report_measure(report, measures[i]),
                   ka_report_count(report, make80.accounts), ka_report_count(report, make80.of),
                   ka_report_percent(report, make80.accounts / make80.of));
        text = KA_SAY(report, "{1}{2}", text, phrase);
    }
    return text.n == 0 ? text : KA_SAY(report, "sentence", text);
}

static struct ka_str tell_losers(struct ka_report *report)
{
    if (!ka_report_has(&report->tables[KA_TABLE_ACCOUNTS], "net_profit"))
        return KA_STR("");
    struct ka_rows losers = ka_report_losers(report);
    if (losers.count == 0)
        return ka_report_word(report, "losers_none");
    return KA_SAY(report, "losers", name_accounts(report, losers, "net_profit"));
}

// Those of rows whose figure is above 0.
static struct ka_rows above_zero(struct ka_rows rows, const double *figures)
{
    size_t count = 0;
    for (size_t i = 0; i < rows.count; i++)
        if (figures[rows.at[i]] > 0)
            rows.at[count++] = rows.at[i];
    rows.count = count;
    return rows;
}

// Who is key by the verdicts, else who is largest.  Nobody leads with what is zero or less
// (class N), nor where nobody earns anything.
static struct ka_str tell_largest(struct ka_report *report)
{
    struct ka_rows key = ka_report_judged(report, "key");
    if (key.count > 0)
        return KA_SAY(report, "key_named", name_accounts(report, key, NULL));
    const struct ka_report_table *accounts = &report->tables[KA_TABLE_ACCOUNTS];
    const char *ranked_by = ka_report_ranked_by(report);
    const char *measure = ranked_by ? ranked_by : "revenue";
    const double *profit = ka_report_reals(accounts, "net_profit");
    const double *figures = ka_report_reals(accounts, measure);
    struct ka_rows ranking = ka_report_ranking(report);
    if (ranking.count == 0)
        return KA_STR("");
    struct ka_rows known = ka_report_sorted(report, KA_TABLE_ACCOUNTS, "net_profit", true);
    if (known.count > 0 && !(profit[known.at[0]] > 0))
        return KA_SAY(report, "none_positive", ka_report_measure(report, "net_profit"));
    if (figures)
        ranking = above_zero(ranking, figures);
    if (ranking.count == 0)
        return KA_SAY(report, "none_positive", ka_report_measure(report, measure));
    if (ranking.count > NAMED_MOST)
        ranking.count = NAMED_MOST;
    return KA_SAY(report, "largest", ka_report_measure(report, measure),
                  name_accounts(report, ranking, NULL));
}

// ---- The figures ----

static struct ka_str count_classes(struct ka_report *report)
{
    struct ka_rows ranking = ka_report_ranking(report);
    struct ka_str text = KA_STR("");
    for (const char *class = "ABCN"; *class; class ++) {
        const char name[2] = {*class, '\0'};
        struct ka_rows rows =
            ka_report_where(report, KA_TABLE_ACCOUNTS, ranking, "class", name);
        if (rows.count == 0)
            continue;
        struct ka_str count = ka_report_count(report, (double)rows.count);
        text = ka_report_join(report, text, KA_SAY(report, "{1} {2}", ka_str(name), count));
    }
    return text;
}

static void show_accounts(struct ka_report *report)
{
    size_t rows = report->tables[KA_TABLE_ACCOUNTS].frame.rows;
    double count = rows > 0 ? (double)rows : ka_report_stat(report, "revenue", "n");
    if (isnan(count))
        return;
    ka_document_figure(&report->document, ka_report_word(report, "accounts"),
                       ka_report_count(report, count), count_classes(report), KA_NEUTRAL);
}

static void show_total(struct ka_report *report, const char *measure)
{
    const struct ka_report_table *accounts = &report->tables[KA_TABLE_ACCOUNTS];
    double total = ka_report_stat(report, measure, "total");
    if (isnan(total) && ka_report_has(accounts, measure))
        total = ka_report_sum(accounts, measure, NULL, accounts->frame.rows);
    if (isnan(total))
        return;
    struct ka_make80 make80 = ka_report_make80(report, measure);
    struct ka_str detail = KA_STR("");
    if (!isnan(make80.accounts))
        detail = KA_SAY(report, "make80_detail", ka_report_count(report, make80.accounts),
                        ka_report_percent(report, make80.accounts / make80.of));
    ka_document_figure(&report->document, ka_report_word(report, measure),
                       ka_report_compact(report, total), detail, KA_NEUTRAL);
}

static void show_losers(struct ka_report *report)
{
    if (!ka_report_has(&report->tables[KA_TABLE_ACCOUNTS], "net_profit"))
        return;
    struct ka_rows losers = ka_report_losers(report);
    double loss = ka_report_sum(&report->tables[KA_TABLE_ACCOUNTS], "net_profit", losers.at,
                                losers.count);
    struct ka_str detail = KA_STR("");
    if (losers.count > 0)
        detail = KA_SAY(report, "together", ka_report_compact(report, loss));
    ka_document_figure(&report->document, ka_report_word(report, "losing_accounts"),
                       ka_report_count(report, (double)losers.count), detail, KA_BAD);
}

void ka_report_headline(struct ka_report *report)
{
    static const char *const measures[] = {"revenue", "margin", "net_profit"};
    begin_document(report);
    struct ka_str lead =
        KA_SAY(report, "lead", tell_make80(report), tell_largest(report), tell_losers(report));
    if (ka_str_trim(lead).n > 0)
        ka_document_text(&report->document, KA_BLOCK_LEAD, ka_str_trim(lead));
    show_accounts(report);
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
        show_total(report, measures[i]);
    show_losers(report);
}
