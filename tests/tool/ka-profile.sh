#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# cell FILE KEY COLUMN: of a table without quoted cells, its key first
cell() {
    awk -F, -v key="$2" -v name="$3" '
        NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i }
        NR > 1 && $1 == key { print c ? $c : "no column" }' "$1"
}

# has NAME KEY COLUMN VALUE [FILE]: a cell of the last output
has() {
    got=$(cell "${5:-out}" "$2" "$3")
    if [ "$got" = "$4" ]; then
        result ok "$1"
    else
        echo "$2.$3 is '$got', expected '$4'"
        result no "$1"
    fi
}

# ./columns NAME…: these of a table without quoted cells
cat >columns <<'X'
#!/bin/sh
awk -F, -v names="$*" '
    NR == 1 { n = split(names, want, " "); for (i = 1; i <= NF; i++) place[$i] = i }
    { for (i = 1; i <= n; i++) printf "%s%s", $place[want[i]], i < n ? "," : "\n" }'
X
chmod +x columns
lacks() { # NAME COLUMN: the last output has no such column
    holds "$1" "! head -n 1 out | tr , '\n' | grep -qx $2"
}

# ---- A whole table, figures by hand ----
cat >sales.csv <<'X'
date,order_id,account_id,account,channel,product_id,family,kind,qty,revenue,cost
2024-01-01,o1,a,Alpha,direct,p1,ink,sale,10,100,60
2024-01-01,o1,a,Alpha,direct,p2,toner,sale,5,100,90
2024-01-11,o2,a,Alpha,direct,p1,ink,sale,10,120,60
2024-01-31,o3,a,Alpha 2,direct,p1,ink,return,-5,-20,-15
2024-01-31,o4,b,"Beta, Ltd",agent,p1,ink,sale,10,100,60
X
expect "account rows" 0 "ka-profile sales.csv" \
    "ka-profile: 5 sales rows in, 2 account rows out, revenue 400" <<'X'
account_id,account,channel,first,last,tenure_days,recency_days,orders,lines,qty,active_months,active_ratio,revenue,returns,return_rate,margin,margin_rate,high_margin_revenue,high_margin_share,high_margin_lq,order_value,gap_mean_days,families,family_entropy,price_index,completeness
a,Alpha 2,direct,2024-01-01,2024-01-11,10,20,2,4,20,1,1,300,20,0.0625,105,0.35,200,0.6666666667,0.8888888889,150,10,2,0.6365141683,1.1,0.6666666667
b,"Beta, Ltd",agent,2024-01-31,2024-01-31,0,0,1,1,10,1,1,100,0,0,40,0.4,100,1,1.333333333,100,,1,0,0.9090909091,0.6666666667
X

# ---- The same bytes for any order and any split; money scales, ratios stay ----
cp out once
(head -n 1 sales.csv; tail -n +2 sales.csv | sort -r) >reversed.csv
run "ka-profile reversed.csv"
same "the order of rows does not matter" once out
(head -n 1 sales.csv; sed -n 2,3p sales.csv) >part1.csv
(head -n 1 sales.csv; sed -n '4,$p' sales.csv) >part2.csv
run "ka-profile part2.csv part1.csv"
same "nor does a split" once out
run "ka-profile - <sales.csv"
same "nor standard input" once out
awk -F, -v OFS=, 'NR > 1 { $(NF - 1) *= 10; $NF *= 10 } 1' <(sed 's/"Beta, Ltd"/Beta/' sales.csv) >ten.csv
run "ka-profile ten.csv"
cp out times10
sed 's/"Beta, Ltd"/Beta/' once >plain
awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++)
        money[i] = $i ~ /^(revenue|returns|margin|high_margin_revenue|order_value)$/ }
    NR > 1 { for (i = 1; i <= NF; i++) if (money[i]) $i *= 10 } 1' plain >want.times10
same "ten times the money: money columns alone change" want.times10 times10

