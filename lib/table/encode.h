// SPDX-License-Identifier: GPL-3.0-or-later
// UTF-8 → another encoding, the way back of charset.h (with it, iconv's home).
#ifndef KA_TABLE_ENCODE_H
#define KA_TABLE_ENCODE_H

#include <stdbool.h>

#include "base/error.h"
#include "base/str.h"

struct ka_encoder;

// encoding: a name that iconv knows ("UTF-8" copies).
struct ka_encoder *ka_encoder_new(const char *encoding, struct ka_error *err);

// Appends text, whole characters of valid UTF-8, encoded.  A character that the
// encoding lacks is an error.
bool ka_encoder_add(struct ka_encoder *encoder, struct ka_buf *out, struct ka_str text,
                    struct ka_error *err);
void ka_encoder_free(struct ka_encoder *encoder); // NULL is fine

#endif
