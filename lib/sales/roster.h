// SPDX-License-Identifier: GPL-3.0-or-later
// The accounts of a run and what the newest sales rows say of them.
#ifndef KA_SALES_ROSTER_H
#define KA_SALES_ROSTER_H

#include <stddef.h>
#include <stdint.h>

#include "base/map.h"
#include "sales/sale.h"

// The keys of a map in bytewise order, so that nothing depends on how they came.
struct ka_key_ranks {
    size_t *number; // of each rank
    size_t *rank;   // of each number
};

void ka_keys_rank(struct ka_key_ranks *ranking, const struct ka_map *map);
void ka_keys_clear(struct ka_key_ranks *ranking);

enum { KA_ROSTER_ATTRIBUTES = 4 };

struct ka_roster {
    const enum ka_sale_column *attributes; // text columns, borrowed
    size_t attribute_count;                // at most KA_ROSTER_ATTRIBUTES
    struct ka_map ids, texts;
    struct ka_roster_entry {
        struct {
            size_t text; // in texts, KA_NONE: no row has it
            int32_t date;
        } newest[KA_ROSTER_ATTRIBUTES];
    } * entries; // by number of the id
    size_t cap;
    struct ka_key_ranks ids_ranked; // after ka_roster_close
};

// Number of the row's account, whose attributes it takes when it is the newest that has them;
// of several of a day the bytewise greatest.
size_t ka_roster_add(struct ka_roster *roster, const struct ka_sale *sale);

// Ranks the ids bytewise.  From now on accounts are told by rank.
void ka_roster_close(struct ka_roster *roster);
struct ka_str ka_roster_id(const struct ka_roster *roster, size_t rank);
struct ka_str ka_roster_attribute(const struct ka_roster *roster, size_t rank,
                                  size_t i); // or ""
void ka_roster_clear(struct ka_roster *roster);

#endif
