// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/measure.h"

static const int fields[] = {
    KA_SALE_REVENUE, KA_SALE_UNIT_PRICE, KA_SALE_QTY,        KA_SALE_LIST_PRICE,
    KA_SALE_COST,    KA_SALE_MARGIN,     KA_FIELD_UNIT_COST, KA_FIELD_DISCOUNT_AMOUNT};

static bool flawed(struct ka_flaw *flaw, int field, struct ka_str cell, const char *says)
{
    *flaw = (struct ka_flaw){field, cell, says};
    return false;
}

bool ka_tax_parse(const char *text, struct ka_number *tax, struct ka_error *err)
{
    int64_t rate;
    bool rounded = false;
    if (!ka_number_parse(ka_str(text), '.', tax) || tax->currency ||
        !ka_number_scale(tax, KA_DECIMAL_DIGITS, &rate, &rounded) || rounded || rate < 0 ||
        rate >= KA_DECIMAL_ONE)
        return ka_fail(err, KA_USAGE, "option '--tax': %s is not a rate such as 0.13",
                       KA_QUOTE(ka_str(text)));
    *tax = (struct ka_number){.mantissa = rate, .digits = KA_DECIMAL_DIGITS};
    return true;
}

// ---- Reading ----

static struct ka_str cell_of(const struct ka_layout *layout, const struct ka_record *record,
                             int field)
{
    size_t place = layout->place[field];
    return place < record->count ? ka_str_trim(record->cells[place]) : KA_STR("");
}

// What systems write where they have no figure.
static bool stands_for_nothing(struct ka_str cell)
{
    static const char *const marks[] = {"", "-", "--", "—", "NULL", "null", "N/A", "#N/A"};
    if (cell.n > sizeof "NULL" - 1 || (cell.n > 0 && *cell.p >= '0' && *cell.p <= '9'))
        return false; // most amounts
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (ka_str_eq(cell, ka_str(marks[i])))
            return true;
    return false;
}

// Beyond what an amount keeps, and not zero.
static bool has_long_fraction(const struct ka_number *number)
{
    int digits = number->digits - KA_DECIMAL_DIGITS;
    ka_int128 unit = 1, mantissa = number->mantissa;
    if (digits <= 0 || mantissa == 0)
        return false;
    if (!ka_times_ten(1, digits, &unit))
        return true; // the unit is larger than any mantissa
    bool is_short = mantissa == (int64_t)mantissa && unit == (int64_t)unit; // most are
    return is_short ? (int64_t)mantissa % (int64_t)unit != 0 : mantissa % unit != 0;
}

bool ka_amount_is_missing(int field, struct ka_str cell)
{
    return cell.n == 0 || (field != KA_SALE_REVENUE && stands_for_nothing(cell));
}

static bool read_amount(struct ka_amounts *amounts, const struct ka_measure_rules *rules,
                        int field, struct ka_str cell, struct ka_flaw *flaw)
{
    struct ka_number *number = &amounts->number[field];
    if (ka_amount_is_missing(field, cell))
        return true;
    if (!ka_number_parse(cell, rules->decimal_mark, number) || number->percent)
        return flawed(flaw, field, cell,
                      field == KA_SALE_QTY ? "is not a quantity" : "is not an amount");
    amounts->known[field] = true;
    amounts->rounded += has_long_fraction(number);
    amounts->sign[field] = number->currency;
    return true;
}

static bool read_discount(struct ka_amounts *amounts, const struct ka_survey *survey,
                          struct ka_str cell, struct ka_flaw *flaw)
{
    const char *says = ka_survey_discount(survey, cell, &amounts->number[KA_SALE_DISCOUNT_RATE],
                                          &amounts->known[KA_SALE_DISCOUNT_RATE]);
    return !says || flawed(flaw, KA_SALE_DISCOUNT_RATE, cell, says);
}

bool ka_amounts_check(struct ka_amounts *amounts, const struct ka_layout *layout,
                      bool has_discount, struct ka_flaw *flaw)
{
    bool derivable = amounts->known[KA_SALE_UNIT_PRICE] && amounts->known[KA_SALE_QTY] &&
                     amounts->known[KA_SALE_DISCOUNT_RATE] == has_discount;
    if (layout->place[KA_SALE_REVENUE] != KA_NONE) {
        amounts->is_derived = !amounts->known[KA_SALE_REVENUE];
        return !amounts->is_derived || derivable ||
               flawed(flaw, KA_SALE_REVENUE, KA_STR(""), "is empty");
    }
    if (!amounts->known[KA_SALE_UNIT_PRICE])
        return flawed(flaw, KA_SALE_UNIT_PRICE, KA_STR(""), "is empty");
    return amounts->known[KA_SALE_QTY] || flawed(flaw, KA_SALE_QTY, KA_STR(""), "is empty");
}

