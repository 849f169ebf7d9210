// SPDX-License-Identifier: GPL-3.0-or-later
// What is written from a program's record: --help, the man page (mdoc), and completion for
// bash and zsh.  Each appends to out.
#ifndef KA_BASE_MANUAL_H
#define KA_BASE_MANUAL_H

#include "base/program.h"

enum ka_shell { KA_BASH, KA_ZSH };

void ka_manual_help(struct ka_buf *out, const struct ka_program *program);
void ka_manual_page(struct ka_buf *out, const struct ka_program *program);
void ka_manual_completion(struct ka_buf *out, const struct ka_program *program,
                          enum ka_shell shell);

#endif
