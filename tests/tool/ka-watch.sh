#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ka-watch: finds what was planted and nothing else, says it once over three runs, refuses a
# damaged state.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# Ten accounts that order once a week in two families, all of 2023 and 2024.  From October 2024
# on gone orders no more, cheap pays 15 % less, plain has left family B; small orders a twentieth
# in December; back is like gone, but orders again on 2025-01-10.
awk 'function uniform() { return (state = state * 16807 % 2147483647) / 2147483647 }
BEGIN { state = 3 # the generator of no awk is that of another
    print "date,account_id,account,channel,manager,product_id,family,kind,qty,revenue"
    n = split("gone cheap plain small back n1 n2 n3 n4 n5", name, " ")
    for (a = 1; a <= n; a++) for (d = a; d < 745; d += 5 + int(5 * uniform())) {
        year = 2023 + int(d / 372); month = 1 + int(d % 372 / 31); day = 1 + d % 31 % 28
        date = sprintf("%d-%02d-%02d", year, month, day)
        if ((name[a] == "gone" || name[a] == "back") && date >= "2024-10") continue
        for (f = 0; f < 2; f++) {
            if (name[a] == "plain" && f == 1 && date >= "2024-10") continue
            qty = 100 + int(40 * uniform()); price = (f + 1) * 10
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
holds "class A first, of those the most severe" "[ \"\$(cut -d, -f3,6 out | tail -n +2 | sort -t, -k2,2r -k1,1r | tr '\n' ' ')\" = \
\"\$(cut -d, -f3,6 out | tail -n +2 | tr '\n' ' ')\" ] && cut -d, -f6 out | grep -q 1 && cut -d, -f6 out | grep -q 0"
holds "a sentence in both languages" "grep -q '^new,price_erosion,2,cheap,.*近三个月的成交价比前一年低1[45].*Account cheap pays 1[45]' out"
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
    grep -q '^cleared,overdue,,back,Account back,,,,,,,2024-12-31,Account back：逾期未下单已解除，2024-12-31提出过。,Account back: no order for too long is over; it was said on 2024-12-31.\$' out"
sed 's/^end,7/revenue_drop,,2024-11,2024-12-01\nend,8/' state.csv >named.csv
run "ka-watch --state named.csv --asof 2025-01-01 later.csv"
holds "… in words, with what it was about" "grep -q '2024-12-01,销售额下降（2024-11）已解除，2024-12-01提出过。,a drop in revenue (2024-11) is over; ' out"
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
damage "a rule that is none" "sed '2s/^[a-z]*_*[a-z]*,/owing,/' state.csv"
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
bad_rule "no such rule" 'gone,1,1' "column 'rule': 'gone' is no rule (--print-rules has them)"
bad_rule "a limit that is none" 'overdue,5%,1' \
    "column 'limit': '5%' is not a share or chance above 0 and below 1"
bad_rule "no limit" 'overdue,,1' "column 'limit': the cell is empty"
bad_rule "days that are none" 'money_owed,-1,1' "column 'limit': '-1' is not a number above 0"
bad_rule "a severity that is none" 'overdue,.1,4' "column 'severity': '4' is not 1, 2 or 3"
printf 'rule,limit,severity\noverdue,.1,3\noverdue,.01,1\n' >bad.csv
refuse "a rule twice" 3 "ka-watch --rules bad.csv sales.csv" \
    "ka-watch: bad.csv:3: column 'rule': 'overdue' stands in two rows"
printf 'rule,limit,severity\n' >bad.csv
refuse "no rule" 3 "ka-watch --rules bad.csv sales.csv" "ka-watch: bad.csv: no rule below the header"
refuse "a bad day" 2 "ka-watch --asof tomorrow sales.csv" \
    "ka-watch: option '--asof': 'tomorrow' is not a date (YYYY-MM-DD)"
cp sales.csv both.csv
run "ka-watch --state both.csv both.csv"
holds "the state is no sales file" "[ $code = 3 ] && cmp -s sales.csv both.csv"
cp state.csv other.csv
run "ka-watch --state other.csv -o other.csv sales.csv"
holds "the state is no place for the alerts" "[ $code = 2 ] && cmp -s state.csv other.csv"
refuse "two inputs" 2 "ka-watch sales.csv sales.csv" "ka-watch: one input at most; there are 2"

# ---- What is known beside sales ----
# Five accounts for two years, ten days apart, margin 20 of 100.
awk 'BEGIN { print "date,account_id,account,channel,manager,kind,revenue,margin"
    n = split("red calm loud far late", name, " ")
    for (a = 1; a <= n; a++) for (d = a; d < 720; d += 10)
        printf "%d-%02d-%02d,%s,%s,one,m%d,sale,100,20\n", 2023 + int(d / 360), 1 + int(d % 360 / 30),
            1 + d % 30 % 28, name[a], name[a], a % 2 }' >plain.csv
awk 'BEGIN { print "account_id,period,kind,amount"
    for (y = 2023; y <= 2024; y++) for (m = 1; m <= 12; m++) {
        printf "calm,%d-%02d,rebate,20\n", y, m
        printf "red,%d-%02d,rebate,%d\n", y, m, (y == 2024 && m > 9) ? 100 : 10 }
    print "nobody,2024-01,rebate,5" }' >costs.csv
beside() { # LIMITS ARGUMENTS: with these rules only
    printf 'rule,limit,severity\n%s\n' "$1" >only.csv
    run "ka-watch --rules only.csv --asof 2024-12-31 $2 plain.csv"
}
beside net_loss,.01,3 "--costs costs.csv"
# 9 lines of a quarter leave 180 and cost 300; the 36 before left 720 and cost 120 of 3600.
holds "net profit turned negative" "[ $code = 1 ] && [ \"\$(tail -n +2 out | cut -d, -f2-12)\" = \
'net_loss,3,red,red,0,,-120,150,-9,,2024-12-31' ] && grep -q 'costs.csv: rows of accounts without sales: 1' err"
beside net_loss,.2,3 "--costs costs.csv"
holds "net profit: a limit that it keeps" "[ $code = 0 ]"
sed '/^red,20/s/10$/100/' costs.csv >always.csv
beside net_loss,.01,3 "--costs always.csv"
holds "net profit that was never there has not turned" "[ $code = 0 ]"
sed '/^2024-11-.*,red/s/,20$/,/' plain.csv >hole.csv
run "ka-watch --rules only.csv --asof 2024-12-31 --costs costs.csv hole.csv"
holds "net profit: a margin that is not known is not 0" "[ $code = 0 ]"

# Closed after 2, 4, 6, 8, 10 days, open for 20 and 40: of 7 are left 6/7, 5/7, 4/7, 3/7.
cat >complaints.csv <<'X'
complaint_id,account_id,opened,closed,type
1,calm,2024-03-01,2024-03-03,late
2,calm,2023-03-01,2023-03-05,late
3,red,2023-06-01,2023-06-07,broken
4,red,2023-07-01,2023-07-09,broken
5,far,2023-08-01,2023-08-11,colour
6,far,2024-12-11,,colour
7,loud,2024-11-21,2025-02-01,colour
8,loud,2025-01-01,,colour
X
beside complaint_open,3,2 "--complaints complaints.csv"
holds "complaints open too long, one closed later, one not yet opened" \
    "[ \"\$(tail -n +2 out | cut -d, -f2-11)\" = 'complaint_open,2,loud,loud,1,7,40,8,,24' ]"
sed 2d complaints.csv >few.csv
beside complaint_open,1,2 "--complaints few.csv"
holds "too few were closed to know how long is usual" "[ $code = 0 ]"
(cat complaints.csv && for i in 1 2 3 4 5; do
    echo "x$i,far,2024-12-0$i,2024-12-10,leak"
done) >many.csv # all five in half a year; each account has a fifth of the purchase days
beside complaint_repeated,.01,2 "--complaints many.csv"
holds "complaints of one type repeated" "[ $code = 1 ] && [ \"\$(tail -n +2 out | cut -d, -f2,4,7,8)\" = \
complaint_repeated,far,leak,5 ] && awk -F, 'NR > 1 { exit !(\$9 > .9 && \$9 < 1.1 && \$11 == 4) }' out"

cat >contacts.csv <<'X'
date,account_id,kind
2024-01-01,calm,visit
2024-12-01,calm,visit
2024-12-01,calm,mail
2024-10-01,far,visit
2024-09-01,far,visit
2024-11-20,late,visit
2025-03-01,far,visit
X
printf 'account_id,relationship\nfar,strategic\nlate,partner\ncalm,ordinary\nnone,partner\n' >master.csv
printf 'account_id,verdict\nred,key\ncalm,key\n' >scored.csv
beside $'no_contact_key,45,2\nno_contact_strategic,60,2\nno_contact_partner,41,1' \
    "--contacts contacts.csv --accounts master.csv --scored scored.csv"
cat >want.out <<'X'
no_contact_key,2,red,red,1,,365,,,45
no_contact_strategic,2,far,far,0,,91,30,,60
X
tail -n +2 out | cut -d, -f2-11 >got.out
same "out of contact: a key account, a strategic one; a partner is still in time" want.out got.out
beside no_contact_key,45,2 "--contacts contacts.csv"
holds "without --scored class A is key" "[ \"\$(tail -n +2 out | cut -d, -f4 | sort | tr '\n' ' ')\" = 'far loud ' ]"

cat >targets.csv <<'X'
period,scope,scope_id,measure,target
2024,company,,revenue,36000
2024-Q4,manager,m0,revenue,1200
2024-H2,channel,one,margin,1800
2025-01,company,,revenue,9999999
2024-10,company,,revenue,9999999
2024-Q4,account,far,revenue,900
2024,account,far,revenue,9000
2024,account,gone,revenue,9000
2024,manager,m1,visits,10
X
beside target_behind,.1,2 "--targets targets.csv"
cat >want.out <<'X'
target_behind,,2024 revenue company,18000,36000
target_behind,far,2024 revenue,3600,9000
X
tail -n +2 out | cut -d, -f2,4,7-9 | sort >got.out
same "behind target; others are in time, over long ago, not begun" want.out got.out
holds "… what is not known is said" "grep -q 'targets.csv: rows of accounts without sales: 1' err &&
    grep -q 'rows of another measure than revenue and margin: 1' err"
holds "… in words" "grep -q '全公司 2024销售额完成18,000' out &&
    grep -q 'The company: revenue of 2024 is 18,000 so far; 36,000 is due' out"

printf 'period,scope,scope_id,measure,target\n2024,manager,m9,revenue,9000\n2024,channel,two,revenue,9000\n' >typing.csv
beside target_behind,.1,2 "--targets typing.csv"
holds "a manager and a channel that nobody has are no target missed" "[ $code = 0 ] && grep -q \
'warning: typing.csv: targets of managers or channels that no sale has, left out: 2' err"
printf 'period,scope,scope_id,measure,target\n2024-Q4,company,,margin,90000\n2024-Q4,manager,m0,margin,90000\n' >margins.csv
beside target_behind,.1,2 "--targets margins.csv"
holds "behind a target of margin" "[ \"\$(tail -n +2 out | cut -d, -f8 | tr '\n' ' ')\" = '900 360 ' ]"
run "ka-watch --rules only.csv --asof 2024-12-31 --targets margins.csv hole.csv"
holds "a margin that is not known is not 0" "[ $code = 1 ] && [ \"\$(tail -n +2 out | cut -d, -f7)\" = \
'2024-Q4 margin manager m0' ] && grep -q 'warning: margins.csv: targets of margin left out, as lines have none: 1' err"

cat >receivables.csv <<'X'
account_id,invoice,due,amount,paid
late,1,2024-11-01,500,100
late,2,2024-11-30,50,
late,3,2024-12-01,1000,0
late,4,2024-01-01,700,700
calm,5,2024-10-01,100,100
calm,6,2025-02-01,100,
far,7,2024-10-01,-50,
X
beside money_owed,30,3 "--receivables receivables.csv"
holds "money owed for more than 30 days" "[ \"\$(tail -n +2 out | cut -d, -f2-11)\" = \
'money_owed,3,late,late,1,,450,0,,0' ] && grep -q 'owes 450 over terms, the oldest of it for 60 days' out"
run "ka-watch --rules only.csv --asof 2024-12-31 --receivables receivables.csv --state owed.csv plain.csv"
cp owed.csv owed.1
run "ka-watch --rules only.csv --asof 2025-01-01 --state owed.csv plain.csv"
holds "without its table a rule clears nothing" "[ $code = 0 ] && [ \"\$(wc -l <out)\" = 1 ] && cmp owed.1 owed.csv"
run "ka-watch --rules mild.csv --asof 2025-01-01 --receivables receivables.csv --state owed.csv plain.csv"
holds "… nor where it is off" "[ $code = 0 ] && [ \"\$(wc -l <out)\" = 1 ] && cmp owed.1 owed.csv"
sed 's/^late,\([12]\),.*/late,\1,2024-11-01,5,5/' receivables.csv >paid.csv
run "ka-watch --rules only.csv --asof 2024-12-31 --receivables paid.csv --state owed.csv plain.csv"
holds "… and asked again, it does" "[ $code = 0 ] && grep -q ^cleared,money_owed,,late out && [ \"\$(tail -n +2 owed.csv)\" = end,0,, ]"
beside money_owed,30,3 "--receivables receivables.csv"
cp out once.out
(head -n 1 receivables.csv && tail -n +2 receivables.csv | sort -r) >turned.csv
beside money_owed,30,3 "--receivables turned.csv"
same "in any order of rows" once.out out
printf 'alias,account_id\nold,late\n' >alias.csv
sed 's/^late/old/' receivables.csv >aliased.csv
beside money_owed,30,3 "--alias alias.csv --receivables aliased.csv"
same "by an alias" once.out out

bad_table() { # NAME OPTION LINE MESSAGE
    case $2 in
    complaints) header=complaint_id,account_id,opened,closed ;;
    contacts) header=date,account_id ;;
    receivables) header=account_id,due,amount,paid ;;
    accounts) header=account_id,relationship ;;
    *) header=period,scope,scope_id,measure,target ;;
    esac
    printf '%s\n%s\n' "$header" "$3" >bad.csv
    refuse "$1" 3 "ka-watch --asof 2024-12-31 --$2 bad.csv plain.csv" "ka-watch: bad.csv:$4"
}
bad_table "a complaint twice" complaints $'1,a,2024-01-01,\n1,b,2024-01-01,' \
    "3: column 'complaint_id': '1' stands in two rows"
