// SPDX-License-Identifier: GPL-3.0-or-later
// Joining and closing ledgers.
#include <stdlib.h>

#include "base/mem.h"
#include "base/order.h"
#include "base/threads.h"
#include "sales/ledger.h"
#include "sales/ledger_parts.h"
#include "table/date.h"

// By number in this ledger: the number in the first.
struct ka_ledger_moves {
    uint32_t *key, *product, *item, *head;
    size_t items;
};

// ---- Joining ----

static void join_keys(struct ka_ledger *to, const struct ka_ledger *from, uint32_t *key)
{
    struct ka_str text[KA_SALE_ROWS];
    uint64_t hash[KA_SALE_ROWS];
    for (size_t first = 0, n; first < from->keys.count; first += n) {
        n = from->keys.count - first < KA_SALE_ROWS ? from->keys.count - first : KA_SALE_ROWS;
        for (size_t i = 0; i < n; i++)
            text[i] = ka_ledger_key_text(from, first + i);
        ka_ledger_fetch_slots(to, text, n, hash);
        ka_ledger_fetch_tallies(to, hash, n, key + first);
        ka_ledger_put_keys(to, text, hash, n, key + first);
    }
    ka_ledger_join_sums(to, from, key);
}

static void join_newest(struct ka_ledger *to, const struct ka_ledger *from, const uint32_t *key)
{
    for (size_t i = 0; i < from->keys.count; i++)
        for (size_t k = 0; k < from->options.attribute_count; k++) {
            int32_t date;
            struct ka_str text = ka_ledger_newest(from, i, k, &date);
            ka_ledger_update_texts(to, k, &key[i], &text, &date, 1);
        }
}

static void join_products(struct ka_ledger *to, const struct ka_ledger *from, uint32_t *product)
{
    for (size_t i = 0; i < from->products.map.count; i++) {
        const struct ka_newest *flag = &from->high_margin[i];
        product[i] = ka_ledger_put_product(to, from->products.map.keys[i]);
        to->product[product[i]].revenue += from->product[i].revenue;
        to->product[product[i]].margin += from->product[i].margin;
        ka_newest_update(to, &to->high_margin[product[i]], ka_newest_text(flag), flag->date);
    }
}

static struct ka_ledger_item item_of(const struct ka_map *items, size_t number)
{
    struct ka_ledger_item item;
    memcpy(&item, items->keys[number].p, sizeof item);
    return item;
}

static uint32_t moved(const uint32_t *moves, uint32_t number)
{
    return number == KA_LEDGER_NONE ? number : moves[number];
}

static void join_items(struct ka_ledger *to, const struct ka_ledger *from,
                       const struct ka_ledger_moves *moves)
{
    uint32_t *family = ka_alloc(from->families.map.count, sizeof *family);
    for (size_t i = 0; i < from->families.map.count; i++)
        family[i] = (uint32_t)ka_map_put(&to->families.map, from->families.map.keys[i], NULL);
    for (size_t i = 0; i < from->items.count; i++) {
        struct ka_ledger_item item = item_of(&from->items, i);
        item.product = moved(moves->product, item.product);
        item.family = moved(family, item.family);
        moves->item[i] = ka_ledger_put_item(to, &item);
        to->item_sums[moves->item[i]].paid += from->item_sums[i].paid;
        to->item_sums[moves->item[i]].qty += from->item_sums[i].qty;
    }
    free(family);
}

static void join_rest(struct ka_ledger *to, const struct ka_ledger *from, uint32_t *head)
{
    const struct ka_map *heads = &from->orders.heads;
    for (size_t i = 0; i < heads->count; i++)
        head[i] = (uint32_t)ka_map_put(&to->orders.heads, heads->keys[i], NULL);
    for (size_t i = 0; i < from->accounts.count; i++)
        ka_ledger_meet_account(to, from->accounts.keys[i],
                               ka_newest_text(&from->account_key[i]),
                               from->account_key[i].date);
    to->has_margin |= from->has_margin;
    to->has_qty |= from->has_qty;
    ka_ledger_widen(to, from->first, from->last);
}

static struct ka_ledger_moves *moves_new(const struct ka_ledger *ledger)
{
    struct ka_ledger_moves *moves = ka_alloc(1, sizeof *moves);
    moves->key = ka_alloc(ledger->keys.count, sizeof *moves->key);
    moves->product = ka_alloc(ledger->products.map.count, sizeof *moves->product);
    moves->item = ka_alloc(ledger->items.count, sizeof *moves->item);
    moves->items = ledger->items.count;
    moves->head = ka_alloc(ledger->orders.heads.count, sizeof *moves->head);
    return moves;
}

