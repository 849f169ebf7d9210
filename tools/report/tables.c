// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/tables.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/input.h"
#include "table/date.h"
#include "table/decimal.h"

// ---- Columns ----

struct column {
    const char *name;
    enum ka_report_format format;
};

// In bytewise order.
static const struct column columns[] = {
    {"accounts", KA_AS_COUNT},
    {"active_months", KA_AS_COUNT},
    {"active_ratio", KA_AS_SHARE},
    {"axis", KA_AS_WORD},
    {"chosen", KA_AS_FLAG},
    {"class_a", KA_AS_COUNT},
    {"class_b", KA_AS_COUNT},
    {"class_c", KA_AS_COUNT},
    {"class_n", KA_AS_COUNT},
    {"cluster", KA_AS_COUNT},
    {"completeness", KA_AS_SHARE},
    {"contacts", KA_AS_COUNT},
    {"cost_rate", KA_AS_SHARE},
    {"cost_to_serve", KA_AS_MONEY},
    {"cum_count", KA_AS_COUNT},
    {"cum_share", KA_AS_SHARE},
    {"declared", KA_AS_WORD},
    {"disagreement", KA_AS_WORD},
    {"discount_rate", KA_AS_SHARE},
    {"eligible", KA_AS_FLAG},
    {"evidenced", KA_AS_WORD},
    {"families", KA_AS_COUNT},
    {"family_entropy", KA_AS_REAL},
    {"finding", KA_AS_WORD},
    {"first", KA_AS_DATE},
    {"flip_from", KA_AS_REAL},
    {"flip_to", KA_AS_REAL},
    {"frequency_score", KA_AS_COUNT},
    {"functions", KA_AS_COUNT},
    {"gap_cv", KA_AS_REAL},
    {"gap_mean_days", KA_AS_REAL},
    {"gini", KA_AS_REAL},
    {"group", KA_AS_WORD},
    {"growth", KA_AS_CHANGE},
    {"growth_rate", KA_AS_CHANGE},
    {"height", KA_AS_REAL},
    {"hi", KA_AS_REAL},
    {"high_margin_lq", KA_AS_REAL},
    {"high_margin_revenue", KA_AS_MONEY},
    {"high_margin_share", KA_AS_SHARE},
    {"industry_rank", KA_AS_COUNT},
    {"industry_size", KA_AS_COUNT},
    {"inertia", KA_AS_REAL},
    {"jaccard", KA_AS_REAL},
    {"joint_months", KA_AS_COUNT},
    {"k", KA_AS_COUNT},
    {"key_account_share", KA_AS_SHARE},
    {"key_accounts", KA_AS_COUNT},
    {"last", KA_AS_DATE},
    {"last_contact", KA_AS_DATE},
    {"level", KA_AS_REAL},
    {"limit", KA_AS_REAL},
    {"lines", KA_AS_COUNT},
    {"lo", KA_AS_REAL},
    {"margin", KA_AS_MONEY},
    {"margin_rate", KA_AS_SHARE},
    {"median", KA_AS_REAL},
    {"merge", KA_AS_COUNT},
    {"monetary_score", KA_AS_COUNT},
    {"net_profit", KA_AS_MONEY},
    {"number_share", KA_AS_SHARE},
    {"order_value", KA_AS_MEAN},
    {"orders", KA_AS_COUNT},
    {"our_functions", KA_AS_COUNT},
    {"our_side", KA_AS_WORD},
    {"p", KA_AS_REAL},
    {"p_alive", KA_AS_SHARE},
    {"p_top", KA_AS_SHARE},
    {"pc1", KA_AS_REAL},
    {"pc2", KA_AS_REAL},
    {"people", KA_AS_COUNT},
    {"period", KA_AS_MONTH},
    {"price_index", KA_AS_REAL},
    {"profit_rank", KA_AS_COUNT},
    {"qty", KA_AS_REAL},
    {"rank", KA_AS_COUNT},
    {"recency_days", KA_AS_COUNT},
    {"recency_score", KA_AS_COUNT},
    {"return_rate", KA_AS_SHARE},
    {"returns", KA_AS_MONEY},
    {"revenue", KA_AS_MONEY},
    {"revenue_prior", KA_AS_MONEY},
    {"revenue_recent", KA_AS_MONEY},
    {"revenue_share", KA_AS_SHARE},
    {"rfm_segment", KA_AS_WORD},
    {"score", KA_AS_COUNT},
    {"share", KA_AS_SHARE},
    {"silhouette", KA_AS_REAL},
    {"silhouette_se", KA_AS_REAL},
    {"smallest", KA_AS_COUNT},
    {"stability", KA_AS_SHARE},
    {"tau_b", KA_AS_REAL},
    {"tau_b_hi", KA_AS_REAL},
    {"tau_b_lo", KA_AS_REAL},
    {"tenure_days", KA_AS_COUNT},
    {"tie", KA_AS_FLAG},
    {"top20", KA_AS_FLAG},
    {"top25", KA_AS_FLAG},
    {"value", KA_AS_REAL},
    {"verdict", KA_AS_WORD},
    {"weight", KA_AS_REAL},
    {"y", KA_AS_REAL},
    {"z", KA_AS_REAL},
};

