#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ka-import: every kind of good and bad input, with the exact rows, messages and codes.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# accepts NAME COMMAND ERR: exit 0, stderr ERR, stdout what stands on stdin.
accepts() {
    expect "$1" 0 "$2" "$3"
}

# imports NAME OPTIONS INPUT ERR: the same for ka-import on printf's INPUT.
imports() {
    printf '%b' "$3" >in.csv
    accepts "$1" "ka-import $2 in.csv" "$4"
}

# rejects NAME CODE OPTIONS INPUT ERR: fails with exactly this message, without a row.
rejects() {
    printf '%b' "$4" >in.csv
    run "ka-import $3 in.csv -o out.csv"
    printf '%s\n' "$5" >want.err
    check "$1" "$2"
    holds "$1: nothing is written" '[ ! -e out.csv ]'
}

# spread: as a file for a spreadsheet is.
spread() {
    printf '\357\273\277'
    sed 's/$/\r/'
}

# ---- An export as an ERP writes it ----

cat >erp.csv <<'END'
销售明细表,,,,,,,,,
2024年1月,,,,,,,,,
单据编号,订单日期,发货日期,客户编码,客户名称,产品名称,数量,单价,金额,成本
A1,2024/1/5,2024/1/9,C1,"=得力",墨盒,"1,000",￥12.50,"￥12,500.00",8000
A2,2024年1月6日,2024/1/9,C2,晨光,"硒鼓 ""黑""
大",-2,100,"(200.00)",150
A3,20240107,2024/1/9,C1,"=得力",色带,５,0,0,20
小计,,,,,,1003,,12300,
A4,2024-01-08 10:20,2024/1/9,C2,晨光,,,,30.50-,
合计,,,,,,1003,,"12,269.50",
END
cat >erp.want <<'END'
date,order_id,account_id,account,product,kind,qty,unit_price,revenue,cost,margin,src,src_line
2024-01-05,A1,C1,=得力,墨盒,sale,1000,12.5,12500,8000,4500,stdin,4
2024-01-06,A2,C2,晨光,"硒鼓 ""黑""
大",return,-2,100,-200,-150,-50,stdin,5
2024-01-07,A3,C1,=得力,色带,free,5,0,0,20,-20,stdin,7
2024-01-08,A4,C2,晨光,,adjust,,,-30.5,,,stdin,9
END
erp_err='ka-import: stdin: 6 rows read, 4 written, 0 rejected, 2 total lines left out; revenue 12269.5'
accepts "titles, totals, returns, gifts" "ka-import <erp.csv" "$erp_err" <erp.want

# reencoded NAME COMMAND: the same bytes out of the same text in other bytes.
reencoded() {
    accepts "$1" "$2 | ka-import" "$erp_err" <erp.want
}
reencoded "CRLF" "sed 's/\$/\r/' erp.csv | sed 's/黑\"\"\r/黑\"\"/'"
reencoded "GB18030" "iconv -f UTF-8 -t GB18030 erp.csv"
reencoded "UTF-8 with a mark" "(printf '\357\273\277'; cat erp.csv)"
reencoded "UTF-16LE" "(printf '\377\376'; iconv -f UTF-8 -t UTF-16LE erp.csv)"
reencoded "UTF-16BE" "(printf '\376\377'; iconv -f UTF-8 -t UTF-16BE erp.csv)"
printf 'date,客戶,amount\n2024-01-01,甲,5\n' >big5.csv
accepts "--encoding and --map" \
    "iconv -f UTF-8 -t BIG5 big5.csv | ka-import --encoding BIG5 --map account=客戶" \
    "ka-import: stdin: 1 row read, 1 written, 0 rejected; revenue 5" <<'END'
date,account_id,account,kind,revenue,src,src_line
2024-01-01,甲,甲,sale,5,stdin,2
END
for locale in zh_CN.GBK de_DE.UTF-8 tr_TR.UTF-8 C; do
    accepts "LC_ALL=$locale" "LC_ALL=$locale ka-import <erp.csv" "$erp_err" <erp.want
done
for delimiter in ';' '\t'; do
    printf 'Customer,Order Date,Amount\nA,2024-01-05,"1,5"\nB,2024-01-06,2\n' |
        sed "s/,/$delimiter/g; s/\"1$delimiter/\"1,/" >delimited.csv
    accepts "delimiter $delimiter" "ka-import --decimal , <delimited.csv" \
        "ka-import: stdin: 2 rows read, 2 written, 0 rejected; revenue 3.5" <<'END'
date,account_id,account,kind,revenue,src,src_line
2024-01-05,A,A,sale,1.5,stdin,2
2024-01-06,B,B,sale,2,stdin,3
END
done

# ---- Which line is the header, which column is what ----

accepts "--show-map says what was passed over and why" "ka-import --show-map erp.csv" "" <<'END'
source,header,column,rank,says
erp.csv,单据编号,order_id,2,used
erp.csv,订单日期,date,1,used
erp.csv,发货日期,date,6,passed over: 订单日期 comes first
erp.csv,客户编码,account_id,1,used
erp.csv,客户名称,account,1,used
erp.csv,产品名称,product,1,used
erp.csv,数量,qty,1,used
erp.csv,单价,unit_price,2,used
erp.csv,金额,revenue,4,used
erp.csv,成本,cost,1,used
END
printf 'Customer,Date,Price,Qty\n' >in.csv
accepts "--show-map says what is derived" "ka-import --show-map in.csv" "" <<'END'
source,header,column,rank,says
in.csv,Customer,account,2,used
in.csv,Date,date,0,used
in.csv,Price,unit_price,2,used
in.csv,Qty,qty,0,used
in.csv,,account_id,,account
in.csv,,revenue,,unit_price × qty
in.csv,,cost,,unknown
END
imports "the header once more, as when files were joined" "" \
    '客户,日期,金额\na,2024-01-05,1\n客户,日期,金额\nb,2024-01-05,1\n' \
    "ka-import: in.csv: 2 rows read, 2 written, 0 rejected, 1 repeated header left out; revenue 2" <<'END'
date,account_id,account,kind,revenue,src,src_line
2024-01-05,a,a,sale,1,in.csv,2
2024-01-05,b,b,sale,1,in.csv,4
END

# ---- Sums and footers ----

imports "a word for sums with a date or a code is a customer" "" \
    '客户编码,客户,日期,产品,金额\n01,Total,2024-01-06,S1,12\n02,合计,2024-05-05,x,1\n合计,,,,13\n03,a,2024-01-07,Oil Total,2\n' \
    "ka-import: in.csv: warning: 2 rows are sales to an account called as a sum is (合计, Total); they have dates
ka-import: in.csv: 4 rows read, 3 written, 0 rejected, 1 total line left out; revenue 15" <<'END'
date,account_id,account,product,kind,revenue,src,src_line
2024-01-06,01,Total,S1,sale,12,in.csv,2
2024-05-05,02,合计,x,sale,1,in.csv,3
2024-01-07,03,a,Oil Total,sale,2,in.csv,5
END
imports "so is one of no code" "" '客户,日期,金额\nTotal,2024-01-06,12\n合计,,12\n,合计,12\n' \
    "ka-import: in.csv: warning: 1 row is a sale to an account called as a sum is (合计, Total); it has a date
ka-import: in.csv: 3 rows read, 1 written, 0 rejected, 2 total lines left out; revenue 12" <<'END'
date,account_id,account,kind,revenue,src,src_line
2024-01-06,Total,Total,sale,12,in.csv,2
END
rejects "a date that is none makes no sum" 3 "" '客户,日期,金额\n合计贸易公司,2024-13-05,5\n' \
    "ka-import: in.csv:2: column 'date' (日期): '2024-13-05' is not a date"
rejects "nor does a code without a date" 3 "" '客户编码,客户,日期,金额\n01,合计,,5\n' \
    "ka-import: in.csv:2: column 'date' (日期) is empty"
imports "sums between the rows, beside a code, footers" "" \
    '单号,客户编码,客户,日期,金额\n1,C1,a,2024-01-06,5\n小计,C1,a,,5\n制表人：张三,,审核：李四,,\n共 1 条\nPage 1,,,,\n' \
    "ka-import: in.csv: 5 rows read, 1 written, 0 rejected, 1 total line left out, 3 footer lines left out; revenue 5" <<'END'
date,order_id,account_id,account,kind,revenue,src,src_line
2024-01-06,1,C1,a,sale,5,in.csv,2
END
rejects "a footer with an amount is a bad row" 3 "" '客户,日期,金额\n制单贸易,,5\n' \
    "ka-import: in.csv:2: column 'date' (日期) is empty"
imports "headers in full width, other case, other spacing" "" \
    'ｃｕｓｔｏｍｅｒ＿ＩＤ,INVOICE   date,Net-Amount,金额（万元）\nA,2024-01-05,7,1\n' \
    "ka-import: in.csv: 1 row read, 1 written, 0 rejected; revenue 7" <<'END'
date,account_id,kind,revenue,src,src_line
2024-01-05,A,sale,7,in.csv,2
END
imports "an amount in 万元" "" '客户,日期,金额（万元）\nA,2024-01-05,1.5\n' \
    "ka-import: in.csv: 1 row read, 1 written, 0 rejected; revenue 15000" <<'END'
date,account_id,account,kind,revenue,src,src_line
2024-01-05,A,A,sale,15000,in.csv,2
END
rejects "two headers of one rank" 3 "" '客户,日期,金额,销售额\nA,2024-01-05,1,2\n' \
    "ka-import: in.csv:1: column 'revenue': '金额' and '销售额' may both be it; say which with --map revenue=金额 or 销售额"
imports "--map settles it" "--map revenue=销售额" '客户,日期,金额,销售额\nA,2024-01-05,1,2\n' \
    "ka-import: in.csv: 1 row read, 1 written, 0 rejected; revenue 2" <<'END'
date,account_id,account,kind,revenue,src,src_line
2024-01-05,A,A,sale,2,in.csv,2
END
rejects "two headers of one name" 3 "" '客户,日期,金额,金额\nA,2024-01-05,1,2\n' \
    "ka-import: in.csv:1: column 'revenue': '金额' and '金额' may both be it; say which with --map revenue=#3 or #4"
