#include "check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/str.h"
#include "people.h"

struct seen {
    size_t holders, open;
    struct sb_issue *best;
};

/* Which issue of the story the mark in the body names; 0 = none. */
static int marked_as(const struct sb_issue *issue)
{
    static const char mark[] = "scope=t id=T-";
    if (issue->deleted || issue->moved_to || !issue->body)
        return 0;
    const char *at = strstr(issue->body, mark);
    if (!at || !strstr(issue->body, "<!-- roadmap:v1 "))
        return 0;
    const long n = strtol(at + sizeof mark - 1, NULL, 10);
    return n > 0 && n <= STORY_ISSUES ? (int)n : 0;
}

/* All of the story at once; seen[n]. */
static void look(const struct stage *stage, struct seen seen[STORY_ISSUES + 1])
{
    const struct sb_world *world = &stage->sandbox->world;
    memset(seen, 0, sizeof *seen * (STORY_ISSUES + 1));
    for (size_t i = STORY_OTHERS; i < world->issues.len; i++) {
        struct sb_issue *issue = world->issues.items[i];
        struct seen *one = &seen[marked_as(issue)];
        one->holders++;
        one->open += !issue->closed;
        const bool reopened = one->best && one->best->closed && !issue->closed;
        if (!one->best || (reopened && stage->late.act != LATE_COPY))
            one->best = issue;
    }
    seen[0] = (struct seen){0};
}

struct sb_issue *check_holder(const struct stage *stage, int n)
{
    struct seen seen[STORY_ISSUES + 1];
    look(stage, seen);
    return seen[n].best;
}

static bool late(const struct stage *stage, int n, enum late_act act)
{
    return stage->late.act == act && stage->late.n == n;
}

static void same_text(struct stage *stage, int n, const char *what, const char *got,
                      const char *want)
{
    if (!text_eq(got, want))
        stage_fail(stage, "T-%02d: the %s is '%s' instead of '%s'", n, what, got ? got : "", want);
}

static void check_title(struct stage *stage, int n, const struct sb_issue *issue, const char *want)
{
    if (stage->acted && story_retitled(n))
        want = PEOPLE_TITLE;
    if (late(stage, n, LATE_TITLE) && text_eq(issue->title, LATE_TEXT))
        return;
    if (late(stage, n, LATE_TITLE) && !stage->late.window)
        want = LATE_TEXT;
    same_text(stage, n, "title", issue->title, want);
}

static void body_has(struct stage *stage, int n, const struct sb_issue *issue, const char *part)
{
    const char *at = strstr(issue->body, part);
    if (!at)
        stage_fail(stage, "T-%02d: '%s' is missing in the body:\n%s", n, part, issue->body);
    if (strstr(at + 1, part))
        stage_fail(stage, "T-%02d: '%s' stands twice in the body:\n%s", n, part, issue->body);
}

static void check_body(struct stage *stage, int n, const struct sb_issue *issue,
                       const struct story_issue *want)
{
    body_has(stage, n, issue, "<!-- roadmap:v1 ");
    body_has(stage, n, issue, "<!-- /roadmap -->");
    /* Both changed it, and the base is lost: a conflict, and nothing is written. */
    if (!(stage->forgot && stage->acted && story_edited(n)))
        body_has(stage, n, issue, want->text);
    if (stage->acted && story_noted(n))
        body_has(stage, n, issue, PEOPLE_NOTE);
    if (stage->acted && story_ticked(n))
        body_has(stage, n, issue, "- [x] first step");
    else if (want->body)
        body_has(stage, n, issue, "- [ ] first step");
    if (stage->acted && story_edited(n))
        body_has(stage, n, issue, PEOPLE_LINE);
    if (late(stage, n, LATE_NOTE) && !stage->late.window)
        body_has(stage, n, issue, LATE_TEXT);
}

static void check_labels(struct stage *stage, int n, const struct sb_issue *issue,
                         const struct story_issue *want)
{
    const char *names[4] = {story_label(stage->revision, want->labels[0]).name};
    size_t count = 1;
    if (want->labels[1])
        names[count++] = story_label(stage->revision, want->labels[1]).name;
    if (stage->acted && story_noted(n))
        names[count++] = "human";
    if (late(stage, n, LATE_LABEL))
        names[count++] = "late";
    bool same = issue->labels.len == count;
    for (size_t i = 0; i < count; i++) {
        bool found = false;
        for (size_t k = 0; k < issue->labels.len; k++)
            found |= text_eq(issue->labels.items[k]->name, names[i]);
        if (!found)
            stage_fail(stage, "T-%02d: the label '%s' is missing", n, names[i]);
    }
    if (!same)
        stage_fail(stage, "T-%02d: %zu labels instead of %zu", n, issue->labels.len, count);
}

