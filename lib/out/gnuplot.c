// SPDX-License-Identifier: GPL-3.0-or-later
#include "out/gnuplot.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define SCRIPT_FD 3 // in the child

// The script is a file, for gnuplot goes on after an error in what it reads from standard
// input; like what it writes it is memory without a name, so that nothing is left behind
// however the run ends.
struct run {
    int script, output, complaint; // -1: not open
};

static bool write_all(int fd, struct ka_str bytes)
{
    while (bytes.n > 0) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        bytes.p += n;
        bytes.n -= (size_t)n;
    }
    return true;
}

static bool read_all(int fd, struct ka_buf *out)
{
    char part[65536];
    ssize_t n;
    if (lseek(fd, 0, SEEK_SET) != 0)
        return false;
    while ((n = read(fd, part, sizeof part)) > 0)
        ka_buf_add(out, (struct ka_str){part, (size_t)n});
    return n == 0;
}

static bool open_run(struct run *run, struct ka_str script)
{
    run->script = memfd_create("script", MFD_CLOEXEC);
    run->output = memfd_create("output", MFD_CLOEXEC);
    run->complaint = memfd_create("complaint", MFD_CLOEXEC);
    return run->script >= 0 && run->output >= 0 && run->complaint >= 0 &&
           write_all(run->script, script);
}

static void close_run(struct run *run)
{
    const int fds[] = {run->script, run->output, run->complaint};
    for (int i = 0; i < 3; i++)
        if (fds[i] >= 0)
            close(fds[i]);
}

static char *variable(const char *name, struct ka_buf *room)
{
    const char *value = getenv(name);
    ka_buf_addf(room, "%s=%s", name, value ? value : "");
    return room->p;
}

// Only what the program needs: nothing of the user's settings changes the picture.
static int spawn(struct run *run, pid_t *child)
{
    static char name[] = "gnuplot", defaults[] = "-d", locale[] = "LC_ALL=C.UTF-8";
    static char script[] = "/proc/self/fd/3"; // SCRIPT_FD
    char *const argv[] = {name, defaults, script, NULL};
    struct ka_buf path = {0}, home = {0};
    char *const env[] = {locale, variable("PATH", &path), variable("HOME", &home), NULL};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, run->output, 1);
    posix_spawn_file_actions_adddup2(&actions, run->complaint, 2);
    posix_spawn_file_actions_adddup2(&actions, run->script, SCRIPT_FD);
    int failure = posix_spawnp(child, name, &actions, NULL, argv, env);
    posix_spawn_file_actions_destroy(&actions);
    ka_buf_clear(&path);
    ka_buf_clear(&home);
    return failure;
}

static bool wait_for(pid_t child)
{
    int status;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return false;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// The line that says what is wrong: the last one of a complaint.
static struct ka_str last_line(struct ka_str text)
{
    struct ka_str line, last = KA_STR("no message");
    while (ka_str_next(&text, '\n', &line))
        if (ka_str_trim(line).n > 0)
            last = ka_str_trim(line);
    return last;
}

static bool finish(struct run *run, struct ka_buf *out, struct ka_error *err)
{
    pid_t child;
    int failure = spawn(run, &child);
    if (failure == ENOENT)
        return ka_fail(err, KA_SYSTEM, "charts need gnuplot: install the package gnuplot-nox");
    if (failure) {
        errno = failure;
        return ka_fail_errno(err, "run", "gnuplot");
    }
    struct ka_buf complaint = {0};
    bool done = wait_for(child);
    done = read_all(run->complaint, &complaint) && complaint.n == 0 && done;
    if (!done)
        ka_fail(err, KA_SYSTEM, "gnuplot failed: %.*s",
                KA_ARG(last_line(ka_buf_str(&complaint))));
    ka_buf_clear(&complaint);
    return done && (read_all(run->output, out) || ka_fail_errno(err, "read from", "gnuplot"));
}

bool ka_gnuplot_run(struct ka_str script, struct ka_buf *out, struct ka_error *err)
{
    struct run run = {0};
    bool done = open_run(&run, script) ? finish(&run, out, err)
                                       : ka_fail_errno(err, "write", "script of a chart");
    close_run(&run);
    return done;
}
