// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/flow_tables.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/hhi.h"
#include "table/decimal.h"

static void put_header(struct ka_writer *w, const char *columns)
{
    struct ka_str rest = ka_str(columns), name;
    while (ka_str_next(&rest, ',', &name))
        ka_writer_put(w, name);
    ka_writer_end(w);
}

static void put_account(const struct ka_flow *flow, size_t account, struct ka_writer *w)
{
    ka_writer_put(w, ka_roster_id(&flow->roster, account));
    ka_writer_put(w, ka_roster_attribute(&flow->roster, account, KA_FLOW_NAME));
    ka_writer_put(w, ka_roster_attribute(&flow->roster, account, KA_FLOW_CHANNEL));
}

// A part of a whole; NAN where the whole is nothing.
static double share_of(double part, double whole)
{
    return whole > 0 ? part / whole : NAN;
}

// ---- To whom an account sells ----

struct parts {
    double *value;
    size_t count, cap;
};

static void add_part(struct parts *parts, bool begins, double value)
{
    if (begins) {
        KA_ROOM(parts->value, parts->count, parts->cap);
        parts->value[parts->count++] = 0;
    }
    parts->value[parts->count - 1] += value;
}

// Rows of one account, or of one segment of it: they stand by segment and customer.
struct route {
    struct parts segments, customers;
    double all, known; // at our prices; of those whose end customer is known
    ka_int128 amount;  // what the account took for it
    bool amounts;      // of all rows known
    double main;       // the largest segment
    uint32_t main_segment;
};

static void add_row(const struct ka_flow *flow, struct route *r, size_t row, bool first)
{
    const struct ka_flow_row *at = &flow->rows[row], *before = at - !first;
    bool new_segment = first || at->segment != before->segment;
    double value = ka_flow_value(flow, at);
    add_part(&r->segments, new_segment, value);
    r->all += value;
    r->amounts &= at->amount != KA_DECIMAL_NONE;
    r->amount += at->amount == KA_DECIMAL_NONE ? 0 : at->amount;
    if (at->customer != UINT32_MAX) {
        add_part(&r->customers, new_segment || at->customer != before->customer, value);
        r->known += value;
    }
}

static void sum_rows(const struct ka_flow *flow, size_t from, size_t to, struct route *r)
{
    r->segments.count = r->customers.count = 0;
    r->all = r->known = 0;
    r->amount = 0;
    r->amounts = from < to;
    r->main = -INFINITY;
    r->main_segment = UINT32_MAX;
    for (size_t row = from; row < to; row++)
        add_row(flow, r, row, row == from);
    for (size_t row = from, s = 0; row < to; row++) {
        bool begins = row == from || flow->rows[row].segment != flow->rows[row - 1].segment;
        if (begins && r->segments.value[s++] > r->main) {
            r->main = r->segments.value[s - 1];
            r->main_segment = flow->rows[row].segment;
        }
    }
}

static void clear_route(struct route *r)
{
    free(r->segments.value);
    free(r->customers.value);
}

// ---- Accounts ----

static void put_figures(const struct ka_flow_figures *f, struct ka_writer *w)
{
    ka_writer_put_integer(w, (int64_t)f->reported);
    ka_writer_put_real(w, f->in);
    ka_writer_put_real(w, f->reported ? f->out : NAN);
    ka_writer_put_real(w, f->rate);
    ka_writer_put_text(w, f->derived ? "derived" : isnan(f->stock_end) ? "" : "reported");
    ka_writer_put_real(w, f->stock_end);
    ka_writer_put_real(w, f->weeks);
    ka_writer_put_real(w, f->stock_change);
    ka_writer_put_real(w, f->stock_tau);
    ka_writer_put_real(w, f->out_tau);
    ka_writer_put_text(w, ka_flow_finding_names[f->finding]);
}

static bool is_in(const struct ka_flow *flow, size_t account)
{
    return flow->cell_start[account] < flow->cell_start[account + 1];
}

