// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as the state of ka-watch.  What is taken has each thing once and its first day; the
// same cut off before its last line is refused, wherever.
#include "fuzz.h"
#include "sales/watch.h"
#include "table/date.h"

static bool load(struct ka_str text)
{
    struct fuzz_file file;
    struct ka_watch_state state = {0};
    struct ka_error err = {0};
    fuzz_file_open(&file, text);
    bool done = ka_watch_state_load(&state, file.path, &err);
    fuzz_holds(done != ka_failed(&err), "what is refused has a reason");
    for (size_t i = 0; done && i < state.keys.count; i++)
        fuzz_holds(state.said[i].since != KA_DATE_NONE && state.said[i].now == KA_SAID_CLEARED,
                   "what was said has a day");
    ka_watch_state_clear(&state);
    fuzz_file_close(&file);
    return done;
}

// Where the last line begins that is not blank.
static size_t last_line(struct ka_str text)
{
    size_t end = text.n;
    while (end > 0 && (text.p[end - 1] == '\n' || text.p[end - 1] == '\r'))
        end--;
    while (end > 0 && text.p[end - 1] != '\n' && text.p[end - 1] != '\r')
        end--;
    return end;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct ka_str text = {(const char *)bytes, n};
    size_t last = last_line(text);
    if (load(text))
        for (size_t part = 0; part <= 4; part++)
            fuzz_holds(!load((struct ka_str){text.p, last * part / 4}), "cut off is refused");
    return 0;
}
