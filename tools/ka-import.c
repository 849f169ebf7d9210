// SPDX-License-Identifier: GPL-3.0-or-later
// ka-import: any export → sales rows, or a reject with its reason.
//
// Finds the header below title lines and its columns by name, decides what only a whole
// column can tell (the order of day and month, what a discount means), reads every
// figure exactly, derives revenue, cost, margin and kind, joins the side tables, and
// accounts for every row: rows read = written + rejected + total lines left out.
#include <stdlib.h>

#include "base/mem.h"
#include "base/output.h"
#include "base/program.h"
#include "sales/import.h"
#include "sales/rejects.h"
#include "sales/schema.h"
#include "sales/shard.h"
#include "sales/suggest.h"
#include "table/save.h"

static struct arguments {
    const char *out, *dir, *delimiter, *tax, *max_bad, *rejects, *meta, *suggest;
    struct ka_list maps;
    struct ka_override *overrides;
    int date_order, decimal, discount;
    int64_t threads, shards;
    bool check, schema;
    struct ka_import_options import;
} args = {.max_bad = "0", .shards = -1, .import.reader.kind = KA_INPUT_ANY};

static const struct ka_option options[] = {
    {'o', "output", KA_TEXT, &args.out, "FILE", "write there instead of stdout"},
    {0, "encoding", KA_TEXT, &args.import.reader.encoding, "NAME",
     "encoding of the input, not detected"},
    {0, "delimiter", KA_TEXT, &args.delimiter, "CHAR",
     "what parts the cells (a character or tab), not detected"},
    {0, "map", KA_LIST, &args.maps, "COLUMN=HEADER",
     "take a column from this header (#3: the third), from none when HEADER is empty"},
    {0, "show-map", KA_FLAG, &args.import.show_map, NULL,
     "print what each header is taken for and stop"},
    {0, "date-format", KA_CHOICE, &args.date_order, "data|ymd|dmy|mdy",
     "order of day, month and year, decided by the column's data or said"},
    {0, "decimal", KA_CHOICE, &args.decimal, ".|,", "decimal mark of amounts"},
    {0, "discount", KA_CHOICE, &args.discount, "data|off|paid|off%",
     "what discounts mean: off (0.2 is a fifth off), paid (0.8, 8, 80), off% (1 is one per "
     "cent)"},
    {0, "tax", KA_TEXT, &args.tax, "RATE", "take this tax (0.13) out of prices and revenue"},
    {0, "return-prefix", KA_TEXT, &args.import.measure.return_prefix, "TEXT",
     "orders that begin with this are returns"},
    {0, "dedupe", KA_TEXT, &args.import.dedupe, "COLUMN,...",
     "reject rows in which these columns are as in an earlier row"},
    {0, "keep", KA_TEXT, &args.import.keep, "HEADER,...", "pass these columns through"},
    {0, "accounts", KA_TEXT, &args.import.side.accounts, "FILE", "master data of accounts"},
    {0, "alias", KA_TEXT, &args.import.side.alias, "FILE", "other names and codes of accounts"},
    {0, "products", KA_TEXT, &args.import.side.products, "FILE", "master data of products"},
    {0, "fx", KA_TEXT, &args.import.side.fx, "FILE", "exchange rates: currency, period, rate"},
    {0, "base", KA_TEXT, &args.import.base, "CODE", "currency of the output (CNY with --fx)"},
    {0, "suggest-alias", KA_TEXT, &args.suggest, "FILE",
     "write pairs of accounts that may be one, for a person to approve"},
    {0, "rejects", KA_TEXT, &args.rejects, "FILE",
     "write all bad rows there, each with its reason, for a spreadsheet"},
    {0, "max-bad", KA_TEXT, &args.max_bad, "N|P%", "bad rows to bear (0)"},
    {0, "check", KA_FLAG, &args.check, NULL,
     "write no rows but how complete the columns are; exit 1 when rows are bad"},
    {0, "split", KA_COUNT, &args.shards, "N",
     "write the rows to N files in the folder that is the first operand, by their account"},
    {0, "threads", KA_COUNT, &args.threads, "N",
     "at most so many (default: all processors); no byte depends on it"},
    {0, "meta", KA_TEXT, &args.meta, "FILE", "write what was read, assumed and counted"},
    {0, "schema", KA_FLAG, &args.schema, NULL,
     "print the columns of all tables, and the words people may write, and stop"},
    {0},
};

