// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/buyers.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "table/date.h"
#include "table/decimal.h"

static bool is_purchase(const struct ka_journal_line *line)
{
    return line->kind == KA_SALE || line->kind == KA_FREE;
}

// The next purchase day from *i on; KA_DATE_NONE when there is none before end.  *i comes to
// stand behind that day.
static int32_t next_day(const struct ka_journal *journal, size_t *i, size_t end)
{
    while (*i < end && !is_purchase(&journal->lines[*i]))
        ++*i;
    if (*i >= end)
        return KA_DATE_NONE;
    int32_t day = journal->lines[*i].date;
    while (*i < end && journal->lines[*i].date == day)
        ++*i;
    return day;
}

static double mean_value(const struct ka_journal *journal, size_t begin, size_t end,
                         const struct ka_buyer *buyer, int32_t cut)
{
    ka_int128 sum = 0;
    for (size_t i = begin; i < end && journal->lines[i].date <= cut; i++)
        if (journal->lines[i].date > buyer->first)
            sum += journal->lines[i].revenue;
    return buyer->history.x ? ka_decimal_real(sum) / buyer->history.x : NAN;
}

static bool make_buyer(struct ka_buyer *buyer, const struct ka_journal *journal, size_t account,
                       int32_t cut)
{
    size_t begin = journal->start[account], end = journal->start[account + 1], days = 0;
    *buyer = (struct ka_buyer){.account = (uint32_t)account, .first = KA_DATE_NONE};
    int32_t day;
    for (size_t i = begin; (day = next_day(journal, &i, end)) != KA_DATE_NONE;) {
        if (day > cut) {
            buyer->later++;
            continue;
        }
        buyer->first = days++ == 0 ? day : buyer->first;
        buyer->last = day;
    }
    if (days == 0)
        return false;
    buyer->history = (struct ka_history){
        (uint32_t)(days - 1), (buyer->last - buyer->first) / 7., (cut - buyer->first) / 7.};
    buyer->mean = mean_value(journal, begin, end, buyer, cut);
    return true;
}

static int compare_texts(const void *a, const void *b)
{
    return ka_str_cmp(*(const struct ka_str *)a, *(const struct ka_str *)b);
}

static uint32_t place_of(const struct ka_str *sorted, size_t n, struct ka_str text)
{
    const struct ka_str *found = bsearch(&text, sorted, n, sizeof text, compare_texts);
    return (uint32_t)(found - sorted);
}

static void number_groups(struct ka_buyers *buyers, const struct ka_journal *journal)
{
    struct ka_map groups = {0};
    for (size_t i = 0; i < buyers->count; i++)
        ka_map_put(&groups, ka_journal_text(journal, buyers->of[i].account, KA_JOURNAL_GROUP),
                   NULL);
    buyers->group_count = groups.count;
    buyers->groups = ka_alloc(groups.count, sizeof *buyers->groups);
    for (size_t i = 0; i < buyers->count; i++) { // texts that the journal holds
        struct ka_str text = ka_journal_text(journal, buyers->of[i].account, KA_JOURNAL_GROUP);
        buyers->groups[ka_map_find(&groups, text)] = text;
    }
    ka_map_clear(&groups);
    if (buyers->group_count > 1)
        qsort(buyers->groups, buyers->group_count, sizeof *buyers->groups, compare_texts);
    for (size_t i = 0; i < buyers->count; i++)
        buyers->of[i].group =
            place_of(buyers->groups, buyers->group_count,
                     ka_journal_text(journal, buyers->of[i].account, KA_JOURNAL_GROUP));
}

void ka_buyers_make(struct ka_buyers *buyers, const struct ka_journal *journal, int32_t cut)
{
    size_t accounts = ka_journal_accounts(journal);
    *buyers = (struct ka_buyers){.of = ka_alloc(accounts, sizeof *buyers->of), .cut = cut};
    for (size_t a = 0; a < accounts; a++) {
        struct ka_buyer *buyer = &buyers->of[buyers->count];
        if (!make_buyer(buyer, journal, a, cut))
            continue;
        buyers->count++;
        buyers->repeaters += buyer->history.x > 0;
    }
    number_groups(buyers, journal);
}

void ka_buyers_later(const struct ka_buyers *buyers, const struct ka_journal *journal,
                     size_t weeks, double *later)
{
    for (size_t b = 0; b < buyers->count; b++) {
        size_t account = buyers->of[b].account;
        size_t end = journal->start[account + 1];
        int32_t day;
        for (size_t i = journal->start[account];
             (day = next_day(journal, &i, end)) != KA_DATE_NONE;) {
            int32_t week = (day - buyers->cut - 1) / 7;
            if (day > buyers->cut && (size_t)week < weeks)
                later[week]++;
        }
    }
}

void ka_buyers_clear(struct ka_buyers *buyers)
{
    free(buyers->of);
    free(buyers->groups);
    *buyers = (struct ka_buyers){0};
}
