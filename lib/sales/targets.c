// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/targets.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "sales/headers.h"
#include "table/date.h"
#include "table/number.h"

const char *const ka_scope_names[KA_SCOPES] = {"company", "manager", "channel", "account"};
const char *const ka_goal_names[KA_GOALS] = {"revenue", "margin", "qty"};

// ---- Periods ----

// What may stand behind a year, folded, parted by |.
static const struct part {
    const char *words;
    int32_t first, months;
} parts[] = {
    {"|年|年度|全年", 0, 12},
    {"h1|上半年", 0, 6},
    {"h2|下半年", 6, 6},
    {"q1|1季度|一季度|第1季度|第一季度", 0, 3},
    {"q2|2季度|二季度|第2季度|第二季度", 3, 3},
    {"q3|3季度|三季度|第3季度|第三季度", 6, 3},
    {"q4|4季度|四季度|第4季度|第四季度", 9, 3},
};

// The first month of a year of four digits.
static bool parse_year(struct ka_str text, int32_t *month)
{
    int year = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
        year = 10 * year + (text.p[i] - '0');
    }
    int32_t day = ka_date_from(year, 1, 1);
    if (text.n != 4 || day == KA_DATE_NONE)
        return false;
    *month = ka_date_month(day);
    return true;
}

static bool is_part(struct ka_str text, const struct part *part)
{
    struct ka_str year = KA_STR("年");
    return ka_str_among(text, part->words) ||
           (ka_str_has_prefix(text, year) &&
            ka_str_among((struct ka_str){text.p + year.n, text.n - year.n}, part->words));
}

static const struct part *find_part(struct ka_str folded)
{
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (is_part(folded, &parts[i]))
            return &parts[i];
    return NULL;
}

static bool parse_part(struct ka_str text, struct ka_target_period *period)
{
    int32_t year;
    if (text.n < 4 || !parse_year((struct ka_str){text.p, 4}, &year))
        return false;
    struct ka_buf folded = {0};
    ka_text_fold(&folded, (struct ka_str){text.p + 4, text.n - 4});
    const struct part *part = find_part(ka_buf_str(&folded));
    ka_buf_clear(&folded);
    if (!part)
        return false;
    period->from = year + part->first;
    period->to = period->from + part->months - 1;
    return true;
}

bool ka_target_period_parse(struct ka_str text, struct ka_target_period *period)
{
    int32_t month;
    if (!ka_month_parse_form(text, &month))
        return parse_part(text, period);
    *period = (struct ka_target_period){month, month};
    return true;
}

void ka_target_period_format(struct ka_buf *out, struct ka_target_period period)
{
    int year, month, day;
    ka_date_split(ka_month_first(period.from), &year, &month, &day);
    if (period.to == period.from)
        ka_month_format(out, period.from);
    else if (period.to == period.from + 2)
        ka_buf_addf(out, "%04d-Q%d", year, (month + 2) / 3);
    else if (period.to == period.from + 5)
        ka_buf_addf(out, "%04d-H%d", year, (month + 5) / 6);
    else
        ka_buf_addf(out, "%04d", year);
}

// ---- Reading ----

enum { PERIOD, SCOPE, SCOPE_ID, MEASURE, TARGET, SOURCE, COLUMNS };
static const char *const names[COLUMNS] = {"period",  "scope",  "scope_id",
                                           "measure", "target", "source"};

struct table {
    struct ka_frame frame;
    size_t place[COLUMNS]; // KA_NONE: not there
};

static struct ka_str cell_of(const struct table *t, int column, size_t row)
{
    return t->place[column] == KA_NONE
               ? KA_STR("")
               : ka_str_trim(ka_frame_cell(&t->frame, t->place[column], row));
}

static bool refuse(const struct table *t, int column, size_t row, const char *says,
                   struct ka_error *err)
{
    return ka_fail(err, KA_BAD_DATA, "%s:%" PRIu64 ": column '%s': %s %s", t->frame.source,
                   t->frame.lines[row], names[column], KA_QUOTE(cell_of(t, column, row)), says);
}

static bool open_table(struct table *t, const char *path, struct ka_meta *meta,
                       struct ka_error *err)
{
    if (!ka_side_table_load(&t->frame, "targets", path, meta, err))
        return false;
    for (int c = 0; c < COLUMNS; c++) {
        t->place[c] = ka_frame_find(&t->frame, names[c]);
        if (c != SCOPE_ID && c != SOURCE &&
            !ka_frame_need(&t->frame, names[c], &t->place[c], err))
            return false;
    }
    return true;
}

// The number of text among the names, or count.
static size_t named(struct ka_str text, const char *const *among, size_t count)
{
    size_t i = 0;
    while (i < count && !ka_str_eq(text, ka_str(among[i])))
        i++;
    return i;
}

// As people write it: 1,200,000 or 120万.
static bool parse_amount(struct ka_str text, int64_t *amount)
{
    struct ka_number number;
    bool rounded = false;
    *amount = KA_DECIMAL_NONE;
    return text.n == 0 || (ka_number_parse(text, '.', &number) && !number.percent &&
                           (!number.currency || strcmp(number.currency, "CNY") == 0) &&
                           ka_number_scale(&number, KA_DECIMAL_DIGITS, amount, &rounded));
}

