// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/whitespace.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/whitespace_side.h"
#include "table/decimal.h"

const char *const ka_peer_level_names[] = {"channel and segment", "channel", "group", "all",
                                           ""};

static const double level_of_intervals = .95;

// Of one group in one family.
struct ka_peer_sums {
    struct ka_ratio_sums all, owners;
};

// ---- Groups ----

// The key of an account on a level; false: it is in no group there.
static bool group_key(const struct ka_whitespace *ws, size_t account, enum ka_peer_level level,
                      struct ka_buf *key)
{
    ka_buf_reset(key);
    if (level == KA_PEERS_ALL)
        return true;
    if (level == KA_PEERS_GROUP) {
        ka_buf_add(key, ws->channel_group[account]);
        return ws->channel_group[account].n > 0;
    }
    ka_buf_add(key, ws->channel[account]);
    if (level == KA_PEERS_CHANNEL)
        return ws->channel[account].n > 0;
    ka_buf_add_char(key, '\0');
    ka_buf_add(key, ws->segment[account]);
    return ws->channel[account].n > 0 && ws->segment[account].n > 0;
}

static void put_groups(struct ka_whitespace *ws)
{
    struct ka_buf key = {0};
    size_t accounts = ws->holdings.roster.ids.count;
    for (int level = 0; level < KA_PEER_LEVELS; level++) {
        ws->group[level] = ka_alloc(accounts, sizeof *ws->group[level]);
        for (size_t i = 0; i < accounts; i++)
            ws->group[level][i] = group_key(ws, i, (enum ka_peer_level)level, &key)
                                      ? ka_map_put(&ws->groups[level], ka_buf_str(&key), NULL)
                                      : KA_NONE;
    }
    ka_buf_clear(&key);
}

// ---- Sums ----

struct purchase {
    double recent, size;
    bool owner;
};

static struct purchase purchase_of(const struct ka_whitespace *ws, size_t account,
                                   size_t family)
{
    const struct ka_holding *h = ka_holding(&ws->holdings, account, family);
    ka_int128 others = (ka_int128)ws->holdings.recent[account] - h->recent;
    return (struct purchase){.recent = ka_decimal_real(h->recent),
                             .size = ka_decimal_real(others),
                             .owner = ka_holding_state(&ws->holdings, h, ws->lost_days) ==
                                      KA_HOLD_OWNED};
}

static void add_account(struct ka_whitespace *ws, size_t account)
{
    size_t families = ws->holdings.families.count;
    for (size_t f = 0; f < families; f++) {
        struct purchase p = purchase_of(ws, account, f);
        for (int level = 0; level < KA_PEER_LEVELS; level++) {
            if (ws->group[level][account] == KA_NONE)
                continue;
            struct ka_peer_sums *sums =
                &ws->sums[level][ws->group[level][account] * families + f];
            ka_ratio_add(&sums->all, p.recent, p.size);
            if (p.owner)
                ka_ratio_add(&sums->owners, p.recent, p.size);
        }
    }
}

static void add_peers(struct ka_whitespace *ws)
{
    size_t families = ws->holdings.families.count;
    for (int level = 0; level < KA_PEER_LEVELS; level++)
        ws->sums[level] =
            ka_zalloc(ws->groups[level].count * families, sizeof *ws->sums[level]);
    for (size_t i = 0; i < ws->holdings.roster.ids.count; i++)
        if (ws->holdings.recent[i] > 0)
            add_account(ws, i);
}

bool ka_whitespace_make(struct ka_whitespace *ws, const struct ka_whitespace_options *options,
                        struct ka_meta *meta, struct ka_error *err)
{
    ws->lost_days = options->lost_days;
    ws->min_peers = options->min_peers;
    if (!ka_whitespace_read_accounts(ws, options, meta, err) ||
        (options->wallet && !ka_whitespace_read_wallet(ws, options->wallet, meta, err)))
        return false;
    put_groups(ws);
    add_peers(ws);
    return true;
}

void ka_whitespace_clear(struct ka_whitespace *ws)
{
    for (int level = 0; level < KA_PEER_LEVELS; level++) {
        ka_map_clear(&ws->groups[level]);
        free(ws->group[level]);
        free(ws->sums[level]);
    }
    ka_holdings_clear(&ws->holdings);
    ka_frame_clear(&ws->accounts);
    ka_map_clear(&ws->wallet_keys);
    free(ws->channel);
    free(ws->channel_group);
    free(ws->segment);
    free(ws->wallet);
    *ws = (struct ka_whitespace){0};
}

// ---- One gap ----

// The sums of a group without the account itself.
static struct ka_peer_sums others(const struct ka_whitespace *ws, size_t account, size_t family,
                                  enum ka_peer_level level)
{
    size_t group = ws->group[level][account];
    if (group == KA_NONE)
        return (struct ka_peer_sums){0};
    struct ka_peer_sums sums = ws->sums[level][group * ws->holdings.families.count + family];
    if (ws->holdings.recent[account] <= 0)
        return sums;
    struct purchase p = purchase_of(ws, account, family);
    ka_ratio_remove(&sums.all, p.recent, p.size);
    if (p.owner)
        ka_ratio_remove(&sums.owners, p.recent, p.size);
    return sums;
}

static struct ka_peer_sums choose_peers(const struct ka_whitespace *ws, size_t account,
                                        size_t family, enum ka_peer_level *level)
{
    struct ka_peer_sums sums = {0};
    int at = KA_PEERS_SEGMENT;
    for (; at < KA_PEER_LEVELS; at++) {
        sums = others(ws, account, family, (enum ka_peer_level)at);
        if (sums.all.n >= (size_t)ws->min_peers || (at == KA_PEERS_ALL && sums.all.n >= 2))
            break;
    }
    *level = (enum ka_peer_level)at;
    return sums;
}

struct ka_gap ka_whitespace_gap(const struct ka_whitespace *ws, size_t account, size_t family)
{
    struct ka_gap gap = {.expected = {NAN, NAN, NAN}, .if_bought = NAN, .gap = NAN};
    struct purchase p = purchase_of(ws, account, family);
    gap.state = ka_holding_state(&ws->holdings, ka_holding(&ws->holdings, account, family),
                                 ws->lost_days);
    struct ka_peer_sums sums = choose_peers(ws, account, family, &gap.level);
    gap.peers = sums.all.n;
    gap.owners = sums.owners.n;
    gap.share = ka_wilson((double)gap.owners, (double)gap.peers, level_of_intervals);
    if (!(p.size > 0) || gap.level == KA_PEER_LEVELS)
        return gap;
    struct ka_ratio r = ka_ratio_finish(&sums.all, level_of_intervals);
    gap.expected = (struct ka_ratio){r.value * p.size, fmax(r.lo, 0) * p.size, r.hi * p.size};
    gap.if_bought = ka_ratio_finish(&sums.owners, level_of_intervals).value * p.size;
    gap.gap = gap.expected.value - p.recent;
    return gap;
}
