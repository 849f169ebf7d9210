// SPDX-License-Identifier: GPL-3.0-or-later
#include "table/writer.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "table/date.h"
#include "table/decimal.h"
#include "table/digits.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

bool ka_cell_needs_quotes(struct ka_str text)
{
    static const bool special[256] = {[','] = true, ['"'] = true, ['\r'] = true, ['\n'] = true};
    if (ka_cell_is_bare(text))
        return false;
    if (is_blank(text.p[0]) || is_blank(text.p[text.n - 1]))
        return true;
    for (size_t i = 0; i < text.n; i++)
        if (special[(unsigned char)text.p[i]])
            return true;
    return false;
}

static void add_doubling_quotes(struct ka_buf *out, struct ka_str text)
{
    for (const char *quote; text.n && (quote = memchr(text.p, '"', text.n));) {
        size_t n = (size_t)(quote - text.p) + 1;
        ka_buf_add(out, (struct ka_str){text.p, n});
        ka_buf_add_char(out, '"');
        text = (struct ka_str){text.p + n, text.n - n};
    }
    ka_buf_add(out, text);
}

static void add_cell(struct ka_buf *out, const char *guard, struct ka_str text)
{
    bool quoted = ka_cell_needs_quotes(text);
    if (quoted)
        ka_buf_add_char(out, '"');
    if (*guard)
        ka_buf_add_text(out, guard);
    if (!quoted) {
        ka_buf_add(out, text);
        return;
    }
    add_doubling_quotes(out, text);
    ka_buf_add_char(out, '"');
}

void ka_cell_format(struct ka_buf *out, struct ka_str text)
{
    add_cell(out, "", text);
}

void ka_integer_format(struct ka_buf *out, int64_t value)
{
    char text[KA_DIGITS_ROOM];
    ka_buf_add(out, (struct ka_str){text, (size_t)(ka_put_integer(text, value) - text)});
}

void ka_real_format(struct ka_buf *out, double value)
{
    char text[KA_DIGITS_ROOM];
    ka_buf_add(out, (struct ka_str){text, (size_t)(ka_put_real(text, value) - text)});
}

static size_t skip_digits(struct ka_str text, size_t at)
{
    while (at < text.n && text.p[at] >= '0' && text.p[at] <= '9')
        at++;
    return at;
}

// [-](digits[.digits]|.digits)[(e|E)[+|-]digits]
static bool is_real(struct ka_str text)
{
    size_t start = text.n && text.p[0] == '-', at = skip_digits(text, start);
    size_t digits = at - start;
    if (at < text.n && text.p[at] == '.') {
        size_t point = at;
        at = skip_digits(text, at + 1);
        digits += at - point - 1;
    }
    if (digits == 0)
        return false;
    if (at == text.n || (text.p[at] != 'e' && text.p[at] != 'E'))
        return at == text.n;
    at++;
    at += at < text.n && (text.p[at] == '+' || text.p[at] == '-');
    return at < text.n && skip_digits(text, at) == text.n;
}

bool ka_real_parse(struct ka_str text, double *value)
{
    if (!is_real(text))
        return false;
    char few[64]; // strtod wants a NUL
    char *copy = text.n < sizeof few ? few : ka_alloc(text.n + 1, 1);
    memcpy(copy, text.p, text.n);
    copy[text.n] = '\0';
    *value = strtod(copy, NULL);
    if (copy != few)
        free(copy);
    return isfinite(*value);
}

void ka_writer_init(struct ka_writer *writer, struct ka_output *output)
{
    *writer = (struct ka_writer){.output = output};
}

// Where the next cell goes: straight into the output's buffer, which only the end
// of a row may flush, so that a run that fails leaves no half a row in a pipe.
static struct ka_buf *begin_cell(struct ka_writer *writer)
{
    struct ka_buf *out = &writer->output->pending;
    if (writer->cells++ > 0) {
        ka_buf_add_char(out, ',');
        return out;
    }
    if (writer->spreadsheet && writer->rows == 0)
        ka_buf_add_text(out, "\xef\xbb\xbf");
    writer->row_start = out->n;
    return out;
}

static bool is_formula(struct ka_str text)
{
    double number;
    return text.n && memchr("=+-@\t\r", text.p[0], 6) && !ka_real_parse(text, &number);
}

void ka_writer_put(struct ka_writer *writer, struct ka_str text)
{
    bool guarded = writer->spreadsheet && is_formula(text);
    add_cell(begin_cell(writer), guarded ? "'" : "", text);
}

void ka_writer_put_text(struct ka_writer *writer, const char *text)
{
    ka_writer_put(writer, ka_str(text));
}

void ka_writer_put_decimal(struct ka_writer *writer, int64_t value)
{
    ka_decimal_format(begin_cell(writer), value);
}

void ka_writer_put_integer(struct ka_writer *writer, int64_t value)
{
    ka_integer_format(begin_cell(writer), value);
}

void ka_writer_put_real(struct ka_writer *writer, double value)
{
    ka_real_format(begin_cell(writer), value);
}

void ka_writer_put_date(struct ka_writer *writer, int32_t day)
{
    ka_date_format(begin_cell(writer), day);
}

void ka_writer_end(struct ka_writer *writer)
{
    struct ka_buf *out = &writer->output->pending;
    if (writer->cells == 1 && out->n == writer->row_start)
        ka_buf_add_text(out, "\"\""); // an empty line would be no row
    ka_output_write(writer->output, writer->spreadsheet ? KA_STR("\r\n") : KA_STR("\n"));
    writer->cells = 0;
    writer->rows++;
}
