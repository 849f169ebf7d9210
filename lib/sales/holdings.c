// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/holdings.h"

#include <stdlib.h>

#include "base/mem.h"
#include "sales/each.h"
#include "table/date.h"

const char *const ka_hold_names[] = {"never", "lost", "owned"};

static const enum ka_sale_column attributes[] = {[KA_HOLDINGS_NAME] = KA_SALE_ACCOUNT,
                                                 [KA_HOLDINGS_CHANNEL] = KA_SALE_CHANNEL,
                                                 [KA_HOLDINGS_GROUP] = KA_SALE_GROUP};

// A row by numbers; what is recent is known when all are read.
struct line {
    uint32_t account, family; // UINT32_MAX: none
    int32_t date;
    bool sale;
    int64_t revenue;
};

struct book {
    struct ka_holdings *holdings;
    struct line *lines;
    size_t count, cap;
    int32_t asof, newest;
};

static bool take(const struct ka_sale *sale, void *context, struct ka_error *err)
{
    struct book *book = context;
    struct ka_holdings *h = book->holdings;
    (void)err;
    h->rows++;
    if (book->asof != KA_DATE_NONE && sale->date > book->asof) {
        h->after_asof++;
        return true;
    }
    struct ka_str family = sale->text[KA_SALE_FAMILY];
    h->no_family += family.n == 0;
    book->newest = sale->date > book->newest ? sale->date : book->newest;
    h->first = h->first == KA_DATE_NONE || sale->date < h->first ? sale->date : h->first;
    KA_ROOM(book->lines, book->count, book->cap);
    book->lines[book->count++] = (struct line){
        .account = (uint32_t)ka_roster_add(&h->roster, sale),
        .family = family.n ? (uint32_t)ka_map_put(&h->families, family, NULL) : UINT32_MAX,
        .date = sale->date,
        .sale = sale->kind == KA_SALE,
        .revenue = sale->revenue};
    return true;
}

static bool add_to(int64_t *sum, int64_t amount)
{
    return !__builtin_add_overflow(*sum, amount, sum);
}

static bool book_line(struct ka_holdings *h, const struct line *line)
{
    size_t account = h->roster.ids_ranked.rank[line->account];
    bool recent = line->date > h->asof - KA_RECENT_DAYS;
    bool fits = !recent || add_to(&h->recent[account], line->revenue);
    if (line->family == UINT32_MAX)
        return fits;
    struct ka_holding *of =
        &h->of[account * h->families.count + h->families_ranked.rank[line->family]];
    if (line->sale && (of->first == KA_DATE_NONE || line->date < of->first))
        of->first = line->date;
    if (line->sale && line->date > of->last)
        of->last = line->date;
    return fits && add_to(&of->revenue, line->revenue) &&
           (!recent || add_to(&of->recent, line->revenue));
}

static bool fold(struct book *book, struct ka_error *err)
{
    struct ka_holdings *h = book->holdings;
    size_t accounts = h->roster.ids.count, families = h->families.count;
    ka_roster_close(&h->roster);
    ka_keys_rank(&h->families_ranked, &h->families);
    h->asof = book->asof == KA_DATE_NONE ? book->newest : book->asof;
    h->recent = ka_zalloc(accounts, sizeof *h->recent);
    h->of = ka_alloc(accounts * families, sizeof *h->of);
    for (size_t i = 0; i < accounts * families; i++)
        h->of[i] = (struct ka_holding){KA_DATE_NONE, KA_DATE_NONE, 0, 0};
    for (size_t i = 0; i < book->count; i++)
        if (!book_line(h, &book->lines[i]))
            return ka_fail(err, KA_BAD_DATA, "account %s: its revenue does not fit",
                           KA_QUOTE(h->roster.ids.keys[book->lines[i].account]));
    return true;
}

static bool check(const struct ka_holdings *h, struct ka_error *err)
{
    if (h->rows == 0)
        return ka_fail(err, KA_NOT_ESTIMABLE, "there are no sales rows");
    if (h->after_asof == h->rows)
        return ka_fail(err, KA_NOT_ESTIMABLE, "all sales are after the last day that counts");
    return h->families.count > 0 ||
           ka_fail(err, KA_NOT_ESTIMABLE, "no sales row has a product family");
}

bool ka_holdings_read(struct ka_holdings *holdings, const char *path, int32_t asof,
                      struct ka_meta *meta, struct ka_error *err)
{
    static const enum ka_sale_column columns[] = {KA_SALE_ACCOUNT, KA_SALE_CHANNEL,
                                                  KA_SALE_GROUP, KA_SALE_FAMILY};
    struct book book = {.holdings = holdings, .asof = asof, .newest = KA_DATE_NONE};
    holdings->roster.attributes = attributes;
    holdings->roster.attribute_count = sizeof attributes / sizeof *attributes;
    holdings->first = KA_DATE_NONE;
    bool good = ka_sales_each(path, meta, columns, sizeof columns / sizeof *columns, take,
                              &book, err) &&
                check(holdings, err) && fold(&book, err);
    free(book.lines);
    return good;
}

void ka_holdings_clear(struct ka_holdings *holdings)
{
    ka_roster_clear(&holdings->roster);
    ka_map_clear(&holdings->families);
    ka_keys_clear(&holdings->families_ranked);
    free(holdings->of);
    free(holdings->recent);
    *holdings = (struct ka_holdings){0};
}

const struct ka_holding *ka_holding(const struct ka_holdings *holdings, size_t account,
                                    size_t family)
{
    return &holdings->of[account * holdings->families.count + family];
}

struct ka_str ka_holdings_family(const struct ka_holdings *holdings, size_t family)
{
    return holdings->families.keys[holdings->families_ranked.number[family]];
}

enum ka_hold ka_holding_state(const struct ka_holdings *holdings, const struct ka_holding *h,
                              int64_t lost_days)
{
    if (h->first == KA_DATE_NONE || h->revenue <= 0)
        return KA_HOLD_NEVER;
    return holdings->asof - h->last < lost_days ? KA_HOLD_OWNED : KA_HOLD_LOST;
}
