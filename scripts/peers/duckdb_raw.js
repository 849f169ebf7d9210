// SPDX-License-Identifier: GPL-3.0-or-later
// iconv -f GB18030 -t UTF-8 EXPORT | node duckdb_raw.js FX OUT THREADS: lines and revenue by
// account from what an ERP writes, by DuckDB.  It says nothing of lines that are wrong.
const { DuckDBInstance } = require('@duckdb/node-api');
const [rates, output, threads] = process.argv.slice(2);

(async () => {
  const connection = await (await DuckDBInstance.create(':memory:', { threads })).connect();
  await connection.run(`
    COPY (WITH rows AS (
            SELECT strptime("单据日期", '%Y/%-m/%-d')::DATE AS date, "客户编码" AS account_id,
                   "客户名称" AS account, "币种" AS currency,
                   regexp_replace("金额", '[￥$,]', '', 'g')::DECIMAL(18,4) AS amount
            FROM read_csv('/dev/stdin', header = true, skip = 2, all_varchar = true)
            WHERE "单据日期" <> '合计'),
          rates AS (SELECT currency, period, rate FROM read_csv('${rates}', header = true,
            columns = {'currency': 'VARCHAR', 'period': 'VARCHAR', 'rate': 'DECIMAL(10,4)'})),
          sales AS (
            SELECT rows.*, amount * coalesce(rate, 1) AS revenue
            FROM rows LEFT JOIN rates ON rates.currency = rows.currency
                                      AND rates.period = strftime(date, '%Y-%m'))
          SELECT account_id, arg_max(account, date) AS account, count(*) AS lines,
                 sum(revenue) AS revenue,
                 sum(sum(revenue)) OVER (ORDER BY sum(revenue) DESC, account_id
                                         ROWS UNBOUNDED PRECEDING)
                   / sum(sum(revenue)) OVER () AS cum_share
          FROM sales GROUP BY account_id ORDER BY revenue DESC, account_id)
    TO '${output}' (HEADER)`);
})();
