// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of an invented market as a file: as a Chinese ERP exports them, or as
// clean sales rows.
#ifndef KA_SALES_EXPORT_H
#define KA_SALES_EXPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/output.h"
#include "base/str.h"
#include "sales/market.h"
#include "sales/trade.h"
#include "table/decimal.h"
#include "table/encode.h"

enum ka_export_style {
    KA_EXPORT_ERP,   // title lines, Chinese header, ￥ and grouping, a total line, CRLF
    KA_EXPORT_PLAIN, // columns of the sales table, money in yuan, LF
};

struct ka_export {
    const struct ka_market *market;
    enum ka_export_style style;
    struct ka_output *output;
    struct ka_encoder *encoder;
    struct ka_buf row, encoded;
    int64_t lines, qty;
    ka_int128 amount, cost; // as the ERP adds them up: whatever the currency
    struct ka_error error;
};

// Writes what stands above the lines.  Market and output are borrowed.  False: the
// encoding is not known, nothing to end.
bool ka_export_begin(struct ka_export *ex, const struct ka_market *market,
                     enum ka_export_style style, const char *encoding, struct ka_output *output,
                     struct ka_error *err);
void ka_export_add(struct ka_export *ex, const struct ka_trade_line *line);

// Writes what stands below and frees; the output is still to be committed.
bool ka_export_end(struct ka_export *ex, struct ka_error *err);

#endif
