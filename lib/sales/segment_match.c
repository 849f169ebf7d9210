// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/segment_match.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/assignment.h"

// The earlier run.
struct earlier {
    struct ka_frame frame;
    struct ka_map keys; // number of a key is its row
    int *number;        // of each row's cluster, 0: none
    int most;           // the highest
};

static bool read_numbers(struct earlier *e, size_t cluster, struct ka_error *err)
{
    double *value = ka_alloc(e->frame.rows, sizeof *value);
    bool ok = ka_frame_reals(&e->frame, cluster, value, err);
    e->number = ka_zalloc(e->frame.rows, sizeof *e->number);
    for (size_t i = 0; ok && i < e->frame.rows; i++) {
        if (isnan(value[i]))
            continue;
        if (!(value[i] >= 1 && value[i] <= 1e6 && floor(value[i]) == value[i]))
            ok = ka_fail(err, KA_BAD_DATA,
                         "%s:%llu: column 'cluster': %s is no number of a cluster",
                         e->frame.source, (unsigned long long)e->frame.lines[i],
                         KA_QUOTE(ka_frame_cell(&e->frame, cluster, i)));
        else
            e->number[i] = (int)value[i];
        if (e->number[i] > e->most)
            e->most = e->number[i];
    }
    free(value);
    return ok;
}

static bool read_earlier(struct earlier *e, const char *path, const char *key,
                         struct ka_error *err)
{
    size_t column, cluster;
    bool is_new;
    if (!ka_frame_load(&e->frame, path, &(struct ka_reader_options){.kind = KA_INPUT_ANY},
                       err) ||
        !ka_frame_need(&e->frame, key, &column, err) ||
        !ka_frame_need(&e->frame, "cluster", &cluster, err) || !read_numbers(e, cluster, err))
        return false;
    for (size_t i = 0; i < e->frame.rows; i++) {
        struct ka_str id = ka_frame_cell(&e->frame, column, i);
        ka_map_put(&e->keys, id, &is_new);
        if (!is_new)
            return ka_fail(err, KA_BAD_DATA, "%s:%llu: column '%s': %s stands twice", path,
                           (unsigned long long)e->frame.lines[i], key, KA_QUOTE(id));
    }
    return true;
}

static void clear_earlier(struct earlier *e)
{
    free(e->number);
    ka_map_clear(&e->keys);
    ka_frame_clear(&e->frame);
}

// Counts accounts, count[new (most + 1) + old]; new k and old 0 stand for none.  Accounts of
// the earlier run that are gone are in row k.
static double *count_shared(const struct ka_clustering *c, const struct ka_matrix *m,
                            const struct ka_frame *accounts, size_t key,
                            const struct earlier *e)
{
    size_t width = (size_t)e->most + 1;
    double *count = ka_zalloc((c->k + 1) * width, sizeof *count);
    for (size_t i = 0; i < e->frame.rows; i++)
        count[c->k * width + (size_t)e->number[i]]++;
    for (size_t i = 0; i < m->rows; i++) {
        size_t at = ka_map_find(&e->keys, ka_frame_cell(accounts, key, m->row[i]));
        size_t old = at == KA_NONE ? 0 : (size_t)e->number[at];
        count[(size_t)c->label[i] * width + old]++;
        if (at != KA_NONE)
            count[c->k * width + old]--;
    }
    return count;
}

// Old number of each cluster, KA_UNASSIGNED when it has none.
static size_t *assign(const struct ka_clustering *c, const double *count, size_t width)
{
    size_t *old = ka_alloc(c->k, sizeof *old), most = width - 1;
    double *gain = ka_alloc(c->k * most, sizeof *gain);
    for (size_t i = 0; i < c->k * most; i++)
        gain[i] = count[i / most * width + 1 + i % most];
    ka_assignment_best(gain, c->k, most, old);
    for (size_t i = 0; i < c->k; i++) {
        if (old[i] != KA_UNASSIGNED && gain[i * most + old[i]] > 0)
            old[i]++;
        else
            old[i] = KA_UNASSIGNED;
    }
    free(gain);
    return old;
}

