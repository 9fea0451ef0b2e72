#include "story.h"

#include <stdio.h>

#include "base/str.h"

int story_issues(int revision)
{
    return revision == 1 ? STORY_ISSUES - 2 : STORY_ISSUES;
}

struct story_label story_label(int revision, int n)
{
    static const struct story_label labels[] = {
        {"area:db", NULL, "5319e7", "Tables"},    {"area:web", NULL, "1d76db", "Pages"},
        {"area:ops", NULL, "0e8a16", "Machines"}, {"type:docs", NULL, "006b75", "Words"},
        {"type:test", NULL, "455a64", "Proof"},   {"p1", NULL, "b60205", "First"},
        {"p2", NULL, "d93f0b", "Second"},         {"old-name", NULL, "fbca04", "Renamed later"},
    };
    struct story_label label = labels[n - 1];
    if (revision == 2 && n == 1)
        label.color = "c2185b";
    if (revision == 2 && n == 2)
        label.description = "Pages and what is behind them";
    if (revision == 2 && n == 8) {
        label.previous = label.name;
        label.name = "new-name";
    }
    return label;
}

struct story_milestone story_milestone(int revision, int n)
{
    static const struct story_milestone milestones[] = {
        {"M1", "M1: Ground", "The first steps", "2026-12-14"},
        {"M2", "M2: Walls", "What holds it", "2027-01-18"},
        {"M3", "M3: Roof", "What covers it", "2027-02-15"},
        {"M4", "M4: Garden", "What is around it", "2027-03-15"},
    };
    struct story_milestone milestone = milestones[n - 1];
    if (revision == 2 && n == 1)
        milestone.title = "M1: Foundation";
    if (revision == 2 && n == 2)
        milestone.description = "All that holds it";
    if (revision == 2 && n == 3)
        milestone.due = "2027-02-22";
    return milestone;
}

static int label_at(int n)
{
    return 1 + n % STORY_LABELS;
}

struct story_issue story_issue(struct arena *arena, int revision, int n)
{
    const bool second = revision == 2;
    struct story_issue issue = {.body = n % 5 == 0,
                                .milestone = 1 + n % STORY_MILESTONES,
                                .labels = {label_at(n), label_at(n * 3 + 1)}};
    (void)snprintf(issue.id, sizeof issue.id, "T-%02d", n);
    issue.title = arena_printf(arena, "%s: Work %d%s", issue.id, n,
                               second && n % 7 == 1 ? ", once more" : "");
    const bool other_text = second && (issue.body ? n <= 20 : n % 6 == 2);
    issue.text = arena_printf(arena, "Begin of %d%s.", n, other_text ? ", written anew" : "");
    if (issue.labels[0] == issue.labels[1])
        issue.labels[1] = 0;
    if (second && n % 9 == 3)
        issue.labels[0] = label_at(n + 1) == issue.labels[1] ? label_at(n + 2) : label_at(n + 1);
    if (second && n % 8 == 4)
        issue.milestone = 1 + (n + 1) % STORY_MILESTONES;
    if (n % 3 == 2)
        issue.parent = n - 1;
    if (second && n % 10 == 8)
        issue.parent = n % 3 == 2 ? 0 : n - 2;
    if (n % 4 == 3)
        issue.blocked_by = n - 2;
    if (second && n % 12 == 7)
        issue.blocked_by = n - 1;
    issue.closed = second && (n == 12 || n == 20);
    return issue;
}

static void add_issue(struct str *text, struct arena *arena, int revision, int n)
{
    const struct story_issue issue = story_issue(arena, revision, n);
    str_addf(text, "  - id: %s\n    title: '%s'\n    milestone: M%d\n    labels: ['%s'", issue.id,
             issue.title, issue.milestone, story_label(revision, issue.labels[0]).name);
    if (issue.labels[1])
        str_addf(text, ", '%s'", story_label(revision, issue.labels[1]).name);
    str_add(text, "]\n");
    if (issue.parent)
        str_addf(text, "    parent: T-%02d\n", issue.parent);
    if (issue.blocked_by)
        str_addf(text, "    depends_on: [T-%02d]\n", issue.blocked_by);
    if (issue.closed)
        str_add(text, "    state: closed\n");
    if (!issue.body)
        str_addf(text, "    summary: '%s'\n", issue.text);
    else
        str_addf(text,
                 "    body: |\n      %s\n\n      - [ ] first step\n      - [ ] second step\n\n"
                 "      Words in the middle.\n\n      Last line.\n",
                 issue.text);
}

const char *story_yaml(struct arena *arena, int revision)
{
    struct str text cleanup_str;
    str_init(&text, 0);
    str_add(&text, "scope: t\nlabels:\n");
    for (int n = 1; n <= STORY_LABELS; n++) {
        const struct story_label label = story_label(revision, n);
        str_addf(&text, "  - {name: '%s', color: '%s', description: '%s'", label.name, label.color,
                 label.description);
        if (label.previous)
            str_addf(&text, ", previously: ['%s']", label.previous);
        str_add(&text, "}\n");
    }
    str_add(&text, "milestones:\n");
    for (int n = 1; n <= STORY_MILESTONES; n++) {
        const struct story_milestone milestone = story_milestone(revision, n);
        str_addf(&text, "  - {id: %s, title: '%s', description: '%s', due_on: %s}\n", milestone.id,
                 milestone.title, milestone.description, milestone.due);
    }
    str_add(&text, "issues:\n");
    for (int n = 1; n <= story_issues(revision); n++)
        add_issue(&text, arena, revision, n);
    return str_dup(&text, arena);
}

bool story_noted(int n)
{
    return n % 4 == 2;
}

bool story_ticked(int n)
{
    return n == 5 || n == 10 || n == 25;
}

bool story_edited(int n)
{
    return n == 10 || n == 30;
}

bool story_retitled(int n)
{
    return n == 9 || n == 23;
}

bool story_closed(int n)
{
    return n == 6 || n == 31;
}

bool story_moved(int n)
{
    return n == 7;
}
