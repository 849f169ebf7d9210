#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The sections of ka-report for the tables of ka-watch, ka-forecast, ka-diff, ka-whitespace,
# ka-flow, ka-prospect and ka-plan, the other side tables, and the pages of accounts.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

cat >rows.csv <<'X'
account_id,account,channel,relationship,revenue,margin,cost_to_serve,net_profit,verdict,reason_zh,reason_en
a1,Alpha,OEM,strategic,500000,90000,100000,-10000,watch,亏损,at a loss
a2,"Beta, Inc.",OEM,ordinary,300000,120000,5000,115000,key,都好,all is well
a3,Gamma,文具,partner,100000,30000,1000,29000,watch,,
X
cat >alerts.csv <<'X'
status,rule,severity,account_id,account,key,subject,value,expected,lo,hi,since,sentence_zh,sentence_en
new,revenue_drop,1,a2,"Beta, Inc.",1,2025-06,0,9,1,,2025-06-30,乙降了,Beta fell
new,overdue,3,a1,Alpha,0,,160,15,,97,2025-06-30,甲没下单,Alpha is silent
new,overdue,2,a3,Gamma,0,,60,15,,50,2025-06-30,丙没下单,Gamma is silent
cleared,overdue,3,a3,Gamma,0,,6,15,,50,2025-05-30,丙好了,Gamma is back
X
cat >forecast.csv <<'X'
account_id,account,p_alive,expected_orders,orders_lo,orders_hi,expected_value,value_lo,value_hi,clv,naive_orders,forecast_status
a1,Alpha,0.12,1.5,0,4,900000,100000,2000000,850000,8.25,ok
a2,"Beta, Inc.",0.98,20,10,30,300000,200000,400000,290000,21,ok
a3,Gamma,0.5,3,1,6,30000,0,70000,28000,4,ok
X
cat >calibration.csv <<'X'
part,model,key,accounts,actual,expected,mae,rmse
total,naive,,3,30,44.5,2.5,3.75
total,bgnbd,,3,30,31.25,1.5,2.25
week,bgnbd,2,3,30,31,,
week,bgnbd,1,3,14,15,,
week,naive,1,3,14,22,,
week,naive,2,3,30,44,,
X
cat >diff.csv <<'X'
account_id,account,fate,class_before,class_after,revenue_before,revenue_after,change,volume,price,mix,new,back,lost,currency,other
a1,Alpha,kept,A,B,100000.5,60000.5,-40000,-50000,5000,5000,0,0,0,0,0
a2,"Beta, Inc.",new,N,A,0,30000,30000,0,0,0,30000,0,0,0,0
a3,Gamma,lost,B,N,20000,0,-20000,0,0,0,0,0,-20000,0,0
X
cat >migration.csv <<'X'
class_from,class_to,accounts,revenue_before,revenue_after
A,B,17,100000.5,60000.5
B,lost,1,20000,0
new,A,1,0,30000
X
cat >whitespace.csv <<'X'
account_id,account,family,state,last,revenue,revenue_recent,peers,peer_owners,peer_share,expected_lo,expected_hi,gap,wallet_share
a1,Alpha,ink,owned,2025-06-01,400000,123456,58,45,0.775,900,1100,-9,
a1,Alpha,toner,lost,2024-01-01,100000,0,58,20,0.345,4000,6000,5000,
a2,"Beta, Inc.",ink,owned,2025-06-02,200000,98765,58,45,0.775,900,1100,7,
a2,"Beta, Inc.",toner,never,,0,0,58,20,0.345,4000,6000,7777,
X
cat >pairs.csv <<'X'
family_a,family_b,accounts,buyers_a,buyers_b,buyers_both,support,share_of_a,share_of_b,lift,lift_lo,lift_hi
ink,toner,68,60,20,18,0.2,0.3,0.9,1.234,1.1,1.4
X
cat >adoption.csv <<'X'
family,scope,channel,period,new_adopters,adopters,accounts,adoption_share,adoption_share_lo,adoption_share_hi
ink,all,,2025-02,1,3,4,0.75,,
ink,all,,2025-01,2,2,4,0.5,,
toner,all,,2025-01,0,0,4,0,,
toner,all,,2025-02,1,1,4,0.25,,
toner,channel,OEM,2025-02,1,1,2,0.5,,
X
cat >flow.csv <<'X'
account_id,account,channel,months_reported,sellin,sellthrough,sellthrough_rate,stock_weeks,finding,end_known_share,main_segment,main_segment_share
a1,Alpha,OEM,6,500000,100000,0.2,120.5,stuffed,0.1,home,0.6
a2,"Beta, Inc.",OEM,6,300000,310000,1.033,2.5,clear,0.9,school,0.5
a3,Gamma,文具,0,100000,,,,,,,
X
cat >routes.csv <<'X'
account_id,account,channel,end_segment,sellthrough,sellthrough_share,amount,end_known_share
a1,Alpha,OEM,home,60000,0.6,1,0.1
a1,Alpha,OEM,school,40000,0.4,1,0.1
a2,"Beta, Inc.",OEM,school,310000,1,1,0.9
X
cat >links.csv <<'X'
source_level,source,target_level,target,value,share
company,,channel,OEM,800000,0.8
company,,channel,文具,200000,0.2
channel,OEM,end_segment,school,500000,0.5
channel,OEM,stock,,300000,0.3
channel,文具,unreported,,200000,0.2
X
cat >leads.csv <<'X'
lead_rank,prospect_id,name,region,industry,channel,nearest_1_name,reasons
2,p2,Second,South,paper,OEM,Beta,region South ×1.5
1,p1,First,East,print,OEM,Beta,region East ×3; size <= 2254.25 ×2.1; group electronics ×2
X
cat >traits.csv <<'X'
trait,value,accounts,key_accounts,key_share,key_share_lo,key_share_hi,lift,lift_lo,lift_hi
channel,OEM,8,3,0.375,0.1,0.7,3.64,1.33,6.74
group,electronics,16,4,0.25,0.1,0.5,2.43,0.99,4.81
size,<= 12254.25,17,4,0.235,0.1,0.47,2.29,0.93,4.59
X
cat >grid.csv <<'X'
region,industry,accounts,key_accounts,prospects,penetration
East,print,5,2,3,1
South,paper,0,0,1,0
X
cat >check.csv <<'X'
score,key_accounts,other_accounts,auc,auc_lo,auc_hi
distance,7,61,0.43,0.15,0.71
both,7,61,0.46,0.16,0.78
X
cat >network.csv <<'X'
account_id,account,referred_by,depth,referred,descendants,revenue,margin,brought_revenue,brought_margin
a1,Alpha,,0,1,2,500000,1,543210.5,1
a2,"Beta, Inc.",a1,1,0,0,300000,1,0,0
X
cat >plan.csv <<'X'
period,scope,scope_id,measure,account,target,actual,attainment,expected_share,projection,projection_lo,projection_hi,projected_attainment,finding
2025,company,,revenue,,1000000,512000,0.512,0.463,1100000,900000,1300000,1.1,on_track
2025,manager,Wu,revenue,,400000,90000,0.225,0.463,200000,150000,250000,0.5,behind
2025,account,a1,revenue,Alpha,300000,700000,2.3333,0.463,900000,800000,1000000,3,met
2025-06,company,,margin,,50000,51000,1.02,1,51000,51000,51000,1.02,met
X
cat >proposals.csv <<'X'
period,scope,scope_id,measure,target,source,proposed,history,forecast,prior
2025-Q3,account,a3,revenue,30000,person,20000,19000,21000,
2025-Q3,company,,revenue,300000,proposed,300000,290000,310000,280000
X
cat >due.csv <<'X'
due,overdue_days,finding,manager,account_id,account,class,relationship,kind,every_days,last,last_contact
2025-01-01,180,overdue,Wu,a1,Alpha,watch,partner,visit,90,,2024-10-01
2025-04-01,90,unattended,Li,a2,"Beta, Inc.",key,ordinary,call,14,,2025-03-18
2025-04-20,71,unattended,Li,a2,"Beta, Inc.",key,ordinary,visit,30,,2025-03-18
2025-07-09,,due,Li,a3,Gamma,ordinary,,mail,30,2025-06-09,2025-06-09
X
cat >load.csv <<'X'
manager,accounts,key_accounts,unattended_key_accounts,overdue,overdue_days_most,due,planned_contacts,contacts,contacts_share
Li,2,1,1,2,90,1,40.25,10,0.2484
Wu,1,0,0,1,180,0,4,4,1
X
cat >service.csv <<'X'
class,relationship,accounts,revenue,cost_to_serve,cost_share,service_least,service_most,finding,accounts_below,accounts_above,accounts_unknown
key,ordinary,1,300000,5000,0.0167,0.03,0.12,below,1,0,0
watch,strategic,1,500000,100000,0.2,,0.08,above,0,1,0
X
cat >stocks.csv <<'X'
account_id,account,channel,product_id,months_reported,sellin_qty,sellthrough_qty,sellthrough_rate,stock_end_qty,stock_weeks,finding
a1,Alpha,OEM,P1,6,100,90,0.9,400,88.88,clear
a1,Alpha,OEM,P2,6,500,20,0.04,480,12.34,stuffed
a2,"Beta, Inc.",OEM,P1,0,30,,,,,
X
cat >effect.csv <<'X'
part,account_id,match_id,revenue_before,revenue_after,match_before,match_after,effect,effect_lo,effect_hi
mean,,,,,,,25000,5000,45000
pair,a1,a2,100000,160000,90000,115000,35000,,
X
cat >moves.csv <<'X'
segment_from,segment_to,accounts,revenue_before,revenue_after
lost,champions,2,1,2
champions,lost,3,1,2
X
cat >regrouped.csv <<'X'
from,to,accounts,kind
1,1,2,same
2,1,1,merged
X
cat >axes.csv <<'X'
axis,accounts,revenue,revenue_share,margin
vertical,2,800000,0.8889,210000
horizontal,1,100000,0.1111,30000
X
cat >unclassified.csv <<'X'
account_id,account,revenue,missing
a3,Gamma,100000,channel
X
cat >roster.csv <<'X'
account_id,account,channel,region,industry,since
a1,Alpha,OEM,East,Print,2020-01-01
n1,Never Ltd,OEM,East,Print,2020-01-01
X
cat >cuts.csv <<'X'
column,bin,limit
recency_days,1,6
recency_days,2,22
revenue,1,12345.5
X
cat >loadings.csv <<'X'
component,share,revenue,recency_days
1,0.625,0.70710678,-0.70710678
X
cat >rejects.csv <<'X'
source,line,column,reason,record
sales.csv,1042,revenue,"'12,3x' is not an amount","a,b"
X
cat >aliases.csv <<'X'
alias,account_id,by,date,alias_account,account,alias_lines,lines
a9,a1,name,2025-05-31,ＡＬＰＨＡ,Alpha,26,150
X
cat >filled.csv <<'X'
column,filled,rows,completeness
region,54,72,0.75
X
cat >ranked.csv <<'X'
region,lines,revenue,ranked_by,rank,share,cum_share,cum_count,class
East,5,600000,revenue,1,0.6667,0.6667,1,A
West,4,300000,revenue,2,0.3333,1,2,C
X
new=(plan proposals due load service stocks effect moves regrouped axes unclassified cuts loadings rejects aliases filled ranked)
all=(alerts forecast calibration diff migration whitespace pairs adoption flow routes links leads traits grid check network)
files=$(printf '%s.csv ' "${all[@]}")

