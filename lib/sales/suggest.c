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
                                      "总公司",       "公司",         "集团",     "股份",
                                      "(中国)投资",   "(中国)",       "中国投资"};
// The same as words of their own.
static const char words[] =
    "co|ltd|limited|inc|incorporated|llc|llp|lp|corp|corporation|company|"
    "gmbh|ag|kg|plc|sa|sas|sarl|srl|spa|bv|nv|oy|ab|as|pte|pty|kk|group";

static bool is_form_word(struct ka_str word)
{
    return word.n == 0 || ka_str_among(word, words);
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

// 上海市晨光 and 上海晨光, 广东省深圳 and 广东深圳, are one place; 华联超市 is none.
static struct ka_str cut_place(struct ka_buf *room, struct ka_str name)
{
    static const char *const no_places[] = {"超市", "城市", "都市", "门市", "夜市", "集市"};
    struct ka_str rest = name;
    for (size_t i = 0; rest.n && i < 4; i++) {
        struct ka_str before = {name.p, name.n - rest.n};
        bool is_mark =
            ka_str_has_prefix(rest, KA_STR("市")) || ka_str_has_prefix(rest, KA_STR("省"));
        ka_text_next(&rest);
        struct ka_str with = {name.p, name.n - rest.n};
        bool is_place = is_mark && i >= 2 && rest.n > 0;
        for (size_t k = 0; k < sizeof no_places / sizeof *no_places; k++)
            is_place = is_place && !ka_str_has_suffix(with, ka_str(no_places[k]));
        if (!is_place)
            continue;
        ka_buf_reset(room);
        ka_buf_add(room, before);
        ka_buf_add(room, rest);
        return ka_buf_str(room);
    }
    return name;
}

void ka_suggest_core(struct ka_buf *out, struct ka_str name)
{
    struct ka_buf plain = {0};
    ka_text_nfkc(&plain, name);
    struct ka_str left = ka_buf_str(&plain);
    while (cut_word(&left) || cut_ending(&left))
        left = ka_str_trim(left);
    struct ka_buf place = {0};
    ka_text_fold(out, cut_place(&place, left));
    ka_buf_clear(&place);
    ka_buf_clear(&plain);
}

// ---- Accounts by core ----

struct account {
    struct ka_str id, name, core;
    uint64_t lines, name_lines; // of all its names, of the one kept
    int32_t last;
    const struct account *target; // that it may be an alias of, NULL: none
    const char *by;
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

// Those of all threads, each as the export writes it.
static struct ka_party *gather(const struct ka_side *side, struct ka_map *keys)
{
    struct ka_party *all = NULL;
    size_t cap = 0;
    for (; side; side = side->next)
        for (size_t i = 0; i < side->party_keys.count; i++) {
            const struct ka_party *party = &side->parties[i];
            bool is_new;
            size_t number = ka_map_put(keys, side->party_keys.keys[i], &is_new);
            all = ka_grow(all, &cap, number + 1, sizeof *all);
            if (is_new) {
                all[number] = *party;
                continue;
            }
            all[number].lines += party->lines;
            all[number].last = party->last > all[number].last ? party->last : all[number].last;
        }
    return all;
}

static void fill_book(struct book *book, const struct ka_side *side)
{
    struct ka_map keys = {0};
    struct ka_party *parties = gather(side, &keys);
    for (size_t i = 0; i < keys.count; i++)
        if (parties[i].lines)
            add_party(book, &parties[i]);
    free(parties);
    ka_map_clear(&keys);
    for (size_t i = 0; i < book->count; i++)
        set_core(book, &book->accounts[i]);
    if (book->count)
        qsort(book->accounts, book->count, sizeof *book->accounts, by_core);
}

// ---- Proposals ----

// Makes the smaller of two accounts an alias of the other.
static void pair(struct account *one, struct account *other, const char *by)
{
    bool swap = one->lines > other->lines ||
                (one->lines == other->lines && ka_str_cmp(one->id, other->id) < 0);
    struct account *alias = swap ? other : one;
    alias->target = swap ? one : other;
    alias->by = by;
}

// An account that is an alias itself is no target: what it stands for is.
static void propose(struct ka_writer *writer, const struct account *alias)
{
    const struct account *account = alias->target;
    while (account->target)
        account = account->target;
    ka_writer_put(writer, alias->id);
    ka_writer_put(writer, account->id);
    ka_writer_put_text(writer, alias->by);
    ka_writer_put_date(writer, alias->last);
    ka_writer_put(writer, alias->name);
    ka_writer_put(writer, account->name);
    ka_writer_put_integer(writer, (int64_t)alias->lines);
    ka_writer_put_integer(writer, (int64_t)account->lines);
    ka_writer_end(writer);
}

// What many names hold says nothing of one.
static bool is_generic(struct ka_str core)
{
    static const char tokens[] =
        "office|supplies|supply|stationery|store|stores|shop|market|supermarket|trading|trade|"
        "print|printing|paper|tech|technology|electronics|computer|international|china|the|"
        "科技|贸易|商贸|文具|超市|办公|用品|设备|电子|电脑|耗材|文化|实业|工贸|信息|技术|发展|"
        "商店|商场|商行|中心|批发|零售|百货|数码|打印|印刷|中国|国际|北京|上海|广州|深圳|天津|"
        "重庆|杭州|南京|武汉|成都|西安|苏州|宁波|广东|浙江|江苏";
    for (bool cut = true; core.n && cut;) {
        struct ka_str rest = ka_str(tokens), token;
        for (cut = false; !cut && ka_str_next(&rest, '|', &token);) {
            cut = ka_str_has_prefix(core, token);
            if (cut)
                core = (struct ka_str){core.p + token.n, core.n - token.n};
        }
    }
    return core.n == 0;
}

// first[c]: the first account with core number c.
static size_t *pair_equals(struct book *book)
{
    size_t *first = ka_alloc(book->count, sizeof *first);
    for (size_t i = 0; i < book->count; i++) {
        bool is_new;
        size_t core = ka_map_put(&book->cores, book->accounts[i].core, &is_new);
        if (is_new)
            first[core] = i;
        else if (!is_generic(book->accounts[i].core))
            pair(&book->accounts[i], &book->accounts[first[core]], "name");
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

static void pair_beginnings(struct book *book, const size_t *first)
{
    size_t *longer = ka_zalloc(book->cores.count, sizeof *longer);
    size_t *count = ka_zalloc(book->cores.count, sizeof *count);
    find_longer(book, longer, count);
    for (size_t i = 0; i < book->cores.count; i++)
        if (count[i] == 1 && is_distinctive(book->cores.keys[i]) &&
            !is_generic(book->cores.keys[i]))
            pair(&book->accounts[first[i]], &book->accounts[first[longer[i]]], "beginning");
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
    size_t *first = pair_equals(&book);
    pair_beginnings(&book, first);
    for (size_t i = 0; i < book.count; i++)
        if (book.accounts[i].target)
            propose(writer, &book.accounts[i]);
    free(first);
    free(book.accounts);
    ka_map_clear(&book.ids);
    ka_map_clear(&book.cores);
    ka_arena_clear(&book.arena);
    return true;
}
