// SPDX-License-Identifier: GPL-3.0-or-later
// What ka-segment says about its clusters.
#include "segment/segment.h"

#include "base/program.h"
#include "stat/stability.h"

enum { NAMED_MOST = 20 };

// Why this k, in one line.
static void tell_choice(const struct ka_clustering *c, enum ka_method method)
{
    const struct ka_k_survey *survey = &c->survey;
    if (method == KA_METHOD_MIXTURE)
        ka_say("k = %zu has the least BIC", c->k);
    else if (c->k > 1)
        ka_say("k = %zu has the highest mean silhouette, %.3f%s", c->k,
               survey->choice[c->k - 1].silhouette.mean,
               survey->by_gap ? "; the gap statistic sees clusters too" : "");
    else if (survey->by_gap == 1)
        ka_say("k = 1: the gap statistic sees no clusters");
    else
        ka_say("k = 1: no k has a smallest cluster that is large enough");
}

static void tell_stability(const struct ka_clustering *c)
{
    for (size_t i = 0; c->jaccard && i < c->k; i++)
        if (!(c->jaccard[i] >= KA_DO_NOT_INTERPRET))
            ka_warn("cluster %d has a similarity of only %.2f to itself when the accounts are "
                    "drawn "
                    "anew: do not interpret",
                    c->number[i], c->jaccard[i]);
    if (c->degenerate)
        ka_warn("%zu components of the mixture lie in fewer dimensions than there are features",
                c->degenerate);
}

// The keys of some rows, NAMED_MOST of them; order: which rows, NULL: the first ones.
static void tell_names(const char *what, const struct ka_frame *frame, size_t key,
                       const size_t *order, size_t count)
{
    struct ka_buf names = {0};
    for (size_t i = 0; i < count && i < NAMED_MOST; i++) {
        ka_buf_add_text(&names, i ? ", " : "");
        ka_buf_add(&names, ka_frame_cell(frame, key, order ? order[i] : i));
    }
    if (count > 0)
        ka_say("%s: %s%s", what, names.p ? names.p : "", count > NAMED_MOST ? ", …" : "");
    ka_buf_clear(&names);
}

static void tell_roster(const struct ka_segment *s)
{
    struct ka_buf text = {0};
    size_t none = s->unclassified.rows, idle = s->prospects.rows;
    ka_buf_addf(&text, "%zu account%s without a channel", none, none == 1 ? "" : "s");
    tell_names(text.p, &s->unclassified, 0, NULL, none);
    ka_buf_clear(&text);
    ka_buf_addf(&text, "%zu of %zu accounts of the roster have no sales", idle, s->roster_rows);
    tell_names(text.p, &s->prospects, idle ? ka_frame_find(&s->prospects, "account_id") : 0,
               NULL, idle);
    ka_buf_clear(&text);
}

static void tell_matrix(const struct ka_matrix *m)
{
    if (m->unknown)
        ka_warn("%zu of %zu cells are unknown and took the median of their column", m->unknown,
                (m->rows + m->whales) * m->columns);
    if (m->left_out.n)
        ka_warn("left out, because they do not tell the rows apart: %s", m->left_out.p);
    if (m->twice.n)
        ka_warn("features that say the same and count twice: %s", m->twice.p);
}

static void tell_agreement(const struct ka_segment *s)
{
    const struct ka_agreement *found = &s->agreement;
    if (!s->truth)
        return;
    if (2 * found->values > found->rows)
        ka_warn("%s has %zu values in %zu rows: it sorts them into no kinds to compare with",
                s->truth, found->values, found->rows);
    ka_say("against %s: adjusted Rand index %.3f, normalized mutual information %.3f, %zu rows",
           s->truth, found->adjusted_rand, found->mutual_information, found->rows);
}

void ka_segment_tell(const struct ka_segment *s, enum ka_method method, bool chosen, bool one)
{
    ka_warn_lines(&s->warnings);
    tell_matrix(&s->matrix);
    tell_roster(s);
    tell_names("whales, set aside", &s->accounts, s->key, s->matrix.whale, s->matrix.whales);
    if (chosen && s->clustering.survey.k_max > 0)
        tell_choice(&s->clustering, method);
    tell_stability(&s->clustering);
    tell_agreement(s);
    if (s->clustering.k == 1 && !one)
        ka_warn("no clusters worth telling: all rows are cluster 1");
}
