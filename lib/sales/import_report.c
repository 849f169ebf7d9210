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
    if (has(layout, KA_FIELD_DISCOUNT_AMOUNT))
        return has(layout, KA_SALE_DISCOUNT_RATE)
                   ? "unit_price × qty × (1 − discount_rate) − discount_amount"
                   : "unit_price × qty − discount_amount";
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

static int amount_field(const struct ka_layout *layout)
{
    return has(layout, KA_SALE_REVENUE) ? KA_SALE_REVENUE : KA_SALE_UNIT_PRICE;
}

// What was made of the tax in the amounts, and by what.
static const char *tax_of(const struct ka_import *import, const struct ka_survey *survey,
                          const struct ka_layout *layout)
{
    unsigned traits = layout->traits[amount_field(layout)];
    if (layout->net_by[amount_field(layout)] != KA_NONE)
        return "not in it, as a header beside it says";
    if (traits & KA_NET)
        return "not in it, as its header says";
    if (survey->tax == KA_TAX_NOT_IN)
        return "not in it, as price × quantity shows";
    if (!import->options->measure.tax)
        return traits & KA_TAXED ? "in it" : "none said";
    if (traits & KA_TAXED)
        return "taken out, as its header says";
    return survey->tax == KA_TAX_IN ? "taken out, as price × quantity shows"
                                    : "taken out, though nothing says that it is in it";
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

bool ka_import_check_map(const struct ka_import *import, struct ka_error *err)
{
    for (size_t i = 0; i < import->file_count; i++) {
        const struct ka_error *conflict = &import->files[i].layout.conflict;
        if (ka_failed(conflict))
            return ka_fail(err, conflict->code, "%s", conflict->text);
    }
    return true;
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
    ka_meta_add(meta, "assumed.tax", "%s", tax_of(import, survey, layout));
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
    if (c->totals)
        ka_meta_add(meta, "rows.total_lines", "%s", import->total_lines.p);
    add_count(meta, "rows.footers_left_out", c->footers);
    add_count(meta, "rows.headers_repeated", c->headers);
    add_count(meta, "rows.identical", c->identical);
    if (import->twins.turned)
        add_count(meta, "rows.identical_within", KA_TWINS_REACH);
    add_count(meta, "rows.returns", t->kinds[KA_RETURN]);
    add_count(meta, "rows.adjustments", t->kinds[KA_ADJUST]);
    add_count(meta, "rows.free", t->kinds[KA_FREE]);
    add_count(meta, "rows.revenue_derived", import->convert.counts.derived);
    add_count(meta, "amounts.rounded", import->convert.counts.rounded);
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

// What --tax did to an amount whose header does not tell.
static void remark_tax(const struct ka_import *import, size_t export, void (*say)(const char *))
{
    const struct ka_survey *survey = &import->surveys[export];
    int field = amount_field(survey->layout);
    if (!import->options->measure.tax || (survey->layout->traits[field] & (KA_NET | KA_TAXED) &&
                                          survey->layout->net_by[field] == KA_NONE))
        return;
    struct ka_buf says = {0};
    ka_buf_addf(&says, "tax: %s", tax_of(import, survey, survey->layout));
    remark_column(import, export, field, "", says.p, say);
    ka_buf_clear(&says);
}

static void remark_export(const struct ka_import *import, size_t export,
                          void (*say)(const char *))
{
    const struct ka_layout *layout = import->surveys[export].layout;
    int field = amount_field(layout);
    if (has(layout, KA_SALE_DISCOUNT_RATE))
        remark_discount(import, export, say);
    if (has(layout, KA_FIELD_DISCOUNT_AMOUNT) && has(layout, KA_SALE_REVENUE))
        remark_column(import, export, KA_FIELD_DISCOUNT_AMOUNT, "",
                      "is used only where the amount is empty", say);
    remark_tax(import, export, say);
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

static void remark_targets(const struct ka_import *import, void (*say)(const char *))
{
    struct ka_str example = KA_STR("");
    size_t count = ka_side_unmet_targets(&import->convert.side, &example);
    struct ka_buf text = {0};
    ka_buf_addf(&text,
                "%s: warning: aliases lead to %zu %s neither in the data nor in an "
                "accounts table, the first is %s",
                import->options->side.alias, count,
                count == 1 ? "account that is" : "accounts that are", KA_QUOTE(example));
    if (count)
        say(text.p);
    ka_buf_clear(&text);
}

static void remark_sightings(const struct ka_import *import, const struct ka_sightings *seen,
                             const char *says, void (*say)(const char *))
{
    struct ka_buf text = {0};
    if (seen->count) {
        ka_buf_addf(&text, "%s: warning: %llu %s, the first is %s:%llu", import->name,
                    (unsigned long long)seen->count, says, seen->source,
                    (unsigned long long)seen->line);
        say(text.p);
    }
    ka_buf_clear(&text);
}

static void remark_mangled(const struct ka_import *import, void (*say)(const char *))
{
    struct ka_str example = KA_STR("");
    size_t count = ka_side_mangled(&import->convert.side, &example);
    struct ka_buf text = {0};
    ka_buf_addf(&text,
                "%s: warning: %zu account %s cut to a number by a spreadsheet, several may "
                "have become one; the first is %s",
                import->name, count, count == 1 ? "code was" : "codes were", KA_QUOTE(example));
    if (count)
        say(text.p);
    ka_buf_clear(&text);
}

static void remark_sales(const struct ka_import *import, void (*say)(const char *))
{
    struct ka_buf text = {0};
    for (size_t i = 0; import->options->side.fx && i < import->file_count; i++)
        if (import->files[i].layout.is_sales) {
            ka_buf_reset(&text);
            ka_buf_addf(&text,
                        "%s: --fx is not applied: these are sales rows, in the base "
                        "currency already",
                        import->files[i].name);
            say(text.p);
        }
    ka_buf_clear(&text);
}

static void remark_types(const struct ka_import *import, void (*say)(const char *))
{
    const struct ka_convert_counts *c = &import->convert.counts;
    struct ka_buf text = {0};
    ka_buf_addf(&text,
                "%s: warning: %llu %s a type that is not known and is taken for a sale, "
                "the first is %s",
                import->name, (unsigned long long)c->strange_types,
                c->strange_types == 1 ? "row has" : "rows have", KA_QUOTE(c->strange_type));
    if (c->strange_types)
        say(text.p);
    ka_buf_clear(&text);
}

static void remark_twins(const struct ka_import *import, void (*say)(const char *))
{
    if (import->twins.turned)
        remark_count(import, import->counts.identical,
                     "line is identical to one of the million before it and kept (--dedupe "
                     "drops such, however far apart)",
                     "lines are identical to one of the million before them and kept (--dedupe "
                     "drops such, however far apart)",
                     say);
    else
        remark_count(import, import->counts.identical,
                     "line is identical to an earlier one and kept (--dedupe drops such)",
                     "lines are identical to earlier ones and kept (--dedupe drops such)", say);
}

void ka_import_remark(const struct ka_import *import, void (*say)(const char *text))
{
    remark_sales(import, say);
    remark_types(import, say);
    remark_mangled(import, say);
    for (size_t i = 0; i < import->headers.count; i++)
        remark_export(import, i, say);
    remark_twins(import, say);
    remark_count(import, import->convert.counts.rounded,
                 "amount has more than four decimals and was rounded half to even",
                 "amounts have more than four decimals and were rounded half to even", say);
    remark_count(
        import, import->convert.counts.total_names,
        "row is a sale to an account called as a sum is (合计, Total); it has a date",
        "rows are sales to an account called as a sum is (合计, Total); they have dates", say);
    remark_count(import, import->convert.counts.derived,
                 "row has no amount and takes price × quantity for it",
                 "rows have no amount and take price × quantity for it", say);
    remark_sightings(import, &import->convert.counts.margins_off,
                     "× revenue is not cost + margin, which is taken from the cost", say);
    remark_sightings(import, &import->convert.counts.revenues_off,
                     "× revenue is not price × quantity × (1 − discount), and taken as it is",
                     say);
    for (size_t i = 0; i < import->file_count; i++)
        if (import->files[i].ends_open) {
            struct ka_buf text = {0};
            ka_buf_addf(&text,
                        "%s: warning: the last line has no line end, its last figure may "
                        "be cut off",
                        import->files[i].name);
            say(text.p);
            ka_buf_clear(&text);
        }
    if (import->options->side.accounts)
        remark_strangers(import, say);
    if (import->options->side.alias)
        remark_targets(import, say);
}

static void add_left_out(struct ka_buf *line, uint64_t count, const char *what)
{
    if (count)
        ka_buf_addf(line, ", %llu %s%s left out", (unsigned long long)count, what,
                    count == 1 ? "" : "s");
}

void ka_import_totals(const struct ka_import *import, const char *done, struct ka_buf *line)
{
    const struct ka_import_counts *c = &import->counts;
    ka_buf_addf(line, "%s: %llu row%s read, %llu %s, %llu rejected", import->name,
                (unsigned long long)c->read, c->read == 1 ? "" : "s",
                (unsigned long long)c->written.rows, done, (unsigned long long)c->rejected);
    add_left_out(line, c->totals, "total line");
    add_left_out(line, c->footers, "footer line");
    add_left_out(line, c->headers, "repeated header");
    ka_buf_add_text(line, "; revenue ");
    ka_decimal_format_sum(line, c->written.revenue);
}
