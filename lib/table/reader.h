// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes of a delimited file → records of cells (libcsv's home).
#ifndef KA_TABLE_READER_H
#define KA_TABLE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"

enum ka_input_kind {
    KA_INPUT_CONTRACT, // what the tools hand each other: UTF-8, comma
    KA_INPUT_ANY,      // what people and other systems write: detect both, delimiter by
                       // the first 64 KiB; a first line "sep=;" names it and is left out;
                       // a cell ="0012", in quotes or not, is the text 0012
};

struct ka_reader_options {
    enum ka_input_kind kind;
    const char *encoding; // an iconv name, NULL: by kind
    char delimiter;       // 0: by kind
    bool unhashed;        // ka_reader_hash will not be asked for
};

// One record.  cells and raw live until the next call.
struct ka_record {
    const struct ka_str *cells; // unquoted, blanks kept
    size_t count;
    uint64_t line;       // physical line on which it begins, 1-based
    struct ka_str raw;   // its bytes as UTF-8, without the line end
    const char *problem; // NULL, or why this is no record ("a quote inside an unquoted
                         // cell"): count is 0, reading goes on at the next line
};

// The record in arena, where it lives on.
struct ka_record ka_record_copy(struct ka_arena *arena, const struct ka_record *record);

struct ka_reader;

// path NULL or "-": standard input, which stays open.  NULL on error.
struct ka_reader *ka_reader_open(const char *path, const struct ka_reader_options *options,
                                 struct ka_error *err);

// The next record that is not an empty line; false at the end or on an error, which
// ka_reader_close tells: a quote that is never closed (by the line where it opens), input
// that a tool up the pipe left incomplete, a record above 64 MiB, what is no text.
bool ka_reader_next(struct ka_reader *reader, struct ka_record *record);

// The next records, at least one and at most max of them, which live together until the
// next call; 0 where ka_reader_next is false.
size_t ka_reader_batch(struct ka_reader *reader, struct ka_record *records, size_t max);

// From the next record on cells[i] is the one of columns[i], empty where the record has
// none; count stays the number of cells that the record has.  columns is borrowed.
void ka_reader_pick(struct ka_reader *reader, const size_t *columns, size_t count);

// The next records as they stand in the text, for who wants a few columns of millions: at
// most max, all of `width` cells (two at least), quotes around them included; behind the text
// are KA_PIECE_SLACK bytes more that may be read.  0: what comes next is for ka_reader_batch.
// They are still the next ones until `pass` passes over n of them, and live until the next call
// that finds none of them left.
struct ka_run {
    const char *text;
    const uint32_t *bounds, *first; // see struct ka_index
    size_t n;
    uint64_t line;       // physical lines before the first
    bool crs;            // some record may stand before CRLF
    bool doubled_quotes; // some cell may hold a doubled quote
    bool quoted_lines;   // … a line end
};

size_t ka_reader_run(struct ka_reader *reader, struct ka_run *run, size_t width, size_t max);
void ka_reader_pass(struct ka_reader *reader, size_t n);

static inline struct ka_str ka_cut_cell(const char *text, uint32_t from, uint32_t to)
{
    const char *p = text + from;
    uint32_t quoted = *p == '"'; // an empty cell has a separator or a CR behind it
    return (struct ka_str){p + quoted, to - from - 2 * quoted};
}

// Cells need no more than their quotes taken off, and each record is a line.
static inline bool ka_run_is_simple(const struct ka_run *run)
{
    return !run->crs && !run->doubled_quotes && !run->quoted_lines;
}

static inline struct ka_str ka_run_cell(const struct ka_run *run, size_t record, size_t column)
{
    const uint32_t *bounds = run->bounds + run->first[record] + column;
    return ka_cut_cell(run->text, bounds[0] + 1, bounds[1]);
}

// "sales.csv", "stdin"; the encoding and delimiter that are in force; the bytes
// read so far; XXH3-128 of them, to be asked for at the end.
const char *ka_reader_name(const struct ka_reader *reader);
const char *ka_reader_encoding(const struct ka_reader *reader);
char ka_reader_delimiter(const struct ka_reader *reader);
uint64_t ka_reader_bytes(const struct ka_reader *reader);
const char *ka_reader_hash(struct ka_reader *reader);

// For threads: another reader of the rest of the input.  From now on each takes pieces of
// it, whole records, in turn; piece is the number of the one its last record was in, by
// their order in the input.  They are right up to the first record that has a problem,
// behind which nothing counts: who meets one lets no reader have another piece.  Close the
// others before the first; errors are told by the one that met them.
struct ka_reader *ka_reader_share(struct ka_reader *reader);
uint64_t ka_reader_piece(const struct ka_reader *reader);
void ka_reader_stop(struct ka_reader *reader);

// For threads that work on pieces and tell of them in the order of the input.  Once it gives
// out, the rest of the input is for any thread to take, piece by piece (table/source.h),
// until what was taken and not used is returned.
struct ka_piece;
void ka_reader_give_out(struct ka_reader *reader);
bool ka_reader_take(struct ka_reader *reader, struct ka_piece *piece);

// The reader goes on by itself, with text, which is all that was given out behind what is done
// with; `line` physical lines come before it.
void ka_reader_return(struct ka_reader *reader, struct ka_str text, uint64_t line);

// A reader of records from pieces that it is handed, one at a time.
struct ka_reader *ka_reader_cutter(const struct ka_reader *reader);

// Hands it a piece and takes back the one before.
void ka_reader_swap(struct ka_reader *cutter, struct ka_piece *piece);

// Where in its piece it is, and the physical lines before; true when that is the end.
bool ka_reader_place(const struct ka_reader *cutter, size_t *at, uint64_t *line);

// False, and err is filled, when reading has failed so far: a batch of none may be no end.
bool ka_reader_is_good(const struct ka_reader *reader, struct ka_error *err);

// Frees; false when reading had failed.  NULL is fine.
bool ka_reader_close(struct ka_reader *reader, struct ka_error *err);

#endif
