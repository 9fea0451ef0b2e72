#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "http/http.h"

void http_response_init(struct http_response *response)
{
    *response = (struct http_response){0};
    str_init(&response->header_text, LIMIT_HEADER_BYTES);
    str_init(&response->body, 0);
}

void http_response_release(struct http_response *response)
{
    str_release(&response->header_text);
    str_release(&response->body);
}

void http_response_add(struct http_response *response, const char *name, const char *value)
{
    str_addf(&response->header_text, "%s: %s\n", name, value);
}

const char *http_response_header(const struct http_response *response, const char *name,
                                 struct arena *arena)
{
    size_t name_len = strlen(name);
    const char *joined = NULL;
    for (const char *line = response->header_text.p; line && *line;) {
        size_t len = strcspn(line, "\n");
        if (len > name_len && line[name_len] == ':' && strncasecmp(line, name, name_len) == 0) {
            const char *value = line + name_len + 1;
            const char *end = line + len;
            while (value < end && (*value == ' ' || *value == '\t'))
                value++;
            while (end > value && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r'))
                end--;
            const char *one = arena_strndup(arena, value, (size_t)(end - value));
            joined = joined ? arena_printf(arena, "%s, %s", joined, one) : one;
        }
        line += len;
        if (*line == '\n')
            line++;
    }
    return joined;
}
