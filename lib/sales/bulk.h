// SPDX-License-Identifier: GPL-3.0-or-later
// The fast path of an import: a file's records by the block, converted by several threads at
// once and told in their order.
//
// What a record means is settled by import.c one record at a time, and only there is anything
// said of records that are no sale.  Once no column is in question, most of what is left are
// sales that change nothing of what is known of the file.  Those are what a block is made of:
//
//   take       a thread takes the next piece of text, whole records (table/source);
//   convert    with a survey, side tables and currencies as they are known by then it
//              makes a line of text of every record that is a sale (block.c);
//   odd        any other record is copied and left to import.c, at its place;
//   stop       a record that would change what is known, or behind which the text may have
//              been cut at a wrong place, ends its block: import.c reads it and, where it
//              can, what comes behind in bulk again.
//
// So there is one set of rules, ka_survey_add and ka_convert_record.  What the threads have of
// their own are memories of cells that they met and sums, which are merged at the end and
// have no order.  Blocks are told in the order of the input, so that the number of threads
// changes no byte.
#ifndef KA_SALES_BULK_H
#define KA_SALES_BULK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sales/convert.h"
#include "sales/layout.h"
#include "sales/tally.h"
#include "sales/twins.h"
#include "table/source.h"

// What all blocks of a file have in common; not written to while threads read it.
struct ka_bulk_job {
    const char *source;
    const struct ka_survey *survey;    // nothing of it is in question
    const struct ka_convert *convert;  // the import's own
    const struct ka_sale_shape *shape; // of the lines
    const size_t *kept;                // places of the cells behind a line
};

// A record that import.c has to look at.
struct ka_bulk_odd {
    size_t at; // bytes of lines before it
    struct ka_record record;
};

// How a sale counted at the worker, so that it can be taken back.
struct ka_bulk_count {
    struct ka_pair *pair; // that has it; NULL: the party
    uint32_t party;       // by its number at the worker
    int32_t last;         // newest date before
};

// How a block ends.
enum ka_bulk_end {
    KA_BULK_WHOLE,
    KA_BULK_STOPPED, // before a record that changes what is known
    KA_BULK_LOST,    // before one that is none, or an error: pieces behind may be cut wrongly
};

struct ka_block {
    struct ka_piece piece;
    struct ka_buf lines;
    struct ka_tally tally;
    struct ka_convert_counts counts;
    uint64_t *hashes;              // of the records that are sales
    struct ka_bulk_count *parties; // how they counted
    size_t sale_count, hash_cap, count_cap;
    struct ka_worker *worker; // that has converted it
    struct ka_bulk_odd *odds;
    size_t odd_count, odd_cap;
    struct ka_arena arena; // the odd records
    char last;             // byte of the last record, 0: there was none
    enum ka_bulk_end end;
    size_t stopped_at; // in the piece
    uint64_t line;     // physical lines before that
};

// Room for n sales more.
void ka_block_room(struct ka_block *block, size_t n);

void ka_block_clear(struct ka_block *block);

// A thread's own.
struct ka_worker;
struct ka_worker *ka_worker_new(const struct ka_convert *convert);

// For a new file, or when something became known: job is borrowed.
void ka_worker_begin(struct ka_worker *worker, const struct ka_bulk_job *job,
                     struct ka_reader *reader);

// Converts block->piece.
void ka_worker_convert(struct ka_worker *worker, struct ka_block *block);

// The block will not be told: its worker has not met its parties.  The last of a worker's goes
// first.
void ka_block_forget(const struct ka_block *block);

// Adds the parties it has met to side, which borrows text from it.
void ka_worker_merge(struct ka_worker *worker, struct ka_side *side);
void ka_worker_free(struct ka_worker *worker);

// The blocks of one file.
struct ka_bulk;
struct ka_bulk *ka_bulk_open(struct ka_reader *reader, const struct ka_bulk_job *job,
                             struct ka_worker *const *workers, size_t threads);

// The next block, which lives until the next call; NULL when there is none or behind one
// that is not whole.
const struct ka_block *ka_bulk_next(struct ka_bulk *bulk);

// Gives the reader back what was not told.
void ka_bulk_close(struct ka_bulk *bulk);

#endif
