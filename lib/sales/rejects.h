// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of bad rows: how many are borne, and where they are written.
#ifndef KA_SALES_REJECTS_H
#define KA_SALES_REJECTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/output.h"
#include "sales/import.h"
#include "table/writer.h"

struct ka_rejects {
    const char *path;    // NULL: they are counted only
    const char *max_bad; // as it was given
    struct ka_output output;
    struct ka_writer writer;
    double max_count, max_share; // of bad rows; one of them is infinite
    uint64_t bad;                // duplicates, dropped as asked, are not
    struct ka_error first;       // message of the first bad row
};

// path NULL: rejects are counted only.  max_bad: "3" or "0.5%", to 100 %; NULL: any number.
bool ka_rejects_open(struct ka_rejects *rejects, const char *path, const char *max_bad,
                     struct ka_error *err);

// False, with the message of the first bad row, when there are more than are borne; with
// a file only the commit says so, when all of them are in it.
bool ka_rejects_add(struct ka_rejects *rejects, const struct ka_import_item *item,
                    struct ka_error *err);

// At the end of `rows` rows, of which `good` are good; none is never borne.  The file is
// kept whether or not the rows are borne: it says why they are not.
bool ka_rejects_commit(struct ka_rejects *rejects, uint64_t rows, uint64_t good,
                       struct ka_error *err);

// Also fine on a zeroed struct and after commit.
void ka_rejects_discard(struct ka_rejects *rejects);

#endif
