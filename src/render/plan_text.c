#include "render/plan_text.h"

#include "base/day.h"
#include "base/utf8.h"
#include "render/plan_first.h"
#include "render/plan_items.h"
#include "render/plan_kept.h"
#include "render/plan_line.h"
#include "render/plan_parts.h"

#define REFUSED_SHOWN 10

bool plan_text_has_work(const struct sync_report *report)
{
    return report->changeset && report->changeset->writes > 0;
}

void plan_text_heading(struct pen *pen, const struct sync_report *report, const char *right)
{
    const char *path = report->plan ? report->plan->path : "";
    pen->indent = 2;
    pen_put(pen, ROLE_PLAIN, path);
    pen_put(pen, ROLE_DIM, arena_printf(pen->arena, " %s ", style_arrow(pen->style)));
    pen_whole(pen, ROLE_STRONG, report->repository ? report->repository : "?");
    if (right && *right)
        pen_right(pen, ROLE_DIM, right);
    pen_end(pen);
    if (report->moved_from) {
        pen_wrapf(pen, ROLE_CARE, "'%s' is now '%s'.", report->moved_from, report->repository);
        pen_end(pen);
    }
    pen->indent = 0;
}

static const char *last_sync(const struct pen *pen, const struct sync_report *report)
{
    int64_t at_ms;
    char when[40];
    if (!report->last_sync || !instant_parse(report->last_sync, &at_ms))
        return NULL;
    style_instant(pen->style, at_ms, when);
    return arena_printf(pen->arena, "last sync %s%s%s", when, report->last_sync_by ? " by " : "",
                        report->last_sync_by ? report->last_sync_by : "");
}

/* "(3 requests, 0.4 s)" */
static const char *effort(struct arena *arena, const struct sync_report *report)
{
    char time[32];
    duration_format(report->duration_ms, time);
    const struct request_counts *requests = &report->requests;
    int64_t sum = requests->get + requests->verify + requests->write;
    const char *count = sum == 0 ? "no requests" : text_count(arena, sum, "request", NULL);
    return arena_printf(arena, "(%s, %s)", count, time);
}

/* Fields that people changed; one item can have several. */
static int64_t kept_edits(const struct changeset *changeset)
{
    int64_t count = 0;
    for (size_t i = 0; i < changeset->items.len; i++)
        for (size_t k = 0; k < changeset->items.items[i].changes.len; k++)
            count += changeset->items.items[i].changes.items[k].move == MOVE_KEEP;
    return count;
}

void plan_text_nothing(struct pen *pen, const struct sync_report *report)
{
    const struct changeset *changeset = report->changeset;
    int64_t drift = kept_edits(changeset);
    const char *path = report->plan ? report->plan->path : "the plan";
    pen_put(pen, ROLE_GOOD_VERDICT, "Nothing to do");
    const char *objects = text_count(pen->arena, changeset->objects, "object", NULL);
    if (drift == 0)
        pen_wrapf(pen, ROLE_PLAIN, ": %s %s with %s %s.", objects,
                  changeset->objects == 1 ? "agrees" : "agree", path, effort(pen->arena, report));
    else
        pen_wrapf(pen, ROLE_PLAIN, ": %s of %s; %s made on GitHub %s kept %s.", objects, path,
                  text_count(pen->arena, drift, "edit", NULL), drift == 1 ? "is" : "are",
                  effort(pen->arena, report));
    pen_end(pen);
}

static void put_refused_item(struct pen *pen, const struct item_change *item, int id_width)
{
    pen_to(pen, 2, 0);
    pen_put(pen, ROLE_STRONG, item->id);
    pen_to(pen, 2 + id_width + 2, 2);
    pen->indent = pen->column;
    bool begun = false;
    for (size_t i = 0; i < item->changes.len; i++) {
        const struct change *change = &item->changes.items[i];
        if (change->move != MOVE_WRITE && change->move != MOVE_OVERWRITE)
            continue;
        if (begun)
            pen_wrap(pen, ROLE_PLAIN, ", ");
        begun = true;
        pen_wrap(pen, ROLE_PLAIN, field_name_people(item->kind, change->field));
        if (change->field == FIELD_BLOCK || field_is_set(change->field))
            continue;
        pen_wrapf(pen, ROLE_DIM, " %s %s %s", part_value(pen, change->field, &change->before),
                  style_arrow(pen->style), part_value(pen, change->field, &change->after));
    }
    if (!begun)
        pen_wrap(pen, ROLE_PLAIN, item->verb == VERB_DELETE ? "is removed" : "is closed");
    pen_end(pen);
}

