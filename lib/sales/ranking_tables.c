// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/ranking_tables.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "table/decimal.h"

// The columns that ranking adds, filled in the order of the rows.
enum { RANKED_BY, RANK, SHARE, CUM_SHARE, CUM_COUNT, CLASS, TIE, TOP20, TOP25, P_TOP, ADDED };

static void append_unknown(struct ka_column *added)
{
    for (int c = RANK; c < ADDED; c++)
        ka_column_add(&added[c], KA_STR(""));
}

static void append_known(struct ka_column *added, const struct ka_ranking *r,
                         const double *p_top, size_t i)
{
    const struct ka_abc_item *item = &r->item[i];
    ka_column_add_integer(&added[RANK], (int64_t)r->rank[i]);
    ka_column_add_real(&added[SHARE], item->share);
    ka_column_add_real(&added[CUM_SHARE], item->cum_share);
    ka_column_add_integer(&added[CUM_COUNT], (int64_t)i + 1);
    ka_column_add(&added[CLASS], (struct ka_str){&item->class, item->class != 0});
    ka_column_add_integer(&added[TIE], item->tie);
    ka_column_add_integer(&added[TOP20], item->top20);
    ka_column_add_integer(&added[TOP25], item->top25);
    ka_column_add_real(&added[P_TOP], p_top ? p_top[r->order[i]] : (double)NAN);
}

static bool check_columns(const struct ka_frame *accounts, const char *const *names,
                          struct ka_error *err)
{
    if (ka_frame_find(accounts, names[RANKED_BY]) != KA_NONE)
        return true;
    for (int c = RANK; c < ADDED; c++)
        if (ka_frame_find(accounts, names[c]) != KA_NONE)
            return ka_fail(err, KA_BAD_DATA,
                           "%s: column '%s' would be replaced: give it another name first",
                           accounts->source, names[c]);
    return true;
}

bool ka_ranking_append(const struct ka_ranking *r, const double *p_top,
                       struct ka_frame *accounts, struct ka_error *err)
{
    static const char *const names[ADDED] = {"ranked_by", "rank",  "share", "cum_share",
                                             "cum_count", "class", "tie",   "top20",
                                             "top25",     "p_top"};
    if (!check_columns(accounts, names, err))
        return false;
    size_t *place = ka_alloc(r->rows, sizeof *place); // of each row in the order
    for (size_t i = 0; i < r->rows; i++)
        place[r->order[i]] = i;
    for (int c = 0; c < ADDED; c++)
        ka_frame_append(accounts, names[c]);
    struct ka_column *added = &accounts->columns[accounts->width - ADDED];
    for (size_t row = 0; row < r->rows; row++) {
        ka_column_add(&added[RANKED_BY], ka_str(r->measure));
        if (place[row] < r->n)
            append_known(added, r, p_top, place[row]);
        else
            append_unknown(added);
    }
    free(place);
    return true;
}

// ---- Curves ----

enum { BAND = 50 }; // points of a curve that have bounds, both ends among them

// Bounds of the Lorenz curve behind the `count[i]` smallest, ascending.
struct band {
    size_t count[BAND + 1], points;
    struct ka_interval interval[BAND + 1];
};

struct curve {
    struct ka_writer *writer;
    const struct ka_ranking *ranking;
    const struct ka_frame *accounts;
    size_t key;
    const char *name;
    ka_int128 total;
    struct band band;
    bool ascending;
};

// As many smallest as largest, so that one band serves both ways to draw the curve.
static void choose_points(struct band *band, size_t n)
{
    for (size_t i = 1; i < BAND; i++) {
        size_t count = i <= BAND / 2 ? n * i / BAND : n - n * (BAND - i) / BAND;
        if (count > (band->points ? band->count[band->points - 1] : 0) && count < n)
            band->count[band->points++] = count;
    }
}

static void find_band(struct curve *c, const struct ka_bootstrap *bootstrap)
{
    const size_t n = c->ranking->n;
    double *x = ka_alloc(n, sizeof *x), p[BAND + 1], y[BAND + 1];
    ka_int128 sum = 0;
    choose_points(&c->band, n);
    for (size_t i = 0, next = 0; i < n; i++) {
        int64_t value = c->ranking->value[n - 1 - i];
        x[i] = ka_decimal_real(value);
        sum += value;
        if (next < c->band.points && c->band.count[next] == i + 1) {
            p[next] = (double)(i + 1) / (double)n;
            y[next++] = (double)sum / (double)c->total;
        }
    }
    ka_lorenz_bootstrap(&(struct ka_population){.x = x, .n = n}, p, y, c->band.points,
                        bootstrap, c->band.interval);
    free(x);
}

// The bounds behind `count` accounts of a curve; NaN where there are none.
static struct ka_interval bounds_at(const struct curve *c, size_t count)
{
    size_t smallest = c->ascending ? count : c->ranking->n - count, i = 0;
    while (i < c->band.points && c->band.count[i] < smallest)
        i++;
    if (i == c->band.points || c->band.count[i] != smallest)
        return (struct ka_interval){NAN, NAN, 0};
    struct ka_interval found = c->band.interval[i];
    return c->ascending ? found : (struct ka_interval){1 - found.hi, 1 - found.lo, 0};
}

// The point behind `count` accounts whose amounts add up to sum; the i-th of the order
// was the last of them.
static void put_point(const struct curve *c, size_t count, ka_int128 sum, size_t i)
{
    struct ka_interval bounds = bounds_at(c, count);
    struct ka_str key = KA_STR("");
    if (count > 0)
        key = ka_frame_cell(c->accounts, c->key, c->ranking->order[i]);
    ka_writer_put_text(c->writer, c->ranking->measure);
    ka_writer_put_text(c->writer, c->name);
    ka_writer_put_real(c->writer, (double)count / (double)c->ranking->n);
    ka_writer_put_real(c->writer, sum == c->total ? 1 : (double)sum / (double)c->total);
    ka_writer_put_real(c->writer, bounds.lo);
    ka_writer_put_real(c->writer, bounds.hi);
    ka_writer_put(c->writer, key);
    ka_writer_end(c->writer);
}

static void put_curve(struct curve *c, const char *name, bool ascending)
{
    ka_int128 sum = 0;
    c->name = name;
    c->ascending = ascending;
    put_point(c, 0, 0, 0);
    for (size_t count = 1; count <= c->ranking->n; count++) {
        size_t i = ascending ? c->ranking->n - count : count - 1;
        sum += c->ranking->value[i];
        put_point(c, count, sum, i);
    }
}

void ka_ranking_write_curves(struct ka_writer *w, const struct ka_ranking *rankings,
                             size_t count, const struct ka_frame *accounts, size_t key,
                             const struct ka_bootstrap *bootstrap)
{
    static const char *const header[] = {"measure", "curve", "p", "y", "lo", "hi", "key"};
    for (size_t i = 0; i < sizeof header / sizeof *header; i++)
        ka_writer_put_text(w, header[i]);
    ka_writer_end(w);
    for (size_t i = 0; i < count; i++) {
        struct curve c = {
            .writer = w, .ranking = &rankings[i], .accounts = accounts, .key = key};
        for (size_t j = 0; j < rankings[i].n; j++)
            c.total += rankings[i].value[j];
        if (c.total <= 0) // shares of nothing, or of a loss, mean nothing
            continue;
        find_band(&c, bootstrap);
        put_curve(&c, "lorenz", true);
        put_curve(&c, strcmp(rankings[i].measure, "net_profit") == 0 ? "whale" : "abc", false);
    }
}
