// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/manual.h"

#include <stdlib.h>

enum { HELP_COLUMN = 30, HELP_WIDTH = 96 };

// Adds text in lines of at most HELP_WIDTH columns, all but the first indented.
static void put_wrapped(struct ka_buf *out, const char *text)
{
    struct ka_str rest = ka_str(text), word;
    size_t column = HELP_COLUMN;
    while (ka_str_next(&rest, ' ', &word)) {
        if (column > HELP_COLUMN && column + 1 + word.n > HELP_WIDTH) {
            ka_buf_addf(out, "\n%*s", HELP_COLUMN, "");
            column = HELP_COLUMN;
        } else if (column > HELP_COLUMN) {
            ka_buf_add_char(out, ' ');
            column++;
        }
        ka_buf_add(out, word);
        column += word.n;
    }
    ka_buf_add_char(out, '\n');
}

static void put_option(struct ka_buf *out, const struct ka_option *option)
{
    size_t start = out->n;
    ka_buf_addf(out, option->letter ? "  -%c, " : "      ", option->letter);
    ka_buf_addf(out, "--%s", option->name);
    if (option->argument)
        ka_buf_addf(out, " %s", option->argument);
    size_t used = out->n - start;
    if (used + 2 > HELP_COLUMN)
        ka_buf_addf(out, "\n%*s", HELP_COLUMN, "");
    else
        ka_buf_addf(out, "%*s", (int)(HELP_COLUMN - used), "");
    put_wrapped(out, option->help);
}

static const struct ka_option common[] = {
    {'h', "help", KA_FLAG, NULL, NULL, "print this help"},
    {'V', "version", KA_FLAG, NULL, NULL, "print the version"},
    {0},
};

// A command in more than one line goes on further in.
static void put_command(struct ka_buf *out, const char *command)
{
    struct ka_str rest = ka_str(command), line;
    for (const char *indent = "  "; ka_str_next(&rest, '\n', &line); indent = "    ")
        ka_buf_addf(out, "%s%.*s\n", indent, KA_ARG(ka_str_trim(line)));
}

void ka_manual_help(struct ka_buf *out, const struct ka_program *program)
{
    ka_buf_addf(out, "%s: %s\n\nusage: %s [OPTION]...%s%s\n\n", program->name, program->purpose,
                program->name, *program->operands ? " " : "", program->operands);
    for (const struct ka_option *o = program->options; o->name; o++)
        put_option(out, o);
    for (const struct ka_option *o = common; o->name; o++)
        put_option(out, o);
    ka_buf_add_text(out, "\nexamples:\n");
    for (const struct ka_example *e = program->examples; e->command; e++) {
        put_command(out, e->command);
        ka_buf_addf(out, "      %s\n", e->says);
    }
}

// Text for mdoc: a backslash is \e, a line never begins with a control mark.
static void put_mdoc(struct ka_buf *out, const char *text, bool prose)
{
    if (*text == '.' || *text == '\'')
        ka_buf_add_text(out, "\\&");
    for (char before = ' '; *text; before = *text++) {
        if (*text == '\\')
            ka_buf_add_text(out, "\\e");
        else if (*text == '-')
            ka_buf_add_text(out, "\\-");
        else if (prose && *text == ' ' && before == '.')
            ka_buf_add_char(out, '\n'); // a sentence begins on a line of its own
        else
            ka_buf_add_char(out, *text);
    }
}

static void put_paragraphs(struct ka_buf *out, const char *text)
{
    struct ka_str rest = ka_str(text), line;
    while (rest.n) {
        const char *end = memchr(rest.p, '\n', rest.n);
        line = (struct ka_str){rest.p, end ? (size_t)(end - rest.p) : rest.n};
        rest = (struct ka_str){line.p + line.n, rest.n - line.n};
        if (rest.n)
            rest = (struct ka_str){rest.p + 1, rest.n - 1};
        char *copy = strndup(line.p, line.n);
        if (line.n == 0)
            ka_buf_add_text(out, ".Pp");
        else
            put_mdoc(out, copy, true);
        ka_buf_add_char(out, '\n');
        free(copy);
    }
}

static void put_mdoc_option(struct ka_buf *out, const struct ka_option *option)
{
    ka_buf_add_text(out, ".It ");
    if (option->letter)
        ka_buf_addf(out, "Fl %c , ", option->letter);
    ka_buf_addf(out, "Fl \\-%s", option->name);
    if (option->argument)
        ka_buf_addf(out, " Ar %s", option->argument);
    ka_buf_add_char(out, '\n');
    put_mdoc(out, option->help, true);
    ka_buf_add_text(out, ".\n");
}

static void put_mdoc_options(struct ka_buf *out, const struct ka_program *program)
{
    ka_buf_add_text(out, ".Sh OPTIONS\n.Bl -tag -width Ds\n");
    for (const struct ka_option *o = program->options; o->name; o++)
        put_mdoc_option(out, o);
    for (const struct ka_option *o = common; o->name; o++)
        put_mdoc_option(out, o);
    ka_buf_add_text(out, ".El\n");
}

static void put_mdoc_examples(struct ka_buf *out, const struct ka_program *program)
{
    ka_buf_add_text(out, ".Sh EXAMPLES\n");
    for (const struct ka_example *e = program->examples; e->command; e++) {
        put_mdoc(out, e->says, true);
        ka_buf_add_text(out, ":\n.Bd -literal -offset indent\n");
        put_mdoc(out, e->command, false);
        ka_buf_add_text(out, "\n.Ed\n");
        if (e[1].command)
            ka_buf_add_text(out, ".Pp\n");
    }
}

