// SPDX-License-Identifier: GPL-3.0-or-later
// The tables that ka-pareto writes.
#include "pareto/pareto.h"
#include "sales/ranking_tables.h"

bool ka_pareto_write_rows(struct ka_writer *writer, const void *context, struct ka_error *err)
{
    const struct ka_pareto *p = context;
    (void)err;
    ka_ranking_write(writer, &p->rankings[0], &p->accounts, p->p_top,
                     p->evidence.bootstrap.threads);
    return true;
}

bool ka_pareto_write_summary(struct ka_writer *writer, const void *context,
                             struct ka_error *err)
{
    const struct ka_pareto *p = context;
    (void)err;
    ka_stats_write(&p->stats, writer);
    return true;
}

bool ka_pareto_write_curves(struct ka_writer *writer, const void *context, struct ka_error *err)
{
    const struct ka_pareto *p = context;
    (void)err;
    ka_ranking_write_curves(writer, p->rankings, p->count, &p->accounts, p->key,
                            &p->evidence.bootstrap);
    return true;
}
