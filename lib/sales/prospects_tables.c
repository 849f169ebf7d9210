// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/prospects_tables.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/prospects_check.h"
#include "stat/proportion.h"

static void put_header(struct ka_writer *w, const char *columns)
{
    struct ka_str rest = ka_str(columns), name;
    while (ka_str_next(&rest, ',', &name))
        ka_writer_put(w, name);
    ka_writer_end(w);
}

static void put_proportion(struct ka_writer *w, struct ka_proportion p, double times)
{
    ka_writer_put_real(w, p.value * times);
    ka_writer_put_real(w, p.lo * times);
    ka_writer_put_real(w, p.hi * times);
}

static double key_share(const struct ka_prospects *p)
{
    return (double)p->key_count / (double)p->account_count;
}

// ---- Prospects ----

// The traits by how much they say, either way: "channel 打印机原厂(OEM) ×3.1; size <= 300
// ×0.4".
static void add_reasons(const struct ka_prospects *p, const struct ka_candidate *c,
                        const struct ka_likeness *like, struct ka_buf *out)
{
    bool said[KA_LEAD_TRAITS] = {false};
    for (size_t n = 0; n < like->known; n++) {
        int most = -1;
        for (int t = 0; t < KA_LEAD_TRAITS; t++)
            if (!said[t] && !isnan(like->lift[t]) &&
                (most < 0 || fabs(log(like->lift[t])) > fabs(log(like->lift[most]))))
                most = t;
        said[most] = true;
        ka_buf_addf(out, "%s%s ", n > 0 ? "; " : "", ka_trait_names[most]);
        ka_trait_format(p, (enum ka_trait)most, c->code[most], out);
        ka_buf_addf(out, " ×%.2g", like->lift[most]);
    }
}

static void put_nearest(const struct ka_prospects *p, const struct ka_likeness *like,
                        struct ka_writer *w)
{
    for (size_t i = 0; i < KA_NEAREST; i++) {
        bool there = i < like->near_count;
        const struct ka_candidate *key = there ? &p->accounts[like->near[i].point] : NULL;
        ka_writer_put(w, there ? key->id : KA_STR(""));
        ka_writer_put(w, there ? key->name : KA_STR(""));
        ka_writer_put_real(w, there ? like->near[i].distance : NAN);
    }
}

static void put_prospect(const struct ka_prospects *p, const struct ka_candidate *c,
                         const struct ka_likeness *like, struct ka_writer *w)
{
    struct ka_buf reasons = {0};
    ka_writer_put(w, c->id);
    ka_writer_put(w, c->name);
    ka_writer_put(w, c->text[KA_TRAIT_REGION]);
    ka_writer_put(w, c->text[KA_TRAIT_INDUSTRY]);
    ka_writer_put(w, c->text[KA_TRAIT_CHANNEL]);
    ka_writer_put_real(w, c->size);
    ka_writer_put(w, c->source);
    ka_writer_put_integer(w, (int64_t)like->known);
    ka_writer_put_real(w, like->distance);
    ka_writer_put_real(w, like->known > 0 ? like->log_lift : NAN);
    put_nearest(p, like, w);
    add_reasons(p, c, like, &reasons);
    ka_writer_put(w, ka_buf_str(&reasons));
    ka_writer_end(w);
    ka_buf_clear(&reasons);
}

void ka_prospects_write(const struct ka_prospects *p, struct ka_writer *w)
{
    size_t n = p->prospect_count;
    struct ka_likeness *like = ka_prospects_compare_all(p, p->prospects, n, false);
    size_t *order = ka_prospects_order(like, n);
    put_header(w, "lead_rank,prospect_id,name,region,industry,channel,size,source,traits_known,"
                  "distance,log_lift,nearest_1,nearest_1_name,nearest_1_distance,nearest_2,"
                  "nearest_2_name,nearest_2_distance,nearest_3,nearest_3_name,"
                  "nearest_3_distance,reasons");
    for (size_t i = 0; i < n; i++) {
        ka_writer_put_integer(w, (int64_t)i + 1);
        put_prospect(p, &p->prospects[order[i]], &like[order[i]], w);
    }
    free(order);
    free(like);
}

// ---- Profile ----

struct value {
    struct ka_str text;
    struct ka_count count;
};

static int compare_values(const void *left, const void *right)
{
    const struct value *a = left, *b = right;
    double x = (double)a->count.key * (double)b->count.all,
           y = (double)b->count.key * (double)a->count.all;
    return x != y ? (x < y ? 1 : -1) : ka_str_cmp(a->text, b->text);
}