imports "--map by place" "--map 'revenue=#4'" '客户,日期,金额,金额\nA,2024-01-05,1,2\n' \
    "ka-import: in.csv: 1 row read, 1 written, 0 rejected; revenue 2" <<'END'
date,account_id,account,kind,revenue,src,src_line
2024-01-05,A,A,sale,2,in.csv,2
END
imports "--map to nothing" "--map account_id=" '编号,客户编码,客户,日期,金额\n1,9,A,2024-01-05,1\n' \
    "ka-import: in.csv: 1 row read, 1 written, 0 rejected; revenue 1" <<'END'
date,order_id,account_id,account,kind,revenue,src,src_line
2024-01-05,1,A,A,sale,1,in.csv,2
END
rejects "a required column is missing" 3 "" '客户,日期,数量\nA,2024-01-05,1\n' \
    "ka-import: in.csv:1: no header is known as 'revenue' (--map revenue=HEADER names it); the headers are: 客户, 日期, 数量"
rejects "no header at all" 3 "" '1,2\n3,4\n' \
    "ka-import: in.csv:1: no header is known as 'date' (--map date=HEADER names it); the headers are: 1, 2"
rejects "--map of a header that is not there to a column that is needed" 3 "--map revenue=foo" '客户,日期,数量\nA,2024-01-05,1\n' \
    "ka-import: in.csv:1: no header 'foo', which --map revenue=foo names; the headers are: 客户, 日期, 数量"
rejects "nor a ninth column" 3 "--map 'revenue=#9'" '客户,日期,数量\nA,2024-01-05,1\n' \
    "ka-import: in.csv:1: no header '#9', which --map revenue=#9 names; the headers are: 客户, 日期, 数量"
rejects "headers with line breaks are listed in one line" 3 "" '客户,日期,"数\n量"\nA,2024-01-05,1\n' \
    "ka-import: in.csv:1: no header is known as 'revenue' (--map revenue=HEADER names it); the headers are: 客户, 日期, 数 量"
long=$(printf '长%.0s' $(seq 60))
rejects "long ones are cut between characters" 3 "" "客户,日期,$long\nA,2024-01-05,1\n" \
    "ka-import: in.csv:1: no header is known as 'revenue' (--map revenue=HEADER names it); the headers are: 客户, 日期, ${long:0:40}…"
printf '客户,日期,金额,销售额\nA,2024-01-05,1,2\n' >in.csv
expect "--show-map shows what conflicts" 3 "ka-import --show-map in.csv" \
    "ka-import: in.csv:1: column 'revenue': '金额' and '销售额' may both be it; say which with --map revenue=金额 or 销售额" <<'END'
source,header,column,rank,says
in.csv,客户,account,2,used
in.csv,日期,date,3,used
in.csv,金额,revenue,4,"conflict: 销售额 may be it, too"
in.csv,销售额,revenue,4,"conflict: 金额 may be it, too"
in.csv,,account_id,,account
in.csv,,cost,,unknown
END
printf '客户,日期,金额\n晨光文具,2024-01-05,1\n' >mixed.csv
printf '得力,2024-01-05,1\n' | iconv -f UTF-8 -t GB18030 >>mixed.csv
refuse "two encodings in one file" 3 "ka-import mixed.csv -o out.csv" \
    "ka-import: mixed.csv:3: byte 0xb5 at offset 47 is not UTF-8; if all of it is in another encoding, name it with --encoding"
imports "codes that a spreadsheet cut" "" '客户编码,日期,金额\n1.23457E+11,2024-01-05,1\n1.5E+9x,2024-01-05,1\n' \
    "ka-import: in.csv: warning: 1 account code was cut to a number by a spreadsheet, several may have become one; the first is '1.23457E+11'
ka-import: in.csv: 2 rows read, 2 written, 0 rejected; revenue 2" <<'END'
date,account_id,kind,revenue,src,src_line
2024-01-05,1.23457E+11,sale,1,in.csv,2
2024-01-05,1.5E+9x,sale,1,in.csv,3
END
for order in LE BE; do
    printf 'customer,date,amount\n' | iconv -f UTF-8 -t UTF-16$order >in.csv
    refuse "UTF-16$order without a mark" 3 "ka-import in.csv" \
        "ka-import: in.csv:1: a NUL character: not text, or UTF-16 without a byte-order mark (then name it with --encoding UTF-16$order)"
done
rejects "a web page" 3 "" ' \n<HTML><table>' \
    "ka-import: in.csv: is a web page (HTML or XML, as some systems save for Excel): open it in a spreadsheet and save it as CSV"
imports "a last line that may be cut off" "" '客户,日期,金额\nA,2024-01-05,12' \
    "ka-import: in.csv: warning: the last line has no line end, its last figure may be cut off
ka-import: in.csv: 1 row read, 1 written, 0 rejected; revenue 12" <<'END'
date,account_id,account,kind,revenue,src,src_line
2024-01-05,A,A,sale,12,in.csv,2
END
rejects "--map of a header that is not there" 3 "--map cost=Kosten" '客户,日期,金额\nA,2024-01-05,1\n' \
    "ka-import: in.csv: no header 'Kosten', which --map names"
rejects "--map of no column" 2 "--map x=y" 'a\n' \
    "ka-import: option '--map': 'x' is not a column of the sales table (see --schema)"
rejects "--map without =" 2 "--map x" 'a\n' "ka-import: option '--map': 'x' is not COLUMN=HEADER"

# ---- Dates ----

imports "every form of date" "" 'date,customer,amount
2024-01-05,a,1\n2024/1/6,a,1\n2024.1.7,a,1\n2024年1月8日,a,1\n20240109,a,1\n10-Jan-2024,a,1
Feb-24,a,1\n2024-01-05T10:00:00Z,a,1\n' \
    "ka-import: in.csv: 8 rows read, 8 written, 0 rejected; revenue 8" <<'END'
date,account_id,account,kind,revenue,src,src_line
2024-01-05,a,a,sale,1,in.csv,2
2024-01-06,a,a,sale,1,in.csv,3
2024-01-07,a,a,sale,1,in.csv,4
2024-01-08,a,a,sale,1,in.csv,5
2024-01-09,a,a,sale,1,in.csv,6
2024-01-10,a,a,sale,1,in.csv,7
2024-02-01,a,a,sale,1,in.csv,8
2024-01-05,a,a,sale,1,in.csv,9
END
imports "day numbers of a spreadsheet" "" 'date,customer,amount\n45296,a,1\n45297.5,b,1\n' \
    "ka-import: in.csv: 2 rows read, 2 written, 0 rejected; revenue 2" <<'END'
date,account_id,account,kind,revenue,src,src_line
2024-01-05,a,a,sale,1,in.csv,2
2024-01-06,b,b,sale,1,in.csv,3
END
for serial in '45296,a,1\n2024-01-05,b,1\n' '2024-01-05,b,1\n45296,a,1\n' '5-Jan-2024,b,1\n45296,a,1\n'; do
    imports "among dates they are bad, in any order: $serial" "--max-bad 1 --rejects r.csv" \
        "date,customer,amount\n$serial" "ka-import: in.csv: 2 rows read, 1 written, 1 rejected; revenue 1" <<END
date,account_id,account,kind,revenue,src,src_line
2024-01-05,b,b,sale,1,in.csv,$(case $serial in 45*) echo 3 ;; *) echo 2 ;; esac)
END
    holds "and told" "grep -q \"'45296' is a day number of a spreadsheet in a column of dates\" r.csv"
done
for year in 2024 45 29220; do
    rejects "no day number: $year" 3 "" "date,customer,amount\n$year,a,1\n" \
        "ka-import: in.csv:2: column 'date': '$year' is not a date"
done
imports "the column's last row decides the order of day and month" "" \
    'date,customer,amount\n01/02/2024,a,1\n03/04/2024,b,2\n02/13/2024,c,3\n' \
    "ka-import: in.csv: 3 rows read, 3 written, 0 rejected; revenue 6" <<'END'
date,account_id,account,kind,revenue,src,src_line
2024-01-02,a,a,sale,1,in.csv,2
2024-03-04,b,b,sale,2,in.csv,3
2024-02-13,c,c,sale,3,in.csv,4
END
ambiguous='date,customer,amount\n05/05/2024,a,1\n01/02/2024,b,1\n'
rejects "no row decides" 3 "" "$ambiguous" \
    "ka-import: in.csv:3: column 'date': '01/02/2024' has day, month and year in an order that no row tells; say which with --date-format ymd, dmy or mdy"
imports "--date-format settles it" "--date-format dmy" "$ambiguous" \
    "ka-import: in.csv: 2 rows read, 2 written, 0 rejected; revenue 2" <<'END'
date,account_id,account,kind,revenue,src,src_line
2024-05-05,a,a,sale,1,in.csv,2
2024-02-01,b,b,sale,1,in.csv,3
END
rejects "two rows contradict each other" 3 "--max-bad 9" \
    'date,customer,amount\n13/02/2024,a,1\n02/13/2024,b,1\n' \
    "ka-import: in.csv:3: column 'date': '02/13/2024' has day and month in another order than the rows before; say which is right with --date-format ymd, dmy or mdy"
rejects "a row against --date-format" 3 "--date-format mdy" \
    'date,customer,amount\n13/02/2024,a,1\n' \
    "ka-import: in.csv:2: column 'date': '13/02/2024' is not a date in the order that --date-format says"
rejects "no date" 3 "" 'date,customer,amount\n2024-02-30,a,1\n' \
    "ka-import: in.csv:2: column 'date': '2024-02-30' is not a date"
rejects "empty date" 3 "" '订单日期,customer,amount\n,a,1\n' \
    "ka-import: in.csv:2: column 'date' (订单日期) is empty"

# A piece of an export is read as the whole is.
printf 'date,customer,amount\n01/02/2024,a,1\n' >piece1.csv
printf 'date,customer,amount\n02/13/2024,c,3\n' >piece2.csv
accepts "files with one header are decided together" "ka-import piece1.csv piece2.csv" \
    "ka-import: 2 files: 2 rows read, 2 written, 0 rejected; revenue 4" <<'END'
