// SPDX-License-Identifier: GPL-3.0-or-later
// Blocks in the order of the input, whoever converts them: the part of bulk.h that knows
// of threads.
#include "sales/bulk.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/mem.h"
#include "table/reader.h"

enum { BLOCKS_PER_THREAD = 3 };

struct ka_bulk {
    struct ka_reader *reader;
    struct ka_worker *const *workers;
    size_t started; // threads; none: the caller works himself
    pthread_t *threads;

    struct ka_block *blocks; // block i is in place i % block_count
    size_t block_count;
    bool told_one; // the caller has block `told`
    size_t told;

    pthread_mutex_t taking; // of pieces, in the order of their blocks
    pthread_mutex_t lock;   // of all below, and of told
    pthread_cond_t freed;   // a place; or no more is taken
    pthread_cond_t done;    // the next block; or there is none
    bool *ready;            // by place: converted
    size_t taken;
    bool ended; // no more is taken
};

// ---- Threads that convert ----

// The place of the next block, when it is free; NULL when no more are wanted.
static struct ka_block *next_place(struct ka_bulk *bulk)
{
    pthread_mutex_lock(&bulk->lock);
    while (!bulk->ended && bulk->taken - bulk->told >= bulk->block_count)
        pthread_cond_wait(&bulk->freed, &bulk->lock);
    struct ka_block *block =
        bulk->ended ? NULL : &bulk->blocks[bulk->taken % bulk->block_count];
    pthread_mutex_unlock(&bulk->lock);
    return block;
}

static void note_taken(struct ka_bulk *bulk, bool taken)
{
    pthread_mutex_lock(&bulk->lock);
    bulk->taken += taken;
    bulk->ended |= !taken;
    if (bulk->ended) {
        pthread_cond_broadcast(&bulk->freed);
        pthread_cond_signal(&bulk->done);
    }
    pthread_mutex_unlock(&bulk->lock);
}

static struct ka_block *take(struct ka_bulk *bulk)
{
    pthread_mutex_lock(&bulk->taking);
    struct ka_block *block = next_place(bulk);
    if (block) {
        bool taken = ka_reader_take(bulk->reader, &block->piece);
        note_taken(bulk, taken);
        block = taken ? block : NULL;
    }
    pthread_mutex_unlock(&bulk->taking);
    return block;
}

// Only the next block is waited for.
static void note_ready(struct ka_bulk *bulk, size_t place)
{
    pthread_mutex_lock(&bulk->lock);
    bulk->ready[place] = true;
    if (place == bulk->told % bulk->block_count)
        pthread_cond_signal(&bulk->done);
    pthread_mutex_unlock(&bulk->lock);
}

struct start {
    struct ka_bulk *bulk;
    struct ka_worker *worker;
};

static void *work(void *argument)
{
    struct start *start = argument;
    struct ka_bulk *bulk = start->bulk;
    for (struct ka_block *block; (block = take(bulk)) != NULL;) {
        ka_worker_convert(start->worker, block);
        note_ready(bulk, (size_t)(block - bulk->blocks));
    }
    free(start);
    return NULL;
}

static bool start_thread(struct ka_bulk *bulk)
{
    struct start *start = ka_alloc(1, sizeof *start);
    *start = (struct start){bulk, bulk->workers[bulk->started]};
    if (pthread_create(&bulk->threads[bulk->started], NULL, work, start) == 0) {
        bulk->started++;
        return true;
    }
    free(start); // done without
    return false;
}