static void write_trait(const struct ka_prospects *p, int trait, int64_t min_support,
                        struct ka_writer *w)
{
    struct value *value = ka_alloc(p->counted[trait], sizeof *value);
    struct ka_arena arena = {0};
    struct ka_buf text = {0};
    size_t n = 0;
    double overall = (double)p->known[trait].key / (double)p->known[trait].all;
    for (size_t v = 0; v < p->counted[trait]; v++) {
        struct ka_count count = p->counts[trait][v];
        if (count.all == 0 || count.all < (size_t)min_support)
            continue;
        ka_buf_reset(&text);
        ka_trait_format(p, (enum ka_trait)trait, (uint32_t)v, &text);
        value[n++] = (struct value){ka_arena_str(&arena, ka_buf_str(&text)), count};
    }
    qsort(value, n, sizeof *value, compare_values);
    for (size_t i = 0; i < n; i++) {
        struct ka_proportion share =
            ka_wilson((double)value[i].count.key, (double)value[i].count.all, .95);
        ka_writer_put_text(w, ka_trait_names[trait]);
        ka_writer_put(w, value[i].text);
        ka_writer_put_integer(w, (int64_t)value[i].count.all);
        ka_writer_put_integer(w, (int64_t)value[i].count.key);
        put_proportion(w, share, 1);
        put_proportion(w, share, overall > 0 ? 1 / overall : NAN);
        ka_writer_end(w);
    }
    ka_arena_clear(&arena);
    ka_buf_clear(&text);
    free(value);
}

void ka_prospects_write_profile(const struct ka_prospects *p, int64_t min_support,
                                struct ka_writer *w)
{
    put_header(w, "trait,value,accounts,key_accounts,key_share,key_share_lo,key_share_hi,lift,"
                  "lift_lo,lift_hi");
    for (int t = 0; t < KA_TRAITS; t++)
        write_trait(p, t, min_support, w);
}

// ---- Region × industry ----

struct cell {
    struct ka_str region, industry;
    size_t accounts, keys, prospects;
};

struct grid {
    struct ka_map keys;
    struct cell *cells;
    size_t cap;
};

static void add(struct grid *grid, const struct ka_candidate *c, bool account)
{
    struct pair {
        uint32_t region, industry;
    } pair = {c->code[KA_TRAIT_REGION], c->code[KA_TRAIT_INDUSTRY]};
    bool is_new;
    if (pair.region == KA_GOWER_NONE || pair.industry == KA_GOWER_NONE)
        return;
    size_t at = ka_map_put(&grid->keys, KA_KEY(pair), &is_new);
    grid->cells = ka_grow(grid->cells, &grid->cap, at + 1, sizeof *grid->cells);
    if (is_new)
        grid->cells[at] =
            (struct cell){c->text[KA_TRAIT_REGION], c->text[KA_TRAIT_INDUSTRY], 0, 0, 0};
    grid->cells[at].accounts += account;
    grid->cells[at].keys += account && c->key;
    grid->cells[at].prospects += !account;
}

static int compare_cells(const void *left, const void *right)
{
    const struct cell *a = left, *b = right;
    int by_region = ka_str_cmp(a->region, b->region);
    return by_region ? by_region : ka_str_cmp(a->industry, b->industry);
}

void ka_prospects_write_grid(const struct ka_prospects *p, struct ka_writer *w)
{
    struct grid grid = {0};
    for (size_t i = 0; i < p->account_count; i++)
        add(&grid, &p->accounts[i], true);
    for (size_t i = 0; i < p->prospect_count; i++)
        add(&grid, &p->prospects[i], false);
    put_header(w, "region,industry,accounts,key_accounts,prospects,penetration,penetration_lo,"
                  "penetration_hi,key_share,key_share_lo,key_share_hi,key_index");
    if (grid.keys.count > 0)
        qsort(grid.cells, grid.keys.count, sizeof *grid.cells, compare_cells);
    for (size_t i = 0; i < grid.keys.count; i++) {
        const struct cell *c = &grid.cells[i];
        struct ka_proportion keys = ka_wilson((double)c->keys, (double)c->accounts, .95);
        ka_writer_put(w, c->region);
        ka_writer_put(w, c->industry);
        ka_writer_put_integer(w, (int64_t)c->accounts);
        ka_writer_put_integer(w, (int64_t)c->keys);
        ka_writer_put_integer(w, (int64_t)c->prospects);
        put_proportion(
            w, ka_wilson((double)c->accounts, (double)(c->accounts + c->prospects), .95), 1);
        put_proportion(w, keys, 1);
        ka_writer_put_real(w, 100 * keys.value / key_share(p));
        ka_writer_end(w);
    }
    ka_map_clear(&grid.keys);
    free(grid.cells);
}

// ---- Check ----

void ka_prospects_write_check(const struct ka_prospects *p, struct ka_writer *w)
{
    static const char *const names[KA_CHECKS] = {"distance", "log_lift", "both"};
    struct ka_checked checked[KA_CHECKS];
    ka_prospects_check(p, checked);
    put_header(w, "score,key_accounts,other_accounts,auc,auc_lo,auc_hi");
    for (int i = 0; i < KA_CHECKS; i++) {
        ka_writer_put_text(w, names[i]);
        ka_writer_put_integer(w, (int64_t)p->key_count);
        ka_writer_put_integer(w, (int64_t)(p->account_count - p->key_count));
        ka_writer_put_real(w, checked[i].auc);
        ka_writer_put_real(w, checked[i].lo);
        ka_writer_put_real(w, checked[i].hi);
        ka_writer_end(w);
    }
}
