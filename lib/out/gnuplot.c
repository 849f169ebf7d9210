// SPDX-License-Identifier: GPL-3.0-or-later
#include "out/gnuplot.h"

#include "out/process.h"

// The script is a file, for gnuplot goes on after an error in what it reads from standard
// input.
bool ka_gnuplot_run(struct ka_str script, struct ka_buf *out, struct ka_error *err)
{
    static char name[] = "gnuplot", defaults[] = "-d", file[] = KA_PROCESS_SCRIPT;
    char *const argv[] = {name, defaults, file, NULL};
    struct ka_process process = {.argv = argv, .script = script};
    enum ka_process_end end = ka_process_run(&process, err);
    if (end == KA_PROCESS_ABSENT)
        ka_fail(err, KA_SYSTEM, "charts need gnuplot: install the package gnuplot-nox");
    bool done = end == KA_PROCESS_DONE && process.complaint.n == 0;
    if (!done)
        ka_fail(err, KA_SYSTEM, "gnuplot failed: %.*s", KA_ARG(ka_process_last_line(&process)));
    if (done)
        ka_buf_add(out, ka_buf_str(&process.output));
    ka_process_clear(&process);
    return done;
}

bool ka_gnuplot_has_font(struct ka_error *err)
{
    static char name[] = "fc-list", pattern[] = ":charset=4e2d", family[] = "family";
    char *const argv[] = {name, pattern, family, NULL};
    struct ka_process process = {.argv = argv};
    enum ka_process_end end = ka_process_run(&process, err);
    bool found = end == KA_PROCESS_DONE && process.output.n > 0;
    ka_process_clear(&process);
    return found || ka_fail(err, KA_SYSTEM,
                            "there is no font with Chinese characters: install the packages "
                            "fontconfig and fonts-wqy-microhei");
}
