// SPDX-License-Identifier: GPL-3.0-or-later
// Is it UTF-8, at the speed of memory?
#ifndef KA_TABLE_UTF8_H
#define KA_TABLE_UTF8_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

// Bytes at the front that are known to be whole characters of UTF-8 without NUL; what comes
// behind is to be looked at closely, and may be right as well.  Adds the LFs among them to
// *lines.
size_t ka_utf8_prefix(struct ka_str text, uint64_t *lines);

// The same of bytes that are ASCII.
size_t ka_utf8_ascii_prefix(struct ka_str text, uint64_t *lines);

#endif
