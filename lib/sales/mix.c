// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/mix.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

struct mix {
    size_t keys, families;
    double *revenue; // keys x families, negative sums as 0
    double *total;   // of each key
    size_t *place;   // column of each family, KA_MIX_FAMILIES: other
    size_t *family;  // of each column
    size_t columns;  // without other
};

static void sum_families(struct mix *m, const struct ka_ledger *ledger)
{
    ka_int128 *sum = ka_zalloc(m->families, sizeof *sum);
    for (size_t key = 0; key < m->keys; key++) {
        struct ka_ledger_walk walk = ka_ledger_begin(ledger, key);
        for (struct ka_trail_line line; ka_ledger_next(&walk, &line);) {
            uint32_t family = line.has_goods ? ledger->item[line.item].family : KA_LEDGER_NONE;
            if (family != KA_LEDGER_NONE)
                sum[family] += line.revenue;
        }
        for (size_t f = 0; f < m->families; f++) {
            double revenue = sum[f] > 0 ? ka_decimal_real(sum[f]) : 0;
            m->revenue[key * m->families + f] = revenue;
            m->total[key] += revenue;
            sum[f] = 0;
        }
    }
    free(sum);
}

// Columns for the largest families; these are in bytewise order.
static void choose_families(struct mix *m)
{
    double *total = ka_zalloc(m->families, sizeof *total);
    for (size_t at = 0; at < m->keys * m->families; at++)
        total[at % m->families] += m->revenue[at];
    for (size_t f = 0; f < m->families; f++)
        m->place[f] = KA_MIX_FAMILIES;
    while (m->columns < KA_MIX_FAMILIES && m->columns < m->families) {
        size_t largest = 0;
        for (size_t f = 1; f < m->families; f++)
            largest = total[f] > total[largest] ? f : largest;
        m->place[largest] = m->columns;
        m->family[m->columns++] = largest;
        total[largest] = -1;
    }
    free(total);
}

static void append(const struct mix *m, size_t place, const char *name,
                   struct ka_frame *accounts)
{
    struct ka_column *column = ka_frame_append(accounts, name);
    for (size_t key = 0; key < m->keys; key++) {
        double part = 0;
        for (size_t f = 0; f < m->families; f++)
            if (m->place[f] == place)
                part += m->revenue[key * m->families + f];
        ka_column_add_real(column, m->total[key] > 0 ? part / m->total[key] : (double)NAN);
    }
}

static void append_all(const struct mix *m, const struct ka_ledger *ledger,
                       struct ka_frame *accounts)
{
    struct ka_buf name = {0};
    for (size_t c = 0; c < m->columns; c++) {
        name.n = 0;
        ka_buf_add_text(&name, KA_MIX_PREFIX);
        ka_buf_add(&name, ka_names_at(&ledger->families, m->family[c]));
        append(m, c, name.p, accounts);
    }
    if (m->families > m->columns)
        append(m, KA_MIX_FAMILIES, KA_MIX_PREFIX "other", accounts);
    ka_buf_clear(&name);
}

bool ka_mix_append(const struct ka_ledger *ledger, struct ka_frame *accounts,
                   struct ka_error *err)
{
    struct mix m = {.keys = ledger->keys.count, .families = ledger->families.map.count};
    if (m.families == 0)
        return ka_fail(err, KA_NOT_ESTIMABLE, "%s: no mix: no row has a product family",
                       accounts->source);
    m.revenue = ka_alloc(m.keys * m.families, sizeof *m.revenue);
    m.total = ka_zalloc(m.keys, sizeof *m.total);
    m.place = ka_alloc(m.families, sizeof *m.place);
    m.family = ka_alloc(KA_MIX_FAMILIES, sizeof *m.family);
    sum_families(&m, ledger);
    choose_families(&m);
    append_all(&m, ledger, accounts);
    free(m.revenue);
    free(m.total);
    free(m.place);
    free(m.family);
    return true;
}
