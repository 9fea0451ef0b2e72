#include "engine/takes.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"

enum code take_parse(struct arena *arena, const char *text, struct takes *takes, struct err *err)
{
    const char *equals = strrchr(text, '=');
    bool spec = equals && text_eq(equals + 1, "spec");
    if (equals == NULL || equals == text || (!spec && !text_eq(equals + 1, "github"))) {
        err_set(err, ERR_USAGE, "cannot read --take '%s'", text);
        return err_hint(err, "write it as ID=spec, ID=github, ID.title=spec or ID.title=github");
    }
    struct take take = {.id = arena_strndup(arena, text, (size_t)(equals - text)), .spec = spec};
    const char *dot = strrchr(take.id, '.');
    if (dot != NULL && dot != take.id && field_parse(dot + 1, &take.field)) {
        take.has_field = true;
        take.id = arena_strndup(arena, take.id, (size_t)(dot - take.id));
    }
    VEC_PUSH(arena, &takes->list, take);
    return OK;
}

/* Names of labels go by folded ASCII here; a full folding is the caller's when it makes the id. */
static bool same_id(enum kind kind, const char *a, const char *b)
{
    if (kind != KIND_LABEL)
        return strcmp(a, b) == 0;
    for (; *a && *b; a++, b++) {
        char left = *a >= 'A' && *a <= 'Z' ? (char)(*a + 32) : *a;
        char right = *b >= 'A' && *b <= 'Z' ? (char)(*b + 32) : *b;
        if (left != right)
            return false;
    }
    return *a == *b;
}

const struct take *takes_find(const struct takes *takes, enum kind kind, const char *id,
                              enum field field)
{
    for (size_t i = takes ? takes->list.len : 0; i > 0; i--) {
        const struct take *take = &takes->list.items[i - 1];
        if (same_id(kind, take->id, id) && (!take->has_field || take->field == field))
            return take;
    }
    return NULL;
}

enum code adopt_parse(struct arena *arena, const char *text, struct adopts *adopts, struct err *err)
{
    const char *equals = strrchr(text, '=');
    struct adopt adopt = {0};
    bool valid = equals != NULL && equals != text;
    if (valid) {
        adopt.id = arena_strndup(arena, text, (size_t)(equals - text));
        const char *digits = equals[1] == '#' ? equals + 2 : equals + 1;
        if (!text_eq(equals + 1, "new")) {
            size_t len = strlen(digits);
            valid = len > 0 && len <= 18 && strspn(digits, "0123456789") == len;
            adopt.number.v = valid ? strtoll(digits, NULL, 10) : 0;
            valid = adopt.number.v > 0;
        }
    }
    if (!valid) {
        err_set(err, ERR_USAGE, "cannot read --adopt '%s'", text);
        return err_hint(err, "write it as ID=#N (that issue is the item) or ID=new (create it)");
    }
    VEC_PUSH(arena, &adopts->list, adopt);
    return OK;
}

const struct adopt *adopts_find(const struct adopts *adopts, const char *id)
{
    for (size_t i = adopts ? adopts->list.len : 0; i > 0; i--)
        if (strcmp(adopts->list.items[i - 1].id, id) == 0)
            return &adopts->list.items[i - 1];
    return NULL;
}
