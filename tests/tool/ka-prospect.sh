#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ka-prospect: distances, lifts and referrals by hand on small rows, the planted twin and chain
# in the samples, the same bytes for any order of rows.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
samples=$ROOT/data-samples

# ---- Leads by hand ----
cat >rows.csv <<'X'
account_id,account,channel,region,industry,industry_size,verdict,revenue,margin,last,recency_days
b,Beta,oem,N,print,999,key,200,30,2024-12-01,30
a,Alpha,oem,N,print,99,key,100,40,2024-12-31,0
c,,shop,S,retail,9,ordinary,10,5,2024-12-31,0
d,,shop,S,retail,9,watch,10,5,2024-12-31,0
e,,shop,N,retail,,ordinary,10,5,2024-12-31,0
X
cat >new.csv <<'X'
prospect_id,name,region,industry,channel,size,source
P4,,,,,,
P2,Shop,S,retail,shop,9,fair
P1,Twin,N,print,oem,99,list
P3,,N,,,,
X
# log(100) is in the middle of log(10) and log(1000).  Lifts of P1: channel (2×5/2 + 1)/3 = 2,
# region (2×5/3 + 1)/3 = 13/9, industry 2, size band (1×4/1 + 1)/3 = 5/3; of P2 1/3 each.
expect "distance, log-lift, nearest key accounts, reasons" 0 "ka-prospect --prospects new.csv rows.csv" "" <<'X'
lead_rank,prospect_id,name,region,industry,channel,size,source,traits_known,distance,log_lift,nearest_1,nearest_1_name,nearest_1_distance,nearest_2,nearest_2_name,nearest_2_distance,nearest_3,nearest_3_name,nearest_3_distance,reasons
1,P1,Twin,N,print,oem,99,list,4,0,2.264844765,a,Alpha,0,b,Beta,0.125,,,,channel oem ×2; industry print ×2; size <= 324 ×1.7; region N ×1.4
2,P3,,N,,,,,1,0,0.3677247801,a,Alpha,0,b,Beta,0,,,,region N ×1.4
3,P2,Shop,S,retail,shop,9,fair,4,0.875,-4.394449155,a,Alpha,0.875,b,Beta,1,,,,channel shop ×0.33; region S ×0.33; industry retail ×0.33; size <= 9 ×0.33
4,P4,,,,,,,0,,,,,,,,,,,,
X
run "ka-prospect --prospects new.csv rows.csv"
cp out want.zh
sed '1s/.*/准客户编码,名称,地区,行业,渠道,规模,来源/' new.csv | iconv -t GB18030 >zh.csv
run "ka-prospect --prospects zh.csv rows.csv"
same "prospects with Chinese headers" out want.zh
run "ka-prospect --profile profile.csv --min-support 2 -o /dev/null rows.csv; grep -e ^trait -e ^channel profile.csv"
cat >want.out <<'X'
trait,value,accounts,key_accounts,key_share,key_share_lo,key_share_hi,lift,lift_lo,lift_hi
channel,oem,2,2,1,0.3423802275,1,2.5,0.8559505688,2.5
channel,shop,3,0,0,0,0.5614970318,0,0,1.403742579
X
check "profile: Wilson's interval over the share of all" 0
holds "minimum support" "[ \"\$(grep -c size profile.csv)\" = 1 ] && grep -q '^size,<= 9,2,0,' profile.csv"
run "ka-prospect --prospects new.csv --grid grid.csv -o /dev/null rows.csv; cut -d, -f1-6,9,12 grid.csv"
cat >want.out <<'X'
region,industry,accounts,key_accounts,prospects,penetration,key_share,key_index
N,print,2,2,1,0.6666666667,1,250
N,retail,1,0,0,1,0,0
S,retail,2,0,1,0.6666666667,0,0
X
check "region by industry" 0

cat >master.csv <<'X'
account_id,account,channel,region,industry,industry_size
a,Alpha,,,,5
e,Epsilon,,,print,324
f,Phi,oem,N,print,99
ｇ,Gamma,shop,S,retail,
X
run "ka-prospect --accounts master.csv --profile profile.csv --min-support 1 rows.csv | cut -d, -f1-3,8"
printf '%s\n' lead_rank,prospect_id,name,source 1,f,Phi,roster 2,g,Gamma,roster >want.out
check "who of the roster has not bought is a prospect" 0
holds "the roster fills what the rows lack, and no more" "grep -q '^size,<= 324,1,0,' profile.csv && grep -q '^industry,retail,3,0,' profile.csv"
expect "a prospect that buys already is none" 0 "{ cat new.csv; echo c,,,,,,; } | sed -n '1p;\$p' >c.csv; ka-prospect --prospects c.csv rows.csv | wc -l" \
    "ka-prospect: warning: 1 prospects are customers already and do not count" <<<1
