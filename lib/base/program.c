// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/program.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/manual.h"
#include "base/mem.h"
#include "base/output.h"
#include "base/text.h"

// What the process is called and was called with: set once by ka_program_begin.
static const char *program_name = "ka";
static char *program_command;

static size_t count_options(const struct ka_program *program)
{
    size_t n = 0;
    while (program->options[n].name)
        n++;
    return n;
}

static void print_and_exit(struct ka_buf *text)
{
    struct ka_output out;
    struct ka_error err = {0};
    ka_output_open(&out, NULL, &err);
    ka_output_write(&out, ka_buf_str(text));
    ka_output_commit(&out, &err);
    ka_buf_clear(text);
    free(program_command);
    exit(ka_program_end(&err));
}

static void refuse(struct ka_error *err)
{
    free(program_command);
    exit(ka_program_end(err));
}

static bool store_choice(const struct ka_option *option, struct ka_str value)
{
    struct ka_str rest = ka_str(option->argument), choice;
    for (int i = 0; ka_str_next(&rest, '|', &choice); i++)
        if (ka_str_eq(choice, value)) {
            *(int *)option->into = i;
            return true;
        }
    return false;
}

static bool store_number(const struct ka_option *option, const char *value)
{
    char *end;
    errno = 0;
    if (option->kind == KA_COUNT) {
        long long n = strtoll(value, &end, 10);
        *(int64_t *)option->into = n;
        return errno == 0 && end != value && *end == '\0' && n >= 0;
    }
    double x = strtod(value, &end);
    *(double *)option->into = x;
    return errno == 0 && end != value && *end == '\0' && isfinite(x);
}

static bool store(const struct ka_option *option, const char *value, struct ka_error *err)
{
    struct ka_list *list = option->into;
    switch (option->kind) {
    case KA_FLAG:
        *(bool *)option->into = true;
        return true;
    case KA_TEXT:
        *(const char **)option->into = value;
        return true;
    case KA_LIST:
        list->items = ka_grow(list->items, &list->cap, list->count + 1, sizeof *list->items);
        list->items[list->count++] = value;
        return true;
    case KA_CHOICE:
        if (store_choice(option, ka_str(value)))
            return true;
        return ka_fail(err, KA_USAGE, "option '--%s': %s is not one of %s", option->name,
                       KA_QUOTE(ka_str(value)), option->argument);
    default:
        if (store_number(option, value))
            return true;
        return ka_fail(err, KA_USAGE, "option '--%s': %s is not %s", option->name,
                       KA_QUOTE(ka_str(value)),
                       option->kind == KA_COUNT ? "a count (0, 1, 2 …)" : "a number");
    }
}

enum { FIRST_LONG = 256, HELP = 1024, VERSION, MAN, COMPLETION };

struct getopt_tables {
    struct option *longs;
    char *letters;
};

// getopt's view of the option table; +: and no messages of its own.
static struct getopt_tables make_tables(const struct ka_program *program)
{
    size_t n = count_options(program);
    struct getopt_tables t = {ka_zalloc(n + 5, sizeof *t.longs), ka_zalloc(3 * n + 5, 1)};
    char *letter = t.letters;
    *letter++ = ':';
    for (size_t i = 0; i < n; i++) {
        const struct ka_option *o = &program->options[i];
        int takes = o->kind == KA_FLAG ? no_argument : required_argument;
        t.longs[i] = (struct option){o->name, takes, NULL, FIRST_LONG + (int)i};
        if (o->letter)
            letter += sprintf(letter, takes ? "%c:" : "%c", o->letter);
    }
    strcpy(letter, "hV");
    t.longs[n] = (struct option){"help", no_argument, NULL, HELP};
    t.longs[n + 1] = (struct option){"version", no_argument, NULL, VERSION};
    t.longs[n + 2] = (struct option){"man", no_argument, NULL, MAN};
    t.longs[n + 3] = (struct option){"completion", optional_argument, NULL, COMPLETION};
    return t;
}

static const struct ka_option *find_option(const struct ka_program *program, int code)
{
    if (code >= FIRST_LONG)
        return &program->options[code - FIRST_LONG];
    for (const struct ka_option *o = program->options; o->name; o++)
        if (o->letter == code)
            return o;
    return NULL;
}

static void tell_about_itself(const struct ka_program *program, int code)
{
    struct ka_buf text = {0};
    if (code == MAN)
        ka_manual_page(&text, program);
    else if (code == COMPLETION)
        ka_manual_completion(&text, program,
                             optarg && strcmp(optarg, "zsh") == 0 ? KA_ZSH : KA_BASH);
    else if (code == VERSION || code == 'V')
        ka_buf_addf(&text, "%s " KA_VERSION "\n", program->name);
    else
        ka_manual_help(&text, program);
    print_and_exit(&text);
}

