#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# ---- Rows: shares, classes, ties ----
cat >five.csv <<'X'
account_id,account,revenue
a,Alpha,10
b,"Beta, Ltd",60
c,Gamma,20
d,Delta,10
e,Epsilon,0
X
expect "largest first, ties by id and never torn apart" 0 "ka-pareto five.csv" "" <<'X'
account_id,account,revenue,ranked_by,rank,share,cum_share,cum_count,class,tie,top20,top25
b,"Beta, Ltd",60,revenue,1,0.6,0.6,1,A,0,1,1
c,Gamma,20,revenue,2,0.2,0.8,2,A,0,0,1
a,Alpha,10,revenue,3,0.1,0.9,3,B,1,0,0
d,Delta,10,revenue,3,0.1,1,4,B,1,0,0
e,Epsilon,0,revenue,5,0,1,5,N,0,0,0
X

cat >loss.csv <<'X'
account_id,net_profit
a,90
b,30
c,-20
d,
X
expect "losses take the cumulative share past 1; the unknown comes last" 0 \
    "ka-pareto -m net_profit loss.csv" \
    "ka-pareto: warning: 1 of 4 rows have no net_profit and are not ranked" <<'X'
account_id,net_profit,ranked_by,rank,share,cum_share,cum_count,class,tie,top20,top25
a,90,net_profit,1,0.9,0.9,1,A,0,1,1
b,30,net_profit,2,0.3,1.2,2,B,0,0,0
c,-20,net_profit,3,-0.2,1,3,N,0,0,0
d,,net_profit,,,,,,,,
X

printf 'account_id,revenue\na,-1\nb,-2\n' >minus.csv
expect "a total that is no total has no shares" 0 "ka-pareto minus.csv" "" <<'X'
account_id,revenue,ranked_by,rank,share,cum_share,cum_count,class,tie,top20,top25
a,-1,revenue,1,,,1,N,0,0,0
b,-2,revenue,2,,,2,N,0,0,0
X

expect "a second run replaces the columns of the first" 0 \
    "ka-pareto five.csv | ka-pareto --abc 0.5,0.7 | sed -n '1,2p'" "" <<'X'
account_id,account,revenue,ranked_by,rank,share,cum_share,cum_count,class,tie,top20,top25
b,"Beta, Ltd",60,revenue,1,0.6,0.6,1,A,0,1,1
X

# ---- Keys ----
cat >rows.csv <<'X'
account_id,channel,revenue,margin
a,x,10,1
b,y,60,
c,x,20,2.5
X
expect "rows with the same key are added up, unknown stays unknown" 0 \
    "ka-pareto --by channel rows.csv | cut -d, -f1-6" "" <<'X'
channel,rows,revenue,margin,ranked_by,rank
y,1,60,,revenue,1
x,2,30,3.5,revenue,2
X

# ---- Summary and curves ----
printf 'account_id,revenue\n' >ten.csv
seq 1 9 | sed 's/.*/a&,5.5555/' >>ten.csv
echo a10,50.0005 >>ten.csv
run "ka-pareto -s sum.csv -c curve.csv -o /dev/null ten.csv"
check "side tables alone" 0
holds "exact total" "grep -qx 'revenue,total,,100,,' sum.csv"
holds "one has half: corrected Gini 4/9" \
    "awk -F, '\$2 == \"gini_corrected\" { d = \$4 - 4 / 9; exit !(d * d < 1e-10) }' sum.csv"
holds "classes of the summary add up to 1" \
    "awk -F, '\$2 == \"class_share\" { s += \$4 } END { exit !(s == 1) }' sum.csv"
holds "a curve runs from 0,0 to 1,1" \
    "grep -qx 'revenue,lorenz,0,0,' curve.csv && grep -q '^revenue,lorenz,1,1,' curve.csv"
holds "an abc curve begins with the largest" "grep -qx 'revenue,abc,0.1,0.500005,a10' curve.csv"

seq 1 20 | sed 's/.*/b&,7/; 1i account_id,revenue' >equal.csv
run "ka-pareto -s sum.csv -o /dev/null equal.csv"
holds "equal shares: Gini 0, effective number n" \
    "grep -qx 'revenue,gini,,0,,' sum.csv && grep -qx 'revenue,effective_number,,20,,' sum.csv"

