// SPDX-License-Identifier: GPL-3.0-or-later
// node chdb.js IN OUT THREADS: the job of the bench by ClickHouse.
const { query } = require('chdb');
const [input, output, threads] = process.argv.slice(2);

query(`
  SELECT account_id, argMax(account, date) AS account, count() AS lines,
         sum(revenue) AS revenue,
         sum(revenue) OVER (ORDER BY revenue DESC, account_id
                            ROWS UNBOUNDED PRECEDING) AS cumulated
  FROM file('${input}', 'CSVWithNames',
            'date Date, order_id String, account_id String, account String, region String,
             product_id String, kind String, qty Decimal(18,4), revenue Decimal(18,4),
             cost Decimal(18,4)')
  GROUP BY account_id ORDER BY revenue DESC, account_id
  INTO OUTFILE '${output}' TRUNCATE FORMAT CSVWithNames
  SETTINGS max_threads = ${threads}`, 'CSV');
