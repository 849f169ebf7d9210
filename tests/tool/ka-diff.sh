#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ka-diff: parts by hand, that they add up on the samples, what is warned of and refused.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
samples=$ROOT/data-samples

# Ten pieces at 10 before; twelve at 11 and three of another at 20 after: volume 5 × 10, price
# 12 × 1, mix the rest of 92; a rebate note of -7.  b in USD at 7, then 6: 60 pieces at 1 USD.
cat >sales.csv <<'X'
date,account_id,account,channel,product_id,kind,qty,currency,revenue
2023-02-01,d,Delta,two,p,sale,1,CNY,9
2024-01-10,a,Alpha,one,p,sale,10,CNY,100
2025-01-10,a,Alpha,one,p,sale,12,CNY,132
2025-01-20,a,Alpha,one,q,sale,3,CNY,60
2025-02-10,a,Alpha,one,,adjust,,CNY,-7
2024-01-10,b,Beta,one,p,sale,60,USD,420
2025-01-10,b,Beta,one,p,sale,60,USD,360
2024-02-01,c,Gamma,two,p,sale,3,CNY,30
2025-02-01,d,Delta,two,p,sale,2,CNY,20
2025-02-01,e,Epsilon,two,p,sale,4,CNY,44
2024-02-01,f,Phi,two,p,return,-1,CNY,-10
2025-03-31,e,Epsilon,two,p,sale,1,CNY,11
X
cat >fx.csv <<'X'
currency,period,rate
USD,2024-01,7
USD,2024-02,7
USD,2024-03,7
USD,2025-01,6
USD,2025-02,6
USD,2025-03,6
X
periods="--before 2024-01..2024-03 --after 2025-01..2025-03"
expect "parts by hand" 0 "ka-diff $periods --fx fx.csv sales.csv" \
    "ka-diff: warning: the first period is longer, its end is left out; days: 1
ka-diff: warning: 2024-01-01..2024-03-30: the last month is not whole" <<'X'
account_id,account,channel,fate,class_before,class_after,revenue_before,revenue_after,change,volume,price,mix,new,back,lost,currency,other
a,Alpha,one,kept,A,A,100,185,85,50,12,30,0,0,0,0,-7
b,Beta,one,kept,A,A,420,360,-60,0,0,0,0,0,0,-60,0
c,Gamma,two,lost,C,N,30,0,-30,0,0,0,0,0,-30,0,0
d,Delta,two,back,N,C,0,20,20,0,0,0,0,20,0,0,0
e,Epsilon,two,new,N,B,0,55,55,0,0,0,55,0,0,0,0
f,Phi,two,absent,N,N,-10,0,10,0,0,0,0,0,0,0,10
X
expect "without rates it is the price" 0 "ka-diff $periods --unequal --by group sales.csv" \
    "ka-diff: warning: the first period is longer; days: 1
ka-diff: warning: several currencies and no --fx: what rates did is in the price" <<'X'
channel,accounts,revenue_before,revenue_after,change,volume,price,mix,new,back,lost,currency,other
one,2,520,545,25,50,-48,30,0,0,0,0,-7
two,4,20,75,55,0,0,0,55,20,-30,0,10
X
expect "in all" 0 "ka-diff $periods --fx fx.csv --by total --migration m.csv sales.csv 2>/dev/null" <<'X'
accounts,revenue_before,revenue_after,change,volume,price,mix,new,back,lost,currency,other
6,540,620,80,50,12,30,55,20,-30,-60,3
X
run "cat m.csv"
cat >want.out <<'X'
class_from,class_to,accounts,revenue_before,revenue_after
A,A,2,520,545
C,lost,1,30,0
new,B,1,0,55
back,C,1,0,20
absent,absent,1,-10,0
X
check "migration" 0

printf 'account_id,rfm_segment,seg\na,loyal,x\nb,loyal,x\nc,risk,y\nf,lost,y\nzz,lost,z\n' >rows1.csv
printf 'account_id,rfm_segment,seg\na,loyal,y\nb,risk,y\nc,lost,y\nd,new,y\n' >rows2.csv
segments="--segments-before rows1.csv --segments-after rows2.csv --segment-migration moves.csv"
run "ka-diff $periods --unequal $segments --by total sales.csv >/dev/null && cat moves.csv"
cat >want.out <<'X'
segment_from,segment_to,accounts,revenue_before,revenue_after
absent,absent,1,-10,0
back,new,1,0,20
loyal,loyal,1,100,185
loyal,risk,1,420,360
new,(none),1,0,55
risk,lost,1,30,0
X
check "migration of segments" 0
holds "a row of nobody is said" "grep -q 'segments: rows of accounts without sales: 1' err"
run "ka-diff $periods $segments --segment seg --by total sales.csv >/dev/null 2>&1; cut -d, -f1-3 moves.csv | sed 1d | tr '\n' ' '"
holds "by another column" "[ \"\$(cat out)\" = 'absent,absent,1 back,y,1 new,(none),1 x,y,2 y,lost,1 ' ]"
refuse "one table of two" 2 "ka-diff --segments-before rows1.csv sales.csv" \
    "ka-diff: options '--segments-before', '--segments-after' and '--segment-migration' go together"
cat rows2.csv rows2.csv | sed 6d >twice.csv
run "ka-diff $periods --segments-before rows1.csv --segments-after twice.csv --segment-migration no.csv sales.csv"
holds "an account twice" "[ $code = 3 ] && [ ! -e no.csv ] && grep -q \"twice.csv:6: account 'a' stands in two rows\" err"

