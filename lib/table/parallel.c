// SPDX-License-Identifier: GPL-3.0-or-later
#include "table/parallel.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/mem.h"

struct worker {
    pthread_t thread;
    struct ka_reader *reader;
    ka_read_part *part;
    void *context;
    struct ka_error err;
    uint64_t piece; // where the error is
};

static void *work(void *context)
{
    struct worker *w = context;
    if (!w->part(w->reader, w->context, &w->err)) {
        w->piece = ka_reader_piece(w->reader);
        ka_reader_stop(w->reader);
    }
    return NULL;
}

static void start(struct worker *w, struct ka_reader *reader, ka_read_part *part,
                  void *const *contexts, size_t threads)
{
    for (size_t i = 0; i < threads; i++)
        w[i] = (struct worker){
            .reader = ka_reader_share(reader), .part = part, .context = contexts[i]};
    for (size_t i = 1; i < threads; i++)
        if (pthread_create(&w[i].thread, NULL, work, &w[i]) != 0)
            ka_alloc((size_t)-1, 2); // no room for its stack: out of memory ends the program
    work(&w[0]);
    for (size_t i = 1; i < threads; i++)
        pthread_join(w[i].thread, NULL);
}

// A reader's own error (the text is cut off, is no text) counts like one of its records.
static void settle(struct worker *w)
{
    uint64_t piece = ka_reader_piece(w->reader);
    struct ka_error own = {0};
    if (!ka_reader_close(w->reader, &own) && !ka_failed(&w->err)) {
        w->err = own;
        w->piece = piece;
    }
}

bool ka_read_parallel(struct ka_reader *reader, ka_read_part *part, void *const *contexts,
                      size_t threads, struct ka_error *err)
{
    if (threads <= 1)
        return part(reader, contexts[0], err) && ka_reader_is_good(reader, err);
    struct worker *w = ka_zalloc(threads, sizeof *w), *first = NULL;
    start(w, reader, part, contexts, threads);
    for (size_t i = 0; i < threads; i++) {
        settle(&w[i]);
        if (ka_failed(&w[i].err) && (!first || w[i].piece < first->piece))
            first = &w[i];
    }
    if (first)
        ka_fail(err, first->err.code, "%s", first->err.text);
    free(w);
    return !first;
}