date,account_id,account,kind,revenue,src,src_line
2024-01-02,a,a,sale,1,piece1.csv,2
2024-02-13,c,c,sale,3,piece2.csv,2
END
printf '客户编码;订单日期;金额;渠道\nK;2024-03-01;9;OEM\n' | iconv -f UTF-8 -t GB18030 >other.csv
accepts "files of different systems" "ka-import piece2.csv other.csv" \
    "ka-import: 2 files: 2 rows read, 2 written, 0 rejected; revenue 12" <<'END'
date,account_id,account,channel,kind,revenue,src,src_line
2024-02-13,c,c,,sale,3,piece2.csv,2
2024-03-01,K,,OEM,sale,9,other.csv,2
END

mkdir many
for i in $(seq 100); do printf '标题\n客户,日期,金额\na%s,2024-01-05,1\n' "$i" >many/"$i".csv; done
printf '客户,日期,金额\na101,2024-01-05,1\n' >101.csv
run "ulimit -n 40; ka-import many/*.csv - -o /dev/null <101.csv"
echo 'ka-import: 101 files: 101 rows read, 101 written, 0 rejected; revenue 101' >want.err
check "more files than may be open at once" 0
run "cat many/1.csv | ka-import many/2.csv /dev/stdin -o /dev/null"
echo 'ka-import: 2 files: 2 rows read, 2 written, 0 rejected; revenue 2' >want.err
check "a pipe among files" 0

# ---- Amounts ----

imports "every form of amount" "" 'customer,date,amount
a,2024-01-01,"1,234.50"\na,2024-01-01,￥1 234.50\na,2024-01-01,1234.5元\na,2024-01-01,1.5万元
a,2024-01-01,"(1,234.50)"\na,2024-01-01,"1,234.50-"\na,2024-01-01,−5\na,2024-01-01,１２.５
a,2024-01-01,CNY 0.1\na,2024-01-01,0.12345\na,2024-01-01,0.12355\n' \
    "ka-import: in.csv: warning: 2 amounts have more than four decimals and were rounded half to even
ka-import: in.csv: 11 rows read, 11 written, 0 rejected; revenue 16242.347" <<'END'
date,account_id,account,kind,revenue,src,src_line
2024-01-01,a,a,sale,1234.5,in.csv,2
2024-01-01,a,a,sale,1234.5,in.csv,3
2024-01-01,a,a,sale,1234.5,in.csv,4
2024-01-01,a,a,sale,15000,in.csv,5
2024-01-01,a,a,return,-1234.5,in.csv,6
2024-01-01,a,a,return,-1234.5,in.csv,7
2024-01-01,a,a,return,-5,in.csv,8
2024-01-01,a,a,sale,12.5,in.csv,9
2024-01-01,a,a,sale,0.1,in.csv,10
2024-01-01,a,a,sale,0.1234,in.csv,11
2024-01-01,a,a,sale,0.1236,in.csv,12
END
rejects "no amount" 3 "" '客户,日期,金额\na,2024-01-01,"12,3x"\n' \
    "ka-import: in.csv:2: column 'revenue' (金额): '12,3x' is not an amount"
rejects "empty amount" 3 "" '客户,日期,金额\na,2024-01-01,\n' \
    "ka-import: in.csv:2: column 'revenue' (金额) is empty"
zeros=0.00000000000000000000000000000000000
imports "tiny amounts, many zeros" "--tax 0.13 --discount off" \
    "客户,日期,数量,单价,折扣,价税合计\na,2024-01-01,1e-50,1E-40,$zeros,$zeros\na,2024-01-01,1,1E-40,1e-9,\na,2024-01-01,1,11.30${zeros#0.},$zeros,\n" \
    "ka-import: in.csv:1: column 'discount_rate' (折扣) is read as off
ka-import: in.csv: warning: 4 amounts have more than four decimals and were rounded half to even
ka-import: in.csv: warning: 2 rows have no amount and take price × quantity for it
ka-import: in.csv: 3 rows read, 3 written, 0 rejected; revenue 10" <<'END'
date,account_id,account,kind,qty,unit_price,discount_rate,revenue,src,src_line
2024-01-01,a,a,adjust,0,0,0,0,in.csv,2
2024-01-01,a,a,free,1,0,0,0,in.csv,3
2024-01-01,a,a,sale,1,10,0,10,in.csv,4
END
rejects "a discount of endless digits" 3 "--discount off" '客户,日期,数量,单价,折扣\na,2024-01-01,1,1,1e-50\n' \
    "ka-import: in.csv:2: column 'discount_rate' (折扣): '1e-50' is not a discount"
rejects "no quantity" 3 "" '客户,日期,金额,数量\na,2024-01-01,1,many\n' \
    "ka-import: in.csv:2: column 'qty' (数量): 'many' is not a quantity"
rejects "too large an amount" 3 "" '客户,日期,金额\na,2024-01-01,1E+30\n' \
    "ka-import: in.csv:2: column 'revenue' (金额) is too large"
rejects "no account" 3 "" '客户,日期,金额\n,2024-01-01,1\n' \
    "ka-import: in.csv:2: column 'account' (客户) is empty"
rejects "no code" 3 "" '客户,客户编码,日期,金额\na,,2024-01-01,1\n' \
    "ka-import: in.csv:2: column 'account_id' (客户编码) is empty"

# ---- What is derived ----

imports "price × quantity × (1 − discount), exactly" "" \
    'Customer ID,Order date,Unit price,Quantity,Discount\nA,2024-01-05,0.1,3,0.15\nB,2024-01-05,19.99,7,0\n' \
    "ka-import: in.csv:1: column 'discount_rate' (Discount) is read as off
ka-import: in.csv: 2 rows read, 2 written, 0 rejected; revenue 140.185" <<'END'
date,account_id,kind,qty,unit_price,discount_rate,revenue,src,src_line
2024-01-05,A,sale,3,0.1,0.15,0.255,in.csv,2
2024-01-05,B,sale,7,19.99,0,139.93,in.csv,3
END
imports "six digits of a price are all used" "" \
    'Customer ID,Order date,Unit price,Quantity\nA,2024-01-05,0.333333,3000\n' \
    "ka-import: in.csv: warning: 1 amount has more than four decimals and was rounded half to even
ka-import: in.csv: 1 row read, 1 written, 0 rejected; revenue 999.999" <<'END'
date,account_id,kind,qty,unit_price,revenue,src,src_line
2024-01-05,A,sale,3000,0.3333,999.999,in.csv,2
END
told='客户,日期,数量,单价,折扣,金额\na,2024-01-01,2,10,1,20\nb,2024-01-01,20,10,0.8,160\n'
imports "the data tell that a discount is paid" "" "$told" \
    "ka-import: in.csv:1: column 'discount_rate' (折扣) is read as paid
ka-import: in.csv: 2 rows read, 2 written, 0 rejected; revenue 180" <<'END'
date,account_id,account,kind,qty,unit_price,discount_rate,revenue,src,src_line
2024-01-01,a,a,sale,2,10,0,20,in.csv,2
2024-01-01,b,b,sale,20,10,0.2,160,in.csv,3
END
imports "or off, in per cent" "" '客户,日期,数量,单价,折扣,金额\na,2024-01-01,20,10,1,198\nb,2024-01-01,20,10,20,160\n' \
    "ka-import: in.csv:1: column 'discount_rate' (折扣) is read as off, per cent
ka-import: in.csv: 2 rows read, 2 written, 0 rejected; revenue 358" <<'END'
date,account_id,account,kind,qty,unit_price,discount_rate,revenue,src,src_line
2024-01-01,a,a,sale,20,10,0.01,198,in.csv,2
2024-01-01,b,b,sale,20,10,0.2,160,in.csv,3
END
rejects "two rows tell different things" 3 "" \
    '客户,日期,数量,单价,折扣,金额\na,2024-01-01,20,10,0.2,160\nb,2024-01-01,20,10,0.8,160\n' \
    "ka-import: in.csv:3: column 'discount_rate' (折扣): '0.8' does not mean what the rows before mean; say what is right with --discount off, off% or paid"
undecided='客户,日期,数量,单价,折扣\na,2024-01-01,2,10,0.8\n'
rejects "no row tells and revenue needs it" 3 "" "$undecided" \
    "ka-import: in.csv:2: column 'discount_rate' (折扣): '0.8' may be what is taken off or what is paid and no row tells; say which with --discount off, off% or paid"
imports "--discount paid" "--discount paid" "$undecided" \
    "ka-import: in.csv:1: column 'discount_rate' (折扣) is read as paid
ka-import: in.csv: 1 row read, 1 written, 0 rejected; revenue 16" <<'END'
date,account_id,account,kind,qty,unit_price,discount_rate,revenue,src,src_line
2024-01-01,a,a,sale,2,10,0.2,16,in.csv,2
END
imports "--discount off" "--discount off" "$undecided" \
    "ka-import: in.csv:1: column 'discount_rate' (折扣) is read as off
ka-import: in.csv: 1 row read, 1 written, 0 rejected; revenue 4" <<'END'
date,account_id,account,kind,qty,unit_price,discount_rate,revenue,src,src_line
2024-01-01,a,a,sale,2,10,0.8,4,in.csv,2
END
imports "8折 and 85折 say it themselves" "" \
    '客户,日期,数量,单价,折扣\na,2024-01-01,2,10,8折\nb,2024-01-01,2,10,85折\nc,2024-01-01,2,10,\n' \
    "ka-import: in.csv:1: column 'discount_rate' (折扣) is read as paid
ka-import: in.csv: 3 rows read, 3 written, 0 rejected; revenue 53" <<'END'
date,account_id,account,kind,qty,unit_price,discount_rate,revenue,src,src_line
2024-01-01,a,a,sale,2,10,0.2,16,in.csv,2
2024-01-01,b,b,sale,2,10,0.15,17,in.csv,3
2024-01-01,c,c,sale,2,10,,20,in.csv,4
END
imports "no row tells and nothing needs it" "" '客户,日期,折扣,金额\na,2024-01-01,0.8,16\n' \
    "ka-import: in.csv:1: warning: column 'discount_rate' (折扣) is left empty: nothing tells whether it is what is taken off or what is paid (--discount)
