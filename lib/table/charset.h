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

// fd stays the caller's; nothing is read yet.  encoding is a name that iconv knows (else
// NULL and KA_USAGE), or NULL: detect, in this order: byte-order mark (UTF-8, UTF-16,
// UTF-32, GB18030); UTF-8 without an error, or with one
// behind six characters of three bytes (which is then told); GB18030 without an error;
// otherwise refuse with a hint.  Detection looks at the 1 MiB from the first byte that is not
// ASCII on, so that a long ASCII beginning costs nothing and decides nothing.  name is for
// messages.
struct ka_charset *ka_charset_new(int fd, const char *name, const char *encoding,
                                  struct ka_error *err);

// Before reading: the hash will not be asked for.
void ka_charset_unhashed(struct ka_charset *charset);

// Before reading: what waits for more bytes ends, as at their end, once stop, a file
// descriptor, is ready to be read.
void ka_charset_stop_by(struct ka_charset *charset, int stop);

// Appends the next run of UTF-8 in whole characters (a mark at the very beginning left
// out); false at the end or on an error, which is in the err given to new.  What stands
// before an error is given first.  Errors are KA_BAD_DATA with the line (a broken byte, a
// character cut off by the end, NUL, an Excel or gzip file) or KA_SYSTEM (read).
bool ka_charset_read(struct ka_charset *charset, struct ka_buf *utf8);

// "UTF-8", "GB18030", "UTF-16LE" … or the name given to new; "UTF-8" while all was ASCII.
const char *ka_charset_encoding(const struct ka_charset *charset);

uint64_t ka_charset_bytes(const struct ka_charset *charset); // raw bytes taken from fd
const char *ka_charset_hash(struct ka_charset *charset); // of them, 32 hex digits; ends reading
void ka_charset_free(struct ka_charset *charset);        // NULL is fine

#endif
