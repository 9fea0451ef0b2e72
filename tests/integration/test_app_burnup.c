/* Scope and work done out of the git history of a plan, against a recomputation from the story that
 * made the history: 1,000 random ones with issues reopened in the plan and on GitHub, moved,
 * dropped, added and removed issues, renamed and removed plans, included files, merges, broken
 * revisions and clocks that go wrong. */
#include "support/git_scratch.h"

#include "app/report/report_history.h"
#include "base/day.h"
#include "engine/burnup.h"
#include "repo/ref.h"

#define HISTORIES 1000
#define ISSUES 10
#define INCLUDED 7 /* issues from here on stand in a file of their own */
#define MILESTONES 3
#define COMMITS_MAX 12
#define PAST_MAX 3 /* closings of an issue that GitHub took back */
#define FIRST_DAY 20000
#define DAYS_MAX 64

static const char *const paths[] = {"roadmap/plan.yaml", "roadmap/renamed.yaml", "plans/db.yaml"};

struct told {
    enum scope_state state[ISSUES];
    int milestone[ISSUES]; /* MILESTONES: none */
};

struct telling {
    struct told told;
    int path;
    bool broken, removed, merges;
    int64_t at_s;
};

struct story {
    struct telling commits[COMMITS_MAX];
    size_t count;
    struct scope_closing closings[ISSUES];
    struct scope_reopening past[ISSUES][PAST_MAX];
    size_t closing_count;
    int32_t today;
};

static uint64_t seed = 20261121;

static unsigned dice(unsigned sides)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)(seed >> 33) % sides;
}

/* ---- telling ---- */

static void change(struct told *told)
{
    for (unsigned n = dice(4); n > 0; n--) {
        const unsigned issue = dice(ISSUES);
        if (dice(3) == 0)
            told->milestone[issue] = (int)dice(MILESTONES + 1);
        else
            told->state[issue] = (enum scope_state)dice(SCOPE_DROPPED + 1);
    }
}

/* Before the present state come closings that were taken back, one after the other. */
static void tell_past(struct story *story, size_t issue, struct scope_closing *closing)
{
    int32_t day = FIRST_DAY - 2 + (int32_t)dice(6);
    size_t count = dice(2) ? 0 : 1 + dice(PAST_MAX);
    for (size_t i = 0; i < count; i++) {
        struct scope_reopening *past = &story->past[issue][i];
        past->closed_day = day;
        past->reopened_day = day += (int32_t)dice(6);
        past->dropped = dice(3) == 0;
        day += (int32_t)dice(5);
    }
    closing->past.items = story->past[issue];
    closing->past.len = closing->past.cap = count;
    if (count > 0 && closing->closed)
        closing->day = day + (int32_t)dice(9);
}

static void tell(struct story *story)
{
    int32_t day = FIRST_DAY;
    struct telling now = {0};
    *story = (struct story){.count = 1 + dice(COMMITS_MAX)};
    for (size_t i = 0; i < ISSUES; i++) {
        now.told.state[i] = dice(3) ? SCOPE_OPEN : SCOPE_ABSENT;
        now.told.milestone[i] = (int)dice(MILESTONES + 1);
    }
    for (size_t i = 0; i < story->count; i++) {
        day += (int32_t)dice(4);
        change(&now.told);
        const bool gone = now.removed;
        now.broken = dice(12) == 0;
        now.removed = dice(20) == 0;
        now.merges = i > 0 && dice(4) == 0;
        /* A plan that comes back under another name is another plan. */
        if (dice(5) == 0 && !gone && !now.removed)
            now.path = (int)dice(3);
        now.at_s = (int64_t)day * 86400 + (int64_t)i * 60;
        if (dice(10) == 0)
            now.at_s -= (int64_t)dice(3) * 86400;
        story->commits[i] = now;
    }
    story->today = day + (int32_t)dice(5);
    for (size_t i = 0; i < ISSUES; i++) {
        static const char *const ids[] = {"A-0", "A-1", "A-2", "A-3", "A-4",
                                          "A-5", "A-6", "A-7", "A-8", "A-9"};
        const unsigned sort = dice(4);
        struct scope_closing closing = {
            .id = ids[i],
            .closed = sort > 1,
            .dropped = sort == 3 && dice(2),
            .day = sort > 1 ? FIRST_DAY - 2 + (int32_t)dice(DAYS_MAX / 2) : DAY_NONE};
        tell_past(story, i, &closing);
        if (sort > 0)
            story->closings[story->closing_count++] = closing;
    }
}

