#include "render/sync_text.h"

#include <string.h>

#include "base/day.h"
#include "base/map.h"
#include "base/utf8.h"
#include "render/plan_first.h"
#include "render/plan_items.h"
#include "render/plan_parts.h"
#include "render/plan_text.h"

#define LIST_LINES 40

static bool is_first_run(const struct sync_report *report)
{
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        const struct kind_counts *counts = &report->changeset->counts[kind];
        if (counts->update || counts->close || counts->adopt || counts->delete ||
            counts->conflict || counts->refused)
            return false;
    }
    return true;
}

static const char *counts_line(struct arena *arena, const struct changeset *changeset)
{
    char created[32], changed[32], closed[32];
    count_format(part_sum(changeset->counts, part_create), created);
    count_format(part_sum(changeset->counts, part_update) + part_sum(changeset->counts, part_adopt),
                 changed);
    count_format(part_sum(changeset->counts, part_close) + part_sum(changeset->counts, part_delete),
                 closed);
    return arena_printf(arena, "%s to create, %s to change, %s to close", created, changed, closed);
}

void sync_text_before(struct arena *arena, const struct style *style,
                      const struct sync_report *report, struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    const char *who = NULL;
    if (report->account && report->token_source)
        who = arena_printf(arena, "as %s (token from %s)", report->account, report->token_source);
    else if (report->token_source)
        who = arena_printf(arena, "token from %s", report->token_source);
    plan_text_heading(&pen, report, who);
    pen_blank(&pen);
    bool first = is_first_run(report);
    if (!style->quiet && (!first || style->verbose > 0)) {
        if (first)
            plan_first_list(&pen, report);
        else
            plan_items_list(&pen, report);
        plan_items_drift(&pen, report);
        pen_blank(&pen);
    }
    pen.indent = 2;
    pen_to(&pen, 2, 0);
    pen_wrapf(&pen, ROLE_PLAIN, "%s; %s.", counts_line(arena, report->changeset),
              part_estimate(arena, report->estimate_ms));
    pen_end(&pen);
    const char *mail = part_mail(arena, report);
    if (!mail)
        return;
    char *sentence = arena_strdup(arena, mail);
    sentence[0] = (char)(sentence[0] - 'a' + 'A');
    pen_to(&pen, 2, 0);
    pen_wrapf(&pen, ROLE_PLAIN, "%s.", sentence);
    pen_end(&pen);
}

void sync_text_before_line(struct arena *arena, const struct style *style,
                           const struct sync_report *report, struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    pen.indent = 6;
    const struct changeset *changeset = report->changeset;
    int64_t created = part_sum(changeset->counts, part_create);
    int64_t others =
        part_sum(changeset->counts, part_update) + part_sum(changeset->counts, part_adopt);
    int64_t closed =
        part_sum(changeset->counts, part_close) + part_sum(changeset->counts, part_delete);
    pen_wrapf(&pen, ROLE_PLAIN, "sync: %s", report->repository);
    if (created > 0)
        pen_wrapf(&pen, ROLE_PLAIN, ", %lld to create", (long long)created);
    if (others > 0)
        pen_wrapf(&pen, ROLE_PLAIN, ", %lld to change", (long long)others);
    if (closed > 0)
        pen_wrapf(&pen, ROLE_PLAIN, ", %lld to close", (long long)closed);
    pen_wrapf(&pen, ROLE_PLAIN, ", %s", part_estimate(arena, report->estimate_ms));
    pen_end(&pen);
}

/* ---- The result ----------------------------------------------------------------------------- */

static int64_t total(const struct sync_report *report, part_pick_fn pick)
{
    return part_sum(report->written, pick);
}

static void add_count(struct arena *arena, struct strlist *parts, int64_t count, const char *what)
{
    if (count > 0)
        strlist_add(arena, parts, arena_printf(arena, "%lld %s", (long long)count, what));
}

/* "2 created, 3 changed" */
static const char *done_counts(struct arena *arena, const struct sync_report *report)
{
    struct strlist parts = {0};
    add_count(arena, &parts, total(report, part_create), "created");
    add_count(arena, &parts, total(report, part_adopt), "adopted");
    add_count(arena, &parts, total(report, part_update), "changed");
    add_count(arena, &parts, total(report, part_close), "closed");
    add_count(arena, &parts, total(report, part_delete), "removed");
    cleanup_str struct str text;
    str_init(&text, 0);
    for (size_t i = 0; i < parts.len; i++)
        str_addf(&text, "%s%s", i ? ", " : "", parts.items[i]);
    return parts.len ? str_dup(&text, arena) : "nothing written";
}

