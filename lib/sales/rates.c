// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>

#include "base/mem.h"
#include "sales/bridge.h"
#include "sales/input.h"
#include "table/date.h"
#include "table/writer.h"

// The currency's code, a line end, the month.
static void place_key(struct ka_buf *key, struct ka_str code, int32_t month)
{
    ka_buf_reset(key);
    ka_buf_add(key, code);
    ka_buf_add_char(key, '\n');
    ka_month_format(key, month);
}

static bool take_row(struct ka_rates *rates, const struct ka_frame *frame,
                     const size_t column[3], size_t row, struct ka_error *err)
{
    struct ka_str period = ka_frame_cell(frame, column[1], row);
    struct ka_str text = ka_frame_cell(frame, column[2], row);
    int32_t month;
    double rate;
    if (!ka_month_parse(period, &month) || !ka_real_parse(text, &rate) || !(rate > 0))
        return ka_fail(err, KA_BAD_DATA,
                       "%s:%llu: column 'period' must be a month (YYYY-MM), 'rate' a number "
                       "above 0",
                       frame->source, (unsigned long long)frame->lines[row]);
    struct ka_buf key = {0};
    place_key(&key, ka_frame_cell(frame, column[0], row), month);
    size_t number = ka_map_put(&rates->places, ka_buf_str(&key), NULL);
    rates->rate = ka_grow(rates->rate, &rates->cap, number + 1, sizeof *rates->rate);
    rates->rate[number] = rate;
    ka_buf_clear(&key);
    return true;
}

bool ka_rates_load(struct ka_rates *rates, const char *path, struct ka_meta *meta,
                   struct ka_error *err)
{
    struct ka_frame frame = {0};
    size_t column[3];
    bool good = ka_input_load(&frame, path, meta, err) &&
                ka_frame_need(&frame, "currency", &column[0], err) &&
                ka_frame_need(&frame, "period", &column[1], err) &&
                ka_frame_need(&frame, "rate", &column[2], err);
    for (size_t row = 0; good && row < frame.rows; row++)
        good = take_row(rates, &frame, column, row, err);
    ka_frame_clear(&frame);
    return good;
}

bool ka_rates_find(const struct ka_rates *rates, struct ka_str code, int32_t month,
                   double *rate, struct ka_error *err)
{
    struct ka_buf key = {0};
    place_key(&key, code, month);
    size_t number = ka_map_find(&rates->places, ka_buf_str(&key));
    bool known = false;
    for (size_t i = 0; number == KA_NONE && i < rates->places.count && !known; i++) {
        struct ka_str place = rates->places.keys[i];
        known =
            place.n > code.n && memcmp(place.p, code.p, code.n) == 0 && place.p[code.n] == '\n';
    }
    *rate = number == KA_NONE ? 1 : rates->rate[number];
    if (known)
        ka_fail(err, KA_BAD_DATA, "no rate of %s for %s", KA_QUOTE(code), key.p + code.n + 1);
    ka_buf_clear(&key);
    return !known;
}

void ka_rates_clear(struct ka_rates *rates)
{
    ka_map_clear(&rates->places);
    free(rates->rate);
    *rates = (struct ka_rates){0};
}