# ---- Measures of other kinds ----
printf 'account_id,x\na,1.23456789\nb,2e3\nc,-0.5\n' >real.csv
expect "a measure with more than four decimals" 0 "ka-pareto -m x real.csv | cut -d, -f1,4" "" <<'X'
account_id,rank
b,1
a,2
c,3
X
refuse "an amount beyond 64 bits" 3 "printf 'account_id,x\na,1e15\n' | ka-pareto -m x" \
    "ka-pareto: stdin: column 'x': '1e15' is beyond ±922337203685477"
refuse "a column of the user's own is not replaced" 3 \
    "printf 'account_id,revenue,rank\na,5,9\n' | ka-pareto" \
    "ka-pareto: stdin: column 'rank' would be replaced: give it another name first"

# ---- Computed limits, whale, provenance ----
printf 'account_id,net_profit\na,60\nb,30\nc,20\nd,-10\n' >whale.csv
run "ka-pareto -m net_profit --abc computed -c whale.curve --meta whale.meta whale.csv | cut -d, -f1,8"
# p² + (1-y)²: after a .25² + .4² = .2225, after b .5² + .1² = .26: A ends at a; two are above
# the mean of 25, so C is sought behind b: (p-.5)² + (1-y)² is least at b itself.
printf 'account_id,class\na,A\nb,B\nc,C\nd,N\n' >want.out
check "computed classes" 0
holds "the whale curve rises above 1 and comes back" \
    "grep -qx 'net_profit,whale,0.75,1.1,c' whale.curve && grep -qx 'net_profit,whale,1,1,d' whale.curve"
holds "provenance names the input and its hash" \
    "grep -qx 'input.1.name,whale.csv' whale.meta && grep -q '^input.1.xxh3,................................$' whale.meta"
cat >sales.csv <<'X'
date,account_id,kind,qty,revenue,margin
2024-01-05,a,sale,1,10,4
2024-01-06,b,sale,1,20,
2024-02-01,a,sale,1,5,1
X
printf 'account_id,period,kind,amount\na,2024-01,rebate,3\nz,2024-01,freight,2\n' >costs.csv
run "ka-pareto -m net_profit --costs costs.csv --asof 2024-01-31 sales.csv | cut -d, -f1 | tr '\n' ' '"
holds "sales rows are profiled with costs up to a day" "[ \"\$(cat out)\" = 'account_id a z b ' ]"
holds "and what the profile warns of is told" "grep -q '^ka-pareto: warning: .*margin' err"

# ---- Two outputs, one place ----
refuse "two outputs to one file" 2 "ka-pareto -s x.csv -c ./x.csv five.csv" \
    "ka-pareto: './x.csv' is named for two outputs"
run "ka-pareto -s - five.csv"
echo "ka-pareto: standard output is named for two outputs" >want.err
check "two outputs to standard output" 2
cp five.csv input.csv
refuse "an output in the place of the input" 2 "ka-pareto -s input.csv input.csv" \
    "ka-pareto: 'input.csv' is an input of this run: name another output"
same "which stays" five.csv input.csv
refuse "provenance that cannot be written: no rows" 4 "ka-pareto --meta no/meta.csv five.csv" \
    "ka-pareto: cannot write 'no/meta.csv': No such file or directory"

# ---- Invariances ----
run "ka-pareto -s one.s -c one.c -o one.r rows.csv"
(head -n 1 rows.csv; tail -n +2 rows.csv | sort -r) >turned.csv
run "ka-pareto -s two.s -c two.c -o two.r turned.csv"
for table in s c r; do same "order of rows does not matter: $table" one.$table two.$table; done
run "LC_ALL=de_DE.UTF-8 ka-pareto -s two.s -c two.c -o two.r rows.csv"
for table in s c r; do same "locale does not matter: $table" one.$table two.$table; done

# ---- What is refused ----
refuse "no such measure" 3 "ka-pareto -m profit five.csv" \
    "ka-pareto: five.csv: no column 'profit'; there are: account_id, account, revenue"