# ---- Timing ----
cat >time.csv <<'X'
date,account_id,kind,revenue
2024-01-10,gaps,sale,1
2024-01-20,gaps,sale,1
2024-01-20,gaps,sale,1
2024-02-09,gaps,sale,1
2024-03-10,gaps,sale,1
2024-01-31,two,sale,1
2024-02-29,two,sale,1
2024-03-01,two,sale,1
2024-05-15,two,return,-1
2024-02-01,back,return,-2.5
2024-02-02,back,free,0
X
run "ka-profile time.csv"
check "timing" 0
has "gaps of 10, 20, 30 days: mean" gaps gap_mean_days 20
has "gaps of 10, 20, 30 days: cv" gaps gap_cv 0.5
has "days stand for orders without ids" gaps orders 4
has "active months / months to asof" gaps active_ratio 0.6
has "no cv below 3 gaps" two gap_cv ""
has "a mean from 1 gap on" two gap_mean_days 15
has "returns are no purchases" two last 2024-03-01
has "recency is counted to the newest line of all" two recency_days 75
has "returns only: first" back first ""
has "returns only: last" back last ""
has "returns only: recency" back recency_days ""
has "returns only: orders" back orders 0
has "returns only: order value" back order_value ""
has "returns only: active months" back active_months 0
has "returns only: active ratio" back active_ratio ""
has "returns only: revenue" back revenue -2.5
has "returns only: returns" back returns 2.5
has "returns only: no rate of nothing" back return_rate ""
has "two sold 3 and took 1 back" two return_rate 0.3333333333
for column in margin high_margin_revenue families price_index growth_rate revenue_recent qty cost_to_serve; do
    lacks "nothing fills $column" $column
done

# ---- Orders ----
cat >orders.csv <<'X'
date,order_id,account_id,kind,revenue
2024-01-01,1,a,sale,1
2024-01-02,1,a,sale,1
2024-01-02,,a,sale,1
2024-01-02,,a,sale,1
2024-01-03,2,a,return,-1
2024-02-01,1,a,sale,1
2024-01-01,1,b,sale,1
X
run "ka-profile --monthly monthly.csv orders.csv"
has "an order id counts once, lines without one once a day" a orders 2
has "an id belongs to its account" b orders 1
expect "by month, an order that spans two counts in both" 0 "cat monthly.csv" <<'X'
account_id,period,revenue,orders
a,2024-01,3,2
a,2024-02,1,1
b,2024-01,1,1
X

# ---- Growth ----
months() { # ACCOUNT FIRST STEP MONTHS: monthly revenue from 2023-01 on
    for i in $(seq 0 $(($4 - 1))); do
        printf '%d-%02d-01,%s,sale,%d\n' $((2023 + i / 12)) $((i % 12 + 1)) "$1" $(($2 + $3 * i))
    done
}
(
    echo date,account_id,kind,revenue
    months up 100 10 24
    months flat 50 0 24
    months down 300 -10 24
    printf '2024-06-10,new,sale,10\n2024-07-10,late,sale,10\n2024-08-10,late,sale,10\n'
    printf '2023-05-05,gone,sale,10\n'
) >growth.csv
run "ka-profile --asof 2024-12-31 growth.csv"
has "a straight line: slope × 12 / mean" up growth_rate 0.4363636364 # 10 × 12 / 275
has "no change" flat growth_rate 0
has "a fall" down growth_rate -0.96 # -10 × 12 / 125
has "outliers do not move the median of slopes" new growth_rate 0
# 10 10 0 0 0 0: 7 of the 15 slopes are 0, the eighth from below is -2; -2 × 12 / (20 / 6).
has "6 months from the first purchase are enough" late growth_rate -7.2
has "nothing to take the mean of" gone growth_rate ""
has "the last 12 complete months" up revenue_recent 3300
has "the 12 before" up revenue_prior 1860
has "gone before: 0, which is known" gone revenue_recent 0
has "new: nothing before" new revenue_prior 0
run "ka-profile --asof 2024-12-30 growth.csv"
has "a month that asof cuts is not complete" up revenue_recent 3180
has "the 12 before would begin before the data" up revenue_prior "no column"
has "growth without December" up growth_rate 0.4528301887 # 10 × 12 / 265
has "5 months are not enough" late growth_rate ""
(head -n 1 growth.csv; sed '1d; s/^2023-01-01/2023-01-02/' growth.csv) >cut.csv
run "ka-profile --asof 2023-12-31 cut.csv"
has "the first month is cut: 11 are left" up growth_rate 0.75 # 10 × 12 / 160
lacks "and make no year" revenue_recent

