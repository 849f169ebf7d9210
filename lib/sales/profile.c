// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/profile.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/threads.h"
#include "sales/company.h"
#include "sales/fields.h"
#include "sales/monthly.h"
#include "sales/orders.h"
#include "sales/profile_state.h"
#include "table/date.h"
#include "table/names.h"

// ---- The key and what it determines ----

static const enum ka_sale_column account_attributes[] = {
    KA_SALE_ACCOUNT, KA_SALE_PARENT_ID, KA_SALE_CHANNEL,  KA_SALE_GROUP,
    KA_SALE_AXIS,    KA_SALE_REGION,    KA_SALE_INDUSTRY, KA_SALE_MANAGER};
static const enum ka_sale_column product_attributes[] = {KA_SALE_PRODUCT, KA_SALE_FAMILY};

enum {
    ACCOUNT_ATTRIBUTES = sizeof account_attributes / sizeof *account_attributes,
    PRODUCT_ATTRIBUTES = sizeof product_attributes / sizeof *product_attributes,
};
_Static_assert((int)ACCOUNT_ATTRIBUTES <= (int)KA_ATTRIBUTES_MAX,
               "struct ka_account has room for them");

static void choose_attributes(struct ka_ledger_options *options, struct ka_str by)
{
    enum ka_sale_column column = ka_sale_column_named(by);
    bool account = column == KA_SALE_ACCOUNT_ID || column == KA_SALE_ACCOUNT;
    bool product = column == KA_SALE_PRODUCT_ID || column == KA_SALE_PRODUCT;
    options->by_account = column == KA_SALE_ACCOUNT_ID;
    if (account) {
        options->attributes = account_attributes + (column == KA_SALE_ACCOUNT);
        options->attribute_count = ACCOUNT_ATTRIBUTES - (column == KA_SALE_ACCOUNT);
    } else if (product) {
        options->attributes = product_attributes + (column == KA_SALE_PRODUCT);
        options->attribute_count = PRODUCT_ATTRIBUTES - (column == KA_SALE_PRODUCT);
    }
}

static bool is_by_account(const struct ka_profile *profile)
{
    return strcmp(profile->options.by, "account_id") == 0;
}

// A cost is an account's: it can be told by what an account has one of.
static bool check_costs_key(const struct ka_profile *profile, struct ka_error *err)
{
    enum ka_sale_column column = ka_sale_column_named(ka_str(profile->options.by));
    bool told = column == KA_SALE_ACCOUNT_ID;
    for (size_t i = 0; i < ACCOUNT_ATTRIBUTES; i++)
        told |= column == account_attributes[i];
    return told || ka_fail(err, KA_USAGE, "costs are known by account, not by %s",
                           KA_QUOTE(ka_str(profile->options.by)));
}

// ---- The columns of account rows behind key and attributes ----

#define FIELD(member, type, always)                                                            \
    {                                                                                          \
#member, type, offsetof(struct ka_account, member), always                             \
    }

static const struct ka_field fields[] = {
    FIELD(first, KA_FIELD_DATE, false),
    FIELD(last, KA_FIELD_DATE, false),
    FIELD(tenure_days, KA_FIELD_COUNT, false),
    FIELD(recency_days, KA_FIELD_COUNT, false),
    FIELD(orders, KA_FIELD_COUNT, true),
    FIELD(lines, KA_FIELD_COUNT, true),
    FIELD(qty, KA_FIELD_SUM, false),
    FIELD(active_months, KA_FIELD_COUNT, true),
    FIELD(active_ratio, KA_FIELD_REAL, false),
    FIELD(revenue, KA_FIELD_SUM, true),
    FIELD(returns, KA_FIELD_SUM, true),
    FIELD(return_rate, KA_FIELD_REAL, false),
    FIELD(margin, KA_FIELD_SUM, false),
    FIELD(margin_rate, KA_FIELD_REAL, false),
    FIELD(high_margin_revenue, KA_FIELD_SUM, false),
    FIELD(high_margin_share, KA_FIELD_REAL, false),
    FIELD(high_margin_lq, KA_FIELD_REAL, false),
    FIELD(cost_to_serve, KA_FIELD_SUM, false),
    FIELD(net_profit, KA_FIELD_SUM, false),
    FIELD(order_value, KA_FIELD_REAL, false),
    FIELD(gap_mean_days, KA_FIELD_REAL, false),
    FIELD(gap_cv, KA_FIELD_REAL, false),
    FIELD(families, KA_FIELD_COUNT, false),
    FIELD(family_entropy, KA_FIELD_REAL, false),
    FIELD(price_index, KA_FIELD_REAL, false),
    FIELD(growth_rate, KA_FIELD_REAL, false),
    FIELD(revenue_prior, KA_FIELD_SUM, false),
    FIELD(revenue_recent, KA_FIELD_SUM, false),
    FIELD(completeness, KA_FIELD_REAL, false),
};

