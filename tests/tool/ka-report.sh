#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

known='account rows, stats, curve, channels, clusters, choice, profile, dendrogram, monthly, famous, relations, criteria, alerts, forecast, calibration, fits, diff, migration, whitespace, pairs, adoption, flow, routes, links, leads, traits, grid, check, network, plan, proposals, due, load, service, stocks, effect, moves, regrouped, axes, unclassified, roster, cuts, loadings, rejects, aliases, filled, ranked'

# What each tool hands over, made by hand: six accounts, one of them a big one at a loss.
cat >rows.csv <<'EOF'
account_id,account,channel,first,last,recency_days,orders,order_value,revenue,margin,cost_to_serve,net_profit,growth_rate,ranked_by,rank,share,cum_share,cum_count,class,rfm_segment,cluster
a1,宏达超市,大卖场,2024-01-05,2024-12-20,11,40,12500.25,500010.5,75000,90000.25,-15000.25,-0.25,revenue,1,0.5,0.5,1,A,champions,1
a2,Acme,OEM,2023-02-01,2024-12-30,1,20,15000,300000,120000,5000,115000,0.1,revenue,2,0.3,0.8,2,A,loyal,1
a3,三木,文具,2024-03-01,2024-11-01,60,10,10000,100000,30000,1000,29000,,revenue,3,0.1,0.9,3,B,loyal,2
a4,,文具,2024-03-02,2024-10-02,90,5,12000,60000,12000,1000,11000,0,revenue,4,0.06,0.96,4,B,at_risk,2
a5,得明,文具,2024-04-02,2024-06-01,213,4,10000,40000,8000,500,7500,,revenue,5,0.04,1,5,C,lost,2
a6,新颖,OEM,2024-12-01,2024-12-01,30,1,0,0,0,0,0,,revenue,6,0,1,6,N,house_own,2
EOF
cut -d, -f1-13 rows.csv >profile.csv
cat >stats.csv <<'EOF'
measure,stat,group,value,lo,hi
revenue,total,,1000010.5,,
revenue,n,,6,,
revenue,make80,,2,,
revenue,make80_share,,0.3333333333,,
revenue,top20_share,,0.6543,,
revenue,gini,,0.5678,,
revenue,hhi,,0.3456,,
net_profit,total,,147499.75,,
net_profit,n,,6,,
net_profit,make80,,1,,
net_profit,make80_share,,0.1666666667,,
net_profit,top20_share,,0.7891,,
net_profit,gini,,,,
EOF
cat >curve.csv <<'EOF'
measure,curve,p,y,key
revenue,lorenz,0,0,
revenue,lorenz,0.1666666667,0,a6
revenue,lorenz,0.3333333333,0.03999958,a5
revenue,lorenz,0.5,0.09999895,a4
revenue,lorenz,0.6666666667,0.1999979,a3
revenue,lorenz,0.8333333333,0.49999475,a2
revenue,lorenz,1,1,a1
net_profit,whale,0,0,
net_profit,whale,0.1666666667,0.7796623587,a2
net_profit,whale,0.3333333333,0.9762728581,a3
net_profit,whale,0.5,1.050849306,a4
net_profit,whale,0.6666666667,1.101696918,a5
net_profit,whale,0.8333333333,1.101696918,a6
net_profit,whale,1,1,a1
EOF
cat >channels.csv <<'EOF'
channel,accounts,orders,revenue,margin,high_margin_revenue,cost_to_serve,net_profit,class_a,class_b,class_c,class_n,revenue_share,margin_rate,high_margin_share
OEM,2,21,300000,120000,1,5000,115000,1,0,0,1,0.3,0.4,0.2
大卖场,1,40,500010.5,75000,1,90000.25,-15000.25,1,0,0,0,0.5,0.15,0.1
文具,3,19,200000,50000,1,2500,47500,0,2,1,0,0.2,0.25,0.3
EOF
cat >heat.csv <<'EOF'
cluster,feature,median,z
1,revenue,500,1.5
1,orders,3,0
2,revenue,20,-2.5
2,orders,3,
EOF
cat >tree.csv <<'EOF'
merge,a,b,height,size
1,Ah,Be,1,2
2,#1,Ce,4,3
EOF
cat >clusters.csv <<'EOF'
cluster,accounts,revenue,orders
1,2,400005.25,30
2,4,50000.12345,4.5
EOF
cat >choice.csv <<'EOF'
k,inertia,silhouette,silhouette_se,smallest,eligible,chosen
2,12.5,0.612,0.01,2,1,1
3,,,,0,0,0
EOF
cat >monthly.csv <<'EOF'
account_id,account,channel,period,revenue,margin,orders,qty
a1,宏达超市,大卖场,2024-11,200000.1,30000,20,1
a1,宏达超市,大卖场,2024-12,300000.2,45000,20,1
a1,宏达超市,大卖场,2024-10,10.2,0,0,1
a2,Acme,OEM,2024-12,300000,120000,20,1
a3,三木,文具,2024-11,100000,30000,10,1
a4,,文具,2024-10,60000,12000,5,1
a5,得明,文具,2024-06,40000,8000,4,1
a6,新颖,OEM,2024-12,0,0,1,1
EOF
side='stats.csv curve.csv channels.csv clusters.csv choice.csv monthly.csv'

# ---- What is refused ----

printf 'date,account_id,kind,revenue\n2024-01-01,a,sale,1\n' >sales.csv
printf 'x,y\n1,2\n' >xy.csv
refuse "columns that nobody knows" 3 "ka-report xy.csv" \
    "ka-report: xy.csv: not a table that a report shows, by its columns; these are: $known"
refuse "sales rows are none of them" 3 "ka-report <sales.csv" \
    "ka-report: stdin: not a table that a report shows, by its columns; these are: $known"
cp rows.csv again.csv
refuse "two of a kind" 2 "ka-report rows.csv stats.csv again.csv" \
    "ka-report: again.csv: account rows for the second time, after rows.csv"
refuse "empty input" 3 "ka-report </dev/null" \
    "ka-report: stdin: the input is empty, a header line was expected"
refuse "account rows without a row" 3 "head -n 1 rows.csv | ka-report" \
    "ka-report: stdin: no row below the header"
refuse "a revenue that is none" 3 "sed 's/,60000,/,6e4?,/' rows.csv | ka-report" \
    "ka-report: stdin:5: column 'revenue': '6e4?' is not a decimal"
refuse "a share that is none" 3 "sed 's/,0.96,/,0;96,/' rows.csv | ka-report" \
    "ka-report: stdin:5: column 'cum_share': '0;96' is not a number"
refuse "a date that is none" 3 "sed 's/2024-10-02/2024-10-32/' rows.csv | ka-report" \
    "ka-report: stdin:5: column 'last': '2024-10-32' is not a date (YYYY-MM-DD)"
