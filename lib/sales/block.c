// SPDX-License-Identifier: GPL-3.0-or-later
// One block of records → lines of text: the part of bulk.h that a thread does by itself.
#include <stdlib.h>

#include "base/mem.h"
#include "sales/bulk.h"
#include "sales/days.h"
#include "sales/plain.h"
#include "table/reader.h"

enum { BATCH = 64 };

struct ka_worker {
    const struct ka_bulk_job *job;
    struct ka_survey survey; // what is known, and stays so
    struct ka_days days;     // of cells that tell nothing new
    struct ka_convert convert;
    struct ka_plain *plain; // NULL: no record is
    struct ka_reader *cutter;
    struct ka_str *kept;
};

struct ka_worker *ka_worker_new(const struct ka_convert *convert)
{
    struct ka_worker *worker = ka_zalloc(1, sizeof *worker);
    ka_days_init(&worker->days);
    ka_convert_share(&worker->convert, convert);
    return worker;
}

void ka_worker_begin(struct ka_worker *worker, const struct ka_bulk_job *job,
                     struct ka_reader *reader)
{
    struct ka_error ignored = {0};
    size_t kept = job->shape->extras;
    ka_reader_close(worker->cutter, &ignored); // no piece is left in it
    worker->cutter = ka_reader_cutter(reader);
    worker->job = job;
    worker->survey = *job->survey;
    worker->kept = ka_resize(worker->kept, kept + 1, sizeof *worker->kept);
    ka_days_forget(&worker->days);
    ka_convert_learn(&worker->convert, job->convert);
    ka_plain_free(worker->plain);
    worker->plain = ka_plain_new(job, &worker->convert, &worker->days);
}

void ka_worker_merge(struct ka_worker *worker, struct ka_side *side)
{
    ka_plain_free(worker->plain);
    worker->plain = NULL;
    ka_side_merge(side, &worker->convert.side);
}

void ka_worker_free(struct ka_worker *worker)
{
    struct ka_error ignored = {0};
    if (!worker)
        return;
    ka_reader_close(worker->cutter, &ignored);
    ka_plain_free(worker->plain);
    ka_convert_unshare(&worker->convert);
    ka_days_clear(&worker->days);
    free(worker->kept);
    free(worker);
}

// ---- What a record tells of the file ----

static struct ka_str date_cell(const struct ka_worker *worker, const struct ka_record *record)
{
    size_t place = worker->survey.layout->place[KA_SALE_DATE];
    return place < record->count ? ka_str_trim(record->cells[place]) : KA_STR("");
}

// True when adding the record leaves all that is known of the file as it was.
static bool tells_nothing(struct ka_worker *worker, const struct ka_record *record)
{
    struct ka_survey before = worker->survey;
    struct ka_error ignored = {0};
    bool good = ka_survey_add(&worker->survey, worker->job->source, record, &ignored);
    bool same = good && memcmp(&before, &worker->survey, sizeof before) == 0;
    worker->survey = before;
    return same;
}

// The day of a record that tells nothing new; NULL when it does.
static const struct ka_day *find_day(struct ka_worker *worker, const struct ka_record *record)
{
    struct ka_str cell = date_cell(worker, record);
    const struct ka_day *known = ka_days_find(&worker->days, cell);
    if (known)
        return ka_survey_knows_rest(&worker->survey, record) ? known : NULL;
    return tells_nothing(worker, record) ? ka_days_read(&worker->days, &worker->survey, cell)
                                         : NULL;
}

// ---- Records ----

static void add_odd(struct ka_block *block, const struct ka_record *record)
{
    KA_ROOM(block->odds, block->odd_count, block->odd_cap);
    block->odds[block->odd_count++] =
        (struct ka_bulk_odd){block->lines.n, ka_record_copy(&block->arena, record)};
}

void ka_block_room(struct ka_block *block, size_t n)
{
    n += block->sale_count;
    block->hashes = ka_grow(block->hashes, &block->hash_cap, n, sizeof *block->hashes);
    block->parties = ka_grow(block->parties, &block->count_cap, n, sizeof *block->parties);
}

void ka_block_forget(const struct ka_block *block)
{
    for (size_t i = block->sale_count; i-- > 0;) {
        const struct ka_bulk_count *count = &block->parties[i];
        if (count->pair) {
            count->pair->lines--;
            count->pair->last = count->last;
        } else
            ka_side_uncount(&block->worker->convert.side, count->party, count->last);
    }
}

