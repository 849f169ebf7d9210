// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/layout.h"

#include "base/text.h"

enum { LINES_LOOKED_AT = 30 };

bool ka_override_parse(const char *text, struct ka_override *override, struct ka_error *err)
{
    struct ka_str whole = ka_str(text);
    const char *mark = strchr(text, '=');
    struct ka_str column = {text, mark ? (size_t)(mark - text) : whole.n};
    override->field = ka_field_named(column);
    if (!mark)
        return ka_fail(err, KA_USAGE, "option '--map': %s is not COLUMN=HEADER",
                       KA_QUOTE(whole));
    if (override->field == KA_FIELDS)
        return ka_fail(err, KA_USAGE,
                       "option '--map': %s is not a column of the sales table (see --schema)",
                       KA_QUOTE(column));
    override->header = ka_str_trim(ka_str(mark + 1));
    return true;
}

// ---- What each header is ----

static size_t numbered(const struct ka_layout *layout, struct ka_str name)
{
    size_t number = 0;
    for (size_t i = 1; i < name.n; i++) {
        if (name.p[i] < '0' || name.p[i] > '9' || number > layout->width)
            return KA_NONE;
        number = number * 10 + (size_t)(name.p[i] - '0');
    }
    return number >= 1 && number <= layout->width ? number - 1 : KA_NONE;
}

static bool folds_equal(struct ka_str a, struct ka_str b)
{
    struct ka_buf one = {0}, other = {0};
    ka_text_fold(&one, a);
    ka_text_fold(&other, b);
    bool equal = ka_str_eq(ka_buf_str(&one), ka_buf_str(&other));
    ka_buf_clear(&one);
    ka_buf_clear(&other);
    return equal;
}

size_t ka_layout_header(const struct ka_layout *layout, struct ka_str name)
{
    for (size_t i = 0; i < layout->width; i++)
        if (ka_str_eq(layout->headers[i].name, name))
            return i;
    if (name.n > 1 && name.p[0] == '#')
        return numbered(layout, name);
    for (size_t i = 0; i < layout->width; i++)
        if (folds_equal(layout->headers[i].name, name))
            return i;
    return KA_NONE;
}

// What a header says of tax, currency and unit holds for whatever amount it is
// mapped to.
static void put_field(struct ka_layout *layout, int field, size_t place)
{
    const struct ka_header *header = &layout->headers[place];
    bool both_money = ka_field_is_money(field) && ka_field_is_money(header->alias.field);
    bool holds = header->is_known && (both_money || header->alias.field == field);
    layout->place[field] = place;
    layout->traits[field] = holds ? header->alias.traits : 0;
    layout->currency[field] = holds ? header->alias.currency : NULL;
}

static void apply_overrides(struct ka_layout *layout, const struct ka_layout_rules *rules)
{
    for (size_t i = 0; i < rules->override_count; i++) {
        const struct ka_override *o = &rules->overrides[i];
        size_t place = o->header.n ? ka_layout_header(layout, o->header) : KA_NONE;
        if (place == KA_NONE)
            continue;
        put_field(layout, o->field, place);
        layout->headers[place].is_forced = true;
    }
}

static bool is_overridden(const struct ka_layout_rules *rules, int field)
{
    for (size_t i = 0; i < rules->override_count; i++)
        if (rules->overrides[i].field == field)
            return true;
    return false;
}

static void apply_aliases(struct ka_layout *layout, const struct ka_layout_rules *rules)
{
    for (size_t i = 0; i < layout->width; i++) {
        const struct ka_header *header = &layout->headers[i];
        if (header->is_forced || !header->is_known || is_overridden(rules, header->alias.field))
            continue;
        size_t place = layout->place[header->alias.field];
        if (place == KA_NONE || layout->headers[place].alias.rank > header->alias.rank)
            put_field(layout, header->alias.field, i);
    }
}

static void set_headers(struct ka_layout *layout, const struct ka_record *record,
                        const struct ka_layout_rules *rules)
{
    layout->width = record->count;
    layout->line = record->line;
    layout->headers = ka_arena_alloc(&layout->arena, record->count, sizeof *layout->headers);
    for (size_t i = 0; i < record->count; i++) {
        struct ka_header *header = &layout->headers[i];
        header->name = ka_arena_str(&layout->arena, ka_str_trim(record->cells[i]));
        header->is_known = ka_alias_find(rules->aliases, header->name, &header->alias);
        if (header->name.n)
            layout->needed = i + 1;
    }
}

