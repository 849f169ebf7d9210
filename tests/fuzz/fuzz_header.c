// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as the top of an export: title lines, header, units.  What a field is taken from is
// a header that is there, each header is taken once, and the map of it can be written.
#include "base/error.h"
#include "fuzz.h"
#include "sales/layout.h"

static void check_places(const struct ka_layout *layout)
{
    for (int field = 0; field < KA_FIELDS; field++) {
        size_t place = layout->place[field];
        fuzz_holds(place == KA_NONE || place < layout->width, "a field has a header");
        for (int other = 0; other < field; other++)
            fuzz_holds(place == KA_NONE || place != layout->place[other],
                       "a header is one field");
        if (place != KA_NONE) {
            struct ka_buf says = {0};
            ka_layout_describe(layout, field, &says);
            fuzz_holds(says.n > 0, "a field can be told");
            ka_buf_clear(&says);
        }
    }
}

static void write_map(const struct ka_layout *layout)
{
    struct ka_output output = {.fd = -1};
    struct ka_writer writer;
    ka_writer_init(&writer, &output);
    ka_layout_write(layout, "fuzz.csv", &writer);
    fuzz_holds(writer.rows == layout->needed, "a row for each header");
    ka_buf_clear(&output.pending);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct fuzz_file file;
    struct ka_error err = {0}, ignored = {0};
    struct ka_reader_options options = {.kind = KA_INPUT_ANY};
    struct ka_alias_index aliases;
    struct ka_layout layout = {0};
    ka_alias_index_init(&aliases);
    struct ka_layout_rules rules = {.aliases = &aliases, .defers = bytes && n % 2 == 0};
    fuzz_file_open(&file, (struct ka_str){(const char *)bytes, n});
    struct ka_reader *reader = ka_reader_open(file.path, &options, &err);
    bool found = reader && ka_layout_find(&layout, &rules, reader, &err);
    if (found) {
        check_places(&layout);
        write_map(&layout);
    }
    bool closed = !reader || ka_reader_close(reader, &ignored);
    bool is_empty = !layout.headers;
    fuzz_holds(found || ka_failed(&err) || !closed || is_empty, "what is refused has a reason");
    ka_layout_clear(&layout);
    ka_alias_index_clear(&aliases);
    fuzz_file_close(&file);
    return 0;
}