/* ---- the same as git has it ---- */

static void write_issues(struct str *out, const struct told *told, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        if (told->state[i] == SCOPE_ABSENT)
            continue;
        str_addf(out, "  - {id: A-%zu, title: Issue %zu", i, i);
        if (told->milestone[i] < MILESTONES)
            str_addf(out, ", milestone: M%d", told->milestone[i]);
        if (told->state[i] == SCOPE_DONE)
            str_add(out, ", state: closed");
        if (told->state[i] == SCOPE_DROPPED)
            str_add(out, ", state: closed, state_reason: not_planned");
        str_add(out, "}\n");
    }
}

static void write_main(struct str *out, const struct telling *telling)
{
    for (int i = 0; i < 30; i++)
        str_addf(out, "# line %d of what stays, so that a renamed file is still known\n", i);
    str_add(out, "include: [parts/*.yaml]\nmilestones:\n");
    for (int i = 0; i < MILESTONES; i++)
        str_addf(out, "  - {id: M%d, title: Milestone %d}\n", i, i);
    str_add(out, "issues:\n  - {id: A-x, title: Always there}\n");
    write_issues(out, &telling->told, 0, INCLUDED);
    if (telling->broken)
        str_add(out, "nonsense: [\n");
}

static void write_part(struct str *out, const struct telling *telling)
{
    str_add(out, "issues:\n  - {id: A-y, title: There too}\n");
    write_issues(out, &telling->told, INCLUDED, ISSUES);
}

static void put_file(FILE *out, const char *path, const struct str *text)
{
    fprintf(out, "M 100644 inline %s\ndata %zu\n%s\n", path, text->len, text->p);
}

static void put_files(FILE *out, const struct telling *telling)
{
    struct str text cleanup_str;
    str_init(&text, 0);
    fprintf(out, "deleteall\n");
    str_add(&text, "nothing");
    put_file(out, "README.md", &text);
    if (telling->removed)
        return;
    str_clear(&text);
    write_main(&text, telling);
    put_file(out, paths[telling->path], &text);
    str_clear(&text);
    write_part(&text, telling);
    put_file(out, telling->path == 2 ? "plans/parts/more.yaml" : "roadmap/parts/more.yaml", &text);
}

static void put_commit(FILE *out, const char *branch, int mark, int from, int merged,
                       const struct telling *telling)
{
    fprintf(out, "commit refs/heads/%s\nmark :%d\ncommitter octocat <o@example.com> %lld +0000\n",
            branch, mark, (long long)telling->at_s);
    fprintf(out, "data 1\nx\n");
    if (from)
        fprintf(out, "from :%d\n", from);
    if (merged)
        fprintf(out, "merge :%d\n", merged);
    put_files(out, telling);
}

static void put_story(FILE *out, size_t number, const struct story *story, int *mark)
{
    char branch[16];
    int from = 0;
    snprintf(branch, sizeof branch, "h%zu", number);
    fprintf(out, "reset refs/heads/%s\n", branch);
    for (size_t i = 0; i < story->count; i++) {
        int merged = 0;
        if (story->commits[i].merges) {
            struct telling side = story->commits[i - 1];
            change(&side.told);
            side.at_s += 30;
            merged = ++*mark;
            fprintf(out, "reset refs/heads/side\n");
            put_commit(out, "side", merged, from, 0, &side);
        }
        put_commit(out, branch, ++*mark, from, merged, &story->commits[i]);
        from = *mark;
    }
}

/* ---- the recomputation ---- */

/* Whether the commit changes a file of the plan, so that its date counts. */
static bool steps(const struct story *story, size_t at, size_t from)
{
    struct str before cleanup_str, after cleanup_str;
    str_init(&before, 0);
    str_init(&after, 0);
    if (at == from)
        return true;
    const struct telling *a = &story->commits[at - 1], *b = &story->commits[at];
    if (a->removed != b->removed || (!a->removed && a->path != b->path))
        return true;
    write_main(&before, a);
    write_part(&before, a);
    write_main(&after, b);
    write_part(&after, b);
    return !b->removed && strcmp(before.p, after.p) != 0;
}

/* What the plan said at the end of each day; NULL: there was none. */
struct days {
    const struct told *on[DAYS_MAX];
};

static const struct told *told_on(const struct days *days, int32_t day)
{
    return days->on[day - FIRST_DAY + 8];
}