static void take_name(char **name, const struct earlier *e, const char *title, int number)
{
    size_t column = ka_frame_find(&e->frame, title);
    for (size_t i = 0; column != KA_NONE && i < e->frame.rows; i++) {
        struct ka_str cell = ka_frame_cell(&e->frame, column, i);
        if (e->number[i] != number || cell.n == 0)
            continue;
        struct ka_buf text = {0};
        ka_buf_add(&text, cell);
        free(*name);
        *name = ka_strdup(text.p);
        ka_buf_clear(&text);
        return;
    }
}

static void take_numbers(struct ka_clustering *c, const struct earlier *e, const size_t *old)
{
    int next = e->most;
    for (size_t i = 0; i < c->k; i++) {
        c->number[i] = old[i] == KA_UNASSIGNED ? ++next : (int)old[i];
        if (!c->name || old[i] == KA_UNASSIGNED)
            continue;
        take_name(&c->name[i].en, e, "cluster_name", c->number[i]);
        take_name(&c->name[i].zh, e, "cluster_name_zh", c->number[i]);
    }
}

static const char *kind_of(const struct ka_change *change, double of_old, double of_new)
{
    if (change->from == 0 || change->to == 0)
        return change->from == 0 ? "new" : "gone";
    if (change->from == change->to)
        return "same";
    if ((double)change->accounts >= of_old / 4)
        return "split";
    return (double)change->accounts >= of_new / 4 ? "merge" : "move";
}

static double sum_step(const double *value, size_t n, size_t step)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += value[i * step];
    return sum;
}

static int compare_changes(const void *p, const void *q)
{
    const struct ka_change *a = p, *b = q;
    int order = (a->from > b->from) - (a->from < b->from);
    return order ? order : (a->to > b->to) - (a->to < b->to);
}

static void list_changes(const struct ka_clustering *c, const double *count, size_t width,
                         struct ka_changes *changes)
{
    for (size_t new = 0; new <= c->k; new ++)
        for (size_t old = 0; old < width; old++) {
            size_t accounts = (size_t)count[new *width + old];
            struct ka_change change = {(int)old, new < c->k ? c->number[new] : 0, accounts,
                                       NULL};
            if (accounts == 0 || (change.from == 0 && change.to == 0))
                continue;
            change.kind = kind_of(&change, sum_step(count + old, c->k + 1, width),
                                  sum_step(count + new *width, width, 1));
            KA_ROOM(changes->change, changes->count, changes->cap);
            changes->change[changes->count++] = change;
        }
    if (changes->count > 0)
        qsort(changes->change, changes->count, sizeof *changes->change, compare_changes);
}

bool ka_clustering_match(struct ka_clustering *c, const struct ka_matrix *m,
                         const struct ka_frame *accounts, const char *key, const char *path,
                         struct ka_changes *changes, struct ka_error *err)
{
    struct earlier e = {0};
    size_t column;
    bool ok = ka_frame_need(accounts, key, &column, err) && read_earlier(&e, path, key, err);
    if (ok) {
        size_t width = (size_t)e.most + 1;
        double *count = count_shared(c, m, accounts, column, &e);
        size_t *old = assign(c, count, width);
        take_numbers(c, &e, old);
        list_changes(c, count, width, changes);
        free(old);
        free(count);
    }
    clear_earlier(&e);
    return ok;
}

// A number that is none is empty.
static void put_number(struct ka_writer *w, int number)
{
    if (number)
        ka_writer_put_integer(w, number);
    else
        ka_writer_put_text(w, "");
}

void ka_changes_write(const struct ka_changes *changes, struct ka_writer *w)
{
    static const char *const names[] = {"from", "to", "accounts", "kind"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        ka_writer_put_text(w, names[i]);
    ka_writer_end(w);
    for (size_t i = 0; i < changes->count; i++) {
        const struct ka_change *change = &changes->change[i];
        put_number(w, change->from);
        put_number(w, change->to);
        ka_writer_put_integer(w, (int64_t)change->accounts);
        ka_writer_put_text(w, change->kind);
        ka_writer_end(w);
    }
}

void ka_changes_clear(struct ka_changes *changes)
{
    free(changes->change);
    *changes = (struct ka_changes){0};
}
