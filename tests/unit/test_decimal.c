// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "table/amounts.h"
#include "table/number.h"

static int64_t parse(const char *text)
{
    int64_t value = 4711;
    assert_true(ka_decimal_parse(ka_str(text), &value));
    return value;
}

static void parse_takes_the_contract(void **state)
{
    (void)state;
    assert_int_equal(parse("0"), 0);
    assert_int_equal(parse("-0"), 0);
    assert_int_equal(parse("12"), 120000);
    assert_int_equal(parse("-12.5"), -125000);
    assert_int_equal(parse("0.0001"), 1);
    assert_int_equal(parse("1.0100"), 10100);
    assert_int_equal(parse("00000000000000000000000012.25"), 122500);
    assert_true(parse("") == KA_DECIMAL_NONE);
    assert_true(parse("922337203685477.5807") == INT64_MAX);
    assert_true(parse("-922337203685477.5807") == -INT64_MAX);
}

// Digits one by one, another way to say what the contract says of an amount.
static bool parse_slowly(struct ka_str text, int64_t *value)
{
    size_t minus = text.n > 0 && text.p[0] == '-', point = text.n;
    ka_int128 sum = 0;
    for (size_t i = minus; i < text.n; i++) {
        if (text.p[i] == '.' && point == text.n)
            point = i;
        else if (text.p[i] >= '0' && text.p[i] <= '9')
            sum = sum * 10 + (text.p[i] - '0');
        else
            return false;
    }
    size_t fraction = point < text.n ? text.n - point - 1 : 0;
    if (point == minus || fraction > 4 || (point < text.n && fraction == 0))
        return false;
    for (; fraction < 4; fraction++)
        sum *= 10;
    *value = (int64_t)(minus ? -sum : sum);
    return sum <= INT64_MAX;
}

// As it is at the end of a block, and with digits behind it.
static void expect_amount(struct ka_str text)
{
    int64_t value = 4711, ahead = 4711, expected = 4711;
    bool good = parse_slowly(text, &expected);
    char *alone = malloc(text.n), room[64];
    memset(room, '5', sizeof room);
    memcpy(room, text.p, text.n);
    memcpy(alone, text.p, text.n);
    if (ka_decimal_parse((struct ka_str){alone, text.n}, &value) != good ||
        ka_decimal_parse_ahead((struct ka_str){room, text.n}, &ahead) != good ||
        (good ? value != expected || ahead != expected : value != 4711 || ahead != 4711))
        fail_msg("%.*s", (int)text.n, text.p);
    free(alone);
}

static uint64_t next_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    uint64_t high = *state >> 32;
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return high << 32 | *state >> 32;
}

static void amounts_are_those_of_their_digits(void **state)
{
    (void)state;
    uint64_t seed = 3;
    static const char few[] = "0123456789..-12345678:/+,e\xff\0";
    for (int i = 0; i < 2000000; i++) {
        char text[24];
        size_t n = 0, most = 1 + (size_t)i % 22, kinds = i % 3 ? 12 : sizeof few;
        while (n < most)
            text[n++] = few[next_random(&seed) % kinds];
        expect_amount((struct ka_str){text, n});
    }
}

// Most amounts: digits, perhaps a fraction, perhaps a minus; and one byte of it another one.
static void amounts_of_every_shape(void **state)
{
    (void)state;
    uint64_t seed = 4;
    for (int i = 0; i < 1000000; i++) {
        char text[40];
        size_t n = 0, minus = next_random(&seed) % 2, fraction = next_random(&seed) % 6;
        for (size_t k = 0, whole = next_random(&seed) % 18; k < minus + whole; k++)
            text[n++] = k < minus ? '-' : (char)('0' + next_random(&seed) % 10);
        for (size_t k = 0; k < fraction; k++)
            text[n++] = k == 0 ? '.' : (char)('0' + next_random(&seed) % 10);
        if (n > 0 && i % 4 == 0)
            text[next_random(&seed) % n] = (char)next_random(&seed);
        if (n > 0)
            expect_amount((struct ka_str){text, n});
    }
}

