// SPDX-License-Identifier: GPL-3.0-or-later
// ka-profile on shards of the accounts: the figures of the company, and their profiles as one.
#ifndef KA_TOOLS_PROFILE_SHARDS_H
#define KA_TOOLS_PROFILE_SHARDS_H

#include <stdbool.h>

#include "base/error.h"
#include "base/program.h"
#include "sales/company.h"
#include "sales/profile.h"

extern const struct ka_section ka_profile_shards_section;

// Reads the figures of all parts; none: company stays empty.
bool ka_profile_read_company(struct ka_company *company, const struct ka_list *paths,
                             struct ka_error *err);

// Writes the figures of the rows that were read.
bool ka_profile_write_figures(struct ka_profile *profile, const char *path,
                              struct ka_error *err);

// Writes the profiles at paths (NULL at the end) as one, and says their totals.  Of a company
// that was read, they are all of it or the run fails.
bool ka_profile_join(char **paths, const struct ka_company *company, const char *output,
                     struct ka_error *err);

#endif
