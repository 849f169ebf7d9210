// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/merge.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "sales/input.h"
#include "sales/monthly.h"
#include "sales/profile.h"
#include "table/reader.h"

enum { KEYS = 2 }; // account_id, period

struct table {
    struct ka_reader *reader;
    struct ka_record record; // the next one
    size_t *place;           // in the record, of each column of the whole
    struct ka_str *header;
    size_t width;
    struct ka_arena arena;
};

struct ka_merge {
    struct table *tables;
    size_t count;
    const char **columns; // of the whole, that some table has
    size_t width, keys;
    size_t period, lines, revenue; // places of these columns, KA_NONE
    size_t *heap;                  // tables that have a record, the one that comes first on top
    size_t heap_count;
    struct ka_buf last[KEYS]; // the key that was written last
};

static bool fail_at(const struct table *table, const char *says, struct ka_str value,
                    struct ka_error *err)
{
    return ka_fail(err, KA_BAD_DATA, "%s:%" PRIu64 ": account %s %s",
                   ka_reader_name(table->reader), table->record.line, KA_QUOTE(value), says);
}

// ---- Columns ----

static const char *column_name(bool monthly, size_t i)
{
    if (i == 0)
        return "account_id";
    return monthly ? ka_monthly_column(i - 1) : ka_profile_column(i - 1);
}

static size_t find(const struct table *table, const char *name)
{
    for (size_t i = 0; i < table->width; i++)
        if (ka_str_eq(table->header[i], ka_str(name)))
            return i;
    return KA_NONE;
}

static bool open_table(struct table *table, const char *path, struct ka_error *err)
{
    struct ka_record header;
    table->reader = ka_input_open(path, KA_INPUT_CONTRACT, NULL, &header, err);
    if (!table->reader)
        return false;
    table->width = header.count;
    table->header = ka_alloc(header.count, sizeof *table->header);
    for (size_t i = 0; i < header.count; i++)
        table->header[i] = ka_arena_str(&table->arena, header.cells[i]);
    return true;
}

// Every column of the table is one of the whole.
static bool check_columns(const struct ka_merge *merge, const struct table *table,
                          struct ka_error *err)
{
    for (size_t i = 0; i < table->width; i++) {
        size_t k = 0;
        while (k < merge->width && !ka_str_eq(table->header[i], ka_str(merge->columns[k])))
            k++;
        if (k == merge->width)
            return ka_fail(
                err, KA_BAD_DATA,
                "%s: %s is not a column of %s by account_id, which ka-profile writes",
                ka_reader_name(table->reader), KA_QUOTE(table->header[i]),
                merge->keys == KEYS ? "months" : "accounts");
    }
    return find(table, "account_id") == 0 ||
           ka_fail(err, KA_BAD_DATA, "%s: account_id is not its first column",
                   ka_reader_name(table->reader));
}

static void choose_columns(struct ka_merge *merge, bool monthly)
{
    size_t cap = 0;
    const char *name;
    for (size_t i = 0; (name = column_name(monthly, i)); i++) {
        size_t t = 0;
        while (t < merge->count && find(&merge->tables[t], name) == KA_NONE)
            t++;
        if (t == merge->count)
            continue;
        KA_ROOM(merge->columns, merge->width, cap);
        merge->columns[merge->width++] = name;
    }
}

static size_t place_of(const struct ka_merge *merge, const char *name)
{
    size_t i = 0;
    while (i < merge->width && strcmp(merge->columns[i], name) != 0)
        i++;
    return i < merge->width ? i : KA_NONE;
}

static bool match_columns(struct ka_merge *merge, struct ka_error *err)
{
    bool monthly = find(merge->tables, "period") != KA_NONE;
    merge->keys = monthly ? KEYS : 1;
    choose_columns(merge, monthly);
    merge->period = place_of(merge, "period");
    merge->lines = place_of(merge, "lines");
    merge->revenue = place_of(merge, "revenue");
    for (size_t t = 0; t < merge->count; t++) {
        struct table *table = &merge->tables[t];
        if (!check_columns(merge, table, err))
            return false;
        table->place = ka_alloc(merge->width, sizeof *table->place);
        for (size_t i = 0; i < merge->width; i++)
            table->place[i] = find(table, merge->columns[i]);
    }
    return true;
}

struct ka_merge *ka_merge_open(const char *const *paths, size_t count, struct ka_error *err)
{
    struct ka_merge *merge = ka_zalloc(1, sizeof *merge);
    merge->tables = ka_zalloc(count, sizeof *merge->tables);
    merge->heap = ka_alloc(count, sizeof *merge->heap);
    bool good = true;
    for (; good && merge->count < count; merge->count++)
        good = open_table(&merge->tables[merge->count], paths[merge->count], err);
    if (good && match_columns(merge, err))
        return merge;
    ka_merge_close(merge);
    return NULL;
}

// ---- Rows ----

static struct ka_str cell_of(const struct table *table, size_t i)
{
    return table->place[i] == KA_NONE ? KA_STR("") : table->record.cells[table->place[i]];
}

