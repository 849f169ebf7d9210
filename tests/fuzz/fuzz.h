// SPDX-License-Identifier: GPL-3.0-or-later
// What the fuzz targets share.  Each is one function that is handed bytes: by a fuzzer
// (make fuzz), or by replay.c, which hands it the files of its folder (make check).
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

// The bytes as a file in memory: its descriptor, and a path that opens it from the start.
struct fuzz_file {
    int fd;
    char path[32];
};

void fuzz_file_open(struct fuzz_file *file, struct ka_str text);
void fuzz_file_close(struct fuzz_file *file);

// Stops with the words when they are not true, so that a fuzzer sees a crash.
void fuzz_holds(int truth, const char *words);

#endif
