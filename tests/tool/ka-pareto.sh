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
account_id,account,revenue,ranked_by,rank,share,cum_share,cum_count,class,tie,top20,top25,p_top
b,"Beta, Ltd",60,revenue,1,0.6,0.6,1,A,0,1,1,
c,Gamma,20,revenue,2,0.2,0.8,2,A,0,0,1,
a,Alpha,10,revenue,3,0.1,0.9,3,B,1,0,0,
d,Delta,10,revenue,3,0.1,1,4,B,1,0,0,
e,Epsilon,0,revenue,5,0,1,5,N,0,0,0,
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
account_id,net_profit,ranked_by,rank,share,cum_share,cum_count,class,tie,top20,top25,p_top
a,90,net_profit,1,0.9,0.9,1,A,0,1,1,
b,30,net_profit,2,0.3,1.2,2,B,0,0,0,
c,-20,net_profit,3,-0.2,1,3,N,0,0,0,
d,,net_profit,,,,,,,,,
X

printf 'account_id,revenue\na,-1\nb,-2\n' >minus.csv
expect "a total that is no total has no shares" 0 "ka-pareto minus.csv" "" <<'X'
account_id,revenue,ranked_by,rank,share,cum_share,cum_count,class,tie,top20,top25,p_top
a,-1,revenue,1,,,1,N,0,0,0,
b,-2,revenue,2,,,2,N,0,0,0,
X

expect "a second run replaces the columns of the first" 0 \
    "ka-pareto five.csv | ka-pareto --abc 0.5,0.7 | sed -n '1,2p'" "" <<'X'
account_id,account,revenue,ranked_by,rank,share,cum_share,cum_count,class,tie,top20,top25,p_top
b,"Beta, Ltd",60,revenue,1,0.6,0.6,1,A,0,1,1,
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
run "ka-pareto -s sum.csv --curve curve.csv -o /dev/null ten.csv"
check "side tables alone" 0
holds "exact total" "grep -qx 'revenue,total,,100,,,,,' sum.csv"
holds "one has half: corrected Gini 4/9" \
    "awk -F, '\$2 == \"gini_corrected\" { d = \$4 - 4 / 9; exit !(d * d < 1e-10) }' sum.csv"
holds "classes of the summary add up to 1" \
    "awk -F, '\$2 == \"class_share\" { s += \$4 } END { exit !(s == 1) }' sum.csv"
holds "a curve runs from 0,0 to 1,1" \
    "grep -qx 'revenue,lorenz,0,0,,,' curve.csv && grep -q '^revenue,lorenz,1,1,' curve.csv"
holds "an abc curve begins with the largest" "grep -q '^revenue,abc,0.1,0.500005,0.[0-9]*,0.[0-9]*,a10\$' curve.csv"

holds "bounds enclose the curve, the same from both ends" "awk -F, 'NR > 1 && \$5 != \"\" {
        if (!(\$5 <= \$4 && \$4 <= \$6)) exit 1
        k = sprintf(\"%.3f\", \$2 == \"abc\" ? 1 - \$3 : \$3); v = \$2 == \"abc\" ? 1 - \$6 : \$5
        if (k in lo && (lo[k] - v) ^ 2 > 1e-18) exit 1
        lo[k] = v; n++ } END { exit n != 18 }' curve.csv"
run "ka-pareto --boot 0 --curve curve.csv -o /dev/null ten.csv"
holds "none without resamples" "! cut -d, -f5-6 curve.csv | tail -n +2 | grep -q '[0-9]'"

seq 1 20 | sed 's/.*/b&,7/; 1i account_id,revenue' >equal.csv
run "ka-pareto -s sum.csv -o /dev/null equal.csv"
holds "equal shares: Gini 0, effective number n" \
    "grep -qx 'revenue,gini,,0,0,0,0.95,bca,' sum.csv && grep -qx 'revenue,effective_number,,20,20,20,0.95,bca,' sum.csv"

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
run "ka-pareto -m net_profit --abc computed --curve whale.curve --meta whale.meta whale.csv | cut -d, -f1,8"
# p² + (1-y)²: after a .25² + .4² = .2225, after b .5² + .1² = .26: A ends at a; two are above
# the mean of 25, so C is sought behind b: (p-.5)² + (1-y)² is least at b itself.
printf 'account_id,class\na,A\nb,B\nc,C\nd,N\n' >want.out
check "computed classes" 0
holds "the whale curve rises above 1 and comes back" \
    "grep -q '^net_profit,whale,0.75,1.1,.*,c\$' whale.curve && grep -qx 'net_profit,whale,1,1,,,d' whale.curve"
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
refuse "two outputs to one file" 2 "ka-pareto -s x.csv --curve ./x.csv five.csv" \
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

