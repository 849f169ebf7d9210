// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/tables.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "report/kinds.h"
#include "sales/input.h"
#include "table/date.h"
#include "table/decimal.h"

// ---- Reading ----

static bool parse_money(const struct ka_frame *frame, size_t column, double *out,
                        struct ka_error *err)
{
    int64_t *amounts = ka_alloc(frame->rows, sizeof *amounts);
    bool done = ka_frame_decimals(frame, column, amounts, err);
    for (size_t row = 0; done && row < frame->rows; row++)
        out[row] = amounts[row] == KA_DECIMAL_NONE ? NAN : ka_decimal_real(amounts[row]);
    free(amounts);
    return done;
}

static bool parse_dates(const struct ka_frame *frame, size_t column, double *out,
                        struct ka_error *err)
{
    int32_t *days = ka_alloc(frame->rows, sizeof *days);
    bool done = ka_frame_dates(frame, column, days, err);
    for (size_t row = 0; done && row < frame->rows; row++)
        out[row] = days[row] == KA_DATE_NONE ? NAN : days[row];
    free(days);
    return done;
}

static bool parse_months(const struct ka_frame *frame, size_t column, double *out,
                         struct ka_error *err)
{
    for (size_t row = 0; row < frame->rows; row++) {
        int32_t month;
        struct ka_str cell = ka_frame_cell(frame, column, row);
        if (!ka_month_parse(cell, &month))
            return ka_fail(
                err, KA_BAD_DATA, "%s:%" PRIu64 ": column '%s': %s is not a month (YYYY-MM)",
                frame->source, frame->lines[row], frame->columns[column].name, KA_QUOTE(cell));
        out[row] = month;
    }
    return true;
}

static bool parse_column(struct ka_report_table *table, size_t column, bool exact,
                         struct ka_error *err)
{
    const struct ka_frame *frame = &table->frame;
    enum ka_report_format format = ka_report_format(table, frame->columns[column].name);
    if (format == KA_AS_TEXT || format == KA_AS_WORD)
        return true;
    double *out = table->reals[column] = ka_alloc(frame->rows, sizeof *out);
    if (format == KA_AS_DATE)
        return parse_dates(frame, column, out, err);
    if (format == KA_AS_MONTH)
        return parse_months(frame, column, out, err);
    if (format == KA_AS_MONEY && exact)
        return parse_money(frame, column, out, err);
    return ka_frame_reals(frame, column, out, err);
}

// exact: amounts are sums of money, not medians.
static bool parse_table(struct ka_report_table *table, bool exact, struct ka_error *err)
{
    table->reals = ka_zalloc(table->frame.width, sizeof *table->reals);
    for (size_t column = 0; column < table->frame.width; column++)
        if (!parse_column(table, column, exact, err))
            return false;
    return true;
}

static bool fail_unknown(const struct ka_frame *frame, struct ka_error *err)
{
    struct ka_buf known = {0};
    for (enum ka_report_kind k = 0; k < KA_REPORT_KINDS; k++)
        ka_buf_addf(&known, "%s%s", k ? ", " : "", ka_report_kind_name(k));
    ka_fail(err, KA_BAD_DATA,
            "%s: not a table that a report shows, by its columns; these are: %s", frame->source,
            known.p);
    ka_buf_clear(&known);
    return false;
}

static bool is_run(const struct ka_frame *frame)
{
    return frame->width == 2 && ka_frame_find(frame, "key") != KA_NONE &&
           ka_frame_find(frame, "value") != KA_NONE;
}

static void add_run(struct ka_report_runs *runs, struct ka_frame *frame)
{
    KA_ROOM(runs->frames, runs->count, runs->cap);
    runs->frames[runs->count++] = *frame;
    *frame = (struct ka_frame){.rows = 0};
}

