/* The sandbox's world and the report against the model; and every byte that people lost. */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "base/map.h"
#include "property/stage.h"
#include "support/app_story.h"

void stage_wrong(struct stage *stage, const struct subject *subject, const char *format, ...)
{
    if (stage->broken == 0 || stage->first == (size_t)(subject - stage->subjects)) {
        va_list args;
        va_start(args, format);
        str_addf(stage->wrong, "  round %d, %s: ", stage->round, stage->step);
        str_vaddf(stage->wrong, format, args);
        str_add(stage->wrong, "\n");
        va_end(args);
    }
    if (stage->broken == 0)
        stage->first = (size_t)(subject - stage->subjects);
    stage->broken++;
}

/* ---- The report
 * ---------------------------------------------------------------------------------- */

struct told {
    unsigned written, kept, conflicts;
    bool refused;
};

static int model_field(const struct item_change *item, enum field field)
{
    static const int fields[FIELD_COUNT] = {
        [FIELD_TITLE] = TITLE, [FIELD_COLOR] = COLOR,   [FIELD_DESCRIPTION] = DESCRIPTION,
        [FIELD_DUE_ON] = DUE,  [FIELD_BLOCK] = BLOCK,   [FIELD_MILESTONE] = MILESTONE,
        [FIELD_STATE] = STATE, [FIELD_LABELS] = LABELS, [FIELD_ASSIGNEES] = ASSIGNEES,
    };
    if (item->kind == KIND_RELATION)
        return strstr(item->id, " parent ") ? PARENT : BLOCKERS;
    return fields[field];
}

/* The subject an item of the report is about, links with the issue they belong to; NULL. */
static const struct subject *subject_of(struct stage *stage, const struct map *ids,
                                        const struct item_change *item)
{
    static const enum m_kind kinds[] = {
        [KIND_LABEL] = M_LABEL, [KIND_MILESTONE] = M_MILESTONE, [KIND_ISSUE] = M_ISSUE};
    const bool link = item->kind == KIND_RELATION;
    const char *id = arena_strndup(stage->world.arena, item->id,
                                   link ? strcspn(item->id, " ") : strlen(item->id));
    const struct subject *subject = map_get(ids, id);
    return subject && subject->model.kind == (link ? M_ISSUE : kinds[item->kind]) ? subject : NULL;
}

static void take_in(const struct item_change *item, struct told *told)
{
    told->refused = told->refused || item->verb == VERB_REFUSE;
    for (size_t i = 0; i < item->changes.len; i++) {
        const struct change *change = &item->changes.items[i];
        const unsigned bit = BIT(model_field(item, change->field));
        if (change->move == MOVE_WRITE || change->move == MOVE_OVERWRITE)
            told->written |= bit;
        else if (change->move == MOVE_KEEP)
            told->kept |= bit;
        else if (change->move == MOVE_CONFLICT)
            told->conflicts |= bit;
    }
    if (item->verb == VERB_DELETE)
        told->written |= BIT(model_field(item, FIELD_EDGE));
}

static const char *names_of(struct arena *arena, unsigned fields)
{
    static const char *const names[M_FIELDS] = {"title",     "color",    "description", "due",
                                                "milestone", "state",    "parent",      "labels",
                                                "assignees", "blockers", "block"};
    const char *text = "";
    for (int i = 0; i < M_FIELDS; i++)
        if (fields & BIT(i))
            text = arena_printf(arena, "%s%s%s", text, *text ? "," : "", names[i]);
    return *text ? text : "-";
}

static void compare_report(struct stage *stage, const struct subject *subject,
                           const struct m_verdict *want, const struct told *told)
{
    struct arena *arena = stage->world.arena;
    if (want->refused != told->refused)
        stage_wrong(stage, subject, "expected %srefused, got %srefused",
                    want->refused ? "" : "not ", told->refused ? "" : "not ");
    if (want->refused || want->created)
        return;
    if (want->moved[KEEP] != told->kept)
        stage_wrong(stage, subject, "expected drift %s, got %s", names_of(arena, want->moved[KEEP]),
                    names_of(arena, told->kept));
    if (want->moved[CONFLICT] != told->conflicts)
        stage_wrong(stage, subject, "expected conflicts %s, got %s",
                    names_of(arena, want->moved[CONFLICT]), names_of(arena, told->conflicts));
}

/* ---- What people could lose
 * ---------------------------------------------------------------------- */