static void parse_refuses_all_else(void **state)
{
    (void)state;
    static const char *const wrong[] = {"-",
                                        "+1",
                                        ".5",
                                        "5.",
                                        "1.23456",
                                        "1.2.3",
                                        " 1",
                                        "1 ",
                                        "1,000",
                                        "1e3",
                                        "--1",
                                        "0x1",
                                        "1-",
                                        "NaN",
                                        "1.2x",
                                        "1.-2",
                                        "-.5",
                                        "\xef\xbc\x91",
                                        "922337203685477.5808",
                                        "-922337203685477.5808",
                                        "922337203685478",
                                        "9223372036854775808",
                                        "99999999999999999999999999999999999999999"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        int64_t value = 4711;
        if (ka_decimal_parse(ka_str(wrong[i]), &value) || value != 4711)
            fail_msg("taken: '%s'", wrong[i]);
    }
    int64_t value;
    assert_false(ka_decimal_parse((struct ka_str){"1\0", 2}, &value));
}

static void expect_format(int64_t value, const char *text)
{
    struct ka_buf out = {0};
    ka_buf_add_text(&out, "<"); // format appends
    ka_decimal_format(&out, value);
    assert_string_equal(out.p + 1, text);
    ka_buf_clear(&out);
}

static void format_is_shortest(void **state)
{
    (void)state;
    expect_format(0, "0");
    expect_format(1, "0.0001");
    expect_format(-1, "-0.0001");
    expect_format(10, "0.001");
    expect_format(100, "0.01");
    expect_format(1000, "0.1");
    expect_format(10010, "1.001");
    expect_format(-125000, "-12.5");
    expect_format(10000000, "1000");
    expect_format(INT64_MAX, "922337203685477.5807");
    expect_format(-INT64_MAX, "-922337203685477.5807");
    expect_format(KA_DECIMAL_NONE, "");
}

static void expect_sum(ka_int128 value, const char *text)
{
    struct ka_buf out = {0};
    ka_decimal_format_sum(&out, value);
    assert_string_equal(out.p, text);
    ka_buf_clear(&out);
}

static void sums_format_in_128_bits(void **state)
{
    (void)state;
    ka_int128 big = (ka_int128)1 << 126;
    expect_sum(0, "0");
    expect_sum(-5, "-0.0005");
    expect_sum(INT64_MIN, "-922337203685477.5808");
    expect_sum((ka_int128)INT64_MAX * 2, "1844674407370955.1614");
    expect_sum((ka_int128)1000000000000000000 * 10000, "1000000000000000000");
    expect_sum((ka_int128)1000000000000000000 * 1000000000000000000 + 7,
               "100000000000000000000000000000000.0007");
    expect_sum(big - 1 + big, "17014118346046923173168730371588410.5727");
    expect_sum(-(big - 1 + big) - 1, "-17014118346046923173168730371588410.5728");
}

// Knuth's 64-bit linear congruential generator, its high half.
static void parse_reads_what_format_wrote(void **state)
{
    (void)state;
    struct ka_buf out = {0};
    uint64_t seed = 1;
    for (int i = 0; i < 200000; i++) {
        int64_t value = (int64_t)next_random(&seed) >> (i % 64), again = 4711;
        ka_buf_reset(&out);
        ka_decimal_format(&out, value);
        assert_true(ka_decimal_parse(ka_buf_str(&out), &again));
        assert_true(again == value);
        struct ka_number number;
        bool rounded = false;
        if (value == KA_DECIMAL_NONE)
            continue;
        assert_true(ka_number_parse(ka_buf_str(&out), '.', &number));
        assert_true(ka_number_scale(&number, 4, &again, &rounded));
        assert_true(again == value && !rounded);
    }
    ka_buf_clear(&out);
}

// The ten-thousandths that text means; KA_DECIMAL_NONE when it is refused.
static int64_t number(const char *text, char mark)
{
    struct ka_number parsed;
    int64_t value;
    bool rounded = false;
    if (!ka_number_parse(ka_str(text), mark, &parsed))
        return KA_DECIMAL_NONE;
    assert_true(ka_number_scale(&parsed, 4, &value, &rounded));
    return value;
}