static int compare_name(const void *name, const void *column)
{
    return strcmp(name, ((const struct column *)column)->name);
}

static bool is_ranked_by(const struct ka_frame *frame, const char *column)
{
    size_t found = ka_frame_find(frame, "ranked_by");
    return found != KA_NONE && frame->rows > 0 &&
           ka_str_eq(ka_frame_cell(frame, found, 0), ka_str(column));
}

enum ka_report_format ka_report_format(const struct ka_report_table *table, const char *name)
{
    const struct column *found =
        bsearch(name, columns, sizeof columns / sizeof *columns, sizeof *columns, compare_name);
    if (found)
        return found->format;
    return is_ranked_by(&table->frame, name) ? KA_AS_REAL : KA_AS_TEXT;
}

// ---- Kinds ----

#define NAMES_MOST 4

struct kind {
    const char *name;               // for messages
    const char *needs[NAMES_MOST];  // all of them
    const char *either[NAMES_MOST]; // one of them
    const char *lacks[NAMES_MOST];  // none of them
};

static const struct kind kinds[KA_REPORT_KINDS] = {
    [KA_TABLE_ACCOUNTS] = {"account rows",
                           {"account_id"},
                           {"revenue", "rank"},
                           {"period", "date", "disagreement"}},
    [KA_TABLE_STATS] = {"stats", {"measure", "stat", "value"}, {NULL}, {NULL}},
    [KA_TABLE_CURVE] = {"curve", {"measure", "curve", "p", "y"}, {NULL}, {NULL}},
    [KA_TABLE_CHANNELS] = {"channels", {"channel", "accounts"}, {NULL}, {NULL}},
    [KA_TABLE_CLUSTERS] = {"clusters", {"cluster", "accounts"}, {NULL}, {NULL}},
    [KA_TABLE_CHOICE] = {"choice", {"k", "inertia", "silhouette"}, {NULL}, {NULL}},
    [KA_TABLE_PROFILE] = {"profile", {"cluster", "feature", "median", "z"}, {NULL}, {NULL}},
    [KA_TABLE_DENDROGRAM] = {"dendrogram", {"merge", "a", "b", "height"}, {NULL}, {NULL}},
    [KA_TABLE_MONTHLY] = {"monthly", {"account_id", "period", "revenue"}, {NULL}, {NULL}},
    [KA_TABLE_FAMOUS] = {"famous",
                         {"account_id", "industry_rank", "disagreement"},
                         {NULL},
                         {NULL}},
    [KA_TABLE_RELATIONS] = {"relations",
                            {"account_id", "declared", "evidenced", "finding"},
                            {NULL},
                            {NULL}},
    [KA_TABLE_CRITERIA] = {"criteria",
                           {"account_id", "criterion", "limit", "result"},
                           {NULL},
                           {NULL}},
};

static size_t count_there(const struct ka_frame *frame, const char *const *names, size_t *asked)
{
    size_t there = 0;
    for (*asked = 0; *asked < NAMES_MOST && names[*asked]; ++*asked)
        there += ka_frame_find(frame, names[*asked]) != KA_NONE;
    return there;
}

static bool is_kind(const struct ka_frame *frame, const struct kind *kind)
{
    size_t needs, either, lacks;
    return count_there(frame, kind->needs, &needs) == needs &&
           (count_there(frame, kind->either, &either) > 0 || either == 0) &&
           count_there(frame, kind->lacks, &lacks) == 0;
}

