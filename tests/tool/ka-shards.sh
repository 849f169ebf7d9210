#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The steps of a profile in shards, one after the other and by GNU parallel; on a cluster:
# `make check-cluster`.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
PATH=$ROOT/scripts:$PATH
S=$ROOT/data-samples
HOME=$PWD # of parallel's own notes
export HOME

for script in ka-shards ka-parallel ka-slurm; do
    run "$script --help"
    holds "$script --help" "[ $code = 0 ] && grep -q '^$script: ' out && [ ! -s err ]"
    if command -v mandoc >/dev/null; then
        run "mandoc -Tlint -Wwarning '$BUILD/man/$script.1'"
        check "$script: page is clean" 0
    fi
done

ka-synth --style load --rows 4000 --accounts 90 -o load.csv
for ((i = 0; i < 3; i++)); do
    awk -v i=$i 'NR == 1 || NR % 3 == i' load.csv >"export $i.csv"
done
printf 'account_id,period,kind,amount\n%s,2024-03,rebate,12.5\n' "$(awk -F, 'NR == 2 { print $3 }' load.csv)" >costs.csv
ka-profile --costs costs.csv --monthly monthly.csv -o whole.csv load.csv 2>/dev/null

# ---- By hand ----
refuse "a plan, in silence" 0 "ka-shards plan --monthly --profile=--costs=costs.csv 'the work' 4 'export 0.csv' 'export 1.csv' 'export 2.csv'" ""
refuse "once more" 0 "ka-shards plan --monthly --profile --costs=costs.csv 'the work' 4 'export 0.csv' 'export 1.csv' 'export 2.csv'" ""
run "ka-shards plan 'the work' 5 'export 0.csv'"
holds "another plan for the folder" "[ $code = 2 ] && grep -q \"^ka-shards: 'the work' has another plan: name another folder$\" err"
expect "nothing is there yet" 0 "ka-shards missing 'the work' import" "" <<<"1
2
3"
refuse "a profile before the rows" 4 "ka-shards profile 'the work' 2" \
    "ka-shards: import: these parts are missing: 1 2 3"
mkdir elsewhere
for i in 3 1 2; do
    (cd elsewhere && ka-shards import "../the work" $i) >said 2>&1
    holds "file $i from another folder" "[ $? = 0 ]"
done
ka-shards import "the work" 2 >said 2>&1 &
ka-shards import "the work" 2 >said.2 2>&1
wait
for i in 1 2 4; do ka-shards profile "the work" $i >said 2>&1; done
refuse "a shard is missing" 4 "ka-shards join 'the work'" "ka-shards: profile: these parts are missing: 3"
SLURM_ARRAY_TASK_ID=3 ka-shards profile "the work" >said 2>&1
run "ka-shards join 'the work'"
holds "the whole" "[ $code = 0 ]"
same "… is that of one run" whole.csv "the work/profile.csv"
same "… by month as well" monthly.csv "the work/monthly.csv"

# ---- What is refused ----
refuse "no step" 2 "ka-shards" "ka-shards: '' is not a step (see ka-shards --help)"
refuse "no plan" 2 "ka-shards join nowhere" "ka-shards: 'nowhere' has no plan (see ka-shards --help)"
refuse "no file" 4 "ka-shards plan w 4 none.csv" "ka-shards: 'none.csv' cannot be read"
refuse "no shards" 2 "ka-shards plan w 0 load.csv" "ka-shards: '0' is not a number of shards, 1 to 1000"
refuse "a part that is none" 2 "ka-shards import 'the work' 4" "ka-shards: '4' is not a number from 1 to 3"
refuse "dedupe over files" 2 "ka-shards plan --import=--dedupe=order_id w 2 load.csv costs.csv" \
    "ka-shards: --dedupe finds what is in one file: bring the files together first"
printf 'date,account_id,currency,revenue\n2024-01-02,A,USD,5\n' >dollars.csv
sed 's/USD/EUR/' dollars.csv >euros.csv
ka-shards plan mixed 2 dollars.csv euros.csv
ka-shards import mixed 1 2>said && ka-shards import mixed 2 2>said
run "ka-shards profile mixed 1"
holds "two currencies" "[ $code = 3 ] && grep -q '^dollars.csv: currency,USD; euros.csv: currency,EUR$' err && [ ! -e mixed/profile/shard-0001-of-0002.csv ]"
# shellcheck disable=SC2016 # not to be evaluated is the point
ka-shards plan 'e$(touch evil)' 2 'export 0.csv' && ka-shards import 'e$(touch evil)' 1 2>said
holds "no name is evaluated" "[ ! -e evil ]"

# ---- By GNU parallel ----
refuse "nothing to do" 2 "ka-parallel" "ka-parallel: usage: ka-parallel WORK [OPTION OF PARALLEL]..."
refuse "nothing to submit" 2 "ka-slurm" "ka-slurm: usage: ka-slurm WORK [OPTION OF SBATCH]..."
if command -v parallel >/dev/null; then
    ka-shards plan --monthly --profile=--costs=costs.csv "in parallel" 4 export\ ?.csv
    run "ka-parallel 'in parallel' --jobs 3"
    holds "three at once" "[ $code = 0 ]"
    same "… make the same" whole.csv "in parallel/profile.csv"
    same "… by month as well" monthly.csv "in parallel/monthly.csv"
    cp "export 2.csv" good && echo '2024-13-01,,X' >>"export 2.csv"
    ka-shards plan broken 4 export\ ?.csv
    run "ka-parallel broken"
    holds "bad data end it with 3" "[ $code = 3 ] && grep -q 'export 2.csv:[0-9]*: ' err && [ ! -e broken/profile ]"
    mv good "export 2.csv"
    cp broken/log/import log.before
    run "ka-parallel broken"
    holds "once it is mended" "[ $code = 0 ]"
    holds "… only that file is read again" "[ \$(tail -n +\$((\$(wc -l <log.before) + 1)) broken/log/import | wc -l) = 1 ]"
    ka-profile -o whole.csv load.csv 2>/dev/null
    same "… the whole is right" whole.csv broken/profile.csv
    # The page on cost, on one machine.
    mkdir page page/exports && cp export\ ?.csv page/exports
    run "cd page && $(sed -n '/^```sh/,/^```/p' "$S/SCALE.md" | grep -m 2 '^ka-' | sed 's/ *#.*//' | paste -sd ';')"
    holds "the page on cost" "[ $code = 0 ] && cmp whole.csv page/work/profile.csv"
else
    echo "GNU parallel is not installed: skipped"
fi
finish
