#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
mkdir one two && echo 1 >one/file && echo 2 >two/file
refuse "two folders, in silence" 0 "ka-exchange one two" ""
holds "… have changed places" "[ \$(cat one/file two/file | tr -d '\\n') = 21 ]"
echo alone >file
refuse "a file and a folder" 0 "ka-exchange file one" ""
holds "… as well" "[ -d file ] && grep -q alone one"
refuse "one that is not there" 4 "ka-exchange one three" \
    "ka-exchange: cannot exchange 'one' and 'three': No such file or directory"
refuse "another file system" 4 "ka-exchange one /proc/version" \
    "ka-exchange: cannot exchange 'one' and '/proc/version': Invalid cross-device link"
holds "… leaves all as it was" "grep -q alone one && [ ! -e three ]"
refuse "one path" 2 "ka-exchange one" "ka-exchange: two paths were expected (see ka-exchange --help)"
refuse "three" 2 "ka-exchange one two file" "ka-exchange: two paths were expected (see ka-exchange --help)"
# A thousand times, while another looks: both names are always there.
while [ ! -e enough ]; do [ -e one ] && [ -e two ] || echo gone >>gaps; done &
looks=$!
for ((i = 0; i < 1000; i++)); do ka-exchange one two; done
touch enough && wait $looks
holds "there is no moment without a name" "[ ! -e gaps ]"
finish
