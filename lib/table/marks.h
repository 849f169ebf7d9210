// SPDX-License-Identifier: GPL-3.0-or-later
// What scanning and cutting look for in 64 bytes, on any machine and on such as have AVX2 or
// AVX-512; for these two only.
#ifndef KA_TABLE_MARKS_H
#define KA_TABLE_MARKS_H

#include <stdbool.h>
#include <stdint.h>
#ifdef __x86_64__
#include "table/avx2.h"
#endif

#define INLINE static inline __attribute__((always_inline))

enum { CHUNK = 64 };

// A bit per byte of a chunk.
struct marks {
    uint64_t quote, delimiter, lf, cr;
};

typedef struct marks find_marks(const char *chunk, char delimiter);
typedef uint64_t xor_prefix(uint64_t bits);

// bits moved to the byte behind; the carry of the chunk before comes in.
INLINE uint64_t behind(uint64_t bits, uint64_t *carry)
{
    uint64_t moved = bits << 1 | *carry;
    *carry = bits >> 63;
    return moved;
}

// All ones when the last bit is set.
INLINE uint64_t spread_last(uint64_t bits)
{
    return -(bits >> 63);
}

// ---- On any machine ----

// Bit i: byte i of eight is zero.  The product moves the top bits of all bytes into the
// highest byte.
INLINE uint64_t zero_bytes(uint64_t eight)
{
    const uint64_t low = UINT64_C(0x7f7f7f7f7f7f7f7f);
    uint64_t top = ~(((eight & low) + low) | eight | low);
    return ((top >> 7) * UINT64_C(0x0102040810204080)) >> 56;
}

INLINE struct marks find_marks_portable(const char *chunk, char delimiter)
{
    const uint64_t each = UINT64_C(0x0101010101010101);
    struct marks m = {0};
    for (int i = 0; i < CHUNK / 8; i++) {
        uint64_t eight = 0;
        for (int k = 0; k < 8; k++) // the first byte lowest, on any machine
            eight |= (uint64_t)(unsigned char)chunk[8 * i + k] << 8 * k;
        m.quote |= zero_bytes(eight ^ each * '"') << 8 * i;
        m.delimiter |= zero_bytes(eight ^ each * (unsigned char)delimiter) << 8 * i;
        m.lf |= zero_bytes(eight ^ each * '\n') << 8 * i;
        m.cr |= zero_bytes(eight ^ each * '\r') << 8 * i;
    }
    return m;
}

INLINE uint64_t xor_prefix_portable(uint64_t bits)
{
    for (int shift = 1; shift < 64; shift *= 2)
        bits ^= bits << shift;
    return bits;
}

// ---- On a machine with AVX2 ----

#ifdef __x86_64__
// tune: gcc clears the target of each tzcnt first for the sake of older processors.
#define FAST __attribute__((target("avx2,bmi,bmi2,popcnt,pclmul,tune=znver2")))

FAST static inline uint64_t equal(__m256i low, __m256i high, char c)
{
    __m256i wanted = _mm256_set1_epi8(c);
    uint32_t first = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted));
    uint32_t second = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted));
    return first | (uint64_t)second << 32;
}

FAST static inline struct marks find_marks_avx2(const char *chunk, char delimiter)
{
    __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)chunk);
    __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(chunk + 32));
    __m256i cr = _mm256_set1_epi8('\r');
    __m256i crs = _mm256_or_si256(_mm256_cmpeq_epi8(low, cr), _mm256_cmpeq_epi8(high, cr));
    return (struct marks){.quote = equal(low, high, '"'),
                          .delimiter = equal(low, high, delimiter),
                          .lf = equal(low, high, '\n'),
                          .cr = _mm256_movemask_epi8(crs) ? equal(low, high, '\r') : 0};
}

// The product without carries of a word and all ones is the XOR of all bits up to each.
FAST static inline uint64_t xor_prefix_clmul(uint64_t bits)
{
    __m128i product =
        _mm_clmulepi64_si128(_mm_cvtsi64_si128((int64_t)bits), _mm_set1_epi8(-1), 0);
    return (uint64_t)_mm_cvtsi128_si64(product);
}

static inline bool has_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt") &&
           __builtin_cpu_supports("pclmul");
}
#endif

#endif
