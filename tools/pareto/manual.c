// SPDX-License-Identifier: GPL-3.0-or-later
// The longer parts of the manual page.
#include "pareto/pareto.h"

const struct ka_example ka_pareto_examples[] = {
    {"ka-import --fx fx.csv sales_gbk.csv | ka-pareto | head -n 6",
     "the five largest accounts"},
    {"ka-import --fx fx.csv sales_gbk.csv | ka-pareto --by channel --measure margin",
     "which channels earn the margin"},
    {"ka-import --fx fx.csv sales_gbk.csv | ka-profile --costs costs.csv |\n"
     "  ka-pareto --measure net_profit --summary stats.csv --curve curve.csv -o ranked.csv",
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
     "One row per measure and figure: measure, stat, group, value, lo, hi, level, method, "
     "note. The measures are the one asked for and those of revenue, high_margin_revenue, "
     "margin and net_profit that are there. Figures: total, n, unknown, make80 (the fewest "
     "accounts with 80 % of the total) and make80_share, top20_share, top25_share, gini "
     "(population) and gini_corrected (times n/(n-1)), gini_rsv (with negative amounts: "
     "Raffinetti, Siletti, Vernizzi 2015), hhi, effective_number, hhi_normalised, cr4, cr8, "
     "rosenbluth, hoover, theil_t, theil_l, atkinson_EPS, lorenz_asymmetry, tail_alpha, "
     "tail_x_min, tail_n and tail_ks (Clauset, Shalizi, Newman 2009), gini_coverage (see "
     "INTERVALS), class_count and class_share by class. What is not defined for the data is "
     "empty.\n"
     "\n"
     "verdict_8020 is top20_share again; its note says whether '80 % comes from 20 % of the "
     "accounts' holds (lo is at least 0.8), fails (hi is below) or is not decidable, as it "
     "never is with fewer than five accounts. managed counts the top 25 %, managed_share is "
     "their share, managed_overlap the part of them that is in the top 25 % by net profit "
     "(margin, where that is not known). manager_share is the revenue in the hands of each "
     "manager, with a note above a quarter.\n"
     "\n"
     "Of net_profit: whale_peak (accounts that earn), whale_peak_share (of all), whale_profit "
     "(what they earn), whale_height (that over the total), whale_destroyed (what the others "
     "take back), and loss for each of these, with cost_KIND for what its cost to serve "
     "consists of when --costs is given.\n"
     "\n"
     "With --group all figures follow for each value of the column, and for all accounts "
     "theil_between, theil_within and theil_between_share: how much of Theil's T lies between "
     "the groups. With --period they follow for each period; an account counts where it has "
     "sales or costs. group names the accounts that a row is of: a class, a manager, a value, "
     "a period, an account; empty: all of them."},
    {"INTERVALS",
     "Method bca: bias-corrected and accelerated bootstrap (Efron 1987) over accounts, "
     "acceleration by the infinitesimal jackknife. The accounts are taken for a sample of "
     "those that might have been. Where a tenth of the resamples or more have no value there "
     "is no interval. Method gamma: of tail_alpha, with tail_x_min as given. Method range: "
     "the Lorenz asymmetry when amounts equal the mean and there is no bootstrap.\n"
     "\n"
     "Out of 500 samples from a Pareto distribution, so many of the 95 % intervals of the "
     "Gini coefficient held the true one, by exponent and number of accounts:\n"
     "\n"
     "  bca     20 accounts     50    200   1000\n"
     "  1.5            44 %   64 %   75 %   83 %\n"
     "  2              61 %   76 %   86 %   93 %\n"
     "  3              71 %   83 %   92 %   95 %\n"
     "  5              75 %   86 %   93 %   96 %\n"
     "\n"
     "  boot-t  20 accounts     50    200   1000\n"
     "  1.5            73 %   79 %   82 %   86 %\n"
     "  2              80 %   89 %   90 %   93 %\n"
     "  3              87 %   91 %   94 %   95 %\n"
     "  5              89 %   93 %   95 %   97 %\n"
     "\n"
     "Where the tail is heavy or the accounts are few, those that would decide are not in the "
     "sample, and no resample has them. gini_coverage looks up the case next below the "
     "accounts and the exponent (tail_alpha less one) in hand; its note calls the interval "
     "too narrow below 93 %. The other figures fare like bca.\n"
     "\n"
     "--interval boot-t: studentised intervals (Efron 1982; the standard error of Davidson "
     "2009) of gini and gini_corrected on the logit scale, so that they stay between 0 and 1; "
     "wider than bca where that is too narrow, and the same where it is not; bca where a "
     "tenth of the resamples have no such error (very few accounts). Also tried, and not "
     "better throughout: a semi-parametric bootstrap with a Pareto tail fitted to the square "
     "root of n or to a tenth of the accounts (Cowell, Flachaire 2007): with exponent 3 it "
     "held 91 % and 80 % of 50, 84 % and 92 % of 1000.\n"
     "\n"
     "p_top: in what share of resamples of its orders, and of every other account's, the "
     "account is in the top 20 %. Lines with one order id are an order, those without one an "
     "order a day; the cost to serve stays as it is. Known from sales rows, by revenue, "
     "margin, high_margin_revenue, net_profit and qty; else empty."},
    {"CURVE",
     "Rows of measure, curve, p, y, lo, hi, key. lorenz: p the share of accounts, smallest "
     "first, y their share of the total. abc: the same, largest first. whale: the abc curve "
     "of net_profit, which shows how far the profit rises before the accounts that lose money "
     "take it back. About every fiftieth of a curve has bounds, lo and hi, point by point."},
    {0},
};
