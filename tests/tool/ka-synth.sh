#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ka-synth: the same bytes from the same seed, a truth that agrees with the export,
# planted facts that are there whatever the seed.
. "$(dirname "$0")/../lib.sh"

# ---- Options ----

refuse 'too few accounts' 2 'ka-synth --accounts 11' \
    "ka-synth: option '--accounts': 11 is not within 12 to 10000000 (the planted facts need room)"
refuse 'too few months' 2 'ka-synth --months 17' \
    "ka-synth: option '--months': 17 is not within 18 to 600 (the planted facts need room)"
refuse 'too many months' 2 'ka-synth --months 601' \
    "ka-synth: option '--months': 601 is not within 18 to 600 (the planted facts need room)"
refuse 'rows are a count' 2 'ka-synth --rows -1' \
    "ka-synth: option '--rows': '-1' is not a count (0, 1, 2 …)"
refuse 'unknown style' 2 'ka-synth --style sap' \
    "ka-synth: option '--style': 'sap' is not one of erp|plain|load"
refuse 'unknown encoding' 2 'ka-synth --encoding Big5' \
    "ka-synth: option '--encoding': 'Big5' is not one of UTF-8|GB18030"
refuse 'an operand' 2 'ka-synth export.csv' \
    "ka-synth: operand 'export.csv': none is expected"
refuse 'a full disk' 4 'ka-synth >/dev/full' \
    "ka-synth: cannot write 'stdout': No space left on device"
refuse 'a folder that cannot be made' 4 'ka-synth --tables no/such/folder' \
    "ka-synth: cannot create 'no/such/folder': No such file or directory"
refuse 'a truth that cannot be written' 4 'ka-synth -o e.csv --truth no/such' \
    "ka-synth: cannot write 'no/such': No such file or directory"

expect 'no rows: the header' 0 'ka-synth --style plain --rows 0' '' <<'EOF'
date,order_id,account_id,account,channel,region,product_id,family,kind,qty,revenue,cost
EOF

# ---- Determinism ----

# The command that the page of the samples gives is what made them.
made=$(sed -n 's/^    \(ka-synth .*\)/\1/p' "$ROOT/data-samples/README.md")
mkdir samples
(cd samples && sh -c "$made")
for file in sales_gbk accounts products costs alias fx facts contacts wallet sellthrough prospects referrals targets planted truth; do
    same "samples: $file" "samples/$file.csv" "$ROOT/data-samples/$file.csv"
done

for file in complaints receivables; do
    same "samples: $file" "samples/$file.csv" "$ROOT/data-samples/$file.csv"
done

(LC_ALL=zh_CN.GBK ka-synth >gbk.csv)
same 'the locale changes nothing, stdout is as a file' gbk.csv samples/sales_gbk.csv
ka-synth --seed 2 >other.csv
holds 'another seed, other data' '! cmp -s other.csv gbk.csv'
ka-synth --encoding UTF-8 >utf8.csv
iconv -f GB18030 -t UTF-8 gbk.csv >converted.csv
same 'GB18030 says what UTF-8 says' converted.csv utf8.csv
ka-synth --style plain --encoding GB18030 | iconv -f GB18030 -t UTF-8 >converted.csv
ka-synth --style plain >plain.csv
same 'the encoding is free in both styles' converted.csv plain.csv
mkdir few
ka-synth --rows 500 --tables few >/dev/null
same 'rows do not change who the accounts are' few/accounts.csv samples/accounts.csv

# ---- Size ----

ka-synth --style plain --rows 5000 --accounts 40 --months 20 --truth truth.csv \
    --tables tables >plain.csv
holds 'rows' '[ "$(wc -l <plain.csv)" = 5001 ]'
holds 'accounts, in the truth' '[ "$(wc -l <truth.csv)" = 41 ]'
holds 'accounts, in the master data' '[ "$(wc -l <tables/accounts.csv)" = 41 ]'
holds 'months' '[ "$(sed 1d plain.csv | cut -c1-7 | sort -u | wc -l)" = 20 ]'
holds 'the last month' '[ "$(tail -n 1 plain.csv | cut -c1-7)" = 2024-08 ]'
holds 'a rate for each month' '[ "$(wc -l <tables/fx.csv)" = 21 ]'
holds 'in the order of dates' 'sed 1d plain.csv | cut -c1-10 | sort -c'
holds 'nothing on Sundays' '! sed 1d plain.csv | cut -c1-10 | sort -u | date -f - +%w | grep -q 0'