# ---- Families ----
cat >families.csv <<'X'
date,account_id,kind,family,revenue
2024-01-01,three,sale,ink,10
2024-01-01,three,sale,toner,10
2024-01-01,three,sale,ribbon,10
2024-01-02,three,sale,paper,10
2024-01-03,three,return,paper,-10
2024-01-03,three,adjust,,-1
2024-01-01,one,sale,ink,7
2024-01-01,none,sale,,7
2024-01-01,lost,return,ink,-7
X
run "ka-profile families.csv"
has "families with positive revenue" three families 3
has "entropy of three equal ones is ln 3" three family_entropy 1.098612289
has "entropy of one" one family_entropy 0
has "families unknown" none families ""
has "a family that was only returned" lost families 0
has "no entropy of nothing" lost family_entropy ""

# ---- Prices ----
cat >prices.csv <<'X'
date,account_id,kind,product,qty,revenue
2024-01-05,a,sale,p,6,72
2024-01-25,a,sale,p,4,48
2024-01-10,b,sale,p,10,100
2024-01-10,c,sale,p,10,100
2024-02-10,a,sale,p,1,99
2024-01-10,a,sale,q,1,99
2024-01-10,c,free,p,1000,0
2024-01-11,b,return,p,-5,-100
2024-01-10,d,sale,q2,1,5
X
run "ka-profile prices.csv"
has "12 against 10 for all others" a price_index 1.2
has "10 against 220 for 20" b price_index 0.9090909091
has "nobody else bought" d price_index ""

# ---- Margins ----
cat >margins.csv <<'X'
date,account_id,kind,product_id,revenue,margin
2024-01-01,a,sale,best,60,30
2024-01-01,a,sale,good,40,16
2024-01-01,b,sale,poor,100,10
2024-01-01,b,adjust,,-10,
2024-01-01,c,sale,poor,100,
2024-01-01,c,sale,best,0,0
2024-01-01,c,sale,best,20,10
2024-01-01,d,return,poor,-10,-1
X
run "ka-profile margins.csv"
check "margins" 0
holds "what has no margin is said, once" \
    "[ \"\$(head -n 1 err)\" = 'ka-profile: warning: no margin in 1 sales row: unknown for 1 of 4 accounts' ] && [ \$(wc -l <err) = 2 ]"
has "an unknown part makes the sum unknown" c margin ""
has "and the rate" c margin_rate ""
has "a rebate has no goods: it comes off the margin" b margin 0
has "no rate of a negative revenue" d margin_rate ""
# Rates: best .5 of revenue 80, good .4 of 40, poor .1 of 90: 75 % of 210 is reached at best.
has "high margin: at or above the weighted 75th percentile" a high_margin_revenue 60
has "high margin: none" b high_margin_revenue 0
has "high margin: share" a high_margin_share 0.6
has "high margin: against the share of all, 80 / 300" a high_margin_lq 2.25
has "high margin: no share of a negative revenue" d high_margin_share ""

cat >flags.csv <<'X'
date,account_id,kind,product_id,high_margin,revenue
2024-01-01,a,sale,p1,1,60
2024-01-02,a,sale,p1,0,40
2024-01-03,a,sale,p1,,40
2024-01-01,a,sale,p2,1,7
2024-01-01,b,sale,p2,0,5
X
run "ka-profile flags.csv"
has "the newest flag counts, of a tie the 1" a high_margin_revenue 7
has "a flag is the product's, whoever buys it" b high_margin_revenue 5
lacks "flags make no margin" margin

cat >flagged.csv <<'X'
date,account_id,kind,product_id,high_margin,revenue,margin
2024-01-01,a,sale,p1,0,90,80
2024-01-01,a,sale,p2,,10,1
X
run "ka-profile flagged.csv"
has "a flag overrules the rate; below the percentile is none" a high_margin_revenue 0