refuse "a month that is none" 3 "sed 's/2024-11/2024-13/' monthly.csv | ka-report" \
    "ka-report: stdin:2: column 'period': '2024-13' is not a month (YYYY-MM)"
refuse "no such file" 4 "ka-report no.csv" \
    "ka-report: cannot open 'no.csv': No such file or directory"
refuse "no such language" 2 "ka-report --lang de rows.csv" \
    "ka-report: option '--lang': 'de' is not one of zh|en"
echo kept >kept.html
refuse "bad data leave the earlier report" 3 "ka-report rows.csv xy.csv -o kept.html" \
    "ka-report: xy.csv: not a table that a report shows, by its columns; these are: $known"
holds "kept" "[ \"\$(cat kept.html)\" = kept ]"
refuse "full disk" 4 "ka-report --no-charts rows.csv >/dev/full" \
    "ka-report: cannot write 'stdout': No space left on device"

# ---- Every rule, how many meet it, what the large ones fail ----
cat >scored.csv <<'X'
account_id,account,revenue,verdict
a,Alpha,500,watch
b,Beta,900,watch
c,Gamma,100,key
X
cat >criteria.csv <<'X'
account_id,criterion,column,value,op,limit,weight,needed,result,criterion_result
a,profit,net_profit,-20000,>,0,3,must,fail,fail
a,loyalty,active_ratio,0.4,>=,0.5,1,must,fail,fail
b,profit,net_profit,7,>,0,3,must,pass,pass
b,loyalty,active_ratio,0.25,>=,0.5,1,must,fail,fail
c,profit,net_profit,8,>,0,3,must,pass,pass
c,loyalty,active_ratio,,>=,0.5,1,must,unknown,unknown
X
run "ka-report --lang en --no-charts -f txt scored.csv criteria.csv"
sed -n '/^How many/,/^Provenance/p' out | tr -s ' ' | grep -E '^(Profit|Loyalty|Alpha|Beta|Gamma)' | head -n 5 >got
cat >wanted <<'X'
Profit must net profit above 0 3 2 1 0
Loyalty must active months at least 50.0% 1 0 2 1
Beta Loyalty active months 25.0% at least 50.0%
Alpha Profit net profit −20k above 0
Alpha Loyalty active months 40.0% at least 50.0%
X
same "the criteria table is shown" got wanted
run "ka-report --lang zh --no-charts -f txt scored.csv criteria.csv"
holds "in Chinese" "tr -s ' ' <out | grep -qx '忠诚度 必须 活跃度 至少 50.0% 1 0 2 1'"
refuse "criteria of other accounts" 3 "sed 's/^c,/z,/' criteria.csv >other.csv; ka-report scored.csv other.csv" \
    "ka-report: other.csv is not of the accounts in scored.csv: it has 'z', the rows do not"

{ echo measure,stat,group,value,lo,hi,level,method,note
  echo revenue,n,,3,,,,,
  echo revenue,total,,1500,,,,,
  echo revenue,top20_share,,0.6,0.4,0.8,0.95,bca,
  echo revenue,gini,,0.3,0.1,0.5,0.95,bca,
  echo revenue,gini_coverage,,0.64,,,,,too narrow; } >sure.csv
run "ka-report --lang en --no-charts -f txt scored.csv sure.csv"
holds "intervals that are too narrow are called so" "tr -s '\n ' ' ' <out | grep -q 'of such 95% intervals 64.0% hold the true figure'"
run "sed s/0.64/0.95/ sure.csv >sure2.csv; ka-report --lang en --no-charts -f txt scored.csv sure2.csv"
holds "… and others not" "! grep -q 'too narrow' out"

# ---- The band of the Lorenz curve ----
awk -F, -v OFS=, 'NR == 1 { print $1, $2, $3, $4, "lo,hi", $5; next }
    $2 == "lorenz" && $3 > 0.3 && $3 < 1 { print $1, $2, $3, $4, $4 * .9, $4 * 1.1, $5; next }
    { print $1, $2, $3, $4, ",", $5 }' curve.csv >band.csv
run "ka-report rows.csv band.csv -o band.html; ka-report rows.csv curve.csv -o bare.html"
holds "a curve with bounds has its band, one without has none" \
    "grep -q '销售额的置信带' band.html && ! grep -q 置信带 bare.html"

# Side tables of another run: the numbers tell.
foreign() { # NAME TABLE SED MESSAGE
    sed "$3" "$2.csv" >other.csv
    refuse "$1" 3 "ka-report --no-charts rows.csv other.csv" \
        "ka-report: other.csv is not of the accounts in rows.csv: $4"
}
foreign "stats: n" stats 's/revenue,n,,6/revenue,n,,10/' 'n of revenue is 10, in the rows 6'
foreign "stats: total" stats 's/147499.75/147499.74/' 'total of net_profit is 147499.74, in the rows 147499.75'
foreign "curve: a point less" curve 5d 'points in lorenz of revenue is 6, in the rows 7'
foreign "curve: another account" curve 's/a4$/z4/' "it has 'z4', the rows do not"
foreign "channels: accounts" channels 's/文具,3/文具,4/' 'the sum of accounts is 7, in the rows 6'
foreign "channels: revenue" channels 's/,200000,/,1200000,/' 'revenue is 2000010.5, in the rows 1000010.5'
foreign "clusters: accounts" clusters 's/^2,4/2,2/' 'the sum of accounts is 4, in the rows 6'
foreign "monthly: another account" monthly 's/^a4/z4/' "it has 'z4', the rows do not"
foreign "monthly: an account less" monthly /^a6/d 'the number of accounts is 5, in the rows 6'
foreign "monthly: revenue" monthly 's/200000.1/200000.2/' 'revenue is 1000010.6, in the rows 1000010.5'
run "sed '1s/revenue/x/; s/^revenue/x/' stats.csv >other.csv; ka-report --no-charts rows.csv other.csv"
check "stats of a measure that the rows do not have" 0
run "sed 's/147499.75/147499.7500001/' stats.csv >other.csv; ka-report --no-charts rows.csv other.csv"
check "stats have ten digits" 0

# ---- Without gnuplot ----

mkdir -p nothing font
ln -s "$(command -v fc-list)" font/fc-list
refuse "charts need gnuplot" 4 "PATH=font $BUILD/bin/ka-report rows.csv" \
    "ka-report: charts need gnuplot: install the package gnuplot-nox"
for program in gnuplot fc-list; do
    rm -f font/$program
    printf '#!/bin/sh\nexit 0\n' >font/$program
    chmod +x font/$program
done
no_font="ka-report: there is no font with Chinese characters: install the packages fontconfig and fonts-wqy-microhei"
printf 'earlier\n' >earlier.html
for format in html mime pdf; do
    refuse "$format: charts need a font, and something to find it with" 4 \
        "PATH=nothing $BUILD/bin/ka-report --format $format rows.csv" "$no_font"
    refuse "$format: charts need a font" 4 \
        "PATH=font $BUILD/bin/ka-report --format $format rows.csv -o earlier.html" "$no_font"