bad_table "a complaint closed before it was opened" complaints 1,a,2024-01-02,2024-01-01 \
    "2: column 'closed': '2024-01-01' is before it was opened"
bad_table "a complaint on no day" complaints 1,a,, "2: column 'opened': the cell is empty"
bad_table "a contact with nobody" contacts 2024-01-01, "2: column 'account_id': the cell is empty"
bad_table "no amount" receivables late,2024-01-01,, "2: column 'amount': the cell is empty"
bad_table "no such relationship" accounts late,friend \
    "2: column 'relationship': 'friend' is not one of ordinary|partner|strategic"
bad_table "no such month" targets 2024-13,company,,revenue,1 \
    "2: column 'period': '2024-13' is not a period (2025, 2025-H1, 2025-Q2, 2025-06)"
bad_table "no such quarter" targets 2024-Q5,company,,revenue,1 \
    "2: column 'period': '2024-Q5' is not a period (2025, 2025-H1, 2025-Q2, 2025-06)"
bad_table "no such scope" targets 2024,world,,revenue,1 \
    "2: column 'scope': 'world' is not one of company|manager|channel|account"
bad_table "a target twice" targets $'2024,company,,revenue,1\n2024,company,,revenue,2' \
    "3: column 'period': '2024' has this target in two rows"