# ---- Threads ----
# Orders whose lines stand apart, ids of many forms, several rows a day; 40,000 rows, so that
# there is a piece for each of several threads.
awk 'BEGIN {
    print "date,order_id,account_id,account,region,product_id,family,kind,qty,revenue,cost"
    for (i = 0; i < 40000; i++) {
        order = i % 5 == 0 ? "" : i % 5 == 1 ? "SO" int(i / 7) : i % 5 == 2 ? "0" i % 90 : "A-" i % 999 "-x"
        kind = i % 31 == 0 ? "return" : i % 37 == 0 ? "adjust" : i % 41 == 0 ? "free" : "sale"
        printf "%d-%02d-%02d,%s,K%d,\"N, %d\",R%d,P%d,F%d,%s,%d,%d.%02d,%d\n", 2022 + i % 3,
            1 + i % 12, 1 + i % 28, order, i * i % 611, i % 4, i % 3, i % 53, i % 53 % 7, kind,
            kind == "return" ? -1 : i % 9, kind == "return" ? -5 : i % 1000, i % 100, i % 600
    }
}' >many.csv
run "ka-profile --threads 1 --monthly one_month.csv -o one.csv many.csv"
check "one thread" 0
(head -n 1 many.csv; tail -n +2 many.csv | sort -t , -k 8) >turned.csv
for threads in 2 7; do
    run "ka-profile --threads $threads --monthly month.csv many.csv"
    same "$threads threads give the same" one.csv out
    same "$threads threads, by month" one_month.csv month.csv
    run "cat turned.csv | ka-profile --threads $threads --monthly month.csv"
    same "$threads threads, other rows first, from a pipe" one.csv out
    same "$threads threads, other rows first, by month" one_month.csv month.csv
done

# ---- Plain rows are cut by the run, others one by one ----
sed 's/$/\r/' many.csv >crlf.csv
run "ka-profile --monthly month.csv crlf.csv"
same "CRLF gives the same" one.csv out
same "CRLF gives the same, by month" one_month.csv month.csv
# Distinct ids of sales, and days of those without one, counted another way.
orders=$(awk -F, 'NR > 1 && $9 == "sale" && !met[$3, $2 == "" ? "day " $1 : $2]++' many.csv | wc -l)
counted=$(awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "orders") c = i + 1 }
    NR > 1 { sum += $c } END { print sum }' one.csv)
holds "every order is counted once" "[ '$orders' = '$counted' ]"
(cat many.csv; echo '2024-01-01,x,K1,n,r,p,f,sale,1,none,1'; echo '2024-13-01,x,K1,n,r,p,f,sale,1,1,1') >wrong.csv
refuse "the first error is told" 3 "ka-profile --threads 3 wrong.csv" \
    "ka-profile: wrong.csv:40002: column 'revenue': 'none' is not an amount"

# ---- Attributes ----
cat >names.csv <<'X'
date,account_id,account,channel,manager,kind,revenue
2024-01-03,a,New,y,,sale,1
2024-01-01,a,Old,x,Mo,sale,1
2024-01-03,a,Newer,y,,sale,1
2024-01-02,b,B,y,Li,sale,5
X
run "ka-profile names.csv"
has "the newest name, of two the greater" a account Newer
has "the newest that is known" a manager Mo
has "completeness: mean of 2/12, 3/12, 2/12" a completeness 0.1944444444
expect "by another column: no attributes" 0 "ka-profile --by channel names.csv | ./columns channel first last tenure_days recency_days orders lines" <<'X'
channel,first,last,tenure_days,recency_days,orders,lines
x,2024-01-01,2024-01-01,0,2,1,1
y,2024-01-02,2024-01-03,1,0,2,3
X
expect "an empty key loses nothing" 0 "ka-profile --by manager names.csv | ./columns manager revenue" \
    "ka-profile: warning: 2 sales rows without 'manager', kept under an empty one
ka-profile: 4 sales rows in, 3 manager rows out, revenue 8" <<'X'
manager,revenue
,2
Li,5
Mo,1
X
expect "by a column that the contract does not know" 0 \
    "sed 's/channel/city/' names.csv | ka-profile --by city | ./columns city revenue" \
    "ka-profile: 4 sales rows in, 2 city rows out, revenue 8" <<'X'
city,revenue
x,1
y,7
X

# ---- As of ----
expect "what comes after asof is left out and said" 0 \
    "ka-profile --asof 2024-01-02 names.csv | ./columns account_id account first last tenure_days recency_days" \
    "ka-profile: warning: 2 sales rows after 2024-01-02 left out, revenue 2
