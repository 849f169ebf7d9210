// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/input.h"
#include "sales/watch.h"
#include "table/writer.h"

const char *const ka_watch_names[] = {"overdue",
                                      "revenue_drop",
                                      "revenue_spike",
                                      "lost_family",
                                      "price_erosion",
                                      "account_share",
                                      "manager_share",
                                      "net_loss",
                                      "complaint_open",
                                      "complaint_repeated",
                                      "no_contact_key",
                                      "no_contact_strategic",
                                      "no_contact_partner",
                                      "target_behind",
                                      "money_owed",
                                      NULL};

void ka_watch_limits_ship(struct ka_watch_limits *limits)
{
    *limits = (struct ka_watch_limits){{
        [KA_WATCH_OVERDUE] = {true, .05, 3},
        [KA_WATCH_DROP] = {true, 3.5, 3},
        [KA_WATCH_SPIKE] = {true, 7, 1},
        [KA_WATCH_FAMILY] = {true, .002, 2},
        [KA_WATCH_PRICE] = {true, .05, 2},
        [KA_WATCH_SHARE] = {true, .25, 1},
        [KA_WATCH_MANAGER] = {true, .35, 1},
        [KA_WATCH_LOSS] = {true, .01, 3},
        [KA_WATCH_COMPLAINT] = {true, 5, 2},
        [KA_WATCH_REPEATED] = {true, .002, 2},
        [KA_WATCH_CONTACT_KEY] = {true, 45, 2},
        [KA_WATCH_CONTACT_STRATEGIC] = {true, 60, 2},
        [KA_WATCH_CONTACT_PARTNER] = {true, 90, 1},
        [KA_WATCH_TARGET] = {true, .1, 2},
        [KA_WATCH_OWED] = {true, 30, 3},
    }};
}

// Whether the limit of a rule is a share or a chance, below 1.
static bool is_fraction(int rule)
{
    static const bool fraction[KA_WATCH_RULES] = {
        [KA_WATCH_OVERDUE] = true, [KA_WATCH_FAMILY] = true,   [KA_WATCH_PRICE] = true,
        [KA_WATCH_SHARE] = true,   [KA_WATCH_MANAGER] = true,  [KA_WATCH_LOSS] = true,
        [KA_WATCH_TARGET] = true,  [KA_WATCH_REPEATED] = true,
    };
    return fraction[rule];
}

enum ka_watch_rule ka_watch_rule_named(struct ka_str name)
{
    int rule = 0;
    while (rule < KA_WATCH_RULES && !ka_str_eq(name, ka_str(ka_watch_names[rule])))
        rule++;
    return (enum ka_watch_rule)rule;
}

static bool refuse(const struct ka_frame *frame, size_t row, size_t column, const char *says,
                   struct ka_error *err)
{
    struct ka_str cell = ka_frame_cell(frame, column, row);
    return ka_fail(err, KA_BAD_DATA, "%s:%llu: column '%s': %s %s", frame->source,
                   (unsigned long long)frame->lines[row], frame->columns[column].name,
                   cell.n ? KA_QUOTE(cell) : "the cell", cell.n ? says : "is empty");
}

static bool take_rule(struct ka_watch_limits *limits, const struct ka_frame *frame, size_t row,
                      const size_t column[3], struct ka_error *err)
{
    enum ka_watch_rule rule = ka_watch_rule_named(ka_frame_cell(frame, column[0], row));
    double limit, severity;
    if (rule == KA_WATCH_RULES)
        return refuse(frame, row, column[0], "is no rule (--print-rules has them)", err);
    if (limits->of[rule].on)
        return refuse(frame, row, column[0], "stands in two rows", err);
    if (!ka_real_parse(ka_frame_cell(frame, column[1], row), &limit) || !(limit > 0) ||
        (is_fraction(rule) && limit >= 1))
        return refuse(frame, row, column[1],
                      is_fraction(rule) ? "is not a share or chance above 0 and below 1"
                                        : "is not a number above 0",
                      err);
    if (!ka_real_parse(ka_frame_cell(frame, column[2], row), &severity) ||
        (severity != 1 && severity != 2 && severity != 3))
        return refuse(frame, row, column[2], "is not 1, 2 or 3", err);
    limits->of[rule].on = true;
    limits->of[rule].limit = limit;
    limits->of[rule].severity = (int)severity;
    return true;
}

bool ka_watch_limits_load(struct ka_watch_limits *limits, const char *path,
                          struct ka_meta *meta, struct ka_error *err)
{
    struct ka_frame frame = {0};
    size_t column[3];
    *limits = (struct ka_watch_limits){0};
    bool good = ka_input_load(&frame, path, meta, err) &&
                ka_frame_need(&frame, "rule", &column[0], err) &&
                ka_frame_need(&frame, "limit", &column[1], err) &&
                ka_frame_need(&frame, "severity", &column[2], err);
    if (good && frame.rows == 0)
        good = ka_fail(err, KA_BAD_DATA, "%s: no rule below the header", frame.source);
    for (size_t row = 0; good && row < frame.rows; row++)
        good = take_rule(limits, &frame, row, column, err);
    ka_frame_clear(&frame);
    return good;
}
