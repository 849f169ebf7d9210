// SPDX-License-Identifier: GPL-3.0-or-later
#include <csv.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/map.h"
#include "table/delimiter.h"
#include "table/reader.h"
#include "table/writer.h"

static const struct ka_reader_options contract = {.kind = KA_INPUT_CONTRACT};
static const struct ka_reader_options any = {.kind = KA_INPUT_ANY};

static uint32_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

static void write_file(struct ka_str text)
{
    FILE *file = fopen("x.csv", "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text.p, 1, text.n, file), text.n);
    fclose(file);
}

// Everything that comes out of a reader, as text: "LINE:[cell][cell]", "LINE! problem:
// raw", and at the end "error: message".
static void dump(struct ka_buf *out, const char *path, const struct ka_reader_options *options)
{
    struct ka_error err = {0};
    struct ka_reader *reader = ka_reader_open(path, options, &err);
    struct ka_record record;
    while (reader && ka_reader_next(reader, &record)) {
        ka_buf_addf(out, "%d%s", (int)record.line, record.problem ? "! " : ":");
        for (size_t i = 0; i < record.count; i++) {
            ka_buf_add_char(out, '[');
            ka_buf_add(out, record.cells[i]);
            ka_buf_add_char(out, ']');
        }
        if (record.problem) {
            ka_buf_addf(out, "%s: ", record.problem);
            ka_buf_add(out, record.raw);
            assert_int_equal(record.count, 0);
        }
        ka_buf_add_char(out, '\n');
    }
    if (reader && ka_reader_next(reader, &record))
        fail_msg("a record behind the end");
    if (!reader || !ka_reader_close(reader, &err))
        ka_buf_addf(out, "error: %s\n", err.text);
    ka_buf_add_text(out, "");
}

static void assert_dump(struct ka_str text, const struct ka_reader_options *options,
                        const char *expected)
{
    struct ka_buf out = {0};
    write_file(text);
    dump(&out, "x.csv", options);
    unlink("x.csv");
    assert_string_equal(out.p, expected);
    ka_buf_clear(&out);
}

#define READS(text, expected) assert_dump(KA_STR(text), &contract, expected)
#define READS_ANY(text, expected) assert_dump(KA_STR(text), &any, expected)

static void plain_cells(void **state)
{
    (void)state;
    READS("a,b,c\n1,2,3\n", "1:[a][b][c]\n2:[1][2][3]\n");
    READS("a,b", "1:[a][b]\n");
    READS("a,\n,\n", "1:[a][]\n2:[][]\n");
    READS(",", "1:[][]\n");
    READS("得力,1;2\t3|4\n", "1:[得力][1;2\t3|4]\n");
}

static void blanks_are_kept(void **state)
{
    (void)state;
    READS(" a , b\t,  \n \n", "1:[ a ][ b\t][  ]\n2:[ ]\n");
    READS("\" a \",\"\t\"\n", "1:[ a ][\t]\n");
}

static void quoted_cells(void **state)
{
    (void)state;
    READS("\"a\",\"b,c\",\"\"\n", "1:[a][b,c][]\n");
    READS("\"5\"\" disk\",\"\"\"\",\"\"\"\"\"\"\n", "1:[5\" disk][\"][\"\"]\n");
    READS("\"\"\n", "1:[]\n");
    READS("x,\"a\"", "1:[x][a]\n");
    READS("x,\"\"", "1:[x][]\n");
}

static void quoted_line_ends_belong_to_the_cell(void **state)
{
    (void)state;
    READS("\"a\nb\",c\nd\n", "1:[a\nb][c]\n3:[d]\n");
    READS("\"a\r\nb\rc\n\n\",d\r\ne\r\n", "1:[a\r\nb\rc\n\n][d]\n6:[e]\n");
}

static void any_line_end(void **state)
{
    (void)state;
    READS("a\r\nb\nc\rd\r\n", "1:[a]\n2:[b]\n3:[c]\n4:[d]\n");
    READS("a,b\rc,d\r", "1:[a][b]\n2:[c][d]\n");
    READS("a\r", "1:[a]\n");
    READS("a\n\rb", "1:[a]\n3:[b]\n");
}

static void empty_lines_are_counted(void **state)
{
    (void)state;
    READS("\n\r\n\na\n\n\r\rb\r\n\r\n", "4:[a]\n8:[b]\n");
    READS("", "");
    READS("\n", "");
    READS("\r", "");
    READS("\xef\xbb\xbf", "");
}

static void a_byte_order_mark_is_passed_over(void **state)
{
    (void)state;
    READS("\xef\xbb\xbf\"a\",b\n", "1:[a][b]\n");
    READS_ANY("\xef\xbb\xbf\"a\";b\n", "1:[a][b]\n");
}

static void a_broken_record_costs_itself_only(void **state)
{
    (void)state;
    READS("a\nb,5\" disk,x\nc,d\n",
          "1:[a]\n2! a quote inside an unquoted cell: b,5\" disk,x\n3:[c][d]\n");
    READS("\"a\"b,c\r\nd\n", "1! text behind a closing quote: \"a\"b,c\n2:[d]\n");
    READS("\"a\" ,c\nd", "1! text behind a closing quote: \"a\" ,c\n2:[d]\n");
    READS(" \"a\",c\nd", "1! a quote inside an unquoted cell:  \"a\",c\n2:[d]\n");
    READS("x\n\"a\nb\" c,\"\nd\n",
          "1:[x]\n2! text behind a closing quote: \"a\nb\" c,\"\n4:[d]\n");
    READS("a\"", "1! a quote inside an unquoted cell: a\"\n");
    READS("a\"\nb\"\n",
          "1! a quote inside an unquoted cell: a\"\n2! a quote inside an unquoted cell: b\"\n");
}

// The records before a byte that is no text still come, half a record does not.
static void what_is_no_text_ends_reading(void **state)
{
    (void)state;
    READS("a,b\nc,\xff\nd\n", "1:[a][b]\nerror: x.csv:2: byte 0xff at offset 6 is not UTF-8\n");
    assert_dump(KA_STR("a,b\nc,\0\nd\n"), &contract,
                "1:[a][b]\nerror: x.csv:2: a NUL character: not text, or UTF-16 without a "
                "byte-order mark (then name it with --encoding UTF-16BE)\n");
}

static void an_unclosed_quote_is_named_where_it_opens(void **state)
{
    (void)state;
    READS("a\n\"b\nc\n", "1:[a]\nerror: x.csv:2: the quote that opens here is never closed\n");
    READS("a\nb,\"c", "1:[a]\nerror: x.csv:2: the quote that opens here is never closed\n");
    READS("\"", "error: x.csv:1: the quote that opens here is never closed\n");
    READS("\"\"\"", "error: x.csv:1: the quote that opens here is never closed\n");
    // The first cell of the record ends two lines down, where the bad one begins.
    READS("\n\"a\n\nb\",\"c\nd\n",
          "error: x.csv:4: the quote that opens here is never closed\n");
    READS("\"a\",\"b\n\",\"c\n\n",
          "error: x.csv:2: the quote that opens here is never closed\n");
}

// What comes out of a descriptor as standard input.
static void dump_stdin(struct ka_buf *out, int fd, const struct ka_reader_options *options)
{
    int kept = dup(STDIN_FILENO);
    dup2(fd, STDIN_FILENO);
    dump(out, NULL, options);
    assert_true(fcntl(STDIN_FILENO, F_GETFD) >= 0); // is not the reader's to close
    dup2(kept, STDIN_FILENO);
    close(kept);
}

static void a_tool_that_failed_up_the_pipe(void **state)
{
    (void)state;
    struct ka_error err = {0};
    int ends[2], kept = dup(STDOUT_FILENO);
    assert_int_equal(pipe(ends), 0);
    struct ka_output out;
    assert_true(ka_output_open(&out, "-", &err));
    fflush(stdout);
    dup2(ends[1], STDOUT_FILENO);
    out.begun = true; // as if rows had left
    ka_output_discard(&out);
    dup2(kept, STDOUT_FILENO);
    close(kept);
    close(ends[1]);
    struct ka_buf got = {0};
    dump_stdin(&got, ends[0], &contract);
    close(ends[0]);
    assert_string_equal(
        got.p, "error: stdin:1: the input is incomplete: the tool before this one failed\n");
    ka_buf_clear(&got);
}

static void raw_is_what_stands_there(void **state)
{
    (void)state;
    struct ka_error err = {0};
    struct ka_record record;
    write_file(KA_STR("\r\n \"x\r\n\"a\r\n\"\"b\", c\r\n\r\nlast"));
    struct ka_reader *reader = ka_reader_open("x.csv", &contract, &err);
    assert_true(ka_reader_next(reader, &record));
    assert_true(ka_str_eq(record.raw, KA_STR(" \"x")));
    assert_true(ka_reader_next(reader, &record));
    assert_true(ka_str_eq(record.raw, KA_STR("\"a\r\n\"\"b\", c")));
    assert_true(ka_reader_next(reader, &record));
    assert_true(ka_str_eq(record.raw, KA_STR("last")));
    assert_true(ka_reader_close(reader, &err));
    unlink("x.csv");
}

static void what_cannot_be_opened(void **state)
{
    (void)state;
    struct ka_error err = {0};
    assert_null(ka_reader_open("absent.csv", &contract, &err));
    assert_string_equal(err.text, "cannot open 'absent.csv': No such file or directory");
    assert_int_equal(err.code, KA_SYSTEM);
    err = (struct ka_error){0};
    assert_null(ka_reader_open("/", &any, &err));
    assert_string_equal(err.text, "cannot read '/': Is a directory");
    assert_int_equal(err.code, KA_SYSTEM);
    assert_true(ka_reader_close(NULL, &err));
}

static void what_was_read(void **state)
{
    (void)state;
    struct ka_error err = {0};
    struct ka_record record;
    const struct ka_str text = KA_STR("\xef\xbb\xbf"
                                      "a;b\n1;2\n");
    write_file(text);
    struct ka_reader *reader = ka_reader_open("x.csv", &any, &err);
    while (ka_reader_next(reader, &record))
        ;
    char hash[33];
    struct ka_hash *expected = ka_hash_new();
    ka_hash_add(expected, text.p, text.n);
    ka_hash_finish(expected, hash);
    assert_string_equal(ka_reader_name(reader), "x.csv");
    assert_string_equal(ka_reader_encoding(reader), "UTF-8");
    assert_int_equal(ka_reader_delimiter(reader), ';');
    assert_int_equal(ka_reader_bytes(reader), text.n);
    assert_string_equal(ka_reader_hash(reader), hash);
    assert_true(ka_reader_close(reader, &err));
    unlink("x.csv");
}

static void a_delimiter_that_is_given(void **state)
{
    (void)state;
    const struct ka_reader_options pipes = {.kind = KA_INPUT_ANY, .delimiter = '|'};
    assert_dump(KA_STR("a,b|c,d\n"), &pipes, "1:[a,b][c,d]\n");
    READS("a;b;c\n", "1:[a;b;c]\n");
    READS("sep=;\na;b\n", "1:[sep=;]\n2:[a;b]\n");
}

static void the_sep_line_of_excel(void **state)
{
    (void)state;
    const struct ka_reader_options commas = {.kind = KA_INPUT_ANY, .delimiter = ','};
    READS_ANY("sep=;\r\na,b;c,d,e\r\n", "2:[a,b][c,d,e]\n");
    READS_ANY("sep=|\na,b|c\n", "2:[a,b][c]\n");
    READS_ANY("sep=\t\ra,b\tc", "2:[a,b][c]\n");
    READS_ANY("\xef\xbb\xbfsep=;\n\na\n", "3:[a]\n");
    READS_ANY("sep=;\n", "");
    READS_ANY("sep=;a,b,c\n", "1:[sep=;a][b][c]\n");
    assert_dump(KA_STR("sep=;\na,b;c\n"), &commas, "2:[a][b;c]\n");
}

static void assert_delimiter(const char *text, char expected)
{
    char got = ka_delimiter_detect(ka_str(text));
    if (got != expected)
        fail_msg("'%c' instead of '%c' for:\n%s", got, expected, text);
}

static void the_delimiter_is_detected(void **state)
{
    (void)state;
    assert_delimiter("", ',');
    assert_delimiter("a\nb\n", ',');
    assert_delimiter("a;b\n1;2\n", ';');
    assert_delimiter("a\tb", '\t');
    assert_delimiter("a|b\r\n1|2\r\n", '|');
    assert_delimiter("a,b;c\n", ',');
    assert_delimiter("a\tb;c\n", ';');
    // Title and total lines are outvoted, as are quoted cells.
    assert_delimiter("销售明细, 2024, 单位, 元, "
                     "含税\n\n客户;金额\n甲;1\n乙;2\n丙;3\n丁;4\n戊;5\n合计,,,,15\n",
                     ';');
    assert_delimiter("报表; 一; 二\na,b\n1,2\n3,4\n5,6\n", ',');
    assert_delimiter("a;b\n\"1,2,3\";4\n\"x\n,,,,\n,,,,\";\"\"\"1,2,\"\n", ';');
    assert_delimiter("n;size\nx,y,z;\"5\"\",,,,\"\nx;7\n", ';');
    // A quote inside a cell opens nothing.
    assert_delimiter("a;b\n5\" disk;1\n3\" disk;2\n", ';');
    // Commas that group or mark decimals are on fewer lines than the delimiter.
    assert_delimiter("客户\t金额\n甲\t1,234,567.00\n乙\t2,345,678.00\n", '\t');
    assert_delimiter("a;b\n1,5;2,5\n3,5;4,5\n1,5;2,5\n", ';');
    // So is what stands in every cell of a column.
    assert_delimiter("id,path\n1,a|b|c\n2,d|e|f\n", ',');
    assert_delimiter("Report; 2024; x\na,b\n1,2\n4,5\n", ',');
}

// A spreadsheet guards a code from becoming a number.  What our tools hand each other it has
// not seen.
static void the_guards_of_spreadsheets(void **state)
{
    (void)state;
    READS_ANY("a,b\n=\"0012\",1\n2,=\"0013\"\n", "1:[a][b]\n2:[0012][1]\n3:[2][0013]\n");
    READS_ANY("=\"\",=\"a,b\"\r\n=\"c\nd\",e\r\n", "1:[][a,b]\n2:[c\nd][e]\n");
    READS_ANY("a,=\"12\"\" long\"", "1:[a][12\" long]\n");
    READS_ANY("\"=\"\"0012\"\"\",\"=\"\"12\"\"\"\" long\"\"\"\n", "1:[0012][12\" long]\n");
    READS_ANY("\"=\"\"0012\"\"\",=\"1\"\n", "1:[0012][1]\n");
    // What is no text, or more than one, stays what it is.
    READS_ANY("=1,=A1,\"=\"\"a\"\"&\"\"b\"\"\"\n", "1:[=1][=A1][=\"a\"&\"b\"]\n");
    READS_ANY("\"=\"\"\",\"a=\"\"b\"\"\"\n", "1:[=\"][a=\"b\"]\n");
    READS_ANY("=\"a\"&\"b\",c\nd,e\n",
              "1! text behind a closing quote: =\"a\"&\"b\",c\n2:[d][e]\n");
    READS_ANY("a=\"b\",c\n", "1! a quote inside an unquoted cell: a=\"b\",c\n");
    READS("=\"0012\",1\n", "1! a quote inside an unquoted cell: =\"0012\",1\n");
    READS("\"=\"\"0012\"\"\",1\n", "1:[=\"0012\"][1]\n");
    assert_delimiter("a;b\n=\"1,2,3\";4\n=\"5,6,7\";8\n", ';');
}

// Detection looks at the first 64 KiB, whatever comes behind.
static void detection_looks_at_the_beginning(void **state)
{
    (void)state;
    struct ka_buf text = {0};
    struct ka_error err = {0};
    while (text.n < 65536)
        ka_buf_add_text(&text, "a;b\n");
    for (int i = 0; i < 100000; i++)
        ka_buf_add_text(&text, "1,2,3,4,5\n");
    write_file(ka_buf_str(&text));
    struct ka_reader *reader = ka_reader_open("x.csv", &any, &err);
    assert_int_equal(ka_reader_delimiter(reader), ';');
    assert_true(ka_reader_close(reader, &err));
    unlink("x.csv");
    ka_buf_clear(&text);
}

// The same bytes through a pipe in pieces of n: a packet pipe keeps them apart.
static void dump_in_pieces(struct ka_buf *out, struct ka_str text, size_t n,
                           const struct ka_reader_options *options)
{
    int ends[2];
    assert_int_equal(pipe2(ends, O_DIRECT | O_CLOEXEC), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        for (size_t at = 0; at < text.n; at += n) {
            size_t piece = text.n - at < n ? text.n - at : n;
            if (write(ends[1], text.p + at, piece) != (ssize_t)piece)
                _exit(1);
        }
        _exit(0);
    }
    close(ends[1]);
    dump_stdin(out, ends[0], options);
    close(ends[0]);
    int status;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
}

static void pieces_do_not_matter(void **state)
{
    (void)state;
    const struct ka_str text =
        KA_STR("\xef\xbb\xbf客户,\"备 "
               "注\"\r\n\r\n\"得\r\n力\",x\r\r\n\n\"a\"\"\",\"\"\"\"\r\n\"a\"b\r\nq\"\r\n1,2");
    static const size_t sizes[] = {1, 2, 7, 4096};
    struct ka_buf whole = {0};
    write_file(text);
    dump(&whole, "x.csv", &contract);
    unlink("x.csv");
    assert_string_equal(whole.p, "1:[客户][备 注]\n3:[得\r\n力][x]\n7:[a\"][\"]\n"
                                 "8! text behind a closing quote: \"a\"b\n"
                                 "9! a quote inside an unquoted cell: q\"\n10:[1][2]\n");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct ka_buf pieces = {0};
        dump_in_pieces(&pieces, text, sizes[i], &contract);
        assert_string_equal(pieces.p, whole.p);
        ka_buf_reset(&pieces);
        dump_in_pieces(&pieces, text, sizes[i], &any);
        assert_string_equal(pieces.p, whole.p);
        ka_buf_clear(&pieces);
    }
    ka_buf_clear(&whole);
}

