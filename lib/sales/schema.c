// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/schema.h"

#include "base/text.h"

static const struct ka_schema_column columns[] = {
    {"sales", "date", "date", true, ""},
    {"sales", "order_id", "text", false, ""},
    {"sales", "account_id", "text", true, ""},
    {"sales", "account", "text", false, ""},
    {"sales", "parent_id", "text", false, ""},
    {"sales", "channel", "text", false, ""},
    {"sales", "group", "enum", false, "supermarket|electronics|stationery|oem|other"},
    {"sales", "axis", "enum", false, "horizontal|vertical"},
    {"sales", "region", "text", false, ""},
    {"sales", "industry", "text", false, ""},
    {"sales", "manager", "text", false, ""},
    {"sales", "product_id", "text", false, ""},
    {"sales", "product", "text", false, ""},
    {"sales", "family", "text", false, ""},
    {"sales", "high_margin", "enum", false, "1|0"},
    {"sales", "kind", "enum", true, "sale|return|adjust|free"},
    {"sales", "qty", "decimal", false, ""},
    {"sales", "list_price", "decimal", false, ""},
    {"sales", "unit_price", "decimal", false, ""},
    {"sales", "discount_rate", "decimal", false, ""},
    {"sales", "currency", "text", false, ""},
    {"sales", "revenue", "decimal", true, ""},
    {"sales", "cost", "decimal", false, ""},
    {"sales", "margin", "decimal", false, ""},
    {"sales", "src", "text", false, ""},
    {"sales", "src_line", "integer", false, ""},

    {"accounts", "account_id", "text", true, ""},
    {"accounts", "account", "text", true, ""},
    {"accounts", "parent_id", "text", false, ""},
    {"accounts", "channel", "text", false, ""},
    {"accounts", "group", "enum", false, "supermarket|electronics|stationery|oem|other"},
    {"accounts", "axis", "enum", false, "horizontal|vertical"},
    {"accounts", "region", "text", false, ""},
    {"accounts", "industry", "text", false, ""},
    {"accounts", "industry_size", "real", false, ""},
    {"accounts", "manager", "text", false, ""},
    {"accounts", "since", "date", false, ""},
    {"accounts", "relationship", "enum", false, "ordinary|partner|strategic"},
    {"accounts", "status", "text", false, ""},

    {"alias", "alias", "text", true, ""},
    {"alias", "account_id", "text", true, ""},
    {"alias", "by", "text", false, ""},
    {"alias", "date", "date", false, ""},

    {"products", "product_id", "text", true, ""},
    {"products", "product", "text", false, ""},
    {"products", "family", "text", false, ""},
    {"products", "list_price", "decimal", false, ""},
    {"products", "cost", "decimal", false, ""},
    {"products", "high_margin", "enum", false, "1|0"},

    {"fx", "currency", "text", true, ""},
    {"fx", "period", "month", true, ""},
    {"fx", "rate", "real", true, ""},

    {"costs", "account_id", "text", true, ""},
    {"costs", "period", "month", true, ""},
    {"costs", "kind", "enum", true,
     "rebate|slotting|barcode|display|promoter|freight|returns|credit|service|other"},
    {"costs", "amount", "decimal", true, ""},

    {"facts", "account_id", "text", true, ""},
    {"facts", "criterion", "enum", true,
     "value_over_price|loyalty|culture|willingness|potential|satisfaction"},
    {"facts", "score", "real", true, ""},
    {"facts", "date", "date", true, ""},
    {"facts", "by", "text", true, ""},
    {"facts", "note", "text", false, ""},

    {"targets", "period", "text", true, ""},
    {"targets", "scope", "enum", true, "company|manager|channel|account"},
    {"targets", "scope_id", "text", false, ""},
    {"targets", "measure", "enum", true, "revenue|margin|qty"},
    {"targets", "target", "decimal", true, ""},
    {"targets", "source", "enum", false, "person|proposed"},

    {"contacts", "date", "date", true, ""},
    {"contacts", "account_id", "text", true, ""},
    {"contacts", "kind", "enum", true, "visit|call|mail|meeting|event|training"},
    {"contacts", "level", "integer", false, ""},
    {"contacts", "function", "enum", false,
     "sales|purchasing|finance|logistics|rnd|marketing|gm|board"},
    {"contacts", "our_function", "enum", false,
     "sales|purchasing|finance|logistics|rnd|marketing|gm|board"},
    {"contacts", "by", "text", false, ""},
    {"contacts", "note", "text", false, ""},

    {"complaints", "complaint_id", "text", true, ""},
    {"complaints", "account_id", "text", true, ""},
    {"complaints", "opened", "date", true, ""},
    {"complaints", "closed", "date", false, ""},
    {"complaints", "severity", "integer", false, ""},
    {"complaints", "type", "text", false, ""},
    {"complaints", "amount", "decimal", false, ""},

    {"receivables", "account_id", "text", true, ""},
    {"receivables", "invoice", "text", false, ""},
    {"receivables", "due", "date", true, ""},
    {"receivables", "amount", "decimal", true, ""},
    {"receivables", "paid", "decimal", false, ""},

    {"sellthrough", "period", "month", true, ""},
    {"sellthrough", "account_id", "text", true, ""},
    {"sellthrough", "product_id", "text", false, ""},
    {"sellthrough", "end_segment", "text", true, ""},
    {"sellthrough", "end_customer", "text", false, ""},
    {"sellthrough", "qty", "decimal", true, ""},
    {"sellthrough", "amount", "decimal", false, ""},
    {"sellthrough", "stock_end", "decimal", false, ""},

    {"referrals", "from_id", "text", true, ""},
    {"referrals", "to_id", "text", true, ""},
    {"referrals", "date", "date", false, ""},

    {"prospects", "prospect_id", "text", true, ""},
    {"prospects", "name", "text", false, ""},
    {"prospects", "region", "text", false, ""},
    {"prospects", "industry", "text", false, ""},
    {"prospects", "channel", "text", false, ""},
    {"prospects", "size", "real", false, ""},
    {"prospects", "source", "text", false, ""},

    {"wallet", "account_id", "text", true, ""},
    {"wallet", "family", "text", false, ""},
    {"wallet", "wallet", "decimal", true, ""},

    {"account rows", "account_id", "text", true, ""},
    {"account rows", "account", "text", false, ""},
    {"account rows", "parent_id", "text", false, ""},
    {"account rows", "channel", "text", false, ""},
    {"account rows", "group", "enum", false, "supermarket|electronics|stationery|oem|other"},
    {"account rows", "axis", "enum", false, "horizontal|vertical"},
    {"account rows", "region", "text", false, ""},
    {"account rows", "industry", "text", false, ""},
    {"account rows", "manager", "text", false, ""},
    {"account rows", "first", "date", false, ""},
    {"account rows", "last", "date", false, ""},
    {"account rows", "tenure_days", "integer", false, ""},
    {"account rows", "recency_days", "integer", false, ""},
    {"account rows", "orders", "integer", false, ""},
    {"account rows", "lines", "integer", false, ""},
    {"account rows", "active_months", "integer", false, ""},
    {"account rows", "active_ratio", "real", false, ""},
    {"account rows", "revenue", "decimal", false, ""},
    {"account rows", "returns", "decimal", false, ""},
    {"account rows", "return_rate", "real", false, ""},
    {"account rows", "margin", "decimal", false, ""},
    {"account rows", "margin_rate", "real", false, ""},
    {"account rows", "high_margin_revenue", "decimal", false, ""},
    {"account rows", "high_margin_share", "real", false, ""},
    {"account rows", "high_margin_lq", "real", false, ""},
    {"account rows", "cost_to_serve", "decimal", false, ""},
    {"account rows", "net_profit", "decimal", false, ""},
    {"account rows", "order_value", "real", false, ""},
    {"account rows", "gap_mean_days", "real", false, ""},
    {"account rows", "gap_cv", "real", false, ""},
    {"account rows", "families", "integer", false, ""},
    {"account rows", "family_entropy", "real", false, ""},
    {"account rows", "price_index", "real", false, ""},
    {"account rows", "growth_rate", "real", false, ""},
    {"account rows", "revenue_prior", "decimal", false, ""},
    {"account rows", "revenue_recent", "decimal", false, ""},
    {"account rows", "completeness", "real", false, ""},

    {"rules", "criterion", "text", true, ""},
    {"rules", "column", "text", true, ""},
    {"rules", "op", "enum", true, ">=|>|<=|<"},
    {"rules", "limit", "real", true, ""},
    {"rules", "weight", "real", true, ""},
    {"rules", "needed", "enum", true, "must|any|info"},

    {"criteria", "account_id", "text", true, ""},
    {"criteria", "criterion", "text", true, ""},
    {"criteria", "column", "text", true, ""},
    {"criteria", "value", "real", false, ""},
    {"criteria", "op", "enum", true, ">=|>|<=|<"},
    {"criteria", "limit", "real", true, ""},
    {"criteria", "weight", "real", true, ""},
    {"criteria", "needed", "enum", true, "must|any|info"},
    {"criteria", "result", "enum", true, "pass|fail|unknown"},
    {"criteria", "criterion_result", "enum", true, "pass|fail|unknown"},

    {"famous", "account_id", "text", true, ""},
    {"famous", "account", "text", false, ""},
    {"famous", "industry_size", "real", true, ""},
    {"famous", "industry_rank", "real", true, ""},
    {"famous", "net_profit", "decimal", true, ""},
    {"famous", "profit_rank", "real", true, ""},
    {"famous", "verdict", "enum", false, "key|potential|watch|ordinary|unknown"},
    {"famous", "disagreement", "enum", false, "famous_not_key|quiet_key"},
    {"famous", "tau_b", "real", false, ""},
    {"famous", "tau_b_lo", "real", false, ""},
    {"famous", "tau_b_hi", "real", false, ""},

    {"relations", "account_id", "text", true, ""},
    {"relations", "account", "text", false, ""},
    {"relations", "verdict", "enum", false, "key|potential|watch|ordinary|unknown"},
    {"relations", "declared", "enum", false, "ordinary|partner|strategic"},
    {"relations", "evidenced", "enum", false, "ordinary|partner|strategic"},
    {"relations", "finding", "enum", false, "overstated|understated|key_but_ordinary"},
    {"relations", "contacts", "integer", true, ""},
    {"relations", "functions", "integer", true, ""},
    {"relations", "our_functions", "integer", false, ""},
    {"relations", "levels", "integer", true, ""},
    {"relations", "people", "integer", true, ""},
    {"relations", "joint_months", "integer", true, ""},
    {"relations", "last_contact", "date", false, ""},
    {"relations", "our_side", "enum", false, "our_functions|people|none"},

    {"stats", "measure", "text", true, ""},
    {"stats", "stat", "text", true, ""},
    {"stats", "group", "text", false, ""},
    {"stats", "value", "real", false, ""},
    {"stats", "lo", "real", false, ""},
    {"stats", "hi", "real", false, ""},
    {"stats", "level", "real", false, ""},
    {"stats", "method", "enum", false, "bca|boot-t|gamma|range"},
    {"stats", "note", "text", false, ""},

    {"curve", "measure", "text", true, ""},
    {"curve", "curve", "enum", true, "lorenz|abc|whale"},
    {"curve", "p", "real", true, ""},
    {"curve", "y", "real", true, ""},
    {"curve", "lo", "real", false, ""},
    {"curve", "hi", "real", false, ""},
    {"curve", "key", "text", false, ""},

    {"whitespace", "account_id", "text", true, ""},
    {"whitespace", "account", "text", false, ""},
    {"whitespace", "channel", "text", false, ""},
    {"whitespace", "segment", "text", false, ""},
    {"whitespace", "family", "text", true, ""},
    {"whitespace", "state", "enum", true, "never|lost|owned"},
    {"whitespace", "first", "date", false, ""},
    {"whitespace", "last", "date", false, ""},
    {"whitespace", "revenue", "decimal", true, ""},
    {"whitespace", "revenue_recent", "decimal", true, ""},
    {"whitespace", "peer_group", "text", false, ""},
    {"whitespace", "peers", "integer", true, ""},
    {"whitespace", "peer_owners", "integer", true, ""},
    {"whitespace", "peer_share", "real", false, ""},
    {"whitespace", "peer_share_lo", "real", false, ""},
    {"whitespace", "peer_share_hi", "real", false, ""},
    {"whitespace", "expected", "real", false, ""},
    {"whitespace", "expected_lo", "real", false, ""},
    {"whitespace", "expected_hi", "real", false, ""},
    {"whitespace", "if_bought", "real", false, ""},
    {"whitespace", "gap", "real", false, ""},
    {"whitespace", "wallet", "decimal", false, ""},
    {"whitespace", "wallet_share", "real", false, ""},
    {"whitespace", "account_wallet", "decimal", false, ""},
    {"whitespace", "account_wallet_share", "real", false, ""},

    {"pairs", "family_a", "text", true, ""},
    {"pairs", "family_b", "text", true, ""},
    {"pairs", "accounts", "integer", true, ""},
    {"pairs", "buyers_a", "integer", true, ""},
    {"pairs", "buyers_b", "integer", true, ""},
    {"pairs", "buyers_both", "integer", true, ""},
    {"pairs", "support", "real", true, ""},
    {"pairs", "share_of_a", "real", true, ""},
    {"pairs", "share_of_b", "real", true, ""},
    {"pairs", "lift", "real", true, ""},
    {"pairs", "lift_lo", "real", false, ""},
    {"pairs", "lift_hi", "real", false, ""},

    {"adoption", "family", "text", true, ""},
    {"adoption", "scope", "enum", true, "all|channel"},
    {"adoption", "channel", "text", false, ""},
    {"adoption", "period", "month", true, ""},
    {"adoption", "new_adopters", "integer", true, ""},
    {"adoption", "adopters", "integer", true, ""},
    {"adoption", "accounts", "integer", true, ""},
    {"adoption", "adoption_share", "real", true, ""},
    {"adoption", "adoption_share_lo", "real", true, ""},
    {"adoption", "adoption_share_hi", "real", true, ""},

    {"flow", "account_id", "text", true, ""},
    {"flow", "account", "text", false, ""},
    {"flow", "channel", "text", false, ""},
    {"flow", "months_reported", "integer", true, ""},
    {"flow", "sellin", "real", true, ""},
    {"flow", "sellthrough", "real", false, ""},
    {"flow", "sellthrough_rate", "real", false, ""},
    {"flow", "stock_basis", "enum", false, "reported|derived"},
    {"flow", "stock_end", "real", false, ""},
    {"flow", "stock_weeks", "real", false, ""},
    {"flow", "stock_change", "real", false, ""},
    {"flow", "stock_tau", "real", false, ""},
    {"flow", "sellthrough_tau", "real", false, ""},
    {"flow", "finding", "enum", false, "clear|stuffed"},
    {"flow", "end_known_share", "real", false, ""},
    {"flow", "end_segments", "integer", true, ""},
    {"flow", "main_segment", "text", false, ""},
    {"flow", "main_segment_share", "real", false, ""},
    {"flow", "segment_hhi", "real", false, ""},
    {"flow", "end_customers", "integer", true, ""},
    {"flow", "customer_hhi", "real", false, ""},

    {"product flow", "account_id", "text", true, ""},
    {"product flow", "account", "text", false, ""},
    {"product flow", "channel", "text", false, ""},
    {"product flow", "product_id", "text", false, ""},
    {"product flow", "months_reported", "integer", true, ""},
    {"product flow", "sellin_qty", "real", true, ""},
    {"product flow", "sellthrough_qty", "real", false, ""},
    {"product flow", "sellthrough_rate", "real", false, ""},
    {"product flow", "stock_basis", "enum", false, "reported|derived"},
    {"product flow", "stock_end_qty", "real", false, ""},
    {"product flow", "stock_weeks", "real", false, ""},
    {"product flow", "stock_change_qty", "real", false, ""},
    {"product flow", "stock_tau", "real", false, ""},
    {"product flow", "sellthrough_tau", "real", false, ""},
    {"product flow", "finding", "enum", false, "clear|stuffed"},

    {"routes", "account_id", "text", true, ""},
    {"routes", "account", "text", false, ""},
    {"routes", "channel", "text", false, ""},
    {"routes", "end_segment", "text", true, ""},
    {"routes", "sellthrough", "real", true, ""},
    {"routes", "sellthrough_share", "real", false, ""},
    {"routes", "amount", "decimal", false, ""},
    {"routes", "end_known_share", "real", false, ""},
    {"routes", "end_customers", "integer", true, ""},
    {"routes", "customer_hhi", "real", false, ""},

    {"links", "source_level", "enum", true, "company|stock|channel|unreported"},
    {"links", "source", "text", false, ""},
    {"links", "target_level", "enum", true, "channel|end_segment|stock|unreported|company"},
    {"links", "target", "text", false, ""},
    {"links", "value", "real", true, ""},
    {"links", "share", "real", false, ""},

    {"leads", "lead_rank", "integer", true, ""},
    {"leads", "prospect_id", "text", true, ""},
    {"leads", "name", "text", false, ""},
    {"leads", "region", "text", false, ""},
    {"leads", "industry", "text", false, ""},
    {"leads", "channel", "text", false, ""},
    {"leads", "size", "real", false, ""},
    {"leads", "source", "text", false, ""},
    {"leads", "traits_known", "integer", true, ""},
    {"leads", "distance", "real", false, ""},
    {"leads", "log_lift", "real", false, ""},
    {"leads", "nearest_1", "text", false, ""},
    {"leads", "nearest_1_name", "text", false, ""},
    {"leads", "nearest_1_distance", "real", false, ""},
    {"leads", "nearest_2", "text", false, ""},
    {"leads", "nearest_2_name", "text", false, ""},
    {"leads", "nearest_2_distance", "real", false, ""},
    {"leads", "nearest_3", "text", false, ""},
    {"leads", "nearest_3_name", "text", false, ""},
    {"leads", "nearest_3_distance", "real", false, ""},
    {"leads", "reasons", "text", false, ""},

    {"traits", "trait", "enum", true, "channel|region|industry|size|group|axis|relationship"},
    {"traits", "value", "text", true, ""},
    {"traits", "accounts", "integer", true, ""},
    {"traits", "key_accounts", "integer", true, ""},
    {"traits", "key_share", "real", true, ""},
    {"traits", "key_share_lo", "real", true, ""},
    {"traits", "key_share_hi", "real", true, ""},
    {"traits", "lift", "real", false, ""},
    {"traits", "lift_lo", "real", false, ""},
    {"traits", "lift_hi", "real", false, ""},

    {"grid", "region", "text", true, ""},
    {"grid", "industry", "text", true, ""},
    {"grid", "accounts", "integer", true, ""},
    {"grid", "key_accounts", "integer", true, ""},
    {"grid", "prospects", "integer", true, ""},
    {"grid", "penetration", "real", true, ""},
    {"grid", "penetration_lo", "real", true, ""},
    {"grid", "penetration_hi", "real", true, ""},
    {"grid", "key_share", "real", false, ""},
    {"grid", "key_share_lo", "real", false, ""},
    {"grid", "key_share_hi", "real", false, ""},
    {"grid", "key_index", "real", false, ""},

    {"likeness", "score", "enum", true, "distance|log_lift|both"},
    {"likeness", "key_accounts", "integer", true, ""},
    {"likeness", "other_accounts", "integer", true, ""},
    {"likeness", "auc", "real", false, ""},
    {"likeness", "auc_lo", "real", false, ""},
    {"likeness", "auc_hi", "real", false, ""},

    {"network", "account_id", "text", true, ""},
    {"network", "account", "text", false, ""},
    {"network", "referred_by", "text", false, ""},
    {"network", "depth", "integer", true, ""},
    {"network", "referred", "integer", true, ""},
    {"network", "descendants", "integer", true, ""},
    {"network", "revenue", "decimal", false, ""},
    {"network", "margin", "decimal", false, ""},
    {"network", "brought_revenue", "real", false, ""},
    {"network", "brought_margin", "real", false, ""},

    {"plan", "period", "text", true, ""},
    {"plan", "scope", "enum", true, "company|manager|channel|account"},
    {"plan", "scope_id", "text", false, ""},
    {"plan", "measure", "enum", true, "revenue|margin|qty"},
    {"plan", "account", "text", false, ""},
    {"plan", "target", "decimal", false, ""},
    {"plan", "actual", "real", false, ""},
    {"plan", "attainment", "real", false, ""},
    {"plan", "expected_share", "real", false, ""},
    {"plan", "expected", "real", false, ""},
    {"plan", "pace", "real", false, ""},
    {"plan", "workdays", "integer", true, ""},
    {"plan", "workdays_left", "integer", true, ""},
    {"plan", "run_rate", "real", false, ""},
    {"plan", "required_rate", "real", false, ""},
    {"plan", "projection", "real", false, ""},
    {"plan", "projection_lo", "real", false, ""},
    {"plan", "projection_hi", "real", false, ""},
    {"plan", "projected_attainment", "real", false, ""},
    {"plan", "finding", "enum", false, "met|on_track|at_risk|behind|missed"},
    {"plan", "season", "enum", true, "own|company|workdays"},

    {"proposals", "period", "text", true, ""},
    {"proposals", "scope", "enum", true, "company|manager|channel|account"},
    {"proposals", "scope_id", "text", false, ""},
    {"proposals", "measure", "enum", true, "revenue|margin|qty"},
    {"proposals", "target", "decimal", false, ""},
    {"proposals", "source", "enum", true, "person|proposed"},
    {"proposals", "proposed", "decimal", false, ""},
    {"proposals", "history", "real", false, ""},
    {"proposals", "history_lo", "real", false, ""},
    {"proposals", "history_hi", "real", false, ""},
    {"proposals", "forecast", "real", false, ""},
    {"proposals", "prior", "real", false, ""},

    {"followups", "due", "date", true, ""},
    {"followups", "overdue_days", "integer", true, ""},
    {"followups", "finding", "enum", true, "due|overdue|unattended"},
    {"followups", "manager", "text", false, ""},
    {"followups", "account_id", "text", true, ""},
    {"followups", "account", "text", false, ""},
    {"followups", "class", "text", false, ""},
    {"followups", "relationship", "text", false, ""},
    {"followups", "kind", "enum", true, "visit|call|mail|meeting|event|training"},
    {"followups", "every_days", "integer", true, ""},
    {"followups", "last", "date", false, ""},
    {"followups", "last_contact", "date", false, ""},

    {"manager load", "manager", "text", false, ""},
    {"manager load", "accounts", "integer", true, ""},
    {"manager load", "key_accounts", "integer", true, ""},
    {"manager load", "unattended_key_accounts", "integer", true, ""},
    {"manager load", "overdue", "integer", true, ""},
    {"manager load", "overdue_days_most", "integer", true, ""},
    {"manager load", "due", "integer", true, ""},
    {"manager load", "planned_contacts", "real", true, ""},
    {"manager load", "contacts", "integer", true, ""},
    {"manager load", "contacts_share", "real", false, ""},

    {"service", "class", "text", false, ""},
    {"service", "relationship", "text", false, ""},
    {"service", "accounts", "integer", true, ""},
    {"service", "revenue", "real", false, ""},
    {"service", "cost_to_serve", "real", false, ""},
    {"service", "cost_share", "real", false, ""},
    {"service", "service_least", "real", false, ""},
    {"service", "service_most", "real", false, ""},
    {"service", "finding", "enum", false, "below|kept|above"},
    {"service", "accounts_below", "integer", true, ""},
    {"service", "accounts_above", "integer", true, ""},
    {"service", "accounts_unknown", "integer", true, ""},

    {"cadences", "class", "text", false, ""},
    {"cadences", "relationship", "enum", false, "ordinary|partner|strategic"},
    {"cadences", "item", "enum", true,
     "visit|call|mail|meeting|event|training|service_least|service_most"},
    {"cadences", "limit", "real", true, ""},

    {"holidays", "date", "date", true, ""},
    {"holidays", "working", "enum", true, "1|0"},
};