sections() { grep -o '<h2 id="[a-z0-9-]*"' "$1" | cut -d'"' -f2 | tr '\n' ' '; }
shows() { # NAME TEXT FILE
    printf '%s' "$2" >text
    holds "$1" "grep -qF -f text $3"
}

# ---- There when the table is, without a gap when not ----
for pair in alerts:alerts forecast:forecast calibration:forecast diff:changes \
    migration:changes whitespace:whitespace pairs:whitespace adoption:whitespace flow:flow \
    routes:flow links:flow leads:prospects traits:prospects grid:prospects check:prospects \
    network:prospects plan:plan proposals:plan due:followups load:followups service:service \
    stocks:flow effect:changes moves:changes regrouped:segments axes:channels \
    unclassified:channels cuts:rfm loadings:segments rejects:quality aliases:quality \
    filled:quality ranked:ranked; do
    run "ka-report ${pair%:*}.csv -o one.html"
    holds "${pair%:*} alone" "[ $code = 0 ] && [ '$(sections one.html)' = '${pair#*:} provenance ' ]"
    run "ka-report --lang en -f txt --no-charts ${pair%:*}.csv -o one.txt"
    holds "${pair%:*}: every column has a name" \
        "[ $code = 0 ] && ! grep -vE '\.csv|XXH3' one.txt | grep -qE '\b[a-z]+_[a-z_0-9]+\b'"
    run "head -n 1 ${pair%:*}.csv >empty.csv; ka-report empty.csv -o one.html"
    holds "${pair%:*} without a row" "[ $code = 0 ]"
