// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/output.h"
#include "base/text.h"

static void assert_str(struct ka_str got, const char *want)
{
    if (!ka_str_eq(got, ka_str(want)))
        fail_msg("got \"%.*s\", expected \"%s\"", KA_ARG(got), want);
}

static void trim_takes_ascii_and_wide_blanks(void **state)
{
    (void)state;
    assert_str(ka_str_trim(KA_STR(" \t a b \r\n")), "a b");
    assert_str(ka_str_trim(KA_STR("\xe3\x80\x80客户\xc2\xa0 ")), "客户");
    assert_str(ka_str_trim(KA_STR(" \xe3\x80\x80")), "");
    assert_str(ka_str_trim(KA_STR("")), "");
}

static void next_cuts_at_the_mark(void **state)
{
    (void)state;
    struct ka_str rest = KA_STR("a,,b"), piece;
    assert_true(ka_str_next(&rest, ',', &piece));
    assert_str(piece, "a");
    assert_true(ka_str_next(&rest, ',', &piece));
    assert_str(piece, "");
    assert_true(ka_str_next(&rest, ',', &piece));
    assert_str(piece, "b");
    assert_false(ka_str_next(&rest, ',', &piece));
}

static void order_is_bytewise(void **state)
{
    (void)state;
    assert_true(ka_str_cmp(KA_STR("a"), KA_STR("b")) < 0);
    assert_true(ka_str_cmp(KA_STR("a"), KA_STR("a\0")) < 0);
    assert_true(ka_str_cmp(KA_STR("é"), KA_STR("z")) > 0);
    assert_int_equal(ka_str_cmp(KA_STR(""), KA_STR("")), 0);
}

static void quote_shows_what_a_terminal_would_hide(void **state)
{
    (void)state;
    assert_string_equal(KA_QUOTE(KA_STR("12,3x")), "'12,3x'");
    assert_string_equal(KA_QUOTE(KA_STR("a\x1b[31m\xff")), "'a\\x1b[31m\\xff'");
    struct ka_buf wide = {0};
    for (int i = 0; i < 41; i++)
        ka_buf_add_text(&wide, "𠀀");
    const char *quoted = KA_QUOTE(ka_buf_str(&wide));
    assert_int_equal(strlen(quoted), 1 + 40 * 4 + 1 + strlen("…"));
    ka_buf_clear(&wide);
}

static void the_hash_of_keys_is_seeded(void **state)
{
    (void)state;
    struct ka_str key = KA_STR("KH0001");
    assert_true(ka_key_hash(key) == ka_key_hash(key));
    assert_true(ka_key_hash(key) != ka_hash_of(key)); // which anybody can compute
}

static void a_map_numbers_keys_as_they_come(void **state)
{
    (void)state;
    struct ka_map map = {0};
    char key[16];
    for (uint32_t i = 0; i < 5000; i++) {
        bool is_new;
        snprintf(key, sizeof key, "k%u", i % 2500);
        assert_int_equal(ka_map_put(&map, ka_str(key), &is_new), i % 2500);
        assert_int_equal(is_new, i < 2500);
    }
    assert_int_equal(map.count, 2500);
    assert_str(map.keys[17], "k17");
    assert_int_equal(ka_map_find(&map, KA_STR("k2499")), 2499);
    assert_true(ka_map_find(&map, KA_STR("k2500")) == KA_NONE);
    assert_int_equal(ka_map_put(&map, KA_STR(""), NULL), 2500);
    assert_int_equal(ka_map_find(&map, KA_STR("")), 2500);
    ka_map_clear(&map);
    assert_true(ka_map_find(&map, KA_STR("k1")) == KA_NONE);
}

static void a_hash_is_that_of_xxhsum(void **state)
{
    (void)state;
    char hex[33];
    struct ka_hash *hash = ka_hash_new();
    ka_hash_finish(hash, hex);
    assert_string_equal(hex, "99aa06d3014798d86001c324468d497f"); // xxhsum -H2 of nothing
}