void stage_remember(struct stage *stage)
{
    struct app_world *world = &stage->world;
    for (size_t i = 0; i < stage->count; i++) {
        const struct subject *subject = &stage->subjects[i];
        struct before *before = &stage->before[i];
        *before = (struct before){.title = "", .body = stage_body(stage, subject)};
        struct sandbox_issue issue = {0};
        struct sandbox_milestone milestone = {0};
        const char *title = text_title(world->arena, subject, subject->model.there.v[TITLE]);
        if (subject->model.gone)
            continue;
        if (subject->model.kind == M_ISSUE &&
            sandbox_issue(world->sandbox, subject->number, &issue))
            before->title = issue.title;
        else if (subject->model.kind == M_LABEL)
            (void)sandbox_label(world->sandbox, title, &before->label);
        else if (sandbox_milestone(world->sandbox, title, &milestone))
            before->due = milestone.due_on;
    }
}

/* Every value that the runs of this cache wrote over. */
static const char *journal(struct stage *stage)
{
    struct str out cleanup_str;
    str_init(&out, 0);
    sqlite3 *db = NULL;
    sqlite3_stmt *rows = NULL;
    if (sqlite3_open_v2(stage->world.app.cache_path, &db, SQLITE_OPEN_READONLY, NULL) ==
            SQLITE_OK &&
        sqlite3_prepare_v2(db, "SELECT before FROM change WHERE before IS NOT NULL", -1, &rows,
                           NULL) == SQLITE_OK)
        while (sqlite3_step(rows) == SQLITE_ROW)
            str_addf(&out, "%s\n", (const char *)sqlite3_column_text(rows, 0));
    sqlite3_finalize(rows);
    sqlite3_close(db);
    return str_dup(&out, stage->world.arena);
}

/* A line as both sides read it: no box, no blanks at the end, composed, nothing invisible. */
static const char *plain(struct arena *arena, const char *line, size_t len)
{
    struct str out cleanup_str;
    str_init(&out, 0);
    while (len > 0 && strchr(" \t\r", line[len - 1]))
        len--;
    if (len > 5 && (memcmp(line, "- [x]", 5) == 0 || memcmp(line, "- [ ]", 5) == 0)) {
        line += 5;
        len -= 5;
    }
    for (size_t i = 0; i < len; i++) {
        if (len - i >= 3 && memcmp(line + i, "e\xcc\x81", 3) == 0) {
            str_add(&out, "\xc3\xa9");
            i += 2;
        } else if (len - i >= 3 && memcmp(line + i, "\xe2\x80\x8b", 3) == 0) {
            i += 2;
        } else {
            str_addc(&out, line[i]);
        }
    }
    return str_dup(&out, arena);
}

static const char *plain_text(struct arena *arena, const char *text)
{
    struct str out cleanup_str;
    str_init(&out, 0);
    for (; *text; text += strcspn(text, "\n"), text += *text == '\n')
        str_addf(&out, "%s\n", plain(arena, text, strcspn(text, "\n")));
    return str_dup(&out, arena);
}

struct loss {
    struct stage *stage;
    const char *journal; /* plain, read when something is missing */
};

static void must_be(struct loss *loss, const struct subject *subject, const char *old,
                    const char *now)
{
    struct arena *arena = loss->stage->world.arena;
    if (text_empty(old) || strcmp(old, now) == 0)
        return;
    const char *now_plain = plain_text(arena, now);
    for (const char *line = old; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        const char *part = plain(arena, line, strcspn(line, "\n"));
        if (*part == '\0' || text_starts(part, "<!-- ") || strstr(now_plain, part))
            continue;
        if (!loss->journal)
            loss->journal = plain_text(arena, journal(loss->stage));
        if (!strstr(loss->journal, part))
            stage_wrong(loss->stage, subject, "lost, neither on GitHub nor in the journal: '%s'",
                        part);
    }
}

static void compare_loss(struct loss *loss, const struct subject *subject,
                         const struct m_verdict *want)
{
    struct stage *stage = loss->stage;
    const struct before *before = &stage->before[subject - stage->subjects];
    const char *body = stage_body(stage, subject);
    struct sandbox_issue issue = {0};
    struct sandbox_label label = {0};
    const char *title = text_title(stage->world.arena, subject, subject->model.there.v[TITLE]);
    if (want->created)
        return;
    must_be(loss, subject, before->body, body);
    if (subject->model.kind == M_ISSUE &&
        sandbox_issue(stage->world.sandbox, subject->number, &issue))
        must_be(loss, subject, before->title, issue.title);
    if (subject->model.kind == M_LABEL && before->label.name &&
        sandbox_label(stage->world.sandbox, title, &label)) {
        must_be(loss, subject, before->label.name, label.name);
        must_be(loss, subject, before->label.color, label.color);
        must_be(loss, subject, before->label.description,
                label.description ? label.description : "");
    }
    struct parts was, is;
    struct arena *arena = stage->world.arena;
    if (subject->model.body != WHOLE) {
        if (strcmp(before->body, body) != 0)
            stage_wrong(stage, subject, "a text without a whole block was written:\n%s\n->\n%s",
                        before->body, body);
    } else if (stage_split(arena, before->body, &was) && stage_split(arena, body, &is) &&
               (strcmp(was.above, is.above) != 0 || strcmp(was.below, is.below) != 0)) {
        stage_wrong(stage, subject, "text outside of the block changed:\n%s\n->\n%s", before->body,
                    body);
    }
}