refuse "no such key" 3 "ka-pareto --by channel five.csv" \
    "ka-pareto: five.csv: no column 'channel'; there are: account_id, account, revenue"
printf 'account_id,revenue\na,10\nb,"1,000"\n' >bad.csv
refuse "an amount with a comma" 3 "ka-pareto bad.csv" \
    "ka-pareto: bad.csv:3: column 'revenue': '1,000' is not a decimal"
refuse "limits the wrong way round" 2 "ka-pareto --abc 0.9,0.8 five.csv" \
    "ka-pareto: option '--abc': '0.9,0.8' is neither 'computed' nor two shares A,B with 0 < A < B < 1"
refuse "no such file" 4 "ka-pareto none.csv" \
    "ka-pareto: cannot open 'none.csv': No such file or directory"
refuse "two inputs" 2 "ka-pareto five.csv rows.csv" "ka-pareto: one input at most; there are 2"
refuse "empty input" 3 "ka-pareto" \
    "ka-pareto: stdin: the input is empty, a header line was expected"
expect "header only" 0 "echo account_id,revenue | ka-pareto" "" <<'X'
account_id,revenue,ranked_by,rank,share,cum_share,cum_count,class,tie,top20,top25
X
run "ka-pareto five.csv >/dev/full"
echo "ka-pareto: cannot write 'stdout': No space left on device" >want.err
check "full disk" 4
echo old >kept.csv
refuse "an earlier output stays" 3 "ka-pareto -o kept.csv bad.csv" \
    "ka-pareto: bad.csv:3: column 'revenue': '1,000' is not a decimal"
holds "it is the old one, and nothing lies beside it" "[ \"\$(cat kept.csv*)\" = old ]"

# ---- Threads ----
# Pieces are cut where quoted line ends, CRLF and doubled quotes stand.
ka-synth --style plain --rows 30000 --accounts 500 >plain.csv
awk '
    BEGIN { end[0] = "\n"; end[1] = "\r\n" }
    NR == 1 { printf "note,%s\n", $0; next }
    NR % 3 == 0 { printf "\"%s\nis \"\"said\"\", over lines\r\n\",%s%s", NR, $0, end[NR % 2]; next }
    { printf ",%s%s", $0, end[NR % 2] }' plain.csv >many.csv
run "ka-pareto --threads 1 -m margin many.csv"
cp out one
check "one thread" 0
run "ka-pareto --by kind many.csv"
holds "all lines are there" "[ \"\$(awk -F, '{ n += \$2 } END { print n + 1 }' out)\" = \"\$(wc -l <plain.csv)\" ]"
for threads in 2 7; do
    run "ka-pareto --threads $threads -m margin many.csv"
    same "$threads threads give the same" one out
    run "cat many.csv | ka-pareto --threads $threads -m margin"
    same "$threads threads from a pipe, too" one out
done
run "head -c 20011 many.csv | ka-pareto --threads 1" # cut off within a record
cp err one.err
head -c 20011 many.csv >cut.csv
run "dd bs=1 if=cut.csv 2>/dev/null | ka-pareto --threads 7"
same "reads of one byte: the same error" one.err err
head -n 3000 many.csv | tr -d '\r' | sed '/^,/!d; 1i note,date,order_id,account_id,account,channel,region,product_id,family,kind,qty,revenue,cost' >few.csv
run "ka-pareto few.csv"
cp out few.out
run "dd bs=1 if=few.csv 2>/dev/null | ka-pareto --threads 7"
same "reads of one byte: the same rows" few.out out

# Of several errors the first is told, whoever finds which.
awk -F, -v OFS=, 'NR == 20000 { $10 = "x" } NR == 25000 { $10 = "y" } NR == 29000 { $3 = "a\"b" } { print }' \
    <(ka-synth --style plain --rows 30000) >wrong.csv
for threads in 1 2 7; do
    refuse "the first of several errors, $threads threads" 3 \
        "ka-pareto --threads $threads --measure qty wrong.csv" \
        "ka-pareto: wrong.csv:20000: column 'qty': 'x' is not an amount"
    run "ka-pareto --threads $threads wrong.csv"
    holds "and no other: $threads threads" "grep -q ':29000: a quote inside an unquoted cell' err"
done
finish