void ka_amounts_begin(struct ka_amounts *amounts, const struct ka_survey *survey)
{
    memset(amounts->known, 0, sizeof amounts->known);
    memset(amounts->sign, 0, sizeof amounts->sign);
    memset(amounts->rate, 0, sizeof amounts->rate);
    amounts->rounded = 0;
    amounts->is_derived = amounts->margin_off = amounts->revenue_off = false;
    amounts->is_net = survey->tax == KA_TAX_NOT_IN;
}

bool ka_amounts_read(struct ka_amounts *amounts, const struct ka_measure_rules *rules,
                     const struct ka_survey *survey, const struct ka_record *record,
                     struct ka_flaw *flaw)
{
    const struct ka_layout *layout = survey->layout;
    ka_amounts_begin(amounts, survey);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (layout->place[fields[i]] != KA_NONE &&
            !read_amount(amounts, rules, fields[i], cell_of(layout, record, fields[i]), flaw))
            return false;
    struct ka_str discount = cell_of(layout, record, KA_SALE_DISCOUNT_RATE);
    if (layout->place[KA_SALE_DISCOUNT_RATE] != KA_NONE &&
        !read_discount(amounts, survey, discount, flaw))
        return false;
    return ka_amounts_check(amounts, layout, discount.n > 0, flaw);
}

// ---- The kind ----

// kind by what the figures say, when no word says it.
static enum ka_sale_kind kind_by_figures(const struct ka_sale *sale, bool has_qty_column,
                                         const char *return_prefix)
{
    bool has_goods = sale->qty != KA_DECIMAL_NONE && sale->qty != 0;
    if (return_prefix && ka_str_has_prefix(sale->text[KA_SALE_ORDER_ID], ka_str(return_prefix)))
        return KA_RETURN;
    if (has_qty_column && !has_goods)
        return KA_ADJUST;
    if (sale->revenue < 0 || (has_goods && sale->qty < 0))
        return KA_RETURN;
    return sale->revenue == 0 && has_goods ? KA_FREE : KA_SALE;
}

// ---- Exact arithmetic: mantissa × 10^-digits / divisor ----

struct exact {
    ka_int128 mantissa, divisor;
    int digits;
    bool overflow;
};

static struct exact exact_of(const struct ka_number *number)
{
    return (struct exact){number->mantissa, 1, number->digits, false};
}

static void times(struct exact *value, const struct ka_number *factor)
{
    value->overflow |=
        __builtin_mul_overflow(value->mantissa, factor->mantissa, &value->mantissa);
    value->digits += factor->digits;
}

// 1 - fraction, or 1 + fraction; a fraction that was read as such has few digits.
static struct ka_number whole_and(const struct ka_number *fraction, int sign)
{
    struct ka_number sum = *fraction;
    ka_int128 whole = 1;
    if (sum.digits < 0 && ka_times_ten(sum.mantissa, -sum.digits, &sum.mantissa))
        sum.digits = 0;
    ka_times_ten(1, sum.digits, &whole);
    sum.mantissa = whole + sign * sum.mantissa;
    return sum;
}

static bool widen(struct exact *value, int digits)
{
    if (value->digits >= digits)
        return !value->overflow;
    value->overflow |= !ka_times_ten(value->mantissa, digits - value->digits, &value->mantissa);
    value->digits = digits;
    return !value->overflow;
}

// value less amount in size, whatever sign either has: a return's discount is returned.
static void bring_nearer_zero(struct exact *value, struct exact amount)
{
    if (!widen(value, amount.digits) || !widen(&amount, value->digits)) {
        value->overflow = true;
        return;
    }
    bool same = (value->mantissa < 0) == (amount.mantissa < 0);
    value->overflow =
        same ? __builtin_sub_overflow(value->mantissa, amount.mantissa, &value->mantissa)
             : __builtin_add_overflow(value->mantissa, amount.mantissa, &value->mantissa);
}

static void take_tax_out(struct exact *value, const struct ka_number *tax)
{
    struct ka_number whole = whole_and(tax, 1);
    value->digits -= whole.digits;
    value->overflow |= __builtin_mul_overflow(value->divisor, whole.mantissa, &value->divisor);
}

