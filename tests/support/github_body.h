/* Bodies of answers as GitHub gives them, whole enough for its published description: the fixtures
 * of tests/fixtures/github with some keys replaced. All of them live in the arena. */
#ifndef ROADMAP_TESTS_GITHUB_BODY_H
#define ROADMAP_TESTS_GITHUB_BODY_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/arena.h"
#include "base/str.h"

#define BODY_REPO "https://api.github.com/repos/octocat/plan"

/* What errors and redirects carry. */
#define BODY_MESSAGE(text)                                                                         \
    "{\"message\":\"" text "\",\"documentation_url\":\"https://docs.github.com/rest\"}"
#define BODY_NOT_FOUND BODY_MESSAGE("Not Found")
#define BODY_MOVED BODY_MESSAGE("Moved Permanently")

/* The fixtures, each read once for the life of the program. */
static inline json_t *body_fixture(const char *kind)
{
    static struct {
        const char *kind;
        json_t *json;
    } known[8];
    size_t i = 0;
    while (known[i].kind && strcmp(known[i].kind, kind) != 0)
        i++;
    assert_true(i + 1 < sizeof known / sizeof *known);
    if (!known[i].kind) {
        struct arena *arena = arena_new();
        const char *path =
            arena_printf(arena, "%s/tests/fixtures/github/%s.json", ROADMAP_SOURCE_DIR, kind);
        known[i].json = json_load_file(path, 0, NULL);
        known[i].kind = kind;
        arena_free(arena);
        assert_non_null(known[i].json);
    }
    return known[i].json;
}

/* Takes `json` over. */
static inline const char *body_text(struct arena *arena, json_t *json)
{
    char *text = json_dumps(json, JSON_COMPACT);
    json_decref(json);
    assert_non_null(text);
    const char *body = arena_strdup(arena, text);
    free(text);
    return body;
}

/* A fixture with the keys of `format` (json_pack) in place of its own:
 * body_of(arena, "label", "{s:i, s:s}", "id", 9, "name", "b"). */
static inline const char *body_of(struct arena *arena, const char *kind, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    json_t *keys = json_vpack_ex(NULL, 0, format, args);
    va_end(args);
    json_t *json = json_copy(body_fixture(kind));
    assert_non_null(keys);
    assert_int_equal(json_object_update(json, keys), 0);
    json_decref(keys);
    return body_text(arena, json);
}

static inline const char *body_label(struct arena *arena, int64_t id, const char *name)
{
    return body_of(arena, "label", "{s:I, s:s}", "id", (json_int_t)id, "name", name);
}

static inline const char *body_repository(struct arena *arena, int64_t id, const char *full_name)
{
    return body_of(arena, "repository", "{s:I, s:s}", "id", (json_int_t)id, "full_name", full_name);
}

/* As issue `number` of octocat/plan, by an account that is gone, with `keys` (an object, or NULL)
 * in place of its own. */
static inline const char *body_issue_with(struct arena *arena, int64_t number, json_t *keys)
{
    json_t *own = json_pack(
        "{s:I, s:I, s:o, s:o, s:n}", "id", (json_int_t)number + 5000000000, "number",
        (json_int_t)number, "title", json_sprintf("T%lld", (long long)number), "updated_at",
        json_sprintf("2026-06-%02lldT00:00:00Z", (long long)(number % 20) + 1), "user");
    assert_non_null(own);
    if (keys)
        assert_int_equal(json_object_update(own, keys), 0);
    json_decref(keys);
    return body_of(arena, "issue", "o", own);
}

static inline const char *body_issue(struct arena *arena, int64_t number)
{
    return body_issue_with(arena, number, NULL);
}

/* A list of the issues from `from` to `to`, in either direction. */
static inline const char *body_issues(struct arena *arena, int64_t from, int64_t to)
{
    struct str out cleanup_str;
    str_init(&out, 0);
    str_addc(&out, '[');
    int64_t step = from <= to ? 1 : -1;
    for (int64_t n = from; n != to + step; n += step)
        str_addf(&out, "%s%s", n == from ? "" : ",", body_issue(arena, n));
    str_addc(&out, ']');
    return str_dup(&out, arena);
}

#endif