static void list_names(struct ka_buf *out, const char *const *names, const char *between)
{
    for (size_t i = 0; i < NAMES_MOST && names[i]; i++)
        ka_buf_addf(out, "%s%s", i ? between : "", names[i]);
}

static bool fail_unknown(const struct ka_frame *frame, struct ka_error *err)
{
    struct ka_buf known = {0};
    for (size_t k = 0; k < KA_REPORT_KINDS; k++) {
        ka_buf_addf(&known, "%s%s (", k ? ", " : "", kinds[k].name);
        list_names(&known, kinds[k].needs, ", ");
        ka_buf_add_text(&known, kinds[k].either[0] ? " and " : "");
        list_names(&known, kinds[k].either, " or ");
        ka_buf_add_char(&known, ')');
    }
    ka_fail(err, KA_BAD_DATA, "%s: not a table that a report shows; known by their columns: %s",
            frame->source, known.p);
    ka_buf_clear(&known);
    return false;
}

// ---- Reading ----

static bool parse_money(const struct ka_frame *frame, size_t column, double *out,
                        struct ka_error *err)
{
    int64_t *amounts = ka_alloc(frame->rows, sizeof *amounts);
    bool done = ka_frame_decimals(frame, column, amounts, err);
    for (size_t row = 0; done && row < frame->rows; row++)
        out[row] = amounts[row] == KA_DECIMAL_NONE ? NAN : ka_decimal_real(amounts[row]);
    free(amounts);
    return done;
}

static bool parse_dates(const struct ka_frame *frame, size_t column, double *out,
                        struct ka_error *err)
{
    int32_t *days = ka_alloc(frame->rows, sizeof *days);
    bool done = ka_frame_dates(frame, column, days, err);
    for (size_t row = 0; done && row < frame->rows; row++)
        out[row] = days[row] == KA_DATE_NONE ? NAN : days[row];
    free(days);
    return done;
}

static bool parse_months(const struct ka_frame *frame, size_t column, double *out,
                         struct ka_error *err)
{
    for (size_t row = 0; row < frame->rows; row++) {
        int32_t month;
        struct ka_str cell = ka_frame_cell(frame, column, row);
        if (!ka_month_parse(cell, &month))
            return ka_fail(
                err, KA_BAD_DATA, "%s:%" PRIu64 ": column '%s': %s is not a month (YYYY-MM)",
                frame->source, frame->lines[row], frame->columns[column].name, KA_QUOTE(cell));
        out[row] = month;
    }
    return true;
}

static bool parse_column(struct ka_report_table *table, size_t column, bool exact,
                         struct ka_error *err)
{
    const struct ka_frame *frame = &table->frame;
    enum ka_report_format format = ka_report_format(table, frame->columns[column].name);
    if (format == KA_AS_TEXT || format == KA_AS_WORD)
        return true;
    double *out = table->reals[column] = ka_alloc(frame->rows, sizeof *out);
    if (format == KA_AS_DATE)
        return parse_dates(frame, column, out, err);
    if (format == KA_AS_MONTH)
        return parse_months(frame, column, out, err);
    if (format == KA_AS_MONEY && exact)
        return parse_money(frame, column, out, err);
    return ka_frame_reals(frame, column, out, err);
}

// exact: amounts are sums of money, not medians.
static bool parse_table(struct ka_report_table *table, bool exact, struct ka_error *err)
{
    table->reals = ka_zalloc(table->frame.width, sizeof *table->reals);
    for (size_t column = 0; column < table->frame.width; column++)
        if (!parse_column(table, column, exact, err))
            return false;
    return true;
}

static bool is_run(const struct ka_frame *frame)
{
    return frame->width == 2 && ka_frame_find(frame, "key") != KA_NONE &&
           ka_frame_find(frame, "value") != KA_NONE;
}

static void add_run(struct ka_report_runs *runs, struct ka_frame *frame)
{
    KA_ROOM(runs->frames, runs->count, runs->cap);
    runs->frames[runs->count++] = *frame;
    *frame = (struct ka_frame){.rows = 0};
}