static const struct ka_example examples[] = {
    {"ka-import --show-map sales_gbk.csv", "what the columns are taken for"},
    {"ka-import --fx fx.csv sales_gbk.csv | ka-profile | ka-pareto", "who makes the revenue"},
    {"ka-import --fx fx.csv --split 8 shards sales_gbk.csv",
     "for eight machines or processors"},
    {0},
};

static const struct ka_section sections[] = {
    {"ROWS", "Rows read are rows written, rows rejected and lines of sums left out; the "
             "last line on standard error says how many and their revenue. Lines of sums are "
             "those that say so (合计, 小计, Total) where a date or an account should be and "
             "that have no date and no account code; with a date, it is a sale. Footers "
             "(制表人, 共 5 条) and headers that stand there once more are left out, too."},
    {"CELLS",
     "Blanks around a cell count for nothing. A code that a spreadsheet keeps a text by a "
     "formula, =\"0012\" with or without quotes around the whole, is the code 0012, here and "
     "in "
     "the side tables."},
    {"FIGURES",
     "Revenue is what the file says, or else (also in a row where it is empty) unit price × "
     "quantity × (1 − discount) − discount amount, computed exactly and rounded once, half to "
     "even, to four decimals. With --tax it and the prices are divided by 1 + RATE, unless "
     "the header says that no tax is in them, a header with tax (价税合计, 税额, 含税单价) "
     "stands beside it, or price × quantity shows it; what was assumed is said. Cost and "
     "margin are never divided. Cost is what the file says, or unit cost × quantity, or "
     "revenue − margin, or the products table's cost × quantity. A quantity or amount below "
     "zero, a type that says so or --return-prefix make a return, whose quantity, revenue "
     "and cost are below zero; an amount without a quantity, where there is such a column, "
     "is an adjustment; goods for nothing are free."},
    {"BAD ROWS",
     "A bad row ends the run with exit code 3 and without rows, unless --max-bad bears it; a "
     "file without one good row is never borne. With --rejects the whole input is checked "
     "first. That file and the one of --suggest-alias are made for a spreadsheet: a cell that "
     "it would take for a formula has an apostrophe in front."},
    {"IDENTICAL LINES",
     "Lines that are identical to an earlier one are kept, counted and told: a few may be "
     "right, many mean a join that went wrong or exports that overlap. For a line is looked "
     "among at least the 1,048,576 lines of sales before it, so that memory does not grow with "
     "the rows; of longer inputs --meta has rows.identical_within. --dedupe keeps all keys "
     "and finds them however far apart."},
    {"ACCOUNTS",
     "The account id is the code where the file has one, else the name in NFKC without "
     "blanks around it; where the accounts table has one account of exactly this name, its "
     "code. An alias is followed only when it is in the alias table."},
    {"SHARDS",
     "--split N DIR writes DIR/shard-0001-of-000N.csv … instead of one output, each with the "
     "header, so that every account is whole in one of them: that of XXH3-64 (seed 0) of the "
     "bytes of its id modulo N, plus 1, the same on every machine and in every run. Rows stay "
     "in "
     "the order of the input. No shard takes its name before all are on the disk; one without "
     "rows has its header only. DIR is made where it is not there, and refused when it holds "
     "shards of another N. The totals on standard error are those of all shards. What is made "
     "of "
     "shards: ka-profile, SHARDS."},
    {0},
};

