#include "render/trace_text.h"

#include <string.h>

#include "base/day.h"
#include "render/plan_parts.h"
#include "render/table.h"
#include "render/trace_parts.h"

#define LABEL_COLUMN 13

static enum sign sign_of_rung(enum trace_state state)
{
    static const enum sign signs[] = {[TRACE_NOT_ASKED] = SIGN_NOT_YET,
                                      [TRACE_HOLDS] = SIGN_PASS,
                                      [TRACE_FAILS] = SIGN_FAIL,
                                      [TRACE_UNKNOWN] = SIGN_UNKNOWN,
                                      [TRACE_NOT_YET] = SIGN_NOT_YET};
    return signs[state];
}

static enum sign sign_of_verdict(enum verdict verdict)
{
    static const enum sign signs[VERDICT_COUNT] = {
        [VERDICT_PASS] = SIGN_PASS,      [VERDICT_FAIL] = SIGN_FAIL,
        [VERDICT_ERROR] = SIGN_CONFLICT, [VERDICT_UNKNOWN] = SIGN_UNKNOWN,
        [VERDICT_SKIP] = SIGN_NOT_YET,   [VERDICT_WAIVED] = SIGN_CHANGE};
    return signs[verdict];
}

static void put_rung(struct pen *pen, enum sign sign, const char *word)
{
    const int width = style_sign_width(pen->style) + 1 + (int)strlen(word);
    if (pen->column > pen->indent && pen_left(pen) < width + 2)
        pen_end(pen);
    pen_to(pen, pen->indent, pen->column > pen->indent ? 2 : 0);
    pen_sign(pen, sign);
    pen_put(pen,
            sign == SIGN_PASS      ? ROLE_GOOD
            : sign == SIGN_FAIL    ? ROLE_BAD
            : sign == SIGN_NOT_YET ? ROLE_DIM
                                   : ROLE_CARE,
            word);
}

static void put_label(struct pen *pen, const char *label)
{
    pen_to(pen, 2, 0);
    pen_put(pen, ROLE_PLAIN, label);
    pen->indent = LABEL_COLUMN;
}

static void put_presence(struct pen *pen, const struct trace_issue *issue)
{
    put_label(pen, "presence");
    for (int i = PRESENCE_PLANNED; i < PRESENCE_COUNT; i++) {
        enum sign sign = i <= (int)issue->presence ? SIGN_PASS : SIGN_NOT_YET;
        if (sign == SIGN_NOT_YET && issue->presence_unknown)
            sign = SIGN_UNKNOWN;
        put_rung(pen, sign, presence_name((enum evidence_presence)i));
    }
    pen_end(pen);
}

static void put_proof(struct pen *pen, const struct trace_issue *issue)
{
    put_label(pen, "proof");
    for (int i = PROOF_NAMED; i < PROOF_COUNT; i++)
        if (issue->rungs[i].state != TRACE_NOT_ASKED)
            put_rung(pen, sign_of_rung(issue->rungs[i].state), proof_name((enum proof)i));
    pen_end(pen);
}

static void put_head(struct pen *pen, const struct trace_issue *issue)
{
    cleanup_str struct str right;
    str_init(&right, 0);
    if (issue->number > 0)
        str_addf(&right, "#%lld", (long long)issue->number);
    if (issue->state)
        str_addf(&right, "%s%s", right.len ? " " : "", issue->state);
    const char *priority = part_priority(issue->issue);
    if (*priority)
        str_addf(&right, "%s%s", right.len ? ", " : "", priority);
    pen_put(pen, ROLE_STRONG, issue->issue->id);
    pen_put(pen, ROLE_PLAIN, "  ");
    pen_fit(pen, ROLE_PLAIN, part_title(issue->issue->id, issue->issue->title),
            right.len ? (int)right.len + 2 : 0);
    pen->indent = 2;
    if (right.len)
        pen_right(pen, ROLE_PLAIN, right.p);
    pen_end(pen);
}

