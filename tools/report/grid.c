// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/grid.h"

#include <math.h>

#include "report/pick.h"
#include "report/say.h"

#define FLAT 0.0005 // a change of so little is said to be none

struct drawing {
    struct ka_report *report;
    const struct ka_grid *grid;
    const struct ka_report_table *from;
    struct ka_table *to;
    double longest; // bar
};

static enum ka_cell_kind cell_kind(enum ka_report_format format)
{
    static const enum ka_cell_kind kinds[] = {
        [KA_AS_TEXT] = KA_CELL_TEXT,    [KA_AS_WORD] = KA_CELL_TEXT,
        [KA_AS_COUNT] = KA_CELL_NUMBER, [KA_AS_MONEY] = KA_CELL_MONEY,
        [KA_AS_SHARE] = KA_CELL_SHARE,  [KA_AS_CHANGE] = KA_CELL_SHARE,
        [KA_AS_REAL] = KA_CELL_NUMBER,  [KA_AS_ROUGH] = KA_CELL_NUMBER,
        [KA_AS_DATE] = KA_CELL_DATE,    [KA_AS_MEAN] = KA_CELL_MONEY,
        [KA_AS_MONTH] = KA_CELL_DATE,   [KA_AS_FLAG] = KA_CELL_TICK};
    return kinds[format];
}

static size_t row_at(const struct drawing *drawing, size_t i)
{
    return drawing->grid->rows ? drawing->grid->rows[i] : i;
}

static size_t shown(const struct ka_grid *grid)
{
    return grid->count < grid->most ? grid->count : grid->most;
}

// An account is called by its id where the table has no names.
static bool is_there(const struct drawing *drawing, const char *column)
{
    return ka_report_has(drawing->from, column) ||
           (strcmp(column, "account") == 0 && (ka_report_has(drawing->from, "account_id") ||
                                               ka_report_has(drawing->from, "scope_id")));
}

static bool is_alarming(struct ka_str word)
{
    static const char *const alarming[] = {"stuffed", "lost", "behind", "missed", "unattended"};
    for (size_t i = 0; i < sizeof alarming / sizeof *alarming; i++)
        if (ka_str_eq(word, ka_str(alarming[i])))
            return true;
    return false;
}

static void put_text(const struct drawing *drawing, const char *column, size_t row)
{
    struct ka_report *report = drawing->report;
    struct ka_str text;
    enum ka_tone tone = KA_NEUTRAL;
    if (strcmp(column, "account") == 0) {
        text = ka_report_name(report, drawing->grid->kind, row);
    } else {
        size_t found = ka_frame_find(&drawing->from->frame, column);
        if (is_alarming(ka_frame_cell(&drawing->from->frame, found, row)))
            tone = KA_BAD;
        text = ka_report_cell_word(report, drawing->grid->kind, found, row);
    }
    ka_table_cell(drawing->to, text, NAN)->tone = tone;
}

static void put_figure(const struct drawing *drawing, const char *column, double value)
{
    enum ka_report_format format = ka_report_format(drawing->from, column);
    struct ka_str text = ka_report_figure(drawing->report, format, value);
    struct ka_cell *cell = ka_table_cell(drawing->to, text, value);
    if (value < (format == KA_AS_CHANGE ? -FLAT : 0) &&
        (format == KA_AS_MONEY || format == KA_AS_CHANGE))
        cell->tone = KA_BAD;
    if (drawing->grid->bar && strcmp(column, drawing->grid->bar) == 0 && drawing->longest > 0)
        cell->bar = fmax(value, 0) / drawing->longest;
}

static void put_row(const struct drawing *drawing, size_t row)
{
    for (const char *const *column = drawing->grid->columns; *column; column++) {
        if (!is_there(drawing, *column))
            continue;
        const double *reals = ka_report_reals(drawing->from, *column);
        if (reals)
            put_figure(drawing, *column, reals[row]);
        else
            put_text(drawing, *column, row);
    }
}

