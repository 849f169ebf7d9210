// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/segment.h"
#include "stat/rfm.h"

enum { RECENCY, FREQUENCY, MONETARY };

static void name_sources(struct ka_rfm_limits *limits, const char *monetary)
{
    const char *const sources[KA_RFM_SCORES] = {"recency_days", "orders", monetary};
    for (int i = 0; i < KA_RFM_SCORES; i++)
        if (!limits->source[i])
            limits->source[i] = ka_strdup(sources[i]);
}

// ---- Limits from month to month ----

// Puts the row where it belongs; false when it is none of a limit that is wanted, or one
// that is there already.
static bool take_limit(struct ka_rfm_limits *limits, struct ka_str source, double bin,
                       double limit)
{
    for (int i = 0; i < KA_RFM_SCORES; i++)
        if (ka_str_eq(source, ka_str(limits->source[i])) && bin >= 1 && bin < KA_RFM_BINS &&
            bin == floor(bin) && isnan(limits->limit[i][(int)bin - 1])) {
            limits->limit[i][(int)bin - 1] = isnan(limit) ? -INFINITY : limit;
            return true;
        }
    return false;
}

static bool check_limits(const struct ka_rfm_limits *limits, const char *path,
                         struct ka_error *err)
{
    for (int i = 0; i < KA_RFM_SCORES; i++)
        for (int b = 0; b < KA_RFM_BINS - 1; b++) {
            if (isnan(limits->limit[i][b]))
                return ka_fail(err, KA_BAD_DATA, "%s: no limit of '%s' for bin %d", path,
                               limits->source[i], b + 1);
            if (b > 0 && limits->limit[i][b] < limits->limit[i][b - 1])
                return ka_fail(err, KA_BAD_DATA, "%s: the limits of '%s' fall at bin %d", path,
                               limits->source[i], b + 1);
        }
    return true;
}

static bool take_limits(struct ka_rfm_limits *limits, const struct ka_frame *f,
                        struct ka_error *err)
{
    size_t source, bins, limit;
    double *bin = ka_alloc(f->rows, sizeof *bin), *value = ka_alloc(f->rows, sizeof *value);
    bool ok = ka_frame_need(f, "column", &source, err) && ka_frame_need(f, "bin", &bins, err) &&
              ka_frame_need(f, "limit", &limit, err) && ka_frame_reals(f, bins, bin, err) &&
              ka_frame_reals(f, limit, value, err);
    for (size_t row = 0; ok && row < f->rows; row++)
        if (!take_limit(limits, ka_frame_cell(f, source, row), bin[row], value[row]))
            ok = ka_fail(err, KA_BAD_DATA,
                         "%s:%llu: column 'column': %s is none of %s, %s, %s with a bin from 1 "
                         "to %d that is not there yet",
                         f->source, (unsigned long long)f->lines[row],
                         KA_QUOTE(ka_frame_cell(f, source, row)), limits->source[RECENCY],
                         limits->source[FREQUENCY], limits->source[MONETARY], KA_RFM_BINS - 1);
    free(bin);
    free(value);
    return ok;
}

bool ka_rfm_limits_read(struct ka_rfm_limits *limits, const char *path, const char *monetary,
                        struct ka_error *err)
{
    struct ka_frame frame = {0};
    struct ka_reader_options any = {.kind = KA_INPUT_ANY};
    name_sources(limits, monetary);
    for (int i = 0; i < KA_RFM_SCORES; i++)
        for (int b = 0; b < KA_RFM_BINS - 1; b++)
            limits->limit[i][b] = NAN;
    bool ok = ka_frame_load(&frame, path, &any, err) && take_limits(limits, &frame, err) &&
              check_limits(limits, path, err);
    limits->known = ok;
    ka_frame_clear(&frame);
    return ok;
}

void ka_rfm_limits_write(const struct ka_rfm_limits *limits, struct ka_writer *w)
{
    ka_writer_put_text(w, "column");
    ka_writer_put_text(w, "bin");
    ka_writer_put_text(w, "limit");
    ka_writer_end(w);
    for (int i = 0; i < KA_RFM_SCORES && limits->known; i++)
        for (int b = 0; b < KA_RFM_BINS - 1; b++) {
            double limit = limits->limit[i][b];
            ka_writer_put_text(w, limits->source[i]);
            ka_writer_put_integer(w, b + 1);
            ka_writer_put_real(w, isfinite(limit) ? limit : NAN); // an empty bin has none
            ka_writer_end(w);
        }
}

void ka_rfm_limits_clear(struct ka_rfm_limits *limits)
{
    for (int i = 0; i < KA_RFM_SCORES; i++)
        free(limits->source[i]);
    *limits = (struct ka_rfm_limits){0};
}

// ---- Scores ----

// Appends the scores of x (NAN: unknown, no score), which are kept in score as well.
static void append_scores(struct ka_frame *f, const char *name, const double *x,
                          const double *limit, int *score, bool less_is_better)
{
    struct ka_column *column = ka_frame_append(f, name);
    for (size_t i = 0; i < f->rows; i++) {
        score[i] = ka_rfm_score(x[i], limit, KA_RFM_BINS, less_is_better);
        ka_column_add_real(column, score[i] ? score[i] : NAN);
    }
}

static void append_rfm(struct ka_frame *f, int *const score[KA_RFM_SCORES])
{
    struct ka_column *column = ka_frame_append(f, "rfm");
    for (size_t i = 0; i < f->rows; i++) {
        int r = score[RECENCY][i], q = score[FREQUENCY][i], m = score[MONETARY][i];
        ka_column_add_real(column, r && q && m ? r * 100 + q * 10 + m : NAN);
    }
    column = ka_frame_append(f, "rfm_segment");
    for (size_t i = 0; i < f->rows; i++) {
        const char *name =
            ka_rfm_segment(score[RECENCY][i], score[FREQUENCY][i], score[MONETARY][i]);
        ka_column_add(column, ka_str(name ? name : ""));
    }
}

bool ka_rfm_append(struct ka_frame *f, const char *monetary, struct ka_rfm_limits *limits,
                   struct ka_error *err)
{
    static const char *const names[KA_RFM_SCORES] = {"recency_score", "frequency_score",
                                                     "monetary_score"};
    name_sources(limits, monetary);
    for (int i = 0; i < KA_RFM_SCORES; i++)
        if (ka_frame_find(f, limits->source[i]) == KA_NONE)
            return true;
    double *x = ka_alloc(f->rows, sizeof *x);
    int *score[KA_RFM_SCORES] = {0};
    bool ok = true;
    for (int i = 0; ok && i < KA_RFM_SCORES; i++) {
        score[i] = ka_alloc(f->rows, sizeof *score[i]);
        ok = ka_frame_reals(f, ka_frame_find(f, limits->source[i]), x, err);
        if (ok && !limits->known)
            ka_rfm_cuts(x, f->rows, KA_RFM_BINS, limits->limit[i]);
        if (ok)
            append_scores(f, names[i], x, limits->limit[i], score[i], i == RECENCY);
    }
    if (ok)
        append_rfm(f, score);
    limits->known = ok;
    for (int i = 0; i < KA_RFM_SCORES; i++)
        free(score[i]);
    free(x);
    return ok;
}