/* What a person has to look at: "1 conflict left, 2 items left alone, 1 failed". */
static const char *left_counts(struct arena *arena, const struct sync_report *report)
{
    const struct kind_counts *counts = report->changeset->counts;
    int64_t conflicts = part_sum(counts, part_conflict), refused = part_sum(counts, part_refused);
    struct strlist parts = {0};
    if (conflicts > 0)
        strlist_add(arena, &parts, text_count(arena, conflicts, "conflict left", "conflicts left"));
    if (refused > 0)
        strlist_add(arena, &parts,
                    text_count(arena, refused, "item left alone", "items left alone"));
    if (report->errors.len > 0)
        strlist_add(arena, &parts, text_count(arena, (int64_t)report->errors.len, "problem", NULL));
    cleanup_str struct str text;
    str_init(&text, 0);
    for (size_t i = 0; i < parts.len; i++)
        str_addf(&text, "%s%s", i ? ", " : "", parts.items[i]);
    return str_dup(&text, arena);
}

static const char *stop_headline(struct arena *arena, const struct sync_report *report)
{
    const char *cause = "";
    switch (report->stop) {
    case STOP_LIMIT:
        cause = " by GitHub's limit";
        break;
    case STOP_NETWORK:
        cause = ", GitHub does not answer";
        break;
    case STOP_HORIZON:
        cause = ", the outcome of a write is not known yet";
        break;
    case STOP_MAX_CREATES:
        cause = " as --max-creates asks";
        break;
    case STOP_NONE:
    case STOP_INTERRUPT:
    case STOP_ERROR:
        break;
    }
    char written[32], planned[32];
    count_format(report->written_writes, written);
    count_format(report->planned_writes, planned);
    return arena_printf(
        arena, "%s: %s of %s written%s.", cause, written, planned,
        report->in_doubt == 0 && report->stop == STOP_INTERRUPT ? ", none of them in doubt" : "");
}

static void put_answer(struct pen *pen, const struct sync_report *report)
{
    struct arena *arena = pen->arena;
    char time[32];
    duration_format(report->duration_ms, time);
    const char *left = left_counts(arena, report);
    if (report->stop != STOP_NONE) {
        bool fine = report->stop == STOP_MAX_CREATES;
        pen_put(pen, fine ? ROLE_GOOD_VERDICT : ROLE_CARE_VERDICT, "Stopped");
        pen_wrap(pen, ROLE_STRONG, stop_headline(arena, report));
    } else if (*left || report->exit_status != 0) {
        pen_put(pen, ROLE_CARE_VERDICT, "Done");
        pen_wrapf(pen, ROLE_STRONG, " in %s: %s.", time, done_counts(arena, report));
    } else if (is_first_run(report)) {
        pen_put(pen, ROLE_GOOD_VERDICT, "Done");
        pen_wrapf(pen, ROLE_STRONG, " in %s: %s holds the whole plan.", time, report->repository);
    } else {
        pen_put(pen, ROLE_GOOD_VERDICT, "Done");
        pen_wrapf(pen, ROLE_STRONG, " in %s: %s.", time, done_counts(arena, report));
    }
    if (*left)
        pen_wrapf(pen, ROLE_STRONG, " %s.", left);
    pen_end(pen);
}

/* Which links a run creates. */
static const char *relation_words(const struct changeset *changeset)
{
    bool parents = false, blockers = false;
    for (size_t i = 0; i < changeset->items.len; i++) {
        const struct item_change *item = &changeset->items.items[i];
        if (item->kind == KIND_RELATION)
            *(item->edge.relation == RELATION_PARENT ? &parents : &blockers) = true;
    }
    if (parents && blockers)
        return "sub-issues and blocked-by";
    return parents ? "sub-issues" : "blocked-by";
}

/* "22 created" with what else is worth saying about the kind. */
static const char *kind_details(struct arena *arena, const struct sync_report *report,
                                enum kind kind)
{
    struct strlist parts = {0};
    if (kind == KIND_ISSUE && report->first_number > 0 && report->written[kind].create > 0)
        strlist_add(arena, &parts,
                    report->last_number > report->first_number
                        ? arena_printf(arena, "#%lld to #%lld", (long long)report->first_number,
                                       (long long)report->last_number)
                        : arena_printf(arena, "#%lld", (long long)report->first_number));
    if (kind == KIND_RELATION && report->written[kind].create > 0)
        strlist_add(arena, &parts, relation_words(report->changeset));
    int64_t there = report->changeset->counts[kind].unchanged;
    if (there > 0)
        strlist_add(arena, &parts, arena_printf(arena, "%lld already there", (long long)there));
    if (report->others[kind] > 0)
        strlist_add(
            arena, &parts,
            text_count(arena, report->others[kind], "other left alone", "others left alone"));
    cleanup_str struct str text;
    str_init(&text, 0);
    for (size_t i = 0; i < parts.len; i++)
        str_addf(&text, "%s%s", i ? "; " : "", parts.items[i]);
    return str_dup(&text, arena);
}

