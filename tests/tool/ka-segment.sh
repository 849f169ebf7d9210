#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# ---- Clusters ----
# Three planted groups, far apart in revenue and orders; ids are not in their order.
awk 'BEGIN {
    print "account_id,revenue,orders"
    for (i = 1; i <= 30; i++) {
        g = i % 3
        printf "c%02d,%d,%d\n", (i * 7) % 31, 10 ^ (2 + 2 * g) + i, 2 + 40 * g + i % 4
    } }' >three.csv
run "ka-segment --choice k.csv --clusters clusters.csv -o rows.csv three.csv"
check "planted groups" 0
holds "three clusters are chosen" "[ \"\$(awk -F, '\$7 == 1 { print \$1 }' k.csv)\" = 3 ]"
holds "cluster 1 has the largest revenue, 3 the smallest" \
    "awk -F, 'NR > 1 { want = \$2 > 500000 ? 1 : \$2 > 5000 ? 2 : 3; if (\$4 != want) bad = 1 }
              END { exit bad || NR != 31 }' rows.csv"
holds "well apart: every silhouette above .8" \
    "awk -F, 'NR > 1 && \$5 < .8 { bad = 1 } END { exit bad }' rows.csv"
holds "each cluster has ten accounts" \
    "[ \"\$(tail -n +2 clusters.csv | cut -d, -f1,2 | tr '\n' ' ')\" = '1,10 2,10 3,10 ' ]"

by_id() { (head -n 1 "$1"; tail -n +2 "$1" | sort); }
(head -n 1 three.csv; tail -n +2 three.csv | sort -r) >turned.csv
run "ka-segment -o turned.rows turned.csv"
by_id rows.csv >a
by_id turned.rows >b
same "the order of rows decides no label" a b
run "ka-segment --seed 99 -o seed.rows three.csv"
same "the seed decides no label" rows.csv seed.rows
awk -F, 'BEGIN { OFS = "," } NR > 1 { $2 = $2 * 1000 } 1' three.csv >rich.csv
run "ka-segment --transform none -o poor.rows three.csv && ka-segment --transform none -o rich.rows rich.csv"
cut -d, -f1,4 poor.rows >a
cut -d, -f1,4 rich.rows >b
same "the unit of money decides no label" a b

awk 'BEGIN { print "account_id,revenue"; for (i = 1; i <= 40; i++) print "n" i "," 100 + (i * 37) % 41 }' >flat.csv
run "ka-segment -k 1 -o flat.rows flat.csv"
check "one cluster on demand" 0
holds "all in cluster 1, without a silhouette" \
    "[ \"\$(cut -d, -f3- flat.rows | sort | uniq -c | tr -s ' ' | tr '\n' ';')\" = ' 40 1; 1 cluster;' ]"

# One account, or accounts that are all alike, are one cluster: the report goes on.
printf 'account_id,recency_days,orders,revenue\na,3,2,100\n' >one.csv
expect "one account is one cluster" 0 "ka-segment --clusters clusters.csv --choice k.csv one.csv" \
    "ka-segment: warning: left out, because they do not tell the rows apart: revenue, orders, recency_days
ka-segment: warning: no clusters worth telling: all rows are cluster 1" <<'X'
account_id,recency_days,orders,revenue,recency_score,frequency_score,monetary_score,rfm,rfm_segment,cluster
a,3,2,100,3,3,3,333,need_attention,1
X
expect "whose table has its size" 0 "cat clusters.csv" <<'X'
cluster,accounts
1,1
X
expect "and no choice was to be made" 0 "wc -l <k.csv" <<'X'
1
X
run "sed '1!{p;s/^a/b/}' one.csv | ka-segment -o alike.csv"
check "accounts that are all alike" 0
holds "are one cluster" "[ \"\$(cut -d, -f10 alike.csv | sort | uniq -c | tr -s ' ' | tr '\n' ';')\" = ' 2 1; 1 cluster;' ]"
run "printf 'date,account_id,kind,revenue\n2024-01-05,a,sale,5\n' | ka-profile | ka-pareto | ka-segment"
check "the whole pipe with one sale" 0
refuse "two clusters of one account" 5 "ka-segment -k 2 one.csv" \
    "ka-segment: no 2 clusters: no feature tells the rows apart"

