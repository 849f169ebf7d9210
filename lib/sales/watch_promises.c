// SPDX-License-Identifier: GPL-3.0-or-later
// What was promised: to be in touch, to reach a target, to pay in time.
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/ledger.h"
#include "sales/watch_work.h"
#include "table/date.h"

// ---- Contacts ----

// The rule with the least limit of those that are on and that the account is under;
// KA_WATCH_RULES: none.
static int find_cadence(const struct ka_watch *watch, size_t account, bool key)
{
    const enum ka_relationship *relationship = watch->side->relationship;
    const bool under[] = {key, relationship && relationship[account] == KA_STRATEGIC,
                          relationship && relationship[account] == KA_PARTNER};
    int found = KA_WATCH_RULES;
    for (int i = 0; i < 3; i++) {
        int rule = KA_WATCH_CONTACT_KEY + i;
        if (under[i] && watch->limits.of[rule].on &&
            (found == KA_WATCH_RULES ||
             watch->limits.of[rule].limit < watch->limits.of[found].limit))
            found = rule;
    }
    return found;
}

// Since the last contact; of an account without one since both it and the log began.
static int32_t wait_of(const struct ka_watch *watch, size_t account)
{
    const struct ka_journal *journal = watch->journal;
    const struct ka_watch_met *met = &watch->side->met[account];
    int32_t first = journal->lines[journal->start[account]].date;
    int32_t begin = first > watch->side->log_begin ? first : watch->side->log_begin;
    return watch->asof - (met->days > 0 ? met->last : begin);
}

void ka_watch_contacts(struct ka_watch_work *w)
{
    const struct ka_watch *watch = w->watch;
    if (!watch->side->met)
        return;
    for (size_t a = 0; a < ka_journal_accounts(watch->journal); a++) {
        const struct ka_watch_met *met = &watch->side->met[a];
        int rule = find_cadence(watch, a, w->key[a]);
        int32_t waited = wait_of(watch, a);
        if (rule == KA_WATCH_RULES || waited <= watch->limits.of[rule].limit)
            continue;
        double usual =
            met->days > 1 ? (double)(met->last - met->first) / (double)(met->days - 1) : NAN;
        ka_watch_raise(w, &(struct ka_alert){.rule = (enum ka_watch_rule)rule,
                                             .account = a,
                                             .value = waited,
                                             .expected = usual,
                                             .lo = NAN,
                                             .hi = watch->limits.of[rule].limit});
    }
}

// ---- Targets ----

enum { LATE = 31 }; // days that a period is spoken of when it is over

static int64_t amount_of(const struct ka_journal_line *line, bool margin)
{
    return margin ? line->margin : line->revenue;
}

static bool is_in_scope(const struct ka_journal *journal, const struct ka_watch_target *target,
                        size_t account)
{
    switch (target->scope) {
    case KA_SCOPE_COMPANY:
        return true;
    case KA_SCOPE_MANAGER:
        return ka_str_eq(ka_journal_text(journal, account, KA_JOURNAL_MANAGER), target->id);
    case KA_SCOPE_CHANNEL:
        return ka_str_eq(ka_journal_text(journal, account, KA_JOURNAL_GROUP), target->id);
    default:
        return account == target->account;
    }
}

struct attained {
    ka_int128 sum;  // within the period, up to asof
    double squares; // of the amounts of a day and account, in the year up to asof
    bool unknown;   // a line of these days has no margin
    size_t accounts;
};

static void add_account(const struct ka_watch *watch, const struct ka_watch_target *target,
                        size_t account, struct attained *got)
{
    const struct ka_journal *journal = watch->journal;
    size_t end = journal->start[account + 1];
    for (size_t i = journal->start[account]; i < end;) {
        int32_t day = journal->lines[i].date;
        ka_int128 sum = 0;
        bool unknown = false;
        for (; i < end && journal->lines[i].date == day; i++) {
            int64_t amount = amount_of(&journal->lines[i], target->margin);
            unknown |= amount == KA_DECIMAL_NONE;
            sum += amount == KA_DECIMAL_NONE ? 0 : amount;
        }
        if (day > watch->asof)
            break;
        bool within = day >= target->from && day <= target->to;
        bool recent = day > watch->asof - KA_WATCH_YEAR;
        got->sum += within ? sum : 0;
        got->squares += recent ? pow(ka_decimal_real(sum), 2) : 0;
        got->unknown |= unknown && (within || recent);
    }
}