static void put_whom(const struct ka_flow *flow, const struct route *r, double in,
                     struct ka_writer *w)
{
    bool any = r->segments.count > 0;
    ka_writer_put_real(w, in > 0 ? fmin(r->known / in, 1) : NAN);
    ka_writer_put_integer(w, (int64_t)r->segments.count);
    ka_writer_put(w, any ? ka_flow_segment(flow, r->main_segment) : KA_STR(""));
    ka_writer_put_real(w, any ? share_of(r->main, r->all) : NAN);
    ka_writer_put_real(w, ka_hhi(r->segments.value, r->segments.count));
    ka_writer_put_integer(w, (int64_t)r->customers.count);
    ka_writer_put_real(w, ka_hhi(r->customers.value, r->customers.count));
}

void ka_flow_write(const struct ka_flow *flow, struct ka_writer *w)
{
    struct route r = {0};
    put_header(w, "account_id,account,channel,months_reported,sellin,sellthrough,"
                  "sellthrough_rate,stock_basis,stock_end,stock_weeks,stock_change,stock_tau,"
                  "sellthrough_tau,finding,end_known_share,end_segments,main_segment,"
                  "main_segment_share,segment_hhi,end_customers,customer_hhi");
    for (size_t i = 0; i < flow->roster.ids.count; i++) {
        struct ka_flow_series series;
        if (!is_in(flow, i))
            continue;
        ka_flow_account_series(flow, i, &series);
        struct ka_flow_figures f = ka_flow_judge(flow, &series);
        sum_rows(flow, flow->row_start[i], flow->row_start[i + 1], &r);
        put_account(flow, i, w);
        put_figures(&f, w);
        put_whom(flow, &r, f.in, w);
        ka_writer_end(w);
    }
    clear_route(&r);
}

// ---- Products ----

void ka_flow_write_products(const struct ka_flow *flow, struct ka_writer *w)
{
    put_header(w, "account_id,account,channel,product_id,months_reported,sellin_qty,"
                  "sellthrough_qty,sellthrough_rate,stock_basis,stock_end_qty,stock_weeks,"
                  "stock_change_qty,stock_tau,sellthrough_tau,finding");
    for (size_t c = 0; c < flow->cell_count; c++) {
        struct ka_flow_series series;
        ka_flow_cell_series(flow, c, &series);
        struct ka_flow_figures f = ka_flow_judge(flow, &series);
        put_account(flow, flow->cells[c].account, w);
        ka_writer_put(w, ka_flow_product(flow, flow->cells[c].product));
        put_figures(&f, w);
        ka_writer_end(w);
    }
}

// ---- Routes ----

static size_t end_of_segment(const struct ka_flow *flow, size_t row, size_t end)
{
    size_t next = row;
    while (next < end && flow->rows[next].segment == flow->rows[row].segment)
        next++;
    return next;
}

static void put_route(const struct ka_flow *flow, const struct ka_flow_row *row,
                      const struct route *r, double whole, struct ka_writer *w)
{
    struct ka_buf amount = {0};
    if (r->amounts)
        ka_decimal_format_sum(&amount, r->amount);
    put_account(flow, row->account, w);
    ka_writer_put(w, ka_flow_segment(flow, row->segment));
    ka_writer_put_real(w, r->all);
    ka_writer_put_real(w, share_of(r->all, whole));
    ka_writer_put(w, ka_buf_str(&amount));
    ka_writer_put_real(w, share_of(r->known, r->all));
    ka_writer_put_integer(w, (int64_t)r->customers.count);
    ka_writer_put_real(w, ka_hhi(r->customers.value, r->customers.count));
    ka_writer_end(w);
    ka_buf_clear(&amount);
}

void ka_flow_write_routes(const struct ka_flow *flow, struct ka_writer *w)
{
    struct route r = {0};
    put_header(w, "account_id,account,channel,end_segment,sellthrough,sellthrough_share,amount,"
                  "end_known_share,end_customers,customer_hhi");
    for (size_t i = 0; i < flow->roster.ids.count; i++) {
        size_t end = flow->row_start[i + 1];
        sum_rows(flow, flow->row_start[i], end, &r);
        double whole = r.all;
        for (size_t row = flow->row_start[i], next; row < end; row = next) {
            next = end_of_segment(flow, row, end);
            sum_rows(flow, row, next, &r);
            put_route(flow, &flow->rows[row], &r, whole, w);
        }
    }
    clear_route(&r);
}

