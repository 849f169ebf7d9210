// SPDX-License-Identifier: GPL-3.0-or-later
// How long a fit takes, alone.  lifetimes PEOPLE KIND: as many people with histories by the
// day,
//   usual    bought first within 12 weeks, seen for a year and a half (as CDNOW's)
//   apart    within four years of five, so that hardly two are the same
//   steady   the same, and nobody ever goes
// are drawn, and each model is fitted to them; prints kind, people, distinct histories, model,
// what the fit ended in, log-likelihood, seconds, and those of all processors.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "stat/lifetime.h"
#include "stat/stat.h"

static double seconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static struct ka_history *draw(const char *kind, size_t people)
{
    static const struct ka_lifetime usual = {.model = KA_BGNBD,
                                             .parameter = {.243, 4.414, .793, 2.426}},
                                    apart = {.model = KA_BGNBD, .parameter = {1.2, 20, .6, 4}},
                                    steady = {.model = KA_NBD, .parameter = {1.3, 52}};
    const struct ka_lifetime *truth = *kind == 'u' ? &usual : *kind == 'a' ? &apart : &steady;
    double days = *kind == 'u' ? 550 : 1826, first = *kind == 'u' ? 84 : 1461;
    struct ka_history *each = ka_alloc(people, sizeof *each);
    struct ka_random *random = ka_random_new(1);
    for (size_t i = 0; i < people; i++) {
        double T = days - floor(first * ka_random_uniform(random));
        each[i] = ka_lifetime_draw(truth, T / 7, random);
        each[i].t_x = ceil(each[i].t_x * 7) / 7;
        each[i].T = T / 7;
    }
    ka_random_free(random);
    return each;
}

int main(int argc, char **argv)
{
    size_t people = argc == 3 ? strtoull(argv[1], NULL, 10) : 0;
    if (people == 0)
        return 2;
    ka_stat_begin();
    struct ka_history *each = draw(argv[2], people);
    for (int m = KA_NBD; m < KA_LIFETIME_MODELS; m++) {
        double start = seconds(CLOCK_MONOTONIC), busy = seconds(CLOCK_PROCESS_CPUTIME_ID);
        struct ka_histories histories;
        ka_histories_make(&histories, each, NULL, people);
        struct ka_lifetime fit = ka_lifetime_fit((enum ka_lifetime_model)m, &histories, NULL);
        printf("%s %zu %zu %s %s %.6f %.4f %.4f\n", argv[2], people, histories.n,
               ka_lifetime_names[m], ka_lifetime_names[fit.model], fit.ll,
               seconds(CLOCK_MONOTONIC) - start, seconds(CLOCK_PROCESS_CPUTIME_ID) - busy);
        ka_histories_clear(&histories);
    }
    free(each);
    return 0;
}