done
run "ka-report rows.csv -o bare.html"
holds "none of them without a table" \
    "[ '$(sections bare.html)' = 'key-accounts profit accounts provenance ' ]"
run "ka-report --lang en rows.csv $files -o full.html"
check "all tables" 0
holds "all sections, in their order" \
    "[ '$(sections full.html)' = 'alerts key-accounts profit changes forecast whitespace flow prospects accounts provenance ' ]"
grep -o 'aria-labelledby="[a-z-]*-title' full.html | cut -d'"' -f2 >charts
printf '%s-title\n' extremes bridge forecast-largest calibration adoption links routes >wanted
same "a chart for each that has one" charts wanted
holds "each chart tells its figures" \
    "[ \"\$(grep -c '<desc id=\"[a-z-]*\">[^<]*[0-9]' full.html)\" = \"\$(grep -c '<svg' full.html)\" ]"
refuse "alerts of another account" 3 "sed 's/,a3,/,z3,/' alerts.csv >other.csv; ka-report rows.csv other.csv" \
    "ka-report: other.csv is not of the accounts in rows.csv: it has 'z3', the rows do not"

# ---- The figures ----
run "ka-report --lang en -f txt --no-charts rows.csv $files -o full.txt"
tr -s ' \n' ' ' <full.txt >joined.txt
shows "alerts are counted" '3 alerts, 1 of key accounts.' joined.txt
shows "what is over is not among them" '1 alert cleared since the last time.' joined.txt
holds "key accounts first, then the severe" \
    "[ \"\$(grep -oE '^(Alpha|Beta|Gamma).*(fell|silent|back)' full.txt | tr -s ' ' | paste -sd,)\" = 'Beta, Inc. 300,000 Beta fell,Alpha 500,000 is silent,Gamma 100,000 is silent' ]"