run "ka-prospect --key region=S --check check.csv --meta meta.csv -o /dev/null rows.csv; cat check.csv"
cat >want.out <<'X'
score,key_accounts,other_accounts,auc,auc_lo,auc_hi
distance,2,3,1,,
log_lift,2,3,1,,
both,2,3,1,,
X
check "leave one out: c and d find each other" 0
holds "meta" "grep -q '^accounts.key,2$' meta.csv"
run "sed 's/,[0-9]*,\(key\|watch\|ordinary\)/,7,\1/;s/oem\|shop/x/;s/,[NS],/,N,/;s/print\|retail/y/' rows.csv | ka-prospect --prospects new.csv --check check.csv -o /dev/null; cut -d, -f1-4 check.csv | sed 1d"
printf '%s\n' distance,2,3,0.5 log_lift,2,3,0.5 both,2,3,0.5 >want.out
check "all alike: no better than chance" 0

# ---- Referrals by hand ----
printf '%s\n' from_id,to_id,date z,a,2020-01-01 a,b,2021-01-01 b,c, c,d,2025-01-01 >refs.csv
run "ka-prospect --referrals refs.csv --network net.csv -o /dev/null rows.csv; cat net.csv"
echo "ka-prospect: warning: 1 referrals are younger than the rows and do not count" >want.err
cat >want.out <<'X'
account_id,account,referred_by,depth,referred,descendants,revenue,margin,brought_revenue,brought_margin
z,,,0,1,3,,,101.25,28.125
a,Alpha,z,1,1,2,100,40,102.5,16.25
b,Beta,a,2,1,1,200,30,5,2.5
c,,b,3,0,0,10,5,0,0
X
check "descendants' revenue and margin, halved each generation" 0
run "ka-prospect --referrals refs.csv --decay 1 --network net.csv -o /dev/null rows.csv 2>/dev/null; sed -n 's/^z,//p' net.csv"
holds "--decay 1 adds them up" "[ \"\$(cat out)\" = ',,0,1,3,,,310,75' ]"
run "sed 's/,10,5,/,10,,/' rows.csv >dark.csv; ka-prospect --referrals refs.csv --network net.csv -o /dev/null dark.csv 2>/dev/null; cut -d, -f1,9,10 net.csv"
printf '%s\n' account_id,brought_revenue,brought_margin c,0,0 a,102.5, z,101.25, b,5, >want.out
check "an unknown margin stays unknown up the chain" 0
run "ka-prospect --referrals refs.csv --network net.csv -o /dev/null rows.csv"
sed '1s/.*/推荐人,被推荐人,日期/' refs.csv | iconv -t GB18030 >zh.csv
run "ka-prospect --referrals zh.csv --network zh.net -o /dev/null rows.csv"
same "referrals with Chinese headers" zh.net net.csv
bad_refs() { # NAME ROWS SAYS
    printf 'from_id,to_id\n%s\n' "$2" >bad.csv
    refuse "$1" 3 "ka-prospect --referrals bad.csv rows.csv" "ka-prospect: bad.csv$3"
}
circle=": referrals go in a circle (< brought by)"
bad_refs "a circle is named" "$(printf 'b,c\nx,y\nc,a\na,b')" "$circle: a < c < b < a"
bad_refs "… alike in any order of rows" "$(printf 'c,a\na,b\nb,c')" "$circle: a < c < b < a"
bad_refs "… with what hangs on it left out" "$(printf 'b,a\nc,b\nb,c')" "$circle: b < c < b"
bad_refs "one brings himself" a,a "$circle: a < a"
bad_refs "brought by two" "$(printf 'a,c\nb,c')" ":3: column 'to_id': 'c' was brought by 'a' before"
bad_refs "nobody brought" "$(printf 'a,b\nb,')" ":3: column 'to_id': '' is no id"
bad_refs "brought by nobody" "$(printf 'a,b\n,c')" ":3: column 'from_id': '' is no id"
refuse "a date that is none" 3 "sed 's/2021-01-01/1.1.21/' refs.csv >bad.csv; ka-prospect --referrals bad.csv rows.csv" \
    "ka-prospect: bad.csv:3: column 'date': '1.1.21' is not a date (YYYY-MM-DD)"
for i in $(seq 30); do echo "n$i,n$((i % 30 + 1))"; done >long
bad_refs "a long circle is cut" "$(cat long)" "$circle: n1 < n30 < n29 < n28 < n27 < n26 < n25 < n24 < n23 < n22 < n21 < n20 < n19 < n18 < n17 < n16 < n15 < n14 < n13 < n12 < n11 < … < n1"

# ---- What is no input ----
refuse "no verdicts" 3 "cut -d, -f1-6 rows.csv | ka-prospect" \
    "ka-prospect: stdin: no column 'verdict'; there are: account_id, account, channel, region, industry, industry_size"
refuse "no key account" 5 "sed s/,key,/,watch,/ rows.csv | ka-prospect" \
    "ka-prospect: stdin: no account has verdict=key"
