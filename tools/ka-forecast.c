// SPDX-License-Identifier: GPL-3.0-or-later
// Who will still buy, how often, and what that is worth.
//
// Purchases are taken for what they look like from outside: each account buys at random at a
// rate of its own and one day is gone without a word.  A few parameters say how rates and
// drop-outs are spread over the accounts; they are estimated from all, and each account's own
// history then says the rest.  Beside each figure stands what the plain rate of the past would
// say.
#include "base/program.h"
#include "out/number.h"
#include "sales/forecast.h"
#include "sales/forecast_tables.h"
#include "sales/input.h"
#include "stat/stat.h"
#include "table/date.h"
#include "table/meta.h"
#include "table/save.h"
#include "table/writer.h"

static struct {
    const char *accounts, *horizon, *discount, *holdout, *asof, *group, *output, *fits,
        *calibration, *meta;
    int model;
    int64_t replicates, seed;
    double level;
    bool strict;
} opt = {.horizon = "52w",
         .discount = "0.1/year",
         .model = 0,
         .replicates = 200,
         .seed = 1,
         .level = .95};

static const struct ka_program program = {
    .name = "ka-forecast",
    .purpose = "expected orders and value of each account",
    .operands = "[FILE]",
    .description =
        "Reads sales rows as ka-import writes them and writes one row per account, by id: how "
        "often it has bought again (repeats, by the day: all that is bought on a day is one "
        "purchase), p_alive (the chance that it will buy again), expected_orders and "
        "expected_value within the horizon with intervals, clv (the same value discounted), "
        "naive_orders (what repeats / age says), the model and a status.\n"
        "\n"
        "With --model auto the models are fitted to the first part of the data and tried on "
        "the rest; that with the least root mean squared error is taken, be it the naive rate, "
        "and stderr says by how much.",
    .options =
        (const struct ka_option[]){
            {0, "model", KA_CHOICE, &opt.model, "auto|bgnbd|mbgnbd|paretonbd|nbd|naive",
             "how accounts buy (default auto)"},
            {0, "horizon", KA_TEXT, &opt.horizon, "TIME",
             "how far to look ahead: 52w or 365d (default 52w)"},
            {0, "discount", KA_TEXT, &opt.discount, "RATE/year",
             "1 + RATE in a year is 1 today (default 0.1/year)"},
            {0, "asof", KA_TEXT, &opt.asof, "DATE",
             "the last day that counts (default: the newest)"},
            {0, "holdout", KA_TEXT, &opt.holdout, "DATE",
             "try the models on what comes after this day"},
            {'g', "group", KA_TEXT, &opt.group, "COLUMN",
             "a fit each: channel, group, axis, region, industry, manager"},
            {0, "boot", KA_COUNT, &opt.replicates, "N",
             "samples simulated for the intervals, 0: none (default 200)"},
            {0, "level", KA_REAL, &opt.level, "P", "level of the intervals (default 0.95)"},
            {0, "seed", KA_COUNT, &opt.seed, "N", "seed of the samples (default 1)"},
            {0, "strict", KA_FLAG, &opt.strict, NULL,
             "exit 5 when the data do not carry a model or money"},
            {0, "accounts", KA_TEXT, &opt.accounts, "FILE",
             "account rows of ka-profile that gain the columns, for ka-score"},
            {'o', "output", KA_TEXT, &opt.output, "FILE", "write there instead of stdout"},
            {0, "fits", KA_TEXT, &opt.fits, "FILE", "parameters and likelihoods"},
            {0, "calibration", KA_TEXT, &opt.calibration, "FILE",
             "actual against expected behind the hold-out"},
            {0, "meta", KA_TEXT, &opt.meta, "FILE", "provenance: inputs, options, totals"},
            {0},
        },
    .examples =
        (const struct ka_example[]){
            {"ka-import --fx fx.csv sales_gbk.csv | ka-forecast -o forecast.csv",
             "the coming year of each account"},
            {"ka-import --fx fx.csv sales_gbk.csv >sales.csv; ka-profile sales.csv -o "
             "profile.csv; ka-forecast --boot 0 --accounts profile.csv sales.csv | ka-score -o "
             "scored.csv",
             "loyalty of the key-account test by the chance to be active still"},
            {"ka-import --fx fx.csv sales_gbk.csv | ka-forecast --holdout 2024-12-31 "
             "--calibration calibration.csv --fits fits.csv -o forecast.csv",
             "how good would it have been?"},
            {"ka-import --fx fx.csv sales_gbk.csv | ka-forecast --model bgnbd --group channel "
             "--horizon 26w --boot 0",
             "by channel, half a year, without intervals"},
            {0},
        },
    .sections =
        (const struct ka_section[]){
            {"MODELS",
             "A purchase is a day with a row of kind sale or free. Time is counted in weeks "
             "from the first purchase. bgnbd: after each repeat purchase an account is gone "
             "with a chance of its own (Fader, Hardie, Lee 2005); mbgnbd: after the first as "
             "well; paretonbd: at any time (Schmittlein, Morrison, Colombo 1987); nbd: never; "
             "naive: it goes on as before. Maximum likelihood; a fit with a parameter outside "
             "e^-12 to e^12, or a likelihood within 0.001 of the nbd, becomes the nbd.\n"
             "\n"
             "Money: the gamma-gamma model (Fader, Hardie 2013) of repeat_value, what all rows "
             "behind the first day (returns and adjustments too) come to by repeat purchase.\n"
             "\n"
             "--group: one fit for each value of the column, in which the accounts of all "
             "others together count for 100, so that a small channel is near the whole and a "
             "large one is itself.\n"
             "\n"
             "Intervals: --boot samples are simulated with the fit, each is fitted anew, and "
             "with each of these fits one future of each account is drawn from what is known "
             "of it; between orders_lo and orders_hi are --level of them."},
            {"STATUS",
             "forecast_status is ok, no_purchase, or words parted by a blank. boundary: the "
             "model asked for does not fit, the nbd is used. few_data: fewer than 30 accounts "
             "have bought again, the naive rate is used. no_money: no value can be told, for "
             "the mean of the gamma-gamma model does not exist (q <= 1) or one of its "
             "parameters is outside e^-12 to e^12 (all values are alike), or what the "
             "account's "
             "repeats came to is not above 0."},
            {"SIDE TABLES",
             "--fits: group, model, stat, value, se. --calibration: part (total: every model; "
             "frequency: by repeats before; week: cumulated), model, key, accounts, actual, "
             "expected, mae, rmse. Above 20,000 accounts the models are compared on as many "
             "of them, evenly taken."},
            {0},
        },
};

