// SPDX-License-Identifier: GPL-3.0-or-later
// What the manual of ka-segment says.
#include "segment/segment.h"

const char ka_segment_description[] =
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
    "split or merge (a quarter of the old or of the new cluster or more), move, new, "
    "gone.";

const struct ka_section ka_segment_sections[] = {
    {"CHANNELS",
     "--level channel clusters the channels themselves, by margin_rate, growth, gini, "
     "cost_rate and, from sales rows with families, their mix; it writes one row per "
     "channel "
     "instead of the account rows: accounts, sums, axis (mixed when its accounts differ), "
     "key_account_share (of its accounts with the verdict key), growth (revenue of the last 12 "
     "months "
     "over the 12 before, less 1), gini (concentration of revenue within it, 0 for equal "
     "accounts), cost_rate (cost to serve over revenue), then the cluster. A few channels "
     "say "
     "too little for a gap statistic or a smallest size, so k is that of the best "
     "silhouette. "
     "--channels writes the same columns beside account rows, --axes by axis.\n"
     "\n"
     "Accounts without a channel are named and, at --level channel, left out. --accounts "
     "reads "
     "the roster (account_id, channel, group, axis, ...): it fills in a channel that the "
     "rows "
     "lack, and who is on it without sales is a prospect."},
    {"TABLES",
     "--choice has a row per k: k, inertia, silhouette, silhouette_se, smallest (accounts in "
     "the "
     "smallest cluster), eligible (1 when that is large enough), chosen, gap and gap_se (of "
     "k-means, whatever the method), bic (of a mixture), objective (what the method minimises: "
     "the inertia, of PAM the mean distance to the medoids, of a mixture less the "
     "log-likelihood). "
     "--clusters has a row per cluster: cluster, accounts, the median of each feature as it "
     "stands "
     "in the rows, jaccard, cluster_name, cluster_name_zh, of PAM the medoid. --profile has "
     "the "
     "same in long form, with z: how many standard deviations the mean of the cluster is from "
     "that of all, after transform and scaling; the two or three features with the largest z "
     "beyond 0.5 make the name. --dendrogram has a row per merge: merge (1, 2, ...), a and b "
     "(a "
     "key, or #3 for what merge 3 made), height, size. --loadings has a row per principal "
     "component: component, share (of the variance), the weight of each feature; the largest "
     "weight is positive. --changes has from, to, accounts, kind. --limits has column, bin, "
     "limit."},
    {"TERMS",
     "Inertia: the sum of squared distances to the cluster means. Silhouette (-1 to "
     "1, "
     "Rousseeuw 1987): how much nearer an account is to its own cluster than to the next; "
     "above 20,000 accounts the mean is that of a sample, with its standard error "
     "(silhouette_se), and single accounts have none. BIC: the likelihood of a mixture less "
     "a "
     "price for each parameter; small is good. Jaccard similarity: members in common over "
     "all "
     "members of both. Adjusted Rand index: agreement of two groupings, 1 the same, 0 by "
     "chance. Normalized mutual information: the same from 0 to 1, without the correction "
     "for "
     "chance. Robust z: distance from the median over 1.4826 median absolute deviations.\n"
     "\n"
     "RFM segments, by the score of recency, then the mean of the other two, rounded up, from "
     "1 "
     "to "
     "5. 5: new, potential_loyalist (2, 3), champions (4, 5). 4: promising, potential_loyalist "
     "(2, 3), "
     "loyal (4, 5). 3: about_to_sleep (1, 2), need_attention, loyal (4, 5). 2: hibernating (1, "
     "2), "
     "at_risk (3 to 5). 1: lost (1, 2), at_risk, cant_lose (4, 5)."},
    {0},
};

const struct ka_example ka_segment_examples[] = {
    {"ka-import --fx fx.csv sales_gbk.csv | ka-segment -o segments.csv",
     "scores and clusters of all accounts"},
    {"ka-import --fx fx.csv sales_gbk.csv | ka-profile | ka-pareto |\n"
     "  ka-segment --channels channels.csv -o rows.csv",
     "and how many accounts of each class a channel has"},
    {"ka-import --fx fx.csv sales_gbk.csv | ka-profile |\n"
     "  ka-segment --features revenue,orders,active_ratio -k 4 --choice k.csv -o "
     "rows.csv",
     "four clusters by chosen features, and how other k would do"},
    {"ka-import --accounts accounts.csv --fx fx.csv sales_gbk.csv |\n"
     "  ka-segment --level channel --accounts accounts.csv --prospects p.csv -o channels.csv",
     "which channels are alike; who is on the roster and does not buy"},
    {0},
};
