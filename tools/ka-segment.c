// SPDX-License-Identifier: GPL-3.0-or-later
// Segments of accounts: RFM scores and clusters.
//
// Scores cut recency, frequency and money into fifths, equal values always together.
// Clusters are those of k-means, PAM, a Gaussian mixture or Ward's method on transformed and
// scaled columns, in the bytewise order of the keys, numbered by revenue or as they were last
// month: so neither the order of the rows nor the seed's luck decides a label.
#include "base/program.h"
#include "sales/segment_tables.h"
#include "segment/segment.h"
#include "stat/stat.h"
#include "table/date.h"
#include "table/save.h"

#include <errno.h>
#include <stdlib.h>

enum { ACCOUNTS, CHANNELS }; // --level

static const char channel_features[] = "margin_rate,growth,gini,cost_rate";

static struct {
    const char *by, *roster, *features, *k, *monetary, *costs, *asof, *output, *cuts, *meta,
        *truth, *match;
    struct ka_segment_files files;
    int level, transform, scale, mix, whales, method, covariance;
    int64_t starts, seed, gap, bootstraps;
} opt = {.by = "account_id",
         .k = "auto",
         .monetary = "revenue",
         .starts = 100,
         .seed = 1,
         .gap = 50,
         .bootstraps = 100};

