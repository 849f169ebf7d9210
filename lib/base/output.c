// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

// Temporary files that a signal has to take along; a handler may read nothing
// but this.
enum { UNFINISHED_MAX = 16 };
static char *volatile unfinished[UNFINISHED_MAX];

static void remove_unfinished(int signal_number)
{
    for (int i = 0; i < UNFINISHED_MAX; i++)
        if (unfinished[i])
            unlink(unfinished[i]);
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

static void register_unfinished(char *path)
{
    static const int signals[] = {SIGHUP, SIGINT, SIGTERM, SIGPIPE, SIGXCPU, SIGXFSZ};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        if (signal(signals[i], remove_unfinished) == SIG_IGN && signals[i] == SIGHUP)
            signal(SIGHUP, SIG_IGN); // nohup means it
    for (int i = 0; i < UNFINISHED_MAX; i++)
        if (!unfinished[i]) {
            unfinished[i] = path;
            return;
        }
}

static void forget_unfinished(const char *path)
{
    for (int i = 0; i < UNFINISHED_MAX; i++)
        if (unfinished[i] == path)
            unfinished[i] = NULL;
}

// Gives the temporary file the mode that the finished one shall have.
static void set_mode(struct ka_output *out, const struct stat *earlier)
{
    mode_t mask = umask(0);
    umask(mask);
    fchmod(out->fd, earlier ? earlier->st_mode & 07777 : 0666 & ~mask);
}

static bool open_beside(struct ka_output *out, const struct stat *earlier, struct ka_error *err)
{
    // A link keeps being one: what it points to is replaced.
    char *real = earlier ? realpath(out->path, NULL) : NULL;
    out->target = real ? real : ka_strdup(out->path);
    struct ka_buf name = {0};
    ka_buf_addf(&name, "%s.XXXXXX", out->target);
    out->fd = mkstemp(name.p);
    if (out->fd < 0) {
        ka_fail_errno(err, "write", out->path);
        ka_buf_clear(&name);
        free(out->target);
        out->target = NULL; // what did not open holds nothing
        return false;
    }
    out->temporary = name.p;
    register_unfinished(out->temporary);
    set_mode(out, earlier);
    return true;
}

bool ka_output_open(struct ka_output *out, const char *path, struct ka_error *err)
{
    *out = (struct ka_output){.fd = STDOUT_FILENO, .path = "stdout"};
    if (!path || strcmp(path, "-") == 0)
        return true;
    out->path = path;
    struct stat found;
    bool exists = stat(path, &found) == 0;
    if (!exists || S_ISREG(found.st_mode))
        return open_beside(out, exists ? &found : NULL, err);
    out->fd = open(path, O_WRONLY | O_CLOEXEC);
    return out->fd >= 0 || ka_fail_errno(err, "write", path);
}

static void end_by_sigpipe(void)
{
    signal(SIGPIPE, SIG_DFL);
    remove_unfinished(SIGPIPE);
}

static void flush(struct ka_output *out)
{
    size_t done = 0;
    while (done < out->pending.n && !out->failed_errno) {
        ssize_t n = write(out->fd, out->pending.p + done, out->pending.n - done);
        if (n >= 0)
            done += (size_t)n;
        else if (errno == EPIPE)
            end_by_sigpipe();
        else if (errno != EINTR)
            out->failed_errno = errno;
    }
    out->begun |= done > 0;
    ka_buf_reset(&out->pending);
}

void ka_output_write(struct ka_output *out, struct ka_str bytes)
{
    ka_buf_add(&out->pending, bytes);
    if (out->pending.n >= 1 << 16)
        flush(out);
}

static void release(struct ka_output *out)
{
    if (out->temporary) {
        forget_unfinished(out->temporary);
        free(out->temporary);
    }
    free(out->target);
    ka_buf_clear(&out->pending);
    *out = (struct ka_output){.fd = -1};
}

bool ka_output_commit(struct ka_output *out, struct ka_error *err)
{
    flush(out);
    if (close(out->fd) != 0 && !out->failed_errno && errno != EINTR)
        out->failed_errno = errno;
    out->fd = -1;
    if (!out->failed_errno && out->temporary && rename(out->temporary, out->target) != 0)
        out->failed_errno = errno;
    if (!out->failed_errno) {
        release(out);
        return true;
    }
    errno = out->failed_errno;
    ka_fail_errno(err, "write", out->path);
    ka_output_discard(out);
    return false;
}

void ka_output_discard(struct ka_output *out)
{
    if (!out->path)
        return;
    if (out->temporary)
        unlink(out->temporary);
    else if (out->begun && out->fd == STDOUT_FILENO && !out->failed_errno) {
        ka_buf_reset(&out->pending);
        ka_buf_add_text(&out->pending, "\"the tool that wrote this failed before its end\n");
        flush(out);
    }
    if (out->fd > STDOUT_FILENO)
        close(out->fd);
    release(out);
}
