// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "table/marks.h"
#include "table/scan.h"

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

size_t ka_scan_cut_portable(struct ka_str text, uint64_t *lines)
{
    size_t cut;
    return find_plain_cut(text, &cut, lines, count_marks_portable, find_marks_portable,
                          xor_prefix_portable)
               ? cut
               : find_cut(text, lines, find_marks_portable, xor_prefix_portable);
}

// ---- On a machine with AVX2 ----

#ifdef __x86_64__
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
#endif

size_t ka_scan_cut(struct ka_str text, uint64_t *lines)
{
#ifdef __x86_64__
    if (has_avx2())
        return cut_avx2(text, lines);
#endif
    return ka_scan_cut_portable(text, lines);
}