/* "DB-ML1 due Fri 13 Mar · octocat · after DB-004" */
static void put_place(struct pen *pen, const struct trace_issue *issue)
{
    struct strlist parts = {0};
    char day[24];
    const struct plan_milestone *milestone = issue->milestone;
    if (milestone && milestone->due_on.presence == SET) {
        style_day_long(pen->style, milestone->due_on.day, day);
        strlist_add(pen->arena, &parts, arena_printf(pen->arena, "%s due %s", milestone->id, day));
    } else if (milestone) {
        strlist_add(pen->arena, &parts, milestone->id);
    }
    if (issue->assignee)
        strlist_add(pen->arena, &parts, issue->assignee);
    else if (issue->issue->owner)
        strlist_add(pen->arena, &parts, issue->issue->owner);
    const struct strlist *after = &issue->issue->depends_on.items;
    if (after->len > 0) {
        cleanup_str struct str text;
        str_init(&text, 0);
        for (size_t i = 0; i < after->len; i++)
            str_addf(&text, "%s%s%s", i ? ", " : "after ", after->items[i],
                     strlist_has(&issue->after_open, after->items[i]) || !issue->state ? ""
                     : pen->style->ascii                                               ? " ok"
                                                                                       : " ✓");
        strlist_add(pen->arena, &parts, str_dup(&text, pen->arena));
    }
    pen->indent = 0;
    for (size_t i = 0; i < parts.len; i++)
        pen_wrapf(pen, ROLE_PLAIN, "%s%s",
                  i ? arena_printf(pen->arena, " %s ", style_dot(pen->style)) : "", parts.items[i]);
    if (parts.len)
        pen_end(pen);
}

static void put_migrations(struct pen *pen, const struct trace_issue *issue)
{
    static const struct table_column columns[] = {{.flexible = true, .min_width = 20},
                                                  {.heading = "", .drop = 3},
                                                  {.heading = "proof"},
                                                  {.heading = "link", .drop = 1},
                                                  {.heading = "since", .drop = 2}};
    if (issue->migrations.len == 0)
        return;
    const char *folder = issue->migrations.items[0].folder;
    bool one = true;
    for (size_t i = 0; i < issue->migrations.len; i++)
        one = one && text_eq(issue->migrations.items[i].folder, folder);
    struct table_column named[sizeof columns / sizeof *columns];
    memcpy(named, columns, sizeof columns);
    named[0].heading =
        one ? arena_printf(pen->arena, "Migrations in %s", *folder ? folder : ".") : "Migrations";
    struct table table;
    table_init(&table, pen->arena, named, sizeof named / sizeof *named, 2);
    for (size_t i = 0; i < issue->migrations.len; i++) {
        const struct trace_migration *at = &issue->migrations.items[i];
        struct table_cell *cells = table_row(&table);
        char since[24];
        style_day_number(pen->style, instant_day(at->since_ms), since);
        cells[0].text = one ? at->name : at->path;
        cells[1].text = at->ways;
        cells[2].text = at->edited ? "edited" : proof_name(at->proof);
        cells[3].text = at->link;
        cells[4].text =
            at->since_ms ? arena_strdup(pen->arena, since) : presence_name(at->presence);
    }
    pen_blank(pen);
    table_print(&table, pen);
}

static void put_commits(struct pen *pen, const struct trace_report *report,
                        const struct trace_issue *issue)
{
    static const struct table_column columns[] = {
        {0}, {.align = TABLE_RIGHT}, {.flexible = true, .min_width = 10}, {.drop = 1}};
    if (issue->commits.len == 0)
        return;
    struct table table;
    table_init(&table, pen->arena, columns, sizeof columns / sizeof *columns, 2);
    for (size_t i = 0; i < issue->commits.len; i++) {
        const struct trace_commit *commit = &issue->commits.items[i];
        struct table_cell *cells = table_row(&table);
        char day[24];
        style_day_number(pen->style, instant_day(commit->at_ms), day);
        cells[0] = (struct table_cell){arena_strndup(pen->arena, commit->id, 7), ROLE_DIM};
        cells[1].text = arena_strdup(pen->arena, day);
        cells[2].text = commit->subject;
        cells[3].text = commit->link;
    }
    pen_blank(pen);
    pen->indent = 2;
    pen_to(pen, 2, 0);
    pen_wrapf(pen, ROLE_PLAIN, "Commits of %s that %s does not have", report->head, report->base);
    pen_end(pen);
    table_print(&table, pen);
}