// Moves the frame to its place.
static bool place(struct ka_report_table *tables, struct ka_report_runs *runs,
                  struct ka_frame *frame, const char *hash, struct ka_error *err)
{
    size_t k = 0;
    while (k < KA_REPORT_KINDS && !is_kind(frame, &kinds[k]))
        k++;
    if (k == KA_REPORT_KINDS && runs && is_run(frame))
        add_run(runs, frame);
    else if (k == KA_REPORT_KINDS && runs)
        return fail_unknown(frame, err);
    if (k == KA_REPORT_KINDS)
        return true;
    if (tables[k].frame.width > 0)
        return ka_fail(err, KA_USAGE, "%s: %s for the second time, after %s", frame->source,
                       kinds[k].name, tables[k].frame.source);
    if (k == KA_TABLE_ACCOUNTS && frame->rows == 0)
        return ka_fail(err, KA_BAD_DATA, "%s: no row below the header", frame->source);
    tables[k].frame = *frame;
    memcpy(tables[k].hash, hash, sizeof tables[k].hash);
    tables[k].key = ka_frame_find(frame, kinds[k].needs[0]);
    *frame = (struct ka_frame){.rows = 0};
    return parse_table(&tables[k], k != KA_TABLE_CLUSTERS, err);
}

bool ka_report_load(struct ka_report_table *tables, struct ka_report_runs *runs,
                    const char *path, struct ka_meta *meta, struct ka_error *err)
{
    struct ka_frame frame = {0};
    struct ka_record header;
    char hash[sizeof tables->hash] = "";
    struct ka_reader *reader = ka_input_open(path, KA_INPUT_CONTRACT, meta, &header, err);
    if (!reader)
        return false;
    bool done = ka_frame_read_rows(&frame, reader, &header, err);
    if (done)
        snprintf(hash, sizeof hash, "%s", ka_reader_hash(reader));
    done = ka_input_close(reader, meta, done, err) && place(tables, runs, &frame, hash, err);
    ka_frame_clear(&frame);
    return done;
}

void ka_report_note(const struct ka_report_table *tables, struct ka_meta *meta)
{
    char key[32];
    for (size_t k = 0; k < KA_REPORT_KINDS; k++) {
        snprintf(key, sizeof key, "rows.%s",
                 k == KA_TABLE_ACCOUNTS ? "accounts" : kinds[k].name);
        if (tables[k].frame.width > 0)
            ka_meta_add(meta, key, "%zu", tables[k].frame.rows);
    }
}

void ka_report_unload(struct ka_report_table *tables, struct ka_report_runs *runs)
{
    for (size_t k = 0; k < KA_REPORT_KINDS; k++) {
        for (size_t column = 0; tables[k].reals && column < tables[k].frame.width; column++)
            free(tables[k].reals[column]);
        free(tables[k].reals);
        tables[k].reals = NULL;
        ka_frame_clear(&tables[k].frame);
    }
    for (size_t i = 0; i < runs->count; i++)
        ka_frame_clear(&runs->frames[i]);
    free(runs->frames);
}

// ---- Picking ----

const double *ka_report_reals(const struct ka_report_table *table, const char *column)
{
    size_t found = ka_frame_find(&table->frame, column);
    return found == KA_NONE ? NULL : table->reals[found];
}

double ka_report_sum(const struct ka_report_table *table, const char *column,
                     const size_t *rows, size_t count)
{
    size_t found = ka_frame_find(&table->frame, column);
    ka_int128 sum = 0;
    for (size_t i = 0; found != KA_NONE && i < count; i++) {
        int64_t amount;
        struct ka_str cell = ka_frame_cell(&table->frame, found, rows ? rows[i] : i);
        if (ka_decimal_parse(cell, &amount) && amount != KA_DECIMAL_NONE)
            sum += amount;
    }
    return ka_decimal_real(sum);
}

static int compare_rows(const void *a, const void *b, void *context)
{
    const struct ka_report_order *order = context;
    size_t i = *(const size_t *)a, j = *(const size_t *)b;
    double x = order->figures[i], y = order->figures[j];
    if (x != y)
        return (x < y) == order->descending ? 1 : -1;
    const struct ka_report_table *table = order->table;
    int names = ka_str_cmp(ka_frame_cell(&table->frame, table->key, i),
                           ka_frame_cell(&table->frame, table->key, j));
    return names ? names : (i > j) - (i < j);
}

void ka_report_sort(size_t *rows, size_t count, const struct ka_report_order *order)
{
    struct ka_report_order context = *order;
    qsort_r(rows, count, sizeof *rows, compare_rows, &context);
}
