#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What ka-synth plants in the side tables is found by the tools, whatever the seed.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

for seed in {1..20}; do
    ka-synth --seed "$seed" --style plain --tables . -o sales.csv
    IFS=, read -r _ stuffed _ < <(grep ^stuffed_channel planted.csv)
    IFS=, read -r _ gap family < <(grep ^family_gap planted.csv)
    IFS=, read -r _ best twin < <(grep ^twin_of_best planted.csv)
    mapfile -t chain < <(sed -n 's/^referral_chain,\([^,]*\),.*/\1/p' planted.csv)

    run "ka-flow --sellthrough sellthrough.csv sales.csv"
    holds "seed $seed: the stuffed channel, and no other" \
        "[ \"\$(grep ,stuffed, out | cut -d, -f1)\" = '$stuffed' ]"

    run "ka-whitespace --gaps sales.csv"
    holds "seed $seed: the largest of what was never bought" \
        "grep -m 1 ,never, out | grep -q '^$gap,.*,$family,never,'"

    ka-score --costs costs.csv --facts facts.csv --accounts accounts.csv --draws 10 \
        -o scored.csv sales.csv 2>err
    run "ka-prospect --accounts accounts.csv --prospects prospects.csv --referrals referrals.csv \
        --network network.csv scored.csv"
    sed 's/"[^"]*"/x/g' out | awk -F, -v best="$best" '$12 == best { print $10, $2, $1 }' |
        sort -g | head -n 1 >near
    holds "seed $seed: the twin is the nearest to the best account, and one of the first leads" \
        "awk -v twin='$twin' '{ exit !(\$1 < .001 && \$2 == twin && \$3 <= 3) }' near && [ -s near ]"
    holds "seed $seed: who brought whom" \
        "grep -q '^${chain[1]},.*,${chain[0]},1,1,' network.csv &&
         grep -q '^${chain[2]},.*,${chain[1]},2,' network.csv"
done
finish
