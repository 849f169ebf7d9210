#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What every tool does alike: help, version, page, completion, wrong options, a closed
# or full standard output, layers.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# A letter means one option, whatever the tool.
for tool in "$BUILD"/bin/ka-*; do
    "$tool" --help | grep -oE '^ *-[a-zA-Z], --[a-z-]*'
done | sort -u | awk '{ n[$1]++ } END { for (l in n) if (n[l] > 1) print l }' >letters
holds "no letter has two meanings: $(tr '\n' ' ' <letters)" "[ ! -s letters ]"

version=$(sed -n "s/^VERSION := //p" "$ROOT/Makefile")
for tool in "$BUILD"/bin/ka-*; do
    name=$(basename "$tool")
    run "$name --help"
    holds "$name --help" "[ $code = 0 ] && grep -q '^$name: ' out && [ ! -s err ]"
    holds "$name --help fits a screen of 40 lines of 100 columns" \
        "[ \$(wc -l <out) -le 40 ] && ! grep -q '^.\{101\}' out"
    expect "$name --version" 0 "$name --version" "" <<<"$name $version"
    refuse "$name: unknown option" 2 "$name --no-such-option" \
        "$name: unknown option '--no-such-option' (see $name --help)"
    refuse "$name: unknown letter" 2 "$name -Z" "$name: unknown option '-Z' (see $name --help)"
    refuse "$name: mistyped option" 2 "$name --hepl" \
        "$name: unknown option '--hepl'; near: '--help' (see $name --help)"
    refuse "$name: an argument that is not taken" 2 "$name --version=3" \
        "$name: option '--version' takes no argument (see $name --help)"
    run "$name --help >/dev/full"
    printf '%s: cannot write '\''stdout'\'': No space left on device\n' "$name" >want.err
    check "$name: full output" 4
    run "$name --help >&-"
    printf '%s: cannot write '\''stdout'\'': Bad file descriptor\n' "$name" >want.err
    check "$name: closed output" 4
    # Every option of the help is in the page and in the completion.
    "$tool" --man >page
    "$tool" --completion >completion
    "$tool" --completion=zsh >completion.zsh
    "$tool" --help | sed "/^examples/,\$d" | grep -o -e '^ *\(-., \)\?--[a-z-]*' | grep -o -e '--[a-z-]*' >options
    echo --version >>options
    while IFS= read -r option; do
        holds "$name: $option in page and completion" \
            "grep -qF 'Fl \-${option#--}' page && grep -qF -e '$option' completion &&
                grep -qF -e '$option' completion.zsh"
    done <options
    run "bash -c '. ./completion; _$name $name --vers --; echo \$COMPREPLY'"
    echo "--version" >want.out
    check "$name: bash completes an option" 0
    if command -v zsh >/dev/null; then
        run "zsh -n completion.zsh"
        check "$name: completion for zsh is a zsh script" 0
    fi
    if command -v mandoc >/dev/null; then
        run "mandoc -Tlint -Wwarning page"
        check "$name: page is clean" 0
    fi
done

for script in "$ROOT"/scripts/ka-*; do
    run "'$script' --help"
    holds "${script##*/} --help fits as well" \
        "[ $code = 0 ] && [ \$(wc -l <out) -le 40 ] && ! grep -q '^.\{101\}' out"
done

ka-report --completion >completion
expect "bash completes the words of a choice" 0 \
    "bash -c '. ./completion; _ka-report ka-report e --lang; echo \$COMPREPLY'" <<<"en"

run "$ROOT/scripts/check-layers"
check "includes point down the layers" 0

finish
