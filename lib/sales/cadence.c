// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/cadence.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/headers.h"

const char *const ka_cadence_item_names[KA_CADENCE_ITEMS] = {
    "visit", "call", "mail", "meeting", "event", "training", "service_least", "service_most"};

enum { DAYS_MOST = 3650 };

static const struct {
    const char *account_class, *relationship;
    enum ka_cadence_item item;
    double limit;
} shipped[] = {
    {"key", "", KA_MEET_VISIT, 30},
    {"key", "", KA_MEET_CALL, 14},
    {"key", "", KA_MEET_MEETING, 90},
    {"key", "", KA_MEET_EVENT, 365},
    {"key", "partner", KA_MEET_VISIT, 21},
    {"key", "strategic", KA_MEET_VISIT, 14},
    {"key", "strategic", KA_MEET_MEETING, 60},
    {"potential", "", KA_MEET_VISIT, 45},
    {"potential", "", KA_MEET_CALL, 21},
    {"watch", "", KA_MEET_VISIT, 90},
    {"watch", "", KA_MEET_CALL, 30},
    {"", "strategic", KA_MEET_MEETING, 180},
    {"", "", KA_MEET_CALL, 90},
    {"key", "", KA_SERVICE_LEAST, .03},
    {"key", "", KA_SERVICE_MOST, .12},
    {"potential", "", KA_SERVICE_LEAST, .02},
    {"potential", "", KA_SERVICE_MOST, .1},
    {"", "", KA_SERVICE_MOST, .08},
};

enum { CLASS, RELATIONSHIP, ITEM, LIMIT, COLUMNS };
static const char *const headers[COLUMNS] = {"class", "relationship", "item", "limit"};

static char *copy(struct ka_str s)
{
    char *text = ka_zalloc(s.n + 1, 1);
    if (s.n)
        memcpy(text, s.p, s.n);
    return text;
}

// False when there is one for the same already.
static bool put_rule(struct ka_cadence *cadence, struct ka_str account_class,
                     struct ka_str relationship, enum ka_cadence_item item, double limit)
{
    for (size_t i = 0; i < cadence->count; i++) {
        const struct ka_cadence_rule *rule = &cadence->rules[i];
        if (rule->item == item && ka_str_eq(ka_str(rule->account_class), account_class) &&
            ka_str_eq(ka_str(rule->relationship), relationship))
            return false;
    }
    KA_ROOM(cadence->rules, cadence->count, cadence->cap);
    cadence->rules[cadence->count++] =
        (struct ka_cadence_rule){copy(account_class), copy(relationship), item, limit};
    return true;
}

void ka_cadence_ship(struct ka_cadence *cadence)
{
    *cadence = (struct ka_cadence){.source = "the shipped rules"};
    for (size_t i = 0; i < sizeof shipped / sizeof *shipped; i++)
        put_rule(cadence, ka_str(shipped[i].account_class), ka_str(shipped[i].relationship),
                 shipped[i].item, shipped[i].limit);
}

// ---- Reading ----

static bool refuse(const struct ka_frame *f, size_t row, int column, struct ka_str cell,
                   const char *says, struct ka_error *err)
{
    return ka_fail(err, KA_BAD_DATA, "%s:%" PRIu64 ": column '%s': %s %s", f->source,
                   f->lines[row], headers[column], KA_QUOTE(cell), says);
}

static bool read_rule(struct ka_cadence *cadence, const struct ka_frame *f, size_t row,
                      const size_t *place, struct ka_error *err)
{
    struct ka_str cell[COLUMNS];
    double limit;
    size_t item = 0;
    for (int c = 0; c < COLUMNS; c++)
        cell[c] = ka_str_trim(ka_frame_cell(f, place[c], row));
    while (item < KA_CADENCE_ITEMS &&
           !ka_str_eq(cell[ITEM], ka_str(ka_cadence_item_names[item])))
        item++;
    if (item == KA_CADENCE_ITEMS)
        return refuse(f, row, ITEM, cell[ITEM],
                      "is not one of visit|call|mail|meeting|event|training|service_least|"
                      "service_most",
                      err);
    if (!ka_real_parse(cell[LIMIT], &limit) || limit < 0)
        return refuse(f, row, LIMIT, cell[LIMIT], "is not a number of 0 or more", err);
    if (item < KA_MEET_KINDS && (limit > DAYS_MOST || limit != floor(limit)))
        return refuse(f, row, LIMIT, cell[LIMIT], "is not a whole number of days up to 3650",
                      err);
    return put_rule(cadence, cell[CLASS], cell[RELATIONSHIP], (enum ka_cadence_item)item,
                    limit) ||
           refuse(f, row, ITEM, cell[ITEM], "has a rule for this class and relationship above",
                  err);
}

bool ka_cadence_load(struct ka_cadence *cadence, const char *path, struct ka_error *err)
{
    struct ka_frame f = {0};
    size_t place[COLUMNS];
    *cadence = (struct ka_cadence){.source = path};
    bool good = ka_side_table_load(&f, "cadences", path, NULL, err);
    for (int c = 0; good && c < COLUMNS; c++)
        good = ka_frame_need(&f, headers[c], &place[c], err);
    for (size_t row = 0; good && row < f.rows; row++)
        good = read_rule(cadence, &f, row, place, err);
    if (good && cadence->count == 0)
        good = ka_fail(err, KA_BAD_DATA, "%s: no rule below the header", f.source);
    ka_frame_clear(&f);
    return good;
}

void ka_cadence_write(const struct ka_cadence *cadence, struct ka_writer *w)
{
    for (int c = 0; c < COLUMNS; c++)
        ka_writer_put_text(w, headers[c]);
    ka_writer_end(w);
    for (size_t i = 0; i < cadence->count; i++) {
        const struct ka_cadence_rule *rule = &cadence->rules[i];
        ka_writer_put_text(w, rule->account_class);
        ka_writer_put_text(w, rule->relationship);
        ka_writer_put_text(w, ka_cadence_item_names[rule->item]);
        ka_writer_put_real(w, rule->limit);
        ka_writer_end(w);
    }
}

void ka_cadence_clear(struct ka_cadence *cadence)
{
    for (size_t i = 0; i < cadence->count; i++) {
        free(cadence->rules[i].account_class);
        free(cadence->rules[i].relationship);
    }
    free(cadence->rules);
    *cadence = (struct ka_cadence){0};
}

double ka_cadence_limit(const struct ka_cadence *cadence, struct ka_str account_class,
                        struct ka_str relationship, enum ka_cadence_item item)
{
    double limit = NAN;
    int best = -1;
    for (size_t i = 0; i < cadence->count; i++) {
        const struct ka_cadence_rule *rule = &cadence->rules[i];
        bool by_class = *rule->account_class, by_relationship = *rule->relationship;
        int names = 2 * by_class + by_relationship;
        if (rule->item != item || names <= best ||
            (by_class && !ka_str_eq(ka_str(rule->account_class), account_class)) ||
            (by_relationship && !ka_str_eq(ka_str(rule->relationship), relationship)))
            continue;
        best = names;
        limit = rule->limit;
    }
    return limit;
}