static void put_checks(struct pen *pen, const struct trace_issue *issue)
{
    if (issue->checks.len == 0)
        return;
    pen_blank(pen);
    pen_to(pen, 2, 0);
    pen_put(pen, ROLE_PLAIN, "Checks");
    pen_end(pen);
    int width = 0;
    for (size_t i = 0; i < issue->checks.len; i++)
        if ((int)strlen(issue->checks.items[i].name) > width)
            width = (int)strlen(issue->checks.items[i].name);
    for (size_t i = 0; i < issue->checks.len; i++) {
        const struct trace_check *check = &issue->checks.items[i];
        pen->indent = 2 + style_sign_width(pen->style) + 1;
        pen_to(pen, 2, 0);
        pen_sign(pen, sign_of_verdict(check->verdict));
        pen_put(pen, ROLE_PLAIN, check->name);
        if (pen->indent + width + 2 < pen->style->columns / 2)
            pen->indent += width + 3;
        if (check->message) {
            pen_to(pen, pen->indent, 2);
            pen_wrap(pen, check->known ? ROLE_PLAIN : ROLE_DIM, check->message);
        }
        pen_end(pen);
        for (size_t k = 0; pen->style->verbose > 0 && k < check->lines.len; k++) {
            pen_to(pen, pen->indent, 0);
            pen_wrap(pen, ROLE_DIM, check->lines.items[k]);
            pen_end(pen);
        }
        if (!check->path || check->verdict != VERDICT_FAIL)
            continue;
        pen_to(pen, pen->indent, 0);
        pen_whole(pen, ROLE_DIM,
                  check->line ? arena_printf(pen->arena, "%s:%u", check->path, check->line)
                              : check->path);
        pen_end(pen);
    }
}

static void put_todo(struct pen *pen, const struct trace_issue *issue)
{
    if (issue->todo.len == 0)
        return;
    pen_blank(pen);
    pen_to(pen, 2, 0);
    /* Verified is half of it: the other half is where it stands. */
    pen_put(pen, ROLE_PLAIN,
            issue->rungs[PROOF_VERIFIED].state == TRACE_HOLDS ? "To be proven:"
                                                              : "To be verified:");
    pen_end(pen);
    for (size_t i = 0; i < issue->todo.len; i++) {
        const struct trace_todo *todo = &issue->todo.items[i];
        pen_to(pen, 2, 0);
        pen_putf(pen, ROLE_PLAIN, "%zu", i + 1);
        pen->indent = 5;
        pen_to(pen, 5, 1);
        pen_wrap(pen, ROLE_PLAIN, todo->text);
        if (todo->command)
            pen_right(pen, ROLE_LINK, part_command(pen, todo->command, NULL));
        pen_end(pen);
    }
}

static void put_issue(struct pen *pen, const struct trace_report *report,
                      const struct trace_issue *issue)
{
    put_head(pen, issue);
    if (pen->style->quiet)
        return;
    put_place(pen, issue);
    pen_blank(pen);
    if (issue->has_subjects)
        put_presence(pen, issue);
    if (issue->asks)
        put_proof(pen, issue);
    if (!issue->asks) {
        pen->indent = 2;
        pen_to(pen, 2, 0);
        pen_wrap(pen, ROLE_PLAIN, "It asks for no proof: it has neither migrations nor checks.");
        pen_end(pen);
    }
    put_migrations(pen, issue);
    put_commits(pen, report, issue);
    put_checks(pen, issue);
    put_todo(pen, issue);
    if (!report->base && issue->asks) {
        pen_blank(pen);
        pen->indent = 2;
        pen_to(pen, 2, 0);
        pen_wrapf(pen, ROLE_DIM, "What is merged is unknown: %s.", report->base_unknown);
        pen_end(pen);
        if (report->base_help) {
            pen_to(pen, 2, 0);
            pen_wrap(pen, ROLE_DIM, report->base_help);
            pen_end(pen);
        }
    }
}

void trace_text(struct arena *arena, const struct style *style, const struct trace_report *report,
                struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    if (report->file)
        trace_put_file(&pen, report->file);
    else if (report->one)
        put_issue(&pen, report, &report->issues.items[0]);
    else
        trace_put_all(&pen, report);
}
