// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/dated.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "sales/headers.h"
#include "sales/schema.h"
#include "table/date.h"

bool ka_accounts_asof(const struct ka_frame *accounts, int32_t *asof, struct ka_error *err)
{
    size_t last = ka_frame_find(accounts, "last"),
           recency = ka_frame_find(accounts, "recency_days");
    *asof = KA_DATE_NONE;
    if (last == KA_NONE || recency == KA_NONE)
        return true;
    int32_t *day = ka_alloc(accounts->rows, sizeof *day);
    double *since = ka_alloc(accounts->rows, sizeof *since);
    bool ok = ka_frame_dates(accounts, last, day, err) &&
              ka_frame_reals(accounts, recency, since, err);
    for (size_t row = 0; ok && row < accounts->rows; row++)
        if (day[row] != KA_DATE_NONE && fabs(since[row]) < 1e6 &&
            day[row] + (int32_t)since[row] > *asof)
            *asof = day[row] + (int32_t)since[row];
    free(day);
    free(since);
    return ok;
}

bool ka_dated_refuse(const struct ka_dated *dated, size_t row, const char *column,
                     const char *says, struct ka_error *err)
{
    const struct ka_frame *f = &dated->frame;
    return ka_fail(err, KA_BAD_DATA, "%s:%" PRIu64 ": column '%s': %s %s", f->source,
                   f->lines[row], column,
                   KA_QUOTE(ka_frame_cell(f, ka_frame_find(f, column), row)), says);
}

static bool index_accounts(struct ka_map *ids, const struct ka_frame *accounts, size_t key,
                           struct ka_error *err)
{
    for (size_t row = 0; row < accounts->rows; row++) {
        bool is_new;
        struct ka_str id = ka_frame_cell(accounts, key, row);
        ka_map_put(ids, id, &is_new);
        if (!is_new)
            return ka_fail(err, KA_BAD_DATA, "%s: account %s stands in two rows",
                           accounts->source, KA_QUOTE(id));
    }
    return true;
}

static bool find_accounts(struct ka_dated *dated, const struct ka_map *ids, size_t column,
                          struct ka_error *err)
{
    struct ka_buf id = {0};
    bool ok = true;
    for (size_t row = 0; ok && row < dated->frame.rows; row++) {
        ka_buf_reset(&id);
        ka_text_nfkc(&id, ka_frame_cell(&dated->frame, column, row));
        ok = id.n > 0 || ka_dated_refuse(dated, row, "account_id", "is no id", err);
        dated->account[row] = ka_map_find(ids, ka_buf_str(&id));
        dated->strangers += dated->account[row] == KA_NONE;
    }
    ka_buf_clear(&id);
    return ok;
}

static bool date_rows(struct ka_dated *dated, size_t column, int32_t asof, struct ka_error *err)
{
    if (!ka_frame_dates(&dated->frame, column, dated->date, err))
        return false;
    dated->asof = asof;
    for (size_t row = 0; row < dated->frame.rows; row++) {
        if (dated->date[row] == KA_DATE_NONE)
            return ka_dated_refuse(dated, row, "date", "is not a date (YYYY-MM-DD)", err);
        if (asof == KA_DATE_NONE && dated->date[row] > dated->asof)
            dated->asof = dated->date[row];
    }
    for (size_t row = 0; row < dated->frame.rows; row++)
        dated->later += dated->account[row] != KA_NONE && dated->date[row] > dated->asof;
    return true;
}

bool ka_dated_read(struct ka_dated *dated, const char *table, const char *path,
                   const struct ka_frame *accounts, size_t key, int32_t asof,
                   struct ka_meta *meta, struct ka_error *err)
{
    struct ka_map ids = {0};
    size_t id, date;
    bool ok = ka_side_table_load(&dated->frame, table, path, meta, err) &&
              ka_frame_need(&dated->frame, "account_id", &id, err) &&
              ka_frame_need(&dated->frame, "date", &date, err) &&
              index_accounts(&ids, accounts, key, err);
    if (ok) {
        dated->account = ka_alloc(dated->frame.rows, sizeof *dated->account);
        dated->date = ka_alloc(dated->frame.rows, sizeof *dated->date);
        ok = find_accounts(dated, &ids, id, err) && date_rows(dated, date, asof, err);
    }
    ka_map_clear(&ids);
    return ok;
}

void ka_dated_clear(struct ka_dated *dated)
{
    ka_frame_clear(&dated->frame);
    free(dated->account);
    free(dated->date);
    *dated = (struct ka_dated){0};
}

bool ka_dated_check(const struct ka_dated *dated, const char *table, const char *column,
                    struct ka_error *err)
{
    const struct ka_schema_column *schema = ka_schema_find(table, column);
    size_t place = ka_frame_find(&dated->frame, column);
    for (size_t row = 0; place != KA_NONE && row < dated->frame.rows; row++) {
        struct ka_str cell = ka_frame_cell(&dated->frame, place, row);
        if (cell.n == 0 || ka_schema_allows(schema, cell))
            continue;
        struct ka_buf says = {0};
        ka_buf_addf(&says, "is not one of %s", schema->values);
        ka_dated_refuse(dated, row, column, says.p, err);
        ka_buf_clear(&says);
        return false;
    }
    return true;
}
