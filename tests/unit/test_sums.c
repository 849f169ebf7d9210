// SPDX-License-Identifier: GPL-3.0-or-later
// The table of sums against a list that is searched from end to end.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/mem.h"
#include "sales/sums_table.h"

enum { KEYS = 3000, ROWS = 60000, LONGEST = 300 };

static uint32_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

// Text of any length, of which those around the rooms of an entry are the most.
static struct ka_str make_text(struct ka_arena *arena, uint32_t seed)
{
    static const size_t lengths[] = {0,  1,  3,  7,  8,  9,  12,  15,  16,  17,
                                     23, 29, 30, 31, 32, 64, 254, 255, 256, LONGEST};
    char text[LONGEST];
    size_t n = lengths[seed % 20];
    for (size_t i = 0; i < n; i++)
        text[i] = (char)('a' + (seed >> i % 4 * 5) % 26);
    return ka_arena_str(arena, (struct ka_str){text, n});
}

// The number at the end, which may be all of it, makes keys differ.
static struct ka_str make_key(struct ka_arena *arena, uint32_t number)
{
    struct ka_buf text = {0};
    ka_buf_add(&text, make_text(arena, number * 2654435761u >> 8));
    if (number > 0) // one key is empty
        ka_buf_addf(&text, "%u", number);
    else
        ka_buf_reset(&text);
    struct ka_str key = ka_arena_str(arena, ka_buf_str(&text));
    ka_buf_clear(&text);
    return key;
}

struct expected {
    struct ka_str key, name;
    ka_int128 revenue, qty;
    uint64_t lines, unknown;
    int32_t date;
};

static void expect(struct expected *e, const struct ka_sums_row *row)
{
    bool unknown = row->value[1] == KA_DECIMAL_NONE;
    e->revenue += row->value[0];
    e->qty += unknown ? 0 : row->value[1];
    e->unknown += unknown;
    e->lines++;
    if (row->name.n == 0 || (e->name.n > 0 && row->date < e->date))
        return;
    if (e->name.n == 0 || row->date > e->date || ka_str_cmp(row->name, e->name) > 0)
        e->name = row->name;
    e->date = row->date;
}

static void compare(const struct ka_sums_table *table, const struct expected *expected,
                    size_t keys)
{
    size_t seen = 0;
    for (size_t i = 0; i < table->count; i++) {
        const struct expected *e = expected;
        while (e < expected + keys && !ka_str_eq(e->key, ka_sums_key(&table->entries[i])))
            e++;
        assert_true(e < expected + keys);
        assert_true(ka_str_eq(e->name, ka_sums_name(&table->entries[i])));
        assert_true(e->revenue == ka_sums_revenue(table, i));
        assert_int_equal(e->lines, ka_sums_lines(table, i));
        assert_true(e->qty == table->sums[i].value);
        assert_int_equal(e->unknown, table->sums[i].unknown);
        seen++;
    }
    size_t wanted = 0;
    for (size_t k = 0; k < keys; k++)
        wanted += expected[k].lines > 0;
    assert_int_equal(seen, wanted);
}

// Rows into several tables by chance, which are merged: large ones grow out of 64 bits.
static void fill(int64_t largest, size_t tables)
{
    struct ka_arena arena = {0};
    struct expected *expected = ka_zalloc(KEYS, sizeof *expected);
    struct ka_sums_table table[3];
    uint64_t random = tables;
    for (size_t i = 0; i < tables; i++)
        ka_sums_table_init(&table[i], 1);
    for (uint32_t k = 0; k < KEYS; k++)
        expected[k].key = make_key(&arena, k);
    for (size_t done = 0; done < ROWS;) {
        struct ka_sums_row rows[KA_SUMS_BATCH];
        size_t n = 1 + next_random(&random) % KA_SUMS_BATCH;
        for (size_t i = 0; i < n; i++, done++) {
            size_t k = next_random(&random) % KEYS;
            rows[i] = (struct ka_sums_row){
                .key = expected[k].key,
                .name = make_text(&arena, next_random(&random) % 60),
                .date = (int32_t)(next_random(&random) % 10),
                .value = {largest - next_random(&random) % 1000,
                          next_random(&random) % 5 ? -7 : KA_DECIMAL_NONE}};
            expect(&expected[k], &rows[i]);
        }
        ka_sums_table_add(&table[next_random(&random) % tables], rows, n);
    }
    for (size_t i = 1; i < tables; i++)
        ka_sums_table_merge(&table[0], &table[i]);
    compare(&table[0], expected, KEYS);
    for (size_t i = 0; i < tables; i++)
        ka_sums_table_clear(&table[i]);
    ka_arena_clear(&arena);
    free(expected);
}

static void sums_by_key(void **state)
{
    (void)state;
    fill(500, 1);
}

static void parts_merge(void **state)
{
    (void)state;
    fill(500, 3);
}

static void sums_outgrow_64_bits(void **state)
{
    (void)state;
    fill(INT64_MAX, 1);
    fill(INT64_MAX, 3);
    fill(INT64_MIN + 1000, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_by_key),
        cmocka_unit_test(parts_merge),
        cmocka_unit_test(sums_outgrow_64_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