static const struct ka_program program = {
    .name = "ka-segment",
    .purpose = "segments of accounts: RFM scores and clusters",
    .operands = "[FILE]",
    .description = ka_segment_description,
    .options =
        (const struct ka_option[]){
            {'b', "by", KA_TEXT, &opt.by, "COLUMN", "key (default account_id)"},
            {0, "level", KA_CHOICE, &opt.level, "account|channel",
             "cluster the accounts, or the channels they buy through"},
            {0, "accounts", KA_TEXT, &opt.roster, "FILE",
             "all accounts that are known: fills in channel, group and axis; who has no sales "
             "is a prospect"},
            {0, "features", KA_TEXT, &opt.features, "A,B,C", "numeric columns to cluster by"},
            {0, "transform", KA_CHOICE, &opt.transform, "auto|none|log1p|signed-log1p|sqrt",
             "what is done to each feature first"},
            {0, "scale", KA_CHOICE, &opt.scale, "auto|none|z|z-sample|robust|iqr",
             "how features are made comparable"},
            {0, "mix", KA_CHOICE, &opt.mix, "none|family",
             "cluster by what is bought too: shares of the product families"},
            {0, "whales", KA_CHOICE, &opt.whales, "apart|keep",
             "set accounts of exceptional size aside, or cluster them too"},
            {0, "method", KA_CHOICE, &opt.method, "auto|kmeans|pam|mixture|ward",
             "how to cluster (default: accounts by k-means, channels by Ward's method); PAM "
             "takes up to 20,000 accounts, Ward's method 5,000"},
            {0, "covariance", KA_CHOICE, &opt.covariance, "own|shared",
             "whether the components of a mixture have a shape of their own"},
            {'k', "k", KA_TEXT, &opt.k, "N|auto", "number of clusters (default auto)"},
            {0, "starts", KA_COUNT, &opt.starts, "N", "k-means starts (default 100)"},
            {0, "seed", KA_COUNT, &opt.seed, "N", "seed of all that is drawn (default 1)"},
            {0, "gap", KA_COUNT, &opt.gap, "N",
             "reference data sets of the gap statistic (default 50, 0: leave it out)"},
            {0, "bootstraps", KA_COUNT, &opt.bootstraps, "N",
             "draws for the stability of clusters (default 100, 0: leave it out)"},
            {0, "truth", KA_TEXT, &opt.truth, "COLUMN",
             "say how far the clusters agree with this column (adjusted Rand index, NMI)"},
            {0, "match", KA_TEXT, &opt.match, "FILE",
             "keep numbers and names of the clusters in these rows of an earlier run"},
            {0, "monetary", KA_TEXT, &opt.monetary, "COLUMN",
             "money of RFM: revenue (default), margin or net_profit"},
            {0, "costs", KA_TEXT, &opt.costs, "FILE",
             "cost to serve, when sales rows are profiled here"},
            {0, "asof", KA_TEXT, &opt.asof, "DATE",
             "last day that counts, when sales rows are profiled here"},
            {'o', "output", KA_TEXT, &opt.output, "FILE", "write there instead of stdout"},
            {0, "channels", KA_TEXT, &opt.files.channels, "FILE", "channel and class table"},
            {0, "axes", KA_TEXT, &opt.files.axes, "FILE",
             "the same table, horizontal against vertical axis"},
            {0, "unclassified", KA_TEXT, &opt.files.unclassified, "FILE",
             "accounts without a channel"},
            {0, "prospects", KA_TEXT, &opt.files.prospects, "FILE",
             "with --accounts: those without sales"},
            {0, "clusters", KA_TEXT, &opt.files.clusters, "FILE",
             "size, medians, stability and name of each cluster"},
            {0, "profile", KA_TEXT, &opt.files.profile, "FILE",
             "medians by cluster and feature, and how far from all (z): the heat map"},
            {0, "choice", KA_TEXT, &opt.files.choice, "FILE",
             "all criteria of every k from 1 to 8"},
            {0, "cuts", KA_TEXT, &opt.cuts, "FILE",
             "score by these limits, of an earlier month"},
            {0, "limits", KA_TEXT, &opt.files.limits, "FILE",
             "the limits of the scores, for --cuts"},
            {0, "loadings", KA_TEXT, &opt.files.loadings, "FILE",
             "principal components of the features; appends pc1 and pc2"},
            {0, "dendrogram", KA_TEXT, &opt.files.dendrogram, "FILE",
             "the merges of Ward's method, up to 5,000 rows"},
            {0, "changes", KA_TEXT, &opt.files.changes, "FILE",
             "with --match: accounts from each cluster to each"},
            {0, "meta", KA_TEXT, &opt.meta, "FILE", "provenance: inputs, options, totals"},
            {0},
        },
    .sections = ka_segment_sections,
    .examples = ka_segment_examples,
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

// With an earlier run, with what is known.
static bool compare(struct ka_segment *s, struct ka_error *err)
{
    s->truth = opt.truth;
    return (!opt.match || ka_clustering_match(&s->clustering, &s->matrix, &s->accounts,
                                              s->accounts.columns[s->key].name, opt.match,
                                              &s->changes, err)) &&
           (!opt.truth || ka_clustering_compare(&s->clustering, &s->matrix, &s->accounts,
                                                opt.truth, &s->agreement, err));
}

static bool check_options(struct ka_error *err)
{
    if (opt.starts < 1)
        return ka_fail(err, KA_USAGE, "option '--starts': 0 starts find nothing");
    if (opt.gap == 1)
        return ka_fail(err, KA_USAGE, "option '--gap': 1 has no spread; 2 is the least");
    if (opt.files.changes && !opt.match)
        return ka_fail(err, KA_USAGE, "option '--changes': there is no --match");
    if (opt.files.prospects && !opt.roster)
        return ka_fail(err, KA_USAGE, "option '--prospects': there is no --accounts");
    return true;
}

static enum ka_method method(void)
{
    return opt.method > 0          ? (enum ka_method)(opt.method - 1)
           : opt.level == CHANNELS ? KA_METHOD_WARD
                                   : KA_METHOD_KMEANS;
}

static bool load(struct ka_segment *s, const char *path, struct ka_error *err)
{
    const struct ka_segment_input input = {.path = path,
                                           .by = opt.by,
                                           .roster = opt.roster,
                                           .costs = opt.costs,
                                           .asof = opt.asof,
                                           .mix = opt.mix,
                                           .channel_level = opt.level == CHANNELS};
    return check_options(err) && ka_segment_load(s, &input, &opt.files, err);
}

static bool make_matrix(struct ka_segment *s, struct ka_error *err)
{
    bool channels = opt.level == CHANNELS;
    const struct ka_matrix_options features = {
        .features = opt.features,
        .usual = channels ? channel_features : NULL,
        .transform = opt.transform == 0 ? KA_TRANSFORM_AUTO : opt.transform - 1,
        .scale = opt.scale == 0 ? KA_SCALE_AUTO : opt.scale - 1,
        .mix = opt.mix                     ? KA_MIX_NEEDED
               : channels && !opt.features ? KA_MIX_IF_THERE
                                           : KA_MIX_UNUSED,
        .whales_apart = opt.whales == 0 && !channels};
    return ka_matrix_make(&s->matrix, &s->accounts, s->key, &features, err);
}

static bool make_clusters(struct ka_segment *s, struct ka_error *err)
{
    bool channels = opt.level == CHANNELS;
    struct ka_clustering_options options = {.survey = opt.files.choice,
                                            .method = method(),
                                            .covariance = (enum ka_covariance)opt.covariance,
                                            .starts = (size_t)opt.starts,
                                            .seed = (uint64_t)opt.seed,
                                            .gap_draws = channels ? 0 : (size_t)opt.gap,
                                            .stability_draws = (size_t)opt.bootstraps,
                                            .least = channels};
    return parse_k(&options.k, err) &&
           ka_clustering_make(&s->clustering, &s->matrix, &s->accounts, &options, err);
}

static bool segment_rows(struct ka_segment *s, struct ka_error *err)
{
    if ((opt.cuts && !ka_rfm_limits_read(&s->limits, opt.cuts, opt.monetary, err)) ||
        !make_matrix(s, err) || !make_clusters(s, err) || !compare(s, err) ||
        (opt.level != CHANNELS && !ka_rfm_append(&s->accounts, opt.monetary, &s->limits, err)))
        return false;
    ka_clustering_append(&s->clustering, &s->matrix, &s->accounts);
    return !opt.files.loadings || ka_loadings_make(&s->matrix, &s->accounts, &s->loadings, err);
}

static bool write_meta(struct ka_segment *s, struct ka_error *err)
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
static bool write_tables(struct ka_segment *s, struct ka_error *err)
{
    return ka_segment_write(s, &opt.files, err) && write_meta(s, err) &&
           ka_frame_save(opt.output, &s->accounts, NULL, err);
}

int main(int argc, char **argv)
{
    struct ka_segment s = {0};
    struct ka_error err = {0};
    ka_stat_begin();
    int first = ka_program_begin(&program, argc, argv);
    ka_meta_begin(&s.meta, program.name);
    if (argc - first > 1)
        ka_fail(&err, KA_USAGE, "one input at most; there are %d", argc - first);
    else if (load(&s, argv[first], &err) && segment_rows(&s, &err) && write_tables(&s, &err))
        ka_segment_tell(&s, method(), strcmp(opt.k, "auto") == 0, strcmp(opt.k, "1") == 0);
    ka_clustering_clear(&s.clustering);
    ka_changes_clear(&s.changes);
    ka_frame_clear(&s.loadings);
    ka_frame_clear(&s.channels);
    ka_frame_clear(&s.axes);
    ka_frame_clear(&s.unclassified);
    ka_frame_clear(&s.prospects);
    ka_matrix_clear(&s.matrix);
    ka_rfm_limits_clear(&s.limits);
    ka_frame_clear(&s.accounts);
    ka_buf_clear(&s.warnings);
    ka_buf_clear(&s.meta.rows);
    return ka_program_end(&err);
}
