#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ka-forecast: by hand where the naive rate is used, by what the models must do, by what is
# refused.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
samples=$ROOT/data-samples

# ---- Few accounts: the naive rate, by hand ----
cat >few.csv <<'X'
date,account_id,account,channel,kind,revenue
2024-01-01,a,Alpha,one,sale,100
2024-01-15,a,Alpha,one,sale,50
2024-01-15,a,Alpha,one,sale,30
2024-01-20,a,Alpha,one,return,-20
2024-01-29,a,Alpha AG,one,sale,60
2024-01-29,b,Beta,two,sale,10
2024-02-26,b,Beta,two,free,0
2024-01-08,c,Gamma,two,return,-5
X
expect "days, not rows, are purchases; returns lower the value, not the count" 0 \
    "ka-forecast --horizon 4w --boot 0 few.csv" \
    "ka-forecast: warning: fewer than 30 accounts have bought again: the naive rate is used" <<'X'
account_id,account,channel,first,last,repeats,last_weeks,age_weeks,repeat_value,p_alive,expected_orders,orders_lo,orders_hi,expected_value,value_lo,value_hi,clv,naive_orders,forecast_model,forecast_status
a,Alpha AG,one,2024-01-01,2024-01-29,2,4,8,60,,1,,,60,,,59.78133903,1,naive,few_data
b,Beta,two,2024-01-29,2024-02-26,1,4,4,0,,1,,,,,,,1,naive,few_data no_money
c,Gamma,two,,,,,,,,,,,,,,,,,no_purchase
X
refuse "--strict does not put up with that" 5 "ka-forecast --strict few.csv" \
    "ka-forecast: warning: fewer than 30 accounts have bought again: the naive rate is used
ka-forecast: the data do not carry the model"
run "ka-forecast --asof 2024-01-15 --horizon 14d --boot 0 few.csv 2>/dev/null | grep ^a, | cut -d, -f5-9,11"
holds "--asof is the last day that counts" "[ \"\$(cat out)\" = 2024-01-15,1,2,2,80,1 ]"

# ---- Refused ----
refuse "a bad horizon" 2 "ka-forecast --horizon 52 few.csv" \
    "ka-forecast: option '--horizon': '52' is not a time like 52w or 365d"
refuse "a bad discount" 2 "ka-forecast --discount 10% few.csv" \
    "ka-forecast: option '--discount': '10%' is not a rate like 0.1/year"
refuse "a bad day" 2 "ka-forecast --holdout 1.1.2024 few.csv" \
    "ka-forecast: option '--holdout': '1.1.2024' is not a date (YYYY-MM-DD)"
refuse "a bad group" 2 "ka-forecast --group colour few.csv" \
    "ka-forecast: option '--group': 'colour' is not one of channel|group|axis|region|industry|manager"
refuse "a hold-out at the end" 2 "ka-forecast --holdout 2024-02-26 few.csv" \
    "ka-forecast: option '--holdout': the day must be one before the last of the data and not before the first"
refuse "two inputs" 2 "ka-forecast few.csv few.csv" "ka-forecast: one input at most; there are 2"
refuse "a level that is none" 2 "ka-forecast --level 1 few.csv" \
    "ka-forecast: option '--level': must be between 0 and 1"
printf 'account_id,revenue\na,1\n' >accounts.csv
refuse "account rows" 3 "ka-forecast accounts.csv" \
    "ka-forecast: accounts.csv:1: no column 'date'; these are there: account_id, revenue"
refuse "no row" 3 "head -n 1 few.csv | ka-forecast" "ka-forecast: stdin: no row below the header"
refuse "nothing bought" 5 "grep -e date -e ^2024-01-08 few.csv | ka-forecast" \
    "ka-forecast: no account has bought anything"

# ---- The samples ----
ka-import --fx "$samples/fx.csv" "$samples/sales_gbk.csv" >sales.csv 2>/dev/null
run "ka-forecast --boot 40 --meta meta.csv --fits fits.csv -o forecast.csv sales.csv"
check "the samples" 0
holds "auto says which and why, and the naive rate beside it" \
    "grep -q 'is the best by hold-out: behind .* RMSE .*, total [0-9,]*[.][0-9] of [0-9,]*; the naive rate has' err"
