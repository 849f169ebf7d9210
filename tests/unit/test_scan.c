// SPDX-License-Identifier: GPL-3.0-or-later
// The fast path against libcsv, over a million records: what ka_reader gives is what libcsv
// gives when it is handed the text line by line.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "table/reader.h"
#include "table/scan.h"
#include "table/strict.h"

static uint32_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

static bool once_in(uint64_t *random, uint32_t n)
{
    return n > 0 && next_random(random) % n == 0;
}

// ---- Texts ----

struct mix {
    uint32_t odd;    // once in how many cells something is odd, 0: never
    bool crlf;       // line ends: CRLF, or by chance
    bool mixed;      // …
    bool final_line; // ends with a line end
};

static void add_quoted(struct ka_buf *out, const struct mix *mix, uint64_t *random)
{
    static const char *const pieces[] = {",", "\"\"", "\n", "\r\n", "a", "得力", "12.5", ";"};
    ka_buf_add_char(out, '"');
    for (uint32_t n = next_random(random) % 5; n > 0; n--)
        ka_buf_add_text(out, pieces[next_random(random) % 8]);
    if (once_in(random, mix->odd))
        ka_buf_add_char(out, '\r'); // libcsv takes it
    ka_buf_add_char(out, '"');
    if (once_in(random, mix->odd))
        ka_buf_add_text(out, once_in(random, 2) ? "x" : "\"");
}

static void add_plain(struct ka_buf *out, const struct mix *mix, uint64_t *random)
{
    static const char *const pieces[] = {
        "a", " ", "得力", "12.5", "-7", "甲;", "=", "'", "\t", "longer than a chunk may be"};
    for (uint32_t n = next_random(random) % 4; n > 0; n--)
        ka_buf_add_text(out, pieces[next_random(random) % 10]);
    if (once_in(random, mix->odd))
        ka_buf_add_text(out, once_in(random, 2) ? "\"" : "\r");
}

static void add_record(struct ka_buf *out, const struct mix *mix, uint64_t *random)
{
    for (uint32_t i = 0, n = next_random(random) % 6; i <= n; i++) {
        if (i > 0)
            ka_buf_add_char(out, ',');
        if (once_in(random, 3))
            add_quoted(out, mix, random);
        else
            add_plain(out, mix, random);
    }
    bool crlf = mix->mixed ? once_in(random, 2) : mix->crlf;
    ka_buf_add_text(out, crlf ? "\r\n" : "\n");
}

static struct ka_buf make_text(const struct mix *mix, int records, uint64_t seed)
{
    struct ka_buf text = {0};
    for (int i = 0; i < records; i++)
        add_record(&text, mix, &seed);
    if (!mix->final_line)
        ka_buf_add_text(&text, "the,end");
    return text;
}