# ---- How sure ----
# stat FILE STAT [GROUP] [MEASURE] [FIELD]: one figure of a summary
stat() {
    awk -F, -v s="$2" -v g="${3:-}" -v m="${4:-revenue}" -v f="${5:-4}" \
        '$1 == m && $2 == s && $3 == g { print $f }' "$1"
}
# near NAME EXPECTED ACTUAL TOLERANCE
near() {
    if awk -v a="$2" -v b="$3" -v t="$4" 'BEGIN { exit !(b != "" && (a - b) ^ 2 <= t ^ 2) }'; then
        result ok "$1"
    else
        echo "$3 is not $2"
        result no "$1"
    fi
}
{ echo account_id,revenue; for x in 541 1463 2445 3438 4437 5401 6392 8304 11904 22261; do echo "i$x,$x"; done; } >incomes.csv
run "ka-pareto incomes.csv --boot 100000 -s sum.csv -o /dev/null"
check "intervals" 0
near "R's BCa interval of the ten incomes, lo" .384 "$(stat sum.csv gini_corrected '' revenue 5)" .005
near "and hi" .711 "$(stat sum.csv gini_corrected '' revenue 6)" .005
run "ka-pareto incomes.csv --level 0.8 -s narrow.csv -o /dev/null; ka-pareto incomes.csv -s wide.csv -o /dev/null"
holds "a lower level is a narrower interval" \
    "[ \$(stat narrow.csv gini '' revenue 7) = 0.8 ] && [ \$(stat narrow.csv gini '' revenue 5) \> \$(stat wide.csv gini '' revenue 5) ]"
run "ka-pareto incomes.csv --threads 1 -s one.csv -o /dev/null; ka-pareto incomes.csv --threads 3 -s three.csv -o /dev/null; ka-pareto incomes.csv --seed 2 -s seed.csv -o /dev/null"
same "the number of threads does not matter" one.csv three.csv
holds "the seed does" "! cmp -s one.csv seed.csv"
run "ka-pareto incomes.csv --boot 0 -s bare.csv -o /dev/null"
holds "no resamples, no intervals" "[ -z \"\$(cut -d, -f7-8 bare.csv | grep bca)\" ] && grep -q '^revenue,gini,,0.46209[0-9]*,,,,,\$' bare.csv"
holds "Atkinson indices by their aversion" "[ -n \"\$(stat bare.csv atkinson_0.5)\" ]"
run "ka-pareto incomes.csv --boot 0 --atkinson 0,0.25 -s bare.csv -o /dev/null"
holds "those asked for" "grep -qx 'revenue,atkinson_0,,0,,,,,' bare.csv && [ -n \"\$(stat bare.csv atkinson_0.25)\" ] && ! grep -q atkinson_1 bare.csv"

run "ka-pareto incomes.csv --interval boot-t -s t.csv -o /dev/null; ka-pareto incomes.csv -s bca.csv -o /dev/null"
holds "studentised intervals of the Gini coefficients" \
    "grep -q '^revenue,gini,.*,boot-t,\$' t.csv && grep -q '^revenue,gini_corrected,.*,boot-t,\$' t.csv"
holds "… and of no other figure" \
    "[ \"\$(grep -v gini t.csv)\" = \"\$(grep -v gini bca.csv)\" ] && ! grep -q boot-t bca.csv"
for kind in bca t; do
    holds "ten accounts: the interval is called too narrow ($kind)" \
        "grep -qF 'too narrow: so many of simulated 95 % intervals (20 accounts, exponent' $kind.csv &&
         grep '^revenue,gini_coverage' $kind.csv | grep -q 'here it is less'"
done
awk 'BEGIN { print "account_id,revenue"; for (i = 1; i <= 1200; i++) printf "a%d,%.4f\n", i, (i / 1200.5) ^ (-1 / 6) }' >light.csv
run "ka-pareto light.csv --boot 100 -s sum.csv -o /dev/null"
holds "many accounts and a light tail: it is not" \
    "grep '^revenue,gini_coverage,,0.9' sum.csv | grep -q ',so many of simulated .*(1000 accounts, exponent [35]) hold the true one\$\|\"so many'"
holds "nothing to say without an interval" "! grep -q gini_coverage bare.csv"
refuse "an interval that is none" 2 "ka-pareto incomes.csv --interval exact" \
    "ka-pareto: option '--interval': 'exact' is not one of bca|boot-t"

