# SPDX-License-Identifier: GPL-3.0-or-later
# Rscript datatable.R IN OUT THREADS: the job of the bench by data.table (binary sums).
library(data.table)
args <- commandArgs(TRUE)
setDTthreads(as.integer(args[3]))
rows <- fread(args[1], select = c("account_id", "account", "revenue"))
sums <- rows[, .(account = last(account), lines = .N, revenue = sum(revenue)), by = account_id]
setorder(sums, -revenue, account_id)
sums[, cum_share := cumsum(revenue) / sum(revenue)]
fwrite(sums, args[2])