# ---- Methods, choice, stability ----
for method in pam mixture ward; do
    run "ka-segment --method $method -k 3 -o $method.rows three.csv"
    check "$method finds the planted groups" 0
    cut -d, -f1,4 rows.csv >a
    cut -d, -f1,4 $method.rows >b
    same "and numbers them as k-means does: $method" a b
done
# No two awks have the same rand().
draw='function draw() { state = state * 16807 % 2147483647; return state / 2147483647 }'
awk "$draw"'BEGIN { state = 50000; print "account_id,x"
    for (i = 1; i <= 300; i++) print "m" i "," 20 * (i % 3) + draw() + draw() + draw() + draw() }' >mixed.csv
run "ka-segment --features x --transform none --method mixture --covariance shared --choice bic.csv -o b.rows mixed.csv"
holds "a mixture is chosen by BIC" "grep -qx 'ka-segment: k = 3 has the least BIC' err"
holds "of all k" \
    "awk -F, 'NR > 1 { if (\$10 < least || NR == 2) { least = \$10; at = \$1 } if (\$7) chosen = \$1 } END { exit at != 3 || chosen != 3 }' bic.csv"
run "ka-segment --clusters clusters.csv -o rows.csv three.csv"
holds "the choice is explained" "grep -qx 'ka-segment: k = 3 has the highest mean silhouette, 0\.9[0-9]*; the gap statistic sees clusters too' err"
holds "planted clusters are stable" "awk -F, 'NR > 1 && \$5 < .9 { bad = 1 } END { exit bad || NR != 4 }' clusters.csv"
holds "and named in both languages" "[ \"\$(cut -d, -f6- clusters.csv | tr '\n' ' ')\" = \
    'cluster_name,cluster_name_zh large · frequent,大 · 频繁 average,普通 rare · small,稀少 · 小 ' ]"
awk -F, 'BEGIN { OFS = "," } { print $0, (NR == 1 ? "kind" : $2 > 500000 ? "x" : $2 > 5000 ? "y" : "z") }' three.csv >known.csv
run "ka-segment --truth kind -o /dev/null known.csv"
holds "against what is known" "grep -qx 'ka-segment: against kind: adjusted Rand index 1.000, normalized mutual information 1.000, 30 rows' err"

run "ka-segment --truth revenue -o /dev/null known.csv"
holds "a measure is no classification, and that is said" \
    "grep -qx 'ka-segment: warning: revenue has 30 values in 30 rows: it sorts them into no kinds to compare with' err"

awk "$draw"'BEGIN { state = 30000; print "account_id,x,y,z,u,v,w"
    for (i = 1; i <= 200; i++) print "n" i "," draw() "," draw() "," draw() "," draw() "," draw() "," draw() }' >noise.csv
run "ka-segment --features x,y,z,u,v,w --transform none -o noise.rows noise.csv"
holds "noise is one cluster, and that is said" \
    "[ \"\$(cut -d, -f8 noise.rows | sort -u | tr '\n' ' ')\" = '1 cluster ' ] &&
     [ \"\$(cat err)\" = 'ka-segment: k = 1: the gap statistic sees no clusters
ka-segment: warning: no clusters worth telling: all rows are cluster 1' ]"
run "ka-segment --features x,y,z,u,v,w --transform none -k 7 -o noise.rows noise.csv"
holds "clusters of noise are not to be interpreted" "grep -q 'do not interpret' err"
run "ka-segment --features x,y,z,u,v,w --transform none -k 7 --bootstraps 0 -o noise.rows noise.csv"
holds "nothing is said of what is not measured" "! [ -s err ]"

# ---- Whales ----
awk 'BEGIN { print "account_id,revenue"
    for (i = 1; i <= 60; i++) print "w" i "," 1000 * (1 + 3 * (i % 2)) + (i * 37) % 61 }' >plain.csv
(cat plain.csv; echo moby,9000000000) >whale.csv
run "ka-segment -o rows.csv plain.csv && ka-segment -o whale.rows whale.csv"
holds "a whale is named and set aside" \
    "grep -qx 'ka-segment: whales, set aside: moby' err && grep -qx 'moby,9000000000,,,,,1' whale.rows"
grep -v moby whale.rows | cut -d, -f1,3 >a
cut -d, -f1,3 rows.csv >b
same "the others are clustered as without it" a b
run "ka-segment --whales keep -o whale.rows whale.csv"
holds "or it is clustered too" "! grep -q whales err && grep -q '^moby,9000000000,[1-9]' whale.rows"