# ---- The truth against the export ----

# CSV to tabs, quoted commas and quotes minded; records end with RS.
cat >cells.awk <<'EOF'
function cells(line,    n, i, c, quoted) {
    delete cell
    n = 1
    for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (c == "\"" && quoted && substr(line, i + 1, 1) == "\"") { cell[n] = cell[n] c; i++ }
        else if (c == "\"") quoted = !quoted
        else if (c == "," && !quoted) n++
        else cell[n] = cell[n] c
    }
    return n
}
function money(text,    minus) {
    minus = text ~ /^-/
    gsub(/[^0-9.]/, "", text)
    return minus ? -text : text + 0
}
EOF

# account, documents, lines, revenue, returns, margin, cost to serve, net profit
cat >sums.awk <<'EOF'
FILENAME ~ /alias/ { if (FNR > 1) { cells($0); code[cell[1]] = cell[2] } next }
FNR == 1 { next }
FILENAME ~ /costs/ { cells($0); serve[cell[1]] += cell[4]; next }
{
    cells($0)
    id = cell[3] in code ? code[cell[3]] : cell[3]
    lines[id]++
    if (!seen[cell[2]]++) orders[id]++
    revenue[id] += cell[11]
    margin[id] += cell[11] - cell[12]
    if (cell[9] == "return") returns[id] -= cell[11]
}
END {
    for (id in lines)
        printf "%s %d %d %.2f %.2f %.2f %.2f %.2f\n", id, orders[id], lines[id], revenue[id],
            returns[id], margin[id], serve[id], margin[id] - serve[id]
}
EOF
cat >truth.awk <<'EOF'
FNR > 1 {
    cells($0)
    if (cell[15] > 0)
        printf "%s %d %d %.2f %.2f %.2f %.2f %.2f\n", cell[1], cell[14], cell[15], cell[16],
            cell[17], cell[18], cell[19], cell[20]
}
EOF
awk -f cells.awk -f sums.awk tables/alias.csv tables/costs.csv plain.csv | sort >summed
awk -f cells.awk -f truth.awk truth.csv | sort >true
same 'the truth is the sum of the export' summed true

# ---- The planted facts, whatever the seed ----

# planted, key, revenue rank, net profit, its rank
cat >facts.awk <<'EOF'
FNR > 1 {
    cells($0)
    n++
    name[n] = cell[4]; key[n] = cell[5]; revenue[n] = cell[16] + 0; profit[n] = cell[20] + 0
}
END {
    for (i = 1; i <= n; i++) {
        a = b = 1
        for (j = 1; j <= n; j++) { a += revenue[j] > revenue[i]; b += profit[j] > profit[i] }
        if (name[i] == "famous_loss") famous = key[i] == 0 && a <= 3 && profit[i] < -1e6 && b == n
        if (name[i] == "quiet_best") best = key[i] == 1 && b == 1
        if (name[i] == "dying") dying = key[i] == 0 && a <= n / 5
    }
    print famous, best, dying
}
EOF
for seed in 1 2 3 4 5 6 7 8 9 10; do
    ka-synth --seed $seed --truth facts.csv -o /dev/null
    holds "seed $seed: famous and losing, quiet and best, large and dying" \
        '[ "$(awk -f cells.awk -f facts.awk facts.csv)" = "1 1 1" ]'
done
id_of() { grep ",$1," samples/truth.csv | cut -d, -f1; }
ka-synth --style plain >plain.csv
holds 'the dying account stops five months before the end' \
    'last=$(grep ",$(id_of dying)," plain.csv | tail -n 1); [ "${last%%-*}" = 2025 ] &&
     case $last in 2025-01*) true ;; *) false ;; esac'
holds 'the second record is in the export and not in the master data' \
    'code=$(sed -n "2s/,.*//p" samples/alias.csv); grep -q ",$code," plain.csv &&
     ! grep -q "^$code," samples/accounts.csv'

