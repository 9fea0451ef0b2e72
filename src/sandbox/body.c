/* Reads request bodies by type; a wrong type gives GitHub's 422 of its schema check, which has a
 * message only. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "sandbox/wire.h"

static bool refuse_type(const struct sb_request *request, struct sb_reply *reply, const char *key,
                        const json_t *value, const char *wanted)
{
    char *shown = json_is_null(value) ? NULL : json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
    sb_fail(reply, 422,
            arena_printf(request->arena, "Invalid request.\n\nFor 'properties/%s', %s is not %s.",
                         key, shown ? shown : "nil", wanted));
    free(shown);
    return false;
}

static bool refuse_missing(const struct sb_request *request, struct sb_reply *reply,
                           const char *key)
{
    sb_fail(reply, 422,
            arena_printf(request->arena, "Invalid request.\n\n\"%s\" wasn't supplied.", key));
    return false;
}

/* GitHub's own examples send with plain curl, which calls a body a form unless told otherwise: it
 * is read as JSON all the same, and so is one without a type. */
static bool is_taken_for_json(const char *type)
{
    static const char *const types[] = {"application/json", "application/x-www-form-urlencoded"};
    for (size_t i = 0; type && i < sizeof types / sizeof *types; i++) {
        const size_t len = strlen(types[i]);
        if (strncasecmp(type, types[i], len) == 0 && (type[len] == '\0' || strchr("; ", type[len])))
            return true;
    }
    return text_empty(type);
}

bool sb_body_object(struct sb_request *request, struct sb_reply *reply)
{
    if (request->body_len == 0) {
        request->json = json_object();
        return true;
    }
    if (!is_taken_for_json(request->content_type)) {
        sb_fail(reply, 400, "Content-Type must be application/json");
        return false;
    }
    request->json = json_loadb(request->body, request->body_len,
                               JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);
    if (!request->json) {
        sb_fail(reply, 400, "Problems parsing JSON");
        return false;
    }
    if (!json_is_object(request->json)) {
        sb_fail(reply, 400, "Body should be a JSON object");
        return false;
    }
    return true;
}

/* False: an answer is written. *value NULL: the key is absent, or null where that is allowed. */
static bool find(const struct sb_request *request, struct sb_reply *reply, const char *key,
                 enum sb_need need, json_t **value, bool *present)
{
    *value = json_object_get(request->json, key);
    *present = *value != NULL;
    if (*value || need == SB_OPTIONAL)
        return true;
    return refuse_missing(request, reply, key);
}

bool sb_body_string(const struct sb_request *request, struct sb_reply *reply, const char *key,
                    enum sb_need need, bool nullable, const char **value, bool *present)
{
    json_t *found = NULL;
    *value = NULL;
    if (!find(request, reply, key, need, &found, present))
        return false;
    if (!found || (nullable && json_is_null(found)))
        return true;
    if (!json_is_string(found))
        return refuse_type(request, reply, key, found, "a string");
    *value = json_string_value(found);
    return true;
}

bool sb_body_integer(const struct sb_request *request, struct sb_reply *reply, const char *key,
                     enum sb_need need, bool nullable, bool text, int64_t *value, bool *present)
{
    json_t *found = NULL;
    *value = 0;
    if (!find(request, reply, key, need, &found, present))
        return false;
    if (!found || (nullable && json_is_null(found)))
        return true;
    if (json_is_integer(found)) {
        *value = json_integer_value(found);
        return true;
    }
    if (text && json_is_string(found)) {
        *value = sb_parse_number(json_string_value(found));
        return true;
    }
    return refuse_type(request, reply, key, found, "an integer");
}

bool sb_body_bool(const struct sb_request *request, struct sb_reply *reply, const char *key,
                  bool *value)
{
    json_t *found = json_object_get(request->json, key);
    *value = json_is_true(found);
    if (found && !json_is_boolean(found))
        return refuse_type(request, reply, key, found, "a boolean");
    return true;
}

bool sb_body_strings(const struct sb_request *request, struct sb_reply *reply, const char *key,
                     const char *object_key, struct strlist *values, bool *present)
{
    json_t *found = json_object_get(request->json, key);
    *present = found != NULL;
    if (!found)
        return true;
    if (!json_is_array(found))
        return refuse_type(request, reply, key, found, "an array");
    size_t index = 0;
    json_t *element = NULL;
    json_array_foreach(found, index, element)
    {
        const json_t *text =
            object_key && json_is_object(element) ? json_object_get(element, object_key) : element;
        if (!json_is_string(text))
            return refuse_type(request, reply, key, element, "a string");
        strlist_add(request->arena, values, json_string_value(text));
    }
    return true;
}

bool sb_body_enum(const struct sb_request *request, struct sb_reply *reply, const char *key,
                  bool nullable, const char *const allowed[], const char **value, bool *present)
{
    if (!sb_body_string(request, reply, key, SB_OPTIONAL, nullable, value, present))
        return false;
    if (!*value)
        return true;
    for (size_t i = 0; allowed[i]; i++)
        if (strcmp(allowed[i], *value) == 0)
            return true;
    sb_fail(reply, 422,
            arena_printf(request->arena,
                         "Invalid request.\n\nFor 'properties/%s', %s is not a possible value.",
                         key, *value));
    return false;
}
