// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/profile.h"

#include "base/mem.h"
#include "sales/input.h"
#include "sales/sums.h"
#include "table/date.h"

static bool read_accounts(struct ka_frame *frame, struct ka_reader *reader,
                          const struct ka_record *header,
                          const struct ka_profile_options *options, struct ka_error *err)
{
    const char *name = ka_reader_name(reader);
    if (options->costs)
        return ka_fail(err, KA_USAGE, "%s: costs are joined to sales rows, these are not",
                       name);
    if (options->asof != KA_DATE_NONE)
        return ka_fail(err, KA_USAGE, "%s: a last day is for sales rows, these are not", name);
    return ka_frame_read_rows(frame, reader, header, err);
}

static bool fold(struct ka_profile *profile, struct ka_frame *frame,
                 const struct ka_profile_options *options, struct ka_error *err)
{
    if (!ka_profile_finish(profile, frame, err))
        return false;
    if (options->warnings)
        ka_profile_warnings(profile, options->warnings);
    return true;
}

bool ka_accounts_load(struct ka_frame *frame, const char *path,
                      const struct ka_profile_options *options, struct ka_error *err)
{
    struct ka_record header;
    struct ka_reader *reader =
        ka_input_open(path, KA_INPUT_CONTRACT, options->meta, &header, err);
    if (!reader)
        return false;
    if (!ka_sale_header_fits(&header)) {
        bool good = read_accounts(frame, reader, &header, options, err);
        return ka_input_close(reader, options->meta, good, err);
    }
    if (ka_sums_fits(options)) {
        frame->source = ka_strdup(ka_reader_name(reader));
        bool good = ka_sums_read(frame, reader, &header, options, err);
        return ka_input_close(reader, options->meta, good, err);
    }
    struct ka_profile *profile = ka_profile_new(options);
    frame->source = ka_strdup(ka_reader_name(reader));
    bool good = ka_profile_read(profile, reader, &header, err);
    good =
        ka_input_close(reader, options->meta, good, err) && fold(profile, frame, options, err);
    ka_profile_free(profile);
    return good;
}
