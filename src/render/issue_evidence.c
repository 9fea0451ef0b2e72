#include "render/issue_evidence.h"

#include <string.h>

#include "base/clean.h"
#include "base/str.h"
#include "render/mentions.h"

#define SUMMARY_START "<details><summary>Evidence: "
#define SUMMARY_END "</summary>"
#define ROWS_SHOWN 30

/* A cell of a table: one line, without what Markdown or HTML would take for its own. */
static void put_cell(struct arena *arena, struct str *out, const char *text)
{
    const char *quiet = mentions_neutralise(arena, clean_line(arena, text ? text : ""), true);
    for (const char *at = quiet; *at; at++) {
        if (*at == '<')
            str_add(out, "&lt;");
        else if (*at == '&')
            str_add(out, "&amp;");
        else if (strchr("|\\`*_[]~", *at))
            str_addf(out, "\\%c", *at);
        else
            str_addc(out, *at);
    }
}

static size_t passing(const struct trace_issue *issue)
{
    size_t count = 0;
    for (size_t i = 0; i < issue->checks.len; i++)
        count += issue->checks.items[i].verdict == VERDICT_PASS ||
                 issue->checks.items[i].verdict == VERDICT_WAIVED;
    return count;
}

static void put_summary(struct str *out, const struct trace_issue *issue)
{
    str_add(out, SUMMARY_START);
    if (issue->has_subjects)
        str_addf(out, "%s, ", presence_name(issue->presence));
    str_add(out, issue->proof == PROOF_NONE ? "not proven yet" : proof_name(issue->proof));
    if (issue->checks.len > 0)
        str_addf(out, "; %zu of %zu %s", passing(issue), (size_t)issue->checks.len,
                 issue->checks.len == 1 ? "check passes" : "checks pass");
    str_add(out, SUMMARY_END "\n");
}

static void put_migrations(struct arena *arena, struct str *out, const struct trace_issue *issue)
{
    if (issue->migrations.len == 0)
        return;
    str_add(out, "\n| migration | presence | proof |\n|:--|:--|:--|\n");
    for (size_t i = 0; i < issue->migrations.len && i < ROWS_SHOWN; i++) {
        const struct trace_migration *migration = &issue->migrations.items[i];
        str_add(out, "| ");
        put_cell(arena, out, migration->path);
        str_addf(out, " | %s%s | %s |\n", presence_name(migration->presence),
                 migration->edited ? ", edited since" : "", proof_name(migration->proof));
    }
    if (issue->migrations.len > ROWS_SHOWN)
        str_addf(out, "| and %zu more | | |\n", (size_t)issue->migrations.len - ROWS_SHOWN);
}

static void put_checks(struct arena *arena, struct str *out, const struct trace_issue *issue)
{
    if (issue->checks.len == 0)
        return;
    str_add(out, "\n| check | kind | result |\n|:--|:--|:--|\n");
    for (size_t i = 0; i < issue->checks.len && i < ROWS_SHOWN; i++) {
        const struct trace_check *check = &issue->checks.items[i];
        str_add(out, "| ");
        put_cell(arena, out, check->name);
        str_add(out, " | ");
        put_cell(arena, out, check->kind);
        str_addf(out, " | %s", verdict_name(check->verdict));
        /* A pass may say how long it took, or how much it saw. */
        if (check->message && check->verdict != VERDICT_PASS) {
            str_add(out, ": ");
            put_cell(arena, out, check->message);
        }
        str_add(out, " |\n");
    }
    if (issue->checks.len > ROWS_SHOWN)
        str_addf(out, "| and %zu more | | |\n", (size_t)issue->checks.len - ROWS_SHOWN);
}

char *evidence_section(struct arena *arena, const struct trace_issue *issue)
{
    struct str out cleanup_str;
    str_init(&out, 0);
    put_summary(&out, issue);
    put_migrations(arena, &out, issue);
    put_checks(arena, &out, issue);
    str_add(&out, "\n</details>\n");
    return str_dup(&out, arena);
}

const char *evidence_summary(struct arena *arena, const char *section)
{
    const char *start = section ? strstr(section, SUMMARY_START) : NULL;
    if (!start)
        return "";
    start += strlen(SUMMARY_START);
    const char *end = strstr(start, SUMMARY_END);
    return end ? arena_strndup(arena, start, (size_t)(end - start)) : "";
}