# Pairs: the nearest of the same channel, each once.
awk 'BEGIN { print "date,account_id,channel,kind,revenue"
    split("t1 one 100 150 t2 one 200 260 c1 one 90 100 c2 one 220 230 c3 two 200 0 t3 two 50 70", x, " ")
    for (i = 1; i < 24; i += 4) {
        printf "2024-01-15,%s,%s,sale,%d\n", x[i], x[i + 1], x[i + 2]
        if (x[i + 3]) printf "2025-01-15,%s,%s,sale,%d\n", x[i], x[i + 1], x[i + 3] } }' >pairs.csv
printf 'account_id\nt1\nt2\nt3\nzz\n' >list.csv
run "ka-diff --before 2024-01 --after 2025-01 --by total --campaign list.csv --effect effect.csv pairs.csv >/dev/null"
printf '%s\n' "ka-diff: warning: the data end before the second period does, by days: 16" \
    "ka-diff: warning: the first period is longer, its end is left out; days: 16" \
    "ka-diff: warning: 2024-01-01..2024-01-15: the last month is not whole" \
    "ka-diff: warning: 2025-01-01..2025-01-15: the last month is not whole" \
    "ka-diff: warning: the data begin after the first period does, by days: 14; who bought then is not known" \
    "ka-diff: warning: 1 accounts of the campaign have no sales row" \
    "ka-diff: campaign: 103.33 an account, 95 % between −147.96 and 354.63 (3 of 3 matched)" >want.err
check "campaign: says the mean effect and its interval" 0
run "cut -d, -f1-8 effect.csv"
cat >want.out <<'X'
part,account_id,match_id,revenue_before,revenue_after,match_before,match_after,effect
mean,,,,,,,103.3333333
pair,t1,c1,100,150,90,100,40
pair,t2,c2,200,260,220,230,50
pair,t3,c3,50,70,200,0,220
X
check "campaign: pairs" 0

sed '2,$s/$/0000000/' pairs.csv >large.csv
run "ka-diff --before 2024-01 --after 2025-01 --by total --campaign list.csv large.csv 2>&1 >/dev/null | tail -n 1"
holds "campaign: large amounts are grouped" "grep -q \
    '^ka-diff: campaign: 1,033,333,333.33 an account, 95 % between −1,479,618,869.* and 3,546,285,536.* (3 of 3' out"
run "ka-diff --before 2021-01 --after 2025-01 --by total pairs.csv 2>&1 | grep begin"
holds "no data in the first period" "grep -q 'the data begin after the first period does, by days: 15; who' out"

# ---- The samples: everything adds up, in any order ----
ka-import --fx "$samples/fx.csv" "$samples/sales_gbk.csv" 2>/dev/null >all.csv
run "ka-diff --fx $samples/fx.csv --meta meta.csv -o diff.csv all.csv"
holds "every change is the sum of its parts" "[ $code = 0 ] && sed 's/\"[^\"]*\"/x/g' diff.csv | awk -F, '
    function units(v) { return sprintf(\"%.0f\", v * 10000) + 0 }
    NR > 1 && NF == 17 { s = 0; for (i = 10; i <= 17; i++) s += units(\$i)
        n++; if (s != units(\$9) || units(\$8) - units(\$7) != units(\$9)) exit 1 } END { exit n < 50 }'"
holds "provenance" "grep -q '^before.from,2023-07-02' meta.csv && grep -q ^input.2.xxh3 meta.csv"
grep -v '"' all.csv | grep -v '^[^2d]' >lines.csv
(head -n 1 lines.csv && tail -n +2 lines.csv | sort -r) >reversed.csv
run "ka-diff -o once.csv lines.csv; ka-diff -o again.csv reversed.csv"
same "the same in any order of rows" once.csv again.csv

# Sums beyond an amount: exact, and of class A.
(echo date,account_id,kind,qty,revenue && for i in 1 2 3 4; do
    echo "2024-01-0$i,a,sale,1,900000000000000"
    echo "2025-01-0$i,a,sale,1,900000000000000.0001"
    echo "202$((4 + i % 2))-01-0$i,b,sale,1,5"
done) >huge.csv
run "ka-diff --before 2024-01-01..2024-01-04 --after 2025-01-01..2025-01-04 huge.csv 2>/dev/null | sed -n 2p"
holds "sums beyond an amount" "[ \"\$(cut -d, -f5-9 out)\" = A,A,3600000000000000,3600000000000000.0004,0.0004 ]"

# ---- Refused ----
refuse "no period" 2 "ka-diff --before 2024 sales.csv" \
    "ka-diff: '2024' is not a period like 2024-01..2024-06 or 2024-01-01..2024-06-30"
refuse "the first after the second" 2 "ka-diff --before 2025-01 --after 2024-01 sales.csv" \
    "ka-diff: the first period must end before the second begins"
refuse "a period behind the data" 3 "ka-diff --before 2024-01 --after 2026-01 sales.csv" \
    "ka-diff: the data end before the second period begins"
grep -v 2025-02 fx.csv >hole.csv
run "ka-diff $periods --fx hole.csv sales.csv"
holds "a missing rate" "[ $code = 3 ] && [ ! -s out ] && grep -q \"no rate of 'USD' for 2025-02\" err"
refuse "--effect alone" 2 "ka-diff --effect x.csv sales.csv" "ka-diff: option '--effect': needs --campaign"
refuse "two inputs" 2 "ka-diff sales.csv sales.csv" "ka-diff: one input at most; there are 2"

finish
