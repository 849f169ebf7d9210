// SPDX-License-Identifier: GPL-3.0-or-later
// Output that is whole or not there: a file is written beside its name and
// renamed when it is done; standard output is checked when it closes.
#ifndef KA_BASE_OUTPUT_H
#define KA_BASE_OUTPUT_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/error.h"
#include "base/str.h"

struct ka_output {
    int fd;
    const char *path; // as the user gave it, "stdout" when none was given
    char *target;     // what temporary is renamed to, NULL: written in place
    char *temporary;
    struct ka_buf pending;
    int failed_errno;    // sticky
    bool begun;          // some bytes have left
    off_t written, sent; // bytes; those that were sent on their way to the disk
};

// path NULL or "-": standard output, once in a run.  A path that is there but not a
// regular file (/dev/full, a named pipe), or is the file behind a standard stream
// (/dev/stdout), is written in place.  A file that this run reads or has written is a
// usage error.
bool ka_output_open(struct ka_output *out, const char *path, struct ka_error *err);

// The file open as fd is an input: no output of this run may replace it.
void ka_output_keep(int fd);

// But for this one, which the run keeps for itself from one time to the next: read once, it
// may be replaced.
void ka_output_may_replace(const char *path);

void ka_output_write(struct ka_output *out, struct ka_str bytes);

// Writes what is pending, to the disk where it is a file: of several outputs that belong
// together none is renamed before all are settled.
bool ka_output_settle(struct ka_output *out, struct ka_error *err);

// Settles, closes, renames.  After an error nothing has replaced
// the earlier file.  A reader of standard output that went away ends the
// program by SIGPIPE, quietly.  A program that ends before (a signal, no memory) removes its
// temporary files and marks a standard output that has begun as ka_output_discard does.
bool ka_output_commit(struct ka_output *out, struct ka_error *err);

// Gives up: the temporary file is removed, the earlier file stays.  Standard output
// that has begun gets a last line with a quote that never closes, so that no
// reader down the pipe takes the part for the whole.  Also fine after commit
// or on a zeroed struct.
void ka_output_discard(struct ka_output *out);

#endif
