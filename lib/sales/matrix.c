// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/matrix.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/mix.h"
#include "stat/choose_k.h"
#include "stat/describe.h"

// What tells accounts apart and is there in most exports; money only once, as the best
// figure that is known.
static const char usual[] = "revenue,net_profit,margin,orders,active_ratio,recency_days,"
                            "high_margin_share,growth_rate";

struct by_key {
    const struct ka_frame *frame;
    size_t key;
};

static int compare_keys(const void *a, const void *b, void *context)
{
    const struct by_key *by = context;
    size_t i = *(const size_t *)a, j = *(const size_t *)b;
    int order = 0;
    // A key that stands twice: the other cells decide.
    for (size_t c = 0; c <= by->frame->width && order == 0; c++) {
        size_t column = c == 0 ? by->key : c - 1;
        order = ka_str_cmp(ka_frame_cell(by->frame, column, i),
                           ka_frame_cell(by->frame, column, j));
    }
    return order;
}

static void order_rows(struct ka_matrix *m, const struct ka_frame *frame, size_t key)
{
    m->rows = frame->rows;
    m->row = ka_alloc(m->rows, sizeof *m->row);
    for (size_t i = 0; i < m->rows; i++)
        m->row[i] = i;
    qsort_r(m->row, m->rows, sizeof *m->row, compare_keys, &(struct by_key){frame, key});
}

static bool has_suffix(const char *name, const char *suffix)
{
    return ka_str_has_suffix(ka_str(name), ka_str(suffix));
}

static bool has_any_suffix(const char *name, const char *const *suffixes)
{
    while (*suffixes && !has_suffix(name, *suffixes))
        suffixes++;
    return *suffixes != NULL;
}

static const char *const bounded[] = {"_share",   "_rate", "_ratio", "_index", "_lq",
                                      "_entropy", "_cv",   "growth", "gini",   NULL};

static bool is_mix(const char *name)
{
    return strncmp(name, KA_MIX_PREFIX, strlen(KA_MIX_PREFIX)) == 0;
}

static enum ka_transform choose_transform(const char *name, int asked)
{
    if (asked != KA_TRANSFORM_AUTO)
        return (enum ka_transform)asked;
    if (has_suffix(name, "_share") || is_mix(name))
        return KA_TRANSFORM_SQRT;
    return has_any_suffix(name, bounded) ? KA_TRANSFORM_NONE : KA_TRANSFORM_SIGNED_LOG1P;
}

// Puts the median of the known values where a value is unknown; returns how many are
// known.
static size_t fill_unknown(struct ka_matrix *m, size_t column)
{
    double *known = ka_alloc(m->rows, sizeof *known);
    size_t n = 0;
    for (size_t i = 0; i < m->rows; i++) {
        double value = m->x[i * m->columns + column];
        if (!isnan(value))
            known[n++] = value;
    }
    double median = ka_median(known, n);
    for (size_t i = 0; i < m->rows; i++)
        if (isnan(m->x[i * m->columns + column]))
            m->x[i * m->columns + column] = median;
    free(known);
    return n;
}

// Appends one more column of the frame at the right of both matrices.
static void widen(struct ka_matrix *m, const double *value, size_t feature)
{
    size_t wide = m->columns + 1;
    double *raw = ka_alloc(m->rows * wide, sizeof *raw);
    for (size_t i = 0; i < m->rows; i++) {
        if (m->columns)
            memcpy(raw + i * wide, m->raw + i * m->columns, m->columns * sizeof *raw);
        raw[i * wide + m->columns] = value[m->row[i]];
    }
    free(m->raw);
    m->raw = raw;
    m->feature = ka_resize(m->feature, wide, sizeof *m->feature);
    m->feature[m->columns] = feature;
    m->columns = wide;
}

// More than half of the values are known and they are not all the same.
static bool carries_something(const double *value, size_t n)
{
    size_t known = 0, first = 0;
    bool differs = false;
    for (size_t i = 0; i < n; i++) {
        if (isnan(value[i]))
            continue;
        if (known++ == 0)
            first = i;
        differs |= value[i] != value[first];
    }
    return differs && 2 * known > n;
}

static bool is_taken(const struct ka_matrix *m, size_t feature)
{
    for (size_t c = 0; c < m->columns; c++)
        if (m->feature[c] == feature)
            return true;
    return false;
}