holds "one row an account" "[ \"\$(tail -n +2 forecast.csv | cut -d, -f1 | sort -u | wc -l)\" = \
\"\$(ka-profile sales.csv 2>/dev/null | tail -n +2 | wc -l)\" ]"
holds "provenance" "grep -q ^input.1.xxh3 meta.csv && grep -q '^seed,1' meta.csv"
sane() { # nothing below 0, nothing infinite, intervals in order
    sed 's/"[^"]*"/x/g' "$1" | awk -F, 'NR > 1 && $20 != "no_purchase" {
        for (i = 6; i <= 18; i++) if (i != 9 && ($i ~ /^-/ || $i ~ /[in]/)) exit 1
        if ($10 != "" && $10 > 1 || $12 != "" && $12 > $13 || $15 != "" && $15 > $16) exit 1
        if ($17 != "" && $17 > $14) exit 1 }'
}
holds "no negative, no infinite figure, intervals in order, clv at most the value" \
    "sane forecast.csv"
grep -v '"' sales.csv | grep -v '^[^2d]' >lines.csv # rows of one line
(head -n 1 lines.csv && tail -n +2 lines.csv | sort -r) >reversed.csv
run "ka-forecast --boot 40 -o once.csv lines.csv; ka-forecast --boot 40 -o again.csv reversed.csv"
same "the same in any order of rows" once.csv again.csv
run "taskset -c 0 ka-forecast --boot 40 -o again.csv lines.csv"
[ "$code" = 127 ] || same "the same on one processor" once.csv again.csv
run "ka-forecast --boot 40 --seed 2 -o other.csv lines.csv"
holds "another seed, other intervals, the same expectation" "! cmp -s once.csv other.csv &&
    [ \"\$(cut -d, -f10,11,14 once.csv | cksum)\" = \"\$(cut -d, -f10,11,14 other.csv | cksum)\" ]"
run "ka-forecast --boot 0 --model mbgnbd --holdout 2024-12-31 --calibration cal.csv -o x.csv sales.csv"
holds "--holdout tries all models, by frequency and week" "[ \"\$(cut -d, -f1,2 cal.csv | uniq | tr '\n' ' ')\" = \
'part,model total,naive total,nbd total,bgnbd total,mbgnbd frequency,mbgnbd frequency,naive week,mbgnbd week,naive ' ]"
holds "what happened is the same in both parts" "[ \"\$(awk -F, '\$1 == \"frequency\" && \$2 == \"mbgnbd\" { s += \$5 } END { print s }' cal.csv)\" = \
\"\$(awk -F, '\$1 == \"total\" && \$2 == \"mbgnbd\" { print \$5 }' cal.csv)\" ]"
holds "weeks are cumulative, to the last whole one" "awk -F, '\$1 == \"week\" && \$2 == \"mbgnbd\" {
    if (\$3 != ++n || \$5 < actual || \$6 <= expected) bad = 1; actual = \$5; expected = \$6 }
    \$1 == \"total\" && \$2 == \"mbgnbd\" { total = \$5; whole = \$6 }
    END { exit bad || n < 20 || actual > total || actual < .9 * total || expected > whole || expected < .9 * whole }' cal.csv"
refuse "--calibration without a hold-out" 2 "ka-forecast --model nbd --boot 0 --calibration c.csv sales.csv" \
    "ka-forecast: option '--calibration': needs --holdout"
run "ka-forecast --boot 0 --model nbd --group channel --fits fits.csv -o grouped.csv sales.csv"
holds "--group: a fit each, accounts add up" "[ \"\$(awk -F, '\$3 == \"accounts\" { s += \$4 } END { print s }' fits.csv)\" = \
\"\$(grep -vc -e no_purchase -e ^account_id grouped.csv)\" ] && [ \"\$(cut -d, -f1 fits.csv | uniq | wc -l)\" -gt 5 ]"

# ---- Onto account rows, for ka-score ----
run "ka-profile -o profile.csv sales.csv; ka-forecast --boot 40 --accounts profile.csv sales.csv >onto.csv"
holds "--accounts: the rows of ka-profile as they are" "[ \"\$(head -n 1 onto.csv | grep -o '^.*,repeats')\" = \
\"\$(head -n 1 profile.csv),repeats\" ] && [ \"\$(wc -l <onto.csv)\" = \"\$(wc -l <profile.csv)\" ]"
figures() { # account_id, then the columns from repeats on, by id
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "repeats") from = i }
        { printf "%s", $1; for (i = NF - 14; i <= NF; i++) printf ",%s", $i; print "" }' "$1" | sort
}
figures forecast.csv >want.out
figures onto.csv >got.out
same "--accounts: the figures are those of the forecast" want.out got.out
run "ka-score --criteria criteria.csv -o scored.csv onto.csv"
holds "ka-score judges loyalty by p_alive" "[ $code = 0 ] && grep -q ',p_alive,0\..*,pass,' criteria.csv &&
    grep -q ',p_alive,0\..*,fail,' criteria.csv"
