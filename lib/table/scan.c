// SPDX-License-Identifier: GPL-3.0-or-later
#include "table/scan.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "table/marks.h"

// So many separators are written without a look at how many there are.
enum { SEPARATORS = 12 };

// What the bytes before a chunk say about it; bits and carries as the rules need them.
struct state {
    uint64_t inside;   // all ones when the chunk begins inside quotes
    uint64_t may_open; // 1: the byte before is a separator or a quote that closes
    uint64_t closed;   // 1: … is a quote that closes
    uint64_t cr;       // 1: … is a CR
    uint64_t quoted_lf, doubled, any_cr;
};

typedef uint32_t lowest_bit(uint64_t bits); // its number; anything when there is none

// Writes the offset of each bit, and up to CHUNK more words of anything.
typedef void put_bounds(uint32_t *out, uint32_t offset, uint64_t bits);

// ---- One chunk ----

struct structure {
    uint64_t separator, lf; // outside quotes
    uint64_t odd;           // bytes that break a rule
};

INLINE struct structure find_structure(struct marks m, struct state *state, xor_prefix *prefix)
{
    uint64_t inside = prefix(m.quote) ^ state->inside;
    uint64_t opens = m.quote & inside, closes = m.quote & ~inside;
    uint64_t separator = (m.delimiter | m.lf) & ~inside;
    uint64_t behind_closing = behind(closes, &state->closed);
    uint64_t odd = (opens & ~behind(separator | closes, &state->may_open)) |
                   (behind_closing & ~(separator | opens | m.cr));
    if (m.cr | state->cr) // all lines have one, or none
        odd |= behind(m.cr, &state->cr) & ~m.lf;
    state->inside = spread_last(inside);
    state->quoted_lf |= m.lf & inside;
    state->doubled |= behind_closing & opens;
    state->any_cr |= m.cr;
    return (struct structure){.separator = separator, .lf = m.lf & ~inside, .odd = odd};
}

// volatile, as gcc would put them together to vectors first.
INLINE void put_each(volatile uint32_t *out, uint32_t offset, uint64_t bits, lowest_bit *lowest)
{
    size_t count = (size_t)__builtin_popcountll(bits), done = 0;
    do {
#pragma GCC unroll 12
        for (size_t i = 0; i < SEPARATORS; i++) {
            out[done + i] = offset + lowest(bits);
            bits &= bits - 1;
        }
        done += SEPARATORS;
    } while (__builtin_expect(done < count, 0));
}

// ---- A text ----

// What has been found so far.
struct found {
    uint32_t *bounds; // where the next go
    size_t lfs;
    uint64_t odd;
};

INLINE void scan_chunk(struct found *found, struct state *state, struct marks m, size_t at,
                       uint64_t here, xor_prefix *prefix, put_bounds *put)
{
    struct structure s = find_structure(m, state, prefix);
    found->odd = s.odd & here;
    if (__builtin_expect(found->odd != 0, 0)) {
        uint64_t right = (found->odd & -found->odd) - 1;
        s.separator &= right;
        s.lf &= right;
    }
    put(found->bounds, (uint32_t)at, s.separator);
    found->bounds += __builtin_popcountll(s.separator);
    found->lfs += (size_t)__builtin_popcountll(s.lf);
}

// Are the `lfs` line ends those of cells width, 2 * width …?  Then the records are numbered.
static bool number_alike(struct ka_index *index, const char *text, size_t cells, size_t width)
{
    if (cells / width < index->records)
        return false;
    const uint32_t *end = index->bounds + width;
    size_t i = 0;
    for (; i < index->records && text[*end] == '\n'; i++, end += width)
        index->first[i + 1] = index->first[i] + (uint32_t)width;
    return i == index->records;
}

// Finds the first cells of the records.  cells: those that end with a separator.
static void number_records(struct ka_index *index, const char *text, size_t cells)
{
    index->first =
        ka_grow(index->first, &index->first_cap, index->records + 2, sizeof *index->first);
    uint32_t *first = index->first;
    *first = 0;
    index->width = 0;
    if (index->records == 0)
        return;
    size_t width = 1;
    while (text[index->bounds[width]] != '\n')
        width++;
    if (number_alike(index, text, cells, width))
        index->width = width;
    else
        for (size_t cell = 1; cell <= cells; cell++) {
            first[1] = (uint32_t)cell;
            first += text[index->bounds[cell]] == '\n';
        }
}