ka-import: in.csv: 1 row read, 1 written, 0 rejected; revenue 16" <<'END'
date,account_id,account,kind,revenue,src,src_line
2024-01-01,a,a,sale,16,in.csv,2
END
imports "margin gives the cost" "" '客户,日期,金额,毛利\na,2024-01-01,16,-4\n' \
    "ka-import: in.csv: 1 row read, 1 written, 0 rejected; revenue 16" <<'END'
date,account_id,account,kind,revenue,cost,margin,src,src_line
2024-01-01,a,a,sale,16,20,-4,in.csv,2
END
taxed='客户,日期,数量,价税合计,成本单价\na,2024-01-01,2,113,30\n'
imports "tax that the header names" "" "$taxed" \
    "ka-import: in.csv:1: warning: column 'revenue' (价税合计) has tax in it (--tax RATE takes it out)
ka-import: in.csv: 1 row read, 1 written, 0 rejected; revenue 113" <<'END'
date,account_id,account,kind,qty,revenue,cost,margin,src,src_line
2024-01-01,a,a,sale,2,113,60,53,in.csv,2
END
imports "--tax takes it out of revenue, not of cost" "--tax 0.13" "$taxed" \
    "ka-import: in.csv: 1 row read, 1 written, 0 rejected; revenue 100" <<'END'
date,account_id,account,kind,qty,revenue,cost,margin,src,src_line
2024-01-01,a,a,sale,2,100,60,40,in.csv,2
END
imports "--tax is rounded once" "--tax 13%" '客户,日期,数量,含税单价\na,2024-01-01,3,10\n' \
    "ka-import: in.csv: 1 row read, 1 written, 0 rejected; revenue 26.5487" <<'END'
date,account_id,account,kind,qty,unit_price,revenue,src,src_line
2024-01-01,a,a,sale,3,8.8496,26.5487,in.csv,2
END
imports "--tax spares what has none in it" "--tax 0.13" '客户,日期,不含税金额,价税合计\na,2024-01-01,100,113\n' \
    "ka-import: in.csv: 1 row read, 1 written, 0 rejected; revenue 100" <<'END'
date,account_id,account,kind,revenue,src,src_line
2024-01-01,a,a,sale,100,in.csv,2
END
beside() { # NAME HEADER ROW SAYS REVENUE: --tax 0.13 on one row of one account
    printf '%s\n' "客户,日期,$2" "a,2024-01-01,$3" >in.csv
    printf 'ka-import: in.csv:1: column %s\nka-import: in.csv: 1 row read, 1 written, 0 rejected; revenue %s\n' "$4" "$5" >want.err
    run "ka-import --tax 0.13 in.csv"
    check "$1" 0
}
beside "a tax column says that the amount has none in it" 金额,税额 100,13 \
    "'revenue' (金额) tax: not in it, as a header beside it says" 100
beside "so does the amount with it" 金额,价税合计 100,113 \
    "'revenue' (金额) tax: not in it, as a header beside it says" 100
beside "so does price × quantity" 数量,含税单价,金额 2,56.5,100 \
    "'revenue' (金额) tax: not in it, as price × quantity shows" 100
beside "which may say the contrary" 数量,含税单价,金额 2,56.5,113 \
    "'revenue' (金额) tax: taken out, as price × quantity shows" 100
beside "of a price without tax, too" 数量,无税单价,金额 2,50,113 \
    "'revenue' (金额) tax: taken out, as price × quantity shows" 100
beside "what nothing tells is said" 金额 113 \
    "'revenue' (金额) tax: taken out, though nothing says that it is in it" 100
rejects "rows that tell different things of tax" 3 "--tax 0.13" '客户,日期,数量,含税单价,金额\na,2024-01-01,2,56.5,100\na,2024-01-01,2,56.5,113\n' \
    "ka-import: in.csv:3: column 'revenue' (金额): '113' has tax in it by price × quantity, rows before have none"
imports "an amount off, an empty amount" "" \
    '客户,日期,数量,单价,优惠金额,金额\na,2024-01-01,2,10,3,\na,2024-01-01,-2,10,3,\na,2024-01-01,2,10,3,17\n' \
    "ka-import: in.csv:1: column 'discount_amount' (优惠金额) is used only where the amount is empty
ka-import: in.csv: warning: 2 rows have no amount and take price × quantity for it
ka-import: in.csv: 3 rows read, 3 written, 0 rejected; revenue 17" <<'END'
date,account_id,account,kind,qty,unit_price,revenue,src,src_line
2024-01-01,a,a,sale,2,10,17,in.csv,2
2024-01-01,a,a,return,-2,10,-17,in.csv,3
2024-01-01,a,a,sale,2,10,17,in.csv,4
END
imports "an amount off to four decimals" "" '客户,日期,数量,单价,折扣额\na,2024-01-01,3,0.12345,0.1\n' \
    "ka-import: in.csv: warning: 2 amounts have more than four decimals and were rounded half to even
ka-import: in.csv: 1 row read, 1 written, 0 rejected; revenue 0.2704" <<'END'
date,account_id,account,kind,qty,unit_price,revenue,src,src_line
2024-01-01,a,a,sale,3,0.1234,0.2704,in.csv,2
END
rejects "an empty amount beside a discount that is not understood" 3 "" \
    '客户,日期,数量,单价,折扣,金额\na,2024-01-01,2,10,0.5,\n' \
    "ka-import: in.csv:2: column 'revenue' (金额) is empty"
rejects "--tax of no rate" 2 "--tax 13" "$taxed" "ka-import: option '--tax': '13' is not a rate such as 0.13"
imports "returns by type, by number, by sign" "--return-prefix C" \
    'invoice no,type,customer,date,qty,amount,profit
1,销售退货,a,2024-01-01,2,10,4\n2,sale,a,2024-01-01,-2,-10,-4\nC3,,a,2024-01-01,2,10,4
4,赠品,a,2024-01-01,1,0,-1\n5,返利,a,2024-01-01,,-3,\n' \
    "ka-import: in.csv: 5 rows read, 5 written, 0 rejected; revenue -33" <<'END'
date,order_id,account_id,account,kind,qty,revenue,cost,margin,src,src_line
2024-01-01,1,a,a,return,-2,-10,-6,-4,in.csv,2
2024-01-01,2,a,a,return,-2,-10,-6,-4,in.csv,3
2024-01-01,C3,a,a,return,-2,-10,-6,-4,in.csv,4
2024-01-01,4,a,a,free,1,0,1,-1,in.csv,5
2024-01-01,5,a,a,adjust,,-3,,,in.csv,6
END

# ---- Rows twice ----

twice='order id,customer,date,sku,amount\n1,a,2024-01-01,x,5\n1,a,2024-01-01,x,5\n1,a,2024-01-01,y,5\n,a,2024-01-01,x,5\n,a,2024-01-02,x,5\n'
imports "identical lines are kept and counted" "" "$twice" \
    "ka-import: in.csv: warning: 1 line is identical to an earlier one and kept (--dedupe drops such)
ka-import: in.csv: 5 rows read, 5 written, 0 rejected; revenue 25" <<'END'
date,order_id,account_id,account,product_id,kind,revenue,src,src_line
2024-01-01,1,a,a,x,sale,5,in.csv,2
2024-01-01,1,a,a,x,sale,5,in.csv,3
2024-01-01,1,a,a,y,sale,5,in.csv,4
2024-01-01,,a,a,x,sale,5,in.csv,5
2024-01-02,,a,a,x,sale,5,in.csv,6
END
imports "--dedupe drops them, an unknown key is equal to nothing" \
    "--dedupe order_id,product_id --rejects rejects.csv" "$twice" \
    "ka-import: in.csv: 5 rows read, 4 written, 1 rejected; revenue 20" <<'END'
date,order_id,account_id,account,product_id,kind,revenue,src,src_line
2024-01-01,1,a,a,x,sale,5,in.csv,2
2024-01-01,1,a,a,y,sale,5,in.csv,4
2024-01-01,,a,a,x,sale,5,in.csv,5
2024-01-02,,a,a,x,sale,5,in.csv,6
END
printf '%s\n' 'source,line,column,reason,record' \
    'in.csv,3,,"the same order_id,product_id as in.csv:2","1,a,2024-01-01,x,5"' | spread >want
same "--dedupe gives each a reject row" want rejects.csv
rejects "--dedupe of what the file has not" 3 "--dedupe order_id,channel" "$twice" \
    "ka-import: in.csv: nothing here fills 'channel', which --dedupe names"
rejects "--dedupe of the line" 2 "--dedupe src_line" "$twice" \
    "ka-import: option '--dedupe': 'src_line' is never the same in two rows"
rejects "--dedupe of no column" 2 "--dedupe order" "$twice" \
    "ka-import: option '--dedupe': 'order' is not a column of the sales table"

# ---- Side tables ----

cat >accounts.csv <<'END'
account_id,account,parent_id,channel,group,axis,region,industry,manager
C1,得力集团有限公司,P1,文具批发,stationery,vertical,华东,文具,李
C2,晨光,,,other,,,,王
END
printf 'alias,account_id,by,date\n得力（宁波）,C1,李,2024-01-01\n' >alias.csv
printf '客户,日期,金额,区域\n得力(宁波),2024-01-01,1,\n晨光,2024-01-01,2,华北\n齐心,2024-01-01,3,\n' >named.csv
accepts "accounts and aliases" "ka-import --accounts accounts.csv --alias alias.csv named.csv" \
    "ka-import: accounts.csv: warning: 1 account is not here, the first is '齐心'
ka-import: named.csv: 3 rows read, 3 written, 0 rejected; revenue 6" <<'END'
date,account_id,account,parent_id,channel,group,axis,region,industry,manager,kind,revenue,src,src_line
2024-01-01,C1,得力集团有限公司,P1,文具批发,stationery,vertical,华东,文具,李,sale,1,named.csv,2
2024-01-01,C2,晨光,,,other,,华北,,王,sale,2,named.csv,3
2024-01-01,齐心,齐心,,,,,,,,sale,3,named.csv,4
END
printf 'account_id,account,group\nC1,a,shop\n' >wrong.csv
refuse "a group that is none" 3 "ka-import --accounts wrong.csv named.csv" \
    "ka-import: wrong.csv:2: column 'group': 'shop' is not one of supermarket|electronics|stationery|oem|other"
