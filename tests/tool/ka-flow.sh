#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ka-flow: rates, stocks and routes by hand on small tables, the planted stuffed channel in the
# samples, the same bytes for any order of rows.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
samples=$ROOT/data-samples

# ---- By hand ----
cat >sales.csv <<'X'
date,account_id,account,channel,product_id,kind,qty,revenue
2023-12-31,a,Alpha,x,p,sale,7,1
2024-01-05,a,Alpha,x,p,sale,100,1000
2024-02-05,a,Alpha,x,p,sale,120,1200
2024-02-06,a,Alpha,x,p,return,-20,-200
2024-03-05,a,Alpha,x,p,sale,100,1000
2024-04-05,a,Alpha,x,p,sale,100,1000
2024-02-07,b,,y,p,sale,50,600
2024-01-05,c,,x,q,sale,10,20
2024-02-05,c,,x,q,sale,10,20
2024-03-05,c,,x,q,sale,10,20
2024-04-30,c,,x,q,sale,10,20
2024-04-30,c,,x,q,adjust,,-5
X
cat >through.csv <<'X'
period,account_id,product_id,end_segment,end_customer,qty,amount,stock_end
2024-01,a,p,S1,X,40,440,20
2024-01,a,p,S2,,40,440,20
2024-02,a,p,S1,X,60,660,60
2024-03,a,p,S1,Y,40,440,120
2024-04,a,p,S2,,20,,200
2024-01,c,q,S1,,5,,
2024-02,c,q,S1,,5,,
2024-03,c,q,S1,,5,,
2024-04,c,q,S1,Z,5,,
X
flow="ka-flow --months 4 --sellthrough through.csv"
# a: 200 of 400 pieces at 10; 200 in stock, 120 sold in the last 90 days: 200 × 90 / 7 / 120 weeks;
# 140 of 400 to X and Y; S1 .7² + .3²; X and Y (100² + 40²) / 140².
expect "rate, weeks of stock, trend, known ends, concentration" 0 "$flow sales.csv" \
    "ka-flow: warning: 1 sales rows without a quantity move no goods" <<'X'
account_id,account,channel,months_reported,sellin,sellthrough,sellthrough_rate,stock_basis,stock_end,stock_weeks,stock_change,stock_tau,sellthrough_tau,finding,end_known_share,end_segments,main_segment,main_segment_share,segment_hhi,end_customers,customer_hhi
a,Alpha,x,4,4000,2000,0.5,reported,2000,21.42857143,1800,1,-1,stuffed,0.35,2,S1,0.7,0.58,2,0.5918367347
b,,y,0,600,,,,,,,,,,0,0,,,,0,
c,,x,4,80,40,0.5,derived,,,30,1,0,clear,0.125,1,S1,1,1,1,1
X
run "$flow --products p.csv --routes r.csv --links l.csv --meta m.csv -o /dev/null sales.csv; cat p.csv"
cat >want.out <<'X'
account_id,account,channel,product_id,months_reported,sellin_qty,sellthrough_qty,sellthrough_rate,stock_basis,stock_end_qty,stock_weeks,stock_change_qty,stock_tau,sellthrough_tau,finding
a,Alpha,x,p,4,400,200,0.5,reported,200,21.42857143,180,1,-1,stuffed
b,,y,p,0,50,,,,,,,,,
c,,x,q,4,40,20,0.5,derived,,,15,1,0,clear
X
check "the same in pieces, per product" 0
run "cat r.csv"
cat >want.out <<'X'
account_id,account,channel,end_segment,sellthrough,sellthrough_share,amount,end_known_share,end_customers,customer_hhi
a,Alpha,x,S1,1400,0.7,1540,1,2,0.5918367347
a,Alpha,x,S2,600,0.3,,0,0,
c,,x,S1,40,1,,0.25,1,1
X
check "to whom" 0
run "cat l.csv"
cat >want.out <<'X'
source_level,source,target_level,target,value,share
company,,channel,x,4080,0.8717948718
channel,x,end_segment,S1,1440,0.3076923077
channel,x,end_segment,S2,600,0.1282051282
channel,x,stock,,2040,0.4358974359
company,,channel,y,600,0.1282051282
channel,y,unreported,,600,0.1282051282
X
check "what enters a channel leaves it" 0
run "grep -e window -e rows m.csv"
printf '%s\n' window,2024-01..2024-04 rows.sales,12 rows.outside_window,1 rows.no_qty,1 rows.sellthrough,9 >want.out
check "meta" 0

run "{ cat sales.csv; echo 2024-04-01,d,,z,p,return,-3,-30; } | $flow --links l.csv -o /dev/null 2>/dev/null; grep ,z, l.csv"
printf '%s\n' channel,z,company,,30,0.006451612903 unreported,,channel,z,30,0.006451612903 >want.out
check "returns alone run back" 0

