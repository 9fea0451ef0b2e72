/* A person acts just before a request is handled. */
#include <stdlib.h>
#include <string.h>

#include "people.h"
#include "points.h"

static const char *const acts[LATE_ACTS] = {
    "",
    "note $n append \\n\\n" LATE_TEXT,
    "title $n title " LATE_TEXT,
    "label $n label late",
    "close $n close",
    "comment $n comment " LATE_TEXT,
    "delete $n delete",
    "copy $n copy",
};

/* Of the story: whom the request is about, else anybody. 0 = not there yet. */
static int target(const struct stage *stage, size_t at, bool *named)
{
    const char *issues = strstr(stage->path, "/issues/");
    const int64_t number = issues ? strtoll(issues + 8, NULL, 10) : 0;
    const int all = story_issues(stage->revision);
    *named = false;
    for (int n = 1; number && n <= all; n++)
        if (people_number(stage, n) == number) {
            *named = true;
            return n;
        }
    const int n = 1 + (int)(at * 7 % (size_t)all);
    return people_number(stage, n) ? n : 0;
}

static bool person_fits(const struct stage *stage, size_t variant)
{
    bool named;
    const int n = target(stage, stage->count[MOMENT_REQUEST], &named);
    if (!n)
        return false;
    return variant + 1 != LATE_TITLE || !story_retitled(n);
}

static const char *person_label(struct arena *arena, size_t variant)
{
    const char *act = acts[variant + 1];
    return arena_strndup(arena, act, strcspn(act, " "));
}

static void person_strike(struct stage *stage, size_t at, size_t variant)
{
    const enum late_act act = (enum late_act)(variant + 1);
    bool named;
    const int n = target(stage, at, &named);
    const int number = (int)people_number(stage, n);
    const bool retitled =
        strcmp(story_issue(stage->arena, 1, n).title, story_issue(stage->arena, 2, n).title) != 0;
    struct err err cleanup_err = ERR_INIT;
    const char *verb = strchr(acts[act], ' ') + strlen(" $n ");
    const char *fault = arena_printf(stage->arena, "* /** 1 person-edit issue %d %s", number, verb);
    stage->late =
        (struct late){.act = act, .n = n, .window = named && strcmp(stage->method, "PATCH") == 0};
    if ((act == LATE_TITLE && retitled) || act == LATE_DELETE || act == LATE_COPY)
        stage->final |= STATUS(5);
    if (act == LATE_DELETE)
        stage->allowed |= STATUS(1) | STATUS(4);
    if (sandbox_fault_add(stage->sandbox, fault, &err) != OK)
        stage_fail(stage, "%s: %s", fault, err.message);
}

const struct point_class class_person = {
    .name = "person",
    .about = "a person acts just before every request",
    .moment = MOMENT_REQUEST,
    .variants = LATE_ACTS - 1,
    .share = 12,
    .fits = person_fits,
    .label = person_label,
    .strike = person_strike,
};
