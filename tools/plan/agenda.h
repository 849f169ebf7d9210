// SPDX-License-Identifier: GPL-3.0-or-later
// The due list as people take it along.
#ifndef KA_PLAN_AGENDA_H
#define KA_PLAN_AGENDA_H

#include <stdbool.h>

#include "base/error.h"
#include "sales/followups.h"
#include "sales/workdays.h"

enum ka_agenda_format { KA_AGENDA_CSV, KA_AGENDA_ICS };
enum ka_agenda_lang { KA_AGENDA_ZH, KA_AGENDA_EN };

struct ka_agenda {
    const struct ka_followups *followups;
    const struct ka_workdays *workdays;
    int format, lang; // of the enums above
};

// All that is due in one file.
bool ka_agenda_save(const struct ka_agenda *agenda, const char *path, struct ka_error *err);

// One file per manager in a folder, which is made when it is not there; a manager with nothing
// due gets one as well, so that none of an earlier run stays.
bool ka_agenda_split(const struct ka_agenda *agenda, const char *folder, struct ka_error *err);

// Appends the name of a manager's file, without folder and extension: letters and digits of
// ASCII, - and _ and Chinese characters stand for themselves, all other bytes as %XX; a hash
// for more than 200 bytes; %none for nobody.  No two names give the same.
void ka_agenda_file_name(struct ka_buf *out, struct ka_str manager);

#endif
