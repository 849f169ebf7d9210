// SPDX-License-Identifier: GPL-3.0-or-later
// Are we going to make it, and whom do we have to see?
//
// Sales by month of the company, its managers, channels and accounts are paced by the season
// of earlier years and by working days, and set against targets; contacts are set against how
// often accounts of a class and relationship are to be met.
#include "base/program.h"
#include "plan/agenda.h"
#include "plan/manual.h"
#include "sales/cadence.h"
#include "sales/followups.h"
#include "sales/plan.h"
#include "sales/plan_tables.h"
#include "sales/profile.h"
#include "stat/stat.h"
#include "table/date.h"
#include "table/meta.h"
#include "table/save.h"

#include <inttypes.h>

enum { MONTH, QUARTER, YEAR };
enum { NO_SPLIT = -1 };

static struct {
    const char *targets, *accounts, *contacts, *holidays, *forecast, *rules, *key, *asof,
        *output, *propose, *due, *load, *service, *meta;
    bool print_rules;
    int period, measure, format, lang, split;
    int64_t months, weeks, ahead;
} opt = {.key = "verdict=key",
         .period = QUARTER,
         .lang = KA_AGENDA_EN,
         .split = NO_SPLIT,
         .months = 6,
         .weeks = 52,
         .ahead = 14};

static const struct ka_program program = {
    .name = "ka-plan",
    .purpose = "targets against sales, and who is to be met when",
    .operands = "[DIR] [FILE]",
    .description =
        "Reads sales rows, and with --targets what was to be sold. Writes one row per target: "
        "what was reached, what would be expected by now, the run rate, a projection with its "
        "interval, and what each day left has to bring. Without targets: this year of the "
        "company.\n"
        "\n"
        "--propose writes targets for the next period from history, and from the rows of "
        "ka-forecast when handed in; what a person has set stays. --due lists the follow-ups "
        "that are due, --load adds them up by manager, --service compares what accounts cost "
        "to serve with what their class is promised; these read --accounts (rows of ka-score) "
        "and --contacts.\n"
        "\n"
        "An account belongs to the manager and channel that --accounts names, else to those of "
        "its newest sale, with all its sales.",
    .options =
        (const struct ka_option[]){
            {0, "targets", KA_TEXT, &opt.targets, "FILE", "what is to be sold"},
            {0, "accounts", KA_TEXT, &opt.accounts, "FILE",
             "account rows: manager, channel, class, relationship, cost to serve"},
            {0, "contacts", KA_TEXT, &opt.contacts, "FILE", "who met whom"},
            {0, "holidays", KA_TEXT, &opt.holidays, "FILE",
             "days off, and weekends worked (else Monday to Friday)"},
            {0, "asof", KA_TEXT, &opt.asof, "DATE",
             "last day that counts (default the newest in the data)"},
            {0, "months", KA_COUNT, &opt.months, "N",
             "months that a projection is learnt from, 3 to 24 (default 6)"},
            {'o', "output", KA_TEXT, &opt.output, "FILE", "write there instead of stdout"},
            {0, "propose", KA_TEXT, &opt.propose, "FILE", "targets for the next period"},
            {0, "period", KA_CHOICE, &opt.period, "month|quarter|year",
             "which of them is proposed (default quarter)"},
            {'m', "measure", KA_CHOICE, &opt.measure, "revenue|margin|qty",
             "what is proposed (default revenue)"},
            {0, "forecast", KA_TEXT, &opt.forecast, "FILE", "rows of ka-forecast"},
            {0, "weeks", KA_COUNT, &opt.weeks, "N",
             "--horizon of these, in weeks (default 52)"},
            {'r', "rules", KA_TEXT, &opt.rules, "FILE", "cadences and service levels"},
            {0, "print-rules", KA_FLAG, &opt.print_rules, NULL, "write the rules and end"},
            {0, "key", KA_TEXT, &opt.key, "COLUMN=VALUE",
             "the column of the class, and what makes a key account (default verdict=key)"},
            {0, "ahead", KA_COUNT, &opt.ahead, "DAYS",
             "how far ahead what is due is listed (default 14)"},
            {0, "due", KA_TEXT, &opt.due, "FILE", "follow-ups that are due"},
            {'f', "format", KA_CHOICE, &opt.format, "csv|ics",
             "of --due and --split (default csv)"},
            {0, "lang", KA_CHOICE, &opt.lang, "zh|en", "of the calendar (default en)"},
            {0, "split", KA_CHOICE, &opt.split, "manager",
             "the same, one file per manager in the folder DIR"},
            {0, "load", KA_TEXT, &opt.load, "FILE", "follow-ups by manager"},
            {0, "service", KA_TEXT, &opt.service, "FILE",
             "cost to serve by class against what is promised"},
            {0, "meta", KA_TEXT, &opt.meta, "FILE", "provenance: inputs, options, totals"},
            {0},
        },
    .examples = ka_plan_examples,
    .sections = ka_plan_sections,
};

