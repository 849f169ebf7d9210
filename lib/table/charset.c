// SPDX-License-Identifier: GPL-3.0-or-later
#include "table/charset.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/text.h"
#include "table/gb.h"
#include "table/utf8.h"

enum {
    BLOCK = 256 * 1024,
    WINDOW = 1024 * 1024,
    LONGEST_MAGIC = 4,
    LONGEST_MARKUP = 64,
    ENOUGH = 6
};

struct ka_charset {
    int fd, stop; // stop: -1 while there is none
    char *name;
    char *encoding; // NULL while nothing but ASCII has come
    bool detected;  // by us, not named by the user
    bool converts;  // by converter; else it is UTF-8 as it comes
    iconv_t converter;
    struct ka_gb *gb;  // for what is common in GB18030; NULL: it is not that
    struct ka_buf raw; // read; raw.p + start is the first byte not yet converted
    size_t start;
    bool cut;                // what is pending is not a whole character
    bool begun, ended, done; // first bytes looked at; end of fd; all given out
    uint64_t bytes, lines;   // read; newlines given out
    bool given;              // some text was given out
    struct ka_hash *hash;
    char hex[33];
    struct ka_error *err;
};

// How far a run of bytes is text: to its end, to a last character that is cut off there,
// or to a byte that is wrong.
enum extent { WHOLE, CUT, BROKEN };

static struct ka_str pending(const struct ka_charset *cs)
{
    struct ka_str raw = ka_buf_str(&cs->raw);
    return (struct ka_str){raw.p + cs->start, raw.n - cs->start};
}

static uint64_t count_lines(struct ka_str text)
{
    uint64_t lines = 0;
    for (const char *p = text.p, *end = p + text.n;
         p < end && (p = memchr(p, '\n', (size_t)(end - p))); p++)
        lines++;
    return lines;
}

// The line of a pending byte, and its offset in the stream.
static uint64_t line_of(const struct ka_charset *cs, size_t at)
{
    return cs->lines + count_lines((struct ka_str){pending(cs).p, at}) + 1;
}

static uint64_t offset_of(const struct ka_charset *cs, size_t at)
{
    return cs->bytes - pending(cs).n + at;
}

// ---- Failures ----

// at: its offset; in UTF-16BE the first half of a plain letter is NUL.
static void fail_nul(struct ka_charset *cs, uint64_t line, uint64_t at)
{
    ka_fail(cs->err, KA_BAD_DATA,
            "%s:%" PRIu64 ": a NUL character: not text, or UTF-16 without a byte-order mark "
            "(then name it with --encoding UTF-16%s)",
            cs->name, line, at % 2 ? "LE" : "BE");
}

static void fail_byte(struct ka_charset *cs)
{
    ka_fail(
        cs->err, KA_BAD_DATA, "%s:%" PRIu64 ": byte 0x%02x at offset %" PRIu64 " is not %s%s",
        cs->name, line_of(cs, 0), (unsigned char)*pending(cs).p, offset_of(cs, 0), cs->encoding,
        cs->detected ? "; if all of it is in another encoding, name it with --encoding" : "");
}

static void fail_cut(struct ka_charset *cs)
{
    ka_fail(cs->err, KA_BAD_DATA, "%s:%" PRIu64 ": the end cuts off a character of %s",
            cs->name, line_of(cs, 0), cs->encoding);
}

static void fail_detection(struct ka_charset *cs, size_t at)
{
    ka_fail(cs->err, KA_BAD_DATA,
            "%s:%" PRIu64 ": is neither UTF-8 nor GB18030 (byte 0x%02x at offset %" PRIu64
            "); name its encoding with --encoding",
            cs->name, line_of(cs, at), (unsigned char)pending(cs).p[at], offset_of(cs, at));
}

// ---- Bytes in ----

static bool is_stopped(const struct ka_charset *cs)
{
    struct pollfd from[] = {{.fd = cs->fd, .events = POLLIN},
                            {.fd = cs->stop, .events = POLLIN}};
    while (cs->stop >= 0 && poll(from, 2, -1) < 0 && errno == EINTR)
        ;
    return from[1].revents != 0;
}