enum { FIELDS = sizeof fields / sizeof *fields };

const char *ka_profile_column(size_t i)
{
    if (i < ACCOUNT_ATTRIBUTES)
        return ka_sale_column_name(account_attributes[i]);
    return i - ACCOUNT_ATTRIBUTES < FIELDS ? fields[i - ACCOUNT_ATTRIBUTES].name : NULL;
}

enum { COLUMNS = 1 + KA_ATTRIBUTES_MAX + FIELDS };

// Key, attributes, figures; returns how many there are.
static size_t list_columns(const struct ka_profile *profile, struct ka_field all[COLUMNS])
{
    const struct ka_ledger *ledger = profile->ledgers;
    size_t n = 0;
    all[n++] = (struct ka_field){profile->options.by, KA_FIELD_TEXT,
                                 offsetof(struct ka_account, key), true};
    for (size_t i = 0; i < ledger->options.attribute_count; i++)
        all[n++] = (struct ka_field){
            ka_sale_column_name(ledger->options.attributes[i]), KA_FIELD_TEXT,
            offsetof(struct ka_account, attributes) + i * sizeof(struct ka_str), false};
    memcpy(all + n, fields, sizeof fields);
    return n + FIELDS;
}

static void append_columns(const struct ka_profile *profile, struct ka_frame *frame)
{
    struct ka_field all[COLUMNS];
    size_t n = list_columns(profile, all);
    frame->rows = profile->ledgers->keys.count;
    ka_fields_append(frame, all, n, profile->accounts, sizeof *profile->accounts,
                     (unsigned)profile->options.threads);
}

bool ka_profile_write(struct ka_writer *writer, const void *context, struct ka_error *err)
{
    const struct ka_profile *profile = context;
    struct ka_field all[COLUMNS];
    size_t n = list_columns(profile, all);
    (void)err;
    ka_fields_write(writer, all, n, profile->accounts, sizeof *profile->accounts,
                    profile->ledgers->keys.count, (unsigned)profile->options.threads);
    return true;
}

// ---- Making ----

bool ka_asof_parse(const char *text, int32_t *asof, struct ka_error *err)
{
    *asof = KA_DATE_NONE;
    if (!text || (*text && ka_date_parse(ka_str(text), asof)))
        return true;
    return ka_fail(err, KA_USAGE, "option '--asof': %s is not a date (YYYY-MM-DD)",
                   KA_QUOTE(ka_str(text)));
}

struct ka_profile *ka_profile_new(const struct ka_profile_options *options)
{
    struct ka_profile *profile = ka_zalloc(1, sizeof *profile);
    struct ka_ledger_options kept = {
        .by_month = options->monthly,
        .parts = options->orders_of ? ka_orders_measure(options->orders_of) : KA_PART_NONE};
    profile->options = *options;
    if (!options->by)
        profile->options.by = "account_id";
    if (options->threads == 0)
        profile->options.threads = ka_processors();
    choose_attributes(&kept, ka_str(profile->options.by));
    if (options->figures)
        kept.attribute_count = 0;
    profile->parts = ka_zalloc(profile->options.threads, sizeof *profile->parts);
    profile->ledgers = ka_zalloc(profile->options.threads, sizeof *profile->ledgers);
    for (size_t i = 0; i < profile->options.threads; i++) {
        ka_ledger_init(&profile->ledgers[i], &kept);
        profile->parts[i].profile = profile;
        profile->parts[i].ledger = &profile->ledgers[i];
    }
    return profile;
}

