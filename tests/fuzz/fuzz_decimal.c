// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as an amount.  What is read is written in a form that reads back as the same.
#include "fuzz.h"
#include "table/number.h"
#include "table/writer.h"

static void try_contract(struct ka_str text)
{
    int64_t value, again = 0;
    struct ka_buf out = {0};
    if (!ka_decimal_parse(text, &value))
        return;
    ka_decimal_format(&out, value);
    fuzz_holds(ka_decimal_parse(ka_buf_str(&out), &again) && again == value,
               "an amount reads back");
    fuzz_holds(out.n <= text.n || text.n == 0, "and is the shortest form");
    ka_buf_clear(&out);
}

static void try_real(struct ka_str text)
{
    double value, again = 0;
    struct ka_buf out = {0}, twice = {0};
    if (!ka_real_parse(text, &value))
        return;
    ka_real_format(&out, value);
    fuzz_holds(ka_real_parse(ka_buf_str(&out), &again), "a figure reads back");
    ka_real_format(&twice, again);
    fuzz_holds(ka_str_eq(ka_buf_str(&out), ka_buf_str(&twice)), "and is written the same");
    ka_buf_clear(&out);
    ka_buf_clear(&twice);
}

static void try_people(struct ka_str text, char mark)
{
    struct ka_number number;
    int64_t value;
    bool rounded = false;
    if (!ka_number_parse(text, mark, &number))
        return;
    for (int digits = 0; digits <= KA_DECIMAL_DIGITS; digits++)
        if (ka_number_scale(&number, digits, &value, &rounded))
            fuzz_holds(value != KA_DECIMAL_NONE, "a number is not unknown");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct ka_str text = {(const char *)bytes, n};
    try_contract(text);
    try_real(text);
    try_people(text, '.');
    try_people(text, ',');
    return 0;
}
