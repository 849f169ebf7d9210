// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a table of rules.  What is taken is written in a form that is taken again
// and written the same.
#include "fuzz.h"
#include "sales/rules.h"

static bool load_and_write(struct ka_str text, struct ka_buf *out)
{
    struct fuzz_file file;
    struct ka_rules rules = {0};
    struct ka_error err = {0};
    fuzz_file_open(&file, text);
    bool done = ka_rules_load(&rules, file.path, &err);
    if (done) {
        struct ka_output output = {.fd = -1};
        struct ka_writer writer;
        ka_writer_init(&writer, &output);
        ka_rules_write(&rules, &writer);
        ka_buf_add(out, ka_buf_str(&output.pending));
        ka_buf_clear(&output.pending);
    }
    fuzz_holds(done != ka_failed(&err), "what is refused has a reason");
    ka_rules_clear(&rules);
    fuzz_file_close(&file);
    return done;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct ka_buf once = {0}, twice = {0};
    if (load_and_write((struct ka_str){(const char *)bytes, n}, &once)) {
        fuzz_holds(load_and_write(ka_buf_str(&once), &twice), "rules that are written load");
        fuzz_holds(ka_str_eq(ka_buf_str(&once), ka_buf_str(&twice)), "and are the same");
    }
    ka_buf_clear(&once);
    ka_buf_clear(&twice);
    return 0;
}
