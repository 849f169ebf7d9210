// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/order_codes.h"

#include "base/mem.h"
#include "table/word.h"

enum { DIGITS_MAX = 9, DIGITS_AT = KA_ORDER_DIGITS_AT, HEAD_AT = KA_ORDER_HEAD_AT };
#define HEADS_MAX ((UINT64_C(1) << 30) - 1)

static size_t count_digits(struct ka_str id)
{
    size_t n = 0;
    while (n < DIGITS_MAX && n < id.n && id.p[id.n - n - 1] >= '0' && id.p[id.n - n - 1] <= '9')
        n++;
    return n;
}

static uint64_t put_head(struct ka_order_codes *codes, struct ka_str head)
{
    const struct ka_map *heads = &codes->heads;
    if (heads->count == 0 || !ka_str_eq(heads->keys[codes->last_head], head)) {
        size_t number = ka_map_put(&codes->heads, head, NULL);
        if (number >= HEADS_MAX)
            ka_alloc((size_t)-1, 2); // no memory holds as many: out of memory ends the program
        codes->last_head = (uint32_t)number;
    }
    return codes->last_head;
}

static uint64_t encode(struct ka_order_codes *codes, struct ka_str id)
{
    size_t digits = count_digits(id);
    uint64_t number = 0, head = put_head(codes, (struct ka_str){id.p, id.n - digits});
    for (size_t i = id.n - digits; i < id.n; i++)
        number = number * 10 + (uint64_t)(id.p[i] - '0');
    return (head + 1) << HEAD_AT | (uint64_t)digits << DIGITS_AT | number;
}

// Of eight characters less '0'.
static bool are_digits(uint64_t word)
{
    return ((word | (word + KA_EACH_BYTE(6))) & KA_EACH_BYTE(0xf0)) == 0;
}

// The next id mostly differs from the last in the last digits only.
static bool follow(struct ka_order_codes *codes, struct ka_str id, uint64_t *code)
{
    enum { WORD = 8 };
    size_t rest = id.n - WORD;
    uint64_t word, last;
    if (id.n != codes->last_length || id.n < WORD || memcmp(id.p, codes->last, rest) != 0)
        return false;
    word = ka_word_load(id.p + rest) ^ KA_EACH_BYTE('0');
    last = ka_word_load(codes->last + rest) ^ KA_EACH_BYTE('0');
    if (!are_digits(word) || !are_digits(last))
        return false;
    *code = codes->last_code - ka_word_join(last) + ka_word_join(word);
    return true;
}

// Lines of one order mostly stand together.
uint64_t ka_order_code(struct ka_order_codes *codes, struct ka_str id)
{
    if (id.n > 0 && ka_str_eq(id, (struct ka_str){codes->last, codes->last_length}))
        return codes->last_code;
    uint64_t code;
    if (!follow(codes, id, &code))
        code = encode(codes, id);
    if (id.n <= sizeof codes->last) {
        memcpy(codes->last, id.p, id.n);
        codes->last_length = id.n;
        codes->last_code = code;
    }
    return code;
}

uint64_t ka_order_code_of_day(int32_t date)
{
    return (uint32_t)date;
}

uint64_t ka_order_code_move(uint64_t code, const uint32_t *head)
{
    uint64_t number = code >> HEAD_AT; // 0: a day
    uint64_t rest = code & ((UINT64_C(1) << HEAD_AT) - 1);
    return number ? ((uint64_t)head[number - 1] + 1) << HEAD_AT | rest : code;
}

void ka_order_codes_clear(struct ka_order_codes *codes)
{
    ka_map_clear(&codes->heads);
    *codes = (struct ka_order_codes){0};
}