done
holds "the earlier report stays" "[ \"\$(cat earlier.html)\" = earlier ]"
run "PATH=nothing $BUILD/bin/ka-report --no-charts rows.csv $side -o bare.html"
check "tables do not" 0
holds "no chart in it" "! grep -q '<svg' bare.html && grep -q '宏达超市' bare.html"

# ---- Plain text, all of it ----

printf 'account_id,account,revenue,net_profit\nb,"x, y",99,5.25\na,Zed,1234.5,-20\n' >small.csv
expect "the whole of a small report" 0 \
    "ka-report --format txt --lang en --title 'Q3 <b>' --no-charts small.csv | sed 's/3 [0-9a-f]\{32\}$/3 HASH/'" "" <<'EOF'
Q3 <b>
══════

Led by Zed, x, y (by revenue). Losing money after cost to serve: Zed (−20).

Revenue             1.33k
Net profit          −14.8
Accounts at a loss      1  together −20
Accounts                2


Largest accounts
────────────────

By revenue

Account   Revenue             Net profit
────────────────────────────────────────
Zed      1,234.50 ██████████      −20.00
x, y        99.00 ▊                 5.25


Big is not key
──────────────

Among the 20 largest by revenue, yet at a loss after cost to serve

Account   Revenue             Net profit
────────────────────────────────────────
Zed      1,234.50 ██████████      −20.00


All accounts
────────────

By revenue

Account  Account id   Revenue             Net profit
────────────────────────────────────────────────────
Zed      a           1,234.50 ██████████      −20.00
x, y     b              99.00 ▊                 5.25


Provenance
──────────

Net profit    Margin − cost to serve
Account rows  small.csv, 2 rows, XXH3 HASH
Version       ka-report 0.1.0
EOF

# ---- HTML: sections that are there, and that are not ----

sections() { grep -o '<h2 id="[a-z-]*"' "$1" | cut -d'"' -f2 | tr '\n' ' '; }
charts() { grep -o '<svg[^>]*' "$1" | wc -l | tr -d ' '; }

# shellcheck disable=SC2086 # a list of words on purpose
run "ka-report - $side -o full.html <rows.csv"
check "all tables" 0
holds "all sections" "[ '$(sections full.html)' = 'key-accounts profit concentration channels months segments rfm accounts provenance ' ]"
holds "all charts" "[ $(charts full.html) = 10 ]"
run "ka-report profile.csv -o profile.html"
holds "account rows alone stand" \
    "[ $code = 0 ] && [ '$(sections profile.html)' = 'key-accounts profit accounts provenance ' ]"
run "ka-report rows.csv -o ranked.html"
holds "ranked rows have a Pareto chart" \
    "[ '$(sections ranked.html)' = 'key-accounts profit concentration segments rfm accounts provenance ' ]"
run "cut -d, -f1-3,9 rows.csv | ka-report -o revenue.html"
holds "no profit, no statement of it" \
    "[ '$(sections revenue.html)' = 'key-accounts accounts provenance ' ] && ! grep -q 亏损 revenue.html"
for table in stats:concentration channels:channels clusters:segments heat:segments tree:dendrogram choice:segments \
    monthly:months; do
    run "ka-report ${table%:*}.csv -o one.html"
    holds "${table%:*} alone" "[ $code = 0 ] && [ '$(sections one.html)' = '${table#*:} provenance ' ]"
done
run "ka-report curve.csv -o one.html"
holds "curves alone" "[ '$(sections one.html)' = 'profit concentration provenance ' ]"

# ---- The figures are those of the tables ----

says() { # NAME TEXT [FILE]
    printf '%s' "$2" >text
    holds "$1" "grep -qF -f text ${3:-full.html}"
}
cell() { says "cell $1" "\">$1</td>" "${2:-full.html}"; }
run "ka-report --lang en heat.csv -o heat.html"
says "a heat map tells how far" 'class="n heat" style="--heat:75%">1.500<' heat.html
says "and on which side" 'class="n heat cold" style="--heat:100%">−2.500<' heat.html
run "ka-report --lang en tree.csv -o tree.html"
says "a dendrogram says what is most alike" 'Most alike: Ah and Be (1), all are one at 4' tree.html
for leaf in Ah Be Ce; do says "and names the leaf $leaf" ">$leaf<" tree.html; done
awk 'BEGIN { print "merge,a,b,height,size"; print "1,k0,k1,1,2"
    for (i = 2; i < 100; i++) printf "%d,#%d,k%d,%d,%d\n", i, i - 1, i, i, i + 1 }' >long.csv
run "ka-report --lang en long.csv -o long.html"
says "beyond 40 leaves the most alike are one" '(61) k0' long.html
awk 'BEGIN { print "merge,a,b,height"; print "1,x,y,1"
    for (i = 2; i < 60; i++) printf "%d,#%d,#%d,%d\n", i, i - 1, i - 1, i }' >twice.csv
run "timeout 20 ka-report twice.csv -o twice.html"
holds "a table that is no tree does no harm" "[ $code = 0 ]"
printf 'account_id,revenue,cluster,silhouette,pc1,pc2\na,5,1,.5,1,2\nb,4,1,-.1,0,1\nc,3,2,.7,-1,-2\n' >fit.csv
run "ka-report --lang en fit.csv -o fit.html"
says "a silhouette plot counts what fits badly" 'Cluster 1: 2 accounts, 1 below 0, Cluster 2: 1 account, 0 below 0' fit.html
says "principal components are drawn" 'id="scatter-components' fit.html
says "headline, from the stats" '6 个客户中，2 个（33.3%）贡献了 80% 的销售额，1 个（16.7%）贡献了 80% 的净利润。'
says "largest by name" '销售额最大的客户：宏达超市、Acme、三木。'
says "who loses" '扣除服务成本后亏损：宏达超市（−1.5万）。'
says "headline, counted in the ranking" '6 个客户中，2 个（33.3%）贡献了 80% 的销售额。' ranked.html
says "class A" 'A 类客户 2 个，占客户数的 33.3%，贡献了销售额的 80.0%。'
says "period" '数据期间 2023-02-01 至 2024-12-31'
says "80/20 as measured" '实测：前 20% 的客户贡献了销售额的 65.4%、净利润的 78.9%。'
says "whale" '前 66.7% 的客户把净利润推高到 110.2%，其余亏损客户又吃掉 10.2%。'
says "its own word passes" 'house_own'
says "an account without a name is called by its id" '<th scope="row">a4</th>'
for figure in 500,010 75,000 90,000 −15,000 300,000 50.0% −25.0% +10.0% 0.568 0.346 \
    400,005 50,000 4.5 0.612 16.7% 65.4%; do
    cell "$figure"
