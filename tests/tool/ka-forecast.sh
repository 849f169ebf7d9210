#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ka-forecast: by hand where the naive rate is used, by what the models must do, by what is
# refused.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
samples=$ROOT/data-samples

# ---- Few accounts: the naive rate, by hand ----
cat >few.csv <<'X'
date,account_id,account,channel,kind,revenue
2024-01-01,a,Alpha,one,sale,100
2024-01-15,a,Alpha,one,sale,50
2024-01-15,a,Alpha,one,sale,30
2024-01-20,a,Alpha,one,return,-20
2024-01-29,a,Alpha AG,one,sale,60
2024-01-29,b,Beta,two,sale,10
2024-02-26,b,Beta,two,free,0
2024-01-08,c,Gamma,two,return,-5
