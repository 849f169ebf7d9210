// SPDX-License-Identifier: GPL-3.0-or-later
// iCalendar (RFC 5545): whole days with a text.
#ifndef KA_OUT_CALENDAR_H
#define KA_OUT_CALENDAR_H

#include <stddef.h>

#include "base/str.h"

// Appends what begins and ends a calendar; name: how programs show it.
void ka_calendar_open(struct ka_buf *out, struct ka_str name);
void ka_calendar_close(struct ka_buf *out);

struct ka_calendar_entry {
    const char *uid;                 // bare text, the same from run to run
    char stamp[8], day[8], after[8]; // YYYYMMDD; after: the day behind
    struct ka_str summary, description, category;
};

// Appends an event of one day that blocks no time.
void ka_calendar_event(struct ka_buf *out, const struct ka_calendar_entry *entry);

// The same as a note: a calendar without any component is none (section 3.6).
void ka_calendar_note(struct ka_buf *out, const struct ka_calendar_entry *entry);

// Appends "NAME:value" and CRLF: value as TEXT (section 3.3.11: \ ; , and line ends escaped,
// other control characters and broken UTF-8 replaced by U+FFFD), folded at 75 octets between
// characters (section 3.1).
void ka_calendar_text(struct ka_buf *out, const char *name, struct ka_str value);

#endif