static void add_sale(struct ka_worker *worker, struct ka_block *block,
                     const struct ka_record *record, const struct ka_sale *sale)
{
    const struct ka_bulk_job *job = worker->job;
    ka_tally_add(&block->tally, sale);
    ka_block_room(block, 1);
    block->hashes[block->sale_count] = ka_twins_hash(record->raw);
    block->parties[block->sale_count++] = (struct ka_bulk_count){
        .party = (uint32_t)worker->convert.party, .last = worker->convert.party_last};
    for (size_t i = 0; i < job->shape->extras; i++)
        worker->kept[i] =
            job->kept[i] < record->count ? record->cells[job->kept[i]] : KA_STR("");
    ka_sale_format(&block->lines, job->shape, sale, worker->kept);
}

// The rules, for a record that is not plain.
static bool add_converted(struct ka_worker *worker, struct ka_block *block,
                          const struct ka_record *record, const struct ka_day *day)
{
    struct ka_sale sale = {.date = KA_DATE_NONE};
    struct ka_flaw flaw = {.says = NULL};
    struct ka_error ignored;
    ignored.code = KA_DONE;
    switch (ka_convert_record(&worker->convert, &worker->survey, worker->job->source, record,
                              day, &sale, &flaw, &ignored)) {
    case KA_IS_SALE:
        add_sale(worker, block, record, &sale);
        break;
    case KA_IS_FATAL:
        return false;
    default:
        add_odd(block, record);
    }
    return true;
}

// False when the block stops before this record.
static bool add_record(struct ka_worker *worker, struct ka_block *block,
                       const struct ka_record *record)
{
    const struct ka_day *day = record->problem ? NULL : find_day(worker, record);
    if (!day || !add_converted(worker, block, record, day))
        return false;
    block->last = record->raw.n ? record->raw.p[record->raw.n - 1] : '\0';
    return true;
}

static bool stop(struct ka_block *block, const char *text, const struct ka_record *record)
{
    block->end = record->problem ? KA_BULK_LOST : KA_BULK_STOPPED;
    block->stopped_at = (size_t)(record->raw.p - text);
    block->line = record->line - 1;
    return false;
}

// The next records of any kind, max at most.
static bool add_any(struct ka_worker *worker, struct ka_block *block, const char *text,
                    size_t max)
{
    struct ka_record records[BATCH];
    ka_reader_place(worker->cutter, &block->stopped_at, &block->line);
    size_t n = ka_reader_batch(worker->cutter, records, max);
    if (n == 0) {
        size_t at;
        uint64_t line;
        bool whole = ka_reader_place(worker->cutter, &at, &line);
        block->end = whole ? KA_BULK_WHOLE : KA_BULK_LOST;
        return false;
    }
    for (size_t i = 0; i < n; i++)
        if (!add_record(worker, block, &records[i]))
            return stop(block, text, &records[i]);
    return true;
}

// The plain ones among the next records, and those between them.
static bool add_batch(struct ka_worker *worker, struct ka_block *block, const char *text)
{
    struct ka_run run;
    size_t n = worker->plain ? ka_plain_take(worker->plain, worker->cutter, &run) : 0;
    if (n == 0)
        return add_any(worker, block, text, BATCH);
    for (size_t i = 0; i < n; i++) {
        size_t done = ka_plain_add(worker->plain, &run, i, block);
        ka_reader_pass(worker->cutter, done);
        i += done;
        if (i < n && !add_any(worker, block, text, 1))
            return false;
    }
    return true;
}

static void empty(struct ka_block *block)
{
    ka_buf_reset(&block->lines);
    ka_arena_clear(&block->arena);
    block->tally = (struct ka_tally){0};
    block->sale_count = block->odd_count = 0;
    block->last = '\0';
}

void ka_worker_convert(struct ka_worker *worker, struct ka_block *block)
{
    const char *text = block->piece.text.p;
    empty(block);
    block->worker = worker;
    worker->convert.counts = (struct ka_convert_counts){0};
    ka_reader_swap(worker->cutter, &block->piece);
    while (add_batch(worker, block, text))
        ;
    ka_reader_swap(worker->cutter, &block->piece);
    block->counts = worker->convert.counts;
}

void ka_block_clear(struct ka_block *block)
{
    ka_buf_clear(&block->piece.text);
    ka_buf_clear(&block->lines);
    ka_arena_clear(&block->arena);
    free(block->hashes);
    free(block->parties);
    free(block->odds);
}
