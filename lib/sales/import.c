// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/mem.h"
#include "base/threads.h"
#include "sales/import_state.h"

enum { TOTAL_LINES_LENGTH = 4000, SINGLES = 100 };

// ---- Reading: records in order, held back while a column is in question ----

static bool is_open(const struct ka_import *import)
{
    for (size_t i = 0; i < import->headers.count; i++)
        if (ka_survey_is_open(&import->surveys[i]))
            return true;
    return false;
}

// The next record of the files, one after the other, surveyed.  False at the end and on
// an error.
static bool read_record(struct ka_import *import, struct ka_import_held *line,
                        struct ka_error *err)
{
    for (; import->current < import->file_count; import->current++) {
        struct ka_import_file *file = &import->files[import->current];
        if (!ka_import_resume(import, file, err))
            return false;
        if (ka_reader_next(file->reader, &line->record)) {
            line->file = import->current;
            file->last = line->record.raw.n ? line->record.raw.p[line->record.raw.n - 1] : '\0';
            return ka_survey_add(&import->surveys[file->export], file->name, &line->record,
                                 err);
        }
        ka_meta_add_input(&import->inputs, file->reader);
        file->ends_open =
            file->last >= '0' && file->last <= '9' && ka_import_ends_open(file->name);
        bool good = ka_reader_close(file->reader, err);
        file->reader = NULL;
        if (!good)
            return false;
    }
    return false;
}

static void hold(struct ka_import *import, const struct ka_import_held *line)
{
    KA_ROOM(import->held, import->held_count, import->held_cap);
    import->held[import->held_count++] =
        (struct ka_import_held){line->file, ka_record_copy(&import->held_arena, &line->record)};
}

static void forget_held(struct ka_import *import)
{
    if (import->held_count)
        ka_arena_clear(&import->held_arena);
    import->held_count = import->held_next = 0;
}

static bool settle(struct ka_import *import, struct ka_error *err)
{
    for (size_t i = 0; i < import->headers.count; i++)
        if (!ka_survey_settle(&import->surveys[i], err))
            return false;
    return import->at_end = true;
}

// The next record that can be read for certain.
static bool next_line(struct ka_import *import, struct ka_import_held *line,
                      struct ka_error *err)
{
    for (;;) {
        if (import->held_next < import->held_count && (import->at_end || !is_open(import))) {
            *line = import->held[import->held_next++];
            return true;
        }
        if (import->at_end)
            return false;
        if (import->held_next == import->held_count)
            forget_held(import);
        if (!read_record(import, line, err)) {
            if (ka_failed(err) || !settle(import, err))
                return false;
        } else if (import->held_count == 0 && !is_open(import))
            return true;
        else
            hold(import, line);
    }
}

// ---- Many records at once ----

// Nothing is held back or in question, and so many records were read one by one that what
// can be known of a small file is known.
static bool is_time_for_bulk(const struct ka_import *import)
{
    return import->options->in_bulk && import->key_count == 0 && import->singles >= SINGLES &&
           import->current < import->file_count && import->files[import->current].reader &&
           !import->files[import->current].is_odd && !import->at_end &&
           import->held_next == import->held_count && !is_open(import);
}

static void make_workers(struct ka_import *import)
{
    size_t threads = import->options->threads;
    import->worker_count = threads ? threads : ka_processors();
    import->workers = ka_zalloc(import->worker_count, sizeof *import->workers);
    for (size_t i = 0; i < import->worker_count; i++)
        import->workers[i] = ka_worker_new(&import->convert);
}

static void open_bulk(struct ka_import *import)
{
    const struct ka_import_file *file = &import->files[import->current];
    if (!import->workers)
        make_workers(import);
    import->job = (struct ka_bulk_job){.source = file->name,
                                       .survey = &import->surveys[file->export],
                                       .convert = &import->convert,
                                       .shape = &import->shape,
                                       .kept = file->kept};
    import->bulk =
        ka_bulk_open(file->reader, &import->job, import->workers, import->worker_count);
    import->block = NULL;
    import->singles = 0;
}

static void close_bulk(struct ka_import *import)
{
    ka_bulk_close(import->bulk);
    import->bulk = NULL;
}