static bool parse_row(const struct table *t, size_t row, struct ka_target *target,
                      struct ka_error *err)
{
    static const char *const sources[] = {"", "person", "proposed"};
    size_t scope = named(cell_of(t, SCOPE, row), ka_scope_names, KA_SCOPES);
    size_t goal = named(cell_of(t, MEASURE, row), ka_goal_names, KA_GOALS);
    size_t source = named(cell_of(t, SOURCE, row), sources, 3);
    if (!ka_target_period_parse(cell_of(t, PERIOD, row), &target->period))
        return refuse(t, PERIOD, row, "is not a period (YYYY-MM, YYYY-Qn, YYYY-Hn or YYYY)",
                      err);
    if (scope == KA_SCOPES)
        return refuse(t, SCOPE, row, "is not one of company|manager|channel|account", err);
    if (scope != KA_OF_COMPANY && cell_of(t, SCOPE_ID, row).n == 0)
        return refuse(t, SCOPE_ID, row, "names nothing", err);
    if (goal == KA_GOALS)
        return refuse(t, MEASURE, row, "is not one of revenue|margin|qty", err);
    if (!parse_amount(cell_of(t, TARGET, row), &target->target))
        return refuse(t, TARGET, row, "is not an amount", err);
    if (target->target != KA_DECIMAL_NONE && target->target < 0)
        return refuse(t, TARGET, row, "is below 0", err);
    if (source == 3)
        return refuse(t, SOURCE, row, "is not one of person|proposed", err);
    target->scope = (enum ka_scope)scope;
    target->goal = (enum ka_goal)goal;
    target->proposed = source == 2;
    return true;
}

// What is the same for two targets for the same.
static void make_key(struct ka_buf *key, const struct ka_target *target)
{
    ka_buf_reset(key);
    ka_buf_addf(key, "%" PRId32 " %" PRId32 " %d %d ", target->period.from, target->period.to,
                (int)target->scope, (int)target->goal);
    ka_buf_add(key, target->id);
}

static bool take_row(struct ka_targets *targets, const struct table *t, size_t row,
                     struct ka_error *err)
{
    struct ka_target *target = &targets->rows[row];
    struct ka_buf room = {0};
    bool is_new = true;
    if (!parse_row(t, row, target, err))
        return false;
    if (target->scope != KA_OF_COMPANY)
        ka_text_nfkc(&room, cell_of(t, SCOPE_ID, row));
    target->id = ka_arena_str(&targets->arena, ka_buf_str(&room));
    make_key(&room, target);
    ka_map_put(&targets->keys, ka_buf_str(&room), &is_new);
    ka_buf_clear(&room);
    return is_new || refuse(t, PERIOD, row, "has two targets for the same", err);
}

static int compare(const void *left, const void *right)
{
    const struct ka_target *a = left, *b = right;
    const int32_t x[] = {a->period.from, b->period.to, (int32_t)a->scope};
    const int32_t y[] = {b->period.from, a->period.to, (int32_t)b->scope};
    for (size_t i = 0; i < sizeof x / sizeof *x; i++)
        if (x[i] != y[i])
            return x[i] < y[i] ? -1 : 1;
    int order = ka_str_cmp(a->id, b->id);
    return order ? order : (a->goal > b->goal) - (a->goal < b->goal);
}

// Years before their quarters, these before their months.
static void sort_rows(struct ka_targets *targets)
{
    struct ka_buf key = {0};
    qsort(targets->rows, targets->count, sizeof *targets->rows, compare);
    targets->of_key = ka_alloc(targets->count, sizeof *targets->of_key);
    for (size_t row = 0; row < targets->count; row++) {
        make_key(&key, &targets->rows[row]);
        targets->of_key[ka_map_find(&targets->keys, ka_buf_str(&key))] = row;
    }
    ka_buf_clear(&key);
}

bool ka_targets_read(struct ka_targets *targets, const char *path, struct ka_meta *meta,
                     struct ka_error *err)
{
    struct table t = {0};
    bool good = open_table(&t, path, meta, err);
    if (good)
        targets->rows = ka_zalloc(t.frame.rows, sizeof *targets->rows);
    for (size_t row = 0; good && row < t.frame.rows; row++) {
        good = take_row(targets, &t, row, err);
        targets->count++;
    }
    if (good)
        sort_rows(targets);
    ka_frame_clear(&t.frame);
    return good;
}

void ka_targets_clear(struct ka_targets *targets)
{
    free(targets->rows);
    free(targets->of_key);
    ka_map_clear(&targets->keys);
    ka_arena_clear(&targets->arena);
    *targets = (struct ka_targets){0};
}

const struct ka_target *ka_targets_find(const struct ka_targets *targets,
                                        const struct ka_target *like)
{
    struct ka_buf key = {0};
    make_key(&key, like);
    size_t number = ka_map_find(&targets->keys, ka_buf_str(&key));
    ka_buf_clear(&key);
    return number == KA_NONE ? NULL : &targets->rows[targets->of_key[number]];
}
