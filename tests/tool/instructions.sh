#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A guard of speed that is no clock: instructions per row against tests/instructions.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# count ROWS COMMAND…: its instructions per row
count() {
    rows=$1
    shift
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 |
        awk -v rows="$rows" '/Collected/ { printf "%d\n", $NF / rows }'
}

if ! command -v valgrind >/dev/null; then
    printf 'skipped, valgrind is not installed, '
elif ! grep -qw avx2 /proc/cpuinfo; then
    printf 'skipped, no machine with AVX2, '
elif grep -qE '__[at]san_init' "$BUILD/bin/ka-pareto"; then
    printf 'skipped, a build with sanitizers, '
else
    ka-synth --style load --rows 100000 --accounts 2000 -o load.csv
    ka-synth --style erp --rows 50000 -o erp.csv --tables .
    while read -r tool style most; do
        case $style in
        load) now=$(count 100000 "$tool" --threads 1 -o out.csv load.csv) ;;
        erp) now=$(count 50000 "$tool" --threads 1 -o out.csv --fx fx.csv erp.csv) ;;
        esac
        echo "$tool, $style: $now instructions per row, $most known"
        holds "$tool of $style is no slower than it was" "[ ${now:-0} -gt 0 ] && [ $((now * 100)) -le $((most * 115)) ]"
    done < <(grep -v "^#" "$ROOT/tests/instructions")
fi
finish
