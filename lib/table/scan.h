// SPDX-License-Identifier: GPL-3.0-or-later
// Where the cells and records of a delimited text end, found 64 bytes at a time.
//
// Each 64 bytes become four words with a bit per byte: quotes, delimiters, LF, CR.  The
// prefix XOR of the quote bits tells which bytes stand inside quotes; separators are
// the delimiters and LFs outside.  This holds only where quotes are well-formed, and
// that is seen in the same words:
//
//   a quote that opens stands behind a separator, or behind one that closes ("a""b");
//   behind a quote that closes stands a separator, a quote that opens, or a CR;
//   behind a CR, inside quotes or out, stands a LF.
//
// At the first byte that breaks a rule the scan stops.  All before it is right, since the
// words only look back, and the record in which it stands is for libcsv to judge; behind
// that record scanning begins anew.  So no table of states is walked byte by byte, hardly a
// branch depends on the data, and a record in which nothing is odd costs the same with quotes
// or without.
//
// Which cells exist is all that is found here.  A reader cuts out those that are asked
// for: a cell lies between two neighbours in `bounds`, so the others cost nothing more.
//
// How many separators a chunk has is open, and a branch that asks would be foretold wrongly
// half of the time: so as many as most chunks have are written always, and what is too much
// is overwritten by the next.  A machine with AVX-512 puts 16 of them together in one step,
// which takes a twentieth off the time of a tool that does little else.  Which of them are line
// ends is seen afterwards: where all records have the same number of cells it is enough that
// there are as many line ends as records, each in its place.
#ifndef KA_TABLE_SCAN_H
#define KA_TABLE_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct ka_index {
    uint32_t *bounds;    // cell i: behind bounds[i] and before bounds[i + 1], separators both;
                         // bounds[0] is -1, which wraps
    uint32_t *first;     // [i]: number of the first cell of record i; one more at the end
    size_t records;      // whole ones, their LF included
    size_t width;        // cells of each of them; 0: they are not alike
    bool regular;        // false: the scan stopped within the record behind them
    bool quoted_lines;   // some LF may stand inside quotes
    bool doubled_quotes; // some cell may hold a doubled quote
    bool crs;            // some line may end with CRLF
    size_t bound_cap, first_cap;
};

// Indexes text, which begins with a record and has fewer than 4 GiB.  What the index held
// before is forgotten.
void ka_scan(struct ka_index *index, struct ka_str text, char delimiter);

// The same in one of the ways that some machines have; false: this one has not.  All find the
// same; ka_scan takes the fastest.
enum ka_scan_way { KA_SCAN_PORTABLE, KA_SCAN_AVX2, KA_SCAN_AVX512, KA_SCAN_WAYS };
bool ka_scan_by(enum ka_scan_way way, struct ka_index *index, struct ka_str text,
                char delimiter);

// Where a text that begins with a record may be cut in two: the offset behind its last line
// end outside quotes, 0 when it has none, as far as the number of quotes before can tell.  That
// is right unless a quote in front of it is odd, and then ka_scan finds that one.  *lines
// is the number of line ends before the cut, those inside quotes included.
size_t ka_scan_cut(struct ka_str text, uint64_t *lines);

// The same in the way that all machines have.
size_t ka_scan_cut_portable(struct ka_str text, uint64_t *lines);

void ka_index_clear(struct ka_index *index);

#endif
