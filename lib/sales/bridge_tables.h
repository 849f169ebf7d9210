// SPDX-License-Identifier: GPL-3.0-or-later
// A bridge as tables.
#ifndef KA_SALES_BRIDGE_TABLES_H
#define KA_SALES_BRIDGE_TABLES_H

#include "sales/bridge.h"
#include "table/save.h"

enum ka_bridge_level { KA_BRIDGE_ACCOUNT, KA_BRIDGE_GROUP, KA_BRIDGE_TOTAL };

struct ka_bridge_view {
    const struct ka_bridge *bridge;
    enum ka_bridge_level level;
    char *class[2]; // by account, before and after; ka_bridge_view_init
};

// Classes A, B, C by 80 and 95 % of the revenue of each period; N: none, or below 0.
void ka_bridge_view_init(struct ka_bridge_view *view, const struct ka_bridge *bridge,
                         enum ka_bridge_level level);
void ka_bridge_view_clear(struct ka_bridge_view *view);

// context: the view.  One row an account, a group, or one in all: revenue of both periods, the
// change, and its parts, which add up to it.
bool ka_bridge_write(struct ka_writer *writer, const void *context, struct ka_error *err);

// from · to · accounts · revenue_before · revenue_after: classes, and for accounts that are in
// one of the periods only what became of them.
bool ka_bridge_write_migration(struct ka_writer *writer, const void *context,
                               struct ka_error *err);

#endif
