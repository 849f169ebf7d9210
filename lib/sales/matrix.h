// SPDX-License-Identifier: GPL-3.0-or-later
// Columns of account rows → a matrix of features ready for clustering.
#ifndef KA_SALES_MATRIX_H
#define KA_SALES_MATRIX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "stat/transform.h"
#include "table/frame.h"

enum ka_mix_use { KA_MIX_UNUSED, KA_MIX_NEEDED, KA_MIX_IF_THERE };

struct ka_matrix_options {
    const char *features; // "a,b,c"; NULL: the usual ones that are there and carry something
    const char *usual;    // which these are; NULL: those of account rows
    int transform;        // enum ka_transform, or KA_TRANSFORM_AUTO
    int scale;            // enum ka_scale, or KA_SCALE_AUTO
    enum ka_mix_use mix;  // of the columns of sales/mix.h
    bool whales_apart;    // leave out rows of a size that too few have for a cluster
};

// Signed log1p for amounts, counts and days; square roots of shares and of a mix (Hellinger)
// where none is negative; rates and ratios as they are.
enum { KA_TRANSFORM_AUTO = -1 };

// Moved in to +-3.5 robust z, then KA_SCALE_ROBUST; KA_SCALE_Z for a column without a MAD.
enum { KA_SCALE_AUTO = -1 };

struct ka_matrix {
    size_t rows, columns;
    double *x;       // row-major, transformed and scaled
    double *raw;     // row-major, as in the frame; NAN: unknown
    size_t *row;     // the frame's row of each matrix row: keys in bytewise order, so that
                     // nothing depends on how the rows came
    size_t *feature; // the frame's column of each matrix column
    size_t *whale;   // the frame's rows that are set aside, bytewise by key
    size_t whales;
    size_t unknown;         // cells that took the median of their column
    struct ka_buf left_out; // names of usual features that were left out, ", " between
    struct ka_buf twice;    // pairs "a and b" that say the same, ", " between
};

// key: the column that fixes the order of the rows.  A feature tells rows apart when more
// than half of them have it and not all the same.  One asked for by name that does not is an
// error (KA_NOT_ESTIMABLE), a usual one is left out; when all of these are, the matrix has no
// columns.  KA_USAGE when a feature is asked for twice.
// Whales are rows with an amount or count beyond robust z 6 after the transform, as long as
// they are fewer than ka_cluster_least(rows): more of them are a cluster.
bool ka_matrix_make(struct ka_matrix *matrix, const struct ka_frame *frame, size_t key,
                    const struct ka_matrix_options *options, struct ka_error *err);
void ka_matrix_clear(struct ka_matrix *matrix);

#endif
