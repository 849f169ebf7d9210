// SPDX-License-Identifier: GPL-3.0-or-later
// The colours of every renderer, by what they mean.  The hues of the series are those
// of Okabe and Ito (https://jfly.uni-koeln.de/color/), which the colour-blind tell
// apart, darkened or lightened until text in them has a contrast of 4.5:1 on paper.
#ifndef KA_OUT_PALETTE_H
#define KA_OUT_PALETTE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum ka_role {
    KA_ROLE_INK,    // text
    KA_ROLE_MUTED,  // secondary text, axes
    KA_ROLE_RULE,   // grid and hairlines
    KA_ROLE_PAPER,  // background
    KA_ROLE_ACCENT, // the one accent: the main series, class A
    KA_ROLE_MIDDLE, // class B
    KA_ROLE_PALE,   // class C
    KA_ROLE_BAD,    // negative, class N
    KA_ROLE_GOOD,
    KA_ROLE_BAND, // area of uncertainty
    KA_ROLE_HEAT, // the deepest tint behind a text
    KA_ROLE_COLD, // and of what is below 0
    KA_ROLE_SERIES_1,
    KA_ROLE_SERIES_2,
    KA_ROLE_SERIES_3,
    KA_ROLE_SERIES_4,
    KA_ROLE_SERIES_5,
    KA_ROLE_SERIES_6,
    KA_ROLE_SERIES_7,
    KA_ROLE_SERIES_8,
    KA_ROLE_COUNT
};

struct ka_colour {
    const char *name;     // the CSS custom property is --ka-NAME
    uint32_t light, dark; // 0xRRGGBB
};

extern const struct ka_colour ka_palette[KA_ROLE_COUNT];

// The role whose light colour is rgb, or KA_ROLE_INK.
enum ka_role ka_palette_find(uint32_t rgb);

// The custom properties, "--ka-ink:#1b1f23;…", for one mode.
void ka_palette_css(struct ka_buf *out, bool dark);

#endif
