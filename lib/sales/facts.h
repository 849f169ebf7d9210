// SPDX-License-Identifier: GPL-3.0-or-later
// What people judge of accounts, joined to their rows with its age; never computed.
#ifndef KA_SALES_FACTS_H
#define KA_SALES_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "table/frame.h"
#include "table/meta.h"

struct ka_facts_options {
    const char *path;
    int32_t asof;         // KA_DATE_NONE: the newest judgement
    int64_t max_age_days; // an older judgement is shown with its age and counts as unknown
    struct ka_meta *meta; // NULL: nowhere
};

struct ka_facts_totals {
    size_t rows, strangers, later; // judgements, of unknown accounts, younger than asof
    size_t stale;                  // that would count were they not too old
};

// Appends fact_<criterion> (0..5) and fact_<criterion>_age_days for each criterion in the
// table: the newest judgement up to asof; the mean of those of the same day.  Errors
// name the line: a criterion that is none, a score that is not from 0 to 5.
bool ka_facts_join(struct ka_frame *accounts, size_t key,
                   const struct ka_facts_options *options, struct ka_facts_totals *totals,
                   struct ka_error *err);

#endif
