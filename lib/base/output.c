// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/output.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

enum { LARGE = 1 << 16, PIPE_SIZE = 1 << 20, SENT_AT_ONCE = 1 << 24 };

// The last line of a standard output that is not whole.
static const char mark[] = "\"the tool that wrote this failed before its end\n";

// What a program that ends before its time (by a signal, without memory) has to take along;
// a handler may read nothing but this.
enum { UNFINISHED_MAX = 1024 };
static char *volatile unfinished[UNFINISHED_MAX];  // temporary files
static volatile sig_atomic_t stdout_is_open_ended; // has begun, and is for another program

// Who does not read on is not waited for: he will not take the part for the whole either.
static void mark_stdout(void)
{
    struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
    if (stdout_is_open_ended && poll(&out, 1, 0) > 0 && out.revents == POLLOUT &&
        write(out.fd, mark, sizeof mark - 1) > 0)
        stdout_is_open_ended = 0;
}

static void give_up_unfinished(void)
{
    for (int i = 0; i < UNFINISHED_MAX; i++)
        if (unfinished[i])
            unlink(unfinished[i]);
    mark_stdout();
}

static void end_by_signal(int signal_number)
{
    give_up_unfinished();
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

// A signal that the caller has the program ignore (nohup, a job in the background)
// stays ignored.
static void watch_signals(void)
{
    static const int signals[] = {SIGHUP, SIGINT, SIGTERM, SIGPIPE, SIGXCPU, SIGXFSZ};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct sigaction now;
        if (sigaction(signals[i], NULL, &now) == 0 && now.sa_handler == SIG_DFL)
            signal(signals[i], end_by_signal);
    }
}

static void watch_ends(void)
{
    static bool is_watched;
    if (!is_watched)
        atexit(give_up_unfinished);
    is_watched = true;
    watch_signals();
}

static void register_unfinished(char *path)
{
    watch_ends();
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

// Files that this run reads or writes: none of them may be an output (once more), or
// what it holds would be lost.
struct kept {
    dev_t device;
    ino_t inode;
};
static struct kept *kept;
static size_t kept_count, kept_cap;
static char **targets; // NULL: given up
static size_t target_count, target_cap;

void ka_output_keep(int fd)
{
    struct stat found;
    if (fstat(fd, &found) != 0 || !S_ISREG(found.st_mode))
        return;
    KA_ROOM(kept, kept_count, kept_cap);
    kept[kept_count++] = (struct kept){found.st_dev, found.st_ino};
}

static bool is_kept(const struct stat *found)
{
    for (size_t i = 0; i < kept_count; i++)
        if (kept[i].device == found->st_dev && kept[i].inode == found->st_ino)
            return true;
    return false;
}

void ka_output_may_replace(const char *path)
{
    struct stat found;
    if (stat(path, &found) != 0)
        return;
    size_t i = kept_count;
    while (i > 0 && (kept[i - 1].device != found.st_dev || kept[i - 1].inode != found.st_ino))
        i--;
    if (i > 0)
        kept[i - 1] = kept[--kept_count];
}

// Where this target stands among those of the run, target_count when it does not.
static size_t find_target(const char *target)
{
    size_t i = 0;
    while (i < target_count && !(targets[i] && strcmp(targets[i], target) == 0))
        i++;
    return i;
}

static void note_target(const char *target)
{
    KA_ROOM(targets, target_count, target_cap);
    targets[target_count++] = ka_strdup(target);
}

static void forget_target(const char *target)
{
    size_t i = target ? find_target(target) : target_count;
    if (i == target_count)
        return;
    free(targets[i]);
    targets[i] = NULL;
}

// Gives the temporary file the mode that the finished one shall have.
static void set_mode(struct ka_output *out, const struct stat *earlier)
{
    mode_t mask = umask(0);
    umask(mask);
    fchmod(out->fd, earlier ? earlier->st_mode & 07777 : 0666 & ~mask);
}

static bool make_temporary(struct ka_output *out, struct ka_error *err)
{
    struct ka_buf name = {0};
    ka_buf_addf(&name, "%s.XXXXXX", out->target);
    out->fd = mkstemp(name.p);
    if (out->fd < 0) {
        ka_fail_errno(err, "write", out->path);
        ka_buf_clear(&name);
        return false;
    }
    out->temporary = name.p;
    register_unfinished(out->temporary);
    return true;
}

// The whole path of a file that need not be there; NULL with errno when its folder is
// not.
static char *resolve(const char *path)
{
    char *folder = ka_strdup(path), *name = strrchr(folder, '/');
    if (name)
        *name = '\0';
    char *real = realpath(!name ? "." : name == folder ? "/" : folder, NULL);
    struct ka_buf whole = {0};
    if (real)
        ka_buf_addf(&whole, "%s/%s", real, name ? name + 1 : folder);
    free(real);
    free(folder);
    return whole.p;
}

// earlier: the file that is there, NULL when there is none.
static bool open_beside(struct ka_output *out, const struct stat *earlier, struct ka_error *err)
{
    // A link keeps being one: what it points to is replaced.
    out->target = earlier ? realpath(out->path, NULL) : resolve(out->path);
    if (!out->target)
        return ka_fail_errno(err, "write", out->path);
    bool twice = find_target(out->target) < target_count;
    if (twice)
        ka_fail(err, KA_USAGE, "'%s' is named for two outputs", out->path);
    if (!twice && make_temporary(out, err)) {
        note_target(out->target);
        set_mode(out, earlier);
        return true;
    }
    free(out->target);
    out->target = NULL; // what did not open holds nothing
    return false;
}

// /dev/stdout and its like: the file behind a standard stream is written through it.
static int standard_stream(const struct stat *found)
{
    struct stat stream;
    for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++)
        if (fstat(fd, &stream) == 0 && stream.st_dev == found->st_dev &&
            stream.st_ino == found->st_ino)
            return fd;
    return -1;
}

