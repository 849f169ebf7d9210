// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as text of an unknown encoding, the first one choosing a name for it.  What
// comes out is UTF-8; what was UTF-8 is unchanged.
#include "fuzz.h"
#include "table/charset.h"

static const char *const encodings[] = {NULL, "GB18030", "UTF-8", "UTF-16LE", "BIG5"};

// What is there of the text as UTF-8, though there be an error behind.
static bool convert(struct ka_str text, const char *encoding, struct ka_buf *out)
{
    struct ka_error err = {0};
    struct fuzz_file file;
    fuzz_file_open(&file, text);
    struct ka_charset *charset = ka_charset_new(file.fd, "fuzz", encoding, &err);
    while (charset && ka_charset_read(charset, out))
        ;
    ka_charset_free(charset);
    fuzz_file_close(&file);
    return !ka_failed(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    if (n == 0)
        return 0;
    const char *encoding = encodings[bytes[0] % (sizeof encodings / sizeof *encodings)];
    struct ka_str text = {(const char *)bytes + 1, n - 1};
    struct ka_buf once = {0}, marked = {0}, twice = {0};
    bool done = convert(text, encoding, &once);
    bool has_mark = ka_str_has_prefix(text, KA_STR("\xef\xbb\xbf"));
    if (done && !has_mark && encoding == encodings[2])
        fuzz_holds(ka_str_eq(ka_buf_str(&once), text), "UTF-8 is unchanged");
    // Behind a character of ours: what begins a file may have a meaning (a mark, <table).
    ka_buf_add_char(&marked, 'x');
    ka_buf_add(&marked, ka_buf_str(&once));
    fuzz_holds(convert(ka_buf_str(&marked), "UTF-8", &twice) &&
                   ka_str_eq(ka_buf_str(&marked), ka_buf_str(&twice)),
               "what comes out is UTF-8");
    ka_buf_clear(&marked);
    ka_buf_clear(&once);
    ka_buf_clear(&twice);
    return 0;
}
