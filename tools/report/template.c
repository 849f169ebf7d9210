// SPDX-License-Identifier: GPL-3.0-or-later
// Which sections, in which order, as a file says: one a line; # begins a comment.
#include <stdio.h>
#include <stdlib.h>

#include "report/report.h"

struct template
{
    const char *path;
    size_t line;
};

static bool fail_unknown(const struct template *template, struct ka_str name,
                         struct ka_error *err)
{
    struct ka_buf known = {0};
    for (size_t i = 0; i < ka_report_section_count; i++)
        ka_buf_addf(&known, "%s%s", i ? ", " : "", ka_report_sections[i].name);
    ka_fail(err, KA_BAD_DATA, "%s:%zu: %s is not a section; these are: %s", template->path,
            template->line, KA_QUOTE(name), known.p);
    ka_buf_clear(&known);
    return false;
}

static bool add_section(struct ka_report *report, const struct template *template,
                        struct ka_str name, struct ka_error *err)
{
    size_t i = 0;
    while (i < ka_report_section_count && !ka_str_eq(name, ka_str(ka_report_sections[i].name)))
        i++;
    if (i == ka_report_section_count)
        return fail_unknown(template, name, err);
    for (size_t j = 0; j < report->chosen_count; j++)
        if (report->chosen[j] == i)
            return ka_fail(err, KA_BAD_DATA, "%s:%zu: %s stands there for the second time",
                           template->path, template->line, KA_QUOTE(name));
    report->chosen[report->chosen_count++] = i;
    return true;
}

static struct ka_str without_comment(struct ka_str line)
{
    const char *mark = line.n ? memchr(line.p, '#', line.n) : NULL;
    return ka_str_trim((struct ka_str){line.p, mark ? (size_t)(mark - line.p) : line.n});
}

bool ka_report_arrange(struct ka_report *report, const char *path, struct ka_error *err)
{
    struct template template = {.path = path};
    char *line = NULL;
    size_t room = 0;
    ssize_t n;
    FILE *file = path ? fopen(path, "r") : NULL;
    if (path && !file)
        return ka_fail_errno(err, "open", path);
    for (size_t i = 0; !path && i < ka_report_section_count; i++)
        report->chosen[report->chosen_count++] = i;
    bool done = true;
    while (done && file && (n = getline(&line, &room, file)) >= 0) {
        struct ka_str name = without_comment(ka_str_trim((struct ka_str){line, (size_t)n}));
        template.line++;
        done = name.n == 0 || add_section(report, &template, ka_str_trim(name), err);
    }
    if (file && ferror(file))
        done = ka_fail_errno(err, "read", path);
    free(line);
    if (file)
        fclose(file);
    return done;
}
