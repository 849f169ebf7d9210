// SPDX-License-Identifier: GPL-3.0-or-later
// How the columns of the tables are read, by their names.
#include <stdlib.h>
#include <string.h>

#include "report/tables.h"

// In bytewise order.
static const struct ka_report_column columns[] = {
    {"accounts", KA_AS_COUNT, NULL},
    {"active_months", KA_AS_COUNT, NULL},
    {"active_ratio", KA_AS_SHARE, NULL},
    {"axis", KA_AS_WORD, NULL},
    {"chosen", KA_AS_FLAG, NULL},
    {"class_a", KA_AS_COUNT, NULL},
    {"class_b", KA_AS_COUNT, NULL},
    {"class_c", KA_AS_COUNT, NULL},
    {"class_n", KA_AS_COUNT, NULL},
    {"cluster", KA_AS_COUNT, NULL},
    {"component", KA_AS_COUNT, NULL},
    {"completeness", KA_AS_SHARE, NULL},
    {"contacts", KA_AS_COUNT, NULL},
    {"cost_rate", KA_AS_SHARE, NULL},
    {"cost_to_serve", KA_AS_MONEY, NULL},
    {"cum_count", KA_AS_COUNT, NULL},
    {"cum_share", KA_AS_SHARE, NULL},
    {"declared", KA_AS_WORD, NULL},
    {"disagreement", KA_AS_WORD, NULL},
    {"discount_rate", KA_AS_SHARE, NULL},
    {"eligible", KA_AS_FLAG, NULL},
    {"evidenced", KA_AS_WORD, NULL},
    {"families", KA_AS_COUNT, NULL},
    {"family_entropy", KA_AS_REAL, NULL},
    {"finding", KA_AS_WORD, NULL},
    {"first", KA_AS_DATE, NULL},
    {"flip_from", KA_AS_REAL, NULL},
    {"flip_to", KA_AS_REAL, NULL},
    {"frequency_score", KA_AS_COUNT, NULL},
    {"functions", KA_AS_COUNT, NULL},
    {"gap_cv", KA_AS_REAL, NULL},
    {"gap_mean_days", KA_AS_ROUGH, NULL},
    {"gini", KA_AS_REAL, NULL},
    {"group", KA_AS_WORD, NULL},
    {"growth", KA_AS_CHANGE, NULL},
    {"growth_rate", KA_AS_CHANGE, NULL},
    {"height", KA_AS_REAL, NULL},
    {"hi", KA_AS_REAL, NULL},
    {"high_margin_lq", KA_AS_REAL, NULL},
    {"high_margin_revenue", KA_AS_MONEY, NULL},
    {"high_margin_share", KA_AS_SHARE, NULL},
    {"industry_rank", KA_AS_COUNT, NULL},
    {"industry_size", KA_AS_COUNT, NULL},
    {"inertia", KA_AS_REAL, NULL},
    {"jaccard", KA_AS_REAL, NULL},
    {"joint_months", KA_AS_COUNT, NULL},
    {"k", KA_AS_COUNT, NULL},
    {"key_account_share", KA_AS_SHARE, NULL},
    {"key_accounts", KA_AS_COUNT, NULL},
    {"last", KA_AS_DATE, NULL},
    {"last_contact", KA_AS_DATE, NULL},
    {"level", KA_AS_REAL, NULL},
    {"limit", KA_AS_REAL, NULL},
    {"lines", KA_AS_COUNT, NULL},
    {"lo", KA_AS_REAL, NULL},
    {"margin", KA_AS_MONEY, NULL},
    {"margin_rate", KA_AS_SHARE, NULL},
    {"median", KA_AS_REAL, NULL},
    {"merge", KA_AS_COUNT, NULL},
    {"monetary_score", KA_AS_COUNT, NULL},
    {"net_profit", KA_AS_MONEY, NULL},
    {"number_share", KA_AS_SHARE, NULL},
    {"order_value", KA_AS_MEAN, NULL},
    {"orders", KA_AS_COUNT, NULL},
    {"our_functions", KA_AS_COUNT, NULL},
    {"our_side", KA_AS_WORD, NULL},
    {"p", KA_AS_REAL, NULL},
    {"p_alive", KA_AS_SHARE, NULL},
    {"p_top", KA_AS_SHARE, NULL},
    {"pc1", KA_AS_REAL, NULL},
    {"pc2", KA_AS_REAL, NULL},
    {"people", KA_AS_COUNT, NULL},
    {"period", KA_AS_MONTH, NULL},
    {"price_index", KA_AS_REAL, NULL},
    {"profit_rank", KA_AS_COUNT, NULL},
    {"qty", KA_AS_REAL, NULL},
    {"rank", KA_AS_COUNT, NULL},
    {"recency_days", KA_AS_COUNT, NULL},
    {"recency_score", KA_AS_COUNT, NULL},
    {"relationship", KA_AS_WORD, NULL},
    {"return_rate", KA_AS_SHARE, NULL},
    {"returns", KA_AS_MONEY, NULL},
    {"revenue", KA_AS_MONEY, NULL},
    {"revenue_prior", KA_AS_MONEY, NULL},
    {"revenue_recent", KA_AS_MONEY, NULL},
    {"revenue_share", KA_AS_SHARE, NULL},
    {"rfm_segment", KA_AS_WORD, NULL},
    {"score", KA_AS_COUNT, NULL},
    {"share", KA_AS_SHARE, NULL},
    {"silhouette", KA_AS_REAL, NULL},
    {"silhouette_se", KA_AS_REAL, NULL},
    {"smallest", KA_AS_COUNT, NULL},
    {"stability", KA_AS_SHARE, NULL},
    {"tau_b", KA_AS_REAL, NULL},
    {"tau_b_hi", KA_AS_REAL, NULL},
    {"tau_b_lo", KA_AS_REAL, NULL},
    {"tenure_days", KA_AS_COUNT, NULL},
    {"tie", KA_AS_FLAG, NULL},
    {"top20", KA_AS_FLAG, NULL},
    {"top25", KA_AS_FLAG, NULL},
    {"value", KA_AS_REAL, NULL},
    {"verdict", KA_AS_WORD, NULL},
    {"weight", KA_AS_REAL, NULL},
    {"y", KA_AS_REAL, NULL},
    {"z", KA_AS_REAL, NULL},
};

