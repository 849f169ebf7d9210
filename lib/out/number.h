// SPDX-License-Identifier: GPL-3.0-or-later
// Figures as people read them: grouped, rounded half to even, with a true minus
// sign.  Unknown (NAN, infinite, KA_UNKNOWN) is "–".
//
// A double is rounded by its first 15 significant decimal digits, that is by the
// decimal it was read from and not by its binary neighbour: 0.1235 is 12.4%.
#ifndef KA_OUT_NUMBER_H
#define KA_OUT_NUMBER_H

#include <stdint.h>

#include "base/str.h"
#include "out/phrase.h"

#define KA_UNKNOWN INT64_MIN

// An amount in ten-thousandths with 0 to 4 decimals: "1,234,567.50", "−0.5".
void ka_number_money(struct ka_buf *out, int64_t ten_thousandths, int decimals);

// "1,234".
void ka_number_count(struct ka_buf *out, int64_t count);

// "1,234.57" with 0 to 12 decimals.
void ka_number_real(struct ka_buf *out, double value, int decimals);

// A fraction as per cent: 0.1235 with one decimal is "12.4%".
void ka_number_percent(struct ka_buf *out, double fraction, int decimals);

// The same with its sign always there: "+12.4%", "−3.0%", "0.0%".
void ka_number_change(struct ka_buf *out, double fraction, int decimals);

// Three significant digits in the units of the language: 12.3万, 1.25亿; 123k, 1.25M.
// The zeros behind the decimal point go: "1.2亿".
void ka_number_compact(struct ka_buf *out, enum ka_lang lang, double value);
void ka_number_compact_money(struct ka_buf *out, enum ka_lang lang, int64_t ten_thousandths);

#endif