enum { COLUMNS = sizeof columns / sizeof *columns };

const struct ka_schema_column *ka_schema_find(const char *table, const char *column)
{
    for (size_t i = 0; i < COLUMNS; i++)
        if (strcmp(columns[i].table, table) == 0 && strcmp(columns[i].column, column) == 0)
            return &columns[i];
    return NULL;
}

bool ka_schema_allows(const struct ka_schema_column *column, struct ka_str text)
{
    return ka_str_among(text, column->values);
}

static struct ka_str value_folded(const struct ka_schema_column *column, struct ka_str folded)
{
    struct ka_str rest = ka_str(column->values), value;
    struct ka_buf room = {0};
    bool found = false;
    while (!found && folded.n > 0 && ka_str_next(&rest, '|', &value)) {
        ka_buf_reset(&room);
        ka_text_fold(&room, value);
        found = ka_str_eq(ka_buf_str(&room), folded) ||
                ka_str_among(folded, ka_schema_words(value));
    }
    ka_buf_clear(&room);
    return found ? value : KA_STR("");
}

struct ka_str ka_schema_value(const struct ka_schema_column *column, struct ka_str text)
{
    if (ka_schema_allows(column, text))
        return text;
    struct ka_buf folded = {0};
    ka_text_fold(&folded, text);
    struct ka_str value = value_folded(column, ka_buf_str(&folded));
    ka_buf_clear(&folded);
    return value;
}