# ---- The picture ----
run "ka-segment --loadings loadings.csv --dendrogram tree.csv -o pc.rows three.csv"
holds "loadings of both features, both positive" \
    "awk -F, 'NR == 2 { exit !(\$3 > .3 && \$4 > .3 && \$2 > .9) }' loadings.csv"
holds "and where the accounts lie" "head -n 1 pc.rows | grep -q ',pc1,pc2\$'"
holds "a dendrogram of 29 merges ends with all" \
    "[ \"\$(head -n 1 tree.csv)\" = merge,a,b,height,size ] && tail -n 1 tree.csv | grep -q '^29,#[0-9]*,#[0-9]*,[0-9.]*,30\$'"

run "ka-segment --profile profile.csv -o rows.csv three.csv"
holds "the profile has each cluster's medians, and how far they are from all" \
    "[ \"\$(head -n 1 profile.csv)\" = cluster,feature,median,z ] && [ \"\$(wc -l <profile.csv)\" = 7 ] &&
     awk -F, '\$2 == \"revenue\" { s += \$4; if (\$1 == 1 && (\$3 < 1000000 || \$4 < 1) || \$1 == 3 && (\$3 > 1000 || \$4 > -1)) bad = 1 }
              END { exit bad || s > 1e-6 || s < -1e-6 }' profile.csv"

# ---- From month to month ----
sed '/^c01,/d' three.csv >june.csv
awk -F, 'BEGIN { OFS = "," } NR > 1 && $2 > 5000 && $2 < 500000 { $2 *= 1000000 } 1' three.csv >july.csv
run "ka-segment -o june.rows june.csv"
run "ka-segment --match june.rows --changes changes.csv -o july.rows july.csv"
check "the middle cluster has become the largest" 0
grep -v '^c01,' july.rows | cut -d, -f1,4,5 | sort >a
cut -d, -f1,4,5 june.rows | sort >b
same "numbers and names stay" a b
cp changes.csv out
number=$(sed -n 's/^c01,[^,]*,[^,]*,\([0-9]*\),.*/\1/p' july.rows)
{ echo from,to,accounts,kind
  echo ",$number,1,new"
  for i in 1 2 3; do echo "$i,$i,$((i == number ? 9 : 10)),same"; done; } >want.out
check "what changed" 0
run "ka-segment -k 2 --match june.rows --changes changes.csv -o july.rows three.csv"
holds "a cluster that is merged into another" "grep -q 'merge\|split' changes.csv"
refuse "changes since nothing" 2 "ka-segment --changes c.csv three.csv" \
    "ka-segment: option '--changes': there is no --match"
refuse "an earlier run without clusters" 3 "ka-segment --match three.csv three.csv" \
    "ka-segment: three.csv: no column 'cluster'; there are: account_id, revenue, orders"
refuse "an account twice in the earlier run" 3 "sed '2p' june.rows >twice.rows; ka-segment --match twice.rows three.csv" \
    "ka-segment: twice.rows:3: column 'account_id': '$(sed -n '2s/,.*//p' june.rows)' stands twice"
refuse "a number that is none" 3 "printf 'account_id,cluster\nc01,x\n' >odd.rows; ka-segment --match odd.rows three.csv" \
    "ka-segment: odd.rows:2: column 'cluster': 'x' is not a number"
refuse "one draw has no spread" 2 "ka-segment --gap 1 three.csv" \
    "ka-segment: option '--gap': 1 has no spread; 2 is the least"
awk -F, 'BEGIN { OFS = "," } { print $0, NR == 1 ? "twice" : 2 * $3 }' three.csv >collinear.csv
run "ka-segment --features orders,twice,revenue --transform none -k 2 -o /dev/null collinear.csv"
holds "collinear features are told" "grep -qx 'ka-segment: warning: features that say the same and count twice: orders and twice' err"
refuse "an infinite feature" 3 "printf 'account_id,x\na,inf\nb,2\n' | ka-segment --features x" \
    "ka-segment: stdin:2: column 'x': 'inf' is not a number"
awk -F, 'BEGIN { OFS = "," } { print } END { print "new", 120, 3 }' three.csv >more.csv
run "ka-segment -o more.rows more.csv"
grep -v '^new,' more.rows | cut -d, -f1,4 >a
run "ka-segment -o rows.csv three.csv"
cut -d, -f1,4 rows.csv >b
same "one more account changes no label" a b