static void write_file(struct ka_str text)
{
    FILE *file = fopen("x.csv", "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text.p, 1, text.n, file), text.n);
    fclose(file);
}

// ---- libcsv, line by line ----

struct oracle {
    struct ka_strict *strict;
    struct ka_str rest; // of the text
    uint64_t line;
};

static struct ka_str take_line(struct oracle *o)
{
    size_t n = 0;
    while (n < o->rest.n && o->rest.p[n] != '\n' && o->rest.p[n] != '\r')
        n++;
    bool crlf = n + 1 < o->rest.n && o->rest.p[n] == '\r' && o->rest.p[n + 1] == '\n';
    n += (n < o->rest.n) + crlf;
    struct ka_str line = {o->rest.p, n};
    o->rest = (struct ka_str){o->rest.p + n, o->rest.n - n};
    o->line++;
    return line;
}

static bool is_empty(struct ka_str line)
{
    return line.n > 0 && (line.p[0] == '\n' || line.p[0] == '\r');
}

static bool oracle_next(struct oracle *o, struct ka_record *record, bool *unclosed)
{
    struct ka_str line = {0};
    *unclosed = false;
    while (o->rest.n > 0 && is_empty(line = take_line(o)))
        ;
    if (line.n == 0 || is_empty(line))
        return false;
    *record = (struct ka_record){.line = o->line};
    ka_strict_begin(o->strict);
    enum ka_strict_state state = ka_strict_add(o->strict, line);
    while (state == KA_STRICT_OPEN && o->rest.n > 0)
        state = ka_strict_add(o->strict, take_line(o));
    if (state == KA_STRICT_OPEN)
        *unclosed = ka_strict_end(o->strict) == KA_STRICT_BROKEN;
    if (state == KA_STRICT_BROKEN)
        record->problem = ka_strict_problem(o->strict);
    else
        record->count = ka_strict_count(o->strict);
    record->cells = ka_strict_cells(o->strict);
    return true;
}

static void assert_same_record(const struct ka_record *got, const struct ka_record *expected)
{
    assert_int_equal(got->line, expected->line);
    assert_int_equal(got->count, expected->count);
    for (size_t i = 0; i < got->count; i++)
        assert_true(ka_str_eq(got->cells[i], expected->cells[i]));
    assert_true(!got->problem == !expected->problem);
    if (got->problem)
        assert_string_equal(got->problem, expected->problem);
}

// Returns the number of records.
static size_t compare(struct ka_str text, size_t batch)
{
    static const struct ka_reader_options options = {.kind = KA_INPUT_CONTRACT};
    struct ka_error err = {0};
    struct oracle o = {ka_strict_new(',', false), text, 0};
    struct ka_record got[16], expected;
    bool unclosed = false;
    size_t total = 0, n;
    write_file(text);
    struct ka_reader *reader = ka_reader_open("x.csv", &options, &err);
    while ((n = ka_reader_batch(reader, got, batch)) > 0) {
        assert_true(n <= batch);
        total += n;
        for (size_t i = 0; i < n; i++) {
            assert_true(oracle_next(&o, &expected, &unclosed));
            assert_false(unclosed);
            assert_same_record(&got[i], &expected);
        }
    }
    if (oracle_next(&o, &expected, &unclosed))
        assert_true(unclosed);
    assert_true(ka_reader_close(reader, &err) != unclosed);
    ka_strict_free(o.strict);
    unlink("x.csv");
    return total;
}

static void a_million_records_as_libcsv_reads_them(void **state)
{
    (void)state;
    static const uint32_t odds[] = {0, 0, 20000, 1000, 10};
    size_t total = 0;
    for (uint32_t i = 0; i < 30; i++) {
        struct mix mix = {
            .odd = odds[i % 5], .crlf = i % 2, .mixed = i % 3 == 0, .final_line = i % 4 != 0};
        struct ka_buf text = make_text(&mix, 40000, i + 1);
        total += compare(ka_buf_str(&text), i % 16 + 1);
        ka_buf_clear(&text);
    }
    assert_true(total > 1000000);
}

// Few bytes, so that everything odd meets everything else.
static void soup(void **state)
{
    (void)state;
    static const char alphabet[] = "a,\"\n\r ,\"\n";
    uint64_t random = 5;
    for (int i = 0; i < 10000; i++) {
        char text[160];
        size_t n = next_random(&random) % sizeof text;
        uint32_t kinds = 2 + next_random(&random) % (sizeof alphabet - 2);
        for (size_t k = 0; k < n; k++)
            text[k] = alphabet[next_random(&random) % kinds];
        compare((struct ka_str){text, n}, 4);
    }
}

// ---- Two ways, one index ----

static void assert_same_index(struct ka_str text)
{
    struct ka_index plain = {0}, fast = {0};
    assert_true(ka_scan_by(KA_SCAN_PORTABLE, &plain, text, ','));
    for (enum ka_scan_way way = KA_SCAN_AVX2; way < KA_SCAN_WAYS; way++) {
        if (!ka_scan_by(way, &fast, text, ','))
            continue;
        assert_int_equal(fast.records, plain.records);
        assert_int_equal(fast.regular, plain.regular);
        assert_int_equal(fast.width, plain.width);
        assert_int_equal(fast.quoted_lines, plain.quoted_lines);
        assert_int_equal(fast.doubled_quotes, plain.doubled_quotes);
        assert_int_equal(fast.crs, plain.crs);
        size_t cells = fast.first[fast.records];
        assert_memory_equal(fast.first, plain.first, (fast.records + 1) * sizeof *fast.first);
        assert_memory_equal(fast.bounds, plain.bounds, (cells + 1) * sizeof *fast.bounds);
    }
    ka_index_clear(&fast);
    ka_index_clear(&plain);
}

static void every_machine_finds_the_same(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 300; i++) {
        struct mix mix = {.odd = i % 3 ? 0 : 500, .mixed = true, .final_line = i % 2};
        struct ka_buf text = make_text(&mix, (int)i, i);
        assert_same_index(ka_buf_str(&text));
        ka_buf_clear(&text);
    }
}

