// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as a date.  A form that is said to be possible reads it; what is read is a day
// that reads back.
#include "fuzz.h"
#include "table/date.h"

static void try_day(int32_t day)
{
    int32_t again = KA_DATE_NONE;
    int year, month, of_month;
    struct ka_buf out = {0};
    ka_date_split(day, &year, &month, &of_month);
    fuzz_holds(ka_date_from(year, month, of_month) == day, "a day is its year, month and day");
    ka_date_format(&out, day);
    fuzz_holds(ka_date_parse(ka_buf_str(&out), &again) && again == day, "a day reads back");
    ka_buf_clear(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct ka_str text = {(const char *)bytes, n};
    int32_t day;
    int forms = ka_date_forms(text);
    for (int form = KA_DATE_YMD; form <= KA_DATE_SERIAL; form *= 2) {
        bool is_read = ka_date_parse_form(text, (enum ka_date_form)form, &day);
        fuzz_holds(is_read == !!(forms & form), "the forms are those that read it");
        if (is_read)
            try_day(day);
    }
    if (ka_date_parse(text, &day) && day != KA_DATE_NONE)
        try_day(day);
    struct ka_date_column column = {0};
    ka_date_column_add(&column, text, 1);
    ka_date_column_orders(&column);
    return 0;
}
