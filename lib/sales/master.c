// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/master.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/text.h"
#include "sales/headers.h"
#include "sales/schema.h"

static bool index_ids(const struct ka_frame *master, size_t column, struct ka_map *ids,
                      struct ka_error *err)
{
    struct ka_buf id = {0};
    bool is_new = true;
    for (size_t row = 0; row < master->rows && is_new; row++) {
        ka_buf_reset(&id);
        ka_text_nfkc(&id, ka_frame_cell(master, column, row));
        ka_map_put(ids, ka_buf_str(&id), &is_new);
        if (!is_new)
            ka_frame_refuse(master, column, row, "is there twice", err);
    }
    ka_buf_clear(&id);
    return is_new;
}

static bool check(const struct ka_frame *master, struct ka_error *err)
{
    size_t size = ka_frame_find(master, "industry_size");
    size_t declared = ka_frame_find(master, "relationship");
    const struct ka_schema_column *schema = ka_schema_find("accounts", "relationship");
    for (size_t row = 0; declared != KA_NONE && row < master->rows; row++) {
        struct ka_str cell = ka_frame_cell(master, declared, row);
        if (cell.n > 0 && !ka_schema_allows(schema, cell))
            return ka_frame_refuse(master, declared, row,
                                   "is not one of ordinary|partner|strategic", err);
    }
    double *sizes = ka_alloc(master->rows, sizeof *sizes);
    bool ok = size == KA_NONE || ka_frame_reals(master, size, sizes, err);
    free(sizes);
    return ok;
}

static void append(struct ka_frame *accounts, size_t key, const struct ka_frame *master,
                   const struct ka_map *ids, const char *name)
{
    size_t from = ka_frame_find(master, name);
    if (from == KA_NONE)
        return;
    size_t *rows = ka_alloc(accounts->rows, sizeof *rows);
    for (size_t row = 0; row < accounts->rows; row++)
        rows[row] = ka_map_find(ids, ka_frame_cell(accounts, key, row));
    struct ka_column *column = ka_frame_append(accounts, name);
    for (size_t row = 0; row < accounts->rows; row++)
        ka_column_add(column, rows[row] == KA_NONE ? KA_STR("")
                                                   : ka_frame_cell(master, from, rows[row]));
    free(rows);
}

bool ka_master_join(struct ka_frame *accounts, size_t key, const char *path,
                    struct ka_meta *meta, struct ka_error *err)
{
    struct ka_frame master = {0};
    struct ka_map ids = {0};
    size_t id;
    bool ok = ka_side_table_load(&master, "accounts", path, meta, err) &&
              ka_frame_need(&master, "account_id", &id, err) &&
              index_ids(&master, id, &ids, err) && check(&master, err);
    if (ok) {
        append(accounts, key, &master, &ids, "industry_size");
        append(accounts, key, &master, &ids, "relationship");
    }
    ka_map_clear(&ids);
    ka_frame_clear(&master);
    return ok;
}

// ---- By name ----

enum { PROPOSED = 3 };

// Below any edit distance when one holds the other; the nearer in length the less.
static size_t distance(struct ka_str asked, struct ka_str name)
{
    bool part = asked.n > 0 && name.n > 0 &&
                (ka_str_contains(name, asked) || ka_str_contains(asked, name));
    return part ? 0 : 1 + ka_text_edits(asked, name);
}

struct candidate {
    size_t distance;
    struct ka_str name;
};

static void propose(struct candidate *best, struct candidate candidate, size_t most)
{
    size_t i = PROPOSED;
    if (candidate.distance > most)
        return;
    while (i > 0 && (!best[i - 1].name.p || candidate.distance < best[i - 1].distance ||
                     (candidate.distance == best[i - 1].distance &&
                      ka_str_cmp(candidate.name, best[i - 1].name) < 0)))
        i--;
    for (size_t j = PROPOSED - 1; j > i; j--)
        best[j] = best[j - 1];
    if (i < PROPOSED)
        best[i] = candidate;
}

static bool fail_unknown(const struct ka_frame *accounts, struct ka_str name,
                         const struct candidate *best, struct ka_error *err)
{
    struct ka_buf near = {0};
    for (size_t i = 0; i < PROPOSED && best[i].name.p; i++)
        ka_buf_addf(&near, "%s%s", i ? ", " : "; near: ", KA_QUOTE(best[i].name));
    ka_fail(err, KA_USAGE, "%s: no account %s%s", accounts->source, KA_QUOTE(name),
            near.n ? near.p : "");
    ka_buf_clear(&near);
    return false;
}

bool ka_account_find(const struct ka_frame *accounts, size_t key, struct ka_str name,
                     size_t *row, struct ka_error *err)
{
    size_t column = ka_frame_find(accounts, "account"), found = 0;
    struct candidate best[PROPOSED] = {0};
    struct ka_buf asked = {0}, folded = {0};
    ka_text_fold(&asked, name);
    size_t letters = ka_text_edits(ka_buf_str(&asked), KA_STR(""));
    for (size_t i = 0; i < accounts->rows; i++) {
        struct ka_str id = ka_frame_cell(accounts, key, i);
        struct ka_str account = column == KA_NONE ? id : ka_frame_cell(accounts, column, i);
        ka_buf_reset(&folded);
        ka_text_fold(&folded, account);
        if (ka_str_eq(id, name) || ka_str_eq(ka_buf_str(&folded), ka_buf_str(&asked))) {
            *row = i;
            found++;
        }
        propose(best,
                (struct candidate){distance(ka_buf_str(&asked), ka_buf_str(&folded)), account},
                1 + letters / 2);
    }
    ka_buf_clear(&asked);
    ka_buf_clear(&folded);
    if (found == 0)
        return fail_unknown(accounts, name, best, err);
    return found == 1 || ka_fail(err, KA_USAGE, "%s: %zu accounts are %s; give the id",
                                 accounts->source, found, KA_QUOTE(name));
}
