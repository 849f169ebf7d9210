// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>

#include "sales/watch.h"

static void put_sentences(struct ka_writer *w, const struct ka_watch *watch,
                          const struct ka_alert *alert)
{
    struct ka_buf text = {0};
    ka_alert_zh(watch, alert, &text);
    ka_writer_put(w, ka_buf_str(&text));
    ka_buf_reset(&text);
    ka_alert_en(watch, alert, &text);
    ka_writer_put(w, ka_buf_str(&text));
    ka_buf_clear(&text);
}

static void put_alert(struct ka_writer *w, const struct ka_watch *watch,
                      const struct ka_alert *alert, const struct ka_said *said)
{
    const struct ka_journal *journal = watch->journal;
    bool named = alert->account != KA_NONE;
    const double figures[] = {alert->value, alert->expected, alert->lo, alert->hi};
    ka_writer_put_text(w, said ? "said" : "new");
    ka_writer_put_text(w, ka_watch_names[alert->rule]);
    ka_writer_put_integer(w, watch->limits.of[alert->rule].severity);
    ka_writer_put(w, named ? ka_journal_id(journal, alert->account) : KA_STR(""));
    ka_writer_put(w, named ? ka_journal_text(journal, alert->account, KA_JOURNAL_ACCOUNT)
                           : KA_STR(""));
    ka_writer_put_text(w, !named ? "" : alert->key ? "1" : "0");
    ka_writer_put(w, alert->subject);
    for (int i = 0; i < 4; i++)
        ka_writer_put_real(w, figures[i]);
    ka_writer_put_date(w, said ? said->since : watch->asof);
    put_sentences(w, watch, alert);
    ka_writer_end(w);
}

static void put_cleared(struct ka_writer *w, const struct ka_journal *journal,
                        const size_t *rank, const struct ka_said *said)
{
    struct ka_buf zh = {0}, en = {0};
    size_t number = ka_map_find(&journal->ids, said->account_id);
    struct ka_str name = number == KA_NONE
                             ? KA_STR("")
                             : ka_journal_text(journal, rank[number], KA_JOURNAL_ACCOUNT);
    ka_writer_put_text(w, "cleared");
    ka_writer_put_text(w, ka_watch_names[said->rule]);
    ka_writer_put_text(w, "");
    ka_writer_put(w, said->account_id);
    ka_writer_put(w, name);
    ka_writer_put_text(w, "");
    ka_writer_put(w, said->subject);
    for (int i = 0; i < 4; i++)
        ka_writer_put_text(w, "");
    ka_writer_put_date(w, said->since);
    ka_said_over(said, name.n ? name : said->account_id, &zh, &en);
    ka_writer_put(w, ka_buf_str(&zh));
    ka_writer_put(w, ka_buf_str(&en));
    ka_writer_end(w);
    ka_buf_clear(&zh);
    ka_buf_clear(&en);
}

bool ka_watch_write(struct ka_writer *w, const void *context, struct ka_error *err)
{
    (void)err;
    static const char *const names[] = {"status",      "rule",       "severity", "account_id",
                                        "account",     "key",        "subject",  "value",
                                        "expected",    "lo",         "hi",       "since",
                                        "sentence_zh", "sentence_en"};
    const struct ka_watch_report *report = context;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        ka_writer_put_text(w, names[i]);
    ka_writer_end(w);
    for (size_t i = 0; i < report->watch->count; i++) {
        const struct ka_alert *alert = &report->watch->alerts[i];
        const struct ka_said *said = ka_watch_state_find(report->state, report->watch, alert);
        if (!said || report->all)
            put_alert(w, report->watch, alert, said);
    }
    size_t *rank = ka_journal_ranks(report->watch->journal);
    for (size_t i = 0; i < report->state->keys.count; i++)
        if (report->state->said[i].now == KA_SAID_CLEARED)
            put_cleared(w, report->watch->journal, rank, &report->state->said[i]);
    free(rank);
    return true;
}

bool ka_watch_limits_write(struct ka_writer *w, const void *context, struct ka_error *err)
{
    (void)err;
    const struct ka_watch_limits *limits = context;
    ka_writer_put_text(w, "rule");
    ka_writer_put_text(w, "limit");
    ka_writer_put_text(w, "severity");
    ka_writer_end(w);
    for (int r = 0; r < KA_WATCH_RULES; r++) {
        if (!limits->of[r].on)
            continue;
        ka_writer_put_text(w, ka_watch_names[r]);
        ka_writer_put_real(w, limits->of[r].limit);
        ka_writer_put_integer(w, limits->of[r].severity);
        ka_writer_end(w);
    }
    return true;
}
