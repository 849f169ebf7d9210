#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ka-plan: pace and projection against what is known by construction, the interval by hand, a
# person's figures kept, follow-ups by hand, calendars read by python3-icalendar, what is planted
# in the samples, the same bytes for any order of rows.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
samples=$ROOT/data-samples

# cut COLUMNS FILE: columns by name
columns() {
    awk -F, -v names="$1" 'NR == 1 { n = split(names, name, " "); for (i = 1; i <= NF; i++) at[$i] = i; next }
        { for (i = 1; i <= n; i++) printf "%s%s", $at[name[i]], i < n ? "," : "\n" }' "$2"
}

# ---- A hundred on each working day from 2023 on ----
seq 0 819 | sed 's/.*/2023-01-01 + & days/' | date -f - '+%F %u' |
    awk 'BEGIN { print "date,account_id,account,channel,manager,kind,qty,revenue,margin" }
         $2 < 6 { print $1 ",a,Alpha,X,M1,sale,2,60,6"; print $1 ",b,Beta,Y,M2,sale,2,40," }' >even.csv
cat >targets.csv <<'X'
period,scope,scope_id,measure,target
2025,company,,revenue,26000
2025-Q1,company,,qty,
2025-03,account,a,revenue,2000
2025,account,a,margin,1000
2025,account,b,margin,1000
2024,manager,M2,revenue,10000
2026,channel,X,revenue,15660
2025,account,z,revenue,5
2022,company,,revenue,5
X
# 2025 has 261 working days, 53 of them up to 14 March; 2026 has 261, too.
expect "pace, run rate, projection of what never varies" 0 \
    "ka-plan --asof 2025-03-14 --targets targets.csv even.csv" \
    "ka-plan: warning: 1 targets are for what has no sales" <<'X'
period,scope,scope_id,measure,account,target,actual,attainment,expected_share,expected,pace,workdays,workdays_left,run_rate,required_rate,projection,projection_lo,projection_hi,projected_attainment,finding,season
2022,company,,revenue,,5,,,1,5,,260,0,,,,,,,,workdays
2024,manager,M2,revenue,,10000,10480,1.048,1,10000,1.048,262,0,40,,10480,10480,10480,1.048,met,own
2025,company,,revenue,,26000,5300,0.2038461538,0.2030651341,5279.693487,1.003846154,261,208,100,99.51923077,26100,26100,26100,1.003846154,on_track,own
2025,account,a,margin,Alpha,1000,318,0.318,0.2030651341,203.0651341,1.566,261,208,6,3.278846154,1566,1566,1566,1.566,on_track,own
2025,account,b,margin,Beta,1000,,,0.2030651341,203.0651341,,261,208,,,,,,,,workdays
2025,account,z,revenue,,5,0,0,0.2030651341,1.01532567,0,261,208,0,0.02403846154,0,,,0,at_risk,company
2025-Q1,company,,qty,,,212,,0.828125,,,64,11,4,,256,256,256,,,own
2025-03,account,a,revenue,Alpha,2000,600,0.3,0.4761904762,952.3809524,0.63,21,11,60,127.2727273,1260,1260,1260,0.63,behind,own
2026,channel,X,revenue,,15660,0,0,0,0,,261,261,,60,15660,15660,15660,1,on_track,own
X

# A December of double sales weighs double in the years after: 23 of 284 days' worth more.
awk -F, -v OFS=, '$1 ~ /-12-/ { $8 *= 2 } 1' even.csv >season.csv
run "ka-plan --asof 2025-03-14 season.csv"
holds "the season of earlier years" \
    "[ \"\$(columns 'expected_share projection season' out)\" = 0.1866197183,28400,own ]"
run "grep -v ,b, season.csv | ka-plan --asof 2023-12-29"
holds "no earlier year: working days alone" \
    "[ \"\$(columns 'expected_share season' out)\" = 1,workdays ]"
awk -F, '!($2 == "b" && $1 ~ /^2024-05/)' season.csv >hole.csv
printf '%s\n' period,scope,scope_id,measure,target 2025,account,b,revenue,1 >b.csv
run "ka-plan --asof 2025-03-14 --targets b.csv hole.csv"
holds "a month without sales: the season of the company" \
    "[ \"\$(columns season out)\" = company ]"
