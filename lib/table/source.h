// SPDX-License-Identifier: GPL-3.0-or-later
// The text of one input as UTF-8, for one reader or for several threads in turn.
#ifndef KA_TABLE_SOURCE_H
#define KA_TABLE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"

// A longer record is a quote that nothing closes.
#define KA_RECORD_MAX ((size_t)64 << 20)

struct ka_source;

// path NULL or "-": standard input, which stays open.  encoding as in ka_charset_new;
// unhashed: ka_source_hash will not be asked for.  NULL on error.
struct ka_source *ka_source_open(const char *path, const char *encoding, bool unhashed,
                                 struct ka_error *err);

enum { KA_PIECE_SLACK = 32 }; // bytes behind its text that may be read

// Appends the next piece of text, at least `least` bytes if there are as many; false when
// there are none or on an error, which ka_source_error has then.
bool ka_source_read(struct ka_source *source, struct ka_buf *text, size_t least);
const struct ka_error *ka_source_error(const struct ka_source *source);

// ---- Several threads ----

// A piece that ends with a record, as far as can be told (see ka_scan_cut).
struct ka_piece {
    struct ka_buf text;
    uint64_t number; // 0, 1, 2 … in the order of the input
    uint64_t line;   // physical lines before it
    bool failed;     // behind it stands the error of the source
};

// From now on pieces are taken.  text is what has been read and not used, which comes
// first; it begins with a record, and `line` lines come before.
void ka_source_share(struct ka_source *source, struct ka_str text, uint64_t line);

// The end of that: appends what was read and not taken to text.
void ka_source_unshare(struct ka_source *source, struct ka_buf *text);

// Puts the next piece in the place of what is in *piece; any thread may.  False when
// there is none, *piece is as it was then.
bool ka_source_take(struct ka_source *source, struct ka_piece *piece);

// No thread gets another piece; one that waits for it goes away without.
void ka_source_stop(struct ka_source *source);

const char *ka_source_name(const struct ka_source *source);
const char *ka_source_encoding(const struct ka_source *source);
uint64_t ka_source_bytes(const struct ka_source *source);
const char *ka_source_hash(struct ka_source *source); // "" when it is unhashed
void ka_source_close(struct ka_source *source);       // NULL is fine

#endif
