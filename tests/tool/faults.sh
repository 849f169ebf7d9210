#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every tool on a full disk, a broken disk, a closed pipe, a signal and too little memory: a
# clear message, never a short output with exit 0, never an earlier file lost.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
samples=$ROOT/data-samples
POINTS=${POINTS:-8} # limits of memory a tool; `make check-slow` has 50

ka-import --fx "$samples/fx.csv" --accounts "$samples/accounts.csv" --products "$samples/products.csv" \
    --alias "$samples/alias.csv" -o sales.csv "$samples/sales_gbk.csv" 2>/dev/null
ka-score --costs "$samples/costs.csv" --facts "$samples/facts.csv" -o rows.csv sales.csv 2>/dev/null

ka-profile -o profile.csv sales.csv 2>/dev/null

# The tools by the command that writes to stdout; each reads and writes more than a block.
commands=(
    "ka-import --fx $samples/fx.csv $samples/sales_gbk.csv"
    "ka-profile --threads 2 sales.csv"
    "ka-pareto --boot 20 --threads 2 sales.csv"
    "ka-segment --gap 2 --bootstraps 2 --starts 2 sales.csv"
    "ka-score --draws 10 rows.csv"
    "ka-forecast --model naive --boot 0 sales.csv"
    "ka-diff sales.csv"
    "ka-watch sales.csv"
    "ka-whitespace sales.csv"
    "ka-flow --sellthrough $samples/sellthrough.csv sales.csv"
    "ka-plan --targets $samples/targets.csv sales.csv"
    "ka-profile --join profile.csv"
    "ka-prospect --accounts $samples/accounts.csv rows.csv"
    "ka-report --no-charts rows.csv"
    "ka-report --no-charts --format xlsx rows.csv"
    "ka-synth --rows 600"
)

# whole NAME DISK COMMAND: runs COMMAND -o file in DISK over an earlier file, which must hold
# either what it held (exit code 4, or 127 of the loader, and a message) or all of the result (0, or 1 of ka-watch).
whole() {
    local name=$1 disk=$2
    printf 'earlier' >"$disk/file"
    (eval "$3 -o $disk/file") >out 2>err </dev/null
    code=$?
    case $code in
    0 | 1) cmp -s "$disk/file" want || broken "$name: exit code $code and a short file" ;;
    4 | 127)
        [ "$(cat "$disk/file")" = earlier ] || broken "$name: the earlier file is lost"
        [ -s err ] || broken "$name: says nothing"
        ;;
    *) broken "$name: exit code $code: $(head -c 200 err)" ;;
    esac
    [ "$(ls -A "$disk")" = file ] || broken "$name: leaves $(ls -A "$disk")"
    rm -rf "${disk:?}"/* "$disk"/.??*
}
wrong=0
broken() {
    [ $wrong -gt 3 ] || echo "$1"
    wrong=$((wrong + 1))
}
all_whole() { # NAME
    holds "$tool: $1" "[ $wrong = 0 ]"
    wrong=0
}

mkdir disk full
full=
if [ "$(id -u)" = 0 ] && mount -t tmpfs -o size=4k none full 2>/dev/null; then
    full=full
    trap 'umount full disk' EXIT
    mount -t tmpfs none disk # for speed: what is written is synced
else
    echo "no tmpfs can be mounted: /dev/full only"
fi
small=
(ulimit -v 400000 && ka-pareto --version >/dev/null 2>&1) && small=yes
[ $small ] || echo "a build with sanitizers: no memory limits, no broken disk"
[ -z $small ] || cc -shared -fPIC -D_GNU_SOURCE "$ROOT/tests/shim/eio.c" -o eio.so -ldl || finish

for command in "${commands[@]}"; do
    tool=${command%% *}
    [[ $command != *xlsx* ]] || tool="$tool xlsx"
    eval "$command" >want 2>/dev/null

    run "$command >/dev/full"
    holds "$tool: a full device is a system error" "[ $code = 4 ] && grep -q 'No space left' err"
    if [ $full ]; then
        whole "full disk" $full "$command"
        holds "$tool: a full disk is said" "[ $code = 4 ] && grep -q 'No space left' err"
        all_whole "a full disk leaves the earlier file"
    fi
    run "$command >&-"
    holds "$tool: a closed stdout is a system error" "[ $code = 4 ] && [ -s err ]"
    bash -c "$command 2>err | true; exit \${PIPESTATUS[0]}" </dev/null
    code=$?
    holds "$tool: a reader that has gone ends it quietly" "[ $code = 141 ] || [ $code -le 1 ]"

    if [ $small ]; then
        for what in read write; do
            for n in 0 1 2 3 5 8; do
                whole "EIO in $what $n" disk "KA_EIO=$what:$n LD_PRELOAD=./eio.so $command"
            done
        done
        all_whole "a broken disk"
        # From what the loader needs to what the whole takes.
        for ((i = 0; i < POINTS; i++)); do
            limit=$((8000 + 150000 * i * i / POINTS / POINTS))
            whole "$limit kB" disk "ulimit -v $limit && $command"
        done
        all_whole "$POINTS limits of memory"
    fi
done

# ---- Shards: all of an earlier run or all of this one ----
ka-import --split 3 kept sales.csv 2>/dev/null
shards_stay() { # NAME COMMAND: which must fail
    (eval "$2") >out 2>err </dev/null
    code=$?
    holds "$1" "[ $code = 4 ] && [ -s err ] && diff -r kept disk"
}
rm -rf disk/* && cp kept/* disk
head -n 2000 sales.csv >fewer.csv
if [ $full ]; then
    umount full && mount -t tmpfs -o size=1000k none full
    cp kept/* full
    ka-import --split 3 full fewer.csv >out 2>err
    code=$?
    holds "shards on a full disk" "[ $code = 4 ] && grep -q 'No space left' err && diff -r kept full"
fi
if [ $small ]; then
    for n in 0 1 2; do
        shards_stay "EIO in write $n of a shard" "KA_EIO=write:$n LD_PRELOAD=./eio.so ka-import --split 3 disk fewer.csv"
    done
fi
rm -rf disk/*

# ---- SIGTERM in the middle ----
mkfifo rows.fifo
for command in ka-profile ka-pareto ka-segment ka-score ka-forecast ka-diff ka-watch ka-whitespace ka-import ka-report; do
    printf 'earlier' >disk/file
    $command -o disk/file rows.fifo >out 2>err &
    job=$!
    { head -c 20000 sales.csv; for ((i = 0; i < 100; i++)); do kill -0 $job 2>/dev/null || break; sleep 0.05; done; } >rows.fifo 2>/dev/null &
    feeder=$!
    sleep 0.1
    kill -TERM $job 2>/dev/null
    wait $job
    code=$?
    kill $feeder 2>/dev/null
    wait $feeder 2>/dev/null
    holds "$command: SIGTERM leaves the earlier file and nothing else" \
        "[ $code = 143 ] && [ \"\$(cat disk/file)\" = earlier ] && [ \"\$(ls -A disk)\" = file ]"
done
finish
