// SPDX-License-Identifier: GPL-3.0-or-later
// Segments of accounts: RFM scores and clusters.
//
// Scores cut recency, frequency and money into fifths, equal values always together.
// Clusters are those of k-means, PAM, a Gaussian mixture or Ward's method on transformed and
// scaled columns, in the bytewise order of the keys, numbered by revenue or as they were last
// month: so neither the order of the rows nor the seed's luck decides a label.
#include "base/program.h"
#include "sales/mix.h"
#include "sales/profile.h"
#include "sales/segment_tables.h"
#include "segment/segment.h"
#include "stat/stat.h"
#include "table/date.h"
#include "table/save.h"

#include <errno.h>
#include <stdlib.h>

static struct {
    const char *by, *features, *k, *monetary, *costs, *asof, *output, *cuts, *meta, *truth,
        *match;
    struct ka_segment_files files;
    int transform, scale, mix, whales, method, covariance;
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
        "Clusters are numbered by revenue, 1 the largest, and named after the features that "
        "set "
        "them apart. The features are, unless --features "
        "says otherwise, those of revenue, net_profit (else margin), orders, active_ratio, "
        "recency_days, high_margin_share and growth_rate that are there and not the same for "
        "all. Amounts, counts and days are taken as sign(x) log(1+|x|), shares as square "
        "roots, "
        "rates as they are; then each column is moved in to 3.5 robust z (median, MAD) and "
        "scaled by it, or by the standard deviation where it has no MAD. An unknown value "
        "takes "
        "the median of its column, and a warning counts them.\n"
        "\n"
        "Whales are accounts with an amount or count beyond robust z 6 after the transform, as "
        "long as they are fewer than max(3, 2 %) of all: they are named, set aside, and have "
        "no "
        "cluster.\n"
        "\n"
        "--mix family adds, from sales rows, the share of each of the 12 largest product "
        "families "
        "in what an account buys (mix_NAME, smaller ones together as mix_other), as square "
        "roots.\n"
        "\n"
        "With --k auto the gap statistic (Tibshirani 2001, the first k within one standard "
        "error "
        "of the first maximum) says whether there are clusters at all; then the k up to 8 with "
        "the best mean silhouette is taken among those whose smallest cluster has at least "
        "max(3, 2 %) accounts. Of a mixture the k with the least BIC is taken. When there is "
        "none, or no usual feature tells the accounts apart, all of them are cluster 1.\n"
        "\n"
        "--bootstraps draws the accounts anew so often and clusters them again: a cluster "
        "whose "
        "mean Jaccard similarity (Hennig 2007) is .75 or more is stable, one below .6 is not "
        "to be "
        "interpreted, which a warning says.\n"
        "\n"
        "--match reads the account rows of an earlier run: each cluster takes the number and "
        "name "
        "of the one it shares most accounts with, by the assignment that is best for all; "
        "others "
        "get further numbers. --changes tells how many accounts went from one to another: "
        "same, "
        "split or merge (a quarter of the old or of the new cluster or more), move, new, gone.",
    .options =
        (const struct ka_option[]){
            {'b', "by", KA_TEXT, &opt.by, "COLUMN", "key (default account_id)"},
            {0, "features", KA_TEXT, &opt.features, "A,B,C", "numeric columns to cluster by"},
            {0, "transform", KA_CHOICE, &opt.transform, "auto|none|log1p|signed-log1p|sqrt",
             "what is done to each feature first"},
            {0, "scale", KA_CHOICE, &opt.scale, "auto|none|z|z-sample|robust|iqr",
             "how features are made comparable"},
            {0, "mix", KA_CHOICE, &opt.mix, "none|family",
             "cluster by what is bought too: shares of the product families"},
            {0, "whales", KA_CHOICE, &opt.whales, "apart|keep",
             "set accounts of exceptional size aside, or cluster them too"},
            {0, "method", KA_CHOICE, &opt.method, "kmeans|pam|mixture|ward",
             "how to cluster; PAM takes up to 20,000 accounts, Ward's method 5,000"},
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
            {0, "clusters", KA_TEXT, &opt.files.clusters, "FILE",
             "size, medians, stability and name of each cluster"},
            {0, "choice", KA_TEXT, &opt.files.choice, "FILE",
             "all criteria of every k from 1 to 8"},
            {0, "cuts", KA_TEXT, &opt.cuts, "FILE",
             "score by these limits, of an earlier month"},
            {0, "limits", KA_TEXT, &opt.files.limits, "FILE",
             "the limits of the scores, for --cuts"},
            {0, "loadings", KA_TEXT, &opt.files.loadings, "FILE",
             "principal components of the features; appends pc1 and pc2"},
            {0, "dendrogram", KA_TEXT, &opt.files.dendrogram, "FILE",
             "the merges of Ward's method, up to 5,000 accounts"},
            {0, "changes", KA_TEXT, &opt.files.changes, "FILE",
             "with --match: accounts from each cluster to each"},
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

// The mix comes from sales rows; account rows may have it from an earlier run.
static bool load_accounts(struct ka_segment *s, const char *path, struct ka_error *err)
{
    struct ka_profile *profile = NULL;
    struct ka_profile_options options = {.costs = opt.costs,
                                         .meta = &s->meta,
                                         .warnings = &s->warnings,
                                         .profile = &profile,
                                         .goods = opt.mix};
    bool ok = ka_asof_parse(opt.asof, &options.asof, err) &&
              ka_accounts_load(&s->accounts, path, &options, err) &&
              (!opt.mix || !profile ||
               ka_mix_append(ka_profile_ledger(profile), &s->accounts, err)) &&
              ka_frame_need(&s->accounts, opt.by, &s->key, err) &&
              (s->accounts.rows > 0 ||
               ka_fail(err, KA_BAD_DATA, "%s: no row below the header", s->accounts.source));
    ka_profile_free(profile);
    return ok;
}

// With an earlier run, with what is known.
static bool compare(struct ka_segment *s, struct ka_error *err)
{
    s->truth = opt.truth;
    return (!opt.match || ka_clustering_match(&s->clustering, &s->matrix, &s->accounts, opt.by,
                                              opt.match, &s->changes, err)) &&
           (!opt.truth || ka_clustering_compare(&s->clustering, &s->matrix, &s->accounts,
                                                opt.truth, &s->agreement, err));
}

static bool segment_accounts(struct ka_segment *s, struct ka_error *err)
{
    const struct ka_matrix_options features = {
        .features = opt.features,
        .transform = opt.transform == 0 ? KA_TRANSFORM_AUTO : opt.transform - 1,
        .scale = opt.scale == 0 ? KA_SCALE_AUTO : opt.scale - 1,
        .mix = opt.mix,
        .whales_apart = opt.whales == 0};
    struct ka_clustering_options options = {.survey = opt.files.choice,
                                            .method = (enum ka_method)opt.method,
                                            .covariance = (enum ka_covariance)opt.covariance,
                                            .starts = (size_t)opt.starts,
                                            .seed = (uint64_t)opt.seed,
                                            .gap_draws = (size_t)opt.gap,
                                            .stability_draws = (size_t)opt.bootstraps};
    if (opt.starts < 1)
        return ka_fail(err, KA_USAGE, "option '--starts': 0 starts find nothing");
    if (opt.gap == 1)
        return ka_fail(err, KA_USAGE, "option '--gap': 1 has no spread; 2 is the least");
    if (opt.files.changes && !opt.match)
        return ka_fail(err, KA_USAGE, "option '--changes': there is no --match");
    if (!parse_k(&options.k, err) ||
        (opt.cuts && !ka_rfm_limits_read(&s->limits, opt.cuts, opt.monetary, err)) ||
        !ka_matrix_make(&s->matrix, &s->accounts, s->key, &features, err) ||
        !ka_clustering_make(&s->clustering, &s->matrix, &s->accounts, &options, err) ||
        !compare(s, err) || !ka_rfm_append(&s->accounts, opt.monetary, &s->limits, err))
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
    else if (load_accounts(&s, argv[first], &err) && segment_accounts(&s, &err) &&
             write_tables(&s, &err))
        ka_segment_tell(&s, (enum ka_method)opt.method, strcmp(opt.k, "auto") == 0,
                        strcmp(opt.k, "1") == 0);
    ka_clustering_clear(&s.clustering);
    ka_changes_clear(&s.changes);
    ka_frame_clear(&s.loadings);
    ka_matrix_clear(&s.matrix);
    ka_rfm_limits_clear(&s.limits);
    ka_frame_clear(&s.accounts);
    ka_buf_clear(&s.warnings);
    ka_buf_clear(&s.meta.rows);
    return ka_program_end(&err);
}
