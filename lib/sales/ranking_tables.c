// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/ranking_tables.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "table/decimal.h"

// The columns that ranking adds, filled in the order of the rows.
enum { RANKED_BY, RANK, SHARE, CUM_SHARE, CUM_COUNT, CLASS, TIE, TOP20, TOP25, ADDED };

static void append_unknown(struct ka_column *added)
{
    for (int c = RANK; c < ADDED; c++)
        ka_column_add(&added[c], KA_STR(""));
}

static void append_known(struct ka_column *added, const struct ka_ranking *r, size_t i)
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

bool ka_ranking_append(const struct ka_ranking *r, struct ka_frame *accounts,
                       struct ka_error *err)
{
    static const char *const names[ADDED] = {"ranked_by", "rank",      "share",
                                             "cum_share", "cum_count", "class",
                                             "tie",       "top20",     "top25"};
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
            append_known(added, r, place[row]);
        else
            append_unknown(added);
    }
    free(place);
    return true;
}

// ---- Summary ----

static void begin_stat(struct ka_writer *w, const char *measure, const char *stat,
                       const char *group)
{
    ka_writer_put_text(w, measure);
    ka_writer_put_text(w, stat);
    ka_writer_put_text(w, group);
}

static void put_stat_range(struct ka_writer *w, const char *measure, const char *stat,
                           const char *group, double value, double lo, double hi)
{
    begin_stat(w, measure, stat, group);
    ka_writer_put_real(w, value);
    ka_writer_put_real(w, lo);
    ka_writer_put_real(w, hi);
    ka_writer_end(w);
}

static void put_total(struct ka_writer *w, const struct ka_ranking *r)
{
    ka_int128 total = 0;
    struct ka_buf text = {0};
    for (size_t i = 0; i < r->n; i++)
        total += r->value[i];
    ka_decimal_format_sum(&text, total);
    begin_stat(w, r->measure, "total", "");
    ka_writer_put(w, ka_buf_str(&text));
    ka_writer_put_text(w, "");
    ka_writer_put_text(w, "");
    ka_writer_end(w);
    ka_buf_clear(&text);
}

static void put_figures(struct ka_writer *w, const struct ka_ranking *r)
{
    const struct ka_concentration *f = &r->figures;
    bool negative = r->n > 0 && r->value[r->n - 1] < 0;
    const struct {
        const char *stat;
        double value;
    } figures[] = {
        {"n", (double)r->n},
        {"unknown", (double)(r->rows - r->n)},
        {"make80", f->make80 ? (double)f->make80 : NAN},
        {"make80_share", f->make80_share},
        {"top20_share", f->top20_share},
        {"top25_share", f->top25_share},
        {"gini", f->gini},
        {"gini_corrected", f->gini_corrected},
        {"gini_rsv", negative ? f->gini_rsv : NAN},
        {"hhi", f->hhi},
        {"effective_number", f->effective},
        {"hhi_normalised", f->hhi_normalised},
        {"cr4", f->cr4},
        {"cr8", f->cr8},
        {"rosenbluth", f->rosenbluth},
        {"hoover", f->hoover},
        {"theil_t", f->theil_t},
        {"theil_l", f->theil_l},
    };
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        put_stat_range(w, r->measure, figures[i].stat, "", figures[i].value, NAN, NAN);
    double middle = (f->asymmetry_lo + f->asymmetry_hi) / 2;
    put_stat_range(w, r->measure, "lorenz_asymmetry", "", middle, f->asymmetry_lo,
                   f->asymmetry_hi);
}

static void put_atkinson(struct ka_writer *w, const struct ka_ranking *r)
{
    static const char *const epsilon[] = {"0.5", "1", "2"};
    double *x = ka_alloc(r->n, sizeof *x);
    for (size_t i = 0; i < r->n; i++)
        x[i] = ka_decimal_real(r->value[i]);
    for (size_t i = 0; i < sizeof epsilon / sizeof *epsilon; i++)
        put_stat_range(w, r->measure, "atkinson", epsilon[i],
                       ka_atkinson(x, r->n, strtod(epsilon[i], NULL)), NAN, NAN);
    free(x);
}

static void put_classes(struct ka_writer *w, const struct ka_ranking *r)
{
    for (const char *class = "ABCN"; *class; class ++) {
        const char name[2] = {*class, '\0'};
        double count = 0, share = 0;
        for (size_t i = 0; i < r->n; i++)
            if (r->item[i].class == *class) {
                count++;
                share += r->item[i].share;
            }
        put_stat_range(w, r->measure, "class_count", name, count, NAN, NAN);
        put_stat_range(w, r->measure, "class_share", name, share, NAN, NAN);
    }
}

void ka_ranking_write_summary(struct ka_writer *w, const struct ka_ranking *rankings,
                              size_t count)
{
    static const char *const header[] = {"measure", "stat", "group", "value", "lo", "hi"};
    for (size_t i = 0; i < sizeof header / sizeof *header; i++)
        ka_writer_put_text(w, header[i]);
    ka_writer_end(w);
    for (size_t i = 0; i < count; i++) {
        put_total(w, &rankings[i]);
        put_figures(w, &rankings[i]);
        put_atkinson(w, &rankings[i]);
        put_classes(w, &rankings[i]);
    }
}

// ---- Curves ----

struct curve {
    struct ka_writer *writer;
    const struct ka_ranking *ranking;
    const struct ka_frame *accounts;
    size_t key;
    const char *name;
    ka_int128 total;
};

// The point behind `count` accounts whose amounts add up to sum; the i-th of the order
// was the last of them.
static void put_point(const struct curve *c, size_t count, ka_int128 sum, size_t i)
{
    struct ka_str key = KA_STR("");
    if (count > 0)
        key = ka_frame_cell(c->accounts, c->key, c->ranking->order[i]);
    ka_writer_put_text(c->writer, c->ranking->measure);
    ka_writer_put_text(c->writer, c->name);
    ka_writer_put_real(c->writer, (double)count / (double)c->ranking->n);
    ka_writer_put_real(c->writer, sum == c->total ? 1 : (double)sum / (double)c->total);
    ka_writer_put(c->writer, key);
    ka_writer_end(c->writer);
}

static void put_curve(const struct curve *c, bool ascending)
{
    ka_int128 sum = 0;
    put_point(c, 0, 0, 0);
    for (size_t count = 1; count <= c->ranking->n; count++) {
        size_t i = ascending ? c->ranking->n - count : count - 1;
        sum += c->ranking->value[i];
        put_point(c, count, sum, i);
    }
}

void ka_ranking_write_curves(struct ka_writer *w, const struct ka_ranking *rankings,
                             size_t count, const struct ka_frame *accounts, size_t key)
{
    static const char *const header[] = {"measure", "curve", "p", "y", "key"};
    for (size_t i = 0; i < sizeof header / sizeof *header; i++)
        ka_writer_put_text(w, header[i]);
    ka_writer_end(w);
    for (size_t i = 0; i < count; i++) {
        struct curve c = {w, &rankings[i], accounts, key, "lorenz", 0};
        for (size_t j = 0; j < rankings[i].n; j++)
            c.total += rankings[i].value[j];
        if (c.total <= 0) // shares of nothing, or of a loss, mean nothing
            continue;
        put_curve(&c, true);
        c.name = strcmp(rankings[i].measure, "net_profit") == 0 ? "whale" : "abc";
        put_curve(&c, false);
    }
}