done
says "total of the channels" '<th scope="row">合计</th><td class="n">6</td>'
cell 1,000,010
cell 147,500
run "grep -v '^a[2345]' profile.csv | sed s/500010.5/5000.5/ | ka-report --no-charts -o cents.html"
cell 5,000.50 cents.html

# The famous one: the first by revenue, at a loss, so not key.
sed -n '/<h2 id="profit"/,/<\/table>/p' full.html >section
holds "big is not key" "grep -q 宏达超市 section && ! grep -q Acme section"
run "sed 's/-15000.25/15000.25/' rows.csv | ka-report --lang en --no-charts -o none.html"
says "nobody loses" 'No account loses money after cost to serve.' none.html
says "all the big ones earn" 'None of the 20 largest accounts by revenue loses money' none.html
# Ranked by net profit, a low class is enough.
run "sed 's/,revenue,\([1-6]\),/,net_profit,\1,/; s/-15000.25/150/; s/,A,champions/,C,champions/' rows.csv |
     ka-report --lang en --no-charts -o low.html"
says "class C by net profit" 'yet at a loss or only in class C or N by net profit' low.html

# Ranked by something that only the user knows.
run "sed '1s/,orders,/,wallet,/; s/,revenue,\([1-6]\),/,wallet,\1,/' rows.csv |
     ka-report --lang en --no-charts -o wallet.html"
says "its column is shown, with bars" '<th scope="col" class="n">wallet</th>' wallet.html
says "and it is what the classes are of" 'they bring 80.0% of wallet.' wallet.html
run "sed 's/,2\$/,9/' rows.csv | ka-report --lang en -o nine.html"
says "clusters beyond the colours are drawn" 'Other clusters' nine.html

# ---- Nothing to be proud of, and one of each ----

printf 'account_id,revenue,margin,cost_to_serve,net_profit\na,-5,-5,1,-6\nb,-7,-7,0,-7\n' >negative.csv
printf 'account_id,revenue,margin,cost_to_serve,net_profit\na,5,5,6,-1\nb,0,0,2,-2\nc,-3,-3,0,-3\n' >losses.csv
printf 'account_id,revenue,cost_to_serve,net_profit\na,5,1,4\n' >single.csv
txt() { # TABLE OPTIONS…: ranked, plain text
    table=$1
    shift
    run "ka-pareto --summary single.stats $table | ka-report --format txt $* - single.stats -o out.txt"
}
for lang in zh en; do
    txt negative.csv --lang $lang
    [ $lang = zh ] && want='没有客户的净利润为正。扣除服务成本后亏损：b（−7）、a（−6）。' ||
        want='No account has positive net profit. Losing money after cost to serve: b (−7), a (−6).'
    says "all negative in $lang: nobody leads" "$want" out.txt
    holds "nor is anybody big in $lang" "! grep -q -e 'Among the' -e 居前 out.txt"
    txt losses.csv --lang $lang
    sed -n '/^Big is not key/,/^Highest/p; /^大不等于大客户/,/^净利润最高/p' out.txt >section
    holds "big needs revenue in $lang" "grep -q '^a ' section && ! grep -q '^[bc] ' section"
    txt single.csv --lang $lang
    [ $lang = zh ] && want='1 个客户中，1 个（100.0%）贡献了 80% 的销售额' ||
        want='80% of revenue comes from 1 of 1 account (100.0%), 80% of net profit from 1 (100.0%).'
    says "one account in $lang" "$want" out.txt
    run "ka-report --lang $lang --format txt losses.csv -o out.txt"
    [ $lang = zh ] && want='没有客户的净利润为正。' || want='No account has positive net profit.'
    says "no ranked columns in $lang" "$want" out.txt
done
cat >sure.csv <<'X'
measure,stat,group,value,lo,hi,level,method,note
revenue,n,,6,,,,,
revenue,gini,x,0.9,0.8,0.95,0.95,bca,
revenue,gini,,0.5678,0.4567,0.6789,0.95,bca,
revenue,top20_share,,0.6543,0.5432,0.7654,0.95,bca,
revenue,verdict_8020,,0.6543,0.5432,0.7654,0.95,bca,fails
net_profit,top20_share,,0.7891,0.6,0.99,0.95,bca,
net_profit,verdict_8020,,0.7891,0.6,0.99,0.95,bca,not decidable
margin,top20_share,,0.7,,,,,
margin,verdict_8020,,0.7,,,,,not decidable
X
for lang in zh en; do
    run "ka-report --format txt --no-charts --lang $lang rows.csv sure.csv -o out.txt"
    tr -d "[:space:]" <out.txt | sed "s/─//g" >joined.txt
    [ $lang = zh ] && want='“80%来自20%的客户”：销售额不成立（前20%占65.4%，95%区间54.3%至76.5%）；净利润不能判定（前20%占78.9%，95%区间60.0%至99.0%）。' ||
        want='“80%from20%oftheaccounts”:failsforrevenue(thetop20%bring65.4%,95%interval54.3%to76.5%);notdecidablefornetprofit(thetop20%bring78.9%,95%interval60.0%to99.0%).'
    says "80/20 in $lang" "$want" joined.txt
    [ $lang = zh ] && want='销售额不成立65.4%54.3%至76.5%0.5680.457至0.679净利润不能判定78.9%60.0%至99.0%––' ||
        want='Revenuefails65.4%54.3%to76.5%0.5680.457to0.679Netprofitnotdecidable78.9%60.0%to99.0%––'
    says "intervals in $lang, of all accounts, where there are some" "$want" joined.txt
done
txt single.csv --lang en
says "one account in a figure" '80% from 1 account (100.0%)' out.txt
says "one account in class A" 'Class A has 1 account, 100.0% of all; it brings 100.0% of revenue.' out.txt
says "one row" 'stdin, 1 row' out.txt
cut -d, -f1,2 negative.csv >revenue.csv
txt revenue.csv --lang en
says "nor does anybody lead by revenue" 'No account has positive revenue.' out.txt

# A trend is a slope over a mean and knows no -100 %: beyond it only the direction is told.
printf 'account_id,revenue,growth_rate\na,9,-2.5\nb,8,1.01\nc,7,-1\nd,6,0\ne,5,0.0005\nf,4,\ng,3,0.0006\n' >trend.csv
for lang in zh en; do
    [ $lang = zh ] && set -- '▼ 超过 100%' '▲ 超过 100%' 持平 || set -- '▼ over 100%' '▲ over 100%' flat
    run "ka-report --lang $lang --no-charts trend.csv -o trend.html"
    holds "trends in $lang" "[ \"\$(grep -o '<th scope=\"row\">.*' trend.html | head -n 7 |
        sed 's/.*>\([^<]*\)<.td><.tr>/\1/' | paste -sd '|')\" = '$1|$2|−100.0%|$3|$3|–|+0.1%' ]"
done

# Standard input is read first, wherever it stands: the pipe writes the side tables.
run "(cat rows.csv; sleep 0.2; cp stats.csv late.csv) | ka-report --no-charts late.csv - -o late.html"
check "side tables of the same pipe" 0
says "are whole" '实测：前 20%' late.html

