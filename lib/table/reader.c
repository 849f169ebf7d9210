// SPDX-License-Identifier: GPL-3.0-or-later
// The text is cut into physical lines here and handed to libcsv line by line: so
// line numbers and the bytes of every record are known exactly, and after a record
// that is none reading goes on at the next line.
#include "table/reader.h"

#include <csv.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/output.h"
#include "table/charset.h"
#include "table/delimiter.h"

enum {
    RECORD_MAX = 64 << 20, // bytes; more is an opened quote that nothing closes
    SAMPLE = 64 << 10,     // bytes that detection looks at
};

struct ka_reader {
    char *name;
    int fd;
    struct ka_charset *charset;
    struct ka_error err;
    struct csv_parser parser;
    char delimiter;

    struct ka_buf text;   // decoded, not dropped yet
    bool exhausted;       // nothing comes behind text
    uint64_t line;        // lines taken
    size_t line_at;       // in text: where the next line begins
    size_t scanned;       // no line end between line_at and here
    size_t record_at;     // where the record in hand begins
    size_t record_end;    // behind its last line, without the line end
    uint64_t record_line; // 0: not begun
    uint64_t cell_line;   // the line on which its last cell begins
    bool complete;        // its end has been seen

    struct ka_buf cell_text; // its cells, one after the other
    size_t *ends;            // offset behind each
    size_t count, end_cap;
    struct ka_str *cells;
    size_t cell_cap;
};

static bool fill(struct ka_reader *reader)
{
    if (reader->exhausted)
        return false;
    size_t dropped = reader->record_at;
    if (dropped > 0) {
        reader->text.n -= dropped;
        memmove(reader->text.p, reader->text.p + dropped, reader->text.n);
        reader->record_at = 0;
        reader->line_at -= dropped;
        reader->scanned -= dropped;
    }
    reader->exhausted = !ka_charset_read(reader->charset, &reader->text);
    return !reader->exhausted;
}

// libcsv's two callbacks.

static void add_cell(void *bytes, size_t n, void *context)
{
    struct ka_reader *reader = context;
    ka_buf_add(&reader->cell_text, (struct ka_str){bytes, n});
    KA_ROOM(reader->ends, reader->count, reader->end_cap);
    reader->ends[reader->count++] = reader->cell_text.n;
}

static void end_record(int end, void *context)
{
    (void)end;
    struct ka_reader *reader = context;
    reader->complete = true;
}

static int no_space(unsigned char c)
{
    (void)c;
    return 0; // libcsv would trim what it takes for a blank
}

static void *resize(void *block, size_t n)
{
    return ka_resize(block, n, 1);
}

