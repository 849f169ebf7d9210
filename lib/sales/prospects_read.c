// SPDX-License-Identifier: GPL-3.0-or-later
// Reading accounts, roster and prospects into candidates with the same traits.
#include "sales/prospects_read.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "sales/headers.h"

struct source {
    const struct ka_frame *frame;
    size_t id, name, size, from;
    size_t trait[KA_TRAITS];
    double *sizes; // by row
};

static struct ka_str cell(const struct source *s, size_t column, size_t row)
{
    return column == KA_NONE ? KA_STR("") : ka_str_trim(ka_frame_cell(s->frame, column, row));
}

static bool open_source(struct source *s, const struct ka_frame *frame, const char *id,
                        const char *name, const char *size, struct ka_error *err)
{
    *s = (struct source){.frame = frame};
    if (!ka_frame_need(frame, id, &s->id, err))
        return false;
    s->name = ka_frame_find(frame, name);
    s->size = ka_frame_find(frame, size);
    s->from = ka_frame_find(frame, "source");
    for (int t = 0; t < KA_TRAITS; t++)
        s->trait[t] = t == KA_TRAIT_SIZE ? KA_NONE : ka_frame_find(frame, ka_trait_names[t]);
    s->sizes = ka_alloc(frame->rows, sizeof *s->sizes);
    if (s->size != KA_NONE && !ka_frame_reals(frame, s->size, s->sizes, err))
        return false;
    for (size_t row = 0; row < frame->rows; row++) {
        if (s->size == KA_NONE)
            s->sizes[row] = NAN;
        else if (s->sizes[row] < 0)
            return ka_frame_refuse(s->frame, s->size, row, "is below 0", err);
    }
    return true;
}

// An id in ka-import's form, which people's tables may not have.
static struct ka_str canonical(struct ka_prospects *p, struct ka_str id)
{
    struct ka_buf plain = {0};
    ka_text_nfkc(&plain, id);
    struct ka_str kept = ka_arena_str(&p->arena, ka_buf_str(&plain));
    ka_buf_clear(&plain);
    return kept;
}

static struct ka_candidate read_candidate(struct ka_prospects *p, const struct source *s,
                                          size_t row)
{
    struct ka_candidate c = {.id = canonical(p, cell(s, s->id, row)),
                             .name = cell(s, s->name, row),
                             .source = cell(s, s->from, row),
                             .size = s->sizes[row]};
    for (int t = 0; t < KA_TRAITS; t++)
        c.text[t] = cell(s, s->trait[t], row);
    return c;
}

// What the row leaves empty.
static void fill(struct ka_candidate *c, const struct ka_candidate *from)
{
    for (int t = 0; t < KA_TRAITS; t++)
        if (c->text[t].n == 0)
            c->text[t] = from->text[t];
    if (isnan(c->size))
        c->size = from->size;
}

static int compare_ids(const void *left, const void *right)
{
    const struct ka_candidate *a = left, *b = right;
    return ka_str_cmp(a->id, b->id);
}

static bool check_id(const struct source *s, size_t row, struct ka_str id, struct ka_map *ids,
                     struct ka_error *err)
{
    bool is_new = true;
    if (id.n > 0)
        ka_map_put(ids, id, &is_new);
    return id.n == 0
               ? ka_frame_refuse(s->frame, s->id, row, "is no id", err)
               : is_new || ka_frame_refuse(s->frame, s->id, row, "stands in two rows", err);
}

// ---- Accounts ----

static bool find_key(const struct ka_frame *rows, const char *key, size_t *column,
                     struct ka_str *value, struct ka_error *err)
{
    const char *mark = strchr(key, '=');
    if (!mark || mark == key)
        return ka_fail(err, KA_USAGE, "option '--key': %s is not COLUMN=VALUE",
                       KA_QUOTE(ka_str(key)));
    struct ka_buf name = {0};
    ka_buf_add(&name, (struct ka_str){key, (size_t)(mark - key)});
    *value = ka_str(mark + 1);
    bool good = ka_frame_need(rows, name.p, column, err);
    ka_buf_clear(&name);
    return good;
}

