// SPDX-License-Identifier: GPL-3.0-or-later
// Opening an import: options, side tables, files and their headers; closing it.
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "sales/import_state.h"

// The pieces of a list parted by commas, in the import's arena.
static struct ka_str *split(struct ka_import *import, const char *list, size_t *count)
{
    struct ka_str rest = ka_str(list), piece;
    for (*count = 0; ka_str_next(&rest, ',', &piece);)
        ++*count;
    struct ka_str *pieces = ka_arena_alloc(&import->arena, *count, sizeof *pieces);
    rest = ka_str(list);
    for (size_t i = 0; ka_str_next(&rest, ',', &piece); i++)
        pieces[i] = ka_str_trim(piece);
    return pieces;
}

static bool set_key_columns(struct ka_import *import, struct ka_error *err)
{
    struct ka_str *names = split(import, import->options->dedupe, &import->key_count);
    import->key_columns =
        ka_arena_alloc(&import->arena, import->key_count, sizeof *import->key_columns);
    for (size_t i = 0; i < import->key_count; i++) {
        import->key_columns[i] = ka_sale_column_named(names[i]);
        if (import->key_columns[i] == KA_SALE_COLUMNS)
            return ka_fail(err, KA_USAGE,
                           "option '--dedupe': %s is not a column of the sales table",
                           KA_QUOTE(names[i]));
        if (import->key_columns[i] == KA_SALE_SRC_LINE)
            return ka_fail(err, KA_USAGE,
                           "option '--dedupe': 'src_line' is never the same in two rows");
    }
    return true;
}

// A name that the output has already would be a column twice.
static bool set_kept(struct ka_import *import, struct ka_error *err)
{
    import->kept_names = split(import, import->options->keep, &import->kept_count);
    for (size_t i = 0; i < import->kept_count; i++)
        if (ka_sale_column_named(import->kept_names[i]) != KA_SALE_COLUMNS)
            return ka_fail(err, KA_USAGE,
                           "option '--keep': %s is a column of the sales table itself",
                           KA_QUOTE(import->kept_names[i]));
    import->kept_cells =
        ka_arena_alloc(&import->arena, import->kept_count, sizeof *import->kept_cells);
    return true;
}

static void find_kept(struct ka_import *import, struct ka_import_file *file)
{
    file->kept = ka_arena_alloc(&import->arena, import->kept_count, sizeof *file->kept);
    for (size_t i = 0; i < import->kept_count; i++)
        file->kept[i] = ka_layout_header(&file->layout, import->kept_names[i]);
}

// Number of the export that the file is a piece of.
static size_t find_export(struct ka_import *import, const struct ka_layout *layout)
{
    struct ka_buf header = {0};
    for (size_t i = 0; i < layout->width; i++) {
        ka_buf_add(&header, layout->headers[i].name);
        ka_buf_add_char(&header, '\0');
    }
    bool is_new;
    size_t number = ka_map_put(&import->headers, ka_buf_str(&header), &is_new);
    ka_buf_clear(&header);
    import->surveys =
        ka_grow(import->surveys, &import->survey_cap, number + 1, sizeof *import->surveys);
    if (is_new)
        ka_survey_init(&import->surveys[number], layout, &import->options->survey);
    return number;
}

// Why the file has no layout: what the reader met comes before what was not found.
static bool fail_header(struct ka_import_file *file, struct ka_error *found,
                        struct ka_error *err)
{
    bool read = ka_reader_close(file->reader, err);
    file->reader = NULL;
    if (!read)
        return false;
    return ka_failed(found)
               ? ka_fail(err, found->code, "%s", found->text)
               : ka_fail(err, KA_BAD_DATA, "%s: the input is empty, a header line was expected",
                         file->name);
}

// Files are opened one by one, for there may be more than may be open at once; what
// cannot be read twice (standard input, a pipe) stays open.
static bool rest_file(struct ka_import *import, const char *path, struct ka_import_file *file,
                      struct ka_error *err)
{
    struct stat found;
    if (import->file_count == 1 || !path || stat(path, &found) != 0 || !S_ISREG(found.st_mode))
        return true;
    struct ka_reader *reader = file->reader;
    file->reader = NULL;
    file->waits = true;
    return ka_reader_close(reader, err);
}

bool ka_import_ends_open(const char *path)
{
    char end[2] = {'\n', '\n'};
    struct stat found;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool known = fd >= 0 && fstat(fd, &found) == 0 && S_ISREG(found.st_mode) &&
                 found.st_size >= 2 && pread(fd, end, 2, found.st_size - 2) == 2;
    if (fd >= 0)
        close(fd);
    bool wide = end[1] == '\0' || end[0] == '\0'; // UTF-16
    return known && !wide && end[1] != '\n' && end[1] != '\r';
}

bool ka_import_resume(struct ka_import *import, struct ka_import_file *file,
                      struct ka_error *err)
{
    if (!file->waits)
        return true;
    file->waits = false;
    file->reader = ka_reader_open(file->name, &import->options->reader, err);
    struct ka_record record = {.line = 0};
    for (size_t i = 0; file->reader && i <= file->layout.titles; i++)
        if (!ka_reader_next(file->reader, &record))
            break;
    return file->reader &&
           (record.line == file->layout.line ||
            ka_fail(err, KA_BAD_DATA, "%s: it changed while it was read", file->name));
}

