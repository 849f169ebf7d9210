#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ka-whitespace: states and values by hand on small rows, the planted gap in the samples, the
# same bytes for any order of rows.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
samples=$ROOT/data-samples

# ---- By hand ----
cat >hand.csv <<'X'
date,account_id,account,channel,family,kind,revenue
2024-12-31,a,Alpha,x,ink,sale,100
2024-11-30,b,,x,ink,sale,100
2024-11-30,b,,x,toner,sale,50
2024-12-01,c,,x,ink,sale,300
2024-12-01,c,,x,toner,sale,200
2024-12-02,c,,x,toner,return,-50
2024-12-03,d,,x,ink,sale,200
2024-07-05,e,,y,toner,sale,70
2024-07-04,f,,y,ink,sale,80
2023-12-31,f,,y,toner,sale,80
2024-10-01,g,,y,toner,sale,90
2024-10-02,g,,y,toner,return,-90
2024-10-03,g,,y,,adjust,-5
X
expect "states: never, lost after --lost days, owned; all came back is never" 0 \
    "ka-whitespace hand.csv | cut -d, -f1,5-10" \
    "ka-whitespace: warning: 1 sales rows have no product family" <<'X'
account_id,family,state,first,last,revenue,revenue_recent
a,ink,owned,2024-12-31,2024-12-31,100,100
a,toner,never,,,0,0
b,ink,owned,2024-11-30,2024-11-30,100,100
b,toner,owned,2024-11-30,2024-11-30,50,50
c,ink,owned,2024-12-01,2024-12-01,300,300
c,toner,owned,2024-12-01,2024-12-01,150,150
d,ink,owned,2024-12-03,2024-12-03,200,200
d,toner,never,,,0,0
e,ink,never,,,0,0
e,toner,owned,2024-07-05,2024-07-05,70,70
f,ink,lost,2024-07-04,2024-07-04,80,80
f,toner,lost,2023-12-31,2023-12-31,80,0
g,ink,never,,,0,0
g,toner,never,2024-10-01,2024-10-01,0,0
X
# Toner of a: b, c and d bought 200 for their 600 of ink, and a buys 100; t(.975, 2) is
# 4.302653, and the residuals' squares add up to 7222.22.
expect "value: peers' purchases in proportion to size, with the interval of a ratio" 0 \
    "ka-whitespace --min-peers 3 hand.csv 2>/dev/null | grep ^[ad],.*toner | cut -d, -f1,11-21" <<'X'
a,channel,3,2,0.6666666667,0.2076596008,0.9385080553,33.33333333,0,107.9723825,50,33.33333333
d,channel,3,2,0.6666666667,0.2076596008,0.9385080553,80,0,187.4802307,100,80
X
# Ink of e, toner of f: too few in their channel; 70 × 780 / 200, 80 × 270 / 700.
expect "the largest gap first, what has no value last" 0 \
    "ka-whitespace --gaps --min-peers 3 hand.csv 2>/dev/null | cut -d, -f1,5,6,21" <<'X'
account_id,family,state,gap
e,ink,never,273
d,toner,never,80
a,toner,never,33.33333333
f,toner,lost,30.85714286
f,ink,lost,
g,ink,never,
g,toner,never,
X
printf 'account_id,wallet\na,"￥1,000"\nb,0.2万\n' >people.wallet
printf 'account_id,wallet\na,1000\nb,2000\n' >plain.wallet
run "ka-whitespace --wallet people.wallet hand.csv 2>/dev/null; ka-whitespace --wallet plain.wallet hand.csv 2>/dev/null >plain.out"
same "amounts as people write them" out plain.out
# Ink of e in the group of a to d: 70 × 700 / 200.
printf '%s\n' account_id,group a,oem b,oem c,oem d,oem e,oem f,other >groups.csv
run "ka-whitespace --min-peers 3 --accounts groups.csv hand.csv 2>/dev/null | grep '^[ef],' | cut -d, -f1,5,11,12,17"
printf '%s\n' e,ink,group,4,245 e,toner,group,4, f,ink,all,5, f,toner,all,5,30.85714286 >want.out
check "too few in the channel: its group, before all" 0
run "sed '1s/\$/,group/;/,[abcde],/s/\$/,oem/;/,[fg],/s/\$/,other/' hand.csv >grouped.csv; ka-whitespace --min-peers 3 grouped.csv 2>/dev/null | grep '^[ef],' | cut -d, -f1,5,11,12,17"
printf '%s\n' e,ink,group,4,245 e,toner,group,4, f,ink,all,5, f,toner,all,5,30.85714286 >want.out
check "the group as the sales have it" 0
printf 'account_id,cluster\na,1\nb,1\nc,1\nd,2\nz,2\n' >seg.csv
run "ka-whitespace --min-peers 2 --accounts seg.csv hand.csv 2>/dev/null | sed -n 's/^\([ad]\),.*,toner/\1/p' | cut -d, -f1,7-9,13"
printf 'a,channel and segment,2,2,50\nd,channel,3,2,80\n' >want.out
check "peers of the segment, where these are enough" 0
run "sed 's/,cluster/,rfm_segment/' seg.csv >rfm.csv; ka-whitespace --min-peers 2 --accounts rfm.csv hand.csv 2>/dev/null | grep -c 'channel and segment'"
holds "rfm_segment, too" "[ \"\$(cat out)\" = 6 ]"
run "sed 's/,cluster/,kind/' seg.csv >own.csv; ka-whitespace --min-peers 2 --accounts own.csv --segment kind hand.csv 2>/dev/null | grep -c 'channel and segment'"
holds "a segment of one's own" "[ \"\$(cat out)\" = 6 ]"
run "sed 's/,[xy],/,,/' hand.csv >bare.csv; printf 'account_id,channel\na,x\nb,x\nc,x\nd,x\n' >master.csv; ka-whitespace --min-peers 3 --accounts master.csv bare.csv 2>/dev/null | sed -n 's/^a,.*,toner/&/p' | cut -d, -f11,17"
printf 'channel,33.33333333\n' >want.out
check "channels from the master data where the sales have none" 0
run "ka-whitespace --asof 2024-11-30 hand.csv 2>err2 | cut -d, -f1 | sort -u | tr '\n' ' '"
holds "--asof" "[ \"\$(cat out)\" = 'account_id b e f g ' ]"
printf 'ka-whitespace: warning: 5 sales rows are after the last day and do not count\nka-whitespace: warning: 1 sales rows have no product family\n' >want.err
run "cat err2 >&2"
check "… what is after it is told" 0

