#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The monthly job: a quarter by a real cron daemon, repeats, failures, and kill -9 at random
# moments (KILLS of them; `make check-slow` has 100).
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
PATH=$ROOT/scripts:$PATH
KILLS=${KILLS:-5}

ka-synth --rows 600 --accounts 24 --style plain -o sales.csv
cat >month.conf <<END
# comments, blanks and both kinds of paths
output=kept
  sales = sal*.csv
report.no-charts =
pareto.boot = 0
segment.gap = 0
segment.bootstraps = 0
segment.starts = 3
score.draws = 10
forecast.boot = 0
END
# ---- A real cron daemon meanwhile does the quarter as well ----
# The line of the sample, for each month of the quarter, in this minute instead of a night.
daemon=''
stop_cron() {
    [ -z "$daemon" ] || kill "$daemon" 2>/dev/null
    rm -f "$table"
}
if command -v cron >/dev/null && [ "$(id -u)" = 0 ] && [ -d /etc/cron.d ] && ! pgrep -x cron >/dev/null; then
    sed "s,^output.*,output = cron," month.conf >cron.conf
    table=$(mktemp /etc/cron.d/ka-monthly-test-XXXXXX)
    trap stop_cron EXIT
    sed -n 's,^PATH=.*,PATH='"$PATH"',p; /^SHELL/p' "$ROOT/scripts/samples/ka-monthly.cron" >"$table"
    echo "* * * * * root cd $PWD && mkdir begun && for day in 2025-04-30 2025-05-31 2025-06-30; do ka-monthly --asof \$day cron.conf; done >cron.log 2>&1; touch ended" >>"$table"
    chmod 644 "$table"
    cron -f >/dev/null 2>&1 &
    daemon=$!
else
    echo "cron is not installed or at work already, or this is not root: skipped"
fi

# ---- A quarter ----
for day in 2025-04-30 2025-05-31 2025-06-30; do
    run "ka-monthly --asof $day month.conf"
    holds "$day is done" "[ $code -le 1 ] && [ ! -s err ]"
done
holds "three folders and nothing else" "[ \"\$(ls -A kept | tr '\n' ' ')\" = '.lock 2025-04 2025-05 2025-06 ' ]"
for file in accounts stats curve monthly alerts state diff-month diff-year forecast whitespace rejects; do
    holds "each month has $file.csv" "[ \$(ls kept/*/$file.csv | wc -l) = 3 ]"
done
for lang in zh en; do
    for format in html xlsx md txt; do
        holds "and the report, $lang, $format" "[ \$(find kept -name report-$lang.$format -size +0 | wc -l) = 3 ]"
    done
done
holds "all but the first are compared with the month before" \
    "! grep -q -- --match kept/2025-04/log && grep -q -- '--match before' kept/2025-06/log && [ -s kept/2025-06/changes.csv ]"
holds "what was said is not said again" \
    "grep -q '^ka-watch: [0-9]* alerts, 0 new\|alerts, [0-9]* new' kept/2025-06/log &&
     ka-watch --asof 2025-06-30 --scored kept/2025-06/accounts.csv kept/2025-06/sales.csv >all.csv;
     [ \$(wc -l <kept/2025-06/alerts.csv) -lt \$(wc -l <all.csv) ]"
cp -a kept whole

same_out() { diff -r whole kept; }
before=$(stat -c %i kept/2025-05)
ka-monthly --asof 2025-05-31 month.conf >said 2>&1
holds "a repeat changes nothing" "same_out"
holds "… and touches nothing" "[ $before = \$(stat -c %i kept/2025-05) ]"
sed -i 's/^score.draws.*/score.draws = 11/' month.conf
ka-monthly --asof 2025-06-30 month.conf >said 2>&1
holds "a month that comes out otherwise is replaced" \
    "grep -q -- '--draws=11' kept/2025-06/log && [ \"\$(ls -A kept | wc -l)\" = 4 ]"
sed -i 's/^score.draws.*/score.draws = 10/' month.conf
ka-monthly --asof 2025-06-30 month.conf >said 2>&1
holds "… and comes back" "same_out"

