// SPDX-License-Identifier: GPL-3.0-or-later
// How often do the 95 % intervals of ka-prospect --check hold the truth?  Where traits tell
// nothing that is one half; where they tell, the mean over all samples.
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/prospects_check.h"
#include "stat/random.h"
#include "stat/stat.h"

struct market {
    size_t accounts, keys;
    bool sized;    // accounts have a size
    double signal; // the share of key accounts drawn to channels 0 and 1, and larger
};

static void put_account(struct ka_buf *text, const struct market *m, size_t i,
                        struct ka_random *random)
{
    bool key = i < m->keys, drawn = key && ka_random_uniform(random) < m->signal;
    size_t channel = ka_random_below(random, drawn ? 2 : 6);
    ka_buf_addf(text, "c%05zu,c%zu,r%zu,i%zu,", i, channel, ka_random_below(random, 8),
                ka_random_below(random, 10));
    double size = exp(ka_random_normal(random, drawn ? 6 : 5, 1.5));
    if (m->sized && ka_random_uniform(random) < .8)
        ka_buf_addf(text, "%.1f", size);
    ka_buf_addf(text, ",%s\n", key ? "key" : "ordinary");
}

static void sample(const struct market *m, struct ka_random *random,
                   struct ka_checked auc[KA_CHECKS])
{
    char path[] = "/tmp/ka-prospects-XXXXXX";
    struct ka_buf text = {0};
    struct ka_prospects p = {0};
    struct ka_frame rows = {0};
    struct ka_error err = {0};
    ka_buf_add_text(&text, "account_id,channel,region,industry,industry_size,verdict\n");
    for (size_t i = 0; i < m->accounts; i++)
        put_account(&text, m, i, random);
    FILE *file = fdopen(mkstemp(path), "w");
    if (!file || fwrite(text.p, 1, text.n, file) != text.n || fclose(file) != 0)
        exit(1);
    const struct ka_prospects_options options = {.key = "verdict=key"};
    if (!ka_frame_load(&rows, path, &(struct ka_reader_options){0}, &err) ||
        !ka_prospects_make(&p, &rows, &options, NULL, &err)) {
        printf("%s\n", err.text);
        exit(1);
    }
    ka_prospects_check(&p, auc);
    ka_prospects_clear(&p);
    ka_buf_clear(&text);
    remove(path);
}

static bool covers(const struct market *m, size_t samples)
{
    static const char *const names[KA_CHECKS] = {"distance", "log_lift", "both"};
    struct ka_random *random = ka_random_new(1);
    struct ka_checked(*auc)[KA_CHECKS] = ka_alloc(samples, sizeof *auc);
    bool good = true;
    for (size_t s = 0; s < samples; s++)
        sample(m, random, auc[s]);
    for (int c = 0; c < KA_CHECKS; c++) {
        double mean = 0, width = 0, target;
        size_t held = 0;
        for (size_t s = 0; s < samples; s++)
            mean += auc[s][c].auc / (double)samples;
        target = m->signal > 0 ? mean : .5;
        for (size_t s = 0; s < samples; s++) {
            held += auc[s][c].lo <= target && target <= auc[s][c].hi;
            width += (auc[s][c].hi - auc[s][c].lo) / (double)samples;
        }
        double share = (double)held / (double)samples;
        good &= share >= .93;
        printf("%-8s %5zu accounts, %3zu key, %s, signal %g: auc %.3f, held %.3f, width %.3f\n",
               names[c], m->accounts, m->keys, m->sized ? "sized" : "no size", m->signal, mean,
               share, width);
        fflush(stdout);
    }
    free(auc);
    ka_random_free(random);
    return good;
}

int main(void)
{
    static const struct market markets[] = {
        {200, 20, true, 0},  {200, 20, false, 0},   {1000, 100, true, 0}, {1000, 100, false, 0},
        {200, 20, true, .5}, {1000, 100, true, .5}, {60, 7, true, 0},     {60, 7, true, .7}};
    bool good = true;
    ka_stat_begin();
    for (size_t i = 0; i < sizeof markets / sizeof *markets; i++)
        good &= covers(&markets[i], 400);
    return good ? 0 : 1;
}