sed '/Gamma/s/100000/900000/' rows.csv >larger.csv
for order in cat tac; do
    { head -1 alerts.csv; sed -n '/overdue,[23]/s/overdue,[23]/overdue,2/p' alerts.csv | grep ^new | $order; } >equal.csv
    run "ka-report --lang en -f txt --no-charts larger.csv equal.csv -o equal.txt"
    holds "of equal severity the larger account first, from $order" \
        "[ \"\$(grep -oE '^(Alpha|Gamma) .*silent' equal.txt | cut -c1-5 | paste -sd,)\" = Gamma,Alpha ]"
done
shows "traits in words" '<th scope="row">Electronics</th><td class="text">Group</td>' full.html
shows "limits of traits as people write them" 'at most 12.3k' full.html
shows "reasons too" 'Region East ×3, Size at most 2,254.25 ×2.1, Group Electronics ×2' full.html
run "ka-report traits.csv leads.csv -o traits-zh.html"
shows "in Chinese" '<th scope="row">电子卖场</th><td class="text">客户组</td>' traits-zh.html
shows "and among the reasons" '客户组 电子卖场 ×2' traits-zh.html
shows "expected beside the naive rate" 'expected to order 25 times over the horizon of the forecast; by their plain past rates it would be 33.' joined.txt
shows "P(alive) of a key account" '98.0%' full.txt
holds "of key accounts alone" "! grep -q '12.0%' full.txt"
shows "the benchmark beside the model" 'Past rate 3 30 44.5' joined.txt
shows "the change in a sentence" 'Revenue fell from 120k to 90k, by 30k (25.0%).' joined.txt
shows "migration" '17' full.txt
shows "what is owned" '123k' full.txt
shows "what is lost" 'Alpha 123k Lost' joined.txt
shows "what never was" 'Beta, Inc. 98.8k Never' joined.txt
holds "the largest gap first, owned ones left out" \
    "sed -n '/^Largest gaps/,/^Families bought/p' full.txt | grep -oE '7,777|5,000|^ *7\$' | paste -sd, | grep -qx '7,777,5,000'"
shows "lift with its interval" '1.234 1.100 1.400' joined.txt
shows "who reported" '2 of 3 accounts reported what they sold on.' joined.txt
shows "who is stuffed" '1 account is stuffed: Alpha.' joined.txt
shows "links" 'End segment' joined.txt
shows "AUC with its interval" 'Nothing shows that the scores beat chance: AUC 0.460 (95% interval 0.160 to 0.780; 0.5 is chance).' joined.txt
holds "leads by rank" "[ \"\$(grep -oE '^(First|Second)' full.txt | paste -sd,)\" = First,Second ]"
shows "region by industry" '2/5 +3' full.txt
shows "who brings accounts" '543,21' full.txt