ka-profile: 4 sales rows in, 2 account rows out, revenue 6" <<'X'
account_id,account,first,last,tenure_days,recency_days
a,Old,2024-01-01,2024-01-01,0,1
b,B,2024-01-02,2024-01-02,0,0
X

# ---- Costs ----
cat >costs.csv <<'X'
note,account_id,period,kind,amount
,a,2024-01,rebate,10.25
,a,2024-01,freight,-0.25
,ghost,2024-01,slotting,7
,a,2023-12,other,100
,a,2024-02,other,1000
X
expect "costs: joined, left out and orphaned" 0 \
    "ka-profile --costs costs.csv --monthly monthly.csv margins.csv | ./columns account_id revenue return_rate cost_to_serve net_profit" \
    "ka-profile: warning: no margin in 1 sales row: unknown for 1 of 5 accounts
ka-profile: warning: costs.csv: 2 rows outside 2024-01 to 2024-01 left out, amount 1100
ka-profile: warning: costs.csv: 1 account with costs but no sales, the first 'ghost'
ka-profile: 8 sales rows in, 5 account rows out, revenue 300, cost to serve 17" <<'X'
account_id,revenue,return_rate,cost_to_serve,net_profit
a,100,0,10,36
b,90,0,0,0
c,120,0,0,
d,-10,,0,-1
ghost,0,,7,-7
X
expect "costs by month" 0 \
    "./columns account_id period revenue margin orders cost_to_serve net_profit <monthly.csv" <<'X'
account_id,period,revenue,margin,orders,cost_to_serve,net_profit
a,2024-01,100,46,1,10,36
b,2024-01,90,0,1,0,0
c,2024-01,120,,1,0,
d,2024-01,-10,-1,0,0,-1
ghost,2024-01,0,0,0,7,-7
X
# Which products earn a high margin is decided by all months together.
cat >flags.csv <<'X'
date,account_id,account,product_id,kind,qty,revenue,high_margin
2024-01-05,a,a,p,sale,1,100,1
2024-01-06,a,a,q,sale,1,50,0
2024-03-01,a,a,p,return,-1,-30,
2024-03-02,a,a,q,sale,1,7,
2024-03-02,b,b,q,sale,1,9,
2024-03-02,b,b,,sale,1,4,
X
run "ka-profile --monthly monthly.csv flags.csv"
expect "high-margin revenue by month" 0 "./columns account_id period revenue high_margin_revenue <monthly.csv" <<'X'
account_id,period,revenue,high_margin_revenue
a,2024-01,150,100
a,2024-03,-23,-30
b,2024-03,13,0
X
printf 'account_id,period,kind,amount\na,2024-01,rebate,3\nghost,2024-01,rebate,4\n' >c.csv
expect "costs by channel go where the account is now" 0 \
    "ka-profile --by channel --costs c.csv names.csv 2>/dev/null | ./columns channel revenue cost_to_serve" <<'X'
channel,revenue,cost_to_serve
,0,4
x,1,0
y,7,3
X
expect "costs without sales" 0 "head -n 1 names.csv | ka-profile --costs c.csv" \
    "ka-profile: warning: c.csv: 2 rows left out, amount 7
ka-profile: 0 sales rows in, 0 account rows out, revenue 0, cost to serve 0" <<'X'
account_id,orders,lines,active_months,revenue,returns
X
printf 'date,account_id,kind,revenue\n2024-03-05,a,sale,1\n2023-02-01,b,sale,2\n' >dates.csv
refuse "a last day before the data" 5 "ka-profile --asof 2020-01-01 dates.csv" \
    "ka-profile: no sales on or before 2020-01-01; the data run from 2023-02-01 to 2024-03-05"
refuse "costs by product" 2 "ka-profile --by product_id --costs c.csv margins.csv" \
    "ka-profile: costs are known by account, not by 'product_id'"
refuse "costs: no such file" 4 "ka-profile --costs no.csv names.csv" \
    "ka-profile: cannot open 'no.csv': No such file or directory"
