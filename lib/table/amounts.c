// SPDX-License-Identifier: GPL-3.0-or-later
// Amounts have a point or none, a sign or none, and end with a zero or not: a branch that asks
// would be foretold wrongly too often.  So all is asked at once, in words of eight characters
// (table/word.h), one after the other or four of them side by side.
#include "table/amounts.h"

#include "table/decimal.h"
#include "table/word.h"
#ifdef __x86_64__
#include "table/avx2.h"

#define FAST __attribute__((target("avx2")))

FAST static inline __m256i each(uint64_t word)
{
    return _mm256_set1_epi64x((long long)word);
}

FAST static inline __m256i is_equal(__m256i words, uint64_t word)
{
    return _mm256_cmpeq_epi64(words, each(word));
}

// Cells as they stand: their characters, the first in the lowest byte, and how many.
struct cells {
    __m256i characters, n, minus; // minus: all bits where there is one, which is left out
};

FAST static inline struct cells load(const char *text, const uint32_t *bounds, __m128i places)
{
    __m256i pair = _mm256_i32gather_epi64((const long long *)(const void *)bounds, places, 4);
    __m256i from = _mm256_and_si256(_mm256_add_epi32(pair, each(1)), each(UINT32_MAX));
    __m256i raw = _mm256_i64gather_epi64((const long long *)(const void *)text, from, 1);
    __m256i minus = is_equal(_mm256_and_si256(raw, each(0xff)), '-');
    return (struct cells){
        _mm256_srlv_epi64(raw, _mm256_and_si256(minus, each(8))),
        _mm256_add_epi64(_mm256_sub_epi64(_mm256_srli_epi64(pair, 32), from), minus), minus};
}

// The number of eight digits in each word: pairs, fours, all.
FAST static inline __m256i join(__m256i digits)
{
    __m256i pairs = _mm256_maddubs_epi16(digits, _mm256_set1_epi16(10 | 1 << 8));
    __m256i fours = _mm256_madd_epi16(pairs, _mm256_set1_epi32(100 | 1 << 16));
    return _mm256_add_epi64(_mm256_mul_epu32(fours, each(10000)), _mm256_srli_epi64(fours, 32));
}

// Where nothing but digits and one point within may stand, and no zeros that are left out.
FAST static inline __m256i find_zeros(struct cells c, __m256i is_whole, __m256i last)
{
    __m256i first = _mm256_and_si256(c.characters, each(0xff));
    __m256i second = _mm256_and_si256(c.characters, each(0xff00));
    __m256i leads = _mm256_and_si256(is_equal(first, '0'), _mm256_cmpgt_epi64(c.n, each(1)));
    leads = _mm256_andnot_si256(is_equal(second, '.' << 8), leads);
    __m256i trails = _mm256_andnot_si256(is_whole, is_equal(last, 0));
    return _mm256_or_si256(_mm256_or_si256(leads, trails), is_equal(first, '.'));
}

