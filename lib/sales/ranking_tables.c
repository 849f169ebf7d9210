// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/ranking_tables.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/threads.h"
#include "table/decimal.h"
#include "table/digits.h"

// ---- The ranked rows ----

// The columns that ranking adds.
enum { RANKED_BY, RANK, SHARE, CUM_SHARE, CUM_COUNT, CLASS, TIE, TOP20, TOP25, P_TOP, ADDED };
static const char *const added[ADDED] = {"ranked_by", "rank", "share", "cum_share", "cum_count",
                                         "class",     "tie",  "top20", "top25",     "p_top"};

// Rows become text in blocks, some of them at a time, so that threads share the work and
// little of it waits in memory.
enum { BLOCK = 1024, BLOCKS = 32 };

struct rows {
    const struct ka_ranking *ranking;
    const struct ka_frame *frame;
    const double *p_top;
    size_t *kept, kept_count; // columns of the frame: all but those that are added
    size_t first;             // row of the first block
    struct ka_buf text[BLOCKS];
};

static bool is_added(const char *name)
{
    int c = 0;
    while (c < ADDED && strcmp(name, added[c]) != 0)
        c++;
    return c < ADDED;
}

static void add_known(struct ka_buf *out, const struct ka_ranking *r, const double *p_top,
                      size_t i)
{
    const struct ka_abc_item *item = &r->item[i];
    char text[5 * KA_DIGITS_ROOM], *p = text;
    p = ka_put_integer(p, (int64_t)r->rank[i]);
    *p++ = ',';
    p = ka_put_real(p, item->share);
    *p++ = ',';
    p = ka_put_real(p, item->cum_share);
    *p++ = ',';
    p = ka_put_integer(p, (int64_t)i + 1);
    *p++ = ',';
    if (item->class)
        *p++ = item->class;
    const char flags[] = {',', (char)('0' + item->tie),   ',', (char)('0' + item->top20),
                          ',', (char)('0' + item->top25), ','};
    memcpy(p, flags, sizeof flags);
    p = ka_put_real(p + sizeof flags, p_top ? p_top[r->order[i]] : (double)NAN);
    ka_buf_add(out, (struct ka_str){text, (size_t)(p - text)});
}

static void add_row(struct ka_buf *out, const struct rows *rows, size_t i)
{
    const struct ka_ranking *r = rows->ranking;
    for (size_t k = 0; k < rows->kept_count; k++) {
        ka_cell_format(out, ka_frame_cell(rows->frame, rows->kept[k], r->order[i]));
        ka_buf_add_char(out, ',');
    }
    ka_cell_format(out, ka_str(r->measure));
    ka_buf_add_char(out, ',');
    if (i < r->n)
        add_known(out, r, rows->p_top, i);
    else
        ka_buf_add(out, KA_STR(",,,,,,,,")); // unknown from rank to p_top
    ka_buf_add_char(out, '\n');
}

static void format_block(size_t block, void *context)
{
    struct rows *rows = context;
    size_t from = rows->first + block * BLOCK, to = from + BLOCK;
    ka_buf_reset(&rows->text[block]);
    for (size_t i = from; i < to && i < rows->ranking->rows; i++)
        add_row(&rows->text[block], rows, i);
}

static void write_header(struct rows *rows, struct ka_writer *writer)
{
    const struct ka_frame *frame = rows->frame;
    rows->kept = ka_alloc(frame->width, sizeof *rows->kept);
    for (size_t i = 0; i < frame->width; i++)
        if (!is_added(frame->columns[i].name)) {
            ka_writer_put_text(writer, frame->columns[i].name);
            rows->kept[rows->kept_count++] = i;
        }
    for (int c = 0; c < ADDED; c++)
        ka_writer_put_text(writer, added[c]);
    ka_writer_end(writer);
}

void ka_ranking_write(struct ka_writer *writer, const struct ka_ranking *ranking,
                      const struct ka_frame *accounts, const double *p_top, size_t threads)
{
    struct rows rows = {.ranking = ranking, .frame = accounts, .p_top = p_top};
    write_header(&rows, writer);
    for (; rows.first < ranking->rows; rows.first += BLOCK * BLOCKS) {
        size_t blocks = (ranking->rows - rows.first + BLOCK - 1) / BLOCK;
        blocks = blocks < BLOCKS ? blocks : BLOCKS;
        ka_run_blocks(blocks, (unsigned)threads, format_block, &rows);
        for (size_t i = 0; i < blocks; i++)
            ka_output_write(writer->output, ka_buf_str(&rows.text[i]));
    }
    writer->rows += ranking->rows;
    for (size_t i = 0; i < BLOCKS; i++)
        ka_buf_clear(&rows.text[i]);
    free(rows.kept);
}

