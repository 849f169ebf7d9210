// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/referrals.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "sales/headers.h"
#include "sales/roster.h"
#include "table/date.h"

// ---- In ----

enum { FROM, TO, COLUMNS };

struct table {
    struct ka_frame frame;
    size_t place[COLUMNS], date;
    int32_t *day;
};

static bool open_table(struct table *t, const char *path, struct ka_meta *meta,
                       struct ka_error *err)
{
    if (!ka_side_table_load(&t->frame, "referrals", path, meta, err) ||
        !ka_frame_need(&t->frame, "from_id", &t->place[FROM], err) ||
        !ka_frame_need(&t->frame, "to_id", &t->place[TO], err))
        return false;
    t->date = ka_frame_find(&t->frame, "date");
    t->day = ka_alloc(t->frame.rows, sizeof *t->day);
    for (size_t row = 0; row < t->frame.rows; row++)
        t->day[row] = KA_DATE_NONE;
    return t->date == KA_NONE || ka_frame_dates(&t->frame, t->date, t->day, err);
}

static size_t put_person(struct ka_referrals *r, struct ka_str id)
{
    struct ka_buf plain = {0};
    bool is_new;
    ka_text_nfkc(&plain, id);
    size_t at = ka_map_put(&r->ids, ka_buf_str(&plain), &is_new);
    ka_buf_clear(&plain);
    r->people = ka_grow(r->people, &r->cap, at + 1, sizeof *r->people);
    if (is_new)
        r->people[at] = (struct ka_person){.by = KA_NONE, .row = KA_NONE};
    return at;
}

static bool take(struct ka_referrals *r, const struct table *t, size_t row, int32_t asof,
                 struct ka_error *err)
{
    for (int c = 0; c < COLUMNS; c++)
        if (ka_str_trim(ka_frame_cell(&t->frame, t->place[c], row)).n == 0)
            return ka_frame_refuse(&t->frame, t->place[c], row, "is no id", err);
    if (asof != KA_DATE_NONE && t->day[row] > asof) {
        r->later++;
        return true;
    }
    size_t from = put_person(r, ka_frame_cell(&t->frame, t->place[FROM], row));
    size_t to = put_person(r, ka_frame_cell(&t->frame, t->place[TO], row));
    if (r->people[to].by != KA_NONE) {
        struct ka_buf says = {0};
        ka_buf_addf(&says, "was brought by %s before", KA_QUOTE(r->ids.keys[r->people[to].by]));
        ka_frame_refuse(&t->frame, t->place[TO], row, says.p, err);
        ka_buf_clear(&says);
        return false;
    }
    r->people[to].by = from;
    return true;
}

// ---- Cycles ----

static bool fail_cycle(const struct ka_referrals *r, size_t first, const char *source,
                       struct ka_error *err)
{
    enum { NAMED = 20 };
    struct ka_buf chain = {0};
    size_t at = r->people[first].by, links = 0;
    ka_buf_add(&chain, r->ids.keys[first]);
    for (; at != first && links < NAMED; at = r->people[at].by, links++)
        ka_buf_addf(&chain, " < %.*s", KA_ARG(r->ids.keys[at]));
    ka_buf_addf(&chain, " < %s%.*s", at == first ? "" : "… < ", KA_ARG(r->ids.keys[first]));
    ka_fail(err, KA_BAD_DATA, "%s: referrals go in a circle (< brought by): %s", source,
            chain.p);
    ka_buf_clear(&chain);
    return false;
}

// From the bytewise least on, so that the same circle is named whatever the order of rows.
static bool check_cycles(const struct ka_referrals *r, const char *source, struct ka_error *err)
{
    struct ka_key_ranks ranked;
    size_t *seen = ka_zalloc(r->ids.count, sizeof *seen); // by the walk number
    bool good = true;
    ka_keys_rank(&ranked, &r->ids);
    for (size_t i = 0; good && i < r->ids.count; i++) {
        size_t at = ranked.number[i];
        for (; at != KA_NONE && seen[at] == 0; at = r->people[at].by)
            seen[at] = i + 1;
        if (at == KA_NONE || seen[at] != i + 1)
            continue;
        size_t least = at;
        for (size_t on = r->people[at].by; on != at; on = r->people[on].by)
            least = ranked.rank[on] < ranked.rank[least] ? on : least;
        good = fail_cycle(r, least, source, err);
    }
    ka_keys_clear(&ranked);
    free(seen);
    return good;
}

// ---- What they buy, what they brought ----

static bool read_column(const struct ka_frame *rows, const char *name, double *out,
                        struct ka_error *err)
{
    size_t column = ka_frame_find(rows, name);
    for (size_t i = 0; column == KA_NONE && i < rows->rows; i++)
        out[i] = NAN;
    return column == KA_NONE || ka_frame_reals(rows, column, out, err);
}

static bool join(struct ka_referrals *r, const struct ka_frame *rows, struct ka_error *err)
{
    double *revenue = ka_alloc(rows->rows, sizeof *revenue);
    double *margin = ka_alloc(rows->rows, sizeof *margin);
    size_t key;
    bool good = ka_frame_need(rows, "account_id", &key, err) &&
                read_column(rows, "revenue", revenue, err) &&
                read_column(rows, "margin", margin, err);
    for (size_t row = 0; good && row < rows->rows; row++) {
        size_t at = ka_map_find(&r->ids, ka_frame_cell(rows, key, row));
        if (at == KA_NONE)
            continue;
        r->people[at].row = row;
        r->people[at].revenue = revenue[row];
        r->people[at].margin = margin[row];
    }
    free(revenue);
    free(margin);
    return good;
}

