// SPDX-License-Identifier: GPL-3.0-or-later
// The method of J. Keiser and D. Lemire, "Validating UTF-8 in less than one instruction per
// byte" (2021): three look-ups by nibble tell of each byte and the one before whether they
// may stand together, all 32 at once.
#include "table/utf8.h"

#include <string.h>
#ifdef __x86_64__
#include "table/avx2.h"

#define FAST __attribute__((target("avx2,popcnt")))
#define INLINE static inline __attribute__((always_inline))

// What can be wrong with a byte and the one before it.  A pair is wrong in a way when its
// bit is in all three tables.
enum {
    TOO_SHORT = 1,      // a lead byte or ASCII behind a lead byte
    TOO_LONG = 2,       // a continuation behind ASCII
    OVERLONG_3 = 4,     // E0 80–9F
    TOO_LARGE = 8,      // F4 90 and above
    SURROGATE = 16,     // ED A0–BF
    OVERLONG_2 = 32,    // C0, C1
    TOO_LARGE_FAR = 64, // F5 80 and above
    OVERLONG_4 = 64,    // F0 80–8F
    TWO_CONTS = 128,    // a continuation behind one: right as a third or fourth byte
    CARRY = TOO_SHORT | TOO_LONG | TWO_CONTS,
};

static const uint8_t before_high[16] = {
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TWO_CONTS,
    TWO_CONTS,
    TWO_CONTS,
    TWO_CONTS,
    TOO_SHORT | OVERLONG_2,
    TOO_SHORT,
    TOO_SHORT | OVERLONG_3 | SURROGATE,
    TOO_SHORT | TOO_LARGE | TOO_LARGE_FAR | OVERLONG_4,
};

static const uint8_t before_low[16] = {
    CARRY | OVERLONG_3 | OVERLONG_2 | OVERLONG_4,
    CARRY | OVERLONG_2,
    CARRY,
    CARRY,
    CARRY | TOO_LARGE,
    CARRY | TOO_LARGE | TOO_LARGE_FAR,
    CARRY | TOO_LARGE | TOO_LARGE_FAR,
    CARRY | TOO_LARGE | TOO_LARGE_FAR,
    CARRY | TOO_LARGE | TOO_LARGE_FAR,
    CARRY | TOO_LARGE | TOO_LARGE_FAR,
    CARRY | TOO_LARGE | TOO_LARGE_FAR,
    CARRY | TOO_LARGE | TOO_LARGE_FAR,
    CARRY | TOO_LARGE | TOO_LARGE_FAR,
    CARRY | TOO_LARGE | TOO_LARGE_FAR | SURROGATE,
    CARRY | TOO_LARGE | TOO_LARGE_FAR,
    CARRY | TOO_LARGE | TOO_LARGE_FAR,
};

static const uint8_t here_high[16] = {
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_LONG | OVERLONG_2 | TWO_CONTS | OVERLONG_3 | TOO_LARGE_FAR | OVERLONG_4,
    TOO_LONG | OVERLONG_2 | TWO_CONTS | OVERLONG_3 | TOO_LARGE,
    TOO_LONG | OVERLONG_2 | TWO_CONTS | SURROGATE | TOO_LARGE,
    TOO_LONG | OVERLONG_2 | TWO_CONTS | SURROGATE | TOO_LARGE,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
};

FAST static inline __m256i look_up(const uint8_t table[16], __m256i nibbles)
{
    __m128i half = _mm_loadu_si128((const __m128i *)(const void *)table);
    return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(half), nibbles);
}

FAST static inline __m256i high_nibbles(__m256i bytes)
{
    return _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(15));
}

// bytes moved on by 1, 2 or 3, the last ones of `before` in front.
#define BEHIND(bytes, before, n)                                                               \
    _mm256_alignr_epi8((bytes), _mm256_permute2x128_si256((before), (bytes), 0x21), 16 - (n))

// Not 0 where a byte does not fit those before it.
FAST static inline __m256i find_errors(__m256i bytes, __m256i before)
{
    __m256i one = BEHIND(bytes, before, 1);
    __m256i low = _mm256_and_si256(one, _mm256_set1_epi8(15));
    __m256i pairs = _mm256_and_si256(
        _mm256_and_si256(look_up(before_high, high_nibbles(one)), look_up(before_low, low)),
        look_up(here_high, high_nibbles(bytes)));
    // Behind a lead of three or four bytes there must be a continuation behind one.
    __m256i third = _mm256_subs_epu8(BEHIND(bytes, before, 2), _mm256_set1_epi8(0xe0 - 0x80));
    __m256i fourth = _mm256_subs_epu8(BEHIND(bytes, before, 3), _mm256_set1_epi8(0xf0 - 0x80));
    __m256i needed =
        _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)TWO_CONTS));
    return _mm256_xor_si256(needed, pairs);
}

