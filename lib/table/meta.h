// SPDX-License-Identifier: GPL-3.0-or-later
// Provenance: what a run read, assumed and wrote, as a CSV of key,value.
#ifndef KA_TABLE_META_H
#define KA_TABLE_META_H

#include <stdbool.h>

#include "base/error.h"
#include "base/str.h"
#include "table/reader.h"

struct ka_meta {
    struct ka_buf rows;
    size_t inputs;
};

// Begins with tool, version and command; meta must be zeroed.
void ka_meta_begin(struct ka_meta *meta, const char *tool);
void ka_meta_add(struct ka_meta *meta, const char *key, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// input.1.name, input.1.encoding, input.1.bytes, input.1.xxh3 of the first input that was read
// to its end and is not closed yet; one group of rows an input.
void ka_meta_add_input(struct ka_meta *meta, struct ka_reader *reader);

// Writes to path (nothing when path is NULL) and frees.
bool ka_meta_write(struct ka_meta *meta, const char *path, struct ka_error *err);

#endif