# ---- What is bought ----
awk 'BEGIN { print "date,account_id,kind,product_id,family,revenue"
    for (i = 1; i <= 40; i++) for (f = 1; f <= 15; f++) {
        most = i % 2 ? 1 : 2
        printf "2024-%02d-05,p%02d,sale,x%d,f%02d,%d\n", 1 + i % 12, i, f, f, f == most ? 900 : 100 - 2 * f } }' >sales.csv
run "ka-segment --mix family --features mix_f01 -k 2 -o mix.rows sales.csv"
check "clusters by product mix" 0
holds "those that buy alike are together" \
    "awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) c[\$i] = i; next } { seen[substr(\$1, 2) % 2, \$c[\"cluster\"]]++ }
              END { for (s in seen) { n++; if (seen[s] != 20) bad = 1 } exit bad || n != 2 }' mix.rows"
holds "shares of 12 families and of the rest add up to 1" \
    "awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if (\$i ~ /^mix_/) c[++n] = i; if (n != 13) exit 1; next }
              { s = 0; for (i = 1; i <= n; i++) s += \$c[i]; if (s < 1 - 1e-9 || s > 1 + 1e-9) exit 1 }' mix.rows"
run "ka-segment --mix family --features mix_f01 -k 2 -o again.rows mix.rows"
same "account rows keep the mix of the run before" mix.rows again.rows
(head -n 1 sales.csv; tail -n +2 sales.csv | sort -r) >turned.csv
run "ka-segment --mix family --features mix_f01 -k 2 -o turned.rows turned.csv"
same "whatever the order of the rows" mix.rows turned.rows
refuse "no families" 5 "printf 'date,account_id,kind,revenue\n2024-01-05,a,sale,5\n' | ka-segment --mix family" \
    "ka-segment: stdin: no mix: no row has a product family"
refuse "account rows without a mix" 5 "ka-segment --mix family three.csv" \
    "ka-segment: three.csv: no column mix_… tells the rows apart"

# ---- RFM ----
awk 'BEGIN { print "account_id,recency_days,orders,revenue,margin"
    for (i = 1; i <= 10; i++) print "r" sprintf("%02d", i) "," 10 * i "," 11 - i "," 100 * (11 - i) "," i }' >rfm.csv
expect "fifths: recent, frequent, large are 5" 0 \
    "ka-segment -k 1 rfm.csv | cut -d, -f1,6-10" "" <<'X'
account_id,recency_score,frequency_score,monetary_score,rfm,rfm_segment
r01,5,5,5,555,champions
r02,5,5,5,555,champions
r03,4,4,4,444,loyal
r04,4,4,4,444,loyal
r05,3,3,3,333,need_attention
r06,3,3,3,333,need_attention
r07,2,2,2,222,hibernating
r08,2,2,2,222,hibernating
r09,1,1,1,111,lost
r10,1,1,1,111,lost
X
run "ka-segment -k 1 --monetary margin rfm.csv | cut -d, -f1,8 | sed -n '2p;\$p'"
holds "the money of RFM can be margin" "[ \"\$(tr '\n' ' ' <out)\" = 'r01,1 r10,5 ' ]"
sed 's/,[0-9]*,\([0-9]*,[0-9]*\)$/,7,\1/' rfm.csv | sed '1s/.*/account_id,recency_days,orders,revenue,margin/' >ties.csv
run "ka-segment -k 1 --features revenue ties.csv | cut -d, -f7 | sort -u | tr '\n' ' '"
holds "equal values share a score" "[ \"\$(cat out)\" = '3 frequency_score ' ]"
sed 's/^r05,50/r05,/' rfm.csv >gap.csv
run "ka-segment -k 1 gap.csv | grep ^r05"
holds "unknown recency has no score" "[ \"\$(cut -d, -f6,9,10 out)\" = ,, ]"

run "ka-segment -k 1 --limits limits.csv -o own.csv rfm.csv"
cp limits.csv out
{ echo column,bin,limit
  printf 'recency_days,%s\n' 1,20 2,40 3,60 4,80
  printf 'orders,%s\n' 1,2 2,4 3,6 4,8
  printf 'revenue,%s\n' 1,200 2,400 3,600 4,800; } >want.out