static void begin_block(struct ka_import *import)
{
    const struct ka_block *block = import->block;
    struct ka_import_file *file = &import->files[import->current];
    import->told = import->odds_told = 0;
    import->counts.read += block->tally.rows;
    ka_twins_add(&import->twins, block->hashes, block->sale_count);
    ka_tally_merge(&import->counts.written, &block->tally);
    ka_convert_merge(&import->convert.counts, &block->counts);
    file->last = block->last ? block->last : file->last;
    file->is_odd |= block->end == KA_BULK_LOST;
}

// The next lines or the next odd record of the block; false at its end.
static bool next_of_block(struct ka_import *import, struct ka_import_held *line,
                          struct ka_str *lines)
{
    const struct ka_block *block = import->block;
    bool odd = import->odds_told < block->odd_count;
    size_t end = odd ? block->odds[import->odds_told].at : block->lines.n;
    *lines = (struct ka_str){ka_buf_str(&block->lines).p + import->told, end - import->told};
    import->told = end;
    if (lines->n == 0 && odd)
        *line =
            (struct ka_import_held){import->current, block->odds[import->odds_told++].record};
    return lines->n > 0 || odd;
}

static bool next_in_bulk(struct ka_import *import, struct ka_import_held *line,
                         struct ka_str *lines)
{
    while (!import->block || !next_of_block(import, line, lines)) {
        import->block = ka_bulk_next(import->bulk);
        if (!import->block)
            return false;
        begin_block(import);
    }
    return true;
}

// The next record, or lines of many.  False at the end and on an error.
static bool next(struct ka_import *import, struct ka_import_held *line, struct ka_str *lines,
                 struct ka_error *err)
{
    *lines = KA_STR("");
    if (!import->bulk && is_time_for_bulk(import))
        open_bulk(import);
    if (import->bulk && next_in_bulk(import, line, lines))
        return true;
    close_bulk(import);
    import->singles++;
    return next_line(import, line, err);
}

static void merge_workers(struct ka_import *import)
{
    for (; import->merged < import->worker_count; import->merged++)
        ka_worker_merge(import->workers[import->merged], &import->convert.side);
}

// ---- Items ----

static bool reject(struct ka_import *import, const struct ka_import_held *line, int field,
                   struct ka_import_item *item)
{
    const struct ka_import_file *file = &import->files[line->file];
    ka_buf_reset(&import->message);
    ka_buf_addf(&import->message, "%s:%llu: ", file->name,
                (unsigned long long)line->record.line);
    if (field != KA_FIELDS) {
        bool is_value = *import->reason.p == '\'';
        ka_buf_add_text(&import->message, "column ");
        ka_layout_describe(&file->layout, field, &import->message);
        ka_buf_add_text(&import->message, is_value ? ": " : " ");
    }
    ka_buf_add(&import->message, ka_buf_str(&import->reason));
    item->is_reject = true;
    item->source = file->name;
    item->line = line->record.line;
    item->column = field == KA_FIELDS ? "" : ka_field_name(field);
    item->record = line->record.raw;
    item->reason = ka_buf_str(&import->reason);
    item->message = ka_buf_str(&import->message);
    import->counts.rejected++;
    return true;
}

static bool reject_flawed(struct ka_import *import, const struct ka_import_held *line,
                          const struct ka_flaw *flaw, struct ka_import_item *item)
{
    ka_buf_reset(&import->reason);
    if (flaw->cell.n)
        ka_buf_addf(&import->reason, "%s ", KA_QUOTE(flaw->cell));
    ka_buf_add_text(&import->reason, flaw->says);
    return reject(import, line, flaw->field, item);
}

// The sale's key as bytes; false when a part of it is unknown, which is equal to nothing.
static bool make_key(const struct ka_import *import, const struct ka_sale *sale,
                     struct ka_buf *key)
{
    for (size_t i = 0; i < import->key_count; i++) {
        if (!ka_sale_has(sale, import->key_columns[i]))
            return false;
        struct ka_str part = ka_sale_bytes(sale, import->key_columns[i]);
        ka_buf_add(key, KA_KEY(part.n));
        ka_buf_add(key, part);
    }
    return import->key_count > 0;
}