static void a_cell_of_ten_megabytes(void **state)
{
    (void)state;
    struct ka_buf text = {0};
    struct ka_error err = {0};
    struct ka_record record;
    ka_buf_add_text(&text, "head\nx,\"");
    size_t start = text.n;
    for (uint64_t random = 1; text.n < 10 << 20;)
        ka_buf_addf(&text, "%u,\r\n", next_random(&random));
    size_t n = text.n - start;
    ka_buf_add_text(&text, "\",y\nz\n");
    write_file(ka_buf_str(&text));
    struct ka_reader *reader = ka_reader_open("x.csv", &contract, &err);
    assert_true(ka_reader_next(reader, &record));
    assert_true(ka_reader_next(reader, &record));
    assert_int_equal(record.count, 3);
    assert_true(ka_str_eq(record.cells[1], (struct ka_str){text.p + start, n}));
    assert_true(ka_str_eq(record.cells[2], KA_STR("y")));
    assert_true(ka_reader_next(reader, &record));
    assert_true(ka_str_eq(record.cells[0], KA_STR("z")));
    assert_true(ka_reader_close(reader, &err));
    unlink("x.csv");
    ka_buf_clear(&text);
}

// Feeds `head`, then n times `body`, then tail; what comes out behind the first record.
static void assert_long(const char *head, const char *body, size_t n, const char *tail,
                        const char *expected)
{
    struct ka_error err = {0};
    struct ka_record record;
    FILE *file = fopen("x.csv", "wb");
    fputs(head, file);
    for (size_t i = 0; i < n; i++)
        fputs(body, file);
    fputs(tail, file);
    fclose(file);
    struct ka_reader *reader = ka_reader_open("x.csv", &contract, &err);
    assert_true(ka_reader_next(reader, &record));
    bool more = ka_reader_next(reader, &record);
    assert_true(more == !expected);
    assert_true(ka_reader_close(reader, &err) == more);
    if (expected)
        assert_string_equal(err.text, expected);
    unlink("x.csv");
}

