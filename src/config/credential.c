#include <ctype.h>
#include <string.h>

#include "base/str.h"
#include "config/token.h"

/* git-credential: a line is at most this long. */
#define LINE_BYTES_MAX 65535
#define HOST_BYTES_MAX 255
#define PASSWORD "password="

const char *token_helper_request(struct arena *arena, const char *host)
{
    size_t len = strlen(host);
    if (len == 0 || len > HOST_BYTES_MAX)
        return NULL;
    for (size_t i = 0; i < len; i++)
        if (iscntrl((unsigned char)host[i]) || isspace((unsigned char)host[i]))
            return NULL;
    return arena_printf(arena, "protocol=https\nhost=%s\n\n", host);
}

const char *token_helper_answer(struct arena *arena, const char *answer)
{
    while (answer && *answer) {
        size_t len = strcspn(answer, "\n");
        size_t used = len;
        if (len > LINE_BYTES_MAX)
            return NULL;
        if (used > 0 && answer[used - 1] == '\r')
            used--;
        if (text_starts(answer, PASSWORD))
            return used > strlen(PASSWORD)
                       ? arena_strndup(arena, answer + strlen(PASSWORD), used - strlen(PASSWORD))
                       : NULL;
        answer += len + (answer[len] == '\n');
    }
    return NULL;
}
