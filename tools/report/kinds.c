// SPDX-License-Identifier: GPL-3.0-or-later
// Which table is which, by the names of its columns.
#include "report/kinds.h"

// Columns that mean something else in these tables, or stand in no other.
static const struct ka_report_column alert_columns[] = {
    {"severity", KA_AS_COUNT, NULL}, {"since", KA_AS_DATE, NULL}, {"status", KA_AS_WORD, NULL},
    {"rule", KA_AS_WORD, NULL},      {"key", KA_AS_FLAG, NULL},   {NULL, KA_AS_TEXT, NULL}};
static const struct ka_report_column forecast_columns[] = {
    {"expected_orders", KA_AS_ROUGH, NULL},
    {"orders_lo", KA_AS_ROUGH, NULL},
    {"orders_hi", KA_AS_ROUGH, NULL},
    {"expected_value", KA_AS_MEAN, NULL},
    {"value_lo", KA_AS_MEAN, NULL},
    {"value_hi", KA_AS_MEAN, NULL},
    {"clv", KA_AS_MEAN, NULL},
    {"naive_orders", KA_AS_ROUGH, NULL},
    {"repeats", KA_AS_COUNT, NULL},
    {"forecast_model", KA_AS_WORD, NULL},
    {"forecast_status", KA_AS_WORD, NULL},
    {NULL, KA_AS_TEXT, NULL}};
static const struct ka_report_column calibration_columns[] = {
    {"model", KA_AS_WORD, NULL}, {"actual", KA_AS_COUNT, NULL}, {"expected", KA_AS_ROUGH, NULL},
    {"mae", KA_AS_ROUGH, NULL},  {"rmse", KA_AS_ROUGH, NULL},   {NULL, KA_AS_TEXT, NULL}};
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
    {"stock_weeks", KA_AS_ROUGH, NULL},
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

static const struct ka_report_column plan_columns[] = {
    {"account", KA_AS_TEXT, "whose"},
    {"scope", KA_AS_WORD, NULL, "scope_"},
    {"measure", KA_AS_WORD, NULL},
    {"period", KA_AS_TEXT, "target_period"},
    {"target", KA_AS_MEAN, "sales_target"},
    {"actual", KA_AS_MEAN, NULL},
    {"attainment", KA_AS_SHARE, NULL},
    {"expected_share", KA_AS_SHARE, "due_by_now"},
    {"projection", KA_AS_MEAN, NULL},
    {"projection_lo", KA_AS_MEAN, NULL},
    {"projection_hi", KA_AS_MEAN, NULL},
    {"projected_attainment", KA_AS_SHARE, NULL},
    {"run_rate", KA_AS_MEAN, NULL},
    {"required_rate", KA_AS_MEAN, NULL},
    {"finding", KA_AS_WORD, "outlook", "plan_"},
    {NULL, KA_AS_TEXT, NULL}};
static const struct ka_report_column proposal_columns[] = {
    {"account", KA_AS_TEXT, "whose"},
    {"scope", KA_AS_WORD, NULL, "scope_"},
    {"measure", KA_AS_WORD, NULL},
    {"period", KA_AS_TEXT, "target_period"},
    {"target", KA_AS_MEAN, "sales_target"},
    {"source", KA_AS_WORD, "target_source", "source_"},
    {"proposed", KA_AS_MEAN, NULL},
    {"history", KA_AS_MEAN, "by_history"},
    {"forecast", KA_AS_MEAN, "by_forecast"},
    {"prior", KA_AS_MEAN, "year_before"},
    {NULL, KA_AS_TEXT, NULL}};
static const struct ka_report_column due_columns[] = {
    {"due", KA_AS_DATE, "due_on"},
    {"overdue_days", KA_AS_COUNT, NULL},
    {"finding", KA_AS_WORD, NULL, "followup_"},
    {"class", KA_AS_WORD, "verdict"},
    {"kind", KA_AS_WORD, "contact_kind", "contact_"},
    {"every_days", KA_AS_COUNT, NULL},
    {"last", KA_AS_DATE, "last_of_kind"},
    {NULL, KA_AS_TEXT, NULL}};
static const struct ka_report_column load_columns[] = {
    {"unattended_key_accounts", KA_AS_COUNT, NULL}, {"overdue", KA_AS_COUNT, "overdue_count"},
    {"overdue_days_most", KA_AS_COUNT, NULL},       {"due", KA_AS_COUNT, "due_count"},
    {"planned_contacts", KA_AS_ROUGH, NULL},        {"contacts", KA_AS_COUNT, "contacts_year"},
    {"contacts_share", KA_AS_SHARE, NULL},          {NULL, KA_AS_TEXT, NULL}};
static const struct ka_report_column service_columns[] = {
    {"class", KA_AS_WORD, "verdict"},
    {"cost_share", KA_AS_SHARE, "cost_rate"},
    {"service_least", KA_AS_SHARE, NULL},
    {"service_most", KA_AS_SHARE, NULL},
    {"finding", KA_AS_WORD, NULL, "service_"},
    {"accounts_below", KA_AS_COUNT, NULL},
    {"accounts_above", KA_AS_COUNT, NULL},
    {"accounts_unknown", KA_AS_COUNT, NULL},
    {NULL, KA_AS_TEXT, NULL}};
