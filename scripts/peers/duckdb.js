// SPDX-License-Identifier: GPL-3.0-or-later
// node duckdb.js IN OUT THREADS: the job of the bench by DuckDB.
const { DuckDBInstance } = require('@duckdb/node-api');
const [input, output, threads] = process.argv.slice(2);

(async () => {
  const connection = await (await DuckDBInstance.create(':memory:', { threads })).connect();
  await connection.run(`
    COPY (SELECT account_id, arg_max(account, date) AS account, count(*) AS lines,
                 sum(revenue) AS revenue,
                 sum(sum(revenue)) OVER (ORDER BY sum(revenue) DESC, account_id
                                         ROWS UNBOUNDED PRECEDING)
                   / sum(sum(revenue)) OVER () AS cum_share
          FROM read_csv('${input}', header = true, columns = {
            'date': 'DATE', 'order_id': 'VARCHAR', 'account_id': 'VARCHAR', 'account': 'VARCHAR',
            'region': 'VARCHAR', 'product_id': 'VARCHAR', 'kind': 'VARCHAR',
            'qty': 'DECIMAL(18,4)', 'revenue': 'DECIMAL(18,4)', 'cost': 'DECIMAL(18,4)'})
          GROUP BY account_id ORDER BY revenue DESC, account_id)
    TO '${output}' (HEADER)`);
})();