static void tell_days(const struct story *story, size_t from, struct days *days)
{
    int64_t at_s = INT64_MAX;
    int32_t day_of[COMMITS_MAX];
    for (size_t i = story->count; i > from; i--) {
        if (steps(story, i - 1, from) && story->commits[i - 1].at_s < at_s)
            at_s = story->commits[i - 1].at_s;
        day_of[i - 1] = at_s == INT64_MAX ? INT32_MAX : (int32_t)(at_s / 86400);
    }
    *days = (struct days){0};
    for (int32_t slot = 0; slot < DAYS_MAX; slot++)
        for (size_t i = from; i < story->count; i++) {
            if (day_of[i] > slot + FIRST_DAY - 8)
                continue;
            if (story->commits[i].removed)
                days->on[slot] = NULL;
            else if (!story->commits[i].broken)
                days->on[slot] = &story->commits[i].told;
        }
}

static const struct scope_closing *closing_of(const struct story *story, size_t issue)
{
    for (size_t i = 0; i < story->closing_count; i++)
        if (story->closings[i].id[2] == (char)('0' + issue))
            return &story->closings[i];
    return NULL;
}

/* The plan says done on this day and without a break until today. */
static bool done_since(const struct story *story, const struct days *days, size_t issue,
                       int32_t day)
{
    for (; day <= story->today; day++) {
        const struct told *told = told_on(days, day);
        if (!told || told->state[issue] != SCOPE_DONE)
            return false;
    }
    return true;
}

/* What GitHub was the last to say at the end of a day; 0 while it had said nothing, else 'o'pen,
 * 'c'losed or 'd'ropped. */
static char github_said(const struct story *story, const struct scope_closing *closing, int32_t day)
{
    const int32_t last = day < story->today ? day : INT32_MAX; /* what is to come is there today */
    char said = 0;
    for (size_t i = 0; closing && i < closing->past.len; i++) {
        if (closing->past.items[i].closed_day <= last)
            said = closing->past.items[i].dropped ? 'd' : 'c';
        if (closing->past.items[i].reopened_day <= last)
            said = 'o';
    }
    if (closing && closing->closed && closing->day <= last)
        said = closing->dropped ? 'd' : 'c';
    return said;
}

static void recount(const struct story *story, const struct days *days, int32_t day, int milestone,
                    struct burnup_point *point)
{
    const struct told *told = told_on(days, day);
    *point = (struct burnup_point){.day = day};
    if (!told)
        return;
    point->scope = milestone < 0 ? 2 : 0; /* A-x and A-y */
    for (size_t i = 0; i < ISSUES; i++) {
        const struct scope_closing *closing = closing_of(story, i);
        const char said = github_said(story, closing, day);
        if ((milestone >= 0 && told->milestone[i] != milestone) ||
            (told->state[i] != SCOPE_OPEN && told->state[i] != SCOPE_DONE) || said == 'd')
            continue;
        point->scope++;
        const bool open = closing && !closing->closed;
        point->done += said == 'c' || (said != 'o' && told->state[i] == SCOPE_DONE &&
                                       !(open && done_since(story, days, i, day)));
    }
}

/* ---- both beside each other ---- */

static const struct burnup_line *line_of(const struct burnup *burnup, int milestone)
{
    if (milestone < 0)
        return &burnup->whole;
    for (size_t i = 0; i < burnup->milestones.len; i++)
        if (burnup->milestones.items[i].milestone[1] == (char)('0' + milestone))
            return &burnup->milestones.items[i];
    return NULL;
}

static struct burnup_point point_on(const struct burnup_line *line, int32_t day)
{
    struct burnup_point point = {0};
    for (size_t i = 0; line && i < line->points.len && line->points.items[i].day <= day; i++)
        point = line->points.items[i];
    return point;
}

/* `from`: the first commit that the clone has; its days before are nobody's to know. */
static void expect_story(const struct story *story, const struct scope_history *history,
                         size_t number, size_t from, int32_t first_day)
{
    struct arena *own cleanup_arena = arena_new();
    struct burnup burnup;
    struct days days;
    const struct burnup_input input = {.history = history,
                                       .closings = story->closings,
                                       .closing_count = story->closing_count,
                                       .today = story->today};
    burnup_compute(own, &input, &burnup);
    tell_days(story, from, &days);
    for (int32_t day = first_day; day <= story->today; day++)
        for (int milestone = -1; milestone < MILESTONES; milestone++) {
            struct burnup_point want;
            recount(story, &days, day, milestone, &want);
            const struct burnup_point point = point_on(line_of(&burnup, milestone), day);
            if (point.scope != want.scope || point.done != want.done)
                fail_msg("history %zu, day %d, milestone %d: %lld of %lld, expected %lld of %lld",
                         number, day - FIRST_DAY, milestone, (long long)point.done,
                         (long long)point.scope, (long long)want.done, (long long)want.scope);
        }
}