static void moves_free(struct ka_ledger_moves *moves)
{
    if (!moves)
        return;
    free(moves->key);
    free(moves->product);
    free(moves->item);
    free(moves->head);
    free(moves);
}

static void clear_names(struct ka_names *names)
{
    ka_map_clear(&names->map);
    free(names->rank);
    free(names->number);
    *names = (struct ka_names){0};
}

// All but the shelves and the moves.
static void clear_but_records(struct ka_ledger *ledger)
{
    ka_ledger_keys_clear(&ledger->keys);
    clear_names(&ledger->products);
    clear_names(&ledger->families);
    ka_map_clear(&ledger->items);
    ka_map_clear(&ledger->accounts);
    ka_map_clear(&ledger->texts);
    ka_order_codes_clear(&ledger->orders);
    free(ledger->known);
    free(ledger->near);
    free(ledger->item_sums);
    free(ledger->sums);
    free(ledger->account_key);
    free(ledger->product);
    free(ledger->high_margin);
    ledger->known = NULL;
    ledger->known_cap = 0;
    ledger->near = NULL;
    ledger->item_sums = NULL;
    ledger->sums = NULL;
    ledger->account_key = ledger->high_margin = NULL;
    ledger->product = NULL;
}

void ka_ledger_join(struct ka_ledger *ledgers, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct ka_ledger *from = &ledgers[i];
        from->moves = moves_new(from);
        join_keys(ledgers, from, from->moves->key);
        join_newest(ledgers, from, from->moves->key);
        join_products(ledgers, from, from->moves->product);
        join_items(ledgers, from, from->moves);
        join_rest(ledgers, from, from->moves->head);
        clear_but_records(from);
    }
    ka_ledger_carry(ledgers);
}

// ---- Ranking ----

// By their texts: the number of each rank, the rank of each number.
static void rank_texts(const struct ka_str *text, size_t n, uint32_t **number, uint32_t **rank)
{
    size_t *order = ka_alloc(n, sizeof *order);
    *number = ka_alloc(n, sizeof **number);
    *rank = ka_alloc(n, sizeof **rank);
    ka_order_texts(text, n, order);
    for (size_t i = 0; i < n; i++) {
        (*number)[i] = (uint32_t)order[i];
        (*rank)[order[i]] = (uint32_t)i;
    }
    free(order);
}

static void rank_names(struct ka_names *names)
{
    rank_texts(names->map.keys, names->map.count, &names->number, &names->rank);
}

static void rank_keys(struct ka_ledger *ledger)
{
    struct ka_ledger_keys *keys = &ledger->keys;
    struct ka_str *text = ka_alloc(keys->count, sizeof *text);
    for (size_t i = 0; i < keys->count; i++)
        text[i] = ka_ledger_key_text(ledger, i);
    rank_texts(text, keys->count, &keys->number, &keys->rank);
    free(text);
}

// A record for each item: two words that rank it, its number.
enum { ITEM_WIDTH = 3 };

static void list_items(const struct ka_ledger *ledger, struct ka_cells *list)
{
    ka_cells_init(list, ITEM_WIDTH, 0);
    for (size_t i = 0; i < ledger->items.count; i++) {
        struct ka_ledger_item item = item_of(&ledger->items, i);
        uint64_t product = moved(ledger->products.rank, item.product);
        uint64_t family = moved(ledger->families.rank, item.family);
        const uint64_t id[ITEM_WIDTH] = {product << 32 | ka_time_code(item.month),
                                         family << 32 | item.is_priced, i};
        ka_cells_add(list, id, NULL);
    }
    ka_cells_settle(list);
}

// Fills ledger->item, by product, month, family; returns the rank of each number.
static uint32_t *rank_items(struct ka_ledger *ledger)
{
    struct ka_cells list;
    list_items(ledger, &list);
    uint32_t *rank = ka_alloc(list.count, sizeof *rank);
    ledger->item = ka_alloc(list.count, sizeof *ledger->item);
    for (size_t i = 0; i < list.count; i++) {
        const uint64_t *word = list.word + i * ITEM_WIDTH;
        ledger->item[i] =
            (struct ka_ledger_item){(uint32_t)(word[0] >> 32), (uint32_t)(word[1] >> 32),
                                    ka_cell_time(word[0]), (uint32_t)word[1]};
        rank[word[2]] = (uint32_t)i;
    }
    ka_cells_clear(&list);
    return rank;
}

