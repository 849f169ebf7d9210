#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The main job on the sample export finds what is planted in it, and every figure agrees
# with the sums that the generator kept for itself.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
samples=$ROOT/data-samples

mkdir demo-build
ln -s "$BUILD/bin" demo-build/bin
run "$ROOT/scripts/demo demo-build"
check "the demo runs" 0
cp out demo.out
cd demo-build/demo || exit 4

holds "the headline says how many make 80 % of revenue and of net profit" \
    "tr -s ' \n' ' ' <../../demo.out | grep -q '80% of revenue comes from [0-9]* of 68 accounts .* 80% of net profit from [0-9]*'"
holds "the last line says where the report is" \
    "tail -n 1 ../../demo.out | grep -q 'The report: /.*/report-zh.html'"

# field FILE KEY COLUMN: a cell by account id; the CSV is read as CSV.
field() {
    ka-pareto --measure revenue "$1" | sed 's/"[^"]*"/x/g' | awk -F, -v key="$2" -v name="$3" '
        NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i; next } $1 == key { print $c }'
}

sed 's/"[^"]*"/x/g' "$samples/truth.csv" >truth.plain
planted() { awk -F, -v fact="$1" '$4 == fact { print $1; exit }' truth.plain; }
loss=$(planted famous_loss) best=$(planted quiet_best) dying=$(planted dying)

# ---- Each planted fact ----
holds "the famous hypermarket is first by revenue" "[ '$(field accounts.csv "$loss" rank)' = 1 ]"
class() { awk -F, -v key="$1" -v name="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i }
    $1 == key { print $c }' rows.plain; }
sed 's/"[^"]*"/x/g' accounts.csv >rows.plain
holds "… loses money after cost to serve" "[ '$(class "$loss" class)' = N ]"
holds "… more than any other" "[ '$(tail -n 1 rows.plain | cut -d, -f1)' = '$loss' ]"
holds "the quiet printer maker has the best net profit of all" "[ '$(class "$best" rank)' = 1 ]"
holds "… and buys more high-margin goods than others" \
    "awk 'BEGIN { exit !($(class "$best" high_margin_lq) > 1) }'"
holds "the dying account has not bought for five months" "[ '$(class "$dying" recency_days)' -gt 140 ]"
holds "… and its segment says so" \
    "echo '$(class "$dying" rfm_segment)' | grep -qE 'at_risk|cant_lose'"
holds "… and its revenue falls" "awk 'BEGIN { exit !($(class "$dying" growth_rate) < 0) }'"
twin=$(tail -n +2 "$samples/alias.csv" | cut -d, -f1)
holds "the second record of the duplicate is joined" "! grep -q '^$twin,' accounts.csv"
run "ka-import --fx $samples/fx.csv --suggest-alias suggested.csv -o /dev/null $samples/sales_gbk.csv"
holds "without the alias table the pair is proposed" "grep -q '$twin' suggested.csv"
run "ka-import $samples/sales_gbk.csv"
holds "two currencies without rates are an error, never a sum" \
    "[ $code = 3 ] && grep -q \"the amount is in 'USD'\" err && [ ! -s out ]"
holds "returns are there" "[ \"\$(awk -F, '\$1 == \"rows.returns\" { print \$2 }' import.csv)\" = 55 ]"

# ---- The verdicts ----
holds "the quiet printer maker is key" "[ '$(class "$best" verdict)' = key ]"
holds "… and leads the key accounts by name" \
    "tr -s ' \n' ' ' <../../demo.out | grep -q '7 of 68 accounts are key accounts: Velmora Printing Co., Ltd., '"
holds "the famous hypermarket is not" "[ '$(class "$loss" verdict)' = watch ]"
holds "the report says so first among those that fail a criterion" \
    "sed -n '/^Large or with potential/,/^Velmora/p' report-en.txt | grep -A 3 '^───' | grep -q '^万澜'"
for lang in zh en; do
    holds "report in $lang: reasons, the famous, the relationships" \
        "grep -q 'id=\"famous\"' report-$lang.html && grep -q 'id=\"relations\"' report-$lang.html &&
         grep -qE 'loses 9.89M after cost to serve|扣除服务成本后亏损 989万' report-$lang.html"
done

# ---- Every figure against the truth ----
columns() { # FILE: account_id and the sums that both sides know, sorted
    awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next }
        $c["revenue"] + 0 { print $1, $c["lines"], $c["revenue"], $c["returns"], $c["margin"],
                            $c["cost_to_serve"], $c["net_profit"] }' "$1" | sort
}
columns rows.plain >ours
columns truth.plain >theirs
same "lines, revenue, returns, margin, cost to serve, net profit of every account" theirs ours
holds "that compared all accounts" "[ \"\$(wc -l <ours)\" = 68 ]"

# ---- The reports ----
for lang in zh en; do
    holds "report in $lang: one file, no network" \
        "! sed 's,http://www.w3.org/[a-z0-9/]*,,g' report-$lang.html | grep -qiE 'https?://|<script src|<link|<img'"
    holds "report in $lang: every column has a name in it" \
        "! sed 's/<[^>]*>/\\n/g' report-$lang.html | grep -E '^[a-z]+(_[a-z0-9]+)+\$'"
    holds "report in $lang: charts" "[ \$(grep -o '<svg' report-$lang.html | wc -l) -ge 6 ]"
done
run "cp report-zh.html first.html; $ROOT/scripts/demo ../../demo-build && cmp first.html report-zh.html"
check "a second run gives the same bytes" 0
cd ../..
finish