# The parts of the bridge add up.
grep -o '<desc id="bridge-desc">[^<]*' full.html | grep -oE '[−0-9.]+k' |
    sed 's/−/-/; s/k//' >parts
holds "the parts make the change" "[ \"\$(awk '{ s += \$1 } END { print s + 0 }' parts)\" = -30 ]"
shows "parts of a stack are told in it" '>60.0%</text>' full.html

# ---- A workbook ----
if command -v python3 >/dev/null; then
    run "ka-report --lang en -f xlsx -o book.xlsx diff.csv routes.csv links.csv"
    part() { python3 -c 'import sys, zipfile; print(zipfile.ZipFile("book.xlsx").read(sys.argv[1]).decode())' "$1"; }
    part xl/worksheets/sheet2.xml >bridge.xml
    holds "the bridge as amounts, not as places" \
        "[ \"\$(grep -oE '<v>-?[0-9]+</v>' bridge.xml | grep -cE -- '>(-50000|5000|30000|-20000|-30000)<')\" -ge 5 ]"
    part xl/charts/chart2.xml >stack.xml
    holds "routes as a stack" "grep -q 'grouping val=\"stacked\"' stack.xml"
fi

# ---- Any order of rows, and twice ----
for format in html md txt xlsx; do
    run "ka-report -f $format rows.csv $files -o first.out; ka-report -f $format rows.csv $files -o second.out"
    same "the same bytes twice: $format" first.out second.out
done
for table in "${all[@]}"; do
    { head -n 1 "$table.csv"; tail -n +2 "$table.csv" | sort -r; } >"turned-$table.csv"
done
turned=$(printf 'turned-%s.csv ' "${all[@]}")
run "ka-report rows.csv $files -o a.html; ka-report rows.csv $turned -o b.html"
for file in a b; do grep '<path\|<polygon\|<desc' $file.html >$file.charts; done
same "charts do not depend on the order of the rows" a.charts b.charts
holds "that compared charts" "[ \"\$(wc -l <a.charts)\" -gt 50 ]"

# ---- Names are data ----
long=$(printf '长%.0s' $(seq 200))
evil=$(printf 'evil-%s.csv ' "${all[@]}")
# shellcheck disable=SC2016 # nothing is to be expanded
for name in '<script>alert(1)</script>' '""' "\`id\`" '$(touch hacked)' '_^{}@&' '=cmd|calc' "$(printf '\342\200\256abc')" "$long"; do
    printf '%s' "$name" | sed 's/[&|\\]/\\&/g' >escaped
    for table in rows "${all[@]}"; do
        sed "s|Alpha|$(cat escaped)|; s|OEM|\"$(cat escaped)\"|" "$table.csv" >"evil-$table.csv"
    done
    run "ka-report evil-rows.csv $evil --account a1 -o evil.html"
    check "a page with the name ${name:0:20}" 0
    holds "is what it is in the page" "! grep -q '<script>alert' evil.html && ! [ -e hacked ]"
done

# ---- Pages of accounts ----
run "ka-report --lang en --account a1 --account 'Beta, Inc.' rows.csv $files -o pages.html"
check "by id, and by a name with a comma in it" 0
holds "a section each, before all accounts" \
    "sections pages.html | grep -q 'prospects account-1 account-2 accounts provenance'"
sed -n '/id="account-2"/,/<h2 id="accounts"/p' pages.html | sed 's/<[^>]*>/ /g' | tr -s ' \n' ' ' >page
shows "figures with their place" 'Revenue 300k 2 of 3' page
shows "the verdict and why" 'Reasons all is well' page
shows "its words" 'Relationship Ordinary' page
shows "its alert" 'Beta fell' page
shows "its forecast" '98.0%' page
shows "its families" 'toner Never' page
holds "nothing of another" "! grep -q 'Alpha' page"
run "ka-report --account a1,Gamma,a1 --no-charts rows.csv -o two.html"
holds "a list, each once" "sections two.html | grep -q 'account-1 account-2 accounts'"
run "ka-report --account a3 rows.csv -o three.html"
holds "with what there is" "[ $code = 0 ] && sections three.html | grep -q 'account-1 '"
refuse "an account that is not there" 2 "ka-report --account a9 rows.csv" \
    "ka-report: --account: 'a9' is not among the account rows"