// "52w" and "365d", in weeks.
static bool parse_horizon(const char *text, double *weeks, struct ka_error *err)
{
    struct ka_str s = ka_str(text), unit = KA_STR("");
    if (s.n > 0)
        unit = (struct ka_str){s.p + --s.n, 1};
    if (ka_real_parse(s, weeks) && *weeks > 0 && *weeks <= 5200 &&
        (ka_str_eq(unit, KA_STR("w")) || ka_str_eq(unit, KA_STR("d")))) {
        *weeks /= ka_str_eq(unit, KA_STR("d")) ? 7 : 1;
        return true;
    }
    return ka_fail(err, KA_USAGE, "option '--horizon': %s is not a time like 52w or 365d",
                   KA_QUOTE(ka_str(text)));
}

static bool parse_discount(const char *text, double *rate, struct ka_error *err)
{
    const struct ka_str unit = KA_STR("/year");
    struct ka_str s = ka_str(text);
    if (ka_str_has_suffix(s, unit))
        s.n -= unit.n;
    return (ka_real_parse(s, rate) && *rate >= 0 && *rate < 100) ||
           ka_fail(err, KA_USAGE, "option '--discount': %s is not a rate like 0.1/year",
                   KA_QUOTE(ka_str(text)));
}

static bool parse_day(const char *option, const char *text, int32_t *date, struct ka_error *err)
{
    *date = KA_DATE_NONE;
    return !text || (ka_date_parse(ka_str(text), date) && *date != KA_DATE_NONE) ||
           ka_fail(err, KA_USAGE, "option '--%s': %s is not a date (YYYY-MM-DD)", option,
                   KA_QUOTE(ka_str(text)));
}

static bool take_options(int operands, struct ka_forecast_options *o,
                         struct ka_journal_options *journal, struct ka_error *err)
{
    static const int models[] = {KA_FORECAST_AUTO, KA_BGNBD, KA_MBGNBD,
                                 KA_PARETONBD,     KA_NBD,   KA_NAIVE};
    *o = (struct ka_forecast_options){.model = models[opt.model],
                                      .by_group = opt.group != NULL,
                                      .replicates = (size_t)opt.replicates,
                                      .level = opt.level,
                                      .seed = (uint64_t)opt.seed};
    if (operands > 1)
        return ka_fail(err, KA_USAGE, "one input at most; there are %d", operands);
    if (!(opt.level > 0 && opt.level < 1))
        return ka_fail(err, KA_USAGE, "option '--level': must be between 0 and 1");
    if (opt.replicates > 100000)
        return ka_fail(err, KA_USAGE, "option '--boot': 100000 at most");
    return parse_horizon(opt.horizon, &o->weeks, err) &&
           parse_discount(opt.discount, &o->discount, err) &&
           parse_day("asof", opt.asof, &o->asof, err) &&
           parse_day("holdout", opt.holdout, &o->holdout, err) &&
           ka_journal_group_parse(opt.group, &journal->group, err);
}

