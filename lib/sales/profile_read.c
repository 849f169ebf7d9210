// SPDX-License-Identifier: GPL-3.0-or-later
// Sales rows into the ledgers of a profile, on several threads.
#include <stdlib.h>

#include "base/mem.h"
#include "sales/input.h"
#include "sales/profile_state.h"
#include "table/parallel.h"

static bool has(const struct ka_record *header, const char *name)
{
    for (size_t i = 0; i < header->count; i++)
        if (ka_str_eq(header->cells[i], ka_str(name)))
            return true;
    return false;
}

static bool check_header(struct ka_reader *reader, const struct ka_record *header,
                         struct ka_error *err)
{
    bool is_accounts = !has(header, "date") && has(header, "revenue") && has(header, "orders");
    return !is_accounts || ka_fail(err, KA_BAD_DATA,
                                   "%s: these are account rows already, sales rows (with date, "
                                   "account_id, kind, revenue) were expected",
                                   ka_reader_name(reader));
}

// The figures of the company are those of one key that buys everything, in one order a day.
static void make_one_key(struct ka_sale_rows *rows)
{
    for (size_t i = 0; i < rows->n; i++)
        rows->key_text[i] = rows->text[KA_SALE_ORDER_ID][i] = KA_STR("");
    rows->key = rows->key_text;
}

// Counts them, and leaves out those that do not count.
static void count_rows(struct ka_profile_part *part, struct ka_sale_rows *rows)
{
    size_t kept = 0;
    for (size_t i = 0; i < rows->n; i++) {
        if (!ka_row_counts_add(&part->counts, rows->date[i], rows->amount[KA_SALE_REVENUE][i],
                               rows->key[i], part->profile->options.asof))
            continue;
        if (kept < i)
            ka_sale_rows_move(rows, i, kept);
        kept++;
    }
    rows->n = kept;
}

static void add_rows(struct ka_profile_part *part, struct ka_sale_rows *rows)
{
    if (part->profile->options.figures)
        make_one_key(rows);
    count_rows(part, rows);
    ka_ledger_add_rows(part->ledger, rows);
}

// The next rows as long as nothing is odd; 0: what comes next is to be read row by row.
static size_t take_run(struct ka_profile_part *part, struct ka_reader *reader,
                       struct ka_sale_rows *rows)
{
    struct ka_run run;
    if (ka_reader_run(reader, &run, part->sales->width, KA_SALE_ROWS) == 0 ||
        !ka_run_is_simple(&run))
        return 0;
    ka_sale_rows_read(rows, part->sales, &run, part->sales->picked[part->key]);
    size_t n = rows->n;
    add_rows(part, rows);
    if (n > 0)
        ka_reader_pass(reader, n);
    return n;
}

// Those of any batch; 0: there are no more, or err is set.
static size_t take_each(struct ka_profile_part *part, struct ka_reader *reader,
                        struct ka_sale *sale, struct ka_sale_rows *rows, struct ka_error *err)
{
    struct ka_record records[KA_SALE_ROWS];
    size_t n = ka_reader_batch(reader, records, KA_SALE_ROWS);
    for (size_t i = 0; i < n; i++) {
        if (!ka_sale_reread(part->sales, &records[i], sale, err))
            return 0;
        ka_sale_rows_put(rows, i, sale, records[i].cells[part->key]);
    }
    rows->n = n;
    add_rows(part, rows);
    return n;
}

static bool read_part(struct ka_reader *reader, void *context, struct ka_error *err)
{
    struct ka_profile_part *part = context;
    struct ka_sale sale;
    struct ka_sale_rows rows;
    ka_sale_clear(&sale);
    ka_sale_rows_init(&rows);
    while (take_run(part, reader, &rows) > 0 || take_each(part, reader, &sale, &rows, err) > 0)
        ;
    return !ka_failed(err);
}

static bool read_parts(struct ka_profile *profile, struct ka_reader *reader,
                       const struct ka_sale_reader *sales, size_t key, struct ka_error *err)
{
    size_t threads = profile->options.threads;
    void **contexts = ka_alloc(threads, sizeof *contexts);
    bool present[KA_SALE_COLUMNS];
    for (int column = 0; column < KA_SALE_COLUMNS; column++)
        present[column] = sales->place[column] != KA_NONE;
    for (size_t i = 0; i < threads; i++) {
        ka_ledger_expect_columns(&profile->ledgers[i], present);
        profile->parts[i].sales = sales;
        profile->parts[i].key = key;
        contexts[i] = &profile->parts[i];
    }
    bool good = ka_read_parallel(reader, read_part, contexts, threads, err);
    free(contexts);
    return good;
}

bool ka_profile_read(struct ka_profile *profile, struct ka_reader *reader,
                     const struct ka_record *header, struct ka_error *err)
{
    struct ka_sale_reader sales = {0};
    bool needed[KA_SALE_COLUMNS] = {0};
    size_t key = 0;
    ka_ledger_columns(&profile->ledgers->options, needed);
    bool good = check_header(reader, header, err) &&
                ka_profile_find_key(profile->options.by, reader, header, &key, err) &&
                ka_sale_reader_init(&sales, reader, header, err);
    if (good) {
        key = ka_sale_reader_pick(&sales, needed, key);
        good = read_parts(profile, reader, &sales, key, err);
        ka_reader_pick(reader, NULL, 0);
    }
    ka_sale_reader_clear(&sales);
    return good;
}

bool ka_profile_load(struct ka_profile *profile, const char *path, struct ka_error *err)
{
    struct ka_record header;
    struct ka_reader *reader =
        ka_input_open(path, KA_INPUT_CONTRACT, profile->options.meta, &header, err);
    if (!reader)
        return false;
    bool good = ka_profile_read(profile, reader, &header, err);
    return ka_input_close(reader, profile->options.meta, good, err);
}