static const struct ka_program program = {
    .name = "ka-import",
    .purpose = "any export of sales to clean sales rows",
    .operands = "[DIR] [FILE]...",
    .description =
        "Reads CSV exports of ERP systems, shops and spreadsheets in UTF-8, GB18030 "
        "or UTF-16, finds their columns by Chinese and English names, and writes "
        "the sales table. Files with the same header line are pieces of one export. With "
        "--split, and only then, the first operand is the folder of the shards.",
    .options = options,
    .examples = examples,
    .sections = sections,
};

// ---- Options ----

static bool set_delimiter(struct ka_error *err)
{
    const char *text = args.delimiter;
    if (!text)
        return true;
    bool is_tab = strcmp(text, "tab") == 0 || strcmp(text, "\\t") == 0;
    args.import.reader.delimiter = is_tab ? '\t' : *text;
    return is_tab || (strlen(text) == 1 && (unsigned char)*text < 0x80) ||
           ka_fail(err, KA_USAGE, "option '--delimiter': %s is not one character or tab",
                   KA_QUOTE(ka_str(text)));
}

static bool set_maps(struct ka_error *err)
{
    args.overrides = ka_alloc(args.maps.count, sizeof *args.overrides);
    args.import.overrides = args.overrides;
    args.import.override_count = args.maps.count;
    for (size_t i = 0; i < args.maps.count; i++)
        if (!ka_override_parse(args.maps.items[i], &args.overrides[i], err))
            return false;
    return true;
}

static bool set_options(struct ka_number *tax, struct ka_error *err)
{
    struct ka_import_options *o = &args.import;
    o->survey.date_form = args.date_order ? 1 << (args.date_order - 1) : 0;
    o->survey.decimal_mark = o->measure.decimal_mark = args.decimal ? ',' : '.';
    o->survey.discount = (enum ka_discount_option)args.discount;
    if (args.tax && !ka_tax_parse(args.tax, tax, err))
        return false;
    o->in_bulk = true;
    o->reader.unhashed = !args.meta;
    o->threads = (size_t)args.threads;
    o->measure.tax = o->survey.tax = args.tax ? tax : NULL;
    return set_delimiter(err) && set_maps(err);
}

// ---- Rows ----

struct run {
    struct ka_import *import;
    struct ka_output out;
    struct ka_split split; // instead of out, when asked for
    struct ka_buf line;    // that is split
    struct ka_rejects rejects;
};

static bool splits(void)
{
    return args.shards >= 0;
}

static void write_header(struct run *run)
{
    if (!splits()) {
        ka_import_format_header(run->import, &run->out.pending);
        return;
    }
    ka_import_format_header(run->import, &run->line);
    ka_split_begin(&run->split, ka_buf_str(&run->line));
}

static void split_item(struct run *run, const struct ka_import_item *item)
{
    ka_buf_reset(&run->line);
    if (item->rows.n == 0)
        ka_import_format(run->import, item, &run->line);
    ka_split_add(&run->split, item->rows.n ? item->rows : ka_buf_str(&run->line));
}

// Only whole rows go to the output, so that a run that fails leaves no half a row in a pipe.
static void write_item(struct run *run, const struct ka_import_item *item)
{
    if (item->rows.n == 0)
        ka_import_format(run->import, item, &run->out.pending);
    ka_output_write(&run->out, item->rows);
}

// With --check the rows are not written, but how complete they are.
static bool take_items(struct run *run, struct ka_error *err)
{
    struct ka_import_item item;
    bool good = true;
    if (!args.check)
        write_header(run);
    while (good && ka_import_next(run->import, &item, err))
        if (item.is_reject)
            good = ka_rejects_add(&run->rejects, &item, err);
        else if (!args.check)
            (splits() ? split_item : write_item)(run, &item);
    const struct ka_import_counts *counts = ka_import_counts(run->import);
    struct ka_writer table;
    ka_writer_init(&table, &run->out);
    if (args.check)
        ka_tally_write_completeness(&counts->written, &table);
    return ka_rejects_commit(&run->rejects, counts->read, counts->written.rows, err) &&
           !ka_failed(err);
}

