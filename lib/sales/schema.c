// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/schema.h"

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
    {"targets", "measure", "text", true, ""},
    {"targets", "target", "decimal", true, ""},

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

    {"sellthrough", "period", "month", true, ""},
    {"sellthrough", "account_id", "text", true, ""},
    {"sellthrough", "product_id", "text", true, ""},
    {"sellthrough", "end_segment", "text", true, ""},
    {"sellthrough", "end_customer", "text", false, ""},
    {"sellthrough", "qty", "decimal", false, ""},
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
    struct ka_str rest = ka_str(column->values), value;
    while (ka_str_next(&rest, '|', &value))
        if (ka_str_eq(value, text))
            return true;
    return false;
}

void ka_schema_write(struct ka_writer *writer)
{
    static const char *const header[] = {"table", "column", "type", "required", "values"};
    for (size_t i = 0; i < sizeof header / sizeof *header; i++)
        ka_writer_put_text(writer, header[i]);
    ka_writer_end(writer);
    for (size_t i = 0; i < COLUMNS; i++) {
        ka_writer_put_text(writer, columns[i].table);
        ka_writer_put_text(writer, columns[i].column);
        ka_writer_put_text(writer, columns[i].type);
        ka_writer_put_integer(writer, columns[i].required);
        ka_writer_put_text(writer, columns[i].values);
        ka_writer_end(writer);
    }
}
