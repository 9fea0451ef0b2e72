/* What people do to a body, byte for byte. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "property/stage.h"
#include "support/app_story.h"

#define NUMBERS_MAX 1000 /* of issues that one batch can come to */
#define END_LINE "<!-- /roadmap -->"

static const char *line_starting(const char *text, const char *start)
{
    for (const char *at = text; (at = strstr(at, start)) != NULL; at++)
        if (at == text || at[-1] == '\n')
            return at;
    return NULL;
}

bool stage_split(struct arena *arena, const char *body, struct parts *parts)
{
    const char *mark = line_starting(body, "<!-- roadmap:v1 ");
    const char *end = mark ? line_starting(mark, END_LINE) : NULL;
    if (!end)
        return false;
    const size_t mark_len = strcspn(mark, "\r\n"), end_len = strcspn(end, "\r\n");
    parts->above = arena_strndup(arena, body, (size_t)(mark - body));
    parts->mark = arena_strndup(arena, mark, mark_len);
    parts->block = arena_strndup(arena, mark + mark_len, (size_t)(end - mark) - mark_len);
    parts->end = arena_strndup(arena, end, end_len);
    parts->below = end + end_len;
    return true;
}

const char *stage_body(struct stage *stage, const struct subject *subject)
{
    struct app_world *world = &stage->world;
    if (subject->model.kind == M_ISSUE) {
        struct sandbox_issue issue = {0};
        if (!sandbox_issue(world->sandbox, subject->number, &issue))
            return "";
        return issue.body ? issue.body : "";
    }
    struct sandbox_milestone milestone = {0};
    const char *title = text_title(world->arena, subject, subject->model.there.v[TITLE]);
    if (!sandbox_milestone(world->sandbox, title, &milestone))
        return "";
    return milestone.description ? milestone.description : "";
}

static const char *change(struct arena *arena, const char *text, const char *old, const char *new)
{
    struct str out cleanup_str;
    str_init(&out, 0);
    for (const char *found; (found = strstr(text, old)) != NULL; text = found + strlen(old)) {
        str_addn(&out, text, (size_t)(found - text));
        str_add(&out, new);
    }
    str_add(&out, text);
    return str_dup(&out, arena);
}

/* The editor saves the block anew, each line as the person has it. */
static const char *saved(struct stage *stage, const struct subject *subject, const char *body)
{
    struct arena *arena = stage->world.arena;
    const struct touch *touch = &subject->touch;
    struct parts parts;
    if (!stage_split(arena, body, &parts)) {
        stage_wrong(stage, subject, "a whole body has no block:\n%s", body);
        return body;
    }
    const char *block = text_block(arena, &subject->model.there);
    if (touch->nfd)
        block = change(arena, block, "\xc3\xa9", "e\xcc\x81");
    if (touch->blanks)
        block = change(arena, block, "\n", "  \t\n");
    const char *above =
        touch->above ? arena_printf(arena, "%s  \n\n", text_words(arena, touch->above)) : "";
    const char *below =
        touch->below ? arena_printf(arena, "\n\n %s\t", text_words(arena, touch->below)) : "";
    const char *space = touch->respaced ? "\n\n\n" : "\n\n";
    body = arena_printf(arena, "%s%s%s%s%s\n%s%s%s", parts.above, above, parts.mark, space, block,
                        parts.end, parts.below, below);
    if (touch->crlf)
        body = change(arena, change(arena, body, "\r\n", "\n"), "\n", "\r\n");
    return body;
}

static const char *donor(struct stage *stage)
{
    struct sandbox_issue issue = {0};
    const int64_t number = sandbox_issue_titled(stage->world.sandbox, "HUB-0: Hub");
    assert_true(sandbox_issue(stage->world.sandbox, number, &issue));
    return issue.body;
}

