#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ka-score: verdicts and what they rest on, by hand on small rows, by what is planted in the
# samples, and by applying its own flips.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
samples=$ROOT/data-samples

# cell FILE KEY COLUMN: a cell by its first column; quoted cells are one x.
cell() {
    sed 's/"[^"]*"/x/g' "$1" | awk -F, -v key="$2" -v name="$3" '
        NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i; next } $1 == key { print $c }'
}

# ---- Rules ----
run "ka-score --print-rules -o rules.csv"
check "the shipped rules can be printed" 0
run "head -n 1 rules.csv; cut -d, -f1 rules.csv | tail -n +2 | uniq | tr '\n' ' '"
holds "they are the definition, in its order" "[ \"\$(tail -n 1 out)\" = \
'purchases growth profit_potential profit value_over_price loyalty buying culture willingness satisfaction ' ]"

rule() { printf 'criterion,column,op,limit,weight,needed\n%s\n' "$1" >bad.csv; }
printf 'account_id,revenue\na,10\nb,20\n' >two.csv
refuse_rule() { # NAME RULE SAYS
    rule "$2"
    refuse "$1" 3 "ka-score --rules bad.csv two.csv" "ka-score: bad.csv:$3"
}
refuse_rule "an unknown column" "$(printf 'x,revenue,>,1,1,must\ny,profitt,>,0,1,must')" \
    "3: column 'column': 'profitt' is in neither the account rows nor the shipped rules"
refuse_rule "a bad operator" 'x,revenue,=>,1,1,must' \
    "2: column 'op': '=>' is not one of >= > <= <"
refuse_rule "a limit that is none" 'x,revenue,>,a lot,1,must' \
    "2: column 'limit': 'a lot' is not a number"
refuse_rule "a weight that is none" 'x,revenue,>,1,heavy,must' \
    "2: column 'weight': 'heavy' is not a number above 0"
refuse_rule "a weight of 0" 'x,revenue,>,1,0,must' \
    "2: column 'weight': '0' is not a number above 0"
refuse_rule "a need that is none" 'x,revenue,>,1,1,should' \
    "2: column 'needed': 'should' is not one of must|any|info"
refuse_rule "a criterion that is two things" "$(printf 'x,revenue,>,1,1,must\nx,margin,>,1,1,any')" \
    "3: column 'needed': 'any' is not what the criterion has above"
refuse_rule "a criterion without a name" ',revenue,>,1,1,must' \
    "2: column 'criterion': '' is not a name (a-z, 0-9, _)"
refuse "no rule at all" 3 "head -n 1 rules.csv >none.csv; ka-score --rules none.csv two.csv" \
    "ka-score: none.csv: no rule below the header"
refuse "a table without weights" 3 "cut -d, -f1-4,6 rules.csv >short.csv; ka-score --rules short.csv two.csv" \
    "ka-score: short.csv: no column 'weight'; there are: criterion, column, op, limit, needed"

refuse_rule "a weight below 0" 'x,revenue,>,1,-1,must' \
    "2: column 'weight': '-1' is not a number above 0"
refuse_rule "a weight without end" 'x,revenue,>,1,inf,must' \
    "2: column 'weight': 'inf' is not a number above 0"
refuse_rule "a weight that drowns all others" 'x,revenue,>,1,1e308,must' \
    "2: column 'weight': '1e308' is not between 1e-6 and 1e6"
refuse_rule "a limit without end" 'x,revenue,>,inf,1,must' \
    "2: column 'limit': 'inf' is not a number"
refuse_rule "a cell too many" 'x,revenue,>,1,1,must,more' "2: 7 cells, the header has 6"
refuse "an empty table" 3 ": >empty.csv; ka-score --rules empty.csv two.csv" \
    "ka-score: empty.csv: the input is empty, a header line was expected"