static void read_block(struct ka_charset *cs, struct ka_buf *raw)
{
    raw->p = ka_grow(raw->p, &raw->cap, raw->n + BLOCK, 1);
    ssize_t n;
    do
        n = is_stopped(cs) ? 0 : read(cs->fd, raw->p + raw->n, BLOCK);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        ka_fail_errno(cs->err, "read", cs->name);
    cs->ended = n <= 0;
    if (n <= 0)
        return;
    if (cs->hash)
        ka_hash_add(cs->hash, raw->p + raw->n, (size_t)n);
    raw->n += (size_t)n;
    cs->bytes += (uint64_t)n;
}

// Reads on until `want` bytes are pending or there are no more.
static void fill(struct ka_charset *cs, size_t want)
{
    if (cs->start > 0 && pending(cs).n < want) {
        cs->raw.n -= cs->start;
        memmove(cs->raw.p, cs->raw.p + cs->start, cs->raw.n);
        cs->start = 0;
    }
    while (pending(cs).n < want && !cs->ended)
        read_block(cs, &cs->raw);
}

// ---- Text out ----

static size_t ascii_length(struct ka_str s)
{
    const uint64_t high = UINT64_C(0x8080808080808080);
    size_t i = 0;
    for (uint64_t word[4]; i + sizeof word <= s.n; i += sizeof word) {
        memcpy(word, s.p + i, sizeof word);
        if ((word[0] | word[1] | word[2] | word[3]) & high)
            break;
    }
    while (i < s.n && !(s.p[i] & 0x80))
        i++;
    return i;
}

static enum extent check_utf8(struct ka_str s, size_t *good)
{
    for (*good = 0; *good < s.n;) {
        *good += ascii_length((struct ka_str){s.p + *good, s.n - *good});
        struct ka_str run = {s.p + *good, 0};
        while (*good + run.n < s.n && run.p[run.n] & 0x80)
            run.n++;
        bool cut;
        size_t valid = ka_text_utf8_valid(run, &cut);
        bool last = *good + run.n == s.n;
        *good += valid;
        if (valid < run.n)
            return cut && last ? CUT : BROKEN;
    }
    return WHOLE;
}

// Appends the n bytes at in as UTF-8, as far as they go; *good bytes were used.
static enum extent convert(iconv_t converter, char *in, size_t n, struct ka_buf *out,
                           size_t *good)
{
    enum extent extent = WHOLE;
    for (size_t left = n; left > 0 && extent == WHOLE; *good = n - left) {
        out->p = ka_grow(out->p, &out->cap, out->n + 2 * left + 16, 1);
        char *to = out->p + out->n;
        size_t room = out->cap - out->n - 1;
        if (iconv(converter, &in, &left, &to, &room) == (size_t)-1 && errno != E2BIG)
            extent = errno == EINVAL ? CUT : BROKEN;
        out->n = (size_t)(to - out->p);
        *to = '\0';
    }
    return extent;
}

// The same for GB18030: iconv is asked for what was not met before.
static enum extent convert_gb(struct ka_charset *cs, struct ka_str in, struct ka_buf *out,
                              size_t *good)
{
    enum extent extent = WHOLE;
    for (*good = 0; *good < in.n && extent == WHOLE;) {
        *good += ka_gb_convert(cs->gb, (struct ka_str){in.p + *good, in.n - *good}, out);
        struct ka_str rest = {in.p + *good, in.n - *good};
        if (rest.n == 0)
            break;
        size_t length = ka_gb_length(rest), before = out->n, used = 0;
        char one[4];
        rest.n = rest.n < length ? rest.n : length;
        memcpy(one, rest.p, rest.n);
        extent = convert(cs->converter, one, rest.n, out, &used);
        *good += used;
        if (extent == WHOLE && used == 2)
            ka_gb_learn(cs->gb, rest.p, (struct ka_str){out->p + before, out->n - before});
    }
    return extent;
}

