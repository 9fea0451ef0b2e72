#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "model/limits.h"
#include "render/comment_parts.h"
#include "render/diff_text.h"
#include "render/markdown_text.h"
#include "render/pen.h"
#include "render/plan_parts.h"

#define SUMMARY_POINTS 250000 /* at most four bytes each: below GitHub's 1 MiB */

struct comment_limits comment_limits_default(void)
{
    return (struct comment_limits){
        .rows = 8, .looks = 5, .checks = 50, .max_points = GITHUB_BODY_POINTS};
}

struct comment_limits comment_limits_summary(void)
{
    return (struct comment_limits){
        .rows = 150, .looks = 150, .checks = 2000, .max_points = SUMMARY_POINTS};
}

void comment_put(struct comment_writer *writer, const char *text, size_t max_points)
{
    md_text(writer->out, writer->arena, text, max_points);
}

/* The longest row or line, with everything in it escaped, and the end of the comment. */
#define ROOM_NEEDED 12000

/* Bytes stand in for code points: there are never fewer of them. */
bool comment_has_room(const struct comment_writer *writer)
{
    return writer->out->len + ROOM_NEEDED <= writer->text->limits.max_points;
}

bool comment_has_slack(const struct plan_totals *totals)
{
    return totals->due_day != DAY_NONE && totals->expected_day != DAY_NONE;
}

/* ---- the table ---- */

/* False: there are enough rows, and this one is only counted. */
static bool begin_row(struct comment_writer *writer)
{
    if (writer->rows == writer->text->limits.rows || !comment_has_room(writer)) {
        writer->left_out++;
        return false;
    }
    if (writer->rows++ == 0) {
        str_add(writer->out, "| | ");
        comment_put(writer, writer->facts->base_name ? writer->facts->base_name : "before",
                    TITLE_POINTS);
        str_add(writer->out, " | with this pull request |\n|:--|:--|:--|\n");
    }
    return true;
}

static void put_row_head(struct comment_writer *writer, const char *id, const char *title)
{
    str_add(writer->out, "| **");
    comment_put(writer, id, TITLE_POINTS);
    str_add(writer->out, "**");
    if (!text_empty(title)) {
        str_addc(writer->out, ' ');
        comment_put(writer, part_title(id, title), TITLE_POINTS);
    }
    str_add(writer->out, " | ");
}

static void put_cells(struct comment_writer *writer, const char *before, const char *after,
                      bool strong)
{
    comment_put(writer, before, CELL_POINTS);
    str_add(writer->out, strong ? " | **" : " | ");
    comment_put(writer, after, CELL_POINTS);
    str_add(writer->out, strong ? "** |\n" : " |\n");
}

static const char *day_of(struct comment_writer *writer, int32_t day)
{
    char text[24];
    style_day_number(writer->text->style, day, text);
    return day == DAY_NONE ? "" : arena_strdup(writer->arena, text);
}

/* "12 Mar, 1 day of slack", "18 Mar, 3 days late" */
static const char *expected_of(struct comment_writer *writer, const struct plan_totals *totals)
{
    const char *day = day_of(writer, totals->expected_day);
    if (!*day || !comment_has_slack(totals))
        return day;
    const int64_t days = totals->slack_days < 0 ? -(int64_t)totals->slack_days : totals->slack_days;
    return arena_printf(writer->arena, "%s, %s%s", day,
                        text_count(writer->arena, days, "day", NULL),
                        totals->slack_days < 0 ? " late" : " of slack");
}

static void milestone_rows(struct comment_writer *writer, const struct plan_milestone_totals *at)
{
    struct arena *arena = writer->arena;
    const struct plan_totals *was = &at->before, *is = &at->after;
    if (was->expected_day != is->expected_day && begin_row(writer)) {
        put_row_head(writer, at->id, NULL);
        str_truncate(writer->out, writer->out->len - strlen(" | "));
        str_add(writer->out, " expected | ");
        put_cells(writer, expected_of(writer, was), expected_of(writer, is),
                  is->there && is->slack_days < 0 && comment_has_slack(is));
    }
    if (was->due_day != is->due_day && was->there && is->there && begin_row(writer)) {
        put_row_head(writer, at->id, NULL);
        str_truncate(writer->out, writer->out->len - strlen(" | "));
        str_add(writer->out, " due | ");
        put_cells(writer, day_of(writer, was->due_day), day_of(writer, is->due_day), false);
    }
    const bool scope =
        was->issues != is->issues || was->hours < is->hours || was->hours > is->hours;
    if (was->there && is->there && scope && begin_row(writer)) {
        put_row_head(writer, at->id, NULL);
        str_truncate(writer->out, writer->out->len - strlen(" | "));
        str_add(writer->out, " scope | ");
        put_cells(writer, diff_scope(arena, was), diff_scope(arena, is), false);
    }
}