static bool open_file(struct ka_import *import, const char *path, struct ka_import_file *file,
                      struct ka_error *err)
{
    file->reader = ka_reader_open(path, &import->options->reader, err);
    if (!file->reader)
        return false;
    file->name = ka_strdup(ka_reader_name(file->reader));
    struct ka_error found = {0};
    if (!ka_layout_find(&file->layout, &import->rules, file->reader, &found))
        return fail_header(file, &found, err);
    import->counts.titles += file->layout.titles;
    file->export = find_export(import, &file->layout);
    ka_convert_fills(&import->convert, &import->surveys[file->export], import->filled);
    find_kept(import, file);
    return rest_file(import, path, file, err);
}

// Rows that were imported once are in the base currency and have no tax in them.
static bool check_sales(const struct ka_import *import, struct ka_error *err)
{
    for (size_t i = 0; i < import->file_count; i++)
        if (import->files[i].layout.is_sales && import->options->measure.tax)
            return ka_fail(err, KA_USAGE,
                           "option '--tax': %s holds sales rows, which have no tax in them",
                           import->files[i].name);
    return true;
}

// A key that no row has would drop nothing, in silence.
static bool check_keys(const struct ka_import *import, struct ka_error *err)
{
    for (size_t i = 0; i < import->key_count; i++)
        if (!import->filled[import->key_columns[i]] &&
            !ka_sale_column_required(import->key_columns[i]))
            return ka_fail(err, KA_BAD_DATA,
                           "%s: nothing here fills '%s', which --dedupe names", import->name,
                           ka_sale_column_name(import->key_columns[i]));
    return true;
}

static bool is_in_a_file(const struct ka_import *import, struct ka_str header)
{
    for (size_t i = 0; i < import->file_count; i++)
        if (ka_layout_header(&import->files[i].layout, header) != KA_NONE)
            return true;
    return false;
}

// A header that --map or --keep names must be in one of the files.
static bool check_names(const struct ka_import *import, struct ka_error *err)
{
    const struct ka_import_options *o = import->options;
    for (size_t i = 0; i < o->override_count; i++)
        if (o->overrides[i].header.n && !is_in_a_file(import, o->overrides[i].header))
            return ka_fail(err, KA_BAD_DATA, "%s: no header %s, which --map names",
                           import->name, KA_QUOTE(o->overrides[i].header));
    for (size_t i = 0; i < import->kept_count; i++)
        if (!is_in_a_file(import, import->kept_names[i]))
            return ka_fail(err, KA_BAD_DATA, "%s: no header %s, which --keep names",
                           import->name, KA_QUOTE(import->kept_names[i]));
    return true;
}

static void set_name(struct ka_import *import)
{
    struct ka_buf name = {0};
    if (import->file_count == 1)
        ka_buf_add_text(&name, import->files[0].name);
    else
        ka_buf_addf(&name, "%zu files", import->file_count);
    import->name = name.p;
}

static bool open_all(struct ka_import *import, const char *const *paths, size_t count,
                     struct ka_error *err)
{
    const struct ka_import_options *o = import->options;
    if ((o->dedupe && !set_key_columns(import, err)) || (o->keep && !set_kept(import, err)) ||
        !ka_convert_init(&import->convert, &o->measure, &o->side, o->base, err))
        return false;
    import->file_count = count ? count : 1;
    import->files = ka_zalloc(import->file_count, sizeof *import->files);
    for (size_t i = 0; i < import->file_count; i++)
        if (!open_file(import, count ? paths[i] : NULL, &import->files[i], err))
            return false;
    set_name(import);
    ka_sale_shape_init(&import->shape, import->filled, import->kept_count);
    return check_names(import, err) && check_sales(import, err) && check_keys(import, err);
}

struct ka_import *ka_import_open(const char *const *paths, size_t count,
                                 const struct ka_import_options *options, struct ka_error *err)
{
    struct ka_import *import = ka_zalloc(1, sizeof *import);
    import->options = options;
    ka_alias_index_init(&import->aliases);
    import->rules = (struct ka_layout_rules){&import->aliases, options->overrides,
                                             options->override_count, options->show_map};
    if (open_all(import, paths, count, err))
        return import;
    ka_import_close(import);
    return NULL;
}

void ka_import_close(struct ka_import *import)
{
    if (!import)
        return;
    struct ka_error ignored = {0}; // whoever stops before the end has another reason
    if (import->bulk)              // a thread of it may be waiting for a pipe that is silent
        ka_reader_stop(import->files[import->current].reader);
    ka_bulk_close(import->bulk);
    for (size_t i = 0; i < import->worker_count; i++)
        ka_worker_free(import->workers[i]);
    free(import->workers);
    for (size_t i = 0; i < import->file_count; i++) {
        ka_reader_close(import->files[i].reader, &ignored);
        ka_layout_clear(&import->files[i].layout);
        free(import->files[i].name);
    }
    free(import->files);
    free(import->name);
    free(import->surveys);
    free(import->held);
    free(import->key_places);
    ka_alias_index_clear(&import->aliases);
    ka_map_clear(&import->headers);
    ka_map_clear(&import->keys);
    ka_twins_clear(&import->twins);
    ka_convert_clear(&import->convert);
    ka_arena_clear(&import->held_arena);
    ka_arena_clear(&import->arena);
    ka_buf_clear(&import->inputs.rows);
    ka_buf_clear(&import->total_lines);
    ka_buf_clear(&import->reason);
    ka_buf_clear(&import->message);
    free(import);
}