// Four amounts; a bit for each that is none.
FAST static inline uint64_t read_four(struct cells c, int64_t *values)
{
    const __m256i zero = _mm256_setzero_si256();
    // Of the last n decimals, n + 1 in front of them: no point, one at the end, …
    const __m256i units = _mm256_setr_epi32(10000, 0, 1000, 100, 10, 1, 0, 0);
    __m256i digits = _mm256_sllv_epi64(_mm256_xor_si256(c.characters, each(KA_EACH_BYTE('0'))),
                                       _mm256_sub_epi64(each(64), _mm256_slli_epi64(c.n, 3)));
    // The lowest bit of the first byte that is no digit, and all bits below.
    __m256i marks = _mm256_and_si256(digits, each(KA_EACH_BYTE(0x10)));
    __m256i mark = _mm256_srli_epi64(_mm256_and_si256(marks, _mm256_sub_epi64(zero, marks)), 4);
    __m256i before = _mm256_sub_epi64(mark, each(1)), is_whole = is_equal(mark, 0);
    __m256i at = _mm256_sub_epi64(_mm256_slli_epi64(mark, 8), mark); // the byte of the mark
    __m256i point =                                                  // '.' ^ '0' there
        _mm256_sub_epi64(_mm256_slli_epi64(mark, 5), _mm256_slli_epi64(mark, 1));
    __m256i closed = _mm256_or_si256(_mm256_slli_epi64(_mm256_and_si256(digits, before), 8),
                                     _mm256_andnot_si256(_mm256_or_si256(at, before), digits));
    __m256i number = _mm256_blendv_epi8(closed, digits, is_whole);
    __m256i strange = _mm256_and_si256(
        _mm256_or_si256(number, _mm256_add_epi8(number, each(KA_EACH_BYTE(6)))),
        each(KA_EACH_BYTE(0xf0)));
    // 255 for each byte before the mark: the lowest three bits are those of minus their number.
    __m256i unit = _mm256_permutevar8x32_epi32(units, _mm256_sad_epu8(before, zero));
    unit = _mm256_and_si256(unit, each(UINT32_MAX));
    __m256i size = _mm256_mul_epu32(join(number), unit);
    __m256i good = _mm256_and_si256(_mm256_cmpeq_epi64(strange, zero),
                                    _mm256_cmpeq_epi64(_mm256_and_si256(digits, at), point));
    __m256i bad = _mm256_or_si256(
        find_zeros(c, is_whole, _mm256_srli_epi64(digits, 56)),
        _mm256_or_si256(_mm256_cmpgt_epi64(c.n, each(8)), _mm256_cmpgt_epi64(each(1), c.n)));
    bad = _mm256_or_si256(bad, _mm256_and_si256(c.minus, is_equal(size, 0)));
    bad = _mm256_or_si256(bad, is_equal(unit, 0));
    _mm256_storeu_si256((__m256i *)(void *)values,
                        _mm256_sub_epi64(_mm256_xor_si256(size, c.minus), c.minus));
    good = _mm256_andnot_si256(bad, good);
    return 15 ^ (uint64_t)_mm256_movemask_pd(_mm256_castsi256_pd(good));
}

// The first of n, by fours; sets how many.
FAST static uint64_t read_fours(const char *text, const uint32_t *bounds, size_t stride,
                                size_t n, int64_t *values, size_t *done)
{
    const int step = (int)stride;
    const __m128i places = _mm_setr_epi32(0, step, 2 * step, 3 * step);
    uint64_t bad = 0;
    for (*done = 0; *done + 4 <= n; *done += 4, bounds += 4 * stride)
        bad |= read_four(load(text, bounds, places), values + *done) << *done;
    return bad;
}
#endif

static inline bool read_one(const char *p, size_t length, int64_t *value)
{
    size_t minus = length > 0 && *p == '-', n = length - minus;
    if (n - 1 >= 8 - minus)
        return false;
    p += minus;
    struct ka_word word = ka_word_parse(ka_word_load(p), n, '.');
    size_t whole = word.fraction ? n - 1 - word.fraction : n; // digits before the point
    bool leads = (*p == '0') & (whole > 1);
    bool trails = (p[n - 1] == '0') & (word.fraction > 0);
    if (word.wrong || word.fraction > KA_DECIMAL_DIGITS ||
        (leads | trails | (minus & (word.digits == 0))))
        return false;
    int64_t size = (int64_t)word.digits * ka_decimal_units[word.fraction];
    *value = minus ? -size : size;
    return true;
}

uint64_t ka_amounts_in_short(const char *text, const uint32_t *bounds, size_t stride, size_t n,
                             int64_t *values)
{
    uint64_t bad = 0;
    size_t i = 0;
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2"))
        bad = read_fours(text, bounds, stride, n, values, &i);
#endif
    for (; i < n; i++) {
        uint32_t from = bounds[i * stride] + 1; // wraps
        bool good = read_one(text + from, bounds[i * stride + 1] - from, &values[i]);
        bad |= (uint64_t)!good << i;
    }
    return bad;
}