static void fold(const char *text, const char *want)
{
    struct ka_buf out = {0};
    ka_text_fold(&out, ka_str(text));
    assert_str(ka_buf_str(&out), want);
    ka_buf_clear(&out);
}

static void folding_makes_header_spellings_meet(void **state)
{
    (void)state;
    fold("Customer ID", "customerid");
    fold("ＣＵＳＴＯＭＥＲ＿ＩＤ", "customerid");
    fold("客户　编码（ERP）", "客户编码erp");
    fold("省/自治区", "省自治区");
    fold("折扣(%)", "折扣%");
    fold("\xff\xfe", "\xff\xfe");
}

static void width_counts_terminal_columns(void **state)
{
    (void)state;
    assert_int_equal(ka_text_width(KA_STR("abc")), 3);
    assert_int_equal(ka_text_width(KA_STR("大客户")), 6);
    assert_int_equal(ka_text_width(KA_STR("e\xcc\x81")), 1);
}

static void utf8_is_checked_strictly(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t at;
        bool cut;
    } cases[] = {
        {"a客b", 5, false},         {"a\xc0\xaf", 1, false},
        {"\xed\xa0\x80", 0, false}, {"\xf4\x90\x80\x80", 0, false},
        {"ab\xe5\xae", 2, true},    {"\xf0\x9f\x98", 0, true},
        {"\xe0\x80\x80", 0, false}, {"", 0, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool cut;
        assert_int_equal(ka_text_utf8_valid(ka_str(cases[i].text), &cut), cases[i].at);
        assert_int_equal(cut, cases[i].cut);
    }
}

static void read_file(const char *path, char *room, size_t size)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    room[fread(room, 1, size - 1, file)] = '\0';
    fclose(file);
}

static void an_output_replaces_only_when_it_is_whole(void **state)
{
    (void)state;
    struct ka_error err = {0};
    struct ka_output out;
    char text[64];
    for (int round = 0; round < 2; round++) {
        assert_true(ka_output_open(&out, "base.txt", &err));
        ka_output_write(&out, round ? KA_STR("old\n") : KA_STR("never\n"));
        if (round)
            assert_true(ka_output_commit(&out, &err));
        else
            ka_output_discard(&out);
        if (round == 0)
            assert_int_equal(access("base.txt", F_OK), -1);
    }
    read_file("base.txt", text, sizeof text);
    assert_string_equal(text, "old\n");
    assert_false(ka_output_open(&out, "base.txt", &err));
    assert_string_equal(err.text, "'base.txt' is named for two outputs");
    unlink("base.txt");
}

// Ends in the midst of two outputs: without memory, or by a signal.
static void end_before_time(int signal_number)
{
    static struct ka_output part, file;
    struct ka_error err = {0};
    dup2(open("part.txt", O_CREAT | O_TRUNC | O_WRONLY, 0600), STDOUT_FILENO);
    dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
    if (!ka_output_open(&part, NULL, &err) || !ka_output_open(&file, "whole.txt", &err))
        return;
    for (int i = 0; i < 20000; i++)
        ka_output_write(&part, KA_STR("a row\n"));
    ka_output_write(&file, KA_STR("a row\n"));
    if (signal_number)
        raise(signal_number);
    ka_alloc((size_t)-1, 2);
}

static void no_part_is_taken_for_the_whole(void **state)
{
    (void)state;
    static const int signals[] = {0, SIGTERM, SIGINT};
    static char text[200000];
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        int status;
        pid_t child = fork();
        if (child == 0) {
            end_before_time(signals[i]);
            _exit(99);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        if (signals[i])
            assert_true(WIFSIGNALED(status) && WTERMSIG(status) == signals[i]);
        else
            assert_true(WIFEXITED(status) && WEXITSTATUS(status) == KA_SYSTEM);
        read_file("part.txt", text, sizeof text);
        struct ka_str left = ka_str(text);
        assert_true(ka_str_has_prefix(left, KA_STR("a row\n")));
        assert_true(ka_str_has_suffix(
            left, KA_STR("a row\n\"the tool that wrote this failed before its end\n")));
        assert_int_equal(access("whole.txt", F_OK), -1);
        assert_int_equal(system("ls whole.txt.* 2>/dev/null | grep -q ."), 256);
        unlink("part.txt");
    }
}

