// SPDX-License-Identifier: GPL-3.0-or-later
#include "out/palette.h"

#include <inttypes.h>

const struct ka_colour ka_palette[KA_ROLE_COUNT] = {
    [KA_ROLE_INK] = {"ink", 0x1c2127, 0xe7eaee},
    [KA_ROLE_MUTED] = {"muted", 0x5a6470, 0x9ca7b3},
    [KA_ROLE_RULE] = {"rule", 0xdde2e7, 0x323a43},
    [KA_ROLE_PAPER] = {"paper", 0xffffff, 0x14181d},
    [KA_ROLE_ACCENT] = {"accent", 0x0b5c8a, 0x5db2e6},
    [KA_ROLE_MIDDLE] = {"middle", 0x5b93b8, 0x3a7ca6},
    [KA_ROLE_PALE] = {"pale", 0x7a91a2, 0x64788a},
    [KA_ROLE_BAD] = {"bad", 0xa63d04, 0xf28b51},
    [KA_ROLE_GOOD] = {"good", 0x00704f, 0x3cc29a},
    [KA_ROLE_BAND] = {"band", 0xd5e5ef, 0x1f3a4d},
    [KA_ROLE_HEAT] = {"heat", 0x9cc6df, 0x1d5c80},
    [KA_ROLE_COLD] = {"cold", 0xefc39b, 0x7d4519},
    [KA_ROLE_SERIES_1] = {"s1", 0x0072b2, 0x56b4e9},
    [KA_ROLE_SERIES_2] = {"s2", 0xbd4f00, 0xf2813a},
    [KA_ROLE_SERIES_3] = {"s3", 0x007a5a, 0x27b98d},
    [KA_ROLE_SERIES_4] = {"s4", 0xa4487a, 0xe08fbd},
    [KA_ROLE_SERIES_5] = {"s5", 0x8f6400, 0xe6a817},
    [KA_ROLE_SERIES_6] = {"s6", 0x5b4bb0, 0xa79bf0},
    [KA_ROLE_SERIES_7] = {"s7", 0x4f5b66, 0xb4bec8},
    [KA_ROLE_SERIES_8] = {"s8", 0x3f6d1c, 0x93c464},
};

enum ka_role ka_palette_find(uint32_t rgb)
{
    for (int role = 0; role < KA_ROLE_COUNT; role++)
        if (ka_palette[role].light == rgb)
            return role;
    return KA_ROLE_INK;
}

void ka_palette_css(struct ka_buf *out, bool dark)
{
    for (int role = 0; role < KA_ROLE_COUNT; role++)
        ka_buf_addf(out, "--ka-%s:#%06" PRIx32 ";", ka_palette[role].name,
                    dark ? ka_palette[role].dark : ka_palette[role].light);
}