printf '\357\273\277criterion,column,op,limit,weight,needed\r\nsize,revenue,>=,15,1,any\r\n' >bom.csv
run "ka-score --rules bom.csv two.csv | cut -d, -f1,3"
printf 'account_id,verdict\na,ordinary\nb,key\n' >want.out
check "a table with a byte order mark and CRLF" 0
printf 'criterion,column,op,limit,weight,needed\nsize,revenue,>=,15,1,any\nsize,revenue,>=,15,1,any\n' >twice.rules
run "ka-score --rules twice.rules two.csv | cut -d, -f1,3"
printf 'account_id,verdict\na,ordinary\nb,key\n' >want.out
check "a rule that stands there twice counts twice" 0
rule 'x,revenue,>,1,1,info'
run "ka-score --rules bad.csv two.csv | sed -n 's/.*,//; 2p'"
echo "Key account." >want.out
check "nothing asked for: nothing to say" 0
refuse "draws without end" 2 "ka-score --draws 1000000000 two.csv" \
    "ka-score: option '--draws': 1000000000 is more than 1000000"
printf 'account_id,revenue,net_profit\na,-10,-5\nb,-20,-6\n' >neg.csv
run "ka-score neg.csv | cut -d, -f1,4,5,6"
cat >want.out <<'X'
account_id,number_share,purchase_ratio,verdict
a,0.5,,watch
b,1,,ordinary
X
check "nothing but losses" 0
printf 'account_id,revenue,net_profit\na,10,5\nb,10,5\nc,10,5\n' >ties.csv
run "ka-score ties.csv | cut -d, -f6 | sort -u | wc -l; ka-score --account a,b,c ties.csv | grep -c test:"
printf '2\n3\n' >want.out
check "ties in everything have one verdict" 0
run "head -n 2 two.csv | ka-score | cut -d, -f1,5"
printf 'account_id,verdict\na,ordinary\n' >want.out
check "one account" 0

# ---- By hand ----
cat >by-hand.rules <<'X'
criterion,column,op,limit,weight,needed
size,revenue,>=,100,1,any
growth,growth_rate,>,0.5,1,any
profit,net_profit,>,0,2,must
culture,fact_culture,>=,3,1,must
extra,orders,>,5,1,info
X
cat >hand.csv <<'X'
account_id,revenue,growth_rate,net_profit,orders,note,last,recency_days
a,500,0,50,9,kept,2024-12-01,30
b,500,0,-5,9,,2024-12-31,0
c,20,0.6,5,1,,2024-12-31,0
d,20,,5,1,,2024-12-31,0
e,,,5,1,,2024-12-31,0
X
cat >hand.facts <<'X'
account_id,criterion,score,date,by
a,culture,1,2024-01-01,x
a,culture,3,2024-06-01,x
a,culture,4,2024-06-01,y
a,culture,0,2025-01-01,x
b,culture,5,2024-12-31,x
d,culture,5,2022-12-31,x
z,culture,5,2024-12-31,x
X
expect "verdicts, score, evidence; the newest facts up to the rows' day, the mean of a day" 0 \
    "ka-score --rules by-hand.rules --facts hand.facts hand.csv | cut -d, -f1,6,9-17" \
    "ka-score: warning: 1 facts are of accounts that are not among the rows
ka-score: warning: 1 facts are younger than the rows and do not count
ka-score: warning: 1 judgements are older than --max-age and do not count" <<'X'
account_id,note,fact_culture,fact_culture_age_days,verdict,score,evidence,stability,meets_size,meets_growth,meets_profit
a,kept,3.5,213,key,83.33333333,1,1,pass,fail,pass
b,,5,0,watch,50,1,1,pass,fail,fail
c,,,,potential,60,0.8333333333,1,fail,pass,pass
d,,,731,ordinary,50,0.6666666667,1,fail,unknown,pass
e,,,,unknown,66.66666667,0.5,1,unknown,unknown,pass
X
run "ka-score --rules by-hand.rules --facts hand.facts --max-age 731 hand.csv 2>/dev/null | grep ^d, | cut -d, -f9,10"
holds "--max-age decides what is too old" "[ \"\$(cat out)\" = 5,731 ]"
expect "what would turn it: column, from, to, distance, verdict" 0 \
    "ka-score --rules by-hand.rules --facts hand.facts hand.csv 2>/dev/null | cut -d, -f1,20-25" <<'X'
