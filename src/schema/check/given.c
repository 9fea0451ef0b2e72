#include "schema/check/given.h"

#include <jansson.h>

#include "base/str.h"
#include "schema/check/params_inner.h"

static const char *scalar_text(struct arena *arena, const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_STRING:
        return arena_strndup(arena, json_string_value(value), json_string_length(value));
    case JSON_INTEGER:
        return arena_printf(arena, "%lld", (long long)json_integer_value(value));
    case JSON_REAL:
        return arena_printf(arena, "%.15g", json_real_value(value));
    case JSON_TRUE:
        return "true";
    default:
        return "false";
    }
}

static void take(struct arena *arena, const json_t *value, const char *key, struct given *given)
{
    *given = (struct given){.type = GIVEN_SCALAR, .key = key};
    if (json_is_array(value)) {
        given->type = GIVEN_LIST;
        given->items = arena_calloc(arena, json_array_size(value) + 1, sizeof *given->items);
        for (size_t i = 0; i < json_array_size(value); i++)
            take(arena, json_array_get(value, i), NULL, &given->items[given->len++]);
        return;
    }
    if (!json_is_object(value)) {
        given->text = scalar_text(arena, value);
        return;
    }
    const char *name;
    json_t *one;
    given->type = GIVEN_MAP;
    given->items = arena_calloc(arena, json_object_size(value) + 1, sizeof *given->items);
    json_object_foreach((json_t *)value, name, one)
    {
        if (!json_is_null(one) && !text_starts(name, "x-"))
            take(arena, one, arena_strdup(arena, name), &given->items[given->len++]);
    }
}

/* The key that a value without keys stands for. */
static const char *bare_key(const char *kind)
{
    enum check_kind number;
    if (!check_kind_parse(kind, &number))
        return NULL;
    const char *key = params_of_schema_kinds[number].bare;
    if (!key)
        key = params_of_file_kinds[number].bare;
    return key ? key : kind;
}

bool given_read(struct arena *arena, const char *kind, const char *params, struct given *given)
{
    *given = (struct given){.type = GIVEN_MAP};
    json_t *value = json_loads(params ? params : "null", JSON_DECODE_ANY, NULL);
    if (!value)
        return false;
    const char *key = json_is_object(value) || json_is_null(value) ? NULL : bare_key(kind);
    if (key) {
        given->items = arena_calloc(arena, 1, sizeof *given->items);
        take(arena, value, key, &given->items[given->len++]);
    } else if (json_is_object(value)) {
        take(arena, value, NULL, given);
    }
    json_decref(value);
    return true;
}