static bool take_asked(struct ka_matrix *m, const struct ka_frame *frame, struct ka_str name,
                       double *value, struct ka_error *err)
{
    struct ka_buf text = {0};
    size_t column;
    ka_buf_add(&text, name);
    bool ok = ka_frame_need(frame, text.p ? text.p : "", &column, err) &&
              ka_frame_reals(frame, column, value, err);
    if (ok && is_taken(m, column)) // it would count twice in every distance
        ok = ka_fail(err, KA_USAGE, "feature %s is named twice", KA_QUOTE(name));
    if (ok && !carries_something(value, frame->rows))
        ok =
            ka_fail(err, KA_NOT_ESTIMABLE,
                    "%s: column '%s' cannot tell rows apart: it is the same in all of them, or "
                    "unknown in half",
                    frame->source, text.p);
    if (ok)
        widen(m, value, column);
    ka_buf_clear(&text);
    return ok;
}

static bool take_usual(struct ka_matrix *m, const struct ka_frame *frame, struct ka_str name,
                       double *value, struct ka_error *err)
{
    struct ka_buf text = {0};
    ka_buf_add(&text, name);
    size_t column = ka_frame_find(frame, text.p);
    // Margin is what net profit is before the cost to serve: one of the two is enough.
    bool twice = strcmp(text.p, "margin") == 0 && ka_frame_find(frame, "net_profit") != KA_NONE;
    ka_buf_clear(&text);
    if (column == KA_NONE || twice)
        return true;
    if (!ka_frame_reals(frame, column, value, err))
        return false;
    if (carries_something(value, frame->rows))
        widen(m, value, column);
    else {
        ka_buf_add_text(&m->left_out, m->left_out.n ? ", " : "");
        ka_buf_add(&m->left_out, name);
    }
    return true;
}

// Families that all or none buy tell nothing and are passed over.
static bool take_mix(struct ka_matrix *m, const struct ka_frame *frame, enum ka_mix_use use,
                     double *value, struct ka_error *err)
{
    size_t taken = m->columns;
    for (size_t c = 0; c < frame->width; c++) {
        if (!is_mix(frame->columns[c].name) || is_taken(m, c))
            continue;
        if (!ka_frame_reals(frame, c, value, err))
            return false;
        if (carries_something(value, frame->rows))
            widen(m, value, c);
    }
    return m->columns > taken || use == KA_MIX_IF_THERE ||
           ka_fail(err, KA_NOT_ESTIMABLE,
                   "%s: no column " KA_MIX_PREFIX "… tells the rows apart", frame->source);
}

static bool take_features(struct ka_matrix *m, const struct ka_frame *frame,
                          const struct ka_matrix_options *options, struct ka_error *err)
{
    const char *features = options->features;
    if (features && ka_str_trim(ka_str(features)).n == 0)
        return ka_fail(err, KA_USAGE, "feature list %s names none", KA_QUOTE(ka_str(features)));
    double *value = ka_alloc(frame->rows, sizeof *value);
    struct ka_str rest = ka_str(features         ? features
                                : options->usual ? options->usual
                                                 : usual),
                  name;
    bool ok = true;
    while (ok && ka_str_next(&rest, ',', &name))
        ok = features ? take_asked(m, frame, ka_str_trim(name), value, err)
                      : take_usual(m, frame, name, value, err);
    ok = ok && (!options->mix || take_mix(m, frame, options->mix, value, err));
    free(value);
    if (ok && m->columns == 0 && m->left_out.n == 0)
        return ka_fail(err, KA_NOT_ESTIMABLE,
                       "%s: none of the usual features is there; name some with --features",
                       frame->source);
    return ok;
}

// Fills in what is unknown and transforms.
static bool transform_column(struct ka_matrix *m, const struct ka_frame *frame, size_t column,
                             const struct ka_matrix_options *options, struct ka_error *err)
{
    const char *name = frame->columns[m->feature[column]].name;
    m->unknown += m->rows - fill_unknown(m, column);
    return ka_transform_column(m->x, m->rows, m->columns, column,
                               choose_transform(name, options->transform)) ||
           options->transform == KA_TRANSFORM_AUTO || // a share below 0: as it is
           ka_fail(err, KA_NOT_ESTIMABLE,
                   "%s: column '%s' has values that the transform does not take (log1p and "
                   "sqrt want none below 0)",
                   frame->source, name);
}

