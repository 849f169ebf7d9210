// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/forecast_tables.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/threads.h"

static void put_header(struct ka_writer *w, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        ka_writer_put_text(w, names[i]);
    ka_writer_end(w);
}
#define PUT_HEADER(w, names) put_header((w), (names), sizeof(names) / sizeof *(names))

// ---- Accounts ----

static void add_status(struct ka_buf *text, int status)
{
    static const char *const words[] = {"boundary", "few_data", "no_money"};
    for (int i = 0; i < 3; i++)
        if (status & 1 << i)
            ka_buf_addf(text, "%s%s", text->n ? " " : "", words[i]);
    if (text->n == 0)
        ka_buf_add_text(text, "ok");
}

enum { FIGURES = 12 };

static void find_figures(const struct ka_buyer *buyer, const struct ka_forecast_row *row,
                         double figures[FIGURES])
{
    const double of[FIGURES] = {buyer->history.t_x, buyer->history.T, buyer->mean,
                                row->alive,         row->orders,      row->orders_lo,
                                row->orders_hi,     row->value,       row->value_lo,
                                row->value_hi,      row->clv,         row->naive};
    memcpy(figures, of, sizeof of);
}

static void put_account(struct ka_writer *w, const struct ka_journal *journal, size_t account)
{
    ka_writer_put(w, ka_journal_id(journal, account));
    ka_writer_put(w, ka_journal_text(journal, account, KA_JOURNAL_ACCOUNT));
    ka_writer_put(w, ka_journal_text(journal, account, KA_JOURNAL_GROUP));
}

static void put_buyer(struct ka_writer *w, const struct ka_forecast *f, size_t i)
{
    const struct ka_buyer *buyer = &f->buyers.of[i];
    const struct ka_forecast_row *row = &f->rows[i];
    double figures[FIGURES];
    struct ka_buf status = {0};
    find_figures(buyer, row, figures);
    ka_writer_put_date(w, buyer->first);
    ka_writer_put_date(w, buyer->last);
    ka_writer_put_integer(w, buyer->history.x);
    for (size_t k = 0; k < FIGURES; k++)
        ka_writer_put_real(w, figures[k]);
    ka_writer_put_text(w, ka_lifetime_names[ka_forecast_fit_of(f, buyer)->life.model]);
    add_status(&status, row->status);
    ka_writer_put(w, ka_buf_str(&status));
    ka_buf_clear(&status);
}

static const char *const figure_names[] = {
    "repeats",         "last_weeks", "age_weeks",    "repeat_value",   "p_alive",
    "expected_orders", "orders_lo",  "orders_hi",    "expected_value", "value_lo",
    "value_hi",        "clv",        "naive_orders", "forecast_model", "forecast_status"};
enum { COLUMNS = sizeof figure_names / sizeof *figure_names, EMPTY = COLUMNS + 1 };

