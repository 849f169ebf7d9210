// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as the figures of a company.  Read twice, they are twice as much.
#include "fuzz.h"
#include "sales/company.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct fuzz_file file;
    struct ka_company once = {0}, twice = {0};
    struct ka_error err = {0};
    fuzz_file_open(&file, (struct ka_str){(const char *)bytes, n});
    bool read = ka_company_read(&once, file.path, &err);
    fuzz_holds(read != ka_failed(&err), "what is refused has a reason");
    if (read) {
        fuzz_holds(ka_company_read(&twice, file.path, &err), "what was read is read again");
        fuzz_holds(ka_company_read(&twice, file.path, &err), "and again");
        fuzz_holds(twice.products.count == once.products.count, "the same products");
        fuzz_holds(twice.lines == 2 * once.lines, "twice the lines");
        fuzz_holds(twice.first == once.first && twice.last == once.last, "the same days");
    }
    ka_company_clear(&once);
    ka_company_clear(&twice);
    fuzz_file_close(&file);
    return 0;
}