# ---- Strange sales ----
header=date,account_id,account,channel,manager,product_id,family,kind,qty,revenue
refuse "no row" 3 "echo $header | ka-watch" "ka-watch: stdin: no row below the header"
for i in 1 2 3 4 5 6; do
    echo "2024-0$i-01,a$((i % 2)),A,c,m,p,f,return,-1,-10" >>returns.rows
    echo "2024-0$i-01,a,A,c,m,p,f,sale,90000000000000,900000000000000" >>huge.rows
    echo "2024-01-01,a$i,A,c,m,p,f,sale,1,10" >>oneday.rows
done
for strange in returns huge oneday; do
    (echo $header && cat $strange.rows) >strange.csv
    run "ka-watch --targets targets.csv --asof 2024-06-30 strange.csv"
    holds "$strange: figures or none, and nothing else" "[ $code -le 1 ] &&
        ! sed 1d out | cut -d, -f8-11 | grep -i -e nan -e inf"
done
run "ka-watch --targets targets.csv --asof 2020-01-01 strange.csv"
holds "before the first row there is nothing to say" "[ $code = 0 ] && [ \"\$(wc -l <out)\" = 1 ]"
printf 'period,scope,scope_id,measure,target\n2020,company,,revenue,5\n' >early.csv
run "ka-watch --targets early.csv --asof 2020-06-30 strange.csv"
holds "a target of a time before the first row" "[ $code = 1 ] && [ \"\$(tail -n +2 out | cut -d, -f2,8)\" = target_behind,0 ]"

