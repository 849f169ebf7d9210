// SPDX-License-Identifier: GPL-3.0-or-later
// The longer parts of the manual page.
#ifndef KA_PLAN_MANUAL_H
#define KA_PLAN_MANUAL_H

#include "base/program.h"

extern const struct ka_example ka_plan_examples[];
extern const struct ka_section ka_plan_sections[];

#endif
