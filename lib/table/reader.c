// SPDX-License-Identifier: GPL-3.0-or-later
// Records come from the index that ka_scan makes of the text.  Where it stops at something
// odd, and behind the last line end, one record is cut into physical lines and handed to
// libcsv; then the text behind it is indexed anew.  So line numbers and the bytes of every
// record are known exactly, and a record that is none costs itself only.
#include "table/reader.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "table/delimiter.h"
#include "table/guard.h"
#include "table/scan.h"
#include "table/source.h"
#include "table/strict.h"

enum { SAMPLE = 64 << 10 }; // bytes that detection looks at

struct ka_reader {
    struct ka_source *source;
    struct ka_error err;
    char delimiter;
    bool guarded;  // see table/guard.h
    bool shared;   // text is a piece, the next one stands elsewhere in the input
    bool borrowed; // the source is another reader's
    bool alone;    // … and its pieces are not for the taking

    struct ka_piece piece; // its text: decoded, not dropped yet; the rest: when shared
    bool exhausted;        // nothing can be added to the text
    size_t at;             // in the text: behind the last record given
    uint64_t line;         // physical lines before at

    struct ka_index index;
    size_t base, next; // where the indexed text begins; the next record of the index

    const size_t *picked; // columns that are cut out, NULL: all
    size_t picked_count;
    struct ka_str *cells; // of the records in hand
    size_t cell_cap;
    struct ka_buf unquoted; // text of those with doubled quotes

    struct ka_strict *strict;
    size_t line_at, line_end; // the physical line it has now, its end left out
    uint64_t cell_line;       // on which the last cell begins
};

static struct ka_str text_of(const struct ka_reader *reader)
{
    return ka_buf_str(&reader->piece.text);
}

// ---- Text ----

// Drops what is done with and reads on, at least as much as there is of the record in hand,
// so that a long one is not indexed too often.
static bool fill(struct ka_reader *reader)
{
    if (reader->exhausted)
        return false;
    struct ka_buf *text = &reader->piece.text;
    text->n -= reader->at;
    if (text->n > 0)
        memmove(text->p, text->p + reader->at, text->n);
    reader->line_at -= reader->at;
    reader->line_end -= reader->at;
    reader->at = 0;
    reader->exhausted = !ka_source_read(reader->source, text, text->n);
    if (reader->exhausted)
        reader->err = *ka_source_error(reader->source);
    return !reader->exhausted;
}

static void index_text(struct ka_reader *reader)
{
    struct ka_str text = text_of(reader);
    reader->base = reader->at;
    reader->next = 0;
    ka_scan(&reader->index, (struct ka_str){text.p + reader->at, text.n - reader->at},
            reader->delimiter);
}

static bool take_piece(struct ka_reader *reader)
{
    if (reader->alone || !ka_source_take(reader->source, &reader->piece))
        return false;
    if (reader->piece.failed)
        reader->err = *ka_source_error(reader->source);
    reader->line = reader->piece.line;
    reader->at = 0;
    return true;
}

// More text behind a record that is not whole, or behind the last one.
static bool get_text(struct ka_reader *reader)
{
    size_t left = text_of(reader).n - reader->at;
    if (reader->shared ? left > 0 || !take_piece(reader)
                       : left > KA_RECORD_MAX || !fill(reader))
        return false;
    index_text(reader);
    return true;
}

struct ka_record ka_record_copy(struct ka_arena *arena, const struct ka_record *record)
{
    struct ka_record copy = *record;
    struct ka_str *cells = ka_arena_alloc(arena, record->count, sizeof *cells);
    for (size_t i = 0; i < record->count; i++)
        cells[i] = ka_arena_str(arena, record->cells[i]);
    copy.cells = cells;
    copy.raw = ka_arena_str(arena, record->raw);
    return copy;
}

// ---- Opening ----

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

// Excel's first line "sep=;" names the delimiter and is no record.
static char take_sep_line(struct ka_reader *reader)
{
    struct ka_str text = text_of(reader);
    if (!ka_str_has_prefix(text, KA_STR("sep=")) || text.n < 6 || !is_line_end(text.p[5]))
        return 0;
    bool crlf = text.n > 6 && text.p[5] == '\r' && text.p[6] == '\n';
    reader->at = crlf ? 7 : 6;
    reader->line = 1;
    return text.p[4];
}