// Where this key came before; NULL when it did not.
static const struct ka_import_place *find_duplicate(struct ka_import *import,
                                                    const struct ka_import_held *line,
                                                    const struct ka_sale *sale)
{
    struct ka_buf key = {0};
    bool is_new = true;
    size_t number = KA_NONE;
    if (make_key(import, sale, &key))
        number = ka_map_put(&import->keys, ka_buf_str(&key), &is_new);
    ka_buf_clear(&key);
    if (number == KA_NONE)
        return NULL;
    import->key_places =
        ka_grow(import->key_places, &import->place_cap, number + 1, sizeof *import->key_places);
    struct ka_import_place *place = &import->key_places[number];
    if (!is_new)
        return place;
    *place = (struct ka_import_place){line->file, line->record.line};
    return NULL;
}

static bool reject_duplicate(struct ka_import *import, const struct ka_import_held *line,
                             const struct ka_import_place *earlier, struct ka_import_item *item)
{
    ka_buf_reset(&import->reason);
    ka_buf_addf(&import->reason, "the same %s as %s:%llu", import->options->dedupe,
                import->files[earlier->file].name, (unsigned long long)earlier->line);
    item->is_duplicate = true;
    import->counts.duplicates++;
    return reject(import, line, KA_FIELDS, item);
}

static bool accept(struct ka_import *import, const struct ka_import_held *line,
                   struct ka_import_item *item)
{
    const struct ka_import_place *earlier = find_duplicate(import, line, &item->sale);
    if (earlier)
        return reject_duplicate(import, line, earlier, item);
    uint64_t hash = ka_twins_hash(line->record.raw);
    ka_twins_add(&import->twins, &hash, 1);
    ka_tally_add(&import->counts.written, &item->sale);
    const size_t *kept = import->files[line->file].kept;
    for (size_t i = 0; i < import->kept_count; i++)
        import->kept_cells[i] = kept[i] < line->record.count ? line->record.cells[kept[i]]
            : KA_STR("");
    item->extra = import->kept_cells;
    return true;
}

static void leave_total_out(struct ka_import *import, const struct ka_import_held *line)
{
    struct ka_buf *lines = &import->total_lines;
    import->counts.totals++;
    if (lines->n < TOTAL_LINES_LENGTH)
        ka_buf_addf(lines, "%s%s:%llu", lines->n ? " " : "", import->files[line->file].name,
                    (unsigned long long)line->record.line);
    else if (!ka_str_has_suffix(ka_buf_str(lines), KA_STR("…")))
        ka_buf_add_text(lines, " …");
}

bool ka_import_next(struct ka_import *import, struct ka_import_item *item, struct ka_error *err)
{
    struct ka_import_held line;
    struct ka_flaw flaw;
    item->is_reject = item->is_duplicate = false;
    while (next(import, &line, &item->rows, err)) {
        if (item->rows.n > 0)
            return true;
        const struct ka_import_file *file = &import->files[line.file];
        import->counts.read++;
        switch (ka_convert_record(&import->convert, &import->surveys[file->export], file->name,
                                  &line.record, NULL, &item->sale, &flaw, err)) {
        case KA_IS_SALE:
            return accept(import, &line, item);
        case KA_IS_FLAWED:
            return reject_flawed(import, &line, &flaw, item);
        case KA_IS_TOTAL:
            leave_total_out(import, &line);
            break;
        case KA_IS_FOOTER:
            import->counts.footers++;
            break;
        case KA_IS_HEADER:
            import->counts.headers++;
            import->counts.read--;
            break;
        case KA_IS_BLANK:
            import->counts.read--; // as little a row as an empty line
            break;
        case KA_IS_FATAL:
            return false;
        }
    }
    merge_workers(import);
    import->counts.identical = ka_twins_count(&import->twins);
    return false;
}

void ka_import_format_header(const struct ka_import *import, struct ka_buf *out)
{
    ka_sale_format_header(out, &import->shape, import->kept_names);
}

void ka_import_format(const struct ka_import *import, const struct ka_import_item *item,
                      struct ka_buf *out)
{
    ka_sale_format(out, &import->shape, &item->sale, item->extra);
}

const struct ka_import_counts *ka_import_counts(const struct ka_import *import)
{
    return &import->counts;
}

const struct ka_side *ka_import_side(const struct ka_import *import)
{
    return &import->convert.side;
}

const char *ka_import_name(const struct ka_import *import)
{
    return import->name;
}