static void a_record_has_a_bound(void **state)
{
    (void)state;
    static const char kib[] =
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde\n";
    const size_t n = 64 << 12; // 64 MiB of these 256 bytes
    assert_int_equal(sizeof kib - 1, 256);
    assert_long("a\n\"", kib, n - 1, "\"\r\n", NULL);
    assert_long("a\n\n\"x\ny\",\"", kib, n, "\"\n",
                "x.csv:4: the record with the quote that opens here is longer than 64 MiB");
    assert_long("a\n", "0123456789abcdef", n * 16, "\n", NULL);
    assert_long("a\n", "0123456789abcdef", n * 16, "0\n",
                "x.csv:2: the record that begins here is longer than 64 MiB");
}

static void random_cell(struct ka_buf *cell, uint64_t *random)
{
    static const char *const pieces[] = {",",  "\"",   "\n", "\r",      "\r\n", " ",
                                         "\t", ";",    "a",  "得力",    "12.5", "=",
                                         "'",  "\"\"", "|",  "\xc3\xa9"};
    ka_buf_reset(cell);
    for (uint32_t n = next_random(random) % 6; n > 0; n--)
        ka_buf_add_text(cell, pieces[next_random(random) % (sizeof pieces / sizeof *pieces)]);
}

// 20,000 records that ka_writer wrote are read back as they were.
static void what_was_written_is_read_back(void **state)
{
    (void)state;
    enum { RECORDS = 20000 };
    struct ka_error err = {0};
    struct ka_output out;
    struct ka_writer writer;
    struct ka_buf cell = {0};
    uint64_t random = 7;
    assert_true(ka_output_open(&out, "x.csv", &err));
    ka_writer_init(&writer, &out);
    for (int i = 0; i < RECORDS; i++) {
        for (uint32_t n = 1 + next_random(&random) % 5; n > 0; n--) {
            random_cell(&cell, &random);
            ka_writer_put(&writer, ka_buf_str(&cell));
        }
        ka_writer_end(&writer);
    }
    assert_true(ka_output_commit(&out, &err));

    struct ka_reader *reader = ka_reader_open("x.csv", &contract, &err);
    struct ka_record record;
    random = 7;
    for (int i = 0; i < RECORDS; i++) {
        assert_true(ka_reader_next(reader, &record));
        assert_null(record.problem);
        assert_int_equal(record.count, 1 + next_random(&random) % 5);
        for (size_t k = 0; k < record.count; k++) {
            random_cell(&cell, &random);
            assert_true(ka_str_eq(record.cells[k], ka_buf_str(&cell)));
        }
    }
    assert_false(ka_reader_next(reader, &record));
    assert_true(ka_reader_close(reader, &err));
    ka_buf_clear(&cell);
    unlink("x.csv");
}