struct run {
    struct ka_plan plan;
    struct ka_targets targets;
    struct ka_plan_forecast forecast;
    struct ka_cadence cadence;
    struct ka_followups followups;
    struct ka_meta meta;
    const char *folder; // of --split
};

// ---- Options ----

static bool check_options(int operands, struct ka_error *err)
{
    bool follow = opt.due || opt.load || opt.split != NO_SPLIT;
    int folders = opt.split != NO_SPLIT;
    if (operands > 1 + folders)
        return ka_fail(err, KA_USAGE, "one input at most; there are %d", operands - folders);
    if (operands < folders)
        return ka_fail(err, KA_USAGE, "option '--split': names no folder");
    if ((follow || opt.service) && !(opt.accounts && opt.contacts))
        return ka_fail(err, KA_USAGE, "option '--%s': needs --accounts and --contacts",
                       opt.due    ? "due"
                       : opt.load ? "load"
                       : folders  ? "split"
                                  : "service");
    if (opt.forecast && !opt.propose)
        return ka_fail(err, KA_USAGE, "option '--forecast': needs --propose");
    if (opt.weeks < 1 || opt.weeks > 520)
        return ka_fail(err, KA_USAGE, "option '--weeks': %" PRId64 " is not within 1 to 520",
                       opt.weeks);
    if (opt.ahead > 3650)
        return ka_fail(err, KA_USAGE, "option '--ahead': %" PRId64 " is more than 3650",
                       opt.ahead);
    return (opt.months >= KA_PLAN_MIN_MONTHS && opt.months <= KA_PLAN_MAX_MONTHS) ||
           ka_fail(err, KA_USAGE, "option '--months': %" PRId64 " is not within %d to %d",
                   opt.months, KA_PLAN_MIN_MONTHS, KA_PLAN_MAX_MONTHS);
}

// ---- In ----

static bool read_plan(struct run *run, const char *path, struct ka_error *err)
{
    struct ka_plan_options options = {
        .accounts = opt.accounts, .holidays = opt.holidays, .months = (size_t)opt.months};
    return ka_asof_parse(opt.asof, &options.asof, err) &&
           (!opt.targets || ka_targets_read(&run->targets, opt.targets, &run->meta, err)) &&
           ka_plan_read(&run->plan, path, &options, &run->meta, err);
}

static bool read_forecast(struct run *run, struct ka_error *err)
{
    run->forecast.weeks = opt.weeks;
    return !opt.forecast ||
           ka_plan_forecast_read(&run->forecast, &run->plan, opt.forecast, &run->meta, err);
}

static bool read_followups(struct run *run, struct ka_error *err)
{
    struct ka_followups_options options = {
        .contacts = opt.contacts, .key = opt.key, .ahead = opt.ahead};
    bool wanted = opt.due || opt.load || opt.service || opt.split != NO_SPLIT;
    return !wanted || ka_followups_make(&run->followups, &run->plan, &run->cadence, &options,
                                        &run->meta, err);
}

static void warn(size_t count, const char *says)
{
    if (count > 0)
        ka_warn("%zu %s", count, says);
}

static void say_warnings(const struct run *run)
{
    warn(ka_plan_strangers(&run->plan, &run->targets), "targets are for what has no sales");
    warn(run->forecast.strangers, "forecast rows are of accounts without sales");
    warn(run->followups.contacts.strangers,
         "contacts are of accounts that are not among the rows");
    warn(run->followups.contacts.later,
         "contacts are younger than the last day and do not count");
}

// ---- Out ----

