// SPDX-License-Identifier: GPL-3.0-or-later
// replay FILE...: hands each file to the target that it is linked with.
#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"

static int replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        return 1;
    }
    struct ka_buf text = {0};
    char block[4096];
    for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0;)
        ka_buf_add(&text, (struct ka_str){block, n});
    fclose(file);
    LLVMFuzzerTestOneInput((const uint8_t *)ka_buf_str(&text).p, text.n);
    ka_buf_clear(&text);
    return 0;
}

int main(int argc, char **argv)
{
    int failed = 0;
    for (int i = 1; i < argc; i++)
        failed |= replay(argv[i]);
    return failed;
}