printf 'alias,account_id\na,C1\na,C2\n' >wrong.csv
refuse "an alias of two accounts" 3 "ka-import --alias wrong.csv named.csv" \
    "ka-import: wrong.csv:3: column 'alias': 'a' stands for two accounts"
printf 'account_id,account\nC1,a\nC1,b\n' >wrong.csv
refuse "an account twice" 3 "ka-import --accounts wrong.csv named.csv" \
    "ka-import: wrong.csv:3: column 'account_id': 'C1' stands twice"
printf 'product_id,product,family,list_price,cost,high_margin\nM1,墨盒,耗材,20,12.5,1\n' >products.csv
printf '客户,日期,金额,数量,产品编码\na,2024-01-01,30,2,Ｍ1\na,2024-01-01,-30,-2,M1\na,2024-01-01,5,1,X\n' >goods.csv
accepts "products" "ka-import --products products.csv goods.csv" \
    "ka-import: goods.csv: 3 rows read, 3 written, 0 rejected; revenue 5" <<'END'
date,account_id,account,product_id,product,family,high_margin,kind,qty,list_price,revenue,cost,margin,src,src_line
2024-01-01,a,a,M1,墨盒,耗材,1,sale,2,20,30,25,5,goods.csv,2
2024-01-01,a,a,M1,墨盒,耗材,1,return,-2,20,-30,-25,-5,goods.csv,3
2024-01-01,a,a,X,,,,sale,1,,5,,,goods.csv,4
END
printf '产品编码,产品名称,产品类别,标价,成本,是否高毛利\nM1,墨盒,耗材,"￥1,200","￥12.50",是\nX,,,,,否\n' |
    iconv -f UTF-8 -t GB18030 >products-zh.csv
accepts "products as an ERP writes them" "ka-import --products products-zh.csv goods.csv" \
    "ka-import: goods.csv: 3 rows read, 3 written, 0 rejected; revenue 5" <<'END'
