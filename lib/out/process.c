// SPDX-License-Identifier: GPL-3.0-or-later
#include "out/process.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define SCRIPT_FD 3 // in the child, as in KA_PROCESS_SCRIPT

// Memory without a name, so that nothing is left behind however the run ends.
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

static char *variable(const char *name, const char *value, struct ka_buf *room)
{
    ka_buf_addf(room, "%s=%s", name, value ? value : "");
    return room->p;
}

// Only what the program needs: nothing of the user's settings changes what it does.
static int spawn(const struct ka_process *process, const struct run *run, pid_t *child)
{
    static char locale[] = "LC_ALL=C.UTF-8";
    struct ka_buf path = {0}, home = {0};
    char *const env[] = {
        locale, variable("PATH", getenv("PATH"), &path),
        variable("HOME", process->home ? process->home : getenv("HOME"), &home), NULL};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, run->output, 1);
    posix_spawn_file_actions_adddup2(&actions, run->complaint, 2);
    posix_spawn_file_actions_adddup2(&actions, run->script, SCRIPT_FD);
    int failure = posix_spawnp(child, process->argv[0], &actions, NULL, process->argv, env);
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

static enum ka_process_end finish(struct ka_process *process, struct run *run,
                                  struct ka_error *err)
{
    pid_t child;
    int failure = spawn(process, run, &child);
    if (failure == ENOENT)
        return KA_PROCESS_ABSENT;
    if (failure) {
        errno = failure;
        ka_fail_errno(err, "run", process->argv[0]);
        return KA_PROCESS_FAILED;
    }
    bool done = wait_for(child);
    if (!read_all(run->complaint, &process->complaint) ||
        !read_all(run->output, &process->output)) {
        ka_fail_errno(err, "read from", process->argv[0]);
        return KA_PROCESS_FAILED;
    }
    return done ? KA_PROCESS_DONE : KA_PROCESS_ENDED;
}

enum ka_process_end ka_process_run(struct ka_process *process, struct ka_error *err)
{
    struct run run = {-1, -1, -1};
    enum ka_process_end end = KA_PROCESS_FAILED;
    if (open_run(&run, process->script))
        end = finish(process, &run, err);
    else
        ka_fail_errno(err, "write", "script");
    close_run(&run);
    return end;
}

void ka_process_clear(struct ka_process *process)
{
    ka_buf_clear(&process->output);
    ka_buf_clear(&process->complaint);
}

struct ka_str ka_process_last_line(const struct ka_process *process)
{
    struct ka_str text = ka_buf_str(&process->complaint), line, last = KA_STR("no message");
    while (ka_str_next(&text, '\n', &line))
        if (ka_str_trim(line).n > 0)
            last = ka_str_trim(line);
    return last;
}