static const struct example {
    const char *text;
    int64_t value;
} examples[] = {
    {"12", 120000},
    {"12.50", 125000},
    {".5", 5000},
    {"-.5", -5000},
    {"+7", 70000},
    {"007", 70000},
    {"1,234.50", 12345000},
    {"1,234,567", 12345670000},
    {"123,456", 1234560000},
    {"0.234", 2340},
    {"1 234.5", 12345000},
    {"1\u00a0234\u00a0567.5", 12345675000},
    {"1\u202f234", 12340000},
    {"1'234.5", 12345000},
    {"1\u2019234", 12340000},
    {" 12 ", 120000},
    {"\u300012\u00a0", 120000},
    {"-1,234.50", -12345000},
    {"\u22121,234.50", -12345000},
    {"- 5", -50000},
    {"1,234.50-", -12345000},
    {"1,234.50 -", -12345000},
    {"(1,234.50)", -12345000},
    {"( 5 )", -50000},
    {"(¥5)", -50000},
    {"¥(5)", -50000},
    {" $ (1,234.50)", -12345000},
    {"¥1,234.50", 12345000},
    {"￥1,234.50", 12345000},
    {"¥ -5", -50000},
    {"-¥5", -50000},
    {"-￥5元", -50000},
    {"$5", 50000},
    {"US$5", 50000},
    {"HK$5", 50000},
    {"5€", 50000},
    {"£5", 50000},
    {"5元", 50000},
    {"5 元", 50000},
    {"5 CNY", 50000},
    {"rmb 5", 50000},
    {"USD5", 50000},
    {"5eur", 50000},
    {"HKD 5.25", 52500},
    {"人民币5元", 50000},
    {"5美元", 50000},
    {"1.5万", 150000000},
    {"1.5万元", 150000000},
    {"￥1.5 万", 150000000},
    {"2亿", 2000000000000},
    {"2亿元", 2000000000000},
    {"3千元", 30000000},
    {"3百万", 30000000000},
    {"3千万", 300000000000},
    {"15%", 1500},
    {"15 %", 1500},
    {"-15.5%", -1550},
    {"(15%)", -1500},
    {"(15)%", -1500},
    {"15％", 1500},
    {"15‰", 150},
    {"１２，３４５．６７", 123456700},
    {"－１２", -120000},
    {"（１２）", -120000},
    {"￥１２元", 120000},
    {"1.5e3", 15000000},
    {"1.234E+05", 1234000000},
    {"1E-3", 10},
    {"-2E3", -20000000},
    {"2E3元", 20000000},
    {"0.1e1", 10000},
    {"￥123,456.7", 1234567000},
    {"$-1,234", -12340000},
    {"-€1,234.5678", -12345678},
    {"12,345,678,901.25", 123456789012500},
    {"1,234,567,890,123", 12345678901230000},
    {"1,234.56789", 12345679}, // 12345678.9 ten-thousandths
};

static void numbers_as_people_write_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
        if (number(examples[i].text, '.') != examples[i].value)
            fail_msg("'%s' gives %lld", examples[i].text,
                     (long long)number(examples[i].text, '.'));
}

static const char *const wrong[] = {
    "",
    " ",
    "-",
    "+",
    "￥-",
    "￥12,3456",
    "$1,23x",
    "-$-5",
    "1,234.",
    "¥",
    "元",
    "%",
    "()",
    "( )",
    ".",
    ",",
    "-.",
    "5.",
    "12,3x",
    "1-2",
    "--1",
    "-5-",
    "-(5)",
    "(-5)",
    "+-5",
    "(5",
    "5)",
    "((5))",
    "1.2.3",
    "12,34",
    "1,2345",
    "1,23",
    "1,234,56",
    "1,,234",
    ",234",
    "1,234,",
    "1234,567",
    "12,34,567",
    "0,234",
    "1 234,567",
    "1,234 567",
    "1  234",
    "1.234,567",
    "1,234E+05",
    "1e",
    "1e+",
    "e5",
    "1e5.5",
    "1e99999",
    "NaN",
    "inf",
    "Infinity",
    "0x10",
    "5+",
    "¥5USD",
    "$5元",
    "¥5%",
    "5%%",
    "5万%",
    "5万亿",
    "万5",
    "%5",
    "abc",
    "8折",
    "2024-01-05",
    "5 个",
    "1'23",
    "\xff",
    "5\xff",
    "五",
    "223456789012345678901234567890123456789",
    "0.000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "0000000000000000000000000000000000000x",
};

static void numbers_that_are_none(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (number(wrong[i], '.') != KA_DECIMAL_NONE)
            fail_msg("taken: '%s' as %lld", wrong[i], (long long)number(wrong[i], '.'));
}

static void decimal_comma(void **state)
{
    (void)state;
    assert_int_equal(number("1,5", ','), 15000);
    assert_int_equal(number(",5", ','), 5000);
    assert_int_equal(number("1.234,5", ','), 12345000);
    assert_int_equal(number("1 234,5 €", ','), 12345000);
    assert_int_equal(number("1.234.567,25-", ','), -12345672500);
    assert_int_equal(number("1.234", ','), 12340000);
    assert_int_equal(number("1,5E2", ','), 1500000);
    assert_true(number("1.5", ',') == KA_DECIMAL_NONE);
    assert_true(number("1,234.5", ',') == KA_DECIMAL_NONE);
    assert_true(number("1,234,567", ',') == KA_DECIMAL_NONE);
}

