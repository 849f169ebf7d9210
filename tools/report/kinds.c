// SPDX-License-Identifier: GPL-3.0-or-later
// Which table is which, by the names of its columns.
#include "report/kinds.h"

// Columns that mean something else in these tables, or stand in no other.
static const struct ka_report_column alert_columns[] = {
    {"severity", KA_AS_COUNT, NULL}, {"since", KA_AS_DATE, NULL}, {"status", KA_AS_WORD, NULL},
    {"rule", KA_AS_WORD, NULL},      {"key", KA_AS_FLAG, NULL},   {NULL, KA_AS_TEXT, NULL}};
static const struct ka_report_column forecast_columns[] = {
    {"expected_orders", KA_AS_REAL, NULL},
    {"orders_lo", KA_AS_REAL, NULL},
    {"orders_hi", KA_AS_REAL, NULL},
    {"expected_value", KA_AS_MEAN, NULL},
    {"value_lo", KA_AS_MEAN, NULL},
    {"value_hi", KA_AS_MEAN, NULL},
    {"clv", KA_AS_MEAN, NULL},
    {"naive_orders", KA_AS_REAL, NULL},
    {"repeats", KA_AS_COUNT, NULL},
    {"forecast_model", KA_AS_WORD, NULL},
    {"forecast_status", KA_AS_WORD, NULL},
    {NULL, KA_AS_TEXT, NULL}};
static const struct ka_report_column calibration_columns[] = {
    {"model", KA_AS_WORD, NULL}, {"actual", KA_AS_COUNT, NULL}, {"expected", KA_AS_REAL, NULL},
    {"mae", KA_AS_REAL, NULL},   {"rmse", KA_AS_REAL, NULL},    {NULL, KA_AS_TEXT, NULL}};
static const struct ka_report_column fit_columns[] = {{"group", KA_AS_TEXT, NULL},
                                                      {"model", KA_AS_WORD, NULL},
                                                      {"stat", KA_AS_WORD, NULL},
                                                      {"se", KA_AS_REAL, NULL},
                                                      {NULL, KA_AS_TEXT, NULL}};
static const struct ka_report_column diff_columns[] = {{"fate", KA_AS_WORD, NULL},
                                                       {"class_before", KA_AS_WORD, NULL},
                                                       {"class_after", KA_AS_WORD, NULL},
                                                       {"revenue_before", KA_AS_MONEY, NULL},
                                                       {"revenue_after", KA_AS_MONEY, NULL},
                                                       {"change", KA_AS_MONEY, NULL},
                                                       {"volume", KA_AS_MONEY, NULL},
                                                       {"price", KA_AS_MONEY, NULL},
                                                       {"mix", KA_AS_MONEY, NULL},
                                                       {"new", KA_AS_MONEY, NULL},
                                                       {"back", KA_AS_MONEY, NULL},
                                                       {"lost", KA_AS_MONEY, NULL},
                                                       {"currency", KA_AS_MONEY, NULL},
                                                       {"other", KA_AS_MONEY, NULL},
                                                       {NULL, KA_AS_TEXT, NULL}};
static const struct ka_report_column whitespace_columns[] = {
    {"state", KA_AS_WORD, NULL},           {"peers", KA_AS_COUNT, NULL},
    {"peer_owners", KA_AS_COUNT, NULL},    {"peer_share", KA_AS_SHARE, NULL},
    {"expected", KA_AS_MEAN, NULL},        {"expected_lo", KA_AS_MEAN, NULL},
    {"expected_hi", KA_AS_MEAN, NULL},     {"if_bought", KA_AS_MEAN, NULL},
    {"gap", KA_AS_MEAN, "whitespace_gap"}, {"wallet", KA_AS_MONEY, NULL},
    {"wallet_share", KA_AS_SHARE, NULL},   {NULL, KA_AS_TEXT, NULL}};
static const struct ka_report_column pair_columns[] = {{"buyers_both", KA_AS_COUNT, NULL},
                                                       {"share_of_a", KA_AS_SHARE, NULL},
                                                       {"share_of_b", KA_AS_SHARE, NULL},
                                                       {"lift", KA_AS_REAL, NULL},
                                                       {"lift_lo", KA_AS_REAL, NULL},
                                                       {"lift_hi", KA_AS_REAL, NULL},
                                                       {NULL, KA_AS_TEXT, NULL}};
static const struct ka_report_column adoption_columns[] = {
    {"adopters", KA_AS_COUNT, NULL},
    {"adoption_share", KA_AS_SHARE, NULL},
    {NULL, KA_AS_TEXT, NULL}};