// ---- Gathering the records of a shelf ----

struct gathering {
    struct ka_ledger *ledgers;
    size_t count;
};

// By place of the first ledger's keys on the shelf: their places here.
static uint32_t *move_places(const struct gathering *g, size_t ledger, size_t shelf)
{
    const struct ka_shelf *from = &g->ledgers[ledger].shelf[shelf];
    const struct ka_ledger_moves *moves = g->ledgers[ledger].moves;
    uint32_t *place = ka_alloc(from->count, sizeof *place);
    for (size_t i = 0; i < from->count; i++)
        place[i] =
            g->ledgers[0].keys.tally[moves ? moves->key[from->key[i]] : from->key[i]].place;
    return place;
}

// The ids as those of the first ledger, products as ranks.
static void translate(const struct gathering *g, const struct ka_ledger_moves *moves,
                      const uint32_t *place, enum ka_ledger_table table, struct ka_cells *cells)
{
    size_t width = (size_t)cells->ids + cells->sums;
    for (size_t i = 0; i < cells->count; i++) {
        uint64_t *word = cells->word + i * width;
        word[0] = (uint64_t)place[word[0] >> 32] << 32 | (uint32_t)word[0];
        if (table != KA_PARTS)
            continue;
        uint32_t product = (uint32_t)word[2];
        if (moves)
            word[1] = ka_order_code_move(word[1], moves->head);
        word[2] = moved(g->ledgers[0].products.rank,
                        moves ? moved(moves->product, product) : product);
    }
    ka_cells_unsettle(cells);
}

static void find_runs(const struct ka_ledger *ledger, const struct ka_shelf *shelf,
                      enum ka_ledger_table table)
{
    const struct ka_cells *cells = &shelf->table[table];
    size_t width = (size_t)cells->ids + cells->sums;
    for (size_t i = 0; i < cells->count; i++) {
        const uint64_t *word = cells->word + i * width;
        struct ka_cell_run *run =
            &ledger->run[table][ledger->keys.rank[shelf->key[word[0] >> 32]]];
        if (run->count++ == 0)
            run->word = word;
    }
}

// The lines of a ledger by key; they keep its numbers.
static void sort_trails(const struct gathering *g, size_t ledger, size_t shelf)
{
    struct ka_shelf *from = &g->ledgers[ledger].shelf[shelf];
    const struct ka_ledger_moves *moves = g->ledgers[ledger].moves;
    struct ka_trail_walk *trail = g->ledgers[0].source[ledger].trail;
    size_t *start = ka_trails_sort(&from->trails, from->count);
    const struct ka_trail_cell *cell = from->trails.cell;
    for (size_t i = 0; i < from->count; i++) {
        uint32_t key = moves ? moves->key[from->key[i]] : from->key[i];
        trail[g->ledgers[0].keys.rank[key]] =
            (struct ka_trail_walk){cell + start[i], cell + start[i + 1]};
    }
    free(start);
}

// The records of a ledger as those of the first.
static void bring(const struct gathering *g, size_t ledger, size_t shelf)
{
    const struct ka_ledger_moves *moves = g->ledgers[ledger].moves;
    uint32_t *place = move_places(g, ledger, shelf);
    for (size_t t = 0; t < KA_TABLES; t++) {
        struct ka_cells *all = &g->ledgers[0].shelf[shelf].table[t];
        struct ka_cells *cells = &g->ledgers[ledger].shelf[shelf].table[t];
        bool stays = !moves && t == KA_MONTHS;
        if (!stays)
            translate(g, moves, place, (enum ka_ledger_table)t, cells);
        if (ledger == 0) {
            ka_cells_settle(cells);
        } else {
            ka_cells_append(all, cells);
            ka_cells_clear(cells);
        }
    }
    sort_trails(g, ledger, shelf);
    free(place);
}

static void gather(size_t shelf, void *context)
{
    const struct gathering *g = context;
    struct ka_shelf *all = &g->ledgers[0].shelf[shelf];
    for (size_t i = 0; i < g->count; i++)
        bring(g, i, shelf);
    for (size_t t = 0; t < KA_TABLES; t++) {
        ka_cells_settle(&all->table[t]);
        find_runs(g->ledgers, all, (enum ka_ledger_table)t);
    }
}

