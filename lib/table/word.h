// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers of up to eight characters in one word: a loop over digits has an end that is guessed
// wrongly, this has none.
#ifndef KA_TABLE_WORD_H
#define KA_TABLE_WORD_H

#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define KA_EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

// Digits, perhaps with a mark between two of them: "1601.89" is 160189 and fraction 2.
struct ka_word {
    uint64_t digits;
    uint64_t wrong;  // not 0: something else stands there
    size_t fraction; // digits behind the mark; 0: there is none
};

static inline uint64_t ka_word_load(const char *p)
{
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return le64toh(word); // the first byte lowest, on any machine
}

// The number of eight digits, the first in the lowest byte: pairs, fours, all.
static inline uint64_t ka_word_join(uint64_t digits)
{
    const uint64_t each_fourth = UINT64_C(0x000000ff000000ff);
    digits = digits * 10 + (digits >> 8);
    uint64_t first = (digits & each_fourth) * (100 + (UINT64_C(1000000) << 32));
    uint64_t second = (digits >> 16 & each_fourth) * (1 + (UINT64_C(10000) << 32));
    return (first + second) >> 32;
}

// Of the first n characters, one to eight; mark: '.' or ','.
static inline __attribute__((always_inline)) struct ka_word ka_word_parse(uint64_t characters,
                                                                          size_t n, char mark)
{
    struct ka_word found = {0};
    // The last in the highest byte, zeros before the first.  Only what is no digit has bit 4.
    uint64_t digits = (characters ^ KA_EACH_BYTE('0')) << (64 - 8 * n);
    uint64_t marks = digits & KA_EACH_BYTE(0x10);
    if (marks) {
        int at = __builtin_ctzll(marks) & 0x38;
        uint64_t first = UINT64_C(1) << at, before = first - 1;
        found.fraction = 7 - (size_t)at / 8;
        found.wrong =
            ((digits >> at & 0xff) ^ (uint64_t)(mark ^ '0')) | (found.fraction - 1 >= n - 2);
        digits = (digits & before) << 8 | (digits & -(first << 8));
    }
    found.digits = ka_word_join(digits);
    found.wrong |= (digits | (digits + KA_EACH_BYTE(6))) & KA_EACH_BYTE(0xf0);
    return found;
}

static inline uint64_t ka_word_load_4(const char *p)
{
    uint32_t word;
    memcpy(&word, p, sizeof word);
    return le32toh(word);
}

// One to eight characters, none of those behind them touched.
static inline uint64_t ka_word_load_short(const char *p, size_t n)
{
    const unsigned char *b = (const unsigned char *)p;
    if (n == 8)
        return ka_word_load(p);
    if (n >= 4)
        return ka_word_load_4(p) | ka_word_load_4(p + n - 4) << 8 * (n - 4);
    return b[0] | (uint64_t)b[n / 2] << 8 * (n / 2) | (uint64_t)b[n - 1] << 8 * (n - 1);
}

// A number of up to 16 characters without a sign: digits, perhaps a mark between them with up
// to six behind it.
static inline bool ka_words_parse(const char *p, size_t n, char mark, uint64_t *digits,
                                  size_t *fraction)
{
    if (n - 1 >= 16)
        return false;
    struct ka_word last, first = {0};
    if (n <= 8) {
        last = ka_word_parse(ka_word_load_short(p, n), n, mark);
    } else {
        last = ka_word_parse(ka_word_load(p + n - 8), 8, mark);
        first = ka_word_parse(ka_word_load(p), n - 8, mark);
    }
    *digits = first.digits * (last.fraction ? 10000000 : 100000000) + last.digits;
    *fraction = last.fraction;
    return !(last.wrong | first.wrong | first.fraction);
}

#endif
