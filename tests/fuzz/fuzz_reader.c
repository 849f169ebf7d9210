// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a delimited file.  What one way of reading gives, every other gives as well:
// by batches, by columns picked; and what is written again is read the same.
#include "fuzz.h"
#include "table/reader.h"
#include "table/writer.h"

enum { BATCH = 3 };

static void add_record(struct ka_buf *out, const struct ka_record *record)
{
    for (size_t i = 0; i < record->count; i++) {
        if (i > 0)
            ka_buf_add_char(out, ',');
        // An empty cell alone would be an empty line.
        if (record->count == 1 && record->cells[i].n == 0)
            ka_buf_add_text(out, "\"\"");
        ka_cell_format(out, record->cells[i]);
    }
    if (!record->problem)
        ka_buf_add_char(out, '\n');
}

static void end(struct ka_reader *reader, struct ka_buf *out)
{
    struct ka_error err = {0};
    if (!ka_reader_close(reader, &err))
        ka_buf_addf(out, "error %d", err.code);
}

static void by_one(const char *path, const struct ka_reader_options *options,
                   struct ka_buf *out)
{
    struct ka_error err = {0};
    struct ka_record record;
    struct ka_reader *reader = ka_reader_open(path, options, &err);
    while (reader && ka_reader_next(reader, &record))
        add_record(out, &record);
    end(reader, out);
}

static void by_batches(const char *path, const struct ka_reader_options *options,
                       struct ka_buf *out)
{
    struct ka_error err = {0};
    struct ka_record records[BATCH];
    struct ka_reader *reader = ka_reader_open(path, options, &err);
    for (size_t n; reader && (n = ka_reader_batch(reader, records, BATCH)) > 0;)
        for (size_t i = 0; i < n; i++)
            add_record(out, &records[i]);
    end(reader, out);
}

// Cells 2 and 0 of each record, picked by hand or by the reader.
static void two_columns(const char *path, const struct ka_reader_options *options,
                        bool is_picked, struct ka_buf *out)
{
    static const size_t columns[] = {2, 0};
    struct ka_error err = {0};
    struct ka_record record;
    struct ka_reader *reader = ka_reader_open(path, options, &err);
    if (reader && is_picked)
        ka_reader_pick(reader, columns, 2);
    while (reader && ka_reader_next(reader, &record)) {
        if (record.problem)
            continue;
        for (size_t i = 0; i < 2; i++) {
            size_t cell = is_picked ? i : columns[i];
            ka_buf_add_char(out, '[');
            if (is_picked || cell < record.count)
                ka_buf_add(out, record.cells[cell]);
        }
        ka_buf_addf(out, "[%zu\n", record.count);
    }
    end(reader, out);
}

static void compare(struct ka_buf *a, struct ka_buf *b, const char *words)
{
    fuzz_holds(ka_str_eq(ka_buf_str(a), ka_buf_str(b)), words);
    ka_buf_clear(b);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const struct ka_reader_options contract = {.kind = KA_INPUT_CONTRACT};
    struct ka_str text = {(const char *)bytes, n};
    struct ka_reader_options options = {.kind = KA_INPUT_ANY};
    struct fuzz_file file, again;
    struct ka_buf one = {0}, other = {0}, picked = {0}, written = {0};
    fuzz_file_open(&file, text);
    by_one(file.path, &options, &one);
    by_batches(file.path, &options, &other);
    compare(&one, &other, "batches give the same records");
    two_columns(file.path, &options, false, &picked);
    two_columns(file.path, &options, true, &other);
    compare(&picked, &other, "picked columns are the columns");
    fuzz_file_close(&file);

    // Behind a line of ours: what begins a file may have a meaning (PK, sep=).
    ka_buf_add_text(&written, "first\n");
    ka_buf_add(&written, ka_buf_str(&one));
    fuzz_file_open(&again, ka_buf_str(&written));
    by_one(again.path, &contract, &other);
    if (!ka_str_contains(ka_buf_str(&one), KA_STR("error ")))
        compare(&written, &other, "what is written is read the same");
    fuzz_file_close(&again);
    ka_buf_clear(&one);
    ka_buf_clear(&other);
    ka_buf_clear(&picked);
    ka_buf_clear(&written);
    return 0;
}