refuse "no accounts" 2 "ka-report --account a1 alerts.csv" "ka-report: --account needs account rows"

# ---- A bound that means nothing ----
printf 'measure,stat,group,value,lo,hi,level,method,note\n' >wide.csv
printf 'net_profit,top20_share,,0.838,0.625,20.194,0.95,bca,\nnet_profit,verdict_8020,,0.838,0.625,20.194,0.95,bca,not decidable\n' >>wide.csv
run "ka-report --lang en -f txt wide.csv | tr -s ' \n' ' '"
cp out wide.txt
shows "beyond 200 %" 'the top 20% bring 83.8%, with 95% confidence at least 62.5%' wide.txt
holds "nowhere else either" "! grep -q 2,019 wide.txt"
run "ka-report --lang zh -f txt wide.csv | tr -d ' \n'"
cp out wide.txt
shows "in Chinese" '前20%占83.8%，95%置信下至少62.5%' wide.txt
run "sed 's/0.625,20.194/-9,0.9/' wide.csv | ka-report --lang en -f txt | tr -s ' \n' ' '"
cp out wide.txt
shows "below" 'with 95% confidence at most 90.0%' wide.txt

# ---- Plans, follow-ups, service, and what the other side tables tell ----
files=$(printf '%s.csv ' "${new[@]}")
run "ka-report --lang en rows.csv roster.csv $files -o new.html"
check "all new tables" 0
holds "their sections, in their order" \
    "[ '$(sections new.html)' = 'key-accounts plan followups profit service channels changes segments rfm flow prospects accounts ranked quality provenance ' ]"
run "ka-report --lang en -f txt --no-charts rows.csv roster.csv $files -o new.txt"
tr -s ' \n' ' ' <new.txt >joined.txt
shows "the target stands among the first figures" 'Revenue target 2025, reached 51.2% 46.3% due by now, on track' joined.txt
shows "what is reached, and where it leads" '2025 Revenue: target 1M, so far 512k, that is 51.2%; 46.3% due by now, on track. Projection 1.1M (95% interval 900k to 1.3M).' joined.txt
shows "no projection of what is over" '2025-06 Margin: target 50k, so far 51k, that is 102.0%; met. Targets' joined.txt
holds "the furthest behind first" "sed -n '/furthest behind/,/proposed/p' new.txt | grep -oE '^(Company|Wu|Alpha)' | paste -sd, | grep -qx Wu,Company,Company,Alpha"
shows "an account of a proposal by its name" 'Gamma 30,000 – 19,000 21,000 person 2025-Q3 Account' joined.txt
holds "no sums over scopes" "! grep -qE '330,000|1,400,000' new.txt"
shows "key accounts that nobody meets" '1 key account is unattended: Beta, Inc.' joined.txt
holds "key accounts first, each once" "sed -n '/^Overdue:/,/^Due next/p' new.txt | grep -oE '^(Alpha|Beta)' | paste -sd, | grep -qx Beta,Alpha"
shows "with what is overdue for longest" '90 Call Li Key 14 2025-03-18 Unattended' joined.txt
shows "what is due next" 'Gamma 2025-07-09 Mail Li 30 2025-06-09' joined.txt
shows "the load of a manager" 'Li 2 1 1 2 90 1 10 24.8%' joined.txt
shows "cost to serve above what is promised" 'Watch Strategic 1 500,000 100,000 20.0% 8.0% above' joined.txt
holds "stuffed products first" "sed -n '/^Stock by product/,/^Where/p' new.txt | grep -oE 'P[12]' | paste -sd, | grep -qx P2,P1"
shows "what a measure did" 'The measure: 25k an account (95% interval 5k to 45k); it raised revenue.' joined.txt
shows "each beside its match, by name" 'Alpha Beta, Inc. 100,000 160,000 90,000 115,000 35,000' joined.txt
holds "segments in their order" "sed -n '/^Segments: accounts/,/^\$/!d; p' new.txt | grep -q . && grep -qE '^Champions +– +3' new.txt"
shows "who is known and never bought" 'Never Ltd n1 OEM East Print' joined.txt
holds "a roster lists buyers too, which are none of these" "! sed -n '/On the roster/,/^All/p' new.txt | grep -q '^Alpha'"
shows "limits of the scores" 'Days since last purchase 6 22' joined.txt
shows "loadings" '1 62.5% 0.707 −0.707' joined.txt
shows "a row left out, and why" "sales.csv 1,042 revenue '12,3x' is not an amount" joined.txt
shows "names that may be one" 'ＡＬＰＨＡ 26 Alpha 150 similar name' joined.txt
shows "how complete a column is" 'Region 54 72 75.0%' joined.txt
shows "other rows than accounts" 'East A 600,000 ██████████ 66.7% 66.7%' joined.txt
run "ka-report rows.csv roster.csv $files -o new-zh.html"
holds "bullets: a bar, a paler one behind it, a stroke, the target" \
    "grep -A40 'plan-bullets-desc' new-zh.html | grep -q 'var(--ka-band)' && grep -q '>目标</text>' new-zh.html"