bool ka_forecast_write_rows(struct ka_writer *w, const void *context, struct ka_error *err)
{
    (void)err;
    const struct ka_forecast *f = context;
    const char *const names[] = {"account_id", "account",
                                 ka_sale_column_name(f->journal->group), "first", "last"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        ka_writer_put_text(w, names[i]);
    PUT_HEADER(w, figure_names);
    size_t next = 0;
    for (size_t account = 0; account < ka_journal_accounts(f->journal); account++) {
        put_account(w, f->journal, account);
        if (next < f->buyers.count && f->buyers.of[next].account == account) {
            put_buyer(w, f, next++);
        } else {
            for (size_t i = 0; i < EMPTY; i++)
                ka_writer_put_text(w, "");
            ka_writer_put_text(w, "no_purchase");
        }
        ka_writer_end(w);
    }
    return true;
}

// The buyer of each account, KA_NONE: it has not bought.
static size_t *number_buyers(const struct ka_forecast *f)
{
    size_t n = ka_journal_accounts(f->journal);
    size_t *number = ka_alloc(n, sizeof *number);
    for (size_t a = 0; a < n; a++)
        number[a] = KA_NONE;
    for (size_t i = 0; i < f->buyers.count; i++)
        number[f->buyers.of[i].account] = i;
    return number;
}

// A column of the figures, of the buyer of each row.
static void append_column(const struct ka_forecast *f, struct ka_frame *accounts,
                          const size_t *buyer, int column)
{
    struct ka_column *to = ka_frame_append(accounts, figure_names[column]);
    for (size_t row = 0; row < accounts->rows; row++) {
        struct ka_buf status = {0};
        double figures[FIGURES];
        if (buyer[row] == KA_NONE) {
            ka_column_add(to, column + 1 < COLUMNS ? KA_STR("") : KA_STR("no_purchase"));
            continue;
        }
        const struct ka_buyer *b = &f->buyers.of[buyer[row]];
        find_figures(b, &f->rows[buyer[row]], figures);
        add_status(&status, f->rows[buyer[row]].status);
        if (column == 0)
            ka_column_add_integer(to, b->history.x);
        else if (column <= FIGURES)
            ka_column_add_real(to, figures[column - 1]);
        else if (column == FIGURES + 1)
            ka_column_add(to, ka_str(ka_lifetime_names[ka_forecast_fit_of(f, b)->life.model]));
        else
            ka_column_add(to, ka_buf_str(&status));
        ka_buf_clear(&status);
    }
}

bool ka_forecast_append(const struct ka_forecast *f, struct ka_frame *accounts,
                        size_t *strangers, struct ka_error *err)
{
    size_t id;
    if (!ka_frame_need(accounts, "account_id", &id, err))
        return false;
    size_t *rank = ka_journal_ranks(f->journal), *number = number_buyers(f);
    size_t *buyer = ka_alloc(accounts->rows, sizeof *buyer);
    *strangers = 0;
    for (size_t row = 0; row < accounts->rows; row++) {
        size_t at = ka_map_find(&f->journal->ids, ka_frame_cell(accounts, id, row));
        buyer[row] = at == KA_NONE ? KA_NONE : number[rank[at]];
        *strangers += at == KA_NONE;
    }
    for (int column = 0; column < COLUMNS; column++)
        append_column(f, accounts, buyer, column);
    free(rank);
    free(number);
    free(buyer);
    return true;
}

// ---- Fits ----

struct place {
    struct ka_str group;
    const char *model;
};

static void put_stat(struct ka_writer *w, const struct place *at, const char *stat,
                     double value, double se)
{
    ka_writer_put(w, at->group);
    ka_writer_put_text(w, at->model);
    ka_writer_put_text(w, stat);
    ka_writer_put_real(w, value);
    ka_writer_put_real(w, se);
    ka_writer_end(w);
}

static void put_fit(struct ka_writer *w, struct ka_str group, const struct ka_forecast_fit *fit)
{
    const struct ka_lifetime *life = &fit->life;
    struct place at = {group, ka_lifetime_names[life->model]};
    put_stat(w, &at, "accounts", (double)fit->accounts, NAN);
    put_stat(w, &at, "repeat_accounts", (double)fit->repeaters, NAN);
    for (size_t i = 0; i < ka_lifetime_dimension(life->model); i++)
        put_stat(w, &at, ka_lifetime_parameters[life->model][i], life->parameter[i],
                 life->se[i]);
    if (life->model != KA_NAIVE)
        put_stat(w, &at, "log_likelihood", life->ll, NAN);
    at.model = "gammagamma";
    if (isnan(fit->spend.p))
        return;
    put_stat(w, &at, "p", fit->spend.p, fit->spend.se[0]);
    put_stat(w, &at, "q", fit->spend.q, fit->spend.se[1]);
    put_stat(w, &at, "gamma", fit->spend.gamma, fit->spend.se[2]);
    put_stat(w, &at, "log_likelihood", fit->spend.ll, NAN);
}

bool ka_forecast_write_fits(struct ka_writer *w, const void *context, struct ka_error *err)
{
    (void)err;
    static const char *const names[] = {"group", "model", "stat", "value", "se"};
    const struct ka_forecast *f = context;
    PUT_HEADER(w, names);
    for (size_t g = 0; g < f->fit_count; g++)
        put_fit(w, f->fit_count > 1 ? f->buyers.groups[g] : KA_STR(""), &f->fits[g]);
    return true;
}

// ---- Calibration ----

struct line {
    const char *part;
    enum ka_lifetime_model model;
    size_t key;
    double accounts, actual, expected;
};

static void put_line(struct ka_writer *w, const struct line *line, const char *more)
{
    ka_writer_put_text(w, line->part);
    ka_writer_put_text(w, ka_lifetime_names[line->model]);
    struct ka_buf key = {0};
    ka_buf_addf(&key, "%zu%s", line->key, more);
    ka_writer_put(w, ka_buf_str(&key));
    ka_buf_clear(&key);
    ka_writer_put_real(w, line->accounts);
    ka_writer_put_real(w, line->actual);
    ka_writer_put_real(w, line->expected);
    ka_writer_put_text(w, "");
    ka_writer_put_text(w, "");
    ka_writer_end(w);
}

static void put_totals(struct ka_writer *w, const struct ka_holdout *h)
{
    for (int m = KA_NAIVE; m < KA_LIFETIME_MODELS; m++) {
        if ((int)h->fit[m].model != m)
            continue;
        ka_writer_put_text(w, "total");
        ka_writer_put_text(w, ka_lifetime_names[m]);
        ka_writer_put_text(w, "");
        ka_writer_put_integer(w, (int64_t)h->judged);
        ka_writer_put_real(w, h->actual);
        ka_writer_put_real(w, h->total[m]);
        ka_writer_put_real(w, h->mae[m]);
        ka_writer_put_real(w, h->rmse[m]);
        ka_writer_end(w);
    }
}

static double expect(const struct ka_holdout *h, enum ka_lifetime_model model,
                     const struct ka_buyer *buyer, double weeks)
{
    double expected = ka_lifetime_expected(&h->fit[model], &buyer->history, weeks);
    return isnan(expected) ? 0 : expected;
}

static void put_frequencies(struct ka_writer *w, const struct ka_holdout *h,
                            enum ka_lifetime_model model)
{
    enum { CLASSES = 8 }; // 0 … 6, and 7 or more repeats
    struct line line[CLASSES] = {{0}};
    for (size_t i = 0; i < h->buyers.count; i++) {
        const struct ka_buyer *buyer = &h->buyers.of[i];
        uint32_t x = buyer->history.x;
        struct line *at = &line[x < CLASSES - 1 ? x : CLASSES - 1];
        at->accounts++;
        at->actual += buyer->later;
        at->expected += expect(h, model, buyer, h->weeks);
    }
    for (size_t k = 0; k < CLASSES; k++) {
        line[k].part = "frequency";
        line[k].model = model;
        line[k].key = k;
        put_line(w, &line[k], k + 1 < CLASSES ? "" : "+");
    }
}

// What a model expects up to each week.
struct weeks {
    const struct ka_holdout *holdout;
    enum ka_lifetime_model model;
    double *expected;
};

static void expect_week(size_t week, void *context)
{
    const struct weeks *w = context;
    double sum = 0;
    for (size_t i = 0; i < w->holdout->buyers.count; i++)
        sum += expect(w->holdout, w->model, &w->holdout->buyers.of[i], (double)week + 1);
    w->expected[week] = sum;
}

static void put_weeks(struct ka_writer *w, const struct ka_forecast *f,
                      enum ka_lifetime_model model)
{
    const struct ka_holdout *h = &f->holdout;
    size_t count = (size_t)h->weeks;
    double *later = ka_zalloc(count + 1, sizeof *later);
    struct weeks weeks = {h, model, ka_alloc(count + 1, sizeof *weeks.expected)};
    ka_buyers_later(&h->buyers, f->journal, count, later);
    ka_run_blocks(count, 0, expect_week, &weeks);
    struct line line = {"week", model, 0, (double)h->buyers.count, 0, 0};
    for (size_t week = 0; week < count; week++) {
        line.key = week + 1;
        line.actual += later[week];
        line.expected = weeks.expected[week];
        put_line(w, &line, "");
    }
    free(later);
    free(weeks.expected);
}

bool ka_forecast_write_calibration(struct ka_writer *w, const void *context,
                                   struct ka_error *err)
{
    (void)err;
    static const char *const names[] = {"part",   "model",    "key", "accounts",
                                        "actual", "expected", "mae", "rmse"};
    const struct ka_forecast *f = context;
    PUT_HEADER(w, names);
    put_totals(w, &f->holdout);
    put_frequencies(w, &f->holdout, f->model);
    if (f->model != KA_NAIVE)
        put_frequencies(w, &f->holdout, KA_NAIVE);
    put_weeks(w, f, f->model);
    if (f->model != KA_NAIVE)
        put_weeks(w, f, KA_NAIVE);
    return true;
}