// A key that is called like a column of the result would replace it.
static bool check_key_name(const char *by, struct ka_error *err)
{
    bool taken = strcmp(by, "period") == 0;
    for (size_t i = 0; i < FIELDS; i++)
        taken |= strcmp(by, fields[i].name) == 0;
    return !taken || ka_fail(err, KA_USAGE, "'%s' is a column of the result, not a key", by);
}

bool ka_profile_find_key(const char *name, struct ka_reader *reader,
                         const struct ka_record *header, size_t *place, struct ka_error *err)
{
    struct ka_str by = ka_str(name);
    size_t found = 0;
    if (!check_key_name(name, err))
        return false;
    for (size_t i = header->count; i-- > 0;)
        if (ka_str_eq(header->cells[i], by)) {
            *place = i;
            found++;
        }
    if (found == 1)
        return true;
    struct ka_buf names = {0};
    for (size_t i = 0; i < header->count; i++)
        ka_names_add(&names, header->cells[i]);
    const char *what = found ? "there are several columns" : "no column";
    ka_fail(err, KA_BAD_DATA, "%s:%" PRIu64 ": %s %s; these are there: %s",
            ka_reader_name(reader), header->line, what, KA_QUOTE(by), ka_buf_str(&names).p);
    ka_buf_clear(&names);
    return false;
}

// ---- Results ----

static void join(struct ka_profile *profile)
{
    size_t threads = profile->options.threads;
    ka_ledger_join(profile->ledgers, threads);
    for (size_t i = 0; i < threads; i++)
        ka_row_counts_merge(&profile->counts, &profile->parts[i].counts);
    if (profile->options.company)
        ka_company_apply(profile->options.company, profile->ledgers);
    ka_calendar_init(&profile->calendar, profile->ledgers, profile->options.asof);
}

// Rows of another shard would be compared rightly, and then stand twice in the whole.
static bool check_shard(const struct ka_profile *profile, struct ka_error *err)
{
    const struct ka_ledger *ledger = profile->ledgers;
    const struct ka_shard *shard = &profile->options.shard;
    for (size_t i = 0; i < ledger->keys.count; i++)
        if (!ka_shard_has(shard, ka_ledger_key_text(ledger, i)))
            return ka_fail(err, KA_BAD_DATA, "account %s is not in shard %u of %u",
                           KA_QUOTE(ka_ledger_key_text(ledger, i)), shard->number,
                           shard->count);
    return true;
}

// Of a shard all rows may be after asof.
static bool check_rows(const struct ka_profile *profile, struct ka_error *err)
{
    return (profile->options.company ||
            ka_row_counts_check(&profile->counts, profile->options.asof, err)) &&
           check_shard(profile, err);
}

static void compute(struct ka_profile *profile)
{
    struct ka_ledger *ledger = profile->ledgers;
    unsigned threads = (unsigned)profile->options.threads;
    ka_ledger_close(ledger, threads, threads);
    profile->accounts = ka_alloc_wide(ledger->keys.count, sizeof *profile->accounts);
    ka_features_compute(ledger, &profile->calendar, profile->options.costs != NULL, threads,
                        profile->accounts);
    if (!profile->options.goods && !profile->options.monthly)
        ka_ledger_forget_trails(ledger, threads);
}

bool ka_profile_finish(struct ka_profile *profile, struct ka_frame *frame, struct ka_error *err)
{
    const struct ka_costs_options costs = {profile->options.costs, profile->options.alias,
                                           is_by_account(profile), profile->options.meta,
                                           profile->options.shard};
    join(profile);
    if (!check_rows(profile, err))
        return false;
    if (costs.path &&
        (!check_costs_key(profile, err) ||
         !ka_costs_read(&profile->costs, &costs, &profile->calendar, profile->ledgers, err)))
        return false;
    compute(profile);
    if (frame)
        append_columns(profile, frame);
    return true;
}