static const struct ka_report_column flow_columns[] = {
    {"months_reported", KA_AS_COUNT, NULL},
    {"sellin", KA_AS_MEAN, NULL},
    {"sellthrough", KA_AS_MEAN, NULL},
    {"sellthrough_rate", KA_AS_SHARE, NULL},
    {"stock_end", KA_AS_MEAN, NULL},
    {"stock_weeks", KA_AS_REAL, NULL},
    {"finding", KA_AS_WORD, NULL},
    {"end_known_share", KA_AS_SHARE, NULL},
    {"main_segment_share", KA_AS_SHARE, NULL},
    {NULL, KA_AS_TEXT, NULL}};
static const struct ka_report_column route_columns[] = {
    {"sellthrough", KA_AS_MEAN, NULL},
    {"sellthrough_share", KA_AS_SHARE, NULL},
    {NULL, KA_AS_TEXT, NULL}};
static const struct ka_report_column link_columns[] = {{"source_level", KA_AS_WORD, NULL},
                                                       {"target_level", KA_AS_WORD, NULL},
                                                       {"value", KA_AS_MEAN, NULL},
                                                       {NULL, KA_AS_TEXT, NULL}};
static const struct ka_report_column lead_columns[] = {
    {"lead_rank", KA_AS_COUNT, NULL},    {"size", KA_AS_REAL, NULL},
    {"traits_known", KA_AS_COUNT, NULL}, {"distance", KA_AS_REAL, NULL},
    {"log_lift", KA_AS_REAL, NULL},      {NULL, KA_AS_TEXT, NULL}};
static const struct ka_report_column trait_columns[] = {
    {"trait", KA_AS_WORD, NULL},         {"value", KA_AS_TEXT, NULL},
    {"key_accounts", KA_AS_COUNT, NULL}, {"key_share", KA_AS_SHARE, "share_of_key"},
    {"lift", KA_AS_REAL, NULL},          {"lift_lo", KA_AS_REAL, NULL},
    {"lift_hi", KA_AS_REAL, NULL},       {NULL, KA_AS_TEXT, NULL}};
static const struct ka_report_column grid_columns[] = {{"key_accounts", KA_AS_COUNT, NULL},
                                                       {"prospects", KA_AS_COUNT, NULL},
                                                       {"penetration", KA_AS_SHARE, NULL},
                                                       {"key_index", KA_AS_REAL, NULL},
                                                       {NULL, KA_AS_TEXT, NULL}};
static const struct ka_report_column check_columns[] = {{"score", KA_AS_WORD, NULL},
                                                        {"key_accounts", KA_AS_COUNT, NULL},
                                                        {"other_accounts", KA_AS_COUNT, NULL},
                                                        {"auc", KA_AS_REAL, NULL},
                                                        {"auc_lo", KA_AS_REAL, NULL},
                                                        {"auc_hi", KA_AS_REAL, NULL},
                                                        {NULL, KA_AS_TEXT, NULL}};
static const struct ka_report_column network_columns[] = {
    {"depth", KA_AS_COUNT, NULL},         {"referred", KA_AS_COUNT, NULL},
    {"descendants", KA_AS_COUNT, NULL},   {"brought_revenue", KA_AS_MEAN, NULL},
    {"brought_margin", KA_AS_MEAN, NULL}, {NULL, KA_AS_TEXT, NULL}};

#define NAMES_MOST 6

struct kind {
    const char *name;                   // for messages
    const char *needs[NAMES_MOST];      // all of them; the first names a row
    const char *either[NAMES_MOST];     // one of them
    const char *lacks[NAMES_MOST];      // none of them
    const struct ka_report_column *own; // NULL: all of its columns are read as elsewhere
};