static const struct ka_report_column stock_columns[] = {{"product_id", KA_AS_TEXT, NULL},
                                                        {"months_reported", KA_AS_COUNT, NULL},
                                                        {"sellin_qty", KA_AS_COUNT, NULL},
                                                        {"sellthrough_qty", KA_AS_COUNT, NULL},
                                                        {"sellthrough_rate", KA_AS_SHARE, NULL},
                                                        {"stock_end_qty", KA_AS_COUNT, NULL},
                                                        {"stock_weeks", KA_AS_ROUGH, NULL},
                                                        {"finding", KA_AS_WORD, NULL},
                                                        {NULL, KA_AS_TEXT, NULL}};
static const struct ka_report_column effect_columns[] = {
    {"revenue_before", KA_AS_MEAN, NULL}, {"revenue_after", KA_AS_MEAN, NULL},
    {"match_before", KA_AS_MEAN, NULL},   {"match_after", KA_AS_MEAN, NULL},
    {"effect", KA_AS_MEAN, NULL},         {"effect_lo", KA_AS_MEAN, NULL},
    {"effect_hi", KA_AS_MEAN, NULL},      {NULL, KA_AS_TEXT, NULL}};
static const struct ka_report_column move_columns[] = {{"from", KA_AS_TEXT, NULL},
                                                       {"to", KA_AS_TEXT, NULL},
                                                       {"kind", KA_AS_WORD, NULL},
                                                       {NULL, KA_AS_TEXT, NULL}};
static const struct ka_report_column cut_columns[] = {
    {"bin", KA_AS_COUNT, NULL}, {"limit", KA_AS_REAL, NULL}, {NULL, KA_AS_TEXT, NULL}};
static const struct ka_report_column reject_columns[] = {
    {"source", KA_AS_TEXT, "input"},
    {"line", KA_AS_COUNT, NULL},
    {"column", KA_AS_TEXT, NULL},
    {"reason", KA_AS_TEXT, "reject_reason"},
    {NULL, KA_AS_TEXT, NULL}};
static const struct ka_report_column alias_columns[] = {{"by", KA_AS_WORD, NULL, "alias_by_"},
                                                        {"alias_account", KA_AS_TEXT, "alias"},
                                                        {"account", KA_AS_TEXT, "alias_of"},
                                                        {"alias_lines", KA_AS_COUNT, NULL},
                                                        {NULL, KA_AS_TEXT, NULL}};
static const struct ka_report_column filled_columns[] = {{"column", KA_AS_WORD, NULL},
                                                         {"filled", KA_AS_COUNT, NULL},
                                                         {"rows", KA_AS_COUNT, NULL},
                                                         {"completeness", KA_AS_SHARE, NULL},
                                                         {NULL, KA_AS_TEXT, NULL}};

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
                           {"period", "date", "disagreement", "peer_owners", "descendants",
                            "missing"},
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
    [KA_TABLE_PLAN] =
        {"plan", {"scope_id", "scope", "target", "attainment"}, {NULL}, {NULL}, plan_columns},
    [KA_TABLE_PROPOSALS] =
        {"proposals", {"scope_id", "scope", "proposed"}, {NULL}, {NULL}, proposal_columns},
    [KA_TABLE_DUE] =
        {"due", {"account_id", "due", "overdue_days"}, {NULL}, {NULL}, due_columns},
    [KA_TABLE_LOAD] =
        {"load", {"manager", "overdue", "planned_contacts"}, {NULL}, {NULL}, load_columns},
    [KA_TABLE_SERVICE] = {"service",
                          {"class", "relationship", "cost_share", "service_most"},
                          {NULL},
                          {NULL},
                          service_columns},
    [KA_TABLE_STOCKS] =
        {"stocks", {"account_id", "product_id", "sellin_qty"}, {NULL}, {NULL}, stock_columns},
    [KA_TABLE_EFFECT] = {"effect",
                         {"account_id", "part", "match_id", "effect"},
                         {NULL},
                         {NULL},
                         effect_columns},
    [KA_TABLE_MOVES] =
        {"moves", {"segment_from", "segment_to", "accounts"}, {NULL}, {NULL}, move_columns},
    [KA_TABLE_REGROUPED] =
        {"regrouped", {"from", "to", "accounts", "kind"}, {NULL}, {NULL}, move_columns},
    [KA_TABLE_AXES] = {"axes",
                       {"axis", "accounts", "revenue"},
                       {NULL},
                       {"channel", "account_id", "revenue_before"},
                       NULL},
    [KA_TABLE_UNCLASSIFIED] = {"unclassified", {"account_id", "missing"}, {NULL}, {NULL}, NULL},
    [KA_TABLE_ROSTER] = {"roster",
                         {"account_id"},
                         {"since", "industry_size", "relationship", "channel"},
                         {"revenue", "rank", "referred", "sellin", "due", "sellin_qty"},
                         NULL},
    [KA_TABLE_CUTS] = {"cuts", {"column", "bin", "limit"}, {NULL}, {NULL}, cut_columns},
    [KA_TABLE_LOADINGS] = {"loadings", {"component", "share"}, {NULL}, {NULL}, NULL},
    [KA_TABLE_REJECTS] =
        {"rejects", {"source", "line", "reason", "record"}, {NULL}, {NULL}, reject_columns},
    [KA_TABLE_ALIASES] = {"aliases",
                          {"alias", "account_id", "by", "alias_lines"},
                          {NULL},
                          {NULL},
                          alias_columns},
    [KA_TABLE_FILLED] =
        {"filled", {"column", "filled", "completeness"}, {NULL}, {NULL}, filled_columns},
    [KA_TABLE_RANKED] = {"ranked",
                         {NULL},
                         {"ranked_by", "active_ratio"},
                         {"account_id", "accounts", "measure"},
                         NULL},
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