# ---- The samples: what is planted is found ----
samples=$ROOT/data-samples
ka-import --fx "$samples/fx.csv" --alias "$samples/alias.csv" "$samples/sales_gbk.csv" >sample.csv 2>/dev/null
beside="--costs $samples/costs.csv --contacts $samples/contacts.csv --complaints $samples/complaints.csv
    --receivables $samples/receivables.csv --accounts $samples/accounts.csv --alias $samples/alias.csv"
run "ka-watch $(echo $beside) sample.csv"
for planted in dying:overdue dying:revenue_drop dying:complaint_open dying:complaint_repeated dying:no_contact_key \
    famous_loss:money_owed quiet_best:no_contact_key; do
    id=$(grep ",${planted%:*}," "$samples/truth.csv" | cut -d, -f1)
    holds "samples: ${planted%:*} has ${planted#*:}" "grep -q '^new,${planted#*:},[123],$id,' out"
done
holds "samples: what is too long is longer than the most" "[ \"\$(grep -o '已[0-9]*天.*最多[0-9]*天' out |
    sed 's/已\([0-9]*\)天.*最多\([0-9]*\)天/\1 \2/' | awk '\$1 > \$2 { n++ } END { print n, NR }')\" = '10 10' ]"

# The same as people keep them.
cp out want.words
sed '1s/date,account_id,kind/日期,客户编码,联系方式/;s/^\(....\)-\(..\)-/\1\/\2\//;s/,visit,/,拜访,/' \
    "$samples/contacts.csv" | iconv -t GB18030 >contacts.zh
sed '1s/complaint_id,account_id,opened,closed/投诉编号,客户编码,投诉日期,结案日期/;s/-\(..\)-/年\1月/g;s/年..月../&日/g' \
    "$samples/complaints.csv" | iconv -t GB18030 >complaints.zh
sed '1s/account_id/客户编码/;1s/relationship/客户关系/;s/,strategic/,战略/;s/,partner/,合作伙伴/' \
    "$samples/accounts.csv" | iconv -t GB18030 >accounts.zh
beside=$(echo $beside | sed "s|$samples/\(contacts\|complaints\|accounts\).csv|\1.zh|g")
run "ka-watch $beside sample.csv"
holds "the samples' tables in other words" "grep -q 拜访 <(iconv -f GB18030 contacts.zh) && grep -q 年..月..日 <(iconv -f GB18030 complaints.zh)"
same "Chinese headers, words and days" out want.words

finish