# Figures beyond reason are left out of the charts and stay in the tables.
for value in 1e300 1.7e308 -1.7e308; do
    printf 'account_id,revenue,orders,order_value,cluster,recency_days,net_profit\n%s\n%s\n%s\n' \
        a,5,2,$value,1,3,4 b,4,1,1e-308,1,3,-2 c,4,$value,3,2,$value,-2 >far.csv
    run "ka-report far.csv -o far.html"
    check "a chart with $value in it" 0
done

# ---- Many rows ----

awk 'BEGIN { print "account_id,revenue,rank,cum_share,cum_count,share,ranked_by,class"
             for (i = 1; i <= 1000; i++)
                 printf "a%04d,%d,%d,%.6f,%d,0.001,revenue,%s\n", i, 2000 - i, i, i / 1000, i, \
                     i <= 800 ? "A" : "B" }' >many.csv
run "ka-report many.csv -o many.html"
check "1000 accounts" 0
says "key accounts that are left out" '另有 760 行未列出。' many.html
says "accounts that are left out" '另有 800 行未列出。' many.html
says "their sum" '<th scope="row">其余 800 行</th>' many.html
cell "$(awk 'BEGIN { for (i = 201; i <= 1000; i++) s += 2000 - i; printf "%d.00", s }' | sed 's/\(...\)\(...\.\)/,\1,\2/; s/^,//; s/^\([0-9]*\),/\1,/')" many.html
holds "no more rows than said" "[ $(grep -c '<tr><th scope=\"row\">a[0-9]' many.html) = 240 ]"

# ---- The same bytes ----

run "ka-report - $side -o second.html <rows.csv"
same "two runs" full.html second.html
(head -n 1 rows.csv && tail -n +2 rows.csv | tac) >reversed.csv
run "ka-report monthly.csv choice.csv clusters.csv channels.csv curve.csv stats.csv - -o second.html <reversed.csv"
sed 's/XXH3 [0-9a-f]*//' full.html >a
sed 's/XXH3 [0-9a-f]*//' second.html >b
same "any order of tables and of accounts, but for the hash of the rows" a b
run "LC_ALL=de_DE.UTF-8 ka-report - $side -o second.html <rows.csv"
same "any locale" full.html second.html

# ---- Provenance ----

run "ka-report --meta meta.csv --no-charts --format txt --lang en stats.csv - -o meta.txt <rows.csv"
check "provenance" 0
hash() { sed -n "s/^input.$1.xxh3,//p" meta.csv; }
cat >want <<EOF
tool,ka-report
version,$(ka-report --version | cut -d' ' -f2)
command,ka-report --meta meta.csv --no-charts --format txt --lang en stats.csv - -o meta.txt
input.1.name,stdin
input.1.encoding,UTF-8
input.1.bytes,$(wc -c <rows.csv)
input.1.xxh3,$(hash 1)
input.2.name,stats.csv
input.2.encoding,UTF-8
input.2.bytes,$(wc -c <stats.csv)
input.2.xxh3,$(hash 2)
rows.accounts,6
rows.stats,13
lang,en
format,txt
EOF
sed 1d meta.csv >lines
same "meta" lines want
holds "the hashes are two" "[ \$(hash 1 | wc -c) = 33 ] && [ \$(hash 1) != \$(hash 2) ]"
says "the report shows them" "stdin, 6 rows, XXH3 $(hash 1)" meta.txt
refuse "a full disk under the provenance" 4 "ka-report --meta /dev/full --no-charts rows.csv" \
    "ka-report: cannot write '/dev/full': No space left on device"

# ---- English ----

run "ka-report --lang en - $side -o en.html <rows.csv"
check "English" 0
says "language" '<html lang="en">' en.html
says "English headline" '80% of revenue comes from 2 of 6 accounts (33.3%), 80% of net profit from 1 (16.7%).' en.html
for name in 宏达超市 三木 得明 新颖 大卖场 文具; do
    sed -i "s/$name//g" en.html
done
holds "no Chinese but in the data" "! sed 's/<style>.*//; /<style>/,/<\/style>/d' en.html | grep -qP '\p{Han}'"

# ---- Nothing from elsewhere; names are data ----

for file in full.html en.html many.html; do
    holds "no address in $file but the namespace" \
        "! sed 's|http://www.w3.org/2000/svg||g; s|http://www.w3.org/1999/xlink||g' $file | grep -q 'https\?://'"
    holds "no script in $file but ours" "[ \"\$(grep -ci '<script' $file)\" = 1 ]"