// Some converters hold a character back until they are told that this was the last.
static void flush(struct ka_charset *cs, struct ka_buf *utf8)
{
    utf8->p = ka_grow(utf8->p, &utf8->cap, utf8->n + 64, 1);
    char *to = utf8->p + utf8->n;
    size_t room = 63;
    iconv(cs->converter, NULL, NULL, &to, &room);
    utf8->n = (size_t)(to - utf8->p);
    *to = '\0';
    cs->done = true;
}

// Looks at what was appended from `before` on: a byte-order mark, NUL, lines.  The
// first `plain` bytes are known to be without NUL, and their lines are counted.
static void account(struct ka_charset *cs, struct ka_buf *utf8, size_t before, size_t plain)
{
    struct ka_str text = {utf8->p + before, utf8->n - before};
    if (!cs->given && ka_str_has_prefix(text, KA_STR("\xef\xbb\xbf"))) {
        memmove(utf8->p + before, text.p + 3, text.n - 3 + 1);
        utf8->n -= 3;
        text.n -= 3;
        plain -= plain < 3 ? plain : 3;
    }
    cs->given = true;
    struct ka_str rest = {text.p + plain, text.n - plain};
    const char *nul = memchr(rest.p, '\0', rest.n);
    uint64_t at = nul ? offset_of(cs, 0) - (uint64_t)(text.p + text.n - nul) : 0;
    if (nul) {
        rest.n = (size_t)(nul - rest.p);
        utf8->n = (size_t)(nul - utf8->p);
    }
    size_t counted = ka_utf8_prefix(rest, &cs->lines);
    cs->lines += count_lines((struct ka_str){rest.p + counted, rest.n - counted});
    if (nul)
        fail_nul(cs, cs->lines + 1, at);
}

// What is UTF-8 is read to where it is wanted.
static struct ka_str read_through(struct ka_charset *cs, struct ka_buf *utf8)
{
    size_t before = utf8->n;
    ka_buf_add(utf8, pending(cs));
    if (before == utf8->n || cs->cut)
        read_block(cs, utf8);
    return (struct ka_str){utf8->p + before, utf8->n - before};
}

// The first `good` bytes of what was read so stay there; the others wait in raw.
static void keep_back(struct ka_charset *cs, struct ka_buf *utf8, struct ka_str in, size_t good)
{
    ka_buf_reset(&cs->raw);
    cs->start = 0;
    ka_buf_add(&cs->raw, (struct ka_str){in.p + good, in.n - good});
    utf8->n -= in.n - good;
}

static void pass_on(struct ka_charset *cs, struct ka_buf *utf8)
{
    size_t before = utf8->n, good;
    struct ka_str in = read_through(cs, utf8);
    size_t plain = ka_utf8_prefix(in, &cs->lines);
    enum extent extent = check_utf8((struct ka_str){in.p + plain, in.n - plain}, &good);
    good += plain;
    keep_back(cs, utf8, in, good); // a character that is cut off
    cs->cut = extent == CUT;
    if (good > 0)
        account(cs, utf8, before, plain);
    else if (extent == BROKEN)
        fail_byte(cs);
    else if (extent == CUT && cs->ended)
        fail_cut(cs);
    cs->done = cs->ended && in.n == 0;
}

static void transfer(struct ka_charset *cs, struct ka_buf *utf8)
{
    fill(cs, 1);
    struct ka_str in = pending(cs);
    size_t before = utf8->n, good = 0;
    enum extent extent = WHOLE;
    if (in.n == 0)
        flush(cs, utf8);
    else
        extent = cs->gb ? convert_gb(cs, in, utf8, &good)
                        : convert(cs->converter, cs->raw.p + cs->start, in.n, utf8, &good);
    cs->start += good;
    if (utf8->n > before)
        account(cs, utf8, before, 0);
    if (good > 0 || extent == WHOLE)
        return;
    if (extent == BROKEN)
        fail_byte(cs);
    else if (cs->ended)
        fail_cut(cs);
    else
        fill(cs, in.n + 1); // the rest of the character
}

// ---- Which encoding ----