static const struct kind kinds[KA_REPORT_KINDS] = {
    [KA_TABLE_ACCOUNTS] = {"account rows",
                           {"account_id"},
                           {"revenue", "rank"},
                           {"period", "date", "disagreement", "peer_owners", "descendants"},
                           NULL},
    [KA_TABLE_STATS] = {"stats", {"measure", "stat", "value"}, {NULL}, {NULL}, NULL},
    [KA_TABLE_CURVE] = {"curve", {"measure", "curve", "p", "y"}, {NULL}, {NULL}, NULL},
    [KA_TABLE_CHANNELS] =
        {"channels", {"channel", "accounts"}, {NULL}, {"revenue_before", "adopters"}, NULL},
    [KA_TABLE_CLUSTERS] = {"clusters", {"cluster", "accounts"}, {NULL}, {NULL}, NULL},
    [KA_TABLE_CHOICE] = {"choice", {"k", "inertia", "silhouette"}, {NULL}, {NULL}, NULL},
    [KA_TABLE_PROFILE] =
        {"profile", {"cluster", "feature", "median", "z"}, {NULL}, {NULL}, NULL},
    [KA_TABLE_DENDROGRAM] = {"dendrogram", {"merge", "a", "b", "height"}, {NULL}, {NULL}, NULL},
    [KA_TABLE_MONTHLY] = {"monthly", {"account_id", "period", "revenue"}, {NULL}, {NULL}, NULL},
    [KA_TABLE_FAMOUS] =
        {"famous", {"account_id", "industry_rank", "disagreement"}, {NULL}, {NULL}, NULL},
    [KA_TABLE_RELATIONS] =
        {"relations", {"account_id", "declared", "evidenced", "finding"}, {NULL}, {NULL}, NULL},
    [KA_TABLE_CRITERIA] =
        {"criteria", {"account_id", "criterion", "limit", "result"}, {NULL}, {NULL}, NULL},
    [KA_TABLE_ALERTS] =
        {"alerts", {"account_id", "status", "rule", "severity"}, {NULL}, {NULL}, alert_columns},
    [KA_TABLE_FORECAST] = {"forecast",
                           {"account_id", "p_alive", "expected_orders", "naive_orders"},
                           {NULL},
                           {NULL},
                           forecast_columns},
    [KA_TABLE_CALIBRATION] = {"calibration",
                              {"part", "model", "actual", "expected"},
                              {NULL},
                              {NULL},
                              calibration_columns},
    [KA_TABLE_FITS] = {"fits", {"model", "stat", "value", "se"}, {NULL}, {NULL}, fit_columns},
    [KA_TABLE_DIFF] = {"diff",
                       {"revenue_before", "revenue_after", "change", "volume"},
                       {NULL},
                       {NULL},
                       diff_columns},
    [KA_TABLE_MIGRATION] =
        {"migration", {"class_from", "class_to", "accounts"}, {NULL}, {NULL}, diff_columns},
    [KA_TABLE_WHITESPACE] = {"whitespace",
                             {"account_id", "family", "state", "peer_owners"},
                             {NULL},
                             {NULL},
                             whitespace_columns},
    [KA_TABLE_PAIRS] =
        {"pairs", {"family_a", "family_b", "lift"}, {NULL}, {NULL}, pair_columns},
    [KA_TABLE_ADOPTION] = {"adoption",
                           {"family", "scope", "period", "adoption_share"},
                           {NULL},
                           {NULL},
                           adoption_columns},
    [KA_TABLE_FLOW] = {"flow",
                       {"account_id", "months_reported", "sellin"},
                       {NULL},
                       {"product_id"},
                       flow_columns},
    [KA_TABLE_ROUTES] = {"routes",
                         {"account_id", "end_segment", "sellthrough"},
                         {NULL},
                         {"period"},
                         route_columns},
    [KA_TABLE_LINKS] = {"links",
                        {"source", "source_level", "target", "target_level", "value"},
                        {NULL},
                        {NULL},
                        link_columns},
    [KA_TABLE_LEADS] = {"leads", {"prospect_id", "lead_rank"}, {NULL}, {NULL}, lead_columns},
    [KA_TABLE_TRAITS] = {"traits",
                         {"value", "trait", "accounts", "key_accounts"},
                         {NULL},
                         {NULL},
                         trait_columns},
    [KA_TABLE_GRID] =
        {"grid", {"region", "industry", "penetration"}, {NULL}, {NULL}, grid_columns},
    [KA_TABLE_CHECK] =
        {"check", {"score", "auc", "key_accounts"}, {NULL}, {NULL}, check_columns},
    [KA_TABLE_NETWORK] =
        {"network", {"account_id", "referred", "descendants"}, {NULL}, {NULL}, network_columns},
};

static bool has_all(const struct ka_frame *frame, const char *const *names)
{
    for (size_t i = 0; i < NAMES_MOST && names[i]; i++)
        if (ka_frame_find(frame, names[i]) == KA_NONE)
            return false;
    return true;
}

static bool has_any(const struct ka_frame *frame, const char *const *names)
{
    for (size_t i = 0; i < NAMES_MOST && names[i]; i++)
        if (ka_frame_find(frame, names[i]) != KA_NONE)
            return true;
    return false;
}

static bool is_kind(const struct ka_frame *frame, const struct kind *kind)
{
    return has_all(frame, kind->needs) && (!kind->either[0] || has_any(frame, kind->either)) &&
           !has_any(frame, kind->lacks);
}

enum ka_report_kind ka_report_kind_of(const struct ka_frame *frame)
{
    size_t k = 0;
    while (k < KA_REPORT_KINDS && !is_kind(frame, &kinds[k]))
        k++;
    return (enum ka_report_kind)k;
}

const char *ka_report_kind_name(enum ka_report_kind kind)
{
    return kinds[kind].name;
}

const char *ka_report_kind_key(enum ka_report_kind kind)
{
    return kinds[kind].needs[0];
}

const struct ka_report_column *ka_report_kind_columns(enum ka_report_kind kind)
{
    return kinds[kind].own;
}