static size_t header_taxed(const struct ka_layout *layout, int field)
{
    for (size_t i = 0; i < layout->width; i++) {
        const struct ka_header *h = &layout->headers[i];
        if (h->is_known && h->alias.field == field && (h->alias.traits & KA_TAXED))
            return i;
    }
    return KA_NONE;
}

// 金额 beside 价税合计 or 税额, 单价 beside 含税单价: the one without the word has no tax in
// it.
static void settle_tax(struct ka_layout *layout)
{
    static const int fields[] = {KA_SALE_REVENUE, KA_SALE_UNIT_PRICE};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        int field = fields[i];
        if (layout->place[field] == KA_NONE || layout->traits[field] & (KA_NET | KA_TAXED))
            continue;
        size_t by = header_taxed(layout, field);
        if (by == KA_NONE && field == KA_SALE_REVENUE)
            by = layout->place[KA_FIELD_TAX];
        layout->net_by[field] = by;
        if (by != KA_NONE)
            layout->traits[field] |= KA_NET;
    }
}

// What ka-import writes, and hardly anybody else.
static bool is_sales(const struct ka_layout *layout)
{
    static const char *const names[] = {"date",    "account_id", "kind",
                                        "revenue", "src",        "src_line"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t k = 0;
        while (k < layout->width && !ka_str_eq(layout->headers[k].name, ka_str(names[i])))
            k++;
        if (k == layout->width)
            return false;
    }
    return true;
}

static void assign(struct ka_layout *layout, const struct ka_record *record,
                   const struct ka_layout_rules *rules)
{
    *layout = (struct ka_layout){.titles = layout->titles};
    for (int field = 0; field < KA_FIELDS; field++)
        layout->place[field] = layout->net_by[field] = KA_NONE;
    set_headers(layout, record, rules);
    apply_overrides(layout, rules);
    apply_aliases(layout, rules);
    settle_tax(layout);
    layout->is_sales = is_sales(layout);
}

// ---- Which line is the header ----

static bool has(const struct ka_layout *layout, int field)
{
    return layout->place[field] != KA_NONE;
}

// The first thing that a sale needs and nothing here is; KA_FIELDS: all is there.
static int missing(const struct ka_layout *layout)
{
    if (!has(layout, KA_SALE_DATE))
        return KA_SALE_DATE;
    if (!has(layout, KA_SALE_ACCOUNT_ID) && !has(layout, KA_SALE_ACCOUNT))
        return KA_SALE_ACCOUNT_ID;
    bool derivable = has(layout, KA_SALE_UNIT_PRICE) && has(layout, KA_SALE_QTY);
    return has(layout, KA_SALE_REVENUE) || derivable ? KA_FIELDS : KA_SALE_REVENUE;
}

static size_t known_columns(const struct ka_layout *layout)
{
    size_t n = 0;
    for (int field = 0; field < KA_FIELDS; field++)
        n += has(layout, field);
    return n;
}

static bool fail_twins(const struct ka_layout *layout, const char *source, size_t one,
                       size_t other, struct ka_error *err)
{
    const struct ka_header *first = &layout->headers[one], *second = &layout->headers[other];
    const char *column = ka_field_name(first->alias.field);
    bool same = ka_str_eq(first->name, second->name);
    struct ka_buf choice = {0};
    ka_buf_addf(&choice, same ? "#%zu" : "", one + 1);
    ka_buf_add(&choice, same ? KA_STR("") : first->name);
    ka_buf_addf(&choice, same ? " or #%zu" : " or ", other + 1);
    ka_buf_add(&choice, same ? KA_STR("") : second->name);
    ka_fail(err, KA_BAD_DATA,
            "%s:%llu: column '%s': %s and %s may both be it; say which with --map %s=%s",
            source, (unsigned long long)layout->line, column, KA_QUOTE(first->name),
            KA_QUOTE(second->name), column, choice.p);
    ka_buf_clear(&choice);
    return false;
}

// Two headers that could be the same column, none of them before the other.
static bool check_twins(const struct ka_layout *layout, const char *source,
                        struct ka_error *err)
{
    for (int field = 0; field < KA_FIELDS; field++) {
        if (!has(layout, field) || layout->headers[layout->place[field]].is_forced)
            continue;
        size_t place = layout->place[field];
        const struct ka_header *chosen = &layout->headers[place];
        for (size_t i = place + 1; i < layout->width; i++) {
            const struct ka_header *h = &layout->headers[i];
            if (h->is_known && !h->is_forced && h->alias.field == field &&
                h->alias.rank == chosen->alias.rank)
                return fail_twins(layout, source, place, i, err);
        }
    }
    return true;
}

