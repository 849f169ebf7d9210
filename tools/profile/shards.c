// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/shards.h"

#include <inttypes.h>

#include "sales/merge.h"
#include "table/save.h"

const struct ka_section ka_profile_shards_section = {
    "SHARDS",
    "ka-import --split N DIR parts the rows by account, so that every account is whole in one "
    "shard and most columns need no other one. What does need all accounts is asof, the first "
    "day of the data, whether there are margins and quantities at all, which products have a "
    "high margin, the company's share of them, and what others paid for a product in a month. "
    "These figures of a company add up over any parts of its rows: --figures writes them, and "
    "--company takes those of all parts. The profiles of all shards, brought together by "
    "--join, "
    "are then byte for byte what one run over all rows writes:\n"
    "\n"
    "ka-profile --figures f1.csv part1.csv, for each part of the rows;\n"
    "\n"
    "ka-profile --company f1.csv --company f2.csv --shard 1/2 -o p1.csv "
    "shard-0001-of-0002.csv, "
    "for each shard, with --costs and --monthly as in one run;\n"
    "\n"
    "ka-profile --join --company f1.csv --company f2.csv p1.csv p2.csv.\n"
    "\n"
    "--asof is said with --figures and kept there. With --shard an account of another shard in "
    "the rows is an error, and one in the costs is passed over. --join reads a row of each "
    "file "
    "at a time, also of tables that --monthly has written; with --company their lines and "
    "revenue are those of the company or it ends with 3: a shard is missing or there "
    "twice. ka-shards(1) runs all of it."};

bool ka_profile_read_company(struct ka_company *company, const struct ka_list *paths,
                             struct ka_error *err)
{
    bool good = true;
    for (size_t i = 0; good && i < paths->count; i++)
        good = ka_company_read(company, paths->items[i], err);
    return good;
}

bool ka_profile_write_figures(struct ka_profile *profile, const char *path,
                              struct ka_error *err)
{
    struct ka_frame figures = {0};
    ka_profile_company(profile, &figures);
    bool good = ka_frame_save(path, &figures, NULL, err);
    ka_frame_clear(&figures);
    return good;
}

// ---- Joining ----

struct joining {
    struct ka_merge *merge;
    const struct ka_company *company;
    struct ka_merge_totals totals;
};

static bool check_whole(const struct joining *j, struct ka_error *err)
{
    const struct ka_company *company = j->company;
    const struct ka_merge_totals *totals = &j->totals;
    if (company->parts == 0 || (totals->revenue == company->revenue &&
                                (totals->lines == 0 || totals->lines == company->lines)))
        return true;
    struct ka_buf text = {0};
    ka_buf_add_text(&text, "the profiles are not the whole company: revenue ");
    ka_decimal_format_sum(&text, totals->revenue);
    ka_buf_add_text(&text, " of ");
    ka_decimal_format_sum(&text, company->revenue);
    ka_buf_add_text(&text, ", lines ");
    ka_decimal_format_sum(&text, totals->lines * KA_DECIMAL_ONE);
    ka_buf_add_text(&text, " of ");
    ka_decimal_format_sum(&text, company->lines * KA_DECIMAL_ONE);
    ka_fail(err, KA_BAD_DATA, "%s", text.p);
    ka_buf_clear(&text);
    return false;
}

static bool write_rows(struct ka_writer *writer, const void *context, struct ka_error *err)
{
    struct joining *j = (struct joining *)(uintptr_t)context;
    return ka_merge_write(j->merge, writer, &j->totals, err) && check_whole(j, err);
}

static void say_totals(const struct ka_merge_totals *totals, size_t count)
{
    struct ka_buf text = {0};
    ka_decimal_format_sum(&text, totals->revenue);
    ka_say("%zu profile%s in, %" PRIu64 " row%s out, revenue %s", count, count == 1 ? "" : "s",
           totals->rows, totals->rows == 1 ? "" : "s", text.p);
    ka_buf_clear(&text);
}

bool ka_profile_join(char **paths, const struct ka_company *company, const char *output,
                     struct ka_error *err)
{
    struct joining j = {.company = company};
    size_t count = 0;
    while (paths[count])
        count++;
    if (count == 0)
        return ka_fail(err, KA_USAGE, "option '--join': name the profiles of the shards");
    j.merge = ka_merge_open((const char *const *)paths, count, err);
    bool good = j.merge && ka_table_save(output, write_rows, &j, err);
    if (good)
        say_totals(&j.totals, count);
    ka_merge_close(j.merge);
    return good;
}