run "ka-forecast --boot 0 sales.csv | ka-score --criteria criteria.csv -o scored.csv"
holds "one pipe: ka-forecast | ka-score" "grep -q ',p_alive,0\..*,fail,' criteria.csv"
printf 'account_id,first,repeats\nzz,2020,9\n' >strange.csv
run "ka-forecast --boot 0 --model naive --accounts strange.csv few.csv"
holds "an account without sales is said, a column of the same name replaced" \
    "grep -q '^ka-forecast: warning: strange.csv: rows of accounts without sales: 1' err &&
    [ \"\$(tail -n 1 out)\" = zz,2020,,,,,,,,,,,,,,,no_purchase ]"
printf 'x\n1\n' >strange.csv
run "ka-forecast --boot 0 --model naive --accounts strange.csv few.csv"
holds "no account rows" "[ $code = 3 ] && [ ! -s out ] && grep -q \"no column 'account_id'\" err"

# ---- Nobody ever goes: the NBD, and sane ----
awk 'function uniform() { return (state = state * 16807 % 2147483647) / 2147483647 }
BEGIN { state = 1; print "date,account_id,kind,revenue"
    for (a = 0; a < 60; a++) for (d = a % 9; d < 364; d += 5 + a % 7 + int(9 * uniform()))
        printf "2024-%02d-%02d,a%02d,sale,%d\n", 1 + int(d / 28) % 12, 1 + d % 28, a, 50 + 50 * uniform() }' >steady.csv
for model in bgnbd mbgnbd paretonbd; do
    run "ka-forecast --model $model --boot 20 -o steady.out steady.csv"
    holds "$model without drop-out: no explosion" "[ $code = 0 ] && sane steady.out &&
        awk -F, 'NR > 1 { s += \$11; n += \$18 } END { exit !(s < 1.1 * n && s > .8 * n) }' steady.out"
done

# ---- Values so unequal that they have no mean ----
awk 'function uniform() { return (state = state * 16807 % 2147483647) / 2147483647 }
BEGIN { state = 1; print "date,account_id,kind,revenue"
    for (a = 0; a < 200; a++) { size = .01 / uniform() ^ 3 # a tail of exponent 1/3
        slow = 10 + 90 * uniform()
        for (d = 80 * uniform(); d < 364; d -= slow * log(uniform()))
            printf "2024-%02d-%02d,a%03d,sale,%.2f\n", 1 + int(d / 28) % 12, 1 + d % 28, a,
                size * (.5 + uniform()) } }' >heavy.csv
run "ka-forecast --model nbd --boot 20 --fits fits.csv -o heavy.out heavy.csv"
holds "q <= 1: orders and no money, each row says so" "[ $code = 0 ] && sane heavy.out &&
    awk -F, '\$3 == \"q\" { exit !(\$4 <= 1) }' fits.csv &&
    awk -F, 'NR > 1 && (\$20 != \"no_money\" || \$11 == \"\" || \$14 \$15 \$16 \$17 != \"\") { exit 1 }' heavy.out &&
    grep -q 'no mean value of a purchase: no money is told' err"
refuse "q <= 1 and --strict" 5 "ka-forecast --model nbd --boot 0 --strict heavy.csv" \
    "ka-forecast: warning: 1 of 1 fits have no mean value of a purchase: no money is told
ka-forecast: the data do not carry a value of purchases"

# ---- A small channel is drawn towards the whole, a large one is itself ----
awk 'function uniform() { return (state = state * 16807 % 2147483647) / 2147483647 }
BEGIN { state = 1; print "date,account_id,channel,kind,revenue"
    for (a = 0; a < 603; a++) { fast = a < 3 || a >= 303
        for (d = a % 28; d < 364; d -= (fast ? 8 : 60) * log(uniform()))
            printf "2024-%02d-%02d,a%03d,%s,sale,10\n", 1 + int(d / 28) % 12, 1 + d % 28, a,
                a < 3 ? "few" : fast ? "many" : "slow" } }' >channels.csv
run "ka-forecast --model nbd --boot 0 --group channel --fits fits.csv -o x.csv channels.csv"
holds "shrinkage" "awk -F, '\$3 == \"r\" { r[\$1] = \$4 } \$3 == \"alpha\" { rate[\$1] = r[\$1] / \$4 * 8 / 7 }
    END { exit !(rate[\"many\"] > .8 && rate[\"slow\"] < .25 && rate[\"few\"] > .45 && rate[\"few\"] < .75) }' fits.csv"

finish