/* Relations stand between the issues that hold the items. */
static void check_relations(struct stage *stage, int n, const struct seen *seen,
                            const struct story_issue *want)
{
    const struct sb_issue *issue = seen[n].best;
    const int gone = stage->late.act == LATE_DELETE ? stage->late.n : -1;
    const struct sb_issue *parent = seen[want->parent].best;
    if (stage->forgot && issue->parent != parent)
        /* Whose it is can no longer be told, so it stays and is told. */
        parent = seen[story_issue(stage->arena, 1, n).parent].best;
    if (want->parent != gone && issue->parent != parent)
        stage_fail(stage, "T-%02d: the parent is #%d instead of T-%02d", n,
                   issue->parent ? (int)issue->parent->number : 0, want->parent);
    if (want->blocked_by == gone)
        return;
    const struct sb_issue *blocker = seen[want->blocked_by].best;
    bool found = !blocker;
    size_t others = 0;
    for (size_t i = 0; i < issue->blocked_by.len; i++) {
        const struct sb_issue *one = issue->blocked_by.items[i];
        found |= one == blocker;
        /* A twin that was closed blocks nothing. */
        others += one != blocker && !(one->closed && strstr(one->body, "roadmap:dup of="));
    }
    if (!found || (!stage->forgot && others))
        stage_fail(stage, "T-%02d: blocked by %zu, and not just by T-%02d", n,
                   issue->blocked_by.len, want->blocked_by);
}

static void check_milestone_of(struct stage *stage, int n, const struct sb_issue *issue,
                               const struct story_issue *want)
{
    const char *title = story_milestone(stage->revision, want->milestone).title;
    if (stage->acted && story_moved(n))
        title = "none";
    same_text(stage, n, "milestone", issue->milestone ? issue->milestone->title : "none", title);
}

static void check_issue(struct stage *stage, int n, const struct seen *all)
{
    const struct story_issue want = story_issue(stage->arena, stage->revision, n);
    const struct seen *seen = &all[n];
    if (late(stage, n, LATE_DELETE)) {
        if (seen->holders)
            stage_fail(stage, "T-%02d was deleted by a person and is there again", n);
        return;
    }
    const size_t most = late(stage, n, LATE_COPY) ? 2 : 1;
    if (seen->holders == 0)
        stage_fail(stage, "T-%02d is not there", n);
    if (!stage->heals && (seen->open > most || seen->holders > most))
        stage_fail(stage, "T-%02d is there %zu times, %zu open", n, seen->holders, seen->open);
    const struct sb_issue *issue = seen->best;
    check_title(stage, n, issue, want.title);
    check_body(stage, n, issue, &want);
    check_labels(stage, n, issue, &want);
    check_milestone_of(stage, n, issue, &want);
    const bool closed =
        want.closed || (stage->acted && story_closed(n)) || late(stage, n, LATE_CLOSE);
    if (issue->closed != closed)
        stage_fail(stage, "T-%02d is %s", n, closed ? "open" : "closed");
    if (!stage->heals)
        check_relations(stage, n, all, &want);
}

static void check_label_set(struct stage *stage)
{
    const struct sb_world *world = &stage->sandbox->world;
    size_t there = 0;
    for (size_t i = 0; i < world->labels.len; i++)
        there += !world->labels.items[i]->deleted;
    const size_t want = STORY_LABELS + 1 + (stage->late.act == LATE_LABEL);
    if (there != want)
        stage_fail(stage, "%zu labels instead of %zu", there, want);
    for (int n = 1; n <= STORY_LABELS; n++) {
        const struct story_label label = story_label(stage->revision, n);
        const struct sb_label *got = sb_world_find_label(world, label.name);
        if (!got)
            stage_fail(stage, "the label '%s' is missing", label.name);
        if (!text_eq(got->color, label.color) || !text_eq(got->description, label.description))
            stage_fail(stage, "the label '%s' has '%s' and '%s'", label.name, got->color,
                       got->description ? got->description : "");
    }
}