// Numbers of people, the leaves before those who brought them, bytewise among these, so that
// sums have one order.
static size_t *order_leaves_first(const struct ka_referrals *r)
{
    size_t n = r->ids.count, done = 0, *order = ka_alloc(n, sizeof *order);
    size_t *open = ka_zalloc(n, sizeof *open);
    struct ka_key_ranks ranked;
    ka_keys_rank(&ranked, &r->ids);
    for (size_t i = 0; i < n; i++)
        if (r->people[i].by != KA_NONE)
            open[r->people[i].by]++;
    for (size_t i = 0; i < n; i++)
        if (open[ranked.number[i]] == 0)
            order[done++] = ranked.number[i];
    for (size_t i = 0; i < done; i++) {
        size_t by = r->people[order[i]].by;
        if (by != KA_NONE && --open[by] == 0)
            order[done++] = by;
    }
    ka_keys_clear(&ranked);
    free(open);
    return order;
}

static void add_up(struct ka_referrals *r)
{
    size_t *order = order_leaves_first(r);
    for (size_t i = 0; i < r->ids.count; i++) {
        const struct ka_person *person = &r->people[order[i]];
        if (person->by == KA_NONE)
            continue;
        struct ka_person *by = &r->people[person->by];
        by->direct++;
        by->descendants += 1 + person->descendants;
        by->brought += r->decay * (person->revenue + person->brought);
        by->brought_margin += r->decay * (person->margin + person->brought_margin);
    }
    for (size_t i = r->ids.count; i-- > 0;) { // those who brought before those brought
        struct ka_person *person = &r->people[order[i]];
        person->depth = person->by == KA_NONE ? 0 : r->people[person->by].depth + 1;
    }
    free(order);
}

bool ka_referrals_read(struct ka_referrals *r, const char *path, const struct ka_frame *rows,
                       int32_t asof, double decay, struct ka_meta *meta, struct ka_error *err)
{
    struct table t = {0};
    r->decay = decay;
    bool good = open_table(&t, path, meta, err);
    for (size_t row = 0; good && row < t.frame.rows; row++)
        good = take(r, &t, row, asof, err);
    good = good && check_cycles(r, t.frame.source, err) && join(r, rows, err);
    if (good)
        add_up(r);
    ka_frame_clear(&t.frame);
    free(t.day);
    return good;
}

void ka_referrals_clear(struct ka_referrals *r)
{
    ka_map_clear(&r->ids);
    free(r->people);
    *r = (struct ka_referrals){0};
}

// ---- Out ----

static int compare_falling(double a, double b)
{
    if (isnan(a) || isnan(b))
        return !!isnan(a) - !!isnan(b);
    return (a < b) - (a > b);
}

static int compare_people(const void *left, const void *right, void *context)
{
    const struct ka_referrals *r = context;
    size_t a = *(const size_t *)left, b = *(const size_t *)right;
    int by_margin = compare_falling(r->people[a].brought_margin, r->people[b].brought_margin);
    int by_revenue =
        by_margin ? by_margin : compare_falling(r->people[a].brought, r->people[b].brought);
    return by_revenue ? by_revenue : ka_str_cmp(r->ids.keys[a], r->ids.keys[b]);
}

// A cell of the account rows as it came; empty for who has not bought.
static void put_cell(const struct ka_person *person, const struct ka_frame *rows,
                     const char *name, struct ka_writer *w)
{
    size_t column = ka_frame_find(rows, name);
    bool there = person->row != KA_NONE && column != KA_NONE;
    ka_writer_put(w, there ? ka_frame_cell(rows, column, person->row) : KA_STR(""));
}

static void put_person_row(const struct ka_referrals *r, size_t at, const struct ka_frame *rows,
                           struct ka_writer *w)
{
    const struct ka_person *person = &r->people[at];
    ka_writer_put(w, r->ids.keys[at]);
    put_cell(person, rows, "account", w);
    ka_writer_put(w, person->by == KA_NONE ? KA_STR("") : r->ids.keys[person->by]);
    ka_writer_put_integer(w, (int64_t)person->depth);
    ka_writer_put_integer(w, (int64_t)person->direct);
    ka_writer_put_integer(w, (int64_t)person->descendants);
    put_cell(person, rows, "revenue", w);
    put_cell(person, rows, "margin", w);
    ka_writer_put_real(w, person->brought);
    ka_writer_put_real(w, person->brought_margin);
    ka_writer_end(w);
}

void ka_referrals_write(const struct ka_referrals *r, const struct ka_frame *rows,
                        struct ka_writer *w)
{
    static const char *const header[] = {
        "account_id",  "account", "referred_by", "depth",           "referred",
        "descendants", "revenue", "margin",      "brought_revenue", "brought_margin"};
    size_t *order = ka_alloc(r->ids.count, sizeof *order);
    struct ka_referrals context = *r;
    for (size_t i = 0; i < sizeof header / sizeof *header; i++)
        ka_writer_put_text(w, header[i]);
    ka_writer_end(w);
    for (size_t i = 0; i < r->ids.count; i++)
        order[i] = i;
    if (r->ids.count > 0)
        qsort_r(order, r->ids.count, sizeof *order, compare_people, &context);
    for (size_t i = 0; i < r->ids.count; i++)
        put_person_row(r, order[i], rows, w);
    free(order);
}