# ---- Tables beside sales ----
buyer=$(sed -n 2p kept/2025-06/accounts.csv | cut -d, -f1)
printf 'account_id,due,amount,paid\n%s,2025-01-31,500,0\n' "$buyer" >owed.csv
printf 'complaint_id,account_id,opened,closed\n1,%s,2025-06-01,\n' "$buyer" >complaints.csv
printf 'period,scope,scope_id,measure,target\n2025,company,,revenue,900000000000\n' >targets.csv
printf 'date,account_id\n2024-06-30,%s\n' "$buyer" >contacts.csv
printf 'account_id,period,kind,amount\n%s,2025-06,rebate,1\n' "$buyer" >costs.csv
sed 's/^output.*/output = beside/' month.conf >beside.conf
printf '%s\n' 'receivables = owed.csv' complaints=complaints.csv targets=targets.csv \
    contacts=contacts.csv costs=costs.csv >>beside.conf
ka-monthly --asof 2025-06-30 beside.conf >said 2>&1
holds "ka-watch has all tables that it knows" \
    "grep -q '^. ka-watch --receivables=.* --complaints=.* --targets=.* --contacts=.* --costs=' beside/2025-06/log"
holds "… and speaks of them" "grep -q '^new,money_owed,3,$buyer,.*500 over terms' beside/2025-06/alerts.csv &&
    grep -q '^new,target_behind' beside/2025-06/alerts.csv"

# ---- What may be wrong ----
conf() { # NAME CODE MESSAGE LINE
    printf 'output = kept\nsales = sales.csv\n%s\n' "$4" >bad.conf
    refuse "$1" "$2" "ka-monthly --asof 2025-06-30 bad.conf" "ka-monthly: $3"
}
conf "no equals sign" 2 "bad.conf:3: 'lang zh' is not KEY = VALUE" "lang zh"
conf "an unknown key" 2 "bad.conf:3: 'sale' is not a key" "sale = x"
conf "an unknown tool" 2 "bad.conf:3: 'sort' is not a tool of the month" "sort.k = x"
conf "an option that is ours" 2 "bad.conf:3: 'import.output' is set by ka-monthly itself" "import.output = x"
conf "… or its beginning" 2 "bad.conf:3: 'import.outp' is set by ka-monthly itself" "import.outp = x"
conf "a key twice" 2 "bad.conf:3: 'output' is there twice" "output = x"
conf "a key without a value" 2 "bad.conf:3: 'mail' has no value" "mail ="
# shellcheck disable=SC2016 # not to be evaluated is the point
conf "nothing is evaluated" 4 'no file is there for '"'$PWD/\$(touch evil)*'" 'sales = $(touch evil)*'
holds "… indeed" "[ ! -e evil ]"
refuse "half a month" 2 "ka-monthly --asof 2025-06-15 month.conf" \
    "ka-monthly: '2025-06-15' is not the last day of a month"
refuse "no day" 2 "ka-monthly --asof 2025-02-30 month.conf" \
    "ka-monthly: '2025-02-30' is not the last day of a month"
run "ka-monthly --asof 2025-09-30 month.conf"
holds "an old export" "[ $code = 3 ] && grep -q 'there are no sales of 2025-09 in the export' err"
holds "… leaves the log" "grep -q 'no sales of 2025-09' kept/2025-09.failed/log"
rm -r kept/2025-09.failed
printf 'date,account_id,revenue\n2025-06-31,A,1\n' >sal-bad.csv
run "ka-monthly --asof 2025-06-30 month.conf"
holds "bad data end it with 3 and their own words" "[ $code = 3 ] && grep -q 'sal-bad.csv:2: ' err"
holds "… and leave the log" "grep -q 'sal-bad.csv:2: ' kept/2025-06.failed/log"
rm -r kept/2025-06.failed sal-bad.csv
holds "… and every earlier month as it was" "same_out"
run "exec 8>kept/.lock; flock 8; ka-monthly --asof 2025-06-30 month.conf"
holds "one run at a time" "[ $code = 4 ] && grep -q 'another run is at work' err"