static const char *commit_of(struct repo *repo, struct arena *own, const char *text)
{
    struct ref ref = {0};
    WORKS(ref_resolve(repo, own, text, &ref, &git_err));
    assert_true(ref.found);
    return ref.id;
}

/* The name of the plan in the last commit that has one. */
static const char *path_of(const struct story *story)
{
    return paths[story->commits[story->count - 1].path];
}

static void expect_history(struct repo *repo, struct store *store, const struct story *story,
                           size_t number)
{
    struct arena *own cleanup_arena = arena_new();
    struct scope_history cold, warm;
    struct plan_history from = {
        .arena = own,
        .repo = repo,
        .path = path_of(story),
        .tip = commit_of(repo, own, arena_printf(own, "refs/heads/h%zu", number))};
    if (story->commits[story->count - 1].removed)
        return; /* there is no plan to report on */
    WORKS(plan_history_read(&from, &cold, &git_err));
    assert_null(cold.incomplete);
    expect_story(story, &cold, number, 0, FIRST_DAY - 3);

    /* Half of it first, the rest through the cache. */
    const size_t half = story->count / 2;
    const char *tip = from.tip;
    from.store = store;
    from.storing = true;
    from.tip = commit_of(repo, own,
                         arena_printf(own, "refs/heads/h%zu~%zu", number, story->count - 1 - half));
    if (dice(2))
        from.path = paths[story->commits[half].path];
    WORKS(plan_history_read(&from, &warm, &git_err));
    from.tip = tip;
    from.path = path_of(story);
    for (int i = 0; i < 2; i++) {
        WORKS(plan_history_read(&from, &warm, &git_err));
        expect_story(story, &warm, number, 0, FIRST_DAY - 3);
    }
}

static struct story stories[HISTORIES];

static void tell_all(void)
{
    int mark = 0;
    shell("git init -q all");
    FILE *out = fopen(in_root("stream"), "w");
    assert_non_null(out);
    for (size_t i = 0; i < HISTORIES; i++) {
        tell(&stories[i]);
        put_story(out, i, &stories[i], &mark);
    }
    assert_int_equal(fclose(out), 0);
    shell("git -C all fast-import --quiet --force <stream");
}

static void a_thousand_histories_are_counted_as_they_were_told(void **state)
{
    (void)state;
    struct store *store cleanup_store = NULL;
    tell_all();
    struct repo *repo cleanup_repo = open_repo("all");
    WORKS(store_open_memory(0, &store, &git_err));
    for (size_t i = 0; i < HISTORIES; i++)
        expect_history(repo, store, &stories[i], i);
}

static void a_shallow_clone_says_so_and_is_right_from_where_it_begins(void **state)
{
    (void)state;
    for (size_t i = 0, cloned = 0; i < HISTORIES && cloned < 12; i++) {
        const struct story *story = &stories[i];
        bool plain = story->count > 4;
        for (size_t k = 0; k < story->count; k++)
            plain = plain && !story->commits[k].merges && !story->commits[k].removed &&
                    story->commits[k].path == story->commits[0].path &&
                    (k == 0 || story->commits[k].at_s > story->commits[k - 1].at_s);
        if (!plain || story->commits[story->count - 3].broken)
            continue;
        struct arena *own cleanup_arena = arena_new();
        struct scope_history history;
        const char *name = arena_printf(own, "shallow%zu", cloned++);
        shell(
            arena_printf(own, "git clone -q --depth 3 --branch h%zu file://$PWD/all %s", i, name));
        struct repo *repo cleanup_repo = open_repo(name);
        const struct plan_history from = {.arena = own,
                                          .repo = repo,
                                          .path = path_of(story),
                                          .tip = commit_of(repo, own, "HEAD")};
        WORKS(plan_history_read(&from, &history, &git_err));
        assert_string_equal(history.incomplete, "shallow clone");
        const size_t first = story->count - 3;
        expect_story(story, &history, i, first, (int32_t)(story->commits[first].at_s / 86400));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_thousand_histories_are_counted_as_they_were_told),
        cmocka_unit_test(a_shallow_clone_says_so_and_is_right_from_where_it_begins),
    };
    return cmocka_run_group_tests_name("app burn-up", tests, set_up, tear_down);
}
