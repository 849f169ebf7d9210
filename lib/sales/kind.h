// SPDX-License-Identifier: GPL-3.0-or-later
// What words say of the kind of a sale.
#ifndef KA_SALES_KIND_H
#define KA_SALES_KIND_H

#include <stdbool.h>

#include "sales/sale.h"

// What a type column says: KA_RETURN, KA_FREE, KA_ADJUST, or KA_SALE when it says
// nothing else.  traits: of its header.  *known (NULL: not asked) is false for a word that is
// none of those that systems use.
enum ka_sale_kind ka_kind_of(struct ka_str cell, unsigned traits, bool *known);

#endif
