// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/export.h"

#include <string.h>

#include "table/date.h"
#include "table/decimal.h"
#include "table/writer.h"

static void put_raw(struct ka_export *ex, const char *cell)
{
    ka_buf_add_text(&ex->row, cell);
    ka_buf_add_char(&ex->row, ',');
}

static void put(struct ka_export *ex, struct ka_str text)
{
    ka_cell_format(&ex->row, text);
    ka_buf_add_char(&ex->row, ',');
}

static void put_number(struct ka_export *ex, int64_t value)
{
    ka_decimal_format(&ex->row, value);
    ka_buf_add_char(&ex->row, ',');
}

static void end_row(struct ka_export *ex)
{
    ex->row.n--; // the comma behind the last cell
    ka_buf_add_text(&ex->row, ex->style == KA_EXPORT_ERP ? "\r\n" : "\n");
    ka_buf_reset(&ex->encoded);
    if (ka_encoder_add(ex->encoder, &ex->encoded, ka_buf_str(&ex->row), &ex->error))
        ka_output_write(ex->output, ka_buf_str(&ex->encoded));
    ka_buf_reset(&ex->row);
}

// ---- As an ERP writes it ----

// "1,234" (decimals 0) or "-￥1,234.50": quoted where a comma is in it.
static void put_grouped(struct ka_export *ex, const char *mark, ka_int128 value, int decimals)
{
    bool minus = value < 0;
    value = (minus ? -value : value) / 100; // cents
    char digits[64], *end = digits + sizeof digits, *p = end;
    int place = decimals ? 0 : 2;
    for (value = decimals ? value : value / 100; value || place < 3; value /= 10, place++) {
        if (place == 2 && decimals)
            *--p = '.';
        if (place > 2 && (place - 2) % 3 == 0)
            *--p = ',';
        *--p = (char)('0' + (int)(value % 10));
    }
    struct ka_buf cell = {0};
    ka_buf_add_text(&cell, minus ? "-" : "");
    ka_buf_add_text(&cell, mark);
    ka_buf_add(&cell, (struct ka_str){p, (size_t)(end - p)});
    put(ex, ka_buf_str(&cell));
    ka_buf_clear(&cell);
}

// A cell that somebody typed over with a Chinese input method.
static void put_full_width(struct ka_export *ex, int64_t pieces)
{
    struct ka_buf digits = {0};
    ka_buf_addf(&digits, "%lld", (long long)pieces);
    for (size_t i = 0; i < digits.n; i++)
        if (digits.p[i] == '-')
            ka_buf_add_text(&ex->row, "－");
        else
            ka_buf_addf(&ex->row, "\xEF\xBC%c", '\x90' + (digits.p[i] - '0'));
    ka_buf_add_char(&ex->row, ',');
    ka_buf_clear(&digits);
}

static void add_slashed(struct ka_buf *out, int32_t date)
{
    int year, month, day;
    ka_date_split(date, &year, &month, &day);
    ka_buf_addf(out, "%d/%d/%d", year, month, day);
}

static void write_erp_head(struct ka_export *ex)
{
    const struct ka_market *market = ex->market;
    put_raw(ex, "销售明细表");
    end_row(ex);
    ka_buf_add_text(&ex->row, "日期范围：");
    add_slashed(&ex->row, ka_month_first(market->first_month));
    ka_buf_add_text(&ex->row, " - ");
    add_slashed(&ex->row, ka_month_first(market->first_month + market->months) - 1);
    put_raw(ex, "");
    end_row(ex);
    put_raw(ex,
            "单据日期,单据编号,客户编码,客户名称,渠道,地区,业务员,存货编码,存货名称,产品系列,"
            "业务类型,数量,单价,折扣,币种,金额,成本");
    end_row(ex);
}

// "XS202301050003": no printf, since long exports spend their time here.
static void put_order_id(struct ka_export *ex, const struct ka_trade_line *line)
{
    int year, month, day;
    ka_date_split(line->date, &year, &month, &day);
    ka_buf_add_text(&ex->row, line->returned ? "XT" : "XS");
    ka_integer_format(&ex->row, year * 10000 + month * 100 + day);
    for (size_t limit = 1000; limit > line->order; limit /= 10)
        ka_buf_add_char(&ex->row, '0');
    ka_integer_format(&ex->row, (int64_t)line->order);
    ka_buf_add_char(&ex->row, ',');
}