/* ---- The world
 * ------------------------------------------------------------------------------------ */

static void expect_text(struct stage *stage, const struct subject *subject, const char *what,
                        const char *want, const char *got)
{
    if (!text_eq(want, got ? got : ""))
        stage_wrong(stage, subject, "%s: expected '%s', got '%s'", what, want, got ? got : "");
}

static const char *one_space(struct arena *arena, const char *text)
{
    struct str out cleanup_str;
    str_init(&out, 0);
    for (; *text; text++)
        if (*text != ' ' || (text[1] != ' ' && text[1] != '\0' && out.len > 0))
            str_addc(&out, *text);
    return str_dup(&out, arena);
}

static void compare_block(struct stage *stage, const struct subject *subject)
{
    struct arena *arena = stage->world.arena;
    const char *body = stage_body(stage, subject);
    struct parts parts;
    if (subject->model.body != WHOLE)
        return;
    if (!stage_split(arena, body, &parts)) {
        stage_wrong(stage, subject, "it has no whole block:\n%s", body);
        return;
    }
    const struct m_side *there = &subject->model.there;
    const char *at = parts.block;
    int cell = 0;
    for (;; at += strcspn(at, "\n"), at += *at == '\n') {
        const char *got = plain(arena, at, strcspn(at, "\n"));
        const bool ticked = strncmp(at, "- [x]", 5) == 0 || strncmp(at, "- [X]", 5) == 0;
        while (cell < CELLS &&
               (!there->v[BLOCK + cell] || *text_line(arena, cell, there->v[BLOCK + cell], 0) == 0))
            cell++;
        if (*at == '\0')
            break;
        if (*got == '\0')
            continue;
        const char *line =
            cell < CELLS ? text_line(arena, cell, there->v[BLOCK + cell], false) : "";
        if (strcmp(plain(arena, line, strlen(line)), got) != 0 ||
            ticked != ((there->ticks & BIT(cell)) != 0)) {
            stage_wrong(stage, subject, "block, line %d: expected '%s'%s, got\n%s\nexpected\n%s",
                        cell, line, there->ticks & BIT(cell) ? " ticked" : "", parts.block,
                        text_block(arena, there));
            return;
        }
        cell++;
    }
    if (cell < CELLS)
        stage_wrong(stage, subject, "block: line %d is missing in\n%s", cell, parts.block);
}

static const char *label_name(int label)
{
    static const char *const names[ALL_LABELS] = {"l0", "l1", "l2", "l3", "l4", "l5", "l6", "l7"};
    return names[label];
}

/* The sandbox gives them in the order in which they came. */
static void expect_set(struct stage *stage, const struct subject *subject, int field,
                       const char *got, int count, const char *(*name)(int))
{
    unsigned set = 0;
    for (int i = 0; i < count; i++)
        if (strstr(got, name(i)))
            set |= BIT(i);
    if ((int)set != subject->model.there.v[field])
        stage_wrong(stage, subject, "%s: expected set %x, got %s",
                    field == LABELS ? "labels" : "assignees",
                    (unsigned)subject->model.there.v[field], got);
}

static void compare_links(struct stage *stage, const struct subject *subject,
                          const struct sandbox_issue *issue)
{
    struct app_world *world = &stage->world;
    const struct m_side *there = &subject->model.there;
    for (int hub = 0; hub < HUBS; hub++) {
        const char *name = text_hub(world->arena, subject, hub);
        const int64_t number =
            sandbox_issue_titled(world->sandbox, arena_printf(world->arena, "%s: Hub", name));
        const char *key = arena_printf(world->arena, ",%lld,", (long long)number);
        const bool got =
            hub < 3 ? strstr(arena_printf(world->arena, ",%s,", issue->blocked_by), key) != NULL
                    : issue->parent == number;
        const bool want =
            hub < 3 ? ((unsigned)there->v[BLOCKERS] & BIT(hub)) != 0 : there->v[PARENT] == hub - 2;
        if (want != got)
            stage_wrong(stage, subject, "%s %s: expected %d, got %d",
                        hub < 3 ? "blocked by" : "parent", name, want, got);
    }
}

