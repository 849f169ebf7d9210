// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/relations.h"

#include <math.h>
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "sales/dated.h"
#include "sales/schema.h"
#include "table/date.h"

enum { FUNCTIONS_OF_A_PARTNER = 3, MONTHS_OF_A_TEAM = 3 };

const char *const ka_relation_names[] = {"", "ordinary", "partner", "strategic"};

static unsigned function_bit(struct ka_str name)
{
    struct ka_str rest = ka_str(ka_schema_find("contacts", "function")->values), value;
    for (unsigned bit = 1; ka_str_next(&rest, '|', &value); bit <<= 1)
        if (ka_str_eq(value, name))
            return bit;
    return 0;
}

static size_t count_bits(unsigned bits)
{
    return (size_t)__builtin_popcount(bits);
}

// What is known of our side, and how many of it met the account.
enum our_side { OUR_FUNCTIONS, OUR_PEOPLE, OUR_NOTHING };
static const char *const our_sides[] = {"our_functions", "people", "none"};

static enum our_side our_side_of(const struct ka_relation_evidence *e)
{
    return e->our_functions ? OUR_FUNCTIONS : e->people > 0 ? OUR_PEOPLE : OUR_NOTHING;
}

static bool is_broad(const struct ka_relation_evidence *e)
{
    const size_t of_ours[] = {count_bits(e->our_functions), e->people, FUNCTIONS_OF_A_PARTNER};
    return count_bits(e->functions) >= FUNCTIONS_OF_A_PARTNER &&
           of_ours[our_side_of(e)] >= FUNCTIONS_OF_A_PARTNER;
}

enum ka_relation ka_relation_of(const struct ka_relation_evidence *e)
{
    if (e->contacts == 0)
        return KA_RELATION_UNKNOWN;
    if ((e->functions & function_bit(KA_STR("board"))) || e->joint_months >= MONTHS_OF_A_TEAM)
        return KA_STRATEGIC;
    return is_broad(e) ? KA_PARTNER : KA_ORDINARY;
}

// ---- Reading ----

struct reading {
    struct ka_dated contacts;
    size_t function, our_function, by, kind; // columns or KA_NONE
    double *level;
    struct ka_map people, months; // of an account: what was counted already
};

static struct ka_str cell(const struct reading *r, size_t column, size_t row)
{
    return column == KA_NONE ? KA_STR("") : ka_frame_cell(&r->contacts.frame, column, row);
}

static bool read_levels(struct reading *r, struct ka_error *err)
{
    const struct ka_frame *f = &r->contacts.frame;
    size_t column = ka_frame_find(f, "level");
    r->level = ka_alloc(f->rows, sizeof *r->level);
    for (size_t row = 0; row < f->rows; row++)
        r->level[row] = NAN;
    if (column != KA_NONE && !ka_frame_reals(f, column, r->level, err))
        return false;
    for (size_t row = 0; row < f->rows; row++)
        if (!isnan(r->level[row]) && !(r->level[row] >= 1 && r->level[row] <= 5 &&
                                       r->level[row] == floor(r->level[row])))
            return ka_dated_refuse(&r->contacts, row, "level", "is not a level from 1 to 5",
                                   err);
    return true;
}

// True the first time that account has this.
static bool is_new(struct ka_map *seen, size_t account, struct ka_str what)
{
    struct ka_buf key = {0};
    bool new;
    ka_buf_add(&key, KA_KEY(account));
    ka_buf_add(&key, what);
    ka_map_put(seen, ka_buf_str(&key), &new);
    ka_buf_clear(&key);
    return new;
}

static bool is_joint(unsigned function)
{
    return function & (function_bit(KA_STR("rnd")) | function_bit(KA_STR("finance")) |
                       function_bit(KA_STR("marketing")));
}

static void take(struct reading *r, size_t row, struct ka_relation_evidence *all)
{
    size_t account = r->contacts.account[row];
    int32_t date = r->contacts.date[row], month = ka_date_month(date);
    struct ka_relation_evidence *e = &all[account];
    unsigned function = function_bit(cell(r, r->function, row));
    struct ka_str by = ka_str_trim(cell(r, r->by, row));
    e->contacts++;
    e->functions |= function;
    e->our_functions |= function_bit(cell(r, r->our_function, row));
    e->levels |= isnan(r->level[row]) ? 0 : 1U << (int)r->level[row];
    e->last = date > e->last ? date : e->last;
    e->people += by.n > 0 && is_new(&r->people, account, by);
    if (is_joint(function) && ka_str_eq(cell(r, r->kind, row), KA_STR("meeting")))
        e->joint_months += is_new(&r->months, account, KA_KEY(month));
}