struct ka_bulk *ka_bulk_open(struct ka_reader *reader, const struct ka_bulk_job *job,
                             struct ka_worker *const *workers, size_t threads)
{
    struct ka_bulk *bulk = ka_zalloc(1, sizeof *bulk);
    bulk->reader = reader;
    bulk->workers = workers;
    bulk->block_count = threads > 1 ? threads * BLOCKS_PER_THREAD : 1;
    bulk->blocks = ka_zalloc(bulk->block_count, sizeof *bulk->blocks);
    bulk->ready = ka_zalloc(bulk->block_count, sizeof *bulk->ready);
    bulk->threads = ka_zalloc(threads, sizeof *bulk->threads);
    pthread_mutex_init(&bulk->taking, NULL);
    pthread_mutex_init(&bulk->lock, NULL);
    pthread_cond_init(&bulk->freed, NULL);
    pthread_cond_init(&bulk->done, NULL);
    for (size_t i = 0; i < threads; i++)
        ka_worker_begin(workers[i], job, reader);
    ka_reader_give_out(reader);
    while (threads > 1 && bulk->started < threads && start_thread(bulk))
        ;
    return bulk;
}

// ---- The caller ----

// The block that was told last is done with, its place is free.
static void release(struct ka_bulk *bulk)
{
    pthread_mutex_lock(&bulk->lock);
    if (bulk->told_one) {
        bulk->ready[bulk->told % bulk->block_count] = false;
        bulk->told++;
    }
    bulk->told_one = false;
    pthread_cond_signal(&bulk->freed); // one thread at most is there to take
    pthread_mutex_unlock(&bulk->lock);
}

static bool convert_next(struct ka_bulk *bulk)
{
    struct ka_block *block = take(bulk);
    if (block)
        ka_worker_convert(bulk->workers[0], block);
    return block;
}

static bool wait_for_next(struct ka_bulk *bulk)
{
    pthread_mutex_lock(&bulk->lock);
    const bool *ready = &bulk->ready[bulk->told % bulk->block_count];
    while (!*ready && !(bulk->ended && bulk->told == bulk->taken))
        pthread_cond_wait(&bulk->done, &bulk->lock);
    bool is_there = *ready;
    pthread_mutex_unlock(&bulk->lock);
    return is_there;
}

const struct ka_block *ka_bulk_next(struct ka_bulk *bulk)
{
    struct ka_block *block = &bulk->blocks[bulk->told % bulk->block_count];
    if (bulk->told_one && block->end != KA_BULK_WHOLE)
        return NULL;
    release(bulk);
    bulk->told_one = bulk->started ? wait_for_next(bulk) : convert_next(bulk);
    return bulk->told_one ? &bulk->blocks[bulk->told % bulk->block_count] : NULL;
}

static void forget_untold(struct ka_bulk *bulk)
{
    for (size_t i = bulk->taken; i > bulk->told + bulk->told_one; i--)
        ka_block_forget(&bulk->blocks[(i - 1) % bulk->block_count]);
}

// All that was taken and not told, in order.
static void give_back(struct ka_bulk *bulk)
{
    struct ka_buf rest = {0};
    uint64_t line = 0;
    for (size_t i = bulk->told; i < bulk->taken; i++) {
        const struct ka_block *block = &bulk->blocks[i % bulk->block_count];
        size_t at = bulk->told_one && i == bulk->told ? block->stopped_at : 0;
        if (i == bulk->told)
            line = at ? block->line : block->piece.line;
        ka_buf_add(&rest, (struct ka_str){block->piece.text.p + at, block->piece.text.n - at});
    }
    ka_reader_return(bulk->reader, ka_buf_str(&rest), line);
    ka_buf_clear(&rest);
}

void ka_bulk_close(struct ka_bulk *bulk)
{
    if (!bulk)
        return;
    note_taken(bulk, false);
    for (size_t i = 0; i < bulk->started; i++)
        pthread_join(bulk->threads[i], NULL);
    forget_untold(bulk);
    give_back(bulk);
    for (size_t i = 0; i < bulk->block_count; i++)
        ka_block_clear(&bulk->blocks[i]);
    pthread_cond_destroy(&bulk->freed);
    pthread_cond_destroy(&bulk->done);
    pthread_mutex_destroy(&bulk->lock);
    pthread_mutex_destroy(&bulk->taking);
    free(bulk->blocks);
    free(bulk->ready);
    free(bulk->threads);
    free(bulk);
}