// Half to even, once.
static bool round_exact(const struct exact *value, int64_t *out)
{
    const ka_int128 half = (ka_int128)1 << 126; // of the largest number
    int shift = KA_DECIMAL_DIGITS - value->digits;
    ka_int128 mantissa = value->mantissa, divisor = value->divisor, rounded = 0;
    if (value->overflow || (shift > 0 && !ka_times_ten(mantissa, shift, &mantissa)))
        return false;
    if (divisor == 1 && shift >= 0) // most amounts
        rounded = mantissa;
    else if (shift >= 0 || ka_times_ten(divisor, -shift, &divisor))
        rounded = ka_divide_even(mantissa, divisor);
    else if (mantissa >= half || mantissa <= -half)
        return false; // else it is below half a unit
    if (rounded > INT64_MAX || rounded <= INT64_MIN)
        return false;
    *out = (int64_t)rounded;
    return true;
}

// ---- Deriving ----

struct conversion {
    const struct ka_amounts *amounts;
    const struct ka_measure_rules *rules;
    const struct ka_layout *layout;
};

// Brings value, of the column `field`, to single units of the base currency without tax.
static void convert(const struct conversion *c, int field, struct exact *value)
{
    unsigned traits = c->layout->traits[field];
    bool has_tax =
        field == KA_SALE_REVENUE || field == KA_SALE_UNIT_PRICE || field == KA_SALE_LIST_PRICE;
    if (traits & KA_THOUSANDS)
        value->digits -= 3;
    if (traits & KA_TEN_THOUSANDS)
        value->digits -= 4;
    bool is_net = traits & KA_NET || (field == KA_SALE_REVENUE && c->amounts->is_net);
    if (c->rules->tax && has_tax && !is_net)
        take_tax_out(value, c->rules->tax);
    if (c->amounts->rate[field])
        times(value, c->amounts->rate[field]);
}

// The column's amount, or KA_DECIMAL_NONE.
static bool set_amount(const struct conversion *c, int field, int64_t *out,
                       struct ka_flaw *flaw)
{
    *out = KA_DECIMAL_NONE;
    if (!c->amounts->known[field])
        return true;
    struct exact value = exact_of(&c->amounts->number[field]);
    convert(c, field, &value);
    return round_exact(&value, out) || flawed(flaw, field, KA_STR(""), "is too large");
}

// The same for what is no money: quantity, discount.
static bool set_plain(const struct ka_amounts *amounts, int field, int64_t *out,
                      struct ka_flaw *flaw)
{
    *out = KA_DECIMAL_NONE;
    if (!amounts->known[field])
        return true;
    struct exact value = exact_of(&amounts->number[field]);
    return round_exact(&value, out) || flawed(flaw, field, KA_STR(""), "is too large");
}

// unit price × quantity × (1 − discount) − discount amount
static struct exact price_times_qty(const struct ka_amounts *amounts)
{
    const struct ka_number *n = amounts->number;
    struct exact value = exact_of(&n[KA_SALE_UNIT_PRICE]);
    times(&value, &n[KA_SALE_QTY]);
    if (amounts->known[KA_SALE_DISCOUNT_RATE]) {
        struct ka_number paid = whole_and(&n[KA_SALE_DISCOUNT_RATE], -1);
        times(&value, &paid);
    }
    if (amounts->known[KA_FIELD_DISCOUNT_AMOUNT])
        bring_nearer_zero(&value, exact_of(&n[KA_FIELD_DISCOUNT_AMOUNT]));
    return value;
}

static int64_t size_of(int64_t value)
{
    return value < 0 ? -value : value;
}

// Is the revenue another than price and quantity make it?  By more than a cent, and half a
// cent a piece: the price may have been rounded to cents.
static bool is_revenue_off(const struct conversion *c, const struct ka_sale *sale)
{
    const struct ka_amounts *a = c->amounts;
    unsigned tax = KA_TAXED | KA_NET;
    const unsigned *traits = c->layout->traits;
    bool unknown_discount =
        c->layout->place[KA_SALE_DISCOUNT_RATE] != KA_NONE && !a->known[KA_SALE_DISCOUNT_RATE];
    bool other_tax = (traits[KA_SALE_REVENUE] & tax) != (traits[KA_SALE_UNIT_PRICE] & tax);
    int64_t product;
    if (!a->known[KA_SALE_UNIT_PRICE] || !a->known[KA_SALE_QTY] || unknown_discount ||
        other_tax || sale->revenue == 0)
        return false;
    struct exact value = price_times_qty(a);
    convert(c, KA_SALE_UNIT_PRICE, &value);
    if (!round_exact(&value, &product))
        return false;
    int64_t off = size_of(size_of(product) - size_of(sale->revenue));
    return off > KA_DECIMAL_ONE / 100 + size_of(sale->qty) / 200;
}

