#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Shards: ka-import --split parts the rows, what ka-profile makes of the parts is what it makes
# of the whole, byte for byte.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
S=$ROOT/data-samples

# ---- ka-import --split ----
ka-import --fx "$S/fx.csv" --accounts "$S/accounts.csv" "$S/sales_gbk.csv" >all.csv 2>all.err
run "ka-import --fx $S/fx.csv --accounts $S/accounts.csv --split 8 shards $S/sales_gbk.csv"
cp all.err want.err
: >want.out
check "the totals are those of all shards, stdout is empty" 0
printf 'shard-000%d-of-0008.csv\n' 1 2 3 4 5 6 7 8 >want
ls shards >names
same "eight files, nothing left beside them" want names
head -n 1 all.csv >header
for shard in shards/*; do
    head -n 1 "$shard" | cmp -s - header || echo "$shard"
    awk -F, -v s="$shard" 'NR > 1 && $3 ~ /^KH/ { print $3 "," s }' "$shard" | sort -u >>placed
done >without_header
holds "each with the header" "[ ! -s without_header ]"
holds "every account is whole in one shard" "[ -z \"\$(cut -d, -f1 placed | sort | uniq -d)\" ]"
tail -n +2 all.csv | sort >want
tail -q -n +2 shards/* | sort >got
same "every row stands once" want got
for shard in shards/*; do
    grep -nxFf "$shard" all.csv | cut -d: -f1 | sort -nc || echo "$shard"
done >disordered
holds "rows stay in the order of the input" "[ ! -s disordered ]"
if command -v xxhsum >/dev/null; then
    while IFS=, read -r account shard; do
        hash=$(printf %s "$account" | xxhsum -H3 - | grep -o '[0-9a-f]\{16\}')
        low=$((16#${hash: -4} % 8 + 1)) # the modulo of a power of two is in the last digits
        [[ $shard == */shard-000$low-of-* ]] || echo "$account"
    done <placed >astray
    holds "the shard is XXH3-64 of the id modulo 8, as xxhsum has it" "[ ! -s astray ]"
else
    echo "xxhsum is not installed: the hash is compared with its published value only"
fi

cp -r shards kept
for threads in 1 3; do
    rm -r shards
    ka-import --fx "$S/fx.csv" --accounts "$S/accounts.csv" --threads $threads --split 8 shards \
        "$S/sales_gbk.csv" 2>/dev/null
    holds "the same bytes with $threads threads" "diff -r kept shards"
done
ka-import --fx "$S/fx.csv" --accounts "$S/accounts.csv" --split 8 shards "$S/sales_gbk.csv" 2>/dev/null
holds "… and over the shards of an earlier run" "diff -r kept shards"
ka-import --split 4 piped <all.csv 2>/dev/null
{ head -n 1 all.csv && sed -n '2,1500p' all.csv; } >one.csv
{ head -n 1 all.csv && sed -n '1501,$p' all.csv; } >two.csv
ka-import --split 4 files one.csv two.csv 2>/dev/null
holds "a pipe" "[ \$(cat piped/* | wc -l) = \$((\$(wc -l <all.csv) + 3)) ]"
for shard in piped/*; do # src and src_line tell the files
    cmp -s <(sed 's/stdin,[0-9]*$//' "$shard") \
        <(sed 's/\(one\|two\).csv,[0-9]*$//' "files/${shard#*/}") || echo "$shard"
done >differing
holds "several files are split as one" "[ ! -s differing ]"