// What the long option was probably meant to be: one that begins so, or is two letters off at
// most; NULL: none is.
static const char *nearest_option(const struct option *options, struct ka_str given)
{
    enum { MOST = 2 };
    const char *nearest = NULL;
    size_t least = MOST + 1;
    for (; options->name; options++) {
        struct ka_str name = ka_str(options->name);
        size_t edits = ka_str_has_prefix(name, given) ? 0 : ka_text_edits(name, given);
        if (edits < least && edits < given.n) {
            nearest = options->name;
            least = edits;
        }
    }
    return nearest;
}

static bool fail_unknown(struct ka_str given, const struct option *options,
                         struct ka_error *err)
{
    struct ka_str name = {given.p + 2, given.n - 2};
    const char *nearest = given.p[1] == '-' ? nearest_option(options, name) : NULL;
    return nearest ? ka_fail(err, KA_USAGE, "unknown option %s; near: '--%s' (see %s --help)",
                             KA_QUOTE(given), nearest, program_name)
                   : ka_fail(err, KA_USAGE, "unknown option %s (see %s --help)",
                             KA_QUOTE(given), program_name);
}

// getopt says '?' of a known long option, too, when an argument is given that it does not take.
static bool fail_option(char **argv, int code, const struct option *options,
                        struct ka_error *err)
{
    char letter[3] = {'-', (char)optopt, '\0'};
    bool is_letter = optopt > 0 && optopt < FIRST_LONG;
    struct ka_str rest = ka_str(is_letter ? letter : argv[optind - 1]), given = rest;
    if (!is_letter)
        ka_str_next(&rest, '=', &given);
    if (code == '?' && optopt < FIRST_LONG)
        return fail_unknown(given, options, err);
    return ka_fail(err, KA_USAGE, "option %s %s (see %s --help)", KA_QUOTE(given),
                   code == ':' ? "needs an argument" : "takes no argument", program_name);
}

static void parse(const struct ka_program *program, int argc, char **argv,
                  const struct getopt_tables *tables, struct ka_error *err)
{
    opterr = 0;
    for (int code; !ka_failed(err) && (code = getopt_long(argc, argv, tables->letters,
                                                          tables->longs, NULL)) != -1;) {
        if (code == ':' || code == '?')
            fail_option(argv, code, tables->longs, err);
        else if (code == 'h' || code == 'V' || code >= HELP)
            tell_about_itself(program, code);
        else
            store(find_option(program, code), optarg, err);
    }
}

// A stream that the caller closed must not become the first file that opens.
static void occupy_standard_streams(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
            (void)!open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
}

static char *quote_command(int argc, char **argv)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789_-+=./:,@%^";
    struct ka_buf out = {0};
    ka_buf_add_text(&out, program_name);
    for (int i = 1; i < argc; i++) {
        bool bare = *argv[i] && argv[i][strspn(argv[i], plain)] == '\0';
        ka_buf_add_text(&out, bare ? " " : " '");
        for (const char *c = argv[i]; *c; c++)
            if (*c == '\'')
                ka_buf_add_text(&out, "'\\''");
            else
                ka_buf_add_char(&out, *c);
        if (!bare)
            ka_buf_add_char(&out, '\'');
    }
    return out.p;
}

int ka_program_begin(const struct ka_program *program, int argc, char **argv)
{
    occupy_standard_streams();
    program_name = program->name;
    program_command = quote_command(argc, argv);
    struct getopt_tables tables = make_tables(program);
    struct ka_error err = {0};
    parse(program, argc, argv, &tables, &err);
    free(tables.longs);
    free(tables.letters);
    if (ka_failed(&err))
        refuse(&err);
    return optind;
}

static int progress_shown = -1; // per cent on the terminal, -1: none

void ka_progress(uint64_t done, uint64_t total)
{
    int percent = (int)((double)done / (double)total * 100);
    if (percent == progress_shown || !isatty(STDERR_FILENO))
        return;
    progress_shown = percent;
    fprintf(stderr, "\r%s: %d%%", program_name, percent);
}

static void erase_progress(void)
{
    if (progress_shown >= 0)
        fputs("\r\033[K", stderr);
    progress_shown = -1;
}

int ka_program_end(const struct ka_error *err)
{
    erase_progress();
    if (ka_failed(err))
        fprintf(stderr, "%s: %s\n", program_name, err->text);
    return err->code;
}

static void tell(const char *prefix, const char *format, va_list args)
{
    erase_progress();
    fprintf(stderr, "%s: %s", program_name, prefix);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
}

void ka_warn(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    tell("warning: ", format, args);
    va_end(args);
}

void ka_warn_lines(const struct ka_buf *lines)
{
    struct ka_str rest = ka_buf_str(lines), line;
    while (ka_str_next(&rest, '\n', &line))
        ka_warn("%.*s", KA_ARG(line));
}

void ka_say(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    tell("", format, args);
    va_end(args);
}

const char *ka_program_command(void)
{
    return program_command ? program_command : program_name;
}

void ka_list_clear(struct ka_list *list)
{
    free(list->items);
    *list = (struct ka_list){0};
}
