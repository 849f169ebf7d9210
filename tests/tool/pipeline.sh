#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The whole pipe: the same bytes from the same data in whatever shape it comes, and no
# figure from a part of the data.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
samples=$ROOT/data-samples

# ---- The same bytes ----
# tables NAME FILE…: all tables of the pipe as NAME.*
tables() {
    name=$1
    shift
    ka-import --fx "$samples/fx.csv" --accounts "$samples/accounts.csv" \
        --products "$samples/products.csv" --alias "$samples/alias.csv" "$@" 2>"err.$name" |
        ka-profile --costs "$samples/costs.csv" --monthly "$name.monthly" 2>>"err.$name" |
        ka-pareto -m net_profit --summary "$name.stats" --curve "$name.curve" |
        ka-segment --channels "$name.channels" --clusters "$name.clusters" 2>>"err.$name" |
        ka-score --facts "$samples/facts.csv" --contacts "$samples/contacts.csv" \
            --accounts "$samples/accounts.csv" --criteria "$name.criteria" --famous "$name.famous" \
            --relations "$name.relations" -o "$name.rows" 2>>"err.$name"
    ka-report --no-charts --format txt -o "$name.txt" - "$name.stats" "$name.curve" "$name.channels" \
        "$name.monthly" "$name.famous" "$name.relations" <"$name.rows"
    sed -i '/\.stats\|\.curve\|\.channels\|\.monthly\|\.famous\|\.relations/d' "$name.txt" # the names of the inputs
}
alike() { # NAME
    for table in monthly stats curve channels clusters criteria famous relations rows txt; do
        same "the same bytes, $1: $table" "gbk.$table" "$1.$table"
    done
}

tables gbk "$samples/sales_gbk.csv"
holds "the pipe has accounts" "[ \$(wc -l <gbk.rows) = 69 ]"
iconv -f GB18030 -t UTF-8 "$samples/sales_gbk.csv" >utf8.csv
tables utf8 utf8.csv
alike utf8
iconv -f UTF-8 -t UTF-16 utf8.csv >utf16.csv
tables utf16 utf16.csv
alike utf16

# One record is one line once the line break in a product name is gone.
plain() { ka-import --fx "$samples/fx.csv" utf8.csv 2>/dev/null; }
# Its amounts are in the base currency: the orders' own does not count any more.
plain | awk '{ while (gsub(/"/, "&") % 2 && (getline rest) > 0) $0 = $0 " " rest } 1' |
    sed '1s/,currency,/,paid_in,/' >lines.csv
{ head -n 1 lines.csv; tail -n +2 lines.csv | sort -t, -k2,2r; } >turned.csv
head -n 1000 lines.csv >part1.csv
{ head -n 1 lines.csv; sed -n '1001,$p' lines.csv; } >part2.csv
accounts() { # FILE…
    ka-import "$@" 2>/dev/null | ka-profile 2>/dev/null | ka-pareto | ka-segment 2>/dev/null
}
accounts lines.csv >lines.rows
accounts turned.csv >turned.rows
accounts part2.csv part1.csv >parts.rows
holds "the lines have accounts" "[ \$(wc -l <lines.rows) -gt 60 ]"
same "the same bytes, rows in another order" lines.rows turned.rows
same "the same bytes, split into two files" lines.rows parts.rows

for locale in zh_CN.GBK de_DE.UTF-8; do
    (
        export LC_ALL=$locale LANG=$locale
        tables ${locale%.*} "$samples/sales_gbk.csv"
    ) 2>/dev/null
    alike ${locale%.*}
done

# ---- No figure from a part ----
{
    echo account_id,date,order_id,revenue
    seq 1 20000 | awk '{ print "a" $1 % 50 ",2024-01-0" 1 + $1 % 9 "," $1 "," $1 }'
    echo 'a1,2024-01-01,x,12;5'
} >late.csv
run "ka-import late.csv | ka-profile -o part.csv"
check "a bad row at the end of a long file stops the tool behind the pipe" 3
holds "the cause is told" \
    "grep -qxF \"ka-import: late.csv:20002: column 'revenue': '12;5' is not an amount\" err"
holds "and the consequence" \
    "grep -qx 'ka-profile: stdin:[0-9]*: the input is incomplete: the tool before this one failed' err"
holds "and nothing was written" "[ ! -e part.csv ]"
run "ka-import late.csv | ka-profile | ka-pareto | ka-segment | ka-report --no-charts -o part.html"
holds "at the end of a long pipe, too" "[ $code = 3 ] && [ ! -e part.html ] && [ ! -s out ]"
run "ka-import --max-bad 1 --rejects bad.csv late.csv | ka-profile | tail -n +2 | wc -l"
holds "with tolerance the rest goes on" "[ \"\$(cat out)\" = 50 ]"
holds "and the bad row is kept, with its reason" \
    "grep -q \"^late.csv,20002,revenue,'12;5' is not an amount,\" bad.csv"
run "ka-import late.csv 2>/dev/null | head -n 1"
holds "a reader that goes away is no error" "[ ! -s err ] && grep -q ^date, out"

# ---- Progress ----
ka-synth --style plain --rows 450000 --accounts 50 -o large.csv
run "ka-profile large.csv -o large.rows"
holds "no progress where no terminal is" "[ \$(wc -l <err) = 1 ]"
if script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
    script -qec "ka-profile large.csv -o large.rows" /dev/null >terminal </dev/null
    holds "progress on a terminal, erased before the last word" \
        "grep -q 'ka-profile: [0-9]*%' terminal && tr '\\r' '\\n' <terminal | tail -n 2 | grep -q 'K*ka-profile: 450000 sales rows in'"
else
    echo "pipeline: no script(1) or no pseudo-terminal: progress is not tried"
fi
rm -f large.csv
finish
