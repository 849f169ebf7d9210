// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/journal.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/input.h"
#include "table/date.h"

static void note_newest(struct ka_journal *journal, size_t number,
                        enum ka_journal_attribute attribute, const struct ka_sale *sale,
                        enum ka_sale_column column)
{
    struct ka_str text = sale->text[column];
    struct ka_journal_text *newest =
        &journal->newest[number * KA_JOURNAL_ATTRIBUTES + attribute];
    if (text.n == 0 || (newest->text.n > 0 &&
                        (sale->date < newest->date ||
                         (sale->date == newest->date && ka_str_cmp(text, newest->text) <= 0))))
        return;
    if (!ka_str_eq(text, newest->text)) {
        size_t kept = ka_map_put(&journal->texts, text, NULL);
        newest->text = journal->texts.keys[kept];
    }
    newest->date = sale->date;
}

static uint32_t number_of(struct ka_map *map, struct ka_str text)
{
    return text.n ? (uint32_t)ka_map_put(map, text, NULL) : KA_JOURNAL_NONE;
}

static void add(struct ka_journal *journal, const struct ka_sale *sale)
{
    bool is_new;
    size_t number = ka_map_put(&journal->ids, sale->text[KA_SALE_ACCOUNT_ID], &is_new);
    if (is_new) {
        journal->newest =
            ka_grow(journal->newest, &journal->newest_cap,
                    journal->ids.count * KA_JOURNAL_ATTRIBUTES, sizeof *journal->newest);
        for (size_t i = 0; i < KA_JOURNAL_ATTRIBUTES; i++)
            journal->newest[number * KA_JOURNAL_ATTRIBUTES + i] =
                (struct ka_journal_text){{"", 0}, KA_DATE_NONE};
    }
    note_newest(journal, number, KA_JOURNAL_ACCOUNT, sale, KA_SALE_ACCOUNT);
    note_newest(journal, number, KA_JOURNAL_GROUP, sale, journal->group);
    note_newest(journal, number, KA_JOURNAL_MANAGER, sale, KA_SALE_MANAGER);
    struct ka_str product = sale->text[KA_SALE_PRODUCT_ID];
    if (product.n == 0)
        product = sale->text[KA_SALE_PRODUCT];
    KA_ROOM(journal->lines, journal->count, journal->cap);
    journal->lines[journal->count++] = (struct ka_journal_line){
        (uint32_t)number,
        number_of(&journal->products, product),
        number_of(&journal->families, sale->text[KA_SALE_FAMILY]),
        sale->date,
        (uint8_t)sale->kind,
        (uint16_t)ka_map_put(&journal->currencies, sale->text[KA_SALE_CURRENCY], NULL),
        sale->revenue,
        sale->qty,
        sale->margin,
    };
    if (journal->count == 1 || sale->date < journal->first)
        journal->first = sale->date;
    if (journal->count == 1 || sale->date > journal->last)
        journal->last = sale->date;
}

static size_t find_column(const struct ka_record *header, const char *name)
{
    size_t i = 0;
    while (!ka_str_eq(header->cells[i], ka_str(name)))
        i++;
    return i;
}

static bool read_rows(struct ka_journal *journal, struct ka_reader *reader,
                      const struct ka_record *header, const struct ka_journal_options *options,
                      struct ka_error *err)
{
    struct ka_sale_reader sales = {0};
    struct ka_record record;
    struct ka_sale sale;
    bool needed[KA_SALE_COLUMNS] = {[KA_SALE_DATE] = true,
                                    [KA_SALE_ACCOUNT_ID] = true,
                                    [KA_SALE_ACCOUNT] = true,
                                    [KA_SALE_KIND] = true,
                                    [KA_SALE_REVENUE] = true};
    needed[options->group] = true;
    static const enum ka_sale_column goods[] = {KA_SALE_PRODUCT_ID, KA_SALE_PRODUCT,
                                                KA_SALE_FAMILY,     KA_SALE_QTY,
                                                KA_SALE_CURRENCY,   KA_SALE_MANAGER};
    for (size_t i = 0; options->goods && i < sizeof goods / sizeof *goods; i++)
        needed[goods[i]] = true;
    needed[KA_SALE_COST] = needed[KA_SALE_MARGIN] = options->margins;
    bool good = ka_sale_reader_init(&sales, reader, header, err);
    if (good)
        ka_sale_reader_pick(&sales, needed, find_column(header, "account_id"));
    while (good && ka_reader_next(reader, &record)) {
        good = ka_sale_read(&sales, &record, &sale, err);
        if (good && sale.text[KA_SALE_ACCOUNT_ID].n == 0)
            good = ka_fail(err, KA_BAD_DATA, "%s:%" PRIu64 ": column 'account_id' is empty",
                           ka_reader_name(reader), record.line);
        if (good)
            add(journal, &sale);
    }
    ka_sale_reader_clear(&sales);
    return good;
}