static bool open_contacts(struct reading *r, const char *path, const struct ka_frame *accounts,
                          size_t key, int32_t asof, struct ka_meta *meta, struct ka_error *err)
{
    if (!ka_dated_read(&r->contacts, "contacts", path, accounts, key, asof, meta, err) ||
        !ka_dated_check(&r->contacts, "contacts", "kind", err) ||
        !ka_dated_check(&r->contacts, "contacts", "function", err) ||
        !ka_dated_check(&r->contacts, "contacts", "our_function", err) || !read_levels(r, err))
        return false;
    r->function = ka_frame_find(&r->contacts.frame, "function");
    r->our_function = ka_frame_find(&r->contacts.frame, "our_function");
    r->by = ka_frame_find(&r->contacts.frame, "by");
    r->kind = ka_frame_find(&r->contacts.frame, "kind");
    return true;
}

bool ka_relations_load(struct ka_relations *relations, const char *path,
                       const struct ka_frame *accounts, size_t key, int32_t asof,
                       int64_t window_days, struct ka_meta *meta, struct ka_error *err)
{
    struct reading r = {0};
    relations->rows = accounts->rows;
    relations->of = ka_zalloc(accounts->rows, sizeof *relations->of);
    for (size_t i = 0; i < accounts->rows; i++)
        relations->of[i].last = KA_DATE_NONE;
    bool ok = open_contacts(&r, path, accounts, key, asof, meta, err);
    for (size_t row = 0; ok && row < r.contacts.frame.rows; row++) {
        if (!ka_dated_counts(&r.contacts, row))
            continue;
        if (r.contacts.asof - r.contacts.date[row] > window_days)
            relations->older++;
        else
            take(&r, row, relations->of);
    }
    relations->strangers = r.contacts.strangers;
    relations->later = r.contacts.later;
    ka_map_clear(&r.people);
    ka_map_clear(&r.months);
    free(r.level);
    ka_dated_clear(&r.contacts);
    return ok;
}

void ka_relations_clear(struct ka_relations *relations)
{
    free(relations->of);
    *relations = (struct ka_relations){0};
}

// ---- Writing ----

void ka_relations_append(const struct ka_relations *relations, struct ka_frame *accounts)
{
    struct ka_column *column = ka_frame_append(accounts, "relationship_evidenced");
    for (size_t i = 0; i < accounts->rows; i++)
        ka_column_add(column, ka_str(ka_relation_names[ka_relation_of(&relations->of[i])]));
}

static enum ka_relation parse_relation(struct ka_str name)
{
    for (int r = KA_ORDINARY; r < KA_RELATIONS; r++)
        if (ka_str_eq(name, ka_str(ka_relation_names[r])))
            return (enum ka_relation)r;
    return KA_RELATION_UNKNOWN;
}

static struct ka_str account_cell(const struct ka_frame *f, const char *name, size_t row)
{
    size_t column = ka_frame_find(f, name);
    return column == KA_NONE ? KA_STR("") : ka_frame_cell(f, column, row);
}

static const char *finding(enum ka_relation declared, enum ka_relation evidenced, bool key)
{
    if (key && evidenced == KA_ORDINARY)
        return "key_but_ordinary";
    if (!declared || !evidenced || declared == evidenced)
        return "";
    return declared > evidenced ? "overstated" : "understated";
}

static void write_row(const struct ka_relation_evidence *e, const struct ka_frame *f,
                      size_t key, size_t row, struct ka_writer *w)
{
    struct ka_str verdict = account_cell(f, "verdict", row);
    enum ka_relation declared = parse_relation(account_cell(f, "relationship", row));
    enum ka_relation evidenced = ka_relation_of(e);
    if (!declared && !evidenced)
        return;
    ka_writer_put(w, ka_frame_cell(f, key, row));
    ka_writer_put(w, account_cell(f, "account", row));
    ka_writer_put(w, verdict);
    ka_writer_put_text(w, ka_relation_names[declared]);
    ka_writer_put_text(w, ka_relation_names[evidenced]);
    ka_writer_put_text(w, finding(declared, evidenced, ka_str_eq(verdict, KA_STR("key"))));
    ka_writer_put_integer(w, (int64_t)e->contacts);
    ka_writer_put_integer(w, (int64_t)count_bits(e->functions));
    if (our_side_of(e) == OUR_FUNCTIONS)
        ka_writer_put_integer(w, (int64_t)count_bits(e->our_functions));
    else
        ka_writer_put_text(w, "");
    ka_writer_put_integer(w, (int64_t)count_bits(e->levels));
    ka_writer_put_integer(w, (int64_t)e->people);
    ka_writer_put_integer(w, (int64_t)e->joint_months);
    ka_writer_put_date(w, e->last);
    ka_writer_put_text(w, e->contacts ? our_sides[our_side_of(e)] : "");
    ka_writer_end(w);
}

void ka_relations_write(const struct ka_relations *relations, const struct ka_frame *accounts,
                        size_t key, struct ka_writer *w)
{
    static const char *const headers[] = {
        "account_id", "account",      "verdict",      "declared",      "evidenced",
        "finding",    "contacts",     "functions",    "our_functions", "levels",
        "people",     "joint_months", "last_contact", "our_side"};
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        ka_writer_put_text(w, headers[i]);
    ka_writer_end(w);
    for (size_t row = 0; row < relations->rows; row++)
        write_row(&relations->of[row], accounts, key, row, w);
}
