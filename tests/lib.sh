# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by the tests of the tools: one function a check, one line a result.
# A script is called with BUILD in the environment, in an empty folder of its own.
set -u
export LC_ALL=C.UTF-8
PATH=$BUILD/bin:$PATH
# shellcheck disable=SC2034 # for the scripts that source this
ROOT=$(cd "$(dirname "$0")/../.." && pwd)
passed=0
failed=0

result() { # ok|no NAME
    if [ "$1" = ok ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'not ok: %s: %s\n' "$(basename "$0" .sh)" "$2"
    fi
}

# run COMMAND…: runs in a shell, keeps stdout in ./out, stderr in ./err, the exit
# code in $code.
run() {
    sh -c "$1" >out 2>err </dev/null
    code=$?
}

# check NAME CODE: the last run ended with CODE, expected output in ./want.out
# and ./want.err where these exist (they are removed).
check() {
    verdict=ok
    [ "$code" = "$2" ] || { verdict=no; echo "exit code $code, expected $2"; cat err; }
    for stream in out err; do
        [ -e want.$stream ] || continue
        diff -u want.$stream $stream || verdict=no
        rm -f want.$stream
    done
    result $verdict "$1"
}

# expect NAME CODE COMMAND [ERR]: run and check; stdin of expect is the expected
# stdout, ERR (when given) the whole of stderr.
expect() {
    cat >want.out
    [ $# -lt 4 ] || printf '%s' "${4:+$4
}" >want.err
    run "$3"
    check "$1" "$2"
}

# refuse NAME CODE COMMAND ERR: fails with exactly this message and writes nothing.
refuse() {
    expect "$1" "$2" "$3" "$4" </dev/null
}

# same NAME FILE FILE
same() {
    if cmp "$2" "$3"; then result ok "$1"; else result no "$1"; fi
}

# holds NAME CONDITION: a shell condition
holds() {
    if eval "$2"; then result ok "$1"; else echo "does not hold: $2"; result no "$1"; fi
}

finish() {
    printf '%s: %d passed, %d failed\n' "$(basename "$0" .sh)" $passed $failed
    [ $failed = 0 ]
}
