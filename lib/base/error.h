// SPDX-License-Identifier: GPL-3.0-or-later
// Errors as values: a library function that fails fills a struct ka_error and
// returns false (or NULL); only main prints it.
#ifndef KA_BASE_ERROR_H
#define KA_BASE_ERROR_H

#include <stdbool.h>

// The exit codes of every tool.
enum ka_exit {
    KA_DONE = 0,
    KA_FINDING = 1,       // --check failed, an alert is due
    KA_USAGE = 2,         // a wrong option or operand
    KA_BAD_DATA = 3,      // the input is not what it should be
    KA_SYSTEM = 4,        // open, write, memory, a missing program
    KA_NOT_ESTIMABLE = 5, // the data are right but do not carry the figure
};

// Zero-initialised means no error.  text is one line without program name:
// "sales.csv:1042: column 'revenue': '12,3x' is not an amount".
struct ka_error {
    enum ka_exit code;
    char text[1024];
};

// Fills err unless an earlier error stands (the first cause is the one to
// tell); always returns false, so that a caller can write `return ka_fail(…)`.
bool ka_fail(struct ka_error *err, enum ka_exit code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// The same for a failed system call: "cannot ACTION 'PATH': REASON" from errno,
// code KA_SYSTEM.
bool ka_fail_errno(struct ka_error *err, const char *action, const char *path);

static inline bool ka_failed(const struct ka_error *err)
{
    return err->code != KA_DONE;
}

#endif
