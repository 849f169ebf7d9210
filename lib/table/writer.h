// SPDX-License-Identifier: GPL-3.0-or-later
// Rows → CSV as the contract has it: comma, LF, quotes only where needed.
#ifndef KA_TABLE_WRITER_H
#define KA_TABLE_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/output.h"
#include "base/str.h"

// Cells are put one after the other; end closes the row.  The output is the
// caller's, so are opening and committing it.
struct ka_writer {
    struct ka_output *output;
    bool spreadsheet; // UTF-8 mark first, CRLF, formula-like text guarded
    bool row_begun;
    uint64_t rows; // rows ended, the header among them
};

void ka_writer_init(struct ka_writer *writer, struct ka_output *output);
void ka_writer_put(struct ka_writer *writer, struct ka_str text);
void ka_writer_put_text(struct ka_writer *writer, const char *text);
void ka_writer_put_decimal(struct ka_writer *writer, int64_t value); // KA_DECIMAL_NONE: empty
void ka_writer_put_integer(struct ka_writer *writer, int64_t value);
void ka_writer_put_real(struct ka_writer *writer, double value);     // %.10g; NaN: empty
void ka_writer_put_date(struct ka_writer *writer, int32_t day);      // KA_DATE_NONE: empty
void ka_writer_end(struct ka_writer *writer);

// %.10g, -0 as 0, NaN as nothing: the one way a floating figure becomes text.
void ka_real_format(struct ka_buf *out, double value);

// The cell as the contract writes it: quoted where it must be.
void ka_cell_format(struct ka_buf *out, struct ka_str text);

#endif
