// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as an export: header, survey, conversion.  Nothing is lost: rows read are
// rows written and rejects.
#include "fuzz.h"
#include "sales/import.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct fuzz_file file;
    fuzz_file_open(&file, (struct ka_str){(const char *)bytes, n});
    const char *path = file.path;
    struct ka_error err = {0};
    struct ka_import_options options = {
        .reader.kind = KA_INPUT_ANY, .survey.decimal_mark = '.', .measure.decimal_mark = '.'};
    struct ka_import *import = ka_import_open(&path, 1, &options, &err);
    struct ka_import_item item;
    uint64_t sales = 0, rejects = 0;
    while (import && ka_import_next(import, &item, &err))
        *(item.is_reject ? &rejects : &sales) += 1;
    if (import && !ka_failed(&err)) {
        const struct ka_import_counts *counts = ka_import_counts(import);
        fuzz_holds(rejects == counts->rejected + counts->duplicates, "rejects are counted");
        fuzz_holds(sales == counts->written.rows, "sales are counted");
    }
    ka_import_close(import);
    fuzz_file_close(&file);
    return 0;
}