printf '%s\n' date,working 2025-03-03,0 2025-03-08,1 2025-03-10,0 >holidays.csv
run "ka-plan --asof 2025-03-14 --holidays holidays.csv even.csv"
holds "holidays and weekends worked" "[ \"\$(columns 'workdays workdays_left' out)\" = 260,208 ]"

# ---- The interval by hand ----
# Working days 23, 20, 21; rate 6400 / 64; s^2 = (0 + 400^2 / 20 + 400^2 / 21) / 2; 197 days left;
# t(.975; 2) = 4.302652730: half = t sqrt(s^2 197 (64 + 197) / 64).
cat >three.csv <<'X'
date,account_id,kind,revenue
2025-01-15,a,sale,2300
2025-02-15,a,sale,2400
2025-03-31,a,sale,1700
X
run "ka-plan three.csv"
holds "projection with interval" \
    "columns 'projection projection_lo projection_hi' out | awk -F, '{ h = 4.302652729696 * sqrt((160000 / 20 + 160000 / 21) / 2 * 197 * 261 / 64)
        exit !(\$1 == 26100 && (\$2 - 26100 + h) ^ 2 < 1e-6 && (\$3 - 26100 - h) ^ 2 < 1e-6) }'"
state() { # NAME WANT TARGET
    printf '%s\n' period,scope,scope_id,measure,target "2025,company,,revenue,$3" >t.csv
    run "ka-plan --targets t.csv three.csv"
    holds "$1" "[ \"\$(columns finding out)\" = $2 ]"
}
state "a target that is reached" met 6400
state "one that the projection reaches" on_track 26000
state "one within the interval" at_risk 27000
state "one beyond it" behind 44000
printf '%s\n' period,scope,scope_id,measure,target 2025-01,company,,revenue,2301 >t.csv
run "ka-plan --targets t.csv three.csv"
holds "one that was missed" "[ \"\$(columns 'finding required_rate' out)\" = missed, ]"
printf '%s\n' date,account_id,kind,revenue 2025-03-31,a,sale,1700 >one.csv
run "ka-plan one.csv"
holds "one month has no interval" \
    "[ \"\$(columns 'projection_lo projection_hi' out)\" = , ]"

# ---- As people keep them ----
printf '%s\r\n' '目标期间,范围,对象,指标,目标金额' '2025/3,company,,revenue,"￥2,100"' '2025年一季度,channel,X,revenue,0.4万' |
    iconv -t GB18030 >zh.csv
run "ka-plan --asof 2025-03-14 --targets zh.csv even.csv"
holds "Chinese headers, GB18030, amounts as people write them" \
    "[ \"\$(columns 'period scope_id target' out | tr '\n' ' ')\" = '2025-Q1,X,4000 2025-03,,2100 ' ]"

# ---- Proposals ----
cat >set.csv <<'X'
period,scope,scope_id,measure,target
2025-Q2,manager,M2,revenue,9999
2025-Q2,account,new,revenue,77
2025-Q2,company,,margin,55
2025-Q3,company,,revenue,1
X
printf '%s\n' account_id,expected_value a,5200 b, z,9 >forecast.csv
cat >want.prop <<'X'
period,scope,scope_id,measure,target,source,proposed,history,history_lo,history_hi,forecast,prior
2025-Q2,company,,revenue,3900,proposed,3900,6500,6500,6500,1300,6500
2025-Q2,manager,M1,revenue,2600,proposed,2600,3900,3900,3900,1300,3900
2025-Q2,manager,M2,revenue,9999,person,2600,2600,2600,2600,,2600
2025-Q2,channel,X,revenue,2600,proposed,2600,3900,3900,3900,1300,3900
2025-Q2,channel,Y,revenue,2600,proposed,2600,2600,2600,2600,,2600
2025-Q2,account,a,revenue,2600,proposed,2600,3900,3900,3900,1300,3900
2025-Q2,account,b,revenue,2600,proposed,2600,2600,2600,2600,,2600
2025-Q2,company,,margin,55,person,,,,,,
2025-Q2,account,new,revenue,77,person,,,,,,
X
# 65 working days; 5200 over the 260 of 52 weeks is 20 a day.
run "ka-plan --targets set.csv --propose prop.csv --forecast forecast.csv -o /dev/null even.csv; cat prop.csv"
cp want.prop want.out
printf '%s\n' 'ka-plan: warning: 1 targets are for what has no sales' \
    'ka-plan: warning: 1 forecast rows are of accounts without sales' >want.err
