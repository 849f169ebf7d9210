// SPDX-License-Identifier: GPL-3.0-or-later
// Segments of accounts: RFM scores and k-means clusters.
//
// Scores cut recency, frequency and money into fifths, equal values always together.
// Clusters are k-means (k-means++, many starts) on transformed and scaled columns, in
// the bytewise order of the keys, numbered by revenue: so neither the order of the rows
// nor the seed's luck decides a label.
#include "base/program.h"
#include "sales/profile.h"
#include "sales/segment.h"
#include "sales/segment_tables.h"
#include "stat/stat.h"
#include "table/date.h"
#include "table/meta.h"
#include "table/save.h"

#include <errno.h>
#include <stdlib.h>

static struct {
    const char *by, *features, *k, *monetary, *costs, *asof, *output, *channels, *clusters,
        *choice, *cuts, *limits, *meta;
    int transform, scale;
    int64_t starts, seed;
} opt = {.by = "account_id",
         .k = "auto",
         .monetary = "revenue",
         .scale = 1,
         .starts = 100,
         .seed = 1};

static const struct ka_program program = {
    .name = "ka-segment",
    .purpose = "segments of accounts: RFM scores and clusters",
    .operands = "[FILE]",
    .description =
        "Reads account rows (or sales rows, which it profiles first, or any CSV with --by and "
        "--features) and writes them in the same order with columns appended: "
        "recency_score, frequency_score, monetary_score, rfm and rfm_segment where "
        "recency_days, "
        "orders and the money column are there, then cluster and silhouette.\n"
        "\n"
        "Scores run from 1 to 5, 5 the best. Accounts go by the middle rank of those with the "
        "same value, so equal values never get different scores. An account whose figure "
        "is unknown has no score. --limits writes the largest value of each bin; --cuts reads "
        "them, so that a score means the same from month to month.\n"
        "\n"
        "Clusters are numbered by revenue, 1 the largest. The features are, unless --features "
        "says otherwise, those of revenue, net_profit (else margin), orders, active_ratio, "
        "recency_days, high_margin_share and growth_rate that are there and not the same for "
        "all. Amounts, counts and days are taken as sign(x) log(1+|x|), shares and rates as "
        "they are; then each column is scaled. An unknown value takes the median of its "
        "column, "
        "and a warning counts them. With --k auto the k from 2 to 8 with the best mean "
        "silhouette is taken among those whose smallest cluster has at least max(3, 2 %) "
        "accounts; when there is none, or no usual feature tells the accounts apart, all of "
        "them "
        "are cluster 1.",
    .options =
        (const struct ka_option[]){
            {'b', "by", KA_TEXT, &opt.by, "COLUMN", "key (default account_id)"},
            {0, "features", KA_TEXT, &opt.features, "A,B,C", "numeric columns to cluster by"},
            {0, "transform", KA_CHOICE, &opt.transform, "auto|none|log1p|signed-log1p|sqrt",
             "what is done to each feature first"},
            {0, "scale", KA_CHOICE, &opt.scale, "none|z|z-sample|robust",
             "how features are made comparable (default z)"},
            {'k', "k", KA_TEXT, &opt.k, "N|auto", "number of clusters (default auto)"},
            {0, "starts", KA_COUNT, &opt.starts, "N", "k-means starts (default 100)"},
            {0, "seed", KA_COUNT, &opt.seed, "N", "seed of the starts (default 1)"},
            {0, "monetary", KA_TEXT, &opt.monetary, "COLUMN",
             "money of RFM: revenue (default), margin or net_profit"},
            {0, "costs", KA_TEXT, &opt.costs, "FILE",
             "cost to serve, when sales rows are profiled here"},
            {0, "asof", KA_TEXT, &opt.asof, "DATE",
             "last day that counts, when sales rows are profiled here"},
            {'o', "output", KA_TEXT, &opt.output, "FILE", "write there instead of stdout"},
            {0, "channels", KA_TEXT, &opt.channels, "FILE", "channel and class table"},
            {0, "clusters", KA_TEXT, &opt.clusters, "FILE", "size and medians of each cluster"},
            {0, "choice", KA_TEXT, &opt.choice, "FILE",
             "inertia and silhouette of every k from 2 to 8"},
            {0, "cuts", KA_TEXT, &opt.cuts, "FILE",
             "score by these limits, of an earlier month"},
            {0, "limits", KA_TEXT, &opt.limits, "FILE", "the limits of the scores, for --cuts"},
            {0, "meta", KA_TEXT, &opt.meta, "FILE", "provenance: inputs, options, totals"},
            {0},
        },
    .examples =
        (const struct ka_example[]){
            {"ka-import --fx fx.csv sales_gbk.csv | ka-segment -o segments.csv",
             "scores and clusters of all accounts"},
            {"ka-import --fx fx.csv sales_gbk.csv | ka-profile | ka-pareto |\n"
             "  ka-segment --channels channels.csv -o rows.csv",
             "and how many accounts of each class a channel has"},
            {"ka-import --fx fx.csv sales_gbk.csv | ka-profile |\n"
             "  ka-segment --features revenue,orders,active_ratio -k 4 --choice k.csv -o "
             "rows.csv",
             "four clusters by chosen features, and how other k would do"},
            {0},
        },
};

