// SPDX-License-Identifier: GPL-3.0-or-later
// Title, headline sentence and key figures.
#include <math.h>

#include "out/number.h"
#include "report/pick.h"
#include "report/previous.h"
#include "report/recent.h"
#include "report/say.h"

#define NAMED_MOST 3 // accounts called by name in the headline

static void begin_document(struct ka_report *report)
{
    struct ka_report_span span;
    struct ka_str subtitle = KA_STR("");
    if (ka_report_span(report, &span))
        subtitle = KA_SAY(report, "report_span", ka_report_date(report, span.begin),
                          ka_report_date(report, span.end));
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

// The verdict with the share and the interval that it rests on.
static struct ka_str tell_verdict(struct ka_report *report, const char *measure)
{
    const char *verdict = ka_report_verdict(report, measure);
    double share = ka_report_stat(report, measure, "top20_share");
    struct ka_report_interval range = ka_report_interval(report, measure, "top20_share");
    if (!verdict || isnan(share + range.lo + range.hi + range.level))
        return KA_STR("");
    bool open = ka_report_range_is_open(KA_AS_SHARE, range.lo, range.hi);
    return KA_SAY(report, open ? "verdict_of_open" : "verdict_of",
                  ka_report_measure(report, measure), ka_report_word(report, verdict),
                  ka_report_percent(report, share), ka_report_level(report, range.level),
                  ka_report_range(report, KA_AS_SHARE, range.lo, range.hi));
}

// Whether "80 % from 20 %" holds, measure by measure.
static struct ka_str tell_verdicts(struct ka_report *report)
{
    static const char *const measures[] = {"revenue", "net_profit"};
    struct ka_str text = KA_STR("");
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
        struct ka_str verdict = tell_verdict(report, measures[i]);
        if (verdict.n > 0)
            text = text.n == 0 ? verdict : KA_SAY(report, "verdict_next", text, verdict);
    }
    return text.n == 0 ? text : KA_SAY(report, "verdicts", text);
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
        return KA_SAY(report, "key_named", ka_report_count(report, (double)key.count),
                      ka_report_count(report, ka_report_number(report)),
                      name_accounts(report, key, NULL));
    const struct ka_report_table *accounts = &report->tables[KA_TABLE_ACCOUNTS];
    const char *ranked_by = ka_report_ranked_by(report, KA_TABLE_ACCOUNTS);
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

// The change against the previous period, then the rest of the detail.
static struct ka_str detail(struct ka_report *report, double now, double then,
                            struct ka_str rest)
{
    struct ka_str change = ka_report_compare(report, now, then);
    if (change.n == 0 || rest.n == 0)
        return change.n > 0 ? change : rest;
    return KA_SAY(report, "change_and_detail", change, rest);
}

static void show_accounts(struct ka_report *report)
{
    double count = ka_report_number(report);
    double then = report->before ? ka_report_number(report->before) : NAN;
    if (!isnan(count))
        ka_document_figure(&report->document, ka_report_word(report, "accounts"),
                           ka_report_count(report, count),
                           detail(report, count, then, count_classes(report)), KA_NEUTRAL);
}

static void show_total(struct ka_report *report, const char *measure)
{
    double total = ka_report_total(report, measure);
    double then = report->before ? ka_report_total(report->before, measure) : NAN;
    struct ka_make80 make80 = ka_report_make80(report, measure);
    struct ka_str of80 = KA_STR("");
    if (isnan(total))
        return;
    if (!isnan(make80.accounts))
        of80 = KA_SAY(report, "make80_detail", ka_report_count(report, make80.accounts),
                      ka_report_percent(report, make80.accounts / make80.of));
    ka_document_figure(&report->document, ka_report_word(report, measure),
                       ka_report_compact(report, total), detail(report, total, then, of80),
                       KA_NEUTRAL);
}

static void show_losers(struct ka_report *report)
{
    const struct ka_report_table *accounts = &report->tables[KA_TABLE_ACCOUNTS];
    if (!ka_report_has(accounts, "net_profit"))
        return;
    struct ka_rows losers = ka_report_losers(report);
    double loss = ka_report_sum(accounts, "net_profit", losers.at, losers.count);
    double then = NAN;
    struct ka_str together = KA_STR("");
    if (losers.count > 0)
        together = KA_SAY(report, "together", ka_report_compact(report, loss));
    if (report->before &&
        ka_report_has(&report->before->tables[KA_TABLE_ACCOUNTS], "net_profit"))
        then = (double)ka_report_losers(report->before).count;
    ka_document_figure(&report->document, ka_report_word(report, "losing_accounts"),
                       ka_report_count(report, (double)losers.count),
                       detail(report, (double)losers.count, then, together), KA_BAD);
}

static void show_target(struct ka_report *report)
{
    size_t row = ka_report_company_target(report);
    if (row == KA_NONE)
        return;
    const struct ka_report_table *plan = &report->tables[KA_TABLE_PLAN];
    double reached = ka_report_reals(plan, "attainment")[row];
    struct ka_str period =
        ka_frame_cell(&plan->frame, ka_frame_find(&plan->frame, "period"), row);
    ka_document_figure(&report->document, KA_SAY(report, "target_reached", period),
                       ka_report_percent(report, reached), ka_report_outlook(report, row),
                       KA_NEUTRAL);
}

static void say_lead(struct ka_report *report, struct ka_str first, struct ka_str second,
                     enum ka_block_kind kind)
{
    struct ka_str text = ka_str_trim(KA_SAY(report, "{1}{2}", first, second));
    if (text.n > 0)
        ka_document_text(&report->document, kind, text);
}

// First the answer, then what it rests on, then the figures.
void ka_report_headline(struct ka_report *report)
{
    static const char *const measures[] = {"revenue", "margin", "net_profit"};
    begin_document(report);
    say_lead(report, tell_largest(report), tell_losers(report), KA_BLOCK_LEAD);
    say_lead(report, tell_make80(report), tell_verdicts(report), KA_BLOCK_PARAGRAPH);
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
        show_total(report, measures[i]);
    show_losers(report);
    ka_report_recent_figures(report);
    show_target(report);
    show_accounts(report);
    struct ka_str why = ka_report_incomparable(report);
    if (why.n > 0)
        ka_document_text(&report->document, KA_BLOCK_NOTE, why);
}