shows "in Chinese" '1 个大客户无人跟进：Beta, Inc.。' new-zh.html
run "ka-report --lang en -f txt --no-charts --account Alpha rows.csv plan.csv due.csv stocks.csv -o page.txt"
sed -n '/^Alpha$/,/^All accounts/p' page.txt | tr -s ' \n' ' ' >joined.txt
shows "a page has the targets of its account" '2025 Revenue 300,000 700,000 233.3% 46.3% 300.0% met' joined.txt
shows "and what is due of it" 'Visit 2025-01-01 180 Wu 90 2024-10-01 Overdue' joined.txt
shows "and its products" 'P2 500 20 4.0% 480 12.3 Stuffed' joined.txt
holds "and of no other" "! grep -q 'Beta\|Gamma\|P1 30' joined.txt"
refuse "follow-ups of another account" 3 "sed 's/,a3,/,z3,/' due.csv >other.csv; ka-report rows.csv other.csv" \
    "ka-report: other.csv is not of the accounts in rows.csv: it has 'z3', the rows do not"

# ---- What the notes of the runs add, and what a header alone does not ----
printf 'key,value\ntool,ka-diff\nafter.from,2025-01-01\nafter.to,2025-06-30\nbefore.from,2024-01-01\nbefore.to,2024-06-29\n' >diff-run.csv
printf 'key,value\ntool,ka-forecast\nhorizon_weeks,26\n' >forecast-run.csv
run "ka-report --lang en -f txt --no-charts rows.csv diff.csv forecast.csv diff-run.csv forecast-run.csv -o runs.txt"
tr -s ' \n' ' ' <runs.txt >joined.txt
shows "which periods are compared" 'From 2025-01-01 to 2025-06-30, against 2024-01-01 to 2024-06-29. Revenue fell' joined.txt
shows "how far the forecast reaches" 'order 25 times over the next 26 weeks; by' joined.txt
shows "and what it adds up to" 'Their expected values add up to 1.23M.' joined.txt
sed 's/2025-/2023-/' diff-run.csv >second-run.csv
run "ka-report --lang en -f txt --no-charts rows.csv diff.csv diff-run.csv second-run.csv -o runs.txt"
holds "of two runs it is not known which" "! grep -q ', against 20' runs.txt"
for table in famous relations; do
    case $table in
    famous) echo account_id,industry_rank,disagreement ;;
    relations) echo account_id,account,verdict,declared,evidenced,contacts,finding ;;
    esac >header.csv
    run "ka-report rows.csv header.csv -o header.html"
    check "$table: a header without a row" 0
    holds "$table: no section of nothing" "! grep -q 'id=\"$table\"' header.html"
done
{
    echo account_id,account,revenue,net_profit,verdict,reason_en
    for i in 1 2 3 4 5 6 7 8 9 10; do echo "b$i,Name $i,$((100 - i)),5,watch,Because $i"; done
} >many.csv
run "ka-report --lang en -f txt many.csv -o many.txt"
holds "reasons that are left out are counted" \
    "sed -n '/Because 8/,/^All/p' many.txt | grep -q '^2 more rows are not shown' && ! grep -q 'Because 9' many.txt"
printf 'account_id,account,revenue,net_profit,ranked_by,share,cum_share,cum_count\na,A,10,6,net_profit,0.6,0.6,1\nb,B,90,4,net_profit,0.4,1,2\n' >ranked.csv
run "ka-report --lang en -f md ranked.csv"
shows "a share says of what" '| Share of net profit |' out
run "ka-report -f md ranked.csv"
shows "in Chinese" '| 净利润占比 |' out

finish
