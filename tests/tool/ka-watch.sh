#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ka-watch: finds what was planted and nothing else, says it once over three runs, refuses a
# damaged state.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# Ten accounts that order once a week in two families, all of 2023 and 2024.  From October 2024
# on gone orders no more, cheap pays 15 % less, plain has left family B; small orders a twentieth
# in December; back is like gone, but orders again on 2025-01-10.
awk 'BEGIN { srand(3)
    print "date,account_id,account,channel,manager,product_id,family,kind,qty,revenue"
    n = split("gone cheap plain small back n1 n2 n3 n4 n5", name, " ")
    for (a = 1; a <= n; a++) for (d = a; d < 745; d += 5 + int(5 * rand())) {
        year = 2023 + int(d / 372); month = 1 + int(d % 372 / 31); day = 1 + d % 31 % 28
        date = sprintf("%d-%02d-%02d", year, month, day)
        if ((name[a] == "gone" || name[a] == "back") && date >= "2024-10") continue
        for (f = 0; f < 2; f++) {
            if (name[a] == "plain" && f == 1 && date >= "2024-10") continue
            qty = 100 + int(40 * rand()); price = (f + 1) * 10
            if (name[a] == "cheap" && date >= "2024-10") price *= .85
            if (name[a] == "small" && date >= "2024-12" && year == 2024) qty = int(qty / 20)
            printf "%s,%s,Account %s,one,m%d,p%d,%s,sale,%d,%.2f\n", date, name[a], name[a],
                a % 4, f, substr("AB", f + 1, 1), qty, qty * price }
    } }' | grep -v ^2025 >sales.csv # B is two thirds of what plain was worth
found() { # the alerts as rule:account, sorted
    sed 's/"[^"]*"/x/g' out | awk -F, 'NR > 1 { print $1 ":" $2 ":" $4 }' | sort | tr '\n' ' '
}
run "ka-watch --asof 2024-12-31 sales.csv"
holds "what was planted, and nothing else" "[ $code = 1 ] && [ \"\$(found)\" = \
'new:lost_family:plain new:overdue:back new:overdue:gone new:price_erosion:cheap new:revenue_drop:back new:revenue_drop:gone new:revenue_drop:plain new:revenue_drop:small ' ]"
holds "the most severe first" "[ \"\$(cut -d, -f3 out | tail -n +2 | sort -rs | tr -d '\n')\" = \
\"\$(cut -d, -f3 out | tail -n +2 | tr -d '\n')\" ]"
holds "a sentence in both languages" "grep -q '^new,price_erosion,2,cheap,.*近三个月的成交价比前一年低15.*Account cheap pays 15' out"
(head -n 1 sales.csv && tail -n +2 sales.csv | sort -r) >reversed.csv
cp out once
run "ka-watch --asof 2024-12-31 reversed.csv"
same "the same in any order of rows" once out
printf 'account_id,verdict\ncheap,key\ngone,watch\n' >scored.csv
run "ka-watch --scored scored.csv --asof 2024-12-31 sales.csv"
holds "key accounts first" "[ \"\$(sed -n 2p out | cut -d, -f2,4,6)\" = price_erosion,cheap,1 ]"

# ---- Three runs of cron ----
cut -d, -f1,2,4 once | sort >want.first
run "ka-watch --state state.csv --asof 2024-12-31 sales.csv"
cut -d, -f1,2,4 out | sort >first
holds "first run: all is new, exit 1" "[ $code = 1 ]"
same "first run: the same alerts" want.first first
cp state.csv state.1
expect "second run: nothing is new, exit 0" 0 "ka-watch --state state.csv --asof 2024-12-31 sales.csv" \
    "ka-watch: 8 alerts, 0 new, 0 cleared" <<'X'
status,rule,severity,account_id,account,key,subject,value,expected,lo,hi,since,sentence_zh,sentence_en
X
same "second run: the state is the same" state.1 state.csv
run "ka-watch --all --state state.csv --asof 2024-12-31 sales.csv"
holds "--all says it again, since when" "[ $code = 0 ] && [ \"\$(grep -c '^said,.*,2024-12-31,' out)\" = 8 ]"
(cat sales.csv && echo '2025-01-01,back,Account back,one,m1,p0,A,sale,100,1000' &&
    echo '2025-01-01,back,Account back,one,m1,p1,B,sale,100,2000') >later.csv
