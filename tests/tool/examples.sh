#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every example of every --help and every pipeline of the README runs on the sample
# data, ends well and leaves something behind.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# runs_well NAME COMMAND: in a fresh copy of the samples.  A reader that stops early
# (head) ends its writer by SIGPIPE, 141.
runs_well() {
    rm -rf place
    cp -r --no-preserve=mode "$ROOT/data-samples" place
    ls place >before
    (cd place && bash -o pipefail -c "$2") >out 2>err </dev/null
    code=$?
    ls place >after
    if { [ $code = 0 ] || [ $code = 141 ]; } && { [ -s out ] || ! cmp -s before after; }; then
        result ok "$1"
    else
        echo "exit code $code: $2"
        cat err
        result no "$1"
    fi
}

for tool in "$BUILD"/bin/ka-*; do
    name=$(basename "$tool")
    # All are in the page, those that fit in the help.
    "$tool" --man | awk '
        /^\.Sh/ { examples = $2 == "EXAMPLES" }
        !examples { next }
        /^\.Ed/ { open = 0; print command }
        open { sub(/^ */, ""); command = command (command == "" ? "" : " ") $0 }
        /^\.Bd/ { open = 1; command = "" }' |
        sed -e 's/\\-/-/g' -e 's/\\e/\\/g' -e 's/\\&//g' >commands
    holds "$name has examples" "[ -s commands ]"
    while IFS= read -r command; do
        runs_well "$name: $command" "$command"
    done <commands
done

awk '/^```sh/ { inside = 1; next } /^```/ { inside = 0 } inside' "$ROOT/README.md" |
    grep -v '^scripts/bootstrap' >blocks
awk '{ command = command (command == "" ? "" : "\n") $0 }
     !/[|\\]$/ { print command; command = "" }' RS='\n' blocks |
    awk '{ sub(/\\$/, ""); printf "%s%s", $0, /\|$/ ? " " : "\n" }' >commands
while IFS= read -r command; do
    case $command in ka-* | cat*) runs_well "README: $command" "$command" ;; esac
done <commands
holds "README has pipelines" "grep -q ^ka- commands"

finish
