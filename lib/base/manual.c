// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/manual.h"

#include <stdlib.h>

// What fits a screen; the rest is in the man page.
enum { HELP_COLUMN = 28, HELP_WIDTH = 100, HELP_LINES = 40 };

static size_t width_of(const char *text, size_t n)
{
    size_t columns = 0;
    for (size_t i = 0; i < n; i++)
        columns += ((unsigned char)text[i] & 0xc0) != 0x80;
    return columns;
}

// As many bytes of text as fit into so many columns and end before a clause, not within
// parentheses; or else before a word.
static size_t cut_clauses(const char *text, size_t columns)
{
    size_t clause = 0, word = 0;
    int depth = 0;
    for (size_t i = 0; text[i] && width_of(text, i) <= columns; i++) {
        bool ends = strchr(",;:", text[i]) && text[i + 1] == ' ';
        if (depth == 0 && (ends || strncmp(text + i, " (", 2) == 0))
            clause = i;
        if (text[i] == ' ')
            word = i;
        depth += (text[i] == '(') - (text[i] == ')');
    }
    return clause ? clause : word;
}

// One line.
static void put_option(struct ka_buf *out, const struct ka_option *option)
{
    size_t start = out->n;
    ka_buf_addf(out, option->letter ? "  -%c, " : "      ", option->letter);
    ka_buf_addf(out, "--%s", option->name);
    if (option->argument)
        ka_buf_addf(out, " %s", option->argument);
    size_t used = out->n - start;
    int gap = used + 2 > HELP_COLUMN ? 2 : HELP_COLUMN - (int)used;
    size_t room = HELP_WIDTH - used - (size_t)gap, n = strlen(option->help);
    bool fits = width_of(option->help, n) <= room;
    if (!fits)
        n = cut_clauses(option->help, room - 2);
    ka_buf_addf(out, "%*s%.*s%s\n", gap, "", (int)n, option->help, fits ? "" : " …");
}

static const struct ka_option common[] = {
    {'h', "help", KA_FLAG, NULL, NULL, "print this help"},
    {'V', "version", KA_FLAG, NULL, NULL, "print the version"},
    {0},
};

// Where a line that is too wide may go on in the next one: behind the last blank that fits and
// is not in quotes.
static size_t break_of(struct ka_str line, size_t columns)
{
    size_t at = 0;
    char quote = 0;
    for (size_t i = 0; i < line.n && width_of(line.p, i) < columns; i++) {
        char c = line.p[i];
        if (c == quote)
            quote = 0;
        else if (!quote && (c == '"' || c == '\''))
            quote = c;
        else if (!quote && c == ' ')
            at = i + 1;
    }
    return at;
}

// A command in more than one line goes on further in.
static void put_example(struct ka_buf *out, const struct ka_example *example)
{
    struct ka_str rest = ka_str(example->command), line;
    for (const char *indent = "  "; ka_str_next(&rest, '\n', &line); indent = "    ") {
        line = ka_str_trim(line);
        for (size_t n; width_of(line.p, line.n) + 4 > HELP_WIDTH; indent = "    ") {
            if ((n = break_of(line, HELP_WIDTH - 6)) == 0)
                break;
            ka_buf_addf(out, "%s%.*s\\\n", indent, (int)n, line.p);
            line = (struct ka_str){line.p + n, line.n - n};
        }
        ka_buf_addf(out, "%s%.*s\n", indent, KA_ARG(line));
    }
    ka_buf_addf(out, "      %s\n", example->says);
}

static size_t count_lines(const struct ka_buf *text)
{
    size_t lines = 0;
    for (size_t i = 0; i < text->n; i++)
        lines += text->p[i] == '\n';
    return lines;
}

// Those that fit, in their order; the first one always.
static void put_examples(struct ka_buf *out, const struct ka_program *program)
{
    struct ka_buf examples = {0}, one = {0};
    size_t room = HELP_LINES - count_lines(out) - 1;
    bool all = true;
    for (const struct ka_example *e = program->examples; e->command; e++) {
        ka_buf_reset(&one);
        put_example(&one, e);
        bool fits = count_lines(&examples) + count_lines(&one) <= room;
        if (e == program->examples || fits)
            ka_buf_add(&examples, ka_buf_str(&one));
        else
            all = false;
    }
    if (all)
        ka_buf_add_text(out, "examples:\n");
    else
        ka_buf_addf(out, "examples (more in man %s):\n", program->name);
    ka_buf_add(out, ka_buf_str(&examples));
    ka_buf_clear(&examples);
    ka_buf_clear(&one);
}

void ka_manual_help(struct ka_buf *out, const struct ka_program *program)
{
    ka_buf_addf(out, "%s: %s\nusage: %s [OPTION]...%s%s\n", program->name, program->purpose,
                program->name, *program->operands ? " " : "", program->operands);
    for (const struct ka_option *o = program->options; o->name; o++)
        put_option(out, o);
    ka_buf_add_text(out, "  -h, --help; -V, --version   print this help; the version\n");
    put_examples(out, program);
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
