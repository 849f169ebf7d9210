// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/suggest.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/text.h"
#include "sales/side.h"
#include "table/date.h"

// ---- The core of a name ----

// Cut off the end of a name in any number; 分公司 before 公司.
static const char *const endings[] = {"股份有限公司", "有限责任公司", "有限公司", "分公司",
                                      "总公司",       "公司",         "集团",     "股份"};
// The same as words of their own.
static const char words[] =
    "co|ltd|limited|inc|incorporated|llc|llp|lp|corp|corporation|company|"
    "gmbh|ag|kg|plc|sa|sas|sarl|srl|spa|bv|nv|oy|ab|as|pte|pty|kk|group";

static bool is_form_word(struct ka_str word)
{
    struct ka_str rest = ka_str(words), form;
    while (ka_str_next(&rest, '|', &form))
        if (ka_str_eq(form, word))
            return true;
    return word.n == 0;
}

static bool cut_ending(struct ka_str *name)
{
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        struct ka_str ending = ka_str(endings[i]);
        if (name->n > ending.n && ka_str_has_suffix(*name, ending)) {
            name->n -= ending.n;
            return true;
        }
    }
    return false;
}

static bool parts_words(char c)
{
    return c == ' ' || c == ',' || c == '.' || c == '(' || c == ')' || c == '-' || c == '&';
}

// Cuts the last word off when it is a legal form and not all that is left.
static bool cut_word(struct ka_str *name)
{
    size_t end = name->n, start;
    while (end && parts_words(name->p[end - 1]))
        end--;
    for (start = end; start && !parts_words(name->p[start - 1]);)
        start--;
    struct ka_buf folded = {0};
    ka_text_fold(&folded, (struct ka_str){name->p + start, end - start});
    bool cut = start > 0 && is_form_word(ka_buf_str(&folded));
    ka_buf_clear(&folded);
    name->n = cut ? start : end;
    return cut;
}

void ka_suggest_core(struct ka_buf *out, struct ka_str name)
{
    struct ka_buf plain = {0};
    ka_text_nfkc(&plain, name);
    struct ka_str left = ka_buf_str(&plain);
    while (cut_word(&left) || cut_ending(&left))
        left = ka_str_trim(left);
    ka_text_fold(out, left);
    ka_buf_clear(&plain);
}

// ---- Accounts by core ----

struct account {
    struct ka_str id, name, core;
    uint64_t lines, name_lines; // of all its names, of the one kept
    int32_t last;
};

struct book {
    struct account *accounts;
    size_t count, cap;
    struct ka_map ids, cores;
    struct ka_arena arena;
};

static bool is_better_name(const struct ka_party *party, const struct account *account)
{
    if (party->lines != account->name_lines)
        return party->lines > account->name_lines;
    return ka_str_cmp(party->name, account->name) < 0;
}

static void add_party(struct book *book, const struct ka_party *party)
{
    bool is_new;
    size_t number = ka_map_put(&book->ids, party->id, &is_new);
    book->accounts = ka_grow(book->accounts, &book->cap, number + 1, sizeof *book->accounts);
    struct account *account = &book->accounts[number];
    if (is_new)
        *account = (struct account){.id = party->id, .last = party->last};
    if (is_new || is_better_name(party, account)) {
        account->name = party->name;
        account->name_lines = party->lines;
    }
    account->lines += party->lines;
    if (party->last > account->last)
        account->last = party->last;
    book->count = book->ids.count;
}

static void set_core(struct book *book, struct account *account)
{
    struct ka_buf core = {0};
    ka_suggest_core(&core, account->name.n ? account->name : account->id);
    account->core = ka_arena_str(&book->arena, ka_buf_str(&core));
    ka_buf_clear(&core);
}

// Accounts with the same core together, the largest of them first.
static int by_core(const void *one, const void *other)
{
    const struct account *a = one, *b = other;
    int order = ka_str_cmp(a->core, b->core);
    if (order == 0)
        order = (a->lines < b->lines) - (a->lines > b->lines);
    return order ? order : ka_str_cmp(a->id, b->id);
}

