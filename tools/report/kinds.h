// SPDX-License-Identifier: GPL-3.0-or-later
// Which table is which, by the names of its columns.
#ifndef KA_REPORT_KINDS_H
#define KA_REPORT_KINDS_H

#include "report/tables.h"

// The kind that a table is of, KA_REPORT_KINDS when it is none of them.
enum ka_report_kind ka_report_kind_of(const struct ka_frame *frame);

const char *ka_report_kind_name(enum ka_report_kind kind); // for messages
const char *
ka_report_kind_key(enum ka_report_kind kind); // the column that names a row, NULL: the first

// How columns are read that in this kind mean something of their own; ends with a name of
// NULL; NULL: there are none.
const struct ka_report_column *ka_report_kind_columns(enum ka_report_kind kind);

#endif