// Plain libcsv, all bytes at once, in the form of dump() without line numbers.

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

static bool plain_libcsv(struct ka_buf *out, struct ka_str text)
{
    struct csv_parser parser;
    csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
    csv_set_space_func(&parser, no_space);
    bool good = csv_parse(&parser, text.p, text.n, plain_cell, plain_end, out) == text.n &&
                csv_fini(&parser, plain_cell, plain_end, out) == 0;
    csv_free(&parser);
    return good;
}

static void read_cells(struct ka_buf *out, bool *good)
{
    struct ka_error err = {0};
    struct ka_record record;
    struct ka_reader *reader = ka_reader_open("x.csv", &contract, &err);
    *good = true;
    while (ka_reader_next(reader, &record)) {
        *good = *good && !record.problem;
        for (size_t i = 0; i < record.count; i++)
            plain_cell((void *)(uintptr_t)record.cells[i].p, record.cells[i].n, out);
        plain_end(0, out);
    }
    *good = ka_reader_close(reader, &err) && *good;
}

// Random soup: where libcsv takes it, the cells are the same; where it does not, we don't.
static void libcsv_is_the_arbiter(void **state)
{
    (void)state;
    static const char alphabet[] = "a,\"\n\r ;,\"\n";
    uint64_t random = 11;
    int taken = 0;
    for (int i = 0; i < 5000; i++) {
        char soup[24];
        size_t n = next_random(&random) % sizeof soup;
        for (size_t k = 0; k < n; k++)
            soup[k] = alphabet[next_random(&random) % (sizeof alphabet - 1)];
        struct ka_buf expected = {0}, got = {0};
        bool plain = plain_libcsv(&expected, (struct ka_str){soup, n}), ours;
        write_file((struct ka_str){soup, n});
        read_cells(&got, &ours);
        assert_true(plain == ours);
        if (plain)
            assert_true(ka_str_eq(ka_buf_str(&expected), ka_buf_str(&got)));
        taken += plain && n > 10;
        ka_buf_clear(&expected);
        ka_buf_clear(&got);
    }
    unlink("x.csv");
    assert_true(taken > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_cells),
        cmocka_unit_test(blanks_are_kept),
        cmocka_unit_test(quoted_cells),
        cmocka_unit_test(quoted_line_ends_belong_to_the_cell),
        cmocka_unit_test(any_line_end),
        cmocka_unit_test(empty_lines_are_counted),
        cmocka_unit_test(a_byte_order_mark_is_passed_over),
        cmocka_unit_test(a_broken_record_costs_itself_only),
        cmocka_unit_test(what_is_no_text_ends_reading),
        cmocka_unit_test(an_unclosed_quote_is_named_where_it_opens),
        cmocka_unit_test(a_tool_that_failed_up_the_pipe),
        cmocka_unit_test(raw_is_what_stands_there),
        cmocka_unit_test(what_cannot_be_opened),
        cmocka_unit_test(what_was_read),
        cmocka_unit_test(a_delimiter_that_is_given),
        cmocka_unit_test(the_sep_line_of_excel),
        cmocka_unit_test(the_delimiter_is_detected),
        cmocka_unit_test(the_guards_of_spreadsheets),
        cmocka_unit_test(detection_looks_at_the_beginning),
        cmocka_unit_test(pieces_do_not_matter),
        cmocka_unit_test(a_cell_of_ten_megabytes),
        cmocka_unit_test(a_record_has_a_bound),
        cmocka_unit_test(what_was_written_is_read_back),
        cmocka_unit_test(libcsv_is_the_arbiter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