printf 'date,account_id,account,revenue\n2024-01-02,"A,""1""","x' >odd.csv
printf '\ny",1\n2024-01-03,"A,""1""","z, ""z""",2\n2024-01-04,B,,3\n' >>odd.csv
ka-import --split 5 odd odd.csv 2>/dev/null
ka-import odd.csv 2>/dev/null >odd.all
rows=$(cat odd/* | wc -l)
holds "quotes, commas and line ends in cells" "[ $rows = $(($(wc -l <odd.all) + 4)) ] &&
    [ \$(grep -lF 'A,\"\"1' odd/* | wc -l) = 1 ]"
head -n 1 odd.all >want
holds "a shard without rows has its header" "cmp -s want odd/shard-0001-of-0005.csv ||
    cmp -s want odd/shard-0002-of-0005.csv || cmp -s want odd/shard-0003-of-0005.csv"
ka-synth --style load --rows 30000 --accounts 2000 -o load.csv
for threads in 1 2 7; do
    ka-import --threads $threads --split 16 load-$threads load.csv 2>/dev/null
done
holds "thousands of rows, 1, 2, 7 threads" "diff -r load-1 load-2 && diff -r load-1 load-7"
ka-import load.csv 2>/dev/null | tail -n +2 | sort >want
tail -q -n +2 load-1/* | sort >got
same "… and all rows" want got

refuse "no folder" 2 "ka-import --split 8" \
    "ka-import: option '--split': name the folder of the shards first"
refuse "no shards" 2 "ka-import --split 0 none all.csv" "ka-import: option '--split': 1 to 1000 shards"
refuse "too many" 2 "ka-import --split 1001 none all.csv" "ka-import: option '--split': 1 to 1000 shards"
refuse "an output beside it" 2 "ka-import --split 2 none -o x.csv all.csv" \
    "ka-import: option '--split' writes shards: without --output, --check and --show-map"
run "ka-import --split 4 shards all.csv"
holds "shards of another number stay as they are" "[ $code = 2 ] && grep -q \"^ka-import: 'shards' holds shards of 8 (shard-000.-of-0008.csv), not of 4: name another$\" err &&
    diff -r kept shards"
cp all.csv bad.csv
echo 2024-13-01,,X,X,,,,,,,,,,,sale,1,,1,,CNY,1,1,0,x,1 >>bad.csv
run "ka-import --split 8 shards bad.csv"
holds "bad data leave the earlier shards, and nothing beside them" "[ $code = 3 ] && diff -r kept shards"
run "ka-import --split 8 fresh bad.csv"
holds "… and none where none was" "[ $code = 3 ] && [ -z \"\$(ls fresh)\" ]"
touch file
refuse "a file for a folder" 4 "ka-import --split 8 file all.csv" \
    "ka-import: cannot read 'file': Not a directory"

# ---- ka-profile: parts and whole ----

# whole_is_parts NAME ROWS SHARDS OPTIONS-OF-FIGURES OPTIONS-OF-PROFILE
whole_is_parts() {
    rm -rf parts && mkdir parts
    # shellcheck disable=SC2086
    ka-profile $4 $5 --monthly whole.months -o whole "$2" 2>whole.err || return
    ka-import --split "$3" parts "$2" 2>/dev/null
    local k company=() n=$3
    for ((k = 1; k <= n; k++)); do
        # shellcheck disable=SC2086
        ka-profile $4 --figures parts/f$k "parts/shard-$(printf %04d $k)-of-$(printf %04d "$n").csv"
        company+=(--company parts/f$k)
    done
    for ((k = n; k > 0; k--)); do
        # shellcheck disable=SC2086
        ka-profile "${company[@]}" --shard $k/"$n" $5 --monthly parts/m$k -o parts/p$k \
            "parts/shard-$(printf %04d $k)-of-$(printf %04d "$n").csv" 2>>parts/err || return
    done
    ka-profile "${company[@]}" --join -o parts/joined parts/p* 2>parts/join.err
    ka-profile "${company[@]}" --join -o parts/joined.months parts/m* 2>/dev/null
    same "$1" whole parts/joined
    same "$1, by month" whole.months parts/joined.months
}
whole_is_parts "8 shards" all.csv 8 "" "--costs $S/costs.csv"
tail -n 1 parts/join.err >err
grep -o 'revenue [0-9.]*' whole.err | head -n 1 >want
grep -o 'revenue [0-9.]*' err >got
same "… and the totals" want got
grep -o 'cost to serve [0-9.]*' parts/err | awk '{ s += $4 * 10000 } END { printf "%.0f\n", s }' >got
grep -o 'cost to serve [0-9.]*' whole.err | awk '{ printf "%.0f\n", $4 * 10000 }' >want
same "costs are told once" want got
whole_is_parts "one shard" all.csv 1 "" ""
whole_is_parts "more shards than accounts" all.csv 90 "" "--costs $S/costs.csv"
whole_is_parts "a day in the middle" all.csv 5 "--asof 2024-05-17" "--costs $S/costs.csv"
whole_is_parts "a day on which some shards have no rows yet" all.csv 30 "--asof 2023-01-04" ""
whole_is_parts "many accounts" load.csv 7 "" ""
cut -d, -f1-15,20-22 all.csv | ka-import --map margin= 2>/dev/null >lean.csv
whole_is_parts "without quantities" lean.csv 6 "" ""
# One account has all the margins, another the only flag of a product, a third adjusts only.
cat >rare.csv <<'END'
date,order_id,account_id,product_id,high_margin,kind,qty,revenue,cost
2024-01-05,1,A,P,,sale,2,20,10
2024-01-09,2,B,P,,sale,3,33,
2024-02-01,3,C,Q,1,sale,1,7,
2024-02-02,4,D,,,adjust,,-2,
2024-02-03,5,E,Q,,sale,4,44,
2024-03-01,6,F,P,0,return,-1,-10,
END
whole_is_parts "what one account alone knows" rare.csv 4 "" ""
sed 1q rare.csv >none.csv
whole_is_parts "no rows at all" none.csv 3 "" ""

# Figures of any parts add up: by file instead of by shard.
ka-profile --figures f1 one.csv
ka-profile --figures f2 two.csv
ka-profile --figures f12 all.csv
ka-import --split 3 three all.csv 2>/dev/null
for k in 1 2 3; do
    ka-profile --company f1 --company f2 --shard $k/3 -o t$k three/shard-000$k-of-0003.csv 2>/dev/null
    ka-profile --company f12 --shard $k/3 -o u$k three/shard-000$k-of-0003.csv 2>/dev/null
    same "figures by file and of the whole, shard $k" t$k u$k
done
ka-profile -o whole all.csv 2>/dev/null
ka-profile --join t3 t1 t2 2>/dev/null >got
same "profiles in any order" whole got

# ---- Refusals ----
refuse "an account of another shard" 3 "ka-profile --company f12 --shard 1/3 three/shard-0002-of-0003.csv" \
    "$(ka-profile --company f12 --shard 1/3 three/shard-0002-of-0003.csv 2>&1 | grep '^ka-profile: account .* is not in shard 1 of 3$')"
run "ka-profile --join --company f12 -o got.csv t1 t2"
holds "a profile that is missing" "[ $code = 3 ] && [ ! -e got.csv ] &&
    grep -q '^ka-profile: the profiles are not the whole company: revenue [0-9.]* of [0-9.]*, lines [0-9]* of 3600$' err"
run "ka-profile --join t1 t2 t1"
holds "a profile twice" "[ $code = 3 ] && grep -q '^ka-profile: t1:[0-9]*: account .* stands here once more, in two shards or twice in one$' err"
refuse "no figures" 3 "ka-profile --company all.csv --shard 1/3 three/shard-0001-of-0003.csv" \
    "$(ka-profile --company all.csv 2>&1 | grep "^ka-profile: all.csv: .*'figure'")"
printf 'figure,product,date,value\npaid,P,2024-1,3\n' >bad-figures
refuse "a bad month of them" 3 "ka-profile --company bad-figures t1" \
    "ka-profile: bad-figures:2: column 'date': '2024-1' is not a month (YYYY-MM)"
printf 'figure,product,date,value\nbought,P,2024-01,3\n' >bad-figures
refuse "an unknown one" 3 "ka-profile --company bad-figures t1" \
    "ka-profile: bad-figures:2: column 'figure': 'bought' is no figure of a company"
ka-profile --asof 2024-01-31 --figures f0 all.csv
refuse "figures of two days" 3 "ka-profile --company f1 --company f0 all.csv" \
    "ka-profile: f0: these figures are as of another day than those before"
refuse "a day beside figures" 2 "ka-profile --company f1 --asof 2024-01-31 all.csv" \
    "ka-profile: option '--asof' is said where --figures are written"
refuse "another key" 2 "ka-profile --by channel --figures f1 all.csv" \
    "ka-profile: shards are of accounts: without --by"
refuse "no shard" 2 "ka-profile --shard 9/8 all.csv" \
    "ka-profile: option '--shard': '9/8' is not a shard such as 3/8 (of at most 1000)"
refuse "nothing to join" 2 "ka-profile --join" "ka-profile: option '--join': name the profiles of the shards"
refuse "sales rows to join" 3 "ka-profile --join all.csv" \
    "ka-profile: all.csv: 'date' is not a column of accounts by account_id, which ka-profile writes"
{ sed 1q t1 && tail -n +2 t1 | tac; } >backward
run "ka-profile --join backward"
holds "rows that do not ascend" "[ $code = 3 ] && grep -q 'is out of order: these are not rows of ka-profile$' err"
finish
