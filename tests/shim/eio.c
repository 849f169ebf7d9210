// SPDX-License-Identifier: GPL-3.0-or-later
// A disk that breaks: for LD_PRELOAD.  KA_EIO=read:N or write:N lets N calls on regular files
// pass and fails all that follow with EIO.
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static int breaks(const char *what, int fd)
{
    static int calls; // a test has no more than a few threads, and any of them may be the one
    const char *plan = getenv("KA_EIO");
    size_t n = strlen(what);
    struct stat found;
    if (!plan || strncmp(plan, what, n) != 0 || plan[n] != ':')
        return 0;
    if (fstat(fd, &found) != 0 || !S_ISREG(found.st_mode) || fd == STDERR_FILENO)
        return 0;
    if (__atomic_fetch_add(&calls, 1, __ATOMIC_RELAXED) < atoi(plan + n + 1))
        return 0;
    errno = EIO;
    return 1;
}

ssize_t read(int fd, void *bytes, size_t n)
{
    ssize_t (*next)(int, void *, size_t);
    *(void **)&next = dlsym(RTLD_NEXT, "read");
    return breaks("read", fd) ? -1 : next(fd, bytes, n);
}

ssize_t pread(int fd, void *bytes, size_t n, off_t at)
{
    ssize_t (*next)(int, void *, size_t, off_t);
    *(void **)&next = dlsym(RTLD_NEXT, "pread");
    return breaks("read", fd) ? -1 : next(fd, bytes, n, at);
}

ssize_t write(int fd, const void *bytes, size_t n)
{
    ssize_t (*next)(int, const void *, size_t);
    *(void **)&next = dlsym(RTLD_NEXT, "write");
    return breaks("write", fd) ? -1 : next(fd, bytes, n);
}

int fsync(int fd)
{
    int (*next)(int);
    *(void **)&next = dlsym(RTLD_NEXT, "fsync");
    return breaks("write", fd) ? -1 : next(fd);
}
