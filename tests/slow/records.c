// SPDX-License-Identifier: GPL-3.0-or-later
// The record reader beside libcsv in strict mode over a million generated records: quotes,
// CRLF, lone CR, NUL, fields longer than any block, characters at the edges of GB18030, and
// texts that are broken.  Where libcsv takes a text the cells are the same, also from its
// GB18030; where it does not, nor do we.
#include <csv.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/str.h"
#include "stat/random.h"
#include "table/reader.h"

enum { RECORDS = 1000000, LONG_FIELD = 200000 };

static const char *const pieces[] = {
    "a",
    "12.5",
    ",",
    "\"\"",
    " ",
    "\t",
    ";",
    "=",
    "得力",
    "\xc3\xa9",
    "\xc2\x80",         // first of four bytes, 81 30 81 30
    "\xef\xbf\xbf",     // last of the basic plane, 84 31 A4 39
    "\xf0\x90\x80\x80", // first beyond it, 90 30 81 30
    "\xf4\x8f\xbf\xbf", // last of all, E3 32 9A 35
    "\xe4\xb8\x82",     // 81 40, first of two bytes
    "\xe4\xba\x97",     // 81 7C: | is its second byte
    "\xe4\xb9\x97",     // 81 5C: \ is
    "\xe5\x84\x9a",     // 83 7E
    "\xe4\xba\xb9",     // 81 80
    "\xe9\xa1\xac",     // two bytes with a high second one
};
static const char *const quoted_only[] = {"\n", "\r\n", "\r", ",", "\"\""};
static const char *const broken[] = {"\"", "x\"y", "\"z\"w,", "\r", "\n\n", "\"\n"};

struct texts {
    struct ka_random *random;
    struct ka_buf utf8, gb;
};

static size_t below(struct texts *t, size_t n)
{
    return ka_random_below(t->random, n);
}

#define ONE_OF(t, list) (list)[below(t, sizeof(list) / sizeof *(list))]

static void add_cell(struct texts *t, bool with_nul)
{
    bool quoted = below(t, 2) == 0;
    if (quoted)
        ka_buf_add_char(&t->utf8, '"');
    for (size_t n = below(t, 5); n > 0; n--) {
        const char *piece = ONE_OF(t, pieces);
        if (quoted && below(t, 4) == 0)
            ka_buf_add_text(&t->utf8, ONE_OF(t, quoted_only));
        if (quoted || !strpbrk(piece, ",\""))
            ka_buf_add_text(&t->utf8, piece);
        if (with_nul && below(t, 50) == 0)
            ka_buf_add_char(&t->utf8, '\0');
    }
    if (below(t, 40000) == 0)
        for (size_t n = LONG_FIELD + below(t, 64); n > 0; n--)
            ka_buf_add_char(&t->utf8, 'x');
    if (quoted)
        ka_buf_add_char(&t->utf8, '"');
}

// Returns how many records.
static size_t make_text(struct texts *t)
{
    static const char *const ends[] = {"\n", "\r\n", "\r", "\n", "\n"};
    size_t records = 1 + below(t, 400);
    bool breaks = below(t, 4) == 0, with_nul = below(t, 4) == 0;
    ka_buf_reset(&t->utf8);
    for (size_t i = 0; i < records; i++) {
        for (size_t cells = 1 + below(t, 6); cells > 0; cells--) {
            add_cell(t, with_nul);
            if (cells > 1)
                ka_buf_add_char(&t->utf8, ',');
        }
        if (breaks && below(t, 200) == 0)
            ka_buf_add_text(&t->utf8, ONE_OF(t, broken));
        ka_buf_add_text(&t->utf8, i + 1 < records || below(t, 2) ? ONE_OF(t, ends) : "");
    }
    return records;
}

// ---- libcsv ----

static void plain_cell(void *bytes, size_t n, void *context)
{
    ka_buf_add_char(context, '[');
    ka_buf_add(context, (struct ka_str){bytes, n});
    ka_buf_add_char(context, ']');
}

static void plain_end(int c, void *context)
{
    (void)c;
    ka_buf_add_char(context, '\n');
}

static int no_space(unsigned char c)
{
    (void)c;
    return 0;
}

static bool by_libcsv(struct ka_str text, struct ka_buf *out)
{
    struct csv_parser parser;
    csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
    csv_set_space_func(&parser, no_space);
    bool good = csv_parse(&parser, text.p, text.n, plain_cell, plain_end, out) == text.n &&
                csv_fini(&parser, plain_cell, plain_end, out) == 0;
    csv_free(&parser);
    return good;
}

// ---- Ours ----

static bool by_reader(struct ka_str text, const char *encoding, struct ka_buf *out)
{
    struct ka_error err = {0};
    struct ka_record record;
    struct ka_reader_options options = {.kind = KA_INPUT_CONTRACT, .encoding = encoding};
    char path[32];
    int fd = memfd_create("records", 0);
    if (fd < 0 || write(fd, text.p, text.n) != (ssize_t)text.n)
        exit(4);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    struct ka_reader *reader = ka_reader_open(path, &options, &err);
    bool good = reader != NULL;
    while (reader && ka_reader_next(reader, &record)) {
        good = good && !record.problem;
        for (size_t i = 0; i < record.count; i++)
            plain_cell((void *)(uintptr_t)record.cells[i].p, record.cells[i].n, out);
        plain_end(0, out);
    }
    good = ka_reader_close(reader, &err) && good;
    close(fd);
    return good;
}

static struct ka_str in_gb18030(struct texts *t)
{
    iconv_t to = iconv_open("GB18030", "UTF-8");
    char *from = t->utf8.p;
    size_t left = t->utf8.n, room = left * 2 + 16;
    ka_buf_reset(&t->gb);
    ka_buf_room(&t->gb, room);
    char *p = t->gb.p;
    if (iconv(to, &from, &left, &p, &room) != 0 || left > 0)
        exit(4);
    iconv_close(to);
    t->gb.n = (size_t)(p - t->gb.p);
    return ka_buf_str(&t->gb);
}

static bool same(struct texts *t, const char *encoding)
{
    struct ka_buf want = {0}, got = {0};
    struct ka_str text = encoding ? in_gb18030(t) : ka_buf_str(&t->utf8);
    bool theirs = by_libcsv(ka_buf_str(&t->utf8), &want);
    bool ours = by_reader(text, encoding, &got);
    bool has_nul = memchr(t->utf8.p, '\0', t->utf8.n) != NULL;
    bool good = (theirs && !has_nul) == ours && (!ours || got.n == want.n);
    // Also what is told before a NUL.
    good = good && (!theirs || (got.n <= want.n && memcmp(want.p, got.p, got.n) == 0));
    ka_buf_clear(&want);
    ka_buf_clear(&got);
    return good;
}

int main(void)
{
    struct texts t = {.random = ka_random_new(1)};
    size_t records = 0, texts = 0, taken = 0, wrong = 0;
    for (; records < RECORDS; texts++) {
        struct ka_buf ignored = {0};
        records += make_text(&t);
        taken += by_libcsv(ka_buf_str(&t.utf8), &ignored);
        ka_buf_clear(&ignored);
        wrong += !same(&t, NULL) + !same(&t, "GB18030");
    }
    ka_random_free(t.random);
    ka_buf_clear(&t.utf8);
    ka_buf_clear(&t.gb);
    printf("records: %zu in %zu texts, %zu taken by libcsv, %zu told otherwise\n", records,
           texts, taken, wrong);
    return wrong || taken < texts / 2 || taken == texts;
}