check "the limits are the largest value of each bin" 0
run "ka-segment -k 1 --cuts limits.csv -o again.csv rfm.csv"
same "scores by the own limits are the same" own.csv again.csv
run "tail -n 3 rfm.csv | sed '1i account_id,recency_days,orders,revenue,margin' | ka-segment -k 1 --cuts limits.csv | cut -d, -f1,9"
printf 'account_id,rfm\nr08,222\nr09,111\nr10,111\n' >want.out
check "frozen limits do not follow the rows" 0
refuse "a limit is missing" 3 "sed 3d limits.csv | ka-segment -k 1 --cuts /dev/stdin rfm.csv" \
    "ka-segment: /dev/stdin: no limit of 'recency_days' for bin 2"
refuse "limits that fall" 3 "sed 's/orders,3,6/orders,3,1/' limits.csv >fall.csv; ka-segment -k 1 --cuts fall.csv rfm.csv" \
    "ka-segment: fall.csv: the limits of 'orders' fall at bin 3"
refuse "limits of another column" 3 "ka-segment -k 1 --monetary margin --cuts limits.csv rfm.csv" \
    "ka-segment: limits.csv:10: column 'column': 'revenue' is none of recency_days, orders, margin with a bin from 1 to 4 that is not there yet"

# ---- Channels ----
cat >channels.in <<'X'
account_id,channel,revenue,margin,class
a,x,75,20,A
b,y,20,5,B
c,x,5,,N
X
run "ka-segment -k 1 --channels channels.csv -o /dev/null channels.in"
cp channels.csv out
cat >want.out <<'X'
channel,accounts,revenue,margin,class_a,class_b,class_c,class_n,revenue_share,margin_rate,gini
x,2,80,,1,0,0,1,0.8,,0.4375
y,1,20,5,0,1,0,0,0.2,0.25,0
X
check "channels by class; a sum with an unknown part is unknown" 0
cat >channels.cost <<'X'
account_id,channel,revenue,cost_to_serve,revenue_prior,revenue_recent,verdict,mix_ink
a,x,75,6,40,50,key,1
b,y,20,0,,10,ordinary,.5
c,x,25,4,10,25,ordinary,0
X
run "ka-segment -k 1 --channels channels.csv -o /dev/null channels.cost"
cut -d, -f1,2,5- channels.csv >out
cat >want.out <<'X'
channel,accounts,key_accounts,key_account_share,revenue_share,cost_rate,growth,gini,mix_ink
x,2,1,0.5,0.8333333333,0.1,0.5,0.25,0.75
y,1,0,0,0.1666666667,0,,0,0.5
X
check "their cost, growth, concentration, key accounts and mix" 0

# Eight channels of two kinds: cheap to serve and growing, costly and shrinking.
awk 'BEGIN { print "account_id,channel,axis,revenue,margin,cost_to_serve,revenue_prior,revenue_recent"
    for (i = 1; i <= 8; i++) for (a = 1; a <= 3; a++) {
        g = i % 2; r = 100 * i * (10 + a)
        printf "a%d%d,ch%d,%s,%d,%d,%d,%d,%d\n", i, a, i, g ? "vertical" : "horizontal", r,
            r * (g ? .4 : .2) + i, r * (g ? .05 : .3) + i, r / 3, r / 3 * (g ? 1.5 : .7) + i } }' >two.csv
run "ka-segment --level channel --clusters clusters.csv --dendrogram tree.csv --choice k.csv --axes axes.csv -o rows.csv two.csv"
check "channels are clustered" 0
holds "the two kinds of channels are found" \
    "awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) c[\$i] = i; next } { seen[\$c[\"axis\"], \$c[\"cluster\"]]++ }
              END { for (s in seen) { n++; if (seen[s] != 4) bad = 1 } exit bad || n != 2 || NR != 9 }' rows.csv"
holds "their table counts channels" "[ \"\$(cut -d, -f1,2 clusters.csv | tr '\n' ' ')\" = 'cluster,channels 1,4 2,4 ' ]"
holds "seven merges of channels by name" \
    "[ \"\$(wc -l <tree.csv)\" = 8 ] && grep -q '^1,ch[1-8],ch[1-8],' tree.csv"
