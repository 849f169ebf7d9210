// SPDX-License-Identifier: GPL-3.0-or-later
// What an import says of itself: the map, the provenance, the remarks.
#include "sales/import_state.h"

static bool has(const struct ka_layout *layout, int field)
{
    return layout->place[field] != KA_NONE;
}

// ---- How each figure came about ----

static const char *revenue_from(const struct ka_layout *layout)
{
    if (has(layout, KA_SALE_REVENUE))
        return "given";
    return has(layout, KA_SALE_DISCOUNT_RATE) ? "unit_price × qty × (1 − discount_rate)"
                                              : "unit_price × qty";
}

static const char *cost_from(const struct ka_import *import, const struct ka_layout *layout)
{
    if (has(layout, KA_SALE_COST))
        return "given";
    if (has(layout, KA_FIELD_UNIT_COST) && has(layout, KA_SALE_QTY))
        return "unit_cost × qty";
    if (has(layout, KA_SALE_MARGIN))
        return "revenue − margin";
    return import->filled[KA_SALE_COST] ? "products' cost × qty" : "unknown";
}

static const char *account_from(const struct ka_layout *layout)
{
    return has(layout, KA_SALE_ACCOUNT_ID) ? "given" : "account";
}

static const char *tax_of(const struct ka_import *import, const struct ka_layout *layout)
{
    int field = has(layout, KA_SALE_REVENUE) ? KA_SALE_REVENUE : KA_SALE_UNIT_PRICE;
    bool taken_out = import->options->measure.tax && !(layout->traits[field] & KA_NET);
    if (taken_out)
        return "taken out";
    return layout->traits[field] & KA_TAXED ? "in it" : "none said";
}

// ---- The map ----

// How a column without a header of its own comes about.
static void write_derived(const struct ka_import_file *file, int field, const char *from,
                          struct ka_writer *writer)
{
    if (has(&file->layout, field))
        return;
    ka_writer_put_text(writer, file->name);
    ka_writer_put(writer, KA_STR(""));
    ka_writer_put_text(writer, ka_field_name(field));
    ka_writer_put(writer, KA_STR(""));
    ka_writer_put_text(writer, from);
    ka_writer_end(writer);
}

void ka_import_write_map(const struct ka_import *import, struct ka_writer *writer)
{
    static const char *const header[] = {"source", "header", "column", "rank", "says"};
    for (size_t i = 0; i < sizeof header / sizeof *header; i++)
        ka_writer_put_text(writer, header[i]);
    ka_writer_end(writer);
    for (size_t i = 0; i < import->file_count; i++) {
        const struct ka_import_file *file = &import->files[i];
        const struct ka_layout *layout = &file->layout;
        ka_layout_write(layout, file->name, writer);
        write_derived(file, KA_SALE_ACCOUNT_ID, account_from(layout), writer);
        write_derived(file, KA_SALE_REVENUE, revenue_from(layout), writer);
        write_derived(file, KA_SALE_COST, cost_from(import, layout), writer);
    }
}

// ---- Provenance ----

static void describe_file(const struct ka_import *import, const struct ka_import_file *file,
                          struct ka_meta *meta)
{
    const struct ka_survey *survey = &import->surveys[file->export];
    const struct ka_layout *layout = &file->layout;
    ka_meta_add(meta, "layout.file", "%s", file->name);
    ka_meta_add(meta, "layout.header_line", "%llu", (unsigned long long)layout->line);
    ka_meta_add(meta, "layout.title_lines", "%zu", layout->titles);
    for (int field = 0; field < KA_FIELDS; field++)
        if (has(layout, field)) {
            struct ka_buf key = {0};
            ka_buf_addf(&key, "layout.%s", ka_field_name(field));
            ka_meta_add(meta, key.p, "%.*s",
                        KA_ARG(layout->headers[layout->place[field]].name));
            ka_buf_clear(&key);
        }
    ka_meta_add(meta, "derived.account_id", "%s", account_from(layout));
    ka_meta_add(meta, "derived.revenue", "%s", revenue_from(layout));
    ka_meta_add(meta, "derived.cost", "%s", cost_from(import, layout));
    ka_meta_add(meta, "assumed.tax", "%s", tax_of(import, layout));
    if (has(layout, KA_SALE_DISCOUNT_RATE))
        ka_meta_add(meta, "assumed.discount", "%s", ka_survey_discount_sense(survey));
    if (*ka_survey_date_order(survey))
        ka_meta_add(meta, "assumed.date_order", "%s", ka_survey_date_order(survey));
}

static void add_count(struct ka_meta *meta, const char *key, uint64_t count)
{
    ka_meta_add(meta, key, "%llu", (unsigned long long)count);
}

static void add_sum(struct ka_meta *meta, const char *key, ka_int128 sum)
{
    struct ka_buf text = {0};
    ka_decimal_format_sum(&text, sum);
    ka_meta_add(meta, key, "%s", text.p);
    ka_buf_clear(&text);
}

