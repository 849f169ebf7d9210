#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What is large or odd, and still right: fields, columns, accounts, names.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# ---- A field of 10 MB: kept whole, or refused by name; never cut ----
{
    printf 'date,account_id,revenue,note\n2025-01-01,A,1,"'
    head -c 10000000 /dev/zero | tr '\0' x
    printf '"\n2025-01-02,B,2,y\n'
} >field.csv
run "ka-import --keep note -o wide.csv field.csv"
holds "a field of 10 MB is kept or refused, never cut" \
    "{ [ $code = 0 ] && [ \$(wc -c <wide.csv) -gt 10000000 ]; } || { [ $code = 3 ] && grep -q 'field.csv:2' err && [ ! -e wide.csv ]; }"

# ---- 10,000 columns ----
awk 'BEGIN {
    printf "date,account_id,revenue"; for (i = 0; i < 10000; i++) printf ",c%d", i; print ""
    for (r = 1; r <= 20; r++) { printf "2025-01-%02d,A%d,%d", r, r % 3, r; for (i = 0; i < 10000; i++) printf ",%d", i + r; print "" } }' >columns.csv
holds "10,000 columns are read by name" "ka-pareto --measure c9999 columns.csv | grep -q 70063"

# ---- A million accounts, and their order ----
awk 'BEGIN { print "date,account_id,revenue"; for (i = 0; i < 1000000; i++) printf "2025-01-01,K%07d,%d.5\n", i, i % 1000 }' >million.csv
run "ka-pareto --measure revenue million.csv | grep -o 'K[0-9]\{7\}' | sort -u | wc -l"
holds "a million accounts are a million rows" "[ \"\$(cat out)\" = 1000000 ]"
{ head -n 1 million.csv; tail -n +2 million.csv | tac; } >turned.csv
ka-pareto --threads 1 million.csv >one.rows
ka-pareto --threads 2 turned.csv >two.rows
same "… and the same bytes backwards, by any number of threads" one.rows two.rows
rm -f million.csv turned.csv one.rows two.rows

# ---- A name with a character of every category of Unicode ----
# Two of each: Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Cf Co Cn.
# shellcheck disable=SC1110 # quotes are among them
names=(AЖ zß ǅǈ ʰー 中ا e$'\u0301'$'\u0300' ा$'\u0903' $'\u20dd'x 1٣ Ⅷ〇 ½① _‿ -— '([' ')]' «‘ »’ '!。' +∑ '$￥'
    '^´' ©😀 'a'$'\u2003''b' $'a\u00adb' $'\ue000' $'\U000e0fff')
{
    echo date,account_id,account,revenue
    i=0
    for name in "${names[@]}"; do
        printf '2025-01-%02d,U%d,"Ⓝ%sx",%d\n' $((i % 28 + 1)) $i "$name" $((1000 - i))
        i=$((i + 1))
    done
} >names.csv
run "ka-import -o clean.csv names.csv && ka-profile clean.csv | ka-pareto -o names.rows"
holds "a name of every category passes" "[ $code = 0 ] && [ \$(grep -c '^U[0-9]*,' names.rows) = ${#names[@]} ]"
run "ka-report --no-charts -o names.html names.rows && ka-report --format xlsx -o names.xlsx names.rows &&
    ka-report --format txt -o names.txt names.rows && ka-report --format md -o names.md names.rows"
check "… and every report takes them" 0
holds "… in UTF-8" "iconv -f UTF-8 -t UTF-8 names.html >copy && cmp copy names.html"

# ---- The hash is another one in each process ----
for i in 1 2 3 4 5; do
    ka-profile clean.csv | ka-pareto >"again.$i"
    cmp -s again.1 "again.$i" || echo differs
done >differ
holds "no byte depends on the hash" "[ ! -s differ ]"
finish