static double weigh_days(const struct ka_watch_work *w, int32_t from, int32_t to)
{
    double sum = 0;
    for (int32_t day = from; day <= to; day++)
        sum += w->season ? w->season[ka_date_month(day) % 12] : 1;
    return sum;
}

// Behind by more than the limit and by more than orders that come by chance explain: the
// variance of their sum is that of a compound Poisson process, what the squares of a year are
// in the days that have passed.
static void watch_target(struct ka_watch_work *w, size_t number)
{
    struct ka_watch *watch = w->watch;
    const struct ka_journal *journal = watch->journal;
    const struct ka_watch_target *target = &watch->side->targets[number];
    int32_t to = target->to < watch->asof ? target->to : watch->asof;
    struct attained got = {0};
    if (target->from > watch->asof || watch->asof - target->to > LATE || target->target <= 0)
        return;
    for (size_t a = 0; a < ka_journal_accounts(journal); a++)
        if (is_in_scope(journal, target, a)) {
            add_account(watch, target, a, &got);
            got.accounts++;
        }
    watch->unknown_targets += got.unknown;
    watch->targets_of_none += got.accounts == 0;
    if (got.unknown || got.accounts == 0)
        return;
    double known = fmax(1, fmin(KA_WATCH_YEAR, watch->asof - journal->first + 1));
    double spread = sqrt(got.squares * (to - target->from + 1) / known);
    double expected = ka_decimal_real(target->target) * weigh_days(w, target->from, to) /
                      weigh_days(w, target->from, target->to);
    double least = fmin((1 - watch->limits.of[KA_WATCH_TARGET].limit) * expected,
                        expected - KA_WATCH_SPREADS * spread);
    struct ka_alert alert = {.rule = KA_WATCH_TARGET,
                             .account = target->account,
                             .source = number,
                             .value = ka_decimal_real(got.sum),
                             .expected = expected,
                             .lo = least,
                             .hi = NAN};
    if (alert.value >= least)
        return;
    struct ka_buf subject = {0};
    ka_buf_add(&subject, target->period);
    ka_buf_add_text(&subject, target->margin ? " margin" : " revenue");
    if (target->scope != KA_SCOPE_ACCOUNT)
        ka_buf_addf(&subject, " %s %.*s", ka_watch_scopes[target->scope], KA_ARG(target->id));
    alert.subject = ka_str_trim(ka_buf_str(&subject));
    ka_watch_raise(w, &alert);
    ka_buf_clear(&subject);
}

void ka_watch_targets(struct ka_watch_work *w)
{
    for (size_t i = 0; i < w->watch->side->target_count; i++)
        if (w->watch->limits.of[KA_WATCH_TARGET].on)
            watch_target(w, i);
}

// ---- Debts ----

struct owed {
    ka_int128 sum;
    int32_t due; // the oldest
};

void ka_watch_debts(struct ka_watch_work *w)
{
    const struct ka_watch *watch = w->watch;
    const struct ka_watch_side *side = watch->side;
    double limit = watch->limits.of[KA_WATCH_OWED].limit;
    size_t accounts = ka_journal_accounts(watch->journal);
    struct owed *owed = ka_zalloc(accounts, sizeof *owed);
    for (size_t i = 0; i < side->debt_count && watch->limits.of[KA_WATCH_OWED].on; i++) {
        const struct ka_watch_debt *debt = &side->debts[i];
        struct owed *o = &owed[debt->account];
        if (watch->asof - debt->due <= limit)
            continue;
        o->due = o->due == 0 || debt->due < o->due ? debt->due : o->due;
        o->sum += debt->open;
    }
    for (size_t a = 0; a < accounts; a++)
        if (owed[a].sum > 0)
            ka_watch_raise(w, &(struct ka_alert){.rule = KA_WATCH_OWED,
                                                 .account = a,
                                                 .value = ka_decimal_real(owed[a].sum),
                                                 .expected = 0,
                                                 .lo = NAN,
                                                 .hi = 0,
                                                 .days = watch->asof - owed[a].due});
    free(owed);
}
