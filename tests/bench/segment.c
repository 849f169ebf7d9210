// SPDX-License-Identifier: GPL-3.0-or-later
// How long k-means and silhouettes take, fit alone.  segment N THREADS FILE APART: N points of
// 8 coordinates in five normal groups, whose centers lie APART standard deviations about the
// origin (1: they touch, 0: noise), go to FILE (doubles, for the peer) and are clustered: k =
// 5, 10 starts.  Prints seconds and inertia, up to 20,000 points also seconds and mean of the
// silhouettes, and the peak memory in MB.
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "base/mem.h"
#include "stat/describe.h"
#include "stat/kmeans.h"
#include "stat/random.h"
#include "stat/silhouette.h"

enum { D = 8, K = 5 };

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void plant(double *x, size_t n, double apart)
{
    struct ka_random *random = ka_random_new(5);
    double center[K * D];
    for (size_t i = 0; i < K * D; i++)
        center[i] = apart * ka_random_normal(random, 0, 1);
    for (size_t i = 0; i < n; i++) {
        size_t group = ka_random_below(random, K);
        for (size_t j = 0; j < D; j++)
            x[i * D + j] = ka_random_normal(random, center[group * D + j], 1);
    }
    ka_random_free(random);
}

static int save(const double *x, size_t n, const char *path)
{
    FILE *file = fopen(path, "wb");
    size_t written = file ? fwrite(x, sizeof *x, n * D, file) : 0;
    return file && fclose(file) == 0 && written == n * D ? 0 : 4;
}

static void measure_silhouettes(const double *x, size_t n, const int *label, unsigned threads)
{
    double *width = ka_alloc(n, sizeof *width), start = seconds();
    ka_silhouette_points(x, n, D, label, threads, width);
    double took = seconds() - start;
    printf("silhouette %.4f %.10g\n", took, ka_mean(width, n));
    free(width);
}

int main(int argc, char **argv)
{
    if (argc != 5)
        return 2;
    size_t n = strtoull(argv[1], NULL, 10);
    struct ka_kmeans_options options = {
        .k = K, .starts = 10, .seed = 1, .threads = (unsigned)strtoul(argv[2], NULL, 10)};
    double *x = ka_alloc(n * D, sizeof *x);
    plant(x, n, strtod(argv[4], NULL));
    struct ka_kmeans fit;
    struct ka_error err = {0};
    double start = seconds();
    if (!ka_kmeans_fit(x, n, D, &options, &fit, &err))
        return 5;
    printf("kmeans %.4f %.10g\n", seconds() - start, fit.inertia);
    if (n <= KA_SILHOUETTE_EXACT)
        measure_silhouettes(x, n, fit.label, options.threads);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("memory %ld\n", usage.ru_maxrss / 1024);
    ka_kmeans_clear(&fit);
    int failed = save(x, n, argv[3]);
    free(x);
    return failed;
}