static void numbers_tell_what_they_were(void **state)
{
    (void)state;
    struct ka_number n;
    assert_true(ka_number_parse(KA_STR("15%"), '.', &n));
    assert_true(n.mantissa == 15 && n.digits == 0 && n.percent && !n.has_sign && !n.currency);
    assert_true(ka_number_parse(KA_STR("15‰"), '.', &n));
    assert_true(n.mantissa == 15 && n.digits == 1 && n.percent);
    assert_true(ka_number_parse(KA_STR("-0"), '.', &n));
    assert_true(n.mantissa == 0 && n.has_sign);
    assert_true(ka_number_parse(KA_STR("+3"), '.', &n));
    assert_true(n.mantissa == 3 && !n.has_sign);
    assert_true(ka_number_parse(KA_STR("(3.25)"), '.', &n));
    assert_true(n.mantissa == -325 && n.digits == 2 && n.has_sign);
    assert_true(ka_number_parse(KA_STR("1.5万"), '.', &n));
    assert_true(n.mantissa == 15 && n.digits == -3);
    assert_true(ka_number_parse(KA_STR("HK$3"), '.', &n));
    assert_string_equal(n.currency, "HKD");
    assert_true(ka_number_parse(KA_STR("￥3元"), '.', &n));
    assert_string_equal(n.currency, "CNY");
    assert_true(ka_number_parse(KA_STR("3美元"), '.', &n));
    assert_string_equal(n.currency, "USD");
    assert_true(ka_number_parse(KA_STR("12345678901234567890123456789012345678"), '.', &n));
    assert_true(n.mantissa / 1000000000000000000 / 1000000000000000000 == 12);
}

static void expect_scaled(const char *text, int digits, int64_t expected, bool rounds)
{
    struct ka_number n;
    int64_t value = 4711;
    bool rounded = false;
    assert_true(ka_number_parse(ka_str(text), '.', &n));
    assert_true(ka_number_scale(&n, digits, &value, &rounded));
    assert_true(value == expected);
    assert_int_equal(rounded, rounds);
}

static void scale_rounds_half_to_even(void **state)
{
    (void)state;
    expect_scaled("0.00005", 4, 0, true);
    expect_scaled("0.00015", 4, 2, true);
    expect_scaled("0.00025", 4, 2, true);
    expect_scaled("0.000250000001", 4, 3, true);
    expect_scaled("-0.00005", 4, 0, true);
    expect_scaled("-0.00015", 4, -2, true);
    expect_scaled("-0.00025", 4, -2, true);
    expect_scaled("0.00010", 4, 1, false);
    expect_scaled("1.23456", 4, 12346, true);
    expect_scaled("12.345%", 4, 1234, true); // 0.12345
    expect_scaled("12.34%", 4, 1234, false);
    expect_scaled("2.5", 0, 2, true);
    expect_scaled("3.5", 0, 4, true);
    expect_scaled("1234", -2, 12, true);
    expect_scaled("922337203685477.5807", 4, INT64_MAX, false);
    expect_scaled("-922337203685477.58074", 4, -INT64_MAX, true);
    expect_scaled("1e-500", 4, 0, true);
    expect_scaled("0e-500", 4, 0, false);
    expect_scaled("0e500", 4, 0, false);
    expect_scaled("49999999999999999999999999999999999999e-38", 0, 0, true);
    expect_scaled("50000000000000000000000000000000000001e-38", 0, 1, true);
    expect_scaled("99999999999999999999999999999999999999e-39", 0, 0, true);
}

static void scale_sets_and_never_clears(void **state)
{
    (void)state;
    struct ka_number n;
    int64_t value;
    bool rounded = true;
    assert_true(ka_number_parse(KA_STR("1"), '.', &n));
    assert_true(ka_number_scale(&n, 4, &value, &rounded));
    assert_true(rounded);
}

static void scale_refuses_what_does_not_fit(void **state)
{
    (void)state;
    static const char *const large[] = {"922337203685477.5808",
                                        "-922337203685477.5808",
                                        "922337203685477.58075",
                                        "1e500",
                                        "1e35",
                                        "922337203686万",
                                        "12345678901234567890123456789012345678"};
    for (size_t i = 0; i < sizeof large / sizeof *large; i++) {
        struct ka_number n;
        int64_t value = 4711;
        bool rounded = false;
        assert_true(ka_number_parse(ka_str(large[i]), '.', &n));
        if (ka_number_scale(&n, 4, &value, &rounded))
            fail_msg("fits: %s", large[i]);
    }
}

