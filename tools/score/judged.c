// SPDX-License-Identifier: GPL-3.0-or-later
#include "score/judged.h"

#include <stdlib.h>

#include "base/mem.h"
#include "sales/dated.h"
#include "sales/discounts.h"
#include "sales/facts.h"
#include "sales/master.h"
#include "sales/score_tables.h"

// ---- In ----

static void warn(struct ka_judged *j, size_t count, const char *says)
{
    if (count > 0)
        ka_buf_addf(&j->warnings, "%zu %s\n", count, says);
}

static bool join_facts(struct ka_judged *j, const struct ka_side_inputs *in, int32_t asof,
                       struct ka_error *err)
{
    struct ka_facts_options options = {in->facts, asof, in->max_age, &j->meta};
    struct ka_facts_totals totals;
    if (!ka_facts_join(&j->accounts, j->key, &options, &totals, err))
        return false;
    warn(j, totals.strangers, "facts are of accounts that are not among the rows");
    warn(j, totals.later, "facts are younger than the rows and do not count");
    warn(j, totals.stale, "judgements are older than --max-age and do not count");
    return true;
}

static bool join_contacts(struct ka_judged *j, const struct ka_side_inputs *in, int32_t asof,
                          struct ka_error *err)
{
    if (!ka_relations_load(&j->relations, in->contacts, &j->accounts, j->key, asof, in->max_age,
                           &j->meta, err))
        return false;
    ka_relations_append(&j->relations, &j->accounts);
    warn(j, j->relations.strangers, "contacts are of accounts that are not among the rows");
    warn(j, j->relations.later, "contacts are younger than the rows and do not count");
    warn(j, j->relations.older, "contacts are older than --max-age and do not count");
    return true;
}

static bool join_discounts(struct ka_judged *j, const char *products, struct ka_error *err)
{
    if (!j->profile)
        return ka_fail(err, KA_USAGE, "option '--products' needs sales rows; %s has none",
                       j->accounts.source);
    return ka_discounts_join(&j->accounts, ka_profile_ledger(j->profile), products, &j->meta,
                             err);
}

// Appending a column that is there already moves those behind it.
static void find_key(struct ka_judged *j)
{
    j->key = ka_frame_find(&j->accounts, "account_id");
}

bool ka_judged_join(struct ka_judged *j, const struct ka_side_inputs *in, struct ka_error *err)
{
    int32_t asof;
    if (!ka_accounts_asof(&j->accounts, &asof, err) ||
        (in->accounts && !ka_master_join(&j->accounts, j->key, in->accounts, &j->meta, err)))
        return false;
    find_key(j);
    if (in->products && !join_discounts(j, in->products, err))
        return false;
    find_key(j);
    if (in->facts && !join_facts(j, in, asof, err))
        return false;
    find_key(j);
    bool ok = !in->contacts || join_contacts(j, in, asof, err);
    find_key(j);
    return ok;
}

// ---- The verdicts ----

static void append_reasons(struct ka_judged *j, const char *name, enum ka_lang lang)
{
    const struct ka_words words = {&j->scoring, &j->accounts, lang};
    struct ka_buf *reasons = ka_zalloc(j->accounts.rows, sizeof *reasons);
    for (size_t row = 0; row < j->accounts.rows; row++)
        ka_words_reason(&words, &reasons[row], row);
    struct ka_column *column = ka_frame_append(&j->accounts, name);
    for (size_t row = 0; row < j->accounts.rows; row++) {
        ka_column_add(column, ka_buf_str(&reasons[row]));
        ka_buf_clear(&reasons[row]);
    }
    free(reasons);
}

bool ka_judged_score(struct ka_judged *j, size_t draws, uint64_t seed, bool with_famous,
                     struct ka_error *err)
{
    if (!ka_rules_check(&j->rules, &j->accounts, err) ||
        !ka_scoring_make(&j->scoring, &j->accounts, &j->rules, draws, seed, err))
        return false;
    ka_scoring_append(&j->scoring, &j->accounts);
    append_reasons(j, "reason_zh", KA_ZH);
    append_reasons(j, "reason_en", KA_EN);
    find_key(j);
    return !with_famous || ka_famous_make(&j->famous, &j->accounts, err);
}

void ka_judged_clear(struct ka_judged *j)
{
    ka_famous_clear(&j->famous);
    ka_relations_clear(&j->relations);
    ka_scoring_clear(&j->scoring);
    ka_rules_clear(&j->rules);
    ka_frame_clear(&j->accounts);
    ka_profile_free(j->profile);
    ka_buf_clear(&j->warnings);
    ka_buf_clear(&j->meta.rows);
}

// ---- Out ----

bool ka_judged_write_rules(struct ka_writer *w, const void *context, struct ka_error *err)
{
    (void)err;
    ka_rules_write(&((const struct ka_judged *)context)->rules, w);
    return true;
}

bool ka_judged_write_rows(struct ka_writer *w, const void *context, struct ka_error *err)
{
    (void)err;
    ka_frame_write(&((const struct ka_judged *)context)->accounts, NULL, w);
    return true;
}

bool ka_judged_write_criteria(struct ka_writer *w, const void *context, struct ka_error *err)
{
    const struct ka_judged *j = context;
    (void)err;
    ka_scoring_write_criteria(&j->scoring, &j->accounts, j->key, w);
    return true;
}

bool ka_judged_write_famous(struct ka_writer *w, const void *context, struct ka_error *err)
{
    const struct ka_judged *j = context;
    (void)err;
    ka_famous_write(&j->famous, &j->accounts, j->key, w);
    return true;
}

bool ka_judged_write_relations(struct ka_writer *w, const void *context, struct ka_error *err)
{
    const struct ka_judged *j = context;
    (void)err;
    ka_relations_write(&j->relations, &j->accounts, j->key, w);
    return true;
}
