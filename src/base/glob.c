#include <stddef.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"

/* Whether `c` is in the set behind '['; *pattern moves behind its ']'. A set without an end is a
 * plain '[', so false in *is_set. */
static bool set_has(const char **pattern, int32_t c, bool *is_set)
{
    const char *p = *pattern;
    bool negated = *p == '!' || *p == '^';
    if (negated)
        p++;
    bool found = false;
    for (bool first = true; first || *p != ']'; first = false) {
        int32_t low = utf8_next(&p);
        if (low < 0 || low == '/') {
            *is_set = false;
            return false;
        }
        int32_t high = low;
        if (p[0] == '-' && p[1] && p[1] != ']') {
            p++;
            high = utf8_next(&p);
        }
        if (c >= low && c <= high)
            found = true;
    }
    *is_set = true;
    *pattern = p + 1;
    return found != negated;
}

/* One code point of the pattern (no '*') against one of the text; both move on when it fits. */
static bool match_one(const char **pattern, const char **text)
{
    const char *p = *pattern;
    const char *t = *text;
    int32_t wanted = utf8_next(&p);
    int32_t c = utf8_next(&t);
    bool fits = wanted == c;
    if (wanted == '?') {
        fits = true;
    } else if (wanted == '[') {
        bool is_set;
        bool in_set = set_has(&p, c, &is_set);
        fits = is_set ? in_set : c == '[';
    } else if (wanted == '\\' && *p) {
        fits = utf8_next(&p) == c;
    }
    if (fits) {
        *pattern = p;
        *text = t;
    }
    return fits;
}

/* A component is text up to '/' or the end. Going back to the last '*' only is enough: an earlier
 * one could not match anything that the last cannot. So the cost is pattern × text at most. */
static bool match_component(const char *pattern, const char *pattern_end, const char *text,
                            const char *text_end)
{
    const char *star = NULL;
    const char *star_text = NULL;
    const size_t len = (size_t)(text_end - text);
    /* Most components are names, and each of them is met once for every file. */
    if (len == (size_t)(pattern_end - pattern) && memcmp(pattern, text, len) == 0 &&
        !memchr(pattern, '[', len) && !memchr(pattern, '\\', len))
        return true;
    while (text < text_end) {
        if (pattern < pattern_end && *pattern == '*') {
            star = ++pattern;
            star_text = text;
        } else if (pattern < pattern_end && match_one(&pattern, &text)) {
            continue;
        } else if (star) {
            (void)utf8_next(&star_text);
            pattern = star;
            text = star_text;
        } else {
            return false;
        }
    }
    while (pattern < pattern_end && *pattern == '*')
        pattern++;
    return pattern == pattern_end;
}

static const char *component_end(const char *text)
{
    return text + strcspn(text, "/");
}

/* The start of the next component, NULL behind the last. */
static const char *component_next(const char *end)
{
    return *end ? end + 1 : NULL;
}

static bool is_double_star(const char *pattern)
{
    return pattern[0] == '*' && pattern[1] == '*' && (pattern[2] == '/' || !pattern[2]);
}

bool glob_match(const char *pattern, const char *path)
{
    const char *p = pattern;
    const char *t = path;
    const char *star = NULL; /* the component behind the last '**' */
    const char *star_text = NULL;
    bool star_seen = false;
    while (t) {
        if (p && is_double_star(p)) {
            star = component_next(p + 2);
            if (!star)
                return true; /* a last '**' takes all that is left, at least one component */
            star_text = t;
            star_seen = true;
            p = star;
            continue;
        }
        const char *t_end = component_end(t);
        if (p && match_component(p, component_end(p), t, t_end)) {
            p = component_next(component_end(p));
            t = component_next(t_end);
            if (t || !p)
                continue;
        }
        if (!t || !star_seen)
            break;
        star_text = component_next(component_end(star_text));
        p = star;
        t = star_text;
    }
    return !p && !t;
}