done
long=$(printf '长%.0s' $(seq 200))
rtl=$(printf '\342\200\256evil')
{
    echo 'account_id,account,channel,revenue,orders,order_value,net_profit,cluster,ranked_by,rank,share,cum_share,cum_count,class'
    i=0
    while IFS= read -r name; do
        i=$((i + 1))
        printf 'h%d,"%s","%s",%d,%d,%d,%d,1,revenue,%d,0.1,0.%d,%d,A\n' $i "$name" "$name" \
            $((1000 - i)) $i $((100 + i)) $((i - 3)) $i $i $i
    done <<EOF
<script>alert(1)</script>
$rtl
x""y\`touch owned\`\$(touch owned)
_^{}@& 'quoted' \\\\ %s%n
=cmd|' /C calc'!A0
$long
EOF
} >hostile.csv
for format in html txt; do
    run "ka-report --format $format hostile.csv -o hostile.$format"
    check "hostile names in $format" 0
done
holds "no element from a name" "[ \"\$(grep -ci '<script' hostile.html)\" = 1 ]"
says "shown as it is" '&lt;script&gt;alert(1)&lt;/script&gt;' hostile.html
# shellcheck disable=SC2016 # nothing in it shall expand
says "quote and backquote" 'x&quot;y`touch owned`$(touch owned)' hostile.html
says "formula" "=cmd|' /C calc'!A0" hostile.html
says "ampersand" '_^{}@&amp; ' hostile.html
says "long" "$long" hostile.html
run "ka-report --title '\"><script>' rows.csv -o title.html"
holds "a title is data" "[ $code = 0 ] && [ \"\$(grep -ci '<script' title.html)\" = 1 ]"
run "ka-report --title ' ' rows.csv -o title.html"
holds "an empty title is none" "grep -qF '<h1>大客户报告</h1>' title.html"
printf 'account_id,account,revenue\na,"Acme\nLtd\t",5\nb,B,4\n' >broken.csv
run "ka-report --format txt broken.csv | grep -c '^Acme Ltd  *[a ] *5'"
holds "a name with a line break stays a row" "[ \"\$(cat out)\" = 2 ]"
holds "an own direction of writing ends with the name" \
    "grep -q \"\$(printf '\342\201\250\342\200\256evil\342\201\251')\" hostile.txt"
if command -v xmllint >/dev/null; then
    run "xmllint --html --noout hostile.html 2>&1 | grep -v -e 'Tag .* invalid' | grep -c error"
    holds "it is HTML" "[ \"\$(cat out)\" = 0 ]"
fi

# ---- The verdicts of ka-score ----
cat >verdicts.csv <<'EOF'
account_id,account,revenue,net_profit,verdict,score,stability,meets_purchases,meets_profit,meets_culture,meets_nothing,flip_column,flip_from,flip_to,flip_verdict,reason_zh,reason_en
v1,大超市,900,-50,watch,50,1,pass,fail,fail,unknown,,,,,扣除服务成本后亏损,loses money
v2,Quiet Ltd,500,90,key,100,0.75,pass,pass,pass,unknown,revenue,1234567.5,2.9999,watch,各项都符合,meets all
v3,未知,300,20,potential,80,1,pass,pass,unknown,unknown,,,,,尚无依据,not known
v4,小店,5,1,ordinary,20,1,fail,pass,unknown,unknown,,,,,不够大,too small
EOF
cat >famous.csv <<'EOF'
account_id,account,industry_size,industry_rank,net_profit,profit_rank,verdict,disagreement,tau_b,tau_b_lo,tau_b_hi
v1,大超市,9000,1,-50,4,watch,famous_not_key,-0.4,-0.62,-0.1
v4,小店,80,2,1,3,ordinary,,-0.4,-0.62,-0.1
v2,Quiet Ltd,70,3,90,1,key,quiet_key,-0.4,-0.62,-0.1
EOF
cat >relations.csv <<'EOF'
account_id,account,verdict,declared,evidenced,finding,contacts,functions,levels,people,joint_months,last_contact
v1,大超市,watch,strategic,ordinary,overstated,3,1,1,1,0,2024-12-01
v2,Quiet Ltd,key,ordinary,ordinary,key_but_ordinary,2,1,1,1,0,2024-12-02
v4,小店,ordinary,ordinary,ordinary,,2,1,1,1,0,2024-12-03
EOF
for table in famous relations; do
    awk -F, -v OFS=, 'NR == 2 { $1 = "z9" } 1' $table.csv >other.csv
    refuse "$table of other accounts" 3 "ka-report --no-charts verdicts.csv other.csv" \
        "ka-report: other.csv is not of the accounts in verdicts.csv: it has 'z9', the rows do not"
done
run "ka-report --lang en --meta meta.csv --format txt --no-charts verdicts.csv famous.csv relations.csv"
check "verdicts, the famous, the relationships" 0
holds "their rows are noted" "grep -qx rows.famous,3 meta.csv && grep -qx rows.relations,3 meta.csv"
cp out verdicts.txt
has() { # NAME PATTERN: a line of the report, blanks as one
    holds "$1" "tr -s ' \\n' ' ' <verdicts.txt | grep -qF '$2'"
}
has "who is key stands in the headline" '1 of 4 accounts is a key account: Quiet Ltd.'
has "how many of each" '1 account meets all that is needed; 1 is large or with potential, yet fails a criterion; of 1 something is not known.'
holds "a tick for each criterion that is known of anybody, and no other" \
    "tr -s ' ' <verdicts.txt | grep -qE '^Account .*Purchases Profit Culture ?$'"
has "met" 'Quiet Ltd 500.00 90.00 100 ✓ ✓ ✓'
has "failed" '大超市 900.00 −50.00 50 ✓ ✗ ✗'
has "not known" '未知 300.00 20.00 80 ✓ ✓ ?'
has "the reason" '大超市 loses money'
has "what would turn it" 'Quiet Ltd 75.0% Revenue 1.23M below 3 Watch'
has "how far fame and profit go together" '(Kendall τ-b): −0.400, 95% interval −0.620 to −0.100.'
has "the famous one" '大超市 9,000 1 −50.00 4 Watch'
has "the quiet one" 'Quiet Ltd 70 3 90.00 1 Key'
has "declared too high" '大超市 Watch Strategic Ordinary 3 1 1 0 2024-12-01'
has "key, but met narrowly" 'Quiet Ltd Key Ordinary Ordinary 2 1 1 0 2024-12-02'
holds "who is neither is not listed" "! grep -q '2024-12-03' verdicts.txt"
run "ka-report --format txt --no-charts verdicts.csv"
holds "in Chinese, and no section without its table" \
    "grep -q '4 个客户中，真正的大客户 1 个：Quiet Ltd' out && grep -q '各项都符合' out && ! grep -q 'τ-b' out"

# ---- Every format ----

for format in html xlsx md txt mime; do
    run "ka-report --format $format - $side -o first.$format <rows.csv"
    check "$format" 0
    run "ka-report --format $format - $side -o second.$format <rows.csv"
    same "$format: two runs" first.$format second.$format
    run "ka-report --format $format hostile.csv -o hostile.$format"
    check "hostile names in $format" 0
done
holds "nothing ran" "[ ! -e owned ]"
refuse "no such format" 2 "ka-report --format docx rows.csv" \
    "ka-report: option '--format': 'docx' is not one of html|xlsx|md|txt|mime|pdf"

# unzip is not everywhere: a ZIP's parts by python3 where that is there.
part() { python3 -c 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1])
for name in z.namelist():
    if name.startswith(sys.argv[2]): sys.stdout.write(z.read(name).decode() + "\n")' "$@"; }
if command -v python3 >/dev/null; then
    part first.xlsx xl/ >parts
    holds "a sheet for every table and chart" \
        "[ \$(grep -o '<sheet ' parts | wc -l) = \$((1 + $(grep -c '<table>' full.html) + $(charts full.html))) ]"
    holds "headers are frozen, rows filtered" \
        "grep -q 'ySplit=\"2\" topLeftCell=\"B3\"' parts && grep -q '<autoFilter ref=\"A2:' parts"
    holds "native charts for Pareto and months" \
        "[ \$(grep -o '<c:barChart>' parts | wc -l) -ge 4 ] && grep -q '<c:lineChart>' parts"
    grep -o '<c:tx><c:strRef>' parts >series
    grep -oE '<c:tx><c:strRef><c:f>[^<]*</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>[^<]' parts >named
    holds "every series of a chart has a name" \
        "[ -s series ] && [ \$(wc -l <series) = \$(wc -l <named) ]"
    holds "cells hold the figures" "grep -q '<v>500010.5</v>' parts && grep -q '<v>-15000.25</v>' parts"
    holds "amounts and shares have their formats" \
        "grep -qF 'formatCode=\"#,##0\"' parts && grep -qF 'formatCode=\"0.0%\"' parts"
    holds "a date is one" "part first.xlsx docProps/core | grep -q 1980-01-01T00:00:00Z"
    part hostile.xlsx xl/ >parts
    holds "no formula, no link" "! grep -qE '<f>|<hyperlink' parts"
    holds "a formula is a text" "grep -qF \"=cmd|' /C calc'!A0\" parts"
    printf 'account_id,account,revenue\na,_x0041_,5\nb,-1+1,4\nc,@SUM(A1),3\nd,+2,2\ne,=1,1\n' >escape.csv
    run "ka-report --format xlsx --no-charts escape.csv -o escape.xlsx"
    part escape.xlsx xl/ >parts
    holds "nor is anything read as an escape" "grep -q _x005F_x0041_ parts"
    holds "whatever a text begins with" \
        "! grep -q '<f>' parts && grep -qF '>-1+1<' parts && grep -qF '>@SUM(A1)<' parts && grep -qF '>=1<' parts"
fi

says "md: no element" '&lt;script&gt;alert(1)&lt;/script&gt;' hostile.md
# shellcheck disable=SC2016 # nothing in it shall expand
says "md: no code, no mathematics" 'x"y\`touch owned\`\$(touch owned)' hostile.md
says "md: no emphasis, no mention" '\_\^\{\}&#64;&amp; ' hostile.md
says "md: no column" "=cmd\\|' /C calc'\\!A0" hostile.md
for format in md txt; do
    holds "$format: a direction of writing ends with its name" \
        "[ \$(grep -c \$(printf '\342\200\256evil') hostile.$format) = \$(grep -c \$(printf '\342\201\250\342\200\256evil\342\201\251') hostile.$format) ]"
done
holds "md: tables have as many columns as their head" "awk -F'[^\\\\\\\\][|]' '
    /^\\| ---/ { n = NF } /^\\|/ && n && NF != n { print; bad = 1 } !/^\\|/ { n = 0 } END { exit bad }' hostile.md"

# ---- Mail ----

refuse "--to without a mail" 2 "ka-report --to a@b.c rows.csv" \
    "ka-report: --to and --subject need --format mime"
refuse "no address" 2 "ka-report --format mime --to 'a b' --no-charts rows.csv" \
    "ka-report: option '--to': 'a b' is not a mail address"
nl='
'
refuse "no second header by the address" 2 "ka-report --format mime --no-charts --to 'a@b.c${nl}Bcc: x' rows.csv" \
    "ka-report: option '--to': 'a@b.c\\x0aBcc: x' is not a mail address"
run "ka-report --format mime --to '张三 <a@b.c>' --to d@e.f --subject 'x${nl}Bcc: y' - $side -o mail <rows.csv"
check "mail" 0
holds "headers" "[ \"\$(sed '/^\$/q' mail)\" = 'To: =?UTF-8?B?5byg5LiJ?= <a@b.c>,
 d@e.f
Subject: =?UTF-8?B?eApCY2M6IHk=?=
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=\"=_alternative\"' ]"
holds "a picture for every chart" "[ \$(grep -c '^Content-Type: image/png' mail) = $(charts full.html) ]"
holds "no line above 76" "! grep -qE '^.{77}' mail"
if command -v python3 >/dev/null; then
    python3 - <<'X' >parts 2>&1
import email, email.policy
m = email.message_from_binary_file(open('mail', 'rb'), policy=email.policy.default)
text, related = m.iter_parts()
html, *pictures = related.iter_parts()
assert m.get_content_type() == 'multipart/alternative' and 'Date' not in m and 'Bcc' not in m
assert text.get_content().startswith('大客户报告') and not m.defects
page = html.get_content()
for p in pictures:
    assert p.get_content()[:8] == b'\x89PNG\r\n\x1a\n'
    assert 'cid:' + p['Content-ID'][1:-1] in page
assert page.count('cid:') == len(pictures) and '<script' not in page
X
    holds "its parts are whole: $(cat parts)" "[ ! -s parts ]"
fi
run "PATH=nothing $BUILD/bin/ka-report --format mime --no-charts rows.csv"
check "a mail without pictures needs neither" 0

# ---- PDF ----

refuse "PDF needs a font without charts, too" 4 "PATH=font $BUILD/bin/ka-report --format pdf --no-charts rows.csv" \
    "$no_font"
ln -sf "$(command -v fc-list)" font/fc-list
ln -s "$(command -v grep)" font/grep
refuse "PDF needs Chromium" 4 "PATH=font $BUILD/bin/ka-report --format pdf --no-charts rows.csv" \
    "ka-report: a PDF needs Chromium: install the package chromium"
printf '#!/bin/sh\necho first >&2\necho it broke >&2\nexit 3\n' >font/google-chrome
chmod +x font/google-chrome
mkdir temporary
refuse "PDF: it fails" 4 "TMPDIR=$PWD/temporary PATH=font $BUILD/bin/ka-report --format pdf --no-charts rows.csv" \
    "ka-report: chromium failed: it broke"
holds "PDF: nothing is left behind" "[ -z \"\$(ls temporary)\" ]"
cat >font/google-chrome <<'X'
#!/bin/sh
for word; do
    case $word in
    --print-to-pdf=*) pdf=${word#*=} ;;
    file://*) page=${word#file://} ;;
    esac
done
{
    echo "/CreationDate (D:20261123160000+00'00')"
    grep -c '<table>' "$page"
} >"$pdf"
X
expect "PDF: what it prints of the page, without the clock" 0 \
    "TMPDIR=$PWD/temporary PATH=font $BUILD/bin/ka-report --format pdf --no-charts small.csv" "" <<'X'
/CreationDate (D:19800101000000+00'00')
3
X
holds "PDF: nothing is left behind then either" "[ -z \"\$(ls temporary)\" ]"

# ---- Logo ----

printf '\211PNG\r\n\032\nrest' >logo.png
printf '\377\330\377rest' >logo.jpg
printf '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>\n' >logo.svg
for logo in png:png jpg:jpeg svg:svg+xml; do
    run "ka-report --no-charts --logo logo.${logo%:*} rows.csv -o logo.html"
    holds "logo: ${logo%:*}" "[ $code = 0 ] && grep -q 'class=\"logo\" alt=\"\" src=\"data:image/${logo#*:};base64,' logo.html"
done
holds "logo: a picture runs no script" "[ \$(grep -c '<script' logo.html) = 1 ]"
run "ka-report --format mime --no-charts --logo logo.png rows.csv -o logo.mime"
holds "logo: a part of the mail" "grep -A3 '^Content-Type: image/png' logo.mime | grep -q '^Content-ID: <logo>'"
printf 'GIF89a' >logo.gif
refuse "logo: another picture" 3 "ka-report --logo logo.gif rows.csv" \
    "ka-report: logo.gif: not a PNG, JPEG or SVG picture"
head -c 102401 /dev/zero >large.png
refuse "logo: too large" 3 "ka-report --logo large.png rows.csv" \
    "ka-report: large.png: a logo has at most 102400 bytes"
refuse "logo: not there" 4 "ka-report --logo no.png rows.csv" \
    "ka-report: cannot open 'no.png': No such file or directory"

# ---- Template ----

printf '# what the boss wants\naccounts\n\n  provenance  # last\nkey-accounts\n' >template
run "ka-report --no-charts --template template - $side -o chosen.html <rows.csv"
holds "template: these sections in this order" \
    "[ $code = 0 ] && [ '$(sections chosen.html)' = 'accounts provenance key-accounts ' ]"
printf 'accounts\nprices\n' >template
refuse "template: unknown" 3 "ka-report --template template rows.csv" \
    "ka-report: template:2: 'prices' is not a section; these are: alerts, key-accounts, plan, followups, profit, service, criteria, famous, relations, concentration, channels, months, changes, forecast, segments, dendrogram, rfm, whitespace, flow, prospects, pages, accounts, ranked, quality, provenance"
printf 'accounts\n\naccounts\n' >template
refuse "template: twice" 3 "ka-report --template template rows.csv" \
    "ka-report: template:3: 'accounts' stands there for the second time"
refuse "template: not there" 4 "ka-report --template no rows.csv" \
    "ka-report: cannot open 'no': No such file or directory"

# ---- The period before ----

period() { # FIRST LAST RECENCY REVENUE PROFIT
    printf 'account_id,account,first,last,recency_days,revenue,net_profit\n'
    printf 'a,A,%s,%s,%s,%s,%s\nb,B,%s,%s,%s,50,-5\n' "$1" "$2" "$3" "$4" "$5" "$1" "$2" "$3"
}
mkdir -p before
printf 'x,y\n1,2\n' >before/other.csv
printf 'key,value\ntool,ka-import\n' >before/meta.csv
echo unread >before/notes.txt
period 2024-04-02 2024-05-20 11 50 -10 >before/accounts.csv
period 2024-06-02 2024-07-21 10 75 20 >now.csv
compare() {
    run "ka-report --no-charts --format txt --lang ${1:-en} --previous before now.csv -o compare.txt"
    check "compared ${1:-}" 0
}
compare en
says "change of revenue" 'Revenue             125  +25.0% on the previous period' compare.txt
says "no per cent of a loss" 'Net profit           15  previously −15' compare.txt
says "what is counted" 'Accounts              2  0.0% on the previous period' compare.txt
says "what it was compared with" 'Previous: Account rows' compare.txt
compare zh
says "change in Chinese" '较上期 +25.0%' compare.txt
period 2024-06-02 2024-07-21 9 75 20 >now.csv
compare en
says "the last month is not whole: the figure stands" 'Revenue             125' compare.txt
holds "… and is not compared" "! grep -q 'on the previous' compare.txt"
says "… and this is said" 'The last month (2024-07) is not complete' compare.txt
period 2024-05-02 2024-07-21 10 75 20 >now.csv
compare en
says "periods of unlike length" 'The periods differ in length (3 months against 2): no comparison.' compare.txt
holds "… which have no twelve months to compare" "! grep -q 'last 12 whole months' compare.txt"
# A growing export: its totals have nothing to compare with, its last whole months do.
growing() { # FIRST LAST RECENCY REVENUE RECENT PRIOR
    printf 'account_id,account,first,last,recency_days,revenue,revenue_recent,revenue_prior\n'
    printf 'a,A,%s,%s,%s,%s,%s,%s\nb,B,%s,%s,%s,50,40,10\n' "$1" "$2" "$3" "$4" "$5" "$6" "$1" "$2" "$3"
}
growing 2022-01-03 2024-05-21 10 900 160 140 >before/accounts.csv
growing 2022-01-03 2024-06-20 10 1000 210 190 >now.csv
compare en
tr -s ' \n' ' ' <compare.txt >joined.txt
says "a growing export: its total stands" 'Revenue 1.05k' joined.txt
says "twelve months, with those before and those of the previous period" \
    'Revenue, last 12 whole months 250 +25.0% on the 12 before; +25.0% on the previous period' joined.txt
says "and why" 'The periods differ in length (30 months against 29): no comparison. The last 12 whole months are compared.' joined.txt
cat >months.csv <<'X'
account_id,account,period,revenue
a,A,2022-06,799.9
a,A,2023-06,100.1
b,B,2023-06,20
a,A,2024-06,80
b,B,2024-06,50
X
run "ka-report --lang en --no-charts -f txt now.csv months.csv"
tr -s ' \n' ' ' <out >joined.txt
says "the last whole month beside that of the year before" 'Revenue in 2024-06 130 +8.2% on 2023-06' joined.txt
growing 2022-01-03 2024-06-20 9 1000 210 190 >now.csv
run "ka-report --lang en --no-charts -f txt now.csv months.csv"
tr -s ' \n' ' ' <out >joined.txt
says "a month that is not over keeps its value" 'Revenue in 2024-06 130 up to 2024-06-29: not over, not compared' joined.txt
period 2024-06-02 2024-07-21 10 75 20 >now.csv
period 2024-04-02 2024-05-20 10 50 -10 >before/accounts.csv
compare en
says "the period before is not whole" 'The last month of the previous period (2024-05) is not complete' compare.txt
refuse "no such folder" 4 "ka-report --previous no rows.csv" \
    "ka-report: cannot open 'no': No such file or directory"
mkdir -p empty
refuse "a folder without account rows" 3 "ka-report --previous empty rows.csv" \
    "ka-report: empty: no table of account rows (*.csv) in it"
for again in one two; do
    printf 'class_from,class_to,accounts,revenue_before,revenue_after\nA,B,1,2,3\n' >before/$again.csv
done
run "ka-report --previous before now.csv"
check "tables of the period before that nothing is compared with" 0
cp before/accounts.csv before/again.csv
refuse "two tables of account rows in it" 2 "ka-report --previous before rows.csv" \
    "ka-report: before/again.csv: account rows for the second time, after before/accounts.csv"

# ---- What other tools noted ----

cat >import.meta.csv <<'X'
key,value
tool,ka-import
version,0.1.0
command,ka-import <b> 'a|b.csv'
input.1.name,a|b.csv
input.1.xxh3,0123456789abcdef
rows.in,1001
rows.out,1000
rows.rejected,1
total.revenue,12345.6789
total.qty,7
X
run "ka-report --no-charts --format txt --lang en rows.csv import.meta.csv -o noted.txt"
check "notes of another tool" 0
says "its input" 'a|b.csv, XXH3 0123456789abcdef' noted.txt
says "its control totals" 'Control totals of ka-import  Revenue 12,345.6789, Quantity 7' noted.txt
says "its rows and its command" "1,001     1,000         1  ka-import <b> 'a|b.csv'" noted.txt
run "ka-report --no-charts rows.csv import.meta.csv import.meta.csv -o noted.html"
holds "as many as are handed in" "[ \$(grep -c '<th scope=\"row\">ka-import</th>' noted.html) = 2 ]"
says "a command is data" "ka-import &lt;b&gt; 'a|b.csv'" noted.html

finish
