// SPDX-License-Identifier: GPL-3.0-or-later
// Input → the rows that are clustered: accounts, or the channels they buy through.
#include "segment/segment.h"

#include "sales/channels.h"
#include "sales/input.h"
#include "sales/mix.h"
#include "sales/profile.h"
#include "sales/unclassified.h"

// The mix comes from sales rows; account rows may have it from an earlier run.  Channels are
// told apart by it where there are families.
static bool add_mix(struct ka_segment *s, const struct ka_segment_input *input,
                    const struct ka_profile *profile, struct ka_error *err)
{
    struct ka_error none = {0};
    if (!profile || !(input->mix || input->channel_level))
        return true;
    return ka_mix_append(ka_profile_ledger(profile), &s->accounts, input->mix ? err : &none) ||
           !input->mix;
}

static bool load_accounts(struct ka_segment *s, const struct ka_segment_input *input,
                          struct ka_error *err)
{
    struct ka_profile *profile = NULL;
    struct ka_profile_options options = {.costs = input->costs,
                                         .meta = &s->meta,
                                         .warnings = &s->warnings,
                                         .profile = &profile,
                                         .goods = input->mix || input->channel_level};
    bool ok = ka_asof_parse(input->asof, &options.asof, err) &&
              ka_accounts_load(&s->accounts, input->path, &options, err) &&
              add_mix(s, input, profile, err) &&
              ka_frame_need(&s->accounts, input->by, &s->key, err) &&
              (s->accounts.rows > 0 ||
               ka_fail(err, KA_BAD_DATA, "%s: no row below the header", s->accounts.source));
    ka_profile_free(profile);
    return ok;
}

static bool join_roster(struct ka_segment *s, const char *path, struct ka_error *err)
{
    struct ka_frame roster = {0};
    bool ok = ka_input_load(&roster, path, &s->meta, err) &&
              ka_channel_fill(&s->accounts, s->key, &roster, err) &&
              ka_unsold_make(&s->accounts, s->key, &roster, &s->prospects, err);
    s->roster_rows = roster.rows;
    ka_frame_clear(&roster);
    return ok;
}

// The channels take the place of the accounts.
static bool rise(struct ka_segment *s, struct ka_error *err)
{
    struct ka_frame channels = {0};
    size_t accounts = s->accounts.rows;
    if (!ka_frame_need(&s->accounts, "channel", &s->key, err))
        return false;
    ka_unclassified_drop(&s->accounts);
    bool ok = s->accounts.rows > 0
                  ? ka_channels_make(&s->accounts, "channel", &channels, err)
                  : ka_fail(err, KA_NOT_ESTIMABLE, "%s: none of %zu accounts has a channel",
                            s->accounts.source, accounts);
    ka_frame_clear(&s->accounts);
    s->accounts = channels;
    s->key = 0;
    return ok;
}

bool ka_segment_load(struct ka_segment *s, const struct ka_segment_input *input,
                     const struct ka_segment_files *files, struct ka_error *err)
{
    if (!load_accounts(s, input, err) ||
        (input->roster && !join_roster(s, input->roster, err)) ||
        (files->channels && !ka_channels_make(&s->accounts, "channel", &s->channels, err)) ||
        (files->axes && !ka_channels_make(&s->accounts, "axis", &s->axes, err)))
        return false;
    if (files->unclassified || ka_frame_find(&s->accounts, "channel") != KA_NONE)
        ka_unclassified_make(&s->accounts, s->key, &s->unclassified);
    s->unit = input->channel_level ? "channels" : "accounts";
    return !input->channel_level || rise(s, err);
}