static struct ka_str key_of(const struct ka_merge *merge, size_t t, size_t key)
{
    return cell_of(&merge->tables[t], key == 0 ? 0 : merge->period);
}

static int compare(const struct ka_merge *merge, size_t a, size_t b)
{
    int order = 0;
    for (size_t key = 0; order == 0 && key < merge->keys; key++)
        order = ka_str_cmp(key_of(merge, a, key), key_of(merge, b, key));
    return order;
}

static void sift(struct ka_merge *merge, size_t i)
{
    size_t *heap = merge->heap, child;
    for (; (child = 2 * i + 1) < merge->heap_count; i = child) {
        if (child + 1 < merge->heap_count && compare(merge, heap[child + 1], heap[child]) < 0)
            child++;
        if (compare(merge, heap[i], heap[child]) <= 0)
            return;
        size_t swapped = heap[i];
        heap[i] = heap[child];
        heap[child] = swapped;
    }
}

// The next record of a table; false at its end and on an error.
static bool advance(struct table *table, struct ka_error *err)
{
    if (!ka_reader_next(table->reader, &table->record)) {
        ka_reader_close(table->reader, err);
        table->reader = NULL;
        return false;
    }
    if (table->record.count == table->width)
        return true;
    return ka_fail(err, KA_BAD_DATA, "%s:%" PRIu64 ": %s", ka_reader_name(table->reader),
                   table->record.line,
                   table->record.problem ? table->record.problem
                                         : "not as many cells as the header");
}

static bool add_sum(const struct ka_merge *merge, const struct table *table, size_t column,
                    ka_int128 *sum, struct ka_error *err)
{
    ka_int128 value;
    struct ka_str cell = column == KA_NONE ? KA_STR("0") : cell_of(table, column);
    if (!ka_decimal_parse_sum(cell, &value))
        return ka_fail(err, KA_BAD_DATA, "%s:%" PRIu64 ": column '%s': %s is not an amount",
                       ka_reader_name(table->reader), table->record.line,
                       merge->columns[column], KA_QUOTE(cell));
    *sum += value;
    return true;
}

static bool follows(struct ka_merge *merge, size_t t, struct ka_error *err)
{
    int order = 0;
    for (size_t key = 0; order == 0 && key < merge->keys; key++)
        order = ka_str_cmp(ka_buf_str(&merge->last[key]), key_of(merge, t, key));
    if (order < 0)
        return true;
    const char *says = order == 0 ? "stands here once more, in two shards or twice in one"
                                  : "is out of order: these are not rows of ka-profile";
    return fail_at(&merge->tables[t], says, key_of(merge, t, 0), err);
}

static bool write_row(struct ka_merge *merge, size_t t, struct ka_writer *writer,
                      struct ka_merge_totals *totals, struct ka_error *err)
{
    const struct table *table = &merge->tables[t];
    if (totals->rows > 0 && !follows(merge, t, err))
        return false;
    for (size_t key = 0; key < merge->keys; key++) {
        ka_buf_reset(&merge->last[key]);
        ka_buf_add(&merge->last[key], key_of(merge, t, key));
    }
    for (size_t i = 0; i < merge->width; i++)
        ka_writer_put(writer, cell_of(table, i));
    ka_writer_end(writer);
    totals->rows++;
    return add_sum(merge, table, merge->lines, &totals->lines, err) &&
           add_sum(merge, table, merge->revenue, &totals->revenue, err);
}

static void begin(struct ka_merge *merge, struct ka_writer *writer, struct ka_error *err)
{
    for (size_t i = 0; i < merge->width; i++)
        ka_writer_put_text(writer, merge->columns[i]);
    ka_writer_end(writer);
    for (size_t t = 0; t < merge->count; t++)
        if (advance(&merge->tables[t], err))
            merge->heap[merge->heap_count++] = t;
    for (size_t i = merge->heap_count / 2; i-- > 0;)
        sift(merge, i);
}

bool ka_merge_write(struct ka_merge *merge, struct ka_writer *writer,
                    struct ka_merge_totals *totals, struct ka_error *err)
{
    *totals = (struct ka_merge_totals){0};
    begin(merge, writer, err);
    while (merge->heap_count > 0 && !ka_failed(err)) {
        size_t t = merge->heap[0];
        if (!write_row(merge, t, writer, totals, err))
            return false;
        if (!advance(&merge->tables[t], err))
            merge->heap[0] = merge->heap[--merge->heap_count];
        sift(merge, 0);
    }
    totals->lines /= KA_DECIMAL_ONE;
    return !ka_failed(err);
}

void ka_merge_close(struct ka_merge *merge)
{
    struct ka_error ignored = {0};
    if (!merge)
        return;
    for (size_t t = 0; t < merge->count; t++) {
        ka_reader_close(merge->tables[t].reader, &ignored);
        ka_arena_clear(&merge->tables[t].arena);
        free(merge->tables[t].header);
        free(merge->tables[t].place);
    }
    for (size_t key = 0; key < KEYS; key++)
        ka_buf_clear(&merge->last[key]);
    free(merge->tables);
    free(merge->columns);
    free(merge->heap);
    free(merge);
}