static void put_kind(struct pen *pen, const struct sync_report *report, enum kind kind)
{
    const struct kind_counts *written = &report->written[kind];
    struct {
        int64_t count;
        const char *what;
    } parts[] = {{written->create, "created"},
                 {written->adopt, "adopted"},
                 {written->update, "changed"},
                 {written->close, "closed"},
                 {written->delete, "removed"}};
    const char *details = kind_details(pen->arena, report, kind);
    bool named = false;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].count == 0)
            continue;
        char number[32];
        count_format(parts[i].count, number);
        pen_to(pen, 2, 0);
        if (!named)
            pen_put(pen, ROLE_PLAIN, kind_plural_people(kind));
        pen_to(pen, 17 - (int)strlen(number), 1);
        pen_putf(pen, ROLE_PLAIN, "%s %s", number, parts[i].what);
        if (!named && *details) {
            pen->indent = 17;
            pen_to(pen, 31, 2);
            if (utf8_width(details) > pen_left(pen)) {
                pen_end(pen);
                pen_to(pen, 17, 0);
            }
            pen_wrap(pen, ROLE_DIM, details);
        }
        named = true;
        pen_end(pen);
    }
    pen->indent = 0;
}

static int64_t links_of(const struct sync_report *report, const char *id)
{
    int64_t count = 0;
    size_t len = strlen(id);
    for (size_t i = 0; i < report->done.len; i++) {
        const struct report_done *done = &report->done.items[i];
        count += done->kind == KIND_RELATION && done->verb == VERB_CREATE && done->id &&
                 strncmp(done->id, id, len) == 0 && done->id[len] == ' ';
    }
    return count;
}

/* Issues that this run created: their links stand on their line. */
static struct map *created_issues(struct arena *arena, const struct sync_report *report)
{
    struct map *created = map_new(arena);
    for (size_t i = 0; i < report->done.len; i++) {
        struct report_done *done = &report->done.items[i];
        if (done->kind == KIND_ISSUE && done->verb == VERB_CREATE)
            (void)map_put(created, done->id, done);
    }
    return created;
}

static enum sign verb_sign(enum verb verb)
{
    switch (verb) {
    case VERB_CREATE:
        return SIGN_CREATE;
    case VERB_UPDATE:
        return SIGN_CHANGE;
    case VERB_ADOPT:
        return SIGN_ADOPT;
    default:
        return SIGN_CLOSE;
    }
}

static const char *done_text(struct arena *arena, const struct sync_report *report,
                             const struct report_done *done)
{
    const char *note = done->note ? done->note : "";
    if (done->kind == KIND_ISSUE && done->verb == VERB_CREATE) {
        int64_t links = links_of(report, done->id);
        return arena_printf(
            arena, "#%lld%s%s%s%s", (long long)done->number.v, links ? ", with " : "",
            links ? text_count(arena, links, "link", NULL) : "", *note ? ", " : "", note);
    }
    if (*note)
        return note;
    switch (done->verb) {
    case VERB_CREATE:
        return "created";
    case VERB_ADOPT:
        return "adopted";
    case VERB_CLOSE:
        return "closed";
    case VERB_HEAL:
        return "duplicate, closed";
    case VERB_DELETE:
        return "removed";
    default:
        return "changed";
    }
}

static void put_done(struct pen *pen, const struct sync_report *report,
                     const struct report_done *done, int id_width)
{
    const char *id = done->id;
    const char *text = done_text(pen->arena, report, done);
    if (done->kind == KIND_RELATION) {
        size_t len = strcspn(id, " ");
        text = arena_printf(pen->arena, "%s%s", id[len] ? id + len + 1 : "",
                            done->verb == VERB_CREATE ? "" : ", no longer");
        id = arena_strndup(pen->arena, id, len);
    }
    if (done->kind == KIND_LABEL && done->title)
        id = done->title;
    pen_to(pen, 2, 0);
    pen_sign(pen, verb_sign(done->verb));
    pen_put(pen, ROLE_STRONG, id);
    pen->indent = 2 + style_sign_width(pen->style) + 1 + id_width + 2;
    pen_to(pen, pen->indent, 2);
    pen_wrap(pen, ROLE_PLAIN, text);
    pen_end(pen);
}