account_id,flip_criterion,flip_column,flip_from,flip_to,flip_distance,flip_verdict
a,culture,fact_culture,3.5,2.9999,-0.5001,watch
b,profit,net_profit,-5,0.0001,5.0001,key
c,profit,net_profit,5,0,-5,watch
d,size,revenue,20,100,80,potential
e,profit,net_profit,5,0,-5,ordinary
X
run "ka-score --rules by-hand.rules --facts hand.facts --criteria c.csv -o h.csv hand.csv"
sed -n 's/^b,//p' c.csv >out
cat >want.out <<'X'
size,revenue,500,>=,100,1,any,pass,pass
growth,growth_rate,0,>,0.5,1,any,fail,fail
profit,net_profit,-5,>,0,2,must,fail,fail
culture,fact_culture,5,>=,3,1,must,pass,pass
extra,orders,9,>,5,1,info,pass,pass
X
check "every rule with its value and limit" 0
run "ka-score --rules by-hand.rules --facts hand.facts h.csv 2>/dev/null | cmp - h.csv"
check "a second run replaces its columns" 0
run "ka-score two.csv | cut -d, -f1,5"
printf 'account_id,verdict\na,ordinary\nb,potential\n' >want.out
check "rules whose columns are not there are unknown, never an error" 0

# ---- Facts that are none ----
bad_fact() { # NAME LINE SAYS
    { head -n 1 hand.facts; echo "$2"; } >bad.facts
    refuse "$1" 3 "ka-score --facts bad.facts hand.csv" "ka-score: bad.facts:2: column $3"
}
bad_fact "a score above 5" a,culture,5.5,2024-01-01,x "'score': '5.5' is not a score from 0 to 5"
bad_fact "a score that is none" a,culture,good,2024-01-01,x "'score': 'good' is not a number"
bad_fact "no score" a,culture,,2024-01-01,x "'score': '' is not a score from 0 to 5"
bad_fact "a date that is none" a,culture,3,1/2/2024,x "'date': '1/2/2024' is not a date (YYYY-MM-DD)"
bad_fact "no date" a,culture,3,,x "'date': '' is not a date (YYYY-MM-DD)"
bad_fact "an unknown criterion" a,beauty,3,2024-01-01,x \
    "'criterion': 'beauty' is not one of value_over_price|loyalty|culture|willingness|potential|satisfaction"
bad_fact "no account" ,culture,3,2024-01-01,x "'account_id': '' is no id"

# ---- Relationships ----
cat >met.csv <<'X'
account_id,verdict0,relationship,last,recency_days
a,,strategic,2024-12-31,0
b,,ordinary,2024-12-31,0
c,,partner,2024-12-31,0
d,,ordinary,2024-12-31,0
e,,partner,2024-12-31,0
X
{
    echo date,account_id,kind,level,function,by
    echo 2024-11-01,a,call,2,purchasing,m
    for f in sales finance logistics; do echo "2024-10-0${#f},b,visit,3,$f,$f"; done
    echo 2024-09-01,c,visit,5,board,m
    for m in 07 08 09; do echo "2024-$m-01,d,meeting,3,rnd,m"; done
    echo 2021-09-01,e,visit,5,board,m
} >met.contacts
run "ka-score --contacts met.contacts --relations rel.csv -o /dev/null met.csv"
cut -d, -f1,4-12,14 rel.csv >out
cat >want.out <<'X'
account_id,declared,evidenced,finding,contacts,functions,our_functions,levels,people,joint_months,our_side
a,strategic,ordinary,overstated,1,1,,1,1,0,people
b,ordinary,partner,understated,3,3,,1,3,0,people
c,partner,strategic,understated,1,1,,1,1,0,people
d,ordinary,strategic,understated,3,1,,1,1,3,people
e,partner,,,0,0,,0,0,0,
X
echo "ka-score: warning: 1 contacts are older than --max-age and do not count" >want.err
check "one function is ordinary, three a partner, the board or a joint team strategic" 0
# Both sides are counted by their functions; b's three people are of two functions.
{
    echo date,account_id,kind,function,our_function,by
    for pair in sales:sales finance:finance logistics:finance; do
        echo "2024-10-01,b,visit,${pair%:*},${pair#*:},p-$pair"
    done
    for pair in sales:sales finance:rnd logistics:gm; do echo "2024-10-01,c,visit,${pair%:*},${pair#*:},m"; done
    for theirs in sales finance logistics; do echo "2024-10-01,d,visit,$theirs,,"; done
} >both.contacts
run "ka-score --contacts both.contacts --relations rel.csv -o /dev/null met.csv"
cut -d, -f1,5,8,9,11,14 rel.csv >out
cat >want.out <<'X'
account_id,evidenced,functions,our_functions,people,our_side
a,,0,,0,
b,ordinary,3,2,3,our_functions
c,partner,3,3,1,our_functions
d,partner,3,,0,none
e,,0,,0,
X
check "three functions on both sides make a partner" 0
refuse "a function of ours that is none" 3 "sed 's/,rnd,/,nobody,/' both.contacts >our.contacts; ka-score --contacts our.contacts met.csv" \
    "ka-score: our.contacts:6: column 'our_function': 'nobody' is not one of sales|purchasing|finance|logistics|rnd|marketing|gm|board"