check "history and forecast; what a person has set stays" 0
run "ka-plan --targets prop.csv --propose again.csv --forecast forecast.csv -o /dev/null even.csv"
same "handed back, people's figures and proposals are told apart" again.csv want.prop
sed 's/,3900,proposed,3900/,1,proposed,1/' prop.csv >old.csv
run "ka-plan --targets old.csv --propose again.csv --forecast forecast.csv -o /dev/null even.csv"
same "an old proposal is made anew" again.csv want.prop
run "ka-plan --propose next.csv --period year --measure qty -o /dev/null even.csv"
holds "the next year, in pieces" "grep -qx '2026,company,,qty,1044,.*' next.csv"
run "ka-plan --propose next.csv --period month --asof 2025-03-14 -o /dev/null even.csv"
holds "the next month" "grep -qx '2025-04,account,a,revenue,1320,.*' next.csv"

# ---- Follow-ups by hand ----
cat >accounts.csv <<'X'
account_id,account,manager,verdict,relationship,revenue,cost_to_serve
a,"Alpha; ""the, first""",M1,key,,1000,200
b,,M2,ordinary,,1000,50
c,"Chi\",../../etc,watch,,0,9
d,,../../etc,key,partner,,
X
cat >contacts.csv <<'X'
date,account_id,kind
2025-01-01,q,mail
2025-02-01,a,meeting
2025-03-20,a,mail
2025-03-25,b,visit
2025-04-02,b,visit
X
cat >rules.csv <<'X'
class,relationship,item,limit
key,,visit,30
key,,meeting,365
,,call,10
key,,call,0
key,partner,training,20
key,,service_most,.1
,,service_least,.02
X
plan="ka-plan --rules rules.csv --accounts accounts.csv --contacts contacts.csv -o /dev/null"
run "$plan --asof 2025-03-31 --due - even.csv"
cat >want.out <<'X'
due,overdue_days,finding,manager,account_id,account,class,relationship,kind,every_days,last,last_contact
2025-03-03,28,overdue,M1,a,"Alpha; ""the, first""",key,,visit,30,2025-02-01,2025-03-20
2025-03-31,0,due,../../etc,c,Chi\,watch,,call,10,,
2025-03-31,0,unattended,../../etc,d,,key,partner,visit,30,,
2025-03-31,0,unattended,../../etc,d,,key,partner,meeting,365,,
2025-03-31,0,unattended,../../etc,d,,key,partner,training,20,,
2025-04-04,0,due,M2,b,Beta,ordinary,,call,10,2025-03-25,2025-03-25
X
printf '%s\n' 'ka-plan: warning: 1 contacts are of accounts that are not among the rows' \
    'ka-plan: warning: 1 contacts are younger than the last day and do not count' >want.err
check "what is due: a meeting counts as a visit, a visit as a call; the rule that fits best" 0
cp out due.en
printf '%s\r\n' 联系日期,客户编码,客户,联系方式 2025/1/1,q,Q,邮件 2025年2月1日,a,A,会议 20250320,a,A,Mail \
    2025-03-25,b,B,拜访 2025.4.2,b,B,上门 | iconv -t GB18030 >zh.csv
printf '%s\r\n' 客户等级,客户关系,跟进方式,间隔天数 key,,拜访,30 key,,会议,365 ,,电话,10 key,,电话,0 key,合作伙伴,培训,20 |
    iconv -t GB18030 >zhrules.csv
run "${plan/rules.csv/zhrules.csv} --contacts zh.csv --asof 2025-03-31 --due - even.csv"
same "contacts and rules with Chinese headers, words and days" out due.en
refuse "a month is no day" 3 "sed 's/2025-03-20/2025-03/' contacts.csv >bad.csv; $plan --contacts bad.csv --due - even.csv" \
    "ka-plan: bad.csv:4: column 'date': '2025-03' is not a date (YYYY-MM-DD)"
