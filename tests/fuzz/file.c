// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"

void fuzz_file_open(struct fuzz_file *file, struct ka_str text)
{
    file->fd = memfd_create("fuzz", 0);
    snprintf(file->path, sizeof file->path, "/dev/fd/%d", file->fd);
    fuzz_holds(file->fd >= 0 && write(file->fd, text.p, text.n) == (ssize_t)text.n,
               "there is room for the input");
    lseek(file->fd, 0, SEEK_SET);
}

void fuzz_file_close(struct fuzz_file *file)
{
    close(file->fd);
}

void fuzz_holds(int truth, const char *words)
{
    if (truth)
        return;
    fprintf(stderr, "does not hold: %s\n", words);
    abort();
}