date,account_id,account,product_id,product,family,high_margin,kind,qty,list_price,revenue,cost,margin,src,src_line
2024-01-01,a,a,M1,墨盒,耗材,1,sale,2,1200,30,25,5,goods.csv,2
2024-01-01,a,a,M1,墨盒,耗材,1,return,-2,1200,-30,-25,-5,goods.csv,3
2024-01-01,a,a,X,,,0,sale,1,,5,,,goods.csv,4
END
for flaw in "cost,-1,'-1' is below 0" "cost,x,'x' is not an amount" "cost,\$1,'\$1' is not in the base currency" \
    "high_margin,maybe,'maybe' is not yes or no"; do
    column=${flaw%%,*} rest=${flaw#*,}
    printf 'product_id,%s\nM1,%s\n' "$column" "${rest%%,*}" >wrong.csv
    refuse "products: $flaw" 3 "ka-import --products wrong.csv goods.csv" \
        "ka-import: wrong.csv:2: column '$column': ${rest#*,}"
done
printf '客户编码,客户名称,渠道,地区\nC1,得力,文具,华东\n' >accounts-zh.csv
printf '别名,客户编码\n得力（宁波）,C1\n' >alias-zh.csv
printf '币种,月份,汇率\n美元,2024年1月,7\nUSD,202402,8\nUSD,2024/3,9\n' >fx-zh.csv
printf '客户,日期,金额\n得力(宁波),2024-01-01,$1\n得力,2024-02-01,$1\n得力,2024-03-01,$1\n' >zh.csv
accepts "side tables in Chinese" "ka-import --accounts accounts-zh.csv --alias alias-zh.csv --fx fx-zh.csv zh.csv" \
    "ka-import: zh.csv: 3 rows read, 3 written, 0 rejected; revenue 24" <<'END'
date,account_id,account,channel,region,kind,currency,revenue,src,src_line
2024-01-01,C1,得力,文具,华东,sale,USD,7,zh.csv,2
2024-02-01,C1,得力,文具,华东,sale,USD,8,zh.csv,3
2024-03-01,C1,得力,文具,华东,sale,USD,9,zh.csv,4
END
mixed='客户,日期,金额,币种\na,2024-01-05,10,CNY\nb,2024-01-05,10,美元\n'
rejects "two currencies without rates" 3 "" "$mixed" \
    "ka-import: in.csv:3: the amount is in 'USD', that of in.csv:2 in 'CNY': rates are needed (--fx)"
rejects "two symbols are two currencies" 3 "--max-bad 9" '客户,日期,金额\na,2024-01-05,￥10\nb,2024-01-05,$10\n' \
    "ka-import: in.csv:3: the amount is in 'USD', that of in.csv:2 in 'CNY': rates are needed (--fx)"
rejects "a currency that is not --base" 3 "--base EUR" '客户,日期,金额\na,2024-01-05,￥10\n' \
    "ka-import: in.csv:2: the amount is in 'CNY', not in 'EUR': rates are needed (--fx)"
imports "one currency needs no rates" "" '客户,日期,金额\na,2024-01-05,$10\nb,2024-01-05,$20\n' \
    "ka-import: in.csv: 2 rows read, 2 written, 0 rejected; revenue 30" <<'END'
date,account_id,account,kind,revenue,src,src_line
2024-01-05,a,a,sale,10,in.csv,2
2024-01-05,b,b,sale,20,in.csv,3
END
printf 'currency,period,rate\nUSD,2024-01,7.12345\n' >fx.csv
for one in 'a,2024-01-05,20\nb,2024-01-05,$10:2:3' 'a,2024-01-05,$10\nb,2024-01-05,20:3:2'; do
    lines=${one#*:}
    for fx in "" "--fx fx.csv"; do
        rejects "an amount without a currency beside dollars, $one $fx" 3 "$fx" "客户,日期,金额\n${one%%:*}\n" \
            "ka-import: in.csv:${lines%:*}: the amount names no currency, that of in.csv:${lines#*:} is in 'USD': say with --base what amounts without one are in"
    done
done
rejects "an empty cell among currencies" 3 "" '客户,日期,金额,币种\na,2024-01-05,1,USD\nb,2024-01-05,2,\n' \
    "ka-import: in.csv:3: the amount names no currency, that of in.csv:2 is in 'USD': say with --base what amounts without one are in"
imports "--base says what they are in" "--base usd" '客户,日期,金额,币种\na,2024-01-05,1,USD\nb,2024-01-05,2,\nc,2024-01-05,0,\n' \
    "ka-import: in.csv: 3 rows read, 3 written, 0 rejected; revenue 3" <<'END'
date,account_id,account,kind,currency,revenue,src,src_line
2024-01-05,a,a,sale,USD,1,in.csv,2
2024-01-05,b,b,sale,,2,in.csv,3
2024-01-05,c,c,sale,,0,in.csv,4
END
imports "yuan and nothing are both yuan" "" '客户,日期,金额\na,2024-01-05,1\nb,2024-01-05,￥2\n' \
    "ka-import: in.csv: 2 rows read, 2 written, 0 rejected; revenue 3" <<'END'
date,account_id,account,kind,revenue,src,src_line
2024-01-05,a,a,sale,1,in.csv,2
2024-01-05,b,b,sale,2,in.csv,3
END
rejects "a sign against the currency column" 3 "--fx fx.csv" '客户,日期,金额,币种\na,2024-01-05,￥10,USD\n' \
    "ka-import: in.csv:2: column 'revenue' (金额): '￥10' is not in 'USD' as its row's currency says"
rejects "a sign against the header" 3 "--fx fx.csv" '客户,日期,金额(美元)\na,2024-01-05,￥10\n' \
    "ka-import: in.csv:2: column 'revenue' (金额(美元)): '￥10' is not in 'USD' as its header says"
for unit in '(USD)' '(美元)' '($)' '（US$）'; do
    imports "a header's currency: $unit" "--fx fx.csv" "客户,日期,金额$unit,成本(元),币种\na,2024-01-05,10,￥60,\n" \
        "ka-import: in.csv: 1 row read, 1 written, 0 rejected; revenue 71.2345" <<'END'
date,account_id,account,kind,currency,revenue,cost,margin,src,src_line
2024-01-05,a,a,sale,USD,71.2345,60,11.2345,in.csv,2
END
done
imports "each amount by its own sign" "--fx fx.csv" '客户,日期,金额,成本\na,2024-01-05,￥100,$10\nb,2024-01-05,$100,10\n' \
    "ka-import: in.csv: 2 rows read, 2 written, 0 rejected; revenue 812.345" <<'END'
date,account_id,account,kind,currency,revenue,cost,margin,src,src_line
2024-01-05,a,a,sale,CNY,100,71.2345,28.7655,in.csv,2
2024-01-05,b,b,sale,USD,712.345,71.2345,641.1105,in.csv,3
END
printf 'currency,period,rate\n美元,2024-01,7.12345\neur,2024-01,8\n' >fx-names.csv
imports "rates by any name of a currency" "--fx fx-names.csv" '客户,日期,金额\na,2024-01-05,$1\nb,2024-01-05,€1\n' \
    "ka-import: in.csv: 2 rows read, 2 written, 0 rejected; revenue 15.1234" <<'END'
date,account_id,account,kind,currency,revenue,src,src_line
2024-01-05,a,a,sale,USD,7.1234,in.csv,2
2024-01-05,b,b,sale,EUR,8,in.csv,3
END
imports "rates" "--fx fx.csv" "$mixed" \
    "ka-import: in.csv: 2 rows read, 2 written, 0 rejected; revenue 81.2345" <<'END'
date,account_id,account,kind,currency,revenue,src,src_line
2024-01-05,a,a,sale,CNY,10,in.csv,2
2024-01-05,b,b,sale,USD,71.2345,in.csv,3
END
rejects "a missing rate" 3 "--fx fx.csv --max-bad 9" '客户,日期,金额,币种\nb,2024-02-05,10,usd\n' \
    "ka-import: in.csv:2: no rate from 'USD' to CNY in 2024-02"
imports "the books' own currency needs no rate" "" '客户,日期,本币金额,币种\na,2024-01-05,10,CNY\nb,2024-01-05,71,USD\n' \
    "ka-import: in.csv: 2 rows read, 2 written, 0 rejected; revenue 81" <<'END'
date,account_id,account,kind,currency,revenue,src,src_line
2024-01-05,a,a,sale,CNY,10,in.csv,2
2024-01-05,b,b,sale,USD,71,in.csv,3
END

printf '%s\n' '客户,日期,金额' 'ABC Trading Co. Ltd,2024-01-01,1' 'ＡＢＣ  trading,2024-01-02,1' \
    'ABC Trading Co. Ltd,2024-01-03,1' '=得力股份有限公司,2024-01-03,1' '=得力,2024-01-04,1' \
    '=得力,2024-01-05,1' '晨光文具,2024-01-01,1' '上海晨光文具有限公司,2024-01-01,1' \
    'Delta,2024-01-01,1' >names.csv
run "ka-import names.csv --suggest-alias pairs.csv"
check "--suggest-alias" 0
printf '\357\273\277%s\r\n' 'alias,account_id,by,date,alias_account,account,alias_lines,lines' >want
printf '%s\r\n' "'=得力股份有限公司,'=得力,name,2024-01-03,'=得力股份有限公司,'=得力,1,2" \
    "ABC trading,ABC Trading Co. Ltd,name,2024-01-02,ＡＢＣ  trading,ABC Trading Co. Ltd,1,2" >>want
same "pairs by name, guarded for a spreadsheet" want pairs.csv
run "ka-import names.csv --alias pairs.csv --suggest-alias again.csv | cut -d, -f2 | sort -u | wc -l"
printf '6\n' >want.out
check "what a person leaves in the file is an alias table" 0
printf '\357\273\277%s\r\n' 'alias,account_id,by,date,alias_account,account,alias_lines,lines' >want
same "nothing is left to propose" want again.csv

printf '%s\n' '客户,日期,金额' 'AB贸易股份有限公司,2024-01-01,1' 'AB贸易,2024-01-01,1' 'AB贸易,2024-01-01,1' \
    'AB贸易大厦,2024-01-01,1' 'AB贸易大厦,2024-01-01,1' 'AB贸易大厦,2024-01-01,1' \
    '上海市晨光,2024-01-01,1' '上海晨光有限责任公司,2024-01-01,1' '沃尔玛(中国)投资有限公司,2024-01-01,1' \
    '沃尔玛,2024-01-01,1' '华联超市,2024-01-01,1' '华联超,2024-01-01,1' 'Office,2024-01-01,1' \
    'Office Depot,2024-01-01,1' '科技有限公司,2024-01-01,1' '科技公司,2024-01-01,1' >names.csv
run "ka-import names.csv --suggest-alias pairs.csv -o /dev/null; cut -d, -f1-3 pairs.csv | tr -d '\r' | tail -n +2 | sort"
printf '%s\n' '上海晨光有限责任公司,上海市晨光,name' '华联超市,华联超,beginning' '沃尔玛(中国)投资有限公司,沃尔玛,name' \
    'AB贸易,AB贸易大厦,beginning' 'AB贸易股份有限公司,AB贸易大厦,name' | sort >want.out
check "pairs lead to the last of a chain, not by what many names hold" 0

printf 'alias,account_id\nb,a\nc,b\nd,d\n' >chain.csv
printf '客户,日期,金额\nc,2024-01-01,1\nd,2024-01-01,2\n' >chained.csv
accepts "an alias of an alias" "ka-import --alias chain.csv chained.csv" \
    "ka-import: chain.csv: warning: aliases lead to 1 account that is neither in the data nor in an accounts table, the first is 'a'
ka-import: chained.csv: 2 rows read, 2 written, 0 rejected; revenue 3" <<'END'
date,account_id,account,kind,revenue,src,src_line
2024-01-01,a,a,sale,1,chained.csv,2
2024-01-01,d,d,sale,2,chained.csv,3
END
printf 'alias,account_id\nx,a\na,b\nb,a\n' >chain.csv
refuse "aliases in a circle" 3 "ka-import --alias chain.csv chained.csv" \
    "ka-import: chain.csv:3: column 'alias': 'a' leads back to itself by line 4"
printf 'alias,account_id\nC2,C1\n' >codes.csv
printf '客户编码,客户,日期,金额\nC2,Dup,2024-01-01,1\nC1,Real,2024-01-01,2\n' >coded.csv
accepts "an alias does not name its account" "ka-import --alias codes.csv coded.csv" \
    "ka-import: coded.csv: 2 rows read, 2 written, 0 rejected; revenue 3" <<'END'
date,account_id,account,kind,revenue,src,src_line
2024-01-01,C1,,sale,1,coded.csv,2
2024-01-01,C1,Real,sale,2,coded.csv,3
END

# ---- Bad rows ----

bad='客户,日期,金额\na,2024-01-05,"12,3x"\nb,,1\nc,2024-01-05,3\n,2024-01-05,4\na,2024-01-05,1,9\n'
rejects "the first bad row" 3 "" "$bad" \
    "ka-import: in.csv:2: column 'revenue' (金额): '12,3x' is not an amount"
rejects "one more than --max-bad" 3 "--max-bad 3" "$bad" \
    "ka-import: more than 3 bad rows; the first: in.csv:2: column 'revenue' (金额): '12,3x' is not an amount"
for max in 0 3 79%; do
    rejects "--rejects has all bad rows, --max-bad $max" 3 "--max-bad $max --rejects r.csv" "$bad" \
        "ka-import: 4 bad rows are in 'r.csv', --max-bad $max; the first: in.csv:2: column 'revenue' (金额): '12,3x' is not an amount"
    holds "they say why" '[ "$(wc -l <r.csv)" = 5 ]'
    rm r.csv
done
rejects "no row is good" 3 "--max-bad 100%" '客户,日期,金额\na,x,1\n' \
    "ka-import: no row is good; the first: in.csv:2: column 'date' (日期): 'x' is not a date"
rejects "more than all" 2 "--max-bad 101%" "$bad" \
    "ka-import: option '--max-bad': '101%' is not a count or a percentage"
imports "as many as --max-bad" "--max-bad 4 --rejects r.csv" "$bad" \
    "ka-import: in.csv: 5 rows read, 1 written, 4 rejected; revenue 3" <<'END'
date,account_id,account,kind,revenue,src,src_line
2024-01-05,c,c,sale,3,in.csv,4
END
spread >want <<'END'
source,line,column,reason,record
in.csv,2,revenue,"'12,3x' is not an amount","a,2024-01-05,""12,3x"""
in.csv,3,date,is empty,"b,,1"
in.csv,5,account,is empty,",2024-01-05,4"
in.csv,6,,"4 cells, the header has 3","a,2024-01-05,1,9"
END
same "--rejects" want r.csv
printf '客户,日期,金额\n=cmd(),x,1\nb,2024-01-05,1\n' >in.csv
ka-import --max-bad 1 --rejects r.csv in.csv >/dev/null 2>&1
holds "rejects guard formulas" "grep -qF \"\\\"'=cmd(),x,1\\\"\" r.csv"
printf '客户,日期,金额\nb,2024-01-05,1\n' >in.csv
for option in --meta --suggest-alias; do
    rm -f out.csv
    run "ka-import in.csv $option /nowhere/x -o out.csv"
    check "$option that cannot be written" 4
    holds "no rows without it" '[ ! -e out.csv ]'
done
imports "figures that contradict each other" "" \
    '客户,日期,数量,单价,金额,成本,毛利\na,2024-01-05,2,10,20,15,5\na,2024-01-05,2,10,20,15,4\na,2024-01-05,2,10,21,15,6\n' \
    "ka-import: in.csv: warning: 1 × revenue is not cost + margin, which is taken from the cost, the first is in.csv:3
ka-import: in.csv: warning: 1 × revenue is not price × quantity × (1 − discount), and taken as it is, the first is in.csv:4
ka-import: in.csv: 3 rows read, 3 written, 0 rejected; revenue 61" <<'END'
date,account_id,account,kind,qty,unit_price,revenue,cost,margin,src,src_line
2024-01-05,a,a,sale,2,10,20,15,5,in.csv,2
2024-01-05,a,a,sale,2,10,20,15,5,in.csv,3
2024-01-05,a,a,sale,2,10,21,15,6,in.csv,4
END
imports "--max-bad as a share" "--max-bad 80%" "$bad" \
    "ka-import: in.csv: 5 rows read, 1 written, 4 rejected; revenue 3" <<'END'
date,account_id,account,kind,revenue,src,src_line
2024-01-05,c,c,sale,3,in.csv,4
END
rejects "more than the share" 3 "--max-bad 79.9%" "$bad" \
    "ka-import: more than 79.9% bad rows; the first: in.csv:2: column 'revenue' (金额): '12,3x' is not an amount"
rejects "--max-bad of no count" 2 "--max-bad 1.5" "$bad" \
    "ka-import: option '--max-bad': '1.5' is not a count or a percentage"
rejects "fewer cells than the header" 3 "" '客户,日期,金额\na,2024-01-05\n' \
    "ka-import: in.csv:2: 2 cells, the header has 3"
imports "empty cells behind the last header" "" '客户,日期,金额,,\na,2024-01-05,1\nb,2024-01-05,1,,,\n,,\n' \
    "ka-import: in.csv: 2 rows read, 2 written, 0 rejected; revenue 2" <<'END'
date,account_id,account,kind,revenue,src,src_line
2024-01-05,a,a,sale,1,in.csv,2
2024-01-05,b,b,sale,1,in.csv,3
END
rejects "a quote that never closes" 3 "" '客户,日期,金额\nc,2024-01-05,3\na,2024-01-05,"12\nb,2024-01-05,1\n' \
    "ka-import: in.csv:3: the quote that opens here is never closed"
printf '%b' "$bad" >in.csv
run "ka-import --check in.csv"
printf '%s\n' 'ka-import: in.csv: 5 rows read, 1 good, 4 rejected; revenue 3' \
    "ka-import: in.csv:2: column 'revenue' (金额): '12,3x' is not an amount" >want.err
check "--check finds bad rows" 1
run "ka-import --check erp.csv | sed -n '1,4p;/^cost/p;/^family/p;/^qty/p'"
cat >want.out <<'END'
column,filled,rows,completeness
date,4,4,1
order_id,4,4,1
account_id,4,4,1
family,0,4,0
qty,3,4,0.75
cost,3,4,0.75
END
check "--check says how complete the columns are" 0

# ---- The rest ----

printf '%s\n' '客户,订单日期,金额,备注' 'a,2024-01-05,1,"急, 加急"' >kept.csv
accepts "--keep" "ka-import --keep 备注 kept.csv" \
    "ka-import: kept.csv: 1 row read, 1 written, 0 rejected; revenue 1" <<'END'
date,account_id,account,kind,revenue,src,src_line,备注
2024-01-05,a,a,sale,1,kept.csv,2,"急, 加急"
END
refuse "--keep of nothing" 3 "ka-import --keep note kept.csv" \
    "ka-import: kept.csv: no header 'note', which --keep names"
run "ka-import erp.csv --meta meta.csv"
for fact in 'layout.header_line,3' 'layout.title_lines,2' 'layout.revenue,金额' 'derived.revenue,given' \
    'rows.in,6' 'rows.out,4' 'rows.totals_left_out,2' 'rows.total_lines,erp.csv:8 erp.csv:10' \
    'rows.returns,1' 'total.revenue,12269.5' 'total.cost,7870' 'input.1.encoding,UTF-8'; do
    holds "--meta: $fact" "grep -qxF '$fact' meta.csv"
done
run "ka-import --schema | grep -c ^sales,"
printf '26\n' >want.out
check "--schema" 0
run "ka-import <erp.csv 2>/dev/null | ka-import | sed 's/,stdin,[0-9]*$//'"
sed 's/,stdin,[0-9]*$//' erp.want >want.out
check "sales rows are an export like any other" 0
printf '%s\n' '客户,日期,金额,币种,折扣率' 'a,2024-01-05,10,USD,' >once.csv
ka-import --fx fx.csv once.csv -o once.want 2>/dev/null
run "ka-import --fx fx.csv once.want | sed s/once.want,2/once.csv,2/"
cp once.want want.out
printf '%s\n' "ka-import: once.want: --fx is not applied: these are sales rows, in the base currency already" \
    "ka-import: once.want: 1 row read, 1 written, 0 rejected; revenue 71.2345" >want.err
check "sales rows are not converted twice" 0
refuse "nor is tax taken out of them" 2 "ka-import --tax 0.13 once.want" \
    "ka-import: option '--tax': once.want holds sales rows, which have no tax in them"
printf '%s\n' '客户,日期,金额' 'b,2024-01-05,1' >noqty.csv
printf '%s\n' '客户,日期,金额,数量' 'c,2024-01-05,1,1' >qty.csv
run "ka-import noqty.csv qty.csv 2>/dev/null | ka-import | cut -d, -f4"
printf '%s\n' kind sale sale >want.out
check "sales rows keep their kind" 0
run "printf '客户,日期,金额,类型\na,2024-01-05,1,Zulu\na,2024-01-06,1,Alpha\na,2024-01-06,2,销售\n' | ka-import -o /dev/null"
printf '%s\n' "ka-import: stdin: warning: 2 rows have a type that is not known and is taken for a sale, the first is 'Alpha'" \
    "ka-import: stdin: 3 rows read, 3 written, 0 rejected; revenue 4" >want.err
check "a type that is not known" 0

run "ka-import </dev/null"
printf 'ka-import: stdin: the input is empty, a header line was expected\n' >want.err
check "empty input" 3
imports "header only" "" '客户,日期,金额\n' \
    "ka-import: in.csv: 0 rows read, 0 written, 0 rejected; revenue 0" <<'END'
date,account_id,account,kind,revenue,src,src_line
END
refuse "no such file" 4 "ka-import nowhere.csv" \
    "ka-import: cannot open 'nowhere.csv': No such file or directory"
run "ka-import erp.csv >/dev/full"
printf "ka-import: cannot write 'stdout': No space left on device\n" >want.err
check "a full disk" 4
run "ka-import erp.csv >&-"
printf "ka-import: cannot write 'stdout': Bad file descriptor\n" >want.err
check "a closed output" 4
printf '客户,日期,金额\n' >two.csv
yes 'a,2024-01-05,1' | head -20000 >>two.csv
echo 'a,x,1' >>two.csv
run "ka-import two.csv | tail -1"
printf '"the tool that wrote this failed before its end\n' >want.out
check "a failure after rows were written is seen down the pipe" 0

# The order of the rows changes nothing but their order.
{ head -3 erp.csv; grep -e ^A3 -e ^A4 erp.csv | sort -r; grep ^A1 erp.csv; } >permuted.csv
{ head -3 erp.csv; grep -e ^A1 -e ^A3 -e ^A4 erp.csv; } >ordered.csv
for file in permuted ordered; do
    ka-import $file.csv 2>/dev/null | sed 's/,[a-z]*.csv,[0-9]*$//' | sort >$file.out
done
same "permuted rows" permuted.out ordered.out

# ---- Codes that a spreadsheet keeps as texts ----
for spelling in '="%s"' '"=""%s"""' '%s'; do
    {
        echo '客户编码,客户,日期,金额'
        for i in 07 08 09; do
            printf "$spelling,$spelling,2024-01-$i,$spelling\n" "00$i" "=a" "$i.50"
        done
    } >guarded.csv
    [ "$spelling" != %s ] || sed -i 's/,=a/,"=a"/' guarded.csv
    accepts "codes as $spelling" "ka-import guarded.csv" \
        "ka-import: guarded.csv: 3 rows read, 3 written, 0 rejected; revenue 25.5" <<'END'
date,account_id,account,kind,revenue,src,src_line
2024-01-07,0007,=a,sale,7.5,guarded.csv,2
2024-01-08,0008,=a,sale,8.5,guarded.csv,3
2024-01-09,0009,=a,sale,9.5,guarded.csv,4
END
done

# ---- Threads ----
# Rows that are plain, that have to be converted, that are none, over many pieces; what is
# known of the file changes within (a first amount below a cent, a new type); a currency.
ka-synth --style load --rows 30000 --accounts 700 -o load.csv
awk -F, -v OFS=, '
    function put() { printf "%s%s", $0, NR % 7 ? "\n" : "\r\n" }
    NR == 1 { put(); next }
    NR % 997 == 0 { print "合计,,,,,,,,," }
    NR % 1499 == 0 { sub(/^[^,]*/, "n/a") }
    NR % 1999 == 0 { sub(/,[^,]*$/, ",12,3x") }
    NR % 701 == 0 { sub(/,sale,/, ",其他,") }
    NR % 503 == 0 { sub(/,sale,/, ",\"销售\n退货\",") }
    NR % 1009 == 0 { put() }
    NR % 2003 == 0 { print "date,order_id,account_id,account,region,product_id,kind,qty,revenue,cost" }
    NR % 1201 == 0 { $0 = $0 "00001" }
    NR % 1733 == 0 { $NF = "1234567890123456789012345678901234567890" }
    NR % 1741 == 0 { $(NF - 1) = "1234567890123456789" }
    NR % 401 == 0 { sub(/^....-..-../, "5/13/2024") }
    NR % 3001 == 0 { print "\n,,,,,,,,," }
    { put() }' load.csv >messy.csv
printf 'alias,account_id,by,date\nKH100001,KH100022,a,2024-01-05\n' >alias.csv
printf 'account_id,account,channel\nKH100003,Third,retail\nKH100022,Main,oem\n' >accounts.csv
awk 'NR == 20000 { print "x\"y,1" } 1' messy.csv >odd.csv # pieces behind it are cut wrongly
iconv -t GB18030 messy.csv >messy_gb.csv
all="--max-bad 100% --rejects rejects --suggest-alias pairs"
# same_all NAME: what the last run left is what the first one did
same_all() {
    for left in out err rejects pairs meta; do
        [ $left != meta ] || grep -v '^command' meta.all >meta
        if [ -e "first.$left" ]; then same "$1: $left" first.$left $left; else mv $left first.$left; fi
    done
}
sed 's/\r$//; 1s/$/,note/; 2,$s/$/,"a, b"/' load.csv >noted.csv
for options in "" "--alias alias.csv --accounts accounts.csv" "--keep note" "--dedupe order_id,account_id"; do
    for input in messy.csv odd.csv messy_gb.csv "messy.csv load.csv" noted.csv; do
        case $options$input in --keep*noted.csv) ;; --*gb.csv | --*load.csv | --keep* | *noted.csv) continue ;; esac
        rm -f first.*
        for threads in 1 2 7; do
            run "ka-import --threads $threads $all --meta meta.all $options $input"
            same_all "$threads threads, $input $options"
        done
    done
