// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/unclassified.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"

// ---- Some rows of a frame ----

struct chosen {
    size_t *row, count;
};

struct by_key {
    const struct ka_frame *frame;
    size_t key;
};

static int compare_keys(const void *a, const void *b, void *context)
{
    const struct by_key *by = context;
    size_t i = *(const size_t *)a, j = *(const size_t *)b;
    int order =
        ka_str_cmp(ka_frame_cell(by->frame, by->key, i), ka_frame_cell(by->frame, by->key, j));
    return order ? order : (i > j) - (i < j);
}

static void copy_column(const struct ka_frame *from, size_t c, const struct chosen *rows,
                        struct ka_frame *to)
{
    struct ka_column *column = ka_frame_append(to, from->columns[c].name);
    for (size_t i = 0; i < rows->count; i++)
        ka_column_add(column, ka_frame_cell(from, c, rows->row[i]));
}

static void sort_rows(struct chosen *rows, const struct ka_frame *frame, size_t key)
{
    if (rows->count > 0)
        qsort_r(rows->row, rows->count, sizeof *rows->row, compare_keys,
                &(struct by_key){frame, key});
}

// ---- The roster ----

static bool index_ids(const struct ka_frame *roster, struct ka_map *ids, struct ka_error *err)
{
    size_t id;
    if (!ka_frame_need(roster, "account_id", &id, err))
        return false;
    for (size_t i = 0; i < roster->rows; i++) {
        bool added;
        struct ka_str cell = ka_frame_cell(roster, id, i);
        ka_map_put(ids, cell, &added);
        if (!added)
            return ka_fail(err, KA_BAD_DATA,
                           "%s:%" PRIu64 ": column 'account_id': %s stands twice",
                           roster->source, roster->lines[i], KA_QUOTE(cell));
    }
    return true;
}

static void fill_column(struct ka_frame *accounts, size_t key, const struct ka_frame *roster,
                        const struct ka_map *ids, const char *name, size_t from)
{
    struct ka_frame filled = {.rows = accounts->rows};
    struct ka_column *column = ka_frame_append(&filled, name);
    size_t own = ka_frame_find(accounts, name);
    for (size_t i = 0; i < accounts->rows; i++) {
        struct ka_str cell = own == KA_NONE ? ka_str("") : ka_frame_cell(accounts, own, i);
        size_t at = ka_map_find(ids, ka_frame_cell(accounts, key, i));
        ka_column_add(column,
                      cell.n == 0 && at != KA_NONE ? ka_frame_cell(roster, from, at) : cell);
    }
    struct ka_column *target =
        own == KA_NONE ? ka_frame_append(accounts, name) : &accounts->columns[own];
    struct ka_column unfilled = *target;
    *target = filled.columns[0];
    filled.columns[0] = unfilled;
    ka_frame_clear(&filled);
}

bool ka_channel_fill(struct ka_frame *accounts, size_t key, const struct ka_frame *roster,
                     struct ka_error *err)
{
    static const char *const names[] = {"channel", "group", "axis"};
    struct ka_map ids = {0};
    bool ok = index_ids(roster, &ids, err);
    for (size_t i = 0; ok && i < sizeof names / sizeof *names; i++) {
        size_t from = ka_frame_find(roster, names[i]);
        if (from != KA_NONE)
            fill_column(accounts, key, roster, &ids, names[i], from);
    }
    ka_map_clear(&ids);
    return ok;
}

bool ka_unsold_make(const struct ka_frame *accounts, size_t key, const struct ka_frame *roster,
                    struct ka_frame *prospects, struct ka_error *err)
{
    size_t id;
    if (!ka_frame_need(roster, "account_id", &id, err))
        return false;
    struct ka_map buyers = {0};
    struct chosen rows = {.row = ka_alloc(roster->rows, sizeof *rows.row)};
    for (size_t i = 0; i < accounts->rows; i++)
        ka_map_put(&buyers, ka_frame_cell(accounts, key, i), NULL);
    for (size_t i = 0; i < roster->rows; i++)
        if (ka_map_find(&buyers, ka_frame_cell(roster, id, i)) == KA_NONE)
            rows.row[rows.count++] = i;
    sort_rows(&rows, roster, id);
    prospects->rows = rows.count;
    for (size_t c = 0; c < roster->width; c++)
        copy_column(roster, c, &rows, prospects);
    ka_map_clear(&buyers);
    free(rows.row);
    return true;
}

// ---- Accounts without a channel ----

// has: those with a channel, else those without.  The caller frees the rows.
static struct chosen choose_by_channel(const struct ka_frame *accounts, bool has)
{
    size_t channel = ka_frame_find(accounts, "channel");
    struct chosen rows = {.row = ka_alloc(accounts->rows, sizeof *rows.row)};
    for (size_t i = 0; i < accounts->rows; i++)
        if ((channel != KA_NONE && ka_frame_cell(accounts, channel, i).n > 0) == has)
            rows.row[rows.count++] = i;
    return rows;
}

void ka_unclassified_make(const struct ka_frame *accounts, size_t key,
                          struct ka_frame *unclassified)
{
    static const char *const names[] = {"account", "revenue"};
    struct chosen rows = choose_by_channel(accounts, false);
    sort_rows(&rows, accounts, key);
    unclassified->rows = rows.count;
    copy_column(accounts, key, &rows, unclassified);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t c = ka_frame_find(accounts, names[i]);
        if (c != KA_NONE && c != key)
            copy_column(accounts, c, &rows, unclassified);
    }
    struct ka_column *missing = ka_frame_append(unclassified, "missing");
    for (size_t i = 0; i < rows.count; i++)
        ka_column_add(missing, KA_STR("channel"));
    free(rows.row);
}

void ka_unclassified_drop(struct ka_frame *accounts)
{
    struct chosen rows = choose_by_channel(accounts, true);
    struct ka_frame kept = {.rows = rows.count};
    for (size_t c = 0; c < accounts->width; c++)
        copy_column(accounts, c, &rows, &kept);
    kept.source = accounts->source;
    kept.distinct = accounts->distinct;
    accounts->source = NULL;
    kept.lines = ka_alloc(rows.count, sizeof *kept.lines);
    kept.line_cap = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        kept.lines[i] = accounts->lines ? accounts->lines[rows.row[i]] : 0;
    ka_frame_clear(accounts);
    *accounts = kept;
    free(rows.row);
}