static void fill_book(struct book *book, const struct ka_side *side)
{
    for (size_t i = 0; i < side->party_keys.count; i++)
        if (side->parties[i].lines)
            add_party(book, &side->parties[i]);
    for (size_t i = 0; i < book->count; i++)
        set_core(book, &book->accounts[i]);
    if (book->count)
        qsort(book->accounts, book->count, sizeof *book->accounts, by_core);
}

// ---- Proposals ----

static void propose(struct ka_writer *writer, const struct account *one,
                    const struct account *other, const char *by)
{
    bool swap = one->lines > other->lines ||
                (one->lines == other->lines && ka_str_cmp(one->id, other->id) < 0);
    const struct account *alias = swap ? other : one, *account = swap ? one : other;
    ka_writer_put(writer, alias->id);
    ka_writer_put(writer, account->id);
    ka_writer_put_text(writer, by);
    ka_writer_put_date(writer, alias->last);
    ka_writer_put(writer, alias->name);
    ka_writer_put(writer, account->name);
    ka_writer_put_integer(writer, (int64_t)alias->lines);
    ka_writer_put_integer(writer, (int64_t)account->lines);
    ka_writer_end(writer);
}

// first[c]: the first account with core number c.
static size_t *propose_equals(struct book *book, struct ka_writer *writer)
{
    size_t *first = ka_alloc(book->count, sizeof *first);
    for (size_t i = 0; i < book->count; i++) {
        bool is_new;
        size_t core = ka_map_put(&book->cores, book->accounts[i].core, &is_new);
        if (is_new)
            first[core] = i;
        else if (book->accounts[i].core.n)
            propose(writer, &book->accounts[i], &book->accounts[first[core]], "name");
    }
    return first;
}

static bool is_distinctive(struct ka_str core)
{
    size_t characters = 0, wide = 0;
    for (int32_t c; (c = ka_text_next(&core)) >= 0; characters++)
        wide += c >= 0x2e80;
    return wide >= 2 || characters >= 4;
}

// Longer[c] of every core c that begins exactly one other core: that core.
static void find_longer(const struct book *book, size_t *longer, size_t *count)
{
    for (size_t i = 0; i < book->cores.count; i++) {
        struct ka_str core = book->cores.keys[i], rest = core;
        while (ka_text_next(&rest) >= 0 && rest.n) {
            struct ka_str beginning = {core.p, core.n - rest.n};
            size_t shorter = ka_map_find(&book->cores, beginning);
            if (shorter == KA_NONE)
                continue;
            longer[shorter] = i;
            count[shorter]++;
        }
    }
}

static void propose_beginnings(const struct book *book, const size_t *first,
                               struct ka_writer *writer)
{
    size_t *longer = ka_zalloc(book->cores.count, sizeof *longer);
    size_t *count = ka_zalloc(book->cores.count, sizeof *count);
    find_longer(book, longer, count);
    for (size_t i = 0; i < book->cores.count; i++)
        if (count[i] == 1 && is_distinctive(book->cores.keys[i]))
            propose(writer, &book->accounts[first[i]], &book->accounts[first[longer[i]]],
                    "beginning");
    free(longer);
    free(count);
}

bool ka_suggest_write(struct ka_writer *writer, const void *context, struct ka_error *err)
{
    static const char *const header[] = {"alias",         "account_id", "by",          "date",
                                         "alias_account", "account",    "alias_lines", "lines"};
    (void)err;
    struct book book = {0};
    writer->spreadsheet = true;
    for (size_t i = 0; i < sizeof header / sizeof *header; i++)
        ka_writer_put_text(writer, header[i]);
    ka_writer_end(writer);
    fill_book(&book, context);
    size_t *first = propose_equals(&book, writer);
    propose_beginnings(&book, first, writer);
    free(first);
    free(book.accounts);
    ka_map_clear(&book.ids);
    ka_map_clear(&book.cores);
    ka_arena_clear(&book.arena);
    return true;
}
