// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/remarks.h"

#include <inttypes.h>

#include "table/date.h"

static void widen(struct ka_row_counts *counts, int32_t first, int32_t last)
{
    bool is_first = counts->after_asof == 0;
    if (is_first || first < counts->first_after)
        counts->first_after = first;
    if (is_first || last > counts->last_after)
        counts->last_after = last;
}

static void leave_out(struct ka_row_counts *counts, int32_t date, int64_t revenue)
{
    widen(counts, date, date);
    counts->after_asof++;
    counts->revenue_after_asof += revenue;
}

bool ka_row_counts_add(struct ka_row_counts *counts, int32_t date, int64_t revenue,
                       struct ka_str key, int32_t asof)
{
    counts->rows++;
    if (asof != KA_DATE_NONE && date > asof) {
        leave_out(counts, date, revenue);
        return false;
    }
    counts->without_key += key.n == 0;
    return true;
}

bool ka_row_counts_take(struct ka_row_counts *counts, const struct ka_sale *sale,
                        struct ka_str key, int32_t asof)
{
    return ka_row_counts_add(counts, sale->date, sale->revenue, key, asof);
}

void ka_row_counts_merge(struct ka_row_counts *counts, const struct ka_row_counts *other)
{
    if (other->after_asof > 0)
        widen(counts, other->first_after, other->last_after);
    counts->rows += other->rows;
    counts->after_asof += other->after_asof;
    counts->without_key += other->without_key;
    counts->revenue_after_asof += other->revenue_after_asof;
}

bool ka_row_counts_check(const struct ka_row_counts *counts, int32_t asof, struct ka_error *err)
{
    if (counts->after_asof == 0 || counts->rows > counts->after_asof)
        return true;
    struct ka_buf text = {0};
    ka_buf_add_text(&text, "no sales on or before ");
    ka_date_format(&text, asof);
    ka_buf_add_text(&text, "; the data run from ");
    ka_date_format(&text, counts->first_after);
    ka_buf_add_text(&text, " to ");
    ka_date_format(&text, counts->last_after);
    ka_fail(err, KA_NOT_ESTIMABLE, "%s", text.p);
    ka_buf_clear(&text);
    return false;
}

const char *ka_plural(uint64_t n)
{
    return n == 1 ? "" : "s";
}

void ka_remark_rows(struct ka_buf *lines, const struct ka_row_counts *counts, const char *by,
                    int32_t asof)
{
    if (counts->after_asof) {
        ka_buf_addf(lines, "%" PRIu64 " sales row%s after ", counts->after_asof,
                    ka_plural(counts->after_asof));
        ka_date_format(lines, asof);
        ka_buf_add_text(lines, " left out, revenue ");
        ka_decimal_format_sum(lines, counts->revenue_after_asof);
        ka_buf_add_char(lines, '\n');
    }
    if (counts->without_key)
        ka_buf_addf(lines, "%" PRIu64 " sales row%s without '%s', kept under an empty one\n",
                    counts->without_key, ka_plural(counts->without_key), by);
}

void ka_remark_margins(struct ka_buf *lines, const struct ka_margin_counts *counts,
                       const char *by)
{
    if (counts->rows > 0)
        ka_buf_addf(lines, "no margin in %" PRIu64 " sales row%s: unknown for %zu of %zu %s\n",
                    counts->rows, ka_plural(counts->rows), counts->unknown, counts->keys,
                    strcmp(by, "account_id") == 0 ? "accounts" : "rows");
}
