// SPDX-License-Identifier: GPL-3.0-or-later
// What a tool says of itself, once: parsing, --help, the man page and the shell
// completion are all made from this record.  The one part of the library that
// prints and exits, because it speaks for main.
#ifndef KA_BASE_PROGRAM_H
#define KA_BASE_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"

enum ka_option_kind {
    KA_FLAG,   // into: bool *
    KA_TEXT,   // into: const char **
    KA_LIST,   // into: struct ka_list *, may be given more than once
    KA_COUNT,  // into: int64_t *, >= 0
    KA_REAL,   // into: double *
    KA_CHOICE, // into: int *; argument is "first|second|…", the index is stored
};

struct ka_list {
    const char **items; // borrowed from argv
    size_t count, cap;
};

struct ka_option {
    char letter; // 0: none
    const char *name;
    enum ka_option_kind kind;
    void *into;
    const char *argument; // name of the argument in help, NULL for a flag
    const char *help;     // a phrase, lower case, no full stop
};

// An example is a shell command that a test runs in a copy of data-samples/.
struct ka_example {
    const char *command, *says;
};

struct ka_section {
    const char *title, *text; // paragraphs parted by an empty line
};

struct ka_program {
    const char *name, *purpose;        // "ka-pareto", "how concentrated is a measure"
    const char *operands;              // "[FILE]"
    const char *description;           // for the man page; paragraphs parted by an empty line
    const struct ka_option *options;   // ends with {0}; --help and --version come by themselves
    const struct ka_example *examples; // ends with {0}
    const struct ka_section *sections; // further sections of the man page, ends with {0}
};

// Parses argv; operands come to stand at the end of argv.  Returns the index of
// the first operand.  --help, --version, --man, --completion[=bash|zsh] print and exit 0; a
// wrong option prints one line and exits 2.
int ka_program_begin(const struct ka_program *program, int argc, char **argv);

// Prints the error, if there is one, and returns the exit code for main.
int ka_program_end(const struct ka_error *err);

// "ka-import: warning: …" and "ka-import: …" on stderr.
void ka_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
void ka_warn_lines(const struct ka_buf *lines); // each line a warning
void ka_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

// How far a long run is, on stderr when that is a terminal; what follows erases it.
// done <= total, total > 0; any unit.
void ka_progress(uint64_t done, uint64_t total);

// The command as it was given, quoted for a shell where needed; lives as long as
// the program.
const char *ka_program_command(void);

void ka_list_clear(struct ka_list *list);

#endif
