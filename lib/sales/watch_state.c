// SPDX-License-Identifier: GPL-3.0-or-later
// The state: rule, account_id, subject, since, and a last row "end" with their number, so that
// a file that was cut off is known.
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/output.h"
#include "sales/watch.h"
#include "table/date.h"
#include "table/frame.h"

static void add_part(struct ka_buf *key, struct ka_str part)
{
    ka_cell_format(key, part);
    ka_buf_add_char(key, ',');
}

static void make_key(struct ka_buf *key, const struct ka_watch *watch,
                     const struct ka_alert *alert)
{
    ka_buf_reset(key);
    add_part(key, ka_str(ka_watch_names[alert->rule]));
    add_part(key, alert->account == KA_NONE ? KA_STR("")
                                            : ka_journal_id(watch->journal, alert->account));
    add_part(key, alert->subject);
}

struct ka_said *ka_watch_state_find(const struct ka_watch_state *state,
                                    const struct ka_watch *watch, const struct ka_alert *alert)
{
    struct ka_buf key = {0};
    make_key(&key, watch, alert);
    size_t number = ka_map_find(&state->keys, ka_buf_str(&key));
    ka_buf_clear(&key);
    return number == KA_NONE ? NULL : &state->said[number];
}

void ka_watch_state_compare(struct ka_watch_state *state, const struct ka_watch *watch)
{
    for (size_t i = 0; i < state->keys.count; i++)
        state->said[i].now =
            ka_watch_asks(watch, state->said[i].rule) ? KA_SAID_CLEARED : KA_SAID_NOT_ASKED;
    for (size_t i = 0; i < watch->count; i++) {
        struct ka_said *said = ka_watch_state_find(state, watch, &watch->alerts[i]);
        if (said)
            said->now = KA_SAID_STILL;
    }
}

static bool take_row(struct ka_watch_state *state, const struct ka_frame *frame, size_t row)
{
    struct ka_buf key = {0};
    struct ka_str cell[3];
    int32_t since;
    bool is_new;
    for (size_t c = 0; c < 3; c++) {
        cell[c] = ka_arena_str(&state->texts, ka_frame_cell(frame, c, row));
        add_part(&key, cell[c]);
    }
    enum ka_watch_rule rule = ka_watch_rule_named(cell[0]);
    bool good = rule != KA_WATCH_RULES && ka_date_parse(ka_frame_cell(frame, 3, row), &since) &&
                since != KA_DATE_NONE;
    size_t number = ka_map_put(&state->keys, ka_buf_str(&key), &is_new);
    state->said = ka_grow(state->said, &state->cap, number + 1, sizeof *state->said);
    state->said[number] = (struct ka_said){rule, cell[1], cell[2], since, KA_SAID_CLEARED};
    ka_buf_clear(&key);
    return good && is_new;
}

static bool is_whole(const struct ka_frame *frame)
{
    static const char *const names[] = {"rule", "account_id", "subject", "since"};
    bool good = frame->width == 4 && frame->rows > 0;
    for (size_t c = 0; c < 4 && good; c++)
        good = strcmp(frame->columns[c].name, names[c]) == 0;
    if (!good)
        return false;
    struct ka_buf count = {0};
    ka_buf_addf(&count, "%zu", frame->rows - 1);
    const struct ka_str last[] = {KA_STR("end"), ka_buf_str(&count), KA_STR(""), KA_STR("")};
    for (size_t c = 0; c < 4; c++)
        good = good && ka_str_eq(ka_frame_cell(frame, c, frame->rows - 1), last[c]);
    ka_buf_clear(&count);
    return good;
}

bool ka_watch_state_load(struct ka_watch_state *state, const char *path, struct ka_error *err)
{
    struct ka_frame frame = {0};
    const struct ka_reader_options options = {.kind = KA_INPUT_CONTRACT};
    if (access(path, F_OK) != 0 && errno == ENOENT)
        return true;
    bool good = ka_frame_load(&frame, path, &options, err);
    if (good) {
        bool whole = is_whole(&frame);
        for (size_t row = 0; whole && row + 1 < frame.rows; row++)
            whole = take_row(state, &frame, row);
        good = whole || ka_fail(err, KA_BAD_DATA,
                                "%s: is not a whole state file; it is kept as it is", path);
    }
    ka_frame_clear(&frame);
    return good;
}

struct saving {
    const struct ka_watch_state *state;
    const struct ka_watch *watch;
};

static void put_row(struct ka_writer *w, enum ka_watch_rule rule, struct ka_str account_id,
                    struct ka_str subject, int32_t since)
{
    ka_writer_put_text(w, ka_watch_names[rule]);
    ka_writer_put(w, account_id);
    ka_writer_put(w, subject);
    ka_writer_put_date(w, since);
    ka_writer_end(w);
}

static void put_alert(struct ka_writer *w, const struct saving *s, const struct ka_alert *alert)
{
    const struct ka_said *said = ka_watch_state_find(s->state, s->watch, alert);
    put_row(w, alert->rule,
            alert->account == KA_NONE ? KA_STR("")
                                      : ka_journal_id(s->watch->journal, alert->account),
            alert->subject, said ? said->since : s->watch->asof);
}

static bool write_state(struct ka_writer *w, const void *context, struct ka_error *err)
{
    (void)err;
    static const char *const names[] = {"rule", "account_id", "subject", "since"};
    const struct saving *s = context;
    for (int i = 0; i < 4; i++)
        ka_writer_put_text(w, names[i]);
    ka_writer_end(w);
    for (size_t i = 0; i < s->watch->count; i++)
        put_alert(w, s, &s->watch->alerts[i]);
    size_t rows = s->watch->count;
    for (size_t i = 0; i < s->state->keys.count; i++) {
        const struct ka_said *said = &s->state->said[i];
        if (said->now != KA_SAID_NOT_ASKED)
            continue;
        put_row(w, said->rule, said->account_id, said->subject, said->since);
        rows++;
    }
    ka_writer_put_text(w, "end");
    ka_writer_put_integer(w, (int64_t)rows);
    ka_writer_put_text(w, "");
    ka_writer_put_text(w, "");
    ka_writer_end(w);
    return true;
}

bool ka_watch_state_save(const struct ka_watch_state *state, const struct ka_watch *watch,
                         const char *path, struct ka_error *err)
{
    struct saving saving = {state, watch};
    ka_output_may_replace(path);
    return ka_table_save(path, write_state, &saving, err);
}

void ka_watch_state_clear(struct ka_watch_state *state)
{
    ka_map_clear(&state->keys);
    ka_arena_clear(&state->texts);
    free(state->said);
    *state = (struct ka_watch_state){0};
}