// ---- Closing ----

static int compare_costs(const void *a, const void *b)
{
    const struct ka_ledger_cost *x = a, *y = b;
    int by_key = KA_COMPARE(x->key, y->key);
    int by_month = by_key ? by_key : KA_COMPARE(x->month, y->month);
    return by_month ? by_month : KA_COMPARE(x->amount, y->amount);
}

static void close_costs(struct ka_ledger *ledger)
{
    size_t keys = ledger->keys.count, next = 0;
    for (size_t i = 0; i < ledger->cost_count; i++)
        ledger->costs[i].key = ledger->keys.rank[ledger->costs[i].key];
    if (ledger->cost_count > 1)
        qsort(ledger->costs, ledger->cost_count, sizeof *ledger->costs, compare_costs);
    ledger->cost_start = ka_alloc(keys + 1, sizeof *ledger->cost_start);
    for (size_t key = 0; key <= keys; key++) {
        while (next < ledger->cost_count && ledger->costs[next].key < key)
            next++;
        ledger->cost_start[key] = next;
    }
}

static void make_sources(struct ka_ledger *ledgers, size_t count, uint32_t *item_rank)
{
    struct ka_ledger_source *source = ka_zalloc(count, sizeof *source);
    source[0].item = item_rank;
    source[0].items = ledgers[0].items.count;
    for (size_t i = 1; i < count; i++) {
        const struct ka_ledger_moves *moves = ledgers[i].moves;
        source[i].head = moves->head;
        source[i].items = moves->items;
        source[i].item = ka_alloc(moves->items, sizeof *source[i].item);
        for (size_t k = 0; k < moves->items; k++)
            source[i].item[k] = item_rank[moves->item[k]];
    }
    for (size_t i = 0; i < count; i++) // a key may have lines in some of them
        source[i].trail = ka_zalloc(ledgers[0].keys.count, sizeof *source[i].trail);
    ledgers[0].source = source;
    ledgers[0].sources = count;
}

// The sums of items by rank.
static void sort_item_sums(struct ka_ledger *ledger, const uint32_t *item_rank)
{
    size_t n = ledger->items.count;
    struct ka_item_sums *sorted = ka_alloc(n, sizeof *sorted);
    for (size_t i = 0; i < n; i++)
        sorted[item_rank[i]] = ledger->item_sums[i];
    free(ledger->item_sums);
    ledger->item_sums = sorted;
}

void ka_ledger_close(struct ka_ledger *ledgers, size_t count, unsigned threads)
{
    struct ka_ledger *ledger = ledgers;
    ka_ledger_carry(ledger); // a key may have costs only
    rank_keys(ledger);
    rank_names(&ledger->products);
    rank_names(&ledger->families);
    for (size_t t = 0; t < KA_TABLES; t++)
        ledger->run[t] = ka_zalloc(ledger->keys.count, sizeof *ledger->run[t]);
    uint32_t *item_rank = rank_items(ledger);
    sort_item_sums(ledger, item_rank);
    make_sources(ledgers, count, item_rank);
    struct gathering g = {ledgers, count};
    ka_run_blocks(KA_SHELVES, threads, gather, &g);
    close_costs(ledger);
}

static void forget(struct ka_ledger *ledger, enum ka_ledger_table table)
{
    for (size_t s = 0; s < KA_SHELVES; s++)
        ka_cells_clear(&ledger->shelf[s].table[table]);
    free(ledger->run[table]);
    ledger->run[table] = NULL;
}

void ka_ledger_forget_trails(struct ka_ledger *ledgers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t s = 0; s < KA_SHELVES; s++)
            ka_trails_clear(&ledgers[i].shelf[s].trails);
}

void ka_ledger_clear(struct ka_ledger *ledger)
{
    clear_but_records(ledger);
    for (size_t t = 0; t < KA_TABLES; t++)
        forget(ledger, (enum ka_ledger_table)t);
    for (size_t s = 0; s < KA_SHELVES; s++)
        free(ledger->shelf[s].key);
    ka_ledger_forget_trails(ledger, 1);
    for (size_t i = 0; i < ledger->sources; i++) {
        free(ledger->source[i].item);
        free(ledger->source[i].trail);
    }
    free(ledger->source);
    free(ledger->item);
    free(ledger->costs);
    free(ledger->cost_start);
    moves_free(ledger->moves);
    *ledger = (struct ka_ledger){0};
}
