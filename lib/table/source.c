// SPDX-License-Identifier: GPL-3.0-or-later
#include "table/source.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/output.h"
#include "base/program.h"
#include "table/charset.h"
#include "table/scan.h"

#define KA_LARGE ((off_t)32 << 20) // bytes that take a moment to read

struct ka_source {
    char *name;
    int fd, stop; // stop: ends the wait for more; -1 where there is none
    struct ka_charset *charset;
    struct ka_error err;
    uint64_t size; // of a file so large that progress is worth telling, else 0

    pthread_mutex_t lock; // of all below and, once there are threads, of all above
    struct ka_buf rest;   // read, behind the last piece
    uint64_t line;        // before rest
    uint64_t pieces;      // taken
    bool ended;
};

static bool is_standard_input(const char *path)
{
    return !path || strcmp(path, "-") == 0;
}

static bool open_file(struct ka_source *source, const char *path)
{
    if (is_standard_input(path))
        return true;
    source->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (source->fd < 0)
        return ka_fail_errno(&source->err, "open", path);
    ka_output_keep(source->fd);
    struct stat found;
    if (fstat(source->fd, &found) != 0)
        return ka_fail_errno(&source->err, "read", path);
    if (S_ISDIR(found.st_mode)) {
        errno = EISDIR;
        return ka_fail_errno(&source->err, "read", path);
    }
    if (S_ISREG(found.st_mode) && found.st_size >= KA_LARGE)
        source->size = (uint64_t)found.st_size;
    return true;
}

struct ka_source *ka_source_open(const char *path, const char *encoding, bool unhashed,
                                 struct ka_error *err)
{
    struct ka_source *source = ka_zalloc(1, sizeof *source);
    source->name = ka_strdup(is_standard_input(path) ? "stdin" : path);
    source->fd = STDIN_FILENO;
    source->stop = -1;
    pthread_mutex_init(&source->lock, NULL);
    if (open_file(source, path))
        source->charset = ka_charset_new(source->fd, source->name, encoding, &source->err);
    if (source->charset && unhashed)
        ka_charset_unhashed(source->charset);
    if (source->charset)
        return source;
    ka_fail(err, source->err.code, "%s", source->err.text);
    ka_source_close(source);
    return NULL;
}

bool ka_source_read(struct ka_source *source, struct ka_buf *text, size_t least)
{
    size_t before = text->n;
    while (ka_charset_read(source->charset, text) && text->n - before < least)
        ;
    ka_buf_room(text, KA_PIECE_SLACK);
    uint64_t done = ka_charset_bytes(source->charset);
    if (source->size >= done && source->size > 0)
        ka_progress(done, source->size);
    return text->n > before;
}

const struct ka_error *ka_source_error(const struct ka_source *source)
{
    return &source->err;
}

// A pipe may be silent for long, a file never is.
static void make_stoppable(struct ka_source *source)
{
    struct stat found;
    if (source->stop < 0 && fstat(source->fd, &found) == 0 && !S_ISREG(found.st_mode))
        source->stop = eventfd(0, EFD_CLOEXEC);
    ka_charset_stop_by(source->charset, source->stop);
}

void ka_source_share(struct ka_source *source, struct ka_str text, uint64_t line)
{
    make_stoppable(source);
    ka_buf_add(&source->rest, text);
    source->line = line;
    source->ended = false;
}

void ka_source_unshare(struct ka_source *source, struct ka_buf *text)
{
    ka_buf_add(text, ka_buf_str(&source->rest));
    ka_buf_reset(&source->rest);
}

// Reads behind the rest until there is a place to cut, and cuts there.
static void fill(struct ka_source *source, struct ka_piece *piece)
{
    size_t cut = 0;
    uint64_t lines = 0;
    ka_buf_reset(&piece->text);
    ka_buf_add(&piece->text, ka_buf_str(&source->rest));
    ka_buf_reset(&source->rest);
    while (cut == 0 && !source->ended) {
        source->ended = piece->text.n > KA_RECORD_MAX ||
                        !ka_source_read(source, &piece->text, piece->text.n);
        if (!source->ended)
            cut = ka_scan_cut(ka_buf_str(&piece->text), &lines);
    }
    ka_buf_room(&piece->text, KA_PIECE_SLACK);
    piece->line = source->line;
    piece->number = source->pieces++;
    piece->failed = source->ended && ka_failed(&source->err);
    if (source->ended)
        return;
    ka_buf_add(&source->rest, (struct ka_str){piece->text.p + cut, piece->text.n - cut});
    piece->text.n = cut;
    source->line += lines;
}

bool ka_source_take(struct ka_source *source, struct ka_piece *piece)
{
    pthread_mutex_lock(&source->lock);
    bool taken = !source->ended;
    if (taken)
        fill(source, piece);
    pthread_mutex_unlock(&source->lock);
    return taken;
}

// Who reads has the lock.
void ka_source_stop(struct ka_source *source)
{
    if (source->stop >= 0)
        eventfd_write(source->stop, 1);
    pthread_mutex_lock(&source->lock);
    source->ended = true;
    pthread_mutex_unlock(&source->lock);
}

const char *ka_source_name(const struct ka_source *source)
{
    return source->name;
}

const char *ka_source_encoding(const struct ka_source *source)
{
    return ka_charset_encoding(source->charset);
}

uint64_t ka_source_bytes(const struct ka_source *source)
{
    return ka_charset_bytes(source->charset);
}

const char *ka_source_hash(struct ka_source *source)
{
    return ka_charset_hash(source->charset);
}

void ka_source_close(struct ka_source *source)
{
    if (!source)
        return;
    if (source->fd > STDIN_FILENO)
        close(source->fd);
    if (source->stop >= 0)
        close(source->stop);
    ka_charset_free(source->charset);
    pthread_mutex_destroy(&source->lock);
    ka_buf_clear(&source->rest);
    free(source->name);
    free(source);
}