static bool derive_revenue(const struct conversion *c, struct ka_amounts *amounts,
                           struct ka_sale *sale, struct ka_flaw *flaw)
{
    if (amounts->known[KA_SALE_REVENUE]) {
        bool good = set_amount(c, KA_SALE_REVENUE, &sale->revenue, flaw);
        amounts->revenue_off = good && is_revenue_off(c, sale);
        return good;
    }
    struct exact value = price_times_qty(amounts);
    struct ka_number product = {.mantissa = value.mantissa, .digits = value.digits};
    amounts->rounded += has_long_fraction(&product);
    convert(c, KA_SALE_UNIT_PRICE, &value);
    return round_exact(&value, &sale->revenue) ||
           flawed(flaw, KA_SALE_REVENUE, KA_STR(""), "is too large");
}

static bool derive_cost(const struct conversion *c, struct ka_sale *sale, struct ka_flaw *flaw)
{
    const struct ka_amounts *a = c->amounts;
    if (a->known[KA_SALE_COST] || !a->known[KA_FIELD_UNIT_COST] || !a->known[KA_SALE_QTY])
        return set_amount(c, KA_SALE_COST, &sale->cost, flaw);
    struct exact value = exact_of(&a->number[KA_FIELD_UNIT_COST]);
    times(&value, &a->number[KA_SALE_QTY]);
    convert(c, KA_FIELD_UNIT_COST, &value);
    return round_exact(&value, &sale->cost) ||
           flawed(flaw, KA_SALE_COST, KA_STR(""), "is too large");
}

static int64_t below_zero(int64_t value)
{
    return value > 0 ? -value : value; // KA_DECIMAL_NONE is below zero and stays
}

static void turn_return(struct ka_sale *sale)
{
    if (sale->revenue > 0 && sale->margin != KA_DECIMAL_NONE)
        sale->margin = -sale->margin;
    sale->revenue = below_zero(sale->revenue);
    sale->qty = below_zero(sale->qty);
    sale->cost = below_zero(sale->cost);
}

static bool subtract(int64_t a, int64_t b, int64_t *out)
{
    return !__builtin_sub_overflow(a, b, out) && *out != KA_DECIMAL_NONE;
}

static bool is_margin_off(const struct ka_sale *sale)
{
    if (sale->cost == KA_DECIMAL_NONE || sale->margin == KA_DECIMAL_NONE)
        return false;
    ka_int128 off = (ka_int128)sale->revenue - sale->cost - sale->margin;
    return off > KA_DECIMAL_ONE / 100 || off < -KA_DECIMAL_ONE / 100;
}

static bool complete_margin(struct ka_sale *sale, struct ka_amounts *amounts, int64_t list_cost)
{
    amounts->margin_off = is_margin_off(sale);
    if (sale->cost == KA_DECIMAL_NONE && sale->margin != KA_DECIMAL_NONE)
        return subtract(sale->revenue, sale->margin, &sale->cost);
    if (sale->cost == KA_DECIMAL_NONE && list_cost != KA_DECIMAL_NONE &&
        amounts->known[KA_SALE_QTY]) {
        ka_int128 cost = ka_divide_even((ka_int128)list_cost * sale->qty, KA_DECIMAL_ONE);
        if (cost > INT64_MAX || cost <= INT64_MIN)
            return false;
        sale->cost = (int64_t)cost;
    }
    return sale->cost == KA_DECIMAL_NONE || subtract(sale->revenue, sale->cost, &sale->margin);
}

bool ka_amounts_derive(struct ka_amounts *amounts, const struct ka_measure_rules *rules,
                       const struct ka_layout *layout, int64_t list_cost, struct ka_sale *sale,
                       struct ka_flaw *flaw)
{
    struct conversion c = {amounts, rules, layout};
    if (!set_plain(amounts, KA_SALE_QTY, &sale->qty, flaw) ||
        !set_plain(amounts, KA_SALE_DISCOUNT_RATE, &sale->discount_rate, flaw) ||
        !set_amount(&c, KA_SALE_LIST_PRICE, &sale->list_price, flaw) ||
        !set_amount(&c, KA_SALE_UNIT_PRICE, &sale->unit_price, flaw) ||
        !set_amount(&c, KA_SALE_MARGIN, &sale->margin, flaw) ||
        !derive_revenue(&c, amounts, sale, flaw) || !derive_cost(&c, sale, flaw))
        return false;
    if (sale->kind == KA_SALE && !layout->is_sales)
        sale->kind =
            kind_by_figures(sale, layout->place[KA_SALE_QTY] != KA_NONE, rules->return_prefix);
    if (sale->kind == KA_RETURN)
        turn_return(sale);
    return complete_margin(sale, amounts, list_cost) ||
           flawed(flaw, KA_SALE_COST, KA_STR(""), "is too large");
}