/* One side of all the fields that differ. */
static const char *fields_side(struct comment_writer *writer, const struct plan_difference *item,
                               bool after)
{
    struct str text cleanup_str;
    str_init(&text, 0);
    for (size_t i = 0; i < item->fields.len; i++) {
        const struct plan_field *field = &item->fields.items[i];
        const char *value = after ? field->after : field->before;
        const bool words = !field->before && !field->after;
        if (item->kind == KIND_MILESTONE && text_eq(field->name, "due"))
            continue; /* has a row of its own */
        if (words && !after)
            continue;
        str_addf(&text, "%s%s %s", text.len ? ", " : "", field->name,
                 words   ? "changed"
                 : value ? value
                         : "none");
    }
    return str_dup(&text, writer->arena);
}

static const char *whole(struct comment_writer *writer, const struct plan_difference *item,
                         const char *word)
{
    const char *facts = diff_facts(writer->arena, item);
    return *facts ? arena_printf(writer->arena, "%s, %s", word, facts) : word;
}

static void item_row(struct comment_writer *writer, const struct plan_difference *item)
{
    const char *before = "", *after = "";
    if (item->change == PLAN_ADDED) {
        after = whole(writer, item, "new");
    } else if (item->change == PLAN_REMOVED) {
        before = whole(writer, item, "in the plan");
        after = "not in the plan";
    } else {
        before = fields_side(writer, item, false);
        after = fields_side(writer, item, true);
        if (!*before && !*after)
            return;
    }
    if (!begin_row(writer))
        return;
    const char *kind = item->kind == KIND_LABEL   ? "Label"
                       : item->kind == KIND_COUNT ? "Plan"
                                                  : NULL;
    put_row_head(writer, kind ? kind : item->id, kind ? item->id : item->title);
    put_cells(writer, before, after, false);
}

static void put_table(struct comment_writer *writer)
{
    static const enum kind order[] = {KIND_MILESTONE, KIND_ISSUE, KIND_COUNT, KIND_LABEL};
    const struct plan_diff *diff = writer->facts->diff;
    for (size_t i = 0; i < diff->milestones.len; i++)
        milestone_rows(writer, &diff->milestones.items[i]);
    for (size_t k = 0; k < sizeof order / sizeof *order; k++) {
        for (size_t i = 0; i < diff->items.len; i++)
            if (diff->items.items[i].kind == order[k])
                item_row(writer, &diff->items.items[i]);
        for (size_t i = 0; order[k] == KIND_ISSUE && i < writer->facts->steps.len; i++) {
            const struct comment_step *step = &writer->facts->steps.items[i];
            if (!begin_row(writer))
                continue;
            put_row_head(writer, step->issue, step->title);
            put_cells(writer, step->before, step->after, true);
        }
    }
    if (writer->left_out > 0)
        str_addf(writer->out, "\nand %s.\n",
                 text_count(writer->arena, (int64_t)writer->left_out, "further change",
                            "further changes"));
    if (writer->rows > 0)
        str_addc(writer->out, '\n');
}

static void put_uncompared(struct comment_writer *writer)
{
    if (!writer->facts->uncompared)
        return;
    str_add(writer->out, "Not compared with another state of the plan: ");
    comment_put(writer, writer->facts->uncompared, MESSAGE_POINTS);
    str_add(writer->out, ".\n\n");
}

/* ---- what sync will do ---- */

static const char *kinds_text(struct arena *arena, const int64_t counts[KIND_COUNT])
{
    static const struct {
        enum kind kind;
        const char *word;
    } order[] = {{KIND_ISSUE, "issue"},
                 {KIND_MILESTONE, "milestone"},
                 {KIND_LABEL, "label"},
                 {KIND_RELATION, "link"}};
    struct strlist parts = {0};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (counts[order[i].kind] > 0)
            strlist_add(arena, &parts,
                        text_count(arena, counts[order[i].kind], order[i].word, NULL));
    return parts.len ? text_list(arena, parts.items, parts.len) : NULL;
}

static void put_people(struct comment_writer *writer, const struct strlist *people)
{
    if (people->len == 0) {
        str_add(writer->out, " Nobody is mentioned or assigned.");
        return;
    }
    str_addc(writer->out, ' ');
    for (uint32_t i = 0; i < people->len && i < 5; i++) {
        str_add(writer->out, i == 0 ? "" : i + 1 == people->len ? " and " : ", ");
        comment_put(writer, people->items[i], TITLE_POINTS);
    }
    if (people->len > 5)
        str_addf(writer->out, " and %u more", people->len - 5);
    str_add(writer->out, people->len == 1 ? " is assigned." : " are assigned.");
}

static void put_effect(struct comment_writer *writer)
{
    struct arena *arena = writer->arena;
    const struct plan_effect *effect = &writer->facts->diff->effect;
    const char *creates = kinds_text(arena, effect->creates);
    const char *changes = kinds_text(arena, effect->changes);
    struct strlist parts = {0};
    if (creates)
        strlist_add(arena, &parts, arena_printf(arena, "creates %s", creates));
    if (changes)
        strlist_add(arena, &parts, arena_printf(arena, "changes %s", changes));
    if (effect->removed_links > 0)
        strlist_add(arena, &parts,
                    arena_printf(arena, "removes %s",
                                 text_count(arena, effect->removed_links, "link", NULL)));
    if (writer->facts->diff->items.len == 0)
        return;
    if (parts.len > 0)
        str_addf(writer->out, "After merging, `roadmap sync` %s%s.",
                 text_list(arena, parts.items, parts.len),
                 changes ? "" : " and changes nothing else");
    else
        str_add(writer->out, "After merging, `roadmap sync` has nothing to write for this.");
    if (parts.len > 0)
        put_people(writer, &effect->people);
    if (effect->closes > 0)
        str_addf(writer->out, " It closes %s.",
                 text_count(arena, effect->closes, "of them", "of them"));
    if (effect->left > 0)
        str_addf(writer->out,
                 " What left the plan (%lld) stays on GitHub until `roadmap sync --prune`.",
                 (long long)effect->left);
    str_add(writer->out, "\n\n");
}

