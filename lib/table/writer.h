// SPDX-License-Identifier: GPL-3.0-or-later
// Rows → CSV as the contract has it: comma, LF, quotes only where needed.
#ifndef KA_TABLE_WRITER_H
#define KA_TABLE_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/output.h"
#include "base/str.h"

// Cells are put one after the other; end closes the row.  The output is the
// caller's, so are opening and committing it; between two calls of end nothing
// else may write to it.  What reaches the file or pipe is always whole rows.
struct ka_writer {
    struct ka_output *output;
    bool spreadsheet; // UTF-8 mark first, CRLF, formula-like text guarded; set before the
                      // first put
    size_t cells;     // put in this row
    size_t row_start; // in output->pending
    uint64_t rows;    // rows ended, the header among them
};

void ka_writer_init(struct ka_writer *writer, struct ka_output *output);

// Text.  For spreadsheets a cell that begins with = + - @ TAB CR gets a ' in front,
// unless it is a number ("-12.5", "-1e-07", but not "+86138").
void ka_writer_put(struct ka_writer *writer, struct ka_str text);
void ka_writer_put_text(struct ka_writer *writer, const char *text);
void ka_writer_put_decimal(struct ka_writer *writer, int64_t value); // KA_DECIMAL_NONE: empty
void ka_writer_put_integer(struct ka_writer *writer, int64_t value);
void ka_writer_put_real(struct ka_writer *writer, double value); // %.10g; NaN: empty
void ka_writer_put_date(struct ka_writer *writer, int32_t day);  // KA_DATE_NONE: empty
void ka_writer_end(struct ka_writer *writer);

// %.10g, -0 as 0, NaN and the infinities as nothing: the one way a floating figure
// becomes text.
void ka_real_format(struct ka_buf *out, double value);

// And the way back: -12, .5, 1.5e-07; false for anything else, be it blanks, a +,
// hex, inf, nan, empty text or what overflows.
bool ka_real_parse(struct ka_str text, double *value);

void ka_integer_format(struct ka_buf *out, int64_t value);

// True for most cells: no byte is up to the comma, as all are that may need quotes.  Ids and
// words of Chinese have none.
static inline bool ka_cell_is_bare(struct ka_str text)
{
    const uint64_t each = UINT64_C(0x0101010101010101);
    uint64_t eight, low = 0;
    size_t i = 0;
    bool found = false;
    for (; i + 8 <= text.n; i += 8) {
        memcpy(&eight, text.p + i, 8);
        low |= (eight - each * (',' + 1)) & ~eight;
    }
    for (; i < text.n; i++)
        found |= (unsigned char)text.p[i] <= ',';
    return !found && !(low & each << 7);
}

// It holds a comma, a quote, CR or LF, or begins or ends with a blank.
bool ka_cell_needs_quotes(struct ka_str text);

// The cell as the contract writes it.
void ka_cell_format(struct ka_buf *out, struct ka_str text);

#endif