# ---- 80/20 ----
seq 1 400 | awk 'BEGIN { print "account_id,revenue" } { print "a" $1 "," ($1 <= 80 ? 100 : 1) }' >holds.csv
seq 1 400 | awk 'BEGIN { print "account_id,revenue" } { print "a" $1 "," $1 }' >fails.csv
{ echo account_id,revenue; printf '%s\n' a,40 b,4 c,3 d,2 e,1; } >open.csv
printf 'account_id,revenue\na,9\nb,10\nc,11\nd,10\n' >four.csv
for case in "holds.csv holds" "fails.csv fails" "open.csv not decidable" "four.csv not decidable"; do
    run "ka-pareto ${case%% *} -s sum.csv -o /dev/null"
    holds "80/20 ${case#* }" "[ '$(stat sum.csv verdict_8020 '' revenue 9)' = '${case#* }' ]"
done

# ---- Managed set, managers, whale ----
cat >team.csv <<'X'
account_id,account,manager,channel,revenue,net_profit,members
a,Alpha,Li,x,500,50,1
b,Beta,Wang,x,200,-40,2
c,Gamma,Li,y,150,60,1
d,Delta,Wang,y,100,30,3
e,,,y,50,-10,1
X
run "ka-pareto team.csv -m net_profit --boot 0 -s sum.csv -o /dev/null"
check "managed" 0
grep -E '^revenue,(managed|manager)|whale|loss' sum.csv >out
cat >want.out <<'X'
net_profit,whale_peak,,3,,,,,
net_profit,whale_peak_share,,0.6,,,,,
net_profit,whale_profit,,140,,,,,
net_profit,whale_height,,1.555555556,,,,,
net_profit,whale_destroyed,,50,,,,,
net_profit,loss,b,-40,,,,,Beta
net_profit,loss,e,-10,,,,,
revenue,managed,,2,,,,,
revenue,managed_overlap,,0.5,,,,,with the top 25 % by net_profit
revenue,managed_share,,0.7,,,,,
revenue,manager_share,(none),0.05,,,,,
revenue,manager_share,Li,0.65,,,,,above 25 %: key-person risk
revenue,manager_share,Wang,0.3,,,,,above 25 %: key-person risk
X
sort out >got; sort want.out >wanted; rm want.out
same "who answers for what, and who takes it back" wanted got

# ---- Groups, weights ----
run "ka-pareto team.csv --boot 0 -g channel -s sum.csv -o /dev/null"
near "Theil within + between is all of it" "$(stat sum.csv theil_t)" \
    "$(awk "BEGIN { printf \"%.12g\", $(stat sum.csv theil_between) + $(stat sum.csv theil_within) }")" 1e-9
holds "a group's figures are those of its rows alone" "[ $(stat sum.csv total x) = 700 ] && [ $(stat sum.csv n y) = 3 ]"
grep -v ',y,' team.csv >x.csv
run "ka-pareto x.csv --boot 0 -s x.sum -o /dev/null"
holds "as a file of their own has them" "[ $(stat sum.csv gini x) = $(stat x.sum gini) ]"
awk -F, -v OFS=, 'NR == 1 { print; next } { id = $1; for (i = 1; i <= $7; i++) { $1 = id i; print } }' team.csv >members.csv
run "ka-pareto team.csv --boot 0 --weight members -s weighted.csv -o /dev/null; ka-pareto members.csv --boot 0 -s written.csv -o /dev/null"
for name in total n gini gini_corrected hhi theil_l atkinson_2 top20_share make80 lorenz_asymmetry; do
    holds "weighted is replicated: $name" "[ $(stat weighted.csv $name) = $(stat written.csv $name) ]"
done
refuse "no such group" 3 "ka-pareto open.csv -g channel -s sum.csv" \
    "ka-pareto: open.csv: no column 'channel'; there are: account_id, revenue"
sed 's/,3$/,-3/' team.csv >minus.csv
refuse "a weight below 0" 3 "ka-pareto minus.csv --weight members -s sum.csv" \
    "ka-pareto: minus.csv:5: column 'members': '-3' is not a weight of 0 or more"
refuse "a level that is none" 2 "ka-pareto open.csv --level 95" \
    "ka-pareto: option '--level': 95 is not between 0 and 1"
refuse "a level of 0" 2 "ka-pareto open.csv --level 0" \
    "ka-pareto: option '--level': 0 is not between 0 and 1"
refuse "resamples without end" 2 "ka-pareto open.csv --boot 1000000000 -s sum.csv" \
    "ka-pareto: option '--boot': 1000000000 is more than 1000000"
refuse "an aversion that is none" 2 "ka-pareto open.csv --atkinson 1,x" \
    "ka-pareto: option '--atkinson': '1,x' is not a list of at most 8 numbers from 0 to 100"
