// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/bridge_segments.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/input.h"

static bool take_rows(struct ka_bridge_segments *s, int period, const size_t *rank,
                      const char *column, struct ka_error *err)
{
    const struct ka_journal *journal = s->bridge->journal;
    const struct ka_frame *frame = &s->frame[period];
    struct ka_map ids = {0};
    size_t id, segment;
    bool good = ka_frame_need(frame, "account_id", &id, err) &&
                ka_frame_need(frame, column, &segment, err);
    for (size_t row = 0; good && row < frame->rows; row++) {
        bool is_new;
        struct ka_str cell = ka_frame_cell(frame, id, row);
        size_t number = ka_map_find(&journal->ids, cell);
        ka_map_put(&ids, cell, &is_new);
        if (!is_new)
            good = ka_fail(err, KA_BAD_DATA, "%s:%" PRIu64 ": account %s stands in two rows",
                           frame->source, frame->lines[row], KA_QUOTE(cell));
        else if (number == KA_NONE)
            s->strangers++;
        else
            s->of[period][rank[number]] = ka_frame_cell(frame, segment, row);
    }
    ka_map_clear(&ids);
    return good;
}

bool ka_bridge_segments_load(struct ka_bridge_segments *segments,
                             const struct ka_bridge *bridge, const char *const paths[2],
                             const char *column, struct ka_meta *meta, struct ka_error *err)
{
    size_t *rank = ka_journal_ranks(bridge->journal);
    bool good = true;
    segments->bridge = bridge;
    for (int period = 0; period < 2 && good; period++) {
        size_t n = ka_journal_accounts(bridge->journal);
        segments->of[period] = ka_alloc(n, sizeof **segments->of);
        for (size_t a = 0; a < n; a++)
            segments->of[period][a] = KA_STR("");
        good = ka_input_load(&segments->frame[period], paths[period], meta, err) &&
               take_rows(segments, period, rank, column, err);
    }
    free(rank);
    return good;
}

void ka_bridge_segments_clear(struct ka_bridge_segments *segments)
{
    for (int period = 0; period < 2; period++) {
        ka_frame_clear(&segments->frame[period]);
        free(segments->of[period]);
    }
    *segments = (struct ka_bridge_segments){0};
}

// ---- The matrix ----

struct move {
    struct ka_str end[2];
    struct ka_bridge_row sum;
};

static int compare_moves(const void *a, const void *b)
{
    const struct move *x = a, *y = b;
    int from = ka_str_cmp(x->end[0], y->end[0]);
    return from ? from : ka_str_cmp(x->end[1], y->end[1]);
}

static struct ka_str state_of(const struct ka_bridge_segments *s, size_t account, bool after)
{
    enum ka_fate fate = s->bridge->rows[account].fate;
    struct ka_str segment = s->of[after][account];
    bool here = fate == KA_FATE_KEPT ||
                (after ? fate == KA_FATE_NEW || fate == KA_FATE_BACK : fate == KA_FATE_LOST);
    if (!here)
        return ka_str(ka_fate_names[fate]);
    return segment.n ? segment : KA_STR("(none)");
}

// Moves sorted and each there once; their number.
static size_t find_moves(const struct ka_bridge_segments *s, struct move *move)
{
    size_t n = ka_journal_accounts(s->bridge->journal), merged = 0;
    for (size_t a = 0; a < n; a++) {
        move[a] = (struct move){{state_of(s, a, false), state_of(s, a, true)}, {0}};
        ka_bridge_add(&move[a].sum, &s->bridge->rows[a]);
    }
    if (n > 1)
        qsort(move, n, sizeof *move, compare_moves);
    for (size_t i = 0; i < n; i++)
        if (merged > 0 && compare_moves(&move[merged - 1], &move[i]) == 0)
            ka_bridge_add(&move[merged - 1].sum, &move[i].sum);
        else
            move[merged++] = move[i];
    return merged;
}

static void put_sum(struct ka_writer *w, ka_int128 sum)
{
    struct ka_buf text = {0};
    ka_decimal_format_sum(&text, sum);
    ka_writer_put(w, ka_buf_str(&text));
    ka_buf_clear(&text);
}

bool ka_bridge_write_segments(struct ka_writer *w, const void *context, struct ka_error *err)
{
    (void)err;
    static const char *const names[] = {"segment_from", "segment_to", "accounts",
                                        "revenue_before", "revenue_after"};
    const struct ka_bridge_segments *s = context;
    struct move *move = ka_alloc(ka_journal_accounts(s->bridge->journal), sizeof *move);
    size_t n = find_moves(s, move);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        ka_writer_put_text(w, names[i]);
    ka_writer_end(w);
    for (size_t i = 0; i < n; i++) {
        ka_writer_put(w, move[i].end[0]);
        ka_writer_put(w, move[i].end[1]);
        ka_writer_put_integer(w, (int64_t)move[i].sum.accounts);
        put_sum(w, move[i].sum.before);
        put_sum(w, move[i].sum.after);
        ka_writer_end(w);
    }
    free(move);
    return true;
}