/* How this sync differs from the file that it was to keep. */
static void put_stale(struct pen *pen, const struct sync_report *report)
{
    const size_t len = report->stale.len;
    const size_t shown = pen->style->verbose > 0 || len < REFUSED_SHOWN ? len : REFUSED_SHOWN;
    for (size_t i = 0; i < shown; i++) {
        const struct report_line *line = &report->stale.items[i];
        pen_to(pen, 2, 0);
        pen_put(pen, ROLE_STRONG, line->id);
        pen->indent = 4;
        pen_wrapf(pen, ROLE_PLAIN, "%s%s %s", line->field ? " " : "",
                  line->field ? line->field : "", line->reason);
        pen_end(pen);
    }
    pen->indent = 0;
    plan_line_more(pen, len - shown);
}

/* The option that allows exactly this run. */
static void put_allowing(struct pen *pen, const struct sync_report *report)
{
    if (!report->refusal_command)
        return;
    pen_blank(pen);
    pen_put(pen, ROLE_PLAIN, report->stale.len > 0 ? "To look at it anew:  " : "If it is meant:  ");
    pen_command(pen, report->stale.len > 0 ? part_command(pen, report->refusal_command, NULL)
                                           : part_again(pen, report->refusal_command, NULL));
    pen_end(pen);
}

/* Of plan: the answer is what sync would say. */
static void put_would_refuse(struct pen *pen, const struct sync_report *report)
{
    pen_put(pen, ROLE_CARE_VERDICT, "Sync would refuse this");
    pen_wrapf(pen, ROLE_PLAIN, ": %s", report->refusal_headline);
    pen_end(pen);
}

void plan_text_refused(struct pen *pen, const struct sync_report *report)
{
    pen_put(pen, ROLE_BAD_VERDICT, "Refused");
    pen_wrapf(pen, ROLE_PLAIN, ": %s", report->refusal_headline);
    pen_end(pen);
    if (pen->style->quiet)
        return;
    const struct changeset *changeset = report->changeset;
    int id_width = changeset ? plan_line_id_width(pen, changeset) : 0;
    size_t shown = 0, hidden = 0;
    pen_blank(pen);
    put_stale(pen, report);
    for (size_t i = 0; changeset && report->stale.len == 0 && i < changeset->items.len; i++) {
        const struct item_change *item = &changeset->items.items[i];
        if (item->verb != VERB_UPDATE && item->verb != VERB_CLOSE && item->verb != VERB_DELETE)
            continue;
        if (shown++ < REFUSED_SHOWN || pen->style->verbose > 0)
            put_refused_item(pen, item, id_width);
        else
            hidden++;
    }
    pen->indent = 0;
    if (hidden > 0) {
        pen_to(pen, 2, 0);
        pen_putf(pen, ROLE_DIM, "and %zu more; -v lists them", hidden);
        pen_end(pen);
    }
    put_allowing(pen, report);
}

/* Everything of the plan is new. */
static bool is_first_time(const struct changeset *changeset)
{
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        const struct kind_counts *counts = &changeset->counts[kind];
        if (counts->update || counts->close || counts->adopt || counts->delete ||
            counts->unchanged || counts->refused || counts->conflict || counts->drift)
            return false;
    }
    return part_sum(changeset->counts, part_create) > 0;
}

