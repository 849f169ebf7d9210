// SPDX-License-Identifier: GPL-3.0-or-later
// The picture in the head of the report, known by its first bytes.
#include <stdio.h>

#include "report/report.h"

#define LOGO_MOST ((size_t)100 << 10) // bytes, so that a report stays small enough to mail

static bool is_svg(struct ka_str bytes)
{
    struct ka_str begin = ka_str_trim(bytes);
    return begin.n > 0 && begin.p[0] == '<' && ka_str_contains(begin, KA_STR("<svg")) &&
           ka_str_has_suffix(begin, KA_STR("</svg>"));
}

static const char *picture_type(struct ka_str bytes)
{
    if (ka_str_has_prefix(bytes, KA_STR("\x89PNG\r\n\x1a\n")))
        return "image/png";
    if (ka_str_has_prefix(bytes, KA_STR("\xff\xd8\xff")))
        return "image/jpeg";
    while (bytes.n > 0 && strchr("\r\n", bytes.p[bytes.n - 1]))
        bytes.n--;
    return is_svg(bytes) ? "image/svg+xml" : NULL;
}

bool ka_report_logo(struct ka_report *report, const char *path, struct ka_error *err)
{
    char part[4096];
    size_t n;
    FILE *file = path ? fopen(path, "rb") : NULL;
    if (!path)
        return true;
    if (!file)
        return ka_fail_errno(err, "open", path);
    while (report->logo.n <= LOGO_MOST && (n = fread(part, 1, sizeof part, file)) > 0)
        ka_buf_add(&report->logo, (struct ka_str){part, n});
    bool done = !ferror(file) || ka_fail_errno(err, "read", path);
    fclose(file);
    if (done && report->logo.n > LOGO_MOST)
        return ka_fail(err, KA_BAD_DATA, "%s: a logo has at most %zu bytes", path, LOGO_MOST);
    report->document.logo.type = picture_type(ka_buf_str(&report->logo));
    report->document.logo.bytes = ka_buf_str(&report->logo);
    if (done && !report->document.logo.type)
        return ka_fail(err, KA_BAD_DATA, "%s: not a PNG, JPEG or SVG picture", path);
    return done;
}