# bad NAME ROW MESSAGE: a second row that is wrong
bad() {
    printf 'account_id,period,kind,amount\na,2024-01,rebate,3\n%s\n' "$2" >bad.csv
    refuse "$1" 3 "ka-profile --costs bad.csv names.csv" "ka-profile: bad.csv:3: $3"
}
bad "costs: month" a,2024-13,rebate,3 "column 'period': '2024-13' is not a month (YYYY-MM)"
bad "costs: day" a,2024-01-01,rebate,3 "column 'period': '2024-01-01' is not a month (YYYY-MM)"
bad "costs: kind" a,2024-01,bribe,3 "column 'kind': 'bribe' is not one of rebate, slotting, barcode, display, promoter, freight, returns, credit, service, other"
bad "costs: amount" a,2024-01,rebate,3x "column 'amount': '3x' is not an amount"
bad "costs: no amount" a,2024-01,rebate, "column 'amount': the cell is empty"
bad "costs: no account" ,2024-01,rebate,3 "column 'account_id': the cell is empty"
bad "costs: short row" a,2024-01 "2 cells, the header has 4"
bad "costs: another currency" 'a,2024-01,rebate,$3' "column 'amount': '\$3' is not an amount"
bad "costs: a share" a,2024-01,rebate,3% "column 'amount': '3%' is not an amount"
bad "costs: more than four decimals" a,2024-01,rebate,0.12345 \
    "column 'amount': '0.12345' is not an amount"
printf 'account_id,period,amount\n' >bad.csv
refuse "costs: no column" 3 "ka-profile --costs bad.csv names.csv" \
    "ka-profile: bad.csv: no column 'kind'; there are: account_id, period, amount"

# Costs as people keep them: GBK, headers, kinds, months and amounts in Chinese forms.
iconv -f utf-8 -t gbk >zh.csv <<'X'
月份,客户编码,费用类型,金额
2024/1,Ａ,返利,"￥1,234.50"
2024年1月, a ,进场费,￥10
202401,a,条码费,1.00元
2024.1,a,堆头,2
2024-01,a,促销员,3
2024-01,a,运费,4
2024-01,a,退货,5
2024-01,a,账期,6
2024-01,a,服务,7
2024-01,a,其他,８
X
printf 'date,account_id,kind,revenue\n2024-01-05,A,sale,100\n2024-01-06,a,sale,50\n' >aa.csv
expect "costs in Chinese, ids as ka-import has them" 0 \
    "ka-profile --costs zh.csv aa.csv 2>/dev/null | ./columns account_id cost_to_serve" <<'X'
account_id,cost_to_serve
A,1234.5
a,46
X
printf 'alias,account_id\nold a,a\nold b,b\n' >alias.csv
cat >booked.csv <<'X'
account_id,period,kind,amount
ｏｌｄ  a,2024-01,rebate,10
a,2024-01,rebate,1
ghost,2024-01,rebate,5
X
expect "costs booked on an alias go to its account" 0 \
    "ka-profile --costs booked.csv --alias alias.csv margins.csv | ./columns account_id cost_to_serve" \
    "ka-profile: warning: no margin in 1 sales row: unknown for 1 of 5 accounts
ka-profile: warning: booked.csv: 1 account with costs but no sales, the first 'ghost'
ka-profile: 8 sales rows in, 5 account rows out, revenue 300, cost to serve 16" <<'X'
account_id,cost_to_serve
a,11
b,0
c,0
d,0
ghost,5
X
refuse "aliases without costs" 2 "ka-profile --alias alias.csv names.csv" \
    "ka-profile: option '--alias' is for the accounts of --costs"

# ---- Nothing, and what is wrong ----
expect "header only" 0 "head -n 1 sales.csv | ka-profile" \
    "ka-profile: 0 sales rows in, 0 account rows out, revenue 0" <<'X'
account_id,orders,lines,active_months,revenue,returns
X
refuse "empty input" 3 "ka-profile" \
    "ka-profile: stdin: the input is empty, a header line was expected"
refuse "no such file" 4 "ka-profile no.csv" \
    "ka-profile: cannot open 'no.csv': No such file or directory"
refuse "account rows" 3 "ka-profile once" \
    "ka-profile: once: these are account rows already, sales rows (with date, account_id, kind, revenue) were expected"
refuse "no such key" 3 "ka-profile --by city orders.csv" \
    "ka-profile: orders.csv:1: no column 'city'; these are there: date, order_id, account_id, kind, revenue"