static void put_first_answer(struct pen *pen, const struct sync_report *report)
{
    const struct changeset *changeset = report->changeset;
    char count[32];
    count_format(part_sum(changeset->counts, part_create), count);
    const int edge = pen->style->quiet ? 0 : 2;
    pen->indent = edge;
    pen_to(pen, edge, 0);
    pen_put(pen, ROLE_STRONG, arena_printf(pen->arena, "%s to create:", count));
    pen_wrapf(pen, ROLE_PLAIN, " %s.", part_kinds(pen->arena, changeset, part_create));
    pen_end(pen);
    if (pen->style->quiet)
        return;
    pen_to(pen, 2, 0);
    pen_wrap(pen, ROLE_PLAIN, "Nothing to change, nothing to close.");
    if (report->wrote_nothing)
        pen_wrap(pen, ROLE_PLAIN, " This command wrote nothing.");
    pen_end(pen);
    pen->indent = 0;
}

static void put_week_answer(struct pen *pen, const struct sync_report *report)
{
    const struct kind_counts *counts = report->changeset->counts;
    struct arena *arena = pen->arena;
    int64_t conflicts = part_sum(counts, part_conflict), refused = part_sum(counts, part_refused);
    int64_t adopt = part_sum(counts, part_adopt), removed = part_sum(counts, part_delete);
    const int edge = pen->style->quiet ? 0 : 2;
    pen->indent = edge;
    pen_to(pen, edge, 0);
    pen_put(pen, ROLE_STRONG,
            arena_printf(arena, "%lld to create, %lld to change, %lld to close",
                         (long long)part_sum(counts, part_create),
                         (long long)part_sum(counts, part_update),
                         (long long)part_sum(counts, part_close)));
    if (adopt > 0)
        pen_wrapf(pen, ROLE_STRONG, ", %lld to adopt", (long long)adopt);
    if (removed > 0)
        pen_wrapf(pen, ROLE_STRONG, ", %lld to remove", (long long)removed);
    pen_put(pen, ROLE_PLAIN, ".");
    if (conflicts > 0)
        pen_wrapf(pen, ROLE_BAD, " %s a decision.",
                  text_count(arena, conflicts, "conflict needs", "conflicts need"));
    if (refused > 0)
        pen_wrapf(pen, ROLE_BAD, " %s left alone.",
                  text_count(arena, refused, "item is", "items are"));
    pen_end(pen);
    pen->indent = 0;
}

static void put_note(struct pen *pen, const struct report_line *line)
{
    pen_to(pen, 2, 0);
    pen_wrapf(pen, ROLE_DIM, "%s%s%s", line->id ? line->id : "", line->id ? ": " : "",
              line->reason);
    pen_end(pen);
}

/* What was left out or is good to know, one sentence each. */
static void put_notes(struct pen *pen, const struct sync_report *report)
{
    if (report->notes.len + report->skipped.len + report->errors.len == 0)
        return;
    pen_blank(pen);
    pen->indent = 4;
    for (size_t i = 0; i < report->errors.len; i++) {
        const struct report_line *line = &report->errors.items[i];
        pen_to(pen, 2, 0);
        pen_sign(pen, SIGN_FAIL);
        pen_wrapf(pen, ROLE_PLAIN, "%s%s%s", line->id ? line->id : "", line->id ? ": " : "",
                  line->reason);
        pen_end(pen);
    }
    size_t shown = plan_line_aside(pen, report->skipped.len);
    for (size_t i = 0; i < shown; i++)
        put_note(pen, &report->skipped.items[i]);
    plan_line_more(pen, report->skipped.len - shown);
    for (size_t i = 0; i < report->notes.len; i++)
        put_note(pen, &report->notes.items[i]);
    pen->indent = 0;
}

