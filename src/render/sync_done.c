#include "render/sync_done.h"

#include <string.h>

#include "base/day.h"
#include "base/map.h"
#include "base/str.h"
#include "base/utf8.h"

#define LIST_LINES 40

bool sync_done_is_first(const struct sync_report *report)
{
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        const struct kind_counts *counts = &report->changeset->counts[kind];
        if (counts->update || counts->close || counts->adopt || counts->delete ||
            counts->conflict || counts->refused)
            return false;
    }
    return true;
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
    str_add_list(&text, &parts, "; ");
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

void sync_done_list(struct pen *pen, const struct sync_report *report, int id_width)
{
    if (report->written_writes == 0)
        return;
    pen_blank(pen);
    bool list = pen->style->verbose > 0 || (!sync_done_is_first(report) && report->done.len > 0 &&
                                            report->done.len <= LIST_LINES);
    if (!list || sync_done_is_first(report))
        for (int kind = 0; kind < KIND_COUNT; kind++)
            put_kind(pen, report, (enum kind)kind);
    if (list) {
        pen_blank(pen);
        put_done_list(pen, report, id_width);
    }
}
