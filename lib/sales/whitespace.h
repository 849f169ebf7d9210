// SPDX-License-Identifier: GPL-3.0-or-later
// What an account would buy of a product family if it bought like accounts that are like it.
#ifndef KA_SALES_WHITESPACE_H
#define KA_SALES_WHITESPACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "sales/holdings.h"
#include "stat/proportion.h"
#include "stat/ratio.h"
#include "table/frame.h"

// From the narrowest to the widest.
enum ka_peer_level {
    KA_PEERS_SEGMENT,
    KA_PEERS_CHANNEL,
    KA_PEERS_GROUP,
    KA_PEERS_ALL,
    KA_PEER_LEVELS
};
extern const char *const ka_peer_level_names[]; // "channel and segment", …, ""

struct ka_whitespace_options {
    const char *accounts; // table with segments and channels, NULL: none
    const char *segment;  // its column, NULL: cluster or rfm_segment, whichever is there
    const char *wallet;   // table, NULL: none
    int64_t lost_days, min_peers;
};

struct ka_whitespace {
    struct ka_holdings holdings;
    int64_t lost_days, min_peers;
    struct ka_frame accounts;
    struct ka_str *channel, *channel_group, *segment; // by account, empty: unknown
    struct ka_map groups[KA_PEER_LEVELS];
    size_t *group[KA_PEER_LEVELS]; // by account, KA_NONE: of none
    struct ka_peer_sums *sums[KA_PEER_LEVELS];
    struct ka_map wallet_keys; // (account, family), or (account, KA_NONE) for all of it
    int64_t *wallet;
    size_t wallet_cap, wallet_strangers;
};

// Purchases are those of the 365 days up to asof; size is what an account bought of all other
// families, peers are other accounts that bought anything.
struct ka_gap {
    enum ka_hold state;
    enum ka_peer_level level; // KA_PEER_LEVELS: there are not two peers
    size_t peers, owners;
    struct ka_proportion share; // of the peers that own the family, Wilson
    struct ka_ratio expected;   // size × peers' purchases of the family / their size; lo >= 0
    double if_bought;           // the same among the owners alone
    double gap;                 // expected - recent
};

// Reads tables of people into what was read into ws->holdings, and adds up the peers.  Errors
// name file, line, column and value.  Zeroed before; clear it in any case.
bool ka_whitespace_make(struct ka_whitespace *ws, const struct ka_whitespace_options *options,
                        struct ka_meta *meta, struct ka_error *err);
void ka_whitespace_clear(struct ka_whitespace *ws);

// The peers are those of the narrowest level that has min_peers of them, else all.
struct ka_gap ka_whitespace_gap(const struct ka_whitespace *ws, size_t account, size_t family);

// What the account buys of the family a year from whomever, family KA_NONE: of all;
// KA_DECIMAL_NONE: unknown.
int64_t ka_whitespace_wallet(const struct ka_whitespace *ws, size_t account, size_t family);

#endif
