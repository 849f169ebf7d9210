// SPDX-License-Identifier: GPL-3.0-or-later
#include "table/scan.h"

#include <stdlib.h>
#ifdef __x86_64__
#include "table/avx2.h"
#endif

#include "base/mem.h"

#define INLINE static inline __attribute__((always_inline))

// So many separators are written without a look at how many there are.
enum { CHUNK = 64, SEPARATORS = 12 };

// A bit per byte of a chunk.
struct marks {
    uint64_t quote, delimiter, lf, cr;
};

// What the bytes before a chunk say about it; bits and carries as the rules need them.
struct state {
    uint64_t inside;   // all ones when the chunk begins inside quotes
    uint64_t may_open; // 1: the byte before is a separator or a quote that closes
    uint64_t closed;   // 1: … is a quote that closes
    uint64_t cr;       // 1: … is a CR
    uint64_t quoted_lf, doubled, any_cr;
};

typedef struct marks find_marks(const char *chunk, char delimiter);
typedef uint64_t xor_prefix(uint64_t bits);
typedef uint32_t lowest_bit(uint64_t bits); // its number; anything when there is none

// ---- One chunk ----

// bits moved to the byte behind; the carry of the chunk before comes in.
INLINE uint64_t behind(uint64_t bits, uint64_t *carry)
{
    uint64_t moved = bits << 1 | *carry;
    *carry = bits >> 63;
    return moved;
}

struct structure {
    uint64_t separator, lf; // outside quotes
    uint64_t odd;           // bytes that break a rule
};

// All ones when the last bit is set.
INLINE uint64_t spread_last(uint64_t bits)
{
    return -(bits >> 63);
}

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

// Writes the offset of each bit; volatile, as gcc would put them together to vectors first.
INLINE void put_bounds(volatile uint32_t *out, uint32_t offset, uint64_t bits,
                       lowest_bit *lowest)
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
                       uint64_t here, xor_prefix *prefix, lowest_bit *lowest)
{
    struct structure s = find_structure(m, state, prefix);
    found->odd = s.odd & here;
    if (__builtin_expect(found->odd != 0, 0)) {
        uint64_t right = (found->odd & -found->odd) - 1;
        s.separator &= right;
        s.lf &= right;
    }
    put_bounds(found->bounds, (uint32_t)at, s.separator, lowest);
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
                 xor_prefix *prefix, lowest_bit *lowest)
{
    struct state state = {.may_open = 1};
    // A cell takes a byte at least; a chunk may write some too many.
    index->bounds =
        ka_grow(index->bounds, &index->bound_cap, text.n + CHUNK + 2, sizeof *index->bounds);
    index->bounds[0] = UINT32_MAX;
    struct found found = {.bounds = index->bounds + 1};
    size_t at = 0;
    for (; at + CHUNK <= text.n && !found.odd; at += CHUNK)
        scan_chunk(&found, &state, find(text.p + at, delimiter), at, ~UINT64_C(0), prefix,
                   lowest);
    if (at < text.n && !found.odd) {
        char last[CHUNK] = {0};
        memcpy(last, text.p + at, text.n - at);
        scan_chunk(&found, &state, find(last, delimiter), at,
                   (UINT64_C(1) << (text.n - at)) - 1, prefix, lowest);
    }
    index->records = found.lfs;
    index->regular = !found.odd;
    index->quoted_lines = state.quoted_lf != 0;
    index->doubled_quotes = state.doubled != 0;
    index->crs = state.any_cr != 0;
    number_records(index, text.p, (size_t)(found.bounds - index->bounds) - 1);
}

// ---- Where to cut ----

INLINE size_t find_cut(struct ka_str text, uint64_t *lines, find_marks *find,
                       xor_prefix *prefix)
{
    uint64_t inside = 0, line_before = 0, seen = 0;
    uint64_t cr_before = 0, open_cr_before = 0, open_lf_before = 0; // open: outside quotes
    size_t cut = 0;
    for (size_t at = 0; at < text.n; at += CHUNK) {
        char last[CHUNK] = {0};
        bool whole = text.n - at >= CHUNK;
        if (!whole)
            memcpy(last, text.p + at, text.n - at);
        struct marks m = find(whole ? text.p + at : last, '\n');
        uint64_t here = whole ? ~UINT64_C(0) : (UINT64_C(1) << (text.n - at)) - 1;
        uint64_t quoted = prefix(m.quote) ^ inside;
        inside = spread_last(quoted);
        // Bit i: the byte before i ends a line; a CR does unless a LF follows.
        uint64_t lone_cr = behind(m.cr, &cr_before) & ~m.lf & here;
        uint64_t line = behind(m.lf, &line_before) | lone_cr;
        uint64_t outside = (behind(m.cr & ~quoted, &open_cr_before) & ~m.lf & here) |
                           behind(m.lf & ~quoted, &open_lf_before);
        if (outside) {
            int top = 63 - __builtin_clzll(outside);
            uint64_t up_to = ~UINT64_C(0) >> (63 - top);
            cut = at + (size_t)top;
            *lines = seen + (uint64_t)__builtin_popcountll(line & up_to);
        }
        seen += (uint64_t)__builtin_popcountll(line);
    }
    if (open_lf_before) {
        cut = text.n;
        *lines = seen + 1;
    }
    return cut;
}

// What a text holds, to the end of its last whole chunk.
struct counts {
    uint64_t quotes, lfs;
    bool crs;
};
typedef struct counts count_marks(struct ka_str text);

