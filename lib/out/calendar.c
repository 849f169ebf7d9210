// SPDX-License-Identifier: GPL-3.0-or-later
#include "out/calendar.h"

#include "base/text.h"

enum { LINE_OCTETS = 75 };

// Octets of the character at s.
static size_t character(struct ka_str s)
{
    size_t n = 1;
    while (n < s.n && ((unsigned char)s.p[n] & 0xc0) == 0x80)
        n++;
    return n;
}

static void put_folded(struct ka_buf *out, struct ka_str line)
{
    size_t used = 0;
    while (line.n > 0) {
        size_t n = character(line);
        if (used + n > LINE_OCTETS) {
            ka_buf_add_text(out, "\r\n ");
            used = 1;
        }
        ka_buf_add(out, (struct ka_str){line.p, n});
        used += n;
        line = (struct ka_str){line.p + n, line.n - n};
    }
    ka_buf_add_text(out, "\r\n");
}

static void escape(struct ka_buf *out, struct ka_str text)
{
    for (struct ka_str rest = text; rest.n > 0;) {
        struct ka_str before = rest;
        int32_t c = ka_text_next(&rest);
        if (c == '\r' && rest.n > 0 && *rest.p == '\n')
            continue;
        if (c == '\\' || c == ';' || c == ',')
            ka_buf_add_char(out, '\\');
        if (c == '\n' || c == '\r')
            ka_buf_add_text(out, "\\n");
        else if ((c < ' ' && c != '\t') || c == 0x7f || c == 0xfffd)
            ka_buf_add_text(out, "\xef\xbf\xbd");
        else
            ka_buf_add(out, (struct ka_str){before.p, before.n - rest.n});
    }
}

void ka_calendar_text(struct ka_buf *out, const char *name, struct ka_str value)
{
    struct ka_buf line = {0};
    ka_buf_add_text(&line, name);
    ka_buf_add_char(&line, ':');
    escape(&line, value);
    put_folded(out, ka_buf_str(&line));
    ka_buf_clear(&line);
}

void ka_calendar_open(struct ka_buf *out, struct ka_str name)
{
    ka_buf_add_text(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//ka-plan//" KA_VERSION
                         "//EN\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n");
    if (name.n > 0)
        ka_calendar_text(out, "X-WR-CALNAME", name);
}

void ka_calendar_close(struct ka_buf *out)
{
    ka_buf_add_text(out, "END:VCALENDAR\r\n");
}

static void put_entry(struct ka_buf *out, const char *component,
                      const struct ka_calendar_entry *e)
{
    ka_buf_addf(out, "BEGIN:%s\r\nUID:%s\r\nDTSTAMP:%.8sT000000Z\r\n", component, e->uid,
                e->stamp);
    ka_buf_addf(out, "DTSTART;VALUE=DATE:%.8s\r\n", e->day);
    ka_calendar_text(out, "SUMMARY", e->summary);
    if (e->description.n > 0)
        ka_calendar_text(out, "DESCRIPTION", e->description);
    if (e->category.n > 0)
        ka_calendar_text(out, "CATEGORIES", e->category);
}

void ka_calendar_event(struct ka_buf *out, const struct ka_calendar_entry *e)
{
    put_entry(out, "VEVENT", e);
    ka_buf_addf(out, "DTEND;VALUE=DATE:%.8s\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n", e->after);
}

void ka_calendar_note(struct ka_buf *out, const struct ka_calendar_entry *e)
{
    put_entry(out, "VJOURNAL", e);
    ka_buf_add_text(out, "END:VJOURNAL\r\n");
}