static void compare_issue(struct stage *stage, const struct subject *subject)
{
    struct app_world *world = &stage->world;
    struct arena *arena = world->arena;
    const struct m_side *there = &subject->model.there;
    struct sandbox_issue issue = {0};
    if (!sandbox_issue(world->sandbox, subject->number, &issue)) {
        stage_wrong(stage, subject, "#%lld is not there", (long long)subject->number);
        return;
    }
    const int state = there->v[STATE];
    expect_text(stage, subject, "title", text_title(arena, subject, there->v[TITLE]),
                one_space(arena, issue.title));
    expect_text(stage, subject, "state", state ? "closed" : "open", issue.state);
    if (state)
        expect_text(stage, subject, "reason", text_state(state), issue.state_reason);
    expect_set(stage, subject, LABELS, issue.labels, ALL_LABELS, label_name);
    expect_set(stage, subject, ASSIGNEES, issue.assignees, ALL_ASSIGNEES, text_login);
    struct sandbox_milestone milestone = {0};
    const char *title = text_milestone(there->v[MILESTONE]);
    (void)sandbox_milestone(world->sandbox, title, &milestone);
    if (issue.milestone != milestone.number)
        stage_wrong(stage, subject, "milestone: expected %s, got number %lld", title,
                    (long long)issue.milestone);
    compare_links(stage, subject, &issue);
    compare_block(stage, subject);
}

static void compare_milestone(struct stage *stage, const struct subject *subject)
{
    struct app_world *world = &stage->world;
    const struct m_side *there = &subject->model.there;
    const char *title = text_title(world->arena, subject, there->v[TITLE]);
    struct sandbox_milestone milestone = {0};
    if (!sandbox_milestone(world->sandbox, title, &milestone)) {
        stage_wrong(stage, subject, "milestone '%s' is not there", title);
        return;
    }
    expect_text(stage, subject, "state", there->v[STATE] ? "closed" : "open", milestone.state);
    expect_text(stage, subject, "due", text_day(world->arena, there->v[DUE]),
                milestone.due_on ? arena_strndup(world->arena, milestone.due_on, 10) : "");
    compare_block(stage, subject);
}

static void compare_label(struct stage *stage, const struct subject *subject)
{
    struct app_world *world = &stage->world;
    const struct m_side *there = &subject->model.there;
    const char *name = text_title(world->arena, subject, there->v[TITLE]);
    struct sandbox_label label = {0};
    if (!sandbox_label(world->sandbox, name, &label)) {
        stage_wrong(stage, subject, "label '%s' is not there", name);
        return;
    }
    /* 0: ignored and never sent; GitHub picks a colour then. */
    if (there->v[COLOR])
        expect_text(stage, subject, "color", text_color(world->arena, there->v[COLOR]),
                    label.color);
    expect_text(stage, subject, "description",
                there->v[DESCRIPTION] ? text_words(world->arena, there->v[DESCRIPTION]) : "",
                label.description);
}

static void compare_copies(struct stage *stage)
{
    for (size_t i = 0; i < stage->copy_count; i++) {
        struct sandbox_issue issue = {0};
        if (!sandbox_issue(stage->world.sandbox, stage->copies[i], &issue) ||
            !text_eq(issue.body, stage->copied[i]))
            stage_wrong(stage, &stage->subjects[0], "the copy #%lld was touched",
                        (long long)stage->copies[i]);
    }
}

static void read_report(struct stage *stage, struct told *told)
{
    const struct changeset *changeset = stage->world.report.changeset;
    struct map *ids = map_new(stage->world.arena);
    for (size_t i = 0; i < stage->count; i++)
        map_put(ids, subject_id(stage->world.arena, &stage->subjects[i]), &stage->subjects[i]);
    for (size_t i = 0; changeset && i < changeset->items.len; i++) {
        const struct item_change *item = &changeset->items.items[i];
        const struct subject *subject = subject_of(stage, ids, item);
        if (subject)
            take_in(item, &told[subject - stage->subjects]);
    }
}

void stage_compare(struct stage *stage, const struct m_verdict *verdicts)
{
    static void (*const compare[])(struct stage *, const struct subject *) = {
        compare_label, compare_milestone, compare_issue};
    struct told told[SUBJECTS_MAX] = {0};
    struct loss loss = {.stage = stage};
    bool left = false;
    read_report(stage, told);
    for (size_t i = 0; i < stage->count; i++) {
        const struct subject *subject = &stage->subjects[i];
        compare_report(stage, subject, &verdicts[i], &told[i]);
        left = left || verdicts[i].refused || verdicts[i].moved[CONFLICT];
        if (subject->model.gone)
            continue;
        compare[subject->model.kind](stage, subject);
        compare_loss(&loss, subject, &verdicts[i]);
    }
    compare_copies(stage);
    const int status = left ? 5 : 0;
    if (stage->world.report.exit_status != status && stage->broken == 0)
        stage_wrong(stage, &stage->subjects[0], "expected status %d, got %d", status,
                    stage->world.report.exit_status);
}