static void an_input_is_no_output(void **state)
{
    (void)state;
    struct ka_error err = {0};
    struct ka_output out;
    int fd = open("input.txt", O_CREAT | O_RDWR, 0600);
    ka_output_keep(fd);
    assert_false(ka_output_open(&out, "./input.txt", &err));
    assert_int_equal(err.code, KA_USAGE);
    assert_string_equal(err.text, "'./input.txt' is an input of this run: name another output");
    close(fd);
    unlink("input.txt");
}

// A log that standard output is appended to is written at its end, whatever its name.
static void standard_output_by_a_name_is_the_stream(void **state)
{
    (void)state;
    struct ka_error err = {0};
    struct ka_output out;
    char text[64];
    int log = open("log.txt", O_CREAT | O_TRUNC | O_WRONLY, 0600), terminal = dup(1);
    assert_int_equal(write(log, "before\n", 7), 7);
    dup2(log, 1);
    assert_int_equal(symlink("/proc/self/fd/1", "stdout.link"), 0);
    bool opened = ka_output_open(&out, "stdout.link", &err);
    ka_output_write(&out, KA_STR("rows\n"));
    bool done = ka_output_commit(&out, &err);
    dup2(terminal, 1);
    assert_true(opened && done);
    read_file("log.txt", text, sizeof text);
    assert_string_equal(text, "before\nrows\n");
    struct stat found;
    assert_int_equal(lstat("stdout.link", &found), 0);
    assert_true(S_ISLNK(found.st_mode));
    close(log);
    close(terminal);
    unlink("log.txt");
    unlink("stdout.link");
}

static void a_link_to_nothing_is_refused(void **state)
{
    (void)state;
    struct ka_error err = {0};
    struct ka_output out;
    assert_int_equal(symlink("nothing.txt", "dangling.txt"), 0);
    assert_false(ka_output_open(&out, "dangling.txt", &err));
    assert_string_equal(err.text, "cannot write 'dangling.txt': No such file or directory");
    unlink("dangling.txt");
}

static void an_output_keeps_mode_and_link(void **state)
{
    (void)state;
    struct ka_error err = {0};
    struct ka_output out;
    close(open("real.txt", O_CREAT | O_WRONLY, 0640));
    chmod("real.txt", 0640);
    assert_int_equal(symlink("real.txt", "link.txt"), 0);
    assert_true(ka_output_open(&out, "link.txt", &err));
    ka_output_write(&out, KA_STR("x"));
    assert_true(ka_output_commit(&out, &err));
    struct stat found;
    assert_int_equal(lstat("link.txt", &found), 0);
    assert_true(S_ISLNK(found.st_mode));
    assert_int_equal(stat("real.txt", &found), 0);
    assert_int_equal(found.st_mode & 07777, 0640);
    assert_int_equal(found.st_size, 1);
    unlink("link.txt");
    unlink("real.txt");
}

static void a_full_device_is_an_error(void **state)
{
    (void)state;
    struct ka_error err = {0};
    struct ka_output out;
    assert_true(ka_output_open(&out, "/dev/full", &err));
    ka_output_write(&out, KA_STR("x"));
    assert_false(ka_output_commit(&out, &err));
    assert_int_equal(err.code, KA_SYSTEM);
    assert_string_equal(err.text, "cannot write '/dev/full': No space left on device");
}