run "$flow sales.csv"
cp out want.zh
sed '1s/.*/月份,客户编码,产品编码,终端类型,终端客户,数量,金额,期末库存/' through.csv | iconv -t GB18030 >zh.csv
run "ka-flow --months 4 --sellthrough zh.csv sales.csv"
same "sell-through with Chinese headers" out want.zh

figures() { # SED OF THROUGH, OF SALES: row a without names
    sed "$1" through.csv >t.csv
    sed "$2" sales.csv | ka-flow --months 4 --sellthrough t.csv 2>err2 | sed -n 's/^a,Alpha,x,//p' | cut -d, -f"$3"
}
fig() { # NAME WANT SED SED FIELDS
    got=$(figures "$3" "$4" "$5")
    [ "$got" = "$2" ] || echo "got $got, not $2"
    holds "$1" '[ "$got" = "'"$2"'" ]'
}
fig "stock that does not grow is no stuffing" "0.4082482905,-1,clear" 's/,120$/,20/;s/,200$/,60/;s/,60$/&/' '' 9-11
fig "sell-through that does not fall neither" clear 's/S2,,20,/S2,,90,/' '' 11
fig "stock that stands still is none, which is known" 0,-1,clear 's/,[0-9]*$/,50/' '' 9-11
fig "a month that is not reported: its sell-in does not count for the rate" 3,0.6 '/^2024-04,a/d' '' 1,4
fig "three months show no trend" ",," '/^2024-04,a/d' '' 9-11
fig "no stock reported: derived from what came in" "derived,,,1800" 's/^\(.*,a,.*\),[0-9]*$/\1,/' '' 5-8
fig "… but not when a month is missing" ",,,," 's/^\(.*,a,.*\),[0-9]*$/\1,/;/^2024-02,a/d' '' 5-9
fig "what stock is not listed beside others counts 0" 0 's/^\(2024-04,a.*\),200$/\1,/;$s/$/\n2024-04,a,n,S1,,0,,0/' '' 6
fig "sold on beyond what was bought" 1.25 's/S2,,20,/S2,,320,/' '' 4
fig "nothing sold on: weeks are unknown, not 0" "4,4000,0,0,reported,2000," 's/,a,p,\(S.\),\(.*\),[0-9]*,\([0-9]*\),\([0-9]*\)$/,a,p,\1,\2,0,\3,\4/' '' 1-7
fig "all came back: no rate" "0,2400," '' 's/-20,-200/-420,-4200/' 2-4
fig "returns of end customers" 1800 's/^2024-04,a.*/2024-04,a,p,S2,,0,,200/' '' 3
fig "a product that it did not buy has the price of all" 2120 '$s/$/\n2024-04,a,q,S1,,60,,/' '' 3
fig "without a product the account's mean price" 2100 '$s/$/\n2024-04,a,,S1,,10,,/' '' 3
fig "months written as people write them" 2000 's/^2024-0/2024\//' '' 3
fig "sell-through that the sales do not reach does not count" 2000 '$s/$/\n2024-05,a,p,S1,,60,,/' '' 3
holds "… and is told" "grep -qx 'ka-flow: warning: 1 sell-through rows are of months that the sales do not reach' err2"
fig "accounts without sales" 2000 '$s/$/\n2024-04,z,p,S1,,60,,/' '' 3
holds "… are told" "grep -qx 'ka-flow: warning: 1 sell-through rows are of accounts without sales' err2"
fig "--asof ends the window" 4 '' '' 1
run "$flow --asof 2024-03-31 --meta m.csv sales.csv; grep ^window m.csv"
holds "… with its month" "tail -n 1 out | grep -qx 'window,2023-12..2024-03'"

# ---- What is no input ----
bad() { # NAME ROW SAYS
    { cat through.csv; echo "$2"; } >bad.csv
    refuse "$1" 3 "ka-flow --months 4 --sellthrough bad.csv sales.csv" "ka-flow: bad.csv:11: $3"
}
bad "a month that is none" 2024-13,a,p,S1,,1,, "column 'period': '2024-13' is not a month (YYYY-MM)"
bad "no account" 2024-03,,p,S1,,1,, "column 'account_id': '' is no id"
bad "no segment" 2024-03,a,p,,,1,, "column 'end_segment': '' is no segment"
bad "a quantity that is none" 2024-03,a,p,S1,,few,, "column 'qty': 'few' is not an amount"
bad "an amount that is none" 2024-03,a,p,S1,,1,1e3, "column 'amount': '1e3' is not an amount"
bad "a stock below 0" 2024-03,a,p,S1,,1,,-4 "column 'stock_end': '-4' is below 0"
bad "two stocks" 2024-03,a,p,S1,,1,,121 \
    "column 'stock_end': '121' is not what another row says of this account, product and month"
