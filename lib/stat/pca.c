// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/pca.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_blas.h>
#include <gsl/gsl_eigen.h>

#include "base/mem.h"

// A copy of x with the means taken off; the caller frees it.
static double *center(const double *x, size_t n, size_t d, double *mean)
{
    double *centered = ka_alloc(n * d, sizeof *centered);
    for (size_t j = 0; j < d; j++) {
        double sum = 0, rest = 0;
        for (size_t i = 0; i < n; i++)
            sum += x[i * d + j];
        mean[j] = sum / (double)n;
        for (size_t i = 0; i < n; i++)
            rest += x[i * d + j] - mean[j]; // what rounding left of it
        mean[j] += rest / (double)n;
        for (size_t i = 0; i < n; i++)
            centered[i * d + j] = x[i * d + j] - mean[j];
    }
    return centered;
}

// Turns a unit vector so that its largest entry by amount is positive.
static void fix_sign(double *loading, size_t d)
{
    size_t largest = 0;
    for (size_t j = 1; j < d; j++)
        if (fabs(loading[j]) > fabs(loading[largest]) * (1 + 1e-9))
            largest = j;
    if (loading[largest] >= 0)
        return;
    for (size_t j = 0; j < d; j++)
        loading[j] = -loading[j];
}

// Fills variance and loading from the covariance of the centered points.
static void decompose(const double *centered, struct ka_pca *out)
{
    size_t d = out->d;
    double *covariance = ka_zalloc(d * d, sizeof *covariance);
    double *value = ka_alloc(d, sizeof *value), *vectors = ka_alloc(d * d, sizeof *vectors);
    gsl_matrix_const_view points = gsl_matrix_const_view_array(centered, out->n, d);
    gsl_matrix_view matrix = gsl_matrix_view_array(covariance, d, d);
    gsl_matrix_view vector = gsl_matrix_view_array(vectors, d, d);
    gsl_vector_view values = gsl_vector_view_array(value, d);
    gsl_blas_dsyrk(CblasLower, CblasTrans, 1.0 / (double)(out->n - 1), &points.matrix, 0,
                   &matrix.matrix);
    gsl_eigen_symmv_workspace *workspace = gsl_eigen_symmv_alloc(d);
    gsl_eigen_symmv(&matrix.matrix, &values.vector, &vector.matrix, workspace);
    gsl_eigen_symmv_sort(&values.vector, &vector.matrix, GSL_EIGEN_SORT_VAL_DESC);
    gsl_eigen_symmv_free(workspace);
    for (size_t c = 0; c < out->components; c++) {
        out->variance[c] = fmax(0, value[c]);
        for (size_t j = 0; j < d; j++)
            out->loading[c * d + j] = vectors[j * d + c];
        fix_sign(out->loading + c * d, d);
    }
    free(covariance);
    free(value);
    free(vectors);
}

static void score_points(const double *centered, struct ka_pca *out)
{
    size_t d = out->d;
    for (size_t i = 0; i < out->n; i++)
        for (size_t c = 0; c < out->components; c++) {
            double score = 0;
            for (size_t j = 0; j < d; j++)
                score += centered[i * d + j] * out->loading[c * d + j];
            out->score[i * out->components + c] = score;
        }
}

static double total_variance(const double *centered, size_t n, size_t d)
{
    double squares = 0;
    for (size_t at = 0; at < n * d; at++)
        squares += centered[at] * centered[at];
    return squares / (double)(n - 1);
}

bool ka_pca_compute(const double *x, size_t n, size_t d, struct ka_pca *out,
                    struct ka_error *err)
{
    *out = (struct ka_pca){.n = n, .d = d};
    if (n < 2)
        return ka_fail(err, KA_NOT_ESTIMABLE, "%zu point has no principal components", n);
    out->components = d < n - 1 ? d : n - 1;
    out->mean = ka_alloc(d, sizeof *out->mean);
    out->loading = ka_alloc(out->components * d, sizeof *out->loading);
    out->variance = ka_alloc(out->components, sizeof *out->variance);
    out->share = ka_alloc(out->components, sizeof *out->share);
    out->score = ka_alloc(n * out->components, sizeof *out->score);
    double *centered = center(x, n, d, out->mean), total = total_variance(centered, n, d);
    if (total > 0) {
        decompose(centered, out);
        score_points(centered, out);
        for (size_t c = 0; c < out->components; c++)
            out->share[c] = out->variance[c] / total;
    } else
        ka_pca_clear(out);
    free(centered);
    return total > 0 || ka_fail(err, KA_NOT_ESTIMABLE,
                                "points that are all the same have no principal components");
}

void ka_pca_clear(struct ka_pca *pca)
{
    free(pca->mean);
    free(pca->loading);
    free(pca->variance);
    free(pca->share);
    free(pca->score);
    *pca = (struct ka_pca){0};
}