FAST static inline unsigned mask_of(__m256i bytes)
{
    return (unsigned)_mm256_movemask_epi8(bytes);
}

// What is known of the bytes up to some place.
struct seen {
    __m256i bytes;      // the last 32
    unsigned not_ascii; // 0: the last 64 were
    __m256i wrong;      // not 0: some were
    __m256i lfs;        // minus their number, by place
};

FAST INLINE void look_at(__m256i low, __m256i high, bool ascii_only, struct seen *seen)
{
    const __m256i lf = _mm256_set1_epi8('\n');
    __m256i nuls = _mm256_cmpeq_epi8(_mm256_min_epu8(low, high), _mm256_setzero_si256());
    seen->wrong = _mm256_or_si256(seen->wrong, nuls);
    unsigned not_ascii = 0;
    if (ascii_only) {
        __m256i signs = _mm256_cmpgt_epi8(_mm256_setzero_si256(), _mm256_or_si256(low, high));
        seen->wrong = _mm256_or_si256(seen->wrong, signs);
    } else
        not_ascii = mask_of(_mm256_or_si256(low, high));
    if (not_ascii | seen->not_ascii) {
        seen->wrong = _mm256_or_si256(seen->wrong, find_errors(low, seen->bytes));
        seen->wrong = _mm256_or_si256(seen->wrong, find_errors(high, low));
    }
    seen->not_ascii = not_ascii;
    seen->bytes = high;
    seen->lfs = _mm256_add_epi8(seen->lfs, _mm256_cmpeq_epi8(low, lf));
    seen->lfs = _mm256_add_epi8(seen->lfs, _mm256_cmpeq_epi8(high, lf));
}

FAST INLINE size_t find_prefix(struct ka_str text, bool ascii_only, uint64_t *lines)
{
    // What is asked once for so many chunks; their line ends fit into bytes.
    enum { CHUNK = 64, STRETCH = 32 * CHUNK };
    const __m256i zero = _mm256_setzero_si256();
    struct seen seen = {zero, 0, zero, zero};
    size_t at = 0;
    for (size_t end; at + CHUNK <= text.n; at = end) {
        size_t left = (text.n - at) / CHUNK * CHUNK;
        end = at + (left < STRETCH ? left : STRETCH);
        for (size_t i = at; i < end; i += CHUNK) {
            const __m256i *p = (const __m256i *)(const void *)(text.p + i);
            look_at(_mm256_loadu_si256(p), _mm256_loadu_si256(p + 1), ascii_only, &seen);
        }
        if (!_mm256_testz_si256(seen.wrong, seen.wrong))
            break;
        *lines += ka_avx2_sum(seen.lfs);
        seen.lfs = zero;
    }
    return at;
}

FAST static size_t utf8_avx2(struct ka_str text, uint64_t *lines)
{
    return find_prefix(text, false, lines);
}

FAST static size_t ascii_avx2(struct ka_str text, uint64_t *lines)
{
    return find_prefix(text, true, lines);
}

static bool is_fast(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt");
}
#else
static size_t utf8_avx2(struct ka_str text, uint64_t *lines)
{
    return (void)text, (void)lines, 0;
}

static size_t ascii_avx2(struct ka_str text, uint64_t *lines)
{
    return utf8_avx2(text, lines);
}

static bool is_fast(void)
{
    return false;
}
#endif

size_t ka_utf8_ascii_prefix(struct ka_str text, uint64_t *lines)
{
    return is_fast() ? ascii_avx2(text, lines) : 0;
}

size_t ka_utf8_prefix(struct ka_str text, uint64_t *lines)
{
    size_t n = is_fast() ? utf8_avx2(text, lines) : 0;
    // The last character may go on behind the prefix: it is left to the closer look.
    while (n > 0 && (text.p[n - 1] & 0xc0) == 0x80)
        n--;
    return n > 0 && (text.p[n - 1] & 0x80) ? n - 1 : n;
}
