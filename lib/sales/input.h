// SPDX-License-Identifier: GPL-3.0-or-later
// A table whose kind its header tells: open, look, read, note where it came from.
#ifndef KA_SALES_INPUT_H
#define KA_SALES_INPUT_H

#include <stdbool.h>

#include "base/error.h"
#include "table/frame.h"
#include "table/meta.h"
#include "table/reader.h"

// Opens and takes the header.  meta: where the input will be noted, NULL: nowhere.  NULL on
// an error, an empty input among them.
struct ka_reader *ka_input_open(const char *path, enum ka_input_kind kind,
                                const struct ka_meta *meta, struct ka_record *header,
                                struct ka_error *err);

// Notes the input in meta (NULL: nowhere) when it was read to its end (good), and closes
// it.  False when it was not good or reading had failed.
bool ka_input_close(struct ka_reader *reader, struct ka_meta *meta, bool good,
                    struct ka_error *err);

// A whole table that people keep, in whatever encoding.  frame is zeroed before; clear it
// in any case.
bool ka_input_load(struct ka_frame *frame, const char *path, struct ka_meta *meta,
                   struct ka_error *err);

#endif