refuse "periods of account rows" 2 "ka-pareto open.csv --period year -s sum.csv" \
    "ka-pareto: option '--period' needs sales rows; open.csv has none"
refuse "groups of nothing" 2 "ka-pareto team.csv --group channel" \
    "ka-pareto: options '--group', '--period' and '--weight' are for '--summary' or '--format txt'"
refuse "weights by period" 2 "ka-pareto open.csv --period year --weight n" \
    "ka-pareto: options '--weight' and '--period' exclude each other"

# ---- One, two, three accounts, a group of one, one resample ----
for n in 1 2 3; do
    awk -v n=$n 'BEGIN { print "account_id,channel,revenue"; for (i = 1; i <= n; i++) print "a" i "," i "," 10 * i }' >few.csv
    for method in bca boot-t; do
        run "ka-pareto few.csv --interval $method -g channel -s sum.csv -o /dev/null"
        check "$n accounts, $method" 0
        holds "… have no answer to 80/20, nor has a group of one" \
            "! grep '^revenue,verdict_8020' sum.csv | grep -qv 'not decidable' && [ \$(stat sum.csv n 1) = 1 ] && [ \$(stat sum.csv gini 1) = 0 ]"
    done
done
run "ka-pareto few.csv --boot 1 -s sum.csv -o /dev/null"
check "one resample" 0

# ---- From sales rows: periods, p_top, costs by kind ----
# B's two orders are drawn as 0, 30 or 60 with chances 1/4, 1/2, 1/4; A has 20 always.
cat >sales.csv <<'X'
date,order_id,account_id,kind,revenue,margin
2023-11-05,o1,A,sale,10,5
2024-02-06,o2,A,sale,6,3
2024-02-06,o2,A,sale,4,2
2024-01-07,o3,B,sale,0,0
2024-03-08,o4,B,sale,40,6
2024-04-01,o4,B,return,-10,-3
X
cat >costs.csv <<'X'
account_id,period,kind,amount
B,2024-01,rebate,3
B,2024-02,freight,1.5
B,2024-03,rebate,4
X
run "ka-pareto sales.csv --boot 100000 -o ranked.csv"
near "p_top of B" .75 "$(awk -F, '$1 == "B" { print $NF }' ranked.csv)" .006
near "p_top of A" .25 "$(awk -F, '$1 == "A" { print $NF }' ranked.csv)" .006
run "ka-pareto sales.csv --boot 5000 --threads 1 -o one.csv; ka-pareto sales.csv --boot 5000 --threads 4 -o four.csv; (head -n 1 sales.csv; tail -n +2 sales.csv | sort -r) | ka-pareto --boot 5000 -o turned.csv"
same "p_top does not depend on the threads" one.csv four.csv
same "nor on the order of the rows" one.csv turned.csv
run "ka-pareto sales.csv --period quarter --boot 0 -s sum.csv -o /dev/null"
check "by quarter" 0
grep -E '^revenue,(total|n),20' sum.csv | cut -d, -f2-4 >got
cat >wanted <<'X'
total,2023-Q4,10
n,2023-Q4,1
total,2024-Q1,50
n,2024-Q1,2
total,2024-Q2,-10
n,2024-Q2,1
X
same "the periods that have sales" wanted got
run "ka-pareto sales.csv --costs costs.csv -m net_profit --boot 0 -s sum.csv -o /dev/null"
grep -E ',(loss|cost_[a-z]*),' sum.csv >got
cat >wanted <<'X'
net_profit,loss,B,-5.5,,,,,
net_profit,cost_rebate,B,7,,,,,
net_profit,cost_freight,B,1.5,,,,,
X
same "what the cost to serve consists of" wanted got

# ---- What is planted is found ----
samples=$ROOT/data-samples
planted=$(awk -F, '$4 == "famous_loss" { print $1 "," $NF }' "$samples/truth.csv")
ka-import --fx "$samples/fx.csv" --accounts "$samples/accounts.csv" --products "$samples/products.csv" \
    --alias "$samples/alias.csv" "$samples/sales_gbk.csv" 2>/dev/null >samples.csv
run "ka-pareto samples.csv --costs $samples/costs.csv -m net_profit --boot 200 -s sum.csv -o ranked.csv"
holds "the famous hypermarket takes most of the profit back" \
    "[ '$planted' = \"\$(awk -F, '\$2 == \"loss\" { print \$3 \",\" \$4; exit }' sum.csv)\" ]"