static int compare_name(const void *name, const void *column)
{
    return strcmp(name, ((const struct ka_report_column *)column)->name);
}

static bool is_ranked_by(const struct ka_frame *frame, const char *column)
{
    size_t found = ka_frame_find(frame, "ranked_by");
    return found != KA_NONE && frame->rows > 0 &&
           ka_str_eq(ka_frame_cell(frame, found, 0), ka_str(column));
}

static const struct ka_report_column *find_own(const struct ka_report_table *table,
                                               const char *name)
{
    for (const struct ka_report_column *own = table->own; own && own->name; own++)
        if (strcmp(own->name, name) == 0)
            return own;
    return NULL;
}

enum ka_report_format ka_report_format(const struct ka_report_table *table, const char *name)
{
    const struct ka_report_column *found = find_own(table, name);
    if (!found)
        found = bsearch(name, columns, sizeof columns / sizeof *columns, sizeof *columns,
                        compare_name);
    if (found)
        return found->format;
    return is_ranked_by(&table->frame, name) ? KA_AS_REAL : KA_AS_TEXT;
}

const char *ka_report_column_word(const struct ka_report_table *table, const char *column,
                                  struct ka_str cell, struct ka_arena *texts)
{
    const struct ka_report_column *own = find_own(table, column);
    struct ka_buf key = {0};
    if (cell.n > 0)
        ka_buf_addf(&key, "%s%.*s", own && own->words ? own->words : "", KA_ARG(cell));
    const char *kept = ka_arena_str(texts, ka_buf_str(&key)).p;
    ka_buf_clear(&key);
    return kept;
}

const char *ka_report_column_title(const struct ka_report_table *table, const char *name)
{
    const struct ka_report_column *own = find_own(table, name);
    return own && own->title ? own->title : name;
}
