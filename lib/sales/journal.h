// SPDX-License-Identifier: GPL-3.0-or-later
// The sales rows of a run, account by account and day by day: what is needed to look at them
// in time, in 48 bytes a row.
#ifndef KA_SALES_JOURNAL_H
#define KA_SALES_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/map.h"
#include "base/str.h"
#include "sales/sale.h"
#include "table/meta.h"

#define KA_JOURNAL_NONE UINT32_MAX // no product, no family

struct ka_journal_line {
    uint32_t account; // rank of its id, bytewise
    uint32_t product; // its numbering means nothing but same or other
    uint32_t family;  // so is this
    int32_t date;
    uint8_t kind;      // enum ka_sale_kind
    uint16_t currency; // in currencies
    int64_t revenue;
    int64_t qty, margin; // KA_DECIMAL_NONE: unknown
};

enum ka_journal_attribute {
    KA_JOURNAL_ACCOUNT,
    KA_JOURNAL_GROUP,
    KA_JOURNAL_MANAGER,
    KA_JOURNAL_ATTRIBUTES
};

struct ka_journal_text {
    struct ka_str text;
    int32_t date;
};

struct ka_journal {
    struct ka_map ids, products, families, currencies, texts;
    uint32_t *number;              // in ids, of each rank
    struct ka_journal_line *lines; // by account and date
    size_t count, cap;
    size_t *start;                  // [rank of account], one more at the end
    struct ka_journal_text *newest; // [number in ids][attribute]
    size_t newest_cap;
    enum ka_sale_column group;
    int32_t first, last; // dates of the oldest and the newest row
};

struct ka_journal_options {
    enum ka_sale_column group; // the text that accounts are grouped by
    bool goods;                // product, family, qty, currency and manager are wanted
    bool margins;              // margin is wanted
    struct ka_meta *meta;      // where the input is noted
};

// Reads sales rows; path NULL: stdin.  Zeroed before; clear it in any case.  Errors: what are
// no sales rows, an account_id that is empty, no row at all.
bool ka_journal_read(struct ka_journal *journal, const char *path,
                     const struct ka_journal_options *options, struct ka_error *err);
void ka_journal_clear(struct ka_journal *journal);

static inline size_t ka_journal_accounts(const struct ka_journal *journal)
{
    return journal->ids.count;
}

// The account of each number in ids; the caller frees it.
size_t *ka_journal_ranks(const struct ka_journal *journal);

struct ka_str ka_journal_id(const struct ka_journal *journal, size_t account);

// What the newest row that has it says, of several the bytewise greatest; "" when none does.
struct ka_str ka_journal_text(const struct ka_journal *journal, size_t account,
                              enum ka_journal_attribute attribute);

// Value of a --group option: a text column of accounts.
bool ka_journal_group_parse(const char *name, enum ka_sale_column *group, struct ka_error *err);

#endif