struct segment {
    struct ka_frame accounts;
    size_t key;
    struct ka_matrix matrix;
    struct ka_clustering clustering;
    struct ka_rfm_limits limits;
    struct ka_meta meta;
    struct ka_buf warnings; // of the profile, one a line
};

// "auto" is 0; else a count from 1 on.
static bool parse_k(size_t *k, struct ka_error *err)
{
    *k = 0;
    if (strcmp(opt.k, "auto") == 0)
        return true;
    char *end;
    errno = 0;
    unsigned long long n = strtoull(opt.k, &end, 10);
    if (errno || *end || *opt.k < '0' || *opt.k > '9' || n < 1)
        return ka_fail(err, KA_USAGE,
                       "option '--k': %s is neither 'auto' nor a count from 1 on",
                       KA_QUOTE(ka_str(opt.k)));
    *k = (size_t)n;
    return true;
}

static bool load_accounts(struct segment *s, const char *path, struct ka_error *err)
{
    struct ka_profile_options options = {
        .costs = opt.costs, .meta = &s->meta, .warnings = &s->warnings};
    return ka_asof_parse(opt.asof, &options.asof, err) &&
           ka_accounts_load(&s->accounts, path, &options, err) &&
           ka_frame_need(&s->accounts, opt.by, &s->key, err) &&
           (s->accounts.rows > 0 ||
            ka_fail(err, KA_BAD_DATA, "%s: no row below the header", s->accounts.source));
}

static bool segment_accounts(struct segment *s, struct ka_error *err)
{
    const struct ka_matrix_options features = {
        opt.features, opt.transform == 0 ? KA_TRANSFORM_AUTO : opt.transform - 1,
        (enum ka_scale)opt.scale};
    struct ka_clustering_options options = {.survey = opt.choice,
                                            .starts = (size_t)opt.starts,
                                            .seed = (uint64_t)opt.seed,
                                            .gap_draws = 50};
    if (opt.starts < 1)
        return ka_fail(err, KA_USAGE, "option '--starts': 0 starts find nothing");
    if (!parse_k(&options.k, err) ||
        (opt.cuts && !ka_rfm_limits_read(&s->limits, opt.cuts, opt.monetary, err)) ||
        !ka_matrix_make(&s->matrix, &s->accounts, s->key, &features, err) ||
        !ka_clustering_make(&s->clustering, &s->matrix, &s->accounts, &options, err) ||
        !ka_rfm_append(&s->accounts, opt.monetary, &s->limits, err))
        return false;
    ka_clustering_append(&s->clustering, &s->matrix, &s->accounts);
    return true;
}