// Columns that can be added up over rows of any table; in a table with a total every count
// can, for there it counts accounts.
static bool adds(const struct ka_grid *grid, const char *column, enum ka_report_format format)
{
    bool counts = strcmp(column, "orders") == 0 || strcmp(column, "lines") == 0;
    return format == KA_AS_MONEY || (format == KA_AS_COUNT && (grid->total || counts));
}

static bool has_sums(const struct drawing *drawing)
{
    for (const char *const *column = drawing->grid->columns + 1; *column; column++)
        if (is_there(drawing, *column) &&
            adds(drawing->grid, *column, ka_report_format(drawing->from, *column)))
            return true;
    return false;
}

// A last row with the sums of the rows from the from-th on.
static void put_sums(const struct drawing *drawing, struct ka_str label, size_t from)
{
    const struct ka_grid *grid = drawing->grid;
    const size_t *rows = grid->rows ? grid->rows + from : NULL;
    drawing->to->total = true;
    for (const char *const *column = grid->columns; *column; column++) {
        enum ka_report_format format = ka_report_format(drawing->from, *column);
        double sum = NAN;
        if (!is_there(drawing, *column))
            continue;
        if (adds(grid, *column, format) && column != grid->columns)
            sum = ka_report_sum(drawing->from, *column, rows, grid->count - from);
        struct ka_str text = ka_report_figure(drawing->report, format, sum);
        if (column == grid->columns)
            text = label;
        ka_table_cell(drawing->to, text, sum)->tone =
            format == KA_AS_MONEY && sum < 0 ? KA_BAD : KA_NEUTRAL;
    }
}

// What others in the same row say in another way.
static bool is_spare(const char *column)
{
    static const char *const spare[] = {
        "share",        "cum_share",  "revenue_share", "margin_rate",      "high_margin_share",
        "growth_rate",  "projection", "scope",         "planned_contacts", "accounts_below",
        "service_least"};
    for (size_t i = 0; i < sizeof spare / sizeof *spare; i++)
        if (strcmp(column, spare[i]) == 0)
            return true;
    return false;
}

// A share tells of what: it need not stand beside its measure.
static struct ka_str title(const struct drawing *drawing, const char *column)
{
    struct ka_report *report = drawing->report;
    const char *measure = ka_report_ranked_by(report, drawing->grid->kind);
    if (measure && strcmp(column, "share") == 0)
        return KA_SAY(report, "share_of", ka_report_measure(report, measure));
    return ka_report_word(report, ka_report_column_title(drawing->from, column));
}

static void put_head(const struct drawing *drawing)
{
    for (const char *const *column = drawing->grid->columns; *column; column++) {
        if (!is_there(drawing, *column))
            continue;
        ka_table_column(drawing->to, title(drawing, *column),
                        cell_kind(ka_report_format(drawing->from, *column)));
        if (is_spare(*column))
            ka_table_spare(drawing->to);
    }
}

static double find_longest(const struct drawing *drawing)
{
    const double *reals =
        drawing->grid->bar ? ka_report_reals(drawing->from, drawing->grid->bar) : NULL;
    double longest = 0;
    for (size_t i = 0; reals && i < shown(drawing->grid); i++)
        longest = fmax(longest, reals[row_at(drawing, i)]);
    return longest;
}

void ka_report_grid(struct ka_report *report, const struct ka_grid *grid)
{
    struct drawing drawing = {.report = report,
                              .grid = grid,
                              .from = &report->tables[grid->kind],
                              .to = ka_document_table(&report->document, grid->caption)};
    drawing.longest = find_longest(&drawing);
    put_head(&drawing);
    for (size_t i = 0; i < shown(grid); i++)
        put_row(&drawing, row_at(&drawing, i));
    if (grid->total && grid->count > 1)
        put_sums(&drawing, ka_report_word(report, "total"), 0);
    if (grid->count > grid->most && grid->rows && !grid->total && has_sums(&drawing))
        put_sums(
            &drawing,
            KA_SAY(report, "rest", ka_report_count(report, (double)(grid->count - grid->most))),
            grid->most);
    ka_report_left_out(report, grid->count, grid->most);
}