refuse "relations need contacts" 2 "ka-score --relations r.csv met.csv" \
    "ka-score: option '--relations': needs --contacts"
refuse "a level that is none" 3 "sed 's/call,2/call,7/' met.contacts >lev.contacts; ka-score --contacts lev.contacts met.csv" \
    "ka-score: lev.contacts:2: column 'level': '7' is not a level from 1 to 5"
refuse "a function that is none" 3 "sed 's/purchasing/boss/' met.contacts >fun.contacts; ka-score --contacts fun.contacts met.csv" \
    "ka-score: fun.contacts:2: column 'function': 'boss' is not one of sales|purchasing|finance|logistics|rnd|marketing|gm|board"

# ---- The samples ----
ka-import --fx "$samples/fx.csv" --accounts "$samples/accounts.csv" --alias "$samples/alias.csv" \
    --products "$samples/products.csv" -o sales.csv "$samples/sales_gbk.csv" 2>/dev/null
ka-profile --costs "$samples/costs.csv" -o rows.csv sales.csv 2>/dev/null
sides="--accounts $samples/accounts.csv --facts $samples/facts.csv --contacts $samples/contacts.csv"
run "ka-score $sides --famous famous.csv --relations relations.csv --meta meta.csv -o scored.csv rows.csv"
check "the samples are scored" 0
planted() { sed 's/"[^"]*"/x/g' "$samples/truth.csv" | awk -F, -v fact="$1" '$4 == fact { print $1 }'; }
loss=$(planted famous_loss) best=$(planted quiet_best) dying=$(planted dying)
holds "the famous hypermarket is not key" "[ '$(cell scored.csv "$loss" verdict)' = watch ]"
holds "… the reason names the cost to serve" \
    "grep '^$loss,' scored.csv | grep -q 'loses 9.89M after cost to serve (margin 11.5M, cost to serve 21.4M)'"
holds "… in Chinese, too" "grep '^$loss,' scored.csv | grep -q '扣除服务成本后亏损 989万'"
holds "… the list of the famous has it" "[ '$(cell famous.csv "$loss" disagreement)' = famous_not_key ]"
holds "… declared strategic, met narrowly" "[ '$(cell relations.csv "$loss" finding)' = overstated ]"
holds "the quiet printer maker is key" "[ '$(cell scored.csv "$best" verdict)' = key ]"
holds "… on the list of the quiet" "[ '$(cell famous.csv "$best" disagreement)' = quiet_key ]"
holds "… and met too narrowly" "[ '$(cell relations.csv "$best" finding)' = key_but_ordinary ]"
holds "the dying account is not key, because it stopped buying" \
    "[ '$(cell scored.csv "$dying" verdict)$(cell scored.csv "$dying" meets_buying)' = watchfail ]"
holds "famous and good are not the same: the interval holds 0" \
    "awk -F, 'NR == 2 { exit !(\$(NF - 1) < 0 && \$NF > 0) }' famous.csv"