static bool write_channels(struct ka_writer *w, const void *context, struct ka_error *err)
{
    const struct segment *s = context;
    struct ka_frame channels = {0};
    bool ok = ka_channels_make(&s->accounts, &channels, err);
    if (ok)
        ka_frame_write(&channels, NULL, w);
    ka_frame_clear(&channels);
    return ok;
}

static bool write_clusters(struct ka_writer *w, const void *context, struct ka_error *err)
{
    const struct segment *s = context;
    (void)err;
    ka_clusters_write(w, &s->accounts, &s->matrix, s->clustering.label, s->clustering.k);
    return true;
}

static bool write_choice(struct ka_writer *w, const void *context, struct ka_error *err)
{
    const struct ka_clustering *c = &((const struct segment *)context)->clustering;
    (void)err;
    ka_choice_write(w, &c->survey, c->k);
    return true;
}

static bool write_limits(struct ka_writer *w, const void *context, struct ka_error *err)
{
    (void)err;
    ka_rfm_limits_write(&((const struct segment *)context)->limits, w);
    return true;
}

static bool write_meta(struct segment *s, struct ka_error *err)
{
    struct ka_buf features = {0};
    for (size_t c = 0; c < s->matrix.columns; c++)
        ka_buf_addf(&features, "%s%s", c ? "," : "",
                    s->accounts.columns[s->matrix.feature[c]].name);
    ka_meta_add(&s->meta, "rows.out", "%zu", s->accounts.rows);
    ka_meta_add(&s->meta, "features", "%s", features.p);
    ka_meta_add(&s->meta, "k", "%zu", s->clustering.k);
    ka_meta_add(&s->meta, "seed", "%lld", (long long)opt.seed);
    ka_meta_add(&s->meta, "starts", "%lld", (long long)opt.starts);
    ka_buf_clear(&features);
    return ka_meta_write(&s->meta, opt.meta, err);
}

// The rows come last: who sees them at the end of a pipe finds the side tables there.
static bool write_tables(struct segment *s, struct ka_error *err)
{
    return ka_table_save_asked(opt.channels, write_channels, s, err) &&
           ka_table_save_asked(opt.clusters, write_clusters, s, err) &&
           ka_table_save_asked(opt.choice, write_choice, s, err) &&
           ka_table_save_asked(opt.limits, write_limits, s, err) && write_meta(s, err) &&
           ka_frame_save(opt.output, &s->accounts, NULL, err);
}

static void tell(const struct segment *s)
{
    const struct ka_matrix *m = &s->matrix;
    ka_warn_lines(&s->warnings);
    if (m->unknown)
        ka_warn("%zu of %zu cells are unknown and took the median of their column", m->unknown,
                m->rows * m->columns);
    if (m->left_out.n)
        ka_warn("left out, because they tell the rows not apart: %s", m->left_out.p);
    if (s->clustering.k == 1 && strcmp(opt.k, "1") != 0)
        ka_warn("no clusters worth telling: all rows are cluster 1");
}

int main(int argc, char **argv)
{
    struct segment s = {0};
    struct ka_error err = {0};
    ka_stat_begin();
    int first = ka_program_begin(&program, argc, argv);
    ka_meta_begin(&s.meta, program.name);
    if (argc - first > 1)
        ka_fail(&err, KA_USAGE, "one input at most; there are %d", argc - first);
    else if (load_accounts(&s, argv[first], &err) && segment_accounts(&s, &err) &&
             write_tables(&s, &err))
        tell(&s);
    ka_clustering_clear(&s.clustering);
    ka_matrix_clear(&s.matrix);
    ka_rfm_limits_clear(&s.limits);
    ka_frame_clear(&s.accounts);
    ka_buf_clear(&s.warnings);
    ka_buf_clear(&s.meta.rows);
    return ka_program_end(&err);
}