holds "horizontal against vertical" "[ \"\$(cut -d, -f1-3 axes.csv | tr '\n' ' ')\" = 'axis,accounts,revenue horizontal,12,72000 vertical,12,57600 ' ]"
(head -n 1 two.csv; tail -n +2 two.csv | sort -r) >turned.csv
run "ka-segment --level channel -o turned.rows turned.csv"
same "whatever the order of the accounts" rows.csv turned.rows
cat >roster.csv <<'X'
account_id,account,channel,axis
new2,Later,ch1,vertical
a11,Eleven,ch1,vertical
lost,Found,ch2,horizontal
new1,Sooner,ch9,mixed
X
(cat two.csv; echo 'lost,,,500,100,5,100,200'; echo 'nowhere,,,700,100,5,100,200') >more.csv
run "ka-segment --level channel --accounts roster.csv --prospects prospects.csv --unclassified none.csv -o rows.csv more.csv"
check "a roster" 0
holds "who has no channel and who has no sales is said" \
    "[ \"\$(grep -v warning err | head -n 2)\" = 'ka-segment: 1 account without a channel: nowhere
ka-segment: 2 of 4 accounts of the roster have no sales: new1, new2' ]"
holds "a channel that the roster knows is filled in" "grep -q '^ch2,4,7700,' rows.csv"
expect "those without a channel are listed" 0 "cat none.csv" <<'X'
account_id,revenue,missing
nowhere,700,channel
X
expect "and prospects, as the roster has them" 0 "cat prospects.csv" <<'X'
account_id,account,channel,axis
new1,Sooner,ch9,mixed
new2,Later,ch1,vertical
X
run "ka-segment -k 1 --accounts roster.csv -o rows.csv more.csv"
holds "accounts take their channel from the roster too" "grep -q '^lost,ch2,horizontal,' rows.csv"
refuse "prospects of no roster" 2 "ka-segment --prospects p.csv two.csv" \
    "ka-segment: option '--prospects': there is no --accounts"
refuse "an account twice in the roster" 3 "sed 2p roster.csv >twice.csv; ka-segment --accounts twice.csv two.csv" \
    "ka-segment: twice.csv:3: column 'account_id': 'new2' stands twice"
refuse "no account has a channel" 5 "cut -d, -f1,4 two.csv >bare.csv; sed 's/\$/,/; 1s/,\$/,channel/' bare.csv | ka-segment --level channel" \
    "ka-segment: stdin: none of 24 accounts has a channel"

# ---- What is refused ----
refuse "more clusters than rows" 5 "ka-segment -k 40 rfm.csv" \
    "ka-segment: fewer than 40 different points"
refuse "no such feature" 3 "ka-segment --features revenue,profit rfm.csv" \
    "ka-segment: rfm.csv: no column 'profit'; there are: account_id, recency_days, orders, revenue, margin"
refuse "a constant feature" 5 "ka-segment --features orders ties.csv" \
    "ka-segment: ties.csv: column 'orders' cannot tell rows apart: it is the same in all of them, or unknown in half"
refuse "a feature twice" 2 "ka-segment --features revenue,orders,revenue rfm.csv" \
    "ka-segment: feature 'revenue' is named twice"
refuse "no usual feature" 5 "printf 'account_id,x\na,5\nb,2\n' | ka-segment" \
    "ka-segment: stdin: none of the usual features is there; name some with --features"
refuse "an empty list of features" 2 "ka-segment --features '' rfm.csv" \
    "ka-segment: feature list '' names none"
refuse "text as a feature" 3 "ka-segment --by class --features channel channels.in" \
    "ka-segment: channels.in:2: column 'channel': 'x' is not a number"
refuse "a wrong k" 2 "ka-segment -k many rfm.csv" \
    "ka-segment: option '--k': 'many' is neither 'auto' nor a count from 1 on"
refuse "no starts" 2 "ka-segment --starts 0 rfm.csv" \
    "ka-segment: option '--starts': 0 starts find nothing"
refuse "a wrong transform" 2 "ka-segment --transform log rfm.csv" \
    "ka-segment: option '--transform': 'log' is not one of auto|none|log1p|signed-log1p|sqrt"
refuse "log1p of a loss" 5 "printf 'account_id,x\na,-5\nb,2\n' | ka-segment --features x --transform log1p -k 1" \
    "ka-segment: stdin: column 'x' has values that the transform does not take (log1p and sqrt want none below 0)"
refuse "header only" 3 "head -n 1 rfm.csv | ka-segment" "ka-segment: stdin: no row below the header"
refuse "no channel" 3 "ka-segment -k 1 --channels c.csv rfm.csv" \
    "ka-segment: rfm.csv: no column 'channel'; there are: account_id, recency_days, orders, revenue, margin"
holds "and no half channel table" "[ ! -e c.csv ]"
finish