bool ka_ranking_check(const struct ka_frame *accounts, struct ka_error *err)
{
    if (ka_frame_find(accounts, added[RANKED_BY]) != KA_NONE)
        return true;
    for (int c = RANK; c < ADDED; c++)
        if (ka_frame_find(accounts, added[c]) != KA_NONE)
            return ka_fail(err, KA_BAD_DATA,
                           "%s: column '%s' would be replaced: give it another name first",
                           accounts->source, added[c]);
    return true;
}

// ---- Curves ----

enum { BAND = 50 }; // points of a curve that have bounds, both ends among them

// Bounds of the Lorenz curve behind the `count[i]` smallest, ascending.
struct band {
    size_t count[BAND + 1], points;
    struct ka_interval interval[BAND + 1];
};

struct curve {
    struct ka_writer *writer;
    const struct ka_ranking *ranking;
    const struct ka_frame *accounts;
    size_t key;
    const char *name;
    ka_int128 total;
    struct band band;
    bool ascending;
};

// As many smallest as largest, so that one band serves both ways to draw the curve.
static void choose_points(struct band *band, size_t n)
{
    for (size_t i = 1; i < BAND; i++) {
        size_t count = i <= BAND / 2 ? n * i / BAND : n - n * (BAND - i) / BAND;
        if (count > (band->points ? band->count[band->points - 1] : 0) && count < n)
            band->count[band->points++] = count;
    }
}

static void find_band(struct curve *c, const struct ka_bootstrap *bootstrap)
{
    const size_t n = c->ranking->n;
    double *x = ka_alloc(n, sizeof *x), p[BAND + 1], y[BAND + 1];
    ka_int128 sum = 0;
    choose_points(&c->band, n);
    for (size_t i = 0, next = 0; i < n; i++) {
        int64_t value = c->ranking->value[n - 1 - i];
        x[i] = ka_decimal_real(value);
        sum += value;
        if (next < c->band.points && c->band.count[next] == i + 1) {
            p[next] = (double)(i + 1) / (double)n;
            y[next++] = (double)sum / (double)c->total;
        }
    }
    ka_lorenz_bootstrap(&(struct ka_population){.x = x, .n = n}, p, y, c->band.points,
                        bootstrap, c->band.interval);
    free(x);
}

// The bounds behind `count` accounts of a curve; NaN where there are none.
static struct ka_interval bounds_at(const struct curve *c, size_t count)
{
    size_t smallest = c->ascending ? count : c->ranking->n - count, i = 0;
    while (i < c->band.points && c->band.count[i] < smallest)
        i++;
    if (i == c->band.points || c->band.count[i] != smallest)
        return (struct ka_interval){NAN, NAN, 0};
    struct ka_interval found = c->band.interval[i];
    return c->ascending ? found : (struct ka_interval){1 - found.hi, 1 - found.lo, 0};
}

// The point behind `count` accounts whose amounts add up to sum; the i-th of the order
// was the last of them.
static void put_point(const struct curve *c, size_t count, ka_int128 sum, size_t i)
{
    struct ka_interval bounds = bounds_at(c, count);
    struct ka_str key = KA_STR("");
    if (count > 0)
        key = ka_frame_cell(c->accounts, c->key, c->ranking->order[i]);
    ka_writer_put_text(c->writer, c->ranking->measure);
    ka_writer_put_text(c->writer, c->name);
    ka_writer_put_real(c->writer, (double)count / (double)c->ranking->n);
    ka_writer_put_real(c->writer, sum == c->total ? 1 : (double)sum / (double)c->total);
    ka_writer_put_real(c->writer, bounds.lo);
    ka_writer_put_real(c->writer, bounds.hi);
    ka_writer_put(c->writer, key);
    ka_writer_end(c->writer);
}

static void put_curve(struct curve *c, const char *name, bool ascending)
{
    ka_int128 sum = 0;
    c->name = name;
    c->ascending = ascending;
    put_point(c, 0, 0, 0);
    for (size_t count = 1; count <= c->ranking->n; count++) {
        size_t i = ascending ? c->ranking->n - count : count - 1;
        sum += c->ranking->value[i];
        put_point(c, count, sum, i);
    }
}

void ka_ranking_write_curves(struct ka_writer *w, const struct ka_ranking *rankings,
                             size_t count, const struct ka_frame *accounts, size_t key,
                             const struct ka_bootstrap *bootstrap)
{
    static const char *const header[] = {"measure", "curve", "p", "y", "lo", "hi", "key"};
    for (size_t i = 0; i < sizeof header / sizeof *header; i++)
        ka_writer_put_text(w, header[i]);
    ka_writer_end(w);
    for (size_t i = 0; i < count; i++) {
        struct curve c = {
            .writer = w, .ranking = &rankings[i], .accounts = accounts, .key = key};
        for (size_t j = 0; j < rankings[i].n; j++)
            c.total += rankings[i].value[j];
        if (c.total <= 0) // shares of nothing, or of a loss, mean nothing
            continue;
        find_band(&c, bootstrap);
        put_curve(&c, "lorenz", true);
        put_curve(&c, strcmp(rankings[i].measure, "net_profit") == 0 ? "whale" : "abc", false);
    }
}