# ---- Pairs and adoption ----
run "ka-whitespace --min-support 3 --pairs pairs.csv -o /dev/null hand.csv 2>/dev/null; cut -d, -f1-10 pairs.csv"
cat >want.out <<'X'
family_a,family_b,accounts,buyers_a,buyers_b,buyers_both,support,share_of_a,share_of_b,lift
ink,toner,7,5,4,3,0.4285714286,0.6,0.75,1.05
X
check "lift by hand: 3 × 7 / (5 × 4)" 0
run "ka-whitespace --min-support 4 --pairs pairs.csv -o /dev/null hand.csv 2>/dev/null"
holds "minimum support" "[ \$(wc -l <pairs.csv) = 1 ]"
run "ka-whitespace --adoption adoption.csv -o /dev/null hand.csv 2>/dev/null; grep toner,all adoption.csv | cut -d, -f3-8"
cat >want.out <<'X'
,2023-12,1,1,1,1
,2024-01,0,1,1,1
,2024-02,0,1,1,1
,2024-03,0,1,1,1
,2024-04,0,1,1,1
,2024-05,0,1,1,1
,2024-06,0,1,1,1
,2024-07,1,2,2,1
,2024-08,0,2,2,1
,2024-09,0,2,2,1
,2024-10,0,2,2,1
,2024-11,1,3,3,1
,2024-12,1,4,6,0.6666666667
X
check "who had taken it up, month by month" 0
holds "… and by channel" "grep -q '^toner,channel,x,2024-12,1,2,4,0.5,' adoption.csv"

# ---- Wallets ----
printf 'account_id,family,wallet\na,ink,400\na,,1000\nb,toner,50\nz,,5\na,paper,7\n' >wallet.csv
expect "shares of wallet; unknown ones are empty" 0 \
    "ka-whitespace --wallet wallet.csv hand.csv | sed -n '1p;/^[ab],/p' | cut -d, -f1,5,22-25" \
    "ka-whitespace: warning: 1 sales rows have no product family
ka-whitespace: warning: 2 wallets are of accounts or families without sales" <<'X'
account_id,family,wallet,wallet_share,account_wallet,account_wallet_share
a,ink,400,0.25,1000,0.1
a,toner,,,1000,0.1
b,ink,,,,
b,toner,50,1,,
X
run "ka-whitespace --wallet wallet.csv hand.csv"
cp out want.zh
sed '1s/.*/客户编码,品类,采购总额/' wallet.csv | iconv -t GB18030 >zh.csv
run "ka-whitespace --wallet zh.csv hand.csv"
same "wallets with Chinese headers" out want.zh
bad_wallet() { # NAME ROW SAYS
    printf 'account_id,family,wallet\na,,5\n%s\n' "$2" >bad.csv
    refuse "$1" 3 "ka-whitespace --wallet bad.csv hand.csv" "ka-whitespace: bad.csv:3: $3"
}
bad_wallet "a wallet of 0" b,,0 "column 'wallet': '0' is not an amount above 0"
bad_wallet "no wallet" b,, "column 'wallet': '' is not an amount above 0"
bad_wallet "a wallet that is none" b,,much "column 'wallet': 'much' is not a decimal"
bad_wallet "a wallet without an account" ,,5 "column 'account_id': '' is no id"
bad_wallet "a wallet twice" a,,6 "column 'account_id': 'a' has this wallet in two rows"
refuse "a table without wallets" 3 "ka-whitespace --wallet seg.csv hand.csv" \
    "ka-whitespace: seg.csv: no column 'wallet'; there are: account_id, cluster"

# ---- What is no input ----
refuse "no sales rows" 3 "ka-whitespace seg.csv" \
    "ka-whitespace: seg.csv:1: no column 'date'; these are there: account_id, cluster"