run "$plan --load load.csv --service service.csv --asof 2025-03-31 even.csv; cat load.csv service.csv"
cat >want.out <<'X'
manager,accounts,key_accounts,unattended_key_accounts,overdue,overdue_days_most,due,planned_contacts,contacts,contacts_share
../../etc,2,1,1,0,0,4,67.91666667,0,0
M1,1,1,0,1,28,0,13.16666667,2,0.1518987342
M2,1,0,0,0,0,1,36.5,1,0.02739726027
class,relationship,accounts,revenue,cost_to_serve,cost_share,service_least,service_most,finding,accounts_below,accounts_above,accounts_unknown
key,,1,1000,200,0.2,0.02,0.1,above,0,1,0
key,partner,1,,,,0.02,0.1,,0,0,1
ordinary,,1,1000,50,0.05,0.02,,kept,0,0,0
watch,,1,,,,0.02,,,0,0,1
X
check "load by manager, service against what is promised" 0
run "$plan --due - --ahead 0 --key relationship=partner --asof 2025-03-31 even.csv"
holds "--key says which accounts are key" \
    "[ \"\$(grep -c unattended out)\" = 1 ] && grep -q ',unattended,../../etc,d,,partner,partner,call,' out"
run "ka-plan --print-rules >shipped.csv; ka-plan --rules shipped.csv --print-rules"
same "the shipped rules read back" out shipped.csv

# ---- iCalendar ----
run "$plan --due due.ics --format ics --asof 2025-03-30 even.csv"
check "a calendar" 0
cat >lines <<'X'
BEGIN:VEVENT
UID:
DTSTAMP:20250330T000000Z
DTSTART;VALUE=DATE:20250331
SUMMARY:visit Alpha\; "the\, first"
DESCRIPTION:a\ndue 2025-03-03\, 27 days overdue\; every 30 days\; last 2025
 -02-01
CATEGORIES:key
DTEND;VALUE=DATE:20250401
TRANSP:TRANSPARENT
END:VEVENT
X
tr -d '\r' <due.ics | sed 's/^UID:.*/UID:/' | sed -n '/^BEGIN:VEVENT/,/^END:VEVENT/p' | head -n 11 >got
same "an event as RFC 5545 has it; what is overdue on the next working day" got lines
holds "every line ends with CRLF" "[ \$(grep -c \$'\r\$' due.ics) = \$(wc -l <due.ics) ]"
holds "no line is longer than 75 octets" "! LC_ALL=C grep -q '^.\{77,\}' due.ics"
run "$plan --split manager --format ics folder/ even.csv --asof 2025-03-31"
ls folder >got
printf '%s\n' %2E%2E%2F%2E%2E%2Fetc.ics M1.ics M2.ics >want.ls
same "one file per manager; no name leads out of the folder" got want.ls
cp folder/M2.ics m2.ics
run "$plan --split manager --format ics --ahead 0 folder even.csv --asof 2025-03-26"
holds "nothing due: a note, for a calendar without any component is none" \
    "grep -q 'BEGIN:VJOURNAL' folder/M2.ics && ! grep -q VEVENT folder/M2.ics"
run "$plan --split manager --format ics folder even.csv --asof 2025-04-01"
holds "the same follow-up has the same UID on another day" \
    "[ \"\$(grep UID: m2.ics)\" = \"\$(grep UID: folder/M2.ics)\" ] && ! cmp -s m2.ics folder/M2.ics"
run "$plan --split manager folder even.csv --asof 2025-03-31; cut -d, -f5 folder/M2.csv"
printf '%s\n' account_id b >want.out
check "… as CSV" 0

