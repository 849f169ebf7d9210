// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/periods.h"

#include <stdlib.h>

#include "base/mem.h"
#include "table/date.h"
#include "table/decimal.h"

enum { KEY = 0 }; // column of the monthly table

struct months {
    const struct ka_frame *frame;
    int32_t *period; // of each row
    int64_t *amount;
    int32_t first, last; // first > last: none
};

static int32_t period_of(int32_t month, enum ka_period period)
{
    static const int32_t length[] = {1, 1, 3, 12};
    return month / length[period] - (month % length[period] < 0);
}

static struct ka_str period_name(struct ka_stats *stats, int32_t number, enum ka_period period)
{
    struct ka_buf text = {0};
    int year, month, day;
    int32_t first = number * (period == KA_PERIOD_YEAR      ? 12
                              : period == KA_PERIOD_QUARTER ? 3
                                                            : 1);
    ka_date_split(ka_month_first(first), &year, &month, &day);
    if (period == KA_PERIOD_MONTH)
        ka_month_format(&text, first);
    else if (period == KA_PERIOD_QUARTER)
        ka_buf_addf(&text, "%04d-Q%d", year, (month - 1) / 3 + 1);
    else
        ka_buf_addf(&text, "%04d", year);
    struct ka_str name = ka_stats_text(stats, "%.*s", KA_ARG(ka_buf_str(&text)));
    ka_buf_clear(&text);
    return name;
}

static bool read_months(struct months *m, size_t measure, enum ka_period period,
                        struct ka_error *err)
{
    size_t column;
    if (!ka_frame_need(m->frame, "period", &column, err) ||
        !ka_frame_decimals(m->frame, measure, m->amount, err))
        return false;
    m->first = INT32_MAX;
    m->last = INT32_MIN;
    for (size_t i = 0; i < m->frame->rows; i++) {
        int32_t month = 0;
        ka_month_parse(ka_frame_cell(m->frame, column, i), &month);
        m->period[i] = period_of(month, period);
        m->first = m->period[i] < m->first ? m->period[i] : m->first;
        m->last = m->period[i] > m->last ? m->period[i] : m->last;
    }
    return true;
}

// A sum with an unknown part is unknown.
static int64_t sum_of(int64_t a, int64_t b)
{
    return a == KA_DECIMAL_NONE || b == KA_DECIMAL_NONE ? KA_DECIMAL_NONE : a + b;
}

// The amounts of the keys that have rows in the period; rows of a key stand together.
static size_t sum_period(const struct months *m, int32_t period, int64_t *amount)
{
    size_t count = 0, row_before = KA_NONE;
    for (size_t i = 0; i < m->frame->rows; i++) {
        if (m->period[i] != period)
            continue;
        if (row_before != KA_NONE && ka_str_eq(ka_frame_cell(m->frame, KEY, i),
                                               ka_frame_cell(m->frame, KEY, row_before)))
            amount[count - 1] = sum_of(amount[count - 1], m->amount[i]);
        else
            amount[count++] = m->amount[i];
        row_before = i;
    }
    return count;
}

bool ka_evidence_periods(const struct ka_evidence *evidence, const struct ka_frame *monthly,
                         const char *measure, enum ka_period period, struct ka_stats *stats,
                         struct ka_error *err)
{
    size_t column = ka_frame_find(monthly, measure);
    if (column == KA_NONE)
        return true;
    struct months m = {.frame = monthly,
                       .period = ka_alloc(monthly->rows, sizeof *m.period),
                       .amount = ka_alloc(monthly->rows, sizeof *m.amount)};
    int64_t *amount = ka_alloc(monthly->rows, sizeof *amount);
    bool good = read_months(&m, column, period, err);
    for (int32_t p = m.first; good && p <= m.last; p++) {
        size_t n = sum_period(&m, p, amount);
        if (n > 0)
            ka_evidence_amounts(evidence, measure, period_name(stats, p, period), amount, n,
                                stats);
    }
    free(amount);
    free(m.period);
    free(m.amount);
    return good;
}