// ---- Order ----

struct named {
    struct ka_str id;
    uint32_t number;
};

static int compare_ids(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    return ka_str_cmp(x->id, y->id);
}

// What is equal in all of these is the same to all that is computed.
static int compare_dates(const void *a, const void *b)
{
    const struct ka_journal_line *x = a, *y = b;
    return (x->date > y->date) - (x->date < y->date);
}

static uint32_t *rank_accounts(struct ka_journal *journal)
{
    size_t n = journal->ids.count;
    struct named *named = ka_alloc(n, sizeof *named);
    uint32_t *rank = ka_alloc(n, sizeof *rank);
    journal->number = ka_alloc(n, sizeof *journal->number);
    for (size_t i = 0; i < n; i++)
        named[i] = (struct named){journal->ids.keys[i], (uint32_t)i};
    qsort(named, n, sizeof *named, compare_ids);
    for (size_t i = 0; i < n; i++) {
        journal->number[i] = named[i].number;
        rank[named[i].number] = (uint32_t)i;
    }
    free(named);
    return rank;
}

static void sort_lines(struct ka_journal *journal)
{
    size_t n = journal->ids.count;
    uint32_t *rank = rank_accounts(journal);
    struct ka_journal_line *sorted = ka_alloc(journal->count, sizeof *sorted);
    size_t *start = journal->start = ka_zalloc(n + 2, sizeof *start);
    for (size_t i = 0; i < journal->count; i++) {
        journal->lines[i].account = rank[journal->lines[i].account];
        start[journal->lines[i].account + 2]++;
    }
    for (size_t a = 2; a < n + 2; a++)
        start[a] += start[a - 1];
    for (size_t i = 0; i < journal->count; i++) // start[a + 1] ends as where a + 1 begins
        sorted[start[journal->lines[i].account + 1]++] = journal->lines[i];
    free(journal->lines);
    free(rank);
    journal->lines = sorted;
    for (size_t a = 0; a < n; a++)
        qsort(sorted + start[a], start[a + 1] - start[a], sizeof *sorted, compare_dates);
}

bool ka_journal_read(struct ka_journal *journal, const char *path,
                     const struct ka_journal_options *options, struct ka_error *err)
{
    struct ka_record header;
    struct ka_reader *reader =
        ka_input_open(path, KA_INPUT_CONTRACT, options->meta, &header, err);
    if (!reader)
        return false;
    journal->group = options->group;
    bool good = read_rows(journal, reader, &header, options, err);
    if (good && journal->count == 0)
        good = ka_fail(err, KA_BAD_DATA, "%s: no row below the header", ka_reader_name(reader));
    if (!ka_input_close(reader, options->meta, good, err))
        return false;
    sort_lines(journal);
    return true;
}

void ka_journal_clear(struct ka_journal *journal)
{
    ka_map_clear(&journal->ids);
    ka_map_clear(&journal->products);
    ka_map_clear(&journal->families);
    ka_map_clear(&journal->currencies);
    ka_map_clear(&journal->texts);
    free(journal->number);
    free(journal->lines);
    free(journal->start);
    free(journal->newest);
    *journal = (struct ka_journal){0};
}

size_t *ka_journal_ranks(const struct ka_journal *journal)
{
    size_t n = ka_journal_accounts(journal);
    size_t *rank = ka_alloc(n, sizeof *rank);
    for (size_t a = 0; a < n; a++)
        rank[journal->number[a]] = a;
    return rank;
}

struct ka_str ka_journal_id(const struct ka_journal *journal, size_t account)
{
    return journal->ids.keys[journal->number[account]];
}

struct ka_str ka_journal_text(const struct ka_journal *journal, size_t account,
                              enum ka_journal_attribute attribute)
{
    return journal->newest[journal->number[account] * KA_JOURNAL_ATTRIBUTES + attribute].text;
}

bool ka_journal_group_parse(const char *name, enum ka_sale_column *group, struct ka_error *err)
{
    static const enum ka_sale_column groups[] = {KA_SALE_CHANNEL,  KA_SALE_GROUP,
                                                 KA_SALE_AXIS,     KA_SALE_REGION,
                                                 KA_SALE_INDUSTRY, KA_SALE_MANAGER};
    *group = KA_SALE_CHANNEL;
    for (size_t i = 0; name && i < sizeof groups / sizeof *groups; i++)
        if (strcmp(name, ka_sale_column_name(groups[i])) == 0) {
            *group = groups[i];
            return true;
        }
    return !name || ka_fail(err, KA_USAGE,
                            "option '--group': %s is not one of "
                            "channel|group|axis|region|industry|manager",
                            KA_QUOTE(ka_str(name)));
}
