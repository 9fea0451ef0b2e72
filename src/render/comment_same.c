/* Whether two bodies say the same. */
#include <string.h>

#include "base/str.h"
#include "render/comment_text.h"

#define BLOB "/blob/"

/* A line without the commits that its links lead to: another commit with the same words says
 * nothing new. */
static void add_core_line(struct str *out, const char *line, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        str_addc(out, line[i]);
        const size_t begin = i + 1, after = begin + 40;
        if (begin >= strlen(BLOB) && after <= len &&
            strncmp(line + begin - strlen(BLOB), BLOB, strlen(BLOB)) == 0 &&
            strspn(line + begin, "0123456789abcdef") >= 40)
            i = after - 1;
    }
    str_addc(out, '\n');
}

/* Without the marker line, the footer, and blank ends. */
static const char *core_of(struct arena *arena, const char *body)
{
    struct str out cleanup_str;
    str_init(&out, 0);
    for (const char *at = body ? body : ""; *at;) {
        const size_t len = strcspn(at, "\n");
        size_t text = len;
        while (text > 0 && (at[text - 1] == '\r' || at[text - 1] == ' '))
            text--;
        const bool marker = strncmp(at, "<!-- roadmap:", strlen("<!-- roadmap:")) == 0;
        if (!marker && strncmp(at, "<sub>", strlen("<sub>")) != 0)
            add_core_line(&out, at, text);
        at += len + (at[len] == '\n');
    }
    while (out.len > 0 && out.p[out.len - 1] == '\n')
        str_truncate(&out, out.len - 1);
    return str_dup(&out, arena);
}

bool comment_says_same(struct arena *arena, const char *a, const char *b)
{
    return text_eq(core_of(arena, a), core_of(arena, b));
}