static const char exit_status[] =
    ".Sh EXIT STATUS\n.Bl -tag -width Ds -compact\n"
    ".It 0\ndone\n.It 1\na finding, where the tool looks for one\n"
    ".It 2\na wrong option or operand\n"
    ".It 3\nbad data: the message names file, line, column and value\n"
    ".It 4\nthe system: a file, memory or a program that is missing\n"
    ".It 5\nthe data do not carry the figure\n.El\n";

void ka_manual_page(struct ka_buf *out, const struct ka_program *program)
{
    ka_buf_add_text(out, ".Dd " KA_DATE "\n.Dt ");
    for (const char *c = program->name; *c; c++)
        ka_buf_add_char(out, *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c);
    ka_buf_addf(out, " 1\n.Os\n.Sh NAME\n.Nm %s\n.Nd ", program->name);
    put_mdoc(out, program->purpose, true);
    ka_buf_add_text(out, "\n.Sh SYNOPSIS\n.Nm\n.Op Ar OPTION ...\n");
    if (*program->operands)
        ka_buf_addf(out, ".Ar %s\n", program->operands);
    ka_buf_add_text(out, ".Sh DESCRIPTION\n");
    put_paragraphs(out, program->description);
    put_mdoc_options(out, program);
    for (const struct ka_section *s = program->sections; s && s->title; s++) {
        ka_buf_addf(out, ".Sh %s\n", s->title);
        put_paragraphs(out, s->text);
    }
    ka_buf_add_text(out, exit_status);
    put_mdoc_examples(out, program);
}

// ---- Completion: options, the words of a choice, else files ----

// Calls put for the tool's own options, then for those that all have.
static void each_option(struct ka_buf *out, const struct ka_program *program,
                        void (*put)(struct ka_buf *, const struct ka_option *))
{
    for (const struct ka_option *o = program->options; o->name; o++)
        put(out, o);
    for (const struct ka_option *o = common; o->name; o++)
        put(out, o);
}

// "zh|en" as "zh en".
static void put_words(struct ka_buf *out, const char *choices)
{
    for (const char *c = choices; *c; c++)
        ka_buf_add_char(out, *c == '|' ? ' ' : *c);
}

static void put_bash_choice(struct ka_buf *out, const struct ka_option *option)
{
    if (option->kind != KA_CHOICE)
        return;
    ka_buf_addf(out, "    --%s", option->name);
    if (option->letter)
        ka_buf_addf(out, " | -%c", option->letter);
    ka_buf_add_text(out, ") mapfile -t COMPREPLY < <(compgen -W '");
    put_words(out, option->argument);
    ka_buf_add_text(out, "' -- \"$2\") ;;\n");
}

static void put_bash_name(struct ka_buf *out, const struct ka_option *option)
{
    ka_buf_addf(out, " --%s", option->name);
}

// $2 is the word to complete, $3 the one before it.
static void put_bash(struct ka_buf *out, const struct ka_program *program)
{
    ka_buf_addf(out, "# bash completion of %s\n_%s() {\n    COMPREPLY=()\n    case $3 in\n",
                program->name, program->name);
    each_option(out, program, put_bash_choice);
    ka_buf_add_text(out, "    *) [[ $2 != -* ]] || mapfile -t COMPREPLY < <(compgen -W '");
    each_option(out, program, put_bash_name);
    ka_buf_addf(out, "' -- \"$2\") ;;\n    esac\n}\ncomplete -o default -F _%s %s\n",
                program->name, program->name);
}

// Text inside single quotes and, there, inside the brackets of _arguments.
static void put_zsh_text(struct ka_buf *out, const char *text)
{
    for (; *text; text++) {
        if (strchr("[]:\\", *text))
            ka_buf_add_char(out, '\\');
        if (*text == '\'')
            ka_buf_add_text(out, "'\\''");
        else
            ka_buf_add_char(out, *text);
    }
}

static void put_zsh_argument(struct ka_buf *out, const struct ka_option *option)
{
    ka_buf_add_char(out, ':');
    put_zsh_text(out, option->name);
    ka_buf_add_char(out, ':');
    if (option->kind == KA_CHOICE) {
        ka_buf_add_char(out, '(');
        put_words(out, option->argument);
        ka_buf_add_char(out, ')');
    } else if (strstr(option->argument, "FILE") || strstr(option->argument, "DIR")) {
        ka_buf_add_text(out, "_files");
    }
}

static void put_zsh_option(struct ka_buf *out, const struct ka_option *option)
{
    if (option->letter)
        ka_buf_addf(out, "    {-%c,--%s}'", option->letter, option->name);
    else
        ka_buf_addf(out, "    '--%s", option->name);
    ka_buf_add_char(out, '[');
    put_zsh_text(out, option->help);
    ka_buf_add_char(out, ']');
    if (option->kind != KA_FLAG)
        put_zsh_argument(out, option);
    ka_buf_add_text(out, "' \\\n");
}

static void put_zsh(struct ka_buf *out, const struct ka_program *program)
{
    ka_buf_addf(out, "#compdef %s\n_arguments -s \\\n", program->name);
    each_option(out, program, put_zsh_option);
    ka_buf_add_text(out, "    '*:file:_files'\n");
}

void ka_manual_completion(struct ka_buf *out, const struct ka_program *program,
                          enum ka_shell shell)
{
    if (shell == KA_ZSH)
        put_zsh(out, program);
    else
        put_bash(out, program);
}