static void put_done_list(struct pen *pen, const struct sync_report *report, int id_width)
{
    struct map *created = created_issues(pen->arena, report);
    for (size_t i = 0; i < report->done.len; i++) {
        const struct report_done *done = &report->done.items[i];
        if (done->kind == KIND_RELATION && done->verb == VERB_CREATE) {
            const char *from = arena_strndup(pen->arena, done->id, strcspn(done->id, " "));
            if (map_has(created, from))
                continue;
        }
        put_done(pen, report, done, id_width);
    }
    pen->indent = 0;
}

/* What was written: by kind in a first run or a long one, else item by item. */
static void put_written(struct pen *pen, const struct sync_report *report, int id_width)
{
    if (report->written_writes == 0)
        return;
    pen_blank(pen);
    bool list = pen->style->verbose > 0 ||
                (!is_first_run(report) && report->done.len > 0 && report->done.len <= LIST_LINES);
    if (!list || is_first_run(report))
        for (int kind = 0; kind < KIND_COUNT; kind++)
            put_kind(pen, report, (enum kind)kind);
    if (list) {
        pen_blank(pen);
        put_done_list(pen, report, id_width);
    }
}

static void put_line(struct pen *pen, enum sign sign, const struct report_line *line, int id_width)
{
    const char *id = line->id;
    if (!id && line->number.v > 0)
        id = arena_printf(pen->arena, "#%lld", (long long)line->number.v);
    pen_to(pen, 2, 0);
    pen_sign(pen, sign);
    pen->indent = 2 + style_sign_width(pen->style) + 1 + (id ? id_width + 2 : 0);
    if (id)
        pen_put(pen, ROLE_STRONG, id);
    pen_to(pen, pen->indent, id ? 2 : 0);
    if (line->field)
        pen_wrapf(pen, ROLE_PLAIN, "%s: ", line->field);
    pen_wrap(pen, ROLE_PLAIN, line->reason ? line->reason : "");
    pen_end(pen);
    if (line->next) {
        pen_to(pen, pen->indent, 0);
        pen_command(pen, line->next);
        pen_end(pen);
    }
}

static void put_left(struct pen *pen, const struct sync_report *report, int id_width)
{
    const struct changeset *changeset = report->changeset;
    if (report->skipped.len + report->notes.len > 0 || *left_counts(pen->arena, report))
        pen_blank(pen);
    for (size_t i = 0; i < changeset->items.len; i++) {
        const struct item_change *item = &changeset->items.items[i];
        if (item->verb == VERB_REFUSE)
            plan_text_refusal(pen, item, id_width);
        for (size_t k = 0; k < item->changes.len; k++)
            if (item->changes.items[k].move == MOVE_CONFLICT)
                plan_text_conflict(pen, report, item, &item->changes.items[k], id_width, false);
    }
    for (size_t i = 0; i < report->errors.len; i++)
        put_line(pen, SIGN_FAIL, &report->errors.items[i], id_width);
    for (size_t i = 0; i < report->skipped.len; i++)
        put_line(pen, SIGN_NOT_YET, &report->skipped.items[i], id_width);
    for (size_t i = 0; i < report->notes.len; i++)
        put_line(pen, SIGN_NOT_YET, &report->notes.items[i], id_width);
    pen->indent = 0;
}

static void put_requests(struct pen *pen, const struct sync_report *report)
{
    struct arena *arena = pen->arena;
    pen_blank(pen);
    pen->indent = 2;
    pen_to(pen, 2, 0);
    int64_t reads = report->requests.get + report->requests.verify;
    const char *twice = report->sent_twice > 0
                            ? arena_printf(arena, "%lld sent twice", (long long)report->sent_twice)
                            : "none sent twice";
    pen_wrapf(pen, ROLE_PLAIN, "%s, %s, %s.", text_count(arena, reads, "read", NULL),
              text_count(arena, report->requests.write, "write", NULL), twice);
    if (report->run) {
        const char *run = arena_printf(arena, "Run %s", report->run);
        pen_right(pen, ROLE_DIM, run);
    }
    pen_end(pen);
    pen->indent = 0;
}

