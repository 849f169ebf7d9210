// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/campaign.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/input.h"
#include "stat/nearest.h"

static bool read_ids(struct ka_campaign *c, const char *path, struct ka_meta *meta,
                     bool *treated, struct ka_error *err)
{
    const struct ka_journal *journal = c->bridge->journal;
    struct ka_frame frame = {0};
    struct ka_map ids = {0};
    size_t column;
    bool good = ka_input_load(&frame, path, meta, err) &&
                ka_frame_need(&frame, "account_id", &column, err);
    for (size_t row = 0; good && row < frame.rows; row++)
        ka_map_put(&ids, ka_frame_cell(&frame, column, row), NULL);
    c->strangers = ids.count;
    for (size_t a = 0; good && a < ka_journal_accounts(journal); a++)
        if (ka_map_find(&ids, ka_journal_id(journal, a)) != KA_NONE) {
            treated[a] = true;
            c->account[c->count++] = a;
        }
    c->strangers -= c->count;
    ka_map_clear(&ids);
    ka_frame_clear(&frame);
    return good;
}

static double log_before(const struct ka_bridge *bridge, size_t account)
{
    return log(ka_decimal_real(bridge->rows[account].before));
}

// The accounts that may be a match, by the number of their group and revenue before.
static struct ka_nearest_point *find_others(const struct ka_bridge *bridge, const bool *treated,
                                            size_t *group, size_t *count)
{
    const struct ka_journal *journal = bridge->journal;
    size_t n = ka_journal_accounts(journal);
    struct ka_nearest_point *others = ka_alloc(n, sizeof *others);
    struct ka_map groups = {0};
    for (size_t a = 0; a < n; a++) {
        group[a] = ka_map_put(&groups, ka_journal_text(journal, a, KA_JOURNAL_GROUP), NULL);
        if (!treated[a] && bridge->rows[a].before > 0)
            others[(*count)++] = (struct ka_nearest_point){group[a], log_before(bridge, a), a};
    }
    ka_map_clear(&groups);
    return others;
}

static ka_int128 change(const struct ka_bridge_row *row)
{
    return row->after - row->before;
}

static ka_int128 effect_of(const struct ka_campaign *c, size_t i)
{
    return change(&c->bridge->rows[c->account[i]]) - change(&c->bridge->rows[c->match[i]]);
}

static void match_all(struct ka_campaign *c, const bool *treated)
{
    double *effect = ka_alloc(c->count, sizeof *effect);
    size_t *group = ka_alloc(ka_journal_accounts(c->bridge->journal), sizeof *group), n = 0;
    struct ka_nearest_point *others = find_others(c->bridge, treated, group, &n);
    struct ka_nearest nearest;
    ka_nearest_init(&nearest, others, n);
    for (size_t i = 0; i < c->count; i++) {
        size_t account = c->account[i];
        const struct ka_nearest_point *match =
            c->bridge->rows[account].before > 0
                ? ka_nearest_take(&nearest, group[account], log_before(c->bridge, account))
                : NULL;
        c->match[i] = match ? match->id : KA_NONE;
        if (match)
            effect[c->pairs++] = ka_decimal_real(effect_of(c, i));
    }
    c->effect = ka_paired(effect, c->pairs, .95);
    ka_nearest_clear(&nearest);
    free(others);
    free(group);
    free(effect);
}

bool ka_campaign_make(struct ka_campaign *c, const struct ka_bridge *bridge, const char *path,
                      struct ka_meta *meta, struct ka_error *err)
{
    size_t n = ka_journal_accounts(bridge->journal);
    bool *treated = ka_zalloc(n, sizeof *treated);
    *c = (struct ka_campaign){.bridge = bridge,
                              .account = ka_alloc(n, sizeof *c->account),
                              .match = ka_alloc(n, sizeof *c->match)};
    bool good = read_ids(c, path, meta, treated, err);
    if (good)
        match_all(c, treated);
    free(treated);
    return good;
}

void ka_campaign_clear(struct ka_campaign *c)
{
    free(c->account);
    free(c->match);
    *c = (struct ka_campaign){0};
}

static void put_sum(struct ka_writer *w, ka_int128 sum)
{
    struct ka_buf text = {0};
    ka_decimal_format_sum(&text, sum);
    ka_writer_put(w, ka_buf_str(&text));
    ka_buf_clear(&text);
}

static void put_pair(struct ka_writer *w, const struct ka_campaign *c, size_t i)
{
    const struct ka_journal *journal = c->bridge->journal;
    bool matched = c->match[i] != KA_NONE;
    const struct ka_bridge_row *own = &c->bridge->rows[c->account[i]];
    const struct ka_bridge_row *other = matched ? &c->bridge->rows[c->match[i]] : NULL;
    ka_writer_put_text(w, matched ? "pair" : "unmatched");
    ka_writer_put(w, ka_journal_id(journal, c->account[i]));
    ka_writer_put(w, matched ? ka_journal_id(journal, c->match[i]) : KA_STR(""));
    put_sum(w, own->before);
    put_sum(w, own->after);
    if (matched) {
        put_sum(w, other->before);
        put_sum(w, other->after);
        put_sum(w, effect_of(c, i));
    }
    for (int empty = matched ? 2 : 5; empty > 0; empty--)
        ka_writer_put_text(w, "");
    ka_writer_end(w);
}

bool ka_campaign_write(struct ka_writer *w, const void *context, struct ka_error *err)
{
    (void)err;
    static const char *const names[] = {
        "part",         "account_id",  "match_id", "revenue_before", "revenue_after",
        "match_before", "match_after", "effect",   "effect_lo",      "effect_hi"};
    const struct ka_campaign *c = context;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        ka_writer_put_text(w, names[i]);
    ka_writer_end(w);
    ka_writer_put_text(w, "mean");
    for (int i = 0; i < 6; i++)
        ka_writer_put_text(w, "");
    ka_writer_put_real(w, c->effect.mean);
    ka_writer_put_real(w, c->effect.lo);
    ka_writer_put_real(w, c->effect.hi);
    ka_writer_end(w);
    for (size_t i = 0; i < c->count; i++)
        put_pair(w, c, i);
    return true;
}