static void put_account(struct ka_export *ex, const struct ka_trade_line *line)
{
    const struct ka_market_account *account = &ex->market->accounts[line->account];
    put(ex, line->under_alias ? account->alias_id : account->id);
    put(ex, line->under_alias ? account->alias : account->name);
    put_raw(ex, account->channel->name);
    put_raw(ex, account->region);
}

static void write_erp_line(struct ka_export *ex, const struct ka_trade_line *line)
{
    const struct ka_market_account *account = &ex->market->accounts[line->account];
    const char *mark = account->dollars ? "$" : "￥";
    add_slashed(&ex->row, line->date);
    put_raw(ex, "");
    put_order_id(ex, line);
    put_account(ex, line);
    put_raw(ex, account->manager);
    put_raw(ex, line->product->id);
    put(ex, ka_str(line->product->name));
    put_raw(ex, ka_family_names[line->product->family]);
    put_raw(ex, line->returned ? "销售退货" : "普通销售");
    if (ex->lines % 397 == 200)
        put_full_width(ex, line->qty);
    else
        put_grouped(ex, "", line->qty * KA_DECIMAL_ONE, 0);
    put_grouped(ex, mark, line->unit_price, 2);
    ka_decimal_format(&ex->row, line->discount * 100);
    put_raw(ex, "%");
    put_raw(ex, account->dollars ? "USD" : "CNY");
    put_grouped(ex, mark, line->amount, 2);
    put_grouped(ex, "", line->cost, 2);
    end_row(ex);
}

// The ERP adds its columns up whatever the currency.
static void write_erp_total(struct ka_export *ex)
{
    put_raw(ex, "合计,,,,,,,,,,");
    put_grouped(ex, "", (ka_int128)ex->qty * KA_DECIMAL_ONE, 0);
    put_raw(ex, ",,");
    put_grouped(ex, "", ex->amount, 2);
    put_grouped(ex, "", ex->cost, 2);
    end_row(ex);
}

// ---- As clean sales rows ----

static void write_plain_head(struct ka_export *ex)
{
    put_raw(ex, "date,order_id,account_id,account,channel,region,product_id,family,kind,qty,"
                "revenue,cost");
    end_row(ex);
}

static void write_plain_line(struct ka_export *ex, const struct ka_trade_line *line)
{
    ka_date_format(&ex->row, line->date);
    put_raw(ex, "");
    put_order_id(ex, line);
    put_account(ex, line);
    put_raw(ex, line->product->id);
    put_raw(ex, ka_family_names[line->product->family]);
    put_raw(ex, line->returned ? "return" : "sale");
    put_number(ex, line->qty * KA_DECIMAL_ONE);
    put_number(ex, line->revenue);
    put_number(ex, line->base_cost);
    end_row(ex);
}

// ---- The whole ----

bool ka_export_begin(struct ka_export *ex, const struct ka_market *market,
                     enum ka_export_style style, const char *encoding, struct ka_output *output,
                     struct ka_error *err)
{
    *ex = (struct ka_export){.market = market, .style = style, .output = output};
    ex->encoder = ka_encoder_new(encoding, err);
    if (!ex->encoder)
        return false;
    if (style == KA_EXPORT_ERP)
        write_erp_head(ex);
    else
        write_plain_head(ex);
    return true;
}

void ka_export_add(struct ka_export *ex, const struct ka_trade_line *line)
{
    if (ex->style == KA_EXPORT_ERP)
        write_erp_line(ex, line);
    else
        write_plain_line(ex, line);
    ex->lines++;
    ex->qty += line->qty;
    ex->amount += line->amount;
    ex->cost += line->cost;
}

bool ka_export_end(struct ka_export *ex, struct ka_error *err)
{
    if (ex->style == KA_EXPORT_ERP)
        write_erp_total(ex);
    ka_encoder_free(ex->encoder);
    ka_buf_clear(&ex->row);
    ka_buf_clear(&ex->encoded);
    return !ka_failed(&ex->error) || ka_fail(err, ex->error.code, "%s", ex->error.text);
}