static void divide_even(void **state)
{
    (void)state;
    ka_int128 most = (((ka_int128)1 << 126) - 1) * 2 + 1;
    assert_true(ka_divide_even(5, 2) == 2);
    assert_true(ka_divide_even(7, 2) == 4);
    assert_true(ka_divide_even(-5, 2) == -2);
    assert_true(ka_divide_even(-7, 2) == -4);
    assert_true(ka_divide_even(1, 3) == 0);
    assert_true(ka_divide_even(2, 3) == 1);
    assert_true(ka_divide_even(-2, 3) == -1);
    assert_true(ka_divide_even(most, most) == 1);
    assert_true(ka_divide_even(most - 1, most) == 1);
    assert_true(ka_divide_even(most / 2, most) == 0);
    assert_true(ka_divide_even(most, 1) == most);
    assert_true(ka_decimal_real(-125000) == -12.5);
}

// What the contract writes of a value, in eight characters at most, and only that.
static bool is_short_amount(struct ka_str cell, int64_t *value)
{
    char text[40];
    return cell.n >= 1 && cell.n <= 8 && ka_decimal_parse(cell, value) &&
           (size_t)(ka_decimal_put(text, *value) - text) == cell.n &&
           memcmp(text, cell.p, cell.n) == 0;
}

static size_t make_cell(uint64_t *seed, char *cell)
{
    static const char few[] = "0019.-5,";
    size_t n = next_random(seed) % 11;
    bool is_wild = next_random(seed) % 4 == 0;
    for (size_t k = 0; k < n; k++)
        cell[k] = is_wild ? (char)next_random(seed) : few[next_random(seed) % 8];
    int64_t value = (int64_t)(next_random(seed) % 4000000000) - 2000000000;
    if (next_random(seed) % 2) // most are amounts
        n = (size_t)(ka_decimal_put(cell, value >> next_random(seed) % 32) - cell);
    return n;
}

static void columns_of_amounts(void **state)
{
    (void)state;
    enum { ROWS = 64, STRIDE = 3, ROOM = 40 };
    uint64_t seed = 5;
    size_t good = 0;
    for (int turn = 0; turn < 3000; turn++) {
        char text[ROWS * ROOM] = {0};
        uint32_t bounds[ROWS * STRIDE + 2];
        int64_t values[ROWS], value;
        size_t rows = 1 + next_random(&seed) % ROWS, at = 0;
        for (size_t i = 0; i < rows; i++, at++) {
            bounds[i * STRIDE] = (uint32_t)at - 1;
            at += make_cell(&seed, text + at);
            bounds[i * STRIDE + 1] = (uint32_t)at;
        }
        uint64_t bad = ka_amounts_in_short(text, bounds, STRIDE, rows, values);
        assert_true(rows == ROWS || bad >> rows == 0);
        for (size_t i = 0; i < rows; i++) {
            uint32_t from = bounds[i * STRIDE] + 1;
            struct ka_str cell = {text + from, bounds[i * STRIDE + 1] - from};
            if ((bad >> i & 1) == is_short_amount(cell, &value))
                fail_msg("%.*s", KA_ARG(cell));
            if (bad >> i & 1)
                continue;
            assert_int_equal(values[i], value);
            good++;
        }
    }
    assert_true(good > 10000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parse_takes_the_contract),
        cmocka_unit_test(amounts_are_those_of_their_digits),
        cmocka_unit_test(amounts_of_every_shape),
        cmocka_unit_test(columns_of_amounts),
        cmocka_unit_test(parse_refuses_all_else),
        cmocka_unit_test(format_is_shortest),
        cmocka_unit_test(sums_format_in_128_bits),
        cmocka_unit_test(parse_reads_what_format_wrote),
        cmocka_unit_test(numbers_as_people_write_them),
        cmocka_unit_test(numbers_that_are_none),
        cmocka_unit_test(decimal_comma),
        cmocka_unit_test(numbers_tell_what_they_were),
        cmocka_unit_test(scale_rounds_half_to_even),
        cmocka_unit_test(scale_sets_and_never_clears),
        cmocka_unit_test(scale_refuses_what_does_not_fit),
        cmocka_unit_test(divide_even),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