# Days between purchase days, of accounts with at least 15: the coefficient of variation.
cut -d, -f1,3 plain.csv | sed 1d | sort -u | sort -t, -k2,2 -k1,1 | while IFS=, read -r d id; do
    echo "$id $d"
done | awk '{ split($2, p, "-"); y = p[1] - (p[2] < 3); m = (p[2] + 9) % 12
              day = 365 * y + int(y / 4) + int((153 * m + 2) / 5) + p[3]
              if ($1 == id) { g = day - at; n[id]++; s[id] += g; q[id] += g * g }
              id = $1; at = day }
            END { for (id in n) if (n[id] > 14) { mean = s[id] / n[id]
                  print sqrt(q[id] / n[id] - mean * mean) / mean, id } }' | sort -n >cv
holds 'the quiet account orders the most regularly' \
    '[ "$(sed -n "1s/.* //p" cv)" = "$(id_of quiet_best)" ] && [ "$(sed -n "1s/ .*//p" cv | cut -c1-3)" = 0.1 ]'

# ---- As an ERP writes it ----

cat >erp.awk <<'EOF'
BEGIN { RS = "\r\n" }
{ n = cells($0) }
NR <= 2 || NR == 3 { next }
cell[1] == "合计" { total_qty = money(cell[12]); total = money(cell[16]); cost_total = money(cell[17]); next }
{
    if (n != 17) print NR ": cells: " n
    q = cell[12]
    for (d = 0; d <= 9; d++) gsub(substr("０１２３４５６７８９", wide * d + 1, wide), d, q)
    if (q != cell[12]) full_width++
    gsub("－", "-", q)
    qty = money(q)
    off = money(cell[14]) / 100
    difference = money(cell[13]) * qty * (1 - off) - money(cell[16])
    if (difference > 0.005001 || difference < -0.005001) print NR ": amount is off by " difference
    if ((qty < 0) != (cell[11] == "销售退货") || (qty < 0) != (cell[2] ~ /^XT/)) print NR ": kind"
    if ((cell[15] == "USD") != (cell[16] ~ /\$/)) print NR ": currency sign"
    returns += qty < 0
    dollars += cell[15] == "USD"
    newline += cell[9] ~ /\n/
    quote += cell[9] ~ /"/
    at += cell[4] ~ /^@/
    sum_qty += qty; sum += money(cell[16]); cost += money(cell[17])
}
END {
    if (sum_qty != total_qty) print "total quantity " total_qty
    if (sprintf("%.2f %.2f", sum, cost) != sprintf("%.2f %.2f", total, cost_total)) print "totals"
    if (!returns || !dollars || !newline || !quote || !at || !full_width) print "a quirk is missing"
}
EOF
expect 'every line of the ERP export adds up, every quirk is there' 0 \
    'awk -v wide="$(printf ０ | awk "{ print length }")" -f cells.awk -f erp.awk utf8.csv' '' </dev/null
head -n 3 utf8.csv | tr -d '\r' >head
cat >want <<'EOF'
销售明细表
日期范围：2023/1/1 - 2025/6/30
单据日期,单据编号,客户编码,客户名称,渠道,地区,业务员,存货编码,存货名称,产品系列,业务类型,数量,单价,折扣,币种,金额,成本
EOF
same 'title lines and header' head want
holds 'every line ends with CR LF, but for the break in a name' \
    '[ "$(grep -vc "$(printf "\r")$" utf8.csv)" = "$(grep -c "彩色硒鼓套装$" utf8.csv)" ]'

# ---- Rows to measure with ----
run 'ka-synth --style load --rows 10000 --accounts 100'
check 'load: rows by the million' 0
cp out load.csv
holds 'ten columns, all rows' "[ \"\$(head -n 1 out | tr , '\n' | wc -l)\" = 10 ] && [ \"\$(wc -l <out)\" = 10001 ]"
holds 'two rows in five have quotes' "awk '/\"/ { n++ } END { exit !(n > 3000 && n < 6000) }' out"
run 'ka-synth --style load --rows 10000 --accounts 100'
same 'the same every time' load.csv out
refuse 'load has no truth' 2 'ka-synth --style load --truth t.csv' \
    "ka-synth: option '--style': nothing is true of 'load' and it is UTF-8"
finish