static bool is_link(const char *path)
{
    struct stat found;
    return lstat(path, &found) == 0 && S_ISLNK(found.st_mode);
}

static bool open_named(struct ka_output *out, struct ka_error *err)
{
    struct stat found;
    if (stat(out->path, &found) != 0) {
        if (is_link(out->path))
            return ka_fail_errno(err, "write", out->path); // a link to nothing
        return open_beside(out, NULL, err);
    }
    if (S_ISREG(found.st_mode)) {
        out->fd = standard_stream(&found);
        if (out->fd >= 0)
            return true;
        if (is_kept(&found))
            return ka_fail(err, KA_USAGE, "'%s' is an input of this run: name another output",
                           out->path);
        return open_beside(out, &found, err);
    }
    out->fd = open(out->path, O_WRONLY | O_CLOEXEC);
    return out->fd >= 0 || ka_fail_errno(err, "write", out->path);
}

static bool stdout_is_taken;

bool ka_output_open(struct ka_output *out, const char *path, struct ka_error *err)
{
    bool is_stdout = !path || strcmp(path, "-") == 0;
    *out = (struct ka_output){.fd = STDOUT_FILENO, .path = is_stdout ? "stdout" : path};
    if (!is_stdout)
        return open_named(out, err);
    if (stdout_is_taken)
        return ka_fail(err, KA_USAGE, "standard output is named for two outputs");
    stdout_is_taken = true;
    watch_ends();
    fcntl(out->fd, F_SETPIPE_SZ, PIPE_SIZE); // where it is a pipe, and may grow
    return true;
}

static void end_by_sigpipe(void)
{
    stdout_is_open_ended = 0;
    end_by_signal(SIGPIPE);
}

// What has to be on the disk at the end goes there while there is still more to compute.
static void send_on(struct ka_output *out)
{
    if (!out->temporary || out->written - out->sent < SENT_AT_ONCE)
        return;
    if (sync_file_range(out->fd, out->sent, out->written - out->sent, SYNC_FILE_RANGE_WRITE) !=
            0 &&
        (errno == EIO || errno == ENOSPC)) // all else is a file system without it
        out->failed_errno = errno;
    out->sent = out->written;
}

static void write_all(struct ka_output *out, struct ka_str bytes)
{
    size_t done = 0;
    if (bytes.n > 0 && !out->begun && out->fd == STDOUT_FILENO)
        stdout_is_open_ended = !isatty(out->fd);
    while (done < bytes.n && !out->failed_errno) {
        ssize_t n = write(out->fd, bytes.p + done, bytes.n - done);
        if (n >= 0)
            done += (size_t)n;
        else if (errno == EPIPE)
            end_by_sigpipe();
        else if (errno != EINTR)
            out->failed_errno = errno;
    }
    out->begun |= done > 0;
    out->written += (off_t)done;
    send_on(out);
}

static void flush(struct ka_output *out)
{
    write_all(out, ka_buf_str(&out->pending));
    ka_buf_reset(&out->pending);
}

void ka_output_write(struct ka_output *out, struct ka_str bytes)
{
    if (bytes.n < LARGE)
        ka_buf_add(&out->pending, bytes);
    if (out->pending.n >= LARGE || bytes.n >= LARGE)
        flush(out);
    if (bytes.n >= LARGE)
        write_all(out, bytes);
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

static void settle(struct ka_output *out)
{
    flush(out);
    // What is renamed must be on the disk, or a power cut could leave an empty file.
    if (out->temporary && !out->failed_errno && fsync(out->fd) != 0)
        out->failed_errno = errno;
}

bool ka_output_settle(struct ka_output *out, struct ka_error *err)
{
    settle(out);
    errno = out->failed_errno;
    return !out->failed_errno || ka_fail_errno(err, "write", out->path);
}

bool ka_output_commit(struct ka_output *out, struct ka_error *err)
{
    settle(out);
    if (out->fd == STDOUT_FILENO)
        stdout_is_open_ended = 0;
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
    forget_target(out->target);
    if (out->temporary)
        unlink(out->temporary);
    else if (out->begun && out->fd == STDOUT_FILENO && !out->failed_errno) {
        ka_buf_reset(&out->pending);
        ka_buf_add_text(&out->pending, mark);
        flush(out);
        stdout_is_open_ended = 0;
    }
    if (out->fd > STDOUT_FILENO)
        close(out->fd);
    release(out);
}