INLINE void scan(struct ka_index *index, struct ka_str text, char delimiter, find_marks *find,
                 xor_prefix *prefix, put_bounds *put)
{
    struct state state = {.may_open = 1};
    // A cell takes a byte at least; a chunk may write some too many.
    index->bounds =
        ka_grow(index->bounds, &index->bound_cap, text.n + CHUNK + 2, sizeof *index->bounds);
    index->bounds[0] = UINT32_MAX;
    struct found found = {.bounds = index->bounds + 1};
    size_t at = 0;
    for (; at + CHUNK <= text.n && !found.odd; at += CHUNK)
        scan_chunk(&found, &state, find(text.p + at, delimiter), at, ~UINT64_C(0), prefix, put);
    if (at < text.n && !found.odd) {
        char last[CHUNK] = {0};
        memcpy(last, text.p + at, text.n - at);
        scan_chunk(&found, &state, find(last, delimiter), at,
                   (UINT64_C(1) << (text.n - at)) - 1, prefix, put);
    }
    index->records = found.lfs;
    index->regular = !found.odd;
    index->quoted_lines = state.quoted_lf != 0;
    index->doubled_quotes = state.doubled != 0;
    index->crs = state.any_cr != 0;
    number_records(index, text.p, (size_t)(found.bounds - index->bounds) - 1);
}

// ---- On any machine ----

INLINE uint32_t lowest_bit_portable(uint64_t bits)
{
    return bits ? (uint32_t)__builtin_ctzll(bits) : 0;
}

INLINE void put_portable(uint32_t *out, uint32_t offset, uint64_t bits)
{
    put_each(out, offset, bits, lowest_bit_portable);
}

static void scan_portable(struct ka_index *index, struct ka_str text, char delimiter)
{
    scan(index, text, delimiter, find_marks_portable, xor_prefix_portable, put_portable);
}

#ifdef __x86_64__
// ---- On a machine with AVX2 ----

FAST static inline uint32_t lowest_bit_bmi(uint64_t bits)
{
    return (uint32_t)_tzcnt_u64(bits);
}

FAST static inline void put_bmi(uint32_t *out, uint32_t offset, uint64_t bits)
{
    put_each(out, offset, bits, lowest_bit_bmi);
}

FAST static void scan_avx2(struct ka_index *index, struct ka_str text, char delimiter)
{
    scan(index, text, delimiter, find_marks_avx2, xor_prefix_clmul, put_bmi);
}

// ---- On a machine with AVX-512 ----

// What counts are the bounds, of which it puts 16 together at once.
#define FASTER                                                                                 \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,avx2,bmi,bmi2,popcnt,"        \
                          "pclmul,tune=znver2")))

FASTER static inline struct marks find_marks_avx512(const char *chunk, char delimiter)
{
    __m512i bytes = _mm512_loadu_si512(chunk);
    return (struct marks){.quote = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"')),
                          .delimiter =
                              _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(delimiter)),
                          .lf = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n')),
                          .cr = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\r'))};
}

FASTER static inline void put_16(uint32_t *out, __m512i offset, __m128i places)
{
    _mm512_storeu_si512(out, _mm512_add_epi32(offset, _mm512_cvtepu8_epi32(places)));
}

FASTER static inline void put_compressed(uint32_t *out, uint32_t offset, uint64_t bits)
{
    static const uint8_t places[CHUNK] = {
        0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
        22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
        44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
    __m512i set = _mm512_maskz_compress_epi8(bits, _mm512_loadu_si512(places));
    __m512i from = _mm512_set1_epi32((int)offset);
    put_16(out, from, _mm512_castsi512_si128(set));
    if (__builtin_expect(__builtin_popcountll(bits) > 16, 0)) {
        put_16(out + 16, from, _mm512_extracti32x4_epi32(set, 1));
        put_16(out + 32, from, _mm512_extracti32x4_epi32(set, 2));
        put_16(out + 48, from, _mm512_extracti32x4_epi32(set, 3));
    }
}

FASTER static void scan_avx512(struct ka_index *index, struct ka_str text, char delimiter)
{
    scan(index, text, delimiter, find_marks_avx512, xor_prefix_clmul, put_compressed);
}

static bool has_avx512(void)
{
    return has_avx2() && __builtin_cpu_supports("avx512f") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512vbmi2");
}
#endif

// ---- The best that there is ----

bool ka_scan_by(enum ka_scan_way way, struct ka_index *index, struct ka_str text,
                char delimiter)
{
#ifdef __x86_64__
    if (way == KA_SCAN_AVX512 && has_avx512()) {
        scan_avx512(index, text, delimiter);
        return true;
    }
    if (way == KA_SCAN_AVX2 && has_avx2()) {
        scan_avx2(index, text, delimiter);
        return true;
    }
#endif
    if (way != KA_SCAN_PORTABLE)
        return false;
    scan_portable(index, text, delimiter);
    return true;
}

void ka_scan(struct ka_index *index, struct ka_str text, char delimiter)
{
    enum ka_scan_way way = KA_SCAN_WAYS;
    while (!ka_scan_by(--way, index, text, delimiter))
        ;
}

void ka_index_clear(struct ka_index *index)
{
    free(index->bounds);
    free(index->first);
    *index = (struct ka_index){0};
}
