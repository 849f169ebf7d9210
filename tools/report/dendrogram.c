// SPDX-License-Identifier: GPL-3.0-or-later
// Who is joined with whom: the dendrogram of accounts or channels.
#include <math.h>

#include "base/map.h"
#include "report/pick.h"
#include "report/say.h"

#define LEAVES_MOST 40 // what is alike beyond them is one leaf

struct tree {
    struct ka_report *report;
    const struct ka_frame *frame;
    const double *height;
    size_t a, b, size; // columns; size may be KA_NONE
    size_t first;      // merges before this one are within a leaf
    struct ka_map ids;
    size_t *account; // row of each id
    struct ka_series *names, *lines;
};

// The row of the merge that "#3" names, which must be above `row`; KA_NONE for a leaf.
static size_t find_merge(const struct tree *tree, struct ka_str part, size_t row)
{
    size_t number = 0;
    if (part.n < 2 || part.p[0] != '#')
        return KA_NONE;
    for (size_t i = 1; i < part.n; i++) {
        if (part.p[i] < '0' || part.p[i] > '9' || number > tree->frame->rows)
            return KA_NONE;
        number = 10 * number + (size_t)(part.p[i] - '0');
    }
    return number >= 1 && number <= row ? number - 1 : KA_NONE;
}

// Accounts are called by their names.
static struct ka_str name_leaf(const struct tree *tree, struct ka_str part)
{
    size_t id = ka_map_find(&tree->ids, part);
    return id == KA_NONE ? part : ka_report_account(tree->report, tree->account[id]);
}

// What a merge has made is called after the first of its members.
static double add_leaf(const struct tree *tree, struct ka_str part, size_t row)
{
    size_t merge = find_merge(tree, part, row), made = merge;
    for (; merge != KA_NONE; merge = find_merge(tree, part, merge))
        part = ka_frame_cell(tree->frame, tree->a, merge);
    struct ka_str name = name_leaf(tree, part);
    if (made != KA_NONE && tree->size != KA_NONE)
        name = KA_SAY(tree->report, "dendrogram_more", name,
                      ka_frame_cell(tree->frame, tree->size, made));
    ka_series_add_row(tree->names, name, 0);
    return -(double)(tree->names->count - 1);
}

// Draws what a merge above `row` has made; returns its place, and how far to the right it ends.
static double draw(const struct tree *tree, struct ka_str part, size_t row, double *end)
{
    size_t merge = find_merge(tree, part, row);
    *end = 0;
    if (tree->names->count >= LEAVES_MOST) // no tree: a part stands in two merges
        return 0;
    if (merge == KA_NONE || merge < tree->first)
        return add_leaf(tree, part, row);
    double from[2], place[2], height = tree->height[merge];
    place[0] = draw(tree, ka_frame_cell(tree->frame, tree->a, merge), merge, &from[0]);
    place[1] = draw(tree, ka_frame_cell(tree->frame, tree->b, merge), merge, &from[1]);
    ka_series_add(tree->lines, from[0], place[0]);
    ka_series_add(tree->lines, height, place[0]);
    ka_series_add(tree->lines, height, place[1]);
    ka_series_add(tree->lines, NAN, NAN);
    ka_series_add(tree->lines, from[1], place[1]);
    ka_series_add(tree->lines, height, place[1]);
    ka_series_add(tree->lines, NAN, NAN);
    *end = height;
    return (place[0] + place[1]) / 2;
}

static void index_accounts(struct tree *tree)
{
    const struct ka_frame *accounts = &tree->report->tables[KA_TABLE_ACCOUNTS].frame;
    size_t id = ka_frame_find(accounts, "account_id");
    tree->account =
        ka_arena_alloc(&tree->report->texts, accounts->rows + 1, sizeof *tree->account);
    for (size_t row = 0; id != KA_NONE && row < accounts->rows; row++)
        tree->account[ka_map_put(&tree->ids, ka_frame_cell(accounts, id, row), NULL)] = row;
}

static struct ka_str describe(const struct tree *tree)
{
    struct ka_report *report = tree->report;
    struct ka_str a = name_leaf(tree, ka_frame_cell(tree->frame, tree->a, 0)),
                  b = name_leaf(tree, ka_frame_cell(tree->frame, tree->b, 0));
    struct ka_str first = KA_SAY(report, "dendrogram_first", ka_report_mention(report, a),
                                 ka_report_mention(report, b),
                                 ka_report_plain(report, tree->height[0])),
                  last = KA_SAY(report, "dendrogram_last",
                                ka_report_plain(report, tree->height[tree->frame->rows - 1]));
    return ka_report_join(report, first, last);
}

void ka_report_dendrogram(struct ka_report *report)
{
    const struct ka_report_table *table = &report->tables[KA_TABLE_DENDROGRAM];
    size_t rows = table->frame.rows;
    if (!report->charts || rows == 0)
        return;
    struct tree tree = {.report = report,
                        .frame = &table->frame,
                        .height = ka_report_reals(table, "height"),
                        .a = ka_frame_find(&table->frame, "a"),
                        .b = ka_frame_find(&table->frame, "b"),
                        .size = ka_frame_find(&table->frame, "size"),
                        .first = rows > LEAVES_MOST - 1 ? rows - (LEAVES_MOST - 1) : 0};
    index_accounts(&tree);
    ka_document_section(&report->document, KA_STR("dendrogram"),
                        ka_report_word(report, "dendrogram"));
    struct ka_chart *chart = ka_document_chart(&report->document, KA_STR("dendrogram-chart"),
                                               ka_report_word(report, "dendrogram_title"));
    tree.names = ka_chart_series(chart, KA_STR(""), KA_STYLE_NAMES, KA_ROLE_INK);
    tree.lines = ka_chart_series(chart, KA_STR(""), KA_STYLE_LINE, KA_ROLE_ACCENT);
    struct ka_buf root = {0};
    double end;
    ka_buf_addf(&root, "#%zu", rows);
    draw(&tree, ka_buf_str(&root), rows, &end);
    ka_buf_clear(&root);
    struct ka_str note = ka_report_word(report, "dendrogram_note");
    if (tree.first > 0)
        note = KA_SAY(report, "dendrogram_branches", note);
    ka_chart_describe(chart, note, describe(&tree));
    ka_map_clear(&tree.ids);
}