// Settles on an encoding; false when iconv does not know it.
static bool settle(struct ka_charset *cs, const char *encoding)
{
    cs->converts = strcasecmp(encoding, "UTF-8") != 0 && strcasecmp(encoding, "UTF8") != 0;
    // iconv takes "" for the locale's encoding, and what follows a slash for an option.
    bool named = *encoding && !strchr(encoding, '/');
    if (cs->converts)
        cs->converter = named ? iconv_open("UTF-8", encoding) : (iconv_t)-1;
    if (cs->converts && cs->converter == (iconv_t)-1)
        return cs->converts = false;
    if (strcasecmp(encoding, "GB18030") == 0 || strcasecmp(encoding, "GBK") == 0)
        cs->gb = ka_gb_new();
    cs->encoding = ka_strdup(encoding);
    return true;
}

static void settle_detected(struct ka_charset *cs, const char *encoding)
{
    cs->detected = true;
    if (!settle(cs, encoding))
        ka_fail(cs->err, KA_SYSTEM, "iconv has no converter for %s", encoding);
}

// Files that are no text at all, and byte-order marks; the longer of two first.
static const struct magic {
    struct {
        char bytes[LONGEST_MAGIC];
        size_t n;
    } mark;
    const char *encoding; // or NULL:
    const char *refusal;
} magics[] = {
    {{"PK\3\4", 4}, NULL, "is an Excel workbook (or another zip file): save it as CSV"},
    {{"\xd0\xcf\x11\xe0", 4}, NULL, "is an old Excel workbook: save it as CSV"},
    {{"\x1f\x8b", 2}, NULL, "is compressed: unpack it first (gzip -dc)"},
    {{"\xef\xbb\xbf", 3}, "UTF-8", NULL},
    {{"\xff\xfe\0\0", 4}, "UTF-32LE", NULL},
    {{"\0\0\xfe\xff", 4}, "UTF-32BE", NULL},
    {{"\xff\xfe", 2}, "UTF-16LE", NULL},
    {{"\xfe\xff", 2}, "UTF-16BE", NULL},
    {{"\x84\x31\x95\x33", 4}, "GB18030", NULL},
};

// Web systems save their pages as .xls.
static bool is_page(struct ka_str text)
{
    static const char *const tags[] = {"<html", "<table", "<!doctype", "<meta", "<?xml"};
    if (ka_str_has_prefix(text, KA_STR("\xef\xbb\xbf")))
        text = (struct ka_str){text.p + 3, text.n - 3};
    for (; text.n && strchr(" \t\r\n", *text.p); text.n--)
        text.p++;
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (text.n >= strlen(tags[i]) && strncasecmp(text.p, tags[i], strlen(tags[i])) == 0)
            return true;
    return false;
}

static void begin(struct ka_charset *cs)
{
    fill(cs, LONGEST_MAGIC);
    cs->begun = true;
    if (is_page(pending(cs))) {
        ka_fail(cs->err, KA_BAD_DATA,
                "%s: is a web page (HTML or XML, as some systems save for Excel): open it in a "
                "spreadsheet and save it as CSV",
                cs->name);
        return;
    }
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        const struct magic *m = &magics[i];
        if (!ka_str_has_prefix(pending(cs), (struct ka_str){m->mark.bytes, m->mark.n}))
            continue;
        if (m->refusal)
            ka_fail(cs->err, KA_BAD_DATA, "%s: %s", cs->name, m->refusal);
        else if (!cs->encoding)
            settle_detected(cs, m->encoding);
        return;
    }
}

// Characters of three bytes, as Chinese has in UTF-8.  GB18030 that begins with a few of
// them by chance is not met.
static size_t count_long(struct ka_str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        n += ((unsigned char)text.p[i] & 0xf0) == 0xe0;
    return n;
}