static bool read_accounts(struct ka_prospects *p, const char *key, struct ka_map *ids,
                          struct ka_error *err)
{
    struct source s = {0};
    size_t column;
    struct ka_str value = {0};
    bool good = find_key(&p->rows, key, &column, &value, err) &&
                open_source(&s, &p->rows, "account_id", "account", "industry_size", err);
    p->accounts = ka_alloc(p->rows.rows, sizeof *p->accounts);
    for (size_t row = 0; good && row < p->rows.rows; row++) {
        struct ka_candidate c = read_candidate(p, &s, row);
        good = check_id(&s, row, c.id, ids, err);
        c.key = ka_str_eq(cell(&s, column, row), value);
        p->key_count += c.key;
        p->accounts[p->account_count++] = c;
    }
    free(s.sizes);
    return good && (p->key_count > 0 || ka_fail(err, KA_NOT_ESTIMABLE, "%s: no account has %s",
                                                p->rows.source, key));
}

// ---- Roster and prospects ----

static void add_prospect(struct ka_prospects *p, const struct ka_candidate *c)
{
    KA_ROOM(p->prospects, p->prospect_count, p->prospect_cap);
    p->prospects[p->prospect_count++] = *c;
}

static bool read_roster(struct ka_prospects *p, const char *path, const struct ka_map *ids,
                        struct ka_meta *meta, struct ka_error *err)
{
    struct source s = {0};
    struct ka_map seen = {0};
    bool good = ka_side_table_load(&p->master, "accounts", path, meta, err) &&
                open_source(&s, &p->master, "account_id", "account", "industry_size", err);
    for (size_t row = 0; good && row < p->master.rows; row++) {
        struct ka_candidate c = read_candidate(p, &s, row);
        good = check_id(&s, row, c.id, &seen, err);
        size_t account = ka_map_find(ids, c.id);
        c.source = KA_STR("roster");
        if (!good)
            break;
        if (account != KA_NONE)
            fill(&p->accounts[account], &c);
        else
            add_prospect(p, &c);
    }
    ka_map_clear(&seen);
    free(s.sizes);
    return good;
}

static bool read_table(struct ka_prospects *p, const char *path, const struct ka_map *ids,
                       struct ka_meta *meta, struct ka_error *err)
{
    struct source s = {0};
    struct ka_map seen = {0};
    for (size_t i = 0; i < p->prospect_count; i++)
        ka_map_put(&seen, p->prospects[i].id, NULL);
    bool good = ka_side_table_load(&p->table, "prospects", path, meta, err) &&
                open_source(&s, &p->table, "prospect_id", "name", "size", err);
    for (size_t row = 0; good && row < p->table.rows; row++) {
        struct ka_candidate c = read_candidate(p, &s, row);
        good = check_id(&s, row, c.id, &seen, err);
        if (ka_map_find(ids, c.id) != KA_NONE)
            p->customers++;
        else
            add_prospect(p, &c);
    }
    ka_map_clear(&seen);
    free(s.sizes);
    return good;
}

bool ka_prospects_read(struct ka_prospects *p, const struct ka_prospects_options *options,
                       struct ka_meta *meta, struct ka_error *err)
{
    struct ka_map ids = {0};
    bool good = read_accounts(p, options->key, &ids, err) &&
                (!options->accounts || read_roster(p, options->accounts, &ids, meta, err)) &&
                (!options->prospects || read_table(p, options->prospects, &ids, meta, err));
    ka_map_clear(&ids);
    if (!good)
        return false;
    qsort(p->accounts, p->account_count, sizeof *p->accounts, compare_ids);
    if (p->prospect_count > 0)
        qsort(p->prospects, p->prospect_count, sizeof *p->prospects, compare_ids);
    return true;
}
