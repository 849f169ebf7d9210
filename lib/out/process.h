// SPDX-License-Identifier: GPL-3.0-or-later
// Another program, run without a shell.
#ifndef KA_OUT_PROCESS_H
#define KA_OUT_PROCESS_H

#include <stdbool.h>

#include "base/error.h"
#include "base/str.h"

#define KA_PROCESS_SCRIPT "/proc/self/fd/3" // what the program reads `script` from

struct ka_process {
    char *const *argv; // ends with NULL; argv[0] is looked for in PATH
    const char *home;  // its HOME, NULL: the one of ours
    struct ka_str script;
    struct ka_buf output, complaint; // what it wrote to stdout and stderr; appended to
};

enum ka_process_end {
    KA_PROCESS_DONE,   // exit code 0
    KA_PROCESS_ENDED,  // with another one, or by a signal
    KA_PROCESS_ABSENT, // there is no such program
    KA_PROCESS_FAILED, // it could not be run: err says why
};

// Runs to the end, with nothing of the user's settings and no file on the disk (it needs
// /proc).
enum ka_process_end ka_process_run(struct ka_process *process, struct ka_error *err);
void ka_process_clear(struct ka_process *process); // frees output and complaint

// The line of a complaint that says what is wrong, which is the last one.
struct ka_str ka_process_last_line(const struct ka_process *process);

#endif
