// SPDX-License-Identifier: GPL-3.0-or-later
#include "table/encode.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"

struct ka_encoder {
    iconv_t iconv;
    bool copies;
    char *encoding;
};

struct ka_encoder *ka_encoder_new(const char *encoding, struct ka_error *err)
{
    bool copies = strcasecmp(encoding, "UTF-8") == 0;
    iconv_t converter = copies ? NULL : iconv_open(encoding, "UTF-8");
    if (!copies && converter == (iconv_t)-1) {
        ka_fail(err, KA_USAGE, "encoding %s is not known", KA_QUOTE(ka_str(encoding)));
        return NULL;
    }
    struct ka_encoder *encoder = ka_alloc(1, sizeof *encoder);
    *encoder = (struct ka_encoder){converter, copies, ka_strdup(encoding)};
    return encoder;
}

bool ka_encoder_add(struct ka_encoder *encoder, struct ka_buf *out, struct ka_str text,
                    struct ka_error *err)
{
    if (encoder->copies) {
        ka_buf_add(out, text);
        return true;
    }
    char room[4096], *from = (char *)(uintptr_t)text.p; // iconv reads it only
    size_t left = text.n;
    while (left > 0) {
        char *to = room;
        size_t space = sizeof room;
        size_t converted = iconv(encoder->iconv, &from, &left, &to, &space);
        ka_buf_add(out, (struct ka_str){room, sizeof room - space});
        if (converted == (size_t)-1 && errno != E2BIG) {
            iconv(encoder->iconv, NULL, NULL, NULL, NULL);
            return ka_fail(err, KA_BAD_DATA, "%s cannot be written in %s",
                           KA_QUOTE(((struct ka_str){from, left})), encoder->encoding);
        }
    }
    return true;
}

void ka_encoder_free(struct ka_encoder *encoder)
{
    if (!encoder)
        return;
    if (!encoder->copies)
        iconv_close(encoder->iconv);
    free(encoder->encoding);
    free(encoder);
}