static void put_first_end(struct pen *pen, const struct sync_report *report)
{
    const struct changeset *changeset = report->changeset;
    struct arena *arena = pen->arena;
    pen_blank(pen);
    pen->indent = 8;
    pen_to(pen, 2, 0);
    pen_put(pen, ROLE_PLAIN, "Time  ");
    bool paced = report->estimate_ms >= (changeset->writes - 1) * 900;
    pen_wrapf(pen, ROLE_PLAIN, "%s: %s, %s%s", part_estimate(arena, report->estimate_ms),
              text_count(arena, report->requests.get, "read", NULL),
              text_count(arena, changeset->writes, "write", NULL),
              paced && changeset->writes > 1 ? ", one a second as GitHub asks" : "");
    pen_end(pen);
    const char *mail = part_mail(arena, report);
    if (mail) {
        pen_to(pen, 2, 0);
        pen_put(pen, ROLE_PLAIN, "Mail  ");
        pen_wrap(pen, ROLE_PLAIN, mail);
        pen_end(pen);
    }
    pen_blank(pen);
    pen->indent = 2;
    pen_to(pen, 2, 0);
    pen_put(pen, ROLE_PLAIN, "do it:         ");
    pen_command(pen, part_again(pen, "roadmap sync", NULL));
    pen_end(pen);
    pen_to(pen, 2, 0);
    pen_put(pen, ROLE_PLAIN, "try it first:  ");
    /* Without the file it would take the built-in example. */
    pen_command(pen, arena_printf(arena, "roadmap rehearse %s", report->plan->path));
    if (pen_left(pen) >= 24)
        pen_put(pen, ROLE_DIM, "  same plan, no network");
    pen_end(pen);
}

static void put_week_end(struct pen *pen, const struct sync_report *report)
{
    const struct changeset *changeset = report->changeset;
    if (changeset->writes == 0)
        return;
    struct arena *arena = pen->arena;
    pen_blank(pen);
    pen->indent = 8;
    pen_to(pen, 2, 0);
    pen_put(pen, ROLE_PLAIN, "Time  ");
    pen_wrapf(pen, ROLE_PLAIN, "%s, %s", text_count(arena, changeset->writes, "write", NULL),
              part_estimate(arena, report->estimate_ms));
    if (changeset->notifications > 0) {
        const char *mail = arena_printf(
            arena, "Mail  %s", text_count(arena, changeset->notifications, "new issue", NULL));
        if (utf8_width(mail) + 7 > pen_left(pen)) {
            pen_end(pen);
            pen_to(pen, 2, 0);
            pen_put(pen, ROLE_PLAIN, mail);
        } else {
            pen_putf(pen, ROLE_PLAIN, "       %s", mail);
        }
    }
    pen_end(pen);
    pen->indent = 2;
    pen_to(pen, 2, 0);
    pen_put(pen, ROLE_PLAIN, "do it:  ");
    pen_command(pen, part_again(pen, "roadmap sync", NULL));
    if (part_sum(changeset->counts, part_conflict) > 0 && pen_left(pen) >= 44)
        pen_put(pen, ROLE_DIM, "            the conflict is left as it is");
    pen_end(pen);
    pen->indent = 0;
}

static bool has_decisions(const struct changeset *changeset)
{
    return part_sum(changeset->counts, part_conflict) > 0 ||
           part_sum(changeset->counts, part_refused) > 0;
}

void plan_text(struct arena *arena, const struct style *style, const struct sync_report *report,
               struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    const struct changeset *changeset = report->changeset;
    if (report->threshold_refused) {
        plan_text_refused(&pen, report);
        return;
    }
    bool refused = report->refusal_headline != NULL;
    bool nothing = !plan_text_has_work(report) && !has_decisions(changeset) &&
                   report->deferred == 0 && !refused;
    if (refused)
        put_would_refuse(&pen, report);
    if (refused && (style->quiet || changeset->writes == 0)) {
        if (!style->quiet)
            put_allowing(&pen, report);
        return;
    }
    bool first = !nothing && is_first_time(changeset);
    if (nothing) {
        plan_text_nothing(&pen, report);
    } else if (!style->quiet) {
        plan_text_heading(&pen, report, last_sync(&pen, report));
        pen_blank(&pen);
    }
    if (!nothing && first)
        put_first_answer(&pen, report);
    else if (!nothing)
        put_week_answer(&pen, report);
    if (style->quiet)
        return;
    if (!nothing) {
        pen_blank(&pen);
        if (first)
            plan_first_list(&pen, report);
        else
            plan_items_list(&pen, report);
    }
    plan_kept_drift(&pen, report);
    plan_kept_unplanned(&pen, report);
    plan_kept_leftovers(&pen, report);
    put_notes(&pen, report);
    if (first)
        put_first_end(&pen, report);
    else if (!nothing && !refused)
        put_week_end(&pen, report);
    if (refused)
        put_allowing(&pen, report);
}