run "ka-watch --state state.csv --asof 2025-01-01 later.csv"
holds "third run: one has cleared, nothing is new" "[ $code = 0 ] && [ \"\$(found)\" = 'cleared:overdue:back ' ] &&
    grep -q '^cleared,overdue,,back,,,,,,,,2024-12-31,,\$' out"
holds "third run: it is out of the state" "! grep -q ^overdue,back state.csv && grep -q ^overdue,gone,,2024-12-31 state.csv"

# ---- A damaged state ----
damage() { # NAME COMMAND: makes bad.csv from state.csv
    sh -c "$2" >bad.csv
    cp bad.csv kept.csv
    refuse "$1: refused" 3 "ka-watch --state bad.csv --asof 2024-12-31 -o x.csv sales.csv" \
        "ka-watch: bad.csv: is not a whole state file; it is kept as it is"
    same "$1: kept" kept.csv bad.csv
    holds "$1: nothing written" "[ ! -e x.csv ]"
}
damage "cut off" "sed '\$d' state.csv"
damage "a row missing" "sed 2d state.csv"
damage "a date that is none" "sed '2s/2024-12-31/yesterday/' state.csv"
damage "a row twice" "sed '2{p}' state.csv | sed 's/^end,7/end,8/'"
damage "another table" "printf 'a,b,c,d\n1,2,3,4\n'"
damage "only a header" "head -n 1 state.csv"
: >bad.csv
run "ka-watch --state bad.csv --asof 2024-12-31 sales.csv"
holds "an empty file: refused and kept" "[ $code = 3 ] && [ -e bad.csv ] && [ ! -s bad.csv ]"
printf 'rule,account_id,subject,since\nend,0,,\n' >none.csv
run "ka-watch --state none.csv --asof 2024-12-31 sales.csv"
holds "an empty state is one" "[ $code = 1 ]"

# ---- Rules ----
run "ka-watch --print-rules"
cp out rules.csv
run "ka-watch --rules rules.csv --asof 2024-12-31 sales.csv"
same "the printed rules are those in force" once out
grep -e ^rule -e ^price rules.csv | sed 's/0.05/0.2/' >mild.csv
expect "other limits, other rules off: exit 0" 0 "ka-watch --rules mild.csv --asof 2024-12-31 sales.csv" \
    "ka-watch: 0 alerts, 0 new, 0 cleared" <<'X'
status,rule,severity,account_id,account,key,subject,value,expected,lo,hi,since,sentence_zh,sentence_en
X
printf 'rule,limit,severity\naccount_share,0.05,1\nmanager_share,0.2,3\n' >shares.csv
run "ka-watch --rules shares.csv --asof 2024-12-31 sales.csv"
holds "shares of accounts and managers" "grep -q '^new,manager_share,3,,,,m' out && grep -q '^new,account_share,1,n' out"
bad_rule() {
    printf 'rule,limit,severity\n%s\n' "$2" >bad.csv
    refuse "$1" 3 "ka-watch --rules bad.csv sales.csv" "ka-watch: bad.csv:2: $3"
}
bad_rule "no such rule" 'gone,1,1' "column 'rule': no such rule ('gone')"
bad_rule "a limit that is none" 'overdue,2,1' \
    "column 'limit': not a number above 0 (and, but for revenue, below 1) ('overdue')"
bad_rule "a severity that is none" 'overdue,.1,4' "column 'severity': not 1, 2 or 3 ('overdue')"
refuse "a bad day" 2 "ka-watch --asof tomorrow sales.csv" \
    "ka-watch: option '--asof': 'tomorrow' is not a date (YYYY-MM-DD)"
cp sales.csv both.csv
run "ka-watch --state both.csv both.csv"
holds "the state is no sales file" "[ $code = 3 ] && cmp -s sales.csv both.csv"
cp state.csv other.csv
run "ka-watch --state other.csv -o other.csv sales.csv"
holds "the state is no place for the alerts" "[ $code = 2 ] && cmp -s state.csv other.csv"
refuse "two inputs" 2 "ka-watch sales.csv sales.csv" "ka-watch: one input at most; there are 2"

finish
