// SPDX-License-Identifier: GPL-3.0-or-later
// Recency, frequency, monetary: scores 1..bins by quantile bins, and segment names.
#ifndef KA_STAT_RFM_H
#define KA_STAT_RFM_H

#include <stdbool.h>
#include <stddef.h>

// Cuts x into `bins` parts of about equal size.  A value goes by the mid-rank of its
// tie group, bin = 1 + floor((rank - 1/2) bins / n), so that equal values always share
// a bin.  cut[b - 1], b = 1..bins-1, is the largest value in the bins up to b: an
// observed value, or -INFINITY when those bins are empty.  NaN (unknown) is left out.
// The cuts can be kept and used on later data.
void ka_rfm_cuts(const double *x, size_t n, int bins, double *cut);

// 1 + the number of cuts below x; counted from the other end when less is better (days
// since the last purchase).  0 when x is NaN.
int ka_rfm_score(double x, const double *cut, int bins, bool less_is_better);

// The segment of scores 1..5: champions, loyal, potential_loyalist, new, promising,
// need_attention, about_to_sleep, at_risk, cant_lose, hibernating, lost.  The map is on
// recency and the mean of frequency and monetary, halves upward; each of its 25 fields
// lies in the ranges published for its segment (Putler; R package rfm 0.2), which overlap:
// here each field has one name.  NULL when a score is not in 1..5.
const char *ka_rfm_segment(int recency, int frequency, int monetary);

// All of them, the best first, and NULL.
extern const char *const ka_rfm_segments[];

#endif