static void check_milestone_set(struct stage *stage)
{
    const struct sb_world *world = &stage->sandbox->world;
    size_t there = 0;
    for (size_t i = 0; i < world->milestones.len; i++)
        there += !world->milestones.items[i]->deleted;
    if (there != STORY_MILESTONES)
        stage_fail(stage, "%zu milestones instead of %d", there, STORY_MILESTONES);
    for (int n = 1; n <= STORY_MILESTONES; n++) {
        const struct story_milestone want = story_milestone(stage->revision, n);
        const struct sb_milestone *got = sb_world_titled_milestone(world, want.title);
        if (!got)
            stage_fail(stage, "the milestone '%s' is missing", want.title);
        char day[16] = "";
        if (got->due_ms != SB_NO_TIME)
            day_format(instant_day(got->due_ms), day);
        if (!text_eq(day, want.due))
            stage_fail(stage, "the milestone '%s' is due %s", want.title, day);
        if (!got->description || !strstr(got->description, want.description))
            stage_fail(stage, "the milestone '%s' has '%s'", want.title,
                       got->description ? got->description : "");
    }
}

/* Nothing of people's changed, and nothing of ours that is in no plan. */
static void check_the_rest(struct stage *stage)
{
    const struct sb_world *world = &stage->sandbox->world;
    size_t ours = 0, retired = 0;
    for (size_t i = 0; i < world->issues.len; i++) {
        const struct sb_issue *issue = world->issues.items[i];
        const bool marked = issue->body && strstr(issue->body, "roadmap:");
        if (issue->deleted)
            continue;
        if (i < STORY_OTHERS) {
            if (marked || issue->closed || issue->labels.len || issue->milestone || issue->parent ||
                strncmp(issue->title, "Something of somebody", 21) != 0)
                stage_fail(stage, "issue #%zu of somebody was changed", i + 1);
            continue;
        }
        const bool is_retired = marked && strstr(issue->body, "roadmap:dup of=");
        if (is_retired && !issue->closed)
            stage_fail(stage, "the twin #%zu is retired and open", i + 1);
        retired += is_retired;
        ours += !is_retired && issue->author == world->actor;
    }
    const size_t gone = stage->late.act == LATE_DELETE;
    if (!stage->heals && ours + gone != (size_t)story_issues(stage->revision))
        stage_fail(stage, "%zu issues of ours instead of %d, and %zu retired", ours,
                   story_issues(stage->revision), retired);
    for (size_t i = 0; stage->late.act == LATE_COMMENT && i <= world->comments.len; i++) {
        if (i == world->comments.len)
            stage_fail(stage, "the comment of a person is gone");
        if (!world->comments.items[i]->deleted &&
            text_eq(world->comments.items[i]->body, LATE_TEXT))
            break;
    }
}

void check_plan(struct stage *stage)
{
    sb_late_run(stage->sandbox);
    check_label_set(stage);
    check_milestone_set(stage);
    struct seen seen[STORY_ISSUES + 1];
    look(stage, seen);
    for (int n = 1; n <= story_issues(stage->revision); n++)
        check_issue(stage, n, seen);
    check_the_rest(stage);
}

void check_no_writes(struct stage *stage, int run)
{
    struct sandbox_request request;
    for (size_t i = 0; sandbox_request_at(stage->sandbox, i, &request); i++)
        if (sb_request_is_write(request.method))
            stage_fail(stage, "quiet run %d writes: %s %s %s", run, request.method, request.path,
                       request.body);
}

/* The first column of the first row, in the arena; NULL with a message in `why`. */
const char *check_select(struct stage *stage, const char *sql, const char **why)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    const char *answer = NULL;
    const bool quiet = stage->quiet;
    stage->quiet = true;
    int rc = sqlite3_open_v2(stage->app.cache_path, &db, SQLITE_OPEN_READWRITE, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
    if (rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
        answer = arena_strdup(stage->arena, (const char *)sqlite3_column_text(stmt, 0));
    *why = arena_strdup(stage->arena, sqlite3_errmsg(db));
    (void)sqlite3_finalize(stmt);
    (void)sqlite3_close(db);
    stage->quiet = quiet;
    return answer;
}

size_t check_intents(struct stage *stage)
{
    const char *why;
    const char *count = check_select(stage, "SELECT count(*) FROM intent", &why);
    return count ? (size_t)strtoull(count, NULL, 10) : 0;
}

void check_cache(struct stage *stage)
{
    const char *why;
    const char *finding = check_select(stage, "PRAGMA integrity_check", &why);
    if (!text_eq(finding, "ok"))
        stage_fail(stage, "integrity_check: %s", finding ? finding : why);
}