static void the_first_error_stays(void **state)
{
    (void)state;
    struct ka_error err = {0};
    assert_false(ka_fail(&err, KA_BAD_DATA, "first"));
    assert_false(ka_fail(&err, KA_SYSTEM, "second"));
    assert_int_equal(err.code, KA_BAD_DATA);
    assert_string_equal(err.text, "first");
}

// The shards of accounts rest on it: XXH3_64bits as its specification has it.
static void the_stable_hash_is_the_published_one(void **state)
{
    (void)state;
    assert_true(ka_hash_of(KA_STR("")) == UINT64_C(0x2d06800538d394c2));
}

static void wide_blocks_keep_what_is_in_them(void **state)
{
    (void)state;
    uint64_t *word = NULL;
    size_t cap = 0;
    for (size_t n = 1; n <= 1 << 20; n *= 2) {
        word = ka_grow_wide(word, &cap, n, sizeof *word);
        assert_true(cap >= n);
        assert_int_equal((uintptr_t)word % KA_CACHE_LINE, 0);
        for (size_t i = 0; i < n / 2; i++)
            assert_int_equal(word[i], i);
        for (size_t i = n / 2; i < n; i++)
            word[i] = i;
    }
    free(word);
    free(ka_alloc_wide(0, sizeof *word));
}

// What is said to be NFKC is left as it is, and most names are said to be.
static void names_that_are_nfkc(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "Alpha",   "万澜超市",         " ",      "\t", "ＡＢ", "　", "7", "é",
        "e\u0301", "Trade Co., No. 1", "\u00a0", "ﬁ",  "\n"};
    enum { PARTS = sizeof parts / sizeof *parts };
    size_t said = 0;
    for (size_t i = 0; i < PARTS * PARTS * PARTS; i++) {
        struct ka_buf name = {0}, made = {0};
        ka_buf_addf(&name, "%s%s%s", parts[i % PARTS], parts[i / PARTS % PARTS],
                    parts[i / PARTS / PARTS]);
        ka_text_nfkc(&made, ka_buf_str(&name));
        bool same = ka_str_eq(ka_buf_str(&made), ka_buf_str(&name));
        bool is_said = ka_text_is_nfkc(ka_buf_str(&name));
        assert_true(same || !is_said);
        said += is_said;
        ka_buf_clear(&name);
        ka_buf_clear(&made);
    }
    assert_true(said >= 4 * 4 * 4); // of the four parts that are plain
    assert_false(ka_text_is_nfkc(KA_STR("two  blanks")));
    assert_true(ka_text_is_nfkc(KA_STR("Office Trade Co., No. 162")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_that_are_nfkc),
        cmocka_unit_test(the_hash_of_keys_is_seeded),
        cmocka_unit_test(the_stable_hash_is_the_published_one),
        cmocka_unit_test(wide_blocks_keep_what_is_in_them),
        cmocka_unit_test(trim_takes_ascii_and_wide_blanks),
        cmocka_unit_test(next_cuts_at_the_mark),
        cmocka_unit_test(order_is_bytewise),
        cmocka_unit_test(quote_shows_what_a_terminal_would_hide),
        cmocka_unit_test(a_map_numbers_keys_as_they_come),
        cmocka_unit_test(a_hash_is_that_of_xxhsum),
        cmocka_unit_test(folding_makes_header_spellings_meet),
        cmocka_unit_test(width_counts_terminal_columns),
        cmocka_unit_test(utf8_is_checked_strictly),
        cmocka_unit_test(an_output_replaces_only_when_it_is_whole),
        cmocka_unit_test(standard_output_by_a_name_is_the_stream),
        cmocka_unit_test(a_link_to_nothing_is_refused),
        cmocka_unit_test(an_output_keeps_mode_and_link),
        cmocka_unit_test(a_full_device_is_an_error),
        cmocka_unit_test(the_first_error_stays),
        // Last: a file that comes later may get the number of the one it keeps.
        cmocka_unit_test(no_part_is_taken_for_the_whole),
        cmocka_unit_test(an_input_is_no_output),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