refuse "an amount that is none" 3 "sed 's/,300/,3x/' hand.csv >bad.csv; ka-whitespace bad.csv" \
    "ka-whitespace: bad.csv:5: column 'revenue': '3x' is not an amount"
refuse "no rows" 5 "head -n 1 hand.csv | ka-whitespace" "ka-whitespace: there are no sales rows"
refuse "no families" 5 "cut -d, -f1-4,6- hand.csv | ka-whitespace" \
    "ka-whitespace: no sales row has a product family"
refuse "all after the last day" 5 "ka-whitespace --asof 2020-01-01 hand.csv" \
    "ka-whitespace: all sales are after the last day that counts"
refuse "a day that is none" 2 "ka-whitespace --asof 2024-02-30 hand.csv" \
    "ka-whitespace: option '--asof': '2024-02-30' is not a date (YYYY-MM-DD)"
refuse "an account twice" 3 "printf 'account_id,cluster\na,1\na,2\n' >bad.csv; ka-whitespace --accounts bad.csv hand.csv" \
    "ka-whitespace: bad.csv:3: column 'account_id': 'a' stands in two rows"
refuse "a segment that is not there" 3 "ka-whitespace --accounts seg.csv --segment size hand.csv" \
    "ka-whitespace: seg.csv: no column 'size'; there are: account_id, cluster"
refuse "a segment without a table" 2 "ka-whitespace --segment size hand.csv" \
    "ka-whitespace: option '--segment': needs --accounts"
refuse "one peer is none" 2 "ka-whitespace --min-peers 1 hand.csv" \
    "ka-whitespace: option '--min-peers': 1 is not 2 or more"
refuse "--lost 0" 2 "ka-whitespace --lost 0 hand.csv" \
    "ka-whitespace: option '--lost': 0 days would lose everything"
refuse "two inputs" 2 "ka-whitespace hand.csv hand.csv" \
    "ka-whitespace: one input at most; there are 2"
expect "one account of one family has no peers" 0 "sed -n 1,2p hand.csv | ka-whitespace | tail -n 1" "" \
    <<<"a,Alpha,x,,ink,owned,2024-12-31,2024-12-31,100,100,,0,0,,,,,,,,"
refuse "sums that do not fit" 3 \
    "{ head -n 2 hand.csv; for i in 1 2; do echo 2024-12-31,a,Alpha,x,ink,sale,900000000000000; done; } | ka-whitespace" \
    "ka-whitespace: account 'a': its revenue does not fit"
refuse "a full disk" 4 "sed 1d hand.csv | grep -v ,,adjust | sed '1i date,account_id,account,channel,family,kind,revenue' | ka-whitespace >/dev/full" \
    "ka-whitespace: cannot write 'stdout': No space left on device"

# ---- The samples ----
ka-import --fx "$samples/fx.csv" --accounts "$samples/accounts.csv" --alias "$samples/alias.csv" \
    --products "$samples/products.csv" -o sales.csv "$samples/sales_gbk.csv" 2>/dev/null
run "ka-whitespace --gaps --wallet $samples/wallet.csv --pairs p.csv --adoption a.csv --meta m.csv sales.csv"
check "the samples" 0
cp out gaps.csv
IFS=, read -r _ account family < <(grep ^family_gap "$samples/planted.csv")
holds "the planted gap is the largest of what was never bought" \
    "grep ',never,' gaps.csv | head -n 1 | grep -q '^$account,.*,$family,never,'"
holds "… and its wallet is known" "grep '^$account,.*,$family,' gaps.csv | cut -d, -f22,23 | grep -q '^[1-9][0-9]*,0$'"
holds "three families spread within the data, ink was there before" \
    "[ \"\$(awk -F, '\$2 == \"all\" && !n[\$1]++ { late += \$4 > \"2024\" } END { print late }' a.csv)\" = 3 ]"
cp p.csv p1.csv
cp a.csv a1.csv
# One record is one line once the line break in a product name is gone.
awk '{ while (gsub(/"/, "&") % 2 && (getline rest) > 0) $0 = $0 " " rest } 1' sales.csv >lines.csv
{ head -n 1 lines.csv; tail -n +2 lines.csv | sort -t, -k4,4 -k1,1r; } >turned.csv
run "ka-whitespace --gaps --wallet $samples/wallet.csv --pairs p.csv --adoption a.csv turned.csv"
same "the same bytes in another order of rows" out gaps.csv
same "… pairs" p.csv p1.csv
same "… adoption" a.csv a1.csv
holds "meta" "grep -q '^families,4$' m.csv && grep -q '^rows.in,3600$' m.csv"

# What the tool writes is what the schema says.
ka-import --schema >schema.csv
while read -r table file; do
    holds "the schema has the columns of $table" \
        "[ \"\$(head -n 1 $file)\" = \"\$(awk -F, -v t='${table/_/ }' '\$1 == t { printf \"%s%s\", c++ ? \",\" : \"\", \$2 }' schema.csv)\" ]"
done <<'X'
whitespace gaps.csv
pairs p.csv
adoption a.csv
X

finish