done
# Where pieces are cut wrongly, what looks like rows stands in a cell: it counts for nothing.
awk 'BEGIN {
    print "date,account_id,account,region,revenue"
    for (i = 0; i < 20000; i++) {
        n = int(i / 2) % 20
        if (i == 3000) print "2024-01-05,K1,Acme 1,a\"b,5"
        if (i % 4) {
            printf "2024-01-%02d,K%d,Acme %d%s,r,5\n", i % 28 + 1, n + 100 * (i % 2), n, i % 2 ? " Ltd" : ""
            continue
        }
        printf "2024-01-01,K%d,Acme %d,\"x\n", n, n
        for (k = 0; k < 40; k++) printf "2030-12-31,K%d,Acme %d Ltd,y,7\n", n + 100, n
        print "z\",5"
    }
}' >cells.csv
rm -f first.*
for threads in 1 2 7; do
    run "ka-import --threads $threads $all --meta meta.all cells.csv"
    holds "no date of a cell, $threads threads" "[ $code = 0 ] && grep -q 2024-01-28 pairs && ! grep 2030 pairs"
    same_all "$threads threads, rows in cells"
done
rm -f first.*
run "ka-import --threads 1 $all --meta meta.all <messy.csv"
same_all "from a file"
run "cat messy.csv | ka-import --threads 7 $all --meta meta.all"
same_all "from a pipe"
for file in messy odd messy_gb; do
    head -n 2500 $file.csv | tail -n 700 | cat <(head -n 1 load.csv) - >few.csv
    rm -f first.*
    run "ka-import --threads 1 $all --meta meta.all <few.csv"
    same_all "$file at once"
    run "dd bs=1 if=few.csv 2>/dev/null | ka-import --threads 7 $all --meta meta.all"
    same_all "$file in reads of one byte"
