// SPDX-License-Identifier: GPL-3.0-or-later
// Sales whose conversion is mostly copying: nearly all of nearly all files.
//
// A record is plain when each of its cells can go into the row as it stands or by a text that
// stood for the same cells before, its figures being amounts as people write them with four
// decimals at most; and when the account and the product are such as no table completes.
//
// Of the figures most stay as they are: all have the sign of the kind, are in the base currency
// and contradict nothing.  All others are derived by the rules themselves, which are asked
// with the amounts that were read here (plain_figures.c).  A record of which they have
// something to say, that would change what is known of the file, or whose cells need a closer
// look, is for ka_convert_record, which says what is right: what is plain is a part of its
// rules for which the outcome is known without it.
//
// Plain records are taken straight from the index of the reader, and cells that stand side by
// side in the record and in the row are copied as one, with the commas and quotes that they
// have.
#ifndef KA_SALES_PLAIN_H
#define KA_SALES_PLAIN_H

#include "sales/bulk.h"
#include "sales/days.h"
#include "table/reader.h"

enum { KA_PLAIN_BATCH = 64 };

struct ka_plain;

// For the records of a job; convert: the worker's, whose parties are counted; days: those that
// tell nothing new of the file, all others are not plain.  NULL when the layout or the options
// leave no record plain.
struct ka_plain *ka_plain_new(const struct ka_bulk_job *job, struct ka_convert *convert,
                              struct ka_days *days);

// The next records that have the width of the header, at most KA_PLAIN_BATCH, and calls for
// what they will need.  Behind their text KA_PIECE_SLACK bytes may be read.
size_t ka_plain_take(struct ka_plain *plain, struct ka_reader *cutter, struct ka_run *run);

// Adds those behind the first `from` of the run that are plain to the block, up to one that is
// not; their number.
size_t ka_plain_add(struct ka_plain *plain, const struct ka_run *run, size_t from,
                    struct ka_block *block);

// Counts its parties and frees; NULL is fine.
void ka_plain_free(struct ka_plain *plain);

#endif
