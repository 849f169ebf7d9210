// SPDX-License-Identifier: GPL-3.0-or-later
// A document as a mail: plain text, or HTML with its pictures.
#ifndef KA_OUT_MIME_H
#define KA_OUT_MIME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "out/document.h"

struct ka_mail {
    const char *const *to; // "name@host" or "Name <name@host>"
    size_t to_count;
    struct ka_str subject;
};

// Appends the message, with the line ends of Unix as sendmail wants them, and without Date and
// From, which it adds.  The same bytes from the same document.  Errors: KA_USAGE for what is
// no address, those of ka_html_write.
bool ka_mime_write(const struct ka_document *doc, const struct ka_mail *mail,
                   struct ka_buf *out, struct ka_error *err);

// Appends text as a header's value: as it is when that is safe, else as encoded words (RFC
// 2047), on lines of at most 76 characters when the header's name is no longer than 12.
void ka_mime_header(struct ka_buf *out, struct ka_str text);

#endif