holds "the verdicts in the meta add up" \
    "[ \"\$(awk -F, '/^rows\\./ { n += \$2 } END { print n }' meta.csv)\" = 68 ]"

# The same as people keep them.
run "ka-score $sides --relations relations.want -o scored.want rows.csv"
sed '1s/account_id,criterion,score,date/客户编码,评价项目,得分,评价日期/;s/,loyalty,/,忠诚度,/;s/,culture,/,文化,/' \
    "$samples/facts.csv" | iconv -t GB18030 >facts.zh
sed '1s/date,account_id,kind/日期,客户编码,联系方式/;1s/function,our_function/对方部门,我方部门/;s/,meeting,/,会议,/;s/,finance,/,财务部,/g;s/^\(....\)-\(..\)-/\1\/\2\//' \
    "$samples/contacts.csv" | iconv -t GB18030 >contacts.zh
sed '1s/account_id/客户编码/;1s/relationship/客户关系/;s/,strategic/,战略/;s/,partner/,合作伙伴/' \
    "$samples/accounts.csv" | iconv -t GB18030 >accounts.zh
run "ka-score --accounts accounts.zh --facts facts.zh --contacts contacts.zh --relations relations.zh -o scored.zh rows.csv"
same "Chinese headers, words and days: the scores" scored.zh scored.want
same "and the relations" relations.zh relations.want

# What the tools write is what the schema says.
run "ka-score $sides --criteria criteria.csv -o /dev/null rows.csv; ka-score --print-rules -o rules.csv"
run "ka-pareto --boot 50 -s stats.csv --curve curve.csv -o /dev/null rows.csv"
ka-import --schema >schema.csv
for table in rules criteria famous relations stats curve; do
    holds "the schema has the columns of $table" \
        "[ \"\$(head -n 1 $table.csv)\" = \"\$(awk -F, -v t=$table '\$1 == t { printf \"%s%s\", c++ ? \",\" : \"\", \$2 }' schema.csv)\" ]"
done

# Every flip, applied to the rows, flips.
sed 's/"[^"]*"/x/g' scored.csv | cut -d, -f1- >plain.scored
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next }
    $c["flip_column"] != "" && $c["flip_column"] !~ /^fact_/ {
        print $1, $c["flip_column"], $c["flip_to"], $c["flip_verdict"] }' plain.scored >flips
sed 's/"[^"]*"/x/g' rows.csv >plain.rows
flipped=0
while read -r key column to verdict; do
    awk -F, -v OFS=, -v key="$key" -v name="$column" -v to="$to" '
        NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i } $1 == key { $c = to } 1' \
        plain.rows >changed.rows
    # shellcheck disable=SC2086 # the options are words
    ka-score $sides -o changed.csv changed.rows 2>/dev/null
    [ "$(cell changed.csv "$key" verdict)" = "$verdict" ] && flipped=$((flipped + 1))
done <flips
holds "every flip, applied to the rows, gives the verdict that it names" \
    "[ \$(wc -l <flips) -gt 30 ] && [ $flipped = \$(wc -l <flips) ]"

# ---- The same bytes ----
by_id() { (head -n 1 "$1"; tail -n +2 "$1" | sort); }
by_id scored.csv >a
(head -n 1 rows.csv; tail -n +2 rows.csv | sort -r) >turned.csv
tail -n +2 "$samples/facts.csv" | sort -r | sed "1i $(head -n 1 "$samples/facts.csv")" >turned.facts
run "ka-score --accounts $samples/accounts.csv --facts turned.facts --contacts $samples/contacts.csv \
    --famous turned.famous -o turned.scored turned.csv"
by_id turned.scored >b
same "the order of rows and facts changes nothing" a b
same "nor the list of the famous" famous.csv turned.famous
run "LC_ALL=de_DE.UTF-8 ka-score $sides rows.csv | cmp - scored.csv"
check "nor does the locale, or writing to a pipe" 0
run "ka-score --costs $samples/costs.csv $sides sales.csv | cmp - scored.csv"
check "sales rows give what their account rows give" 0
run "ka-score --seed 2 $sides -o seed.csv rows.csv; cut -d, -f1-60 seed.csv | sed 's/\"[^\"]*\"//g' >c"
holds "another seed changes no verdict" \
    "[ '$(cell seed.csv "$loss" verdict)$(cell seed.csv "$best" verdict)' = watchkey ]"