# ---- The mail ----
cat >hook <<'END'
#!/bin/sh
printf '%s %s\n' "$KA_MONTH" "$#" >>hooked
printf '<%s>\n' "$@" >>hooked
cat >mail
END
chmod +x hook
sed 's/^output.*/output = mailed/' month.conf >mail.conf
# shellcheck disable=SC2016
printf 'mail = %s/hook -t $(touch evil) ;x\nmail_to = a@example.com\nmail_lang = en\n' "$PWD" >>mail.conf
run "cd '$PWD' && ka-monthly --asof 2025-06-30 mail.conf"
holds "the mail is handed over" "[ $code = 1 ] && grep -q '^To: a@example.com' mailed/2025-06/report.eml"
# shellcheck disable=SC2016 # as it stands
printf '%s\n' '2025-06 4' '<-t>' '<$(touch>' '<evil)>' '<;x>' >want
same "… to the program, with its words as they stand" want mailed/hooked
holds "… and nothing is evaluated" "[ ! -e evil ] && [ ! -e mailed/evil ]"
rm -f mailed/hooked
ka-monthly --asof 2025-06-30 mail.conf >said 2>&1
holds "… once" "[ ! -e mailed/hooked ]"
sed -i 's,^mail = .*,mail = /bin/false,' mail.conf
rm mailed/2025-06/mailed
run "ka-monthly --asof 2025-06-30 mail.conf"
holds "a mail that is not taken is said" "[ $code = 4 ] && grep -q 'was not taken: /bin/false' err"

# ---- Signals ----
setsid ka-monthly --asof 2025-06-30 month.conf >said 2>&1 &
job=$!
for ((i = 0; i < 500; i++)); do
    [ ! -e kept/.2025-06.work/stats.csv ] || break
    sleep 0.01
done
kill -TERM -- -$job
wait $job
code=$?
holds "SIGTERM ends it as a failure" "[ $code = 143 ] && grep -q 'it was ended' kept/2025-06.failed/log"
rm -rf kept/2025-06.failed
holds "… and every month is as it was" "same_out"

RANDOM=1
half=0
while [ ! -e enough ]; do # looks all the time
    [ -e kept/2025-06/state.csv ] || echo "not there" >>gaps
done &
looks=$!
start=$(date +%s%N)
ka-monthly --asof 2025-06-30 month.conf >said 2>&1
length=$((($(date +%s%N) - start) / 1000000)) # ms
for ((i = 0; i < KILLS; i++)); do
    # Every other time the month comes out otherwise, so that it is replaced.
    sed -i "s/^score.draws.*/score.draws = $((10 + i % 2))/" month.conf
    setsid ka-monthly --asof 2025-06-30 month.conf >said 2>&1 &
    job=$!
    moment=$((RANDOM * length / 32768))
    sleep "$((moment / 1000)).$(printf %03d $((moment % 1000)))"
    kill -9 -- -$job 2>/dev/null
    wait $job 2>/dev/null
    for month in 2025-04 2025-05; do
        diff -r whole/$month kept/$month >/dev/null || half=$((half + 1))
    done
    # The month itself: as it was, or as it will be, never a part.
    now=kept/2025-06
    diff <(cd whole/2025-06 && find . -type f | sort) <(cd $now && find . -type f | sort) >/dev/null ||
        half=$((half + 1))
    diff whole/2025-06/state.csv $now/state.csv >/dev/null || half=$((half + 1))
done
touch enough
wait $looks
holds "killed $KILLS times: no half folder, no lost state" "[ $half = 0 ]"
holds "there was no moment without the month" "[ ! -e gaps ]"
sed -i 's/^score.draws.*/score.draws = 10/' month.conf
ka-monthly --asof 2025-06-30 month.conf >said 2>&1
rm -rf kept/2025-06.failed
holds "the run after that comes to the same bytes" "same_out"
cp -r kept/2025-06 kept/.2025-06.other # killed before or behind the exchange
cp -r kept/2025-06 kept/.2025-06.work
ka-monthly --asof 2025-05-31 month.conf >said 2>&1
holds "a version of a month that was left goes, the work becomes a failure" \
    "[ ! -e kept/.2025-06.other ] && [ -e kept/2025-06/accounts.csv ] &&
        grep -q 'it was killed' kept/2025-06.failed/log"

# ---- What cron has come to ----
if [ -n "$daemon" ]; then
    for ((i = 0; i < 200; i++)); do
        [ ! -e ended ] || break
        sleep 0.5
    done
    stop_cron
    cat cron.log
    holds "cron comes to the same bytes" "diff -r whole cron"
fi
finish