static bool write_plan(struct ka_writer *w, const void *context, struct ka_error *err)
{
    const struct run *run = context;
    (void)err;
    ka_plan_write(&run->plan, &run->targets, w);
    return true;
}

static bool write_proposals(struct ka_writer *w, const void *context, struct ka_error *err)
{
    static const int32_t months[] = {[MONTH] = 1, [QUARTER] = 3, [YEAR] = 12};
    const struct run *run = context;
    const struct ka_plan_proposal proposal = {
        .period = ka_plan_next_period(&run->plan, months[opt.period]),
        .goal = (enum ka_goal)opt.measure,
        .targets = &run->targets,
        .forecast = opt.forecast ? &run->forecast : NULL};
    (void)err;
    ka_plan_write_proposals(&run->plan, &proposal, w);
    return true;
}

static bool write_load(struct ka_writer *w, const void *context, struct ka_error *err)
{
    (void)err;
    ka_followups_write_load(context, w);
    return true;
}

static bool write_service(struct ka_writer *w, const void *context, struct ka_error *err)
{
    (void)err;
    ka_followups_write_service(context, w);
    return true;
}

static bool write_rules(struct ka_writer *w, const void *context, struct ka_error *err)
{
    (void)err;
    ka_cadence_write(context, w);
    return true;
}

static bool write_agenda(const struct run *run, struct ka_error *err)
{
    const struct ka_agenda agenda = {&run->followups, &run->plan.workdays, opt.format,
                                     opt.lang};
    return (!opt.due || ka_agenda_save(&agenda, opt.due, err)) &&
           (opt.split == NO_SPLIT || ka_agenda_split(&agenda, run->folder, err));
}

static bool write_meta(struct run *run, struct ka_error *err)
{
    struct ka_buf asof = {0};
    ka_date_format(&asof, run->plan.asof);
    ka_meta_add(&run->meta, "asof", "%s", asof.p);
    ka_meta_add(&run->meta, "accounts", "%zu", run->plan.roster.ids.count);
    ka_meta_add(&run->meta, "rows.after_asof", "%" PRIu64, run->plan.later);
    ka_meta_add(&run->meta, "targets", "%zu", run->targets.count);
    ka_meta_add(&run->meta, "due", "%zu", run->followups.due_count);
    ka_meta_add(&run->meta, "rules", "%s", run->cadence.source);
    ka_meta_add(&run->meta, "months", "%" PRId64, opt.months);
    ka_buf_clear(&asof);
    return ka_meta_write(&run->meta, opt.meta, err);
}

// The rows come last: who sees them at the end of a pipe finds the side tables there.
static bool write_all(struct run *run, struct ka_error *err)
{
    say_warnings(run);
    return ka_table_save_asked(opt.propose, write_proposals, run, err) &&
           ka_table_save_asked(opt.load, write_load, &run->followups, err) &&
           ka_table_save_asked(opt.service, write_service, &run->followups, err) &&
           write_agenda(run, err) && write_meta(run, err) &&
           ka_table_save(opt.output, write_plan, run, err);
}

static bool load_rules(struct run *run, struct ka_error *err)
{
    if (opt.rules)
        return ka_cadence_load(&run->cadence, opt.rules, err);
    ka_cadence_ship(&run->cadence);
    return true;
}

static bool work(struct run *run, char **operands, struct ka_error *err)
{
    if (!load_rules(run, err))
        return false;
    if (opt.print_rules)
        return ka_table_save(opt.output, write_rules, &run->cadence, err);
    run->folder = operands[0];
    return read_plan(run, operands[opt.split != NO_SPLIT], err) && read_forecast(run, err) &&
           read_followups(run, err) && write_all(run, err);
}

int main(int argc, char **argv)
{
    struct run run = {0};
    struct ka_error err = {0};
    ka_stat_begin();
    int first = ka_program_begin(&program, argc, argv);
    ka_meta_begin(&run.meta, program.name);
    if (check_options(argc - first, &err))
        work(&run, argv + first, &err);
    ka_followups_clear(&run.followups);
    ka_cadence_clear(&run.cadence);
    ka_plan_forecast_clear(&run.forecast);
    ka_targets_clear(&run.targets);
    ka_plan_clear(&run.plan);
    ka_buf_clear(&run.meta.rows);
    return ka_program_end(&err);
}