static char detect_delimiter(struct ka_reader *reader)
{
    ka_source_read(reader->source, &reader->piece.text, SAMPLE);
    char named = take_sep_line(reader);
    struct ka_str sample = text_of(reader);
    sample.n = sample.n < SAMPLE ? sample.n : SAMPLE;
    return named ? named : ka_delimiter_detect(sample);
}

struct ka_reader *ka_reader_open(const char *path, const struct ka_reader_options *options,
                                 struct ka_error *err)
{
    bool any = options->kind == KA_INPUT_ANY;
    const char *encoding = options->encoding || any ? options->encoding : "UTF-8";
    struct ka_source *source = ka_source_open(path, encoding, options->unhashed, err);
    if (!source)
        return NULL;
    struct ka_reader *reader = ka_zalloc(1, sizeof *reader);
    reader->source = source;
    reader->delimiter = any ? detect_delimiter(reader) : ',';
    if (options->delimiter)
        reader->delimiter = options->delimiter;
    reader->err = *ka_source_error(source);
    reader->guarded = any;
    reader->strict = ka_strict_new(reader->delimiter, any);
    index_text(reader);
    return reader;
}

// ---- Records of the index ----

// Out of a quoted cell with doubled quotes, as a guarded one has.
static struct ka_str undouble(struct ka_reader *reader, struct ka_str cell)
{
    struct ka_buf *out = &reader->unquoted; // has room for all, so that it does not move
    size_t start = out->n;
    for (size_t i = 0; i < cell.n; i++) {
        out->p[out->n++] = cell.p[i];
        i += cell.p[i] == '"';
    }
    if (reader->guarded)
        out->n = start + ka_guard_take_off(out->p + start, out->n - start);
    return (struct ka_str){out->p + start, out->n - start};
}

// A record in the index; its cells are known to be well-formed.
struct place {
    const char *text;
    const uint32_t *bounds;
    size_t count;        // of its cells
    uint32_t start, end; // its bytes, the line end left out
};

static void cut_cells(struct ka_reader *reader, struct ka_str *cells,
                      const struct place *record, size_t n)
{
    if (!reader->picked && !reader->index.doubled_quotes) {
        for (size_t k = 0; k + 1 < n; k++)
            cells[k] = ka_cut_cell(record->text, record->bounds[k] + 1, record->bounds[k + 1]);
        cells[n - 1] = ka_cut_cell(record->text, record->bounds[n - 1] + 1, record->end);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        size_t k = reader->picked ? reader->picked[i] : i;
        cells[i] = KA_STR("");
        if (k >= record->count)
            continue;
        uint32_t to = k + 1 == record->count ? record->end : record->bounds[k + 1];
        cells[i] = ka_cut_cell(record->text, record->bounds[k] + 1, to);
        if (reader->index.doubled_quotes && memchr(cells[i].p, '"', cells[i].n))
            cells[i] = undouble(reader, cells[i]);
    }
}