void ka_profile_company(struct ka_profile *profile, struct ka_frame *frame)
{
    unsigned threads = (unsigned)profile->options.threads;
    join(profile);
    ka_ledger_close(profile->ledgers, threads, threads);
    ka_company_make(profile->ledgers, profile->options.asof, frame);
}

void ka_profile_monthly(const struct ka_profile *profile, struct ka_frame *frame)
{
    ka_monthly_make(profile->ledgers, profile->options.by, profile->options.costs != NULL,
                    frame);
}

const struct ka_ledger *ka_profile_ledger(const struct ka_profile *profile)
{
    return profile->ledgers;
}

struct ka_profile_totals ka_profile_totals(const struct ka_profile *profile)
{
    struct ka_profile_totals totals = {.rows = profile->counts.rows,
                                       .after_asof = profile->counts.after_asof,
                                       .keys = profile->ledgers->keys.count,
                                       .asof = profile->calendar.asof,
                                       .cost_to_serve = KA_SUM_NONE};
    for (size_t i = 0; i < totals.keys; i++)
        totals.revenue += profile->accounts[i].revenue;
    if (profile->options.costs)
        totals.cost_to_serve = profile->costs.used;
    return totals;
}

// ---- Warnings ----

static void warn_of_margins(const struct ka_profile *p, struct ka_buf *lines)
{
    struct ka_margin_counts counts = {.keys = p->ledgers->keys.count};
    for (size_t i = 0; i < counts.keys; i++) {
        counts.rows += (uint64_t)p->accounts[i].no_margin;
        counts.unknown += p->accounts[i].no_margin > 0;
    }
    if (p->ledgers->has_margin)
        ka_remark_margins(lines, &counts, p->options.by);
}

static void warn_of_months(const struct ka_profile *p, struct ka_buf *lines)
{
    const struct ka_costs *costs = &p->costs;
    ka_buf_addf(lines, "%s: %" PRIu64 " row%s ", p->options.costs, costs->outside,
                ka_plural(costs->outside));
    if (p->ledgers->first != KA_DATE_NONE) {
        ka_buf_add_text(lines, "outside ");
        ka_month_format(lines, p->calendar.first_month);
        ka_buf_add_text(lines, " to ");
        ka_month_format(lines, p->calendar.last_month);
        ka_buf_add_char(lines, ' ');
    }
    ka_buf_add_text(lines, "left out, amount ");
    ka_decimal_format_sum(lines, costs->outside_amount);
    ka_buf_add_char(lines, '\n');
}

static void warn_of_orphans(const struct ka_profile *p, struct ka_buf *lines)
{
    const struct ka_map *orphans = &p->costs.orphans;
    struct ka_str first = orphans->keys[0];
    for (size_t i = 1; i < orphans->count; i++)
        if (ka_str_cmp(orphans->keys[i], first) < 0)
            first = orphans->keys[i];
    ka_buf_addf(lines, "%s: %zu account%s with costs but no sales, the first %s\n",
                p->options.costs, orphans->count, ka_plural(orphans->count), KA_QUOTE(first));
}

void ka_profile_warnings(const struct ka_profile *profile, struct ka_buf *lines)
{
    ka_remark_rows(lines, &profile->counts, profile->options.by, profile->calendar.asof);
    warn_of_margins(profile, lines);
    if (profile->costs.outside)
        warn_of_months(profile, lines);
    if (profile->costs.orphans.count)
        warn_of_orphans(profile, lines);
}

void ka_profile_free(struct ka_profile *profile)
{
    if (!profile)
        return;
    for (size_t i = 0; i < profile->options.threads; i++)
        ka_ledger_clear(&profile->ledgers[i]);
    free(profile->ledgers);
    free(profile->parts);
    ka_costs_clear(&profile->costs);
    free(profile->accounts);
    free(profile);
}
