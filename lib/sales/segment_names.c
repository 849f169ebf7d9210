// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/segment_names.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/mix.h"
#include "stat/describe.h"

enum { WORDS_MOST = 3 };

#define APART .5 // standard deviations

// high and low: than the others; against: what is said instead when the cluster's median is on
// the other side of zero.
static const struct words {
    const char *feature, *high, *low, *high_zh, *low_zh;
    const char *against_high, *against_low, *against_high_zh, *against_low_zh; // NULL: the same
} words[] = {
    {"revenue", "large", "small", "大", "小"},
    {"net_profit", "profitable", "loss-making", "盈利高", "亏损", "small losses", "low profit",
     "亏损少", "盈利低"},
    {"margin", "profitable", "loss-making", "盈利高", "亏损", "small losses", "low profit",
     "亏损少", "盈利低"},
    {"margin_rate", "high margin", "low margin", "高毛利", "低毛利"},
    {"high_margin_share", "high-margin mix", "low-margin mix", "高毛利品多", "高毛利品少"},
    {"orders", "frequent", "rare", "频繁", "稀少"},
    {"active_ratio", "regular", "irregular", "规律", "零散"},
    {"recency_days", "dormant", "recent", "沉睡", "活跃"},
    {"growth_rate", "growing", "shrinking", "增长", "下滑", "shrinking less", "growing less",
     "下滑少", "增长慢"},
    {"growth", "growing", "shrinking", "增长", "下滑", "shrinking less", "growing less",
     "下滑少", "增长慢"},
    {"gini", "concentrated", "evenly spread", "集中", "分散"},
    {"cost_rate", "costly", "cheap to serve", "服务成本高", "服务成本低"},
    {"order_value", "large orders", "small orders", "单笔大", "单笔小"},
    {"return_rate", "many returns", "few returns", "退货多", "退货少"},
    {"cost_to_serve", "costly", "cheap to serve", "服务成本高", "服务成本低"},
    {"families", "broad range", "narrow range", "品类多", "品类少"},
};

// How far the members of a cluster are from all rows in one feature.
struct contrast {
    size_t feature;
    double apart; // standard deviations
};

static int compare_contrasts(const void *p, const void *q)
{
    const struct contrast *a = p, *b = q;
    double x = fabs(a->apart), y = fabs(b->apart);
    int order = (x < y) - (x > y);
    return order ? order : (a->feature > b->feature) - (a->feature < b->feature);
}

double ka_clustering_median(const struct ka_clustering *c, const struct ka_matrix *m,
                            size_t cluster, size_t feature)
{
    double *known = ka_alloc(m->rows, sizeof *known);
    size_t n = 0;
    for (size_t i = 0; i < m->rows; i++) {
        double value = m->raw[i * m->columns + feature];
        if (c->label[i] == (int)cluster && !isnan(value))
            known[n++] = value;
    }
    double median = ka_median(known, n);
    free(known);
    return median;
}

double ka_clustering_contrast(const struct ka_clustering *c, const struct ka_matrix *m,
                              size_t cluster, size_t feature)
{
    double *all = ka_alloc(m->rows, sizeof *all), *members = ka_alloc(m->rows, sizeof *members);
    size_t n = 0;
    for (size_t i = 0; i < m->rows; i++) {
        all[i] = m->x[i * m->columns + feature];
        if (c->label[i] == (int)cluster)
            members[n++] = all[i];
    }
    double sd = ka_sd(all, m->rows);
    double apart = n > 0 && sd > 0 ? (ka_mean(members, n) - ka_mean(all, m->rows)) / sd : 0;
    free(all);
    free(members);
    return apart;
}

// median: of the cluster, as the feature stands in the rows.
static void add_known(struct ka_buf *en, struct ka_buf *zh, const char *between,
                      const struct words *w, bool high, double median)
{
    bool against = w->against_high && (high ? median <= 0 : median >= 0);
    ka_buf_addf(en, "%s%s", between,
                high ? (against ? w->against_high : w->high)
                     : (against ? w->against_low : w->low));
    ka_buf_addf(zh, "%s%s", between,
                high ? (against ? w->against_high_zh : w->high_zh)
                     : (against ? w->against_low_zh : w->low_zh));
}

static void add_words(struct ka_buf *en, struct ka_buf *zh, const char *feature, bool high,
                      double median)
{
    const char *between = en->n ? " · " : "";
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].feature, feature) == 0) {
            add_known(en, zh, between, &words[i], high, median);
            return;
        }
    size_t prefix = strlen(KA_MIX_PREFIX);
    if (strncmp(feature, KA_MIX_PREFIX, prefix) == 0) {
        ka_buf_addf(en, "%s%s %s", between, high ? "more" : "less", feature + prefix);
        ka_buf_addf(zh, "%s%s%s", between, high ? "多" : "少", feature + prefix);
        return;
    }
    ka_buf_addf(en, "%s%s %s", between, high ? "high" : "low", feature);
    ka_buf_addf(zh, "%s%s%s", between, feature, high ? "高" : "低");
}

static bool is_taken(const struct ka_clustering *c, size_t cluster, const char *name)
{
    for (size_t i = 0; i < cluster; i++)
        if (strcmp(c->name[i].en, name) == 0)
            return true;
    return false;
}

static void name_cluster(struct ka_clustering *c, size_t cluster, const struct ka_matrix *m,
                         const struct ka_frame *accounts)
{
    struct ka_buf en = {0}, zh = {0};
    struct contrast *contrast = ka_alloc(m->columns, sizeof *contrast);
    for (size_t f = 0; f < m->columns; f++)
        contrast[f] = (struct contrast){f, ka_clustering_contrast(c, m, cluster, f)};
    qsort(contrast, m->columns, sizeof *contrast, compare_contrasts);
    for (size_t i = 0; i < m->columns && i < WORDS_MOST && fabs(contrast[i].apart) >= APART;
         i++)
        add_words(&en, &zh, accounts->columns[m->feature[contrast[i].feature]].name,
                  contrast[i].apart > 0,
                  ka_clustering_median(c, m, cluster, contrast[i].feature));
    if (en.n == 0) {
        ka_buf_add_text(&en, "average");
        ka_buf_add_text(&zh, "普通");
    }
    if (is_taken(c, cluster, en.p)) {
        ka_buf_addf(&en, " %zu", cluster + 1);
        ka_buf_addf(&zh, " %zu", cluster + 1);
    }
    c->name[cluster] = (struct ka_cluster_name){ka_strdup(en.p), ka_strdup(zh.p)};
    free(contrast);
    ka_buf_clear(&en);
    ka_buf_clear(&zh);
}

void ka_clustering_name(struct ka_clustering *c, const struct ka_matrix *m,
                        const struct ka_frame *accounts)
{
    c->name = ka_zalloc(c->k, sizeof *c->name);
    for (size_t cluster = 0; cluster < c->k; cluster++)
        name_cluster(c, cluster, m, accounts);
}