static uint64_t count_lines(struct ka_str text)
{
    uint64_t lines = 1;
    for (const char *p = text.p, *end = p + text.n;
         (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
        lines++;
    return lines;
}

// Room for the cells of the records up to last: nothing moves while they are in hand.
static void make_room(struct ka_reader *reader, size_t last)
{
    const struct ka_index *index = &reader->index;
    size_t cells = reader->picked ? (last - reader->next) * reader->picked_count
                                  : index->first[last] - index->first[reader->next];
    reader->cells = ka_grow(reader->cells, &reader->cell_cap, cells, sizeof *reader->cells);
    ka_buf_reset(&reader->unquoted);
    if (index->doubled_quotes)
        reader->unquoted.p =
            ka_grow(reader->unquoted.p, &reader->unquoted.cap, reader->piece.text.n, 1);
}

// Passes over the records of the index before `next`; lines: physical ones before it.
static void move_on(struct ka_reader *reader, size_t next, uint64_t lines)
{
    const struct ka_index *index = &reader->index;
    if (next > reader->next)
        reader->at = reader->base + index->bounds[index->first[next]] + 1;
    reader->next = next;
    reader->line = lines;
}

static inline struct place find_record(const struct ka_reader *reader, size_t number)
{
    const struct ka_index *index = &reader->index;
    const char *text = reader->piece.text.p + reader->base;
    const uint32_t *bounds = index->bounds + index->first[number];
    size_t count = index->first[number + 1] - index->first[number];
    uint32_t start = bounds[0] + 1, end = bounds[count];
    end -= index->crs && end > start && text[end - 1] == '\r';
    return (struct place){text, bounds, count, start, end};
}

// The next max lines of the index; gives fewer records when some are empty.
static size_t take_indexed(struct ka_reader *reader, struct ka_record *records, size_t max)
{
    struct ka_index *index = &reader->index;
    size_t n = 0, used = 0, left = index->records - reader->next;
    size_t next = reader->next, last = next + (left < max ? left : max);
    uint64_t line = reader->line;
    make_room(reader, last);
    for (; next < last; next++) {
        struct place p = find_record(reader, next);
        struct ka_str raw = {p.text + p.start, p.end - p.start};
        if (raw.n > KA_RECORD_MAX) { // libcsv's turn, which will refuse it
            index->records = next;
            index->regular = false;
            break;
        }
        uint64_t begun = line + 1;
        line += index->quoted_lines ? count_lines(raw) : 1;
        if (raw.n == 0)
            continue;
        struct ka_str *cells = reader->cells + used;
        size_t count = reader->picked ? reader->picked_count : p.count;
        cut_cells(reader, cells, &p, count);
        used += count;
        records[n++] =
            (struct ka_record){.cells = cells, .count = p.count, .line = begun, .raw = raw};
    }
    move_on(reader, next, line);
    return n;
}

size_t ka_reader_run(struct ka_reader *reader, struct ka_run *run, size_t width, size_t max)
{
    const struct ka_index *index = &reader->index;
    if (width < 2 || text_of(reader).n > KA_RECORD_MAX)
        return 0;
    const uint32_t *first = index->first + reader->next;
    size_t left = index->records - reader->next, n = 0;
    max = left < max ? left : max;
    if (index->width == width)
        n = max;
    while (n < max && first[n + 1] - first[n] == width)
        n++;
    const char *text = reader->piece.text.p + reader->base;
    *run = (struct ka_run){.text = text,
                           .bounds = index->bounds,
                           .first = first,
                           .n = n,
                           .line = reader->line,
                           .crs = index->crs,
                           .doubled_quotes = index->doubled_quotes,
                           .quoted_lines = index->quoted_lines};
    return n;
}

void ka_reader_pass(struct ka_reader *reader, size_t n)
{
    uint64_t lines = n;
    if (n > 0 && reader->index.quoted_lines) {
        struct place last = find_record(reader, reader->next + n - 1);
        const char *from = reader->piece.text.p + reader->at;
        lines = count_lines((struct ka_str){from, (size_t)(last.text + last.end - from)});
    }
    move_on(reader, reader->next + n, reader->line + lines);
}

// ---- A record for libcsv ----

static bool refuse_length(struct ka_reader *reader, bool quoted)
{
    return ka_fail(&reader->err, KA_BAD_DATA,
                   "%s:%" PRIu64 ": the %s here is longer than %zu MiB", ka_reader_name(reader),
                   quoted ? reader->cell_line : reader->line + 1,
                   quoted ? "record with the quote that opens" : "record that begins",
                   KA_RECORD_MAX >> 20);
}

static bool refuse_unclosed(struct ka_reader *reader)
{
    // What ka_output_discard leaves behind in a pipe.
    const struct ka_str mark = KA_STR("the tool that wrote this failed before its end");
    return ka_fail(&reader->err, KA_BAD_DATA, "%s:%" PRIu64 ": %s", ka_reader_name(reader),
                   reader->cell_line,
                   ka_str_has_prefix(ka_strict_open_cell(reader->strict), mark)
                       ? "the input is incomplete: the tool before this one failed"
                       : "the quote that opens here is never closed");
}

static void find_line_end(struct ka_reader *reader)
{
    struct ka_str text = text_of(reader);
    size_t end = reader->line_end;
    while (end < text.n && !is_line_end(text.p[end]))
        end++;
    reader->line_end = end;
}

// Is more text needed to see where the line ends?  A CR may be half a CRLF.
static bool is_cut(const struct ka_reader *reader)
{
    size_t behind = text_of(reader).n - reader->line_end;
    return behind == 0 || (behind == 1 && text_of(reader).p[reader->line_end] == '\r');
}

// The next physical line of the record at `at`, its end included; false at the end of the
// input and on errors.
static bool take_line(struct ka_reader *reader, bool quoted, struct ka_str *line)
{
    reader->line_end = reader->line_at;
    do {
        find_line_end(reader);
        if (reader->line_end - reader->at > KA_RECORD_MAX)
            return refuse_length(reader, quoted);
    } while (is_cut(reader) && fill(reader));
    struct ka_str text = text_of(reader);
    size_t start = reader->line_at, end = reader->line_end;
    if (start == text.n || (ka_failed(&reader->err) && is_cut(reader)))
        return false; // half a line before an error is no line
    bool crlf = end + 1 < text.n && text.p[end] == '\r' && text.p[end + 1] == '\n';
    reader->line_at = end + (end < text.n) + crlf;
    reader->line++;
    *line = (struct ka_str){text.p + start, reader->line_at - start};
    return true;
}

static const struct ka_str *pick(struct ka_reader *reader, const struct ka_str *cells,
                                 size_t count)
{
    size_t n = reader->picked_count;
    reader->cells = ka_grow(reader->cells, &reader->cell_cap, n, sizeof *reader->cells);
    for (size_t i = 0; i < n; i++)
        reader->cells[i] = reader->picked[i] < count ? cells[reader->picked[i]] : KA_STR("");
    return reader->cells;
}

static size_t give_strict(struct ka_reader *reader, bool broken, uint64_t line,
                          struct ka_record *record)
{
    size_t count = ka_strict_count(reader->strict);
    const struct ka_str *cells = ka_strict_cells(reader->strict);
    if (reader->picked)
        cells = pick(reader, cells, count);
    const char *start = reader->piece.text.p + reader->at;
    *record = (struct ka_record){
        .cells = cells,
        .count = broken ? 0 : count,
        .line = line,
        .raw = {start, reader->line_end - reader->at},
        .problem = broken ? ka_strict_problem(reader->strict) : NULL,
    };
    reader->at = reader->line_at;
    return 1;
}

static size_t take_strict(struct ka_reader *reader, struct ka_record *record)
{
    enum ka_strict_state state = KA_STRICT_OPEN;
    uint64_t begun = 0; // the line on which it begins
    struct ka_str line;
    reader->line_at = reader->at;
    ka_strict_begin(reader->strict);
    while (state == KA_STRICT_OPEN && take_line(reader, begun > 0, &line)) {
        if (!begun && reader->line_end == reader->at) { // an empty line
            reader->at = reader->line_at;
            continue;
        }
        if (!begun)
            begun = reader->cell_line = reader->line;
        size_t before = ka_strict_count(reader->strict);
        state = ka_strict_add(reader->strict, line);
        if (ka_strict_count(reader->strict) > before)
            reader->cell_line = reader->line;
    }
    if (!begun || (state == KA_STRICT_OPEN && ka_failed(&reader->err)))
        return 0;
    if (state == KA_STRICT_OPEN && ka_strict_end(reader->strict) != KA_STRICT_WHOLE)
        return refuse_unclosed(reader);
    return give_strict(reader, state == KA_STRICT_BROKEN, begun, record);
}

// ---- Reading ----

size_t ka_reader_batch(struct ka_reader *reader, struct ka_record *records, size_t max)
{
    for (;;) {
        size_t n = take_indexed(reader, records, max);
        if (n > 0)
            return n;
        if (reader->next < reader->index.records || (reader->index.regular && get_text(reader)))
            continue;
        n = take_strict(reader, records);
        if (n == 0 && (!reader->shared || ka_failed(&reader->err) || !take_piece(reader)))
            return 0;
        index_text(reader);
        if (n > 0)
            return n;
    }
}

bool ka_reader_next(struct ka_reader *reader, struct ka_record *record)
{
    return ka_reader_batch(reader, record, 1) > 0;
}

void ka_reader_pick(struct ka_reader *reader, const size_t *columns, size_t count)
{
    reader->picked = columns;
    reader->picked_count = count;
}

// From now on the text comes in pieces.
static void begin_pieces(struct ka_reader *reader)
{
    if (reader->shared)
        return;
    struct ka_str text = text_of(reader);
    struct ka_str left = {text.p + reader->at, text.n - reader->at};
    ka_source_share(reader->source, left, reader->line);
    reader->shared = reader->exhausted = true;
    reader->piece.text.n = reader->at = 0;
    index_text(reader);
}

static struct ka_reader *make_other(const struct ka_reader *reader, bool alone)
{
    struct ka_reader *other = ka_zalloc(1, sizeof *other);
    other->source = reader->source;
    other->delimiter = reader->delimiter;
    other->guarded = reader->guarded;
    other->shared = other->exhausted = true;
    other->borrowed = true;
    other->alone = alone;
    other->picked = reader->picked;
    other->picked_count = reader->picked_count;
    other->strict = ka_strict_new(other->delimiter, other->guarded);
    index_text(other);
    return other;
}

struct ka_reader *ka_reader_share(struct ka_reader *reader)
{
    begin_pieces(reader);
    return make_other(reader, false);
}

bool ka_reader_take(struct ka_reader *reader, struct ka_piece *piece)
{
    return ka_source_take(reader->source, piece);
}

void ka_reader_give_out(struct ka_reader *reader)
{
    begin_pieces(reader);
}

void ka_reader_return(struct ka_reader *reader, struct ka_str text, uint64_t line)
{
    struct ka_buf *own = &reader->piece.text;
    ka_buf_reset(own);
    ka_buf_add(own, text);
    ka_source_unshare(reader->source, own);
    ka_buf_room(own, KA_PIECE_SLACK);
    reader->shared = reader->exhausted = false;
    reader->at = 0;
    reader->line = line;
    index_text(reader);
}

struct ka_reader *ka_reader_cutter(const struct ka_reader *reader)
{
    return make_other(reader, true);
}

void ka_reader_swap(struct ka_reader *cutter, struct ka_piece *piece)
{
    struct ka_piece before = cutter->piece;
    cutter->piece = *piece;
    *piece = before;
    cutter->at = 0;
    cutter->line = cutter->piece.line;
    cutter->err = (struct ka_error){0};
    index_text(cutter);
}

bool ka_reader_place(const struct ka_reader *cutter, size_t *at, uint64_t *line)
{
    *at = cutter->at;
    *line = cutter->line;
    return *at == text_of(cutter).n && !ka_failed(&cutter->err) && !cutter->piece.failed;
}

void ka_reader_stop(struct ka_reader *reader)
{
    ka_source_stop(reader->source);
}

uint64_t ka_reader_piece(const struct ka_reader *reader)
{
    return reader->piece.number;
}

const char *ka_reader_name(const struct ka_reader *reader)
{
    return ka_source_name(reader->source);
}

const char *ka_reader_encoding(const struct ka_reader *reader)
{
    return ka_source_encoding(reader->source);
}

char ka_reader_delimiter(const struct ka_reader *reader)
{
    return reader->delimiter;
}

uint64_t ka_reader_bytes(const struct ka_reader *reader)
{
    return ka_source_bytes(reader->source);
}

const char *ka_reader_hash(struct ka_reader *reader)
{
    return ka_source_hash(reader->source);
}

bool ka_reader_is_good(const struct ka_reader *reader, struct ka_error *err)
{
    return !ka_failed(&reader->err) || ka_fail(err, reader->err.code, "%s", reader->err.text);
}

bool ka_reader_close(struct ka_reader *reader, struct ka_error *err)
{
    if (!reader)
        return true;
    bool good = ka_reader_is_good(reader, err);
    if (!reader->borrowed)
        ka_source_close(reader->source);
    ka_strict_free(reader->strict);
    ka_index_clear(&reader->index);
    ka_buf_clear(&reader->piece.text);
    ka_buf_clear(&reader->unquoted);
    free(reader->cells);
    free(reader);
    return good;
}
