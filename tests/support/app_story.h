/* What tests of the use cases do again and again, as short words. What they assert is the world of
 * the sandbox and its log of requests. */
#ifndef ROADMAP_TESTS_APP_STORY_H
#define ROADMAP_TESTS_APP_STORY_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/app.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/str.h"
#include "sandbox/sandbox.h"
#include "support/app_world.h"

static inline size_t writes(struct app_world *world)
{
    return sandbox_count_method(world->sandbox, "WRITE");
}

static inline size_t gets(struct app_world *world)
{
    return sandbox_count_method(world->sandbox, "GET");
}

/* Opens a world, syncs the plan into it and forgets the requests. */
static inline void story_open(struct app_world *world, const char *plan)
{
    app_world_open(world, NULL);
    app_world_plan(world, plan);
    assert_int_equal(app_world_sync(world, NULL), 0);
    sandbox_log_clear(world->sandbox);
}

/* A person acts; five seconds go by. */
static inline void person(struct app_world *world, const char *format, ...) printf_like(2, 3);
static inline void person(struct app_world *world, const char *format, ...)
{
    struct str text cleanup_str;
    str_init(&text, 0);
    va_list args;
    va_start(args, format);
    str_vaddf(&text, format, args);
    va_end(args);
    if (sandbox_edit(world->sandbox, text.p, &world->err) != OK)
        fail_msg("%s: %s", text.p, world->err.message);
    world->now_ms += 5000;
}

static inline void fault(struct app_world *world, const char *spec)
{
    if (sandbox_fault_add(world->sandbox, spec, &world->err) != OK)
        fail_msg("%s: %s", spec, world->err.message);
}

/* Replaces the first `old` in the plan. */
static inline void respec(struct app_world *world, const char *old, const char *new)
{
    const char *path = path_join(world->arena, world->folder, "roadmap/roadmap.yaml");
    char *text = NULL;
    size_t len = 0;
    assert_int_equal(file_read(world->arena, path, LIMIT_SPEC_BYTES, &text, &len, &world->err), OK);
    const char *at = strstr(text, old);
    if (!at)
        fail_msg("the plan has no '%s'", old);
    app_world_plan(world, arena_printf(world->arena, "%.*s%s%s", (int)(at - text), text, new,
                                       at + strlen(old)));
}

/* The number of the issue with this title, which must be there. */
static inline int64_t titled(struct app_world *world, const char *title)
{
    const int64_t number = sandbox_issue_titled(world->sandbox, title);
    if (number == 0)
        fail_msg("no issue '%s'", title);
    return number;
}

static inline struct sandbox_issue issue_at(struct app_world *world, int64_t number)
{
    struct sandbox_issue issue = {0};
    if (!sandbox_issue(world->sandbox, number, &issue))
        fail_msg("no issue #%d", (int)number);
    return issue;
}

static inline bool has(const char *text, const char *part)
{
    return text && strstr(text, part) != NULL;
}

static inline size_t times(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part))
        count++;
    return count;
}

/* One option each; the list grows in the arena of the world. */
static inline int sync_take(struct app_world *world, const char *take)
{
    struct sync_options options = sync_options_default();
    strlist_add(world->arena, &options.takes, take);
    return app_world_sync(world, &options);
}

static inline int sync_adopt(struct app_world *world, const char *adopt)
{
    struct sync_options options = sync_options_default();
    strlist_add(world->arena, &options.adopts, adopt);
    return app_world_sync(world, &options);
}

static inline int sync_recreate(struct app_world *world, const char *id)
{
    struct sync_options options = sync_options_default();
    strlist_add(world->arena, &options.recreate, id);
    return app_world_sync(world, &options);
}

/* A run that writes this much and ends with this status. */
#define assert_run(world, status, expected_writes)                                                 \
    do {                                                                                           \
        sandbox_log_clear((world)->sandbox);                                                       \
        assert_int_equal(app_world_sync((world), NULL), (status));                                 \
        assert_int_equal(writes(world), (expected_writes));                                        \
    } while (0)

/* Nothing more is written, with the cache, without it, and again with the new one. */
#define assert_settled(world, status)                                                              \
    do {                                                                                           \
        assert_run(world, status, 0);                                                              \
        assert_run(world, status, 0);                                                              \
        app_world_lose_cache(world);                                                               \
        assert_run(world, status, 0);                                                              \
        assert_run(world, status, 0);                                                              \
    } while (0)

/* The n-th line about kept edits of people: how many fields are kept in the last run. */
static inline size_t kept(const struct app_world *world)
{
    size_t count = 0;
    const struct changeset *changeset = world->report.changeset;
    for (size_t i = 0; changeset && i < changeset->items.len; i++)
        for (size_t k = 0; k < changeset->items.items[i].changes.len; k++)
            count += changeset->items.items[i].changes.items[k].move == MOVE_KEEP;
    return count;
}

static inline size_t conflicts(const struct app_world *world)
{
    size_t count = 0;
    const struct changeset *changeset = world->report.changeset;
    for (size_t i = 0; changeset && i < changeset->items.len; i++)
        for (size_t k = 0; k < changeset->items.items[i].changes.len; k++)
            count += changeset->items.items[i].changes.items[k].move == MOVE_CONFLICT;
    return count;
}

/* The refusal of an item in the last run; REFUSAL_NONE. */
static inline enum refusal refusal_of(const struct app_world *world, const char *id)
{
    const struct changeset *changeset = world->report.changeset;
    for (size_t i = 0; changeset && i < changeset->items.len; i++)
        if (strcmp(changeset->items.items[i].id, id) == 0 &&
            changeset->items.items[i].verb == VERB_REFUSE)
            return changeset->items.items[i].refusal;
    return REFUSAL_NONE;
}

#endif
