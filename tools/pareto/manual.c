// SPDX-License-Identifier: GPL-3.0-or-later
// The longer parts of the manual page.
#include "pareto/pareto.h"

const struct ka_example ka_pareto_examples[] = {
    {"ka-import --fx fx.csv sales_gbk.csv | ka-pareto | head -n 6",
     "the five largest accounts"},
    {"ka-import --fx fx.csv sales_gbk.csv | ka-pareto --by channel --measure margin",
     "which channels earn the margin"},
    {"ka-import --fx fx.csv sales_gbk.csv | ka-profile --costs costs.csv |\n"
     "  ka-pareto --measure net_profit --summary stats.csv --curve curve.csv -o "
     "ranked.csv",
     "net profit after cost to serve, with figures and curves"},
    {"ka-import --fx fx.csv --accounts accounts.csv sales_gbk.csv |\n"
     "  ka-pareto --costs costs.csv --measure net_profit --group channel --format txt",
     "for people: who earns, how sure that is, and what the channel explains"},
    {"ka-import --fx fx.csv sales_gbk.csv |\n"
     "  ka-pareto --period quarter --boot 0 --summary - -o ranked.csv |\n"
     "  grep ',gini,2'",
     "concentration over time"},
    {0},
};

const struct ka_section ka_pareto_sections[] = {
    {"SUMMARY",
     "One row per measure and figure: measure, stat, group, value, lo, hi, level, "
     "method, note. The measures are the one asked for and those of revenue, "
     "high_margin_revenue, margin and net_profit that are there. Figures: total, n, "
     "unknown, make80 (the fewest accounts with 80 % of the total) and make80_share, "
     "top20_share, top25_share, gini (population) and gini_corrected (times n/(n-1)), "
     "gini_rsv (with negative amounts: Raffinetti, Siletti, Vernizzi 2015), hhi, "
     "effective_number, hhi_normalised, cr4, cr8, rosenbluth, hoover, theil_t, "
     "theil_l, "
     "atkinson_EPS, lorenz_asymmetry, tail_alpha, tail_x_min, tail_n and tail_ks "
     "(Clauset, Shalizi, Newman 2009), class_count and class_share by class. What is "
     "not defined for the data is empty.\n"
     "\n"
     "verdict_8020 is top20_share again; its note says whether '80 % comes from 20 % "
     "of "
     "the accounts' holds (lo is at least 0.8), fails (hi is below) or is not "
     "decidable. "
     "managed counts the top 25 %, managed_share is their share, managed_overlap the "
     "part of them that is in the top 25 % by net profit (margin, where that is not "
     "known). manager_share is the revenue in the hands of each manager, with a note "
     "above a quarter.\n"
     "\n"
     "Of net_profit: whale_peak (accounts that earn), whale_peak_share (of all), "
     "whale_profit (what they earn), whale_height (that over the total), "
     "whale_destroyed (what the others take back), and loss for each of these, with "
     "cost_KIND for what its cost to serve consists of when --costs is given.\n"
     "\n"
     "With --group all figures follow for each value of the column, and for all "
     "accounts theil_between, theil_within and theil_between_share: how much of "
     "Theil's "
     "T lies between the groups. With --period they follow for each period; an account "
     "counts where it has sales or costs, high_margin_revenue is not known by month. "
     "group names the accounts that a row is of: a class, a manager, a value, a "
     "period, "
     "an account; empty: all of them."},
    {"INTERVALS",
     "Method bca: bias-corrected and accelerated bootstrap (Efron 1987) over accounts, "
     "acceleration by the infinitesimal jackknife. The accounts are taken for a sample "
     "of "
     "those that might have been. Where a tenth of the resamples or more have no value "
     "there is no interval. Method gamma: of tail_alpha, with tail_x_min as given. "
     "Method range: the Lorenz asymmetry when amounts equal the mean and there is no "
     "bootstrap.\n"
     "\n"
     "Out of 500 samples from a Pareto distribution, the 95 % intervals of the Gini "
     "coefficient held the true one in 94.6 % with 1,000 accounts and exponent 3, "
     "96.2 % with exponent 5. They hold it less often where the tail is heavy or the "
     "accounts are few, because the accounts that would decide are then not in the "
     "sample and no resample has them: exponent 3, 200 accounts 92.0 %, 50 accounts "
     "83.4 %; exponent 2, 1,000 accounts 93.0 %; exponent 1.5 (no variance) 83.2 %. "
     "Look "
     "at tail_alpha (exponent plus one) before you lean on a bound.\n"
     "\n"
     "p_top: in what share of resamples of its orders, and of every other account's, "
     "the "
     "account is in the top 20 %. Lines with one order id are an order, those without "
     "one an order a day; the cost to serve stays as it is. Known from sales rows, by "
     "revenue, margin, high_margin_revenue, net_profit and qty; else empty."},
    {"CURVE",
     "Rows of measure, curve, p, y, lo, hi, key. lorenz: p the share of accounts, "
     "smallest "
     "first, y their share of the total. abc: the same, largest first. whale: the abc "
     "curve of net_profit, which shows how far the profit rises before the accounts "
     "that lose money take it back. About every fiftieth of a curve has bounds, lo and "
     "hi, "
     "point by point."},
    {0},
};
