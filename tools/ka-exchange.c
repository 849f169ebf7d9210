// SPDX-License-Identifier: GPL-3.0-or-later
// Two files or folders change their names in one step, which the programs of Debian 12 cannot:
// at no moment is one of the names without either of them.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "base/program.h"

static const struct ka_section sections[] = {
    {"FILE SYSTEMS",
     "Both names are in one file system, which has to know how to do it (renameat2(2) with "
     "RENAME_EXCHANGE): ext4, xfs, btrfs and tmpfs do, NFS does not. Where it cannot be done, "
     "nothing is."},
    {0},
};

static const struct ka_program program = {
    .name = "ka-exchange",
    .purpose = "two files or folders change their names in one step",
    .operands = "PATH PATH",
    .description = "What was there under one of the names is then there under the other. By it "
                   "ka-monthly puts a month in the place of an earlier run's, so that there is "
                   "no moment without the month, whatever ends the run.",
    .options = (const struct ka_option[]){{0}},
    .examples =
        (const struct ka_example[]){
            {"cp facts.csv new.csv && ka-exchange facts.csv new.csv",
             "the new table takes its place, the old one is under the other name"},
            {0},
        },
    .sections = sections,
};

int main(int argc, char **argv)
{
    struct ka_error err = {0};
    char **path = argv + ka_program_begin(&program, argc, argv);
    if (argv + argc - path != 2)
        ka_fail(&err, KA_USAGE, "two paths were expected (see ka-exchange --help)");
    else if (renameat2(AT_FDCWD, path[0], AT_FDCWD, path[1], RENAME_EXCHANGE) != 0)
        ka_fail(&err, KA_SYSTEM, "cannot exchange %s and %s: %s", KA_QUOTE(ka_str(path[0])),
                KA_QUOTE(ka_str(path[1])), strerror(errno));
    return ka_program_end(&err);
}