static void describe_counts(const struct ka_import *import, struct ka_meta *meta)
{
    const struct ka_import_counts *c = &import->counts;
    const struct ka_tally *t = &c->written;
    add_count(meta, "rows.in", c->read);
    add_count(meta, "rows.out", t->rows);
    add_count(meta, "rows.rejected", c->rejected);
    add_count(meta, "rows.duplicates", c->duplicates);
    add_count(meta, "rows.totals_left_out", c->totals);
    add_count(meta, "rows.identical", c->identical);
    add_count(meta, "rows.returns", t->kinds[KA_RETURN]);
    add_count(meta, "rows.adjustments", t->kinds[KA_ADJUST]);
    add_count(meta, "rows.free", t->kinds[KA_FREE]);
    add_count(meta, "amounts.rounded", import->convert.rounded);
    if (import->convert.currencies.base.n)
        ka_meta_add(meta, "currency", "%.*s", KA_ARG(import->convert.currencies.base));
    add_sum(meta, "total.revenue", t->revenue);
    if (import->filled[KA_SALE_COST]) {
        add_sum(meta, "total.cost", t->cost);
        add_sum(meta, "total.margin", t->margin);
    }
    if (import->filled[KA_SALE_QTY])
        add_sum(meta, "total.qty", t->qty);
}

void ka_import_describe(struct ka_import *import, struct ka_meta *meta)
{
    ka_buf_add(&meta->rows, ka_buf_str(&import->inputs.rows));
    for (size_t i = 0; i < import->file_count; i++)
        describe_file(import, &import->files[i], meta);
    describe_counts(import, meta);
}

// ---- Remarks ----

// A remark on one column of the file in which an export begins.
static void remark_column(const struct ka_import *import, size_t export, int field,
                          const char *kind, const char *says, void (*say)(const char *))
{
    size_t file = 0;
    while (import->files[file].export != export)
        file++;
    const struct ka_layout *layout = &import->files[file].layout;
    struct ka_buf text = {0};
    ka_buf_addf(&text, "%s:%llu: %scolumn ", import->files[file].name,
                (unsigned long long)layout->line, kind);
    ka_layout_describe(layout, field, &text);
    ka_buf_addf(&text, " %s", says);
    say(text.p);
    ka_buf_clear(&text);
}

static void remark_discount(const struct ka_import *import, size_t export,
                            void (*say)(const char *))
{
    const char *sense = ka_survey_discount_sense(&import->surveys[export]);
    if (strcmp(sense, "unknown") == 0) {
        remark_column(import, export, KA_SALE_DISCOUNT_RATE, "warning: ",
                      "is left empty: nothing tells whether it is what is taken off or what "
                      "is paid (--discount)",
                      say);
        return;
    }
    struct ka_buf says = {0};
    ka_buf_addf(&says, "is read as %s", sense);
    remark_column(import, export, KA_SALE_DISCOUNT_RATE, "", says.p, say);
    ka_buf_clear(&says);
}

static void remark_export(const struct ka_import *import, size_t export,
                          void (*say)(const char *))
{
    const struct ka_layout *layout = import->surveys[export].layout;
    int field = has(layout, KA_SALE_REVENUE) ? KA_SALE_REVENUE : KA_SALE_UNIT_PRICE;
    if (has(layout, KA_SALE_DISCOUNT_RATE))
        remark_discount(import, export, say);
    if ((layout->traits[field] & KA_TAXED) && !import->options->measure.tax)
        remark_column(import, export, field,
                      "warning: ", "has tax in it (--tax RATE takes it out)", say);
}

static void remark_count(const struct ka_import *import, uint64_t count, const char *one,
                         const char *many, void (*say)(const char *))
{
    struct ka_buf text = {0};
    ka_buf_addf(&text, "%s: warning: %llu %s", import->name, (unsigned long long)count,
                count == 1 ? one : many);
    if (count)
        say(text.p);
    ka_buf_clear(&text);
}

static void remark_strangers(const struct ka_import *import, void (*say)(const char *))
{
    struct ka_str example = KA_STR("");
    size_t count = ka_side_strangers(&import->convert.side, &example);
    struct ka_buf text = {0};
    ka_buf_addf(&text, "%s: warning: %zu %s not here, the first is %s",
                import->options->side.accounts, count,
                count == 1 ? "account is" : "accounts are", KA_QUOTE(example));
    if (count)
        say(text.p);
    ka_buf_clear(&text);
}

void ka_import_remark(const struct ka_import *import, void (*say)(const char *text))
{
    for (size_t i = 0; i < import->headers.count; i++)
        remark_export(import, i, say);
    remark_count(import, import->counts.identical,
                 "line is identical to an earlier one and kept (--dedupe drops such)",
                 "lines are identical to earlier ones and kept (--dedupe drops such)", say);
    remark_count(import, import->convert.rounded,
                 "amount has more than four decimals and was rounded half to even",
                 "amounts have more than four decimals and were rounded half to even", say);
    if (import->options->side.accounts)
        remark_strangers(import, say);
}

void ka_import_totals(const struct ka_import *import, const char *done, struct ka_buf *line)
{
    const struct ka_import_counts *c = &import->counts;
    ka_buf_addf(line, "%s: %llu rows read, %llu %s, %llu rejected", import->name,
                (unsigned long long)c->read, (unsigned long long)c->written.rows, done,
                (unsigned long long)c->rejected);
    if (c->totals)
        ka_buf_addf(line, ", %llu total %s left out", (unsigned long long)c->totals,
                    c->totals == 1 ? "line" : "lines");
    ka_buf_add_text(line, "; revenue ");
    ka_decimal_format_sum(line, c->written.revenue);
}
