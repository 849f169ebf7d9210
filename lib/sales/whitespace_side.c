// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/whitespace_side.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "sales/headers.h"
#include "table/decimal.h"

static bool refuse(const struct ka_frame *frame, size_t row, size_t column, const char *says,
                   struct ka_error *err)
{
    return ka_fail(err, KA_BAD_DATA, "%s:%" PRIu64 ": column '%s': %s %s", frame->source,
                   frame->lines[row], frame->columns[column].name,
                   KA_QUOTE(ka_frame_cell(frame, column, row)), says);
}

// The account of a row in ka-import's form of its id: its rank, KA_NONE when it has no sales.
static bool find_account(const struct ka_whitespace *ws, const struct ka_frame *frame,
                         size_t column, size_t row, size_t *account, struct ka_error *err)
{
    struct ka_buf id = {0};
    ka_text_nfkc(&id, ka_frame_cell(frame, column, row));
    size_t number = ka_map_find(&ws->holdings.roster.ids, ka_buf_str(&id));
    *account = number == KA_NONE ? KA_NONE : ws->holdings.roster.ids_ranked.rank[number];
    bool good = id.n > 0 || refuse(frame, row, column, "is no id", err);
    ka_buf_clear(&id);
    return good;
}

// ---- Channels and segments ----

static bool find_segment(const struct ka_frame *frame, const char *name, size_t *column,
                         struct ka_error *err)
{
    if (name)
        return ka_frame_need(frame, name, column, err);
    *column = ka_frame_find(frame, "cluster");
    if (*column == KA_NONE)
        *column = ka_frame_find(frame, "rfm_segment");
    return true;
}

static bool join(struct ka_whitespace *ws, size_t key, size_t segment, struct ka_error *err)
{
    const struct ka_frame *frame = &ws->accounts;
    size_t channel = ka_frame_find(frame, "channel"), group = ka_frame_find(frame, "group"),
           accounts = ws->holdings.roster.ids.count;
    bool *seen = ka_zalloc(accounts, sizeof *seen), good = true;
    for (size_t row = 0, i; good && row < frame->rows; row++) {
        good = find_account(ws, frame, key, row, &i, err);
        if (!good || i == KA_NONE)
            continue;
        good = !seen[i] || refuse(frame, row, key, "stands in two rows", err);
        seen[i] = true;
        if (channel != KA_NONE && ws->channel[i].n == 0)
            ws->channel[i] = ka_frame_cell(frame, channel, row);
        if (group != KA_NONE && ws->channel_group[i].n == 0)
            ws->channel_group[i] = ka_frame_cell(frame, group, row);
        if (segment != KA_NONE)
            ws->segment[i] = ka_frame_cell(frame, segment, row);
    }
    free(seen);
    return good;
}

bool ka_whitespace_read_accounts(struct ka_whitespace *ws,
                                 const struct ka_whitespace_options *options,
                                 struct ka_meta *meta, struct ka_error *err)
{
    size_t accounts = ws->holdings.roster.ids.count, key, segment;
    ws->channel = ka_alloc(accounts, sizeof *ws->channel);
    ws->channel_group = ka_alloc(accounts, sizeof *ws->channel_group);
    ws->segment = ka_alloc(accounts, sizeof *ws->segment);
    for (size_t i = 0; i < accounts; i++) {
        ws->channel[i] = ka_roster_attribute(&ws->holdings.roster, i, KA_HOLDINGS_CHANNEL);
        ws->channel_group[i] = ka_roster_attribute(&ws->holdings.roster, i, KA_HOLDINGS_GROUP);
        ws->segment[i] = KA_STR("");
    }
    return !options->accounts ||
           (ka_side_table_load(&ws->accounts, "accounts", options->accounts, meta, err) &&
            ka_frame_need(&ws->accounts, "account_id", &key, err) &&
            find_segment(&ws->accounts, options->segment, &segment, err) &&
            join(ws, key, segment, err));
}

// ---- Wallets ----

struct wallet_key {
    size_t account, family;
};

static bool take_wallet(struct ka_whitespace *ws, const struct ka_frame *frame,
                        const size_t place[3], size_t row, int64_t wallet, struct ka_error *err)
{
    struct wallet_key key = {KA_NONE, KA_NONE};
    if (!find_account(ws, frame, place[0], row, &key.account, err))
        return false;
    if (wallet == KA_DECIMAL_NONE || wallet <= 0)
        return refuse(frame, row, place[2], "is not an amount above 0", err);
    struct ka_str family =
        place[1] == KA_NONE ? KA_STR("") : ka_frame_cell(frame, place[1], row);
    size_t number = ka_map_find(&ws->holdings.families, family);
    if (key.account == KA_NONE || (family.n > 0 && number == KA_NONE)) {
        ws->wallet_strangers++;
        return true;
    }
    if (family.n > 0)
        key.family = ws->holdings.families_ranked.rank[number];
    bool is_new;
    size_t at = ka_map_put(&ws->wallet_keys, KA_KEY(key), &is_new);
    if (!is_new)
        return refuse(frame, row, place[0], "has this wallet in two rows", err);
    ws->wallet = ka_grow(ws->wallet, &ws->wallet_cap, at + 1, sizeof *ws->wallet);
    ws->wallet[at] = wallet;
    return true;
}

static bool take_wallets(struct ka_whitespace *ws, const struct ka_frame *frame,
                         struct ka_error *err)
{
    size_t place[3] = {0, ka_frame_find(frame, "family"), 0};
    if (!ka_frame_need(frame, "account_id", &place[0], err) ||
        !ka_frame_need(frame, "wallet", &place[2], err))
        return false;
    int64_t *wallet = ka_alloc(frame->rows, sizeof *wallet);
    bool good = ka_frame_decimals(frame, place[2], wallet, err);
    for (size_t row = 0; good && row < frame->rows; row++)
        good = take_wallet(ws, frame, place, row, wallet[row], err);
    free(wallet);
    return good;
}

bool ka_whitespace_read_wallet(struct ka_whitespace *ws, const char *path, struct ka_meta *meta,
                               struct ka_error *err)
{
    struct ka_frame frame = {0};
    bool good =
        ka_side_table_load(&frame, "wallet", path, meta, err) && take_wallets(ws, &frame, err);
    ka_frame_clear(&frame);
    return good;
}

int64_t ka_whitespace_wallet(const struct ka_whitespace *ws, size_t account, size_t family)
{
    struct wallet_key key = {account, family};
    size_t at = ka_map_find(&ws->wallet_keys, KA_KEY(key));
    return at == KA_NONE ? KA_DECIMAL_NONE : ws->wallet[at];
}