holds "its costs by kind are all of its cost to serve" "awk -F, -v id=${planted%,*} '
    FNR == NR { if (\$1 == id) cost = \$(NF - 1); next }
    \$2 ~ /^cost_/ && \$3 == id { sum += \$4 } END { exit !(cost > 0 && (sum - cost) ^ 2 < 1e-4) }' $samples/truth.csv sum.csv"
holds "it is in no top, whatever its orders" \
    "awk -F, -v id=${planted%,*} '\$1 == id { found = \$NF == 0 && \$NF != \"\" } END { exit !found }' ranked.csv"

# ---- For people ----
expect "ranking and figures as text" 0 "ka-pareto open.csv --format txt --boot 0 | sed -n '1,17p'" "" <<'X'
Concentration
═════════════


Ranking
───────

The largest by revenue

Account  Revenue   Share  Cumulative share  Class
─────────────────────────────────────────────────
a             40  0.8000            0.8000  A
b              4  0.0800            0.8800  B
c              3  0.0600            0.9400  B
d              2  0.0400            0.9800  B
e              1  0.0200                 1  C

X
run "ka-pareto sales.csv --format txt"
holds "with intervals and p_top, and no empty rows" \
    "grep -q '^80/20 .*not decidable' out && grep -q 'Class  *Probability to be on top' out && ! grep -q 'with negative' out"
run "ka-pareto team.csv -m net_profit --group channel --boot 50 --format txt --lang zh"
holds "in Chinese, nothing left in English but names" \
    "[ -z \"\$(sed 's/x_min//; s/KS\|HHI\|Alpha\|Beta\|Gamma\|Delta\|Wang\|Li//g' out | grep '[A-Za-z][a-z_]')\" ]"
holds "… notes as well" "grep -q '^泰尔指数：组间 .*按渠道' out && grep -q '人员依赖风险' out && grep -q '^亏损 .*Beta' out"

# ---- Invariances ----
run "ka-pareto -s one.s --curve one.c -o one.r rows.csv"
(head -n 1 rows.csv; tail -n +2 rows.csv | sort -r) >turned.csv
run "ka-pareto -s two.s --curve two.c -o two.r turned.csv"
for table in s c r; do same "order of rows does not matter: $table" one.$table two.$table; done
run "LC_ALL=de_DE.UTF-8 ka-pareto -s two.s --curve two.c -o two.r rows.csv"
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
account_id,revenue,ranked_by,rank,share,cum_share,cum_count,class,tie,top20,top25,p_top
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
# Rows in which nothing is odd are read another way than others: the same sums.
ka-synth --style load --rows 30000 --accounts 3000 -o even.csv
sed 's/$/\r/' even.csv >ends.csv
run "ka-pareto --threads 1 even.csv"
cp out one
check "one thread, nothing odd" 0
for threads in 2 7; do
    run "ka-pareto --threads $threads even.csv"
    same "$threads threads, nothing odd" one out
    run "dd bs=777 if=even.csv 2>/dev/null | ka-pareto --threads $threads"
    same "$threads threads, nothing odd, short reads" one out
done
run "ka-pareto ends.csv"
same "CRLF changes nothing" one out
run "ka-pareto -m lines even.csv | cut -d, -f1-4 | sort"
cp out lines.out
run "cut -d, -f1-4 one | sort"
same "the sums do not hang on the measure" lines.out out
run "ka-pareto -m returns even.csv | cut -d, -f1-4 | sort"
same "nor on what else is added up" lines.out out

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
refuse "a last day before the data" 5 "ka-pareto --asof 1999-12-31 plain.csv" \
    "$(ka-profile --asof 1999-12-31 plain.csv 2>&1 | sed 's/^ka-profile/ka-pareto/')"
printf 'date,account_id,account,kind,revenue\n2024-02-01,a,A,sale,1\n2024-02-01,\272,A,sale,1\n' >broken.csv
# The keys come in another order than theirs, and all are beyond.
awk 'BEGIN {
    print "date,account_id,account,kind,revenue"
    for (i = 0; i < 60000; i++) {
        key = 999 - i * 7 % 300
        printf "2024-01-01,k%d,,sale,%d00000000000\n", key, 1000 + key
    }
}' >beyond.csv
for threads in 1 2 7; do
    refuse "what is no text comes before what the rows lack, $threads threads" 3 \
        "ka-pareto --threads $threads --asof 2024-01-31 broken.csv" \
        "ka-pareto: broken.csv:3: byte 0xba at offset 70 is not UTF-8"
    refuse "of several sums beyond 64 bits that of the first key, $threads threads" 3 \
        "ka-pareto --threads $threads beyond.csv" \
        "ka-pareto: beyond.csv: column 'revenue': '34000000000000000' is beyond ±922337203685477"
done
finish
