// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of ka-flow.
#ifndef KA_SALES_FLOW_TABLES_H
#define KA_SALES_FLOW_TABLES_H

#include "sales/flow.h"
#include "table/writer.h"

// One row per account that bought or reported in the window, bytewise: money at our prices.
void ka_flow_write(const struct ka_flow *flow, struct ka_writer *writer);

// The same per account and product, in pieces.
void ka_flow_write_products(const struct ka_flow *flow, struct ka_writer *writer);

// To whom: one row per account and end segment.
void ka_flow_write_routes(const struct ka_flow *flow, struct ka_writer *writer);

// From us to the channels, from these to the end segments; what is added to stock, taken from
// it, or not reported makes it add up.
void ka_flow_write_links(const struct ka_flow *flow, struct ka_writer *writer);

#endif