# ---- What is no input ----
bad() { # NAME ROW SAYS
    printf '%s\n' period,scope,scope_id,measure,target,source "$2" >bad.csv
    refuse "$1" 3 "ka-plan --targets bad.csv even.csv" "ka-plan: bad.csv:2: column $3"
}
bad "a period that is none" 2025-Q5,company,,revenue,1, "'period': '2025-Q5' is not a period (YYYY-MM, YYYY-Qn, YYYY-Hn or YYYY)"
bad "a month that is none" 2025-13,company,,revenue,1, "'period': '2025-13' is not a period (YYYY-MM, YYYY-Qn, YYYY-Hn or YYYY)"
bad "no such scope" 2025,region,x,revenue,1, "'scope': 'region' is not one of company|manager|channel|account"
bad "a scope without an id" 2025,manager,,revenue,1, "'scope_id': '' names nothing"
bad "no such measure" 2025,company,,orders,1, "'measure': 'orders' is not one of revenue|margin|qty"
bad "a target that is none" 2025,company,,revenue,much, "'target': 'much' is not an amount"
bad "a target below 0" 2025,company,,revenue,-1, "'target': '-1' is below 0"
bad "no such source" 2025,company,,revenue,1,me "'source': 'me' is not one of person|proposed"
printf '%s\n' period,scope,scope_id,measure,target 2025,company,,revenue,1 2025,company,x,revenue,2 >bad.csv
refuse "two targets for the same" 3 "ka-plan --targets bad.csv even.csv" \
    "ka-plan: bad.csv:3: column 'period': '2025' has two targets for the same"
rule() { # NAME ROW SAYS
    printf '%s\n' class,relationship,item,limit key,,call,9 "$2" >bad.csv
    refuse "$1" 3 "ka-plan --rules bad.csv --print-rules" "ka-plan: bad.csv:3: column $3"
}
rule "no such item" key,,dinner,9 "'item': 'dinner' is not one of visit|call|mail|meeting|event|training|service_least|service_most"
rule "a limit that is none" key,,visit,often "'limit': 'often' is not a number of 0 or more"
rule "half a day" key,,visit,1.5 "'limit': '1.5' is not a whole number of days up to 3650"
rule "two rules for the same" key,,call,3 "'item': 'call' has a rule for this class and relationship above"
refuse "no rules" 3 "echo class,relationship,item,limit >bad.csv; ka-plan --rules bad.csv --print-rules" \
    "ka-plan: bad.csv: no rule below the header"
day() { # NAME ROW SAYS
    printf '%s\n' date,working 2025-01-01,0 "$2" >bad.csv
    refuse "$1" 3 "ka-plan --holidays bad.csv even.csv" "ka-plan: bad.csv:3: column $3"
}
day "a holiday without a date" ,0 "'date': '' is not a date (YYYY-MM-DD)"
day "neither worked nor off" 2025-01-02,half "'working': 'half' is not 1 or 0"
day "a day twice" 2025-01-01,1 "'date': '2025-01-01' stands twice"
refuse "an account twice" 3 "printf '%s\n' account_id a b a >bad.csv; ka-plan --accounts bad.csv even.csv" \
    "ka-plan: bad.csv:4: column 'account_id': 'a' stands twice"
refuse "an unknown kind of contact" 3 \
    "sed 's/,mail/,dinner/' contacts.csv >bad.csv; ka-plan --accounts accounts.csv --contacts bad.csv --due - even.csv" \
    "ka-plan: bad.csv:2: column 'kind': 'dinner' is not one of visit|call|mail|meeting|event|training"
refuse "no class" 3 "cut -d, -f1 accounts.csv >bad.csv; $plan --accounts bad.csv --due - even.csv" \
    "ka-plan: bad.csv: no column 'verdict'; there are: account_id"
refuse "a key that is none" 2 "$plan --key key --due - even.csv" \
    "ka-plan: option '--key': 'key' is not COLUMN=VALUE"
refuse "follow-ups without contacts" 2 "ka-plan --due - even.csv" \
    "ka-plan: option '--due': needs --accounts and --contacts"
refuse "a split without a folder" 2 "$plan --split manager <even.csv" \
    "ka-plan: option '--split': names no folder"
refuse "a split of another kind" 2 "$plan --split region folder even.csv" \
    "ka-plan: option '--split': 'region' is not one of manager"
refuse "a folder that cannot be made" 4 "$plan --split manager no/such/folder even.csv 2>&1 >/dev/null | grep -v warning >&2; exit 4" \
    "ka-plan: cannot create 'no/such/folder': No such file or directory"
refuse "too few months" 2 "ka-plan --months 2 even.csv" "ka-plan: option '--months': 2 is not within 3 to 24"
refuse "a forecast without proposals" 2 "ka-plan --forecast forecast.csv even.csv" \
    "ka-plan: option '--forecast': needs --propose"
