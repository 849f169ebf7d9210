// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/agenda.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/output.h"
#include "base/text.h"
#include "out/calendar.h"
#include "table/date.h"

static const char *const kinds[][KA_MEET_KINDS] = {
    {"拜访", "电话", "邮件", "会议", "活动", "培训"},
    {"visit", "call", "mail", "meeting", "event", "training"},
};

// ---- iCalendar ----

static void put_day(char text[8], int32_t day)
{
    char dashed[10];
    ka_date_text(dashed, day);
    for (size_t from = 0, to = 0; from < sizeof dashed; from++)
        if (dashed[from] != '-')
            text[to++] = dashed[from];
}

// The same for a follow-up however often it is written, another for the next one.
static void put_uid(char uid[32], struct ka_str id, const char *kind, int32_t due)
{
    struct ka_buf key = {0};
    ka_buf_addf(&key, "%s %" PRId32 " ", kind, due);
    ka_buf_add(&key, id);
    snprintf(uid, 32, "%016" PRIx64 "@ka-plan", ka_hash_of(ka_buf_str(&key)));
    ka_buf_clear(&key);
}

static void describe(struct ka_buf *out, const struct ka_agenda *agenda,
                     const struct ka_followup *d)
{
    bool zh = agenda->lang == KA_AGENDA_ZH;
    const struct ka_followups *f = agenda->followups;
    const struct ka_followed *a = &f->accounts[d->account];
    int32_t last = a->last[d->kind];
    ka_buf_addf(out, "%.*s\n%s", KA_ARG(a->id), zh ? "到期 " : "due ");
    ka_date_format(out, d->due);
    if (d->due < f->asof)
        ka_buf_addf(out, zh ? ",已过期 %d 天" : ", %d days overdue", (int)(f->asof - d->due));
    ka_buf_addf(out, zh ? ";每 %d 天一次" : "; every %d days", (int)a->every[d->kind]);
    ka_buf_add_text(out, zh ? ";上次 " : "; last ");
    if (last == KA_DATE_NONE)
        ka_buf_add_text(out, zh ? "从未" : "never");
    ka_date_format(out, last);
}

// What is overdue stands on the next working day: nobody looks for it in the past.
static void put_event(struct ka_buf *out, const struct ka_agenda *agenda,
                      const struct ka_followup *d)
{
    const struct ka_followups *f = agenda->followups;
    const struct ka_followed *a = &f->accounts[d->account];
    struct ka_calendar_entry entry = {.category = a->account_class};
    struct ka_buf summary = {0}, description = {0};
    char uid[32];
    int32_t day = ka_workdays_next(agenda->workdays, d->due < f->asof ? f->asof : d->due);
    put_uid(uid, a->id, ka_cadence_item_names[d->kind], d->due);
    put_day(entry.stamp, f->asof);
    put_day(entry.day, day);
    put_day(entry.after, day + 1);
    ka_buf_addf(&summary, "%s %.*s", kinds[agenda->lang][d->kind],
                KA_ARG(a->name.n > 0 ? a->name : a->id));
    describe(&description, agenda, d);
    entry.uid = uid;
    entry.summary = ka_buf_str(&summary);
    entry.description = ka_buf_str(&description);
    ka_calendar_event(out, &entry);
    ka_buf_clear(&summary);
    ka_buf_clear(&description);
}

static void put_nothing(struct ka_buf *out, const struct ka_agenda *agenda)
{
    struct ka_calendar_entry entry = {
        .summary = ka_str(agenda->lang == KA_AGENDA_ZH ? "没有到期的跟进" : "nothing is due")};
    char uid[32];
    put_uid(uid, KA_STR(""), "none", agenda->followups->asof);
    put_day(entry.stamp, agenda->followups->asof);
    put_day(entry.day, agenda->followups->asof);
    entry.uid = uid;
    ka_calendar_note(out, &entry);
}

// Some of what is due, in a file of a manager ("": of all).
struct part {
    struct ka_str manager;
    const struct ka_followup *due;
    size_t count;
};

static void put_calendar(struct ka_buf *out, const struct ka_agenda *agenda,
                         const struct part *part)
{
    ka_calendar_open(out, part->manager);
    for (size_t i = 0; i < part->count; i++)
        put_event(out, agenda, &part->due[i]);
    if (part->count == 0)
        put_nothing(out, agenda);
    ka_calendar_close(out);
}

// ---- Files ----

static bool save(const struct ka_agenda *agenda, const char *path, const struct part *part,
                 struct ka_error *err)
{
    struct ka_output output;
    struct ka_writer writer;
    struct ka_buf calendar = {0};
    if (!ka_output_open(&output, path, err))
        return false;
    if (agenda->format == KA_AGENDA_ICS) {
        put_calendar(&calendar, agenda, part);
        ka_output_write(&output, ka_buf_str(&calendar));
        ka_buf_clear(&calendar);
    } else {
        ka_writer_init(&writer, &output);
        ka_followups_write(agenda->followups, part->due, part->count, &writer);
    }
    return ka_output_commit(&output, err);
}

bool ka_agenda_save(const struct ka_agenda *agenda, const char *path, struct ka_error *err)
{
    const struct part all = {KA_STR(""), agenda->followups->due, agenda->followups->due_count};
    return save(agenda, path, &all, err);
}

static bool is_plain(int32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           c == '-' || c == '_' || (c >= 0x3400 && c <= 0x9fff);
}

void ka_agenda_file_name(struct ka_buf *out, struct ka_str manager)
{
    enum { LONGEST = 200 };
    size_t begin = out->n;
    for (struct ka_str rest = manager; rest.n > 0;) {
        struct ka_str one = rest;
        bool plain = is_plain(ka_text_next(&rest));
        one.n -= rest.n;
        for (size_t i = 0; i < one.n; i++)
            if (plain)
                ka_buf_add_char(out, one.p[i]);
            else
                ka_buf_addf(out, "%%%02X", (unsigned)(unsigned char)one.p[i]);
    }
    if (manager.n == 0)
        ka_buf_add_text(out, "%none");
    if (out->n - begin > LONGEST) {
        out->n = begin;
        ka_buf_addf(out, "%%%016" PRIx64, ka_hash_of(manager));
    }
}

bool ka_agenda_split(const struct ka_agenda *agenda, const char *folder, struct ka_error *err)
{
    struct ka_followups_managers m;
    bool good = true;
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return ka_fail_errno(err, "create", folder);
    ka_followups_managers_make(&m, agenda->followups);
    for (size_t i = 0; good && i < m.count; i++) {
        const struct part part = {m.names[i], m.due + m.start[i], m.start[i + 1] - m.start[i]};
        struct ka_buf path = {0};
        ka_buf_addf(&path, "%s/", folder);
        ka_agenda_file_name(&path, part.manager);
        ka_buf_add_text(&path, agenda->format == KA_AGENDA_ICS ? ".ics" : ".csv");
        good = save(agenda, path.p, &part, err);
        ka_buf_clear(&path);
    }
    ka_followups_managers_clear(&m);
    return good;
}