// Decides by the window, which begins with the first byte that is not ASCII.
static void decide(struct ka_charset *cs)
{
    struct ka_str window = pending(cs);
    const char *nul = memchr(window.p, '\0', window.n);
    if (nul) {
        size_t at = (size_t)(nul - window.p);
        fail_nul(cs, line_of(cs, at), offset_of(cs, at));
        return;
    }
    size_t utf8 = 0, gb = 0;
    enum extent extent = check_utf8(window, &utf8);
    // Cut off by the end of the file, UTF-8 is still UTF-8 when a character came before;
    // as GB18030 it might be read without an error, as nonsense.
    if (extent == WHOLE || (extent == CUT && (!cs->ended || utf8 > 0))) {
        settle_detected(cs, "UTF-8");
        return;
    }
    if (count_long((struct ka_str){window.p, utf8}) >= ENOUGH) { // no chance, a broken byte
        settle_detected(cs, "UTF-8");
        return;
    }
    settle_detected(cs, "GB18030");
    if (ka_failed(cs->err))
        return;
    struct ka_buf trial = {0};
    if (convert(cs->converter, cs->raw.p + cs->start, window.n, &trial, &gb) == BROKEN)
        fail_detection(cs, utf8 > gb ? utf8 : gb);
    iconv(cs->converter, NULL, NULL, NULL, NULL);
    ka_buf_clear(&trial);
}

// Until a byte comes that is not ASCII.
static void detect(struct ka_charset *cs, struct ka_buf *utf8)
{
    size_t before = utf8->n;
    struct ka_str in = read_through(cs, utf8);
    size_t plain = ka_utf8_ascii_prefix(in, &cs->lines);
    size_t ascii = plain + ascii_length((struct ka_str){in.p + plain, in.n - plain});
    keep_back(cs, utf8, in, ascii);
    if (ascii > 0) {
        account(cs, utf8, before, plain);
        return;
    }
    fill(cs, WINDOW);
    if (!ka_failed(cs->err))
        decide(cs);
}

// ---- The stream ----

struct ka_charset *ka_charset_new(int fd, const char *name, const char *encoding,
                                  struct ka_error *err)
{
    struct ka_charset *cs = ka_zalloc(1, sizeof *cs);
    cs->fd = fd;
    cs->stop = -1;
    cs->name = ka_strdup(name);
    cs->hash = ka_hash_new();
    cs->err = err;
    if (encoding && !settle(cs, encoding)) {
        ka_fail(err, KA_USAGE, "unknown encoding %s (iconv -l lists them)",
                KA_QUOTE(ka_str(encoding)));
        ka_charset_free(cs);
        return NULL;
    }
    fcntl(fd, F_SETPIPE_SZ, WINDOW); // where it is a pipe, and may grow
    posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    return cs;
}

bool ka_charset_read(struct ka_charset *cs, struct ka_buf *utf8)
{
    size_t before = utf8->n;
    while (utf8->n == before && !cs->done && !ka_failed(cs->err)) {
        if (!cs->begun)
            begin(cs);
        else if (!cs->encoding)
            detect(cs, utf8);
        else if (cs->converts)
            transfer(cs, utf8);
        else
            pass_on(cs, utf8);
    }
    return utf8->n > before;
}

const char *ka_charset_encoding(const struct ka_charset *cs)
{
    return cs->encoding ? cs->encoding : "UTF-8";
}

uint64_t ka_charset_bytes(const struct ka_charset *cs)
{
    return cs->bytes;
}

static void finish_hash(struct ka_charset *cs)
{
    if (cs->hash)
        ka_hash_finish(cs->hash, cs->hex);
    cs->hash = NULL;
}

void ka_charset_unhashed(struct ka_charset *cs)
{
    finish_hash(cs);
    cs->hex[0] = '\0';
}

void ka_charset_stop_by(struct ka_charset *cs, int stop)
{
    cs->stop = stop;
}

const char *ka_charset_hash(struct ka_charset *cs)
{
    cs->done = true;
    finish_hash(cs);
    return cs->hex;
}

void ka_charset_free(struct ka_charset *cs)
{
    if (!cs)
        return;
    finish_hash(cs);
    if (cs->converts)
        iconv_close(cs->converter);
    ka_gb_free(cs->gb);
    ka_buf_clear(&cs->raw);
    free(cs->encoding);
    free(cs->name);
    free(cs);
}