refuse "no sales" 5 "head -n 1 even.csv | ka-plan" "ka-plan: there are no sales rows up to the last day"
refuse "all after the last day" 5 "ka-plan --asof 2020-01-01 even.csv" "ka-plan: there are no sales rows up to the last day"
refuse "no sales rows" 3 "ka-plan targets.csv" \
    "ka-plan: targets.csv:1: no column 'date'; these are there: period, scope, scope_id, measure, target"
refuse "two inputs" 2 "ka-plan even.csv even.csv" "ka-plan: one input at most; there are 2"
refuse "a full disk" 4 "ka-plan even.csv >/dev/full" "ka-plan: cannot write 'stdout': No space left on device"

# ---- The samples ----
ka-import --fx "$samples/fx.csv" --accounts "$samples/accounts.csv" --alias "$samples/alias.csv" \
    -o all.csv "$samples/sales_gbk.csv" 2>/dev/null
ka-score --draws 0 --costs "$samples/costs.csv" --facts "$samples/facts.csv" \
    --accounts "$samples/accounts.csv" -o scored.csv all.csv 2>/dev/null
job="ka-plan --targets $samples/targets.csv --accounts scored.csv --contacts $samples/contacts.csv --meta m.csv
    --propose p.csv --load l.csv --service s.csv --due d.csv"
run "$(echo $job) all.csv"
check "the samples" 0
cp out plan.csv
holds "the planted manager is behind target, and no other" \
    "[ \"\$(awk -F, '\$2 == \"manager\" && \$20 == \"behind\" { print \$3 }' plan.csv)\" = 程予安 ]"
key=$(sed 's/"[^"]*"/x/g' "$samples/truth.csv" | awk -F, '$5 == 1 { print $1 }')
for account in $key; do
    grep -q ",$account," "$samples/contacts.csv" || echo "$account"
done >unmet
sed 's/"[^"]*"/x/g' scored.csv >scored.plain
columns 'account_id verdict' scored.plain | sed -n 's/,key$//p' | grep -xFf unmet >want.unmet
sed 's/"[^"]*"/x/g' d.csv | awk -F, '$3 == "unattended" && $12 == "" { print $5 }' | sort -u >unattended
holds "there are key accounts that nobody met" "[ \$(wc -l <want.unmet) = 3 ]"
same "… they are unattended, and no other was never met" unattended want.unmet
holds "… with all that is overdue" "! grep -Ff want.unmet d.csv | grep -q ,overdue,"
for seed in 2 3 4; do
    mkdir "seed$seed"
    ka-synth --seed $seed --style plain --tables seed$seed -o "seed$seed/sales.csv"
    run "ka-plan --targets seed$seed/targets.csv --accounts seed$seed/accounts.csv seed$seed/sales.csv"
    manager=$(awk -F, '$2 == "manager" { print $5 "," $3 }' "seed$seed/targets.csv" | sort -n | tail -n 1 | cut -d, -f2)
    holds "seed $seed: the manager with the highest target is behind" \
        "awk -F, '\$2 == \"manager\" && \$3 == \"$manager\" { exit !(\$20 == \"behind\") }' out"
done
for t in p l s d; do cp $t.csv $t.want; done
turn() { { head -n 1 "$1"; tail -n +2 "$1" | sort -r; } >"$2"; }
awk '{ while (gsub(/"/, "&") % 2 && (getline rest) > 0) $0 = $0 " " rest } 1' all.csv >lines.csv
turn lines.csv turned.csv
for t in targets contacts; do turn "$samples/$t.csv" $t.turned; done
turn scored.csv scored.turned
run "ka-plan --targets targets.turned --accounts scored.turned --contacts contacts.turned --propose p.csv --load l.csv --service s.csv --due d.csv turned.csv"
same "the same bytes in another order of rows" out plan.csv
for t in p l s d; do same "… table $t" $t.csv $t.want; done

