// SPDX-License-Identifier: GPL-3.0-or-later
// What scan and utf8 share on a machine with AVX2.
#ifndef KA_TABLE_AVX2_H
#define KA_TABLE_AVX2_H

#include <immintrin.h>
#include <stdint.h>

// The sum of 32 counts of 8 bits that were counted downwards, as adding up comparisons does.
__attribute__((target("avx2"))) static inline uint64_t ka_avx2_sum(__m256i counts)
{
    __m256i zero = _mm256_setzero_si256();
    __m256i sums = _mm256_sad_epu8(_mm256_sub_epi8(zero, counts), zero);
    return (uint64_t)(_mm256_extract_epi64(sums, 0) + _mm256_extract_epi64(sums, 1) +
                      _mm256_extract_epi64(sums, 2) + _mm256_extract_epi64(sums, 3));
}

#endif
