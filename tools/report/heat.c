// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/heat.h"

#include <math.h>

#include "report/say.h"

void ka_heat_begin(struct ka_heat *heat, struct ka_report *report)
{
    size_t count = heat->rows.count * heat->columns.count;
    heat->cells = ka_arena_alloc(&report->texts, count, sizeof *heat->cells);
    for (size_t i = 0; i < count; i++)
        heat->cells[i] = (struct ka_cell){.text = KA_STR(""), .value = NAN};
}

struct ka_cell *ka_heat_cell(const struct ka_heat *heat, struct ka_str row,
                             struct ka_str column)
{
    size_t i = ka_map_find(&heat->rows, row), j = ka_map_find(&heat->columns, column);
    return i == KA_NONE || j == KA_NONE ? NULL : &heat->cells[i * heat->columns.count + j];
}

static double find_most(const struct ka_heat *heat)
{
    double most = 0;
    for (size_t i = 0; i < heat->rows.count * heat->columns.count; i++)
        most = fmax(most, heat->cells[i].value);
    return most;
}

static struct ka_str title(struct ka_report *report, const struct ka_heat_titles *titles,
                           struct ka_str key)
{
    if (key.n == 0)
        return ka_report_word(report, "unnamed");
    return titles->words ? ka_report_word(report, ka_arena_str(&report->texts, key).p) : key;
}

void ka_heat_show(const struct ka_heat *heat, struct ka_report *report,
                  const struct ka_heat_titles *titles)
{
    double most = find_most(heat);
    struct ka_table *table = ka_document_table(&report->document, titles->caption);
    ka_table_column(table, titles->corner, KA_CELL_TEXT);
    for (size_t j = 0; j < heat->columns.count; j++)
        ka_table_column(table, title(report, titles, heat->columns.keys[j]), KA_CELL_NUMBER);
    for (size_t i = 0; i < heat->rows.count; i++) {
        ka_table_cell(
            table, titles->names ? titles->names[i] : title(report, titles, heat->rows.keys[i]),
            NAN);
        for (size_t j = 0; j < heat->columns.count; j++) {
            const struct ka_cell *cell = &heat->cells[i * heat->columns.count + j];
            struct ka_cell *to = ka_table_cell(table, cell->text, cell->value);
            to->tone = cell->tone;
            if (cell->value > 0 && most > 0)
                to->heat = sqrt(cell->value / most);
        }
    }
}

void ka_heat_clear(struct ka_heat *heat)
{
    ka_map_clear(&heat->rows);
    ka_map_clear(&heat->columns);
}
