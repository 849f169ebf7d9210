// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/threads.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/mem.h"

struct job {
    void (*work)(size_t block, void *context);
    void *context;
    size_t blocks;
    atomic_size_t next;
};

static void *run(void *argument)
{
    struct job *job = argument;
    for (size_t block; (block = atomic_fetch_add(&job->next, 1)) < job->blocks;)
        job->work(block, job->context);
    return NULL;
}

size_t ka_processors(void)
{
    cpu_set_t set;
    int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return count > 1 ? (size_t)count : 1;
}

void ka_run_blocks(size_t blocks, unsigned threads, void (*work)(size_t block, void *context),
                   void *context)
{
    struct job job = {.work = work, .context = context, .blocks = blocks};
    size_t wanted = threads ? threads : ka_processors(), started = 0;
    wanted = wanted < blocks ? wanted : blocks;
    pthread_t *helper = ka_alloc(wanted, sizeof *helper);
    // This thread works too; helpers that cannot be had are done without.
    while (started + 1 < wanted && pthread_create(&helper[started], NULL, run, &job) == 0)
        started++;
    run(&job);
    for (size_t i = 0; i < started; i++)
        pthread_join(helper[i], NULL);
    free(helper);
}