// ---- Links ----

// What runs through one channel.
struct channel {
    double in, unreported, stocked, drawn;
    double *to; // by segment
};

struct links {
    const struct ka_flow *flow;
    struct ka_map channels;
    struct channel *of;
    size_t cap;
    double all;
};

static struct channel *find_channel(struct links *links, size_t account)
{
    bool is_new;
    struct ka_str name = ka_roster_attribute(&links->flow->roster, account, KA_FLOW_CHANNEL);
    size_t at = ka_map_put(&links->channels, name.n ? name : KA_STR("(none)"), &is_new);
    if (is_new) {
        links->of = ka_grow(links->of, &links->cap, at + 1, sizeof *links->of);
        links->of[at] = (struct channel){
            .to = ka_zalloc(links->flow->segments.count, sizeof *links->of[at].to)};
    }
    return &links->of[at];
}

static void add_account(struct links *links, size_t account)
{
    const struct ka_flow *flow = links->flow;
    struct channel *channel = find_channel(links, account);
    struct ka_flow_series series;
    ka_flow_account_series(flow, account, &series);
    struct ka_flow_figures f = ka_flow_judge(flow, &series);
    double out = 0;
    for (size_t row = flow->row_start[account]; row < flow->row_start[account + 1]; row++) {
        double value = ka_flow_value(flow, &flow->rows[row]);
        channel->to[flow->rows[row].segment] += value;
        out += value;
    }
    channel->in += f.in;
    channel->unreported += f.in - f.in_reported;
    channel->stocked += fmax(f.in_reported - out, 0);
    channel->drawn += fmax(out - f.in_reported, 0);
    links->all += f.in;
}

// One end of a link.
struct node {
    const char *level;
    struct ka_str name;
};

// What is negative (returns) runs the other way.
static void put_link(const struct links *links, struct node from, struct node to, double value,
                     struct ka_writer *w)
{
    struct node source = value < 0 ? to : from, target = value < 0 ? from : to;
    if (value == 0)
        return;
    ka_writer_put_text(w, source.level);
    ka_writer_put(w, source.name);
    ka_writer_put_text(w, target.level);
    ka_writer_put(w, target.name);
    ka_writer_put_real(w, fabs(value));
    ka_writer_put_real(w, share_of(fabs(value), links->all));
    ka_writer_end(w);
}

static void put_channel(const struct links *links, size_t number, struct ka_writer *w)
{
    static const struct node company = {"company", {"", 0}}, stock = {"stock", {"", 0}},
                             unreported = {"unreported", {"", 0}};
    const struct channel *c = &links->of[number];
    struct node channel = {"channel", links->channels.keys[number]};
    put_link(links, company, channel, c->in, w);
    put_link(links, stock, channel, c->drawn, w);
    for (size_t s = 0; s < links->flow->segments.count; s++)
        put_link(links, channel, (struct node){"end_segment", ka_flow_segment(links->flow, s)},
                 c->to[s], w);
    put_link(links, channel, stock, c->stocked, w);
    put_link(links, channel, unreported, c->unreported, w);
}

void ka_flow_write_links(const struct ka_flow *flow, struct ka_writer *w)
{
    struct links links = {.flow = flow};
    struct ka_key_ranks ranked;
    for (size_t i = 0; i < flow->roster.ids.count; i++)
        if (is_in(flow, i))
            add_account(&links, i);
    put_header(w, "source_level,source,target_level,target,value,share");
    ka_keys_rank(&ranked, &links.channels);
    for (size_t i = 0; i < links.channels.count; i++) {
        put_channel(&links, ranked.number[i], w);
        free(links.of[ranked.number[i]].to);
    }
    ka_keys_clear(&ranked);
    ka_map_clear(&links.channels);
    free(links.of);
}