static void say_choice(const struct ka_forecast *f)
{
    const struct ka_holdout *h = &f->holdout;
    struct ka_buf day = {0}, total = {0}, actual = {0}, naive = {0};
    if (!h->there)
        return;
    ka_date_format(&day, h->buyers.cut);
    ka_number_real(&total, h->total[f->model], 1);
    ka_number_real(&actual, h->actual, 0);
    ka_number_real(&naive, h->total[KA_NAIVE], 1);
    ka_say("%s%s: behind %s RMSE %.4g, MAE %.4g, total %s of %s; the naive rate has %.4g, "
           "%.4g, %s",
           ka_lifetime_names[f->model],
           f->options.model == KA_FORECAST_AUTO ? " is the best by hold-out" : "", day.p,
           h->rmse[f->model], h->mae[f->model], total.p, actual.p, h->rmse[KA_NAIVE],
           h->mae[KA_NAIVE], naive.p);
    ka_buf_clear(&day);
    ka_buf_clear(&total);
    ka_buf_clear(&actual);
    ka_buf_clear(&naive);
}

// What there is to say of the fits, and what --strict makes of it.
static bool check_fits(const struct ka_forecast *f, struct ka_error *err)
{
    size_t boundary = 0, moneyless = 0;
    for (size_t g = 0; g < f->fit_count; g++) {
        boundary += f->fits[g].life.boundary;
        moneyless += !f->fits[g].few && !f->fits[g].spend.usable;
    }
    bool few = f->fits[0].few;
    if (few)
        ka_warn("fewer than %d accounts have bought again: the naive rate is used",
                KA_FORECAST_REPEATERS);
    if (boundary)
        ka_warn("%zu of %zu fits are at the boundary: the nbd is used", boundary, f->fit_count);
    if (moneyless)
        ka_warn("%zu of %zu fits have no mean value of a purchase: no money is told", moneyless,
                f->fit_count);
    return !opt.strict || !(few || boundary || moneyless) ||
           ka_fail(err, KA_NOT_ESTIMABLE, "the data do not carry %s",
                   few || boundary ? "the model" : "a value of purchases");
}

static bool write_meta(struct ka_meta *meta, const struct ka_forecast *f, struct ka_error *err)
{
    struct ka_buf day = {0};
    ka_date_format(&day, f->options.asof);
    ka_meta_add(meta, "rows", "%zu", f->journal->count);
    ka_meta_add(meta, "accounts", "%zu", ka_journal_accounts(f->journal));
    ka_meta_add(meta, "accounts.bought", "%zu", f->buyers.count);
    ka_meta_add(meta, "asof", "%s", day.p);
    ka_meta_add(meta, "model", "%s", ka_lifetime_names[f->model]);
    ka_meta_add(meta, "horizon_weeks", "%.10g", f->options.weeks);
    ka_meta_add(meta, "discount", "%.10g", f->options.discount);
    ka_meta_add(meta, "boot", "%zu", f->options.replicates);
    ka_meta_add(meta, "seed", "%llu", (unsigned long long)f->options.seed);
    ka_buf_clear(&day);
    return ka_meta_write(meta, opt.meta, err);
}

// The forecast beside what account rows have already.
static bool write_accounts(const struct ka_forecast *forecast, struct ka_meta *meta,
                           struct ka_error *err)
{
    struct ka_frame accounts = {0};
    size_t strangers;
    bool good = ka_input_load(&accounts, opt.accounts, meta, err) &&
                ka_forecast_append(forecast, &accounts, &strangers, err) &&
                ka_frame_save(opt.output, &accounts, NULL, err);
    if (good && strangers > 0)
        ka_warn("%s: rows of accounts without sales: %zu", opt.accounts, strangers);
    ka_frame_clear(&accounts);
    return good;
}

static bool run(const char *path, struct ka_journal *journal, struct ka_forecast *forecast,
                struct ka_meta *meta, int operands, struct ka_error *err)
{
    struct ka_forecast_options options;
    struct ka_journal_options reading = {.meta = opt.meta ? meta : NULL};
    if (!take_options(operands, &options, &reading, err) ||
        !ka_journal_read(journal, path, &reading, err))
        return false;
    if (options.asof == KA_DATE_NONE)
        options.asof = journal->last;
    if (!ka_forecast_make(forecast, journal, &options, err))
        return false;
    say_choice(forecast);
    if (opt.calibration && !forecast->holdout.there)
        return ka_fail(err, KA_USAGE, "option '--calibration': needs --holdout");
    return check_fits(forecast, err) &&
           ka_table_save_asked(opt.fits, ka_forecast_write_fits, forecast, err) &&
           ka_table_save_asked(opt.calibration, ka_forecast_write_calibration, forecast, err) &&
           (opt.accounts ? write_accounts(forecast, reading.meta, err)
                         : ka_table_save(opt.output, ka_forecast_write_rows, forecast, err)) &&
           write_meta(meta, forecast, err);
}

int main(int argc, char **argv)
{
    struct ka_journal journal = {0};
    struct ka_forecast forecast = {0};
    struct ka_meta meta = {0};
    struct ka_error err = {0};
    ka_stat_begin();
    int first = ka_program_begin(&program, argc, argv);
    ka_meta_begin(&meta, program.name);
    run(argv[first], &journal, &forecast, &meta, argc - first, &err);
    ka_forecast_clear(&forecast);
    ka_journal_clear(&journal);
    ka_buf_clear(&meta.rows);
    return ka_program_end(&err);
}
