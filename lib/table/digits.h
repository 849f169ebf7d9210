// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as characters, without printf where that can be.
#ifndef KA_TABLE_DIGITS_H
#define KA_TABLE_DIGITS_H

#include <stddef.h>
#include <stdint.h>

// Room for any of them; what is behind the text may be overwritten.
enum { KA_DIGITS_ROOM = 40 };

// All write the text of value at out and return the end of it.
char *ka_put_integer(char *out, int64_t value);

// The decimals of a fraction in ten-thousandths, 1 to 9999, without zeros at the end.
char *ka_put_fraction(char *out, unsigned fraction);

// %.10g, -0 as 0, NaN and the infinities as nothing.
char *ka_put_real(char *out, double value);

#endif