static bool open_output(struct run *run, struct ka_error *err)
{
    return splits() ? ka_split_open(&run->split, (uint32_t)args.shards, args.dir, err)
                    : ka_output_open(&run->out, args.out, err);
}

static bool stream(struct run *run, struct ka_error *err)
{
    if (!open_output(run, err) ||
        !ka_rejects_open(&run->rejects, args.rejects, args.check ? NULL : args.max_bad, err))
        return false;
    return take_items(run, err);
}

// ---- What is said ----

static void say(const char *text)
{
    ka_say("%s", text);
}

// The rows come last: who has them has what was said of them, too.
static bool publish(struct run *run, struct ka_error *err)
{
    struct ka_meta meta = {0};
    ka_meta_begin(&meta, program.name);
    ka_import_describe(run->import, &meta);
    return ka_meta_write(&meta, args.meta, err) &&
           ka_table_save_asked(args.suggest, ka_suggest_write, ka_import_side(run->import),
                               err) &&
           (splits() ? ka_split_commit(&run->split, err) : ka_output_commit(&run->out, err));
}

static bool finish(struct run *run, struct ka_error *err)
{
    ka_import_remark(run->import, say);
    struct ka_buf totals = {0};
    ka_import_totals(run->import, args.check ? "good" : "written", &totals);
    say(totals.p);
    ka_buf_clear(&totals);
    return !args.check || !run->rejects.bad ||
           ka_fail(err, KA_FINDING, "%s", run->rejects.first.text);
}

static bool write_map(struct ka_writer *writer, const void *import, struct ka_error *err)
{
    (void)err;
    ka_import_write_map(import, writer);
    return true;
}

static bool write_schema(struct ka_writer *writer, const void *none, struct ka_error *err)
{
    (void)none, (void)err;
    ka_schema_write(writer);
    return true;
}

// The folder comes before the files.
static bool take_folder(char ***paths, size_t *count, struct ka_error *err)
{
    if (!splits())
        return true;
    if (args.shards == 0 || args.shards > KA_SHARDS_MAX)
        return ka_fail(err, KA_USAGE, "option '--split': 1 to %d shards", KA_SHARDS_MAX);
    if (args.out || args.check || args.import.show_map)
        return ka_fail(err, KA_USAGE,
                       "option '--split' writes shards: without --output, --check "
                       "and --show-map");
    if (*count == 0)
        return ka_fail(err, KA_USAGE, "option '--split': name the folder of the shards first");
    args.dir = *(*paths)++;
    --*count;
    return true;
}

static bool import_files(struct run *run, char **paths, size_t count, struct ka_error *err)
{
    struct ka_number tax;
    if (!set_options(&tax, err) || !take_folder(&paths, &count, err))
        return false;
    run->import = ka_import_open((const char *const *)paths, count, &args.import, err);
    if (!run->import)
        return false;
    if (args.import.show_map)
        return ka_table_save(args.out, write_map, run->import, err) &&
               ka_import_check_map(run->import, err);
    return stream(run, err) && publish(run, err) && finish(run, err);
}

int main(int argc, char **argv)
{
    struct ka_error err = {0};
    struct run run = {.import = NULL};
    int first = ka_program_begin(&program, argc, argv);
    if (args.schema)
        ka_table_save(args.out, write_schema, NULL, &err);
    else
        import_files(&run, argv + first, (size_t)(argc - first), &err);
    ka_output_discard(&run.out);
    ka_split_discard(&run.split);
    ka_buf_clear(&run.line);
    ka_rejects_discard(&run.rejects);
    ka_import_close(run.import);
    free(args.overrides);
    ka_list_clear(&args.maps);
    return ka_program_end(&err);
}