// ---- Cutting ----

// By the rule of ka_scan_cut, byte by byte.
static size_t slow_cut(struct ka_str text, uint64_t *lines)
{
    bool inside = false;
    uint64_t seen = 0;
    size_t cut = 0;
    for (size_t i = 0; i < text.n; i++) {
        inside ^= text.p[i] == '"';
        bool cr = text.p[i] == '\r' && i + 1 < text.n && text.p[i + 1] != '\n';
        if (text.p[i] != '\n' && !cr)
            continue;
        seen++;
        if (!inside) {
            cut = i + 1;
            *lines = seen;
        }
    }
    return cut;
}

static void a_cut_is_behind_the_last_record(void **state)
{
    (void)state;
    static const char alphabet[] = "a,\"\n\r";
    uint64_t random = 9;
    char text[300];
    for (int i = 0; i < 20000; i++) {
        size_t n = next_random(&random) % sizeof text;
        uint32_t kinds = 40 + next_random(&random) % 60;
        for (size_t k = 0; k < n; k++) {
            uint32_t kind = next_random(&random) % kinds;
            text[k] = kind < 4 + (uint32_t)i % 2 ? alphabet[kind] : 'x';
        }
        uint64_t lines = 0, portable_lines = 0, expected_lines = 0;
        size_t expected = slow_cut((struct ka_str){text, n}, &expected_lines);
        size_t cut = ka_scan_cut((struct ka_str){text, n}, &lines);
        assert_int_equal(cut, expected);
        assert_int_equal(lines, expected_lines);
        cut = ka_scan_cut_portable((struct ka_str){text, n}, &portable_lines);
        assert_int_equal(cut, expected);
        assert_int_equal(portable_lines, expected_lines);
    }
}

// A reader that takes the input in pieces, if it does, gives the records and lines of libcsv;
// the number of pieces.
static uint64_t assert_same_records(struct ka_str text, bool shared)
{
    static const struct ka_reader_options options = {.kind = KA_INPUT_CONTRACT};
    struct ka_error err = {0};
    struct ka_record record, expected;
    struct oracle o = {ka_strict_new(',', false), text, 0};
    bool unclosed;
    write_file(text);
    struct ka_reader *reader = ka_reader_open("x.csv", &options, &err);
    assert_true(ka_reader_next(reader, &record));
    assert_true(oracle_next(&o, &expected, &unclosed));
    struct ka_reader *other = shared ? ka_reader_share(reader) : NULL;
    while (ka_reader_next(shared ? other : reader, &record)) {
        assert_true(oracle_next(&o, &expected, &unclosed));
        assert_same_record(&record, &expected);
    }
    assert_false(ka_reader_next(reader, &record));
    assert_false(oracle_next(&o, &expected, &unclosed));
    uint64_t pieces = shared ? ka_reader_piece(other) + 1 : 1;
    assert_true(ka_reader_close(other, &err));
    assert_true(ka_reader_close(reader, &err));
    ka_strict_free(o.strict);
    unlink("x.csv");
    return pieces;
}

static void pieces_are_whole_records(void **state)
{
    (void)state;
    const struct mix mix = {.mixed = true};
    struct ka_buf text = make_text(&mix, 100000, 3);
    assert_true(assert_same_records(ka_buf_str(&text), true) > 4);
    ka_buf_clear(&text);
}

