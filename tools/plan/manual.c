// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/manual.h"

const struct ka_example ka_plan_examples[] = {
    {"ka-import --fx fx.csv --accounts accounts.csv sales_gbk.csv |\n"
     "  ka-plan --targets targets.csv -o plan.csv",
     "shall we make it?"},
    {"ka-import --fx fx.csv --accounts accounts.csv sales_gbk.csv |\n"
     "  ka-plan --targets targets.csv --propose next.csv --period year -o plan.csv",
     "next year's targets"},
    {"ka-import --fx fx.csv --accounts accounts.csv sales_gbk.csv |\n"
     "  ka-plan --accounts accounts.csv --key relationship=strategic "
     "--contacts contacts.csv --format ics --split manager calendars -o plan.csv",
     "a calendar of follow-ups for each manager"},
    {"ka-import --fx fx.csv -o sales.csv sales_gbk.csv; "
     "ka-score --costs costs.csv --accounts accounts.csv -o scored.csv sales.csv; "
     "ka-plan --accounts scored.csv --contacts contacts.csv --due due.csv --load load.csv "
     "--service service.csv -o plan.csv sales.csv",
     "the same by verdict, as lists; by manager; and what service costs"},
    {"ka-plan --print-rules", "cadences and service levels"},
    {0},
};

const struct ka_section ka_plan_sections[] = {
    {"COLUMNS",
     "actual: sold in the period up to the last day; empty when the sales begin in a later "
     "month than the period, or when the margin or quantity of a row is unknown. attainment: "
     "over "
     "the target. expected_share: what of the period's weight is over; a day weighs "
     "nothing when it is none of work, else what was sold on a working day of its "
     "calendar month, on average over the whole calendar years before. expected: that "
     "share of the target. pace: actual over expected. season: own when the scope's "
     "earlier years are whole and sold something each month, else company, else "
     "workdays.\n"
     "\n"
     "run_rate: actual over the working days gone. required_rate: what is left of the "
     "target over the working days left. projection: actual plus the rest under the "
     "ratio model, learnt from the last --months calendar months, the last of them as "
     "far as it is gone, none before the first sale: the sum of their sales over the "
     "sum of their weights, times the weight of the days left. projection_lo, "
     "projection_hi: 95 % interval of that (Royall 1970, Biometrika 57, 377: error "
     "variance s^2 R (W + R) / W with R the weight left, W that of the months, s^2 "
     "the mean of squared residuals over weight; Student's t with months - 1 degrees "
     "of freedom). The weights are taken as known and months as independent.\n"
     "\n"
     "finding: met; on_track, when the projection reaches the target; at_risk, when "
     "only "
     "projection_hi does; behind, when not even that; missed, when no day is left."},
    {"SIDE TABLES",
     "--targets: period (YYYY-MM, YYYY-Qn, YYYY-Hn or YYYY), scope (company, manager, channel "
     "or "
     "account), scope_id, measure (revenue, margin or qty), target (empty: none), and "
     "perhaps source (person or proposed).\n"
     "\n"
     "--holidays: date, working (0: a day off; 1: worked, though a weekend).\n"
     "\n"
     "--contacts: date, account_id, kind (visit, call, mail, meeting, event or training).\n"
     "\n"
     "Headers, words and days of these tables and of --rules may stand as people write them: "
     "客户编码, 拜访, 2025/3/20, 120万; ka-import --schema lists the words.\n"
     "\n"
     "--propose: proposed is the mean of history (the projection of the period, as "
     "above) and forecast (expected_value of the accounts, brought from --weeks to the "
     "period by weight; revenue alone), or that of them which is known; never below 0. "
     "prior: sold in the period a year before. target is what a person has set in "
     "--targets for the same period, scope and measure (source person), else proposed "
     "(source proposed). The table may be handed back as --targets: proposals are made "
     "anew, what is set stays. Accounts without sales in twelve months get none.\n"
     "\n"
     "--due: due is every_days after the last contact of the kind (last); a visit "
     "counts as a call, too, a meeting as both. What was never done is counted from "
     "the "
     "first purchase or, when that is later, from the oldest contact in the table. "
     "finding: unattended for what is due of a key account that was not met at all for "
     "more than twice its shortest cadence; overdue; due.\n"
     "\n"
     "--load: planned_contacts: in a year, by the rules; contacts: of the last 365 "
     "days; contacts_share: over planned. due: up to --ahead days, not overdue.\n"
     "\n"
     "--service: per class and relationship, of accounts whose revenue is above 0 and "
     "whose cost to serve is known: cost_share of revenue; finding: below, kept or "
     "above what service_least and service_most promise; how many accounts are."},
    {"RULES",
     "class, relationship (empty: any), item, limit. Items are visit, call, mail, "
     "meeting, event, training (limit: every so many days, 0 never) and service_least, "
     "service_most (cost to serve as a share of revenue). Of the rules for an item "
     "that "
     "fit, the one that names class and relationship counts, else class, else "
     "relationship, else neither. class is looked up in the column that --key names, "
     "relationship in relationship."},
    {"CALENDAR",
     "--format ics writes iCalendar (RFC 5545): an event of one day for each "
     "follow-up, "
     "on the day that it is due or the next working day, of what is overdue on the "
     "last day that counts or the next working day. UID is made of account, kind and "
     "due day, "
     "DTSTAMP of the last day that counts: the same follow-up is the same event in "
     "every run.\n"
     "\n"
     "--split manager DIR writes DIR/NAME.ics (or .csv) for each manager of the "
     "accounts; bytes of the name other than letters, digits, - and _ of ASCII and "
     "Chinese characters stand as %XX, so that no name leads out of DIR."},
    {0},
};