// The same of a text without a CR, in which quotes and LFs need only be counted up to its end;
// from there the cut is looked for backwards.  false: there is a CR.
INLINE bool find_plain_cut(struct ka_str text, size_t *cut, uint64_t *lines, count_marks *count,
                           find_marks *find, xor_prefix *prefix)
{
    size_t whole = text.n - text.n % CHUNK;
    char last[CHUNK] = {0};
    memcpy(last, text.p + whole, text.n - whole);
    struct counts seen = count((struct ka_str){text.p, whole});
    struct marks m = find(last, '\n');
    seen.quotes += (uint64_t)__builtin_popcountll(m.quote);
    seen.lfs += (uint64_t)__builtin_popcountll(m.lf);
    seen.crs |= m.cr != 0;
    *cut = 0;
    for (size_t start = whole;; start -= CHUNK) {
        seen.quotes -= (uint64_t)__builtin_popcountll(m.quote);
        uint64_t open = m.lf & ~(prefix(m.quote) ^ -(seen.quotes & 1));
        int top = 63 - __builtin_clzll(open | 1);
        uint64_t behind_cut = open ? ~(~UINT64_C(0) >> (63 - top)) : ~UINT64_C(0);
        seen.lfs -= (uint64_t)__builtin_popcountll(m.lf & behind_cut);
        *cut = open ? start + (size_t)top + 1 : 0;
        if (open || start == 0)
            break;
        m = find(text.p + start - CHUNK, '\n');
    }
    if (*cut > 0)
        *lines = seen.lfs;
    return !seen.crs;
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

static struct marks find_marks_portable(const char *chunk, char delimiter)
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

static struct counts count_marks_portable(struct ka_str text)
{
    struct counts seen = {0};
    for (size_t at = 0; at < text.n; at += CHUNK) {
        struct marks m = find_marks_portable(text.p + at, '\n');
        seen.quotes += (uint64_t)__builtin_popcountll(m.quote);
        seen.lfs += (uint64_t)__builtin_popcountll(m.lf);
        seen.crs |= m.cr != 0;
    }
    return seen;
}

static uint64_t xor_prefix_portable(uint64_t bits)
{
    for (int shift = 1; shift < 64; shift *= 2)
        bits ^= bits << shift;
    return bits;
}

static uint32_t lowest_bit_portable(uint64_t bits)
{
    return bits ? (uint32_t)__builtin_ctzll(bits) : 0;
}

void ka_scan_portable(struct ka_index *index, struct ka_str text, char delimiter)
{
    scan(index, text, delimiter, find_marks_portable, xor_prefix_portable, lowest_bit_portable);
}

static size_t cut_portable(struct ka_str text, uint64_t *lines)
{
    size_t cut;
    return find_plain_cut(text, &cut, lines, count_marks_portable, find_marks_portable,
                          xor_prefix_portable)
               ? cut
               : find_cut(text, lines, find_marks_portable, xor_prefix_portable);
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

FAST static inline uint32_t lowest_bit_bmi(uint64_t bits)
{
    return (uint32_t)_tzcnt_u64(bits);
}

FAST static void scan_avx2(struct ka_index *index, struct ka_str text, char delimiter)
{
    scan(index, text, delimiter, find_marks_avx2, xor_prefix_clmul, lowest_bit_bmi);
}

FAST static struct counts count_marks_avx2(struct ka_str text)
{
    enum { STRETCH = 64 * CHUNK }; // counts of so many bytes fit into bytes
    const __m256i quote = _mm256_set1_epi8('"'), lf = _mm256_set1_epi8('\n');
    const __m256i cr = _mm256_set1_epi8('\r'), zero = _mm256_setzero_si256();
    struct counts seen = {0};
    __m256i crs = zero;
    for (size_t at = 0, end; at < text.n; at = end) {
        __m256i quotes = zero, lfs = zero;
        end = text.n - at < STRETCH ? text.n : at + STRETCH;
        for (size_t i = at; i < end; i += 32) {
            __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)(text.p + i));
            quotes = _mm256_add_epi8(quotes, _mm256_cmpeq_epi8(bytes, quote));
            lfs = _mm256_add_epi8(lfs, _mm256_cmpeq_epi8(bytes, lf));
            crs = _mm256_or_si256(crs, _mm256_cmpeq_epi8(bytes, cr));
        }
        seen.quotes += ka_avx2_sum(quotes);
        seen.lfs += ka_avx2_sum(lfs);
    }
    seen.crs = !_mm256_testz_si256(crs, crs);
    return seen;
}

FAST static size_t cut_avx2(struct ka_str text, uint64_t *lines)
{
    size_t cut;
    return find_plain_cut(text, &cut, lines, count_marks_avx2, find_marks_avx2,
                          xor_prefix_clmul)
               ? cut
               : find_cut(text, lines, find_marks_avx2, xor_prefix_clmul);
}

static bool has_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt") &&
           __builtin_cpu_supports("pclmul");
}
#endif

void ka_scan(struct ka_index *index, struct ka_str text, char delimiter)
{
#ifdef __x86_64__
    if (has_avx2()) {
        scan_avx2(index, text, delimiter);
        return;
    }
#endif
    ka_scan_portable(index, text, delimiter);
}

size_t ka_scan_cut(struct ka_str text, uint64_t *lines)
{
#ifdef __x86_64__
    if (has_avx2())
        return cut_avx2(text, lines);
#endif
    return cut_portable(text, lines);
}

void ka_index_clear(struct ka_index *index)
{
    free(index->bounds);
    free(index->first);
    *index = (struct ka_index){0};
}
