#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A guard of speed that is no clock: instructions per row against tests/instructions.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
rows=100000

# count COMMAND…: its instructions per row
count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 |
        awk -v rows=$rows '/Collected/ { printf "%d\n", $NF / rows }'
}

if ! command -v valgrind >/dev/null; then
    printf 'skipped, valgrind is not installed, '
elif ! grep -qw avx2 /proc/cpuinfo; then
    printf 'skipped, no machine with AVX2, '
elif grep -qE '__[at]san_init' "$BUILD/bin/ka-pareto"; then
    printf 'skipped, a build with sanitizers, '
else
    ka-synth --style load --rows $rows --accounts 2000 -o load.csv
    while read -r tool most; do
        now=$(count "$tool" --threads 1 -o out.csv load.csv)
        echo "$tool: $now instructions per row, $most known"
        holds "$tool is no slower than it was" "[ ${now:-0} -gt 0 ] && [ $((now * 100)) -le $((most * 115)) ]"
    done < <(grep -v "^#" "$ROOT/tests/instructions")
fi
finish