# ---- The page ----
run "ka-score $sides --account '万澜超市集团, $best' rows.csv"
check "a page on two accounts" 0
holds "what would turn it is said as a limit" \
    "tr -s ' ' <out | grep -qxF 'culture, as judged 4 below 3 Not key'"
holds "both are there" "grep -q 'test: 万澜超市集团' out && grep -q 'test: Velmora' out"
holds "rank, criteria, what would turn it" \
    "grep -q 'Net profit  *−9.89M  *68 of 68' out && grep -q 'What would turn it' out && grep -q '^Profit .*✗' out"
run "ka-score $sides --account 万澜超市集团 --lang zh rows.csv"
holds "in Chinese" "grep -q '大客户判断：万澜超市集团' out && grep -q '服务成本' out"
refuse "an account that is not there" 2 "ka-score --account 万澜超市 rows.csv" \
    "ka-score: rows.csv: no account '万澜超市'; near: '万澜超市集团'"
run "ka-score $sides --account 'Velmora Printing Co., Ltd.' rows.csv"
holds "a name with a comma" "[ $code = 0 ] && grep -q 'test: Velmora' out"
refuse "a name mistyped" 2 "ka-score --account '@砚木办公,Velmora Print' rows.csv" \
    "ka-score: rows.csv: no account '@砚木办公'; near: '@砚禾办公'"
refuse "a name like no other" 2 "ka-score --account zzzzzzzz rows.csv" \
    "ka-score: rows.csv: no account 'zzzzzzzz'"

# From sales rows the page tells what the totals are made of.  B's two orders are drawn as 0,
# 30 or 60 with chances 1/4, 1/2, 1/4; A has 20 always.
cat >few.sales <<'X'
date,order_id,account_id,family,kind,revenue,margin
2023-11-05,o1,A,ink,sale,20,10
2024-01-07,o3,B,ink,sale,0,0
2024-03-08,o4,B,ink,sale,36,6
2024-03-08,o4,B,toner,sale,4,2
2024-04-01,o4,B,,return,-10,-3
X
cat >few.costs <<'X'
account_id,period,kind,amount
B,2024-01,rebate,3
B,2024-02,freight,1.5
B,2024-03,rebate,4
B,2024-03,other,-0.5
X
run "ka-score --costs few.costs --account B few.sales 2>/dev/null"
tr -s ' ' <out >page
sed -n '/^Cost Amount/,/^Every/p' page | sed '/^$/d; /─/d; /^Every/d; /^Product families bought/d' >got
cat >wanted <<'X'
Cost Amount Of the cost to serve Of the revenue
Rebates 7 87.5% 23.3%
Freight 1.50 18.8% 5.0%
Other −0.50 −6.2% −1.7%
Family Amount Of the revenue
ink 36 120.0%
toner 4 13.3%
(no family) −10 −33.3%
X
same "costs by kind and product families, with their shares" got wanted
run "ka-score --account B few.sales 2>/dev/null"
tr -s ' ' <out >page
holds "p_top of B by revenue is near 3/4" \
    "awk '/^Revenue 30 / { p = \$NF + 0; exit } END { exit !(p > 72 && p < 78) }' page"
run "ka-score --costs few.costs --account B --lang zh few.sales 2>/dev/null"
holds "… in Chinese, nothing left in English" \
    "tr -s ' ' <out | grep -qx '返利 7 87.5% 23.3%' && ! grep -q unknown out"
run "ka-profile --costs few.costs few.sales 2>/dev/null | ka-pareto -m revenue --boot 0 | ka-score --account B"
holds "account rows do not have them" "! grep -q 'consists of' out && grep -q '^Revenue  *30 ' out"
printf 'account_id,revenue,ranked_by,p_top\nA,20,revenue,0.25\nB,30,revenue,0.75\n' >topped.csv
run "ka-score --account B topped.csv | tr -s ' '"
holds "… but the p_top that they were ranked with" "grep -qx 'Revenue 30 1 of 2 75.0%' out"