// Moves the frame to its place.
static bool place(struct ka_report_table *tables, struct ka_report_runs *runs,
                  struct ka_frame *frame, const char *hash, struct ka_error *err)
{
    enum ka_report_kind k = ka_report_kind_of(frame);
    if (k == KA_REPORT_KINDS && runs && is_run(frame))
        add_run(runs, frame);
    else if (k == KA_REPORT_KINDS && runs)
        return fail_unknown(frame, err);
    bool compared = k == KA_TABLE_ACCOUNTS || k == KA_TABLE_STATS;
    if (k == KA_REPORT_KINDS || (!runs && !compared))
        return true;
    if (tables[k].frame.width > 0)
        return ka_fail(err, KA_USAGE, "%s: %s for the second time, after %s", frame->source,
                       ka_report_kind_name(k), tables[k].frame.source);
    if (k == KA_TABLE_ACCOUNTS && frame->rows == 0)
        return ka_fail(err, KA_BAD_DATA, "%s: no row below the header", frame->source);
    tables[k].frame = *frame;
    memcpy(tables[k].hash, hash, sizeof tables[k].hash);
    tables[k].key = ka_frame_find(frame, "account_id");
    if (tables[k].key == KA_NONE && ka_report_kind_key(k))
        tables[k].key = ka_frame_find(frame, ka_report_kind_key(k));
    if (tables[k].key == KA_NONE)
        tables[k].key = 0;
    tables[k].own = ka_report_kind_columns(k);
    *frame = (struct ka_frame){.rows = 0};
    return parse_table(&tables[k], k != KA_TABLE_CLUSTERS && k != KA_TABLE_LOADINGS, err);
}

bool ka_report_load(struct ka_report_table *tables, struct ka_report_runs *runs,
                    const char *path, struct ka_meta *meta, struct ka_error *err)
{
    struct ka_frame frame = {0};
    struct ka_record header;
    char hash[sizeof tables->hash] = "";
    struct ka_reader *reader = ka_input_open(path, KA_INPUT_CONTRACT, meta, &header, err);
    if (!reader)
        return false;
    bool done = ka_frame_read_rows(&frame, reader, &header, err);
    if (done)
        snprintf(hash, sizeof hash, "%s", ka_reader_hash(reader));
    done = ka_input_close(reader, meta, done, err) && place(tables, runs, &frame, hash, err);
    ka_frame_clear(&frame);
    return done;
}

void ka_report_note(const struct ka_report_table *tables, struct ka_meta *meta)
{
    char key[32];
    for (enum ka_report_kind k = 0; k < KA_REPORT_KINDS; k++) {
        snprintf(key, sizeof key, "rows.%s",
                 k == KA_TABLE_ACCOUNTS ? "accounts" : ka_report_kind_name(k));
        if (tables[k].frame.width > 0)
            ka_meta_add(meta, key, "%zu", tables[k].frame.rows);
    }
}

void ka_report_unload(struct ka_report_table *tables, struct ka_report_runs *runs)
{
    for (size_t k = 0; k < KA_REPORT_KINDS; k++) {
        for (size_t column = 0; tables[k].reals && column < tables[k].frame.width; column++)
            free(tables[k].reals[column]);
        free(tables[k].reals);
        tables[k].reals = NULL;
        ka_frame_clear(&tables[k].frame);
    }
    for (size_t i = 0; i < runs->count; i++)
        ka_frame_clear(&runs->frames[i]);
    free(runs->frames);
}

// ---- Picking ----

const double *ka_report_reals(const struct ka_report_table *table, const char *column)
{
    size_t found = ka_frame_find(&table->frame, column);
    return found == KA_NONE ? NULL : table->reals[found];
}

double ka_report_sum(const struct ka_report_table *table, const char *column,
                     const size_t *rows, size_t count)
{
    size_t found = ka_frame_find(&table->frame, column);
    ka_int128 sum = 0;
    for (size_t i = 0; found != KA_NONE && i < count; i++) {
        int64_t amount;
        struct ka_str cell = ka_frame_cell(&table->frame, found, rows ? rows[i] : i);
        if (ka_decimal_parse(cell, &amount) && amount != KA_DECIMAL_NONE)
            sum += amount;
    }
    return ka_decimal_real(sum);
}

static int compare_rows(const void *a, const void *b, void *context)
{
    const struct ka_report_order *order = context;
    size_t i = *(const size_t *)a, j = *(const size_t *)b;
    double x = order->figures[i], y = order->figures[j];
    if (x != y)
        return (x < y) == order->descending ? 1 : -1;
    const struct ka_report_table *table = order->table;
    int names = ka_str_cmp(ka_frame_cell(&table->frame, table->key, i),
                           ka_frame_cell(&table->frame, table->key, j));
    return names ? names : (i > j) - (i < j);
}

void ka_report_sort(size_t *rows, size_t count, const struct ka_report_order *order)
{
    struct ka_report_order context = *order;
    if (count > 1)
        qsort_r(rows, count, sizeof *rows, compare_rows, &context);
}