sed 's/order_id/city/; s/kind/city/' orders.csv >twice.csv
refuse "a key twice" 3 "ka-profile --by city twice.csv" \
    "ka-profile: twice.csv:1: there are several columns 'city'; these are there: date, city, account_id, city, revenue"
refuse "a figure as key" 2 "ka-profile --by revenue orders.csv" \
    "ka-profile: 'revenue' is a column of the result, not a key"
refuse "asof that is no date" 2 "ka-profile --asof 2024-02-30 orders.csv" \
    "ka-profile: option '--asof': '2024-02-30' is not a date (YYYY-MM-DD)"
refuse "empty asof" 2 "ka-profile --asof '' orders.csv" \
    "ka-profile: option '--asof': '' is not a date (YYYY-MM-DD)"
refuse "an amount that is none" 3 "sed s/-2.5/2,5x/ time.csv | sed 's/2,5x/2_5/' | ka-profile" \
    "ka-profile: stdin:11: column 'revenue': '2_5' is not an amount"
refuse "full output" 4 "ka-profile orders.csv >/dev/full" \
    "ka-profile: cannot write 'stdout': No space left on device"
refuse "full monthly" 4 "ka-profile --monthly /dev/full orders.csv" \
    "ka-profile: cannot write '/dev/full': No space left on device"
run "ka-profile -o rows.csv orders.csv"
holds "-o writes there" "[ ! -s out ] && [ \$(wc -l <rows.csv) = 3 ]"

# ---- Provenance ----
run "ka-profile --costs c.csv --meta meta.csv --asof 2024-01-02 names.csv"
check "meta" 0
grep -v '^version\|xxh3\|^command' meta.csv >meta
cat >want.meta <<X
key,value
tool,ka-profile
input.1.name,names.csv
input.1.encoding,UTF-8
input.1.bytes,$(wc -c <names.csv)
input.2.name,c.csv
input.2.encoding,UTF-8
input.2.bytes,$(wc -c <c.csv)
by,account_id
asof,2024-01-02
rows.in,4
rows.after_asof,2
rows.out,3
total.revenue,6
total.cost_to_serve,7
X
same "meta: inputs, options, totals" want.meta meta

# ---- Beyond 64 bits ----
(
    echo date,account_id,kind,revenue
    echo 2024-01-01,a,sale,922337203685477.5807
    echo 2024-01-01,a,sale,922337203685477.5807
) >huge.csv
run "ka-profile huge.csv"
has "sums do not overflow" a revenue 1844674407370955.1614

# ---- Costs booked on an alias of an alias ----
printf 'date,account_id,kind,revenue,margin\n2024-01-05,K1,sale,100,40\n' >chain.csv
printf 'account_id,period,kind,amount\nK3,2024-01,rebate,5\n' >chain.costs
printf 'alias,account_id\nK3,K2\nK2,K1\n' >chain.alias
run "ka-profile --costs chain.costs --alias chain.alias chain.csv"
has "costs follow a chain of aliases" K1 net_profit 35

# ---- The same library code in the next tool ----
for measure in revenue lines returns margin qty; do
    run "ka-profile sales.csv | ka-pareto -m $measure"
    sed "s/\"Beta, Ltd\"/Beta/" out >plain.csv
    ./columns account_id account lines revenue $measure rank share cum_share class <plain.csv >want.csv
    run "ka-pareto -m $measure sales.csv"
    check "ka-pareto takes sales rows: $measure" 0
    sed "s/\"Beta, Ltd\"/Beta/" out >plain.csv
    ./columns account_id account lines revenue $measure rank share cum_share class <plain.csv >got.csv
    same "and gives the sums and ranks of the profile: $measure" want.csv got.csv
done
run "ka-profile sales.csv | ka-pareto -m orders"
cp out piped
run "ka-pareto -m orders sales.csv"
same "what is no sum over rows brings the whole profile" piped out
refuse "account rows cannot follow costs" 2 "ka-pareto --costs c.csv once" \
    "ka-pareto: once: costs are joined to sales rows, these are not"
refuse "nor a last day" 2 "ka-pareto --asof 2024-01-01 once" \
    "ka-pareto: once: a last day is for sales rows, these are not"

finish