refuse "a table without segments" 3 "cut -d, -f1-3,5- through.csv >bad.csv; ka-flow --sellthrough bad.csv sales.csv" \
    "ka-flow: bad.csv: no column 'end_segment'; there are: period, account_id, product_id, end_customer, qty, amount, stock_end"
refuse "no sell-through" 5 "head -n 1 through.csv >bad.csv; ka-flow --sellthrough bad.csv sales.csv" \
    "ka-flow: bad.csv: no row of an account that has sales"
for year in 1999 2099; do
    refuse "sell-through of $year alone" 5 "sed '2,\$s/^[0-9]*/$year/' through.csv >bad.csv; ka-flow --sellthrough bad.csv sales.csv" \
        "ka-flow: bad.csv: its months and those of the sales do not meet"
done
refuse "no sales" 5 "head -n 1 sales.csv | $flow" "ka-flow: there are no sales rows up to the last day"
refuse "no quantities" 5 "cut -d, -f1-6,8 sales.csv | $flow" "ka-flow: no sales row has a quantity"
refuse "all after the last day" 5 "$flow --asof 2020-01-01 sales.csv" \
    "ka-flow: there are no sales rows up to the last day"
refuse "no sales rows" 3 "$flow through.csv" \
    "ka-flow: through.csv:1: no column 'date'; these are there: period, account_id, product_id, end_segment, end_customer, qty, amount, stock_end"
refuse "no table" 2 "ka-flow sales.csv" "ka-flow: option '--sellthrough' is needed"
refuse "no such table" 4 "ka-flow --sellthrough none.csv sales.csv" "ka-flow: cannot open 'none.csv': No such file or directory"
refuse "too short a window" 2 "ka-flow --months 3 --sellthrough through.csv sales.csv" \
    "ka-flow: option '--months': 3 is not within 4 to 60"
refuse "two inputs" 2 "$flow sales.csv sales.csv" "ka-flow: one input at most; there are 2"
refuse "a full disk" 4 "grep -v adjust sales.csv | $flow >/dev/full" \
    "ka-flow: cannot write 'stdout': No space left on device"

# ---- The samples ----
ka-import --fx "$samples/fx.csv" --accounts "$samples/accounts.csv" --alias "$samples/alias.csv" \
    --products "$samples/products.csv" -o all.csv "$samples/sales_gbk.csv" 2>/dev/null
run "ka-flow --sellthrough $samples/sellthrough.csv --products p.csv --routes r.csv --links l.csv all.csv"
check "the samples" 0
cp out flow.csv
IFS=, read -r _ account _ < <(grep ^stuffed_channel "$samples/planted.csv")
holds "the planted channel is stuffed, and no other" \
    "[ \"\$(grep ,stuffed, flow.csv | cut -d, -f1)\" = '$account' ]"
holds "… it sells to households, and knows hardly any of them" \
    "grep '^$account,' flow.csv | awk -F, '{ exit !(\$17 == \"家庭\" && \$15 < .05) }'"
holds "what leaves the channels is what enters them" \
    "awk -F, 'NR > 1 { d += \$3 == \"channel\" ? \$5 : -\$5; n += \$5 } END { exit !(n > 1e7 && d * d < 1) }' l.csv"
for t in p r l; do cp $t.csv $t.want; done
awk '{ while (gsub(/"/, "&") % 2 && (getline rest) > 0) $0 = $0 " " rest } 1' all.csv >lines.csv
{ head -n 1 lines.csv; tail -n +2 lines.csv | sort -t, -k4,4 -k1,1r; } >turned.csv
{ head -n 1 "$samples/sellthrough.csv"; tail -n +2 "$samples/sellthrough.csv" | sort -t, -k6,6r; } >turned.through
run "ka-flow --sellthrough turned.through --products p.csv --routes r.csv --links l.csv turned.csv"
same "the same bytes in another order of rows" out flow.csv
for t in p r l; do same "… table $t" $t.csv $t.want; done

# What the tool writes is what the schema says.
ka-import --schema >schema.csv
while read -r table file; do
    holds "the schema has the columns of $table" \
        "[ \"\$(head -n 1 $file)\" = \"\$(awk -F, -v t='${table/_/ }' '\$1 == t { printf \"%s%s\", c++ ? \",\" : \"\", \$2 }' schema.csv)\" ]"
done <<'X'
flow flow.csv
product_flow p.csv
routes r.csv
links l.csv
X

finish
