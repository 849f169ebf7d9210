// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/rejects.h"

#include <math.h>

#include "table/number.h"

enum { ONE = 1000000 }; // what a tolerance is counted in

static bool set_tolerance(struct ka_rejects *rejects, const char *max_bad, struct ka_error *err)
{
    struct ka_number number;
    int64_t value;
    bool rounded = false;
    rejects->max_count = rejects->max_share = INFINITY;
    if (!max_bad)
        return true;
    if (!ka_number_parse(ka_str(max_bad), '.', &number) || number.has_sign || number.currency ||
        !ka_number_scale(&number, KA_DECIMAL_DIGITS + 2, &value, &rounded) ||
        (number.percent ? value > ONE : value % ONE != 0))
        return ka_fail(err, KA_USAGE, "option '--max-bad': %s is not a count or a percentage",
                       KA_QUOTE(ka_str(max_bad)));
    *(number.percent ? &rejects->max_share : &rejects->max_count) = (double)value / ONE;
    return true;
}

bool ka_rejects_open(struct ka_rejects *rejects, const char *path, const char *max_bad,
                     struct ka_error *err)
{
    static const char *const header[] = {"source", "line", "column", "reason", "record"};
    *rejects = (struct ka_rejects){.path = path, .max_bad = max_bad};
    if (!set_tolerance(rejects, max_bad, err))
        return false;
    if (!path)
        return true;
    if (!ka_output_open(&rejects->output, path, err))
        return false;
    ka_writer_init(&rejects->writer, &rejects->output);
    rejects->writer.spreadsheet = true;
    for (size_t i = 0; i < sizeof header / sizeof *header; i++)
        ka_writer_put_text(&rejects->writer, header[i]);
    ka_writer_end(&rejects->writer);
    return true;
}

static void write_item(struct ka_writer *writer, const struct ka_import_item *item)
{
    ka_writer_put_text(writer, item->source);
    ka_writer_put_integer(writer, (int64_t)item->line);
    ka_writer_put_text(writer, item->column);
    ka_writer_put(writer, item->reason);
    ka_writer_put(writer, item->record);
    ka_writer_end(writer);
}

static bool refuse(const struct ka_rejects *rejects, struct ka_error *err)
{
    const char *first = rejects->first.text;
    unsigned long long bad = rejects->bad;
    if (rejects->path)
        return ka_fail(err, KA_BAD_DATA, "%llu bad row%s in '%s', --max-bad %s; the first: %s",
                       bad, bad == 1 ? " is" : "s are", rejects->path, rejects->max_bad, first);
    if (rejects->max_count == 0)
        return ka_fail(err, KA_BAD_DATA, "%s", first);
    return ka_fail(err, KA_BAD_DATA, "more than %s bad rows; the first: %s", rejects->max_bad,
                   first);
}

bool ka_rejects_add(struct ka_rejects *rejects, const struct ka_import_item *item,
                    struct ka_error *err)
{
    if (rejects->path)
        write_item(&rejects->writer, item);
    if (item->is_duplicate)
        return true;
    ka_fail(&rejects->first, KA_BAD_DATA, "%.*s", KA_ARG(item->message));
    rejects->bad++;
    return rejects->path || (double)rejects->bad <= rejects->max_count || refuse(rejects, err);
}

bool ka_rejects_commit(struct ka_rejects *rejects, uint64_t rows, uint64_t good,
                       struct ka_error *err)
{
    double bad = (double)rejects->bad;
    bool borne = bad <= rejects->max_count && bad <= rejects->max_share * (double)rows;
    if (rejects->bad && !borne)
        refuse(rejects, err);
    else if (rejects->bad && good == 0 && rejects->max_bad)
        borne = ka_fail(err, KA_BAD_DATA, "no row is good; the first: %s", rejects->first.text);
    if (rejects->path && !ka_output_commit(&rejects->output, err))
        return false;
    return borne || rejects->bad == 0;
}

void ka_rejects_discard(struct ka_rejects *rejects)
{
    ka_output_discard(&rejects->output);
}