refuse "no rows" 3 "head -n 1 rows.csv | ka-prospect" "ka-prospect: stdin: no row below the header"
refuse "a key that is none" 2 "ka-prospect --key verdict rows.csv" \
    "ka-prospect: option '--key': 'verdict' is not COLUMN=VALUE"
refuse "an account twice" 3 "{ cat rows.csv; sed -n 2p rows.csv; } >bad.csv; ka-prospect bad.csv" \
    "ka-prospect: bad.csv:7: column 'account_id': 'b' stands in two rows"
refuse "a prospect twice" 3 "{ cat new.csv; sed -n 2p new.csv; } >bad.csv; ka-prospect --prospects bad.csv rows.csv" \
    "ka-prospect: bad.csv:6: column 'prospect_id': 'P4' stands in two rows"
refuse "a prospect without an id" 3 "sed s/^P4// new.csv >bad.csv; ka-prospect --prospects bad.csv rows.csv" \
    "ka-prospect: bad.csv:2: column 'prospect_id': '' is no id"
refuse "a size that is none" 3 "sed s/,99,/,big,/ new.csv >bad.csv; ka-prospect --prospects bad.csv rows.csv" \
    "ka-prospect: bad.csv:4: column 'size': 'big' is not a number"
refuse "a size below 0" 3 "sed s/,99,/,-1,/ new.csv >bad.csv; ka-prospect --prospects bad.csv rows.csv" \
    "ka-prospect: bad.csv:4: column 'size': '-1' is below 0"
refuse "no decay" 2 "ka-prospect --decay 0 rows.csv" \
    "ka-prospect: option '--decay': 0 is not above 0 and at most 1"
refuse "a network without referrals" 2 "ka-prospect --network net.csv rows.csv" \
    "ka-prospect: option '--network': needs --referrals"
refuse "two inputs" 2 "ka-prospect rows.csv rows.csv" "ka-prospect: one input at most; there are 2"
refuse "a full disk" 4 "ka-prospect rows.csv >/dev/full" \
    "ka-prospect: cannot write 'stdout': No space left on device"
expect "one account, no prospects" 0 "sed -n '1p;3p' rows.csv | ka-prospect --check check.csv | wc -l; sed 1d check.csv" "" <<'X'
1
distance,1,0,,,
log_lift,1,0,,,
both,1,0,,,
X

# ---- The samples ----
ka-import --fx "$samples/fx.csv" --accounts "$samples/accounts.csv" --alias "$samples/alias.csv" \
    --products "$samples/products.csv" "$samples/sales_gbk.csv" 2>/dev/null |
    ka-score --costs "$samples/costs.csv" --facts "$samples/facts.csv" --accounts "$samples/accounts.csv" \
        -o scored.csv 2>/dev/null
all="ka-prospect --accounts $samples/accounts.csv --prospects $samples/prospects.csv --referrals $samples/referrals.csv --profile p.csv --grid g.csv --check c.csv --network n.csv"
run "$all scored.csv"
check "the samples" 0
cp out leads.csv
IFS=, read -r _ best twin < <(grep ^twin_of_best "$samples/planted.csv")
holds "the planted twin is the first lead, next to the best account" \
    "sed -n 2p leads.csv | grep -q '^1,$twin,.*,$best,'"
holds "accounts of the roster without sales are leads" "[ \$(grep -c ,roster, leads.csv) = 4 ]"
mapfile -t chain < <(sed -n 's/^referral_chain,\([^,]*\),.*/\1/p' "$samples/planted.csv")
holds "the planted chain of three" \
    "grep -q '^${chain[0]},[^,]*,,0,1,2,' n.csv && grep -q '^${chain[1]},[^,]*,${chain[0]},1,1,1,' n.csv &&
     sed 's/\"[^\"]*\"/x/g' n.csv | grep -q '^${chain[2]},[^,]*,${chain[1]},2,0,0,'"
holds "… its ends are the centres of influence by margin" \
    "sed -n '2,3p' n.csv | cut -d, -f1 | sort | paste -sd, | grep -qx \"\$(printf '%s\n' ${chain[0]} ${chain[1]} | sort | paste -sd,)\""
for t in p g c n; do cp $t.csv $t.want; done
{ head -n 1 scored.csv; tail -n +2 scored.csv | sort -r; } >turned.csv
run "$all turned.csv"
same "the same bytes in another order of rows" out leads.csv
for t in p g c n; do same "… table $t" $t.csv $t.want; done

# What the tool writes is what the schema says.
ka-import --schema >schema.csv
while read -r table file; do
    holds "the schema has the columns of $table" \
        "[ \"\$(head -n 1 $file)\" = \"\$(awk -F, -v t='${table/_/ }' '\$1 == t { printf \"%s%s\", c++ ? \",\" : \"\", \$2 }' schema.csv)\" ]"
done <<'X'
leads leads.csv
traits p.csv
grid g.csv
likeness c.csv
network n.csv
X

finish