/* ---- checks ---- */

static void put_check(struct comment_writer *writer, const struct comment_check *check)
{
    str_add(writer->out, "| ");
    comment_put(writer, check->issue, TITLE_POINTS);
    str_add(writer->out, " | ");
    md_code(writer->out, writer->arena, check->name);
    str_addf(writer->out, " | %s",
             check->failing == FAILING_NOT_YET ? "not yet" : verdict_name(check->verdict));
    if (check->message) {
        str_add(writer->out, ", ");
        comment_put(writer, check->message, CELL_POINTS);
    }
    str_add(writer->out, " |\n");
}

static size_t failing_count(const struct comment_facts *facts)
{
    return facts->by_failing[FAILING_REGRESSED] + facts->by_failing[FAILING_NEW] +
           facts->by_failing[FAILING_PROMISE] + facts->by_failing[FAILING_ERROR];
}

/* As many as fit into what is left, less what the end of the comment needs. */
static void put_checks(struct comment_writer *writer)
{
    const struct comment_facts *facts = writer->facts;
    const size_t reserve = 1500, pass = facts->by_verdict[VERDICT_PASS];
    const size_t unknown = facts->by_verdict[VERDICT_UNKNOWN];
    if (facts->checks.len == 0)
        return;
    str_addf(writer->out, "<details><summary>%s, %zu not yet, %zu fail",
             text_count(writer->arena, (int64_t)pass, "check passes", "checks pass"),
             facts->by_failing[FAILING_NOT_YET], failing_count(facts));
    if (unknown > 0)
        str_addf(writer->out, ", %zu unknown", unknown);
    str_add(writer->out, "</summary>\n\n| issue | check | result |\n|:--|:--|:--|\n");
    size_t shown = 0, points = utf8_count(writer->out->p);
    while (shown < facts->checks.len && shown < writer->text->limits.checks) {
        const size_t before = writer->out->len;
        put_check(writer, &facts->checks.items[shown]);
        points += utf8_count(writer->out->p + before);
        if (points + reserve > writer->text->limits.max_points) {
            str_truncate(writer->out, before);
            break;
        }
        shown++;
    }
    const size_t left = facts->checks.len - shown + facts->left_out;
    if (left > 0)
        str_addf(writer->out, "| … | | and %zu more |\n", left);
    str_add(writer->out, "\n</details>\n\n");
}

/* ---- the whole ---- */

static void put_footer(struct comment_writer *writer)
{
    const struct comment_facts *facts = writer->facts;
    const char *run_url = writer->text->place->run_url;
    str_add(writer->out, "<sub>");
    if (facts->head)
        str_addf(writer->out, "%.7s", facts->head);
    if (facts->head && facts->base) {
        str_add(writer->out, " against ");
        comment_put(writer, facts->base_name ? facts->base_name : "", TITLE_POINTS);
        str_addf(writer->out, " %.7s", facts->base);
    }
    if (facts->untrusted)
        str_addf(writer->out, "%sReported by the run of the pull request itself",
                 facts->head ? ". " : "");
    str_addf(writer->out, "%sThis comment is edited in place and only when its content changes.",
             facts->head || facts->untrusted ? ". " : "");
    if (run_url)
        str_addf(writer->out, " <a href=\"%s\">Report</a>", run_url);
    str_add(writer->out, "</sub>");
}

char *comment_markdown(struct arena *arena, const struct comment_page *text)
{
    struct str out cleanup_str;
    struct comment_writer writer = {
        .arena = arena, .text = text, .facts = text->facts, .out = &out};
    str_init(&out, 0);
    if (text->marker)
        str_addf(&out, "%s\n", text->marker);
    const bool effect = comment_has_effect(text->facts);
    str_add(&out, effect ? "**Roadmap: " : "Roadmap: ");
    comment_put(&writer, comment_headline(arena, text->style, text->facts), 0);
    str_add(&out, effect ? ".**\n\n" : ".");
    if (effect) {
        put_table(&writer);
        put_uncompared(&writer);
        comment_put_looks(&writer);
        put_effect(&writer);
        put_checks(&writer);
        if (text->marker)
            put_footer(&writer);
    }
    while (out.len > 0 && out.p[out.len - 1] == '\n')
        str_truncate(&out, out.len - 1);
    BUG_UNLESS(utf8_count(out.p) <= text->limits.max_points);
    return str_dup(&out, arena);
}
