// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/shard.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/map.h"
#include "base/mem.h"

static uint32_t shard_of(struct ka_str account, uint32_t count)
{
    return (uint32_t)(ka_hash_of(account) % count);
}

bool ka_shard_parse(const char *text, const char *name, struct ka_shard *shard,
                    struct ka_error *err)
{
    int end = 0;
    unsigned number = 0, count = 0;
    bool read = sscanf(text, "%4u/%4u%n", &number, &count, &end) == 2 && !text[end];
    *shard = (struct ka_shard){number, count};
    return (read && number >= 1 && number <= count && count <= KA_SHARDS_MAX) ||
           ka_fail(err, KA_USAGE,
                   "option '--%s': %s is not a shard such as 3/8 (of at most %d)", name,
                   KA_QUOTE(ka_str(text)), KA_SHARDS_MAX);
}

bool ka_shard_has(const struct ka_shard *shard, struct ka_str account)
{
    return shard->count == 0 || shard_of(account, shard->count) == shard->number - 1;
}

// ---- Opening ----

// The count in the name of a shard, 0 of another file.
static unsigned count_in(const char *name)
{
    unsigned number, count;
    int end = 0;
    bool read = sscanf(name, "shard-%4u-of-%4u.csv%n", &number, &count, &end) == 2;
    return read && end > 0 ? count : 0; // what a run that was killed has left counts, too
}

static bool check_folder(const struct ka_split *split, const char *path, struct ka_error *err)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    bool good = folder || ka_fail_errno(err, "read", path);
    while (good && (entry = readdir(folder))) {
        unsigned count = count_in(entry->d_name);
        good = count == 0 || count == split->count ||
               ka_fail(err, KA_USAGE, "'%s' holds shards of %u (%s), not of %u: name another",
                       path, count, entry->d_name, split->count);
    }
    if (folder)
        closedir(folder);
    return good;
}

static bool open_shard(struct ka_split *split, uint32_t i, const char *folder,
                       struct ka_error *err)
{
    struct ka_buf path = {0};
    ka_buf_addf(&path, "%s/shard-%04u-of-%04u.csv", folder, i + 1, split->count);
    split->path[i] = path.p;
    return ka_output_open(&split->shard[i], path.p, err);
}

bool ka_split_open(struct ka_split *split, uint32_t count, const char *dir,
                   struct ka_error *err)
{
    *split = (struct ka_split){.count = count};
    if (mkdir(dir, 0777) != 0 && errno != EEXIST)
        return ka_fail_errno(err, "make", dir);
    if (!check_folder(split, dir, err))
        return false;
    split->shard = ka_zalloc(count, sizeof *split->shard);
    split->path = ka_zalloc(count, sizeof *split->path);
    bool good = true;
    for (uint32_t i = 0; good && i < count; i++)
        good = open_shard(split, i, dir, err);
    return good;
}

// ---- Rows ----

// Behind the cell that begins at p: where its separator or line end stands.
static const char *skip_cell(const char *p, const char *end)
{
    bool quoted = false;
    for (; p < end && (quoted || (*p != ',' && *p != '\n')); p++)
        quoted ^= *p == '"';
    return p;
}

static const char *skip_line(const char *p, const char *end)
{
    const char *line_end = memchr(p, '\n', (size_t)(end - p));
    if (memchr(p, '"', (size_t)(line_end - p)))
        for (line_end = skip_cell(p, end); *line_end != '\n';)
            line_end = skip_cell(line_end + 1, end);
    return line_end + 1;
}

// The text of a cell as it stands in a line.
static struct ka_str text_of(struct ka_split *split, const char *p, const char *end)
{
    if (p == end || *p != '"')
        return (struct ka_str){p, (size_t)(end - p)};
    ka_buf_reset(&split->cell);
    for (p++; p < end - 1; p++) {
        ka_buf_add_char(&split->cell, *p);
        p += *p == '"'; // a doubled one stands for one
    }
    return ka_buf_str(&split->cell);
}

void ka_split_begin(struct ka_split *split, struct ka_str header)
{
    struct ka_str rest = header, name;
    for (size_t i = 0;
         ka_str_next(&rest, ',', &name) && !ka_str_eq(name, KA_STR("account_id"));)
        split->column = ++i;
    for (uint32_t i = 0; i < split->count; i++)
        ka_output_write(&split->shard[i], header);
}

void ka_split_add(struct ka_split *split, struct ka_str lines)
{
    const char *end = lines.p + lines.n;
    for (const char *line = lines.p, *next; line < end; line = next) {
        const char *cell = line;
        for (size_t i = 0; i < split->column; i++)
            cell = skip_cell(cell, end) + 1;
        const char *cell_end = skip_cell(cell, end);
        struct ka_str account = text_of(split, cell, cell_end);
        next = skip_line(cell_end, end);
        ka_output_write(&split->shard[shard_of(account, split->count)],
                        (struct ka_str){line, (size_t)(next - line)});
    }
}

// ---- The end ----

bool ka_split_commit(struct ka_split *split, struct ka_error *err)
{
    bool good = true;
    for (uint32_t i = 0; good && i < split->count; i++)
        good = ka_output_settle(&split->shard[i], err);
    for (uint32_t i = 0; good && i < split->count; i++)
        good = ka_output_commit(&split->shard[i], err);
    return good;
}

void ka_split_discard(struct ka_split *split)
{
    for (uint32_t i = 0; split->shard && i < split->count; i++) {
        ka_output_discard(&split->shard[i]);
        free(split->path[i]);
    }
    free(split->shard);
    free(split->path);
    ka_buf_clear(&split->cell);
    *split = (struct ka_split){0};
}
