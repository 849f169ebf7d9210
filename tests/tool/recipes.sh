#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The blocks of data-samples/RECIPES.md, as they stand there, where their programs are installed:
# the same rows from wherever the data come.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
export SENDMAIL=cat

# What each source holds: names with a comma, a quote, Chinese.
cat >sales.csv <<'END'
date,account_id,account,revenue
2025-01-05,K1,万澜超市,1200.50
2025-02-06,K2,"Ink, Paper & Co.",800
2025-03-07,K3,"the ""big"" one",99.25
2025-04-08,K1,万澜超市,-20
END
ka-import sales.csv 2>/dev/null | ka-pareto >want.rows

# recipes PROGRAM: its blocks, one file each: recipe.1, recipe.2 …
recipes() {
    rm -f recipe.*
    awk -v name="$1" '/^```sh recipe=/ { on = $0 == "```sh recipe=" name; if (on) n++; next }
        /^```/ { on = 0 } on { print > ("recipe." n) }' "$ROOT/data-samples/RECIPES.md"
}
# gives PROGRAM: its first block comes to the rows of the file.
gives() {
    recipes "$1"
    bash -o pipefail ./recipe.1 >rows 2>err </dev/null
    code=$?
    holds "$1: the recipe runs" "[ $code = 0 ]" || cat err
    same "$1: the same rows as from the file" want.rows rows
}
have() {
    command -v "$1" >/dev/null || { echo "$1 is not installed: its recipe is skipped"; false; }
}

# ---- PostgreSQL: a server of our own, on a socket in this folder ----
postgres() {
    local bin=$1
    mkdir pg && chmod 711 .
    [ "$(id -u)" != 0 ] || chown postgres pg
    as_owner "$bin/initdb -D $PWD/pg/data -U postgres -A trust -E UTF8 --no-locale -N" || return
    as_owner "$bin/pg_ctl -D $PWD/pg/data -w -t 30 -l $PWD/pg/log -o \"-c listen_addresses='' -c unix_socket_directories=$PWD/pg\" start" || return
    trap 'as_owner "$bin/pg_ctl -D $PWD/pg/data -m immediate stop"' EXIT
    export PGHOST=$PWD/pg PGUSER=postgres PGDATABASE=postgres
    psql -q -c "create table sales (date date, account_id text, account text, revenue numeric)" \
        -c "\\copy sales from sales.csv csv header" || return
    gives psql
    as_owner "$bin/pg_ctl -D $PWD/pg/data -m immediate stop"
    trap - EXIT
}
as_owner() { # a server refuses to run as root
    if [ "$(id -u)" = 0 ]; then
        (cd / && setpriv --reuid=postgres --regid=postgres --clear-groups sh -c "$1") >pg.log 2>&1 </dev/null
    else
        sh -c "$1" >pg.log 2>&1 </dev/null
    fi
}
bin=$(dirname "$(find /usr/lib/postgresql /usr/bin -name initdb 2>/dev/null | head -n 1)")
if have psql && [ -x "$bin/initdb" ]; then
    chmod 755 "$(dirname "$PWD")"
    postgres "$bin"
    holds "psql: the server ran" "[ -s rows ]" || cat pg.log
fi

# ---- MariaDB: the same ----
if have mariadb && have mlr && command -v mariadbd mariadb-install-db >/dev/null && [ "$(id -u)" = 0 ]; then
    mkdir my && chown mysql my
    mariadb-install-db --no-defaults --user=mysql --datadir="$PWD/my" --tmpdir="$PWD/my" --skip-test-db >my.log 2>&1
    mariadbd --no-defaults --user=mysql --datadir="$PWD/my" --tmpdir="$PWD/my" --skip-networking --socket="$PWD/my/s" \
        --innodb-buffer-pool-size=8M >>my.log 2>&1 </dev/null &
    server=$!
    trap 'kill $server' EXIT
    printf '[client]\nsocket=%s\ndefault-character-set=utf8mb4\n' "$PWD/my/s" >"$PWD/.my.cnf"
    export HOME=$PWD
    for ((i = 0; i < 100; i++)); do
        ! mariadb -e 'select 1' >/dev/null 2>&1 || break
        sleep 0.1
    done
    mariadb --local-infile -e "create database shop character set utf8mb4; use shop;
        create table sales (date date, account_id text, account text, revenue decimal(12,2));
        load data local infile 'sales.csv' into table sales fields terminated by ',' optionally enclosed by '\"'
        ignore 1 lines"
    gives mariadb
    kill $server
    wait $server 2>/dev/null
    trap - EXIT
fi

# ---- The others ----
if have sqlite3; then
    sqlite3 sales.db "create table sales (date, account_id, account, revenue)" \
        ".import --csv --skip 1 sales.csv sales"
    gives sqlite3
fi
if have xlsx2csv; then
    # A workbook as people have it: dates are numbers with a format.
    printf '%s\n' '#include <xlsxwriter.h>' 'int main(void) {' \
        'lxw_workbook *b = workbook_new("sales.xlsx"); lxw_worksheet *s = workbook_add_worksheet(b, NULL);' \
        'lxw_format *f = workbook_add_format(b); format_set_num_format(f, "yyyy-mm-dd");' \
        'const char *head[] = {"date", "account_id", "account", "revenue"};' \
        'const char *id[] = {"K1", "K2", "K3", "K1"}, *name[] = {"万澜超市", "Ink, Paper & Co.", "the \"big\" one", "万澜超市"};' \
        'double paid[] = {1200.5, 800, 99.25, -20};' \
        'for (int i = 0; i < 4; i++) { worksheet_write_string(s, 0, (lxw_col_t)i, head[i], NULL);' \
        'lxw_datetime d = {2025, i + 1, i + 5, 0, 0, 0}; worksheet_write_datetime(s, (lxw_row_t)i + 1, 0, &d, f);' \
        'worksheet_write_string(s, (lxw_row_t)i + 1, 1, id[i], NULL); worksheet_write_string(s, (lxw_row_t)i + 1, 2, name[i], NULL);' \
        'worksheet_write_number(s, (lxw_row_t)i + 1, 3, paid[i], NULL); }' \
        'return workbook_close(b) != LXW_NO_ERROR; }' >book.c
    cc book.c -o book -lxlsxwriter && ASAN_OPTIONS=detect_leaks=0 ./book
    gives xlsx2csv
fi
if have zstd; then
    zstd -q sales.csv
    gives zstd
fi
if have gzip; then
    gzip -k sales.csv
    gives gzip
fi
if have mlr; then
    recipes mlr
    run "bash -o pipefail ./recipe.1 | grep -o '^K[0-9]' | sort | tr -d '\n'"
    holds "mlr before" "[ \"\$(cat out)\" = K1K2K3 ]"
    run "bash -o pipefail ./recipe.2"
    holds "mlr after" "[ $code = 0 ] && [ \"\$(sed -n 2p out | tr -s ' ')\" = '1 K1 1180.5' ]"
fi
recipes cat
run "bash -o pipefail ./recipe.1"
holds "a mail" "[ $code = 0 ] && grep -q '^To: director@example.com' out"
finish