static bool is_of_people(const char *table)
{
    return ka_str_among(ka_str(table),
                        "accounts|products|costs|facts|targets|contacts|cadences|holidays");
}

// "拜访=visit|走访=visit"
static void put_words(const struct ka_schema_column *column, struct ka_writer *writer)
{
    struct ka_str values = ka_str(is_of_people(column->table) ? column->values : ""), value;
    struct ka_buf text = {0};
    while (ka_str_next(&values, '|', &value)) {
        struct ka_str rest = ka_str(ka_schema_words(value)), word;
        while (ka_str_next(&rest, '|', &word))
            ka_buf_addf(&text, "%s%.*s=%.*s", text.n > 0 ? "|" : "", KA_ARG(word),
                        KA_ARG(value));
    }
    ka_writer_put(writer, ka_buf_str(&text));
    ka_buf_clear(&text);
}

void ka_schema_write(struct ka_writer *writer)
{
    static const char *const header[] = {"table",    "column", "type",
                                         "required", "values", "words"};
    for (size_t i = 0; i < sizeof header / sizeof *header; i++)
        ka_writer_put_text(writer, header[i]);
    ka_writer_end(writer);
    for (size_t i = 0; i < COLUMNS; i++) {
        ka_writer_put_text(writer, columns[i].table);
        ka_writer_put_text(writer, columns[i].column);
        ka_writer_put_text(writer, columns[i].type);
        ka_writer_put_integer(writer, columns[i].required);
        ka_writer_put_text(writer, columns[i].values);
        put_words(&columns[i], writer);
        ka_writer_end(writer);
    }
}