done
for threads in 1 2 7; do
    refuse "the first bad row, $threads threads" 3 "ka-import --threads $threads -o never.csv odd.csv" \
        "ka-import: odd.csv:1503: column 'date': 'n/a' is not a date"
done

# A failure is told at once, though a thread waits for more of a pipe that is silent.
mkfifo silent
for tool in ka-import ka-profile ka-pareto; do
    sleep 60 >silent &
    keeper=$!
    { head -20000 load.csv; echo n/a; sed -n 20001,20500p load.csv; } >silent &
    run "timeout 20 $tool --threads 2 silent -o never.csv"
    kill $keeper
    holds "$tool fails without waiting" '[ $code = 3 ] && grep -q "silent:20001: " err'
done

# What is copied is what would have been converted: the same values in another spelling.
ka-import load.csv 2>/dev/null | sed 's/load.csv/-/' >copied
awk -F, -v OFS=, 'NR > 1 { $(NF - 2) = "+" $(NF - 2); $(NF - 1) = $(NF - 1) ($(NF - 1) ~ /[.]/ ? "" : ".") "000000"; $NF = "+" $NF } 1' \
    load.csv | sed 's/+-/-/g' >spelled.csv
ka-import spelled.csv 2>/dev/null | sed 's/spelled.csv/-/' >converted
same "plain and converted rows" copied converted

# Guarded codes over many pieces.
awk -F, -v OFS=, 'NR > 1 { bare = !/"/; $3 = "=\"" $3 "\""; if (bare && NR % 3 == 0) $4 = "\"=\"\"" $4 "\"\"\"" } 1' \
    load.csv >load_guarded.csv
ka-import load.csv 2>/dev/null | sed 's/load.csv/-/' >plain.out
for threads in 1 7; do
    ka-import --threads $threads load_guarded.csv 2>/dev/null | sed 's/load_guarded.csv/-/' >guarded.out
    same "guarded codes, $threads threads" plain.out guarded.out
done

# One long cell that goes into many columns.
awk 'BEGIN { print "date,account,note,revenue"
    long = sprintf("%900s", ""); gsub(/ /, "x", long)
    for (i = 0; i < 3000; i++) print "2024-01-05,a," long i ",1" }' >long.csv
run "ka-import --map region=note --map manager=note --map family=note --map industry=note \
    --map channel=note long.csv | cut -d, -f6 | sort -u | wc -l"
echo 3001 >want.out
check "a header that fills many columns" 0

# Figures by hand, in rows by the thousand: a few rows would be read one by one.
# thousands FILE ROWS OPTION…: every row of FILE, whose source is -, comes 500 times.
thousands() {
    file=$1
    rows=$2
    shift 2
    { head -n 1 "$file"; for i in $(seq 500); do tail -n +2 "$file"; done; } >many.csv
    for threads in 1 7; do
        run "ka-import --threads $threads $* many.csv"
        tail -n +2 out | sed 's/many\.csv,[0-9]*/-/' | sort | uniq -c | sed 's/^ *//' >got
        printf '%s\n' "$rows" | sed 's/^/500 /' | sort -k 2 >wanted
        sort -k 2 got >sorted
        same "$file by the thousand, $threads threads" wanted sorted
    done
}
printf 'currency,period,rate\nUSD,2024-01,7.1\nUSD,2024-02,7.2\nHKD,2024-01,0.915\n' >rates.csv
cat >erp.csv <<'EOF'
日期,单据编号,客户编码,客户名称,存货名称,业务类型,数量,单价,折扣,币种,金额,成本
2024/1/5,X1,K1,"Velmora, Ltd.",M101,普通销售,"6,384",$2.54,12%,USD,"$14,269.52","9,069.84"
2024/2/5,X2,K1,"Velmora, Ltd.",M101,普通销售,100,$2.50,20%,USD,$200.00,100.00
2024/1/5,X3,K2,华安,"墨水 ""大""",普通销售,"1,044",￥66.00,18%,CNY,"￥56,501.28","38,836.80"
2024/1/6,X4,K2,华安,"墨水 ""大""",销售退货,-12,￥66.00,20%,,￥-633.60,-400
2024/1/6,X5,K3,港方,M102,普通销售,10,HK$20,0%,,HK$200.00,
2024/1/6,X6,K3,港方,M102,返利调整,,,,CNY,-￥50.5,
2024/1/7,X7,K3,港方,M102,普通销售,10,$2,0%,,$20,
EOF
thousands erp.csv '2024-01-05,X1,K1,"Velmora, Ltd.",M101,sale,6384,18.034,0.12,USD,101313.592,64395.864,36917.728,-
2024-02-05,X2,K1,"Velmora, Ltd.",M101,sale,100,18,0.2,USD,1440,720,720,-
2024-01-05,X3,K2,华安,"墨水 ""大""",sale,1044,66,0.18,CNY,56501.28,38836.8,17664.48,-
2024-01-06,X4,K2,华安,"墨水 ""大""",return,-12,66,0.2,CNY,-633.6,-400,-233.6,-
2024-01-06,X5,K3,港方,M102,sale,10,18.3,0,HKD,183,,,-
2024-01-06,X6,K3,港方,M102,adjust,,,,CNY,-50.5,,,-
2024-01-07,X7,K3,港方,M102,sale,10,14.2,0,USD,142,,,-' --fx rates.csv
cat >net.csv <<'EOF'
日期,单据编号,客户,数量,含税单价,优惠率,单位成本
2024-01-05,SO1,甲,3,12.35,15%,3.3333
2024-01-05,SO2,甲,"1,000",￥1.13,0%,0.5
2024-01-06,TH1,乙,3,12.35,15%,-
EOF
thousands net.csv '2024-01-05,SO1,甲,甲,sale,3,10.9292,0.15,27.8695,9.9999,17.8696,-
2024-01-05,SO2,甲,甲,sale,1000,1,0,1000,500,500,-
2024-01-06,TH1,乙,乙,return,-3,10.9292,0.15,-27.8695,,,-' \
    --tax 0.13 --discount off% --return-prefix TH
cat >units.csv <<'EOF'
日期,客户,金额(万元),毛利,备注
2024-01-05,甲,1.2345,345,"a ""b"""
2024-01-06,乙,-0.5,-100,"=""007"""
2024-01-07,丙,0.1,,x
EOF
thousands units.csv '2024-01-05,甲,甲,sale,12345,12000,345,-,"a ""b"""
2024-01-06,乙,乙,return,-5000,-4900,-100,-,007
2024-01-07,丙,丙,sale,1000,,,-,x' --keep 备注
printf '日期,客户,金额,毛利\n2024-01-05,甲,100,30\n2024-01-06,乙,50,\n2024-01-07,丙,20,-\n' >profit.csv
thousands profit.csv '2024-01-05,甲,甲,sale,100,70,30,-
2024-01-06,乙,乙,sale,50,,,-
2024-01-07,丙,丙,sale,20,,,-'
printf '日期;客户;数量;单价;金额\n2024-01-05;甲;2;1.234,5;2.469\n2024-01-05;"乙 ""b""";2;1,5;3\n' >marks.csv
thousands marks.csv '2024-01-05,甲,甲,sale,2,1234.5,2469,-
2024-01-05,"乙 ""b""","乙 ""b""",sale,2,1.5,3,-' --decimal ,

# What is noticed of such rows, and where first: 20.02 is within a cent and half a cent a piece.
{
    echo 日期,客户,数量,单价,金额,毛利,成本
    for i in $(seq 1000); do printf '2024-01-05,甲,2,10,,,\n2024-01-05,甲,2,10,20,5,15\n'; done
    printf '2024-01-05,甲,2,10,%s\n' 21,6,15 20,6,15 20.02,5,15.02 22,7,15
} >off.csv
for threads in 1 7; do
    refuse "figures that contradict each other, $threads threads" 0 \
        "ka-import --threads $threads off.csv -o noticed.csv" \
        "ka-import: off.csv: warning: 1998 lines are identical to earlier ones and kept (--dedupe drops such)
ka-import: off.csv: warning: 1000 rows have no amount and take price × quantity for it
ka-import: off.csv: warning: 1 × revenue is not cost + margin, which is taken from the cost, the first is off.csv:2003
ka-import: off.csv: warning: 2 × revenue is not price × quantity × (1 − discount), and taken as it is, the first is off.csv:2002
ka-import: off.csv: 2004 rows read, 2004 written, 0 rejected; revenue 40083.02"
done

# A row that contradicts the others is told as such, wherever it stands.
{
    echo 日期,客户,数量,单价,折扣,金额
    for i in $(seq 2000); do echo "2024-01-05,甲,2,10,0.2,16"; done
    echo 2024-01-05,甲,2,10,0.2,4
} >contrary.csv
for threads in 1 7; do
    run "ka-import --threads $threads contrary.csv -o noticed.csv"
    holds "a discount of another meaning, $threads threads" \
        "[ $code = 3 ] && grep -q \"contrary.csv:2002: column 'discount_rate' (折扣): '0.2' does not mean\" err"
done
{
    echo 日期,客户,币种,金额
    for i in $(seq 2000); do echo "2024-01-05,甲,CNY,￥16.00"; done
    echo '2024-01-05,甲,CNY,$16.00'
} >foreign.csv
for threads in 1 7; do
    refuse "a sign that is not the currency's, $threads threads" 3 \
        "ka-import --threads $threads foreign.csv -o noticed.csv" \
        "ka-import: foreign.csv:2002: column 'revenue' (金额): '\$16.00' is not in 'CNY' as its row's currency says"
done

finish
