#include "render/json.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define ESCAPED "\\u007F"
/* Opens an old workflow command of GitHub Actions, anywhere in a line of a log. */
#define COMMAND "##["

/* DEL, or the first byte of a C1: some terminals obey them too. Or the end of what a log obeys. */
static bool is_obeyed(const char *text, const char *at)
{
    const size_t before = sizeof COMMAND - 2;
    if (at[0] == '[')
        return (size_t)(at - text) >= before && memcmp(at - before, COMMAND, before) == 0;
    return at[0] == 0x7F || ((unsigned char)at[0] == 0xC2 && (unsigned char)at[1] <= 0x9F);
}

/* The library escapes what JSON says has to be. These stand in strings alone, so that they can be
 * escaped in the finished text. A line end behind it. */
static char *escape_obeyed(struct arena *arena, const char *text)
{
    size_t obeyed = 0;
    for (const char *at = text; *at; at++)
        obeyed += is_obeyed(text, at);
    char *copy = arena_alloc(arena, strlen(text) + obeyed * sizeof ESCAPED + sizeof "\n");
    char *to = copy;
    for (const char *at = text; *at; at++) {
        if (!is_obeyed(text, at)) {
            *to++ = *at;
            continue;
        }
        at += (unsigned char)at[0] == 0xC2;
        to += snprintf(to, sizeof ESCAPED, "\\u%04X", (unsigned)(unsigned char)*at);
    }
    memcpy(to, "\n", sizeof "\n");
    return copy;
}

static char *dump(struct arena *arena, struct json_t *value, size_t flags)
{
    char *text = json_dumps(value, JSON_PRESERVE_ORDER | flags);
    if (!text)
        BUG("JSON that cannot be written");
    char *copy = escape_obeyed(arena, text);
    free(text);
    json_decref(value);
    return copy;
}

char *json_text(struct arena *arena, struct json_t *value)
{
    return dump(arena, value, JSON_INDENT(2));
}

char *json_line(struct arena *arena, struct json_t *value)
{
    return dump(arena, value, JSON_COMPACT);
}

struct json_t *json_document(const char *command)
{
    json_t *document = json_object();
    json_object_set_new(document, "format", json_integer(JSON_FORMAT));
    json_object_set_new(document, "command", json_from_text(command));
    return document;
}

struct json_t *json_from_text(const char *text)
{
    if (!text)
        return json_null();
    size_t len = strlen(text);
    if (utf8_valid(text, len))
        return json_stringn_nocheck(text, len);
    struct arena *scratch = arena_new();
    json_t *value = json_string_nocheck(utf8_repair(scratch, text, len));
    arena_free(scratch);
    return value;
}

void json_add_text(struct json_t *object, const char *key, const char *text)
{
    json_object_set_new(object, key, json_from_text(text));
}

void json_add_number(struct json_t *object, const char *key, int64_t number)
{
    json_object_set_new(object, key, json_integer(number));
}

void json_add_bool(struct json_t *object, const char *key, bool value)
{
    json_object_set_new(object, key, json_boolean(value));
}

void json_add_rows(struct json_t *object, const char *key)
{
    json_object_set_new(object, key, json_array());
}

struct json_t *json_add_row(struct json_t *object, const char *key)
{
    json_t *row = json_object();
    json_array_append_new(json_object_get(object, key), row);
    return row;
}

/* "usage", "auth" …: the word of an error code. */
static const char *code_word(enum code code)
{
    static const char *const words[] = {
        [OK] = "ok",
        [ERR_FAILED] = "failed",
        [ERR_CHECKS] = "checks",
        [ERR_AUTH] = "auth",
        [ERR_REFUSED] = "refused",
        [ERR_RETRY] = "retry",
        [ERR_LOCKED] = "locked",
        [ERR_USAGE] = "usage",
        [ERR_SPEC] = "spec",
        [ERR_INTERRUPTED] = "interrupted",
        [ERR_NOT_FOUND] = "not_found",
        [ERR_GONE] = "gone",
        [ERR_EXISTS] = "exists",
        [ERR_UNKNOWN] = "unknown",
        [ERR_CORRUPT] = "corrupt",
        [ERR_CEILING] = "ceiling",
    };
    return words[code];
}

json_t *json_error_value(enum code code, const char *message, const char *hint)
{
    json_t *error = json_object();
    json_object_set_new(error, "code", json_string(code_word(code)));
    json_object_set_new(error, "message", json_from_text(message));
    json_object_set_new(error, "hint", json_from_text(hint));
    return error;
}

void json_add_error(struct json_t *document, const struct err *err, int exit_status)
{
    if (err && err->code != OK)
        json_object_set_new(document, "error",
                            json_error_value(err->code, err->message, err->hint));
    json_object_set_new(document, "exit", json_integer(exit_status));
}

char *json_failure(struct arena *arena, const char *command, const struct err *err, int exit_status)
{
    json_t *document = json_document(command);
    json_add_error(document, err, exit_status);
    return json_text(arena, document);
}
