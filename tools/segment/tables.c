// SPDX-License-Identifier: GPL-3.0-or-later
// The side tables of ka-segment, each to its file.
#include "segment/segment.h"

#include "sales/segment_tables.h"
#include "table/save.h"

static bool write_clusters(struct ka_writer *w, const void *context, struct ka_error *err)
{
    const struct ka_segment *s = context;
    (void)err;
    ka_clusters_write(w, s->unit, &s->accounts, s->key, &s->matrix, &s->clustering);
    return true;
}

static bool write_profile(struct ka_writer *w, const void *context, struct ka_error *err)
{
    const struct ka_segment *s = context;
    (void)err;
    ka_contrasts_write(w, &s->accounts, &s->matrix, &s->clustering);
    return true;
}

static bool write_choice(struct ka_writer *w, const void *context, struct ka_error *err)
{
    const struct ka_clustering *c = &((const struct ka_segment *)context)->clustering;
    (void)err;
    ka_choice_write(w, &c->survey, c->k);
    return true;
}

static bool write_limits(struct ka_writer *w, const void *context, struct ka_error *err)
{
    (void)err;
    ka_rfm_limits_write(&((const struct ka_segment *)context)->limits, w);
    return true;
}

static bool write_frame(struct ka_writer *w, const void *frame, struct ka_error *err)
{
    (void)err;
    ka_frame_write(frame, NULL, w);
    return true;
}

static bool write_dendrogram(struct ka_writer *w, const void *context, struct ka_error *err)
{
    const struct ka_segment *s = context;
    return ka_dendrogram_write(w, &s->accounts, s->key, &s->matrix, err);
}

static bool write_changes(struct ka_writer *w, const void *context, struct ka_error *err)
{
    (void)err;
    ka_changes_write(&((const struct ka_segment *)context)->changes, w);
    return true;
}

bool ka_segment_write(const struct ka_segment *s, const struct ka_segment_files *files,
                      struct ka_error *err)
{
    return ka_table_save_asked(files->channels, write_frame, &s->channels, err) &&
           ka_table_save_asked(files->axes, write_frame, &s->axes, err) &&
           ka_table_save_asked(files->unclassified, write_frame, &s->unclassified, err) &&
           ka_table_save_asked(files->prospects, write_frame, &s->prospects, err) &&
           ka_table_save_asked(files->clusters, write_clusters, s, err) &&
           ka_table_save_asked(files->profile, write_profile, s, err) &&
           ka_table_save_asked(files->choice, write_choice, s, err) &&
           ka_table_save_asked(files->limits, write_limits, s, err) &&
           ka_table_save_asked(files->loadings, write_frame, &s->loadings, err) &&
           ka_table_save_asked(files->dendrogram, write_dendrogram, s, err) &&
           ka_table_save_asked(files->changes, write_changes, s, err);
}