# ---- Discount depth ----
# a: 10 at list 5 and 4 at list 10 for 72 of 90; returns and what has no list price do not count.
cat >priced.sales <<'X'
date,account_id,product_id,kind,qty,revenue
2024-01-01,a,P,sale,10,40
2024-01-02,a,Q,sale,4,32
2024-01-03,a,Q,return,-4,-32
2024-01-03,a,Z,sale,4,1
2024-01-03,a,N,sale,4,1
2024-01-03,b,P,sale,1,6
2024-01-03,c,Z,sale,1,6
X
printf 'product_id,list_price\nP,5\nQ,10\nN,\n' >list.csv
run "ka-score --products list.csv -o priced.scored priced.sales 2>/dev/null"
for pair in a:0.2 b:-0.2 c:; do
    holds "discount_rate of ${pair%:*}" "[ '$(cell priced.scored "${pair%:*}" discount_rate)' = '${pair#*:}' ]"
done
run "ka-score --products list.csv --criteria crit.csv -o /dev/null priced.sales"
holds "a rule looks at it" "grep -q '^a,value_over_price,discount_rate,0.2,<=,0.3,.*,pass,' crit.csv"
run "printf 'account_id,revenue,discount_rate\na,10,0.4\n' | ka-score --criteria crit.csv -o /dev/null"
holds "… which account rows may bring" "grep -q ',discount_rate,0.4,<=,0.3,.*,fail,' crit.csv"
refuse "list prices for account rows" 2 "ka-score --products list.csv two.csv" \
    "ka-score: option '--products' needs sales rows; two.csv has none"
refuse "a product twice" 3 "echo P,7 >>list.csv; ka-score --products list.csv priced.sales" \
    "ka-score: list.csv:5: column 'product_id': 'P' is there twice"
refuse "a price below 0" 3 "sed 4,5d list.csv >low.csv; echo R,-1 >>low.csv; ka-score --products low.csv priced.sales" \
    "ka-score: low.csv:4: column 'list_price': '-1' is a price below 0"
run "printf 'account_id,revenue,p_alive\na,10,0.4\n' | ka-score --criteria crit.csv -o /dev/null"
holds "p_alive is looked at where it is known" "grep -q ',p_alive,0.4,>=,0.5,.*,fail,' crit.csv"
run "ka-score --criteria crit.csv -o /dev/null two.csv"
holds "… and unknown, not failed, where there is no such column" \
    "grep -q '^a,loyalty,p_alive,,>=,0.5,1,must,unknown,' crit.csv"

# ---- What is refused ----
refuse "a full disk" 4 "ka-score two.csv >/dev/full" \
    "ka-score: cannot write 'stdout': No space left on device"
refuse "two rows of an account" 3 "printf 'account_id,revenue\na,1\na,2\n' >twice.csv; ka-score --facts hand.facts twice.csv" \
    "ka-score: twice.csv: account 'a' stands in two rows"
refuse "a figure that is text" 3 "printf 'account_id,revenue,net_profit\na,1,much\n' >text.csv; ka-score text.csv" \
    "ka-score: text.csv:2: column 'net_profit': 'much' is not a number"
refuse "no industry" 3 "ka-score --famous f.csv two.csv" \
    "ka-score: two.csv: no column 'industry_size'; there are: account_id, revenue, number_share, purchase_ratio, verdict, score, evidence, stability, meets_purchases, meets_growth, meets_profit_potential, meets_profit, meets_value_over_price, meets_loyalty, meets_buying, meets_culture, meets_willingness, meets_satisfaction, flip_criterion, flip_column, flip_from, flip_to, flip_distance, flip_verdict, reason_zh, reason_en"
refuse "header only" 3 "head -n 1 two.csv | ka-score" "ka-score: stdin: no row below the header"
refuse "two inputs" 2 "ka-score two.csv hand.csv" "ka-score: one input at most; there are 2"
finish