static void init_parser(struct ka_reader *reader)
{
    csv_init(&reader->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
    csv_set_space_func(&reader->parser, no_space);
    csv_set_realloc_func(&reader->parser, resize);
    csv_set_blk_size(&reader->parser, 1 << 20); // by which a long cell grows
    csv_set_delim(&reader->parser, (unsigned char)reader->delimiter);
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

// Excel's first line "sep=;" names the delimiter and is no record.
static char take_sep_line(struct ka_reader *reader)
{
    struct ka_str text = ka_buf_str(&reader->text);
    if (!ka_str_has_prefix(text, KA_STR("sep=")) || text.n < 6 || !is_line_end(text.p[5]))
        return 0;
    bool crlf = text.n > 6 && text.p[5] == '\r' && text.p[6] == '\n';
    reader->record_at = reader->line_at = reader->scanned = crlf ? 7 : 6;
    reader->line = 1;
    return text.p[4];
}

static bool is_standard_input(const char *path)
{
    return !path || strcmp(path, "-") == 0;
}

static bool open_file(struct ka_reader *reader, const char *path, struct ka_error *err)
{
    if (is_standard_input(path))
        return true;
    reader->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (reader->fd < 0)
        return ka_fail_errno(err, "open", path);
    ka_output_keep(reader->fd);
    struct stat found;
    if (fstat(reader->fd, &found) == 0 && S_ISDIR(found.st_mode)) {
        errno = EISDIR;
        return ka_fail_errno(err, "read", path);
    }
    return true;
}

static bool begin(struct ka_reader *reader, const struct ka_reader_options *options)
{
    bool any = options->kind == KA_INPUT_ANY;
    const char *encoding = options->encoding || any ? options->encoding : "UTF-8";
    reader->charset = ka_charset_new(reader->fd, reader->name, encoding, &reader->err);
    if (!reader->charset)
        return false;
    char named = 0;
    while (any && reader->text.n < SAMPLE && fill(reader))
        ;
    if (any)
        named = take_sep_line(reader);
    struct ka_str sample = ka_buf_str(&reader->text);
    sample.n = sample.n < SAMPLE ? sample.n : SAMPLE;
    reader->delimiter = options->delimiter ? options->delimiter
                        : named            ? named
                        : any              ? ka_delimiter_detect(sample)
                                           : ',';
    init_parser(reader);
    return true;
}

struct ka_reader *ka_reader_open(const char *path, const struct ka_reader_options *options,
                                 struct ka_error *err)
{
    struct ka_reader *reader = ka_zalloc(1, sizeof *reader);
    reader->name = ka_strdup(is_standard_input(path) ? "stdin" : path);
    reader->fd = STDIN_FILENO;
    if (open_file(reader, path, &reader->err) && begin(reader, options))
        return reader;
    ka_reader_close(reader, err);
    return NULL;
}

static bool refuse_length(struct ka_reader *reader)
{
    bool quoted = reader->record_line > 0;
    return ka_fail(
        &reader->err, KA_BAD_DATA, "%s:%" PRIu64 ": the %s here is longer than %d MiB",
        reader->name, quoted ? reader->cell_line : reader->line + 1,
        quoted ? "record with the quote that opens" : "record that begins", RECORD_MAX >> 20);
}

static bool refuse_unclosed(struct ka_reader *reader)
{
    // What ka_output_discard leaves behind in a pipe.
    const struct ka_str mark = KA_STR("the tool that wrote this failed before its end");
    struct ka_str cell = {(const char *)reader->parser.entry_buf, reader->parser.entry_pos};
    return ka_fail(&reader->err, KA_BAD_DATA, "%s:%" PRIu64 ": %s", reader->name,
                   reader->cell_line,
                   ka_str_has_prefix(cell, mark)
                       ? "the input is incomplete: the tool before this one failed"
                       : "the quote that opens here is never closed");
}

// Is more text needed to see where the line ends?  A CR may be half a CRLF.
static bool is_cut(const struct ka_reader *reader)
{
    size_t behind = reader->text.n - reader->scanned;
    return behind == 0 || (behind == 1 && reader->text.p[reader->scanned] == '\r');
}

static void scan(struct ka_reader *reader)
{
    struct ka_str text = ka_buf_str(&reader->text);
    size_t at = reader->scanned;
    while (at < text.n && !is_line_end(text.p[at]))
        at++;
    reader->scanned = at;
}

// The next physical line, its end included; false at the end of the input and on errors.
static bool take_line(struct ka_reader *reader, struct ka_str *line)
{
    do {
        scan(reader);
        if (reader->scanned - reader->record_at > RECORD_MAX)
            return refuse_length(reader);
    } while (is_cut(reader) && fill(reader));
    size_t start = reader->line_at, end = reader->scanned;
    struct ka_str text = ka_buf_str(&reader->text);
    if (start == text.n || (ka_failed(&reader->err) && is_cut(reader)))
        return false; // half a line before an error is no line
    bool crlf = end + 1 < text.n && text.p[end] == '\r' && text.p[end + 1] == '\n';
    reader->record_end = end;
    reader->line_at = reader->scanned = end + (end < text.n) + crlf;
    reader->line++;
    *line = (struct ka_str){text.p + start, reader->line_at - start};
    return true;
}

static void parse(struct ka_reader *reader, struct ka_str line)
{
    size_t before = reader->count;
    csv_parse(&reader->parser, line.p, line.n, add_cell, end_record, reader);
    if (reader->count > before)
        reader->cell_line = reader->line;
}

static bool give(struct ka_reader *reader, const char *problem, struct ka_record *record)
{
    struct ka_str raw = {reader->text.p + reader->record_at,
                         reader->record_end - reader->record_at};
    reader->record_at = reader->line_at;
    reader->cells =
        ka_grow(reader->cells, &reader->cell_cap, reader->count, sizeof *reader->cells);
    for (size_t i = 0, start = 0; i < reader->count; start = reader->ends[i++])
        reader->cells[i] =
            (struct ka_str){reader->cell_text.p + start, reader->ends[i] - start};
    *record = (struct ka_record){
        .cells = reader->cells,
        .count = problem ? 0 : reader->count,
        .line = reader->record_line,
        .raw = raw,
        .problem = problem,
    };
    return true;
}

static bool give_problem(struct ka_reader *reader, struct ka_record *record)
{
    const char *problem = reader->parser.quoted ? "text behind a closing quote"
                                                : "a quote inside an unquoted cell";
    csv_free(&reader->parser);
    init_parser(reader);
    return give(reader, problem, record);
}

bool ka_reader_next(struct ka_reader *reader, struct ka_record *record)
{
    reader->record_line = 0;
    reader->complete = false;
    reader->count = 0;
    ka_buf_reset(&reader->cell_text);
    for (struct ka_str line = {0}; take_line(reader, &line);) {
        if (reader->record_line == 0 && reader->record_end == reader->record_at) {
            reader->record_at = reader->line_at;
            continue; // an empty line
        }
        if (reader->record_line == 0)
            reader->record_line = reader->cell_line = reader->line;
        parse(reader, line);
        if (csv_error(&reader->parser) != CSV_SUCCESS)
            return give_problem(reader, record);
        if (reader->complete)
            return give(reader, NULL, record);
    }
    if (ka_failed(&reader->err) || reader->record_line == 0)
        return false;
    if (csv_fini(&reader->parser, add_cell, end_record, reader) != 0)
        return refuse_unclosed(reader);
    return give(reader, NULL, record);
}

const char *ka_reader_name(const struct ka_reader *reader)
{
    return reader->name;
}

const char *ka_reader_encoding(const struct ka_reader *reader)
{
    return ka_charset_encoding(reader->charset);
}

char ka_reader_delimiter(const struct ka_reader *reader)
{
    return reader->delimiter;
}

uint64_t ka_reader_bytes(const struct ka_reader *reader)
{
    return ka_charset_bytes(reader->charset);
}

const char *ka_reader_hash(struct ka_reader *reader)
{
    return ka_charset_hash(reader->charset);
}

bool ka_reader_close(struct ka_reader *reader, struct ka_error *err)
{
    if (!reader)
        return true;
    bool good =
        !ka_failed(&reader->err) || ka_fail(err, reader->err.code, "%s", reader->err.text);
    if (reader->fd > STDIN_FILENO)
        close(reader->fd);
    ka_charset_free(reader->charset);
    csv_free(&reader->parser);
    ka_buf_clear(&reader->text);
    ka_buf_clear(&reader->cell_text);
    free(reader->ends);
    free(reader->cells);
    free(reader->name);
    free(reader);
    return good;
}