static bool scale_column(struct ka_matrix *m, const struct ka_frame *frame, size_t column,
                         const struct ka_matrix_options *options, struct ka_error *err)
{
    struct ka_scaling scaling;
    bool choose = options->scale == KA_SCALE_AUTO;
    if (choose)
        ka_winsorise_column(m->x, m->rows, m->columns, column, KA_WINSOR_LIMIT);
    enum ka_scale scale = choose ? KA_SCALE_ROBUST : (enum ka_scale)options->scale;
    if (scale == KA_SCALE_NONE ||
        ka_scale_column(m->x, m->rows, m->columns, column, scale, &scaling) ||
        (choose && ka_scale_column(m->x, m->rows, m->columns, column, KA_SCALE_Z, &scaling)))
        return true;
    return (choose && m->whales > 0) || // without these the column is constant
           ka_fail(err, KA_NOT_ESTIMABLE, "%s: column '%s' has no spread to scale by",
                   frame->source, frame->columns[m->feature[column]].name);
}

// Moves the marked rows out of the matrix.
static void set_aside(struct ka_matrix *m, const bool *whale)
{
    size_t kept = 0, width = m->columns;
    m->whale = ka_alloc(m->rows, sizeof *m->whale);
    for (size_t i = 0; i < m->rows; i++) {
        if (whale[i]) {
            m->whale[m->whales++] = m->row[i];
            continue;
        }
        memmove(m->x + kept * width, m->x + i * width, width * sizeof *m->x);
        memmove(m->raw + kept * width, m->raw + i * width, width * sizeof *m->raw);
        m->row[kept++] = m->row[i];
    }
    m->rows = kept;
}

static void find_whales(struct ka_matrix *m, const struct ka_frame *frame)
{
    bool *whale = ka_zalloc(m->rows, sizeof *whale);
    size_t whales = 0;
    for (size_t c = 0; c < m->columns; c++) {
        const char *name = frame->columns[m->feature[c]].name;
        if (!has_any_suffix(name, bounded) && !has_suffix(name, "_days") && !is_mix(name))
            ka_whales_mark(m->x, m->rows, m->columns, c, KA_WHALE_LIMIT, whale);
    }
    for (size_t i = 0; i < m->rows; i++)
        whales += whale[i];
    if (whales > 0 && whales < ka_cluster_least(m->rows))
        set_aside(m, whale);
    free(whale);
}

// Two features that say the same count twice in every distance.
static void find_twice(struct ka_matrix *m, const struct ka_frame *frame)
{
    for (size_t a = 0; a < m->columns; a++)
        for (size_t b = a + 1; b < m->columns; b++)
            if (fabs(ka_correlation(m->x + a, m->columns, m->x + b, m->columns, m->rows)) >
                1 - 1e-9)
                ka_buf_addf(&m->twice, "%s%s and %s", m->twice.n ? ", " : "",
                            frame->columns[m->feature[a]].name,
                            frame->columns[m->feature[b]].name);
}

bool ka_matrix_make(struct ka_matrix *m, const struct ka_frame *frame, size_t key,
                    const struct ka_matrix_options *options, struct ka_error *err)
{
    order_rows(m, frame, key);
    if (!take_features(m, frame, options, err))
        return false;
    if (m->columns == 0)
        return true;
    m->x = ka_alloc(m->rows * m->columns, sizeof *m->x);
    memcpy(m->x, m->raw, m->rows * m->columns * sizeof *m->x);
    for (size_t c = 0; c < m->columns; c++)
        if (!transform_column(m, frame, c, options, err))
            return false;
    if (options->whales_apart)
        find_whales(m, frame);
    for (size_t c = 0; c < m->columns; c++)
        if (!scale_column(m, frame, c, options, err))
            return false;
    if (m->rows > 2) // two rows are on a line by any two features
        find_twice(m, frame);
    return true;
}

void ka_matrix_clear(struct ka_matrix *m)
{
    free(m->x);
    free(m->raw);
    free(m->row);
    free(m->feature);
    free(m->whale);
    ka_buf_clear(&m->left_out);
    ka_buf_clear(&m->twice);
    *m = (struct ka_matrix){0};
}