static bool fail_missing(const struct ka_layout *layout, const char *source,
                         struct ka_error *err)
{
    struct ka_buf there = {0};
    for (size_t i = 0; i < layout->needed; i++)
        ka_buf_addf(&there, "%s%.*s", i ? ", " : "", KA_ARG(layout->headers[i].name));
    const char *column = ka_field_name(missing(layout));
    ka_fail(
        err, KA_BAD_DATA,
        "%s:%llu: no header is known as '%s' (--map %s=HEADER names it); the headers are: %s",
        source, (unsigned long long)layout->line, column, column, there.n ? there.p : "none");
    ka_buf_clear(&there);
    return false;
}

// Keeps of two layouts the one with more known columns, clears the other.
static void keep_better(struct ka_layout *best, struct ka_layout *candidate)
{
    bool is_first = !best->headers;
    if (is_first || known_columns(candidate) > known_columns(best)) {
        ka_layout_clear(best);
        *best = *candidate;
    } else
        ka_layout_clear(candidate);
}

bool ka_layout_find(struct ka_layout *layout, const struct ka_layout_rules *rules,
                    struct ka_reader *reader, struct ka_error *err)
{
    *layout = (struct ka_layout){0};
    const char *source = ka_reader_name(reader);
    struct ka_record record;
    for (size_t n = 0; n < LINES_LOOKED_AT && ka_reader_next(reader, &record); n++) {
        struct ka_layout candidate = {.titles = n};
        assign(&candidate, &record, rules);
        if (missing(&candidate) == KA_FIELDS) {
            ka_layout_clear(layout);
            *layout = candidate;
            return check_twins(layout, source, err);
        }
        keep_better(layout, &candidate);
    }
    return layout->headers ? fail_missing(layout, source, err) : false;
}

void ka_layout_clear(struct ka_layout *layout)
{
    ka_arena_clear(&layout->arena);
    *layout = (struct ka_layout){0};
}

// ---- What is said of it ----

void ka_layout_describe(const struct ka_layout *layout, int field, struct ka_buf *out)
{
    const char *name = ka_field_name(field);
    ka_buf_addf(out, "'%s'", name);
    if (!has(layout, field))
        return;
    struct ka_str header = layout->headers[layout->place[field]].name;
    if (!ka_str_eq(header, ka_str(name)))
        ka_buf_addf(out, " (%.*s)", KA_ARG(header));
}

// Why the header at index i is or is not in use.
static void say_use(const struct ka_layout *layout, size_t i, struct ka_buf *says)
{
    const struct ka_header *header = &layout->headers[i];
    if (header->is_forced)
        ka_buf_add_text(says, "as --map says");
    else if (!header->is_known)
        ka_buf_add_text(says, "not known");
    else if (layout->place[header->alias.field] == i)
        ka_buf_add_text(says, "used");
    else if (!has(layout, header->alias.field))
        ka_buf_add_text(says, "left out, as --map says");
    else
        ka_buf_addf(says, "passed over: %.*s comes first",
                    KA_ARG(layout->headers[layout->place[header->alias.field]].name));
    if (header->alias.traits & KA_TAXED)
        ka_buf_add_text(says, "; tax is in it");
}

static void write_header(const struct ka_layout *layout, const char *source, size_t i,
                         int field, struct ka_writer *writer)
{
    const struct ka_header *header = &layout->headers[i];
    struct ka_buf says = {0};
    say_use(layout, i, &says);
    ka_writer_put_text(writer, source);
    ka_writer_put(writer, header->name);
    ka_writer_put_text(writer, field == KA_FIELDS ? "" : ka_field_name(field));
    if (header->is_known && !header->is_forced)
        ka_writer_put_integer(writer, header->alias.rank);
    else
        ka_writer_put(writer, KA_STR(""));
    ka_writer_put(writer, ka_buf_str(&says));
    ka_writer_end(writer);
    ka_buf_clear(&says);
}

void ka_layout_write(const struct ka_layout *layout, const char *source,
                     struct ka_writer *writer)
{
    for (size_t i = 0; i < layout->needed; i++) {
        const struct ka_header *header = &layout->headers[i];
        if (!header->is_forced)
            write_header(layout, source, i, header->is_known ? header->alias.field : KA_FIELDS,
                         writer);
        for (int field = 0; header->is_forced && field < KA_FIELDS; field++)
            if (layout->place[field] == i)
                write_header(layout, source, i, field, writer);
    }
}
