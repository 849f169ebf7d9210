// SPDX-License-Identifier: GPL-3.0-or-later
// Sales whose conversion is copying: most of most files.
//
// A record is plain when each of its cells can go into the row as it stands or by a text that
// stood for the same cells before: figures that are written as the contract writes them (but
// for zeros behind the point), all of the sign that the kind has, in the base currency; an
// account and a product that no table completes.  No figure is derived but the margin.
// Everything else is for ka_convert_record, which says what is right: what is plain is a part
// of its rules for which the outcome is known without it.
#ifndef KA_SALES_PLAIN_H
#define KA_SALES_PLAIN_H

#include "sales/bulk.h"

struct ka_plain;

// For the records of a job; convert: the worker's, whose parties are counted.  NULL when the
// layout or the options leave no record plain.
struct ka_plain *ka_plain_new(const struct ka_bulk_job *job, struct ka_convert *convert);

// From now on records are from this text, behind which KA_PIECE_SLACK bytes may be read.
void ka_plain_begin(struct ka_plain *plain, struct ka_str text);

// Calls for what adding the record will need; its hash.
uint64_t ka_plain_prepare(const struct ka_plain *plain, const struct ka_record *record);

// The same, once that has come for all records of a batch.
void ka_plain_fetch(const struct ka_plain *plain, uint64_t hash);

// Adds the record to lines (if the job wants any) and tally; false when it is not plain, and
// nothing was done.
bool ka_plain_add(struct ka_plain *plain, const struct ka_record *record,
                  const struct ka_day *day, uint64_t hash, struct ka_block *block);

// Counts its parties and frees; NULL is fine.
void ka_plain_free(struct ka_plain *plain);

#endif
