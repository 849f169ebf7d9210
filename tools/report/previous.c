// SPDX-License-Identifier: GPL-3.0-or-later
// The period before: its tables, and when a figure may be compared with it.
#include <dirent.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "out/number.h"
#include "report/pick.h"
#include "report/previous.h"
#include "report/say.h"
#include "table/date.h"

static int is_table(const struct dirent *entry)
{
    return ka_str_has_suffix(ka_str(entry->d_name), KA_STR(".csv"));
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static bool load_entry(struct ka_report *before, const char *folder, const char *name,
                       struct ka_meta *meta, struct ka_error *err)
{
    struct ka_buf path = {0};
    ka_buf_addf(&path, "%s/%s", folder, name);
    bool done = ka_report_load(before->tables, NULL, path.p, meta, err);
    ka_buf_clear(&path);
    return done;
}

// Tables that no report shows, which the tools leave there as well, are passed over.
bool ka_report_load_previous(struct ka_report *report, const char *folder, struct ka_meta *meta,
                             struct ka_error *err)
{
    struct dirent **entries;
    int count = folder ? scandir(folder, &entries, is_table, by_bytes) : 0;
    if (count < 0)
        return ka_fail_errno(err, "open", folder);
    if (!folder)
        return true;
    bool done = true;
    struct ka_report *before = report->before = ka_zalloc(1, sizeof *before);
    before->lang = report->lang;
    for (int i = 0; i < count; i++) {
        done = done && load_entry(before, folder, entries[i]->d_name, meta, err);
        free(entries[i]);
    }
    free(entries);
    if (done && before->tables[KA_TABLE_ACCOUNTS].frame.rows == 0)
        return ka_fail(err, KA_BAD_DATA, "%s: no table of account rows (*.csv) in it", folder);
    return done && ka_report_agree(before->tables, err);
}

// ---- When it may be compared ----

static int months_of(const struct ka_report_span *span)
{
    return ka_date_month(span->end) - ka_date_month(span->begin) + 1;
}

bool ka_report_is_whole(const struct ka_report_span *span)
{
    return ka_month_first(ka_date_month(span->end) + 1) == span->end + 1;
}

static bool is_comparable(struct ka_report *report)
{
    struct ka_report_span now, then;
    if (!ka_report_span(report, &now) || !ka_report_span(report->before, &then))
        return true; // nothing is known against it
    return ka_report_is_whole(&now) && ka_report_is_whole(&then) &&
           months_of(&now) == months_of(&then);
}

struct ka_str ka_report_compare(struct ka_report *report, double now, double then)
{
    struct ka_buf change = {0};
    if (!report->before || isnan(now + then) || !is_comparable(report))
        return KA_STR("");
    if (!(then > 0) || now < 0) // no per cent of nothing or of a loss
        return KA_SAY(report, "previously", ka_report_compact(report, then));
    ka_number_change(&change, now / then - 1, 1);
    struct ka_str text = KA_SAY(report, "on_previous", ka_buf_str(&change));
    ka_buf_clear(&change);
    return text;
}

static struct ka_str month_of(struct ka_report *report, const struct ka_report_span *span)
{
    return ka_report_figure(report, KA_AS_MONTH, ka_date_month(span->end));
}

static struct ka_str tell_why(struct ka_report *report)
{
    struct ka_report_span now, then;
    ka_report_span(report, &now);
    ka_report_span(report->before, &then);
    if (!ka_report_is_whole(&now) || !ka_report_is_whole(&then))
        return KA_SAY(report,
                      ka_report_is_whole(&now) ? "previous_unfinished" : "month_unfinished",
                      month_of(report, ka_report_is_whole(&now) ? &then : &now));
    return KA_SAY(report, "previous_length", ka_report_count(report, months_of(&now)),
                  ka_report_count(report, months_of(&then)));
}

// Twelve whole months are as long in both, whatever the rest is.
struct ka_str ka_report_incomparable(struct ka_report *report)
{
    if (!report->before || is_comparable(report))
        return KA_STR("");
    bool rolling = ka_report_has(&report->tables[KA_TABLE_ACCOUNTS], "revenue_recent") &&
                   ka_report_has(&report->before->tables[KA_TABLE_ACCOUNTS], "revenue_recent");
    return KA_SAY(report, "{1}{2}", tell_why(report),
                  rolling ? ka_report_word(report, "previous_rolling") : KA_STR(""));
}