static void put_stopped(struct pen *pen, const struct sync_report *report)
{
    struct arena *arena = pen->arena;
    int64_t left = report->planned_writes - report->written_writes;
    pen->indent = 0;
    if (report->stop_text && report->stop != STOP_INTERRUPT) {
        pen_wrapf(pen, ROLE_PLAIN, "%s%s", report->stop_text,
                  text_ends(report->stop_text, ".") ? "" : ".");
        pen_end(pen);
    }
    if (report->stop != STOP_INTERRUPT || report->in_doubt > 0)
        pen_wrap(pen, ROLE_PLAIN,
                 report->in_doubt == 0
                     ? "Nothing is lost and nothing is in doubt."
                     : arena_printf(arena,
                                    "Nothing is lost; %s in doubt, the next run looks for %s.",
                                    text_count(arena, report->in_doubt, "write is", "writes are"),
                                    report->in_doubt == 1 ? "it" : "them"));
    if (left > 0) {
        const char *gap = pen->column > 0 ? " " : "";
        char digits[32];
        count_format(left, digits);
        int64_t per_write =
            report->planned_writes > 0 ? report->estimate_ms / report->planned_writes : 0;
        pen_wrapf(pen, ROLE_PLAIN, "%s%s %s left, %s of work.", gap, digits,
                  left == 1 ? "is" : "are", part_estimate(arena, per_write * left));
    }
    pen_end(pen);
    pen_blank(pen);
    pen->indent = 2;
    pen_to(pen, 2, 0);
    char when[40] = "";
    if (report->resume_at_ms > 0) {
        style_instant(pen->style, report->resume_at_ms, when);
        pen_putf(pen, ROLE_PLAIN, "go on at %s:  ", when);
    } else {
        pen_put(pen, ROLE_PLAIN, "go on:  ");
    }
    pen_command(pen, part_command(pen, "roadmap sync", NULL));
    pen_end(pen);
    int64_t wait_min = (report->resume_at_ms - pen->style->now_ms + 59999) / 60000;
    if (report->stop == STOP_LIMIT && wait_min > 0) {
        pen_to(pen, 2, 0);
        pen_put(pen, ROLE_PLAIN, "or wait for it:  ");
        pen_command(pen,
                    part_command(pen, "roadmap sync",
                                 arena_printf(arena, "--max-wait %lldmin", (long long)wait_min)));
        pen_end(pen);
    }
    pen->indent = 0;
}

static void put_next(struct pen *pen, const struct sync_report *report)
{
    if (report->exit_status != 0 || !is_first_run(report))
        return;
    pen_blank(pen);
    pen->indent = 2;
    if (report->html_url) {
        pen_to(pen, 2, 0);
        pen_put(pen, ROLE_PLAIN, "see it:      ");
        pen_command(pen, arena_printf(pen->arena, "%s/milestones", report->html_url));
        pen_end(pen);
    }
    pen_to(pen, 2, 0);
    pen_put(pen, ROLE_PLAIN, "next:        ");
    pen_command(pen, part_command(pen, "roadmap status", NULL));
    if (pen_left(pen) > 45)
        pen_put(pen, ROLE_DIM, "                where the plan stands");
    pen_end(pen);
    pen->indent = 0;
}

/* Items that were only asked about and items that were written share a column. */
static int widest_id(const struct pen *pen, const struct sync_report *report)
{
    int widest = plan_items_id_width(pen, report->changeset);
    for (size_t i = 0; i < report->done.len; i++) {
        const struct report_done *done = &report->done.items[i];
        int width = done->kind == KIND_RELATION ? 0 : utf8_width(pen_clean(pen, done->id));
        if (width > widest && width <= pen->style->columns / 4)
            widest = width;
    }
    return widest;
}

void sync_text_result(struct arena *arena, const struct style *style,
                      const struct sync_report *report, struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    if (report->threshold_refused) {
        plan_text_refused(&pen, report);
        return;
    }
    bool left = *left_counts(arena, report) != '\0';
    if (report->written_writes == 0 && report->stop == STOP_NONE && !left &&
        !plan_text_has_work(report)) {
        plan_text_nothing(&pen, report);
        if (!style->quiet)
            put_left(&pen, report, plan_items_id_width(&pen, report->changeset));
        return;
    }
    put_answer(&pen, report);
    if (style->quiet)
        return;
    int id_width = widest_id(&pen, report);
    if (report->stop == STOP_NONE || style->verbose > 0)
        put_written(&pen, report, id_width);
    put_left(&pen, report, id_width);
    if (report->stop != STOP_NONE)
        put_stopped(&pen, report);
    if (report->stop == STOP_NONE)
        put_requests(&pen, report);
    if (report->stop == STOP_NONE)
        put_next(&pen, report);
}