# The calendar as another program reads it.
python=$(for p in python3 /usr/bin/python3; do $p -c 'import icalendar' 2>/dev/null && echo $p && break; done)
if [ -n "$python" ]; then
    run "ka-plan --accounts scored.csv --contacts $samples/contacts.csv --due d.ics --format ics --lang zh -o /dev/null all.csv"
    cat >read.py <<'X'
import csv, datetime, icalendar
events = icalendar.Calendar.from_ical(open("d.ics", "rb").read()).walk("VEVENT")
kinds = dict(visit="拜访", call="电话", mail="邮件", meeting="会议", event="活动", training="培训")
rows = list(csv.DictReader(open("d.csv", encoding="utf-8")))
assert len(rows) == len(events) > 50
assert len({str(e["UID"]) for e in events}) == len(events)
for row, e in zip(rows, events):
    assert str(e["SUMMARY"]) == kinds[row["kind"]] + " " + row["account"], e
    assert str(e["DESCRIPTION"]).startswith(row["account_id"] + "\n到期 " + row["due"])
    day, due = e["DTSTART"].dt, datetime.date.fromisoformat(row["due"])
    asof = datetime.date(2025, 6, 30)
    assert day >= max(due, asof) and day.weekday() < 5 and (day - max(due, asof)).days < 3
    assert e["DTEND"].dt == day + datetime.timedelta(1)
    assert e["DTSTAMP"].dt.replace(tzinfo=None) == datetime.datetime(2025, 6, 30)
X
    run "$python read.py"
    check "python3-icalendar reads the due list back" 0
    $python - <<'X'
name = "客" * 200
open("odd.csv", "w", encoding="utf-8").write(
    "account_id,account,verdict,manager\n"
    'a,"甲,乙;丙\\丁\n第二行""引号""",key,"../x"\n'
    f"b,{name},key,a/b\nc,C,key,\n")
X
    # A leap day: what is due on it is on it.
    printf 'date,account_id,account,kind,revenue\n2024-01-30,a,A,sale,1\n2024-02-29,b,B,sale,1\n' >leap.csv
    printf 'date,account_id,kind\n2024-01-30,a,visit\n2030-01-01,a,visit\n' >leapt.csv
    run "ka-plan --accounts odd.csv --contacts leapt.csv --format ics --split manager -o /dev/null odd leap.csv"
    check "names with commas, quotes, line breaks, 200 characters" 0
    expect "… no name leads out of the folder" 0 "ls odd" <<<"%2E%2E%2Fx.ics
%none.ics
a%2Fb.ics"
    cat >read.py <<'X'
import datetime, glob, icalendar
found = {}
for path in glob.glob("odd/*.ics"):
    text = open(path, "rb").read()
    lines = text.split(b"\r\n")
    assert b"\n" not in text.replace(b"\r\n", b"") and lines[-1] == b""
    assert all(len(line) <= 75 for line in lines)
    for line in lines:
        line.decode()  # no character is cut
    for e in icalendar.Calendar.from_ical(text).walk("VEVENT"):
        found.setdefault(str(e["SUMMARY"]).split(" ", 1)[1], []).append(e)
assert set(found) == {"甲,乙;丙\\丁\n第二行\"引号\"", "客" * 200, "C"}, set(found)
visit = [e for e in found["甲,乙;丙\\丁\n第二行\"引号\""] if str(e["SUMMARY"]).startswith("visit")]
assert [e["DTSTART"].dt for e in visit] == [datetime.date(2024, 2, 29)]
assert visit[0]["DTEND"].dt == datetime.date(2024, 3, 1)
X
    run "$python read.py"
    check "python3-icalendar reads them back, no line beyond 75 octets" 0
else
    echo "no python3-icalendar: what another program reads in a calendar is not tried"
fi

# What the tool writes is what the schema says.
ka-import --schema >schema.csv
ka-plan --print-rules >r.csv
while IFS=: read -r table file; do
    holds "the schema has the columns of $table" \
        "[ \"\$(head -n 1 $file)\" = \"\$(awk -F, -v t='$table' '\$1 == t { printf \"%s%s\", c++ ? \",\" : \"\", \$2 }' schema.csv)\" ]"
done <<'X'
plan:plan.csv
proposals:p.csv
followups:d.csv
manager load:l.csv
service:s.csv
cadences:r.csv
holidays:holidays.csv
X

finish