// Blocks of 256 KiB end at each of its bytes: within a character, a CRLF, a doubled quote, a
// quoted line end, between records.
static void a_record_across_every_boundary(void **state)
{
    (void)state;
    const struct ka_str row = KA_STR("1,\"得\r\n\"\"力\"\",\n\",x\r\n");
    for (size_t shift = 0; shift < row.n; shift++) {
        struct ka_buf text = {0};
        for (size_t i = 0; i < shift + 1; i++)
            ka_buf_add_char(&text, 'h');
        ka_buf_add_char(&text, '\n');
        while (text.n < 600000)
            ka_buf_add(&text, row);
        ka_buf_add_text(&text, shift % 2 ? "no final,line end" : "\"nor\nhere\"");
        assert_same_records(ka_buf_str(&text), false);
        assert_true(assert_same_records(ka_buf_str(&text), true) > 2);
        ka_buf_clear(&text);
    }
}

// A record of ten megabytes among the pieces.
static void a_long_record_is_one_piece(void **state)
{
    (void)state;
    struct ka_buf text = {0};
    ka_buf_add_text(&text, "head\nx,\"");
    while (text.n < 10 << 20)
        ka_buf_add_text(&text, "of many lines,\r\n");
    ka_buf_add_text(&text, "\",y\n");
    for (int i = 0; i < 100000; i++)
        ka_buf_add_text(&text, "z,1\n");
    assert_true(assert_same_records(ka_buf_str(&text), true) > 1);
    ka_buf_clear(&text);
}

// ---- Runs ----

static void add_rows(struct ka_buf *out, int rows, uint64_t *random)
{
    static const char *const cells[] = {"", "\"\"", "12.5", "\"得力, 甲\"", "longer than most"};
    for (int i = 0; i < rows; i++) {
        for (int k = 0; k < 4; k++)
            ka_buf_addf(out, "%s%d,", cells[next_random(random) % 2 * 2], i);
        ka_buf_add_text(out, cells[next_random(random) % 5]);
        bool odd = once_in(random, 20000);
        ka_buf_add_text(out, odd && i % 2 ? ",\"a\"\"\r\n\"\r\n\n" : odd ? ",\"x\"y\n" : "\n");
    }
}

// What a run gives, some of it passed over by pieces, is what records give.
static void runs_are_records(void **state)
{
    (void)state;
    static const struct ka_reader_options options = {.kind = KA_INPUT_CONTRACT};
    struct ka_buf text = {0};
    struct ka_error err = {0};
    struct ka_record record, expected;
    struct ka_run run;
    uint64_t random = 11;
    size_t in_runs = 0;
    add_rows(&text, 100000, &random);
    write_file(ka_buf_str(&text));
    struct ka_reader *reader = ka_reader_open("x.csv", &options, &err);
    struct ka_reader *other = ka_reader_open("x.csv", &options, &err);
    for (;;) {
        size_t n = ka_reader_run(reader, &run, 5, 64);
        n = n ? 1 + next_random(&random) % n : 0;
        for (size_t i = 0; i < n; i++, in_runs++) {
            assert_true(ka_reader_next(other, &expected));
            assert_int_equal(expected.count, 5);
            for (size_t k = 0; k < 5; k++)
                assert_true(ka_str_eq(ka_run_cell(&run, i, k), expected.cells[k]));
        }
        ka_reader_pass(reader, n);
        bool more = ka_reader_next(reader, &record);
        assert_int_equal(ka_reader_next(other, &expected), more);
        if (!more)
            break;
        assert_same_record(&record, &expected);
    }
    assert_true(in_runs > 20000);
    assert_true(ka_reader_close(other, &err));
    assert_true(ka_reader_close(reader, &err));
    unlink("x.csv");
    ka_buf_clear(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_million_records_as_libcsv_reads_them),
        cmocka_unit_test(soup),
        cmocka_unit_test(every_machine_finds_the_same),
        cmocka_unit_test(a_cut_is_behind_the_last_record),
        cmocka_unit_test(pieces_are_whole_records),
        cmocka_unit_test(a_record_across_every_boundary),
        cmocka_unit_test(a_long_record_is_one_piece),
        cmocka_unit_test(runs_are_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
