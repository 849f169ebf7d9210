// SPDX-License-Identifier: GPL-3.0-or-later
// POLARS_MAX_THREADS=N node polars.js IN OUT: the job of the bench by polars (binary sums).
const pl = require('nodejs-polars');
const [input, output] = process.argv.slice(2);

pl.scanCSV(input)
  .groupBy('account_id')
  .agg(pl.col('account').last(), pl.col('revenue').count().alias('lines'), pl.col('revenue').sum())
  .sort(['revenue', 'account_id'], [true, false])
  .withColumns(pl.col('revenue').cumSum().alias('cumulated'))
  .collectSync({ streaming: true })
  .writeCSV(output);