static const char *harmed(struct stage *stage, struct subject *subject, const char *body)
{
    struct arena *arena = stage->world.arena;
    struct parts parts;
    subject->intact = body;
    if (!stage_split(arena, body, &parts))
        return body;
    switch ((enum harm)subject->touch.harm) {
    case HARM_MARK_DELETED:
        return arena_printf(arena, "%s%s%s%s", parts.above, parts.block, parts.end, parts.below);
    case HARM_BOTH_DELETED:
        return arena_printf(arena, "%s%s%s", parts.above, parts.block, parts.below);
    case HARM_EMPTIED:
        return "";
    case HARM_END_DELETED:
        return arena_printf(arena, "%s%s%s%s", parts.above, parts.mark, parts.block, parts.below);
    case HARM_MARK_TWICE:
        return arena_printf(arena, "%s%s\n%s%s%s%s", parts.above, parts.mark, parts.mark,
                            parts.block, parts.end, parts.below);
    case HARM_MARK_MOVED:
        return arena_printf(arena, "%s%s%s%s\n%s\n", parts.above, parts.block, parts.end,
                            parts.below, parts.mark);
    case HARM_MARK_CUT:
        return arena_printf(arena, "%s<!-- roadmap:v1 scope=db id=%s%s%s", parts.above, parts.block,
                            parts.end, parts.below);
    case HARM_MARK_NEWER:
        return arena_printf(arena, "%s%s%s%s%s", parts.above,
                            change(arena, parts.mark, "roadmap:v1", "roadmap:v2"), parts.block,
                            parts.end, parts.below);
    case HARM_PASTED_ABOVE:
        return arena_printf(arena, "%s\n%s", donor(stage), body);
    case HARM_PASTED_BELOW:
        return arena_printf(arena, "%s\n%s", body, donor(stage));
    case HARM_NONE:
    case HARM_COUNT:
        break;
    }
    return body;
}

static void put_body(struct stage *stage, const struct subject *subject, const char *body)
{
    struct app_world *world = &stage->world;
    if (subject->model.kind == M_ISSUE) {
        sandbox_set_body(world->sandbox, subject->number, *body ? body : NULL);
        person(world, "issue %lld lock", (long long)subject->number);
        return;
    }
    person(world, "milestone \"%s\" description %s",
           text_title(world->arena, subject, subject->model.there.v[TITLE]),
           change(world->arena, change(world->arena, body, "\\", "\\\\"), "\n", "\\n"));
}

/* "{HUB-12}" is the number of that hub. */
static const char *with_hub(struct stage *stage, const char *text)
{
    struct arena *arena = stage->world.arena;
    const char *open = strchr(text, '{');
    if (!open)
        return text;
    const char *hub = arena_strndup(arena, open + 1, strcspn(open + 1, "}"));
    const int64_t number =
        sandbox_issue_titled(stage->world.sandbox, arena_printf(arena, "%s: Hub", hub));
    return arena_printf(arena, "%.*s%lld", (int)(open - text), text, (long long)number);
}

static void act(struct stage *stage, const char *text)
{
    struct app_world *world = &stage->world;
    person(world, "%s", with_hub(stage, text));
    if (!text_ends(text, " copy"))
        return;
    int64_t number = 0;
    struct sandbox_issue issue = {0};
    for (int64_t at = 1; at <= NUMBERS_MAX; at++)
        if (sandbox_issue(world->sandbox, at, &issue))
            number = at;
    assert_true(sandbox_issue(world->sandbox, number, &issue));
    stage->copies[stage->copy_count] = number;
    stage->copied[stage->copy_count++] = issue.body;
}

void stage_act(struct stage *stage, struct subject *subject)
{
    const struct touch *touch = &subject->touch;
    for (size_t i = 0; i < subject->deeds.len; i++)
        act(stage, subject->deeds.items[i]);
    if (!touch->dirty && !touch->mend && touch->harm == HARM_NONE)
        return;
    const char *body = touch->mend ? subject->intact : stage_body(stage, subject);
    if (touch->dirty || touch->mend)
        body = saved(stage, subject, body);
    if (touch->harm)
        body = harmed(stage, subject, body);
    put_body(stage, subject, body);
}
