// SPDX-License-Identifier: GPL-3.0-or-later
// A stream of bytes in any encoding → UTF-8 (iconv's home).
#ifndef KA_TABLE_CHARSET_H
#define KA_TABLE_CHARSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"

struct ka_charset;

// fd stays the caller's.  encoding NULL: detect, in this order: byte-order mark;
// UTF-8 without an error; GB18030 without an error; otherwise refuse with a hint.
// Detection looks at the text from the first byte that is not ASCII on, so a
// long ASCII beginning costs nothing and decides nothing.  name is for messages.
struct ka_charset *ka_charset_new(int fd, const char *name, const char *encoding,
                                  struct ka_error *err);

// Appends the next run of UTF-8 (a mark at the very beginning left out); false at
// the end or on an error, which is in the err given to new.
bool ka_charset_read(struct ka_charset *charset, struct ka_buf *utf8);

const char *ka_charset_encoding(const struct ka_charset *charset); // "UTF-8", "GB18030" …
uint64_t ka_charset_bytes(const struct ka_charset *charset);
const char *ka_charset_hash(struct ka_charset *charset); // of the raw bytes; 32 hex digits
void ka_charset_free(struct ka_charset *charset);

#endif
